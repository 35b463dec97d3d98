"""All applications are found, on servers of any age and by the documentation."""

from pathlib import Path

import pytest

from tests.dokploy.conftest import SOON, TEXT
from tests.dokploy_server import DIALECTS, DokployServer, User
from traefiklint.dokploy import Dokploy

ALL = sorted(DIALECTS)


def fill(server: DokployServer) -> None:
    server.add_remote("far-away")
    server.add_application("web", TEXT, project="shop")
    server.add_application("web", TEXT, project="shop", environment="staging")
    server.add_application("Ünïcode näme", TEXT, project="blog", app_name="app-navigate-jthdzo")
    server.add_application("far", TEXT, project="blog", server_id="far-away")


@pytest.mark.parametrize("dialect", ALL)
def test_discovery_finds_every_application(dialect: str, tmp_path: Path) -> None:
    with DokployServer(tmp_path, dialect=DIALECTS[dialect]) as server, Dokploy(server.url, server.key) as client:
        fill(server)
        found = {(app.project, app.name): app for app in client.discover()}
        assert len(client.discover()) == 4
        far = found["blog", "far"]
        assert (far.server_id, far.status) == ("far-away", "idle")
        assert found["blog", "Ünïcode näme"].app_name == "app-navigate-jthdzo"
        assert found["blog", "Ünïcode näme"].server_id is None
        assert {app.app_name for app in client.discover()} == {app.app_name for app in server.world.apps.values()}


def test_discovery_tells_environments_and_servers(server: DokployServer, client: Dokploy) -> None:
    fill(server)
    rows = [(app.project, app.environment, app.name, app.server_name) for app in client.discover()]
    assert rows == [
        ("blog", "production", "far", "far-away"),
        ("blog", "production", "Ünïcode näme", ""),
        ("shop", "production", "web", ""),
        ("shop", "staging", "web", ""),
    ]


def test_discovery_asks_once_for_each_project(server: DokployServer, client: Dokploy) -> None:
    fill(server)
    client.discover()
    asked = [call.procedure for call in server.calls]
    assert sorted(asked) == ["environment.byProjectId", "environment.byProjectId", "project.all"]


@pytest.mark.parametrize("dialect", ["v0.24", "v0.28"])
def test_older_servers_tell_everything_at_once(dialect: str, tmp_path: Path) -> None:
    with DokployServer(tmp_path, dialect=DIALECTS[dialect]) as server, Dokploy(server.url, server.key) as client:
        fill(server)
        client.discover()
        assert [call.procedure for call in server.calls] == ["project.all"]


def test_a_server_without_the_list_of_environments_is_asked_by_project(tmp_path: Path) -> None:
    with DokployServer(tmp_path) as server, Dokploy(server.url, server.key) as client:
        fill(server)
        del server.service.procedures["environment.byprojectid"]
        assert len(client.discover()) == 4
        assert "project.one" in {call.procedure for call in server.calls}


def test_the_order_is_the_same_whatever_the_database_says(server: DokployServer, client: Dokploy) -> None:
    fill(server)
    before = client.discover()
    for app in list(server.world.apps.values())[:2]:
        server.world.touch(app)
    assert client.discover() == before


def test_a_project_that_goes_meanwhile_is_no_failure(server: DokployServer, client: Dokploy) -> None:
    fill(server)
    missing = '{"message":"Project not found","code":"NOT_FOUND","data":{"path":"environment.byProjectId"}}'
    server.faults.fail("environment.byProjectId", status=404, body=missing)
    assert len(client.discover()) == 2


def test_a_member_finds_what_the_member_may_see(server: DokployServer) -> None:
    fill(server)
    own = next(iter(server.world.apps))
    server.add_key("member-key", User("member", services={own}))
    with Dokploy(server.url, "member-key", patience=SOON) as client:
        assert [app.id for app in client.discover()] == [own]


def test_an_empty_server_has_no_applications(client: Dokploy) -> None:
    assert client.discover() == ()


@pytest.mark.parametrize("dialect", ALL)
def test_a_file_is_read_and_written_on_servers_of_any_age(dialect: str, tmp_path: Path) -> None:
    with DokployServer(tmp_path, dialect=DIALECTS[dialect]) as server, Dokploy(server.url, server.key) as client:
        app = server.add_application("shop", TEXT)
        assert client.read_config(app.id) == TEXT
        client.write_config(app.id, '"quoted: json"', before=TEXT)
        assert server.text(app) == '"quoted: json"'


def test_bare_yaml_that_is_json_too_is_a_text(tmp_path: Path) -> None:
    with DokployServer(tmp_path, dialect=DIALECTS["documented"]) as server, Dokploy(server.url, server.key) as client:
        app = server.add_application("shop")
        for text in ('{"http": {}}\n', '"quoted"', "12", "true", "[]"):
            server.put(app, text)
            assert client.read_config(app.id) == text
