"""What `pull` has kept of everything that a Traefik reads besides the files of its directory: read with these files."""

from __future__ import annotations

import os

from traefiklint.decoding.directory import is_read
from traefiklint.files import CONTEXT_DYNAMIC, CONTEXT_STATIC, Namespace, seen_from_here, walk, with_compose
from traefiklint.reading import read_file

_SHARED = "shared/"
"""Where `pull --shared` puts files of the directory that may be changed here; these count more."""


def static_in(folder: str) -> str:
    """The static configuration that is kept in a folder; empty where there is none."""
    path = _joined(folder, CONTEXT_STATIC)
    return path if os.path.isfile(path) else ""  # noqa: PTH113 - this is on the way of every lint


def with_context(namespace: Namespace, folder: str) -> Namespace:
    """A directory with the files that lie beside it on the server, and the compose applications of that server.

    Nothing is reported of them but what Traefik makes errors of: nobody can change them here.
    """
    own = seen_from_here(namespace.folder)
    here = {_relative(name, own).removeprefix(_SHARED) for name in namespace.texts}
    dynamic = _joined(folder, CONTEXT_DYNAMIC)
    more = {}
    if os.path.isdir(dynamic):  # noqa: PTH112
        names = [name for name in walk(dynamic) if is_read(name) and name not in here]
        more = {_joined(dynamic, name): read_file(_joined(dynamic, name)) for name in names}
    composed = _composed(_joined(folder, "compose"))
    kept = frozenset((*more, *composed, _joined(folder, CONTEXT_STATIC)))
    namespace = namespace._replace(texts=namespace.texts | more, context=kept)
    return with_compose(namespace, composed, whole=False, asked=False)


def _composed(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if entry.is_dir())
    except OSError:
        return []
    paths = (_joined(folder, f"{name}/compose.yml") for name in names)
    return [path for path in paths if os.path.isfile(path)]  # noqa: PTH113


def _relative(name: str, folder: str) -> str:
    name = name.removeprefix("./")
    return name.removeprefix(f"{folder}/") if folder != "." else name


def _joined(folder: str, name: str) -> str:
    return f"{folder}/{name}"
