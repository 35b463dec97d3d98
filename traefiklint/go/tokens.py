"""The words of a rule. Traefik reads rules with Go's own parser, so these are the tokens of Go.

Source: Go's package `go/scanner`, and the language specification on semicolons and literals.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

EOF = "EOF"
IDENT = "IDENT"
STRING = "STRING"
CHAR = "CHAR"
ILLEGAL = "ILLEGAL"
SEMICOLON = ";"
NEWLINE = "\n"
"""The text of a semicolon that stands for a line's end."""
LITERALS = frozenset({IDENT, "INT", "FLOAT", "IMAG", CHAR, STRING})

KEYWORDS = frozenset(
    (
        "break",
        "case",
        "chan",
        "const",
        "continue",
        "default",
        "defer",
        "else",
        "fallthrough",
        "for",
        "func",
        "go",
        "goto",
        "if",
        "import",
        "interface",
        "map",
        "package",
        "range",
        "return",
        "select",
        "struct",
        "switch",
        "type",
        "var",
    )
)
_ENDS_A_STATEMENT = LITERALS | {"break", "continue", "fallthrough", "return", "++", "--", ")", "]", "}"}
_OPERATOR = re.compile(
    r"&\^=|<<=|>>=|\.\.\.|&&|\|\||<-|\+\+|--|==|!=|<=|>=|:=|\+=|-=|\*=|/=|%=|&=|\|=|\^=|<<|>>|&\^|[-+*/%&|^<>=!~()\[\]{},.;:]"
)
_NUMBER = re.compile(
    r"(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?|0[bBoO][0-9_]*"
    r"|[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?|\.[0-9][0-9_]*(?:[eE][+-]?[0-9_]*)?)i?"
)
_BLANKS = re.compile(r"[ \t\r]*")
_BLANKS_AND_LINES = re.compile(r"[ \t\r\n]*")
_ESCAPES = {"a": 7, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11, "\\": 92}
_NUMERIC_ESCAPES = {"x": (2, 16, 255), "u": (4, 16, 0x10FFFF), "U": (8, 16, 0x10FFFF)}
_BOM = "\ufeff"


class Token(NamedTuple):
    """One word of a rule."""

    kind: str
    """As Go names it: `IDENT`, `STRING`, an operator, a keyword …"""
    text: str
    start: int
    end: int
    value: str = ""
    """The content of a string."""

    @property
    def shown(self) -> str:
        """How Go's parser names it in `expected …, found …`."""
        if self.kind == SEMICOLON and self.text == NEWLINE:
            return "newline"
        return self.text if self.kind in LITERALS else f"'{self.kind}'"


class SyntaxFault(NamedTuple):
    """An error of Go's scanner or parser, at an offset."""

    offset: int
    message: str


