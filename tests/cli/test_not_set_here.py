"""What hangs on a variable that has its value elsewhere is no fault here, and no guess is taken for a fact."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import run

LABELS = """
      traefik.http.routers.{name}.rule: Host(`{host}`)
      traefik.http.routers.{name}.tls: "true"
"""
USER = "anna:$2y$05$abcdefghijklmnopqrstuuu4HzFGpxMAfQTrGqJc4RqWnV3B9q1b6"
COMPOSE = "services:\n  shop:\n    image: shop\n    expose: ['80']\n"


def rules_of(folder: Path, *more: str) -> set[str]:
    told = json.loads(run("lint", "--format", "json", *more, folder=folder).out)
    return {one["rule"] for one in told["findings"] if one["severity"] != "info"}


def test_a_container_whose_name_is_a_variable_without_a_value_has_an_address(tmp_path: Path) -> None:
    labels = LABELS.format(name="shop", host="shop.example.com")
    (tmp_path / "compose.yml").write_text(f"{COMPOSE}    container_name: ${{NAME}}\n    labels:{labels}")
    assert not rules_of(tmp_path) & {"container-without-address", "server-url-no-host"}


@pytest.mark.parametrize(("value", "refused"), [("${TRUSTED}", False), ("", True)])
def test_only_addresses_that_are_left_out_trust_nobody(value: str, refused: bool, tmp_path: Path) -> None:
    flags = f"[--entryPoints.web.address=:80, '--entryPoints.web.proxyProtocol.trustedIPs={value}']"
    (tmp_path / "compose.yml").write_text(f"services:\n  traefik:\n    image: traefik:v3.6\n    command: {flags}\n")
    assert ("proxy-protocol-trusts-nobody" in rules_of(tmp_path)) == refused


@pytest.mark.parametrize(("hosts", "told"), [(("${A}", "${B}"), False), (("a.test", "a.test"), True)])
def test_hosts_that_nobody_knows_are_not_the_same_host(hosts: tuple[str, str], told: bool, tmp_path: Path) -> None:
    first, second = (LABELS.format(name=name, host=host) for name, host in zip("ab", hosts, strict=True))
    options = "      traefik.http.routers.b.tls.options: modern@file\n"
    (tmp_path / "compose.yml").write_text(f"{COMPOSE}    labels:{first}{second[1:]}{options}")
    assert ("tls-options-conflict" in rules_of(tmp_path)) == told


@pytest.mark.parametrize(("value", "told"), [("${ELSEWHERE}", False), ('""', True)])
def test_a_rule_that_only_a_variable_leaves_out_is_not_left_out(value: str, told: bool, tmp_path: Path) -> None:
    labels = f"      traefik.http.routers.shop.tls: 'true'\n      traefik.http.routers.shop.rule: {value}\n"
    service = "services:\n  traefik:\n    image: traefik:v3.6\n    command: [--providers.docker=true]\n"
    (tmp_path / "traefik.compose.yml").write_text(service)
    (tmp_path / "compose.yml").write_text(f"{COMPOSE}    labels:\n{labels}")
    assert ("router-default-rule" in rules_of(tmp_path)) == told


_DEFAULT = "--providers.docker.defaultRule=Host(`{{ .Name }}.example.com`)"


@pytest.mark.parametrize(
    ("flag", "other", "told"),
    [
        ("--providers.docker=true", "", True),
        ("--providers.docker=true", "shop-api", True),
        (_DEFAULT, "", False),
        (_DEFAULT, "shop-api", False),
        (_DEFAULT, "shpo", True),
        ("", "", False),
        ("", "shop-api", False),
        ("", "shpo", True),
    ],
)
def test_a_router_without_a_rule_is_told_where_the_default_rule_is_not_meant(
    flag: str, other: str, told: bool, tmp_path: Path
) -> None:
    labels = "      traefik.http.routers.shop.entrypoints: web\n"
    if other:
        labels += f"      traefik.http.routers.{other}.rule: Host(`a.example.com`)\n"
    (tmp_path / "compose.yml").write_text(f"{COMPOSE}    labels:\n{labels}")
    if flag:
        flags = f"['{flag}', --entryPoints.web.address=:80]"
        service = f"services:\n  traefik:\n    image: traefik:v3.6\n    command: {flags}\n"
        (tmp_path / "traefik.compose.yml").write_text(service)
    assert ("router-default-rule" in rules_of(tmp_path)) == told


@pytest.mark.parametrize(("name", "told"), [("TRAEFIK_LOGLEVEL", False), ("TRAEFIK_LOG_LEVEL", True)])
def test_a_variable_that_only_begins_as_a_section_is_no_static_configuration(
    name: str, told: bool, tmp_path: Path
) -> None:
    service = "services:\n  traefik:\n    image: traefik:v3.6\n    command: [--entryPoints.web.address=:80]\n"
    (tmp_path / "compose.yml").write_text(f"{service}    environment: [{name}=INFO]\n")
    assert ("static-form-ignored" in rules_of(tmp_path)) == told


@pytest.mark.parametrize(("file", "read"), [("configs/traefik/tls.yml", False), ("configs/tls.yml", True)])
def test_a_folder_that_only_has_the_name_holds_files_of_traefik_itself(file: str, read: bool, tmp_path: Path) -> None:
    flags = "[--entryPoints.web.address=:80, --providers.file.directory=/etc/traefik/configs]"
    (tmp_path / "compose.yml").write_text(f"services:\n  traefik:\n    image: traefik:v3.6\n    command: {flags}\n")
    foreign = tmp_path / "configs/assistant/configuration.yaml"
    for path, text in (
        (foreign, "default_config:\nhttp:\n  use_x_forwarded_for: true\n"),
        (tmp_path / file, "tls:\n  options:\n    default: {minVersion: VersionTLS12}\n"),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert ("unknown-field" in rules_of(tmp_path, "--profile", "none")) == read


@pytest.mark.parametrize(("host", "told"), [("shop.localhost", False), ("shop.example.com", True)])
def test_nobody_listens_on_the_way_to_the_own_machine(host: str, told: bool, tmp_path: Path) -> None:
    (tmp_path / "traefik.yml").write_text(
        "entryPoints: {web: {address: ':80'}}\nproviders: {file: {directory: dynamic}}\n"
    )
    (tmp_path / "dynamic").mkdir()
    (tmp_path / "dynamic/a.yml").write_text(
        f"http:\n  routers:\n    a: {{rule: 'Host(`{host}`)', service: api@internal, middlewares: [m]}}\n"
        f"  middlewares:\n    m: {{basicAuth: {{users: ['{USER}']}}}}\n"
    )
    assert ("credentials-over-http" in rules_of(tmp_path)) == told


def test_a_password_of_digits_does_not_hide_the_number_of_a_line(tmp_path: Path) -> None:
    text = "http:\n  middlewares: {gate: {plugin: {gate: {password: '1203'}}}}\n  routers:\n    shop:\n"
    text += "      rule: Host(`shop.test`)\n      service: api@internal\n"
    text += "      # more\n" * (1202 - text.count("\n")) + "      middlewares: [nobody]\n"
    (tmp_path / "a.yml").write_text(text)
    shown = run("lint", "--format", "json", folder=tmp_path).out
    assert 1203 in {one["line"] for one in json.loads(shown)["findings"]}


def test_an_env_file_with_empty_values_is_a_form_and_whoever_names_the_compose_file_means_it(tmp_path: Path) -> None:
    (tmp_path / "compose.yml").write_text(
        COMPOSE.replace("'80'", "'${PORT:?}'") + "    labels: [traefik.enable=true]\n"
    )
    (tmp_path / ".env").write_text("PORT=\n")
    assert "compose-refused" not in rules_of(tmp_path)
    assert "compose-refused" in rules_of(tmp_path, "compose.yml")


def test_a_file_of_labels_that_is_not_here_is_no_error_where_nobody_names_the_compose_file(
    tmp_path: Path,
) -> None:
    (tmp_path / "compose.yml").write_text(f"{COMPOSE}    label_file: ./made.labels\n")
    assert "compose-refused" not in rules_of(tmp_path)
    assert "compose-refused" in rules_of(tmp_path, "compose.yml")


DASHBOARD = """\
services:
  traefik:
    image: traefik:v3.6
    command: [--providers.docker=true, "--entrypoints.web.address=:80", --api=true, "--entrypoints.web.http.{flag}"]
    ports: ["80:80"]
    labels:
      traefik.enable: "true"
      traefik.http.routers.api.rule: Host(`traefik.example.com`)
      traefik.http.routers.api.service: api@internal
      traefik.http.routers.api.middlewares: "{middlewares}"
      traefik.http.middlewares.gzip.compress: "true"
      traefik.http.middlewares.all.chain.middlewares: "{chain}"
