"""Entry points where a router answers too little or too much: TLS on the port of plain HTTP, none on that of HTTPS."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import TYPE_CHECKING

from traefiklint.checks.registry import Draft, reported, rule
from traefiklint.findings import Effect, Related, Severity
from traefiklint.instance.instance import Project
from traefiklint.model.http import Router
from traefiklint.model.tcp import TcpRouter

if TYPE_CHECKING:
    from traefiklint.instance.listeners import Claim, Listener
    from traefiklint.instance.references import Reference

tls_router_on_plain_entrypoint = reported(
    "tls-router-on-plain-entrypoint",
    "A router with TLS stands on the entry point for plain HTTP, where it answers no plain request.",
    effect=Effect.SILENT,
)
plain_router_on_tls_entrypoint = reported(
    "plain-router-on-tls-entrypoint",
    "A router without TLS stands on the entry point for HTTPS, where it answers only plain requests.",
    effect=Effect.SILENT,
)
plain_http_router = reported(
    "plain-http-router",
    "A host that has TLS is served over plain HTTP as well, without a redirect.",
    effect=Effect.ADVICE,
)

_HTTP, _HTTPS = "80", "443"


def entry_point_advice(
    claims: list[Claim], unseen: Container[tuple[int, Listener]], project: Project
) -> Iterator[tuple[str, Draft]]:
    """What HTTP routers leave open on the entry points that they name. `reachability`, which has the claims, asks.

    Args:
        unseen: the claims, by `id`, with those of their listeners where other routers get all of their requests.
    """
    points = project.context.entry_points
    hosts: _Hosts | None = None
    for claim in claims:
        for listener in claim.listeners if claim.works else ():
            name, secure = listener
            point = points.get(name)
            if point is None or point.tls or point.redirect_to or (secure and point.port != _HTTP):
                continue
            if name not in claim.router.entry_points or (id(claim), listener) in unseen:
                continue
            if hosts is None:
                hosts = _Hosts(claims)
            if secure:
                if project.complete and not hosts.answers(claim, name, secure=False):
                    yield "tls-router-on-plain-entrypoint", _tls_on_plain(claim, name, project)
            elif point.port == _HTTPS:
                if project.complete and not hosts.answers(claim, name, secure=True):
                    yield "plain-router-on-tls-entrypoint", _plain_on_tls(claim, name)
            elif claim.router.middlewares and (reference := _to_https(claim, project)):
                if project.complete and not hosts.has_secure(claim):
                    yield "redirect-missing-route", _to_nobody(claim, reference)
            elif (other := hosts.also_secure(claim)) and not _redirects(claim, project):
                yield "plain-http-router", _both_ways(claim, name, other, project)


class _Hosts:
    """Which hosts are served where."""

    def __init__(self, claims: list[Claim]) -> None:
        self._served: dict[tuple[str, bool], set[str]] = {}
        self._secure: dict[str, Claim] = {}
        for claim in claims:
            hosts = [host.lower() for host in claim.rule.hosts]
            for listener in claim.listeners:
                self._served.setdefault(listener, set()).update(hosts or ("",))
                if listener.secure:
                    for host in hosts:
                        self._secure.setdefault(host, claim)

    def answers(self, claim: Claim, entry_point: str, *, secure: bool) -> bool:
        """Whether some router may answer for a claim's hosts, on the same entry point to the other connections."""
        served = self._served.get((entry_point, secure))
        if served is None:
            return False
        hosts = claim.rule.hosts
        return "" in served or not hosts or any(host.lower() in served for host in hosts)

    def has_secure(self, claim: Claim) -> bool:
        """Whether any router may answer some host of a claim over TLS."""
        hosts = claim.rule.hosts
        everywhere = any(secure and "" in served for (_, secure), served in self._served.items())
        return everywhere or not hosts or any(host.lower() in self._secure for host in hosts)

    def also_secure(self, claim: Claim) -> Claim | None:
        """A router that serves a claim's host over TLS, the whole of it or the same part."""
        for host in claim.rule.hosts:
            other = self._secure.get(host.lower())
            if other is not None and (other.rule.text == claim.rule.text or _is_only_hosts(claim)):
                return other
        return None


def _to_https(claim: Claim, project: Project) -> Reference | None:
    """The first middleware of a router, if it is one that redirects to https on the usual port."""
    from traefiklint.checks.shared.redirect_fixes import REDIRECT
    from traefiklint.instance.middleware_chain import running

    for reference, middleware in running(claim.router, project):
        if middleware is None:
            is_known = reference.full == f"{REDIRECT}@file" and not reference.fault
            return reference if is_known else None
        scheme = middleware.redirect_scheme
        if scheme is not None:
            return reference if scheme.scheme == "https" and scheme.port in ("", _HTTPS) else None
        if middleware.redirect_regex is not None or middleware.plugin:
            return None
    return None


def _to_nobody(claim: Claim, reference: Reference) -> Draft:
    host = claim.rule.hosts[0]
    message = (
        f"Router `{claim.router.name}` redirects `{host}` to https, where no router of these files answers it; add a "
        "router with TLS for it."
    )
    return Draft(reference.place, message)


