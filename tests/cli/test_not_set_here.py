"""What hangs on a variable that has its value elsewhere is no fault here, and no guess is taken for a fact."""

from __future__ import annotations

import json

from tests.cli.running import Runner
from tests.each import rows

LABELS = """
      traefik.http.routers.{name}.rule: Host(`{host}`)
      traefik.http.routers.{name}.tls: "true"
"""
USER = "anna:$2y$05$abcdefghijklmnopqrstuuu4HzFGpxMAfQTrGqJc4RqWnV3B9q1b6"
COMPOSE = "services:\n  shop:\n    image: shop\n    expose: ['80']\n"


def rules_of(cli: Runner, *more: str) -> set[str]:
    told = json.loads(cli("lint", "--format", "json", *more).out)
    return {one["rule"] for one in told["findings"] if one["severity"] != "info"}


def test_a_container_whose_name_is_a_variable_without_a_value_has_an_address(cli: Runner) -> None:
    labels = LABELS.format(name="shop", host="shop.example.com")
    (cli.folder / "compose.yml").write_text(f"{COMPOSE}    container_name: ${{NAME}}\n    labels:{labels}")
    assert not rules_of(cli) & {"container-without-address", "server-url-no-host"}


@rows(("value", "refused"), [("${TRUSTED}", False), ("", True)])
def test_only_addresses_that_are_left_out_trust_nobody(value: str, refused: bool, cli: Runner) -> None:
    flags = f"[--entryPoints.web.address=:80, '--entryPoints.web.proxyProtocol.trustedIPs={value}']"
    (cli.folder / "compose.yml").write_text(f"services:\n  traefik:\n    image: traefik:v3.6\n    command: {flags}\n")
    assert ("proxy-protocol-trusts-nobody" in rules_of(cli)) == refused


@rows(("hosts", "told"), [(("${A}", "${B}"), False), (("a.test", "a.test"), True)])
def test_hosts_that_nobody_knows_are_not_the_same_host(hosts: tuple[str, str], told: bool, cli: Runner) -> None:
    first, second = (LABELS.format(name=name, host=host) for name, host in zip("ab", hosts, strict=True))
    options = "      traefik.http.routers.b.tls.options: modern@file\n"
    (cli.folder / "compose.yml").write_text(f"{COMPOSE}    labels:{first}{second[1:]}{options}")
    assert ("tls-options-conflict" in rules_of(cli)) == told


@rows(("value", "told"), [("${ELSEWHERE}", False), ('""', True)])
def test_a_rule_that_only_a_variable_leaves_out_is_not_left_out(value: str, told: bool, cli: Runner) -> None:
    labels = f"      traefik.http.routers.shop.tls: 'true'\n      traefik.http.routers.shop.rule: {value}\n"
    service = "services:\n  traefik:\n    image: traefik:v3.6\n    command: [--providers.docker=true]\n"
    (cli.folder / "traefik.compose.yml").write_text(service)
    (cli.folder / "compose.yml").write_text(f"{COMPOSE}    labels:\n{labels}")
    assert ("router-default-rule" in rules_of(cli)) == told


_DEFAULT = "--providers.docker.defaultRule=Host(`{{ .Name }}.example.com`)"


@rows(
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
    flag: str, other: str, told: bool, cli: Runner
) -> None:
    labels = "      traefik.http.routers.shop.entrypoints: web\n"
    if other:
        labels += f"      traefik.http.routers.{other}.rule: Host(`a.example.com`)\n"
    (cli.folder / "compose.yml").write_text(f"{COMPOSE}    labels:\n{labels}")
    if flag:
        flags = f"['{flag}', --entryPoints.web.address=:80]"
        service = f"services:\n  traefik:\n    image: traefik:v3.6\n    command: {flags}\n"
        (cli.folder / "traefik.compose.yml").write_text(service)
    assert ("router-default-rule" in rules_of(cli)) == told


