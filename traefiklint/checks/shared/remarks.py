"""The lines around an option: what their comments say shows whether its author knows what it does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from traefiklint.instance.instance import Instance
from traefiklint.text.document import Document
from traefiklint.text.lines import lines_of

_SECTION = (
    r"(?m)^[ \t]*#[# \t]*(?:{name}:[ \t]*(?:\{{.*)?$|\[{path}\]"
    r"|-[ \t]*[\"']?--{path}(?:\.dashboard|\.insecure)?(?:=true)?[\"']?[ \t]*$)"
)
"""A section that is a comment: a key, a table or a flag that turns it on."""


class Surroundings(NamedTuple):
    """A line and those around it, without their breaks."""

    remark: str
    """The comment at the end of the line itself; empty where it has none."""
    above: tuple[str, ...]
    """The lines before it, the nearest first."""
    below: tuple[str, ...]
    """The lines behind it."""


def around(document: Document, line: int, reach: int = 0) -> Surroundings:
    """What stands at and near a line of a document.

    Args:
        line: its number, from 1.
        reach: how many lines before it and behind it are meant.
    """
    lines = lines_of(document.text, document.file)
    line = min(line, lines.count)
    return Surroundings(
        _text(document, line).partition(" #")[2],
        tuple(_text(document, number) for number in range(line - 1, max(0, line - 1 - reach), -1)),
        tuple(_text(document, number) for number in range(line + 1, min(lines.count, line + reach) + 1)),
    )


def comments_above(document: Document, line: int, section: re.Pattern[str]) -> Iterator[str]:
    """The comments directly above an option, the nearest first, and those at the line that begins its section where it
    is the first thing in that.

    Args:
        line: the number of the option's line, from 1.
        section: what that line looks like.
    """
    is_within = True
    for number in range(min(line, lines_of(document.text, document.file).count) - 1, 0, -1):
        text = _text(document, number)
        if text.lstrip().startswith("#"):
            yield text
        elif is_within and section.fullmatch(text):
            is_within = False
            yield text.partition("#")[2]
        else:
            return


def comments_before(document: Document, line: int, reach: int, other: re.Pattern[str]) -> Iterator[str]:
    """The nearest comments before an option, the nearest first, though a few options of its section or list stand
    between; else those above its section.

    Args:
        line: the number of the option's line, from 1.
        reach: how many options may stand between.
        other: what those have in their lines that belong to something else.
    """
    width = _width(_text(document, line))
    is_found = is_within_head = False
    for number in range(line - 1, 0, -1):
        text = _text(document, number)
        start = text.lstrip()[:1]
        if start == "#":
            if is_within_head and _width(text) > width:
                return  # it belongs to the end of the section before
            is_found = True
            yield text
            continue
        is_head = bool(start) and (_width(text) < width or start == "[")
        if is_found or not start or other.search(text) or (is_within_head and not is_head):
            return
        if is_head:
            width, is_within_head = _width(text), True
        elif reach:
            reach -= 1
        else:
            return


def _width(text: str) -> int:
    """By how much a line is indented."""
    return len(text) - len(text.lstrip())


def _text(document: Document, number: int) -> str:
    lines = lines_of(document.text, document.file)
    start = lines.start(number)
    return document.text[start : start + lines.width(number)]


def is_commented_out(path: str, instance: Instance) -> bool:
    """Whether the static configuration has a section as a comment, so that its author knows that it is off.

    Args:
        path: where it belongs, as `providers.docker`.
    """
    texts = {one.document.text for one in instance.context.static.get("Static", ()) if one.document is not None}
    pattern = _SECTION.format(name=path.rpartition(".")[2], path=re.escape(path))
    return any(re.search(pattern, text) for text in texts)
