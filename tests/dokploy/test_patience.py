"""What is tried again, what is not, and how many things happen at once."""

import threading
from pathlib import Path

import pytest

from tests.dokploy.conftest import SOON, TEXT
from tests.dokploy_server import App, Call, DokployServer
from traefiklint.dokploy import Dokploy, RateLimitError, ServerFaultError, UnreachableError, WrongKeyError

READ, WRITE = "application.readTraefikConfig", "application.updateTraefikConfig"
NEW = "http: {routers: {}}\n"


def procedures(server: DokployServer) -> list[str]:
    return [call.procedure for call in server.calls]


class TestReads:
    """A read may be repeated."""

    @pytest.mark.parametrize("when", ["before", "midway", "after"])
    def test_a_cut_connection_is_tried_again(
        self, server: DokployServer, client: Dokploy, shop: App, when: str
    ) -> None:
        server.faults.drop(READ, when=when, times=3)  # type: ignore[arg-type]
        assert client.read_config(shop.id) == TEXT
        assert procedures(server) == [READ] * 4

    @pytest.mark.parametrize("status", [500, 502, 503, 504, 429])
    def test_a_fault_that_passes(self, server: DokployServer, client: Dokploy, shop: App, status: int) -> None:
        page = "<html>Bad gateway</html>"
        server.faults.fail(READ, status=status, times=2, body=page, media_type="text/html")
        assert client.read_config(shop.id) == TEXT

    def test_patience_ends(self, server: DokployServer, client: Dokploy, shop: App) -> None:
        server.faults.fail(READ, times=None)
        with pytest.raises(ServerFaultError):
            client.read_config(shop.id)
        assert procedures(server) == [READ] * SOON.attempts

    def test_a_refusal_is_final(self, server: DokployServer) -> None:
        with Dokploy(server.url, "wrong", patience=SOON) as client, pytest.raises(WrongKeyError):
            client.version()
        assert procedures(server) == []

    def test_a_connection_that_the_server_closed_meanwhile(self, server: DokployServer, client: Dokploy) -> None:
        assert client.version()
        server.faults.drop("settings.getDokployVersion", when="after")
        assert client.version()


class TestWrites:
    """A write is repeated only where a read shows that nothing was written."""

    @pytest.mark.parametrize("when", ["before", "midway", "after"])
    def test_a_cut_write_is_finished(self, server: DokployServer, client: Dokploy, shop: App, when: str) -> None:
        server.faults.drop(WRITE, when=when)  # type: ignore[arg-type]
        client.write_config(shop.id, NEW, before=TEXT)
        assert server.text(shop) == NEW
        assert procedures(server).count(WRITE) == (2 if when == "before" else 1)

    @pytest.mark.parametrize("when", ["before", "after"])
    def test_a_failed_write_is_finished(self, server: DokployServer, client: Dokploy, shop: App, when: str) -> None:
        server.faults.fail(WRITE, when=when)  # type: ignore[arg-type]
        client.write_config(shop.id, NEW, before=TEXT)
        assert server.text(shop) == NEW
        assert procedures(server).count(WRITE) == (2 if when == "before" else 1)

    def test_a_write_that_arrived_at_the_last_attempt_counts(
        self, server: DokployServer, client: Dokploy, shop: App
    ) -> None:
        server.faults.drop(WRITE, times=SOON.attempts - 1)
        server.faults.drop(WRITE, when="after")
        client.write_config(shop.id, NEW, before=TEXT)
        assert server.text(shop) == NEW

    def test_without_the_old_text_nothing_is_repeated(self, server: DokployServer, client: Dokploy, shop: App) -> None:
        server.faults.drop(WRITE)
        with pytest.raises(UnreachableError):
            client.write_config(shop.id, NEW)
        assert procedures(server) == [WRITE]

    def test_an_edit_in_the_panel_meanwhile_is_not_overwritten(
        self, server: DokployServer, client: Dokploy, shop: App
    ) -> None:
        def edit(_: Call) -> None:
            server.panel.add_domain(shop, "panel.example.com")

        server.faults.run(edit, WRITE)
        server.faults.drop(WRITE)
        with pytest.raises(UnreachableError):
            client.write_config(shop.id, NEW, before=TEXT)
        assert "panel.example.com" in (server.text(shop) or "")
        assert procedures(server).count(WRITE) == 1

    def test_a_truncated_write_is_not_repeated(self, server: DokployServer, client: Dokploy, shop: App) -> None:
        server.faults.truncate(4)
        server.faults.drop(WRITE, when="after")
        with pytest.raises(UnreachableError):
            client.write_config(shop.id, NEW, before=TEXT)
        assert server.text(shop) == NEW[:4]

    def test_a_first_file_is_repeated_too(self, server: DokployServer, client: Dokploy) -> None:
        fresh = server.add_application("fresh")
        server.faults.drop(WRITE)
        client.write_config(fresh.id, NEW, before=None)
        assert server.text(fresh) == NEW

    def test_an_operation_is_never_repeated(self, server: DokployServer, client: Dokploy, shop: App) -> None:
        server.faults.drop("application.delete", when="after")
        with pytest.raises(UnreachableError):
            client.operate("delete", shop.id)
        assert procedures(server) == ["application.delete"]


