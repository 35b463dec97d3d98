"""What works, and is not written as Traefik's documentation writes it."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule, said
from traefiklint.checks.shared.text_fixes import rename, split_at_commas, unquote
from traefiklint.checks.shared.wording import a_plain_list
from traefiklint.findings import Effect, Severity
from traefiklint.go.strconv import fold, items
from traefiklint.instance.instance import SourceFile
from traefiklint.model.diagnostics import OtherCaseKey, QuotedValue, TextForList
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
        f"`{key.value}` works, but its documented spelling is `{name}`.",
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
        f"`{diagnostic.option.key}` is {what}, but stands in quotes.",
        "Drop the quotes; Traefik reads it either way.",
        unquote(source.document, diagnostic.node, diagnostic.text),
    )
