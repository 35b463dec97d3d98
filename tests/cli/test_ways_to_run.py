"""What is said of compose files as they lie there holds however they are run: with profiles, without the file that
overrides, with another one over them."""

from __future__ import annotations

import json

from tests.cli.running import Runner
from tests.each import rows

TRAEFIK = """\
services:
  traefik:
    image: traefik:v3.6
    command: [--providers.docker=true, --entrypoints.web.address=:80]
    labels:
      traefik.http.routers.metrics.rule: Host(`metrics.example.com`)
      traefik.http.routers.metrics.service: prometheus
"""
PROMETHEUS = """\
  prometheus:
    image: prom/prometheus
    profiles: [monitoring]
    labels: {traefik.http.services.prometheus.loadbalancer.server.port: "9090"}
"""
SHOP = """\
services:
  shop:
    image: shop
    labels:
      traefik.http.routers.shop.rule: Host(`shop.example.com`)
      traefik.http.routers.shop.tls.certresolver: le
"""
PLAIN = "services:\n  shop:\n    image: shop\n    labels: {traefik.http.routers.shop.priority: 9}\n"
RULE = "services:\n  shop:\n    labels: {traefik.http.routers.shop.rule: Host(`shop.example.com`)}\n"
WRONG = """\
services:
  traefik: {image: traefik:v3.6, command: [--providers.docker=true]}
  shop:
    image: shop
    labels:
      traefik.http.routers.shop.rule: Host(`shop.example.com`
"""
TOGETHER = "docker compose -f compose.yml -f compose.local.yml up"
OFF = "services:\n  shop:\n    labels: !override {traefik.enable: 'false'}\n"
DEVELOPMENT = """\
services:
  proxy:
    image: traefik:v3.6
    command: [--providers.docker=true, --entrypoints.web.address=:80]
"""
ACME = """\
services:
  traefik:
    image: traefik:v3.6
    command: [--providers.docker=true, --entrypoints.web.address=:80, --certificatesresolvers.le.acme.tlschallenge=true]
    labels: [traefik.enable=true]
"""
RUNNING = "  traefik: {image: 'traefik:v3.6', command: [--providers.docker=true]}\n"
MIDDLEWARE = """\
services:
  traefik: {image: traefik:v3.6, command: [--providers.docker=true]}
  api:
    image: api
    labels:
      traefik.http.routers.api.rule: Host(`api.example.com`)
      traefik.http.routers.api.middlewares: login
"""
LOGIN = "services:\n  shop:\n    labels: {traefik.http.middlewares.login.basicauth.usersfile: /users}\n"
BROKEN = "a comment without its sign\nservices: {x: {image: y, labels: [traefik.http.middlewares.login.compress=true]}}"


def rules(cli: Runner, *arguments: str) -> set[str]:
    """The rules that a run names, but for notes."""
    found = json.loads(cli("lint", "--format", "json", *arguments).out)["findings"]
    return {one["rule"] for one in found if one["severity"] != "info"}


