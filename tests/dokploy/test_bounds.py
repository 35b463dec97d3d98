"""What a server, or somebody on the way to it, sends without end or without sense: it costs little, and is told."""

import resource
import threading
from collections.abc import Iterator

import pytest

from tests.dokploy.conftest import SOON, TEXT
from tests.dokploy_server import App, DokployServer
from tests.dokploy_server.abuse import Abuse
from traefiklint.dokploy import Dokploy
from traefiklint.dokploy.errors import DokployError, ServerFaultError, TimedOutError, UnusableAnswerError
from traefiklint.dokploy.receiving import MOST_LEVELS, TooDeepError, parse

pytestmark = pytest.mark.slow

READ = "application.readTraefikConfig"
ONCE = SOON._replace(attempts=1)


class Clock:
    """Time that passes a second whenever somebody looks at it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now = 0.0

    def __call__(self) -> float:
        with self._lock:
            self._now += 1
            return self._now


@pytest.fixture
def hasty(server: DokployServer) -> Iterator[Dokploy]:
    """A client whose two minutes are over after as many looks at the clock."""
    with Dokploy(server.url, server.key, patience=ONCE, clock=Clock()) as client:
        yield client


def memory() -> int:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@pytest.mark.parametrize("kind", ["endless", "bomb", "many-headers"])
def test_an_answer_that_is_too_large_is_not_taken_in(
    server: DokployServer, client: Dokploy, shop: App, kind: Abuse
) -> None:
    server.faults.abuse(kind, READ)
    before = memory()
    with pytest.raises(UnusableAnswerError, match=r"`application.readTraefikConfig` answers with more (bytes|headers)"):
        client.read_config(shop.id)
    assert memory() - before < 90
    assert client.read_config(shop.id) == TEXT, "the next answer is read all the same"


@pytest.mark.parametrize("kind", ["drip", "drip-headers", "drip-continue"])
def test_an_answer_that_comes_in_drop_by_drop_is_waited_for_only_so_long(
    server: DokployServer, hasty: Dokploy, shop: App, kind: Abuse
) -> None:
    server.faults.abuse(kind, READ, times=None)
    with pytest.raises(TimedOutError, match=r"does not answer `application.readTraefikConfig` in time"):
        hasty.read_config(shop.id)


def test_interim_answers_without_end_count_too(server: DokployServer, client: Dokploy, shop: App) -> None:
    server.faults.abuse("continue", READ)
    with pytest.raises(UnusableAnswerError, match="more bytes"):
        client.read_config(shop.id)


@pytest.mark.parametrize("kind", ["cut-gzip", "unknown-coding"])
def test_an_answer_that_cannot_be_unpacked(server: DokployServer, shop: App, kind: Abuse) -> None:
    server.faults.abuse(kind, READ)
    with (
        Dokploy(server.url, server.key, patience=ONCE) as client,
        pytest.raises(ServerFaultError, match="cannot be unpacked"),
    ):
        client.read_config(shop.id)


def test_a_large_packed_answer_is_read_whole(server: DokployServer, client: Dokploy) -> None:
    text = "# " + "a" * 5_000_000 + "\n"
    assert client.read_config(server.add_application("large", text).id) == text


def test_cookies_are_neither_kept_nor_sent(server: DokployServer, client: Dokploy) -> None:
    server.faults.set_cookies(times=None)
    for _ in range(3):
        assert client.version()
    assert len(server.calls) == 3
    assert server.service.cookies == []


class TestOneAnswerAmongMany:
    """What is wrong with one application's file is no matter of the others."""

    @pytest.mark.parametrize(
        ("answer", "words"),
        [
            (r'"http: \ud800 {}"', "half of a surrogate pair"),
            ("[" * 3000, "nested deeper"),
            ("[" * 100_000 + "]" * 100_000, "nested deeper"),
            ('{"a":' * 3000, "nested deeper"),
        ],
    )
    def test_a_text_that_is_none(
        self, server: DokployServer, client: Dokploy, shop: App, answer: str, words: str
    ) -> None:
        others = [server.add_application(f"app-{number}", TEXT) for number in range(3)]
        server.faults.fail(READ, status=200, body=answer, times=None, application_id=shop.id)
        readings = {reading.application_id: reading for reading in client.read_many(app.id for app in [shop, *others])}
        error = readings[shop.id].error
        assert isinstance(error, UnusableAnswerError)
        assert words in error.message
        assert [readings[app.id].text for app in others] == [TEXT] * 3

    def test_deep_words_of_an_error(self, server: DokployServer, shop: App) -> None:
        server.faults.fail(READ, status=400, body='{"message": ' + "[" * 3000)
        with Dokploy(server.url, server.key, patience=ONCE) as client, pytest.raises(DokployError) as caught:
            client.read_config(shop.id)
        assert len(caught.value.message) < 500


def test_an_endless_message_is_cut(server: DokployServer, shop: App) -> None:
    server.faults.fail(READ, status=400, body='{"message": "' + "no " * 100_000 + '"}')
    with Dokploy(server.url, server.key, patience=ONCE) as client, pytest.raises(DokployError) as caught:
        client.read_config(shop.id)
    assert len(caught.value.message) <= 500


def test_a_redirect_to_an_endless_name_is_told_shortly(server: DokployServer, shop: App) -> None:
    server.faults.fail(READ, status=302, location=f"https://{'a' * 60_000}.example.com/")
    with Dokploy(server.url, server.key, patience=ONCE) as client, pytest.raises(DokployError) as caught:
        client.read_config(shop.id)
    assert len(caught.value.message) <= 500


@pytest.mark.parametrize("text", ['"' + r"\"" * 200_000, '["' + "[" * 500 + '"]', '"\\' * 1000])
def test_brackets_inside_of_strings_are_no_levels(text: str) -> None:
    try:
        parse(text.encode())
    except TooDeepError:
        pytest.fail("there is one level at most")
    except ValueError:
        pass


def test_as_many_levels_as_are_allowed() -> None:
    assert parse(b"[" * MOST_LEVELS + b"]" * MOST_LEVELS)
    with pytest.raises(TooDeepError):
        parse(b"[" * (MOST_LEVELS + 1) + b"]" * (MOST_LEVELS + 1))
