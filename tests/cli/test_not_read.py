"""Static configurations that lie where no Traefik looks for one, and what is told of files that are none."""

from __future__ import annotations

import json
import textwrap

from tests.cli.running import Runner
from tests.cli.test_left_to_strict import rules
from tests.each import rows

SOCKET = "/var/run/docker.sock:/var/run/docker.sock"
FLAGS = "--providers.docker=true, --entrypoints.web.address=:80"


def compose(volumes: str, flags: str = FLAGS, more: str = "") -> str:
    """A compose file whose Traefik has flags and volumes."""
    return f"services:\n  traefik:\n    image: traefik:v3.6\n    command: [{flags}]\n    volumes: [{volumes}]\n{more}"


@rows("text", ["", "# to do\n", "---\n# to do\n"])
@rows(
    ("volume", "flags", "told"),
    [
        ("./app/traefik.yml:/etc/traefik.yml", FLAGS, False),
        ("./app:/config", FLAGS, False),
        ("./app:/dynamic", f"{FLAGS}, --providers.file.directory=/dynamic", False),
        ("./app/traefik.yml:/dynamic/app.yml", f"{FLAGS}, --providers.file.directory=/dynamic", False),
        ("./app/traefik.yml:/etc/traefik/traefik.yml", FLAGS, True),
        ("./app/traefik.yml:/traefik.yaml", FLAGS, True),
        ("./app:/etc/traefik", FLAGS, True),
        ("./app:/etc/traefik", f"{FLAGS}, --providers.file.directory=/etc/traefik", True),
        ("./app/traefik.yml:/app.yml", f"{FLAGS}, --configFile=/app.yml", True),
    ],
)
def test_an_empty_file_is_a_static_configuration_only_where_traefik_looks_for_one(
    text: str, volume: str, flags: str, told: bool, cli: Runner
) -> None:
    cli.write({"compose.yml": compose(volume, flags), "app/traefik.yml": text})
    assert ("no-static-configuration" in rules(cli)) is told


@rows("directory", ["./conf", "/etc/traefik/conf"])
def test_an_empty_file_in_the_directory_that_another_names_is_none(directory: str, cli: Runner) -> None:
    static = f"entryPoints: {{web: {{address: ':80'}}}}\nproviders: {{file: {{directory: {directory}}}}}\n"
    cli.write({"traefik.yml": static, "conf/traefik.toml": "# nothing yet\n"})
    assert "no-static-configuration" not in rules(cli)
    cli.write({"traefik.yml": static.replace("conf", "other")})
    assert "no-static-configuration" in rules(cli)


@rows(
    ("volume", "flags", "more", "told"),
    [
        ("./traefik.yaml:/config/app.yaml", FLAGS, "", False),
        (".:/config", FLAGS, "", False),
        (".:/config", f"{FLAGS}, --providers.file.filename=/config/app.yaml", "", False),
        (".:/config", f"{FLAGS}, --providers.file.directory=/config", "", True),
        (".:/config", f"{FLAGS}, --providers.file.filename=/config/traefik.yaml", "", True),
        (".:/config", f"{FLAGS}, --configFile=/config/traefik.yaml", "", True),
        (".:/config", FLAGS, "    working_dir: /config\n", True),
        (".:/config", FLAGS, "    entrypoint: [sh, -c, cd /config && traefik]\n", True),
        (".:/etc/traefik", FLAGS, "", True),
        ("./traefik.yaml:/etc/traefik.yaml", FLAGS, "", False),
        ("./traefik.yaml:/traefik.yaml", FLAGS, "", True),
        ("./traefik.yaml:/config/app.yaml", "", "", True),
        ("./traefik.yaml:/config/app.yaml", f"{FLAGS}, --providers.file.directory=/config", "", True),
        ("./traefik.yaml:/config/app.yaml", f"{FLAGS}, --providers.file.filename=/config/app.yaml", "", True),
        ("./traefik.yaml:/config/app.yaml", f"{FLAGS}, '--providers.file.directory=${{DYNAMIC}}'", "", True),
        (
            "./traefik.yaml:/config/app.yaml",
            FLAGS,
            "    entrypoint: [sh, -c, traefik --configFile=/config/app.yaml]\n",
            True,
        ),
    ],
)
def test_a_static_file_that_is_mounted_where_nothing_reads_it_is_not_judged(
    volume: str, flags: str, more: str, told: bool, cli: Runner
) -> None:
    broken = "entryPoints:\n  web:\n    address: ':80'\n\n[tls.options]\n  minVersion = 'x'\n"
    cli.write({"compose.yml": compose(volume, flags, more), "traefik.yaml": broken})
    assert ("yaml-syntax" in rules(cli)) is told
    assert "yaml-syntax" in rules(cli, "traefik.yaml"), "one that is named is judged"


@rows(
    ("field", "told"),
    [
        ("names.Host=true", False),
        ("names.Host=false", True),
        ("headers.names.Cookie=false", False),
        ("headers.names.Cookie=true", True),
        ("names.Host=true, --accesslog.fields.defaultmode=drop", True),
        ("names.Host=yes", True),
    ],
)
def test_a_mode_that_is_none_is_told_where_the_default_is_not_what_is_meant(
    field: str, told: bool, cli: Runner
) -> None:
    cli.write({"compose.yml": compose("", f"{FLAGS}, --accesslog=true, --accesslog.fields.{field}")})
    assert ("access-log-field-mode" in rules(cli)) is told
    assert "access-log-field-mode" in rules(cli, "--strict")


