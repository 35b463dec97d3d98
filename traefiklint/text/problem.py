"""What a reader complains of, before any rule has seen it."""

from __future__ import annotations

from typing import NamedTuple

from traefiklint.findings import Effect, Span
from traefiklint.text.replacement import Replacement

MOST_PROBLEMS = 100
"""How many problems of one kind a file is told of at most."""


class Place(NamedTuple):
    """Another spot of the same file that has to do with a problem."""

    span: Span
    message: str


class Problem(NamedTuple):
    """One thing about the text itself; it knows nothing of severities. `kind` is the id of the rule it feeds."""

    kind: str
    message: str
    span: Span
    help: str = ""
    effect: Effect = Effect.REJECTED
    traefik: str = ""
    """What Traefik's log says of it, without the file's path; empty where that is not known."""
    related: tuple[Place, ...] = ()
    fix: str = ""
    """The title of a fix, which `edits` make; empty where there is none."""
    edits: tuple[Replacement, ...] = ()
    safe: bool = True
    """Whether the fix is safe, as `findings.Fix` says."""
    path: str = ""
    """The place in the configuration, as in `http.routers.shop.tls`; empty where there is none."""
    object: str = ""
    """The named object it belongs to, as in `http.routers.shop`; empty where there is none."""
