"""Tokens to a tree, refusing what Go's `text/template/parse` (`parse.go`) refuses."""

from __future__ import annotations

from typing import Any, NoReturn

from traefiklint.syntax.template import lexer as lex
from traefiklint.syntax.template.lexer import Lexer, Token
from traefiklint.syntax.template.literals import number, unquote
from traefiklint.syntax.template.names import FUNCTIONS
from traefiklint.syntax.template.tree import (
    Action,
    Call,
    Chain,
    Command,
    Constant,
    Control,
    Dot,
    Field,
    Function,
    Jump,
    Pipeline,
    TemplateError,
    Text,
    Variable,
)

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
_CONTROLS = ("if", "range", "with")


class _Stop:
    """An `{{end}}` or `{{else}}`, which ends a list of nodes."""

    def __init__(self, kind: str, start: int, end: int) -> None:
        self.kind = kind
        self.start = start
        self.end = end

    def __str__(self) -> str:
        return "{{" + self.kind + "}}"


def parse(text: str) -> tuple[tuple[Any, ...], dict[str, tuple[Any, ...]]]:
    """The nodes of a template, and those of the templates it defines, by name.

    Raises:
        TemplateError: Go refuses it.
        RecursionError: it nests deeper than can be followed here.
    """
    parser = _Parser(text)
    return parser.root(), parser.defined


