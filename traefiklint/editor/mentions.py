"""Where objects are defined and where they are named: files, labels, and what the static configuration defines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from traefiklint.decoding.labels import parts_of
from traefiklint.docker.labels import DOCKER, SWARM
from traefiklint.instance.names import qualify
from traefiklint.instance.references import TLS_OPTIONS
from traefiklint.model.base import Named, Place, Section
from traefiklint.model.references import REFERENCE_KINDS, REFERENCES
from traefiklint.text.lines import lines_of

if TYPE_CHECKING:
    from traefiklint.editor.place import Here
    from traefiklint.editor.view import View
    from traefiklint.findings import Span
    from traefiklint.instance.instance import Instance
    from traefiklint.text.nodes import Scalar

_LABEL_KINDS = {kind.lower(): kind for kind in REFERENCE_KINDS.values()}
STATIC_KINDS = {"entryPoint": "StaticEntryPoint", "certResolver": "CertificatesResolver"}
"""What the static configuration defines, by the sections that define it."""


_STATIC_REFERENCES = {
    "EntryPointHttp": {"middlewares": "middleware"},
    "EntryPointTls": {"options": "tlsOptions", "cert_resolver": "certResolver"},
    "RedirectEntryPoint": {"to": "entryPoint"},
}
"""What the static configuration refers to itself; its names say whose objects they mean."""


class Target(NamedTuple):
    """An object by its kind (`http.services`, `entryPoint`) and its full name."""

    kind: str
    full: str


class Mention(NamedTuple):
    """One place where an object is named."""

    target: Target
    section: Section
    attribute: str
    item: int | None

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.section.at(self.attribute, self.item)


class Mentions(NamedTuple):
    """All mentions of a Traefik."""

    by_target: dict[Target, list[Mention]]
    by_file: dict[str, list[Mention]]


def mentions(instance: Instance) -> Mentions:
    """All mentions, worked out once for an instance."""
    return instance.once(_all_mentions)


def _all_mentions(instance: Instance) -> Mentions:
    by_target: dict[Target, list[Mention]] = {}
    by_file: dict[str, list[Mention]] = {}
    for table, parts in ((REFERENCES, instance.parts), (_STATIC_REFERENCES, instance.context.static)):
        for name, attributes in table.items():
            for section in parts.get(name, ()):
                for mention in _of_section(section, attributes, instance):
                    by_target.setdefault(mention.target, []).append(mention)
                    by_file.setdefault(_file_of(section, mention.attribute), []).append(mention)
    return Mentions(by_target, by_file)


def _file_of(section: Section, attribute: str) -> str:
    document = section.document
    return section.at(attribute).file if document.holds_labels else document.file


def _of_section(section: Section, attributes: dict[str, str], instance: Instance) -> Iterator[Mention]:
    for attribute, named in attributes.items():
        if not section.gives(attribute):
            continue
        kind = REFERENCE_KINDS.get(named, named)
        value: Any = getattr(section, attribute)
        if isinstance(value, tuple):
            for index, name in enumerate(value):
                yield Mention(target_of(kind, name, section, instance), section, attribute, index)
        elif value:
            yield Mention(target_of(kind, value, section, instance), section, attribute, None)


def target_of(kind: str, name: str, section: Section, instance: Instance) -> Target:
    """What a name means that stands in a section."""
    if kind in STATIC_KINDS or (kind == TLS_OPTIONS and name == "default"):
        return Target(kind, name)
    owner = instance.owner(section)
    return Target(kind, qualify(name, owner.full if owner is not None else ""))


def ruled(instance: Instance, file: str) -> Iterator[tuple[Any, Place]]:
    """The routers whose rules stand in a file, and where."""
    for kind in ("http.routers", "tcp.routers"):
        for router in instance.objects[kind].values():
            if router.gives("rule") and (place := router.at("rule")).file == file:
                yield router, place


class Definition(NamedTuple):
    """An object, and what it is called."""

    target: Target
    thing: Named

    @property
    def place(self) -> Place:
        """Where its name stands."""
        return self.thing.key_at()


def definition(instance: Instance, target: Target) -> Definition | None:
    """The definition of an object; None where it is in no file."""
    kind = STATIC_KINDS.get(target.kind)
    if kind is None:
        thing = instance.objects.get(target.kind, {}).get(target.full)
        return Definition(target, thing) if thing is not None else None
    found = (one for one in instance.context.static.get(kind, ()) if one.name == target.full)
    thing = next(found, None)
    return Definition(target, thing) if thing is not None and thing._home() is not None else None


def definitions(instance: Instance) -> Iterator[Definition]:
    """All objects, those of the static configuration too."""
    for kind, things in instance.objects.items():
        for full, thing in things.items():
            yield Definition(Target(kind, full), thing)
    for kind, name in STATIC_KINDS.items():
        for thing in instance.context.static.get(name, ()):
            if thing._home() is not None:
                yield Definition(Target(kind, thing.name), thing)


class Found(NamedTuple):
    """What stands at an offset."""

    target: Target
    place: Place


def found_at(here: Here, offset: int) -> Found | None:
    """The object that is named or defined at an offset of a document."""
    instance = here.view.whole
    lines = lines_of(here.text, here.name)

    def holds(span: Span) -> bool:
        return lines.index(span.line, span.column) <= offset <= lines.index(span.end_line, span.end_column)

    for mention in mentions(instance).by_file.get(here.name, ()):
        place = mention.place
        if place.file == here.name and holds(place.span):
            return Found(mention.target, place)
    for one in definitions(instance):
        place = one.place
        if place.file == here.name and holds(place.span):
            return Found(one.target, place)
    if here.view.is_compose(here.name):
        named = (one for one in label_names(here.view) if one.place.file == here.name and holds(one.place.span))
        return next(named, None)
    return None


def label_names(view: View) -> Iterator[Found]:
    """Every name of an object in the name of a label: each label of an object says it again."""
    for project in view.compose:
        for service in project.services:
            for provider, labels in ((DOCKER, service.labels), (SWARM, service.deploy_labels)):
                for label in labels:
                    parts = parts_of(label)
                    if isinstance(parts, list) and len(parts) > 3:
                        yield from _named_by(parts, provider, view.whole)


def _named_by(parts: list[Scalar], provider: str, instance: Instance) -> Iterator[Found]:
    kind = _LABEL_KINDS.get(f"{parts[1].value}.{parts[2].value}".lower())
    things = instance.objects.get(kind or "", {})
    name = parts[3].value.lower()
    thing = next((one for one in things.values() if one.provider == provider and one.name.lower() == name), None)
    if kind is not None and thing is not None:
        yield Found(Target(kind, thing.full), Place(thing.document, parts[3], "", ""))
