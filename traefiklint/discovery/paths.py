"""Paths from a folder that was searched, with `/`; the folder itself is the empty one. And where Traefik looks."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Container, Iterable

STATIC_PLACES = tuple(
    f"{place}/traefik.{ending}" for place in ("/etc/traefik", "", "/root/.config") for ending in ("toml", "yaml", "yml")
)
"""Where Traefik looks for its static configuration in its own image, whose working directory is `/`, in its order."""


NOTHING = "/dev/null"
"""What is mounted over a file that there should not be: no static configuration is in it."""


def config_file(flags: Iterable[tuple[str, str]]) -> str:
    """The static configuration that flags name; empty where they name none.

    Flags are one in whatever letters they are written: the last value counts, and the first spelling. Where Traefik
    looks for the file it knows two spellings, and passes over others without a word (`cmd/traefik`, asked of 3.7.15).

    Args:
        flags: their names without the hyphens, and their values.
    """
    found = [(name, value) for name, value in flags if is_config_file(name)]
    return found[-1][1] if found and found[0][0] in ("configFile", "configfile") else ""


def is_config_file(flag: str) -> bool:
    """Whether this is the flag that names the static configuration, which is none of its options."""
    return flag.lower() == "configfile"


def joined(folder: str, name: str) -> str:
    """The path of what a file in a folder calls by a relative name; empty for the folder that was searched."""
    joined = posixpath.normpath(posixpath.join(folder, name.replace(os.sep, "/")))
    return "" if joined == "." else joined


def may_be(own: str, named: str) -> bool:
    """Whether the path that a static configuration names for the file of its file provider may be its own.

    Args:
        own: its path, here.
        named: the path, as Traefik sees it. A relative one starts where Traefik is started, so it is the end of `own`.
            An absolute one may be in a container, where the file lies at a place of Traefik's, in a folder of the root
            or in one that is called as it is here.
    """
    path = posixpath.normpath(named)
    folder, name = posixpath.split(path)
    here, base = posixpath.split(own)
    if name != base:
        return False
    if not folder.startswith("/"):
        return f"/{own}".endswith(f"/{path.replace('../', '')}")
    is_usual = folder.count("/") == 1 or folder in map(posixpath.dirname, STATIC_PLACES)
    return is_usual or posixpath.basename(folder) == posixpath.basename(here)


def ancestors(folder: str) -> list[str]:
    """A folder and those above it, from the inside out, the one that was searched (the empty one) last."""
    found = [folder]
    while folder:
        folder = folder.rpartition("/")[0]
        found.append(folder)
    return found


def may_lead_to(path: str, folder: str) -> list[str]:
    """Where a relative path in a compose file of a folder may lead, the folder's own first: of several files of a
    project, paths start from the folder of the first one."""
    return [posixpath.normpath(posixpath.join(above, path)) for above in ancestors(folder)]


def as_volume(path: str, folder: str) -> str:
    """A path from the folder that was searched, as a volume in a compose file of a folder names it."""
    path = posixpath.relpath(path, folder or posixpath.curdir)
    return path if path.startswith("../") else f"./{path}"


def of_project(host: str, folder: str, paths: Container[str]) -> str:
    """A relative path of a volume as it leads from the folder of its compose file: where nothing is there, and the same
    path with a folder in it leads to something from one above, that is where the project is started.

    Args:
        paths: all that is here.
    """
    if not host.startswith("./") or "/" not in host[2:].strip("/") or joined(folder, host) in paths:
        return host
    start = next((above for above in ancestors(folder) if joined(above, host) in paths), folder)
    return host if start == folder else f"./{posixpath.relpath(joined(start, host), folder)}"


def of_clone(host: str, folder: str, paths: Container[str]) -> str:
    """Where in the repository a volume leads that names the place of somebody's clone, as `/opt/stack/proxy/dynamic`
    and `${ROOT}/proxy/dynamic` do: by two names at its end that are those of a path here. Else as it is written."""
    if not host.startswith(("/", "~", "$")):
        return of_project(host, folder, paths)
    steps = [step for step in host.rstrip("/").split("/") if step]
    for start in range(len(steps) - 1):
        tail = "/".join(steps[start:])
        for above in ancestors(folder):
            if (place := joined(above, tail)) in paths:
                return f"./{posixpath.relpath(place, folder or '.')}"
    return host


def in_container(path: str, host: str, at: str) -> str:
    """Where a path is in a container to which a volume brings a folder or file that it is, or is in."""
    return f"{at.rstrip('/')}/{path[len(host) :].lstrip('/')}".rstrip("/")


def nearest_mount(place: str, mounts: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """The volume that brings a path of a container: where it leads, and where it begins inside; both empty where none
    does."""
    brought = [(host, inside.rstrip("/")) for host, inside in mounts if below(place, inside.rstrip("/"))]
    return max(brought, key=lambda mount: len(mount[1]), default=("", ""))


def below(path: str, folder: str) -> bool:
    """Whether a path is a folder, or is in it."""
    return not folder or path == folder or path.startswith(folder.rstrip("/") + "/")


def shared(path: str, folder: str) -> int:
    """How many folders two paths share from the top."""
    count = 0
    for left, right in zip(path.split("/"), folder.split("/") if folder else (), strict=False):
        if left != right:
            break
        count += 1
    return count
