"""A push of several applications is stopped at every single step: by a kill, a cut connection, a full disk.

Each time every application holds the old text or the new one, `status` tells which, and another push completes it.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dokploy_server import App, DokployServer
from tests.sync.conftest import Place, hand_written
from tests.sync.forks import Forks

pytestmark = pytest.mark.slow

PARTS = 8
"""The steps are shared out to so many tests, which can run at once."""

APPS = 5
"""A first, a last, and enough between them: every application is written in the same steps."""

PUSH = ("push", "--yes", "--force")


class Several:
    """Several applications with a change waiting for each, which can be put back to the start."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.server = place.server
        self.apps = [self.server.add_application(f"app{n:02}", hand_written(f"app{n:02}")) for n in range(APPS)]
        assert place("pull").status == 0
        for app in self.apps:
            place.edit(app, "entryPoints: [web]", "entryPoints: [web]\n      priority: 7   # räksmörgås")
        self.old = {app.id: hand_written(app.name) for app in self.apps}
        self.new = {app.id: place.text(app) for app in self.apps}
        self.memory = place.folder / ".traefiklint"
        self.kept = place.folder.parent / f"{place.folder.name}-kept"
        shutil.copytree(self.memory, self.kept)

    def start(self) -> None:
        """As before the push."""
        self.server.faults.clear()
        self.server.calls.clear()
        for app in self.apps:
            self.server.put(app, self.old[app.id])
        shutil.rmtree(self.memory)
        shutil.copytree(self.kept, self.memory)

    def calls(self) -> list[str]:
        """The procedures that an undisturbed push calls, in order."""
        self.start()
        assert self.place(*PUSH).status == 0
        return [call.procedure for call in self.server.calls]

    def check_old_or_new(self) -> int:
        """Every application holds one of both, whole; how many hold the new text.

        Only once the server is done: it carries out what it was asked, though nobody waits for the answer any more.
        """
        self.server.settle()
        texts = {app.id: self.server.text(app) for app in self.apps}
        for app in self.apps:
            assert texts[app.id] in (self.old[app.id], self.new[app.id]), app.app_name
        return sum(texts[app.id] == self.new[app.id] for app in self.apps)

    def check_status_tells(self) -> None:
        """`status` says of each application whether it holds the new text."""
        states = {one["app"]: one["state"] for one in self.place.json("status")["apps"]}
        for app in self.apps:
            written = self.server.text(app) == self.new[app.id]
            assert states[app.app_name] == ("in sync" if written else "changed here")

    def check_another_push_completes(self) -> None:
        """Running it again does the rest."""
        self.server.faults.clear()
        ran = self.place(*PUSH)
        assert ran.status == 0, ran
        assert self.check_old_or_new() == APPS


@pytest.fixture
def several(place: Place, monkeypatch: pytest.MonkeyPatch) -> Several:
    monkeypatch.setattr("traefiklint.dokploy.transport.time.sleep", lambda _: None)
    return Several(place)


@pytest.fixture
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """As for a server that is asked one thing at a time, so that a number tells which file is meant."""
    monkeypatch.setattr("traefiklint.sync.push.AT_ONCE", 1)


@pytest.fixture
def forks(place: Place) -> Iterator[Forks]:
    env = {"DOKPLOY_URL": place.server.url, "DOKPLOY_API_KEY": place.server.key}
    with Forks(place.folder, env) as running:
        yield running


@pytest.mark.parametrize("part", range(PARTS))
def test_killed_at_any_request(several: Several, forks: Forks, part: int) -> None:
    calls = several.calls()
    moments = [(n, "before") for n in range(len(calls))]
    moments += [(n, "after") for n, call in enumerate(calls) if call == "application.updateTraefikConfig"]
    assert calls.count("application.updateTraefikConfig") == APPS
    for number, when in moments[part::PARTS]:
        several.start()
        several.server.faults.run(forks.kill, when=when, skip=number)  # type: ignore[arg-type]
        assert forks.run(*PUSH).status == -9, (number, when)
        several.server.settle()
        updates = [call for call in several.server.calls if call.procedure == "application.updateTraefikConfig"]
        # one without an application is a request that the kill has cut off behind its head
        begun = sum(bool(call.application_id) for call in updates)
        assert several.check_old_or_new() == begun, (number, when)
        several.check_status_tells()
        several.check_another_push_completes()


@pytest.mark.parametrize("part", range(PARTS))
def test_killed_at_any_step_of_writing_a_file_here(several: Several, forks: Forks, part: int) -> None:
    steps = part * 9
    while True:
        several.start()
        ended = forks.run(*PUSH, die_at=steps)
        several.check_old_or_new()
        several.check_status_tells()
        several.check_another_push_completes()
        if ended.status != -9 or steps > part * 9 + 7:
            break
        steps += 1
    assert ended.status in (-9, 0)


