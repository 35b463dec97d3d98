"""The whole answer to "who serves this request?": who does, where redirects lead, and why the others do not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin

from traefiklint.errors import UsageError
from traefiklint.instance.rewritten import LONGEST
from traefiklint.routing.asking import Asked, choose_entry, read_request
from traefiklint.routing.decide import Decision, decide
from traefiklint.routing.entries import Entry
from traefiklint.routing.table import Table
from traefiklint.routing.ways import Way
from traefiklint.routing.why import Candidate, candidates, nearest_miss

MOST_REDIRECTS = 10
_AFTER_REDIRECT = ("Authorization", "Cookie")
"""Headers that a client does not send to another host."""

_DEFAULT_RULE = "its rule comes of `defaultRule`, which asks for what only the running Traefik knows"


@dataclass(frozen=True)
class Answer:
    """Who answers one request, by one entry point."""

    table: Table
    asked: Asked
    entry: Entry
    decision: Decision

    @property
    def ways(self) -> tuple[Way, ...]:
        return self.decision.ways

    @property
    def routers(self) -> frozenset[str]:
        """The names of the routers that may answer, those above child routers among them."""
        return frozenset(route.name for way in self.ways for route in way.routers)

    @property
    def is_tie(self) -> bool:
        """Whether chance decides between routers of equal priority."""
        return len({way.routers for way in self.ways}) + bool(self.ways and self.decision.nobody) > 1

    @property
    def location(self) -> str:
        """Where a redirect leads; empty where there is none, or none that is certain."""
        found = {way.location for way in self.ways}
        return next(iter(found)) if len(found) == 1 else ""

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """Every router of the entry point, the ones that answer first, and why each of the others does not."""
        return tuple(candidates(self.table, self.table.listeners[self.entry.name], self.asked, self.decision))

    @property
    def doubts(self) -> tuple[str, ...]:
        """What is not known where no router answers: whether one does whose rule nobody can tell here."""
        if self.ways or not self.asked.is_http:
            return ()
        routers = self.table.listeners[self.entry.name].unknown[self.asked.secure]
        return tuple(
            f"whether `{router.full}` answers: {_DEFAULT_RULE if rule is None else rule.why}"
            for router, rule in routers
            if rule is None or rule.may_take(self.asked.host.lower(), self.asked.path)
        )

    @cached_property
    def nearest(self) -> str:
        """What would have answered, if not for one thing; empty where somebody answers, or Traefik itself refuses."""
        if self.ways or self.decision.nobody in ("400", "421"):
            return ""
        return nearest_miss(self.table, self.table.listeners[self.entry.name], self.asked, self.decision)


@dataclass(frozen=True)
class Journey:
    """A request, and the requests that redirects make of it."""

    answers: tuple[Answer, ...]
    """At least one."""
    end: str = ""
    """Why redirects are not followed any further, where they could be."""
    loops: bool = False

    @property
    def first(self) -> Answer:
        return self.answers[0]

    @property
    def last(self) -> Answer:
        return self.answers[-1]


def answer(table: Table, asked: Asked) -> Answer:
    """Who answers a request.

    Raises:
        UsageError: nobody can say by which entry point it comes in.
    """
    entry = choose_entry(asked, table.world.entries.by_name)
    return Answer(table, asked, entry, decide(table, table.listeners[entry.name], asked))


def follow(table: Table, asked: Asked, most: int = MOST_REDIRECTS) -> Journey:
    """Who answers a request, and those that it is redirected to.

    Raises:
        UsageError: nobody can say by which entry point it comes in.
    """
    answers = [answer(table, asked)]
    seen = {asked.url}
    while location := answers[-1].location:
        before = answers[-1].asked
        target = urljoin(before.url, location)
        if len(target) > LONGEST:
            return Journey(tuple(answers), "the redirect leads to an address that is too long")
        if target in seen:
            return Journey(tuple(answers), f"redirects go round in a circle: back to {target}", loops=True)
        if len(answers) > most:
            return Journey(tuple(answers), f"more than {most} redirects, at which browsers give up", loops=True)
        seen.add(target)
        try:
            answers.append(answer(table, _redirected(before, target)))
        except UsageError as unknown:
            return Journey(tuple(answers), f"{target} leaves this Traefik: {unknown.message}")
    return Journey(tuple(answers))


def _redirected(before: Asked, target: str) -> Asked:
    """The request that a client makes of a redirect."""
    asked = read_request(target, before.method, (), before.client_ip)
    headers = before.headers
    if asked.host != before.host:
        headers = {name: values for name, values in headers.items() if name not in _AFTER_REDIRECT}
    return asked._replace(headers={**headers, **asked.headers})
