"""What is so, and nobody's trouble as the files around it show."""

from __future__ import annotations

import json

import pytest

from tests.cli.running import Runner
from tests.each import each, rows
from traefiklint import lint_texts
from traefiklint.engine import load_rules
from traefiklint.findings import Severity

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


def logging(flags: str, file: str) -> dict[str, str]:
    """A Traefik with flags beside a file that says the same, but for what is logged."""
    same = "--providers.docker=true, --entrypoints.web.address=:80, --entrypoints.inside.address=:8080"
    return traefik(mount="./", flags=f"{same}, {flags}", traefik_yml=STATIC + file)


def caught(point: str, name: str = "traefik") -> dict[str, str]:
    """A container with a catch-all, which is not exposed."""
    image = "traefik:v3.6" if name == "traefik" else name
    label = "traefik.http.routers.all.rule=HostRegexp(`.+`)"
    return {
        "compose.yml": f"services:\n  {name}: {{image: '{image}', labels: ['{label}']}}\n"
        + ("" if name == "traefik" else "  traefik: {image: 'traefik:v3.6'}\n"),
        "traefik.yml": f"providers: {{docker: {{exposedByDefault: false}}}}\nentryPoints: {{{point}}}\n",
    }


def addressed(name: str) -> dict[str, str]:
    """A list of addresses with everybody in it."""
    router = f"{{rule: Host(`a.shop.io`), service: noop@internal, middlewares: [{name}]}}"
    middleware = f"{{{name}: {{ipAllowList: {{sourceRange: [0.0.0.0/0]}}}}}}"
    return {"d/a.yml": f"http:\n  routers: {{a: {router}}}\n  middlewares: {middleware}\n"}


def headed(options: str) -> dict[str, str]:
    """A plain route with options of headers."""
    router = "{rule: Host(`a.shop.io`), service: noop@internal, middlewares: [m], entryPoints: [web]}"
    middleware = f"{{m: {{headers: {{{options}}}}}}}"
    return {
        "traefik.yml": "entryPoints: {web: {address: ':80'}}\nproviders: {file: {directory: d}}\n",
        "d/a.yml": f"http:\n  routers: {{a: {router}}}\n  middlewares: {middleware}\n",
        "compose.yml": "services: {traefik: {image: 'traefik:v3.6', ports: ['80:80'], "
        "volumes: ['./traefik.yml:/traefik.yml', './d:/d']}}\n",
    }


def by_variable(variable: str, file: str) -> dict[str, str]:
    """A Traefik with a variable beside a file."""
    found = traefik(mount="./", flags="", traefik_yml=STATIC + file)
    text = found["compose.yml"].replace("    command", f"    environment: {{TRAEFIK_{variable}}}\n    command", 1)
    return {**found, "compose.yml": text}


def beside_flags(variables: str, flag: str = "--api=true") -> dict[str, str]:
    """A Traefik with flags and variables."""
    service = f"image: 'traefik:v3.6', environment: {{TRAEFIK_{variables}}}"
    flags = f"'--providers.docker=true', '--entrypoints.web.address=:80', '{flag}'"
    return {"compose.yml": f"services: {{traefik: {{{service}, command: [{flags}]}}}}\n"}


def with_two_types(used: str) -> dict[str, str]:
    """A container with a middleware of two types, and what its router uses."""
    labels = ["rule=Host(`a.io`)"] + [f"middlewares={used}"] * bool(used)
    names = [f"traefik.http.routers.a.{label}" for label in labels]
    names += [f"traefik.http.middlewares.d.{one}" for one in ("retry.attempts=4", "compress.minresponsebodybytes=1")]
    volumes = "['./traefik.yml:/traefik.yml', './d:/d', '/run/docker.sock:/run/docker.sock']"
    return {
        "compose.yml": f"services:\n  traefik: {{image: 'traefik:v3.6', volumes: {volumes}}}\n"
        f"  a: {{image: a, expose: ['80'], labels: {json.dumps(names)}}}\n",
        "traefik.yml": STATIC.replace("{docker: {}}", "{docker: {}, file: {directory: /d}}"),
        "d/a.yml": "http: {middlewares: {e: {stripPrefix: {prefixes: [/a]}}}}\n",
    }


def in_directory(volume: str, filename: str = "config.yml") -> dict[str, str]:
    """A directory with a file beside it, and what a volume brings."""
    volumes = f"['./traefik.yml:/traefik.yml', '{volume}']"
    routers = "http: {routers: {a: {rule: Host(`a.io`), service: noop@internal}}}\n"
    return {
        "compose.yml": f"services: {{traefik: {{image: 'traefik:v3.6', volumes: {volumes}}}}}\n",
        "traefik.yml": STATIC.replace("{docker: {}}", f"{{file: {{directory: /d, filename: {filename}}}}}"),
        "dynamic.yml": routers,
        "data/config.yml": routers,
    }


def in_flags(section: str) -> dict[str, str]:
    """A file of a Traefik with flags, with a section that belongs into these."""
    flags = "--api=true, --log.level=INFO, --log.format=json, --entrypoints.web.address=:80"
    found = traefik(flags=f"{flags}, --providers.file.directory=/etc/traefik", mount="./data")
    return {**found, "data/a.yml": f"http: {{middlewares: {{m: {{compress: {{}}}}}}}}\n{section}\n"}


def old_label(
    name: str, service: str, label: str = "traefik.frontend.rule=Host:a.io", middleware: str = ""
) -> dict[str, str]:
    """A container with a label of Traefik 1, and a router for a file."""
    image = "traefik:v3.6" if name == "traefik" else "app"
    other = "" if name == "traefik" else "  proxy: {image: traefik:v3.6}\n"
    return {
        "compose.yml": f"services:\n  {name}: {{image: '{image}', labels: ['{label}']}}\n{other}",
        "traefik.yml": "providers: {docker: {}, file: {directory: d}}\nentryPoints: {web: {address: ':80'}}\napi: {}\n",
        "d/a.yml": f"http: {{routers: {{a: {{rule: Host(`a.io`), service: {service}}}}}{middleware}}}\n",
    }


def on_two_networks(*labels: str) -> dict[str, str]:
    """A container on two networks, on one of which Traefik is."""
    lines = "".join(f"      traefik.http.{label}\n" for label in ("routers.a.rule: Host(`a.io`)", *labels))
    return {
        "compose.yml": "services:\n  traefik: {image: traefik:v3.6, command: [--providers.docker], networks: [a]}\n"
        f"  app:\n    image: app\n    networks: [a, b]\n    labels:\n{lines}networks: {{a: {{}}, b: {{}}}}\n"
    }


def lending(flag: str = "") -> dict[str, str]:
    """A container on two networks that has a middleware for others."""
    text = on_two_networks("middlewares.m.forwardauth.address: http://app:9091/")["compose.yml"]
    text = text.replace("      traefik.http.routers.a.rule: Host(`a.io`)\n", "")
    return {"compose.yml": text.replace("[--providers.docker]", f"[--providers.docker{flag}]")}


def user(written: str, *, kind: str = "basic") -> dict[str, str]:
    """A dashboard on the internet for one user."""
    router = "routers: {a: {rule: Host(`a.io`), service: api@internal, middlewares: [login], tls: {}}}"
    middleware = f"middlewares: {{login: {{{kind}Auth: {{users: [{written}]}}}}}}"
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


def left_over(*labels: str) -> dict[str, str]:
    return {"compose.yml": APP + "".join(f"      {label}\n" for label in labels)}


def exposing(ports: str) -> dict[str, str]:
    """A container with a port of Traefik 1, that exposes some."""
    return {"compose.yml": left_over("traefik.port: 80")["compose.yml"] + f"    expose: [{ports}]\n"}


def unread(label: str, volume: str = "/var/run/docker.sock:/var/run/docker.sock") -> dict[str, str]:
    """A container with a label, beside a Traefik that reads files alone."""
    traefik = f"  traefik:\n    image: traefik:v3.6\n    volumes: ['./traefik:/etc/traefik', '{volume}']\n"
    return {
        "compose.yml": f"services:\n  app:\n    image: app\n    labels:\n      {label}\n{traefik}",
        "traefik/traefik.yml": "entryPoints: {web: {address: ':80'}}\n"
        "providers: {file: {directory: /etc/traefik/dynamic}}\n",
        "traefik/dynamic/a.yml": "http: {routers: {shop: {rule: Host(`a.io`), service: api@internal}}}\n",
    }


def apart(volume: str) -> dict[str, str]:
    """The same with the container in a project of its own."""
    files = unread("traefik.http.routers.x.rule: Host(`b.io`)", volume)
    app, traefik, rest = files["compose.yml"].partition("  traefik:\n")
    own = f"services:\n{traefik}{rest}    labels: [traefik.enable=true]\n"
    return files | {"app/compose.yml": app, "compose.yml": own}


def led_by_files(rule: str, url: str) -> dict[str, str]:
    """The same where a file leads somewhere for the rule of a label, for one host."""
    service = f"services: {{to: {{loadBalancer: {{servers: [{{url: '{url}'}}]}}}}}}"
    routers = "routers: {shop: {rule: Host(`a.io`) || Host(`c.io`), service: to}}"
    file = f"http: {{{routers}, {service}}}\n"
    return unread(f"traefik.http.routers.x.rule: {rule}") | {"traefik/dynamic/a.yml": file}


def with_static_lines(lines: str) -> dict[str, str]:
    """A container with a label, beside a Traefik with a file provider and more lines below `providers`."""
    static = (
        f"entryPoints: {{web: {{address: ':80'}}}}\nproviders:\n{lines}  file: {{directory: /etc/traefik/dynamic}}\n"
    )
    return unread("traefik.http.routers.x.rule: Host(`b.io`)") | {"traefik/traefik.yml": static}


def switched(label: str, point: str, *more: str) -> dict[str, str]:
    """A router with a label on the one entry point."""
    labels = "".join(f"      - traefik.http.routers.a.{one}\n" for one in ("rule=Host(`a.io`)", label, *more))
    resolver = "certificatesResolvers: {le: {acme: {email: a@a.io, tlsChallenge: {}}}}\n"
    traefik = (
        "  traefik: {image: 'traefik:v3.6', volumes: ['./traefik.yml:/traefik.yml', '/run/docker.sock:/d.sock']}\n"
    )
    return {
        "compose.yml": f"services:\n{traefik}  app:\n    image: app\n    labels:\n{labels}",
        "traefik.yml": f"providers: {{docker: {{}}}}\n{resolver}entryPoints: {{web: {{address: ':443', {point}}}}}\n",
    }


def client_certificates(more: str, name: str = "o", middleware: str = "") -> dict[str, str]:
    """Options that ask for a certificate, and perhaps a router that uses them."""
    router = f"{{rule: Host(`a.io`), service: noop@internal, middlewares: [{middleware}], tls: {{options: {name}}}}}"
    http = (
        f"http: {{routers: {{r: {router}}},"
        " middlewares: {gzip: {compress: {}}, passed: {passTLSClientCert: {pem: true}}}}\n"
    )
    auth = f"{{clientAuth: {{clientAuthType: RequireAnyClientCert{more}}}}}"
    return {"d/a.yml": f"tls: {{options: {{{name}: {auth}}}}}\n{http * bool(middleware)}"}


def choosing(constraints: str) -> dict[str, str]:
    """A Traefik that chooses containers."""
    flags = f"[--providers.docker=true, '--providers.docker.constraints={constraints}', '--entrypoints.w.address=:80']"
    app = "app: {image: a, labels: [edge=a, 'traefik.http.routers.a.rule=Host(`a.io`)']}"
    return {
        "compose.yml": f"services: {{traefik: {{image: 'traefik:v3.6', command: {flags}}}, {app}, db: {{image: b}}}}\n"
    }


def to_www(compose: str, providers: str = "") -> dict[str, str]:
    """A redirection to a host that no file answers."""
    if compose:
        volumes = (
            "['./traefik.yml:/etc/traefik/traefik.yml', './d:/etc/traefik/d', '/run/docker.sock:/run/docker.sock']"
        )
        compose += f"  traefik: {{image: 'traefik:v3.6', volumes: {volumes}}}\n"
        compose = compose.replace("services: {a: ", "services:\n  a: ").replace("}}\n", "}\n", 1)
        providers = ", docker: {}"
    middleware = "{redirectRegex: {regex: '^https://e.io/(.*)', replacement: 'https://www.e.io/${1}'}}"
    router = "{rule: Host(`e.io`), entryPoints: [s], service: noop@internal, middlewares: [m], tls: {}}"
    return {
        "traefik.yml": "entryPoints: {s: {address: ':443'}}\n"
        f"providers: {{file: {{directory: /etc/traefik/d}}{providers}}}\n",
        "d/a.yml": f"http: {{routers: {{r: {router}}}, middlewares: {{m: {middleware}}}}}\n",
    } | ({"compose.yml": compose} if compose else {})


def in_its_place(text: str) -> dict[str, str]:
    """A file that a volume brings to where Traefik looks for its static configuration."""
    return {
        "compose.yml": "services: {traefik: {image: 'traefik:v3.6', volumes: ['./a.yml:/etc/traefik/traefik.yml']}}\n",
        "a.yml": f"{{{text}}}\n",
    }


def with_options_of(volumes: str) -> dict[str, str]:
    """Options that let old browsers in, and a Traefik with volumes whose file provider reads them."""
    return {
        "compose.yml": f"services: {{traefik: {{image: 'traefik:v3.6', volumes: ['{volumes}']}}}}\n",
        "traefik.yml": "entryPoints: {web: {address: ':443'}}\nproviders: {file: {filename: /dynamic.yml}}\n",
        "dynamic.yml": "tls: {options: {default: {minVersion: VersionTLS10}}}\n",
    }


def by_profile(first: str, second: str, resolver: str) -> dict[str, str]:
    """A router that asks for the certificate of a resolver that the second of two Traefiks has."""
    common = "'--providers.file.directory=/d', '--entrypoints.web.address=:443'"
    acme = "'--certificatesresolvers.le.acme.tlschallenge=true', '--certificatesresolvers.le.acme.email=a@a.io'"
    one, other = (
        f"{{image: 'traefik:v3.6', {how}, volumes: ['./d:/d'], command: [{flags}]}}"
        for how, flags in ((first, common), (second, f"{common}, {acme}"))
    )
    router = f"{{rule: Host(`a.io`), service: noop@internal, tls: {{certResolver: {resolver}}}}}"
    return {
        "compose.yml": f"services:\n  traefik: {one}\n  traefik-two: {other}\n",
        "d/a.yml": f"http: {{routers: {{a: {router}}}}}\n",
    }


def in_folders(path: str) -> dict[str, str]:
    """A file, and another one below its folder that defines the same name otherwise, for a Traefik that is not here."""
    routers = "routers: {{r{}: {{rule: Host(`{}.io`), service: noop@internal, middlewares: [m]}}}}"
    text = "http: {{{}, middlewares: {{m: {{ipAllowList: {{sourceRange: [10.0.0.{}]}}}}}}}}\n"
    more = {"d/c.yml": "http: {routers: {c: {rule: Host(`c.io`), service: noop@internal}}}\n"}
    return {f"d/{name}": text.format(routers.format(n, n), n) for n, name in enumerate(("a.yml", path))} | more


def in_both(option: str, prefix: str, copies: int = 1) -> dict[str, str]:
    """A router of labels that a file has again, with another service and middleware."""
    traefik = (
        "  traefik: {image: 'traefik:v3.6', volumes: ['./t.yml:/traefik.yml', './d:/d', '/run/docker.sock:/d.s']}\n"
    )
    labels = ("routers.a.rule=Host(`a.io`)", "routers.a.middlewares=m", "middlewares.m.stripprefix.prefixes=/a",
              "services.a.loadbalancer.server.port=80")  # fmt: skip
    lines = "".join(f"      - traefik.http.{label}\n" for label in labels)
    router = "b: {rule: Host(`a.io`), service: b, middlewares: [strip]}"
    service = f"b: {{loadBalancer: {{{option}, servers: [{{url: 'http://app:80'}}]}}}}"
    middleware = f"strip: {{stripPrefix: {{prefixes: [/{prefix}]}}}}"
    return {
        "compose.yml": f"services:\n{traefik}  app:\n    image: app\n    scale: {copies}\n    labels:\n{lines}",
        "t.yml": "entryPoints: {web: {address: ':80'}}\nproviders: {docker: {}, file: {directory: /d}}\n",
        "d/b.yml": f"http: {{routers: {{{router}}}, services: {{{service}}}, middlewares: {{{middleware}}}}}\n",
    }


def ciphers(host: str) -> dict[str, str]:
    """TLS options with a weak suite, and perhaps a router."""
    suites = "[TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256, TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384]"
    options = f"tls: {{options: {{default: {{minVersion: VersionTLS11, cipherSuites: {suites}}}}}}}\n"
    router = f"{{rule: Host(`{host}`), service: noop@internal, tls: {{}}}}"
    return {"rules/a.yml": options + (f"http: {{routers: {{a: {router}}}}}\n" if host else "")}


def hidden(*labels: str, transport: str = "") -> dict[str, str]:
    """A container with labels that only files may have."""
    lines = "".join(f"      - traefik.{one}\n" for one in labels)
    flags = f"--providers.docker, '--entrypoints.web.address=:80'{transport}"
    return {
        "compose.yml": f"services:\n  traefik: {{image: 'traefik:v3.6', command: [{flags}]}}\n"
        f"  app:\n    image: app\n    expose: ['80']\n    labels:\n{lines}"
    }


def sent_on(label: str, points: str = "web") -> dict[str, str]:
    """A router on an entry point that sends all requests to https, where another one has its host."""
    routers = {"a-web": ("rule=Host(`a.io`)", f"entrypoints={points}", label),
               "a": ("rule=Host(`a.io`)", "entrypoints=safe", "tls=true", "service=a")}  # fmt: skip
    lines = "".join(
        f"      - traefik.http.routers.{name}.{one}\n" for name, labels in routers.items() for one in labels
    )
    ports = "".join(f"      - traefik.http.services.{name}.loadbalancer.server.port=80\n" for name in ("a", "b"))
    redirect = "http: {redirections: {entryPoint: {to: safe}}}"
    return {
        "compose.yml": "services:\n  traefik: {image: 'traefik:v3.6', volumes: ['./traefik.yml:/traefik.yml', "
        f"'/run/docker.sock:/d.sock']}}\n  app:\n    image: app\n    labels:\n{lines}{ports}",
        "traefik.yml": f"providers: {{docker: {{}}}}\nentryPoints: {{web: {{address: ':80', {redirect}}}, "
        "safe: {address: ':443'}}\n",
    }


