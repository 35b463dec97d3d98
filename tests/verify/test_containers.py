"""The real Traefik, and the real Compose where it is there, asked about labels: told at the label that is to blame."""

# ruff: noqa: E501 - texts of files

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import Runner
from traefiklint.verify.verdict import Complaint

pytestmark = [pytest.mark.traefik]

TRAEFIK = """\
services:
  traefik:
    image: traefik:v3.7
    command:
      - --providers.docker={}
      - --providers.docker.exposedbydefault=false
      - --entrypoints.web.address=:80
      - --entrypoints.websecure.address=:443
"""
SERVICE = """\
  {0}:
    image: example/{0}:1
    labels:
      - traefik.enable=true
"""


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Runner:
    folder = tmp_path / "demo"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return Runner(folder, capsys)


def told(cli: Runner, services: dict[str, list[str]], option: str = "true") -> list[tuple[str, str, list[str], str]]:
    """Rule, what stands at the place, what it disables, and the end of the message of each finding."""
    text = TRAEFIK.format(option)
    for name, labels in services.items():
        text += SERVICE.format(name) + "".join(f"      - {label}\n" for label in labels)
    cli.write({"compose.yml": text})
    lines = text.splitlines()
    found = json.loads(cli("verify", "--format", "json", "compose.yml").out)["findings"]
    return [
        (
            one["rule"],
            lines[one["line"] - 1].strip(),
            one["disables"],
            one["message"].partition(": ")[2] or one["message"],
        )
        for one in found
    ]


def test_what_traefik_does_with_containers_is_told_at_the_label(cli: Runner) -> None:
    services = {
        "good": ["traefik.http.routers.good.rule=Host(`good.example.com`)"],
        "typo": ["traefik.http.routers.typo.rul=x", "traefik.http.middlewares.m.compress=true"],
        "enabled": ["traefik.enabled=true"],
        "two": ["traefik.http.routers.two.rule=Host(`two.example.com`)"]
        + [f"traefik.http.services.{name}.loadbalancer.server.port=80" for name in "ab"],
        "one": ["traefik.http.routers.same.rule=Host(`one.example.com`)"],
        "other": ["traefik.http.routers.same.rule=Host(`other.example.com`)"],
        "missing": ["traefik.http.routers.missing.rule=Host(`x.example.com`)", "traefik.http.routers.missing.middlewares=m"],
        "users": ["traefik.http.routers.users.rule=Host(`u.example.com`)", "traefik.http.routers.users.middlewares=u",
                  "traefik.http.middlewares.u.basicauth.usersfile=/etc/users"],
    }  # fmt: skip
    assert told(cli, services) == [
        ("traefik-disables", "- traefik.http.routers.typo.rul=x", ["http.routers.typo@docker", "http.middlewares.m@docker"],
         "field not found, node: rul"),
        ("traefik-disables", "- traefik.enabled=true", [], "decoding Docker labels: field not found, node: enabled"),
        ("traefik-disables", "- traefik.http.routers.two.rule=Host(`two.example.com`)", ["http.routers.two@docker"],
         'Router two cannot be linked automatically with multiple Services: ["a" "b"]'),
        ("traefik-disables", "- traefik.http.routers.same.rule=Host(`one.example.com`)", ["http.routers.same@docker"],
         "HTTP router defined multiple times with different configurations"),
        ("traefik-disables", "- traefik.http.routers.missing.middlewares=m", ["http.routers.missing@docker"],
         'middleware "m@docker" does not exist'),
    ]  # fmt: skip


def test_a_label_that_freezes_the_provider_is_told_with_its_reach(cli: Runner) -> None:
    services = {
        "good": ["traefik.http.routers.good.rule=Host(`g`)"],
        "bad": ["traefik.http.routers.bad.tls.domains0].main=x"],
    }
    ((rule, line, disables, _),) = told(cli, services)
    assert (rule, line, disables) == ("traefik-harmed", "- traefik.http.routers.bad.tls.domains0].main=x", ["*@docker"])


def test_files_and_containers_are_one_traefik(cli: Runner) -> None:
    cli.write(
        {
            "traefik.yml": "entryPoints: {web: {address: ':80'}}\nproviders: {docker: {}, file: {directory: dynamic}}\n",
            "dynamic/a.yml": "http:\n  middlewares: {m: {compress: {}}}\n  routers:\n"
            "    f: {rule: Host(`f`), service: web@docker}\n    g: {rule: Host(`g`), service: no@docker}\n",
            "compose.yml": "services:\n  web:\n    image: x\n    labels:\n"
            "      traefik.http.routers.web.rule: Host(`w`)\n      traefik.http.routers.web.middlewares: m@file\n"
            "      traefik.http.services.web.loadbalancer.server.port: 80\n",
        }
    )
    found = json.loads(cli("verify", "--format", "json").out)["findings"]
    assert [(one["file"], one["line"], one["disables"]) for one in found if one["severity"] == "error"] == [
        ("dynamic/a.yml", 5, ["http.routers.g"])
    ]
    assert not [one for one in found if one["rule"] == "verify-disagreement"]


