"""How a file changes, as a unified diff that may be shown."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.instance.secrets import masked_text
from traefiklint.text.differences import unified


def file_diff(file: str, before: str, after: str, *, sides: tuple[str, str] = ("a", "b")) -> Iterator[str]:
    """A unified diff of two texts of one file, line by line without line ends, the secrets in them covered.

    Args:
        sides: what stands before the name of the file on either side.
    """
    if before == after:
        return
    shown = _lines(masked_text(file, before)), _lines(masked_text(file, after))
    names = (f"{sides[0]}/{file.lstrip('/')}", f"{sides[1]}/{file.lstrip('/')}")
    yield from unified(_lines(before), _lines(after), shown, names)


def _lines(text: str) -> list[str]:
    """The lines as `diff` and `patch` count them."""
    lines = text.split("\n")
    return [line + "\n" for line in lines[:-1]] + [line for line in lines[-1:] if line]
