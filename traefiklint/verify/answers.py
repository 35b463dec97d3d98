"""The answers of a Traefik about one directory, in the words of the linter."""

from __future__ import annotations

from typing import NamedTuple

from traefiklint.instance.instance import Instance
from traefiklint.instance.names import plain_name
from traefiklint.verify.unverifiable import Unverifiable
from traefiklint.verify.verdict import KINDS, Verdict


class Answers(NamedTuple):
    """The answers: on the whole directory, then without the files that were refused, one after the other."""

    verdicts: list[Verdict]
    unknown: Unverifiable
    harmful: str = ""
    """The first file that harms Traefik by itself, where the directory does."""

    @property
    def whole(self) -> Verdict:
        """The verdict on the whole directory."""
        return self.verdicts[0]


class ObjectCondition(NamedTuple):
    """How Traefik runs an object that the files name."""

    status: str = "enabled"
    errors: tuple[str, ...] = ()


_RANKS = {"enabled": 0, "warning": 1, "disabled": 2}


def conditions(answers: Answers, instance: Instance) -> dict[str, ObjectCondition]:
    """Status and errors of each object by the name that the files give it.

    On entry points with settings of their own Traefik shows a router as `EP-NAME`, or `EP-conflicted-NAME` where its
    TLS options are in conflict; the worst status counts.
    """
    found: dict[str, ObjectCondition] = {}
    for kind, states in answers.whole.objects.items():
        known = {plain_name(full) for full in instance.objects[KINDS[kind]]}  # those of labels keep their provider
        if kind == "routers":
            known |= {f"{name}@internal" for name in instance.context.internal_routers or ()}
        for name, state in states.items():
            plain = plain_name(name)
            for point in answers.unknown.entry_points:
                for prefix in (f"{point}-conflicted-", f"{point}-"):
                    if plain not in known and plain.removeprefix(prefix) in known:
                        plain = plain.removeprefix(prefix)
            full = f"{KINDS[kind]}.{plain}"
            if plain in known and (full not in found or _RANKS[state.status] > _RANKS[found[full].status]):
                found[full] = ObjectCondition(state.status, state.errors)
    return found
