"""Files that are written stay as they were but for the text, and are whole or not there, whatever happens."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.running import TYPO, Runner, app
from traefiklint import writing
from traefiklint.decoding.directory import is_read
from traefiklint.writing import CannotReplaceError, write_file

TWO = app("web").replace("`)", "`, `www.example.com`)")
FIXED = app("web").replace("`)", "`) || Host(`www.example.com`)")


def leftovers(folder: Path) -> list[str]:
    """What is in a folder besides the files that belong there."""
    return [path.name for path in folder.iterdir() if path.suffix == ".tmp"]


def put_note(path: Path) -> None:
    """Give a file an extended attribute."""
    try:
        os.setxattr(path, "user.note", b"mine")
    except OSError as error:
        pytest.skip(f"files have no extended attributes here: {error}")


@pytest.fixture(autouse=True)
def _a_new_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test is a run of its own, which has not looked for leftovers yet."""
    monkeypatch.setattr(writing, "_swept", set())


class TestWhatBelongsToAFile:
    """All of it stays, or nothing is written."""

    def test_permissions_and_attributes_stay(self, cli: Runner) -> None:
        cli.write({"apps/web.yml": TWO})
        path = cli.folder / "apps/web.yml"
        path.chmod(0o2751)
        put_note(path)
        mode = path.stat().st_mode
        assert cli("fix", "apps").status == 0
        assert path.read_text() == FIXED
        assert path.stat().st_mode == mode
        assert os.getxattr(path, "user.note") == b"mine"

    def test_an_attribute_that_cannot_be_kept_is_a_refusal(self, cli: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object) -> None:
            raise PermissionError(errno.EPERM, "Operation not permitted")

        cli.write({"apps/web.yml": TWO})
        path = cli.folder / "apps/web.yml"
        put_note(path)
        monkeypatch.setattr(os, "setxattr", refuse)
        ran = cli("fix", "apps")
        assert ran.status == 2
        assert "`apps/web.yml` has the extended attribute `user.note`, which would be lost" in ran.err
        assert path.read_text() == TWO
        assert leftovers(path.parent) == []

    def test_hard_links_are_a_refusal(self, cli: Runner) -> None:
        cli.write({"apps/web.yml": TWO})
        os.link("apps/web.yml", "other")
        ran = cli("fix", "apps")
        assert ran.status == 2
        assert "`apps/web.yml` has 2 names (hard links)" in ran.err
        assert (cli.folder / "other").read_text() == (cli.folder / "apps/web.yml").read_text() == TWO
        assert (cli.folder / "other").samefile("apps/web.yml")

    @pytest.mark.skipif(os.getuid() != 0, reason="only root can make another user's file")
    @pytest.mark.parametrize(("owner", "group", "what"), [(0, 0, "owner"), (65534, 0, "group")])
    def test_another_s_file_is_a_refusal(self, owner: int, group: int, what: str) -> None:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder).chmod(0o777)
            path = Path(folder) / "web.yml"
            path.write_text("old")
            os.chown(path, owner, group)
            said = as_nobody(lambda: write_file(str(path), b"new"))
            assert f"has another {what} than this process can give a file" in said
            status = path.stat()
            assert (status.st_uid, status.st_gid, path.read_text()) == (owner, group, "old")
            assert leftovers(Path(folder)) == []

    @pytest.mark.skipif(os.getuid() != 0, reason="only root can make another user's file")
    def test_root_keeps_the_owner(self, tmp_path: Path) -> None:
        path = tmp_path / "web.yml"
        path.write_text("old")
        os.chown(path, 65534, 65533)
        path.chmod(0o640)
        write_file(str(path), b"new")
        status = path.stat()
        assert (status.st_uid, status.st_gid, status.st_mode & 0o777) == (65534, 65533, 0o640)
        assert path.read_text() == "new"


