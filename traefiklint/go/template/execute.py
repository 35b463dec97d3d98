"""Carries a template out, and keeps for every stretch of the outcome where in the file it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from traefiklint.go.template.evaluate import Evaluator
from traefiklint.go.template.names import KNOWN, FunctionArity
from traefiklint.go.template.tree import ActionNode, Control, Jump, Pipeline, TemplateError, TemplateNode, TextNode
from traefiklint.go.template.values import UNKNOWN, Unsure, printed, truth

PLACEHOLDER = "1"
"""What stands for a value that is unknown: a name, a number, a port, a duration and a truth value all at once."""

_STEPS = 200_000
_LENGTH = 4_000_000
_DEPTH = 40


class PrintedPiece(NamedTuple):
    """A stretch of the outcome, which comes from `start` to `end`: the same text, or the action that printed it."""

    text: str
    start: int
    end: int
    literal: bool
    doubtful: bool
    """Whether it may look otherwise, or not be there at all, when Traefik runs the template."""


class UnknownAction(NamedTuple):
    """An action that could not be worked out, and the function that is to blame (empty where there is none)."""

    start: int
    end: int
    reason: str


class _Jumped(Exception):  # noqa: N818 - control flow
    pass


class Execution:
    """One run of a template over Traefik's data: for a file, the truth value false."""

    def __init__(
        self,
        source: str,
        defined: dict[str, tuple[Any, ...]],
        data: Any = False,
        functions: Mapping[str, FunctionArity] = KNOWN,
        sample: str = PLACEHOLDER,
    ) -> None:
        """
        Args:
            sample: what stands for a value that is unknown.
        """
        self._sample = sample
        self._source = source
        self._defined = defined
        self._evaluator = Evaluator(source, data, functions)
        self._steps = 0
        self._length = 0
        self._depth = 0
        self._range_doubt = 0
        self.pieces: list[PrintedPiece] = []
        self.gaps: list[UnknownAction] = []

    def run(self, nodes: tuple[Any, ...]) -> None:
        """Carry the nodes out.

        Raises:
            TemplateError: Go fails here for sure.
            Unsure: it runs longer than it can be followed.
            RecursionError: it nests deeper than it can be followed.
        """
        for node in nodes:
            self._count()
            if isinstance(node, TextNode):
                self._write(self._source[node.start : node.end], node.start, node.end, literal=True)
                continue
            try:
                self._node(node)
            except TemplateError:
                if not self._evaluator.doubt:
                    raise

    def _count(self) -> None:
        self._steps += 1
        if self._steps > _STEPS or self._length > _LENGTH:
            raise Unsure

    def _write(self, text: str, start: int, end: int, literal: bool = False, doubtful: bool = False) -> None:
        self._length += len(text)
        self.pieces.append(PrintedPiece(text, start, end, literal, doubtful or self._evaluator.doubt > 0))

    def _gap(self, node: Any) -> None:
        self.gaps.append(UnknownAction(node.start, node.end, self._evaluator.reason))

    def _value(self, pipeline: Pipeline) -> Any:
        self._evaluator.reason = ""
        return self._evaluator.pipeline(pipeline)

    def _node(self, node: Any) -> None:
        if isinstance(node, ActionNode):
            self._action(node)
        elif isinstance(node, Control):
            known = len(self._evaluator.variables)
            try:
                self._control(node)
            finally:
                del self._evaluator.variables[known:]
        elif isinstance(node, TemplateNode):
            self._call(node)
        elif isinstance(node, Jump) and self._evaluator.doubt == self._range_doubt:
            raise _Jumped(node.kind)

    def _action(self, node: ActionNode) -> None:
        value = self._value(node.pipeline)
        if node.pipeline.declared:
            return
        try:
            text = self._sample if value is UNKNOWN else printed(value)
        except Unsure:
            value, text = UNKNOWN, self._sample
        if value is UNKNOWN:
            self._gap(node)
        self._write(text, node.start, node.end, doubtful=value is UNKNOWN)

    def _control(self, node: Control) -> None:
        value = self._value(node.pipeline)
        if value is UNKNOWN:
            self._gap(node)
            self._in_doubt(node)
        elif node.kind == "range":
            self._range(node, value)
        elif truth(value):
            self._with_dot(value if node.kind == "with" else self._evaluator.dot, node.body)
        else:
            self.run(node.otherwise)

    def _with_dot(self, dot: Any, nodes: tuple[Any, ...]) -> None:
        outer, self._evaluator.dot = self._evaluator.dot, dot
        try:
            self.run(nodes)
        finally:
            self._evaluator.dot = outer

    def _in_doubt(self, node: Control) -> None:
        """Show what may be there: the body once, or where that is blank, the other branch."""
        has_body = any(
            not isinstance(part, TextNode) or self._source[part.start : part.end].strip() for part in node.body
        )
        evaluator = self._evaluator
        evaluator.doubt += 1
        try:
            for name in node.pipeline.declared:
                evaluator.assign(name, UNKNOWN)
            dot = evaluator.dot if node.kind == "if" or not has_body else UNKNOWN
            self._with_dot(dot, node.body if has_body else node.otherwise)
            for name in _assigned((*node.body, *node.otherwise)):
                evaluator.assign(name, UNKNOWN)
        except _Jumped:
            pass
        finally:
            evaluator.doubt -= 1

    def _range(self, node: Control, value: Any) -> None:
        if isinstance(value, int) and not isinstance(value, bool):
            value = self._counted(node, value)
        if isinstance(value, dict):
            pairs: Any = sorted(value.items())
        elif isinstance(value, (list, range)):
            pairs = enumerate(value)
        elif value is None:
            pairs = ()
        else:
            raise self._cannot_range(node, f"range can't iterate over {printed(value)}")
        outer, self._range_doubt = self._range_doubt, self._evaluator.doubt
        ran = False
        try:
            for key, item in pairs:
                ran = True
                self._count()
                self._iteration(node, key, item)
        except _Jumped:
            pass
        finally:
            self._range_doubt = outer
        if not ran:
            self.run(node.otherwise)

    def _counted(self, node: Control, number: int) -> range:
        if len(node.pipeline.declared) > 1:
            raise self._cannot_range(node, f"can't use {number} to iterate over more than one variable")
        return range(number)

    def _cannot_range(self, node: Control, message: str) -> TemplateError:
        last = node.pipeline.commands[-1]
        return self._evaluator.error(message, last.start, last.end)

    def _iteration(self, node: Control, key: Any, item: Any) -> None:
        names = node.pipeline.declared
        known = len(self._evaluator.variables)
        values = (item,) if len(names) < 2 else (key, item)
        for name, value in zip(names, values, strict=False):
            self._evaluator.assign(name, value)
        try:
            self._with_dot(item, node.body)
        except _Jumped as jumped:
            if jumped.args[0] == "break":
                raise
        finally:
            del self._evaluator.variables[known:]

    def _call(self, node: TemplateNode) -> None:
        body = self._defined.get(node.name)
        if body is None:
            message = f'template "{node.name}" not defined'
            raise self._evaluator.error(message, node.start, node.end, node.at, exact=False)
        dot = self._value(node.pipeline) if node.pipeline else None
        self._depth += 1
        if self._depth > _DEPTH:
            raise Unsure
        variables, self._evaluator.variables = self._evaluator.variables, [("$", dot)]
        try:
            self._with_dot(dot, body)
        finally:
            self._evaluator.variables = variables
            self._depth -= 1


def _assigned(nodes: tuple[Any, ...]) -> Iterator[str]:
    """The variables that any of the nodes may give another value."""
    for node in nodes:
        if isinstance(node, (ActionNode, Control)) and node.pipeline.assigns:
            yield from node.pipeline.declared
        if isinstance(node, Control):
            yield from _assigned((*node.body, *node.otherwise))
