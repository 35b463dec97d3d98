"""Nothing that a server says reaches a terminal or the log of a job as a command."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_harmless import NASTY, OBEYED, YAML
from tests.dokploy_server import DokployServer
from tests.sync.conftest import Place

TEXT = f"""\
http:
  routers:
    {YAML}: {{rule: "Host(`c.example.com`)", service: {YAML}}}
    b: {{rule: {YAML}, service: s, middlewares: [{YAML}]}}
  services:
    {YAML}: {{loadBalancer: {{servers: [{{url: "http://a"}}]}}}}
{YAML}: {YAML}
"""


@pytest.mark.slow
@pytest.mark.parametrize("side", ["server", "here"])
def test_no_sync_command_passes_on_what_is_obeyed(place: Place, server: DokployServer, side: str) -> None:
    app = server.add_application("shop", "http: {}\n")
    place("pull")
    if side == "server":
        server.put(app, TEXT)
    else:
        place.file(app).write_text(TEXT)
    for form in ("text", "json", "markdown"):
        for command in (["status"], ["diff"], ["push", "--dry-run"]):
            assert_harmless(place, *command, "--format", form)
    for command in (
        ["diff", "--text", "--routes"],
        ["pull", "--dry-run"],
        ["push", "--yes"],
        ["pull", "--format", "json"],
        ["restore", "shop", "--dry-run", "--at", NASTY],
        ["app", "show", NASTY],
        ["push", NASTY],
        ["push", "--plan-hash", NASTY],
    ):
        assert_harmless(place, *command)


@pytest.mark.slow
def test_no_words_of_a_server_are_obeyed(place: Place, server: DokployServer, tmp_path: Path) -> None:
    server.add_application("shop", "http: {}\n")
    body = '{"message":"a\\u001b[31m\\n::error::x\\u202e ##[group]","code":"INTERNAL_SERVER_ERROR"}'
    server.faults.fail("", 500, times=None, body=body)
    for command in (["pull"], ["status"], ["app", "list"]):
        assert_harmless(place, *command, "--verbose")


def assert_harmless(place: Place, *command: str) -> None:
    ran = place(*command)
    found = OBEYED.search(ran.out + "\n" + ran.err)
    assert found is None, (command, ran.out[-2000:], ran.err[-2000:])
    assert "this is a bug" not in ran.err, (command, ran.err)
