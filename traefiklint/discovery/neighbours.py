"""What the dynamic files of a folder define for those beside them of which nobody says which Traefik reads them: a file
that is to be copied into a provider directory counts on what is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from traefiklint.discovery.kinds import SECTIONS, Kind
from traefiklint.discovery.skeleton import skeleton
from traefiklint.discovery.traefik import Traefik
from traefiklint.discovery.walk import Seen
from traefiklint.patterns import lazy

_REFERRED = ("middlewares", "services", "serversTransports", "options")
"""The kinds of objects that others refer to."""
_WORD = lazy(r"[\w.-]+")

_Names = Mapping[str, Collection[str]]
"""What a file defines, by kind."""


def with_neighbours(traefiks: Iterable[Traefik], seen: Iterable[Seen], copied: Iterable[str]) -> tuple[Traefik, ...]:
    """The Traefiks, those of which nobody says where they start with what files beside theirs define.

    Args:
        copied: the files that a script brings somewhere.
    """
    traefiks = tuple(traefiks)
    if not any(map(_is_open, traefiks)):
        return traefiks
    dynamic = {one.path: one for one in seen if one.what.kind is Kind.DYNAMIC}
    names = {path: _names_in(one) for path, one in dynamic.items()}
    every = _counted(names.values())
    alone = not any(one.static or one.rivals or one.is_run for one in traefiks)
    brought = frozenset(copied) if alone else frozenset[str]()
    found = []
    for one in traefiks:
        if _is_open(one):
            mine = [path for path in one.files if path in dynamic]
            own = _counted(names[path] for path in mine)
            said = {word for path in mine for word in _WORD.findall(dynamic[path].text.decode("utf-8", "replace"))}
            # what they do not say they do not refer to
            known = {kind: frozenset(word for word in said if every[kind][word] > own[kind][word]) for kind in every}
            one = one._replace(known=known, is_copied=not brought.isdisjoint(one.files))
        found.append(one)
    return tuple(found)


def _is_open(traefik: Traefik) -> bool:
    """Whether nobody says which Traefik reads the files."""
    return bool(traefik.files) and not traefik.static and not traefik.certain


def _names_in(file: Seen) -> _Names:
    found = skeleton(file.path, file.text.decode("utf-8", "replace"))
    return {kind: {name for root in SECTIONS for name in found.get(root, kind).keys} for kind in _REFERRED}


def _counted(names: Iterable[_Names]) -> Mapping[str, Counter[str]]:
    """How many files define each name."""
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in _REFERRED}
    for one in names:
        for kind, some in one.items():
            counts[kind].update(some)
    return counts
