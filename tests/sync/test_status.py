"""Status and diff say how both sides stand, by object, and who made it so."""

from __future__ import annotations

import pytest

from tests.dokploy_server import App, DokployServer
from tests.sync.conftest import Place, hand_written

pytestmark = pytest.mark.slow


def test_every_state_has_its_name(place: Place, server: DokployServer) -> None:
    apps = {
        name: server.add_application(name, hand_written(name))
        for name in ("same", "here", "there", "both", "format", "gone-here", "gone-there")
    }
    server.add_application("none")
    place("pull")
    for name in ("here", "both"):
        place.edit(apps[name], "[web]", "[websecure]")
    for name in ("there", "both"):
        server.put(apps[name], hand_written(name).replace("http://", "https://"))
    place.edit(apps["format"], "# in quotes", "# still in quotes")
    place.file(apps["gone-here"]).unlink()
    server.path(apps["gone-there"]).unlink()
    states = {one["app"].rpartition("-")[0]: one["state"] for one in place.json("status")["apps"]}
    assert states == {
        "same": "in sync",
        "here": "changed here",
        "there": "changed on the server",
        "both": "changed on both sides",
        "format": "formatting only",
        "gone-here": "no file here",
        "gone-there": "no file on the server",
        "none": "no file on either side",
    }


def test_the_exit_status_is_for_cron(place: Place, server: DokployServer, shop: App) -> None:
    place("pull")
    for command in ("status", "diff"):
        assert place(command).status == 0
    server.panel.add_domain(shop, "new.example.com")
    for command in ("status", "diff"):
        for form in ("text", "json", "markdown"):
            assert place(command, "--format", form).status == 1
    assert place("status", "--quiet").out == ""


def test_a_diff_tells_both_sides_by_object(place: Place, server: DokployServer, shop: App) -> None:
    place("pull")
    place.edit(shop, "http://shop:3000", "http://shop:4000")
    server.panel.add_domain(shop, "new.example.com")
    out = place("diff").out
    assert "  here\n    ~ http.services.hand-shop\n        ~ loadBalancer.servers[0].url: " in out
    assert "http://shop:3000 → http://shop:4000\n" in out
    assert "  server: a domain was saved or removed in the panel\n" in out
    assert f"    + http.routers.{shop.app_name}-router-1\n        + rule: Host(`new.example.com`)\n" in out
    assert "routes, if these files were on the server\n  Host(`new.example.com`) on web disappears" in out


def test_routes_that_change_their_owner(place: Place, server: DokployServer) -> None:
    one, two = (server.add_application(name, hand_written(name)) for name in ("one", "two"))
    place("pull")
    place.edit(one, "Host(`one.example.com`)", "Host(`other.example.com`)")
    place.edit(two, "Host(`two.example.com`)", "Host(`one.example.com`)")
    out = place("diff").out
    assert f"Host(`one.example.com`) on web changes owner: {one.app_name} → {two.app_name}" in out
    assert f"Host(`other.example.com`) on web appears: at {one.app_name}" in out
    assert f"Host(`two.example.com`) on web disappears: was at {two.app_name}" in out
    (change,) = [route for route in place.json("diff")["routes"] if route["change"] == "changes owner"]
    assert (change["before"], change["after"]) == ([one.app_name], [two.app_name])


def test_the_lines_are_shown_on_request(place: Place, shop: App) -> None:
    place("pull")
    place.edit(shop, "[web]", "[websecure]")
    assert "-      entryPoints: [web]\n+      entryPoints: [websecure]\n" in place("diff", "--text").out
    assert "```diff\n" in place("diff", "--format", "markdown").out


def test_markdown_cannot_be_broken_out_of(place: Place, server: DokployServer, shop: App) -> None:
    place("pull")
    place.edit(shop, "# in quotes", "# ```\n      # </details> @somebody")
    place.edit(shop, "Host(`shop.example.com`)", "Host(`shop.example.com`) || Host(`<img>`)")
    text = place("diff", "--format", "markdown").out
    fence = next(line for line in text.splitlines() if line.startswith("`") and line.endswith("diff"))
    assert fence == "````diff"
    assert text.count("\n````\n") == 1


