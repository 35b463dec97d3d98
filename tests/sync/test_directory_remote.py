"""A plain directory in the place of a server: the same commands, guarded in the same way."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.running import Runner
from tests.sync.conftest import Place, hand_written


class Folder(Place):
    """A working directory that belongs to a provider directory."""

    def __init__(self, folder: Path, there: Path, cli: Runner) -> None:
        self.folder = folder
        self.there = there
        self._cli = cli

    def here(self, name: str) -> Path:
        """A file here."""
        return self.folder / "apps" / name

    def change(self, name: str, old: str, new: str) -> str:
        """Change the text of a file here; the text after that."""
        text = self.here(name).read_text()
        assert old in text
        self.here(name).write_text(text.replace(old, new))
        return text.replace(old, new)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Folder:
    """Two files in a provider directory, and a place that has pulled them. No Dokploy server is anywhere."""
    here, there = tmp_path / "here", tmp_path / "srv/traefik/dynamic"
    here.mkdir()
    there.mkdir(parents=True)
    for name in ("shop", "middlewares"):
        (there / f"{name}.yml").write_text(hand_written(name))
    (here / "traefiklint.toml").write_text(f'[remote]\ndirectory = "{there}"\n')
    for name in ("DOKPLOY_URL", "DOKPLOY_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(here)
    place = Folder(here, there, Runner(here, capsys))
    assert place("pull").status == 0
    return place


def test_what_is_there_comes_here(folder: Folder) -> None:
    for name in ("shop.yml", "middlewares.yml"):
        assert folder.here(name).read_bytes() == (folder.there / name).read_bytes()
    assert folder("status").status == 0
    assert folder("diff").status == 0


def test_a_change_is_planned_written_kept_and_put_back(folder: Folder) -> None:
    text = folder.change("shop.yml", "[web]", "[websecure]")
    assert folder("status").status == 1
    plan = folder.json("push", "--dry-run")
    assert plan["url"] == str(folder.there)
    ran = folder("push", "--yes", "--plan-hash", plan["hash"])
    assert ran.status == 0, ran
    assert (folder.there / "shop.yml").read_text() == text
    assert folder("restore", "shop", "--yes").status == 0
    assert (folder.there / "shop.yml").read_text() == hand_written("shop")


def test_a_new_file_is_made_and_others_may_read_it(folder: Folder) -> None:
    folder.here("new.yml").write_text(hand_written("new"))
    assert "new          no file on the server" in folder("status").out
    assert "it is not on the server; `push` puts it there" in folder("pull").out
    os.umask(0o022)
    ran = folder("push", "--yes")
    assert ran.status == 0
    assert "new: create" in ran.out
    assert (folder.there / "new.yml").read_text() == hand_written("new")
    assert (folder.there / "new.yml").stat().st_mode & 0o777 == 0o644


def test_a_change_there_is_drift_and_is_merged(folder: Folder) -> None:
    folder.change("shop.yml", "[web]", "[websecure]")
    theirs = hand_written("shop").replace("http://shop:3000", "http://shop:4000")
    (folder.there / "shop.yml").write_text(theirs)
    ran = folder("push", "--yes")
    assert ran.status == 1
    assert "the server holds what neither the last pull nor git knows" in ran.out
    assert (folder.there / "shop.yml").read_text() == theirs
    assert folder("pull").status == 0
    text = folder.here("shop.yml").read_text()
    assert "[websecure]" in text
    assert "http://shop:4000" in text
    assert folder("push", "--yes").status == 0
    assert (folder.there / "shop.yml").read_text() == text


def test_the_files_beside_are_judged_too_and_left_alone(folder: Folder) -> None:
    (folder.there / "sub").mkdir()
    (folder.there / "sub/more.toml").write_text("[http.middlewares.slim.compress]\n")
    folder.change("shop.yml", "entryPoints: [web]", "entryPoints: [web]\n      middlewares: [slim]")
    assert folder("push", "--yes").status == 0
    folder.change("shop.yml", "[slim]", "[slim, nowhere]")
    ran = folder("push", "--yes", "--force")
    assert ran.status == 1
    assert "[unknown-middleware]" in ran.out
    (folder.there / "broken.yaml").write_text("http: {routers: {}}\n")
    assert "Traefik refuses every file as it is now: broken.yaml:1: " in folder("status").out


def test_a_file_that_cannot_be_written_or_read_is_told(folder: Folder) -> None:
    folder.change("shop.yml", "[web]", "[websecure]")
    os.link(folder.there / "shop.yml", folder.there.parent / "other-name")
    ran = folder("push", "--yes")
    assert ran.status == 1
    assert "shop: failed" in ran.out
    assert (folder.there / "shop.yml").read_text() == hand_written("shop")
    (folder.there / "middlewares.yml").write_bytes(b"\xff\n")
    ran = folder("status")
    assert ran.status == 1
    assert "not readable" in ran.out
    assert "is not UTF-8" in ran.out


def test_a_directory_that_is_not_there_is_a_mistake(folder: Folder) -> None:
    (folder.folder / "traefiklint.toml").write_text('[remote]\ndirectory = "nowhere"\n')
    ran = folder("status")
    assert ran.status == 2
    assert "there is no directory `nowhere`" in ran.err


def test_settings_name_the_files_here_and_which(folder: Folder) -> None:
    static = folder.there.parent / "traefik.yml"
    static.write_text("entryPoints: {web: {address: ':80'}, inner: {address: ':81'}}\n")
    (folder.folder / "traefiklint.toml").write_text(
        f'[remote]\ndirectory = "{folder.there}"\nstatic = "{static}"\nfiles = "live"\napps = ["sh*"]\n'
    )
    assert folder("pull").status == 0
    assert [path.name for path in (folder.folder / "live").iterdir()] == ["shop.yml"]
    path = folder.folder / "live/shop.yml"
    path.write_text(path.read_text().replace("[web]", "[inner]"))
    assert folder("push", "--yes").status == 0
    path.write_text(path.read_text().replace("[inner]", "[outer]"))
    assert folder("push", "--yes").status == 1


def test_an_option_still_means_a_server(folder: Folder) -> None:
    ran = folder("status", "--url", "http://127.0.0.1:1")
    assert ran.status == 2
    assert "there is no API key" in ran.err
