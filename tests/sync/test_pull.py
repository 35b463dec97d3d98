"""Pull brings the server's files here and loses nothing."""

from __future__ import annotations

import pytest

from tests.dokploy_server import App, DokployServer
from tests.sync.conftest import Place, hand_written
from traefiklint.sync.redact import PLACEHOLDER

ODD = "\ufeff# räksmörgås 😀\r\nhttp:\r\n  routers: {r: {rule: Host(`a`), service: s}}\r\n\r\n# no line end"


def test_files_come_byte_for_byte(place: Place, server: DokployServer) -> None:
    odd, empty = server.add_application("odd", ODD), server.add_application("empty", "")
    none = server.add_application("none")
    ran = place("pull")
    assert ran.status == 0
    assert (place.text(odd), place.text(empty)) == (ODD, "")
    assert not place.file(none).exists()
    assert "2 new, 1 no file" in ran.out


def test_a_second_pull_changes_nothing(place: Place, shop: App) -> None:
    place("pull")
    files = [path for path in place.folder.rglob("*") if path.is_file()]
    before = [(path.stat().st_ino, path.stat().st_mtime_ns) for path in files]
    assert place("pull").out == "1 unchanged\n"
    assert [(path.stat().st_ino, path.stat().st_mtime_ns) for path in files] == before


def test_a_domain_from_the_panel_comes_in_and_every_comment_stays(
    place: Place, server: DokployServer, shop: App
) -> None:
    place("pull")
    server.panel.add_domain(shop, "second.example.com")
    assert "#" not in (server.text(shop) or "")
    ran = place("pull")
    text = place.text(shop)
    assert ran.status == 0
    assert f"+ http.routers.{shop.app_name}-router-1" in ran.out
    assert "a domain was saved or removed in the panel" in ran.out
    assert f"    {shop.app_name}-router-1:\n      rule: Host(`second.example.com`)\n" in text
    for line in hand_written("shop").splitlines():
        assert line in text
    assert place.state(shop) == "formatting only"
    assert "1 unchanged" in place("pull").out
    assert place.text(shop) == text


def test_both_sides_are_merged(place: Place, server: DokployServer, shop: App) -> None:
    place("pull")
    place.edit(shop, "entryPoints: [web]", "entryPoints: [web]\n      priority: 7   # first")
    server.panel.add_redirect(shop, "^https?://www\\.(.+)", "https://${1}")
    ran = place("pull")
    assert ran.status == 0
    assert "a redirect was added in the panel, in every router of the file" in ran.out
    text = place.text(shop)
    assert "priority: 7   # first\n" in text
    assert f"      middlewares:\n        - redirect-{shop.app_name}-1\n" in text
    assert place.state(shop) == "changed here"


def test_a_conflict_is_shown_and_the_file_stays(place: Place, server: DokployServer, shop: App) -> None:
    place("pull")
    mine = place.edit(shop, "Host(`shop.example.com`)", "Host(`mine.example.com`)")
    server.put(shop, hand_written("shop").replace("Host(`shop.example.com`)", "Host(`theirs.example.com`)"))
    ran = place("pull")
    assert ran.status == 1
    assert "! http.routers.hand-shop.rule" in ran.out
    assert "here: Host(`mine.example.com`)   |   server: Host(`theirs.example.com`)" in ran.out
    assert place.text(shop) == mine
    assert place("pull").status == 1, "a conflict stays one until it is settled"


@pytest.mark.parametrize(("side", "host"), [("--ours", "mine"), ("--theirs", "theirs")])
def test_a_conflict_can_be_settled(place: Place, server: DokployServer, shop: App, side: str, host: str) -> None:
    place("pull")
    place.edit(shop, "Host(`shop.example.com`)", "Host(`mine.example.com`)")
    server.put(shop, hand_written("shop").replace("Host(`shop.example.com`)", "Host(`theirs.example.com`)"))
    assert place("pull", side).status == 0
    assert f"Host(`{host}.example.com`)" in place.text(shop)
    assert "# in quotes" in place.text(shop)
    assert place("push", "--yes").status == 0
    assert server.text(shop) == place.text(shop)


