"""A first run in a repository as others keep them: what is not here, or not Traefik 3's, is no error."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import Any

import pytest

from tests.cli.running import Runner, app
from tests.each import rows

STATIC = "entryPoints:\n  websecure:\n    address: ':443'\nproviders:\n  file:\n    directory: /dynamic\n"
V2 = """\
services:
  traefik:
    image: IMAGE
    command: [--providers.docker=true, --pilot.token=x, --entrypoints.web.address=:80]
  nas:
    image: nas
    labels: ["traefik.http.routers.nas.rule=HostHeader(`nas.example.com`)"]
"""
AUTH = "http:\n  middlewares:\n    auth:\n      headers: {frameDeny: true}\n"
NAS = """\
services:
  nas:
    image: nas
    labels:
      - traefik.http.routers.nas.rule=Host(`nas.example.com`)
      - traefik.http.routers.nas.middlewares=auth@file
      - traefik.http.services.nas.loadbalancer.server.port=80
"""


def lint(cli: Runner, *arguments: str) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(cli("lint", "--format", "json", *arguments).out)
    return report


def errors(cli: Runner, *arguments: str) -> list[tuple[str, str]]:
    return [(one["rule"], one["file"]) for one in lint(cli, *arguments)["findings"] if one["severity"] == "error"]


@rows("image", ["traefik:v2.10", "traefik:2", "docker.io/library/traefik:v2.11.3-alpine"])
def test_what_is_written_for_traefik_2_is_no_error_where_its_image_says_so(image: str, cli: Runner) -> None:
    cli.write({"compose.yml": V2.replace("IMAGE", image)})
    moved = {"removed-static-option", "rule-v2-matcher"}
    assert not moved & {one["rule"] for one in lint(cli)["findings"]}, "the Traefik that runs it takes it"
    report = lint(cli, "--strict")
    found = report["findings"]
    assert moved <= {one["rule"] for one in found}
    assert {one["severity"] for one in found} <= {"warning", "info"}
    assert all("target" in one["assumed"] and one["fix"] is None for one in found)
    (traefik,) = report["coverage"]["traefiks"]
    assert traefik["target"] == "3.7"
    version = image.rpartition(":")[2].removeprefix("v").partition("-")[0]
    assert (
        traefik["assumed"]["target"] == f"the image in the compose file is Traefik {version}, which is not known here"
    )
    told = cli("lint").out
    assert f"assuming Traefik 3.7, though the image in the compose file is Traefik {version}" in told
    before = (cli.folder / "compose.yml").read_text("utf-8")
    cli("fix", "--unsafe-fixes")
    assert (cli.folder / "compose.yml").read_text("utf-8") == before
    assert len(errors(cli, "--target", "3.7")) == 2, "somebody says that it is meant for Traefik 3"


@rows("image", ["traefik:${VERSION}", "traefik:$VERSION"])
def test_what_is_new_is_left_to_strict_where_only_a_variable_knows_the_version(image: str, cli: Runner) -> None:
    cli.write({"compose.yml": V2.replace("IMAGE", image)})
    new = {"removed-static-option", "rule-v2-matcher"}
    assert new.isdisjoint(one["rule"] for one in lint(cli)["findings"])
    found = lint(cli, "--strict")["findings"]
    assert new <= {one["rule"] for one in found}
    assert all("target" in one["assumed"] and one["fix"] is None and one["severity"] != "error" for one in found)
    told = " ".join(cli("lint").out.split())
    assert "though which version the tag in the compose file means is not known here" in told


@rows("image", ["traefik:chevrotin", "traefik:v2.2", "traefik:${VERSION}"])
def test_no_name_is_advised_that_the_traefik_of_the_image_does_not_know(image: str, cli: Runner) -> None:
    cli.write(
        {
            "compose.yml": V2.replace("IMAGE", image).replace("--pilot.token=x", "--providers.file.directory=/dynamic"),
            "dynamic/a.yml": "http: {middlewares: {a: {ipWhiteList: {sourceRange: [10.0.0.0/8]}}}}\n",
        }
    )
    before = (cli.folder / "dynamic/a.yml").read_text("utf-8")
    assert "ip-white-list-renamed" not in {one["rule"] for one in lint(cli)["findings"]}
    cli("fix")
    assert (cli.folder / "dynamic/a.yml").read_text("utf-8") == before


@rows(("image", "told"), [("v1.7.4-alpine", False), ("maroilles", False), ("v3.6", True)])
def test_flags_of_traefik_1_are_right_where_the_image_is_traefik_1(image: str, told: bool, cli: Runner) -> None:
    cli.write(
        {
            "compose.yml": f"services: {{traefik: {{image: 'traefik:{image}', command: --web.metrics.prometheus}}, "
            "app: {image: nginx:1, labels: ['traefik.http.routers.a.rule=Path(`/`)']}}"
        }
    )
    assert ("compose.yml" in {one["file"] for one in lint(cli)["findings"] if one["rule"] == "flag-syntax"}) is told


def test_settings_are_written_with_a_target_only_where_it_is_one(cli: Runner) -> None:
    cli.write({"compose.yml": V2.replace("IMAGE", "traefik:v2.11")})
    assert cli("init").status == 0
    assert "target =" not in (cli.folder / "traefiklint.toml").read_text("utf-8").replace("# target =", "")
    assert cli("lint").status != 2


@rows("image", ["traefik:latest", "traefik", "traefik:v3.4"])
def test_what_is_written_for_traefik_2_is_an_error_for_the_image_of_traefik_3(image: str, cli: Runner) -> None:
    cli.write({"compose.yml": V2.replace("IMAGE", image)})
    assert [rule for rule, _ in errors(cli)] == ["removed-static-option", "rule-v2-matcher"]


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not here")
@pytest.mark.parametrize("version", ["2", "4"])
def test_what_git_has_is_read_though_it_would_ignore_it(version: str, cli: Runner) -> None:
    cli.write(
        {
            ".gitignore": "config/\nprivate/\n",
            "traefik/traefik.yml": STATIC.replace("/dynamic", "/config/dynamic"),
            "traefik/config/dynamic/auth.yml": AUTH,
            "nas/compose.yml": NAS,
            "private/config/secret.yml": "http: {}\n",
        }
    )

    def read() -> list[str]:
        return [place for one in lint(cli)["coverage"]["traefiks"] for place in one["directories"]]

    assert read() == []

    def git(*arguments: str) -> None:
        subprocess.run(["git", "-c", "core.excludesFile=", *arguments], cwd=cli.folder, check=True, capture_output=True)

    git("init", "--quiet")
    git("add", "--force", ".gitignore", "traefik", "nas")
    git("update-index", "--index-version", version)
    assert read() == ["traefik/config/dynamic"]
    assert not [one for one in lint(cli)["coverage"]["not_checked"] if "private" in one["file"]]
    assert errors(cli) == []
    for damaged in (b"DIRC\0\0\0\2\xff\xff\xff\xff damaged", b"DIRC\0\0\0\4\0\0\0\2", b"", b"x" * 99):
        (cli.folder / ".git" / "index").write_bytes(damaged)
        assert read() == [], "nothing is known of what git has"


def test_variables_that_are_called_like_traefiks_are_no_static_configuration(cli: Runner) -> None:
    traefik = (
        "  traefik:\n    image: traefik:v3.6\n    environment:\n      - TRAEFIK_DYNAMIC_CONF=/x.yml\n"
        "      - TRAEFIK_DASHBOARD_CREDENTIALS\n"
    )
    cli.write({"traefik/traefik.yml": STATIC, "traefik/dynamic/auth.yml": AUTH, "compose.yml": NAS + traefik})
    report = lint(cli)
    assert [one["static"] for one in report["coverage"]["traefiks"]] == ["traefik/traefik.yml"]
    assert [one for one in report["findings"] if one["severity"] == "error"] == []


FLAGS = (
    "services:\n  traefik:\n    image: traefik:v3.6\n    command:\n"
    "      - --api.insecure=${INSECURE}\n      - --providers.file.directory=${DIRECTORY}\n"
    "      - --entrypoints.web.address=${ADDRESS}\n      - --log.level=${LEVEL}\n"
    "      - --entrypoints.web.transport.respondingtimeouts.readtimeout=${TIMEOUT}\n"
    "    labels: [traefik.enable=false]\n"
)


def test_a_flag_with_a_variable_that_has_no_value_here_may_be_right(cli: Runner) -> None:
    cli.write({"compose.yml": FLAGS})
    assert errors(cli) == errors(cli, "compose.yml") == []
    cli.write({".env": "INSECURE=perhaps\nADDRESS=:80\nDIRECTORY=/dynamic\nLEVEL=INFO\nTIMEOUT=60s\n"})
    assert errors(cli) == [("invalid-bool", "compose.yml")]


EXAMPLES = ("examples/app/compose.yml", "templates/app.compose.yml", "nas/compose.example.yml", "traefik.example.yml")


def test_examples_beside_what_is_used_are_left_alone(cli: Runner) -> None:
    broken = NAS.replace("Host(`nas.example.com`)", "Host(<host>)")
    cli.write({"traefik.yml": STATIC, "dynamic/auth.yml": AUTH, "nas/compose.yml": NAS})
    cli.write({name: STATIC.replace(":443", "<port>") if "traefik." in name else broken for name in EXAMPLES})
    report = lint(cli)
    assert [one for one in report["findings"] if one["severity"] == "error"] == []
    assert {one["file"] for one in report["coverage"]["not_checked"]} == set(EXAMPLES)
    assert errors(cli, EXAMPLES[0]) != [], "it is named"


def test_an_example_in_a_provider_directory_is_read_as_traefik_reads_it(cli: Runner) -> None:
    cli.write(
        {"dynamic/nas.example.yml": app("nas").replace("service: nas", "service: nsa"), "dynamic/b.yml": app("b")}
    )
    assert errors(cli) == [("unknown-service", "dynamic/nas.example.yml")]


def test_where_there_are_only_examples_they_are_read(cli: Runner) -> None:
    cli.write({"examples/compose.yml": NAS.replace("Host(`nas.example.com`)", "Host(<host>)")})
    assert errors(cli) != []


def test_variables_whose_values_are_elsewhere_are_no_finding(cli: Runner) -> None:
    cli.write(
        {"nas/compose.yml": NAS.replace("nas.example.com", "nas.${DOMAIN}").replace("auth@file", "${MIDDLEWARE}")}
    )

    def told() -> list[str]:
        return [one["message"] for one in lint(cli)["findings"] if one["rule"] == "label-variable-unset"]

    assert told() == []
    cli.write({"nas/.env": "DOMAIN=example.com\n"})
    (missing,) = told()
    assert "`MIDDLEWARE` has no value here" in missing


def test_a_compose_file_that_mounts_its_static_configuration_has_that_one(cli: Runner) -> None:
    def project(name: str, point: str) -> dict[str, str]:
        traefik = f"  traefik:\n    image: traefik:v3.6\n    volumes: ['./traefik.{name}.yml:/traefik.yml:ro']\n"
        labels = f"      - traefik.http.routers.nas.entrypoints={point}\n"
        return {
            f"compose.{name}.yml": NAS.replace("auth@file", "auth@docker") + labels + traefik,
            f"traefik.{name}.yml": f"entryPoints:\n  {point}: {{address: ':80'}}\nproviders:\n  docker: {{}}\n",
        }

    cli.write({**project("prod", "web"), **project("dev", "http")})
    report = lint(cli)
    assert [(one["static"], one["compose"]) for one in report["coverage"]["traefiks"]] == [
        ("traefik.dev.yml", ["compose.dev.yml"]),
        ("traefik.prod.yml", ["compose.prod.yml"]),
    ]
    assert "unknown-entrypoint" not in {one["rule"] for one in report["findings"]}


@rows(("sign", "judged"), [("#", False), ("# ", False), ("", True)])
def test_a_static_file_whose_volume_is_a_comment_is_not_judged(sign: str, judged: bool, cli: Runner) -> None:
    cli.write(
        {
            "traefik.toml": "[entryPoints.https]\n  address = ':443'\n  [entryPoints.https.tls]\n",
            "compose.yml": "services:\n  traefik:\n    image: traefik:v3.6\n"
            "    command: ['--entrypoints.web.address=:80', '--providers.docker=true']\n"
            "    volumes:\n      - /var/run/docker.sock:/var/run/docker.sock\n"
            f"      {sign}- ./traefik.toml:/traefik.toml\n",
        }
    )
    assert bool(errors(cli)) is judged
    told = "a static configuration that no volume brings to where Traefik looks for one"
    assert (told in {one["what"] for one in lint(cli)["coverage"]["not_checked"]}) is not judged


@rows(
    ("volumes", "judged"),
    [
        (["./proxy/dynamic:/dynamic:ro"], False),
        (["./proxy/tls.yml:/tls.yml:ro"], False),
        (["./proxy/tls.yml:/tls.yml:ro", "./proxy/traefik.yml:/etc/traefik/traefik.yml:ro"], True),
        (["./proxy:/etc/traefik:ro"], True),
        (["./proxy/dynamic:/dynamic", "/srv/traefik:/etc/traefik"], True),
        (["./data:/data"], True),
    ],
)
def test_a_static_file_of_which_only_the_neighbours_are_mounted_is_not_judged(
    volumes: list[str], judged: bool, cli: Runner
) -> None:
    cli.write(
        {
            "proxy/traefik.yml": "entryPoints: {web: {adress: ':80'}}\nproviders: {file: {directory: /dynamic}}\n",
            "proxy/dynamic/a.yml": "http: {middlewares: {a: {compress: {}}}}\n",
            "compose.yml": "services:\n  traefik:\n    image: traefik:v3.6\n"
            "    command: ['--entrypoints.web.address=:80', '--providers.file.directory=/dynamic']\n"
            f"    volumes: {volumes}\n",
        }
    )
    assert bool(errors(cli)) is judged


GIVEN = [
    ("configs: [{source: c, target: /etc/traefik/traefik.yml}]", "configs: {c: {file: ./proxy/traefik.yml}}", True),
    ("configs: [{source: c, target: /etc/traefik/traefik.yml}]", "configs: {c: {file: proxy/traefik.yml}}", True),
    ("configs: [traefik.yml]", "configs: {traefik.yml: {file: ./proxy/traefik.yml}}", True),
    ("secrets: [{source: c, target: /etc/traefik/traefik.yml}]", "secrets: {c: {file: ./proxy/traefik.yml}}", True),
    ("secrets: [c]", "secrets: {c: {file: ./proxy/password}}", False),
    ("configs: [{source: c, target: /x}]", "configs: {c: {file: ./proxy/x}}", False),
]


@rows(("given", "defined", "judged"), GIVEN)
def test_a_static_file_may_be_given_as_a_config_or_a_secret(
    given: str, defined: str, judged: bool, cli: Runner
) -> None:
    cli.write(
        {
            "proxy/traefik.yml": "entryPoints: {web: {adress: ':80'}}\n",
            "compose.yml": "services:\n  traefik:\n    image: traefik:v3.6\n    command: ['--log.level=DEBUG']\n"
            f"    volumes: ['./proxy/certs:/certs']\n    {given}\n{defined}\n",
        }
    )
    assert bool(errors(cli)) is judged


@rows(
    ("script", "text", "judged"),
    [
        ("run.sh", "docker run -d -v $PWD/proxy/traefik.yml:/etc/traefik/traefik.yml traefik:v3.6\n", True),
        ("proxy/run.sh", 'docker run \\\n  -v "$(pwd)/traefik.yml:/traefik.yml" \\\n  traefik\n', True),
        ("README.md", "```\ndocker run -v ${PWD}/proxy/traefik.yml:/traefik.yml traefik\n```\n", True),
        ("proxy/Dockerfile", "FROM traefik:v3.6\nCOPY traefik.yml /etc/traefik/\n", True),
        ("proxy/run.sh", "exec traefik --configFile=./traefik.yml\n", True),
        ("README.md", "We run docker, and proxy/traefik.yml is old.\n", False),
        ("run.sh", "# docker run -v ./proxy/traefik.yml:/traefik.yml traefik\n", False),
        ("run.sh", "docker run -v ./other/traefik.yml:/etc/traefik/traefik.yml traefik\n", False),
    ],
)
def test_a_static_file_that_a_script_hands_to_traefik_is_judged(
    script: str, text: str, judged: bool, cli: Runner
) -> None:
    cli.write(
        {
            "proxy/traefik.yml": "entryPoints: {web: {adress: ':80'}}\n",
            "dev/compose.yml": "services:\n  traefik:\n    image: traefik:v3.6\n    command: ['--log.level=DEBUG']\n"
            "    volumes: ['../proxy/certs:/certs']\n",
            script: text,
        }
    )
    assert bool(errors(cli)) is judged
    cli.write({"backup/old.yml": "http: {routers: {a: {rule: 'Host(`a.test`)', service: a@docker}}}\n"})
    assert bool(errors(cli)) is judged, "copies that are kept beside it change nothing"


@rows(
    ("more", "place", "rule"),
    [
        ("", "/etc/traefik/traefik.yml", "no-static-configuration"),
        ("entryPoints: {web: {adress: ':80'}}\n", "/traefik.yml", "unknown-field"),
        ("", "/dynamic/a.yml", None),
    ],
)
def test_a_named_file_tells_the_errors_of_the_traefik_that_starts_with_it(
    more: str, place: str, rule: str | None, cli: Runner
) -> None:
    cli.write(
        {
            "config.yml": "http:\n  routers: {a: {rule: Host(`a.example.com`), service: s}}\n"
            "  services: {s: {loadBalancer: {servers: [{url: http://10.0.0.1:80}]}}}\n" + more,
            "compose.yml": "services:\n  traefik:\n    image: traefik:v3.6\n"
            f"    command: [--providers.file.filename={place}, '--entrypoints.web.address=:80']\n"
            f"    volumes: ['./config.yml:{place}']\n",
        }
    )
    told = [(rule, "config.yml")] if rule else []
    assert errors(cli) == errors(cli, "config.yml") == errors(cli, "compose.yml", "config.yml") == told


@rows("defined", ["file: ./dyn/a.yml", "external: true"])
def test_a_config_brings_the_directory_of_the_file_provider(defined: str, cli: Runner) -> None:
    cli.write(
        {
            "traefik.yml": "entryPoints: {web: {address: ':80'}}\nproviders: {file: {directory: /dyn}}\n",
            "dyn/a.yml": "http:\n  routers: {a: {rule: Host(`a.example.com`), service: s, entryPoints: [webb]}}\n"
            "  services: {s: {loadBalancer: {servers: [{url: http://10.0.0.1:80}]}}}\n",
            "stack.yml": "services:\n  traefik:\n    image: traefik:v3.6\n"
            "    volumes: ['./traefik.yml:/etc/traefik/traefik.yml']\n    configs: [{source: d, target: /dyn/a.yml}]\n"
            f"configs: {{d: {{{defined}}}}}\n",
        }
    )
    assert errors(cli) == [("unknown-entrypoint", "dyn/a.yml")]


@rows(
    "text",
    [
        "HOST=ENC[AES256_GCM,data:4m2b,iv:kQ==,tag:Zg==,type:str]\n",
        "\0GITCRYPT\0\1\2\3",
        "$ANSIBLE_VAULT;1.1;AES256\n6438\n",
    ],
)
def test_an_encrypted_value_is_none(text: str, cli: Runner) -> None:
    label = "labels: ['traefik.http.routers.a.rule=Host(`${HOST}`)']"
    cli.write({"compose.yml": f"services: {{app: {{image: nginx:1, {label}, env_file: .env}}}}", ".env": text})
    assert {one["rule"] for one in lint(cli)["findings"]} <= {"label-variable-unset"}


TWO_HOSTS = """\
services:
  traefik:
    image: traefik:VERSION
    command: ["--providers.docker=true", "--entrypoints.web.address=:80"]
  shop:
    image: example/shop
    expose: ["80"]
    labels:
      traefik.http.routers.shop.rule: Host(`a.example.com`, `b.example.com`)
