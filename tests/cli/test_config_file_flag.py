"""The flag that names the static configuration, as Traefik itself takes it in all its spellings."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Runner
from tests.each import rows
from tests.traefik_versions import NEWEST, traefik

CASES = [
    (["--configFile=/etc/x/a.yml"], "ina"),
    (["--configfile=/etc/x/a.yml"], "ina"),
    (["--ConfigFile=/etc/x/a.yml"], "inflags"),
    (["--CONFIGFILE=/etc/x/a.yml"], "inflags"),
    (["--configFile", "/etc/x/a.yml"], "ina"),
    (["-configFile", "/etc/x/a.yml"], "ina"),
    (["-configFile=/etc/x/a.yml"], "ina"),
    (["-ConfigFile=/etc/x/a.yml"], "inflags"),
    (["--configFile=/etc/x/a.yml", "--configFile=/etc/x/b.yml"], "inb"),
    (["--configFile=/etc/x/b.yml", "--configfile=/etc/x/a.yml"], "ina"),
    (["--ConfigFile=/etc/x/a.yml", "--configfile=/etc/x/b.yml"], "inflags"),
    (["--configfile=/etc/x/a.yml", "--ConfigFile=/etc/x/b.yml"], "inb"),
    (["--configFile=/etc/x/a.yml", "--configFile="], "inflags"),
    (["--configFile=", "--configFile=/etc/x/a.yml"], "ina"),
]
"""Command lines with the one of the faults below at which Traefik ends."""


def faulty(folder: Path) -> None:
    for name in "ab":
        (folder / f"{name}.yml").write_text(f"entryPoints:\n  web:\n    address: ':80'\n    in{name}: wrong\n")


@pytest.mark.slow
@rows(("words", "fault"), CASES)
def test_traefik_takes_the_file_that_these_flags_name(words: list[str], fault: str, tmp_path: Path) -> None:
    faulty(tmp_path)
    program = traefik(NEWEST).path
    command = [word.replace("/etc/x", str(tmp_path)) for word in words]
    ended = subprocess.run(
        [program, *command, "--entrypoints.web.inflags=wrong"], capture_output=True, text=True, check=False, timeout=60
    )
    assert f"node: {fault}" in ended.stdout + ended.stderr


@rows(("words", "fault"), CASES)
def test_and_so_does_lint(words: list[str], fault: str, cli: Runner) -> None:
    command = [*words, "--entrypoints.web.inflags=wrong"]
    service = f"image: traefik:v3.7, command: {command!r}, volumes: ['./conf:/etc/x'], labels: [traefik.enable=true]"
    cli.write({"compose.yml": f"services:\n  traefik: {{{service}}}\n"})
    Path("conf").mkdir()
    faulty(Path("conf"))
    said = cli("lint", "compose.yml").out
    told = [one for one in ("ina", "inb", "inflags") if f"`{one}` is not an option" in said]
    assert told == [fault]