def test_both_sides_cannot_be_taken(place: Place, shop: App) -> None:
    place("pull")
    mine = place.edit(shop, "Host(`shop.example.com`)", "Host(`mine.example.com`)")
    ran = place("pull", "--ours", "--theirs")
    assert (ran.status, place.text(shop)) == (2, mine)
    assert "`--ours` and `--theirs` exclude each other" in ran.err


def test_a_template_that_changed_on_both_sides_is_a_conflict(place: Place, server: DokployServer) -> None:
    app = server.add_application("go", "{{ range $i := loop }}\na: 1\n{{ end }}\n")
    place("pull")
    mine = place.edit(app, "a: 1", "a: 2")
    server.put(app, "{{ range $i := loop }}\na: 3\n{{ end }}\n")
    ran = place("pull")
    assert (ran.status, place.text(app)) == (1, mine)
    assert "cannot be merged by structure" in ran.out


def test_no_file_on_the_server_never_deletes_one_here(place: Place, server: DokployServer, shop: App) -> None:
    place("pull")
    text = place.text(shop)
    server.path(shop).unlink()
    ran = place("pull")
    assert (ran.status, place.text(shop)) == (0, text)
    assert "gone on the server" in ran.out
    assert place.state(shop) == "no file on the server"


@pytest.mark.slow
def test_an_unreachable_remote_server_never_deletes_a_file(place: Place, server: DokployServer) -> None:
    server.add_remote("far")
    app = server.add_application("far", hand_written("far"), server_id="far")
    place("pull")
    server.add_remote("far", "down")
    ran = place("pull")
    assert (ran.status, place.text(app)) == (1, hand_written("far"))
    assert "its server cannot be reached: `far`: " in ran.out


def test_letters_broken_on_the_way_are_refused(place: Place, server: DokployServer) -> None:
    server.add_remote("far")
    app = server.add_application("far", "# " + "x" + "ä" * 20_000 + "\n", server_id="far")
    ran = place("pull")
    assert ran.status == 1
    assert "32 KiB" in ran.out
    assert not place.file(app).exists()


@pytest.mark.parametrize("name", ["../escape", ".hidden", "a/b", "nul", "trailing.", "line\nbreak", "con.web"])
def test_names_that_are_no_file_names_are_refused(place: Place, server: DokployServer, name: str) -> None:
    server.add_application("bad", app_name=name)
    good = server.add_application("good", hand_written("good"))
    ran = place("pull")
    assert ran.status == 1
    assert "refused: the application name" in ran.out
    assert place.text(good) == hand_written("good")
    assert sorted(path.name for path in place.folder.iterdir()) == [".traefiklint", "apps"]


def test_names_that_differ_in_case_only_are_refused(place: Place, server: DokployServer) -> None:
    server.add_application("one", hand_written("one"), app_name="Shop-1")
    server.add_application("two", hand_written("two"), app_name="shop-1")
    ran = place("pull")
    assert ran.status == 1
    assert "`Shop-1` and `shop-1` differ only in case" in ran.out
    assert not list(place.folder.glob("apps/*"))


def test_hashes_are_kept_out_of_the_files_and_filled_in_again(place: Place, server: DokployServer) -> None:
    text = "http:\n  middlewares:\n    own:\n      basicAuth:\n        users:\n"
    text += "          - 'admin:$2y$05$secretsecret'   # one\n"
    app = server.add_application("shop", text)
    assert place("pull", "--redact").status == 0
    assert "secretsecret" not in place.text(app)
    assert f"'admin:{PLACEHOLDER}'   # one" in place.text(app)
    assert place.state(app) == "in sync"
    for path in (place.folder / ".traefiklint").rglob("*"):
        assert path.is_dir() or b"secretsecret" not in path.read_bytes()
    place.edit(app, "# one", "# the first one")
    ran = place("push", "--yes")
    assert ran.status == 0
    assert server.text(app) == text.replace("# one", "# the first one")
    assert "secretsecret" not in ran.out + ran.err + place("diff", "--text").out


