"""Tokens to a tree, refusing what Go's `text/template/parse` (`parse.go`) refuses."""

from __future__ import annotations

from typing import Any

from traefiklint.go.template import lexer as lex
from traefiklint.go.template.lexer import TemplateToken, unquote
from traefiklint.go.template.pipelines import PipelineParser
from traefiklint.go.template.stream import Stop
from traefiklint.go.template.tree import ActionNode, Control, Jump, TemplateError, TemplateNode, TextNode

_CONTROLS = ("if", "range", "with")


def parse(text: str) -> tuple[tuple[Any, ...], dict[str, tuple[Any, ...]]]:
    """The nodes of a template, and those of the templates it defines, by name.

    Raises:
        TemplateError: Go refuses it.
        RecursionError: it nests deeper than can be followed here.
    """
    parser = _Parser(text)
    return parser.root(), parser.defined


class _Parser(PipelineParser):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._range_depth = 0
        self.defined: dict[str, tuple[Any, ...]] = {}

    def root(self) -> tuple[Any, ...]:
        nodes = []
        while self.peek().kind != lex.END:
            if self.peek().kind == lex.LEFT:
                place = self.at
                left = self.next()
                if self.next_word().kind == "define":
                    self.action = left
                    self._define(left)
                    continue
                self.at = place
            node = self._node()
            if isinstance(node, Stop):
                self.fail_at(f"unexpected {node}", node)
            nodes.append(node)
        return tuple(nodes)

    def _list(self, opener: TemplateToken) -> tuple[tuple[Any, ...], Stop]:
        nodes: list[Any] = []
        while self.peek_word().kind != lex.END:
            node = self._node()
            if isinstance(node, Stop):
                return tuple(nodes), node
            nodes.append(node)
        line = self.next_word().line
        end = self.source.find("}}", opener.start) + 2
        raise TemplateError(f"template: :{line}: unexpected EOF", opener.start, end)

    def _node(self) -> Any:
        token = self.next_word()
        if token.kind == lex.TEXT:
            return TextNode(token.start, token.start + len(token.text))
        if token.kind != lex.LEFT:
            self.unexpected(token, "input")
        self.action = token
        node = self._in_action(token)
        self.action = None
        return node

    def _in_action(self, left: TemplateToken) -> Any:
        token = self.next_word()
        kind = token.kind
        if kind in _CONTROLS:
            return self._control(kind, left)
        if kind in ("break", "continue"):
            self.expect_right("{{" + kind + "}}")
            if not self._range_depth:
                self.fail("{{" + kind + "}} outside {{range}}")
            return Jump(kind, left.start, self.end())
        if kind == "end":
            self.expect_right("end")
            return Stop(kind, left.start, self.end())
        if kind == "else":
            if self.peek_word().kind not in ("if", "with"):
                self.expect_right("else")
            return Stop(kind, left.start, self.end())
        if kind == "template":
            return self._call(left)
        if kind == "block":
            return self._block(left)
        self.at -= 1
        pipeline = self.pipeline("command", lex.RIGHT)
        return ActionNode(pipeline, left.start, pipeline.end)

    def _control(self, kind: str, left: TemplateToken) -> Control:
        known = len(self.variables)
        pipeline = self.pipeline(kind, lex.RIGHT)
        end = self.end()
        self._range_depth += kind == "range"
        self.action = None
        body, stop = self._list(left)
        self._range_depth -= kind == "range"
        otherwise: tuple[Any, ...] = ()
        if stop.kind == "else":
            following = self.peek_word()
            if following.kind == kind and kind in ("if", "with"):
                self.next_word()
                self.action = following
                otherwise = (self._control(kind, following._replace(start=stop.start)),)
            else:
                otherwise, stop = self._list(left)
                if stop.kind != "end":
                    self.fail_at(f"expected end; found {stop}", stop)
        del self.variables[known:]
        return Control(kind, pipeline, body, otherwise, left.start, end)

    def _name(self, context: str) -> str:
        token = self.next_word()
        if token.kind not in (lex.STRING, lex.RAW_STRING):
            self.unexpected(token, context)
        name = unquote(token.text)
        if name is None:
            self.fail("invalid syntax", token)
        return name

    def _define(self, left: TemplateToken) -> None:
        name = self._name("define clause")
        self.expect_right("define clause")
        self._nested(name, "define clause", left)

    def _nested(self, name: str, context: str, left: TemplateToken) -> None:
        variables, depth = self.variables, self._range_depth
        self.variables, self._range_depth, self.action = ["$"], 0, None
        body, stop = self._list(left)
        if stop.kind != "end":
            self.fail_at(f"unexpected {stop} in {context}", stop)
        self.variables, self._range_depth = variables, depth
        if not self._is_blank(body):
            if not self._is_blank(self.defined.get(name, ())):
                self.fail(f'template: multiple definition of template "{name}"')
            self.defined[name] = body
        else:
            self.defined.setdefault(name, body)

    def _is_blank(self, body: tuple[Any, ...]) -> bool:
        return all(isinstance(node, TextNode) and not self.source[node.start : node.end].strip() for node in body)

    def _call(self, left: TemplateToken) -> TemplateNode:
        name = self._name("template clause")
        at = self._tokens[self.at - 1].start
        pipeline = None
        if self.next_word().kind != lex.RIGHT:
            self.at -= 1
            pipeline = self.pipeline("template clause", lex.RIGHT)
        return TemplateNode(name, pipeline, at, left.start, self.end())

    def _block(self, left: TemplateToken) -> TemplateNode:
        name = self._name("block clause")
        at = self._tokens[self.at - 1].start
        pipeline = self.pipeline("block clause", lex.RIGHT)
        end = self.end()
        self._nested(name, "block clause", left)
        return TemplateNode(name, pipeline, at, left.start, end)
