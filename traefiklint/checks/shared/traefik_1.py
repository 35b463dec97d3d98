"""How a static configuration of Traefik 1 is known, and a container for it, by rules about both and those beside."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from traefiklint.patterns import lazy
from traefiklint.text.document import Document
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from traefiklint.docker.containers import Container
    from traefiklint.instance.instance import Instance

_TELLING = frozenset(
    ("acme", "consulcatalog", "defaultentrypoints", "docker", "file", "kubernetes", "marathon", "web")
)  # fmt: skip
"""The roots that say it; the others are beside them."""
_OLD = lazy(r"(?i)traefik\.(?:\w+\.)?(?:frontend|port|backend)(?:\.|$)")
_TODAY = lazy(r"(?i)traefik\.(?:http|tcp|udp|tls)\.")
"""The names of labels by which Traefik 1 serves a container, and those of today."""


def is_for_traefik_1(container: Container) -> bool:
    """Whether the labels of a container are for Traefik 1, and today's do not serve it."""
    names = [label.name.text for label in container.labels]
    return any(map(_OLD.match, names)) and not any(map(_TODAY.match, names))


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
    flags = (name for one in instance.context.static.get("Traefik1Flags", ()) for name in one.names)
    return any(name.lower() == provider for name in (*flags, *_sections_of_traefik_1(instance)))


def lists_containers_as_traefik_1(instance: Instance) -> bool:
    """Whether the static configuration is a file for Traefik 1 with Docker's provider, and without its `swarmMode`:
    then labels of containers count, also where a stack makes these."""
    docker = _sections_of_traefik_1(instance).get("docker")
    pairs = docker.pairs if type(docker) is Mapping else ()
    modes = [value for key, value in pairs if key.value.lower() == "swarmmode"]
    return docker is not None and not any(type(mode) is Scalar and mode.value == "true" for mode in modes)


def _sections_of_traefik_1(instance: Instance) -> dict[str, Node]:
    """What stands at the top of the static configurations that are files for Traefik 1, by small letters."""
    files = (one.document for one in instance.context.static.get("Static", ()))
    roots = (file.root for file in files if root_of_traefik_1(file))
    return {key.value.lower(): value for root in roots if type(root) is Mapping for key, value in root.pairs}
