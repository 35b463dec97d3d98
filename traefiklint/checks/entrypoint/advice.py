"""Entry points where a router answers too little or too much: TLS on the port of plain HTTP, none on that of HTTPS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.as_written import as_label, label_at, option_in, with_option
from traefiklint.checks.shared.fixes import add_option
from traefiklint.findings import Effect, Related, Severity
from traefiklint.instance.instance import Instance
from traefiklint.instance.names import FILE
from traefiklint.instance.passage import (
    asks_who_is_there,
    is_used_elsewhere,
    leading_to,
    may_have_others,
    means_tls,
    passage,
    routers_on,
)
from traefiklint.instance.published import unpublished_points
from traefiklint.instance.stray_options import given_tls
from traefiklint.model.http import Router
from traefiklint.model.tcp import TcpRouter

if TYPE_CHECKING:
    from traefiklint.instance.gaps import PlainOnTlsPort, ServedBothWays, TlsOnPlainPort
    from traefiklint.instance.redirected import RedirectedToNobody
    from traefiklint.model.middlewares import RedirectScheme

_HTTP = "80"


@rule("tls-router-on-plain-entrypoint", effect=Effect.SILENT, fix="unsafe")
def tls_router_on_plain_entrypoint(gap: TlsOnPlainPort, instance: Instance) -> Iterator[Diagnostic]:
    """A router with TLS stands on the entry point for plain HTTP, where it answers no plain request."""
    from traefiklint.checks.shared.redirect_fixes import with_redirecting_router
    from traefiklint.instance.gaps import has_no_point_for_tls

    router, name = gap.router, gap.entry_point
    message = (
        f"Router `{router.name}` has `tls`, so on `{name}` it answers no plain request: http:// gets a 404; take it "
        f"off `{name}`, and add a router without `tls` there that redirects."
    )
    index, fix = router.entry_points.index(name), None
    if has_no_point_for_tls(name, instance):
        message = (
            f"Router `{router.name}` has `tls`, and Traefik has no entry point for TLS but the plain `{name}`, where "
            "http:// gets a 404 by it; delete `tls`, or add an entry point on port 443."
        )
    else:
        fix = with_redirecting_router(router, index, instance)
    yield Diagnostic(router.at("entry_points", index), message, fix=fix)


@rule("plain-router-on-tls-entrypoint", effect=Effect.SILENT, fix="unsafe")
def plain_router_on_tls_entrypoint(gap: PlainOnTlsPort, instance: Instance) -> Iterator[Diagnostic]:
    """A router without TLS stands on the entry point for HTTPS, where it answers only plain requests."""
    router, name = gap.router, gap.entry_point
    if router.object in instance.once(given_tls):
        return  # that its options stand below another name is told there
    ends = "gets a 404" if gap.taker is None else f"goes to `{gap.taker.name}`"
    points = instance.context.entry_points
    is_plain_elsewhere = any(not points[one].tls for one in router.entry_points if one != name and one in points)
    resolver = instance.once(_usual_resolvers).get(name, "")
    advice = f"add `{_tls_in(router, resolver)}`" + (", as the other routers there have it" if resolver else "")
    if is_plain_elsewhere:  # where it would answer no more with TLS
        advice = f"add a second router there, {_with_tls(router, resolver)}"
    message = (
        f"Router `{router.name}` has no `tls`, so on `{name}` it answers only plain HTTP: https:// {ends}; {advice}."
    )
    option = _tls_in(router, resolver) if resolver else "tls: {}"
    fix = None if is_plain_elsewhere else add_option(router, option, "Serve TLS", safe=False)
    place = router.at("entry_points", router.entry_points.index(name)) if router.entry_points else router.at("rule")
    yield Diagnostic(place, message, fix=fix, strict=means_tls(router))


def _with_tls(router: Router, resolver: str) -> str:
    """What a second router beside one is to have."""
    if not router.document.holds_labels:
        return f"with `{_tls_in(router, resolver)}`"
    name, value = _TLS_LABEL[bool(resolver)], resolver or "true"
    label = as_label(
        f"traefik.http.routers.{router.name}-secure.{name}", value, label_at(router.document, router.key_node)
    )
    return f"such as `{router.name}-secure`, with the same rule and `{label}`"


_TLS_LABEL = ("tls", "tls.certresolver")
"""What switches TLS on by a label: for certificates that are there, and by a resolver."""


def _tls_in(router: Router, resolver: str) -> str:
    """TLS as it is written into a router, by a resolver where one is named."""
    if not resolver:
        return option_in(router, "tls")
    if router.document.holds_labels:
        return option_in(router, _TLS_LABEL[True], resolver)
    return with_option(router.document.file, "tls", "certResolver", [resolver], is_list=False)


def _usual_resolvers(instance: Instance) -> dict[str, str]:
    """The resolver that all routers with TLS on an entry point name, each for its own hosts, by entry point: with TLS
    alone another router would serve Traefik's own certificate."""
    named: dict[str, set[str]] = {}
    for router in instance.objects["http.routers"].values():
        if type(router) is Router and router.tls is not None:
            resolver = "" if router.tls.domains else router.tls.cert_resolver
            for point in instance.entry_points(router):
                named.setdefault(point.name, set()).add(resolver)
    alone = {name: next(iter(found)) for name, found in named.items() if len(found) == 1}
    return {name: resolver for name, resolver in alone.items() if resolver in instance.context.resolvers}


