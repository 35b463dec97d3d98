"""How Compose puts one tree over another: mappings key by key, lists one behind the other, some options otherwise.

Source: compose-go `override/merge.go`. What Compose then drops from lists (`override/uncity.go`) is left to those who
read the list, because they know what makes two of its items the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from traefiklint.compose.files import beside
from traefiklint.compose.go_text import text_of
from traefiklint.compose.project import Origin
from traefiklint.compose.report import Report
from traefiklint.compose.shapes import WITHOUT_REPEATS
from traefiklint.compose.tree import Entries, Item, Items, Leaf, Tree, is_null
from traefiklint.compose.values import Place
from traefiklint.text.nodes import Scalar

Way = tuple[str, ...]
"""The keys down to a piece of the tree."""

_LABEL_FILE = ("services", "*", "label_file")
_TO_LIST = frozenset(
    (
        ("services", "*", "annotations"),
        ("services", "*", "build", "labels"),
        ("services", "*", "deploy", "labels"),
        ("services", "*", "env_file"),
        ("services", "*", "environment"),
        _LABEL_FILE,
        ("services", "*", "labels"),
    )
)
_TO_MAPPING = frozenset((("services", "*", "depends_on"), ("services", "*", "networks"), ("services", "*", "models")))
_REPLACED = frozenset(
    (
        ("services", "*", "command"),
        ("services", "*", "entrypoint"),
        ("services", "*", "healthcheck", "test"),
    )
)
_BUILD = ("services", "*", "build")
_EXTRA_HOSTS = ("services", "*", "extra_hosts")
_WITHOUT_REPEATS = frozenset(("services", "*", key) for key in WITHOUT_REPEATS)


def merged(below: Tree, over: Tree, way: Way, report: Report) -> Tree:
    """One tree put over another."""
    kind = (*way[:1], "*", *way[2:]) if len(way) > 1 else way
    if kind in _REPLACED:
        return over
    if kind in _TO_LIST:
        items = [*_as_items(below)]
        paths = {written_path(item.value, report) for item in items} if kind == _LABEL_FILE else set()
        for item in _as_items(over):
            path = written_path(item.value, report) if kind == _LABEL_FILE else ""
            if not path or path not in paths:
                items.append(item)
                paths.add(path)
        return Items(over.source, over.node, over.path, tuple(items))
    if kind in _TO_MAPPING:
        below, over = _as_entries(below, report), _as_entries(over, report)
    if is_null(over):
        return below
    if kind == _EXTRA_HOSTS:
        below, over = _as_list(below), _as_list(over)
    if kind == _BUILD and isinstance(below, Entries) and isinstance(over, Leaf):
        return below
    if isinstance(below, Entries):
        if isinstance(over, Entries):
            return _merged_entries(below, over, way, report)
        report.wrong_type(over, "a mapping")
    elif isinstance(below, Items):
        if isinstance(over, Items):
            more = _new(below.items, over.items, report) if kind in _WITHOUT_REPEATS else over.items
            return Items(over.source, over.node, over.path, (*below.items, *more))
        report.wrong_type(over, "a list")
    return over


def _new(below: Iterable[Item], over: Iterable[Item], report: Report) -> Iterator[Item]:
    """The items that are not there yet: Compose drops repeats where it merges, but tells `1` and `1.0` apart."""
    seen: set[tuple[str, str, str]] = set()
    for items, is_over in ((below, False), (over, True)):
        for item in items:
            value = report.value(item.value) if isinstance(item.value, Leaf) else None
            same = None
            if value is not None and value.is_known:
                same = (item.key.node.value if item.key is not None else "", value.kind, text_of(value))
            if is_over and (same is None or same not in seen):
                yield item
            if same is not None:
                seen.add(same)


def _merged_entries(below: Entries, over: Entries, way: Way, report: Report) -> Entries:
    entries = dict(below.entries)
    for key, item in over.entries.items():
        under = entries.get(key)
        if under is None:
            entries[key] = item
        else:
            value = merged(passed_down(under).value, passed_down(item).value, (*way, key), report)
            entries[key] = item._replace(value=value, origin=Origin.OWN, via=None)
    return Entries(over.source, over.node, over.path, entries)


def passed_down(item: Item) -> Item:
    """The item with the way by which it came noted at what is in it, where that has come by none of its own."""
    if item.origin is Origin.OWN:
        return item
    return item._replace(value=marked(item.value, item.origin, item.via), origin=Origin.OWN, via=None)


def marked(tree: Tree, origin: Origin, via: Place | None) -> Tree:
    """The tree with a way noted at everything in it that has come by none so far."""
    if isinstance(tree, Items):
        return tree._replace(items=tuple(_mark(item, origin, via) for item in tree.items))
    if isinstance(tree, Entries):
        return tree._replace(entries={key: _mark(item, origin, via) for key, item in tree.entries.items()})
    return tree


def _mark(item: Item, origin: Origin, via: Place | None) -> Item:
    return item._replace(origin=origin, via=via) if item.origin is Origin.OWN else item


def written_path(tree: Tree, report: Report) -> str:
    """The path that an item of `label_file` or `env_file` names; empty where it names none.

    By it Compose tells whether two name the same file: `./a` and `a` are two, but in a file that is extended.
    """
    leaf = tree.get("path") if isinstance(tree, Entries) else tree
    if not isinstance(leaf, Leaf) or is_null(leaf):
        return ""
    folder, text = leaf.source.folder, report.value(leaf).text
    if leaf.source.is_extended and text:
        return beside(folder, text)
    return f"{folder}/{text}" if folder and text else text


def _as_list(tree: Tree) -> Tree:
    """A mapping as a list, whose items then have keys."""
    return Items(tree.source, tree.node, tree.path, tuple(_as_items(tree))) if isinstance(tree, Entries) else tree


def _as_items(tree: Tree) -> Iterable[Item]:
    if isinstance(tree, Entries):
        return [one for item in tree.entries.values() for one in _spread(item)]
    if isinstance(tree, Items):
        return tree.items
    return () if is_null(tree) else (Item(tree, tree.node, 0),)


def _spread(item: Item) -> Iterable[Item]:
    """An entry as items of a list: one whose value is a list becomes several of the same name."""
    if isinstance(item.value, Items):
        return [item._replace(value=one.value) for one in item.value.items]
    return (item,)


def _as_entries(tree: Tree, report: Report) -> Tree:
    if not isinstance(tree, Items):
        return tree
    entries: dict[str, Item] = {}
    for item in tree.items:
        if isinstance(item.value, Leaf):
            nothing = Scalar("", "", "", item.value.node.end, item.value.node.end)
            value = item.value._replace(node=nothing)
            entries[report.value(item.value).text] = item._replace(key=item.value, value=value)
    return Entries(tree.source, tree.node, tree.path, entries)


def without(tree: Entries, way: Way) -> Entries:
    """The tree without what stands at the end of a way: what a later file resets or replaces."""
    item = tree.entries.get(way[0]) if way else None
    if item is None:
        return tree
    entries = dict(tree.entries)
    if len(way) == 1:
        del entries[way[0]]
    elif isinstance(item.value, Entries):
        entries[way[0]] = item._replace(value=without(item.value, way[1:]))
    return tree._replace(entries=entries)
