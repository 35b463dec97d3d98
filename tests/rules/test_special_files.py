"""What Traefik does with something in its directory that is no file: asked of the real one, kind by kind."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.running import app
from traefiklint import lint_paths
from traefiklint.findings import Effect
from traefiklint.verify import process
from traefiklint.verify.binary import find_binary
from traefiklint.verify.process import TraefikProcess

NAME = "x.yml"


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


def _pipe(path: Path) -> None:
    import os

    os.mkfifo(path)


def _linked_folder(path: Path) -> None:
    (path.parent / "folder").mkdir()
    path.symlink_to("folder")


def _linked_pipe(path: Path) -> None:
    _pipe(path.parent / "pipe")
    path.symlink_to("pipe")


REFUSED: dict[str, Callable[[Path], object]] = {
    "a link that leads nowhere": lambda path: path.symlink_to("nowhere"),
    "a link that leads in a circle": lambda path: path.symlink_to(path.name),
    "a link to a directory": _linked_folder,
    "a socket": _socket,
}
WAITED_FOR: dict[str, Callable[[Path], object]] = {
    "a named pipe": _pipe,
    "a link to a pipe": _linked_pipe,
    "a device": lambda path: path.symlink_to("/dev/zero"),
}
FINE: dict[str, Callable[[Path], object]] = {
    "the null device": lambda path: path.symlink_to("/dev/null"),
    "a pipe that has another name": lambda path: _pipe(path.with_suffix(".pipe")),
}


@pytest.fixture
def traefik(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Callable[[Path], object]], bool]]:
    """Whether Traefik loads a directory with a good file and something else in it."""
    running = TraefikProcess(find_binary().path, {}, patience=3)
    replace = process._replace

    def loads(make: Callable[[Path], object]) -> bool:
        def and_something_else(directory: Path, files: process.Files) -> None:
            replace(directory, files)
            make(directory / NAME)

        monkeypatch.setattr(process, "_replace", and_something_else)
        return running.digest({"web.yml": app("web")}).raw is not None

    yield loads
    running.close()


@pytest.mark.parametrize("what", [*REFUSED, *WAITED_FOR])
def test_traefik_serves_nothing_as_is_said(
    traefik: Callable[[Callable[[Path], object]], bool], tmp_path: Path, what: str
) -> None:
    make = (REFUSED | WAITED_FOR)[what]
    assert not traefik(make)
    (tmp_path / "web.yml").write_text(app("web"))
    make(tmp_path / NAME)
    (finding,) = lint_paths([str(tmp_path)]).findings
    assert (finding.rule, finding.effect, finding.file) == ("unreadable-file", Effect.REJECTED, str(tmp_path / NAME))
    assert ("refuses" in finding.message) == (what in REFUSED)


@pytest.mark.parametrize("what", FINE)
def test_what_traefik_takes_is_no_finding(
    traefik: Callable[[Callable[[Path], object]], bool], tmp_path: Path, what: str
) -> None:
    assert traefik(FINE[what])
    (tmp_path / "web.yml").write_text(app("web"))
    FINE[what](tmp_path / NAME)
    assert lint_paths([str(tmp_path)]).findings == ()
