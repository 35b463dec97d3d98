"""The tokens of a template one after the other, and the errors that speak of them."""

from __future__ import annotations

from typing import NoReturn

from traefiklint.go.template import lexer as lex
from traefiklint.go.template.lexer import Lexer, TemplateToken
from traefiklint.go.template.tree import TemplateError


class Stop:
    """An `{{end}}` or `{{else}}`, which ends a list of nodes."""

    def __init__(self, kind: str, start: int, end: int) -> None:
        self.kind = kind
        self.start = start
        self.end = end

    def __str__(self) -> str:
        return "{{" + self.kind + "}}"


class TokenStream:
    """Hands out tokens; setting `at` back hands them out again. `action` is the `{{` of the action being read."""

    def __init__(self, text: str) -> None:
        self.source = text
        self._lexer = iter(Lexer(text))
        self._tokens: list[TemplateToken] = []
        self.at = 0
        self.action: TemplateToken | None = None

    def next(self) -> TemplateToken:
        """The next token, blanks included; after the last one, the last one again."""
        if self.at == len(self._tokens):
            last = self._tokens[-1] if self._tokens else None
            self._tokens.append(next(self._lexer, last) or TemplateToken(lex.END, "", len(self.source), 1))
        self.at += 1
        return self._tokens[self.at - 1]

    def peek(self) -> TemplateToken:
        """The next token, which stays where it is."""
        token = self.next()
        self.at -= 1
        return token

    def next_word(self) -> TemplateToken:
        """The next token that is no blank."""
        token = self.next()
        while token.kind == lex.SPACE:
            token = self.next()
        return token

    def peek_word(self) -> TemplateToken:
        """The next token that is no blank, which stays where it is; blanks before it are gone."""
        token = self.next_word()
        self.at -= 1
        return token

    def expect_right(self, context: str) -> TemplateToken:
        """The `}}` that must come now."""
        token = self.next_word()
        if token.kind != lex.RIGHT:
            self.unexpected(token, context)
        return token

    def fail(self, message: str, token: TemplateToken | None = None) -> NoReturn:
        """Refuse the template because of a token, the last one if none is given."""
        token = token or self._tokens[self.at - 1]
        start = self.action.start if self.action else token.start
        end = max(token.start + len(token.text if token.kind != lex.ERROR else ""), start + 2)
        raise TemplateError(f"template: :{token.line}: {message}", start, min(end, len(self.source)))

    def fail_at(self, message: str, stop: Stop) -> NoReturn:
        """Refuse the template because of an `{{end}}` or `{{else}}`."""
        line = self._tokens[self.at - 1].line
        raise TemplateError(f"template: :{line}: {message}", stop.start, stop.end)

    def unexpected(self, token: TemplateToken, context: str) -> NoReturn:
        """Refuse a token that does not belong here, or tell the lexer's own complaint."""
        if token.kind == lex.ERROR:
            extra = ""
            if self.action and self.action.line != token.line:
                extra = f" in action started at :{self.action.line}"
                if token.text.endswith(" action"):
                    extra = extra.removeprefix(" in action")
            self.fail(token.text + extra, token)
        self.fail(f"unexpected {token} in {context}", token)

    def end(self) -> int:
        """Where the last token ends."""
        token = self._tokens[self.at - 1]
        return token.start + len(token.text)
