"""Keys that Traefik knows, and does not heed, heeds not in every version, or has under another spelling."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule, said
from traefiklint.checks.shared.text_fixes import delete, rename, split_at_commas, unquote
from traefiklint.checks.shared.wording import a_plain_list, owner
from traefiklint.findings import Effect, Related, Severity
from traefiklint.go.strconv import fold, items
from traefiklint.instance.instance import SourceFile
from traefiklint.model.diagnostics import (
    HiddenOption,
    OptionOfPatch,
    OtherCaseKey,
    QuotedValue,
    RepeatedOption,
    TextForList,
    TooNewOption,
    TooNewRoot,
)
from traefiklint.model.kinds.scalars import Bool
from traefiklint.text.nodes import Mapping

_INFO = Severity.INFO


@rule("field-case", effect=Effect.ADVICE, severity=_INFO, strict=True, category="style", fix="safe")
def field_case(diagnostic: OtherCaseKey, source: SourceFile) -> Iterator[Diagnostic]:
    """An option is not spelt as documented."""
    key, name = diagnostic.key, diagnostic.option.key
    yield said(
        diagnostic,
        source,
        f"`{key.value}` works, and its documented spelling is `{name}`.",
        "Write it as documented, so that editors and other tools know it.",
        None if _is_given_otherwise(diagnostic) else rename(source.document, key, name),
    )


def _is_given_otherwise(diagnostic: OtherCaseKey) -> bool:
    """Whether the option stands in the text a second time, under another spelling."""
    section = diagnostic.section.node
    pairs = section.pairs if type(section) is Mapping else []
    name = fold(diagnostic.option.key)
    return any(other is not diagnostic.key and fold(other.value) == name for other, _ in pairs)


@rule("comma-list-string", effect=Effect.ADVICE, severity=_INFO, strict=True, category="style", fix="safe")
def comma_list_string(diagnostic: TextForList, source: SourceFile) -> Iterator[Diagnostic]:
    """A list is written as one text."""
    key, values = diagnostic.option.key, items(diagnostic.text)
    yield said(
        diagnostic,
        source,
        f"`{key}` is a list, and Traefik splits this text at its commas.",
        f"Write `{key}: {a_plain_list(values)}`.",
        split_at_commas(source.document, diagnostic.node, values),
    )


@rule("quoted-scalar-type", effect=Effect.ADVICE, severity=_INFO, strict=True, category="style", fix="safe")
def quoted_scalar_type(diagnostic: QuotedValue, source: SourceFile) -> Iterator[Diagnostic]:
    """A number or truth value stands in quotes."""
    what = "a boolean" if isinstance(diagnostic.option.kind, Bool) else "a number"
    yield said(
        diagnostic,
        source,
        f"`{diagnostic.option.key}` is {what}, and stands in quotes.",
        "Drop the quotes; Traefik reads it either way.",
        unquote(source.document, diagnostic.node, diagnostic.text),
    )


@rule("option-newer-than-target", effect=Effect.REJECTED, category="migration")
def option_newer_than_target(diagnostic: TooNewOption | TooNewRoot, source: SourceFile) -> Iterator[Diagnostic]:
    """An option is younger than the target."""
    key, since = diagnostic.key.value, diagnostic.option.since
    consequence = "refuses the file" if isinstance(diagnostic, TooNewOption) else "silently drops it"
    yield said(
        diagnostic,
        source,
        f"`{key}` exists from Traefik {since}, and the target is {diagnostic.text}, which {consequence}.",
        f"Leave `{key}` out, or set the target to {since} once Traefik runs it.",
    )


@rule("option-of-a-patch", effect=Effect.ADVICE, severity=Severity.INFO, category="migration")
def option_of_a_patch(diagnostic: OptionOfPatch, source: SourceFile) -> Iterator[Diagnostic]:
    """An option came with a patch of the target, which does not say which patch runs."""
    key, since = diagnostic.key.value, diagnostic.option.since
    yield said(
        diagnostic,
        source,
        f"`{key}` exists from Traefik {since}, and the target {diagnostic.text} does not say which patch runs; "
        "an older one refuses the file.",
        f"Name the patch in the target, as in `{since}`.",
    )


@rule("case-duplicate-key", effect=Effect.SILENT, category="yaml")
def case_duplicate_key(diagnostic: RepeatedOption, source: SourceFile) -> Iterator[Diagnostic]:
    """Two keys differ only in case."""
    key, earlier = diagnostic.key.value, diagnostic.earlier
    yield said(
        diagnostic,
        source,
        f"`{earlier.value}` and `{key}` are the same option, and where both say something "
        f"Traefik takes `{max(key, earlier.value)}`.",
        f"Keep one of them, spelt `{diagnostic.option.key}`.",
        related=(Related(source.document.file, earlier.span, "the other spelling"),),
    )


@rule("ignored-option", effect=Effect.SILENT, fix="safe", tag="unused")
def ignored_option(diagnostic: HiddenOption, source: SourceFile) -> Iterator[Diagnostic]:
    """Traefik's file provider ignores an option."""
    key, section = diagnostic.key, diagnostic.section
    pairs = section.node.pairs if type(section.node) is Mapping else []
    yield said(
        diagnostic,
        source,
        f"Traefik drops `{diagnostic.option.key}` of {owner(section)} silently from files; "
        "only other providers set it.",
        f"Delete `{key.value}`.",
        delete(source.document, key) if len(pairs) > 1 else None,
    )
