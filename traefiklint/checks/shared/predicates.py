"""Expressions of the circuit breaker and of buffering's retries, as Traefik's libraries read them.

Source: github.com/vulcand/predicate (`parse.go`), github.com/vulcand/oxy (`cbreaker/predicates.go`,
`buffer/threshold.go`). Values have one of the types `predicate`, `whole` and `ratio` and `word` (things measured on a
request), `int`, `float64`, `string` (things written).
"""

from __future__ import annotations

import re
from collections.abc import Generator
from typing import Any, NamedTuple

from traefiklint.go.expression import Expr, parse_expression
from traefiklint.trampoline import run

_COMPARISONS = {"==": "eq", "!=": "eq", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
_INT = re.compile(r"[0-9]+")
_MOST = 2**63


class Language(NamedTuple):
    """What one kind of expression may call: for each function the types of its arguments, and of what it gives."""

    functions: dict[str, tuple[tuple[str, ...], str]]
    comparable: dict[str, tuple[str, tuple[str, ...]]]
    """For each measured type the type it compares with, and the comparisons it knows."""


_ALL = ("==", "!=", "<", "<=", ">", ">=")
CIRCUIT_BREAKER = Language(
    {
        "NetworkErrorRatio": ((), "ratio"),
        "LatencyAtQuantileMS": (("float64",), "whole"),
        "ResponseCodeRatio": (("int", "int", "int", "int"), "ratio"),
    },
    {"ratio": ("float64", _ALL), "whole": ("int", _ALL)},
)
RETRY = Language(
    {
        "RequestMethod": ((), "word"),
        "IsNetworkError": ((), "predicate"),
        "Attempts": ((), "whole"),
        "ResponseCode": ((), "whole"),
    },
    {"word": ("string", ("==", "!=")), "whole": ("int", _ALL)},
)


_ARGUMENTS = {
    (): "nothing in its parentheses",
    ("float64",): "one number with a decimal point, as in `50.0`",
    ("int", "int", "int", "int"): "four whole numbers, as in `500, 600, 0, 600`",
}
"""What functions take, in words."""


class PredicateFault(NamedTuple):
    """Why Traefik refuses an expression: where, and what to say about it."""

    start: int
    end: int
    reason: str


def fault_of(text: str, language: Language) -> PredicateFault | None:
    """The first thing that Traefik refuses in an expression, or None."""
    expr, faults = parse_expression(text)
    if faults or expr is None:
        first = faults[0] if faults else None
        start = first.offset if first else 0
        return PredicateFault(start, min(start + 1, len(text)), first.message if first else "it cannot be read")
    outcome = run(_typed(expr, language))
    if isinstance(outcome, PredicateFault):
        return outcome
    if outcome != "predicate":
        return PredicateFault(expr.start, expr.end, "it is not a condition; compare it with something")
    return None


def _typed(expr: Expr, language: Language) -> Generator[Any, Any, str | PredicateFault]:
    """The type of an expression, or what is wrong with it, in the order in which the library looks."""
    if expr.kind == "ParenExpr":
        return (yield _typed(expr.parts[0], language))  # type: ignore[no-any-return]
    if expr.kind == "UnaryExpr":
        return PredicateFault(expr.start, expr.end, f"the operator `{expr.text}` is not supported")
    if expr.kind != "BinaryExpr":
        return _value(expr, language)
    left = yield _typed(expr.parts[0], language)
    if isinstance(left, PredicateFault):
        return left
    right = yield _typed(expr.parts[1], language)
    if isinstance(right, PredicateFault):
        return right
    return _joined(expr, left, right, language)


def _joined(expr: Expr, left: str, right: str, language: Language) -> str | PredicateFault:
    operator = expr.text
    if operator in ("&&", "||"):
        for part, kind in zip(expr.parts, (left, right), strict=True):
            if kind != "predicate":
                return PredicateFault(part.start, part.end, f"`{operator}` joins conditions, and this is not one")
        return "predicate"
    if operator not in _COMPARISONS:
        return PredicateFault(expr.start, expr.end, f"the operator `{operator}` is not supported")
    first, second = expr.parts
    wanted, known = language.comparable.get(left, ("", ()))
    if operator not in known:
        return PredicateFault(first.start, first.end, f"the left side of `{operator}` cannot be compared")
    if right != wanted:
        what = {"float64": "a number with a decimal point, as in `0.5`", "int": "a whole number", "string": "a text"}[
            wanted
        ]
        return PredicateFault(second.start, second.end, f"the right side of `{operator}` must be {what}")
    return "predicate"


def _value(expr: Expr, language: Language) -> str | PredicateFault:
    if expr.kind == "BasicLit":
        return _literal(expr)
    if expr.kind == "CallExpr":
        return _call(expr, language)
    if expr.kind == "Ident":
        return PredicateFault(expr.start, expr.end, f"`{expr.text}` is not defined")
    return PredicateFault(expr.start, expr.end, "it is neither a condition nor a value")


def _call(expr: Expr, language: Language) -> str | PredicateFault:
    called, *arguments = expr.parts
    name = called.text
    if called.kind == "SelectorExpr":
        name = f"{called.parts[0].text}.{called.text}"
    if called.kind not in ("Ident", "SelectorExpr") or name not in language.functions:
        known = ", ".join(f"`{function}`" for function in language.functions)
        return PredicateFault(called.start, called.end, f"`{name}` is not a function; known are {known}")
    wanted, result = language.functions[name]
    kinds = []
    for argument in arguments:
        kind = _value(argument, language)
        if isinstance(kind, PredicateFault):
            return kind
        kinds.append(kind)
    if tuple(kinds) != wanted:
        return PredicateFault(expr.start, expr.end, f"`{name}` takes {_ARGUMENTS[wanted]}")
    return result


def _literal(expr: Expr) -> str | PredicateFault:
    text = expr.text
    if text[:1] in '"`':
        return "string"
    if _INT.fullmatch(text):
        return "int" if int(text[:30]) < _MOST else PredicateFault(expr.start, expr.end, f"`{text}` is too large")
    if text[:1] == "'" or text[-1:] == "i":
        return PredicateFault(expr.start, expr.end, f"`{text}` is not a value that Traefik takes")
    if any(sign in text for sign in ".eEpP") and not text.lower().startswith(("0b", "0o")):
        hexadecimal = text.lower().startswith("0x")
        if hexadecimal or float(text.replace("_", "")) != float("inf"):
            return "float64"
        return PredicateFault(expr.start, expr.end, f"`{text}` is too large")
    return PredicateFault(expr.start, expr.end, f"`{text}` is not a number that Traefik takes")
