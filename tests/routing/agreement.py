"""Asks the real Traefik and us who answers, and shows where the two disagree."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tests.routing.echo import Echoes, Reply, send, send_packet
from tests.routing.generator import Typed, case, static_for
from traefiklint.options import Options
from traefiklint.routing.answer import Answer, answer
from traefiklint.routing.asking import Asked, read_request
from traefiklint.routing.table import Table
from traefiklint.routing.text import outcome
from traefiklint.routing.ways import Way
from traefiklint.routing.world import read_world
from traefiklint.verify.oracle import Oracle

_PAUSES = (0.0, 0.03, 0.2, 1.0, 5.0, 20.0)
"""Seconds before asking again: Traefik switches its entry points one after the other, on a busy machine not soon."""


class Disagreement(NamedTuple):
    """A request that somebody else answers than we say."""

    seed: int
    files: dict[str, str]
    request: Typed
    mine: list[str]
    real: str

    def __str__(self) -> str:
        return f"seed {self.seed}: {self.request}\n  we say {' or '.join(self.mine)}, Traefik {self.real}"


class Tally(NamedTuple):
    """What a run came to."""

    requests: int
    answered: int
    """Those that some server answered."""
    ties: int
    switched: int
    """Of those that chance decides, the ones that were answered otherwise after another load."""
    disagreements: list[Disagreement]

    def __add__(self, other: object) -> Tally:
        assert isinstance(other, Tally)
        return Tally(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


class Question(NamedTuple):
    """A request, and what we say of it."""

    typed: Typed
    asked: Asked
    expected: list[str]
    is_tie: bool


def check(oracle: Oracle, echoes: Echoes, seed: int, requests: int, reloads: int = 0) -> Tally:
    """Ask about one configuration; with `reloads`, after that many more loads of it again.

    Each load draws anew who wins where nothing but chance decides, so what comes back then must lie in what we tell of
    a tie, and where we tell of none always be the same. The last one is a start of a fresh Traefik. The configuration
    is then one in which many routers tie.
    """
    number = int(oracle.binary.minor.partition(".")[2])
    made = case(seed, echoes.ports, requests, number, twins=bool(reloads))
    table = Table(
        read_world(made.files, Options(static=json.dumps(static_for(number)), target=str(oracle.binary.version)))
    )
    questions = list(_questions(table, made.requests, echoes))
    found: list[Disagreement] = []
    seen: list[set[str]] = [set() for _ in questions]
    answered = 0
    for load in range(reloads + 1):
        if load and load == reloads:
            oracle.close()
        verdict = oracle.check(made.files)
        assert verdict.loads, f"seed {seed}: {verdict.error}"
        for question, answers in zip(questions, seen, strict=True):
            if load and "closed" in question.expected:
                continue  # one waits for what does not come
            real, reply = _answer(oracle, question)
            if real:
                found.append(Disagreement(seed, made.files, question.typed, question.expected, real))
            answers.add(told(reply, oracle))
            answered += bool(reply.echo) and not load
    switched = sum(question.is_tie and len(answers) > 1 for question, answers in zip(questions, seen, strict=True))
    ties = sum(question.is_tie for question in questions)
    return Tally(len(made.requests), answered, ties, switched, list({one.request: one for one in found}.values()))


def _questions(table: Table, requests: Iterable[Typed], echoes: Echoes) -> Iterator[Question]:
    for typed in requests:
        asked = read_typed(typed)
        if can_be_asked(asked):
            mine = answer(table, asked)
            yield Question(typed, asked, expectations(mine, echoes), mine.is_tie)


def _answer(oracle: Oracle, question: Question) -> tuple[str, Reply]:
    """What comes back, in words if it is not what we say."""
    for pause in _PAUSES:
        time.sleep(pause)
        reply = ask(oracle, question.asked)
        real = told(reply, oracle)
        if real in question.expected or (reply.echo and reply.echo in question.expected):
            return "", reply
    return real, reply


def can_be_asked(asked: Asked) -> bool:
    """Whether Python can ask for a server of this name, if it must be named: its labels have a length."""
    try:
        return not asked.secure or (asked.request().server_name or "").encode("idna") is not None
    except UnicodeError:
        return False


def read_typed(typed: Typed) -> Asked:
    """The request that is meant by what somebody types."""
    asked = read_request(typed.url, typed.method, typed.headers, typed.client_ip, typed.server_name, typed.entry_point)
    return asked._replace(protocols=("http/1.1",) if asked.secure else ())


def expectations(mine: Answer, echoes: Echoes) -> list[str]:
    """Everything that we say may come back."""
    decision = mine.decision
    found = [one for way in mine.ways for one in _of_way(way, mine.asked, echoes)]
    if decision.nobody:
        left_to_http = not mine.asked.is_http and "HTTP" in decision.reason
        found.append("400" if left_to_http else decision.nobody)  # what is no HTTP is a bad request to HTTP
    return list(dict.fromkeys([*found, *(["closed"] if decision.may_be_closed else [])]))


def _of_way(way: Way, asked: Asked, echoes: Echoes) -> Iterator[str]:
    if way.kind in ("forward", "stream"):
        assert way.target is not None
        for server in way.target.answering():
            path = f" {way.uri}" if way.kind == "forward" else ""
            yield f"{echoes.name_of(server.address)}{path}"
    elif way.kind == "redirect":
        yield f"{way.status} to {way.location}"
    elif way.kind == "closed":
        yield "closed"
    elif way.kind == "internal" and not way.status:
        yield "404"
    else:
        assert way.status, outcome(way)
        yield str(way.status)


def ask(oracle: Oracle, asked: Asked) -> Reply:
    """Send the request to the real Traefik."""
    address = oracle.harmless.entry_points[asked.entry_point]
    if asked.is_http:
        target = (asked.path or "/") + (f"?{asked.query}" if asked.query or asked.bare_query else "")
        lines = [f"{asked.method} {target} HTTP/1.1", f"Host: {asked.host}"]
        lines += [f"{name}: {value}" for name, values in asked.headers.items() for value in values]
        data = "\r\n".join([*lines, "", ""]).encode()
    else:
        data = b"HELLO this is no HTTP at all\r\n\r\n"
    if asked.scheme == "udp":
        return send_packet(address, data, asked.client_ip)
    return send(
        address,
        data,
        tls=asked.secure,
        server_name=asked.request().server_name,
        client_ip=asked.client_ip,
        protocols=asked.protocols,
    )


def told(reply: Reply, oracle: Oracle) -> str:
    """What came back, in the words of `expectations`."""
    if reply.echo:
        return f"{reply.echo} {reply.path}".rstrip()
    if reply.location:
        port = oracle.harmless.entry_points["websecure"][1]  # what is 443 for the user, and so never shown
        return f"{reply.status} to {reply.location.replace(f':{port}', '')}"
    return str(reply.status) if reply.status else "closed"


def run(oracle: Oracle, seeds: range, requests: int, reloads: int = 0) -> Iterator[tuple[int, Tally]]:
    """Ask about a configuration for each seed."""
    with Echoes(14) as echoes:
        for seed in seeds:
            yield seed, check(oracle, echoes, seed, requests, reloads)
