"""What `pull` has kept of everything that a Traefik reads besides the files of its directory: read with these files."""

from __future__ import annotations

import os

from traefiklint.decoding.directory import is_read
from traefiklint.files import (
    ADDED_FILE,
    COMPOSE_FILE,
    COMPOSE_FOLDER,
    CONTEXT_DYNAMIC,
    CONTEXT_STATIC,
    Namespace,
    seen_from_here,
    walk,
    with_compose,
)
from traefiklint.reading import read_file

_SHARED = "shared/"
"""Where `pull --shared` puts files of the directory that may be changed here; these count more."""


def static_in(folder: str) -> str:
    """The static configuration that is kept in a folder; empty where there is none."""
    path = _joined(folder, CONTEXT_STATIC)
    return path if os.path.isfile(path) else ""  # noqa: PTH113 - this is on the way of every lint


def with_composes(namespace: Namespace, folder: str) -> Namespace:
    """A directory with the compose applications of its server whose text is kept here, each in a folder of its own."""
    return with_compose(namespace, _composed(folder), whole=False)


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
    around = _joined(folder, COMPOSE_FOLDER)
    mine = {_project(main) for main in (namespace.projects.mains if namespace.projects is not None else ())}
    composed = [path for path in _composed(around) if _project(path) not in mine]
    namespace = with_compose(namespace._replace(texts=namespace.texts | more), composed, whole=False, asked=False)
    added = _with_labels(namespace, around)
    kept = frozenset((*more, *composed, *(added.composed - namespace.composed), _joined(folder, CONTEXT_STATIC)))
    return added._replace(context=kept)


def _with_labels(namespace: Namespace, folder: str) -> Namespace:
    """The compose applications with the labels that the panel adds to them, where these are kept by themselves."""
    projects = namespace.projects
    if projects is None:
        return namespace
    groups = []
    for group in projects.groups:
        labels = _joined(folder, f"{_project(group[0])}/{ADDED_FILE}")
        groups.append((*group, labels) if os.path.isfile(labels) else group)  # noqa: PTH113
    return namespace._replace(projects=projects._replace(groups=tuple(groups)))


def _project(path: str) -> str:
    """What Compose calls a project by default: the folder of its file."""
    return path.rpartition("/")[0].rpartition("/")[2]


def _composed(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if entry.is_dir())
    except OSError:
        return []
    paths = (_joined(folder, f"{name}/{COMPOSE_FILE}") for name in names)
    return [path for path in paths if os.path.isfile(path)]  # noqa: PTH113


def _relative(name: str, folder: str) -> str:
    name = name.removeprefix("./")
    return name.removeprefix(f"{folder}/") if folder != "." else name


def _joined(folder: str, name: str) -> str:
    return f"{folder}/{name}"
