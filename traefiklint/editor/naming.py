"""The names that a reference may have: objects of this Traefik, and what its static configuration defines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from traefiklint.editor.dotted import DOTTED, LABELS
from traefiklint.editor.dotted_names import written_names
from traefiklint.editor.mentions import STATIC_KINDS, definition, mentions
from traefiklint.editor.positions import Here
from traefiklint.editor.spots import DYNAMIC, Spot
from traefiklint.instance.references import HTTP_SERVICES, TLS_OPTIONS
from traefiklint.model.base import Named


class Name(NamedTuple):
    """One name."""

    written: str
    detail: str = ""
    says: str = ""
    rank: int = 1
    """Which come first: 0 those of the same provider."""


def names_of(here: Here, kind: str, plane: str) -> Iterator[Name]:
    """The names of a kind (`http.services`, `entryPoint`, `certResolver`), as they are written in a document."""
    context = here.view.whole.context
    if kind == "entryPoint":
        for point in context.entry_points.values():
            shown = f"port {point.port}" if point.port else ""
            yield Name(point.name, f"entry point{' for UDP' if point.udp else ''} {shown}".strip(), rank=0)
        return
    if kind == "certResolver":
        for resolver, challenge in context.resolvers.items():
            yield Name(resolver, f"resolver{f' ({challenge} challenge)' if challenge else ''}", rank=0)
        return
    own = _providers(here, plane)
    for thing in here.view.whole.objects.get(kind, {}).values():
        is_own = thing.provider in own or (kind == TLS_OPTIONS and thing.name == "default")
        yield Name(thing.name if is_own else thing.full, _detail(thing), _says(thing), int(not is_own))
    if plane == LABELS:
        yield from (Name(name, file) for name, file in _of_lost_labels(here, kind).items())
    for full in sorted(context.known.get(kind.rpartition(".")[2], ())):
        bare, _, provider = full.partition("@")
        yield Name(bare if provider in own else full, "said to exist in the settings")
    if kind == HTTP_SERVICES:
        yield from (Name(f"{name}@internal", "Traefik's own", rank=2) for name in sorted(context.internal_services))


def _of_lost_labels(here: Here, kind: str) -> dict[str, str]:
    """The names in labels of containers that Traefik does not look at, or not yet."""
    known = {thing.name for thing in here.view.whole.objects.get(kind, {}).values()}
    return {name: file for its_kind, name, file in written_names(here.view) if its_kind == kind and name not in known}


_NAMED = {
    "entryPoints": "entryPoint",
    "certificatesResolvers": "certResolver",
    "plugins": "plugin",
    "localPlugins": "plugin",
}
"""What the static configuration defines below its options."""


def new_names(here: Here, spot: Spot) -> dict[str, str]:
    """The names that an object may get where its name is written, each with what speaks for it."""
    assert spot.names is not None, "a spot of names has its option"
    kind = _NAMED.get(spot.names.key, "") if spot.plane not in (DYNAMIC, LABELS) else ".".join(spot.cursor.path[:2])
    instance = here.view.whole
    found: dict[str, str] = {}
    if kind in STATIC_KINDS:
        for target, mentioned in mentions(instance).by_target.items():
            if target.kind == kind and definition(instance, target) is None:
                found.setdefault(target.full, f"`{mentioned[0].section.object}` refers to it")
    for reference in instance.dangling:
        if reference.kind.lower() == kind.lower() and "@" not in reference.name:
            found.setdefault(reference.name, f"`{reference.owner.object}` refers to it")
    if spot.plane in DOTTED:
        word = here.text[spot.cursor.start : spot.cursor.end].lower()
        for its_kind, name, file in written_names(here.view):
            if its_kind.lower() == kind.lower() and name.lower() != word:
                found.setdefault(name, f"stands in {file}")
    return found


def _providers(here: Here, plane: str) -> frozenset[str]:
    """The providers whose objects a document names without saying whose they are."""
    if plane != LABELS:
        return frozenset({"file"} if plane == DYNAMIC else ())
    labels = here.view.whole.labels
    return labels.providers or frozenset({"docker", "swarm"}) if labels is not None else frozenset({"docker"})


def _detail(thing: Named) -> str:
    kind = "".join(f" {option.key}" for option, _, _ in thing.given()) if thing.fields else ""
    return f"{thing.file}{f' ·{kind}' if kind and len(kind) < 40 else ''}"


def _says(thing: Named) -> str:
    told = [option for option, _, _ in thing.given()]
    return (told[0].description if len(told) == 1 else "") or (type(thing).__doc__ or "").strip()
