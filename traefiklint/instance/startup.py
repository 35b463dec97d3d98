"""What Traefik makes of the files: which objects it disables, found by building them in its order.

Traefik builds only what an enabled router leads to, stops at the first thing that fails, and remembers nothing about
what it never reached. This follows pkg/server/router, pkg/server/service and pkg/server/middleware step by step.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Mapping
from heapq import merge

from traefiklint.findings import Affected
from traefiklint.instance.instance import Instance
from traefiklint.instance.references import ROUTERS, TLS_OPTIONS, Reference
from traefiklint.model.base import Named
from traefiklint.model.tcp import TcpService
from traefiklint.model.udp import UdpService
from traefiklint.versions import since

LAST = 1_000_000
"""The step of a fault that Traefik meets after it has built everything that the object refers to."""

_NEVER = LAST + 1

LEAST_NAMES, NAMES_AN_OBJECT, NEAREST = 50_000, 50, 20
"""How many names of disabled objects the findings of a directory hold at least, and for each of its objects; and how
many each finding has after that."""


class Build:
    """The outcome.

    Attributes:
        failed: the objects that Traefik tried to build, and could not.
        disabled: the objects that its API shows as `disabled`; a TCP service that fails is not among them.
    """

    def __init__(self, instance: Instance, faults: Mapping[Named, Iterable[int | None]]) -> None:
        """
        Args:
            faults: for each object that has faults of its own, the step of each: how many of the things that the object
                refers to Traefik builds before it meets the fault; None for one that disables without stopping.
        """
        self._instance = instance
        self._faults = {thing: list(steps) for thing, steps in faults.items()}
        self._done: dict[Named, bool] = {}
        self._begun: set[Named] = set()
        self.failed: set[Named] = set()
        self.disabled: set[Named] = set()
        below_others = instance.tree.below_others
        for kind in ROUTERS:
            for router in instance.objects[kind].values():
                if kind != "http.routers" or not router.parent_refs or router in below_others:
                    self._build(router)
                elif not self._is_child_to_build(router):
                    self.failed.add(router)
                    self._mark(router)

    def _build(self, root: Named) -> None:
        """Build a router and all that it leads to. No recursion: a chain of middlewares may be as long as it likes."""
        if root in self._done:
            return
        stack = [(root, self._steps(root))]
        answer: bool | None = None
        while stack:
            thing, steps = stack[-1]
            try:
                wanted = steps.send(answer)  # type: ignore[arg-type]  # None starts a generator
            except StopIteration as end:
                stack.pop()
                answer = bool(end.value)
                self._done[thing] = answer
                if not answer:
                    self.failed.add(thing)
                    self._mark(thing)
                continue
            answer = self._done.get(wanted)
            if answer is None and wanted in self._begun:
                answer = False  # a circle, of which all fail
            elif answer is None:
                self._begun.add(wanted)
                stack.append((wanted, self._steps(wanted)))

    def _steps(self, thing: Named) -> Generator[Named, bool, bool]:
        """Asks for one thing after the other that an object needs; comes to whether the object can be built."""
        steps = self._faults.get(thing, ())
        if None in steps:
            self._mark(thing)
        stop = min((step for step in steps if step is not None), default=_NEVER)
        if stop == 0:
            return False
        needs: list[Reference] = self._instance.needs.get(thing, [])
        children = self._instance.tree.children.get(thing)
        good_everywhere = True
        for variant in self._variants(thing, needs):
            good = yield from self._variant(variant, stop, children)
            good_everywhere = good_everywhere and good
        return good_everywhere and stop == _NEVER

    def _variant(self, needs: list[Reference], stop: int, children: list[Named] | None) -> Generator[Named, bool, bool]:
        """One way to build an object: TLS options, then a service or the routers below, then the rest."""
        first = [need for need in needs if need.kind == TLS_OPTIONS] if children else needs
        for reference in first[:stop]:
            if not reference.holds or (reference.target is not None and not (yield reference.target)):
                return False
        if stop < len(first):
            return False
        if not children:
            return True
        is_any_good = False
        for child in children:
            if self._is_child_to_build(child) and (yield child):
                is_any_good = True
        if not is_any_good:
            return False
        rest = [need for need in needs if need.kind != TLS_OPTIONS and need.attribute != "service"]
        return (yield from self._variant(rest, stop, None))

    def _variants(self, thing: Named, needs: list[Reference]) -> list[list[Reference]]:
        """What an object needs; more than once for a router on entry points that add something to their routers.

        Traefik makes a router for each of these, and one for the others (`applyModel` in pkg/server/aggregator.go).
        """
        points: dict[str, list[int]] = {}
        for index, need in enumerate(needs):
            if need.point:
                points.setdefault(need.point, []).append(index)
        if not points:
            return [needs]
        instance = self._instance
        names = getattr(thing, "entry_points", ()) or instance.default_entry_points
        if any(name not in instance.entry_point_models for name in names):
            points[""] = []
        shared = [index for index, need in enumerate(needs) if not need.point]
        return [[needs[index] for index in merge(shared, own)] for own in points.values()]

    def _is_child_to_build(self, router: Named) -> bool:
        """Whether nothing was said against a child router before the building: Traefik passes the others over."""
        return all(step for step in self._faults.get(router, ()))

    def _mark(self, thing: Named) -> None:
        if isinstance(thing, (TcpService, UdpService)):
            several = self._instance.context.target >= _MARKS_WEIGHTED and thing.weighted
            if bool(thing.load_balancer) is not bool(thing.weighted) and not several:
                return  # it takes its routers down, and is shown as enabled itself
        self.disabled.add(thing)


_MARKS_WEIGHTED = since("3.7")
"""From here on a weighted TCP or UDP service that cannot be built is shown as disabled itself."""


class NamesLeft:
    """How many names of disabled objects the findings of a directory may still hold.

    A chain of n services that are all broken has n findings with up to n names each, and so has a container that is
    dropped with n objects for n labels. So there is a bound on the names in all the findings, which only such reach.
    """

    def __init__(self, instance: Instance) -> None:
        self._left = LEAST_NAMES + NAMES_AN_OBJECT * sum(map(len, instance.objects.values()))
        self._sets: dict[int, frozenset[str]] = {}

    @property
    def most(self) -> int:
        """How many names the next finding may have."""
        return max(self._left, NEAREST)

    def spend(self, names: tuple[str, ...]) -> None:
        """A finding has these names."""
        self._left -= len(names)

    def some(self, names: tuple[str, ...], own: str) -> Affected:
        """What the next finding names of names that findings share: all, or else its own object and a few others."""
        most = self.most
        more = len(names) > most
        if more:
            if id(names) not in self._sets:
                self._sets[id(names)] = frozenset(names)
            first = (own,) if own in self._sets[id(names)] else ()
            names = (*first, *(name for name in names[:most] if name != own))[:most]
        self.spend(names)
        return Affected(names, more)


class BlastRadius:
    """What does not work because an object does not: the object itself, what needs it, and so on.

    Where the names are used up, only the nearest are named.
    """

    def __init__(self, build: Build, instance: Instance, names: NamesLeft) -> None:
        self._build = build
        self._instance = instance
        self._names = names
        self._known: dict[Named, Affected] = {}
        self._lost: dict[int, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        """What was answered of names, by their identity, which many findings share, beside them."""

    def of(self, thing: Named) -> Affected:
        """The objects that do not work because of one, their names in order."""
        known = self._known.get(thing)
        if known is None or len(known.names) > self._names.most:
            known = self._known[thing] = self._around((thing,), self._names.most)
        self._names.spend(known.names)
        return known

    def with_users(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The names of what is not there at all, as its container is dropped or others define it differently, with
        those of what does not work without it."""
        if id(names) not in self._lost:
            wanted = self._instance.once(_wanted)
            users = [user for name in names for user in wanted.get(name, ()) if user in self._build.failed]
            others = self._around(users, self._names.most).names if users else ()
            self._lost[id(names)] = names, tuple(dict.fromkeys((*names, *others)))
        return self._lost[id(names)][1]

    def _around(self, things: Iterable[Named], most: int) -> Affected:
        failed, parents = self._build.failed, self._instance.tree.parents
        seen = dict.fromkeys(things)
        pending = deque(seen)
        while pending and len(seen) < most:
            current = pending.popleft()
            above = [reference.owner for reference in self._instance.users(current)] + parents.get(current, [])
            fresh = [user for user in dict.fromkeys(above) if user not in seen and user in failed]
            seen.update(dict.fromkeys(fresh))
            pending.extend(fresh)
        names = tuple(sorted(found.object for found in seen if found in self._build.disabled))
        return Affected(names, bool(pending))


def _wanted(instance: Instance) -> dict[str, list[Named]]:
    """What refers to something that is not there, by what that would be, as `http.services.shop@docker`."""
    found: dict[str, list[Named]] = {}
    for one in instance.dangling:
        found.setdefault(f"{one.kind}.{one.full}", []).append(one.owner)
    return found
