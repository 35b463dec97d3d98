"""Go expressions, as Go's parser reads and refuses them.

Traefik gives every rule to Go's `go/parser.ParseExpr`, so a rule is first of all a Go expression. This follows its
order of reading, its recovery after an error and its habit of reporting one error a line, because what Traefik says
about a broken rule depends on them. The functions are generators that `run` drives, so rules may nest as deep as Go
allows.

Source: Go's package `go/parser`.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import suppress
from typing import Any, NamedTuple, TypeAlias

from traefiklint.go.tokens import CHAR, EOF, IDENT, NEWLINE, SEMICOLON, STRING, Scanner, SyntaxFault, Token
from traefiklint.trampoline import run

_PRECEDENCE = {
    "||": 1,
    "&&": 2,
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">="), 3),
    **dict.fromkeys(("+", "-", "|", "^"), 4),
    **dict.fromkeys(("*", "/", "%", "<<", ">>", "&", "&^"), 5),
}
_UNARY = frozenset({"+", "-", "!", "^", "&", "~", "<-"})
_STATEMENT_STARTS = frozenset(
    (
        "break",
        "const",
        "continue",
        "defer",
        "fallthrough",
        "for",
        "go",
        "goto",
        "if",
        "return",
        "select",
        "switch",
        "type",
        "var",
    )
)
_TYPES = {"func": "FuncLit", "struct": "StructType", "interface": "InterfaceType", "map": "MapType", "chan": "ChanType"}
_EXPRESSION_ENDS = frozenset((",", ":", SEMICOLON, ")", "]", "}", EOF))
_MOST_NESTING = 100_000
_MOST_FAULTS = 10


class Expr(NamedTuple):
    """One node of a Go expression."""

    kind: str
    """The name of the type in Go's package `go/ast`."""
    text: str
    """The name, operator or literal."""
    parts: tuple[Expr, ...]
    start: int
    end: int
    value: str = ""
    """The content of a string."""


Steps: TypeAlias = Generator[Any, Any, Expr]
"""A generator that yields the generators whose results it needs, and returns an expression."""


class _Bailout(Exception):  # noqa: N818 - no error of ours: Go's parser gives up
    """Too many errors, or nested too deep."""


