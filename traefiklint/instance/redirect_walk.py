"""Where redirects lead: request by request, as a browser follows them from router to router.

Source: pkg/middlewares/redirect. The expression of `redirectRegex` sees the whole URL, without the usual port.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from traefiklint.go.expand import substitute
from traefiklint.go.url import parse_url
from traefiklint.instance.context import EntryPoint
from traefiklint.instance.instance import Instance
from traefiklint.instance.listeners import Claim, Listener, claims_of
from traefiklint.instance.passage import leading_to, running
from traefiklint.instance.path_conditions import changes_path
from traefiklint.matching.evaluate import matches
from traefiklint.matching.examples import example_requests, sample
from traefiklint.matching.request import Request
from traefiklint.model.base import Named
from traefiklint.model.middleware import Middleware
from traefiklint.model.middlewares import RedirectRegex, RedirectScheme
from traefiklint.records import NamedTuple

_MOST_HOPS = 8
_MOST_REQUESTS = 6
_MOST_CLAIMS = 64
_PORTS = {"http": "80", "https": "443"}


class Hop(NamedTuple):
    """One redirect."""

    url: str
    """What was asked for."""
    middleware: Middleware
    """Who redirected it."""
    target: str
    """Where to."""


class Walk(NamedTuple):
    """The redirects that follow one request."""

    hops: tuple[Hop, ...]
    endless: bool
    """Whether they never end."""
    lost: bool
    """Whether the last one leads to an entry point of this Traefik, where no router of these files answers."""


def _usual_points(claims: list[Claim]) -> dict[str, EntryPoint]:
    """Where nothing is known of entry points: one for plain requests and one for TLS, if the routers name no more.

    A circle that leads back to where it began does so on any port.
    """
    found: dict[str, EntryPoint] = {}
    for secure, port in ((False, "80"), (True, "443")):
        names = {one.entry_point for claim in claims for one in claim.listeners if one.secure is secure}
        if len(names) == 1:
            name = names.pop()
            found.setdefault(name, EntryPoint(name, port=port))
    return found


class Roads:
    """The routers of an instance, made ready for finding who answers a URL."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._by_host: dict[tuple[Listener, str], list[Claim]] = {}
        self._claims: dict[int, Claim] = {}
        claims = claims_of(instance, "http.routers")
        self._entry_points = instance.context.entry_points or _usual_points(claims)
        self._points = {point.port: point.name for point in self._entry_points.values() if not point.udp}
        for claim in claims:
            self._claims[id(claim.router)] = claim
            hosts = {host.lower() for host in claim.rule.hosts}
            known = hosts and not any("*" in host for host in hosts)
            for listener in claim.listeners:
                for host in hosts if known else ("",):
                    self._by_host.setdefault((listener, host), []).append(claim)

    def walks(self, router: object) -> list[Walk]:
        """What comes of the requests of a router, where it redirects them at once."""
        claim = self._claims.get(id(router))
        if claim is None or claim.rule.tree is None:
            return []
        found = []
        points = self._entry_points
        for name, secure in claim.listeners:
            if name not in points or points[name].redirect_to:
                continue
            scheme = "https" if secure else "http"
            port = points[name].port
            suffix = "" if port == _PORTS[scheme] else f":{port}"
            requests = example_requests(claim.rule.tree, syntax=claim.rule.syntax, scheme=scheme)
            paths = list(self._meant_paths(claim))
            for request in requests[:_MOST_REQUESTS]:
                query = f"?{request.query}" if request.query else ""
                for uri in (f"{request.path}{query}", *paths):
                    url = f"{scheme}://{request.host}{suffix}{uri}"
                    if self._answering(url) is claim and (walk := self._walk(url)).hops:
                        found.append(walk)
        return found

    def _meant_paths(self, claim: Claim) -> Iterator[str]:
        """Paths that the redirects of a router seem to be for."""
        for _, middleware in running(claim.router, self._instance):
            regex = middleware.redirect_regex if middleware is not None else None
            if regex is not None:
                path = re.sub("^.*?://", "", sample(regex.regex)).partition("/")[2]
                yield from (f"/{path}", f"/{path.rstrip('/')}x") if path else ()

    def _walk(self, url: str) -> Walk:
        hops: list[Hop] = []
        seen: set[str] = set()
        while len(hops) < _MOST_HOPS:
            seen.add(url)
            claim = self._answering(url)
            if claim is None:
                return Walk(tuple(hops), False, bool(hops) and self._is_lost(url))
            hop = self._redirected(claim, url)
            if hop is None:
                return Walk(tuple(hops), False, False)
            hops.append(hop)
            url = hop.target
            if url in seen:
                break
        return Walk(tuple(hops), True, False)

    def _listener(self, url: str) -> tuple[Listener, str] | None:
        parts = parse_url(url)
        port = parts.port or _PORTS.get(parts.scheme, "")
        name = self._points.get(port)
        if parts.error or not parts.host or name is None or parts.scheme not in _PORTS:
            return None
        return Listener(name, parts.scheme == "https"), parts.host.lower()

    def _candidates(self, url: str) -> list[Claim] | None:
        """The routers that may answer a URL; None where that is not a matter of this Traefik, or of too many."""
        place = self._listener(url)
        if place is None:
            return None
        listener, host = place
        found = [*self._by_host.get((listener, host), ()), *self._by_host.get((listener, ""), ())]
        return found if len(found) <= _MOST_CLAIMS else None

    def _matching(self, url: str) -> list[Claim] | None:
        candidates = self._candidates(url)
        if candidates is None:
            return None
        parts = parse_url(url)
        request = Request(scheme=parts.scheme, host=parts.host, path=parts.path or "/", query=parts.query)
        target = self._instance.context.target
        return [
            claim
            for claim in candidates
            if claim.rule.tree is not None
            and matches(claim.rule.tree, request, syntax=claim.rule.syntax, target=target)
        ]

    def _answering(self, url: str) -> Claim | None:
        """The router that answers a URL; None where there is none, or chance decides."""
        found = self._matching(url)
        if not found:
            return None
        highest = max(claim.priority for claim in found)
        winners = [claim for claim in found if claim.priority == highest]
        return winners[0] if len(winners) == 1 else None

    def _is_lost(self, url: str) -> bool:
        return self._matching(url) == []

    def _redirected(self, claim: Claim, url: str) -> Hop | None:
        """The redirect that a router answers a URL with, as far as it can be known."""
        for _, middleware in running(claim.router, self._instance):
            if middleware is None or middleware.plugin or changes_path(middleware):
                return None
            target = _target(middleware, url)
            if target is not None:
                return Hop(url, middleware, target)
        return None


