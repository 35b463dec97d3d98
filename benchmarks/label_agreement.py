"""Damages labels of hosts at random (a project, two, a stack, both), asks the real Traefik and us about each, and shows
where the two disagree.

    python -m benchmarks.label_agreement --seed 1 --count 300

The exit status is 1 where any disagree.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable

from benchmarks.watched import watched
from tests.docker.judging import STACK, containers, judged, stack_text_of, text_of
from tests.docker.oracle import LOOKS, Answer, DockerOracle
from tests.traefik_versions import NEWEST, traefik

BASES: tuple[dict[str, str], ...] = (
    {
        "traefik.enable": "true",
        "traefik.http.routers.web.rule": "Host(`a.example.com`)",
        "traefik.http.routers.web.entrypoints": "web,websecure",
        "traefik.http.routers.web.tls.certresolver": "letsencrypt",
        "traefik.http.routers.web.middlewares": "strip,limit",
        "traefik.http.middlewares.strip.stripprefix.prefixes": "/api,/v1",
        "traefik.http.middlewares.limit.ratelimit.average": "10",
        "traefik.http.services.web.loadbalancer.server.port": "8080",
        "traefik.http.services.web.loadbalancer.sticky.cookie.secure": "true",
    },
    {
        "traefik.http.routers.api.rule": "Host(`b.example.com`) && PathPrefix(`/x`)",
        "traefik.http.routers.api.service": "api",
        "traefik.http.routers.api.tls.domains[0].main": "b.example.com",
        "traefik.http.services.api.loadbalancer.healthcheck.path": "/health",
        "traefik.http.services.api.loadbalancer.healthcheck.interval": "10s",
        "traefik.http.middlewares.head.headers.customrequestheaders.X-A": "1",
    },
    {
        "traefik.tcp.routers.db.rule": "HostSNI(`*`)",
        "traefik.tcp.routers.db.entrypoints": "tcpep",
        "traefik.tcp.services.db.loadbalancer.server.port": "5432",
        "traefik.udp.routers.dns.entrypoints": "udpep",
        "traefik.udp.services.dns.loadbalancer.server.port": "53",
    },
    {
        "traefik.docker.network": "project_default",
        "traefik.docker.lbswarm": "true",
        "traefik.http.routers.site.rule": "Host(`c.example.com`)",
        "traefik.http.routers.site.middlewares": "limit@docker,head@swarm",
        "traefik.http.services.site.loadbalancer.server.port": "80",
    },
    {
        "traefik.swarm.network": "stack_default",
        "traefik.swarm.lbswarm": "true",
        "traefik.http.routers.site.rule": "Host(`d.example.com`)",
        "traefik.http.routers.site.service": "web@swarm",
        "traefik.http.services.site.loadbalancer.server.port": "80",
        "traefik.http.middlewares.head.headers.customrequestheaders.X-A": "1",
    },
)
_VALUES = (
    "",
    "true",
    "false",
    "yes",
    "1",
    "10s",
    "web",
    "nope",
    "a,b",
    "x@docker",
    "web@docker",
    "web@swarm",
    "80",
    "0x10",
    " web",
    '"true"',
    "/x",
)
_PARTS = (
    "entrypoint",
    "port",
    "Web",
    "web2",
    "[0]",
    "tls",
    "",
    "x.y",
    "server",
    "rule",
    "services",
    "WEB",
    "loadbalancer",
)

_FROZEN = 1000
"""How often a Traefik is asked of which we say that it does not answer."""

Labels = dict[str, str]
Damage = Callable[[random.Random, Labels], None]


def _value(chance: random.Random, labels: Labels) -> None:
    labels[chance.choice(list(labels))] = chance.choice(_VALUES)


def _part(chance: random.Random, labels: Labels) -> None:
    name = chance.choice(list(labels))
    parts = name.split(".")
    parts[_place(chance, parts)] = chance.choice(_PARTS)
    labels[".".join(parts)] = labels.pop(name)


def _place(chance: random.Random, parts: list[str]) -> int:
    """The place of a part behind the first; of that where there is no other."""
    return chance.randrange(1, len(parts)) if len(parts) > 1 else 0


def _cut(chance: random.Random, labels: Labels) -> None:
    name = chance.choice(list(labels))
    value = labels.pop(name)
    if chance.random() < 0.5:
        labels[name.rpartition(".")[0]] = value


def _index(chance: random.Random, labels: Labels) -> None:
    name = chance.choice(list(labels))
    labels[f"{name}[{chance.randrange(3)}]"] = labels.pop(name)


def _case(chance: random.Random, labels: Labels) -> None:
    name = chance.choice(list(labels))
    parts = name.split(".")
    at = _place(chance, parts)
    parts[at] = parts[at].swapcase()
    labels[".".join(parts)] = labels[name]


def _double(chance: random.Random, labels: Labels) -> None:
    name = chance.choice(list(labels))
    parts = name.split(".")
    if len(parts) > 3:
        parts[3] += "2"
        labels[".".join(parts)] = labels[name]


_DAMAGES: tuple[Damage, ...] = (_value, _part, _cut, _index, _case, _double)


def label_sets(chance: random.Random) -> list[Labels]:
    """The labels of one to three containers, damaged a little."""
    sets = [dict(chance.choice(BASES)) for _ in range(chance.choice((1, 1, 1, 2, 2, 3)))]
    for labels in sets:
        for _ in range(chance.choice((0, 1, 1, 1, 2))):
            if labels:
                chance.choice(_DAMAGES)(chance, labels)
    return sets


def host(chance: random.Random) -> dict[str, str]:
    """The compose files of a host by their paths: one project, two, a stack, a stack beside a project.

    What is said of the other provider holds only where files of it are given; nothing refers to it where none are.
    """
    paths = chance.choice((("a/compose.yml",), ("a/compose.yml", "b/compose.yml"), (STACK,), ("a/compose.yml", STACK)))
    texts = {path: (stack_text_of if path == STACK else text_of)(label_sets(chance)) for path in paths}
    if STACK not in paths:
        return {path: text.replace("@swarm", "@docker") for path, text in texts.items()}
    if len(paths) == 1:
        return {path: text.replace("@docker", "@swarm") for path, text in texts.items()}
    return texts


def _difference(theirs: Answer, mine: Answer) -> str:
    if theirs.objects is None or mine.objects is None:
        return f"frozen: Traefik {theirs.objects is None}, we {mine.objects is None}"
    kinds = [kind for kind in theirs.objects if theirs.objects[kind] != mine.objects[kind]]
    return "\n".join(f"{kind}: Traefik {theirs.objects[kind]}, we {mine.objects[kind]}" for kind in kinds)


def main() -> int:
    """Compare, print what differs, and return the exit status."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--version", default=NEWEST)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    wrong = 0
    with DockerOracle(str(traefik(given.version).path), {}) as oracle:
        for number in watched(range(given.count), given.count):
            texts = host(chance)
            mine = judged(texts, {}, given.version)
            theirs = oracle.ask(containers(texts), _FROZEN if mine.objects is None else LOOKS)
            if theirs != mine:
                wrong += 1
                print(f"--- {number}", *(f"# {path}\n{text}" for path, text in texts.items()), sep="\n")
                print(_difference(theirs, mine), flush=True)
    print(f"{given.count} hosts, {wrong} disagreements (seed {given.seed}, Traefik {given.version})")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
