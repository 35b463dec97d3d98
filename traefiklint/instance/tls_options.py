"""Which TLS options each router has on each entry point, and where they contradict one another.

Source: `resolveHTTPTLSOptions` and `findConflictingRouters` in pkg/server/aggregator.go. Since 3.7.2 and 3.6.18 Traefik
splits a router off under another name on the entry points where its options conflict; the patches before look at hosts
only (`buildEntryPointHandler` in pkg/server/router/tcp/manager.go).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from traefiklint.instance.names import qualify
from traefiklint.records import NamedTuple
from traefiklint.versions import since

if TYPE_CHECKING:
    from traefiklint.instance.instance import Instance
    from traefiklint.model.http import Router
    from traefiklint.versions import Version

DEFAULT = "default"

_SPLITS_ROUTERS, _SPLITS_ROUTERS_TOO = since("3.7.2"), since("3.6.18")


def is_by_router(target: Version) -> bool:
    """Whether Traefik settles TLS options router by router, and not by host. Of 3.6 without a patch it is not known to:
    the program that was asked is an older patch.
    """
    too = _SPLITS_ROUTERS_TOO <= target < since("3.7") and target.names_patch
    return target >= _SPLITS_ROUTERS or too


class Served(NamedTuple):
    """A router that serves TLS on an entry point, and with which options."""

    point: str
    router: Router
    options: str


def served(instance: Instance) -> Iterator[Served]:
    """Every router with TLS, its own or its entry point's, on each of its entry points."""
    models = instance.entry_point_models
    for router in instance.objects["http.routers"].values():
        if router.parent_refs:
            continue
        for point in dict.fromkeys(router.entry_points or instance.default_entry_points or ("",)):
            model = models.get(point)
            if router.tls is not None:
                yield Served(point, router, resolved(router, router.tls.options))
            elif model is not None and model.tls:
                yield Served(point, router, resolved(router, model.tls_options))


def resolved(router: Router, options: str) -> str:
    """The full name of TLS options, as a router means it."""
    return DEFAULT if options in ("", DEFAULT) else qualify(options, router.full)


def closes_connections(instance: Instance, router: Any, fails: Callable[[Any], bool]) -> bool:
    """Whether a TCP router that Traefik disables takes connections all the same, to close them: because its TLS options
    cannot be built.

    Args:
        fails: whether these TLS options are among what Traefik leaves out.
    """
    tls = router.tls
    if tls is None or tls.passthrough or not router.service or instance.rule(router).tree is None:
        return False
    name = resolved(router, tls.options)
    thing = instance.objects["tls.options"].get(name)
    return fails(thing) if thing is not None else name != DEFAULT


def conflicting(instance: Instance) -> dict[str, set[Any]]:
    """The routers whose options Traefik does not use, by entry point: others serve the same host with other options, or
    there is no host by which to choose them."""
    found: dict[str, set[Any]] = {}
    by_host: dict[tuple[str, str], dict[str, list[Router]]] = {}
    for point, router, options in served(instance):
        result = instance.rule(router)
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


class SplitParent(NamedTuple):
    """A router with routers below it that Traefik splits off on an entry point under another name."""

    router: Router
    point: str


class LostChild(NamedTuple):
    """A router whose parent Traefik splits, so that it has none any more."""

    router: Router
    parent: Router


def split_parents(instance: Instance) -> Iterator[SplitParent | LostChild]:
    """Routers with routers below them that Traefik splits off under another name, which nobody refers to."""
    children = instance.tree.children
    if not children or not is_by_router(instance.context.target):
        return
    conflicts = conflicting(instance)
    models = instance.entry_point_models
    for parent, below in children.items():
        points = list(dict.fromkeys(parent.entry_points or instance.default_entry_points))
        split = [point for point in points if parent in conflicts.get(point, ())]
        if not split:
            continue
        yield SplitParent(parent, split[0])
        plain = [point for point in points if point not in models]
        if any(point in models for point in split) or (plain and set(plain) <= set(split)):
            yield from (LostChild(child, parent) for child in below)
