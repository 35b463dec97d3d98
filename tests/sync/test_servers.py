"""Servers of other ages, users with fewer rights, and hostile texts."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.dokploy_server import DIALECTS, DokployServer, User
from tests.sync.conftest import Place, hand_written
from traefiklint.sync.data import UnstructuredError, read_data


@pytest.mark.parametrize("dialect", DIALECTS)
def test_pull_and_push_work_with_a_server_of_any_age(
    place: Place, tmp_path_factory: Any, monkeypatch: pytest.MonkeyPatch, dialect: Any
) -> None:
    dialect = DIALECTS[dialect] if isinstance(DIALECTS, dict) else dialect
    with DokployServer(tmp_path_factory.mktemp("old"), dialect=dialect) as server:
        app = server.add_application("shop", hand_written("shop"))
        monkeypatch.setenv("DOKPLOY_URL", server.url)
        monkeypatch.setenv("DOKPLOY_API_KEY", server.key)
        assert place("pull").status == 0
        assert place.text(app) == hand_written("shop")
        edited = place.edit(app, "[web]", "[websecure]")
        ran = place("push", "--yes")
        assert ran.status == 0, ran
        assert server.text(app) == edited
        assert place("status").status == 0


def test_a_member_may_pull_and_is_told_that_it_may_not_push(
    place: Place, server: DokployServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = server.add_application("shop", hand_written("shop"))
    server.add_key("member-key", User(role="member", traefik_files=True, services={app.id}))
    monkeypatch.setenv("DOKPLOY_API_KEY", "member-key")
    ran = place("pull", "--shared")
    assert ran.status == 0
    assert "traefik.yml: not read" in ran.out
    place.edit(app, "[web]", "[websecure]")
    ran = place("push", "--yes")
    assert ran.status == 1
    assert "Writing Traefik files needs the role owner or admin" in ran.out + ran.err
    assert server.text(app) == hand_written("shop")


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
    begun = time.monotonic()
    assert place("pull").status == 0
    assert place.text(app) == text
    place.file(app).write_text(text + "\n# more\n")
    assert place("diff").status == 1
    assert place("push", "--yes").status == 1
    assert time.monotonic() - begun < 20
