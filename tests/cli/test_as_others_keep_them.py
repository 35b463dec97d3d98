"""What a stranger is told of a repository as it lies there: nothing of files that belong to something else, nothing
that hangs on what is not here."""

from __future__ import annotations

import json
import subprocess

from tests.cli.running import Runner
from tests.each import rows
from traefiklint.discovery.projects import projects_in
from traefiklint.engine import lint_texts
from traefiklint.options import Options

APP = """\
services:
  shop:
    image: shop
    networks: [back, proxy]
    labels:
      - traefik.enable=true
      - traefik.http.routers.shop.rule=Host(`shop.example.com`)
      - traefik.http.services.shop.loadbalancer.server.port=80
networks: {back: {}, proxy: {external: true}}
"""
AUTH = APP.replace("server.port=80", "server.port=80\n      - traefik.http.routers.shop.middlewares=auth@file")
REDIRECTS = '{address: ":80", http: {redirections: {entryPoint: {to: websecure, scheme: https}}}}'
KEY = "MIIEpAIBAAKCAQEAq7BFUpkGp3" * 4


def rules(cli: Runner, *arguments: str) -> list[str]:
    """The rules that a first run in the folder names."""
    report = json.loads(cli("lint", "--format", "json", *arguments).out)
    return [one["rule"] for one in report["findings"]]


def proxy(*networks: str, flags: str = "--providers.docker=true", more: str = "") -> str:
    """A compose file that runs Traefik."""
    named = "".join(f", {name}: {{external: true}}" for name in networks if name != "default")
    return (
        f"services:\n  traefik:\n    image: traefik:v3.6\n    command: [{flags}]\n"
        f"    networks: [{', '.join(networks)}]\n{more}networks: {{default: {{}}{named}}}\n"
    )


# Names that hang on what else the Traefik reads

FILES = (
    "http: {middlewares: {NAME: {compress: {}}}, routers: {NAME: {rule: Host(`NAME.org`), service: api@internal}}}\n"
)
LOGIN = """\
services:
  traefik: {image: traefik:v3.6}
  shop:
    image: shop
    labels:
      - traefik.http.routers.shop.rule=Host(`shop.example.com`)
      - traefik.http.routers.shop.middlewares=login@file
"""


@rows(
    ("files", "told"),
    [
        ({"a/rules.yml": FILES}, True),
        ({"a/rules.yml": FILES, "b/rules.yml": FILES.replace("NAME", "other")}, False),
        ({"shop/rules.yml": FILES, "b/rules.yml": FILES.replace("NAME", "other")}, True),
        (
            {"proxy/traefik.yml": "providers: {docker: {}, file: {directory: rules}}\n", "proxy/rules/a.yml": FILES},
            True,
        ),
    ],
)
def test_a_middleware_of_a_file_is_missed_where_it_is_known_which_files_there_are(
    files: dict[str, str], told: bool, cli: Runner
) -> None:
    cli.write({"shop/compose.yml": LOGIN, **files})
    assert ("unknown-middleware" in rules(cli)) is told


# Names that hang on the folder


@rows(
    ("name", "service", "own", "told"),
    [
        ("", "shop-svc", "shop", True),
        ("mine", "shop-svc", "shop", True),
        ("", "shop-svc", "other", True),
        ("", "shop-web", "", False),
        ("web", "shop-svc", "", True),
        ("${NAME}", "shop-svc", "", True),
        ("${NAME}", "shop-home", "", False),
    ],
)
def test_traefik_makes_no_service_of_a_container_that_has_one(
    name: str, service: str, own: str, told: bool, cli: Runner
) -> None:
    text = APP.replace("services.shop.", f"services.{own}.") if own else APP.replace("http.services.shop.", "x.")
    text = text.replace("server.port=80", f"server.port=80\n      - traefik.http.routers.shop.service={service}")
    cli.write({"shop/compose.yml": f"name: {name}\n{text}" if name else text})
    assert ("unknown-service" in rules(cli)) is told, "else it may be `SERVICE-PROJECT`, and a project has many names"


