"""`app list` and `app show`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from traefiklint.cli.app.common import facts, named, table
from traefiklint.cli.connection import AppCommand, Where, chooser, connect_panel, server_options
from traefiklint.cli.console import Console
from traefiklint.cli.group import examples

if TYPE_CHECKING:
    from traefiklint.dokploy.answers import ApplicationDetails

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
def list_apps(console: Console, apps: tuple[str, ...], where: Where, form: str) -> None:
    """List the applications of the server."""
    with connect_panel(console, where) as session:
        found = chooser((), apps)(session.server.discover())
    if form == "json":
        click.echo(json.dumps([facts(app) for app in found], ensure_ascii=False, indent=2))
        return
    if not found:
        from traefiklint.sync.look import NOTHING_SEEN

        console.note(NOTHING_SEEN)
    rows = [
        (app.name, app.app_name, app.project, app.environment, app.server_name or "-", app.status, app.id)
        for app in found
    ]
    for line in table(rows, ("NAME", "FILE", "PROJECT", "ENVIRONMENT", "SERVER", "STATUS", "ID")):
        console.say(line)


@click.command(
    "show", cls=AppCommand, epilog=examples("traefiklint app show shop", "traefiklint app show shop --format json")
)
@click.argument("app")
@server_options
@_FORMAT
@click.pass_obj
def show_app(console: Console, app: str, where: Where, form: str) -> None:
    """Show one application: where it is, how it stands, and its domains."""
    with connect_panel(console, where) as session:
        found = named(session, app)
        details = session.server.application(found.id)
    domains = [_domain(domain) for domain in details.domains]
    if form == "json":
        whole = facts(found) | {
            "source": details.source_type,
            "build": details.build_type,
            "replicas": details.replicas,
            "domains": [domain.model_dump() for domain in details.domains],
        }
        click.echo(json.dumps(whole, ensure_ascii=False, indent=2))
        return
    rows = [
        ("name", found.name),
        ("file", f"{found.app_name}.yml"),
        ("id", found.id),
        ("project", found.project),
        ("environment", found.environment),
        ("server", found.server_name or found.server_id or "the Dokploy machine"),
        ("status", details.application_status or found.status),
        ("source", _source(details)),
        *(("domain", domain) for domain in domains),
    ]
    for name, value in rows:
        if value:
            console.say(f"{name:<12} {value}")


def _source(details: ApplicationDetails) -> str:
    return ", ".join(part for part in (details.source_type, details.build_type) if part)


def _domain(domain: Any) -> str:
    scheme = "https" if domain.https else "http"
    off = "" if domain.enabled else " (switched off)"
    port = f" → port {domain.port}" if domain.port else ""
    return f"{scheme}://{domain.host}{domain.path if domain.path != '/' else ''}{port}{off}"


COMMANDS = {"list": list_apps, "show": show_app}
