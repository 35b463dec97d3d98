"""What Traefik does about something in a provider directory that cannot be read as a file.

Asked of Traefik 3.7.15, with and without `watch`: what `os.ReadFile` refuses makes it refuse the directory, and what
`os.ReadFile` waits for, or never comes to the end of, makes it wait before it serves anything at all.
"""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.texts import of_text
from traefiklint.decoding.diagnostics import LargeFile, NotAFile
from traefiklint.findings import Effect, Severity
from traefiklint.instance.instance import SourceFile
from traefiklint.reading import FileKind

_REFUSES = "Traefik cannot read it, and refuses the whole directory"
_CONSEQUENCES = {
    FileKind.PIPE: "Traefik waits until somebody writes into it, and serves nothing until then",
    FileKind.DEVICE: "Traefik reads it without end, or not at all, and serves nothing",
}


@rule("unreadable-file", effect=Effect.REJECTED)
def unreadable_file(said: NotAFile, source: SourceFile) -> Iterator[Diagnostic]:
    """Traefik cannot read a file of the directory."""
    what = "a link to a directory" if said.kind is FileKind.FOLDER else said.kind
    message = f"This is {what}, not a file: {_CONSEQUENCES.get(said.kind, _REFUSES)}."
    yield of_text(said, source, message, "Remove it, or give it an extension that Traefik skips, such as `.bak`.")


@rule("file-not-checked", effect=Effect.SILENT, severity=Severity.WARNING)
def file_not_checked(said: LargeFile, source: SourceFile) -> Iterator[Diagnostic]:
    """A file is too large to be checked."""
    message = f"This is {said.kind}, and was not read; Traefik reads all of it, and nothing is known of what it holds."
    yield of_text(said, source, message, "Split it, or move it away.")
