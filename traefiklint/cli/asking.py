"""From the command line to the routes of one provider directory: the common part of `route`, `test` and `graph`.

Which Traefik is meant, where a question is about one and there are several: names that then lead to each of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from traefiklint.cli.checking import Request, plan
from traefiklint.cli.group import gathered_options
from traefiklint.cli.outputs import save
from traefiklint.cli.streams import keep_secret, one_line, without_secrets
from traefiklint.cli.traefik_options import profile_option, static_option, target_option, traefik_option
from traefiklint.errors import UsageError
from traefiklint.files import seen_from_here
from traefiklint.plans import Lot
from traefiklint.settings import Settings

if TYPE_CHECKING:
    from traefiklint.cli.console import Console
    from traefiklint.files import Namespace
    from traefiklint.options import Options
    from traefiklint.plans import Plan
    from traefiklint.routing.table import Table


_MOST = 12
"""How many names are told."""


def the_one(lots: Sequence[Lot], request: Request, settings: Settings) -> Lot:
    """The one Traefik that is meant.

    Raises:
        UsageError: there is none, or more than one; every name that the hint tells was tried.
    """
    found = [lot for lot in lots if _is_any(lot)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError("there are no files that Traefik's file provider reads", "name a provider directory")
    tried = (_way_to(lot, request, settings) for lot in found[:_MOST])
    ways = list(dict.fromkeys(filter(None, tried)))
    named = [way.traefiks[0] for way in ways if way.traefiks]
    paths = [way.paths[0] for way in ways if not way.traefiks]
    told = [f"add `--traefik NAME`, of {', '.join(named)}"] if named else []
    if paths:
        told.append(f"name one of {', '.join(paths)}" + (", …" if len(found) > _MOST else ""))
    several = "these are several provider directories, and each Traefik reads one"
    if not all(lot.namespace.texts for lot in found):
        several = "these are the files of several Traefiks, and the question is about one"
    raise UsageError(several, ", or ".join(told) or "name a provider directory, or a compose file")


def _is_any(lot: Lot) -> bool:
    return bool(lot.namespace.texts or lot.namespace.projects)


def _way_to(lot: Lot, request: Request, settings: Settings) -> Request | None:
    """How to ask for this one and no other; None where nothing leads to it alone."""
    return next((way for way in _ways(lot, request, settings) if _leads(way, lot, settings)), None)


def _ways(lot: Lot, request: Request, settings: Settings) -> Iterator[Request]:
    if any(one.name == lot.name for one in settings.traefiks) and request.traefiks != (lot.name,):
        yield request._replace(traefiks=(lot.name,))
    namespace = lot.namespace
    composed = namespace.projects.mains if namespace.projects is not None else ()
    folder = seen_from_here(namespace.folder) if namespace.folder else ""
    around = [os.path.dirname(name) or os.curdir for name in (*composed, *sorted(namespace.texts))]  # noqa: PTH120
    for path in dict.fromkeys((folder, *around[:2], *composed[:1], *sorted(namespace.texts))):
        if path:
            yield request._replace(paths=(path,))


def _leads(way: Request, lot: Lot, settings: Settings) -> bool:
    try:
        found = [one for one in plan(way, settings).lots if _is_any(one)]
    except (UsageError, OSError):
        return False
    return len(found) == 1 and _content(found[0]) == _content(lot)


def _content(lot: Lot) -> tuple[set[str], set[str]]:
    namespace = lot.namespace
    return {os.path.abspath(name) for name in namespace.texts}, set(map(os.path.abspath, namespace.composed))  # noqa: PTH100


Command = TypeVar("Command", bound=Callable[..., Any])


class TraefikOptions(NamedTuple):
    """What the options say about Traefik around the files."""

    static: str | None = None
    profile: str | None = None
    target: str | None = None
    traefiks: tuple[str, ...] = ()
    """The Traefiks of the settings that are meant, by name; all where it is empty."""

    def request(self, paths: tuple[str, ...] = ()) -> Request:
        """What a command with these options asks for."""
        return Request(paths, self.static, self.profile, self.target, traefiks=self.traefiks)


def world_options(command: Command) -> Command:
    """The options that tell about the Traefik around the files, which the command receives as one `where`."""

    @wraps(command)
    def whole(*args: Any, **given: Any) -> Any:
        from traefiklint.engine import uncollected

        with uncollected():
            return command(*args, **given)

    options = (static_option, profile_option, target_option, traefik_option)
    return gathered_options("where", TraefikOptions, *options)(whole)  # type: ignore[return-value]


def address_of(words: tuple[str, ...]) -> tuple[str, str, tuple[str, ...]]:
    """Method, address and paths of `[METHOD] URL [PATH]...`.

    Raises:
        UsageError: there is no address.
    """
    first = words[0]
    is_method = "://" not in first and first.isalpha() and len(words) > 1
    if is_method and "://" in words[1]:
        return first.upper(), words[1], words[2:]
    if is_method:
        raise UsageError(f"`{words[1]}` is no full address", f"write `https://{words[1]}` or `http://{words[1]}`")
    return "GET", first, words[1:]


def read_one(console: Console, where: TraefikOptions, paths: tuple[str, ...]) -> tuple[Namespace, Options]:
    """The texts of one provider directory, and how to read them.

    Raises:
        UsageError: there is none, or more than one.
    """
    from traefiklint.linting import apart, with_directory

    request, settings = where.request(paths), console.settings(where.target)
    planned = plan(request, settings)
    mine = the_one(planned.lots, request, settings)
    space = mine.namespace
    from traefiklint.instance.secrets import values_of

    keep_secret(values_of(space.texts))
    _say_what_is_assumed(console, planned._replace(lots=(mine,)))
    return apart(with_directory(space, mine.options), mine.options)


def _say_what_is_assumed(console: Console, planned: Plan) -> None:
    """Say what the answer rests on, where somebody else than the user has decided it."""
    from traefiklint.report.coverage import assumptions

    said = assumptions(planned.coverage())
    if said:
        console.note(f"note: this assumes {said}")


def read_table(console: Console, where: TraefikOptions, paths: tuple[str, ...]) -> Table:
    """The routes of one provider directory; says on standard error where Traefik would refuse it.

    Raises:
        UsageError: there is none, or more than one.
    """
    space, options = read_one(console, where, paths)
    from traefiklint.instance.put_in import put_in_words
    from traefiklint.routing.table import Table
    from traefiklint.routing.world import read_world

    world = read_world(space.texts, options, space.projects, complete=space.complete)
    keep_secret(put_in_words(world.instance.labels))
    if world.refusals:
        warning = console.paint("warning", "33", "1")
        console.note(
            f"{warning}: Traefik refuses this directory, and serves what it had before (after a restart nothing)"
        )
        for refusal in world.refusals:
            console.note(f"  {refusal.file}:{refusal.line}: {refusal.message}")
        console.note("  this is the answer for the files as far as they load")
        console.note("")
    return Table(world)


def write_lines(lines: Iterable[str], console: Console, output: str | None) -> None:
    """Write what a person reads, line by line, to a file, or to standard output.

    Raises:
        UsageError: the file cannot be written.
    """
    if output is not None:
        write_text("".join(f"{one_line(line)}\n" for line in lines), output)
        return
    for line in lines:
        console.say(line)


def write_text(text: str, output: str | None) -> None:
    """Write a report to a file, or to standard output.

    Raises:
        UsageError: the file cannot be written.
    """
    if output is None:
        click.echo(text, nl=False)
        return
    save(output, without_secrets(text))
