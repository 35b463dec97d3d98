"""Routers to Traefik's dashboard whose rules leave out the paths on which it stands, and ways to where it is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.as_written import option_in
from traefiklint.findings import Effect
from traefiklint.instance.instance import Instance
from traefiklint.instance.passage import may_have_others, passage, redirects, routers_on
from traefiklint.instance.targets import service_of, targets_of
from traefiklint.instance.traefiks import traefiks
from traefiklint.model.http import Router
from traefiklint.model.static.metrics import Api
from traefiklint.patterns import lazy
from traefiklint.versions import since

if TYPE_CHECKING:
    from traefiklint.compose.project import Service

_TELLS_PAGE = since("3.4")
"""Since when the page asks where `api.basePath` says; the one of 3.3 holds it as well, and asks elsewhere (its scripts
have `apiUrl:"/api"`, as those of 3.0.4)."""
_DASHBOARD, _API = "/dashboard/", "/api/"
_OF_HEALTH = lazy(r"(?i)`/(?:health|healthz|ping|status|live|ready)/?`")
_OF_METRICS = lazy(r"(?i)`/metrics/?`")
_METRICS = ", with `metrics: {prometheus: {}}` in the static configuration"


_PATHS = "``(PathPrefix(`/dashboard/`) || PathPrefix(`/api/`))``"
"""What the rule of a dashboard asks for."""


@rule("dashboard-unreachable", effect=Effect.SILENT)
def dashboard_unreachable(router: Router, instance: Instance) -> Iterator[Diagnostic]:
    """The rule of a router to Traefik's dashboard leaves out paths that it needs."""
    if router.service not in ("api@internal", "dashboard@internal") or router.parent_refs or not router.rule:
        return
    from traefiklint.instance.own_paths import (
        HOME,
        leads_only_to,
        lets_pages_through,
        lets_through,
        meets_nothing,
        stripped_dashboard,
    )

    if any(map(redirects, passage(router, instance))):
        return  # as a router that sends visitors from `/dashboard` to the slash
    place = router.at("rule")
    if router.service == "dashboard@internal":
        if not lets_pages_through(router, instance):
            message = (
                "`dashboard@internal` serves its page at `/`, which this rule leaves out, so every request gets a 404; "
                "use `api@internal`, with a rule for `/dashboard/` and `/api/`."
            )
            yield Diagnostic(place, message)
        return
    if meets_nothing(router, instance) and _OF_METRICS.search(router.rule):
        there = "" if "prometheus" in instance.context.internal_services else _METRICS
        message = f"`{router.service}` has no metrics, so this router shows nothing; lead to `prometheus@internal`"
        yield Diagnostic(router.at("service"), f"{message}{there}.")
    elif meets_nothing(router, instance):
        advice = f"write {_PATHS} in place of its path"
        if _OF_HEALTH.search(router.rule):
            advice = (
                "lead to `ping@internal`, with `ping: {}` in the static configuration, to tell whether Traefik runs"
            )
        elif _another_lets_through(_DASHBOARD, router, instance):
            advice = "name the service that is meant, as another router shows the dashboard"
        message = (
            "Every request gets a 404: Traefik's dashboard is at `/dashboard/`, with its slash, and its API below "
            f"`/api/`, and this rule matches neither; {advice}."
        )
        # a static configuration that is not here may have an `api.basePath`
        is_open = instance.context.blank and "PathPrefix(" in router.rule
        yield Diagnostic(place, message, strict=is_open)
    elif (prefix := stripped_dashboard(router, instance)) and not _another_lets_through(_API, router, instance):
        advice = f"set `api.basePath: {prefix}` in the static configuration instead of taking `{prefix}` off"
        if instance.context.runs_older or instance.context.target < _TELLS_PAGE:  # whose page knows of no other base
            advice = f"write ``(PathPrefix(`{prefix}`) || PathPrefix(`/api`))`` in place of its path"
        message = f"The dashboard stays empty, because it asks for `/api/`, which this rule leaves out; {advice}."
        yield Diagnostic(place, message)
    elif leads_only_to(router, instance, HOME) and not _another_lets_through(_DASHBOARD, router, instance):
        message = (
            f"Visitors get a 404: `/` redirects to `/dashboard/`, which this rule leaves out; write {_PATHS} in place "
            "of its path."
        )
        yield Diagnostic(place, message)
    elif (
        lets_through(router, instance, _DASHBOARD)
        and not lets_through(router, instance, _API)
        and not _another_lets_through(_API, router, instance)
    ):
        message = (
            "The dashboard stays empty, because it asks for `/api/`, which this rule leaves out; write "
            f"{_PATHS} in place of its path."
        )
        yield Diagnostic(place, message)


