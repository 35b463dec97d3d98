"""Recursion without Python's stack: rules may nest as deep as Go allows, which is a hundred thousand levels."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any


def run(steps: Generator[Any, Any, Any]) -> Any:
    """Runs a generator that asks for the results of other generators by yielding them, without recursion."""
    stack: list[Generator[Any, Any, Any]] = []
    result: Any = None
    while True:
        try:
            inner = steps.send(result)
        except StopIteration as stop:
            result = stop.value
            if not stack:
                return result
            steps = stack.pop()
        else:
            stack.append(steps)
            steps, result = inner, None
