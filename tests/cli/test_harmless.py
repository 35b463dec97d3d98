"""Nothing from a file, a server, the settings or the arguments reaches a terminal or the log of a job as a command."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import Ran, Runner
from traefiklint.text.printable import harmless, markdown, markdown_code, printable

NASTY = "n\x1b[31m\x07\r\n::error::x\n##[group]y\x9b1m\u202e\u200b\u2066z"
YAML = json.dumps(NASTY).replace("\x7f", "\\u007f")
"""The same in double quotes, as JSON, YAML and TOML read it."""
OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069]"
    "|##\\[|^[ \t]*::(?!(?:error|warning|notice) file=)",
    re.MULTILINE,
)
DYNAMIC = f"""\
http:
  routers:
    {YAML}: {{rule: "Host(`c.example.com`)", service: {YAML}, middlewares: [{YAML}], entryPoints: [{YAML}]}}
    b: {{rule: {YAML}, service: s}}
    c: {{rule: "Host(`c.example.com`)", service: s, {YAML}: 1}}
    d: {{rule: "Host(`c.example.com`) && Path(`/d`)", service: bad}}
  services:
    s: {{loadBalancer: {{servers: [{{url: "http://a"}}], {YAML}: {YAML}}}}}
    bad: {{loadBalancer: {{servers: [{{url: {YAML}}}]}}}}
  middlewares:
    {YAML}: {{redirectRegex: {{regex: {YAML}, replacement: {YAML}}}}}
{YAML}: {YAML}
"""
GOOD = f"""\
http:
  routers:
    {YAML}: {{rule: "Host(`c.example.com`)", service: {YAML}}}
  services:
    {YAML}: {{loadBalancer: {{servers: [{{url: "http://a"}}]}}}}
"""
TESTS = f"tests:\n  - name: {YAML}\n    request: https://c.example.com/\n    expect: {{router: {YAML}}}\n"
FILE = "e\x1b[31m\u202e.yml"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Runner:
    """Directories whose names and texts are full of what is obeyed."""
    monkeypatch.chdir(tmp_path)
    runner = Runner(tmp_path, capsys)
    runner.write(
        {f"d/{FILE}": DYNAMIC, "good/g.yml": GOOD, "tests.yml": TESTS, "s.yml": f"entryPoints: {{{YAML}: 1}}\n"}
    )
    runner.write({f"bad/{FILE}": "http: [\x1b[31m\x07", "bad/t.toml": f"a = {YAML}\n\x1b = 1"})
    return runner


def commands() -> Iterator[list[str]]:
    for form in ("text", "concise", "json", "sarif", "github", "gitlab", "junit"):
        for where in ("d", "bad", "good"):
            yield ["lint", "--format", form, where]
    yield ["lint", "--statistics", "d"]
    yield ["lint", "--static", "s.yml", "d"]
    yield ["lint", NASTY]
    yield ["lint", "--select", NASTY, "d"]
    yield [NASTY]
    yield ["explain", NASTY]
    yield ["fix", "--diff", "--unsafe-fixes", "d"]
    yield ["fix", "--diff", "--unsafe-fixes", "good"]
    for where in ("d", "good", "bad"):
        for form in ("text", "json"):
            yield ["route", "https://c.example.com/", where, "--all", "--format", form]
        for form in ("svg", "dot", "mermaid", "html"):
            yield ["graph", "--format", form, where]
        for form in ("text", "json", "junit"):
            yield ["test", "--format", form, "tests.yml", where]
        yield ["convert", where]
    yield ["route", f"https://c.example.com/{NASTY}", "good"]
    yield ["route", "https://c.example.com/", "good", "-H", NASTY]
    for form in ("text", "json", "markdown"):
        yield ["diff-routes", "--format", form, "--all", "d", "good"]
    yield ["status", "--environment", NASTY, "--url", f"http://{NASTY}"]


def assert_harmless(ran: Ran, command: list[str]) -> None:
    found = OBEYED.search(ran.out + "\n" + ran.err)
    assert found is None, (command, ran.out[-2000:], ran.err[-2000:])
    assert "this is a bug" not in ran.err, (command, ran.err)


@pytest.mark.slow
def test_no_command_passes_on_what_is_obeyed(folder: Runner) -> None:
    for command in commands():
        assert_harmless(folder(*command), command)


@pytest.mark.parametrize(
    "settings",
    [
        f"{YAML} = 1",
        f"ignore = [{YAML}]",
        f"directories = [{YAML}]",
        f"static = {YAML}",
        f"[severity]\n{YAML} = {YAML}",
        f"[dokploy]\nurl = {YAML}",
        f"[dokploy.environments.{YAML}]\nurl = {YAML}",
        f"target = {YAML}",
        f"[known]\nmiddlewares = [{YAML}]",
    ],
)
def test_no_error_of_the_settings_passes_on_what_is_obeyed(folder: Runner, settings: str) -> None:
    folder.write({"traefiklint.toml": settings + "\n"})
    for command in (["config"], ["config", "--format", "json"], ["lint"], ["status"], ["status", "--environment", "z"]):
        assert_harmless(folder(*command), [settings, *command])


def on_a_terminal(arguments: list[str], folder: Path) -> str:
    """What a command writes on a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "traefiklint", *arguments],
        cwd=folder,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "NO_COLOR": ""},
    )
    os.close(theirs)
    pieces = []
    try:
        while piece := os.read(ours, 65536):
            pieces.append(piece)
    except OSError:
        pass
    process.wait()
    os.close(ours)
    return b"".join(pieces).decode()


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ["lint", "d"],
        ["route", "https://c.example.com/", "d", "--all"],
        ["test", "tests.yml", "good"],
        ["diff-routes", "d", "good", "--all"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_on_a_terminal_only_our_own_colours_are_left(folder: Runner, arguments: list[str]) -> None:
    shown = on_a_terminal(arguments, folder.folder).replace("\r\n", "\n")
    assert "\x1b[" in shown
    assert "n\x1b[31m" not in shown
    plain = re.sub(r"\x1b\[(?:[0-9]{1,2}(?:;[0-9]{1,2})*)m", "", shown)
    assert OBEYED.search(plain) is None, plain


def test_what_is_obeyed_is_made_visible() -> None:
    assert printable("a\x1b[1mb\nc\td\u202e\ud800") == "a\\x1b[1mb\\nc d\\u202e\\ud800"
    assert harmless("a\n::error::b\n  ::set-output name=x::y\n##[group]z\nsection_start:1:x") == (
        "a\n:\\u003aerror::b\n  :\\u003aset-output name=x::y\n#\\u0023[group]z\nsection\\u005fstart:1:x"
    )
    assert harmless("plain ünïcode 日本\ta::b") == "plain ünïcode 日本\ta::b"


def test_in_markdown_nothing_of_a_name_is_live() -> None:
    name = "![x](http://evil.example) `a` [b](https://c) <img> @all | *d* #1"
    shown = markdown(name)
    assert not re.search(r"(?<!\\)[`\[\]*|]|<|@all|#1|://", shown)
    assert markdown_code("a``b") == "```a``b```"
