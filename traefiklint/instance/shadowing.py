"""Which routers never get a request, because others match all of theirs and come first.

The work grows with the number of routers, not of pairs: each is compared only with those that could match its requests,
found by host and path, and with few of them where there are many.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from traefiklint.instance.listeners import Claim, Listener
from traefiklint.matching.check import RuleResult
from traefiklint.matching.conditions import Literal, certain
from traefiklint.matching.implication import Analysis
from traefiklint.matching.tree import And, Matcher, Or, Tree
from traefiklint.records import NamedTuple

_MOST_COMPARISONS = 16
_ANY_HOST = frozenset((".+", "^.+$", "^.+", ".+$", "(.+)", "^(.+)$"))
_Pairs = tuple[tuple[str, str], ...]
_Key = tuple[str, str]


class Shadow(NamedTuple):
    """A router that another one keeps requests from, on one listener."""

    listener: Listener
    claim: Claim
    other: Claim
    """The one that matches everything that it matches, with at least its priority."""
    same: bool
    """Whether both match exactly the same requests."""


class _Entrant:
    """A router among others on one listener."""

    __slots__ = ("_analysis", "_usual", "claim", "number", "priority")

    def __init__(self, claim: Claim, number: int) -> None:
        self.claim = claim
        self.number = number
        self.priority = claim.priority
        self._analysis: Analysis | None = None
        self._usual: Analysis | None = None

    @property
    def analysis(self) -> Analysis:
        if self._analysis is None:
            rule = self.claim.rule
            assert rule.tree is not None, "claims are of rules that Traefik accepts"
            self._analysis = Analysis(rule.tree, protocol=rule.protocol)
        return self._analysis

    @property
    def usual(self) -> Analysis:
        """The analysis of its rule for requests as browsers send them, as the broader of two rules."""
        if self._usual is None:
            self._usual = self.analysis.of_usual_hosts()
        return self._usual


def shadows(claims: Iterable[Claim]) -> Iterator[Shadow]:
    """For each router and each place where it listens, one that takes its requests, if any certainly does.

    One of a higher priority is preferred. Of routers that match the same requests with the same priority, all but the
    first are told. Rules in the v2 syntax are left out.
    """
    groups: dict[Listener, list[Claim]] = {}
    for claim in claims:
        if claim.rule.syntax == "v3":
            for listener in claim.listeners:
                groups.setdefault(listener, []).append(claim)
    for listener, group in groups.items():
        yield from _in_group(listener, group)


def is_catch_all(claim: Claim) -> bool:
    """Whether a router matches every request."""
    return matches_all(claim.rule)


def matches_all(rule: RuleResult) -> bool:
    """Whether a rule, which Traefik accepts, holds for every request."""
    if rule.syntax != "v3":
        return False
    assert rule.tree is not None, "a rule that is accepted has one"
    alternatives = Analysis(rule.tree, protocol=rule.protocol).alternatives or ()
    return any(all(map(_is_any, alternative)) for alternative in alternatives)


def _is_any(literal: Literal) -> bool:
    """Whether a condition holds for every request of a browser, which always names a host."""
    return certain(literal) or (
        literal.name in ("HostRegexp", "HostSNIRegexp") and not literal.negated and literal.values[0] in _ANY_HOST
    )


def _in_group(listener: Listener, group: list[Claim]) -> Iterator[Shadow]:
    entrants = [_Entrant(claim, number) for number, claim in enumerate(group)]
    keys = [_alternatives(entrant) for entrant in entrants]
    index = _Index()
    for entrant, alternatives in zip(entrants, keys, strict=True):
        for pairs in alternatives if alternatives is not None else ((),):
            index.add(pairs, entrant)
    index.sort()
    for entrant, alternatives in zip(entrants, keys, strict=True):
        if alternatives:
            one, *_ = alternatives  # whoever takes all of its requests takes those of any
            found = _taker(entrant, index.candidates(one))
            if found is not None:
                other, same = found
                yield Shadow(listener, entrant.claim, other.claim, same)


def _taker(entrant: _Entrant, candidates: Iterable[list[_Entrant]]) -> tuple[_Entrant, bool] | None:
    """The router that takes another one's requests, and whether both match the same."""
    tie: tuple[_Entrant, bool] | None = None
    for bucket in candidates:
        compared = 0
        for other in bucket:
            if other.priority < entrant.priority + (tie is not None) or compared == _MOST_COMPARISONS:
                break
            if other is entrant:
                continue
            compared += 1
            if not _covers(other, entrant):
                continue
            same = _covers(entrant, other)
            if other.priority > entrant.priority:
                return other, same
            if not same or other.number < entrant.number:
                tie = other, same
    return tie


