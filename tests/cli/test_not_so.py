"""What does not happen, or happens elsewhere, is not told: each beside a case that is."""

from __future__ import annotations

import json
import subprocess

from tests.cli.running import Runner
from tests.each import rows

APP = "services: {app: {loadBalancer: {servers: [{url: 'http://app:80'}]}}}"
AUTH = "middlewares: {auth: {basicAuth: {usersFile: /users}}}"


def dashboard(rule: str) -> str:
    router = f"{{rule: 'Host(`t.io`) && {rule}', service: api@internal, middlewares: [auth], tls: {{}}}}"
    return f"http:\n  routers: {{dash: {router}}}\n  {AUTH}\n"


RUN = (
    "services:\n  traefik:\n    image: traefik:v3.6\n    ports: ['80:80']\n"
    "    volumes: ['./traefik.yml:/traefik.yml', './dynamic.yml:/dynamic.yml']\n    labels: [traefik.enable=false]\n"
)
STATIC = "entryPoints: {web: {address: ':80'}}\nproviders: {file: {filename: dynamic.yml}}\napi: {}\n"


FOLDER = STATIC.replace("filename: dynamic.yml", "directory: dynamic")


def without_url(router: str, more: str = "") -> str:
    return (
        f"http:\n  routers:\n    r: {{rule: Host(`d.io`), service: noop{router}}}\n{more}"
        "  middlewares: {up: {redirectScheme: {scheme: https}}}\n"
        "  services: {noop: {loadBalancer: {servers: [{url: ''}]}}}\n"
    )


def mail(rule: str, web: str, resolver: str = ", certResolver: le") -> str:
    return (
        f"tcp:\n  routers: {{smtps: {{rule: '{rule}', entryPoints: [smtps], service: m, tls: {{certResolver: le}}}}}}\n"
        "  services: {m: {loadBalancer: {servers: [{address: 'm:25'}]}}}\n"
        f"http:\n  {APP}\n"
        f"  routers: {{a: {{rule: '{web}', entryPoints: [web], service: app, tls: {{{resolver[2:]}}}}}}}\n"
    )


def asking(address: str) -> str:
    return (
        f"http:\n  {APP}\n"
        "  routers: {a: {rule: Host(`a.io`), entryPoints: [web], service: app, middlewares: [m]}}\n"
        f"  middlewares: {{m: {{forwardAuth: {{address: 'http://{address}/check'}}}}}}\n"
    )


def ruled(rule: str, name: str = "app") -> str:
    return f"http:\n  routers: {{{name}: {{rule: '{rule}', service: {name}}}}}\n  {APP.replace('app', name)}\n"


IN_TOML = """[http.routers.app]
rule = "Host(`z.io`)"
service = "app"
[[http.services.app.loadBalancer.servers]]
url = "http://z:80"
"""


def slashing(prefix: str) -> str:
    redirect = "{regex: '^(.*)/qb$', replacement: '$1/qb/'}"
    return (
        ruled("PathPrefix(`/qb`)").replace("service:", "middlewares: [off, to], service:")
        + f"  middlewares: {{off: {{stripPrefix: {{prefixes: [{prefix}]}}}}, to: {{redirectRegex: {redirect}}}}}\n"
    )


def secure(header: str) -> str:
    middleware = f"{{headers: {{stsPreload: true, customResponseHeaders: {{{header}}}}}}}"
    return (
        ruled("Host(`a.io`)").replace("service:", "middlewares: [m], service:")
        + f"  middlewares: {{m: {middleware}}}\n"
    )


def container(*labels: str, image: str = "app", name: str = "app", more: str = "") -> str:
    return f"services:\n  {name}: {{image: '{image}', labels: {json.dumps(labels)}{more}}}\n"


PROXY = "  traefik: {image: 'traefik:v3.6', command: [--providers.docker=true, '--entrypoints.web.address=:80']}\n"
LINKED = ("traefik.http.routers.s.rule=Host(`b.io`)", "traefik.http.routers.s.service=one",
          "traefik.http.services.one.loadbalancer.server.port=80",
          "traefik.http.services.two.loadbalancer.server.port=81")  # fmt: skip


def shown(metrics: str = "websecure", port: str = "443:443", more: str = "", host: str = "shop.org") -> dict[str, str]:
    """A Traefik that offers its measurements on an entry point."""
    secure = f"websecure: {{address: ':443', http: {{tls: {{}}{more}}}}}"
    router = f"{{rule: Host(`{host}`), service: app, tls: {{}}}}"
    return {
        "compose.yml": RUN.replace("'80:80'", f"'{port}'"),
        "traefik.yml": f"entryPoints: {{web: {{address: ':80'}}, {secure}, m: {{address: ':8082'}}}}\n"
        f"providers: {{file: {{filename: dynamic.yml}}}}\nmetrics: {{prometheus: {{entryPoint: {metrics}}}}}\n",
        "dynamic.yml": f"http:\n  routers: {{a: {router}}}\n  {APP}\n  {AUTH}\n",
    }


def by_dns(variable: str, provider: str = "cloudflare", more: str = "") -> dict[str, str]:
    """A Traefik that proves by DNS whose the names are, with a variable in its environment."""
    flags = f"['--entrypoints.web.address=:80', '--certificatesresolvers.le.acme.dnschallenge.provider={provider}']"
    return {
        "compose.yml": f"services:\n  traefik: {{image: 'traefik:v3.6', command: {flags}, environment: ['{variable}'], "
        f"volumes: ['./tokens:/tokens']{more}}}\n"
    }


def forms(rule: str) -> dict[str, str]:
    """Two files of which one is chosen."""
    router = f"rule: '{rule}', service: api@internal"
    return {
        "api.yml": f"http: {{routers: {{d: {{{router}, tls: {{}}}}}}}}\n",
        "api-acme.yml": f"http: {{routers: {{d: {{{router}, tls: {{certResolver: __LE__}}}}}}}}\n",
    }


UP = "traefik.http.middlewares.up.redirectscheme.scheme=https"
USERS = ("traefik.http.routers.a.rule=Path(`/`)", "traefik.http.routers.a.middlewares=m",
         "traefik.http.middlewares.m.basicauth.users=${AUTH}")  # fmt: skip
HASH = "admin:$apr1$mJufsBTG$Txe6JnmkPDfZBlhU4F4XH1"
PORTS = ", expose: ['80', '81']"
READING = "entryPoints: {{web: {{address: ':80'}}}}\nproviders: {{docker: {{exposedByDefault: {}}}}}\n"


def by_default(tag: str, rule: str) -> str:
    flag = json.dumps(f"--providers.docker.defaultrule={rule}")
    return f"services:\n  traefik: {{image: 'traefik:{tag}', command: [{flag}]}}\n  app: {{image: nginx}}\n"


def measured(more: str = "") -> str:
    """A login on all entry points, of which one is for measurements."""
    flags = (
        "--entrypoints.web.address=:80", "--entrypoints.web.http.redirections.entrypoint.to=secure",
        "--entrypoints.secure.address=:443", "--entrypoints.secure.http.tls=true", "--providers.docker=true",
        "--entrypoints.metrics.address=:8082",
    )  # fmt: skip
    ports = f"['80:80', '443:443'{more}]"
    labels = ("traefik.http.middlewares.a.basicauth.usersfile=/users", "traefik.http.routers.a.middlewares=a",
              "traefik.http.routers.a.rule=Host(`a.shop.io`)")  # fmt: skip
    traefik = f"  traefik: {{image: 'traefik:v3.6', command: {json.dumps(flags)}, ports: {ports}}}\n"
    return container(*labels) + traefik


def with_options(name: str, used: str) -> str:
    """TLS options of a name, and a router with those of another, perhaps."""
    options = f"tls: {{options: {{{name}: {{minVersion: VersionTLS10}}}}}}\n"
    return ruled("Host(`a.io`)").replace("service:", f"tls: {{options: {used}}}, service:") + options


def hardened(comment: str) -> str:
    """Headers, of which one that nobody gets without a number, and a comment between them."""
    return (
        ruled("Host(`a.io`)").replace("service:", "middlewares: [m], service:")
        + f"  middlewares:\n    m:\n      headers:\n        forceSTSHeader: true\n{comment}"
    )


def uploading(option: str) -> str:
    """Something that takes large files, on one of two entry points, and an option of that one."""
    flags = ("--entrypoints.web.address=:443", f"--entrypoints.web.transport.respondingTimeouts.{option}",
             "--entrypoints.ssh.address=:22", "--providers.docker=true")  # fmt: skip
    labels = ("traefik.http.routers.nextcloud.rule=Host(`a.io`)", "traefik.http.routers.nextcloud.entrypoints=web")
    traefik = f"  traefik: {{image: 'traefik:v3.6', command: {json.dumps(flags)}, ports: ['443:443']}}\n"
    return container(*labels, image="nextcloud") + traefik


def counted() -> str:
    """A router that counts visitors by a header."""
    limit = "{rateLimit: {average: 10, sourceCriterion: {ipStrategy: {depth: 1}}}}"
    return ruled("Host(`a.io`)").replace("service:", "middlewares: [m], tls: {}, service:") + (
        f"  middlewares: {{m: {limit}}}\n"
    )


def framed(policy: str) -> str:
    """A page that names who may frame it, in two ways."""
    headers = (
        f"frameDeny: true, contentSecurityPolicy: \"{policy}\", customFrameOptionsValue: 'ALLOW-FROM https://b.io'"
    )
    router = "{rule: Host(`a.io`), service: noop@internal, middlewares: [m], tls: {}}"
    return f"http: {{routers: {{r: {router}}}, middlewares: {{m: {{headers: {{{headers}}}}}}}}}\n"


