"""What is so, and nobody's trouble as the files around it show."""

from __future__ import annotations

import json

import pytest

from tests.cli.running import Runner

TRAEFIK = """\
services:
  traefik:
    image: traefik{tag}
    ports: ["80:80"{ports}]
    command: [{flags}]
    volumes: ["{mount}:/etc/traefik"]
    labels:
      traefik.http.routers.dashboard.rule: PathPrefix(`/api`) || PathPrefix(`/dashboard`)
      traefik.http.routers.dashboard.entrypoints: inside
      traefik.http.routers.dashboard.service: api@internal
"""
FLAGS = (
    "--providers.docker=true, --api=true, --entrypoints.web.address=:80, --entrypoints.inside.address=:8080, "
    "--certificatesresolvers.le.acme.email=me@example.com"
)
STATIC = "providers: {docker: {}}\nentryPoints: {web: {address: ':80'}, inside: {address: ':8080'}}\n"
FOR_1 = 'defaultEntryPoints = ["http"]\n[docker]\ndomain = "x"\n[web]\naddress = ":8080"\n'
APP_1 = "services:\n  app:\n    image: app\n    labels: [traefik.frontend.rule=Host:app.example.com]\n"


def traefik(
    *, tag: str = ":v3.6", ports: str = "", flags: str = FLAGS, mount: str = "./data", **files: str
) -> dict[str, str]:
    """The files of a repository that runs Traefik."""
    text = TRAEFIK.format(tag=tag, ports=ports, flags=flags, mount=mount)
    return {"compose.yml": text, **{name.replace("_", "."): text for name, text in files.items()}}


def on_two_networks(*labels: str) -> dict[str, str]:
    """A container on two networks, on one of which Traefik is."""
    lines = "".join(f"      traefik.http.{label}\n" for label in ("routers.a.rule: Host(`a.io`)", *labels))
    return {
        "compose.yml": "services:\n  traefik: {image: traefik:v3.6, command: [--providers.docker], networks: [a]}\n"
        f"  app:\n    image: app\n    networks: [a, b]\n    labels:\n{lines}networks: {{a: {{}}, b: {{}}}}\n"
    }


def user(written: str) -> dict[str, str]:
    """A dashboard on the internet for one user."""
    router = "routers: {a: {rule: Host(`a.io`), service: api@internal, middlewares: [login], tls: {}}}"
    middleware = f"middlewares: {{login: {{basicAuth: {{users: [{written}]}}}}}}"
    return {"traefik/dynamic.yml": f"http:\n  {router}\n  {middleware}\n"}


def environment(value: str) -> dict[str, str]:
    return {"compose.yml": f"{APP}    environment:\n      PASSWORD: {value}\n"}


def server(option: str) -> dict[str, str]:
    name, _, value = option.partition(": ")
    label = f"      traefik.http.services.todo.loadbalancer.server.{name}: {value}\n"
    return {"compose.yml": APP.replace("app:", "todo:").replace("image:", "container_name: todo\n    image:") + label}


def dashboards(more: str) -> dict[str, str]:
    """Two routers for one host and one service."""
    routers = "".join(
        f"    {name}: {{rule: Host(`a.io`), service: api@internal, {extra} tls: {{}}}}\n"
        for name, extra in (("a", ""), ("b", f"{more}," if more else ""))
    )
    middleware = "  middlewares: {login: {ipAllowList: {sourceRange: [10.0.0.0/8]}}}\n"
    return {"traefik/dynamic.yml": f"http:\n  routers:\n{routers}{middleware}"}


def insecure(compose: str) -> dict[str, str]:
    return {
        compose: traefik(mount="./conf", ports=', "8080:8080"')["compose.yml"].partition("    command")[0]
        + "    volumes: ['./conf/traefik.yml:/etc/traefik/traefik.yml']\n",
        "conf/traefik.yml": "entryPoints: {web: {address: ':443'}}\nproviders: {docker: {}}\napi: {insecure: true}\n",
    }