@rows(("value", "told"), [("cookie=false", False), ("cookie=0", False), ("cookie.name=x", False)])
def test_a_cookie_that_is_switched_off_is_not_missed(value: str, told: bool, cli: Runner) -> None:
    service = "traefik.http.services.a.loadbalancer"
    labels = f"labels: ['{service}.sticky.{value}', '{service}.server.port=80']"
    cli.write({"compose.yml": f"services: {{a: {{image: nginx, {labels}}}}}\n"})
    assert ("sticky-without-cookie" in rules(cli)) is told


@rows(("section", "told"), [("[docker]\n", False), ("[web]\n", True)])
def test_a_provider_in_the_form_of_traefik_1_is_told_of_once(section: str, told: bool, cli: Runner) -> None:
    app = "  app: {image: nginx, labels: ['traefik.http.routers.a.rule=Host(`a.test`)']}\n"
    mount = "./traefik.toml:/etc/traefik/traefik.toml"
    cli.write(
        {
            "compose.yml": f"services:\n  traefik: {{image: traefik, volumes: ['{mount}', '{SOCKET}']}}\n{app}",
            "traefik.toml": f"defaultEntryPoints = ['http']\n[entryPoints.http]\naddress = ':80'\n{section}",
        }
    )
    assert "traefik-1-file" in rules(cli)
    assert ("provider-off" in rules(cli)) is told


@rows(
    ("other", "host", "told"),
    [
        ("entrypoints=secure", "b.example.com", False),
        ("entrypoints=secure", "deep.b.example.com", True),
        ("tls=true", "b.example.com", True),
        ("entrypoints=web", "b.example.com", True),
    ],
)
def test_a_certificate_of_the_entry_point_that_another_router_brings_is_as_good(
    other: str, host: str, told: bool, cli: Runner
) -> None:
    tls = "--entrypoints.secure.http.tls"
    flags = (
        f"{FLAGS}, --providers.docker.exposedByDefault=false, --entrypoints.secure.address=:443, "
        f"{tls}.certresolver=le, '{tls}.domains[0].main=example.com', "
        f"'{tls}.domains[0].sans=*.example.com', --certificatesresolvers.le.acme.email=a@example.com, "
        "--certificatesresolvers.le.acme.dnschallenge.provider=cloudflare"
    )
    enable = "traefik.enable=true"
    labels = f"{enable}, 'traefik.http.routers.a.rule=Host(`a.example.com`)', traefik.http.routers.a.{other}"
    mine = f"'traefik.http.routers.b.rule=Host(`{host}`)', traefik.http.routers.b.entrypoints=secure"
    app = f"  a: {{image: nginx, labels: [{labels}]}}\n"
    app += f"  b: {{image: nginx, labels: [{enable}, {mine}, traefik.http.routers.b.tls=true]}}\n"
    cli.write({"compose.yml": compose("", flags, app)})
    assert ("entry-point-tls-replaced" in rules(cli)) is told


@rows(
    ("option", "labels", "told"),
    [
        ("--providers.swarm.exposedByDefault=false", "[traefik.enable=true]", False),
        ("--providers.swarm.exposedByDefault=true", "[traefik.enable=true]", False),
        ("--providers.swarm.exposedByDefault=true", "[traefik.enable=false]", True),
        ("--providers.swarm.exposedByDefault=false", "[traefik.enable=true, traefik.http.routers.a.rule=x]", True),
        (
            "--providers.swarm.exposedByDefault=false, '--providers.swarm.defaultRule=Host(`{{ .Name }}.test`)'",
            "[traefik.enable=true]",
            True,
        ),
    ],
)
def test_a_stack_tells_of_a_label_beside_deploy_that_would_change_something(
    option: str, labels: str, told: bool, cli: Runner
) -> None:
    flags = f"--providers.swarm=true, {option}, --entrypoints.web.address=:80"
    cli.write({"stack.yml": compose("", flags, f"    deploy: {{replicas: 1}}\n    labels: {labels}\n")})
    assert ("label-wrong-place" in rules(cli)) is told
    cli.write(
        {
            "stack.yml": compose(
                "",
                flags,
                f"    deploy: {{labels: ['traefik.http.routers.b.rule=Host(`b.test`)']}}\n    labels: {labels}\n",
            )
        }
    )
    assert ("label-wrong-place" in rules(cli)) is (told or "ByDefault=false" in option)


@rows(
    "text",
    [
        "http:\n  routers:\n<<<<<<< HEAD\n    a: {rule: Host(`a.test`)}\n=======\n    b: {}\n>>>>>>> main\n",
        "http:\n  routers:\n    a: {rule: Host(`a.test`)}\n>>>>>>> 1a2b3c (a change)\n    b: {}\n",
        "http:\n  routers:\n    a:\n      rule: Host(`a.test`)\n<<<<<<< HEAD\n      service: a\n",
        "http:\n  routers:\n    a:\n      entryPoints:\n        - a\n<<<<<<< HEAD\n        - b\n=======\n        - c\n",
    ],
)
def test_a_mark_of_a_conflict_is_told_as_what_it_is(text: str, cli: Runner) -> None:
    cli.write({"rules/a.yml": text})
    out = cli("lint", "rules/a.yml").out
    line = next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith(("<<<<<<<", ">>>>>>>")))
    assert "Git left this mark where two versions of the file are in conflict." in out
    assert f"rules/a.yml:{line}:1" in out


