"""Nothing that syncs shows a secret of a file, on either side, and what changes in secret is still said to change."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

import pytest

from tests.cli.running import Ran
from tests.cli.test_secrets import leaks
from tests.dokploy_server import App, DokployServer
from tests.sync.conftest import Place
from tests.text.secrets import COMPOSE, DYNAMIC, SIGN, WORD, as_words

Look: TypeAlias = Callable[[str], str]
OLD = DYNAMIC.replace("passHostHeadr: true", "passHostHeader: true").replace("frameDeny: maybe", "frameDeny: true")
OLD = OLD.replace("average: x", "average: 1")


@pytest.fixture
def shop(server: DokployServer) -> App:
    """An application whose file is full of secrets."""
    return full(server, str)


def full(server: DokployServer, look: Look) -> App:
    return server.add_application("shop", look(OLD), env=look(f"API_TOKEN={SIGN}70env"))


LOOKS = pytest.mark.parametrize("look", [str, as_words], ids=["random", "words"])
"""Secrets that nobody could take for anything else, and words that only their place tells."""


FORMS = ("text", "json", "markdown")


@pytest.mark.slow
@LOOKS
def test_no_sync_command_shows_a_secret_of_a_compose_application(
    place: Place, server: DokployServer, look: Look
) -> None:
    text = COMPOSE.replace("  traefik:\n", "  traefik:\n    image: traefik:v3.7\n")
    stack = server.add_stack("billing", "billing.example.com", text=look(text))
    (place.folder / "traefiklint.toml").write_text('[dokploy]\ncomposes = ["*"]\n')
    seen = [place("pull", "--verbose")]
    path = place.folder / "apps-compose" / stack.app_name / "compose.yml"
    assert leaks(path.read_text()) == []
    changed = path.read_text().replace("Europe/Berlin", "Europe/Paris")
    path.write_text(changed.replace("    labels:\n", look(f"      - NEW_TOKEN={SIGN}74new\n    labels:\n"), 1))
    stack.compose_file = look(text.replace("SeCrEt53", "SeCrEt93").replace("SeCrEt55", "SeCrEt95"))
    for form in FORMS:
        seen += [place(*command, "--format", form) for command in (["status"], ["diff"], ["push", "--dry-run"])]
    seen += [
        place(*command) for command in (["diff", "--text"], ["push", "--yes"], ["pull"], ["push", "--yes", "--force"])
    ]
    seen += [place("restore"), place("app", "show", stack.app_name, "--format", "json")]
    for ran in seen:
        assert leaks(ran.out + ran.err) == [], ran
        assert "this is a bug" not in ran.err
    assert any("TZ" in ran.out for ran in seen), "and what is no secret is shown"


@pytest.mark.slow
@LOOKS
def test_no_sync_command_shows_a_secret(place: Place, server: DokployServer, look: Look) -> None:
    shop = full(server, look)
    place.commit("begin")
    seen: list[tuple[list[str], Ran]] = []

    def run(*arguments: str) -> None:
        seen.append((list(arguments), place(*arguments, "--verbose")))

    run("pull")
    changed = re.sub(rf"{SIGN}\d\d|\b{WORD}[a-z]{{2}}", r"\g<0>y", place.text(shop))
    place.file(shop).write_text(changed)
    for form in FORMS:
        run("status", "--format", form)
        run("diff", "--format", form)
        run("push", "--dry-run", "--format", form)
    run("diff", "--text")
    run("diff", "--text", "--routes")
    run("push", "--yes", "--force")
    run("restore")
    run("restore", "shop", "--dry-run")
    server.put(shop, look(OLD.replace("SeCrEt", "SeCrEt9", 3)))
    run("diff", "--text")
    run("pull", "--dry-run")
    run("pull", "--format", "json")
    run("pull")
    run("push", "shop")
    run("app", "list", "--format", "json")
    run("app", "show", "shop", "--format", "json")
    for command, ran in seen:
        assert leaks(ran.out + ran.err) == [], command
        assert "SeCrEt9" not in ran.out + ran.err, command
        assert "this is a bug" not in ran.err, command


def test_a_diff_shows_that_a_secret_changed_and_not_how(place: Place, server: DokployServer, shop: App) -> None:
    place("pull")
    place.edit(shop, "Bearer SeCrEt15bearer", "Bearer SeCrEt15andmuchlonger")
    out = place("diff", "--text").out
    assert "~ headers.customRequestHeaders.Authorization: *** → *** (changed)" in out
    assert '-          Authorization: "***"\n' in out
    assert '+          Authorization: "***"\n' in out
