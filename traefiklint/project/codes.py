"""HTTP status codes as Traefik reads them."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[+-]?[0-9]+")
_TEXTS = frozenset(
    (
        *range(100, 104),
        *range(200, 209),
        226,
        *range(300, 306),
        307,
        308,
        *range(400, 419),
        *range(421, 427),
        428,
        429,
        431,
    )
    + (451, *range(500, 509), 510, 511)
)


def bad_code_range(text: str) -> bool:
    """Whether Traefik refuses a status or range (pkg/types/http_code_range.go). It drops what follows a second dash."""
    low, dash, rest = text.partition("-")
    high = rest.partition("-")[0] if dash else low
    return _bad_number(low) or _bad_number(high)


def _bad_number(text: str) -> bool:
    return not _NUMBER.fullmatch(text) or not -(2**63) <= int(text) < 2**63


def has_status_text(code: int) -> bool:
    """Whether Go has a text for a status, as in `Not Found` (net/http, `StatusText`)."""
    return code in _TEXTS
