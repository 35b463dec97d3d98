"""JSON from somebody else: nested as deep as answers are, and no deeper."""

import json
import re
from typing import Final

MOST_LEVELS: Final = 100
"""Answers of a Dokploy server have fewer than 20."""
_BRACKETS = re.compile(rb'"(?>(?:[^"\\]|\\.)*)"?|[\[{]|[\]}]', re.DOTALL)


class TooDeepError(ValueError):
    """Lists and objects are nested deeper than `MOST_LEVELS`."""


def parse(body: bytes) -> object:
    """The value that a text means.

    Raises:
        TooDeepError: it is nested too deep.
        ValueError: it is no JSON.
    """
    if body.count(b"[") + body.count(b"{") > MOST_LEVELS:
        level = 0
        for found in _BRACKETS.finditer(body):
            sign = found[0][:1]
            level += (sign in b"[{") - (sign in b"]}")
            if level > MOST_LEVELS:
                raise TooDeepError
    value: object = json.loads(body)
    return value
