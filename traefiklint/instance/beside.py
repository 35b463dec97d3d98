"""What other files define, where nobody says that these are all that a Traefik reads."""

from __future__ import annotations

from traefiklint.go.strconv import fold
from traefiklint.instance.instance import Instance
from traefiklint.instance.names import FILE
from traefiklint.text.nodes import Mapping, Node

_DEEP = 3
"""How many keys lead to the middlewares at most, also where they are indented too far."""


def has_middlewares_beside(instance: Instance) -> bool:
    """Whether the files are a part of what some Traefik reads, as a folder of its provider directory is: their routers
    have several middlewares, and none of the files defines any, not even in the wrong place. Somebody who forgets one
    has others."""
    routers = (*instance.objects["http.routers"].values(), *instance.objects["tcp.routers"].values())
    names = {name.removesuffix(f"@{FILE}") for router in routers for name in router.middlewares}
    own = [name for name in names if "@" not in name]
    return len(own) > 1 and not any(_holds_middlewares(file.document.root, _DEEP) for file in instance.files)


def _holds_middlewares(node: Node | None, deep: int) -> bool:
    for key, value in node.pairs if isinstance(node, Mapping) and deep else ():
        if isinstance(value, Mapping) and (fold(key.value) == "middlewares" or _holds_middlewares(value, deep - 1)):
            return True
    return False
