"""Which of the texts that are given together are static configurations."""

from __future__ import annotations

import re
from collections.abc import Mapping

_NAME = re.compile(r"(?i)(?:^|/)traefik\.(?:ya?ml|toml|json)$")
_HINT = rb"(?im)^(?:\xef\xbb\xbf)?[\[{ \t\r\f\v\"']*(?:entrypoints|certificatesresolvers|providers)\b"
_HINTS = re.compile(_HINT), re.compile(_HINT.decode("latin-1"))
"""What a static configuration of any other name has at the beginning of a line."""


def static_files(files: Mapping[str, str | bytes]) -> tuple[str, ...]:
    """The names of the static configurations among texts, by their name or what they hold, in the order given."""
    return tuple(name for name, text in files.items() if _may_be(name, text) and _is_static(name, text))


def _may_be(name: str, text: str | bytes) -> bool:
    if _NAME.search(name):
        return True
    return (_HINTS[0].search(text) if isinstance(text, bytes) else _HINTS[1].search(text)) is not None


def _is_static(name: str, text: str | bytes) -> bool:
    from traefiklint.discovery.kinds import Kind, recognize

    return recognize(name, text).kind is Kind.STATIC
