"""The static configurations of a folder: files, and the flags of what compose files run; and what stands beside them in
the containers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from traefiklint.decoding.file import as_text
from traefiklint.discovery.composed import Mounting, Runs
from traefiklint.discovery.hints import Hint, of_compose, of_static
from traefiklint.discovery.kinds import Kind
from traefiklint.discovery.paths import STATIC_PLACES, ancestors, below, of_clone
from traefiklint.discovery.roles import reads_itself
from traefiklint.discovery.walk import Seen
from traefiklint.records import NamedTuple


class Source(NamedTuple):
    """A static configuration, and what it says about its files."""

    seen: Seen
    hint: Hint

    @property
    def reads_itself(self) -> bool:
        """Whether its file provider reads the very same file."""
        seen = self.seen
        return seen.what.kind is Kind.STATIC and reads_itself(seen.path, as_text(seen.path, seen.text))


class Image(NamedTuple):
    """What a compose file says of the version of a Traefik that it runs; the words are those of `Traefik`."""

    version: str = ""
    version_varies: bool = False
    built_by: tuple[str, ...] = ()

    @property
    def says_nothing(self) -> bool:
        """Whether it may be of today, as `latest` is."""
        return not (self.version or self.version_varies or self.built_by)


class Run(NamedTuple):
    """A Traefik that a compose file runs."""

    file: str
    image: Image
    statics: frozenset[str]
    """The static configurations here that may be what is mounted for it."""


def sources_of(seen: Sequence[Seen], merged: Runs) -> tuple[list[Source], list[tuple[str, str]], list[Run], Mounting]:
    """The static configurations, the mounts of all compose files that run Traefik, what each of them runs, and the
    files that each of these mounts for a Traefik as its static configuration, which take the place of its own.

    Args:
        merged: what those say that override others, together with these.
    """
    sources = []
    mounting: dict[str, tuple[str, ...]] = {}
    statics = {one.path for one in seen if one.what.kind is Kind.STATIC}
    paths = {above for one in seen for above in (one.path, *ancestors(one.folder)) if above}
    runs = []
    mounts: list[tuple[str, str]] = []
    beside: dict[str, list[tuple[str, str]]] = {}
    """What is mounted together with a static configuration."""
    foreign: dict[str, list[str]] = {}
    """Where something is put into the same containers that is not of the project."""
    provided: dict[str, list[str]] = {}
    """Where something is mounted in the containers that mount it; the root where the image may hold more."""
    for one in seen:
        if one.what.kind is Kind.STATIC:
            sources.append(Source(one, of_static(one.path, one.text)))
        elif one.what.kind is Kind.COMPOSE:
            for hint in merged.get(one.path) or of_compose(one.text):
                hint = hint._replace(mounts=tuple((of_clone(host, one.folder, paths), at) for host, at in hint.mounts))
                inside = hint.mounts_in(one.folder)
                others = [at for host, at in hint.mounts if host.startswith(("/", "~", "$"))]
                mounts += inside
                image = Image(hint.version, hint.version_varies, (one.path,) if hint.is_built else ())
                runs.append(Run(one.path, image, hint.statics_meant(one.folder, statics)))
                mounted = next((path for path in hint.statics_in(one.folder) if path in statics), "")
                if mounted:
                    mounting[one.path] = (*mounting.get(one.path, ()), mounted)
                    beside.setdefault(mounted, []).extend(inside)
                    foreign.setdefault(mounted, []).extend(others)
                    places = ["/"] if hint.is_built else [at for _, at in hint.mounts]
                    provided.setdefault(mounted, []).extend(places)
                elif hint.static is not None and not hint.config_file and not _has_file_elsewhere(hint):
                    sources.append(Source(one, hint._replace(mounts=tuple(inside), foreign=tuple(others))))
    sources = [
        source._replace(hint=_mounted_with(source.hint, beside[path], foreign[path], provided[path]))
        if (path := source.seen.path) in beside
        else source
        for source in sources
    ]
    return sources, mounts, runs, mounting


def _mounted_with(
    hint: Hint, mounts: Iterable[tuple[str, str]], foreign: Iterable[str], provided: Iterable[str]
) -> Hint:
    """What a static configuration says with what is mounted beside it; nothing of a place that no volume brings."""
    place = hint.directory or hint.filename
    if place.startswith("/") and not any(below(place, at.rstrip("/")) or below(at, place) for at in provided):
        hint = hint._replace(directory="", filename="")
    return hint._replace(mounts=tuple(mounts), foreign=tuple(foreign))


def _has_file_elsewhere(hint: Hint) -> bool:
    """Whether a volume brings a static configuration that is not here, which counts in place of flags."""
    return any(host.startswith(("/", ".", "~", "$")) and inside in STATIC_PLACES for host, inside in hint.mounts)
