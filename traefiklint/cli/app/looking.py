"""`app list` and `app show`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from traefiklint.cli.app.common import facts, named, table
from traefiklint.cli.connection import AppCommand, ServerOptions, connect_panel, server_options
from traefiklint.cli.console import Console
from traefiklint.cli.group import examples
from traefiklint.cli.naming import chooser
from traefiklint.text.flow import Whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from traefiklint.dokploy.answers import ApplicationDetails, ComposeDetails, Domain

_FORMAT = click.option(
    "--format", "form", type=click.Choice(("text", "json")), default="text", help="How to print [text]."
)


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
        click.echo(json.dumps([facts(app) for app in found], ensure_ascii=False, indent=2))
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
        click.echo(json.dumps(facts(found) | view.more | {"domains": domains}, ensure_ascii=False, indent=2))
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


COMMANDS = {"list": list_apps, "show": show_app}
