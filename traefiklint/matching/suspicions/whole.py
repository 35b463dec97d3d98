"""What is suspicious about a rule as a whole: conditions that exclude each other, operators without parentheses."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.matching.implication import Analysis
from traefiklint.matching.tree import And, Matcher, Not, Or, Tree, is_shallow, leaves, matchers

_FAMILIES = {"HostRegexp": "Host", "PathPrefix": "Path", "PathRegexp": "Path"}
_MOST = 20
_MOST_CHARACTERS = 4000


def may_hold(tree: Tree, never: set[int]) -> bool:
    """Whether a rule may hold for a request, where the matchers that begin at the offsets `never` hold for none.

    A rule that is nested too deep to be looked through may.
    """
    return not is_shallow(tree) or _may_hold(tree, never)


def _may_hold(tree: Tree, never: set[int]) -> bool:
    if isinstance(tree, Matcher):
        return tree.start not in never
    if isinstance(tree, Not):
        return True
    holds = (_may_hold(operand, never) for operand in tree.operands)
    return all(holds) if isinstance(tree, And) else any(holds)


def contradiction(tree: Tree, protocol: str) -> tuple[Matcher, ...] | None:
    """What keeps a rule from ever matching: a matcher, or two that exclude each other, or nothing that can be named;
    None where nothing certainly does."""
    if not Analysis(tree, protocol=protocol).is_contradiction:
        return None
    wanted = [leaf.matcher for leaf in leaves(tree) if not leaf.negated][:_MOST]
    analysed = [Analysis(matcher, protocol=protocol) for matcher in wanted]
    for matcher, analysis in zip(wanted, analysed, strict=True):
        if analysis.is_contradiction:
            return (matcher,)
    for index, one in enumerate(wanted):
        for number in range(index + 1, len(wanted)):
            if analysed[index].excludes(analysed[number]):
                return one, wanted[number]
    return ()


def decided(tree: Tree, protocol: str) -> Iterator[tuple[Tree, bool]]:
    """The alternatives that always hold together although none does alone, and those that never hold; with whether they
    hold."""
    pending: list[Tree] = [tree] if is_shallow(tree) else []
    while pending:
        node = pending.pop()
        if isinstance(node, Or):
            always = Analysis(Not(node, node.start, node.end), protocol=protocol).is_contradiction
            alone = any(Analysis(Not(one, 0, 0), protocol=protocol).is_contradiction for one in node.operands)
            if always and not alone:
                yield node, True
                continue
            for one in node.operands:
                if isinstance(one, And) and Analysis(one, protocol=protocol).is_contradiction:
                    yield one, False
        if isinstance(node, (And, Or)):
            pending.extend(reversed(node.operands))


def precedence(tree: Tree, text: str) -> Iterator[tuple[int, int, str]]:
    """Where `&&` stands beside `||` without parentheses, one side of it less guarded than the other: the stretch, and
    its text with the parentheses that Traefik assumes.
    Nobody writes rules of thousands of characters by hand; they are left alone.
    """
    pending: list[Tree] = [tree] if len(text) < _MOST_CHARACTERS else []
    while pending:
        node = pending.pop()
        if isinstance(node, Not):
            pending.append(node.operand)
        elif isinstance(node, (And, Or)):
            pending.extend(node.operands)
            bare = [part for part in node.operands if isinstance(part, And) and not _in_parentheses(part, text)]
            if isinstance(node, Or) and any(_is_guarded_alone(part, node) for part in bare):
                whole = text[node.start : node.end]
                for part in reversed(bare):
                    start, end = part.start - node.start, part.end - node.start
                    whole = f"{whole[:start]}({whole[start:end]}){whole[end:]}"
                yield node.start, node.end, whole


def _is_guarded_alone(part: And, node: Or) -> bool:
    """Whether a part of alternatives asks for a kind of thing that a single matcher beside it does not."""
    alone = {_family(one) for one in node.operands if isinstance(one, Matcher)}
    return bool(alone) and not {_family(one) for one in matchers(part)} <= alone


def _family(matcher: Matcher) -> str:
    return _FAMILIES.get(matcher.name, matcher.name)


def _in_parentheses(node: And, text: str) -> bool:
    return text[: node.start].rstrip()[-1:] == "(" and text[node.end :].lstrip()[:1] == ")"
