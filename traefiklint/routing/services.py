"""What stands behind a router: servers, or services made of other services, expanded."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from traefiklint.trampoline import run

if TYPE_CHECKING:
    from traefiklint.model.base import Place
    from traefiklint.routing.world import World

NOTHING = "nothing"
"""The share of what has no weight."""

MOST_LEVELS = 50
"""How many services, each made of the next, are shown; all of them count."""

DEEPER = "and so on: more services stand below"

_INTERNAL = {
    "acme-http@internal": "the answer to the HTTP challenge of certificates",
    "api@internal": "Traefik's API",
    "dashboard@internal": "Traefik's dashboard",
    "noop@internal": "nothing: 418",
    "ping@internal": "the answer to pings: 200",
    "prometheus@internal": "the numbers for Prometheus",
    "rest@internal": "the REST provider",
}
_KINDS = {
    "load_balancer": "servers",
    "weighted": "weighted",
    "highest_random_weight": "highest random weight",
    "mirroring": "mirroring",
    "failover": "failover",
}


@dataclass(frozen=True, slots=True)
class Server:
    """One server of a load balancer."""

    address: str
    """The URL as written, or for TCP and UDP the address."""
    share: str = ""
    """How much of the requests it gets, where it is not the same for all."""
    fault: str = ""
    """What is wrong with it: each request to it fails."""
    preserve_path: bool = False

    def url(self, uri: str) -> str:
        """Where a request goes; of the URL only scheme, host and port count, unless the path is preserved."""
        parts = urlsplit(self.address)
        base = f"{parts.scheme}://{parts.netloc}"
        return f"{base}{parts.path.rstrip('/')}{uri}" if self.preserve_path else f"{base}{uri}"


@dataclass(frozen=True, slots=True)
class Target:
    """A service, and what it is made of."""

    name: str
    """With its provider."""
    kind: str
    """`servers`, `weighted`, `mirroring`, `failover`, `highest random weight`, `internal` or `unknown`."""
    note: str = ""
    share: str = ""
    """Its part in the service above it, as in `2 of 3` or `copy of 10 %`."""
    servers: tuple[Server, ...] = ()
    parts: tuple[Target, ...] = ()
    place: Place | None = field(default=None, compare=False)

    @property
    def where(self) -> str:
        """File and line; empty where it is not in the files."""
        return f"{self.place.file}:{self.place.span.line}" if self.place is not None else ""

    def answering(self) -> Iterator[Server]:
        """Every server that may answer: not those that only get copies, stand by, or get nothing."""
        for target in self.walk(lambda target: target.answering_parts):
            yield from (server for server in target.servers if server.share != NOTHING)

    def walk(self, below: Callable[[Target], tuple[Target, ...]]) -> Iterator[Target]:
        """It, and every service below it, each once, in the order in which they are written."""
        seen: set[int] = set()
        waiting = [self]
        while waiting:
            target = waiting.pop()
            if id(target) not in seen:
                seen.add(id(target))
                yield target
                waiting.extend(reversed(below(target)))

    @property
    def answering_parts(self) -> tuple[Target, ...]:
        """The services of which it consists that may answer for it."""
        return tuple(part for part in self.parts if not part.share.startswith(("copy", "when", NOTHING)))

    @property
    def has_unknown(self) -> bool:
        """Whether nobody can tell from here who answers: the service, or a part of it, lies elsewhere."""
        return any(target.kind in ("unknown", "internal") for target in self.walk(lambda target: target.parts))

    @property
    def names(self) -> frozenset[str]:
        """Its name and those of the services that answer for it."""
        return frozenset(target.name for target in self.walk(_served))


def _served(target: Target) -> tuple[Target, ...]:
    return tuple(part for part in target.parts if not part.share.startswith("copy"))


def expand(world: World, kind: str, name: str, referrer: str) -> Target:
    """What a reference to a service comes to.

    Args:
        kind: `http.services`, `tcp.services` or `udp.services`.
        referrer: the object that refers to it, without `@file`.
    """
    target: Target = run(_expanded(world, kind, name, referrer, "", set()))
    return target


def _expanded(
    world: World, kind: str, name: str, referrer: str, share: str, above: set[Any]
) -> Generator[Any, Any, Target]:
    full, service = world.find(kind, name, referrer)
    if service is None:
        if full in _INTERNAL:
            return Target(full, "internal", _INTERNAL[full], share)
        return Target(full, "unknown", "it lies in another provider", share)
    if service in above:
        return Target(full, "unknown", "it refers to itself", share)
    type_name = next((attribute for attribute in _KINDS if getattr(service, attribute, None)), "")
    part = getattr(service, type_name, None)
    if part is None:
        return Target(full, "unknown", "it has no type", share, place=service.key_at())
    if type_name == "load_balancer":
        note = "" if part.servers else "it has no servers"
        return Target(full, "servers", note, share, tuple(_servers(part, kind)), (), service.key_at())
    above.add(service)
    parts = []
    for one, its in _parts(type_name, part):
        parts.append((yield _expanded(world, kind, one, service.name, its, above)))
    above.discard(service)
    note = "" if parts else "it has no services"
    return Target(full, _KINDS[type_name], note, share, (), tuple(parts), service.key_at())


def _servers(balancer: Any, kind: str) -> Iterator[Server]:
    weights = [getattr(server, "weight", None) for server in balancer.servers]
    shares = _shares([1 if weight is None else weight for weight in weights])
    for server, share in zip(balancer.servers, shares, strict=True):
        if kind == "http.services":
            yield Server(server.url, share, _fault(server.url), server.preserve_path)
        else:
            yield Server(server.address, share)


def _fault(url: str) -> str:
    """Why every request to a server fails; Go's client knows `http` and `https` (and Traefik `h2c`) only."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "its URL cannot be read"
    if parts.scheme not in ("http", "https", "h2c"):
        return f"its URL has the scheme `{parts.scheme}`: 500" if parts.scheme else "its URL has no scheme: 500"
    return "" if parts.netloc else "its URL has no host: 500"


def _parts(type_name: str, part: Any) -> list[tuple[str, str]]:
    if type_name == "failover":
        when = f"when it answers {', '.join(part.errors.status)}" if part.errors else "when the first is down"
        return [(part.service, ""), (part.fallback, when)]
    if type_name == "mirroring":
        return [(part.service, ""), *((mirror.name, f"copy of {mirror.percent} %") for mirror in part.mirrors)]
    weights = [1 if child.weight is None else child.weight for child in part.services]
    return list(zip((child.name for child in part.services), _shares(weights), strict=True))


def _shares(weights: list[int]) -> list[str]:
    total = sum(weight for weight in weights if weight > 0)
    if len(set(weights)) <= 1 and (not weights or weights[0] > 0):
        return [""] * len(weights)
    return [f"{max(weight, 0)} of {total}" if weight > 0 else NOTHING for weight in weights]
