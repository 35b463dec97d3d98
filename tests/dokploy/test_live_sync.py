"""The commands on the test server and, where DOKPLOY_URL and DOKPLOY_API_KEY name one, on a real server.

They touch nothing but what they have made (`made.py`), and the server is afterwards as it was. What the key may not do
is skipped, with the reason.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import Runner
from tests.dokploy.made import SECRET, TEXT, Made, held, made
from tests.dokploy_server import DokployServer
from traefiklint.dokploy import Dokploy, PermissionDeniedError, SharedFile

pytestmark = pytest.mark.slow

URL, KEY = os.environ.get("DOKPLOY_URL", ""), os.environ.get("DOKPLOY_API_KEY", "")
TRAEFIK = os.environ.get("TRAEFIK_API_URL", "")
SERVERS = ["test", *([pytest.param("live", marks=pytest.mark.live)] if URL and KEY else [])]


@pytest.fixture(params=SERVERS)
def own(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Made]:
    """A project of our own on a server, which holds afterwards what it held before."""
    if request.param == "live":
        yield from _on(URL, KEY)
        return
    with DokployServer(tmp_path_factory.mktemp("server"), docker=False) as server:
        other = server.add_application("shop")
        server.panel.add_domain(other, "shop.example.com")
        server.add_stack("mail", "mail.example.com")
        middlewares = server.disk.dynamic() / "middlewares.yml"
        middlewares.write_text("# by hand, and not to be lost\n" + middlewares.read_text())
        monkeypatch.setenv("DOKPLOY_URL", server.url)
        monkeypatch.setenv("DOKPLOY_API_KEY", server.key)
        yield from _on(server.url, server.key)


def _on(url: str, key: str) -> Iterator[Made]:
    with Dokploy(url, key) as client:
        try:
            before = held(client)
        except PermissionDeniedError as error:
            pytest.skip(f"the key may not see whether all is as it was: {error.message}")
        try:
            with made(url, key) as own:
                yield own
        finally:
            assert held(client) == before


@pytest.fixture
def here(own: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Runner:
    """A folder that keeps these two only, with what is on the server."""
    monkeypatch.chdir(tmp_path)
    cli = Runner(tmp_path, capsys)
    names = f'apps = ["{own.app.app_name}"]\ncomposes = ["{own.compose.app_name}"]\n'
    (tmp_path / "traefiklint.toml").write_text(f"[dokploy]\n{names}")
    assert cli("pull").status in (0, 1)  # 1 where Traefik refuses what others have there
    return cli


def file_of(own: Made) -> Path:
    return Path("apps") / f"{own.app.app_name}.yml"


def compose_of(own: Made) -> Path:
    return Path("apps-compose") / own.compose.app_name / "compose.yml"


def change(path: Path, old: str, new: str) -> str:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    return path.read_text()


def test_a_file_is_pulled_pushed_and_restored(own: Made, here: Runner) -> None:
    old = own.text
    assert file_of(own).read_text() == old
    new = change(file_of(own), "http:\n", "# ü — 日本 😀\nhttp:\n") + "# no line break at the end"
    file_of(own).write_text(new)
    ran = here("push", own.app.app_name, "--yes")
    assert (ran.status, own.text) == (0, new), ran
    assert here("status", own.app.app_name).status == 0
    assert here("restore", own.app.app_name, "--yes").status == 0
    assert own.text == old


def test_what_the_panel_does_is_merged_and_an_older_state_is_refused(own: Made, here: Runner) -> None:
    change(file_of(own), "http:\n", "# ours\nhttp:\n")
    assert here("push", own.app.app_name, "--yes").status == 0
    before = file_of(own).read_text()
    more = own.panel(
        "domain.create", applicationId=own.app.id, host=f"more.{own.host}", port=80, https=False, certificateType="none"
    )
    assert here("pull", own.app.app_name).status == 0
    merged = file_of(own).read_text()
    assert (merged.startswith("# ours\n"), f"Host(`more.{own.host}`)" in merged) == (True, True)
    file_of(own).write_text(before)
    ran = here("push", own.app.app_name, "--yes")
    assert (ran.status, f"the panel says `more.{own.host}`" in ran.out) == (1, True), ran
    assert f"more.{own.host}" in own.text
    file_of(own).write_text(merged)
    own.panel("domain.delete", domainId=more["domainId"])
    assert here("pull", own.app.app_name).status == 0
    assert f"more.{own.host}" not in file_of(own).read_text()


def test_a_router_that_the_panel_does_not_have_is_told(own: Made, here: Runner) -> None:
    change(file_of(own), f"Host(`{own.host}`)", f"Host(`moved.{own.host}`)")
    assert here("push", own.app.app_name, "--yes").status == 0
    ran = here("status", own.app.app_name)
    assert ran.status == 1
    assert f"the panel says `{own.host}`, the file says `Host(`moved.{own.host}`)`" in ran.out


def test_a_compose_application_is_pulled_and_pushed_without_its_secrets(own: Made, here: Runner) -> None:
    here_text = compose_of(own).read_text()
    assert (SECRET in here_text, "# never started" in here_text) == (False, True)
    change(compose_of(own), "LEVEL: info", "LEVEL: debug   # louder")
    ran = here("push", f"compose/{own.compose.app_name}", "--yes")
    assert ran.status == 0, ran
    assert own.client.compose(own.compose.id).compose_file == TEXT.replace("LEVEL: info", "LEVEL: debug   # louder")
    ran = here("status", f"compose/{own.compose.app_name}")
    assert (ran.status, "in sync" in ran.out, SECRET in ran.out + ran.err) == (0, True, False), ran
    assert here("restore", f"compose/{own.compose.app_name}", "--yes").status == 0
    assert own.client.compose(own.compose.id).compose_file == TEXT


def test_a_secret_that_is_rotated_in_the_panel_is_not_overwritten(own: Made, here: Runner) -> None:
    change(compose_of(own), "REDACTED-1-by-traefiklint", "ours4Written7Here")
    assert here("push", own.compose.app_name, "--yes").status == 0
    rotated = TEXT.replace(SECRET, "rotated8In5Panel")
    own.panel("compose.update", composeId=own.compose.id, composeFile=rotated)
    change(compose_of(own), "LEVEL: info", "LEVEL: debug")
    ran = here("push", own.compose.app_name, "--yes")
    assert (ran.status, "none that the last pull or git knows" in ran.out) == (1, True), ran
    assert own.client.compose(own.compose.id).compose_file == rotated


def test_a_stack_s_host_is_not_taken(own: Made, here: Runner) -> None:
    host = f"stack.{own.host}"
    own.panel("domain.create", composeId=own.compose.id, host=host, serviceName="web", domainType="compose", port=80)
    change(file_of(own), f"Host(`{own.host}`)", f"Host(`{host}`) || Host(`{own.host}`)")
    ran = here("push", own.app.app_name, "--yes")
    assert (ran.status, f"compose application `{own.compose.name}`" in ran.out) == (1, True), ran
    assert host not in own.text


def test_what_lies_around_is_kept_to_read_and_no_key_is_in_it(own: Made, here: Runner) -> None:
    kept = Path(".traefiklint/context/default")
    texts = [path.read_text() for path in Path().rglob("*") if path.is_file() and ".git" not in path.parts]
    assert not any("PRIVATE KEY" in text for text in texts)
    assert any(kept.rglob("middlewares.yml")), "the shared middlewares are there for lint"
    assert here("lint", "--format", "json").status in (0, 1)


def test_shared_files_come_here_and_a_push_of_them_is_planned_only(own: Made, here: Runner) -> None:
    """Nothing but the panel can delete such a file, so none is written."""
    try:
        before = own.client.read_shared(SharedFile.MIDDLEWARES)
    except PermissionDeniedError as error:
        pytest.skip(f"the key may not read the shared files: {error.message}")
    assert here("pull", "--shared").status in (0, 1)
    path = Path("apps/shared/middlewares.yml")
    assert path.read_text() == before
    change(path, "  middlewares:\n", "  middlewares:\n    traefiklint-test: {headers: {frameDeny: true}}\n")
    assert "`push --shared` pushes it" in here("status").out
    assert "shared/middlewares.yml: change" in here("push", "--shared", "--dry-run").out
    assert own.client.read_shared(SharedFile.MIDDLEWARES) == before


def test_it_is_shown_listed_and_its_token_is_renewed(own: Made, here: Runner) -> None:
    assert own.host in here("app", "show", own.app.app_name).out
    assert own.compose.app_name in here("app", "list", own.compose.app_name).out
    assert here("app", "refresh-token", own.app.app_name, "--yes").status == 0
    assert here("app", "mark-running", own.app.app_name).status == 0


def test_an_application_is_deleted_and_its_text_is_kept(own: Made, here: Runner) -> None:
    place = own.client.application(own.app.id).environment_id
    more = own.panel("application.create", name="more", appName=f"{own.app.name}-more", environmentId=place)
    name = more["appName"]
    ran = here("app", "delete", name, "--confirm", name)
    assert ran.status == 0, ran
    assert name not in {app.app_name for app in own.client.services().applications}


@pytest.mark.live
@pytest.mark.skipif(not TRAEFIK, reason="TRAEFIK_API_URL names no running Traefik, such as the end of an SSH tunnel")
def test_the_running_traefik_is_compared(own: Made, here: Runner) -> None:
    """It reads only."""
    ran = here("live", TRAEFIK, "--format", "json")
    assert ran.status in (0, 1), ran
    static = here("live", TRAEFIK, "--write-static", "seen.yml")
    assert (static.status in (0, 1), "entryPoints" in Path("seen.yml").read_text()) == (True, True)


def test_all_of_it_is_removed_after_a_failure_too(tmp_path: Path) -> None:
    with DokployServer(tmp_path) as server, Dokploy(server.url, server.key) as client:
        before = held(client)
        with pytest.raises(RuntimeError), made(server.url, server.key):
            assert held(client) != before
            raise RuntimeError
        assert held(client) == before


def test_a_key_that_may_make_nothing_is_told(tmp_path: Path) -> None:
    with DokployServer(tmp_path) as server:
        server.faults.fail("project.create", 401)
        with (
            pytest.raises(pytest.skip.Exception, match="the key may not make a project: 401"),
            made(server.url, server.key),
        ):
            pass
