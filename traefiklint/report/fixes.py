"""Fixes as a machine reads them."""

from __future__ import annotations

from traefiklint.findings import Fix
from traefiklint.text.masks import Known, masked_source, masked_words


def tells(fix: Fix, known: Known) -> bool:
    """Whether a fix would write a secret again: with a mask in its place it would break the file."""
    return any(masked_source(masked_words(edit.text, known)) != edit.text for edit in fix.edits)