def by_volume(volumes: str, more: str = "") -> dict[str, str]:
    """A Traefik with volumes, whose file provider reads a file."""
    service = f"services:\n  traefik:\n    image: traefik:v3.6\n    volumes: ['{volumes}']\n{more}"
    return {"compose.yml": service, "traefik.yml": STATIC, "dynamic.yml": ruled("Host(`a.io`)")}


def not_loaded(command: str) -> dict[str, str]:
    """A static file beside a Traefik that is started with flags, and a command in a read-me."""
    flags = "['--providers.file.directory=/d', '--entrypoints.secure.address=:443']"
    domains = "http: {tls: {certResolver: le, domains: [{main: a.io, sans: ['*.a.io']}]}}"
    traefik = f"{{image: 'traefik:v3.6', command: {flags}, volumes: ['./t/d:/d']}}"
    return {
        "docker/compose.yml": f"services: {{traefik: {traefik}}}\n",
        "docker/t/d/a.yml": ruled("Host(`a.io`)"),
        "docker/t/traefik.yml": f"entryPoints: {{secure: {{address: ':443', {domains}}}}}\n"
        "certificatesResolvers: {le: {acme: {storage: /a.json, tlsChallenge: {}}}}\n",
        "docker/README.md": f"```bash\n{command}\n```\n",
    }


def umami(host: str, user: str, password: str) -> dict[str, str]:
    """A plugin that logs in elsewhere."""
    plugin = f"{{umamiHost: '{host}', umamiUsername: {user}, umamiPassword: {password}}}"
    return {"d/a.yml": f"http: {{middlewares: {{m: {{plugin: {{umami: {plugin}}}}}}}}}\n"}


def tried(*lines: str) -> dict[str, str]:
    """A Traefik whose certificates are those of a server for tests, with lines before it."""
    server = "--certificatesresolvers.r.acme.caserver=https://acme-staging-v02.api.letsencrypt.org/directory"
    own = "--certificatesresolvers.r.acme.storage=/a.json"
    items = "".join(f"      {one}\n" for one in (*lines, f"- {server}", f"- {own}"))
    return {"compose.yml": f"services:\n  traefik:\n    image: traefik:v3.6\n    command:\n{items}"}


def tried_in_file(before: str, *, head: str = "") -> dict[str, str]:
    server = "https://acme-staging-v02.api.letsencrypt.org/directory"
    acme = f"    acme:\n{before}      caServer: {server}\n      storage: a.json\n      tlsChallenge: {{}}\n"
    return {"traefik.yml": f"entryPoints: {{web: {{address: ':80'}}}}\ncertificatesResolvers:\n{head}  le:\n{acme}"}


def resolving(name: str, value: str, *more: str) -> dict[str, str]:
    """A Traefik with a resolver, and a name for it that is one of its own."""
    flags = (f"--certificatesresolvers.{name}={value}", "--certificatesresolvers.le.acme.storage=/a.json",
             "--certificatesresolvers.le.acme.tlschallenge=true", "--providers.docker=true",
             "--entrypoints.web.address=:80", *more)  # fmt: skip
    labels = ("traefik.http.routers.a.rule=Host(`a.io`)", "traefik.http.routers.a.tls.certresolver=le")
    run = f"  traefik: {{image: 'traefik:v3.6', command: {json.dumps(flags)}}}\n"
    return {"compose.yml": container(*labels) + run}


def filtered(codes: str) -> dict[str, str]:
    filters = f"filters: {{statusCodes: [{codes}], minDuration: 10ms}}"
    return {"traefik.yml": f"entryPoints: {{web: {{address: ':80'}}}}\naccessLog: {{{filters}}}\n"}


WEAK = ("traefik.http.routers.a.rule=Host(`a.shop.org`)",
        "traefik.http.middlewares.login.basicauth.users=ann:$$apr1$$abcdefgh$$FBwExRW4dCc8aL.OvjpIE1",
        "traefik.http.routers.a.middlewares=login")  # fmt: skip
EMPTIED = "services: {{traefik: {{image: 'traefik:v3.6', volumes: ['./acme:/etc/traefik'{}]}}}}\n"
TWO_POINTS = (
    "entryPoints: {{web: {{address: ':80'{web}}}, secure: {{address: ':443'{secure}}}}}\n"
    "providers: {{file: {{filename: dynamic.yml}}}}\n"
)
REDIRECTED = ", http: {redirections: {entryPoint: {to: secure}}}"
TRUSTED = ", forwardedHeaders: {trustedIPs: [10.0.0.1]}"
STAGING = (
    "certificatesResolvers: {le: {acme: {caServer: 'https://acme-staging-v02.api.letsencrypt.org/directory', "
    "storage: a.json, tlsChallenge: {}}}}\n"
)
ASKED = "traefik.http.middlewares.m.forwardauth.address=http://{}:9091/api/verify"
PASSED = ("traefik.tcp.routers.a.rule=HostSNI(`a.io`)", "traefik.tcp.routers.a.tls.passthrough=true",
          "traefik.tcp.routers.a.tls.certresolver=le")  # fmt: skip
SLIPPED = "traefik.http.routers.a.entrypoints={}"
HOST_PORT = ("traefik.http.routers.a.rule=Host(`a.io`)", "traefik.http.services.a.loadbalancer.server.port=8082")
PUBLISHED = ", ports: ['8082:8080']"
BOTH = PROXY.replace("]}", ", '--entrypoints.secure.address=:443']}")
UPWARD = ("traefik.http.routers.a.rule=Host(`a.io`)", "traefik.http.routers.a.entrypoints=web",
          "traefik.http.routers.a.middlewares=up", UP)  # fmt: skip
SECURE = ("traefik.http.routers.b.rule=Host(`a.io`)", "traefik.http.routers.b.entrypoints=secure",
          "traefik.http.routers.b.tls=true")  # fmt: skip


def asking_folder(mount: str, beside: str) -> dict[str, str]:
    """Two Traefiks, of which one names the resolver that a file of its folder asks for."""
    one = "services:\n  traefik: {image: 'traefik:v3.6', volumes: ['%s'], command: [%s]}\n"
    resolver = "'--certificatesresolvers.%s.acme.email=a@a.io', '--entrypoints.web.address=:443'"
    found = {"docker/dynamic/a.yml": ruled("Host(`a.io`)").replace("service:", "tls: {certResolver: le}, service:")}
    found["a.yml"] = one % (mount, f"--providers.file.directory=/etc/traefik/dynamic, {resolver % 'other'}")
    if beside:
        found["b.yml"] = one % (beside, f"--providers.file.filename=/dynamic/a.yml, {resolver % 'le'}")
    return found


def versions_of(one: str, other: str, more: str = "") -> dict[str, str]:
    """Two compose files of a Traefik, the second with another host for the router to which the first redirects."""
    static = READING.format("false").replace("}}", "}, secure: {address: ':443'}}", 1)
    proxy = "  traefik: {image: 'traefik:v3.6', volumes: ['./traefik.yml:/traefik.yml']}\n"
    enabled = (*UPWARD, *SECURE, "traefik.enable=true")
    again = [label.replace("a.io", "b.io") for label in enabled if ".b." in label or "enable" in label]
    return {
        one: container(*enabled) + proxy,
        other: container(*again, more=more) + proxy.replace("./", "../" * other.count("/") or "./"),
        "traefik.yml": static,
    }


def mounting(over: str, resolver: str) -> dict[str, str]:
    """A router that asks a resolver that its Traefik does not have, and a file that is put over the compose file."""
    labels = ("traefik.http.routers.a.rule=Host(`a.io`)", "traefik.http.routers.a.tls.certresolver=le")
    static = READING.format("true")
    acme = f"certificatesResolvers: {{{resolver}: {{acme: {{email: a@a.io, tlsChallenge: {{}}}}}}}}\n"
    return {
        "compose.yml": container(*labels)
        + "  traefik: {image: 'traefik:v3.6', volumes: ['./traefik.yml:/traefik.yml']}\n",
        "compose.prod.yml": f"services: {{traefik: {{{over}}}}}\n",
        "traefik.yml": static,
        "traefik.prod.yml": static + acme,
    }


PROD = "volumes: ['./traefik.prod.yml:/traefik.yml']"
PROJECT = container("traefik.http.routers.a.rule=Host(`a.io`)")
REFUSED = container("traefik.http.routers.a.rule=Host(`a.io`)", more=", depend: 1")


def extending(file: str) -> str:
    return container("traefik.http.routers.a.rule=Host(`a.io`)", more=f", extends: {{file: {file}, service: small}}")


CADDY = "services: {caddy: {image: 'caddy:2', ports: ['80:80', '443:443']}}\n"
GONE = {"t/traefik.yml": "experimental: {http3: true}\n"}


def repeating(volume: str) -> str:
    """A Traefik with one flag twice."""
    flags = "--providers.docker=true, '--entrypoints.web.address=:80', --ping.entrypoint=web, --ping.entryPoint=x"
    return f"services:\n  traefik: {{image: 'traefik:v3.6', command: [{flags}], volumes: ['{volume}']}}\n"


def unreadable(image: str) -> dict[str, str]:
    """A compose file that a shell takes for a text of its own, and what its Traefik starts with."""
    label = "traefik.http.routers.r.rule=HostRegexp(\\`{any:.+}\\`)"
    proxy = f"proxy: {{image: '{image}', command: ['--configFile=/c/traefik.yml'], labels: [\"{label}\"]}}"
    return {"compose.yml": f"services:\n  {proxy}\n", "c/traefik.yml": "providers: {docker: {swarmMode: true}}\n"}


VARIABLES = "operator_user: zuul\ntraefik_certificates:\n  dashboard: {cert: x}\n"
BROKEN = ruled("Headers(`a`, `b`)").replace("{app: {rule", "{a: {rule")


