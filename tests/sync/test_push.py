"""Push is fast-forward only, linted, planned, and proved."""

from __future__ import annotations

import os
import re
import signal
from typing import Any

import pytest

from tests.cli.running import Ran, run
from tests.dokploy_server import App, DokployServer
from tests.sync.conftest import Place, hand_written


@pytest.fixture
def edited(place: Place, shop: App) -> str:
    """The text of the shop, changed here since it was pulled."""
    place("pull")
    return place.edit(shop, "entryPoints: [web]", "entryPoints: [web]\n      priority: 7   # first")


def backups(place: Place) -> list[str]:
    return [path.read_text() for path in sorted((place.folder / ".traefiklint/backups").rglob("*.yml"))]


def test_a_local_change_is_written_and_proved(place: Place, server: DokployServer, shop: App, edited: str) -> None:
    ran = place("push", "--yes")
    assert ran.status == 0
    assert "+ http" not in ran.out
    assert "~ http.routers.hand-shop\n      + priority: 7" in ran.out
    assert server.text(shop) == edited
    assert backups(place) == [hand_written("shop")]
    assert place.state(shop) == "in sync"
    calls = [call.procedure for call in server.calls if call.application_id == shop.id]
    write = calls.index("application.updateTraefikConfig")
    assert calls[write - 1] == calls[write + 1] == "application.readTraefikConfig"


def test_a_dry_run_writes_nothing(place: Place, server: DokployServer, shop: App, edited: str) -> None:
    ran = place("push", "--dry-run")
    assert ran.status == 0
    assert "1 file to write" in ran.out
    assert server.text(shop) == hand_written("shop")
    assert backups(place) == []
    assert not any(call.procedure.startswith("application.update") for call in server.calls)


def test_a_panel_edit_since_the_pull_is_drift(place: Place, server: DokployServer, shop: App, edited: str) -> None:
    server.panel.add_domain(shop, "second.example.com")
    theirs = server.text(shop)
    ran = place("push", "--yes")
    assert ran.status == 1
    assert "the server holds what neither the last pull nor git knows: a domain was saved" in ran.out
    assert server.text(shop) == theirs
    assert place("push", "--yes", "--force").status == 0
    assert server.text(shop) == edited
    assert backups(place) == [theirs]


def test_any_version_that_git_knows_is_no_drift(place: Place, server: DokployServer, shop: App, edited: str) -> None:
    place.commit("one")
    old = edited
    place.edit(shop, "priority: 7", "priority: 8")
    place.commit("two")
    place.edit(shop, "priority: 8", "priority: 9")
    place.forget()
    server.put(shop, old)
    assert place("push", "--yes").status == 0
    assert "priority: 9" in (server.text(shop) or "")
    place.forget()
    server.put(shop, old + "\n")
    assert place("push", "--yes").status == 1, "one byte more is no version that git knows"


def test_a_version_of_another_branch_or_of_a_merge_counts(place: Place, server: DokployServer, shop: App) -> None:
    place("pull")
    place.commit("base")
    place.git("checkout", "-q", "-b", "side")
    place.edit(shop, "[web]", "[websecure]")
    place.commit("side")
    on_side = place.text(shop)
    place.git("checkout", "-q", "main")
    (place.folder / "other").write_text("x")
    place.commit("main goes on")
    place.git("merge", "-q", "--no-ff", "--no-commit", "side")
    in_merge = place.edit(shop, "in quotes", "in the merge only")
    place.git("commit", "-q", "-am", "merge")
    place.edit(shop, "in the merge only", "later")
    place.forget()
    for known in (on_side, in_merge):
        server.put(shop, known)
        assert place("push", "--dry-run").status == 0


def test_what_traefik_would_disable_is_refused(place: Place, server: DokployServer, shop: App, edited: str) -> None:
    place.edit(shop, "service: hand-shop", "service: nobody   # traefiklint: ignore[unknown-service] for now")
    ran = place("push", "--yes", "--force")
    assert ran.status == 1
    assert f"refused: {shop.app_name}.yml:6:16: " in ran.out
    assert "[unknown-service]" in ran.out
    assert server.text(shop) == hand_written("shop")


def test_what_traefik_would_reject_is_refused(place: Place, server: DokployServer, shop: App, edited: str) -> None:
    place.file(shop).write_text("http:\n  routers: {}\n  services: {}\n")
    ran = place("push", "--yes", "--force")
    assert ran.status == 1
    assert "Traefik would refuse every file of the server" in ran.out