def from_the_host(source: str) -> dict[str, str]:
    """A Traefik with flags and a folder of the host, beside a folder with a static configuration."""
    run = (
        f"{{image: 'traefik:v3.6', command: [--providers.docker, '--entrypoints.a.address=:80'], volumes: [{source}]}}"
    )
    label = "{traefik.http.routers.a.rule: Host(`a.io`), traefik.http.routers.a.entrypoints: b}"
    return {
        "compose.yml": f"services:\n  traefik: {run}\n  app: {{image: app, expose: ['80'], labels: {label}}}\n",
        "proxy/traefik.yml": "entryPoints: {b: {address: ':80'}}\nproviders: {docker: {}}\n",
    }


def without_resolver(comments: str, point: str = "", flags: str = "") -> dict[str, str]:
    """A router that names a resolver which the static configuration does not have."""
    router = "{rule: Host(`a.io`), service: noop@internal, tls: {certResolver: le}}"
    flag = "--certificatesresolvers.le.acme.tlschallenge=true"
    run = f"image: 'traefik:v3.6', volumes: ['./traefik.yml:/traefik.yml', './d:/d'], command: [{flags and flag}]"
    return {
        "compose.yml": f"services: {{traefik: {{{run}}}}}\n",
        "traefik.yml": f"entryPoints: {{web: {{address: ':443'{point}}}}}\nproviders: {{file: {{directory: /d}}}}\n"
        f"{comments}",
        "d/a.yml": f"http: {{routers: {{a: {router}}}}}\n",
    }


def beside_labels(filename: str) -> dict[str, str]:
    """A router of labels that a mounted file has again, with another server."""
    files = in_both("passHostHeader: false", "a")
    text = files["compose.yml"].replace("./d:/d", "./d/b.yml:/b.yml")
    static = files["t.yml"].replace("directory: /d", f"filename: {filename}")
    return {**files, "compose.yml": text, "t.yml": static}


def of_the_host(volumes: str) -> dict[str, str]:
    """A container with a label, beside a Traefik that has its files from a folder of the host, called as here."""
    files = unread("traefik.http.routers.x.rule: Host(`b.io`)")
    app, _, _ = files["compose.yml"].partition("  traefik:\n")
    own = f"services:\n  traefik:\n    image: traefik:v3.6\n    volumes: [{volumes}]\n"
    return {"app/compose.yml": app, "traefik/compose.yml": own, **files} | {
        "compose.yml": "services: {a: {image: a}}\n"
    }


def points(default: str, more: str = "") -> dict[str, str]:
    """A static configuration that says as Traefik 1 did on which entry points routers are."""
    return {
        "traefik.yml": f"defaultEntryPoints: [{default}]\nproviders: {{docker: {{}}}}\n"
        f"entryPoints: {{web: {{address: ':80'}}, websecure: {{address: ':443'}}{more}}}\n"
    }


def started(mounted: str) -> dict[str, str]:
    """A Traefik that mounts one of these files as its own."""
    traefik = "services:\n  traefik:\n    image: traefik:v3.6\n    volumes: ['./{}:/traefik.yml:ro']\n"
    both = STATIC + "http:\n  routers: {a: {rule: Host(`a.io`), service: api@internal}}\n"
    return {"compose.yml": traefik.format(mounted), "traefik.swarm.yml": both, "other.yml": STATIC}


def asks_for_a_password(entry_points: str, more: str = "") -> dict[str, str]:
    """A router for everybody that asks for a password over plain HTTP."""
    routers = "a: {rule: HostRegexp(`^a`), entryPoints: [web], service: api@internal, middlewares: [login]}"
    login = (
        "middlewares: {login: {basicAuth: {users: ['admin:$2y$05$abcdefghijklmnopqrstuuu4HzFGpxMAfQTrGqJc4RqWnV3B']}}}"
    )
    return {
        "traefik.yml": f"entryPoints: {{web: {{address: ':80'}}{entry_points}}}\n"
        "providers: {file: {directory: d}}\n",
        "d/a.yml": f"http:\n  routers: {{{routers}{more}}}\n  {login}\n",
    }


def at_the_host(port: str, host: str) -> dict[str, str]:
    """A router that asks for a password, of a Traefik without TLS that has a port of the host."""
    labels = (
        f"routers.a.rule: Host(`{host}`)",
        "routers.a.middlewares: login",
        "middlewares.login.basicauth.usersfile: u",
    )
    return {
        "compose.yml": "services:\n  traefik:\n    image: traefik:v3.6\n"
        f"    command: [--providers.docker, '--entrypoints.web.address=:80']\n    ports: ['{port}']\n"
        "  app:\n    image: app\n    labels:\n" + "".join(f"      traefik.http.{label}\n" for label in labels)
    }


def database(entry_point: str, *labels: str) -> dict[str, str]:
    """A database beside a shop, which names no entry point unless the labels say so."""
    flags = "'--providers.docker', '--entrypoints.web.address=:80', '--entrypoints.db.address=:5432'"
    shop = "".join(f"      {label}\n" for label in ("traefik.http.routers.shop.rule: Host(`a.io`)", *labels))
    return {
        "compose.yml": f"services:\n  traefik: {{image: traefik:v3.6, command: [{flags}]}}\n"
        f"  shop:\n    image: shop\n    labels:\n{shop}  db:\n    image: postgres\n    labels:\n"
        f"      traefik.tcp.routers.db.rule: HostSNI(`*`)\n{entry_point}"
    }


def certificate(tls: str, more: str = "", resolver: str = "le") -> dict[str, str]:
    """A router for any host that wants a certificate."""
    resolvers = f"certificatesResolvers: {{{resolver}: {{acme: {{email: a@a.io, tlsChallenge: {{}}}}}}}}\n"
    router = f"{{rule: PathPrefix(`/a`), service: api@internal, tls: {{{tls}}}}}"
    return {
        "traefik.yml": f"entryPoints: {{web: {{address: ':443'}}}}\n{resolvers}providers: {{file: {{directory: d}}}}\n",
        "d/a.yml": f"http: {{routers: {{a: {router}}}}}\n{more}",
    }


def listed(*labels: str, other: str = "") -> dict[str, str]:
    """A container with a list of labels for a router, and one label for another."""
    items = "".join(f"      - traefik.http.routers.a.{label}\n" for label in ("rule=Host(`a.io`)", *labels))
    items += f"      - traefik.http.routers.b.{other}\n" if other else ""
    return {
        "compose.yml": f"services:\n  app:\n    image: app\n    labels:\n{items}",
        "x.sh": "docker run traefik:v3.6",
    }


def two_of_one(image: str, *labels: str, command: str = "") -> dict[str, str]:
    """Two containers with a service of one name."""
    shared = ("routers.a.rule=Host(`a.io`)", "services.a.loadbalancer.server.port=80")

    def container(name: str, image: str, *more: str) -> str:
        items = "".join(f"      - traefik.http.{label}\n" for label in (*shared, *more))
        return f"  {name}:\n    image: {image}\n    labels:\n{items}"

    first, second = container("one", "app:1"), container("two", image, *labels)
    return {"compose.yml": f"services:\n{first}{second}{command}", "run.sh": "docker run traefik:v3.6\n"}


def built(first: str, second: str) -> dict[str, str]:
    """Two containers with the same labels, of images that are built."""
    files = two_of_one("app:1")
    one, app, two = files["compose.yml"].partition("image: app:1")
    assert app
    return files | {"compose.yml": f"{one}{first}{two.replace('image: app:1', second)}"}


def headers(of_requests: str, of_answers: str, tls: str = "") -> dict[str, str]:
    """A middleware that sets headers both ways."""
    router = f"routers: {{a: {{rule: Host(`a.io`), service: api@internal, middlewares: [h]{tls}}}}}"
    both = f"customRequestHeaders: {{{of_requests}}}, customResponseHeaders: {{{of_answers}}}"
    return {"d/a.yml": f"http:\n  {router}\n  middlewares: {{h: {{headers: {{{both}}}}}}}\n"}


def served(server: str) -> dict[str, str]:
    """A router that leads to one server."""
    return {
        "d/a.yml": "http:\n  routers: {a: {rule: Host(`a.io`), service: a}}\n"
        f"  services:\n    a:\n      loadBalancer:\n        servers:\n          - {server}\n"
    }


def twice(address: str, port: str, *labels: str) -> dict[str, str]:
    """A host that a file and the labels of a container lead somewhere."""
    all_labels = (f"services.a.loadbalancer.server.port: {port}", *labels)
    items = "".join(f"      traefik.http.{label}\n" for label in all_labels)
    traefik = (
        "  traefik: {image: 'traefik:v3.6', command: [--providers.docker, --providers.file.directory=/d], "
        "volumes: ['./d:/d']}\n"
    )
    return {
        "compose.yml": f"{APP}{items}{traefik}",
        "d/a.yml": f"{served(f'url: {address}')['d/a.yml']}",
    }


def over_tcp(*labels: str) -> dict[str, str]:
    """A container with a TCP router for the host of its HTTPS router."""
    items = "".join(f"      traefik.{label}\n" for label in labels)
    flags = "--providers.docker, '--entrypoints.secure.address=:443'"
    return {
        "compose.yml": f"{APP}      traefik.http.routers.a.tls: true\n      traefik.tcp.routers.a.tls: true\n"
        "      traefik.tcp.routers.a.rule: HostSNI(`a.io`)\n"
        f"      traefik.http.services.a.loadbalancer.server.port: 80\n{items}"
        f"  traefik: {{image: 'traefik:v3.6', command: [{flags}]}}\n"
    }


def spelt(*labels: str) -> dict[str, str]:
    """A container with labels that say one thing in several spellings."""
    return {"compose.yml": APP + "".join(f"      traefik.http.{label}\n" for label in labels)}


def suites(default: str, other: str) -> dict[str, str]:
    """TLS options for everybody, and those of one router."""
    options = f"  options: {{default: {{cipherSuites: [{default}]}}, old: {{cipherSuites: [{other}]}}}}\n"
    return {
        "d/a.yml": f"tls:\n{options}http: {{routers: {{a: {{rule: Host(`a.io`), service: api@internal, "
        "tls: {options: old}}}}\n"
    }


def stack(flags: str, *labels: str) -> dict[str, str]:
    """A stack in which a service has labels that are not below `deploy`."""
    items = "".join(f"      - {label}\n" for label in labels)
    return {
        "docker-stack.yml": f"services:\n  traefik:\n    image: traefik:v3.6\n    command: [--providers.swarm{flags}]\n"
        f"    deploy: {{replicas: 1}}\n  app:\n    image: app\n    deploy: {{replicas: 1}}\n    labels:\n{items}"
    }


def misplaced(static: str, dynamic: str = "", *middlewares: str) -> dict[str, str]:
    """A section in Traefik's own file, one in a file of its provider, and a router with middlewares."""
    router = f"{{rule: Host(`a.io`), service: api@internal, middlewares: [{', '.join(middlewares)}]}}"
    return {
        "traefik.yml": f"entryPoints: {{web: {{address: ':80'}}}}\nproviders: {{file: {{directory: d}}}}\n{static}\n",
        "d/a.yml": f"http:\n  routers: {{a: {router}}}\n{dynamic}\n",
    }


def env(text: str) -> dict[str, str]:
    """An `.env` that is handed to a container with labels."""
    return {"compose.yml": APP.replace("labels:", "env_file: [.env]\n    labels:"), ".env": text}


def chained(chain: str) -> dict[str, str]:
    """A router that has one middleware and then, in place of it, a chain."""
    files = listed("middlewares=a", "middlewares=c")
    label = f"      - traefik.http.middlewares.c.chain.middlewares={chain}\n"
    return files | {"compose.yml": files["compose.yml"] + label}


def trusting(version: str) -> dict[str, str]:
    """A server that is asked who a visitor is, for a Traefik of a version."""
    auth = "traefik.http.middlewares.a.forwardauth.address: http://auth:80"
    points = "'--entrypoints.web.address=:80', '--entrypoints.web.forwardedheaders.trustedips=10.0.0.1'"
    return {
        "compose.yml": f"{APP}      traefik.http.routers.a.middlewares: a\n      {auth}\n"
        f"  traefik: {{image: 'traefik:{version}', command: [--providers.docker, {points}]}}\n"
    }


def proxied(*labels: str) -> dict[str, str]:
    """A Traefik with a router of its own."""
    items = "".join(f"      - traefik.http.routers.wild{'' if label[0] == '=' else '.'}{label}\n" for label in labels)
    flags = "'--providers.docker', '--certificatesresolvers.le.acme.dnschallenge.provider=x'"
    return {
        "compose.yml": f"services:\n  traefik:\n    image: traefik:v3.6\n    command: [{flags}]\n    labels:\n{items}"
    }


def believing(middleware: str, what: str = "forwardedHeaders") -> dict[str, str]:
    """A Traefik that believes everybody, and a router with a middleware."""
    return {
        "traefik.yml": f"entryPoints: {{web: {{address: ':80', {what}: {{insecure: true}}}}}}\n"
        "providers: {file: {directory: d}}\nexperimental: {plugins: {guard: {moduleName: a.io/b, version: v1.0.0}}}\n",
        "d/a.yml": "http:\n  routers: {a: {rule: Host(`a.io`), service: noop@internal, middlewares: [m]}}\n"
        f"  middlewares: {{m: {{{middleware}}}}}\n",
    }


def believing_on_another(points: str, default: str) -> dict[str, str]:
    """The same on an entry point beside another one."""
    files = believing("forwardAuth: {address: 'http://auth:80'}")
    static = files["traefik.yml"].replace("entryPoints: {", f"entryPoints: {{safe: {{address: ':443'{default}}}, ")
    router = files["d/a.yml"].replace("{rule:", f"{{{points}rule:")
    return {**files, "traefik.yml": static, "d/a.yml": router}


def believing_behind(ports: str, *services: str) -> dict[str, str]:
    """The same in a container with ports, beside others."""
    traefik = f"{{image: 'traefik:v3.6', volumes: ['./traefik.yml:/traefik.yml', './d:/d'], ports: [{ports}]}}"
    compose = "".join(f"  {one}\n" for one in (f"traefik: {traefik}", *services))
    return believing("plugin: {guard: {a: b}}") | {"compose.yml": f"services:\n{compose}"}


def in_two_files(text: str, old: str = "", new: str = "") -> dict[str, str]:
    """Two files of one directory."""
    return {
        "traefik.yml": "entryPoints: {web: {address: ':80'}}\nproviders: {file: {directory: d}}\n",
        "d/a.yml": text,
        "d/b.yml": text.replace(old, new) if old else text,
    }


def chains(used: str) -> dict[str, str]:
    """Two chains, of which a router uses one, and the other names what is not there."""
    router = f"a: {{rule: Host(`a.io`), service: noop@internal, middlewares: [{used}]}}"
    return {
        "traefik.yml": "entryPoints: {web: {address: ':80'}}\nproviders: {file: {directory: d}}\n",
        "d/a.yml": f"http:\n  routers: {{{router}}}\n  middlewares:\n    headers: {{headers: {{frameDeny: true}}}}\n"
        "    used: {chain: {middlewares: [headers]}}\n    spare: {chain: {middlewares: [gone, headers]}}\n",
    }


def plain(tls: str, point: str = "") -> dict[str, str]:
    """A router on the port of https."""
    return {
        "traefik.yml": f"entryPoints: {{web: {{address: ':443'{point}}}}}\nproviders: {{file: {{directory: d}}}}\n"
        "certificatesResolvers: {le: {acme: {tlsChallenge: {}}}, other: {acme: {tlsChallenge: {}}}}\n",
        "d/a.yml": "http:\n  routers:\n    a:\n      rule: Host(`a.io`)\n      service: noop@internal\n"
        f"      entryPoints: [web]\n      {tls}\n",
    }


def left(labels: str, name: str = "x") -> dict[str, str]:
    """A container with these labels, and a router of a file."""
    flags = "'--providers.docker', '--providers.file.directory=/d', '--entrypoints.web.address=:80'"
    return {
        "compose.yml": f"services:\n  traefik: {{image: traefik:v3.6, command: [{flags}], volumes: ['./d:/d']}}\n"
        f"  app:\n    image: app\n    labels:\n      {labels}\n",
        "d/a.yml": f"http: {{routers: {{{name}: {{rule: Host(`f.io`), service: noop@internal}}}}}}\n",
    }


def replaced(host: str, names: str) -> dict[str, str]:
    """A router with TLS of its own beside one with that of the entry point."""
    return {
        "traefik.yml": f"entryPoints: {{web: {{address: ':443', http: {{tls: {{certResolver: le, {names}}}}}}}}}\n"
        "certificatesResolvers: {le: {acme: {email: a@a.io, tlsChallenge: {}}}}\n"
        "providers: {docker: {}, file: {directory: d}}\n",
        "d/a.yml": "http: {routers: {a: {rule: Host(`x.a.io`), service: noop@internal}}}\n",
        "compose.yml": "services:\n  traefik: {image: traefik:v3.6, volumes: ['./:/etc/traefik']}\n"
        f"  app:\n    image: app\n    labels:\n      traefik.http.routers.b.rule: Host(`{host}`)\n"
        "      traefik.http.routers.b.tls: 'true'\n",
    }


def wild(host: str, names: str) -> dict[str, str]:
    """A router with TLS of its own, of a Traefik with flags."""
    flags = (
        "'--providers.docker', '--entrypoints.web.address=:443', '--entrypoints.web.http.tls.certresolver=le', "
        f"'--entrypoints.web.http.tls.domains[0].main={names}', '--certificatesresolvers.le.acme.tlschallenge=true'"
    )
    return {
        "compose.yml": f"services:\n  traefik: {{image: traefik:v3.6, command: [{flags}]}}\n"
        f"  other: {{image: x, labels: [traefik.http.routers.o.rule=Host(`o.c.io`)]}}\n"
        f"  app:\n    image: app\n    labels:\n      traefik.http.routers.b.rule: Host(`{host}`)\n"
        "      traefik.http.routers.b.tls: 'true'\n",
    }


def copied(name: str, more: str = "container_name: shop") -> dict[str, str]:
    """A service that extends another one with labels."""
    labels = "[traefik.http.routers.a.rule=Host(`a.io`), traefik.http.services.a.loadbalancer.server.port=80]"
    first = f"  app-1: {{image: app, labels: {labels}}}\n"
    return {"compose.yml": f"services:\n{first}  {name}: {{extends: app-1, {more}}}\n"}


def deployed(resolver: str) -> dict[str, str]:
    """A service with labels for a Swarm in a file of its own, beside a Traefik that reads those of containers."""
    acme = "--certificatesresolvers.le.acme.tlschallenge=true, --certificatesresolvers.le.acme.email=a@a.io"
    labels = f"[traefik.http.routers.a.rule=Host(`a.io`), traefik.http.routers.a.tls.certresolver={resolver}]"
    return {
        "app.yml": f"services:\n  app: {{image: app, deploy: {{labels: {labels}}}}}\n",
        "compose.yml": f"services:\n  traefik: {{image: traefik:v3.6, command: [--providers.docker, {acme}]}}\n",
    }


