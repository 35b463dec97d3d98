"""Files with template actions that fail, or that nobody can carry out here."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.texts import of_text
from traefiklint.decoding.diagnostics import FailingAction, FailingActionInComment, UnknownOutcome
from traefiklint.findings import Effect, Severity
from traefiklint.instance.instance import SourceFile
from traefiklint.patterns import lazy
from traefiklint.text.lines import lines_of


@rule("template-error", effect=Effect.REJECTED)
def template_error(said: FailingAction, source: SourceFile) -> Iterator[Diagnostic]:
    """A template action fails."""
    message = f"`{{{{` begins a Go template action, and this one fails: {said.reason}."
    yield of_text(said, source, message, _variable_meant(said, source) or _advice(said.reason))


_VARIABLE = lazy(
    r"\{\{-?\s*(?:(?:\.?[Ee]nv|ENV|getenv)[\s.(]\s*(?P<slash>\\?)[\"'“]?(?P<given>\w+)\\?[\"'”]?\)?"
    r"|\$?(?P<bare>[A-Z][A-Z0-9_]+))\s*-?\}\}"
)
"""An action that is to bring in a variable of the environment, in any spelling: `{{ env NAME }}`, `{{ NAME }}`."""


def _variable_meant(said: FailingAction, source: SourceFile) -> str:
    """How to write an action that is to bring in a variable of the environment; empty where it is not one."""
    text = source.document.text
    at = lines_of(text).index(said.span.line, said.span.column)
    start = text.rfind("{{", max(0, at - _LONGEST), at + 2)
    meant = _VARIABLE.match(text, start) if start >= 0 else None
    if meant is None:
        return ""
    why = ": Traefik fills it in before it reads the quotes around it" if meant["slash"] else ""
    return f'Write `{{{{ env "{meant["given"] or meant["bare"]}" }}}}`{why}.'


_LONGEST = 200
"""How far before the place at which it fails an action may begin."""


def _advice(reason: str) -> str:
    if "not defined" in reason and "function" in reason:
        return "Use Go's or sprig's functions; Helm's own, such as `toYaml` and `include`, do not exist here."
    if reason.startswith("wrong number of args for env"):
        return 'To have a default where the variable is not set, write `{{ env "NAME" | default "value" }}`.'
    if reason.startswith("unexpected EOF"):
        return "Close it with `{{ end }}`."
    if "can't evaluate field" in reason:
        return "Traefik gives a file's template no data; use `env`, or write the value."
    return ""


@rule("template-in-comment", effect=Effect.REJECTED, fix="safe")
def template_in_comment(said: FailingActionInComment, source: SourceFile) -> Iterator[Diagnostic]:
    """A comment holds a template action that fails."""
    message = f"Traefik evaluates `{{{{ … }}}}` in comments too, and this fails: {said.reason}."
    help = "Remove the braces from the comment, or write ``{{`{{`}}`` for them."
    yield of_text(said, source, message, help, "Take the braces apart")


@rule("template-not-checked", effect=Effect.ADVICE, severity=Severity.INFO, strict=True)
def template_not_checked(said: UnknownOutcome, source: SourceFile) -> Iterator[Diagnostic]:
    """A part of the file depends on its template."""
    what = "this template action" if said.count == 1 else f"{said.count} template actions"
    because = ""
    if said.asked:
        shown = " and ".join(f"`{name}`" for name in said.asked[:2])
        because = f": only the running Traefik knows what {shown} {'returns' if len(said.asked) == 1 else 'return'}"
    also = "; no name in this directory is checked, because they may define some" if said.names_open else ""
    message = f"The result of {what} cannot be checked here{because}{also}."
    yield of_text(said, source, message, "Check the result in Traefik's dashboard or API.")
