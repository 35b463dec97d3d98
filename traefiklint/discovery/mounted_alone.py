"""The configurations beside those that volumes bring to Traefik one by one."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence

from traefiklint.discovery.composed import Runs, runs_of
from traefiklint.discovery.kinds import Kind
from traefiklint.discovery.named import COMMENTS, mentioned
from traefiklint.discovery.paths import ancestors, joined
from traefiklint.discovery.walk import Seen
from traefiklint.patterns import lazy

_NUMBERED = lazy(r"[-_. ]*(?:v?\d+|\(\d+\)|copy(?: \d+)?)\Z")
"""What a name ends with that is another one's, but for a number or for being a copy."""
_HOST = lazy(rb"(?<![^\s\"'])([.~$/][^\s\"':]*):/")
"""What a volume brings, in a text."""


def not_named(seen: Sequence[Seen]) -> set[str]:
    """The configurations in a folder of which Traefik gets single files by volumes, that no compose file speaks of: the
    dynamic ones, and the static ones that are called as the one that is mounted, but for a number. None where a
    container may get the folder, or a Traefik may get files by other means than volumes."""
    own = {one.path: one for one in seen if one.folder and one.what.kind in (Kind.DYNAMIC, Kind.STATIC)}
    runs = runs_of(seen) if len(own) > 1 else {}
    if any(hint.is_built or hint.script or hint.is_wrapped for hints in runs.values() for hint in hints):
        return set()
    mounted = _mounted_alone(own, runs)
    mounted = dict(_without_whole(mounted, seen, runs)) if mounted else {}
    twins = {_unnumbered(path) for path in mounted if own[path].what.kind is Kind.STATIC}
    beside = {own[path].folder for path in mounted if own[path].what.kind is Kind.DYNAMIC}
    spare = {
        path
        for path, one in own.items()
        if (one.folder in beside if one.what.kind is Kind.DYNAMIC else _unnumbered(path) in twins)
    }
    spare -= mounted.keys()
    return spare - mentioned(spare, seen, runs)


def _mounted_alone(own: Mapping[str, Seen], runs: Runs) -> dict[str, str]:
    """Those of some files that are mounted as what they are, each with the path on the host; of one that stands below a
    variable or a folder of the host its own name is known, and that of its folder."""
    by_name: dict[tuple[str, ...], list[str]] = {}
    for path in own:
        by_name.setdefault(tuple(path.split("/")[-2:]), []).append(path)
    found: dict[str, str] = {}
    for file, hints in runs.items():
        for host in (host for hint in hints for host, _ in hint.mounts):
            if host.startswith(("/", "~", "$")):
                found |= dict.fromkeys(by_name.get(tuple(host.split("/")[-2:]), ()), host)
            elif (path := joined(posixpath.dirname(file), host)) in own:
                found[path] = f"./{path}"
    return found


def _without_whole(alone: Mapping[str, str], seen: Sequence[Seen], runs: Runs) -> Iterator[tuple[str, str]]:
    """Those of some files, by their paths here and on the host, whose folders no container may get as a whole. What
    stands below another variable than they do is another folder."""
    hosts = {_host(host, file) for file, hints in runs.items() for hint in hints for host, _ in hint.mounts}
    for one in seen:
        text = COMMENTS.sub(b"", one.text) if one.what.kind is Kind.COMPOSE else b""
        hosts |= {_host(host.decode("utf-8", "replace"), one.path) for host in _HOST.findall(text)} - {posixpath.curdir}
    hosts.discard("")  # the root of the host, which programs get that look at all of it
    names: dict[str, set[str]] = {}
    for host in hosts:
        names.setdefault(host[:1], set()).add(posixpath.basename(host))
    for path, host in alone.items() if posixpath.curdir not in hosts else ():
        folder = posixpath.dirname(host)
        others = [some for begins, some in names.items() if begins != host[:1]]
        is_other = any(step in some for step in folder.split("/") for some in others)
        if hosts.isdisjoint(ancestors(folder)) and not is_other:
            yield path, host


def _host(path: str, file: str) -> str:
    """A path on the host as a compose file names it; from here, if it is a relative one."""
    if path.startswith(("/", "~", "$")):
        return path.rstrip("/")
    return f"./{joined(posixpath.dirname(file), path)}".rstrip("/")


def _unnumbered(path: str) -> tuple[str, str]:
    """A path without its ending, and without what makes another name of one, as in `traefik2.yml`."""
    stem, ending = posixpath.splitext(path)
    return _NUMBERED.sub("", stem), ending
