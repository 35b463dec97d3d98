"""Regular expressions as Go's `regexp` reads them, through RE2, from which Go's package was made.

RE2 and Go differ in a few places only; each is evened out here. RE2 is loaded when the first expression is met.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from traefiklint.patterns import lazy
from traefiklint.records import NamedTuple

_TOO_LARGE = "pattern too large"
_MESSAGES = {
    "missing )": "missing closing )",
    "missing ]": "missing closing ]",
    "no argument for repetition operator": "missing argument to repetition operator",
    "invalid repetition size": "invalid repeat count",
    "bad repetition operator": "invalid nested repetition operator",
    "invalid perl operator": "invalid or unsupported Perl syntax",
    "invalid named capture group": "invalid named capture",
    "trailing \\": "trailing backslash at end of expression",
}
"""What RE2 calls an error, and what Go calls it."""
_FOREIGN = (
    (lazy(r"\(\?<?[=!]"), "look-around"),
    (lazy(r"\\[1-9]|\\k|\(\?P="), "back-reference"),
    (lazy(r"[*+?}]\+"), "possessive quantifier"),
    (lazy(r"\(\?>"), "atomic group"),
    (lazy(r"\(\?[a-zA-Z]*x|\(\?[#(|&R0-9]|\(\?P>"), "Perl group"),
    (lazy(r"\\[ZGKRXHNe]"), "Perl escape"),
)
_PIECE = lazy(
    r"\\Q.*?(?:\\E|\Z)|\\(?P<property>[pP](?:\{(?P<long>[^}]*)\}|(?P<short>[^{])))|\\x\{[^}]*\}|\\."
    r"|\[:\w+:\]|\[\^?\]?|\]|\(\?P?<(?P<group>[^>]*)>|.",
    re.DOTALL,
)
_ASCII_NAME = lazy(r"[A-Za-z0-9_]+")
_SEPARATORS = lazy(r"[ _-]")
_PROPERTIES = {
    "C": "Other", "Cc": "Control Cntrl", "Cf": "Format", "Co": "Privateuse", "Cs": "Surrogate", "L": "Letter",
    "Ll": "Lowercaseletter", "Lm": "Modifierletter", "Lo": "Otherletter", "Lt": "Titlecaseletter",
    "Lu": "Uppercaseletter", "M": "Mark Combiningmark", "Mc": "Spacingmark", "Me": "Enclosingmark",
    "Mn": "Nonspacingmark", "N": "Number", "Nd": "Decimalnumber Digit", "Nl": "Letternumber", "No": "Othernumber",
    "P": "Punctuation Punct", "Pc": "Connectorpunctuation", "Pd": "Dashpunctuation", "Pe": "Closepunctuation",
    "Pf": "Finalpunctuation", "Pi": "Initialpunctuation", "Po": "Otherpunctuation", "Ps": "Openpunctuation",
    "S": "Symbol", "Sc": "Currencysymbol", "Sk": "Modifiersymbol", "Sm": "Mathsymbol", "So": "Othersymbol",
    "Z": "Separator", "Zl": "Lineseparator", "Zp": "Paragraphseparator", "Zs": "Spaceseparator",
}  # fmt: skip
"""The general categories, and what else Go calls them, separators left out."""
_CATEGORIES = {alias: category for category, aliases in _PROPERTIES.items() for alias in aliases.split()}
_SETS = {
    "Ascii": r"\x00-\x7F",
    "Lc": r"\p{Lu}\p{Ll}\p{Lt}",
    "Casedletter": r"\p{Lu}\p{Ll}\p{Lt}",
    "Assigned": r"\pL\pM\pN\pP\pS\pZ\pC",
}
"""Properties that Go has and RE2 has not, as the inside of a class."""
_COMPLEMENTS = {"Cn": "Assigned", "Unassigned": "Assigned"}


_BROKEN = lazy("[\udc80-\udcff]")
_REPLACEMENT = "\ufffd".encode()
_INSIDE_LETTERS = frozenset(bytes([byte]) for byte in range(0x80, 0xC0))
"""The bytes of UTF-8 with which no letter begins."""


class Match:
    """A match in bytes, which may be no UTF-8."""

    __slots__ = ("_data", "_found", "_offsets")

    def __init__(self, data: bytes, found: Any, offsets: list[int] | None) -> None:
        self._data = data
        self._found = found
        self._offsets = offsets

    @property
    def re(self) -> Any:
        """The expression, with its groups."""
        return self._found.re

    def span(self, number: int = 0) -> tuple[int, int]:
        """From where to where a group matched; -1 and -1 where it did not."""
        start, end = self._found.span(number)
        return (start, end) if self._offsets is None or start < 0 else (self._offsets[start], self._offsets[end])

    def group(self, number: int = 0) -> bytes | None:
        """What a group matched."""
        start, end = self.span(number)
        return None if start < 0 else self._data[start:end]


def _as_go_reads(data: bytes) -> tuple[bytes, list[int] | None]:
    """Bytes as Go's `regexp` sees them, and where in them each byte of that stood; None where that is the same.

    A byte that is no part of UTF-8 is U+FFFD to Go, and nothing at all to RE2.
    """
    if data.isascii():
        return data, None
    text = data.decode("utf-8", "surrogateescape")
    if not _BROKEN.search(text):
        return data, None
    seen, offsets = bytearray(), list[int]()
    at = 0
    for sign in text:
        broken = "\udc80" <= sign <= "\udcff"
        written = _REPLACEMENT if broken else sign.encode()
        seen += written
        offsets += [at] * len(written)
        at += 1 if broken else len(written)
    return bytes(seen), [*offsets, at]


class Regex(NamedTuple):
    """What Go makes of a regular expression."""

    error: str
    """Go's complaint (`error parsing regexp: …`), or empty."""
    foreign: str
    """The construct of other languages that is the reason, as in `look-around`; empty where it is another reason."""
    compiled: Any = None
    """An RE2 object, where there is no error and the expression is not enormous."""

    def search(self, text: str) -> bool:
        """Whether the expression matches anywhere in a text, as Go's `MatchString`."""
        return self.first(text.encode("utf-8", "surrogateescape")) is not None

    def first(self, data: bytes) -> Match | None:
        """The first match in bytes."""
        if self.compiled is None:
            return None
        seen, offsets = _as_go_reads(data)
        found = self.compiled.search(seen)
        return None if found is None else Match(data, found, offsets)

    def each(self, data: bytes) -> Iterator[Match]:
        """Every match in bytes, from left to right, as Go's `FindAll` and `ReplaceAll` take them.

        RE2 finds empty matches at every byte; Go finds none inside a letter, and takes none right behind another match.
        """
        if self.compiled is None:
            return
        seen, offsets = _as_go_reads(data)
        last = -1
        for found in self.compiled.finditer(seen):
            start, end = found.span()
            if start == end and (start == last or seen[start : start + 1] in _INSIDE_LETTERS):
                continue
            last = end
            yield Match(data, found, offsets)