def test_what_was_broken_before_does_not_stop_a_push(
    place: Place, server: DokployServer, shop: App, edited: str
) -> None:
    other = server.add_application("other", "http:\n  routers: {}\n")
    ran = place("push", "--yes", "shop")
    assert ran.status == 1, "it is written, and not served"
    assert "error: Traefik refuses the files, so it serves nothing that changed since" in ran.err
    assert "note: Traefik refuses the files already" in ran.out
    assert server.text(shop) == edited
    assert server.text(other) == "http:\n  routers: {}\n"


def test_the_shared_middlewares_of_the_server_are_known(place: Place, server: DokployServer, shop: App) -> None:
    place("pull")
    place.edit(shop, "entryPoints: [web]", "entryPoints: [web]\n      middlewares: [redirect-to-https]")
    assert place("push", "--yes").status == 0
    place.edit(shop, "redirect-to-https", "redirect-to-http")
    assert place("push", "--yes").status == 1


def test_applications_are_judged_by_their_own_server(place: Place, server: DokployServer) -> None:
    """A middleware of the Dokploy machine does not help a router on a remote server."""
    server.add_remote("far")
    near = server.add_application("near", hand_written("near") + "  middlewares:\n    m: {compress: {}}\n")
    far = server.add_application("far", hand_written("far"), server_id="far")
    place("pull")
    for app in (near, far):
        place.edit(app, "entryPoints: [web]", "entryPoints: [web]\n      middlewares: [m]")
    assert place("push", "--yes", "near").status == 0
    ran = place("push", "--yes", "far")
    assert ran.status == 1
    assert f"refused: {far.app_name}.yml" in ran.out


def test_only_the_reviewed_plan_is_carried_out(place: Place, server: DokployServer, shop: App, edited: str) -> None:
    plan = place.json("push", "--dry-run")
    assert place.json("push", "--dry-run")["hash"] == plan["hash"]
    place.edit(shop, "priority: 7", "priority: 8")
    ran = place("push", "--yes", "--plan-hash", plan["hash"])
    assert ran.status == 1
    assert "since it was reviewed" in ran.err
    assert server.text(shop) == hand_written("shop")
    place.edit(shop, "priority: 8", "priority: 7")
    assert place("push", "--yes", "--plan-hash", plan["hash"]).status == 0
    assert server.text(shop) == edited


def test_the_plan_says_everything_in_json_and_markdown(place: Place, shop: App, edited: str) -> None:
    plan = place.json("push", "--dry-run")
    (step,) = plan["steps"]
    assert (step["app"], step["id"], step["action"]) == (shop.app_name, shop.id, "change")
    assert step["changes"] == [
        {
            "action": "change",
            "object": "http.routers.hand-shop",
            "fields": [{"path": "priority", "after": 7}],
        }
    ]
    text = place("push", "--dry-run", "--format", "markdown").out
    assert plan["hash"] in text
    assert "- ~ `http.routers.hand-shop`" in text
    assert "+      priority: 7   # first" in text


def test_without_a_terminal_it_wants_a_yes(place: Place, server: DokployServer, shop: App, edited: str) -> None:
    ran = place("push")
    assert ran.status == 2
    assert "`--yes`" in ran.err
    assert server.text(shop) == hand_written("shop")


def test_losing_all_routers_wants_force(place: Place, server: DokployServer, shop: App) -> None:
    place("pull")
    place.file(shop).write_text("# switched off\n")
    ran = place("push", "--yes")
    assert ran.status == 1
    assert "loses all its routers" in ran.out
    assert place("push", "--yes", "--force").status == 0
    assert server.text(shop) == "# switched off\n"


def test_changing_many_applications_wants_force(place: Place, server: DokployServer) -> None:
    apps = [server.add_application(f"app{n}", hand_written(f"app{n}")) for n in range(12)]
    place("pull")
    for app in apps[:4]:
        place.edit(app, "[web]", "[websecure]")
    ran = place("push", "--yes")
    assert ran.status == 1
    assert "4 of 12 applications would change, more than 30%" in ran.out
    assert place("push", "--yes", apps[0].app_name, apps[1].app_name, apps[2].app_name).status == 0


