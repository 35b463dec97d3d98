"""The objects of a document as an outline, and those of all Traefiks by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lsprotocol.types import DocumentSymbol, Location, Range, SymbolKind, WorkspaceSymbol

from traefiklint.editor.mentions import Definition, definitions
from traefiklint.editor.positions import Here, positions
from traefiklint.editor.workspace import Workspace
from traefiklint.text.masks import masked_value

_KINDS = {
    "routers": SymbolKind.Interface,
    "services": SymbolKind.Class,
    "middlewares": SymbolKind.Function,
    "serversTransports": SymbolKind.Module,
    "options": SymbolKind.Object,
    "stores": SymbolKind.Object,
    "entryPoint": SymbolKind.Event,
    "certResolver": SymbolKind.Key,
}
_MOST = 500
"""How many objects of the workspace are listed at most."""


def outline(here: Here) -> list[DocumentSymbol]:
    """The objects of a document, by their kinds."""
    groups: dict[str, DocumentSymbol] = {}
    for one in sorted(definitions(here.view.whole), key=lambda one: one.place.span):
        if one.place.file != here.name:
            continue
        symbol = _symbol(here, one)
        group = groups.get(one.target.kind)
        if group is None:
            groups[one.target.kind] = DocumentSymbol(
                one.target.kind, SymbolKind.Namespace, symbol.range, symbol.range, children=[symbol]
            )
        else:
            group.children = [*(group.children or ()), symbol]
            group.range = _around(group.range, symbol.range)
    return list(groups.values())


def _symbol(here: Here, one: Definition) -> DocumentSymbol:
    name = here.range(here.name, one.place.span)
    node = one.thing.node
    whole = name
    if node is not None and not one.thing.document.holds_labels and one.thing.document.file == here.name:
        whole = _around(name, here.range(here.name, node.span))
    return DocumentSymbol(one.thing.name, _kind(one), whole, name, detail=detail(one))


def detail(one: Definition) -> str:
    """What is worth knowing of an object at a glance: the rule of a router, the type of a middleware or service."""
    rule = getattr(one.thing, "rule", "")
    if rule:
        return masked_value(("rule",), str(rule))
    given = [option.key for option, _, _ in one.thing.given()]
    return ", ".join(given[:3])


def _kind(one: Definition) -> SymbolKind:
    return _KINDS.get(one.target.kind.rpartition(".")[2], SymbolKind.Object)


def _around(one: Range, other: Range) -> Range:
    start = min((one.start, other.start), key=lambda place: (place.line, place.character))
    end = max((one.end, other.end), key=lambda place: (place.line, place.character))
    return Range(start, end)


def search(workspace: Workspace, query: str, encoding: str, uri_of: Callable[[str], str]) -> Iterable[WorkspaceSymbol]:
    """The objects of all Traefiks whose names hold these letters in this order."""
    found: list[WorkspaceSymbol] = []
    for view in workspace.views():
        workspace.enter(view.root)
        for one in definitions(view.whole):
            if not _holds(one.thing.name.lower(), query.lower()):
                continue
            place = one.place
            text = view.text_of(place.file) or ""
            location = Location(uri_of(view.path_of(place.file)), positions(place.file, text, encoding).of(place.span))
            found.append(WorkspaceSymbol(location, one.thing.name, _kind(one), container_name=one.target.kind))
            if len(found) >= _MOST:
                return found
    return found


def _holds(name: str, query: str) -> bool:
    letters = iter(name)
    return all(letter in letters for letter in query)
