"""Conditions in CEL, the Common Expression Language, over sections of a configuration.

The library is cel-expr-python, the binding of CEL's own C++ implementation; it is optional, and imported when a
condition is read. Names of options are checked against the declarations before anything is evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from traefiklint.errors import UsageError
from traefiklint.model.kinds.sections import Nested
from traefiklint.text.spelling import listed, nearest

if TYPE_CHECKING:
    from traefiklint.model.base import Section

_PLACE = re.compile(r"ERROR: <input>:(\d+):(\d+): ([^\n]*)")
_STRING = re.compile(
    r"""[rRbB]{0,2}(?:\"{3}.*?\"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|//[^\n]*""", re.S
)
_CHAIN = re.compile(r"(?<![\w.])([A-Za-z_]\w*)((?:\s*\.\s*[A-Za-z_]\w*)+)(\s*\()?")
_MISSING = re.compile(r"no such key|Key not found in map", re.IGNORECASE)


class ConditionError(UsageError):
    """An expression cannot be read, or says nothing about an object."""


class Condition:
    """An expression that holds for an object, or does not."""

    def __init__(self, text: str, variables: Mapping[str, type[Section]], extra: frozenset[str] = frozenset()) -> None:
        """
        Args:
            text: the expression.
            variables: what it may be about, by the name of the variable.
            extra: what each of them has besides its options.

        Raises:
            ConditionError: it cannot be read, or names an option that does not exist.
            UsageError: the library is not installed.
        """
        self.text = text
        self.names = frozenset(name for name, _, _ in _chains(text) if name in variables) | _bare(text, variables)
        """The variables that it is about."""
        _check_options(text, variables, extra)
        try:
            from cel_expr_python import cel
        except ImportError:
            raise UsageError(
                "conditions need the library cel-expr-python, which is not installed",
                "install it with `pip install 'traefiklint[cel]'`",
            ) from None
        library = cast(Any, cel)
        try:
            self._program = library.NewEnv(variables=dict.fromkeys(variables, library.Type.DYN)).compile(text)
        except RuntimeError as error:
            raise _unreadable(text, str(error), variables) from None

    def holds(self, values: Mapping[str, Any], about: str) -> bool:
        """Whether it holds; not where it asks for something that is not given.

        Args:
            values: what the variables stand for: texts, numbers, bools, lists and dictionaries.
            about: what they are, for messages.

        Raises:
            ConditionError: it is neither true nor false, or cannot be evaluated.
        """
        found = self._program.eval(data=dict(values))
        kind = found.type().name().lower()
        if kind == "bool":
            return bool(found.plain_value())
        words = str(found)
        if "error" not in kind:
            raise ConditionError(f"the condition is of type {kind} for {about}, and must be true or false")
        if _MISSING.search(words):
            return False
        raise ConditionError(f"the condition fails for {about}: {words.partition(': ')[2] or words}")


def _chains(text: str) -> Iterator[tuple[str, list[tuple[str, int]], int]]:
    """The names with what is asked of them, as in `router.tls.options`, each step with its place; calls are not."""
    bare = _STRING.sub(lambda found: " " * len(found[0]), text)
    for found in _CHAIN.finditer(bare):
        steps = [(step[0], found.start(2) + step.start()) for step in re.finditer(r"[A-Za-z_]\w*", found[2])]
        yield found[1], steps[:-1] if found[3] else steps, found.start()


def _bare(text: str, variables: Mapping[str, Any]) -> frozenset[str]:
    bare = _STRING.sub(lambda found: " " * len(found[0]), text)
    return frozenset(found[0] for found in re.finditer(r"(?<![\w.])[A-Za-z_]\w*", bare)) & variables.keys()


def _check_options(text: str, variables: Mapping[str, type[Section]], extra: frozenset[str]) -> None:
    """Raise where an option does not exist."""
    for name, steps, _ in _chains(text):
        section = variables.get(name)
        known_here = extra
        for step, at in steps:
            if section is None:
                break
            if step in known_here:
                break
            option = section.by_key.get(step)
            if option is None or option.ignored:
                known = sorted({key for key, one in section.by_key.items() if not one.ignored} | known_here)
                near = nearest(step, known)
                hint = f"did you mean `{near}`?" if near else f"there are {listed(known)}"
                raise ConditionError(f"{_where(text, at)}: there is no option `{step}` in `{name}`", hint)
            section = option.of if isinstance(option.kind, Nested) else None
            known_here = frozenset()


def _where(text: str, at: int) -> str:
    line = text.count("\n", 0, at) + 1
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    return f"in the condition, line {line}, column {column}" if "\n" in text else f"in the condition, column {column}"


def _unreadable(text: str, said: str, variables: Mapping[str, Any]) -> ConditionError:
    found = _PLACE.search(said)
    if not found:
        return ConditionError(f"the condition cannot be read: {said.splitlines()[0]}")
    line, column, reason = int(found[1]), int(found[2]), found[3].removesuffix(" [INVALID_ARGUMENT]")
    unknown = re.match(r"undeclared reference to '([\w.]+)'", reason)
    if unknown:
        name = unknown[1].partition(".")[0]
        near = nearest(name, sorted(variables))
        hint = f"did you mean `{near}`?" if near else f"a condition is about {listed(sorted(variables))}"
        at = text.rfind(name, 0, _offset(text, line, column) + len(name))
        return ConditionError(f"{_where(text, max(at, 0))}: there is no `{name}`", hint)
    return ConditionError(
        f"{_where(text, _offset(text, line, column))}: {reason}", "see https://cel.dev for the language"
    )


def _offset(text: str, line: int, column: int) -> int:
    lines = text.split("\n")
    return sum(len(one) + 1 for one in lines[: line - 1]) + column - 1