@rows(
    ("service", "defined", "labels", "told"),
    [
        ("web-svcc", "web-svc", (), True),  # a slip of the pen, whatever folders are called
        ("web-svc", "web-shop", (), True),  # what services are called, and folders are not
        ("web-home", "web-shop", (), False),  # nothing near
        ("web-", "other", (), True),  # no folder gives such a name
        ("web-Shop", "other", (), True),
        ("web-a.b", "other", (), True),
        ("web-my-folder", "other", (), False),
        ("web-my-folder", "other", ("traefik.enable=false",), True),  # Traefik makes nothing of it
        ("web-my-folder", "other", ("traefik.tcp.routers.x.rule=HostSNI(`*`)",), True),
        ("web-shops", "other", (), False),  # near to `web-shop`, which hangs on the folder, too
    ],
)
def test_a_service_hangs_on_the_folder_only_where_traefik_could_call_it_so(
    service: str, defined: str, labels: tuple[str, ...], told: bool, cli: Runner
) -> None:
    text = "services:\n  web:\n    image: example/web:1\n"
    text += f"    labels: {list(labels)}\n"
    text += f"""  api:
    image: example/api:1
    labels:
      - traefik.http.routers.api.rule=Host(`a.example.com`)
      - traefik.http.routers.api.service={service}
      - traefik.http.services.{defined}.loadbalancer.server.port=80
"""
    cli.write({"shop/compose.yml": text})
    assert ("unknown-service" in rules(cli)) is told


# What labels of others define


@rows(
    ("networks", "name", "told"),
    [
        ("proxy: {external: true}", "login@docker", False),
        ("proxy: {name: proxy}", "login@docker", False),
        ("proxy: {}", "login@docker", True),
        ("proxy: {external: true}", "gzp@docker", True),  # of `gzip`, which is here
        ("proxy: {external: true}", "login", True),
    ],
)
def test_where_others_join_traefik_their_labels_may_define_a_name(
    networks: str, name: str, told: bool, cli: Runner
) -> None:
    labels = {
        "traefik.http.routers.api.rule": "Host(`traefik.example.com`)",
        "traefik.http.routers.api.service": "api@internal",
        "traefik.http.routers.api.middlewares": name,
        "traefik.http.middlewares.gzip.compress": "true",
    }
    flags = "[--providers.docker=true, '--entrypoints.web.address=:80', --api=true]"
    text = f"services:\n  traefik:\n    image: traefik:v3.6\n    command: {flags}\n    networks: [proxy]\n"
    cli.write({"compose.yml": f"{text}    labels: {json.dumps(labels)}\nnetworks: {{{networks}}}\n"})
    assert ("unknown-middleware" in rules(cli)) is told
    assert "unknown-middleware" in rules(cli, "--strict")
    assert "unknown-middleware" in rules(cli, "compose.yml"), "who names it says that it is all"


@rows("provider", ["docker", "swarm"])
def test_what_a_traefik_defines_that_is_not_here_is_not_known(provider: str, cli: Runner) -> None:
    labels = f"      - traefik.http.services.shop.loadbalancer.serverstransport=own@{provider}\n"
    middlewares = f"      - traefik.http.routers.shop.middlewares=login@{provider}\n"
    cli.write({"compose.yml": APP.replace("networks: {back", f"{labels}{middlewares}networks: {{back")})
    assert not {"unknown-middleware", "unknown-servers-transport"} & set(rules(cli))


# What matters only where it is so used


