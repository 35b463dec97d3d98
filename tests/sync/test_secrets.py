"""No secret ever appears anywhere: not in what is printed at the highest verbosity, not in any file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cli.running import run
from tests.dokploy_server import App, DokployServer
from tests.sync.conftest import Place, hand_written

KEY = "owner-key-Zk3yT9wQ"
SECRETS = (KEY, "env-value-s3cr3t", "refresh-t0ken")


@pytest.fixture
def app(server: DokployServer) -> App:
    found = server.add_application("shop", hand_written("shop"), env="API_TOKEN=env-value-s3cr3t")
    found.refresh_token = "refresh-t0ken"
    return found


def everything_written(place: Place) -> Iterator[tuple[str, bytes]]:
    for path in place.folder.rglob("*"):
        if path.is_file() and ".git" not in path.parts:
            yield str(path), path.read_bytes()


@pytest.mark.slow
def test_no_secret_in_any_output_or_file(place: Place, server: DokployServer, app: App) -> None:
    assert server.key == KEY
    place.commit("begin")
    commands: list[list[str]] = [
        ["pull"],
        ["pull", "--shared", "--redact"],
        ["status", "--format", "json"],
        ["diff", "--text"],
        ["diff", "--format", "markdown"],
        ["push", "--dry-run", "--format", "json"],
        ["push", "--yes", "--force"],
        ["restore"],
        ["restore", "shop", "--yes", "--force"],
        ["app", "list", "--format", "json"],
        ["app", "show", "shop", "--format", "json"],
        ["app", "monitor", "shop"],
        *(["app", operation, "shop"] for operation in ("start", "stop", "reload", "mark-running", "kill-build")),
        ["app", "refresh-token", "shop", "--format", "json"],
        ["pull", "nobody"],
        ["app", "move", "shop", "nowhere"],
        ["app", "delete", "shop", "--confirm", app.app_name],
    ]
    for number, command in enumerate(commands):
        ran = run(*command, "--verbose", folder=place.folder)
        for secret in SECRETS:
            assert secret not in ran.out + ran.err, command
        if number == 1:
            place.edit(app, "[web]", "[websecure]")
    for path, content in everything_written(place):
        assert not any(secret.encode() in content for secret in SECRETS), path


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["500", "drop", "html", "401", "redirect"])
def test_no_secret_when_things_go_wrong(place: Place, server: DokployServer, app: App, kind: str) -> None:
    if kind == "drop":
        server.faults.drop(times=None)
    elif kind == "500":
        server.faults.fail("", 500, times=None, body=f'{{"message":"x-api-key {KEY} API_TOKEN=env-value-s3cr3t"}}')
    elif kind == "401":
        server.faults.fail("", 401, times=None, body=f'{{"message":"key {KEY} is unknown","code":"X"}}')
    else:
        server.faults.fail("", 200, times=None, body=f"<html>{KEY}</html>", media_type="text/html")
    ran = run("pull", "--verbose", folder=place.folder)
    assert ran.status == 2
    assert not any(secret in ran.out + ran.err for secret in SECRETS)


def test_a_wrong_key_is_said_without_it(place: Place, server: DokployServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOKPLOY_API_KEY", "wrong-but-s3cr3t")
    ran = place("pull", "--verbose")
    assert ran.status == 2
    assert "does not accept the API key" in ran.err
    assert "wrong-but-s3cr3t" not in ran.out + ran.err


def test_no_key_at_all_is_said(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DOKPLOY_API_KEY")
    ran = place("status")
    assert (ran.status, "DOKPLOY_API_KEY" in ran.err) == (2, True)


def test_what_is_remembered_is_for_nobody_else(place: Place, server: DokployServer, app: App) -> None:
    place("pull")
    place.edit(app, "[web]", "[websecure]")
    place("push", "--yes")
    memory = place.folder / ".traefiklint"
    assert memory.stat().st_mode & 0o777 == 0o700
    assert all(path.stat().st_mode & 0o077 == 0 for path in memory.rglob("*.yml"))
    assert (memory / ".gitignore").read_text() == "*\n"
