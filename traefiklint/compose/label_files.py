"""Labels and variables that stand in files of their own: `label_file` and `env_file`.

Source: compose-go `types/project.go`. In a label file, only labels of files before it have a value; the variables of
the project have none. In an `env_file`, those of the main project do.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping

from traefiklint.compose.files import Files, beside
from traefiklint.compose.merge import written_path
from traefiklint.compose.project import Label, Origin, Variable
from traefiklint.compose.report import Report
from traefiklint.compose.tree import Entries, Items, Leaf, Tree
from traefiklint.compose.values import Given, Piece, Value, Written
from traefiklint.compose.variables import values_of
from traefiklint.text.document import Document
from traefiklint.text.nodes import Scalar


class SideFiles:
    """Reads such files of the services of one project, whose variables are given."""

    def __init__(self, variables: Mapping[str, Given], files: Files, report: Report) -> None:
        self.variables = variables
        self.files = files
        self.report = report

    def labels(self, tree: Tree | None, *, is_needed: bool) -> tuple[Label, ...]:
        """The labels of the label files that a service names; of several with one name the last counts.

        Args:
            is_needed: whether the service runs, so that they must be there.
        """
        found: dict[str, Label] = {}
        known: dict[str, Given] = {}
        for path, text, leaf in self._files(tree, "label_file", is_needed):
            via = self.report.value(leaf).place
            report = self.report if is_needed else Report()
            for line, value in values_of(path, text, report, known.get, is_closed=True):
                if value is None:
                    continue
                name = _name(value.document, line.name)
                earlier = found.get(name.text)
                beats = () if earlier is None else (earlier, *earlier.beats)
                found[name.text] = Label(name, value, None, 0, Origin.LABEL_FILE, via, beats)
                known[name.text] = value.given
        return tuple(found.values())

    def environment(self, tree: Tree | None, *, is_needed: bool) -> tuple[Variable, ...]:
        """The variables of the `env_file`s that a service names."""
        found: dict[str, Variable] = {}
        known: dict[str, Given] = {}
        lookup = ChainMap(dict(self.variables), known).get
        for path, text, leaf in self._files(tree, "env_file", is_needed):
            via = self.report.value(leaf).place
            report = self.report if is_needed else Report()
            for line, value in values_of(path, text, report, lookup):
                document = value.document if value is not None else Document(path, text, None, ())
                name = _name(document, line.name)
                given = lookup(name.text) if value is None else None
                found[name.text] = Variable(name, value, given, Origin.ENV_FILE, via)
                if value is not None:
                    known[name.text] = value.given
        return tuple(found.values())

    def _files(self, tree: Tree | None, option: str, is_needed: bool) -> Iterator[tuple[str, str, Leaf]]:
        """The path and the text of each file that an option names, and where it names it."""
        named = [item.value for item in tree.items] if isinstance(tree, Items) else [tree]
        if option == "env_file":  # one that is named again keeps its place; so does a label file when it is merged
            named = list({written_path(one, self.report) or id(one): one for one in named if one is not None}.values())
        for one in named:
            must_be_there = is_needed
            leaf = one
            if isinstance(one, Entries):
                leaf = one.get("path")
                required = one.get("required")
                if isinstance(required, Leaf) and self.report.value(required).text.lower() == "false":
                    must_be_there = False
            if not isinstance(leaf, Leaf):
                continue
            value = self.report.value(leaf)
            path = beside(leaf.source.folder, value.text)
            if must_be_there and value.is_known:
                text = self.files.text(path, leaf, option)
            else:
                text = self.files.text_if_there(path)
            if text is not None:
                yield path, text, leaf


def _name(document: Document, node: Scalar) -> Value:
    return Value(node.value, "string", Written(document, node, node.value), (Piece(node.value, 0, len(node.value)),))
