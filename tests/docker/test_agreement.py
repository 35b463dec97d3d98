"""What we say about labels, held against the real Traefik in front of our Docker engine."""

from __future__ import annotations

import random

import pytest

from benchmarks.label_agreement import host
from tests.docker.judging import STACK, containers, judged, stack_text_of, text_of
from tests.docker.oracle import FROZEN, LOOKS, DockerOracle
from tests.traefik_versions import NEWEST, OLDEST, traefik

pytestmark = pytest.mark.traefik


@pytest.mark.parametrize("version", [NEWEST, OLDEST])
def test_the_real_traefik_makes_of_damaged_labels_what_we_say(version: str) -> None:
    chance = random.Random(7)
    hosts = [host(chance) for _ in range(30)]
    with DockerOracle(traefik(version).path, {}) as oracle:
        for texts in hosts:
            mine = judged(texts, {}, version)
            assert oracle.ask(containers(texts), FROZEN if mine.objects is None else LOOKS) == mine, texts


_SERVER = "traefik.http.services.web.loadbalancer.server"
_RULE = {"traefik.http.routers.web.rule": "Host(`a.example.com`)"}
_URL = {**_RULE, f"{_SERVER}.url": "http://10.1.1.1:81"}
_PORT = {**_RULE, f"{_SERVER}.port": "80"}
_LEADS_TO = "traefik.http.routers.web.service"
_THROUGH = "traefik.http.services.web.middlewares"
FOUND = {
    "a url alone": [_URL],
    "a url and a port": [{**_URL, f"{_SERVER}.port": "80"}],
    "a url and a scheme": [{**_URL, f"{_SERVER}.scheme": "https"}],
    "an empty scheme": [{**_RULE, f"{_SERVER}.scheme": ""}],
    "middlewares of the second of two services of one name": [_PORT, {**_PORT, _THROUGH: "nobody"}],
    "middlewares of the first of two services of one name": [{**_PORT, _THROUGH: "nobody"}, _PORT],
    "a service called as Traefik would call its own": [{**_PORT, _LEADS_TO: "s0-project"}],
    "the service that Traefik makes of a container": [{**_RULE, _LEADS_TO: "s0-project"}],
    "a version of the PROXY protocol that is none": [
        {
            "traefik.tcp.routers.db.rule": "HostSNI(`*`)",
            "traefik.tcp.services.db.loadbalancer.proxyprotocol.version": "5",
        }
    ],
    "other middlewares of two services of one name": [{**_PORT, _THROUGH: "a,b"}, {**_PORT, _THROUGH: "a"}],
}
"""What was found to be judged wrongly, by what it is about: the labels of the containers."""


@pytest.mark.parametrize("version", [NEWEST, "3.3.6", OLDEST])
def test_the_real_traefik_makes_of_what_was_found_what_we_say(version: str) -> None:
    with DockerOracle(traefik(version).path, {}) as oracle:
        for about, sets in FOUND.items():
            texts = {"compose.yml": text_of(sets)}
            assert oracle.ask(containers(texts)) == judged(texts, {}, version), about


def test_a_bracket_that_is_not_opened_freezes_the_real_traefik() -> None:
    frozen = {"traefik.http.routers.web.tls.domains0].main": "a.example.com"}
    good = {"traefik.http.routers.api.rule": "Host(`b.example.com`)"}
    texts = {"compose.yml": text_of([frozen, good])}
    assert judged(texts, {}, NEWEST).objects is None
    with DockerOracle(traefik(NEWEST).path, {}) as oracle:
        before = oracle.ask(containers({"compose.yml": text_of([good])}))
        assert before.objects is not None
        assert before.objects["http.routers"] == {"api@docker": False}
        assert oracle.ask(containers(texts), looks=FROZEN).objects is None


@pytest.mark.parametrize("version", ["3.2.3", OLDEST])
def test_the_real_traefik_of_this_version_knows_labels_of_swarm_as_we_say(version: str) -> None:
    texts = {STACK: stack_text_of([{**_PORT, "traefik.docker.lbswarm": "false", "traefik.swarm.lbswarm": "false"}])}
    mine = judged(texts, {}, version)
    assert mine.objects is not None
    assert ("web@swarm" in mine.objects["http.routers"]) is (version == OLDEST), "it is dropped with both prefixes"
    with DockerOracle(traefik(version).path, {}) as oracle:
        assert oracle.ask(containers(texts)) == mine
