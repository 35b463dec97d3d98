"""A template's text to tokens, as Go's `text/template/parse` (`lex.go`) cuts it.

Go's string and number literals, as `strconv.Unquote` and `text/template/parse` read them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

_SIMPLE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\"}
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|([abfnrtv\\\"']))")
_INT = re.compile(
    r"[+-]?(?:0[xX](_?[0-9a-fA-F])+|0[bB](_?[01])+|0[oO](_?[0-7])+|0(_?[0-7])*|[1-9](_?[0-9])*)\Z",
)
_DIGITS = "[0-9](?:_?[0-9])*"
_FLOAT = re.compile(rf"[+-]?(?:{_DIGITS}\.?(?:{_DIGITS})?|\.{_DIGITS})(?:[eE][+-]?{_DIGITS})?\Z")


def unquote(text: str) -> str | None:
    """What a literal in double quotes or back-ticks stands for; None where Go does not take it."""
    body = text[1:-1]
    if text[0] == "`":
        return body.replace("\r", "")
    return _unescaped(body, text[0])


def _unescaped(body: str, quote: str) -> str | None:
    if "\\" not in body:
        return body
    parts, at = [], 0
    while (found := body.find("\\", at)) >= 0:
        match = _ESCAPE.match(body, found)
        if match is None:
            return None
        parts.append(body[at:found])
        character = _character(match, quote)
        if character is None:
            return None
        parts.append(character)
        at = match.end()
    return "".join(parts) + body[at:]


def _character(match: re.Match[str], quote: str) -> str | None:
    byte, short, long, octal, letter = match.groups()
    if letter:
        if letter in "\"'":
            return letter if letter == quote else None
        return _SIMPLE[letter]
    code = int(octal, 8) if octal else int(byte or short or long, 16)
    if (octal and code > 0xFF) or code > 0x10FFFF or 0xD800 <= code < 0xE000:
        return None
    # A byte above 0x7f is half a character; nobody writes one in a configuration file.
    return chr(code) if (short or long or code < 0x80) else None


def number(text: str) -> int | float | None:
    """The value of a number or a character constant; None where Go does not take it (or it is a complex number)."""
    if text[0] == "'":
        character = _unescaped(text[1:-1], "'")
        return ord(character) if character is not None and len(character) == 1 else None
    if len(text) > 400:
        return None
    if _INT.match(text):
        value = int(text.replace("_", ""), 0) if not re.match(r"[+-]?0_?[0-7]", text) else int(text.replace("_", ""), 8)
        return value if -(2**63) <= value < 2**64 else None
    if _FLOAT.match(text):
        result = float(text.replace("_", ""))
        return None if result in (float("inf"), float("-inf")) else result
    return None


TEXT, LEFT, RIGHT, SPACE, END, ERROR = "text", "left", "right", "space", "EOF", "error"
ASSIGN, DECLARE, PIPE, OPEN, CLOSE, CHAR = "=", ":=", "|", "(", ")", "char"
STRING, RAW_STRING, RUNE, NUMBER, COMPLEX, BOOL = "string", "raw string", "rune", "number", "complex", "bool"
IDENTIFIER, VARIABLE, FIELD, DOT = "identifier", "variable", "field", "dot"
KEYWORDS = frozenset(
    ("block", "break", "continue", "define", "else", "end", "if", "nil", "range", "template", "with"),
)
"""A keyword's token has the keyword as its kind."""

BLANKS = " \t\r\n"


class TemplateToken(NamedTuple):
    """`start` counts characters; for text it is where the text begins after trimming."""

    kind: str
    text: str
    start: int
    line: int

    def __str__(self) -> str:
        """The token as Go's error texts show it."""
        if self.kind in (END, ERROR):
            return "EOF" if self.kind == END else self.text
        if self.kind in KEYWORDS:
            return f"<{self.text}>"
        shown = self.text if len(self.text) <= 10 else self.text[:10]
        quoted = '"' + shown.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'
        return quoted if len(self.text) <= 10 else quoted + "..."


_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r'"(?:[^"\\\n]|\\[^\n])*')
_RUNE = re.compile(r"'(?:[^'\\\n]|\\[^\n])*")
_NUMBER = re.compile(
    r"[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?"
    r"|0[bB][01_]*(?:\.[01_]*)?|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)i?"
)


