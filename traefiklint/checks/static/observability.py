"""The API, the ping answer, measurements, traces and logs."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.fixes import set_option
from traefiklint.findings import Effect, Severity
from traefiklint.go.http_status import bad_code_range
from traefiklint.go.url import parse_url
from traefiklint.instance.instance import Instance
from traefiklint.instance.static_start.rest import endpoint_error, is_log_level
from traefiklint.model.static.logs import (
    AccessLog,
    AccessLogFields,
    AccessLogFilters,
    AccessLogHeaders,
    AccessLogQueryParameters,
    Log,
)
from traefiklint.model.static.metrics import Datadog, InfluxDb2, Metrics, Ping, Prometheus, Tracing
from traefiklint.model.static.otlp import Otlp, OtlpHttp
from traefiklint.model.static.root import SpiffeClient, Static
from traefiklint.text.spelling import nearest

LEVELS = ("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL", "PANIC")


@rule("exporter-entrypoint", effect=Effect.DEGRADED, severity=Severity.ERROR, fix="unsafe")
def exporter_entrypoint(exporter: Ping | Prometheus, instance: Instance) -> Iterator[Diagnostic]:
    """The ping answer or the measurements are offered on an entry point that does not exist."""
    points = instance.context.entry_points
    name = exporter.entry_point
    point = points.get(name)
    if exporter.manual_routing or not points or (point is not None and not point.udp):
        return
    best = next((one for one in points if one.lower() == name.lower()), "") or nearest(name, tuple(points))
    reason = f"there is no entry point `{name}`" if point is None else f"`{name}` listens on UDP"
    advice = f"write `{best}`" if best and best != name else "name one that listens on TCP"
    fix = set_option(exporter, "entry_point", best, safe=False) if best and best != name else None
    what = "`/ping` answers nowhere" if exporter.path == "ping" else "The measurements are offered nowhere"
    yield Diagnostic(exporter.at("entry_point"), f"{what}: {reason}; {advice}.", fix=fix)


@rule("influxdb-incomplete", effect=Effect.DEGRADED, severity=Severity.ERROR)
def influxdb_incomplete(influx: InfluxDb2, instance: Instance) -> Iterator[Diagnostic]:
    """InfluxDB lacks its token, organisation or bucket."""
    missing = [f"`{word}`" for word in ("token", "org", "bucket") if not getattr(influx, word)]
    if missing:
        yield Diagnostic(influx.key_at(), f"No measurements are sent: {' and '.join(missing)} must be given.")


@rule("datadog-interval", effect=Effect.DEGRADED, severity=Severity.ERROR)
def datadog_interval(datadog: Datadog, instance: Instance) -> Iterator[Diagnostic]:
    """Measurements are to be sent at no interval."""
    if datadog.push_interval <= 0:
        message = "No measurements are sent: `pushInterval` must be more than 0."
        yield Diagnostic(datadog.at("push_interval"), message)


@rule("collector-address", effect=Effect.DEGRADED, severity=Severity.ERROR)
def collector_address(section: Metrics | Tracing | AccessLog, instance: Instance) -> Iterator[Diagnostic]:
    """Measurements, traces or requests go to a collector whose address cannot be read."""
    otlp: Otlp | None = section.otlp
    found = endpoint_error(otlp) if otlp is not None else None
    if found is not None:
        sender, error = found
        grpc = type(sender).__name__ == "OtlpGrpc"
        form = "`host:port`, without a scheme" if grpc else "a URL, as in `http://host:4318`"
        what = {"metrics": "measurements are", "tracing": "traces are", "accessLog": "requests are"}.get(
            section.path, ""
        )
        message = f"No {what} sent: `{sender.endpoint}` is not the address of a collector; write {form}."  # type: ignore[attr-defined]
        yield Diagnostic(sender.at("endpoint"), message, f"Traefik says: {error}.")


@rule("collector-scheme", effect=Effect.SILENT, fix="unsafe")
def collector_scheme(http: OtlpHttp, instance: Instance) -> Iterator[Diagnostic]:
    """The URL of a collector lacks its scheme or its host."""
    if getattr(http.parent, "grpc", None) is not None:
        return  # which Traefik takes where both are given (asked of 3.5.3)
    url = parse_url(http.endpoint)
    if not url.error and (url.scheme not in ("http", "https") or not url.host):
        better = f"http://{http.endpoint}" if http.endpoint and "://" not in http.endpoint else ""
        advice = f"write `{better}`" if better else "write a URL, as in `http://host:4318`"
        fix = set_option(http, "endpoint", better, safe=False) if better else None
        yield Diagnostic(
            http.at("endpoint"), f"Nothing arrives: `{http.endpoint}` has no scheme or no host; {advice}.", fix=fix
        )


@rule("sample-rate", effect=Effect.SILENT)
def sample_rate(tracing: Tracing, instance: Instance) -> Iterator[Diagnostic]:
    """The share of requests that is traced is not between 0 and 1."""
    if not 0 <= tracing.sample_rate <= 1:
        share = "every" if tracing.sample_rate > 1 else "no"
        yield Diagnostic(tracing.at("sample_rate"), f"With this rate {share} request is traced; write one from 0 to 1.")


@rule("spiffe-agent-waits", effect=Effect.ADVICE, severity=Severity.INFO)
def spiffe_agent_waits(spiffe: SpiffeClient, instance: Instance) -> Iterator[Diagnostic]:
    """Traefik waits for a SPIFFE agent before it opens any port."""
    if spiffe.workload_api_addr:
        message = "Traefik opens no port until this agent answers, and waits forever if it never does."
        yield Diagnostic(spiffe.at("workload_api_addr"), message)


@rule("tcp-spiffe-without-agent", effect=Effect.DEGRADED, severity=Severity.ERROR)
def tcp_spiffe_without_agent(static: Static, instance: Instance) -> Iterator[Diagnostic]:
    """TCP servers are to be talked to by SPIFFE, and there is no agent."""
    tls = static.tcp_servers_transport.tls if static.tcp_servers_transport is not None else None
    if tls is not None and tls.spiffe is not None and not (static.spiffe and static.spiffe.workload_api_addr):
        message = (
            "This crashes part of Traefik, so no router ever runs: without `spiffe.workloadAPIAddr` there is no "
            "identity; name the agent there, or delete `spiffe`."
        )
        yield Diagnostic(tls.spiffe.key_at(), message)


@rule("log-level", effect=Effect.DEGRADED, fix="unsafe")
def log_level(log: Log, instance: Instance) -> Iterator[Diagnostic]:
    """The level of Traefik's log is none that it knows."""
    if log.level and not is_log_level(log.level) and "${" not in log.level and "{{" not in log.level:
        best = {"warning": "WARN", "err": "ERROR", "verbose": "DEBUG", "critical": "FATAL"}.get(
            log.level.strip().lower()
        )
        best = best or nearest(log.level.strip().upper(), LEVELS)
        advice = f"write `{best}`" if best else f"write one of {', '.join(f'`{one}`' for one in LEVELS)}"
        fix = set_option(log, "level", best, safe=False) if best else None
        message = f"`{log.level}` is not a level, and Traefik takes `ERROR`; {advice}."
        is_old = instance.context.runs_older and log.level.lower() == "warning"  # a level of Traefik 2
        yield Diagnostic(log.at("level"), message, fix=fix, strict=is_old)


