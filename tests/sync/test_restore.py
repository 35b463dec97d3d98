"""What a push replaced can be put back, by the same guarded way."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.dokploy_server import App, DokployServer
from tests.sync.conftest import Place, hand_written
from traefiklint.sync.backups import Backup, as_of, read_time

pytestmark = pytest.mark.slow


@pytest.fixture
def pushed(place: Place, server: DokployServer, shop: App) -> list[str]:
    """The texts of the shop after two pushes, oldest first."""
    place("pull")
    texts = [hand_written("shop")]
    for priority in (1, 2):
        last = "[web]" if priority == 1 else "[web]\n      priority: 1"
        texts.append(place.edit(shop, last, f"[web]\n      priority: {priority}"))
        assert place("push", "--yes").status == 0
        texts[-1] = server.text(shop) or ""
    return texts


def test_saved_texts_are_listed(place: Place, shop: App, pushed: list[str]) -> None:
    lines = place("restore").out.splitlines()
    assert [line.split()[1] for line in lines] == [shop.app_name] * 2
    assert len(place.json("restore")["backups"]) == 2


def test_the_last_one_is_put_back(place: Place, server: DokployServer, shop: App, pushed: list[str]) -> None:
    ran = place("restore", "shop", "--yes")
    assert ran.status == 0
    assert server.text(shop) == pushed[1]
    assert place.text(shop) == pushed[2], "the file here stays as it is"
    assert place.state(shop) == "changed here"
    assert place("restore", "shop", "--yes").status == 0
    assert server.text(shop) == pushed[2], "what a restore replaced is saved too"


def test_a_time_can_be_named(place: Place, server: DokployServer, shop: App, pushed: list[str]) -> None:
    assert place("restore", "--at", "2000-01-01", "--yes").status == 0
    assert server.text(shop) == pushed[0]
    assert place("restore", "--at", "2999-01-01", "--yes").status == 2
    assert place("restore", "--at", "yesterday").status == 2


def test_the_very_time_that_the_list_shows_can_be_named(
    place: Place, server: DokployServer, shop: App, pushed: list[str]
) -> None:
    first = place.json("restore")["backups"][0]
    assert first["time"] in place("restore").out
    ran = place("restore", "--at", first["time"], "--yes")
    assert ran.status == 0, ran
    assert server.text(shop) == pushed[0]


@pytest.mark.parametrize(
    ("at", "minutes"),
    [
        ("2026-01-31", {"shop": 1, "blog": 2}),
        ("2026-01-31T12:01:00Z", {"shop": 1, "blog": 2}),
        ("2026-01-31T12:01:01Z", {"shop": 3, "blog": 2}),
        ("2026-01-31T13:02:00+01:00", {"shop": 3, "blog": 2}),
        ("2026-01-31T12:03:00", {"shop": 3}),
        ("2026-01-31T12:03:00.99Z", {"shop": 3}),
        ("2026-01-31T12:03:01Z", {}),
    ],
)
def test_a_time_means_what_the_server_held_then(at: str, minutes: dict[str, int]) -> None:
    """What is saved at a time was on the server until that time."""
    saved = tuple(
        Backup(app, datetime(2026, 1, 31, 12, minute, 0, 500_000, UTC), Path(f"{app}/{minute}.yml"))
        for app, minute in (("shop", 1), ("shop", 3), ("blog", 2))
    )
    assert {app: backup.time.minute for app, backup in as_of(saved, read_time(at)).items()} == minutes


def test_it_is_guarded_as_a_push_is(place: Place, server: DokployServer, shop: App, pushed: list[str]) -> None:
    server.panel.add_domain(shop, "new.example.com")
    ran = place("restore", "shop", "--yes")
    assert ran.status == 1
    assert "needs --force" in ran.out
    assert "new.example.com" in (server.text(shop) or "")
    assert place("restore", "shop", "--dry-run", "--force").status == 0
    assert "new.example.com" in (server.text(shop) or "")


def test_nothing_to_restore_is_said(place: Place, shop: App) -> None:
    assert place("restore").out == "no text was saved yet\n"
    assert place("restore", "shop", "--yes").status == 2


def test_a_compose_application_without_a_saved_text_is_called_by_its_name(place: Place, server: DokployServer) -> None:
    (place.folder / "traefiklint.toml").write_text('[dokploy]\ncomposes = ["*"]\n')
    billing = server.add_stack("billing", "billing.example.com")
    shop = server.add_application("shop", hand_written("shop"))
    assert place("pull").status == 0
    place.edit(shop, "entryPoints: [web]", "entryPoints: [web]\n      priority: 7")
    assert place("push", "--yes").status == 0
    for name in ("billing", billing.app_name, f"compose/{billing.app_name}"):
        ran = place("restore", name, "--yes")
        assert (ran.status, ran.err) == (2, f"error: nothing is saved for `compose/{billing.app_name}`\n")
