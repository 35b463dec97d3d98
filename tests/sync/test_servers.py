"""Servers of other ages, users with fewer rights, and hostile texts."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.dokploy.made import made
from tests.dokploy_server import DIALECTS, App, DokployServer, User
from tests.effort import Effort
from tests.sync.conftest import Place, hand_written
from traefiklint.patch.data import UnstructuredError, read_data

URL, KEY = os.environ.get("DOKPLOY_URL", ""), os.environ.get("DOKPLOY_API_KEY", "")
SERVERS = [*DIALECTS, *([pytest.param("live", marks=pytest.mark.live)] if URL and KEY else [])]


@pytest.fixture(params=SERVERS)
def any_server(
    request: pytest.FixtureRequest, place: Place, tmp_path_factory: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """A server of any age, or the real one that the environment names; the file name of an application to work on.

    On a real server that is one of our own, which is removed again.
    """
    if request.param == "live":
        monkeypatch.setenv("DOKPLOY_URL", URL)
        monkeypatch.setenv("DOKPLOY_API_KEY", KEY)
        with made(URL, KEY) as own:
            yield own.app.app_name
        return
    with DokployServer(tmp_path_factory.mktemp("old"), dialect=DIALECTS[request.param]) as server:
        app = server.add_application("shop", hand_written("shop"))
        monkeypatch.setenv("DOKPLOY_URL", server.url)
        monkeypatch.setenv("DOKPLOY_API_KEY", server.key)
        yield app.app_name
        assert server.text(app) == hand_written("shop")


@pytest.mark.slow
def test_pull_push_and_restore_work_with_any_server_and_leave_it_as_it_was(place: Place, any_server: str) -> None:
    assert place("pull", any_server).status == 0
    file = place.folder / "apps" / f"{any_server}.yml"
    original = file.read_bytes()
    file.write_bytes(re.sub(rb"(\n +)service:", rb"\1priority: 7   # by a test\1service:", original, count=1))
    try:
        assert place("status", any_server).status == 1
        ran = place("push", any_server, "--yes")
        assert ran.status == 0, ran
        assert place("status", any_server).status == 0
    finally:
        assert place("restore", any_server, "--yes").status == 0
    file.unlink()
    assert place("pull", any_server).status == 0
    assert file.read_bytes() == original


@pytest.mark.slow
def test_a_member_may_pull_and_is_told_that_it_may_not_push(
    place: Place, server: DokployServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = server.add_application("shop", hand_written("shop"))
    server.add_key("member-key", User(role="member", traefik_files=True, services={app.id}))
    monkeypatch.setenv("DOKPLOY_API_KEY", "member-key")
    ran = place("pull", "--shared")
    assert ran.status == 0
    assert "traefik.yml: new" in ran.out
    place.edit(app, "[web]", "[websecure]")
    ran = place("push", "--yes")
    assert ran.status == 1
    assert "Writing Traefik files needs the role owner or admin" in ran.out + ran.err
    assert server.text(app) == hand_written("shop")


@pytest.fixture
def moved(
    place: Place, server: DokployServer, shop: App, tmp_path_factory: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[DokployServer, App]]:
    """Another server with an application of the same name; the directory here was pulled from the first one."""
    assert place("pull").status == 0
    with DokployServer(tmp_path_factory.mktemp("other")) as other:
        app = other.add_application("shop", app_name=shop.app_name)
        monkeypatch.setenv("DOKPLOY_URL", other.url)
        monkeypatch.setenv("DOKPLOY_API_KEY", other.key)
        yield other, app


def test_what_was_pulled_from_another_server_is_not_known_of_this_one(
    place: Place, shop: App, moved: tuple[DokployServer, App]
) -> None:
    other, app = moved
    other.put(app, hand_written("shop"))
    place.edit(shop, "[web]", "[websecure]")
    ran = place("push", "--yes")
    assert ran.status == 1
    assert "the server holds what neither the last pull nor git knows" in ran.out
    assert other.text(app) == hand_written("shop")


def test_a_file_that_another_server_had_was_never_deleted_on_this_one(
    place: Place, moved: tuple[DokployServer, App]
) -> None:
    other, app = moved
    ran = place("push", "--yes")
    assert ran.status == 0, ran
    assert f"{app.app_name}: create" in ran.out
    assert other.text(app) == hand_written("shop")


@pytest.mark.slow
def test_a_write_that_broke_off_on_another_server_is_not_completed_on_this_one(
    place: Place, server: DokployServer, shop: App, tmp_path_factory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    place("pull")
    edited = place.edit(shop, "[web]", "[websecure]")
    server.faults.truncate(60)
    server.faults.drop("application.readTraefikConfig", skip=2, times=None)
    assert place("push", "--yes").status == 1
    server.faults.clear()
    assert place.state(shop) == "half written"
    with DokployServer(tmp_path_factory.mktemp("other")) as other:
        app = other.add_application("shop", edited[:60], app_name=shop.app_name)
        monkeypatch.setenv("DOKPLOY_URL", other.url)
        monkeypatch.setenv("DOKPLOY_API_KEY", other.key)
        assert place.state(app) != "half written"
        assert place("push", "--yes").status == 1
        assert other.text(app) == edited[:60]


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "[" * 5_000 + "]" * 5_000,
        "a: " + "{a: " * 5_000 + "1" + "}" * 5_000,
        "a: &a [1,1,1,1,1,1,1,1]\n"
        + "".join(
            f"{c}: &{c} [*{p},*{p},*{p},*{p},*{p},*{p},*{p}]\n" for p, c in zip("abcdefghi", "bcdefghij", strict=True)
        ),
    ],
)
def test_a_text_that_means_far_too_much_costs_nothing(place: Place, server: DokployServer, text: str) -> None:
    with pytest.raises(UnstructuredError):
        read_data(text)
    app = server.add_application("bomb", text)
    with Effort() as effort:
        place("pull")
        assert place.text(app) == text
        place.file(app).write_text(text + "\n# more\n")
        assert place("diff").status == 1
        assert place("push", "--yes").status == 1
    effort.assert_below(600)
