"""What is open to more people than its author may think: dashboards, address lists, answers to other sites, cookies."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.middleware.cors import ANSWERS_AS_ASKED
from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.fixes import add_option, set_option
from traefiklint.findings import Effect, Related, Severity
from traefiklint.go.ip import covers
from traefiklint.instance.instance import Instance
from traefiklint.instance.passage import (
    BOUNCERS,
    asks_who_is_there,
    leading_to,
    may_be_plain,
    passage,
    plain_entry_points,
    running,
    sends_to_https,
)
from traefiklint.instance.public import depends_on, is_own_api, may_be_out_of_reach, wants_client_certificate
from traefiklint.instance.whereabouts import is_private_network
from traefiklint.model.base import Named
from traefiklint.model.http import Router
from traefiklint.model.middleware_headers import Headers
from traefiklint.model.middlewares import IpAllowList, IpStrategy, IpWhiteList
from traefiklint.model.services import Cookie, Service
from traefiklint.model.static.entry_points import EntryPointProxyProtocol, ForwardedHeaders
from traefiklint.model.tcp import TcpIpAllowList, TcpIpWhiteList
from traefiklint.patterns import lazy

_EVERYBODY = lazy(r"(?i)(?:^|[-_.])(?:public|every(?:one|body)|any(?:one|body))(?:[-_.]|$)")
"""What the name of a list has in it that is there to let everybody in."""
_VARIABLE_HOST = lazy(r"Host\(`\$\{?\w+\}?`\)$")
_SHOWN = {
    "api@internal": "Traefik's whole configuration",
    "dashboard@internal": "Traefik's dashboard",
    "rest@internal": "an API that changes Traefik's configuration",
}


@rule("dashboard-without-auth", effect=Effect.ADVICE, matters="on the internet")
def dashboard_without_auth(router: Router, instance: Instance) -> Iterator[Diagnostic]:
    """Traefik's dashboard or API is open to everyone."""
    if router.parent_refs or not (_is_offered(router.service, instance) or _leads_to_own_port(router, instance)):
        return
    if not all(reference.holds for reference in instance.needs.get(router, ())):
        return  # then Traefik disables it, of which another rule tells
    if router.rule and instance.rule(router).tree is None and not _is_for_a_host(router):
        return  # nobody comes to it; or it is a variable that holds the matchers, and who comes is not known
    met = passage(router, instance)
    if any(map(asks_who_is_there, met)) or (may_be_plain(router, instance) and any(map(sends_to_https, met))):
        return
    if wants_client_certificate(router, instance) or depends_on(instance.rule(router).parsed, "ClientIP"):
        return
    from traefiklint.instance.own_paths import HOME, VERSION, leads_away, leads_only_to

    if leads_away(router, instance):
        return
    if router.service not in ("dashboard@internal", "rest@internal") and leads_only_to(router, instance, HOME, VERSION):
        return  # which shows nobody's configuration, or at most sends visitors on to the dashboard, past the router
    api = next(iter(instance.context.static.get("Api", ())), None)
    is_shown_anyway = api is not None and api.insecure and set(router.entry_points) == {"traefik"}
    shown = _SHOWN.get(router.service, "Traefik's own port 8080, with its whole configuration,")
    message = (
        f"Router `{router.name}` shows {shown} to everyone; put a `basicAuth`, `forwardAuth` or `ipAllowList` before "
        "it."
    )
    resolver = router.tls.cert_resolver if router.tls is not None else ""
    severity = Severity.INFO if may_be_out_of_reach(resolver, instance) else None
    help = ""
    if api is not None and api.insecure and router.service not in _SHOWN:
        from traefiklint.checks.security.open_api import is_api_published

        help = _WITHOUT_LOGIN if is_api_published(instance) else ""
    # which `api-insecure` tells
    yield Diagnostic(router.at("service"), message, help, severity=severity, strict=is_shown_anyway)


_WITHOUT_LOGIN = (
    "That port is published, too, and asks for no login: turn `api.insecure` off, and lead to `api@internal`."
)


