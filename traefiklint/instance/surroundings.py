"""What stands on the disk where the static configuration says that something does, as far as that is at hand.

Traefik sees other paths than we do: a container has what its volumes bring, and a relative path starts where Traefik is
started. So an answer is given only for what is surely the same; all else is noted as not looked at.
"""

from __future__ import annotations

import posixpath
from typing import NamedTuple

from traefiklint.discovery.paths import below, may_lead_to
from traefiklint.instance.instance import Instance
from traefiklint.reading import Entry, Look


class Mounted(NamedTuple):
    """What the container of a Traefik has of the host."""

    folder: str
    """The folder that relative paths start from."""
    volumes: tuple[tuple[str, str], ...]
    """Sources, with where they are in the container; an empty one where a variable without a value says which it is."""


def entry_at(instance: Instance, path: str, *, told: bool = True) -> Entry | None:
    """What Traefik finds at a path that its static configuration names; None where that is not at hand.

    Args:
        told: whether to note that nobody looked there.
    """
    look = instance.context.look
    if look is None or not path:
        return None
    mounted: Mounted | None = next(iter(instance.context.static.get("Mounted", ())), None)
    found = look.beside(path) if mounted is None else _through_volume(mounted, path, look)
    if found is None and told:
        look.unseen(path)
    return found


def _through_volume(mounted: Mounted, path: str, look: Look) -> Entry | None:
    inside = posixpath.normpath(posixpath.join("/", path))
    best = max(
        (one for one in mounted.volumes if below(inside, one[1].rstrip("/"))), key=lambda one: len(one[1]), default=None
    )
    if best is None or not best[0].startswith("."):
        return None
    source, target = best
    rest = posixpath.relpath(inside, target)
    paths = may_lead_to(posixpath.join(source, rest), mounted.folder)
    is_outside = mounted.folder.startswith(("/", ".."))
    entries = [look.at(path) for path in (paths[:1] if is_outside else paths)]
    entry = next((one for one in entries if one.is_there), entries[0])
    return entry._replace(is_mounted=rest == ".")
