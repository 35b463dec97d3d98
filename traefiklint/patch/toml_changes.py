"""Changes of a TOML file: tomlkit keeps the document, and our own reader proves that nothing else came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Array

from traefiklint.patch.changes import Change, Rename, carried_out
from traefiklint.patch.data import Data, UnstructuredError, data_of, plain
from traefiklint.patch.data import alignment as data_alignment
from traefiklint.patch.rewrite import CannotRewriteError, prove
from traefiklint.text.alignment import alignment
from traefiklint.text.nodes import Mapping, Node, Sequence
from traefiklint.toml.reader import read_toml


def read_toml_data(text: str) -> dict[str, Data]:
    """What a TOML text means.

    Raises:
        UnstructuredError: it is no TOML.
    """
    return _read(text)[1]


def _read(text: str) -> tuple[Mapping, dict[str, Data]]:
    root, said = read_toml(text)
    if not isinstance(root, Mapping):
        raise UnstructuredError(said[0].reason if said else "it holds nothing")
    data = data_of(root)
    assert isinstance(data, dict), "the root of TOML is a table"
    return root, data


def apply_toml_changes(text: str, changes: Iterable[Change]) -> str:
    """A text of TOML with changes made, one after the other. Lines that they do not touch stay byte for byte.

    Raises:
        UnstructuredError: the text is no TOML.
        CannotRewriteError: a place is not there, or no edit means the changes and leaves the rest.
    """
    made = list(changes)
    renamed = next((change for change in made if isinstance(change.operation, Rename)), None)
    if renamed is not None:
        raise CannotRewriteError(f"`{renamed}` cannot get another name: TOML may write a name in many places")
    root, before = _read(text)
    wanted = carried_out(before, made)
    if wanted == before:
        return text
    try:
        document = tomlkit.parse(text)
        if tomlkit.dumps(document) != text:
            raise CannotRewriteError("the file is written in a way that tomlkit does not keep")
        _reach(document, before, wanted)
        edited = tomlkit.dumps(document)
    except (TOMLKitError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise CannotRewriteError(f"tomlkit cannot make the change: {error}") from None
    if "\r\n" in text and "\n" not in text.replace("\r\n", ""):
        edited = edited.replace("\r\n", "\n").replace("\n", "\r\n")
    prove(edited, wanted, _read)
    _prove_rest(text, edited, set(_touched(root, before, wanted)))
    return edited


def _reach(table: Any, before: dict[str, Data], wanted: dict[str, Data]) -> None:
    """Make a table mean what is wanted."""
    for key in before.keys() - wanted.keys():
        del table[key]
    for key, value in wanted.items():
        if key not in before:
            table[key] = plain(value)
        elif before[key] != value:
            _reach_value(table, key, before[key], value)


def _reach_value(holder: Any, step: Any, before: Data, wanted: Data) -> None:
    if isinstance(before, dict) and isinstance(wanted, dict):
        _reach(holder[step], before, wanted)
    elif isinstance(before, list) and isinstance(wanted, list) and isinstance(holder[step], AoT | Array):
        _reach_list(holder[step], before, wanted)
    else:
        holder[step] = plain(wanted)


def _reach_list(items: Any, before: list[Data], wanted: list[Data]) -> None:
    for tag, i1, i2, j1, j2 in reversed(data_alignment(before, wanted)):
        if tag == "equal":
            continue
        paired = min(i2 - i1, j2 - j1)
        for index in reversed(range(i1 + paired, i2)):
            del items[index]
        for value in reversed(wanted[j1 + paired : j2]):
            items.insert(i1 + paired, tomlkit.item(plain(value), _parent=items, _sort_keys=False))
        for offset in range(paired):
            _reach_value(items, i1 + offset, before[i1 + offset], wanted[j1 + offset])


def _touched(node: Node, before: Data, wanted: Data) -> Iterator[int]:
    """The lines (from 0) of what changes."""
    if before == wanted:
        return
    if isinstance(node, Mapping) and isinstance(before, dict) and isinstance(wanted, dict):
        for key, value in node.pairs:
            if key.value not in wanted:
                yield from range(key.start.line, value.end.line + 1)
                yield from _lines(value)
            else:
                yield from _touched(value, before[key.value], wanted[key.value])
    elif isinstance(node, Sequence) and isinstance(before, list) and isinstance(wanted, list):
        for tag, i1, i2, j1, j2 in data_alignment(before, wanted):
            for index in range(i1, i2) if tag != "equal" else ():
                if index - i1 < j2 - j1:
                    yield from _touched(node.items[index], before[index], wanted[j1 + index - i1])
                else:
                    yield from _lines(node.items[index])
        if len(wanted) != len(before):
            yield from range(node.start.line, node.end.line + 1)
    else:
        yield from _lines(node)


def _lines(node: Node) -> Iterator[int]:
    yield from range(node.start.line, node.end.line + 1)
    below = [part for pair in node.pairs for part in pair] if isinstance(node, Mapping) else []
    for child in below or (node.items if isinstance(node, Sequence) else []):
        yield from _lines(child)


def _prove_rest(text: str, edited: str, touched: set[int]) -> None:
    """Every line that a change does not touch must be there as it was.

    Raises:
        CannotRewriteError: one is not.
    """
    lines = text.splitlines(keepends=True)
    for tag, start, end, _, _ in alignment(lines, edited.splitlines(keepends=True)):
        if tag == "equal" or all(line in touched or not lines[line].strip() for line in range(start, end)):
            continue
        raise CannotRewriteError("tomlkit would write other lines anew, too")