REFUSED = (
    "services:\n  app:\n    image: app:{}\n    environment: ['PASSWORD=${{.key}}']\n"
    "    labels: ['traefik.http.routers.app.rule=Host(`a.io`)']\n"
)


def logged_in(user: str) -> str:
    """A login with one user."""
    return f"http: {{middlewares: {{m: {{basicAuth: {{users: ['{user}']}}}}}}}}\n"


def passed(network: str) -> str:
    """A list of one network."""
    return f"http: {{middlewares: {{m: {{ipAllowList: {{sourceRange: ['{network}']}}}}}}}}\n"


def for_swarm(flags: str, apart: bool = False) -> dict[str, str]:
    """A service of a stack, which has the Traefik in it, or is apart."""
    traefik = f"services:\n  traefik: {{image: 'traefik:v3.6', command: [{flags}]}}\n"
    labels = "labels: [traefik.http.routers.a.rule=Host(`a.io`), traefik.swarm.network=n]"
    app = f"  app: {{image: app, deploy: {{placement: {{constraints: [a]}}, {labels}}}}}\n"
    own = "  other: {image: app, labels: [traefik.http.routers.o.rule=Host(`o.io`)]}\n"
    return {"compose.yml": traefik + own + app * (not apart)} | ({"app.yml": f"services:\n{app}"} if apart else {})


def became(more: str, label: str = "traefik.enable=true") -> dict[str, str]:
    """A service with labels for a Swarm, beside a Traefik that reads those of containers."""
    how = "placement: {constraints: [a]}" if more else "replicas: 1"
    return {
        "compose.yml": "services:\n  traefik: {image: traefik:v3.6, command: [--providers.docker]}\n"
        f"  app:\n    image: app\n{more}    deploy:\n      {how}\n"
        f"      labels: [traefik.http.routers.a.rule=Host(`a.io`), {label}]\n"
    }


def listed_twice(one: str, other: str) -> dict[str, str]:
    """Two types for middlewares with these names."""
    return {
        "compose.yml": "services:\n  traefik: {image: traefik:v3.6, command: [--providers.docker]}\n"
        "  app:\n    image: app\n    labels:\n      - traefik.http.routers.b.rule=Host(`a.io`)\n"
        f"      - traefik.http.routers.b.middlewares={one},{other}\n"
        f"      - traefik.http.middlewares.{one}.compress=true\n"
        f"      - traefik.http.middlewares.{other}.headers.framedeny=true\n",
    }


def redirects(label: str, point: str) -> dict[str, str]:
    """A container with a router and one more label, and an entry point."""
    address, _, more = point.partition(", ")
    option = {
        "redirect": "'--entrypoints.web.http.redirections.entrypoint.to=alt', ",
        "tls": "'--entrypoints.web.http.tls=true', ",
    }.get(more, "")
    flags = f"'--providers.docker', {option}'--entrypoints.web.address={address}', '--entrypoints.alt.address=:8443'"
    return {
        "compose.yml": f"services:\n  traefik: {{image: traefik:v3.6, command: [{flags}]}}\n"
        "  app:\n    image: app\n    labels:\n      - traefik.http.middlewares.to.redirectscheme.scheme=https\n"
        "      - traefik.http.middlewares.other.compress=true\n      - traefik.http.routers.b.rule=Host(`a.io`)\n"
        f"      - traefik.http.routers.c.rule=Host(`c.io`)\n      - traefik.http.routers.b.entrypoints=web\n"
        f"      - traefik.http.routers.c.entrypoints=web\n      - traefik.http.{label}\n",
    }


def at_home(mine: str, other: str) -> dict[str, str]:
    """An open dashboard on one of two entry points."""
    router = f"{{rule: Host(`a.io`), service: api@internal, entryPoints: [{mine}], tls: {{}}}}"
    return {
        "traefik.yml": f"entryPoints: {{{mine}: {{address: ':80'}}, {other}: {{address: ':443'}}}}\napi: {{}}\n"
        "providers: {file: {directory: d}}\n",
        "d/a.yml": f"http: {{routers: {{a: {router}}}}}\n",
    }


WEAK = "basicAuth: {users: ['joe:$apr1$abcdefgh$Xb0QXkGvTq1Jw5cGe3rQ10']}"


def alone_on(points: str, login: str = "") -> dict[str, str]:
    """A router to the dashboard whose Traefik is not here, which wants a certificate, perhaps with a login."""
    more = "tls: {certResolver: le}" + ", middlewares: [login]" * bool(login)
    router = f"{{rule: Host(`a.io`), service: api@internal, entryPoints: [{points}], {more}}}"
    return {
        "d/a.yml": f"http:\n  routers: {{a: {router}}}\n" + f"  middlewares: {{login: {{{login}}}}}\n" * bool(login)
    }


def listening(one: str, two: str = ":443", also: str = "") -> dict[str, str]:
    """An open dashboard on one of two entry points, or both."""
    files = at_home("one", "two")
    files["traefik.yml"] = files["traefik.yml"].replace("':80'", f"'{one}'").replace("':443'", f"'{two}'")
    return {**files, "d/a.yml": files["d/a.yml"].replace("[one]", f"[one{also}]")}


def sent(options: str, used: str) -> dict[str, str]:
    """A router with a header of answers that is set on requests, and perhaps another one that sets headers."""
    router = f"a: {{rule: Host(`a.io`), service: noop@internal, middlewares: {used}}}"
    m = "m: {headers: {customRequestHeaders: {X-Frame-Options: DENY}}}"
    return {"d/a.yml": f"http:\n  routers: {{{router}}}\n  middlewares: {{{m}, other: {{headers: {{{options}}}}}}}\n"}


WITH_ACME = (
    "api: {}\nentryPoints: {web: {address: ':443'}}\nproviders: {file: {directory: traefik}}\n"
    "certificatesResolvers: {le: {acme: {email: a@a.io, storage: a.json, tlsChallenge: {}}}}\n"
)


def pair_of(name: str) -> str:
    """A certificate and its key, as a file has them."""
    return f"tls: {{certificates: [{{certFile: /c/{name}.pem, keyFile: /c/{name}-key.pem}}]}}\n"


def on_host(host: str, tls: str = "") -> dict[str, str]:
    """An open dashboard on a host."""
    flags = "--providers.docker, '--entrypoints.web.address=:80', --api"
    acme = "certificatesresolvers.le.acme"
    labels = [f"traefik.http.routers.d.rule=Host(`{host}`)", "traefik.http.routers.d.service=api@internal"]
    if tls:
        labels.append(f"traefik.http.routers.d.tls.{tls}")
        flags += f", --{acme}.tlschallenge=true, --{acme}.storage=/a.json"
    run = f"image: 'traefik:v3.6', command: [{flags}], ports: ['80:80'], labels: {json.dumps(labels)}"
    return {"compose.yml": f"services: {{traefik: {{{run}}}}}\n"}


def machine(name: str, text: str) -> dict[str, str]:
    """An open dashboard beside a file."""
    router = "{rule: Host(`traefik.a.io`), service: api@internal, tls: {}}"
    return {"traefik/dynamic.yml": f"http: {{routers: {{traefik: {router}}}}}\n", name: text}


ROUTED = "http: {routers: {a: {rule: Host(`a.io`), service: noop@internal}}}\n"


def shown(entry_point: str) -> dict[str, str]:
    """A router to the API of which everything is shown on the entry point `traefik`."""
    return {
        "traefik.yml": "entryPoints: {web: {address: ':80'}}\nproviders: {file: {directory: d}}\n"
        "api: {insecure: true}\n",
        "d/a.yml": f"http: {{routers: {{a: {{rule: Host(`a.io`), entryPoints: [{entry_point}], "
        "service: api@internal}}}\n",
    }


def numbered(*names: str) -> dict[str, str]:
    """Containers with other settings each, under one router."""
    labels = "['traefik.http.routers.a.rule=Host(`a.io`)', 'traefik.http.services.a.loadbalancer.server.port=80']"
    lines = "".join(f"  {name}: {{image: app, environment: {{NODE: {name}}}, labels: {labels}}}\n" for name in names)
    return {"compose.yml": f"services:\n{lines}"}


def login_over_http(image: str) -> dict[str, str]:
    """A login over plain HTTP, beside a container."""
    points = "entryPoints: {web: {address: ':80'}, websecure: {address: ':443'}}\n"
    rule = "rule: Host(`a.io`), service: s"
    return {
        "traefik.yml": f"{points}providers: {{file: {{directory: /etc/traefik/d}}}}\n",
        "d/a.yml": f"http: {{routers: {{a: {{{rule}, entryPoints: [web], middlewares: [login]}}, "
        f"b: {{{rule}, entryPoints: [websecure], middlewares: [login], tls: {{}}}}}}, "
        "middlewares: {login: {basicAuth: {users: ['anna:$2y$10$abcdefghijklmnopqrstuv']}}}, "
        "services: {s: {loadBalancer: {servers: [{url: 'http://s'}]}}}}\n",
        "compose.yml": "services:\n  traefik: {image: traefik:v3.6, volumes: ['./:/etc/traefik'], ports: ['80:80']}\n"
        f"  other: {{image: '{image}'}}\n",
    }


def named(name: str) -> dict[str, str]:
    """An open API of a container with a name."""
    files = insecure("compose.yml")
    return {**files, "compose.yml": files["compose.yml"] + f"    container_name: {name}\n"}


def trusts(option: str, script: str) -> dict[str, str]:
    """An entry point that trusts proxies, beside a script."""
    flags = f"'--entrypoints.web.address=:80', '--entrypoints.web.proxyprotocol.{option}'"
    return {
        "compose.yml": f"services:\n  traefik:\n    image: traefik:v3.6\n    command: [{flags}]\n",
        "update.sh": script,
    }


def overridden(name: str) -> dict[str, str]:
    """An open API of a Traefik in a file of its own, beside the one with the labels."""
    flags = "'--providers.docker', '--api.insecure=true', '--entrypoints.web.address=:80'"
    traefik = f"{{image: traefik:v3.6, command: [{flags}], ports: ['80:80', '8080:8080']}}"
    return {"compose.yml": APP, name: f"services:\n  traefik: {traefik}\n"}


def nobody(servers: str) -> dict[str, str]:
    """A service without servers."""
    routers = "  routers: {a: {rule: Host(`a.io`), service: a}}\n"
    return {"d/a.yml": f"http:\n{routers}  services:\n    a:\n      loadBalancer:\n        {servers}\n"}


def on_port(port: str, *commands: str) -> dict[str, str]:
    """A container on a port, beside a script."""
    return {"compose.yml": f"{APP}    ports: ['{port}:80']\n", "install.sh": "".join(f"{one}\n" for one in commands)}


def put_in(level: str, command: str, script: str = "install.sh") -> dict[str, str]:
    """A log of a level, beside a script."""
    return {
        "traefik.yml": f"entryPoints: {{web: {{address: ':80'}}}}\nlog: {{level: {level}}}\n",
        script: f"{command}\n",
    }


def asked(trust: str) -> dict[str, str]:
    """An authentication server that is asked, on an entry point."""
    router = "a: {rule: Host(`a.io`), service: noop@internal, middlewares: [m]}"
    return {
        "traefik.yml": f"entryPoints: {{web: {{address: ':80'{trust}}}}}\nproviders: {{file: {{directory: d}}}}\n",
        "d/a.yml": f"http: {{routers: {{{router}}}, middlewares: {{m: {{forwardAuth: {{address: 'http://auth'}}}}}}}}\n",
        "compose.yml": "services: {traefik: {image: 'traefik:v3.6.15', volumes: ['.:/etc/traefik', './d:/d']}}\n",
    }


def without_static(*services: str) -> dict[str, str]:
    """Containers beside a Traefik whose static configuration a volume brings that is filled elsewhere."""
    traefik = (
        "  traefik: {image: 'traefik:v3.6', command: [--configFile=/made/traefik.yml], networks: [front],"
        " volumes: ['made:/made']}\n"
    )
    lines = "".join(f"  {one}\n" for one in services)
    return {
        "compose.yml": f"services:\n{traefik}{lines}networks: {{front: {{}}, back: {{}}}}\nvolumes: {{made: {{}}}}\n"
    }


def resolved_by(more: str, resolver: str = "") -> dict[str, str]:
    """An entry point with a resolver that nobody defines; one of another name may be there."""
    acme = f"certificatesResolvers: {{{resolver}: {{acme: {{tlsChallenge: {{}}}}}}}}\n" if resolver else ""
    return {
        "traefik.yml": "entryPoints: {web: {address: ':443', http: {tls: {certResolver: le}}}}\n"
        f"providers: {{file: {{directory: d}}}}\n{acme}",
        "d/a.yml": f"http: {{routers: {{a: {{rule: Host(`a.io`), service: noop@internal}}}}}}\n{more}",
    }


APP = "services:\n  app:\n    image: app\n    labels:\n      traefik.http.routers.a.rule: Host(`a.io`)\n"
URL = "services.a.loadbalancer.server.url: http://a:80"
ENDPOINT = "providers: {{docker: {{endpoint: unix://{}}}}}\nentryPoints: {{web: {{address: ':80'}}}}\n"
SERVER = "udp.services.x.loadbalancer.server"
SKIPPED = "http.serverstransports.t.insecureskipverify"
SKIPPING = ", --serverstransport.insecureskipverify=true"


def provided(providers: str) -> dict[str, str]:
    """A static configuration with some providers."""
    return {"traefik.yml": f"entryPoints: {{web: {{address: ':80'}}}}\nproviders: {{{providers}}}\n"}


def of_a_stack(*labels: str) -> dict[str, str]:
    """A service of a stack, beside its Traefik."""
    flags = "['--providers.swarm=true', '--entrypoints.web.address=:80']"
    return {
        "stack.yml": f"services:\n  a: {{image: a, deploy: {{labels: {json.dumps(labels)}}}}}\n"
        f"  traefik: {{image: 'traefik:v3.6', command: {flags}}}\n"
    }


def allowing(address: str, before: str = "http: {") -> dict[str, str]:
    """A list of addresses that may ask."""
    return {"a.yml": f"{before}middlewares: {{w: {{ipAllowList: {{sourceRange: [127.0.0.1, {address}]}}}}}}}}\n"}


def naming(middleware: str, image: str = "traefik:v3.6") -> dict[str, str]:
    """A container whose router has middlewares and nothing else, and one whose router has a rule."""
    flags = "['--providers.docker=true', '--entrypoints.web.address=:80']"
    own = [f"traefik.http.middlewares.{name}.compress=true" for name in "mn"]
    router = ["traefik.http.routers.x.middlewares=m", "traefik.http.services.x.loadbalancer.server.port=80"]
    other = ["traefik.http.routers.a.rule=Host(`a.io`)", f"traefik.http.routers.a.middlewares={middleware}"]
    return {
        "compose.yml": f"services:\n  p: {{image: '{image}', command: {flags}, labels: {json.dumps(own + router)}}}\n"
        f"  a: {{image: a, expose: ['80'], labels: {json.dumps(other)}}}\n",
        "traefik.yml": "providers: {docker: {}}\nentryPoints: {web: {address: ':80'}}\n",
    }


def beside_dynamic(text: str) -> dict[str, str]:
    """A file in the directory that the file provider reads."""
    files = {"d/a.yml": "http: {routers: {a: {rule: Host(`a.io`), service: noop@internal}}}\n", "d/b.yml": text}
    return {**provided("file: {directory: d}"), **files}


SHOWN_TO_ALL = "tls: {{stores: {{default: {{defaultCertificate: {{certFile: {}, keyFile: b}}}}}}}}"
WITH_LIST = "http: {routers: {a: {rule: Host(`a.io`), middlewares: [w], service: api@internal}}, "
OLD_HEADER = "traefik.frontend.headers.STSSeconds=9"