def test_a_stack_is_asked_about_as_one(cli: Runner) -> None:
    text = "services:\n  web:\n    image: x\n    deploy:\n      labels:\n        - traefik.http.routers.web.rule=Host(`w`)\n"
    cli.write({"stack.yml": text})
    (found,) = json.loads(cli("verify", "--format", "json", "stack.yml").out)["findings"]
    assert (found["rule"], found["line"]) == ("traefik-disables", 2)
    assert 'service "demo-web" error: port is missing' in found["message"]


def test_what_the_real_compose_refuses_is_told(cli: Runner) -> None:
    cli.write({"compose.yml": "services:\n  web:\n    image: x\n    labels:\n      - traefik.enable: true\n"})
    found = json.loads(cli("verify", "--format", "json", "compose.yml").out)["findings"]
    assert [(one["rule"], one["line"]) for one in found] == [("compose-refuses", 5)]


def test_names_and_values_that_variables_make_are_those_of_the_real_compose(cli: Runner) -> None:
    labels = ["traefik.http.routers.${NAME:-web}.rule=Host(`$${x}.example.com`)"]
    assert told(cli, {"web": labels}) == []
    routed = cli("verify", "--format", "json", "compose.yml")
    assert routed.status == 0


@pytest.mark.parametrize(
    ("message", "provider_name", "provider"),
    [
        ("Error while initializing provider *docker.Provider", "", "docker"),
        ("Cannot start the provider *docker.SwarmProvider", "", "swarm"),
        ("Skip container a", "swarm", "swarm"),
        ("Cannot start the provider *file.Provider", "file", ""),
        ("Starting provider *acme.Provider", "", ""),
    ],
)
def test_one_reader_answers_for_each_line_of_the_log(message: str, provider_name: str, provider: str) -> None:
    line = Complaint("error", message, fields=(("providerName", provider_name),))
    assert line.provider_of_containers == provider


WITH_VARIABLES = """\
services:
  web:
    image: example/web:1
    labels:
      - traefik.enable=true
      - traefik.http.routers.web.rule=Host(`${SHOP_HOST}`)
      - traefik.http.routers.web.middlewares=auth
      - traefik.http.middlewares.auth.basicauth.users=${SHOP_USERS}
      - traefik.http.services.web.loadbalancer.server.port=80
  sure:
    image: example/sure:1
    labels:
      - traefik.enable=true
      - traefik.http.routers.sure.rule=Host(``)
      - traefik.http.services.sure.loadbalancer.server.port=80
"""


def about_variables(cli: Runner) -> dict[str, list[str]]:
    """The findings of `verify` about compose files, by rule."""
    told: dict[str, list[str]] = {}
    for one in json.loads(cli("verify", "--format", "json", "compose.yml").out)["findings"]:
        told.setdefault(one["rule"], []).append(f"{one['line']} {one['severity']} {one['message']}")
    return told


def test_what_hangs_on_a_variable_without_a_value_nobody_knows_and_it_is_no_bug_of_the_linter(cli: Runner) -> None:
    cli.write({"compose.yml": TRAEFIK.format("true") + WITH_VARIABLES.partition("services:\n")[2]})
    told = about_variables(cli)
    assert "verify-disagreement" not in told
    assert [one for one in told["traefik-disables"] if "sure@docker" not in one] == []
    unknown = " / ".join(told["traefik-cannot-know"])
    for name in ("SHOP_HOST", "SHOP_USERS"):
        assert f"`{name}` has no value here, and nobody knows how it is elsewhere." in unknown
    assert all(" info " in one for one in told["traefik-cannot-know"])


def test_what_has_its_value_from_a_file_beside_it_is_known(cli: Runner) -> None:
    text = TRAEFIK.format("true") + WITH_VARIABLES.partition("services:\n")[2]
    cli.write({"compose.yml": text, ".env": "SHOP_HOST=shop.example.com\nSHOP_USERS=nobody\n"})
    told = about_variables(cli)
    assert "verify-disagreement" not in told and "traefik-cannot-know" not in told
    assert any("http.middlewares.auth@docker" in one for one in told["traefik-disables"])


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("    volumes: ['${SHOP_DATA}:/data']", "traefik-cannot-know"),
        ("    ports: ['${SHOP_PORT:?give one}:80']", "traefik-cannot-know"),
        ("    env_file: shop.env", "traefik-cannot-know"),
        ("    volumes: [':/data']", "compose-refuses"),
        ("    volumes: [':/data']\n    environment: ['A=${SHOP_DATA}']", "compose-refuses"),
    ],
    ids=("volume", "required", "file", "sure", "another"),
)
def test_why_compose_refuses_a_project_is_known_only_where_it_hangs_on_no_variable(
    cli: Runner, line: str, rule: str
) -> None:
    cli.write({"compose.yml": WITH_VARIABLES.replace("    image: example/web:1", f"    image: example/web:1\n{line}")})
    told = about_variables(cli)
    assert [one for one in told if "ompose refuses this project" in " ".join(told[one])] == [rule]
    assert "verify-disagreement" not in told


