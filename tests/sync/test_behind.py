"""A checkout that is older than what runs must not take the server back without being told to."""

from __future__ import annotations

import pytest

from tests.dokploy_server import App, DokployServer
from tests.sync.conftest import Place, hand_written

pytestmark = pytest.mark.slow


@pytest.fixture
def older(place: Place, server: DokployServer, shop: App) -> str:
    """HEAD is the commit before the one that has what the server holds; the text of the server."""
    place("pull")
    place.commit("old")
    server.put(shop, hand_written("shop").replace("[web]", "[websecure]"))
    place("pull")
    place.commit("new")
    place.git("checkout", "-q", "HEAD~1")
    return server.text(shop) or ""


@pytest.mark.parametrize("fresh", [True, False], ids=["a fresh clone", "the same clone"])
def test_an_older_commit_is_not_pushed(place: Place, server: DokployServer, shop: App, older: str, fresh: bool) -> None:
    if fresh:
        place.forget()
    ran = place("push", "--yes")
    assert ran.status == 1
    assert "this checkout is behind" in ran.out
    assert server.text(shop) == older
    assert place("push", "--yes", "--force").status == 0
    assert server.text(shop) == hand_written("shop")


def test_status_says_that_the_checkout_is_behind_and_pull_brings_it_forward(
    place: Place, shop: App, older: str
) -> None:
    ran = place("status")
    assert ran.status == 1
    assert "changed on the server" in ran.out
    assert "this checkout is behind" in ran.out
    assert place("pull").status == 0
    assert place.text(shop) == older


def test_a_version_of_a_branch_that_was_never_merged_is_not_known(
    place: Place, server: DokployServer, shop: App
) -> None:
    place("pull")
    place.commit("base")
    place.git("checkout", "-q", "-b", "side")
    server.put(shop, place.edit(shop, "[web]", "[websecure]"))
    place.commit("side")
    place.git("checkout", "-q", "main")
    place.edit(shop, "in quotes", "on main")
    place.forget()
    assert "this checkout is behind" in place("push", "--yes").out


def test_a_pull_that_was_not_committed_and_is_undone_in_git_does_not_take_a_domain_off_the_air(
    place: Place, server: DokployServer
) -> None:
    app = server.add_application("web")
    server.panel.add_domain(app, "web.example.com")
    place("pull")
    place.commit("one")
    server.panel.add_domain(app, "live.example.com")
    place("pull")
    place.git("checkout", "-q", "apps")
    ran = place("push", "--yes")
    assert ran.status == 1
    assert f"the panel says `live.example.com`, and the file has no router `{app.app_name}-router-2` for it" in ran.out
    assert "live.example.com" in (server.text(app) or "")
    assert place("push", "--yes", "--force").status == 0


def test_a_router_of_ones_own_may_go_without_force(place: Place, server: DokployServer, shop: App) -> None:
    server.panel.add_domain(shop, "web.example.com")
    place("pull")
    text = place.text(shop)
    start, end = text.index("    hand-shop:\n"), text.index(f"    {shop.app_name}-router-1:\n")
    place.file(shop).write_text(text[:start] + text[end:])
    assert place("push", "--yes").status == 0


def test_a_file_that_the_checkout_does_not_have_yet_is_only_new_here(
    place: Place, server: DokployServer, shop: App
) -> None:
    place("pull")
    place.commit("one application")
    blog = server.add_application("blog", hand_written("blog"))
    place("pull")
    place.commit("two of them")
    place.git("checkout", "-q", "HEAD~1")
    ran = place("status")
    assert "this checkout is behind" not in ran.out, ran.out
    assert place("pull").status == 0
    assert place.text(blog) == hand_written("blog")