@rows(("name", "told"), [("TRAEFIK_LOGLEVEL", False), ("TRAEFIK_LOG_LEVEL", True)])
def test_a_variable_that_only_begins_as_a_section_is_no_static_configuration(
    name: str, told: bool, cli: Runner
) -> None:
    service = "services:\n  traefik:\n    image: traefik:v3.6\n    command: [--entryPoints.web.address=:80]\n"
    (cli.folder / "compose.yml").write_text(f"{service}    environment: [{name}=INFO]\n")
    assert ("static-form-ignored" in rules_of(cli)) == told


@rows(("file", "read"), [("configs/traefik/tls.yml", False), ("configs/tls.yml", True)])
def test_a_folder_that_only_has_the_name_holds_files_of_traefik_itself(file: str, read: bool, cli: Runner) -> None:
    flags = "[--entryPoints.web.address=:80, --providers.file.directory=/etc/traefik/configs]"
    (cli.folder / "compose.yml").write_text(f"services:\n  traefik:\n    image: traefik:v3.6\n    command: {flags}\n")
    foreign = cli.folder / "configs/assistant/configuration.yaml"
    for path, text in (
        (foreign, "default_config:\nhttp:\n  use_x_forwarded_for: true\n"),
        (cli.folder / file, "tls:\n  options:\n    default: {minVersion: VersionTLS12}\n"),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert ("unknown-field" in rules_of(cli, "--profile", "none")) == read


@rows(("host", "told"), [("shop.localhost", False), ("shop.example.com", True)])
def test_nobody_listens_on_the_way_to_the_own_machine(host: str, told: bool, cli: Runner) -> None:
    (cli.folder / "traefik.yml").write_text(
        "entryPoints: {web: {address: ':80'}}\nproviders: {file: {directory: dynamic}}\n"
    )
    (cli.folder / "dynamic").mkdir()
    (cli.folder / "dynamic/a.yml").write_text(
        f"http:\n  routers:\n    a: {{rule: 'Host(`{host}`)', service: api@internal, middlewares: [m]}}\n"
        "    b: {rule: 'Host(`b.example.com`)', service: api@internal, tls: {}}\n"
        f"  middlewares:\n    m: {{basicAuth: {{users: ['{USER}']}}}}\n"
    )
    assert ("credentials-over-http" in rules_of(cli)) == told


def test_a_password_of_digits_does_not_hide_the_number_of_a_line(cli: Runner) -> None:
    text = "http:\n  middlewares: {gate: {plugin: {gate: {password: '1203'}}}}\n  routers:\n    shop:\n"
    text += "      rule: Host(`shop.test`)\n      service: api@internal\n"
    text += "      # more\n" * (1202 - text.count("\n")) + "      middlewares: [nobody]\n"
    (cli.folder / "a.yml").write_text(text)
    shown = cli("lint", "--format", "json").out
    assert 1203 in {one["line"] for one in json.loads(shown)["findings"]}


def test_an_env_file_with_empty_values_is_a_form_and_whoever_names_the_compose_file_means_it(cli: Runner) -> None:
    (cli.folder / "compose.yml").write_text(
        COMPOSE.replace("'80'", "'${PORT:?}'") + "    labels: [traefik.enable=true]\n"
    )
    (cli.folder / ".env").write_text("PORT=\n")
    assert "compose-refused" not in rules_of(cli)
    assert "compose-refused" in rules_of(cli, "compose.yml")


def test_a_file_of_labels_that_is_not_here_is_no_error_where_nobody_names_the_compose_file(
    cli: Runner,
) -> None:
    (cli.folder / "compose.yml").write_text(f"{COMPOSE}    label_file: ./made.labels\n")
    assert "compose-refused" not in rules_of(cli)
    assert "compose-refused" in rules_of(cli, "compose.yml")


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


@rows(
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
    middlewares: str, chain: str, flag: str, told: bool, cli: Runner
) -> None:
    text = DASHBOARD.format(middlewares=middlewares, chain=chain, flag=flag)
    (cli.folder / "compose.yml").write_text(text)
    assert ("dashboard-without-auth" in rules_of(cli)) == told


@rows(
    ("middlewares", "told"),
    [
        ('{{ env "AUTH" }}', False),
        ("[c]\n  middlewares: {c: {chain: {middlewares: {{ env `A` }}}}}", False),
        ("[]", True),
    ],
)
def test_what_a_template_puts_before_the_dashboard_may_ask_who_is_there(
    middlewares: str, told: bool, cli: Runner
) -> None:
    (cli.folder / "traefik.yml").write_text(
        'entryPoints: {web: {address: ":80"}}\napi: {}\nproviders: {file: {directory: d}}\n'
    )
    (cli.folder / "d").mkdir()
    router = "rule: Host(`traefik.example.com`)\n      service: api@internal\n"
    (cli.folder / "d" / "a.yml").write_text(
        f"http:\n  routers:\n    api:\n      {router}      middlewares: {middlewares}\n"
    )
    assert ("dashboard-without-auth" in rules_of(cli)) == told


def test_a_project_whose_name_hangs_on_variables_alone_has_one_where_it_runs(cli: Runner) -> None:
    (cli.folder / "compose.yml").write_text(
        f"name: ${{APP}}-${{STAGE}}\n{COMPOSE}    labels:{LABELS.format(name='a', host='a.test')}"
    )
    assert "compose-refused" not in rules_of(cli)
    assert "compose-refused" in rules_of(cli, "--strict")


_AUTH = "traefik.http.middlewares.auth.compress=true"


@rows(
    ("labels", "told"),
    [
        (["traefik.http.routers.${NAME}.rule=Path(`/`)", _AUTH], False),
        # of a container that is dropped for something else, which is told
        (["traefik.http.routers..rule=Path(`/`)", "traefik.http.routers.${NAME}.tls=true", _AUTH], False),
        (["traefik.http.services.a${NAME}.loadbalancer.nothing=1", _AUTH], False),
        (["traefik.http.routers.${NAME}.rule=Path(`/`)", "traefik.http.routers.a.nothing=1"], True),
        (["traefik.http.middlewares.${NAME}.compress=true"], False),
        (["traefik.http.middlewares.a${NAME}.compress=true"], False),
        (["traefik.http.middlewares.${NAME}-auth.compress=true"], True),
        (["traefik.http.middlewares.au${NAME}uth.compress=true"], True),
        (["traefik.http.routers.a${NAME}.rule=Path(`/`)"], True),
        (["traefik.tcp.middlewares.${NAME}.inflightconn.amount=1"], True),
    ],
)
def test_a_name_is_missing_only_where_no_value_of_a_variable_makes_it(
    labels: list[str], told: bool, cli: Runner
) -> None:
    router = ["traefik.http.routers.b.rule=Path(`/b`)", "traefik.http.routers.b.middlewares=auth"]
    service = "services:\n  traefik: {image: 'traefik:v3.6', command: [--providers.docker=true]}\n"
    one, other = (f"{{image: a, expose: ['80'], labels: {json.dumps(some)}}}" for some in (labels, router))
    (cli.folder / "compose.yml").write_text(f"{service}  shop: {one}\n  b: {other}\n")
    assert ("unknown-middleware" in rules_of(cli)) == told
    assert "unknown-middleware" in rules_of(cli, "--strict")


@rows(("name", "told"), [("${NAME}", True), ("${NAME}-login", False)])
def test_a_name_that_is_nothing_but_a_variable_is_meant_by_its_own_project_alone(
    name: str, told: bool, cli: Runner
) -> None:
    router = ["traefik.http.routers.b.rule=Path(`/b`)", "traefik.http.routers.b.middlewares=a-login"]
    for folder, labels in (("one", [f"traefik.http.middlewares.{name}.compress=true"]), ("other", router)):
        cli.write({f"{folder}/compose.yml": f"services: {{a: {{image: a, labels: {json.dumps(labels)}}}}}\n"})
    cli.write({"compose.yml": "services:\n  traefik: {image: 'traefik:v3.6', command: [--providers.docker=true]}\n"})
    assert ("unknown-middleware" in rules_of(cli)) == told
