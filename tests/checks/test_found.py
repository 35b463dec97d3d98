"""What is said of compose files that nobody named, and that may be parts of something: found in a folder, found with
`--strict`, and named. The folder is called `shop`, so that projects have a name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import Runner
from tests.each import each

QUIET = ("router-without-entrypoints", "upload-read-timeout", "port-missing", "exposed-by-default")
"""Rules that have something to say in nearly all cases."""


def web(labels: str = "", more: str = "") -> str:
    """A compose file with a service that has a router."""
    head = "services:\n  web:\n    image: x\n"
    return f"{head}    labels: ['traefik.http.routers.web.rule=Host(`a.test`)'{labels}]\n{more}"


def set_to(value: str) -> str:
    """A further label of its router."""
    return f", 'traefik.http.routers.web.{value}'"


def traefik(network: str, flag: str = "--providers.docker=true") -> str:
    """A compose file with Traefik, on a network of its own."""
    return (
        "services:\n  traefik:\n    image: traefik:v3.6\n"
        f"    command: [{flag}, '--entrypoints.web.address=:80']\n"
        f"    networks: [own]\nnetworks: {{own: {{{network}}}}}\n"
    )


BY_DEFAULT = "--providers.docker.network=web"
BACK = "    networks: [back]\nnetworks: {back: {}}\n"
TWO = "    networks: [back, front]\nnetworks: {back: {}, front: {}}\n"
COMPRESS = "services:\n  web:\n    labels: [traefik.http.middlewares.m.compress=true]\n"
FOLDERS: dict[str, tuple[dict[str, str], str]] = {
    "unknown network": (
        {"compose.yml": web(more="    networks: [gone]\n")},
        " | i compose-refused:5 | e compose-refused:5",
    ),
    "two unknown networks": (
        {"compose.yml": web(more="    networks: [gone, away]\n")},
        " | i compose-refused:5 | e compose-refused:5, e compose-refused:5",
    ),
    "no image": ({"compose.yml": web().replace("    image: x\n", "")}, " | i compose-refused:2 | e compose-refused:2"),
    "unknown key": (
        {"compose.yml": web(more="    volums: [a]\n")},
        "e compose-refused:5 | e compose-refused:5 | e compose-refused:5",
    ),
    "key of Traefik": ({"compose.yml": web(more="http: {}\n")}, " |  | w misplaced-field:1, e empty-mapping:5"),
    "required variable": ({"compose.yml": web(more="    environment: {A: '${B:?set it}'}\n")}, " |  | "),
    "required variable in label": ({"compose.yml": web(set_to("entrypoints=${E:?}"))}, " |  | "),
    "label file": (
        {"compose.yml": web(more="    label_file: labels.env\n")},
        " | i compose-refused:5 | e compose-refused:5",
    ),
    "env file": ({"compose.yml": web(more="    env_file: gone.env\n")}, " |  | "),
    "stand-in": (
        {"compose.yml": web(more="    environment: {A: [password]}\n")},
        " | e compose-refused:5 | e compose-refused:5",
    ),
    "wrong type": (
        {"compose.yml": web(more="    environment: {A: [a, b]}\n")},
        "e compose-refused:5 | e compose-refused:5 | e compose-refused:5",
    ),
    "extends": (
        {"compose.yml": web(more="    extends: {file: base.yml, service: base}\n")},
        "e compose-refused:5 | e compose-refused:5 | e compose-refused:5",
    ),
    "depends": ({"compose.yml": web(more="    depends_on: [db]\n")}, " | i compose-refused:5 | e compose-refused:5"),
    "unset port": ({"compose.yml": web(more="    ports: ['${P}:80']\n")}, " |  | "),
    "service of folder": ({"compose.yml": web(set_to("service=web-shop"))}, " |  | "),
    "service svc": (
        {"compose.yml": web(set_to("service=web-svc"))},
        "w unknown-service:4 | w unknown-service:4 | w unknown-service:4",
    ),
    "service srv": (
        {"compose.yml": web(set_to("service=web-srv"))},
        "w unknown-service:4 | w unknown-service:4 | w unknown-service:4",
    ),
    "service service": (
        {"compose.yml": web(set_to("service=web-service"))},
        "w unknown-service:4 | w unknown-service:4 | w unknown-service:4",
    ),
    "service services": (
        {"compose.yml": web(set_to("service=web-services"))},
        "w unknown-service:4 | w unknown-service:4 | w unknown-service:4",
    ),
    "service file": ({"compose.yml": web(set_to("service=web-shop@file"))}, " |  | "),
    "service far": (
        {"compose.yml": web(set_to("service=other-shop"))},
        "w unknown-service:4 | w unknown-service:4 | w unknown-service:4",
    ),
    "service near": (
        {"compose.yml": web(set_to("service=wbe-shop"))},
        "w unknown-service:4 | w unknown-service:4 | w unknown-service:4",
    ),
    "service tcp": (
        {
            "compose.yml": web(
                ", 'traefik.tcp.routers.web.rule=HostSNI(`*`)', 'traefik.tcp.routers.web.service=web-shop'"
            )
        },
        " |  | ",
    ),
    "service disabled": (
        {"compose.yml": web(set_to("service=off-shop"), "  off:\n    image: x\n    labels: [traefik.enable=false]\n")},
        "w unknown-service:4 | w unknown-service:4 | w unknown-service:4",
    ),
    "service with own": (
        {
            "compose.yml": web(
                set_to("service=own-shop"),
                "  own:\n    image: x\n    labels: [traefik.http.services.own.loadbalancer.server.port=80]\n",
            )
        },
        "w unknown-service:4 | w unknown-service:4 | w unknown-service:4",
    ),
    "service only tcp": (
        {
            "compose.yml": web(
                set_to("service=own-shop"),
                "  own:\n    image: x\n    labels: ['traefik.tcp.routers.own.rule=HostSNI(`*`)']\n",
            )
        },
        "w reference-wrong-protocol:4 | w reference-wrong-protocol:4 | w reference-wrong-protocol:4",
    ),
    "named": (
        {"compose.yml": "name: shop\n" + web(set_to("service=web-other"))},
        "w unknown-service:5 | w unknown-service:5 | w unknown-service:5",
    ),
    "middleware docker": (
        {"compose.yml": web(set_to("middlewares=gone@docker"))},
        " | w unknown-middleware:4 | w unknown-middleware:4",
    ),
    "middleware docker, own network": (
        {"compose.yml": web(set_to("middlewares=gone@docker")), "traefik/compose.yml": traefik("")},
        "w unknown-middleware:4 | w unknown-middleware:4 | e unknown-middleware:4",
    ),
    "middleware docker, external": (
        {"compose.yml": web(set_to("middlewares=gone@docker")), "traefik/compose.yml": traefik("external: true")},
        " | w unknown-middleware:4 | e unknown-middleware:4",
    ),
    "middleware docker, named": (
        {"compose.yml": web(set_to("middlewares=gone@docker")), "traefik/compose.yml": traefik("name: proxy")},
        " | w unknown-middleware:4 | e unknown-middleware:4",
    ),
    "middleware docker, named like itself": (
        {"compose.yml": web(set_to("middlewares=gone@docker")), "traefik/compose.yml": traefik("name: traefik_own")},
        "w unknown-middleware:4 | w unknown-middleware:4 | e unknown-middleware:4",
    ),
    "network label": (
        {"compose.yml": web(", 'traefik.docker.network=web'", BACK)},
        " | w network-not-attached:4 | w network-not-attached:4",
    ),
    "network label of project": ({"compose.yml": web(", 'traefik.docker.network=shop_back'", BACK)}, " |  | "),
    "network label near": (
        {"compose.yml": web(", 'traefik.docker.network=back'", TWO)},
        " | w network-not-attached:4 | w network-not-attached:4",
    ),
    "network default": (
        {"compose.yml": web("", BACK), "traefik/compose.yml": traefik("external: true", BY_DEFAULT)},
        "w network-not-shared:2 | w network-not-shared:2 | w network-not-shared:2",
    ),
    "network default two": (
        {"compose.yml": web("", TWO), "traefik/compose.yml": traefik("external: true", BY_DEFAULT)},
        "w network-not-shared:2 | w network-not-shared:2 | w network-not-shared:2",
    ),
    "override": ({"compose.yml": web(set_to("middlewares=m")), "compose.override.yml": COMPRESS}, " |  | "),
    "prod beside": (
        {"compose.yml": web(set_to("middlewares=m")), "compose.prod.yml": COMPRESS},
        " | i compose-refused:2, w unknown-middleware:4 | e compose-refused:2, w unknown-middleware:4",
    ),
    "parts": (
        {"base.compose.yml": web(set_to("middlewares=m")), "compose.yml": "services:\n  db:\n    image: x\n"},
        " | w unknown-middleware:4 | w unknown-middleware:4",
    ),
    "stack": (
        {"stack.yml": web(set_to("middlewares=m")).replace("    labels:", "    deploy:\n      labels:")},
        " |  | ",
    ),
    "two same names": (
        {"a/compose.yml": web(), "b/compose.yml": web().replace("a.test", "b.test")},
        " | w merge-conflict:4, w merge-conflict:4 | e merge-conflict:4, e merge-conflict:4",
    ),
    "no docker": (
        {
            "compose.yml": web(set_to("tls.certresolver=le")),
            "traefik.yml": "entryPoints: {web: {address: ':80'}}\nproviders: {docker: {exposedByDefault: false}}\n",
        },
        "w not-exposed:4 | w not-exposed:4 | w not-exposed:4",
    ),
}
"""For each folder its files, and what is found there, what more with `--strict`, and what where the files are named."""


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Runner:
    """The program, in an empty folder; a row gets one of its own below it."""
    monkeypatch.chdir(tmp_path)
    return Runner(tmp_path, capsys)


def told(cli: Runner, *arguments: str) -> list[str]:
    """The findings of a run, each as its severity, rule and line."""
    found = json.loads(cli("lint", *arguments, "--format", "json").out)["findings"]
    return [f"{one['severity'][0]} {one['rule']}:{one['line']}" for one in found if one["rule"] not in QUIET]


@pytest.mark.slow
@each(FOLDERS, lambda name: name)
def test_a_compose_file_is_told_of_as_it_was_come_by(name: str, cli: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    files, expected = FOLDERS[name]
    folder = cli.folder / name.replace(" ", "-") / "shop"
    for file, text in files.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text)
    monkeypatch.chdir(folder)
    runs = (told(cli), told(cli, "--strict"), told(cli, *files))
    assert " | ".join(", ".join(run) for run in runs) == expected
