"""Middlewares that Traefik accepts, and that do not do what they seem to."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Draft, rule
from traefiklint.findings import Effect, Related, Severity
from traefiklint.model.middlewares import Errors, IpStrategy
from traefiklint.model.udp import UdpRouter
from traefiklint.project.project import Project


@rule("errors-query-without-slash", category="middleware", effect=Effect.SILENT)
def errors_query_without_slash(options: Errors, project: Project) -> Iterator[Draft]:
    """The path of an error page does not begin with a slash."""
    query = options.query
    if query and not query.startswith(("/", "{url}")):
        yield Draft(options.at("query"), f"The error page `{query}` is no path; write `/{query}`.")


@rule("ip-strategy-conflict", category="middleware", effect=Effect.SILENT)
def ip_strategy_conflict(strategy: IpStrategy, project: Project) -> Iterator[Draft]:
    """A way to find a client's address has both a depth and addresses to leave out, of which Traefik uses the depth."""
    if strategy.depth > 0 and strategy.excluded_ips:
        message = "Traefik uses `depth` and ignores `excludedIPs` beside it; keep one of them."
        yield Draft(strategy.key_at("excluded_ips"), message)


@rule("udp-entrypoint-shared", category="router", effect=Effect.DEGRADED, severity=Severity.ERROR)
def udp_entrypoint_shared(project: Project, _: Project) -> Iterator[Draft]:
    """Several UDP routers share an entry point, and one of them gets everything."""
    routers: dict[str, UdpRouter] = project.objects["udp.routers"]
    if len(routers) < 2:
        return
    by_point: dict[str, list[UdpRouter]] = {}
    for router in routers.values():
        for point in project.entry_points(router):
            by_point.setdefault(point.name, []).append(router)
    told: set[UdpRouter] = set()
    for point_name, sharing in by_point.items():
        winner = max(sharing, key=lambda router: router.name.encode())
        for router in sharing:
            if router is winner or router in told:
                continue
            told.add(router)
            spot = winner.key_at()
            message = (
                f"`{winner.name}` takes everything on the UDP entry point `{point_name}`, so `{router.name}` gets "
                "nothing; give each its own."
            )
            yield Draft(router.key_at(), message, related=(Related(spot.file, spot.span, "this one serves"),))
