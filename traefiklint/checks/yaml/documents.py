"""What stands behind the first document of a file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.findings import Edit, Effect, Fix
from traefiklint.instance.instance import Instance
from traefiklint.model.base import Place
from traefiklint.text.breaks import is_toml_file, next_line
from traefiklint.text.document import Document
from traefiklint.text.lines import lines_of
from traefiklint.text.nodes import Mapping

_NEXT_DOCUMENT = r"(?m)^---(?:[ \t].*)?$"
_CONTENT = r"(?m)^(?!\s*#)(?!---\s*$)(?!\.\.\.).*\S"


@rule("multiple-documents", effect=Effect.SILENT, fix="unsafe")
def multiple_documents(document: Document, instance: Instance) -> Iterator[Diagnostic]:
    """A file holds several documents, of which Traefik reads the first."""
    text, root = document.text, document.root
    if "\n---" not in text or root is None or document.is_template or is_toml_file(document.file):
        return
    found = re.search(_NEXT_DOCUMENT, text[root.end.index :])
    if found is None or not re.search(_CONTENT, text[root.end.index + found.end() :]):
        return
    start, end = root.end.index + found.start(), root.end.index + found.end()
    message = "Traefik reads the first YAML document of a file and drops what follows this line; put it all into one."
    fix = _joined(document, start, end)
    yield Diagnostic(Place(document, None, "", ""), message, fix=fix, span=lines_of(text).span(start, start + 3))


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
