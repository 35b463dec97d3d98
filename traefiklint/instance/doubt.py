"""What a file may define that cannot be read: one that is broken, or whose template may make names."""

from __future__ import annotations

import re

from traefiklint.reading import Kind
from traefiklint.text.document import Document


def may_define(document: Document, name: str) -> bool:
    """Whether a file of which not everything is known may define an object of a name.

    A template that makes keys may define anything; a text that no reader understands, only what it spells where a key
    can be.
    """
    if not document.text and document.problems:  # it is no file, or too large to be read
        return any(Kind.LARGE in problem.message for problem in document.problems)
    if document.root is not None or "{{" in document.text:
        return True
    return not name or _is_key(document.text, name)


def _is_key(text: str, name: str) -> bool:
    named = re.escape(name)
    return any(
        re.search(pattern, text, re.IGNORECASE)
        for pattern in (rf"""(?<![\w.-]){named}["']?\s*[:=\].]""", rf"""[.\[]\s*["']?{named}["']?\s*[\].]""")
    )
