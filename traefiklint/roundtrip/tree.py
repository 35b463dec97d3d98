"""ruamel.yaml's own tree of a text, for what the models do not say.

ruamel.yaml writes some texts in other ways than they were written. Only what changed between two of its own outputs
goes into the text, line by line; where a line that changed is not there as ruamel.yaml writes it, that is an error.
"""

from __future__ import annotations

from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from traefiklint.patch.data import UnstructuredError
from traefiklint.patch.printing import layout_of
from traefiklint.patch.rewrite import CannotRewriteError
from traefiklint.text.alignment import alignment
from traefiklint.text.breaks import line_break
from traefiklint.text.nodes import Mapping
from traefiklint.yaml.reader import build

_WIDTH = 1 << 20
"""So that no line is folded."""


class RuamelTree:
    """One tree that was handed out, and what it was when a text last agreed with it."""

    def __init__(self, text: str) -> None:
        """
        Raises:
            UnstructuredError: ruamel.yaml cannot read the text.
        """
        self._yaml = YAML()
        self._yaml.preserve_quotes = True
        self._yaml.width = _WIDTH
        root = build(text.removeprefix("\ufeff")).root
        if isinstance(root, Mapping):
            layout = layout_of(root)
            self._yaml.indent(mapping=layout.step, sequence=layout.dash + 2, offset=layout.dash)
        try:
            self.root: Any = self._yaml.load(text)
        except YAMLError as error:
            raise UnstructuredError(str(error).splitlines()[0]) from None
        self._before = self._dumped()

    def _dumped(self) -> str:
        out = StringIO()
        self._yaml.dump(self.root, out)
        return out.getvalue()

    def merged(self, text: str) -> str:
        """The text with what changed in the tree since it last agreed with a text.

        Raises:
            CannotRewriteError: that cannot be done exactly.
        """
        now = self._dumped()
        if now == self._before:
            return text
        eol = line_break(text)
        merged = merged_lines(_lines(self._before), text.splitlines(keepends=True), _lines(now), eol)
        result = "".join(merged)
        again = YAML()
        if again.load(result) != YAML().load(now):
            raise CannotRewriteError("ruamel.yaml's change cannot be put into the text exactly")
        self._before = now
        return result


def _lines(text: str) -> list[str]:
    return text.splitlines()


def merged_lines(base: list[str], ours: list[str], theirs: list[str], eol: str) -> list[str]:
    """Our lines with what changed from `base` to `theirs`.

    Raises:
        CannotRewriteError: a line that changed there, or one beside what was put in, is another one here.
    """
    bare = [line.rstrip("\r\n") for line in ours]
    same = {
        i1 + offset: j1 + offset
        for tag, i1, i2, j1, _ in alignment(base, bare)
        if tag == "equal"
        for offset in range(i2 - i1)
    }
    same[-1], same[len(base)] = -1, len(ours)
    result = list(ours)
    for tag, i1, i2, j1, j2 in reversed(alignment(base, theirs)):
        if tag == "equal":
            continue
        places = [same.get(place) for place in range(i1 - 1, i2 + 1)]
        start, end = places[0], places[-1]
        changed = places[1:-1]
        if None in changed or (not changed and (start is None or end is None or end != start + 1)):
            raise CannotRewriteError("ruamel.yaml's change is at a place that it would write otherwise")
        first = changed[0] if changed else end
        assert first is not None, "looked at above"
        if changed and changed != list(range(first, first + len(changed))):
            raise CannotRewriteError("ruamel.yaml's change is at a place that it would write otherwise")
        result[first : first + len(changed)] = [line + eol for line in theirs[j1:j2]]
    for number in range(len(result) - 1):
        if not result[number].endswith(("\n", "\r")):
            result[number] += eol
    return result
