"""Fixed texts as the bytes of the files that they came from."""

from __future__ import annotations

_UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def encoded(text: str, original: bytes, file: str) -> bytes:
    """A text as the bytes it was read from: UTF-8, or UTF-16 where the file began with its mark."""
    encoding = _UTF_16.get(original[:2])
    if encoding is None or file[-5:].lower() == ".toml":
        return text.encode("utf-8", "surrogateescape")
    return original[:2] + text.encode(encoding, "surrogatepass")
