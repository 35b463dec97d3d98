"""What sync says of files is what Traefik makes of them, on the whole server, and no more than can be known."""

from __future__ import annotations

import pytest

from tests.dokploy_server import App, DokployServer
from tests.sync.conftest import Place, hand_written

OTHER_SPELLINGS = {
    "keys in other letters": lambda text: text.replace("http:\n", "HTTP:\n").replace("routers:", "Routers:"),
    "an option in other letters": lambda text: text.replace("entryPoints: [web]", "entrypoints: web"),
    "a rule by a merge key": lambda text: (
        "x: &d\n  rule: 'Host(`shop.example.com`)'\n"
        + text.replace('rule: "Host(`shop.example.com`)"   # in quotes', "<<: *d")
    ),
    "nulls": lambda text: text.replace("entryPoints: [web]", "entryPoints: [web]\n      tls:"),
}
"""Edits that change nothing for Traefik; the merge key needs a root key that Traefik does not look at."""


@pytest.mark.parametrize("name", OTHER_SPELLINGS)
def test_another_spelling_is_no_change_of_routers_or_routes(place: Place, shop: App, name: str) -> None:
    place("pull")
    place.file(shop).write_text(OTHER_SPELLINGS[name](hand_written("shop")))
    plan = place.json("push", "--dry-run")
    assert plan["objections"] == [] and plan["routes"] == []
    objects = [change["object"] for step in plan["steps"] for change in step["changes"]]
    assert objects == (["x"] if "merge" in name else [])
    if not objects:
        assert plan["steps"][0]["action"] == "reformat"
        assert place.state(shop) == "formatting only"
        assert "only the formatting differs: Traefik reads the same" in place("push", "--dry-run").out


def test_a_change_within_another_spelling_is_told_by_its_documented_name(place: Place, shop: App) -> None:
    place("pull")
    place.edit(shop, "entryPoints: [web]", "EntryPoints: 'web, websecure'")
    ran = place("push", "--dry-run")
    assert ran.status == 0
    assert "~ entryPoints: + websecure" in ran.out
    assert "Host(`shop.example.com`) on web, websecure appears" in ran.out


def test_a_name_that_a_neighbour_has_wants_force(place: Place, server: DokployServer, shop: App) -> None:
    """Traefik reads `blog-…` first and drops the shop's objects of the same names, and with them its route."""
    server.add_application("blog", hand_written("blog"))
    place("pull")
    text = place.text(shop)
    place.file(shop).write_text(text.replace("hand-shop", "hand-blog"))
    ran = place("push", "--yes", "shop")
    assert ran.status == 1
    assert "needs --force" in ran.out and "which Traefik reads first, so this one is dropped" in ran.out
    assert "no router would answer `shop.example.com` any more" in ran.out
    assert f"Host(`shop.example.com`) on web disappears: was at {shop.app_name}" in ran.out
    assert server.text(shop) == text
    assert place("push", "--yes", "--force", "shop").status == 0


def test_a_plan_that_could_not_read_a_neighbour_says_so(place: Place, server: DokployServer, shop: App) -> None:
    blog = server.add_application("blog", hand_written("blog") + "  middlewares:\n    gz: {compress: {}}\n")
    place("pull")
    place.edit(shop, "entryPoints: [web]", "entryPoints: [web]\n      middlewares: [gz]")
    whole = place.json("push", "--dry-run", "shop")
    assert whole["complete"] and not whole["objections"] and not whole["findings"]
    server.faults.fail("application.readTraefikConfig", 400, times=None, application_id=blog.id)
    part = place.json("push", "--dry-run", "shop")
    assert not part["complete"] and part["hash"] != whole["hash"]
    assert part["findings"] == [], "the middleware may stand in the file that could not be read"
    ran = place("push", "--yes", "shop")
    assert ran.status == 1
    assert "does not exist" not in ran.out
    assert f"needs --force: the plan is incomplete, because not all files could be read: {blog.app_name}.yml" in ran.out
    assert "incomplete plan " in ran.out
    assert "incomplete plan " in place("push", "--dry-run", "shop", "--format", "markdown").out
    assert place("push", "--yes", "--plan-hash", whole["hash"], "--force", "shop").status == 1
    assert place("push", "--yes", "--force", "shop").status == 0


@pytest.mark.parametrize("status", [500, 502, 504])
def test_a_plan_without_the_list_of_the_servers_files_is_incomplete(
    place: Place, server: DokployServer, shop: App, status: int
) -> None:
    place("pull")
    place.edit(shop, ":3000'", ":4000'")
    server.faults.fail("settings.readDirectories", status, times=None)
    assert "incomplete plan " in place("push", "--dry-run").out
    ran = place("push", "--yes")
    assert ran.status == 1
    assert "the list of the server's files" in ran.out
    assert ":4000'" not in (server.text(shop) or "")