CASES = [
    # a host that a template fills in
    ({"dynamic/a.yml": user("a")["traefik/dynamic.yml"].replace("a.io", 'a.{{ env "DOMAIN" }}').replace(
        ", middlewares: [login]", "")}, "dashboard-without-auth", True),
    # where nobody comes by
    (traefik(), "dashboard-without-auth", False),
    (traefik(ports=', "8080:8080"'), "dashboard-without-auth", True),
    (traefik(ports=', "127.0.0.1:8080:8080"'), "dashboard-without-auth", False),
    # a name that Traefik 1 gave, on what is for it
    (of_a_stack("traefik.docker.network=p", "traefik.frontend.rule=Host:a.io"), "swarm-old-prefix", False),
    (of_a_stack("traefik.docker.network=p", "traefik.frontend.rule=Host:a.io",
                "traefik.http.routers.a.rule=Host(`a.io`)"), "swarm-old-prefix", True),
    # a sentence in the place of an address that a script is to know, as long as no router has the list
    (allowing("this will be updated"), "ip-allow-list-bad-cidr", False),
    (allowing("this will be updated", WITH_LIST), "ip-allow-list-bad-cidr", True),
    (allowing("10.0.0.0/33"), "ip-allow-list-bad-cidr", True),
    (allowing("localhost"), "ip-allow-list-bad-cidr", True),
    # middlewares that are named where they are defined, and routers have them
    (naming("m"), "router-default-rule", False),
    (naming("m@docker"), "router-default-rule", False),
    (naming("n"), "router-default-rule", True),
    (naming("m", image="app"), "router-default-rule", True),
    # which network, where a label says the address
    (on_two_networks("services.a.loadbalancer.server.port: '80'"), "network-ambiguous", True),
    (on_two_networks(URL), "network-ambiguous", False),
    (on_two_networks("routers.a.service: a", URL, "services.b.loadbalancer.server.port: '9'"),
     "network-ambiguous", True),
    # which network, where nobody asks the container itself
    (on_two_networks("routers.a.service: there@file"), "network-ambiguous", False),
    (on_two_networks("routers.a.service: there@file", "services.s.loadbalancer.server.port: 80",
                     "routers.b.rule: Host(`b.io`)", "routers.b.service: s"), "network-ambiguous", True),
    (on_two_networks("routers.a.service: a@docker", "services.a.loadbalancer.server.port: 80"), "network-ambiguous",
     True),
    (lending(), "network-ambiguous", False),
    (lending(", '--providers.docker.defaultrule=Host(`{{ .Name }}.a.io`)'"), "network-ambiguous", True),
    # a socket that is there in the folder where Traefik is started
    ({"traefik.yml": ENDPOINT.format("var/run/docker.sock")}, "docker-endpoint", False),
    ({"traefik.yml": ENDPOINT.format("home/me/docker.sock")}, "docker-endpoint", True),
    # Traefik 1, which is said of its static configuration
    (traefik(tag="", mount="./", traefik_toml=FOR_1, app_yml=APP_1), "traefik-1-file", True),
    (traefik(tag="", mount="./", traefik_toml=FOR_1, app_yml=APP_1), "label-not-read", False),
    (traefik(tag="", mount="./", traefik_toml=FOR_1), "static-form-ignored", False),
    (traefik(mount="./", traefik_yml=STATIC), "static-form-ignored", True),
    (logging("--log.level=DEBUG", "log: {level: INFO}\n"), "static-form-ignored", False),
    (logging("--log.level=DEBUG", ""), "static-form-ignored", True),
    (logging("--log.level=DEBUG, --log.format=json", "log: {level: INFO}\n"), "static-form-ignored", True),
    (logging("'--log.level=${LEVEL:-INFO}'", "log: {level: INFO}\n"), "static-form-ignored", False),
    # the same by variables
    (by_variable("LOG_FORMAT: json", "log: {format: json}\n"), "static-form-ignored", False),
    (by_variable("LOG_FORMAT: json", "log: {format: common}\n"), "static-form-ignored", True),
    (by_variable("LOG_FORMAT: json", ""), "static-form-ignored", True),
    # variables of Compose's own, whose values flags take in or say as well
    (beside_flags("LOG_LEVEL: INFO", "--log.level=${TRAEFIK_LOG_LEVEL}"), "static-form-ignored", False),
    (beside_flags("LOG_LEVEL: DEBUG", "--log.level=DEBUG"), "static-form-ignored", False),
    (beside_flags("LOG_LEVEL: DEBUG", "--log.level=INFO"), "static-form-ignored", True),
    (beside_flags("LOG_LEVEL: INFO, TRAEFIK_API_DASHBOARD: 'true'", "--log.level=$TRAEFIK_LOG_LEVEL"),
     "static-form-ignored", True),
    # somebody's own, whose names only begin like those of sections
    (beside_flags("API_USER: me, TRAEFIK_LOG_DIR: /log, TRAEFIK_ENTRYPOINTS_HTTP: '80'"), "static-form-ignored", False),
    (by_variable("METRICS_USER: me", ""), "static-form-ignored", False),
    (beside_flags("API_USER: me, TRAEFIK_ENTRYPOINTS_WEB_ADDRESS: ':81'"), "static-form-ignored", True),
    (beside_flags("PROVIDERS_DOCKER_SWARMMODE: 'true'"), "static-form-ignored", True),
    # a label of Traefik 1 on Traefik itself, whose dashboard a router shows
    (old_label("traefik", "api@internal"), "label-not-read", False),
    (old_label("app", "api@internal"), "label-not-read", True),
    (old_label("traefik", "noop@internal"), "label-not-read", True),
    (old_label("traefik", "api@internal", OLD_HEADER), "label-not-read", True),
    (old_label("traefik", "api@internal", OLD_HEADER, ", middlewares: {h: {headers: {stsSeconds: 9}}}"),
     "label-not-read", False),
    # a catch-all of Traefik's own container, whose work an entry point does
    (caught("web: {address: ':80', http: {redirections: {entryPoint: {to: ':443'}}}}"), "not-exposed", False),
    (caught("web: {address: ':80'}"), "not-exposed", True),
    (caught("web: {address: ':80', http: {redirections: {entryPoint: {to: ':443'}}}}", "app"), "not-exposed", True),
    # a list that lets everybody in, as its name says
    (addressed("public-pages"), "ip-allow-list-everyone", False),
    (addressed("admins"), "ip-allow-list-everyone", True),
    # what slipped out of its section, and is so by default
    ({"traefik.yml": f"{STATIC}api:\ndashboard: true\n"}, "unknown-static-root", False),
    ({"traefik.yml": f"{STATIC}api:\ndashboard: false\n"}, "unknown-static-root", True),
    ({"traefik.yml": f"{STATIC}api:\ninsecure: true\n"}, "unknown-static-root", True),
    # a host alone never was a redirection
    (headed("sslHost: b.io"), "headers-ssl-options", False),
    (headed("sslHost: b.io, sslRedirect: true"), "headers-ssl-options", True),
    # a variable that is there to change something changes nothing
    (logging("--log.level=INFO, '--log.format=${FORM:-json}'", "log: {level: INFO, format: json}\n"),
     "static-form-ignored", True),
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
    (user("'admin:$apr1$hashed-password'"), "basic-auth-weak-hash", False),
    (user("'admin:$apr1$abcdefgh$FBwExRW4dCc8aL.OvjpIE1'"), "basic-auth-weak-hash", True),
    (environment("[password]"), "compose-refused", False),
    (environment("[a, b]"), "compose-refused", True),
    # a container that is called as programs write where they know nothing
    (server("port: 80"), "server-url-placeholder", False),
    (server("url: http://todo:80"), "server-url-placeholder", True),
    # labels of Traefik 1 beside those that say the same
    (left_over("traefik.frontend.rule: Host:a.io"), "label-not-read", False),
    (left_over("traefik.port: 80", "traefik.http.services.a.loadbalancer.server.port: 80"), "label-not-read", False),
    (left_over("traefik.port: 80"), "label-not-read", False),  # the image may expose this port alone
    (exposing("80"), "label-not-read", False),
    (exposing("80, 81"), "label-not-read", False),
    (exposing("80, 79"), "label-not-read", True),
    ({"compose.yml": APP.replace("rule: Host(`a.io`)", "entrypoints: web") + "      traefik.port: 80\n"
      "      traefik.http.services.a.loadbalancer.server.port: 80\n"}, "label-not-read", False),
    (left_over("traefik.port: 80", "traefik.tcp.services.a.loadbalancer.server.port: 80"), "label-not-read", False),
    (left_over("traefik.x-0.port: 80", "traefik.http.services.x.loadbalancer.server.port: 80"), "label-not-read",
     False),
    (left_over("traefik.x-0.frontend.rule: Host:a.io"), "label-not-read", False),
    (left_over("traefik.x-0.frontend.auth.basic.users: a"), "label-not-read", True),
    (left_over("traefik.frontend.auth.basic.users: a"), "label-not-read", True),
    ({"compose.yml": APP.replace("http.routers.a.rule: Host(`a.io`)", "frontend.rule: Host:a.io")},
     "label-not-read", False),  # nor does anybody say that it is another
    (traefik(app_yml=APP_1), "label-not-read", True),
    # a static configuration that is called as none, and holds what it drops
    (started("traefik.swarm.yml"), "static-in-dynamic", False),
    (started("traefik.swarm.yml"), "dynamic-in-static", True),
    (started("other.yml"), "static-in-dynamic", False),
    # a servers transport, which no labels define, wherever the Traefik is that reads these
    (left_over("traefik.http.services.a.loadbalancer.serverstransport: t"), "unknown-servers-transport", True),
    (left_over("traefik.http.services.a.loadbalancer.serverstransport: t@docker"), "unknown-servers-transport", False),
    (left_over("traefik.http.routers.a.middlewares: m"), "unknown-middleware", False),
    # what stands in the wrong file, and nobody misses
    (misplaced("http: {middlewares: {m: {compress: {}}}}"), "dynamic-in-static", False),
    (misplaced("http: {middlewares: {m: {compress: {}}}}", "", "m"), "dynamic-in-static", True),
    (misplaced("http: {middlewares: {m: {compress: {}}}}", "  middlewares: {m: {compress: {}}}", "m"),
     "dynamic-in-static", False),
    (misplaced("http: {routers: {b: {rule: Host(`b.io`), service: api@internal}}}"), "dynamic-in-static", True),
    (misplaced("http: {routers: {a: {rule: Host(`a.io`), service: api@internal}}}"), "dynamic-in-static", False),
    (misplaced("http: {routers: {a: {rule: Host(`c.io`), service: api@internal}}}"), "dynamic-in-static", True),
    (misplaced("tls: {options: {default: {minVersion: VersionTLS13}}}"), "dynamic-in-static", True),
    (misplaced("tls: {options: {old: {minVersion: VersionTLS12}}}"), "dynamic-in-static", False),
    (misplaced("tls: {certificates: [{certFile: a, keyFile: b}]}"), "dynamic-in-static", True),
    (misplaced("tls: {certificates: [{certFile: a, keyFile: b}]}", "tls: {certificates: [{keyFile: b, certFile: a}]}"),
     "dynamic-in-static", False),
    (misplaced("tls: {certificates: [{certFile: a, keyFile: b}]}", "tls: {certificates: [{keyFile: b, certFile: c}]}"),
     "dynamic-in-static", True),
    (misplaced("tls: {certificates: [{certFile: a, keyFile: b}]}", SHOWN_TO_ALL.format("a")), "dynamic-in-static",
     False),
    (misplaced("tls: {certificates: [{certFile: a, keyFile: b}]}", SHOWN_TO_ALL.format("c")), "dynamic-in-static",
     True),
    (misplaced("log: {level: DEBUG, format: json}", "log: {level: DEBUG}"), "static-in-dynamic", False),
    (misplaced("log: {level: INFO}", "log: {level: DEBUG}"), "static-in-dynamic", True),
    (misplaced("", "log: {level: DEBUG}"), "static-in-dynamic", True),
    # the same as flags of the Traefik that reads the file
    (in_flags("api: {dashboard: true, debug: false}"), "static-in-dynamic", False),
    (in_flags("api: {debug: true}"), "static-in-dynamic", True),
    (in_flags("log: {level: INFO, format: json}"), "static-in-dynamic", False),
    (in_flags("log: {level: DEBUG, format: json}"), "static-in-dynamic", True),
    (in_flags("entryPoints: {web: {address: ':80'}}"), "static-in-dynamic", False),
    (in_flags("entryPoints: {web: {address: ':8080'}}"), "static-in-dynamic", True),
    (in_flags("entryPoints: {ssh: {address: ':22'}}"), "static-in-dynamic", True),
    (in_flags("log: {format: [json]}"), "static-in-dynamic", True),
    # a file that may be in the directory
    ({"traefik.yml": STATIC.replace("{docker: {}}", "{file: {directory: d, filename: a.yml}}"),
      "d/a.yml": user("a")["traefik/dynamic.yml"]}, "file-provider-two-sources", False),
    ({"traefik.yml": STATIC.replace("{docker: {}}", "{file: {directory: d, filename: a.yml}}"),
      "d/b.yml": user("a")["traefik/dynamic.yml"]}, "file-provider-two-sources", True),
    ({"traefik.yml": STATIC.replace("{docker: {}}", "{file: {directory: /d, filename: /e/a.yml}}")},
     "file-provider-two-sources", True),
    (in_directory("./dynamic.yml:/d/config.yml"), "file-provider-two-sources", False),
    (in_directory("./data:/d"), "file-provider-two-sources", False),
    (in_directory("./data:/e"), "file-provider-two-sources", True),
    (in_directory("./dynamic.yml:/d/config.yml", "/config.yml"), "file-provider-two-sources", True),
    # what is empty where Compose takes it, and what a script fills in before
    ({"compose.yml": f"include: [a.yml, b.yml]\n{APP}", "a.yml": "# services:\n#   a: {}\n", "b.yml": ""},
     "compose-refused", False),
    ({"compose.yml": APP, "compose.override.yml": "# nothing\n"}, "compose-refused", False),
    ({"compose.yml": f"include: [a.yml]\n{APP}", "a.yml": "services: [a]\n"}, "compose-refused", True),
    ({"compose.yml": f"{APP}    extends: {{file: a.yml, service: a}}\n", "a.yml": "# nothing\n"},
     "compose-refused", True),
    (on_port("VPNPORT", 'sed -i "s/VPNPORT/$PORT/" compose.yml'), "compose-refused", False),
    (on_port("VPNPORT", 'sed -i "s/VPNPORT/$PORT/" other.yml'), "compose-refused", True),
    (on_port("PORT1", 'sed -i "s|PORT1|$used|g" "$file"'), "compose-refused", False),
    (on_port("PORT1", 'sed -i "s|PORT2|$used|g" "$file"'), "compose-refused", True),
    (on_port("VPNPORT", 'sed -i "s/OTHERPORT/$PORT/" compose.yml'), "compose-refused", True),
    (on_port("VPNPORT:a", 'sed -i "s/VPNPORT/$PORT/" compose.yml'), "compose-refused", True),
    # clients that the server may know by what they have signed themselves
    (client_certificates(""), "client-auth-not-verified", False),
    (client_certificates("", "default"), "client-auth-not-verified", True),
    (client_certificates(", caFiles: [/ca.pem]"), "client-auth-not-verified", True),
    (client_certificates("", "o", "gzip"), "client-auth-not-verified", True),
    (client_certificates("", "o", "passed"), "client-auth-not-verified", False),
    # only containers with a label
    (choosing("Label(`edge`, `a`)"), "exposed-by-default", False),
    (choosing("!Label(`edge`, `a`)"), "exposed-by-default", True),
    # what somebody fills in, or has emptied
    ({"d/a.yml": "http: {middlewares: {a: {basicAuth: {users: ['']}}}}\n"}, "basic-auth-malformed-user", False),
    ({"d/a.yml": "http: {middlewares: {a: {basicAuth: {users: [admin]}}}}\n"}, "basic-auth-malformed-user", True),
    ({"d/a.yml": "http: {routers: {r: {rule: Host(`a.io`), service: noop@internal, middlewares: [a]}},"
                 " middlewares: {a: {basicAuth: {users: ['']}}}}\n"}, "basic-auth-malformed-user", True),
    # files below others, where nobody says that Traefik reads the folder
    ({f"d/{one}": f"http: {{middlewares: {{{one[:1]}: {{compress: {{}}}}}}}}\n" for one in ("a.yml", "b/b.yml")},
     "subfolder-not-watched", False),
    ({f"d/{one}": f"http: {{middlewares: {{{one[:1]}: {{compress: {{}}}}}}}}\n" for one in ("a.yml", "b/b.yml")}
     | {"traefik.yml": "entryPoints: {w: {address: ':80'}}\nproviders: {file: {directory: d}}\n"},
     "subfolder-not-watched", True),
    # hosts that containers may answer
    (to_www("services: {a: {image: a, labels: ['traefik.http.routers.a.rule=${RULE}']}}\n"), "redirect-missing-route",
     False),
    (to_www("services: {a: {image: a, labels: ['traefik.http.routers.a.rule=Host(`a.de`)']}}\n"),
     "redirect-missing-route", True),
    (to_www("", ", docker: {}"), "redirect-missing-route", False),
    (to_www(""), "redirect-missing-route", True),
    # a value that is nothing but a word for which a script puts another one
    (put_in("DEBUGLEVEL", 'sed -i "s|DEBUGLEVEL|$LOG|g" "$app/etc/traefik.yml"'), "log-level", False),
    (put_in("DEBUGLEVEL", 'sed -i s,DEBUGLEVEL,$LOG, "$file"'), "log-level", False),
    (put_in("DEBUGLEVEL", "find . -name '*.yml' -exec sed -i 's#DEBUGLEVEL#info#' {} +"), "log-level", False),
    (put_in("'@LOG_LEVEL'", "#!/usr/bin/env bash\nsed -i 's\\@LOG_LEVEL\\'$LOG'\\g' traefik.yml", "common/functions"),
     "log-level", False),
    (put_in("'@LOG_LEVEL'", "sed -i 's\\@LOG_LEVEL\\'$LOG'\\g' traefik.yml", "NOTES"), "log-level", True),
    (put_in("DEBUGLEVEL", 'sed -i "s|DEBUGLEVEL|$LOG|g" other.yml'), "log-level", True),
    (put_in("DEBUGGING", 'sed -i "s|DEBUGLEVEL|$LOG|g" traefik.yml'), "log-level", True),
    (put_in("__LOG_LEVEL__", "true"), "log-level", False),
    (user("'@THE_KEY'") | {"set.sh": "sed -i 's\\@THE_KEY\\'$KEY'\\g' traefik/dynamic.yml\n"},
     "basic-auth-malformed-user", False),
    (user("'@THE_KEY'"), "basic-auth-malformed-user", True),
    ({"d/a.yml": "http: {routers: {d: {rule: __RULE__, service: api@internal, tls: {}}}}\n"}, "rule-syntax", False),
    # a dynamic file in the place of the static one, which is told
    (in_its_place("http: {routers: {a: {rule: Host(`a.io`), service: noop@internal}}}"), "dynamic-in-static", False),
    (in_its_place("log: {}, tls: {options: {default: {minVersion: VersionTLS12}}}"), "dynamic-in-static", True),
    # what is not mounted, which is told
    (with_options_of("./traefik.yml:/traefik.yml"), "tls-min-version-low", False),
    ({"compose.yml": "services: {traefik: {image: 'traefik:v3.6', volumes: ['./traefik.yml:/traefik.yml']}}\n",
      "traefik.yml": "entryPoints: {w: {address: ':80'}}\nproviders: {file: {directory: d}}\n",
      "d/a.yml": "http: {middlewares: {m: {plugin: {p: {apiKey: kJ8sPq2LmZx0WvYtR4uB}}}}}\n"},
     "secret-in-config", True),
    (with_options_of("./traefik.yml:/traefik.yml', './dynamic.yml:/dynamic.yml"), "tls-min-version-low", True),
    # what is on all the same
    (switched("tls={}", "http: {tls: {certResolver: le}}"), "label-switched-off", False),
    (switched("tls=le", "http: {tls: {certResolver: le}}"), "label-switched-off", False),
    (switched("tls=le", "http: {tls: {}}"), "label-switched-off", True),
    (switched("tls={}", ""), "label-switched-off", True),
    (switched("tls=flase", ""), "label-switched-off", False),
    (switched("tls=no", ""), "label-switched-off", False),
    (switched("tls=0", ""), "label-switched-off", False),
    (switched("tls=flase", "", "tls.certresolver=le"), "label-switched-off", True),
    (switched("tls=treu", ""), "label-switched-off", True),
    (switched("tls=on", ""), "label-switched-off", True),
    (switched("tls=1", ""), "label-switched-off", True),
    (switched("tls={}", "http: {tls: {}}", "tls.options=a@file"), "label-switched-off", True),
    # a resolver that the Traefik of another profile has
    (by_profile("profiles: [dev]", "profiles: [prod]", "le"), "unknown-cert-resolver", False),
    (by_profile("profiles: [dev]", "profiles: [prod]", "other"), "unknown-cert-resolver", True),
    (by_profile("profiles: [dev]", "profiles: [dev, prod]", "le"), "unknown-cert-resolver", True),
    (by_profile("tty: true", "profiles: [prod]", "le"), "unknown-cert-resolver", True),
    # labels that nobody reads, and nobody misses
    (unread("traefik.http.routers.shop.rule: Host(`b.io`)"), "provider-off", False),
    (unread("traefik.http.routers.x.rule: Host(`a.io`)"), "provider-off", False),
    (unread("traefik.http.routers.x.rule: Host(`b.io`)"), "provider-off", True),
    (unread("traefik.enable: 'false'"), "provider-off", False),
    (unread("traefik.http.routers.x.rule: Host(`b.io`)")
     | {"traefik/traefik.yml": "providers: {docker: false, file: {directory: /etc/traefik/dynamic}}\n"},
     "provider-off", False),
    (unread("traefik.enable: 'true'"), "provider-off", True),
    (led_by_files("Host(`a.io`) && PathPrefix(`/`)", "http://app:80"), "provider-off", False),
    (led_by_files("Host(`a.io`) && PathPrefix(`/`)", "http://other:80"), "provider-off", True),
    (led_by_files("Host(`b.io`) && PathPrefix(`/`)", "http://app:80"), "provider-off", True),
    # a provider that is a comment
    (with_static_lines("  # docker:\n  #   exposedByDefault: false\n"), "provider-off", False),
    (with_static_lines("  # swarm:\n"), "provider-off", True),
    (with_static_lines("  # docker: see above, it is not for us\n"), "provider-off", True),
    # a Traefik in a project of its own that has no socket, beside a file that the host has elsewhere
    (of_the_host("/opt/traefik:/etc/traefik"), "provider-off", False),
    (of_the_host("/opt/traefik:/etc/traefik, /run/docker.sock:/run/docker.sock"), "provider-off", True),
    # a resolver that is taken out of use, as its author knows or is told
    (without_resolver("# certificatesResolvers:\n#   le:\n#     acme: {}\n"), "unknown-cert-resolver", False),
    (without_resolver("# certificatesResolvers:\n#   other:\n#     acme: {}\n"), "unknown-cert-resolver", True),
    (without_resolver("# certificatesResolvers:\n#   le:\n#     acme: {}\n"
                      "certificatesResolvers: {other: {acme: {tlsChallenge: {}}}}\n"), "unknown-cert-resolver", True),
    (without_resolver("# --certificatesresolvers.le.acme.tlschallenge=true\n"), "unknown-cert-resolver", False),
    (without_resolver("# [certificatesResolvers.le.acme]\n", ", http: {tls: {certResolver: le}}"),
     "entrypoint-unknown-resolver", False),
    (without_resolver("", ", http: {tls: {certResolver: le}}"), "entrypoint-unknown-resolver", True),
    (without_resolver("", flags="yes"), "unknown-cert-resolver", False),
    (without_resolver("", ", http: {tls: {certResolver: other}}", "yes"), "entrypoint-unknown-resolver", True),
    (without_resolver(""), "unknown-cert-resolver", True),
    # labels that do nothing, and that nobody misses
    (hidden(f"{SERVER}.port=81", f"{SERVER}.address=a:81"), "label-file-only", False),
    (hidden(f"{SERVER}.port=82", f"{SERVER}.address=a:81"), "label-file-only", True),
    (hidden(f"{SERVER}.address=a:81"), "label-file-only", True),
    (hidden(f"{SKIPPED}=true", transport=SKIPPING), "label-file-only", False),
    (hidden(f"{SKIPPED}=true", "http.serverstransports.t.servername=a", transport=SKIPPING), "label-file-only", True),
    (hidden(f"{SKIPPED}=true", "http.services.a.loadbalancer.serverstransport=t", transport=SKIPPING),
     "unknown-servers-transport", True),
    (hidden(f"{SKIPPED}=true"), "label-file-only", True),
    # how strong TLS is where no stranger comes by
    (ciphers("192.168.2.130"), "tls-min-version-low", False),
    (ciphers("a.localhost"), "tls-min-version-low", False),
    (ciphers("shop.example.com"), "tls-min-version-low", True),
    (ciphers(""), "tls-min-version-low", True),
    ({name: text.replace("S11", "S12") for name, text in ciphers("a.localhost").items()}, "tls-weak-cipher", False),
    ({name: text.replace("S11", "S12") for name, text in ciphers("a.io").items()}, "tls-weak-cipher", True),
    # a router that nobody reaches, whether it works or not
    (sent_on("priority=1"), "router-unlinked", False),
    (sent_on("priority=1", "web,safe"), "router-unlinked", True),
    (sent_on("service=gone"), "unknown-service", False),
    (sent_on("service=gone", "safe"), "unknown-service", True),
    # flags beside a folder of the host with a file, as one here is called
    (from_the_host("'/home/me/proxy:/etc/traefik'"), "unknown-entrypoint", False),
    (from_the_host("'/home/me/other:/etc/traefik'"), "unknown-entrypoint", True),
    (from_the_host("'/home/me/proxy:/data'"), "unknown-entrypoint", True),
    # what a file has of which is told that nobody reads it
    (beside_labels("conf/b.yml"), "same-rule-same-priority", False),
    (beside_labels("/b.yml"), "same-rule-same-priority", True),
    # two ways to the same
    (in_both("passHostHeader: true", "a"), "same-rule-same-priority", False),
    (in_both("passHostHeader: false", "a"), "same-rule-same-priority", True),
    (in_both("sticky: {cookie: {}}", "a"), "same-rule-same-priority", False),
    (in_both("healthCheck: {path: /}", "a"), "same-rule-same-priority", False),
    (in_both("sticky: {cookie: {}}", "a", 2), "same-rule-same-priority", True),
    (in_both("sticky: {cookie: {}}", "b"), "same-rule-same-priority", True),
    (in_both("passHostHeader: true", "b"), "same-rule-same-priority", True),
    (dashboards(""), "same-rule-same-priority", False),
    (dashboards("middlewares: [login]"), "same-rule-same-priority", True),
    # what only a file for development or tests mounts
    (insecure("docker-compose.traefik-local.yml"), "api-insecure", False),
    (insecure("docker-compose.traefik.yml"), "api-insecure", True),
    # a level of the log that Traefik 2 knows
    (traefik(tag=":v2.9", flags=f"{FLAGS}, --log.level=WARNING"), "log-level", False),
    (traefik(tag=":v2.9", flags=f"{FLAGS}, --log.level=LOUD"), "log-level", True),
    (traefik(flags=f"{FLAGS}, --log.level=WARNING"), "log-level", True),
    # where nothing is served over TLS, visitors are near or TLS ends before
    (asks_for_a_password(""), "credentials-over-http", False),
    (asks_for_a_password(", tls: {address: ':443'}"), "credentials-over-http", True),
    (asks_for_a_password(", tls: {address: ':8443', http: {tls: {}}}"), "credentials-over-http", True),
    (asks_for_a_password("", ", b: {rule: Host(`b.io`), service: api@internal, tls: {}}"),
     "credentials-over-http", True),
    (at_the_host("80:80", "admin.shop.com"), "credentials-over-http", True),
    (at_the_host("8080:80", "admin.shop.com"), "credentials-over-http", False),
    (at_the_host("127.0.0.1:80:80", "admin.shop.com"), "credentials-over-http", False),
    (at_the_host("80:80", "admin.shop.lan"), "credentials-over-http", False),
    # an entry point of its own, which is every router's that names none
    (database("      traefik.tcp.routers.db.entrypoints: db\n"), "tcp-catch-all-shadows-http", False),
    (database("      traefik.tcp.routers.db.entrypoints: db\n", "traefik.http.routers.shop.entrypoints: db"),
     "tcp-catch-all-shadows-http", True),
    (database("      traefik.tcp.routers.db.entrypoints: web\n"), "tcp-catch-all-shadows-http", True),
    (database(""), "tcp-catch-all-shadows-http", True),
    # a certificate that nobody is asked for, or that another one stands in for
    (certificate("certResolver: le"), "acme-without-domain", True),
    (certificate("certResolver: other"), "acme-without-domain", False),
    (certificate("certResolver: other"), "unknown-cert-resolver", True),
    (certificate("certResolver: le",
                 "tls: {stores: {default: {defaultCertificate: {certFile: /a.pem, keyFile: /a.key}}}}\n"),
     "acme-without-domain", False),
    # a label twice, of which the second says all that the first does
    (listed("middlewares=a@file", "middlewares=a@file, b@file"), "label-overridden", False),
    (listed("middlewares=a", "middlewares=b@file,a@docker"), "label-overridden", False),
    (listed("middlewares=a@file,b@file", "middlewares=a@file"), "label-overridden", True),
    (listed("entrypoints=web", "entrypoints=websecure"), "label-overridden", True),
    (listed("priority=1", "priority=1,2"), "label-overridden", False),  # and one changed one's mind
    (listed("service=a", "service=b", other="rule=Host(`b.io`)"), "label-overridden", True),
    ({"compose.yml": listed()["compose.yml"]
      + "".join(f"      - traefik.http.middlewares.a.buffering.maxRequestBodyBytes={n}\n" for n in (1, 2))},
     "label-overridden", True),
    (listed("rule=Host(`a`)", "rule=Host(`a`),Path(`/b`)"), "label-overridden", True),
    (chained("b,a"), "label-overridden", False),
    (chained("b"), "label-overridden", True),
    (chained("c"), "label-overridden", True),
    # a router of which there is no more than the name
    (proxied("=1"), "router-default-rule", False),
    (proxied("=1"), "label-empty-object", True),
    # a header of which Traefik 3 warns
    (trusting("v2.9"), "forward-auth-trust-unset", False),
    (trusting("v3.7"), "forward-auth-trust-unset", True),
    # a router that is there for a certificate
    (proxied("tls.certresolver=le", "tls.domains[0].main=*.a.io"), "router-default-rule", False),
    (proxied("tls.certresolver=le", "tls.domains[0].main=*.a.io", "middlewares=a@file"), "router-default-rule", True),
    (proxied("tls.certresolver=le"), "router-default-rule", True),
    (proxied("tls.certresolver=le", "tls.domains[0].main=*.a.io", "service=noop@internal"), "router-default-rule",
     False),
    (proxied("tls.certresolver=le", "tls.domains[0].main=*.a.io", "service=shop@file"), "router-default-rule", True),
    # two containers that serve the same
    (two_of_one("app:1"), "service-shared", False),
    (two_of_one("app:2"), "service-shared", True),
    (numbered("app1", "app2"), "service-shared", False),
    (numbered("app-blue", "app-green"), "service-shared", True),
    (two_of_one("app:1", "routers.b.rule=Host(`b.io`)"), "service-shared", True),
    (two_of_one("app:1", command="    command: [worker]\n"), "service-shared", True),
    (two_of_one("app:1", command="    environment: {DATABASE: b}\n"), "service-shared", True),
    (built("build: ./app", "build: ./app"), "service-shared", False),
    (built("build: {context: ./app}", "build: {context: ./app}"), "service-shared", False),
    (built("build: ./app", "build: ./api"), "service-shared", True),
    (built("build: {context: ., target: a}", "build: {context: ., target: b}"), "service-shared", True),
    (built("build: {context: ., args: {A: b}}", "build: {context: ., args: {A: c}}"), "service-shared", True),
    # a header that is set on its own side, too
    (headers("X-Frame-Options: deny", "x-frame-options: deny"), "header-on-wrong-side", False),
    (headers("X-Frame-Options: deny", "Server: ''"), "header-on-wrong-side", True),
    (headers("X-Forwarded-Proto: https", "X-Forwarded-Proto: https"), "header-on-wrong-side", False),
    (headers("X-Forwarded-Port: '443'", "X-Forwarded-Proto: https"), "header-on-wrong-side", True),
    # what Traefik tells services by itself
    (headers("A: b", "X-Forwarded-Proto: https", ", tls: {}"), "header-on-wrong-side", False),
    (headers("A: b", "X-Forwarded-Proto: http", ", tls: {}"), "header-on-wrong-side", True),
    (headers("A: b", "X-Forwarded-Proto: https"), "header-on-wrong-side", True),
    (headers("A: b", "X-Forwarded-Port: '443'", ", tls: {}"), "header-on-wrong-side", True),
    # a suite for one router, where nobody else gets a weak one
    (suites("TLS_AES_128_GCM_SHA256", "TLS_RSA_WITH_AES_128_CBC_SHA256"), "tls-weak-cipher", False),
    (suites("TLS_RSA_WITH_AES_128_CBC_SHA256", "TLS_AES_128_GCM_SHA256"), "tls-weak-cipher", True),
    (suites("", "TLS_RSA_WITH_AES_128_CBC_SHA256"), "tls-weak-cipher", True),
    (suites("TLS_RSA_WITH_AES_128_CBC_SHA256], minVersion: VersionTLS10, curvePreferences: [",
            "TLS_AES_128_GCM_SHA256"), "tls-weak-cipher", False),
    (suites("TLS_RSA_WITH_AES_128_CBC_SHA256], minVersion: VersionTLS10, curvePreferences: [",
            "TLS_AES_128_GCM_SHA256"), "tls-min-version-low", True),
    # two routers of one name that lead to one container, and a TCP router beside that for HTTPS
    (twice("http://app:80", "80"), "same-rule-same-priority", False),
    (twice("http://app:81", "80"), "same-rule-same-priority", True),
    (twice("http://other:80", "80"), "same-rule-same-priority", True),
    (twice("http://app:80", "80", "services.a.loadbalancer.passhostheader: 'false'"), "same-rule-same-priority", True),
    (twice("http://app:80", "80", "routers.a.middlewares: m", "middlewares.m.compress: 'true'"),
     "same-rule-same-priority", True),
    (over_tcp(), "tcp-router-behind-https", True),
    (over_tcp("tcp.services.a.loadbalancer.server.port: 80"), "tcp-router-behind-https", False),
    (over_tcp("tcp.services.a.loadbalancer.server.port: 5432"), "tcp-router-behind-https", True),
    # one name in two spellings, which only a router's name minds
    (spelt("routers.A.entrypoints: web"), "label-case-collision", False),
    (spelt("routers.a.entrypoints: web", "routers.a.entryPoints: api"), "label-case-collision", True),
    (spelt("middlewares.m.headers.customRequestHeaders.A: b", "middlewares.m.headers.customrequestheaders.B: c"),
     "label-case-collision", False),
    # a port of Traefik 1, where the image has no other
    (left_over("traefik.port: 9") | {"compose.yml": APP.replace("image: app", "image: app\n    ports: ['80:9']")
     + "      traefik.port: 9\n"}, "label-not-read", False),
    (left_over("traefik.port: 9") | {"compose.yml": APP.replace("image: app", "image: app\n    ports: ['9:80']")
     + "      traefik.port: 9\n"}, "label-not-read", True),
    (left_over("traefik.port: 9") | {"compose.yml": APP.replace("image: app", "image: app\n    ports: ['80:80', 9]")
     + "      traefik.port: 9\n"}, "label-not-read", False),
    (left_over("traefik.port: 9") | {"compose.yml": APP.replace("image: app", "image: app\n    ports: ['80:80', 8]")
     + "      traefik.port: 9\n"}, "label-not-read", True),
    # default entry points of Traefik 1, which all of them are today
    (points("web, websecure"), "unknown-static-root", False),
    (points("http, https"), "unknown-static-root", False),
    (points("web"), "unknown-static-root", True),
    (points("web, websecure", ", traefik: {address: ':8080'}"), "unknown-static-root", False),
    (points("web, websecure", ", other: {address: ':8080'}"), "unknown-static-root", True),
    # a Traefik that cannot ask Docker
    (apart("/srv:/srv"), "provider-off", False),
    (apart("/var/run/docker.sock:/var/run/docker.sock"), "provider-off", True),
    (unread("traefik.http.routers.x.rule: Host(`b.io`)", "/srv:/srv"), "provider-off", True),
    (unread("traefik.http.routers.x.rule: Host(`b.io`)", "/var/run:/var/run:ro"), "provider-off", True),
    # a container that is left out anyway
    (stack(", --providers.swarm.exposedbydefault=false", "traefik.enable=false"), "label-wrong-place", False),
    (stack(", --providers.swarm.exposedbydefault=false", "traefik.enable=true"), "label-wrong-place", True),
    (stack("", "traefik.enable=false"), "label-wrong-place", True),
    # a server to be named
    (traefik(flags=f"{FLAGS}, '--certificatesresolvers.le.acme.caserver=${{SERVER:-changeme}}'"),
     "acme-server-not-https", False),
    (traefik(flags=f"{FLAGS}, '--certificatesresolvers.le.acme.caserver=${{SERVER:-http://ca}}'"),
     "acme-server-not-https", True),
    # a file that is decrypted before anybody reads it
    (env("Salted__k(\x02 a b\n"), "compose-refused", False),
    (env("-----BEGIN PGP MESSAGE-----\n\na b\n"), "compose-refused", False),
    (env("a b\n"), "compose-refused", True),
    # a user that a form in another file gives
    (left_over("traefik.http.middlewares.l.basicauth.users: ${USERS}") | {".env": "USERS=<user-password-hash>\n"},
     "basic-auth-malformed-user", False),
    (left_over("traefik.http.middlewares.l.basicauth.users: ${USERS}") | {".env": "USERS=me\n"},
     "basic-auth-malformed-user", True),
    # a password that was taken out
    (user("'admin:removed'"), "basic-auth-plaintext", False),
    (user("'admin:swordfish'"), "basic-auth-plaintext", True),
    # users that a variable gives
    (left_over("traefik.http.middlewares.l.basicauth.users: ${USERS}",
               "traefik.http.middlewares.l.basicauth.removeheader: 'true'"), "basic-auth-no-users", False),
    (left_over("traefik.http.middlewares.l.basicauth.users: ''",
               "traefik.http.middlewares.l.basicauth.removeheader: 'true'"), "basic-auth-no-users", True),
    # what was taken out before others saw it
    (served("url: ''\n          - url: ''"), "server-url-empty", False),
    (served('url: ""\n          - url: ""'), "server-url-empty", False),
    (served("url: ''\n          - url: http://a"), "server-url-empty", True),
    (served("weight: 1"), "server-url-empty", True),
    (served("url:"), "server-url-empty", True),
    # labels of Traefik 1 that say what is so by itself, or what others say
    (left_over("traefik.protocol: http"), "label-not-read", False),
    (left_over("traefik.protocol: https"), "label-not-read", True),
    (left_over("traefik.protocol: https", "traefik.http.services.a.loadbalancer.server.scheme: https"),
     "label-not-read", False),
    (left_over("traefik.frontend.passHostHeader: 'true'"), "label-not-read", False),
    (left_over("traefik.frontend.passHostHeader: 'false'"), "label-not-read", True),
    (left_over("traefik.frontend.entryPoints: https", "traefik.http.routers.a.entrypoints: websecure"),
     "label-not-read", False),
    (left_over("traefik.frontend.entryPoints: https"), "label-not-read", True),
    (traefik(app_yml=f"{APP}      traefik.frontend.entryPoints: web\n"), "label-not-read", False),
    (traefik(app_yml=f"{APP}      traefik.frontend.entryPoints: web,other\n"), "label-not-read", True),
    # a user who is called as in examples
    (user("'username:password'"), "basic-auth-plaintext", False),
    (user("'admin:#######'"), "basic-auth-plaintext", False),
    (user("'admin:secret_key'"), "basic-auth-plaintext", False),
    (user("'admin:aaab'"), "basic-auth-plaintext", True),
    (user("'test:string'"), "basic-auth-plaintext", False),
    (user("'admin:password'"), "basic-auth-plaintext", True),
    # headers that everybody may send, where nothing goes by them
    (believing("stripPrefix: {prefixes: [/a]}"), "forwarded-headers-insecure", False),
    (believing_behind("'8095:80'", "t: {image: cloudflare/cloudflared}"), "forwarded-headers-insecure", False),
    (believing_behind("'80:80'", "t: {image: cloudflare/cloudflared}"), "forwarded-headers-insecure", True),
    (believing_behind("", "p: {image: haproxy, ports: ['80:80']}"), "forwarded-headers-insecure", False),
    (believing_behind("'8080:80'", "p: {image: haproxy, ports: ['80:80']}"), "forwarded-headers-insecure", True),
    (believing_behind("", "p: {image: haproxy, ports: ['81:80']}"), "forwarded-headers-insecure", True),
    (believing_behind("", "p: {image: haproxy, ports: ['80:80'], network_mode: none}"),
     "forwarded-headers-insecure", True),
    (believing_behind("'8095:80'"), "forwarded-headers-insecure", True),
    (believing("ipAllowList: {sourceRange: [10.0.0.1]}"), "forwarded-headers-insecure", False),
    (believing("ipAllowList: {sourceRange: [10.0.0.1], ipStrategy: {depth: 1}}"), "forwarded-headers-insecure", True),
    (believing("ipAllowList: {sourceRange: [10.0.0.1], ipStrategy: {depth: 1}}", "proxyProtocol"),
     "forwarded-headers-insecure", True),
    (believing("forwardAuth: {address: 'http://auth:80'}"), "forwarded-headers-insecure", True),
    (believing("plugin: {guard: {a: b}}"), "forwarded-headers-insecure", True),
    (believing_on_another("entryPoints: [safe], ", ""), "forwarded-headers-insecure", False),
    (believing_on_another("", ", asDefault: true"), "forwarded-headers-insecure", False),
    (believing_on_another("", ""), "forwarded-headers-insecure", True),
    (believing_on_another("entryPoints: [web], ", ", asDefault: true"), "forwarded-headers-insecure", True),
    (believing("rateLimit: {average: 1, sourceCriterion: {requestHeaderName: X-Real-Ip}}"),
     "forwarded-headers-insecure", True),
    (believing("rateLimit: {average: 1, sourceCriterion: {requestHeaderName: X-Key}}"),
     "forwarded-headers-insecure", False),
    (believing("stripPrefix: {prefixes: [/a]}", "proxyProtocol"), "forwarded-headers-insecure", True),
    ({"traefik.yml": "entryPoints: {web: {address: ':80', forwardedHeaders: {insecure: true}}}\n"},
     "forwarded-headers-insecure", False),
    # one name twice, and the same below it
    (in_two_files("tls: {stores: {default: {defaultGeneratedCert: {resolver: le}}}}"), "duplicate-name", False),
    (in_two_files("tls: {options: {default: {minVersion: VersionTLS12}}}"), "duplicate-name", False),
    (in_two_files("tls: {options: {default: {minVersion: VersionTLS12}}}", "12", "13"), "duplicate-name", True),
    (in_two_files("http: {services: {a: {loadBalancer: {servers: [{url: 'http://a'}]}}}}", "//a", "//b"),
     "duplicate-name", True),
    (in_folders("prod/a.yml"), "duplicate-name", False),
    (in_folders("prod/b.yml"), "duplicate-name", True),
    (in_folders("api/a.yml"), "duplicate-name", True),
    (in_folders("prod/a.yml") | {"traefik.yml": "entryPoints: {w: {address: ':80'}}\n"
                                 "providers: {file: {directory: d}}\n"}, "duplicate-name", True),
    # a name that leads nowhere, in a chain that nobody uses
    (chains("used"), "unknown-middleware", False),
    (chains("spare"), "unknown-middleware", True),
    # said of the option itself
    (plain("tls:"), "plain-router-on-tls-entrypoint", False),
    (plain("tls:"), "switched-off", True),
    # TLS that the entry point gives all the same
    (plain("tls: le", ", http: {tls: {certResolver: le}}"), "switched-off", False),
    (plain("tls: yes", ", http: {tls: {}}"), "switched-off", False),
    (plain("tls:", ", http: {tls: {}}"), "switched-off", False),
    (plain("tls: other", ", http: {tls: {certResolver: le}}"), "switched-off", True),
    (plain("tls: le", ", http: {tls: {}}"), "switched-off", True),
    (plain("tls: le"), "switched-off", True),
    (plain("tls: null"), "plain-router-on-tls-entrypoint", True),
    (plain(""), "plain-router-on-tls-entrypoint", True),
    # a certificate that a wildcard may be, whatever the host comes to
    (replaced("app.$DOMAIN", "domains: [{main: '*.a.io'}]"), "entry-point-tls-replaced", False),
    (replaced("app.$DOMAIN", "domains: [{main: a.io}]"), "entry-point-tls-replaced", True),
    (replaced("app.b.io", "domains: [{main: '*.a.io'}]"), "entry-point-tls-replaced", True),
    (replaced("app", "domains: [{main: '*.a.io'}]"), "entry-point-tls-replaced", False),
    (replaced("app.b.io", "domains: [{main: $DOMAIN, sans: ['*.$DOMAIN']}]"), "entry-point-tls-replaced", False),
    (wild("app.b.io", "*.${DOMAIN}"), "entry-point-tls-replaced", False),
    (wild("app.b.io", "*.c.io"), "entry-point-tls-replaced", True),
    (wild("app.b.io", "*.d.io"), "entry-point-tls-replaced", True),
    # two names of which nobody knows that they are one
    (left_over("traefik.http.middlewares.x.compress: 'true'", "traefik.http.middlewares.x.headers.framedeny: 'true'"),
     "middleware-two-types", True),
    (listed_twice("${A}-m", "${A}-m"), "middleware-two-types", True),
    # a middleware of labels that no router uses, where routers have others of files
    (with_two_types("e@file"), "middleware-two-types", False),
    (with_two_types("e@file,d"), "middleware-two-types", True),
    (with_two_types(""), "middleware-two-types", True),
    (listed_twice("${A}-m", "${B}-m"), "middleware-two-types", False),
    # a router that is left over
    (redirects("routers.a.middlewares=to", ":80"), "router-default-rule", True),
    (redirects("routers.a.middlewares=to", ":80, redirect"), "router-default-rule", False),
    (redirects("routers.a.middlewares=other", ":80, redirect"), "router-default-rule", True),
    (redirects("routers.a.tls=true", ":443, tls"), "router-default-rule", False),
    (redirects("routers.a.tls.domains[0].main=a.io", ":443, tls"), "router-default-rule", False),
    (redirects("routers.a.tls.certresolver=le", ":443, tls"), "router-default-rule", True),
    (redirects("routers.a.tls=true", ":443"), "router-default-rule", True),
    # an entry point that only redirects
    (redirects("routers.b.entrypoints=web\n      - traefik.http.routers.b.entrypoints=alt", ":80, redirect"),
     "label-overridden", False),
    (redirects("routers.b.entrypoints=web\n      - traefik.http.routers.b.entrypoints=alt", ":80"),
     "label-overridden", True),
    # what an entry point is called keeps nobody out
    (at_home("home_web", "web"), "dashboard-without-auth", True),
    (at_home("web", "home_web"), "dashboard-without-auth", True),
    (at_home("lan", "lan-two"), "dashboard-without-auth", True),
    # but where that is all that is known, it says who comes there; so does a private address beside an open one
    (alone_on("internal"), "dashboard-without-auth", False),
    (alone_on("websecure-lan, vpn"), "dashboard-without-auth", False),
    (alone_on("internal, websecure"), "dashboard-without-auth", True),
    (alone_on("websecure"), "dashboard-without-auth", True),
    (alone_on("vpn", WEAK), "basic-auth-weak-hash", False),
    (alone_on("websecure", WEAK), "basic-auth-weak-hash", True),
    (listening("192.168.1.10:80"), "dashboard-without-auth", False),
    (listening("100.64.0.1:80"), "dashboard-without-auth", False),
    (listening("8.8.8.8:80"), "dashboard-without-auth", True),
    (listening("192.168.1.10:80", also=", two"), "dashboard-without-auth", True),
    (listening("192.168.1.10:80", "192.168.1.10:443"), "dashboard-without-auth", True),
    (left("- traefik.http.routers.a.tls=true", "x"), "router-default-rule", True),
    (left("- traefik.http.routers.a.tls=true", "a"), "router-default-rule", False),
    (left("- traefik.http.routers.a.tls=true\n      #- traefik.http.routers.a.rule=Host(`a.io`)"),
     "router-default-rule", False),
    (left("- traefik.http.routers.a.tls=true\n      #- traefik.http.routers.a.middlewares=m"),
     "router-default-rule", True),
    (left("- traefik.http.routers.a=true", "x"), "label-empty-object", True),
    (left("- traefik.http.routers.a=true", "a"), "label-empty-object", False),
    # headers of answers that another middleware sends
    (sent("customFrameOptionsValue: DENY", "[m, other]"), "header-on-wrong-side", False),
    (sent("customFrameOptionsValue: DENY", "[m]"), "header-on-wrong-side", True),
    (sent("referrerPolicy: none", "[m, other]"), "header-on-wrong-side", True),
    ({"d/a.yml": sent("", "[m]")["d/a.yml"].replace("{customRequestHeaders", "{frameDeny: true, customRequestHeaders")},
     "header-on-wrong-side", False),
    # a password that is to be changed
    ({"d/a.yml": user("'admin:$apr1$abcdefgh$FBwExRW4dCc8aL.OvjpIE1'")["traefik/dynamic.yml"].rstrip()
      + "  # CHANGE THIS!\n"}, "basic-auth-weak-hash", False),
    ({"d/a.yml": user("'admin:$apr1$abcdefgh$FBwExRW4dCc8aL.OvjpIE1'")["traefik/dynamic.yml"].rstrip()
      + "  # of the admin\n"}, "basic-auth-weak-hash", True),
    # hosts of one's own machine
    (machine("Makefile", "certs:\n\tmkcert -cert-file c.pem 'a.io' '*.a.io'\n"), "dashboard-without-auth", False),
    (machine("Makefile", "certs:\n\tmkcert -cert-file c.pem b.io\n"), "dashboard-without-auth", True),
    # a host of which a variable is the last part, which may be any
    (on_host("traefik.${BASE_DOMAIN}"), "dashboard-without-auth", False),
    (on_host("traefik.${BASE_DOMAIN?}"), "dashboard-without-auth", False),
    (on_host("traefik.${BASE_DOMAIN:?say which}"), "dashboard-without-auth", False),
    (on_host("${NAME?}.a.io"), "dashboard-without-auth", True),
    (on_host("traefik.${BASE_DOMAIN?}", "certresolver=le"), "dashboard-without-auth", True),
    # certificates that are called as mkcert calls them
    (machine("traefik/tls.yml", pair_of("a.io+1")), "dashboard-without-auth", False),
    (machine("traefik/tls.yml", pair_of("_wildcard.a.io+2")), "dashboard-without-auth", False),
    (machine("traefik/tls.yml", pair_of("a.io")), "dashboard-without-auth", True),
    ({**machine("traefik/tls.yml", pair_of("a.io+1")), "traefik/more.yml": pair_of("b.io")},
     "dashboard-without-auth", True),
    ({**machine("traefik/tls.yml", pair_of("a.io+1")), "traefik.yml": WITH_ACME}, "dashboard-without-auth", True),
    (machine("README.md", "```\n127.0.0.1  b.io traefik.a.io\n```\n"), "dashboard-without-auth", False),
    (machine("README.md", "```\n10.0.0.1  traefik.a.io\n```\n"), "dashboard-without-auth", True),
    (machine("README.md", "# Traefik 2 Example\n\nIt runs.\n"), "dashboard-without-auth", False),
    (machine("README.md", "\n---\n\nA workshop on Traefik\n====\n"), "dashboard-without-auth", False),
    (machine("README.md", "# Traefik\n\nAn example follows.\n"), "dashboard-without-auth", True),
    (machine("README.md", "# Homelab examples\n"), "dashboard-without-auth", True),
    (machine("README.md", "# Our demo server\n"), "dashboard-without-auth", True),
    (machine("README.md", "# A template for servers\n"), "dashboard-without-auth", True),
    (machine("app/README.md", "# Demo\n"), "dashboard-without-auth", True),
    ({"README.md": "# Demo\n", "a.yml": ROUTED.replace("service", "servic")}, "unknown-field", True),
    (machine("c/compose.yml", "services:\n  c:\n    image: x/mkcert\n    environment:\n      - domain=b.io,*.a.io\n"),
     "dashboard-without-auth", False),
    (machine("c/compose.yml", "services:\n  c:\n    image: x/nginx\n    environment:\n      - domain=b.io,*.a.io\n"),
     "dashboard-without-auth", True),
    ({**insecure("compose.yml"), "README.md": "```\nmkcert -install\nmkcert localhost *.localhost\n```\n"},
     "api-insecure", True),
    ({**insecure("compose.yml"), "README.md": "```\nmkcert -install\n```\n"}, "api-insecure", True),
    ({**insecure("compose.yml"), "docs/dev.md": "```\nmkcert shop.dev *.shop.dev\n```\n"}, "api-insecure", True),
    ({**insecure("compose.yml"), "docs/dev.md": "```\n127.0.0.1 a.localhost\n```\n"}, "api-insecure", True),
    # the default options, which no host is needed for
    ({"d/a.yml": "http: {routers: {a: {rule: Path(`/`), service: noop@internal, tls: {options: default@file}}}}\n"},
     "tls-options-without-host", False),
    # shown there anyway
    (shown("traefik"), "dashboard-without-auth", False),
    (shown("web"), "dashboard-without-auth", True),
    # what a static configuration may say that is not here
    (without_static("init: {image: x, network_mode: none}"), "container-without-address", False),
    (without_static("init: {image: x, network_mode: none, labels: [a=b]}"), "container-without-address", False),
    (without_static("init: {image: x, network_mode: none, labels: [traefik.enable=true]}"),
     "container-without-address", True),
    (without_static("app: {image: x, networks: [front, back], labels: ['traefik.http.routers.a.rule=Host(`a.io`)']}"),
     "network-ambiguous", False),
    # a default rule that says nothing, and one that was to say something
    ({"traefik.yml": "providers: {docker: {defaultRule: '{{ `` }}'}}\nentryPoints: {web: {address: ':80'}}\n"},
     "default-rule-useless", False),
    ({"traefik.yml": "providers: {docker: {defaultRule: '{{ if false }}a{{ end }}'}}\nentryPoints: "
      "{web: {address: ':80'}}\n"}, "default-rule-useless", True),
    # certificates of files where a resolver is missing
    (resolved_by(""), "entrypoint-unknown-resolver", True),
    (resolved_by("tls: {certificates: [{certFile: a.pem, keyFile: a.key}]}\n"), "entrypoint-unknown-resolver", False),
    (resolved_by("tls: {certificates: [{certFile: a.pem, keyFile: a.key}]}\n", "lee"),
     "entrypoint-unknown-resolver", True),
    # plain HTTP inside of a tunnel
    (login_over_http("app"), "credentials-over-http", True),
    (login_over_http("cloudflare/cloudflared:latest"), "credentials-over-http", False),
    ({**login_over_http("app"), "cloudflared/config.yml": "tunnel: abc\ningress: [{service: 'http://a'}]\n"},
     "credentials-over-http", False),
    ({**login_over_http("app"), "other/config.yml": "tunnel: abc\n"}, "credentials-over-http", True),
    # a Traefik to develop with
    (named("traefik-local"), "api-insecure", False),
    (named("traefik"), "api-insecure", True),
    (overridden("compose.override.yml"), "api-insecure", False),
    # an answer that is meant
    (nobody("servers: []"), "servers-empty", False),
    (nobody("passHostHeader: true"), "servers-empty", True),
    # headers that come no further than the entry point
    (asked(""), "forward-auth-trust-unset", False),
    (asked(", forwardedHeaders: {trustedIPs: [10.0.0.1]}"), "forward-auth-trust-unset", True),
    # a variable that is empty unless somebody gives it a value
    ({"compose.yml": f"{APP}    ports: ['80:${{PORT:-}}/tcp']\n"}, "compose-refused", False),
    ({"compose.yml": f"{APP}    ports: ['80:${{PORT:-x}}/tcp']\n"}, "compose-refused", True),
    ({"compose.yml": f"{APP}    ports: ['80:${{PORT:-}}/tcp']\n", ".env": "PORT=\n"}, "compose-refused", True),
    # what a script puts behind a key
    (trusts("trustedIPs=", "sed -i 's/trustedIPs=.*/trustedIPs=10.0.0.1/' compose.yml\n"),
     "proxy-protocol-trusts-nobody", False),
    (trusts("trustedIPs=", "sed -i 's/other=.*/other=10.0.0.1/' compose.yml\n"), "proxy-protocol-trusts-nobody", True),
    (trusts("trustedIPs=", "sed -i 's/trustedIPs=.*/trustedIPs=10.0.0.1/' other.yml\n"),
     "proxy-protocol-trusts-nobody", True),
    (trusts("trustedIPs=x", "sed -i 's/trustedIPs=.*/trustedIPs=10.0.0.1/' compose.yml\n"), "trusted-ip-invalid", True),
    # a value that is to be filled in
    ({"traefik.yml": "certificatesResolvers: {le: {acme: {email: [EMAIL], tlsChallenge: {}}}}\n"},
     "scalar-expected", False),
    ({"traefik.yml": "certificatesResolvers: {le: {acme: {email: [me@a.io], tlsChallenge: {}}}}\n"},
     "scalar-expected", True),
    # a form that nobody has filled in
    ({"compose.yml": REFUSED.format("<VERSION/LATEST>")}, "compose-refused", False),
    ({"compose.yml": REFUSED.format("1  # <VERSION>")}, "compose-refused", True),
    ({"d/a.yml": logged_in("<benutzer>")}, "basic-auth-malformed-user", False),
    ({"d/a.yml": passed("DEIN_NETZ")}, "ip-allow-list-bad-cidr", False),
    ({"d/a.yml": passed("<сеть>")}, "ip-allow-list-bad-cidr", False),
    ({"d/a.yml": passed("MEIN_NETZ")}, "ip-allow-list-bad-cidr", True),
    ({"d/a.yml": logged_in("*****")}, "basic-auth-malformed-user", False),
    ({"d/a.yml": logged_in("benutzer")}, "basic-auth-malformed-user", True),
    ({"d/a.yml": logged_in("$USER")}, "basic-auth-malformed-user", True),
    # a copy that is called so, and a label that Swarm alone reads
    (copied("app-2"), "service-shared", False),
    (for_swarm("--providers.docker", apart=True), "label-wrong-place", False),
    (for_swarm("--providers.docker"), "label-wrong-place", True),
    (for_swarm("--providers.docker, --providers.swarm"), "label-wrong-place", False),
    (copied("replica"), "service-shared", False),  # which runs the same in the same way
    (copied("replica", "environment: {NODE: 2}"), "service-shared", True),
    (copied("worker", "command: celery"), "service-shared", True),
    (copied("worker", "image: other"), "service-shared", True),
    (became("    container_name: shop\n", "traefik.docker.network=n"), "label-wrong-place", True),
    (deployed("other"), "label-wrong-place", False),
    (deployed("le"), "label-wrong-place", True),
    ({"compose.yml": deployed("other")["compose.yml"] + deployed("other")["app.yml"].partition("\n")[2]},
     "label-wrong-place", True),
    # a stack that became a project
    (became("    container_name: shop\n"), "label-wrong-place", True),
    (became(""), "label-wrong-place", True),
    # a provider that nobody means
    (provided("docker: {}, http: {tls: {insecureSkipVerify: true}}"), "http-provider-incomplete", False),
    (provided("http: {tls: {insecureSkipVerify: true}}"), "http-provider-incomplete", True),
    (provided("docker: {}, http: {pollInterval: 5s}"), "http-provider-incomplete", True),
    # a file of another program
    (beside_dynamic("global: {scrape_interval: 15s}\nscrape_configs: []\n"), "static-in-dynamic", False),
    (beside_dynamic("global: {checkNewVersion: true}\n"), "static-in-dynamic", True),
    (beside_dynamic("rule_files:\nscrape_configs: []\n"), "unknown-root-key", False),
    (beside_dynamic("htttp:\nscrape_configs: []\n"), "unknown-root-key", False),
    (beside_dynamic("http: {middlewares: {a: {compress: {}}}}\nscrape_configs: []\n"), "unknown-root-key", True),
    (beside_dynamic("htttp: {routers: {}}\n"), "unknown-root-key", True),
    # what nobody can read
    ({"traefik.yml": "\0GITCRYPT\0\x01\x02"}, "control-character", False),
    ({"traefik.yml": "a\0b: 1"}, "control-character", True),
]  # fmt: skip