@rows(
    ("static", "router", "told"),
    [
        ('{address: ":80"}', "rule: 'Host(`a.test`)', service: noop@internal, middlewares: [m]", True),
        ('{address: ":80"}', "rule: 'Host(`a.test`)', service: noop@internal, middlewares: [m], tls: {}", False),
        (
            '{address: ":80"}',
            "rule: 'Host(`a.test`)', service: noop@internal, middlewares: [m], entryPoints: [websecure]",
            False,
        ),
        ('{address: ":80"}', "rule: 'Host(`a.test`)', service: noop@internal, middlewares: [host], tls: {}", True),
        ('{address: ":80"}', "rule: 'Host(`b.test`)', service: noop@internal, middlewares: [host], tls: {}", False),
        ('{address: ":80"}', "rule: 'Host(`a.test`)', service: noop@internal", False),
        ('{address: ":80"}', "rule: 'Host(`a.test`)', service: noop@internal, middlewares: [s, m]", False),
        (
            REDIRECTS,
            "rule: 'Host(`a.test`)', service: noop@internal, middlewares: [m], entryPoints: [web, websecure]",
            False,
        ),
        (REDIRECTS, "rule: 'Host(`a.test`)', service: noop@internal, middlewares: [m], tls: {}", False),
        (REDIRECTS, "rule: 'Host(`a.test`)', service: noop@internal, middlewares: [m], entryPoints: [alt]", True),
    ],
)
def test_a_redirect_of_headers_is_missed_where_a_router_counts_on_it(
    static: str, router: str, told: bool, cli: Runner
) -> None:
    points = f'entryPoints: {{web: {static}, websecure: {{address: ":443"}}, alt: {{address: ":81"}}}}\n'
    middlewares = (
        "m: {headers: {sslRedirect: true}}, s: {redirectScheme: {scheme: https}}, "
        "host: {headers: {sslForceHost: true, sslHost: b.test}}"
    )
    cli.write(
        {
            "compose.yml": "services: {traefik: {image: traefik, volumes: ['./traefik.yml:/traefik.yml', './d:/d']}}\n",
            "traefik.yml": f"{points}providers: {{file: {{directory: d}}}}\n",
            "d/a.yml": f"http: {{routers: {{a: {{{router}}}}}, middlewares: {{{middlewares}}}}}\n",
        }
    )
    assert ("headers-ssl-options" in rules(cli)) is told
    assert "headers-ssl-options" in rules(cli, "--strict")


def test_projects_that_extend_one_service_share_it_where_they_run_together(cli: Runner) -> None:
    label = "labels: [traefik.http.services.web.loadbalancer.server.port=80]"
    part = "services: {NAME: {extends: {file: ../common.yml, service: base}}}\n"
    both = {f"{name}/compose.yml": part.replace("NAME", name) for name in "ab"}
    cli.write({"common.yml": f"services: {{base: {{image: web, {label}}}}}\n", **both})
    assert "service-shared" not in rules(cli)
    assert "service-shared" in rules(cli, *both), "who names both says so"


@rows(("is_in_git", "told"), [(True, False), (False, True)])
def test_what_stands_in_the_storage_of_git_is_not_that_of_the_server(is_in_git: bool, told: bool, cli: Runner) -> None:
    acme = "acme: {email: a@example.com, storage: acme.json, tlsChallenge: {}}"
    cli.write(
        {
            "traefik.yml": f'entryPoints: {{w: {{address: ":80"}}}}\ncertificatesResolvers: {{le: {{{acme}}}}}\n',
            "acme.json": "to be filled in\n",
        }
    )
    (cli.folder / "acme.json").chmod(0o600)
    for command in (["init", "-q"], ["add", "acme.json" if is_in_git else "traefik.yml"]):
        subprocess.run(["git", *command], cwd=cli.folder, check=True)
    assert ("acme-storage-file" in rules(cli)) is told


# Whose static configuration it is


@rows("volume", ["./conf/traefik:/etc/traefik", "./traefik.yml:/etc/traefik/traefik.yml:ro"])
def test_a_traefik_whose_own_file_is_not_here_has_not_that_of_another(volume: str, cli: Runner) -> None:
    other = 'entryPoints: {a: {address: ":1"}}\nproviders: {file: {filename: d.yml}, docker: {}}\n'
    image = "image: traefik:v3.6"
    cli.write(
        {
            "compose.yml": AUTH.replace(
                "networks: {", f"  traefik:\n    {image}\n    volumes: ['{volume}']\nnetworks: {{"
            ),
            "other/traefik.yml": other,
            "other/d.yml": "http: {middlewares: {m: {compress: {}}}}\n",
        }
    )
    assert "unknown-middleware" not in rules(cli), "the file with `auth` is where the Traefik of the compose file is"
    mounted = volume.partition(":")[0].removeprefix("./")
    cli.write(
        {
            mounted if mounted.endswith(".yml") else f"{mounted}/traefik.yml": other,
            "d.yml": "",
            "conf/traefik/d.yml": "",
        }
    )
    assert "unknown-middleware" in rules(cli), "now it is here"