@rule("router-behind-redirect", effect=Effect.SILENT, matters="anywhere")
def router_behind_redirect(gap: RedirectedToNobody, instance: Instance) -> Iterator[Diagnostic]:
    """A router gets no request, because its entry point redirects all of them to where no router answers."""
    router, name, target = gap
    if _lacks_a_rule(router, target.name, instance):
        return  # that the rule of the router there is missing is told
    resolver = instance.once(_usual_resolvers).get(target.name, "")
    tls = _tls_in(router, resolver) if resolver else "tls"
    place, advice = router.at("rule"), f"give the router `{tls}`"
    if router.entry_points or target.name not in instance.default_entry_points:
        has_tls = router.tls is not None or target.tls
        advice = f"put the router on `{target.name}`" + ("" if has_tls else f", with `{tls}`")
    if router.entry_points:
        place = router.at("entry_points", router.entry_points.index(name))
    hosts = instance.rule(router).hosts
    its_hosts = "its hosts " if hosts else ""
    if not hosts:  # as of whoever asks by the address whether Traefik is well
        advice += f", or give the redirection of `{name}` a lower `priority` than the router's"
    message = (
        f"`{name}` redirects every request to `{target.name}` before router `{router.name}` sees it, and no router "
        f"answers {its_hosts}there over TLS, so visitors get a 404; {advice}."
    )
    is_of_containers = bool(hosts) and all("." not in host for host in hosts)  # which ask each other
    yield Diagnostic(place, message, strict=is_of_containers)


def _lacks_a_rule(router: Router, point: str, instance: Instance) -> bool:
    """Whether the container of a router defines one without a rule on an entry point."""
    if "DefaultedRouter" not in instance.parts:
        return False
    from traefiklint.checks.shared.labels import holder_of

    return (id(holder_of(router)), point) in instance.once(_without_rules)


def _without_rules(instance: Instance) -> frozenset[tuple[int, str]]:
    """The containers that define a router without a rule, by their labels, and the entry points that it names."""
    from traefiklint.checks.shared.labels import holder_of

    routers = (one.router for one in instance.parts["DefaultedRouter"])
    return frozenset((id(holder_of(router)), point) for router in routers for point in router.entry_points)


@rule("plain-http-router", effect=Effect.ADVICE, fix="unsafe", matters="to strangers")
def plain_http_router(gap: ServedBothWays, instance: Instance) -> Iterator[Diagnostic]:
    """A host that has TLS is served over plain HTTP as well, without a redirect."""
    from traefiklint.checks.shared.redirect_fixes import is_defined, with_redirect

    claim, name, host, other = gap
    router = claim.router
    where = "the same router" if other is claim else f"`{other.router.name}`"
    which = "such as `redirect-to-https`" if is_defined(instance) else "by `redirectScheme` with `scheme: https`"
    message = (
        f"Router `{router.name}` serves `{host}` on `{name}` without encryption, though {where} serves it over TLS; "
        f"put a redirect to https on it, {which}."
    )
    is_past_login = other is not claim and _is_open_beside(router, other.router, instance)
    if is_past_login:
        message = (
            f"Everybody gets in over http://: router `{router.name}` serves `{host}` on `{name}` without the "
            f"protection that {where} has over TLS; put a redirect to https on it, {which}."
        )
    place = router.at("entry_points", router.entry_points.index(name))
    spot = other.router.at("rule")
    related = () if other is claim else (Related(spot.file, spot.span, "served over TLS here"),)
    yield Diagnostic(place, message, related=related, fix=with_redirect(router, instance), strict=not is_past_login)


def _is_open_beside(router: Router, other: Router, instance: Instance) -> bool:
    """Whether a router lets everybody in, and another one surely does not."""
    if any(map(asks_who_is_there, passage(router, instance))):
        return False
    return any(step is not None and asks_who_is_there(step) for step in passage(other, instance))


