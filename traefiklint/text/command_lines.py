"""Options and variables inside a value that is a command line, and the defaults that variables have there.

`serve --password hunter2`, `PASSWORD=hunter2 serve` and `${DB_PASSWORD:-hunter2}` name what stands in them, as a key
does what stands below it.
"""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.patterns import lazy
from traefiklint.records import NamedTuple

FLAG = lazy(r"--?(?P<name>[A-Za-z][\w.-]*)")
"""An option whose value is the next word, or the next item of a list."""

_OPTION = lazy(
    r"(?:^|(?<=[\s\"'`(;|&]))(?:--?(?P<flag>[A-Za-z][\w.-]*)(?:=|[ \t]+)|(?P<variable>[A-Za-z_]\w*)=)"
    r"(?=\"(?P<double>[^\"]+)\"|'(?P<single>[^']+)'|(?P<bare>[^\s\"'`;|&<>()-][^\s\"'`;|&<>()]*))"
)
"""The value is looked at only: it may be a command line itself, as in `sh -c "PASSWORD=hunter2 serve"`."""
_DEFAULT = lazy(r"\$\{(?P<name>[A-Za-z_]\w*):?-")


class Named(NamedTuple):
    """A piece of a value, and what names it."""

    name: str
    start: int
    end: int


def options_in(value: str) -> Iterator[Named]:
    """The values of options and of variables in a command line; none in a value of one word."""
    if " " not in value.strip() or ("-" not in value and "=" not in value):
        return
    for found in _OPTION.finditer(value):
        group = next(name for name in ("double", "single", "bare") if found[name] is not None)
        yield Named(found["flag"] or found["variable"], *found.span(group))


def defaults_in(value: str) -> Iterator[Named]:
    """What stands for a variable that is not set: `${NAME:-this}`."""
    if "${" not in value:
        return
    for found in _DEFAULT.finditer(value):
        end = _closing(value, found.end())
        if end > found.end():
            yield Named(found["name"], found.end(), end)


def _closing(value: str, at: int) -> int:
    """Where the brace that was opened before closes; where nothing closes it, no place."""
    depth = 1
    for place in range(at, len(value)):
        if value.startswith("${", place):
            depth += 1
        elif value[place] == "}":
            depth -= 1
            if not depth:
                return place
    return -1
