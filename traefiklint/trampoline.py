"""Recursion without Python's stack: what users write may nest a hundred thousand levels deep."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any


def run(steps: Generator[Any, Any, Any]) -> Any:
    """Run a generator that asks for the results of other generators by yielding them, without recursion.

    What an inner generator raises is raised in the one that asked for it, as with real calls.
    """
    stack = [steps]
    result: Any = None
    error: Exception | None = None
    while stack:
        try:
            if error is None:
                inner = stack[-1].send(result)
            else:
                raised, error = error, None
                inner = stack[-1].throw(raised)
        except StopIteration as stop:
            stack.pop()
            result = stop.value
        except Exception as other:  # noqa: BLE001 - it goes on to whoever asked
            stack.pop()
            error = other
        else:
            stack.append(inner)
            result = None
    if error is not None:
        raise error
    return result