@rule("https-without-http", effect=Effect.ADVICE, severity=Severity.INFO, strict=True)
def https_without_http(instance: Instance, _: Instance) -> Iterator[Diagnostic]:
    """A host is served over TLS only, so that http:// gets a 404."""
    plain = [
        point
        for point in instance.context.entry_points.values()
        if not point.udp and not point.tls and point.port == _HTTP
    ]
    if not plain or not instance.knows_routers or any(point.redirect_to for point in plain):
        return
    from traefiklint.instance.gaps import Hosts
    from traefiklint.instance.reachability import claims

    found = instance.once(claims)
    hosts = Hosts(found)
    for claim in found:
        names = {name for name, _secure in claim.listeners}
        if not claim.rule.hosts or not all(secure for _name, secure in claim.listeners):
            continue
        if not any(point.name in names or hosts.answers(claim, point.name, secure=False) for point in plain):
            message = (
                f"Nothing answers `{claim.rule.hosts[0]}` on `{plain[0].name}`, so http:// gets a 404; add a router "
                "there that redirects."
            )
            yield Diagnostic(claim.router.at("rule"), message)


@rule("redirect-not-applied", effect=Effect.SILENT, severity=Severity.INFO)
def redirect_not_applied(redirect: RedirectScheme, instance: Instance) -> Iterator[Diagnostic]:
    """A redirect to https is used by nothing, and nothing answers http://."""
    points, middleware = instance.once(_unanswered_http), instance.owner(redirect)
    if points is None or middleware is None or middleware.provider != FILE or redirect.scheme != "https":
        return
    if instance.counts(middleware) and not (
        leading_to(middleware, instance) or is_used_elsewhere(middleware, instance) or instance.users(middleware)
    ):
        plain, secure = points
        message = (
            f"Nothing uses `{middleware.name}`, and nothing answers http:// on `{plain}`, which gets a 404; redirect "
            f"there with `http.redirections.entryPoint.to: {secure}` of the entry point `{plain}`."
        )
        yield Diagnostic(middleware.key_at(), message)


def _unanswered_http(instance: Instance) -> tuple[str, str] | None:
    """The entry point on port 80 that has neither a redirect nor a router, and one where routers answer over TLS, where
    all routers are here; None where there is none."""
    context, used = instance.context, instance.once(routers_on)
    if context.assumed or not instance.knows_routers or may_have_others(instance):
        return None
    plain = [one for one in context.entry_points.values() if one.port == _HTTP and not (one.udp or one.tls)]
    of_tcp = instance.objects["tcp.routers"].values()
    busy = {name for one in of_tcp for name in one.entry_points or instance.default_entry_points}
    if len(plain) != 1 or plain[0].redirect_to or plain[0].name in {*used, *busy, *instance.once(unpublished_points)}:
        return None
    served = (name for name, on in used.items() if context.entry_points[name].tls or any(one.tls for one in on))
    secure = next(served, "")
    return (plain[0].name, secure) if secure else None


@rule("router-without-entrypoints", effect=Effect.ADVICE, severity=Severity.INFO, strict=True)
def router_without_entrypoints(router: Router | TcpRouter, instance: Instance) -> Iterator[Diagnostic]:
    """A router names no entry points, and so answers on all of them."""
    if router.entry_points or getattr(router, "parent_refs", ()):
        return
    names = ", ".join(f"`{name}`" for name in instance.default_entry_points)
    where = f"every default entry point ({names})" if names else "every default entry point"
    message = f"Router `{router.name}` names no `entryPoints`, so it answers on {where}; list those that are meant."
    yield Diagnostic(router.key_at(), message)


@rule("tcp-catch-all-on-tls-entrypoint", effect=Effect.ADVICE, severity=Severity.INFO, strict=True)
def tcp_catch_all_on_tls_entrypoint(router: TcpRouter, instance: Instance) -> Iterator[Diagnostic]:
    """A TCP router takes every TLS connection whose name no HTTP router claims."""
    if router.tls is None or not instance.rule(router).is_catch_all or not instance.objects["http.routers"]:
        return
    from traefiklint.instance.reachability import claims

    names = {name for claim in instance.once(claims) for name, secure in claim.listeners if secure}
    shared = [name for name in router.entry_points if name in names]
    if shared:
        message = (
            f"Router `{router.name}` takes every TLS connection on `{shared[0]}` whose name no `Host` of an HTTP "
            "router claims; give it an entry point of its own, or name its hosts."
        )
        yield Diagnostic(router.at("rule"), message)