@rows(
    "refused",
    [
        "providers:\n  file: {filename: a.yml}\n  docker: {}\n  file: {filename: b.yml}\n",
        "providers: {file: {filename: a.yml}, docker: {}}\napi: {dashbord: true}\n",
        "providers:\n  file:\n    filename: a.yml\n  docker: {}\nlog:\n\tlevel: INFO\n",
    ],
)
def test_nothing_is_said_of_names_in_files_that_only_a_refused_configuration_names(refused: str, cli: Runner) -> None:
    cli.write({"compose.yml": AUTH, "traefik.yml": refused, "a.yml": "http: {middlewares: {m: {compress: {}}}}\n"})
    found = rules(cli)
    assert "unknown-middleware" not in found
    assert found, "that Traefik does not start is said"
    cli.write({"traefik.yml": "providers: {file: {filename: a.yml}, docker: {}}\n"})
    assert "unknown-middleware" in rules(cli)


# Networks


@rows(
    ("files", "told"),
    [
        ({"proxy/compose.yml": proxy("default", "proxy")}, True),
        ({}, False),
        ({"proxy/compose.yml": proxy("default")}, False),
        ({"proxy/compose.yml": "services:\n  traefik:\n    image: traefik:v3.6\n    network_mode: host\n"}, False),
        ({"traefik.yml": "providers: {docker: {network: proxy}}\n"}, False),
        (
            {
                "one/traefik.yml": 'entryPoints: {a: {address: ":1"}}\nproviders: {docker: {network: proxy}}\n',
                "two/traefik.yml": 'entryPoints: {a: {address: ":1"}}\nproviders: {docker: {network: proxy}}\n',
                "proxy/compose.yml": proxy("default", "proxy"),
            },
            False,
        ),
    ],
)
def test_several_networks_are_told_where_traefik_is_seen_on_some_of_them(
    files: dict[str, str], told: bool, cli: Runner
) -> None:
    cli.write({"compose.yml": APP, **files})
    assert ("network-ambiguous" in rules(cli)) is told


NOT_ON_IT = APP.replace("networks: [back, proxy]", "networks: [back]").replace(
    "server.port=80", "server.port=80\n      - traefik.docker.network=edge"
)
HOST = "services: {traefik: {image: 'traefik:v3.6', command: [--providers.docker=true], network_mode: host}}\n"
TRAEFIK = """\
services: {{traefik: {{image: 'traefik:v3.6', command: [--providers.docker=true], networks: [{0}]}}}}
networks: {{{0}: {{{1}}}}}
"""


@rows(
    ("files", "told"),
    [
        ({}, False),
        ({"proxy/compose.yml": TRAEFIK.format("edge", "name: edge")}, True),
        ({"proxy/compose.yml": TRAEFIK.format("back", "external: true, name: shop_back")}, False),
        ({"shop/compose.override.yml": TRAEFIK.format("back", "")}, False),
        ({"proxy/compose.yml": HOST}, False),
    ],
)
def test_a_network_that_a_container_is_not_on_is_told_where_traefik_is_seen_elsewhere(
    files: dict[str, str], told: bool, cli: Runner
) -> None:
    cli.write({"shop/compose.yml": NOT_ON_IT, **files})
    assert ("network-not-attached" in rules(cli)) is told
    if not files:
        assert "network-not-attached" in rules(cli, "--strict")
        assert "network-not-attached" in rules(cli, "shop/compose.yml")


@rows(
    ("folder", "label", "told"),
    [
        ("my_shop", "other_app", False),  # which the project may be called where it runs
        ("shop", "other_app", False),
        ("my_shop", "app", True),
        ("my_shop", "my_shop_edge", True),
        ("my_shop", "shop_edge", True),
    ],
)
@rows("kind", ["swarm", "docker"])
def test_the_name_of_a_project_is_known_as_a_whole(kind: str, folder: str, label: str, told: bool, cli: Runner) -> None:
    labels = f"[traefik.enable=true, traefik.{kind}.network={label}, 'traefik.http.routers.api.rule=Host(`a.io`)']"
    given = f"deploy: {{labels: {labels}}}" if kind == "swarm" else f"labels: {labels}"
    text = (
        f"services:\n  traefik: {{image: 'traefik:v3.6', command: [--providers.{kind}=true], networks: [edge, app]}}\n"
        f"  api: {{image: x, networks: [app, data], {given}}}\nnetworks: {{edge: {{}}, app: {{}}, data: {{}}}}\n"
    )
    cli.write({f"{folder}/compose.yml": text})
    assert ("network-not-attached" in rules(cli)) is told
    assert "network-not-attached" in rules(cli, "--strict")


