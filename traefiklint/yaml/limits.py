"""Where yaml.v3 gives up on a text that libyaml reads."""

from __future__ import annotations

from typing import Any

MAX_DEPTH = 10_000
"""yaml.v3 refuses anything nested deeper, in blocks and in brackets each."""


class TooDeep(Exception):  # noqa: N818 - a way out of the loop, not an error of ours
    """The nesting goes beyond what yaml.v3 takes; `mark` is where."""

    def __init__(self, mark: Any) -> None:
        super().__init__()
        self.mark = mark


class UnknownAnchor(Exception):  # noqa: N818
    """An alias refers to an anchor that stands nowhere before it."""

    def __init__(self, name: str, mark: Any, end: Any) -> None:
        super().__init__(name)
        self.name = name
        self.mark = mark
        self.end = end
