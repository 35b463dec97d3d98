"""Brings what the server holds into the files here, without ever losing what was written here."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from typing import Any, NamedTuple

from traefiklint.dokploy.answers import Application
from traefiklint.patch.data import UnstructuredError, read_data
from traefiklint.patch.rewrite import CannotRewriteError, rewrite
from traefiklint.sync.changes import Change, shown, text_changes
from traefiklint.sync.files import NotReplacedError
from traefiklint.sync.memory import Memory
from traefiklint.sync.merge import Conflict, Preference, merge, merge_lines
from traefiklint.sync.sides import Sides, State, means_same
from traefiklint.sync.workspace import Workspace


class PullOutcome(StrEnum):
    """What a pull did with one application."""

    UNCHANGED = "unchanged"
    NEW = "new"
    UPDATED = "updated"
    MERGED = "merged"
    KEPT = "kept"
    NO_FILE = "no file"
    GONE = "gone on the server"
    CONFLICT = "conflict"
    REFUSED = "refused"


FAILED = frozenset((PullOutcome.CONFLICT, PullOutcome.REFUSED))


class PullResult(NamedTuple):
    """What a pull came to for one application."""

    app: Application
    outcome: PullOutcome
    text: str | None = None
    """The new text of the file here; None where it stays."""
    changes: tuple[Change, ...] = ()
    """What the pull changes in the file here."""
    conflicts: tuple[Conflict, ...] = ()
    author: str = ""
    note: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The result for JSON."""
        return {
            "app": self.app.app_name,
            "id": self.app.id,
            "outcome": self.outcome.value,
            "changes": [change.to_dict() for change in self.changes],
            "conflicts": [
                {"path": path, "base": shown(base, path), "here": shown(ours, path), "server": shown(theirs, path)}
                for path, base, ours, theirs in self.conflicts
            ],
            "author": self.author,
            "note": self.note,
        }


def decide(sides: Sides, prefer: Preference | None = None) -> PullResult:
    """What a pull has to do for one application. Pure: it touches nothing.

    Args:
        prefer: the side to take where both changed the same thing; a conflict where None.
    """
    app, local, server = sides.app, sides.local, sides.server
    if sides.state is State.UNREADABLE:
        return PullResult(app, PullOutcome.REFUSED, note=sides.problem)
    if sides.state is State.INTERRUPTED:
        return PullResult(
            app, PullOutcome.REFUSED, note="a push was stopped while it wrote this file; run `push` again first"
        )
    if server is None:
        if local is None:
            return PullResult(app, PullOutcome.NO_FILE, note=sides.elsewhere)
        if not sides.recorded:
            return PullResult(app, PullOutcome.KEPT, note="it is not on the server; `push` puts it there")
        return PullResult(app, PullOutcome.GONE, note=_gone(sides))
    if local is None:
        return PullResult(app, PullOutcome.NEW, server, text_changes(None, server))
    if local == server:
        return PullResult(app, PullOutcome.UNCHANGED)
    return _both_exist(sides, local, server, prefer)


def _both_exist(sides: Sides, local: str, server: str, prefer: Preference | None) -> PullResult:
    app, base = sides.app, sides.base
    who = sides.author
    if sides.state is State.FORMATTING and base == server:
        return PullResult(app, PullOutcome.UNCHANGED)
    if base == server:
        note = "changed here since the last pull"
        if sides.unseen_secrets:
            note += "; the next push replaces the server's secret by the one here"
        return PullResult(app, PullOutcome.KEPT, author=who, note=note)
    if local == base and (sides.may_be_print(local) or not sides.may_be_print(server)):
        return PullResult(app, PullOutcome.UPDATED, server, text_changes(local, server), author=who)
    if base is not None and not sides.may_be_print(server):
        found = _by_lines(sides, base, local, server, prefer)
        if found is not None:
            return found._replace(author=who)
    if sides.state is State.LOCAL:
        return PullResult(app, PullOutcome.KEPT, author=who, note="changed here since the last pull")
    if sides.state is State.FORMATTING:
        return PullResult(
            app, PullOutcome.UNCHANGED, author=who, note="only the formatting differs; the file here stays"
        )
    return _merged(sides, local, server, prefer)._replace(author=who)