def test_a_placeholder_without_a_hash_on_the_server_is_refused(place: Place, server: DokployServer) -> None:
    app = server.add_application("shop")
    place.file(app).parent.mkdir()
    place.file(app).write_text(
        f"http:\n  middlewares:\n    own:\n      basicAuth:\n        users: ['new:{PLACEHOLDER}']\n", "utf-8"
    )
    ran = place("push", "--yes")
    assert ran.status == 1
    assert "no password of new of http.middlewares.own" in ran.out
    assert server.text(app) is None


def test_shared_files_come_as_context(place: Place, server: DokployServer, shop: App) -> None:
    ran = place("pull", "--shared")
    assert ran.status == 0
    assert "redirect-to-https" in (place.folder / "apps/shared/middlewares.yml").read_text()
    assert "dokploy-router-app" in (place.folder / "apps/shared/dokploy.yml").read_text()
    assert "websecure" in (place.folder / "traefik.yml").read_text()
    (place.folder / "traefik.yml").write_text("# mine\n")
    assert "traefik.yml: kept" in place("pull", "--shared").out
    assert (place.folder / "traefik.yml").read_text() == "# mine\n"
    assert place("lint", "apps", "--fail-on", "error").status == 0


def test_in_a_fresh_clone_git_tells_the_common_origin(place: Place, server: DokployServer, shop: App) -> None:
    place("pull")
    place.commit("as pulled")
    place.edit(shop, "entryPoints: [web]", "entryPoints: [web]\n      priority: 7")
    place.commit("not pushed yet")
    place.forget()
    server.panel.add_domain(shop, "second.example.com")
    ran = place("pull")
    assert ran.status == 0
    assert "priority: 7" in place.text(shop)
    assert "second.example.com" in place.text(shop)
    assert "# in quotes" in place.text(shop)


def test_without_any_common_origin_nothing_is_overwritten(place: Place, server: DokployServer, shop: App) -> None:
    place.file(shop).parent.mkdir()
    place.file(shop).write_text("# mine\nhttp: {}\n")
    ran = place("pull")
    assert (ran.status, place.text(shop)) == (1, "# mine\nhttp: {}\n")
    assert "neither a pull nor git tells" in ran.out


def test_only_the_named_applications_are_pulled(place: Place, server: DokployServer) -> None:
    apps = [server.add_application(name, hand_written(name)) for name in ("blog-a", "blog-b", "shop")]
    assert place("pull", "blog-*").status == 0
    assert [place.file(app).exists() for app in apps] == [True, True, False]
    (place.folder / "traefiklint.toml").write_text('[dokploy]\ndirectory = "here"\napps = ["shop"]\n')
    assert place("pull").status == 0
    assert [path.name for path in place.folder.glob("here/*")] == [f"{apps[2].app_name}.yml"]


def test_an_unknown_application_is_named_with_the_nearest(place: Place, shop: App) -> None:
    ran = place("pull", "shpo")
    assert ran.status == 2
    assert "did you mean `shop`?" in ran.err


def test_a_dry_run_writes_nothing(place: Place, shop: App) -> None:
    assert place("pull", "--dry-run").out.endswith("would be: 1 new\n")
    assert list(place.folder.iterdir()) == []


def test_json_tells_the_changes(place: Place, server: DokployServer, shop: App) -> None:
    place("pull")
    server.panel.add_domain(shop, "second.example.com")
    (app,) = place.json("pull")["apps"]
    assert (app["app"], app["outcome"]) == (shop.app_name, "merged")
    assert {change["object"] for change in app["changes"]} == {
        f"http.routers.{shop.app_name}-router-1",
        f"http.services.{shop.app_name}-service-1",
    }
