"""What the settings say of the host (`[known]`) counts as if compose files said it: images, variables, what ended."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from tests.cli.running import Runner
from tests.compose.test_recorded import CASES as TEXTS
from tests.docker.recorded import options_of
from tests.docker.test_recorded import CASES
from tests.each import each, rows
from traefiklint.compose.reader import files_of, read_project
from traefiklint.docker.compose import containers_of
from traefiklint.docker.host import HostFacts
from traefiklint.docker.provider import provide
from traefiklint.verify.verdict import KINDS

VERSION = "3.7.15"
UNTOLD = {
    "name-no-compose": "it was not started by Compose",
    "net-no-ip": "why the engine gave it no address is not told",
    "defrule-16": "its default rule asks for a variable of Traefik's own environment",
    "two-projects-same-names": "its containers are of two projects, and its text is one",
}
RULE = "traefik.http.routers.web.rule=Host(`a.example.com`)"
PORT = "traefik.http.services.web.loadbalancer.server.port=8080"


def compose(*labels: str, image: str = "image: ghcr.io/acme/web:1.2", more: str = "") -> str:
    lines = "".join(f"      - {label}\n" for label in labels)
    return f"name: demo\nservices:\n  web:\n    {image}\n    labels:\n{lines}{more}"


def asked() -> list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]]:
    """The recorded cases whose text is recorded too: text, containers, what Traefik made of them."""
    recorded = {case["id"]: case for case in CASES}
    return [
        (text, recorded[text["id"]], verdict)
        for text in TEXTS
        if text["id"] in recorded and text["id"] not in UNTOLD
        for verdict in recorded[text["id"]]["verdicts"]
        if VERSION in verdict["versions"]
    ]


def of_recorded(text: Mapping[str, Any], containers: Iterable[Mapping[str, Any]], project: Any) -> HostFacts:
    """What a recorded engine knew beside the text: what each image exposes, what did not run, what had no value."""
    images, stopped = {}, set()
    for container in containers:
        service = project.service(container["labels"].get("com.docker.compose.service", ""))
        if service is not None and service.image is not None:
            images[service.image.text] = tuple(int(port.partition("/")[0]) for port in container.get("ports") or ())
        if container.get("state", "running") != "running" or container.get("health") in ("starting", "unhealthy"):
            stopped.add(container["name"])
        mode, _, other = container.get("network_mode", "").partition(":")
        if mode == "container" and all(other != one["name"] for one in containers):
            stopped.add(other)
    labels = [label for service in project.services for label in (*service.labels, *service.deploy_labels)]
    unset = {name: "" for label in labels for value in (label.name, label.value) for name in value.unknown}
    return HostFacts(images, {**unset, **text.get("environment", {})}, frozenset(stopped))


@each(asked, lambda case: case[0]["id"])
def test_a_text_and_what_is_known_of_the_host_come_to_what_traefik_made_of_the_containers(
    case: tuple[dict[str, Any], dict[str, Any], dict[str, Any]],
) -> None:
    text, recorded, verdict = case
    is_stack = bool(text.get("stack"))
    provider = "swarm" if is_stack else "docker"
    records = recorded["services" if is_stack else "containers"]
    files, texts = files_of("", text["files"].get), text["files"].get
    given = text.get("environment", {})
    bare = read_project(files, texts, environment=given, folder_name="demo", is_stack=is_stack)
    host = of_recorded(text, records, bare)
    project = read_project(files, texts, environment=host.variables, folder_name="demo", is_stack=is_stack)
    mine = provide(containers_of(project, provider, host), options_of(provider, recorded.get(provider) or {}, VERSION))
    assert mine.is_frozen is verdict["frozen"]
    if not mine.is_frozen:
        theirs = {ours: sorted(verdict["objects"].get(kind, ())) for kind, ours in KINDS.items()}
        assert {kind: sorted(mine.objects.get(kind, ())) for kind in theirs} == theirs


def told(cli: Runner, *arguments: str) -> dict[str, tuple[str, str]]:
    """What is found: the severity and the words by rule."""
    found = json.loads(cli("lint", "--profile", "none", "--format", "json", *arguments, "compose.yml").out)["findings"]
    return {one["rule"]: (one["severity"], one["message"]) for one in found}


@rows("name", ["ghcr.io/acme/web", "ghcr.io/acme/web:1.2"])
def test_an_image_that_exposes_nothing_drops_its_container(cli: Runner, name: str) -> None:
    cli.write({"compose.yml": compose(RULE), "traefiklint.toml": f"[known.images]\n'{name}' = []\n"})
    severity, message = told(cli)["port-missing"]
    assert severity == "error"
    assert "no port is exposed), and drops the container" in message
    cli.write({"traefiklint.toml": f"[known.images]\n'{name}' = [3000]\n"})
    assert "port-missing" not in told(cli, "--strict")
    assert "-web-1:3000/" in cli("route", "http://a.example.com/", "compose.yml").out


@rows(
    ("image", "name"),
    [
        ("image: nginx", "nginx"),
        ("image: docker.io/library/nginx:1.27", "nginx"),
        ("image: localhost:5000/x", "localhost:5000/x"),
        ("image: x@sha256:" + "a" * 64, "x"),
        ("build: .", "demo-web"),
    ],
)
def test_what_the_settings_say_of_an_image_counts_before_what_is_known_of_it(
    cli: Runner, image: str, name: str
) -> None:
    cli.write({"compose.yml": compose(RULE, image=image), "traefiklint.toml": f"[known.images]\n'{name}' = [9999]\n"})
    assert "-web-1:9999/" in cli("route", "http://a.example.com/", "compose.yml").out


def test_the_settings_can_give_variables_their_values(cli: Runner) -> None:
    text = compose("traefik.http.routers.web.rule=Host(`${DOMAIN}`)", PORT)
    cli.write({"compose.yml": text})
    assert set(told(cli)) == {"label-variable-unset"}
    cli.write({"traefiklint.toml": "[known.variables]\nDOMAIN = 'a.example.com'\n"})
    assert told(cli) == {}
    assert "web@docker" in cli("route", "http://a.example.com/", "compose.yml").out
    cli.write({"traefiklint.toml": "[known.variables]\nDOMAIN = ''\n"})
    severity, message = told(cli)["rule-empty-argument"]
    assert severity == "error"
    assert "has no value" not in message, "it is known that it has none"


def test_the_variables_are_those_of_the_flags_too(cli: Runner) -> None:
    flags = (
        "  proxy:\n    image: traefik:v3.6\n    command: ['--providers.docker', '--entryPoints.web.address=:${WEB}']\n"
    )
    cli.write({"compose.yml": compose(RULE, PORT, more=flags), "traefiklint.toml": "[known.variables]\nWEB = '8000'\n"})
    assert "web@docker" in cli("route", "http://a.example.com:8000/", "compose.yml").out


def test_labels_of_what_is_stopped_are_not_read(cli: Runner) -> None:
    text = compose("traefik.http.routers.web.rul=x")
    cli.write({"compose.yml": text})
    assert told(cli)["label-unknown-field"][0] == "error"
    for name in ("web", "demo-web-1"):
        cli.write({"traefiklint.toml": f"[known]\nstopped = ['{name}']\n"})
        assert told(cli) == {}


def test_labels_for_the_provider_are_read_of_what_is_stopped_too(cli: Runner) -> None:
    text = compose("traefik.enabled=true", "traefik.http.routers.web.rul=x")
    cli.write({"compose.yml": text, "traefiklint.toml": "[known]\nstopped = ['web']\n"})
    assert "label-unknown-field" in told(cli, "--target", "3.6")
    assert "label-unknown-field" not in told(cli, "--target", "3.0"), "it does not look at stopped containers"


def test_a_server_of_what_is_stopped_is_told_once(cli: Runner) -> None:
    cli.write({"traefiklint.toml": "[known]\nstopped = ['web']\n"})
    cli.write({"compose.yml": compose(RULE, PORT, "traefik.docker.allownonrunning=true")})
    assert set(told(cli)) == {"stopped-server-without-url"}
    starting = "traefik.http.routers.web.middlewares=sablier@file"
    cli.write({"compose.yml": compose(RULE, PORT, starting, "traefik.docker.allownonrunning=true")})
    assert "stopped-server-without-url" not in told(cli), "a plugin may start it before"
    with_url = "traefik.http.services.web.loadbalancer.server.url=http://10.0.0.1:80"
    cli.write({"compose.yml": compose(RULE, with_url, "traefik.docker.allownonrunning=true")})
    assert told(cli) == {}, "Traefik takes the URL of a label as it is"


def test_a_middleware_of_what_is_stopped_is_not_there(cli: Runner) -> None:
    other = "  auth:\n    image: x\n    labels: ['traefik.http.middlewares.m.stripprefix.prefixes=/a']\n"
    text = compose(RULE, PORT, "traefik.http.routers.web.middlewares=m", more=other)
    static = "entryPoints: {web: {address: ':80'}}\nproviders: {docker: {}}\n"
    cli.write({"compose.yml": text, "traefik.yml": static})
    assert "unknown-middleware" not in told(cli, "--static", "traefik.yml")
    cli.write({"traefiklint.toml": "[known]\nstopped = ['auth']\n"})
    assert told(cli, "--static", "traefik.yml")["unknown-middleware"][0] == "error"


def test_who_shares_the_network_of_what_is_stopped_has_no_address(cli: Runner) -> None:
    cli.write({"compose.yml": compose(RULE, PORT, more="    network_mode: container:vpn\n")})
    assert told(cli) == {}, "it may run"
    cli.write({"traefiklint.toml": "[known]\nstopped = ['vpn']\n"})
    assert told(cli)["container-without-address"][0] == "error"


def test_the_config_shows_what_is_known_but_no_secret(cli: Runner) -> None:
    cli.write(
        {
            "traefiklint.toml": "[known]\nstopped = ['job']\n"
            "[known.variables]\nDOMAIN = 'a.example.com'\nDB_PASSWORD = 'hunter2secret'\n[known.images]\nx = [1, 2]\n"
        }
    )
    shown = cli("config", "--format", "json").out
    assert "hunter2secret" not in shown + cli("config").out
    settings = {key: one["value"] for key, one in json.loads(shown)["settings"].items() if key.startswith("known")}
    assert settings == {
        "known.images.x": [1, 2],
        "known.variables.DOMAIN": "a.example.com",
        "known.variables.DB_PASSWORD": "***",
        "known.stopped": ["job"],
    }


def said_of_settings(cli: Runner, *arguments: str) -> list[str]:
    """What a run says of names in the settings."""
    report = json.loads(cli("lint", "--profile", "none", "--format", "json", *arguments).out)
    return [note for note in report["coverage"]["notes"] if note.startswith("warning: ")]


def test_a_name_of_the_settings_that_no_compose_file_has_is_told_with_its_line(cli: Runner) -> None:
    cli.write(
        {
            "compose.yml": compose(RULE, PORT, image="image: ghcr.io/acme/web:1.2"),
            "traefiklint.toml": "[known]\nstopped = ['wbe']\n[known.images]\n'ghcr.io/acme/wep' = [80]\n'x/y' = []\n",
        }
    )
    assert said_of_settings(cli) == [
        "warning: traefiklint.toml:4: `ghcr.io/acme/wep` is no image of the compose files here; "
        "did you mean `ghcr.io/acme/web`?",
        "warning: traefiklint.toml:2: `wbe` is no service or container of the compose files here; did you mean `web`?",
    ]
    assert "warning: traefiklint.toml:2: `wbe`" in cli("lint", "--profile", "none").out
    assert said_of_settings(cli, "compose.yml") == [], "another file may have it"


@rows(
    ("image", "said"),
    [
        ("image: ghcr.io/acme/web:1.2", "stopped = ['web', 'demo-web-1']\nimages = {'ghcr.io/acme/web' = [80]}"),
        ("build: .", "images = {'demo-web' = [80]}"),
        ("image: x:1\n    container_name: shop", "stopped = ['shop']\nimages = {x = [80]}"),
        ("image: x:1\n    network_mode: container:vpn", "stopped = ['vpn']"),
        ("image: ${IMAGE}\n    container_name: ${NAME}", "stopped = ['other']\nimages = {'x/y' = [80]}"),
    ],
)
def test_a_name_of_the_settings_that_is_there_or_may_be_is_not_told(cli: Runner, image: str, said: str) -> None:
    cli.write({"compose.yml": compose(RULE, PORT, image=image), "traefiklint.toml": f"[known]\n{said}\n"})
    assert said_of_settings(cli) == []


def test_a_copy_that_is_stopped_is_no_server(cli: Runner) -> None:
    text = compose(RULE, PORT, image="image: x:1\n    deploy: {replicas: 3}")
    cli.write({"compose.yml": text, "traefiklint.toml": "[known]\nstopped = ['demo-web-1']\n"})
    answer = cli("route", "http://a.example.com/", "compose.yml").out
    assert [copy for copy in (1, 2, 3) if f"demo-web-{copy}:8080" in answer] == [2, 3]
    cli.write({"traefiklint.toml": "[known]\nstopped = ['demo-web-1', 'demo-web-2', 'demo-web-3']\n"})
    assert "404 Not Found" in cli("route", "http://a.example.com/", "compose.yml").out
    assert said_of_settings(cli) == []


def test_what_is_known_of_one_traefik_counts_before_what_is_known_of_all(cli: Runner) -> None:
    text = compose("traefik.http.routers.web.rule=Host(`${DOMAIN}`)", image="image: x:1")
    tables = "".join(f"[[traefik]]\nname = '{one}'\ncompose = ['{one}/compose.yml']\n{{{one}}}" for one in "ab")
    own = "[traefik.known]\nstopped = ['wbe']\n[traefik.known.variables]\nDOMAIN = 'b.example.com'\n"
    shared = "[known]\nstopped = ['web']\n[known.variables]\nDOMAIN = 'a.example.com'\n[known.images]\nx = [80]\n"
    cli.write(
        {
            "a/compose.yml": text,
            "b/compose.yml": text,
            "traefiklint.toml": shared + tables.format(a="", b=own),
        }
    )
    assert "404 Not Found" in cli("route", "http://a.example.com/", "--traefik", "a").out, "its service is stopped"
    assert "-web-1:80/" in cli("route", "http://b.example.com/", "--traefik", "b").out
    assert said_of_settings(cli) == [
        "warning: traefiklint.toml:14: `wbe` is no service or container of the compose files here; did you mean `web`?"
    ]
    shown = json.loads(cli("config", "--format", "json").out)["settings"]["traefik"]["value"]
    assert [one.get("known", {}).get("stopped") for one in shown] == [None, ["wbe"]]
