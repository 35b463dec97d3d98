"""Editing what is asked for, and writing all of it or nothing: the work behind `edit`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TextIO

from traefiklint.cli.asking import TraefikOptions
from traefiklint.cli.checking import plan
from traefiklint.cli.console import Console
from traefiklint.cli.fixes import coloured_diff
from traefiklint.cli.streams import keep_secret
from traefiklint.errors import UsageError
from traefiklint.files import STDIN, Namespace, with_texts
from traefiklint.findings import Finding
from traefiklint.instance.secrets import values_of
from traefiklint.options import Options
from traefiklint.plans import Lot
from traefiklint.reading import Outside, Unread, read_file
from traefiklint.roundtrip.config import Config
from traefiklint.roundtrip.editing import ObjectOperation, carry_out, choose, read_condition
from traefiklint.roundtrip.editing import rename as rename_all
from traefiklint.roundtrip.objects import ELSEWHERE, KINDS
from traefiklint.roundtrip.saving import FileChange, newly_wrong
from traefiklint.text.printable import printable
from traefiklint.text.spelling import counted, listed, nearest


class Edited(NamedTuple):
    """What an edit came to; nothing is written yet."""

    lots: tuple[Lot, ...]
    changes: tuple[FileChange, ...]
    matched: int
    """How many objects, or places, it is about."""
    what: str
    """The same in words."""
    wrong: tuple[Finding, ...]
    """What Traefik would refuse or disable after it, and does not now."""


def edit(
    console: Console,
    where: TraefikOptions,
    paths: tuple[str, ...],
    condition: str | None,
    kind: str | None,
    operations: Sequence[ObjectOperation],
    rename: tuple[str, str] | None,
) -> Edited:
    """Work an edit out, and judge it.

    Raises:
        UsageError: a path, an option or an object does not exist, or Traefik refuses a value.
        CannotChangeError: a change cannot be written without touching anything else.
    """
    if STDIN in paths:
        raise UsageError("standard input cannot be edited", "name the files; `fix -` fixes standard input")
    planned = plan(where.request(paths), console.settings(where.target))
    lots = [lot for lot in planned.lots if lot.namespace.texts or lot.namespace.projects]
    for lot in lots:
        keep_secret(values_of(lot.namespace.texts))
    configs = [config for lot in lots for config in _configs(lot.namespace, lot.options, console)]
    if rename is not None:
        _known_kind(kind, renames=True)
        named, matched = rename_all(configs, kind, *rename)
        what = f"{counted(matched, 'place')} of the {named}"
    else:
        matched = _carry_out(configs, condition, kind, operations)
        what = counted(matched, "object")
    changes = tuple(
        FileChange(config.path, config.content, content)
        for config in configs
        if (content := config.content_now) != config.content
    )
    changed = {change.file: change.after for change in changes}
    wrong = [
        finding
        for lot in lots
        if changed.keys() & _files_of(lot.namespace)
        for finding in newly_wrong(lot.namespace, changed, lot.options)
    ]
    return Edited(tuple(lots), changes, matched, what, tuple(wrong))


def _files_of(space: Namespace) -> set[str]:
    """The files of a directory, and its compose files."""
    return space.texts.keys() | space.composed


def _configs(space: Namespace, options: Options, console: Console) -> Iterator[Config]:
    """The files that were asked for and that Traefik reads, and the compose files; says which are left out."""
    mains = space.projects.mains if space.projects is not None else ()
    for file in [*space.texts, *mains]:
        is_composed = file in mains
        content = read_file(file) if is_composed else space.texts[file]
        if file not in space.reported or file in space.beside or isinstance(content, Outside | Unread):
            continue
        config = Config(file, content, options, "compose" if is_composed else "dynamic", ())
        if config.is_refused:
            who = "Compose" if is_composed else "Traefik"
            console.note(f"warning: `{printable(file)}` was left out: {who} refuses it (`traefiklint lint` says why)")
        else:
            yield config


def _carry_out(
    configs: Sequence[Config], condition: str | None, kind: str | None, operations: Sequence[ObjectOperation]
) -> int:
    _known_kind(kind, renames=False)
    about, read_one = read_condition(condition) if condition is not None else (kind or "router", None)
    if kind is not None and kind != about:
        raise UsageError(f"the condition is about `{about}`, and `--kind` says `{kind}`")
    chosen = list(choose(configs, about, read_one))
    for one in chosen:
        carry_out(one, KINDS[about], operations)
    return len(chosen)


def _known_kind(kind: str | None, *, renames: bool) -> None:
    known = [*KINDS, *(ELSEWHERE if renames else ())]
    if kind is not None and kind not in known:
        near = nearest(kind, known)
        hint = f"did you mean `{near}`?" if near else f"there are {listed(known)}"
        raise UsageError(f"there is no kind `{kind}`", hint)


def difference_lines(edited: Edited, console: Console, stream: TextIO) -> Iterator[str]:
    """The changes as a unified diff, without the secrets in the files."""
    for change in edited.changes:
        yield from coloured_diff(*change, console, stream)


def request_lines(edited: Edited, console: Console, stream: TextIO, *, every: bool) -> Iterator[str]:
    """What the changes mean for requests."""
    from traefiklint.routing.changes import lines, route_changes

    changed = {change.file: change.after for change in edited.changes}
    for lot in edited.lots:
        space = lot.namespace
        if changed.keys() & _files_of(space):
            after = with_texts(space, changed)
            found = route_changes(space.texts, after.texts, lot.options, projects=(space.projects, after.projects))
            yield from lines(found, lambda text, *codes: console.paint(text, *codes, stream=stream), every=every)
