"""The library that reads and evaluates expressions, and what it says in our words.

A section has all its options in an expression, as a message of Protobuf has in CEL: one that is not given has its
default, one below a section that is not given too, and `has()` and `.?` tell whether it is given. The library knows
mappings only, where what is there is given; so what they ask for is kept under a name of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from traefiklint.cel.names import place_of_field
from traefiklint.cel.tree import Call, CelTree, Const, Ident, Node, Select, read_tree, walk
from traefiklint.errors import UsageError
from traefiklint.text.spelling import listed, nearest

GIVEN = "given/"
"""What stands before the name of an option where it is asked whether it is given."""
_PLACE = re.compile(r"ERROR: <input>:(\d+):(\d+): ([^\n]*)")
_TOO_DEEP = re.compile("recursion (?:depth|limit)")
_UNDECLARED = re.compile(r"undeclared reference to '([\w.]+)'")
LONGEST = 10_000
"""How many characters an expression may have."""


class Unreadable(Exception):  # noqa: N818 - the readers name what they raise so
    """An expression cannot be read."""

    def __init__(self, at: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.at = at
        self.message = message
        self.hint = hint


class FailedError(Exception):
    """An expression cannot be evaluated on what it is given; the message says why."""


class Expression(NamedTuple):
    """An expression that was read."""

    text: str
    tree: CelTree
    """The tree of the text, with places in it."""
    asked: str
    """The text with what asks whether something is given rewritten."""
    program: Any
    """What the library evaluates."""
    names: tuple[str, ...]

    def value(self, values: Mapping[str, Any]) -> Any:
        """What it comes to: texts, numbers, truth values, lists and dictionaries.

        Raises:
            FailedError: it cannot be evaluated.
        """
        return evaluated(self.program, values)

    def asked_tree(self) -> CelTree:
        """The tree of what is evaluated, whose pieces can be evaluated as well."""
        return read_tree(self.program.serialize())


def evaluated(program: Any, values: Mapping[str, Any]) -> Any:
    """What a compiled expression comes to.

    Raises:
        FailedError: it cannot be evaluated, or would take too many steps.
    """
    try:
        found = program.eval(data=values if type(values) is dict else dict(values))
    except RuntimeError as error:
        words = str(error)
        if "Iteration budget" in words:
            raise FailedError("it takes too many steps: loops may take ten thousand steps for one object") from None
        raise FailedError(_short(words)) from None
    except (UnicodeError, TypeError, ValueError, OverflowError):
        raise FailedError("it is about a value that is no text") from None
    if found.type().name() == "ERROR":
        raise FailedError(_short(str(found)))
    return found.plain_value()


@lru_cache(maxsize=1024)
def read_expression(text: str, names: tuple[str, ...]) -> Expression:
    """Read an expression.

    Args:
        names: the variables that it may be about.

    Raises:
        Unreadable: it cannot be read.
        UsageError: the library is not installed.
    """
    if len(text) > LONGEST:
        raise Unreadable(0, f"this is longer than {LONGEST:,} characters")
    program = compiled(text, names)
    tree = read_tree(program.serialize())
    asked = _rewritten(text, tree.root)
    return Expression(text, tree, asked, program if asked == text else compiled(asked, names), names)


def compiled(text: str, names: tuple[str, ...]) -> Any:
    """A program of the library.

    Raises:
        Unreadable: it cannot be read.
    """
    try:
        return environment(names).compile(text)
    except RuntimeError as error:
        raise _unreadable(text, str(error), names) from None


@lru_cache(maxsize=32)
def environment(names: tuple[str, ...]) -> Any:
    """What expressions about these variables are read with: CEL with its optional values and functions on texts.

    Raises:
        UsageError: the library is not installed.
    """
    try:
        from cel_expr_python import cel
        from cel_expr_python.ext import ext_optional, ext_strings
    except ImportError:
        raise UsageError(
            "conditions and policies need the library cel-expr-python, which is not installed",
            "install it with `pip install 'traefiklint[cel]'`",
        ) from None
    extensions = [ext_optional.ExtOptional(), ext_strings.ExtStrings()]
    return cel.NewEnv(variables=dict.fromkeys(names, cel.Type.DYN), extensions=extensions)


def _rewritten(text: str, root: Node) -> str:
    """The text in which `has(a.b)` and `a.?b` ask for what is given."""
    places = {}
    for node in walk(root):
        if isinstance(node, Select) and node.test:
            places[place_of_field(text, node)] = node.field
        elif isinstance(node, Call) and node.function == "_?._" and isinstance(node.args[1], Const):
            places[place_of_field(text, node)] = str(node.args[1].value)
    for at in sorted(places, reverse=True):
        start, end = at, at + len(places[at])
        if text[start - 1 : start] == "`":
            start, end = start - 1, end + 1
        text = f"{text[:start]}`{GIVEN}{places[at]}`{text[end:]}"
    return text


def _unreadable(text: str, said: str, names: tuple[str, ...]) -> Unreadable:
    if _TOO_DEEP.search(said):
        return Unreadable(0, "this is nested too deeply", "make it shorter, or two policies")
    found = _PLACE.search(said)
    if not found:
        return Unreadable(0, _short(said))
    at, reason = _offset(text, int(found[1]), int(found[2])), found[3].removesuffix(" [INVALID_ARGUMENT]")
    unknown = _UNDECLARED.match(reason)
    if unknown:
        name = unknown[1].partition(".")[0]
        is_function = text[at : at + 1] == "(" or text[at + len(name) :].lstrip()[:1] == "("
        start = max(text.rfind(name, 0, at + len(name)), 0)
        if is_function:
            return Unreadable(start, f"there is no function `{name}` for this", "https://cel.dev lists the functions")
        near = nearest(name, sorted(names))
        hint = f"did you mean `{near}`?" if near else f"it can be about {listed(sorted(names))}"
        return Unreadable(start, f"there is no `{name}`", hint)
    words = re.sub(r"^Syntax error: ", "", reason)
    words = re.sub(r" expecting \{.*", "", words).replace("mismatched input '<EOF>'", "it ends too early")
    words = words.replace("'<EOF>'", "the end").replace("mismatched input", "unexpected")
    return Unreadable(at, f"this cannot be read: {words}", "see https://cel.dev for the language")


def _offset(text: str, line: int, column: int) -> int:
    lines = text.split("\n")
    return min(sum(len(one) + 1 for one in lines[: line - 1]) + column - 1, len(text))


_OVERLOAD = re.compile(r"No matching overloads? found\s*: (.*?)(?: \[.*)?$")
_OPERATOR = re.compile(r"_(\W+)_\((.*), (.*)\)")


def _short(words: str) -> str:
    """The library's reason without the words around it."""
    reason = re.sub(r"^[A-Z_]+: ", "", words.splitlines()[0] if words else "").partition(" [")[0]
    overload = _OVERLOAD.match(reason)
    if overload:
        operator = _OPERATOR.fullmatch(overload[1])
        if operator:
            return f"`{operator[1]}` is not for {operator[2]} and {operator[3]}"
        return f"there is no `{overload[1]}`"
    index = re.match(r"Index error: index=(-?\d+) size=(\d+)", reason)
    if index:
        return f"there is no item {index[1]} in a list of {index[2]}"
    missing = re.search(r'Key not found in map : "?([^"]*)"?', reason)
    return f"there is no `{missing[1].removeprefix(GIVEN)}`" if missing else reason


def about(node: Node) -> frozenset[str]:
    """The names that an expression is about, variables of loops among them."""
    return frozenset(one.name for one in walk(node) if isinstance(one, Ident))
