"""Files that do not need each other are written at the same time; what needs another waits for it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from subprocess import DEVNULL, PIPE

import pytest

from tests.dokploy_server import App, DokployServer
from tests.dokploy_server.faults import Call
from tests.sync.conftest import Place, hand_written
from traefiklint.cli.console import Console
from traefiklint.cli.pushing import stopping
from traefiklint.sync.files import FileError
from traefiklint.sync.memory import Memory
from traefiklint.sync.push import AT_ONCE, Job, side_by_side

pytestmark = pytest.mark.slow

UPDATE = "application.updateTraefikConfig"
MORE = "entryPoints: [web]\n      priority: 7   # räksmörgås"


def changed(place: Place, server: DokployServer, count: int) -> list[App]:
    """So many applications with a change waiting for each, by the names of their files."""
    apps = [server.add_application(f"app{n}", hand_written(f"app{n}")) for n in range(count)]
    assert place("pull").status == 0
    for app in apps:
        place.edit(app, "entryPoints: [web]", MORE)
    server.calls.clear()
    return sorted(apps, key=lambda app: app.app_name)


def test_files_that_do_not_need_each_other_are_written_at_the_same_time(place: Place, server: DokployServer) -> None:
    apps = changed(place, server, AT_ONCE)
    # Each write is carried out when all have come: whoever writes one after the other waits for ever.
    meeting = threading.Barrier(AT_ONCE, timeout=600)
    server.faults.run(lambda _: meeting.wait(), UPDATE, times=None)
    ran = place("push", "--yes", "--force")
    assert ran.status == 0, ran
    assert all(MORE in (server.text(app) or "") for app in apps)


def test_a_server_is_asked_for_no_more_than_a_few_at_once(place: Place, server: DokployServer) -> None:
    changed(place, server, 3 * AT_ONCE)
    under_way: list[int] = []
    lock = threading.Lock()
    now = [0]

    def count(step: int) -> Callable[[Call], None]:
        def counted(_: Call) -> None:
            with lock:
                now[0] += step
                under_way.append(now[0])

        return counted

    server.faults.run(count(1), UPDATE, "before", times=None)
    server.faults.run(count(-1), UPDATE, "after", times=None)
    assert place("push", "--yes", "--force").status == 0
    assert max(under_way) <= AT_ONCE


def test_what_is_needed_is_there_before_what_needs_it(place: Place, server: DokployServer) -> None:
    """`zz` defines what `aa` uses now, and takes away what `mm` used: whatever runs beside, these keep an order."""
    server.add_application("zz", hand_written("zz") + "  middlewares:\n    old: {headers: {frameDeny: true}}\n")
    server.add_application("aa", hand_written("aa"))
    mm = hand_written("mm").replace("entryPoints: [web]", "entryPoints: [web]\n      middlewares: [old]")
    server.add_application("mm", mm)
    others = [server.add_application(f"other{n}", hand_written(f"other{n}")) for n in range(3)]
    assert place("pull").status == 0
    zz, aa, users = (next(app for app in server.world.apps.values() if app.name == name) for name in ("zz", "aa", "mm"))
    place.edit(users, "\n      middlewares: [old]", "")
    place.edit(aa, "entryPoints: [web]", "entryPoints: [web]\n      middlewares: [new]")
    place.edit(zz, "    old: {headers", "    new: {headers")
    for app in others:
        place.edit(app, "entryPoints: [web]", MORE)
    ended: list[str] = []
    begun: list[tuple[str, list[str]]] = []
    server.faults.run(lambda call: begun.append((call.application_id, list(ended))), UPDATE, "before", times=None)
    server.faults.run(lambda call: ended.append(call.application_id), UPDATE, "after", times=None)
    ran = place("push", "--yes", "--force")
    assert ran.status == 0, ran
    before = dict(begun)
    assert users.id in before[zz.id]
    assert zz.id in before[aa.id]


def test_after_one_that_goes_wrong_none_is_begun_and_those_under_way_are_seen_to_their_end() -> None:
    both, ended = threading.Barrier(2, timeout=600), threading.Event()
    begun: list[str] = []

    def good() -> bool:
        begun.append("good")
        both.wait()
        assert ended.wait(600)
        return True

    def bad() -> bool:
        begun.append("bad")
        both.wait()
        return False

    def never() -> bool:
        begun.append("never")
        return True

    jobs = {"good": Job(good), "bad": Job(bad), "never": Job(never), "after": Job(never, frozenset(("good",)))}
    results = side_by_side(jobs, bool, 2)
    assert next(results) == ("bad", False)
    ended.set()
    assert list(results) == [("good", True)]
    assert sorted(begun) == ["bad", "good"]


def test_the_results_are_in_the_order_of_the_plan(place: Place, server: DokployServer) -> None:
    apps = changed(place, server, AT_ONCE)
    others = threading.Barrier(AT_ONCE - 1, timeout=600)
    done = threading.Event()

    def wait(call: Call) -> None:
        if call.application_id == apps[0].id:
            assert done.wait(600)  # the first one ends last
        else:
            others.wait()
            done.set()

    server.faults.run(wait, UPDATE, times=None)
    ran = place("push", "--yes", "--force")
    assert ran.out.splitlines()[-AT_ONCE:] == [f"{app.app_name}: done" for app in apps]


FAULTS: dict[str, Callable[[DokployServer, int], None]] = {
    "writes nothing": lambda server, skip: server.faults.swallow(skip=skip),
    "writes a part": lambda server, skip: server.faults.truncate(60, skip=skip),
    "is gone before": lambda server, skip: server.faults.drop(UPDATE, skip=skip, times=None),
    "is gone after": lambda server, skip: server.faults.drop(UPDATE, "after", skip=skip, times=None),
    "refuses": lambda server, skip: server.faults.fail(UPDATE, 500, skip=skip, times=None),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_said_of_each_file_is_true(
    place: Place, server: DokployServer, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One goes wrong while others are under way: these are seen to their end, and no further one is begun."""
    monkeypatch.setattr("traefiklint.dokploy.transport.time.sleep", lambda _: None)
    apps = changed(place, server, AT_ONCE + 3)
    FAULTS[fault](server, 2)
    ran = place("push", "--yes", "--force", "--format", "json")
    results = json.loads(ran.out)["results"]
    assert [one["app"] for one in results] == [app.app_name for app in apps]
    for app, one in zip(apps, results, strict=True):
        assert (MORE in (server.text(app) or "")) is (one["outcome"] == "done"), one
    outcomes = [one["outcome"] for one in results]
    if fault != "is gone after":  # a read shows that it is written
        assert ran.status == 1
        assert set(outcomes) & {"failed", "restored"}
    server.faults.clear()
    assert place("push", "--yes", "--force").status == 0
    assert all(MORE in (server.text(app) or "") for app in apps)