def second(volume: str, also: str = "") -> dict[str, str]:
    """A static file, one in a folder below it, and Traefiks that mount what is said."""
    static = "entryPoints: {web: {address: ':80'}}\nproviders: {docker: {}}\n"
    run = f"services: {{traefik: {{image: 'traefik:v3.6', volumes: {json.dumps([volume] if volume else [])}}}}}\n"
    found = {
        "t/config/traefik.yml": static,
        "t/traefik.yml": f"{static}http: {{routers: {{a: {{rule: Host(`a.io`), service: noop@internal}}}}}}\n",
    }
    found |= {"compose.yml": run} if volume else {}
    return found | ({"b.yml": run.replace(volume, also)} if also else {})


def beside_read(file: str) -> dict[str, str]:
    """A broken file, a static one that reads `t/config/dynamic`, and a compose file of which one service is broken."""
    volumes = "['./t/config/traefik.yml:/traefik.yml', './t/config/dynamic:/dynamic']"
    return {
        "t/config/traefik.yml": FOLDER.replace("dynamic", "/dynamic"),
        "t/config/dynamic/a.yml": f"http: {{{AUTH}}}\n",
        file: "http:\n  middlewares:\n    w:\n      chain:\n        middlewares:\n          - a\n          b: c\n",
        "compose.yml": "services:\n  app:\n    image: app\n    networks:\n      - a\n      b: {}\n"
        f"  traefik: {{image: 'traefik:v3.6', volumes: {volumes}}}\n",
    }


def from_root(
    other: str = "filename: /etc/traefik/dynamic.yml",
    volumes: str = "./docker/t/dynamic.yml:/etc/traefik/dynamic.yml",
    provider: str = "filename: /etc/traefik/dynamic.yml",
) -> dict[str, str]:
    """A compose file in a folder of its own, whose paths count from the one above."""
    static = "entryPoints: {{web: {{address: ':80'}}}}\nproviders: {{file: {{{}}}}}\n"
    mounts = json.dumps(["./docker/t/traefik.yml:/etc/traefik/traefik.yml", volumes])
    return {
        "release/compose.release.yml": f"services: {{traefik: {{image: 'traefik:v3.6', volumes: {mounts}}}}}\n",
        "docker/t/traefik.yml": static.format(provider),
        "docker/t/traefik-dev.yml": static.format(other),
        "docker/t/dynamic.yml": f"http: {{{AUTH}}}\n",
        "docker/t/more.yml": BROKEN,
    }


def guarded(http: str, docker: str = "") -> dict[str, str]:
    """A dashboard by labels, on an entry point that may have a login."""
    points = f"{{web: {{address: ':80'}}, secure: {{address: ':443', http: {{tls: {{certResolver: le}}{http}}}}}}}"
    acme = "{le: {acme: {email: a@shop.org, storage: acme.json, tlsChallenge: {}}}}"
    providers = f"{{file: {{filename: dynamic.yml}}, docker: {{{docker}}}}}"
    labels = ("traefik.http.routers.d.rule=Host(`d.shop.org`)", "traefik.http.routers.d.entrypoints=secure",
              "traefik.http.routers.d.service=api@internal")  # fmt: skip
    return {
        "compose.yml": RUN.replace("[traefik.enable=false]", json.dumps(labels)).replace("'80:80'", "'443:443'"),
        "traefik.yml": f"api: {{}}\nentryPoints: {points}\nproviders: {providers}\ncertificatesResolvers: {acme}\n",
        "dynamic.yml": f"http: {{{AUTH[:-1]}, gz: {{compress: {{}}}}}}}}\n",
    }


def form(volume: str, url: str = "https://${NET}.254:443") -> dict[str, str]:
    """A dynamic file with variables, beside a Traefik whose provider reads `/conf`."""
    router = "{rule: 'Host(`box.${DOM}`)', service: box, tls: {}}"
    run = f"image: 'traefik:v3.6', command: [--providers.file.directory=/conf], volumes: ['{volume}']"
    return {
        "t/compose.yml": f"services: {{traefik: {{{run}}}}}\n",
        "t/home.yml": f"http:\n  routers: {{box: {router}}}\n  services: {{box: {{loadBalancer: {{servers: "
        f"[{{url: '{url}'}}]}}}}}}\n",
    }


def started(flag: str, image: str = "traefik:v3.6", more: str = "") -> str:
    """A Traefik with a mounted file and flags."""
    volumes = "['./traefik.yml:/traefik.yml', './dynamic.yml:/dynamic.yml', '/run/docker.sock:/run/docker.sock']"
    return f"services:\n  traefik: {{image: '{image}', command: [{flag}], volumes: {volumes}{more}}}\n"


def written(static: str) -> dict[str, str]:
    return {"traefik.yml": f"entryPoints: {{web: {{address: ':80'}}}}\n{static}\n"}


SUBMODULE = {".gitmodules": '[submodule "sub"]\n\tpath = sub\n\turl = https://example.com/sub.git\n'}


def reading(file: str) -> str:
    """A Traefik that reads a file below a folder."""
    flags = "[--providers.file.filename=/d/a.yml, '--entrypoints.web.address=:80']"
    return f"services: {{traefik: {{image: 'traefik:v3.6', command: {flags}, volumes: ['./{file}:/d/a.yml']}}}}\n"


def staged(file: str, compose: str = "") -> dict[str, str]:
    """A static file with a server for tests, and perhaps a Traefik that starts with it."""
    found = {file: STAGING + "entryPoints: {web: {address: ':80'}}\n"}
    if file.endswith(".toml"):
        acme = '[certificatesResolvers.le.acme]\nstorage = "a.json"\n'
        found[file] = f'{acme}caServer = "https://acme-staging-v02.api.letsencrypt.org/directory"\n'
        found[file] += '[entryPoints.web]\naddress = ":80"\n'
    if compose:
        volume = f"volumes: ['./{file}:/etc/traefik/traefik.yml']"
        found[compose] = container("traefik.http.routers.a.rule=Host(`a.io`)")
        found[compose] += f"  traefik: {{image: 'traefik:v3.6', {volume}}}\n"
    return found


CATALOG = "services:\n- id: traefik\n  ports: ['80:80']\n- id: gitlab\n  depends_on: [traefik]\n  database: {user: a}\n"


def run_by(command: str, file: str = "docker-compose.prod.yml", option: str = "image: a") -> dict[str, str]:
    """A file with two copies of a container with a name, and how it is run."""
    label = "traefik.http.routers.b.rule=Host(`b.io`)"
    service = f"container_name: backend, deploy: {{replicas: 2}}, labels: ['{label}'], {option}"
    return {file: f"services:\n  b: {{{service}}}\n{PROXY}", "scripts/up.sh": f"cd ..\n{command}\n", "other.yml": ""}


def in_one_file(first: str, second: str, point: str = "web") -> dict[str, str]:
    """Two Traefiks of one compose file, each started by flags or by a file, and the labels of a container.

    Args:
        first: `flags` or `file`, and behind a space the provider that it has.
    """
    labels = (f"traefik.http.routers.a.entrypoints={point}", "traefik.http.routers.a.rule=Host(`a.io`)")
    found, services = {}, container(*labels)
    for name, way in (("one", first), ("two", second)):
        form, provider = way.split()
        other = "web" if provider == "docker" else "other"
        if form == "file":
            given = f"volumes: ['./{name}/traefik.yml:/etc/traefik/traefik.yml']"
            options = "docker: {exposedByDefault: true}" if provider == "docker" else "file: {directory: /d}"
            found[f"{name}/traefik.yml"] = f"entryPoints: {{{other}: {{address: ':80'}}}}\nproviders: {{{options}}}\n"
        else:
            option = "docker.exposedbydefault=true" if provider == "docker" else "file.directory=/d"
            given = f"command: ['--providers.{option}', '--entrypoints.{other}.address=:80']"
        services += f"  {name}: {{image: 'traefik:v3.6', {given}}}\n"
    return {"compose.yml": services, **found}


