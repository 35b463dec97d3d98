"""A page of the rule book on a terminal: prose is cut between words, lines of code are not cut."""

from __future__ import annotations

from typing import ClassVar

from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import CodeBlock, Markdown, MarkdownElement
from rich.syntax import Syntax


class _Code(CodeBlock):
    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        code = Syntax("", self.lexer_name, theme=self.theme, background_color="default")
        for line in str(self.text).rstrip().split("\n"):
            shown = code.highlight(f"  {line}")
            shown.rstrip()
            shown.no_wrap, shown.overflow = True, "ignore"
            yield shown


class Page(Markdown):
    """A page in Markdown."""

    elements: ClassVar[dict[str, type[MarkdownElement]]] = Markdown.elements | {"fence": _Code, "code_block": _Code}
