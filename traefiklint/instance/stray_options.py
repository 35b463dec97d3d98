"""Labels that set options of a router by another name than that of the router that they are for.

So it comes where a service is copied and one of its names is not changed, or where a router is renamed in half
of its labels. Traefik makes a router of the options alone, or drops one that another container defines.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from traefiklint.patterns import lazy
from traefiklint.records import NamedTuple

if TYPE_CHECKING:
    from traefiklint.compose.project import Label
    from traefiklint.docker.containers import Container
    from traefiklint.instance.instance import Instance
    from traefiklint.model.base import Named

_OPTION = lazy(r"(?i)traefik\.(http|tcp)\.routers\.([^.]+)\.(.+)")
_OF_TLS = lazy(r"(?i)\.routers\.[^.]+\.tls(?:\.|$)")
_BY_ROUTER = "options of routers"
"""By what a container remembers the labels of its routers."""
_FEW = 20
"""How many routers of one container are compared with one."""

Options = dict[str, "Label"]


class StrayOptions(NamedTuple):
    """Options of a router without a rule, which a router of the same container lacks that has one."""

    container: Container
    labels: tuple[Label, ...]
    meant: tuple[str, ...]
    """The routers of the container with a rule that have none of these options; empty where each has all of them."""

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where the name of the router stands in the name of each label."""
        return tuple(one.span(2) for label in self.labels if (one := _OPTION.fullmatch(label.name.text)))

    @property
    def names(self) -> tuple[str, ...]:
        """What the labels would be called, of the one router that is meant; empty where that is not clear."""
        if len(self.meant) != 1:
            return ()
        texts = (label.name.text for label in self.labels)
        pairs = zip(texts, self.spans, strict=True)
        return tuple(f"{text[:start]}{self.meant[0]}{text[end:]}" for text, (start, end) in pairs)


def strays(instance: Instance) -> dict[int, StrayOptions]:
    """The routers, by their identity, that are such options alone: those that another container defines with a rule,
    and those that get the default one."""
    return {id(router): stray for router, stray in _strays(instance)}


def given_tls(instance: Instance) -> frozenset[str]:
    """The routers, as findings call them, of which is told that TLS below another name is theirs."""
    found = ((router, stray) for router, stray in _strays(instance) if any(map(_OF_TLS.search, stray.names)))
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
    if _BY_ROUTER not in container.remembered:
        container.remembered[_BY_ROUTER] = _by_router(container)
    routers: dict[tuple[str, str], tuple[str, Options]] = container.remembered[_BY_ROUTER]
    protocol = router.path.partition(".")[0]
    own = routers.get((protocol, router.name.lower()), ("", {}))[1]
    if not own or "rule" in own or len(routers) > _FEW:
        return None
    ruled = [(name, options) for (of, _), (name, options) in routers.items() if of == protocol and "rule" in options]
    lacking = tuple(name for name, options in ruled if options.keys().isdisjoint(own))
    have_all = bool(ruled) and all(own.keys() <= options.keys() for _, options in ruled)
    return StrayOptions(container, tuple(own.values()), lacking) if lacking or have_all else None


def _by_router(container: Container) -> dict[tuple[str, str], tuple[str, Options]]:
    """The names of the routers as they are written, and their labels by option, by protocol and name."""
    found: dict[tuple[str, str], tuple[str, Options]] = {}
    for label in container.labels:
        if one := _OPTION.fullmatch(label.name.text):
            found.setdefault((one[1].lower(), one[2].lower()), (one[2], {}))[1][one[3].lower()] = label
    return found
