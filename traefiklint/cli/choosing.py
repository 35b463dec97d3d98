"""Which Traefik is meant, where a question is about one and there are several: names that then lead to each of them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from traefiklint.cli.checking import Request, plan
from traefiklint.errors import UsageError
from traefiklint.files import seen_from_here
from traefiklint.plans import Lot
from traefiklint.settings import Settings

_MOST = 12
"""How many names are told."""


def the_one(lots: Sequence[Lot], request: Request, settings: Settings) -> Lot:
    """The one Traefik that is meant.

    Raises:
        UsageError: there is none, or more than one; every name that the hint tells was tried.
    """
    found = [lot for lot in lots if _is_any(lot)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError("there are no files that Traefik's file provider reads", "name a provider directory")
    tried = (_way_to(lot, request, settings) for lot in found[:_MOST])
    ways = list(dict.fromkeys(filter(None, tried)))
    named = [way.traefiks[0] for way in ways if way.traefiks]
    paths = [way.paths[0] for way in ways if not way.traefiks]
    told = [f"add `--traefik NAME`, of {', '.join(named)}"] if named else []
    if paths:
        told.append(f"name one of {', '.join(paths)}" + (", …" if len(found) > _MOST else ""))
    several = "these are several provider directories, and each Traefik reads one"
    if not all(lot.namespace.texts for lot in found):
        several = "these are the files of several Traefiks, and the question is about one"
    raise UsageError(several, ", or ".join(told) or "name a provider directory, or a compose file")


def _is_any(lot: Lot) -> bool:
    return bool(lot.namespace.texts or lot.namespace.projects)


def _way_to(lot: Lot, request: Request, settings: Settings) -> Request | None:
    """How to ask for this one and no other; None where nothing leads to it alone."""
    return next((way for way in _ways(lot, request, settings) if _leads(way, lot, settings)), None)


def _ways(lot: Lot, request: Request, settings: Settings) -> Iterator[Request]:
    if any(one.name == lot.name for one in settings.traefiks) and request.traefiks != (lot.name,):
        yield request._replace(traefiks=(lot.name,))
    namespace = lot.namespace
    composed = namespace.projects.mains if namespace.projects is not None else ()
    folder = seen_from_here(namespace.folder) if namespace.folder else ""
    around = [os.path.dirname(name) or os.curdir for name in (*composed, *sorted(namespace.texts))]  # noqa: PTH120
    for path in dict.fromkeys((folder, *around[:2], *composed[:1], *sorted(namespace.texts))):
        if path:
            yield request._replace(paths=(path,))


def _leads(way: Request, lot: Lot, settings: Settings) -> bool:
    try:
        found = [one for one in plan(way, settings).lots if _is_any(one)]
    except (UsageError, OSError):
        return False
    return len(found) == 1 and _content(found[0]) == _content(lot)


def _content(lot: Lot) -> tuple[set[str], set[str]]:
    namespace = lot.namespace
    return {os.path.abspath(name) for name in namespace.texts}, set(map(os.path.abspath, namespace.composed))  # noqa: PTH100
