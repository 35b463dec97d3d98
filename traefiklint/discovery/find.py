"""The Traefiks of a folder: their static configurations, the files that their file providers read, their compose files.

A static configuration says where its files are as Traefik sees them; the volumes of a compose file say where that is in
the repository, and else the end of the path does. Dynamic files that no static configuration claims are grouped by
folder: one that holds nothing but Traefik's files is a provider directory.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from traefiklint.discovery.hints import Hint, entry_points_of, of_compose, of_static, parts_of
from traefiklint.discovery.kinds import Kind, count_labels
from traefiklint.discovery.roles import STATIC_PLACES
from traefiklint.discovery.walk import Seen, look_around


class Traefik(NamedTuple):
    """One Traefik, and the files that belong to it, by their paths from the folder that was searched."""

    name: str
    static: str = ""
    """The static configuration: a file, or a compose file whose service holds the flags."""
    directory: str | None = None
    """The provider directory; None where there is none, empty for the folder that was searched."""
    files: tuple[str, ...] = ()
    """The files that the file provider reads; all of `directory` where that is certain."""
    compose: tuple[str, ...] = ()
    version: str = ""
    """The version that the image of a compose file names."""
    certain: bool = False
    """Whether a static configuration says that the directory is its, so that Traefik reads all that is in it."""
    why: str = ""
    """Why these belong together."""
    rivals: tuple[str, ...] = ()
    """The static configurations of which any may be its; where there are several, none is taken for it."""
    reads_labels: bool = False
    """Whether its static configuration has a provider that reads labels."""
    entry_points: frozenset[str] = frozenset()
    """Those of its static configuration, in small letters; empty where they are not known."""


class Found(NamedTuple):
    """All that was found in a folder."""

    traefiks: tuple[Traefik, ...]
    others: tuple[Seen, ...]
    """The files that belong to none of them."""


class _Source(NamedTuple):
    """A static configuration, and what it says about its files."""

    seen: Seen
    hint: Hint


def find(root: str, exclude: Sequence[str] = ()) -> Found:
    """The Traefiks of a folder.

    Args:
        exclude: patterns of paths to leave out.

    Raises:
        OSError: the folder cannot be read.
    """
    return group(look_around(root, exclude))


def group(seen: Sequence[Seen]) -> Found:
    """Which of these files belong together."""
    sources, mounts, versions, mounting = _sources(seen)
    by_path = {one.path: one for one in seen}
    free = {one.path: one for one in seen if one.what.may_be_dynamic}
    traefiks: list[Traefik] = []
    homeless: list[_Source] = []
    claims: dict[tuple[str, bool], list[tuple[_Source, str]]] = {}
    for source in sources:
        place, is_folder, why = _place(source, by_path, mounts)
        claims.setdefault((place, is_folder), []).append((source, why))
    alone: list[Traefik] = []
    for (place, is_folder), claimants in claims.items():
        mine = [path for path in free if _below(path, place)] if is_folder else [place] if place in free else []
        if not mine:
            homeless += (source for source, _ in claimants)
            continue
        directory = place if is_folder else None
        first, why = claimants[0]
        rivals = _rivals([source for source, _ in claimants])
        if rivals:
            name = first.seen.folder or "."
            traefiks.append(Traefik(name, "", directory, tuple(mine), certain=True, why=why, rivals=rivals))
            alone += (_traefik(source, None, (), why="another one reads the same files") for source, _ in claimants)
        else:
            traefiks.append(_traefik(first, directory, tuple(mine), certain=True, why=why))
            alone += (_traefik(source, None, (), why="another one reads the same files") for source, _ in claimants[1:])
        for path in mine:
            free.pop(path)
    for folder, files in _folders(free, seen).items():
        near = _nearest(folder, homeless)
        if near is None:
            name = folder or "."
            traefiks.append(Traefik(name, directory=folder, files=files, why="these files are Traefik's"))
            continue
        homeless.remove(near)
        traefiks.append(_traefik(near, folder, files, why="it stands beside the files"))
    traefiks += [*alone, *(_traefik(source, None, (), why="no file provider was found") for source in homeless)]
    compose = _Compose((one for one in seen if one.what.kind is Kind.COMPOSE), mounting)
    traefiks = _with_compose(traefiks, compose.mains)
    taken = {path for one in traefiks for path in (one.static, *one.files, *compose.all_of(one.compose))}
    if len(versions) == 1:
        (version,) = versions
        traefiks = [one._replace(version=version) for one in traefiks]
    return Found(tuple(traefiks), tuple(one for one in seen if one.path not in taken))


def _traefik(
    source: _Source, directory: str | None, files: tuple[str, ...], *, certain: bool = False, why: str
) -> Traefik:
    hint = source.hint
    return Traefik(
        source.seen.folder or ".",
        source.seen.path,
        directory,
        files,
        certain=certain,
        why=why,
        reads_labels=hint.reads_labels,
        entry_points=hint.entry_points,
    )


def _rivals(sources: Sequence[_Source]) -> tuple[str, ...]:
    """The static configurations that read the same files, where these are for several Traefiks, as `traefik.yml` and
    `traefik-local.yml` are; a file and the flags of a compose file are for one."""
    files = [source.seen.path for source in sources if source.seen.what.kind is Kind.STATIC]
    return tuple(files) if len(files) > 1 else ()


def _sources(seen: Sequence[Seen]) -> tuple[list[_Source], list[tuple[str, str]], set[str], set[str]]:
    """The static configurations, the mounts and versions of all compose files that run Traefik, and which of these
    mount a file whose static configuration takes the place of their own."""
    sources = []
    mounting: set[str] = set()
    statics = {one.path for one in seen if one.what.kind is Kind.STATIC}
    versions = set()
    mounts: list[tuple[str, str]] = []
    for one in seen:
        if one.what.kind is Kind.STATIC:
            sources.append(_Source(one, of_static(one.path, one.text)))
        elif one.what.kind is Kind.COMPOSE:
            for hint in of_compose(one.text):
                inside = [
                    (_joined(one.folder, host), at) for host, at in hint.mounts if not host.startswith(("/", "~", "$"))
                ]
                mounts += inside
                versions |= {hint.version} - {""}
                if hint.static is not None and any(_mounts_static(host, at, statics) for host, at in inside):
                    mounting.add(one.path)
                elif hint.static is not None and not hint.config_file:
                    sources.append(_Source(one, hint._replace(mounts=tuple(inside))))
    return sources, mounts, versions, mounting


def _mounts_static(host: str, inside: str, statics: set[str]) -> bool:
    """Whether a volume brings one of these files to where Traefik looks for its static configuration."""
    inside = inside.rstrip("/")
    return any(
        _below(place, inside) and _joined(host, place[len(inside) :].lstrip("/")) in statics for place in STATIC_PLACES
    )


def _place(source: _Source, seen: dict[str, Seen], mounts: Sequence[tuple[str, str]]) -> tuple[str, bool, str]:
    """Where in the repository the file provider of a static configuration looks, whether that is a folder, and why."""
    written = source.hint.directory or source.hint.filename
    is_folder = bool(source.hint.directory)
    if not written:
        return "", False, ""
    there = {one.folder for one in seen.values()} if is_folder else seen.keys()
    folders = {above for folder in there for above in _ancestors(folder)} if is_folder else set(there)
    name = f"`{'directory' if is_folder else 'filename'}: {written}`"
    for host, inside in (*source.hint.mounts, *mounts):
        if _below(written, inside) and (place := _joined(host, written[len(inside) :].lstrip("/"))) in folders:
            return place, is_folder, f"{name} in `{source.seen.path}`, through a volume"
    if not written.startswith("/") and (place := _joined(source.seen.folder, written)) in folders:
        return place, is_folder, f"{name} in `{source.seen.path}`"
    last = posixpath.basename(written.rstrip("/"))
    alike = [place for place in folders if posixpath.basename(place) == last and last]
    if not alike:
        return "", False, ""
    best = max(alike, key=lambda place: (_shared(place, source.seen.folder), -place.count("/"), place))
    return best, is_folder, f"{name} in `{source.seen.path}`"


def _folders(free: dict[str, Seen], seen: Sequence[Seen]) -> dict[str, tuple[str, ...]]:
    """The files that no static configuration claims, by the folder that is probably their provider directory."""
    sure = {one.folder for one in free.values() if one.what.kind is Kind.DYNAMIC}
    mixed = {one.folder for one in seen if not one.what.may_be_dynamic}
    roots: dict[str, list[str]] = {}
    for path, one in free.items():
        top = one.folder
        if one.folder in mixed:
            if one.what.kind is not Kind.DYNAMIC:
                continue
        else:
            for above in _ancestors(one.folder):
                if above in mixed:
                    break
                if above in sure:
                    top = above
        if top in sure:
            roots.setdefault(top, []).append(path)
    return {folder: tuple(files) for folder, files in roots.items()}


def _nearest(folder: str, sources: Iterable[_Source]) -> _Source | None:
    """The static configuration that stands in a folder, or in the one above it, and has a file provider."""
    for above in _ancestors(folder)[:2]:
        beside = [one for one in sources if one.seen.folder == above and (one.hint.directory or one.hint.filename)]
        if len(beside) == 1:
            return beside[0]
    return None


class _Compose:
    """The compose files of a folder, and which of them are parts of others."""

    def __init__(self, seen: Iterable[Seen], wanted: Collection[str]) -> None:
        """
        Args:
            wanted: those that count though they have no labels.
        """
        self._wanted = wanted
        self._seen = {one.path: one for one in seen}
        self._parts = {
            path: [part for name in parts_of(one.text) if (part := _joined(one.folder, name)) in self._seen]
            for path, one in self._seen.items()
        }

    @property
    def mains(self) -> list[Seen]:
        """Those that have labels, or lead to files with labels, and are no part of such a one."""
        labelled = [path for path in self._seen if any(map(self._counts, self.all_of([path])))]
        parts = {part for path in labelled for part in self.all_of(self._parts[path])}
        return [self._seen[path] for path in labelled if path not in parts or path in self.all_of(self._parts[path])]

    def _counts(self, path: str) -> bool:
        return path in self._wanted or bool(count_labels(self._seen[path].text))

    def all_of(self, paths: Iterable[str]) -> list[str]:
        """Files with all that they lead to."""
        found: dict[str, None] = {}
        waiting = list(paths)
        while waiting:
            path = waiting.pop()
            if path not in found:
                found[path] = None
                waiting += self._parts.get(path, ())
        return list(found)


def _with_compose(traefiks: list[Traefik], labelled: Sequence[Seen]) -> list[Traefik]:
    """Every compose file with labels goes to the nearest Traefik; where there is none at all, to one of its own."""
    if not labelled:
        return traefiks
    if not traefiks:
        traefiks = [Traefik(".", why="compose files with labels")]
    mine: dict[int, list[str]] = {}
    disputed: dict[tuple[str, ...], list[str]] = {}
    for one in labelled:
        near = _nearest_of(one.path, traefiks)
        rivals = tuple(traefiks[number].static for number in near)
        if len(near) > 1 and all(rivals):
            disputed.setdefault(rivals, []).append(one.path)
        elif _is_of_another(one, traefiks[near[0]]):
            disputed.setdefault((), []).append(one.path)
        else:
            mine.setdefault(near[0], []).append(one.path)
    found = [traefik._replace(compose=tuple(mine.get(number, ()))) for number, traefik in enumerate(traefiks)]
    for rivals, files in disputed.items():
        found.append(Traefik(".", compose=tuple(files), why="compose files with labels", rivals=rivals))
    return found


def _is_of_another(compose: Seen, traefik: Traefik) -> bool:
    """Whether labels are for a Traefik that is not here: the nearest one stands in another folder, and has none of the
    entry points that they name."""
    if not traefik.entry_points or _below(compose.path, _home(traefik)):
        return False
    named = entry_points_of(compose.text)
    return bool(named) and named.isdisjoint(traefik.entry_points)


def _nearest_of(path: str, traefiks: Sequence[Traefik]) -> list[int]:
    """Which Traefiks may read the labels of a file: those that are nearest, of these such that have a provider for it,
    and those in a folder above it."""
    near = list(range(len(traefiks)))
    for score in (
        lambda one: _shared(path, _home(one)),
        lambda one: one.reads_labels,
        lambda one: _below(path, _home(one)),
    ):
        scores = [score(traefiks[number]) for number in near]
        near = [number for number, reached in zip(near, scores, strict=True) if reached == max(scores)]
    return near


def _home(traefik: Traefik) -> str:
    return posixpath.dirname(traefik.static) if traefik.static else traefik.directory or ""


def _joined(folder: str, name: str) -> str:
    joined = posixpath.normpath(posixpath.join(folder, name.replace(os.sep, "/")))
    return "" if joined == "." else joined


def _ancestors(folder: str) -> list[str]:
    """A folder and those above it, from the inside out, the one that was searched (the empty one) last."""
    found = [folder]
    while folder:
        folder = folder.rpartition("/")[0]
        found.append(folder)
    return found


def _below(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(folder.rstrip("/") + "/")


def _shared(path: str, folder: str) -> int:
    """How many folders two paths share from the top."""
    count = 0
    for left, right in zip(path.split("/"), folder.split("/") if folder else (), strict=False):
        if left != right:
            break
        count += 1
    return count
