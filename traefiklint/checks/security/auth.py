"""Middlewares that shall keep people out: whether they are used, what they trust, how their secrets are kept."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.as_written import with_dollars
from traefiklint.checks.shared.fixes import add_option
from traefiklint.findings import Effect, Severity
from traefiklint.go.url import Url, parse_url
from traefiklint.instance.instance import Instance
from traefiklint.instance.passage import (
    asks_who_is_there,
    is_login,
    is_portal,
    is_used_elsewhere,
    leading_to,
    means_tls,
    passage,
    plain_entry_points,
    running,
    sends_to_https,
)
from traefiklint.instance.published import comes_by_others, is_published, is_web_port, unpublished_points
from traefiklint.instance.references import names_that_lead_nowhere
from traefiklint.instance.traefiks import traefiks
from traefiklint.instance.whereabouts import domain_of, is_of_the_internet, is_private_network
from traefiklint.model.base import Named, Section
from traefiklint.model.http import Router
from traefiklint.model.middleware import Middleware
from traefiklint.model.middleware_auth import BasicAuth, DigestAuth, ForwardAuth
from traefiklint.model.middlewares import IpAllowList, IpWhiteList
from traefiklint.model.tcp import TcpIpAllowList, TcpIpWhiteList
from traefiklint.patterns import lazy
from traefiklint.versions import since

if TYPE_CHECKING:
    from traefiklint.instance.context import EntryPoint
    from traefiklint.matching.implication import Analysis
    from traefiklint.model.static.entry_points import StaticEntryPoint

_WEAK_HASHES = {"{SHA}": "SHA-1", "$apr1$": "MD5", "$1$": "MD5"}
"""The beginnings of hashes that Traefik takes besides bcrypt (github.com/abbot/go-http-auth, `basic.go`)."""


_OF_EXAMPLES = frozenset(
    (
        "$apr1$H6uskkkW$IgXLP6ewTrSuBkTrqE8wj/",
        "$apr1$d9hr9HBB$4HxwgUir3HP4EsggP/QNo0",
    )
)
"""The hashes of Traefik's documentation, which stand where somebody is to put in their own."""
_HASH = lazy(r"\{SHA\}[A-Za-z0-9+/]{27}=|\$(?:apr1|1)\$[A-Za-z0-9./]{0,8}\$[A-Za-z0-9./]{22}")
"""What such a hash looks like; `$apr1$your-hash` is none, and stands where one is to be put in."""
_TO_CHANGE = lazy(r"(?i)(?<!to )\b(?:change|replace)\b")
_EXAMPLE_USER = lazy(r"(?i)(?:test|demo|example|foo|bar)\d?(?:[-_.]?user)?")


@rule("basic-auth-weak-hash", effect=Effect.ADVICE, matters="to strangers")
def basic_auth_weak_hash(auth: BasicAuth, instance: Instance) -> Iterator[Diagnostic]:
    """A password is kept as a hash that is cheap to crack."""
    for index, user in enumerate(auth.users):
        name, _, secret = user.partition(":")
        for start, algorithm in _WEAK_HASHES.items():
            if secret.startswith(start):
                where = auth.at("users", index)
                is_example = _EXAMPLE_USER.fullmatch(name) is not None or not _HASH.fullmatch(secret)
                is_example = is_example and not (secret in _OF_EXAMPLES and _guards_something(auth, instance))
                is_example = is_example or (where.file, where.span.line) in instance.once(_lines_to_change)
                advice = f"make a bcrypt hash with `htpasswd -nB {name}`{with_dollars(where)}"
                why = f"is stored as {algorithm}, which is cheap to crack"
                told = instance.once(_told_passwords).get((where.file, where.span.line), "")
                is_example = is_example or (bool(told) and instance.once(_is_of_examples))
                if secret in _OF_EXAMPLES:
                    why = "is the one in Traefik's documentation, which everybody can read"
                elif told:
                    why, advice = told, "take another one, and keep it out of the file"
                message = f"The password of `{name}` {why}; {advice}."
                is_known = secret in _OF_EXAMPLES or bool(told)
                severity = None if is_known or _is_used(auth, instance) else Severity.INFO
                is_moot = severity is not None and _is_told_unused(auth, instance)
                yield Diagnostic(where, message, severity=severity, strict=is_example or is_moot)