@rows("change", ["external: false", "external: false, name: mine"])
def test_a_network_that_an_override_makes_another_one_of_is_the_named_one_without_it(change: str, cli: Runner) -> None:
    text = NOT_ON_IT.replace("networks: [back]", "networks: [edge]").replace("back: {}", "edge: {external: true}")
    elsewhere = {"proxy/compose.yml": TRAEFIK.format("other", "name: other")}
    cli.write(
        {"shop/compose.yml": text, "shop/compose.override.yml": f"networks: {{edge: {{{change}}}}}\n", **elsewhere}
    )
    assert "network-not-attached" not in rules(cli)
    cli.write({"shop/compose.yml": text.replace("external: true", "")})
    assert "network-not-attached" in rules(cli, "--strict"), "it is never called so"


def test_a_container_on_networks_that_traefik_is_on_too_is_reached_by_any(cli: Runner) -> None:
    traefik = "  traefik:\n    image: traefik:v3.6\n    networks: [{}]\nnetworks: {{"
    cli.write({"compose.yml": APP.replace("networks: {", traefik.format("back, proxy"))})
    assert "network-ambiguous" not in rules(cli, "--strict")
    cli.write({"compose.yml": APP.replace("networks: {", traefik.format("proxy"))})
    assert "network-ambiguous" in rules(cli)


def test_what_all_static_configurations_say_that_may_be_the_one_holds(cli: Runner) -> None:
    static = 'entryPoints: {a: {address: ":1"}}\nproviders: {docker: {exposedByDefault: EXPOSED}}\n'
    off = APP.replace("      - traefik.enable=true\n", "").replace("    networks: [back, proxy]\n", "")
    broken = off.replace("Host(", "Hosts(")
    files = {"compose.yml": broken, "one/traefik.yml": static.replace("EXPOSED", "false")}
    cli.write({**files, "two/traefik.yml": static.replace("EXPOSED", "false")})
    assert "rule-unknown-matcher" not in rules(cli), "neither looks at the container"
    cli.write({"two/traefik.yml": static.replace("EXPOSED", "true")})
    assert "rule-unknown-matcher" in rules(cli), "one of them does"


# How a file is run


LABELS = "labels: ['traefik.http.routers.a.rule=Host(`a.example.com`)']"


@rows(
    ("more", "told"),
    [
        ("container_name: a1", True),
        ("build: .", True),
        ("ports: ['80']", False),
        ("deploy: {mode: global}", False),
        ("deploy: {placement: {constraints: [node.role == manager]}}", False),
    ],
)
def test_labels_below_deploy_are_in_the_wrong_place_where_compose_runs_the_file(
    more: str, told: bool, cli: Runner
) -> None:
    other = f"  b:\n    image: b\n    {more}\n"
    web = "services:\n  a:\n    image: a\n    labels: ['traefik.enable=true']\n"
    cli.write({"compose.yml": f"{web}    deploy: {{{LABELS}}}\n{other}"})
    assert ("label-wrong-place" in rules(cli)) is told


@rows(
    ("more", "told"),
    [("deploy: {mode: global}", True), ("container_name: b", False), ("ports: ['80']", False)],
)
def test_labels_beside_a_service_are_in_the_wrong_place_where_swarm_runs_it(more: str, told: bool) -> None:
    stack = f"services:\n  a:\n    image: a\n    {LABELS}\n  b:\n    image: b\n    {more}\n"
    projects = projects_in({"web.yml": stack}, ["web.yml"])._replace(stacks=frozenset({"web.yml"}))
    found = lint_texts({}, Options(profile="none"), projects).findings
    assert ("label-wrong-place" in [one.rule for one in found]) is told


# What stands in a value


@rows(
    "rule",
    [
        "Host(`a.example.com`) || {% for one in many %}Host(`{{ one }}`){% endfor %}",
        "{% if a %}Host(`a.example.com`){% else %}Path(/x{% endif %}",
    ],
)
def test_what_jinja_writes_is_nobodys_mistake(rule: str, cli: Runner) -> None:
    compose = f"services:\n  a:\n    image: a\n    labels:\n      - traefik.http.routers.a.rule={rule}\n"
    cli.write({"compose.yml": compose})
    assert not [one for one in rules(cli, "--strict") if one.startswith("rule-")]
    cli.write({"compose.yml": compose.replace("{%", "{")})
    assert [one for one in rules(cli, "--strict") if one.startswith("rule-")]