@rows(
    ("flag", "help"),
    [
        ("--docker", "That is a flag of Traefik 1; write `--providers.docker=true`."),
        ("--file", "That is a flag of Traefik 1; today it is `providers.file`."),
        ("--loglevel", "That is a flag of Traefik 1; today it is `log.level`."),
        ("--nothing", "Write `--nothing=VALUE`; if there is no such flag, delete it."),
    ],
)
def test_a_flag_of_traefik_1_is_told_what_it_is_today(flag: str, help: str, cli: Runner) -> None:
    cli.write({"compose.yml": compose("", f"--api, {flag}")})
    assert help in cli("lint").out


def test_an_empty_file_that_an_image_without_a_name_gets_is_none(cli: Runner) -> None:
    text = compose("./app/traefik.yml:/etc/traefik.yml").replace("traefik:v3.6", "${IMAGE}")
    cli.write({"compose.yml": text, "app/traefik.yml": ""})
    assert "no-static-configuration" not in rules(cli)
    assert "no-static-configuration" in rules(cli, "app/traefik.yml"), "one that is named is judged"


@rows(
    ("rule", "told"),
    [("${HOSTS} && Path(`/`)", False), ("Host(`shop.example.com`)", True), ("Host(`shop.example.com`", False)],
)
def test_a_dashboard_to_which_a_rule_leads_nobody_is_not_open(rule: str, told: bool, cli: Runner) -> None:
    labels = f"    labels: ['traefik.http.routers.d.rule={rule}', traefik.http.routers.d.service=api@internal]\n"
    flags = f"{FLAGS}, --api.dashboard=true, --entrypoints.s.address=:443, --entrypoints.s.http.tls=true"
    cli.write({"compose.yml": compose("", flags, labels + "    ports: ['80:80', '443:443']\n")})
    assert ("dashboard-without-auth" in rules(cli)) is told


@rows(
    ("image", "told"),
    [("${IMG_TRAEFIK}:${TAG_TRAEFIK}", "provider-off"), ("${PROXY_IMAGE}", "unknown-middleware")],
)
def test_an_image_that_a_variable_gives_is_traefiks_where_the_variable_is_called_so(
    image: str, told: str, cli: Runner
) -> None:
    """What reads files alone reads no labels, so that nothing is said of what is in them."""
    router = "traefik.http.routers.a.rule=Host(`a.test`)"
    app = f"  a: {{image: nginx, labels: ['{router}', traefik.http.routers.a.middlewares=limit]}}\n"
    flags = "--entrypoints.web.address=:80, --providers.file.filename=/config/dynamic.yml"
    text = compose(f"./config:/config, '{SOCKET}'", flags, app).replace("image: traefik:v3.6", f"image: '{image}'")
    limit = "http: {middlewares: {limit: {rateLimit: {average: 1}}}}\n"
    cli.write({"compose.yml": text, "config/dynamic.yml": limit})
    assert rules(cli) & {"provider-off", "unknown-middleware"} == {told}


ROUTER = "http: {routers: {a: {rule: Host(`a.test`), service: api@internal}}}\n"
FILES = "--providers.file"


@rows(
    ("volume", "flags", "said"),
    [
        ("./a.yml:/a.yml", FLAGS, "it has no file provider; set `providers.file.filename` to `/a.yml`"),
        (
            "./a.yml:/d/a.yml, ./b.yml:/d/b.yml",
            FLAGS,
            "none of `a.yml` and `b.yml`, because it has no file provider; set `providers.file.directory` to `/d`.",
        ),
        ("./a.yml:/etc/traefik/a.yml, ./b.yml:/etc/traefik/b.yml", FLAGS, "mount them in a folder of their own, and"),
        ("./a.yml:/etc/traefik/a.yml", f"{FLAGS}, {FILES}.filename=a.yml", "reads `a.yml`, and this is mounted at"),
        ("./a.yml:/etc/a.yml", f"{FLAGS}, {FILES}.directory=/etc/traefik", "reads `/etc/traefik`, and this"),
        ("./a.yml:/a.yml", f"{FLAGS}, {FILES}.filename=a.yml", ""),
        ("./a.yml:/etc/traefik/a.yml", f"{FLAGS}, {FILES}.directory=/etc/traefik/", ""),
        ("./a.yml:/a.yml", f"{FLAGS}, '{FILES}.directory=${{WHERE}}'", ""),
        ("./other.yml:/etc/other.yml", FLAGS, ""),
        ("./s.yml:/config/s.yml", FLAGS, "no static configuration at `/config/s.yml`; mount it at `/etc/traefik/tra"),
        ("./s.yml:/traefik.yml", FLAGS, ""),
        ("./s.yml:/config/s.yml", f"{FLAGS}, --configFile=/config/s.yml", ""),
    ],
)
def test_a_file_that_is_mounted_where_nothing_reads_it_is_told(volume: str, flags: str, said: str, cli: Runner) -> None:
    """Of 3.7.15: without a file provider nothing is read, and a relative name starts at `/`."""
    files = {"a.yml": ROUTER, "b.yml": ROUTER, "other.yml": "a: b\n", "s.yml": "entryPoints: {web: {address: ':81'}}\n"}
    cli.write({"compose.yml": compose(volume, flags), **files})
    out = cli("lint").out
    assert out.count("[file-not-read]") == bool(said)
    assert said in out


AGAIN = f"services: {{t: {{image: traefik, command: [{FILES}.directory=/d], volumes: ['./d:/d']}}}}\n"
ONE = "entryPoints: {w: {address: ':80'}}\nproviders: {file: {filename: /b.yml}}\n"
STATIC = "entryPoints: {w: {address: ':80'}}\nproviders: {file: {directory: conf}}\n"


