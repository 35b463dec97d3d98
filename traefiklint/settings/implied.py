"""What `[dokploy]` in a config file says about linting, where nothing else does: the folders that `pull` writes."""

from __future__ import annotations

import os
from collections.abc import Iterable

DIRECTORY = "apps"
"""Where the files of a Dokploy server are kept if nobody says otherwise."""

STATIC = "traefik.yml"


def implied_directories(folder: str, named: Iterable[str]) -> tuple[str, ...]:
    """The provider directories of a server and of its remote servers (`apps`, `apps@box`), as far as they exist."""
    found: dict[str, None] = {}
    for name in named:
        parent, _, last = name.rstrip("/").rpartition("/")
        above = os.path.join(folder, parent)  # noqa: PTH118 - this is on the way of every lint
        for entry in sorted(_folders(above)):
            if entry == last or (last and entry.startswith(f"{last}@")):
                found[f"{parent}/{entry}" if parent else entry] = None
    return tuple(found)


def _folders(path: str) -> list[str]:
    try:
        with os.scandir(path) as entries:
            return [entry.name for entry in entries if entry.is_dir()]
    except OSError:
        return []


def implied_static(folder: str) -> str:
    """The static configuration that `pull --shared` has brought; empty where it has not."""
    return STATIC if os.path.isfile(os.path.join(folder, STATIC)) else ""  # noqa: PTH113, PTH118