_LINES = frozenset(("text", "txt", "plain", "console", "clf", "common"))
"""What people call a log of lines, which is what they get where Traefik takes `common` instead."""


@rule("log-format", effect=Effect.SILENT, fix="unsafe")
def log_format(log: Log, instance: Instance) -> Iterator[Diagnostic]:
    """The format of Traefik's log is none that it knows."""
    if log.format not in ("common", "json"):
        best = log.format.lower() if log.format.lower() in ("common", "json") else ""
        advice = f"write `{best}`" if best else "write `common` or `json`"
        fix = set_option(log, "format", best, safe=False) if best else None
        is_so = log.format.lower() in _LINES
        yield Diagnostic(log.at("format"), f"`{log.format}` is read as `common`; {advice}.", fix=fix, strict=is_so)


@rule("log-file-hides-errors", effect=Effect.ADVICE, severity=Severity.INFO, strict=True)
def log_file_hides_errors(log: Log, instance: Instance) -> Iterator[Diagnostic]:
    """Why Traefik does not start is written to a file only."""
    if log.file_path:
        message = (
            "Everything is logged to this file, even why Traefik does not start: the console stays empty, and the "
            "container restarts silently. Look there first."
        )
        yield Diagnostic(log.at("file_path"), message)


@rule("access-log-format", effect=Effect.DEGRADED, fix="unsafe")
def access_log_format(log: AccessLog, instance: Instance) -> Iterator[Diagnostic]:
    """The format of the access log is none that Traefik knows."""
    known = ("common", "json", "genericCLF")
    if log.format not in known:
        best = next((one for one in known if one.lower() == log.format.lower()), "")
        advice = f"write `{best}`" if best else "write `common`, `json` or `genericCLF`"
        fix = set_option(log, "format", best, safe=False) if best else None
        message = f"`{log.format}` is not a format, and Traefik writes `common`; {advice}."
        severity = Severity.INFO if log.format.lower() in _LINES else None
        yield Diagnostic(log.at("format"), message, fix=fix, severity=severity)


