"""The same tests on the test server and, where DOKPLOY_URL and DOKPLOY_API_KEY name one, on a real server.

On a real server they write to nothing but an application and a compose application of their own (`made.py`), which
they remove; of others they read. They deploy, start, stop and move nothing.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.dokploy.conftest import TEXT
from tests.dokploy.made import made
from tests.dokploy_server import DIALECTS, DokployServer
from traefiklint.dokploy import (
    Application,
    Dokploy,
    NotFoundError,
    Reading,
    ServerFaultError,
    SharedFile,
    TooLargeError,
    WrongKeyError,
)

pytestmark = pytest.mark.slow

URL, KEY = os.environ.get("DOKPLOY_URL", ""), os.environ.get("DOKPLOY_API_KEY", "")
SERVERS = [*DIALECTS, *([pytest.param("live", marks=pytest.mark.live)] if URL and KEY else [])]


class Place(NamedTuple):
    """A server, and an application on it to write to."""

    client: Dokploy
    app: Application
    text: str
    compose_id: str
    """A compose application with its text in the panel; empty where the server tells of none."""


@pytest.fixture(params=SERVERS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    if request.param == "live":
        with made(URL, KEY) as own:
            yield Place(own.client, own.app, own.text, own.compose.id)
        return
    with DokployServer(tmp_path, dialect=DIALECTS[request.param]) as server:
        server.add_application("empty")
        server.add_application("shop", TEXT)
        server.add_stack("billing", "billing.example.com")
        with Dokploy(server.url, server.key) as client:
            shop = next(app for app in client.discover() if app.name == "shop")
            stacks = client.services().composes
            yield Place(client, shop, client.read_config(shop.id) or "", stacks[0].id if stacks else "")
        assert sorted(path.name for path in tmp_path.glob("traefik/dynamic/shop-*")) == [
            f"{app.app_name}.yml" for app in server.world.apps.values() if app.name == "shop"
        ]


def test_the_server_tells_its_version(place: Place) -> None:
    assert place.client.version().lstrip("v")[0].isdigit()


def test_discovery_and_details_agree(place: Place) -> None:
    details = place.client.application(place.app.id)
    assert (details.application_id, details.name, details.app_name) == (
        place.app.id,
        place.app.name,
        place.app.app_name,
    )
    assert details.server_id == place.app.server_id
    assert details.environment_id == place.app.environment_id or not place.app.environment_id


@pytest.mark.slow
@pytest.mark.parametrize("tail", ["# ü — 日本 😀\n", "# no final newline", "# \r\n", '# "quoted" \\ $HOME `id`\n'])
def test_what_is_written_is_what_is_read(place: Place, tail: str) -> None:
    place.client.write_config(place.app.id, place.text + tail, before=place.text)
    assert place.client.read_config(place.app.id) == place.text + tail


def test_writing_the_same_text_changes_nothing(place: Place) -> None:
    place.client.write_config(place.app.id, place.text, before=place.text)
    assert place.client.read_config(place.app.id) == place.text


def test_many_reads_give_what_single_reads_give(place: Place) -> None:
    readings = place.client.read_many([place.app.id, "no-such-application"])
    found = {reading.application_id: reading for reading in readings}
    assert found[place.app.id] == Reading(place.app.id, place.text)
    assert isinstance(found["no-such-application"].error, NotFoundError)


def test_an_unknown_application_is_not_found(place: Place) -> None:
    for call in (place.client.application, place.client.read_config):
        with pytest.raises(NotFoundError):
            call("no-such-application")
    with pytest.raises(NotFoundError):
        place.client.write_config("no-such-application", "a: 1\n")


def test_a_wrong_key_is_refused(place: Place) -> None:
    with Dokploy(place.client.url, "no-such-key") as stranger, pytest.raises(WrongKeyError):
        stranger.version()


def test_too_much_is_refused_before_it_is_sent(place: Place) -> None:
    with pytest.raises(TooLargeError):
        place.client.write_config(place.app.id, "#" * 1_100_000)
    assert place.client.read_config(place.app.id) == place.text


def test_the_shared_files_are_readable(place: Place) -> None:
    assert "entryPoints" in (place.client.read_shared(SharedFile.STATIC) or "")
    assert "http" in (place.client.read_shared(SharedFile.PANEL) or "")
    assert "middlewares" in (place.client.read_shared(SharedFile.MIDDLEWARES) or "")


def test_the_application_s_file_stands_in_the_tree(place: Place) -> None:
    files = [entry for folder in place.client.directories() for entry in (folder, *folder.children)]
    (own,) = [entry for entry in files if entry.name == f"{place.app.app_name}.yml"]
    assert place.client.read_file(own.id) == place.text


def test_monitoring_answers(place: Place) -> None:
    assert all(sample.value >= 0 for sample in place.client.monitoring("dokploy").cpu)


def test_compose_applications_are_found_and_read_and_nothing_is_fetched(place: Place) -> None:
    found = place.client.services()
    assert place.app.id in {app.id for app in found.applications}
    for stack in found.composes[:5]:
        try:
            text = place.client.converted_compose(stack.id)
        except ServerFaultError:  # a domain names a service that is not in the file
            continue
        details = place.client.compose(stack.id)
        assert (details.app_name, details.compose_type in ("docker-compose", "stack")) == (stack.app_name, True)
        assert text is None or "services" in text


def test_the_text_of_a_compose_application_is_written_read_and_put_back(place: Place) -> None:
    """Nothing is deployed for it."""
    if not place.compose_id:
        pytest.skip("this server tells of no compose applications")
    text = place.client.compose(place.compose_id).compose_file
    changed = f"{text.rstrip()}\n# ü — written by a test of traefiklint, and gone a moment later\n"
    place.client.write_compose(place.compose_id, changed, before=text)
    assert place.client.compose(place.compose_id).compose_file == changed
    place.client.write_compose(place.compose_id, text)
    assert place.client.compose(place.compose_id).compose_file == text


def test_many_answers_at_once_are_those_of_single_questions(place: Place) -> None:
    found = place.client.services()
    ids = [app.id for app in found.applications][:25]
    assert dict(place.client.applications(ids)) == {id: place.client.application(id) for id in ids}
    composes = [one.id for one in found.composes][:25]
    assert dict(place.client.composes(composes)) == {id: place.client.compose(id) for id in composes}
