"""How each application differs between here and the server, and who made it so: what `status` and `diff` show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from traefiklint.findings import Finding
from traefiklint.instance.load import read_context, read_instance
from traefiklint.options import Options
from traefiklint.patch.data import UnstructuredError, read_data
from traefiklint.sync.changes import Change, text_changes
from traefiklint.sync.deployed import Deployment
from traefiklint.sync.look import ServerView
from traefiklint.sync.panel import Disagreement
from traefiklint.sync.plan import text_diff
from traefiklint.sync.planning import deleted_here, given_up
from traefiklint.sync.routes import RouteChange, route_changes
from traefiklint.sync.shared import SharedState
from traefiklint.sync.sides import NO_DIFFERENCE, Sides, State


class Difference(NamedTuple):
    """One application, compared.

    Attributes:
        here: what was changed here since both sides agreed; with no common origin, what the server would get.
        there: what was changed on the server since then.
        author: who made the server's change, where its shape tells.
        text: a unified diff from the server's text to the one here, without hashes.
        panel: where the server's file is not what its panel says.
        harmless: whether the two sides differ in writing only, and the server's is what Dokploy prints.
        deployment: of a compose application, whether it runs as the server's text says.
    """

    app: str
    id: str
    state: State
    here: tuple[Change, ...] = ()
    there: tuple[Change, ...] = ()
    author: str = ""
    note: str = ""
    text: str = ""
    panel: tuple[Disagreement, ...] = ()
    harmless: bool = False
    deployment: Deployment = Deployment()

    @property
    def differs(self) -> bool:
        """Whether it is a reason for the exit status 1."""
        of_files = self.state not in NO_DIFFERENCE and not self.harmless
        return bool(self.panel) or of_files or self.deployment.is_due

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
            "panel": [str(one) for one in self.panel],
            "harmless": self.harmless,
            "deployment": str(self.deployment),
        }


class Comparison(NamedTuple):
    """All chosen applications, compared, and what it means for the routes of the server."""

    differences: tuple[Difference, ...]
    routes: tuple[RouteChange, ...]
    """How the routes would change if the files here were on the server."""
    refused: Mapping[str, str]
    orphans: tuple[str, ...]
    traefik: tuple[tuple[str, Finding], ...] = ()
    """Why the Traefik of a server refuses all its files, with the name of the remote server."""
    shared: tuple[SharedState, ...] = ()
    """How the files that no application owns stand, where they are kept here."""
    unseen: bool = False
    """Whether the key's user sees no application at all."""

    @property
    def differs(self) -> bool:
        """Whether anything is different, or no server could run what it holds."""
        whole = self.refused or self.orphans or self.traefik or any(one.differs for one in self.shared)
        return bool(whole) or any(difference.differs for difference in self.differences)

    def to_dict(self) -> dict[str, Any]:
        """The comparison for JSON."""
        return {
            "version": 1,
            "apps": [difference.to_dict() for difference in self.differences],
            "routes": [route.to_dict() for route in self.routes],
            "refused": dict(self.refused),
            "orphans": list(self.orphans),
            "refused_by_traefik": [
                {"server": server, "file": one.file, "line": one.line, "message": one.message, "rule": one.rule}
                for server, one in self.traefik
            ],
            "shared": [one.to_dict() for one in self.shared],
        }


def compare(view: ServerView, panel: Mapping[str, tuple[Disagreement, ...]]) -> Comparison:
    """What is different between here and the server, and between the server's panel and its files."""
    differences = tuple(
        _compare(sides)._replace(
            panel=panel.get(sides.app.app_name, ()), harmless=sides.harmless, deployment=sides.deployment
        )
        for sides in view.sides
    )
    before = {sides.file: sides.server or "" for sides in view.files}
    after = {sides.file: _pushed(sides) or "" for sides in view.files}
    context = read_context(Options()).context
    routes = route_changes(read_instance(before, context), read_instance(after, context))
    return Comparison(differences, routes, view.refused, view.orphans, unseen=view.is_empty)


def _pushed(sides: Sides) -> str | None:
    """What the server would hold after a push: it never takes a file back to what was here before a change there."""
    return sides.server if sides.local is None or sides.state is State.SERVER else sides.local


def _compare(sides: Sides) -> Difference:
    app, state = sides.app, sides.state
    bare = Difference(app.app_name, app.id, state)
    if state is State.UNREADABLE:
        return bare._replace(note=sides.problem)
    if state is State.INTERRUPTED:
        return bare._replace(note="a push was stopped while it wrote this file; run `push` again")
    if state in NO_DIFFERENCE:
        return bare._replace(note=sides.elsewhere)
    base = sides.base
    there = text_changes(base, sides.server) if base is not None and base != sides.server else ()
    who = sides.author
    origin = base if base is not None else sides.server
    here = () if state is State.MISSING_HERE else text_changes(origin, sides.local)
    note = _unreadable(sides)
    if sides.behind:
        note = "this checkout is behind: a later commit has the server's version"
    elif sides.given_up:
        note, who = given_up(sides), ""
    elif sides.deleted_here:
        note = deleted_here(sides)
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
