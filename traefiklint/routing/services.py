"""What stands behind a router: servers, or services made of other services, expanded."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, NamedTuple

from traefiklint.go.url import parse_url
from traefiklint.instance.server_urls import SCHEMES
from traefiklint.model.base import Place
from traefiklint.routing.world import World

NOTHING = "nothing"
"""The share of what has no weight."""

MOST_LEVELS = 50
"""How many services, each made of the next, are shown; all of them count."""

DEEPER = "and so on: more services stand below"
AGAIN = "see above"
_CIRCLE = "it refers to itself"

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
        """Where a request goes; of the URL only scheme, host and port count, unless the path is preserved. Connections
        and packets go to the address as it is, and nothing goes where a URL leads nowhere."""
        if self.fault or "://" not in self.address:
            return self.address
        parts = parse_url(self.address)
        host = f"[{parts.host}]" if ":" in parts.host else parts.host
        base = f"{parts.scheme}://{host}{f':{parts.port}' if parts.port else ''}"
        if uri and not uri.startswith("/"):
            return f"{base} for `{uri}`"  # a middleware has taken the slash off, and Traefik sends it so
        return f"{base}{parts.path.rstrip('/')}{uri}" if self.preserve_path else f"{base}{uri}"


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """A service, and what it is made of.

    A service that several others are made of is one and the same part of each: the whole is no tree, and as large as
    what stands in the files, however many ways lead through it. Go through it with `walk` or `outline`.
    """

    name: str
    """With its provider."""
    kind: str
    """`servers`, `weighted`, `mirroring`, `failover`, `highest random weight`, `internal` or `unknown`."""
    note: str = ""
    share: str = ""
    """Its part in the service above it, as in `2 of 3` or `copy of 10 %`."""
    servers: tuple[Server, ...] = ()
    parts: tuple[Target, ...] = ()
    place: Place | None = None
    middlewares: tuple[str, ...] = ()
    """Those of the service itself, as written."""
    has_unknown: bool = field(init=False)
    """Whether nobody can tell from here who answers: the service, or a part of it, lies elsewhere."""
    first_server: Server | None = field(init=False)
    """The first of those that may answer."""
    works: bool = field(init=False)
    """Whether a server may answer with which nothing is wrong."""
    is_special: bool = field(init=False)
    """Whether it, or a service that it is made of, does more than pass requests on, or less."""

    def __post_init__(self) -> None:
        answering = self.answering_parts
        own = [server for server in self.servers if server.share != NOTHING]
        firsts = [*own[:1], *(part.first_server for part in answering if part.first_server is not None)]
        works = any(not server.fault for server in own) or any(part.works for part in answering)
        unknown = self.kind in ("unknown", "internal") or any(part.has_unknown for part in self.parts)
        special = bool(self.middlewares) or self.kind == "internal" or not (unknown or works)
        object.__setattr__(self, "has_unknown", unknown)
        object.__setattr__(self, "first_server", firsts[0] if firsts else None)
        object.__setattr__(self, "works", works)
        object.__setattr__(self, "is_special", special or any(part.is_special for part in answering))

    @property
    def where(self) -> str:
        """File and line; empty where it is not in the files."""
        return f"{self.place.file}:{self.place.span.line}" if self.place is not None else ""

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from others below one router, whatever its share."""
        return self.name, self.kind

    def answering(self) -> Iterator[Server]:
        """Every server that may answer, once: not those that only get copies, stand by, or get nothing."""
        for one in self.walk(lambda target: target.answering_parts):
            yield from (server for server in one.servers if server.share != NOTHING)

    @property
    def answering_parts(self) -> tuple[Target, ...]:
        """The services of which it consists that may answer for it."""
        return tuple(part for part in self.parts if not part.share.startswith(("copy", "when", NOTHING)))

    @property
    def names(self) -> frozenset[str]:
        """Its name and those of the services that answer for it."""
        return frozenset(
            one.name
            for one in self.walk(lambda target: [part for part in target.parts if not part.share.startswith("copy")])
        )

    def walk(self, parts: Callable[[Target], Iterable[Target]]) -> Iterator[Target]:
        """It and the services that it is made of, each once, those above first.

        Args:
            parts: which of a service's parts to go to.
        """
        seen: set[tuple[str, str]] = set()
        waiting = [self]
        while waiting:
            one = waiting.pop()
            if one.key not in seen:
                seen.add(one.key)
                yield one
                waiting += reversed(list(parts(one)))

    def outline(self) -> Iterator[OutlineStep]:
        """It and its parts as they are to be shown, each below what it is a part of, down to `MOST_LEVELS`; what is in
        a service is shown once."""
        seen: set[tuple[str, str]] = set()
        waiting = [(self, 0)]
        while waiting:
            one, depth = waiting.pop()
            again = one.key in seen
            is_cut = not again and depth == MOST_LEVELS and bool(one.parts)
            yield OutlineStep(one, depth, again, is_cut)
            if (one.servers or one.parts) and not is_cut:
                seen.add(one.key)
            if not again and not is_cut:
                waiting += [(part, depth + 1) for part in reversed(one.parts)]


