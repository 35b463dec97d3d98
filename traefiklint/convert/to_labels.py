"""Objects of a dynamic file as labels of the compose services that they lead to, and what labels cannot say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from traefiklint.convert.servers import Unsayable, backend, servers_said
from traefiklint.convert.to_file import KINDS, MAPS, Left, Rename, is_said, text_of_duration
from traefiklint.model.base import Named, Option, Section
from traefiklint.model.kinds.maps import Plugins
from traefiklint.model.kinds.scalars import Duration
from traefiklint.model.kinds.sections import ByName, Nested, Sections
from traefiklint.model.kinds.texts import Texts
from traefiklint.model.references import REFERENCES
from traefiklint.versions import Version

_SERVICES = ("http.services", "tcp.services", "udp.services")
_ONLY_IN_FILES = {
    "tls.options": "TLS options",
    "tls.stores": "TLS stores",
    "http.serversTransports": "servers transports",
    "tcp.serversTransports": "servers transports",
}
"""What no label defines."""


class Block(NamedTuple):
    """The labels of one compose service.

    Attributes:
        service: what it may be called: the host of its address.
        labels: names and values, as Traefik shall see them.
        addresses: the addresses in whose place Traefik will take the container's own.
    """

    service: str
    labels: list[tuple[str, str]]
    addresses: list[str]


class LabelsMade(NamedTuple):
    """Labels by compose service, and what they cannot say."""

    blocks: tuple[Block, ...]
    left: tuple[Left, ...]


def labels_of(objects: Iterable[tuple[str, Named]], target: Version) -> LabelsMade:
    """The labels that define the objects of a file."""
    return _Writer(list(objects), target).made()


class _Writer:
    def __init__(self, objects: list[tuple[str, Named]], target: Version) -> None:
        self.objects = objects
        self.target = target
        self.left: list[Left] = []
        self.sayable: set[tuple[str, str]] = set()
        """The objects that become labels, by what references call their kind, and by name."""
        self.blocks: dict[str, Block] = {}

    def made(self) -> LabelsMade:
        """Everything that can be said."""
        said: dict[tuple[str, str], list[tuple[str, str]]] = {}
        # Which objects can be said decides how they are referred to, so names are put in afterwards.
        kept = [one for one in self.objects if one[0] in KINDS and self._try(*one)]
        self.sayable = {(KINDS[kind], thing.name) for kind, thing in kept}
        for kind, thing in kept:
            said[kind, thing.name] = list(self._labels(kind, thing, self._references))
        self._place_services(kept, said)
        self._place_routers(kept, said)
        self._place_rest(said)
        blocks = [block for block in self.blocks.values() if block.labels]
        for block in blocks:
            self.left += _side_effects(block)
        return LabelsMade(tuple(blocks), tuple(self.left))

    def _try(self, kind: str, thing: Named) -> bool:
        """Whether an object can be said; notes why where it cannot."""
        if kind in _ONLY_IN_FILES:
            why = f"no label defines {_ONLY_IN_FILES[kind]}; keep it in a file, as `{thing.name}@file`"
            self.left.append(Left(thing.object, why, thing.file, thing.at().span.line))
            return False
        try:
            if not _is_part(thing.name):
                raise Unsayable(thing, "", "in labels, dots and brackets separate names")
            _check_whole(kind, thing)
            list(self._labels(kind, thing, lambda _, name: name))
        except Unsayable as told:
            self.left.append(told.left._replace(name=thing.object, why=f"{told.left.name}: {told}"))
            return False
        return True

    def _references(self, kind: str, name: str) -> str:
        """How a label refers to what a file refers to by a name."""
        if kind not in KINDS.values() or not name:
            return name
        bare, _, provider = name.rpartition("@") if "@" in name else (name, "", "file")
        if provider != "file":
            return bare if provider == "docker" else name
        return bare if (kind, bare) in self.sayable else f"{bare}@file"

    # Where labels go

    def _place_services(
        self, kept: list[tuple[str, Named]], said: dict[tuple[str, str], list[tuple[str, str]]]
    ) -> None:
        for kind, thing in kept:
            if kind in _SERVICES:
                host, address = backend(thing)
                block = self._block(host or thing.name)
                block.labels.extend(said.pop((kind, thing.name)))
                block.addresses.extend([address] if address else [])

    def _place_routers(self, kept: list[tuple[str, Named]], said: dict[tuple[str, str], list[tuple[str, str]]]) -> None:
        hosts = {
            (KINDS[kind], thing.name): backend(thing)[0] or thing.name for kind, thing in kept if kind in _SERVICES
        }
        for kind, thing in kept:
            if not kind.endswith(".routers"):
                continue
            service = kind.replace("routers", "services")
            name = getattr(thing, "service", "").removesuffix("@file")
            block = self._block(hosts.get((KINDS[service], name), next(iter(self.blocks), "traefik")))
            block.labels.extend(said.pop((kind, thing.name)))
            for middleware in getattr(thing, "middlewares", ()):
                group = kind.replace("routers", "middlewares")
                block.labels.extend(said.pop((group, middleware.removesuffix("@file")), ()))

    def _place_rest(self, said: dict[tuple[str, str], list[tuple[str, str]]]) -> None:
        for labels in said.values():
            self._block(next(iter(self.blocks), "traefik")).labels.extend(labels)

    def _block(self, service: str) -> Block:
        return self.blocks.setdefault(service, Block(service, [], []))

    # What an object says

    def _labels(self, kind: str, thing: Named, rename: Rename) -> Iterator[tuple[str, str]]:
        prefix = f"traefik.{kind.lower()}.{thing.name}"
        found = list(self._section(thing, prefix, rename))
        if not found:
            raise Unsayable(thing, "", "it says nothing, which a label cannot")
        yield from found

    def _section(self, section: Section, prefix: str, rename: Rename) -> Iterator[tuple[str, str]]:
        named = REFERENCES.get(type(section).__name__, {})
        for attribute, option in section.fields.items():
            value = getattr(section, attribute)
            if value is None or option.is_dropped(self.target):
                continue
            name = f"{prefix}.{(option.label_key or option.key).lower()}"
            kind = option.kind
            if not (value if isinstance(kind, Sections | ByName) else _is_there(section, option)):
                continue
            if option.label_key:
                yield from servers_said(section, attribute, value, prefix)
            elif option.is_dropped_from_labels(self.target):
                raise Unsayable(section, attribute, "labels cannot set it")
            elif isinstance(kind, Nested):
                yield from self._nested(section, option, value, name, rename)
            elif isinstance(kind, Sections):
                yield from self._listed(section, option, value, name, rename)
            elif isinstance(kind, ByName):
                for key, one in value.items():
                    if not _is_part(key):
                        raise Unsayable(section, attribute, "in labels, dots and brackets separate names")
                    yield from self._section(one, f"{name}.{key}", rename)
            else:
                yield from _values(section, option, name, named.get(attribute, ""), rename)

    def _listed(
        self, section: Section, option: Option, value: Any, name: str, rename: Rename
    ) -> Iterator[tuple[str, str]]:
        for number, one in enumerate(value):
            below = list(self._section(one, f"{name}[{number}]", rename))
            if not below:
                raise Unsayable(section, option.attribute, "one of it is empty, which a label cannot say")
            yield from below

    def _nested(
        self, section: Section, option: Option, value: Any, name: str, rename: Rename
    ) -> Iterator[tuple[str, str]]:
        below = list(self._section(value, name, rename))
        if below:
            yield from below
        elif option.may_be_empty:
            yield name, "true"
        else:
            raise Unsayable(section, option.attribute, "it is empty, which a label cannot say")


def _is_there(section: Section, option: Option) -> bool:
    return isinstance(option.kind, Nested) or is_said(section, option.attribute)


def _check_whole(kind: str, thing: Named) -> None:
    """Labels give routers a rule and a service that have none, and every service is a load balancer."""
    if kind in ("http.routers", "tcp.routers") and not getattr(thing, "rule", ""):
        raise Unsayable(thing, "rule", "it has no rule, and labels would give it the default one")
    if kind.endswith(".routers") and not getattr(thing, "service", ""):
        raise Unsayable(thing, "service", "it has no service, and labels would give it the container's")
    if kind in _SERVICES and getattr(thing, "load_balancer", None) is None:
        raise Unsayable(thing, "", "labels make load balancers only")


def _side_effects(block: Block) -> Iterator[Left]:
    """What else Traefik makes of the labels of one container."""
    names = [name for name, _ in block.labels]
    has_router = any(name.startswith("traefik.http.routers.") for name in names)
    if not has_router and any(name.startswith("traefik.http.") for name in names):
        yield Left(block.service, "no router leads here, so Traefik makes one of its own, with its default rule")
    folded: dict[str, str] = {}
    for name in names:
        if folded.setdefault(name.lower(), name) != name:
            yield Left(name, "in labels, names that differ only in case are one")


def _is_part(name: str) -> bool:
    """Whether a name is one part of a label's name."""
    return bool(name) and not set(name) & set(".[]") and name == name.strip()


