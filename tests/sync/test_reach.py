"""A push of one file reads what that one needs to be judged, and no more; what others can see is judged with all."""

from __future__ import annotations

import pytest

from tests.dokploy_server import App, DokployServer
from tests.sync.conftest import Place, hand_written

pytestmark = pytest.mark.slow

ALONE = "judged by itself"
MORE = (
    "  middlewares:\n    frame: {headers: {frameDeny: true}}\n    away: {redirectRegex: {regex: a, replacement: b}}\n"
)


@pytest.fixture
def many(place: Place, server: DokployServer) -> App:
    """One of many applications."""
    shop = server.add_application("shop", hand_written("shop") + MORE)
    for number in range(20):
        server.add_application(f"app{number}", hand_written(f"app{number}"))
    for number in range(8):
        server.add_stack(f"stack{number}", f"stack{number}.example.com")
    assert place("pull").status == 0
    server.requests = 0
    server.calls.clear()
    return shop


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("http://shop:3000", "http://shop:8080"),
        ("frameDeny: true", "frameDeny: false"),
        ("# the container", "# another comment"),
        ("        servers:", "        passHostHeader: false\n        servers:"),
    ],
)
def test_what_nobody_else_can_see_takes_few_requests(
    place: Place, server: DokployServer, many: App, old: str, new: str
) -> None:
    text = place.edit(many, old, new)
    ran = place("push", many.app_name, "--yes")
    assert (ran.status, ALONE in ran.out, server.text(many)) == (0, True, text), ran
    assert server.requests <= 7, (
        "what there is, the text; before the write and after it, the panel's forms and the text"
    )
    assert {call.application_id for call in server.calls} <= {many.id, ""}
    assert place("status", many.app_name).status == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Host(`shop.example.com`)", "Host(`stack1.example.com`)"),
        ("entryPoints: [web]", "entryPoints: [web]\n      priority: 7"),
        ("    frame: {headers: {frameDeny: true}}\n", ""),
        ("    frame:", "    other: {headers: {frameDeny: true}}\n    frame:"),
        ("replacement: b", "replacement: c"),
        ("entryPoints: [web]", "entryPoints: [web]\n      middlewares: [frame]"),
        ("        servers:", "        serversTransport: far\n        servers:"),
        ("http:\n", "tls:\n  options: {default: {minVersion: VersionTLS13}}\nhttp:\n"),
    ],
)
def test_what_others_can_see_is_judged_with_everything(
    place: Place, server: DokployServer, many: App, old: str, new: str
) -> None:
    place.edit(many, old, new)
    ran = place("push", many.app_name, "--dry-run")
    assert ALONE not in ran.out
    called = [call.procedure for call in server.calls]
    assert called.count("application.readTraefikConfig") == 21
    assert called.count("compose.getConvertedCompose") == 8
    assert server.requests <= 7, "in batches"


def test_what_traefik_would_refuse_is_refused_all_the_same(place: Place, server: DokployServer, many: App) -> None:
    place.edit(many, "frame: {headers: {frameDeny: true}}", "frame: {headers: {frameDenny: true}}")
    ran = place("push", many.app_name, "--yes")
    assert (ran.status, "frameDenny" in ran.out) == (1, True), ran
    assert "frameDenny" not in (server.text(many) or "")


def test_a_push_of_all_has_read_all(place: Place, many: App) -> None:
    place.edit(many, "http://shop:3000", "http://shop:8080")
    assert ALONE not in place("push", "--dry-run").out