class _Parser:
    def __init__(self, text: str) -> None:
        self._source = text
        self._lexer = iter(Lexer(text))
        self._tokens: list[Token] = []
        self._at = 0
        self._variables = ["$"]
        self._range_depth = 0
        self._action: Token | None = None
        self.defined: dict[str, tuple[Any, ...]] = {}

    # Tokens

    def _next(self) -> Token:
        if self._at == len(self._tokens):
            last = self._tokens[-1] if self._tokens else None
            self._tokens.append(next(self._lexer, last) or Token(lex.END, "", len(self._source), 1))
        self._at += 1
        return self._tokens[self._at - 1]

    def _peek(self) -> Token:
        token = self._next()
        self._at -= 1
        return token

    def _next_word(self) -> Token:
        token = self._next()
        while token.kind == lex.SPACE:
            token = self._next()
        return token

    def _peek_word(self) -> Token:
        token = self._next_word()
        self._at -= 1
        return token

    def _expect_right(self, context: str) -> Token:
        token = self._next_word()
        if token.kind != lex.RIGHT:
            self._unexpected(token, context)
        return token

    def _fail(self, message: str, token: Token | None = None) -> NoReturn:
        token = token or self._tokens[self._at - 1]
        start = self._action.start if self._action else token.start
        end = max(token.start + len(token.text if token.kind != lex.ERROR else ""), start + 2)
        raise TemplateError(f"template: :{token.line}: {message}", start, min(end, len(self._source)))

    def _fail_at(self, message: str, stop: _Stop) -> NoReturn:
        line = self._tokens[self._at - 1].line
        raise TemplateError(f"template: :{line}: {message}", stop.start, stop.end)

    def _unexpected(self, token: Token, context: str) -> NoReturn:
        if token.kind == lex.ERROR:
            extra = ""
            if self._action and self._action.line != token.line:
                extra = f" in action started at :{self._action.line}"
                if token.text.endswith(" action"):
                    extra = extra.removeprefix(" in action")
            self._fail(token.text + extra, token)
        self._fail(f"unexpected {token} in {context}", token)

    # Lists of nodes

    def root(self) -> tuple[Any, ...]:
        nodes = []
        while self._peek().kind != lex.END:
            if self._peek().kind == lex.LEFT:
                place = self._at
                left = self._next()
                if self._next_word().kind == "define":
                    self._action = left
                    self._define(left)
                    continue
                self._at = place
            node = self._node()
            if isinstance(node, _Stop):
                self._fail_at(f"unexpected {node}", node)
            nodes.append(node)
        return tuple(nodes)

    def _list(self, opener: Token) -> tuple[tuple[Any, ...], _Stop]:
        nodes: list[Any] = []
        while self._peek_word().kind != lex.END:
            node = self._node()
            if isinstance(node, _Stop):
                return tuple(nodes), node
            nodes.append(node)
        line = self._next_word().line
        end = self._source.find("}}", opener.start) + 2
        raise TemplateError(f"template: :{line}: unexpected EOF", opener.start, end)

    def _node(self) -> Any:
        token = self._next_word()
        if token.kind == lex.TEXT:
            return Text(token.start, token.start + len(token.text))
        if token.kind != lex.LEFT:
            self._unexpected(token, "input")
        self._action = token
        node = self._in_action(token)
        self._action = None
        return node

    def _in_action(self, left: Token) -> Any:
        token = self._next_word()
        kind = token.kind
        if kind in _CONTROLS:
            return self._control(kind, left)
        if kind in ("break", "continue"):
            self._expect_right("{{" + kind + "}}")
            if not self._range_depth:
                self._fail("{{" + kind + "}} outside {{range}}")
            return Jump(kind, left.start, self._end())
        if kind == "end":
            self._expect_right("end")
            return _Stop(kind, left.start, self._end())
        if kind == "else":
            if self._peek_word().kind not in ("if", "with"):
                self._expect_right("else")
            return _Stop(kind, left.start, self._end())
        if kind == "template":
            return self._call(left)
        if kind == "block":
            return self._block(left)
        self._at -= 1
        pipeline = self._pipeline("command", lex.RIGHT)
        return Action(pipeline, left.start, pipeline.end)

    def _end(self) -> int:
        token = self._tokens[self._at - 1]
        return token.start + len(token.text)

    # Actions

    def _control(self, kind: str, left: Token) -> Control:
        known = len(self._variables)
        pipeline = self._pipeline(kind, lex.RIGHT)
        end = self._end()
        self._range_depth += kind == "range"
        self._action = None
        body, stop = self._list(left)
        self._range_depth -= kind == "range"
        otherwise: tuple[Any, ...] = ()
        if stop.kind == "else":
            following = self._peek_word()
            if following.kind == kind and kind in ("if", "with"):
                self._next_word()
                self._action = following
                otherwise = (self._control(kind, following._replace(start=stop.start)),)
            else:
                otherwise, stop = self._list(left)
                if stop.kind != "end":
                    self._fail_at(f"expected end; found {stop}", stop)
        del self._variables[known:]
        return Control(kind, pipeline, body, otherwise, left.start, end)

    def _name(self, context: str) -> str:
        token = self._next_word()
        if token.kind not in (lex.STRING, lex.RAW_STRING):
            self._unexpected(token, context)
        name = unquote(token.text)
        if name is None:
            self._fail("invalid syntax", token)
        return name

    def _define(self, left: Token) -> None:
        name = self._name("define clause")
        self._expect_right("define clause")
        self._nested(name, "define clause", left)

    def _nested(self, name: str, context: str, left: Token) -> None:
        variables, depth = self._variables, self._range_depth
        self._variables, self._range_depth, self._action = ["$"], 0, None
        body, stop = self._list(left)
        if stop.kind != "end":
            self._fail_at(f"unexpected {stop} in {context}", stop)
        self._variables, self._range_depth = variables, depth
        if not self._is_blank(body):
            if not self._is_blank(self.defined.get(name, ())):
                self._fail(f'template: multiple definition of template "{name}"')
            self.defined[name] = body
        else:
            self.defined.setdefault(name, body)

    def _is_blank(self, body: tuple[Any, ...]) -> bool:
        return all(isinstance(node, Text) and not self._source[node.start : node.end].strip() for node in body)

    def _call(self, left: Token) -> Call:
        name = self._name("template clause")
        at = self._tokens[self._at - 1].start
        pipeline = None
        if self._next_word().kind != lex.RIGHT:
            self._at -= 1
            pipeline = self._pipeline("template clause", lex.RIGHT)
        return Call(name, pipeline, at, left.start, self._end())

    def _block(self, left: Token) -> Call:
        name = self._name("block clause")
        at = self._tokens[self._at - 1].start
        pipeline = self._pipeline("block clause", lex.RIGHT)
        end = self._end()
        self._nested(name, "block clause", left)
        return Call(name, pipeline, at, left.start, end)

    # Pipelines

    def _pipeline(self, context: str, end: str) -> Pipeline:
        start = self._peek_word().start
        declared, assigns = self._declared(context)
        commands: list[Command] = []
        while True:
            token = self._next_word()
            if token.kind == end:
                self._check(commands, context)
                return Pipeline(tuple(declared), assigns, tuple(commands), start, self._end())
            if token.kind not in _OPERANDS:
                self._unexpected(token, context)
            self._at -= 1
            commands.append(self._command())

    def _check(self, commands: list[Command], context: str) -> None:
        if not commands:
            self._fail(f"missing value for {context}")
        for stage, command in enumerate(commands[1:], start=2):
            if isinstance(command.arguments[0], (Constant, Dot)):
                self._fail(f"non executable command in pipeline stage {stage}")

    def _declared(self, context: str) -> tuple[list[str], bool]:
        declared: list[str] = []
        while self._peek_word().kind == lex.VARIABLE:
            place = self._at
            variable = self._next_word().text
            following = self._next_word()
            if following.kind in (lex.ASSIGN, lex.DECLARE):
                self._variables.append(variable)
                return [*declared, variable], following.kind == lex.ASSIGN
            if (following.kind, following.text) != (lex.CHAR, ","):
                self._at = place
                return declared, False
            declared.append(variable)
            self._variables.append(variable)
            if context != "range" or len(declared) > 1:
                self._fail(f"too many declarations in {context}")
            if self._peek_word().kind not in (lex.VARIABLE, lex.RIGHT, lex.CLOSE):
                self._fail("range can only initialize variables")
        return declared, False

    def _command(self) -> Command:
        start = self._peek_word().start
        arguments = []
        end = start
        while True:
            self._peek_word()
            operand = self._operand()
            if operand is not None:
                arguments.append(operand)
                end = self._end()
            token = self._next()
            if token.kind == lex.SPACE:
                continue
            if token.kind in (lex.RIGHT, lex.CLOSE):
                self._at -= 1
            elif token.kind != lex.PIPE:
                self._unexpected(token, "operand")
            break
        if not arguments:
            self._fail("empty command")
        return Command(tuple(arguments), start, end)

    def _operand(self) -> Any:
        node = self._term()
        if node is None or self._peek().kind != lex.FIELD:
            return node
        names = []
        at = self._peek().start
        while self._peek().kind == lex.FIELD:
            names.append(self._next().text[1:])
        if isinstance(node, Field):
            return Field(node.names + tuple(names), node.start, at)
        if isinstance(node, Variable):
            return Variable(node.name, node.names + tuple(names), node.start, at)
        if isinstance(node, (Constant, Dot)):
            shown = node.text if isinstance(node, Constant) else "."
            self._fail('unexpected . after term "' + shown.replace('"', '\\"') + '"')
        return Chain(node, tuple(names), node.start, at)

    def _term(self) -> Any:
        token = self._next_word()
        kind, text, start = token.kind, token.text, token.start
        if kind == lex.IDENTIFIER:
            if text not in FUNCTIONS:
                self._fail(f'function "{text}" not defined', token)
            return Function(text, start)
        if kind == lex.DOT:
            return Dot(start)
        if kind == lex.VARIABLE:
            if text not in self._variables:
                self._fail(f'undefined variable "{text}"', token)
            return Variable(text, (), start, start)
        if kind == lex.FIELD:
            return Field((text[1:],), start, start)
        if kind == lex.OPEN:
            return self._pipeline("parenthesized pipeline", lex.CLOSE)
        if kind in (lex.BOOL, "nil"):
            return Constant({"true": True, "false": False}.get(text), text, start)
        if kind in (lex.NUMBER, lex.COMPLEX, lex.RUNE, lex.STRING, lex.RAW_STRING):
            return self._literal(token)
        self._at -= 1
        return None

    def _literal(self, token: Token) -> Constant:
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
            self._fail(complaint, token)
        return Constant(value, token.text, token.start)