def test_hashes_are_never_shown(place: Place, server: DokployServer) -> None:
    body = "http:\n  middlewares:\n    own:\n      basicAuth: {users: ['admin:$2y$05$secretsecret']}\n"
    app = server.add_application("shop", body)
    place("pull")
    place.edit(app, "secretsecret", "othersecrets")
    for arguments in (["diff", "--text"], ["diff", "--format", "json"], ["push", "--dry-run"]):
        ran = place(*arguments)
        assert ran.status in (0, 1)
        assert "secretsecret" not in ran.out + ran.err
        assert "othersecrets" not in ran.out + ran.err
    assert "~ basicAuth.users: admin:*** (changed)" in place("diff").out
    server.put(app, body.replace("secretsecret", "thirdsecret"))
    ran = place("pull")
    assert ran.status == 1
    assert "admin:***" in ran.out
    assert "secret" not in ran.out + ran.err


def test_hashes_are_hidden_in_what_is_no_yaml(place: Place, server: DokployServer) -> None:
    body = (
        "{{ range loop }}\nusers: ['a:$2y$05$secretsecret', 'b:$apr1$xx$secret', 'c:{SHA}secret=', 'd:r:"
        + "5" * 32
        + "']\n"
    )
    app = server.add_application("shop", body)
    place("pull")
    place.edit(app, "range", "with")
    server.put(app, body + "# more\n")
    out = place("diff", "--text").out
    assert "users: ['a:***', 'b:***', 'c:***', 'd:r:***']" in out


def test_a_panel_that_only_printed_again_needs_no_force(place: Place, server: DokployServer) -> None:
    """A fresh clone pushes over what Dokploy made of a version that git knows: there is nothing in it to lose."""
    app = server.add_application("web", hand_written("web"))
    server.panel.add_domain(app, "web.example.com")
    server.put(app, "# ours\n" + (server.text(app) or ""))
    place("pull")
    place.commit()
    place.forget()
    (domain,) = server.world.domains.values()
    server.panel.update_domain(domain)
    assert "#" not in (server.text(app) or "")
    place.edit(app, "hand-web:\n      rule", "hand-web:\n      priority: 9\n      rule")
    assert place("push", "--yes").status == 0
    assert (server.text(app) or "").startswith("# ours\n")


def test_what_was_pulled_and_only_printed_again_needs_no_force_without_git_either(
    place: Place, server: DokployServer
) -> None:
    app = server.add_application("web", hand_written("web"))
    server.panel.add_domain(app, "web.example.com")
    server.put(app, "# ours\n" + (server.text(app) or ""))
    place("pull")
    (domain,) = server.world.domains.values()
    server.panel.update_domain(domain)
    assert "#" not in (server.text(app) or "")
    place.edit(app, "hand-web:\n      rule", "hand-web:\n      priority: 9\n      rule")
    assert place("push", "--yes").status == 0
    assert (server.text(app) or "").startswith("# ours\n")


def test_a_diff_can_tell_what_visitors_would_notice(place: Place, server: DokployServer) -> None:
    server.add_remote("far")
    near = server.add_application("near", hand_written("near"))
    far = server.add_application("far", hand_written("far"), server_id="far")
    place("pull")
    place.edit(near, "Host(`near.example.com`)", "Host(`new.example.com`)")
    place.edit(far, "http://far:3000", "http://far:4000")
    out = place("diff", "--routes").out
    assert "visitors of the Dokploy machine, if these files were there\n" in out
    assert "new.example.com" in out.split("visitors of the Dokploy machine")[1]
    assert "http://far:4000" in out.split("visitors of the remote server far")[1]
    assert place.json("diff", "--routes")["visitors"][""]["changes"]
    assert "new.example.com" in place("diff", "--routes", "--format", "markdown").out
    assert "visitors" not in place("diff").out


def test_a_damaged_record_is_as_good_as_none(place: Place, shop: App) -> None:
    place("pull")
    (record,) = (place.folder / ".traefiklint/pulled").rglob("*.json")
    for damage in (b"{", b"\xff", b""):
        record.write_bytes(damage)
        assert place("status").status == 0


def test_two_names_that_clash_are_told_once(place: Place, server: DokployServer, shop: App) -> None:
    server.add_application("one", "# a\n", app_name="Shop-x")
    server.add_application("two", "# b\n", app_name="shop-x")
    for command in (("pull",), ("status",), ("push", "--yes")):
        ran = place(*command)
        assert (ran.out + ran.err).count("differ only in case") == 1