@pytest.mark.parametrize(
    ("of", "changed", "refused"),
    [
        (9, 9, False),
        (10, 4, True),
        *(pytest.param(*row, marks=pytest.mark.slow) for row in ((9, 4, False), (10, 3, False), (11, 4, True))),
    ],
)
def test_three_tenths_of_ten_applications_may_change_and_all_of_nine(
    place: Place, server: DokployServer, of: int, changed: int, refused: bool
) -> None:
    apps = [server.add_application(f"app{number}", hand_written(f"app{number}")) for number in range(of)]
    place("pull")
    for app in apps[:changed]:
        place.edit(app, "[web]", "[websecure]")
    ran = place("push", "--dry-run")
    assert ran.status == int(refused), ran
    assert (f"{changed} of {of} applications would change, more than 30%" in ran.out) is refused


# Dokploy writes bytes, so a write can break off within a letter: what is read then ends with U+FFFD.
BROKEN_OFF = [b"# caf", b"# caf\xc3", b"# caf\xc3\xa9 \xf0\x9f", b"# caf\xc3\xa9 \xf0\x9f\x98"]


@pytest.mark.parametrize("end", BROKEN_OFF)
def test_a_write_that_breaks_off_within_a_letter_is_put_back(
    place: Place, server: DokployServer, shop: App, end: bytes
) -> None:
    place("pull")
    text = place.edit(shop, "# in quotes", "# café 😀")
    server.faults.truncate(text.encode().index(b"# caf") + len(end))
    ran = place("push", "--yes")
    assert ran.status == 1
    assert "restored – the server wrote only a part of the text; the old one stands again" in ran.out
    assert server.text(shop) == hand_written("shop")


@pytest.mark.slow
@pytest.mark.parametrize("end", BROKEN_OFF)
def test_what_broke_off_within_a_letter_is_completed_by_the_next_push(
    place: Place, server: DokployServer, shop: App, end: bytes
) -> None:
    place("pull")
    text = place.edit(shop, "# in quotes", "# café 😀")
    server.faults.truncate(text.encode().index(b"# caf") + len(end))
    server.faults.drop("application.readTraefikConfig", skip=2, times=None)
    assert place("push", "--yes").status == 1
    server.faults.clear()
    assert place.state(shop) == "half written"
    assert place("push", "--yes").status == 0
    assert server.text(shop) == text


def test_a_file_that_cannot_be_put_back_either_is_no_success(
    place: Place, server: DokployServer, shop: App, edited: str
) -> None:
    server.faults.truncate(60)
    server.faults.swallow(skip=1)
    ran = place("push", "--yes")
    assert ran.status == 1
    assert "the old one could not be put back; look at the server's disk" in ran.out + ran.err
    assert server.text(shop) == edited[:60]
    assert place.state(shop) == "half written"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the file is empty"),
        ("a: 1\na: 2\n", "stands twice"),
        ("a: 1\n---\nb: 2\n", "2 YAML documents"),
        ("{{ range $i := loop }}\na: 1\n{{ end }}\n", "the panel could not read the file"),
        ("\ta: 1\n", "the panel could not read the file"),
        ("- a\n", "the top level is no mapping"),
        pytest.param("a: '" + "\n\n" * 300_000 + "'\n", "1,048,576", marks=pytest.mark.slow),
    ],
)
def test_what_the_server_cannot_take_is_refused(
    place: Place, server: DokployServer, shop: App, text: str, reason: str
) -> None:
    place("pull")
    place.file(shop).write_text(text)
    ran = place("push", "--yes", "--force")
    assert ran.status == 1
    assert reason in ran.out
    assert server.text(shop) == hand_written("shop")


@pytest.mark.parametrize(
    ("text", "reason"),
    [("#" * 98_100 + "\n", "98,000"), ("# ä" + "#" * 40_000 + "\n", "32,768"), ("# \ufffd\n", "U+FFFD")],
)
def test_what_a_remote_server_would_lose_is_refused(
    place: Place, server: DokployServer, text: str, reason: str
) -> None:
    server.add_remote("far")
    far = server.add_application("far", hand_written("far"), server_id="far")
    place("pull")
    place.file(far).write_text(hand_written("far") + text)
    ran = place("push", "--yes", "--force")
    assert ran.status == 1
    assert reason in ran.out


def test_a_change_that_the_panel_will_undo_is_warned_of(place: Place, server: DokployServer) -> None:
    app = server.add_application("web")
    server.panel.add_domain(app, "web.example.com")
    place("pull")
    place.edit(app, "Host(`web.example.com`)", "Host(`www.example.com`)")
    ran = place("push", "--yes")
    assert ran.status == 0
    assert re.search(r"warning: `http.routers.web-\w+-router-1`: the panel writes this anew", ran.out)