def _is_for_a_host(router: Router) -> bool:
    """Whether a rule asks for nothing but a host that a variable holds, which has no value here."""
    from traefiklint.decoding.label_tree import value_of

    value = value_of(router.at("rule").node)
    return value is not None and not value.is_known and _VARIABLE_HOST.search(value.node.value) is not None


def _is_offered(service: str, instance: Instance) -> bool:
    """Whether a service of Traefik shows something, and is there for all that is known."""
    context = instance.context
    return service in _SHOWN and (context.blank or service.partition("@")[0] in context.internal_services)


def _leads_to_own_port(router: Router, instance: Instance) -> bool:
    """Whether a router leads to a server called Traefik on the port of its insecure API, which may be on."""
    context = instance.context
    if not (context.blank or context.assumed or any(api.insecure for api in context.static.get("Api", ()))):
        return False
    own = instance.once(_own_ports)
    return bool(own) and any(reference.target in own for reference in instance.needs_of(router))


def _own_ports(instance: Instance) -> frozenset[Named]:
    """The services with such a server."""
    services = instance.objects["http.services"].values()
    return frozenset(
        service
        for service in services
        if type(service) is Service
        and service.load_balancer is not None
        and any(is_own_api(server.url) for server in service.load_balancer.servers)
    )


@rule("cors-wildcard-credentials", effect=Effect.ADVICE, matters="to strangers")
def cors_wildcard_credentials(headers: Headers, instance: Instance) -> Iterator[Diagnostic]:
    """Every other site may act as the visitor."""
    if not headers.access_control_allow_credentials:
        return
    for attribute, everybody in (
        ("access_control_allow_origin_list", ("*",)),
        ("access_control_allow_origin_list_regex", (".*", "^.*$", ".+", "^.+$", "^https?://.*$", "^https?://.+$")),
    ):
        for index, origin in enumerate(getattr(headers, attribute)):
            if origin in everybody and (origin != "*" or instance.context.target >= ANSWERS_AS_ASKED):
                message = (
                    f"With credentials allowed, `{origin}` lets every site act as the visitor who is logged in; list "
                    "the sites that may."
                )
                yield Diagnostic(headers.at(attribute, index), message)


@rule("ip-allow-list-everyone", effect=Effect.ADVICE, matters="to strangers")
def ip_allow_list_everyone(
    options: IpAllowList | IpWhiteList | TcpIpAllowList | TcpIpWhiteList, instance: Instance
) -> Iterator[Diagnostic]:
    """A list of allowed addresses lets everyone in."""
    strategy: IpStrategy | None = getattr(options, "ip_strategy", None)
    if strategy is not None and (strategy.depth > 0 or strategy.excluded_ips):
        return  # whoever comes without an address in `X-Forwarded-For` is kept out (pkg/ip/strategy.go)
    owner = instance.owner(options)
    is_meant = owner is not None and _EVERYBODY.search(owner.name) is not None
    found = [index for index, text in enumerate(options.source_range) if text.endswith("/0")]
    if found:
        from traefiklint.decoding.label_tree import is_by_default

        shown = " and ".join(dict.fromkeys(f"`{options.source_range[index]}`" for index in found))
        lets = "let" if " and " in shown else "lets"
        message = f"{shown} {lets} everyone in; name the networks that may, or remove the middleware."
        where = options.at("source_range", found[0])
        yield Diagnostic(where, message, strict=is_meant or is_by_default(where.node))


_PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")
"""The networks that lead nowhere on the internet (RFC 1918, RFC 6598)."""
_WIDEST = 7
"""From here on a network may be meant as what it is, half of the internet."""


