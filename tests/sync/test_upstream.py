"""A push that may only come from the newest commit."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dokploy_server import App, DokployServer
from tests.sync.conftest import Place, hand_written
from traefiklint.errors import UsageError
from traefiklint.sync.history import missing

pytestmark = pytest.mark.slow


@pytest.fixture
def cloned(place: Place, shop: App, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The place is a clone of a repository with one commit; that repository."""
    place("pull")
    place.commit("one")
    bare = tmp_path_factory.mktemp("bare")
    place.git("init", "-q", "--bare", "-b", "main", str(bare))
    place.git("remote", "add", "origin", str(bare))
    place.git("push", "-q", "-u", "origin", "main")
    return bare


@pytest.mark.parametrize("detached", [False, True], ids=["on a branch", "on a commit, as in CI"])
def test_a_commit_that_is_not_the_newest_is_not_pushed(
    place: Place, server: DokployServer, shop: App, cloned: Path, detached: bool
) -> None:
    place.edit(shop, "[web]", "[websecure]")
    place.commit("two")
    place.git("push", "-q")
    place.git("reset", "-q", "--hard", "HEAD~1")
    place.edit(shop, "in quotes", "in double quotes")
    if detached:
        place.git("checkout", "-q", "--detach")
    ran = place("push", "--yes", "--force", "--require-up-to-date")
    assert ran.status == 1
    assert "of origin) is not in this checkout" in ran.err
    assert server.text(shop) == hand_written("shop")


def test_the_newest_commit_is_pushed_and_one_that_is_ahead_too(
    place: Place, server: DokployServer, shop: App, cloned: Path
) -> None:
    text = place.edit(shop, "[web]", "[websecure]")
    assert place("push", "--yes", "--require-up-to-date").status == 0
    assert server.text(shop) == text
    place.commit("not yet in origin")
    place.edit(shop, "[websecure]", "[web]")
    assert place("push", "--yes", "--require-up-to-date").status == 0


def test_where_nobody_can_be_asked_nothing_is_pushed(place: Place, server: DokployServer, shop: App) -> None:
    place("pull")
    place.edit(shop, "[web]", "[websecure]")
    ran = place("push", "--yes", "--require-up-to-date")
    assert ran.status == 2
    assert "git cannot ask `origin`" in ran.err
    assert server.text(shop) == hand_written("shop")


def test_the_branch_that_the_checkout_follows_is_asked_for(
    place: Place, cloned: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    place.git("init", "-q", "--bare", "-b", "trunk", str(other))
    place.git("remote", "add", "fork", str(other))
    place.git("checkout", "-q", "-b", "mine")
    assert missing(place.folder) == "", "a branch that follows none is compared with the default branch of `origin`"
    place.git("push", "-q", "-u", "fork", "mine:trunk")
    assert missing(place.folder) == ""
    place.commit("two")
    place.git("push", "-q", "fork", "mine:trunk")
    two = place.git("rev-parse", "HEAD").strip()
    place.git("reset", "-q", "--hard", "HEAD~1")
    assert missing(place.folder) == f"{two[:12]} (trunk of fork)"
    place.git("checkout", "-q", "main")
    assert missing(place.folder) == "", "`origin` has nothing new"
    place.git("remote", "set-url", "origin", str(other))
    with pytest.raises(UsageError, match="git cannot ask `origin` for `refs/heads/main`"):
        missing(place.folder)
    place.git("checkout", "-q", "--detach")
    assert missing(place.folder) == f"{two[:12]} (HEAD of origin)"