@rows(
    ("volumes", "flags", "more", "told"),
    [
        ("./conf:/conf", FLAGS, {}, False),
        ("./conf:/conf", f"{FLAGS}, {FILES}.filename=/conf/b.yml", {}, False),
        ("./conf/a.yml:/a.yml", FLAGS, {}, False),
        ("", FLAGS, {"conf/compose.yml": "services: {a: {image: a}}\n"}, True),  # it may be for another server
        ("./conf:/conf", f"{FLAGS}, {FILES}.directory=/conf", {}, True),
        ("./conf:/conf, /srv/conf:/srv", f"{FLAGS}, {FILES}.directory=/srv", {}, True),
        ("./conf:/conf, /srv/b:/conf/b", f"{FLAGS}, {FILES}.directory=/conf/b", {}, True),
        ("./conf:/etc/traefik", FLAGS, {}, True),
        ("./conf:/conf", f"{FLAGS}, --configFile=/x.yml", {}, True),
        ("./conf:/conf", FLAGS, {"run.sh": "docker run -v ./conf/a.yml:/a.yml traefik\n"}, True),
        ("./conf:/conf", FLAGS, {"run.sh": "cp conf/*.yml /srv/traefik\n"}, False),
        ("./conf:/conf", FLAGS, {"run.sh": "sed -i s/a/b/ conf/a.yml\n"}, False),
        ("./conf:/conf", FLAGS, {"run.sh": "sed s/a/b/ conf/a.yml > /srv/a.yml\n"}, False),
        ("./conf:/conf", FLAGS, {"run.sh": "traefik --providers.file.filename=conf/a.yml\n"}, True),
        ("./conf:/conf", f"{FLAGS}, {FILES}.filename=/conf/b.yml", {"run.sh": "cp conf/a.yml /srv/b.yml\n"}, True),
        ("./conf:/conf", f"{FLAGS}, {FILES}.filename=/conf/b.yml", {"run.sh": "sed -i s/a/b/ conf/a.yml\n"}, False),
        ("./conf:/conf, ./dyn:/dyn", f"{FLAGS}, {FILES}.directory=/dyn", {}, True),
        (
            "./conf:/conf, ./dyn:/dyn",
            f"{FLAGS}, {FILES}.directory=/dyn",
            {"b/compose.yml": AGAIN, "b/d/b.yml": ROUTER},
            True,
        ),
        (
            "./conf:/conf, ./dyn:/dyn",
            f"{FLAGS}, {FILES}.directory=/dyn",
            {"b/compose.yml": AGAIN, "b/d/a.yml": ROUTER},
            False,
        ),
        ("./t.yml:/etc/traefik/traefik.yml", FLAGS, {"t.yml": STATIC.replace("conf", "/x")}, True),
        (
            "./conf/t.yml:/etc/traefik/traefik.yml",
            FLAGS,
            {"conf/t.yml": ONE},
            False,
        ),  # which is told of the file provider
        ("./conf/t.yml:/etc/traefik/traefik.yml, ./conf/b.yml:/b.yml", FLAGS, {"conf/t.yml": ONE}, False),
        ("./conf:/dyn", f"{FLAGS}, {FILES}.directory=/etc/traefik/conf", {}, True),  # it shall come there
        ("./conf:/other", f"{FLAGS}, {FILES}.directory=/etc/traefik/dynamic", {}, False),
        ("./conf:/other, ./b.yml:/x/b.yml", f"{FLAGS}, {FILES}.directory=/x", {"b.yml": ROUTER}, False),
        ("./conf:/other, ./conf/a.yml:/x/b.yml", f"{FLAGS}, {FILES}.directory=/x", {}, True),
        ("./conf:/other, /srv/b.yml:/x/b.yml", f"{FLAGS}, {FILES}.directory=/x", {}, True),
        ("./conf:/conf", FLAGS, {"up/traefik.yml": STATIC}, True),
        (
            "./conf:/conf",
            FLAGS,
            {"b/compose.yml": "services: {t: {image: traefik, volumes: ['/a:/etc/traefik']}}\n"},
            True,
        ),
        ("./conf:/conf", FLAGS, {"b/compose.yml": "services: {t: {image: a, volumes: ['../conf/a.yml:/b']}}\n"}, True),
    ],
)
def test_a_file_that_no_provider_reads_is_not_judged_where_that_is_certain(
    volumes: str, flags: str, more: dict[str, str], told: bool, cli: Runner
) -> None:
    broken = ROUTER.replace("api@internal", "nowhere")
    cli.write({"compose.yml": compose(volumes, flags), "conf/a.yml": broken, "conf/b.yml": "tls: {}\n", **more})
    ran = json.loads(cli("lint", "--format", "json").out)
    assert ("unknown-service" in {one["rule"] for one in ran["findings"]}) is told
    passed = {one["file"]: one["what"] for one in ran["coverage"]["not_checked"]}
    assert ("no file provider here reads" in passed.get("conf/a.yml", "")) is not told
    assert "unknown-service" in rules(cli, "conf/a.yml"), "one that is named is judged"


def test_a_file_beside_the_compose_file_of_a_traefik_without_a_file_provider_is_not_judged(cli: Runner) -> None:
    cli.write({"compose.yml": compose("", FLAGS), "a.yml": ROUTER.replace("api@internal", "nowhere")})
    assert "unknown-service" not in rules(cli)
    cli.write({"compose.yml": compose("", f"{FLAGS}, {FILES}.directory=/conf")})
    assert "unknown-service" in rules(cli)


