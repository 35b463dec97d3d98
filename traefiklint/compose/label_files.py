"""Labels and variables that stand in files of their own: `label_file` and `env_file`.

Source: compose-go `types/project.go`. In a label file, only labels of files before it have a value; the
variables of the project have none. In an `env_file`, those of the project do.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator

from traefiklint.compose.loading import Files, beside
from traefiklint.compose.project import Label, Origin, Variable
from traefiklint.compose.report import Report
from traefiklint.compose.tree import Entries, Item, Items, Leaf, Tree
from traefiklint.compose.values import Given, Piece, Value, Written
from traefiklint.compose.variables import values_of
from traefiklint.text.document import Document
from traefiklint.text.nodes import Scalar


def labels_of_files(tree: Tree | None, files: Files, report: Report) -> tuple[Label, ...]:
    """The labels of all label files of a service; of several with one name the last counts."""
    found: dict[str, Label] = {}
    known: dict[str, Given] = {}
    for path, text, leaf in _files(tree, files, report, "label_file"):
        for line, value in values_of(path, text, report, known.get, is_closed=True):
            if value is None:
                continue
            name = _name(value.document, line.name)
            earlier = found.get(name.text)
            beats = () if earlier is None else (earlier, *earlier.beats)
            place = report.value(leaf).place
            found[name.text] = Label(name, value, None, 0, Origin.LABEL_FILE, place, beats)
            known[name.text] = Given(value.text, (), value.place)
    return tuple(found.values())


def environment_of_files(tree: Tree | None, files: Files, report: Report) -> tuple[Variable, ...]:
    """The variables of all `env_file`s of a service."""
    found: dict[str, Variable] = {}
    known: dict[str, Given] = {}
    for path, text, leaf in _files(tree, files, report, "env_file"):
        place = report.value(leaf).place
        lookup = ChainMap(dict(leaf.source.variables), known).get
        for line, value in values_of(path, text, report, lookup):
            document = value.document if value is not None else Document(path, text, None, ())
            name = _name(document, line.name)
            found[name.text] = Variable(
                name, value, lookup(name.text) if value is None else None, Origin.ENV_FILE, place
            )
            if value is not None:
                known[name.text] = Given(value.text, value.unknown, value.place)
    return tuple(found.values())


def _name(document: Document, node: Scalar) -> Value:
    return Value(node.value, "string", Written(document, node, node.value), (Piece(node.value, 0, len(node.value)),))


def _files(tree: Tree | None, files: Files, report: Report, option: str) -> Iterator[tuple[str, str, Leaf]]:
    """The path and the text of each file that an option names, and where it names it."""
    items: tuple[Item, ...] = tree.items if isinstance(tree, Items) else ()
    trees = [item.value for item in items] if isinstance(tree, Items) else [tree]
    for one in trees:
        optional = False
        leaf = one
        if isinstance(one, Entries):
            leaf = one.get("path")
            required = one.get("required")
            optional = isinstance(required, Leaf) and report.value(required).text.lower() == "false"
        if not isinstance(leaf, Leaf):
            continue
        value = report.value(leaf)
        path = beside(leaf.source.folder, value.text)
        text = files.text_if_there(path) if optional or value.unknown else files.text(path, leaf, option)
        if text is not None:
            yield path, text, leaf