APP = "services:\n  app:\n    image: app\n    labels:\n      traefik.http.routers.a.rule: Host(`a.io`)\n"
URL = "services.a.loadbalancer.server.url: http://a:80"
ENDPOINT = "providers: {{docker: {{endpoint: unix://{}}}}}\nentryPoints: {{web: {{address: ':80'}}}}\n"
CASES = [
    # where nobody comes by
    (traefik(), "dashboard-without-auth", False),
    (traefik(ports=', "8080:8080"'), "dashboard-without-auth", True),
    (traefik(ports=', "127.0.0.1:8080:8080"'), "dashboard-without-auth", False),
    # which network, where a label says the address
    (on_two_networks("services.a.loadbalancer.server.port: '80'"), "network-ambiguous", True),
    (on_two_networks(URL), "network-ambiguous", False),
    (on_two_networks("routers.a.service: a", URL, "services.b.loadbalancer.server.port: '9'"),
     "network-ambiguous", True),
    # a socket that is there in the folder where Traefik is started
    ({"traefik.yml": ENDPOINT.format("var/run/docker.sock")}, "docker-endpoint", False),
    ({"traefik.yml": ENDPOINT.format("home/me/docker.sock")}, "docker-endpoint", True),
    # Traefik 1, which is said of its static configuration
    (traefik(tag="", mount="./", traefik_toml=FOR_1, app_yml=APP_1), "traefik-1-file", True),
    (traefik(tag="", mount="./", traefik_toml=FOR_1, app_yml=APP_1), "label-not-read", False),
    (traefik(tag="", mount="./", traefik_toml=FOR_1), "static-form-ignored", False),
    (traefik(mount="./", traefik_yml=STATIC), "static-form-ignored", True),
    # a folder that a variable of the shell names
    (traefik(mount="$PWD", traefik_yml=STATIC), "static-form-ignored", True),
    (traefik(mount="${PWD}", traefik_yml=STATIC), "static-form-ignored", True),
    # a file that may be in a folder of the host
    (traefik(mount="/opt/traefik", flags="--certificatesresolvers.le.acme.dnschallenge=true"),
     "resolver-without-challenge", False),
    (traefik(mount="/opt/traefik", flags="--providers.docker, --certificatesresolvers.le.acme.dnschallenge=true"),
     "resolver-without-challenge", True),
    (traefik(flags="--certificatesresolvers.le.acme.dnschallenge=true"), "resolver-without-challenge", True),
    # forms to be filled in
    (user("YOUR_USERNAME_PASSWORD"), "basic-auth-malformed-user", False),
    (user("admin"), "basic-auth-malformed-user", True),
    (user("$USERS"), "basic-auth-malformed-user", True),
    (environment("[password]"), "compose-refused", False),
    (environment("[a, b]"), "compose-refused", True),
    # a container that is called as programs write where they know nothing
    (server("port: 80"), "server-url-placeholder", False),
    (server("url: http://todo:80"), "server-url-placeholder", True),
    # two ways to the same
    (dashboards(""), "same-rule-same-priority", False),
    (dashboards("middlewares: [login]"), "same-rule-same-priority", True),
    # what only a file for development or tests mounts
    (insecure("docker-compose.traefik-local.yml"), "api-insecure", False),
    (insecure("docker-compose.traefik.yml"), "api-insecure", True),
    # a level of the log that Traefik 2 knows
    (traefik(tag=":v2.9", flags=f"{FLAGS}, --log.level=WARNING"), "log-level", False),
    (traefik(tag=":v2.9", flags=f"{FLAGS}, --log.level=LOUD"), "log-level", True),
    (traefik(flags=f"{FLAGS}, --log.level=WARNING"), "log-level", True),
]  # fmt: skip


@pytest.mark.parametrize(("files", "rule", "told"), CASES)
def test_it_is_told_where_its_author_has_something_of_it(
    files: dict[str, str], rule: str, told: bool, cli: Runner
) -> None:
    cli.write(files)
    findings = json.loads(cli("lint", "--format", "json").out)["findings"]
    assert (rule in {one["rule"] for one in findings if one["severity"] != "info"}) is told


def rules(cli: Runner, *arguments: str) -> set[str]:
    """The rules that a run names, but for notes."""
    findings = json.loads(cli("lint", "--format", "json", *arguments).out)["findings"]
    return {one["rule"] for one in findings if one["severity"] != "info"}


