"""From what was seen to a plan: what to write, in which order, and everything that stands against it.

How far a change can be seen: whether only its own file tells what Traefik makes of it, or all that Traefik reads.

A server with hundreds of applications answers slowly, and most pushes of one file change an address, a header, a
password or a comment. Whatever another file or a label could clash with, use or miss is judged with everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from traefiklint.instance.instance import Instance
from traefiklint.instance.load import read_context, read_instance
from traefiklint.options import Options
from traefiklint.patch.data import Data
from traefiklint.sync.changes import objects_of, text_changes
from traefiklint.sync.decoded import decoded
from traefiklint.sync.judging import refusal_lines, refused_now
from traefiklint.sync.look import ServerView
from traefiklint.sync.memory import Memory
from traefiklint.sync.panel import REMEDY, domains_against, look_at_panel, touches_panel
from traefiklint.sync.parts import Judged, judged, judged_composes
from traefiklint.sync.plan import Action, Objection, PushPlan, Step
from traefiklint.sync.remote import ComposeFile, Domain, OwnerlessFile, Remote
from traefiklint.sync.sides import UNSEEN, Sides, State
from traefiklint.sync.workspace import Workspace

_SERVICE = re.compile(r"(http|tcp|udp)\.services\..+")
_MIDDLEWARE = re.compile(r"(http|tcp)\.middlewares\..+")
_BY_THEMSELVES = frozenset(
    (
        *("headers", "basicauth", "digestauth", "ratelimit", "inflightreq", "inflightconn", "ipallowlist"),
        *("ipwhitelist", "compress", "buffering", "retry", "circuitbreaker", "contenttype"),
    )
)
"""The middlewares that neither lead a request elsewhere nor name anything that stands elsewhere."""


def is_judged_by_itself(steps: Iterable[Step]) -> bool:
    """Whether nothing that another file or a container can see is different in any of the files."""
    return all(_is_alone(step) for step in steps)


def _is_alone(step: Step) -> bool:
    old, new = decoded(step.old), decoded(step.new)
    if isinstance(step.app, ComposeFile | OwnerlessFile) or step.old is None or old is None or new is None:
        return False
    before, after = objects_of(old), objects_of(new)
    if before.keys() != after.keys():
        return False
    if not all(_is_own(name, before[name], after[name]) for name in before if before[name] != after[name]):
        return False
    return _references(step.file, step.old) == _references(step.file, step.new)


def _is_own(name: str, old: Data, new: Data) -> bool:
    """Whether a change of an object is nobody else's business."""
    if _SERVICE.fullmatch(name):
        return True
    if not (_MIDDLEWARE.fullmatch(name) and isinstance(old, dict) and isinstance(new, dict)):
        return False
    return {key.lower() for key in (*old, *new)} <= _BY_THEMSELVES


def _references(file: str, text: str) -> set[tuple[str, str, str]]:
    """What the objects of a file refer to."""
    instance: Instance = read_instance({file: text}, read_context(Options()).context, complete=False)
    return {(one.owner.object, one.kind, one.name) for found in instance.needs.values() for one in found}


SHARE_LIMIT = 0.3
"""A push that changes more than this part of all applications wants to be forced …"""
SHARE_FROM = 10
"""… where there are at least so many: of three applications, one is already more."""


class Candidate(NamedTuple):
    """A text that is meant for an application."""

    sides: Sides
    text: str
    meant: bool
    """Whether somebody asked for this text, and not for all that stands here: it is written where there is no file."""


def from_files(view: ServerView, meant: frozenset[str] = frozenset()) -> list[Candidate]:
    """What the files here mean for the server.

    Args:
        meant: the ids of the applications that are named one by one.
    """
    return [Candidate(sides, sides.local or "", sides.app.id in meant) for sides in view.sides if sides.is_here]


def make_plan(
    remote: Remote,
    view: ServerView,
    candidates: Iterable[Candidate],
    options: Options,
    *,
    force: bool = False,
) -> PushPlan:
    """Plan to give the server these texts.

    Args:
        view: what was just seen; the plan holds for exactly this.
        options: how the linter is set up for these files.
        force: whether a file that the server has given up is put there again.
    """
    making = _Making(remote, view, options, force=force)
    making.take(candidates)
    making.ask_the_panel()
    making.count()
    return making.plan()