class Lexer:
    """Cuts one text. Iterating yields the tokens; the last one is an `EOF` or an `error`."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1
        self._counted = 0
        self._depth = 0
        self._actions: dict[str, Callable[[], TemplateToken | None]] = {
            '"': lambda: self._quoted(_QUOTED, '"', STRING, "unterminated quoted string"),
            "'": lambda: self._quoted(_RUNE, "'", RUNE, "unterminated character constant"),
            "`": self._raw,
            "$": self._variable,
            "(": lambda: self._parenthesis(OPEN, 1),
            ")": lambda: self._parenthesis(CLOSE, -1),
            ":": self._colon,
            "|": lambda: self._take(PIPE, 1),
            "=": lambda: self._take(ASSIGN, 1),
        }

    def __iter__(self) -> Iterator[TemplateToken]:
        inside = False
        while True:
            token = self._inside() if inside else self._outside()
            if token is None:
                continue
            yield token
            if token.kind in (END, ERROR):
                return
            inside = token.kind not in (TEXT, RIGHT)

    def _take(self, kind: str, length: int) -> TemplateToken:
        start = self._at
        self._line += self._text.count("\n", self._counted, start)
        self._counted = start
        self._at = start + length
        return TemplateToken(kind, self._text[start : self._at], start, self._line)

    def _error(self, message: str) -> TemplateToken:
        token = self._take(ERROR, 0)
        return token._replace(text=message)

    def _outside(self) -> TemplateToken | None:
        text, start = self._text, self._at
        found = text.find("{{", start)
        if found < 0:
            return self._take(TEXT, len(text) - start) if start < len(text) else self._take(END, 0)
        trims = text.startswith("-", found + 2) and text[found + 3 : found + 4] in tuple(BLANKS)
        if found > start:
            end = len(text[start:found].rstrip(BLANKS)) + start if trims else found
            token = self._take(TEXT, end - start)
            self._at = found
            if token.text:
                return token
        after = found + (4 if trims else 2)
        if text.startswith("/*", after):
            return self._comment(after)
        self._depth = 0
        token = self._take(LEFT, 2)
        self._at = after
        return token

    def _comment(self, start: int) -> TemplateToken | None:
        end = self._text.find("*/", start + 2)
        if end < 0:
            return self._error("unclosed comment")
        self._at = end + 2
        trims = self._closes()
        if trims is None:
            return self._error("comment ends before closing delimiter")
        self._close(trims)
        return None

    def _closes(self) -> bool | None:
        """Whether the action ends here, and if so, whether it trims the text behind it."""
        text, at = self._text, self._at
        if text.startswith("}}", at):
            return False
        if text.startswith("-}}", at + 1) and text[at] in BLANKS:
            return True
        return None

    def _close(self, trims: bool) -> None:
        self._at += 4 if trims else 2
        if trims:
            rest = self._text[self._at :]
            self._at += len(rest) - len(rest.lstrip(BLANKS))

    def _inside(self) -> TemplateToken | None:
        text, at = self._text, self._at
        trims = self._closes()
        if trims is not None:
            if self._depth:
                return self._error("unclosed left paren")
            token = self._take(RIGHT, 4 if trims else 2)
            self._at = token.start
            self._close(trims)
            return token
        if at >= len(text):
            return self._error("unclosed action")
        first = text[at]
        if first in BLANKS:
            return self._space()
        action = self._actions.get(first)
        if action:
            return action()
        if first == "." and not text[at + 1 : at + 2].isdecimal():
            return self._name(FIELD, DOT)
        if first in "+-." or "0" <= first <= "9":
            return self._number()
        if first == "_" or first.isalnum():
            return self._identifier()
        if first.isascii() and first.isprintable():
            return self._take(CHAR, 1)
        return self._error(f"unrecognized character in action: U+{ord(first):04X}" + _shown(first))

    def _space(self) -> TemplateToken | None:
        at = self._at
        while self._text[at : at + 1] in tuple(BLANKS):
            at += 1
        if self._text.startswith("-}}", at):
            at -= 1
        return self._take(SPACE, at - self._at) if at > self._at else None

    def _terminated(self, at: int) -> bool:
        after = self._text[at : at + 1]
        return after in ("", ".", ",", "|", ":", ")", "(", *BLANKS) or self._text.startswith("}}", at)

    def _name(self, kind: str, alone: str) -> TemplateToken:
        """A field or a variable: a sign and a word, or the sign alone."""
        if self._terminated(self._at + 1):
            return self._take(alone, 1)
        match = _WORD.match(self._text, self._at + 1)
        end = match.end() if match else self._at + 1
        return self._take(kind, end - self._at) if self._terminated(end) else self._bad_character(end)

    def _variable(self) -> TemplateToken:
        return self._name(VARIABLE, VARIABLE)

    def _identifier(self) -> TemplateToken:
        match = _WORD.match(self._text, self._at)
        end = match.end() if match else self._at + 1
        if not self._terminated(end):
            return self._bad_character(end)
        word = self._text[self._at : end]
        kind = word if word in KEYWORDS else BOOL if word in ("true", "false") else IDENTIFIER
        return self._take(kind, end - self._at)

    def _bad_character(self, at: int) -> TemplateToken:
        character = self._text[at]
        self._at = at
        return self._error(f"bad character U+{ord(character):04X}" + _shown(character))

    def _number(self) -> TemplateToken:
        match = _NUMBER.match(self._text, self._at)
        end = match.end() if match else self._at
        kind = NUMBER
        if self._text[end : end + 1] in ("+", "-"):
            second = _NUMBER.match(self._text, end)
            end = second.end() if second else end
            kind = COMPLEX
        after = self._text[end : end + 1]
        if after == "_" or after.isalnum() or (kind == COMPLEX and self._text[end - 1] != "i"):
            return self._error(f'bad number syntax: "{self._text[self._at : end + 1]}"')
        return self._take(kind, end - self._at)

    def _quoted(self, pattern: re.Pattern[str], quote: str, kind: str, complaint: str) -> TemplateToken:
        match = pattern.match(self._text, self._at)
        end = match.end() if match else self._at
        return self._take(kind, end + 1 - self._at) if self._text.startswith(quote, end) else self._error(complaint)

    def _raw(self) -> TemplateToken:
        end = self._text.find("`", self._at + 1)
        return self._take(RAW_STRING, end + 1 - self._at) if end > 0 else self._error("unterminated raw quoted string")

    def _colon(self) -> TemplateToken:
        return self._take(DECLARE, 2) if self._text.startswith(":=", self._at) else self._error("expected :=")

    def _parenthesis(self, kind: str, by: int) -> TemplateToken:
        self._depth += by
        return self._take(kind, 1) if self._depth >= 0 else self._error("unexpected right paren")


def _shown(character: str) -> str:
    return f" '{character}'" if character.isprintable() else ""
