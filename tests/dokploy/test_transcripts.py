"""The test server answers every recorded request as the real server did."""

import json
from collections.abc import Iterator

import pytest

from tests.dokploy.recorded import Recorded, differences, filled, transcripts
from tests.dokploy.replay import NOT_REPRESENTED, Answer, Replay
from tests.dokploy_server import DokployServer
from tests.each import each

RECORDED = tuple(it for it in transcripts() if it.label not in NOT_REPRESENTED)

#: Error answers whose message is not compared word for word: a whole SQL statement, or the words of the panel's YAML
#: parser, of which the test server's parser has its own.
OWN_WORDS = {
    "read.id-nul",
    "lifecycle.application.move.unknown-env",
    "lifecycle.odd.invalid.domain.create",
    "lifecycle.odd.invalid.domain.delete",
    "lifecycle.odd.go-template-block.domain.create",
    "lifecycle.odd.tab.domain.create",
    "lifecycle.broken.domain.update",
    "lifecycle.broken.domain.toggle",
    "lifecycle.broken.security.create",
}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[Answer, Recorded]]]:
    """Each answer, and what it should be in the test server's own ids and names."""
    with DokployServer(tmp_path_factory.mktemp("dokploy"), docker=False) as server:
        replay = Replay(server)
        yield {recorded.label: replay.play(recorded) for recorded in RECORDED}


def test_every_label_is_played_or_named_as_not_represented() -> None:
    labels = [recorded.label for recorded in transcripts()]
    assert len(labels) == len(set(labels)) == 357
    assert set(NOT_REPRESENTED) <= set(labels)
    assert set(labels) >= OWN_WORDS


@pytest.mark.slow
@each([recorded.label for recorded in RECORDED], str)
def test_the_answer_is_as_recorded(label: str, played: dict[str, tuple[Answer, Recorded]]) -> None:
    answer, recorded = played[label]
    assert answer.status == recorded.status, answer.body
    assert answer.type == recorded.type
    if recorded.location is not None:
        assert answer.location == recorded.location
    if recorded.type is None or "json" not in recorded.type:
        _compare_texts(recorded, answer)
    elif recorded.answer == "":
        assert answer.body == ""
    else:
        _compare_json(recorded, answer)


def _compare_texts(recorded: Recorded, answer: Answer) -> None:
    if recorded.answer.startswith("<!DOCTYPE html>"):
        assert answer.body.startswith("<!DOCTYPE html>")
    else:
        assert answer.body == recorded.answer


def _compare_json(recorded: Recorded, answer: Answer) -> None:
    wanted = json.loads(recorded.answer if recorded.label in OWN_WORDS else filled(recorded.answer))
    got = json.loads(answer.body)
    if recorded.label in OWN_WORDS:
        assert got["message"]
        wanted["message"] = got["message"] = ""
    exact = recorded.status >= 400 or not isinstance(wanted, dict | list)
    assert not differences(wanted, got, exact=exact)
