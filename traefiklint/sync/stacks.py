"""What a push means to compose applications: their routers are labels, which no file of the directory shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from traefiklint.engine import Options
from traefiklint.instance.instance import Instance
from traefiklint.routing.changes import AnswerChange, changes_between
from traefiklint.routing.table import Table
from traefiklint.routing.world import make_world
from traefiklint.sync.judging import Judgement, options_for
from traefiklint.sync.panel import dark_against
from traefiklint.sync.remote import Domain
from traefiklint.sync.world import World


def against_stacks(
    world: World,
    judgement: Judgement,
    domains: Iterable[Domain],
    options: Options,
    pushed: frozenset[str] = frozenset(),
) -> Iterator[str]:
    """Why a push would harm compose applications, each with its name; and, where it is one of compose applications, the
    applications that have files.

    Requests come from all rules answered by both sides, so that priorities count. Of those whose labels
    nobody can tell, the rows of their domains are compared with the rules.

    Args:
        domains: all domains of the panel.
        pushed: the files of compose applications that are pushed, whose own routers may change.
    """
    dark = {gap.name for gap in world.stacks.dark}
    yield from dark_against([domain for domain in domains if domain.app_id in dark], judgement)
    owners = {
        name: f"the compose application `{stack.name}`"
        for stack in world.stacks.known
        for name in stack.texts
        if stack.file not in pushed
    }
    if pushed:
        owners |= {name: f"`{name}`" for name in world.files}
    routers = _routers(judgement.before, owners)
    if not routers:
        return
    only = options_for(world, options)
    broken = {name for finding in judgement.harmful for name in finding.disables}
    told: set[str] = set()
    before, after = Table(make_world(judgement.before, only)), Table(make_world(judgement.after, only))
    for change in changes_between(before, after).changes:
        for name in change.before.routers:
            taken = name in routers and set(change.after.routers) != set(change.before.routers)
            if (
                taken
                and f"http.routers.{name}" not in broken
                and (reason := _taken(change, name, routers[name])) not in told
            ):
                told.add(reason)
                yield reason


def _routers(instance: Instance, owners: dict[str, str]) -> dict[str, str]:
    """The owner of each router that has one, by the full name of the router."""
    found = {}
    for kind in ("http.routers", "tcp.routers"):
        for name, router in instance.objects[kind].items():
            if router.file in owners:
                found[name] = owners[router.file]
    return found


def _taken(change: AnswerChange, router: str, owner: str) -> str:
    after = change.after
    others = " or ".join(f"`{name}`" for name in after.routers if name != router)
    if not after.routers:
        now = f"nobody would ({after.outcome})"
    else:
        now = f"{others} would take some of them by chance" if router in after.routers else f"{others} would then"
    return f"{owner} answers `{change.request}` (router `{router}`), and {now}"
