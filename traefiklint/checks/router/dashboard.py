"""Routers to Traefik's dashboard whose rules leave out the paths on which it stands."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.findings import Effect
from traefiklint.instance.instance import Instance
from traefiklint.instance.passage import passage, redirects
from traefiklint.model.http import Router
from traefiklint.patterns import lazy

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
        if instance.context.runs_older:  # which has no such option
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