PRELOADED = secure("A: b")
CASES: tuple[tuple[dict[str, str], str, bool], ...] = (
    # a static configuration that is not here may say where the dashboard is
    ({"dynamic.yml": dashboard("PathPrefix(`/traefik`)")}, "dashboard-unreachable", False),
    ({"dynamic.yml": dashboard("Path(`/dashboard`)")}, "dashboard-unreachable", True),
    ({"dynamic.yml": dashboard("PathPrefix(`/traefik`)"), "traefik.yml": STATIC}, "dashboard-unreachable", True),
    # whom a redirection sends away before
    ({"dynamic.yml": without_url(", middlewares: [up]")}, "server-url-empty", False),
    ({"dynamic.yml": without_url("")}, "server-url-empty", True),
    ({"dynamic.yml": without_url(", middlewares: [up], tls: {}")}, "server-url-empty", True),
    ({"dynamic.yml": without_url(", middlewares: [up]", "    s: {rule: Host(`e.io`), service: noop}\n")},
     "server-url-empty", True),
    # the certificate that another router asks for is shown to whoever asks for its name, by whatever router
    ({"dynamic.yml": mail("HostSNI(`*`)", "Host(`mx.io`)")}, "acme-without-domain", False),
    ({"dynamic.yml": mail("HostSNI(`*`)", "Host(`mx.io`)", "")}, "acme-without-domain", True),
    ({"dynamic.yml": mail("HostSNI(`*`)", "PathPrefix(`/`)")}, "acme-without-domain", True),
    ({"dynamic.yml": mail("HostSNIRegexp(`^.+[.]io$`)", "Host(`mx.io`)")}, "acme-without-domain", True),
    # who may frame a page is told in the way that counts before
    ({"d/a.yml": framed("frame-ancestors 'self'")}, "frame-options-allow-from", False),
    ({"d/a.yml": framed("frame-ancestors 'self'")}, "frame-options-overridden", False),
    ({"d/a.yml": framed("default-src 'self'")}, "frame-options-allow-from", True),
    ({"d/a.yml": framed("default-src 'self'")}, "frame-options-overridden", True),
    # a flag that a Traefik 2 knows
    ({"compose.yml": started("--pilot.dashboard=false", "traefik:v2.10"), "traefik.yml": STATIC}, "flag-syntax", False),
    ({"compose.yml": started("--pilot.dashboard=false"), "traefik.yml": STATIC}, "flag-syntax", True),
    # labels that let Traefik's own container count, and nothing else; and a provider that is lost with the flags
    ({"compose.yml": started("", more=", labels: [traefik.enable=true]"), "traefik.yml": STATIC},
     "provider-off", False),
    ({"compose.yml": started("", more=", labels: [traefik.enable=true]") + container("traefik.enable=true")[10:],
      "traefik.yml": STATIC}, "provider-off", True),
    ({"compose.yml": started("--providers.docker=true") + PROJECT[10:], "traefik.yml": STATIC}, "provider-off", False),
    ({"compose.yml": started("--providers.docker=true") + PROJECT[10:], "traefik.yml": STATIC},
     "static-form-ignored", True),
    ({"compose.yml": started("--providers.swarm=true") + PROJECT[10:], "traefik.yml": STATIC}, "provider-off", True),
    # a router that two containers define, so that it has no rule for want of one name more
    ({"compose.yml": container("traefik.http.routers.a.rule=Host(`a.io`)", "traefik.http.routers.b.tls=true")
      + container("traefik.http.routers.b.rule=Host(`b.io`)", name="b")[10:] + PROXY}, "router-default-rule", False),
    ({"compose.yml": container("traefik.http.routers.a.rule=Host(`a.io`)", "traefik.http.routers.b.tls=true")
      + container("traefik.http.routers.b.rule=Host(`b.io`)", name="b")[10:] + PROXY}, "merge-conflict", True),
    ({"compose.yml": container("traefik.http.routers.a.rule=Host(`a.io`)", "traefik.http.routers.b.service=app")
      + container("traefik.http.routers.c.rule=Host(`b.io`)", name="b")[10:] + PROXY}, "router-default-rule", True),
    # the port that Traefik takes by itself
    ({"compose.yml": container("traefik.http.routers.a.rule=Host(`a.io`)", "traefik.port=80", more=PORTS) + PROXY},
     "label-not-read", False),
    ({"compose.yml": container("traefik.http.routers.a.rule=Host(`a.io`)", "traefik.port=81", more=PORTS) + PROXY},
     "label-not-read", True),
    # a form that says what the flags say, for the file that somebody makes of it
    ({"compose.yml": started("--accesslog=true") + PROJECT[10:], "traefik.yml.tmpl": f"{STATIC}accessLog: {{}}\n"},
     "static-form-ignored", False),
    ({"compose.yml": started("--accesslog=true") + PROJECT[10:], "traefik.example.yml": f"{STATIC}accessLog: {{}}\n"},
     "static-form-ignored", False),
    ({"compose.yml": started("--accesslog=true") + PROJECT[10:], "traefik.yml.tmpl": STATIC},
     "static-form-ignored", True),
    ({"compose.yml": started("--accesslog=true") + PROJECT[10:], "dynamic.yml.tmpl": f"{STATIC}accessLog: {{}}\n"},
     "static-form-ignored", True),
    # a dynamic file beside the one that a static configuration names, and beside one that names none
    ({"traefik.yml": STATIC, "dynamic.yml": ruled("Host(`a.io`)"), "test.yml": BROKEN}, "rule-v2-matcher", False),
    ({"traefik.yml": STATIC, "dynamic.yml": ruled("Host(`a.io`)"), "test.yml": BROKEN,
      "README.md": "The routes are in `test.yml`.\n"}, "rule-v2-matcher", True),
    ({"traefik.yml": STATIC, "dynamic.yml": BROKEN, "test.yml": BROKEN}, "rule-v2-matcher", True),
    ({"traefik.yml": STATIC, "test.yml": BROKEN}, "rule-v2-matcher", True),
    ({"traefik.yml": FOLDER, "dynamic.yml": ruled("Host(`a.io`)"), "test.yml": BROKEN}, "rule-v2-matcher", True),
    ({"traefik.yml": READING.format("false"), "a.yml": PRELOADED},
     "sts-without-seconds", False),
    ({"traefik.yml": FOLDER, "a.yml": PRELOADED}, "sts-without-seconds", True),
    ({"traefik.yml": READING.format("false"), "a.yml": BROKEN}, "rule-v2-matcher", True),
    # a middleware whose use somebody has commented out
    ({"compose.yml": container(*LINKED, UP) + "# - traefik.http.routers.app.middlewares=a, up@docker\n"},
     "label-middleware-unused", False),
    ({"compose.yml": container(*LINKED, UP) + '    # "traefik.http.routers.app.middlewares": "up"\n'},
     "label-middleware-unused", False),
    ({"compose.yml": container(*LINKED, UP) + "# - traefik.http.routers.app.middlewares=upper\n"},
     "label-middleware-unused", True),
    ({"compose.yml": container(*LINKED, UP) + "# traefik.http.routers.app.rule=up\n"},
     "label-middleware-unused", True),
    # who is asked by address logs nobody in
    ({"dynamic.yml": asking("whitelist-guard:8080/verify"), "traefik.yml": STATIC, "compose.yml": RUN},
     "credentials-over-http", False),
    ({"dynamic.yml": asking("guard:8080/auth"), "traefik.yml": STATIC, "compose.yml": RUN},
     "credentials-over-http", False),
    ({"dynamic.yml": asking("authelia:9091/api/authz/forward-auth"), "traefik.yml": STATIC, "compose.yml": RUN},
     "credentials-over-http", True),
    # a router that is dropped names it
    ({"compose.yml": container(*LINKED, UP, "traefik.http.routers.r.rule=Host(`r.io`)",
                               "traefik.http.routers.r.middlewares=up")}, "label-middleware-unused", False),
    ({"compose.yml": container(*LINKED, UP)}, "label-middleware-unused", True),
    # nobody asks Traefik's own container for pages
    ({"compose.yml": container("traefik.enable=true", image="traefik:v3.6", name="traefik", more=PORTS),
      "traefik.yml": READING.format("true")}, "port-ambiguous", False),
    ({"compose.yml": container("traefik.enable=true", more=PORTS), "traefik.yml": READING.format("true")},
     "port-ambiguous", True),
    # another alternative takes the host with any port
    ({"a.yml": ruled("Host(`a.io`) || Host(`a.io:8080`)")}, "host-with-port", False),
    ({"a.yml": ruled("Host(`b.io`) || Host(`a.io:8080`)")}, "host-with-port", True),
    ({"a.yml": ruled("Host(`a.io`) && Host(`a.io:8080`)")}, "host-with-port", True),
    # a header that is set by its name
    ({"a.yml": secure("Strict-Transport-Security: max-age=1")}, "sts-without-seconds", False),
    ({"a.yml": secure("X-Robots-Tag: none")}, "sts-without-seconds", True),
    # two forms of one file, of which Traefik is given one
    ({"d/a.yml": ruled("Host(`a.io`)"), "d/a.toml": IN_TOML, "d/b.yml": ruled("Host(`b.io`)", "b")},
     "duplicate-name", False),
    ({"d/a.yml": ruled("Host(`a.io`)"), "d/c.toml": IN_TOML, "d/b.yml": ruled("Host(`b.io`)", "b")},
     "duplicate-name", True),
    ({"d/a.yml": ruled("Host(`a.io`)"), "d/a.toml": IN_TOML, "traefik.yml": FOLDER.replace("dynamic", "d")},
     "duplicate-name", True),
    # what takes off a path with a slash leaves that without
    ({"a.yml": slashing("/qb/")}, "middleware-order", False),
    ({"a.yml": slashing("/qb")}, "middleware-order", True),
    # whom a redirection sends away before: whatever is wrong with the server
    ({"dynamic.yml": without_url(", middlewares: [up]").replace("''", "'app'")}, "server-url-no-scheme", False),
    ({"dynamic.yml": without_url("").replace("''", "'app'")}, "server-url-no-scheme", True),
    # a label that is no object's is no wish to be reached
    ({"compose.yml": container("traefik.http.providers.file.filename=/a.yml"), "traefik.yml": READING.format("false")},
     "not-exposed", False),
    ({"compose.yml": container("traefik.http.routers.a.rule=Host(`a.io`)"), "traefik.yml": READING.format("false")},
     "not-exposed", True),
    # a file that Compose refuses as it is here may answer the host
    ({"compose.yml": container(*UPWARD) + BOTH, "b/compose.yml": container(*SECURE, image="${TAG:?say which}")},
     "redirect-missing-route", False),
    ({"compose.yml": container(*UPWARD) + BOTH}, "redirect-missing-route", True),
    # a container that is told to listen at the port of the label, whatever is published
    ({"compose.yml": container(*HOST_PORT, more=PUBLISHED + ", environment: {WEBUI_PORT: 8082}")}, "port-published",
     False),
    ({"compose.yml": container(*HOST_PORT, more=PUBLISHED + ", command: --listen :8082")}, "port-published", False),
    ({"compose.yml": container(*HOST_PORT, more=PUBLISHED + ", environment: {PORT: 18082}")}, "port-published", True),
    # a variable is no pattern of Traefik 2
    ({"a.yml": ruled("HostRegexp(`^a.${DOMAIN}$`)")}, "regexp-v2-template", False),
    ({"dynamic.yml": ruled("HostRegexp(`{sub:[a-z]+}.${DOMAIN}`)"), "traefik.yml": STATIC, "compose.yml": RUN},
     "regexp-v2-template", True),
    # what only Traefik 3 refuses, where another one runs
    ({"compose.yml": by_default("v2.11", "HostRegexp(`{a:[a-z]+}.local`, `b.io`)")}, "default-rule-useless", False),
    ({"compose.yml": by_default("v3.6", "HostRegexp(`{a:[a-z]+}.local`, `b.io`)")}, "default-rule-useless", True),
    ({"compose.yml": by_default("v2.11", "Host(`{{ .Name }}")}, "default-rule-useless", True),
    # an entry point that no port of the host leads to
    ({"compose.yml": measured()}, "credentials-over-http", False),
    ({"compose.yml": measured(", '8082:8082'")}, "credentials-over-http", True),
    ({"compose.yml": measured(", '3306:3306'").replace(":8082", ":3306")}, "credentials-over-http", False),
    # a name of one of the entry points with a slip is not that of another Traefik's
    ({"proxy/compose.yml": "services:\n" + BOTH.replace("secure", "websecure"),
      "app/compose.yml": container(SLIPPED.format("websekure"))}, "unknown-entrypoint", True),
    ({"proxy/compose.yml": "services:\n" + BOTH.replace("secure", "websecure"),
      "app/compose.yml": container(SLIPPED.format("inside"))}, "unknown-entrypoint", False),
    # a login with nothing behind it lets nobody in, as Traefik disables the router
    ({"dynamic.yml": dashboard("PathPrefix(`/`)").replace("{usersFile: /users}", "{users: }"), "traefik.yml": STATIC},
     "dashboard-without-auth", False),
    ({"dynamic.yml": dashboard("PathPrefix(`/`)").replace("basicAuth: {usersFile: /users}", "compress: {}"),
      "traefik.yml": STATIC}, "dashboard-without-auth", True),
    # certificates that somebody takes out of Traefik's storage
    ({"compose.yml": container(*PASSED) + PROXY + "  dump: {image: 'ldez/traefik-certs-dumper'}\n"},
     "passthrough-with-resolver", False),
    ({"compose.yml": container(*PASSED) + PROXY}, "passthrough-with-resolver", True),
    # old TLS that nobody gets
    ({"a.yml": with_options("legacy", "default")}, "tls-min-version-low", False),
    ({"a.yml": with_options("legacy", "legacy")}, "tls-min-version-low", True),
    ({"a.yml": with_options("main", "default")}, "tls-min-version-low", True),
    # what stands in a comment was switched off
    ({"a.yml": hardened("        # stsSeconds: 1\n")}, "sts-without-seconds", False),
    ({"a.yml": hardened("        # stsPreload: true\n")}, "sts-without-seconds", True),
    # a container that has middlewares for others
    ({"compose.yml": container("traefik.enable=true", UP, more=PORTS) + PROXY}, "port-ambiguous", False),
    ({"compose.yml": container("traefik.enable=true", UP, "traefik.http.routers.a.rule=Host(`a.io`)", more=PORTS)
      + PROXY}, "port-ambiguous", True),
    # uploads to what takes them, where it is asked
    ({"compose.yml": uploading("readTimeout=600s")}, "upload-read-timeout", False),
    ({"compose.yml": uploading("idleTimeout=600s")}, "upload-read-timeout", True),
    # containers that all say whether they are to be reached
    ({"compose.yml": container("traefik.enable=true") + PROXY}, "exposed-by-default", False),
    ({"compose.yml": container("traefik.enable=true") + PROXY + "  db: {image: postgres}\n"}, "exposed-by-default",
     True),
    # an empty file that Docker made, where another volume brings the static configuration
    ({"compose.yml": EMPTIED.format(", './traefik.yml:/etc/traefik/traefik.yml'"), "traefik.yml": STATIC,
      "acme/traefik.yml": ""}, "no-static-configuration", False),
    ({"compose.yml": EMPTIED.format(""), "traefik.yml": STATIC, "acme/traefik.yml": ""}, "no-static-configuration",
     True),
    # what no volume brings into Traefik's container
    (by_volume("./traefik.yml:/traefik.yml"), "file-provider-not-mounted", True),
    (by_volume("./traefik.yml:/traefik.yml', './dynamic.yml:/dynamic.yml"), "file-provider-not-mounted", False),
    (by_volume("./traefik.yml:/traefik.yml', '.:/"), "file-provider-not-mounted", False),
    (by_volume("./traefik.yml:/traefik.yml", "    # - ./dynamic.yml:/dynamic.yml\n"), "file-provider-not-mounted",
     False),
    (by_volume("./traefik.yml:/traefik.yml", "    build: .\n"), "file-provider-not-mounted", False),
    # a `*` that stands for files, and one that is a pattern of another program
    (not_loaded("docker exec redis redis-cli PSUBSCRIBE '*'"), "acme-wildcard-needs-dns", False),
    (not_loaded("git add *"), "acme-wildcard-needs-dns", False),
    (not_loaded("cp t/* /srv/traefik/"), "acme-wildcard-needs-dns", True),
    (not_loaded("rsync -a ./* box:/srv/"), "acme-wildcard-needs-dns", True),
    (not_loaded("docker run -v ./t/*:/x traefik"), "acme-wildcard-needs-dns", True),
    # a word for a secret, beside a host or a user that is one, too
    (umami("https://umami.example.com", "username", "password"), "secret-in-config", False),
    (umami("https://umami.shop.io", "username", "password"), "secret-in-config", False),
    (umami("https://umami.example.com:3000/x", "ann", "umami_password"), "secret-in-config", False),
    (umami("https://umami.shop.io", "ann", "password"), "secret-in-config", True),
    (umami("https://umami.example.com.shop.io", "ann", "password"), "secret-in-config", True),
    (umami("https://umami.example.com", "username", "hunter2-Blue"), "secret-in-config", True),
    # a comment that says what the server is for, with something between
    (tried("# staging, until all works", "- --entrypoints.web.address=:80"), "acme-staging", False),
    (tried("# staging", "- --a.b=1", "- --certificatesresolvers.r.acme.email=a@b.io"), "acme-staging", False),
    (tried("- --entrypoints.web.address=:80"), "acme-staging", True),
    (tried("# staging", "- --certificatesresolvers.r2.acme.email=a@b.io"), "acme-staging", True),
    (tried("# staging", "- --a.b=1", "# a port", "- --entrypoints.web.address=:80"), "acme-staging", True),
    (tried("# staging", "", "- --entrypoints.web.address=:80"), "acme-staging", True),
    (tried_in_file("      # staging\n      email: a@b.io\n"), "acme-staging", False),
    (tried_in_file("      email: a@b.io\n", head="  # staging\n"), "acme-staging", False),
    (tried_in_file("      email: a@b.io\n"), "acme-staging", True),
    (tried_in_file("", head="  # staging\n  t: {acme: {storage: b.json, tlsChallenge: {}}}\n"), "acme-staging", True),
    # a resolver that is but the name of another one, which is named
    (resolving("certResolver", "le"), "mapping-expected", False),
    (resolving("certResolver", "le"), "resolver-empty", False),
    (resolving("certResolver", "other"), "mapping-expected", True),
    (resolving("certResolver", "le", "--entrypoints.web.http.tls.certresolver=certResolver"), "mapping-expected", True),
    (resolving("certResolver", "true"), "mapping-expected", True),
    # a comment at the end of another resolver
    (tried_in_file("", head="  t:\n    acme:\n      storage: b.json\n      # staging\n"), "acme-staging", True),
    # filters that add up, and are meant to
    (filtered("204-299, 400-599"), "access-log-filters", False),
    (filtered("200-299"), "access-log-filters", True),
    (filtered("200"), "access-log-filters", True),
    # a weak hash in a login of which it is told that nobody uses it
    ({"compose.yml": container(*WEAK[:2]) + PROXY}, "basic-auth-weak-hash", False),
    ({"compose.yml": container(*WEAK) + PROXY}, "basic-auth-weak-hash", True),
    # the only port that is none of UDP, which Traefik takes
    ({"compose.yml": container(*WEAK[:1], more=", ports: ['8384:8384', '21027:21027/udp']") + PROXY},
     "port-ambiguous", False),
    ({"compose.yml": container(*WEAK[:1], more=", ports: ['8384:8384', '1027:1027/udp']") + PROXY},
     "port-ambiguous", True),
    # a copy as file managers call it
    ({"compose copy 3.yml": REFUSED, "compose.yml": PROJECT}, "compose-refused", False),
    ({"app/compose (1).yml": REFUSED, "compose.yml": PROJECT}, "compose-refused", False),
    ({"app/compose.yml": REFUSED, "compose.yml": PROJECT}, "compose-refused", True),
    # an entry point that redirects everything hands on no header, and takes none away
    ({"dynamic.yml": counted(), "traefik.yml": TWO_POINTS.format(web=REDIRECTED, secure=TRUSTED)},
     "ip-strategy-without-trust", False),
    ({"dynamic.yml": counted(), "traefik.yml": TWO_POINTS.format(web=REDIRECTED + TRUSTED, secure="")},
     "ip-strategy-without-trust", True),
    # certificates for tests that nobody is shown
    ({"dynamic.yml": ruled("Host(`a.io`)"), "traefik.yml": STATIC + STAGING}, "acme-staging", False),
    ({"dynamic.yml": ruled("Host(`a.io`)").replace("service:", "tls: {certResolver: le}, service:"),
      "traefik.yml": STATIC + STAGING}, "acme-staging", True),
    # what only containers ask for
    ({"dynamic.yml": ruled("Host(`app`)").replace("service:", "entryPoints: [web], service:"),
      "traefik.yml": TWO_POINTS.format(web=REDIRECTED, secure="")}, "router-behind-redirect", False),
    ({"dynamic.yml": ruled("Host(`app.io`)").replace("service:", "entryPoints: [web], service:"),
      "traefik.yml": TWO_POINTS.format(web=REDIRECTED, secure="")}, "router-behind-redirect", True),
    # a login that others are to ask
    ({"compose.yml": container("traefik.http.routers.login.rule=Host(`a.io`)", ASKED.format("login")) + PROXY},
     "label-middleware-unused", False),
    ({"compose.yml": container("traefik.http.routers.app.rule=Host(`a.io`)", ASKED.format("login")) + PROXY},
     "label-middleware-unused", True),
    # what is switched off by its name
    ({"dynamic/a.yml": dashboard("Path(`/dashboard`)"), "dynamic/b.yml.disabled": "", "traefik.yml": FOLDER},
     "file-not-loaded", False),
    ({"dynamic/a.yml": dashboard("Path(`/dashboard`)"), "dynamic/b.yml.txt": "", "traefik.yml": FOLDER},
     "file-not-loaded", True),
    ({"dynamic/a.yml": dashboard("Path(`/dashboard`)"), "dynamic/.vscode/b.json": "", "traefik.yml": FOLDER},
     "file-not-loaded", False),
    ({"dynamic/.a/a.yml": dashboard("Path(`/dashboard`)"), "dynamic/.a/b.json": "", "traefik.yml": FOLDER},
     "file-not-loaded", True),
    # a folder that a volume brings to one Traefik is not guessed to be that of another, as it is called so
    (asking_folder("./conf:/etc/traefik/dynamic", "./docker/dynamic:/dynamic"), "unknown-cert-resolver", False),
    (asking_folder("./conf:/etc/traefik/dynamic", ""), "unknown-cert-resolver", False),
    (asking_folder("./docker/dynamic:/etc/traefik/dynamic", ""), "unknown-cert-resolver", True),
    (asking_folder("/opt/dynamic:/etc/traefik/dynamic", ""), "unknown-cert-resolver", True),
    (asking_folder("/opt/dynamic:/etc/traefik/dynamic", "./docker/dynamic:/dynamic"), "unknown-cert-resolver", False),
    # two versions of one project, of which one takes the place of the other
    (versions_of("compose.yml", "compose.app.yml"), "redirect-missing-route", False),
    (versions_of("compose.yml", "app/compose.yml"), "redirect-missing-route", True),
    ({**versions_of("compose.yml", "app/compose.yml", ", container_name: app"),
      "compose.yml": versions_of("compose.yml", "x.yml", ", container_name: app")["compose.yml"].replace(
          "image: 'app'", "image: 'app', container_name: app")}, "redirect-missing-route", False),
    # a resolver of the static configuration that another file puts in the place of this one
    (mounting(PROD, "le"), "unknown-cert-resolver", False),
    (mounting(PROD, "http"), "unknown-cert-resolver", True),
    (mounting("environment: [A=1]", "le"), "unknown-cert-resolver", True),
    (mounting(f"image: 'traefik:v3.6', {PROD}", "le"), "unknown-cert-resolver", True),
    (mounting("environment: [A=1], command: --certificatesresolvers.le.acme.tlschallenge=true", "x"),
     "unknown-cert-resolver", True),  # flags beside a file are in vain
    # what another repository brings, which is cloned beside this one
    ({".git/HEAD": "", "compose.yml": extending("../baseline/hardening.yml")}, "compose-refused", False),
    ({".git/HEAD": "", "compose.yml": f"include: [{{path: ../baseline/more.yml}}]\n{PROJECT}"},
     "compose-refused", False),
    ({".git/HEAD": "", "compose.yml": extending("baseline/hardening.yml")}, "compose-refused", True),
    ({".git/HEAD": "", "app/compose.yml": extending("../baseline/hardening.yml")}, "compose-refused", True),
    ({"compose.yml": extending("../baseline/hardening.yml")}, "compose-refused", True),
    # a folder that says that nobody uses what is in it, though there is nothing else
    ({"deprecated/traefik/compose.yml": REFUSED}, "compose-refused", False),
    ({"attic/compose.yml": REFUSED, "compose.yml": PROJECT}, "compose-refused", False),
    ({"backup/traefik/compose.yml": REFUSED}, "compose-refused", True),
    ({"deploy/compose.yml": REFUSED, "deprecated/compose.yml": PROJECT}, "compose-refused", True),
    # the version stands in a compose file that nobody can read as it is here
    (unreadable("${IMAGE:-traefik:v2.11}"), "removed-static-option", False),
    (unreadable("${IMAGE-traefik}:${TAG:-v2.11}"), "removed-static-option", False),
    (unreadable("${IMAGE:-traefik:v3.1}"), "removed-static-option", True),
    (unreadable("${IMAGE:-my-traefik:v2.11}"), "removed-static-option", True),
    # the file beside the compose file is brought into the folder of the host that Traefik starts from
    ({"t/compose.yml": repeating("/opt/traefik:/etc/traefik"), "t/traefik.yml": STATIC}, "flag-repeated", False),
    ({"t/compose.yml": repeating("/opt/traefik:/etc/traefik")}, "flag-repeated", True),
    ({"t/compose.yml": repeating("/opt/traefik:/dynamic"), "t/traefik.yml": STATIC}, "flag-repeated", True),
    ({"t/compose.yml": repeating("./config:/etc/traefik"), "t/traefik.yml": STATIC, "t/config/a": ""},
     "flag-repeated", True),
    # another container has the ports of a Traefik that nobody starts
    ({"compose.yml": CADDY, **GONE}, "removed-static-option", False),
    ({"compose.yml": CADDY.replace("443:443", "8443:443"), **GONE}, "removed-static-option", True),
    ({"compose.yml": CADDY, "t/compose.yml": "services: {t: {image: 'traefik:v3'}}\n", **GONE},
     "removed-static-option", True),
    ({"compose.yml": CADDY, "t/run.sh": "docker run -v $PWD/traefik.yml:/traefik.yml traefik:v3\n", **GONE},
     "removed-static-option", True),
    ({"proxy/compose.yml": CADDY, **GONE}, "removed-static-option", True),
    ({"compose.yml": CADDY, "t/traefik.yml": f"entryPoints: {{web: {{address: ':8000'}}}}\n{GONE['t/traefik.yml']}"},
     "removed-static-option", True),
    # certificates for tests in a file that is kept for tests
    (staged("t/traefik.yml"), "acme-staging", True),
    (staged("t/traefik.staging.yml"), "acme-staging", False),
    (staged("staging/traefik.yml"), "acme-staging", False),
    (staged("t/traefik.stage.toml"), "acme-staging", False),
    (staged("t/traefik.staging.yml", "compose.yml"), "acme-staging", True),
    (staged("t/traefik.staging.yml", "compose.staging.yml"), "acme-staging", False),
    (staged("t/backstage.yml"), "acme-staging", True),
    # who calls a log of lines by another name has it
    (written("log: {format: text}"), "log-format", False),
    (written("log: {format: Common}"), "log-format", False),
    (written("log: {format: logfmt}"), "log-format", True),
    (written("log: {format: JSON}"), "log-format", True),
    # what stands in a submodule that is not checked out may be as it is wanted
    ({"compose.yml": "include: [sub/compose.yml]\n" + PROJECT}, "compose-refused", True),
    ({"compose.yml": "include: [sub/compose.yml]\n" + PROJECT, **SUBMODULE}, "compose-refused", False),
    ({"compose.yml": extending("sub/compose.yml"), **SUBMODULE}, "compose-refused", False),
    ({"compose.yml": "include: [sub.yml]\n" + PROJECT, **SUBMODULE}, "compose-refused", True),
    ({"compose.yml": "include: [sub/compose.yml]\n" + PROJECT, **SUBMODULE, "sub/README.md": ""},
     "compose-refused", True),
    ({"compose.yml": reading("sub/a.yml")}, "file-provider-not-there", True),
    ({"compose.yml": reading("sub/a.yml"), **SUBMODULE}, "file-provider-not-there", False),
    # a catalog of services is no compose file
    ({"compose.yml": PROJECT + PROXY, "SERVICES.yml": CATALOG}, "compose-refused", False),
    ({"docker-compose.yml": f"{CATALOG}- labels: ['traefik.http.routers.a.rule=Host(`a.io`)']\n"},
     "compose-refused", True),
    # what Compose alone refuses, where another program reads the file
    (run_by("podman-compose -f docker-compose.prod.yml up -d"), "compose-refused", False),
    (run_by("docker-compose -f docker-compose.prod.yml up -d"), "compose-refused", True),
    (run_by("podman-compose -f other.yml up -d"), "compose-refused", True),
    (run_by("podman-compose -f docker-compose.prod.yml up || docker compose -f docker-compose.prod.yml up"),
     "compose-refused", True),
    (run_by("podman-compose up -d", "docker-compose.yml"), "compose-refused", False),
    (run_by("podman-compose up -d", "docker-compose.yml", "image: a, ports: b"), "compose-refused", True),
    # labels are for the one of two Traefiks that reads any
    (in_one_file("file docker", "file files"), "provider-off", False),
    (in_one_file("flags docker", "file files"), "provider-off", False),
    (in_one_file("file files", "flags docker"), "provider-off", False),
    (in_one_file("flags files", "flags docker"), "provider-off", False),
    (in_one_file("file docker", "file files", "typo"), "unknown-entrypoint", True),
    (in_one_file("flags files", "flags docker", "typo"), "unknown-entrypoint", True),
    (in_one_file("file files", "flags files"), "provider-off", True),
    (in_one_file("file files", "file files"), "provider-off", True),
    # measurements for everybody
    (shown(), "metrics-without-auth", True),
    (shown("web", port="80:80"), "metrics-without-auth", True),
    (shown("m"), "metrics-without-auth", False),
    (shown("m", port="8082:8082"), "metrics-without-auth", False),
    (shown(port="127.0.0.1:443:443"), "metrics-without-auth", False),
    (shown("websecure, manualRouting: true"), "metrics-without-auth", False),
    (shown(more=", middlewares: [auth@file]"), "metrics-without-auth", False),
    (shown(host="shop.lan"), "metrics-without-auth", False),
    # the path of a token in the place of the token
    (by_dns("CF_DNS_API_TOKEN=/run/secrets/cf"), "dns-token-is-path", True),
    (by_dns("CF_DNS_API_TOKEN=/tokens/cf"), "dns-token-is-path", True),
    (by_dns("CF_DNS_API_TOKEN=/other/cf"), "dns-token-is-path", False),
    (by_dns("CF_DNS_API_TOKEN_FILE=/run/secrets/cf"), "dns-token-is-path", False),
    (by_dns("TRANSIP_PRIVATE_KEY_PATH=/run/secrets/key"), "dns-token-is-path", False),
    (by_dns("TRAEFIK_HUB_TOKEN=/run/secrets/hub"), "dns-token-is-path", False),
    (by_dns("MY_TOKEN=/run/secrets/cf", provider="exec"), "dns-token-is-path", False),
    (by_dns("CF_DNS_API_TOKEN=/run/secrets/cf", more=", entrypoint: ['/start.sh']"), "dns-token-is-path", False),
    # a middleware or service that nobody finds by its name, as that is another one's
    ({"compose.yml": container(*LINKED, "traefik.http.middlewares.auth@file.stripprefix.prefixes=/a") + PROXY},
     "name-contains-at", True),
    ({"compose.yml": container(*LINKED, "traefik.http.services.s@docker.loadbalancer.server.port=80") + PROXY},
     "name-contains-at", True),
    ({"compose.yml": container(*LINKED, "traefik.http.middlewares.auth.stripprefix.prefixes=/a") + PROXY},
     "name-contains-at", False),
    ({"compose.yml": container(*LINKED, "traefik.http.middlewares.auth@file.stripprefix.prefixes=/a",
                               "traefik.http.routers.s.middlewares=auth@file@docker") + PROXY},
     "name-contains-at", False),
    ({"compose.yml": container(*LINKED, "traefik.http.middlewares.auth${AT}.stripprefix.prefixes=/a") + PROXY},
     "name-contains-at", False),
    # variables of another program in a file that is called as Traefik's
    ({"prepare/traefik.yml": VARIABLES}, "no-static-configuration", False),
    ({"vars/traefik.yml": "domain: a.io\n"}, "no-static-configuration", False),
    ({"prepare/traefik.yml": "routing: {a: b}\n"}, "no-static-configuration", True),
    ({"compose.yml": RUN, "traefik.yml": VARIABLES}, "no-static-configuration", True),
    ({"vars/traefik.yml": "entryPoint: {web: {address: ':80'}}\n"}, "unknown-static-root", True),
    # a second static file above the one that is mounted
    (second("./t/config/traefik.yml:/traefik.yml"), "dynamic-in-static", False),
    (second("./t/config/traefik.yml:/traefik.yml", also="./t/traefik.yml:/traefik.yml"), "dynamic-in-static", True),
    ({**second("./t/config/traefik.yml:/traefik.yml"), "up.sh": "docker run -v ./t/traefik.yml:/traefik.yml traefik\n"},
     "dynamic-in-static", True),
    (second("./config/traefik.yml:/traefik.yml"), "dynamic-in-static", True),  # who knows where that one is
    (second(""), "dynamic-in-static", True),
    # a file above those that are read, where another service of the compose file breaks it
    (beside_read("t/more.yml"), "yaml-syntax", False),
    (beside_read("t/config/more.yml"), "yaml-syntax", False),
    (beside_read("t/config/dynamic/more.yml"), "yaml-syntax", True),
    ({**beside_read("t/config/more.yml"), "compose.yml": "services:\n  app: [\n"}, "yaml-syntax", True),
    # no Traefik of the repository has a file provider
    ({"compose.yml": f"services:\n{PROXY}", "config/a.yml": BROKEN}, "rule-v2-matcher", False),
    ({"compose.yml": PROJECT, "config/a.yml": BROKEN}, "rule-v2-matcher", True),
    ({"compose.yml": f"services:\n{PROXY}", "config/a.yml": BROKEN, "up.sh": "scp config/a.yml vps:/d\n"},
     "rule-v2-matcher", True),
    ({"compose.yml": f"services:\n{PROXY}", "b/compose.yml": PROJECT, "b/a.yml": BROKEN}, "rule-v2-matcher", True),
    ({"compose.yml": f"services:\n{PROXY}".replace("]", ", --providers.file.directory=/d], volumes: ['./c:/d']"),
      "c/a.yml": BROKEN}, "rule-v2-matcher", True),
    # volumes from the folder that the project is started in, and static files that name another file
    (from_root(), "rule-v2-matcher", False),
    (from_root("filename: /etc/traefik/more.yml"), "rule-v2-matcher", True),
    (from_root(volumes="./docker/t:/etc/traefik", provider="directory: /etc/traefik"), "rule-v2-matcher", True),
    # what entry points put before a router, in a static file that Traefik refuses for something else
    (guarded(", middlewares: [auth@file]"), "dashboard-without-auth", False),
    (guarded(", middlewares: [auth@file]", "swarmModeRefreshSeconds: 15s"), "dashboard-without-auth", False),
    (guarded("", "swarmModeRefreshSeconds: 15s"), "dashboard-without-auth", True),
    (guarded(", middlewares: [gz@file]", "swarmModeRefreshSeconds: 15s"), "dashboard-without-auth", True),
    # a form that somebody fills in, for a Traefik that reads a folder of the host
    (form("/${DATA}/conf/:/conf/"), "variable-not-expanded", False),
    (form("~/traefik/conf:/conf"), "variable-not-expanded", False),
    (form("./:/conf"), "variable-not-expanded", True),
    (form("/srv/t:/conf', './home.yml:/conf/home.yml"), "variable-not-expanded", True),
    (form("/srv/t:/conf", "https://box.io"), "variable-not-expanded", True),
    ({"t/home.yml": form("")["t/home.yml"]}, "variable-not-expanded", True),
    # two forms, of which somebody chooses one
    (forms("__RULE__"), "duplicate-name", False),
    (forms("Host(`a.io`)"), "duplicate-name", True),
)  # fmt: skip


