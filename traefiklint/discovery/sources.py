"""The static configurations of a folder: files, and the flags of what compose files run; and what stands beside them in
the containers."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence

from traefiklint.decoding.file import as_text
from traefiklint.discovery.composed import Mounting, Runs, has_file_elsewhere
from traefiklint.discovery.hints import Hint, of_compose, of_static
from traefiklint.discovery.kinds import Kind
from traefiklint.discovery.paths import ancestors, below, of_clone
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
    version_is_of_others: bool = False

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


def sources_of(
    seen: Sequence[Seen], merged: Runs, over: Runs
) -> tuple[list[Source], list[tuple[str, str]], list[Run], Mounting]:
    """The static configurations, the mounts of all compose files that run Traefik, what each of them runs, and the
    files that each of these mounts for a Traefik as its static configuration, which take the place of its own.

    Args:
        merged: what those say that override others, together with these.
        over: what those say that are put over others by hand, which tells what is beside a static configuration.
    """
    sources = []
    mounting: dict[str, tuple[str, ...]] = {}
    statics = {one.path for one in seen if one.what.kind is Kind.STATIC}
    paths = {above for one in seen for above in (one.path, *ancestors(one.folder)) if above}
    runs = []
    mounts: list[tuple[str, str]] = []
    beside: dict[str, list[tuple[str, Hint]]] = {}
    """By static configurations, the runs that mount each, with the folders of their compose files."""
    for one in seen:
        if one.what.kind is Kind.STATIC:
            sources.append(Source(one, of_static(one.path, one.text)))
        elif one.what.kind is Kind.COMPOSE and one.path not in over:
            for hint in merged.get(one.path) or of_compose(one.text):
                hint = hint._replace(mounts=tuple((of_clone(host, one.folder, paths), at) for host, at in hint.mounts))
                inside = hint.mounts_in(one.folder)
                mounts += inside
                image = Image(hint.version, hint.version_varies, (one.path,) if hint.is_built else ())
                runs.append(Run(one.path, image, hint.statics_meant(one.folder, statics)))
                mounted = next((path for path in hint.statics_in(one.folder) if path in statics), "")
                if mounted:
                    mounting[one.path] = (*mounting.get(one.path, ()), mounted)
                    beside.setdefault(mounted, []).append((one.folder, hint))
                elif hint.static is not None and not hint.config_file and not has_file_elsewhere(hint):
                    sources.append(Source(one, hint._replace(mounts=tuple(inside), foreign=tuple(_foreign(hint)))))
    for file, hints in over.items():
        for hint in hints:
            own = next((path for path in hint.statics_in(posixpath.dirname(file)) if path in statics), "")
            if own:  # what others mount beside it counts first
                beside.setdefault(own, [(posixpath.dirname(file), hint)])
    sources = [
        source._replace(hint=_mounted_with(source.hint, beside[source.seen.path]))
        if source.seen.path in beside
        else source
        for source in sources
    ]
    return sources, mounts, runs, mounting


def _foreign(hint: Hint) -> list[str]:
    """Where a run puts something into its container that is not of the project."""
    return [at for host, at in hint.mounts if host.startswith(("/", "~", "$"))]


def _mounted_with(hint: Hint, runs: Sequence[tuple[str, Hint]]) -> Hint:
    """What a static configuration says with what is mounted beside it; nothing of a place that no volume brings.

    Args:
        runs: those that mount it, with the folders of their compose files.
    """
    provided = ["/" if run.is_built else at for _, run in runs for _, at in run.mounts]  # an image may hold more
    place = hint.directory or hint.filename
    if place.startswith("/") and not any(below(place, at.rstrip("/")) or below(at, place) for at in provided):
        hint = hint._replace(directory="", filename="")
    mounts = tuple(mount for folder, run in runs for mount in run.mounts_in(folder))
    reads_labels = hint.reads_labels or any(run.reads_labels for _, run in runs)  # flags beside it say what is meant
    foreign = tuple(at for _, run in runs for at in _foreign(run))
    return hint._replace(mounts=mounts, foreign=foreign, reads_labels=reads_labels)
