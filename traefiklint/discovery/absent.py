"""The compose files whose Traefik starts with what is not here."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence

from traefiklint.discovery.composed import Mounting, has_file_elsewhere, has_one_elsewhere
from traefiklint.discovery.hints import of_compose
from traefiklint.discovery.kinds import Kind
from traefiklint.discovery.paths import STATIC_PLACES, ancestors, below, joined
from traefiklint.discovery.templated import TEMPLATE
from traefiklint.discovery.unused import NOT_MOUNTED
from traefiklint.discovery.walk import Seen


def _spare_by_folder(seen: Sequence[Seen], mounting: Mounting) -> set[str]:
    """The folders of compose files below which a static configuration lies that nobody mounts and that is called as
    Traefik looks for one, each at the nearest such folder."""
    names = {posixpath.basename(place) for place in STATIC_PLACES}
    mounted = {path for paths in mounting.values() for path in paths}
    statics = (one for one in seen if one.what is NOT_MOUNTED or one.what.kind is Kind.STATIC)
    spare = [one for one in statics if one.path not in mounted and posixpath.basename(one.path) in names]
    homes = {one.folder for one in seen if one.what.kind is Kind.COMPOSE} if spare else set()
    nearest = (next((folder for folder in ancestors(one.folder) if folder in homes), None) for one in spare)
    return {home for one, home in zip(spare, nearest, strict=True) if home is not None and home != one.folder}


def mounting_what_is_not_here(seen: Sequence[Seen], mounting: Mounting) -> dict[str, bool]:
    """The compose files whose Traefik has its static configuration from a volume of which nothing is here, or of what
    a script only makes it, so that it is no other one that is; and whether that counts whatever else it has: flags,
    where a file that nobody mounts may be put there before, or what lies there for the script."""
    spare = _spare_by_folder(seen, mounting)
    folders = {above for one in seen for above in ancestors(one.path)} | {one.path for one in seen}
    templates = {one.path for one in seen if one.what is TEMPLATE}
    found: dict[str, bool] = {}
    for one in seen:
        if one.what.kind is not Kind.COMPOSE or one.path in mounting:
            continue
        hints = of_compose(one.text)
        for hint in hints if len(hints) == 1 else ():
            brought = [
                host
                for host, inside in hint.mounts
                if host.startswith(".") and any(below(place, inside.rstrip("/")) for place in STATIC_PLACES)
            ]
            if (
                (hint.static is None or one.folder in spare)
                and brought
                and folders.isdisjoint(_meant_by(brought, one.folder))
            ):
                found[one.path] = hint.static is not None
            if not templates.isdisjoint(hint.statics_in(one.folder)):
                found[one.path] = True
    return found


def with_file_elsewhere(seen: Sequence[Seen], mounting: Mounting) -> dict[str, tuple[str, ...]]:
    """The compose files whose only Traefik starts with what is from a place outside of the repository, each with what
    the files and folders are called there. Beside flags, which count where a folder holds no such file, it is one."""
    files = (one for one in seen if one.what.kind is Kind.COMPOSE and one.path not in mounting)
    found = ((one.path, of_compose(one.text)) for one in files)
    return {
        path: tuple(posixpath.basename(host.rstrip("/")) for host, _ in hints[0].mounts)
        for path, hints in found
        if len(hints) == 1 and (has_one_elsewhere if hints[0].static is None else has_file_elsewhere)(hints[0])
    }


def _meant_by(hosts: Iterable[str], folder: str) -> set[str]:
    """What relative paths of volumes may mean: they start from the folder of the file, or from that of the first of
    several."""
    return {joined(start, host) for host in hosts for start in ancestors(folder)}
