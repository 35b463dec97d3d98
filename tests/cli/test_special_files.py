"""Links and things that are no files, wherever a file is read: named, never waited for, never shown."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import TYPO, Runner, app, run
from traefiklint.discovery.find import Found, find
from traefiklint.reading import MOST_BYTES

pytestmark = pytest.mark.slow

SECRET = "TOPSECRET-1234"
FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit")


@pytest.fixture
def away(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that no provider directory has anything to do with."""
    return tmp_path_factory.mktemp("away")


def make(path: Path, kind: str) -> None:
    """Put something that is no file at a path."""
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "link to a pipe":
        os.mkfifo(path.with_suffix(".fifo"))
        path.symlink_to(path.with_suffix(".fifo").name)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(os.path.relpath(path))
    elif kind == "directory":
        path.symlink_to("..")
    else:
        path.symlink_to({"dangling": "nowhere", "loop": path.name}.get(kind, kind))


TWO = app("web").replace("`)", "`, `www.example.com`)")
"""A file with a mistake of its own."""
MISTAKE = "apps/web.yml:4:13: error[rule-too-many-arguments]"
KINDS = ("pipe", "link to a pipe", "socket", "directory", "dangling", "loop", "/dev/zero", "/dev/full")


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_a_finding_with_the_name_and_the_rest_is_linted(cli: Runner, kind: str) -> None:
    cli.write({"apps/web.yml": TWO})
    make(cli.folder / "apps/x.yml", kind)
    ran = cli("lint", "--format", "concise", "apps")
    assert ran.status == 1
    assert MISTAKE in ran.out
    assert "apps/x.yml:1:1: error[unreadable-file]" in ran.out
    assert MISTAKE in cli("lint", "--format", "concise", "apps/web.yml").out


@pytest.mark.parametrize("command", [("lint",), ("fix",), ("route", "https://web.example.com/"), ("graph",)])
def test_no_command_waits_for_a_pipe(tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "apps").mkdir()
    (tmp_path / "apps/web.yml").write_text(app("web"))
    os.mkfifo(tmp_path / "apps/x.yml")
    ran = run(*command, "apps", folder=tmp_path)
    assert "bug in traefiklint" not in ran.err
    assert "named pipe" in ran.out + ran.err or command[0] == "graph"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--config", "PIPE", "lint", "apps"),
        ("lint", "--static", "PIPE", "apps"),
        ("lint", "--baseline", "PIPE", "apps"),
        ("test", "PIPE", "apps"),
    ],
)
@pytest.mark.parametrize("kind", ["pipe", "/dev/zero"])
def test_files_that_are_named_are_no_pipes_either(cli: Runner, arguments: tuple[str, ...], kind: str) -> None:
    cli.write({"apps/web.yml": app("web")})
    make(cli.folder / "PIPE", kind)
    ran = cli(*arguments)
    assert ran.status == 2
    assert "PIPE" in ran.err
    assert ("a named pipe" if kind == "pipe" else "a device") in ran.err


def test_a_file_without_a_sensible_end_is_not_read(cli: Runner) -> None:
    cli.write({"apps/web.yml": TWO})
    with (cli.folder / "apps/huge.yml").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    ran = cli("lint", "--format", "concise", "apps")
    assert "apps/huge.yml:1:1: warning[file-not-checked] This is larger than 64 MB" in ran.out
    assert MISTAKE in ran.out


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="there is no such file")
def test_an_error_of_the_disk_names_the_file(cli: Runner) -> None:
    cli.write({"apps/web.yml": app("web")})
    (cli.folder / "apps/x.yml").symlink_to("/proc/self/mem")
    ran = cli("lint", "apps")
    assert ran.status == 2
    assert f"{cli.folder}/apps/x.yml`: Input/output error" in ran.err


