"""Draw entry points, routers, middlewares and services, with the findings in colour."""

from __future__ import annotations

import os
from importlib import import_module

import click

from traefiklint.cli.asking import TraefikOptions, read_one, world_options, write_text
from traefiklint.cli.console import Console
from traefiklint.cli.group import examples
from traefiklint.errors import UsageError

FORMATS = ("mermaid", "dot", "svg", "html")


@click.command(
    "graph",
    epilog=examples(
        "traefiklint graph apps/ --output routes.html",
        "traefiklint graph apps/ --format svg --output routes.svg",
        "traefiklint graph apps/ --host 'shop.*' --output shop.svg",
        "traefiklint graph apps/shop.yml --format mermaid >> README.md",
    ),
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@world_options
@click.option(
    "--format", "form", type=click.Choice(FORMATS), help="What to draw for [by the ending of the output, else mermaid]."
)
@click.option("--output", metavar="FILE", help="Where the picture goes, if not to standard output.")
@click.option(
    "--host", "hosts", metavar="PATTERN", multiple=True, help="Only routers of this host, as in `*.example.com`."
)
@click.option(
    "--router", "routers", metavar="PATTERN", multiple=True, help="Only routers of this name, as in `shop-*`."
)
@click.option(
    "--redirects", is_flag=True, help="Draw also routers that only send visitors to https, instead of a mark."
)
@click.pass_obj
def command(
    console: Console,
    paths: tuple[str, ...],
    where: TraefikOptions,
    form: str | None,
    output: str | None,
    hosts: tuple[str, ...],
    routers: tuple[str, ...],
    redirects: bool,
) -> int:
    """Draw how requests go: entry point, router, middlewares, service, servers.

    Of a file it draws what that file has a part in; of a directory everything. Errors are red, warnings amber, and what
    Traefik disables is dashed. SVG and HTML are complete in themselves.
    """
    space, options = read_one(console, where, paths)
    from traefiklint.engine import lint_instance
    from traefiklint.routing.graph.model import build_graph
    from traefiklint.routing.graph.narrowing import narrowed
    from traefiklint.routing.world import read_world

    world = read_world(space.texts, options, space.projects, complete=space.complete)
    graph = build_graph(world, lint_instance(world.instance, options), folds=not redirects)
    files = space.named - {options.static_file}
    if hosts or routers or files:
        graph = narrowed(graph, hosts, routers, files)
    if not graph.rows and (hosts or routers):
        raise UsageError("no router fits", "`traefiklint graph` without `--host` and `--router` draws them all")
    write_text(_draw(form or _form_of(output), graph, _base(output)), output)
    return 0


def _form_of(output: str | None) -> str:
    """The format that the ending of a file's name asks for."""
    ending = (output or "").rpartition(".")[2].lower()
    return {"gv": "dot", "htm": "html"}.get(ending, ending if ending in FORMATS else "mermaid")


def _draw(form: str, graph: object, base: str) -> str:
    module = import_module(f"traefiklint.routing.graph.{'page' if form == 'html' else form}")
    text: str = module.render(graph, base) if form in ("svg", "html") else module.render(graph)
    return text


def _base(output: str | None) -> str:
    """The way from the folder of the picture to the working directory, from where files are named."""
    folder = os.path.dirname(output) if output else ""  # noqa: PTH120
    if not folder or os.path.isabs(folder):  # noqa: PTH117
        return "" if not folder else os.getcwd() + "/"  # noqa: PTH109
    return os.path.relpath(".", folder).replace(os.sep, "/") + "/"
