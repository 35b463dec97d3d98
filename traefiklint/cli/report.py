"""Write a page to look at: routes, findings, who answers what."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from traefiklint.cli.checking import Request, lint_options, plan, request_of
from traefiklint.cli.checking_options import checking_options
from traefiklint.cli.console import Console
from traefiklint.cli.group import examples
from traefiklint.cli.outputs import view_of, write_as_is
from traefiklint.cli.progress import Step, steps
from traefiklint.cli.streams import keep_secret, raw
from traefiklint.errors import UsageError
from traefiklint.files import STDIN
from traefiklint.findings import Report
from traefiklint.settings import load
from traefiklint.text.printable import printable

if TYPE_CHECKING:
    from traefiklint.coverage import Coverage
    from traefiklint.files import Namespace
    from traefiklint.instance.instance import Labels
    from traefiklint.plans import Lot
    from traefiklint.report import View
    from traefiklint.report_page.build import Side
    from traefiklint.report_page.overview import PageContent
    from traefiklint.settings import Settings


@click.command(
    "report",
    epilog=examples(
        "traefiklint report --output report.html",
        "traefiklint report apps/ --static traefik.yml --output report.html",
        "traefiklint report --against main --fail-on never --output report.html",
    ),
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@click.option("--output", metavar="FILE", type=click.Path(), help="Where the report goes, if not to standard output.")
@click.option(
    "--format", "form", type=click.Choice(("html", "json")), help="A page, or its data [by the ending, else html]."
)
@click.option("--against", default="", metavar="REVISION", help="Also what changes since a revision of git.")
@checking_options
@click.pass_obj
def command(console: Console, /, output: str | None, form: str | None, against: str, **given: Any) -> int:
    """Write one HTML file to look at: whether everything is served, the table of routes, who answers a URL, findings
    with their lines and fixes, the graph, what nothing uses, and certificates by host.

    The file needs no network and holds no secrets. With `--against` it also says which routes appear, disappear, or
    change their owner. The exit status is 1 where something is found that is at least as bad as `--fail-on` says.
    """
    form = form or ("json" if (output or "").lower().endswith(".json") else "html")
    if output is None and form == "html" and sys.stdout.isatty():
        raise UsageError("a page is nothing for a terminal", "add `--output report.html`")
    settings = console.settings(given["target"])
    request = request_of(given)
    if against and STDIN in request.paths:
        raise UsageError("standard input has no past", "name the files to compare")
    view = view_of(given, settings, console)
    from traefiklint.engine import uncollected

    with uncollected(), steps(console) as step:
        sides = list(_sides(request, settings, step))
        past = _past(request, console, given["target"], against, step) if against else None
        if not sides:
            console.note("nothing was checked: there is no file here that is surely Traefik's")
            if form == "html" and not (past and past.sides):
                if output is not None and os.path.exists(output):  # noqa: PTH110
                    console.note(f"{output} is left as it was")
                return 0  # as `lint` ends
        step("Putting the report together")
        sides, before = _compared(sides, past.sides if past else [])
        report = _report(sides, before, past, against, view)
        text = _text(report, sides, [*sides, *(past.sides if past else ())], form)
    if output is None:
        raw(sys.stdout).write(text)
    else:
        write_as_is(output, text)
    if past and past.as_now:
        them = "it as it is now" if len(past.as_now) == 1 else "them as they are now"
        console.note(f"note: git keeps no {', '.join(past.as_now)}; what was before is read with {them}")
    if output is not None:
        console.note(_said(report, output))
        for note in dict.fromkeys(note for side in sides for note in side.unread):
            console.note(note)
    return int(any(view.is_failure(side.report) for side in sides))


def _sides(request: Request, settings: Settings, step: Step) -> Iterator[Side]:
    """Every Traefik that is asked for, linted and with its routes.

    Raises:
        UsageError: a path, a rule or the static configuration does not exist.
    """
    planned = plan(request, settings)
    for lot in planned.lots:
        if lot.namespace.texts or lot.namespace.projects:
            yield _side(lot, planned._replace(lots=(lot,)).coverage(), request, settings, step)


def _side(lot: Lot, coverage: Coverage, request: Request, settings: Settings, step: Step) -> Side:
    from traefiklint.instance.put_in import put_in_words
    from traefiklint.instance.secrets import values_of
    from traefiklint.linting import apart, lint_all, with_directory
    from traefiklint.report_page.build import Side
    from traefiklint.routing.table import Table
    from traefiklint.routing.world import read_world
    from traefiklint.text.spelling import counted

    space = with_directory(lot.namespace, lot.options)
    step(f"Linting {counted(len(space.texts), 'file')}")
    linted = lint_all([(space, lot.options)], lint_options(request, settings))
    step("Working out the routes")
    served, options = apart(space, lot.options)
    world = read_world(served.texts, options, served.projects, complete=served.complete)
    hidden = linted.report.hidden | values_of(space.texts | _composed(space)) | put_in_words(world.instance.labels)
    keep_secret(hidden)
    unread = tuple(_unread(world.instance.labels))
    coverage = coverage._replace(notes=(*coverage.notes, *unread))
    report = replace(linted.report, coverage=coverage, hidden=hidden)
    return Side(coverage.traefiks[0].name, Table(world), report, unread)


def _unread(labels: Labels | None) -> Iterator[str]:
    """Says of which compose files no container is known, though they have labels: they are parts of others."""
    from traefiklint.report.words import listed

    refused = [project for project in (labels.composed if labels is not None else ()) if project.is_refused]
    files = [project.files[0] for project in refused if any(service.labels for service in project.services)]
    if files:
        them, they = ("this file", "it is") if len(files) == 1 else ("these files", "they are")
        shown = listed(list(map(printable, files)))
        yield f"no routes: labels in {shown}; Compose refuses {them} as {they}, so no container has the labels"


def _composed(space: Namespace) -> dict[str, str | bytes]:
    projects = space.projects
    return {name: projects.text(name) for name in projects.files} if projects is not None else {}


class _Past(NamedTuple):
    """How it was."""

    sides: list[Side]
    as_now: list[str]
    """The files of which git does not know how they were."""


def _past(request: Request, console: Console, target: str | None, revision: str, step: Step) -> _Past:
    """The same Traefiks as a revision of git has them; none where it has none of their files.

    Raises:
        UsageError: git knows no such revision.
    """
    from traefiklint.cli.past import working_at

    step(f"Getting {revision}")
    with working_at(revision) as past:
        paths = tuple(path for path in map(past.place, request.paths) if os.path.exists(path))  # noqa: PTH110
        if request.paths and not paths:
            return _Past([], [])
        static = past.place(request.static) if request.static else None
        has_static = static is not None and os.path.exists(static)  # noqa: PTH110
        then = request._replace(paths=paths, static=static if has_static else None, target=target)
        sides = list(_sides(then, load(past.place(console.config) if console.config else None), step))
        return _Past(sides, past.as_now(sorted({path for side in sides for path in side.files})))


def _compared(sides: list[Side], past: list[Side]) -> tuple[list[Side], list[Side | None]]:
    """All Traefiks, and what each was before; those that are gone come behind the others, without what they served."""
    from traefiklint.report_page.build import paired

    before = paired(sides, past)
    gone = [one for one in past if all(one is not other for other in before)]
    return [*sides, *map(_emptied, gone)], [*before, *gone]


def _emptied(side: Side) -> Side:
    """A Traefik of whose files none is left; perhaps its static configuration is."""
    from traefiklint.routing.table import Table
    from traefiklint.routing.world import read_world

    options = side.table.world.options
    if options.static is not None and not os.path.exists(options.static_file):  # noqa: PTH110
        options = options._replace(static=None, static_file="")
    return side._replace(table=Table(read_world({}, options)), report=Report((), 0, side.report.target))


def _report(sides: list[Side], before: list[Side | None], past: _Past | None, against: str, view: View) -> PageContent:
    from traefiklint.report_page.build import overview
    from traefiklint.report_page.overview import PageContent
    from traefiklint.version import VERSION

    return PageContent(
        version=1,
        traefiklint=VERSION,
        against=against,
        as_now=tuple(past.as_now) if past else (),
        traefiks=tuple(
            overview(side, view, was, compares=past is not None) for side, was in zip(sides, before, strict=True)
        ),
    )


def _text(report: PageContent, sides: list[Side], shown: list[Side], form: str) -> str:
    """The report as it is written, the data in it clean: what else the page is made of must stay as it is.

    Args:
        shown: all that something is said of, also as it was.
    """
    from traefiklint.report_page.build import secrets
    from traefiklint.report_page.page import as_json, page, picture

    known = secrets(shown)
    return as_json(report, known) if form == "json" else page(report, [picture(side) for side in sides], known)


def _said(report: PageContent, output: str) -> str:
    """One line on what the report says."""
    from traefiklint.text.spelling import counted

    if not report.traefiks:
        return f"{output}: nothing"
    sums = {name: sum(one.summary[name] for one in report.traefiks) for name in report.traefiks[0].summary}
    parts = [f"{counted(sums['routers'], 'router')}, {sums['served']:,} served"]
    told = (("hidden", "hidden"), ("disabled", "disabled"), ("unknown", "not known"))
    parts += [f"{sums[name]:,} {word}" for name, word in told if sums[name]]
    parts += [counted(sums[name], name) for name in ("error", "warning") if sums[name]]
    return f"{output}: {', '.join(parts)}"