@rows(("files", "rule", "told"), CASES)
def test_it_is_told_where_it_is_so(files: dict[str, str], rule: str, told: bool, cli: Runner) -> None:
    cli.write(files)
    assert (rule in {one["rule"] for one in json.loads(cli("lint", "--format", "json").out)["findings"]}) is told


LEFT = container("traefik.http.routers.w.rule=Host(`w.io`)", name="who", more=", extends: {file: no.yml, service: a}")
HAS_WHO = {"docker-compose.yml": container("traefik.http.routers.w.rule=Host(`w.io`)", name="who"), "who.yml": LEFT}


@rows(
    ("files", "severity"),
    [
        (HAS_WHO, "info"),
        ({**HAS_WHO, "README.md": "Then start `who.yml`.\n"}, "error"),
        ({**HAS_WHO, "docker-compose.yml": PROJECT}, "error"),
        ({**HAS_WHO, "docker-compose.yml": LEFT, "who.yml": PROJECT}, "error"),
        ({"docker-compose.yml": HAS_WHO["docker-compose.yml"], "compose.prod.yml": LEFT}, "error"),
        ({"who.yml": LEFT}, "error"),
    ],
)
def test_a_compose_file_that_is_left_over_is_a_note(files: dict[str, str], severity: str, cli: Runner) -> None:
    cli.write(files)
    found = json.loads(cli("lint", "--format", "json").out)["findings"]
    assert {one["severity"] for one in found if one["rule"] == "compose-refused"} == {severity}


