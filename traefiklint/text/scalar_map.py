"""Where in the file a character of a scalar's value stands, whatever the quotes, folds and indents in between."""

from __future__ import annotations

from functools import lru_cache

from traefiklint.patterns import lazy
from traefiklint.text.breaks import BREAKS, YAML_BREAK
from traefiklint.text.nodes import Node, Scalar

ESCAPE_LENGTHS = {"x": 4, "u": 6, "U": 10}
"""How long a backslash, one of these letters and its digits are; every other escape has two characters."""

_PROPERTIES = lazy(r"(?:[&!]\S*(?:\s+|\Z))+")


def content_start(text: str, node: Node) -> int:
    """Where a node's own text begins, behind its anchor and its tag."""
    start: int = node.start.index
    if text[start : start + 1] not in ("&", "!"):
        return start
    properties = _PROPERTIES.match(text, start, max(node.end.index, start))
    return properties.end() if properties else start


@lru_cache(maxsize=4)
def align(text: str, node: Scalar) -> list[int]:
    """The offset of each character of a scalar's value, and of the end after the last one.

    Remembered for a moment: many things may be said about one long value, one after the other. Not to be changed.
    """
    begin, end = node.start.index, node.end.index
    if text[begin : begin + 1] in ("&", "!"):
        begin = content_start(text, node)
    if node.style in ("|", ">"):
        return _align_block(text, node, begin, end)
    if not node.style and text[begin:end] == node.value:
        return list(range(begin, end + 1))
    return _align_flow(text, node, begin, end)


def _align_flow(text: str, node: Scalar, begin: int, end: int) -> list[int]:
    style = node.style or ""
    at = begin + (1 if style else 0)
    stop = end - (1 if style else 0)
    offsets = []
    folded: list[int] = []  # the line breaks that the next characters come from, the last one first
    level = begin  # up to here, blanks are known to be in one line
    for sign in node.value:
        if folded and sign == "\n":
            offsets.append(folded.pop())
            continue
        folded.clear()
        if style == '"':
            at = _skip_joined_lines(text, at, stop)
        offsets.append(min(at, stop))
        if at >= stop:
            continue
        here = text[at]
        if style == '"' and here == "\\":
            at += ESCAPE_LENGTHS.get(text[at + 1 : at + 2], 2)
        elif style == "'" and here == "'":
            at += 2
        elif (here in BREAKS or here in " \t") and sign in " \n":
            run = at
            while level <= run < stop and (text[run] in " \t" or text[run] in BREAKS):
                run += 1
            breaks = [found.start() for found in YAML_BREAK.finditer(text, at, run)]
            folded = breaks[-2:0:-1]  # of n breaks, n - 1 are characters, and the first of these has been told
            level = max(level, run)
            at = run if breaks else at + 1
        else:
            at += 1
    return [*offsets, stop]


def _skip_joined_lines(text: str, at: int, stop: int) -> int:
    """Past a backslash at the end of a line, which joins it with the next."""
    while text.startswith("\\", at) and YAML_BREAK.match(text, at + 1):
        at += 2
        while at < stop and (text[at] in " \t" or text[at] in BREAKS):
            at += 1
    return at


def _align_block(text: str, node: Scalar, begin: int, end: int) -> list[int]:
    at = begin
    while at < end and text[at] not in BREAKS:
        at += 1
    indent = _leading(text[at:end]) - _leading(node.value)
    at = _next_line(text, at, end, indent)
    value = node.value
    offsets = []
    for index, sign in enumerate(value):
        if (
            sign == "\n"
            and node.style == ">"
            and value[index - 1 : index] != "\n"
            and _folds(text, at, end, indent, value, index)
        ):
            at = _next_line(text, at, end, indent)  # the first of several line breaks leaves nothing behind
        offsets.append(min(at, end))
        if at < end:
            at = _next_line(text, at, end, indent) if text[at] in BREAKS else at + 1
    return [*offsets, min(at, end)]


def _leading(text: str) -> int:
    """The blanks at the start of the first line that has anything else."""
    for line in YAML_BREAK.split(text):
        if line.strip(" "):
            return len(line) - len(line.lstrip(" "))
    return 0


def _folds(text: str, at: int, end: int, indent: int, value: str, index: int) -> bool:
    """Whether there is one line break more in the file than in the value: between lines, folding takes one away."""
    kept = index
    while value.startswith("\n", kept):
        kept += 1
    written = 0
    while at < end and text[at] in BREAKS:
        at = _next_line(text, at, end, indent)
        written += 1
    return at < end and written == kept - index + 1


def _next_line(text: str, at: int, end: int, indent: int) -> int:
    """Past the line break at `at` and the indent behind it."""
    if at < end:
        at += 2 if text[at : at + 2] == "\r\n" else 1
    limit = min(end, at + indent)
    while at < limit and text[at] == " ":
        at += 1
    return at
