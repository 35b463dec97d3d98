"""Bytes to text, and what a byte order mark changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from traefiklint.text.lines import Mark
from traefiklint.yaml.reader import read_yaml

if TYPE_CHECKING:
    from traefiklint.text.diagnostics import TextDiagnostic
    from traefiklint.text.nodes import Node


def decoded(data: bytes, may_be_utf16: bool) -> str:
    """The text of a file: UTF-8, or UTF-16 where a byte order mark says so, as yaml.v3's reader takes it.

    Bytes that are no text become lone surrogates, which the reader then complains of at their place.
    """
    if may_be_utf16 and data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        half = "\udc00" if len(data) % 2 else ""
        return data[: len(data) // 2 * 2].decode("utf-16", "surrogatepass") + half
    return data.decode("utf-8", "surrogateescape")


def read_behind_mark(text: str, *, by_compose: bool = False) -> tuple[Node | None, tuple[TextDiagnostic, ...]]:
    """Read a text that begins with a byte order mark: it counts as a character of the text, but not as a column.

    Args:
        by_compose: as of `read_yaml`.
    """
    from traefiklint.text.source_map import each_node, shifted

    root, found = read_yaml(text[1:], by_compose=by_compose)
    if root is not None:
        each_node(root, _behind)
    return root, tuple(shifted(said, 1) for said in found)


def _behind(node: Any) -> None:
    start, end = node.start, node.end
    node.start = Mark(start.line, start.column, start.index + 1)
    node.end = Mark(end.line, end.column, end.index + 1)
