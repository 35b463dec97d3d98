"""What lies beside the files of applications: other files, remote servers, and what the key does not see."""

from __future__ import annotations

import pytest

from tests.dokploy_server import App, DokployServer, User
from tests.sync.conftest import Place, hand_written

pytestmark = pytest.mark.slow

EMPTY_MAPS = "http:\n  routers: {}\n  services: {}\n"


def test_a_pull_says_that_traefik_refuses_what_it_brings(place: Place, server: DokployServer) -> None:
    app = server.add_application("web")
    server.panel.add_user(app, "ann", "secret")
    assert server.text(app) == EMPTY_MAPS
    ran = place("pull")
    assert ran.status == 1
    assert f"Traefik refuses every file as it is now: {app.app_name}.yml:2: " in ran.out
    assert f"{app.app_name}: new (+0 ~0 -0)\n" in ran.out
    ran = place("status")
    assert ran.status == 1
    assert "Traefik refuses every file as it is now" in ran.out
    assert place.json("status")["refused_by_traefik"][0]["file"] == f"{app.app_name}.yml"
    assert place("status", app.app_name).status == 1


def test_a_file_of_nobody_that_traefik_refuses_is_told_too(place: Place, server: DokployServer, shop: App) -> None:
    place("pull")
    assert place("status").status == 0
    (server.disk.dynamic() / "leftover.yml").write_text(EMPTY_MAPS)
    for command in (["pull"], ["status"], ["push", "--yes"], ["push", "--dry-run"]):
        ran = place(*command)
        assert ran.status == 1
        assert "leftover.yml:2: " in ran.out
    assert place.json("push", "--dry-run")["frozen"] is True
    (server.disk.dynamic() / "leftover.yml").unlink()
    assert place("push", "--yes").status == 0


def test_the_panels_button_is_not_somebody(place: Place, server: DokployServer) -> None:
    app = server.add_application("web", "# nothing yet\n")
    place("pull")
    server.put(app, EMPTY_MAPS)
    out = place("diff").out
    assert "the panel wrote a file without routers" in out
    assert "somebody" not in out


def test_the_files_of_a_remote_server_are_a_namespace_of_their_own(place: Place, server: DokployServer) -> None:
    server.add_remote("box")
    near = server.add_application("near", hand_written("web"))
    far = server.add_application("far", server_id="box")
    server.panel.add_domain(far, "far.example.com", path="/p", stripPath=True)
    server.put(
        far, (server.text(far) or "").replace("http:\n  routers:\n", hand_written("web").partition("  services:")[0], 1)
    )
    (place.folder / "traefiklint.toml").write_text("[dokploy]\n")
    assert place("pull", "--shared").status == 0
    assert place.file(near).parent.name == "apps"
    assert place.file(far).parent.name == "apps@box"
    assert "stripprefix" in (place.folder / "apps@box/shared/middlewares.yml").read_text()
    ran = place("lint")
    assert "unknown-middleware" not in ran.out
    assert "duplicate-name" not in ran.out
    place.edit(far, "# in quotes", "# still in quotes")
    assert place("push", "--yes", "far").status == 0


def test_a_file_that_still_lies_with_those_of_the_machine_goes_to_its_server(
    place: Place, server: DokployServer
) -> None:
    server.add_remote("box")
    far = server.add_application("far", hand_written("far"), server_id="box")
    old = place.folder / "apps" / f"{far.app_name}.yml"
    old.parent.mkdir()
    old.write_text(hand_written("far"))
    assert place.state(far) == "in sync"
    place("pull")
    assert not old.exists()
    assert place.text(far) == hand_written("far")


def test_git_knows_a_file_wherever_it_lay(place: Place, server: DokployServer) -> None:
    server.add_remote("box")
    far = server.add_application("far", hand_written("far"), server_id="box")
    old = place.folder / "apps" / f"{far.app_name}.yml"
    old.parent.mkdir()
    old.write_text(hand_written("far"))
    place.commit("where it was")
    place("pull")
    place.edit(far, "[web]", "[websecure]")
    place.commit("where it is")
    place.forget()
    assert place("push", "--yes").status == 0


