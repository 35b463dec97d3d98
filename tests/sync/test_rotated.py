"""A secret that somebody changed in the panel is not overwritten in silence: what is kept here covers secrets."""

from __future__ import annotations

import pytest

from tests.dokploy_server import App, DokployServer
from tests.dokploy_server.world import Stack
from tests.sync.conftest import Place

pytestmark = pytest.mark.slow

TEXT = """\
services:
  web:
    image: nginx:1.27
    environment:
      API_TOKEN: q7Rb2kLw93xZ
      LEVEL: info
    command:
      - --password=n3wTok9en7abC2
"""
OLD, ROTATED, OURS = "q7Rb2kLw93xZ", "rotated8In5Panel", "ours4Written7Here"
SIGN = "REDACTED-1-by-traefiklint"
PLACE = "`services.web.environment.API_TOKEN`"


@pytest.fixture
def stack(place: Place, server: DokployServer) -> Stack:
    """One whose secret is written out here, and pushed; then somebody rotates it in the panel."""
    (place.folder / "traefiklint.toml").write_text('[dokploy]\ncomposes = ["*"]\n')
    stack = server.add_stack("billing", text=TEXT)
    assert place("pull").status == 0
    place.commit()
    edit(place, stack, SIGN, OURS)
    assert place("push", "--yes").status == 0
    assert OURS in stack.compose_file
    stack.compose_file = stack.compose_file.replace(OURS, ROTATED)
    return stack


def edit(place: Place, stack: Stack, old: str, new: str) -> None:
    path = place.folder / "apps-compose" / stack.app_name / "compose.yml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


@pytest.mark.parametrize("fresh", [False, True])
def test_it_is_told_and_not_overwritten(place: Place, stack: Stack, fresh: bool) -> None:
    if fresh:
        place.commit()
        place.forget()
    ran = place("status")
    assert (ran.status, f"the secret at {PLACE} on the server is none that the last pull or git knows" in ran.out) == (
        1,
        True,
    ), ran
    assert "changed on both sides" in ran.out
    edit(place, stack, "LEVEL: info", "LEVEL: debug")
    ran = place("push", "--yes")
    assert (ran.status, f"the secret at {PLACE} on the server is none that" in ran.out) == (1, True), ran
    assert ROTATED in stack.compose_file
    assert not any(secret in ran.out + ran.err for secret in (ROTATED, OURS))
    assert place("push", "--yes", "--force").status == 0
    assert OURS in stack.compose_file


def test_a_pull_says_what_the_next_push_does_and_the_sign_keeps_the_servers(place: Place, stack: Stack) -> None:
    ran = place("pull")
    assert "the next push replaces the server's secret by the one here" in ran.out
    edit(place, stack, OURS, SIGN)
    edit(place, stack, "LEVEL: info", "LEVEL: debug")
    assert place("push", "--yes").status == 0
    assert (ROTATED in stack.compose_file, "LEVEL: debug" in stack.compose_file) == (True, True)


def test_what_was_pulled_is_replaced_without_force(place: Place, stack: Stack) -> None:
    assert place("pull").status == 0
    assert place("push", "--yes").status == 0
    assert OURS in stack.compose_file


def test_where_nothing_here_replaces_it_all_is_well(place: Place, server: DokployServer) -> None:
    (place.folder / "traefiklint.toml").write_text('[dokploy]\ncomposes = ["*"]\n')
    stack = server.add_stack("billing", text=TEXT)
    place("pull")
    place.commit()
    place.forget()
    stack.compose_file = TEXT.replace(OLD, ROTATED)
    assert place("status").status == 0
    edit(place, stack, "LEVEL: info", "LEVEL: debug")
    assert place("push", "--yes").status == 0
    assert ROTATED in stack.compose_file
    place.commit()
    edit(place, stack, f"      API_TOKEN: {SIGN}\n", "")
    place.forget()
    ran = place("push", "--yes")
    assert (ran.status, "sees no application" in ran.err) == (0, False), (
        "what is taken out was no longer wanted, whatever it was"
    )
    assert ROTATED not in stack.compose_file


def test_a_password_hash_is_one_too(place: Place, server: DokployServer, shop: App) -> None:
    first, second, third = (f"u:$2y$05$abcdefghijklmnopqrstu{c}0123456789012345678901234567890" for c in "ABC")
    more = "  middlewares:\n    a: {basicAuth: {users: ['USER']}}\n    b: {basicAuth: {users: ['OTHER']}}\n"
    text = (server.text(shop) or "") + more
    server.put(shop, text.replace("USER", first).replace("OTHER", first))
    assert place("pull", "--redact").status == 0
    place.commit()
    lines = [line for line in place.text(shop).splitlines() if "b: {basicAuth" in line]
    place.edit(shop, lines[0], f"    b: {{basicAuth: {{users: ['{second}']}}}}")
    assert place("push", "--yes").status == 0
    server.put(shop, (server.text(shop) or "").replace(second, third))
    ran = place("push", "--yes")
    assert (ran.status, "the secret at `u of http.middlewares.b` on the server is none that" in ran.out) == (1, True)
    assert third not in ran.out + ran.err
    assert third in (server.text(shop) or "")