PARTS = 4
"""The cases are asked about in parts: the first, which has one of most kinds, before each commit."""


@pytest.mark.parametrize("part", [0, *(pytest.param(part, marks=pytest.mark.slow) for part in range(1, PARTS))])
def test_it_is_told_where_its_author_has_something_of_it(part: int, cli: Runner) -> None:
    @rows(("files", "rule", "told"), CASES[part::PARTS])
    def of_each(files: dict[str, str], rule: str, told: bool, cli: Runner) -> None:
        cli.write(files)
        assert (rule in rules(cli)) is told

    of_each(cli=cli)


@rows("public", ["main", "prod"])
def test_of_two_versions_of_a_file_each_is_judged_by_its_own_hosts(public: str, cli: Runner) -> None:
    text = "http: {{routers: {{a: {{rule: Host(`{}`), service: api@internal}}}}}}\n"
    cli.write(
        {f"d/a.{name}.yml": text.format("a.io" if name == public else "a.localhost") for name in ("main", "prod")}
    )
    findings = json.loads(cli("lint", "--format", "json").out)["findings"]
    assert [one["file"] for one in findings if one["rule"] == "dashboard-without-auth"] == [f"d/a.{public}.yml"]


STRICT = (
    "tcp-catch-all-shadows-http",
    "label-overridden",
    "router-default-rule",
    "service-shared",
    "swarm-old-prefix",
    "label-wrong-place",
    "header-on-wrong-side",
    "tls-weak-cipher",
    "credentials-over-http",
    "label-not-read",
    "server-url-empty",
    "same-rule-same-priority",
    "tcp-router-behind-https",
    "label-case-collision",
    "basic-auth-plaintext",
    "acme-server-not-https",
    "forwarded-headers-insecure",
)