@rows(
    ("value", "told"),
    [
        ("s3cr3tvalue9", True),
        ("false", False),
        ("'true'", False),
        ("5m", False),
        ("3600", False),
        ("X-Auth-Token", False),
        ("Authorization", False),
        ("/run/secrets/token", False),
        ("https://login.example.com/token", False),
        ("4815162342151617", True),
        ("Correct-Horse-Battery", True),
        ("https://hooks.slack.com/services/T000/B000/XXXX", True),
        ("https://me:hunter22@login.acme.org/", True),
    ],
)
def test_how_a_token_is_used_is_no_token(value: str, told: bool, cli: Runner) -> None:
    cli.write(
        {"d/a.yml": f"http:\n  middlewares:\n    m:\n      plugin:\n        p:\n          forwardToken: {value}\n"}
    )
    assert ("secret-in-config" in rules(cli, "d")) is told


def test_advice_can_be_read_by_who_took_a_word_of_it_for_a_password(cli: Runner) -> None:
    cli.write({"d/a.yml": "http: {middlewares: {m: {basicAuth: {users: ['ann:htpasswd']}}}}\n"})
    told = cli("lint", "d", "--strict").out
    assert "use `htpasswd -nB NAME`" in " ".join(told.split())


@rows(
    ("user", "told"),
    [
        ("ann:$apr1$k.xiBHjv$VdavfNvly69vNZvkKpB2j0", True),
        ("test:$apr1$k.xiBHjv$VdavfNvly69vNZvkKpB2j0", False),
        ("test:$apr1$H6uskkkW$IgXLP6ewTrSuBkTrqE8wj/", False),
    ],
)
def test_hashes_of_examples_are_to_be_replaced_and_not_made_stronger(user: str, told: bool, cli: Runner) -> None:
    router = "routers: {r: {rule: 'Host(`a.example.com`)', service: s, middlewares: [m]}}"
    service = "services: {s: {loadBalancer: {servers: [{url: 'http://a:80'}]}}}"
    cli.write({"d/a.yml": f"http: {{{router}, {service}, middlewares: {{m: {{basicAuth: {{users: ['{user}']}}}}}}}}\n"})
    assert ("basic-auth-weak-hash" in rules(cli, "d")) is told


def test_the_password_of_the_documentation_is_nobodys_secret(cli: Runner) -> None:
    users = "users: ['admin:$apr1$H6uskkkW$IgXLP6ewTrSuBkTrqE8wj/']"
    routers = "routers: {r: {rule: 'Host(`a.example.com`)', service: api@internal, middlewares: [m], tls: {}}}"
    cli.write({"d/a.yml": f"http: {{{routers}, middlewares: {{m: {{basicAuth: {{{users}}}}}}}}}\n"})
    assert "The password of `admin` is the one in Traefik's documentation" in cli("lint", "d").out


def test_a_router_with_nothing_in_it_is_told_once(cli: Runner) -> None:
    cli.write({"d/a.yml": "http:\n  routers:\n    default-headers: {}\n"})
    found = rules(cli, "d")
    assert len([one for one in found if one in ("rule-missing", "router-without-service")]) == 1


# What stands elsewhere


@rows(
    ("volume", "told"),
    [
        ("./$ENV/d.yml:/etc/traefik/d.yml", False),
        ("./${ENV}:/etc/traefik", False),
        ("./${ENV:?which}/d.yml:/etc/traefik/d.yml", False),
        ("./d-$ENV.yml:/etc/traefik/d.yml", False),
        ("./${ENV:-dev}/d.yml:/etc/traefik/d.yml", True),
        ("./${KNOWN}/d.yml:/etc/traefik/d.yml", True),
        ("./conf/d.yml:/etc/traefik/d.yml:${MODE-ro}", True),
        ("./conf/d.yml:/etc/traefik/d.yml:$MODE", True),
    ],
)
def test_what_a_volume_brings_from_where_a_variable_says_is_not_missed(volume: str, told: bool, cli: Runner) -> None:
    volumes = f"    volumes: ['{volume}']\n"
    traefik = proxy("default", flags="--providers.file.filename=/etc/traefik/d.yml", more=volumes)
    cli.write({"compose.yml": traefik, ".env": "KNOWN=conf\n"})
    assert ("file-provider-not-there" in rules(cli)) is told


FIRST = "'--providers.docker.constraints=Label(`to`,`first`)'"


