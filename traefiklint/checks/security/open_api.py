"""Traefik's API and its measurements without a login, and where that does harm: not in every set-up that has them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.remarks import around, comments_above
from traefiklint.findings import Effect, Severity
from traefiklint.patterns import lazy
from traefiklint.text.suppression_comments import MARKER

if TYPE_CHECKING:
    from traefiklint.compose.project import Port
    from traefiklint.instance.instance import Instance
    from traefiklint.model.static.entry_points import StaticEntryPoint
    from traefiklint.model.static.metrics import Api, Prometheus

_THOUGHT = lazy(
    r"(?i)\b(?:danger\w*|(?:un|in)?secured?(?! *[:=])|risk\w*|prod|production|produktion|producción|never"
    r"|intend\w*|intention\w*"
    r"|lan|vpn|tailscale|tailnet|wireguard|cloudflared?|firewall\w*|private|internal|internally|intern\w*|local|lokal\w*"
    r"|localhost|publi\w*|expos\w*|unauth\w*|auth|unsafe|dev|development|debug\w*|test\w*)\b"
)
"""What is in comments at `insecure` of those who know what it does: who reaches it, or where it must not be."""
_SECTION = lazy(r"""(?i)\s*(?:["']?api["']?\s*:|\[\s*["']?api["']?\s*\])\s*(?:#.*)?""")
"""The line that begins the section `api`, in YAML and in TOML."""


@rule("api-insecure", effect=Effect.ADVICE, severity=Severity.INFO, matters="to strangers")
def api_insecure(api: Api, instance: Instance) -> Iterator[Diagnostic]:
    """Traefik shows its whole configuration to everyone who reaches its port 8080."""
    if api.insecure:
        message = (
            "`api.insecure` shows the whole configuration to everyone who reaches the entry point `traefik`; turn it "
            "off, and give the dashboard a router with authentication."
        )
        help = (
            "Dokploy turns it on; there it is open to every container of the network."
            if instance.context.dokploy
            else ""
        )
        is_told = is_api_published(instance) and not (_is_meant(api) or _is_without_tls(instance))
        yield Diagnostic(api.at("insecure"), message, help, strict=not is_told)


def _is_meant(api: Api) -> bool:
    """Whether a comment on the option's own line says anything, or one directly above that somebody thought of who
    reaches the API."""
    place = api.at("insecure")
    if place.document is None or MARKER in place.document.text:
        return False  # then this finding is what a comment is about
    if around(place.document, place.span.line).remark.strip(" #-=*"):
        return True
    return any(map(_THOUGHT.search, comments_above(place.document, place.span.line, _SECTION)))


def _is_without_tls(instance: Instance) -> bool:
    """Whether nothing is served over TLS, as on nobody's public server."""
    context = instance.context
    points = context.entry_points.values()
    return not context.resolvers and not any(point.tls or point.port == "443" for point in points)


def is_api_published(instance: Instance) -> bool:
    """Whether a compose file shows that everybody reaches the entry point `traefik`, over a port of the host or because
    it is one itself: else only containers that are on a network with Traefik are known to reach it."""
    from traefiklint.instance.published import is_published
    from traefiklint.instance.static_start.addresses import read_address

    points = instance.context.static.get("StaticEntryPoint", ())
    address = read_address(next((one.address for one in points if one.name == "traefik"), ":8080"))
    return is_published(instance, address, _is_unmarked)


def _is_unmarked(port: Port) -> bool:
    """Whether no comment at a published port says that somebody thought of who comes by it."""
    return not _THOUGHT.search(around(port.value.document, port.value.node.span.line).remark)


@rule("metrics-without-auth", effect=Effect.ADVICE, matters="on the internet")
def metrics_without_auth(prometheus: Prometheus, instance: Instance) -> Iterator[Diagnostic]:
    """Everyone on the internet can read Traefik's measurements."""
    points = instance.context.static.get("StaticEntryPoint", ())
    point = next((one for one in points if one.name == prometheus.entry_point), None)
    if prometheus.manual_routing or point is None or _asks_at(point, instance):
        return
    if point.name == "traefik" and any(api.insecure for api in instance.context.static.get("Api", ())):
        return  # `api-insecure` tells that everyone who reaches it sees all of this and more
    from traefiklint.instance.public import may_be_out_of_reach
    from traefiklint.instance.published import is_on_the_web, is_published
    from traefiklint.instance.static_start.addresses import read_address

    address = read_address(point.address)
    if not is_published(instance, address, _is_unmarked):
        return
    message = (
        f"`/metrics` on `{point.name}` shows everyone Traefik's measurements, with the names of services and "
        "certificates; name an entry point that is not published, or set `manualRouting` and give "
        "`prometheus@internal` a router with authentication."
    )
    is_plain = point.http is None or point.http.tls is None
    help = (
        f"As `{point.name}` has no `http.tls`, it answers there without TLS alone: `http://HOST:443/metrics`."
        if is_plain and address.port == 443
        else ""
    )
    place = prometheus.at("entry_point") if prometheus.gives("entry_point") else prometheus.key_at()
    severity = Severity.INFO if may_be_out_of_reach("", instance) else None
    yield Diagnostic(place, message, help, severity=severity, strict=not is_on_the_web(instance, address))


def _asks_at(point: StaticEntryPoint, instance: Instance) -> bool:
    """Whether an entry point lets only some visitors come to the routers that Traefik adds itself, or sends them
    elsewhere, for all that is known."""
    from traefiklint.instance.passage import asks_who_is_there, met_by_own_routers, redirects
    from traefiklint.instance.public import ask_for_certificate

    if any(asks_who_is_there(one) or redirects(one) for one in met_by_own_routers(point, instance)):
        return True
    is_plain = point.http is None or point.http.tls is None
    # no other options count for a rule without a host
    return not is_plain and ask_for_certificate("default", "prometheus@internal", instance)
