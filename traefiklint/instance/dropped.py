"""Whether anybody misses what Traefik drops, because it stands in the wrong one of its two kinds of files."""

from __future__ import annotations

from traefiklint.go.strconv import fold
from traefiklint.instance.instance import Instance
from traefiklint.instance.names import full_name
from traefiklint.instance.passage import is_meant
from traefiklint.instance.references import ROUTERS
from traefiklint.model.base import Named, Place
from traefiklint.text.document import Document
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence

_USED_UNNAMED = (*ROUTERS, "tls.stores")
"""Kinds of objects that do something though nothing names them, as the TLS options `default` do."""


def is_missed(place: Place, instance: Instance) -> bool:
    """Whether something is lost by a section at the top of a file that Traefik drops there.

    Nothing is where the static configuration says the same, or the files of the provider define all objects of these
    names, or nothing names those that they do not.
    """
    key = fold(place.path)
    dropped = _section(place.document, key)
    if dropped is None:
        return True
    own = (part.document for part in instance.context.static.get("Static", ()))
    if any(document is not place.document and _holds(_section(document, key), dropped) for document in own):
        return False
    if not isinstance(dropped, Mapping) or key not in ("http", "tcp", "udp", "tls"):
        return True
    return any(_is_object_missed(f"{key}.{fold(kind.value)}", objects, instance) for kind, objects in dropped.pairs)


def _is_object_missed(kind: str, objects: Node, instance: Instance) -> bool:
    if kind == "tls.certificates" and isinstance(objects, Sequence):
        used = [part.node for part in instance.parts.get("Certificate", ())]
        return not all(any(_holds(one, item) for one in used) for item in objects.items)
    defined = next((table for one, table in instance.objects.items() if fold(one) == kind), None)
    if defined is None or not isinstance(objects, Mapping):
        return True
    names = {
        name.value
        for name, node in objects.pairs
        if not _is_defined(defined.get(full_name(name.value)) or defined.get(name.value), node)  # as `default` of TLS
    }
    return any(kind in _USED_UNNAMED or name == "default" or is_meant(name, instance) for name in names)


def _is_defined(thing: Named | None, node: Node) -> bool:
    """Whether an object of the files says all that a dropped one does."""
    return thing is not None and _holds(thing.node, node)


def _section(document: Document | None, key: str) -> Node | None:
    """What stands below a key at the top of a file."""
    root = document.root if document is not None else None
    pairs = root.pairs if isinstance(root, Mapping) else ()
    return next((value for name, value in pairs if fold(name.value) == key), None)


def _holds(node: Node | None, other: Node) -> bool:
    """Whether a section says all that another one does."""
    match node, other:
        case Mapping(), Mapping():
            values = {fold(key.value): value for key, value in node.pairs}
            return all(_holds(values.get(fold(key.value)), value) for key, value in other.pairs)
        case Sequence(), Sequence():
            return len(node.items) == len(other.items) and all(map(_holds, node.items, other.items))
        case Scalar(), Scalar():
            return node.value == other.value
    return False