@rule("private-network-too-wide", effect=Effect.ADVICE, fix="unsafe", matters="to strangers")
def private_network_too_wide(
    options: IpAllowList | IpWhiteList | TcpIpAllowList | TcpIpWhiteList | ForwardedHeaders | EntryPointProxyProtocol,
    instance: Instance,
) -> Iterator[Diagnostic]:
    """A network that is to be a private one is larger, and the rest of it is on the internet."""
    attribute = "source_range" if "source_range" in options.fields else "trusted_ips"
    what = "lets in" if attribute == "source_range" else "trusts"
    for index, text in enumerate(getattr(options, attribute)):
        address, _, size = text.partition("/")
        if not (size.isascii() and size.isdigit() and int(size) >= _WIDEST):
            continue
        first = address.partition(".")[0]
        meant = next((one for one in _PRIVATE if one.partition(".")[0] == first and covers(text, one)), "")
        is_slip = meant and (covers(meant, address) or set(address.split(".")[1:]) == {"0"})
        if is_slip and not covers(meant, text):
            message = (
                f"`{text}` {what} {2 ** (32 - int(size)):,} addresses, not only private ones; the private network "
                f"is `{meant}`."
            )
            fix = set_option(options, attribute, meant, index=index, safe=False)
            yield Diagnostic(options.at(attribute, index), message, fix=fix)


@rule(
    "ip-allow-list-private-behind-proxy",
    effect=Effect.ADVICE,
    severity=Severity.INFO,
    strict=True,
)
def ip_allow_list_private_behind_proxy(options: IpAllowList | IpWhiteList, instance: Instance) -> Iterator[Diagnostic]:
    """A list lets all private addresses in, which behind a proxy is everyone."""
    if options.ip_strategy is not None or not options.source_range:
        return
    if all(map(is_private_network, options.source_range)):
        message = (
            "Behind another proxy or a published container port every visitor may come from a private address, and "
            "this list lets them all in; check that Traefik sees the visitors' own addresses, or set `ipStrategy`."
        )
        yield Diagnostic(options.at("source_range"), message)


@rule("ip-strategy-without-trust", category="middleware", effect=Effect.SILENT)
def ip_strategy_without_trust(strategy: IpStrategy, instance: Instance) -> Iterator[Diagnostic]:
    """The visitor's address is to be taken from a header that the entry point throws away."""
    attribute = "depth" if strategy.depth > 0 else "excluded_ips"
    context = instance.context
    middleware = instance.owner(strategy)
    if not getattr(strategy, attribute) or middleware is None:
        return
    if context.blank or context.assumed:
        if attribute == "excluded_ips" and strategy.parent not in _lists(middleware):
            yield _untold_trust(strategy, attribute, middleware)
        return
    for reference in leading_to(middleware, instance):
        router = reference.owner
        points = [point for point in instance.entry_points(router) if not point.redirect_to]
        if points and not any(point.trusted_forwarded for point in points):
            if type(router) is Router and _may_be_written_before(middleware, router, instance):
                continue
            result = "lets nobody in" if strategy.parent in _lists(middleware) else "counts all visitors as one"
            advice = "set `forwardedHeaders.trustedIPs` there."
            help = "Where visitors come to Traefik itself, with no proxy before it, remove the `ipStrategy` instead."
            if points[0].name in instance.once(_told_addresses):
                advice = "remove the `ipStrategy`: the PROXY protocol tells Traefik the visitor's address."
                help = ""
            message = (
                f"`{strategy.fields[attribute].key}` reads `X-Forwarded-For`, which `{points[0].name}` removes because "
                f"it trusts no proxy, so that `{middleware.name}` {result}; {advice}"
            )
            related = (Related(reference.place.file, reference.place.span, "used here"),)
            yield Diagnostic(strategy.key_at(attribute), message, help, related=related)
            return


def _may_be_written_before(middleware: Named, router: Router, instance: Instance) -> bool:
    """Whether a plugin that a request meets before a middleware may write the visitor's address into the header, as
    those for Cloudflare do: all but such that keep visitors out."""
    for _, step in running(router, instance):
        if step is middleware:
            return False
        if (
            step is not None
            and step.plugin
            and not any(word in name.lower() for name in step.plugin for word in BOUNCERS)
        ):
            return True
    return False


