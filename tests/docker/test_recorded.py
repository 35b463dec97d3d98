"""What we make of containers is what Traefik made of them: every recorded case, for three versions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.docker.judging import judged, text_of
from tests.docker.recorded import provided
from tests.each import rows
from traefiklint.docker.provider import Provided
from traefiklint.verify.verdict import KINDS

CASES = [json.loads(line) for line in (Path(__file__).parent / "cases.jsonl").read_text(encoding="utf-8").splitlines()]
UNKNOWABLE = {
    "defrule-16": "its default rule asks for a variable of Traefik's own environment",
    "swarm-task-not-running": "a task that does not run is nothing that a compose file tells",
    "swarm-network-label": "before 3.2.2 Traefik takes any network of a task",
}
VERSIONS = ("3.7.15", "3.6.15", "3.0.4")


@pytest.mark.parametrize(
    "version", [VERSIONS[0], *(pytest.param(version, marks=pytest.mark.slow) for version in VERSIONS[1:])]
)
def test_containers_and_objects_are_those_of_the_recorded_traefik(version: str) -> None:
    asked = [(case, verdict) for case in CASES for verdict in case["verdicts"] if version in verdict["versions"]]
    assert len(asked) > 150, "there are cases of this version"
    wrong = {
        case["id"]: differences
        for case, verdict in asked
        if case["id"] not in UNKNOWABLE and (differences := list(_differences(case, verdict, provided(case, version))))
    }
    assert not wrong


def test_what_a_compose_file_cannot_tell_is_still_told_apart() -> None:
    ids = {case["id"] for case in CASES}
    assert ids >= UNKNOWABLE.keys(), "a case that is gone needs no excuse"


URL = {"traefik.http.services.web.loadbalancer.server.url": "http://10.1.1.1:81"}
PORT = {"traefik.http.services.web.loadbalancer.server.port": "80"}


@rows(("version", "services"), [("3.7", {}), ("3.4", {}), ("3.3", {"web@docker": False})])
def test_a_url_beside_a_port_is_refused_since_traefik_takes_urls_of_labels(
    version: str, services: dict[str, bool]
) -> None:
    answer = judged({"compose.yml": text_of([{**URL, **PORT}])}, {}, version)
    assert answer.objects is not None
    assert answer.objects["http.services"] == services


@rows(("version", "is_disabled"), [("3.7", False), ("3.4", False), ("3.3", True), ("3.0", True)])
def test_an_empty_scheme_is_none_before_traefik_takes_urls_of_labels(version: str, is_disabled: bool) -> None:
    labels = {**PORT, "traefik.http.services.web.loadbalancer.server.scheme": ""}
    with_router = {"traefik.http.routers.web.rule": "Host(`a.example.com`)", **labels}
    answer = judged({"compose.yml": text_of([with_router])}, {}, version)
    assert answer.objects is not None
    assert answer.objects["http.services"] == {"web@docker": is_disabled}


def test_of_two_services_of_one_name_only_the_load_balancers_must_be_the_same() -> None:
    through = {"traefik.http.services.web.middlewares": "nobody"}
    for sets, is_disabled in (([PORT, {**PORT, **through}], False), ([{**PORT, **through}, PORT], True)):
        with_router = [{"traefik.http.routers.web.rule": "Host(`a.example.com`)", **labels} for labels in sets]
        answer = judged({"compose.yml": text_of(with_router)}, {}, "3.7")
        assert answer.objects is not None
        assert answer.objects["http.services"] == {"web@docker": is_disabled}, "the first one's middlewares count"


def _differences(case: dict[str, Any], verdict: dict[str, Any], mine: Provided) -> Iterator[str]:
    if verdict["frozen"] or mine.is_frozen:
        if verdict["frozen"] is not mine.is_frozen:
            yield f"frozen: Traefik {verdict['frozen']}, we {mine.is_frozen}"
        return
    has_names = mine.name == "docker"  # Swarm's log does not say which service is dropped
    for name, (loads, keeps) in verdict["containers"].items() if has_names else ():
        got = mine.verdicts.get(name)
        if got is not None and got != (loads, keeps) and (got.loads or loads) and "state" not in _record(case, name):
            yield f"{name}: Traefik {(loads, keeps)}, we {got}"
    random = any(len(container.get("networks") or ()) > 1 for container in case["containers"])
    for kind, ours in KINDS.items():
        theirs, got_ones = verdict["objects"].get(kind, {}), mine.objects.get(ours, {})
        if theirs.keys() != got_ones.keys():
            yield f"{kind}: Traefik {sorted(theirs)}, we {sorted(got_ones)}"
            continue
        for name, facts in theirs.items():
            found = _facts(got_ones[name], kind)
            if found != facts and not (random and kind.endswith("ervices")):
                yield f"{kind} {name}: Traefik {facts}, we {found}"


def _record(case: dict[str, Any], name: str) -> dict[str, Any]:
    return next((one for one in case["containers"] if one["name"] == name), {})


def _facts(thing: Any, kind: str) -> list[str | None]:
    if kind.lower().endswith("routers"):
        return [getattr(thing, "rule", "") or None, thing.service]
    balancer = getattr(thing, "load_balancer", None)
    servers = balancer.servers if balancer is not None else ()
    return sorted(text for server in servers if (text := getattr(server, "url", "") or getattr(server, "address", "")))
