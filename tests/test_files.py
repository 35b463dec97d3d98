"""Which files are read, in which order, and what they are called."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.effort import Effort
from traefiklint.discovery.kinds import Kind, recognize
from traefiklint.discovery.plain import is_plainly_dynamic
from traefiklint.errors import UsageError
from traefiklint.files import Namespace, Wanted, gather, walk
from traefiklint.reading import Unread

DYNAMIC = "http:\n  routers: {}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, *names: str, text: str = DYNAMIC) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def only(spaces: list[Namespace]) -> Namespace:
    (space,) = spaces
    return space


def test_a_directory_is_walked_as_traefik_walks_it(folder: Path) -> None:
    write(folder, "Z.yml", "a/y.yml", "a-b.yml", "a.yml", "b.yml", ".hidden/x.yml", ".yml", "x.yml/in.yml")
    order = [".hidden/x.yml", ".yml", "Z.yml", "a/y.yml", "a-b.yml", "a.yml", "b.yml", "x.yml/in.yml"]
    assert list(walk(".")) == order
    assert list(only(gather(Wanted(["."]))).texts) == order


def test_a_link_to_a_folder_is_not_followed(folder: Path) -> None:
    write(folder, "real/a.yml")
    (folder / "real" / "loop").symlink_to(folder / "real")
    assert list(only(gather(Wanted(["real"]))).reported) == ["real/a.yml"]


def test_names_are_as_they_were_given(folder: Path) -> None:
    write(folder, "apps/a.yml")
    called = {given: next(iter(only(gather(Wanted([given]))).reported)) for given in (
        "apps", "apps/", "./apps", "apps/a.yml", "./apps/a.yml", f"{folder}/apps", f"{folder}/apps/a.yml",
    )}  # fmt: skip
    assert called == {
        "apps": "apps/a.yml",
        "apps/": "apps/a.yml",
        "./apps": "./apps/a.yml",
        "apps/a.yml": "apps/a.yml",
        "./apps/a.yml": "./apps/a.yml",
        f"{folder}/apps": f"{folder}/apps/a.yml",
        f"{folder}/apps/a.yml": f"{folder}/apps/a.yml",
    }


def test_a_file_is_read_with_its_folder(folder: Path) -> None:
    write(folder, "apps/a.yml", "apps/b.yml", "apps/sub/c.yml", "other.yml")
    space = only(gather(Wanted(["apps/a.yml"])))
    assert set(space.texts) == {"apps/a.yml", "apps/b.yml", "apps/sub/c.yml"}
    assert space.reported == {"apps/a.yml"}


def test_a_folder_that_is_only_guessed_is_read_with_care(folder: Path) -> None:
    write(folder, "a.yml", ".git/config.yml", "venv/lib/x.yml")
    write(folder, "compose.yml", text="services: {}\n")
    assert set(only(gather(Wanted(["a.yml"]))).texts) == {"a.yml"}


def test_a_file_of_a_known_directory_is_read_with_all_of_it(folder: Path) -> None:
    write(folder, "apps/team/a.yml", "apps/b.yml")
    write(folder, "apps/odd.yml", text="x: y\n")
    space = only(gather(Wanted(["apps/team/a.yml"], ["apps"])))
    assert set(space.texts) == {"apps/team/a.yml", "apps/b.yml", "apps/odd.yml"}


def test_the_innermost_known_directory_counts(folder: Path) -> None:
    write(folder, "apps/team/a.yml", "apps/b.yml")
    assert set(only(gather(Wanted(["apps/team/a.yml"], ["apps", "apps/team"]))).texts) == {"apps/team/a.yml"}


def test_two_directories_are_two_namespaces(folder: Path) -> None:
    write(folder, "one/a.yml", "two/a.yml")
    assert [set(space.texts) for space in gather(Wanted(["one", "two"]))] == [{"one/a.yml"}, {"two/a.yml"}]


def test_the_same_file_twice_is_one_file(folder: Path) -> None:
    write(folder, "apps/a.yml")
    assert only(gather(Wanted(["apps/a.yml", "apps/a.yml"]))).reported == {"apps/a.yml"}


def test_a_directory_without_files_is_empty(folder: Path) -> None:
    write(folder, "apps/README.md")
    assert only(gather(Wanted(["apps"])))[:3] == Namespace({}, frozenset())[:3]


@pytest.mark.parametrize("name", ["gone", "gone.yml", "note.txt"])
def test_what_is_not_there_or_not_read_is_an_error(name: str, folder: Path) -> None:
    write(folder, "note.txt")
    with pytest.raises(UsageError):
        gather(Wanted([name]))


def test_a_folder_that_looks_like_a_file_is_a_folder(folder: Path) -> None:
    write(folder, "x.yml/in.yml")
    assert only(gather(Wanted(["x.yml"]))).reported == {"x.yml/in.yml"}


def test_sniffing_passes_over_what_does_not_look_like_traefiks(folder: Path) -> None:
    write(folder, "compose.yml", "README.md", text="services: {}\n")
    write(folder, "apps/odd.yml", text="services: {}\n")
    assert gather(Wanted(["compose.yml", "README.md"], sniff=True)) == []
    assert only(gather(Wanted(["compose.yml", "apps/odd.yml"], ["apps"], sniff=True))).reported == {"apps/odd.yml"}


def test_standard_input_may_stand_for_a_file_that_is_not_there_yet(folder: Path) -> None:
    write(folder, "apps/a.yml")
    space = only(gather(Wanted(["-"], stdin=b"x", stdin_name="apps/new.yml")))
    assert space.texts["apps/new.yml"] == b"x"
    assert set(space.texts) == {"apps/a.yml", "apps/new.yml"}
    nowhere = only(gather(Wanted(["-"], stdin=b"x", stdin_name="no/folder/new.yml")))
    assert nowhere.texts == {"no/folder/new.yml": b"x"}


def test_names_that_are_no_unicode_are_read(folder: Path) -> None:
    name = os.fsdecode(b"\xff.yml")
    write(folder, name)
    assert only(gather(Wanted(["."]))).reported == {name}


def test_a_guessed_folder_is_not_followed_to_the_ends_of_the_disk(folder: Path) -> None:
    write(folder, "a.yml", "one/two/b.yml", "one/two/three/c.yml")
    assert list(only(gather(Wanted(["a.yml"]))).texts) == ["a.yml", "one/two/b.yml"]
    assert list(only(gather(Wanted(["."]))).texts) == ["a.yml", "one/two/b.yml", "one/two/three/c.yml"]


def test_a_pipe_with_the_name_of_a_file_is_not_waited_for(folder: Path) -> None:
    write(folder, "a.yml")
    os.mkfifo(folder / "b.yml")
    texts = only(gather(Wanted(["."]))).texts
    assert list(texts) == ["a.yml", "b.yml"]
    assert isinstance(texts["b.yml"], Unread)


def test_a_megabyte_of_blank_lines_is_looked_through_at_once() -> None:
    with Effort() as effort:
        assert not is_plainly_dynamic(b"\n \n" * 500_000)
        assert recognize("a.yml", b"\n \n" * 500_000).kind is Kind.EMPTY
    effort.assert_below(60)  # the square of its length would be hours