WAYS = [
    ("a service of a profile may be there", {"compose.yml": TRAEFIK + PROMETHEUS}, "unknown-service", False),
    ("no profile has one of that name", {"compose.yml": TRAEFIK + PROMETHEUS.replace("services.prom", "services.x")},
     "unknown-service", True),
    ("an override counts whenever Compose is started plainly",
     {"compose.yml": f"{SHOP}      traefik.http.routers.shop.entrypoints: gone\n", "compose.override.yml": DEVELOPMENT},
     "unknown-entrypoint", True),
    ("a Traefik that only an override puts beside labels for a server has no resolvers on purpose",
     {"compose.yml": SHOP, "compose.override.yml": DEVELOPMENT}, "unknown-cert-resolver", False),
    ("without the override another Traefik here reads the labels, which has the resolver",
     {"compose.yml": SHOP, "compose.override.yml": DEVELOPMENT, "compose.traefik.yml": ACME}, "unknown-cert-resolver",
     False),
    ("that one does not have it, either",
     {"compose.yml": SHOP, "compose.override.yml": DEVELOPMENT, "compose.traefik.yml": ACME.replace(".le.", ".x.")},
     "unknown-cert-resolver", True),
    ("a file beside it has another rule", {"compose.yml": WRONG, "compose.local.yml": RULE}, "rule-syntax", True),
    ("a file beside it has other labels",
     {"compose.yml": WRONG, "compose.dev.yml": RULE.replace("labels:", "labels: !override")}, "rule-syntax", True),
    ("a file beside it has Traefik leave it alone",
     {"compose.yml": WRONG.replace("rule:", "rules:"), "compose.dev.yml": OFF}, "label-unknown-field", True),
    ("nothing is made of a file by itself", {"compose.yml": WRONG, "compose.dev.yml": OFF}, "compose-refused", False),
    ("a command names the two together",
     {"compose.yml": WRONG, "compose.local.yml": RULE, "up.sh": TOGETHER},
     "rule-syntax", False),
    ("it is the only file", {"compose.yml": SHOP + DEVELOPMENT.partition("\n")[2]}, "unknown-cert-resolver", True),
    ("what the override itself says is its own",
     {"compose.yml": PLAIN, "compose.override.yml": DEVELOPMENT + SHOP.partition("\n")[2]},
     "unknown-cert-resolver", True),
    ("another file may be put over it",
     {"compose.yml": MIDDLEWARE.replace("api", "shop"), "compose.auth.yml": LOGIN}, "unknown-middleware", False),
    ("one that says nothing of it",
     {"compose.yml": MIDDLEWARE.replace("api", "shop"), "compose.auth.yml": LOGIN.replace("login", "x")},
     "unknown-middleware", True),
    ("another file has the rule",
     {"compose.yml": PLAIN + RUNNING, "compose.prod.yml": RULE}, "router-default-rule", False),
    ("one that stands alone is another way to have it",
     {"compose.yml": PLAIN + RUNNING, "compose.prod.yml": RULE.replace("labels", "image: shop\n    labels")},
     "router-default-rule", True),
    ("a file that nobody can read may define it",
     {"compose.yml": MIDDLEWARE, "b/docker-compose.yml": BROKEN}, "unknown-middleware", False),
    ("such a file does not have the name",
     {"compose.yml": MIDDLEWARE, "b/docker-compose.yml": BROKEN.replace("login", "x")}, "unknown-middleware", True),
]  # fmt: skip


@rows(("files", "rule", "told"), [way[1:] for way in WAYS], ids=[way[0] for way in WAYS])
def test_it_is_told_where_it_holds_however_the_files_are_run(
    files: dict[str, str], rule: str, told: bool, cli: Runner
) -> None:
    cli.write(files)
    assert (rule in rules(cli)) is told


def test_an_override_with_a_traefik_of_its_own_is_told_of_once_though_another_traefik_may_read_the_labels(
    cli: Runner,
) -> None:
    old = DEVELOPMENT.replace("v3.6", "v2.3").replace("web.address=:80", "web.address=eighty")
    cli.write({"compose.yml": SHOP, "compose.override.yml": old, "compose.traefik.yml": ACME})
    found = json.loads(cli("lint", "--format", "json").out)["findings"]
    assert [one["severity"] for one in found if one["rule"] == "entrypoint-address"] == ["warning"]


@rows(("more", "told"), [({}, True), ({"compose.traefik.yml": ACME}, False)])
def test_a_traefik_of_an_override_is_for_development_where_another_one_reads_the_labels(
    more: dict[str, str], told: bool, cli: Runner
) -> None:
    insecure = DEVELOPMENT.replace(":80]", ":443, --api.insecure=true]\n    ports: ['443:443', '8080:8080']")
    cli.write({"compose.yml": SHOP, "compose.override.yml": insecure, **more})
    for arguments, is_told in (((), told), (("--strict",), True)):
        found = json.loads(cli("lint", "--format", "json", *arguments).out)["findings"]
        assert ("api-insecure" in {one["rule"] for one in found}) is is_told, arguments


