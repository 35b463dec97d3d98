"""Pipelines, commands and operands, as Go's `text/template/parse` (`parse.go`) reads them."""

from __future__ import annotations

from typing import Any

from traefiklint.go.template import lexer as lex
from traefiklint.go.template.lexer import TemplateToken, number, unquote
from traefiklint.go.template.names import FUNCTIONS
from traefiklint.go.template.stream import TokenStream
from traefiklint.go.template.tree import ChainNode, CommandNode, Constant, Dot, Field, Function, Pipeline, VariableNode

_OPERANDS = frozenset(
    (
        lex.BOOL,
        lex.RUNE,
        lex.COMPLEX,
        lex.DOT,
        lex.FIELD,
        lex.IDENTIFIER,
        lex.NUMBER,
        "nil",
        lex.RAW_STRING,
        lex.STRING,
        lex.VARIABLE,
        lex.OPEN,
    )
)


class PipelineParser(TokenStream):
    """Reads pipelines; `variables` are the names in scope."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.variables = ["$"]

    def pipeline(self, context: str, end: str) -> Pipeline:
        start = self.peek_word().start
        declared, assigns = self._declared(context)
        commands: list[CommandNode] = []
        while True:
            token = self.next_word()
            if token.kind == end:
                self._check(commands, context)
                return Pipeline(tuple(declared), assigns, tuple(commands), start, self.end())
            if token.kind not in _OPERANDS:
                self.unexpected(token, context)
            self.at -= 1
            commands.append(self._command())

    def _check(self, commands: list[CommandNode], context: str) -> None:
        if not commands:
            self.fail(f"missing value for {context}")
        for stage, command in enumerate(commands[1:], start=2):
            if isinstance(command.arguments[0], (Constant, Dot)):
                self.fail(f"non executable command in pipeline stage {stage}")

    def _declared(self, context: str) -> tuple[list[str], bool]:
        declared: list[str] = []
        while self.peek_word().kind == lex.VARIABLE:
            place = self.at
            variable = self.next_word().text
            following = self.next_word()
            if following.kind in (lex.ASSIGN, lex.DECLARE):
                self.variables.append(variable)
                return [*declared, variable], following.kind == lex.ASSIGN
            if (following.kind, following.text) != (lex.CHAR, ","):
                self.at = place
                return declared, False
            declared.append(variable)
            self.variables.append(variable)
            if context != "range" or len(declared) > 1:
                self.fail(f"too many declarations in {context}")
            if self.peek_word().kind not in (lex.VARIABLE, lex.RIGHT, lex.CLOSE):
                self.fail("range can only initialize variables")
        return declared, False

    def _command(self) -> CommandNode:
        start = self.peek_word().start
        arguments = []
        end = start
        while True:
            self.peek_word()
            operand = self._operand()
            if operand is not None:
                arguments.append(operand)
                end = self.end()
            token = self.next()
            if token.kind == lex.SPACE:
                continue
            if token.kind in (lex.RIGHT, lex.CLOSE):
                self.at -= 1
            elif token.kind != lex.PIPE:
                self.unexpected(token, "operand")
            break
        if not arguments:
            self.fail("empty command")
        return CommandNode(tuple(arguments), start, end)

    def _operand(self) -> Any:
        node = self._term()
        if node is None or self.peek().kind != lex.FIELD:
            return node
        names = []
        at = self.peek().start
        while self.peek().kind == lex.FIELD:
            names.append(self.next().text[1:])
        if isinstance(node, Field):
            return Field(node.names + tuple(names), node.start, at)
        if isinstance(node, VariableNode):
            return VariableNode(node.name, node.names + tuple(names), node.start, at)
        if isinstance(node, (Constant, Dot)):
            shown = node.text if isinstance(node, Constant) else "."
            self.fail('unexpected . after term "' + shown.replace('"', '\\"') + '"')
        return ChainNode(node, tuple(names), node.start, at)

    def _term(self) -> Any:
        token = self.next_word()
        kind, text, start = token.kind, token.text, token.start
        if kind == lex.IDENTIFIER:
            if text not in FUNCTIONS:
                self.fail(f'function "{text}" not defined', token)
            return Function(text, start)
        if kind == lex.DOT:
            return Dot(start)
        if kind == lex.VARIABLE:
            if text not in self.variables:
                self.fail(f'undefined variable "{text}"', token)
            return VariableNode(text, (), start, start)
        if kind == lex.FIELD:
            return Field((text[1:],), start, start)
        if kind == lex.OPEN:
            return self.pipeline("parenthesized pipeline", lex.CLOSE)
        if kind in (lex.BOOL, "nil"):
            return Constant({"true": True, "false": False}.get(text), text, start)
        if kind in (lex.NUMBER, lex.COMPLEX, lex.RUNE, lex.STRING, lex.RAW_STRING):
            return self._literal(token)
        self.at -= 1
        return None

    def _literal(self, token: TemplateToken) -> Constant:
        value: Any
        if token.kind in (lex.STRING, lex.RAW_STRING):
            value = unquote(token.text)
            complaint = "invalid syntax"
        else:
            value = number(token.text)
            complaint = f'illegal number syntax: "{token.text}"'
            if token.text.isdecimal():
                complaint = f'integer overflow: "{token.text}"'
            if token.kind == lex.RUNE:
                complaint = f"malformed character constant: {token.text}"
        if value is None:
            self.fail(complaint, token)
        return Constant(value, token.text, token.start)