@rows(
    ("volume", "told"),
    [
        ("./app/traefik.yml:/conf/app.yml", {"unknown-service", "static-in-dynamic"}),
        ("/opt/app/traefik.yml:/conf/app.yml", {"unknown-service", "static-in-dynamic"}),  # where the clone lies
        ("./app:/conf", {"unknown-service", "static-in-dynamic"}),
        (".:/conf", {"unknown-service", "static-in-dynamic"}),
        ("./app:/conf/deeper", {"unknown-service", "static-in-dynamic"}),
        ("./app:/configuration", set()),
        ("./app:/conf, ./app:/etc/traefik", {"dynamic-in-static"}),
        ("./app/traefik.yml:/conf.yml", {"file-not-read"}),
        ("./app/traefik.yml:/etc/traefik/traefik.yml", {"dynamic-in-static"}),
        ("./app/traefik.yml:/conf/app.yml, ./app:/etc/traefik", {"dynamic-in-static"}),
        ("", {"dynamic-in-static"}),
    ],
)
def test_a_file_called_as_a_static_one_is_dynamic_where_the_file_provider_reads_it(
    volume: str, told: set[str], cli: Runner
) -> None:
    """Of 3.7.15: the routers of such a file are there, and its `api` is dropped without a word."""
    mixed = f"api: {{debug: true}}\nentryPoints: {{w: {{address: ':81'}}}}\n{ROUTER.replace('api@internal', 'nowhere')}"
    cli.write({"compose.yml": compose(volume, f"{FLAGS}, {FILES}.directory=/conf"), "app/traefik.yml": mixed})
    which = {"unknown-service", "static-in-dynamic", "file-not-read", "dynamic-in-static"}
    assert rules(cli) & which == told


USES = "http: {routers: {a: {rule: Host(`a.test`), service: noop@internal, middlewares: [auth@file]}}}\n"
DEFINES = "http: {middlewares: {auth: {compress: {}}}}\n"


@rows(
    ("more", "told"),
    [
        ({}, True),
        ({"traefik/dynamic/m.yml": DEFINES, "traefik/traefik.yml": STATIC.replace("conf", "dynamic")}, False),
        ({"other/m.yml": DEFINES}, False),
        ({"other/m.yml": DEFINES.replace("auth", "gzip")}, True),
        ({"old/m.yml": DEFINES}, True),
        ({"up.sh": "install -m 644 app/a.yml \\\n  $DYNAMIC/app.yml\n"}, False),
        ({"up.sh": "install -m 644 app/b.yml $DYNAMIC/app.yml\n"}, True),
        ({"up.sh": "cp app/a.yml /d\n", "compose.yml": compose("/etc/traefik:/etc/traefik", "")}, True),
        ({"docs/up.md": "Then:\n\n```\nscp app/a.yml me@vps:dynamic/\n```\n"}, False),
        ({"traefik.yml": STATIC.replace("conf", "app"), "other/m.yml": DEFINES}, True),
    ],
)
def test_a_name_may_be_where_a_file_is_brought_to_of_which_nobody_says_who_reads_it(
    more: dict[str, str], told: bool, cli: Runner
) -> None:
    cli.write({"app/a.yml": USES, **more})
    assert ("unknown-middleware" in rules(cli)) is told
    cli.write({"app/a.yml": USES.replace("noop@internal", "gone").replace(", middlewares: [auth@file]", "")})
    assert "unknown-service" in rules(cli) or ("up.sh" in more and not told) or "docs/up.md" in more


@rows(("script", "told"), [("install -m 644 app/a.yml $DYNAMIC/app.yml\n", False), ("date\n", True)])
def test_a_servers_transport_may_be_where_a_file_is_brought_to(script: str, told: bool, cli: Runner) -> None:
    balancer = "{loadBalancer: {serversTransport: t, servers: [{url: 'http://a'}]}}"
    routers = "routers: {a: {rule: Host(`a.test`), service: a}}"
    cli.write({"app/a.yml": f"http: {{{routers}, services: {{a: {balancer}}}}}\n", "up.sh": script})
    assert ("unknown-servers-transport" in rules(cli)) is told


@rows(
    ("volume", "name", "told"),
    [
        ("./data/traefik.yml:/traefik.yml", "http", False),
        ("/opt/traefik.yml:/traefik.yml", "http", False),
        ("./data/traefik.yml:/traefik.yml", "web, other", True),
        ("./traefik.toml:/traefik.toml", "http", True),
    ],
)
def test_labels_are_not_held_against_a_static_configuration_that_nobody_starts(
    volume: str, name: str, told: bool, cli: Runner
) -> None:
    """The Traefik that is started here has its own, which is not here."""
    point = f"'traefik.http.routers.a.rule=Host(`a.test`)', 'traefik.http.routers.a.entrypoints={name}'"
    proxy = f"services: {{t: {{image: traefik, volumes: ['{volume}'], labels: [traefik.enable=true]}}}}\n"
    cli.write({"proxy.yml": proxy, "compose.yml": f"services: {{a: {{image: nginx, labels: [{point}]}}}}\n"})
    cli.write({"traefik.toml": "[entryPoints.web]\naddress = ':80'\n[providers.docker]\n"})
    assert ("unknown-entrypoint" in rules(cli)) is told


