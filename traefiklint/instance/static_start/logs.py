"""Levels of Traefik's log, as its library reads them (github.com/rs/zerolog, `ParseLevel`)."""

from __future__ import annotations

import re

_LEVELS = frozenset(("trace", "debug", "info", "warn", "error", "fatal", "panic", "disabled", ""))


def is_log_level(text: str) -> bool:
    """Whether a text is a level: its name in any case, or a number that fits into a byte."""
    if text.lower() in _LEVELS:
        return True
    return re.fullmatch(r"[+-]?[0-9]{1,9}", text) is not None and -128 <= int(text) <= 127
