"""The operations on applications."""

from __future__ import annotations

import json

import pytest

from tests.dokploy_server import App, DokployServer
from tests.sync.conftest import Place, hand_written
from traefiklint.cli.app.looking import size, sparkline

DASHED = "-9QbouZq-QitvrwwU1KHI"


@pytest.fixture
def dashed(server: DokployServer) -> App:
    """An application whose id looks like an option."""
    return server.add_application("shop", hand_written("shop"), application_id=DASHED)


def test_applications_are_listed(place: Place, server: DokployServer, dashed: App) -> None:
    server.add_application("blog", project="other")
    lines = place("app", "list").out.splitlines()
    assert lines[0].split() == ["NAME", "FILE", "KIND", "PROJECT", "ENVIRONMENT", "SERVER", "STATUS", "ID"]
    assert {line.split()[0] for line in lines[1:]} == {"shop", "blog"}
    assert [one["id"] for one in place.json("app", "list", "shop")] == [DASHED]


@pytest.mark.parametrize("name", ["shop", DASHED, "{app_name}", "apps/{app_name}.yml"])
def test_an_application_is_shown_by_any_of_its_names(
    place: Place, server: DokployServer, dashed: App, name: str
) -> None:
    server.panel.add_domain(dashed, "shop.example.com", https=True)
    ran = place("app", "show", name.format(app_name=dashed.app_name))
    assert ran.status == 0
    assert f"id           {DASHED}\n" in ran.out
    assert "https://shop.example.com" in ran.out


def test_ids_with_a_dash_work_everywhere(place: Place, server: DokployServer, dashed: App) -> None:
    assert place("pull", DASHED).status == 0
    assert place("status", DASHED, "--format", "json").status == 0
    assert place("app", "mark-running", DASHED).status == 0
    assert server.world.apps[DASHED].status == "running"


@pytest.mark.parametrize(
    ("operation", "status"), [("start", "done"), ("stop", "idle"), ("reload", "done"), ("mark-running", "running")]
)
def test_operations_change_the_status(
    place: Place, server: DokployServer, dashed: App, operation: str, status: str
) -> None:
    dashed.status = "error"
    assert place("app", operation, "shop").status == 0
    assert server.world.apps[DASHED].status == status


def test_a_token_is_refreshed_and_not_told(place: Place, server: DokployServer, dashed: App) -> None:
    old = dashed.refresh_token
    ran = place("app", "refresh-token", "shop", "--yes")
    assert ran.status == 0
    new = server.world.apps[DASHED].refresh_token
    assert new != old
    assert new not in ran.out + ran.err


def test_kill_build_says_that_it_ends_every_build(place: Place, server: DokployServer, dashed: App) -> None:
    ran = place("app", "kill-build", "shop")
    assert ran.status == 2
    assert "`--yes`" in ran.err
    assert server.calls[-1].procedure != "application.killBuild"
    ran = place("app", "kill-build", "shop", "--yes")
    assert ran.status == 0
    assert "every Docker build on the server" in ran.err
    assert server.calls[-1].procedure == "application.killBuild"
    assert place("app", "clean-queues", "shop").status == 0


def test_deleting_wants_the_name(place: Place, server: DokployServer, dashed: App) -> None:
    for arguments in ([], ["--confirm", "shop"]):
        assert place("app", "delete", "shop", *arguments).status == 2
        assert DASHED in server.world.apps
    ran = place("app", "delete", "shop", "--confirm", dashed.app_name)
    assert ran.status == 0
    assert DASHED not in server.world.apps
    (saved,) = (place.folder / ".traefiklint/backups").rglob("*.yml")
    assert saved.read_text() == hand_written("shop")


def test_moving_takes_a_name_a_path_or_an_id(place: Place, server: DokployServer, dashed: App) -> None:
    staging = server.add_application("other", environment="staging").environment
    far = server.add_application("far", project="far").environment
    for target, expected in (("staging", staging), ("far/production", far), ("production", far), (staging.id, staging)):
        assert place("app", "move", DASHED, target).status == 0, target
        assert server.world.apps[DASHED].environment is expected
    ran = place("app", "move", "shop", "stagin")
    assert ran.status == 2
    assert "`shop/staging`" in ran.err


