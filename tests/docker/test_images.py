"""What well-known images expose is known, and what others do is not."""

from __future__ import annotations

import json

import pytest

from tests.cli.running import Runner
from traefiklint.docker.images import port_of

COMPOSE = "services:\n  web:\n    image: {}\n    labels: ['traefik.http.routers.web.rule=Host(`a.example.com`)']\n"


@pytest.mark.parametrize(
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
    assert port_of(image) == port


def test_a_known_image_needs_no_label_for_its_port(cli: Runner) -> None:
    cli.write({"compose.yml": COMPOSE.format("nginx:1.27")})

    def rules() -> set[str]:
        told = cli("lint", "--strict", "--format", "json", "compose.yml").out
        return {one["rule"] for one in json.loads(told)["findings"]}

    assert "port-missing" not in rules()
    cli.write({"compose.yml": COMPOSE.format("example/nginx:1.27")})
    assert "port-missing" in rules()


def test_a_port_beside_that_of_the_image_is_told(cli: Runner) -> None:
    cli.write({"compose.yml": COMPOSE.format("grafana/grafana") + "    expose: [9999]\n"})
    found = json.loads(cli("lint", "--format", "json", "compose.yml").out)["findings"]
    (told,) = [one for one in found if one["rule"] == "port-ambiguous"]
    assert "3000" in told["message"]
    assert "-web-1:3000/" in cli("route", "http://a.example.com/", "compose.yml").out