def test_new_objects_come_before_their_users_and_go_after_them(place: Place, server: DokployServer) -> None:
    home = server.add_application("z-home", hand_written("home"))
    user = server.add_application("a-user", hand_written("user"))
    place("pull")
    place.edit(home, "  services:", "  middlewares:\n    fast: {compress: {}}\n  services:")
    place.edit(user, "entryPoints: [web]", "entryPoints: [web]\n      middlewares: [fast]")
    assert [step["app"] for step in place.json("push", "--dry-run")["steps"]] == [home.app_name, user.app_name]
    assert place("push", "--yes").status == 0
    place.edit(home, "  middlewares:\n    fast: {compress: {}}\n", "")
    place.edit(user, "\n      middlewares: [fast]", "")
    assert [step["app"] for step in place.json("push", "--dry-run")["steps"]] == [user.app_name, home.app_name]


def test_changes_that_cross_are_not_written_at_once(place: Place, server: DokployServer) -> None:
    a = server.add_application("a", hand_written("a") + "  middlewares:\n    old: {compress: {}}\n")
    b = server.add_application("b", hand_written("b").replace("[web]", "[web]\n      middlewares: [old]"))
    place("pull")
    place.edit(a, "    old:", "    new-a:")
    place.edit(a, "entryPoints: [web]", "entryPoints: [web]\n      middlewares: [new-b]")
    place.edit(b, "middlewares: [old]", "middlewares: []")
    place.file(b).write_text(place.text(b) + "  middlewares:\n    new-b: {compress: {}}\n")
    place.edit(b, "middlewares: []", "middlewares: [new-a]")
    ran = place("push", "--yes")
    assert ran.status == 1
    assert "need each other's change at the same moment" in ran.out


def test_a_file_without_an_application_is_told(place: Place, shop: App, edited: str) -> None:
    (place.folder / "apps/nobody.yml").write_text("http: {}\n")
    assert "`nobody.yml` belongs to no application" in place("push", "--dry-run").out
    assert "`nobody.yml` belongs to no application" in place("status").out


def test_a_new_file_can_be_pushed(place: Place, server: DokployServer) -> None:
    app = server.add_application("new")
    place.file(app).parent.mkdir()
    place.file(app).write_text(hand_written("new"))
    ran = place("push", "--yes")
    assert ran.status == 0
    assert f"{app.app_name}: create" in ran.out
    assert server.text(app) == hand_written("new")


def test_a_member_is_told_that_the_key_may_not_write(
    place: Place, server: DokployServer, shop: App, edited: str
) -> None:
    server.faults.fail(
        "application.updateTraefikConfig",
        401,
        body='{"message":"unauthorized to access resource \\"traefikFiles\\"","code":"UNAUTHORIZED",'
        '"data":{"code":"UNAUTHORIZED","httpStatus":401,"path":"application.updateTraefikConfig","zodError":null}}',
    )
    ran = place("push", "--yes")
    assert ran.status == 1
    assert "may not call `application.updateTraefikConfig`" in ran.err
    assert server.text(shop) == hand_written("shop")


@pytest.mark.slow
def test_on_a_terminal_it_asks(place: Place, server: DokployServer, shop: App, edited: str) -> None:
    assert at_a_terminal(place, "n\n", "push").status == 1
    assert server.text(shop) == hand_written("shop")
    ran = at_a_terminal(place, "y\n", "push")
    assert ran.status == 0, ran
    assert "Write 1 file to http://127.0.0.1" in ran.out
    assert server.text(shop) == edited


def at_a_terminal(place: Place, answer: str, *arguments: str) -> Ran:
    """Run the program in a pseudo-terminal, with an answer to its question."""
    import os
    import pty
    import sys

    seen = bytearray()

    def read(handle: int) -> bytes:
        data = os.read(handle, 65536)
        seen.extend(data)
        return b""

    child, handle = pty.fork()
    if child == 0:
        os.chdir(place.folder)
        os.execv(sys.executable, [sys.executable, "-m", "traefiklint", *arguments])
    asked = False
    while True:
        try:
            data = os.read(handle, 65536)
        except OSError:
            break
        if not data:
            break
        seen.extend(data)
        if b"[y/N]" in seen and not asked:
            asked = True
            os.write(handle, answer.encode())
    _, status = os.waitpid(child, 0)
    os.close(handle)
    return Ran(os.waitstatus_to_exitcode(status), seen.decode(), "")


