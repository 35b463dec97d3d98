"""Traefik's API without a login, and where it does harm: not in every set-up that has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.remarks import around
from traefiklint.findings import Effect
from traefiklint.patterns import lazy
from traefiklint.text.suppression_comments import MARKER

if TYPE_CHECKING:
    from traefiklint.compose.project import Service
    from traefiklint.instance.instance import Instance
    from traefiklint.model.static.metrics import Api

_THOUGHT = lazy(
    r"(?i)\b(?:danger\w*|(?:un|in)?secured?(?! *[:=])|risk\w*|prod|production|produktion|producción|never"
    r"|intend\w*|intention\w*"
    r"|lan|vpn|tailscale|tailnet|wireguard|cloudflared?|firewall\w*|private|internal|internally|intern\w*|local|lokal\w*"
    r"|localhost|publi\w*|expos\w*|unauth\w*|auth|unsafe|dev|development|debug\w*|test\w*)\b"
)
"""What is in comments beside `insecure` of those who know what it does: who reaches it, or where it must not be."""
_NEAR = 4
"""How many lines away such a comment may stand, where only others of the same block are between."""
_EVERYWHERE = ("", "0.0.0.0", "::")  # noqa: S104 - as compose files have it


@rule("api-insecure", effect=Effect.ADVICE)
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
        is_told = _is_published(instance) and not (_is_meant(api) or _is_without_tls(instance))
        yield Diagnostic(api.at("insecure"), message, help, strict=not is_told)


def _is_meant(api: Api) -> bool:
    """Whether a comment at the option says anything, or one near it that somebody thought of who reaches the API."""
    place = api.at("insecure")
    if place.document is None or MARKER in place.document.text:
        return False  # then this finding is what a comment is about
    near = around(place.document, place.span.line, _NEAR)
    if near.remark.strip(" #-=*"):
        return True
    return any(_THOUGHT.search(comment) for side in (near.above, near.below) for comment in _comments(side))


def _comments(lines: Iterable[str]) -> Iterator[str]:
    """The lines that are comments, as far as the block goes: a blank line ends it."""
    for line in lines:
        if not line.strip():
            return
        if line.lstrip().startswith("#"):
            yield line


def _is_without_tls(instance: Instance) -> bool:
    """Whether nothing is served over TLS, as on nobody's public server."""
    context = instance.context
    points = context.entry_points.values()
    return not context.resolvers and not any(point.tls or point.port == "443" for point in points)


def _is_published(instance: Instance) -> bool:
    """Whether a compose file shows that a port of the host, on all of its addresses, leads to the entry point
    `traefik`: else only containers that are on a network with Traefik are known to reach it."""
    from traefiklint.instance.service_static import traefiks_of

    projects = instance.labels.composed if instance.labels is not None else ()
    point = instance.context.entry_points.get("traefik")
    number = point.port if point is not None and point.port else "8080"
    services = {service.name.text: service for project in projects for service in project.services}
    return any(_publishes(service, number, services) for service in traefiks_of(instance.labels))


def _publishes(service: Service, number: str, services: Mapping[str, Service]) -> bool:
    """Whether a port of a service is one of the host, for everybody, and no comment at it says that somebody thought
    of who that is."""
    mode = service.network_mode.text if service.network_mode is not None else ""
    if mode.startswith("service:"):
        others = {name: other for name, other in services.items() if other is not service}
        lender = others.get(mode.removeprefix("service:"))
        return lender is not None and _publishes(lender, number, others)
    if mode == "host":
        return True
    return any(
        port.published is not None
        and str(port.number or number) == number
        and port.host_ip in _EVERYWHERE
        and not _THOUGHT.search(around(port.value.document, port.value.node.span.line).remark)
        for port in service.ports
    )