def parse_expression(text: str) -> tuple[Expr | None, list[SyntaxFault]]:
    """The expression of a text, and what Go's parser complains about, in the order of the text."""
    parser = _Parser(text)
    expr: Expr | None = None
    with suppress(_Bailout):
        expr = run(parser.whole())
    return expr, sorted(parser.faults)


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._scanner = Scanner(text)
        self.faults = self._scanner.faults
        self._depth = 0
        self._token = self._scanner.next()

    def whole(self) -> Steps:
        expr = yield self._binary(1)
        if self._token.kind == SEMICOLON and self._token.text == NEWLINE:
            self._next()
        self._expect(EOF)
        return expr  # type: ignore[no-any-return]

    def _next(self) -> Token:
        """The current token; the one after it becomes the current one."""
        token = self._token
        self._token = self._scanner.next()
        return token

    def _fault(self, offset: int, message: str) -> None:
        """Notes an error, unless the last one noted stands on the same line."""
        if self.faults:
            last = self.faults[-1].offset
            end = len(self._text) - 1  # a line break at the very end starts no line
            if "\n" not in self._text[min(last, offset) : min(max(last, offset), end)]:
                return
            if len(self.faults) > _MOST_FAULTS:
                raise _Bailout
        self.faults.append(SyntaxFault(offset, message))

    def _expected(self, what: str) -> None:
        self._fault(self._token.start, f"expected {what}, found {self._token.shown}")

    def _expect(self, kind: str) -> Token:
        if self._token.kind != kind:
            self._expected(f"'{kind}'")
        return self._next()

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > _MOST_NESTING:
            self._fault(self._token.start, "exceeded max nesting depth")
            raise _Bailout

    def _binary(self, lowest: int) -> Steps:
        left = yield self._unary()
        entered = 0
        while True:
            self._enter()
            entered += 1
            operator = "==" if self._token.kind == "=" else self._token.kind
            precedence = _PRECEDENCE.get(operator, 0)
            if precedence < lowest:
                self._depth -= entered
                return left  # type: ignore[no-any-return]
            self._expect(operator)
            right = yield self._binary(precedence + 1)
            left = Expr("BinaryExpr", operator, (left, right), left.start, right.end)

    def _unary(self) -> Steps:
        self._enter()
        kind = self._token.kind
        if kind in _UNARY or kind == "*":
            token = self._next()
            operand = yield self._unary()
            name = "StarExpr" if kind == "*" else "UnaryExpr"
            result = Expr(name, kind, (operand,), token.start, operand.end)
        else:
            result = yield self._primary()
        self._depth -= 1
        return result

    def _primary(self) -> Steps:
        expr = yield self._operand()
        entered = 0
        while True:
            self._enter()
            entered += 1
            kind = self._token.kind
            if kind == ".":
                expr = self._selector(expr)
            elif kind == "[":
                expr = yield self._index(expr)
            elif kind == "(":
                expr = yield self._call(expr)
            elif kind == "{" and expr.kind in ("BadExpr", "Ident", "SelectorExpr", "IndexExpr"):
                expr = yield self._braces(expr)
            else:
                self._depth -= entered
                return expr  # type: ignore[no-any-return]

    def _operand(self) -> Steps:
        token = self._token
        if token.kind == IDENT:
            self._next()
            return Expr("Ident", token.text, (), token.start, token.end)
        if token.kind in ("INT", "FLOAT", "IMAG", CHAR, STRING):
            self._next()
            return Expr("BasicLit", token.text, (), token.start, token.end, token.value)
        if token.kind == "(":
            self._next()
            inner = yield self._binary(1)
            closing = self._expect(")")
            return Expr("ParenExpr", "", (inner,), token.start, max(closing.end, inner.end))
        if token.kind == "[":
            return (yield self._array())  # type: ignore[no-any-return]
        if token.kind in _TYPES:
            return self._type(token)
        return self._bad("operand")

    def _bad(self, what: str) -> Expr:
        """Go's recovery: skip to where a statement could start, which in a rule is nearly always its end."""
        start = self._token.start
        self._expected(what)
        while self._token.kind != EOF and self._token.kind not in _STATEMENT_STARTS:
            self._next()
        return Expr("BadExpr", "", (), start, self._token.start)

    def _array(self) -> Steps:
        """An array type, which is what a list in square brackets begins like."""
        opening = self._next()
        if self._token.kind != "]":
            yield self._binary(1)
        if self._token.kind == ",":
            self._fault(self._token.start, "unexpected comma; expecting ]")
            self._next()
        self._expect("]")
        self._type_name()
        return Expr("ArrayType", "", (), opening.start, self._token.start)

    def _type_name(self) -> None:
        element = self._token
        if element.kind == IDENT:
            self._next()
        elif element.kind in _TYPES:
            self._type(element)
        elif element.kind == "(":
            opened = 0
            while self._token.kind == "(":
                self._next()
                opened += 1
            self._type_name()
            for _ in range(opened):
                self._expect(")")
        else:
            self._expected("type")
            while self._token.kind not in _EXPRESSION_ENDS:
                self._next()

    def _type(self, token: Token) -> Expr:
        """A type or function: nothing a rule can hold. Only whether its brackets close is looked at."""
        depth = 0
        end = token.end
        while self._token.kind != EOF:
            kind = self._token.kind
            if depth == 0 and kind in (",", ")", "&&", "||", SEMICOLON):
                break
            depth += (kind in ("(", "[", "{")) - (kind in (")", "]", "}"))
            end = self._next().end
        if depth > 0:
            self._fault(self._token.start, "expected '}', found 'EOF'")
        return Expr(_TYPES.get(token.kind, "ArrayType"), token.kind, (), token.start, end)

    def _selector(self, operand: Expr) -> Expr:
        self._next()
        token = self._token
        if token.kind == IDENT:
            self._next()
            name = Expr("Ident", token.text, (), token.start, token.end)
            return Expr("SelectorExpr", token.text, (operand, name), operand.start, token.end)
        if token.kind == "(":
            self._next()
            self._type_name()
            closing = self._expect(")")
            return Expr("TypeAssertExpr", "", (operand,), operand.start, closing.end)
        self._expected("selector or type assertion")
        if token.kind != "}":
            self._next()
        name = Expr("Ident", "_", (), token.start, token.start)
        return Expr("SelectorExpr", "_", (operand, name), operand.start, token.start)

    def _index(self, operand: Expr) -> Steps:
        opening = self._next()
        if self._token.kind == "]":
            self._expected("operand")
            closing = self._next()
            bad = Expr("BadExpr", "", (), opening.end, closing.start)
            return Expr("IndexExpr", "", (operand, bad), operand.start, closing.end)
        parts, kind = [operand], "IndexExpr"
        while True:
            if self._token.kind not in (":", "]"):
                parts.append((yield self._binary(1)))
            if self._token.kind == ":":
                kind = "SliceExpr"
            elif self._token.kind == ",":
                kind = "IndexListExpr"
            else:
                break
            self._next()
        closing = self._expect("]")
        return Expr(kind, "", tuple(parts), operand.start, closing.end)

    def _call(self, function: Expr) -> Steps:
        self._next()
        arguments: list[Expr] = []
        spread = False
        while self._token.kind not in (")", EOF) and not spread:
            arguments.append((yield self._binary(1)))
            if self._token.kind == "...":
                spread = True
                self._next()
            if not self._at_comma("argument list", ")"):
                break
            self._next()
        closing = self._close("argument list", ")")
        return Expr("CallExpr", "", (function, *arguments), function.start, closing.end)

    def _close(self, context: str, closing: str) -> Token:
        if self._token.kind == SEMICOLON and self._token.text == NEWLINE:
            self._fault(self._token.start, f"missing ',' before newline in {context}")
            self._next()
        return self._expect(closing)

    def _at_comma(self, context: str, closing: str) -> bool:
        if self._token.kind == ",":
            return True
        if self._token.kind == closing:
            return False
        line_end = self._token.kind == SEMICOLON and self._token.text == NEWLINE
        message = "missing ',' before newline" if line_end else "missing ','"
        self._fault(self._token.start, f"{message} in {context}")
        return True

    def _braces(self, operand: Expr) -> Steps:
        self._next()
        elements: list[Expr] = []
        while self._token.kind not in ("}", EOF):
            elements.append((yield self._binary(1)))
            if self._token.kind == ":":
                self._next()
                continue
            if not self._at_comma("composite literal", "}"):
                break
            self._next()
        closing = self._close("composite literal", "}")
        return Expr("CompositeLit", "", (operand, *elements), operand.start, closing.end)
