"""Where in the repository the file provider of a static configuration looks.

It says where that is as Traefik sees it; the volumes of a compose file say where that is here, and else the end of the
path does.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence

from traefiklint.decoding.directory import is_read
from traefiklint.discovery.paths import ancestors, below, joined, nearest_mount, shared
from traefiklint.discovery.sources import Source
from traefiklint.discovery.walk import Seen
from traefiklint.records import NamedTuple


class Place(NamedTuple):
    """Where in the repository the file provider of a static configuration looks."""

    path: str = ""
    is_folder: bool = False
    why: str = ""
    is_guess: bool = False
    """Whether only the last name of the path says so."""
    put_in: tuple[tuple[str, str], ...] = ()
    """What else volumes bring there, such as single files, each with the path here of what it takes the place of."""
    gets_more: bool = False
    """Whether a file comes there, too, of which nothing is here."""


def places_of(sources: Iterable[Source], seen: dict[str, Seen], mounts: Sequence[tuple[str, str]]) -> list[Place]:
    """Where the file provider of each static configuration looks; what a path leads to is not guessed to be that of
    another one, too."""
    found = [_place(source, seen, mounts) for source in sources]
    sure = {one.path for one in found if one.path and not one.is_guess}
    above = {folder for path in sure for folder in ancestors(path)}
    return [
        Place() if one.is_guess and (one.path in above or not sure.isdisjoint(ancestors(one.path))) else one
        for one in found
    ]


def _place(source: Source, seen: dict[str, Seen], mounts: Sequence[tuple[str, str]]) -> Place:
    """Where the file provider of a static configuration looks."""
    written = source.hint.directory or source.hint.filename
    is_folder = bool(source.hint.directory)
    if not written:
        return Place()
    there = {one.folder for one in seen.values()} if is_folder else seen.keys()
    folders = {above for folder in there for above in ancestors(folder)} if is_folder else set(there)
    name = f"`{'directory' if is_folder else 'filename'}: {written}`"
    inner = [(host, at.rstrip("/")) for host, at in source.hint.mounts if _is_inside(at, written)]
    more = any(is_read(at) and _is_inside(at, written) for at in source.hint.foreign)
    more = more or any(is_read(at) and host not in seen for host, at in inner)
    is_brought = any(below(written, inside.rstrip("/")) for _, inside in source.hint.mounts)
    for host, inside in source.hint.mounts if is_brought else (*source.hint.mounts, *mounts):
        if below(written, inside) and (place := joined(host, written[len(inside) :].lstrip("/"))) in folders:
            put_in = ((own, joined(place, at[len(written) :].lstrip("/"))) for own, at in inner)
            others = tuple((own, inside) for own, inside in put_in if own != inside)  # a file may be brought twice
            why = f"{name} in `{source.seen.path}`, through a volume"
            return Place(place, is_folder, why, put_in=others, gets_more=more)
    if any(host in seen for host, _ in inner):
        why = f"{name} in `{source.seen.path}`, through a volume"
        return Place(inner[0][0], why=why, put_in=tuple((host, "") for host, _ in inner), gets_more=more)
    if not written.startswith("/") and (place := joined(source.seen.folder, written)) in folders:
        return Place(place, is_folder, f"{name} in `{source.seen.path}`")
    last = posixpath.basename(written.rstrip("/"))
    if posixpath.basename(_brought(source.hint.mounts, written)) != last:
        return Place()  # what is there is not here
    if is_folder:  # a guess by name alone needs files of Traefik in the folder itself; many are called `configs`
        folders = {one.folder for one in seen.values() if one.what.may_be_dynamic}
    alike = [place for place in folders if posixpath.basename(place) == last and last]
    if not alike:
        return Place()
    best = max(alike, key=lambda place: (shared(place, source.seen.folder), -place.count("/"), place))
    return Place(best, is_folder, f"{name} in `{source.seen.path}`", is_guess=True)


def _is_inside(at: str, folder: str) -> bool:
    """Whether a place in a container is in a folder, and not the folder itself."""
    return below(at, folder) and at.rstrip("/") != folder.rstrip("/")


def _brought(mounts: Iterable[tuple[str, str]], written: str) -> str:
    """From where in the repository volumes bring a path of a container; the path as it is where they do not."""
    host, inside = nearest_mount(written, mounts)
    return joined(host, written[len(inside) :].strip("/"))
