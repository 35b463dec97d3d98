"""Asks the real Traefik and us who answers, and shows where the two disagree."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
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
    disagreements: list[Disagreement]


def check(oracle: Oracle, echoes: Echoes, seed: int, requests: int) -> Tally:
    """Ask about one configuration."""
    minor = oracle.binary.minor
    number = int(minor.partition(".")[2])
    made = case(seed, echoes.ports, requests, number)
    verdict = oracle.check(made.files)
    assert verdict.loads, f"seed {seed}: {verdict.error}"
    table = Table(
        read_world(made.files, Options(static=json.dumps(static_for(number)), target=str(oracle.binary.version)))
    )
    found: list[Disagreement] = []
    answered = ties = 0
    for typed in made.requests:
        asked = _asked(typed)
        if asked.secure and not _can_be_named(asked.request().server_name):
            continue
        mine = answer(table, asked)
        expected = expectations(mine, echoes)
        real = ""
        for pause in _PAUSES:
            time.sleep(pause)
            reply = ask(oracle, asked)
            real = told(reply, oracle)
            if real in expected or (reply.echo and reply.echo in expected):
                break
        else:
            found.append(Disagreement(seed, made.files, typed, expected, real))
        answered += bool(reply.echo)
        ties += mine.is_tie
    return Tally(len(made.requests), answered, ties, found)


def _can_be_named(server_name: str | None) -> bool:
    """Whether Python can ask for a server of this name, whose labels have a length."""
    try:
        (server_name or "").encode("idna")
    except UnicodeError:
        return False
    return True


def _asked(typed: Typed) -> Asked:
    asked = read_request(typed.url, typed.method, typed.headers, typed.client_ip, typed.server_name, typed.entry_point)
    return asked._replace(protocols=("http/1.1",) if asked.secure else ())


def expectations(mine: Answer, echoes: Echoes) -> list[str]:
    """Everything that we say may come back."""
    decision = mine.decision
    found = [one for way in mine.ways for one in _of_way(way, mine.asked, echoes)]
    if not mine.ways:
        left_to_http = not mine.asked.is_http and decision.layer == "http" and "HTTP" in decision.reason
        found = ["400" if left_to_http else decision.nobody]  # what is no HTTP is a bad request to HTTP
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


def run(oracle: Oracle, seeds: range, requests: int) -> Iterator[tuple[int, Tally]]:
    """Ask about a configuration for each seed."""
    with Echoes(14) as echoes:
        for seed in seeds:
            yield seed, check(oracle, echoes, seed, requests)
