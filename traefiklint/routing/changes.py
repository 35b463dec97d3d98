"""What a change of files means to visitors: requests made from the rules of both sides, and who answers them then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from traefiklint.routing.answer import Answer
from traefiklint.routing.asking import Asked
from traefiklint.routing.decide import decide
from traefiklint.routing.requests import crossings_of, requests_of, shown
from traefiklint.routing.table import Table
from traefiklint.routing.text import BOLD, DIM, FORWARDED, GREEN, RED, YELLOW, Paint, nobody, outcome
from traefiklint.routing.world import read_world
from traefiklint.text.printable import markdown as as_markdown
from traefiklint.text.printable import markdown_code, printable
from traefiklint.text.spelling import counted

if TYPE_CHECKING:
    from traefiklint.discovery.projects import Projects
    from traefiklint.options import Options
    from traefiklint.routing.ways import Way


class Seen(NamedTuple):
    """What comes of a request on one side."""

    routers: tuple[str, ...]
    """Who may answer; empty where nobody does."""
    outcome: str
    """What the visitor gets."""
    servers: tuple[str, ...]
    """Who is asked, where somebody is: servers, or services that lie elsewhere."""
    path: str
    """What they are asked for."""
    steps: tuple[str, ...]
    """What middlewares do on the way."""
    tie: bool

    @property
    def who(self) -> str:
        """Who answers, or what a visitor gets where nobody does."""
        return " or ".join(self.routers) or self.outcome

    @property
    def result(self) -> str:
        """What comes of it, with the servers that are asked."""
        return f"served by {_listed(self.servers)}" if self.outcome == FORWARDED else self.outcome

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "routers": list(self.routers),
            "outcome": self.outcome,
            "servers": list(self.servers),
            "path": self.path,
            "middlewares": list(self.steps),
        }

    def means_the_same(self, other: Seen) -> bool:
        """Whether a visitor cannot tell the two apart: names of routers, services and middlewares do not matter."""
        if not self.routers or not other.routers:
            return not self.routers and not other.routers and self.outcome == other.outcome
        return self[1:] == other[1:]


class AnswerChange(NamedTuple):
    """A request that something else comes of than before."""

    request: str
    """Method and URL, with what else the request needs."""
    entry_point: str
    before: Seen
    after: Seen

    def __str__(self) -> str:
        return f"{self.request}: {self.summary}"

    @property
    def summary(self) -> str:
        """What changed, as in `api@file → 404`."""
        before, after = self.before, self.after
        if before.routers != after.routers or not after.routers:
            return f"{before.who} → {after.who}" + (f" ({after.result})" if after.routers else "")
        return f"{after.who}: {'; '.join(self.details) or 'as before'}"

    @property
    def details(self) -> list[str]:
        """Each thing that is different, in words."""
        before, after = self.before, self.after
        found = []
        if not before.routers or not after.routers:
            return list(after.steps)
        if before.outcome != after.outcome:
            found.append(f"{before.outcome} → {after.outcome}")
        if before.servers != after.servers:
            found.append(f"{_listed(before.servers)} → {_listed(after.servers)}")
        if before.path != after.path:
            found.append(f"the server is asked for {after.path or 'nothing'} instead of {before.path or 'nothing'}")
        found += [f"no longer {step}" for step in before.steps if step not in after.steps]
        found += [f"now {step}" for step in after.steps if step not in before.steps]
        if before.steps != after.steps and sorted(before.steps) == sorted(after.steps):
            found.append("the middlewares come in another order")
        if before.tie != after.tie:
            found.append("now chance decides" if after.tie else "chance no longer decides")
        return found

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "request": self.request,
            "entry_point": self.entry_point,
            "before": self.before.to_dict(),
            "after": self.after.to_dict(),
            "summary": self.summary,
            "details": self.details,
        }


class Changes(NamedTuple):
    """All requests that something else comes of, and how many were asked."""

    changes: tuple[AnswerChange, ...]
    requests: int
    refused: tuple[str, str]
    """Why Traefik refuses the one and the other side; empty where it does not."""

    def groups(self) -> list[list[AnswerChange]]:
        """The changes, those together that come to the same."""
        found: dict[Any, list[AnswerChange]] = {}
        for change in self.changes:
            found.setdefault((change.before.who, change.after.who, change.summary), []).append(change)
        return list(found.values())

    def to_dict(self) -> dict[str, Any]:
        """The object that `diff-routes --format json` prints."""
        return {
            "version": 1,
            "requests": self.requests,
            "refused": {"before": self.refused[0], "after": self.refused[1]},
            "changes": [change.to_dict() for change in self.changes],
        }


def route_changes(
    old: Mapping[str, str | bytes],
    new: Mapping[str, str | bytes],
    options: Options,
    new_options: Options | None = None,
    projects: tuple[Projects | None, Projects | None] = (None, None),
) -> Changes:
    """What changes for visitors when one provider directory takes the place of another.

    Touches no disk and no network, raises nothing on any text.

    Args:
        old, new: the texts by file name.
        options: the static configuration, or profile, and version, for both sides.
        projects: the compose files of each side; where absent, those among the texts.
        new_options: those of the new side, where they differ.
    """
    return changes_between(
        Table(read_world(old, options, projects[0])), Table(read_world(new, new_options or options, projects[1]))
    )


def changes_between(before: Table, after: Table) -> Changes:
    """The same for directories that are read."""
    asked = {**requests_of(before), **requests_of(after)}
    if changed := _changed(before, after):
        asked |= {**crossings_of(before, changed), **crossings_of(after, changed)}
    found = []
    for request in asked.values():
        was, now = _seen(before, request), _seen(after, request)
        if not was.means_the_same(now):
            found.append(AnswerChange(shown(request), request.entry_point, was, now))
    refused = tuple(
        "; ".join(f"{one.file}:{one.line}: {one.message}" for one in table.world.refusals) for table in (before, after)
    )
    return Changes(tuple(sorted(found, key=lambda change: change.request)), len(asked), (refused[0], refused[1]))


def _changed(before: Table, after: Table) -> set[str]:
    """The routers that are there on one side only, or match or rank otherwise."""
    old, new = _ranks(before), _ranks(after)
    return {name for name, _ in old.items() ^ new.items()}


def _ranks(table: Table) -> dict[str, Any]:
    found: dict[str, set[Any]] = {}
    for listener in table.listeners.values():
        for mux in (listener.tcp, listener.tls, listener.http, listener.https):
            for route in mux.routes:
                rank = (listener.entry.name, route.tls, route.rule.text, route.syntax, route.priority)
                found.setdefault(route.name, set()).add(rank)
    return {name: frozenset(ranks) for name, ranks in found.items()}


def _seen(table: Table, asked: Asked) -> Seen:
    listener = table.listeners.get(asked.entry_point)
    if listener is None:
        return Seen((), f"there is no entry point {asked.entry_point}", (), "", (), False)
    answer = Answer(table, asked, listener.entry, decide(table, listener, asked))
    if not answer.ways:
        return Seen((), nobody(answer), (), "", (), False)
    ways = answer.ways
    return Seen(
        tuple(dict.fromkeys(way.router.name for way in ways)),
        " or ".join(dict.fromkeys([*map(outcome, ways), *([nobody(answer)] if answer.decision.nobody else [])])),
        tuple(dict.fromkeys(server for way in ways for server in _servers(way))),
        " or ".join(dict.fromkeys(way.uri for way in ways if way.target is not None)),
        tuple(dict.fromkeys(step.effect for way in ways for step in way.steps)),
        answer.is_tie,
    )


def _servers(way: Way) -> list[str]:
    """Who is asked; a service that lies elsewhere stands for its servers."""
    if way.target is None:
        return []
    servers = [server.address for server in way.target.answering()]
    return servers or ([way.target.name] if way.target.has_unknown else [])


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "nobody"


def lines(found: Changes, paint: Paint, *, every: bool = False) -> Iterator[str]:
    """The changes; those that come to the same are shown once, unless all are asked for."""
    for side, refusal in zip(("before", "after"), found.refused, strict=True):
        if refusal:
            yield paint(f"{side}: Traefik refuses the directory, {printable(refusal)}", RED)
    for group in found.groups():
        for change in group if every else group[:1]:
            yield f"{paint(printable(change.request), BOLD)}: {paint(printable(change.summary), color(change))}"
            if change.before.routers != change.after.routers and change.after.routers and change.before.routers:
                yield from (f"  {printable(detail)}" for detail in change.details)
        if len(group) > 1 and not every:
            yield paint(f"  and {counted(len(group) - 1, 'more request')} likewise (`--all` shows them)", DIM)
    asked = f"{counted(found.requests, 'request')} made from the rules of both sides"
    if found.changes:
        yield f"{counted(len(found.changes), 'change')} for visitors, of {asked}"
    else:
        yield paint(f"nothing changes for visitors: {asked}", GREEN)


def color(change: AnswerChange) -> str:
    """Red for what is lost, green for what appears, yellow for the rest."""
    if not change.after.routers:
        return RED
    return GREEN if not change.before.routers else YELLOW


def markdown(found: Changes) -> str:
    """The changes as a table."""
    if not found.changes:
        return f"Nothing changes for visitors ({counted(found.requests, 'request')} compared).\n"
    rows = [
        f"| {markdown_code(group[0].request)}{_more(group)} | {as_markdown(group[0].before.who)} "
        f"| {as_markdown(group[0].after.who)} | {as_markdown('; '.join(group[0].details))} |"
        for group in found.groups()
    ]
    refused = [
        f"**{side}**: Traefik refuses the directory: {as_markdown(refusal)}\n"
        for side, refusal in zip(("Before", "After"), found.refused, strict=True)
        if refusal
    ]
    head = ["| request | before | after | what else |", "|---|---|---|---|"]
    return "\n".join([*refused, *head, *rows, ""])


def _more(group: list[AnswerChange]) -> str:
    return f" and {len(group) - 1:,} more" if len(group) > 1 else ""
