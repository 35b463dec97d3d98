"""Templates of which another program makes files for the file provider, so that these define what nobody sees here."""

from __future__ import annotations

import os
from collections.abc import Collection

from traefiklint.decoding.directory import is_read
from traefiklint.patterns import lazy
from traefiklint.reading import NotAFileError, is_file, read_file

_NAME = lazy(
    r"(?i).+\.(?:ya?ml|toml)[-_.](?:j2|jinja2?|te?mpl|gotmpl|ctmpl|tpl|template|erb|in|envsubst)"
    r"|.+\.(?:j2|jinja2?|gotmpl|ctmpl|erb)"
)
_SECTION = lazy(rb"(?im)^[ \t]*[\"']?(?:http|tcp|udp|tls|middlewares)[\"']?[ \t]*:|^[ \t]*\[+(?:http|tcp|udp|tls)\.")
"""What there is in one that makes dynamic configuration; a static configuration may be made beside it."""


_NAMED = 5
"""How many paths a sentence names."""


def made_note(templates: Collection[str]) -> str:
    """What to say of the names that templates may define: whoever is told that nothing is wrong should know it."""
    named = ", ".join(f"`{os.path.relpath(path).replace(os.sep, '/')}`" for path in list(templates)[:_NAMED])
    more = f" and {len(templates) - _NAMED} more" if len(templates) > _NAMED else ""
    return (
        "not judged: names that no file here defines, unless they look like a slip of the pen, because another program "
        f"may make files that define them of {named}{more}"
    )


def templates_in(folder: str) -> dict[str, str]:
    """The texts of the templates of dynamic configuration in a folder and those in it, which Traefik itself does not
    read, by their paths."""
    return _templates(folder or os.curdir, depth=1)


def _templates(folder: str, depth: int) -> dict[str, str]:
    try:
        with os.scandir(folder) as entries:
            there = sorted(entries, key=lambda one: one.name)
    except OSError:
        return {}
    found = {}
    for one in there:
        if is_read(one.name):
            continue  # by Traefik itself
        if _NAME.fullmatch(one.name) and is_file(one):
            text = _text(one.path)
            if _SECTION.search(text) is not None:
                found[one.path] = text.decode("utf-8", "replace")
        elif depth and one.is_dir(follow_symlinks=False) and not one.name.startswith("."):
            found |= _templates(one.path, depth - 1)
    return found


def _text(path: str) -> bytes:
    try:
        return read_file(path)
    except (NotAFileError, OSError):
        return b""
