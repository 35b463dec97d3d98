"""What stands above objects: who uses them."""

from __future__ import annotations

from lsprotocol.types import CodeLens, Command

from traefiklint.editor.mentions import Definition, definitions, mentions
from traefiklint.editor.place import Here
from traefiklint.instance.passage import leading_to
from traefiklint.instance.references import ROUTERS
from traefiklint.report.words import counted

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


def told(here: Here, one: Definition) -> str:
    """Who uses an object."""
    instance = here.view.whole
    named = mentions(instance).by_target.get(one.target, ())
    if not one.target.kind.count("."):
        owners = {owner for mention in named if (owner := instance.owner(mention.section)) is not None}
        routers = sum(type(owner).__name__.endswith("Router") for owner in owners)
        points = len(owners) - routers
        who = [counted(count, what) for count, what in ((routers, "router"), (points, "entry point")) if count]
        if one.target.kind == "entryPoint" and one.target.full in instance.default_entry_points:
            who.append("all routers that name none")
        verb = "names" if len(owners) == 1 and len(who) == 1 else "name"
        return f"{' and '.join(who)} {verb if owners else 'use'} this" if who else "nothing names this"
    count = len(leading_to(one.thing, instance))
    if count:
        return f"{counted(count, 'router')} {'uses' if count == 1 else 'use'} this"
    if one.target.kind == "tls.options" and one.thing.name == "default":
        return "for all routers that name no options"
    return "no router leads to what uses this" if named else "nothing reaches this"
