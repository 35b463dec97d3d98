"""What seldom happens to files and servers: each of these is the only one that some line is for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests.dokploy_server import App, DokployServer
from tests.each import rows
from tests.sync.conftest import Place, hand_written
from traefiklint.sync.decoded import decoded
from traefiklint.sync.panel import dark_against
from traefiklint.sync.redact import redact
from traefiklint.sync.remote import Domain

SERVICE = "http: {services: {s: {loadBalancer: {healthCheck: {path: /, interval: %s}}}}}\n"
BOTH = "neither a pull nor git tells what they have in common"


@rows(("one", "other"), [("1m", "60s"), ("'1m'", "60000ms"), ("90s", "1m30s"), ("1h", "60m")])
def test_one_time_in_two_spellings_is_the_same_to_traefik(one: str, other: str) -> None:
    assert decoded(SERVICE % one) == decoded(SERVICE % other)
    assert decoded(SERVICE % one) != decoded(SERVICE % "2s")


@rows("text", ["a: [", "- a\n", "a: b\n c: d\n"])
def test_a_text_without_structure_says_nothing(text: str) -> None:
    assert decoded(text) is None


@rows(
    ("rule", "path", "taken"),
    [
        ("Host(`a.test`)", "/", True),
        ("Host(`a.test`)", "/api", False),
        ("Host(`a.test`) && PathPrefix(`/api`)", "/api", True),
        ("Host(`a.test`) && PathPrefix(`/api`)", "/", False),
        ("Host(`b.test`)", "/", False),
        ("Host(`A.test`) || Host(`b.test`)", "/", True),
        ("Host(`A.test`) || Host(`b.test`)", "/api", False),
        ("Host(`a.test`) && Path(`/x`)", "/", False),
        ("Host(`xa.test`) || Host(`b.test`)", "/", False),
    ],
)
def test_a_router_takes_a_domain_of_a_compose_application(rule: str, path: str, taken: bool) -> None:
    def instance(**routers: str) -> Any:
        found = {name: SimpleNamespace(name=name, rule=text) for name, text in routers.items()}
        return SimpleNamespace(objects={"http.routers": found})

    domain = Domain("", "a.test", path, compose="web")
    judgement: Any = SimpleNamespace(before=instance(), after=instance(new=rule))
    told = f"the router `new` takes `{domain.shown}`, which is a domain of the compose application `web`"
    assert dark_against([domain], judgement) == ([told] if taken else [])
    judgement = SimpleNamespace(before=instance(old=f" {rule}"), after=instance(new=rule))
    assert dark_against([domain], judgement) == [], "it took it before"
    off = domain._replace(enabled=False)
    assert dark_against([off], SimpleNamespace(before=instance(), after=instance(new=rule))) == []  # type: ignore[arg-type]


@rows("text", ["http: {middlewares: {m: {basicAuth: {users: [", "basicAuth: *gone\n"])
def test_what_cannot_be_read_is_left_as_it_is(text: str) -> None:
    assert redact(text) == text


@pytest.mark.slow
@pytest.mark.parametrize(("side", "host"), [("ours", "mine"), ("theirs", "theirs")])
def test_files_with_nothing_in_common_are_taken_as_they_are_on_request(
    place: Place, server: DokployServer, shop: App, side: str, host: str
) -> None:
    place("pull")
    place.edit(shop, "shop.example.com", "mine.example.com")
    place.forget()
    server.put(shop, hand_written("shop").replace("shop.example.com", "theirs.example.com"))
    ran = place("pull")
    assert (ran.status, BOTH in ran.out) == (1, True)
    ran = place("pull", f"--{side}")
    assert (ran.status, f"taken as it is: {side}" in ran.out) == (0, True)
    assert f"{host}.example.com" in place.text(shop)


@pytest.mark.slow
def test_saved_texts_under_other_names_are_none(place: Place, shop: App) -> None:
    place("pull")
    place.edit(shop, "entryPoints: [web]", "entryPoints: [web]\n      priority: 1")
    assert place("push", "--yes").status == 0
    (saved,) = place.json("restore")["backups"]
    kept = next(path for path in (place.folder / ".traefiklint").rglob("*Z.yml") if path.parent.name == shop.app_name)
    kept.with_name(f"mine{kept.suffix}").write_text("not a time")
    assert place.json("restore")["backups"] == [saved]


@pytest.mark.slow
def test_shared_files_that_are_on_one_side_only(place: Place, server: DokployServer, shop: App) -> None:
    place("pull", "--shared")
    shared = place.folder / "apps/shared"
    (shared / "ours.yml").write_text(hand_written("ours"))
    (server.disk.dynamic() / "theirs.yml").write_text(hand_written("theirs"))
    states = {one["name"]: (one["state"], one["note"]) for one in place.json("status")["shared"]}
    assert states["shared/ours.yml"][0] == "no file on the server"
    assert "shared/theirs.yml" not in states
    ran = place("pull", "--shared")
    assert "shared/ours.yml: kept (the server has no such file)" in ran.out
    assert (shared / "theirs.yml").read_text() == hand_written("theirs")
    (server.disk.dynamic() / "theirs.yml").unlink()
    ran = place("pull", "--shared", "--dry-run")
    assert "shared/theirs.yml: removed (the server has it no longer)" in ran.out
    assert (shared / "theirs.yml").exists()
    place("pull", "--shared")
    assert not (shared / "theirs.yml").exists()
