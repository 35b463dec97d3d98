"""What a missing indentation makes of a file: options that stand beside the name that they belong below."""

from __future__ import annotations

from traefiklint.go.strconv import fold
from traefiklint.model.base import Section
from traefiklint.model.shape import is_null
from traefiklint.text.nodes import Mapping, Node


def name_before(thing: Section, name: str, *, has_options: bool = False) -> str:
    """The name with nothing below it behind which, at the same depth, what is called as an option of such objects
    stands in the place of one: nothing but other such options lies between them. Empty where there is none.

    Args:
        thing: the object that Traefik takes it for.
        name: what it is called.
        has_options: whether a name counts, too, that has options below it already, but not this one.
    """
    above = thing.parent
    kind = fold(thing.step.removeprefix(".").partition(".")[0])
    if fold(name) not in thing.keys or above is None or type(above.node) is not Mapping:
        return ""
    names = next((node for key, node in above.node.pairs if fold(key.value) == kind), None)
    found = ""
    for key, node in names.pairs if type(names) is Mapping else ():
        if key.value == name:
            return found
        if fold(key.value) not in thing.keys:
            found = key.value if is_null(node) or (has_options and _lacks(node, name)) else ""
    return ""


def _lacks(node: Node, name: str) -> bool:
    return type(node) is Mapping and all(fold(key.value) != fold(name) for key, _ in node.pairs)
