"""What Traefik gives a router that does not say so itself: its priority, its entry points."""

from __future__ import annotations

from typing import Any

from lsprotocol.types import InlayHint, InlayHintKind, Range

from traefiklint.editor.mentions import ruled
from traefiklint.editor.positions import Here


def hints(here: Here, shown: Range) -> list[InlayHint]:
    """The hints of the routers of a document in a range."""
    found: list[InlayHint] = []
    for router, _ in ruled(here.view.instance, here.name):
        found += _of_router(here, router)
    first, last = shown.start.line, shown.end.line
    return [hint for hint in found if first <= hint.position.line <= last]


def _of_router(here: Here, router: Any) -> list[InlayHint]:
    instance = here.view.instance
    rule = instance.rule(router)
    found = []
    place = here.range(here.name, router.at("rule").span)
    if not router.priority and rule.tree is not None:
        words = f"priority {rule.default_priority}"
        found.append(_hint(place.end, words, "The length of the rule, as the router has no `priority`."))
    if not router.entry_points and not getattr(router, "parent_refs", ()):
        names = [point.name for point in instance.entry_points(router)]
        if names:
            key = here.range(here.name, router.key_at().span)
            words = f"on {', '.join(names)}"
            found.append(_hint(key.end, words, "The default entry points, as the router names none."))
    return found


def _hint(position: Any, words: str, why: str) -> InlayHint:
    return InlayHint(position, words, kind=InlayHintKind.Parameter, tooltip=why, padding_left=True)
