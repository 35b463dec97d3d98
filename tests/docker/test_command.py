"""Labels on the command line: one Traefik of labels, files and the static configuration."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from tests.cli.running import Runner
from tests.each import rows

STATIC = """\
entryPoints:
  web: {address: ":80"}
providers:
  docker: {exposedByDefault: false}
  file: {directory: dynamic}
"""
COMPOSE = """\
services:
  shop:
    image: example/shop:2
    labels:
      - traefik.enable=true
      - traefik.http.routers.shop.rule=Host(`shop.example.com`)
      - traefik.http.routers.shop.entrypoint{}=web
      - traefik.http.routers.shop.middlewares=strip,headers@file
      - traefik.http.middlewares.strip.stripprefix.prefixes=/api
      - traefik.http.services.shop.loadbalancer.server.port=3000
"""
DYNAMIC = """\
http:
  middlewares:
    headers: {headers: {frameDeny: true}}
  routers:
    old: {rule: Host(`old.example.com`), service: shop@docker, middlewares: [strip@docker]}
"""


ROOMS = ("traefiklint.docker", "traefiklint.compose", "traefiklint.decoding.labels", "traefiklint.checks.labels")
"""What only labels need."""


def write(cli: Runner, compose: str = COMPOSE.format("s")) -> None:
    cli.write({"traefik.yml": STATIC, "compose.yml": compose, "dynamic/shared.yml": DYNAMIC})


def findings(cli: Runner, *arguments: str) -> list[dict[str, Any]]:
    ran = cli("lint", "--format", "json", *arguments)
    found: list[dict[str, Any]] = json.loads(ran.out)["findings"]
    return found


def test_labels_files_and_the_static_configuration_are_one_traefik(cli: Runner) -> None:
    write(cli)
    for arguments in (("--static", "traefik.yml", "compose.yml", "dynamic"), (), ("compose.yml",)):
        assert [one for one in findings(cli, *arguments) if one["severity"] != "info"] == []


def test_a_compose_file_that_is_named_beside_the_directory_is_judged(cli: Runner) -> None:
    write(cli, COMPOSE.format("s").replace("Host(`shop", "Hots(`shop"))
    for arguments in (("compose.yml", "dynamic"), ("./compose.yml", "dynamic"), ("dynamic", "compose.yml")):
        found = [one for one in findings(cli, "--static", "traefik.yml", *arguments) if one["severity"] == "error"]
        assert [(one["rule"], one["file"]) for one in found] == [("rule-unknown-matcher", "compose.yml")]


def test_a_dropped_container_takes_its_objects_and_those_who_need_them_with_it(cli: Runner) -> None:
    write(cli, COMPOSE.format(""))
    found = {
        (one["rule"], one["file"], one["line"], one["column"]): one
        for one in findings(cli)
        if one["effect"] == "disabled"
    }
    dropped = found["label-unknown-field", "compose.yml", 7, 35]
    assert dropped["provider"] == "docker"
    assert dropped["disables"] == [
        "http.routers.shop@docker",
        "http.services.shop@docker",
        "http.middlewares.strip@docker",
        "http.routers.old",
    ]
    assert not [one for one in found.values() if one["rule"] == "unknown-service"], "it is told with the container"
    (user,) = [one for one in findings(cli, "--strict") if one["rule"] == "unknown-service"]
    assert (user["provider"], user["file"], user["disables"]) == ("file", "dynamic/shared.yml", ["http.routers.old"])


def test_an_unknown_name_is_shown_in_the_middle_of_a_list_in_a_label(cli: Runner) -> None:
    write(cli, COMPOSE.format("s").replace("strip,headers@file", "strip, headrs@file"))
    (wrong,) = [one for one in findings(cli) if one["severity"] == "error"]
    assert (wrong["rule"], wrong["line"], wrong["column"], wrong["end_column"]) == ("unknown-middleware", 8, 54, 65)
    assert wrong["object"] == "http.routers.shop@docker"
    assert "did you mean `headers`" in wrong["message"]


def test_without_a_static_configuration_other_projects_may_define_what_is_missing(cli: Runner) -> None:
    cli.write({"compose.yml": COMPOSE.format("s").replace("strip,headers@file", "auth@docker")})
    assert [one["severity"] for one in findings(cli, "compose.yml") if one["rule"] == "unknown-middleware"] == [
        "warning"
    ]


def test_what_hangs_on_a_variable_without_a_value_is_no_error(cli: Runner) -> None:
    write(cli, COMPOSE.format("s").replace("shop.example.com", "${DOMAIN}"))
    assert findings(cli) == [], "the values stand where the files are used"
    assert {one["rule"] for one in findings(cli, "--strict")} >= {"label-variable-unset"}
    (wrong,) = [one for one in findings(cli, "--strict") if one["rule"] == "rule-empty-argument"]
    assert wrong["severity"] == "warning"
    assert "where `DOMAIN` has no value" in wrong["message"]
    cli.write({".env": "DOMAIN=shop.example.com\n"})
    assert not [one for one in findings(cli) if one["severity"] != "info"]


def test_route_goes_from_a_file_to_a_container(cli: Runner) -> None:
    write(cli)
    ran = cli("route", "http://old.example.com/api/x")
    assert ran.status == 0
    assert "old@file  dynamic/shared.yml:5" in ran.out
    assert "strip@docker (stripPrefix): strips `/api` off the path: /api/x → /x  compose.yml:9" in ran.out
    assert "shop@docker  compose.yml:10" in ran.out
    assert "http://demo-shop-1:3000/x" in ran.out


def test_fix_edits_labels_in_place(cli: Runner) -> None:
    text = COMPOSE.format("").replace(
        "      - traefik.enable=true", "      # on\n      - 'traefik.enable=yes'  # really"
    )
    write(cli, text)
    assert cli("fix").status == 0
    fixed = (cli.folder / "compose.yml").read_text()
    assert fixed == text.replace("enable=yes", "enable=true").replace("entrypoint=", "entryPoints=")


def test_a_comment_in_a_compose_file_keeps_a_finding_silent(cli: Runner) -> None:
    write(cli, COMPOSE.format("").replace("=web", "=web  # traefiklint: ignore[label-unknown-field] on purpose"))
    assert not [one for one in findings(cli) if one["rule"] == "label-unknown-field"]


def test_secrets_in_labels_are_not_shown(cli: Runner) -> None:
    secret = "Tr0ub4dor-and-3"
    users = f"      - traefik.http.middlewares.strip.basicauth.users=admin:{secret}\n"
    write(cli, COMPOSE.format("s").replace("      - traefik.http.middlewares.strip.stripprefix.prefixes=/api\n", users))
    ran = cli("lint")
    assert "basic-auth-plaintext" in ran.out
    assert secret not in ran.out + ran.err


def test_projects_that_are_given_together_share_their_names(cli: Runner) -> None:
    text = COMPOSE.format("s").replace("strip,headers@file", "headers@file")
    cli.write(
        {"traefik.yml": STATIC, "dynamic/shared.yml": "http: {middlewares: {headers: {headers: {frameDeny: true}}}}\n"}
    )
    cli.write({"a/compose.yml": text, "b/compose.yml": text.replace("Host(`shop", "Host(`other")})
    wrong = [one for one in findings(cli, "--strict") if one["rule"] == "merge-conflict"]
    assert [(one["file"], one["disables"]) for one in wrong] == [
        ("a/compose.yml", ["http.routers.shop@docker"]),
        ("b/compose.yml", ["http.routers.shop@docker"]),
    ]


def test_a_run_without_compose_files_imports_nothing_of_labels(cli: Runner) -> None:
    cli.write({"dynamic/shared.yml": "http: {middlewares: {headers: {headers: {frameDeny: true}}}}\n"})
    code = (
        "import sys; from traefiklint.__main__ import main\n"
        "sys.argv = ['traefiklint', 'lint', 'dynamic']\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print([name for name in sys.modules if name.startswith({ROOMS})])"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=cli.folder, capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"


def test_labels_that_stand_in_a_file_of_labels_alone_are_found(cli: Runner) -> None:
    cli.write(
        {
            "web/compose.yml": "services:\n  web:\n    image: x\n    label_file: web.labels\n",
            "web/web.labels": "traefik.http.routers.web.entrypoint=web\n",
            "other/compose.yml": "services:\n  web:\n    image: x\n    # label_file: web.labels\n",
        }
    )
    said = cli("lint", "--profile", "none").out
    assert "web/web.labels:1:26" in said
    assert "labels in web/compose.yml" in said
    assert "other/compose.yml (a compose file without labels for Traefik)" in said


def test_a_service_that_is_called_as_its_container_with_a_word_for_services_is_missed(cli: Runner) -> None:
    text = "services:\n  draw:\n    image: x\n    labels: [traefik.http.routers.draw.service=draw-{}]\n"
    said = {}
    for name in ("svc", "myhome"):
        cli.write({"draw/compose.yml": text.format(name)})
        said[name] = [
            cli("lint", *strict).out.count(f"Service `draw-{name}` does not exist") for strict in ((), ["--strict"])
        ]
    assert said == {"svc": [1, 1], "myhome": [0, 1]}, "the other may be what Traefik calls it in a folder of that name"


@rows(
    ("value", "asked", "told"),
    [
        ('"true"', [], ["switched-off"]),
        ('"true"', ["--strict"], ["switched-off"]),
        ("false", ["--strict"], ["provider-off"]),
        ("false", [], []),  # it is meant to be off
    ],
)
def test_a_provider_that_its_value_switches_off_is_told_once(
    value: str, asked: list[str], told: list[str], cli: Runner
) -> None:
    flags = f"    command:\n      - --providers.docker={value}\n      - --entryPoints.web.address=:80\n"
    web = "  web:\n    image: nginx\n    labels: [traefik.http.routers.a.rule=Host(`a`)]\n"
    socket = "    volumes: ['/var/run/docker.sock:/var/run/docker.sock']\n"
    cli.write({"compose.yml": f"services:\n  traefik:\n    image: traefik:v3.7\n{flags}{socket}{web}"})
    said = cli("lint", *asked).out
    assert [one for one in ("switched-off", "provider-off") if f"[{one}]" in said] == told


def test_labels_of_the_image_that_is_built_are_those_of_its_containers_too(cli: Runner) -> None:
    text = """services:
  web:
    build: {context: ., labels: [traefik.enable=true, traefik.http.routers.a.entry=x, traefik.http.routers.a.tls=a]}
    labels: [traefik.http.routers.a.tls=true]
