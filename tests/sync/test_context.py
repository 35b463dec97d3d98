"""What `pull` keeps of everything that Traefik reads besides the files, and what `lint` and `route` make of it."""

from __future__ import annotations

import pytest

from tests.dokploy_server import App, DokployServer, User
from tests.sync.conftest import Place, hand_written
from tests.sync.test_stacks import HEADERS, OWN

pytestmark = pytest.mark.slow

USER = "ann:$$apr1$$H6uskkkW$$IgXLP6ewTrSuBkTrqE8wj/"


@pytest.fixture
def settings(place: Place) -> None:
    """A config file as the manual has it."""
    (place.folder / "traefiklint.toml").write_text("[dokploy]\n")


@pytest.mark.usefixtures("settings")
def test_lint_knows_what_lies_beside_the_files(place: Place, server: DokployServer) -> None:
    web = server.add_application("web")
    server.panel.add_domain(web, "web.example.com", https=True, path="/p", stripPath=True)
    assert place("pull").status == 0
    ran = place("lint")
    assert (ran.status, "unknown-middleware" in ran.out + ran.err) == (0, False)
    kept = place.folder / ".traefiklint/context/default/server"
    assert (kept / "dynamic/middlewares.yml").exists()
    assert (kept / "traefik.yml").read_text() == (server.disk.traefik() / "traefik.yml").read_text()
    place.edit(web, "redirect-to-https", "redirect-to-htps")
    ran = place("lint")
    assert ran.status == 1
    assert "middleware `redirect-to-htps@file`" in ran.out or "`redirect-to-htps`" in ran.out
    assert "did you mean `redirect-to-https`" in ran.out.lower()


@pytest.mark.usefixtures("settings", "shop")
def test_a_label_that_a_local_edit_breaks_is_an_error_here(place: Place, server: DokployServer) -> None:
    server.add_stack("billing", "billing.example.com", text=OWN)
    app = server.add_application("headers", hand_written("headers") + HEADERS.removeprefix("http:\n"))
    place("pull")
    assert place("lint").status == 0
    assert "own@docker" in place("route", "http://own.example.com/").out
    place.edit(app, "my-headers:", "our-headers:")
    ran = place("lint")
    assert ran.status == 1
    assert ".traefiklint/context/default/server/compose/billing-" in ran.out
    assert "`my-headers@file`" in ran.out


@pytest.mark.usefixtures("settings")
def test_each_server_has_its_own_context(place: Place, server: DokployServer, shop: App) -> None:
    server.add_remote("box")
    far = server.add_application("far", server_id="box")
    server.panel.add_domain(far, "far.example.com", path="/p", stripPath=True)
    server.add_stack("billing", "shop.example.com", server_id="box")
    place("pull")
    assert "far.example.com" not in place("route", "http://shop.example.com/", "apps").out
    assert "hand-shop@file" in place("route", "http://shop.example.com/", "apps").out
    assert "@docker" in place("route", "http://shop.example.com/", "apps@box").out
    ran = place("lint")
    assert (ran.status, "unknown-middleware" in ran.out) == (0, False)


@pytest.mark.usefixtures("settings")
def test_both_sides_of_a_comparison_have_it(place: Place, server: DokployServer, shop: App) -> None:
    server.add_stack("billing", "billing.example.com")
    place("pull")
    place.commit()
    assert place("diff-routes", "HEAD:apps", "apps").status == 0
    place.edit(shop, "Host(`shop.example.com`)", "Host(`billing.example.com`) && PathPrefix(`/sale`)")
    ran = place("diff-routes", "HEAD:apps", "apps")
    assert ran.status == 1
    assert "web@docker → hand-shop@file" in ran.out


@pytest.mark.usefixtures("settings", "shop")
def test_no_secret_is_kept(place: Place, server: DokployServer) -> None:
    server.panel.add_user(server.add_application("web", hand_written("web")), "ann", "secret")
    text = OWN.replace("    networks: [d", "    environment:\n      DB: hunter2-Zk3\n    networks: [d")
    text = text.replace(
        "      - traefik.enable=true\n",
        f"      - traefik.enable=true\n      - traefik.http.middlewares.a.basicauth.users={USER}\n",
    )
    server.add_stack("billing", "billing.example.com", text=text)
    folder = server.disk.dynamic() / "certificates/one"
    folder.mkdir()
    (folder / "privkey.key").write_text("-----BEGIN PRIVATE KEY-----\n")
    (folder / "certificate.yml").write_text("tls:\n  certificates:\n    - {certFile: /a.crt, keyFile: /a.key}\n")
    place("pull")
    kept = place.folder / ".traefiklint/context"
    whole = "".join(path.read_text() for path in kept.rglob("*") if path.is_file())
    assert "auth-web" in whole
    assert "/a.crt" in whole
    assert place("lint").out.count("error[") == 1, "covered secrets make no error"
    for secret in ("$2b$", "hunter2", "IgXLP6ewTrSuBkTrqE8wj", "PRIVATE KEY"):
        assert secret not in whole
    assert all(path.stat().st_mode & 0o077 == 0 for path in kept.rglob("*") if path.is_file())