@each([(files, rule) for files, rule, told in CASES if rule in STRICT and not told], lambda case: case[1])
def test_what_is_left_out_is_told_to_whoever_asks(case: tuple[dict[str, str], str]) -> None:
    files, rule = case
    texts = {name: text for name, text in files.items() if name.endswith((".yml", ".toml", ".env"))}
    assert rule in {one.rule for one in lint_texts(texts, profile="none", strict=True).findings}


def rules(cli: Runner, *arguments: str) -> set[str]:
    """The rules that a run names, but for notes of those that have more to say than notes."""
    findings = json.loads(cli("lint", "--format", "json", *arguments).out)["findings"]
    usual = load_rules()
    return {
        one["rule"] for one in findings if one["severity"] != "info" or usual[one["rule"]].severity is Severity.INFO
    }


def two_hosts(host: str) -> str:
    """Two routers for hosts that are written alike."""
    routers = "".join(f"    {name}: {{rule: Host(`{host}`), service: {name}}}\n" for name in "ab")
    services = "".join(
        f"    {name}: {{loadBalancer: {{servers: [{{url: 'http://{name}:80'}}]}}}}\n" for name in ("a", "b")
    )
    return f"http:\n  routers:\n{routers}  services:\n{services}"


TRUSTED = (
    "entryPoints: {{web: {{address: ':80', forwardedHeaders: {{trustedIPs: ['{}']}}}}}}\nproviders: {{docker: {{}}}}\n"
)
ROUTER = "http: {{routers: {{a: {{rule: '{}', service: noop@internal}}}}}}\n"
PORTS = "services: {{a: {{image: a, ports: ['{}:80:80'], labels: [traefik.http.routers.a.rule=Host(`a.io`)]}}}}\n"
LOGIN = "    b: {basicAuth: {users: ['${WHO}:${HASH}']}}\n"
MOUNTED = (
    "services: {traefik: {image: 'traefik:v3.6', volumes: ['./d:/d'], command: [--providers.file.directory=/d]}}\n"
)


