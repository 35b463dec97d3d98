"""What is suspicious about a rule as a whole: conditions that exclude each other, operators without parentheses."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from traefiklint.matching.conditions import certain, literal_of
from traefiklint.matching.implication import Analysis
from traefiklint.matching.suspicions.found import TEMPLATE, expression
from traefiklint.matching.tree import And, Leaf, Matcher, Not, Or, Tree, is_shallow, leaves, wanting

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
            if isinstance(node, Or) and any(_may_mean_both(*one) for one in _neighbours(node, bare)):
                whole = text[node.start : node.end]
                for part in reversed(bare):
                    start, end = part.start - node.start, part.end - node.start
                    whole = f"{whole[:start]}({whole[start:end]}){whole[end:]}"
                yield node.start, node.end, whole


def _neighbours(node: Or, bare: list[And]) -> Iterator[tuple[Matcher, Tree, tuple[Tree, ...]]]:
    """The single matchers beside alternatives without parentheses: with the condition of these that stands next to
    each, and the others."""
    starts = {part.start for part in bare}
    for one, other in pairwise(node.operands):
        if isinstance(one, Matcher) and isinstance(other, And) and other.start in starts:
            yield one, other.operands[0], other.operands[1:]
        elif isinstance(other, Matcher) and isinstance(one, And) and one.start in starts:
            yield other, one.operands[-1], one.operands[:-1]


def _may_mean_both(alone: Matcher, beside: Tree, others: tuple[Tree, ...]) -> bool:
    """Whether somebody may think that conditions hold for a single matcher, too, as if `||` bound tighter.

    They could not if they excluded it, as another host does; some hold anyway.
    """
    guards = [leaf for one in others for leaf in leaves(one) if not certain(literal_of(leaf.matcher, leaf.negated, ""))]
    families = {_family(leaf.matcher) for leaf in guards} - {_family(alone)}
    mine = Analysis(alone)
    if not families or any(mine.excludes(Analysis(one)) for one in others) or _is_among(alone, beside):
        return False
    if isinstance(beside, Matcher) and (beside.name, beside.values) == (alone.name, alone.values):
        return False  # as if it were not there: nobody would write it twice for the other meaning
    return not (families == {"Path"} and isinstance(beside, Matcher) and _is_of_its_own(alone, beside, guards))


def _is_among(alone: Matcher, beside: Tree) -> bool:
    """Whether a host is one of many that an expression takes, so that whoever named it, too, meant it alone, as in
    ``Host(`sso.a.io`) || HostRegexp(`.+\\.a\\.io`) && PathPrefix(`/outpost`)``."""
    if alone.name != "Host" or not isinstance(beside, Matcher) or beside.name not in ("Host", "HostRegexp"):
        return False
    meant = expression(beside.values[0], "[^.]+") if TEMPLATE.search(beside.values[0]) else ""
    many = Analysis(wanting("HostRegexp", f"^{meant}$") if meant else beside)
    one = Analysis(alone)
    return one.implies(many.of_usual_hosts()) and not many.implies(one)


def _is_of_its_own(alone: Matcher, beside: Matcher, guards: list[Leaf]) -> bool:
    """Whether paths are plainly those of one host alone: of the domain to which the other belongs, as in
    ``Host(`chat.a.io`) || Host(`a.io`) && PathPrefix(`/chat`)``, or such as tell where a service is (RFC 8615)."""
    if {alone.name, beside.name} != {"Host"} or any(leaf.negated for leaf in guards):
        return False
    host, other = alone.values[0].lower(), beside.values[0].lower()
    if host.removeprefix("www.") == other.removeprefix("www."):
        return False
    tells = all(leaf.matcher.values[0].startswith("/.well-known") for leaf in guards)
    return tells or host.endswith(f".{other}")


def _family(matcher: Matcher) -> str:
    return _FAMILIES.get(matcher.name, matcher.name)


def _in_parentheses(node: And, text: str) -> bool:
    return text[: node.start].rstrip()[-1:] == "(" and text[node.end :].lstrip()[:1] == ")"
