"""Paths of URLs as Go and Traefik's entry points treat them, before and after cleaning.

Sources: `pkg/server/server_entrypoint_tcp.go` (`normalizePath`, `sanitizePath`), `withRoutingPath` in
`pkg/muxer/http/mux.go`, and Go's `net/url`.
"""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote_to_bytes

from traefiklint.patterns import lazy

_SAFE_IN_PATH = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~$&+,/:;=@")
_VALID_IN_RAW_PATH = _SAFE_IN_PATH | frozenset(b"!'()*[]%")
_ESCAPE = lazy(rb"%([0-9A-Fa-f]{2})")
_BROKEN_ESCAPE = lazy(rb"%(?![0-9A-Fa-f]{2})")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_RESERVED = frozenset(b":/?#[]@!$&'()*+,;=%")


def routing_path(path: str, *, sanitize: bool = True) -> str | None:
    """The path that rules are compared with, or None for one that Traefik answers with 400.

    Unreserved characters are decoded, escapes written in capitals, `.`, `..` and empty segments removed; then
    everything is decoded but the reserved characters of RFC 3986 and the percent sign.
    """
    escaped = cleaned_path(path, sanitize=sanitize)
    return None if escaped is None else decoded_for_routing(escaped)


def cleaned_path(path: str, *, sanitize: bool = True) -> bytes | None:
    """The path as the entry point passes it on, still escaped, or None for one that it answers with 400."""
    sent = path.encode("utf-8", "surrogateescape")
    if _BROKEN_ESCAPE.search(sent):
        return None
    decoded = unquote_to_bytes(sent)
    raw = b"" if escape_path(decoded) == sent else sent
    if b"#" in raw:
        return None
    if raw:
        raw = _ESCAPE.sub(_normalised, raw)
    escaped = escaped_path(decoded, raw)
    if sanitize:
        escaped = joined_path(escaped)
        decoded = unquote_to_bytes(escaped)
        escaped = escaped_path(decoded, b"" if escape_path(decoded) == escaped else escaped)
    return escaped


def decoded_for_routing(escaped: bytes) -> str:
    """An escaped path with everything decoded but the reserved characters and the percent sign."""
    return _ESCAPE.sub(_decoded_unless_reserved, escaped).decode("utf-8", "surrogateescape")


def escape_path(decoded: bytes) -> bytes:
    """A path as Go's `url.URL` escapes it."""
    return b"".join(bytes([byte]) if byte in _SAFE_IN_PATH else b"%%%02X" % byte for byte in decoded)


def escaped_path(decoded: bytes, raw: bytes) -> bytes:
    """Go's `URL.EscapedPath`: the raw path where it is a valid form of the path, else one made from the path."""
    if raw and _VALID_IN_RAW_PATH.issuperset(raw) and unquote_to_bytes(raw) == decoded:
        return raw
    return b"*" if decoded == b"*" else escape_path(decoded)


def joined_path(escaped: bytes) -> bytes:
    """Go's `URL.JoinPath` without elements."""
    if not escaped.startswith(b"/"):
        relative = posixpath.normpath(b"/" + escaped).lstrip(b"/")
        return relative + (b"/" if (b"/" + escaped).endswith(b"/") and not relative.endswith(b"/") else b"")
    cleaned = posixpath.normpath(escaped)
    cleaned = b"/" + cleaned.lstrip(b"/")
    return cleaned + (b"/" if escaped.endswith(b"/") and not cleaned.endswith(b"/") else b"")


def is_broken(text: str) -> bool:
    """Whether a text has a percent sign that no two hexadecimal digits follow."""
    return "%" in text and _BROKEN_ESCAPE.search(text.encode("utf-8", "surrogateescape")) is not None


def _normalised(escape: re.Match[bytes]) -> bytes:
    byte = int(escape[1], 16)
    return bytes([byte]) if byte in _UNRESERVED else escape[0].upper()


def _decoded_unless_reserved(escape: re.Match[bytes]) -> bytes:
    byte = int(escape[1], 16)
    return escape[0] if byte in _RESERVED else bytes([byte])
