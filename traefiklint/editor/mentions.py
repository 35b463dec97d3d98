"""Where objects are defined and where they are named: files, labels, and what the static configuration defines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from traefiklint.instance.instance import Instance
from traefiklint.instance.names import qualify
from traefiklint.instance.references import TLS_OPTIONS
from traefiklint.model.base import Named, Place, Section
from traefiklint.model.references import REFERENCE_KINDS, REFERENCES

STATIC_KINDS = {
    "entryPoint": ("StaticEntryPoint",),
    "certResolver": ("CertificatesResolver",),
    "plugin": ("Plugin", "LocalPlugin"),
}
"""What the static configuration defines, by the sections that define it."""
STATIC_REFERENCES = {
    "EntryPointHttp": {"middlewares": "middleware"},
    "EntryPointTls": {"options": "tlsOptions", "cert_resolver": "certResolver"},
    "RedirectEntryPoint": {"to": "entryPoint"},
    "HttpChallenge": {"entry_point": "entryPoint"},
    "Ping": {"entry_point": "entryPoint"},
    "Prometheus": {"entry_point": "entryPoint"},
    "IngressNginxProvider": {"http_entry_point": "entryPoint", "https_entry_point": "entryPoint"},
}
"""What the static configuration refers to itself; its names say whose objects they mean."""
_PLUGINS = {"Middleware": "plugin", "Providers": "plugin"}
"""The sections that say by the names of entries which plugins they use."""


class Target(NamedTuple):
    """An object by its kind (`http.services`, `entryPoint`) and its full name."""

    kind: str
    full: str


class Found(NamedTuple):
    """An object, and a place where it is named."""

    target: Target
    place: Place


class Mention(NamedTuple):
    """One place where an object is named."""

    target: Target
    section: Section
    attribute: str
    item: int | None = None
    entry: str = ""
    """The key that is the name, where an option holds entries by name."""

    @property
    def place(self) -> Place:
        """Where it stands."""
        if self.entry:
            return self.section.entry_at(self.attribute, self.entry)
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
    for mention in _mentions(instance):
        by_target.setdefault(mention.target, []).append(mention)
        document = mention.section.document
        file = mention.place.file if document.holds_labels else document.file
        by_file.setdefault(file, []).append(mention)
    return Mentions(by_target, by_file)


def _mentions(instance: Instance) -> Iterator[Mention]:
    for table, parts in ((REFERENCES, instance.parts), (STATIC_REFERENCES, instance.context.static)):
        for name, attributes in table.items():
            for section in parts.get(name, ()):
                yield from _of_section(section, attributes, instance)
    for name, attribute in _PLUGINS.items():
        for section in (*instance.parts.get(name, ()), *instance.context.static.get(name, ())):
            if section.gives(attribute):
                for entry in getattr(section, attribute):
                    yield Mention(Target("plugin", entry), section, attribute, entry=entry)


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
            yield Mention(target_of(kind, value, section, instance), section, attribute)


def target_of(kind: str, name: str, section: Section, instance: Instance) -> Target:
    """What a name means that stands in a section."""
    if kind in STATIC_KINDS or (kind == TLS_OPTIONS and name == "default"):
        return Target(kind, name)
    owner = instance.owner(section)
    return Target(kind, qualify(name, owner.full if owner is not None else ""))


def ruled(instance: Instance, file: str) -> Iterator[tuple[Any, Place]]:
    """The routers whose rules stand in a file, and where."""
    for router in instance.ruled_routers():
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
    if target.kind not in STATIC_KINDS:
        thing = instance.objects.get(target.kind, {}).get(target.full)
        return Definition(target, thing) if thing is not None else None
    return next((one for one in _static_definitions(instance, target.kind) if one.target == target), None)


def definitions(instance: Instance) -> Iterator[Definition]:
    """All objects, those of the static configuration too."""
    for kind, things in instance.objects.items():
        for full, thing in things.items():
            yield Definition(Target(kind, full), thing)
    for kind in STATIC_KINDS:
        yield from _static_definitions(instance, kind)


def _static_definitions(instance: Instance, kind: str) -> Iterator[Definition]:
    for name in STATIC_KINDS[kind]:
        for thing in instance.context.static.get(name, ()):
            if thing.home is not None:
                yield Definition(Target(kind, thing.name), thing)