"""
"""A rule with two arguments, as Traefik 2 takes it and Traefik 3 does not."""


@rows(
    ("env", "severity"),
    [("VERSION=v3.6.2", "error"), ("VERSION=v2.11", ""), ("VERSION=comte", "error"), ("OTHER=v3.6.2", "")],
)
def test_the_version_of_the_image_may_stand_in_env(cli: Runner, env: str, severity: str) -> None:
    cli.write({"compose.yml": TWO_HOSTS.replace("VERSION", "${VERSION}"), ".env": f"{env}\n"})
    assert severities(cli) == ([severity] if severity else [])


@rows(("version", "told"), [("v2.11", []), ("${VERSION}", []), ("v3.6", ["error"])])
def test_what_is_said_stays_when_init_has_written_the_settings(cli: Runner, version: str, told: list[str]) -> None:
    cli.write({"compose.yml": TWO_HOSTS.replace("VERSION", version)})
    assert severities(cli) == told
    assert cli("init").status == 0
    assert severities(cli) == told


def severities(cli: Runner) -> list[str]:
    found = json.loads(cli("lint", "--format", "json").out)["findings"]
    return [one["severity"] for one in found if one["rule"] == "rule-too-many-arguments"]


MOUNTS = "services: {traefik: {image: 'traefik:TAG', volumes: ['./traefik.yml:/traefik.yml']}}\n"
REMOVED = "entryPoints: {web: {address: ':80'}}\npilot: {token: x}\nexperimental: {http3: true}\n"


@rows(
    ("files", "told"),
    [
        ({}, True),
        ({"compose.yml": "services: {traefik: {image: traefik, volumes: ['./traefik.yml:/traefik.yml']}}\n"}, True),
        ({"run.sh": "docker run -v $PWD/traefik.yml:/traefik.yml traefik:v2.11.3\n"}, False),
        ({"run.sh": "docker run -v $PWD/traefik.yml:/traefik.yml docker.io/library/traefik:v3.6\n"}, True),
        ({"a.sh": "docker run traefik:2.11\n", "README.md": "`docker run traefik:v3.6`\n"}, False),
        ({"roles/traefik/vars/main.yml": "traefik_version: v3.6.2\n"}, True),
        ({"roles/traefik/tasks/main.yml": "- docker_container:\n    image: traefik\n"}, True),
        ({"docker/Dockerfile": "FROM traefik:v3.5\n"}, True),
        ({"docker/Dockerfile": "FROM example/nottraefik:v3.5\n"}, True),
        ({"docker/Dockerfile": "FROM traefik:camembert\n"}, False),
        ({"run.sh": "docker run -v $PWD/traefik.yml:/traefik.yml traefik:alpine\n"}, False),
        ({"a.yml": MOUNTS.replace("TAG", "v1.7"), "b.yml": MOUNTS.replace("TAG", "1.5")}, False),
        ({"a.yml": MOUNTS.replace("TAG", "v2.11"), "b.yml": MOUNTS.replace("TAG", "alpine")}, False),
        ({"a.yml": MOUNTS.replace("TAG", "v3.5"), "b.yml": MOUNTS.replace("TAG", "1.5")}, True),
        ({"a.yml": MOUNTS.replace("TAG", "latest"), "other/b.yml": "services: {old: {image: 'traefik:1.7'}}\n"}, True),
        ({"a.yml": MOUNTS.replace("TAG", "1.7"), "other/b.yml": "services: {new: {image: traefik}}\n"}, False),
    ],
)
def test_an_option_that_is_gone_is_told_where_no_file_says_that_an_older_traefik_is_started(
    files: dict[str, str], told: bool, cli: Runner
) -> None:
    cli.write({"traefik.yml": REMOVED, **files})
    assert ("removed-static-option" in {one["rule"] for one in lint(cli)["findings"]}) is told


OLD_LABELS = """\
services:
  proxy:
    image: traefik:TAG
    WITH
    volumes: ["/var/run/docker.sock:/var/run/docker.sock", "${DATA}/FOLDER:/etc/traefik"]
  shop: {image: shop, labels: ["traefik.frontend.rule=Host:shop.example.com"]}