@pytest.mark.parametrize("part", range(PARTS))
def test_the_connection_is_cut_at_any_request_and_stays_cut(several: Several, part: int) -> None:
    calls = several.calls()
    moments = [(n, "before") for n in range(len(calls))]
    moments += [(n, when) for n, call in enumerate(calls) if "update" in call for when in ("midway", "after")]
    for number, when in moments[part::PARTS]:
        several.start()
        several.server.faults.drop(when=when, skip=number, times=None)  # type: ignore[arg-type]
        ran = several.place(*PUSH)
        several.server.faults.clear()
        # What is called last may be only looks at what else the panel did, without which all is written.
        whole = several.check_old_or_new() == APPS
        assert ran.status in (1, 2) or (ran.status == 0 and whole), (number, when, ran)
        several.check_another_push_completes()


@pytest.mark.parametrize("when", ["before", "midway", "after"])
def test_a_connection_that_is_cut_once_does_not_stop_a_push(several: Several, when: str) -> None:
    for number in range(0, len(several.calls()), 7):
        several.start()
        several.server.faults.drop(when=when, skip=number)  # type: ignore[arg-type]
        ran = several.place(*PUSH)
        assert ran.status == 0, (number, ran)
        assert several.check_old_or_new() == APPS


@pytest.mark.usefixtures("one_by_one")
@pytest.mark.parametrize("size", [0, 40, 200])
def test_a_server_whose_disk_fills_up(several: Several, size: int) -> None:
    """It writes a part and says that all is well; the old text is put back, and the rest is not tried."""
    for number in range(APPS) if size == 40 else (0, APPS - 1):
        several.start()
        several.server.faults.truncate(size, skip=number)
        ran = several.place(*PUSH)
        assert ran.status == 1
        assert "the server wrote only a part of the text; the old one stands again" in ran.out
        assert several.check_old_or_new() == number
        assert f"{number} done, 1 restored" in ran.err.replace("\n", ", ") or number == 0
        several.check_status_tells()
        several.check_another_push_completes()


@pytest.mark.usefixtures("one_by_one")
def test_a_server_that_writes_nothing(several: Several) -> None:
    for number in range(APPS):
        several.start()
        several.server.faults.swallow(skip=number)
        ran = several.place(*PUSH)
        assert ran.status == 1
        assert "its disk may be full or write-protected" in ran.out
        assert several.check_old_or_new() == number
        assert f"{APPS - 1 - number} not tried" in ran.err or number == APPS - 1
        several.check_another_push_completes()


@pytest.mark.usefixtures("one_by_one")
def test_half_a_text_that_cannot_be_put_back_is_told_and_completed(several: Several) -> None:
    """The server's disk stays full: it holds the start of the new text, and the next push knows it for its own."""
    app = several.apps[3]
    several.start()
    several.server.faults.truncate(60, skip=3)
    several.server.faults.swallow(skip=4)
    ran = several.place(*PUSH)
    assert ran.status == 1
    assert "the old one could not be put back" in ran.out
    assert several.server.text(app) == several.new[app.id].encode()[:60].decode()
    assert several.place.state(app) == "half written"
    assert several.place("pull", app.app_name).status == 1, "half a text is nothing to pull"
    assert several.place.text(app) == several.new[app.id]
    several.check_another_push_completes()


def test_the_disk_here_fills_up_at_any_write(several: Several, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    for allowed in range(3 * APPS + 2):
        several.start()
        left = [allowed]

        def full(handle: int, data: bytes, left: list[int] = left) -> int:
            left[0] -= 1
            if left[0] < 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return real(handle, data)

        monkeypatch.setattr("traefiklint.writing.os.write", full)
        ran = several.place(*PUSH)
        monkeypatch.setattr("traefiklint.writing.os.write", real)
        if left[0] < 0:
            assert "No space left on device" in ran.out + ran.err
        several.check_old_or_new()
        several.check_another_push_completes()


def test_no_scratch_file_stays_when_a_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from traefiklint.sync.files import FileError, write_text

    path = tmp_path / "a.yml"
    write_text(path, "old\n", tmp_path)
    monkeypatch.setattr("traefiklint.writing.os.fsync", lambda _: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
    with pytest.raises(FileError):
        write_text(path, "new\n", tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.yml"]
    assert path.read_text() == "old\n"


def test_a_new_file_that_was_written_in_part_is_switched_off(place: Place, server: DokployServer) -> None:
    app: App = server.add_application("new")
    place.file(app).parent.mkdir()
    place.file(app).write_text(hand_written("new"))
    server.faults.truncate(30)
    ran = place("push", "--yes")
    assert ran.status == 1
    text = server.text(app)
    assert text is not None
    assert text.startswith("# A write of this new file failed")
    assert place("push", "--yes", "--force").status == 0
    assert server.text(app) == hand_written("new")
