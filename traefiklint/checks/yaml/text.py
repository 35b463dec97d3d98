"""The text itself: what the readers of YAML, TOML and templates find wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from traefiklint.checks.registry import Diagnostic, reported, rule
from traefiklint.findings import Edit, Effect, Fix, Severity
from traefiklint.instance.instance import Instance
from traefiklint.model.base import Place
from traefiklint.text.document import Document


def _yaml(id: str, summary: str, effect: Effect = Effect.REJECTED, severity: Severity | None = None) -> Any:
    return reported(id, summary, effect=effect, severity=severity)


yaml_syntax = _yaml("yaml-syntax", "The text is not valid YAML.")
toml_syntax = _yaml("toml-syntax", "The text is not valid TOML.")
root_not_a_mapping = reported("root-not-a-mapping", "The file is a list or a single value.", category="schema")
tab_indentation = _yaml("tab-indentation", "A tab stands where YAML allows only spaces.")
not_utf8 = _yaml("not-utf8", "The file is not UTF-8.")
control_character = _yaml("control-character", "The text holds a character that YAML forbids.")
duplicate_key = _yaml("duplicate-key", "A mapping has the same key twice.")
complex_key = _yaml("complex-key", "A key is a list or a mapping.")
non_string_key = _yaml("non-string-key", "A key is a number, a boolean or a date.", Effect.SILENT)
yaml_alias = _yaml("yaml-alias", "An alias leads nowhere, into itself, or to far too much.")
yaml_merge_key = _yaml("yaml-merge-key", "A merge key gets something that is not a mapping.")
yaml_tag = _yaml("yaml-tag", "A tag does not fit its value.")
template_error = _yaml("template-error", "A template action fails.")
template_in_comment = _yaml("template-in-comment", "A comment holds a template action that fails.")
template_not_checked = _yaml(
    "template-not-checked", "A part of the file depends on its template.", Effect.ADVICE, Severity.INFO
)

_NEXT_DOCUMENT = r"(?m)^---(?:[ \t].*)?$"
_CONTENT = r"(?m)^(?!\s*#)(?!---\s*$)(?!\.\.\.).*\S"


@rule("multiple-documents", effect=Effect.SILENT)
def multiple_documents(document: Document, instance: Instance) -> Iterator[Diagnostic]:
    """A file holds several documents, of which Traefik reads the first."""
    from traefiklint.text.lines import lines_of

    text, root = document.text, document.root
    if "\n---" not in text or root is None or document.is_template or document.file.lower().endswith(".toml"):
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
    from traefiklint.text.breaks import next_line
    from traefiklint.text.nodes import Mapping
    from traefiklint.yaml.reader import read_yaml

    text, first = document.text, document.root
    sign = text[start:end].partition("#")
    if sign[0].strip() != "---" or "\n..." in text or re.search(_NEXT_DOCUMENT, text[end:]):
        return None
    second, problems = read_yaml(text[end:])
    if problems or type(first) is not Mapping or type(second) is not Mapping or first.flow or second.flow:
        return None
    names = [key.value.lower() for key, _ in (*first.pairs, *second.pairs)]
    if len(set(names)) < len(names) or first.pairs[0][0].start.column or second.pairs[0][0].start.column:
        return None
    kept = f"#{sign[2]}" if sign[1] else ""
    edit = Edit(document.file, start, end if kept else next_line(text, end), kept)
    return Fix("Make one document of both", False, (edit,))
