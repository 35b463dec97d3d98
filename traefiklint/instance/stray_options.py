"""Labels that set options of a router by another name than that of the router that they are for.

So it comes where a service is copied and one of its names is not changed, or where a router is renamed in half
of its labels. Traefik makes a router of the options alone, or drops one that another container defines.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from traefiklint.records import NamedTuple

if TYPE_CHECKING:
    from traefiklint.compose.project import Label
    from traefiklint.docker.containers import Container, RouterLabels
    from traefiklint.instance.instance import Instance
    from traefiklint.model.base import Named

FEW = 20
"""How many routers of one container are compared with one."""


class StrayOptions(NamedTuple):
    """Options of a router without a rule, which a router of the same container lacks that has one."""

    container: Container
    router: RouterLabels
    meant: tuple[str, ...]
    """The routers of the container with a rule that have none of these options; empty where each has all of them."""

    @property
    def labels(self) -> tuple[Label, ...]:
        """The labels of the options."""
        return tuple(self.router.options.values())

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where the name of the router stands in the name of each label."""
        start = len(f"traefik.{self.router.protocol}.routers.")
        return tuple((start, label.name.text.index(".", start)) for label in self.labels)

    @property
    def names(self) -> tuple[str, ...]:
        """What the labels would be called, of the one router that is meant; empty where that is not clear."""
        if len(self.meant) != 1:
            return ()
        texts = (label.name.text for label in self.labels)
        pairs = zip(texts, self.spans, strict=True)
        return tuple(f"{text[:start]}{self.meant[0]}{text[end:]}" for text, (start, end) in pairs)

    @property
    def has_tls(self) -> bool:
        """Whether TLS is among the options, or one of its own."""
        return any(option.partition(".")[0] == "tls" for option in self.router.options)


def strays(instance: Instance) -> dict[int, StrayOptions]:
    """The routers, by their identity, that are such options alone: those that another container defines with a rule,
    and those that get the default one."""
    return {id(router): stray for router, stray in _strays(instance)}


def given_tls(instance: Instance) -> frozenset[str]:
    """The routers, as findings call them, of which is told that TLS below another name is theirs."""
    found = ((router, stray) for router, stray in _strays(instance) if stray.has_tls and len(stray.meant) == 1)
    return frozenset(
        f"{router.object[: -len(router.full)]}{stray.meant[0]}@{router.provider}" for router, stray in found
    )


def _strays(instance: Instance) -> Iterator[tuple[Named, StrayOptions]]:
    for conflict in instance.parts.get("ConflictingObjects", ()):
        if any(router.gives("rule") for router in conflict.objects if ".routers." in router.path):
            for router, container in zip(conflict.objects, conflict.containers, strict=True):
                if (stray := _stray(router, container)) is not None:
                    yield router, stray
    lost = (one for one in instance.parts.get("LostRouter", ()) if one.why == "rule")
    for one in (*instance.parts.get("DefaultedRouter", ()), *lost):
        stray = _stray(one.router, one.container)
        if stray is not None and stray.meant and instance.conflict_over(one.router) is None:
            yield one.router, stray


def _stray(router: Named, container: Container) -> StrayOptions | None:
    """What labels of a container say of a router for which none has a rule, where another one of it has one."""
    protocol = router.path.partition(".")[0]
    own = container.routers.get((protocol, router.name.lower()))
    if own is None or "rule" in own.options or len(container.routers) > FEW:
        return None
    ruled = [one for one in container.routers.values() if one.protocol == protocol and "rule" in one.options]
    lacking = tuple(one.name for one in ruled if one.options.keys().isdisjoint(own.options))
    have_all = bool(ruled) and all(own.options.keys() <= one.options.keys() for one in ruled)
    return StrayOptions(container, own, lacking) if lacking or have_all else None