"""


@pytest.mark.parametrize(
    ("middlewares", "chain", "flag", "told"),
    [
        ("${AUTH}", "gzip", "sanitizePath=true", False),
        ("gzip${AUTH}", "gzip", "sanitizePath=true", False),
        ("all", "${AUTH}", "sanitizePath=true", False),
        ("gzip", "gzip", "middlewares=${AUTH}", False),
        ("gzip", "${AUTH}", "sanitizePath=true", True),
        ("${AUTH:-gzip}", "gzip", "sanitizePath=true", True),
    ],
)
def test_what_a_variable_puts_before_the_dashboard_may_ask_who_is_there(
    middlewares: str, chain: str, flag: str, told: bool, tmp_path: Path
) -> None:
    text = DASHBOARD.format(middlewares=middlewares, chain=chain, flag=flag)
    (tmp_path / "compose.yml").write_text(text)
    assert ("dashboard-without-auth" in rules_of(tmp_path)) == told


@pytest.mark.parametrize(
    ("middlewares", "told"),
    [
        ('{{ env "AUTH" }}', False),
        ("[c]\n  middlewares: {c: {chain: {middlewares: {{ env `A` }}}}}", False),
        ("[]", True),
    ],
)
def test_what_a_template_puts_before_the_dashboard_may_ask_who_is_there(
    middlewares: str, told: bool, tmp_path: Path
) -> None:
    (tmp_path / "traefik.yml").write_text(
        'entryPoints: {web: {address: ":80"}}\napi: {}\nproviders: {file: {directory: d}}\n'
    )
    (tmp_path / "d").mkdir()
    router = "rule: Host(`traefik.example.com`)\n      service: api@internal\n"
    (tmp_path / "d" / "a.yml").write_text(
        f"http:\n  routers:\n    api:\n      {router}      middlewares: {middlewares}\n"
    )
    assert ("dashboard-without-auth" in rules_of(tmp_path)) == told


def test_a_project_whose_name_hangs_on_variables_alone_has_one_where_it_runs(tmp_path: Path) -> None:
    (tmp_path / "compose.yml").write_text(
        f"name: ${{APP}}-${{STAGE}}\n{COMPOSE}    labels:{LABELS.format(name='a', host='a.test')}"
    )
    assert "compose-refused" not in rules_of(tmp_path)
    assert "compose-refused" in rules_of(tmp_path, "--strict")