@rows(
    ("other", "told"),
    [
        ({"b/compose.yml": proxy("web", flags=FIRST.replace("first", "second"))}, False),
        ({"b/compose.yml": proxy("web", flags=FIRST.replace("Label(`to`,`first`)", "LabelRegex(`to`,`nd$$`)"))}, False),
        ({"b/traefik.yml": "providers: {docker: {constraints: 'Label(`to`,`second`)'}}\n"}, False),
        ({"b/compose.yml": proxy("web", flags=FIRST.replace("first", "third"))}, True),
        ({"b/compose.yml": proxy("web", flags=FIRST.replace("Label(`to`,`first`)", "!Label(`to`"))}, True),
        ({"b/compose.yml": proxy("web", flags="--providers.docker=true")}, True),
        ({}, True),
    ],
)
def test_a_container_that_another_traefik_here_chooses_is_not_ignored(
    other: dict[str, str], told: bool, cli: Runner
) -> None:
    labels = "{to: second, traefik.http.routers.shop.rule: Host(`shop.example.com`)}"
    shop = f"services: {{shop: {{image: shop, expose: ['80'], labels: {labels}}}}}\n"
    cli.write({"a/compose.yml": proxy("web", flags=FIRST), "a/docker-compose.shop.yml": shop, **other})
    assert ("constraint-mismatch" in rules(cli)) is told
    assert "constraint-mismatch" in rules(cli, "--strict")


def test_of_several_compose_files_the_first_says_where_relative_paths_start(cli: Runner) -> None:
    volumes = "    volumes: ['./conf/d.yml:/etc/traefik/d.yml']\n"
    traefik = proxy("default", flags="--providers.file.filename=/etc/traefik/d.yml", more=volumes)
    cli.write({"compose/traefik.yml": traefik, "compose.yml": "services: {a: {image: a}}\n"})
    assert "file-provider-not-there" in rules(cli)
    cli.write({"conf/d.yml": "http: {middlewares: {m: {compress: {}}}}\n"})
    assert "file-provider-not-there" not in rules(cli)


@rows(("option", "told"), [("level=INFO", False), ("level=DEBUG", False), ("format=json", True)])
def test_flags_that_say_what_the_file_says_are_not_missed(option: str, told: bool, cli: Runner) -> None:
    traefik = proxy(
        "default",
        flags=f"--log.{option}, --providers.docker=true",
        more="    volumes: ['./traefik.yml:/etc/traefik/traefik.yml']\n",
    )
    cli.write({"compose.yml": traefik, "traefik.yml": "log: {level: INFO}\nproviders: {docker: {}}\n"})
    assert ("static-form-ignored" in rules(cli)) is told


@rows(("others", "told"), [("traefik.port=80", False), ("traefik.http.routers.a.priority=2", True)])
def test_an_option_that_is_not_known_is_no_loss_among_labels_of_traefik_1(others: str, told: bool, cli: Runner) -> None:
    labels = f"labels: [traefik.docker.swarm=true, traefik.port=80, {others}]"
    cli.write({"compose.yml": f"services:\n  a:\n    image: a\n    {labels}\n"})
    assert ("label-unknown-field" in rules(cli)) is told


OLD = "services:\n  a:\n    image: a\n    labels: [traefik.port=80, 'traefik.frontend.rule=Host:a.example.com']\n"


@rows(
    ("files", "told"),
    [
        ({"proxy/compose.yml": "services: {p: {image: 'traefik:1.7.3-alpine'}}\n"}, False),
        ({"proxy/compose.yml": "services: {p: {image: 'me/traefik:1.5'}}\n"}, False),
        (
            {
                "proxy/compose.yml": "services:\n  traefik:\n    build: .\n",
                "proxy/Dockerfile": "FROM traefik:1.5-alpine\n",
            },
            False,
        ),
        ({"proxy/compose.yml": "services: {p: {image: 'traefik:v2.11'}}\n"}, True),
        ({"proxy/compose.yml": "services: {p: {image: traefik}}\n"}, True),
        ({"shop.yml": "services: {s: {image: s, labels: ['traefik.http.routers.s.rule=Host(`a.io`)']}}\n"}, True),
        ({}, False),
    ],
)
def test_labels_of_traefik_1_are_right_where_it_reads_them(files: dict[str, str], told: bool, cli: Runner) -> None:
    cli.write({"apps/compose.yml": OLD, **files})
    assert ("label-not-read" in rules(cli)) is told