@pytest.mark.parametrize(
    ("line", "words", "where"),
    [
        ("    deploy: {resources: {reservations: 5}}", "services.web.deploy.resources.reservations", 2),
        ("    volumes: [{type: foo, target: /data}]", "services.web.volumes.0.type", 2),
    ],
    ids=("reservations", "volume"),
)
def test_what_only_compose_checks_is_told_and_is_no_bug_of_the_linter(
    cli: Runner, line: str, words: str, where: int
) -> None:
    cli.write(
        {"compose.yml": f"services:\n  web:\n    image: example/web:1\n{line}\n    labels: [traefik.enable=true]\n"}
    )
    told = about_variables(cli)
    (refusal,) = told["compose-refuses"]
    assert refusal.startswith(f"{where} error Docker Compose refuses this project: ") and words in refusal
    assert refusal.endswith("(`lint` looks only at what Traefik gets of a compose file, and does not check this)")
    assert "verify-disagreement" not in told


def test_a_router_that_two_projects_define_is_told_once_and_is_no_bug_of_the_linter(cli: Runner) -> None:
    for name in ("dashy", "heimdall"):
        labels = "traefik.enable=true, 'traefik.http.routers.dash.rule=Host(`${DASHBOARD}`)'"
        text = f"services:\n  {name}:\n    image: example/{name}:1\n    expose: [80]\n    labels: [{labels}]\n"
        cli.write({f"docker-compose.{name}.yml": text})
    told: dict[str, list[str]] = {}
    for one in json.loads(cli("verify", "--format", "json").out)["findings"]:
        told.setdefault(one["rule"], []).append(f"{one['line']} {one['message']}")
    (lost,) = told["traefik-cannot-know"]
    assert lost.startswith("5 ") and "keeps none of `http.routers.dash@docker`" in lost
    assert lost.endswith("; `DASHBOARD` has no value here, and nobody knows how it is elsewhere.")
    assert "verify-disagreement" not in told


def test_a_file_with_variables_that_is_not_there_is_no_bug_of_the_linter(cli: Runner) -> None:
    text = "services:\n  web:\n    image: example/web:1\n    labels: [traefik.enable=true]\n"
    cli.write({"compose.yml": text + "    env_file: [injected-env-vars.yml]\n"})
    told = about_variables(cli)
    assert "injected-env-vars.yml" in " ".join(told["traefik-cannot-know"])
    assert "verify-disagreement" not in told


def test_what_a_file_or_plugin_that_is_not_here_may_bring_nobody_knows(cli: Runner) -> None:
    labels = """\
services:
  web:
    image: example/web:1
    labels:
      - traefik.enable=true
      - traefik.http.routers.web.rule=Host(`shop.example.com`)
      - traefik.http.routers.web.middlewares=headers@file
      - traefik.http.routers.other.rule=Host(`other.example.com`)
      - traefik.http.routers.other.middlewares=own
      - traefik.http.middlewares.own.plugin.own.key=value
      - traefik.http.services.web.loadbalancer.server.port=80
"""
    cli.write({"compose.yml": labels})
    for traefik in ("", TRAEFIK.format("true").partition("services:\n")[2]):
        plugin = "      - --experimental.plugins.own.modulename=github.com/example/own\n" if traefik else ""
        dynamic = "      - --providers.file.directory=/etc/dynamic\n" if traefik else ""
        version = "      - --experimental.plugins.own.version=v1.0.0\n" if traefik else ""
        cli.write(
            {"compose.yml": f"services:\n{traefik}{plugin}{version}{dynamic}{labels.partition('services:')[2][1:]}"}
        )
        told = about_variables(cli)
        assert list(told) == ["traefik-cannot-know"], told
        assert "`headers@file` may stand in a file that is not here" in " / ".join(told["traefik-cannot-know"])
        assert "the plugin `own` is not loaded here" in " / ".join(told["traefik-cannot-know"])


def test_a_port_on_an_address_that_a_variable_gives_hides_no_container(cli: Runner) -> None:
    text = (
        TRAEFIK.format("true") + SERVICE.format("web") + "      - traefik.http.routers.web.rule=Host(`a.example.com`)\n"
    )
    cli.write({"compose.yml": text + "    ports: ['[${PUBLIC_IPV6:?}]:8080:80']\n"})
    assert list(about_variables(cli)) == ["traefik-cannot-know"]