def test_a_file_that_is_mounted_from_the_folder_of_the_first_compose_file_is_found_there(cli: Runner) -> None:
    cli.write({"up/compose.yml": compose("./up/a.yml:/etc/a.yml", FLAGS), "up/a.yml": ROUTER})
    assert "Traefik does not read `up/a.yml`" in cli("lint").out


@rows(("image", "assumed"), [("traefik:latest", "3.7"), ("traefik:v3.5", "3.5"), ("nginx", "3.3")])
def test_the_version_is_that_of_the_traefik_in_the_same_folder_before_any_other(
    image: str, assumed: str, cli: Runner
) -> None:
    run = "services: {t: {image: IMAGE, volumes: ['./traefik.${WHERE}.yml:/etc/traefik/traefik.yml']}}\n"
    cli.write({"old/compose.yml": run.replace("IMAGE", "traefik:v3.3"), "new/compose.yml": run.replace("IMAGE", image)})
    cli.write({"new/dynamic/a.yml": "http: {routers: {a: {rule: Host(`a.test`), service: noop@internal}}}\n"})
    traefiks = json.loads(cli("lint", "--format", "json").out)["coverage"]["traefiks"]
    assert [one["target"] for one in traefiks if one["files"]] == [assumed]


WRONG = "entryPoints: {web: {adress: ':80'}}\n"
OWN = "./proxy/traefik.yml:/etc/traefik/traefik.yml"
OTHER = "services: {t: {image: traefik, volumes: ['%s']}}\n"


@rows(
    ("spare", "volumes", "flags", "more", "told"),
    [
        ("proxy/traefik.toml", OWN, "", {}, False),
        ("proxy/traefik.yml", "./proxy:/etc/traefik", "", {"proxy/traefik.yaml": STATIC}, False),
        ("conf/traefik-2.yml", "./conf:/conf", f"{FLAGS}, {FILES}.directory=/conf", {}, False),
        ("proxy/traefik-2.yml", OWN, "", {}, False),
        # what may be read after all, as where it is started elsewhere
        ("proxy/traefik-prod.yml", OWN, "", {}, True),
        ("proxy/old.yml", "./proxy:/etc/traefik", "", {}, True),
        ("proxy/old.yml", "./proxy:/etc/traefik", "--configFile=/etc/traefik/traefik.yml", {}, True),
        ("proxy/s.yml", OWN, "", {"prod/compose.yml": OTHER % "../proxy/traefik.yml:/traefik.yml"}, True),
        ("proxy/traefik.yml", OWN, "", {}, True),
        ("other/s.yml", OWN, "", {}, True),
        ("proxy/s.yml", OWN, "", {"prod/compose.yml": OTHER % "/srv/proxy:/etc/traefik"}, True),
        ("proxy/s.yml", OWN, "", {"prod/compose.yml": OTHER % "${HOME}/s.yml:/traefik.yml"}, True),
        (
            "proxy/s.yml",
            OWN,
            "",
            {"prod.yml": "services: {traefik: {volumes: ['./proxy/s.yml:/traefik.yml']}}\n"},
            True,
        ),
        ("proxy/s.yml", OWN, "", {"up.sh": "cp proxy/s.yml /etc/traefik/traefik.yml\n"}, True),
        ("proxy/s.yml", OWN, "", {".github/workflows/up.yml": "    - run: scp proxy/s.yml web:/etc/traefik/\n"}, True),
        ("proxy/s.yml", OWN, "", {".github/workflows/up.yml": "    source: 'a.yml,proxy/s.yml'\n"}, True),
        ("proxy/traefik.toml", OWN, "", {".github/workflows/up.yml": "    - run: echo proxy/traefik.toml\n"}, False),
        ("proxy/traefik.toml", OWN, "", {"up.sh": "cp proxy/traefik.toml /etc/traefik/traefik.yml\n"}, True),
        ("proxy/s.yml", OWN, "", {"up.sh": "cp -r proxy /etc/traefik\n"}, True),
        ("proxy/s.yml", "./proxy:/etc/traefik", "--configFile=/etc/traefik/s.yml", {}, True),
        ("proxy/s.yml", "./proxy:/etc/traefik", "'--configFile=${WHICH}'", {}, True),
        ("conf/s.yml", "./conf:/conf, ./up.sh:/entrypoint.sh", FLAGS, {}, True),
    ],
)
def test_a_static_file_that_no_traefik_here_starts_with_is_not_judged(
    spare: str, volumes: str, flags: str, more: dict[str, str], told: bool, cli: Runner
) -> None:
    good = {"proxy/traefik.yml": STATIC, "conf/a.yml": ROUTER}
    wrong = "[entryPoints.web]\nadress = ':80'\n" if spare.endswith("toml") else WRONG
    cli.write({**good, **more, spare: wrong, "compose.yml": compose(volumes, flags)})
    ran = json.loads(cli("lint", "--format", "json").out)
    assert ("unknown-field" in {one["rule"] for one in ran["findings"]}) is told
    passed = {one["file"]: one["what"] for one in ran["coverage"]["not_checked"]}
    assert ("volume brings" in passed.get(spare, "")) is not told
    assert "unknown-field" in rules(cli, spare), "one that is named is judged"