def _target(middleware: Middleware, url: str) -> str | None:
    """Where a middleware sends a URL; None where it lets it pass."""
    if (regex := middleware.redirect_regex) is not None:
        replaced = substitute(regex.regex, regex.replacement.strip(), url.encode("utf-8", "surrogateescape"))
        if not regex.regex or replaced is None:
            return None
        target = replaced.decode("utf-8", "surrogateescape")
        if target == url:
            return None  # Traefik compares the texts, before a browser makes a whole address of one
        parts = parse_url(url)
        if target.startswith("/"):
            return f"{parts.scheme}://{parts.host}{f':{parts.port}' if parts.port else ''}{target}"
        return f"{target}/" if re.fullmatch(r"https?://[^/?#]+", target) else target
    scheme = middleware.redirect_scheme
    if scheme is None or not scheme.scheme:
        return None
    parts = parse_url(url)
    port = scheme.port if scheme.port != _PORTS.get(scheme.scheme) else ""
    rest = url.partition("://")[2].partition("/")[2]
    target = f"{scheme.scheme}://{parts.host}{f':{port}' if port else ''}/{rest}"
    return target if target != url else None


_MOST_ROUTERS = 20


class RedirectLoop(NamedTuple):
    """A redirect that never ends."""

    options: RedirectRegex | RedirectScheme
    walk: Walk


class LostRedirect(NamedTuple):
    """A redirect to a host that no router answers, and that differs from the first one by `www.` only."""

    options: RedirectRegex | RedirectScheme
    walk: Walk
    host: str


def redirects(
    instance: Instance, options: Iterable[RedirectRegex | RedirectScheme]
) -> Iterator[RedirectLoop | LostRedirect]:
    """Where some redirects of an instance lead, if not to an answer."""
    roads = Roads(instance)
    told: set[frozenset[Named]] = set()
    for part in options:
        middleware = instance.owner(part)
        if middleware is None or not instance.counts(middleware):
            continue
        routers = [reference.owner for reference in leading_to(middleware, instance)][:_MOST_ROUTERS]
        walks = [walk for router in routers for walk in roads.walks(router) if walk.hops[0].middleware is middleware]
        if endless := next((one for one in walks if one.endless), None):
            circle = frozenset(hop.middleware for hop in endless.hops)
            if circle not in told:
                told.add(circle)
                yield RedirectLoop(part, endless)
        elif (
            instance.complete
            and not instance.context.blank
            and (lost := next((one for one in walks if one.lost and _sibling(one)), None))
        ):
            yield LostRedirect(part, lost, _sibling(lost))


def _sibling(walk: Walk) -> str:
    """The host that a walk is lost at, where it differs from the first one by `www.` only."""
    start, end = parse_url(walk.hops[0].url).host.lower(), parse_url(walk.hops[-1].target).host.lower()
    return end if end != start and end.removeprefix("www.") == start.removeprefix("www.") else ""
