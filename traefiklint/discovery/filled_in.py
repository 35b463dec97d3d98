"""The files of which a script makes what Traefik reads: something is put in the place of their variables first."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from traefiklint.discovery.walk import texts_of
from traefiklint.patterns import lazy

_SCRIPTS = lazy(
    r"(?i)(?:.*\.(?:sh|bash|zsh|ps1|md|ya?ml)|.*Dockerfile.*|.*entrypoint.*|(?:gnu)?makefile|.*\.mk|justfile)"
)
"""Names of files that may do it, or tell people to."""
_FILLS_IN = lazy(rb"\b(?:envsubst|gomplate|dockerize|confd|consul-template|esh|printenv|jinja2?|j2|mustache)\b")
"""Programs that are for nothing else."""
_EDITS = lazy(rb"\bsed\b")
"""One that may do it, on the line where it names the file."""
_MAY_FOLLOW = rb"(?![\w-])(?!\.(?!template|tmpl|tpl))"


def filled_in(root: str, exclude: Sequence[str], candidates: Collection[str]) -> set[str]:
    """Those of some files that a script, a Dockerfile or a README says are filled in.

    Args:
        exclude: patterns of paths to leave out.
        candidates: the paths, from the folder, of files that hold variables.

    Raises:
        OSError: the folder cannot be read.
    """
    if not candidates:
        return set()
    import re

    named = {path: re.compile(rb"(?<![\w-])" + re.escape(_tail(path)) + _MAY_FOLLOW) for path in candidates}
    found: set[str] = set()
    for _, text in texts_of(root, exclude, lambda name: _SCRIPTS.fullmatch(name) is not None):
        whole = _FILLS_IN.search(text) is not None
        if not whole and not _EDITS.search(text):
            continue
        lines = [text] if whole else [line for line in text.splitlines() if _EDITS.search(line)]
        found |= {path for path, sign in named.items() if any(map(sign.search, lines))}
    return found


def _tail(path: str) -> bytes:
    """The end of a path by which scripts call it: its name, whatever the folder is called where they run."""
    return path.rpartition("/")[2].encode("utf-8", "surrogateescape")
