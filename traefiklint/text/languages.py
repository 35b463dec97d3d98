"""Whether a text looks like TOML or like YAML, whatever its file is called."""

from __future__ import annotations

from traefiklint.patterns import lazy

_EMPTY = r"(?>(?:[ \t]*+(?:#[^\n]*+)?\r?\n)*)"
"""Lines without content. Nothing is given back: a comment may end in `\\r`, and a page of them has 2^n readings."""
_END = r"[ \t]*+(?:#[^\n]*+)?(?:\r?\n|\Z)"
_TOML = lazy(rf"{_EMPTY}[ \t]*\[{{1,2}}[A-Za-z][\w.\"' -]*\]{{1,2}}{_END}")
_YAML = lazy(rf"{_EMPTY}(?:---{_END}{_EMPTY})?[A-Za-z][\w-]*:{_END}")


def begins_as_toml(text: str) -> bool:
    """Whether the first line with content is the header of a table, as `[http.routers.shop]`."""
    return _TOML.match(text) is not None


def begins_as_yaml(text: str) -> bool:
    """Whether the first line with content is a key with nothing behind it, as `http:`."""
    return _YAML.match(text) is not None
