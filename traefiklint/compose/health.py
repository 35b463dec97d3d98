"""The command with which Docker asks a container again and again whether it is well.

Source: the Compose specification, `healthcheck`; `NONE` and `disable` switch off what the image brings.
"""

from __future__ import annotations

from traefiklint.compose.commands import split
from traefiklint.compose.report import Report
from traefiklint.compose.tree import Entries, Items, Leaf, Tree
from traefiklint.compose.values import Value
from traefiklint.patterns import lazy

_WITH_MORE = lazy(r"\|\|(?!\s*(?:exit\s+[1-9]|false)\b)")
"""What is done where the first command fails, and is no failure itself."""


def health_check_of(tree: Tree | None, report: Report) -> tuple[Value, ...]:
    """The words of the command, up to what a shell does with its result; empty where none is asked for."""
    test = tree.get("test") if isinstance(tree, Entries) else None
    if test is None or (isinstance(tree, Entries) and tree.get("disable") is not None):
        return ()
    if isinstance(test, Leaf):
        return _of_shell(report.value(test))
    leaves = [item.value for item in test.items if isinstance(item.value, Leaf)] if isinstance(test, Items) else []
    words = tuple(map(report.value, leaves))
    if not words or words[0].text not in ("CMD", "CMD-SHELL"):
        return ()
    return words[1:] if words[0].text == "CMD" else _of_shell(words[1]) if len(words) > 1 else ()


def _of_shell(value: Value) -> tuple[Value, ...]:
    return () if _WITH_MORE.search(value.text) else split(value) or ()
