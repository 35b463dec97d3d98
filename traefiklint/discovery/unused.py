"""The static configurations that nobody hands to Traefik, although a compose file runs one beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from traefiklint.discovery.hints import Hint, of_compose
from traefiklint.discovery.kinds import Kind, Recognized
from traefiklint.discovery.paths import STATIC_PLACES, below, joined
from traefiklint.discovery.walk import Seen
from traefiklint.patterns import lazy

NOT_MOUNTED = Recognized(Kind.KEPT, "a static configuration that no volume brings to Traefik, which has flags instead")
_COMMENTED = lazy(rb"(?m)^[ \t]*#[ \t#]*-[ \t]*[\"']?(?P<host>\.[^:\s\"']*):/")


def not_mounted(seen: Sequence[Seen]) -> set[str]:
    """The static configurations that a Traefik with flags alone does not get: it mounts other files of their folder, or
    the volume is a comment; and no compose file mounts them, or builds them into an image."""
    statics = {one.path: one.folder for one in seen if one.what.kind is Kind.STATIC}
    left: set[str] = set()
    mounted: set[str] = set()
    for one in seen if statics else ():
        if one.what.kind is not Kind.COMPOSE:
            continue
        hints = of_compose(one.text)
        if any(hint.is_built or hint.config_file or _has_one_elsewhere(hint) for hint in hints):
            return set()  # which one that is, nobody can tell
        mine = {path for hint in hints for path in _mounted(hint, one.folder)}
        mounted |= mine
        if any(hint.static is not None for hint in hints):
            beside = {path.rpartition("/")[0] for path in mine if "/" in path}
            left |= {path for path, folder in statics.items() if folder in beside}
            left |= {joined(one.folder, host[1].decode("utf-8", "replace")) for host in _COMMENTED.finditer(one.text)}
    return {path for path in statics if path in left and not any(below(path, host) for host in mounted)}


def _mounted(hint: Hint, folder: str) -> Iterator[str]:
    for host, _ in hint.mounts:
        if host.startswith("."):
            yield joined(folder, host)


def _has_one_elsewhere(hint: Hint) -> bool:
    """Whether a volume brings a static configuration from a place on the host."""
    return any(
        host.startswith(("/", "~", "$")) and below(place, at) for host, at in hint.mounts for place in STATIC_PLACES
    )
