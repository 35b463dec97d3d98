"""What stands above objects: who uses them.

What Traefik gives a router that does not say so itself: its priority, its entry points.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from lsprotocol.types import CodeLens, Command, InlayHint, InlayHintKind, Range

from traefiklint.editor.mentions import STATIC_KINDS, Definition, definitions, mentions, ruled
from traefiklint.editor.positions import Here
from traefiklint.instance.instance import Instance
from traefiklint.instance.passage import leading_to
from traefiklint.instance.references import ROUTERS
from traefiklint.model.base import Section
from traefiklint.report.words import listed
from traefiklint.text.spelling import counted


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


SHOW = "traefiklint.showReferences"
"""What a client runs that can show references: with a URI and a position."""


def lenses(here: Here) -> list[CodeLens]:
    """What stands above the objects of a document."""
    found = []
    for one in definitions(here.view.whole):
        if one.target.kind in ROUTERS or one.place.file != here.name:
            continue
        place = here.range(here.name, one.place.span)
        arguments = [here.uri_of(here.path), place.start]
        found.append(CodeLens(place, Command(told(here, one), SHOW, arguments=arguments)))
    return found


_OWNERS = (
    ("Router", "router"),
    ("EntryPoint", "entry point"),
    ("Resolver", "resolver"),
    ("Middleware", "middleware"),
)
"""What those are who name something that the static configuration defines, by how the names of their classes end."""


def _owner(section: Section, instance: Instance) -> tuple[str, str]:
    """The object that a section belongs to, and what it is."""
    owner = instance.owner(section)
    if owner is None:
        return section.path, "option"
    name = type(owner).__name__
    return owner.object, next((what for end, what in _OWNERS if name.endswith(end)), "option")


def told(here: Here, one: Definition) -> str:
    """Who uses an object."""
    instance = here.view.whole
    named = mentions(instance).by_target.get(one.target, ())
    if one.target.kind in STATIC_KINDS:
        counts = Counter(what for _, what in dict.fromkeys(_owner(mention.section, instance) for mention in named))
        who = [counted(count, what) for what, count in counts.items()]
        if one.target.kind == "entryPoint" and one.target.full in instance.default_entry_points:
            who.append("all routers that name none")
        verb = ("names" if len(who) == 1 and counts.total() == 1 else "name") if counts else "use"
        return f"{listed(who)} {verb} this" if who else "nothing names this"
    count = len(leading_to(one.thing, instance))
    if count:
        return f"{counted(count, 'router')} {'uses' if count == 1 else 'use'} this"
    if one.target.kind == "tls.options" and one.thing.name == "default":
        return "for all routers that name no options"
    return "no router leads to what uses this" if named else "nothing reaches this"
