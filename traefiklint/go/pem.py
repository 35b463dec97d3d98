"""PEM texts, as far as Traefik's verdict depends on them."""

from __future__ import annotations

import binascii
import re

_BLOCK = r"(?m)^-----BEGIN CERTIFICATE-----[ \t]*\r?\n(?P<body>[A-Za-z0-9+/=\s]*?)^-----END CERTIFICATE-----"


def is_content(text: str) -> bool:
    """Whether a text can only be content: the path of a file has no line breaks, and is not empty."""
    return not text or "\n" in text or "-----BEGIN" in text


def holds_certificate(text: str) -> bool:
    """Whether Go finds a certificate in a text, judged by the outermost layer of its encoding."""
    return any(_is_sequence(found["body"]) for found in re.finditer(_BLOCK, text))


def _is_sequence(body: str) -> bool:
    try:
        data = binascii.a2b_base64("".join(body.split()), strict_mode=True)
    except ValueError:
        return False
    if len(data) < 4 or data[0] != 0x30:
        return False
    if data[1] < 0x80:
        return data[1] + 2 == len(data)
    size = data[1] & 0x7F
    return 0 < size < 5 and int.from_bytes(data[2 : 2 + size], "big") + 2 + size == len(data)
