"""Two runs in one checkout, and an editor that saves while a run is at work."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.dokploy_server import App, DokployServer
from tests.sync.conftest import Place, hand_written
from traefiklint.dokploy.client import Dokploy
from traefiklint.sync.dokploy_remote import DokployRemote
from traefiklint.sync.look import look
from traefiklint.sync.memory import alone
from traefiklint.sync.pull import PullOutcome, carry_out, decide
from traefiklint.sync.workspace import Workspace

pytestmark = pytest.mark.slow

HOLDER = """
import sys
from pathlib import Path
from traefiklint.sync.dokploy_remote import DokployRemote
from traefiklint.sync.memory import alone
from traefiklint.sync.workspace import Workspace
with alone(Workspace(Path.cwd(), Path("apps"))):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_run_writes_nothing_and_says_why(place: Place, server: DokployServer, shop: App) -> None:
    place("pull")
    new = place.edit(shop, "entryPoints: [web]", "entryPoints: [web]\n      priority: 7")
    with alone(Workspace(place.folder, place.folder / "apps")):
        for command in (("push", "--yes"), ("pull",)):
            ran = place(*command)
            assert ran.status == 2
            assert "is writing in this checkout" in ran.err
        assert place("push", "--dry-run").status == place("pull", "--dry-run").status == 0
        assert place("status").status == 1
    assert server.text(shop) == hand_written("shop")
    assert place("push", "--yes").status == 0
    assert server.text(shop) == new


def test_a_killed_run_leaves_no_lock(place: Place, shop: App) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER], cwd=place.folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert place("pull").status == 2
        assert not place.file(shop).exists()
        holder.kill()
    assert place("pull").status == 0


def test_where_there_can_be_no_lock_the_work_goes_on(place: Place, shop: App) -> None:
    place("pull")
    (place.folder / ".traefiklint").rename(place.folder / "away")
    (place.folder / ".traefiklint").write_text("in the way")
    with alone(Workspace(place.folder, place.folder / "apps")):
        assert place("status").status == 0


def test_what_is_saved_here_during_a_pull_stands(place: Place, server: DokployServer, shop: App) -> None:
    place("pull")
    server.panel.add_domain(shop, "second.example.com")
    workspace = Workspace(place.folder, place.folder / "apps", url=server.url)
    with Dokploy(server.url, server.key) as client:
        (sides,) = look(DokployRemote(client), workspace, list).sides
    mine = place.edit(shop, "# in quotes", "# saved while the pull was at work")
    pulled = carry_out(decide(sides), sides, workspace)
    assert pulled.outcome is PullOutcome.REFUSED
    assert "changed during the pull" in pulled.note
    assert place.text(shop) == mine
    assert place("pull").out.startswith(f"{shop.app_name}: merged")
    assert "# saved while the pull was at work" in place.text(shop)
