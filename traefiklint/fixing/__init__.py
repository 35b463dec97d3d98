"""Fixes applied to texts: pass after pass until nothing is left to fix, and each of them proved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from traefiklint.decoding.directory import is_read
from traefiklint.discovery.projects import Projects
from traefiklint.discovery.roles import compose_apart
from traefiklint.findings import Finding, Report
from traefiklint.fixing.claims import Lost
from traefiklint.fixing.edits import apply, choose, is_sound
from traefiklint.fixing.ignoring import Manner, ignored
from traefiklint.fixing.proof import objections
from traefiklint.fixing.state import Reader, State
from traefiklint.options import Options

__all__ = ["Fixed", "Reverted", "fix_texts", "ignore_texts"]

MOST_PASSES = 300
"""A file that cannot be read tells one reason at a time."""
CIRCLE = "another fix would undo it"


class Reverted(NamedTuple):
    """A fix that was not kept, because it could not be proved to do what it says, and nothing else."""

    finding: Finding
    reason: str


class Fixed(NamedTuple):
    """What fixing one provider directory came to."""

    texts: dict[str, str]
    """The files that are to be written, and their new texts. Bytes that are no UTF-8 stand as lone surrogates."""
    applied: tuple[Finding, ...]
    """The findings that were fixed, in the order in which it was done; their places are those of that moment."""
    reverted: tuple[Reverted, ...]
    report: Report
    """What is left."""


def fix_texts(
    files: Mapping[str, str | bytes],
    options: Options,
    *,
    unsafe: bool = False,
    only: frozenset[str] | None = None,
    projects: Projects | None = None,
    complete: bool = True,
) -> Fixed:
    """Fix what can be fixed in the files of one provider directory. Touches no disk; raises nothing on any text.

    Every fix is proved before it is kept: after a safe one Traefik makes the same of every object as before, but of the
    one that it refused, disabled or took otherwise than written, and no request goes to another router; after any
    fix, nothing more is refused or disabled, and all comments are still there.

    Args:
        unsafe: whether to make the fixes, too, that change what Traefik does or guess what was meant.
        only: the files that may be changed; all where it is None.
        projects: the projects of the compose files among the files; where absent, these are found.
        complete: whether these are all files of the directory.
    """
    reader, start = _begin(files, options, projects, complete=complete)
    work = Work(reader, start, unsafe=unsafe)
    for _ in range(MOST_PASSES):
        found = work.fixable(unsafe, start.texts.keys() if only is None else only)
        if found:
            work.make(choose(found))
        elif not work.reconsider():
            break
    return _fixed(start, work.state, work.applied, work.reverted)


def ignore_texts(
    files: Mapping[str, str | bytes],
    options: Options,
    *,
    only: frozenset[str] | None = None,
    projects: Projects | None = None,
    complete: bool = True,
) -> Fixed:
    """Write a comment for each finding in the files of one provider directory that keeps it silent from now on.

    The comments are proved as fixes are: the finding is gone, and Traefik makes the same of the files as before.

    Args:
        only: the files that may be changed; all where it is None.
        projects: the projects of the compose files among the files; where absent, these are found.
        complete: whether these are all files of the directory.
    """
    reader, start = _begin(files, options, projects, complete=complete)
    allowed = start.texts.keys() if only is None else only
    state, applied, left = start, list[Finding](), list[Reverted]()
    for manner in Manner:
        work = Work(reader, state)
        if found := choose(ignored(state, manner, allowed)):
            work.make(found)
        state, left = work.state, work.reverted
        applied += work.applied
    return _fixed(start, state, applied, left)


def _begin(
    files: Mapping[str, str | bytes], options: Options, projects: Projects | None, *, complete: bool
) -> tuple[Reader, State]:
    """A directory as it is before anything is changed, and what reads it again afterwards."""
    if projects is None:
        _, projects = compose_apart(files)
    unread = [name for name in files if not is_read(name)]
    reader = Reader(options, files, unread, projects, complete=complete)
    return reader, reader.read({name: text for name, text in files.items() if is_read(name)})


def _fixed(start: State, end: State, applied: Iterable[Finding], reverted: Iterable[Reverted]) -> Fixed:
    changed = {name: text for name, text in end.texts.items() if text != start.texts[name]}
    return Fixed(changed, tuple(applied), tuple(reverted), end.report)


class Work:
    """The fixing of one directory, as far as it has come."""

    def __init__(self, reader: Reader, state: State, *, unsafe: bool = False) -> None:
        self._unsafe = unsafe
        self._reader = reader
        self.state = state
        self.applied: list[Finding] = []
        self.reverted: list[Reverted] = []
        self._given_up: set[tuple[str, str, str, str]] = set()
        self._past = [(state, 0)]
        """Every state so far, and how many fixes had been made by then."""
        self._considered = 0

    def fixable(self, unsafe: bool, files: Iterable[str]) -> list[Finding]:
        """The findings whose fixes may be made, safe ones first: they may make others needless."""
        allowed = frozenset(files)
        found = [
            finding
            for finding in self.state.report.findings
            if finding.fix
            and _mark(finding) not in self._given_up
            and all(edit.file in allowed for edit in finding.fix.edits)
            and is_sound(finding.fix, self.state.texts)
        ]
        return [one for one in found if one.fix and one.fix.safe] or (found if unsafe else [])

    def make(self, chosen: list[Finding]) -> None:
        """Make fixes that do not touch each other; of those that cannot be proved, find out which, and leave them."""
        before = self.state
        kept: list[Finding] = []
        waiting = [chosen]
        while waiting:
            group = waiting.pop()
            after, wrong = self._try(before, [*kept, *group])
            if not wrong:
                kept += group
                self.state = after
                continue
            reasons = {one.router: one.reason for one in wrong}
            blamed = group if len(group) == 1 else [one for one in group if one.object and one.object in reasons]
            for finding in blamed:
                self._given_up.add(_mark(finding))
                self.reverted.append(Reverted(finding, reasons.get(finding.object) or wrong[0].reason))
            if blamed:
                named = set(map(id, blamed))
                rest = [one for one in group if id(one) not in named]
                waiting += [rest] if rest else []
            else:
                half = len(group) // 2
                waiting += [group[half:], group[:half]]
        self.applied += kept
        self._end_circle()
        self._past.append((self.state, len(self.applied)))

    def reconsider(self) -> bool:
        """Try again what was given up, where other fixes have been made since; say whether there is any."""
        if not self._given_up or self._considered == len(self.applied):
            return False
        self._considered = len(self.applied)
        self._given_up = {_mark(reverted.finding) for reverted in self.reverted if reverted.reason == CIRCLE}
        self.reverted = [reverted for reverted in self.reverted if reverted.reason == CIRCLE]
        return True

    def _end_circle(self) -> None:
        """Where fixes have undone each other, leave all of them."""
        for state, made in self._past:
            if state is not self.state and state.texts == self.state.texts:
                self.state = state
                for finding in self.applied[made:]:
                    self._given_up.add(_mark(finding))
                    self.reverted.append(Reverted(finding, CIRCLE))
                del self.applied[made:]
                return

    def _try(self, before: State, made: list[Finding]) -> tuple[State, list[Lost]]:
        changed = apply(before.texts, made)
        texts = {**before.texts, **changed}
        if texts == before.texts:
            return before, [Lost("", "it would change nothing")]
        after = self._reader.read(texts)
        return after, objections(before, after, made, unsafe=self._unsafe)


def _mark(finding: Finding) -> tuple[str, str, str, str]:
    """What tells a fix that was given up from others, also when lines above it change."""
    return finding.rule, finding.file, finding.path or str(finding.span), finding.fix.title if finding.fix else ""
