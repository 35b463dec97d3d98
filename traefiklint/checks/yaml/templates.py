"""Files with template actions that fail, or that nobody can carry out here."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.texts import of_text
from traefiklint.decoding.diagnostics import FailingAction, FailingActionInComment, UnknownOutcome
from traefiklint.findings import Effect, Severity
from traefiklint.instance.instance import SourceFile


@rule("template-error", effect=Effect.REJECTED)
def template_error(said: FailingAction, source: SourceFile) -> Iterator[Diagnostic]:
    """A template action fails."""
    message = f"`{{{{` begins a Go template action, and this one fails: {said.reason}."
    yield of_text(said, source, message, _advice(said.reason))


def _advice(reason: str) -> str:
    if "not defined" in reason and "function" in reason:
        return "Use Go's or sprig's functions; Helm's own, such as `toYaml` and `include`, do not exist here."
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
