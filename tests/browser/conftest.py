"""A real browser for the tests of what people look at: `make test-browser`, or these tests skip and say why.

`browse(target, look)` opens a window; when its test ends, nothing may have been wrong in it and no request have left.
`serve(folder)` gives the URL of a folder, for pages that want a server. `picture(window, name)` is kept under
docs/pictures by `make pictures`.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

import pytest

from tests.browser.window import PATIENCE, Look, Window

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
LARGEST = 150_000
"""Bytes of a picture: every clone of the repository carries it."""

_FLAGS = [
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage", "--disable-gpu",
    "--disable-quic", "--disable-sync", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]  # fmt: skip


# Of the package, not of the session: while Playwright runs, no test of this process may run an event loop of its own.
@pytest.fixture(scope="package")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """The Chromium of this machine, with a profile and a home of its own."""
    api = pytest.importorskip("playwright.sync_api", reason="needs Playwright: `make test-browser` installs it")
    pytest.importorskip("axe_playwright_python", reason="needs axe: `make test-browser` installs it")
    if (program := which("chromium")) is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    home = os.environ | {"HOME": str(tmp_path_factory.mktemp("home"))}
    with api.sync_playwright() as playwright:
        try:
            running = playwright.chromium.launch(executable_path=program, args=_FLAGS, env=home, timeout=PATIENCE)
        except api.Error as error:
            pytest.skip(f"Chromium does not start here: {error}")
        with running:
            yield running


@pytest.fixture
def browse(browser: Browser) -> Iterator[Callable[..., Window]]:
    """Opens a file or a URL in a window of its own."""
    windows: list[Window] = []

    def open_one(target: Path | str, look: Look = Look.LIGHT) -> Window:
        windows.append(Window.open(browser, target, look))
        return windows[-1]

    yield open_one
    for window in windows:
        window.page.context.close()
    assert [error for window in windows for error in window.errors] == []
    assert [url for window in windows for url in window.left] == []


@pytest.fixture
def serve() -> Iterator[Callable[[Path], str]]:
    """Serves a folder on this machine, and gives its URL."""
    servers: list[ThreadingHTTPServer] = []

    def serve_one(folder: Path) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/"

    yield serve_one
    for server in servers:
        server.shutdown()
        server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def picture() -> Callable[..., None]:
    """Keeps what a window or an element of it shows, when pictures are asked for."""

    def take(window: Window, name: str, of: Locator | None = None) -> None:
        if not os.environ.get("TRAEFIKLINT_PICTURES"):
            return
        shot = (of or window.page).screenshot(animations="disabled")
        assert len(shot) <= LARGEST, f"{name}.png has {len(shot)} bytes: show less of the page"
        PICTURES.mkdir(parents=True, exist_ok=True)
        (PICTURES / f"{name}.png").write_bytes(shot)

    return take
