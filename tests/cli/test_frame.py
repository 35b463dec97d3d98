"""What holds for every command: help, shared options, and what happens when something goes wrong."""

from __future__ import annotations

import importlib
import os
import pkgutil
import pty
import signal
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import click
import pytest

from tests.cli.running import Runner, app, run
from tests.each import rows
from traefiklint import cli as cli_package
from traefiklint.cli.group import SECTIONS, SUMMARIES, Commands
from traefiklint.errors import TraefiklintError
from traefiklint.version import VERSION


def all_commands() -> list[tuple[str, ...]]:
    """Every command, and those inside of commands, as they are typed."""
    group = Commands(name="traefiklint")
    context = click.Context(group)
    found: list[tuple[str, ...]] = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        found.append((name,))
        if isinstance(command, click.Group):
            found += [(name, inner) for inner in command.commands]
    return found


def test_the_version_is_that_of_the_package(tmp_path: Path) -> None:
    assert run("--version", folder=tmp_path).out == f"traefiklint {VERSION}\n"
    assert version("traefiklint") == VERSION


@pytest.mark.slow
def test_the_help_lists_every_command_in_its_section_without_importing_any(tmp_path: Path) -> None:
    code = (
        "import sys; from traefiklint.__main__ import main; main(['--help']); "
        "print([name for name in sys.modules if name == 'traefiklint.engine' or name == 'traefiklint.cli.lint'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert done.stdout.endswith("[]\n")
    sections = [line[:-1] for line in done.stdout.splitlines() if line.endswith(":") and not line.startswith(" ")]
    assert sections == ["Options", *SECTIONS]
    for name, summary in SUMMARIES.items():
        assert any(line.split()[:1] == [name] and summary[:20] in line for line in done.stdout.splitlines())


def test_every_module_of_a_command_is_listed_with_what_it_says_of_itself() -> None:
    names = [found.name for found in pkgutil.iter_modules(cli_package.__path__)]
    modules = [importlib.import_module(f"{cli_package.__name__}.{name}") for name in names]
    said = {
        module.__name__.rpartition(".")[2].replace("_", "-"): str(module.__doc__).partition("\n")[0].rstrip(".")
        for module in modules
        if isinstance(getattr(module, "command", None), click.Command)
    }
    assert said == SUMMARIES


@rows("words", all_commands(), ids=" ".join)
def test_every_help_ends_with_an_example(words: tuple[str, ...], cli: Runner) -> None:
    ran = cli(*words, "--help")
    assert ran.status == 0
    paragraphs = ran.out.rstrip().split("\n\n")
    assert paragraphs[-1].strip().startswith("Example"), (
        f"`traefiklint {' '.join(words)} --help` ends without an example"
    )
    assert f"traefiklint {words[0]}" in paragraphs[-1]


@rows("words", all_commands(), ids=" ".join)
def test_every_command_takes_the_shared_options(words: tuple[str, ...], cli: Runner) -> None:
    help_text = cli(*words, "--help").out
    for option in ("--config", "--quiet", "--verbose", "--no-color"):
        assert option in help_text


def test_a_command_that_is_nearly_right_is_suggested(cli: Runner) -> None:
    ran = cli("lnit", ".")
    assert ran.status == 2
    assert ran.err.splitlines()[0] == "error: there is no command `lnit`, did you mean `lint`?"


def test_an_option_that_is_nearly_right_is_suggested(cli: Runner) -> None:
    ran = cli("lint", "--formt", "json")
    assert ran.status == 2
    assert "--format" in ran.err


@rows("name", ["../lint", "lint.py", "cli", "__init__", "group", "LINT"])
def test_what_is_no_command_is_not_run(name: str, cli: Runner) -> None:
    ran = cli(name)
    assert ran.status == 2
    assert f"there is no command `{name}`" in ran.err


def test_the_config_file_may_be_named_before_and_after_the_command(cli: Runner) -> None:
    cli.write({"ci.toml": 'target = "3.2"'})
    assert '"3.2"' in cli("--config", "ci.toml", "config").out
    assert '"3.2"' in cli("config", "--config", "ci.toml").out


def test_quiet_may_stand_before_and_after_the_command(cli: Runner) -> None:
    cli.write({"apps/shop.yml": app("shop")})
    assert cli("lint", "apps").out.startswith("1 file, nothing to complain about\n")
    assert cli("--quiet", "lint", "apps").out == ""
    assert cli("lint", "--quiet", "apps").out == ""


def test_a_bad_config_file_is_one_message_and_status_2(cli: Runner) -> None:
    cli.write({"traefiklint.toml": "targt = '3.6'"})
    ran = cli("lint")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "error: traefiklint.toml:1:1: there is no key `targt`; did you mean `target`?\n"


def test_a_path_that_does_not_exist_is_status_2(cli: Runner) -> None:
    ran = cli("lint", "gone.yml")
    assert (ran.status, ran.err) == (2, "error: `gone.yml` does not exist\n")


@rows(
    "words",
    [("lint", ""), ("lint", "a.yml", ""), ("fix", ""), ("test", ""), ("verify", ""), ("graph", ""), ("push", ""),
     ("push", "--url", "", "--yes"), ("status", "--ca-file", ""), ("lint", "--config", "", "a.yml")],
)  # fmt: skip
def test_an_empty_name_is_not_taken_for_all_files_or_another_server(words: tuple[str, ...], cli: Runner) -> None:
    cli.write({"a.yml": "http: {routers: {}}\n"})
    ran = cli(*words)
    assert (ran.status, "is empty" in ran.err) == (2, True)
    assert (cli.folder / "a.yml").read_text() == "http: {routers: {}}\n"


def test_a_file_that_cannot_be_read_is_status_2(cli: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    cli.write({"apps/mine.yml": app("mine")})
    monkeypatch.setattr("traefiklint.reading.os.open", refuse)
    ran = cli("lint", "apps")
    assert ran.status == 2
    assert "mine.yml`: Permission denied" in ran.err
    assert "Traceback" not in ran.err


def test_an_error_of_the_user_has_its_hint(cli: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_with(TraefiklintError("`x` is wrong", "try `y`"), monkeypatch)
    ran = cli("lint")
    assert (ran.status, ran.err) == (2, "error: `x` is wrong\nhint: try `y`\n")


def test_a_bug_is_called_a_bug_and_holds_its_traceback_back(cli: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_with(RuntimeError("the key is s3cret-key"), monkeypatch)
    ran = cli("lint")
    assert ran.status == 2
    assert ran.err.startswith("error: this is a bug in traefiklint")
    assert "Traceback" not in ran.err
    assert "s3cret-key" not in ran.err


def test_verbose_shows_the_traceback_of_a_bug_but_no_secret(cli: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOKPLOY_API_KEY", "s3cret-key")
    fail_with(RuntimeError("the key is s3cret-key"), monkeypatch)
    ran = cli("lint", "--verbose")
    assert "RuntimeError: the key is ***" in ran.err
    assert "s3cret-key" not in ran.err


def fail_with(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("traefiklint.cli.linting.check", fail)


@pytest.mark.slow
def test_ctrl_c_is_quiet_and_130(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "traefiklint", "lint", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    )
    assert process.stdin is not None
    try:
        # More than a pipe holds: when it is written, somebody is reading, and waits for the end, which comes after.
        process.stdin.write(b"# a comment\n" * 100_000)
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
    finally:
        process.kill()
    assert process.returncode == 130
    assert err.decode().strip() == "error: interrupted"


@pytest.mark.slow
def test_a_reader_that_goes_away_is_no_bug(tmp_path: Path) -> None:
    text = "http:\n  routers:\n" + "".join(f"    r{n}: {{rule: Host(`a`), service: s{n}}}\n" for n in range(3000))
    (tmp_path / "many.yml").write_text(text, "utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "traefiklint", "lint", "many.yml"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env={key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"},
    )
    assert process.stdout is not None
    process.stdout.read(100)
    process.stdout.close()
    assert process.stderr is not None
    err = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait() == 141
    assert err == ""


def output_on_a_terminal(arguments: list[str], folder: Path, env: dict[str, str]) -> str:
    primary, secondary = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "traefiklint", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=secondary,
        stderr=secondary,
        cwd=folder,
        env={
            "TERM": "xterm",
            **{key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "TERM")},
            **env,
        },
    )
    os.close(secondary)
    chunks = []
    try:
        while chunk := os.read(primary, 65536):
            chunks.append(chunk)
    except OSError:  # Linux says so when the other end is closed
        pass
    os.close(primary)
    process.wait()
    return b"".join(chunks).decode()


@pytest.mark.slow
def test_there_are_colours_on_a_terminal_unless_somebody_wants_none(tmp_path: Path) -> None:
    (tmp_path / "x.yml").write_text("http:\n  routers: {}\n", "utf-8")
    assert "\x1b[1;31merror[" in output_on_a_terminal(["lint", "x.yml"], tmp_path, {})
    assert "\x1b[" not in output_on_a_terminal(["lint", "x.yml"], tmp_path, {"NO_COLOR": "1"})
    assert "\x1b[" not in output_on_a_terminal(["lint", "--no-color", "x.yml"], tmp_path, {})
    assert "\x1b[" not in run("lint", "x.yml", folder=tmp_path).out


CLOSED = {
    "lint . >&-": "error: standard output is closed",
    "lint . >&- 2>&-": "",
    "--help >&-": "error: standard output is closed",
    "--version >&-": "error: standard output is closed",
    "lint - <&-": "error: standard input is closed",
    "fix - <&-": "error: standard input is closed",
    "lint . >/dev/full": "error: No space left on device",
    "--version >/dev/full": "error: No space left on device",
    "graph . >/dev/full": "error: No space left on device",
    "lint gone 2>/dev/full": "",
    "fix --diff . >/dev/full 2>/dev/full": "",
}


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("words", CLOSED)
def test_a_stream_that_is_closed_or_full_is_one_line_and_status_2(words: str, tmp_path: Path) -> None:
    (tmp_path / "one.yml").write_text("http: {routers: {r: {rule: x}}}\n", "utf-8")
    command = f"{sys.executable} -m traefiklint {words}"
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, cwd=tmp_path, env=buffered)
    assert done.returncode == 2
    told = [line for line in done.stderr.splitlines() if not line.startswith("note: ")]
    assert (told or [""])[0] == CLOSED[words]
    assert "bug" not in done.stderr and "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_closed_standard_error_does_not_keep_a_report_back(tmp_path: Path) -> None:
    (tmp_path / "one.yml").write_text("http: {routers: {r: {rule: x}}}\n", "utf-8")
    command = f"{sys.executable} -m traefiklint lint . 2>&-"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 1
    assert "2 errors in 1 file" in done.stdout