class _Making:
    """A plan on its way."""

    def __init__(self, remote: Remote, view: ServerView, options: Options, *, force: bool) -> None:
        self.remote = remote
        self.workspace = view.workspace
        self.view = view
        self.options = options
        self.force = force
        self.steps: dict[str, Step] = {}
        self.meant: set[str] = set()
        self.unchanged = 0
        self.against: list[Objection] = []
        self.notes: list[str] = []
        self.domains: tuple[Domain, ...] = ()

    def take(self, candidates: Iterable[Candidate]) -> None:
        """Make steps of what differs."""
        here = {name.casefold() for name in (*self.workspace.names(), *self.workspace.compose_names())}
        for name, reason in self.view.refused.items():
            if name.casefold() in here:
                self.against.append(Objection(name, reason))
            else:
                self.notes.append(f"not looked at: {reason}")
        for candidate in candidates:
            self._take(candidate)
        self.notes += [orphan(name) for name in self.view.orphans]
        self.notes += [deleted_here(sides) for sides in self.view.sides if sides.deleted_here]

    def _take(self, candidate: Candidate) -> None:
        sides, text, meant = candidate
        if sides.problem:
            self.against.append(Objection(sides.app.app_name, sides.problem))
            return
        new, missing = sides.filled(text)
        if new == sides.raw:
            self.unchanged += 1
            return
        if sides.given_up and not meant and not self.force:
            self.notes.append(given_up(sides))
            return
        step = _step(self.remote, sides, text, new)
        self.steps[step.app.id] = step
        if meant:
            self.meant.add(step.app.id)
        self.against += [Objection(step.app.app_name, reason) for reason in self.remote.objections(sides.app, new)]
        what = "secret" if sides.is_compose else "password of"
        advice = " at its place; pull again, or write the secret there" if sides.is_compose else ""
        self.against += [
            Objection(step.app.app_name, f"the server has no {what} {user} to fill in{advice}") for user in missing
        ]
        self.against += _drift(self.workspace, sides, text) + _lost_routers(step)

    def ask_the_panel(self) -> None:
        """What a push would take from domains that are switched on, or give back to those that are not; and where the
        server's file is not what its panel says, whatever is pushed."""
        others = [sides for sides in self.view.files if sides.app.id not in self.steps]
        if not others and self._is_alone(list(self.steps.values())):
            return  # no router is touched
        rows = self.remote.overview()
        self.domains = rows or ()
        for name, found in look_at_panel(self.remote, others, rows).items():
            self.notes += [f"`{name}`: {one}; {REMEDY}" for one in found]
        files = [step for step in self.steps.values() if not isinstance(step.app, ComposeFile)]
        touched = [step.app for step in files if touches_panel(step.app.app_name, step.old, step.new)]
        for app, domains in self.remote.domains(touched):
            step = self.steps[app.id]
            found = domains_against(app.app_name, domains, step.old, step.new)
            if step.old is None and found and app.id not in self.meant and not self.force:
                del self.steps[app.id]  # the panel took the file away with its domains; no push of a whole folder stops
                self.notes.append(f"`{step.file}` is not pushed: {found[0]}; {_PUT_BACK.format(app=app.app_name)}")
                continue
            self.against += [Objection(app.app_name, str(one), True, _REMEDY) for one in found]

    def count(self) -> None:
        """Many files at once are rarely meant, unless they are named."""
        everything = len(self.view.apps) + len(self.view.composes)
        changed = len(self.steps.keys() - self.meant)
        if everything >= SHARE_FROM and changed > SHARE_LIMIT * everything:
            reason = f"{changed} of {everything} applications would change, more than {SHARE_LIMIT:.0%}"
            hint = "name the applications one by one, or use --force if you mean all of them"
            self.against.insert(0, Objection("", reason, True, hint))

    def plan(self) -> PushPlan:
        """Judge the steps of each server, and bring them into an order."""
        parts = [part for server_id in self._servers() for part in self._parts(server_id)]
        standing = self._standing()
        return PushPlan(
            self.remote.url,
            self.workspace.environment,
            tuple(step for part in parts for step in part.steps),
            self.unchanged,
            tuple(route for part in parts for route in part.routes),
            tuple(finding for part in parts for finding in part.findings),
            (*self.against, *(objection for part in parts for objection in part.objections)),
            tuple(dict.fromkeys([*self.notes, *(note for part in parts for note in part.notes), *standing])),
            tuple(gap for part in parts for gap in part.gaps),
            len(self.view.orphans),
            bool(standing) or any(part.frozen for part in parts),
        )

    def _standing(self) -> tuple[str, ...]:
        """What is said of Traefiks that get nothing by this push, and refuse the files that they have."""
        whole = len(self.view.files) == len(self.view.apps)
        seen = self.view.servers if whole else tuple({sides.app.server_id: None for sides in self.view.files})
        others = [server_id for server_id in seen if server_id not in self._servers()]
        return tuple(refusal_lines(refused_now(self.view, self.options, others, whole=whole)))

    def _servers(self) -> list[str | None]:
        return sorted({step.app.server_id for step in self.steps.values()}, key=lambda it: it or "")

    def _is_alone(self, steps: list[Step]) -> bool:
        """Whether only these files have to be read; a push of all has read all of them."""
        some = len(self.view.files) < len(self.view.apps)
        return some and is_judged_by_itself(steps)

    def _parts(self, server_id: str | None) -> Iterator[Judged]:
        """Files act as soon as they are written, compose applications when they are deployed: until then their old
        labels are there, beside the new files, and afterwards the new ones."""
        mine = [step for step in self.steps.values() if step.app.server_id == server_id]
        composes = [step for step in mine if isinstance(step.app, ComposeFile)]
        files = [step for step in mine if not isinstance(step.app, ComposeFile)]
        label = self.view.worlds.label(server_id)
        if self._is_alone(mine):
            self.notes.append(_ALONE)
            alone = self.view.worlds.alone(server_id, {step.file: step.old for step in files if step.old is not None})
            yield judged(alone, label, files, self.options, self.domains)
            return
        world = self.view.worlds.of(server_id)
        if files:
            yield judged(world, label, files, self.options, self.domains)
        if composes:
            after = world.with_files({step.file: step.new for step in files})
            first = frozenset(step.app.app_name for step in files)
            yield judged_composes(after, label, composes, self.options, self.domains, first)


