"""Repositories as strangers keep them: what is made, filled in or checked out only where it runs is no mistake."""

from __future__ import annotations

import json

from tests.cli.running import Runner
from tests.each import rows
from traefiklint import lint_texts

LABELS = """
    labels:
      - traefik.http.routers.web.rule=Host(`web.example.com`)
      - traefik.http.services.web.loadbalancer.server.port=8080
"""
COMPOSE = f"""
services:
  traefik:
    image: traefik:v3.6
    command: [--configFile=/etc/traefik/traefik.yml]
    volumes: ["./made.yml:/etc/traefik/traefik.yml:ro"]
  web:
    image: example/web:1{LABELS}"""
STATIC = "entryPoints: {web: {address: ':80'}}\n"
PLUGIN = "experimental: {localPlugins: {demo: {moduleName: example.com/demo}}}\n"


def rules(cli: Runner) -> list[str]:
    return [one["rule"] for one in json.loads(cli("lint", "--format", "json").out)["findings"]]


def test_of_a_static_configuration_that_a_flag_names_and_that_is_not_at_hand_nothing_is_claimed(cli: Runner) -> None:
    cli.write({"compose.yml": COMPOSE})
    assert rules(cli) == []


def test_a_static_configuration_that_a_flag_names_and_that_is_at_hand_is_read(cli: Runner) -> None:
    static = "entryPoints: {web: {adress: ':80'}}\nproviders: {docker: {exposedByDefault: false}}\n"
    cli.write({"compose.yml": COMPOSE, "made.yml": static})
    assert "unknown-field" in rules(cli)


@rows("command", ["[--configFile=/etc/x/own.yml]", "[--configFile, /etc/x/own.yml]", "[]"])
@rows("arguments", [(), ("compose.yml",)])
def test_a_static_configuration_with_a_name_of_its_own_is_told_wherever_it_is_mounted(
    command: str, arguments: tuple[str, ...], cli: Runner
) -> None:
    compose = COMPOSE.replace("[--configFile=/etc/traefik/traefik.yml]", command)
    inside = "/etc/x" if "own" in command else "/etc/traefik/traefik.yml"
    outside = "./conf" if "own" in command else "./conf/own.yml"
    compose = compose.replace("./made.yml:/etc/traefik/traefik.yml:ro", f"{outside}:{inside}")
    static = f"{STATIC}providers: {{docker: {{exposedByDefault: false}}}}\n"
    cli.write({"compose.yml": compose, "conf/own.yml": static})
    printed = cli("lint", *arguments)
    assert "error" not in printed.out
    assert "labels in compose.yml, with conf/own.yml, assuming Traefik 3.6" in printed.out


@rows("hyphens", ["-", "--"])
def test_a_directory_that_a_flag_names_in_a_word_of_its_own_is_read(hyphens: str, cli: Runner) -> None:
    flags = f"{hyphens}entryPoints.web.address=:80 {hyphens}providers.file.directory /dynamic"
    compose = f'services: {{t: {{image: "traefik:v3.6", command: "{flags}", volumes: ["./own:/dynamic"]}}}}\n'
    cli.write({"compose.yml": compose, "own/app.yml": "http: {routers: {a: {rule: Path(`/`), service: nosuch}}}\n"})
    assert rules(cli) == ["unknown-service"]
    assert "own (1 file), with compose.yml" in cli("lint").out


def test_what_a_broken_link_leads_to_is_made_where_the_project_runs(cli: Runner) -> None:
    extends = "    extends: {file: made.yml, service: base}"
    cli.write({"compose.yml": f"services:\n  web:\n    image: example/web:1\n{extends}{LABELS}"})
    assert rules(cli) == ["compose-refused"]
    (cli.folder / "made.yml").symlink_to("build/made.yml")
    assert "compose-refused" not in rules(cli)


@rows("arguments", [(), ("compose.yml",)])
@rows("beside", ["  next: {extends: base}\n", "  next: {extends: {service: base}, image: example/next:1}\n", ""])
def test_beside_a_service_that_extends_what_is_not_at_hand_the_others_are_judged(
    beside: str, arguments: tuple[str, ...], cli: Runner
) -> None:
    wrong = "      - traefik.http.routers.web.nope=1\n      - traefik.http.routers.web.middlewares=made\n"
    base = f"  base:\n    extends: {{file: made.yml, service: base}}\n{beside}"
    cli.write({"compose.yml": f"services:\n{base}  web:\n    image: example/web:1{LABELS}{wrong}"})
    (cli.folder / "made.yml").symlink_to("build/made.yml")
    found = json.loads(cli("lint", "--format", "json", *arguments).out)["findings"]
    assert [one["rule"] for one in found] == ["label-unknown-field"]  # `made` may be a middleware of what is not there


