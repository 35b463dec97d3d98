"""The same kills, cuts and full disks as for files of applications, for shared files and for compose applications."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable

import pytest

from tests.dokploy_server import DokployServer
from tests.sync.conftest import Place, hand_written
from tests.sync.forks import Forks

pytestmark = pytest.mark.slow

PUSH = ("push", "--yes", "--force", "--shared")
TEXT = "# ours\nservices:\n  web:\n    image: nginx:1.27\n    environment:\n      API_TOKEN: q7Rb2kLw93xZ\n"
SHARED = "http:\n  middlewares:\n    ours: {headers: {frameDeny: true}}   # ours\n"
WRITES = ("compose.update", "settings.updateTraefikFile", "application.updateTraefikConfig")


def changed(text: str) -> str:
    """Another text that means something else."""
    return text.replace("nginx:1.27", "nginx:1.28") + "# more: räksmörgås\n"


class Waiting:
    """An application, a shared file and two compose applications, with a change waiting for each."""

    def __init__(self, place: Place) -> None:
        self.place, self.server = place, place.server
        (place.folder / "traefiklint.toml").write_text('[dokploy]\ncomposes = ["*"]\n')
        self.app = self.server.add_application("shop", hand_written("shop"))
        self.shared = self.server.disk.dynamic() / "ours.yml"
        self.shared.write_text(SHARED)
        self.stacks = [self.server.add_stack(name, text=TEXT) for name in ("billing", "mail")]
        self.old = self.texts()
        assert place("pull", "--shared").status == 0
        here = {
            "app": place.file(self.app),
            "shared": place.folder / "apps/shared/ours.yml",
            **{one.name: place.folder / "apps-compose" / one.app_name / "compose.yml" for one in self.stacks},
        }
        for path in here.values():
            path.write_text(changed(path.read_text()))
        self.new = {name: changed(text) for name, text in self.old.items()}
        self.memory = place.folder / ".traefiklint"
        self.kept = place.folder.parent / f"{place.folder.name}-kept"
        shutil.copytree(self.memory, self.kept)

    def texts(self) -> dict[str, str]:
        """What the server holds."""
        found = {one.name: one.compose_file for one in self.stacks}
        return {"app": self.server.text(self.app) or "", "shared": self.shared.read_text(), **found}

    def start(self) -> None:
        """As before the push."""
        self.server.faults.clear()
        self.server.put(self.app, self.old["app"])
        self.shared.write_text(self.old["shared"])
        for one in self.stacks:
            one.compose_file = self.old[one.name]
        self.server.calls.clear()
        shutil.rmtree(self.memory)
        shutil.copytree(self.kept, self.memory)

    def check(self) -> int:
        """Each text is the old one or the new one, whole; and another push completes it."""
        self.server.settle()  # it carries out what it was asked, though nobody waits for the answer
        texts = self.texts()
        for name, text in texts.items():
            assert text in (self.old[name], self.new[name]), name
        self.server.faults.clear()
        ran = self.place(*PUSH)
        assert ran.status == 0, ran
        assert self.texts() == self.new
        return sum(texts[name] == self.new[name] for name in texts)


@pytest.fixture
def waiting(place: Place, server: DokployServer, monkeypatch: pytest.MonkeyPatch) -> Waiting:
    monkeypatch.setattr("traefiklint.dokploy.transport.time.sleep", lambda _: None)
    return Waiting(place)


def moments_of(waiting: Waiting) -> list[str]:
    """The calls of an undisturbed push."""
    waiting.start()
    assert waiting.place(*PUSH).status == 0
    assert waiting.texts() == waiting.new
    calls = [call.procedure for call in waiting.server.calls]
    assert [call for call in calls if call in WRITES].count("compose.update") == 2
    return calls


def test_killed_around_any_write(waiting: Waiting) -> None:
    calls = moments_of(waiting)
    env = {"DOKPLOY_URL": waiting.server.url, "DOKPLOY_API_KEY": waiting.server.key}
    written = set()
    with Forks(waiting.place.folder, env) as forks:
        moments = [(n, when) for n, call in enumerate(calls) if call in WRITES for when in ("before", "after")]
        for number, when in [(0, "before"), *moments, (len(calls) - 1, "after")]:
            waiting.start()
            waiting.server.faults.run(forks.kill, when=when, skip=number)  # type: ignore[arg-type]
            assert forks.run(*PUSH).status == -9, (number, when)
            written.add(waiting.check())
    assert (min(written), max(written)) == (0, 4)


@pytest.mark.parametrize("when", ["before", "midway", "after"])
def test_the_connection_is_cut_at_any_write_and_stays_cut(waiting: Waiting, when: str) -> None:
    calls = moments_of(waiting)
    for number in [n for n, call in enumerate(calls) if call in WRITES]:
        waiting.start()
        waiting.server.faults.drop(when=when, skip=number, times=None)  # type: ignore[arg-type]
        status = waiting.place(*PUSH).status
        # They are written side by side: what stands there now may come when all are written, and only be looked at.
        whole = waiting.check() == 4
        assert status == 1 or (status == 0 and whole), (number, when)


def test_a_server_that_writes_nothing_or_dies(waiting: Waiting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("traefiklint.sync.push.AT_ONCE", 1)  # so that a number tells which file is meant
    for number in range(4):
        waiting.start()
        waiting.server.faults.swallow(skip=number)
        ran = waiting.place(*PUSH)
        assert (ran.status, "the old text stands" in ran.out) == (1, True), ran
        assert waiting.check() == number
    waiting.start()
    waiting.server.faults.database_down = True
    assert waiting.place(*PUSH).status == 2
    assert waiting.check() == 0


def test_the_disk_here_is_full_at_any_write(waiting: Waiting, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    for allowed in range(0, 14, 3):
        waiting.start()
        monkeypatch.setattr("traefiklint.writing.os.write", _full_after(allowed, real))
        waiting.place(*PUSH)
        monkeypatch.setattr("traefiklint.writing.os.write", real)
        waiting.check()


def _full_after(allowed: int, real: Callable[[int, bytes], int]) -> Callable[[int, bytes], int]:
    left = [allowed]

    def write(handle: int, data: bytes) -> int:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(handle, data)

    return write


@pytest.mark.parametrize(("procedure", "skip"), [("compose.one", 2), ("compose.update", 0)])
def test_somebody_saves_the_text_in_the_panel_meanwhile(
    waiting: Waiting, procedure: str, skip: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the plan and the write it is kept and said; between the write and the look it stands and is said."""
    monkeypatch.setattr("traefiklint.sync.push.AT_ONCE", 1)  # so that a number tells which one is meant
    mine = waiting.stacks[0]
    theirs = f"{TEXT}  db:\n    image: postgres:17\n"
    waiting.start()
    when = "before" if skip else "after"
    waiting.server.faults.run(lambda _: setattr(mine, "compose_file", theirs), procedure, when=when, skip=skip)  # type: ignore[arg-type]
    ran = waiting.place(*PUSH)
    assert ran.status == 1, ran
    assert f"compose/{mine.app_name}: overtaken" in ran.out
    assert mine.compose_file == theirs
    waiting.server.faults.clear()
    assert "changed on both sides" in waiting.place("status").out
    assert waiting.place("pull").status == 0
    assert waiting.place("push", "--yes").status == 0
    assert ("postgres:17" in mine.compose_file, "nginx:1.28" in mine.compose_file) == (True, True)
    assert "q7Rb2kLw93xZ" in mine.compose_file
