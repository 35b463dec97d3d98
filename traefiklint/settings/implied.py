"""What `[dokploy]` in a config file says about linting, where nothing else does: the folders that `pull` writes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

DIRECTORY = "apps"
"""Where the files of a Dokploy server are kept if nobody says otherwise."""

STATIC = "traefik.yml"

CONTEXT_OWN = "server"
"""The folder of what `pull` keeps of the server itself; that of its remote server `box` is `@box`."""

DEFAULT_ENVIRONMENT = "default"
"""What the server is called that no `--environment` names."""


def context_folder(environment: str, named: str) -> str:
    """Where `pull` keeps what else the Traefiks of a server read, relative to the config file."""
    return named.rstrip("/") or f".traefiklint/context/{environment}"


def implied_context(folder: str, servers: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """What is known of the surroundings of provider directories: a folder each, as far as it exists.

    Args:
        servers: the directory of each environment, and where its context is kept.
    """
    found: dict[str, str] = {}
    for environment, (directory, named) in servers.items():
        base = context_folder(environment, named)
        kept = set(_folders(os.path.join(folder, base)))  # noqa: PTH118 - this is on the way of every lint
        for place in implied_directories(folder, (directory,)) if kept else ():
            _, sign, label = place.rpartition("/")[2].partition("@")
            name = f"@{label}" if sign else CONTEXT_OWN
            if name in kept:
                found.setdefault(place, f"{base}/{name}")
    return found


def compose_folder(directory: str) -> str:
    """Where the compose applications of a server are kept: beside its directory, because Traefik reads none of them."""
    return f"{directory}-compose" if directory not in ("", ".") else "compose"


def implied_composes(folder: str, named: Iterable[str]) -> dict[str, str]:
    """The folder of the compose applications of each provider directory, as far as it exists."""
    found: dict[str, str] = {}
    for name in named:
        parent, _, last = name.rstrip("/").rpartition("/")
        for place in implied_directories(folder, (name,)):
            _, sign, label = place.rpartition("/")[2].partition("@")
            kept = f"{parent}/" * bool(parent) + compose_folder(last) + sign + label
            if os.path.isdir(os.path.join(folder, kept)):  # noqa: PTH112, PTH118 - this is on the way of every lint
                found[place] = kept
    return found


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
