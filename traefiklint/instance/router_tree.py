"""Routers below routers (`parentRefs`): who stands below whom, and what Traefik has against it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from traefiklint.instance.cycles import told
from traefiklint.instance.names import FILE, full_name
from traefiklint.instance.tls_options import is_by_router
from traefiklint.model.http import Router
from traefiklint.records import NamedTuple

if TYPE_CHECKING:
    from traefiklint.instance.context import Context
    from traefiklint.instance.own_routers import OwnRouter


class MissingParent(NamedTuple):
    """A router stands below one that does not exist."""

    router: Router
    parent: str
    """The full name of the router that does not exist."""
    item: int
    """Which of the router's `parentRefs` it is."""
    is_forgiven: bool = False
    """Whether Traefik forgets it, and uses the others."""


class ChildOption(NamedTuple):
    """A router below another one has an option that only the topmost router may have."""

    router: Router
    attribute: str


class UnreachableRouter(NamedTuple):
    """A router stands below others, none of which leads to an entry point."""

    router: Router


class RouterCycle(NamedTuple):
    """Routers form a cycle, which `router` closes."""

    router: Router
    names: tuple[str, ...]
    """The routers of the circle, the first one again at the end; of many those in the middle are left out."""


class ServiceAndChildren(NamedTuple):
    """A router has a service, and routers below it."""

    router: Router


class OwnRouterAsParent(NamedTuple):
    """A router stands below one of Traefik's own, all of which have a service."""

    router: Router
    item: int
    """Which of the router's `parentRefs` it is."""
    own: OwnRouter


Objection = MissingParent | ChildOption | UnreachableRouter | RouterCycle | ServiceAndChildren | OwnRouterAsParent


class RouterTree:
    """The tree of a directory's HTTP routers, after pkg/server/router, `ParseRouterTree`.

    Attributes:
        children: the routers below each that has some.
        parents: the routers above each that has some, for the blast radius.
        below_own: the routers below each of Traefik's own that has some.
        below_others: the routers that stand below one of Traefik's own, or of another provider.
        objections: what Traefik has against it, in the order of the files.
    """

    def __init__(self, routers: Mapping[str, Router], context: Context) -> None:
        self.children: dict[Any, list[Any]] = {}
        self.parents: dict[Any, list[Any]] = {}
        self.below_own: dict[OwnRouter, list[Router]] = {}
        self.below_others: list[Any] = []
        self.objections: list[Objection] = []
        self._context = context
        lower = [router for router in routers.values() if router.parent_refs]
        if lower:
            self._grow(routers, lower)

    def _grow(self, routers: Mapping[str, Router], lower: list[Router]) -> None:
        kept = [router for router in lower if self._is_kept(router)]
        for router in kept:
            missing: list[MissingParent] = []
            known: set[Any] = set()
            for index, reference in enumerate(router.parent_refs):
                full = reference if "@" in reference else full_name(reference, router.provider)
                parent = routers.get(full)
                if parent is None and self._is_elsewhere(full):
                    self.below_others.append(router)
                    own = self._context.own_router(full)
                    if own is not None and own not in known:
                        known.add(own)
                        self.below_own.setdefault(own, []).append(router)
                        self.objections.append(OwnRouterAsParent(router, index, own))
                    continue
                if parent is None:
                    missing.append(MissingParent(router, full, index))
                    continue
                below = self.children.setdefault(parent, [])
                if parent not in known:
                    known.add(parent)
                    below.append(router)
                    self.parents.setdefault(router, []).append(parent)
            forgiven = self._context.has_models and len(missing) < len(router.parent_refs)
            self.objections += [one._replace(is_forgiven=True) for one in missing] if forgiven else missing
        for router in lower:
            self._check_child(router)
        visited = self._walk([router for router in routers.values() if not router.parent_refs] + self.below_others)
        for router in kept:
            if router not in visited:
                self.objections.append(UnreachableRouter(router))
        for parent in self.children:
            if parent in visited and parent.service and self.children[parent]:
                self.objections.append(ServiceAndChildren(parent))
        self.children = {parent: below for parent, below in self.children.items() if below}

    def _is_elsewhere(self, full: str) -> bool:
        """Whether a parent is one of Traefik's own routers, or may be one of another provider."""
        provider = full.partition("@")[2]
        if provider == "internal":
            return self._context.internal_routers is None or self._context.own_router(full) is not None
        return provider != FILE and (self._context.blank or provider in self._context.providers)

    def _is_kept(self, child: Router) -> bool:
        """Whether a child is there at all: one with TLS is taken apart by its entry points, of which it has none."""
        return child.tls is None or bool(child.entry_points) or not is_by_router(self._context.target)

    def _check_child(self, router: Router) -> None:
        given = {"tls": router.tls, "observability": router.observability, "entry_points": router.entry_points}
        first = next((attribute for attribute, value in given.items() if value not in (None, ())), "")
        if first:
            self.objections.append(ChildOption(router, first))

    def _walk(self, roots: list[Router]) -> set[Any]:
        """Everything that a root leads to. The router that closes a cycle loses the child that it closes it with."""
        visited: set[Any] = set()
        for root in sorted(roots, key=lambda router: router.name.encode()):
            if root in visited:
                continue
            visited.add(root)
            path, place = [root], {root: 0}
            pending = [iter(sorted(self.children.get(root, ()), key=lambda router: router.name.encode()))]
            while pending:
                child = next(pending[-1], None)
                if child is None:
                    pending.pop()
                    del place[path.pop()]
                elif child in place:
                    guilty = path[-1]
                    self.objections.append(RouterCycle(guilty, told(path, place[child])))
                    self.children[guilty].remove(child)
                elif child not in visited:
                    visited.add(child)
                    place[child] = len(path)
                    path.append(child)
                    pending.append(iter(sorted(self.children.get(child, ()), key=lambda router: router.name.encode())))
        return visited