@rows(
    ("at", "said"),
    [
        ("deploy/t/dynamic.yml", "there is no `t/dynamic.yml` here; it is at `deploy/t/dynamic.yml`."),
        ("deploy/dynamic.yml", "there is no `t/dynamic.yml` here."),
        ("t/dynamic.yml", ""),
    ],
)
def test_where_the_file_is_that_a_volume_does_not_bring_is_told(at: str, said: str, cli: Runner) -> None:
    run = "image: 'traefik:v3.6', command: [--providers.file.filename=/d.yml], volumes: ['./t/dynamic.yml:/d.yml']"
    cli.write({"compose.prod.yml": f"services: {{traefik: {{{run}}}}}\n", at: "http: {middlewares: {}}\n"})
    found = json.loads(cli("lint", "--format", "json").out)["findings"]
    told = [one["message"] for one in found if one["rule"] == "file-provider-not-there"]
    assert [message.partition(": ")[2] for message in told] == [said] * bool(said)


LINKED_FILE = ruled("Host(`a.io`)").replace("service: app", "service: gone")


@rows(
    ("text", "told"),
    [
        ("", ["duplicate-name info", "unknown-service error"]),  # a link
        (LINKED_FILE, ["duplicate-name info", "unknown-service error"]),
        (
            LINKED_FILE.replace("a.io", "b.io"),
            ["duplicate-name error", "duplicate-name error", "unknown-service error"],
        ),
        (f"{LINKED_FILE}# mine\n", ["duplicate-name error", "duplicate-name error", "unknown-service error"]),
    ],
)
def test_what_is_wrong_in_a_file_that_traefik_reads_twice_is_told_once(text: str, told: list[str], cli: Runner) -> None:
    """Of 3.7.15: the second is skipped as already configured."""
    cli.write({"traefik.yml": FOLDER, "dynamic/a.yml": LINKED_FILE, "dynamic/b.yml": text or " "})
    if not text:
        link = cli.folder / "dynamic/b.yml"
        link.unlink()
        link.symlink_to("a.yml")
    found = json.loads(cli("lint", "--format", "json").out)["findings"]
    assert sorted(f"{one['rule']} {one['severity']}" for one in found) == told