def limited(options: str) -> str:
    """A middleware with some options of a limit."""
    return f"http:\n  middlewares:\n    a:\n      rateLimit:\n        {options}\n"


FORMS = [
    ({"traefik.yml": TRUSTED.format("<your subnet>")}, "trusted-ip-invalid", False),
    ({"traefik.yml": TRUSTED.format("CHANGE_ME")}, "trusted-ip-invalid", False),
    ({"traefik.yml": TRUSTED.format("192.168.1")}, "trusted-ip-invalid", True),
    ({"compose.yml": PORTS.format("<host ip address>")}, "compose-refused", False),
    ({"compose.yml": PORTS.format("host.ip.address")}, "compose-refused", True),
    ({"dynamic/a.yml": ROUTER.format("Host(`your domain here`)")}, "host-with-space", False),
    ({"dynamic/a.yml": ROUTER.format("Host(`shop. example.com`)")}, "host-with-space", True),
    ({"dynamic/a.yml": ROUTER.format("Host(`a.example.com b.example.com`)")}, "expression-as-text", True),
    ({"dynamic/a.yml": served("url: http://192.168.x.x:xxx")["d/a.yml"]}, "server-url-unparsable", False),
    *(
        ({"dynamic/a.yml": served(f"url: '{url}'")["d/a.yml"]}, "server-url-unparsable", told)
        for url, told in (
            ("http://your-app-server:port", False),
            ("http://app:PORT", False),
            ("http://IP_OF_APP:PORT_OF_APP", False),
            ("http://app:__APP_PORT__", False),
            ("http://app:ports", True),
            ("http://app:__app_port__", True),
            ("http://app:HTTP_PORT", True),
            ("http(s)://<IP_ADDRESS>", False),
            ("http(s)://<IP_ADDRESS>:8080", False),
            ("http(s)://10.0.0.5", True),
        )
    ),
    ({"dynamic/a.yml": served("url: http://<address>:<port>")["d/a.yml"]}, "server-url-unparsable", False),
    ({"dynamic/a.yml": served("url: http://10.0.0.1:http")["d/a.yml"]}, "server-url-unparsable", True),
    ({"dynamic/a.yml": two_hosts("URL")}, "same-rule-same-priority", False),
    ({"dynamic/a.yml": two_hosts("sub.domain.com")}, "same-rule-same-priority", False),
    ({"dynamic/a.yml": two_hosts("shop.example.com")}, "same-rule-same-priority", True),
    (user("YOUR_USERS"), "basic-auth-malformed-user", False),
    (user("changeme"), "basic-auth-malformed-user", False),
    (user("YOUR_USERS", kind="digest"), "digest-auth-malformed-user", False),
    (environment("[password]"), "compose-refused", False),
    *(
        ({"stubs/compose.yml": PORTS.replace("['{}:80:80'],", "{}\n ").format(written)}, "compose-refused", told)
        for written, told in (
            ("{{PORTS}},", False),
            ("['80:80'], container_name: {{ APP_NAME }}-app,", False),
            ("@@PORTS@@,", False),
            ("%PORTS%,", False),
            ("<% if ports %>['80:80']<% end %>,", False),
            ("[[ ports ]]-more,", False),
            ("@PORTS,", True),
            ("%ports,", True),
            ("{{a: b},", True),
            ("['{{PORTS}}'], container_name: {a}-b,", True),
            ("@ports # {{PORTS}}", True),
        )
    ),
    # what Traefik cannot have taken even once
    ({"d/a.yml": ROUTER.format("SHOP_RULE")}, "rule-syntax", False),
    ({"d/a.yml": ROUTER.format("(SHOP_RULE) && Path(`/a`)")}, "rule-syntax", False),
    ({"d/a.yml": ROUTER.format("example.org")}, "rule-syntax", True),
    ({"d/a.yml": ROUTER.format("SHOP")}, "rule-syntax", True),
    ({"d/a.toml": '[tcp.routers.a]\nrule = "SNI_RULE"\nservice = "a"\n'}, "rule-syntax", False),
    ({"d/a.yml": limited("average: ${RATE}")}, "invalid-number", False),
    ({"d/a.yml": limited("average: '${RATE:-5}'")}, "invalid-number", False),
    ({"d/a.yml": limited("average: 1${RATE}")}, "invalid-number", True),
    ({"d/a.yml": limited("period: $PERIOD")}, "invalid-duration", False),
    ({"d/a.yml": limited("{average: ${RATE}}")}, "yaml-syntax", False),
    ({"d/a.yml": limited("average: 5\n        $MORE")}, "yaml-syntax", False),
    ({"d/a.yml": limited("average: 5\n        burst 5")}, "yaml-syntax", True),
    ({"d/a.toml": "[http.middlewares.a.rateLimit]\naverage = ${RATE}\n"}, "toml-syntax", False),
    ({"d/a.toml": "[http.middlewares.a.rateLimit]\naverage = 5 # ${RATE}\n$\n"}, "toml-syntax", True),
    ({"d/a.yml": limited("average: ${RATE}") + LOGIN}, "variable-not-expanded", False),
    ({"d/a.yml": limited("average: 5") + LOGIN}, "variable-not-expanded", True),
    ({"d/a.yml": limited("avrage: ${RATE}\n        burst: ${RATE}")}, "unknown-field", True),
    ({"d/a.yml": limited("average: ${RATE}"), "compose.yml": MOUNTED}, "invalid-number", True),
    # what is wrong whatever somebody fills in
    (environment("value\n    ports: your_port"), "compose-refused", True),
    ({"compose.yml": PORTS.replace("['{}:80:80']", "{}").format("your_port")}, "compose-refused", True),
    ({"dynamic/a.yml": ROUTER.format("Host(`<a>`, `<b>`)")}, "rule-too-many-arguments", True),
    ({"dynamic/a.yml": ROUTER.format("Hots(`<domain>`)")}, "rule-unknown-matcher", True),
    ({"traefik.yml": TRUSTED.format("<subnet>") + "entrypoint: {}\n"}, "unknown-static-root", True),
]


@rows(("files", "rule", "told"), FORMS)
def test_what_is_wrong_with_a_form_alone_is_told_to_whoever_asks(
    files: dict[str, str], rule: str, told: bool, cli: Runner
) -> None:
    cli.write({"run.sh": "docker run traefik:v3.6\n", **files})
    assert (rule in rules(cli)) is told
    assert rule in rules(cli, "--strict")
    assert rule in rules(cli, next(iter(files))), "who names a file is told what Traefik says of it"


def test_that_something_fills_a_file_in_first_is_said_at_the_end(cli: Runner) -> None:
    cli.write({"d/a.yml": limited("average: ${RATE}")})
    assert "what rests on variables in d/a.yml: `${RATE}` cannot stay as it is" in " ".join(cli("lint").out.split())


APP_OF_A_NAME = APP.replace("app:", "your_app:").replace("routers.a.rule", "routers.your_app.rule")
TWO = """\
http:
  routers:
    your-app: {{rule: Host(`a.io`), service: your-app}}
    your-api: {{rule: '{}', service: your-api, {}}}
  services:
    your-app: {{loadBalancer: {{servers: [{{url: 'http://a:80'}}]}}}}
    your-api: {{loadBalancer: {{servers: [{{url: 'http://b:80'}}]}}}}
"""
TABLES = """\
[http.routers.your-app]
rule = "Host(`a.io`)"
service = "noop@internal"
[http.routers.your-api]
rule = "Host(`{}`"
service = "noop@internal"
"""
NAMES = [
    ({"compose.yml": APP_OF_A_NAME.replace("`a.io`)", "`a.io`")}, "rule-syntax", True),
    ({"compose.yml": APP_OF_A_NAME.replace("a.io", "<your domain>", 1).replace("Host", "Hots")},
     "rule-unknown-matcher", True),
    ({"compose.yml": APP.replace("`a.io`)", "`a.io`").replace("    labels", "    networks: [your-net]\n    labels")
      + "networks: {your-net: {}}\n"}, "rule-syntax", True),
    ({"compose.yml": APP.replace("`a.io`)", "`a.io`").replace("    lab", "    environment: [A=CHANGE_ME]\n    lab")
      + "      traefik.http.routers.your-a.service: api@internal\n"}, "rule-syntax", True),
    ({"dynamic/a.yml": TWO.format("Host(`b.io`", "tls: {}")}, "rule-syntax", True),
    ({"dynamic/a.yml": TWO.format("Host(`b.io`)", "entryPoint: [web]")}, "unknown-field", True),
    ({"dynamic/a.yml": TWO.format("Host(`your domain here`)", "tls: {}")}, "host-with-space", False),
    ({"dynamic/a.toml": TABLES.format("b.io")}, "rule-syntax", True),
    ({"traefik.yml": TRUSTED.format("<subnet>"), "dynamic/a.yml": ROUTER.format("Host(`a.io`")}, "rule-syntax", True),
]  # fmt: skip


@rows(("files", "rule", "told"), NAMES)
def test_a_name_that_looks_like_a_form_hides_nothing(files: dict[str, str], rule: str, told: bool, cli: Runner) -> None:
    cli.write({"run.sh": "docker run traefik:v3.6\n", **files})
    assert (rule in rules(cli)) is told


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