def as_nobody(do: Callable[[], object]) -> str:
    """Do something as a user who owns nothing; the message of the refusal."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            do()
        except CannotReplaceError as error:
            os.write(writer, error.message.encode())
        finally:
            os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with os.fdopen(reader) as pipe:
        return pipe.read()


KILLED = """
import os, signal, sys
from traefiklint.__main__ import main
os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
main(sys.argv[1:])
"""


def killed(*arguments: str, folder: Path) -> None:
    """Run a command that is killed before its first file takes the place of the old one."""
    done = subprocess.run([sys.executable, "-c", KILLED, *arguments], cwd=folder, check=False)
    assert done.returncode == -signal.SIGKILL


class TestAKill:
    """What it leaves is no configuration, and is gone after the next run."""

    def test_the_next_fix_removes_it(self, cli: Runner) -> None:
        cli.write({"apps/web.yml": TWO})
        killed("fix", "apps", folder=cli.folder)
        (left,) = leftovers(cli.folder / "apps")
        assert not is_read(left)
        assert (cli.folder / "apps/web.yml").read_text() == TWO
        assert cli("fix", "apps").status == 0
        assert leftovers(cli.folder / "apps") == []

    def test_the_next_report_removes_it(self, cli: Runner) -> None:
        cli.write({"apps/web.yml": app("web")})
        killed("lint", "apps", "--format", "json", "--output", "report.json", folder=cli.folder)
        assert len(leftovers(cli.folder)) == 1
        assert cli("lint", "apps", "--format", "json", "--output", "report.json").status == 0
        assert leftovers(cli.folder) == []

    def test_what_another_run_is_writing_stays(self, cli: Runner) -> None:
        cli.write({"apps/web.yml": TWO, "apps/.traefiklint-notes.tmp": "somebody's", "apps/.web.yml.tmp": "somebody's"})
        with writing._Scratch(str(cli.folder / "apps"), 0o600) as scratch:
            assert cli("fix", "apps").status == 0
            scratch.become(str(cli.folder / "apps/other"))
        assert sorted(leftovers(cli.folder / "apps")) == [".traefiklint-notes.tmp", ".web.yml.tmp"]

    def test_a_scratch_file_that_was_taken_for_a_leftover_is_made_again(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        lock = writing.lock
        taken: list[Path] = []

        def remove_the_first(handle: int, *, wait: bool) -> bool | None:
            if not taken:
                taken.extend(tmp_path.glob(".traefiklint-*.tmp"))
                taken[0].unlink()
            return lock(handle, wait=wait)

        monkeypatch.setattr(writing, "lock", remove_the_first)
        write_file(str(tmp_path / "report"), b"new")
        assert taken
        assert [path.name for path in tmp_path.iterdir()] == ["report"]
        assert (tmp_path / "report").read_bytes() == b"new"


class TestAFullDisk:
    """The old file stands, whole."""

    @pytest.fixture(autouse=True)
    def _full(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        def full(*_: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(writing.os, "fsync", full)
        yield
        monkeypatch.undo()

    @pytest.mark.parametrize(
        "arguments",
        [
            ("lint", "apps", "--format", "json", "--output", "report"),
            ("lint", "apps", "--baseline", "report", "--write-baseline"),
            ("graph", "apps", "--format", "dot", "--output", "report"),
            ("schema", "--output", "report"),
            ("fix", "report.yml"),
        ],
    )
    def test_leaves_the_old_file(self, cli: Runner, arguments: tuple[str, ...]) -> None:
        cli.write({"apps/web.yml": app("web", TYPO), "report": "old", "report.yml": TWO})
        ran = cli(*arguments)
        assert ran.status == 2
        assert "cannot be written: No space left on device" in ran.err
        assert (cli.folder / "report").read_text() == "old"
        assert (cli.folder / "report.yml").read_text() == TWO
        assert leftovers(cli.folder) == []


class TestReports:
    """They are written in one step where that is possible, and all the same where it is not."""

    def test_into_a_pipe(self, cli: Runner) -> None:
        cli.write({"apps/web.yml": app("web")})
        os.mkfifo("pipe")
        reader = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
        assert cli("lint", "apps", "--format", "json", "--output", "pipe").status == 0
        assert os.read(reader, 10_000).startswith(b'{\n  "version": 1')
        os.close(reader)

    def test_into_a_file_with_several_names(self, cli: Runner) -> None:
        cli.write({"apps/web.yml": app("web"), "report": "old"})
        os.link("report", "other")
        assert cli("lint", "apps", "--format", "json", "--output", "report").status == 0
        assert '"findings": []' in (cli.folder / "other").read_text()

    def test_a_new_one_has_the_usual_permissions(self, cli: Runner) -> None:
        cli.write({"apps/web.yml": app("web"), "plain": ""})
        assert cli("lint", "apps", "--format", "json", "--output", "report").status == 0
        assert (cli.folder / "report").stat().st_mode == (cli.folder / "plain").stat().st_mode
