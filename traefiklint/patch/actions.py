"""Edits of templates: only what stands outside of template actions is ever changed."""

from __future__ import annotations

import re

from traefiklint.patch.ranges import Edits
from traefiklint.text.document import Document

_ACTION = re.compile(r"\{\{(?:\"(?:\\.|[^\"\\\n])*\"|`[^`]*`|[^\"`])*?\}\}", re.DOTALL)


def outside_actions(document: Document, edits: Edits | None) -> Edits | None:
    """The edits, where none of them touches a template action or writes one; else None."""
    if edits is None or not document.is_template:
        return edits
    if any("{{" in edit.text for edit in edits):
        return None
    for action in _ACTION.finditer(document.text):
        if any(edit.start < action.end() and action.start() < max(edit.end, edit.start + 1) for edit in edits):
            return None
    return edits
