"""What a pipeline comes to: Go's `text/template/exec.go` for values that are known, `UNKNOWN` for all others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from traefiklint.go.template.certain import ARITIES, failure
from traefiklint.go.template.functions import Failed
from traefiklint.go.template.names import FunctionArity
from traefiklint.go.template.tree import (
    ChainNode,
    CommandNode,
    Constant,
    Dot,
    Field,
    Function,
    Pipeline,
    TemplateError,
    VariableNode,
)
from traefiklint.go.template.values import UNKNOWN, Struct, Unsure, truth, type_name

_MISSING = object()

_MOST_WEIGHT = 10_000_000
"""How many letters and items all functions of a template may be given and give before it is no longer followed."""


class Evaluator:
    """Works out pipelines. `variables` is the stack of what is in scope, the innermost last."""

    def __init__(self, source: str, data: Any, functions: Mapping[str, FunctionArity]) -> None:
        self.source = source
        self._functions = functions
        self.dot = data
        self.variables: list[tuple[str, Any]] = [("$", data)]
        self.doubt = 0
        """How many blocks around this one run or not for reasons that are unknown."""
        self._weight = 0
        self.reason = ""
        """The function, as it is written, that made the last value unknown."""

    def error(self, message: str, start: int, end: int, at: int = -1, exact: bool = True) -> TemplateError:
        """Go's error for what stands from `start` to `end`; `at` is where Go says it stands, if that is elsewhere."""
        at = start if at < 0 else at
        line_start = self.source.rfind("\n", 0, at) + 1
        column = len(self.source[line_start:at].encode("utf-8", "surrogatepass"))
        shown = self.source[start:end].strip()
        line = self.source.count("\n", 0, at) + 1
        return TemplateError(f'template: :{line}:{column}: executing "" at <{shown}>: {message}', start, end, exact)

    def pipeline(self, pipeline: Pipeline) -> Any:
        """The value of a pipeline; its variables are set on the way.

        Raises:
            TemplateError: Go fails here.
        """
        value: Any = _MISSING
        for command in pipeline.commands:
            value = self._command(command, value)
        for name in pipeline.declared:
            if pipeline.assigns:
                if not self.assign(name, value):
                    last = pipeline.commands[-1]
                    raise self.error(f"undefined variable: {name}", last.start, last.end)
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

    def _command(self, command: CommandNode, final: Any) -> Any:
        end = command.end
        first, *rest = command.arguments
        if isinstance(first, Function):
            return self._function(first, rest, final, end)
        if rest or final is not _MISSING:
            if isinstance(first, (Constant, Dot, Pipeline)):
                written = self._written(first)
                raise self.error(
                    f"can't give argument to non-function {written}", first.start, first.start + len(written)
                )
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
            return self._fields(self.dot, node)
        if isinstance(node, VariableNode):
            return self._fields(self._variable(node), node)
        if isinstance(node, Pipeline):
            return self.pipeline(node)
        if isinstance(node, ChainNode):
            inner = node.node
            return self._fields(self.argument(inner, end), node)
        return self._function(node, [], _MISSING, node.start + len(node.name))

    def _variable(self, node: VariableNode) -> Any:
        """The value of a variable. Go's parser lets it pass in its own declaration, and fails when that is carried out
        (`varValue` in exec.go).
        """
        for name, value in reversed(self.variables):
            if name == node.name:
                return value
        raise self.error(f"undefined variable: {node.name}", node.start, node.start + len(node.name))

    def _fields(self, value: Any, node: Field | VariableNode | ChainNode) -> Any:
        end = node.at + len(node.names[-1]) + 1 if node.names else node.start
        if isinstance(node, Field):
            end = node.start + len(".".join(node.names)) + 1
        for name in node.names:
            if value is UNKNOWN:
                return UNKNOWN
            if isinstance(value, dict) and (name in value or type(value) is not Struct):
                if name not in value:
                    return None
                value = value[name]
                continue
            if value is None:
                return self._unknown(name)
            kind = "struct {…}" if type(value) is Struct else type_name(value)
            message = f"can't evaluate field {name} in type {kind}"
            raise self.error(message, node.start, end, node.at, exact=type(value) is not Struct)
        return value

    def _function(self, function: Function, nodes: list[Any], final: Any, end: int) -> Any:
        name = function.name
        if name in ("and", "or"):
            return self._short_circuit(function, nodes, final, end)
        known = self._functions.get(name)
        least, most = (known.least, known.most) if known is not None else ARITIES.get(name, (0, -1))
        self._count(function, least, most, len(nodes) + (final is not _MISSING))
        values = [self.argument(node, end) for node in nodes]
        if final is not _MISSING:
            values.append(final)
        if refused := failure(name, values):
            message = f"error calling {name}: {refused}"
            raise self.error(message, function.start, max(end, function.start + len(name)), exact=False)
        if known is None or any(value is UNKNOWN for value in values):
            return self._unknown(name)
        self._weigh(*values)
        try:
            result = known.call(*values)
        except Failed as failed:
            message = f"error calling {name}: {failed}"
            raise self.error(
                message, function.start, max(end, function.start + len(name)), exact=failed.exact
            ) from None
        except (Unsure, ArithmeticError, ValueError, TypeError, RecursionError):
            return self._unknown(name)
        self._weigh(result)
        return result

    def _weigh(self, *values: Any) -> None:
        """Count what functions are given and give.

        Raises:
            Unsure: it is more than is followed.
        """
        self._weight += sum(len(value) if isinstance(value, (str, list, dict)) else 1 for value in values)
        if self._weight > _MOST_WEIGHT:
            raise Unsure

    def _count(self, function: Function, least: int, most: int, given: int) -> None:
        if given >= least and (most < 0 or given <= most):
            return
        want = f"{least}" if most >= 0 else f"at least {least}"
        message = f"wrong number of args for {function.name}: want {want} got {given}"
        raise self.error(message, function.start, function.start + len(function.name))

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
