"""What is odd about one file, here or on the server, is told of that file; all others are as ever."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_writing import KILLED, leftovers
from tests.dokploy_server import App
from tests.sync.conftest import Place, hand_written
from traefiklint import writing
from traefiklint.sync.files import write_text
from traefiklint.sync.workspace import refuse_bad_names

pytestmark = pytest.mark.slow

READ = "application.readTraefikConfig"


@pytest.fixture(autouse=True)
def _a_new_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_swept", set())


@pytest.fixture
def two(place: Place) -> tuple[App, App]:
    """Two applications whose files were pulled."""
    apps = tuple(place.server.add_application(name, hand_written(name)) for name in ("blog", "shop"))
    assert place("pull").status == 0
    return apps[0], apps[1]


def change(place: Place, app: App) -> str:
    """Change an application's file on the server; the new text."""
    text = (place.server.text(app) or "").replace(":3000'", ":4000'")
    place.server.put(app, text)
    return text


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_what_is_written_is_there_after_a_power_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[bool] = []
    monkeypatch.setattr(os, "fsync", lambda handle: kept.append(stat.S_ISDIR(os.fstat(handle).st_mode)))
    write_text(tmp_path / "shop.yml", "new", tmp_path)
    assert kept == [False, True], "the file, and then its name in the folder"


class TestHere:
    """A file of the checkout."""

    def test_new_files_are_for_this_user_only_and_old_ones_keep_their_permissions(
        self, place: Place, two: tuple[App, App]
    ) -> None:
        blog, shop = two
        assert mode(place.file(blog)) == mode(place.file(shop)) == 0o600
        place.file(shop).chmod(0o644)
        change(place, shop)
        assert place("pull").status == 0
        assert mode(place.file(shop)) == 0o644
        kept = [path for path in (place.folder / ".traefiklint").rglob("*") if path.is_file()]
        assert kept
        assert {mode(path) for path in kept} == {0o600}
        assert mode(place.folder / ".traefiklint") == 0o700

    def test_hard_links(self, place: Place, two: tuple[App, App]) -> None:
        blog, shop = two
        os.link(place.file(blog), place.folder / "other")
        before = place.text(blog)
        change(place, blog)
        new = change(place, shop)
        ran = place("pull")
        assert ran.status == 1
        assert "hard links" in ran.out + ran.err
        assert place.text(blog) == (place.folder / "other").read_text() == before
        assert place.text(shop) == new

    def test_a_link_that_leads_out(self, place: Place, two: tuple[App, App]) -> None:
        blog, shop = two
        before = place.text(blog)
        place.file(blog).rename(place.folder / "elsewhere")
        place.file(blog).symlink_to("../elsewhere")
        change(place, blog)
        new = change(place, shop)
        ran = place("pull")
        assert ran.status == 1
        assert "is a link that leads out of" in ran.out + ran.err
        assert (place.folder / "elsewhere").read_text() == before
        assert place.text(shop) == new

    @pytest.mark.parametrize("command", ["diff --text", "diff --format json", "push --yes", "pull --theirs --dry-run"])
    def test_a_link_that_leads_out_of_the_checkout_is_neither_shown_nor_pushed(
        self, place: Place, two: tuple[App, App], command: str, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        blog, _ = two
        private = tmp_path_factory.mktemp("private") / "blog.yml"
        private.write_text(place.text(blog) + "# mine alone\n")
        place.file(blog).unlink()
        place.file(blog).symlink_to(private)
        before = place.server.text(blog)
        ran = place(*command.split())
        assert ran.status == 1
        assert "is a link that leads out of" in ran.out + ran.err
        assert "mine alone" not in ran.out + ran.err
        assert place.server.text(blog) == before

    def test_what_cannot_be_read_is_not_taken_for_deleted(self, place: Place, two: tuple[App, App]) -> None:
        blog, shop = two
        place.file(blog).write_bytes(f"{place.text(blog)}# \u00e9\n".encode("latin-1"))
        place.file(shop).write_text(place.text(shop).replace(":3000'", ":4000'"))
        ran = place("push", "--yes")
        assert ran.status == 1
        assert "is not UTF-8" in ran.out + ran.err
        assert "deleted" not in ran.out + ran.err

    @pytest.mark.parametrize("command", ["status", "pull", "diff", "push --yes"])
    def test_a_pipe(self, place: Place, two: tuple[App, App], command: str) -> None:
        blog, shop = two
        place.file(blog).unlink()
        os.mkfifo(place.file(blog))
        change(place, shop)
        ran = place(*command.split())
        assert ran.status == 1
        assert "it is a named pipe" in ran.out + ran.err
        assert shop.app_name in ran.out + ran.err or command.startswith("push")

    @pytest.mark.slow
    def test_a_killed_pull_leaves_nothing_for_long(self, place: Place, two: tuple[App, App]) -> None:
        new = change(place, two[0])
        done = subprocess.run([sys.executable, "-c", KILLED, "pull"], cwd=place.folder, check=False)
        assert done.returncode == -signal.SIGKILL
        assert len(leftovers(place.folder / "apps")) == 1
        writing._swept.clear()  # the next run is another one
        assert place("pull").status == 0
        assert leftovers(place.folder / "apps") == []
        assert place.text(two[0]) == new


class TestThere:
    """An answer of the server."""

    @pytest.mark.parametrize(
        ("answer", "words"), [(r'"http: \ud800 {}"', "half of a surrogate pair"), ("[" * 3000, "nested deeper")]
    )
    def test_an_answer_that_is_no_text(self, place: Place, two: tuple[App, App], answer: str, words: str) -> None:
        blog, shop = two
        new = change(place, shop)

        server = place.server
        server.faults.fail(READ, status=200, body=answer, times=None, application_id=blog.id)
        for command in ("status", "pull"):
            ran = place(command)
            assert ran.status == 1
            assert words in ran.out + ran.err
            assert "bug in traefiklint" not in ran.err
        assert place.text(shop) == new

    @pytest.mark.slow
    @pytest.mark.parametrize("command", ["status", "diff", "pull", "push"])
    def test_a_text_of_thousands_of_brackets(self, place: Place, two: tuple[App, App], command: str) -> None:
        blog, _ = two
        place.server.put(blog, "[" * 3000)
        ran = place(command, "--yes") if command == "push" else place(command)
        assert ran.status in (0, 1)
        assert "bug in traefiklint" not in ran.err


def test_the_same_name_five_hundred_times_is_told_in_a_line() -> None:
    (reason,) = set(refuse_bad_names(["shop"] * 500).values())
    assert reason == "500 applications have the name `shop`"
    (reason,) = set(refuse_bad_names([f"{a}{b}{c}op" for a in "sS" for b in "hH" for c in "xX"]).values())
    assert reason.endswith("and 5 more differ only in case")
