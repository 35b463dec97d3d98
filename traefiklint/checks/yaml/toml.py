"""Texts that are no TOML."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.texts import of_text
from traefiklint.findings import Effect
from traefiklint.instance.instance import SourceFile
from traefiklint.toml.diagnostics import NewerSyntax, NewerToml, TomlFault, UnparsedToml

_WORDS = {
    TomlFault.OPEN_HEADER: ("The table's name in brackets is not closed.", ""),
    TomlFault.OPEN_LIST_HEADER: ("The name in double brackets is not closed.", ""),
    TomlFault.NO_EQUALS_SIGN: ("A key needs `=` and a value after it.", ""),
    TomlFault.KEY_OF_LINES: ("A key cannot be a text of several lines.", ""),
    TomlFault.NO_KEY: ("A key is missing here.", "Put a key with other signs in quotes."),
    TomlFault.OPEN_LIST: ("The list is not closed, or a `,` is missing.", "Close it with `]`."),
    TomlFault.OPEN_TABLE: ("The table in braces is not closed, or a `,` is missing.", "Close it with `}`."),
    TomlFault.REST_OF_LINE: ("Only a comment may follow on this line.", "Begin a new line."),
    TomlFault.BEHIND_QUOTE: (
        "The quotes around the text are closed before this, and more follows.",
        "Use back-ticks inside a rule; otherwise use the other kind of quotes around the text.",
    ),
    TomlFault.OPEN_QUOTE: ("The quote opened here is never closed.", "Close it."),
    TomlFault.CONTROL_CHARACTER: (
        "The text holds a control character, which TOML forbids.",
        "Write it as an escape.",
    ),
    TomlFault.ESCAPE: (
        "In double quotes, `\\` begins an escape, and this one does not exist.",
        "Write `\\\\` for a backslash, or use single quotes.",
    ),
    TomlFault.NO_VALUE: ("A value is missing here.", "Write the value."),
    TomlFault.LARGE_INTEGER: ("The number is too large.", "Write one that fits into 64 bits."),
    TomlFault.LARGE_FLOAT: ("The number is too large.", "Write one that a float of 64 bits can hold."),
    TomlFault.UNKNOWN_VALUE: ("`{text}` is not a TOML value.", "Put a text in quotes."),
}


@rule("toml-syntax", effect=Effect.REJECTED)
def toml_syntax(said: UnparsedToml, source: SourceFile) -> Iterator[Diagnostic]:
    """The text is not valid TOML."""
    message, help = _WORDS[said.fault]
    if said.language:
        help = f"This is {said.language}: call the file `….yml`."
    yield of_text(said, source, message.replace("{text}", said.text), help)


_NEWER = {
    NewerSyntax.ESCAPE: ("The escape `{text}`", "Write it as `\\u00…`."),
    NewerSyntax.LINE_IN_TABLE: (
        "A line break between braces",
        "Write the table on one line, or with a header in brackets.",
    ),
    NewerSyntax.LAST_COMMA: ("A comma before `}`", "Remove it."),
    NewerSyntax.TIME: ("The time `{text}`, which has no seconds,", "Add `:00`."),
}


@rule("toml-newer", effect=Effect.REJECTED)
def toml_newer(newer: NewerToml, source: SourceFile) -> Iterator[Diagnostic]:
    """The text is valid TOML 1.1, and this Traefik reads TOML 1.0."""
    subject, help = _NEWER[newer.syntax]
    message = f"{subject} is TOML 1.1, which Traefik reads from {newer.since} on; {source.target} refuses the file."
    yield of_text(newer, source, message.replace("{text}", newer.text), help)
