"""Files that a compose file includes are parts of it; of one that it extends it takes a service, no more."""

from __future__ import annotations

import json

from tests.cli.running import Runner
from tests.each import rows

LABELS = (
    "    labels: ['traefik.http.routers.NAME.rule=RULE', 'traefik.http.services.NAME.loadbalancer.server.port=80']\n"
)
WEB = "services:\n  web:\n    image: example/web:1\n" + LABELS.replace("NAME", "web").replace(
    "RULE", "Host(`a.example`)"
)
API = "  api:\n    image: example/api:1\n" + LABELS.replace("NAME", "api").replace("RULE", "Hst(`b.example`)")
EXTENDS = "services:\n  web:\n    extends: {file: FILE, service: web}\n    image: example/web:2\n"


def errors(cli: Runner, *arguments: str) -> list[tuple[str, str]]:
    found = json.loads(cli("lint", "--format", "json", *arguments).out)["findings"]
    return [(one["rule"], one["file"]) for one in found if one["severity"] == "error"]


@rows("arguments", [(), ("staging.yml", "docker-compose.yml"), ("docker-compose.yml", "staging.yml")])
def test_the_other_services_of_an_extended_file_are_judged(arguments: tuple[str, ...], cli: Runner) -> None:
    cli.write({"docker-compose.yml": WEB + API, "staging.yml": EXTENDS.replace("FILE", "docker-compose.yml")})
    assert errors(cli, *arguments) == [("rule-unknown-matcher", "docker-compose.yml")]
    assert "docker-compose.yml" in cli("lint", *arguments).out.partition("read: ")[2]


@rows("arguments", [("app.yml", "base.yml"), ("base.yml", "app.yml")])
def test_a_named_file_is_judged_whatever_it_is_called(arguments: tuple[str, ...], cli: Runner) -> None:
    cli.write({"base.yml": WEB + API, "app.yml": EXTENDS.replace("FILE", "base.yml")})
    assert errors(cli, *arguments) == [("rule-unknown-matcher", "base.yml")]


def test_templates_that_nobody_named_are_not_judged_by_themselves(cli: Runner) -> None:
    cli.write({"base.yml": WEB + API, "app.yml": EXTENDS.replace("FILE", "base.yml")})
    assert errors(cli) == []


@rows("other", ["include: [docker-compose.yml]\n", EXTENDS.replace("FILE", "docker-compose.yml")])
def test_what_another_file_takes_as_a_whole_is_judged_once(other: str, cli: Runner) -> None:
    cli.write({"docker-compose.yml": WEB.replace("Host", "Hst"), "staging.yml": other})
    assert errors(cli) == [("rule-unknown-matcher", "docker-compose.yml")]


@rows("arguments", [(), ("staging.yml", "docker-compose.yml")])
def test_a_service_that_another_file_extends_does_not_contradict_itself(
    arguments: tuple[str, ...], cli: Runner
) -> None:
    label = "    labels: ['traefik.http.routers.web.rule=Host(`staging.example`)']\n"
    staging = EXTENDS.replace("FILE", "docker-compose.yml") + label
    cli.write({"docker-compose.yml": WEB + API.replace("Hst", "Host"), "staging.yml": staging})
    assert errors(cli, *arguments) == []


# What several projects define


def _with(project: str, kind: str, more: str = "") -> str:
    options = {"middlewares": "headers.customrequestheaders.X-App", "services": "loadbalancer.healthcheck.path"}
    names = {"middlewares": "middlewares", "services": "service"}
    port = "loadbalancer.server.port=80"
    return f"""services:
  app{project}:
    image: example/{project}:1
    labels:
      - traefik.http.routers.{project}.rule=Host(`{project}.example.com`)
      - traefik.http.routers.{project}.{names[kind]}=shared
      - traefik.http.{kind}.shared.{options[kind]}=/{project}
      - traefik.http.services.{"shared" if kind == "services" else project}.{port}
{more}"""


@rows("kind", ["middlewares", "services"])
def test_nothing_is_missing_that_several_projects_define(kind: str, cli: Runner) -> None:
    user = _with("c", kind).replace(f"traefik.http.{kind}.shared", "x")
    cli.write({"a/compose.yml": _with("a", kind), "b/compose.yml": _with("b", kind), "c/compose.yml": user})
    unasked = cli("lint").out
    assert "unknown-" not in unasked
    assert "merge-conflict" not in unasked
    named = ("a/compose.yml", "b/compose.yml", "c/compose.yml")
    for arguments in (("--strict",), ("--strict", *named)):
        told = cli("lint", *arguments).out
        assert "`shared` is defined twice, and not alike, so Traefik keeps none of them" in told
        assert "`shared` does not exist" not in told
    told = cli("lint", *named).out
    assert "merge-conflict" in told, "which says it once for all that use it"
    assert "unknown-" not in told


def test_of_containers_of_which_one_runs_nothing_is_missing(cli: Runner) -> None:
    same = "    container_name: app\n"
    cli.write({f"{one}/compose.yml": _with(one, "middlewares", same) for one in "ab"})
    assert "unknown-middleware" not in cli("lint", "a/compose.yml", "b/compose.yml").out


@rows(("enable", "told"), [("", True), (", traefik.enable=true", False), (", traefik.enable=false", True)])
def test_what_a_container_defines_that_traefik_does_not_look_at_is_missed_where_it_is_used(
    enable: str, told: bool, cli: Runner
) -> None:
    """Of 3.7.15: the routers that name such a middleware are disabled."""
    flags = "--providers.docker, --providers.docker.exposedbydefault=false, '--entrypoints.web.address=:80'"
    defined = f"traefik.http.middlewares.safe.headers.framedeny=true{enable}"
    proxy = f"  proxy: {{image: 'traefik:v3.6', command: [{flags}], labels: [{defined}]}}\n"
    used = "traefik.enable=true, traefik.http.routers.a.rule=Host(`a.io`), traefik.http.routers.a.middlewares=safe"
    app = f"  app: {{image: app, labels: [{used}]}}\n"
    words = "Traefik ignores the container `proxy`, which defines it; give it `traefik.enable=true`."
    cli.write({"compose.yml": f"services:\n{proxy}{app}"})
    assert (words in (together := cli("lint").out)) is told
    assert ("error[unknown-middleware]" in together) is told
    cli.anew()
    cli.write({"proxy/compose.yml": f"services:\n{proxy}", "app/compose.yml": f"services:\n{app}"})
    assert (words in (apart := cli("lint").out)) is told
    assert ("warning[unknown-middleware]" in apart) is told
