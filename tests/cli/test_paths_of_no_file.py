"""Files name paths that no file can have: with a NUL, or with half of a surrogate pair. There is nothing at these."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Runner
from tests.each import rows
from traefiklint.reading import read_file

NOTHING = ("a\0b", "a\ud800b")


@pytest.mark.parametrize("path", NOTHING)
def test_there_is_no_file_at_such_a_path(path: str, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as told:
        read_file(f"{tmp_path}/{path}")
    assert told.value.filename == f"{tmp_path}/{path}"


@rows("escape", [r"\0", r"\ud800"])
@rows(
    "service",
    [
        'build: "aESCAPEb"',
        'build: {context: ., dockerfile: "aESCAPEb"}',
        'image: traefik:v3.5, command: ["--configFile", "/etc/ESCAPEx.yml"], volumes: ["./x:/etc"]',
        'image: traefik:v3.5, command: [--providers.file.directory=/etc/dyn], volumes: ["./xESCAPE:/etc/dyn"]',
        'image: traefik:v3.5, extends: {file: "aESCAPEb", service: a}',
        'image: traefik:v3.5, env_file: ["aESCAPEb"], label_file: ["aESCAPEb"]',
    ],
)
def test_a_compose_file_that_names_such_a_path_is_judged(cli: Runner, service: str, escape: str) -> None:
    written = service.replace("ESCAPE", escape)
    cli.write({"compose.yml": f"services:\n  traefik: {{{written}, labels: [traefik.enable=true]}}\n"})
    result = cli("lint")
    assert result.status in (0, 1)
    assert "this is a bug" not in result.out + result.err
