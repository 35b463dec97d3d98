"""YAML that comes to nothing Traefik takes, and templates that fail or that nobody can carry out."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.texts import of_text
from traefiklint.decoding.diagnostics import FailingAction, FailingActionInComment, UnknownOutcome
from traefiklint.findings import Effect, Severity
from traefiklint.instance.instance import SourceFile
from traefiklint.toml.diagnostics import RepeatedTomlKey
from traefiklint.yaml.diagnostics import (
    BadMerge,
    EndlessAlias,
    KeyNotAText,
    NoMapping,
    OddKey,
    RepeatedKey,
    TooManyAliases,
    UnknownAlias,
    WrongTag,
)


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


_REJECTED = Effect.REJECTED
_TYPES = {"int": "a number", "float": "a number", "bool": "a boolean", "timestamp": "a date"}


@rule("root-not-a-mapping", category="schema", effect=_REJECTED)
def root_not_a_mapping(said: NoMapping, source: SourceFile) -> Iterator[Diagnostic]:
    """The file is a list or a single value."""
    what = "a list" if said.is_list else "a single value"
    help = "Put the configuration below `http:`, `tcp:`, `udp:` or `tls:`."
    if said.language:
        help = f"This is {said.language}: call the file `….toml`."
    yield of_text(said, source, f"The file holds {what}, and Traefik needs keys such as `http:` at the top.", help)


@rule("duplicate-key", effect=_REJECTED)
def duplicate_key(said: RepeatedKey | RepeatedTomlKey, source: SourceFile) -> Iterator[Diagnostic]:
    """A mapping has the same key twice."""
    help, first = "Keep one of them, or put what is below them together.", "first defined here"
    if isinstance(said, RepeatedTomlKey):
        message = f"The key `{said.key}` is defined twice."
    elif said.first == said.span:
        message, help = "The template writes this key more than once; Traefik refuses the file.", ""
        help, first = "Move the key out of the loop.", ""
    else:
        named = "Keys that are not plain values stand" if said.key is None else f"The key `{said.key}` stands"
        message = f"{named} twice in one mapping; Traefik refuses the file."
    yield of_text(said, source, message, help, first=first)


@rule("complex-key", effect=_REJECTED)
def complex_key(said: KeyNotAText, source: SourceFile) -> Iterator[Diagnostic]:
    """A key is a list or a mapping."""
    what = "a list" if said.is_list else "a mapping"
    yield of_text(said, source, f"A key is {what}, and Traefik takes only texts.", "Write a plain name.")


@rule("non-string-key", effect=Effect.SILENT, fix="safe")
def non_string_key(said: OddKey, source: SourceFile) -> Iterator[Diagnostic]:
    """A key is a number, a boolean or a date."""
    message = f"Traefik reads the key `{said.key}` as {_TYPES[said.type]}, and names it `{said.name}`."
    yield of_text(said, source, message, "Put the key in quotes.", "Put the key in quotes")


@rule("yaml-alias", effect=_REJECTED)
def yaml_alias(said: UnknownAlias | EndlessAlias | TooManyAliases, source: SourceFile) -> Iterator[Diagnostic]:
    """An alias leads nowhere, into itself, or to far too much."""
    if isinstance(said, UnknownAlias):
        message = f"The alias `*{said.name}` refers to an anchor that does not stand before it."
        help = f"Define it with `&{said.name}` further up, or put the value in quotes."
    elif isinstance(said, EndlessAlias):
        message = f"The anchor `{said.name}` contains itself."
        help = "Take the alias out of the part that its own anchor names."
    else:
        message = "The aliases of this file unfold into far more than is written."
        help = "Write the parts out, or refer to fewer of them."
    yield of_text(said, source, message, help, first="the anchor stands here")


@rule("yaml-merge-key", effect=_REJECTED)
def yaml_merge_key(said: BadMerge, source: SourceFile) -> Iterator[Diagnostic]:
    """A merge key gets something that is not a mapping."""
    message = "The merge key `<<` wants a mapping, or a list of mappings."
    yield of_text(said, source, message, "Refer to an anchored mapping, as in `<<: *defaults`.")


@rule("yaml-tag", effect=_REJECTED)
def yaml_tag(said: WrongTag, source: SourceFile) -> Iterator[Diagnostic]:
    """A tag does not fit its value."""
    message = f"The value `{said.value}` does not fit its tag `{said.tag}`."
    yield of_text(said, source, message, "Take the tag away, or write a value of that kind.")
