"""Writes what was changed: judged first, and all files or none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from traefiklint.roundtrip.judging import RefusedError, judged

if TYPE_CHECKING:
    from traefiklint.findings import Finding
    from traefiklint.roundtrip.config import Config


class FileChange(NamedTuple):
    """One file that changes."""

    file: str
    before: bytes
    after: bytes


def save_all(configs: Iterable[Config], *, force: bool = False) -> None:
    """Save several sources: judged together, and all files are written, or none.

    Args:
        configs: what was opened with `open_config`; those that did not change are left alone.
        force: whether to write, too, what Traefik would newly refuse or disable.

    Raises:
        RefusedError: Traefik would refuse or disable something that it did not before.
        WriteError: a file cannot be written, or was changed by somebody else; those before it have their old text.
        CannotChangeError: a change cannot be written without touching anything else.
    """
    waiting = [
        (config, FileChange(config.path, config.content, after))
        for config in configs
        if (after := config.content_now) != config.content
    ]
    if not force:
        found = [one for group in _alike([pair for pair in waiting if not pair[0].is_static]) for one in _wrong(group)]
        if found:
            raise RefusedError(found)
    write_changes([change for _, change in waiting])
    for config, change in waiting:
        config.saved(change.after)


_Waiting = list[tuple["Config", FileChange]]


def _alike(waiting: _Waiting) -> list[_Waiting]:
    """Those together that are judged alike."""
    groups: list[_Waiting] = []
    for config, change in waiting:
        for group in groups:
            first = group[0][0]
            if (first.options, first.directories) == (config.options, config.directories):
                group.append((config, change))
                break
        else:
            groups.append([(config, change)])
    return groups


def _wrong(group: _Waiting) -> list[Finding]:
    first = group[0][0]
    return judged({change.file: change.after for _, change in group}, first.directories, first.options)


def write_changes(changes: Sequence[FileChange]) -> None:
    """Write all files; where one of them cannot be written, those before it get their old text back.

    Raises:
        WriteError: one of them cannot be written.
    """
    from traefiklint.writing import WriteError, write_file

    done: list[FileChange] = []
    try:
        for change in changes:
            write_file(change.file, change.after, original=change.before)
            done.append(change)
    except BaseException:
        for change in reversed(done):
            with suppress(WriteError):
                write_file(change.file, change.before, original=change.after)
        raise
