"""Two texts, line by line: compared as they are, shown as they may be shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from traefiklint.text.alignment import alignment

_AROUND = 3


def unified(
    before: Sequence[str], after: Sequence[str], shown: tuple[Sequence[str], Sequence[str]], names: tuple[str, str]
) -> Iterator[str]:
    """A unified diff, line by line without line ends; nothing where the texts are the same.

    Args:
        before, after: the lines as they are, with their line ends.
        shown: the same lines as they may be shown. A line that differs only in its secrets is shown as changed.
        names: what the two are called.
    """
    old, new = shown
    matcher = SequenceMatcher(None, "", "")
    matcher.opcodes = alignment(before, after, autojunk=True)  # type: ignore[attr-defined]  # what it would work out
    groups = list(matcher.get_grouped_opcodes(_AROUND))
    if groups:
        yield from (f"--- {names[0]}", f"+++ {names[1]}")
    for group in groups:
        first, last = group[0], group[-1]
        yield f"@@ -{_range(first[1], last[2])} +{_range(first[3], last[4])} @@"
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                yield from _lines(" ", before, old, i1, i2)
            else:
                yield from _lines("-", before, old, i1, i2)
                yield from _lines("+", after, new, j1, j2)


def _lines(sign: str, lines: Sequence[str], shown: Sequence[str], start: int, end: int) -> Iterator[str]:
    for line, text in zip(lines[start:end], shown[start:end], strict=True):
        yield sign + text.rstrip("\n")
        if not line.endswith("\n"):
            yield "\\ No newline at end of file"


def _range(start: int, end: int) -> str:
    """A stretch of lines as `diff` writes it."""
    length = end - start
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"
