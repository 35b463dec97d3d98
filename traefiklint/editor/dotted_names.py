"""Every name of an object inside the name of a label, a flag or a variable: each option of an object says it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from traefiklint.compose.values import Value
from traefiklint.decoding.label_tree import part_of, parts_of
from traefiklint.decoding.settings import PREFIX
from traefiklint.docker.labels import DOCKER, SWARM
from traefiklint.editor.mentions import STATIC_KINDS, Found, Target, definition
from traefiklint.editor.view import TraefikView
from traefiklint.instance.instance import KINDS, Instance
from traefiklint.model.base import Place
from traefiklint.text.nodes import Scalar

_LABEL_KINDS = {kind.lower(): kind for kind in KINDS.values()}
_SETTINGS = {
    ("entrypoints",): "entryPoint",
    ("certificatesresolvers",): "certResolver",
    ("experimental", "plugins"): "plugin",
    ("experimental", "localplugins"): "plugin",
    ("providers", "plugin"): "plugin",
}
"""Below which names the flags and variables of objects stand."""


def dotted_names(view: TraefikView) -> Iterator[Found]:
    """All of them in a Traefik's compose files."""
    for project in view.compose:
        for service in project.services:
            for provider, labels in ((DOCKER, service.labels), (SWARM, service.deploy_labels)):
                for label in labels:
                    parts = parts_of(label)
                    if isinstance(parts, list) and len(parts) > 3:
                        yield from _in_label(parts, provider, view.whole)
    yield from _in_settings(view)


def written_names(view: TraefikView) -> Iterator[tuple[str, str, str]]:
    """Kinds and names as labels, flags and variables write them, taken by Traefik or not, and their files."""
    for project in view.compose:
        for service in project.services:
            for label in (*service.labels, *service.deploy_labels):
                parts = label.name.text.split(".")
                kind = _LABEL_KINDS.get(".".join(parts[1:3]).lower())
                if kind is not None and len(parts) > 4 and parts[4]:
                    yield kind, parts[3], label.name.document.file
    for given in view.whole.context.static.get("SettingNames", ()):
        for name in given.names:
            parts = name.text.split(".") if given.is_flags else name.text[len(PREFIX) :].lower().split("_")
            for above, kind in _SETTINGS.items():
                size = len(above)
                if len(parts) > size + 1 and tuple(part.lower() for part in parts[:size]) == above:
                    yield kind, parts[size], name.document.file


def _in_label(parts: list[Scalar], provider: str, instance: Instance) -> Iterator[Found]:
    kind = _LABEL_KINDS.get(f"{parts[1].value}.{parts[2].value}".lower())
    things = instance.objects.get(kind or "", {})
    name = parts[3].value.lower()
    thing = next((one for one in things.values() if one.provider == provider and one.name.lower() == name), None)
    if kind is not None and thing is not None:
        yield Found(Target(kind, thing.full), Place(thing.document, parts[3], "", ""))
        if len(parts) > 5 and parts[4].value.lower() == "plugin":
            yield Found(Target("plugin", parts[5].value), Place(thing.document, parts[5], "", ""))


def _in_settings(view: TraefikView) -> Iterator[Found]:
    """Those of the static configuration, where flags or variables are it."""
    source = view.static.source
    if source is None or not source.document.holds_labels:
        return
    for given in view.whole.context.static.get("SettingNames", ()):
        dot, start = (".", 0) if given.is_flags else ("_", len(PREFIX))
        for name in given.names:
            for target, first, last in _named(name, dot, start, view.whole):
                yield Found(target, Place(source.document, part_of(name, first, last), "", ""))


def _named(name: Value, dot: str, start: int, instance: Instance) -> Iterable[tuple[Target, int, int]]:
    parts = name.text[start:].split(dot)
    for above, kind in _SETTINGS.items():
        size = len(above)
        if len(parts) <= size or tuple(part.lower() for part in parts[:size]) != above:
            continue
        first = start + sum(len(part) + 1 for part in parts[:size])
        written = parts[size]
        known = (one.name for section in STATIC_KINDS[kind] for one in instance.context.static.get(section, ()))
        exact = next((one for one in known if one.lower() == written.lower()), None)
        if exact is not None and definition(instance, Target(kind, exact)) is not None:
            yield Target(kind, exact), first, first + len(written)
