"""What a file may define that cannot be read: one that is broken, or whose template nobody can carry out."""

from __future__ import annotations

import re

from traefiklint.reading import Kind
from traefiklint.text.document import Document

_KEY_BEFORE = re.compile(r"""\s*(?:-\s+)?["']?[^\s"'{}#:=][^{}#:=]*["']?\s*[:=]\s*\S?.*""")
_BLOCK = re.compile(r"\{\{-?\s*(?:if|else|end|range|with|define|template|block)\b")


def may_define(document: Document, name: str) -> bool:
    """Whether a file of which not everything is known may define an object of a name.

    What stands in the place of a value defines nothing. A template that makes keys or lines may define anything; a text
    that no reader understands, only what it spells where a key can be.
    """
    if not document.text and document.problems:  # it is no file, or too large to be read
        return any(Kind.LARGE in problem.message for problem in document.problems)
    if document.root is None:
        return not name or "{{" in document.text or _is_key(document.text, name)
    lines = document.text.splitlines()
    return any(_makes_keys(lines[number - 1]) for number in document.uncertain_lines if number <= len(lines))


def _is_key(text: str, name: str) -> bool:
    return re.search(rf"""(?<![\w.-]){re.escape(name)}["']?\s*[:=\].]""", text, re.IGNORECASE) is not None or (
        re.search(rf"""[.\[]\s*["']?{re.escape(name)}["']?\s*[\].]""", text, re.IGNORECASE) is not None
    )


def _makes_keys(line: str) -> bool:
    """Whether an action in a line stands where a key, or whole lines, may come of it."""
    at = line.find("{{")
    if at < 0 or _BLOCK.search(line):
        return True
    return _KEY_BEFORE.fullmatch(line[:at]) is None
