"""The panel's own truth: where its domains and the files disagree, somebody says so."""

from __future__ import annotations

import pytest

from tests.dokploy_server import DIALECTS, App, DokployServer
from tests.sync.conftest import Place, hand_written

pytestmark = pytest.mark.slow


@pytest.fixture
def web(server: DokployServer) -> App:
    """An application with a domain."""
    app = server.add_application("web")
    server.panel.add_domain(app, "web.example.com", https=True, certificateType="letsencrypt")
    return app


def test_a_file_that_agrees_with_the_panel_is_in_sync(place: Place, server: DokployServer, web: App) -> None:
    server.panel.add_domain(web, "Path.example.com", path="/api")
    server.panel.add_domain(web, "custom.example.com", customEntrypoint="internal", https=True)
    server.add_application("other")
    place("pull")
    ran = place("status")
    assert ran.status == 0, ran


@pytest.mark.parametrize("others", [0, 2], ids=["alone", "among others"])
@pytest.mark.parametrize("dialect", ["real", "v0.28"])
def test_a_domain_that_a_push_overtook_is_told_for_ever(
    place: Place, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, dialect: str, others: int
) -> None:
    with DokployServer(tmp_path_factory.mktemp("other"), dialect=DIALECTS[dialect]) as server:
        monkeypatch.setenv("DOKPLOY_URL", server.url)
        for number in range(others):
            server.add_application(f"other-{number}", hand_written(f"other-{number}"))
        app = server.add_application("web")
        (domain,) = [server.panel.add_domain(app, "web.example.com")]
        place("pull")
        text = server.text(app) or ""
        server.panel.update_domain(domain, host="new.example.com")
        server.put(app, text)
        ran = place("status")
        assert ran.status == 1
        router = f"{app.app_name}-router-1"
        said = f"the panel says `new.example.com`, the file says `Host(`web.example.com`)` (router `{router}`)"
        assert said in ran.out
        assert "save the domain again in the panel, then run `pull`" in ran.out
        (told,) = [one["panel"] for one in place.json("status")["apps"] if one["app"] == app.app_name]
        assert told == [said]
        assert said in place("push", "--yes").out
        server.panel.update_domain(domain)
        place("pull")
        assert place("status").status == 0


def test_domains_that_are_off_deleted_or_missing_are_told_apart(place: Place, server: DokployServer, web: App) -> None:
    off = server.panel.add_domain(web, "off.example.com")
    deleted = server.panel.add_domain(web, "deleted.example.com")
    text = server.text(web) or ""
    server.panel.update_domain(off, enabled=False)
    server.panel.delete_domain(deleted)
    server.put(web, text)
    bare = server.add_application("bare")
    server.panel.add_domain(bare, "bare.example.com")
    server.path(bare).unlink()
    place("pull")
    out = place("status").out
    assert f"the panel has switched `off.example.com` off, and the file still has its router `{web.app_name}" in out
    assert f"the file has the router `{web.app_name}-router-3` (`Host(`deleted.example.com`)`)" in out
    assert f"the panel says `bare.example.com`, and the file has no router `{bare.app_name}-router-4` for it" in out


def test_a_domain_that_has_lost_one_of_its_two_routers_is_told_among_others(
    place: Place, server: DokployServer, web: App
) -> None:
    server.add_application("other")
    text = server.text(web) or ""
    plain = f"    {web.app_name}-router-1:\n"
    begin = text.index(plain)
    end = text.index(f"    {web.app_name}-router-websecure-1:\n")
    server.put(web, text[:begin] + text[end:])
    place("pull")
    said = f"the panel says `web.example.com`, and the file has no router `{web.app_name}-router-1` for it"
    assert said in place("status").out


def test_only_the_applications_that_differ_cost_a_request(place: Place, server: DokployServer) -> None:
    for number in range(6):
        app = server.add_application(f"web{number}")
        domain = server.panel.add_domain(app, f"web{number}.example.com")
    place("pull")
    server.world.domains[domain["domainId"]]["host"] = "else.example.com"
    server.calls.clear()
    assert place("status").status == 1
    procedures = [call.procedure for call in server.calls]
    assert procedures.count("overview.domains") == 1
    assert procedures.count("application.one") == 1


def test_a_file_that_the_panel_took_away_does_not_stop_the_others(place: Place, server: DokployServer) -> None:
    web, other = server.add_application("web"), server.add_application("other", hand_written("other"))
    domain = server.panel.add_domain(web, "web.example.com")
    place("pull")
    place.commit()
    server.panel.update_domain(domain, enabled=False)
    assert server.text(web) is None
    for fresh in (False, True):
        if fresh:
            place.commit()
            place.forget()
        text = place.edit(
            other, "entryPoints: [web]" if not fresh else "priority: 1", "priority: 1" if not fresh else "priority: 2"
        )
        ran = place("push", "--yes")
        assert ran.status == 0, ran
        assert "delete the file here, or `push " in ran.out
        assert server.text(web) is None
        assert server.text(other) == text
    ran = place("status")
    assert ran.status == 1
    place("push", "--yes", "--force", "web")
    assert "web.example.com" in (server.text(web) or "")


def test_what_to_do_about_a_file_that_is_gone_is_said(place: Place, server: DokployServer, web: App) -> None:
    place("pull")
    (domain,) = server.world.domains.values()
    server.panel.delete_domain(domain)
    for command in ("pull", "status"):
        out = place(command).out
        assert "its last domain was removed or switched off in the panel" in out
        assert f"`push {web.app_name} --force`" in out
        assert "cannot be reached" not in out


def test_a_push_is_held_up_by_the_domains_that_it_takes_and_by_no_others(place: Place, server: DokployServer) -> None:
    app = server.add_application("web")
    for name in ("one", "two", "three"):
        server.panel.add_domain(app, f"{name}.example.com")
    server.put(app, (server.text(app) or "").replace("-router-2:", "-by-hand:"))
    place("pull")
    place.edit(app, "Host(`one.example.com`)", "Host(`one.example.net`)")
    place.edit(app, "-router-3:", "-by-hand-too:")
    ran = place("push", "--yes")
    assert ran.status == 1
    assert "1 file to write (1 added, 1 changed, 1 removed)" in ran.out
    against = [line for line in ran.out.splitlines() if "the panel says" in line]
    said = f"the panel says `three.example.com`, and the file has no router `{app.app_name}-router-3` for it"
    assert against == [f"needs --force: {app.app_name}: {said}"], "not what was so before, nor a rule written anew"


@pytest.mark.parametrize(
    ("domain", "rule"), [("web.example.com", "Host(`web.example.com`)"), ("WEB.example.com", "Host(`Web.Example.com`)")]
)
def test_a_rule_written_by_hand_agrees_with_the_panel_where_it_names_the_host(
    place: Place, server: DokployServer, domain: str, rule: str
) -> None:
    app = server.add_application("web")
    server.panel.add_domain(app, domain)
    text = server.text(app) or ""
    (written,) = [line for line in text.splitlines() if "rule:" in line]
    for said in (rule, f"{rule} && Method(`GET`)"):
        server.put(app, text.replace(written, f"      rule: {said}"))
        place("pull")
        assert place("status").status == 0
    server.put(app, text.replace(written, f"      rule: {rule} && PathPrefix(`/only`)"))
    place("pull")
    assert "the file says `" in place("status").out