@pytest.fixture
def nested(cli: Runner) -> Iterator[Callable[[int], None]]:
    """Makes folders in each other, also deeper than a path can say, and removes them: pytest could not."""

    def make_folders(levels: int) -> None:
        here = os.open(cli.folder / "apps", os.O_RDONLY)
        for _ in range(levels):
            os.mkdir("a", dir_fd=here)
            inner = os.open("a", os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = inner
        os.close(here)

    yield make_folders
    subprocess.run(["rm", "-rf", str(cli.folder / "apps")], check=True)


def test_folders_in_folders_in_folders(cli: Runner, nested: Callable[[int], None]) -> None:
    cli.write({"apps/web.yml": TWO})
    nested(1500)
    ran = cli("lint", "--format", "concise", "apps")
    assert ran.status == 1
    assert MISTAKE in ran.out


def test_folders_deeper_than_a_path_can_be(cli: Runner, nested: Callable[[int], None]) -> None:
    cli.write({"apps/web.yml": TWO})
    nested(3000)
    ran = cli("lint", "--format", "concise", "apps")
    assert ran.status == 2
    assert "File name too long" in ran.err
    assert "/a/a/a/" in ran.err
    assert len(ran.err) < 500


class TestALinkThatLeavesTheDirectory:
    """It is followed, told, and not shown."""

    @pytest.mark.parametrize("form", FORMATS)
    @pytest.mark.parametrize(
        "text",
        [
            f"A={SECRET}\0B=1\0",
            f"{SECRET}:*:20228:0:99999:7:::\n",
            f"machine example.com password {SECRET}\n",
            f"password: {SECRET}\n",
            f"http:\n  routers:\n    {SECRET}:\n      rule: {SECRET}\n",
            f"http: [{SECRET}",
            f"http:\n  {SECRET}: {SECRET}\n",
            f"http:\n  middlewares:\n    a: {{basicAuth: {{users: ['{SECRET}']}}}}\n",
            f"{{{{ {SECRET} }}}}",
        ],
    )
    def test_nothing_of_the_file_is_shown(self, cli: Runner, away: Path, form: str, text: str) -> None:
        (away / "secret").write_text(text)
        cli.write({"apps/web.yml": app("web")})
        (cli.folder / "apps/x.yml").symlink_to(away / "secret")
        for name in ("apps", "apps/x.yml", "apps/web.yml"):
            ran = cli("lint", "--format", form, name)
            assert SECRET not in ran.out + ran.err
        assert "link-leaves-directory" in cli("lint", "--format", form, "apps").out
        for command in (("fix",), ("fix", "--diff"), ("fix", "--unsafe-fixes")):
            ran = cli(*command, "apps")
            assert SECRET not in ran.out + ran.err
        assert (away / "secret").read_text() == text

    @pytest.mark.parametrize("command", [("route", "https://web.example.com/", "--all"), ("graph", "--format", "dot")])
    @pytest.mark.parametrize(
        "text", [f"A={SECRET}\0B=1\0", f"{SECRET}:*:20228:\n", f"http: [{SECRET}", f"http:\n- {SECRET}"]
    )
    def test_what_is_no_configuration_is_not_shown_among_the_routes(
        self, cli: Runner, away: Path, command: tuple[str, ...], text: str
    ) -> None:
        (away / "secret").write_text(text)
        cli.write({"apps/web.yml": app("web")})
        (cli.folder / "apps/x.yml").symlink_to(away / "secret")
        ran = cli(*command, "apps")
        assert "web" in ran.out
        assert SECRET not in ran.out + ran.err

    @pytest.mark.traefik
    def test_verify_shows_nothing_either(self, cli: Runner, away: Path) -> None:
        (away / "secret").write_text(f"http:\n  routers:\n    a:\n      rule: {SECRET}\n      service: {SECRET}\n")
        cli.write({"apps/web.yml": app("web")})
        (cli.folder / "apps/x.yml").symlink_to(away / "secret")
        ran = cli("verify", "apps")
        assert ran.status == 1
        assert SECRET not in ran.out + ran.err
        assert "apps/x.yml" in ran.out

    def test_what_it_defines_counts(self, cli: Runner, away: Path) -> None:
        (away / "middlewares").write_text("http:\n  middlewares:\n    nobody: {compress: {}}\n")
        cli.write({"apps/web.yml": app("web", TYPO)})
        assert cli("lint", "apps").status == 1
        (cli.folder / "apps/x.yml").symlink_to(away / "middlewares")
        ran = cli("lint", "--format", "concise", "apps")
        assert ran.status == 0
        assert f"apps/x.yml:1:1: info[link-leaves-directory] This is a link to `{away}/middlewares`" in ran.out

    def test_fix_does_not_write_through_it(self, cli: Runner, away: Path) -> None:
        broken = app("web").replace("Host(`web.example.com`)", "Host(`web.example.com`, `www.example.com`)")
        (away / "web").write_text(broken)
        cli.write({"apps/own.yml": broken.replace("web", "own")})
        (cli.folder / "apps/x.yml").symlink_to(away / "web")
        cli("fix", "apps")
        assert (away / "web").read_text() == broken
        assert "||" in (cli.folder / "apps/own.yml").read_text()

    def test_a_link_inside_of_the_directory_is_an_ordinary_file(self, cli: Runner) -> None:
        cli.write({"apps/..data/web.data": app("web", TYPO)})
        (cli.folder / "apps/web.yml").symlink_to("..data/web.data")
        ran = cli("lint", "--format", "concise", "apps")
        assert "apps/web.yml:6:21: error[unknown-middleware]" in ran.out
        assert "link-leaves-directory" not in ran.out

    def test_a_directory_that_is_itself_a_link_is_no_way_out(self, cli: Runner, away: Path) -> None:
        (away / "web.yml").write_text(app("web"))
        (cli.folder / "apps").symlink_to(away)
        assert cli("lint", "apps").out.startswith("1 file, nothing to complain about\n")


@pytest.mark.parametrize("becomes", ["a folder", "nothing"])
def test_what_was_a_file_when_it_was_found(cli: Runner, monkeypatch: pytest.MonkeyPatch, becomes: str) -> None:
    cli.write({"routes.yml": app("shop"), "other.yml": app("blog")})

    def find_and_change(*arguments: Any) -> Found:
        found = find(*arguments)
        (cli.folder / "routes.yml").unlink()
        if becomes == "a folder":
            (cli.folder / "routes.yml").mkdir()
        return found

    monkeypatch.setattr("traefiklint.discovery.find.find", find_and_change)
    ran = cli("lint")
    assert "bug" not in ran.err
    assert ran.status in (0, 2)