def test_who_asks_for_all_is_told_on_what_it_rests(cli: Runner) -> None:
    cli.write({"compose.yml": TRAEFIK + PROMETHEUS})
    assert "run as they lie there, without a profile" in cli("lint", "--strict").out
    assert "unknown-service" in rules(cli, "--strict")


def test_whoever_names_the_files_has_said_how_they_are_run(cli: Runner) -> None:
    cli.write({"compose.yml": TRAEFIK + PROMETHEUS})
    assert "unknown-service" in rules(cli, "compose.yml")


@rows("image", ["", "    image: 3\n"], ids=["is for another one", "is broken"])
def test_a_name_may_be_defined_beside_a_named_file_only_where_nobody_can_read_it(image: str, cli: Runner) -> None:
    beside = LOGIN.replace("    labels", f"{image}    labels")
    cli.write({"compose.yml": MIDDLEWARE.replace("api", "shop"), "compose.auth.yml": beside})
    report = json.loads(cli("lint", "--format", "json", "compose.yml").out)
    told = {one["severity"] for one in report["findings"] if "login" in one["message"]}
    open_ = [note for note in report["coverage"]["notes"] if "login" in note]
    assert (told, len(open_)) == (set(), 1) if image else ({"warning"}, 0)


STACK = """\
services:
  shop:
    image: shop
    deploy:
      labels: [traefik.http.routers.shop.rule=Host(`shop.example.com`)]
"""
BOTH = "services: {traefik: {image: traefik:v3.6, command: [--providers.docker, --providers.swarm]}}\n"
COMMANDS = [
    ("", "", False),
    ("deploy.sh", "docker stack deploy -c a/compose.yml shop\n", True),
    ("README.md", "    docker stack deploy --prune \\\n      --compose-file=a/compose.yml shop\n", True),
    ("a/Makefile", "up:\n\tdocker stack deploy -c compose.yml shop\n", True),
    (".gitlab-ci.yml", "deploy: {script: ['docker stack deploy -c /srv/a/compose.yml shop']}\n", True),
    ("README.md", "docker stack deploy -c compose.yml shop\n", False),
    ("README.md", "docker stack deploy -c other.yml shop\n", False),
    ("README.md", "docker stack deploy -c a/compose.yml s\n\ndocker compose -f a/compose.yml up\n", False),
    ("README.md", "docker compose -f a/compose.yml config | docker stack deploy -c - shop\n", False),
    ("a/README.md", "docker stack deploy -c compose.yml s\n\nElsewhere: `docker compose up -d`\n", False),
    ("README.md", "docker stack deploy -c a/compose.yml s\n\ncd a && docker-compose up -d\n", False),
    ("README.md", "docker stack deploy -c a/compose.yml s\n\ndocker compose --project-directory a up\n", False),
    ("README.md", "docker stack deploy -c a/compose.yml s\n\ndocker compose up\n", True),
    ("a/README.md", "docker compose build\ndocker stack deploy -c compose.yml s\n", True),
]


@rows(("name", "command", "is_stack"), COMMANDS)
def test_a_command_in_a_script_says_that_a_file_is_a_stack(
    name: str, command: str, is_stack: bool, cli: Runner
) -> None:
    own = "    labels: [traefik.enable=true]\n"
    cli.write({"compose.yml": BOTH, "a/compose.yml": STACK.replace("    deploy", f"{own}    deploy")})
    if name:
        cli.write({name: command})
    assert ("port-missing" in rules(cli)) is is_stack, "Swarm tells Traefik no ports"