def _is_used(auth: BasicAuth, instance: Instance) -> bool:
    """Whether anybody here lets people in by a list of users; labels of other files may."""
    middleware = instance.owner(auth)
    return middleware is not None and bool(leading_to(middleware, instance) or is_used_elsewhere(middleware, instance))


def _is_told_unused(auth: BasicAuth, instance: Instance) -> bool:
    """Whether it is told of a login in labels that no router uses it."""
    from traefiklint.checks.labels.middlewares import label_middleware_unused

    middleware = instance.owner(auth)
    return type(middleware) is Middleware and any(
        not one.strict for one in label_middleware_unused(middleware, instance)
    )


def _guards_something(auth: BasicAuth, instance: Instance) -> bool:
    """Whether a router here leads to a login, and none of its hosts is made up as in examples."""
    middleware = instance.owner(auth)
    routers = [ref.owner for ref in leading_to(middleware, instance)] if middleware is not None else []
    hosts = (host for router in routers if type(router) is Router for host in instance.rule(router).domains)
    return bool(routers) and not any(map(_is_made_up, hosts))


def _is_of_examples(instance: Instance) -> bool:
    """Whether every host that a router here names is made up as in examples, so that nobody uses the passwords."""
    hosts = [host for one in instance.objects["http.routers"].values() for host in instance.rule(one).domains]
    return bool(hosts) and all(map(_is_made_up, hosts))


def _is_made_up(host: str) -> bool:
    return "example" in host or "domain" in host


_MOST_TRIES = 200
"""How many words are tried for all users together: each takes a thousand rounds of MD5, about half a millisecond."""


def _told_passwords(instance: Instance) -> dict[tuple[str, int], str]:
    """What tells the passwords of users to everybody, by the lines of these: their names, or a comment near them."""
    from traefiklint.checks.shared.passwords import is_password, words_of_comments

    found, left = {}, _MOST_TRIES
    for auth in instance.parts.get("BasicAuth", ()):
        for index, user in enumerate(auth.users):
            (name, _, secret), where = user.partition(":"), auth.at("users", index)
            if where.document is None or not _HASH.fullmatch(secret) or left <= 0:
                continue
            words = list(islice(words_of_comments(where.document, where.span.line), left - 1))
            left -= len(words) + 1
            if is_password(name, secret):
                found[where.file, where.span.line] = "is the user's name"
            elif any(is_password(word, secret) for word in words):
                found[where.file, where.span.line] = "stands in a comment near it"
    return found


def _lines_to_change(instance: Instance) -> frozenset[tuple[str, int]]:
    """The lines with a comment behind a value that asks for another one."""
    documents = {id(auth.home): auth.home for auth in instance.parts.get("BasicAuth", ()) if auth.home is not None}
    return frozenset(
        (document.file, number)
        for document in documents.values()
        for number, line in enumerate(document.text.split("\n"), 1)
        if (at := line.find(" #")) >= 0 and _TO_CHANGE.search(line, at) is not None
    )


@rule("middleware-defined-not-applied", effect=Effect.ADVICE, strict=True)
def middleware_defined_not_applied(
    options: BasicAuth | DigestAuth | ForwardAuth | IpAllowList | IpWhiteList | TcpIpAllowList | TcpIpWhiteList,
    instance: Instance,
) -> Iterator[Diagnostic]:
    """A middleware that shall keep people out is used by no router."""
    middleware = instance.owner(options)
    if middleware is None or not instance.counts(middleware) or not instance.knows_routers:
        return
    if leading_to(middleware, instance) or is_used_elsewhere(middleware, instance):
        return
    if middleware.name in instance.once(names_that_lead_nowhere):
        return  # somebody means it, and is told why that does not work
    message = (
        f"`{middleware.name}` protects nothing, because no router of these files uses it; add it to the `middlewares` "
        "of a router, or remove it."
    )
    context = instance.context
    others = context.blank or context.assumed or not context.providers <= {"file", "internal"}
    help = f"Routers of other providers may still use it as `{middleware.full}`." if others else ""
    yield Diagnostic(middleware.key_at(), message, help)


