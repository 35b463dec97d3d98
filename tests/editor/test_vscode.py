"""A real VS Code with the packaged extension: code-server in Chromium. `make test-vscode` fetches what it needs;
without that this is skipped."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.editor.desk import broken_workspace

if TYPE_CHECKING:
    from playwright.sync_api import Page

PROGRAM, EXTENSION = os.environ.get("CODE_SERVER", ""), os.environ.get("EXTENSION", "")
PICTURES = os.environ.get("PICTURES", "")
"""Where pictures are kept for the extension's page; nowhere where it is empty."""
PATIENCE = 180

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (PROGRAM and EXTENSION), reason="needs VS Code's server: `make test-vscode`"),
]


class Code:
    """VS Code with a document, and the keys that its user presses."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page = page
        self.folder = folder

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def shows(self, selector: str, words: str = "") -> None:
        """Wait until something is shown that says this."""
        self.page.locator(selector, has_text=words).first.wait_for(timeout=PATIENCE * 1000)

    def goto(self, line: int, column: int) -> None:
        self.press("Escape", "Control+g")
        self.shows(".quick-input-widget input")
        self.page.keyboard.type(f"{line}:{column}")
        self.press("Enter")
        self.page.locator(".quick-input-widget").first.wait_for(state="hidden", timeout=PATIENCE * 1000)

    def saved(self, name: str, holds: Callable[[str], bool]) -> str:
        """The text of a file, once it is as it should be."""
        last = time.monotonic() + PATIENCE
        while not holds(text := (self.folder / name).read_text()):
            assert time.monotonic() < last, text
            self.press("Control+s")
            self.page.wait_for_timeout(500)
        return text

    def picture(self, name: str) -> None:
        if PICTURES:
            self.page.wait_for_timeout(1000)
            self.page.screenshot(path=Path(PICTURES, f"{name}.png"))


@pytest.fixture
def code(tmp_path: Path) -> Iterator[Code]:
    """VS Code over a copy of a broken workspace."""
    api = pytest.importorskip("playwright.sync_api", reason="needs Playwright: `make test-browser` installs it")
    chromium = which("chromium")
    if chromium is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    folder = tmp_path / "workspace"
    broken_workspace(folder)
    command = [PROGRAM, f"--user-data-dir={tmp_path / 'data'}", f"--extensions-dir={tmp_path / 'extensions'}"]
    _settle(tmp_path / "data")
    environment = os.environ | {"HOME": str(tmp_path)}
    subprocess.run([*command, "--install-extension", EXTENSION], env=environment, check=True, capture_output=True)
    port = _free_port()
    more = [f"--bind-addr=127.0.0.1:{port}", "--auth=none", "--disable-telemetry", "--disable-update-check"]
    server = subprocess.Popen([*command, *more], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        with (
            api.sync_playwright() as playwright,
            playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]) as browser,
        ):
            page = browser.new_page(viewport={"width": 1100, "height": 640})
            opened = quote(json.dumps([["openFile", f"vscode-remote://127.0.0.1:{port}{folder}/apps/shop.yml"]]))
            page.goto(f"http://127.0.0.1:{port}/?folder={folder}&payload={opened}", timeout=PATIENCE * 1000)
            yield Code(page, folder)
    finally:
        server.terminate()
        server.wait()


def _settle(data: Path) -> None:
    """Settings of a VS Code that asks nobody anything."""
    (data / "User").mkdir(parents=True)
    (data / "Machine").mkdir()
    given = {
        "workbench.startupEditor": "none",
        "workbench.colorTheme": "Default Light Modern",
        "workbench.secondarySideBar.defaultVisibility": "hidden",
        "security.workspace.trust.enabled": False,
        "telemetry.telemetryLevel": "off",
        "chat.disableAIFeatures": True,
        "editor.minimap.enabled": False,
    }
    (data / "User/settings.json").write_text(json.dumps(given))
    started = {"traefiklint.command": [sys.executable, "-m", "traefiklint", "server"]}
    (data / "Machine/settings.json").write_text(json.dumps(started))


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    last = time.monotonic() + PATIENCE
    while time.monotonic() < last:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("code-server does not start")


def test_a_broken_file_is_worked_on_in_vs_code(code: Code) -> None:
    code.shows(".squiggly-error")
    code.shows(".monaco-editor", "on websecure")
    code.shows(".codelens-decoration", "1 router uses this")
    code.goto(5, 22)
    code.press("Control+Shift+m")
    code.shows(".markers-panel", "Middleware `auht` does not exist; did you mean `auth`?")
    code.shows(".markers-panel", "rule-path-without-slash")

    code.goto(4, 54)
    code.press("Control+k", "Control+i")
    code.shows(".monaco-hover", "Traefik disables this router")
    code.picture("problems")

    code.goto(4, 54)
    code.press("Control+.")
    code.page.locator(".action-widget .monaco-list-row", has_text="Write `/cart`").first.click(timeout=PATIENCE * 1000)
    code.saved("apps/shop.yml", lambda text: "PathPrefix(`/cart`)" in text)

    code.goto(5, 21)
    code.press("Control+Delete", "Control+Space")
    code.shows(".suggest-widget", "auth")
    code.picture("completion")
    code.press("Enter")
    code.saved("apps/shop.yml", lambda text: "middlewares: [auth]" in text)

    code.goto(5, 22)
    code.press("Control+k", "Control+i")
    code.shows(".monaco-hover", "Without it 2 routers would stop")
    code.picture("hover")

    code.goto(5, 22)
    code.press("F2")
    field = code.page.locator(".rename-box input")
    field.fill("login", timeout=PATIENCE * 1000)
    field.press("Enter")
    code.saved("apps/shop.yml", lambda text: "middlewares: [login]" in text)
    code.press("Control+k", "s")
    code.saved("apps/shared.yml", lambda text: "    login:\n" in text)
    code.saved("compose.yml", lambda text: "middlewares=login@file" in text)
