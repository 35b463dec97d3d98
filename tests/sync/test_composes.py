"""Compose applications in git: their text comes and goes by the same guarded way as the files of applications."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dokploy_server import App, DokployServer
from tests.dokploy_server.world import Stack
from tests.sync.conftest import Place
from traefiklint.sync import sides

pytestmark = pytest.mark.slow

TEXT = """\
# The bills.
services:
  web:
    image: nginx:1.27   # the newest that we trust
    environment:
      API_TOKEN: q7Rb2kLw93xZ
      LEVEL: info
      DB_PASSWORD: ${DB_PASSWORD}
    labels:
      - traefik.enable=true
      - traefik.http.routers.own.rule=Host(`own.example.com`)
  db:
    image: postgres:17
"""
COVERED = TEXT.replace("q7Rb2kLw93xZ", "REDACTED-1-by-traefiklint")
SETTINGS = '[dokploy]\ncomposes = ["*"]\n'


@pytest.fixture
def billing(place: Place, server: DokployServer, shop: App) -> Stack:
    """A compose application with a domain, and settings that keep its text here."""
    (place.folder / "traefiklint.toml").write_text(SETTINGS)
    return server.add_stack("billing", "billing.example.com", text=TEXT)


def file_of(place: Place, stack: Stack) -> Path:
    """Its text here."""
    home = "apps-compose" if stack.server_id is None else f"apps-compose@{stack.server_id}"
    return place.folder / home / stack.app_name / "compose.yml"


def edit(place: Place, stack: Stack, old: str, new: str) -> None:
    text = file_of(place, stack).read_text()
    assert old in text
    file_of(place, stack).write_text(text.replace(old, new))


def state_of(place: Place, stack: Stack) -> str:
    found = {one["app"]: one["state"] for one in place.json("status")["apps"]}
    return str(found[f"compose/{stack.app_name}"])


def test_its_text_comes_here_without_its_secrets(place: Place, billing: Stack) -> None:
    ran = place("pull")
    assert ran.status == 0, ran
    assert f"compose/{billing.app_name}: new" in ran.out
    assert file_of(place, billing).read_text() == COVERED
    assert file_of(place, billing).stat().st_mode & 0o777 == 0o600
    assert state_of(place, billing) == "in sync"
    kept = [path.read_text() for path in place.folder.rglob("*") if path.is_file()]
    assert not any("q7Rb2kLw93xZ" in text for text in kept)


def test_a_change_goes_there_with_the_secrets_that_the_server_has(place: Place, billing: Stack) -> None:
    place("pull")
    edit(place, billing, "nginx:1.27 ", "nginx:1.28 ")
    assert state_of(place, billing) == "changed here"
    ran = place("diff")
    assert "~ services.web" in ran.out
    assert "image: nginx:1.27 → nginx:1.28" in ran.out
    ran = place("push", "--yes")
    assert ran.status == 0, ran
    assert f"the next deployment: `traefiklint app deploy {billing.app_name}`" in ran.out
    assert billing.compose_file == TEXT.replace("nginx:1.27 ", "nginx:1.28 ")
    assert state_of(place, billing) == "in sync"
    assert place("push", "--yes").out.endswith("nothing to push; 2 in sync\n")
    restored = place("restore", f"compose/{billing.app_name}", "--yes")
    assert restored.status == 0, restored
    assert billing.compose_file == TEXT
    assert place("restore", "--at", "2020-01-01", "--dry-run").status == 0


def test_a_secret_that_is_written_here_is_pushed_as_it_stands(place: Place, billing: Stack) -> None:
    place("pull")
    edit(place, billing, "REDACTED-1-by-traefiklint", "newer8Token5Here")
    assert place("push", "--yes").status == 0
    assert billing.compose_file == TEXT.replace("q7Rb2kLw93xZ", "newer8Token5Here")
    assert state_of(place, billing) == "in sync"
    assert place("pull").status == 0
    assert "newer8Token5Here" in file_of(place, billing).read_text(), "what somebody wrote here stays"
    edit(place, billing, "LEVEL: info", "LEVEL: REDACTED-7-by-traefiklint")
    ran = place("push", "--yes")
    assert ran.status == 1
    assert "the server has no secret number 7 to fill in" in ran.out


@pytest.mark.parametrize(
    ("line", "signed"),
    [
        ("command: x;PASSWORD=q7Rb2k1w93xZ y --port 80", "command: x;PASSWORD=REDACTED-2-by-traefiklint"),
        (
            "command: ['PASSWORD=q7Rb2k1w93xZ psql -U a']",
            "command: ['PASSWORD=REDACTED-2-by-traefiklint psql -U a']",
        ),
    ],
    ids=["covered more", "covered less"],
)
def test_a_copy_that_another_version_signed_is_pushed_once_it_was_pulled_again(
    place: Place, billing: Stack, monkeypatch: pytest.MonkeyPatch, line: str, signed: str
) -> None:
    text = billing.compose_file = f"{TEXT}    {line}\n"
    with monkeypatch.context() as other:
        other.setattr(sides, "cover", lambda _: f"{COVERED}    {signed}\n")
        place("pull")
    assert signed in file_of(place, billing).read_text()
    edit(place, billing, "nginx:1.27 ", "nginx:1.28 ")
    ran = place("push", "--yes")
    assert ran.status == 1
    assert "number 2 to fill in at its place; pull again, or write the secret there" in ran.out
    assert billing.compose_file == text
    assert place("pull").status == 0
    assert place("push", "--yes").status == 0
    assert billing.compose_file == text.replace("nginx:1.27 ", "nginx:1.28 ")


def test_an_older_version_gets_the_secrets_of_its_places_and_not_of_its_numbers(place: Place, billing: Stack) -> None:
    place("pull")
    older = file_of(place, billing).read_text()
    billing.compose_file = TEXT.replace("      API_TOKEN", "      ADMIN_TOKEN: n3wTok9en7abC2\n      API_TOKEN")
    place("pull")
    assert "API_TOKEN: REDACTED-2-by-traefiklint" in file_of(place, billing).read_text()
    file_of(place, billing).write_text(older)
    assert place("push", "--yes").status == 0
    assert billing.compose_file == TEXT


def test_what_is_changed_on_both_sides_is_merged(place: Place, billing: Stack) -> None:
    place("pull")
    edit(place, billing, "LEVEL: info", "LEVEL: debug   # ours")
    billing.compose_file = TEXT.replace("postgres:17", "postgres:18")
    assert state_of(place, billing) == "changed on both sides"
    ran = place("push", "--yes")
    assert (ran.status, "the server holds what neither the last pull nor git knows" in ran.out) == (1, True)
    ran = place("pull")
    assert ran.status == 0, ran
    text = file_of(place, billing).read_text()
    assert ("LEVEL: debug   # ours" in text, "postgres:18" in text, "# The bills." in text) == (True, True, True)
    assert place("push", "--yes").status == 0
    assert "q7Rb2kLw93xZ" in billing.compose_file
    billing.compose_file = billing.compose_file.replace("LEVEL: debug", "LEVEL: warn")
    edit(place, billing, "LEVEL: debug", "LEVEL: error")
    ran = place("pull")
    assert (ran.status, "conflict" in ran.out) == (1, True)


def test_a_comment_that_somebody_wrote_in_the_panel_is_not_lost(place: Place, billing: Stack) -> None:
    place("pull")
    billing.compose_file = TEXT.replace("  # the newest that we trust", "")
    edit(place, billing, "LEVEL: info", "LEVEL: debug")
    ran = place("push", "--yes")
    assert ran.status == 1, "a text without a comment is no print of the panel"


def test_git_knows_what_the_server_holds(place: Place, billing: Stack) -> None:
    place("pull")
    place.commit()
    place.forget()
    edit(place, billing, "nginx:1.27 ", "nginx:1.28 ")
    assert place("push", "--yes").status == 0
    place.commit()
    place.git("checkout", "-q", "HEAD~1")
    place.forget()
    ran = place("push", "--yes")
    assert (ran.status, "this checkout is behind" in ran.out) == (1, True)


def test_one_from_a_repository_is_read_only(place: Place, server: DokployServer, billing: Stack) -> None:
    far = server.add_stack("far", source_type="github")
    place("pull")
    assert not file_of(place, far).exists()
    found = {one["app"]: one for one in place.json("status")["apps"]}
    assert found[f"compose/{far.app_name}"]["note"] == "its text comes from github and is not kept here"
    assert place("status").status == 0
    file_of(place, far).parent.mkdir()
    file_of(place, far).write_text(TEXT)
    assert place("status").status == 1
    ran = place("push", "--yes")
    assert (ran.status, "its text comes from github, where it is to be changed" in ran.out) == (1, True)
    assert far.compose_file == "services:\n  web:\n    image: nginx:1.27\n"


def test_one_whose_source_the_server_does_not_tell_is_left_alone(
    place: Place, server: DokployServer, billing: Stack
) -> None:
    place("pull")
    billing.source_type = ""
    found = {one["app"]: one for one in place.json("status")["apps"]}
    told = "the server does not tell where its text comes from"
    assert told in found[f"compose/{billing.app_name}"]["note"]
    edit(place, billing, "LEVEL: info", "LEVEL: debug")
    ran = place("push", "--yes")
    assert (ran.status, told in ran.out) == (1, True)
    assert billing.compose_file == TEXT


def test_only_those_that_the_settings_name_are_kept(place: Place, server: DokployServer, billing: Stack) -> None:
    (place.folder / "traefiklint.toml").write_text('[dokploy]\ncomposes = ["bill*"]\n')
    other = server.add_stack("other")
    place("pull")
    assert (file_of(place, billing).exists(), file_of(place, other).exists()) == (True, False)
    ran = place("pull", "other")
    assert ran.status == 2
    assert f'write `composes = ["{other.app_name}"]` under [dokploy]' in ran.err
    (place.folder / "traefiklint.toml").unlink()
    ran = place("status")
    assert (ran.status, "compose" in ran.out) == (0, False)


@pytest.mark.parametrize("name", ["billing", "compose/{app}", "{app}", "apps-compose/{app}/compose.yml", "{id}"])
def test_it_is_named_as_people_would(place: Place, billing: Stack, name: str) -> None:
    place("pull")
    ran = place("status", name.format(app=billing.app_name, id=billing.id))
    assert (ran.status, ran.out.splitlines()[-1]) == (0, "1 in sync"), ran


def test_those_of_remote_servers_have_a_folder_of_their_own(
    place: Place, server: DokployServer, billing: Stack
) -> None:
    server.add_remote("box")
    far = server.add_stack("far", "far.example.com", server_id="box", text=TEXT)
    assert place("pull").status == 0
    assert file_of(place, far).read_text() == COVERED
    edit(place, far, "LEVEL: info", "LEVEL: debug")
    assert place("push", "--yes").status == 0
    assert "LEVEL: debug" in far.compose_file


def test_what_belongs_to_nobody_is_told(place: Place, server: DokployServer, billing: Stack) -> None:
    place("pull")
    del server.world.stacks[billing.id]
    ran = place("status")
    assert ran.status == 1
    assert (
        f"`compose/{billing.app_name}/compose.yml` belongs to no compose application that the key's user sees"
        in ran.out
    )


class TestWhatTraefikWouldSay:
    """A push of a text is judged with the labels that the panel adds, and with everything else on the server."""

    def test_a_middleware_that_is_missing_is_refused(self, place: Place, billing: Stack) -> None:
        place("pull")
        edit(
            place, billing, "example.com`)\n", "example.com`)\n      - traefik.http.routers.own.middlewares=gone@file\n"
        )
        ran = place("push", "--yes")
        assert ran.status == 1
        assert f"refused: compose/{billing.app_name}/compose.yml:12:" in ran.out
        assert "`gone@file`" in ran.out
        assert billing.compose_file == TEXT

    def test_a_host_of_an_application_is_not_taken(self, place: Place, billing: Stack) -> None:
        place("pull")
        edit(place, billing, "own.example.com`)", "shop.example.com`) && PathPrefix(`/`)")
        ran = place("push", "--yes")
        assert ran.status == 1
        assert "answers `GET http://shop.example.com/" in ran.out
        assert place("push", "--yes", "--force").status == 0

    def test_a_host_of_another_compose_application_is_not_taken(
        self, place: Place, server: DokployServer, billing: Stack
    ) -> None:
        server.add_stack("other", "other.example.com")
        place("pull")
        edit(place, billing, "own.example.com`)", "other.example.com`) && PathPrefix(`/`)")
        ran = place("push", "--yes")
        assert ran.status == 1
        assert "the compose application `other` answers `GET http://other.example.com/" in ran.out

    def test_its_own_domain_stays(self, place: Place, billing: Stack) -> None:
        place("pull")
        edit(place, billing, "Host(`own.example.com`)", "Host(`mine.example.com`)")
        ran = place("push", "--yes")
        assert ran.status == 0, ran
        assert "Host(`mine.example.com`) appears" in ran.out
        assert "billing.example.com" not in ran.out, "the panel's own label does not change"

    def test_a_service_with_a_domain_is_not_renamed(self, place: Place, billing: Stack) -> None:
        place("pull")
        edit(place, billing, "  web:\n", "  site:\n")
        ran = place("push", "--yes")
        assert ran.status == 1
        assert "`billing.example.com` is of the service `web`, which the file does not have" in ran.out

    def test_a_middleware_of_a_file_may_come_with_its_user(
        self, place: Place, server: DokployServer, shop: App, billing: Stack
    ) -> None:
        place("pull")
        edit(
            place, billing, "example.com`)\n", "example.com`)\n      - traefik.http.routers.own.middlewares=new@file\n"
        )
        place.edit(shop, "  services:\n", "  middlewares:\n    new:\n      headers: {frameDeny: true}\n  services:\n")
        ran = place("push", "--yes")
        assert ran.status == 0, ran
        done = [line for line in ran.out.splitlines() if line.endswith(": done")]
        assert done == [f"{shop.app_name}: done", f"compose/{billing.app_name}: done"]

    def test_a_middleware_does_not_go_before_its_user_was_deployed_without_it(
        self, place: Place, shop: App, billing: Stack
    ) -> None:
        self.test_a_middleware_of_a_file_may_come_with_its_user(place, place.server, shop, billing)
        edit(place, billing, "      - traefik.http.routers.own.middlewares=new@file\n", "")
        place.edit(shop, "  middlewares:\n    new:\n      headers: {frameDeny: true}\n", "")
        ran = place("push", "--yes")
        assert ran.status == 1, "its containers still have the old label"
        assert "`new@file`" in ran.out

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("services: [\n", "the panel could not deploy it"),
            ("a: 1\n", "it has no `services`"),
            ("services: {web: {image: a}}\nservices: {web: {image: b}}\n", "the panel could not deploy it"),
            ("", "it has no `services`"),
        ],
    )
    def test_what_the_panel_could_not_deploy_is_refused(
        self, place: Place, billing: Stack, text: str, said: str
    ) -> None:
        place("pull")
        file_of(place, billing).write_text(text)
        ran = place("push", "--yes", "--force")
        assert (ran.status, said in ran.out) == (1, True), ran
        assert billing.compose_file == TEXT


class TestDeployment:
    """The panel does not tell when a text was changed; what was seen before does."""

    def said(self, place: Place, billing: Stack) -> str:
        found = {one["app"]: one for one in place.json("status")["apps"]}
        return str(found[f"compose/{billing.app_name}"]["deployment"])

    def test_never_deployed(self, place: Place, billing: Stack) -> None:
        place("pull")
        assert self.said(place, billing) == "never deployed"
        assert place("status").status == 0

    def test_a_push_is_not_deployed_until_somebody_deploys_it(
        self, place: Place, server: DokployServer, billing: Stack
    ) -> None:
        server.deploy(billing)
        place("pull")
        assert self.said(place, billing) == ""
        edit(place, billing, "LEVEL: info", "LEVEL: debug")
        place("push", "--yes")
        assert self.said(place, billing) == "changed but not deployed"
        ran = place("status")
        assert (ran.status, "in sync (changed but not deployed)" in ran.out) == (1, True)
        assert place("app", "deploy", "billing").status == 0
        assert self.said(place, billing) == ""
        assert place("status").status == 0

    def test_a_change_in_the_panel_is_told_too(self, place: Place, server: DokployServer, billing: Stack) -> None:
        server.deploy(billing)
        place("pull")
        billing.compose_file = TEXT.replace("info", "warn")
        assert self.said(place, billing) == "changed but not deployed"
        place("pull")
        assert self.said(place, billing) == "changed but not deployed"
        server.deploy(billing, status="error")
        assert self.said(place, billing) == "its last deployment failed"

    def test_a_domain_that_is_newer_than_the_deployment(
        self, place: Place, server: DokployServer, billing: Stack
    ) -> None:
        server.deploy(billing)
        server.panel.add_stack_domain(billing, "new.example.com")
        place("pull")
        assert self.said(place, billing) == "`new.example.com` added but not deployed"


class TestLint:
    """In the synced folder they are compose files of that server, with the labels that the panel adds."""

    def test_they_are_linted_with_the_files_of_their_server(self, place: Place, shop: App, billing: Stack) -> None:
        place("pull")
        ran = place("lint")
        assert "error" not in ran.out + ran.err, ran
        place.edit(shop, "entryPoints: [web]", "entryPoints: [web]\n      middlewares: [mine@docker]")
        assert "`mine@docker`" in place("lint").out
        edit(
            place,
            billing,
            "enable=true\n",
            "enable=true\n      - traefik.http.middlewares.mine.headers.framedeny=true\n",
        )
        assert "`mine@docker`" not in place("lint").out
        edit(
            place, billing, "example.com`)\n", "example.com`)\n      - traefik.http.routers.own.middlewares=gone@file\n"
        )
        for paths in ((), (f"apps-compose/{billing.app_name}/compose.yml",)):
            ran = place("lint", *paths)
            assert ran.status == 1, ran
            assert f"apps-compose/{billing.app_name}/compose.yml:13:" in ran.out
            assert "[unknown-middleware]" in ran.out

    def test_the_panel_s_own_labels_answer(self, place: Place, billing: Stack) -> None:
        place("pull")
        assert f"{billing.app_name}-" in place("route", "http://billing.example.com/").out
        assert "own@docker" in place("route", "http://own.example.com/").out

    def test_a_broken_text_is_not_read_as_a_dynamic_file(self, place: Place, shop: App, billing: Stack) -> None:
        place("pull")
        file_of(place, billing).write_text("services: [\n")
        assert "hand-shop@file" in place("route", "http://shop.example.com/").out


def test_from_inside_the_folder_of_applications_it_is_the_same_place(
    place: Place, billing: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = place.folder / "apps"
    inside.mkdir(exist_ok=True)
    monkeypatch.chdir(inside)
    assert place("pull").status == 0
    assert file_of(place, billing).is_file()
    assert not (inside / "compose").exists()
    assert state_of(place, billing) == "in sync"
