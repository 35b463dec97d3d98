"""The lists of all services and domains, and the files of a remote server: the test server against the real answers.

`overview.jsonl` holds what Dokploy v0.30.2 answered; long lists are cut to one row of each kind.
"""

import http.client
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from tests.dokploy.recorded import differences
from tests.dokploy_server import DIALECTS, DokployServer, User
from traefiklint.dokploy import Dokploy

RECORDED = [json.loads(line) for line in Path(__file__).with_name("overview.jsonl").read_text().split("\n") if line]
BOX = "MsNVKPI_nHy0Y5vp19uJR"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DokployServer]:
    """Two applications, one of them on a remote server, a compose application, and three users."""
    with DokployServer(tmp_path_factory.mktemp("dokploy")) as running:
        running.add_remote(BOX, name="box")
        shop = running.add_application("shop")
        far = running.add_application("far1", server_id=BOX)
        running.panel.add_domain(shop, "shop.example.com")
        (running.disk.dynamic(BOX) / "middlewares.yml").write_text("http: {}\n")
        running.panel.add_domain(far, "far1.example.com", path="/p", stripPath=True)
        running.add_stack("stack-docker-compose", "docker-compose.example.com", "/api")
        running.add_key("member", User("member"))
        running.add_key("traefik", User("member", traefik_files=True, services={shop.id}))
        yield running


@pytest.mark.parametrize("number", range(len(RECORDED)))
def test_it_answers_as_the_real_one(server: DokployServer, number: int) -> None:
    recorded = RECORDED[number]
    key = server.key if recorded["who"] == "owner" else recorded["who"]
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=600)
    connection.request(
        "GET", f"/api/{recorded['path']}?{urlencode(recorded['params'] or {})}", headers={"x-api-key": key}
    )
    answer = connection.getresponse()
    wanted, got = json.loads(recorded["answer"]), json.loads(answer.read())
    connection.close()
    if isinstance(wanted, str) and answer.status >= 400:
        wanted = json.loads(wanted)
    assert (answer.status, answer.getheader("content-type")) == (recorded["status"], recorded["type"])
    assert not differences(wanted, got, exact=answer.status >= 400)
    assert bool(wanted) == bool(got)


def test_one_request_finds_every_application(server: DokployServer) -> None:
    server.calls.clear()
    with Dokploy(server.url, server.key) as client:
        quick = client.services()
        assert [call.procedure for call in server.calls] == ["overview.services"]
        assert quick.applications == client.discover()
        assert [stack.name for stack in quick.composes] == ["stack-docker-compose"]
        assert {domain.host for domain in client.domains()} >= {"shop.example.com", "docker-compose.example.com"}


@pytest.mark.parametrize("dialect", ["v0.28", "v0.24"])
def test_an_older_server_is_asked_as_before(tmp_path: Path, dialect: Any) -> None:
    with DokployServer(tmp_path, dialect=DIALECTS[dialect]) as old, Dokploy(old.url, old.key) as client:
        app = old.add_application("shop")
        assert [found.id for found in client.services().applications] == [app.id]
