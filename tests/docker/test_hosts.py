"""A host's compose files, and the files of the file provider beside them, come to what they came to on real Traefiks.

Each case is what users have: texts, the options of the provider, and what `[known]` says of the host. Compose resolved
the texts, and Traefik was asked about the containers: which objects there were, and which of them were disabled.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.docker.oracle import static_of
from traefiklint.discovery.projects import Projects, projects_in
from traefiklint.docker.host import HostFacts
from traefiklint.engine import lint_instance
from traefiklint.findings import Report
from traefiklint.instance.instance import Instance
from traefiklint.instance.load import read_context, read_instance
from traefiklint.options import Options
from traefiklint.verify.verdict import KINDS

HOSTS: list[dict[str, Any]] = [
    json.loads(line) for line in Path(__file__).with_name("hosts.jsonl").read_text(encoding="utf-8").splitlines()
]
VERSIONS = ("3.7.15", "3.6.15", "3.0.4")
MAINS = ("compose", "docker-compose", "stack")


def options_of(host: dict[str, Any], version: str) -> Options:
    static = static_of(host.get("docker", {}))
    static["entryPoints"]["traefik"] = {"address": ":8080"}
    static["api"] = {"insecure": True}
    static["providers"] = {
        "file": {"directory": "."},
        "swarm" if host.get("stack") else "docker": host.get("swarm") or host.get("docker") or {},
    }
    images = {name: tuple(ports) for name, ports in host.get("images", {}).items()}
    facts = HostFacts(images, host.get("environment", {}), frozenset(host.get("stopped", ())))
    asked = Options(static=json.dumps(static), static_file="static.yml", profile="none", target=version, host=facts)
    return asked._replace(without_values=True)  # an empty value in `.env` is told as one to be filled in


def parts_of(host: dict[str, Any]) -> tuple[dict[str, str], Projects]:
    """The files of the file provider, and the compose projects."""
    texts = host["files"]
    mains = [name for name in texts if name.rpartition("/")[2].startswith(MAINS) and name.count("/") == 1]
    projects = projects_in(texts, mains)
    stacks = frozenset(mains if host.get("stack") else ())
    return {name: text for name, text in texts.items() if "/" not in name}, projects._replace(stacks=stacks)


def told(host: dict[str, Any], version: str) -> tuple[Report, Instance]:
    options = options_of(host, version)
    files, projects = parts_of(host)
    instance = read_instance(files, read_context(options, files).context, projects=projects)
    return lint_instance(instance, options), instance


def judged(host: dict[str, Any], version: str) -> dict[str, dict[str, bool]] | None:
    """The objects by kind, each with whether it is disabled; None where the Docker provider is frozen."""
    report, instance = told(host, version)
    rejected = {name for finding in report.findings if finding.effect == "rejected" for name in finding.disables}
    if "*@docker" in rejected:
        return None
    disabled = {name for finding in report.findings for name in finding.disables}
    found: dict[str, dict[str, bool]] = {}
    for kind in KINDS.values():
        for thing in instance.objects[kind].values():
            if thing.provider != "file" or "*" not in rejected:
                found.setdefault(kind, {})[thing.full] = thing.object in disabled
    return found


PARTS = 6
"""The hosts are judged in parts: the first, for the newest Traefik, before each commit."""
SLOW = [pytest.param(version, part, marks=pytest.mark.slow) for version in VERSIONS for part in range(PARTS)][1:]


@pytest.mark.parametrize(("version", "part"), [(VERSIONS[0], 0), *SLOW])
def test_objects_and_the_disabled_ones_are_those_of_the_recorded_traefik(version: str, part: int) -> None:
    asked = [
        (host, verdict) for host in HOSTS for verdict in host.get("verdicts", ()) if version in verdict["versions"]
    ]
    assert len(asked) > 150, "there are hosts of this version"
    wrong = {}
    for host, verdict in asked[part::PARTS]:
        theirs = None if verdict["frozen"] else verdict["objects"]
        mine = judged(host, version)
        if mine != theirs:
            wrong[host["id"]] = {"ours": mine, "Traefik's": theirs}
    assert not wrong


def test_what_compose_refuses_is_refused() -> None:
    refused = [host for host in HOSTS if "refused" in host]
    assert refused
    for host in refused:
        assert "compose-refused" in {finding.rule for finding in told(host, "3.7")[0].findings}, host["id"]