@rule("credentials-over-http", effect=Effect.ADVICE, matters="to strangers")
def credentials_over_http(auth: BasicAuth | DigestAuth | ForwardAuth, instance: Instance) -> Iterator[Diagnostic]:
    """Visitors are asked who they are over plain HTTP, where everybody on the way can read the answer."""
    middleware = instance.owner(auth)
    if middleware is None or not instance.counts(middleware) or len(middleware.written) > 1:
        return  # one of several types is disabled anyway
    if isinstance(auth, ForwardAuth) and not is_login(auth):
        return
    for reference in leading_to(middleware, instance):
        router = reference.owner
        if type(router) is not Router:
            continue
        points = plain_entry_points(router, instance)
        if points and not _is_sent_to_https_before(middleware, router, instance):
            shown = ", ".join(f"`{point.name}`" for point in points)
            if open_router := _open_over_https(router, instance):
                message = (
                    f"Over https:// nobody has to log in: `{router.name}` has no `tls`, and `{open_router.name}` "
                    f"answers there in its place; put `{middleware.name}` on `{open_router.name}`, too."
                )
                yield Diagnostic(reference.place, message, effect=Effect.SILENT)
                continue
            message = (
                f"Router `{router.name}` asks for credentials on {shown}, where they travel without encryption; serve "
                "it over TLS, and redirect to https before."
            )
            is_near = not (any(map(is_of_the_internet, instance.rule(router).domains)) and instance.once(_has_port_80))
            is_near = is_near or instance.once(_behind_neighbours).issuperset(point.name for point in points)
            is_plain = (is_near and instance.once(_has_no_tls)) or instance.once(comes_by_others)
            is_inside = instance.once(unpublished_points).issuperset(point.name for point in points)
            is_inside = is_inside or _is_sent_to_https_behind(auth, middleware, router, instance)
            is_inside = is_inside or _is_by_the_way(router, points, instance)
            is_inside = is_inside or all(point.port == "443" for point in points)  # where nobody asks by http://
            is_inside = is_inside or means_tls(router)  # which it has not, as is told there
            may_be_other = isinstance(auth, ForwardAuth) and not is_portal(auth)  # as one that looks for robots
            where = f"{middleware.full} on {shown}"
            yield Diagnostic(reference.place, message, cause=where, strict=is_plain or is_inside or may_be_other)


def _is_by_the_way(router: Router, points: list[EntryPoint], instance: Instance) -> bool:
    """Whether a router is on entry points of another protocol, as of a database, because it names none, and browsers
    come to it elsewhere."""
    has_others = len(instance.entry_points(router)) > len(points)
    return not router.entry_points and has_others and not any(is_web_port(point.port) for point in points)


def _has_no_tls(instance: Instance) -> bool:
    """Whether a Traefik is known to serve nothing over TLS: then visitors are near, or TLS ends before it."""
    context = instance.context
    if context.blank or context.assumed or context.resolvers:
        return False
    points = context.entry_points.values()
    unused = instance.once(unpublished_points)
    if any(point.tls or (point.port == "443" and point.name not in unused) for point in points):
        return False
    routers = (*instance.objects["http.routers"].values(), *instance.objects["tcp.routers"].values())
    return not any(router.tls is not None for router in routers)


def _behind_neighbours(instance: Instance) -> frozenset[str]:
    """The entry points that believe what a program on a private network says of its visitors: there TLS ends."""
    points = instance.context.static.get("StaticEntryPoint", ())
    return frozenset(
        one.name
        for one in points
        for peers in (one.forwarded_headers, one.proxy_protocol)
        if peers is not None and any(map(is_private_network, peers.trusted_ips))
    )


def _has_port_80(instance: Instance) -> bool:
    """Whether the host has port 80 for everybody, where visitors come and proxies hardly do."""
    from traefiklint.instance.static_start.addresses import read_address

    points = instance.context.static.get("StaticEntryPoint", ())
    return any(is_published(instance, read_address(one.address), lambda port: port.published == "80") for one in points)


def _open_over_https(router: Router, instance: Instance) -> Router | None:
    """A router that answers over TLS what a router without it protects, from the same service, and asks nobody."""
    from traefiklint.matching.implication import Analysis

    rule = instance.rule(router)
    if rule.tree is None or rule.syntax != "v3":
        return None
    wanted = Analysis(rule.tree)
    served = instance.once(_over_https)
    name = min(wanted.hosts or ("",))
    found = None
    for other, analysis in (*served.get(name, ()), *served.get("", ())) if name else chain(*served.values()):
        if not wanted.implies(analysis):
            continue
        if any(map(asks_who_is_there, passage(other, instance))) or (other.tls is not None and other.tls.options):
            return None  # TLS options may demand a certificate
        found = found or (other if other.service == router.service else None)
    return found


