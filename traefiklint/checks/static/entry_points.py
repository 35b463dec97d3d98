"""Entry points: their addresses, what they do with headers, and where they redirect to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.fixes import set_option
from traefiklint.checks.static.refused import STOPS
from traefiklint.findings import Effect, Fix, Severity
from traefiklint.go.url import split_host_port
from traefiklint.instance.cycles import rings
from traefiklint.instance.instance import Instance
from traefiklint.instance.named_resolvers import (
    cause_of_loss,
    is_commented_out_resolver,
    is_ignored,
    name_their_own,
)
from traefiklint.instance.names import FILE
from traefiklint.instance.own_routers import own_routers
from traefiklint.instance.published import is_published, unpublished_points
from traefiklint.instance.references import HTTP_MIDDLEWARES
from traefiklint.instance.static_start.addresses import ListenAddress, read_address
from traefiklint.instance.static_start.faults import BadAddress
from traefiklint.instance.udp_points import TCP_ONLY, meant_for_tcp
from traefiklint.model.static.entry_points import (
    EntryPointHttp,
    EntryPointObservability,
    ForwardedHeaders,
    RedirectEntryPoint,
    Redirections,
    StaticEntryPoint,
)
from traefiklint.model.static.root import Static
from traefiklint.text.spelling import nearest

_VARIABLE = re.compile(r"\$\{?\w+|\{\{")
_URL = re.compile(r"(?:https?|tcp|udp)://(.*?)/?")
_PORT = re.compile(r":[0-9]+")
_PUBLISH = ", and publish it below `ports`"


@rule("entrypoint-address", effect=Effect.REJECTED, fix="safe")
def entrypoint_address(fault: BadAddress, instance: Instance) -> Iterator[Diagnostic]:
    """Nobody can listen on the address of an entry point."""
    text = fault.value
    better = _better_address(text)
    if _VARIABLE.search(text):
        advice = "no variables are filled in here; write the port, or configure Traefik by flags or environment"
    elif "│" in text or "║" in text:
        advice = "it is a list; write one text, as in `:80`"
    else:
        advice = f"write `{better}`" if better else "write it as `:80`, `127.0.0.1:8080` or `:53/udp`"
    fix: Fix | None = set_option(fault.section, "address", better, safe=better == f":{text}") if better else None
    yield Diagnostic(
        fault.place, f"{STOPS}: it cannot listen on `{text}`; {advice}.", f"Traefik says: {fault.error}.", fix=fix
    )


def _better_address(text: str) -> str:
    """What an address is probably meant to be; empty where nobody can say."""
    if text.isascii() and text.isdigit() and int(text) <= 65535:
        return f":{text}"
    url = _URL.fullmatch(text)
    for candidate in (
        url[1] if url else "",
        text.replace(" ", ""),
        text.rstrip("/"),
        f"[{text.rpartition(':')[0]}]:{text.rpartition(':')[2]}",
    ):
        if candidate and candidate != text and not read_address(candidate).error and read_address(candidate).port:
            return candidate
    return ""


@rule("entrypoint-random-port", effect=Effect.SILENT)
def entrypoint_random_port(point: StaticEntryPoint, instance: Instance) -> Iterator[Diagnostic]:
    """An entry point listens on another port after each start."""
    if read_address(point.address).is_random:
        what = f"`{point.address}` names no port" if point.address else "There is no `address`"
        meant = "" if point.address else instance.once(_with_address).get(_spelt(point.name), "")
        is_reached = point.name not in instance.once(unpublished_points) or is_published(instance, read_address(":80"))
        advice = f"did you mean `{meant}`?" if meant else f"write one, as in `:80`{'' if is_reached else _PUBLISH}."
        message = f"{what}, so `{point.name}` listens on another port after each start; {advice}"
        yield Diagnostic(point.at("address"), message)


def _with_address(instance: Instance) -> dict[str, str]:
    """The names of the entry points that have an address, by what they are however they are spelt."""
    points = (point for static in instance.context.static.get("Static", ()) for point in static.entry_points.values())
    return {_spelt(point.name): point.name for point in points if point.address}


def _spelt(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "")


@rule("entrypoint-host", effect=Effect.ADVICE, severity=Severity.INFO)
def entrypoint_host(point: StaticEntryPoint, instance: Instance) -> Iterator[Diagnostic]:
    """An entry point listens on an address that only one machine has."""
    address = read_address(point.address)
    if address.error or address.is_everywhere or _is_loopback(address):
        return
    what = "the name has an address of it" if address.is_name else "has this address"
    message = f"Traefik starts only where the machine or container {what}; `:{address.port}` listens on all of them."
    if address.is_name:
        message = (
            f"Traefik starts only where `{address.host}` leads to an address of the machine or container itself; "
            f"`:{address.port}` listens on all of them."
        )
    yield Diagnostic(point.at("address"), message)


def _is_loopback(address: ListenAddress) -> bool:
    ip = address.ip
    return ip is not None and (ip == b"\0" * 15 + b"\1" or ip[:13] == b"\0" * 10 + b"\xff\xff\x7f")


@rule("entrypoint-option-on-udp", effect=Effect.SILENT)
def entrypoint_option_on_udp(point: StaticEntryPoint, instance: Instance) -> Iterator[Diagnostic]:
    """An entry point for UDP has options that only TCP knows."""
    if not point.is_udp:
        return
    place = instance.once(meant_for_tcp).get(point.name)
    if place is not None:
        besides = " (`http3` opens UDP as well)" if point.gives("http3") else ""
        address = point.address.partition("/")[0]
        yield Diagnostic(place, f"`{point.name}` listens on UDP, where no HTTP goes; write `{address}`{besides}.")
        return
    for attribute in TCP_ONLY:
        if point.gives(attribute):
            key = point.fields[attribute].key
            message = f"`{point.name}` listens on UDP, where `{key}` does nothing; delete it."
            yield Diagnostic(point.key_at(attribute), message)


@rule("as-default-without-effect", effect=Effect.SILENT)
def as_default_without_effect(static: Static, instance: Instance) -> Iterator[Diagnostic]:
    """`asDefault` leaves routers that name no entry point without one."""
    chosen = [point for point in static.entry_points.values() if point.as_default]
    if not chosen or any(not point.is_udp and point.name != "traefik" for point in chosen):
        return
    message = (
        "`asDefault` is set only on entry points that are never defaults of HTTP routers, so every router that names "
        "no entry point is disabled; set it on an entry point for HTTP."
    )
    for point in chosen:
        yield Diagnostic(point.at("as_default"), message)


@rule("redirection-without-target", effect=Effect.DEGRADED)
def redirection_without_target(redirections: Redirections, instance: Instance) -> Iterator[Diagnostic]:
    """An entry point redirects, and does not say where to."""
    target = redirections.entry_point
    if target is None or not target.to:
        place = (target or redirections).at("to" if target and target.gives("to") else "")
        points: Iterable[StaticEntryPoint] = instance.context.static.get("StaticEntryPoint", ())
        mine = next((one for one in points if one.http is not None and one.http.redirections is redirections), None)
        starts = [one for one in points if (other := _redirects_to(one)) is not None and mine and other.to == mine.name]
        if starts and mine is not None:
            message = (
                f"Nothing is redirected here: `to` is missing, and `{mine.name}` is where `{starts[0].name}` redirects "
                "to; delete it."
            )
            yield Diagnostic(place, message, severity=Severity.INFO)
            return
        secure = next((one.name for one in points if one is not mine and one.address.endswith(":443")), "websecure")
        message = f"Nothing is redirected: `to` is missing; name the entry point, as in `to: {secure}`."
        yield Diagnostic(place, message)
    elif not target.scheme:
        message = "Nothing is redirected, and everything gets a 404: `scheme` is empty; delete it, or write `https`."
        yield Diagnostic(target.at("scheme"), message)


@rule("redirection-target", effect=Effect.DEGRADED, fix="unsafe")
def redirection_target(static: Static, instance: Instance) -> Iterator[Diagnostic]:
    """An entry point redirects to one that does not exist, or that names no port."""
    names = tuple(instance.context.entry_points) or tuple(static.entry_points)
    known, folded = frozenset(names), {name.lower(): name for name in reversed(names)}
    for point in static.entry_points.values():
        target = _redirects_to(point)
        if target is None or not target.to or re.fullmatch(_PORT, target.to):
            continue
        other = static.entry_points.get(target.to)
        if other is None and target.to not in known:
            best = _slipped(target.to, folded) or nearest(target.to, names)
            advice = f"write `{best}`" if best else "name an entry point, or a port as in `:443`"
            fix = set_option(target, "to", best, safe=False) if best else None
            message = f"Nothing is redirected: there is no entry point `{target.to}`; {advice}."
            yield Diagnostic(target.at("to"), message, fix=fix)
        elif other is not None and split_host_port(other.address.partition("/")[0])[2] and not other.address:
            message = f"Nothing is redirected: the entry point `{other.name}` has no address, so no port; give it one."
            yield Diagnostic(target.at("to"), message)


def _redirects_to(point: StaticEntryPoint) -> RedirectEntryPoint | None:
    redirections = point.http.redirections if point.http is not None and not point.is_udp else None
    return redirections.entry_point if redirections is not None else None


def _slipped(text: str, folded: Mapping[str, str]) -> str:
    """An entry point in another case, or a port without its colon."""
    if text.isascii() and text.isdigit():
        return f":{text}"
    return folded.get(text.lower(), "")


def _is_caught(name: str, target: RedirectEntryPoint, static: Static) -> bool:
    """Whether the other entry point redirects, too, what is sent to it: one with `http.tls` redirects what comes over
    TLS, any other what does not; and nothing is sent to where it is (asked of 3.7.15)."""
    other = static.entry_points.get(target.to)
    has_tls = other is not None and other.http is not None and other.http.tls is not None
    return target.to != name and has_tls is (target.scheme != "http")


@rule("redirection-circle", effect=Effect.SILENT)
def redirection_circle(static: Static, instance: Instance) -> Iterator[Diagnostic]:
    """Entry points redirect to each other in a circle."""
    targets = {name: target for name, point in static.entry_points.items() if (target := _redirects_to(point))}
    found = rings({name: target.to for name, target in targets.items() if _is_caught(name, target, static)})
    for name, target in targets.items():
        if name in found:
            way = " → ".join(f"`{step}`" for step in found[name])
            message = (
                f"Visitors are redirected in a loop ({way}), until their browser gives up; remove one redirection."
            )
            yield Diagnostic(target.at("to"), message)


@rule("redirection-to-udp", effect=Effect.SILENT)
def redirection_to_udp(static: Static, instance: Instance) -> Iterator[Diagnostic]:
    """An entry point redirects to one that listens on UDP."""
    for point in static.entry_points.values():
        target = _redirects_to(point)
        other = static.entry_points.get(target.to) if target is not None else None
        if target is not None and other is not None and other.is_udp:
            message = f"`{other.name}` listens on UDP, where browsers cannot go; redirect to a TCP entry point."
            yield Diagnostic(target.at("to"), message)


@rule("http3-port-out-of-range", effect=Effect.SILENT)
def http3_port_out_of_range(point: StaticEntryPoint, instance: Instance) -> Iterator[Diagnostic]:
    """The port that HTTP/3 is advertised on does not exist."""
    if point.http3 is not None and point.http3.advertised_port > 65535:
        message = "There is no such port, so no client uses HTTP/3; write one up to 65535."
        yield Diagnostic(point.http3.at("advertised_port"), message)


@rule("trusted-ips-not-used", effect=Effect.SILENT)
def trusted_ips_not_used(headers: ForwardedHeaders, instance: Instance) -> Iterator[Diagnostic]:
    """Everybody is trusted although a list says who is to be."""
    if headers.insecure and headers.trusted_ips:
        message = "`insecure: true` trusts everyone, so this list does nothing; delete `insecure`."
        is_the_same = "0.0.0.0/0" in headers.trusted_ips
        yield Diagnostic(headers.at("trusted_ips"), message, strict=is_the_same)


@rule("underscore-headers-strategy", effect=Effect.ADVICE, category="migration")
def underscore_headers_strategy(http: EntryPointHttp, instance: Instance) -> Iterator[Diagnostic]:
    """What becomes of headers with underscores is said by an option that Traefik gives up."""
    if http.underscore_headers_strategy:
        message = (
            "`underscoreHeadersStrategy` is deprecated; `aliasHeadersStrategy` does the same for every header that a "
            "backend may mistake for another."
        )
        yield Diagnostic(http.key_at("underscore_headers_strategy"), message)


@rule("trace-verbosity-unknown", effect=Effect.SILENT)
def trace_verbosity_unknown(observability: EntryPointObservability, instance: Instance) -> Iterator[Diagnostic]:
    """Traces are to tell as much as no word says."""
    verbosity = observability.trace_verbosity
    if verbosity not in ("minimal", "detailed"):
        message = f"`{verbosity}` is read as `minimal`; write `minimal` or `detailed`."
        yield Diagnostic(observability.at("trace_verbosity"), message)


@rule("entrypoint-unknown-resolver", effect=Effect.SILENT, fix="unsafe")
def entrypoint_unknown_resolver(static: Static, instance: Instance) -> Iterator[Diagnostic]:
    """The routers of an entry point get their certificates from a resolver that nobody defines."""
    names = tuple(static.certificates_resolvers)
    for point in static.entry_points.values():
        tls = point.http.tls if point.http is not None else None
        if tls is None or not tls.cert_resolver or tls.cert_resolver in names:
            continue
        best = nearest(tls.cert_resolver, names)
        advice = f"write `{best}`" if best else "define it below `certificatesResolvers`"
        message = (
            f"There is no resolver `{tls.cert_resolver}`, so routers on `{point.name}` that have no `tls` of their own "
            f"serve Traefik's default certificate; {advice}."
        )
        fix = set_option(tls, "cert_resolver", best, safe=False) if best else None
        is_known = not best and "Certificate" in instance.parts  # which may be those of all hosts
        is_known = is_known or is_ignored(tls.cert_resolver, instance) or name_their_own(point.name, instance)
        severity = Severity.INFO if is_commented_out_resolver(tls.cert_resolver, instance) else None
        cause = cause_of_loss(tls.cert_resolver, instance)
        place = tls.at("cert_resolver")
        yield Diagnostic(place, message, fix=fix, strict=is_known, severity=severity, cause=cause)


@rule("entrypoint-unknown-middleware", effect=Effect.DISABLED)
def entrypoint_unknown_middleware(static: Static, instance: Instance) -> Iterator[Diagnostic]:
    """An entry point puts a middleware that nobody defines before all its routers, Traefik's own among them.

    Of a router that is here it is told there. For Traefik's own a name without a provider is one of `@internal` (asked
    of 3.7.15).
    """
    if FILE in instance.context.providers and not instance.files:
        return  # they are not at hand
    owners = _own_by_point(static)
    told = {(one.point, one.full) for one in instance.dangling if one.point}
    for name, point in static.entry_points.items():
        own = owners.get(name, "")
        http = None if point.is_udp else point.http
        for index, middleware in enumerate(http.middlewares if http is not None else ()):
            bare, at, provider = middleware.partition("@")
            if at and (provider != FILE or (name, middleware) in told or not instance.lacks(HTTP_MIDDLEWARES, bare)):
                continue
            if not at and (not own or not bare or bare in instance.context.internal_middlewares):
                continue
            assert http is not None
            message = _missing(name, middleware, own, instance)
            effect = None if own else Effect.SILENT
            disables = (f"http.routers.{own}",) if own else None
            yield Diagnostic(http.at("middlewares", index), message, effect=effect, disables=disables)


def _own_by_point(static: Static) -> dict[str, str]:
    """The entry points with routers that Traefik adds itself, each with the first of them."""
    found: dict[str, str] = {}
    for router in own_routers(static):
        for point in router.entry_points:
            found.setdefault(point, f"{router.name}@internal")
    return found


def _missing(point: str, middleware: str, own: str, instance: Instance) -> str:
    """What is to be said of a middleware that is not there."""
    bare, at, _ = middleware.partition("@")
    if not at:
        return (
            f"Traefik's own router `{own}` looks for `{bare}@internal`, which does not exist, and is disabled; name "
            f"the provider that defines it, as in `{bare}@{FILE}`."
        )
    best = instance.nearest(bare, HTTP_MIDDLEWARES)
    hint = f"did you mean `{best}@{FILE}`?" if best else f"define it under `{HTTP_MIDDLEWARES}`, or remove the name."
    too = f", its own `{own}` too" if own else ""
    return f"Middleware `{middleware}` does not exist, so Traefik disables every router on `{point}`{too}; {hint}"