"""


@rows(
    ("one", "other", "told"),
    [
        (("alpine", "command: --docker"), ("latest", ""), {"b/c.yml"}),
        (("latest", "command: --providers.docker"), ("alpine", ""), {"c.yml"}),
        (("alpine", "command: --docker"), ("1.7", ""), set()),
    ],
)
def test_each_of_two_traefiks_is_judged_by_its_own_image(
    one: tuple[str, str], other: tuple[str, str], told: set[str], cli: Runner
) -> None:
    """One has flags, and the other a file of somewhere else, so the flags of the first are not its."""
    texts = [OLD_LABELS.replace("TAG", tag).replace("WITH", flags or "restart: always") for tag, flags in (one, other)]
    cli.write({"c.yml": texts[0].replace("FOLDER", "one"), "b/c.yml": texts[1].replace("FOLDER", "other")})
    assert {found["file"] for found in lint(cli)["findings"] if found["rule"] == "label-not-read"} == told


@rows(
    ("static", "told"),
    [
        ("providers: {docker: {swarmModeRefreshSeconds: 5}}", False),
        ("metrics: {influxDB: {address: db}}", False),
        ("entryPoints: {web: {address: ':80', enableHTTP3: true}}", False),
        ("providers: {docker: {swarmModeRefreshMinutes: 5}}", True),
    ],
)
def test_what_traefik_2_had_is_not_held_against_files_for_it(static: str, told: bool, cli: Runner) -> None:
    cli.write({"traefik.yml": f"{static}\n", "compose.yml": MOUNTS.replace("TAG", "v2.1")})
    assert ("unknown-field" in {one["rule"] for one in lint(cli)["findings"]}) is told
    cli.write({"compose.yml": MOUNTS.replace("TAG", "v3.6")})
    assert "unknown-field" in {one["rule"] for one in lint(cli)["findings"]}


@rows(
    ("files", "target"),
    [
        ({"tags.env": "TRAEFIK_TAG=v2.5\n"}, "2.5"),
        ({"deploy.sh": 'export TRAEFIK_VERSION="v2.11"\n'}, "2.11"),
        ({"a.env": "TRAEFIK_TAG=v2.5\n", "b.env": "TRAEFIK_TAG=v2.11\n"}, "2.11"),
    ],
)
def test_the_version_behind_a_variable_is_looked_for_in_scripts(
    files: dict[str, str], target: str, cli: Runner
) -> None:
    cli.write({"compose.yml": V2.replace("IMAGE", "traefik:${TRAEFIK_TAG}"), **files})
    assert f"is Traefik {target}, which is not known here" in json.dumps(lint(cli)["coverage"])


@rows(
    ("files", "severity"),
    [
        ({}, "warning"),
        ({"run.sh": "docker run traefik:latest\n"}, "error"),
        ({"run.sh": "docker run traefik:v3.5\n", "other.sh": "docker run traefik:v3.6\n"}, "error"),
        ({"NOTES.md": "Moved away from traefik:v2.6.\n"}, "warning"),
        ({"NOTES.md": "| Gateway | nginx | Traefik v3 |\n"}, "error"),
        ({"dynamic.yml": "# Traefik 3.1, in front of the shop\nhttp: {}\n"}, "error"),
        ({"NOTES.md": "How to go from Traefik v2 to Traefik v3\n"}, "warning"),
        ({"NOTES.md": "One Traefik 3 times\n"}, "warning"),
    ],
)
def test_what_traefik_3_refuses_is_an_error_where_it_is_known_to_run(
    files: dict[str, str], severity: str, cli: Runner
) -> None:
    cli.write({"traefik.yml": REMOVED, **files})
    assert {one["severity"] for one in lint(cli)["findings"] if one["rule"] == "removed-static-option"} == {severity}


def test_what_compose_and_yaml_refuse_is_an_error_whatever_traefik_runs(cli: Runner) -> None:
    twice = "  shop:\n    image: shop\n    restart: always\n    restart: always\n    labels: ['traefik.enable=true']\n"
    cli.write({"compose.yml": "services:\n  traefik: {image: 'traefik:v2.10', command: [--api=true]}\n" + twice})
    refused = [one["severity"] for one in lint(cli)["findings"] if one["rule"] == "compose-refused"]
    assert refused == ["error"]


def test_it_is_said_that_a_script_names_the_traefik(cli: Runner) -> None:
    cli.write({"traefik.yml": REMOVED, "run.sh": "docker run -v $PWD/traefik.yml:/traefik.yml traefik:alpine\n"})
    assert "though the image that scripts or other files here name is Traefik 1.7" in " ".join(cli("lint").out.split())


@rows(("env", "told"), [("", False), ("DOMAIN=\n", False), ("DOMAIN=\nOTHER=x\n", False), ("DOMAIN=`\n", True)])
def test_an_empty_value_in_env_is_there_to_be_filled_in(env: str, told: bool, cli: Runner) -> None:
    text = "services:\n  a:\n    image: a\n    labels: ['traefik.http.routers.a.rule=Host(`${DOMAIN}`)']\n"
    cli.write({"compose.yml": text, ".env": env})
    found = [one["rule"] for one in lint(cli)["findings"] if one["severity"] != "info"]
    assert bool(found) is told


@rows(("scheme", "told"), [("https//", True), ("https", False), ("h2c", False)])
def test_a_scheme_that_is_none_is_told_of_the_url_that_is_made_of_it(scheme: str, told: bool, cli: Runner) -> None:
    label = "traefik.http.services.a.loadbalancer.server"
    labels = f"['traefik.http.routers.a.rule=Host(`a.test`)', '{label}.port=80', '{label}.scheme={scheme}']"
    cli.write({"compose.yml": f"services:\n  a:\n    image: nginx\n    labels: {labels}\n"})
    assert ("server-url-no-scheme" in {one["rule"] for one in lint(cli)["findings"]}) is told


@rows("name", [".env", "dynamic/b.yml", "traefik.toml", "dynamic/c.yml.j2"])
def test_a_link_that_leads_in_a_circle_stops_no_search(name: str, cli: Runner) -> None:
    cli.write({"dynamic/a.yml": "http: {routers: {a: {rule: 'Host(`a.test`', service: s@docker}}}\n"})
    link = cli.folder / name
    link.symlink_to(link.name)
    for arguments in ((), ("dynamic",), ("dynamic/a.yml",)):
        found = lint(cli, *arguments)["findings"]
        assert "rule-syntax" in {one["rule"] for one in found}, arguments


@rows(
    ("image", "static", "told"),
    [
        ("traefik:v2.10", "providers: {docker: {swarmMode: false}}", True),
        ("traefik:v2.10", "pilot: {token: x}\nproviders: {docker: {}}", True),
        ("traefik:v2.10", "metrics: {influxDB: {address: x}}\nproviders: {docker: {}}", True),
        ("traefik:v2.10", "providers: {docker: {nope: false}}", False),
        ("traefik:v3.6", "providers: {docker: {swarmMode: false}}", False),
    ],
)
def test_what_a_traefik_2_takes_says_what_there_is_where_one_runs(
    image: str, static: str, told: bool, cli: Runner
) -> None:
    points = "entryPoints: {web: {address: ':80'}}\n"
    router = "traefik.http.routers.a"
    cli.write(
        {
            "traefik.yml": f"{points}{static}\n",
            "compose.yml": f"services:\n  traefik:\n    image: {image}\n"
            "    volumes: ['./traefik.yml:/etc/traefik/traefik.yml', '/var/run/docker.sock:/var/run/docker.sock']\n"
            f"  app:\n    image: nginx\n    labels: ['{router}.rule=Host(`a.test`)', '{router}.tls.certresolver=le']\n",
        }
    )
    found = {one["rule"]: one["severity"] for one in lint(cli)["findings"]}
    assert ("unknown-cert-resolver" in found) is told
    assert found.get("unknown-cert-resolver", "warning") == "warning", "nobody here knows that Traefik"
