"""One Traefik as it is found in a folder."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from traefiklint.discovery.paths import below
from traefiklint.records import NamedTuple

HAS_LABELS = "compose files with labels"
"""Why compose files that are no other Traefik's have one of their own."""


class Traefik(NamedTuple):
    """One Traefik, and the files that belong to it, by their paths from the folder that was searched."""

    name: str
    static: str = ""
    """The static configuration: a file, or a compose file whose service holds the flags."""
    directory: str | None = None
    """The provider directory; None where there is none, empty for the folder that was searched."""
    files: tuple[str, ...] = ()
    """The files that the file provider reads; all of `directory` where that is certain."""
    put_in: tuple[tuple[str, str], ...] = ()
    """What Traefik finds in `directory` that lies elsewhere, each with the path of what is not seen for it there."""
    gets_more: bool = False
    """Whether the file provider reads a file, too, of which nothing is here: a volume brings it, or a script writes
    it."""
    templates: tuple[str, ...] = ()
    """The files beside these that are filled in where Traefik runs: what they define is there, whatever is in it."""
    compose: tuple[str, ...] = ()
    version: str = ""
    """The version that the image of a compose file names."""
    version_varies: bool = False
    """Whether what is written elsewhere decides on it, as `discovery.hints.Hint` says."""
    version_is_of_others: bool = False
    """Whether it is the one of Traefiks elsewhere in the folder, as none is run beside its files."""
    is_run: bool = False
    """Whether a compose file runs a Traefik, whatever its image is called."""
    built_by: tuple[str, ...] = ()
    """The compose files that say how the image is built, where one is: a Dockerfile decides on it."""
    certain: bool = False
    """Whether a static configuration says that the directory is its, so that Traefik reads all that is in it."""
    runs_whole: bool = False
    """Whether a compose file mounts one of several static configurations that have all of `directory` read."""
    why: str = ""
    """Why these belong together."""
    rivals: tuple[str, ...] = ()
    """The static configurations of which any may be its; where there are several, none is taken for it."""
    candidates: tuple[str, ...] = ()
    """The static configurations that may be its, where none is taken for it: the rivals, or all that were found. Where
    one is, those of others that read the same labels without the file that overrides, in which it stands."""
    sharing: tuple[str, ...] = ()
    """The static configurations of other Traefiks that read the same files."""
    reads_labels: bool = False
    """Whether its static configuration has a provider that reads labels, or flags want one that a file makes count for
    nothing."""
    entry_points: frozenset[str] = frozenset()
    """Those of its static configuration, in small letters; empty where they are not known."""

    resolvers: frozenset[str] = frozenset()
    """Its certificate resolvers, in small letters, where the entry points are known."""
    is_part: bool = False
    """Whether its static configuration has neither entry points nor providers, so that it may be put over another."""
    known: Mapping[str, frozenset[str]] = {}
    """Where nobody says which Traefik reads the files, the names that other files of the folder define, by kind."""
    is_elsewhere: bool = False
    """Whether the Traefik that the compose files run starts with a file that is not here, whatever flags it has."""
    reads_none: bool = False
    """Whether the static configuration beside its files has a provider of labels, and none of files."""
    is_copied: bool = False
    """Whether a script brings the files to where a Traefik is that is not here."""

    @property
    def home(self) -> str:
        """The folder where it is at home: that of its static configuration, else its provider directory."""
        return posixpath.dirname(self.static) if self.static else self.directory or ""

    @property
    def brought(self) -> tuple[str, ...]:
        """The files that only a volume brings into the provider directory."""
        return tuple(one for one in self.files if not below(one, self.directory or ""))