def _covers(broad: _Entrant, narrow: _Entrant) -> bool:
    """Whether one router matches every request of a browser that another does, and that one matches any at all."""
    if broad.claim.rule.text == narrow.claim.rule.text:
        return not narrow.analysis.is_contradiction
    try:
        return narrow.analysis.implies(broad.usual) and not narrow.analysis.is_contradiction
    except RecursionError:  # rules that are nested very deep
        return False


class _Index:
    """Routers by what they ask for: each of their alternatives under one host and one path."""

    def __init__(self) -> None:
        self._buckets: dict[_Key, list[_Entrant]] = {}
        self._lengths: set[int] = set()

    def add(self, pairs: _Pairs, entrant: _Entrant) -> None:
        host = next((_host(value) for name, value in pairs if name in ("Host", "HostSNI")), "")
        exact = next((value for name, value in pairs if name == "Path"), None)
        path = f"={exact}" if exact is not None else next((value for name, value in pairs if name == "PathPrefix"), "")
        if path == "/":
            path = ""
        elif path[:1] == "/":
            self._lengths.add(len(path))
        bucket = self._buckets.setdefault((host, path), [])
        if not bucket or bucket[-1] is not entrant:
            bucket.append(entrant)

    def sort(self) -> None:
        """Put those that come first at the beginning of each bucket."""
        for bucket in self._buckets.values():
            bucket.sort(key=lambda entrant: -entrant.priority)

    def candidates(self, pairs: _Pairs) -> Iterator[list[_Entrant]]:
        """The routers that may match all requests with these conditions, in buckets, each by falling priority."""
        hosts, paths = {"": None}, {"": None}
        for name, value in pairs:
            if name in ("Host", "HostSNI"):
                host = _host(value)
                hosts[host] = None
                hosts["*." + host.partition(".")[2]] = None
            elif name in ("Path", "PathPrefix"):
                if name == "Path":
                    paths[f"={value}"] = None
                paths.update((value[:length], None) for length in self._lengths if length <= len(value))
        for host in hosts:
            for path in paths:
                bucket = self._buckets.get((host, path))
                if bucket is not None:
                    yield bucket


def _host(value: str) -> str:
    """A host as the index knows it; empty for one that every request has."""
    return "" if value == "*" else value.lower().removesuffix(".")


def _alternatives(entrant: _Entrant) -> list[_Pairs] | None:
    """For each alternative of a rule the names and first values of the matchers that it asks for; None where there are
    too many."""
    tree = entrant.claim.rule.tree
    assert tree is not None, "claims are of rules that Traefik accepts"
    simple = _simple(tree)
    if simple is not None:
        return simple
    found = entrant.analysis.alternatives
    if found is None:
        return None
    return [tuple((one.name, one.values[0]) for one in alternative if not one.negated) for alternative in found]


def _simple(tree: Tree) -> list[_Pairs] | None:
    """The alternatives of a rule that is written as such, without the cost of an analysis."""
    if type(tree) is Matcher:
        return [((tree.name, tree.args[0].value),)]
    if type(tree) is And:
        pairs = []
        for part in tree.operands:
            if type(part) is not Matcher:
                return None
            pairs.append((part.name, part.args[0].value))
        return [tuple(pairs)]
    if type(tree) is Or:
        found: list[_Pairs] = []
        for part in tree.operands:
            alternatives = _simple(part)
            if alternatives is None:
                return None
            found += alternatives
        return found
    return None
