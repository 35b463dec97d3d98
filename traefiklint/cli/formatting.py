"""Help pages that end where the terminal does, with commands that can still be typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import click

from traefiklint.cli.streams import NARROWEST, columns
from traefiklint.patterns import lazy

EXAMPLES = "\b\nExamples:\n"
"""How the end of a help page begins."""

_QUOTED_OR_PLAIN = lazy(r"""(?:'[^']*'|"[^"]*"|\S)+""")
_COMMENT = lazy(r"^(\S.*?\S)\s{2,}(\S.*)$")
_OPTION = lazy(r"(?<![\w-])--[a-z][a-z-]+")
_HELD = "\u2011"  # a hyphen at which no line ends


class HelpFormatter(click.HelpFormatter):
    """As click's, but for what click leaves wider than the terminal (examples, long lists of choices), and for names of
    options, which it breaks at their hyphens."""

    def write(self, string: str) -> None:
        """Write a text as it is read: hyphens are hyphens again."""
        super().write(string.replace(_HELD, "-"))

    def write_text(self, text: str) -> None:
        """Examples in whole lines where there is room, else continued as a shell takes them."""
        if not text.startswith(EXAMPLES):
            super().write_text(_held(text))
            return
        lines = [line.strip() for line in text.removeprefix(EXAMPLES).splitlines()]
        indent = " " * self.current_indent
        self.write(f"{indent}Examples:\n")
        self._write_examples(lines, max(self.width, columns()), f"{indent}  ")

    def _write_examples(self, lines: Sequence[str], width: int, indent: str) -> None:
        """Examples, with what is said about them below them where there is no room beside any."""
        if all(len(indent) + len(line) <= width for line in lines):
            self.write("".join(f"{indent}{line}\n" for line in lines))
            return
        from textwrap import wrap

        for line in lines:
            apart = _COMMENT.match(line)
            for part in continued(apart[1] if apart else line, width, indent):
                self.write(f"{part}\n")
            if apart:
                below = f"{indent}    "
                self.write("\n".join(wrap(apart[2], width, initial_indent=below, subsequent_indent=below)) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Choices that are wider than a line go on in the next one, between two of them."""
        room = max(self.width - self.current_indent, NARROWEST)
        indent = "\n" + " " * (self.current_indent + 4)
        super().write_dl([(_choices(name, room, indent), _held(said)) for name, said in rows], col_max, col_spacing)


class HelpContext(click.Context):
    """How a command is called, with its help page by `HelpFormatter`."""

    formatter_class = HelpFormatter


def _held(text: str) -> str:
    """The text with options that stay whole."""
    return _OPTION.sub(lambda option: option[0].replace("-", _HELD), text)


def _choices(name: str, room: int, indent: str) -> str:
    if len(name) <= room or "|" not in name:
        return name
    lines: list[str] = []
    here = ""
    for part in re.split(r"(?<=\|)", name):
        if here and len(here) + len(part) + (len(indent) if lines else 0) > room:
            lines.append(here)
            here = ""
        here += part
    return indent.join([*lines, here])


def continued(command: str, width: int, indent: str) -> Iterator[str]:
    """A command in lines that a shell reads as one: no word and no quoted text is cut."""
    here = indent
    for word in _QUOTED_OR_PLAIN.findall(command):
        taken = f"{here} {word}" if here.strip() else f"{here}{word}"
        if here.strip() and len(taken) + len(" \\") > width:
            yield f"{here} \\"
            taken = f"{indent}    {word}"
        here = taken
    yield here
