"""What sends measurements, traces and logs by OpenTelemetry (OTLP), and the TLS client that many options hold.

Source: Traefik's own list of options, asked of every version (`tests/model/static_fields.json`).
"""

from __future__ import annotations

from collections.abc import Mapping

from traefiklint.model.base import Section
from traefiklint.model.fields import (
    SECOND,
    duration,
    flag,
    floats,
    removed,
    struct,
    text,
    text_map,
)
from traefiklint.model.middleware_auth import ClientTls


class TlsClient(ClientTls):
    """How Traefik talks TLS to a server that it asks or sends to."""

    ca_optional: None = removed(says="Delete it: Traefik 3 never makes the client's certificate optional.")


class OtlpHttp(Section):
    """Sends by OTLP over HTTP."""

    endpoint: str = text(
        "https://localhost:4318", says="The URL of the collector; it begins with `http://` or `https://`."
    )
    tls: TlsClient | None = struct(TlsClient, "*types.ClientTLS")
    headers: Mapping[str, str] = text_map(says="Headers that every message to the collector carries.")


class OtlpGrpc(Section):
    """Sends by OTLP over gRPC."""

    endpoint: str = text("localhost:4317", says="The collector as `host:port`, without a scheme.")
    insecure: bool = flag(says="Whether the connection has no TLS.")
    tls: TlsClient | None = struct(TlsClient, "*types.ClientTLS")
    headers: Mapping[str, str] = text_map(says="Headers that every message to the collector carries.")


class Otlp(Section):
    """How spans are sent to an OpenTelemetry collector."""

    grpc: OtlpGrpc | None = struct(OtlpGrpc, may_be_empty=True)
    http: OtlpHttp | None = struct(OtlpHttp, may_be_empty=True)


class LogOtlp(Otlp):
    """How log lines are sent to an OpenTelemetry collector."""

    service_name: str = text("traefik", says="The name under which this Traefik appears.")
    resource_attributes: Mapping[str, str] = text_map(says="Attributes that every line carries.")


class MetricsOtlp(Otlp):
    """How measurements are sent to an OpenTelemetry collector."""

    add_entry_points_labels: bool = flag(True, says="Whether there are measurements by entry point.")
    add_routers_labels: bool = flag(says="Whether there are measurements by router.")
    add_services_labels: bool = flag(True, says="Whether there are measurements by service.")
    explicit_boundaries: tuple[float, ...] = floats(
        (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0),
        says="The bounds of the latency histograms, in seconds.",
    )
    push_interval: int = duration(10 * SECOND, says="How often measurements are sent.")
    service_name: str = text("traefik", since="3.2", says="The name under which this Traefik appears.")
    resource_attributes: Mapping[str, str] = text_map(since="3.5", says="Attributes that every measurement carries.")
