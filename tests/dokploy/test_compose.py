"""Compose applications: the test server against what Dokploy v0.30.2 answered, request by request in its order.

Ids and numbers that the real server drew are given to what the test server makes.
"""

import http.client
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from tests.dokploy.recorded import differences
from tests.dokploy_server import DokployServer, User

RECORDED = [json.loads(line) for line in Path(__file__).with_name("compose.jsonl").read_text().split("\n") if line]
BOX = "MsNVKPI_nHy0Y5vp19uJR"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[DokployServer]:
    """An empty environment, a remote server and two members, as they were."""
    with DokployServer(tmp_path) as running:
        running.add_remote(BOX)
        project = running.world.project("stack", running.owner.organization)
        running.world.environment(project, "production", id="njnFN19xYWIDGcdaIy_92")
        running.add_key("member", User("member"))
        running.add_key("traefik", User("member", traefik_files=True))
        yield running


def test_it_answers_as_the_real_one(server: DokployServer) -> None:
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=600)
    for number, recorded in enumerate(RECORDED):
        status, got = _ask(server, connection, recorded)
        wanted = json.loads(recorded["answer"])
        if isinstance(wanted, str) and recorded["status"] >= 400:
            wanted = json.loads(wanted)
        _as_drawn(server, recorded["path"], wanted, got)
        assert status == recorded["status"], (number, recorded["path"], got)
        exact = status >= 400 or recorded["path"] in ("compose.getConvertedCompose", "compose.deploy")
        assert not differences(wanted, got, exact=exact), (number, recorded["path"])
        if status == 500:  # somebody deleted the domain that stood in the way
            _drop_domains(server, "nosuch")
    connection.close()


def _ask(server: DokployServer, connection: http.client.HTTPConnection, recorded: Any) -> tuple[int, Any]:
    key = server.key if recorded["who"] == "owner" else recorded["who"]
    query = f"?{urlencode(recorded['params'])}" if recorded["method"] == "GET" else ""
    body = json.dumps(recorded["params"]) if recorded["method"] == "POST" else None
    headers = {"x-api-key": key, "content-type": "application/json"}
    connection.request(recorded["method"], f"/api/{recorded['path']}{query}", body, headers)
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read())


def _as_drawn(server: DokployServer, path: str, wanted: Any, got: Any) -> None:
    """What was made has the ids that the real server drew."""
    world = server.world
    if path == "compose.create":
        stack = world.stacks.pop(got["composeId"])
        stack.id, stack.app_name = wanted["composeId"], wanted["appName"]
        world.stacks[stack.id] = stack
    if path == "domain.create":
        row = world.domains.pop(got["domainId"])
        row |= {key: wanted[key] for key in ("domainId", "uniqueConfigKey")}
        world.domains[row["domainId"]] = row


def _drop_domains(server: DokployServer, service: str) -> None:
    for key in [key for key, row in server.world.domains.items() if row["serviceName"] == service]:
        del server.world.domains[key]
