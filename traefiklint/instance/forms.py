"""The forms of files: what lies here in the place of a file that somebody makes of it, as `traefik.example.yml`."""

from __future__ import annotations

import posixpath

_WORDS = ("template", "tmpl", "tpl", "example", "sample", "dist", "default", "j2")


def forms_of(path: str) -> list[str]:
    """What the forms of a file may be called, those that are nearest to its name first."""
    stem, ending = posixpath.splitext(path)
    added = [f"{path}.{word}" for word in _WORDS]
    return added + [f"{stem}{sign}{word}{ending}" for word in _WORDS for sign in ".-_"]
