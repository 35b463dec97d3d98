"""From what was seen to a plan: what to write, in which order, and everything that stands against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from traefiklint.dokploy.client import Dokploy
from traefiklint.engine import Options
from traefiklint.findings import Finding
from traefiklint.sync.authors import author
from traefiklint.sync.changes import changes, objects_of
from traefiklint.sync.decoded import decoded
from traefiklint.sync.limits import objections, warnings
from traefiklint.sync.look import Sides, State, View
from traefiklint.sync.order import CrossedError, order
from traefiklint.sync.plan import Action, Objection, Plan, Step
from traefiklint.sync.redact import fill, redact
from traefiklint.sync.routes import RouteChange, route_changes
from traefiklint.sync.workspace import Workspace
from traefiklint.sync.world import Judgement, World, judge, read_world

SHARE_LIMIT = 0.3
"""A push that changes more than this part of all applications wants to be forced …"""
SHARE_FROM = 10
"""… where there are at least so many: of three applications, one is already more."""


class Candidate(NamedTuple):
    """A text that is meant for an application."""

    sides: Sides
    text: str


def from_files(view: View) -> list[Candidate]:
    """What the files here mean for the server."""
    return [Candidate(sides, sides.local) for sides in view.sides if sides.local is not None]


def make_plan(
    server: Dokploy, workspace: Workspace, view: View, candidates: Iterable[Candidate], options: Options
) -> Plan:
    """Plan to give the server these texts.

    Args:
        view: what was just seen; the plan holds for exactly this.
        options: how the linter is set up for these files.
    """
    here = {name.casefold() for name in workspace.names()}
    against = [Objection(name, reason) for name, reason in view.refused.items() if name.casefold() in here]
    steps: list[Step] = []
    unchanged = 0
    for sides, text in candidates:
        if sides.problem:
            against.append(Objection(sides.app.app_name, sides.problem))
            continue
        new, missing = fill(text, sides.raw)
        if new == sides.raw:
            unchanged += 1
            continue
        step = _step(sides, text, new)
        steps.append(step)
        against += [Objection(step.app.app_name, reason) for reason in objections(sides.app, new)]
        against += [
            Objection(step.app.app_name, f"the server has no password of {user} to fill in") for user in missing
        ]
        against += _drift(sides) + _lost_routers(step)
    against += _too_many(len(steps), len(view.apps))
    known = {sides.app.id: sides.raw for sides in view.sides if not sides.problem}
    ordered: list[Step] = []
    findings: list[Finding] = []
    notes = [f"`{name}.yml` belongs to no application of the server" for name in view.orphans]
    notes += [f"not looked at: {reason}" for name, reason in view.refused.items() if name.casefold() not in here]
    notes = list(dict.fromkeys(notes))
    routes: list[RouteChange] = []
    gaps: list[str] = []
    for server_id in sorted({step.app.server_id for step in steps}, key=lambda it: it or ""):
        mine = [step for step in steps if step.app.server_id == server_id]
        world = read_world(server, view.apps, server_id, known)
        part = _judged(world, mine, options)
        ordered += part.steps
        findings += part.findings
        against += part.objections
        routes += part.routes
        notes += part.notes
        gaps += part.gaps
    return Plan(
        server.url,
        workspace.environment,
        tuple(ordered),
        unchanged,
        tuple(routes),
        tuple(findings),
        tuple(against),
        tuple(notes),
        tuple(gaps),
    )


def _step(sides: Sides, text: str, new: str) -> Step:
    old, after = decoded(sides.raw), decoded(new)
    found = changes(old, after) if old is not None and after is not None else ()
    if sides.state is State.INTERRUPTED:
        action = Action.COMPLETE
    elif sides.raw is None:
        action = Action.CREATE
    else:
        action = Action.REFORMAT if old is not None and old == after else Action.CHANGE
    kept = redact(text) if sides.redacted else text
    return Step(sides.app, action, sides.raw, new, kept, found, warnings(sides.app, found))


def _drift(sides: Sides) -> list[Objection]:
    """What the server holds must be something that we know."""
    if sides.fast_forward:
        return []
    hint = "run `pull` to merge it, or look at `diff`"
    if sides.raw is None:
        return [Objection(sides.app.app_name, "the file was on the server and is not there now", True, hint)]
    who = author(sides.app.app_name, sides.base, sides.server) if sides.base not in (None, sides.server) else ""
    reason = "the server holds what neither the last pull nor git knows" + (f": {who}" if who else "")
    return [Objection(sides.app.app_name, reason, True, hint)]


def _lost_routers(step: Step) -> list[Objection]:
    if decoded(step.new) is None or not _has_routers(step.old) or _has_routers(step.new):
        return []  # what cannot be read is refused anyway
    return [Objection(step.app.app_name, "the file loses all its routers: nothing would reach the application", True)]


def _has_routers(text: str | None) -> bool:
    return any(".routers." in name for name in objects_of(decoded(text) or {}))


def _too_many(changed: int, everything: int) -> list[Objection]:
    if everything < SHARE_FROM or changed <= SHARE_LIMIT * everything:
        return []
    reason = f"{changed} of {everything} applications would change, more than {SHARE_LIMIT:.0%}"
    return [Objection("", reason, True, "name the applications, or use --force if you mean all of them")]


class _Judged(NamedTuple):
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]
    objections: tuple[Objection, ...]
    routes: tuple[RouteChange, ...]
    notes: tuple[str, ...]
    gaps: tuple[str, ...]


def _judged(world: World, steps: list[Step], options: Options) -> _Judged:
    """What one server's Traefik makes of the steps, and the order in which they hurt nobody."""
    new = {step.file: step.new for step in steps}
    judgement = judge(world, new, options)
    by_file = {step.file: step for step in steps}
    where = "" if world.server_id is None else f" of the remote server `{world.server_id}`"
    objections = [*_incomplete(world, where), *_harm(judgement, by_file)]
    try:
        names = order({step.file: (step.old, step.new) for step in steps}, judgement.before, judgement.after)
    except CrossedError as error:
        names = tuple(sorted(by_file))
        files = " and ".join(f"`{name}`" for name in error.files)
        reason = f"{files} need each other's change at the same moment, so one would refer to nothing for a while"
        objections.append(Objection("", reason, True, "first push what is added, then what is removed"))
    notes = [f"Traefik refuses the files{where} already: {f.file}:{f.line}: {f.message}" for f in judgement.standing]
    routes = route_changes(judgement.before, judgement.after)
    return _Judged(
        tuple(by_file[name] for name in names),
        judgement.new,
        tuple(objections),
        routes,
        tuple(notes),
        tuple(f"{world.server_id or ''}/{gap.name}" for gap in world.gaps),
    )


def _incomplete(world: World, where: str) -> Iterator[Objection]:
    """That nobody can judge what a push means to files that could not be read."""
    for gap in world.gaps:
        reason = f"the plan is incomplete, because not all files{where} could be read: {gap}"
        hint = "what stands there may clash with the change, or be what it needs; make it readable and try again"
        yield Objection("", reason, True, hint)


def _harm(judgement: Judgement, by_file: Mapping[str, Step]) -> Iterator[Objection]:
    """What loads, and takes something off line that works now."""
    for finding in judgement.harmful:
        step = by_file.get(finding.file)
        reason = f"{finding.file}:{finding.line}: {finding.message} [{finding.rule}]"
        yield Objection(step.app.app_name if step else "", reason, True)
    if judgement.unanswered:
        hosts = ", ".join(f"`{host}`" for host in judgement.unanswered)
        yield Objection("", f"no router would answer {hosts} any more", True)