@rows(
    ("file", "volumes", "flags", "more", "told"),
    [
        ("proxy/s.yml", "", FLAGS, {}, False),
        ("proxy/s.yml", "le:/le, /run/docker.sock:/run/docker.sock", FLAGS, {}, False),
        ("s.yml", "", FLAGS, {}, True),
        ("proxy/s.yml", "./conf:/conf", FLAGS, {}, True),
        ("proxy/s.yml", "", f"{FLAGS}, {FILES}.directory=/conf", {}, True),
        ("proxy/s.yml", "/srv:/etc/traefik", FLAGS, {}, True),
        ("proxy/s.yml", "", FLAGS, {"README.md": "Put `s.yml` on the server.\n"}, True),
        (
            "proxy/s.yml",
            "",
            FLAGS,
            {"proxy/compose.yml": "services: {a: {image: a, labels: [traefik.enable=true]}}\n"},
            True,
        ),
    ],
)
def test_a_static_file_below_a_traefik_with_flags_that_mounts_nothing_here_is_not_judged(
    file: str, volumes: str, flags: str, more: dict[str, str], told: bool, cli: Runner
) -> None:
    cli.write({"compose.yml": compose(volumes, flags), file: WRONG, "proxy/d.yml": ROUTER.replace("`)", ""), **more})
    assert ("unknown-field" in rules(cli)) is told
    assert "unknown-field" in rules(cli, file), "one that is named is judged"


RESOLVER = "certificatesResolvers: {a: {acme: {httpChallenge: {entryPoint: web}}}}\n"


@rows(
    ("name", "text", "told"),
    [
        ("conf/traefik.yml", "# empty now\n", False),
        ("conf/traefik.yml", RESOLVER, False),
        ("conf/letsencrypt.example.yaml", RESOLVER, False),
        ("conf/traefik.yml", "entryPoints: {web: {address: ':80'}\n", True),
    ],
)
def test_a_file_of_the_provider_s_directory_is_not_what_traefik_starts_with(
    name: str, text: str, told: bool, cli: Runner
) -> None:
    """Of 3.7.15: it drops roots that are not dynamic without a word, and refuses the directory for broken YAML."""
    static = STATIC.replace("conf}", "/etc/traefik/conf}").replace("w:", "web:")
    mounts = f"{OWN}, ./conf:/etc/traefik/conf"
    cli.write({"compose.yml": compose(mounts), "proxy/traefik.yml": static, "conf/a.yml": DEFINES, name: text})
    assert rules(cli) == {"static-form-ignored", *(["yaml-syntax"] if told else ())}
    statics = [one["static"] for one in json.loads(cli("lint", "--format", "json").out)["coverage"]["traefiks"]]
    assert statics == ["proxy/traefik.yml"]


def test_a_file_that_is_named_is_judged_with_what_its_traefik_starts_with(cli: Runner) -> None:
    static = STATIC.replace("conf}", "/etc/traefik/conf}")
    mounts = "./conf:/etc/traefik/conf, ./traefik.yml:/etc/traefik/traefik.yml"
    cli.write({"compose.yml": compose(mounts), "traefik.yml": static, "conf/a.yml": DEFINES, "conf/le.yml": RESOLVER})
    (named,) = json.loads(cli("lint", "--format", "json", "conf/a.yml").out)["coverage"]["traefiks"]
    assert named["static"] == "traefik.yml"


@rows(
    ("static", "more", "told"),
    [
        ("", {}, False),
        ("providers: {file: {filename: dynamic.yml}}\n", {}, True),
        ("", {"other/traefik.yml": STATIC}, True),
        ("", {"compose.prod.yml": "services: {t: {image: a, volumes: ['./dynamic.yml:/b']}}\n"}, True),
    ],
)
def test_a_file_beside_what_is_installed_elsewhere_is_not_judged_where_that_has_no_provider_for_it(
    static: str, more: dict[str, str], told: bool, cli: Runner
) -> None:
    volumes = "/srv/traefik/traefik.yml:/traefik.yml, /srv/traefik/dynamic.yml:/dynamic.yml"
    files = {
        "traefik.yml": f"entryPoints: {{w: {{address: ':80'}}}}\n{static}",
        "dynamic.yml": USES.replace("noop", "x"),
    }
    cli.write({"compose.yml": compose(volumes, ""), **files, **more})
    assert ("internal-not-enabled" in rules(cli)) is told


SERVICE = "traefik:\n  image: traefik:v3.6\n  ports: ['80:80']\n  volumes: ['./data:/etc/traefik']\n"
INNER = "image: traefik:v3.6\nlabels: {traefik.enable: true}\n"


@rows(
    ("text", "told"),
    [
        (SERVICE, False),
        (textwrap.indent(SERVICE, "  "), False),
        (f"# to be pasted\n{SERVICE}log:\n  build: .\n  restart: always\n", False),
        (f"{SERVICE}\nnetworks: {{web: {{external: true}}}}\nx-a: {{}}\n", False),
        (INNER, False),
        (f"traefik:\n{textwrap.indent(INNER, '  ')}", False),
        (textwrap.indent(f"services:\n{textwrap.indent(SERVICE, '  ')}", "  "), False),
        ("traefik: {image: traefik}\n", True),
        ("traefik: {ports: ['80:80'], volumes: [a]}\n", True),
        (f"{SERVICE}entrypoint: {{web: {{address: ':80'}}}}\n", True),
        ("image: {repository: traefik}\nports: {web: {}}\n", True),
    ],
)
def test_a_piece_of_a_compose_file_is_no_static_configuration(text: str, told: bool, cli: Runner) -> None:
    cli.write({"run.sh": "docker run traefik:v3.6\n", "templates/traefik.yml": text})
    assert ({"no-static-configuration", "unknown-static-root"} & rules(cli) != set()) is told