class OutlineStep(NamedTuple):
    """A service in the outline of another."""

    target: Target
    depth: int
    again: bool
    """Whether it was there before, so that its servers and parts are not told again."""
    is_cut: bool
    """Whether it stands so deep that its parts are not told."""


class _Open(NamedTuple):
    """A service whose parts are not all expanded yet."""

    service: Any
    waiting: Iterator[tuple[str, str]]
    """The names of its parts that are still to come, with their shares."""
    parts: list[Target]
    full: str
    share: str
    type_name: str


def expand(world: World, kind: str, name: str, referrer: str, share: str = "") -> Target:
    """What a reference to a service comes to. Each service is expanded once, and no chain is too long.

    Args:
        kind: `http.services`, `tcp.services` or `udp.services`.
        referrer: the full name of the object that refers to it.
    """
    fresh: dict[Any, Target] = {}
    done = ChainMap(fresh, world.expanded)
    above: dict[Any, _Open] = {}
    has_circle = False
    found = _start(world, kind, name, referrer, share, done, above)
    while above:
        last = next(reversed(above.values()))
        if found is not None:
            last.parts.append(found)
            has_circle = has_circle or found.note == _CIRCLE
        part = next(last.waiting, None)
        if part is not None:
            found = _start(world, kind, part[0], last.service.full, part[1], done, above)
            continue
        del above[last.service]
        note = "" if last.parts else "it has no services"
        found = done[last.service] = _of(last.service)(
            last.full, _KINDS[last.type_name], note, last.share, parts=tuple(last.parts)
        )
    assert found is not None, "what has no parts waiting is expanded"
    if not has_circle:  # in a circle it depends on where one begins
        world.expanded.update(fresh)
    return found


def _of(service: Any) -> Callable[..., Target]:
    """Makes targets of a service of the files."""
    return partial(Target, place=service.key_at(), middlewares=_middlewares(service))


def _middlewares(service: Any) -> tuple[str, ...]:
    found: tuple[str, ...] = getattr(service, "middlewares", ())
    return found


def _start(
    world: World,
    kind: str,
    name: str,
    referrer: str,
    share: str,
    done: MutableMapping[Any, Target],
    above: dict[Any, _Open],
) -> Target | None:
    """What a reference comes to, where that is clear at once; else None, and the service is among those `above`."""
    full, service = world.find(kind, name, referrer)
    if service is None:
        if full in _INTERNAL:
            return Target(full, "internal", _INTERNAL[full], share)
        return Target(full, "unknown", "it lies in another provider", share)
    if service in above:
        return Target(full, "unknown", _CIRCLE, share, middlewares=_middlewares(service))
    if service in done:
        return replace(done[service], share=share)
    type_name = next((attribute for attribute in _KINDS if getattr(service, attribute, None)), "")
    part = getattr(service, type_name, None)
    if part is None:
        return _of(service)(full, "unknown", "it has no type", share)
    if type_name == "load_balancer":
        note = "" if part.servers else "it has no servers"
        found = _of(service)(full, "servers", note, share, tuple(_servers(part, kind)))
        done[service] = found
        return found
    above[service] = _Open(service, iter(_parts(type_name, part)), [], full, share, type_name)
    return None


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
    parts = parse_url(url)
    if parts.error:
        return "its URL cannot be read"
    if parts.scheme not in SCHEMES:
        return f"its URL has the scheme `{parts.scheme}`: 500" if parts.scheme else "its URL has no scheme: 500"
    return "" if parts.host or parts.port else "its URL has no host: 500"


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
