"""What a run looked at, as what, on which assumptions, and what it left alone: said at the end of every report."""

from __future__ import annotations

from typing import Any

from traefiklint.records import NamedTuple


class Passed(NamedTuple):
    """A file that was not judged."""

    file: str
    called: str
    """What it is, in words that follow “it is”."""
    notable: bool = True
    """Whether the line at the end names it, and does not only count it."""


class Covered(NamedTuple):
    """One Traefik, and what was read as its configuration."""

    name: str
    places: tuple[str, ...]
    """The provider directories and single files that its file provider reads."""
    files: int
    """How many files that are."""
    static: str = ""
    """The static configuration; empty where there is none."""
    compose: tuple[str, ...] = ()
    target: str = ""
    profile: str = ""
    """What stands in for a static configuration."""
    assumed: tuple[tuple[str, str], ...] = ()
    """What nobody gave, and what it was taken for, or from where: `target`, `profile`, `static`."""
    rivals: tuple[str, ...] = ()
    """The static configurations of which any may be its; where there are several, none is taken for it."""
    bare: frozenset[str] = frozenset()
    """Those of `compose` in which there are no labels."""

    def to_dict(self) -> dict[str, Any]:
        """The Traefik as the JSON output shows it."""
        return {
            "name": self.name,
            "directories": list(self.places),
            "files": self.files,
            "static": self.static or None,
            "compose": list(self.compose),
            "target": self.target,
            "profile": self.profile,
            "assumed": dict(self.assumed),
            **({"static_candidates": list(self.rivals)} if self.rivals else {}),
        }


class Coverage(NamedTuple):
    """What a run looked at, and what it did not."""

    traefiks: tuple[Covered, ...] = ()
    passed: tuple[Passed, ...] = ()
    notes: tuple[str, ...] = ()
    """What else could not be checked, or has no effect in the settings; a sentence each."""

    def to_dict(self) -> dict[str, Any]:
        """The coverage as the JSON output shows it."""
        return {
            "traefiks": [one.to_dict() for one in self.traefiks],
            "not_checked": [{"file": one.file, "what": one.called} for one in self.passed],
            "notes": list(self.notes),
        }