def disagreements(cli: Runner) -> list[str]:
    found = json.loads(cli("verify", "--format", "json").out)["findings"]
    return [one["message"] for one in found if one["rule"] == "verify-disagreement"]


def test_containers_of_one_name_in_several_projects_are_several(cli: Runner) -> None:
    named = "    container_name: app\n"
    for name in "ab":
        router = f"      - traefik.http.routers.{name}.rule=Host(`{name}.example.com`)\n"
        cli.write({f"{name}/compose.yml": f"services:\n{SERVICE.format(name)}{router}{named}"})
    cli.write({"compose.yml": TRAEFIK.format("true")})
    assert disagreements(cli) == []


def test_a_container_on_the_network_of_another_one_is_reached_there(cli: Runner) -> None:
    router = (
        "      - traefik.http.routers.a.rule=Host(`a.example.com`)\n    network_mode: service:vpn\n    expose: ['80']\n"
    )
    cli.write(
        {
            "compose.yml": TRAEFIK.format("true")
            + SERVICE.format("a")
            + router
            + "  vpn: {image: vpn, container_name: tunnel}\n"
        }
    )
    found = json.loads(cli("verify", "--format", "json").out)["findings"]
    assert found == []


def test_tls_options_that_a_file_elsewhere_may_define_nobody_knows(cli: Runner) -> None:
    tls = "      - traefik.http.routers.a.rule=Host(`a.example.com`)\n      - traefik.http.routers.a.tls.options=old@file\n"
    cli.write({"compose.yml": f"services:\n{SERVICE.format('a')}{tls}"})
    found = json.loads(cli("verify", "--format", "json").out)["findings"]
    assert [one["rule"] for one in found] == ["traefik-cannot-know"]


def test_a_flag_beside_a_file_that_ends_the_start_is_no_claim_about_the_containers(cli: Runner) -> None:
    """Of 3.7.15: it looks for `pilot` in the flags though it takes its static configuration from the file."""
    volume = "      - --pilot.dashboard=false\n    volumes: ['./traefik.yml:/etc/traefik/traefik.yml']\n"
    static = "entryPoints: {web: {address: ':80'}}\nproviders: {docker: {}}\n"
    cli.write({"compose.yml": TRAEFIK.format("true") + volume, "traefik.yml": static})
    assert "flag-syntax" in cli("lint").out
    assert disagreements(cli) == []


def test_what_traefik_never_builds_for_want_of_a_name_that_may_be_elsewhere_is_no_disagreement(cli: Runner) -> None:
    labels = [
        "routers.a.rule=Host(`a.example.com`)",
        "routers.a.middlewares=login,other",
        "middlewares.login.basicauth.users=",
    ]
    cli.write(
        {
            "compose.yml": TRAEFIK.format("true")
            + SERVICE.format("a")
            + "".join(f"      - traefik.http.{one}\n" for one in labels)
        }
    )
    assert disagreements(cli) == []


def test_what_lint_leaves_to_strict_is_a_reason_nevertheless(cli: Runner) -> None:
    """The Traefik is on a network of others, too, whose labels may define the middleware."""
    labels = ["traefik.http.routers.a.rule=Host(`a.io`)", "traefik.http.routers.a.middlewares=m@docker"]
    shared = "    networks: [proxy]\nnetworks: {proxy: {external: true}}\n"
    app = SERVICE.format("a") + "".join(f"      - {one}\n" for one in labels)
    cli.write({"compose.yml": TRAEFIK.format("true") + shared, "app/compose.yml": f"services:\n{app}{shared}"})
    assert "unknown-middleware" not in cli("lint").out
    assert disagreements(cli) == []


def test_a_service_of_traefiks_own_is_there_where_nobody_says_that_it_is_not(cli: Runner) -> None:
    routers = "".join(
        f"      - traefik.http.routers.{one}.rule=Host(`{one}.example.com`)\n"
        f"      - traefik.http.routers.{one}.service={one}@internal\n"
        for one in ("prometheus", "ping", "rest", "api")
    )
    cli.write({"compose.yml": f"services:\n{SERVICE.format('a')}{routers}"})
    assert json.loads(cli("verify", "--format", "json").out)["findings"] == []
    given = "      - --metrics.prometheus.manualrouting=true\n      - --ping.manualrouting=true\n      - --api=true\n"
    cli.write(
        {
            "compose.yml": TRAEFIK.format("true")
            + given
            + "      - --providers.rest=true\n"
            + SERVICE.format("a")
            + routers
        }
    )
    assert disagreements(cli) == []