def _over_https(instance: Instance) -> dict[str, list[tuple[Router, Analysis]]]:
    """The routers that answer over TLS with what they match, by the hosts of which a request must have one; below an
    empty name those that answer for others, too."""
    from traefiklint.instance.reachability import claims
    from traefiklint.matching.implication import Analysis

    found: dict[str, list[tuple[Router, Analysis]]] = {}
    for claim in instance.once(claims):
        tree, other = claim.rule.tree, claim.router
        if tree is None or not claim.works or not any(one.secure for one in claim.listeners):
            continue
        if isinstance(other, Router) and claim.rule.syntax == "v3":
            analysis = Analysis(tree)
            for name in analysis.hosts or ("",):
                found.setdefault(name, []).append((other, analysis.of_usual_hosts()))
    return found


def _is_sent_to_https_before(middleware: Named, router: Router, instance: Instance) -> bool:
    met = passage(router, instance)
    before = met[: met.index(middleware)] if isinstance(middleware, Middleware) and middleware in met else met
    return any(map(sends_to_https, before))


def _is_sent_to_https_behind(auth: Section, middleware: Named, router: Router, instance: Instance) -> bool:
    """Whether a router redirects to https behind a login of Traefik's own, where `middleware-order` says so."""
    steps = list(running(router, instance)) if not isinstance(auth, ForwardAuth) else []
    at = next((number for number, (_, step) in enumerate(steps) if step is middleware), len(steps))
    after = (step for reference, step in steps[at:] if step is not None and not reference.point)
    return any(step.redirect_scheme and sends_to_https(step) for step in after)


_WARNS_OF_TRUST = since("3.6.14")


@rule("forward-auth-trust-unset", effect=Effect.ADVICE, matters="to strangers")
def forward_auth_trust_unset(auth: ForwardAuth, instance: Instance) -> Iterator[Diagnostic]:
    """Nothing says whether the authentication server may believe the forwarded headers of a visitor."""
    context = instance.context
    # where no entry point trusts anybody, what visitors send stops there (asked of 3.6.15 and 3.7.15)
    is_cut_off = not any(point.trusted_forwarded for point in context.entry_points.values())
    if auth.trust_forward_header is None and context.target >= _WARNS_OF_TRUST and not context.runs_older:
        message = (
            "`trustForwardHeader` is not set, so some `X-Forwarded-*` headers that a visitor sends reach the "
            "authentication server; set it to `false`, or to `true` where the entry points have `trustedIPs`."
        )
        help = "Since 3.6.14 Traefik logs a warning about it."
        yield Diagnostic(auth.key_at(), message, help, strict=is_cut_off)


@rule("forward-auth-plain-http", effect=Effect.ADVICE)
def forward_auth_plain_http(auth: ForwardAuth, instance: Instance) -> Iterator[Diagnostic]:
    """Cookies and headers of visitors go to a public authentication server without encryption."""
    url = parse_url(auth.address)
    if auth.address[:7].lower() != "http://" or not is_of_the_internet(url.host):
        return
    if url.host.lower() in instance.once(_names_of_containers):
        return
    has_port = url.port not in ("", "80", "443")  # at which it hardly speaks TLS
    advice = "write `https://`, or use the server's internal name."
    if has_port:
        advice = "use the server's internal name, or the address without a port at which `https://` reaches it."
    message = f"Traefik asks `{url.host}` over plain HTTP who a visitor is, cookies included; {advice}"
    is_near = has_port and domain_of(url.host) in instance.once(_domains_at_home)
    yield Diagnostic(auth.at("address"), message, strict=is_near)


def _domains_at_home(instance: Instance) -> frozenset[str]:
    """The domains of which routers serve hosts that stand in a network of their own, as servers with addresses of such
    networks show: another host below them, with a port that no site has, may be a machine there."""
    services = instance.objects["http.services"].values()
    servers = (server for one in services if one.load_balancer is not None for server in one.load_balancer.servers)
    if not any(is_private_network(parse_url(server.url).host) for server in servers):
        return frozenset()
    routers = instance.objects["http.routers"].values()
    return frozenset(domain_of(host) for router in routers for host in instance.rule(router).hosts)


def _names_of_containers(instance: Instance) -> frozenset[str]:
    """The names that compose files give containers on their networks, or addresses that they tell Traefik, in small
    letters: whatever they look like, nobody on the internet is asked."""
    from traefiklint.instance.named_services import given_names

    projects = instance.labels.composed if instance.labels is not None else ()
    found: set[str] = set()
    for service in (one for project in projects for one in project.services):
        found.update(given_names(service))
    for own in instance.once(traefiks):
        found.update(one.text.replace("=", ":").partition(":")[0] for one in own.extra_hosts)
    return frozenset(name.lower() for name in found)


