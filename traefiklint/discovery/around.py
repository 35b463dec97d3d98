"""Which Traefik a file or folder belongs to: looked for beside and above it, up to the root of the repository."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from traefiklint.compose.names import OVERRIDES
from traefiklint.decoding.directory import is_read
from traefiklint.discovery.plain import has_labels, may_run_traefik
from traefiklint.reading import is_file, read_file
from traefiklint.records import NamedTuple

if TYPE_CHECKING:
    from traefiklint.discovery.traefik import Traefik
    from traefiklint.discovery.walk import Seen

HIGHEST = 3
"""How many folders above a file are looked into."""
MOST_FILES = 200
"""A folder with more files than that is not looked into: it is no place for a static configuration."""
_STATIC_NAMES = ("traefik.yml", "traefik.yaml", "traefik.toml")


class Around(NamedTuple):
    """What stands around a file."""

    root: str
    """The folder from which the paths of `traefik` count, absolute."""
    traefik: Traefik
    restarted: frozenset[str] = frozenset()
    """The compose files that override others and start another Traefik, as those of `traefik` are called."""

    @property
    def folder(self) -> str:
        """The provider directory, absolute."""
        return os.path.normpath(f"{self.root}/{self.traefik.directory or ''}")

    @property
    def static(self) -> str:
        """The static configuration, absolute; empty where there is none."""
        return f"{self.root}/{self.traefik.static}" if self.traefik.static else ""


@lru_cache(maxsize=4096)
def around(folder: str) -> Around | None:
    """The Traefik to which the dynamic files in a folder belong; None where it stands alone.

    Args:
        folder: absolute.
    """
    root, prefix, others = _beside(folder)
    name = f"{prefix}\0"
    if not others:
        return None
    from traefiklint.discovery.find import group
    from traefiklint.discovery.kinds import DYNAMIC
    from traefiklint.discovery.walk import Seen

    seen = [Seen(name, b"", DYNAMIC), *others]  # the file that is asked about stands for all in its folder
    return next(
        (Around(root, one) for one in group(seen).traefiks if name in one.files and one.directory is not None), None
    )


def around_static(path: str, text: bytes) -> Around | None:
    """The Traefik that starts with a file of dynamic configuration, as a compose file mounts it where Traefik looks for
    its static configuration; None where there is none.

    Args:
        path: absolute.
    """
    root, prefix, others = _beside(os.path.dirname(path))  # noqa: PTH120
    if not others:
        return None
    from traefiklint.discovery.find import group, started_with
    from traefiklint.discovery.kinds import DYNAMIC
    from traefiklint.discovery.walk import Seen

    name = prefix + os.path.basename(path)  # noqa: PTH119
    seen = [Seen(name, text, DYNAMIC), *(one for one in others if one.path != name)]
    if name not in started_with(seen):
        return None
    return next((Around(root, one) for one in group(seen).traefiks if one.static == name), None)


@lru_cache(maxsize=64)
def _beside(folder: str) -> tuple[str, str, tuple[Seen, ...]]:
    """How far up is looked for what a file in a folder belongs to, the path of the folder from there, and what was
    found."""
    root = _root(folder)
    here = os.path.relpath(folder, root).replace(os.sep, "/")
    prefix = "" if here == os.curdir else f"{here}/"
    return root, prefix, tuple(_seen(root, prefix))


def forget() -> None:
    """Look again, as files may have changed."""
    around.cache_clear()
    _beside.cache_clear()


def around_compose(path: str, exclude: Sequence[str] = ()) -> Around | None:
    """The Traefik that reads the labels of a compose file; None where none is found.

    In a repository all its compose files are looked at: those of other projects share the names of one Traefik.

    Args:
        path: absolute.
        exclude: patterns of paths to leave out.
    """
    folder = os.path.dirname(path)  # noqa: PTH120
    root = _root(folder)
    name = os.path.relpath(path, root).replace(os.sep, "/")
    prefix = f"{os.path.dirname(name)}/" if "/" in name else ""  # noqa: PTH120
    text = _text(path) or b""
    near = {one.path: one for one in (*_mounted(root, prefix, text), *_seen(root, prefix, name))}
    if os.path.exists(f"{root}/.git"):  # noqa: PTH110
        from traefiklint.discovery.walk import look_around

        near |= {one.path: one for one in look_around(root, exclude, _is_of_a_host) if one.path != name}
    from traefiklint.discovery.traefik import HAS_LABELS, Traefik

    if not near and not may_run_traefik(text.decode("utf-8", "replace")):
        return Around(root, Traefik(".", compose=(name,), why=HAS_LABELS)) if has_labels(text) else None
    from traefiklint.discovery.find import group
    from traefiklint.discovery.kinds import COMPOSE
    from traefiklint.discovery.walk import Seen

    seen = [*(near[one] for one in sorted(near)), Seen(name, text, COMPOSE)]
    found = group(seen)
    return next((Around(root, one, found.restarted) for one in found.traefiks if name in one.compose), None)


def _is_of_a_host(path: str) -> bool:
    """Whether a file is called as static configurations and compose files are."""
    name = path.rpartition("/")[2].lower()
    return name in _STATIC_NAMES or "compose" in name


def is_search_root(folder: str) -> bool:
    """Whether a folder is one to look for Traefiks in, as the root of a repository is, and no provider directory."""
    from traefiklint.discovery.skipped import IGNORE_FILE, SKIPPED

    try:
        with os.scandir(folder or os.curdir) as entries:
            return any(entry.name in SKIPPED or entry.name == IGNORE_FILE for entry in entries)
    except OSError:
        return False


def _root(folder: str) -> str:
    """How far up to look: to the root of the repository, else to the working directory, else one folder."""
    here = os.getcwd()  # noqa: PTH109
    above = [folder]
    while len(above) <= HIGHEST and os.path.dirname(above[-1]) != above[-1]:  # noqa: PTH120
        if os.path.exists(f"{above[-1]}/.git") or above[-1] == here:  # noqa: PTH110
            return above[-1]
        above.append(os.path.dirname(above[-1]))  # noqa: PTH120
    return above[1] if len(above) > 1 and not folder.startswith(here + os.sep) else above[-1]


def _seen(root: str, prefix: str, but: str = "") -> Iterator[Seen]:
    """The static configurations and compose files in a folder, and all that stands in the folders above it; but for one
    file."""
    inner = prefix.rstrip("/")
    above = inner
    while True:
        entries = _names(f"{root}/{above}")
        for name in entries:
            beside = above == inner and name.lower() not in _STATIC_NAMES and "compose" not in name.lower()
            if beside or len(entries) > MOST_FILES:
                continue
            path = f"{above}/{name}" if above else name
            if path == but:
                continue
            text = _text(f"{root}/{path}")
            if text is not None:
                from traefiklint.discovery.kinds import recognize
                from traefiklint.discovery.walk import Seen

                yield Seen(path, text, recognize(path, text))
        if not above:
            return
        above = above.rpartition("/")[0]


def _mounted(root: str, prefix: str, text: bytes) -> Iterator[Seen]:
    """The static configurations that the Traefik of a compose file mounts, whatever they are called, also with a file
    that overrides it."""
    if not may_run_traefik(text.decode("utf-8", "replace")):
        return
    from traefiklint.discovery.hints import of_compose, of_override

    over = filter(None, (_text(f"{root}/{prefix}{name}") for name in OVERRIDES))
    hints = (*of_compose(text), *(hint for one in over for hint in of_override(one, text)))
    for path in (path for hint in hints for path in hint.statics_in(prefix.rstrip("/"))):
        content = _text(f"{root}/{path}")
        if content is not None:
            from traefiklint.discovery.kinds import recognize
            from traefiklint.discovery.walk import Seen

            yield Seen(path, content, recognize(path, content))


def _names(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.name for entry in entries if is_read(entry.name) and is_file(entry))
    except OSError:
        return []


def _text(path: str) -> bytes | None:
    try:
        return read_file(path)
    except OSError:
        return None
