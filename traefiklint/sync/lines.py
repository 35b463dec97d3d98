"""Three-way merge of texts by their lines: it keeps the comments of both sides; a merge by structure keeps ours."""

from __future__ import annotations

import re

from traefiklint.patch.data import Data, Leaf, string
from traefiklint.sync.merge import merge_lists


def merge_lines(base: str, ours: str, theirs: str) -> str | None:
    """Our text with the lines that they changed; None where both changed the same ones, each in its own way."""
    merged = merge_lists(_lines(base), _lines(ours), _lines(theirs))
    return None if merged is None else "".join(line.value for line in merged if isinstance(line, Leaf))


def _lines(text: str) -> list[Data]:
    """The lines with their ends; only a line feed ends one."""
    return [string(line) for line in re.findall(r"[^\n]*\n|[^\n]+", text)]
