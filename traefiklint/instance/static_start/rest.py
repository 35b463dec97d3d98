"""Everything else that keeps Traefik from starting: what it validates, logs, measurements, SPIFFE and plugins.

Source: `ValidateConfiguration` in pkg/config/static, `setupLogger` and `setupServer` in cmd/traefik, pkg/observability.
Measured on 3.7.15, 3.6.15 and 3.0.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from traefiklint.go.ip import parse_ip
from traefiklint.go.url import parse_url, split_host_port
from traefiklint.instance.names import PROVIDERS
from traefiklint.instance.static_start.entry_points import entry_point_faults
from traefiklint.instance.static_start.faults import (
    BadAgentAddress,
    BadBasePath,
    BadLogEndpoint,
    EmptyOverride,
    Exclusive,
    FatalPlugin,
    NoCollector,
    NoStorage,
    NotPermitted,
    NumberTooSmall,
    StartFault,
    TwoAuthorities,
    UnknownProviderPlugin,
    UnknownWord,
    UnorderedBounds,
)
from traefiklint.instance.static_start.plugins import plugin_faults
from traefiklint.model.base import Section
from traefiklint.model.static.otlp import Otlp
from traefiklint.model.static.providers import Providers
from traefiklint.model.static.root import Static
from traefiklint.versions import Version, since

_LEVELS = frozenset(("trace", "debug", "info", "warn", "error", "fatal", "panic", "disabled", ""))


def is_log_level(text: str) -> bool:
    """Whether a text is a level: its name in any case, or a number that fits into a byte."""
    if text.lower() in _LEVELS:
        return True
    return re.fullmatch(r"[+-]?[0-9]{1,9}", text) is not None and -128 <= int(text) <= 127


SYNTAXES = ("v3", "v2")
_BASE_PATH = r"/[a-zA-Z0-9/_.:~-]*"
_CHECKS_BASE_PATH = since("3.6.10")
_TRACES_BY_ITSELF = since("3.1.3")
_TICKER = "panic: non-positive interval for NewTicker"


def other_faults(static: Static, target: Version) -> Iterator[StartFault]:
    """Why Traefik does not start, beside its entry points, in no certain order."""
    yield from _resolver_faults(static)
    yield from _provider_faults(static)
    yield from _log_faults(static)
    yield from _measuring_faults(static)
    if static.tracing is not None and static.tracing.otlp is None and target < _TRACES_BY_ITSELF:
        yield NoCollector(static.tracing, error="panic: invalid memory address or nil pointer dereference")
    if static.core is not None and static.core.default_rule_syntax not in SYNTAXES:
        syntax = static.core.default_rule_syntax
        error = f'unsupported default rule syntax configuration: "{syntax}"'
        yield UnknownWord(static.core, "default_rule_syntax", SYNTAXES, error)
    if static.api is not None and target >= _CHECKS_BASE_PATH and not re.fullmatch(_BASE_PATH, static.api.base_path):
        yield BadBasePath(static.api, "base_path", None, "API basePath must be a valid absolute URL path")
    if static.ocsp is not None:
        for name, url in static.ocsp.responder_overrides.items():
            if not url:
                yield EmptyOverride(static.ocsp, name, f"OCSP responder override value for {name} cannot be empty")
    if static.spiffe is not None and (error := agent_error(static.spiffe.workload_api_addr)):
        yield BadAgentAddress(static.spiffe, "workload_api_addr", None, error)
    if static.experimental is not None and static.experimental.abort_on_plugin_failure:
        for fault in plugin_faults(static.experimental):
            yield FatalPlugin(fault.section, fault.attribute, fault.reason)


def _resolver_faults(static: Static) -> Iterator[StartFault]:
    for name, resolver in static.certificates_resolvers.items():
        if resolver.acme is not None and resolver.tailscale is not None:
            yield TwoAuthorities(resolver, "tailscale", None, "ACME and Tailscale providers are mutually exclusive")
        if resolver.acme is not None and not resolver.acme.storage:
            error = f'unable to initialize certificates resolver "{name}" with no storage location for the certificates'
            yield NoStorage(resolver.acme, "storage", None, error)


def _provider_faults(static: Static) -> Iterator[StartFault]:
    providers, experimental = static.providers, static.experimental
    if providers is None:
        return
    if providers.gives("precedence"):
        for index, name in enumerate(providers.precedence):
            if name.lower() not in PROVIDERS:
                error = f'provider "{name.lower()}" is not a valid provider name'
                yield UnknownWord(providers, "precedence", PROVIDERS, error, index)
    nginx = providers.kubernetes_ingress_nginx
    if nginx is not None and nginx.watch_namespace and nginx.watch_namespace_selector:
        error = "watchNamespace and watchNamespaceSelector options are mutually exclusive"
        yield Exclusive(nginx, "watch_namespace_selector", "watch_namespace", error)
    if providers.knative is not None and not (experimental is not None and experimental.knative):
        error = "the experimental Knative feature must be enabled to use the Knative provider"
        yield NotPermitted(providers.knative, "knative", error)
    if experimental is None or not (experimental.plugins or experimental.local_plugins):
        yield from _undeclared_plugins(providers)


def _undeclared_plugins(providers: Providers) -> Iterator[UnknownProviderPlugin]:
    """With any plugin declared Traefik may come to know that it cannot load them, and starts without the provider."""
    for name in providers.plugin:
        yield UnknownProviderPlugin(providers, name)


def _log_faults(static: Static) -> Iterator[StartFault]:
    permitted = static.experimental is not None and static.experimental.otlp_logs
    for section, word in ((static.log, "logging"), (static.access_log, "access logging")):
        otlp = section.otlp if section is not None else None
        if otlp is None:
            continue
        if not permitted:
            yield NotPermitted(
                otlp, "otlp_logs", f"the experimental OTLPLogs feature must be enabled to use OTLP {word}"
            )
        yield from _tls_and_insecure(otlp)
        if section is static.log and permitted and (found := endpoint_error(otlp)):
            sender, error = found
            yield BadLogEndpoint(sender, "endpoint", None, error)
    access = static.access_log
    if access is not None and access.buffering_size < 0:
        error = "panic: makechan: size out of range"
        yield NumberTooSmall(access, "buffering_size", "0 or more", error, crash=True)


def _measuring_faults(static: Static) -> Iterator[StartFault]:
    if static.tracing is not None and static.tracing.otlp is not None:
        yield from _tls_and_insecure(static.tracing.otlp)
    metrics = static.metrics
    if metrics is None:
        return
    for pushed in (metrics.stats_d, metrics.influx_db2):
        if pushed is not None and pushed.push_interval <= 0 and _is_asked(pushed):
            yield NumberTooSmall(pushed, "push_interval", "more than 0", _TICKER, crash=True)
    if metrics.otlp is not None:
        yield from _tls_and_insecure(metrics.otlp)
        bounds = metrics.otlp.explicit_boundaries
        if endpoint_error(metrics.otlp) is None and any(lower >= upper for lower, upper in pairwise(bounds)):
            yield UnorderedBounds(metrics.otlp, "explicit_boundaries", None, "non-monotonic boundaries")


def _is_asked(pushed: object) -> bool:
    """InfluxDB without its token, organisation or bucket is left out before its clock is wound."""
    return all(getattr(pushed, word, True) for word in ("token", "org", "bucket"))


def _tls_and_insecure(otlp: Otlp) -> Iterator[Exclusive]:
    if otlp.grpc is not None and otlp.grpc.tls is not None and otlp.grpc.insecure:
        yield Exclusive(otlp.grpc, "insecure", "tls", "TLS and Insecure options are mutually exclusive")


def endpoint_error(otlp: Otlp) -> tuple[Section, str] | None:
    """The section whose collector cannot be one, and Go's words; gRPC is used where both are given."""
    if otlp.grpc is not None:
        error = split_host_port(otlp.grpc.endpoint)[2]
        return (otlp.grpc, error) if error else None
    if otlp.http is not None:
        error = parse_url(otlp.http.endpoint).error
        return (otlp.http, error) if error else None
    return None


def agent_error(address: str) -> str:
    """Why the address of a SPIFFE agent cannot be one (github.com/spiffe/go-spiffe, `workloadapi/addr.go`)."""
    if not address:
        return ""
    url = parse_url(address)
    if url.error:
        return f"workload endpoint socket is not a valid URI: {url.error}"
    if url.scheme == "unix":
        if url.opaque:
            return "workload endpoint unix socket URI must not be opaque"
        if url.host:
            return "invalid (non-empty) authority"
        return "" if url.path else "workload endpoint unix socket URI must include a path"
    if url.scheme != "tcp":
        return 'workload endpoint socket URI must have a "tcp" or "unix" scheme'
    if url.opaque or url.path not in ("", "/") or url.query or url.user:
        return "workload endpoint tcp socket URI must not include more than a host component"
    if parse_ip(url.host) is None:
        return "workload endpoint tcp socket URI host component must be an IP:port"
    return "" if url.port else "workload endpoint tcp socket URI host component must include a port"


def start_faults(static: Static, target: Version) -> list[StartFault]:
    """Every reason for which Traefik does not start; it names the first that it meets."""
    return [*entry_point_faults(static, target), *other_faults(static, target)]
