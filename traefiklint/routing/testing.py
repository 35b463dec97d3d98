"""Runs route tests against a provider directory: what fails, where, and which routers no test reached."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from traefiklint.errors import UsageError
from traefiklint.findings import Span
from traefiklint.instance.names import plain_name, qualify
from traefiklint.instance.references import ROUTERS, SERVICES
from traefiklint.routing.answer import Answer, answer
from traefiklint.routing.table import Table
from traefiklint.routing.testfile import Expectation, RouteTest
from traefiklint.routing.text import nobody, outcome
from traefiklint.routing.ways import Way
from traefiklint.text.spelling import Spelling

_NAMED = {
    "router": ROUTERS,
    "middleware": ("http.middlewares", "tcp.middlewares"),
    "service": SERVICES,
}


class FailedExpectation(NamedTuple):
    """An expectation that is not met."""

    span: Span
    message: str


class Outcome(NamedTuple):
    """One test, and what came of it."""

    test: RouteTest
    failures: tuple[FailedExpectation, ...]
    got: str
    """What really happens, in a few words."""
    reached: frozenset[str]
    """The routers that it reached."""


class RouteCoverage(NamedTuple):
    """Which routers the tests reached."""

    reached: tuple[str, ...]
    missed: tuple[str, ...]
    disabled: tuple[str, ...]
    """The routers that nobody can reach, because Traefik disables them. They do not count."""

    @property
    def percent(self) -> float:
        """How many in a hundred of the routers that serve were reached; 100 where there are none."""
        total = len(self.reached) + len(self.missed)
        return 100 * len(self.reached) / total if total else 100.0


class Run(NamedTuple):
    """What a run of tests came to."""

    file: str
    outcomes: tuple[Outcome, ...]
    coverage: RouteCoverage

    @property
    def failed(self) -> int:
        """How many tests failed."""
        return sum(bool(outcome.failures) for outcome in self.outcomes)


def run_tests(table: Table, file: str, tests: Iterable[RouteTest]) -> Run:
    """Run every test of a file."""
    known = _Names(table)
    outcomes = tuple(_run(table, test, known) for test in tests)
    return Run(file, outcomes, _coverage(table, outcomes))


def _run(table: Table, test: RouteTest, known: _Names) -> Outcome:
    try:
        found = answer(table, test.asked)
    except UsageError as unknown:
        return Outcome(
            test, (FailedExpectation(test.span, f"{unknown.message}; {unknown.hint}"),), "nothing", frozenset()
        )
    failures = [
        FailedExpectation(expectation.span, message)
        for expectation in test.expectations
        if (message := known.why_unknown(expectation) or _unmet(expectation, found))
    ]
    return Outcome(test, tuple(failures), got(found), found.routers)


def got(found: Answer) -> str:
    """What really happens to a request, in a few words."""
    if found.doubts:
        return f"what nobody can tell here: {found.doubts[0]}"
    if not found.ways:
        return nobody(found) + (f" ({found.nearest})" if found.nearest else "")
    texts = dict.fromkeys([*map(_way_text, found.ways), *([nobody(found)] if found.decision.nobody else [])])
    return " or ".join(texts) + (" (chance decides)" if found.is_tie else "")


def _way_text(way: Way) -> str:
    where = f" ({way.router.where})" if way.router.where else ""
    what = (
        outcome(way) if way.kind not in ("forward", "stream") or way.target is None else f"service `{way.target.name}`"
    )
    return f"router `{way.router.name}`{where}, {what}"


class _Names:
    """The names that tests may expect, for all tests of a table."""

    def __init__(self, table: Table) -> None:
        self._instance = table.world.instance
        self._spellings: dict[tuple[str, str], Spelling] = {}

    def why_unknown(self, expectation: Expectation) -> str:
        """That nothing has the name that is expected, so that the test says nothing; empty where something has."""
        kinds = _NAMED.get(expectation.key)
        if kinds is None:
            return ""
        objects = self._instance.objects
        full = qualify(expectation.value, "")
        if any(full in objects[kind] for kind in kinds) or not self._instance.knows(full):
            return ""
        provider = full.partition("@")[2]
        spelling = self._spellings.get((expectation.key, provider))
        if spelling is None:
            names = sorted({plain_name(name, provider) for kind in kinds for name in objects[kind]})
            spelling = self._spellings[expectation.key, provider] = Spelling(names)
        near = spelling.nearest(plain_name(full, provider))
        return f"there is no {expectation.key} `{expectation.value}`" + (f"; did you mean `{near}`?" if near else "")


def _unmet(expectation: Expectation, found: Answer) -> str:
    """How an answer does not meet an expectation; empty where it does."""
    if found.doubts:
        return f"expected {expectation}, got {got(found)}"
    holds = [_holds(expectation, way) for way in found.ways]
    if found.decision.nobody:
        holds.append(expectation.key == "status" and expectation.value == found.decision.nobody)
    if expectation.negated:
        return f"expected {expectation}, got {got(found)}" if any(holds) else ""
    return f"expected {expectation}, got {got(found)}" if not all(holds) else ""


def _holds(expectation: Expectation, way: Way) -> bool:
    key, value = expectation.key, expectation.value
    full = qualify(value, "")
    if key == "router":
        return any(route.name == full for route in way.routers)
    if key == "service":
        return way.target is not None and full in way.target.names
    if key == "server":
        return way.target is not None and any(_same(server.address, value) for server in way.target.answering())
    if key == "path":
        return way.target is not None and way.uri == value
    if key == "redirect":
        return way.kind == "redirect" and way.location == value
    if key == "middleware":
        return any(step.name == full or step.via == f"chain {full}" for step in way.steps)
    return _has_status(way, value)


def _has_status(way: Way, value: str) -> bool:
    if value == "forwarded":
        return way.kind in ("forward", "stream")
    if value == "redirect":
        return way.kind == "redirect"
    if value == "refused":
        return way.kind in ("refusal", "auth")
    if value == "closed":
        return way.kind == "closed"
    return str(way.status) == value


def _same(address: str, wanted: str) -> bool:
    return address.rstrip("/") == wanted.rstrip("/")


def _coverage(table: Table, outcomes: Iterable[Outcome]) -> RouteCoverage:
    world = table.world
    reached = frozenset[str]().union(*(outcome.reached for outcome in outcomes))
    there: list[str] = []
    disabled: list[str] = []
    for kind in ROUTERS:
        for name, router in world.instance.objects[kind].items():
            (disabled if router in world.failed else there).append(name)
    return RouteCoverage(
        tuple(name for name in there if name in reached),
        tuple(name for name in there if name not in reached),
        tuple(disabled),
    )