def test_a_name_of_several_is_asked_about(place: Place, server: DokployServer, dashed: App) -> None:
    server.add_application("shop", project="two")
    ran = place("app", "stop", "shop")
    assert ran.status == 2
    assert dashed.app_name in ran.err


def test_readings_are_drawn(place: Place, dashed: App) -> None:
    out = place("app", "monitor", "shop").out
    assert "CPU       20.2 %" in out or "CPU       20.3 %" in out
    assert "memory    150.5 MiB of 1.5 GiB (10%)" in out
    assert "▃▄▅▆▇█" in out
    assert len(place.json("app", "monitor", "shop")["cpu"]) == 6


@pytest.mark.parametrize(
    ("operation", "status"), [("start", "done"), ("stop", "idle"), ("deploy", "done"), ("redeploy", "done")]
)
def test_compose_applications_are_operated_by_the_same_names(
    place: Place, server: DokployServer, operation: str, status: str
) -> None:
    billing = server.add_stack("billing", status="error")
    assert place("app", operation, "billing").status == 0
    assert billing.status == status
    assert server.calls[-1].procedure == f"compose.{operation}"


def test_what_the_server_has_for_applications_only_is_told(place: Place, server: DokployServer) -> None:
    server.add_stack("billing")
    for operation in ("reload", "mark-running", "monitor"):
        ran = place("app", operation, "billing")
        assert (ran.status, f"the server has no `{operation}`" in ran.err) == (2, True), operation


def test_a_compose_application_is_listed_shown_moved_and_deleted(
    place: Place, server: DokployServer, dashed: App
) -> None:
    billing = server.add_stack("billing", "billing.example.com", text="services: {web: {image: a}}\n")
    staging = server.add_application("other", environment="staging").environment
    assert [one["kind"] for one in place.json("app", "list", "billing", "shop")] == ["compose", "application"]
    ran = place("app", "show", billing.app_name)
    assert "source       raw, docker-compose" in ran.out
    assert "http://billing.example.com → port 80" in ran.out
    for quiet in ("refresh-token", "kill-build", "clean-queues"):
        yes = ("--yes",) if quiet != "clean-queues" else ()
        assert place("app", quiet, "billing", *yes).status == 0
    assert place("app", "move", "billing", "staging").status == 0
    assert billing.environment is staging
    assert place("app", "delete", "billing", "--confirm", "billing").status == 2
    assert place("app", "delete", "billing", "--confirm", billing.app_name).status == 0
    assert not server.world.stacks
    (saved,) = (place.folder / ".traefiklint/backups").rglob("*.yml")
    assert saved.read_text() == billing.compose_file


def test_a_name_of_both_kinds_is_asked_about(place: Place, server: DokployServer, dashed: App) -> None:
    stack = server.add_stack("shop")
    ran = place("app", "stop", "shop")
    assert ran.status == 2
    assert f"`{dashed.app_name}` (application in shop, production)" in ran.err
    assert f"`{stack.app_name}` (compose in shop, production)" in ran.err


@pytest.mark.slow
def test_a_server_without_docker_is_said(place: Place, server: DokployServer, dashed: App) -> None:
    server.faults.fail("application.readAppMonitoring", 500, times=None)
    assert place("app", "monitor", "shop").status == 2


def test_a_sparkline_shows_the_highest_of_each_stretch() -> None:
    assert sparkline([0, 1, 2, 4]) == "▁▃▅█"
    assert sparkline([0, 0]) == "▁▁"
    assert sparkline([0.0] * 95 + [9.0], 10) == "▁" * 9 + "█"
    assert (size(0), size(1536), size(3 * 1024**3)) == ("0 B", "1.5 KiB", "3.0 GiB")


def test_lists_for_machines_are_json(place: Place, dashed: App) -> None:
    assert json.loads(place("app", "start", "shop", "--format", "json").out)["app"]["id"] == DASHED
