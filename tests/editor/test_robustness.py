"""Whatever an editor does, and whatever happens around it: no crash, no stale finding, nothing left behind."""

from __future__ import annotations

import random
import subprocess
import sys
from concurrent.futures import Future
from pathlib import Path

import pytest
from lsprotocol import types as lsp

from tests.each import rows
from tests.editor.conftest import Open
from tests.editor.desk import COMPOSE, SHARED, SHOP, STATIC, Desk
from traefiklint import reading
from traefiklint.cli.server import SettingsPlanner
from traefiklint.editor import actions, completion, hover, lenses, navigation, renaming, symbols, tokens
from traefiklint.editor.positions import Here, Positions, changed
from traefiklint.editor.server import make
from traefiklint.engine import lint_texts

EVERYTHING = lsp.Range(lsp.Position(0, 0), lsp.Position(9999, 0))


def ask_everything(here: Here, offset: int) -> None:
    """Every question at a place."""
    completion.complete(here, offset)
    hover.hover(here, offset)
    navigation.define(here, offset)
    navigation.refer(here, offset)
    renaming.prepare(here, offset)
    symbols.outline(here)
    lenses.lenses(here)
    lenses.hints(here, EVERYTHING)
    tokens.tokens(here)
    actions.actions(here, EVERYTHING)


@pytest.mark.parametrize(
    ("name", "text"),
    [("apps/shop.yml", SHOP), ("compose.yml", COMPOSE), ("traefik.yml", STATIC), ("apps/shared.yml", SHARED)],
)
def test_every_question_has_an_answer_wherever_a_text_is_cut_off(desk: Desk, name: str, text: str) -> None:
    rng = random.Random(name)
    for _ in range(12):
        cut = rng.randrange(len(text))
        broken = text[:cut] + rng.choice(["", "\t", "[", "{{ x }}", "\x00", "'", "🙂", "\r", "\udce4", ": ", "- "])
        desk.workspace.opened(desk.path(name), broken)
        found = desk.workspace.view_of(desk.path(name))
        if found is not None:
            ask_everything(desk.here(name), rng.randrange(len(broken) + 1))
    desk.workspace.opened(desk.path(name), text)
    assert desk.news().get(name, []) == []


@rows("encoding", ["utf-16", "utf-8", "utf-32"])
def test_edits_of_every_kind_leave_the_text_that_the_editor_has(encoding: str) -> None:
    rng = random.Random(5)
    text = "a🙂b\r\nc\n\x0bd\u2028e\n"
    for _ in range(300):
        place = Positions("a.yml", text, encoding)
        start = rng.randrange(len(text) + 1)
        end = min(len(text), start + rng.randrange(4))
        if "\r\n" in (text[max(start - 1, 0) : start + 1], text[max(end - 1, 0) : end + 1]):
            continue  # no editor stands inside of a line break
        piece = rng.choice(["", "x", "🙂", "\n", "\r\n", "ä: ", "\u2028"])
        edit = lsp.TextDocumentContentChangePartial(place.range(start, end), piece)
        wanted = text[:start] + piece + text[end:]
        assert changed("a.yml", text, [edit], encoding) == wanted
        text = wanted


def test_places_outside_of_the_text_are_taken_to_its_end() -> None:
    far = lsp.Range(lsp.Position(0, 99), lsp.Position(99, 99))
    assert changed("a.yml", "ab\ncd", [lsp.TextDocumentContentChangePartial(far, "X")]) == "abX"
    assert changed("a.yml", "", [lsp.TextDocumentContentChangePartial(far, "X")]) == "X"


@pytest.mark.slow
def test_a_thousand_edits_end_where_one_look_would(desk: Desk) -> None:
    rng = random.Random(3)
    text = SHOP
    for number in range(1000):
        at = rng.randrange(len(SHOP))
        text = SHOP[:at] + rng.choice(["x", "", ": ", "\n", "["]) + SHOP[at + rng.randrange(2) :]
        desk.workspace.opened(desk.path("apps/shop.yml"), text, number)
        if number % 50 == 0:
            desk.news()
    here = desk.here("apps/shop.yml")
    fresh = lint_texts(dict(here.view.files), here.view.options, here.view.projects).findings
    assert here.view.report.findings == fresh


def test_closed_documents_leave_nothing_behind(desk: Desk) -> None:
    names = ["apps/shop.yml", "apps/shared.yml", "compose.yml", "apps/new.yml", "elsewhere.yml"]
    for name in names:
        desk.workspace.opened(desk.path(name), SHOP.replace("/cart", "cart"))
    desk.news()
    for name in names:
        desk.workspace.closed(desk.path(name))
    news = desk.news()
    assert news and not any(news.values())
    assert reading.UNSAVED == {}
    assert desk.workspace.open == {}


def test_a_folder_that_is_gone_says_nothing_any_more(desk: Desk) -> None:
    desk.type("apps/shop.yml", SHOP.replace("/cart", "cart"))
    assert desk.news() != {}
    desk.workspace.closed(desk.path("apps/shop.yml"))
    for path in sorted((desk.folder / "apps").iterdir()):
        path.unlink()
        desk.workspace.on_disk([str(path)])
    (desk.folder / "apps").rmdir()
    desk.workspace.look()
    assert desk.news()["apps/shop.yml"] == []


def test_a_workspace_that_does_not_exist_is_empty(desk_of: Open) -> None:
    desk = desk_of({})
    desk.workspace.roots_changed([desk.path("nowhere")], [])
    assert desk.news() == {}
    assert desk.workspace.failures() == []


def test_what_was_said_is_not_kept() -> None:
    """pygls 2.1 keeps every notification; a day of typing would be all in memory."""
    server = make(SettingsPlanner())
    said: Future[None] = Future()
    said.set_result(None)
    waiting: Future[None] = Future()
    server.protocol._request_futures |= {"said": said, "waiting": waiting}
    server.judge()
    assert server.protocol._request_futures == {"waiting": waiting}


def started(folder: Path) -> subprocess.Popen[bytes]:
    """A server without an editor."""
    command = [sys.executable, "-m", "traefiklint", "server"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder)


def test_without_its_packages_the_server_says_what_to_install(tmp_path: Path) -> None:
    lines = ("import sys", "sys.modules['lsprotocol'] = None", "from traefiklint.__main__ import main")
    code = "\n".join((*lines, "sys.exit(main(['server']))"))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 2
    assert "pip install 'traefiklint[server]'" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("said", [b"", b"Content-Length: 10\r\n\r\nnonsense!!Content-Length: 999\r\n\r\n{"])
def test_a_client_that_dies_takes_the_server_with_it(tmp_path: Path, said: bytes) -> None:
    server = started(tmp_path)
    _, err = server.communicate(said, timeout=600)
    assert server.returncode == 0
    assert b"Traceback" not in err
