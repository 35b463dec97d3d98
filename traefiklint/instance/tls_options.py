"""Which TLS options each router has on each entry point, and where they contradict one another.

Source: `resolveHTTPTLSOptions` and `findConflictingRouters` in pkg/server/aggregator.go. Since 3.7 Traefik splits a
router off under another name on the entry points where its options conflict.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from traefiklint.instance.names import qualify

if TYPE_CHECKING:
    from traefiklint.instance.instance import Project
    from traefiklint.model.http import Router

DEFAULT = "default"


class Served(NamedTuple):
    """A router that serves TLS on an entry point, and with which options."""

    point: str
    router: Router
    options: str


def served(project: Project) -> Iterator[Served]:
    """Every router with TLS, its own or its entry point's, on each of its entry points."""
    models = project.entry_point_models
    for router in project.objects["http.routers"].values():
        if router.parent_refs:
            continue
        for point in dict.fromkeys(router.entry_points or project.default_entry_points or ("",)):
            model = models.get(point)
            if router.tls is not None:
                yield Served(point, router, resolved(router, router.tls.options))
            elif model is not None and model.tls:
                yield Served(point, router, resolved(router, model.tls_options))


def resolved(router: Router, options: str) -> str:
    """The full name of TLS options, as a router means it."""
    return DEFAULT if options in ("", DEFAULT) else qualify(options, router.name)


def conflicting(project: Project) -> dict[str, set[Any]]:
    """The routers whose options Traefik does not use, by entry point: others serve the same host with other options, or
    there is no host by which to choose them."""
    found: dict[str, set[Any]] = {}
    by_host: dict[tuple[str, str], dict[str, list[Router]]] = {}
    for point, router, options in served(project):
        result = project.rule(router)
        if result.parsed is None:
            continue
        domains = result.domains
        if not domains and options != DEFAULT:
            found.setdefault(point, set()).add(router)
        for domain in domains:
            by_host.setdefault((point, domain), {}).setdefault(options, []).append(router)
    for (point, _), groups in by_host.items():
        if len(groups) > 1:
            found.setdefault(point, set()).update(router for group in groups.values() for router in group)
    return found