def test_what_holds_a_service_beside_entry_points_is_a_static_configuration(cli: Runner) -> None:
    cli.write({"traefik.yml": f"{SERVICE}entryPoints: {{web: {{address: ':80'}}}}\nproviders: {{docker: {{}}}}\n"})
    assert "unknown-static-root" in rules(cli)


@rows(
    ("volume", "flags", "more", "told"),
    [
        ("./app:/etc/traefik/app", f"{FILES}.directory=/etc/traefik", "", False),
        ("./app/traefik.yml:/etc/traefik/app.yml", f"{FILES}.directory=/etc/traefik/", "", False),
        ("./app:/etc/traefik", f"{FILES}.directory=/etc/traefik", "", True),
        (
            "./app:/etc/traefik/app",
            f"{FILES}.directory=/etc/traefik, --configFile=/etc/traefik/app/traefik.yml",
            "",
            True,
        ),
        (
            "./app:/etc/traefik/app",
            f"{FILES}.directory=/etc/traefik",
            "services: {t: {image: traefik, volumes: ['./app:/etc/traefik']}}",
            True,
        ),
    ],
)
def test_a_file_called_as_a_static_one_is_nothing_to_the_file_provider_that_reads_its_folder(
    volume: str, flags: str, more: str, told: bool, cli: Runner
) -> None:
    """Of 3.7.15: such a file in the directory of the file provider is passed over without a word."""
    static = "entryPoints: {w: {address: ':81'}}\nping: {entryPoint: w, timeout: 5s}\n"
    cli.write({"compose.yml": compose(volume, f"{FLAGS}, {flags}"), "app/traefik.yml": static})
    if more:
        cli.write({"compose.other.yml": f"{more}\n"})
    assert ("unknown-field" in rules(cli)) is told


SPARE = "providers: {docker: {swarmmode: true}}\n"
"""What is refused as a static configuration."""
BAD = "http: {routers: {b: {rule: Host(`b.io`), services: noop@internal}}}\n"


@rows(
    ("volumes", "more", "files", "told"),
    [
        # called as the one that is mounted, but for a number
        ("./t/traefik.yml:/traefik.yml", "", {"t/traefik2.yml": SPARE}, False),
        ("./t/traefik.yml:/traefik.yml", "", {"t/traefik-v2.yml": SPARE}, False),
        ("./t/traefik.yml:/traefik.yml", "", {"t/traefik.yml": "{}", "t/traefik copy.yml": SPARE}, False),
        ("./t/traefik.yml:/traefik.yml", "", {"t/traefik.prod.yml": SPARE}, True),
        (
            "./t/traefik.yml:/traefik.yml",
            "",
            {"t/traefik2.yml": SPARE, "README.md": "Take traefik2.yml at home."},
            True,
        ),
        ("./t/traefik.yml:/traefik.yml", "", {"t/traefik2.yml": SPARE, "README.md": "Not of traefik2."}, False),
        ("./t/traefik.yml:/traefik.yml", "  # ./t/traefik2.yml\n", {"t/traefik2.yml": SPARE}, False),
        ("./t/traefik.yml:/traefik.yml", "  x: {command: t/traefik2.yml}\n", {"t/traefik2.yml": SPARE}, True),
        ("./t:/etc/traefik", "", {"t/traefik2.yml": SPARE}, True),
        ("./t/traefik.yml:/traefik.yml", "  x: {image: x, volumes: ['./t:/t']}\n", {"t/traefik2.yml": SPARE}, True),
        ("./t/traefik.yml:/traefik.yml", "  x: {image: x, volumes: ['/:/host']}\n", {"t/traefik2.yml": SPARE}, False),
        ("/t/traefik.yml:/traefik.yml", "", {"t/traefik2.yml": SPARE}, False),
        ("/u/traefik.yml:/traefik.yml", "", {"t/traefik2.yml": SPARE}, True),
        # beside a dynamic one, below variables
        ("${C}/t/a.yml:/d/a.yml", "", {"t/b.yml": BAD}, False),
        ("${C}/t/a.yml:/d/a.yml", "  # ${C}/t/b.yml:/d/b.yml\n", {"t/b.yml": BAD}, False),
        ("${C}/t/a.yml:/d/a.yml', '${L}/t:/logs", "", {"t/b.yml": BAD}, False),
        ("${C}/t/a.yml:/d/a.yml', '${C}/t:/d", "", {"t/b.yml": BAD}, True),
        ("${C}/t/a.yml:/d/a.yml', '${C}:/d", "", {"t/b.yml": BAD}, True),
        ("${C}/t/a.yml:/d/a.yml', '.:/d", "", {"t/b.yml": BAD}, True),
        ("${C}/t:/d", "", {"t/b.yml": BAD}, True),
        ("${C}/t/a.yml:/d/a.yml", "", {"t/b.yml": BAD, "up.sh": "cp t/b.yml /srv/d\n"}, True),
        ("${C}/t/a.yml:/d/a.yml", "  traefik2: {build: ., image: mine}\n", {"t/b.yml": BAD}, False),
    ],
)
def test_a_file_beside_one_that_is_mounted_alone_is_not_judged(
    volumes: str, more: str, files: dict[str, str], told: bool, cli: Runner
) -> None:
    static = "entryPoints: {web: {address: ':80'}}\nproviders: {docker: {}}\n"
    text = f"services:\n  traefik:\n    image: traefik:v3.6\n    volumes: ['{volumes}']\n{more}"
    cli.write({"compose.yml": text, "t/traefik.yml": static, "t/a.yml": BAD.replace("services", "service"), **files})
    assert bool({"removed-static-option", "unknown-field"} & set(rules(cli))) is told
