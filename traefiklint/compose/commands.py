"""Commands: lists of arguments, or texts that Compose splits as a shell would.

Source: github.com/mattn/go-shellwords `Parse`, which Compose splits with.
"""

from __future__ import annotations

from traefiklint.compose.project import Command
from traefiklint.compose.report import Report
from traefiklint.compose.tree import Items, Leaf, Tree, place_of
from traefiklint.compose.values import Value
from traefiklint.yaml.scalars import STRING

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
        return None
    value = report.value(tree)
    if value.kind != STRING:
        return None
    words = split(value)
    if words is None:
        report.wrong_type(tree, "a command whose quotes are closed, with no parentheses outside of them")
    return Command(words or (), place_of(tree), True)


def split(value: Value) -> tuple[Value, ...] | None:
    """The words of a text, each with its place; None where Compose can make nothing of it."""
    shell = _Shell(value)
    for at, sign in enumerate(value.text):
        if not shell.take(at, sign):
            break
    return shell.result()


class _Shell:
    """Splits a text sign by sign. A backtick and `$(` only keep blanks together; they stay in the word."""

    def __init__(self, value: Value) -> None:
        self.value = value
        self.words: list[Value] = []
        self.parts: list[tuple[int, int, str | None]] = []
        """Of the word at hand: stretches of the text, and what else than that they mean."""
        self.started = self.failed = False
        self.escaped = self.single = self.double = self.back = self.dollar = False

    def take(self, at: int, sign: str) -> bool:
        """Take the next sign; whether more shall be taken."""
        if self.escaped:
            self.escaped = False
            self._keep(at, {"t": "\t", "n": "\n"}.get(sign))
        elif sign == "\\" and not self.single:
            self.escaped = True
        elif sign in " \t\r\n":
            if self.single or self.double or self.back or self.dollar:
                self.parts.append((at, at + 1, None))
            elif self.started:
                self._end_word()
        elif sign == '"' and not self.single and not self.dollar:
            self.double = not self.double
            self._pass_quote(at)
        elif sign == "'" and not self.double and not self.dollar:
            self.single = not self.single
            self._pass_quote(at)
        elif sign in "()" and not (self.single or self.double or self.back):
            self._parenthesis(at, sign)
        elif sign in _ENDS and not (self.single or self.double or self.back or self.dollar):
            word = "".join(self.value.text[start:end] for start, end, _ in self.parts)
            if sign == ">" and word[:1].isascii() and word[:1].isdigit():
                self.started = False
            return False
        else:
            if sign == "`" and not (self.single or self.double or self.dollar):
                self.back = not self.back
            self._keep(at)
        return not self.failed

    def result(self) -> tuple[Value, ...] | None:
        """The words, once all signs are taken."""
        if self.started:
            self._end_word()
        if self.failed or self.escaped or self.single or self.double or self.back or self.dollar:
            return None
        return tuple(self.words)

    def _keep(self, at: int, text: str | None = None) -> None:
        self.started = True
        last = self.parts[-1] if self.parts else None
        if last and text is None and last[2] is None and last[1] == at:
            self.parts[-1] = (last[0], at + 1, None)
        else:
            self.parts.append((at, at + 1, text))

    def _pass_quote(self, at: int) -> None:
        """A quote begins a word, and stands between what is before and behind it, be it an empty variable."""
        self.started = True
        self.parts.append((at + 1, at + 1, None))

    def _parenthesis(self, at: int, sign: str) -> None:
        opens = sign == "("
        if opens:
            last = self.parts[-1] if self.parts else None
            self.failed = self.dollar or last is None or self.value.text[last[1] - 1] != "$"
        else:
            self.failed = not self.dollar
        self.dollar = opens
        self._keep(at)

    def _end_word(self) -> None:
        self.words.append(self.value.joined(self.parts))
        self.parts, self.started = [], False