@rows(
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


FILLED = "http:\n  middlewares:\n    login: {basicAuth: {users: ['${WHO}:${HASH}']}}\n"
SCRIPTS = [
    ("setup.sh", "envsubst < config/dynamic/limit.yml > data/limit.yml\n", False),
    ("setup.sh", "cp config/dynamic/limit.yml data/limit.yml\n", True),
    ("setup.sh", "sed -i s/a/b/ config/dynamic/limit.yml\n", False),
    ("setup.sh", "sed -i s/a/b/ other.yml\ncat limit.yml\n", True),
    ("setup.sh", "envsubst < config/dynamic/other.yml\n", True),
    ("setup.sh", "envsubst < my-limit.yml\n", True),
    ("docker/Dockerfile", "COPY limit.yml /limit.yml.template\nRUN echo envsubst > /start.sh\n", False),
    ("Makefile", "conf:\n\tgomplate -f limit.yml\n", False),
    ("README.md", "Fill it in: `envsubst < limit.yml`\n", False),
    ("notes.txt", "envsubst < limit.yml\n", True),
    ("setup.sh", "envsubst '$AVERAGE' \\\n  < dynamic/limit.yml \\\n  > out.yml\n", False),
    ("setup.sh", 'FROM=dynamic/limit.yml\nenvsubst < "$FROM" > out.yml\n', False),
    ("setup.sh", "for file in one.yml limit.yml; do\n  sed -i s/a/b/ ${file}\ndone\n", False),
    ("setup.sh", "sed 's/a/b/' limit.yml > out.yml\n", False),
    ("README.md", "```sh\nsed --in-place 's/a/b/; s/c/d/' limit.yml\n```\n", False),
    ("compose.yml", "services: {x: {image: y, command: sh -c 'envsubst < /limit.yml > /out.yml'}}\n", False),
    ("setup.sh", "for one in config/dynamic/*.yml; do\n  sed -i -e s/a/b/ \\\n    -e s/c/d/ $one\ndone\n", False),
    ("setup.sh", 'fill() { envsubst < "$1" > "$2"; }\nfill dynamic/limit.yml out.yml\n', False),
    ("setup.sh", 'eval "echo \\"$(cat dynamic/limit.yml)\\"" > out.yml\n', False),
    ("setup.sh", "perl -pi -e 's/a/b/' dynamic/limit.yml\n", False),
    ("main.tf", 'locals { a = templatefile("${path.module}/dynamic/limit.yml", {}) }\n', False),
    (
        "compose.yml",
        "services:\n  x:\n    image: y\n    volumes:\n      - ./config/dynamic:/in\n    command: sh -c "
        "'for f in /in/*.yml; do envsubst < $$f > /out/$$f; done'\n",
        False,
    ),
    # they name it, and fill in something else, or nothing
    ("setup.sh", "for one in config/other/*.yml; do\n  sed -i s/a/b/ $one\ndone\n", True),
    ("setup.sh", "for one in config/dynamic/*.toml; do\n  sed -i s/a/b/ $one\ndone\n", True),
    ("setup.sh", 'fill() { envsubst < "$1" > "$2"; }\nfill other.yml out.yml\ncp limit.yml out\n', True),
    ("main.tf", 'locals { a = file("${path.module}/dynamic/limit.yml") }\n', True),
    (
        "compose.yml",
        "services:\n  x:\n    image: y\n    volumes:\n      - ./config:/in\n    command: sh -c "
        "'for f in /in/*.yml; do envsubst < $$f > /out/$$f; done'\n",
        True,
    ),
    ("setup.sh", "sed -i 's|a|b|' limit.yml\n", False),
    ("setup.sh", 'sed -i "$EXPRESSION" limit.yml\n', False),
    ("setup.sh", "sed -i -f fill.sed limit.yml\n", False),
    ("setup.sh", "sed -i '/http:/a\\  # added' limit.yml\n", True),
    ("setup.sh", "sed -i 2,4d limit.yml\n", True),
    ("setup.sh", "sed -n 1,5p limit.yml\n", True),
    ("setup.sh", "sed -n 's/<a> >//p' limit.yml 2>/dev/null\n", True),
    ("setup.sh", "sed -i s/a/b/ other.yml && cat limit.yml\n", True),
    ("setup.sh", "cat limit.yml\nenvsubst < other.yml > out.yml\n", True),
    ("setup.sh", "# envsubst < limit.yml > out.yml is no longer needed\n", True),
    ("setup.sh", "command -v envsubst limit.yml\n", True),
    ("README.md", "Routes are in `limit.yml`. Print a variable with `docker exec app printenv TZ`.\n", True),
    ("README.md", "We use envsubst > sed -i for other files than limit.yml\n", True),
    ("README.md", "`limit.yml` is read as it is; `envsubst < other.yml > out.yml` makes the other.\n", True),
    (
        "play.yml",
        "# renders nginx.conf.j2\n- hosts: all\n  tasks: [copy: {src: dynamic/limit.yml, dest: /etc}]\n",
        True,
    ),
]


@rows(("script", "text", "told"), SCRIPTS)
def test_what_a_script_fills_in_first_is_not_judged(script: str, text: str, told: bool, cli: Runner) -> None:
    cli.write({"config/dynamic/limit.yml": FILLED, script: text})
    findings = json.loads(cli("lint", "--format", "json").out)["findings"]
    assert bool(findings) is told


@rows(("copied", "told"), [("limit.yml other.yml", False), (". ", False), ("other.yml", True)])
def test_what_an_image_of_ones_own_fills_in_when_it_starts_is_not_judged(copied: str, told: bool, cli: Runner) -> None:
    cli.write(
        {
            "traefik/limit.yml": FILLED,
            "traefik/Dockerfile": f"FROM traefik:v3.6\nCOPY {copied} /templates/\nCOPY entrypoint.sh /\n",
            "traefik/entrypoint.sh": "for t in /templates/*; do envsubst < $t > /etc/traefik/$t; done\nexec traefik\n",
        }
    )
    assert bool(json.loads(cli("lint", "--format", "json").out)["findings"]) is told


@rows(
    ("label", "rule", "told"),
    [
        ("traefik.http.services.shop.loadbalancer.server.port=80", "", False),
        ("traefik.http.services.shop.loadbalancer.server.port=80", ", defaultRule: 'Host(`{{ .Name }}.home`)'", True),
        ("traefik.http.routers.shop.rule=Host(`a.example.com`)", "", True),
        ("traefik.tcp.routers.shop.rule=HostSNI(`*`)", "", True),
        ("traefik.http.middlewares.login.basicauth.usersfile=/users", "", True),
    ],
)
def test_a_container_that_is_not_exposed_is_told_where_somebody_said_for_which_requests_it_is(
    label: str, rule: str, told: bool, cli: Runner
) -> None:
    shop = f"  shop: {{image: shop, labels: ['{label}']}}\n"
    mounts = "volumes: ['./traefik.yml:/etc/traefik/traefik.yml']"
    cli.write(
        {
            "compose.yml": f"services:\n  traefik: {{image: 'traefik:v3.6', {mounts}}}\n{shop}",
            "traefik.yml": f"providers: {{docker: {{exposedByDefault: false{rule}}}}}\n",
        }
    )
    assert ("not-exposed" in rules(cli)) is told
    assert "not-exposed" in rules(cli, "--strict")


@rows(("static", "told"), [("", False), ("\n \n", False), ("# to do\n", False), ("x: {}\n", True)])
def test_an_empty_static_configuration_that_no_volume_brings_to_a_traefik_with_flags_is_left_alone(
    static: str, told: bool, cli: Runner
) -> None:
    command = "command: [--providers.docker=true]"
    cli.write({"compose.yml": f"services: {{traefik: {{image: traefik:v3.6, {command}}}}}\n", "traefik.yml": static})
    assert bool({"no-static-configuration", "unknown-static-root"}.intersection(rules(cli))) is told


@rows(
    ("host", "told"),
    [
        ("traefik.shop.example.com", True),
        ("traefik.example.zip", True),
        ("traefik.example.de", True),
        ("traefik.xn--e1afmkfd.xn--p1ai", True),
        ("traefik.your.domain", True),
        ("traefik.shop.tld", True),
        ("traefik.my.domain", True),
        ("traefik.myapp", False),
        ("traefik.test.milkyway", False),
        ("traefik.print.3d", False),
    ],
)
def test_a_dashboard_is_open_to_strangers_where_its_host_may_be_one_of_the_internet(
    host: str, told: bool, cli: Runner
) -> None:
    router = f"{{rule: 'Host(`{host}`)', service: api@internal, entryPoints: [web], tls: {{}}}}"
    cli.write({"rules/dashboard.yml": f"http: {{routers: {{dashboard: {router}}}}}\n"})
    assert ("dashboard-without-auth" in rules(cli)) is told


OF_TRAEFIK_1 = "defaultEntryPoints = ['http']\n[entryPoints.http]\ncompress = true\n[acme]\nemail = 'a@example.com'\n"


@rows(("compose", "told"), [("", False), ("services: {t: {image: 'traefik:v3.6'}}\n", True)])
def test_options_of_a_file_for_traefik_1_are_told_where_a_traefik_of_today_is_named(
    compose: str, told: bool, cli: Runner
) -> None:
    cli.write({"traefik.toml": OF_TRAEFIK_1, **({"compose.yml": compose} if compose else {})})
    (one,) = json.loads(cli("lint", "--format", "json").out)["findings"]
    assert (one["rule"], "`entryPoints.http.compress`" in one["message"]) == ("traefik-1-file", told)
    assert "unknown-field" in rules(cli, "--strict")


BROKEN = "services: {shop: {image: shop, labels: [traefik.enable=true], labels: []}}\n"


@rows(
    ("script", "told"),
    [
        ("cat docker-compose.yml | envsubst | docker stack deploy -c - shop\n", False),
        ("./config.sh | docker compose -f - up -d\n", False),
        ("docker compose config | docker stack deploy -c - shop\n", True),
        ("docker stack deploy -c docker-compose.yml shop\n", True),
    ],
)
def test_a_compose_file_that_a_script_writes_anew_is_refused_by_nobody(script: str, told: bool, cli: Runner) -> None:
    cli.write({"shop/docker-compose.yml": BROKEN, "shop/bin/start.sh": script})
    assert ("compose-refused" in rules(cli)) is told


WORD = "http: {routers: {shop: {rule: SHOP_RULE, service: noop@internal}}}\n"


@rows(
    ("command", "told"),
    [
        ('sed -i "s/SHOP_RULE/$RULE/" dynamic/shop.yml', False),
        ('sed "s|{SHOP_RULE}|$RULE|" dynamic/shop.yml > out.yml', False),
        ("awk -v r=\"$RULE\" '{gsub(/SHOP_RULE/, r)}1' dynamic/shop.yml > out.yml", False),
        ("awk '{gsub(/OTHER_RULE/, r)}1' dynamic/shop.yml > out.yml", True),
        ('sed -i "s/SHOP_RULE/$RULE/" dynamic/other.yml', True),
        ("grep SHOP_RULE dynamic/shop.yml", True),
    ],
)
def test_words_for_which_a_script_puts_something_else_are_not_judged(command: str, told: bool, cli: Runner) -> None:
    other = "http: {routers: {a: {rule: Hots(`a`), service: noop@internal}}}\n"
    run = "services: {traefik: {image: 'traefik:v3.6'}}\n"
    cli.write({"compose.yml": run, "dynamic/shop.yml": WORD, "dynamic/other.yml": other, "setup.sh": f"{command}\n"})
    assert ("rule-syntax" in rules(cli)) is told
    assert "rule-unknown-matcher" in rules(cli)  # what has no such word is told of all the same


@rows(("at", "told"), [("/entrypoint.sh", False), ("/other.sh", True)])
def test_words_that_the_script_of_the_container_replaces_are_not_judged(at: str, told: bool, cli: Runner) -> None:
    volumes = f"['./dynamic:/in', './start.sh:{at}']"
    cli.write(
        {
            "compose.yml": f"services: {{traefik: {{image: 'traefik:v3.6', volumes: {volumes}}}}}\n",
            "dynamic/shop.yml": WORD,
            "start.sh": 'cp /in/* /live\nsed -i "s/SHOP_RULE/$RULE/" /live/*\nexec traefik\n',
        }
    )
    assert ("rule-syntax" in rules(cli)) is told


@rows(
    ("name", "url", "told"),
    [("_template", "UPSTREAM_URL", False), ("shop", "UPSTREAM_URL", True), ("_template", "upstream:80", True)],
)
def test_words_in_capitals_are_forms_in_a_template(name: str, url: str, told: bool, cli: Runner) -> None:
    service = f"{{loadBalancer: {{servers: [{{url: '{url}'}}]}}}}"
    router = "{rule: 'Host(`a.example.com`)', service: up}"
    cli.write({f"dynamic/{name}.yml": f"http: {{routers: {{up: {router}}}, services: {{up: {service}}}}}\n"})
    assert ("server-url-no-scheme" in rules(cli)) is told


@rows(
    ("regex", "replacement", "told"),
    [
        (r"^https?://www\.(?P<host>.+)", "https://${host}", True),
        (r"^https?://(?P<scheme>a)(?P<host>.+)", "${scheme}://$host", True),
        (r"^https?://www\.(.+)", "https://${1}", True),
        (r"^https?://www\.(.+)", "https://${HOST}/${1}", False),
    ],
)
def test_what_a_regular_expression_finds_is_no_variable(regex: str, replacement: str, told: bool, cli: Runner) -> None:
    redirect = f"{{redirectRegex: {{regex: '{regex}', replacement: '{replacement}', permanentt: true}}}}"
    cli.write({"dynamic/a.yml": f"http:\n  middlewares:\n    www: {redirect}\n", "run.sh": "sed -i s/a/b/ a.yml\n"})
    assert ("unknown-field" in rules(cli)) is told


def test_a_script_in_the_place_of_traefiks_own_fills_in_what_is_mounted(cli: Runner) -> None:
    volumes = "['./traefik.yml:/etc/traefik/in.yml', './start.sh:/entrypoint.sh']"
    cli.write(
        {
            "compose.yml": f"services:\n  traefik:\n    image: traefik:v3.6\n    volumes: {volumes}\n",
            "traefik.yml": "entryPoints: {web: {address: ':80'}}\nlog: {level: '${LEVEL}'}\n",
            "start.sh": "exec traefik\n",
        }
    )
    assert "variable-not-expanded" not in cli("lint").out


@rows(
    ("directory", "filename", "told"),
    [
        ("/etc/x", "/etc/x/a.yml", False),
        ("/", "/a.yml", False),
        ("/etc/x/", "/etc/y.yml", True),
        ("x", "./x/a.yml", False),
        ("/etc/traefik/", "beside.yml", False),
        ("/etc/traefik/", "other.yml", True),
        ("/etc/x/", "beside.yml", True),
    ],
)
def test_a_file_below_the_directory_is_read(directory: str, filename: str, told: bool, cli: Runner) -> None:
    provider = f"{{directory: {directory}, filename: {filename}}}"
    static = f"entryPoints: {{web: {{address: ':80'}}}}\nproviders: {{file: {provider}}}\n"
    cli.write({"traefik.yml": static, "beside.yml": "a: b\n"})
    assert ("file-provider-two-sources" in cli("lint").out) is told


@rows(("arguments", "told"), [((), False), (("--strict",), True)])
def test_what_only_a_stack_refuses_is_told_where_it_surely_is_one(
    arguments: tuple[str, ...], told: bool, cli: Runner
) -> None:
    label = "traefik.http.routers.a.rule=HostRegexp(`^a.*$`)"
    cli.write({"compose.yml": f"services:\n  a:\n    image: a\n    deploy:\n      labels: ['{label}']\n"})
    assert ("compose-refused" in cli("lint", *arguments).out) is told


@rows(
    ("volume", "told"),
    [
        ("./deploy/dynamic:/etc/traefik/dynamic", True),
        ("./deploy:/etc/traefik", True),
        ("./deploy/dynamic/a.yml:/etc/traefik/dynamic/a.yml", True),
        ("./deploy/dynamic/a.yml:/etc/traefik/a.yml", False),
        ("data:/letsencrypt", False),
    ],
)
def test_files_that_no_volume_brings_to_traefik_are_not_judged_by_its_configuration(
    volume: str, told: bool, cli: Runner
) -> None:
    volumes = f"['./deploy/traefik.yml:/etc/traefik/traefik.yml', '{volume}']"
    router = "{rule: Host(`a.io`), service: noop@internal, tls: {certResolver: gone}}"
    cli.write(
        {
            "compose.yml": f"services: {{traefik: {{image: traefik:v3.6, volumes: {volumes}}}}}\n"
            "volumes: {data: {}}\n",
            "deploy/traefik.yml": "entryPoints: {web: {address: ':80'}}\n"
            "providers: {file: {directory: /etc/traefik/dynamic}}\n",
            "deploy/dynamic/a.yml": f"http: {{routers: {{a: {router}}}}}\n",
        }
    )
    assert ("unknown-cert-resolver" in rules(cli)) is told


def test_a_directory_that_is_the_root_is_not_read_of_this_machine(cli: Runner) -> None:
    mounts = "['./traefik.yml:/etc/traefik/traefik.yml']"
    cli.write(
        {
            "compose.yml": f"services: {{traefik: {{image: traefik:v3.6, volumes: {mounts}, labels: [a=b]}}}}\n",
            "traefik.yml": "entryPoints: {web: {address: ':80'}}\nproviders: {file: {directory: /}}\n",
        }
    )
    assert cli("lint", "--show-files").status == 0
    assert cli("lint").status == 0


MADE = """\
entryPoints: {web: {address: ':80'}}
providers: {docker: {}, file: {directory: /etc/traefik/dynamic}}
certificatesResolvers: {le: {acme: {email: '${EMAIL}', storage: /a.json, tlsChallenge: {}}}}
"""
OTHER = "services: {t: {image: 'traefik:v3.6', command: [--providers.docker, '--entrypoints.web.address=:80']}}\n"


@rows(
    ("volume", "script", "told"),
    [
        ("./traefik/traefik.yml:/etc/traefik/traefik.yml", "traefik/traefik.yml", False),
        ("./traefik:/etc/traefik", "traefik/traefik.yml", False),
        ("./traefik:/etc/traefik", "other.yml", True),
        ("./traefik/traefik.yml:/traefik/in.yml", "traefik/traefik.yml", True),
    ],
)
def test_a_traefik_whose_static_file_a_script_makes_is_not_another_one_that_is_here(
    volume: str, script: str, told: bool, cli: Runner
) -> None:
    label = "{traefik.http.routers.a.rule: Host(`a.io`), traefik.http.routers.a.middlewares: auth@file}"
    own = f"traefik: {{image: traefik:v3.6, volumes: ['{volume}']}}"
    cli.write(
        {
            "compose.yml": f"services: {{{own}, a: {{image: a, ports: ['80'], labels: {label}}}}}\n",
            "docker-compose.other.yml": OTHER,
            "traefik/traefik.yml": MADE,
            "traefik/dynamic/a.yml": "http: {middlewares: {c: {compress: {}}}}\n",
            "install.sh": f'sed -i "s/EMAIL/$EMAIL/g" {script}\n',
        }
    )
    assert bool(rules(cli) & {"unknown-middleware", "unknown-provider"}) is told


@rows(
    ("entrypoint", "resolver", "told"),
    [
        ("    entrypoint: [/bin/sh, -c, 'exec traefik \"$$@\" $$MORE', --]\n", "own", False),
        ("    entrypoint: /bin/sh /start.sh\n", "own", False),
        ("", "own", False),
        ("", "other", True),
        ("    entrypoint: [traefik]\n", "other", True),
    ],
)
def test_a_traefik_that_starts_in_a_way_of_its_own_beside_one_of_dokploy_is_not_that_one(
    entrypoint: str, resolver: str, told: bool, cli: Runner
) -> None:
    acme = "--certificatesresolvers.own.acme"
    flags = "--providers.docker.network=dokploy-network, '--entrypoints.web.address=:80'"
    router = f"{{traefik.http.routers.a.rule: Host(`a.io`), traefik.http.routers.a.tls.certresolver: {resolver}}}"
    cli.write(
        {
            "compose.yml": f"services:\n  t:\n    image: traefik:v3.6\n{entrypoint}"
            f"    command: [{flags}, {acme}.email=a@b.io, {acme}.tlschallenge=true]\n"
            f"  a: {{image: a, expose: ['80'], labels: {router}}}\n"
        }
    )
    assert ("unknown-cert-resolver" in rules(cli)) is told


@rows(
    ("beside", "told"),
    [
        ("middlewares: {x: {headers: {customResponseHeaders: {X: '{{ env `K` }}'}}}}", False),
        ("routers: {x: {rule: 'Host(`{{ env `D` }}`)', service: noop@internal}}", False),
        ("middlewares: {x: {chain: {middlewares: ['{{ env `M` }}']}}}", True),
        ("routers: {x: {rule: Host(`x.io`), service: noop@internal, middlewares: ['{{ env `M` }}']}}", True),
    ],
)
def test_a_template_in_what_is_no_name_uses_nothing(beside: str, told: bool, cli: Runner) -> None:
    router = "{rule: Host(`a.io`), service: noop@internal, middlewares: [used]}"
    headers = "headers: {headers: {frameDeny: true}}"
    chains = "used: {chain: {middlewares: [headers]}}, unused: {chain: {middlewares: [headers, auth]}}"
    cli.write(
        {
            "traefik.yml": "entryPoints: {s: {address: ':80'}}\nproviders: {file: {directory: d}}\n",
            "d/a.yml": f"http: {{routers: {{a: {router}}}, middlewares: {{{headers}, {chains}}}}}\n",
            "d/b.yml": f"http:\n  {beside}\n",
        }
    )
    assert ("unknown-middleware" in rules(cli)) is told
