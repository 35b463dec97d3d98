"""Writes what was changed: all files or none, and nothing that Traefik newly refuses or disables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from traefiklint.engine import lint_instance, uncollected
from traefiklint.errors import TraefiklintError
from traefiklint.files import Namespace, Wanted, gather, with_texts
from traefiklint.findings import Finding
from traefiklint.fixing.state import place_of
from traefiklint.instance.instance import SourceFile
from traefiklint.instance.load import read_context, read_instance
from traefiklint.options import Options
from traefiklint.text.breaks import is_toml_file
from traefiklint.versions import Version
from traefiklint.yaml.encoding import decoded

if TYPE_CHECKING:
    from traefiklint.findings import Finding
    from traefiklint.roundtrip.config import Config


class RefusedError(TraefiklintError):
    """A change would make Traefik refuse or disable something; nothing was written."""

    exit_status = 1

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        first = self.findings[0]
        more = f" (and {len(self.findings) - 1} more)" if len(self.findings) > 1 else ""
        super().__init__(
            f"{first.file}:{first.line}: {first.message} [{first.rule}]{more}",
            "nothing was written; change it, or write it anyway with `force`",
        )
        self.details = tuple(f"{one.file}:{one.line}: {one.message} [{one.rule}]" for one in self.findings[1:])


def judged(changed: Mapping[str, bytes], directories: Sequence[str], options: Options) -> list[Finding]:
    """What Traefik would refuse or disable after files on the disk change, and does not now.

    Raises:
        OSError: a file of a provider directory cannot be read.
    """
    return [
        finding
        for space in gather(Wanted(list(changed), directories))
        for finding in newly_wrong(space, changed, options)
    ]


def newly_wrong(space: Namespace, changed: Mapping[str, bytes], options: Options) -> list[Finding]:
    """What Traefik would refuse or disable after a change, and did not before.

    Args:
        space: one provider directory with its compose files, as they are.
        changed: those of the files that become others.
    """
    judge = _Judge(options)
    later = judge.fatal(with_texts(space, changed))
    if not later:
        return []
    new = Counter(map(place_of, later)) - Counter(map(place_of, judge.fatal(space)))
    return [finding for finding in later if place_of(finding) in new]


class _Judge:
    """Looks for what Traefik refuses or disables, and reads a text once."""

    def __init__(self, options: Options) -> None:
        self._options = options._replace(
            select=frozenset(),
            ignore=frozenset(),
            per_file_ignores=(),
            severities={},
            only_fatal=True,
            suppressions=False,
        )
        self._context = read_context(self._options).context
        self._known = _READ.setdefault(self._context.target, {})

    def fatal(self, space: Namespace) -> list[Finding]:
        """The findings about one provider directory and its compose files."""
        texts = {file: _text(file, content) for file, content in space.texts.items()}
        with uncollected():
            instance = read_instance(
                texts, self._context, self._known, complete=space.complete, projects=space.projects
            )
            report = lint_instance(instance, self._options)
        if len(self._known) > _MOST_READ:
            self._known.clear()
        self._known.update((source.document.file, source) for source in instance.files)
        return [finding for finding in report.findings if finding.effect.is_fatal]


def _text(file: str, content: bytes) -> str | bytes:
    """What a file holds, as what it is known by; what is no common file stays what it is."""
    return decoded(content, not is_toml_file(file)) if type(content) is bytes else content


_READ: dict[Version, dict[str, SourceFile]] = {}
"""The files as they were read last, by target and name: a script that saves one file after the other has the same
neighbours each time."""
_MOST_READ = 2_000


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