"""
    write(cli, text)
    told = {one["rule"]: one["line"] for one in findings(cli)}
    assert told.get("label-unknown-field") == 3
    assert "label-wrong-place" not in told
    assert "label-switched-off" not in told, "the label of the service counts before that of the image"


def test_a_refused_file_names_the_routers_of_labels_that_need_it(cli: Runner) -> None:
    labels = "traefik.http.routers.web.rule=Host(`a.example.com`)', 'traefik.http.routers.web.middlewares=auth@file"
    free = "traefik.http.routers.free.rule=Host(`b.example.com`)"
    cli.write(
        {
            "traefik.yml": "entryPoints: {web: {address: ':80'}}\nproviders: {docker: {}, file: {directory: dynamic}}",
            "dynamic/a.yml": "http: {middlewares: {auth: {redirectSchema: {scheme: https}}}}\n",
            "compose.yml": f"services:\n  web:\n    image: x\n    expose: [80]\n    labels: ['{labels}', '{free}']\n",
        }
    )
    (found,) = [
        one for one in json.loads(cli("lint", "--format", "json").out)["findings"] if one["effect"] == "rejected"
    ]
    assert found["disables"] == ["*", "http.routers.web@docker"]
    assert "Traefik refuses every file of this directory, and disables web@docker without them" in cli("lint").out


UNKNOWN_RULE = """\
entryPoints: {web: {address: ":80"}}
providers:
  docker: {defaultRule: 'Host(`{{ .Name }}.{{ env "DOMAIN" }}`)'}