def test_a_remote_server_that_is_down_is_not_one_without_files(place: Place, server: DokployServer) -> None:
    server.add_remote("box")
    far = server.add_application("far", hand_written("far"), server_id="box")
    place("pull")
    server.path(far).unlink()
    ran = place("pull")
    assert (ran.status, "gone on the server" in ran.out) == (0, True)
    server.put(far, hand_written("far"))
    server.add_remote("box", "down")
    for command in (("pull",), ("status",), ("push", "--yes", "--force")):
        ran = place(*command)
        assert ran.status == 1
        assert "cannot be reached" in ran.out
        assert "gone" not in ran.out
    assert place.text(far) == hand_written("far")


def test_shared_files_that_were_pulled_once_are_kept_fresh(place: Place, server: DokployServer) -> None:
    app = server.add_application("web")
    server.panel.add_domain(app, "web.example.com")
    place("pull", "--shared")
    shared = place.folder / "apps/shared/middlewares.yml"
    server.panel.add_redirect(app, regex="^http://a", replacement="http://b", permanent=True)
    assert "shared/middlewares.yml: changed on the server (`pull` brings it here)" in place("status").out
    place("pull")
    assert f"redirect-{app.app_name}-1" in shared.read_text()
    assert place("status").status == 0
    preview = server.disk.dynamic() / "preview-web-abc123.yml"
    preview.write_text(hand_written("preview"))
    place("pull")
    assert (shared.parent / preview.name).exists()
    preview.unlink()
    assert "preview-web-abc123.yml: removed" in place("pull").out
    assert not (shared.parent / preview.name).exists()


def test_no_private_key_is_ever_read(place: Place, server: DokployServer, shop: App) -> None:
    folder = server.disk.dynamic() / "certificates/one"
    folder.mkdir()
    (folder / "privkey.key").write_text("-----BEGIN PRIVATE KEY-----\n")
    (folder / "chain.crt").write_text("-----BEGIN CERTIFICATE-----\n")
    (folder / "certificate.yml").write_text(
        "tls:\n  certificates:\n    - {certFile: /a/chain.crt, keyFile: /a/privkey.key}\n"
    )
    place("pull", "--shared")
    assert (place.folder / "apps/shared/certificates/one/certificate.yml").exists()
    assert not [path for path in place.folder.rglob("*") if path.is_file() and "BEGIN" in path.read_text()]


def test_a_shared_file_that_was_changed_here_is_told(place: Place, server: DokployServer, shop: App) -> None:
    place("pull", "--shared")
    shared = place.folder / "apps/shared/middlewares.yml"
    shared.write_text(shared.read_text() + "    mine: {compress: {}}\n")
    ran = place("status")
    assert ran.status == 1
    assert "shared/middlewares.yml: changed here" in ran.out
    place.edit(shop, "entryPoints: [web]", "entryPoints: [web]\n      middlewares: [mine]")
    ran = place("push", "--yes")
    assert ran.status == 1
    assert "`shared/middlewares.yml` was changed here and is not pushed; `push --shared` does" in ran.out


def test_files_that_belong_to_no_application_are_a_difference(
    place: Place, server: DokployServer, shop: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = server.add_application("other", hand_written("other"))
    place("pull")
    del server.world.apps[other.id]
    text = place.edit(shop, "[web]", "[websecure]")
    for command in (("status",), ("push", "--yes"), ("push", "--yes")):
        ran = place(*command)
        assert ran.status == 1
        assert f"`{other.app_name}.yml` belongs to no application that the key's user sees" in ran.out
    assert server.text(shop) == text, "the others are pushed all the same"
    assert place("push", "--yes", "shop").status == 0
    server.add_key("member-key", User(role="member"))
    monkeypatch.setenv("DOKPLOY_API_KEY", "member-key")
    for command in (("status",), ("push", "--yes")):
        ran = place(*command)
        assert ran.status == 1
        assert "the key's user sees no application; members see only their own" in ran.out + ran.err
    assert "members see only their own" in place("pull").out
    assert "members see only their own" in place("app", "list").err