class Scanner:
    """Hands out the tokens of a rule one by one, comments left out, and keeps the errors met on the way.

    Like Go's scanner it inserts a semicolon at a line's end after a name, a literal or a closing bracket.
    """

    def __init__(self, text: str) -> None:
        self.faults: list[SyntaxFault] = []
        self._text = text
        self._offset = 1 if text.startswith(_BOM) else 0
        self._may_end = False
        self._pending_newline = -1
        self._check(0, self._offset)

    def next(self) -> Token:
        """The next token; at the end, `EOF` for ever."""
        while True:
            if self._pending_newline >= 0:
                at, self._pending_newline = self._pending_newline, -1
                return Token(SEMICOLON, NEWLINE, at, at)
            blanks = _BLANKS if self._may_end else _BLANKS_AND_LINES
            start = blanks.match(self._text, self._offset).end()  # type: ignore[union-attr]
            self._offset = start
            if start == len(self._text) or self._text[start] == "\n":
                return self._line_end(start)
            if self._text.startswith(("//", "/*"), start):
                self._comment(start)
                continue
            token = self._token(start)
            self._check(start, token.end)
            self._offset = token.end
            if token.kind != ILLEGAL:
                self._may_end = token.kind in _ENDS_A_STATEMENT
            return token

    def _line_end(self, start: int) -> Token:
        if not self._may_end:
            return Token(EOF, "", start, start)
        self._may_end = False
        self._offset = min(start + 1, len(self._text))
        return Token(SEMICOLON, NEWLINE, start, start)

    def _comment(self, start: int) -> None:
        text = self._text
        if text[start + 1] == "/":
            end = text.find("\n", start)
            self._offset = end if end >= 0 else len(text)
        else:
            end = text.find("*/", start + 2)
            if end < 0:
                self.faults.append(SyntaxFault(start, "comment not terminated"))
            self._offset = end + 2 if end >= 0 else len(text)
            line_end = text.find("\n", start, self._offset)
            if self._may_end and line_end >= 0:
                self._pending_newline = line_end
                self._may_end = False
        self._check(start, self._offset)

    def _token(self, start: int) -> Token:
        text = self._text
        first = text[start]
        if first == "_" or first.isalpha():
            end = start + 1
            while end < len(text) and (
                text[end] == "_" or text[end].isalpha() or unicodedata.category(text[end]) == "Nd"
            ):
                end += 1
            word = text[start:end]
            return Token(word if word in KEYWORDS else IDENT, word, start, end)
        if first == "`":
            return self._raw_string(start)
        if first == '"':
            return self._string(start)
        if first == "'":
            return self._rune(start)
        if number := _NUMBER.match(text, start):
            word = number[0]
            kind = "IMAG" if word[-1] == "i" else "FLOAT" if _is_float(word) else "INT"
            self._check_number(kind, word, start)
            return Token(kind, word, start, number.end())
        if operator := _OPERATOR.match(text, start):
            return Token(operator[0], ";" if operator[0] == SEMICOLON else "", start, operator.end())
        if first in "“”":
            self.faults.append(SyntaxFault(start, f"curly quotation mark '{first}' (use neutral '\"')"))
        elif first != _BOM:
            self.faults.append(SyntaxFault(start, f"illegal character {describe(first)}"))
        return Token(ILLEGAL, first, start, start + 1)

    def _check_number(self, kind: str, word: str, start: int) -> None:
        if kind == "FLOAT" and word[-1] in "eE+-":
            self.faults.append(SyntaxFault(start + len(word), "exponent has no digits"))
        elif kind == "INT" and word[0] == "0" and (wrong := re.search(r"(?<=^0)[0-9_]*?([89])", word)):
            self.faults.append(SyntaxFault(start + wrong.start(1), f"invalid digit '{wrong[1]}' in octal literal"))

    def _raw_string(self, start: int) -> Token:
        end = self._text.find("`", start + 1)
        if end < 0:
            self.faults.append(SyntaxFault(start, "raw string literal not terminated"))
            end = len(self._text)
            return Token(STRING, self._text[start:], start, end, self._text[start + 1 :].replace("\r", ""))
        literal = self._text[start : end + 1].replace("\r", "")
        return Token(STRING, literal, start, end + 1, literal[1:-1])

    def _string(self, start: int) -> Token:
        text, at, value = self._text, start + 1, bytearray()
        while True:
            if at == len(text) or text[at] == "\n":
                self.faults.append(SyntaxFault(start, "string literal not terminated"))
                break
            char = text[at]
            at += 1
            if char == '"':
                break
            if char == "\\":
                at, piece = self._escape(at, '"')
                value += piece or b""
            else:
                value += char.encode("utf-8", "surrogateescape")
        return Token(STRING, text[start:at], start, at, value.decode("utf-8", "surrogateescape"))

    def _rune(self, start: int) -> Token:
        text, at, count, valid = self._text, start + 1, 0, True
        while True:
            if at == len(text) or text[at] == "\n":
                if valid:
                    self.faults.append(SyntaxFault(start, "rune literal not terminated"))
                    valid = False
                break
            char = text[at]
            at += 1
            if char == "'":
                break
            count += 1
            if char == "\\":
                at, piece = self._escape(at, "'")
                valid = valid and piece is not None
        if valid and count != 1:
            self.faults.append(SyntaxFault(start, "illegal rune literal"))
        return Token(CHAR, text[start:at], start, at)

    def _escape(self, at: int, quote: str) -> tuple[int, bytes | None]:
        """Reads what follows a backslash: where it ends, and its bytes, or None where it is no escape of Go."""
        text, start = self._text, at
        char = text[at : at + 1]
        if char and char in quote + "abfnrtv\\":
            return at + 1, bytes([_ESCAPES.get(char, ord(char))])
        if char and char in "01234567":
            count, base, most = 3, 8, 255
        elif char in _NUMERIC_ESCAPES:
            at += 1
            count, base, most = _NUMERIC_ESCAPES[char]
        else:
            message = "unknown escape sequence" if char else "escape sequence not terminated"
            self.faults.append(SyntaxFault(at, message))
            return at, None
        value = 0
        for _ in range(count):
            digit = "0123456789abcdef".find(text[at].lower()) if at < len(text) and text[at].isascii() else -1
            if not 0 <= digit < base:
                found = f"illegal character {describe(text[at])} in escape sequence" if at < len(text) else ""
                self.faults.append(SyntaxFault(at, found or "escape sequence not terminated"))
                return at, None
            value = value * base + digit
            at += 1
        if value > most or 0xD800 <= value < 0xE000:
            self.faults.append(SyntaxFault(start, "escape sequence is invalid Unicode code point"))
            return at, None
        return at, chr(value).encode() if char in ("u", "U") else bytes([value])

    def _check(self, start: int, end: int) -> None:
        """Characters that Go refuses wherever they stand, also inside strings and comments."""
        for offset in range(start, end):
            char = self._text[offset]
            if char == "\0":
                self.faults.append(SyntaxFault(offset, "illegal character NUL"))
            elif char == _BOM and offset > 0:
                self.faults.append(SyntaxFault(offset, "illegal byte order mark"))
            elif "\ud800" <= char <= "\udfff":
                self.faults.append(SyntaxFault(offset, "illegal UTF-8 encoding"))


def describe(char: str) -> str:
    """A character as Go's `%#U` writes it: `U+2551 '║'`."""
    printable = char == " " or unicodedata.category(char)[0] in "LMNPS"
    return f"U+{ord(char):04X}" + (f" '{char}'" if printable else "")


def _is_float(word: str) -> bool:
    if word[:2] in ("0x", "0X"):
        return "." in word or "p" in word.lower()
    return "." in word or ("e" in word.lower() and word[:2] not in ("0b", "0B", "0o", "0O"))
