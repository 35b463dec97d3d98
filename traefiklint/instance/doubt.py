"""What a file may define that cannot be read: one that is broken, or whose template nobody can carry out."""

from __future__ import annotations

import re

from traefiklint.decoding.diagnostics import LargeFile
from traefiklint.text.document import Document


def may_define(document: Document, name: str) -> bool:
    """Whether a file of which not everything is known may define an object of a name.

    What stands in the place of a value defines nothing. A template that makes keys or lines may define anything; a text
    that no reader understands, only what it spells where a key can be.
    """
    if not document.text and document.diagnostics:  # it is no file, or too large to be read
        return any(isinstance(said, LargeFile) for said in document.diagnostics)
    if document.root is None:
        return not name or "{{" in document.text or is_key(document.text, name)
    if document.repeats_key and is_key(document.text, name):
        return True  # it may stand below the one of two keys that was not read
    return document.names_open


def is_key(text: str, name: str) -> bool:
    """Whether a text that no reader understands spells a name where a key can be."""
    return re.search(rf"""(?<![\w.-]){re.escape(name)}["']?\s*[:=\].]""", text, re.IGNORECASE) is not None or (
        re.search(rf"""[.\[]\s*["']?{re.escape(name)}["']?\s*[\].]""", text, re.IGNORECASE) is not None
    )
