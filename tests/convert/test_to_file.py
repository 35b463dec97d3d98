"""Labels as a dynamic file: the same objects, with the same options."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.convert.asking import CONTEXT, objects, of_compose, of_file, to_file
from tests.each import each
from traefiklint.convert.to_file import file_of

RECORDED = Path(__file__).parent.parent / "compose" / "recorded.jsonl"
CASES = [json.loads(line) for line in RECORDED.read_text(encoding="utf-8").splitlines()]


def service(*labels: str, more: str = "") -> str:
    lines = "".join(f"      - {json.dumps(label)}\n" for label in labels)
    return f"services:\n  web:\n    image: x\n    expose: [80]\n{more}    labels:\n{lines}"


@pytest.mark.slow
@each([case for case in CASES if "refused" not in case and not case.get("stack")], lambda case: case["id"])
def test_the_file_has_the_objects_of_the_labels(case: dict[str, dict[str, str]]) -> None:
    made, text = to_file(of_compose(case["files"]))
    back = of_file(text)
    assert file_of(objects(back), CONTEXT.target).data == made.data


def test_a_file_reads_as_one_would_write_it() -> None:
    _, text = to_file(
        of_compose(
            service(
                "traefik.http.routers.web.rule=Host(`a.example.com`)",
                "traefik.http.routers.web.middlewares=auth, rate@file,other",
                "traefik.http.routers.web.tls=true",
                "traefik.http.middlewares.auth.basicauth.realm=a $$ b",
                "traefik.http.services.web.loadbalancer.healthcheck.interval=10s",
                more="    scale: 2\n",
            )
        )
    )
    assert text == (
        "http:\n"
        "  routers:\n"
        "    web:\n"
        "      middlewares:\n"
        "        - auth\n"
        "        - rate@file\n"
        "        - other@docker\n"
        "      service: web\n"
        "      rule: Host(`a.example.com`)\n"
        "      tls: {}\n"
        "  services:\n"
        "    web:\n"
        "      loadBalancer:\n"
        "        servers:\n"
        "          - url: http://demo-web-1:80\n"
        "          - url: http://demo-web-2:80\n"
        "        healthCheck:\n"
        "          interval: 10s\n"
        "  middlewares:\n"
        "    auth:\n"
        "      basicAuth:\n"
        "        realm: a $ b\n"
    )


def test_braces_of_a_label_are_no_template_in_the_file() -> None:
    _, text = to_file(of_compose(service("traefik.http.routers.web.rule=Host(`{{ env `X` }}`)")))
    (router,) = of_file(text).objects["http.routers"].values()
    assert router.rule == "Host(`{{ env `X` }}`)"


def test_a_plugin_gets_lists() -> None:
    _, text = to_file(
        of_compose(
            service(
                "traefik.http.middlewares.g.plugin.geo.countries[0]=DE",
                "traefik.http.middlewares.g.plugin.geo.log=true",
            )
        )
    )
    assert "        geo:\n          countries:\n            - DE\n          log: 'true'\n" in text


def test_a_port_that_only_the_image_knows_is_told() -> None:
    made, _ = to_file(
        of_compose("services:\n  web:\n    image: x\n    labels: ['traefik.http.routers.r.rule=Path(`/`)']\n")
    )
    assert [left.name for left in made.left] == ["http.services.web-demo@docker"]
    assert "only the image" in made.left[0].why and made.left[0].file == "compose.yml"