def test_a_named_environment_is_another_server(place: Place, server: DokployServer, tmp_path_factory: Any) -> None:
    with DokployServer(tmp_path_factory.mktemp("staging"), key="staging-key-1") as staging:
        app = staging.add_application("shop", hand_written("shop"))
        (place.folder / "traefiklint.toml").write_text(
            f'[dokploy.environments.staging]\nurl = "{staging.url}"\ndirectory = "apps-staging"\n'
        )
        key = place.folder / "key"
        key.write_text("staging-key-1\n")
        ran = place("pull", "--environment", "staging", "--api-key-file", str(key))
        assert ran.status == 0, ran
        assert (place.folder / f"apps-staging/{app.app_name}.yml").exists()
        assert place("pull", "--environment", "stagin").status == 2


def test_the_program_runs_as_a_process(place: Place, server: DokployServer, shop: App, edited: str) -> None:
    ran = run("push", "--yes", "--verbose", folder=place.folder)
    assert (ran.status, server.text(shop)) == (0, edited)


def test_what_somebody_else_writes_at_the_same_moment_stands(
    place: Place, server: DokployServer, shop: App, edited: str
) -> None:
    theirs = hand_written("shop").replace("# in quotes", "# theirs")
    server.faults.run(lambda _: server.put(shop, theirs), "application.updateTraefikConfig", "after")
    ran = place("push", "--yes")
    assert ran.status == 1
    assert f"{shop.app_name}: overtaken" in ran.out
    assert "their text stands on the server and yours does not; run `pull`" in ran.err
    assert server.text(shop) == theirs
    assert place("pull").status == 0
    assert "priority: 7" in place.text(shop)


def test_a_change_in_the_panel_under_ours_is_told_even_when_another_came_on_top(
    place: Place, server: DokployServer, shop: App, edited: str
) -> None:
    redirect = lambda _: server.panel.add_redirect(shop, "^https?://a", "https://b")  # noqa: E731 - one call
    user = lambda _: server.panel.add_user(shop, "panel-user", "secret")  # noqa: E731 - one call
    server.faults.run(redirect, "application.updateTraefikConfig", "before")
    server.faults.run(user, "application.one", "before", skip=1)
    ran = place("push", "--yes")
    assert "redirect-shop" not in (server.text(shop) or "")
    assert f"auth-{shop.app_name}" in (server.text(shop) or "")
    assert ran.status == 1
    assert f"{shop.app_name}: overtaken" in ran.out
    assert "may lie under the new text; save that domain again in the panel, then run `pull`" in ran.err


def test_one_change_in_the_panel_on_top_of_ours_is_no_trouble(
    place: Place, server: DokployServer, shop: App, edited: str
) -> None:
    user = lambda _: server.panel.add_user(shop, "panel-user", "secret")  # noqa: E731 - one call
    server.faults.run(user, "application.one", "before", skip=1)
    ran = place("push", "--yes")
    assert ran.status == 0
    assert f"{shop.app_name}: done" in ran.out
    assert "priority: 7" in (server.text(shop) or "")
    assert f"auth-{shop.app_name}" in (server.text(shop) or "")


def test_an_interrupted_push_says_how_far_it_came(place: Place, server: DokployServer, shop: App, edited: str) -> None:
    interrupt = lambda _: os.kill(os.getpid(), signal.SIGINT)  # noqa: E731 - what Ctrl-C does
    server.faults.run(interrupt, "application.updateTraefikConfig", "after")
    ran = place("push", "--yes")
    assert ran.status == 130
    assert "stopping after the writes that are under way" in ran.err
    assert ran.out.endswith(f"{shop.app_name}: done\n")
    assert server.text(shop) == edited
    assert place("status").status == 0


def test_a_directory_that_is_not_there_is_no_success(place: Place, shop: App) -> None:
    ran = place("push", "--yes")
    assert ran.status == 2
    assert "run `pull` first, or set `directory`" in ran.err
    (place.folder / "apps").mkdir()
    ran = place("push", "--yes")
    assert ran.status == 0
    assert "`pull` brings them" in ran.err


def test_patterns_that_mean_nothing_are_no_success(place: Place, shop: App) -> None:
    place("pull")
    (place.folder / "traefiklint.toml").write_text('[dokploy]\napps = ["shpo"]\n')
    for command in (("status",), ("push", "--yes"), ("pull",), ("diff",)):
        ran = place(*command)
        assert ran.status == 2
        assert "means no application of this server" in ran.err
