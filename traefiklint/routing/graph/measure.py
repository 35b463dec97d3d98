"""How wide a text is, without a browser: the widths of Helvetica and Arial, in thousandths of the font size."""

from __future__ import annotations

import unicodedata

_WIDTHS = {
    222: "ijl'",
    278: " !,./:;\\[]ftI",
    333: "()-`r{}",
    389: '*"',
    469: "^",
    500: "Jckszvxy",
    556: "0123456789?abdeghnopquL_#$",
    584: "+<=>~",
    611: "FTZ",
    667: "ABEKPSVXY&",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1015: "@",
}
_WIDTH = {char: width for width, chars in _WIDTHS.items() for char in chars} | {
    "|": 260,
    "…": 1000,
    "→": 1000,
    "·": 278,
}
_OTHER, _WIDE, _BOLD = 600, 1000, 1.07


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a text in pixels at a font size."""
    units = sum(_WIDTH.get(char) or _unusual(char) for char in text)
    return units * size / 1000 * (_BOLD if bold else 1)


def _unusual(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return _WIDE if unicodedata.east_asian_width(char) in "WF" else _OTHER


def fitted(text: str, size: float, most: float, *, bold: bool = False) -> str:
    """The text, cut with `…` where it is wider than `most` pixels."""
    if width(text, size, bold=bold) <= most:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle] + "…", size, bold=bold) <= most:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"
