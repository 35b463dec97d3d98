"""Files for the file provider that are not here, so that they define what nobody sees: those that another program makes
of templates, and those that git leaves out."""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Collection, Iterator

from traefiklint.decoding.directory import is_read
from traefiklint.discovery.skipped import IGNORE_FILE
from traefiklint.patterns import lazy
from traefiklint.reading import NotAFileError, is_file, read_file
from traefiklint.text.spelling import joined

_NAME = lazy(
    r"(?i).+\.(?:ya?ml|toml)[-_.](?:j2|jinja2?|te?mpl|gotmpl|ctmpl|tpl|template|erb|in|envsubst)"
    r"|.+\.(?:j2|jinja2?|gotmpl|ctmpl|erb)"
)
_SECTION = lazy(rb"(?im)^[ \t]*[\"']?(?:http|tcp|udp|tls|middlewares)[\"']?[ \t]*:|^[ \t]*\[+(?:http|tcp|udp|tls)\.")
"""What there is in one that makes dynamic configuration; a static configuration may be made beside it."""


def made_note(templates: Collection[str]) -> str:
    """What to say of the names that templates may define: whoever is told that nothing is wrong should know it."""
    return _note(f"another program may make files that define them of {_named(templates)}")


def left_out_note(files: Collection[str]) -> str:
    """The same of files that git leaves out."""
    return _note(f"git leaves out {_named(files)}, which may define them")


def _note(why: str) -> str:
    return f"not judged: names that no file here defines, unless they look like a slip of the pen, because {why}"


def _named(paths: Collection[str]) -> str:
    return joined(os.path.relpath(path).replace(os.sep, "/") for path in paths)


_HIGHEST = 8
"""How many folders up a `.gitignore` is read."""


def left_out_of(folder: str) -> list[str]:
    """The files of a folder that Traefik would read and that a `.gitignore` is about, by their names or patterns, where
    none is there: on a server there are some."""
    return list(_left_out(os.path.abspath(folder)))  # noqa: PTH100


def _left_out(folder: str) -> Iterator[str]:
    place, below = folder, ""
    try:
        there = os.listdir(folder)  # noqa: PTH208
    except OSError:  # as of files that somebody hands over, and that are in no folder
        return
    for _ in range(_HIGHEST):
        lines = [line.strip() for line in _text(f"{place}/{IGNORE_FILE}").decode("utf-8", "replace").splitlines()]
        kept = [line[1:].rpartition("/")[2] for line in lines if line.startswith("!")]
        taken = {name for pattern in kept for name in fnmatch.filter(there, pattern)}
        for name in dict.fromkeys(_about(line, below) for line in lines):
            if name and taken.issuperset(fnmatch.filter(there, name)):
                yield f"{folder}/{name}"
        if os.path.lexists(f"{place}/.git") or os.path.dirname(place) == place:  # noqa: PTH120
            return
        below = f"{os.path.basename(place)}/{below}".rstrip("/")  # noqa: PTH119
        place = os.path.dirname(place)  # noqa: PTH120


_USUAL = lazy(r"(?i)compose|lock|override|secret|settings|docker|(?:^|[-_.])(?:config|env|values|vars)[-_.]")
"""What is in names of files that people leave out of git whatever is in the repository."""


def _about(line: str, below: str) -> str:
    """The name, or the pattern of names, of what a line of a `.gitignore` leaves out of a folder, where Traefik would
    read that; empty where it is about nothing there (git's Documentation/gitignore.adoc).

    Args:
        below: where the folder is, from that of the `.gitignore`.
    """
    if line[:1] in ("", "#", "!"):
        return ""
    parent, _, name = line.removeprefix("/").removeprefix("**/").rpartition("/")
    if not (is_read(name) or (parent and name[-1:] == "*" and "." not in name)):
        return ""
    if parent or line[0] == "/":
        return name if fnmatch.fnmatchcase(below, parent) else ""
    return "" if below and _is_of_others(name) else name


def _is_of_others(name: str) -> bool:
    """Whether a name that is left out wherever it stands is hardly about Traefik's files, as people leave such out from
    the beginning, or as tools keep files that are hidden."""
    return name[0] == "." or _USUAL.search(name) is not None or not any(map(str.isalpha, name.rpartition(".")[0]))


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
