"""Nothing is left out in silence: what a command does not do, it says, and what to do instead."""

from __future__ import annotations

import pytest

from tests.dokploy_server import App, DokployServer
from tests.sync.conftest import Place, hand_written

pytestmark = pytest.mark.slow


def test_a_file_that_was_deleted_here_stays_on_the_server_and_that_is_said(
    place: Place, server: DokployServer, shop: App
) -> None:
    place("pull")
    place.commit()
    place.file(shop).unlink()
    for fresh in (False, True):
        if fresh:
            place.forget()
        for command in (("push", "--yes"), ("status",)):
            out = place(*command).out
            assert f"`{shop.app_name}.yml` was deleted here and stays on the server: a push deletes nothing" in out
    assert server.text(shop) == hand_written("shop")


def test_many_applications_that_are_named_need_no_force(place: Place, server: DokployServer) -> None:
    apps = [server.add_application(f"app{n}", hand_written(f"app{n}")) for n in range(12)]
    place("pull")
    for app in apps[:5]:
        place.edit(app, "[web]", "[websecure]")
    ran = place("push", "--yes", "app[0-4]*")
    assert ran.status == 1
    assert "name the applications one by one" in ran.out
    assert place("push", "--yes", *(app.app_name for app in apps[:5])).status == 0


@pytest.mark.parametrize("changed_here", [False, True], ids=["comments only", "a change here too"])
def test_comments_of_both_sides_are_kept(place: Place, server: DokployServer, shop: App, changed_here: bool) -> None:
    place("pull")
    server.put(shop, hand_written("shop") + "# theirs: do not touch\n")
    place.edit(shop, "# The shop's own rules.", "# The shop's own rules, and mine.")
    if changed_here:
        place.edit(shop, "[web]", "[websecure]")
    ran = place("pull")
    assert (ran.status, "merged" in ran.out) == (0, True)
    text = place.text(shop)
    assert "# theirs: do not touch" in text
    assert "and mine" in text
    assert place("push", "--yes").status == 0
    assert server.text(shop) == text


def test_a_comment_and_a_change_on_the_server_are_both_kept(place: Place, server: DokployServer, shop: App) -> None:
    place("pull")
    server.put(shop, hand_written("shop").replace("'http://shop:3000'", "'http://shop:4000'   # moved"))
    place.edit(shop, "# The shop's own rules.", "# Mine.")
    assert place("pull").status == 0
    assert "'http://shop:4000'   # moved   # the container" in place.text(shop)
    assert "# Mine." in place.text(shop)


def test_one_comment_that_both_sides_changed_is_a_conflict(place: Place, server: DokployServer, shop: App) -> None:
    place("pull")
    server.put(shop, hand_written("shop").replace("# The shop's own rules.", "# Theirs."))
    place.edit(shop, "# The shop's own rules.", "# Ours.")
    ran = place("pull")
    assert ran.status == 1
    assert "both sides changed the same comments" in ran.out
    assert place("push", "--yes").status == 1, "the comment on the server is not overwritten unasked"
    assert place("pull", "--theirs").status == 0
    assert "# Theirs." in place.text(shop)


def test_a_server_under_another_name_is_guessed(
    place: Place, server: DokployServer, shop: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    place("pull")
    place.edit(shop, "[web]", "[websecure]")
    monkeypatch.setenv("DOKPLOY_URL", server.url.replace("127.0.0.1", "localhost"))
    ran = place("push", "--yes")
    assert ran.status == 1
    assert f"the last pull was from {server.url}; if that is the same server, `pull` once from this URL" in ran.out


def test_password_hashes_that_come_into_git_are_mentioned_once(place: Place, server: DokployServer) -> None:
    body = "http:\n  middlewares:\n    own:\n      basicAuth: {users: ['admin:$2y$05$secretsecret']}\n"
    app = server.add_application("shop", body)
    assert f"password hashes are in `{app.app_name}.yml`; `--redact` keeps them out of git" in place("pull").out
    assert "hashes" not in place("pull").out
    server.panel.add_domain(app, "shop.example.com")
    assert "hashes" not in place("pull").out


def test_a_file_that_dokploy_only_printed_again_is_no_drift(place: Place, server: DokployServer) -> None:
    app = server.add_application("web")
    domain = server.panel.add_domain(app, "web.example.com")
    place("pull")
    place.file(app).write_text("# ours\n" + place.text(app))
    place("push", "--yes")
    server.panel.update_domain(domain)
    ran = place("status")
    assert "formatting only (Dokploy printed it again; Traefik reads the same)" in ran.out
    assert ran.status == 0


def test_routes_that_no_push_would_take_away_are_not_listed(place: Place, server: DokployServer, shop: App) -> None:
    place("pull")
    server.panel.add_domain(shop, "new.example.com")
    out = place("diff").out
    assert "changed on the server" in out
    assert "disappears" not in out


def test_a_remote_server_is_called_by_its_name(place: Place, server: DokployServer) -> None:
    server.add_remote("MsNVKPI_nHy0Y5vp19uJR", name="box")
    server.add_application("far", hand_written("far") + "http: {}\n", server_id="MsNVKPI_nHy0Y5vp19uJR")
    out = place("pull").out
    assert "of the remote server `box`" in out
    assert "MsNV" not in out
    assert "visitors of the remote server box" in place("diff", "--routes").out


def test_hashes_in_shared_files_are_mentioned_too(place: Place, server: DokployServer) -> None:
    server.panel.add_user(server.add_application("web", hand_written("web")), "ann", "secret")
    words = "password hashes are in `shared/middlewares.yml`; `--redact` keeps them out of git"
    assert words in place("pull", "--shared").out
    assert "hashes" not in place("pull", "--shared").out
    (place.folder / "apps/shared/middlewares.yml").unlink()
    assert "hashes" not in place("pull", "--shared", "--redact").out


def test_what_stands_against_a_long_plan_as_a_whole_comes_first(place: Place, server: DokployServer) -> None:
    apps = [server.add_application(f"a{number}", hand_written(f"a{number}")) for number in range(12)]
    place("pull")
    for app in apps:
        place.edit(app, "[web]", "[websecure]")
    ran = place("push", "--yes")
    assert ran.status == 1
    assert ran.out.startswith("needs --force: 12 of 12 applications would change, more than 30%\n")
    assert ran.out.count("of 12 applications would change") == 1


def test_lint_in_the_synced_folder_reads_what_traefik_reads(place: Place, server: DokployServer, shop: App) -> None:
    (place.folder / "traefiklint.toml").write_text("[dokploy]\n")
    place("pull", "--shared")
    place.edit(shop, "[web]", "[websecure]")
    assert place("push", "--yes").status == 0
    assert list((place.folder / ".traefiklint/backups").rglob("*.yml"))
    ran = place("lint")
    assert (ran.status, "backups" in ran.out, "pulled" in ran.out) == (0, False, False)
    place.edit(shop, "service: hand-shop", "service: hand-shp")
    ran = place("lint")
    assert (ran.status, "unknown-service" in ran.out) == (1, True)


def test_a_port_that_speaks_https_is_guessed(place: Place, server: DokployServer) -> None:
    server.faults.drop("overview.services", times=None)
    ran = place("status")
    assert ran.status == 2
    assert "if the port speaks https, the URL begins with https://" in ran.err
