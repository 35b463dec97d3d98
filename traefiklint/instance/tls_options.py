"""Which TLS options each router has on each entry point, and where they contradict one another.

Source: `resolveHTTPTLSOptions` and `findConflictingRouters` in pkg/server/aggregator.go. Since 3.7.2 and 3.6.18 Traefik
splits a router off under another name on the entry points where its options conflict; the patches before look at hosts
only (`buildEntryPointHandler` in pkg/server/router/tcp/manager.go).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from traefiklint.instance.names import qualify
from traefiklint.records import NamedTuple
from traefiklint.versions import since

if TYPE_CHECKING:
    from traefiklint.instance.instance import Instance
    from traefiklint.matching.check import RuleResult
    from traefiklint.model.http import Router
    from traefiklint.versions import Version

T = TypeVar("T")

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
                yield Served(point, router, resolved(router.tls.options, router.full))
            elif model is not None and model.tls:
                yield Served(point, router, resolved(model.tls_options, router.full))


def resolved(options: str, router: str) -> str:
    """The full name of TLS options, as the router of a full name means it."""
    return DEFAULT if options in ("", DEFAULT) else qualify(options, router)


def closes_connections(instance: Instance, router: Any, fails: Callable[[Any], bool]) -> bool:
    """Whether a TCP router that Traefik disables takes connections all the same, to close them: because its TLS options
    cannot be built.

    Args:
        fails: whether these TLS options are among what Traefik leaves out.
    """
    tls = router.tls
    if tls is None or tls.passthrough or not router.service or instance.rule(router).tree is None:
        return False
    name = resolved(tls.options, router.full)
    thing = instance.objects["tls.options"].get(name)
    return fails(thing) if thing is not None else name != DEFAULT


def conflicting(instance: Instance) -> dict[str, set[Any]]:
    """The routers whose options Traefik does not use, by entry point: others serve the same host with other options, or
    there is no host by which to choose them."""
    wanted: dict[str, list[tuple[Any, str, RuleResult]]] = {}
    for point, router, options in served(instance):
        wanted.setdefault(point, []).append((router, options, instance.rule(router)))
    return {point: set(in_conflict(routers)) for point, routers in wanted.items()}


def in_conflict(wanted: Iterable[tuple[T, str, RuleResult]]) -> Iterator[T]:
    """Those of one entry point that get the default TLS options in place of the ones that they want, some of them more
    than once.

    Args:
        wanted: whoever serves TLS there, with the full name of the options and the rule.
    """
    by_host: dict[str, dict[str, list[T]]] = {}
    for router, options, rule in wanted:
        domains = rule.domains
        if rule.parsed is not None and not domains and options != DEFAULT:
            yield router
        for domain in domains:
            by_host.setdefault(domain, {}).setdefault(options, []).append(router)
    for groups in by_host.values():
        if len(groups) > 1:
            yield from (router for group in groups.values() for router in group)


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
