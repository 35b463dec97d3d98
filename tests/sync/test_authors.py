"""Who changed a file on the server shows in the shape of the change. The files are what a panel makes of them."""

from __future__ import annotations

import pytest

from tests.dokploy_server import App, DokployServer
from tests.sync.conftest import hand_written
from traefiklint.sync.authors import DOMAIN, REPRINT, SOMEBODY, UNKNOWN, author, is_reprint


@pytest.fixture
def panel_app(server: DokployServer) -> App:
    """An application with a domain of the panel and a router of our own."""
    app = server.add_application("shop", hand_written("shop"))
    server.panel.add_domain(app, "shop.example.com", https=True, path="/api", stripPath=True)
    return app


def text(server: DokployServer, app: App) -> str:
    found = server.text(app)
    assert found is not None
    return found


def test_what_the_panel_prints_is_known(server: DokployServer, panel_app: App) -> None:
    assert is_reprint(text(server, panel_app))
    for other in (hand_written("x"), "a: 1", "a: 1\r\n", "a: [b]\n", "a: 1\n\nb: 2\n", "a: 1 # c\n"):
        assert not is_reprint(other)
    assert is_reprint("note: |\n  any [text]\n  # in a block\nx: []\n")


def test_a_saved_domain(server: DokployServer, panel_app: App) -> None:
    before = text(server, panel_app)
    server.panel.add_domain(panel_app, "two.example.com")
    assert author(panel_app.app_name, before, text(server, panel_app)) == DOMAIN


def test_a_domain_saved_without_a_change_prints_the_file_again(server: DokployServer, panel_app: App) -> None:
    (domain,) = server.world.domains.values()
    before = "# ours\n" + text(server, panel_app)
    server.put(panel_app, before)
    server.panel.update_domain(domain)
    assert author(panel_app.app_name, before, text(server, panel_app)) == REPRINT


def test_the_redirect_button_and_its_way_back(server: DokployServer, panel_app: App) -> None:
    before = text(server, panel_app)
    row = server.panel.add_redirect(panel_app, "^a", "b")
    during = text(server, panel_app)
    assert author(panel_app.app_name, before, during).startswith("a redirect was added in the panel")
    server.panel.delete_redirect(row)
    assert author(panel_app.app_name, during, text(server, panel_app)).startswith("a redirect was removed")


def test_the_basic_auth_button(server: DokployServer, panel_app: App) -> None:
    before = text(server, panel_app)
    server.panel.add_user(panel_app, "admin", "secret")
    assert author(panel_app.app_name, before, text(server, panel_app)).startswith("basic auth was added in the panel")


def test_somebody_at_the_file(server: DokployServer, panel_app: App) -> None:
    before = text(server, panel_app)
    assert author(panel_app.app_name, before, before.replace("http://shop:3000", "http://else:1")) == SOMEBODY
    assert author(panel_app.app_name, before, "# hello\n" + before) == SOMEBODY
    assert author(panel_app.app_name, before, "a: 1\na: 2\n") == UNKNOWN
    assert author(panel_app.app_name, before, None).startswith("the file is gone")
