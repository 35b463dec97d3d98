"""`app list`, `app show` and `app monitor`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from traefiklint.cli.app.common import facts, named, only_application, table
from traefiklint.cli.connection import AppCommand, ServerOptions, connect_panel, server_options
from traefiklint.cli.console import Console
from traefiklint.cli.group import examples, format_option
from traefiklint.cli.naming import chooser
from traefiklint.text.flow import Whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from traefiklint.dokploy.answers import ApplicationDetails, ComposeDetails, Domain
    from traefiklint.dokploy.monitoring import Monitoring


_BARS = "▁▂▃▄▅▆▇█"
_WIDTH = 48
_UNITS = ("B", "KiB", "MiB", "GiB", "TiB")


@click.command(
    "monitor",
    cls=AppCommand,
    epilog=examples("traefiklint app monitor shop", "traefiklint app monitor shop --format json"),
)
@click.argument("app")
@server_options
@format_option("How to print [text].")
@click.pass_obj
def monitor(console: Console, app: str, where: ServerOptions, form: str) -> int:
    """Show how much CPU, memory and network an application uses, now and lately. Self-hosted servers only."""
    with connect_panel(console, where) as session:
        found = named(session, app)
        only_application(found, "monitor", "look at its containers with `docker stats`")
        readings = session.server.monitoring(found.app_name)
    if form == "json":
        console.say_data(readings.model_dump())
        return 0
    if not (readings.cpu or readings.memory or readings.network):
        console.say(f"{found.app_name} runs no container, or has no readings yet")
        return 0
    console.say(console.paint(f"{found.app_name}", "1", stream=sys.stdout) + f"  {_span(readings)}")
    for line in draw(readings):
        console.say(Whole(line))
    return 0


def draw(readings: Monitoring) -> Iterator[str]:
    """The readings, a line each: now, the course, the most."""
    if readings.cpu:
        cpu = [sample.value for sample in readings.cpu]
        yield _line("CPU", f"{cpu[-1]:.1f} %", cpu, f"at most {max(cpu):.1f} %")
    if readings.memory:
        used = [sample.value.used for sample in readings.memory]
        total = readings.memory[-1].value.total
        of = f" of {size(total)} ({used[-1] / total:.0%})" if total else ""
        yield _line("memory", f"{size(used[-1])}{of}", used, f"at most {size(max(used))}")
    if readings.network:
        last = readings.network[-1].value
        received = [sample.value.received for sample in readings.network]
        sent = [sample.value.sent for sample in readings.network]
        yield _line("received", size(last.received), _steps(received), "in all, and how fast")
        yield _line("sent", size(last.sent), _steps(sent), "in all, and how fast")
    if readings.block:
        disk = readings.block[-1].value
        yield f"{'disk':<9} {size(disk.read)} read, {size(disk.written)} written"


def _line(name: str, now: str, values: Sequence[float], remark: str) -> str:
    return f"{name:<9} {now:<26} {sparkline(values):<{_WIDTH}} {remark}".rstrip()


def _span(readings: Monitoring) -> str:
    times = [sample.time for sample in readings.cpu or readings.memory or readings.network if sample.time]
    return f"{times[0]} … {times[-1]}" if times else ""


def _steps(totals: Sequence[float]) -> list[float]:
    """From totals since the start to what came between two samples; a restart begins again."""
    return [max(0.0, later - earlier) for earlier, later in pairwise(totals)]


def sparkline(values: Sequence[float], width: int = _WIDTH) -> str:
    """The course of the values, the highest as a full bar; of many, the highest of each stretch is shown."""
    if len(values) > width:
        edges = [round(index * len(values) / width) for index in range(width + 1)]
        values = [max(values[start:end]) for start, end in pairwise(edges)]
    top = max(values, default=0.0)
    if top <= 0:
        return _BARS[0] * len(values)
    return "".join(_BARS[min(len(_BARS) - 1, int(max(0.0, value) / top * (len(_BARS) - 1) + 0.5))] for value in values)


def size(count: float) -> str:
    """A number of bytes in the largest unit that gives at least 1."""
    for unit in _UNITS:
        if count < 1024 or unit == _UNITS[-1]:
            return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1024
    raise AssertionError


_FORMAT = format_option("How to print [text].")


@click.command(
    "list",
    cls=AppCommand,
    epilog=examples("traefiklint app list", "traefiklint app list 'blog-*' --format json"),
)
@click.argument("apps", nargs=-1, metavar="[APP]...")
@server_options
@_FORMAT
@click.pass_obj
def list_apps(console: Console, apps: tuple[str, ...], where: ServerOptions, form: str) -> None:
    """List the applications and compose applications of the server."""
    with connect_panel(console, where) as session:
        services = session.server.services()
        applications = session.server.discover() if form == "json" else services.applications
        found = chooser((), apps)((*applications, *services.composes))
    if form == "json":
        console.say_data([facts(app) for app in found])
        return
    if not found:
        from traefiklint.sync.look import NOTHING_SEEN

        console.note(NOTHING_SEEN)
    rows = [
        (app.name, app.app_name, app.kind, app.project, app.environment, app.server_name or "-", app.status, app.id)
        for app in found
    ]
    for line in table(rows, ("NAME", "FILE", "KIND", "PROJECT", "ENVIRONMENT", "SERVER", "STATUS", "ID")):
        console.say(Whole(line))


@click.command(
    "show", cls=AppCommand, epilog=examples("traefiklint app show shop", "traefiklint app show shop --format json")
)
@click.argument("app")
@server_options
@_FORMAT
@click.pass_obj
def show_app(console: Console, app: str, where: ServerOptions, form: str) -> None:
    """Show one application or compose application: where it is, how it stands, and its domains."""
    with connect_panel(console, where) as session:
        found = named(session, app)
        if found.kind == "compose":
            view = _compose(session.server.compose(found.id))
        else:
            details = session.server.application(found.id)
            found, view = found.model_copy(update={"description": details.description}), _application(details)
    if form == "json":
        domains = [domain.model_dump() for domain in view.domains]
        console.say_data(facts(found) | view.more | {"domains": domains})
        return
    rows = [
        ("name", found.name),
        ("kind", "compose application" if found.kind == "compose" else ""),
        ("file", f"{found.app_name}.yml" if found.kind != "compose" else found.called[0]),
        ("id", found.id),
        ("project", found.project),
        ("environment", found.environment),
        ("server", found.server_name or found.server_id or "the Dokploy machine"),
        ("status", view.status or found.status),
        ("source", view.source),
        ("deployed", view.more.get("deployed")),
        *(("domain", _domain(domain)) for domain in view.domains),
    ]
    for name, value in rows:
        if value:
            console.say(f"{name:<12} {value}")


class _View(NamedTuple):
    """What is shown of an application besides where it is."""

    status: str
    source: str
    domains: Sequence[Domain]
    more: dict[str, Any]
    """For JSON."""


def _application(details: ApplicationDetails) -> _View:
    source = ", ".join(part for part in (details.source_type, details.build_type) if part)
    more = {"source": details.source_type, "build": details.build_type, "replicas": details.replicas}
    return _View(details.application_status, source, details.domains, more)


def _compose(details: ComposeDetails) -> _View:
    source = ", ".join(part for part in (details.source_type, details.compose_type) if part)
    more = {"source": details.source_type, "compose_type": details.compose_type, "deployed": details.deployed}
    return _View(details.compose_status, source, details.domains, more)


def _domain(domain: Domain) -> str:
    scheme = "https" if domain.https else "http"
    off = "" if domain.enabled else " (switched off)"
    port = f" → port {domain.port}" if domain.port else ""
    return f"{scheme}://{domain.host}{domain.path if domain.path != '/' else ''}{port}{off}"


COMMANDS = {"list": list_apps, "show": show_app, "monitor": monitor}