def _by_lines(sides: Sides, base: str, local: str, server: str, prefer: Preference | None) -> PullResult | None:
    """Somebody wrote on the server by hand, perhaps only a comment, which a merge by structure would not see.

    None where that merge has to decide, because lines alone do not.
    """
    merged = merge_lines(base, local, server)
    if sides.state in (State.LOCAL, State.FORMATTING):
        if merged is None:
            return _unstructured(sides.app, local, server, "both sides changed the same comments", prefer)
        return PullResult(sides.app, PullOutcome.MERGED, merged, text_changes(local, merged))
    by_structure = _merged(sides, local, server, prefer)
    if merged is None or by_structure.text is None or not means_same(merged, by_structure.text):
        return None
    return by_structure._replace(text=merged)


def _gone(sides: Sides) -> str:
    if sides.is_compose:
        return "the server has no text for it any more; the file here stays: delete it, or `push` it"
    edited = "" if sides.given_up else "; it was changed here since"
    put_back = f"delete it, or `push {sides.app.app_name} --force` to put it on the server again"
    return f"its last domain was removed or switched off in the panel{edited}; the file here stays: {put_back}"


def _merged(sides: Sides, local: str, server: str, prefer: Preference | None) -> PullResult:
    app = sides.app
    if sides.base is None and prefer is not None:
        text = server if prefer == "theirs" else local
        return PullResult(app, PullOutcome.MERGED, text, text_changes(local, text), note=f"taken as it is: {prefer}")
    try:
        ours, theirs = read_data(local), read_data(server)
        base = None if sides.base is None else read_data(sides.base)
    except UnstructuredError as error:
        return _unstructured(app, local, server, str(error), prefer)
    if base is None:
        found = merge(ours, ours, theirs).conflicts or merge({}, ours, theirs).conflicts
        note = "both sides have a file, and neither a pull nor git tells what they have in common"
        return PullResult(
            app, PullOutcome.CONFLICT, conflicts=tuple(found), changes=text_changes(local, server), note=note
        )
    merged = merge(base, ours, theirs, prefer)
    if merged.conflicts:
        return PullResult(
            app, PullOutcome.CONFLICT, conflicts=merged.conflicts, changes=text_changes(sides.base or "", server)
        )
    try:
        text = rewrite(local, merged.data)
    except (CannotRewriteError, UnstructuredError) as error:
        return _unstructured(app, local, server, str(error), prefer)
    return PullResult(app, PullOutcome.MERGED, text, text_changes(local, text))


def _unstructured(app: Application, local: str, server: str, reason: str, prefer: Preference | None) -> PullResult:
    """Texts that cannot be merged by structure: one of the two, or a conflict."""
    if prefer is not None:
        text = server if prefer == "theirs" else local
        return PullResult(app, PullOutcome.MERGED, text, text_changes(local, text), note=f"taken as it is: {prefer}")
    return PullResult(app, PullOutcome.CONFLICT, note=f"it cannot be merged by structure: {reason}")


def carry_out_all(decided: Iterable[tuple[PullResult, Sides]], workspace: Workspace) -> list[PullResult]:
    """Write many files here, several at once: each waits for the disk, and has nothing to do with the others."""
    pool = ThreadPoolExecutor(max_workers=_AT_ONCE, thread_name_prefix="pull")
    try:
        return list(pool.map(lambda one: carry_out(one[0], one[1], workspace), decided))
    finally:
        pool.shutdown(cancel_futures=True)


_AT_ONCE = 8


def carry_out(pulled: PullResult, sides: Sides, workspace: Workspace) -> PullResult:
    """Write the file here, then remember what the server holds; a stop in between leaves both safe.

    A file that stays for a conflict keeps its old common origin, so the next pull sees the conflict again. One that
    somebody saved here after it was looked at stays too.
    """
    text = pulled.text
    misplaced = workspace.misplaced(sides.app.app_name)
    if text is None and misplaced:
        text = sides.local  # it goes to the folder of its server
    if text is not None and (text != sides.local or misplaced):
        if workspace.read(sides.app.app_name) != sides.local:
            return PullResult(
                pulled.app, PullOutcome.REFUSED, note="the file here changed during the pull; run `pull` again"
            )
        try:
            workspace.write(sides.app.app_name, text)
        except NotReplacedError as error:
            return PullResult(pulled.app, PullOutcome.REFUSED, note=error.message)
    if pulled.outcome not in FAILED and sides.server is not None and sides.raw is not None:
        memory = Memory(workspace)
        memory.save_pulled(sides.app.app_name, sides.kept(sides.raw), sides.raw)
        if sides.is_compose:
            memory.save_deployed(sides.app.app_name, sides.deployment.seen)
        memory.end(sides.app.app_name)
    return pulled
