"""Entry points to which no port of the host leads, as the compose files show that run Traefik."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.findings import Effect
from traefiklint.instance.instance import Instance
from traefiklint.instance.published import is_behind_a_tunnel, seems_inner
from traefiklint.instance.references import ROUTERS
from traefiklint.instance.static_start.addresses import read_address
from traefiklint.instance.traefiks import traefiks
from traefiklint.model.base import Named
from traefiklint.model.http import Router
from traefiklint.model.static.entry_points import StaticEntryPoint
from traefiklint.patterns import lazy

if TYPE_CHECKING:
    from traefiklint.compose.project import Port, Service


_OF_THE_API = "traefik"
"""The entry point on which Traefik shows its own pages; who does not publish it may want that."""
_OF_WATCHERS = lazy(r"(?i)metrics|prom(?:etheus)?|monitor|health|ping|api|dashboard")
"""What an entry point is called at which other containers ask."""


@rule("entrypoint-not-published", effect=Effect.SILENT)
def entrypoint_not_published(point: StaticEntryPoint, instance: Instance) -> Iterator[Diagnostic]:
    """No port of the host leads to an entry point that routers name, where one leads to others."""
    address, owner = read_address(point.address), instance.once(_only_traefik)
    if owner is None or not address.port or not address.is_everywhere or _is_inner(point.name):
        return
    protocols = {one.protocol for one in _published(owner, address.port)}
    router = instance.once(_asked_alone).get((point.name, point.is_udp))
    if (
        router is None
        or not protocols.isdisjoint(("udp" if point.is_udp else "tcp", ""))
        or is_behind_a_tunnel(instance)
    ):
        return
    protocol = "/udp" if point.is_udp else ""
    advice = f"add `{address.port}:{address.port}{protocol}` to the `ports` of `{owner.name.text}`"
    if holder := instance.once(_holders).get(str(address.port), ""):
        advice += f", with another port of the host in front, as `{holder}` has {address.port}"
    message = (
        f"No {'UDP ' if protocols else ''}port of the host leads to `{point.name}`, so nobody outside reaches router "
        f"`{router.name}`; {advice}."
    )
    # pages are often asked for by other containers alone, or by what the host runs besides
    is_moot = type(router) is Router or (router.file, router.name.lower()) in instance.once(_reached_directly)
    yield Diagnostic(point.key_at(), message, strict=is_moot)


def _reached_directly(instance: Instance) -> frozenset[tuple[str, str]]:
    """The routers, by files and names, of containers to which a port of the host leads past Traefik that a variable
    says: it may be the one that is asked for, and no other container can have it as well."""
    projects = instance.labels.composed if instance.labels is not None else ()
    services = (service for project in projects for service in project.services)
    open_ = {id(one.name) for one in services if any(port.is_published and not port.published for port in one.ports)}
    containers = instance.labels.containers if instance.labels is not None else ()
    return frozenset(
        (one.document.file, name.lower()) for one in containers if id(one.origin) in open_ for _, name in one.routers
    )


@rule("http3-not-published", effect=Effect.SILENT)
def http3_not_published(point: StaticEntryPoint, instance: Instance) -> Iterator[Diagnostic]:
    """HTTP/3 is on, and Traefik's container gets no UDP."""
    port, owner = read_address(point.address).port, instance.once(_only_traefik)
    if point.http3 is None or owner is None or not port:
        return
    published = _published(owner, port)
    if {one.protocol for one in published} != {"tcp"}:
        return
    outside = next(one.published for one in published)
    message = (
        f"Browsers ask for HTTP/3 over UDP, and `{owner.name.text}` gets only TCP on {port}, so they stay with HTTP/2; "
        f"add `{outside or port}:{port}/udp` to its `ports`."
    )
    yield Diagnostic(point.http3.key_at(), message)


def _is_inner(point: str) -> bool:
    """Whether an entry point may be there for other containers alone, as its name tells."""
    return point == _OF_THE_API or seems_inner(point) or _OF_WATCHERS.search(point) is not None


def _asked_alone(instance: Instance) -> dict[tuple[str, bool], Named]:
    """The first router of each entry point that names it, and no other one; by whether it is for UDP."""
    found: dict[tuple[str, bool], Named] = {}
    for kind in ROUTERS:
        for router in instance.objects[kind].values():
            if len(router.entry_points) == 1:
                found.setdefault((router.entry_points[0], kind.startswith("udp.")), router)
    return found


def _holders(instance: Instance) -> dict[str, str]:
    """The services that have ports of the host, as far as the files show, by these."""
    projects = instance.labels.composed if instance.labels is not None else ()
    services = [service for project in projects for service in project.services]
    return {port.published: one.name.text for one in reversed(services) for port in one.ports if port.published}


def _published(owner: Service, port: int) -> list[Port]:
    """The ports of the host that lead to one of a container, or may do so, as a variable says where."""
    return [one for one in owner.ports if one.is_published and one.number in (port, None)]


def _only_traefik(instance: Instance) -> Service | None:
    """The service that runs Traefik on a network of Docker's, where there is one and ports of the host lead to an entry
    point of those that routers name."""
    own = instance.once(traefiks)
    if len(own) != 1 or own[0].network_mode is not None:
        return None
    points = instance.context.static.get("StaticEntryPoint", ())
    numbers = {read_address(point.address).port for point in points if point.name != _OF_THE_API}
    return own[0] if any(one.is_published and one.number in numbers for one in own[0].ports) else None
