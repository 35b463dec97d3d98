"""Traefik contacts nobody by itself while it is asked: shown by listeners who would notice."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.traefik_versions import NEWEST, VERSIONS, traefik
from tests.verify.listening import listener
from tests.verify.sandboxed import CONTACTS, SERVICE, verify
from traefiklint.verify.oracle import Oracle

pytestmark = pytest.mark.traefik


@pytest.mark.parametrize("name", CONTACTS)
def test_nobody_is_contacted_even_where_the_system_closes_nothing(unconfined: None, name: str) -> None:
    with listener() as ear:
        text = CONTACTS[name].replace("PORT", str(ear.port))
        done = verify(name, text, 0.5)
        assert done.verdict.loads or name == "blemish.yml" or name == "twice.yml", done.verdict
        assert ear.heard == []


@pytest.mark.parametrize("name", ["http.yml", "tcp.yml", "redis.yml", "toml.toml", "anchors.yml"])
def test_the_same_files_do_contact_somebody_where_they_are_given_as_they_are(name: str) -> None:
    with listener() as ear, Oracle(traefik(NEWEST), confined=False) as oracle:
        assert oracle.check({name: CONTACTS[name].replace("PORT", str(ear.port))}).loads
        assert ear.something.wait(600)


def test_the_system_lets_nobody_be_contacted_where_it_can(tmp_path: Path) -> None:
    with listener() as ear, Oracle(traefik(NEWEST)) as oracle:
        if not (oracle.protection.network or oracle.protection.connections):
            pytest.skip("this system lets nobody close the network")
        assert oracle.check({"a.yml": CONTACTS["http.yml"].replace("PORT", str(ear.port))}).loads
        time.sleep(0.5)
        assert ear.heard == []


@pytest.mark.parametrize("version", VERSIONS)
def test_in_its_namespace_traefik_sees_nothing_but_loopback(version: str) -> None:
    with Oracle(traefik(version)) as oracle:
        if not oracle.protection.network:
            pytest.skip("this system lets nobody make a network namespace")
        assert oracle.check({"a.yml": f"http: {{{SERVICE}}}"}).loads
        (pid,) = [
            entry.parent
            for entry in Path("/proc").glob("[0-9]*/cmdline")
            if f"--configFile={Path(oracle.directory).parent}" in entry.read_bytes().decode(errors="replace")
        ]
        lines = (pid / "net" / "dev").read_text().splitlines()[2:]
        assert [line.split(":")[0].strip() for line in lines] == ["lo"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("failover: {service: a, fallback: b}", "enabled"),
        ("weighted: {services: [{name: a}], healthCheck: {}}", "enabled"),
        ("weighted: {services: [{name: b}], healthCheck: {}}", "disabled"),
        ("failover: {service: b, fallback: a}", "disabled"),
    ],
)
def test_what_depends_on_health_checks_is_judged_as_before(text: str, status: str) -> None:
    whole = (
        "http: {routers: {r: {rule: 'Host(`a.example.com`)', service: s}}, services: {s: {" + text + "}, "
        "a: {loadBalancer: {healthCheck: {path: /}, servers: [{url: 'http://a'}]}}, "
        "b: {loadBalancer: {servers: [{url: 'http://b'}]}}}}\n"
    )
    done = verify("a.yml", whole)
    assert done.verdict.objects["services"]["s@file"].status == status
    assert done.disagreements == ()


@pytest.mark.parametrize("fault", ["interval: soon", "path: [{a: b}]", "intervall: 1s"])
def test_a_fault_in_a_health_check_is_still_refused(fault: str) -> None:
    done = verify("a.yml", CONTACTS["http.yml"].replace("interval: 20ms", fault))
    assert [finding.rule for finding in done.report.findings] == ["traefik-refuses"]
    assert done.disagreements == ()


def test_a_fault_in_a_server_with_a_health_check_is_still_seen() -> None:
    done = verify("a.yml", CONTACTS["http.yml"].replace("127.0.0.1:PORT", "a b"))
    assert [finding.rule for finding in done.report.findings] == ["traefik-disables"]
    assert done.disagreements == ()