@rule("forward-auth-self", effect=Effect.SILENT)
def forward_auth_self(auth: ForwardAuth, instance: Instance) -> Iterator[Diagnostic]:
    """An authentication server is asked through the router that it is asked for."""
    middleware = instance.owner(auth)
    url = parse_url(auth.address)
    if middleware is None or not url.host or not instance.counts(middleware):
        return
    guarded = [ref.owner for ref in leading_to(middleware, instance) if type(ref.owner) is Router]
    if not any(url.host.lower() in instance.rule(router).domains for router in guarded):
        return
    winner = _answering(url, instance)
    if winner in guarded:
        message = (
            f"Traefik asks `{auth.address}`, which router `{winner.name}` answers after asking there itself, so every "
            "request fails; use the internal name of the server, or a router without this middleware."
        )
        yield Diagnostic(auth.at("address"), message)


def _answering(url: Url, instance: Instance) -> Router | None:
    """The router that answers a request for a URL; None where it is none of these, or where two have equal claims."""
    from traefiklint.matching.evaluate import matches
    from traefiklint.matching.request import Request

    request = Request(scheme=url.scheme, host=url.host, path=url.path or "/", query=url.query)
    port = url.port or {"http": "80", "https": "443"}.get(url.scheme, "")
    claims: list[tuple[int, Router]] = []
    for router in instance.objects["http.routers"].values():
        rule = instance.rule(router)
        points = [point for point in instance.entry_points(router) if point.port == port]
        with_tls = router.tls is not None or any(point.tls for point in points)
        if not points or rule.tree is None or with_tls is not (url.scheme == "https"):
            continue
        if matches(rule.tree, request, syntax=rule.syntax, target=instance.context.target):
            claims.append((router.priority or rule.default_priority, router))
    highest = max((priority for priority, _ in claims), default=0)
    winners = [router for priority, router in claims if priority == highest]
    return winners[0] if len(winners) == 1 else None


@rule("forward-auth-body-unlimited", effect=Effect.ADVICE, severity=Severity.INFO, strict=True, fix="unsafe")
def forward_auth_body_unlimited(auth: ForwardAuth, instance: Instance) -> Iterator[Diagnostic]:
    """The answers of an authentication server may be of any size."""
    if auth.max_response_body_size is None and auth.fields["max_response_body_size"].first <= instance.context.target:
        message = "`maxResponseBodySize` is not set, so a response may fill the memory; set a limit."
        fix = add_option(auth, "maxResponseBodySize: 1048576", "Allow one mebibyte", safe=False)
        yield Diagnostic(auth.key_at(), message, "Since 3.6.9 Traefik logs a warning about it.", fix=fix)


@rule("header-spoofable", effect=Effect.ADVICE, severity=Severity.INFO, strict=True)
def header_spoofable(auth: BasicAuth | DigestAuth | ForwardAuth, instance: Instance) -> Iterator[Diagnostic]:
    """A visitor can send the header that tells a server who is there, with underscores."""
    middleware = instance.owner(auth)
    attribute = "auth_response_headers" if isinstance(auth, ForwardAuth) else "header_field"
    given = getattr(auth, attribute)
    names = [given] if isinstance(given, str) else given
    name = next((name for name in names if "-" in name), "")
    if not name or middleware is None or not instance.counts(middleware) or not _keeps_underscores(instance):
        return
    message = (
        f"A visitor can send `{name.replace('-', '_')}`, which many servers take for `{name}`; set "
        "`http.aliasHeadersStrategy: delete` on the entry points."
    )
    yield Diagnostic(
        auth.at(attribute), message, "Before 3.7.12 it is `underscoreHeadersStrategy`, which exists since 3.6.20."
    )


def _keeps_underscores(instance: Instance) -> bool:
    """Whether an entry point hands on headers with underscores, as it does by itself."""
    points = instance.context.static.get("StaticEntryPoint", ())
    return not points or any(_keeps_other_spellings(point) for point in points if not point.is_udp)


def _keeps_other_spellings(point: StaticEntryPoint) -> bool:
    """Whether an entry point lets headers pass that back ends take for others."""
    http = point.http
    return http is None or not {http.underscore_headers_strategy, http.alias_headers_strategy} & {"delete", "reject"}
