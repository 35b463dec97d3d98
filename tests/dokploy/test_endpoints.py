"""Every endpoint does on the server what its method says."""

from pathlib import Path

import pytest

from tests.dokploy_server import App, DokployServer
from traefiklint.dokploy import BadRequestError, Dokploy, NotFoundError, ServerFaultError, SharedFile, TooLargeError
from traefiklint.dokploy.limits import BODY_LIMIT, config_body


def test_the_version(client: Dokploy) -> None:
    assert client.version() == "v0.30.2"


def test_a_file_is_read_byte_for_byte(client: Dokploy, server: DokployServer, shop: App) -> None:
    text = "\ufeff# ü — 日本 😀 \t\r\nhttp: {}\u2028 no final newline"
    server.put(shop, text)
    assert client.read_config(shop.id) == text


def test_a_file_is_written_byte_for_byte(client: Dokploy, server: DokployServer, shop: App) -> None:
    text = '# ü — 日本 😀 "quoted" \\ \x01\r\nhttp: {}\u2028 no final newline'
    client.write_config(shop.id, text)
    assert server.text(shop) == text


def test_no_file_and_an_empty_file_are_told_apart(client: Dokploy, server: DokployServer) -> None:
    fresh = server.add_application("fresh")
    assert client.read_config(fresh.id) is None
    server.put(fresh, "")
    assert client.read_config(fresh.id) == ""


def test_an_id_may_begin_with_a_dash(client: Dokploy, server: DokployServer) -> None:
    app = server.add_application("dash", "a: 1\n", application_id="-9QbouZq-QitvrwwU1KHI")
    assert client.read_config(app.id) == "a: 1\n"


def test_the_life_of_an_application(client: Dokploy, server: DokployServer, shop: App) -> None:
    client.operate("start", shop.id)
    assert shop.status == "done"
    client.operate("stop", shop.id)
    assert shop.status == "idle"
    client.operate("markRunning", shop.id)
    assert shop.status == "running"
    client.operate("reload", shop.id, appName=shop.app_name)
    assert shop.status == "done"
    token = shop.refresh_token
    client.operate("refreshToken", shop.id)
    assert shop.refresh_token != token
    client.operate("killBuild", shop.id)
    client.operate("cleanQueues", shop.id)
    client.operate("delete", shop.id)
    assert server.text(shop) is None
    with pytest.raises(NotFoundError):
        client.operate("delete", shop.id)


def test_an_application_moves_to_another_environment(client: Dokploy, server: DokployServer, shop: App) -> None:
    other = server.add_application("other", environment="staging").environment
    client.operate("move", shop.id, targetEnvironmentId=other.id)
    assert shop.environment is other
    assert client.application(shop.id).environment_id == other.id


def test_the_details_of_an_application(client: Dokploy, server: DokployServer, shop: App) -> None:
    server.panel.add_domain(shop, "shop.example.com", port=8080)
    details = client.application(shop.id)
    assert (details.name, details.app_name, details.application_status) == ("shop", shop.app_name, "idle")
    assert details.environment is not None
    assert details.environment.project is not None
    assert (details.environment.name, details.environment.project.name) == ("production", "shop")
    assert [(domain.host, domain.port, domain.unique_config_key) for domain in details.domains] == [
        ("shop.example.com", 8080, 1)
    ]


def test_monitoring_comes_as_numbers(client: Dokploy, shop: App) -> None:
    readings = client.monitoring(shop.app_name)
    assert readings.cpu[0].value == 5.25
    assert readings.memory[0].value.used == 100.5 * 2**20
    assert readings.memory[0].value.total == 1.5 * 2**30
    assert (readings.network[1].value.received, readings.network[1].value.sent) == (1.5e6, 0.25e6)
    assert (readings.block[1].value.read, readings.block[1].value.written) == (2e6, 0.5e6)
    assert readings.cpu[0].time == "2026-11-23T19:00:00.000Z"


def test_an_application_without_a_container_has_no_readings(client: Dokploy) -> None:
    assert client.monitoring("nothing-abc123").cpu == ()


@pytest.mark.parametrize(
    ("which", "place"),
    [
        (SharedFile.STATIC, "traefik.yml"),
        (SharedFile.PANEL, "dynamic/dokploy.yml"),
        (SharedFile.MIDDLEWARES, "dynamic/middlewares.yml"),
    ],
)
def test_the_shared_files(client: Dokploy, server: DokployServer, which: SharedFile, place: str) -> None:
    path = server.disk.traefik() / place
    assert client.read_shared(which) == path.read_text()
    client.write_shared(which, "# changed\n")
    assert path.read_text() == "# changed\n"