TRUSTED = (
    "entryPoints: {{web: {{address: ':80', forwardedHeaders: {{trustedIPs: ['{}']}}}}}}\nproviders: {{docker: {{}}}}\n"
)
ROUTER = "http: {{routers: {{a: {{rule: '{}', service: noop@internal}}}}}}\n"
PORTS = "services: {{a: {{image: a, ports: ['{}:80:80'], labels: [traefik.http.routers.a.rule=Host(`a.io`)]}}}}\n"
FORMS = [
    ({"traefik.yml": TRUSTED.format("<your subnet>")}, "trusted-ip-invalid", False),
    ({"traefik.yml": TRUSTED.format("CHANGE_ME")}, "trusted-ip-invalid", False),
    ({"traefik.yml": TRUSTED.format("192.168.1")}, "trusted-ip-invalid", True),
    ({"compose.yml": PORTS.format("<host ip address>")}, "compose-refused", False),
    ({"compose.yml": PORTS.format("host.ip.address")}, "compose-refused", True),
    ({"dynamic/a.yml": ROUTER.format("Host(`your domain here`)")}, "host-with-space", False),
    ({"dynamic/a.yml": ROUTER.format("Host(`a.example.com b.example.com`)")}, "host-with-space", True),
    # what is wrong whatever somebody fills in
    ({"dynamic/a.yml": ROUTER.format("Host(`<a>`, `<b>`)")}, "rule-too-many-arguments", True),
    ({"dynamic/a.yml": ROUTER.format("Hots(`<domain>`)")}, "rule-unknown-matcher", True),
    ({"traefik.yml": TRUSTED.format("<subnet>") + "entrypoint: {}\n"}, "unknown-static-root", True),
]


@pytest.mark.parametrize(("files", "rule", "told"), FORMS)
def test_what_is_wrong_with_a_form_alone_is_told_to_whoever_asks(
    files: dict[str, str], rule: str, told: bool, cli: Runner
) -> None:
    cli.write({"run.sh": "docker run traefik:v3.6\n", **files})
    assert (rule in rules(cli)) is told
    assert rule in rules(cli, "--strict")
    assert rule in rules(cli, next(iter(files))), "who names a file is told what Traefik says of it"


def shop(network: str, *, label: str = "tls.certresolver: le", external: bool = True) -> str:
    """A compose file of a service, on a network that may be that of another project."""
    return f"""\
services:
  shop:
    image: shop
    networks: [{network}]
    labels:
      traefik.http.routers.shop.rule: Host(`shop.example.com`)
      traefik.http.routers.shop.{label}
networks: {{{network}: {{external: {str(external).lower()}}}}}
"""


def proxy(network: str) -> str:
    """A compose file that runs Traefik."""
    return (
        "services:\n  traefik:\n    image: traefik:v3.6\n"
        "    command: [--providers.docker=true, '--entrypoints.web.address=:80']\n"
        f"    networks: [{network}]\nnetworks: {{{network}: {{external: true}}}}\n"
    )


@pytest.mark.parametrize(
    ("files", "rule", "told"),
    [
        ({"a/compose.yml": shop("web"), "b/compose.yml": proxy("web")}, "unknown-cert-resolver", True),
        ({"a/compose.yml": shop("media"), "b/compose.yml": proxy("web")}, "unknown-cert-resolver", False),
        ({"a/compose.yml": shop("x", external=False), "b/compose.yml": proxy("web")}, "unknown-cert-resolver", True),
        ({"a/compose.yml": shop("web", label="middlewares: login"), "b/compose.yml": proxy("web")},
         "unknown-middleware", True),
        ({"a/compose.yml": shop("media", label="middlewares: login"), "b/compose.yml": proxy("web")},
         "unknown-middleware", False),
        ({"a/compose.yml": shop("web", label="middlewares: login")}, "unknown-middleware", False),
        ({"a/compose.yml": shop("x", label="middlewares: login", external=False)}, "unknown-middleware", False),
        # what is wrong whoever reads it
        ({"a/compose.yml": shop("media").replace("Host", "Hots"), "b/compose.yml": proxy("web")},
         "rule-unknown-matcher", True),
    ],
)  # fmt: skip
def test_what_a_traefik_elsewhere_knows_is_not_held_against_labels(
    files: dict[str, str], rule: str, told: bool, cli: Runner
) -> None:
    cli.write(files)
    assert (rule in rules(cli)) is told
    assert rule in rules(cli, "--strict")
