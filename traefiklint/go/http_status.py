"""HTTP status codes as Traefik reads them."""

from __future__ import annotations

import re

_NUMBER = r"[+-]?[0-9]+"
_RANGES = ((100, 104), (200, 209), (226, 227), (300, 306), (307, 309), (400, 419), (421, 427), (428, 430), (431, 432))
_TEXTS = frozenset(code for start, end in (*_RANGES, (451, 452), (500, 509), (510, 512)) for code in range(start, end))


def bad_code_range(text: str) -> bool:
    """Whether Traefik refuses a status or range (pkg/types/http_code_range.go). It drops what follows a second dash."""
    low, dash, rest = text.partition("-")
    high = rest.partition("-")[0] if dash else low
    return _bad_number(low) or _bad_number(high)


def _bad_number(text: str) -> bool:
    return not re.fullmatch(_NUMBER, text) or not -(2**63) <= int(text) < 2**63


def has_status_text(code: int) -> bool:
    """Whether Go has a text for a status, as in `Not Found` (net/http, `StatusText`)."""
    return code in _TEXTS