def test_the_empty_folder_of_a_submodule_that_is_not_checked_out_says_nothing_about_the_plugin(cli: Runner) -> None:
    cli.write({"traefik.yml": STATIC + PLUGIN})
    (cli.folder / "plugins-local" / "src").mkdir(parents=True)
    assert "local-plugin-missing" in rules(cli)
    (cli.folder / "plugins-local/src/example.com/demo").mkdir(parents=True)
    assert "local-plugin-missing" not in rules(cli)


@rows("folder", ["outdated", "obsolete", "compose-old"])
def test_nobody_uses_what_is_outdated(folder: str, cli: Runner) -> None:
    bad = f"services:\n  old:\n    image: example/web:1{LABELS.replace('.rule', '.nope')}"
    cli.write({"web/compose.yml": f"services:\n  web:\n    image: example/web:1{LABELS}", "now/compose.yml": bad})
    assert rules(cli) == ["label-unknown-field"]
    (cli.folder / "now").rename(cli.folder / folder)
    assert rules(cli) == []


@rows(
    ("copy", "original", "told"),
    [
        ("backups/20251105_2211/compose.yml", "compose.yml", False),
        ("a/bak/2025-11-05/web/compose.yml", "a/web/compose.yml", False),
        ("backups/20251105_2211/compose.yml", "other.yml", True),
        ("services/backups/compose.yml", "services/compose.yml", True),
    ],
)
def test_a_dated_copy_of_what_is_here_is_none_though_that_has_nothing_to_do_with_traefik(
    copy: str, original: str, told: bool, cli: Runner
) -> None:
    bad = f"services:\n  old:\n    image: example/web:1{LABELS.replace('.rule', '.nope')}"
    cli.write({original: "services: {db: {image: postgres}}\n", copy: bad})
    assert ("label-unknown-field" in rules(cli)) is told


@rows(("name", "told"), [("app-improved", False), ("app_draft", False), ("app.copy", False), ("draft-app", True)])
@rows(("folder", "is_read"), [("d", True), ("conf", False)])
def test_a_draft_is_judged_where_traefik_reads_it(
    name: str, told: bool, folder: str, is_read: bool, cli: Runner
) -> None:
    static = f"{STATIC}providers: {{file: {{directory: /d}}}}\n"
    volumes = "['./traefik.yml:/traefik.yml', './d:/d']"
    cli.write(
        {
            "compose.yml": f"services: {{traefik: {{image: 'traefik:v3.6', volumes: {volumes}}}}}\n",
            "traefik.yml": static,
            "d/a.yml": "http: {routers: {a: {rule: Path(`/`), service: noop@internal}}}\n",
            f"{folder}/{name}.yml": "http: {routers: {b: {rule: Path(`/b`), service: noop@internal, nope: 1}}}\n",
        }
    )
    assert ("unknown-field" in rules(cli)) is (told or is_read)


def test_routers_of_one_container_that_are_dropped_for_one_reason_are_told_together(cli: Runner) -> None:
    routers = "".join(f"      - traefik.http.routers.{name}.rule=Host(`{name}.test`)\n" for name in "abc")
    services = "".join(f"      - traefik.http.services.{name}.loadbalancer.server.port=80\n" for name in "abc")
    cli.write({"compose.yml": f"services:\n  web:\n    image: example/web:1\n    labels:\n{routers}{services}"})
    told = cli("lint").out
    assert told.count("error[router-unlinked]") == 1
    assert "also: 2 more places: compose.yml:6, compose.yml:7" in told
    assert len(rules(cli)) == 3, "for machines each stands for itself"


def test_the_two_ends_of_a_conflict_are_told_together(cli: Runner) -> None:
    labels = LABELS.replace("Host(`web.example.com`)", "Host(`b.example.com`)")
    cli.write({"compose.yml": f"services:\n  a:\n    image: a{LABELS}  b:\n    image: b{labels}"})
    told = cli("lint").out
    assert told.count("error[merge-conflict]") == 1
    assert "also: 1 more place" in told


