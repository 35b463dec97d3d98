"""From a rule's text to its tree, or to what Traefik says against it, token by token.

Traefik hands a rule to Go's expression parser and then to the package `vulcand/predicate`, which lets matchers, `&&`,
`||`, `!` and parentheses through and refuses every other Go expression.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from traefiklint.go.expression import Expr, parse_expression
from traefiklint.go.strconv import digits
from traefiklint.go.tokens import SyntaxFault
from traefiklint.matching.tree import And, Argument, Matcher, Not, Or, Parsed, ParseError, Tree
from traefiklint.trampoline import run


def parse_exactly(text: str, names: Mapping[str, str]) -> Parsed:
    """Reads a rule token by token, as Traefik does. The same as `parse`, without the short cut."""
    expr, faults = parse_expression(text)
    if faults or expr is None:
        return Parsed(None, (_syntax_error(text, faults),))
    reader = _Reader(names)
    result = run(reader.rule(expr))
    if reader.errors:
        return Parsed(None, tuple(reader.errors))
    if isinstance(result, str):
        reason = "the text needs a matcher around it"
        return Parsed(None, (ParseError("obtaining build tree", expr.start, expr.end, reason),))
    return Parsed(result, ())


def _syntax_error(text: str, faults: list[SyntaxFault]) -> ParseError:
    first = faults[0]
    limit = min(first.offset, len(text) - 1) if text else 0  # a line break at the very end starts no line
    line_start = text.rfind("\n", 0, limit) + 1
    line = text.count("\n", 0, limit) + 1
    column = len(text[line_start : first.offset].encode("utf-8", "surrogatepass")) + 1
    more = f" (and {len(faults) - 1} more errors)" if len(faults) > 1 else ""
    error = f"{line}:{column}: {first.message}{more}"
    return ParseError(error, first.offset, min(first.offset + 1, len(text)), first.message)


class _Reader:
    """Turns a Go expression into a tree, in the order in which `vulcand/predicate` looks at it.

    What an expression comes to is a tree, a string with the name of a Go type for a literal, or None where something in
    it is refused.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self.errors: list[ParseError] = []
        self._names = names

    def rule(self, expr: Expr) -> Generator[Any, Any, Tree | str | None]:
        """The tree of an expression that stands where a condition may stand."""
        if expr.kind == "BinaryExpr":
            return (yield self._binary(expr))  # type: ignore[no-any-return]
        if expr.kind == "ParenExpr":
            return (yield self.rule(expr.parts[0]))  # type: ignore[no-any-return]
        if expr.kind == "UnaryExpr":
            if expr.text != "!":
                return self._refuse(f"{expr.text} is not supported", expr, f"`{expr.text}` is not an operator of rules")
            operand = yield self.rule(expr.parts[0])
            if isinstance(operand, str):
                return self._refuse(_no_condition(operand), expr.parts[0], "`!` needs a matcher after it")
            return operand and Not(operand, expr.start, expr.end)
        return self._value(expr)

    def _binary(self, expr: Expr) -> Generator[Any, Any, Tree | str | None]:
        """A chain of the same operator: its operands stand side by side."""
        operator = expr.text
        chain: list[Expr] = []
        spine = expr
        while spine.kind == "BinaryExpr" and spine.text == operator:
            chain.append(spine.parts[1])
            spine = spine.parts[0]
        chain.append(spine)
        known = operator in ("&&", "||")
        operands: list[Tree] = []
        for part in reversed(chain):
            before = len(self.errors)
            operand = yield self.rule(part)
            if isinstance(operand, str) and known:
                self._refuse(_no_condition(operand), part, f"`{operator}` joins matchers only")
            if len(self.errors) == before:
                operands.append(operand)
            elif not known:
                return None
            if not known and len(operands) == 2:
                return self._refuse(f"{operator} is not supported", expr, f"`{operator}` is not an operator of rules")
        if len(operands) < len(chain):
            return None
        kind = And if operator == "&&" else Or
        return kind(tuple(operands), expr.start, expr.end)

    def _value(self, expr: Expr) -> Tree | str | None:
        if expr.kind == "BasicLit":
            return self._literal(expr)
        if expr.kind == "Ident":
            return self._refuse(f"{expr.text} is not defined", expr, f"`{expr.text}` is not in quotes")
        if expr.kind == "SelectorExpr":
            return self._selector(expr)
        if expr.kind == "IndexExpr":
            return self._refuse("properties are not supported", expr, "square brackets have no meaning in rules")
        if expr.kind == "CallExpr":
            return self._call(expr)
        return self._refuse(f"*ast.{expr.kind} is not supported", expr, "a rule cannot contain this")

    def _literal(self, expr: Expr) -> str | None:
        text = expr.text
        if text[0] in '`"':
            return "string"
        if text[0] == "'":
            error = "unsupported function argument type: 'CHAR'"
            self._refuse(error, expr, "single quotes make no text")
            return None
        if text[-1] == "i":
            self._refuse("unsupported function argument type: 'IMAG'", expr, "a number is not an argument")
            return None
        if digits(text) is not None:
            return "int"
        if "." in text or ("e" in text.lower() and text[:2].lower() != "0x"):
            return "float64"
        reason = "value out of range" if text.isdigit() else "invalid syntax"
        error = f'failed to parse argument: {text}, error: strconv.Atoi: parsing "{text}": {reason}'
        self._refuse(error, expr, "a number is not an argument")
        return None

    def _selector(self, expr: Expr) -> Matcher | None:
        fields: list[str] = []
        node = expr
        while node.kind == "SelectorExpr":
            fields.append(node.text)
            node = node.parts[0]
        if node.kind != "Ident":
            return self._refuse(f"unsupported selector type: *ast.{node.kind}", expr, "a matcher has no fields")
        name = ".".join([node.text, *reversed(fields)])
        return self._refuse(f"{name} is not defined", expr, f"`{name}` is not in quotes")

    def _call(self, expr: Expr) -> Matcher | None:
        function = expr.parts[0]
        if function.kind == "SelectorExpr" and function.parts[0].kind == "Ident":
            written = f"{function.parts[0].text}.{function.text}"
        elif function.kind == "SelectorExpr":
            error = f"expected selector identifier, got: *ast.{function.parts[0].kind}"
            return self._refuse(error, function, "a matcher is a name")
        elif function.kind == "Ident":
            written = function.text
        else:
            error = f"expected identifier, got: *ast.{function.kind}"
            return self._refuse(error, function, "a matcher is a name")
        name = self._names.get(written)
        if name is None:
            self._refuse(f"unsupported function: {written}", function, f"`{written}` is not a matcher", written)
        arguments: list[Argument] = []
        clean = name is not None
        for part in expr.parts[1:]:
            value = self._argument(part)
            clean = clean and value == "string"
            if value == "string":
                arguments.append(Argument(part.value, part.start, part.end, part.text[0]))
            elif value is not None:
                error = f"reflect: cannot use {value} as type string in Call"
                self._refuse(error, part, "a matcher takes texts in back-ticks")
        return Matcher(name, tuple(arguments), expr.start, expr.end) if name is not None and clean else None

    def _argument(self, expr: Expr) -> str | None:
        """The Go type of an argument, or None where it is refused."""
        if expr.kind == "CallExpr":
            return "rules.TreeBuilder" if self._call(expr) is not None else None
        value = self._value(expr)
        return value if isinstance(value, str) else None

    def _refuse(self, error: str, expr: Expr, reason: str, name: str = "") -> Matcher | None:
        """Notes an error. Returns None, the value of what is refused."""
        self.errors.append(ParseError(error, expr.start, expr.end, reason, name))
        return None


def _no_condition(kind: str) -> str:
    return f"reflect: Call using {kind} as type rules.TreeBuilder"
