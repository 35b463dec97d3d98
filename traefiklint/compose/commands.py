"""Commands: lists of arguments, or texts that Compose splits as a shell would.

Source: github.com/mattn/go-shellwords `Parse`, which Compose splits with.
"""

from __future__ import annotations

from traefiklint.compose.project import Command
from traefiklint.compose.report import Report
from traefiklint.compose.tree import Items, Leaf, Tree, place_of
from traefiklint.compose.values import Value
from traefiklint.yaml.scalars import NULL, STRING

_ENDS = frozenset(";&|<>")
"""What ends a command where it is not quoted; the rest is not looked at."""


def command_of(tree: Tree | None, report: Report) -> Command | None:
    """The arguments of `command` or `entrypoint`; None where nothing is said."""
    if tree is None:
        return None
    if isinstance(tree, Items):
        arguments = []
        for item in tree.items:
            if isinstance(item.value, Leaf):
                arguments.append(report.value(item.value))
            else:
                report.wrong_type(item.value, "a string")
        return Command(tuple(arguments), place_of(tree), False)
    if not isinstance(tree, Leaf):
        report.wrong_type(tree, "a string or a list")
        return None
    value = report.value(tree)
    if value.kind == NULL:
        return None
    if value.kind != STRING:
        report.wrong_type(tree, "a string or a list")
        return None
    words = split(value)
    if words is None:
        report.wrong_type(tree, "a command whose quotes are closed")
    return Command(words or (), place_of(tree), True)


def split(value: Value) -> tuple[Value, ...] | None:
    """The words of a text, each with its place; None where a quote is not closed."""
    text = value.text
    words: list[Value] = []
    ranges: list[tuple[int, int]] = []
    started = escaped = False
    quote = ""
    for at, sign in enumerate(text):
        if escaped:
            escaped = False
        elif sign == "\\" and quote != "'":
            escaped = True
            continue
        elif sign in " \t\r\n" and not quote:
            if started:
                words.append(value.joined(ranges))
                ranges, started = [], False
            continue
        elif sign in "\"'`" and quote in ("", sign):
            quote = "" if quote else sign
            started = True
            if sign != "`":
                continue
        elif sign in _ENDS and not quote:
            if sign == ">" and ranges and text[ranges[0][0]].isdigit():
                started = False
            break
        started = True
        if ranges and ranges[-1][1] == at:
            ranges[-1] = (ranges[-1][0], at + 1)
        else:
            ranges.append((at, at + 1))
    if started:
        words.append(value.joined(ranges))
    return None if escaped or quote else tuple(words)
