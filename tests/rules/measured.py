"""How often real files have the findings of a rule, as docs/precision.md measured it: the one place that says so."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

CHAPTER = Path(__file__).parents[2] / "docs" / "precision.md"
_HEAD = re.compile(r"^Measured on (.+?) by .*?\*\*(\d+) repositories\*\*", re.MULTILINE)
_ROW = re.compile(r"^\| `([a-z0-9-]+)` \| \d+ \| (\d+) \| (\d+) \| (\d+) \|", re.MULTILINE)
"""A rule, and in how many repositories it was found, how many findings were read, how many of these were useful."""
_ONCE = re.compile(r"^The rules with one finding: (.*?)\. ", re.MULTILINE | re.DOTALL)


@cache
def measured() -> dict[str, str]:
    """A sentence for each rule that was met."""
    text = CHAPTER.read_text("utf-8")
    head, once = _HEAD.search(text), _ONCE.search(text)
    assert head is not None
    assert once is not None
    start = f"Measured on {head[1]}: found in"
    said = dict.fromkeys(re.findall("`([^`]+)`", once[1]), f"{start} 1 of {head[2]} public repositories.")
    for name, repositories, read, useful in _ROW.findall(text):
        judged = f"; {useful} of {read} findings that were read were useful" if read != "0" else ""
        said[name] = f"{start} {repositories} of {head[2]} public repositories{judged}."
    return said
