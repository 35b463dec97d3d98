"""What other files define, where nobody says that these are all that a Traefik reads."""

from __future__ import annotations

from collections.abc import Iterable

from traefiklint.go.strconv import fold
from traefiklint.instance.names import FILE
from traefiklint.text.nodes import Mapping, Node

_DEEP = 3
"""How many keys lead to a section at most, also where it is indented too far."""


def are_beside(names: Iterable[str], roots: Iterable[Node | None]) -> bool:
    """Whether the middlewares of routers stand in other files, as where these are a folder of a provider directory:
    there are several, and none of the files defines any, not even in the wrong place. Whoever forgets one has others.

    Args:
        names: those of the middlewares, as the routers have them.
        roots: what the files hold.
    """
    return len(_own(names)) > 1 and not any(_holds("middlewares", root, _DEEP) for root in roots)


def services_are_beside(services: Iterable[str], missing: int, roots: Iterable[Node | None]) -> bool:
    """Whether the services of routers stand in other files: none of these defines any, and it is not the only name that
    is missing.

    Args:
        services: the names, as the routers have them.
        missing: how many middlewares of theirs are not here.
    """
    return len(_own(services)) + missing > 1 and not any(_holds("services", root, _DEEP) for root in roots)


def _own(names: Iterable[str]) -> set[str]:
    return {bare for name in names if "@" not in (bare := name.removesuffix(f"@{FILE}"))}


def _holds(section: str, node: Node | None, deep: int) -> bool:
    for key, value in node.pairs if isinstance(node, Mapping) and deep else ():
        if isinstance(value, Mapping) and (fold(key.value) == section or _holds(section, value, deep - 1)):
            return True
    return False
