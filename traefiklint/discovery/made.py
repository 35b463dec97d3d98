"""Templates of which another program makes files for the file provider, so that these define what nobody sees here."""

from __future__ import annotations

import os

from traefiklint.patterns import lazy
from traefiklint.reading import read_file

_NAME = lazy(
    r"(?i).+\.(?:ya?ml|toml)[-_.](?:j2|jinja2?|te?mpl|gotmpl|ctmpl|tpl|template|erb|in|envsubst)"
    r"|.+\.(?:j2|jinja2?|gotmpl|ctmpl|erb)"
)
_SECTION = lazy(rb"(?im)^[ \t]*[\"']?(?:http|tcp|udp|tls|middlewares)[\"']?[ \t]*:|^[ \t]*\[+(?:http|tcp|udp|tls)\.")
"""What there is in one that makes dynamic configuration; a static configuration may be made beside it."""


def makes_dynamic_files(folder: str) -> bool:
    """Whether a folder, or one in it, holds a template of dynamic configuration that Traefik itself does not read."""
    try:
        with os.scandir(folder or os.curdir) as entries:
            found = list(entries)
        if any(one.is_file() and _NAME.fullmatch(one.name) and _makes(one.path) for one in found):
            return True
        inner = [one.path for one in found if one.is_dir(follow_symlinks=False) and not one.name.startswith(".")]
    except OSError:
        return False
    return any(map(_has_one, inner))


def _has_one(folder: str) -> bool:
    try:
        with os.scandir(folder) as entries:
            return any(one.is_file() and _NAME.fullmatch(one.name) and _makes(one.path) for one in entries)
    except OSError:
        return False


def _makes(path: str) -> bool:
    try:
        return _SECTION.search(read_file(path)) is not None
    except OSError:
        return False