def _values(section: Section, option: Option, name: str, referred: str, rename: Rename) -> Iterator[tuple[str, str]]:
    """The labels of one option that holds no sections."""
    value = getattr(section, option.attribute)
    if isinstance(option.kind, Duration):
        yield name, text_of_duration(section, option)
    elif isinstance(option.kind, Texts):
        items = [rename(referred, str(item)) for item in value] if referred else [str(item) for item in value]
        if any("," in item or item != item.strip() for item in items):
            raise Unsayable(section, option.attribute, "labels separate items at commas, and one has a comma or spaces")
        if items == [""]:
            raise Unsayable(section, option.attribute, "labels cannot hold a list of one empty text")
        if items:
            yield name, ",".join(items)
    elif isinstance(option.kind, MAPS):
        yield from _entries(section, option, name, value, is_plugin=isinstance(option.kind, Plugins))
    elif isinstance(value, bool):
        yield name, str(value).lower()
    else:
        yield name, rename(referred, str(value)) if referred else str(value)


def _entries(section: Section, option: Option, name: str, value: Any, *, is_plugin: bool) -> Iterator[tuple[str, str]]:
    folded: set[str] = set()
    for key, below in value.items():
        if not _is_part(key) or key.lower() in folded:
            raise Unsayable(section, option.attribute, f"labels cannot have a key such as `{key}`")
        folded.add(key.lower())
        if isinstance(below, dict):
            if not below:
                raise Unsayable(section, option.attribute, "it is empty, which a label cannot say")
            yield from _entries(section, option, f"{name}.{key}", below, is_plugin=is_plugin)
        elif isinstance(below, list):
            if any(not isinstance(item, str) for item in below):
                raise Unsayable(section, option.attribute, "labels cannot hold lists of sections for plugins")
            yield from ((f"{name}.{key}[{number}]", item) for number, item in enumerate(below))
        else:
            yield f"{name}.{key}", str(below)