def test_after_ctrl_c_it_is_known_how_each_write_ended(place: Place, server: DokployServer) -> None:
    apps = changed(place, server, AT_ONCE + 3)
    meeting = threading.Barrier(AT_ONCE, action=lambda: os.kill(os.getpid(), signal.SIGINT), timeout=600)
    server.faults.run(lambda _: meeting.wait(), UPDATE, times=AT_ONCE)
    ran = place("push", "--yes", "--force")
    assert ran.status == 130, ran
    assert "stopping after the writes that are under way" in ran.err
    written = [app for app in apps if MORE in (server.text(app) or "")]
    assert AT_ONCE <= len(written) < len(apps)
    assert [line for line in ran.out.splitlines() if line.endswith(": done")] == [
        f"{app.app_name}: done" for app in written
    ]
    assert f"{len(written)} done, {len(apps) - len(written)} not tried" in ran.err
    assert not list((place.folder / ".traefiklint").glob("pending/**/*.json"))
    assert place("push", "--yes", "--force").status == 0


PUSH = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from traefiklint.__main__ import main
sys.exit(main(["push", "--yes", "--force"]))
"""


def test_a_second_ctrl_c_leaves_at_once_and_loses_nothing(place: Place, server: DokployServer) -> None:
    apps = changed(place, server, AT_ONCE + 3)
    reached, released = threading.Semaphore(0), threading.Event()

    def wait(_: Call) -> None:
        reached.release()
        assert released.wait(600)

    server.faults.run(wait, UPDATE, times=AT_ONCE)
    with subprocess.Popen(
        [sys.executable, "-c", PUSH], cwd=place.folder, stdout=PIPE, stderr=PIPE, stdin=DEVNULL, text=True
    ) as process:
        assert process.stderr is not None
        for _ in range(AT_ONCE):
            assert reached.acquire(timeout=600)
        process.send_signal(signal.SIGINT)
        assert "Ctrl-C again leaves at once" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(600) == 130, "although the server has answered none of the writes"
        assert "`status` tells how the writes ended" in process.stderr.readline()
        released.set()
    server.settle()
    written = [app for app in apps if MORE in (server.text(app) or "")]
    assert len(written) == AT_ONCE, "what the server has received it carries out"
    assert place("status").status == 1
    assert place("push", "--yes", "--force").status == 0
    assert all(MORE in (server.text(app) or "") for app in apps)
    assert place("status").status == 0


IN_THE_MIDDLE = """
import sys
from traefiklint.cli.console import Console
from traefiklint.cli.pushing import _leave

class Busy(Console):
    def note(self, text, *more):
        raise RuntimeError("reentrant call inside")

_leave(Busy())
"""


def test_a_second_ctrl_c_in_the_middle_of_a_line_says_all_the_same_what_to_do() -> None:
    left = subprocess.run([sys.executable, "-c", IN_THE_MIDDLE], capture_output=True, text=True, check=False)
    assert left.returncode == 130
    assert "`status` tells how the writes ended" in left.stderr


def test_ctrl_c_means_what_it_meant_when_the_writes_are_over() -> None:
    before = signal.getsignal(signal.SIGINT)
    with stopping(Console()) as stopped:
        assert not stopped()
    assert signal.getsignal(signal.SIGINT) is before


def test_a_note_that_cannot_be_taken_away_does_not_hide_how_the_others_ended(
    place: Place, server: DokployServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    apps = changed(place, server, 2)
    server.faults.swallow()

    def refuse(memory: Memory, app_name: str) -> None:
        raise FileError(f"`{app_name}.json` cannot be removed: Read-only file system")

    monkeypatch.setattr(Memory, "end", refuse)
    ran = place("push", "--yes", "--force", "--format", "json")
    results = {one["app"]: one["outcome"] for one in json.loads(ran.out)["results"]}
    assert ran.status == 1
    assert set(results) == {app.app_name for app in apps}
    assert "uncertain" in results.values()
    assert "cannot be noted here" in ran.err
