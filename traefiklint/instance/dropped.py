"""Whether anybody misses what Traefik drops, because it stands in the wrong one of its two kinds of files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from traefiklint.decoding.static import decode_static
from traefiklint.go.strconv import fold
from traefiklint.instance.instance import Instance
from traefiklint.instance.names import full_name
from traefiklint.instance.passage import is_meant
from traefiklint.instance.references import ROUTERS
from traefiklint.instance.same_form import says_same
from traefiklint.model.base import Named, Place, Section
from traefiklint.model.configuration import Configuration
from traefiklint.model.diagnostics import UnknownKey
from traefiklint.model.static import Static
from traefiklint.patterns import lazy
from traefiklint.text.breaks import is_toml_file
from traefiklint.text.document import Document
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence
from traefiklint.text.spelling import nearest
from traefiklint.versions import Version

_USED_UNNAMED = (*ROUTERS, "tls.stores")
"""Kinds of objects that do something though nothing names them, as the TLS options `default` do."""


def is_missed(place: Place, instance: Instance) -> bool:
    """Whether something is lost by a section at the top of a file that Traefik drops there.

    Nothing is where the static configuration says the same, or the files of the provider define all objects of these
    names, or nothing names those that they do not.
    """
    key = fold(place.path)
    dropped = section_in(place.document, key)
    if dropped is None:
        return True
    own = [part for part in instance.context.static.get("Static", ()) if part.document is not place.document]
    if any(_holds(section_in(part.document, key), dropped) for part in own):
        return False
    if isinstance(dropped, Mapping) and _is_set(key, place.document, own, instance.context.target):
        return False
    if not isinstance(dropped, Mapping) or key not in ("http", "tcp", "udp", "tls"):
        return True
    return any(_is_object_missed(f"{key}.{fold(kind.value)}", objects, instance) for kind, objects in dropped.pairs)


def in_static(instance: Instance) -> dict[str, Place]:
    """Where the static configuration defines objects, which Traefik drops there, by the folded path of their kind and
    their name. Those of HTTP may stand in a section at the top."""
    found: dict[str, Place] = {}
    for document in (part.document for part in instance.context.static.get("Static", ())):
        root = document.root if document is not None else None
        for path, name in _objects_below(root):
            found.setdefault(path, Place(document, name, path, ""))
        for kind, key, name, value in _objects_at_top(root, _TOP_OF_STATIC):
            if isinstance(value, Mapping):
                found.setdefault(f"{kind}.{name.value}", Place(document, name, f"{key.value}.{name.value}", ""))
    return found


_TOP_OF_STATIC = {name: f"http.{name}" for name in ("middlewares", "serverstransports")}
"""The sections that objects have at the top of a static file; `services` there are those of Compose."""


def behind_first(instance: Instance) -> dict[str, str]:
    """The files that define objects in another YAML document than the first, where Traefik drops them, by the folded
    path of their kind and their name."""
    found: dict[str, str] = {}
    for document in (source.document for source in instance.files):
        if "\n---" in document.text and not is_toml_file(document.file):
            from traefiklint.yaml.reader import read_yaml

            before, *others = _MARKER.split(document.text)
            for text in others if _SAYS.search(before) else others[1:]:
                root, _ = read_yaml(text)
                for path, _ in _objects_below(root):
                    found.setdefault(path, document.file)
    return found


_MARKER = lazy(r"(?m)^---(?=\s|$)")
_SAYS = lazy(r"(?m)^[ \t]*[^#%\s]")
"""A line of a document that is no comment and no directive."""


def _objects_below(root: Node | None) -> Iterator[tuple[str, Scalar]]:
    """The objects that a file defines, by the folded path of their kind and their name."""
    for protocol, section in root.pairs if isinstance(root, Mapping) else ():
        if fold(protocol.value) in ("http", "tcp", "udp", "tls") and isinstance(section, Mapping):
            for kind, objects in section.pairs:
                for name, _ in objects.pairs if isinstance(objects, Mapping) else ():
                    yield f"{fold(protocol.value)}.{fold(kind.value)}.{name.value}", name


def at_top(instance: Instance) -> dict[tuple[str, str], Place]:
    """What dynamic files define in a section at the top, where Traefik drops it, by kind and full name: the section."""
    kinds = {fold(kind.partition(".")[2]): kind for kind in instance.objects if kind.startswith(("http.", "tls."))}
    found: dict[tuple[str, str], Place] = {}
    for document in (source.document for source in instance.files):
        for kind, key, name, _ in _objects_at_top(document.root, kinds):
            found.setdefault((kind, full_name(name.value)), Place(document, key, key.value, ""))
    return found


def _objects_at_top(root: Node | None, kinds: dict[str, str]) -> Iterator[tuple[str, Scalar, Scalar, Node]]:
    """The objects in sections at the top of a file: the kind of each, the name of the section, its own and what it is.

    Args:
        kinds: the kinds by the folded names of the sections.
    """
    for key, section in root.pairs if isinstance(root, Mapping) else ():
        if isinstance(section, Mapping) and (kind := kinds.get(fold(key.value))):
            yield from ((kind, key, name, value) for name, value in section.pairs)


def in_refused(instance: Instance) -> frozenset[tuple[str, str]]:
    """What dynamic files define where Traefik refuses it, as is told there, by kind and full name: in a section whose
    name is misspelt, in a list, or below a protocol though it belongs at the top of the file."""
    found: set[tuple[str, str]] = set()
    for document in (source.document for source in instance.files):
        for protocol in ("http", "tcp", "udp"):
            section = section_in(document, protocol)
            for key, below in section.pairs if isinstance(section, Mapping) else ():
                if fold(key.value) in Configuration.keys and isinstance(below, Mapping):
                    inner = ((kind.value, objects) for kind, objects in below.pairs)
                    found.update(one for kind, objects in inner for one in _meant(fold(key.value), kind, objects))
                elif isinstance(below, Sequence) or not _is_section(protocol, key.value):
                    found.update(_meant(protocol, key.value, below))
    return frozenset(found)


def _is_section(protocol: str, name: str) -> bool:
    of = Configuration.keys[protocol].of
    return of is not None and fold(name) in of.keys


def _meant(protocol: str, written: str, section: Node) -> Iterator[tuple[str, str]]:
    """The objects in a section, also in a list, by the kind that its name is probably meant to be and their names."""
    of = Configuration.keys[protocol].of
    if of is None:
        return
    known = of.keys.get(fold(written))
    kind = known.key if known is not None else nearest(fold(written), of.by_key)
    for part in section.items if isinstance(section, Sequence) else [section]:
        pairs = part.pairs if kind and isinstance(part, Mapping) else ()
        yield from ((f"{protocol}.{kind}", full_name(name.value)) for name, _ in pairs)


def _is_set(key: str, document: Document | None, own: Iterable[Static], target: Version) -> bool:
    """Whether a static configuration, as flags and variables make it, too, says all that a section of a dynamic file
    would say in it."""
    option = Static.keys.get(key)
    if option is None or document is None:
        return False
    decoded = decode_static(document, target)
    amiss = (said for said in decoded.diagnostics if not isinstance(said, UnknownKey))
    if any(fold(said.path.partition(".")[0]) == key for said in amiss):
        return False
    dropped = getattr(decoded.static, option.attribute, None)
    return any(_says(getattr(one, option.attribute, None), dropped) for one in own)


def _says(own: Any, dropped: Any) -> bool:
    """Whether an option of the root says what another one would."""
    if isinstance(dropped, dict) and isinstance(own, dict):
        return bool(dropped) and all(says_same(one, own.get(name), with_level=True) for name, one in dropped.items())
    return isinstance(dropped, Section) and says_same(dropped, own, with_level=True)


def _is_object_missed(kind: str, objects: Node, instance: Instance) -> bool:
    if kind == "tls.certificates" and isinstance(objects, Sequence):
        kinds = ("Certificate", "DefaultCertificate")  # which is shown to all for whose name there is no other
        used = [part.node for kind in kinds for part in instance.parts.get(kind, ())]
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


def section_in(document: Document | None, key: str) -> Node | None:
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
