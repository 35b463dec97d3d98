"""Keys that Traefik knows, and does not heed or not in every version."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule, said
from traefiklint.checks.shared.text_fixes import delete
from traefiklint.checks.shared.wording import owner
from traefiklint.findings import Effect, Related, Severity
from traefiklint.instance.instance import SourceFile
from traefiklint.model.diagnostics import HiddenOption, OptionOfPatch, RepeatedOption, TooNewOption, TooNewRoot
from traefiklint.text.nodes import Mapping


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
        f"`{earlier.value}` and `{key}` are the same option, and where both are set Traefik takes "
        f"`{max(key, earlier.value)}`.",
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