"""
BARE = """\
services:
  shop:
    image: example/shop:2
    expose: [3000]
    labels: [traefik.http.routers.shop.entrypoints=web]
  blog:
    image: example/blog:2
    expose: [3000]
    labels: ['traefik.http.routers.blog.rule=Host(`blog.example.com`)']
"""


def test_route_says_where_a_rule_is_known_to_the_running_traefik_alone(cli: Runner) -> None:
    cli.write({"traefik.yml": UNKNOWN_RULE, "compose.yml": BARE})
    answer = cli("route", "http://shop.example.com/").out
    assert "not known here; 404 Not Found where no other router answers" in answer
    assert "whether `shop@docker` answers: its rule comes of `defaultRule`" in answer
    (told,) = json.loads(cli("route", "http://shop.example.com/", "--format", "json").out)["requests"]
    assert [doubt.partition(":")[0] for doubt in told["unknown"]] == ["whether `shop@docker` answers"]
    assert "not known here" not in cli("route", "http://blog.example.com/").out
    assert "service-unused" not in {one["rule"] for one in findings(cli, "--strict")}, "its router uses it"
    cli.write({"traefik.yml": UNKNOWN_RULE.replace('{{ env "DOMAIN" }}', "example.com")})
    assert "not known here" not in cli("route", "http://nobody.example.com/").out


COPIES = """\
services:
  shop:
    image: example/shop:2
    expose: [3000]
    scale: {}
    labels: [traefik.enable=true]