@rows("host", ["shop.loc", "shop.test", "10.0.2.2", "localhost"])
def test_where_no_stranger_comes_by_nobody_is_warned_of_one(host: str, cli: Runner) -> None:
    dashboard = "Host(`HOST`) && (PathPrefix(`/api`) || PathPrefix(`/dashboard`))"
    text = f"http: {{routers: {{d: {{rule: '{dashboard}', service: api@internal}}}}}}\n"
    cli.write({"d/a.yml": text.replace("HOST", host)})
    assert "dashboard-without-auth" not in rules(cli, "d")
    cli.write({"d/a.yml": text.replace("HOST", "shop.example.org")})
    assert "dashboard-without-auth" in rules(cli, "d")
    shop = "http: {routers: {s: {rule: Host(`shop.example.org`), service: noop@internal}}}\n"
    cli.write({"d/a.yml": text.replace("Host(`HOST`) && (", f"Host(`{host}`) || ("), "d/b.yml": shop})
    assert "dashboard-without-auth" in rules(cli, "d"), "the rule lets every other host in"


@rows(
    ("held", "is_in_git", "told"),
    [
        (f'{{"le": {{"Account": {{"PrivateKey": "{KEY}"}}}}}}', True, "ask for certificates"),
        (f'{{"le": {{"Certificates": [{{"key": "{KEY}"}}]}}}}', True, "pose as these sites"),
        (f'{{"le": {{"Account": {{"PrivateKey": "{KEY}"}}}}}}', False, ""),
        ('{"le": {"Account": {"PrivateKey": ""}, "Certificates": null}}', True, ""),
        ("", True, ""),
    ],
)
def test_private_keys_in_the_repository_are_told(held: str, is_in_git: bool, told: str, cli: Runner) -> None:
    acme = "acme: {email: a@example.com, storage: acme.json, tlsChallenge: {}}"
    resolvers = f"certificatesResolvers: {{le: {{{acme}}}, other: {{{acme}}}}}"
    cli.write(
        {
            "traefik.yml": f'entryPoints: {{w: {{address: ":80"}}}}\n{resolvers}\n',
            "acme.json": held,
        }
    )
    for command in (["init", "-q"], ["add", "acme.json" if is_in_git else "traefik.yml"]):
        subprocess.run(["git", *command], cwd=cli.folder, check=True)
    ran = cli("lint")
    assert (ran.out.count("[private-keys-in-git]"), told in ran.out) == (bool(told), True), "it is one file"
    assert KEY not in ran.out + cli("lint", "--format", "json").out


def test_signs_of_which_advice_is_about_are_shown(cli: Runner) -> None:
    cli.write({"d/a.yml": "http: {middlewares: {m: {basicAuth: {users: ['ann:$$2y$$05$$abcdefghijklmnopqrstuu']}}}}\n"})
    assert "has `$$` as in Compose files, so it is never right; write single `$`" in cli("lint", "d").out


def test_many_lines_of_spaces_are_read_as_fast_as_others(cli: Runner) -> None:
    cli.write({"compose.yml": "services:\n  traefik:\n" + "      \n" * 60 + "    image: other\n"})
    assert rules(cli) == []


@rows(
    ("ignores", "told"),
    [
        ({}, True),
        ({".gitignore": "/conf/\n"}, False),
        ({".gitignore": "/*/*\n"}, False),
        ({".gitignore": "d.yml\n"}, False),
        ({"conf/.gitignore": "*\n!.gitignore\n"}, False),
        ({".gitignore": "/conf/*\n!/conf/d.yml\n"}, True),
        ({".gitignore": "d.yml\n", "conf/.gitignore": "!d.yml\n"}, True),
        ({".gitignore": "other/\n"}, True),
    ],
)
def test_what_git_leaves_out_is_not_missed(ignores: dict[str, str], told: bool, cli: Runner) -> None:
    volumes = "    volumes: ['./conf/d.yml:/etc/traefik/d.yml']\n"
    traefik = proxy("default", flags="--providers.file.filename=/etc/traefik/d.yml", more=volumes)
    cli.write({"compose.yml": traefik, **ignores})
    assert ("file-provider-not-there" in rules(cli)) is told
    assert "file-provider-not-there" in rules(cli, "--strict")
