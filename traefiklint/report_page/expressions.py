"""Go's regular expressions in the words of JavaScript, for telling whether one matches: exactly so, or not at all.

What the two take differently (Unicode classes, flags in the middle, word boundaries without regard to case) is not
translated, and neither is what JavaScript may work at for ever: Go's engine never does, JavaScript's goes back and
tries again. Which match is found, and what groups hold, matters only where something takes the place of it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_FLAGS = re.compile(r"\(\?([isU]+)\)")
_GROUP = re.compile(r"\((?:\?:|\?P?<\w+>)?(?!\?)")
_TIMES = re.compile(r"\{\d+(?:,\d*)?\}")
_HEX = re.compile(r"\\x(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{2}))")
_CONTROL = {"a": 7, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11}
_SPACE = r"\t\n\f\r "
_POSIX = {
    "alnum": "0-9A-Za-z", "alpha": "A-Za-z", "ascii": r"\x00-\x7f", "blank": r"\t ", "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9", "graph": "!-~", "lower": "a-z", "print": " -~", "punct": r"!-\/:-@\[-`\{-~",
    "space": r"\t\n\v\f\r ", "upper": "A-Z", "word": "0-9A-Za-z_", "xdigit": "0-9A-Fa-f",
}  # fmt: skip
_MANY = r"(?:[*+]|\{\d+(?:,\d*)?\})"
_CLASS = r"\[(?:\\.|[^\]\\])*\]|\\[wd]"
_SIGN = r"\\x[0-9a-f]{2}|\\[./]"
_QUIET_REPEAT = re.compile(rf"(?P<class>{_CLASS}){_MANY}(?P<sign>{_SIGN})|(?P<first>{_SIGN})(?P<then>{_CLASS}){_MANY}")
"""A class many times beside one sign, as in the labels of a host: repeated, it is quick where the sign is not in it."""
_VARIES = re.compile(r"(?<!\\)(?:[*+|]|(?<!\()\?|\{\d+)")


class Expression(NamedTuple):
    """What `new RegExp(source, flags)` takes."""

    source: str
    flags: str


class _UntranslatableError(Exception):
    """JavaScript cannot say the same."""


def javascript(pattern: str, *, with_groups: bool = False) -> Expression | None:
    """An expression that JavaScript takes as Go takes this one; None where there is none, or none that is quick.

    Args:
        with_groups: whether it also finds the same match, and the same in every group.
    """
    flags, body = "", pattern
    while found := _FLAGS.match(body):
        flags += found[1]
        body = body[found.end() :]
    if with_groups and "U" in flags:  # which turns round what is greedy
        return None
    try:
        return Expression(_Translation(body, flags, with_groups=with_groups).source(), "iu" if "i" in flags else "u")
    except _UntranslatableError:
        return None


class _Translation:
    def __init__(self, text: str, flags: str, *, with_groups: bool) -> None:
        self._text = text
        self._with_groups = with_groups
        self._any = "[^]" if "s" in flags else r"[^\n]"
        self._any_case = "i" in flags
        self._at = 0
        self._out: list[str] = []
        self._open: list[int] = []
        """Where the groups that are open begin in the output."""

    def source(self) -> str:
        """The whole translation.

        Raises:
            _UntranslatableError: there is none.
        """
        text = self._text
        last = 0
        """Where the piece begins in the output that a repetition would repeat."""
        while self._at < len(text):
            here, char = len(self._out), text[self._at]
            if found := _TIMES.match(text, self._at):
                self._repeat(found[0], last, many=True)
                self._at = found.end()
                continue
            if char in "*+?":
                self._repeat(char, last, many=char != "?")
                self._at += 1
                continue
            last = here
            if char == "(":
                self._group(here)
            elif char == ")":
                last = self._open.pop()
                self._put(")")
            elif char == "[":
                self._class()
            elif char == "\\":
                self._put_escape(inside=False)
            elif char in "^$|":
                self._put(char)
            else:
                self._put(self._any if char == "." else _literal(char))
        return "".join(self._out)

    def _put(self, text: str, length: int = 1) -> None:
        self._out.append(text)
        self._at += length

    def _group(self, here: int) -> None:
        found = _GROUP.match(self._text, self._at)
        if found is None:
            raise _UntranslatableError
        self._open.append(here)
        holds = self._with_groups and found[0] != "(?:"
        self._put("(" if holds else "(?:", len(found[0]))

    def _repeat(self, sign: str, start: int, *, many: bool) -> None:
        piece = "".join(self._out[start:])
        if many and piece.startswith("(") and _is_slow(piece[1:-1].removeprefix("?:")):
            raise _UntranslatableError
        if many and "(" in self._out[start:]:  # of a group that is repeated, JavaScript forgets what it held before
            raise _UntranslatableError
        self._out.append(sign)

    def _put_escape(self, *, inside: bool) -> None:
        """An escape, in a class or outside."""
        text, at = self._text, self._at
        if found := _HEX.match(text, at):
            self._put(_literal(chr(int(found[1] or found[2], 16))), len(found[0]))
            return
        name = text[at + 1 : at + 2]
        if name in _CONTROL:
            self._put(f"\\x{_CONTROL[name]:02x}", 2)
        elif name in "dD" or (name in "wW" and not self._any_case):
            self._put(f"\\{name}", 2)
        elif name == "s" or (name == "S" and not inside):
            self._put(_SPACE if inside else f"[{'^' if name == 'S' else ''}{_SPACE}]", 2)
        elif name == "b" and not inside and not self._any_case:
            self._put("\\b", 2)
        elif name in "Az" and not inside:
            self._put("^" if name == "A" else "$", 2)
        elif name and name.isascii() and not name.isalnum():
            self._put(_literal(name), 2)
        else:
            raise _UntranslatableError

    def _class(self) -> None:
        text = self._text
        start = "[^" if text.startswith("[^", self._at) else "["
        self._put(start, len(start))
        first = self._at
        while self._at < len(text):
            char = text[self._at]
            if char == "]" and self._at > first:
                self._put("]")
                return
            if found := re.compile(r"\[:(\^?)(\w+):\]").match(text, self._at):
                if found[1] or found[2] not in _POSIX or (self._any_case and found[2] == "word"):
                    raise _UntranslatableError
                self._put(_POSIX[found[2]], len(found[0]))
            elif char == "\\":
                self._put_escape(inside=True)
            elif char == "-" and self._at > first and text[self._at + 1 : self._at + 2] != "]":
                self._put("-")
            else:
                self._put(_literal(char))
        raise _UntranslatableError


def _is_slow(body: str) -> bool:
    """Whether JavaScript may try very many ways of matching what stands in a repeated group."""
    if not _VARIES.search(body):
        return False
    found = _QUIET_REPEAT.fullmatch(body)
    if found is None:
        return True
    signs, sign = found["class"] or found["then"], found["sign"] or found["first"]
    try:
        return any(re.match(signs, chr(code), re.I) and re.match(sign, chr(code)) for code in range(0x100))
    except re.error:  # a character that Python writes otherwise
        return True


def _literal(char: str) -> str:
    """One character that stands for itself, in a class or outside."""
    if char.isalnum() and char.isascii():
        return char
    if "\ud800" <= char <= "\udfff":
        raise _UntranslatableError
    if char in "^$\\.*+?()[]{}|/":
        return f"\\{char}"
    return f"\\x{ord(char):02x}" if ord(char) < 0x100 else f"\\u{{{ord(char):x}}}"
