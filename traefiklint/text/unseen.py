"""Characters that nobody sees, or that look like a space and are none: they come along when a text is copied."""

from __future__ import annotations

import re
from collections.abc import Iterator

UNSEEN = {
    "U+00A0": "a no-break space (U+00A0)",
    "U+00AD": "a soft hyphen (U+00AD)",
    "U+2007": "a figure space (U+2007)",
    "U+200B": "a zero-width space (U+200B)",
    "U+200C": "a zero-width non-joiner (U+200C)",
    "U+200D": "a zero-width joiner (U+200D)",
    "U+200E": "a left-to-right mark (U+200E)",
    "U+200F": "a right-to-left mark (U+200F)",
    "U+202F": "a narrow no-break space (U+202F)",
    "U+2060": "a word joiner (U+2060)",
    "U+FEFF": "a byte order mark (U+FEFF)",
}
"""The characters by their code, in words."""
_WITHOUT_WIDTH = re.compile(r"(?<![^\x00-\x7f])[\u00ad\u200b-\u200f\u2060\ufeff]+(?![^\x00-\x7f])")
"""Between letters of other alphabets, and in emoji, they have their sense."""
_LIKE_SPACE = re.compile(
    r"(?:(?<=[:\-,\[{`'\"()&|])|^[ \t]*)[\u00a0\u2007\u202f]+|[\u00a0\u2007\u202f]+(?=[ \t]*(?:[`&|,\])}\r]|$))",
    re.MULTILINE,
)
"""Where they stand beside the signs of YAML and of rules, and not in prose."""
_COMMENT = re.compile(r"(?:^|\s)#")


def without_unseen(text: str) -> str:
    """A text without such characters."""
    return "".join(one for one in text if f"U+{ord(one):04X}" not in UNSEEN)


def unseen_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Where such characters stand outside of comments, and what the first of them is, in words."""
    if text.isascii():
        return
    found = [*_WITHOUT_WIDTH.finditer(text, 1), *_LIKE_SPACE.finditer(text)]
    for one in sorted(found, key=lambda match: match.start()):
        sign = one[0].strip(" \t\r\n")
        line = text[text.rfind("\n", 0, one.start()) + 1 : one.start()]
        if sign and not _COMMENT.search(line):
            start = one.start() + one[0].index(sign)
            yield start, start + len(sign), UNSEEN[f"U+{ord(sign[0]):04X}"]