@pytest.mark.usefixtures("settings", "shop")
@pytest.mark.parametrize(
    "private",
    [
        "    environment:\n      GREETING: plain-words\n", "    env_file: plain-words\n",
        "    command: start plain-words\n", "    entrypoint: [plain-words]\n",
        "    build:\n      context: plain-words\n", "    secrets: [plain-words]\n", "    configs: [plain-words]\n",
        "    volumes: ['plain-words:/data']\n", "    healthcheck:\n      test: curl plain-words\n",
    ],
    ids=lambda text: text.split(":")[0].strip(),
)  # fmt: skip
def test_what_traefik_is_told_nothing_by_is_not_kept(place: Place, server: DokployServer, private: str) -> None:
    server.add_stack(
        "billing", "billing.example.com", text=OWN.replace("    networks: [d", f"{private}    networks: [d")
    )
    place("pull")
    kept = place.folder / ".traefiklint/context"
    whole = "".join(path.read_text() for path in kept.rglob("*") if path.is_file())
    assert "billing" in whole
    assert "plain-words" not in whole


def test_it_is_kept_where_the_user_says_and_fresh(place: Place, server: DokployServer, shop: App) -> None:
    (place.folder / "traefiklint.toml").write_text('[dokploy]\ncontext = "around"\n')
    stack = server.add_stack("billing", "billing.example.com")
    place("pull", shop.app_name)
    assert not (place.folder / "around").exists(), "who names one application waits for nothing else"
    place("pull", "--no-context")
    assert not (place.folder / "around").exists()
    place("pull")
    file = place.folder / f"around/server/compose/{stack.app_name}/compose.yml"
    assert "billing.example.com" in file.read_text()
    place("pull", "--dry-run")
    del server.world.stacks[stack.id]
    place("pull", "--dry-run")
    assert file.exists()
    place("pull")
    assert not file.exists()
    assert not (place.folder / ".traefiklint/context").exists()


@pytest.mark.usefixtures("settings")
def test_what_cannot_be_read_stays_as_it_was(place: Place, server: DokployServer) -> None:
    server.add_remote("box")
    server.add_application("far", hand_written("far"), server_id="box")
    place("pull")
    kept = place.folder / ".traefiklint/context/default/@box"
    (server.disk.dynamic("box") / "other.yml").write_text("http: {}\n")
    place("pull")
    assert (kept / "dynamic/other.yml").exists()
    server.add_remote("box", "down")
    ran = place("pull")
    assert "context: the list of the server's files: " in ran.out
    assert (kept / "dynamic/other.yml").exists()


@pytest.mark.usefixtures("settings", "shop")
def test_what_nobody_can_change_here_is_no_advice(place: Place, server: DokployServer) -> None:
    server.add_stack("billing", "billing.example.com", text=OWN)
    place("pull")
    out = place("lint", "--strict").out
    assert "1 error" in out
    assert "`my-headers@file`" in out, "an error is told"
    assert "api-insecure" not in out


@pytest.mark.usefixtures("settings")
def test_a_member_has_what_it_may_read(
    place: Place, server: DokployServer, shop: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack = server.add_stack("billing", "billing.example.com")
    server.add_key("member-key", User(role="member", traefik_files=True, services={shop.id, stack.id}))
    monkeypatch.setenv("DOKPLOY_API_KEY", "member-key")
    assert place("pull").status == 0
    assert (place.folder / ".traefiklint/context/default/server/dynamic/middlewares.yml").exists()
    assert place("lint").status == 0
    assert place("status").status == 0


@pytest.mark.usefixtures("settings", "shop")
def test_labels_that_only_the_other_provider_reads_do_not_make_a_container_a_swarm_service(
    place: Place, server: DokployServer
) -> None:
    other = "    deploy:\n      labels: [traefik.http.routers.other.rule=Host(`other.example.com`)]\n"
    server.add_stack("billing", text=OWN.replace("    networks: [d", f"{other}    networks: [d"))
    place("pull")
    assert "own@docker" in place("route", "http://own.example.com/").out
    assert "404 Not Found" in place("route", "http://other.example.com/").out


@pytest.mark.usefixtures("settings", "shop")
@pytest.mark.parametrize("services", ["services: [web]\n", "services: web\n", "services: {web: nginx}\n", "{}\n"])
def test_a_compose_application_of_an_odd_shape_does_not_stop_a_pull(
    place: Place, server: DokployServer, services: str
) -> None:
    server.add_stack("odd", text=services)
    server.add_stack("billing", text=OWN)
    assert place("pull").status == 0
    assert "own@docker" in place("route", "http://own.example.com/").out


@pytest.mark.usefixtures("shop")
def test_what_is_kept_where_the_user_says_is_seen_by_git(place: Place) -> None:
    (place.folder / "traefiklint.toml").write_text('[dokploy]\ncontext = "around"\n')
    place.commit()
    place("pull")
    seen = place.git("status", "--porcelain", "--untracked-files=all")
    assert "around/server/traefik.yml" in seen
    assert ".traefiklint" not in seen
