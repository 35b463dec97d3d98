"""Services that Traefik starts, and that answer nobody: servers that cannot be asked, load balancers without any."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.as_written import option_in
from traefiklint.checks.shared.fixes import add_option, set_option
from traefiklint.findings import Effect, Severity
from traefiklint.instance.instance import Instance
from traefiklint.instance.passage import leading_to, passage
from traefiklint.instance.targets import has_one_server
from traefiklint.model.diagnostics import says_off
from traefiklint.model.http import Router
from traefiklint.model.services import (
    HighestRandomWeight,
    LoadBalancer,
    ServerHealthCheck,
    Service,
    Sticky,
    WeightedRoundRobin,
)
from traefiklint.text.breaks import is_toml_file
from traefiklint.text.nodes import Scalar


def routers_of(part: Any, instance: Instance) -> list[Router]:
    """The routers that lead to the service that a part belongs to."""
    service = instance.owner(part)
    if service is None or not instance.counts(service):
        return []
    return [reference.owner for reference in leading_to(service, instance) if type(reference.owner) is Router]


@rule("servers-empty", effect=Effect.SILENT)
def servers_empty(
    balancer: LoadBalancer | WeightedRoundRobin | HighestRandomWeight, instance: Instance
) -> Iterator[Diagnostic]:
    """A service has nobody to send requests to."""
    attribute = "servers" if type(balancer) is LoadBalancer else "services"
    if getattr(balancer, attribute) or not instance.complete:
        return
    node = balancer.at(attribute).node if balancer.gives(attribute) else None
    if getattr(node, "items", None) or getattr(node, "value", None) or not routers_of(balancer, instance):
        return
    if is_only_redirected(balancer, instance):
        return
    name = instance.owner(balancer).name  # type: ignore[union-attr]
    message = f"Service `{name}` has no `{attribute}`, so every request gets a 503; add one."
    is_meant = balancer.gives(attribute)  # `servers: []` is written by whoever wants that answer
    yield Diagnostic(balancer.key_at(attribute), message, strict=is_meant)


def is_only_redirected(part: Any, instance: Instance) -> bool:
    """Whether every router that leads to a service redirects, so that the service is only there for the form."""
    found = routers_of(part, instance)
    return bool(found) and all(
        any(one is None or one.redirect_scheme or one.redirect_regex for one in passage(router, instance))
        for router in found
    )


@rule("weights-all-zero", effect=Effect.SILENT)
def weights_all_zero(
    balancer: LoadBalancer | WeightedRoundRobin | HighestRandomWeight, instance: Instance
) -> Iterator[Diagnostic]:
    """All weights are zero, so that nobody gets a request."""
    parts: Any = balancer.servers if type(balancer) is LoadBalancer else balancer.services  # type: ignore[union-attr]
    for part in parts:
        if part.weight is None or part.weight > 0:
            return
    if not parts or (type(balancer) is LoadBalancer and balancer.strategy == "p2c"):
        return
    name = instance.owner(balancer).name  # type: ignore[union-attr]
    message = f"No weight of `{name}` is above 0, so every request gets a 503; give one of them a weight of 1."
    yield Diagnostic(parts[0].at("weight"), message)


@rule("missing-health-check", effect=Effect.ADVICE, severity=Severity.INFO, strict=True)
def missing_health_check(balancer: LoadBalancer | WeightedRoundRobin, instance: Instance) -> Iterator[Diagnostic]:
    """A service goes on sending requests to those of its servers that are down."""
    if type(balancer) is LoadBalancer:
        parts: Any = balancer.servers
        watched: Any = balancer.health_check or balancer.passive_health_check
    else:
        parts, watched = balancer.services, balancer.health_check  # type: ignore[union-attr]
    if len(parts) > 1 and watched is None:
        name = instance.owner(balancer).name  # type: ignore[union-attr]
        message = (
            f"Service `{name}` also sends requests to servers that are down, because nothing checks them; add a "
            "`healthCheck`."
        )
        yield Diagnostic(balancer.key_at(), message)


@rule("weighted-without-health-check", effect=Effect.SILENT)
def weighted_without_health_check(weighted: WeightedRoundRobin, instance: Instance) -> Iterator[Diagnostic]:
    """A weighted service goes on sending requests to services that are known to be down."""
    if weighted.health_check is not None or sum(one.weight != 0 for one in weighted.services) < 2:
        return
    whole = instance.owner(weighted)
    parts = [one.target for one in instance.needs.get(whole, ()) if one.part.parent is weighted] if whole else []
    checked = [
        one for one in parts if isinstance(one, Service) and one.load_balancer and one.load_balancer.health_check
    ]
    if whole is not None and parts and len(checked) == len(parts):
        message = (
            f"`{whole.name}` ignores the health checks of its services: requests that it sends to those that are down "
            f"get a 503; add `{option_in(weighted, 'healthCheck')}` to it."
        )
        yield Diagnostic(weighted.key_at(), message)


@rule("health-check-path-is-url", effect=Effect.DEGRADED, fix="safe")
def health_check_path_is_url(check: ServerHealthCheck, instance: Instance) -> Iterator[Diagnostic]:
    """The path of a health check is a whole URL, so that every check fails."""
    path = check.http_path
    if check.mode == "grpc" or not (path.startswith("//") or "://" in path.partition("?")[0]):
        return
    rest = path.partition("//")[2].partition("/")[2]
    message = f"`path` of a health check is a path, so `{path}` fails and takes every server out; write `/{rest}`."
    yield Diagnostic(
        check.at("http_path"),
        message,
        fix=set_option(check, "http_path", f"/{rest}", safe=True),
    )


@rule("health-check-target", effect=Effect.DEGRADED)
def health_check_target(check: ServerHealthCheck, instance: Instance) -> Iterator[Diagnostic]:
    """A health check asks a port or by a scheme that does not exist, so that every check fails."""
    if not 0 <= check.port < 65536:
        message = f"There is no port {check.port}, so every check fails and takes its server out; correct `port`."
        yield Diagnostic(check.at("port"), message)
    if check.mode != "grpc" and check.scheme.lower() not in ("", "http", "https"):
        message = f"A health check cannot use `{check.scheme}`, so every check fails; write `http` or `https`."
        yield Diagnostic(check.at("scheme"), message)


@rule("health-check-timeout", effect=Effect.ADVICE, severity=Severity.INFO)
def health_check_timeout(check: ServerHealthCheck, instance: Instance) -> Iterator[Diagnostic]:
    """A health check may take longer than the time between two checks."""
    if check.gives("timeout") and check.timeout > check.interval > 0:
        message = (
            "`timeout` is longer than `interval`, so a server that hangs holds up the next checks; make it shorter."
        )
        yield Diagnostic(check.at("timeout"), message)


@rule("health-check-without-path", effect=Effect.ADVICE, severity=Severity.INFO, strict=True)
def health_check_without_path(check: ServerHealthCheck, instance: Instance) -> Iterator[Diagnostic]:
    """A health check names no path, so that it asks for the start page."""
    if not check.http_path and check.mode != "grpc":
        message = (
            "The health check has no `path`, so it asks for `/`, and takes out a server that answers 404; add `path`."
        )
        yield Diagnostic(check.key_at(), message)


@rule("sticky-without-cookie", effect=Effect.SILENT, fix="unsafe")
def sticky_without_cookie(sticky: Sticky, instance: Instance) -> Iterator[Diagnostic]:
    """Visitors are to stay on one server, and get no cookie for that."""
    if sticky.cookie is not None or "cookie" in sticky.blank:
        return  # of one without a value `switched-off` speaks
    written = sticky.at("cookie").node if sticky.gives("cookie") else None
    if type(written) is Scalar and says_off(written.value):
        return  # it is meant to be off
    fix = add_option(sticky, "cookie: {}", "Add `cookie: {}`", safe=False) if sticky.node is not None else None
    advice = f"add `{option_in(sticky, 'cookie')}`"
    if type(sticky.node) is Scalar and not sticky.document.holds_labels:  # which has nothing below it
        is_toml = is_toml_file(sticky.document.file)
        advice = "write `sticky = {cookie = {}}`" if is_toml else "write `sticky: {cookie: {}}`"
    message = f"Visitors do not stay on one server, because `sticky` is on and has no `cookie`; {advice}."
    holder = sticky.parent
    is_alone = isinstance(holder, LoadBalancer) and has_one_server(holder, instance)
    yield Diagnostic(sticky.key_at(), message, fix=fix, strict=is_alone)
