"""How each application differs between here and the server, and who made it so: what `status` and `diff` show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from traefiklint.instance.load import read_context, read_instance
from traefiklint.options import Options
from traefiklint.patch.data import UnstructuredError, read_data
from traefiklint.sync.authors import author
from traefiklint.sync.changes import Change, changes
from traefiklint.sync.decoded import decoded
from traefiklint.sync.look import NO_DIFFERENCE, Sides, State, View
from traefiklint.sync.plan import text_diff
from traefiklint.sync.routes import RouteChange, route_changes


class Difference(NamedTuple):
    """One application, compared.

    Attributes:
        here: what was changed here since both sides agreed; with no common origin, what the server would get.
        there: what was changed on the server since then.
        author: who made the server's change, where its shape tells.
        text: a unified diff from the server's text to the one here, without hashes.
    """

    app: str
    id: str
    state: State
    here: tuple[Change, ...] = ()
    there: tuple[Change, ...] = ()
    author: str = ""
    note: str = ""
    text: str = ""

    @property
    def differs(self) -> bool:
        """Whether it is a reason for the exit status 1."""
        return self.state not in NO_DIFFERENCE

    def to_dict(self) -> dict[str, Any]:
        """The comparison for JSON."""
        return {
            "app": self.app,
            "id": self.id,
            "state": self.state.value,
            "here": [change.to_dict() for change in self.here],
            "server": [change.to_dict() for change in self.there],
            "author": self.author,
            "note": self.note,
            "text": self.text,
        }


class Comparison(NamedTuple):
    """All chosen applications, compared, and what it means for the routes of the server."""

    differences: tuple[Difference, ...]
    routes: tuple[RouteChange, ...]
    """How the routes would change if the files here were on the server."""
    refused: Mapping[str, str]
    orphans: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether anything is different."""
        return bool(self.refused) or any(difference.differs for difference in self.differences)

    def to_dict(self) -> dict[str, Any]:
        """The comparison for JSON."""
        return {
            "version": 1,
            "apps": [difference.to_dict() for difference in self.differences],
            "routes": [route.to_dict() for route in self.routes],
            "refused": dict(self.refused),
            "orphans": list(self.orphans),
        }


def compare(view: View) -> Comparison:
    """What is different between here and the server."""
    differences = tuple(_compare(sides) for sides in view.sides)
    before = {sides.file: sides.server or "" for sides in view.sides}
    after = {sides.file: sides.local if sides.local is not None else sides.server or "" for sides in view.sides}
    context = read_context(Options()).context
    routes = route_changes(read_instance(before, context), read_instance(after, context))
    return Comparison(differences, routes, view.refused, view.orphans)


def _compare(sides: Sides) -> Difference:
    app, state = sides.app, sides.state
    bare = Difference(app.app_name, app.id, state)
    if state is State.UNREADABLE:
        return bare._replace(note=sides.problem)
    if state is State.INTERRUPTED:
        return bare._replace(note="a push was stopped while it wrote this file; run `push` again")
    if state in NO_DIFFERENCE:
        return bare
    base = sides.base
    there = _changes(base, sides.server) if base is not None and base != sides.server else ()
    who = author(app.app_name, base, sides.server) if base is not None and base != sides.server else ""
    origin = base if base is not None else sides.server
    here = () if state is State.MISSING_HERE else _changes(origin, sides.local)
    note = _unreadable(sides)
    if base is None and state is State.BOTH:
        note = note or "neither a pull nor git tells what both sides have in common"
    return bare._replace(
        here=here, there=there, author=who, note=note, text=text_diff(sides.server, sides.local, sides.file)
    )


def _unreadable(sides: Sides) -> str:
    for where, text in (("here", sides.local), ("on the server", sides.server)):
        try:
            read_data(text or "")
        except UnstructuredError as error:
            return f"the file {where} cannot be compared by object: {error}"
    return ""


def _changes(before: str | None, after: str | None) -> tuple[Change, ...]:
    old, new = decoded(before), decoded(after)
    return changes(old, new) if old is not None and new is not None else ()
