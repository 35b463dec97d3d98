"""What the dynamic files of a folder define for those beside them of which nobody says which Traefik reads them: a file
that is to be copied into a provider directory counts on what is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from traefiklint.discovery.kinds import SECTIONS, Kind
from traefiklint.discovery.skeleton import skeleton
from traefiklint.discovery.traefik import Traefik
from traefiklint.discovery.walk import Seen

Names = Mapping[str, frozenset[str]]
"""Names by kind, as in `{"middlewares": {"auth"}}`."""
_REFERRED = ("middlewares", "services", "serversTransports", "options")


def with_neighbours(traefiks: Iterable[Traefik], seen: Iterable[Seen], copied: Iterable[str]) -> tuple[Traefik, ...]:
    """The Traefiks, those of which nobody says where they start with what files beside theirs define.

    Args:
        copied: the files that a script brings somewhere.
    """
    traefiks = tuple(traefiks)
    if not any(map(_is_open, traefiks)):
        return traefiks
    names = {one.path: _names_in(one) for one in seen if one.what.kind is Kind.DYNAMIC}
    alone = not any(one.static or one.rivals or one.is_run for one in traefiks)
    brought = frozenset(copied) if alone else frozenset[str]()
    return tuple(
        one._replace(
            known=_together(found for path, found in names.items() if path not in one.files),
            is_copied=not brought.isdisjoint(one.files),
        )
        if _is_open(one)
        else one
        for one in traefiks
    )


def _is_open(traefik: Traefik) -> bool:
    """Whether nobody says which Traefik reads the files."""
    return bool(traefik.files) and not traefik.static and not traefik.certain


def _names_in(seen: Seen) -> Names:
    found = skeleton(seen.path, seen.text.decode("utf-8", "replace"))
    return {kind: frozenset(name for root in SECTIONS for name in found.get(root, kind).keys) for kind in _REFERRED}


def _together(names: Iterable[Names]) -> Names:
    every = list(names)
    return {kind: frozenset[str]().union(*(one[kind] for one in every)) for kind in _REFERRED}
