"""What git knows of a file: any version, and the one that is nearest to a text."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.dokploy_server import App
from tests.each import rows
from tests.sync.conftest import Place
from traefiklint.sync.history import History


@pytest.fixture
def history(place: Place, shop: App) -> History:
    """Versions 1 to 5 of a file, the fifth the newest."""
    folder = place.folder / "apps"
    folder.mkdir()
    for version in range(1, 6):
        (folder / "shop.yml").write_text(f"{version}\n")
        place.commit()
    (folder / "shop.yml").write_text("6\n")
    return History(folder)


@pytest.mark.parametrize(
    ("distances", "nearest"),
    [
        ([5, 4, 3, 2, 1], "5\n"),
        ([1, 2, 3, 4, 5], "1\n"),
        ([3, 1, 2, 4, 5], "2\n"),
        ([2, 2, 2, 2, 3], "4\n"),  # of two that are equally near, the newer one
        ([2, None, 1, None, None], "3\n"),
        ([None, None, None, None, 7], "5\n"),
        ([None] * 5, None),
        ([0, 1, 0, 1, 1], "3\n"),
    ],
)
def test_the_nearest_version_is_found(history: History, distances: list[int | None], nearest: str | None) -> None:
    assert history.closest("shop.yml", lambda text: distances[int(text) - 1]) == nearest


def test_only_the_newest_versions_are_compared(history: History) -> None:
    assert history.closest("shop.yml", int, most=2) == "4\n"
    assert history.closest("blog.yml", int) is None


def test_every_committed_version_is_known_and_nothing_else(history: History) -> None:
    assert [history.knows("shop.yml", f"{version}\n") for version in range(8)] == [False, *[True] * 5, False, False]
    assert not history.knows("shop.yml", "5")
    assert not history.knows("blog.yml", "5\n")


@pytest.mark.parametrize(
    ("nested", "known"),
    [
        (False, {"shop.yml": "apps apps@box", "blog.yml": "apps@box", "sub/shop.yml": ""}),
        (True, {"shop.yml": "apps apps@box", "sub/shop.yml": "sub box-sub", "sub/blog.yml": ""}),
    ],
)
def test_a_file_is_known_by_its_name_beside_its_folder_too_and_below_it_where_folders_are_names(
    place: Place, nested: bool, known: dict[str, str]
) -> None:
    written = {
        "apps/shop.yml": "apps",
        "apps/sub/shop.yml": "sub",
        "apps@box/shop.yml": "apps@box",
        "apps@box/blog.yml": "apps@box",
        "apps@box/sub/shop.yml": "box-sub",
        "appsbox/shop.yml": "appsbox",
        "others/shop.yml": "others",
        "shop.yml": "top",
    }
    for name, text in written.items():
        path = place.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    place.commit()
    history = History(place.folder / "apps", nested=nested)
    texts = sorted(set(written.values()))
    assert {name: " ".join(text for text in texts if history.knows(name, text)) for name in known} == {
        name: " ".join(sorted(names.split())) for name, names in known.items()
    }


def test_a_version_that_a_partial_clone_lacks_is_passed_over(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = History._git

    def lacking(self: History, *arguments: str, told: str = "") -> bytes | None:
        output = asked(self, *arguments, told=told)
        return b"0123 missing\n" + (output or b"") if arguments[0] == "cat-file" else output

    monkeypatch.setattr(History, "_git", lacking)
    assert history.closest("shop.yml", int) == "1\n"


@rows(("is_repository", "asked"), [(False, ["rev-parse"]), (True, ["rev-parse", "log", "log"])])
def test_git_is_asked_once_where_the_files_lie_and_no_further_where_that_is_in_no_repository(
    is_repository: bool, asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[str] = []
    run = subprocess.run

    def noted(command: list[str], **how: Any) -> Any:
        commands.extend(word for word in command if word in ("rev-parse", "log"))
        return run(command, **how)

    if is_repository:
        run(["git", "init", "-q", str(tmp_path)], check=True)
    with monkeypatch.context() as patched:
        patched.setattr(subprocess, "run", noted)
        history = History(tmp_path)
        assert not history.knows("shop.yml", "a: 1\n")
        assert not history.knows_elsewhere("shop.yml", "a: 1\n")
    assert commands == asked