"""


@rows(
    ("field", "count", "is_lost"),
    [
        (".ContainerName", 2, True),
        (".ContainerName", 1, False),
        (".Name", 2, False),
        ('index .Labels "com.docker.compose.container-number"', 2, True),
        ('index .Labels "com.docker.compose.service"', 2, False),
    ],
)
def test_a_default_rule_that_differs_for_each_copy_loses_the_router(
    cli: Runner, field: str, count: int, is_lost: bool
) -> None:
    rule = f"{{defaultRule: 'Host(`{{{{ {field} }}}}`)'}}"
    static = f"entryPoints: {{web: {{address: ':80'}}}}\nproviders: {{docker: {rule}}}\n"
    cli.write({"traefik.yml": static, "compose.yml": COPIES.format(count)})
    found = [one for one in findings(cli) if one["rule"] == "router-without-rule"]
    assert [one["disables"] for one in found] == [["http.routers.shop-demo@docker"]] * is_lost
    assert all("gives each copy of the container another one" in one["message"] for one in found)


@rows(
    ("template", "rule"),
    [
        ("{{ if eq (NUMBER) `1` }}Host(`a.corp.com`){{ end }}", "Host(`a.corp.com`)"),
        ("{{ if eq (NUMBER) `2` }}Host(`a.corp.com`){{ end }}", "Host(`a.corp.com`)"),
        ("{{ if eq (NUMBER) `1` }}Host(`a.corp.com`){{ else }}{{ fail `x` }}{{ end }}", "Host(`a.corp.com`)"),
        ("{{ if eq (NUMBER) `2` }}Host(`a.corp.com`){{ else }}{{ fail `x` }}{{ end }}", "Host(`a.corp.com`)"),
        ("{{ if ne (NUMBER) `2` }}Host(`a{{ NUMBER }}.corp.com`){{ end }}", ""),
        ("{{ if eq (NUMBER) `9` }}Host(`a.corp.com`){{ end }}", ""),
    ],
)
def test_only_rules_of_copies_that_have_one_can_differ(cli: Runner, template: str, rule: str) -> None:
    option = template.replace("NUMBER", 'index .Labels "com.docker.compose.container-number"')
    static = f"entryPoints: {{web: {{address: ':80'}}}}\nproviders: {{docker: {{defaultRule: '{option}'}}}}\n"
    cli.write({"traefik.yml": static, "compose.yml": COPIES.format(3)})
    assert ("router-without-rule" in {one["rule"] for one in findings(cli)}) is (not rule)
    answer = cli("route", "http://a.corp.com/", "--static", "traefik.yml", "compose.yml").out
    assert (f"rule         {rule}" in answer) is bool(rule)


@rows(
    ("deploy", "rule"),
    [
        ("", "Host(`demo_shop.1`)"),
        (", endpoint_mode: vip", "Host(`demo_shop.1`)"),
        (", mode: global", None),
        (", replicas: 2", None),
    ],
)
def test_tasks_of_a_stack_are_called_by_their_number(cli: Runner, deploy: str, rule: str | None) -> None:
    labels = "{traefik.http.services.shop.loadbalancer.server.port: '80'}"
    stack = f"services: {{shop: {{image: x, deploy: {{labels: {labels}{deploy}}}}}}}\n"
    static = "entryPoints: {web: {address: ':80'}}\nproviders: {swarm: {defaultRule: 'Host(`{{ .ContainerName }}`)'}}\n"
    cli.write({"traefik.yml": static, "demo/stack.yml": stack})
    answer = cli("route", "http://demo_shop.1/", "--static", "traefik.yml", "demo/stack.yml").out
    assert (f"rule         {rule}" in answer) is (rule is not None)
    assert ("not known here" in answer) is ("global" in deploy)
    with_lb = stack.replace(
        "shop.loadbalancer.server.port: '80'", "shop.loadbalancer.server.port: '80', traefik.swarm.lbswarm: 'true'"
    )
    cli.write({"demo/stack.yml": with_lb})
    assert "Host(`demo_shop`)" in cli("route", "http://demo_shop/", "--static", "traefik.yml", "demo/stack.yml").out
