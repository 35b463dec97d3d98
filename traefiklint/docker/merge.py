"""Many containers, one configuration: what they say of one object must be the same (pkg/provider, `Merge`).

Services are the exception: their servers are joined, and only the rest of their load balancers must be the same. What
else a service has, such as its middlewares, counts as the first container says it, by the name that Traefik gives it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from traefiklint.docker.facts import ConflictingObjects, SharedService
from traefiklint.model.base import Named, Section

if TYPE_CHECKING:
    from traefiklint.docker.build import Built

_PLURALS = {"routers": "routers", "services": "services", "middlewares": "middlewares"}
SERVICES = ("http.services", "tcp.services", "udp.services")
_BALANCER = "loadBalancer"
"""The only option of services that must be the same."""


class MergedContainers:
    """The outcome.

    Attributes:
        objects: what is left, by kind (`http.routers`) and name.
        facts: what was lost, and what was joined.
    """

    def __init__(self, containers: Iterable[Built]) -> None:
        self.objects: dict[str, dict[str, Named]] = {}
        self.facts: list[ConflictingObjects | SharedService] = []
        found: dict[tuple[str, str], list[tuple[Built, Any]]] = {}
        for built in containers:
            for kind, name, thing in _objects(built):
                found.setdefault((kind, name), []).append((built, thing))
        for (kind, name), ones in found.items():
            self._merge(kind, name, _together(ones))

    def _merge(self, kind: str, name: str, ones: list[tuple[Built, Any]]) -> None:
        things = [thing for _, thing in ones]
        containers = [built.container for built, _ in ones]
        first = min(ones, key=lambda one: one[0].name)[1] if kind in SERVICES else things[0]
        options = tuple(
            dict.fromkeys(key for other in things if other is not first for key in differences(first, other))
        )
        if kind in SERVICES:
            options = tuple(key for key in options if key == _BALANCER)
        if options:
            self.facts.append(ConflictingObjects(things, containers, options, (first.object,)))
            return
        self.objects.setdefault(kind, {})[name] = first
        if kind in SERVICES and len(things) > 1:
            servers = {_target(server): server for thing in things for server in _servers(thing)}
            if first.load_balancer is not None:
                first.load_balancer.servers = tuple(servers.values())
            # one, as of a container and the one whose network it has, which Traefik asks by its address
            is_one = len(servers) == 1
            if not is_one and len({(one.source, one.service) for one in containers}) > 1:
                self.facts.append(SharedService(things, containers))


def _together(ones: list[tuple[Built, Any]]) -> list[tuple[Built, Any]]:
    """Those that can run at one time: files of one folder that do not override each other are one project, of which
    Compose runs one or the other, as `compose.dev.yml` and `compose.prod.yml`."""
    files: dict[str, str] = {}
    for built, _ in ones:
        files.setdefault(built.container.project, built.container.source)
    return [one for one in ones if files[one[0].container.project] == one[0].container.source]


def _objects(built: Built) -> Iterable[tuple[str, str, Any]]:
    for protocol, part in built.parts():
        for plural in _PLURALS:
            for name, thing in getattr(part, plural, {}).items():
                yield f"{protocol}.{plural}", name, thing
    if built.configuration.tls is not None:
        for name, store in built.configuration.tls.stores.items():
            yield "tls.stores", name, store


def _servers(service: Any) -> tuple[Any, ...]:
    return () if service.load_balancer is None else service.load_balancer.servers


def _target(server: Any) -> Any:
    return getattr(server, "url", None) or getattr(server, "address", None) or id(server)


def differences(one: Section, other: Section) -> list[str]:
    """The keys of the options in which two sections differ, all below them counted; the servers of services do not."""
    found = []
    for attribute, option in one.fields.items():
        if attribute == "servers" and option.label_key:
            continue
        here, there = getattr(one, attribute), getattr(other, attribute)
        if not _same(here, there):
            found.append(option.key)
    return found


def _same(here: Any, there: Any) -> bool:
    if isinstance(here, Section):
        return isinstance(there, Section) and not differences(here, there)
    if isinstance(here, tuple):
        return isinstance(there, tuple) and len(here) == len(there) and all(map(_same, here, there))
    if isinstance(here, dict) and isinstance(there, dict):
        return here.keys() == there.keys() and all(_same(here[name], there[name]) for name in here)
    return bool(here == there)
