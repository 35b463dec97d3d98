"""One window of a real browser: how it looks at a page, what went wrong in it, and which requests wanted to leave."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Route

PATIENCE = 600_000
"""Milliseconds: a guard against a hang. Nothing comes near it on a machine that is merely slow."""

_ERRANDS = frozenset({"file", "data", "blob", "about"})
"""What stays on this machine; so does what is asked of its own address."""


class Look(Enum):
    """How a page is looked at."""

    LIGHT = 1280, 860, "light"
    DARK = 1280, 860, "dark"
    PHONE = 390, 844, "light"

    @property
    def options(self) -> dict[str, Any]:
        """What Playwright calls a context that looks so."""
        width, height, scheme = self.value
        phone = self is Look.PHONE
        size = {"width": width, "height": height}
        return {"viewport": size, "color_scheme": scheme, "is_mobile": phone, "has_touch": phone}


@dataclass
class Window:
    """A page, and what nobody wants to see of it: `errors` of its console and its scripts, requests that `left`."""

    page: Page
    errors: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @classmethod
    def open(cls, browser: Browser, target: Path | str, look: Look = Look.LIGHT) -> Window:
        """A window of its own (no cookies, no storage of another) that has loaded a file or a URL.

        No request reaches a network: those that are not for this machine are noted in `left`, and refused.
        """
        context = browser.new_context(service_workers="block", reduced_motion="reduce", locale="en-GB", **look.options)
        context.set_default_timeout(PATIENCE)
        window = cls(context.new_page())
        context.route("**/*", window._let_pass_what_stays)
        window.page.on("console", window._note_console)
        window.page.on("pageerror", lambda error: window.errors.append(str(error)))
        window.page.goto(target.absolute().as_uri() if isinstance(target, Path) else target)
        return window

    def _let_pass_what_stays(self, route: Route) -> None:
        url = urlsplit(route.request.url)
        if url.scheme in _ERRANDS or url.hostname == "127.0.0.1":
            route.continue_()
        else:
            self.left.append(route.request.url)
            route.abort()

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(message.text)

    def violations(self) -> list[str]:
        """What axe, which knows the rules for screen readers and keyboards, has against the page as it stands."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page).response["violations"]
        return [f"{one['id']}: {one['help']}: {node['html'][:200]}" for one in found for node in one["nodes"]]

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window: more than 0, and a phone scrolls sideways."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
