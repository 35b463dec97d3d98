"""Many applications over a slow line."""

from __future__ import annotations

import os
import pty
import sys
import threading
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.dokploy_server import DokployServer, ServerProcess
from tests.sync.conftest import Place, hand_written

pytestmark = pytest.mark.slow


def test_five_hundred_applications_come_many_at_once(place: Place, server: DokployServer) -> None:
    for number in range(500):
        server.add_application(f"app{number}", hand_written(f"app{number}"), project=f"project{number % 10}")
    # The first is answered when three others have come: whoever asks for one after the other waits for ever.
    meeting = threading.Barrier(4, timeout=600)
    server.faults.run(lambda _: meeting.wait(), "application.readTraefikConfig", times=4)
    ran = place("pull")
    assert ran.out.endswith("500 new\n")
    assert len(list(place.folder.glob("apps/*.yml"))) == 500


def test_a_progress_bar_shows_on_a_terminal_and_never_in_a_pipe(place: Place, server: DokployServer) -> None:
    for number in range(40):
        server.add_application(f"app{number}", hand_written(f"app{number}"))
    server.faults.latency = 0.1
    assert "Reading files" in on_a_terminal(place.folder, "status")
    ran = run("pull", folder=place.folder)
    assert "Reading files" not in ran.out + ran.err
    assert "Reading files" not in on_a_terminal(place.folder, "status", "--quiet")


def on_a_terminal(folder: Path, *arguments: str) -> str:
    child, handle = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execv(sys.executable, [sys.executable, "-m", "traefiklint", *arguments])
    seen = b""
    while True:
        try:
            data = os.read(handle, 65536)
        except OSError:
            break
        if not data:
            break
        seen += data
    os.waitpid(child, 0)
    os.close(handle)
    return seen.decode()


def test_it_works_with_a_server_in_another_process(tmp_path: Path) -> None:
    (tmp_path / "server").mkdir()
    (tmp_path / "here").mkdir()
    with ServerProcess(tmp_path / "server") as server:
        env = {"DOKPLOY_URL": server.url, "DOKPLOY_API_KEY": server.key}
        assert run("pull", folder=tmp_path / "here", env=env).status == 0


def test_many_applications_take_few_requests(place: Place, server: DokployServer) -> None:
    """One request asks for twenty at once: for 200 applications, a third of the requests of one each is far away."""
    for number in range(200):
        server.add_application(f"app{number}", hand_written(f"app{number}"), project=f"project{number % 10}")
    for command in (("pull",), ("status",), ("push", "--dry-run")):
        server.requests = 0
        assert place(*command).status == 0
        assert server.requests <= 20, command


def test_a_large_server_takes_few_requests(place: Place, server: DokployServer) -> None:
    for number in range(500):
        server.add_application(f"app{number}", hand_written(f"app{number}"), project=f"project{number % 10}")
    for number in range(100):
        server.add_stack(f"stack{number}", f"stack{number}.example.com")
    assert place("pull", "--quiet").status == 0
    assert server.requests <= 35


def test_compose_applications_come_many_at_once_and_only_where_they_matter(place: Place, server: DokployServer) -> None:
    for number in range(40):
        server.add_application(f"app{number}", hand_written(f"app{number}"))
        server.add_stack(f"stack{number}", f"stack{number}.example.com")
    assert place("pull").status == 0
    for command, most in ((("pull",), 12), (("pull", "--no-context"), 10), (("status",), 10), (("push", "--yes"), 10)):
        server.requests = 0
        assert place(*command).status == 0
        assert server.requests <= most, command


def test_a_server_that_takes_one_question_at_a_time_is_asked_so(place: Place, server: DokployServer) -> None:
    server.service.server.dialect = server.service.server.dialect._replace(batches=False)
    for number in range(45):
        server.add_application(f"app{number}", hand_written(f"app{number}"))
    assert place("pull").out.endswith("45 new\n")


def test_what_one_request_for_several_does_not_answer_is_asked_again(place: Place, server: DokployServer) -> None:
    apps = [server.add_application(f"app{number}", hand_written(f"app{number}")) for number in range(5)]
    server.faults.fail("application.readTraefikConfig", 500, application_id=apps[3].id)
    assert place("pull").out.endswith("5 new\n")
    server.faults.drop("application.readTraefikConfig", "midway")
    assert place("status").status == 0
    server.faults.fail("application.readTraefikConfig", 400, times=None, application_id=apps[3].id)
    ran = place("status")
    assert (ran.status, ran.out.count("in sync"), ran.out.count("not readable")) == (1, 5, 2)