def _another_lets_through(beginning: str, router: Router, instance: Instance) -> bool:
    """Whether another router that leads to Traefik, or may do so, lets paths through that begin so, for such hosts."""
    from traefiklint.instance.own_paths import lets_through, may_lead_home, share_hosts

    return any(
        other is not router
        and share_hosts(router, other, instance)
        and may_lead_home(other, instance)
        and lets_through(other, instance, beginning)
        for other in instance.objects["http.routers"].values()
    )


_OWN, _OWN_PORT = "traefik", "8080"
"""The entry point of Traefik's own, and where it listens if nobody says otherwise."""


@rule("dashboard-not-served", effect=Effect.SILENT)
def dashboard_not_served(way: Api | Router, instance: Instance) -> Iterator[Diagnostic]:
    """A port of the host, or a router, leads to where only `api.insecure` shows the dashboard, and that is off.

    Source: `apiConfiguration` of pkg/provider/traefik and `SetEffectiveConfiguration` of pkg/config/static; asked of
    3.7.15.
    """
    idle = instance.once(_idle)
    if idle is None:
        return
    service, port = idle
    if isinstance(way, Api):
        if way.dashboard and _is_published(port, service) and not instance.once(_may_be_served):
            message = (
                f"Nothing answers on port {port} of `{service.name.text}`, which its `ports` publish: without "
                "`api.insecure`, the dashboard needs a router to `api@internal`, and there is none; add one, with a "
                "login."
            )
            yield Diagnostic(way.key_at(), message)
    elif (
        way.gives("rule")
        and _leads_to(way, service, port, instance)
        and not any(map(redirects, passage(way, instance)))
    ):
        there = "" if "api" in instance.context.internal_services else ", with `api: {}` in the static configuration"
        message = (
            f"Router `{way.name}` leads to port {port} of Traefik itself, where nothing answers without "
            f"`api.insecure`; for the dashboard, write `{option_in(way, 'service', 'api@internal')}`{there}."
        )
        yield Diagnostic(way.at("service") if way.gives("service") else way.key_at(), message)


def _idle(instance: Instance) -> tuple[Service, str] | None:
    """The only container that runs Traefik, and the port of its own entry point, where nothing answers there; None
    where something does, or may do so."""
    own, points = instance.once(traefiks), instance.context.entry_points
    if len(own) != 1 or own[0].network_mode is not None or instance.context.assumed or not points:
        return None
    if instance.context.runs_traefik_1:  # which opens that port for `api`
        return None
    port = points[_OWN].port if _OWN in points else _OWN_PORT
    if any(point.port == port for point in points.values() if point.name != _OWN):
        return None
    return None if _OWN in points and not _is_empty(_OWN, instance) else (own[0], port)


def _is_empty(point: str, instance: Instance) -> bool:
    """Whether no router is on an entry point, not one that Traefik adds itself either."""
    own = (instance.context.internal_routers or {}).values()
    is_used = instance.once(routers_on).get(point) or any(point in router.entry_points for router in own)
    return not is_used and _knows_all(instance)


def _knows_all(instance: Instance) -> bool:
    """Whether all routers are here; a file provider without files has them elsewhere."""
    is_lost = not instance.files and bool(instance.context.static.get("FileProvider"))
    return instance.knows_routers and not is_lost and not may_have_others(instance)


def _is_published(port: str, service: Service) -> bool:
    return any(one.is_published and str(one.number) == port and one.protocol == "tcp" for one in service.ports)


def _leads_to(router: Router, service: Service, port: str, instance: Instance) -> bool:
    """Whether a router leads to a port of a container, as its labels say, or a file by its name."""
    name = service.name.text.lower()
    return any(host == name and at.endswith(f":{port}") for host, at in targets_of(router, instance))


def _may_be_served(instance: Instance) -> bool:
    """Whether a router shows the dashboard, or may do so for all that is known, or is meant to."""
    routers = (one for one in instance.objects["http.routers"].values() if type(one) is Router)
    return not _knows_all(instance) or any(_may_show(router, instance) for router in routers)


def _may_show(router: Router, instance: Instance) -> bool:
    from traefiklint.instance.own_paths import may_lead_home

    hosts = {host for host, _ in targets_of(router, instance)}
    own = instance.once(traefiks)
    service = service_of(router, instance)
    if service is not None and service.document.holds_labels and hosts:  # of a container, whatever its port is
        return any(one.name.text.lower() in hosts for one in own) and not any(map(redirects, passage(router, instance)))
    return may_lead_home(router, instance)
