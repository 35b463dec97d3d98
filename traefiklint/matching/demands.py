"""What a rule demands of every request: one of these hosts, one of these paths; and so which rules can meet.

Two rules that no host and path satisfies both are never compared, and those that may meet are found without trying all
pairs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Generic, NamedTuple, Protocol, TypeVar

from traefiklint.matching.check import RuleResult
from traefiklint.matching.tree import And, Matcher, Or, Tree, is_shallow

ANY = ""
"""Stands for a host or a path that may be any."""
MOST_PLACES = 1_000
"""In how many places of an index a route may stand."""
_HOSTS = ("Host", "HostHeader", "HostSNI")
_PATHS = {"Path": "=", "PathPrefix": "^"}


class HasRule(Protocol):
    """A router with the rule and the priority by which it gets requests."""

    @property
    def rule(self) -> RuleResult: ...
    @property
    def priority(self) -> int: ...


Ruled = TypeVar("Ruled", bound=HasRule)


class Demands(NamedTuple):
    """What every request must have that a rule matches, in the words of the two functions below; or `ANY`."""

    hosts: tuple[str, ...]
    paths: tuple[str, ...]


def demands(rule: RuleResult) -> Demands:
    """What a rule demands; of its paths nothing where it names many hosts with many paths each."""
    tree = rule.tree
    if tree is None:
        return Demands((ANY,), (ANY,))
    hosts = tuple(required_hosts(tree) or (ANY,))
    paths = tuple(required_paths(tree) or (ANY,)) if rule.syntax == "v3" else (ANY,)
    return Demands(hosts, paths if len(hosts) * len(paths) <= MOST_PLACES else (ANY,))


def required_hosts(tree: Tree) -> frozenset[str] | None:
    """The hosts of which a request must have one for a rule to match, in lower case, without dots at the end.

    None where any host may do, and where a rule nests too deep to be studied. `*.example.com` stands for every host one
    label below.
    """
    return _required(tree, _hosts) if is_shallow(tree) else None


def required_paths(tree: Tree) -> frozenset[str] | None:
    """The paths of which a request must have one for a rule in the v3 syntax to match: `=/whole`, or `^/begin`.

    None where any path may do, and where a rule nests too deep to be studied.
    """
    return _required(tree, _paths) if is_shallow(tree) else None


def _required(tree: Tree, of_matcher: Callable[[Matcher], frozenset[str] | None]) -> frozenset[str] | None:
    """What a rule requires by what its matchers do: of `&&` the least, of `||` all if all do."""
    if isinstance(tree, Matcher):
        return of_matcher(tree)
    if isinstance(tree, And):
        return min((one for one in _each(tree, of_matcher) if one is not None), key=len, default=None)
    if isinstance(tree, Or):
        found = [one for one in _each(tree, of_matcher) if one is not None]
        return frozenset().union(*found) if len(found) == len(tree.operands) else None
    return None


def _each(tree: And | Or, of_matcher: Callable[[Matcher], frozenset[str] | None]) -> Iterator[frozenset[str] | None]:
    return (_required(operand, of_matcher) for operand in tree.operands)


def _hosts(matcher: Matcher) -> frozenset[str] | None:
    if matcher.name not in _HOSTS or "*" in matcher.values:
        return None
    return frozenset(value.lower().rstrip(".") for value in matcher.values)


def _paths(matcher: Matcher) -> frozenset[str] | None:
    sign = _PATHS.get(matcher.name)
    return frozenset({f"{sign}{matcher.values[0]}"}) if sign else None


class Meetings(Generic[Ruled]):
    """Which of some routes may take the same request, as far as hosts, paths and the syntax of their rules tell."""

    def __init__(self, routes: Sequence[Ruled]) -> None:
        self._routes = routes
        self._groups: dict[str, _Hosts] = defaultdict(_Hosts)
        for place, route in enumerate(routes):
            if route.rule.tree is not None:
                self._groups[route.rule.syntax].add(place, demands(route.rule))

    def of(self, route: Ruled) -> Iterator[Ruled]:
        """The other routes that may take a request of this one, in their order."""
        if route.rule.tree is None:
            return
        for place in sorted(self._groups[route.rule.syntax].meeting(demands(route.rule))):
            if self._routes[place] is not route:
                yield self._routes[place]


class _Hosts:
    """Places of routes by the hosts that they demand."""

    def __init__(self) -> None:
        self._all = _Paths()
        self._by_host: dict[str, _Paths] = defaultdict(_Paths)
        self._below: dict[str, _Paths] = defaultdict(_Paths)
        """By the name above the host."""

    def add(self, place: int, wanted: Demands) -> None:
        self._all.add(place, wanted.paths)
        for host in wanted.hosts:
            self._by_host[host].add(place, wanted.paths)
            self._below[_above(host)].add(place, wanted.paths)

    def meeting(self, wanted: Demands) -> set[int]:
        """The places of routes that may share host and path with one that demands this."""
        near = [self._all] if ANY in wanted.hosts else [self._by_host[ANY], *self._sharing(wanted.hosts)]
        return {place for paths in near for path in wanted.paths for place in paths.meeting(path)}

    def _sharing(self, hosts: Iterable[str]) -> Iterator[_Paths]:
        for host in hosts:
            above = _above(host)
            if host.startswith("*."):
                yield self._below[above]
            else:
                yield from (self._by_host[one] for one in (host, f"*.{above}") if one in self._by_host)


def _above(host: str) -> str:
    return host.partition(".")[2]


class _Paths:
    """Places of routes by the paths that they demand."""

    def __init__(self) -> None:
        self._places: list[int] = []
        self._by_path: dict[str, list[int]] = defaultdict(list)
        self._lengths: set[int] = set()
        """How long the beginnings are that routes demand."""

    def add(self, place: int, paths: Iterable[str]) -> None:
        self._places.append(place)
        for path in paths:
            self._by_path[path].append(place)
            if path.startswith("^"):
                self._lengths.add(len(path) - 1)

    def meeting(self, path: str) -> Iterator[int]:
        """The places of routes that may share a path with one that demands this."""
        if path == ANY:
            yield from self._places
            return
        text = path[1:]
        yield from self._by_path.get(ANY, ())
        yield from self._by_path.get(f"={text}", ())
        for length in self._lengths:
            if length <= len(text):
                yield from self._by_path.get(f"^{text[:length]}", ())
        if path.startswith("^"):
            yield from self._longer(text)

    def _longer(self, text: str) -> Iterator[int]:
        """The places of routes whose paths are the text with more behind it."""
        texts = self._sorted
        index = bisect_right(texts, text)
        while index < len(texts) and texts[index].startswith(text):
            yield from self._by_path.get(f"={texts[index]}", ())
            yield from self._by_path.get(f"^{texts[index]}", ())
            index += 1

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted({path[1:] for path in self._by_path if path != ANY})