def _told_addresses(instance: Instance) -> frozenset[str]:
    """The entry points that proxies tell the visitors' addresses by the PROXY protocol (asked of 3.7.15)."""
    points = instance.context.static.get("StaticEntryPoint", ())
    told = ((point.name, point.proxy_protocol) for point in points if point.proxy_protocol is not None)
    return frozenset(name for name, protocol in told if protocol.trusted_ips or protocol.insecure)


def _untold_trust(strategy: IpStrategy, attribute: str, middleware: Named) -> Diagnostic:
    """What to look at where the entry points are not known."""
    message = (
        f"`{strategy.fields[attribute].key}` reads `X-Forwarded-For`, so without a proxy that the entry point trusts "
        f"(`forwardedHeaders.trustedIPs`) `{middleware.name}` counts all visitors as one."
    )
    return Diagnostic(strategy.key_at(attribute), message, effect=Effect.ADVICE, severity=Severity.INFO)


def _lists(middleware: object) -> tuple[object, ...]:
    return tuple(filter(None, (getattr(middleware, name, None) for name in ("ip_allow_list", "ip_white_list"))))


@rule("sts-on-http", effect=Effect.SILENT, severity=Severity.INFO, strict=True)
def sts_on_http(headers: Headers, instance: Instance) -> Iterator[Diagnostic]:
    """Strict transport security is set on plain HTTP, where browsers never see it."""
    middleware = instance.owner(headers)
    if not headers.sts_seconds or headers.force_sts_header or middleware is None:
        return
    references = leading_to(middleware, instance)
    routers = [reference.owner for reference in references]
    if routers and all(
        type(router) is Router
        and (points := plain_entry_points(router, instance))
        and len(points) == len(instance.entry_points(router))
        for router in routers
    ):
        message = (
            f"`stsSeconds` has no effect on plain HTTP, and `{middleware.name}` is used nowhere else; use it on TLS."
        )
        yield Diagnostic(headers.at("sts_seconds"), message)


@rule("sticky-cookie-insecure", effect=Effect.ADVICE, severity=Severity.INFO, strict=True, fix="unsafe")
def sticky_cookie_insecure(cookie: Cookie, instance: Instance) -> Iterator[Diagnostic]:
    """The cookie that keeps a visitor on one server is open to scripts, or sent without encryption."""
    missing = [key for key, given in (("secure", cookie.secure), ("httpOnly", cookie.http_only)) if not given]
    if missing:
        shown = " and ".join(f"`{key}`" for key in missing)
        message = f"The cookie has no {shown}, so scripts or plain HTTP may leak it; set both to `true`."
        fix = add_option(cookie, "\n".join(f"{key}: true" for key in missing), f"Set {shown}", safe=False)
        yield Diagnostic(cookie.key_at(), message, fix=fix)


@rule("security-by-path", effect=Effect.ADVICE, severity=Severity.INFO, strict=True)
def security_by_path(router: Router, instance: Instance) -> Iterator[Diagnostic]:
    """Visitors are asked who they are on some paths only, while another router leads to the same service."""
    if not router.middlewares or not any(m is not None and asks_who_is_there(m) for m in passage(router, instance)):
        return
    mine = instance.rule(router)
    if not any(depends_on(mine.parsed, name) for name in ("Path", "PathPrefix", "PathRegexp")):
        return
    for other in instance.once(_open_by_service).get(router.service, ()):
        if set(instance.rule(other).domains) & set(mine.domains):
            message = (
                f"Router `{router.name}` asks visitors to log in, and `{other.name}` leads to the same service "
                "without: a path written otherwise, such as with `%2F`, may get past it; ask for the login in the "
                "application, or on both routers."
            )
            place = other.at("rule")
            yield Diagnostic(router.at("rule"), message, related=(Related(place.file, place.span, "the open router"),))
            return


def _open_by_service(instance: Instance) -> dict[str, list[Router]]:
    """The routers that ask nobody who he is, by the service that they name."""
    found: dict[str, list[Router]] = {}
    for router in instance.objects["http.routers"].values():
        if not any(map(asks_who_is_there, passage(router, instance))):
            found.setdefault(router.service, []).append(router)
    return found