@rows(("image", "is_told"), [("traefik:v2.7", False), ("traefik:v3.6", True), ("traefik", True)])
def test_a_new_name_that_the_traefik_of_the_compose_file_does_not_know_is_not_advised(
    image: str, is_told: bool, cli: Runner
) -> None:
    allowed = "      - traefik.http.middlewares.lan.ipwhitelist.sourcerange=10.0.0.0/8\n"
    used = "      - traefik.http.routers.web.middlewares=lan\n"
    flags = "    command: [--providers.docker=true, --entrypoints.web.address=:80]\n"
    web = f"  web:\n    image: example/web:1{LABELS}{allowed}{used}"
    cli.write({"compose.yml": f"services:\n  traefik:\n    image: {image}\n{flags}{web}"})
    assert ("ip-white-list-renamed" in rules(cli)) is is_told


def said(entry: str) -> list[tuple[str, str]]:
    text = f"""
http:
  routers: {{a: {{rule: Host(`a.test`), service: s, middlewares: [m]}}}}
  services: {{s: {{loadBalancer: {{servers: [{{url: "http://s:1"}}]}}}}}}
  middlewares: {{m: {{basicAuth: {{users: ['{entry}']}}}}}}
"""
    return [(one.rule, one.help) for one in lint_texts({"a.yml": text}, profile="none").findings]


@rows("secret", ["USERPASSWORD", "PASSWORD", "MY_PASSWD", "HASHED_PASSWORD"])
def test_a_word_that_stands_for_a_password_is_no_password(secret: str) -> None:
    assert said(f"ann:{secret}") == []


def test_a_password_is_told() -> None:
    assert [rule for rule, _ in said("ann:Passw0rd")] == ["basic-auth-plaintext"]


def test_the_dollar_signs_of_a_hash_are_no_variables() -> None:
    assert said("ann$apr1$Sj9x95NJ$fo2eJ98BzoAqCq4jOyb1h0") == [("basic-auth-malformed-user", "")]


KEPT = """
http:
  routers:
    a: {rule: A_RULE, service: s}
  services:
    s: {loadBalancer: {servers: [{url: 'http://${IP}:1'}]}}
"""
FILES = "entryPoints: {web: {address: ':80'}}\nproviders: {file: {directory: /etc/traefik/dynamic}}\n"
TRAEFIK = "services:\n  traefik:\n    image: traefik:v3.6\n"


@rows(
    "how",
    [
        '    entrypoint: [/start.sh]\n    volumes: ["./start.sh:/start.sh", "./dynamic:/in", "./traefik.yml:/t"]\n',
        '    volumes: ["./dynamic/a.yml:/a.yml.template:ro"]\n',
        '    volumes: ["./dynamic-rendered:/etc/traefik/dynamic:ro"]\n',
    ],
)
def test_a_template_that_is_filled_in_where_traefik_runs_is_not_judged(how: str, cli: Runner) -> None:
    cli.write({"traefik.yml": FILES, "dynamic/a.yml": KEPT, "compose.yml": TRAEFIK})
    assert {"rule-syntax", "server-url-unparsable"} <= set(rules(cli))
    cli.write({"compose.yml": TRAEFIK + how})
    assert not {"rule-syntax", "server-url-unparsable"} & set(rules(cli))
    assert "dynamic/a.yml  a template that is filled in where Traefik runs" in cli("lint", "--show-files").out


def test_a_script_of_ones_own_says_nothing_about_files_without_variables(cli: Runner) -> None:
    how = '    entrypoint: [/start.sh]\n    volumes: ["./start.sh:/start.sh:ro", "./dynamic:/etc/traefik/dynamic"]\n'
    cli.write({"traefik.yml": FILES, "dynamic/a.yml": KEPT.replace("${IP}", "nas"), "compose.yml": TRAEFIK + how})
    assert rules(cli) == ["rule-syntax"]


HASH = "ann:$apr1$Sj9x95NJ$fo2eJ98BzoAqCq4jOyb1h0"
OTHER = '{{ $NAME := "b" }}{{ $NAME }}:$2y$05$ABCDEFGHIJKLMNOPQRSTUuvwx'
BROKEN = f"""
# made for $HOST
http:
  routers: {{a: {{rule: A_RULE, service: s, middlewares: [m]}}}}
  services: {{s: {{loadBalancer: {{servers: [{{url: "http://nas:1"}}]}}}}}}
  middlewares: {{m: {{basicAuth: {{users: ["{HASH}", '{OTHER}']}}}}}}
"""
OWN = '"./dynamic:/etc/traefik/dynamic"'


