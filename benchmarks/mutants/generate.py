"""The mutants of a file: cosmic-ray's operators, and two of ours for what it does not break."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import cosmic_ray.mutating
import parso
from cosmic_ray.ast import get_ast
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator, operator_names
from parso.python.tree import ExprStmt, Function, Param, PythonNode, String

_WANTED = re.compile(
    r"ReplaceComparisonOperator_(?!Is|.*_(Is|IsNot)$)|ReplaceComparisonOperator_(Is_IsNot|IsNot_Is)$"
    r"|ReplaceUnaryOperator_Delete_(Not|USub)|ReplaceBinaryOperator_(Add_Sub|Sub_Add|BitOr_BitAnd|BitAnd_BitOr|Mod_Mul)"
    r"|AddNot|Replace(True|False|And|Or|Break|Continue)With|ExceptionReplacer|NumberReplacer|RemoveDecorator|ZeroIteration"
)
"""Not: `is` for `==` or the other way (the same for most of what is compared here), and what is a TypeError at once."""
_WORD = re.compile(r"""(?!['"]utf-8['"])['"][^\s'"\\{}]{2,40}['"]""")
"""Not the name of an encoding, which Python also knows without its last letter."""
_MEANINGLESS = re.compile(r"@(lru_cache|cache|cached_property|overload|final|override)\b")
"""Decorators without which the program does the same, slower or less typed; nor does it matter how much is cached."""


_ORDER = re.compile(r"ReplaceComparisonOperator_(Eq|NotEq)_(Lt|Gt)E?")
"""Which comes first of a word and the others that stand in its place says nothing: for half of them it is the same."""


class ChangeWord(Operator):  # type: ignore[misc]
    """Takes the last letter from a string of one word: a key, a name of a header, a set of letters."""

    def mutation_positions(self, node: Any) -> Iterator[Any]:
        if isinstance(node, String) and _WORD.fullmatch(node.value) and node.parent.type != "simple_stmt":
            yield (node.start_pos, node.end_pos)

    def mutate(self, node: Any, index: int) -> Any:
        node.value = f"{node.value[:-2]}{node.value[-1]}"
        return node

    @classmethod
    def examples(cls) -> Any:
        return ()


class DropStatement(Operator):  # type: ignore[misc]
    """Leaves out a statement that is done for its effect: a call, `yield`, `+=`, `raise`."""

    def mutation_positions(self, node: Any) -> Iterator[Any]:
        if getattr(node, "type", "") == "simple_stmt" and _has_effect(node.children[0]):
            yield (node.children[0].start_pos, node.children[0].end_pos)

    def mutate(self, node: Any, index: int) -> Any:
        first = node.children[0]
        node.children[0] = parso.parse(f"{first.get_first_leaf().prefix}pass")
        return node

    @classmethod
    def examples(cls) -> Any:
        return ()


def _has_effect(node: Any) -> bool:
    if isinstance(node, ExprStmt):
        return bool(getattr(node.children[1], "value", "=") != "=" and node.children[1].type == "operator")
    if isinstance(node, PythonNode):
        return bool(node.type in ("atom_expr", "power") and node.children[-1].get_code().startswith("("))
    return node.type in ("yield_expr", "raise_stmt")


class Mutant(NamedTuple):
    """One way to break a file."""

    file: str
    line: int
    end_line: int
    column: int
    operator: str
    occurrence: int

    def text(self, source: str) -> str | None:
        """The broken text, or None where the operator changes nothing."""
        mutated: str | None = cosmic_ray.mutating.mutate_code(source, _OPERATORS[self.operator], self.occurrence)
        return mutated


_OPERATORS: dict[str, Operator] = {
    **{name.split("/")[1]: get_operator(name)() for name in operator_names() if _WANTED.match(name.split("/")[1])},
    "ChangeWord": ChangeWord(),
    "DropStatement": DropStatement(),
}


def places(file: str, source: str) -> list[list[Mutant]]:
    """The places of a file that can be broken, each with its mutants. A place is as likely as any other in a sample."""
    found: dict[tuple[int, int], list[Mutant]] = {}
    seen: Counter[str] = Counter()
    unread = _unread_lines(source)
    for node, counts in _nodes(get_ast(source)):
        for name, operator in _OPERATORS.items():
            for start, end in operator.mutation_positions(node):
                occurrence = seen[name]
                seen[name] += 1
                if _ORDER.fullmatch(name) and any(isinstance(child, String) for child in node.children):
                    continue
                if counts and start[0] not in unread:
                    mutant = Mutant(file, start[0], end[0], start[1], name, occurrence)
                    found.setdefault(start, []).append(mutant)
    return [found[start] for start in sorted(found)]


def _nodes(node: Any, counts: bool = True) -> Iterator[tuple[Any, bool]]:
    """All nodes in cosmic-ray's order, and whether they are code: annotations and sizes of caches are not."""
    if node.type == "decorator" and _MEANINGLESS.match(node.get_code(include_prefix=False)):
        counts = False
    yield node, counts
    for index, child in enumerate(getattr(node, "children", ())):
        is_annotation = (
            (isinstance(node, Function) and child is node.annotation)
            or (node.type == "tfpdef" and index == 2)
            or (isinstance(node, Param) and child is node.annotation)
            or (node.type == "annassign" and index == 1)
            or (
                node.type == "argument" and getattr(node.children[0], "value", "") == "strict"
            )  # an assertion, of `zip`
            or (node.type == "trailer" and getattr(node.get_previous_sibling(), "value", "") in ("Literal", "TypeVar"))
        )
        yield from _nodes(child, counts and not is_annotation)


def _unread_lines(source: str) -> set[int]:
    """Lines that say something to type checkers and to nobody else, and what a debugger shows."""
    lines: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        typing_only = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        narrowing = isinstance(node, ast.Assert)
        shown = isinstance(node, ast.FunctionDef) and node.name == "__repr__"
        alias = isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation) == "TypeAlias"
        exported = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        if typing_only or narrowing or shown or alias or exported:
            lines.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return lines
