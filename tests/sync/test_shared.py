"""Files that no application owns: compared, merged, pushed and put back as those of applications are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dokploy_server import App, DokployServer
from tests.sync.conftest import Place, hand_written

pytestmark = pytest.mark.slow

MINE = "    mine:   # ours\n      compress: {}\n"


@pytest.fixture
def here(place: Place, shop: App) -> Path:
    """The shared middlewares, here."""
    place("pull", "--shared")
    return place.folder / "apps/shared/middlewares.yml"


@pytest.fixture
def there(server: DokployServer) -> Path:
    """The same on the server."""
    return server.disk.dynamic() / "middlewares.yml"


def add(path: Path, text: str) -> str:
    """Write more into a file; its whole text."""
    path.write_text(path.read_text() + text)
    return path.read_text()


def test_a_shared_file_is_pushed_with_its_user(place: Place, shop: App, here: Path, there: Path) -> None:
    text = add(here, MINE)
    place.edit(shop, "entryPoints: [web]", "entryPoints: [web]\n      middlewares: [mine]")
    ran = place("push", "--yes", "--shared")
    assert ran.status == 0, ran.out + ran.err
    assert there.read_text() == text
    lines = [line for line in ran.out.splitlines() if line.endswith(": done")]
    assert lines == ["shared/middlewares.yml: done", f"{shop.app_name}: done"], "what is needed comes first"
    assert "comments in it do not last" in ran.out
    assert place("status").status == 0
    assert place("push", "--yes", "--shared").status == 0


def test_it_is_fast_forward_only_and_merged(place: Place, server: DokployServer, here: Path, there: Path) -> None:
    add(here, MINE)
    add(there, "    theirs:\n      compress: {}\n")
    ran = place("push", "--yes", "--shared")
    assert ran.status == 1
    assert "shared/middlewares.yml: changed on both sides" in place("status").out
    assert "mine" not in there.read_text()
    assert "shared/middlewares.yml: merged" in place("pull").out
    assert "mine:   # ours" in here.read_text()
    assert "theirs" in here.read_text()
    assert place("push", "--yes", "--shared").status == 0
    assert there.read_text() == here.read_text()


def test_what_both_changed_is_a_conflict(place: Place, here: Path, there: Path) -> None:
    here.write_text(here.read_text().replace("permanent: true", "permanent: false"))
    there.write_text(there.read_text().replace("scheme: https", "port: '8443'\n        scheme: https"))
    assert place("pull").status == 0
    here.write_text(here.read_text().replace("8443", "443"))
    there.write_text(there.read_text().replace("8443", "9443"))
    ran = place("pull")
    assert ran.status == 1
    assert "shared/middlewares.yml: conflict" in ran.out
    assert "'443'" in here.read_text()


def test_it_is_judged_with_all(place: Place, server: DokployServer, shop: App, here: Path, there: Path) -> None:
    web = server.add_application("web")
    server.panel.add_domain(web, "web.example.com", https=True)
    place("pull")
    before = there.read_text()
    here.write_text(here.read_text().replace("redirect-to-https:", "to-https:"))
    ran = place("push", "--yes", "--shared", "--force")
    assert ran.status == 1
    assert "redirect-to-https" in ran.out
    assert there.read_text() == before
    here.write_text("http:\n  middlewares: {}\n")
    assert place("push", "--yes", "--shared", "--force").status == 1
    assert there.read_text() == before


def test_it_is_read_back_and_put_right(place: Place, server: DokployServer, here: Path, there: Path) -> None:
    before = there.read_text()
    add(here, MINE)
    server.faults.truncate(40)
    ran = place("push", "--yes", "--shared")
    assert ran.status == 1
    assert "restored" in ran.out
    assert there.read_text() == before
    server.faults.swallow()
    assert place("push", "--yes", "--shared").status == 1
    assert there.read_text() == before
    assert "shared/middlewares.yml: changed here" in place("status").out
    assert place("push", "--yes", "--shared").status == 0


def test_it_is_restored(place: Place, shop: App, here: Path, there: Path) -> None:
    before = there.read_text()
    add(here, MINE)
    assert place("push", "--yes", "--shared").status == 0
    assert "  shared/middlewares.yml  " in place("restore").out
    assert place("restore", "--yes", "shared/middlewares.yml").status == 0
    assert there.read_text() == before
    assert "mine" in here.read_text(), "what stands here stays"


def test_a_remote_server_has_its_own(place: Place, server: DokployServer, shop: App) -> None:
    server.add_remote("box")
    far = server.add_application("far", server_id="box")
    server.panel.add_domain(far, "far.example.com", path="/p", stripPath=True)
    place("pull", "--shared")
    here = place.folder / "apps@box/shared/middlewares.yml"
    text = add(here, MINE)
    assert "apps@box/shared/middlewares.yml: changed here" in place("status").out
    assert place("push", "--yes", "--shared").status == 0
    assert (server.disk.dynamic("box") / "middlewares.yml").read_text() == text
    assert "mine" not in (server.disk.dynamic() / "middlewares.yml").read_text()


def test_a_new_file_of_nobody_and_the_static_one(place: Place, server: DokployServer, here: Path) -> None:
    new = here.parent / "ours.yml"
    new.write_text(hand_written("ours"))
    static = place.folder / "traefik.yml"
    static.write_text(static.read_text() + "log: {level: DEBUG}\n")
    out = place("status").out
    assert "shared/ours.yml: no file on the server" in out
    assert "traefik.yml: changed here (a push leaves it alone" in out
    assert place("push", "--yes", "--shared").status == 0
    assert (server.disk.dynamic() / "ours.yml").read_text() == hand_written("ours")
    assert "DEBUG" not in (server.disk.traefik() / "traefik.yml").read_text()


def test_a_file_that_was_changed_in_the_panel_in_mid_push_is_kept(
    place: Place, server: DokployServer, shop: App, here: Path, there: Path
) -> None:
    add(here, MINE)
    reads = iter(range(9))

    def change(_: object) -> None:
        if next(reads) == 3:
            add(there, "    theirs:\n      compress: {}\n")

    server.faults.run(change, "settings.readTraefikFile", times=9)
    ran = place("push", "--yes", "--shared")
    assert ran.status == 1
    assert "overtaken" in ran.out
    assert "theirs" in there.read_text()
