"""What a pipeline comes to: Go's `text/template/exec.go` for values that are known, `UNKNOWN` for all others."""

from __future__ import annotations

from typing import Any

from traefiklint.syntax.template import lists, strings  # noqa: F401 - they make their functions known
from traefiklint.syntax.template.functions import KNOWN, Failed
from traefiklint.syntax.template.tree import (
    Chain,
    Command,
    Constant,
    Dot,
    Field,
    Function,
    Pipeline,
    TemplateError,
    Variable,
)
from traefiklint.syntax.template.values import UNKNOWN, Unsure, truth, type_name

_MISSING = object()


class Evaluator:
    """Works out pipelines. `variables` is the stack of what is in scope, the innermost last."""

    def __init__(self, source: str, data: Any) -> None:
        self.source = source
        self.dot = data
        self.variables: list[tuple[str, Any]] = [("$", data)]
        self.doubt = 0
        """How many blocks around this one run or not for reasons that are unknown."""
        self.reason = ""
        """The function, as it is written, that made the last value unknown."""

    def error(self, message: str, start: int, end: int) -> TemplateError:
        """Go's error for something that happens at `start` while the template runs."""
        line_start = self.source.rfind("\n", 0, start) + 1
        column = len(self.source[line_start:start].encode("utf-8", "surrogatepass"))
        shown = self.source[start:end].strip()
        shown = shown if len(shown) <= 20 else shown[:20] + "..."
        line = self.source.count("\n", 0, start) + 1
        return TemplateError(f'template: :{line}:{column}: executing "" at <{shown}>: {message}', start, end)

    def pipeline(self, pipeline: Pipeline) -> Any:
        """The value of a pipeline; its variables are set on the way.

        Raises:
            TemplateError: Go fails here.
        """
        value: Any = _MISSING
        for command in pipeline.commands:
            value = self._command(command, value, pipeline.end)
        for name in pipeline.declared:
            if pipeline.assigns:
                if not self.assign(name, value):
                    raise self.error(f"undefined variable: {name}", pipeline.start, pipeline.end)
            else:
                self.variables.append((name, value))
        return value

    def assign(self, name: str, value: Any) -> bool:
        """Give the innermost variable of that name another value, and say whether there is one."""
        for place in range(len(self.variables) - 1, -1, -1):
            if self.variables[place][0] == name:
                self.variables[place] = (name, UNKNOWN if self.doubt else value)
                return True
        return False

    def _command(self, command: Command, final: Any, end: int) -> Any:
        first, *rest = command.arguments
        if isinstance(first, Function):
            return self._function(first, rest, final, end)
        if rest or final is not _MISSING:
            if isinstance(first, (Constant, Dot, Pipeline)):
                raise self.error(f"can't give argument to non-function {self._written(first)}", first.start, end)
            return self._unknown(self._written(first))
        if isinstance(first, Constant) and first.text == "nil":
            raise self.error("nil is not a command", first.start, end)
        return self.argument(first, end)

    def _written(self, node: Any) -> str:
        return node.text if isinstance(node, Constant) else "."

    def _unknown(self, reason: str) -> Any:
        self.reason = self.reason or reason
        return UNKNOWN

    def argument(self, node: Any, end: int) -> Any:
        """The value of one operand."""
        if isinstance(node, Constant):
            return node.value
        if isinstance(node, Dot):
            return self.dot
        if isinstance(node, Field):
            return self._fields(self.dot, node.names, node.start)
        if isinstance(node, Variable):
            value = next(value for name, value in reversed(self.variables) if name == node.name)
            return self._fields(value, node.names, node.start)
        if isinstance(node, Pipeline):
            return self.pipeline(node)
        if isinstance(node, Chain):
            inner = node.node
            return self._fields(self.argument(inner, end), node.names, node.start)
        return self._function(node, [], _MISSING, end)

    def _fields(self, value: Any, names: tuple[str, ...], start: int) -> Any:
        for name in names:
            if value is UNKNOWN:
                return UNKNOWN
            if isinstance(value, dict):
                value = value.get(name)
                continue
            end = start + len(".".join(names)) + 1
            if value is None:
                raise self.error(f"nil pointer evaluating interface {{}}.{name}", start, end)
            raise self.error(f"can't evaluate field {name} in type {type_name(value)}", start, end)
        return value

    def _function(self, function: Function, nodes: list[Any], final: Any, end: int) -> Any:
        name = function.name
        if name in ("and", "or"):
            return self._short_circuit(function, nodes, final, end)
        values = [self.argument(node, end) for node in nodes]
        if final is not _MISSING:
            values.append(final)
        known = KNOWN.get(name)
        if known is None:
            return self._unknown(name)
        if len(values) < known.least or (known.most >= 0 and len(values) > known.most):
            want = f"{known.least}" if known.most >= 0 else f"at least {known.least}"
            message = f"wrong number of args for {name}: want {want} got {len(values)}"
            raise self.error(message, function.start, function.start + len(name))
        if any(value is UNKNOWN for value in values):
            return self._unknown(name)
        try:
            return known.call(*values)
        except Failed as failed:
            message = f"error calling {name}: {failed}"
            raise self.error(message, function.start, max(end, function.start + len(name))) from None
        except (Unsure, ArithmeticError, ValueError, TypeError, RecursionError):
            return self._unknown(name)

    def _short_circuit(self, function: Function, nodes: list[Any], final: Any, end: int) -> Any:
        if not nodes and final is _MISSING:
            message = f"wrong number of args for {function.name}: want at least 1 got 0"
            raise self.error(message, function.start, function.start + len(function.name))
        value: Any = _MISSING
        for node in nodes:
            value = self.argument(node, end)
            if value is UNKNOWN:
                return self._unknown(function.name)
            if truth(value) == (function.name == "or"):
                return value
        return value if final is _MISSING else final
