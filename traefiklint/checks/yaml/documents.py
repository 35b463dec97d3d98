"""What stands behind the first document of a file, and template actions that fail or that nobody can carry out here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.texts import of_text
from traefiklint.decoding.diagnostics import FailingAction, FailingActionInComment, UnknownOutcome
from traefiklint.findings import Edit, Effect, Fix, Severity
from traefiklint.instance.instance import Instance, SourceFile
from traefiklint.model.base import Place
from traefiklint.text.breaks import next_line
from traefiklint.text.document import Document
from traefiklint.text.lines import lines_of
from traefiklint.text.nodes import Mapping


@rule("template-error", effect=Effect.REJECTED)
def template_error(said: FailingAction, source: SourceFile) -> Iterator[Diagnostic]:
    """A template action fails."""
    message = f"`{{{{` begins a Go template action, and this one fails: {said.reason}."
    yield of_text(said, source, message, _advice(said.reason))


def _advice(reason: str) -> str:
    if "not defined" in reason and "function" in reason:
        return "Use Go's or sprig's functions; Helm's own, such as `toYaml` and `include`, are not there."
    if reason.startswith("wrong number of args for env"):
        return 'For a value in case that the variable is not set write `{{ env "NAME" | default "value" }}`.'
    if reason.startswith("unexpected EOF"):
        return "Close it with `{{ end }}`."
    if "can't evaluate field" in reason:
        return "Traefik gives a file's template no data; use `env`, or write the value."
    return ""


@rule("template-in-comment", effect=Effect.REJECTED, fix="safe")
def template_in_comment(said: FailingActionInComment, source: SourceFile) -> Iterator[Diagnostic]:
    """A comment holds a template action that fails."""
    message = f"Traefik carries out `{{{{ … }}}}` in comments too, and this fails: {said.reason}."
    help = "Take the braces out of the comment, or write ``{{`{{`}}`` for them."
    yield of_text(said, source, message, help, "Take the braces apart")


@rule("template-not-checked", effect=Effect.ADVICE, severity=Severity.INFO)
def template_not_checked(said: UnknownOutcome, source: SourceFile) -> Iterator[Diagnostic]:
    """A part of the file depends on its template."""
    what = "this template action comes" if said.count == 1 else f"{said.count} template actions come"
    because = ""
    if said.asked:
        shown = " and ".join(f"`{name}`" for name in said.asked[:2])
        because = f": only the running Traefik knows what {shown} {'returns' if len(said.asked) == 1 else 'return'}"
    also = "; no name in this directory is checked, as they may define some" if said.names_open else ""
    message = f"What {what} to cannot be checked here{because}{also}."
    yield of_text(said, source, message, "Look at the outcome in Traefik's dashboard or API.")


_NEXT_DOCUMENT = r"(?m)^---(?:[ \t].*)?$"
_CONTENT = r"(?m)^(?!\s*#)(?!---\s*$)(?!\.\.\.).*\S"


@rule("multiple-documents", effect=Effect.SILENT, fix="unsafe")
def multiple_documents(document: Document, instance: Instance) -> Iterator[Diagnostic]:
    """A file holds several documents, of which Traefik reads the first."""
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