@rows(
    "composes",
    [
        {"compose.yml": f'    volumes: ["./.generated:/certs", {OWN}]\n'},
        {"compose.yml": f'    volumes: ["./certs/.generated:/certs", {OWN}]\n'},
        {"compose.yml": f'    volumes: [{OWN}, "./dynamic-generated:/etc/traefik/more"]\n'},
        {
            "compose.yml": f"    volumes: [{OWN}]\n",
            "deploy/compose.yml": '    volumes: ["./dynamic-generated:/etc/traefik/dynamic"]\n',
        },
        {"compose.yml": f'    entrypoint: /entrypoint.sh\n    volumes: ["./entrypoint.sh:/entrypoint.sh", {OWN}]\n'},
    ],
)
def test_what_traefik_mounts_itself_is_judged_whatever_else_is_made(composes: dict[str, str], cli: Runner) -> None:
    cli.write(
        {"traefik.yml": FILES, "dynamic/a.yml": BROKEN, **{path: TRAEFIK + how for path, how in composes.items()}}
    )
    assert "rule-syntax" in rules(cli)


def test_a_script_of_ones_own_fills_in_only_the_files_that_hold_variables(cli: Runner) -> None:
    how = '    entrypoint: [/start.sh]\n    volumes: ["./start.sh:/start.sh:ro", "./dynamic:/etc/traefik/dynamic"]\n'
    filled = KEPT.replace("service: s}", 'service: s, priority: "${PRIO}"}').replace("A_RULE", "Host(`a.test`)")
    broken = "http:\n  routers:\n    b: {rule: B_RULE, service: s, middlewares: [nobody]}\n"
    cli.write({"traefik.yml": FILES, "compose.yml": TRAEFIK + how, "dynamic/a.yml": filled, "dynamic/b.yml": broken})
    found = json.loads(cli("lint", "--format", "json").out)["findings"]
    told = {("dynamic/b.yml", "rule-syntax"), ("dynamic/b.yml", "unknown-middleware")}  # service `s` is in the template
    assert {(one["file"], one["rule"]) for one in found} == told
    assert "a@file" in cli("route", "http://a.test/").out
    assert "refuses" not in cli("fix").err
    assert (cli.folder / "dynamic/a.yml").read_text("utf-8") == filled


def test_flags_beside_a_file_from_elsewhere_on_the_host_are_in_vain(cli: Runner) -> None:
    flags = "    command: [--providers.docker=true, --entrypoints.web.address=8080]\n"
    cli.write({"compose.yml": TRAEFIK + flags + f"  web:\n    image: example/web:1{LABELS}"})
    assert rules(cli) == ["entrypoint-address"]
    for host in ("/opt/traefik.yml", "${CONF:-./.volume}/traefik.yml", "./not-in-git.yml"):
        elsewhere = f'    volumes: ["{host}:/etc/traefik/traefik.yml:ro"]\n'
        cli.write({"compose.yml": TRAEFIK + flags + elsewhere + f"  web:\n    image: example/web:1{LABELS}"})
        assert rules(cli) == ["static-form-ignored"], host


def test_of_a_file_whose_name_is_a_variable_nobody_says_which_middlewares_there_are(cli: Runner) -> None:
    static = "entryPoints: {web: {address: ':80'}}\nproviders: {docker: {}, file: {directory: /etc/traefik/dynamic}}\n"
    volumes = '    volumes: ["./traefik/${CONFIG:-a.yml}:/etc/traefik/traefik.yml:ro"]\n'
    settings = "    environment: {TRAEFIK_LOG_LEVEL: DEBUG}\n"
    app = "  web:\n    image: example/web:1\n    labels: [traefik.http.routers.web.middlewares=chain@file]\n"
    cli.write({"compose/docker-compose.yml": TRAEFIK + settings + volumes + app})
    for name in ("a", "b"):
        cli.write({f"traefik/{name}.yml": static})
    cli.write({"traefik/dynamic/m.yml": "http:\n  middlewares:\n    chain: {compress: {}}\n"})
    found = json.loads(cli("lint", "--format", "json").out)["findings"]
    assert "unknown-middleware" not in {one["rule"] for one in found}


