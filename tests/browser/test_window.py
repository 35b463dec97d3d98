"""The instrument itself: what it must notice, it notices."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.window import Look, Window

PAGE = "<!doctype html><html lang=en><head><meta charset=utf-8><title>A page</title></head><body>{}</body></html>"


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a page with this body."""

    def write(body: str) -> Path:
        path = tmp_path / "page.html"
        path.write_text(PAGE.format(body), "utf-8")
        return path

    return write


def forgive(window: Window) -> tuple[list[str], list[str]]:
    """What was noticed; the window counts as clean after that."""
    noticed = window.errors[:], window.left[:]
    window.errors.clear()
    window.left.clear()
    return noticed


def test_requests_that_leave_and_errors_of_scripts_are_noticed(browse, written) -> None:
    ask = "fetch('https://example.com/a').catch(() => document.title = 'refused')"
    window = browse(written(f"<main><h1>x</h1></main><script>console.error('odd'); {ask}; nothing()</script>"))
    window.page.wait_for_function("document.title === 'refused'")
    errors, left = forgive(window)
    assert left == ["https://example.com/a"]
    assert errors[0] == "odd"
    assert any("nothing is not defined" in error for error in errors)


def test_axe_notices_what_no_screen_reader_can_read(browse, written) -> None:
    assert browse(written("<main><h1>Well</h1><p>read</p></main>")).violations() == []
    (found,) = browse(
        written('<main><h1>Well</h1><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></main>')
    ).violations()
    assert found.startswith("image-alt:")


@pytest.mark.parametrize(("look", "width", "dark"), [
    (Look.LIGHT, 1280, False), (Look.DARK, 1280, True), (Look.PHONE, 390, False),
])  # fmt: skip
def test_a_page_is_looked_at_in_three_ways(browse, written, look: Look, width: int, dark: bool) -> None:
    head = "<meta name=viewport content='width=device-width'>"
    window = browse(written(f"{head}<main><h1>Wide</h1><div style='width: 700px'>wide</div></main>"), look)
    assert window.page.evaluate("document.documentElement.clientWidth") == width
    assert window.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") is dark
    assert (window.overflow() > 0) is (look is Look.PHONE)


def test_a_folder_is_served(browse, serve, written) -> None:
    window = browse(serve(written("<main><h1>Served</h1></main>").parent) + "page.html")
    assert window.page.inner_text("h1") == "Served"
