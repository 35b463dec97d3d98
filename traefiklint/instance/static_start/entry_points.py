"""Entry points as Traefik opens them when it starts: which it adds, what keeps it from opening them.

Source: `SetEffectiveConfiguration` in pkg/config/static, pkg/server/server_entrypoint_tcp.go and …_udp.go, pkg/ip.
Measured on 3.7.15, 3.6.15 and 3.0.4.
"""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.go.ip import parse_cidr, parse_ip
from traefiklint.instance.static_start.addresses import ListenAddress, OpenedPort, clashes, listeners_of, read_address
from traefiklint.instance.static_start.faults import (
    BadAddress,
    BadTrustedAddress,
    NamelessEntryPoint,
    NobodyTrusted,
    NumberTooSmall,
    StartFault,
    TakenPort,
    UnknownWord,
)
from traefiklint.model.base import Section
from traefiklint.model.static.entry_points import EntryPointProxyProtocol, ForwardedHeaders, StaticEntryPoint
from traefiklint.model.static.root import Static
from traefiklint.versions import Version, since

OWN = "traefik"
"""The entry point that Traefik adds for itself where something needs it."""
OWN_ADDRESS = read_address(":8080")
STRATEGIES = ("keep", "delete", "reject")
"""What may be done with headers whose names are in doubt."""

_DIES_OF_EMPTY_NAME = since("3.6.15")
"""3.0.4 starts with an entry point without a name, 3.6.15 dies of it; of those between nothing is claimed."""


def needs_own_entry_point(static: Static) -> Section | None:
    """What makes Traefik add the entry point `traefik` on port 8080, if it is not written; None where nothing does."""
    api, ping, providers, metrics = static.api, static.ping, static.providers, static.metrics
    if api is not None and api.insecure:
        return api
    rest = providers.rest if providers is not None else None
    if rest is not None and rest.insecure:
        return rest
    for exporter in (ping, metrics.prometheus if metrics is not None else None):
        if exporter is not None and not exporter.manual_routing and exporter.entry_point == OWN:
            return exporter
    return None


def entry_point_faults(static: Static, target: Version) -> Iterator[StartFault]:
    """Why Traefik does not open its entry points."""
    addresses = {name: read_address(point.address) for name, point in static.entry_points.items()}
    for name, point in static.entry_points.items():
        address = addresses[name]
        if address.error:
            yield BadAddress(point, "address", None, address.error)
        if not name and target >= _DIES_OF_EMPTY_NAME:
            yield NamelessEntryPoint(point, error="index out of range [0] with length 0")
        yield from _udp_faults(point) if address.protocol == "udp" else _tcp_faults(point)
    yield from _taken_ports(static, addresses)


def _taken_ports(static: Static, addresses: dict[str, ListenAddress]) -> Iterator[TakenPort]:
    listeners: list[OpenedPort] = []
    needed_by = needs_own_entry_point(static) if OWN not in static.entry_points else None
    if needed_by is not None and static.entry_points:
        listeners.append(OpenedPort(OWN, OWN_ADDRESS))
    for name, point in static.entry_points.items():
        opened = listeners_of(name, addresses[name], reuse_port=point.reuse_port, http3=point.http3 is not None)
        listeners += opened
    for first, second in clashes(listeners):
        other = static.entry_points.get(first.entry_point)
        yield TakenPort(
            static.entry_points[second.entry_point],
            other,
            needed_by=needed_by if other is None else None,
            quic=first.quic or second.quic,
        )


def _udp_faults(point: StaticEntryPoint) -> Iterator[StartFault]:
    if point.udp is not None and point.udp.timeout <= 0:
        yield NumberTooSmall(point.udp, "timeout", "more than 0", "timeout should be greater than zero")


def _tcp_faults(point: StaticEntryPoint) -> Iterator[StartFault]:
    if point.proxy_protocol is not None and not point.proxy_protocol.insecure:
        if not point.proxy_protocol.trusted_ips:
            yield NobodyTrusted(point.proxy_protocol, error="no trusted IPs provided")
        yield from _bad_addresses(point.proxy_protocol)
    if point.forwarded_headers is not None:
        yield from _bad_addresses(point.forwarded_headers)
    if point.http2 is not None:
        for attribute, error in _HTTP2.items():
            if getattr(point.http2, attribute) < 0:
                yield NumberTooSmall(
                    point.http2, attribute, "0 or more", f"{error} value must be greater than or equal to zero"
                )
    if point.http3 is not None and point.http3.advertised_port < 0:
        error = "advertised port must be greater than or equal to zero"
        yield NumberTooSmall(point.http3, "advertised_port", "0 or more", error)
    if point.http is not None:
        for attribute in ("underscore_headers_strategy", "alias_headers_strategy"):
            strategy = getattr(point.http, attribute)
            if strategy and strategy not in STRATEGIES:
                key = point.http.fields[attribute].key
                yield UnknownWord(point.http, attribute, STRATEGIES, f'invalid {key} value "{strategy}"')


_HTTP2 = {
    "max_concurrent_streams": "max concurrent streams",
    "max_decoder_header_table_size": "max decoder header table size",
    "max_encoder_header_table_size": "max encoder header table size",
}


def _bad_addresses(section: ForwardedHeaders | EntryPointProxyProtocol) -> Iterator[BadTrustedAddress]:
    for index, text in enumerate(section.trusted_ips):
        if parse_ip(text) is None and parse_cidr(text) is None:
            error = f"parsing CIDR trusted IPs <nil>: invalid CIDR address: {text}"
            yield BadTrustedAddress(section, "trusted_ips", index, error)