@lru_cache(maxsize=1024)
def go_regex(pattern: str) -> Regex:
    """Compiles a regular expression as Go does."""
    import re2  # type: ignore[import-untyped]

    options = re2.Options()
    options.log_errors = False
    try:
        encoded = _for_re2(pattern).encode()
    except UnicodeEncodeError:
        rest = pattern[re.search("[\ud800-\udfff]", pattern).start() :]  # type: ignore[union-attr]
        return Regex(f"error parsing regexp: invalid UTF-8: `{rest}`", "")
    if fault := _accepted_by_re2_only(pattern):
        return Regex(f"error parsing regexp: {fault}", _foreign(pattern))
    try:
        return Regex("", "", re2.compile(encoded, options))
    except re2.error as error:
        message = error.args[0].decode("utf-8", "replace") if isinstance(error.args[0], bytes) else str(error.args[0])
    if message.startswith(_TOO_LARGE):
        return Regex("", "", _compile_large(encoded))
    code, _, detail = message.partition(": ")
    if detail.startswith(("\\p", "\\P")):
        detail = next(
            (one[0] for one, inside in _pieces(pattern) if one["property"] and _property(one, inside) == detail), detail
        )
    elif detail in ("(?<=", "(?<!"):
        rest = pattern[pattern.index(detail) :]
        code, detail = "invalid named capture", rest[: rest.find(">") + 1] or rest
    return Regex(f"error parsing regexp: {_MESSAGES.get(code, code)}: `{detail}`", _foreign(pattern))


def _compile_large(encoded: bytes) -> Any:
    """RE2 limits the size of what it compiles more tightly than Go does."""
    import re2

    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 30
    try:
        return re2.compile(encoded, options)
    except re2.error:
        return None


def _pieces(pattern: str) -> Iterator[tuple[re.Match[str], bool]]:
    """The pieces of an expression that may need care, and whether they stand in a class."""
    in_class = False
    for piece in _PIECE.finditer(pattern):
        yield piece, in_class
        text = piece[0]
        if text[0] == "[" and not text.startswith("[:"):
            in_class = True
        elif text == "]":
            in_class = False


def _accepted_by_re2_only(pattern: str) -> str:
    """Go's complaint about something that RE2 lets pass: `\\C`, and group names that are not ASCII."""
    if "\\C" not in pattern and pattern.isascii():
        return ""
    for piece, in_class in _pieces(pattern):
        if piece[0] == "\\C":
            return "invalid escape sequence: `\\C`"
        if piece["group"] is not None and not in_class and not _ASCII_NAME.fullmatch(piece["group"]):
            return f"invalid named capture: `{piece[0]}`"
    return ""


def _for_re2(pattern: str) -> str:
    """An expression with the names of Unicode properties as RE2 wants them.

    Go reads them in any case, without blanks, underscores and hyphens, and knows more of them; names of scripts with
    several words it does not find at all.
    """
    if "\\p" not in pattern and "\\P" not in pattern:
        return pattern
    return "".join(
        _property(piece, in_class) if piece["property"] else piece[0] for piece, in_class in _pieces(pattern)
    )


def _property(piece: re.Match[str], in_class: bool) -> str:
    name: str = piece["short"] or piece["long"] or ""
    negated = (piece["property"][0] == "P") is not name.startswith("^")
    canonical = _SEPARATORS.sub("", name.removeprefix("^")).capitalize()
    if canonical in _COMPLEMENTS:
        canonical, negated = _COMPLEMENTS[canonical], not negated
    if canonical in _SETS:
        inside = _SETS[canonical]
        if not in_class:
            return f"[{'^' if negated else ''}{inside}]"
        return inside if not negated else r"\x{80}-\x{10FFFF}"
    canonical = _CATEGORIES.get(canonical, canonical)
    if canonical == name:
        return piece[0]
    return f"\\{'P' if negated else 'p'}{{{canonical}}}"


def _foreign(pattern: str) -> str:
    return next((name for construct, name in _FOREIGN if construct.search(pattern)), "")
