"""How a static configuration of Traefik 1 is known, for the rule that tells it and those that leave it to that one."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from traefiklint.text.document import Document
from traefiklint.text.nodes import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from traefiklint.instance.instance import Instance

_TELLING = frozenset(
    ("acme", "consulcatalog", "defaultentrypoints", "docker", "file", "kubernetes", "marathon", "web")
)  # fmt: skip
"""The roots that say it; the others are beside them."""


@lru_cache(maxsize=4)
def root_of_traefik_1(document: Document) -> Scalar | None:
    """The first root that only Traefik 1 had, where a file is a static configuration for it, whatever it is called.

    Remembered for a moment: it is asked for each root of a file.
    """
    root = document.root
    if type(root) is not Mapping or document.holds_labels:
        return None
    found = next((key for key, _ in root.pairs if key.value.lower() in _TELLING), None)
    if found is None:
        return None
    from traefiklint.discovery.kinds import SECTIONS, STATIC_1

    roots = {key.value.lower(): type(value) is Sequence for key, value in root.pairs}
    if not roots.keys().isdisjoint(("providers", "certificatesresolvers")):
        return None
    if any(section in roots and not roots[section] for section in SECTIONS):  # `tls` was a list
        return None
    return found if "defaultentrypoints" in roots or len(roots.keys() & STATIC_1) > 1 else None


def is_told_for_traefik_1(instance: Instance) -> bool:
    """Whether the static configuration is one for Traefik 1, which is told of it and explains all else of that kind."""
    static = instance.context.static
    return "Traefik1Flags" in static or any(root_of_traefik_1(one.document) for one in static.get("Static", ()))


def turns_on_as_traefik_1(provider: str, instance: Instance) -> bool:
    """Whether the static configuration is one for Traefik 1, and has a provider in the form of that."""
    static = instance.context.static
    flags = (name for one in static.get("Traefik1Flags", ()) for name in one.names)
    files = (one.document for one in static.get("Static", ()))
    roots = (
        key.value
        for file in files
        if root_of_traefik_1(file) and type(file.root) is Mapping
        for key, _ in file.root.pairs
    )
    return any(name.lower() == provider for name in (*flags, *roots))