def test_a_shared_file_is_never_emptied(client: Dokploy) -> None:
    with pytest.raises(BadRequestError, match=r"traefikConfig: Too small"):
        client.write_shared(SharedFile.STATIC, "")


def test_the_tree_and_its_files(client: Dokploy, server: DokployServer, shop: App) -> None:
    (dynamic, static) = client.directories()
    assert (static.name, static.type) == ("traefik.yml", "file")
    entry = next(entry for entry in dynamic.children if entry.name == f"{shop.app_name}.yml")
    assert client.read_file(entry.id) == server.text(shop)
    client.write_file(entry.id, "a: 1\n")
    assert server.text(shop) == "a: 1\n"
    assert client.read_file(entry.id + ".not-there") is None
    with pytest.raises(BadRequestError, match="Invalid path"):
        client.read_file("/etc/passwd")
    with pytest.raises(ServerFaultError, match="EISDIR"):
        client.read_file(dynamic.id)


def test_the_tree_of_a_remote_server(client: Dokploy, server: DokployServer) -> None:
    server.add_remote("far-away")
    app = server.add_application("far", "a: 1\n", server_id="far-away")
    (dynamic,) = client.directories("far-away")
    assert [entry.name for entry in dynamic.children] == [f"{app.app_name}.yml"]
    assert client.read_file(dynamic.children[0].id, "far-away") == "a: 1\n"
    client.write_file(dynamic.children[0].id, "b: 2\n", "far-away")
    assert server.text(app) == "b: 2\n"
    with pytest.raises(NotFoundError, match="Server not found"):
        client.directories("nowhere")


def test_the_largest_text_that_passes(client: Dokploy, server: DokployServer, shop: App) -> None:
    room = BODY_LIMIT - len(config_body(shop.id, ""))
    client.write_config(shop.id, "a" * room)
    assert server.text(shop) == "a" * room
    with pytest.raises(TooLargeError, match="1,048,577 bytes of JSON"):
        client.write_config(shop.id, "a" * (room + 1))
    client.write_config(shop.id, "é" * (room // 2))
    assert server.text(shop) == "é" * (room // 2)


def test_half_a_surrogate_pair_is_not_sent(client: Dokploy, server: DokployServer, shop: App) -> None:
    with pytest.raises(BadRequestError, match="surrogate"):
        client.write_config(shop.id, "a: \ud800\n")
    assert not server.calls


def test_a_small_limit_of_a_proxy_is_told_too(client: Dokploy, server: DokployServer, shop: App) -> None:
    page = "<html><title>413 Request Entity Too Large</title></html>"
    server.faults.fail("application.updateTraefikConfig", status=413, body=page, media_type="text/html")
    with pytest.raises(TooLargeError, match="larger than the server takes"):
        client.write_config(shop.id, "a: 1\n")


class TestRemote:
    """Applications on a remote server, where the server's answers mean less."""

    @pytest.fixture
    def far(self, server: DokployServer) -> App:
        server.add_remote("far-away")
        return server.add_application("far", "a: 1\n", server_id="far-away")

    def test_a_file_that_cannot_be_reached_reads_as_none(
        self, client: Dokploy, server: DokployServer, far: App
    ) -> None:
        assert client.read_config(far.id) == "a: 1\n"
        server.add_remote("far-away", "down")
        assert client.read_config(far.id) is None
        client.write_config(far.id, "b: 2\n")
        assert server.text(far) == "a: 1\n"

    def test_a_text_over_the_shell_s_limit_never_arrives(
        self, client: Dokploy, server: DokployServer, far: App
    ) -> None:
        client.write_config(far.id, "#" * 98_200)
        assert server.text(far) == "#" * 98_200
        client.write_config(far.id, "#" * 98_300)
        assert server.text(far) == "#" * 98_200

    def test_a_letter_across_a_seam_is_broken(self, client: Dokploy, server: DokployServer, far: App) -> None:
        server.put(far, "#" + "é" * 17_000)
        assert (client.read_config(far.id) or "").count("\ufffd") == 2


def test_a_full_disk_leaves_half_a_file_and_a_yes(client: Dokploy, server: DokployServer, shop: App) -> None:
    server.faults.free_bytes = 10
    client.write_config(shop.id, "a: 1\n" * 10)
    assert server.text(shop) == "a: 1\na: 1\n"


def test_a_file_that_is_a_folder_is_a_fault_of_the_server(
    client: Dokploy, server: DokployServer, shop: App, tmp_path: Path
) -> None:
    server.path(shop).unlink()
    server.path(shop).mkdir()
    with pytest.raises(ServerFaultError, match="EISDIR: illegal operation on a directory, read"):
        client.read_config(shop.id)