@rows(
    ("command", "told"),
    [
        ("[traefik, --entrypoints.web.address=8080]", True),
        ("[--entrypoints.web.address=8080]", True),
        ("[render, --entrypoints.web.address=8080]", False),
    ],
)
def test_flags_that_a_script_of_ones_own_gets_for_traefik_are_judged(command: str, told: bool, cli: Runner) -> None:
    how = f"    command: {command}\n" + '    volumes: ["./entrypoint.sh:/entrypoint.sh:ro"]\n'
    cli.write({"compose.yml": f"{TRAEFIK}    entrypoint: /entrypoint.sh\n{how}"})
    assert rules(cli) == ["entrypoint-address"] * told


def test_a_file_of_komodo_is_not_traefiks_whatever_it_is_called(cli: Runner) -> None:
    cli.write({"traefik.toml": '[[stack]]\nname = "a"\n[stack.config]\nserver = "b"\n[[variable]]\nname = "c"\n'})
    assert rules(cli) == []
    assert "nothing was checked" in cli("lint").out


def test_a_middleware_that_each_file_has_alike_is_no_mistake(cli: Runner) -> None:
    one = "http:\n  middlewares:\n    https: {redirectScheme: {scheme: https}}\n"
    cli.write({"traefik.yml": FILES, "dynamic/a.yml": one, "dynamic/b.yml": one})
    assert rules(cli) == []
    cli.write({"dynamic/b.yml": one.replace("scheme: https", "scheme: https, permanent: true")})
    assert rules(cli) == ["duplicate-name"]


def test_labels_of_traefik_1_do_not_ask_traefik_3_to_serve_a_container(cli: Runner) -> None:
    labels = "    network_mode: host\n    labels: [traefik.port=80, 'traefik.frontend.rule=Host:a.test']\n"
    cli.write({"compose.yml": f"services:\n  web:\n    image: example/web:1\n{labels}"})
    assert "port-missing" not in rules(cli)


def test_https_is_no_misspelt_http(cli: Runner) -> None:
    static = "entryPoints: {http: {address: ':80'}}\nproviders: {file: {directory: dynamic}}\n"
    router = "http:\n  routers:\n    a: {rule: Host(`a.test`), service: noop@internal, entryPoints: [https]}\n"
    cli.write({"traefik.yml": static, "dynamic/a.yml": router})
    assert "known are `http`" in cli("lint").out
    cli("fix", "--unsafe-fixes")
    assert (cli.folder / "dynamic/a.yml").read_text("utf-8") == router


def test_a_part_of_a_compose_file_that_is_called_as_traefiks_own_file_is_none(cli: Runner) -> None:
    flags = "    command: [--providers.docker=true, --entrypoints.web.address=8080]\n"
    cli.write({"compose.yml": "include: [traefik.yaml]\n", "traefik.yaml": TRAEFIK + flags})
    assert rules(cli) == ["exposed-by-default", "entrypoint-address"]


@rows(
    ("port", "told"),
    [("8081", "if it speaks plain HTTP"), ("8443", "this machine trusts who signed its certificate")],
)
def test_https_on_a_port_of_plain_http_is_told_as_that_first(port: str, told: str, cli: Runner) -> None:
    labels = f"rule: Host(`a.io`), traefik.http.services.a.loadbalancer.server.port: {port}"
    labels += ", traefik.http.services.a.loadbalancer.server.scheme: https"
    traefik = "traefik: {image: 'traefik:v3.6', command: [--providers.docker, '--entrypoints.web.address=:80']}"
    app = f"app: {{image: app, container_name: app, labels: {{traefik.http.routers.a.{labels}}}}}"
    cli.write({"compose.yml": f"services: {{{traefik}, {app}}}\n"})
    assert told in cli("lint").out


@rows(
    ("label", "said"),
    [
        (", labels: ['traefik.enable=false']", "read: labels in compose.yml, with own.yml"),
        ("", "read: containers without labels in compose.yml, with own.yml"),
        (", label_file: ./labels", "read: labels in compose.yml, with own.yml"),
    ],
)
def test_labels_are_said_to_be_where_there_are_some(label: str, said: str, cli: Runner) -> None:
    volumes = "['./own.yml:/etc/traefik/traefik.yml']"
    cli.write(
        {
            "compose.yml": f"services: {{traefik: {{image: 'traefik:v3.6', volumes: {volumes}{label}}}}}\n",
            "own.yml": "entryPoints: {web: {address: ':80'}}\nproviders: {docker: {}}\n",
            "labels": "traefik.enable=false\n",
        }
    )
    assert said in cli("lint").out