@rule("access-log-status-codes", effect=Effect.DEGRADED, fix="safe")
def access_log_status_codes(filters: AccessLogFilters, instance: Instance) -> Iterator[Diagnostic]:
    """The access log is filtered by a status that is none."""
    for index, text in enumerate(filters.status_codes):
        if bad_code_range(text):
            better = (
                f"{text[0]}00-{text[0]}99" if len(text) == 3 and text[0].isdigit() and text[1:].lower() == "xx" else ""
            )
            advice = f"write `{better}`" if better else "write `404` or `500-599`"
            fix = set_option(filters, "status_codes", better, index=index, safe=True) if better else None
            message = f"Requests are not filtered by status at all: `{text}` is not a status or a range; {advice}."
            yield Diagnostic(filters.at("status_codes", index), message, fix=fix)
            return


def _is_of_success(codes: str) -> bool:
    """Whether codes begin with those of success, and 200 is one: who leaves it out knows that filters add up."""
    first, _, last = codes.partition("-")
    return first.startswith("2") and int(first) <= _OK <= int(last.partition("-")[0] or first)


_OK = 200


@rule("access-log-filters", effect=Effect.SILENT, severity=Severity.INFO)
def access_log_filters(filters: AccessLogFilters, instance: Instance) -> Iterator[Diagnostic]:
    """Filters of the access log are meant to narrow each other down, and each of them lets more through."""
    others = [name for name in ("retry_attempts", "min_duration") if getattr(filters, name)]
    good = next((text for text in filters.status_codes if not bad_code_range(text) and _is_of_success(text)), "")
    if good and others:
        names = " and ".join(f"`{filters.fields[name].key}`" for name in others)
        message = (
            f"Every request with a status of `{good}` is logged, even a quick one: Traefik writes what passes one "
            f"filter, not all, so {names} only adds requests; leave `{good}` out if the others are to choose."
        )
        yield Diagnostic(filters.at("status_codes", filters.status_codes.index(good)), message)


_MEANT = {"true": "keep", "false": "drop"}
"""Modes that are no words of Traefik, and what is meant by them."""


@rule("access-log-field-mode", effect=Effect.SILENT)
def access_log_field_mode(
    fields: AccessLogFields | AccessLogHeaders | AccessLogQueryParameters, instance: Instance
) -> Iterator[Diagnostic]:
    """What becomes of a field of the access log is said by a word that Traefik does not know."""
    headers = type(fields).__name__ == "AccessLogHeaders"
    known = ("keep", "drop", "redact") if headers else ("keep", "drop")
    listed = "`keep`, `drop` or `redact`" if headers else "`keep` or `drop`"
    mode = fields.default_mode
    if fields.gives("default_mode") and mode not in known:  # `checkFieldHeaderValue` of pkg/types/logs.go
        kept = "headers in the log, `Authorization` and `Cookie` too" if headers else "of them in the log"
        message = f"`{mode}` is not a mode, so Traefik keeps all {kept}; write {listed}."
        yield Diagnostic(fields.at("default_mode"), message)
    for name, mode in getattr(fields, "names", {}).items():
        if mode not in known:
            is_so = _MEANT.get(mode.lower()) == fields.default_mode
            message = f"`{mode}` is not a mode, so `{name}` is treated as `defaultMode` says; write {listed}."
            yield Diagnostic(fields.at("names"), message, strict=is_so)