@rows(
    ("value", "said"),
    [
        (HASH, "Compose takes each `$` in the value of `AUTH` for the beginning of a variable, so the hash is lost; "
               "put it into single quotes in `.env`."),
        (f"'{HASH}'", ""),
        ("a${DOMAIN}", "`AUTH` hangs on `DOMAIN`, which has no value here; unless the shell sets it, it is empty."),
        ("pa$word1", "`AUTH` hangs on another variable, which has no value here; unless the shell sets it, it "
                      "is empty."),
    ],
)  # fmt: skip
def test_what_compose_makes_of_a_value_with_dollar_signs_is_told(value: str, said: str, cli: Runner) -> None:
    cli.write({"compose.yml": container(*USERS) + PROXY, ".env": f"AUTH={value}\n"})
    found = json.loads(cli("lint", "--format", "json").out)["findings"]
    assert [one["message"] for one in found if one["rule"] == "label-variable-unset"] == [said] * bool(said)
    assert "word1" not in str(found) and "mJufs" not in str(found)


def test_the_name_of_a_variable_is_told_though_its_place_is_covered(cli: Runner) -> None:
    users = "traefik.http.middlewares.m.basicauth.users=${NAME}:${MD5}"
    cli.write({"compose.yml": container(*USERS[:2], users) + PROXY, ".env": f"NAME=ann\nMD5={HASH[6:]}\n"})
    out = cli("lint").out
    assert "in the value of `MD5`" in out
    assert "mJufs" not in out