_ALONE = "judged by itself: no other file and no compose application can see the change, so they were not read"
_REMEDY = "change the domain in the panel and run `pull`, or use --force"
_PUT_BACK = "delete the file here, or `push {app} --force` to put it on the server again"


def orphan(name: str) -> str:
    """What is said of a file here that belongs to no application."""
    if "/" in name:
        return f"`{name}/compose.yml` belongs to no compose application {_UNSEEN_OWNER}"
    return f"`{name}.yml` belongs to no application {_UNSEEN_OWNER}"


_UNSEEN_OWNER = "that the key's user sees, so it is neither compared nor pushed"


def given_up(sides: Sides) -> str:
    """What is said of a file that the server has no longer, and that was not changed here since."""
    return (
        f"`{sides.file}` is on the server no longer: its last domain was removed or switched off in the panel; "
        + _PUT_BACK.format(app=sides.app.app_name)
    )


def deleted_here(sides: Sides) -> str:
    """What is said of a file that was deleted here."""
    return (
        f"`{sides.file}` was deleted here and stays on the server: a push deletes nothing; remove its domains in the "
        f"panel to take it off the air, or `pull {sides.app.app_name}` to have it here again"
    )


def _step(remote: Remote, sides: Sides, text: str, new: str) -> Step:
    old, after = decoded(sides.raw), decoded(new)
    found = text_changes(sides.raw, new)
    if sides.state is State.INTERRUPTED:
        action = Action.COMPLETE
    elif sides.raw is None:
        action = Action.CREATE
    else:
        action = Action.REFORMAT if old is not None and old == after else Action.CHANGE
    kept = sides.kept(new if sides.is_compose else text)
    return Step(sides.app, action, sides.raw, new, kept, found, remote.warnings(sides.app, found))


def _drift(workspace: Workspace, sides: Sides, text: str) -> list[Objection]:
    """What the server holds must be something that we know, its secrets too, where the text replaces them."""
    secrets = sides.replaces(text)
    if sides.fast_forward or (secrets and sides.base == sides.server):
        return [
            Objection(sides.app.app_name, f"the secret at `{place}` on the server {UNSEEN}", True, _UNSEEN_REMEDY)
            for place in secrets
        ]
    name, hint = sides.app.app_name, "run `pull` to merge it, or look at `diff`"
    if sides.behind:
        reason = (
            "the server holds a version that HEAD does not have and another commit does: this checkout is behind, and "
            "a push would take the server back"
        )
        return [Objection(name, reason, True, "update the checkout (`git pull`, `git switch`), then push again")]
    if sides.raw is None:
        hint = "delete it here, or use --force to put it on the server again"
        return [Objection(name, "the file was on the server and is not there now", True, hint)]
    reason = "the server holds what neither the last pull nor git knows"
    reason += f": {sides.author}" if sides.author else ""
    other = Memory(workspace).other_url(name)
    if other:
        reason += f" (the last pull was from {other}; if that is the same server, `pull` once from this URL)"
    return [Objection(name, reason, True, hint)]


_UNSEEN_REMEDY = "`pull` once, then push, to replace it; to keep the server's, put the sign back that stood here before"


def _lost_routers(step: Step) -> list[Objection]:
    if decoded(step.new) is None or not _has_routers(step.old) or _has_routers(step.new):
        return []  # what cannot be read is refused anyway
    return [Objection(step.app.app_name, "the file loses all its routers: nothing would reach the application", True)]


def _has_routers(text: str | None) -> bool:
    return any(".routers." in name for name in objects_of(decoded(text) or {}))
