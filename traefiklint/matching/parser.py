"""From a rule's text to its tree: the short cut that nearly all rules take.

It knows only the usual forms. Whatever it does not know goes the exact way, `reader`, which reads every rule alike.
"""

from __future__ import annotations

from collections.abc import Mapping

from traefiklint.matching.tree import And, Argument, Matcher, Not, Or, Parsed, Tree
from traefiklint.patterns import lazy

_QUOTED = r"""`[^`]*`|"[^"\\\n]*\""""
_WORD = lazy(
    rf"[ \t]*(?:([A-Za-z]+)\([ \t]*({_QUOTED})[ \t]*(?:,[ \t]*({_QUOTED})[ \t]*)?\)|(&&)|(\|\|)|(!)|(\()|(\)))"
)
_AND, _OR, _NOT, _OPEN = 4, 5, 6, 7
_MOST_QUICK_DEPTH = 100
_MOST_QUICK_LENGTH = 100_000
"""Beyond these, Go may find a rule too deep; the exact way counts."""


def parse(text: str, names: Mapping[str, str]) -> Parsed:
    """Reads a rule.

    Args:
        text: the rule.
        names: the matchers that may occur: what may be written, and the name it stands for.
    """
    tree = _quick(text, names)
    if tree is not None:
        return Parsed(tree, ())
    from traefiklint.matching.reader import parse_exactly

    return parse_exactly(text, names)


def _quick(text: str, names: Mapping[str, str]) -> Tree | None:
    """The tree of a rule in one of the usual forms, or None: which says nothing about the rule."""
    if len(text) > _MOST_QUICK_LENGTH or not text.isascii() or "\0" in text or "\r" in text:
        return None
    end = len(text.rstrip(" \t\r\n"))
    at = 0
    match_word = _WORD.match
    outer: list[tuple[list[Tree], list[Tree], list[int], int, int, int]] = []
    ors: list[Tree] = []
    ands: list[Tree] = []
    nots: list[int] = []
    or_start = and_start = last_end = -1
    wants_operand = True
    while at < end:
        word = match_word(text, at)
        if word is None:
            return None
        at = word.end()
        kind = word.lastindex
        if kind <= 3:  # type: ignore[operator]
            name = names.get(word[1])
            if name is None or not wants_operand:
                return None
            start, stop = word.span(2)
            args: tuple[Argument, ...] = (Argument(text[start + 1 : stop - 1], start, stop, text[start]),)
            if kind == 3:
                start, stop = word.span(3)
                args += (Argument(text[start + 1 : stop - 1], start, stop, text[start]),)
            start = word.start(1)
            node: Tree = Matcher(name, args, start, at)
        elif kind == _AND:
            if wants_operand:
                return None
            wants_operand = True
            continue
        elif kind == _OR:
            if wants_operand:
                return None
            ors.append(ands[0] if len(ands) == 1 else And(tuple(ands), and_start, last_end))
            ands = []
            wants_operand = True
            continue
        elif kind == _NOT:
            if not wants_operand:
                return None
            if len(nots) > _MOST_QUICK_DEPTH:
                return None
            nots.append(at - 1)
            continue
        elif kind == _OPEN:
            if not wants_operand:
                return None
            if len(outer) > _MOST_QUICK_DEPTH:
                return None
            outer.append((ors, ands, nots, or_start, and_start, at - 1))
            ors, ands, nots = [], [], []
            continue
        else:
            if wants_operand or not outer:
                return None
            node = _group(ors, ands, or_start, and_start, last_end)
            ors, ands, nots, or_start, and_start, start = outer.pop()
        while nots:
            start = nots.pop()
            node = Not(node, start, at)
        if not ands:
            and_start = start
            if not ors:
                or_start = start
        ands.append(node)
        last_end = at
        wants_operand = False
    if wants_operand or outer:
        return None
    return _group(ors, ands, or_start, and_start, last_end)


def _group(ors: list[Tree], ands: list[Tree], or_start: int, and_start: int, end: int) -> Tree:
    last: Tree = ands[0] if len(ands) == 1 else And(tuple(ands), and_start, end)
    return Or((*ors, last), or_start, end) if ors else last