class TestManyAtOnce:
    """Bounded concurrency."""

    @pytest.mark.slow
    def test_five_hundred_reads_go_out_four_at_once(self, server: DokployServer, client: Dokploy) -> None:
        apps = [server.add_application(f"app-{number}", f"# {number}\n") for number in range(500)]
        # A request is answered when three others have come: whoever sends fewer at once waits for ever.
        meeting = threading.Barrier(4, timeout=600)
        server.faults.run(lambda _: meeting.wait(), READ, times=None)
        texts = {reading.application_id: reading.text for reading in client.read_many(app.id for app in apps)}
        assert texts == {app.id: f"# {number}\n" for number, app in enumerate(apps)}

    def test_never_more_than_allowed(self, server: DokployServer) -> None:
        apps = [server.add_application(f"app-{number}", TEXT) for number in range(40)]
        inside, most, lock = 0, 0, threading.Lock()

        def enter(_: Call) -> None:
            nonlocal inside, most
            with lock:
                inside += 1
                most = max(most, inside)

        def leave(_: Call) -> None:
            nonlocal inside
            with lock:
                inside -= 1

        server.faults.run(enter, READ, times=None)
        meeting = threading.Barrier(3, timeout=600)  # the first ones stay until there are as many as may be
        server.faults.run(lambda _: meeting.wait(), READ, times=3)
        server.faults.run(leave, READ, when="after", times=None)
        with Dokploy(server.url, server.key, concurrency=3) as client:
            assert len(list(client.read_many(app.id for app in apps))) == 40
        assert most == 3

    def test_one_broken_file_does_not_hide_the_others(self, server: DokployServer, client: Dokploy, shop: App) -> None:
        broken = server.add_application("broken")
        server.path(broken).mkdir()
        readings = {it.application_id: it for it in client.read_many([shop.id, broken.id, "gone"])}
        assert readings[shop.id].text == TEXT
        assert isinstance(readings[broken.id].error, ServerFaultError)
        assert readings["gone"].error is not None

    def test_what_concerns_the_whole_server_ends_it_soon(self, server: DokployServer) -> None:
        server.service.server.dialect = server.service.server.dialect._replace(batches=False)
        apps = [server.add_application(f"app-{number}", TEXT) for number in range(200)]
        server.add_key("small", limit=40)
        with Dokploy(server.url, "small", concurrency=4, patience=SOON) as client:
            client.version()
            with pytest.raises(RateLimitError):
                list(client.read_many(app.id for app in apps))
            client.close()
        assert len(server.calls) < 60

    @pytest.mark.slow
    def test_nothing_further_begins_when_the_caller_loses_interest(self, server: DokployServer) -> None:
        apps = [server.add_application(f"app-{number}", TEXT) for number in range(100)]
        goes_on = threading.Event()
        server.faults.run(lambda _: goes_on.wait(600), READ, skip=1, times=None)
        with Dokploy(server.url, server.key, concurrency=2, patience=SOON._replace(attempts=1)) as client:
            readings = client.read_many(app.id for app in apps)
            next(readings)
            readings.close()  # type: ignore[attr-defined]
            goes_on.set()
        server.settle()
        assert len(server.calls) <= 3, "the first one, and those that were under way"


def test_connections_are_kept(server: DokployServer, client: Dokploy, monkeypatch: pytest.MonkeyPatch) -> None:
    accepted = 0
    process = server._http.process_request

    def count(request: object, address: object) -> None:
        nonlocal accepted
        accepted += 1
        process(request, address)  # type: ignore[arg-type]

    monkeypatch.setattr(server._http, "process_request", count)
    for _ in range(10):
        client.version()
    assert accepted == 1


def test_a_full_stop_of_the_server_is_told(tmp_path: Path) -> None:
    with DokployServer(tmp_path) as server:
        client = Dokploy(server.url, server.key, patience=SOON)
        client.version()
        client.close()
    with (
        Dokploy(server.url, server.key, patience=SOON) as client,
        pytest.raises(UnreachableError, match="Nobody listens"),
    ):
        client.version()
