"""What stands in the place of a secret."""

from __future__ import annotations

import re

MASK = "***"
"""What stands for a secret, whatever its length."""
COVER = "\u2217"
"""What stands for each character of a secret where columns must stay; shown, a row of them is one `MASK`."""


def uncovered_rows(text: str) -> str:
    """A covered text as it is shown: one mask a row, so that no length tells anything."""
    return re.sub(f"{COVER}(?:[ \t]*{COVER})*", MASK, text) if COVER in text else text