def served(asked: str, host: str) -> dict[str, str]:
    """A host whose router names a resolver that is not there, beside a router that asks another one for some names."""
    other = (
        f"{{rule: Host(`d.e.ca`), service: noop@internal, tls: {{certResolver: le, domains: [{{main: '{asked}'}}]}}}}"
    )
    mine = f"{{rule: Host(`{host}`), service: noop@internal, tls: {{certResolver: other}}}}"
    acme = "certificatesResolvers: {le: {acme: {dnsChallenge: {provider: cloudflare}, storage: a.json}}}\n"
    return {"traefik.yml": STATIC + acme, "dynamic.yml": f"http: {{routers: {{a: {mine}, d: {other}}}}}\n"}


@rows(
    ("asked", "host", "severity"),
    [("*.e.ca", "a.e.ca", "info"), ("*.e.ca", "a.other.ca", "error"), ("d.e.ca", "a.e.ca", "error")],
)
def test_a_resolver_that_is_not_there_is_a_note_where_another_gets_the_certificate(
    asked: str, host: str, severity: str, cli: Runner
) -> None:
    cli.write(served(asked, host))
    found = json.loads(cli("lint", "--format", "json").out)["findings"]
    assert [one["severity"] for one in found if one["rule"] == "unknown-cert-resolver"] == [severity]


@rows(
    ("file", "said"),
    [
        ("URI=a.io\n", ("info", "`URL` has no value here; unless the shell or `.env` sets it, it is empty.")),
        ("URI=a.io\nUSERS=x\n", ("info", "`URL` has no value here; unless the shell or `.env` sets it, it is empty.")),
        ("URI=a.io\nPOINT=web\n",
         ("warning", "`URL` has no value in `.env`, which has those of other labels here; add it.")),
        ("URI=a.io\nPOINT=web\nURLS=a.io\n",
         ("warning", "`URL` has no value in `.env`, which has those of other labels here; add it.")),
    ],
)  # fmt: skip
def test_a_host_that_only_a_file_of_other_values_lacks_is_told(file: str, said: tuple[str, str], cli: Runner) -> None:
    labels = ("traefik.http.routers.a.rule=Host(`${URL}`)", "traefik.http.routers.a.entrypoints=${POINT:-web}")
    cli.write({"compose.yml": container(*labels) + PROXY, ".env": file})
    found = json.loads(cli("lint", "--format", "json").out)["findings"]
    assert [(one["severity"], one["message"]) for one in found if one["rule"] == "label-variable-unset"] == [said]


TOKEN = "aB3dE5fG7hI9jK1lM3nO5pQ7"


@rows(
    ("variable", "env", "ignored", "told"),
    [
        (f"CF_DNS_API_TOKEN={TOKEN}", "", "", "git has this file"),
        ("CF_DNS_API_TOKEN=${CF}", f"CF={TOKEN}\n", "", "git has `.env`"),
        ("CF_DNS_API_TOKEN=${CF}", f"CF={TOKEN}\n", ".env\n", ""),
        (f"CF_DNS_API_TOKEN={TOKEN}", "", "compose.yml\n", ""),
        ("CF_DNS_API_TOKEN=your-cloudflare-token-1a2b3c", "", "", ""),
        ("CF_DNS_API_TOKEN=1234567890abcdef1234567890abcdef", "", "", ""),
        ("CF_DNS_API_TOKEN=cloudflare-dns-token-of-mine", "", "", ""),
        (f"CF_API_EMAIL={TOKEN}", "", "", ""),
    ],
)
def test_a_secret_of_traefiks_own_container_is_told_where_git_has_it(
    variable: str, env: str, ignored: str, told: str, cli: Runner
) -> None:
    cli.write({**by_dns(variable), ".env": env, ".gitignore": ignored})
    for arguments in (("init", "--quiet"), ("add", ".")):
        subprocess.run(["git", *arguments], cwd=cli.folder, check=True, capture_output=True)
    out = cli("lint", "--format", "json").out
    found = [one["message"] for one in json.loads(out)["findings"] if one["rule"] == "secret-in-config"]
    assert [told in message for message in found] == [True] * bool(told)
    assert TOKEN not in out and TOKEN not in cli("lint").out


@rows(
    ("value", "severity"),
    [("false", "info"), ("true", "error")],
)
def test_a_slip_in_enable_is_a_note_where_the_container_was_to_be_left_alone(
    value: str, severity: str, cli: Runner
) -> None:
    cli.write({"compose.yml": container(f"traefik.enabled={value}") + PROXY})
    found = json.loads(cli("lint", "--format", "json").out)["findings"]
    assert [one["severity"] for one in found if one["rule"] == "label-unknown-field"] == [severity]


@rows(
    ("router", "severity"),
    [(", middlewares: [m]", "warning"), ("", "info")],
)
def test_a_weak_hash_of_what_no_router_here_uses_is_a_note(router: str, severity: str, cli: Runner) -> None:
    users = f"  middlewares: {{m: {{basicAuth: {{users: ['{HASH.replace('admin', 'ann')}']}}}}}}\n"
    cli.write({"a.yml": ruled("Host(`a.shop.io`)").replace(", service:", f"{router}, service:") + users})
    found = json.loads(cli("lint", "--format", "json").out)["findings"]
    assert [one["severity"] for one in found if one["rule"] == "basic-auth-weak-hash"] == [severity]


@rows(("format", "severity"), [("text", "info"), ("clf", "info"), ("JSON", "warning"), ("jsonl", "warning")])
def test_a_format_of_the_access_log_that_is_another_word_for_the_usual_one_is_a_note(
    format: str, severity: str, cli: Runner
) -> None:
    cli.write(written(f"accessLog: {{format: {format}}}"))
    found = json.loads(cli("lint", "--format", "json").out)["findings"]
    assert [one["severity"] for one in found if one["rule"] == "access-log-format"] == [severity]


@rows(
    ("path", "file", "help"),
    [
        ("/etc/traefik/a.yml", "t/a.yml", "as in `./a.yml:/etc/traefik/a.yml:ro`."),
        ("/etc/traefik/a.yml", "t/config/a.yml", "as in `./config/a.yml:/etc/traefik/a.yml:ro`."),
        ("/etc/traefik/a.yml", "a.yml", "as in `../a.yml:/etc/traefik/a.yml:ro`."),
        ("/etc/traefik/a.yml", "t/b.yml", "that brings it there."),
        ("/etc/traefik/d", "t/d/a.yml", "as in `./d:/etc/traefik/d:ro`."),
        ("/etc/traefik/d", "t/b.yml", "that brings it there."),
    ],
)
def test_a_volume_is_advised_of_what_is_there(path: str, file: str, help: str, cli: Runner) -> None:
    option = "filename" if path.endswith(".yml") else "directory"
    flags = f"[--providers.file.{option}={path}, '--entrypoints.web.address=:80']"
    volumes = "volumes: ['/run/docker.sock:/run/docker.sock']"
    run = f"services: {{traefik: {{image: 'traefik:v3.6', command: {flags}, {volumes}}}}}\n"
    cli.write({"t/compose.yml": run, file: ruled("Host(`a.io`)")})
    found = json.loads(cli("lint", "--format", "json").out)["findings"]
    told = [one["help"] for one in found if one["rule"] == "file-provider-not-mounted"]
    assert told == [f"Add a volume{',' * help.startswith('as')} {help}"]


@rows(
    ("network", "name", "meant"),
    [
        ("dokploy-network", "redirect-to-https", "did you mean `redirect-to-https@file`, which Dokploy defines?"),
        ("dokploy-network", "to-https", "define it under `http.middlewares`, or remove the reference."),
        ("web", "redirect-to-https", "define it under `http.middlewares`, or remove the reference."),
    ],
)
def test_a_middleware_of_dokploy_is_advised_with_its_provider(network: str, name: str, meant: str, cli: Runner) -> None:
    labels = ("traefik.http.routers.a.rule=Host(`a.io`)", f"traefik.http.routers.a.middlewares={name}")
    networks = f", networks: [{network}]"
    run = PROXY.replace("]}", f"]{networks}}}")
    cli.write({"compose.yml": f"{container(*labels, more=networks)}{run}networks: {{{network}: {{external: true}}}}\n"})
    found = json.loads(cli("lint", "--format", "json").out)["findings"]
    assert [one["message"].partition("; ")[2] for one in found if one["rule"] == "unknown-middleware"] == [meant]
