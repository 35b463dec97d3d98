"""Regular expressions as Go's `regexp` reads them, through RE2, from which Go's package was made.

RE2 and Go differ in a few places only; each is evened out here. RE2 is loaded when the first expression is met.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

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
    (re.compile(r"\(\?<?[=!]"), "look-around"),
    (re.compile(r"\\[1-9]|\\k|\(\?P="), "back-reference"),
    (re.compile(r"[*+?}]\+"), "possessive quantifier"),
    (re.compile(r"\(\?>"), "atomic group"),
    (re.compile(r"\(\?[a-zA-Z]*x|\(\?[#(|&R0-9]|\(\?P>"), "Perl group"),
    (re.compile(r"\\[ZGKRXHNe]"), "Perl escape"),
)
_PIECE = re.compile(r"\\Q.*?(?:\\E|\Z)|\\[pP]\{[^}]*\}|\\x\{[^}]*\}|\\.|\[\^?\]?|\]|\(\?P?<([^>]*)>|.", re.DOTALL)
_ASCII_NAME = re.compile(r"[A-Za-z0-9_]+")


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
        return self.compiled is not None and self.compiled.search(text.encode("utf-8", "surrogateescape")) is not None


@lru_cache(maxsize=1024)
def go_regex(pattern: str) -> Regex:
    """Compiles a regular expression as Go does."""
    import re2  # type: ignore[import-untyped]

    options = re2.Options()
    options.log_errors = False
    try:
        encoded = pattern.encode()
    except UnicodeEncodeError:
        return Regex(f"error parsing regexp: invalid UTF-8: `{pattern}`", "")
    if fault := _accepted_by_re2_only(pattern):
        return Regex(f"error parsing regexp: {fault}", _foreign(pattern))
    try:
        return Regex("", "", re2.compile(encoded, options))
    except re2.error as error:
        message = error.args[0].decode("utf-8", "replace") if isinstance(error.args[0], bytes) else str(error.args[0])
    if message.startswith(_TOO_LARGE):
        return Regex("", "", _compile_large(encoded))
    code, _, detail = message.partition(": ")
    return Regex(f"error parsing regexp: {_MESSAGES.get(code, code)}: `{detail}`", _foreign(pattern))


def _compile_large(encoded: bytes) -> Any:
    """RE2 limits the size of what it compiles more tightly than Go does."""
    import re2  # type: ignore[import-untyped]

    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 30
    try:
        return re2.compile(encoded, options)
    except re2.error:
        return None


def _accepted_by_re2_only(pattern: str) -> str:
    """Go's complaint about something that RE2 lets pass: `\\C`, and group names that are not ASCII."""
    if "\\C" not in pattern and pattern.isascii():
        return ""
    in_class = False
    for piece in _PIECE.finditer(pattern):
        text = piece[0]
        if text[0] == "[":
            in_class = True
        elif text == "]":
            in_class = False
        elif text == "\\C":
            return "invalid escape sequence: `\\C`"
        elif piece[1] is not None and not in_class and not _ASCII_NAME.fullmatch(piece[1]):
            return f"invalid named capture: `{text}`"
    return ""


def _foreign(pattern: str) -> str:
    return next((name for construct, name in _FOREIGN if construct.search(pattern)), "")
