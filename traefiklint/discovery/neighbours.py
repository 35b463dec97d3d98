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

_Counts = Mapping[str, Counter[str]]
"""How many files define a name, by kind."""


def with_neighbours(traefiks: Iterable[Traefik], seen: Iterable[Seen], copied: Iterable[str]) -> tuple[Traefik, ...]:
    """The Traefiks, those of which nobody says where they start with what files beside theirs define.

    Args:
        copied: the files that a script brings somewhere.
    """
    traefiks = tuple(traefiks)
    if not any(map(_is_open, traefiks)):
        return traefiks
    dynamic = {one.path: one for one in seen if one.what.kind is Kind.DYNAMIC}
    every = _names_in(dynamic.values())
    alone = not any(one.static or one.rivals or one.is_run for one in traefiks)
    brought = frozenset(copied) if alone else frozenset[str]()
    found = []
    for one in traefiks:
        if _is_open(one):
            own = [dynamic[path] for path in one.files if path in dynamic]
            one = one._replace(known=_defined_elsewhere(own, every), is_copied=not brought.isdisjoint(one.files))
        found.append(one)
    return tuple(found)


def _is_open(traefik: Traefik) -> bool:
    """Whether nobody says which Traefik reads the files."""
    return bool(traefik.files) and not traefik.static and not traefik.certain


def _names_in(files: Iterable[Seen]) -> _Counts:
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in _REFERRED}
    for one in files:
        found = skeleton(one.path, one.text.decode("utf-8", "replace"))
        for kind in _REFERRED:
            counts[kind].update({name for root in SECTIONS for name in found.get(root, kind).keys})
    return counts


def _defined_elsewhere(files: Collection[Seen], every: _Counts) -> Mapping[str, frozenset[str]]:
    """Of the words in some files those that others define as names: what they do not say they do not refer to."""
    own = _names_in(files)
    said = {word for one in files for word in _WORD.findall(one.text.decode("utf-8", "replace"))}
    return {kind: frozenset(name for name in said if every[kind][name] > own[kind][name]) for kind in _REFERRED}
