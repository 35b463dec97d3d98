"""Keys that Traefik knows, and does not heed or not in every version."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule, said
from traefiklint.checks.shared.text_fixes import delete
from traefiklint.checks.shared.wording import owner
from traefiklint.findings import Effect, Related, Severity
from traefiklint.instance.instance import SourceFile
from traefiklint.model.diagnostics import HiddenOption, OptionOfPatch, RepeatedOption, TooNewOption, TooNewRoot
from traefiklint.model.services import Server
from traefiklint.patterns import lazy
from traefiklint.text.nodes import Mapping, Scalar


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
    help, fix = f"Delete `{key.value}`.", delete(source.document, key) if len(pairs) > 1 else None
    if type(section) is Server and diagnostic.option.key in ("port", "scheme"):
        if not section.url:
            return  # `server-url-empty` says what is missing
        if meant := _url_meant(section, diagnostic):
            help, fix = f"Write `{meant}`, and delete `{key.value}`.", None
    message = f"Traefik drops `{diagnostic.option.key}` of {owner(section)} silently from files; "
    yield said(diagnostic, source, f"{message}only other providers set it.", help, fix)


def _url_meant(server: Server, diagnostic: HiddenOption) -> str:
    """The address of a server with the port or the scheme that stands beside it, where it has another, or none."""
    value = diagnostic.value.value if type(diagnostic.value) is Scalar else ""
    found = _ADDRESS.fullmatch(server.url)
    if found is None or not value:
        return ""
    if diagnostic.option.key == "scheme":
        return f"{value}://{found['rest']}" if value.isalnum() and value != found["scheme"] else ""
    host, rest = found["host"], found["rest"]
    return f"{found['scheme']}://{host}:{value}{rest[len(host) :]}" if value.isdecimal() and ":" not in host else ""


_ADDRESS = lazy(r"(?P<scheme>[a-z0-9]+)://(?P<rest>(?P<host>[\w.:-]+)(?:/.*)?)")