def _is_only_hosts(claim: Claim) -> bool:
    from traefiklint.matching.tree import leaves

    tree = claim.rule.tree
    return tree is not None and all(leaf.matcher.name == "Host" and not leaf.negated for leaf in leaves(tree))


def _redirects(claim: Claim, project: Project) -> bool:
    """Whether a router sends its visitors to https, or may do so, or is one of Traefik's own services."""
    from traefiklint.checks.shared.passage import passage, sends_to_https

    router = claim.router
    return router.service.endswith("@internal") or any(map(sends_to_https, passage(router, project)))


def _tls_on_plain(claim: Claim, name: str, project: Project) -> Draft:
    router = claim.router
    message = (
        f"Router `{router.name}` has `tls`, so on `{name}` it answers no plain request: http:// gets a 404; take it "
        f"off `{name}`, and add a router without `tls` there that redirects."
    )
    from traefiklint.checks.shared.redirect_fixes import with_redirecting_router

    index = router.entry_points.index(name)
    return Draft(router.at("entry_points", index), message, fix=with_redirecting_router(router, index, project))


def _plain_on_tls(claim: Claim, name: str) -> Draft:
    from traefiklint.checks.shared.fixes import add_option

    router = claim.router
    message = (
        f"Router `{router.name}` has no `tls`, so on `{name}` it answers only plain HTTP: https:// gets a 404; add "
        "`tls: {}`."
    )
    place = router.at("entry_points", router.entry_points.index(name))
    return Draft(place, message, fix=add_option(router, "tls: {}", "Serve TLS", safe=False))


def _both_ways(claim: Claim, name: str, other: Claim, project: Project) -> Draft:
    from traefiklint.checks.shared.redirect_fixes import with_redirect

    router = claim.router
    host = next(iter(claim.rule.hosts))
    where = "the same router" if other is claim else f"`{other.router.name}`"
    message = (
        f"Router `{router.name}` serves `{host}` on `{name}` without encryption, though {where} serves it over TLS; "
        "put a redirect to https on it, such as `redirect-to-https`."
    )
    place = router.at("entry_points", router.entry_points.index(name))
    spot = other.router.at("rule")
    related = () if other is claim else (Related(spot.file, spot.span, "served over TLS here"),)
    return Draft(place, message, related=related, fix=with_redirect(router, project))


@rule("https-without-http", effect=Effect.ADVICE, severity=Severity.INFO, strict=True)
def https_without_http(project: Project, _: Project) -> Iterator[Draft]:
    """A host is served over TLS only, so that http:// gets a 404."""
    plain = [
        point
        for point in project.context.entry_points.values()
        if not point.udp and not point.tls and point.port == _HTTP
    ]
    if not plain or not project.complete or any(point.redirect_to for point in plain):
        return
    from traefiklint.instance.listeners import claims_of

    claims = claims_of(project, "http.routers")
    hosts = _Hosts(claims)
    for claim in claims:
        names = {name for name, _secure in claim.listeners}
        if not claim.rule.hosts or not all(secure for _name, secure in claim.listeners):
            continue
        if not any(point.name in names or hosts.answers(claim, point.name, secure=False) for point in plain):
            message = (
                f"Nothing answers `{claim.rule.hosts[0]}` on `{plain[0].name}`, so http:// gets a 404; add a router "
                "there that redirects."
            )
            yield Draft(claim.router.at("rule"), message)


@rule("router-without-entrypoints", effect=Effect.ADVICE, severity=Severity.INFO, strict=True)
def router_without_entrypoints(router: Router | TcpRouter, project: Project) -> Iterator[Draft]:
    """A router names no entry points, and so answers on all of them."""
    if router.entry_points or getattr(router, "parent_refs", ()):
        return
    names = ", ".join(f"`{name}`" for name in project.default_entry_points)
    where = f"every default entry point ({names})" if names else "every default entry point"
    message = f"Router `{router.name}` names no `entryPoints`, so it answers on {where}; list those that are meant."
    yield Draft(router.key_at(), message)


@rule("tcp-catch-all-on-tls-entrypoint", effect=Effect.ADVICE, severity=Severity.INFO, strict=True)
def tcp_catch_all_on_tls_entrypoint(router: TcpRouter, project: Project) -> Iterator[Draft]:
    """A TCP router takes every TLS connection whose name no HTTP router claims."""
    if router.tls is None or not project.rule(router).is_catch_all or not project.objects["http.routers"]:
        return
    from traefiklint.instance.listeners import claims_of

    names = {name for claim in claims_of(project, "http.routers") for name, secure in claim.listeners if secure}
    shared = [name for name in router.entry_points if name in names]
    if shared:
        message = (
            f"Router `{router.name}` takes every TLS connection on `{shared[0]}` whose name no `Host` of an HTTP "
            "router claims; give it an entry point of its own, or name its hosts."
        )
        yield Draft(router.at("rule"), message)
