"""Which other routers would answer some of the requests that a router is for."""

from __future__ import annotations

from typing import Any, NamedTuple

from traefiklint.instance.instance import Instance
from traefiklint.instance.listeners import Claim, claims_of
from traefiklint.matching.evaluate import matches
from traefiklint.matching.examples import example_requests
from traefiklint.matching.request import Request

_MOST_EXAMPLES = 4


class Rival(NamedTuple):
    """Another router that matches a request."""

    router: Any
    priority: int
    order: int
    """1 where it comes first, -1 where it comes after, 0 where chance decides."""
    example: str
    """A request that both match."""


def http_claims(instance: Instance) -> list[Claim]:
    """The HTTP routers that listen somewhere."""
    return claims_of(instance, "http.routers")


def tcp_claims(instance: Instance) -> list[Claim]:
    """The TCP routers that listen somewhere."""
    return claims_of(instance, "tcp.routers")


def rivals(router: Any, instance: Instance) -> list[Rival]:
    """The routers that match some of the same requests where the same connections come in, the first to come first."""
    is_http = type(router).__name__ == "Router"
    claims = instance.once(http_claims if is_http else tcp_claims)
    own = next((claim for claim in claims if claim.router is router), None)
    if own is None or own.rule.tree is None:
        return []
    protocol = "http" if is_http else "tcp"
    scheme = "https" if own.listeners[0].secure else "http"
    examples = example_requests(own.rule.tree, protocol=protocol, syntax=own.rule.syntax, scheme=scheme)
    found = []
    listeners = set(own.listeners)
    hosts = {host.lower() for host in (*own.rule.hosts, *own.rule.sni_hosts)}
    for claim in claims:
        if claim is own or listeners.isdisjoint(claim.listeners) or not _may_meet(claim, hosts):
            continue
        example = _shared(claim, examples[:_MOST_EXAMPLES], protocol, instance)
        if example is not None:
            order = (claim.priority > own.priority) - (claim.priority < own.priority)
            found.append(Rival(claim.router, claim.priority, order, f"`{_shown(example, is_http=is_http)}`"))
    return sorted(found, key=lambda rival: -rival.priority)


def _may_meet(claim: Claim, hosts: set[str]) -> bool:
    """Whether two rules may be about one host: most are about hosts of their own."""
    others = (*claim.rule.hosts, *claim.rule.sni_hosts)
    if not hosts or not others or any("*" in host for host in others):
        return True
    return any(host.lower() in hosts for host in others)


def _shared(claim: Claim, examples: tuple[Request, ...], protocol: str, instance: Instance) -> Request | None:
    tree = claim.rule.tree
    if tree is None:
        return None
    target = instance.context.target
    hits = (one for one in examples if matches(tree, one, protocol=protocol, syntax=claim.rule.syntax, target=target))
    return next(hits, None)


def _shown(request: Request, *, is_http: bool) -> str:
    return f"{request.method} {request.url}" if is_http else (request.server_name or "any connection")
