"""Somebody works in the panel while a push runs. Whatever the order, the panel's change is never lost in silence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.running import Runner
from tests.dokploy_server import App, DokployServer
from tests.dokploy_server.faults import Call
from tests.effort import often
from tests.sync.conftest import Place, hand_written

pytestmark = pytest.mark.slow

HOST = "panel.example.com"
moments = st.tuples(st.integers(0, 25), st.sampled_from(["before", "after"]))


def add_domain(server: DokployServer, app: App) -> None:
    server.panel.add_domain(app, HOST)


def add_redirect(server: DokployServer, app: App) -> None:
    server.panel.add_redirect(app, f"^https?://{HOST}", "https://x")


def add_user(server: DokployServer, app: App) -> None:
    server.panel.add_user(app, "panel-user", "secret")


edits = st.tuples(moments, st.integers(0, 2), st.sampled_from([add_domain, add_redirect, add_user]))


def sign(app: App, edit: Callable[..., None]) -> str:
    """What stands in the file as long as the panel's change is in it."""
    return {add_domain: HOST, add_redirect: f"redirect-{app.app_name}-", add_user: f"auth-{app.app_name}"}[edit]


def test_changes_in_the_panel_are_kept_or_told(
    tmp_path_factory: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever happens in the panel between the requests of a push is in the file afterwards, or the push says so."""

    @given(st.lists(edits, min_size=1, max_size=3))
    @settings(max_examples=often(50), deadline=None, suppress_health_check=list(HealthCheck))
    def at(planned: list[tuple[tuple[int, str], int, Callable[..., None]]]) -> None:
        with DokployServer(tmp_path_factory.mktemp("server")) as server:
            place, apps = prepared(server, tmp_path_factory.mktemp("here"), monkeypatch, capsys)
            done: list[tuple[App, Callable[..., None]]] = []
            for (number, when), which, edit in planned:
                server.faults.run(panel(server, apps[which], edit, done), when=when, skip=number)  # type: ignore[arg-type]
            ran = place("push", "--yes")
            for app, edit in done:
                if sign(app, edit) not in (server.text(app) or ""):
                    assert ran.status == 1
                    assert f"{app.app_name}: overtaken" in ran.out
                    assert "run `pull`" in ran.out
            for app in apps:
                assert (server.text(app) or "").count(f"hand-{app.name}") >= 3, "our own objects are never lost either"

    at()


def panel(server: DokployServer, app: App, edit: Callable[..., None], done: list[Any]) -> Callable[[object], None]:
    """Somebody's hand in the panel, noted when it has done its work; nothing else happens to files meanwhile.

    Two saves at the very same moment undo each other without anybody's help, and between the file and the database of
    one save a whole write of ours would fit, if the machine let the panel wait for so long.
    """

    def work(_: object) -> None:
        with server.disk.lock:
            edit(server, app)
            done.append((app, edit))

    return work


def test_a_text_from_the_panels_editor_is_kept_or_told(
    tmp_path_factory: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The editor leaves no trace but the text. Only between the last read and the write, which follow each other at
    once, can nobody see it; at every other moment it stands afterwards."""

    @given(moments)
    @settings(max_examples=often(25), deadline=None, suppress_health_check=list(HealthCheck))
    def at(moment: tuple[int, str]) -> None:
        with DokployServer(tmp_path_factory.mktemp("server")) as server:
            place, (app, *_) = prepared(server, tmp_path_factory.mktemp("here"), monkeypatch, capsys)
            theirs = hand_written("theirs")
            seen: list[bool] = []

            def editor(during: Call) -> None:
                with server.disk.lock:  # or a read that is not among the calls could be over before the text is there
                    calls = [call.procedure for call in server.calls if call.application_id == app.id]
                    own = during.application_id == app.id
                    seen.append(in_the_gap(calls, moment[1]) if own else maybe_in_the_gap(calls))
                    server.put(app, theirs)

            server.faults.run(editor, when=moment[1], skip=moment[0])  # type: ignore[arg-type]
            ran = place("push", "--yes")
            if seen and not seen[0]:
                assert server.text(app) == theirs
                written = [call.procedure for call in server.calls].count("application.updateTraefikConfig")
                assert ran.status == 1 or written == 3

    at()


def in_the_gap(calls: list[str], when: str) -> bool:
    """Whether the last read of the old text is over and the write has not happened: its sign is two reads behind."""
    reads = calls.count("application.readTraefikConfig")
    writes = calls.count("application.updateTraefikConfig")
    if calls[-1:] == ["application.updateTraefikConfig"]:
        return when == "before"
    return reads == 2 and writes == 0 and (when == "after" or calls[-1] != "application.readTraefikConfig")


def maybe_in_the_gap(calls: list[str]) -> bool:
    """The same at a moment in the write of another file, which runs beside: how far a call has come, nobody knows."""
    return calls.count("application.readTraefikConfig") == 2


def prepared(
    server: DokployServer, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[Place, list[App]]:
    """Three applications, each with a change waiting."""
    apps = [server.add_application(f"app{n}", hand_written(f"app{n}")) for n in range(3)]
    monkeypatch.chdir(folder)
    monkeypatch.setenv("DOKPLOY_URL", server.url)
    monkeypatch.setenv("DOKPLOY_API_KEY", server.key)
    place = Place(folder, server, Runner(folder, capsys))
    assert place("pull").status == 0
    for app in apps:
        place.edit(app, "entryPoints: [web]", "entryPoints: [web]\n      priority: 7   # first")
    server.calls.clear()
    return place, apps
