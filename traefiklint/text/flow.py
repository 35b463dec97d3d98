"""Text in lines that end where a terminal does, cut between words."""

from __future__ import annotations


def flowing(text: str, width: int, taken: int = 0, indent: int = 0) -> list[str]:
    """A text in lines of at most so many columns; a word that is longer stays whole.

    Args:
        taken: how many columns of the first line are taken by what stands before it.
        indent: how far the other lines are indented.
    """
    if taken + len(text) <= width:
        return [text]
    from textwrap import wrap

    lines = wrap(
        text,
        width,
        initial_indent=" " * taken,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [lines[0][taken:], *lines[1:]]
