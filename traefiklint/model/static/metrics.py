"""Measurements, traces, the ping answer and the API.

Source: Traefik's own list of options, asked of every version (`tests/model/static_fields.json`).
"""

from __future__ import annotations

from collections.abc import Mapping

from traefiklint.model.base import Section
from traefiklint.model.fields import (
    SECOND,
    duration,
    flag,
    floating,
    floats,
    integer,
    removed,
    struct,
    text,
    text_map,
    texts,
)
from traefiklint.model.static.otlp import MetricsOtlp, Otlp


class Exporter(Section):
    """Something that Traefik offers on an entry point of its own."""

    entry_point: str = text("traefik", says="The entry point that it stands on.")
    manual_routing: bool = flag(says="Whether only a router of yours leads to it.")


class Ping(Exporter):
    """Answers `/ping` as long as Traefik is well."""

    terminating_status_code: int = integer(503, says="The status with which it answers while Traefik stops.")


class Prometheus(Exporter):
    """Offers measurements for Prometheus on `/metrics`."""

    buckets: tuple[float, ...] = floats((0.1, 0.3, 1.2, 5.0), says="The bounds of the latency histograms, in seconds.")
    add_entry_points_labels: bool = flag(True, says="Whether there are measurements by entry point.")
    add_routers_labels: bool = flag(says="Whether there are measurements by router.")
    add_services_labels: bool = flag(True, says="Whether there are measurements by service.")
    header_labels: Mapping[str, str] = text_map(
        says="Labels of requests, with the header that each takes its value from."
    )


class Pushed(Section):
    """What all have in common that send their measurements."""

    address: str = text("localhost:8125", says="Where the measurements are sent.")
    push_interval: int = duration(10 * SECOND, says="How often they are sent.")
    add_entry_points_labels: bool = flag(True, says="Whether there are measurements by entry point.")
    add_routers_labels: bool = flag(says="Whether there are measurements by router.")
    add_services_labels: bool = flag(True, says="Whether there are measurements by service.")


class Datadog(Pushed):
    """Sends measurements to Datadog."""

    prefix: str = text("traefik", says="How the names of measurements begin.")


class StatsD(Pushed):
    """Sends measurements to StatsD."""

    prefix: str = text("traefik", says="How the names of measurements begin.")


class InfluxDb2(Pushed):
    """Sends measurements to InfluxDB 2."""

    address: str = text("http://localhost:8086", says="Where the measurements are sent.")
    token: str = text(says="The token that lets Traefik in.")
    org: str = text(says="The organisation in InfluxDB.")
    bucket: str = text(says="The bucket in InfluxDB.")
    additional_labels: Mapping[str, str] = text_map(says="Further labels of every measurement.")


class Metrics(Section):
    """Where Traefik's measurements go."""

    add_internals: bool = flag(says="Whether Traefik's own services, as `ping@internal`, are measured too.")
    prometheus: Prometheus | None = struct(Prometheus, may_be_empty=True)
    datadog: Datadog | None = struct(Datadog, may_be_empty=True)
    stats_d: StatsD | None = struct(StatsD, may_be_empty=True)
    influx_db2: InfluxDb2 | None = struct(InfluxDb2, key="influxDB2", may_be_empty=True)
    otlp: MetricsOtlp | None = struct(MetricsOtlp, may_be_empty=True)


class Tracing(Section):
    """Where traces of requests go."""

    service_name: str = text("traefik", says="The name under which this Traefik appears.")
    resource_attributes: Mapping[str, str] = text_map(since="3.3", says="Attributes that every span carries.")
    captured_request_headers: tuple[str, ...] = texts(says="Request headers that spans carry.")
    captured_response_headers: tuple[str, ...] = texts(says="Response headers that spans carry.")
    safe_query_params: tuple[str, ...] = texts(since="3.2", says="Query parameters that spans show as they are.")
    sample_rate: float = floating(1.0, says="The share of requests that is traced, from 0 to 1.")
    add_internals: bool = flag(says="Whether Traefik's own services, as `ping@internal`, are traced too.")
    otlp: Otlp | None = struct(Otlp, may_be_empty=True)
    global_attributes: Mapping[str, str] = text_map(
        deprecated=True, says="Does nothing any more; `resourceAttributes` took its place."
    )
    span_name_limit: None = removed(says="Delete it: names of spans have no limit in Traefik 3.")
    jaeger: None = removed(says="Write `otlp`: Traefik 3 sends traces by OpenTelemetry only, which Jaeger understands.")
    zipkin: None = removed(says="Write `otlp`: Traefik 3 sends traces by OpenTelemetry only.")
    datadog: None = removed(
        says="Write `otlp`: Traefik 3 sends traces by OpenTelemetry only, which Datadog's agent understands."
    )
    instana: None = removed(
        says="Write `otlp`: Traefik 3 sends traces by OpenTelemetry only, which Instana understands."
    )
    haystack: None = removed(says="Write `otlp`: Traefik 3 sends traces by OpenTelemetry only.")
    elastic: None = removed(
        says="Write `otlp`: Traefik 3 sends traces by OpenTelemetry only, which Elastic understands."
    )


class Api(Section):
    """Offers the API and the dashboard."""

    insecure: bool = flag(says="Whether they stand on port 8080 for everybody.")
    dashboard: bool = flag(True, says="Whether the dashboard is offered.")
    debug: bool = flag(says="Whether debug and profiling end points are offered.")
    base_path: str = text("/", since="3.3", says="The path below which both stand.")
    dashboard_name: str = text(since="3.7", says="A name that the dashboard shows.")
    disable_dashboard_ad: bool = flag(says="Whether the dashboard leaves out the advertisement for Traefik's hub.")
