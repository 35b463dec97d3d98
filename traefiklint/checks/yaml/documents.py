"""What stands behind the first document of a file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.findings import Edit, Effect, Fix
from traefiklint.instance.instance import Instance
from traefiklint.model.base import Place
from traefiklint.patterns import lazy
from traefiklint.text.breaks import BREAKS, end_of_line, is_toml_file, next_line
from traefiklint.text.diagnostics import Replacement, replaced
from traefiklint.text.document import Document
from traefiklint.text.lines import lines_of
from traefiklint.text.nodes import Mapping, Node

_NEXT_DOCUMENT = r"(?m)^---(?:[ \t].*)?$"
_MARKER = lazy(r"(?:---|\.\.\.)(?=\s|$)")


@rule("multiple-documents", effect=Effect.SILENT, fix="unsafe")
def multiple_documents(document: Document, instance: Instance) -> Iterator[Diagnostic]:
    """A file goes on behind its first document, which is all that Traefik reads."""
    text, root = document.text, document.root
    if document.is_template or is_toml_file(document.file) or (root is None and document.diagnostics):
        return
    found = _rest(text, root)
    if found is None:
        return
    start, is_marker = found
    message = "Traefik reads the first YAML document of a file and drops what follows this line; put it all into one."
    if is_marker:
        end = end_of_line(text, start)
        span, fix = lines_of(text).span(start, start + 3), _joined(document, start, end)
        yield Diagnostic(Place(document, None, "", ""), message, fix=fix, span=span)
        return
    message = "The YAML document ends above this line, and Traefik drops what follows."
    column = root.start.column if type(root) is Mapping and not root.flow else 0
    if column:
        assert root is not None
        message = (
            f"The first key, in line {root.start.line + 1}, is indented further than this line, so the YAML document "
            "ends above it and Traefik drops the rest of the file; indent both alike."
        )
    fix = _moved_left(document, start, column) if column else None
    span = lines_of(text).span(start, end_of_line(text, start))
    yield Diagnostic(Place(document, None, "", ""), message, fix=fix, span=span)


def _rest(text: str, root: Node | None) -> tuple[int, bool] | None:
    """Where what Traefik does not read begins: at the marker of a document, or at the content that follows without."""
    at = root.end.index if root is not None else 0
    if root is not None and at and text[at - 1] not in BREAKS:
        at = next_line(text, at)
    marker, may_begin = None, root is None
    while at < len(text):
        end = end_of_line(text, at)
        content, place = text[at:end].strip(), at
        if _MARKER.match(text, at, end):
            content = text[at + 3 : end].strip()
            if may_begin and text[at] == "-":
                may_begin = False
            elif marker is None:
                marker = at
        if content and not content.startswith(("#", "%")):
            if marker is not None:
                return marker, True
            if root is not None:
                return place, False
            may_begin = False  # it is the first document: `null`
        at = next_line(text, at)
    return None


def _moved_left(document: Document, end: int, column: int) -> Fix | None:
    """The fix that brings the first keys to the beginning of their lines, where all that follows has other names."""
    from traefiklint.yaml.reader import read_yaml

    text, cut, at = document.text, [], 0
    while at < end:
        line = text[at : end_of_line(text, at)]
        if line.strip() and not line[:column].strip(" "):
            cut.append(Replacement(at, at + column, ""))
        at = next_line(text, at)
    moved = replaced(text, cut)
    root, said = read_yaml(moved)
    if said or type(root) is not Mapping or _rest(moved, root) is not None:
        return None
    edits = tuple(Edit(document.file, *one) for one in cut)
    return Fix("Begin the first keys at the beginning of their lines", False, edits)


def _joined(document: Document, start: int, end: int) -> Fix | None:
    """The fix that makes one document of two whose sections have different names."""
    from traefiklint.yaml.reader import read_yaml

    text, first = document.text, document.root
    sign = text[start:end].partition("#")
    if sign[0].strip() != "---" or "\n..." in text or re.search(_NEXT_DOCUMENT, text[end:]):
        return None
    second, said = read_yaml(text[end:])
    if said or type(first) is not Mapping or type(second) is not Mapping or first.flow or second.flow:
        return None
    names = [key.value.lower() for key, _ in (*first.pairs, *second.pairs)]
    if len(set(names)) < len(names) or first.pairs[0][0].start.column or second.pairs[0][0].start.column:
        return None
    kept = f"#{sign[2]}" if sign[1] else ""
    edit = Edit(document.file, start, end if kept else next_line(text, end), kept)
    return Fix("Make one document of both", False, (edit,))
