"""How compose files are run, as scripts, read-mes and pipelines of the same folder say, and their own comments: `docker
stack deploy -c FILE`, `docker compose -f FILE -f FILE`, or `docker compose up` in a folder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from traefiklint.compose.names import NAMES
from traefiklint.discovery.named import NAME
from traefiklint.discovery.paths import ancestors, joined
from traefiklint.discovery.scripts import RUNS, Scripts
from traefiklint.patterns import lazy
from traefiklint.records import NamedTuple

_CONTINUED = lazy(r"\\\r?\n[ \t]*")
_COMMAND = lazy(r"docker(?:[ \t]+|-)(?:compose|stack)\b[^\n`]{0,400}")
_PODMAN = lazy(r"podman-compose\b[^\n`|;&]{0,400}")
"""Another program than Compose, which reads the same files and minds less."""
_FILE = lazy(r"(?:^|[ \t])(?:-f|-c|--file|--compose-file)(?:[ \t]+|=)[\"']?(?P<file>[\w./-]{1,200})")
_STARTS = lazy(r"compose\b[^\n|;&]*?[ \t](?:up|start|run|create|restart|watch)(?![\w./-])")
_ENTERS = lazy(r"(?:\bcd|--project-directory)[ \t=]+[\"']?(?P<folder>[\w./-]{1,200})")
_PIPED = lazy(r"(?:^|[ \t])(?:-f|-c|--file|--compose-file)(?:[ \t]+|=)[\"']?-(?=[\"' \t]|$)")
"""Compose gets its file from what a script writes."""
_COMMENTS = lazy(rb"(?m)^[ \t]*#[^\n]*")
_MOST = 2_000
"""How many files are read."""


class Commands(NamedTuple):
    """How compose files are run."""

    stacks: frozenset[str] = frozenset()
    """Those that are deployed as stacks, and by no command otherwise."""
    together: tuple[tuple[str, ...], ...] = ()
    """Those that one command gives together, in its order."""
    piped: frozenset[str] = frozenset()
    """Those of which a script may make what Compose gets."""
    untold: frozenset[str] = frozenset()
    """Those of which no script and no read-me speaks."""
    podman: frozenset[str] = frozenset()
    """Those that podman-compose runs, and by no command Docker's."""


def commands_in(scripts: Scripts, composed: frozenset[str]) -> Commands:
    """How the compose files of a folder are run.

    Args:
        composed: the paths of these files, from the folder.

    Raises:
        OSError: the folder cannot be read.
    """
    stacks: set[str] = set()
    others: set[str] = set()
    together: dict[tuple[str, ...], None] = {}
    piped: set[str] = set()
    podman: set[str] = set()
    by_end: dict[str, list[str]] = {}
    names = {path: path.rpartition("/")[2].encode() for path in composed}
    spoken: set[str] = set()
    for path in composed:
        for end in {_end(path), path.rpartition("/")[2]}:
            by_end.setdefault(end, []).append(path)
    own = ((path, b"\n".join(_COMMENTS.findall(scripts.beginning_of(path)))) for path in sorted(composed))
    told = ((name, text) for name, text in scripts.called(RUNS) if name not in composed)
    for _, (name, text) in zip(range(_MOST), chain(own, told), strict=False):
        words = set(NAME.findall(text))
        spoken |= {path for path, called in names.items() if called in words}
        if b"docker" not in text and b"podman-compose" not in text:
            continue
        folder = name.rpartition("/")[0]
        written = _CONTINUED.sub(" ", text.decode("utf-8", "replace"))
        entered = {joined(folder, found["folder"]) for found in _ENTERS.finditer(written)}
        for command in _PODMAN.findall(written):
            podman |= set(_files(command, folder, composed, by_end))
            if not _FILE.search(command) and _STARTS.search(command):
                podman |= {path for place in (folder, *entered) if (path := _default_in(place, composed))}
        for command in _COMMAND.findall(_PODMAN.sub(" ", written)):
            files = tuple(dict.fromkeys(_files(command, folder, composed, by_end)))
            if not _FILE.search(command) and _STARTS.search(command):
                others |= {path for place in (folder, *entered) if (path := _default_in(place, composed))}
            is_resolved = re.search(r"\bconfig\b", command) is not None
            if _PIPED.search(command) and not is_resolved:
                piped |= {path for above in ancestors(folder)[:2] if (path := _default_in(above, composed))}
            if re.search(r"\bstack[ \t]+(?:deploy|up)\b", command) and not is_resolved:
                stacks |= set(files)
            else:  # `docker compose config` resolves the files before `docker stack` gets them
                others |= set(files)
            if len(files) > 1:
                together[files] = None
    return Commands(
        frozenset(stacks - others),
        tuple(together),
        frozenset(piped),
        composed - spoken,
        frozenset(podman - others - stacks),
    )


def _default_in(folder: str, composed: frozenset[str]) -> str:
    """The compose file that Compose takes in a folder where none is named; empty where there is none."""
    return next((path for name in NAMES if (path := joined(folder, name)) in composed), "")


def _files(command: str, folder: str, composed: frozenset[str], by_end: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The compose files that a command names: from the folder of the text, from one above it, else by their end."""
    for found in _FILE.finditer(command):
        file = found["file"]
        near = next((path for above in ancestors(folder) if (path := joined(above, file)) in composed), "")
        if near:
            yield near
            continue
        end = file.lstrip("./")
        alike = by_end.get(_end(end), ())
        alike = alike if "/" in end else alike[:3]  # that there are two is enough to know that it is none of them
        far = [path for path in alike if path.endswith(f"/{end}") or ("/" in path and file.endswith(f"/{path}"))]
        if len(far) == 1:
            yield far[0]


def _end(path: str) -> str:
    """The last two parts of a path."""
    return "/".join(path.rsplit("/", 2)[-2:])
