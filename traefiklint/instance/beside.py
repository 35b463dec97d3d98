"""What other files define, where nobody says that these are all that a Traefik reads."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from collections.abc import Mapping as TypingMapping

from traefiklint.go.strconv import fold
from traefiklint.instance.names import FILE
from traefiklint.text.nodes import Mapping, Node

_DEEP = 3
"""How many keys lead to a section at most, also where it is indented too far."""
_SERVICES = "services"
_SHARED = ("middlewares", "serverstransports", "options")
"""What routers and services share, and folders of applications leave to other files; the last are those of TLS."""


def sections_beside(missing: TypingMapping[str, Collection[str]], roots: Iterable[Node | None]) -> frozenset[str]:
    """The sections whose objects stand in other files, as where these are a folder of a provider directory: several
    names are missing, and none of the files defines anything there, not even in the wrong place. Whoever forgets one
    has others.

    Whose middlewares are elsewhere has the servers transports and TLS options there, too; a chain only puts together
    what others define. Middlewares without a router are lent to other files, which have the services.

    Args:
        missing: the names in each section that lead nowhere, as they are written.
        roots: what the files hold.
    """
    given = tuple(roots)
    shared = {section for section in _SHARED if not any(_holds(section, root, _DEEP) for root in given)}
    found = set[str]()
    if _SHARED[0] in shared and sum(_count(missing.get(section, ())) for section in shared) > 1:
        found |= shared
    services = _count(missing.get(_SERVICES, ()))
    middlewares = sum("@" not in name for name in missing.get(_SHARED[0], ()))
    if services and not any(_holds(_SERVICES, root, _DEEP) for root in given):
        is_lent = not any(_holds("routers", root, _DEEP) for root in given)
        if services + middlewares > 1 or is_lent:
            found |= {_SERVICES, _SHARED[0], *shared}
    return frozenset(found)


def _count(names: Iterable[str]) -> int:
    return len({name.removesuffix(f"@{FILE}") for name in names})


def _holds(section: str, node: Node | None, deep: int) -> bool:
    for key, value in node.pairs if isinstance(node, Mapping) and deep else ():
        if isinstance(value, Mapping):
            if fold(key.value) == section and not _is_of_chains(value):
                return True
            if _holds(section, value, deep - 1):
                return True
    return False


def _is_of_chains(section: Mapping) -> bool:
    """Whether a section holds chains alone."""
    parts = [value for _, value in section.pairs]
    return bool(parts) and all(
        isinstance(one, Mapping) and [fold(key.value) for key, _ in one.pairs] == ["chain"] for one in parts
    )
