"""How far a long comparison is, on a terminal only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from traefiklint.cli.console import Console
from traefiklint.cli.progress import progress

T = TypeVar("T")


def watched(items: Iterable[T], total: int) -> Iterator[T]:
    """The same items, with a bar on standard error that says how many of them are done."""
    with progress(Console(), "Comparing") as advance:
        for number, item in enumerate(items):
            if advance is not None:
                advance(number, total)
            yield item
