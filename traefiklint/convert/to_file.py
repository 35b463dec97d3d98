"""What containers' labels come to, as a dynamic file with the same objects.

Sections as plain values under their documented keys, and what the names in them refer to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from traefiklint.model.base import Named, Option, Section
from traefiklint.model.kinds.maps import IntMap, Plugins, TextMap
from traefiklint.model.kinds.scalars import Duration
from traefiklint.model.kinds.sections import ByName, Nested, Sections
from traefiklint.model.kinds.texts import Texts
from traefiklint.model.references import REFERENCE_KINDS, REFERENCES
from traefiklint.model.services import Service
from traefiklint.patch.data import data_from
from traefiklint.patch.printing import print_document
from traefiklint.text.nodes import Scalar
from traefiklint.versions import Version
from traefiklint.yaml.scalars import resolve

MAPS = (TextMap, IntMap, Plugins)

KINDS = {kind: name for name, kind in REFERENCE_KINDS.items()}
"""What the table of references calls the objects of a kind."""

Rename = Callable[[str, str], str]
"""Gives the name by which an object is referred to where the section will stand: of its kind and its name so far."""


def as_it_is(_kind: str, name: str) -> str:
    """A reference that stays."""
    return name


def is_said(section: Section, attribute: str) -> bool:
    """Whether an option is given, or has come to something else than its default."""
    return section.gives(attribute) or getattr(section, attribute) != getattr(type(section), attribute)


def text_of_duration(section: Section, option: Option) -> str:
    """A duration as it is written."""
    node = section.at(option.attribute).node
    return resolve(node)[1] if isinstance(node, Scalar) else f"{getattr(section, option.attribute)}ns"


def data_of(section: Section, target: Version, rename: Rename = as_it_is) -> dict[str, Any]:
    """A section as a dynamic file says it; what Traefik drops from files is left out."""
    found: dict[str, Any] = {}
    named = REFERENCES.get(type(section).__name__, {})
    for attribute, option in section.fields.items():
        value = getattr(section, attribute)
        kind = option.kind
        if value is None or option.is_dropped(target) or (attribute == "port" and "address" in section.fields):
            continue  # the port of a TCP or UDP server stands in its address
        if isinstance(kind, Nested):
            below = data_of(value, target, rename)
            if below or option.may_be_empty:
                found[option.key] = below
        elif isinstance(kind, Sections):
            if value:
                found[option.key] = [data_of(one, target, rename) for one in value]
        elif isinstance(kind, ByName):
            if value:
                found[option.key] = {name: data_of(one, target, rename) for name, one in value.items()}
        elif is_said(section, attribute) and not (value in ((), [], {}) and isinstance(kind, (Texts, *MAPS))):
            found[option.key] = _value(section, option, value, named.get(attribute, ""), rename)
    return found


def _value(section: Section, option: Option, value: Any, referred: str, rename: Rename) -> Any:
    if isinstance(option.kind, Duration):
        return text_of_duration(section, option)
    if isinstance(option.kind, Texts):
        return [rename(referred, name) for name in value] if referred else list(value)
    if isinstance(option.kind, Plugins):
        return _with_lists(plain_copy(value))
    if isinstance(option.kind, MAPS):
        return plain_copy(value)
    return rename(referred, value) if referred and value else value


def _with_lists(value: Any) -> Any:
    """The options of plugins, where labels make lists of what is called `[0]`, `[1]`, in the order of these texts."""
    if not isinstance(value, dict):
        return value
    if value and all(name[:1] == "[" and name[-1:] == "]" for name in value):
        return [_with_lists(value[name]) for name in sorted(value)]
    return {name: _with_lists(below) for name, below in value.items()}


def plain_copy(value: Any) -> Any:
    """Texts, lists and dictionaries as they are."""
    if isinstance(value, Mapping):
        return {str(name): plain_copy(below) for name, below in value.items()}
    if isinstance(value, list | tuple):
        return [plain_copy(item) for item in value]
    return value


class Left(NamedTuple):
    """Something that could not be taken over as it was.

    Attributes:
        name: what: an object, or an option.
        why: the reason, as a sentence without a full stop.
        file: where it stands, and `line` there; empty and 0 where that is nowhere.
    """

    name: str
    why: str
    file: str = ""
    line: int = 0


class FileMade(NamedTuple):
    """A dynamic file: its data, and what is to be known about it."""

    data: dict[str, Any]
    left: tuple[Left, ...]


def file_of(objects: Iterable[tuple[str, Named]], target: Version) -> FileMade:
    """The file that defines objects of Docker's and Swarm's providers.

    References among them stay bare names, which in a file are the file's own; those to objects that are not among them
    keep their provider.

    Args:
        objects: each with its kind, as in `http.routers`.
    """
    given = list(objects)
    known = {(KINDS[kind], thing.full) for kind, thing in given}
    data: dict[str, Any] = {}
    left: list[Left] = []
    taken: dict[tuple[str, str], Named] = {}
    for kind, thing in given:
        earlier = taken.setdefault((kind, thing.name), thing)
        if earlier is not thing:
            left.append(_left(thing, f"`{earlier.full}` has the same name, and a file has one object of a name"))
            continue
        here = data
        for step in kind.split("."):
            here = here.setdefault(step, {})
        here[thing.name] = data_of(thing, target, _references(thing.provider, known))
        if isinstance(thing, Service):
            left += _servers_without_port(thing)
    return FileMade(data, tuple(left))


def text_of(data: dict[str, Any]) -> str:
    """A file as Traefik's file provider reads it: `{{` would begin a template action there."""
    return print_document({name: data_from(_without_actions(value)) for name, value in data.items()})


def _without_actions(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("{{", "{{`{{`}}")
    if isinstance(value, dict):
        return {_without_actions(name): _without_actions(below) for name, below in value.items()}
    return [_without_actions(item) for item in value] if isinstance(value, list) else value


def _references(provider: str, known: set[tuple[str, str]]) -> Rename:
    def rename(kind: str, name: str) -> str:
        if kind not in KINDS.values() or not name:
            return name
        full = name if "@" in name else f"{name}@{provider}"
        return full.rpartition("@")[0] if (kind, full) in known else full

    return rename


def _servers_without_port(service: Service) -> Iterable[Left]:
    """Servers whose port only the image says."""
    balancer = service.load_balancer
    for server in balancer.servers if balancer is not None else ():
        host = server.url.rpartition("://")[2]
        if server.url and ":" not in host.rpartition("]")[2]:
            yield _left(service, "only the image says its port; write it behind the address, as `:8080`")
            return


def _left(thing: Named, why: str) -> Left:
    place = thing.at()
    return Left(thing.object, why, place.file, place.span.line)
