"""What other files define, where nobody says that these are all that a Traefik reads."""

from __future__ import annotations

from collections.abc import Iterable

from traefiklint.go.strconv import fold
from traefiklint.instance.names import FILE
from traefiklint.text.nodes import Mapping, Node

_DEEP = 3
"""How many keys lead to the middlewares at most, also where they are indented too far."""


def are_beside(names: Iterable[str], roots: Iterable[Node | None]) -> bool:
    """Whether the middlewares of routers stand in other files, as where these are a folder of a provider directory:
    there are several, and none of the files defines any, not even in the wrong place. Whoever forgets one has others.

    Args:
        names: those of the middlewares, as the routers have them.
        roots: what the files hold.
    """
    own = {bare for name in names if "@" not in (bare := name.removesuffix(f"@{FILE}"))}
    return len(own) > 1 and not any(_holds_middlewares(root, _DEEP) for root in roots)


def _holds_middlewares(node: Node | None, deep: int) -> bool:
    for key, value in node.pairs if isinstance(node, Mapping) and deep else ():
        if isinstance(value, Mapping) and (fold(key.value) == "middlewares" or _holds_middlewares(value, deep - 1)):
            return True
    return False
