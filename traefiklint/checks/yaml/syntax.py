"""Texts that are no YAML."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.texts import of_text
from traefiklint.findings import Effect
from traefiklint.instance.instance import SourceFile
from traefiklint.text.diagnostics import TextDiagnostic
from traefiklint.yaml.diagnostics import (
    ClosedQuote,
    ConflictMark,
    EscapedSlash,
    ForbiddenCharacter,
    KeyBelowText,
    LoneQuestionMark,
    NoColon,
    NotUtf8,
    OpenQuote,
    OtherVersion,
    QuestionMark,
    ReservedSign,
    TabForIndentation,
    TextLikeTag,
    TooManyLevels,
    UnparsedYaml,
)

_REJECTED = Effect.REJECTED
_IN_QUOTES = "Put the value in quotes"
_AFTER_THE_DASH = "Write a space after the dash"
_CONTROL = "control characters are not allowed"
_WORDS = {
    "mapping values are not allowed in this context": (
        "A second `:` followed by a space is not allowed here.",
        "Put the value in quotes if the `:` is part of it, or start a new line.",
    ),
    "did not find expected key": (
        "The indentation of this line matches no line above it.",
        "Indent it exactly like the keys it belongs with.",
    ),
    "did not find expected '-' indicator": (
        "This line is indented like an item of the list above it, but does not start with a dash.",
        "Start the line with `- `, or indent it like the keys it belongs with.",
    ),
    "block sequence entries are not allowed in this context": (
        "A list cannot begin in this place.",
        "Begin the list on a line of its own below its key.",
    ),
    "mapping keys are not allowed in this context": ("A key cannot begin in this place.", "Begin a new line for it."),
    "did not find expected ',' or ']'": (
        "The list in brackets is not closed, or a `,` is missing.",
        "Close it with `]`, or put the item in quotes.",
    ),
    "did not find expected ',' or '}'": (
        "The mapping in braces is not closed, or a `,` is missing.",
        "Close it with `}`, or put the value in quotes.",
    ),
    "did not find expected node content": ("A value is missing here.", "Write the value, or take the sign away."),
    "found unknown escape character": (
        "In double quotes, `\\` begins an escape, and this one does not exist.",
        "Write `\\\\` for a backslash, or use single quotes.",
    ),
    "did not find expected hexdecimal number": (
        "The escape wants hexadecimal digits.",
        "Write `\\\\` for a backslash, or use single quotes.",
    ),
    "did not find expected alphabetic or numeric character": (
        "`*` and `&` begin the name of an anchor, and this is none.",
        "Put the value in quotes.",
    ),
    "did not find expected comment or line break": (
        "Nothing may follow `|` or `>` on its line.",
        "Begin the text on the next line.",
    ),
    "found undefined tag handle": ("`!` begins a tag, and this one is not defined.", "Put the value in quotes."),
    "control characters are not allowed": (
        "The file holds a control character, which YAML forbids.",
        "Delete the character; in double quotes it can be written as an escape such as `\\x07`.",
    ),
    "found unexpected document indicator": (
        "A text in quotes is still open where a new document begins.",
        "Close the quote.",
    ),
}
"""What libyaml says, in words that say what to do, and what to do."""
_BEGUN = {
    "while parsing a block mapping": "the mapping begins here",
    "while parsing a block collection": "the list begins here",
    "while parsing a flow sequence": "the list begins here",
    "while parsing a flow mapping": "the mapping begins here",
    "while scanning a simple key": "the key begins here",
    "while parsing a quoted scalar": "the text begins here",
    "while scanning a quoted scalar": "the text begins here",
    "while scanning a block scalar": "the text begins here",
    "while scanning a plain scalar": "the value begins here",
}
"""What libyaml was about, in words about the place where that began."""


@rule("yaml-syntax", effect=_REJECTED, fix="safe")
def yaml_syntax(
    said: UnparsedYaml
    | TooManyLevels
    | OpenQuote
    | ClosedQuote
    | ReservedSign
    | TextLikeTag
    | ConflictMark
    | NoColon
    | KeyBelowText
    | OtherVersion
    | QuestionMark
    | LoneQuestionMark
    | EscapedSlash,
    source: SourceFile,
) -> Iterator[Diagnostic]:
    """The text is not valid YAML."""
    message, help, title = _words(said)
    first = _BEGUN.get(said.context, "it began here") if isinstance(said, UnparsedYaml) else ""
    first = "this is the text" if isinstance(said, ClosedQuote) else first
    if said.language:
        help = f"This is {said.language}: call the file `….toml`."
    yield of_text(said, source, message, help, title, first=first)


def _words(said: TextDiagnostic) -> tuple[str, str, str]:
    """Message, help and the title of the fix."""
    if isinstance(said, UnparsedYaml):
        return *_WORDS.get(said.reason, (f"The YAML cannot be read: {said.reason}.", "")), ""
    if isinstance(said, TooManyLevels):
        return f"The nesting is deeper than {said.most} levels.", "", ""
    if isinstance(said, OpenQuote):
        return *_open_quote(said), ""
    if isinstance(said, ClosedQuote):
        return *_closed_quote(said.quote), "Put the whole value into the other quotes"
    if isinstance(said, ReservedSign):
        shown = "a back-tick" if said.sign == "`" else f"`{said.sign}`"
        return f"A value cannot begin with {shown}.", "Put it in quotes.", _IN_QUOTES
    if isinstance(said, TextLikeTag):
        message = "A plain value that begins with `!` is a tag to YAML and no text."
        return message, f"{_IN_QUOTES}.", _IN_QUOTES
    if isinstance(said, ConflictMark):
        message = "Git left this mark where two versions of the file are in conflict."
        return message, "Keep the version that is right, and delete the other one and the lines with the marks.", ""
    if isinstance(said, NoColon):
        if said.edits:
            message = "No space follows the dash, so this is no item of the list above."
            return message, "Write a space after the dash.", _AFTER_THE_DASH
        help = "Write a `:` and a space after the key, or indent the line if it continues the one above."
        return "This line is not a `key: value` pair; a `:` is missing.", help, ""
    if isinstance(said, KeyBelowText):
        return *_key_below_text(said), ""
    if isinstance(said, OtherVersion):
        message = f"The file says that it is YAML {said.version}, and Traefik's reader takes only 1.1."
        return message, "Delete the line.", ""
    if isinstance(said, QuestionMark):
        shown = said.value if len(said.value) < 60 else said.value[:57] + "..."
        where = "Inside brackets or braces"
        message = f"{where}, Traefik's reader takes the `?` in `{shown}` for the beginning of a key."
        return message, f"{_IN_QUOTES}.", _IN_QUOTES
    if isinstance(said, LoneQuestionMark):
        return "Inside brackets, `?` begins a key, and none follows.", "Put the `?` in quotes, or delete it.", ""
    return "Traefik's reader does not know the escape `\\/`.", "Write `/`.", "Write `/` without the backslash"


def _open_quote(said: OpenQuote) -> tuple[str, str]:
    opened = f"The quote {said.quote} opened on line {said.span.line}"
    if said.first is None:
        return f"{opened} is never closed.", f"Close it with {said.quote}."
    return f"{opened} is closed only on line {said.first.line}.", f"Close it on its own line with {said.quote}."


def _closed_quote(quote: str) -> tuple[str, str]:
    other, inside = ("'…'", '`\\"`') if quote == '"' else ('"…"', "`''`")
    help = f"Put the whole value into the other quotes, `{other}`, or write {inside} for a {quote} inside."
    return "The text in quotes ends before this, and nothing may follow it.", help


def _key_below_text(said: KeyBelowText) -> tuple[str, str]:
    above = said.above
    if not above:
        help = "Write a `:` after the key above, or put its value in quotes."
        return "The line above is not a `key: value` pair, so no key can begin here.", help
    if said.is_deeper:
        return f"This key is indented deeper than `{above}` above it, which has a value already.", "Indent both alike."
    message = f"No space follows the colon of `{above}` in the line above, so that no key can begin here."
    return message, f"Write `{above}: `, with a space."


@rule("tab-indentation", effect=_REJECTED, fix="safe")
def tab_indentation(said: TabForIndentation, source: SourceFile) -> Iterator[Diagnostic]:
    """A tab stands where YAML allows only spaces."""
    message, title = "A tab is used where YAML needs spaces.", "Replace the tab with spaces"
    yield of_text(said, source, message, "Indent with spaces.", title)


@rule("not-utf8", effect=_REJECTED, fix="unsafe")
def not_utf8(said: NotUtf8, source: SourceFile) -> Iterator[Diagnostic]:
    """The file is not UTF-8."""
    message = "The file holds bytes that are not UTF-8 text."
    yield of_text(said, source, message, "Save the file as UTF-8.", "Take the bytes for Latin-1", safe=False)


@rule("control-character", effect=_REJECTED)
def control_character(said: ForbiddenCharacter, source: SourceFile) -> Iterator[Diagnostic]:
    """The text holds a character that YAML forbids."""
    yield of_text(said, source, *_WORDS[_CONTROL])