@rows(
    ("comment", "told"),
    [
        ("# docker stack deploy -c compose.yml shop", False),
        ("#   docker stack deploy --compose-file \\\n#     ./compose.yml shop", True),  # no line of a comment goes on
        ("services_: # docker stack deploy -c compose.yml shop", True),
        ("x-how: docker stack deploy -c compose.yml shop", True),
        ("# docker stack deploy -c other.yml shop", True),
        ("# docker compose up -d", True),
        ("# docker stack deploy -c compose.yml shop\n# or, at home: docker compose up -d", True),
        ("# docker compose -f compose.yml config | docker stack deploy -c - shop", True),
        ("", True),
    ],
)
def test_a_comment_in_a_compose_file_says_that_it_is_a_stack(comment: str, told: bool, cli: Runner) -> None:
    """`docker stack` takes no notice of `container_name`, which excludes replicas elsewhere."""
    replicas = STACK.replace("    deploy:\n", "    container_name: shop\n    deploy:\n      replicas: 3\n")
    own = replicas.replace("    deploy", "    labels: [traefik.enable=true]\n    deploy")
    cli.write({"a/compose.yml": f"{comment}\n{own}".replace("services_:", "x-a: 1")})
    said = cli("lint").out
    assert ("exclude each other" in said) is told


@rows(
    ("flags", "is_stack"),
    [("--providers.docker", False), ("--providers.swarm", True), ("--providers.docker, --providers.swarm", True)],
)
def test_what_traefik_reads_counts_for_more_than_what_is_written_about_it(
    flags: str, is_stack: bool, cli: Runner
) -> None:
    cli.write(
        {
            "compose.yml": BOTH.replace("--providers.docker, --providers.swarm", flags),
            "a/compose.yml": STACK.replace("    deploy", "    labels: [traefik.enable=true]\n    deploy"),
            "deploy.sh": "docker stack deploy -c a/compose.yml shop\n",
        }
    )
    assert ("port-missing" in rules(cli)) is is_stack


@rows("more", ["", "  traefik: {image: traefik:v3.6, command: [--providers.docker=true]}\n"])
def test_an_error_in_the_labels_of_a_project_is_told_though_it_may_be_a_stack_elsewhere(more: str, cli: Runner) -> None:
    label = "    labels: [traefik.enable=true, traefik.http.routers.app.rule=Host(`x.example.com`]\n"
    cli.write(
        {
            "compose.yml": f"services:\n  app:\n    image: nginx\n{label}{more}",
            "README.md": "Start: `docker compose up -d`.\nOn a swarm: `docker stack deploy -c compose.yml app`\n",
        }
    )
    assert "rule-syntax" in rules(cli)


@rows(
    ("command", "told"),
    [
        ("docker compose -f compose.yml -f compose.prod.yml up -d\n", False),
        ("docker-compose --file compose.yml --file=compose.prod.yml up\n", False),
        ("docker compose -f compose.prod.yml up -d\n", True),
        ("vim -f compose.yml -f compose.prod.yml\n", True),
    ],
)
def test_files_that_a_command_names_together_are_seen_together(command: str, told: bool, cli: Runner) -> None:
    alone = RULE.replace("labels", "image: shop\n    labels")
    cli.write({"compose.yml": PLAIN + RUNNING, "compose.prod.yml": alone, "README.md": f"# Shop\n\n    {command}"})
    assert ("router-default-rule" in rules(cli)) is told


def test_a_way_to_run_that_brings_other_facts_is_only_asked_for_what_is_told_already(cli: Runner) -> None:
    """A service of a profile is served over HTTP and over TLS; without it nothing is."""
    points = "--entrypoints.web.address=:80, --entrypoints.websecure.address=:443"
    tls = "traefik.http.routers.app.tls: 'true'\n      traefik.http.routers.app.entrypoints: web\n"
    both = "\n      ".join(
        f"traefik.http.routers.{name}.{option}"
        for name, point in (("plain", "web"), ("secure", "websecure"))
        for option in ("rule: Host(`more.org`)", f"entrypoints: {point}", "service: more")
    )
    cli.write(
        {
            "compose.yml": "services:\n"
            f"  traefik: {{image: traefik:v3.6, command: [--providers.docker, {points}]}}\n"
            f"  app:\n    image: app\n    labels:\n      traefik.http.routers.app.rule: Host(`app.org`)\n      {tls}"
            f"  more:\n    image: more\n    profiles: [more]\n    labels:\n      {both}\n"
            "      traefik.http.routers.secure.tls: 'true'\n"
            "      traefik.http.services.more.loadbalancer.server.port: 80\n"
        }
    )
    assert "tls-router-on-plain-entrypoint" in rules(cli)
