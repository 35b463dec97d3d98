"""What editors say, in any order: every question gets an answer, nothing breaks, and what is shown in the end is what
`traefiklint lint` says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from tests.editor.desk import SHOP
from tests.editor.rough_client import Rough

Talk = Callable[[int], Rough]
FAILED = -32603
"""The code of an answer that is a bug of the server."""


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    """Starts a server, and somebody who talks to it as a seed decides."""
    started: list[Rough] = []

    def start(seed: int) -> Rough:
        started.append(Rough(tmp_path, Random(seed)))
        started[-1].start([tmp_path] if seed % 3 else [])
        return started[-1]

    yield start
    for client in started:
        client.server.kill()
        client.wait()


def session(client: Rough, steps: int) -> None:
    """Talk for so many steps, and look at what it comes to."""
    for _ in range(steps):
        client.act()
    client.tidy_up()
    assert client.until(lambda: len(client.answers) == client.asked), "a question was left unanswered"
    wanted = client.fresh()
    assert client.until(lambda: client.findings() == wanted), (client.findings(), wanted, client.said)
    bugs = [one["error"] for one in client.answers.values() if one.get("error", {}).get("code") == FAILED]
    assert ends_well(client) == 0
    assert (client.said, bugs, client.errors) == ([], [], b"")


def ends_well(client: Rough) -> int:
    """Say goodbye, with a question behind it; gives the exit status."""
    client.ask("shutdown", None)
    late = client.ask("workspace/symbol", {"query": ""})
    assert client.until(lambda: late in client.answers)
    assert client.answers[late]["error"]["message"] == "the server is shutting down"
    client.send("exit", None)
    return client.wait()


@pytest.mark.slow
def test_disorder_ends_in_order(talk: Talk) -> None:
    session(talk(1), 80)


@pytest.mark.slow
@pytest.mark.parametrize("seed", (0, 2, 4, 5))
def test_long_disorder_ends_in_order(talk: Talk, seed: int) -> None:
    session(talk(seed), 300)


@pytest.mark.slow
def test_a_client_that_dies_with_questions_open_takes_the_server_with_it(talk: Talk) -> None:
    client = talk(2)
    for _ in range(20):
        client.act()
    assert client.server.stdin is not None
    client.server.stdin.close()
    assert client.wait() == 0
    assert (client.said, client.errors) == ([], b"")


@pytest.mark.slow
def test_a_file_of_many_megabytes_holds_nobody_up(talk: Talk) -> None:
    client = talk(1)
    uri = (client.folder / "apps/shop.yml").as_uri()
    for text in (SHOP + "# " + "x" * 2_000_000 + "\n", SHOP + "# a comment\n" * 150_000):
        client.send(
            "textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}}
        )
        at = {"line": 4, "character": 22}
        number = client.ask("textDocument/hover", {"textDocument": {"uri": uri}, "position": at})
        assert client.until(lambda number=number: number in client.answers)
        assert "basicAuth" in str(client.answers[number]["result"])
    assert ends_well(client) == 0
