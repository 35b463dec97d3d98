"""What well-known images expose is known, and what others do is not."""

from __future__ import annotations

import json

from tests.cli.running import Runner
from tests.each import rows
from traefiklint.docker.images import ports_of

COMPOSE = "services:\n  web:\n    image: {}\n    labels: ['traefik.http.routers.web.rule=Host(`a.example.com`)']\n"


@rows(
    ("image", "port"),
    [
        ("nginx", 80),
        ("nginx:1.27-alpine", 80),
        ("docker.io/library/postgres:16@sha256:" + "a" * 64, 5432),
        ("library/redis", 6379),
        ("grafana/grafana:11.0.0", 3000),
        ("example/nginx", None),
        ("ghcr.io/library/nginx", None),
        ("localhost:5000/nginx", None),
        ("nginxinc/nginx-unprivileged", None),
        ("wordpress:php8-fpm", None),
        ("", None),
    ],
)
def test_only_the_image_itself_is_known(image: str, port: int | None) -> None:
    assert ports_of(image, {}) == (None if port is None else (port,))


def test_a_known_image_needs_no_label_for_its_port(cli: Runner) -> None:
    cli.write({"compose.yml": COMPOSE.format("nginx:1.27")})

    def rules() -> set[str]:
        told = cli("lint", "--strict", "--format", "json", "compose.yml").out
        return {one["rule"] for one in json.loads(told)["findings"]}

    assert "port-missing" not in rules()
    cli.write({"compose.yml": COMPOSE.format("example/nginx:1.27")})
    assert "port-missing" in rules()


def test_an_image_that_is_built_here_is_not_the_known_one_of_its_name(cli: Runner) -> None:
    for build in ("build: .", "build: {context: .}"):
        cli.write({"compose.yml": COMPOSE.format("nginx") + f"    {build}\n"})
        found = json.loads(cli("lint", "--strict", "--format", "json", "compose.yml").out)["findings"]
        assert "port-missing" in {one["rule"] for one in found}
    cli.write({"compose.yml": COMPOSE.format("nginx") + "    build:\n"})
    told = json.loads(cli("lint", "--strict", "--format", "json", "compose.yml").out)["findings"]
    assert "port-missing" not in {one["rule"] for one in told}


def test_a_port_beside_that_of_the_image_is_told(cli: Runner) -> None:
    cli.write({"compose.yml": COMPOSE.format("grafana/grafana") + "    expose: [9999]\n"})
    found = json.loads(cli("lint", "--strict", "--format", "json", "compose.yml").out)["findings"]
    (told,) = [one for one in found if one["rule"] == "port-ambiguous"]
    assert "exposes `3000` (by its image) and `9999`, and Traefik takes the lowest, 3000" in told["message"]
    assert "-web-1:3000/" in cli("route", "http://a.example.com/", "compose.yml").out


@rows(
    ("label", "told"),
    [
        ("traefik.frontend.rule=Host:a.test", False),
        ("traefik.port=80", False),
        ("traefik.http.routers.a.rule=Path(`/`)", True),
    ],
)
def test_a_container_with_labels_of_traefik_1_alone_lacks_no_port(cli: Runner, label: str, told: bool) -> None:
    cli.write({"compose.yml": f"services: {{a: {{image: 'example/a:1', labels: [traefik.enable=true, '{label}']}}}}"})
    found = json.loads(cli("lint", "--strict", "--format", "json", "compose.yml").out)["findings"]
    assert ("port-missing" in {one["rule"] for one in found}) is told
