"""An application and a compose application may have one name: then neither is taken for the other."""

from __future__ import annotations

import re

import pytest

from tests.dokploy_server import App, DokployServer
from tests.dokploy_server.world import Stack
from tests.each import rows
from tests.sync.conftest import Place, hand_written
from traefiklint.sync.workspace import as_folder


@pytest.fixture
def both(place: Place, server: DokployServer) -> tuple[App, Stack]:
    """Two that people call alike, and whose files are called alike too."""
    (place.folder / "traefiklint.toml").write_text('[dokploy]\ncomposes = ["*"]\n')
    app = server.add_application("shop", hand_written("shop"), app_name="shop-abc123")
    stack = server.add_stack("shop", "shop.example.org")
    stack.app_name = "shop-abc123"
    return app, stack


COMMANDS = (
    ("app", "stop"),
    ("app", "show"),
    ("app", "deploy"),
    ("app", "delete", "--confirm", "shop-abc123"),
    ("pull",),
    ("status",),
    ("diff",),
    ("push", "--yes"),
)


@pytest.mark.parametrize("name", ["shop", "shop-abc123"])
def test_a_name_of_both_is_refused_with_one_for_each(place: Place, both: tuple[App, Stack], name: str) -> None:
    assert place("pull").status == 0
    app, stack = both
    app.status = stack.status = "done"
    for command in COMMANDS:
        ran = place(*command, name)
        assert ran.status == 2, command
        assert f"2 applications are named `{name}`" in ran.err
        assert re.findall("`([^`]+)` \\((application|compose) in ", ran.err) == [
            ("shop-abc123.yml", "application"),
            ("compose/shop-abc123", "compose"),
        ]
    assert (app.status, stack.status) == ("done", "done")


def test_each_can_be_named(place: Place, both: tuple[App, Stack]) -> None:
    app, stack = both
    assert place("pull", "shop-abc123.yml").out.endswith("1 new\n")
    assert (place.folder / "apps/shop-abc123.yml").exists()
    for name in ("compose/shop-abc123", "compose/shop", "apps-compose/shop-abc123/compose.yml", stack.id):
        app.status = stack.status = "done"
        assert place("app", "stop", name).status == 0, name
        assert (app.status, stack.status) == ("done", "idle"), name
    for name in ("shop-abc123.yml", "apps/shop-abc123.yml", app.id):
        app.status = stack.status = "done"
        assert place("app", "stop", name).status == 0, name
        assert (app.status, stack.status) == ("idle", "done"), name
    shown = place("app", "show", "compose/shop").out
    assert "kind         compose application\nfile         compose/shop-abc123\n" in shown


def test_a_command_for_applications_only_says_so(place: Place, both: tuple[App, Stack]) -> None:
    ran = place("app", "reload", "compose/shop")
    assert ran.status == 2
    assert "is a compose application, for which the server has no `reload`" in ran.err


@rows(
    ("server", "folder"),
    [
        ("box", "box"),
        ("Box 2_b.c", "Box-2_b.c"),
        ("../up", "up"),
        ("-box-.", "box"),
        ("a / b", "a-b"),
        ("x" * 70, "x" * 60),
    ],
)
def test_the_folder_of_a_server_is_called_as_the_server_as_far_as_files_can_be(server: str, folder: str) -> None:
    mark = "" if server == folder else "-[0-9a-f]{8}"  # tells it from others that come to the same
    assert re.fullmatch(re.escape(folder) + mark, as_folder(server))
