"""Our judgement of a provider directory, and a Traefik's, in one form that can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from traefiklint.findings import Effect, Report
from traefiklint.verify.verdict import KINDS

_ON_DISK = (
    "no such file or directory",
    "permission denied",
    "failed to parse CA",
    "invalid certificate(s) content",
    "BasicUser: vm",
)


class Judgement(NamedTuple):
    """Whether a directory is refused, and which of its objects do not work."""

    refused: bool
    disabled: frozenset[str] = frozenset()


def ours(report: Report) -> Judgement:
    """What our findings claim."""
    if any(finding.effect is Effect.REJECTED for finding in report.findings):
        return Judgement(True)
    names = {name for finding in report.findings for name in finding.disables}
    return Judgement(False, frozenset(name for name in names if not name.startswith("tls.")))


def theirs(
    loads: bool,
    objects: Mapping[str, Mapping[str, Any]],
    claimed: frozenset[str],
    texts: str = "",
    entry_points: Iterable[str] = (),
) -> Judgement:
    """What Traefik's API shows: a status of each object, by group and name.

    A router that Traefik has split by entry point (`web-NAME`, `web-conflicted-NAME`) counts under its own name; one
    that it does not show at all, where we say that it is disabled, counts as disabled (a child with `tls` vanishes).

    Args:
        claimed: what we claim to be disabled.
        texts: the files, in which the names of routers stand.
        entry_points: those of the static configuration.
    """
    if not loads:
        return Judgement(True)
    copies: dict[str, list[Any]] = {}
    for group, states in objects.items():
        for full, state in states.items():
            path = f"{KINDS[group]}.{_own_name(full.removesuffix('@file'), texts, entry_points)}"
            copies.setdefault(path, []).append(state)
    disabled = {path for path, states in copies.items() if any(_fails(state, len(states)) for state in states)}
    return Judgement(False, frozenset(disabled | (claimed - copies.keys())))


def _fails(state: Any, copies: int) -> bool:
    """Whether a copy of an object does not work. One that has only entry points that do not exist was never needed."""
    return status(state) == "disabled" and not (
        copies > 1 and any("no valid entryPoint" in e for e in errors_of(state))
    )


def _own_name(name: str, texts: str, entry_points: Iterable[str]) -> str:
    if "-conflicted-" in name:
        name = name.partition("-conflicted-")[2]
    if texts and f"{name}:" not in texts and not name.endswith("@internal"):
        for point in entry_points:
            if name.startswith(f"{point}-"):
                return name.removeprefix(f"{point}-")
    return name


def status(state: Any) -> str:
    """The status of an object, from a record or from a live verdict."""
    return str(state["status"] if isinstance(state, Mapping) else state.status)


def errors_of(state: Any) -> tuple[str, ...]:
    """The errors of an object, likewise."""
    return tuple(state["errors"] if isinstance(state, Mapping) else state.errors)


def is_unknowable(objects: Mapping[str, Mapping[str, Any]], report: Report) -> bool:
    """Whether a verdict rests on what no text tells: that machine's files and environment, other providers' objects."""
    if report.unchecked:
        return True
    errors = (error for states in objects.values() for state in states.values() for error in errors_of(state))
    return any(sign in error for error in errors for sign in _ON_DISK)
