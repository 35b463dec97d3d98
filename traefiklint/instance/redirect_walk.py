"""Where redirects lead: request by request, as a browser follows them from router to router.

Source: pkg/middlewares/redirect. The expression of `redirectRegex` sees the whole URL, without the usual port.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice

from traefiklint.go.url import parse_url
from traefiklint.instance.context import EntryPoint
from traefiklint.instance.instance import Instance
from traefiklint.instance.listeners import Claim, Listener, claims_of
from traefiklint.instance.passage import leading_to, running
from traefiklint.instance.path_conditions import changes_path
from traefiklint.instance.reachability import is_taken_by_tcp
from traefiklint.instance.rewritten import LONGEST, PORTS, sent_by_regex, sent_to_scheme
from traefiklint.matching.examples import example_requests, sample
from traefiklint.matching.mux import Mux
from traefiklint.matching.request import Request
from traefiklint.model.base import Named
from traefiklint.model.middleware import Middleware
from traefiklint.model.middlewares import RedirectRegex, RedirectScheme
from traefiklint.records import NamedTuple

_MOST_HOPS = 8
_MOST_REQUESTS = 6
_MOST_CLAIMS = 64


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
        claims = claims_of(instance, "http.routers")
        self._entry_points = instance.context.entry_points or _usual_points(claims)
        self._points = {point.port: point.name for point in self._entry_points.values() if not point.udp}
        self._claims = {id(claim.router): claim for claim in claims}
        listening: dict[Listener, list[Claim]] = defaultdict(list)
        for claim in claims:
            for listener in claim.listeners:
                listening[listener].append(claim)
        self._muxes = {one: Mux(found, instance.context.target) for one, found in listening.items()}

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
            suffix = "" if port == PORTS[scheme] else f":{port}"
            requests = example_requests(claim.rule.tree, syntax=claim.rule.syntax, scheme=scheme)
            paths = list(self._meant_paths(claim))
            for request in requests[:_MOST_REQUESTS]:
                query = f"?{request.query}" if request.query else ""
                for uri in (f"{request.path}{query}", *paths):
                    url = f"{scheme}://{request.host}{suffix}{uri}"
                    if self._answering(url) == (claim,) and (walk := self._walk(url)).hops:
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
            if len(url) > LONGEST:
                return Walk(tuple(hops), False, False)
            seen.add(url)
            claims = self._answering(url)
            if claims is None or len(claims) != 1:
                return Walk(tuple(hops), False, bool(hops) and claims == ())
            hop = self._redirected(claims[0], url)
            if hop is None:
                return Walk(tuple(hops), False, False)
            hops.append(hop)
            url = hop.target
            if url in seen:
                break
        return Walk(tuple(hops), True, False)

    def _answering(self, url: str) -> tuple[Claim, ...] | None:
        """The router that answers a URL, or those between which chance decides; None where that is not a matter of this
        Traefik, or of too many."""
        parts = parse_url(url)
        name = self._points.get(parts.port or PORTS.get(parts.scheme, ""))
        if parts.error or not parts.host or name is None or parts.scheme not in PORTS:
            return None
        mux = self._muxes.get(Listener(name, parts.scheme == "https"))
        request = Request(scheme=parts.scheme, host=parts.host, path=parts.path or "/", query=parts.query)
        if mux is not None and next(islice(mux.candidates(request), _MOST_CLAIMS, None), None) is not None:
            return None
        return mux.first(request) if mux is not None else ()

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
    """Where a middleware sends a URL, in whole as a browser takes it; None where it lets it pass."""
    regex, scheme = middleware.redirect_regex, middleware.redirect_scheme
    target = url
    if regex is not None and regex.regex:
        target = sent_by_regex(regex, url) or url
    elif scheme is not None and scheme.scheme:
        target = sent_to_scheme(scheme.scheme, scheme.port, url)
    if target == url:
        return None  # Traefik compares the texts, before a browser makes a whole address of one
    if target.startswith("/"):
        return "/".join(url.split("/", 3)[:3]) + target
    return f"{target}/" if re.fullmatch(r"https?://[^/?#]+", target) else target


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
        endless = next((one for one in walks if one.endless), None)
        if endless is not None:
            circle = frozenset(hop.middleware for hop in endless.hops)
            if circle not in told:
                told.add(circle)
                yield RedirectLoop(part, endless)
        named = {host.lower() for router in routers for host in instance.rule(router).hosts}
        if endless is None and (
            instance.knows_routers
            and not instance.context.blank
            and (lost := next((one for one in walks if one.lost and _sibling(one) and _start(one) in named), None))
            and not is_taken_by_tcp(_sibling(lost), instance)
        ):
            yield LostRedirect(part, lost, _sibling(lost))


def _start(walk: Walk) -> str:
    """The host of a walk's first request, which an expression has made up where no rule names it."""
    return parse_url(walk.hops[0].url).host.lower()


def _sibling(walk: Walk) -> str:
    """The host that a walk is lost at, where it differs from the first one by `www.` only."""
    start, end = _start(walk), parse_url(walk.hops[-1].target).host.lower()
    return end if end != start and end.removeprefix("www.") == start.removeprefix("www.") else ""
