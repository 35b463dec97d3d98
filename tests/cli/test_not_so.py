"""What does not happen, or happens elsewhere, is not told: each beside a case that is."""

from __future__ import annotations

import json
import re
import subprocess

from tests.cli.running import Runner
from tests.each import rows

APP = "services: {app: {loadBalancer: {servers: [{url: 'http://app:80'}]}}}"
AUTH = "middlewares: {auth: {basicAuth: {usersFile: /users}}}"

PROXY = "  traefik: {image: 'traefik:v3.6', command: [--providers.docker=true, '--entrypoints.web.address=:80']}\n"
USED = "traefik.http.routers.a.rule=Host(`a.io`)"


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


def swarming(image: str, *labels: str, own: bool = False) -> dict[str, str]:
    """A stack of a Traefik and an application on two networks."""
    more = ("traefik.http.routers.a.rule=Host(`a.io`)", "traefik.http.services.a.loadbalancer.server.port=80")
    networks = f"networks: [n, {'own' if own else 'default'}]"
    deploy = f"deploy: {{labels: {json.dumps(labels + more)}}}"
    flags = "['--providers.swarm=true', '--entrypoints.web.address=:80']"
    return {
        "stack.yml": f"services:\n  a: {{image: a, {networks}, {deploy}}}\n"
        f"  traefik: {{image: 'traefik:{image}', command: {flags}, networks: [n]}}\n"
        f"networks: {{n: {{external: true}}{', own: {}' * own}}}\n"
    }


def put_into(volume: str, more: str = "", file: str = "over.yml", **files: str) -> dict[str, str]:
    """A provider directory whose router wants a service, and what else a volume or a `config` puts into it."""
    mounts = json.dumps(["./traefik.yml:/traefik.yml", "./dynamic:/dynamic", *filter(None, [volume])])
    own = f"traefik: {{image: 'traefik:v3.6', volumes: {mounts}{more}}}"
    return {
        "compose.yml": f"services: {{{own}}}\n{files.pop('top', '')}",
        "traefik.yml": FOLDER.replace("dynamic", "/dynamic"),
        "dynamic/a.yml": "http: {routers: {a: {rule: Host(`a.io`), service: app}}}\n",
        file: f"http: {{{APP}}}\n",
        **{name.replace("__", "/").replace("_", "."): text for name, text in files.items()},
    }


GIVEN = "configs: {c: {content: 'http: {}'}}\n"


def asking_of(provider: str, first: str) -> dict[str, str]:
    """A router that asks another provider for a middleware, beside a Traefik with this flag before others."""
    labels = ("traefik.http.routers.a.rule=Host(`a.io`)", f"traefik.http.routers.a.middlewares=auth@{provider}")
    flags = json.dumps([first, "--providers.docker=true", "--entrypoints.web.address=:80"])
    return {"compose.yml": container(*labels) + f"  traefik: {{image: 'traefik:v3.6', command: {flags}}}\n"}


def logging_in(host: str, provider: str) -> dict[str, str]:
    """A router with a login by a plugin, which asks another server."""
    router = f"{{rule: Host(`{host}`), service: noop@internal, middlewares: [m]}}"
    plugin = f"{{providerURL: '{provider}', clientSecret: xzwfZ9vzJBFntl0jiESPJGvRBj6UPpxT}}"
    return {"a.yml": f"http: {{routers: {{a: {router}}}, middlewares: {{m: {{plugin: {{oidc: {plugin}}}}}}}}}\n"}


def asked(rule: str) -> dict[str, str]:
    """A router to a service `api` that is not there."""
    return {"a.yml": ruled(rule, "shop").replace("service: shop", "service: api")}


def behind(port: str, mode: str = "network_mode: 'service:vpn'") -> dict[str, str]:
    """Two containers with the labels of one service, of which the second has the network of the first."""
    labels = f"labels: ['{LOADED}.server.port=%s', '{USED}']"
    vpn, app = f"vpn: {{image: vpn, {labels % 80}}}", f"app: {{image: app, {mode}, {labels % port}}}"
    return {"compose.yml": f"services:\n  {vpn}\n  {app}\n{PROXY}"}


def redirecting_all(*more: str, point: str = "web", labels: str = "") -> dict[str, str]:
    """A stack whose Traefik has a router that redirects, where its entry point does so itself."""
    flags = ("--providers.swarm=true", "--entrypoints.web.address=:80", "--entrypoints.safe.address=:443",
             "--entrypoints.web.http.redirections.entrypoint.to=safe")  # fmt: skip
    all_ = "traefik.http.routers.all"
    own = (f"{all_}.rule=PathPrefix(`/`)", f"{all_}.entrypoints={point}", f"{all_}.middlewares=up", UP, *more)
    traefik = f"image: 'traefik:v3.6', command: {json.dumps(flags)}, deploy: {{labels: {json.dumps(own)}}}"
    app = (USED, "traefik.http.services.a.loadbalancer.server.port=80", *filter(None, [labels]))
    return {
        "stack.yml": f"services:\n  traefik: {{{traefik}}}\n  a: {{image: a, deploy: {{labels: {json.dumps(app)}}}}}\n"
    }


BY_LABELS = (
    "define it by labels that begin with `traefik.http.middlewares.{}.`, or remove the reference if it guards nothing."
)


def linking(service: str, named: str = "two") -> dict[str, str]:
    """A container with two services and three routers, of which two name a service."""
    rules = [f"{one}.rule=Host(`{one}.io`)" for one in ("app", "b", "c")]
    routers = (*rules, "b.service=b", f"c.service={named}")
    ports = [f"traefik.http.services.{one}.loadbalancer.server.port=80" for one in ("b", service)]
    return {"compose.yml": container(*(f"traefik.http.routers.{one}" for one in routers), *ports) + PROXY}


def networked(asked: str, own: str = "proxy, back") -> dict[str, str]:
    """A container whose label names a network, beside a Traefik on `proxy`."""
    own = f"networks: [{own}]"
    traefik = PROXY.replace("{image", "{networks: [proxy], image")
    return {
        "compose.yml": container(USED, f"traefik.docker.network={asked}", more=f", {own}")
        + traefik
        + "networks: {proxy: {external: true}, back: {}, web: {}}\n"
    }


ADMIN = "labels: {traefik.http.routers.b.rule: Host(`b.io`)}"


LOADED = "traefik.http.services.a.loadbalancer"
OF_COMMON = "services:\n" + "".join(
    f"  {one}:\n    extends: {{file: common.yml, service: web}}\n"
    f"    labels: {{traefik.http.routers.{one}.rule: Host(`{one}.io`)}}\n"
    for one in ("app", "api")
)


def heir(way: str) -> dict[str, str]:
    """A container that takes over the labels of another one."""
    labels = f"&labels {{{USED.replace('=', ': ')}, traefik.http.services.a.loadbalancer.server.port: 80}}"
    base = f"app: &app {{image: app, labels: {labels}}}"
    return {"compose.yml": f"services:\n  {base}\n  b: {{{way}, image: b}}\n{PROXY}"}


def over(scheme: str, port: str = "80") -> dict[str, str]:
    """A container that is asked by another scheme."""
    server = "traefik.http.services.a.loadbalancer.server"
    return {"compose.yml": container(USED, f"{server}.port={port}", f"{server}.scheme={scheme}") + PROXY}


def asked_at(url: str) -> dict[str, str]:
    """A server of a file, which a Traefik of 3.6 asks."""
    service = APP.replace("http://app:80", url)
    file = f"http: {{routers: {{a: {{rule: Host(`a.io`), service: app}}}}, {service}}}\n"
    return {"compose.yml": RUN, "traefik.yml": STATIC, "dynamic.yml": file}


def with_users(volume: str, more: str = "", path: str = "/etc/traefik/users") -> dict[str, str]:
    """A login whose users are in a file, beside a Traefik with a volume."""
    auth = ("traefik.http.routers.a.middlewares=auth", f"traefik.http.middlewares.auth.digestauth.usersfile={path}")
    return {"compose.yml": container(USED, *auth) + PROXY.replace("}", f", volumes: [{volume}]{more}}}")}


def apart_from(traefik: str, own: str = "image: app", driver: str = "bridge", label: str = "a=b") -> dict[str, str]:
    """A container beside a Traefik, each with networks of its own."""
    networks = f"networks: {{proxy: {{external: true}}, other: {{driver: {driver}}}}}\n"
    main = container(USED, label, more=f", {own}" if own != "image: app" else "")
    return {"compose.yml": main + PROXY.replace("}", f", {traefik}}}") + networks}


def run_apart(traefik: str = "external: true", own: str = "", at: str = "shop", more: str = "") -> dict[str, str]:
    """A Traefik and a container in two compose files, each with networks of its own.

    Args:
        traefik: what the network is that Traefik is on; nothing for the one of its project.
        own: those of the container.
        at: the folder of its file; that of Traefik's is `proxy`.
        more: a label of it.
    """
    proxy = f"services:\n{PROXY}" + (f"networks: {{edge: {{{traefik}}}}}\n" if traefik else "")
    proxy = proxy.replace("}", ", networks: [edge]}", 1) if traefik else proxy
    app = container(USED, "a=b", *filter(None, [more]), more=", networks: [own]" if own else "")
    name = "compose.yml" if at != "proxy" else "compose.shop.yml"
    return {"proxy/compose.yml": proxy, f"{at}/{name}": app + (f"networks: {{own: {{{own}}}}}\n" if own else "")}


def on_windows(tag: str, volume: str) -> dict[str, str]:
    """A Traefik with a named pipe and a folder of a drive."""
    flags = ("--providers.docker.endpoint=npipe:////./pipe/docker_engine", "--entrypoints.web.address=:80",
             "--providers.file.directory=C:/etc/traefik/dynamic")  # fmt: skip
    own = f"image: 'traefik:{tag}', command: {json.dumps(flags)}, volumes: [{json.dumps(volume)}]"
    return {"compose.yml": f"services: {{traefik: {{{own}}}}}\n", "traefik/dynamic/a.yml": ruled("Host(`a.io`)")}


def rest(rule: str, priority: str, host: str = "Host(`a.io`)", service: str = "noop@internal") -> dict[str, str]:
    """A router for what no other one takes, beside one that asks for the certificate of a host."""
    static = "entryPoints: {s: {address: ':443'}}\nproviders: {file: {filename: a.yml}}\n"
    acme = "certificatesResolvers: {le: {acme: {email: a@b.io, storage: a.json, tlsChallenge: {}}}}\n"
    asks = f"service: {service}, tls: {{certResolver: le}}"
    services = "services: {none: {loadBalancer: {servers: []}}, app: {loadBalancer: {servers: [{url: 'http://a'}]}}}"
    routers = f"{{all: {{rule: '{rule}', {asks}{priority}}}, a: {{rule: '{host}', {asks}}}}}"
    return {"traefik.yml": static + acme, "a.yml": f"http: {{routers: {routers}, {services}}}\n"}


def without_www(rule: str) -> dict[str, str]:
    """A router that sends visitors to the same host without `www.`, beside one for another host."""
    to = "{redirectRegex: {regex: '^https?://www[.](.*)', replacement: 'http://$1'}}"
    router = f"{{rule: '{rule}', service: noop@internal, middlewares: [to]}}"
    return {
        "traefik.yml": "entryPoints: {web: {address: ':80'}}\nproviders: {file: {filename: a.yml}}\n",
        "a.yml": f"http:\n  routers: {{a: {{rule: Host(`app.b.io`), service: app}}, www: {router}}}\n"
        f"  middlewares: {{to: {to}}}\n  {APP}\n",
    }


def waiting(priority: str, rule: str = "Host(`a.io`)", *, is_apart: bool = True) -> dict[str, str]:
    """Two routers of labels for one host, the second of which has a priority of its own."""
    page = "traefik.http.routers.page"
    more = (f"{page}.rule={rule}", f"{page}.priority={priority}", f"{page}.service=page",
            "traefik.http.services.page.loadbalancer.server.port=80")  # fmt: skip
    first = (USED, "traefik.http.routers.a.service=a", "traefik.http.services.a.loadbalancer.server.port=3000")
    second = f"  page: {{image: nginx, labels: {json.dumps(more)}}}\n" if is_apart else ""
    return {"compose.yml": container(*first, *(() if is_apart else more)) + second + PROXY}


def asking(address: str) -> str:
    return (
        f"http:\n  {APP}\n"
        "  routers: {a: {rule: Host(`a.io`), entryPoints: [web], service: app, middlewares: [m]}}\n"
        f"  middlewares: {{m: {{forwardAuth: {{address: 'http://{address}/check'}}}}}}\n"
    )


def ruled(rule: str, name: str = "app") -> str:
    return f"http:\n  routers: {{{name}: {{rule: '{rule}', service: {name}}}}}\n  {APP.replace('app', name)}\n"


def heading(header: str, way: str = "customRequestHeaders") -> dict[str, str]:
    """A router with headers; all of a kind, unless that is empty."""
    headers = f"{way}: {{{header}}}" if way else header
    router = "r: {rule: Host(`a.io`), service: app, middlewares: [m]}"
    found = f"middlewares: {{m: {{headers: {{{headers}}}}}}}"
    return {"a.yml": f"http:\n  routers: {{{router}}}\n  {found}\n  {APP}\n"}


def run_together(script: str) -> dict[str, str]:
    """A Traefik whose static configuration a script names, a file for its labels, and another Traefik."""
    static = STATIC.replace("file: {filename: dynamic.yml}", "docker: {}")
    app = "app: {image: nginx, labels: ['traefik.http.routers.a.rule=Host(`a.io`)']}"
    return {
        "traefik.yml": f"{static}certificatesResolvers: {{le: {{acme: {{email: '${{MAIL}}', tlsChallenge: {{}}}}}}}}\n",
        "docker-compose.yml": "services:\n  traefik: {image: 'traefik:v3.6', "
        f"volumes: ['./traefik.yml:/etc/traefik/traefik.yml']}}\n  {app}\n",
        "docker-compose.local.yml": "services: {app: {labels: ['traefik.http.routers.a.rule=Host(`b.io`)']}}\n",
        "docker-compose.other.yml": f"services:\n{PROXY}",
        "setup.sh": script,
    }


IN_TOML = """[http.routers.app]
rule = "Host(`z.io`)"
service = "app"
[[http.services.app.loadBalancer.servers]]
url = "http://z:80"
"""


TO_ADDRESS = "tcp: {services: {a: {loadBalancer: {servers: [{address: '%s'}]}}}}\n"


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


USED = "traefik.http.routers.a.rule=Host(`a.io`)"
PROXY = "  traefik: {image: 'traefik:v3.6', command: [--providers.docker=true, '--entrypoints.web.address=:80']}\n"
PROXY_ALONE = "services: {{traefik: {{image: 'traefik:v3.6', command: ['--entrypoints.web.address=:80', '{}']}}}}\n"
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


def before_all(name: str, more: str = "") -> dict[str, str]:
    """A Traefik with a middleware before all routers, of which none is here."""
    points = f"entryPoints: {{web: {{address: ':80', http: {{middlewares: [{name}]{more}}}}}}}\n"
    return {
        "traefik.yml": f"{points}providers: {{docker: {{}}, file: {{filename: dynamic.yml}}}}\n",
        "dynamic.yml": "http: {middlewares: {a: {compress: {}}}}\n",
    }


def published(points: str, ports: str, more: str = "", app: str = "") -> dict[str, str]:
    """A Traefik with these entry points and ports of the host, and a router on `db`."""
    flags = [f"--entrypoints.{one}" for one in points.split()]
    flags += ["--providers.docker=true", "--providers.docker.exposedbydefault=false"]
    socket = "volumes: ['/var/run/docker.sock:/var/run/docker.sock:ro']"
    run = f"{{image: 'traefik:v3.6', command: {json.dumps(flags)}, ports: [{ports}], {socket}{more}}}"
    labels = ["traefik.enable=true", f"traefik.tcp.routers.a.rule={ANY_HOST}", "traefik.tcp.routers.a.entrypoints=db"]
    labels.append("traefik.tcp.services.a.loadbalancer.server.port=1")
    database = f"{{image: postgres, labels: {json.dumps(labels)}{app}}}"
    return {"compose.yml": f"services:\n  traefik: {run}\n  app: {database}\n"}


def showing(flags: str, ports: str, own: str = "", port: str = "", tag: str = "v3.6") -> dict[str, str]:
    """A Traefik with these flags and ports of the host, and what a router of its own leads to."""
    given = [*flags.split(), "--providers.docker.exposedbydefault=false", "--entrypoints.web.address=:80"]
    labels = ["traefik.enable=true", "traefik.http.routers.d.rule=Host(`d.io`)", f"traefik.http.routers.d.{own}"]
    labels += [f"traefik.http.services.d.loadbalancer.server.port={port}"] * bool(port)
    run = f"image: 'traefik:{tag}', command: {json.dumps(given)}, ports: ['80:80', '{ports}']"
    app = "a: {image: a, labels: [traefik.enable=true, traefik.http.services.a.loadbalancer.server.port=8080]}"
    return {"compose.yml": f"services:\n  traefik: {{{run}, labels: {json.dumps(labels * bool(own))}}}\n  {app}\n"}


def beside_swarm(flags: str, labels: str) -> dict[str, str]:
    """A Traefik with Swarm's provider and these flags, and a container that has labels outside of `deploy`."""
    given = [f"--providers.{one}" for one in ("swarm=true", *flags.split())]
    run = f"{{image: 'traefik:v3.6', command: {json.dumps([*given, '--entrypoints.web.address=:80'])}}}"
    app = f"{{image: a, labels: [{labels}], deploy: {{labels: [{LOADED}.server.port=80]}}}}"
    return {"stack.yml": f"services:\n  traefik: {run}\n  a: {app}\n"}


def with_certificates(text: str, volume: str) -> dict[str, str]:
    """A Traefik in a container with a volume, and a file that names certificates, which a router may use."""
    router = "{rule: Host(`a.io`), service: s, tls: {options: m}}"
    service = "{loadBalancer: {serversTransport: t, servers: [{url: 'https://a.io'}]}}"
    of_tcp = "{loadBalancer: {serversTransport: t, servers: [{address: 'a.io:1', tls: true}]}}"
    over = {
        "http": f"http: {{routers: {{a: {router}}}, services: {{s: {service}}}, ",
        "tcp": f"tcp: {{routers: {{a: {{rule: HostSNI(`a.io`), service: s, tls: {{}}}}}}, services: {{s: {of_tcp}}}, ",
    }
    own = text.partition(":")[0]
    used = text.replace(f"{own}: {{", over[own], 1) if own in over else f"{over['http'][:-2]}}}\n{text}"
    flags = "['--entrypoints.web.address=:443', '--providers.file.filename=/d.yml']"
    run = f"image: 'traefik:v3.6', command: {flags},\n    volumes: ['./d.yml:/d.yml', '{volume}']\n  }}"
    return {"compose.yml": f"services:\n  traefik: {{{run}\n", "d.yml": f"{used}\n"}


def answering(points: str, more: str, redirect: str, static: str = "") -> dict[str, str]:
    """A router with TLS on these entry points, beside a middleware that redirects."""
    router = f"{{rule: Host(`a.io`), entryPoints: [{points}], service: noop@internal, tls: {{}}{more}}}"
    at_web = f"{{address: ':80'{static and ', '}{static}}}"
    return {
        "traefik.yml": f"entryPoints: {{safe: {{address: ':443'}}, web: {at_web}}}\n"
        "providers: {file: {filename: d.yml}}\n",
        "d.yml": f"http: {{routers: {{a: {router}}}, middlewares: {{up: {{redirectScheme: {{{redirect}}}}}}}}}\n",
    }


ANY_HOST = "HostSNI(`*`)"
RULED = f'"traefik.udp.routers.a.rule={ANY_HOST}", '
DB = "web.address=:80 db.address=:5432"


def at_home(
    address: str = "http://localhost:11000", more: str = "", others: str = "", file: str = ""
) -> dict[str, str]:
    """A Traefik in a container, and a file that leads to the machine itself."""
    flags = "[--entrypoints.web.address=:80, --providers.file.filename=/d.yml]"
    run = f"{{image: 'traefik:v3.6', command: {flags}, ports: ['80:80'], volumes: ['./d.yml:/d.yml']{more}}}"
    servers = f"{{loadBalancer: {{servers: [{{url: '{address}'}}]}}}}"
    dynamic = f"http: {{routers: {{a: {{rule: Host(`a.io`), service: a}}}}, services: {{a: {servers}}}}}\n"
    return {"compose.yml": f"services:\n  traefik: {run}\n{others}", "d.yml": file or dynamic}


def by_config(more: str) -> dict[str, str]:
    """A stack with a config that its Traefik reads."""
    service = (
        "image: 'traefik:v3.6', command: [--providers.file.filename=/d.yml], configs: [{source: d, target: /d.yml}]"
    )
    return {
        "compose.yml": f"services: {{traefik: {{{service}}}}}\nconfigs: {{d: {{file: ./d.yml, {more}}}}}\n",
        "d.yml": "tls: {certificates: [{certFile: '/run/{{ secret \"a\" }}', keyFile: b}]}\n",
    }


def below_wildcard(providers: str, host: str = "a.shop.io") -> dict[str, str]:
    """A router with TLS of its own, on an entry point that asks for a wildcard."""
    tls = "tls: {certResolver: le, domains: [{main: shop.io, sans: ['*.shop.io']}]}"
    resolver = "{acme: {email: me@shop.io, storage: /a.json, dnsChallenge: {provider: ovh}}}"
    return {
        "traefik.yml": f"entryPoints: {{s: {{address: ':443', http: {{{tls}}}}}}}\ncertificatesResolvers: {{le: "
        f"{resolver}}}\nproviders: {{{providers}file: {{filename: d.yml}}}}\n",
        "d.yml": f"http: {{routers: {{a: {{rule: Host(`{host}`), service: noop@internal, tls: {{}}}}}}}}\n",
    }


def misnamed(line: str, flags: str = "", at: str = "/d.yml") -> dict[str, str]:
    """A Traefik into which a volume brings a file that no provider reads."""
    static = f"entryPoints: {{web: {{address: ':80'}}}}\n{line}\n" if line else ""
    own = "'./traefik.yml:/traefik.yml', " if line else ""
    service = f"image: 'traefik:v3.6', volumes: [{own}'./d.yml:{at}'], command: [{flags}]"
    return {
        "compose.yml": f"services: {{traefik: {{{service}}}}}\n",
        "d.yml": "http: {middlewares: {a: {compress: {}}}}\n",
    } | ({"traefik.yml": static} if static else {})


def stripped_of(prefix: str, rule: str, syntax: str = "v3") -> str:
    """A router that takes a prefix off."""
    router = f"{{rule: '{rule}', ruleSyntax: {syntax}, service: noop@internal, middlewares: [m]}}"
    return f"http: {{routers: {{a: {router}}}, middlewares: {{m: {{stripPrefix: {{prefixes: [{prefix}]}}}}}}}}\n"


LE = "certificatesResolvers: {le: {acme: {email: me@a.io, storage: /a.json, tlsChallenge: {}}}}\n"
LE_IN_TOML = "[certificatesResolvers.le.acme]\nemail = 'me@a.io'\n[certificatesResolvers.le.acme.tlsChallenge]\n"


def provided_static(name: str, text: str) -> dict[str, str]:
    """A directory of the file provider, in which something lies that the provider drops."""
    points = "entryPoints: {web: {address: ':80'}, websecure: {address: ':443'}}\n"
    router = "{rule: Host(`a.io`), service: noop@internal, tls: {certResolver: le}}"
    volumes = "volumes: ['./traefik.yml:/traefik.yml', './d:/d']"
    return {
        "traefik.yml": f"{points}providers: {{file: {{directory: /d}}}}\n",
        "compose.yml": f"services: {{traefik: {{image: 'traefik:v3.6', {volumes}}}}}\n",
        "d/a.yml": f"http: {{routers: {{a: {router}}}}}\n",
        f"d/{name}": text,
    }


BY_HEADER = "headers.customrequestheaders.Authorization"


def asked_first(address: str) -> str:
    """A router that asks another server first."""
    router = "{rule: Host(`a.io`), service: noop@internal, middlewares: [m], tls: {}}"
    return f"http: {{routers: {{a: {router}}}, middlewares: {{m: {{forwardAuth: {{address: '{address}'}}}}}}}}\n"


def one_of(folder: str) -> dict[str, str]:
    """A Traefik in a folder of its own."""
    static = "entryPoints: {web: {address: ':80'}}\nproviders: {docker: {exposedByDefault: false}}\n"
    volume = "volumes: ['./traefik.yml:/traefik.yml']"
    service = f"services:\n  traefik: {{image: 'traefik:v3.6', {volume}}}\n"
    return {f"{folder}/compose.yml": service, f"{folder}/traefik.yml": static}


def with_own_file(folder: str, at: str = "") -> dict[str, str]:
    """An application with a dynamic configuration that nobody reads."""
    rules = ("tcp.routers.m.rule=HostSNI(`*`)", "http.routers.m.rule=Host(`m.io`)")
    labels = ("enable=true", *rules, "tcp.routers.m.entrypoints=smtp", "http.routers.m.entrypoints=web")
    extra = {f"{at or folder}/extra.yml": "http: {middlewares: {x: {compress: {}}}}\n"}
    return {f"{folder}/compose.yml": container(*(f"traefik.{one}" for one in labels)), **extra}


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


MIDDLEWARES = "traefik.http.routers.a.middlewares="


def given(value: str, *labels: str) -> dict[str, str]:
    """A middleware that has a value in place of options."""
    return {"compose.yml": container(USED, f"traefik.http.middlewares.a={value}", *labels) + PROXY}


def beaten(name: str) -> dict[str, str]:
    """A list of middlewares that another one beats, and a middleware that only the first may name."""
    labels = (f"{MIDDLEWARES}{name}", f"{MIDDLEWARES}up@file", "traefik.http.middlewares.gz.compress=true")
    return {"compose.yml": container(USED, *labels) + PROXY}


def over_tcp(points: str) -> dict[str, str]:
    """A TCP router that matches a host without TLS."""
    router = "traefik.tcp.routers.a"
    labels = (f"{router}.rule=HostSNI(`a.io`)", f"{router}.entrypoints={points}")
    return {"compose.yml": container(*labels, "traefik.tcp.services.a.loadbalancer.server.port=5432") + PROXY}


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


def framed_by(*routers: str) -> dict[str, str]:
    """Routers with middlewares, of which `m` says in the old way who may frame a page, and `sec` in the new one."""
    names = ", ".join(
        f"r{at}: {{rule: Path(`/{at}`), service: app, middlewares: [{one}]}}" for at, one in enumerate(routers)
    )
    csp = 'headers: {contentSecurityPolicy: "%s"}'
    middlewares = (
        f"m: {{headers: {{customFrameOptionsValue: 'ALLOW-FROM https://b.io'}}}}, plain: {{{csp % 'default-src *'}}}, "
        f"sec: {{{csp % 'frame-ancestors *'}}}, all: {{chain: {{middlewares: [sec, m]}}}}"
    )
    return {"d/a.yml": f"http:\n  routers: {{{names}}}\n  middlewares: {{{middlewares}}}\n  {APP}\n"}


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


def asking_container(asked: str, protocol: str, app: str = "", traefik: str = "") -> dict[str, str]:
    """A file that asks for a port, and a container `server` with ports of the host that lead to other ones."""
    address = asked.replace(": ", ":")
    server = f"url: 'http://{address}'" if protocol == "http" else f"address: '{address}'"
    rule = {"http": "rule: PathPrefix(`/`), ", "tcp": "rule: HostSNI(`*`), ", "udp": ""}[protocol]
    point = "u" if protocol == "udp" else "web"
    ports = "'3990:3979/tcp', '3990:3979/udp', '3991:3978/udp'"
    return {
        "compose.yml": "services:\n  traefik: {image: 'traefik:v3.6', volumes: ['./traefik.yml:/traefik.yml', "
        f"'./dyn.yml:/dyn.yml']{traefik}}}\n  server: {{image: s, ports: [{ports}]{app}}}\n",
        "traefik.yml": "entryPoints: {web: {address: ':80'}, u: {address: ':81/udp'}}\n"
        "providers: {file: {filename: /dyn.yml}}\n",
        "dyn.yml": f"{protocol}:\n  routers: {{a: {{{rule}service: a, entryPoints: [{point}]}}}}\n"
        f"  services: {{a: {{loadBalancer: {{servers: [{{{server}}}]}}}}}}\n",
    }


def at_ports(ports: str, *labels: str) -> dict[str, str]:
    return {"compose.yml": container(USED, *labels, more=f", ports: [{ports}]") + PROXY}


def on_points(points: str, kind: str) -> dict[str, str]:
    """A router with a middleware that the first of its entry points brings, too."""
    return {
        "traefik.yml": "entryPoints: {web: {address: ':80', http: {middlewares: [m@file]}}, plain: {address: ':81'}}\n"
        "providers: {file: {filename: d.yml}}\n",
        "d.yml": ruled("Host(`a.io`)").replace("service:", f"entryPoints: [{points}], middlewares: [m], service:")
        + f"  middlewares: {{m: {{{kind}}}}}\n",
    }


def to_postgres(version: str, port: str = "5432") -> dict[str, str]:
    router = "traefik.tcp.routers.p"
    labels = (f"{router}.rule=HostSNI(`p.io`)", f"{router}.tls=true",
              f"traefik.tcp.services.p.loadbalancer.server.port={port}")  # fmt: skip
    return {"compose.yml": container(*labels) + PROXY.replace("v3.6", version)}


def below_prefix(version: str, rule: str) -> dict[str, str]:
    router = "traefik.http.routers.t"
    labels = [f"{router}.rule={rule}", f"{router}.service=api@internal", f"{router}.middlewares=s",
              "traefik.http.middlewares.s.stripprefix.prefixes=/t"]  # fmt: skip
    own = PROXY.replace("v3.6", version).replace("]}", f", '--api=true'], labels: {json.dumps(labels)}}}")
    return {"compose.yml": f"services:\n{own}"}


def asking_program(image: str, address: str, more: str = "") -> dict[str, str]:
    """A login that is asked about visitors, and a container `a` of an image."""
    asked = f"traefik.http.middlewares.m.forwardauth.address={address}"
    return {"compose.yml": container(*USERS[:2], asked, image=image, name="a", more=more) + PROXY}


def asking_folder(mount: str, beside: str) -> dict[str, str]:
    """Two Traefiks, of which one names the resolver that a file of its folder asks for."""
    one = "services:\n  traefik: {image: 'traefik:v3.6', volumes: ['%s'], command: [%s]}\n"
    resolver = "'--certificatesresolvers.%s.acme.email=a@a.io', '--entrypoints.web.address=:443'"
    found = {"docker/dynamic/a.yml": ruled("Host(`a.io`)").replace("service:", "tls: {certResolver: le}, service:")}
    found["a.yml"] = one % (mount, f"--providers.file.directory=/etc/traefik/dynamic, {resolver % 'other'}")
    if beside:
        found["b.yml"] = one % (beside, f"--providers.file.filename=/dynamic/a.yml, {resolver % 'le'}")
    return found


def reading_both(one: str, other: str) -> dict[str, str]:
    """Two Traefiks that mount the same folder, each with its entry point, and a router on `https`."""
    run = "services:\n  traefik: {image: 'traefik:v3.6', volumes: ['../d:/d'], command: [%s]}\n"
    flags = "'--entrypoints.%s.address=:80', --providers.file.directory=/d"
    return {
        "dev/compose.yml": run % (flags % one),
        "prod/compose.yml": run % (flags % other),
        "d/a.yml": ruled("Host(`a.io`)").replace("service:", "entryPoints: [https], service:"),
    }


def limited(version: str) -> str:
    """A host of the internet with TLS options that list a weak suite."""
    router = ruled("Host(`shop.org`)").replace("service:", "tls: {options: o, certResolver: le}, service:")
    return f"{router}tls: {{options: {{o: {{minVersion: {version}, cipherSuites: [TLS_RSA_WITH_AES_128_CBC_SHA]}}}}}}\n"


def in_syntax(core: str) -> dict[str, str]:
    """A rule whose router says that it is one of v3."""
    router = ruled("HostRegexp(`^.+[.]a[.]io$`)").replace("service:", "ruleSyntax: v3, service:")
    static = "entryPoints: {web: {address: ':80'}}\nproviders: {file: {filename: dynamic.yml}}\n"
    return {"compose.yml": RUN, "traefik.yml": core + static, "dynamic.yml": router}


def at_port_of_host(ports: str) -> dict[str, str]:
    """A container that is asked by https at its port 9000."""
    server = "traefik.http.services.a.loadbalancer.server"
    labels = ("traefik.http.routers.a.rule=Host(`a.io`)", f"{server}.port=9000", f"{server}.scheme=https")
    return {"compose.yml": container(*labels, image="nginx", more=f", ports: ['{ports}']") + PROXY}


def redirecting(middlewares: str) -> dict[str, str]:
    """A router of the internet for plain HTTP, with a login."""
    router = ruled("Host(`shop.org`)").replace("service:", f"entryPoints: [web], middlewares: {middlewares}, service:")
    both = f"  middlewares: {{in: {{basicAuth: {{users: ['{HASH}']}}}}, up: {{redirectScheme: {{scheme: https}}}}}}\n"
    points = "entryPoints: {web: {address: ':80'}, secure: {address: ':443'}}\n"
    return {"dynamic.yml": router + both, "traefik.yml": points + "providers: {file: {filename: dynamic.yml}}\n"}


def of_unread(target: str) -> dict[str, str]:
    """A router that names a middleware of files, and a Traefik without a file provider that a file is mounted for."""
    label = "traefik.http.routers.a.middlewares=m@file"
    return {"compose.yml": container(USED, label) + PROXY.replace("}\n", f", volumes: ['./a.yml:{target}']}}\n")}


def adding(prefix: str, rule: str) -> str:
    """A server with the path `/y`, and a router that adds one."""
    text = ruled(rule).replace("http://app:80", "http://app:80/y").replace("service:", "middlewares: [m], service:")
    return text + f"  middlewares: {{m: {{addPrefix: {{prefix: {prefix}}}}}}}\n"


def paused(comment: str, other: str = "") -> str:
    """A container with labels for a Traefik that does not look at it, with a comment there or at another one."""
    label = "traefik.http.routers.a.rule=Host(`a.io`)"
    traefik = PROXY.replace("docker=true", "docker.exposedbydefault=false")
    web = f"  web:\n    image: web\n    labels:\n{other}      - traefik.enable=true\n"
    return f"services:\n  app:\n    image: app\n    labels:\n      {comment}\n      - {label}\n{web}{traefik}"


def at_host(socket: str) -> str:
    """A container on the network of the host, and a Traefik that asks for containers."""
    labels = ("traefik.http.routers.a.rule=Host(`a.io`)", "traefik.http.services.a.loadbalancer.server.port=80")
    run = PROXY.replace("}\n", f", volumes: ['{socket}:/var/run/docker.sock']}}\n")
    return container(*labels, more=", network_mode: host") + run


def beside(name: str, flag: str = "--log.level=INFO") -> dict[str, str]:
    """A container that asks for a certificate, and a Traefik in another file."""
    labels = ("traefik.http.routers.a.rule=Host(`a.io`)", "traefik.http.routers.a.tls.certresolver=le")
    flags = f"'--providers.docker=true', '--entrypoints.web.address=:443', '{flag}'"
    return {
        "compose.yml": container(*labels),
        name: f"services: {{traefik: {{image: 'traefik:v3.6', command: [{flags}]}}}}\n",
    }


def in_project(name: str, head: str = "") -> dict[str, str]:
    """A Traefik that takes the containers of one project alone."""
    flag = f"--providers.docker.constraints=Label(`com.docker.compose.project`,`{name}`)"
    run = f"  traefik: {{image: 'traefik:v3.6', command: [{json.dumps(flag)}, '--entrypoints.web.address=:80']}}\n"
    return {"compose.yml": head + container("traefik.http.routers.a.rule=Host(`a.io`)") + run}


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


def certified(kind: str, *, rule: str = "Host(`d.shop.org`)", label: str = "traefik.enable=true") -> dict[str, str]:
    """A dashboard on an entry point that may ask for certificates of clients."""
    files = guarded("")
    options = f"tls: {{options: {{mtls: {{clientAuth: {{caFiles: [/ca.pem], clientAuthType: {kind}}}}}}}}}\n"
    other = ruled("Host(`shop.org`)").replace("service:", "entryPoints: [secure], service:")
    return {
        "compose.yml": files["compose.yml"].replace('Host(`d.shop.org`)"', f'{rule}", "{label}"'),
        "traefik.yml": files["traefik.yml"].replace("certResolver: le}", "certResolver: le, options: mtls@file}"),
        "dynamic.yml": f"{other}{options}",
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


def passed_on(
    rule: str, address: str = ":443", more: str = ", tls: {passthrough: true}", to: str = ""
) -> dict[str, str]:
    """A redirection to https, and a TCP router that may take who follows it."""
    redirect = "{redirectScheme: {scheme: https}}"
    if to:
        redirect = f"{{redirectRegex: {{regex: '^https?://a.io/(.*)', replacement: 'https://{to}/$1'}}}}"
    return {
        "traefik.yml": f"entryPoints: {{web: {{address: ':80'}}, secure: {{address: '{address}'}}}}\n"
        "providers: {file: {filename: dynamic.yml}}\n",
        "dynamic.yml": "http:\n  routers: {a: {rule: Host(`a.io`), entryPoints: [web], service: noop@internal, "
        f"middlewares: [up]}}}}\n  middlewares: {{up: {redirect}}}\n"
        f"tcp:\n  routers: {{t: {{rule: '{rule}', entryPoints: [secure], service: t{more}}}}}\n"
        "  services: {t: {loadBalancer: {servers: [{address: 't:443'}]}}}\n",
    }


def tenants(
    expression: str,
    *,
    asked: str = "[acme.io, '*.acme.io']",
    challenge: str = "dnsChallenge: {provider: cloudflare}",
    tls: str = "",
) -> dict[str, str]:
    """Routers for the hosts of one domain, and the certificates for it."""
    resolver = f"{{acme: {{storage: a.json, {challenge}}}}}"
    main = f"{{rule: Host(`acme.io`), service: app, tls: {{certResolver: le, domains: [{{sans: {asked}}}]}}}}"
    each = f"{{rule: '{expression}', service: app, tls: {{certResolver: le}}}}"
    return {
        "traefik.yml": "entryPoints: {web: {address: ':80'}, secure: {address: ':443'}}\n"
        f"providers: {{file: {{filename: dynamic.yml}}}}\ncertificatesResolvers: {{le: {resolver}}}\n",
        "dynamic.yml": f"http:\n  routers:\n    main: {main}\n    each: {each}\n  {APP}\n{tls}",
    }


GENERATED = "tls: {stores: {default: {defaultGeneratedCert: {resolver: le, domain: {main: acme.io}}}}}\n"
OWN = "tls: {certificates: [{certFile: a.pem, keyFile: a.key}]}\n"


def inherited(tls: str, host: str = "nas.acme.io", authority: str = "") -> dict[str, str]:
    """A router with TLS of its own on an entry point that asks for certificates."""
    files = tenants("Host(`a.io`)")
    point = "secure: {address: ':443', http: {tls: {certResolver: le}}}"
    static = files["traefik.yml"].replace("secure: {address: ':443'}", point)
    static = static.replace("storage:", f"{authority}storage:")
    router = ruled(f"Host(`{host}`)").replace("service:", "tls: {}, service:")
    return {"traefik.yml": static, "dynamic.yml": f"{router}{tls}"}


def left_out(host: str) -> str:
    """A router with two hosts that asks for the certificate of one."""
    tls = "tls: {certResolver: le, domains: [{main: a.acme.io}]}"
    return ruled(f"Host(`a.acme.io`) || Host(`{host}`)").replace("service:", f"{tls}, service:", 1)


def narrowed(
    option: str, *, image: str = "tailscale/tailscale", vpn: str = "", flag: str = "log=true"
) -> dict[str, str]:
    """A login and a dashboard of a Traefik that few may reach, perhaps on the network of another container."""
    flags = (f"--{flag}", "--api=true", "--providers.docker=true", "--entrypoints.web.address=:80",
             "--entrypoints.secure.address=:443", "--entrypoints.secure.http.tls=true")  # fmt: skip
    labels = ("traefik.http.routers.a.rule=Host(`a.shop.io`)", "traefik.http.routers.a.entrypoints=web",
              "traefik.http.routers.a.middlewares=m", "traefik.http.middlewares.m.basicauth.usersfile=/u",
              "traefik.http.routers.d.rule=Host(`d.shop.io`)", "traefik.http.routers.d.entrypoints=secure",
              "traefik.http.routers.d.service=api@internal")  # fmt: skip
    traefik = f"{{image: 'traefik:v3.6', command: {json.dumps(flags)}, {option}}}"
    return {
        "compose.yml": container(*labels) + f"  vpn: {{image: '{image}'{vpn}}}\n  traefik: {traefik}\n",
    }


def negated(service: str, more: str = "") -> dict[str, str]:
    """A router for all but some requests, beside one for a host."""
    other = f"    b: {{rule: '!PathPrefix(`/a`)', service: {service}{more}}}\n"
    return {
        "a.yml": f"http:\n  routers:\n    a: {{rule: Host(`a.io`), service: app}}\n{other}  {APP}\n"
        "  middlewares: {up: {redirectScheme: {scheme: https}}}\n"
    }


def covered(name: str, priority: str, rule: str = "") -> dict[str, str]:
    """A router before another one."""
    other = f"    {name}: {{rule: 'Host(`a.io`){rule}', service: noop@internal{priority}}}\n"
    narrow = "    a: {rule: Host(`a.io`), service: app, priority: 3}\n"
    return {"a.yml": f"http:\n  routers:\n{narrow}{other}  {APP}\n"}


def counting(order: str, plugin: str = "cloudflarewarp", point: str = "") -> dict[str, str]:
    """A list of addresses by a header, and a plugin beside it."""
    router = ruled("Host(`a.io`)").replace("service:", f"middlewares: {order}, tls: {{}}, service:")
    office = "{ipAllowList: {sourceRange: [203.0.113.7], ipStrategy: {depth: 1}}}"
    plugins = f"experimental: {{plugins: {{{plugin}: {{moduleName: github.com/a/b, version: v1.0.0}}}}}}\n"
    return {
        "traefik.yml": STATIC.replace("address: ':80'", f"address: ':80'{point}") + plugins,
        "dynamic.yml": f"{router}  middlewares: {{cf: {{plugin: {{{plugin}: {{a: b}}}}}}, m: {office}}}\n",
    }


def before_login(change: str, more: str = "") -> dict[str, str]:
    """A middleware that changes the path before a portal asks who is there."""
    login = "login: {forwardAuth: {address: 'http://authentik:9000/outpost.goauthentik.io/auth/traefik'}}"
    router = ruled(f"Host(`a.io`){more}").replace("service:", "middlewares: [to, login], service:")
    return {"a.yml": f"{router}  middlewares: {{to: {{{change}}}, {login}}}\n"}


def preflights(rule: str, other: str, more: str = "") -> dict[str, str]:
    """A login before headers for other sites, and another router."""
    routers = (
        f"    a: {{rule: '{rule}', service: app, middlewares: [auth, cors], tls: {{}}}}\n"
        f"    b: {{rule: '{other}', service: app, tls: {{}}{more}}}\n"
    )
    cors = "{headers: {accessControlAllowOriginList: ['https://x.io'], accessControlAllowMethods: [GET, OPTIONS]}}"
    return {"a.yml": f"http:\n  routers:\n{routers}  {APP}\n  {AUTH[:-1]}, cors: {cors}}}\n"}


def behind_prefix(expression: str) -> str:
    """A redirection behind a middleware that takes a prefix off."""
    router = "{rule: Host(`d.io`) && PathPrefix(`/docs`), service: app, middlewares: [off, to], tls: {}}"
    redirect = f"{{redirectRegex: {{regex: '{expression}', replacement: https://d.io/a}}}}"
    return (
        f"http:\n  routers: {{d: {router}}}\n  {APP}\n"
        f"  middlewares: {{off: {{stripPrefix: {{prefixes: [/docs]}}}}, to: {redirect}}}\n"
    )


def asked_by_name(host: str, option: str = "container_name: auth.a.io") -> dict[str, str]:
    """A login elsewhere, perhaps a container with such a name."""
    login = f"traefik.http.middlewares.m.forwardauth.address=http://{host}:9091/a"
    return {"compose.yml": container(*USERS[:2], login, more=f", {option}") + PROXY}


SEALED = "ENC[AES256_GCM,data:ab==,iv:x=,tag:y=,type:str]"


def sealed(value: str) -> str:
    """A value in the place of a user and of a token, in a file that SOPS knows."""
    return (
        ruled("Host(`a.shop.io`)").replace("service:", "middlewares: [m, h], tls: {}, service:")
        + f"  middlewares:\n    m: {{basicAuth: {{users: ['{value}']}}}}\n"
        f"    h: {{headers: {{customRequestHeaders: {{X-Api-Key: '{value}'}}}}}}\n"
        f"sops: {{mac: '{SEALED}'}}\n"
    )


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


def on_web(redirection: str, priority: str = "") -> dict[str, str]:
    """A path for all hosts and a host on an entry point, which may redirect."""
    path = "rule: Path(`/ping`), service: ping@internal"
    if priority:  # the same as the other one asks for
        path = "rule: Host(`a.long-name.io`) && Path(`/x`), service: ping@internal"
    app = f"app: {{rule: Host(`a.long-name.io`), service: app, entryPoints: [web]{priority}}}"
    http = f"http:\n  routers: {{{app}, p: {{{path}, entryPoints: [web]}}}}\n  {APP}\n"
    static = TWO_POINTS.format(web=redirection, secure="") + "ping: {manualRouting: true}\n"
    return {"dynamic.yml": http, "traefik.yml": static}


def developed(file: str, flag: str = "", app: str = "compose.yml") -> dict[str, str]:
    """Labels that ask for a certificate, and a Traefik in a file that is put beside them."""
    return {app: container(*SERVED), file: f"services:\n{PROXY}".replace("]", f"{flag}]")}


def stuck(option: str) -> dict[str, str]:
    """A container whose visitors are to stay on one server, without a cookie for that."""
    return {
        "compose.yml": container(USED, f"{LOADED}.sticky=true", f"{LOADED}.server.port=80", more=f", {option}") + PROXY
    }


def chosen(value: str, label: str = "zone=private", name: str = "") -> dict[str, str]:
    """A Traefik that takes the containers whose `zone`, or the name of whose project, is a value."""
    of = "com.docker.compose.project" if name else "zone"
    flag = f", '--providers.docker.constraints=Label(`{of}`,`{value}`)']"
    return {"compose.yml": name + container(*SERVED[:1], label) + PROXY.replace("]", flag)}


def clashing() -> dict[str, str]:
    """A middleware that two containers define otherwise, and use."""
    labels = ("traefik.http.routers.{0}.rule=Host(`{0}.io`)", "traefik.http.middlewares.m.stripprefix.prefixes=/{0}",
              "traefik.http.routers.{0}.middlewares=m")  # fmt: skip
    one, two = (container(*(label.format(name) for label in labels), name=name) for name in "ab")
    return {"compose.yml": one + two.partition("\n")[2] + PROXY}


def sunk(section: str, name: str = "app", protocol: str = "http") -> dict[str, str]:
    """A section that is indented too far, with an object of a name."""
    router = "app: {rule: Host(`a.io`), service: app}"
    return {"d/a.yml": f"{protocol}: {{routers: {{{router}, {section}: {{{name}: {{loadBalancer: {{}}}}}}}}}}\n"}


def refused(section: str) -> dict[str, str]:
    """A router that asks for a middleware and TLS options, beside a section below the same protocol."""
    router = "app: {rule: Host(`a.io`), service: app, middlewares: [m], tls: {options: o}}"
    tls = "tls: {options: {q: {sniStrict: true}}}"
    return {"d/a.yml": f"http: {{routers: {{{router}}}, {APP}, {section}}}\n{tls}\n"}


def named_by_sni(option: str) -> dict[str, str]:
    """A TCP router for the name of a host, with an option."""
    router = f"routers: {{a: {{rule: HostSNI(`a.io`), service: a, {option}}}}}"
    return {"d/a.yml": f"tcp: {{{router}, services: {{a: {{loadBalancer: {{servers: [{{address: 'a:1'}}]}}}}}}}}\n"}


def pathed(middleware: str, rule: str = "Host(`a.io`)", more: str = "") -> dict[str, str]:
    """A server with a path in its URL, and a middleware before it."""
    routed = ruled(rule).replace("service:", "middlewares: [m], service:").replace("app}}", f"app}}{more}}}")
    return {"d/a.yml": routed.replace(":80'", ":80/y'") + f"  middlewares: {{m: {{{middleware}}}}}\n"}


def on_the_host(volume: str, flag: str = "--log.level=INFO") -> dict[str, str]:
    """A container with the network of the host, and a Traefik that asks about containers."""
    labels = ("traefik.http.routers.a.rule=Host(`a.io`)", "traefik.http.services.a.loadbalancer.server.port=8123")
    run = PROXY.replace("]}", f", '{flag}'], volumes: ['{volume}']}}")
    return {"compose.yml": container(*labels, more=", network_mode: host") + run}


def spelt(name: str) -> dict[str, str]:
    """A middleware that is spelt in two ways, and used in one."""
    labels = (f"traefik.http.routers.a.middlewares={name}", "traefik.http.middlewares.App.basicauth.usersfile=/u",
              "traefik.http.middlewares.app.basicauth.realm=a")  # fmt: skip
    return {"compose.yml": container("traefik.http.routers.a.rule=Host(`a.io`)", *labels)}


def with_volume(options: str, more: str = "") -> dict[str, str]:
    volume = f", volumes: [{{{options}, source: ./x, target: /x}}]{more}"
    return {"compose.yml": container("traefik.http.routers.a.rule=Host(`a.io`)", more=volume)}


SECURED = "entryPoints: {web: {address: ':80'}, secure: {address: ':443', http: {tls: *tls}}}\n"
SERVED = ("traefik.http.routers.a.rule=Host(`a.io`)", "traefik.http.routers.a.tls.certresolver=le")
PRELOADED = secure("A: b")
AT_THE_PORTS = """\
services:
  traefik:
    image: traefik:v3.6
    command: [--api=true, --providers.docker=true, --entrypoints.web.address=:80, --entrypoints.s.address=:443{more}]
    {reached}
    labels:
      - traefik.http.routers.d.rule=Host(`t.shop.io`)
      - traefik.http.routers.d.entrypoints=s
      - traefik.http.routers.d.tls=true
      - traefik.http.routers.d.service={service}
  app:
    image: app
    labels:
      - traefik.http.routers.a.rule=Host(`a.shop.io`)
      - traefik.http.routers.a.entrypoints=web
      - traefik.http.routers.a.middlewares=m
      - traefik.http.middlewares.m.basicauth.usersfile=/u
"""


def reached(by: str, more: str = "", service: str = "api@internal", networks: str = "") -> dict[str, str]:
    """A Traefik with a dashboard and a login over plain HTTP, and how one comes to it."""
    return {"compose.yml": AT_THE_PORTS.format(reached=by, more=more, service=service) + networks}


def at_address(ip: str) -> dict[str, str]:
    """The same at an address of the host."""
    return reached(f"ports: ['{ip}:80:80', '{ip}:443:443']")


def by_proxy(flags: str, ports: str = "80:80") -> dict[str, str]:
    """A Traefik that serves nothing over TLS, with more flags for its entry point."""
    found = reached(f"ports: ['{ports}']", flags, "noop@internal")
    return {"compose.yml": found["compose.yml"].replace("      - traefik.http.routers.d.tls=true\n", "")}


def behind_vpn(rule: str = "", mode: str = "service:vpn") -> dict[str, str]:
    """A container on the network of another one, which may have its router."""
    own = "'traefik.http.routers.a.rule=Host(`a.io`)'"
    more = f"'traefik.http.routers.a.rule={rule}'" if rule else ""
    return {
        "compose.yml": f"services:\n{PROXY}"
        f"  vpn: {{image: vpn, ports: ['8112:8112'], labels: [{more}]}}\n"
        f"  a: {{image: a, network_mode: '{mode}', labels: [{own}]}}\n"
    }


def beside_local(local: str, labels: str = "entrypoints=secure,tls=true") -> dict[str, str]:
    """A router that redirects to https, labels that answer there, and another static file beside the mounted one."""
    points = "entryPoints: {web: {address: ':80'}, secure: {address: ':443'}}\n"
    static = f"{points}providers: {{docker: {{}}, file: {{directory: /dynamic}}}}\n"
    volumes = "['./traefik.yml:/etc/traefik/traefik.yml', './dynamic:/dynamic']"
    more = (f"traefik.http.routers.a.{one}" for one in labels.split(",") if one)
    files = {
        "proxy/compose.yml": f"services: {{traefik: {{image: 'traefik:v3.6', volumes: {volumes}, networks: [n]}}}}\n"
        "networks: {n: {external: true}}\n",
        "proxy/traefik.yml": static,
        "proxy/dynamic/a.yml": ruled("Host(`a.io`)").replace(
            "service: app", "entryPoints: [web], middlewares: [up], service: noop@internal"
        )
        + "  middlewares: {up: {redirectScheme: {scheme: https}}}\n",
        "app/compose.yml": container("traefik.http.routers.a.rule=Host(`a.io`)", *more, more=", networks: [n]")
        + "networks: {n: {external: true}}\n",
    }
    return {**files, "proxy/traefik.local.yml": local} if local else files


def of_panel(folders: str) -> dict[str, str]:
    """Files of Dokploy's own Traefik, which asks by DNS, and other static files in some folders."""
    acme = "certificatesResolvers: {letsencrypt: {acme: {storage: /a.json, dnsChallenge: {provider: cloudflare}}}}\n"
    static = "entryPoints: {websecure: {address: ':443'}}\nproviders: {file: {directory: /dokploy/dynamic}}\n" + acme
    router = ruled("HostRegexp(`^[a-z]+[.]acme[.]io$`)").replace(
        "service:", "tls: {certResolver: letsencrypt, domains: [{main: '*.acme.io'}]}, service:"
    )
    panel = ruled("Host(`a.io`)").replace("app", "panel").replace("{a:", "{dokploy-router:")
    found = {"proxy/dynamic/wild.yml": router, "proxy/dynamic/dokploy.yml": panel}
    return found | dict.fromkeys(folders.split(), static)


def by_provider(provider: str, *containers: str) -> dict[str, str]:
    """A Traefik with one provider of labels, beside containers with some labels."""
    flags = json.dumps([f"--providers.{provider}", "--entrypoints.web.address=:80"])
    others = "".join(f"  c{at}: {{image: c, labels: [{labels}]}}\n" for at, labels in enumerate(containers))
    return {"compose.yml": f"services:\n  traefik: {{image: 'traefik:v3.6', command: {flags}}}\n{others}"}


def started_without(target: str, more: str = "", volumes: str = "") -> dict[str, str]:
    """A Traefik without flags, and where its container has the static configuration."""
    own = f"image: 'traefik:v3.6', volumes: ['./traefik.yml:{target}'{volumes}]{more}"
    return {"compose.yml": container(USED) + f"  traefik: {{{own}}}\n", "traefik.yml": READING.format("false")}


def put_over(static: str, *, is_mounted: bool = False) -> dict[str, str]:
    """Labels, and a static configuration that may be one half of a Traefik's."""
    more = "  traefik: {image: 'traefik:v3.6', volumes: ['../traefik.yml:/etc/traefik/traefik.yml']}\n"
    return {"traefik.yml": static, "app/compose.yml": container(USED) + more * is_mounted}


def shown_in(sample: str, name: str = ".env.example", rule: str = "Host(`${TF_IP}`)") -> dict[str, str]:
    """A login over plain HTTP whose host is a variable, beside a Traefik that asks for certificates."""
    flags = ("--certificatesresolvers.le.acme.email=a@b.io", "--certificatesresolvers.le.acme.tlschallenge=true")
    labels = (f"traefik.http.routers.a.rule={rule}", "traefik.http.routers.a.entrypoints=web", *USERS[1:])
    proxy = BOTH.replace("command: [", f"command: ['{flags[0]}', '{flags[1]}', ")
    return {"compose.yml": container(*labels) + proxy, name: f"# how to reach it\nTF_IP={sample}\n"}


def with_methods(*methods: str) -> str:
    """A router whose answers to preflight requests allow some methods."""
    cors = f"{{accessControlAllowOriginList: ['https://b.io'], accessControlAllowMethods: {json.dumps(methods)}}}"
    router = ruled("Host(`a.io`)").replace("service:", "middlewares: [cors], service:")
    return f"{router}  middlewares: {{cors: {{headers: {cors}}}}}\n"


def signed_with(secret: str, host: str) -> dict[str, str]:
    """A plugin that looks at tokens, and what these are signed with."""
    router = ruled(f"Host(`{host}`)").replace("service:", "middlewares: [j], service:")
    return {"a.yml": f"{router}  middlewares: {{j: {{plugin: {{jwt: {{secret: {secret}}}}}}}}}\n"}


def sending(header: str, value: str) -> dict[str, str]:
    """A header that requests get."""
    router = ruled("Host(`a.io`)").replace("service:", "middlewares: [h], service:")
    return {"a.yml": f"{router}  middlewares: {{h: {{headers: {{customRequestHeaders: {{{header}: '{value}'}}}}}}}}\n"}


def told_above(lines: int) -> dict[str, str]:
    """A login whose password a comment tells that stands some lines above."""
    user = "          - 'admin:$apr1$tm53ra6x$FntXd6jcvxYM/YH0P2hcc1'\n"
    login = "    login:\n      basicAuth:\n" + "        # who may come\n" * lines + f"        users:\n{user}"
    router = ruled("Host(`a.acme.io`)").replace("service:", "middlewares: [login], service:")
    return {"a.yml": f"{router}  middlewares:\n    # Password : qwer1234\n{login}"}


def shown_below(path: str, host: str = "${DOMAIN}") -> dict[str, str]:
    """A router to the dashboard with a path of its own, for a host that only where it runs somebody knows."""
    labels = (f"traefik.http.routers.d.rule=Host(`{host}`) && PathPrefix(`{path}`)",
              "traefik.http.routers.d.service=api@internal")  # fmt: skip
    return {"compose.yml": container(*labels) + PROXY.replace("command: [", "command: [--api=true, ")}


def asked_by_address(transport: str) -> dict[str, str]:
    """A server for all hosts, by https and its address."""
    router = ruled("HostRegexp(`^.+[.]a[.]io$`)").replace(
        "{servers: [{url: 'http://app:80'", "{serversTransport: t, servers: [{url: 'https://10.0.0.5'"
    )
    return {"a.yml": f"{router}  serversTransports: {{t: {{{transport}}}}}\n"}


def by_environment(more: str) -> dict[str, str]:
    """A Traefik of variables, and a file with options of a static configuration that it does not read."""
    at = "./certs.yaml:/etc/traefik/dynamic/certs.yaml"
    given = "[TRAEFIK_PROVIDERS_DOCKER=true, 'TRAEFIK_ENTRYPOINTS_FRONT_ADDRESS=:80']"
    return {
        "compose.yml": f"services:\n  traefik: {{image: 'traefik:v3.6', environment: {given}, volumes: ['{at}']}}\n",
        "certs.yaml": f"log: {{level: INFO}}\nproviders: {{docker: {{}}}}\n{more}",
    }


def served_by_file(rule: str) -> dict[str, str]:
    """A container that Traefik does not look at, beside a router of a file."""
    run = RUN.replace(
        "'./dynamic.yml:/dynamic.yml'", "'./dynamic.yml:/dynamic.yml', '/run/docker.sock:/run/docker.sock'"
    )
    app = container("traefik.http.routers.a.rule=Host(`a.io`)").removeprefix("services:\n")
    static = STATIC.replace("{file:", "{docker: {exposedByDefault: false}, file:")
    return {"compose.yml": run + app, "traefik.yml": static, "dynamic.yml": ruled(rule)}


def listed_by_tcp(more: str) -> dict[str, str]:
    """A list of everybody for TCP, which a router may use, and routers of both protocols."""
    tcp = (
        f"tcp:\n  routers: {{t: {{rule: HostSNI(`*`), service: t, {more}}}}}\n"
        "  services: {t: {loadBalancer: {servers: [{address: 't:1'}]}}}\n"
        "  middlewares: {all: {ipAllowList: {sourceRange: [0.0.0.0/0]}}}\n"
    )
    return {"traefik.yml": STATIC, "dynamic.yml": ruled("Host(`a.io`)") + tcp}


def with_resolver(routers: str, acme: str = "", point: str = "certResolver: le", more: str = "") -> dict[str, str]:
    """An entry point with TLS of its own, and routers of a file."""
    resolver = f"{{acme: {{storage: a.json, tlsChallenge: {{}}{acme}}}}}"
    points = f"{{web: {{address: ':80'}}, s: {{address: ':443', http: {{tls: {{{point}}}}}}}}}"
    return {
        "compose.yml": RUN.replace("'80:80'", "'80:80', '443:443'"),
        "traefik.yml": STATIC.replace("{web: {address: ':80'}}", points)
        + f"certificatesResolvers: {{le: {resolver}}}\n",
        "dynamic.yml": f"http:\n  {APP}\n  {AUTH}\n  routers:\n{routers}{more}",
    }


def on_s(rule: str, more: str = ", tls: {}", name: str = "a", service: str = "app") -> str:
    """A router on the entry point with TLS."""
    return f"    {name}: {{rule: '{rule}', entryPoints: [s], service: {service}{more}}}\n"


def by_flags(name: str) -> dict[str, str]:
    """A container, and a Traefik whose entry point asks for the certificate of a name."""
    flags = ("--entrypoints.s.address=:443", f"--entrypoints.s.http.tls.domains[0].main={name}",
             "--entrypoints.s.http.tls.certresolver=le", "--certificatesresolvers.le.acme.dnschallenge.provider=ovh",
             "--certificatesresolvers.le.acme.storage=/a.json", "--providers.docker=true")  # fmt: skip
    traefik = f"  traefik: {{image: 'traefik:v3.6', command: {json.dumps(flags)}}}\n"
    return {"compose.yml": container("traefik.http.routers.a.rule=Host(`c.io`)") + traefik}


OF_POINT = "certResolver: le, domains: [{main: b.io, sans: ['*.b.io']}]"
MUTUAL = "tls: {{options: {{mtls: {{clientAuth: {{caFiles: [/ca.pem], clientAuthType: {}}}}}}}}}\n"
ASKING = MUTUAL.format("RequireAndVerifyClientCert")
MODERN = "tls: {options: {modern: {minVersion: VersionTLS13}}}\n"
WITH_MODERN = ", tls: {options: modern}"


def shared(origin: str, rule: str, more: str = "") -> dict[str, str]:
    """What other sites may read."""
    headers = f"{{headers: {{accessControlAllowOriginList: ['{origin}']{more}}}}}"
    return {
        "a.yml": ruled(rule).replace("service:", "middlewares: [m], tls: {}, service:")
        + f"  middlewares: {{m: {headers}}}\n"
    }


def to_device(url: str, versions: str) -> dict[str, str]:
    """A server that is asked over TLS with limits."""
    service = f"{{d: {{loadBalancer: {{servers: [{{url: '{url}'}}], serversTransport: t}}}}}}"
    return {
        "compose.yml": RUN.replace("v3.6", "v3.7"),
        "traefik.yml": STATIC,
        "dynamic.yml": "http:\n  routers: {d: {rule: Host(`d.shop.io`), tls: {}, service: d}}\n"
        f"  services: {service}\n  serversTransports: {{t: {{{versions}}}}}\n",
    }


def greedy(more: str = "") -> dict[str, str]:
    """A router that matches everything before others."""
    routers = f"    n: {{rule: 'HostRegexp(`^.+$`)', service: app, middlewares: [auth]{more}}}\n"
    routers += "".join(f"    {name}: {{rule: Host(`{name}.io`), service: app}}\n" for name in "abc")
    return {"a.yml": f"http:\n  {APP}\n  {AUTH}\n  routers:\n{routers}"}


def used(option: str, *, kind: str = "redirectregex.replacement", env: str = "") -> dict[str, str]:
    """A container with a router, and one option of its middleware."""
    labels = ("traefik.http.routers.a.rule=Host(`a.shop.io`)", "traefik.http.routers.a.middlewares=m",
              "traefik.http.routers.a.tls=true", f"traefik.http.middlewares.m.{kind}={option}")  # fmt: skip
    if kind == "redirectregex.replacement":
        labels += ("traefik.http.middlewares.m.redirectregex.regex=^https://b.io/(.*)",)
    return {"compose.yml": container(*labels) + PROXY, ".env": env}


def led(regex: str, target: str) -> dict[str, str]:
    """A redirect before a container."""
    return {"a.yml": pathed(f"redirectRegex: {{regex: '{regex}', replacement: '{target}'}}")["d/a.yml"]}


def internal(name: str, line: str) -> dict[str, str]:
    """A router for something of Traefik itself, and a line of its static configuration."""
    static = f"entryPoints: {{web: {{address: ':80'}}}}\nproviders: {{file: {{filename: dynamic.yml}}}}\n{line}\n"
    router = f"{{rule: Host(`a.io`), service: {name}@internal}}"
    return {"traefik.yml": static, "dynamic.yml": f"http: {{routers: {{a: {router}}}}}\n"}


def by_variables(more: str, env: str = "") -> dict[str, str]:
    """A Traefik that is started with variables."""
    labels = ("traefik.http.routers.a.rule=Host(`a.io`)", "traefik.http.routers.a.tls.certresolver=le")
    given = "['TRAEFIK_PROVIDERS_DOCKER=true', 'TRAEFIK_ENTRYPOINTS_A_ADDRESS=:443']"
    run = f"  traefik: {{image: 'traefik:v3.6', environment: {given}{more}}}\n"
    return {"compose.yml": container(*labels) + run, **({".env": env} if env else {})}


def not_verified(flag: str, option: str) -> dict[str, str]:
    """A servers transport that labels try to define, and what holds for all servers."""
    flags = PROXY.replace("command: [", f"command: ['--serverstransport.insecureskipverify={flag}', ")
    return {"compose.yml": container(*HOST_PORT, f"traefik.http.serverstransports.t.{option}") + flags}


DOUBLED = HASH.replace("$", "$$")
DASHED = container("traefik.http.routers.d.rule=Host(`d.io`)", "traefik.http.routers.d.service=api@internal") + PROXY


def overridden(flag: str) -> str:
    """Other flags of a Traefik in a file that Compose puts over the first by itself."""
    return f"services: {{traefik: {{command: [--providers.docker=true, '--entrypoints.web.address=:80', {flag}]}}}}\n"


def wildcarded(*labels: str) -> dict[str, str]:
    """An entry point that asks for a wildcard, and a container with a router on it."""
    domains = "http: {tls: {certResolver: le, domains: [{main: '*.a.io'}]}}"
    rule = "traefik.http.routers.a.rule=Host(`s.a.io`)"
    return {
        "traefik.yml": f"entryPoints: {{secure: {{address: ':443', {domains}}}}}\n"
        "providers: {docker: {exposedByDefault: false}}\n"
        "certificatesResolvers: {le: {acme: {email: a@a.io, storage: a.json, tlsChallenge: {}}}}\n",
        "compose.yml": container("traefik.enable=true", rule, "traefik.http.routers.a.entrypoints=secure", *labels)
        + "  traefik:\n    image: traefik:v3.6\n"
        "    volumes: ['./traefik.yml:/traefik.yml', '/run/docker.sock:/run/docker.sock']\n",
    }


def variants(mounted: str, place: str, provider: str) -> dict[str, str]:
    """A folder of dynamic files, and two compose files, to put over the main one, which mount one of these each.

    Args:
        mounted: what the main one mounts.
        place: where the others mount theirs.
    """
    over = {
        f"compose.{name}.yml": f"services: {{traefik: {{volumes: ['./d/{name}.yml:{place.format(name)}']}}}}\n"
        for name in ("b", "c")
    }
    files = {f"d/{name}.yml": ruled(f"Host(`{name}.io`)") for name in "abc"}
    own = f"image: 'traefik:v3.6', volumes: ['./traefik.yml:/traefik.yml', '{mounted}']"
    static = {"traefik.yml": f"entryPoints: {{web: {{address: ':80'}}}}\nproviders: {{file: {{{provider}}}}}\n"}
    return {"compose.yml": f"services: {{traefik: {{{own}}}}}\n", **over, **files, **static}


def put_for_another(name: str) -> dict[str, str]:
    """A folder that one compose file mounts as a whole, and a file of it that another mounts as another file of it."""
    run = "services: {{traefik: {{image: 'traefik:v3.6', volumes: ['./traefik.yml:/traefik.yml', {}]}}}}\n"
    return {
        "compose.yml": run.format("'./d:/d'"),
        "compose.local.yml": run.format(f"'./d/{name}.yml:/d/config.yml'"),
        "traefik.yml": "entryPoints: {web: {address: ':80'}}\nproviders: {file: {directory: /d}}\n",
        "d/config.yml": ruled("Host(`a.io`)"),
        f"d/{name}.yml": ruled("Host(`b.io`)"),
    }


def layered(**over: str) -> dict[str, str]:
    """A Traefik that is put over files with more services, other files that are put over this one, and a container on
    an entry point that it lacks itself."""
    return {
        "compose.traefik.yml": f"services:\n{PROXY}  w: {{networks: [n]}}\n",
        "compose.app.yml": container(
            "traefik.http.routers.a.rule=Host(`a.io`)", "traefik.http.routers.a.entrypoints=s"
        ),
        **{f"compose.{name}.yml": f"services: {{{text}}}\n" for name, text in over.items()},
    }


def with_traefik_1(mode: str) -> dict[str, str]:
    """A stack of a Traefik 1 with labels beside `deploy`."""
    own = "image: 'traefik:1.7', volumes: ['./traefik.toml:/traefik.toml'], labels: ['traefik.frontend.rule=Host:a.io']"
    return {
        "docker-stack.yml": f"services: {{traefik: {{{own}}}}}\n",
        "up.sh": "docker stack deploy -c docker-stack.yml traefik\n",
        "traefik.toml": f'defaultEntryPoints = ["http"]\n[docker]\ndomain = "x"\n{mode}\n[web]\naddress = ":8080"\n',
    }


def served(rule: str) -> dict[str, str]:
    """A stack with labels beside `deploy`, and a router of a file."""
    return {
        "docker-stack.yml": container(USED, more=", deploy: {replicas: 2}")
        + PROXY.replace("docker=true", "swarm=true, --providers.file.directory=/d").replace(
            "v3.6'", "v3.6', volumes: ['./d:/d']"
        ),
        "d/a.yml": ruled(rule),
    }


def refused_static(providers: str, more: str) -> dict[str, str]:
    """A router of labels and one of a file that ask for the same, and a static configuration that Traefik refuses."""
    own = "  traefik: {image: 'traefik:v3.6', volumes: ['./traefik.yml:/traefik.yml', './d:/d']}\n"
    return {
        "compose.yml": container(USED, "traefik.http.services.a.loadbalancer.server.port=81") + own,
        "traefik.yml": f"entryPoints: {{web: {{address: ':80'}}}}\nproviders: {{{providers}}}\n{more}\n",
        "d/a.yml": ruled("Host(`a.io`)"),
    }


def asking_for(*names: str) -> str:
    """A router that asks for a service `external-app`, beside those that are there."""
    there = ", ".join(f"{name}: {{loadBalancer: {{servers: [{{url: 'http://{name}'}}]}}}}" for name in names)
    return f"http: {{routers: {{a: {{rule: Host(`a.io`), service: external-app}}}}, services: {{{there}}}}}\n"


def by_flag(flag: str, more: str = "") -> dict[str, str]:
    """A Traefik with a resolver of flags, the last of which is given, and a router that uses it."""
    flags = ["--providers.docker=true", "--entrypoints.web.address=:80", "--certificatesresolvers.le.acme.tlschallenge"]
    service = f"image: 'traefik:v3.6', command: {json.dumps([*flags, flag])}{more}"
    app = container("traefik.http.routers.a.rule=Host(`a.shop.org`)", "traefik.http.routers.a.tls.certresolver=le")
    return {"compose.yml": f"{app}  traefik: {{{service}}}\n"}


def kept_at(path: str, volume: str, more: str = "", option: str = "storage") -> dict[str, str]:
    """One that keeps its certificates at a path."""
    flag = f"--certificatesresolvers.le.acme.{option}={path}"
    return by_flag(flag, f", volumes: ['/run/docker.sock:/run/docker.sock', '{volume}']{more}")


def given_variables(volume: str, point: str) -> dict[str, str]:
    """A Traefik with variables of a file that is not here."""
    own = "env_file: .env, environment: ['TRAEFIK_ENTRYPOINTS_SECURE_ADDRESS=:443']"
    app = container(USED, f"traefik.http.routers.a.entrypoints={point}")
    volumes = f"volumes: ['{volume}', '/run/docker.sock:/run/docker.sock']"
    static = "entryPoints: {web: {address: ':80'}}\nproviders: {docker: {}}\n"
    return {"compose.yml": f"{app}  traefik: {{image: 'traefik:v3.6', {own}, {volumes}}}\n", "traefik.yml": static}


def of_environments(volume: str) -> dict[str, str]:
    """Two static configurations that read one folder, with a folder for each in it."""
    own = f"volumes: ['./traefik.prod.yml:/traefik.yml', '{volume}']"
    middleware = "http: {{middlewares: {{m: {{headers: {{frameDeny: {}}}}}}}}}\n"
    return {
        "compose.yml": f"services: {{traefik: {{image: 'traefik:v3.6', {own}}}}}\n",
        "traefik.dev.yml": FOLDER.replace("dynamic", "/d"),
        "traefik.prod.yml": FOLDER.replace("dynamic", "/d"),
        "d/dev/a.yml": middleware.format("false"),
        "d/prod/a.yml": middleware.format("true"),
    }


def beside_dashboard(*labels: str) -> dict[str, str]:
    """A dashboard without its API, and an application."""
    own = ("traefik.http.routers.d.rule=Host(`a.io`) && PathPrefix(`/dashboard`)",
           "traefik.http.routers.d.service=api@internal")  # fmt: skip
    traefik = PROXY.replace("]}", f"], labels: {json.dumps(own)}}}")
    return {"compose.yml": container(*labels) + traefik}


def with_another(volume: str, app: str) -> dict[str, str]:
    """A Traefik with flags and a volume, another one with the same flags, and an application on the network of both."""
    joined = "networks: [proxy]"
    flags = "['--providers.docker=true', '--entrypoints.web.address=:80']"
    traefik = f"services: {{traefik: {{image: 'traefik:v3.6', command: {flags}, {joined}{{}}}}}}\n"
    labels = ("traefik.http.routers.a.rule=Host(`a.io`)", "traefik.http.routers.a.middlewares=sec@file")
    files = {
        "one/compose.yml": traefik.replace("{}", f", volumes: ['{volume}']"),
        "two/compose.yml": traefik.replace("{}", ""),
        f"{app}/compose.yml": container(*labels, more=f", {joined}"),
        "one/traefik.yml": STATIC,
        "one/dynamic.yml": "http: {middlewares: {sec: {headers: {stsSeconds: 31536000}}}}\n",
    }
    if not volume.startswith("./traefik.yml"):
        del files["one/traefik.yml"], files["one/dynamic.yml"]
    return {
        name: text + "networks: {proxy: {external: true}}\n" * name.endswith("compose.yml")
        for name, text in files.items()
    }


def of_version_2(more: dict[str, str], traefik: str = "image: traefik:v3.6", folder: str = "dev") -> dict[str, str]:
    """A pattern of Traefik 2, a Traefik that is run in another folder, and what else says a version."""
    own = ", volumes: ['./d.yml:/d.yml'], environment: [TRAEFIK_PROVIDERS_FILE_FILENAME=/d.yml]"
    other = ", command: ['--entrypoints.web.address=:80']"
    run = f"services: {{traefik: {{{traefik}{own if folder == 'files' else other}}}}}\n"
    return {"files/d.yml": ruled("HostRegexp(`{sub:[a-z]+}.a.io`)"), f"{folder}/compose.yml": run} | more


def at_resolver(name: str, app: str) -> dict[str, str]:
    """The same where the other one has a resolver, and the application names one."""
    files = at_point("web", app)
    flags = "'--certificatesresolvers.le.acme.storage=/a.json', '--certificatesresolvers.le.acme.tlschallenge=true'"
    files["two/compose.yml"] = files["two/compose.yml"].replace("'--entrypoints", f"{flags}, '--entrypoints")
    app = f"{app}/compose.yml"
    labels = f'entrypoints=web", "traefik.http.routers.a.tls.certresolver={name}'
    return files | {app: files[app].replace("entrypoints=web", labels)}


def written_by(script: str, name: str = "setup.sh") -> dict[str, str]:
    """A provider directory in which a name is missing, and a script."""
    router = "http: {routers: {a: {rule: Host(`a.io`), service: app, middlewares: [m]}}, "
    return {"traefik.yml": FOLDER, "dynamic/a.yml": f"{router}{APP}}}\n", name: script}


def at_point(point: str, app: str, other: str = "internal") -> dict[str, str]:
    """Two Traefiks with entry points of their own, and an application at one of these."""
    joined, external = "networks: [proxy]", "networks: {proxy: {external: true}}\n"
    traefik = f"services: {{traefik: {{image: 'traefik:v3.6', {joined}, command: ['--providers.docker=true', "
    labels = ("traefik.http.routers.a.rule=Host(`a.io`)", f"traefik.http.routers.a.entrypoints={point}")
    return {
        "compose.yml": f"{traefik}'--entrypoints.web.address=:443']}}}}\n{external}",
        "two/compose.yml": f"{traefik}'--entrypoints.{other}.address=:81']}}}}\n{external}",
        f"{app}/compose.yml": container(*labels, more=f", {joined}") + external,
    }


def paged(order: str, server: str = "proxy", status: str = "401-403") -> dict[str, str]:
    """A router with a login, and a page of a server for those who are not logged in."""
    pages = f"{{errors: {{status: ['{status}'], service: pages, query: '/oauth2/sign_in'}}}}"
    middlewares = f"{{auth: {{forwardAuth: {{address: 'http://proxy:4180/auth'}}}}, pages: {pages}}}"
    services = f"{APP[:-1]}, pages: {{loadBalancer: {{servers: [{{url: 'http://{server}:4180'}}]}}}}}}"
    router = f"{{a: {{rule: Host(`a.io`), service: app, middlewares: [{order}]}}}}"
    return {"a.yml": f"http:\n  routers: {router}\n  middlewares: {middlewares}\n  {services}\n"}


def paged_by_labels(order: str) -> dict[str, str]:
    own = ("traefik.http.routers.p.rule=Host(`p.io`)", "traefik.http.services.p.loadbalancer.server.port=80",
           "traefik.http.middlewares.auth.forwardauth.address=http://proxy:80/auth",
           "traefik.http.middlewares.pages.errors.status=401", "traefik.http.middlewares.pages.errors.service=p",
           "traefik.http.middlewares.pages.errors.query=/in")  # fmt: skip
    app = container("traefik.http.routers.a.rule=Host(`a.io`)", f"traefik.http.routers.a.middlewares={order}")
    return {"compose.yml": app + container(*own, name="proxy")[10:] + PROXY}


def on_networks(label: str) -> dict[str, str]:
    """A container on two networks, one of which Traefik is on."""
    labels = json.dumps([label, "traefik.http.routers.a.rule=Host(`a.io`)"])
    traefik = PROXY.replace("{image", "{networks: [web], image")
    return {"compose.yml": f"services:\n  a: {{image: a, networks: [web, db], labels: {labels}}}\n{traefik}"
            "networks: {web: {}, db: {}}\n"}  # fmt: skip


def on_udp(option: str, port: str = "53/udp") -> dict[str, str]:
    """An entry point for UDP with an option of those for TCP."""
    points = f"entryPoints: {{web: {{address: ':80'}}, dns: {{address: ':{port}', {option}}}}}\n"
    dynamic = "udp: {services: {a: {loadBalancer: {servers: [{address: 'a:53'}]}}}}\n"
    return {"traefik.yml": f"{points}providers: {{file: {{filename: dynamic.yml}}}}\n", "dynamic.yml": dynamic}


CASES: tuple[tuple[dict[str, str], str, bool], ...] = (
    # what an entry point for UDP does nothing with is told itself
    (on_udp("http: {middlewares: [b@file]}"), "entrypoint-option-on-udp", True),
    *((on_udp(option, port), rule, not port.endswith("udp")) for port in ("53/udp", "53") for option, rule in (
        ("http: {middlewares: [b@file]}", "entrypoint-unknown-middleware"),
        ("http: {tls: {certResolver: le}}", "entrypoint-unknown-resolver"),
        ("http: {redirections: {entryPoint: {permanent: true}}}", "redirection-without-target"),
        ("proxyProtocol: {insecure: true}", "forwarded-headers-insecure"))),
    (on_udp("http: {redirections: {entryPoint: {}}}"), "empty-mapping", True),
    # the page for a 401 of a login, which only what stands behind the page meets
    (paged("auth, pages"), "middleware-order", True),
    (paged("pages, auth"), "middleware-order", False),
    (paged("auth, pages", server="app"), "middleware-order", False),
    (paged("auth, pages", status="500-599"), "middleware-order", False),
    (paged_by_labels("auth,pages"), "middleware-order", True),
    (paged_by_labels("pages,auth"), "middleware-order", False),
    # whose proxy is put on all networks of its containers
    (on_networks("coolify.managed=true"), "network-ambiguous", False),
    (on_networks("managed=true"), "network-ambiguous", True),
    # what a script fills in is filled in whatever is put over the compose file, and whoever else is here
    (run_together("sed -i s/a/b/ traefik.yml\n"), "variable-not-expanded", False),
    (run_together("envsubst < traefik.yml > out.yml\n"), "variable-not-expanded", False),
    (run_together("sed -i s/a/b/ other.yml\n"), "variable-not-expanded", True),
    # a variable in the path of a certificate, and in an origin
    *(({"a.yml": ruled("Host(`a.io`)") + f"tls: {{{option}}}\n"}, "variable-not-expanded", told) for option, told in (
        ("certificates: [{certFile: '/c/${D}.crt', keyFile: '/c/${D}.key'}]", True),
        ("stores: {default: {defaultCertificate: {certFile: '/c/${D:-a}.crt', keyFile: /c/a.key}}}", True),
        ("certificates: [{certFile: /c/a.crt, keyFile: /c/a.key}]", False))),
    (heading("accessControlAllowOriginList: ['https://${D}']", ""), "variable-not-expanded", True),
    (heading("accessControlAllowOriginList: ['https://a.io']", ""), "variable-not-expanded", False),
    # the schema by which an editor checks a file is a key of no other program
    ({"a.yml": "$schema: 'https://a.io/s.json'\n" + ruled("Host(`a.io`)")}, "unknown-root-key", False),
    ({"a.yml": "$schema: 'https://a.io/s.json'\n" + BROKEN}, "rule-v2-matcher", True),
    ({"a.toml": "'$schema' = 'https://a.io/s.json'\n" + IN_TOML}, "unknown-root-key", False),
    ({"a.yml": "$schema: 'https://a.io/s.json'\nhtpp: {}\n" + BROKEN}, "unknown-root-key", True),
    ({"traefik.yml": "$schema: 'https://a.io/s.json'\n" + STATIC}, "unknown-static-root", False),
    ({"traefik.yml": "schema: 'https://a.io/s.json'\n" + STATIC}, "unknown-static-root", True),
    # a backup is one of the file whose name it has
    ({"d/app.yml": ruled("Host(`a.io`)"), "d/backup.yml": ruled("Host(`b.io`)")}, "duplicate-name", True),
    ({"d/app.yml": ruled("Host(`a.io`)"), "d/wiki-copy.yml": ruled("Host(`b.io`)")}, "backup-file-loaded", False),
    ({"d/app.yml": ruled("Host(`a.io`)"), "d/app-copy.yml": ruled("Host(`b.io`)")}, "backup-file-loaded", True),
    ({"d/app.yml": ruled("Host(`a.io`)"), "d/app-copy.yml": ruled("Host(`b.io`)")}, "duplicate-name", False),
    # what Compose puts over a file by itself switches the API on
    ({"compose.yml": DASHED}, "internal-not-enabled", True),
    ({"compose.yml": DASHED, "compose.override.yml": overridden("--api.insecure=true")}, "internal-not-enabled", False),
    ({"compose.yml": DASHED, "compose.override.yml": overridden("--log.level=DEBUG")}, "internal-not-enabled", True),
    # an escape with two backslashes asks for one in what has none, but for where a class has it beside what is meant
    ({"a.yml": ruled(r"HostRegexp(`^.+\\.a\\.io$`)")}, "regexp-doubled-backslash", True),
    ({"a.yml": ruled(r"HostRegexp(`^.+\.a\.io$`)")}, "regexp-doubled-backslash", False),
    ({"a.yml": ruled(r'HostRegexp("^.+\\.a\\.io$")')}, "regexp-doubled-backslash", False),
    ({"a.yml": ruled(r"Host(`a.io`) && PathRegexp(`^/[^\\/]+$`)")}, "regexp-doubled-backslash", False),
    ({"a.toml": IN_TOML.replace('"Host(`z.io`)"', r"'HostRegexp(`^.+\\.a\\.io$`)'")}, "regexp-doubled-backslash", True),
    ({"a.toml": IN_TOML.replace("Host(`z.io`)", r"HostRegexp(`^.+\\.a\\.io$`)")}, "regexp-doubled-backslash", False),
    ({"compose.yml": container(USED, r"traefik.http.middlewares.m.stripprefixregex.regex=/v\\d+") + PROXY},
     "regexp-doubled-backslash", True),
    ({"compose.yml": container(USED, r"traefik.tcp.routers.t.rule=HostSNIRegexp(`^\\w+\\.a\\.io$$`)") + PROXY},
     "regexp-doubled-backslash", True),
    ({"compose.yml": container(USED, r"traefik.http.middlewares.m.stripprefixregex.regex=/v\d+") + PROXY},
     "regexp-doubled-backslash", False),
    # a hash whose dollar signs are doubled, beside a user who is two variables
    ({"compose.yml": container(*USERS[:2], f"traefik.http.middlewares.m.basicauth.users={DOUBLED},${{A}}:${{B}}")},
     "label-dollar", False),
    ({"compose.yml": container(*USERS[:2], f"traefik.http.middlewares.m.basicauth.users={HASH},${{A}}:${{B}}")},
     "label-dollar", True),
    # the question mark of an expression is no query
    ({"a.yml": ruled("PathPrefix(`/a/{*:(.*?)}/`)")}, "path-with-query", False),
    ({"a.yml": ruled("Path(`/a?b=c`)")}, "path-with-query", True),
    # a wildcard of an entry point whose routers all ask for something else
    (wildcarded("traefik.http.routers.a.tls.certresolver=le"), "acme-wildcard-needs-dns", False),
    (wildcarded(), "acme-wildcard-needs-dns", True),
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
    # also by another middleware of each router, unless one before it has the last word
    (framed_by("sec, m", "sec"), "frame-options-allow-from", False),
    (framed_by("all", "all"), "frame-options-allow-from", False),
    (framed_by("m, sec", "sec"), "frame-options-allow-from", False),
    (framed_by("m", "sec"), "frame-options-allow-from", True),
    (framed_by("sec, m", "m"), "frame-options-allow-from", True),
    (framed_by("plain, sec, m", "sec"), "frame-options-allow-from", True),
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
    *((led(regex, target), "redirect-regex-target", False) for regex, target in (
        ("^https://b.io(/.*)", "https://c.io$1"), ("^https://b.io/.*", "https://c.io"), ("^https://b.io/$", "https://c.io"),
        ("^https://b.io(.*)", "https://c.io$1"), ("^https://(a|b).io/.*", "https://c.$1"),
        ("^https://b.io/(.*)", "/x/$1"),
        ("^(https://b.io)/(.*)", "$1/x/$2"), ("^https://b.io/(.*)", "https://c.io/$1"), ("b.io/(.*)", "c.io/$1"),
        ("^https://b.io/([a-z]+)/.*", "https://c.io-$1.d.io/"),
        (r"^https?://[^/]+/old\.html$", "new.html"), ("^https://b.io/(.*)", "index.php/$1"))),
    *(({"a.yml": asking(host).replace("http://app", f"http://{server}")}, "forward-auth-plain-http", told)
      for host, server, told in (("auth.a.io:9091", "10.0.0.7", False), ("auth.a.io:9091", "app", True),
                                 ("auth.b.io:9091", "10.0.0.7", True), ("auth.a.io", "10.0.0.7", True))),
    *(({"a.yml": asking("auth.b.co.uk:9091").replace("a.io", f"a.{domain}").replace("http://app", "http://10.0.0.7")},
       "forward-auth-plain-http", told) for domain, told in (("co.uk", True), ("b.co.uk", False))),
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
    # a port of the host that a file asks a container for, where only another one listens
    (asking_container("server: 3990", "tcp"), "port-published", True),
    (asking_container("server: 3990", "udp"), "port-published", True),
    (asking_container("server: 3990", "http"), "port-published", True),
    (asking_container("server: 3979", "tcp"), "port-published", False),
    (asking_container("server: 3991", "tcp"), "port-published", False),
    (asking_container("server: 3991", "udp"), "port-published", True),
    (asking_container("192.168.1.5: 3990", "tcp"), "port-published", False),
    (asking_container("other: 3990", "http"), "port-published", False),
    (asking_container("server: 3990", "http", app=", expose: [3990]"), "port-published", False),
    (asking_container("server: 3990", "http", app=", environment: {PORT: 3990}"), "port-published", False),
    (asking_container("server: 3990", "http", traefik=", network_mode: host"), "port-published", False),
    (asking_container("game: 3990", "http", app=", container_name: game"), "port-published", True),
    # the only port that is known, at which nobody speaks HTTP
    (at_ports("'2222:22'"), "port-ambiguous", True),
    (at_ports("'53:53', '53:53/udp', '67:67/udp'"), "port-ambiguous", True),
    (at_ports("'8080:80'"), "port-ambiguous", False),
    (at_ports("'5432:5432'"), "port-ambiguous", False),
    (at_ports("'2222:22'", "traefik.http.services.a.loadbalancer.server.port=3000"), "port-ambiguous", False),
    ({"compose.yml": container("traefik.tcp.routers.a.rule=HostSNI(`*`)", more=", ports: ['2222:22']") + PROXY},
     "port-ambiguous", False),
    # what an entry point brings as well, where it matters that it runs twice
    (on_points("web", "rateLimit: {average: 1, burst: 2}"), "middleware-duplicate", True),
    (on_points("web", "headers: {frameDeny: true}"), "middleware-duplicate", False),
    (on_points("web, plain", "rateLimit: {average: 1, burst: 2}"), "middleware-duplicate", False),
    # clients that ask for TLS first, which Traefik 2 does not answer
    (to_postgres("v2.10"), "tcp-tls-not-first", True),
    (to_postgres("v3.0"), "tcp-tls-not-first", False),
    (to_postgres("v2.10", "5433"), "tcp-tls-not-first", False),
    # a dashboard below a prefix, which no version knows of
    (below_prefix("v3.2", "PathPrefix(`/t`)"), "dashboard-unreachable", True),
    (below_prefix("v3.2", "PathPrefix(`/t`) || PathPrefix(`/api`)"), "dashboard-unreachable", False),
    # a program that is asked at its page, where it answers about visitors elsewhere
    (asking_program("authelia/authelia:4.38", "http://a:9091"), "forward-auth-address", True),
    (asking_program("docker.io/authelia/authelia", "http://a:9091/verify?rd=https://a.io/api/"),
     "forward-auth-address", True),
    (asking_program("authelia/authelia:4.38", "http://a:9091/api/verify?rd=https://a.io/"), "forward-auth-address",
     False),
    (asking_program("ghcr.io/steveiliop56/tinyauth:v3", "http://a:3000/"), "forward-auth-address", True),
    (asking_program("ghcr.io/goauthentik/server:2025.8", "http://a:9000/"), "forward-auth-address", True),
    (asking_program("ghcr.io/goauthentik/server:2025.8", "http://a:9000/akprox/auth/traefik"), "forward-auth-address",
     False),
    (asking_program("thomseddon/traefik-forward-auth:2", "http://a:4181"), "forward-auth-address", False),
    (asking_program("thomseddon/traefik-forward-auth:2", "http://authelia:9091"), "forward-auth-address", True),
    (asking_program("thomseddon/traefik-forward-auth:2", "http://authelia:9091", ", container_name: authelia"),
     "forward-auth-address", False),
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
    # a Traefik that only those in a network come to
    (at_address("100.100.1.2"), "dashboard-without-auth", False),
    (at_address("192.168.1.5"), "credentials-over-http", False),
    (at_address("${TAILSCALE_IP}"), "credentials-over-http", False),
    (at_address("127.0.0.1"), "dashboard-without-auth", False),
    (at_address("${HOST_IP:-0.0.0.0}"), "dashboard-without-auth", True),
    (at_address("${HOST_IP}"), "credentials-over-http", True),
    (at_address("8.8.8.8"), "credentials-over-http", True),
    (reached("ports: [{target: 443, published: 443, host_ip: 10.8.0.1}]"), "dashboard-without-auth", False),
    (reached("ports: [{target: 443, published: 443}]"), "dashboard-without-auth", True),
    (reached("network_mode: host"), "credentials-over-http", True),
    (reached("network_mode: service:ts", networks="  ts: {image: tailscale/tailscale}\n"), "dashboard-without-auth",
     False),
    (reached("network_mode: service:ts", networks="  ts: {image: tailscale/tailscale, ports: ['443:443']}\n"),
     "dashboard-without-auth", True),
    # one that others bring requests to
    (reached("networks: [proxy]", networks="networks: {proxy: {external: true}}\n"), "credentials-over-http", False),
    (reached("networks: [proxy]", networks="networks: {proxy: {external: true}}\n"), "dashboard-without-auth", True),
    (reached("networks: [proxy]", networks="networks: {proxy: {}}\n"), "credentials-over-http", True),
    # TLS that ends at a neighbour who is believed
    (by_proxy(", --entrypoints.web.forwardedheaders.trustedips=10.0.0.0/8"), "credentials-over-http", False),
    (by_proxy(", --entrypoints.web.proxyprotocol.trustedips=10.0.0.1"), "credentials-over-http", False),
    (by_proxy(", --entrypoints.web.forwardedheaders.trustedips=173.245.48.0/20"), "credentials-over-http", True),
    (by_proxy(", --entrypoints.web.forwardedheaders.trustedips=10.0.0.0/8", "80:80', '443:443"),
     "credentials-over-http", True),
    (by_proxy(""), "credentials-over-http", True),
    # a name for which no public authority signs
    (with_resolver(on_s("Host(`nas.lan`)")), "entry-point-tls-replaced", False),
    (with_resolver(on_s("Host(`192.168.1.2`)")), "entry-point-tls-replaced", False),
    (with_resolver(on_s("Host(`nas.lan`)"), ", caServer: 'https://ca.lan/acme'"), "entry-point-tls-replaced", True),
    (with_resolver(on_s("Host(`nas.lan`) || Host(`nas.shop.io`)")), "entry-point-tls-replaced", True),
    (with_resolver(on_s("Host(`nas.local.shop.io`)")), "entry-point-tls-replaced", True),
    (with_resolver(on_s("Host(`nas.lan`)"), point="certResolver: le, options: mtls@file", more=ASKING),
     "entry-point-tls-replaced", True),
    # TLS options of an entry point that nobody defines, and a router that has others
    (with_resolver(on_s("Host(`a.io`)", ", tls: {certResolver: le}"), point="options: modern"),
     "entry-point-tls-replaced", False),
    (with_resolver(on_s("Host(`a.io`)", ", tls: {certResolver: le}"), point="options: modern"),
     "unknown-tls-options", True),
    (with_resolver(on_s("Host(`a.io`)", ", tls: {certResolver: le}"), point="options: modern", more=MODERN),
     "entry-point-tls-replaced", True),
    (with_resolver(on_s("Host(`a.io`)", ", tls: {certResolver: le}"), point="options: modern", more=MODERN),
     "unknown-tls-options", False),
    # a resolver of an entry point that nobody defines, and routers that name another one
    (with_resolver(on_s("Host(`a.io`)", ", tls: {certResolver: le}"), point="certResolver: other"),
     "entrypoint-unknown-resolver", False),
    (with_resolver(on_s("Host(`a.io`)", ", tls: {certResolver: le}") + on_s("Host(`b.io`)", "", "b"),
                   point="certResolver: other"), "entrypoint-unknown-resolver", True),
    (with_resolver("    a: {rule: Host(`a.io`), entryPoints: [web], service: app}\n", point="certResolver: other"),
     "entrypoint-unknown-resolver", True),
    (with_resolver(on_s("Host(`a.lan`) || Host(`a.io`)", ", tls: {certResolver: le, domains: [{main: a.io}]}")),
     "acme-host-not-covered", False),
    (with_resolver(on_s("Host(`b.io`) || Host(`a.io`)", ", tls: {certResolver: le, domains: [{main: a.io}]}")),
     "acme-host-not-covered", True),
    (with_resolver(on_s("Host(`a.lan`) || Host(`a.io`)", ", tls: {certResolver: le, domains: [{main: a.io}]}"),
                   ", caServer: 'https://ca.lan/acme'"), "acme-host-not-covered", True),
    # the names that an entry point asks for, for the routers that have its TLS
    (with_resolver(on_s("Host(`a.b.io`)", ""), point=OF_POINT), "acme-host-not-covered", False),
    (with_resolver(on_s("Host(`a.a.b.io`)", ""), point=OF_POINT), "acme-host-not-covered", True),
    (with_resolver(on_s("Host(`c.io`)", ""), point=OF_POINT), "acme-host-not-covered", True),
    (with_resolver(on_s("Host(`c.io`)", "").replace("[s]", "[web, s]"), point=OF_POINT), "acme-host-not-covered", True),
    (with_resolver(on_s("Host(`c.io`)", "").replace("[s]", "[web]"), point=OF_POINT), "acme-host-not-covered", False),
    (with_resolver(on_s("Host(`c.lan`)", ""), point=OF_POINT), "acme-host-not-covered", False),
    (with_resolver(on_s("Host(`c.io`)", ""), point="certResolver: le"), "acme-host-not-covered", False),
    (with_resolver(on_s("Host(`c.io`)", ", tls: {certResolver: le}"), point=OF_POINT), "acme-host-not-covered", False),
    (with_resolver(on_s("Host(`c.io`)", "") + on_s("Host(`c.io`) && Path(`/x`)", ", tls: {certResolver: le}", "b"),
                   point=OF_POINT), "acme-host-not-covered", False),
    (with_resolver(on_s("Host(`c.io`)", ""), point=OF_POINT, more=OWN), "acme-host-not-covered", False),
    (by_flags("*.b.io"), "acme-host-not-covered", True),
    (by_flags("*.$DOMAIN"), "acme-host-not-covered", False),
    # a certificate that the entry point asks for
    (with_resolver(on_s("Host(`t.io`)", "", service="api@internal"), point="options: mtls@file", more=ASKING),
     "dashboard-without-auth", False),
    (with_resolver(on_s("Host(`t.io`)", service="api@internal"), point="options: mtls@file", more=ASKING),
     "dashboard-without-auth", True),
    (with_resolver(on_s("PathPrefix(`/`)", "", service="api@internal"), point="options: mtls@file", more=ASKING),
     "dashboard-without-auth", True),
    (with_resolver(on_s("Host(`t.io`)", "", service="api@internal"), point="options: mtls@file",
                   more=MUTUAL.format("VerifyClientCertIfGiven")), "dashboard-without-auth", True),
    # a path of the API that tells nothing else than the version
    (with_resolver(on_s("Host(`t.io`) && Path(`/api/version`)", service="api@internal")), "dashboard-without-auth",
     False),
    (with_resolver(on_s("Host(`t.io`) && Path(`/api/rawdata`)", service="api@internal")), "dashboard-without-auth",
     True),
    # TLS options that others choose by their hosts
    (with_resolver(on_s("Path(`/robots.txt`)", WITH_MODERN) + on_s("Host(`b.io`)", WITH_MODERN, "b"), more=MODERN),
     "tls-options-without-host", False),
    (with_resolver(on_s("Path(`/robots.txt`)", WITH_MODERN) + on_s("Host(`b.io`)", name="b"), more=MODERN),
     "tls-options-without-host", True),
    (with_resolver(on_s("Path(`/robots.txt`)", WITH_MODERN), more=MODERN), "tls-options-without-host", True),
    (with_resolver(on_s("HostRegexp(`^.+$`)", WITH_MODERN) + on_s("Host(`b.io`)", WITH_MODERN, "b"), more=MODERN),
     "tls-options-without-host", True),
    (with_resolver(on_s("Path(`/x`)", ", tls: {options: mtls}") + on_s("Host(`b.io`)", ", tls: {options: mtls}", "b"),
                   more=ASKING), "tls-options-without-host", True),
    # an old device, and what Traefik drops as a whole
    (to_device("https://10.0.0.7", "minVersion: VersionTLS10, maxVersion: VersionTLS12"), "tls-min-version-low", False),
    (to_device("https://api.vendor.com", "minVersion: VersionTLS10, maxVersion: VersionTLS12"), "tls-min-version-low",
     True),
    (to_device("https://api.vendor.com", "minVersion: VersionTLS10"), "tls-min-version-low", False),
    (to_device("https://api.vendor.com", "minVersion: VersionTLS10"), "transport-tls-ignored", True),
    # one that matches everything, of which is told already
    (greedy(), "shadowed-router", False),
    (greedy(), "catch-all-without-priority", True),
    (greedy(", priority: 50"), "shadowed-router", True),
    ({"a.yml": ruled("!Host(`a.io`) || !Host(`b.io`)"), "b.yml": ruled("Host(`b.io`)", "b")}, "negation-only-rule",
     False),
    ({"a.yml": ruled("!Host(`a.io`) || !Path(`/x`)"), "b.yml": ruled("Host(`b.io`)", "b")}, "negation-only-rule", True),
    ({"a.yml": ruled("!Host(`a.io`) || !Host(`b.io`)"), "b.yml": ruled("Host(`b.io`)", "b")}, "rule-always-true", True),
    # what everybody may read
    (shared("*", "Host(`a.io`) && PathPrefix(`/.well-known/matrix`)"), "cors-incomplete", False),
    (shared("*", "Host(`a.io`) && PathPrefix(`/api`)"), "cors-incomplete", True),
    (shared("*", "Host(`a.io`)", ", accessControlAllowCredentials: true"), "cors-incomplete", True),
    (shared("https://x.io", "Host(`a.io`)"), "cors-incomplete", True),
    (shared("https://a.io", "Host(`a.io`)"), "cors-incomplete", False),
    (shared("https://a.io:4200", "Host(`a.io`)"), "cors-incomplete", True),
    (shared("https://a.io", "Host(`a.io`) || Host(`b.io`)"), "cors-incomplete", True),
    # what is so only until a variable has a value
    (used("${ALLOWED:-0.0.0.0/0}", kind="ipallowlist.sourcerange"), "ip-allow-list-everyone", False),
    (used("${ALLOWED:-0.0.0.0/0}", kind="ipallowlist.sourcerange", env="ALLOWED=0.0.0.0/0\n"),
     "ip-allow-list-everyone", True),
    (used("0.0.0.0/0", kind="ipallowlist.sourcerange"), "ip-allow-list-everyone", True),
    (used("${RATE:-0}", kind="ratelimit.average"), "rate-limit-without-average", False),
    (used("0", kind="ratelimit.average"), "rate-limit-without-average", True),
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
    ({"traefik.yml": STATIC, "dynamic.yml": with_options("main", "default")}, "tls-min-version-low", False),
    ({"traefik.yml": STATIC, "dynamic.yml": with_options("main", "main")}, "tls-min-version-low", True),
    ({"traefik.yml": STATIC, "dynamic.yml": with_options("default", "default")}, "tls-min-version-low", True),
    ({"traefik.yml": STATIC.replace("':80'", "':80', http: {tls: {options: main@file}}"),
      "dynamic.yml": with_options("main", "default")}, "tls-min-version-low", True),
    (over_tcp("db"), "tcp-sni-without-tls", False),
    (over_tcp("web"), "tcp-sni-without-tls", True),
    (over_tcp("db,web"), "tcp-sni-without-tls", True),
    (given("strip@file"), "middleware-without-type", False),
    (given("strip@file"), "label-middleware-unused", False),
    (given("strip@file"), "label-empty-object", True),
    (given("strip@file", f"{MIDDLEWARES}a"), "middleware-without-type", True),
    (given("", f"{MIDDLEWARES}a"), "middleware-without-type", True),
    (given(""), "label-middleware-unused", True),
    (beaten("gz"), "label-middleware-unused", False),
    (beaten("other"), "label-middleware-unused", True),
    # an option whose misspelt name is told
    ({"a.yml": secure("A: b").replace("stsPreload: true", "stsSecond: 1, stsPreload: true")}, "sts-without-seconds",
     False),
    ({"a.yml": secure("A: b").replace("stsPreload: true", "stsSeconds: 63072000, stsIncludeSubdomain: true, "
                                      "stsPreload: true")}, "sts-preload-refused", False),
    ({"a.yml": secure("A: b").replace("stsPreload: true", "stsSeconds: 63072000, frameDenied: true, stsPreload: true")},
     "sts-preload-refused", True),
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
    ({"compose.yml": uploading("idleTimeout=600s").replace("nextcloud", "nexus")}, "upload-read-timeout", True),
    ({"compose.yml": uploading("idleTimeout=600s").replace("nextcloud", "console-nexus")}, "upload-read-timeout",
     False),
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
    ({"env/staging/compose.yml": tried()["compose.yml"]}, "acme-staging", False),
    ({"compose.qa.yml": tried()["compose.yml"]}, "acme-staging", False),
    ({"prod/compose.yml": tried()["compose.yml"]}, "acme-staging", True),
    ({"compose.yml": re.sub("(https:.*)", r"${CA:-\1}", tried()["compose.yml"])}, "acme-staging", False),
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
    # a Traefik to develop with, beside labels for that of a server
    (developed("compose.dev.yml"), "unknown-cert-resolver", False),
    (developed("compose.override.yml"), "unknown-cert-resolver", False),
    (developed("compose.proxy.yml"), "unknown-cert-resolver", True),
    (developed("compose.override.yml", ", --certificatesresolvers.el.acme.email=x"), "unknown-cert-resolver", True),
    (developed("examples/t/compose.yml", app="examples/a/compose.yml"), "unknown-cert-resolver", True),
    # by which value containers are chosen
    (chosen("shop", name="name: shop\n"), "constraint-mismatch", False),
    (chosen("other", name="name: shop\n"), "constraint-mismatch", True),
    (chosen("${COMPOSE_PROJECT_NAME}", name="# no name of its own\n"), "constraint-mismatch", False),
    (chosen("public"), "constraint-mismatch", True),
    (chosen("${ZONE}"), "constraint-mismatch", False),
    (chosen("public", "zone=${ZONE:-private}"), "constraint-mismatch", False),
    # what is told where it is defined, or in the wrong place
    (clashing(), "merge-conflict", True),
    (clashing(), "unknown-middleware", False),
    (sunk("services"), "misplaced-field", True),
    (sunk("services"), "unknown-service", False),
    (sunk("services", protocol="tcp"), "misplaced-field", True),
    (sunk("services", protocol="tcp"), "unknown-service", False),
    (sunk("services", "other"), "unknown-service", True),
    (sunk("middlewares"), "unknown-service", True),
    # a file that holds nothing but TLS, in the wrong place
    ({"a.yml": ruled("Host(`a.io`)"), "t.yml": "tls: {minVersion: VersionTLS12}\n"}, "misplaced-field", True),
    ({"a.yml": ruled("Host(`a.io`)"), "t.toml": "[tls]\ncertFile = '/a'\n"}, "misplaced-field", True),
    ({"a.yml": ruled("Host(`a.io`)"), "t.yml": "tls: {min_version: '1.2'}\n"}, "misplaced-field", False),
    ({"a.yml": ruled("Host(`a.io`)"), "t.yml": "port: 1\ntls: {certFile: /a}\n"}, "misplaced-field", False),
    ({"t.yml": "tls: {minVersion: VersionTLS12}\n"}, "misplaced-field", False),
    # what a section defines that Traefik refuses, which is told there
    (refused("middlewares: [{m: {compress: {}}}]"), "unknown-middleware", False),
    (refused("middlewares: [{n: {compress: {}}}]"), "unknown-middleware", True),
    (refused("middleware: {m: {compress: {}}}"), "unknown-middleware", False),
    (refused("middleware: {n: {compress: {}}}"), "unknown-middleware", True),
    (refused("middlewares: {n: {compress: {}}}, tls: {options: {o: {sniStrict: true}}}"), "unknown-tls-options", False),
    (refused("middlewares: {n: {compress: {}}}, tls: {options: {p: {sniStrict: true}}}"), "unknown-tls-options", True),
    (named_by_sni("passthrough: true"), "tcp-sni-without-tls", False),
    (named_by_sni("priority: 1"), "tcp-sni-without-tls", True),
    # a path that is put before others anyway
    (pathed("addPrefix: {prefix: /y}"), "server-url-path-ignored", False),
    (pathed("addPrefix: {prefix: /x}"), "server-url-path-ignored", True),
    (pathed("replacePathRegex: {regex: '^/(.*)', replacement: '/y/$1'}"), "server-url-path-ignored", False),
    (pathed("stripPrefix: {prefixes: [/y]}", "PathPrefix(`/y`)"), "server-url-path-ignored", True),
    (pathed("addPrefix: {prefix: /y}", more=", b: {rule: Host(`b`), service: app}"), "server-url-path-ignored", True),
    # what is there for its anchors
    ({"traefik.yml": "any: {tls: &tls {certResolver: le}}\n" + SECURED}, "unknown-static-root", False),
    ({"traefik.yml": "any: {tls: {certResolver: le}}\n" + SECURED.replace("*tls", "{}")}, "unknown-static-root", True),
    ({"traefik.yml": "metric: {tls: &tls {certResolver: le}}\n" + SECURED}, "unknown-static-root", True),
    # a provider whose section is misspelt
    ({"compose.yml": started(""), "traefik.yml": "provider: {docker: {}}\n"}, "unknown-static-root", True),
    ({"compose.yml": started("") + PROJECT[10:], "traefik.yml": "provider: {docker: {}}\n"}, "provider-off", False),
    ({"compose.yml": started("") + PROJECT[10:], "traefik.yml": "ping: {}\n"}, "provider-off", True),
    # Podman tells each container where the host is
    (on_the_host("/run/podman/podman.sock:/var/run/docker.sock"), "host-network-unreachable", False),
    (on_the_host("/var/run/docker.sock:/var/run/docker.sock"), "host-network-unreachable", True),
    (on_the_host("./x:/x", "--providers.docker.endpoint=unix:///podman.sock"), "host-network-unreachable", False),
    # of two spellings nobody uses the one that is not there
    (spelt("App"), "label-case-collision", False),
    (spelt("app"), "label-case-collision", True),
    # options that are taken out before Compose sees them
    (with_volume("type: bind, content: a, is_directory: false", ", exclude_from_hc: true"), "compose-refused", False),
    (with_volume("type: bind, contents: a", ", exclude_from_hc: true"), "compose-refused", True),
    (with_volume("type: volume, content: a"), "compose-refused", True),
    # a variable in the place of a token
    ({"d/a.yml": secure("Authorization: 'Bearer $TOKEN'")}, "secret-in-config", False),
    ({"d/a.yml": secure("Authorization: 'Bearer q8Zk2Lx0v7'")}, "secret-in-config", True),
    # an entry point that redirects everything hands on no header, and takes none away
    ({"dynamic.yml": counted(), "traefik.yml": TWO_POINTS.format(web=REDIRECTED, secure=TRUSTED)},
     "ip-strategy-without-trust", False),
    ({"dynamic.yml": counted(), "traefik.yml": TWO_POINTS.format(web=REDIRECTED + TRUSTED, secure="")},
     "ip-strategy-without-trust", True),
    # certificates for tests that nobody is shown
    ({"dynamic.yml": ruled("Host(`a.io`)"), "traefik.yml": STATIC + STAGING}, "acme-staging", False),
    ({"dynamic.yml": ruled("Host(`a.io`)").replace("service:", "tls: {certResolver: le}, service:"),
      "traefik.yml": STATIC + STAGING}, "acme-staging", True),
    ({"dynamic.yml": ruled("Host(`localhost`)").replace("service:", "tls: {certResolver: le}, service:"),
      "traefik.yml": STATIC + STAGING}, "acme-staging", False),
    # what only containers ask for
    ({"dynamic.yml": ruled("Host(`app`)").replace("service:", "entryPoints: [web], service:"),
      "traefik.yml": TWO_POINTS.format(web=REDIRECTED, secure="")}, "router-behind-redirect", False),
    ({"dynamic.yml": ruled("Host(`app.io`)").replace("service:", "entryPoints: [web], service:"),
      "traefik.yml": TWO_POINTS.format(web=REDIRECTED, secure="")}, "router-behind-redirect", True),
    *(({"dynamic.yml": ruled(rule).replace("service:", "entryPoints: [web], service:"),
        "traefik.yml": TWO_POINTS.format(web=REDIRECTED, secure="")}, "router-behind-redirect", told)
      for rule, told in (("Path(`/ping`)", True), ("!PathPrefix(`/api`)", False), ("PathPrefix(`/`)", False))),
    # a server in Traefik's own container
    *((at_home(address), "server-at-localhost", told) for address, told in
      (("http://localhost:11000", True), ("https://127.0.0.1:8006", True), ("http://[::1]:3000", True),
       ("http://localhost:80", False), ("http://localhost", False), ("http://localhost:8080", False),
       ("http://127.0.0.1:1", False),
       ("http://app:11000", False), ("http://local-app:11000", False), ("http://host.docker.internal:11000", False))),
    (at_home(file="tcp: {routers: {a: {rule: HostSNI(`*`), service: a}}, services: {a: {loadBalancer: {servers: "
                  "[{address: 'localhost:5432'}]}}}}\n"), "server-at-localhost", True),
    *((at_home(more=more, others=others), "server-at-localhost", False) for more, others in
      ((", network_mode: host", ""), (", network_mode: 'service:vpn'", "  vpn: {image: gluetun}\n"),
       (", entrypoint: /run.sh", ""), ("", "  app: {image: app, network_mode: 'service:traefik'}\n"),
       (", extra_hosts: ['localhost:10.0.0.1']", ""), (", networks: [host]", "networks: {host: {external: true}}\n"))),
    ({"d.yml": at_home()["d.yml"]}, "server-at-localhost", False),
    ({name: text.replace("ports: ['80:80'], ", "") for name, text in at_home().items()}, "server-at-localhost", False),
    # an entry point without a port of the host
    (published(DB, "80:80"), "entrypoint-not-published", True),
    (published(DB, "80:80", app=", ports: ['${PORT}:5432']"), "entrypoint-not-published", False),
    (published(DB, "80:80", app=", ports: ['8080:80']"), "entrypoint-not-published", True),
    (published(DB, "80:80, '5432:5432'"), "entrypoint-not-published", False),
    ({"compose.yml": published(DB, "80:80")["compose.yml"].replace("tcp", "http").replace("SNI(`*`)", "(`a.io`)")},
     "entrypoint-not-published", False),
    (published(DB, "80:80, '127.0.0.1:15432:5432'"), "entrypoint-not-published", False),
    (published(DB, "80:80, '${DB}:${DB}'"), "entrypoint-not-published", False),
    (published(DB, ""), "entrypoint-not-published", False),
    (published(DB, "", ", network_mode: host"), "entrypoint-not-published", False),
    (published(DB.replace("=:5432", "=127.0.0.1:5432"), "80:80"), "entrypoint-not-published", False),
    (published("web.address=:80 db.address=:53/udp", "80:80, '53:53'"), "entrypoint-not-published", False),
    *(({"compose.yml": text["compose.yml"].replace("traefik.tcp", "traefik.udp").replace(RULED, "")},
       "entrypoint-not-published", told) for text, told in
      ((published("web.address=:80 db.address=:53/udp", "80:80, '53:53'"), True),
       (published("web.address=:80 db.address=:53/udp", "80:80, '53:53/udp'"), False))),
    *((published("web.address=:443 web.http3=true db.address=:1", f"443:443{udp}"), "http3-not-published", told)
      for udp, told in (("", True), (", '443:443/udp'", False), (", '${P}/udp'", False))),
    (published("web.address=:443 db.address=:1", "443:443"), "http3-not-published", False),
    # the dashboard where `api.insecure` alone would show it
    *((showing(flags, ports, **more), "dashboard-not-served", told) for flags, ports, more, told in (
        ("--api=true", "8080:8080", {}, True),
        ("--api.dashboard=true", "9000-9001:8080-8081", {}, True),
        ("--api=true --entrypoints.traefik.address=:9000", "9000:9000", {}, True),
        ("--api=true --entrypoints.traefik.address=:9000 --ping=true", "9000:9000", {}, False),
        ("--api=true --entrypoints.x.address=:8080", "8080:8080", {}, False),
        ("--api=true --api.insecure=true", "8080:8080", {}, False),
        ("--api=true --metrics.prometheus=true", "8080:8080", {}, False),
        ("--api=true --api.dashboard=false", "8080:8080", {}, False),
        ("--api=true", "443:443", {}, False),
        ("--api=true", "8080:8080/udp", {}, False),
        ("--api=true", "8080:8080", {"own": "service=api@internal"}, False),
        ("--api=true", "443:443", {"own": "service=d", "port": "8080"}, True),
        ("", "443:443", {"own": "service=d", "port": "8080"}, True),
        ("--api=true", "443:443", {"own": "service=d", "port": "80"}, False),
        ("--api=true", "443:443", {"own": "service=api@internal", "port": "8080"}, False),
        ("--api=true", "443:443", {"own": "middlewares=up@file", "port": "8080"}, False),
        ("--api=true --providers.consul=true", "8080:8080", {}, False),
        ("--api=true --providers.file.directory=/dynamic", "8080:8080", {}, False),
        ("--api=true", "8080:8080", {"tag": "v1.7"}, False),
    )),
    # what was left at Docker's provider, and turns it on beside Swarm's
    *((beside_swarm(*given), rule, told) for *given, rule, told in (
        ("docker.constraints=Label(`a`)", "", "docker-beside-swarm", True),
        ("docker.network=n", "", "exposed-by-default", False),
        ("docker.network=n docker=true", "", "exposed-by-default", True),
        ("docker.network=n docker", "", "docker-beside-swarm", False),
        ("docker.network=n swarm.network=n", "", "docker-beside-swarm", False),
        ("docker.network=n swarm.network=n docker.watch=true", "", "docker-beside-swarm", True),
        ("docker.network=n", f"'{USED}'", "docker-beside-swarm", False),
    )),
    # certificates that no volume brings
    *((with_certificates(*given), "certificate-not-mounted", told) for *given, told in (
        ("tls: {certificates: [{certFile: /cert/a.crt, keyFile: /cert/a.key}]}", "./certs:/certs", True),
        ("tls: {certificates: [{certFile: /certs/a.crt, keyFile: /run/secrets/a.key}]}", "./certs:/certs", True),
        ("tls: {certificates: [{certFile: /certs/a.crt, keyFile: /certs/a.key}]}", "./certs:/certs", False),
        ("tls: {certificates: [{certFile: /certs/a.crt, keyFile: /certs/a.key}]}", "certs:/certs", False),
        ("tls: {certificates: [{certFile: '${CERT}/a.crt', keyFile: '${CERT}/a.key'}]}", "./certs:/certs", False),
        ("tls: {stores: {default: {defaultCertificate: {certFile: certs/a.pem, keyFile: certs/b}}}}", "./a:/a", True),
        ("tls: {stores: {default: {defaultCertificate: {certFile: AbC/dEf, keyFile: GhI/kLm}}}}", "./a:/a", False),
        ("tls: {options: {m: {clientAuth: {caFiles: [/certs/a.crt]}}}}", "./certs/b.crt:/certs/b.crt", True),
        ("tls: {options: {m: {clientAuth: {caFiles: ['-----BEGIN CERTIFICATE----- /a']}}}}", "./a:/a", False),
        ("http: {serversTransports: {t: {rootCAs: [/a/ca.crt]}}}", "./certs:/certs", True),
        ("http: {serversTransports: {t: {rootCAs: [/etc/ssl/certs/ca.crt]}}}", "./certs:/certs", False),
        ("tcp: {serversTransports: {t: {tls: {rootCAs: [/a/ca.crt]}}}}", "./certs:/certs", True),
        ("tcp: {serversTransports: {t: {tls: {certificates: [{certFile: /a/b.pem, keyFile: /a/c}]}}}}", "./c:/c", True),
        ("http: {serversTransports: {t: {rootCAs: [/a/ca.crt]}}}", "./c:/c']  # , './certs:/a", False),
        ("http: {serversTransports: {t: {rootCAs: [/a/ca.crt]}}}", "./c:/c'], build: ., labels: ['a=b", False),
        ("http: {serversTransports: {t: {rootCAs: [/a/ca.crt]}}}", "./c:/c'], secrets: ['a", False),
    )),
    # a redirect to https that nothing has, where nothing answers http://
    *((answering(*given), "redirect-not-applied", told) for *given, told in (
        ("safe", "", "scheme: https", True),
        ("safe", "", "scheme: http", False),
        ("safe", ", middlewares: [up]", "scheme: https", False),
        ("web, safe", "", "scheme: https", False),
        ("safe", "", "scheme: https", "http: {redirections: {entryPoint: {to: safe}}}", False),
        ("safe", "", "scheme: https", "http: {middlewares: [up@file]}", False),
    )),
    # which of two routers is asked where nobody is
    (on_web(""), "longer-rule-wins", True),
    (on_web(REDIRECTED), "longer-rule-wins", False),
    (on_web("", ", priority: 99"), "shadowed-router", True),
    (on_web(REDIRECTED, ", priority: 99"), "shadowed-router", False),
    (on_web(REDIRECTED.replace("secure", "secure, priority: 1"), ", priority: 99"), "shadowed-router", True),
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
    # what another Traefik has that reads the same files or labels
    (asking_folder("./docker/dynamic:/etc/traefik/dynamic", "./docker/dynamic:/dynamic"), "unknown-cert-resolver",
     False),
    (reading_both("web", "https"), "unknown-entrypoint", False),
    (reading_both("web", "web"), "unknown-entrypoint", True),
    ({"compose.yml": container(USED, "traefik.http.routers.a.entrypoints=https") + PROXY
      + PROXY.replace("traefik:", "other:", 1).replace("points.web", "points.https")}, "unknown-entrypoint", False),
    ({"compose.yml": container(USED, "traefik.http.routers.a.entrypoints=https") + PROXY
      + PROXY.replace("traefik:", "other:", 1).replace("docker=true", "file.filename=/a.yml")
      .replace("points.web", "points.https")}, "unknown-entrypoint", True),
    (asking_folder("/opt/dynamic:/etc/traefik/dynamic", ""), "unknown-cert-resolver", True),
    (asking_folder("/opt/dynamic:/etc/traefik/dynamic", "./docker/dynamic:/dynamic"), "unknown-cert-resolver", False),
    # a name that a file may define that is told of as not read
    ({**of_unread("/d/a.yml"), "a.yml": "http: {middlewares: {m: {compress: {}}}}\n"}, "unknown-middleware", False),
    ({**of_unread("/d/a.yml"), "a.yml": ruled("Host(`b.io`)")}, "unknown-middleware", True),
    ({**of_unread("/d/a.yml"), "a.yml": "a: b\n"}, "unknown-middleware", True),
    # a resolver whose certificate nobody would see
    ({"compose.yml": container(*PASSED) + PROXY}, "unknown-cert-resolver", False),
    ({"compose.yml": container(*PASSED) + PROXY}, "passthrough-with-resolver", True),
    ({"compose.yml": container(PASSED[0], PASSED[2]) + PROXY}, "unknown-cert-resolver", True),
    # to stay on the only server needs no cookie
    ({"a.yml": ruled("Host(`a.io`)").replace("{servers", "{sticky: {}, servers")}, "sticky-without-cookie", False),
    ({"a.yml": ruled("Host(`a.io`)").replace("{servers: [", "{sticky: {}, servers: [{url: 'http://b'}, ")},
     "sticky-without-cookie", True),
    # suites that no version of TLS has which is allowed
    ({"a.yml": limited("VersionTLS13")}, "tls-weak-cipher", False),
    ({"a.yml": limited("VersionTLS13")}, "tls-ciphers-unused", True),
    ({"a.yml": limited("VersionTLS12")}, "tls-weak-cipher", True),
    # what keeps a rule in the syntax of v3 where another one is the default
    (in_syntax("core: {defaultRuleSyntax: v2}\n"), "rule-syntax-option", False),
    (in_syntax(""), "rule-syntax-option", True),
    # a redirect to https, where a router answers that has no TLS yet
    ({"compose.yml": container(*UPWARD, *SECURE[:2]) + BOTH}, "redirect-missing-route", False),
    ({"compose.yml": container(*UPWARD, *SECURE[:2]) + BOTH}, "plain-router-on-tls-entrypoint", True),
    ({"compose.yml": container(*UPWARD, *SECURE[:2]).replace("b.rule=Host(`a", "b.rule=Host(`b") + BOTH},
     "redirect-missing-route", True),
    # what a server speaks on a port that is none of its own
    (at_port_of_host("9000:9443"), "https-backend-short-name", False),
    (at_port_of_host("9000:9443"), "port-published", True),
    (at_port_of_host("9000:9000"), "https-backend-short-name", True),
    # a redirect behind the login, of which the order is told
    (redirecting("[in, up]"), "credentials-over-http", False),
    (redirecting("[in, up]"), "middleware-order", True),
    (redirecting("[in]"), "credentials-over-http", True),
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
    (mounting(f"image: 'traefik:v3.6', {PROD}", "le"), "unknown-cert-resolver", False),
    (mounting(f"image: 'traefik:v3.6', {PROD}", "http"), "unknown-cert-resolver", True),
    (mounting(f"image: 'traefik:v3.6', {PROD}}}, app: {{image: app", "le"), "unknown-cert-resolver", True),
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
    # a TCP router answers who is redirected to https
    (passed_on("HostSNI(`a.io`)"), "redirect-missing-route", False),
    (passed_on("HostSNI(`b.io`) || HostSNIRegexp(`^.[.]io$`)", ":8443"), "redirect-missing-route", False),
    (passed_on("HostSNI(`*`)", more=""), "redirect-missing-route", False),
    (passed_on("HostSNI(`b.io`)"), "redirect-missing-route", True),
    (passed_on("HostSNI(`a.io`)", more=""), "redirect-missing-route", True),
    (passed_on("HostSNI(`a.io`)", ":993"), "redirect-missing-route", True),
    (passed_on("HostSNI(`www.a.io`)", to="www.a.io"), "redirect-missing-route", False),
    (passed_on("HostSNI(`a.io`)", to="www.a.io"), "redirect-missing-route", True),
    # hosts below a wildcard that another router asks for
    (tenants(r"HostRegexp(`^[a-z0-9-]+\.acme\.io$`)"), "acme-without-domain", False),
    ({"dynamic.yml": tenants(r"HostRegexp(`^(a|b)\.acme\.io$`) && PathPrefix(`/a`)")["dynamic.yml"]},
     "acme-without-domain", False),
    (tenants(r"HostRegexp(`^.+\.acme\.io$`)", challenge="tlsChallenge: {}"), "acme-without-domain", True),
    (tenants(r"HostRegexp(`^.+\.acme\.io$`)", asked="[acme.io]"), "acme-without-domain", True),
    (tenants(r"HostRegexp(`^.+\.(acme|other)\.io$`)"), "acme-without-domain", True),
    (tenants(r"HostRegexp(`^.+\.acme\.io$`) || HostRegexp(`^.+\.other\.io$`)"), "acme-without-domain", True),
    (tenants(r"HostRegexp(`^.+\.other\.io$`)", tls=OWN), "acme-without-domain", False),
    # a certificate for all who get no other
    (tenants("Host(`b.io`)", asked="['*.acme.io']"), "acme-host-not-covered", True),
    (tenants("Host(`b.io`)", asked="['*.acme.io']", tls=GENERATED), "acme-host-not-covered", False),
    (inherited(GENERATED), "entry-point-tls-replaced", False),
    (inherited(""), "entry-point-tls-replaced", True),
    # names that no public authority signs for
    (inherited("", "nas.lan"), "entry-point-tls-replaced", False),
    (inherited("", "192.168.1.2"), "entry-point-tls-replaced", False),
    (inherited("", "nas.lan`) || Host(`nas.acme.io"), "entry-point-tls-replaced", True),
    (inherited("", "nas.lan.acme.io"), "entry-point-tls-replaced", True),
    (inherited("", "nas.lan", "caServer: 'https://ca.lan/acme/acme/directory', "), "entry-point-tls-replaced", True),
    ({"a.yml": left_out("app.lan")}, "acme-host-not-covered", False),
    ({"a.yml": left_out("b.acme.io")}, "acme-host-not-covered", True),
    # certificates of clients, which an entry point asks for
    (certified("RequireAndVerifyClientCert"), "dashboard-without-auth", False),
    (certified("VerifyClientCertIfGiven"), "dashboard-without-auth", True),
    (certified("RequireAndVerifyClientCert", rule="PathPrefix(`/`)"), "dashboard-without-auth", True),
    (certified("RequireAndVerifyClientCert", label="traefik.http.routers.d.tls=true"), "dashboard-without-auth", True),
    # the beginning of a name in whatever domain
    ({"a.yml": ruled(r"HostRegexp(`^www\.`)")}, "regexp-not-anchored", False),
    ({"a.yml": ruled(r"HostRegexp(`^app-pr-\d+`)")}, "regexp-not-anchored", False),
    ({"a.yml": ruled(r"HostRegexp(`^app\.acme\.io`)")}, "regexp-not-anchored", True),
    ({"a.yml": ruled(r"HostRegexp(`.+\.acme\.io`)")}, "regexp-not-anchored", True),
    # paths of one host that are plainly no other's
    ({"a.yml": ruled("Host(`m.a.io`) || Host(`a.io`) && PathPrefix(`/_matrix`)")}, "and-or-precedence", False),
    ({"a.yml": ruled("Host(`b.io`) || Host(`a.io`) && Path(`/.well-known/webfinger`)")}, "and-or-precedence", False),
    ({"a.yml": ruled("Host(`a.io`) && PathPrefix(`/b`) || Host(`b.io`)")}, "and-or-precedence", False),
    ({"a.yml": ruled("Host(`b.io`) || Host(`a.io`) && PathPrefix(`/`)")}, "and-or-precedence", False),
    ({"a.yml": ruled("Host(`b.io`) || Host(`a.io`) && PathPrefix(`/_matrix`)")}, "and-or-precedence", True),
    ({"a.yml": ruled("Host(`www.a.io`) || Host(`a.io`) && PathPrefix(`/.well-known/a`)")}, "and-or-precedence", True),
    ({"a.yml": ruled("Host(`m.a.io`) || Host(`a.io`) && !PathPrefix(`/b`)")}, "and-or-precedence", True),
    ({"a.yml": ruled("Host(`m.a.io`) || Host(`a.io`) && ClientIP(`10.0.0.1`)")}, "and-or-precedence", True),
    ({"a.yml": ruled("Host(`a.io`) && PathPrefix(`/a`) || PathPrefix(`/b`)")}, "and-or-precedence", True),
    # ports for few: of addresses in private networks, or none on a network like Tailscale's
    (narrowed("ports: ['100.100.1.2:80:80', '127.0.0.1:443:443']"), "credentials-over-http", False),
    (narrowed("ports: ['192.168.1.5:80:80']"), "dashboard-without-auth", False),
    (narrowed("network_mode: 'service:vpn'"), "credentials-over-http", False),
    (narrowed("network_mode: 'service:vpn'", vpn=", ports: ['80:80']"), "credentials-over-http", True),
    (narrowed("network_mode: 'service:vpn'", image="alpine"), "credentials-over-http", True),
    (narrowed("ports: ['192.168.1.5:80:80', '8080:8080']"), "credentials-over-http", True),
    (narrowed("ports: ['${IP}:80:80']"), "credentials-over-http", True),
    (narrowed("ports: ['80:80', '443:443']"), "dashboard-without-auth", True),
    (narrowed("ports: ['192.168.1.5:80:80']", flag="certificatesresolvers.le.acme.tlschallenge=true"),
     "credentials-over-http", True),
    (narrowed("ports: [{target: 80, published: 80}]"), "credentials-over-http", True),
    (narrowed("network_mode: host"), "credentials-over-http", True),
    (narrowed("environment: [A=1]"), "credentials-over-http", True),
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
    # a rule for every host that is meant so
    (negated("noop@internal"), "negation-only-rule", False),
    (negated("app", ", middlewares: [up]"), "negation-only-rule", False),
    (negated("app", ", priority: 1"), "negation-only-rule", False),
    (negated("app"), "negation-only-rule", True),
    (negated("app", ", priority: 100"), "negation-only-rule", True),
    # a page in place of others
    (covered("maintenance", ", priority: 1000"), "shadowed-router", False),
    (covered("other", ", priority: 1000"), "shadowed-router", True),
    (covered("maintenance", "", " && Host(`a.io`) "), "shadowed-router", True),
    # the dashboard in the file that another program writes
    ({"compose.yml": container("traefik.http.routers.d.service=api@internal", "coolify.managed=true") + PROXY},
     "router-default-rule", False),
    ({"compose.yml": container("traefik.http.routers.d.service=api@internal") + PROXY}, "router-default-rule", True),
    # a plugin that writes the header
    (counting("[cf, m]"), "ip-strategy-without-trust", False),
    (counting("[m, cf]"), "ip-strategy-without-trust", True),
    (counting("[cf, m]", "bouncer"), "ip-strategy-without-trust", True),
    # preflight requests that another router answers, or that a rule leaves out
    (preflights("Host(`a.io`)", "Host(`a.io`) && Method(`OPTIONS`)"), "middleware-order", False),
    (preflights("Host(`a.io`) && !Method(`OPTIONS`)", "Host(`b.io`)"), "middleware-order", False),
    (preflights("Host(`a.io`) && Path(`/api/docs`)", "Host(`b.io`)"), "middleware-order", False),
    (preflights("Path(`/openapi.json`) || Path(`/redoc`)", "Host(`b.io`)"), "middleware-order", False),
    (preflights("Path(`/openapi.json`) || Path(`/users`)", "Host(`b.io`)"), "middleware-order", True),
    (preflights("PathPrefix(`/api/docs`)", "Host(`b.io`)"), "middleware-order", True),
    (before_login("replacePathRegex: {regex: '^/$', replacement: /admin}"), "middleware-order", False),
    (before_login("replacePath: {path: /admin}"), "middleware-order", False),
    (before_login("replacePathRegex: {regex: '^/$', replacement: /admin}", " && !PathPrefix(`/admin`)"),
     "middleware-order", True),
    (before_login("replacePathRegex: {regex: '^/$', replacement: /admin}", " && Path(`/`)"), "middleware-order", True),
    (before_login("replacePathRegex: {regex: '^/(.*)$', replacement: /admin/$1}"), "middleware-order", True),
    (before_login("replacePathRegex: {regex: '^/', replacement: /admin/}"), "middleware-order", True),
    (before_login("addPrefix: {prefix: /admin}"), "middleware-order", True),
    (preflights("Host(`a.io`)", "Host(`a.io`) && Method(`OPTIONS`)", ", priority: 1"), "middleware-order", True),
    (preflights("Host(`a.io`)", "Host(`a.io`) && Method(`OPTIONS`)", ", middlewares: [auth]"), "middleware-order",
     True),
    (preflights("Host(`a.io`)", "Host(`b.io`) && Method(`OPTIONS`)"), "middleware-order", True),
    (preflights("Host(`a.io`)", "Method(`OPTIONS`) && (Host(`a.io`) || Host(`b.io`))"), "middleware-order", False),
    (preflights("PathPrefix(`/x`)", "Host(`a.io`) && Method(`OPTIONS`)"), "middleware-order", True),
    (preflights("Host(`a.io`) || Host(`b.io`)", "Host(`a.io`) && Method(`OPTIONS`)", ", priority: 1000"),
     "middleware-order", True),
    (preflights("Host(`a.io`)", "Host(`a.io`) && !Method(`OPTIONS`)"), "middleware-order", True),
    # an expression that no path of the router meets, changed or not
    ({"a.yml": behind_prefix("(.*)/.well-known/(card|cal)dav")}, "middleware-order", False),
    # a name of the internet that is a container's
    (asked_by_name("auth.a.io"), "forward-auth-plain-http", False),
    (asked_by_name("auth.a.io", "networks: {default: {aliases: [AUTH.a.io]}}"), "forward-auth-plain-http", False),
    (asked_by_name("auth.a.io", "hostname: b"), "forward-auth-plain-http", True),
    # what SOPS has encrypted
    # a secret of a server on the machine of whoever tries things
    (logging_in("a.localhost", "http://id.localhost:8080/realms/t"), "secret-in-config", False),
    (logging_in("a.localhost", "https://id.shop.io"), "secret-in-config", True),
    (logging_in("a.shop.io", "http://id.localhost:8080"), "secret-in-config", True),
    (logging_in("a.localhost", "http://id.localhost.shop.io"), "secret-in-config", True),
    ({"traefik.yml": STATIC, "dynamic.yml": sealed(SEALED)}, "secret-in-config", False),
    ({"traefik.yml": STATIC, "dynamic.yml": sealed(SEALED)}, "basic-auth-malformed-user", False),
    ({"traefik.yml": STATIC, "dynamic.yml": sealed(SEALED)}, "unknown-root-key", False),
    ({"traefik.yml": STATIC, "dynamic.yml": sealed("8f14e45fceea167a5a36dedd4bea")}, "secret-in-config", True),
    ({"traefik.yml": STATIC, "dynamic.yml": sealed("8f14e45fceea167a5a36dedd4bea")}, "basic-auth-malformed-user", True),
    # measurements for everybody
    (shown(), "metrics-without-auth", True),
    (shown("web", port="80:80"), "metrics-without-auth", True),
    (shown("m"), "metrics-without-auth", False),
    (shown("m", port="8082:8082"), "metrics-without-auth", False),
    (shown(port="127.0.0.1:443:443"), "metrics-without-auth", False),
    (shown(port="${VPN_IP}:443:443"), "metrics-without-auth", False),
    (shown(port="${IP}:443:443"), "metrics-without-auth", True),
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
    # a section that is there for its anchors
    ({"traefik.yml": f"anchors: {{a: &a {{address: ':80'}}}}\n{STATIC.replace('{address: ', '*a, x: {address: ')}"},
     "unknown-static-root", False),
    ({"traefik.yml": f"anchors: {{a: {{address: ':80'}}}}\n{STATIC}"}, "unknown-static-root", True),
    # a path that the router adds
    ({"d/a.yml": adding("/y", "Host(`a.io`)")}, "server-url-path-ignored", False),
    ({"d/a.yml": adding("/z", "Host(`a.io`)")}, "server-url-path-ignored", True),
    # what is off for a while, or read by another program
    (asked_by_address("rootCAs: [/ca.pem]"), "https-server-without-name", True),
    (asked_by_address("insecureSkipVerify: true"), "https-server-without-name", False),
    (served_by_file("Host(`a.io`)"), "not-exposed", False),
    (served_by_file("Host(`b.io`)"), "not-exposed", True),
    (listed_by_tcp(""), "ip-allow-list-everyone", False),
    (listed_by_tcp("middlewares: [all]"), "ip-allow-list-everyone", True),
    ({"compose.yml": paused("# - traefik.enable=true")}, "not-exposed", False),
    ({"compose.yml": paused("# - traefik.enable=false")}, "not-exposed", True),
    ({"compose.yml": paused("", "      # - traefik.enable=true\n")}, "not-exposed", True),
    ({"compose.yml": PROJECT + PROXY.replace("docker=true", "redis.endpoints=r:6379")}, "provider-off", False),
    ({"compose.yml": PROJECT + PROXY.replace("docker=true", "file.directory=/d")}, "provider-off", True),
    # what Coolify takes out before
    ({"compose.yml": container(*USERS, more=",\n    exclude_from_hc: true")}, "compose-refused", False),
    ({"compose.yml": container(*USERS, more=", volumes: [{type: bind, source: ./x, target: /x, content: a}]")},
     "compose-refused", True),
    # the host, of which Podman tells each container
    ({"compose.yml": at_host("/run/podman/podman.sock")}, "host-network-unreachable", False),
    ({"compose.yml": at_host("/run/docker.sock")}, "host-network-unreachable", True),
    # the names of a backup are told with the backup
    ({"d/a.yml": ruled("Host(`a.io`)"), "d/a-old.yml": ruled("Host(`b.io`)")}, "duplicate-name", False),
    ({"d/a.yml": ruled("Host(`a.io`)"), "d/a-new.yml": ruled("Host(`b.io`)")}, "duplicate-name", True),
    # labels for a server, whose Traefik is not the one for development beside them
    (beside("compose.dev.yml"), "unknown-cert-resolver", False),
    (beside("compose.dev.yml", "--certificatesresolvers.l.acme.tlschallenge=true"), "unknown-cert-resolver", True),
    (beside("compose.traefik.yml"), "unknown-cert-resolver", True),
    # the project's own name, which Compose gives, or which the folder may have where it runs
    (in_project("${COMPOSE_PROJECT_NAME}", "name: shop\n"), "constraint-mismatch", False),
    (in_project("${COMPOSE_PROJECT_NAME}"), "constraint-mismatch", False),
    (in_project("shop"), "constraint-mismatch", False),
    (in_project("shop", "name: other\n"), "constraint-mismatch", True),
    # two forms, of which somebody chooses one
    (internal("api", "# api: {}"), "internal-not-enabled", True),
    (internal("dashboard", "# api:"), "internal-not-enabled", True),
    (internal("ping", "# api: {}"), "internal-not-enabled", True),
    (internal("ping", "ping: {}"), "internal-not-enabled", False),
    (internal("api", ""), "internal-not-enabled", True),
    (internal("api", "# the api is off"), "internal-not-enabled", True),
    ({"compose.yml": container("traefik.http.routers.a.service=api@internal")
      + PROXY.replace("command: [", "command: [\n    # - --api.dashboard=true\n    ")}, "internal-not-enabled", True),
    ({"compose.yml": container(SLIPPED.format("web"), *HOST_PORT, more=", ports: ['8082:8080/udp']") + PROXY},
     "port-published", False),
    ({"compose.yml": container(SLIPPED.format("web"), *HOST_PORT, more=", ports: ['8082:8080/tcp']") + PROXY},
     "port-published", True),
    (by_variables(""), "unknown-cert-resolver", True),
    (by_variables(", env_file: [.env]"), "unknown-cert-resolver", False),
    (by_variables(", env_file: [.env]", "A=b\n"), "unknown-cert-resolver", True),
    (by_variables(", env_file: [.env], command: ['--providers.docker=true']"), "unknown-cert-resolver", True),
    (not_verified("true", "insecureskipverify=true"), "label-file-only", False),
    (not_verified("false", "insecureskipverify=true"), "label-file-only", True),
    (not_verified("true", "servername=b.io"), "label-file-only", True),
    # an application's own file, which is no Traefik
    ({**one_of("proxy"), **with_own_file("mail")}, "unknown-entrypoint", True),
    ({**one_of("proxy"), **one_of("other"), **with_own_file("mail")}, "unknown-entrypoint", False),
    ({**one_of("proxy"), **with_own_file("mail", "mail/traefik")}, "unknown-entrypoint", False),
    # what Docker fills in
    (by_config("template_driver: golang"), "template-error", False),
    (by_config("name: dyn"), "template-error", True),
    # a wildcard that routers of another provider may ask for
    (below_wildcard("docker: {}, "), "entry-point-tls-replaced", False),
    (below_wildcard(""), "entry-point-tls-replaced", True),
    (below_wildcard("docker: {}, ", "a.other.io"), "entry-point-tls-replaced", True),
    # a provider of files that a slip switches off
    (misnamed("providers: {file: , filename: /d.yml}"), "file-not-read", False),
    (misnamed("providers: {directory: /conf/, docker: {}}", at="/conf/d.yml"), "file-not-read", False),
    (misnamed("file: {filename: /d.yml}"), "file-not-read", False),
    (misnamed("providers: {filename: /other.yml}"), "file-not-read", True),
    (misnamed("providers: {docker: {}}"), "file-not-read", True),
    (misnamed("", "'--file.filename=/d.yml'"), "file-not-read", False),
    (misnamed("", "'--providers.docker=true'"), "file-not-read", True),
    # a path of which a pattern says more
    ({"a.yml": stripped_of("/app/", "PathPrefix(`/app/{v:[0-9]+?}`)")}, "strip-prefix-trailing-slash", False),
    ({"a.yml": stripped_of("/app/", "PathPrefix(`/app/{v:[0-9]+}`)", "v2")}, "strip-prefix-trailing-slash", False),
    ({"a.yml": stripped_of("/app/", "PathPrefix(`/app`)")}, "strip-prefix-trailing-slash", True),
    ({"a.yml": stripped_of("/app/", "PathRegexp(`^/app`)")}, "strip-prefix-trailing-slash", True),
    # static configuration where the file provider looks
    (provided_static("le.yml", LE), "static-in-dynamic", True),
    (provided_static("le.yml", LE), "unknown-cert-resolver", False),
    (provided_static("le.toml", LE_IN_TOML), "static-in-dynamic", True),
    (provided_static("le.yml", "providers: {docker: {}}\n"), "unknown-cert-resolver", True),
    (provided_static("le.yml", "providers: {docker: {}}\n"), "static-in-dynamic", True),
    (provided_static("traefik.prod.yml", LE), "static-in-dynamic", False),
    (provided_static("le.example.yml", LE), "static-in-dynamic", False),
    # secrets in addresses, and what a variable brings into a label
    ({"d/a.yml": asked_first("http://auth/verify?token=q8Zk2Lx0v7")}, "secret-in-config", True),
    ({"d/a.yml": asked_first("http://ann:q8Zk2Lx0v7@auth/verify")}, "secret-in-config", True),
    ({"d/a.yml": asked_first("http://auth/verify?rd=https://login.io/&token=YOUR_TOKEN")}, "secret-in-config", False),
    ({"d/a.yml": asked_first("http://authelia:9091/api/verify?auth=basic")}, "secret-in-config", False),
    ({"d/a.yml": asked_first("http://auth/verify?token={{ env \"T\" }}")}, "secret-in-config", False),
    (used("http://auth/?token=${T}", kind="forwardauth.address", env="T=q8Zk2Lx0v7\n"), "secret-in-config", False),
    (used("Bearer ${T}", kind=BY_HEADER, env="T=q8Zk2Lx0v7\n"), "secret-in-config", False),
    (used("Bearer q8Zk2Lx0v7", kind=BY_HEADER), "secret-in-config", True),
    (used("Bearer ${T:-q8Zk2Lx0v7}", kind=BY_HEADER), "secret-in-config", True),
    # the middlewares of an entry point
    (before_all("a@file"), "entrypoint-unknown-middleware", False),
    (before_all("b@file"), "entrypoint-unknown-middleware", True),
    (before_all("b@docker"), "entrypoint-unknown-middleware", False),
    ({name: text.replace(":80", ":53/udp") for name, text in before_all("b@file").items()},
     "entrypoint-unknown-middleware", False),
    (before_all("a"), "entrypoint-unknown-middleware", False),
    (before_all("a", ", redirections: {entryPoint: {to: web}}"), "entrypoint-unknown-middleware", True),
    ({"traefik.yml": before_all("b@file")["traefik.yml"]}, "entrypoint-unknown-middleware", False),
    ({**before_all("b@file"), "dynamic.yml": "http: {middlewares: {'{{ env \"M\" }}': {compress: {}}}}\n"},
     "entrypoint-unknown-middleware", False),
    ({**before_all("b@file"), "dynamic.yml": ruled("Host(`a.io`)")}, "entrypoint-unknown-middleware", False),
    ({**before_all("b@file"), "dynamic.yml": ruled("Host(`a.io`)")}, "unknown-middleware", True),
    (forms("__RULE__"), "duplicate-name", False),
    (forms("Host(`a.io`)"), "duplicate-name", True),
    (asking_of("http", "--providers.http.endpoint=http://config/traefik"), "unknown-provider", False),
    (asking_of("http", "--providers.redis.rootkey=/traefik"), "unknown-provider", True),
    *(({"a.yml": ruled(rule.replace("*", "PathPrefix(`/outpost`)"))}, "and-or-precedence", told)
      for rule, told in (
          ("Host(`sso.a.io`) || HostRegexp(`^[a-z]+\\.a\\.io$`) && *", False),
          ("* && HostRegexp(`.+`) || Host(`sso.a.io`)", False),
          ("Host(`sso.a.io`) || HostRegexp(`{sub:[a-z]+}.a.io`) && *", False),
          ("Host(`sso.a.io`) || HostRegexp(`^.+\\.b\\.io$`) && *", True),
          ("HostRegexp(`^.+\\.a\\.io$`) || Host(`b.io`) && *", True),
          ("Host(`a.io`) || Host(`a.io`) && *", False),
      )),
    *((on_windows(tag, volume), rule, told)
      for tag, volume, told in (
          ("v3.1-windowsservercore-ltsc2022", "./traefik:C:/etc/traefik", False),
          ("v3.1", "./traefik:C:\\etc\\traefik", False),
          ("v3.1", "./traefik:/etc/traefik", True),
      )
      for rule in ("docker-endpoint", "file-provider-not-mounted")),
    (rest("PathPrefix(`/`)", ", priority: 1"), "acme-without-domain", False),
    (rest("HostRegexp(`.+`)", ", priority: 1"), "acme-without-domain", False),
    (rest("PathPrefix(`/`)", ""), "acme-without-domain", True),
    (rest("HostRegexp(`^.+\\.a\\.io$`)", ", priority: 1"), "acme-without-domain", True),
    (rest("PathPrefix(`/`)", ", priority: 1", service="none"), "acme-without-domain", False),
    (rest("PathPrefix(`/`)", ", priority: 1", service="app"), "acme-without-domain", True),
    (rest("PathPrefix(`/`)", ", priority: 1", host="PathPrefix(`/`)"), "acme-without-domain", True),
    (without_www("Host(`www.b.io`)"), "redirect-missing-route", True),
    (without_www("HostRegexp(`^www\\..+`)"), "redirect-missing-route", False),
    (beside_local("", ""), "redirect-missing-route", True),
    (beside_local(""), "redirect-missing-route", False),
    (beside_local("entryPoints: {web: {address: ':80'}}\nproviders: {docker: {}}\n"), "redirect-missing-route", False),
    (beside_local("entryPoints: {web: {address: ':80'}}\nproviders: {docker: {}}\n", ""),
     "redirect-missing-route", True),
    (beside_local("entryPoints: {web: {address: ':80'}}\nproviders: {docker: {}}\n", "entrypoints=https"),
     "unknown-entrypoint", True),
    (beside_local("entryPoints: {https: {address: ':80'}}\nproviders: {docker: {}}\n", "entrypoints=https"),
     "unknown-entrypoint", False),
    (of_panel(""), "acme-wildcard-needs-dns", True),
    (of_panel("proxy/traefik.yml"), "acme-wildcard-needs-dns", False),
    (of_panel("proxy/traefik.yml dev/traefik.yml"), "acme-wildcard-needs-dns", False),
    (of_panel("proxy/traefik.yml proxy/traefik-dev.yml"), "acme-wildcard-needs-dns", False),
    (by_provider("docker=true", ""), "exposed-by-default", True),
    (by_provider("swarm=true", ""), "exposed-by-default", False),
    (by_provider("docker=true", "traefik.http.routers.c0.rule=Host(`c.io`)", "traefik.enable=false"),
     "exposed-by-default", False),
    (by_provider("docker=true", "traefik.http.routers.c0.rule=Host(`c.io`)", ""), "exposed-by-default", True),
    (started_without("/traefik/traefik.yml"), "file-not-read", True),
    (started_without("/traefik/traefik.yml", ", command: traefik"), "file-not-read", True),
    (started_without("/etc/traefik/traefik.yml"), "file-not-read", False),
    (started_without("/traefik/traefik.yml", ", command: --configFile=/traefik/traefik.yml"), "file-not-read", False),
    (started_without("/traefik/traefik.yml", ", entrypoint: /start.sh"), "file-not-read", False),
    (started_without("/traefik/traefik.yml", ", environment: [TRAEFIK_CONFIGFILE=/traefik/traefik.yml]"),
     "file-not-read", False),
    (started_without("/traefik/traefik.yml", volumes=", '/srv/traefik:/etc/traefik'"), "file-not-read", False),
    (put_over("log: {level: DEBUG}\n"), "provider-off", False),
    (put_over("log: {level: DEBUG}\n", is_mounted=True), "provider-off", True),
    (put_over("log: {level: DEBUG}\nentryPoints: {web: {address: ':80'}}\n"), "provider-off", True),
    (shown_in("traefik.example.org"), "credentials-over-http", True),
    (shown_in("192.168.1.100"), "credentials-over-http", False),
    (shown_in("<at home - e.g. 10.0.0.5>", name=".env_example"), "credentials-over-http", False),
    (shown_in("nas.lan", name="sample.env"), "credentials-over-http", False),
    (shown_in("192.168.1.100", rule="Host(`${TF_IP}`) || Host(`a.acme.io`)"), "credentials-over-http", True),
    (shown_in("192.168.1.100", rule="Host(`${TF_NAME}`)"), "credentials-over-http", True),
    ({"a.yml": with_methods("GET", "PUT", "OPTION")}, "cors-method-unknown", False),
    ({"a.yml": with_methods("Get", "post", "PUT")}, "cors-method-unknown", False),
    ({"a.yml": with_methods("GET", "PACTH")}, "cors-method-unknown", True),
    ({"a.yml": with_methods("GET", "patch")}, "cors-method-unknown", True),
    (signed_with("ThisIsMyVerySecret", "who.localhost"), "secret-in-config", False),
    (signed_with("ThisIsMyVerySecret", "api.acme.com"), "secret-in-config", True),
    (signed_with("my-secret_token", "who.localhost"), "secret-in-config", False),
    (signed_with("MySecretHorseBattery", "who.localhost"), "secret-in-config", True),
    (signed_with("9f86d081884c7d659a2feaa0c55ad015", "who.localhost"), "secret-in-config", True),
    (sending("X-Forwarded-Host", "{host}"), "variable-not-expanded", True),
    (sending("X-Real-IP", "%{remote_addr}"), "variable-not-expanded", True),
    (sending("X-Kind", "{shop}"), "variable-not-expanded", False),
    ({"traefik.yml": STATIC + "metrics: {influxDB2: {token: '${TOKEN}'}}\n"}, "variable-not-expanded", True),
    ({"traefik.yml": STATIC + "metrics: {influxDB2: {token: 'ab$cd'}}\n"}, "variable-not-expanded", False),
    (shown_below("/admin"), "dashboard-unreachable", True),
    (shown_below("/"), "dashboard-unreachable", False),
    (shown_below("/admin${MORE}"), "dashboard-unreachable", False),
    (waiting("1"), "shadowed-router", False),
    (waiting("10"), "shadowed-router", True),
    (waiting("${PRIORITY:-10}"), "shadowed-router", False),
    (waiting("1", rule="Host(`a.io`) && Path(`/x`)"), "shadowed-router", True),
    (waiting("1", is_apart=False), "shadowed-router", True),
    ({"a.yml": covered("other", "")["a.yml"].replace("    a: ", "    wartung: ")}, "shadowed-router", False),
    ({"a.yml": covered("other", "")["a.yml"].replace("    a: ", "    z: ")}, "shadowed-router", True),
    (put_into("./over.yml:/dynamic/b.yml"), "unknown-service", False),
    (put_into("./over.yml:/dynamic/b.yml"), "subfolder-not-watched", False),
    (put_into("./own:/dynamic/own", file="own/b.yml"), "unknown-service", False),
    (put_into("", ", configs: [{source: c, target: /dynamic/c.yml}]", top=GIVEN), "unknown-service", False),
    (put_into("/opt/secret.yml:/dynamic/c.yml"), "unknown-service", False),
    (put_into("./secret.yml:/dynamic/c.yml"), "unknown-service", False),
    (put_into("/opt/secret.json:/dynamic/acme.json"), "unknown-service", True),
    ({**put_into("./dynamic/b.yml:/dynamic/b.yml", dynamic__b_yml=f"http: {{{APP}}}\n"), "over.yml": ""},
     "unknown-service", False),
    (stuck("container_name: app"), "sticky-without-cookie", False),
    (stuck("hostname: app"), "sticky-without-cookie", True),
    (put_into("./over.yml:/other/b.yml"), "unknown-service", False),
    (put_into("./over.yml:/dynamic/b.yml", dynamic__b_yml=f"http: {{{APP}}}\n"), "duplicate-name", False),
    (put_into("./over.yml:/dynamic/c.yml", dynamic__b_yml=f"http: {{{APP}}}\n"), "duplicate-name", True),
    # flags, which no shell reads
    (by_flag("--certificatesresolvers.le.acme.email=$$(cat /run/secrets/mail)"), "variable-not-expanded", True),
    (by_flag("--certificatesresolvers.le.acme.email=$$MAIL"), "variable-not-expanded", True),
    (by_flag("--certificatesresolvers.le.acme.email=`cat /mail`"), "variable-not-expanded", True),
    (by_flag("--certificatesresolvers.le.acme.email=me@a.io"), "variable-not-expanded", False),
    (by_flag("--certificatesresolvers.le.acme.email=$$(cat /mail)", ", entrypoint: [sh, -c]"), "variable-not-expanded",
     False),
    # certificates in Traefik's container alone
    (kept_at("/acme.json", "./acme:/acme"), "acme-storage-not-mounted", True),
    (kept_at("/acme.json", "./acme.json:/acme/acme.json"), "acme-storage-not-mounted", True),
    (kept_at("/acme.json", "./acme:/acme", ", secrets: [token]"), "acme-storage-not-mounted", True),
    (kept_at("/acme/acme.json", "./acme:/acme"), "acme-storage-not-mounted", False),
    (kept_at("/acme.json", "./acme.json:/acme.json"), "acme-storage-not-mounted", False),
    (kept_at("acme/acme.json", "acme:/acme"), "acme-storage-not-mounted", False),
    (kept_at("/acme.json", "./acme:/acme", ", build: ."), "acme-storage-not-mounted", False),
    (kept_at("/acme.json", "./acme:/acme", ", volumes_from: [data]"), "acme-storage-not-mounted", False),
    (kept_at("/acme.json", "./acme:/acme", ", working_dir: /acme"), "acme-storage-not-mounted", False),
    (kept_at("/acme.json", "./acme:${DATA}"), "acme-storage-not-mounted", False),
    (kept_at("${DIR}/acme.json", "./acme:/acme"), "acme-storage-not-mounted", False),
    (kept_at("https://ca.lan/directory", "./acme:/acme", option="caServer"), "acme-storage-not-mounted", False),
    ({"dev/compose.yml": kept_at("/acme.json", "./acme:/acme")["compose.yml"]}, "acme-storage-not-mounted", False),
    # variables of a file that is not here, beside a static configuration that comes before them
    (given_variables("./traefik.yml:/traefik.yml", "secure"), "unknown-entrypoint", False),
    (given_variables("./traefik.yml:/traefik.yml", "secure"), "static-form-ignored", True),
    (given_variables("./traefik.yml:/traefik.yml", "other"), "unknown-entrypoint", True),
    (given_variables("./traefik.yml:/traefik.yml", "web"), "unknown-entrypoint", False),
    (given_variables("./traefik.yml:/t.yml", "other"), "unknown-entrypoint", False),
    # folders for environments, all of which each Traefik reads
    (of_environments("./d:/d"), "duplicate-name", True),
    (of_environments("./d/prod:/d"), "duplicate-name", False),
    # the API that the dashboard asks for
    (beside_dashboard("traefik.http.routers.a.rule=Host(`a.io`)"), "dashboard-unreachable", True),
    (beside_dashboard("traefik.http.routers.a.rule=Host(`a.io`)", "traefik.http.routers.a.service=api@internal"),
     "dashboard-unreachable", False),
    (beside_dashboard("traefik.http.routers.a.rule=Host(`a.io`)", "traefik.http.routers.a.service=other"),
     "dashboard-unreachable", False),
    # a compose file without labels is looked at where it runs a Traefik
    ({"compose.yml": "services: {traefik: {image: traefik, volumes: 7}}\n"}, "compose-refused", True),
    ({"compose.yml": "services: {traefik: {image: traefik, ports: ['web:80']}}\n"}, "compose-refused", True),
    ({"compose.yml": "services: {app: {image: app, volumes: 7}}\n", "a.yml": ruled("Host(`a.io`)")},
     "compose-refused", False),
    (swarming("v3.2", "traefik.swarm.network=n"), "label-not-read", False),
    (swarming("v3.2.1", "traefik.swarm.network=n"), "label-not-read", True),
    (swarming("v3.1", "traefik.swarm.network=n"), "network-ambiguous", False),
    (swarming("v3.1"), "network-ambiguous", True),
    # files that take turns
    (variants("./d/a.yml:/d/a.yml", "/d/a.yml", "filename: /d/a.yml"), "duplicate-name", False),
    (variants("./d:/d", "/d/{}.yml", "directory: /d"), "duplicate-name", True),
    (put_for_another("local"), "duplicate-name", False),
    (put_for_another("a"), "duplicate-name", True),
    # a file over one that is put over others itself
    (layered(tls="traefik: {command: ['--entrypoints.s.address=:443']}, w: {networks: [m]}"), "unknown-entrypoint",
     False),
    (layered(tls="traefik: {command: ['--entrypoints.t.address=:443']}, w: {networks: [m]}"), "unknown-entrypoint",
     True),
    (layered(), "unknown-entrypoint", True),
    # labels that stand where they are read, or say what files do
    (with_traefik_1("exposedByDefault = false"), "label-wrong-place", False),
    (with_traefik_1("swarmMode = true"), "label-wrong-place", True),
    (served("Host(`a.io`)"), "label-wrong-place", False),
    (served("Host(`b.io`)"), "label-wrong-place", True),
    # providers of a file that Traefik refuses for something else
    (refused_static("file: {directory: d}", "pilot: {dashboard: false}"), "same-rule-same-priority", False),
    (refused_static("file: {directory: d}, docker: {}", "pilot: {dashboard: false}"), "same-rule-same-priority", True),
    (refused_static("file: {directory: d}, dokcer: {}", "log: {}"), "same-rule-same-priority", True),
    (refused_static("file: {directory: d}", "log: {level: DEBUG, levels: x}"), "same-rule-same-priority", False),
    (behind("80"), "service-shared", False),  # Traefik asks both by one address
    (behind("81"), "service-shared", True),
    (behind("80", "hostname: app"), "service-shared", True),
    (redirecting_all(), "port-missing", False),
    (redirecting_all(point="web,safe"), "port-missing", True),
    (redirecting_all("traefik.http.routers.d.rule=Host(`d.io`)"), "port-missing", True),
    (redirecting_all("traefik.http.routers.all.service=api@internal"), "port-missing", True),
    (redirecting_all(labels="traefik.http.routers.a.middlewares=up"), "port-missing", True),
    # a label's port that is more than one, which 3.6 reads as a host that nobody is called; a path is ignored
    (over("http", "80:80"), "server-url-unparsable", True),
    (over("http", "80/tcp"), "server-url-unparsable", False),
    (asked_at("http://shop:80:80"), "server-url-unparsable", True),
    (asked_at("http://fe80::1:80"), "server-url-unparsable", False),
    # the users of a login in a file that nothing brings into Traefik's container
    (with_users("'./users:/etc/users'"), "users-file-not-mounted", True),
    (with_users("'./users:/etc/traefik/users'"), "users-file-not-mounted", False),
    (with_users("'./auth:/etc/traefik'"), "users-file-not-mounted", False),
    (with_users("'./a:/a'", more=", secrets: [users]"), "users-file-not-mounted", False),
    (with_users("'./a:/a'", more=", working_dir: /a"), "users-file-not-mounted", False),
    (with_users("'./a:/a'", more=", build: ."), "users-file-not-mounted", False),
    (with_users("'./a:/a'", path="$FILE"), "users-file-not-mounted", False),
    # a container that Traefik knows, and with which it has no network in common
    (apart_from("networks: [proxy]"), "network-not-shared", True),
    (apart_from("networks: [proxy]", "networks: [other]"), "network-not-shared", True),
    (apart_from("networks: [proxy]", "networks: [other, proxy]"), "network-not-shared", False),
    (apart_from("networks: [proxy, default]"), "network-not-shared", False),
    (apart_from("network_mode: host"), "network-not-shared", False),
    (apart_from("networks: [default]", "networks: [proxy, default]", label="traefik.docker.network=proxy"),
     "network-not-shared", True),
    (apart_from("networks: [default, proxy]", "networks: [proxy, default]", label="traefik.docker.network=proxy"),
     "network-not-shared", False),
    (run_apart(), "network-not-shared", True),
    (run_apart(own="driver: bridge"), "network-not-shared", True),
    (run_apart(own="name: edge"), "network-not-shared", False),
    (run_apart(own="external: true"), "network-not-shared", False),
    (run_apart(own="driver: macvlan"), "network-not-shared", False),
    (run_apart(own="name: '${NET}'"), "network-not-shared", False),
    (run_apart(traefik=""), "network-not-shared", True),
    (run_apart(traefik="", at="proxy"), "network-not-shared", False),
    (run_apart(at="proxy"), "network-not-shared", True),
    (run_apart(more="coolify.managed=true"), "network-not-shared", False),
    ({**run_apart(), "other/compose.yml": f"services:\n{PROXY}"}, "network-not-shared", False),
    (apart_from("networks: [proxy]", "network_mode: 'service:traefik'"), "network-not-shared", False),
    (apart_from("networks: [proxy]", driver="macvlan"), "network-not-shared", False),
    (apart_from("networks: [proxy]", label="traefik.enable=false"), "network-not-shared", False),
    (apart_from("networks: [proxy]", label="traefik.http.services.a.loadbalancer.server.url=http://a"),
     "network-not-shared", False),
    (apart_from("networks: [proxy]", label="coolify.managed=true"), "network-not-shared", False),
    (apart_from("networks: [proxy]", label="traefik.docker.network=proxy"), "network-not-shared", False),
    (apart_from("networks: [proxy]", label="traefik.docker.network=proxy"), "network-not-attached", True),
    # an entry point that the nearest Traefik lacks and another one has
    (at_point("internal", "apps/a"), "unknown-entrypoint", False),
    (at_point("internal", "apps/a", "private"), "unknown-entrypoint", True),
    (at_point("web", "two/a"), "unknown-entrypoint", False),
    (at_point("wep", "two/a"), "unknown-entrypoint", True),
    (at_resolver("le", "apps/a"), "unknown-cert-resolver", False),
    (at_resolver("letsencrypt", "apps/a"), "unknown-cert-resolver", True),
    # a name that a script may define, which writes a file into the directory
    (written_by("cat > dynamic/m.yml <<EOF\n"), "unknown-middleware", False),
    (written_by("echo x | sudo tee -a \"$ROOT/dynamic/$NAME.yml\"\n"), "unknown-middleware", False),
    (written_by("all:\n\tcurl -fsSL -o ./dynamic/m.yml https://a.io/m.yml\n", "Makefile"), "unknown-middleware", False),
    (written_by("cat > dynamic/a.yml <<EOF\n"), "unknown-middleware", True),
    (written_by("cat > /opt/dynamic/m.yml <<EOF\n"), "unknown-middleware", True),
    (written_by("cat > other/m.yml <<EOF\n"), "unknown-middleware", True),
    (written_by("cat dynamic/m.yml\n"), "unknown-middleware", True),
    (written_by("cat > dynamic/traefik.yml <<EOF\n"), "unknown-middleware", True),
    # a pattern of Traefik 2, whose version may be the one of files of which nobody says which Traefik reads them
    (of_version_2({}), "regexp-v2-template", True),
    (of_version_2({"a/compose.yml": "services: {traefik: {image: 'traefik:v2.10'}}\n"}), "regexp-v2-template", False),
    (of_version_2({"defaults/main.yml": "traefik_version: v2.10\n"}), "regexp-v2-template", False),
    (of_version_2({"Makefile": "TRAEFIK_VERSION ?= 2.10\n"}), "regexp-v2-template", False),
    (of_version_2({"t.nix": '{ image = "traefik:v2.10"; }\n'}), "regexp-v2-template", False),
    (of_version_2({"i.sh": "curl -L https://github.com/traefik/traefik/releases/download/v2.10.4/t.tgz\n"}),
     "regexp-v2-template", False),
    (of_version_2({"Makefile": "TRAEFIK_VERSION ?= 3.6\n"}), "regexp-v2-template", True),
    (of_version_2({"Makefile": "TRAEFIK_VERSION ?= 2.10\n"}, folder="files"), "regexp-v2-template", True),
    (of_version_2({"files/Dockerfile": "FROM traefik:v2.10\n"}, "image: traefik, build: .", "files"),
     "regexp-v2-template", False),
    (of_version_2({"files/Dockerfile": "FROM traefik:v3.6\n"}, "image: traefik, build: .", "files"),
     "regexp-v2-template", True),
    (of_version_2({"files/b.yml": "services: {t: {image: 'traefik:v2.10'}}\n"},
                  "extends: {file: b.yml, service: t}", "files"), "regexp-v2-template", False),
    # labels that another Traefik may be meant to read, whose file makes its flags count for nothing
    (with_another("./traefik.yml:/traefik.yml", "apps/app"), "unknown-middleware", False),
    (with_another("./traefik.yml:/traefik.yml", "two/app"), "unknown-middleware", True),
    (with_another("/opt/traefik.yml:/traefik.yml", "one/app"), "unknown-middleware", False),
    (with_another("/opt/traefik.yml:/traefik.yml", "apps/app"), "unknown-middleware", False),
    (with_another("/opt/traefik.yml:/traefik.yml", "two/app"), "unknown-middleware", True),
    (with_another("/opt/acme.json:/acme.json", "two/app"), "unknown-middleware", True),
    # a slip in the first word of a label, and in the name of a middleware
    *(({"c.yml": container(USED, f"{word}.http.routers.a.priority=9")}, "label-not-read", told) for word, told in
      (("treafik", True), ("traefic", True), ("trafik", True), ("Treafik", True), ("my.traefik", False),
       ("tracking", False), ("caddy", False))),
    ({"c.yml": container(USED, "treafik.label=9")}, "label-not-read", False),
    *(({"c.yml": container(USED, f"traefik.http.routers.a.middlewares={name}",
                           "traefik.http.middlewares.http-0-strip.stripprefix.prefixes=/a")},
       rule, told) for name, rule, told in
      (("https-0-strip", "label-middleware-unused", False), ("https-0-strip", "unknown-middleware", True),
       ("other", "label-middleware-unused", True))),
    *(({"c.yml": container(USED, "traefik.http.middlewares.redirect-to-https.redirectscheme.scheme=https", *more)},
       "label-middleware-unused", told) for more, told in
      (((), True),
       (("traefik.http.middlewares.gzip.compress=true", "traefik.http.routers.a.middlewares=gzip"), False))),
    # what an earlier version of a file is kept for, and a variable that is empty on purpose
    *(({"d/a.yml": ruled("Host(`a.io`)"), f"d/{folder}/a.yml": ruled("Host(`a.io`)")}, "duplicate-name", told)
      for folder, told in (("versions/v0002", False), ("version/3", False), ("more", True))),
    *(({"c.yml": container("traefik.http.routers.a.rule=Host(`${SUB}${DOMAIN}`)"), ".env": f"{sub}\nDOMAIN=a.io\n"},
       "label-variable-unset", told) for sub, told in (('SUB=""', False), ("SUB=''", False), ("A=1", True))),
    *(({"c.yml": container(USED, "traefik.http.middlewares.m.headers.customrequestheaders.A=${A}"), ".env": text},
       "label-variable-unset", told) for text, told in (("\0GITCRYPT\0x\n", False), ("B=1\n", True))),
    # what labels cannot define
    *(({"c.yml": container("traefik.tcp.routers.a.rule=HostSNI(`*`)",
                           "traefik.tcp.services.a.loadbalancer.proxyprotocol.version=2") + flagged},
       "tcp-proxy-protocol-moved", told) for flagged, told in
      ((PROXY, False), (PROXY.replace("[--", "[--providers.file.directory=/d, --"), True))),
    # ports that are none
    *(({"d/a.yml": TO_ADDRESS % f"a:{port}"}, "address-without-port", told)
      for port, told in (("22", False), ("065535", False), ("ssh", False), ("22//", True), ("65536", True))),
    *(({"c.yml": container(USED, f"traefik.http.services.a.loadbalancer.server.port={port}")}, "server-url-port-range",
       told) for port, told in (("65535", False), ("65536", True))),
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
    ("files", "rule", "severity"),
    [
        (behind_vpn(), "port-missing", "error"),
        (behind_vpn("Host(`b.io`)"), "port-missing", "error"),
        (behind_vpn("Host(`a.io`)"), "port-missing", "info"),
        (behind_vpn("Host(`b.io`)", "none"), "container-without-address", "error"),
        (behind_vpn("Host(`a.io`)", "none"), "container-without-address", "info"),
    ],
)
def test_a_dropped_container_whose_routers_another_one_has_is_a_note(
    files: dict[str, str], rule: str, severity: str, cli: Runner
) -> None:
    cli.write(files)
    found = json.loads(cli("lint", "--format", "json").out)["findings"]
    assert {one["severity"] for one in found if one["rule"] == rule} == {severity}


@rows(("ports", "severity"), [("25, 80, 993", "warning"), ("80, 993", "info"), ("25, 993", "info"), ("80, 81", "info")])
def test_the_port_of_another_protocol_is_surely_not_the_one_that_is_meant(
    ports: str, severity: str, cli: Runner
) -> None:
    exposed = f", expose: [{ports}]"
    cli.write({"compose.yml": container("traefik.http.routers.a.rule=Host(`a.io`)", more=exposed) + PROXY})
    found = json.loads(cli("lint", "--format", "json").out)["findings"]
    assert [one["severity"] for one in found if one["rule"] == "port-ambiguous"] == [severity]


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
        ("admin:$2y$05$YwDrxaTAv1F4acwKhDAAPOMbsnx7kumWKrgWb0gPliUytfEGwO3Nq",
         "Compose takes each `$` in the value of `AUTH` for the beginning of a variable, so the hash is lost; put it "
         "into single quotes in `.env`."),
        ("'admin:$2y$05$YwDrxaTAv1F4acwKhDAAPOMbsnx7kumWKrgWb0gPliUytfEGwO3Nq'", ""),
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
    assert "word1" not in str(found) and "mJufs" not in str(found) and "YwDrx" not in str(found)


def flagged(flag: str) -> dict[str, str]:
    return {"compose.yml": "services:\n" + PROXY.replace("]", f", '{flag}']")}


def beside(*labels: str) -> dict[str, str]:
    return {"compose.yml": container("traefik.http.routers.a.rule=Host(`a.io`)", *labels)}


TWICE = "{0}: {{services: {{a: {{loadBalancer: {{servers: [{{{1}: '{2}a:80'}}, {{{1}: '{2}a:80'}}]}}}}}}}}\n"
STARTED = "services:\n  traefik:\n    image: traefik:v3.6\n    command: >\n      --ping=true\n      %s\n"
MAILING = "certificatesResolvers: {le: {acme: {email: '${MAIL}', storage: /a.json, tlsChallenge: {}}}}\n"
POINTS = "entryPoints: {%s: {http: {tls: {}}}, websecure: {address: ':443'}}\n"


@rows(
    ("files", "said", "told"),
    [
        # of two lists both may be meant
        (beside(f"{MIDDLEWARES}auth@file", f"{MIDDLEWARES}gz@file"), "write both as one value with a comma", True),
        (beside(f"{MIDDLEWARES}auth@file", MIDDLEWARES), "write both as one value with a comma", False),
        (beside("traefik.enable=true", "traefik.enable=false"), "remove one of them.", True),
        # the value is what the router of that name may use
        (
            beside("traefik.http.middlewares.a=strip@file"),
            "write `traefik.http.routers.a.middlewares=strip@file`.",
            True,
        ),
        (beside("traefik.http.middlewares.a=strip"), "write its options below it.", True),
        (beside("traefik.http.middlewares.b=strip@file"), "write its options below it.", True),
        # TCP servers have no weight
        ({"d/a.yml": TWICE.format("http", "url", "http://")}, "remove one, or give the server a `weight`.", True),
        ({"d/a.yml": TWICE.format("tcp", "address", "")}, "remove one.", True),
        # no comment, no equals sign, no index
        ({"compose.yml": STARTED % "# --api.insecure"}, "`#` starts no comment inside a text: remove the line", True),
        ({"compose.yml": STARTED % "true --api.insecure"}, "Write values behind an equals sign", True),
        (flagged("--log.level DEBUG"), "Write `--log.level=DEBUG`.", True),
        (flagged("--log.level: DEBUG"), "Write `--log.level=DEBUG`.", True),
        (flagged("--log.levels=DEBUG"), "Write `--log.level", False),
        (beside("traefik.http.routers.a.tls.domains=a.io"), "write `domains[0].main=a.io`.", True),
        (beside("traefik.http.routers.a.tls.domains.main=a.io"), "write `domains[0]`.", True),
        (told_above(3), "stands in a comment near it", True),
        (told_above(20), "stands in a comment near it", False),
        # what Docker calls a network of a stack, as far as that is known
        (swarming("v3.6", "traefik.docker.network=own", own=True), "did you mean `STACK_own`?", True),
        ({"stack.yml": container(USED, more=", depend: 1")}, "Traefik gets no labels of this file", True),
        # where it belongs, and what is meant
        ({"d/a.yml": f"log: {{}}\n{ruled('Host(`a.io`)')}"}, "flags or variables", True),
        ({"traefik.toml": "[any]\na = 1\n[entryPoints.web]\naddress = ':80'\n"}, "only holds anchors", False),
        ({"traefik.yml": "any: {a: 1}\nentryPoints: {web: {address: ':80'}}\n"}, "only holds anchors", True),
        ({"traefik.yml": POINTS % "web-secure"}, "did you mean `websecure`?", True),
        # types of middlewares that nobody knows
        ({"d/a.yml": "http: {middlewares: {m: {crowdsec: {enabled: true}}}}\n"}, "as `plugin.crowdsec`", True),
        ({"d/a.yml": "http: {middlewares: {m: {crowdsec: true}}}\n"}, "as `plugin.crowdsec`", False),
        ({"d/a.yml": "tcp: {middlewares: {m: {crowdsec: {enabled: true}}}}\n"}, "as `plugin.crowdsec`", False),
        (
            {"compose.yml": container(*USERS, "traefik.http.middlewares.m.crowdsec.enabled=true")},
            "as in `http.middlewares.m.plugin.crowdsec`",
            True,
        ),
        # what a label of Traefik 1 is today
        (beside("traefik.frontend.redirect.permanent=true"), "`traefik.http.middlewares.NAME.redirectregex.p", True),
        (beside("traefik.frontend.redirect.entryPoint=https"), "NAME.redirectscheme.scheme`, and NAME in the", True),
        (beside("traefik.frontend.headers.STSSeconds=9"), "NAME.headers.stsseconds`, and NAME in the", True),
        (beside("traefik.a.frontend.auth.basic=a:b"), "NAME.basicauth.users`, and NAME in the", True),
        (beside("traefik.frontend.auth.forward.address=http://a"), "NAME.forwardauth.address`, and NAME in the", True),
        (beside("traefik.frontend.priority=9"), "such as `traefik.http.routers.NAME.priority`.", True),
        (beside("traefik.frontend.value=9"), "such as `traefik.http.routers.NAME.rule`.", True),
        # who fills variables in
        ({"traefik.yml": STATIC + MAILING}, "in the compose file", False),
        ({"traefik.yml": STATIC + MAILING}, "by flags, where Compose, or a shell, fills", True),
        # what works, though it is not written as it should be
        (
            {"d/a.yml": "http: {services: {a: {loadBalancer: {servers: {one: {url: 'http://a'}}}}}}\n"},
            "info[list-expected]",
            True,
        ),
        (
            {"d/a.yml": "http: {services: {a: {loadBalancer: {servers: {-url: 'http://a'}}}}}\n"},
            "warning[list-expected]",
            True,
        ),
        (
            {"d/a.yml": "http: {services: {a: {loadBalancer: {servers: {url: 'http://a'}}}}}\n"},
            "warning[list-expected]",
            True,
        ),
        ({"traefik.yml": POINTS % "https"}, "write one, as in", True),
    ],
)
def test_what_to_do_is_said_as_it_helps(files: dict[str, str], said: str, told: bool, cli: Runner) -> None:
    cli.write(files)
    assert (said in cli("lint").out) is told


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
    ("label", "severity"),
    [
        ("enabled=false", "info"),
        ("enabled=true", "error"),
        ("enable=no", "info"),
        ("enable=${OFF:-disabled}", "info"),
        ("enable='false'", "info"),
        ("enable=yes", "error"),
        ("enable=enabled", "error"),
        ("enable=", "error"),
        ("docker.allownonrunning=no", "error"),
    ],
)
def test_a_slip_in_enable_is_a_note_where_the_container_was_to_be_left_alone(
    label: str, severity: str, cli: Runner
) -> None:
    cli.write({"compose.yml": container(f"traefik.{label}") + PROXY})
    found = json.loads(cli("lint", "--format", "json").out)["findings"]
    of_enable = [one for one in found if one["rule"] in ("label-unknown-field", "enable-value")]
    assert [one["severity"] for one in of_enable] == [severity]
    assert severity == "error" or "`true`." not in of_enable[0]["message"]


DOMAIN = "--entrypoints.web.http.tls.domains[0].main"
DOMAINS = f"services: {{traefik: {{image: 'traefik:v3.6', command: ['{DOMAIN}=b.io', '{DOMAIN}=a.io']}}}}\n"
BY_ENVIRONMENT = (
    "What the provider asks for are environment variables of Traefik itself: set them where it is started, as with "
    "`environment:` in Compose or `Environment=` in a systemd unit."
)
DASHES = (
    "http:\n  middlewares:\n    c:\n      chain:\n        middlewares:\n"
    "          - {0}\n          # c\n\n          -{1}\n          - d\n"
)
ITEMS = "services:\n  app:\n    image: app\n    labels:\n      -{0}\n      -{1}\n"
TCP_WITH = (
    "tcp: {{routers: {{a: {{rule: HostSNI(`*`), entryPoints: [x], service: s, middlewares: [m]}}}}, "
    "services: {{s: {{loadBalancer: {{servers: [{{address: 'a:1'}}]}}}}}}}}\n"
    "http: {{middlewares: {{m: {{{}}}}}}}\n"
)


@rows(
    ("name", "text", "said"),
    [
        ("traefik.yml", "providers: {docker: {swarmMode: false}}\n", "Delete it."),
        ("traefik.toml", "[providers.docker]\nswarmMode = false\n", "Delete it."),
        ("traefik.yml", "providers: {docker: {swarmMode: true}}\n",
         "Delete it, and configure Swarm below `providers.swarm`."),
        ("traefik.yml", "providers: {docker: {swarmModeRefreshSeconds: 9}}\n",
         "Delete it; for a Swarm, it is `refreshSeconds` below `providers.swarm`."),
        ("traefik.yml", "providers: {docker: {swarmModeRefreshSeconds: 9, swarmMode: true}}\n",
         "It is an option of Traefik 2: configure Swarm below `providers.swarm`, where it is `refreshSeconds`."),
        ("compose.yml", "services:\n  app:\n    image: app\n    labels:\n    labels: [traefik.enable=true]\n",
         "Delete the empty one."),
        ("traefik.yml", "entryPoints: {web: {address: ':80', enableHTTP3: false}}\n", "Delete it."),
        ("traefik.yml", "entryPoints: {web: {address: ':80', enableHTTP3: true}}\n",
         "It is an option of Traefik 2: write `http3: {}`."),
        *(("traefik.yml", f"certificatesResolvers: {{a: {{acme: {{dnsChallenge: {{{key}: x}}}}}}}}\n", help)
          for key, help in (("CF_DNS_API_TOKEN", BY_ENVIRONMENT), ("env", BY_ENVIRONMENT), ("apiToken", BY_ENVIRONMENT),
                            ("word", "The options of `dnsChallenge` are `provider`, `resolvers`, "
                             "`propagation`, `delayBeforeCheck`, `disablePropagationCheck`."),
                            ("Provders", "Did you mean `provider`?"))),
        ("traefik.yml", "entryPoints: {web: {address: ':80', trustedIPs: [10.0.0.1]}}\n",
         "It belongs below `forwardedHeaders` or `proxyProtocol`."),
        ("d/a.yml", "http: {middlewares: {m: {regex: a, replacement: b}}}\n",
         "It belongs below `redirectRegex` or `replacePathRegex`."),
        ("d/a.yml", "http: {middlewares: {m: {regex: a, replacement: b, permanent: true}}}\n",
         "It belongs below `redirectRegex`."),
        ("d/a.yml", "http:\n  middlewares:\n    m:\n    basicAuth: {users: [a]}\n",
         "`basicAuth` is not indented far enough: it belongs below `m`."),
        ("d/a.yml", "http:\n  middlewares:\n    basicAuth: {users: [a]}\n",
         "A name is missing: write one of your own in place of `basicAuth`, and `basicAuth` below it."),
        ("d/a.yml", "http:\n  routers:\n    a:\n    rule: x\n", "Indent it further: it belongs below `a`."),
        ("traefik.yml", "entryPoints:\n  web:\n  address: ':80'\n", "Indent it further: it belongs below `web`."),
        ("traefik.yml", "entryPoints: {web: {address: ':80'}}\ncertificatesResolvers:\n  le:\n  acme: x\n",
         "Indent it further: it belongs below `le`."),
        ("d/a.yml", "http:\n  routers:\n    rule: x\n", "`rule` is an option: a name of your own is missing above it."),
        ("d/a.yml", "tls:\n  options:\n    default:\n      minVersion: VersionTLS12\n    sniStrict: true\n",
         "`sniStrict` is an option: indent it further if it belongs below `default`, else write a name of your own "
         "above it."),
        ("d/a.yml", "http: {middlewares: {m: {basicAuth: {users: {bob: x}}}}}\n",
         'Write each on a line below it, as `- "name:hash"`.'),
        ("d/a.toml", "[http.routers.a.shop]\nrule = 'x'\n", 'A dot separates names: write `"a.shop"`, in quotes.'),
        ("d/a.TOML", "[http.routers.a.shop]\nrule = 'x'\n", 'A dot separates names: write `"a.shop"`, in quotes.'),
        ("d/a.toml", "[http.middlewares.a.b]\ncompress = {}\n", 'A dot separates names: write `"a.b"`, in quotes.'),
        ("d/a.yml", "http: {routers: {a@file: {rule: x, service: b}}}\n",
         "define it under `http.services`, or remove the reference."),
        ("d/a.yml", "http: {routers: {a: {rule: Host(`a.io`), service: b@file}}, services: {b@file: "
         "{loadBalancer: {servers: [{url: 'http://a'}]}}}}\n",
         "there is `b@file@file`: write `b`, without the provider."),
        ("d/a.yml", TCP_WITH.format("basicAuth: {usersFile: /x}"),
         "TCP has no `basicAuth`, so remove the reference, or serve it by an HTTP router."),
        ("d/a.yml", TCP_WITH.format("ipAllowList: {sourceRange: [10.0.0.1]}"), "define one there."),
        ("compose.yml", DOMAINS, "Delete one of the two, or write `domains[1]` for another one."),
        ("compose.yml", DOMAINS.replace(".domains[0].main", ".certresolver"),
         "Delete one of the two."),
        ("traefik.toml", "[providers.docker]\nwatch = true\n[providers.file]\n",
         "Name the `directory` or the file (`filename`) that it reads."),
        ("traefik.yml", "entryPoints: {web: {address: ':80', forwardedHeaders: true}}\n",
         "Write the options of `forwardedHeaders` below it, one a line, as `trustedIPs`."),
        ("traefik.toml", "log = 'DEBUG'\n", 'Write `log = {level = "DEBUG"}`.'),
        ("traefik.toml", "ping = 'maybe'\n", "Write its options below it, or `ping = {}` for its defaults."),
        ("traefik.toml", "[entryPoints]\nweb = ':80'\n", 'Write `web = {address = ":80"}`.'),
        ("d/a.yml", "http: {middlewares: {m: {circuitBreaker: 'ResponseCodeRatio(5, 6, 0, 6) > 0.25'}}}\n",
         'Write `circuitBreaker: {expression: "ResponseCodeRatio(5, 6, 0, 6) > 0.25"}`.'),
        ("d/a.yml", "http: {middlewares: {m: {ipAllowList: '10.0.0.1, ::1'}}}\n",
         'Write `ipAllowList: {sourceRange: [10.0.0.1, "::1"]}`.'),
        ("d/a.yml", "http: {middlewares: {m: {stripPrefixRegex: '^/a{1,2}'}}}\n",
         'Write `stripPrefixRegex: {regex: ["^/a{1,2}"]}`.'),
        ("traefik.yml", "providers: {docker: {}}\ndashboard: true\n", "It belongs in `api.dashboard`."),
        # a dash without a space
        *((name, text, "Write a space after the dash.") for name, text in (
            ("d/a.yml", DASHES.format("a", "b")),
            ("d/a.yml", DASHES.format('"a"', '"b"')),
            ("d/a.yml", DASHES.replace("- d", "- d: e").format("a: b", "b: c")),
            ("compose.yml", ITEMS.format(" traefik.a=1", "b")),
            ("compose.yml", ITEMS.format(' "traefik.a=1"', '"b"')),
        )),
        ("compose.yml", ITEMS.format('"traefik.a=1"', '"b"'), "Write a space after each dash."),
        ("d/a.yml", DASHES.format("a", "-b"),
         "Write a `:` and a space after the key, or indent the line if it continues the one above."),
        # usual slips
        ("d/a.yml", "http: {middlewares: {m: {auth: {basic: {users: [a]}}}}}\n",
         "Since Traefik 2 it is `basicAuth`, `digestAuth` or `forwardAuth`."),
        ("d/a.yml", "http: {middlewares: {m: {whitelist: {sourceRange: [10.0.0.1]}}}}\n",
         "Did you mean `ipAllowList`?"),
        ("d/a.yml", "tcp: {middlewares: {m: {whiteList: {sourceRange: [10.0.0.1]}}}}\n",
         "Did you mean `ipAllowList`?"),
        ("d/a.yml", f"http: {{redirections: {{entryPoint: {{to: b}}}}, {APP}}}\n",
         "It belongs to an entry point of the static configuration; here write a middleware with `redirectScheme`."),
        ("d/a.yml", "http: {middlewares: {m: {basicAuth: {users: [{joe: $2y$05$a}]}}}}\n",
         'Write `- "name:hash"`, in quotes and without a space behind the colon.'),
        ("d/a.yml", f"http: {{routers: {{a: {{rule: [Host(`a`), Host(`b`)], service: app}}}}, {APP}}}\n",
         "Write one text, with `||` between the two where either is enough, or `&&`."),
        ("traefik.yml", "entryPoints: {web: {port: 81}}\nproviders: {docker: {}}\n",
         "Write `address`, with a colon before the number, as in `:80`."),
        ("compose.yml", container(*USERS, "traefik.http.middlewares.m.auth.basic.users=a"),
         "since Traefik 2 it is `basicAuth`, `digestAuth` or `forwardAuth`."),
        ("compose.yml", container(*USERS, "traefik.http.middlewares.m.whitelist.sourcerange=::1"),
         "did you mean `ipAllowList`?"),
        # the words of TOML
        ("d/a.toml", '[http.routers.a]\nservice = "a"\nrule = "Host("a.io")"\n',
         "Use back-ticks inside a rule; otherwise use the other kind of quotes around the text."),
        ("d/a.toml", '[http.routers.a]\nservice = "a" b\n',
         "Use back-ticks inside a rule; otherwise use the other kind of quotes around the text."),
        ("d/a.toml", "[http.routers.a]\npriority = 1 b\n", "Begin a new line."),
        ("d/a.toml", f"{IN_TOML}[[tls]]\nentryPoints = ['https']\n",
         "Since Traefik 2 it is `[[tls.certificates]]`, with `certFile` and `keyFile`."),
        ("d/a.yml", f"http: {{{APP}}}\ntls: [{{certFile: a}}]\n", "Take the brackets away."),
        ("d/a.toml", '[http.services.a.loadBalancer]\nservers = ["http://a"]\n', 'Write `{ url = "http://a" }`.'),
        ("d/a.yml", "http: {services: {a: {loadBalancer: {servers: ['http://a']}}}}\n", "Write `url: http://a`."),
        ("d/a.toml", "[http.services.a.loadBalancer.servers.one]\nurl = 'http://a'\n",
         "Write `[[…servers]]` for each, with two brackets and without its name."),
        ("traefik.yml", "providers: {docker: {}}\nexposedByDefault: false\n",
         "It belongs in `providers.docker.exposedByDefault`."),
        ("traefik.yml", "providers: {docker: {}}\nmine: true\n", "Delete it."),
        ("compose.yml", PROXY_ALONE.format("--accessLog={}"), "Write `--accessLog=true`."),
        ("compose.yml", PROXY_ALONE.format("--accessLog=/log"), "Write `--accessLog.filePath=/log`."),
    ],
)  # fmt: skip
def test_the_help_is_what_puts_it_right(name: str, text: str, said: str, cli: Runner) -> None:
    cli.write({name: text})
    known = json.loads(cli("lint", "--format", "json").out)["findings"]
    assert said in {words for one in known for words in (one["help"], one["message"].partition("; ")[2])}


@rows(
    ("router", "severity"),
    [(", middlewares: [m]", "warning"), ("", "info")],
)
def test_a_weak_hash_of_what_no_router_here_uses_is_a_note(router: str, severity: str, cli: Runner) -> None:
    users = f"  middlewares: {{m: {{basicAuth: {{users: ['{HASH.replace('admin', 'ann')}']}}}}}}\n"
    cli.write({"a.yml": ruled("Host(`a.shop.io`)").replace(", service:", f"{router}, service:") + users})
    found = json.loads(cli("lint", "--format", "json").out)["findings"]
    assert [one["severity"] for one in found if one["rule"] == "basic-auth-weak-hash"] == [severity]


ON_443 = ("traefik.http.routers.a.rule=Host(`a.io`)", "traefik.http.routers.a.entrypoints=secure",
          "traefik.http.routers.a.middlewares=zip")  # fmt: skip
TO_443 = PROXY.replace("web.address=:80", "secure.address=:443")
TO_BOTH = TO_443.replace("'--entry", "'--entrypoints.web.address=:80', '--entry")
PLAIN_IN_TOML = IN_TOML.replace("service =", 'entryPoints = ["secure"]\nservice =')
STATIC_443 = STATIC.replace("web: {address: ':80'}", "secure: {address: ':443'}").replace(".yml", ".toml")


def paged(status: str) -> str:
    """A router with error pages."""
    page = f"{{errors: {{status: ['{status}'], service: app, query: '/a'}}}}"
    return ruled("Host(`a.io`)").replace("service:", "middlewares: [e], service:") + f"  middlewares: {{e: {page}}}\n"


def logging_in(user: str) -> dict[str, str]:
    """A login in labels with one user."""
    return {"compose.yml": container(*USERS[:2], f"traefik.http.middlewares.m.basicauth.users={user}")}


def sending(to: str) -> str:
    """A redirection in labels."""
    name = "traefik.http.middlewares.m.redirectregex"
    return container(*USERS[:2], f"{name}.regex=^https://b.io/(.*)", f"{name}.replacement={to}")


def cookie(tag: str) -> dict[str, str]:
    """A login elsewhere, by a cookie."""
    name = "traefik.http.middlewares.m.forwardauth"
    labels = (*USERS[:2], f"{name}.address=http://auth:9091/", f"{name}.authresponseheaders=Set-Cookie")
    return {"compose.yml": container(*labels) + PROXY.replace("v3.6", tag)}


def named_tcp(address: str) -> str:
    """A TCP router with a name, and without TLS."""
    return (
        "tcp:\n  routers: {m: {rule: HostSNI(`m.io`), service: m}}\n"
        f"  services: {{m: {{loadBalancer: {{servers: [{{address: '{address}'}}]}}}}}}\n"
    )


def filling(rule: str, more: str = "") -> dict[str, str]:
    """A Traefik in a container that reads a file."""
    run = "{image: 'traefik:v3.6', volumes: ['./traefik.yml:/etc/traefik/traefik.yml', './d:/d']%s}"
    return {
        "compose.yml": f"services:\n  traefik: {run % more}\n",
        "traefik.yml": "entryPoints: {web: {address: ':80'}}\nproviders: {file: {directory: /d}}\n",
        "d/a.yml": ruled(rule),
    }


def allowing(origin: str) -> str:
    """A router with a middleware for CORS."""
    cors = f"{{headers: {{accessControlAllowOriginList: ['{origin}'], accessControlAllowMethods: [GET]}}}}"
    used = ruled("Host(`a.io`)").replace("service:", "middlewares: [m], service:")
    return f"{used}  middlewares: {{m: {cors}}}\n"


def framing(policy: str) -> dict[str, str]:
    """A router with a policy for its contents, in some quotes."""
    used = ruled("Host(`a.io`)").replace("service:", "middlewares: [m], service:")
    return {"a.yml": f"{used}  middlewares: {{m: {{headers: {{contentSecurityPolicy: {policy}}}}}}}\n"}


def taking(*names: str) -> str:
    """A router for all hosts of a domain, and such for single ones."""
    rules = {"all": r"HostRegexp(`^.+\.shop\.com$`)", **{name: f"Host(`{name}.shop.com`)" for name in names}}
    routers = ", ".join(f"{name}: {{rule: '{rule}', service: {name}}}" for name, rule in rules.items())
    servers = ", ".join(f"{name}: {{loadBalancer: {{servers: [{{url: 'http://{name}'}}]}}}}" for name in rules)
    return f"http:\n  routers: {{{routers}}}\n  services: {{{servers}}}\n"


SERVED = ("traefik.http.routers.w2.rule=Host(`w2.io`)", "traefik.http.services.w2.loadbalancer.server.port=90",
          "traefik.http.routers.w5.rule=Host(`w5.io`)", "traefik.http.routers.w5.service=w5")  # fmt: skip
LISTED = "traefik.http.middlewares.w.ipwhitelist.sourcerange=10.0.0.0/8"


def mapped(*labels: str) -> str:
    """A container whose labels are a mapping."""
    return container().replace("[]", json.dumps(dict(label.split("=", 1) for label in labels)))


@rows(
    ("files", "said"),
    (
        ({"compose.yml": container(ON_443[0], ON_443[1]) + TO_443}, "add `traefik.http.routers.a.tls=true`."),
        ({"traefik.yml": STATIC_443, "dynamic.toml": PLAIN_IN_TOML}, "add `tls = {}`."),
        ({"compose.yml": container(*ON_443, "traefik.http.middlewares.zip.compress={}") + TO_443},
         "write `traefik.http.middlewares.zip.compress=true`, or delete the middleware."),
        ({"compose.yml": container(*ON_443, "traefik.http.middlewares.zip.redirectscheme.permanent=true") + TO_443},
         "add `traefik.http.middlewares.zip.redirectScheme.scheme=https`."),
        ({"dynamic.toml": IN_TOML.replace('service = "app"\n', "")}, 'add `service = "NAME"`.'),
        # TLS would end what works without it
        ({"compose.yml": container(ON_443[0], ON_443[1] + ",web") + TO_BOTH},
         "a second router there, such as `a-secure`, with the same rule and `traefik.http.routers.a-secure.tls=true`."),
        # in the form of the other labels
        ({"compose.yml": mapped(*ON_443[:2]) + TO_443}, 'add `traefik.http.routers.a.tls: "true"`.'),
        ({"compose.yml": mapped(*ON_443[:2], "traefik.http.routers.a.tls.domains=a.io,*.a.io") + TO_443},
         'write `domains[0].main: a.io` and `domains[0].sans: "*.a.io"`.'),
        ({"compose.yml": mapped(*ON_443[:2], UP) + TO_443}, "write `traefik.http.routers.a.middlewares: up`."),
        ({"compose.yml": mapped(*ON_443[:2]) + PROXY.replace("docker=true", "docker.exposedbydefault=false")},
         'add `traefik.enable: "true"`.'),
        # what a template needs to have a value
        (filling("Host(`$DOMAIN`)"),
         'write `{{ env "DOMAIN" }}`, and `DOMAIN: ${DOMAIN}` below `environment` of Traefik\'s container.'),
        (filling("Host(`$DOMAIN`)", ", environment: [DOMAIN]"), 'write `{{ env "DOMAIN" }}`.'),
        (filling("Host(`$DOMAIN`)", ", env_file: [not-here.env]"), 'write `{{ env "DOMAIN" }}`.'),
        ({"a.yml": ruled("Host(`$DOMAIN`)")}, 'write `{{ env "DOMAIN" }}`.'),
        (filling("Host(`${DOMAIN:-a.io}`)"), 'write `{{ env "DOMAIN" | default "a.io" }}`.'),
        (filling("Host(`${DOMAIN:?unset}`)", ", environment: [DOMAIN]"), 'write `{{ env "DOMAIN" }}`.'),
        # two in one text
        ({"a.yml": allowing("https://b.io, https://c.io")}, "write each by itself: `https://b.io` and `https://c.io`."),
        ({"a.yml": allowing("https://b.io/x")}, "write `https://b.io`."),
        # what a label is meant to say that has no value, or one of another shape
        ({"compose.yml": container(ON_443[0], "traefik.http.routers.a.priority=") + TO_443},
         "An empty value is not a whole number, which `priority` must be, so Traefik drops the container `app` with "
         "all that its labels define."),
        ({"compose.yml": container(ON_443[0], "traefik.http.middlewares.m.headers.customresponseheaders=X-A: b")
          + TO_443}, "write `customresponseheaders.X-A=VALUE`."),
        ({"compose.yml": container(ON_443[0], "traefik.http.routers.a.tls.options.minversion=VersionTLS12") + TO_443},
         "write `options=NAME@file`."),
        # a service of another container is not the one that is meant
        ({"compose.yml": container(*SERVED[:2]) + container(*SERVED[2:], name="w5").partition("\n")[2] + TO_443},
         "Service `w5` does not exist; add `traefik.http.services.w5.loadbalancer.server.port`, or name the service of "
         "its container."),
        ({"compose.yml": container(*SERVED) + TO_443}, "Service `w5` does not exist; did you mean `w2`?"),
        # a section in place of a value, and quotes in quotes
        ({"a.yml": ruled("Host(`a.io`)").replace("{servers", "{sticky: true, servers: [{url: 'http://b'}], servers")
          .replace(", servers: [{url: 'http://app:80'}]", "").replace("[{url: 'http://b'}]",
          "[{url: 'http://b'}, {url: 'http://c'}]")}, "and has no `cookie`; write `sticky: {cookie: {}}`."),
        (framing("'default-src \"self\"'"), "in double quotes browsers ignore it; write `''self''`."),
        (framing('"default-src self"'), "without quotes it is a host; write `'self'`."),
        # one router that takes the requests of several, or of one
        ({"a.yml": taking("a", "b")}, "the higher priority, the length of its rule (29); give `all` `priority: 1`."),
        ({"a.yml": taking("a")}, "give `a` a higher `priority`, or narrow the other's rule."),
        # one name that stands in several labels
        ({"compose.yml": container(ON_443[0], LISTED, "traefik.http.middlewares.w.ipwhitelist.ipstrategy.depth=1")
          + TO_443}, "write `ipAllowList` in each label of `w`, which takes the same options."),
        ({"compose.yml": container(ON_443[0], LISTED) + TO_443},
         "write `ipAllowList`, which takes the same options."),
        # where Traefik reads no files
        ({"compose.yml": container(ON_443[0], "traefik.http.routers.a.middlewares=m@file") + PROXY},
         "this Traefik reads no files, so define `m` by labels, and write it without `@file`."),
        ({"compose.yml": container(ON_443[0], "traefik.http.routers.a.tls.options=m@file") + PROXY},
         "this Traefik reads no files, so give it a file provider, or remove the reference."),
        ({"compose.yml": container(ON_443[0], "traefik.http.routers.a.middlewares=m@file")
          + PROXY.replace("]}", ", '--providers.file.filename=/a.yml'], volumes: ['./a.yml:/a.yml']}"),
          "a.yml": ruled("Host(`b.io`)")},
         "define it under `http.middlewares`, or remove the reference if it guards nothing."),
        # nobody fills in `{{ env }}` of a label
        ({"compose.yml": container(*USERS[:2], "traefik.http.middlewares.m.plugin.p.password=Tr0ub4dor-x7Qz9")
          + PROXY}, "write `${NAME}`, with the value in an `.env` that git leaves out."),
        # parentheses that a rule needs around what is written into it
        ({"a.yml": ruled("Host(`a.io`, `b.io`) && Path(`/a`)")}, "write ``(Host(`a.io`) || Host(`b.io`))``."),
        ({"a.yml": ruled("Host(`a.io`, `b.io`)")}, "write ``Host(`a.io`) || Host(`b.io`)``."),
        ({"a.yml": ruled("Host(`a.io`) && !Path(`/x|/y`)")}, "write ``(Path(`/x`) || Path(`/y`))``."),
        ({"a.yml": ruled("Host(`a.io, b.io`)")}, "write ``Host(`a.io`) || Host(`b.io`)``."),
        ({"a.yml": ruled("Host(` a.io`)")}, "so it never matches; remove them."),
        ({"a.yml": ruled("Host(`http://a.io:80/x`)")}, "write ``Host(`a.io`) && PathPrefix(`/x`)``."),
        ({"a.yml": ruled("Host(`http://a.io`)")}, "remove `http://`."),
        ({"a.yml": ruled("Host(`a.io`), HostRegexp(`b.io`)")}, "write `||`."),
        ({"a.yml": ruled("Host(`b.io`) && Host(`a.io`), PathPrefix(`/b`)")}, "write `&&`."),
        ({"a.yml": paged("4xx")}, "write `400-499`."),
        ({"a.yml": paged("all")}, "write `503` or `500-599`."),
        # dollar signs, which Compose takes for those of variables
        (logging_in("a:b"), "use `htpasswd -nB NAME`, with each `$` doubled."),
        (logging_in("ab"), "create the entry with `htpasswd -nB NAME`, with each `$` doubled."),
        (logging_in("a:$$apr1$$mJufsBTG$$Txe6JnmkPDfZBlhU4F4XH1"), "`htpasswd -nB a`, with each `$` doubled."),
        ({"a.yml": ruled("Host(`a.io`)").replace("service:", "middlewares: [m], service:")
          + "  middlewares: {m: {basicAuth: {users: ['a:b']}}}\n"}, "use `htpasswd -nB NAME`."),
        ({"compose.yml": container(*USERS), ".env": "AUTH=a:b\n"}, "use `htpasswd -nB NAME`."),
        ({"compose.yml": sending(r"https://a.io/\1")}, "write `$${1}`."),
        ({"compose.yml": sending("https://a.io/$$1_x")}, "write `$${1}_x`."),
        ({"a.yml": slashing("/qb").replace("$1/qb/", r"\1/qb")}, "write `${1}`."),
        # what Traefik 2 does not know
        (cookie("v2.11"), "Traefik 3 has `addAuthCookiesToResponse` for it."),
        (cookie("v3.6"), "name it in `addAuthCookiesToResponse`."),
        # whom the PROXY protocol tells of
        (counting("[m]", point=", proxyProtocol: {trustedIPs: [10.0.0.1]}"),
         "remove the `ipStrategy`: the PROXY protocol tells Traefik the visitor's address."),
        (counting("[m]"), "set `forwardedHeaders.trustedIPs` there."),
        # what begins without TLS
        ({"a.yml": named_tcp("m:22")}, "it, so match ``HostSNI(`*`)``, on an entry point of its own."),
        ({"a.yml": named_tcp("m:993")},
         "add `tls` with `passthrough`, as servers on port 993 speak TLS themselves, or match ``HostSNI(`*`)``."),
        ({"a.yml": named_tcp("m:5432")}, "add `tls` to the router, or match ``HostSNI(`*`)``."),
    ),
)  # fmt: skip
def test_advice_is_what_its_place_takes(files: dict[str, str], said: str, cli: Runner) -> None:
    cli.write(files)
    messages = [one["message"] for one in json.loads(cli("lint", "--format", "json").out)["findings"]]
    assert any(message.endswith(said) for message in messages), messages


def test_a_label_that_switches_tls_off_is_told_once(cli: Runner) -> None:
    cli.write({"compose.yml": container(ON_443[0], ON_443[1], "traefik.http.routers.a.tls={}") + TO_443})
    told = [one["rule"] for one in json.loads(cli("lint", "--format", "json").out)["findings"]]
    assert "label-switched-off" in told
    assert "plain-router-on-tls-entrypoint" not in told


def test_a_router_that_gets_the_entry_point_of_https_by_default_is_told_to_lack_tls(cli: Runner) -> None:
    default = TO_BOTH.replace("'--entry", "'--entrypoints.secure.asdefault=true', '--entry", 1)
    users = HASH.replace("$", "$$")
    login = "traefik.http.routers.a.middlewares=auth", f"traefik.http.middlewares.auth.basicauth.users={users}"
    for labels in (login, (*login, "traefik.http.routers.a.tls=yes")):
        cli.write({"compose.yml": container(ON_443[0], *labels) + default})
        told = [one["rule"] for one in json.loads(cli("lint", "--format", "json").out)["findings"]]
        assert ("plain-router-on-tls-entrypoint" in told) is (labels is login)
        assert "credentials-over-http" not in told, "nobody asks for it by http:// there, or means that"


@rows(("flags", "severity", "advice"), [
    (("web.http.redirections.entrypoint.to=secure", "secure.http.redirections.entrypoint.scheme=https"), "info",
     "`secure` is where `web` redirects to; delete it."),
    (("web.http.redirections.entrypoint.scheme=https",), "warning", "name the entry point, as in `to: secure`."),
])  # fmt: skip
def test_a_redirection_without_a_target_is_none_of_the_entry_point_that_others_redirect_to(
    flags: tuple[str, ...], severity: str, advice: str, cli: Runner
) -> None:
    given = ", ".join(f"'--entrypoints.{flag}'" for flag in ("web.address=:80", "secure.address=:443", *flags))
    cli.write({"compose.yml": f"services: {{traefik: {{image: 'traefik:v3.6', command: [{given}]}}}}\n"})
    found = json.loads(cli("lint", "--format", "json").out)["findings"]
    told = [(one["severity"], one["message"]) for one in found if one["rule"] == "redirection-without-target"]
    assert [(said, message.endswith(advice)) for said, message in told] == [(severity, True)]


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
        (
            "dokploy-network",
            "to-https",
            BY_LABELS.format("to-https"),
        ),
        (
            "web",
            "redirect-to-https",
            BY_LABELS.format("redirect-to-https"),
        ),
    ],
)
def test_a_middleware_of_dokploy_is_advised_with_its_provider(network: str, name: str, meant: str, cli: Runner) -> None:
    labels = ("traefik.http.routers.a.rule=Host(`a.io`)", f"traefik.http.routers.a.middlewares={name}")
    networks = f", networks: [{network}]"
    run = PROXY.replace("]}", f"]{networks}}}")
    cli.write({"compose.yml": f"{container(*labels, more=networks)}{run}networks: {{{network}: {{external: true}}}}\n"})
    found = json.loads(cli("lint", "--format", "json").out)["findings"]
    assert [one["message"].partition("; ")[2] for one in found if one["rule"] == "unknown-middleware"] == [meant]


@rows(("more", "advice"), [("", "write `port`."), ("port=81", "remove it, as `port` is enough.")])
def test_an_address_that_labels_cannot_set_is_left_out_beside_a_port(more: str, advice: str, cli: Runner) -> None:
    server = "traefik.udp.services.x.loadbalancer.server"
    labels = ("traefik.udp.routers.x.entrypoints=web", f"{server}.address=a:82", f"{server}.{more or 'other=1'}")
    cli.write({"compose.yml": container(*labels) + PROXY})
    found = json.loads(cli("lint", "--format", "json").out)["findings"]
    assert [one["message"].partition("; ")[2] for one in found if one["rule"] == "label-file-only"] == [advice]


@rows(
    ("labels", "rule", "said"),
    [
        ((USED, "traefik.http.routers.a.middlewares=up@file", UP), "unknown-middleware", "did you mean `up@docker`?"),
        ((USED, "traefik.http.routers.a.middlewares=other@file"), "unknown-middleware", "it guards nothing."),
        ((USED, "traefik.http.routers.a.middlewares=z", "traefik.http.middlewares.z.compress=true", UP),
         "label-middleware-unused", "write `traefik.http.routers.a.middlewares=z,up`."),
        ((USED, UP), "label-middleware-unused", "write `traefik.http.routers.a.middlewares=up`."),
    ],
)  # fmt: skip
def test_the_advice_fits_what_stands_beside_it(labels: tuple[str, ...], rule: str, said: str, cli: Runner) -> None:
    files = PROXY.replace("[--providers.docker=true", "[--providers.docker=true, --providers.file.directory=/d")
    volumes = files.replace("traefik: {", "traefik: {volumes: ['./d:/d'], ")
    cli.write({"compose.yml": container(*labels) + volumes, "d/a.yml": "http: {middlewares: {m: {compress: {}}}}\n"})
    found = json.loads(cli("lint", "--format", "json").out)["findings"]
    assert [one["message"].endswith(said) for one in found if one["rule"] == rule] == [True]


@rows(
    ("flags", "router", "lost"),
    [
        ("--certificatesresolvers.le.acme.tlschallenge=true", "tls: {certResolver: le}",
         "nothing gets certificates from `le`"),
        ("--entrypoints.s.address=:443", "entryPoints: [s]", "there is no entry point `s`, which routers name"),
        ("--entrypoints.s.address=:443", "entryPoints: [web]", "`entryPoints.s.address` is lost"),
        ("--log.level=DEBUG, --providers.docker=true, --entrypoints.web.address=:80", "entryPoints: [web]",
         "`log.level` and `providers.docker` are lost"),
        ("--metrics.prometheus.entrypoint=web", "entryPoints: [web]", "`metrics.prometheus.entryPoint` is lost"),
    ],
)  # fmt: skip
def test_what_is_lost_with_flags_is_told_with_them(flags: str, router: str, lost: str, cli: Runner) -> None:
    cli.write(
        {
            "compose.yml": RUN.replace("    ports", f"    command: [{flags}]\n    ports"),
            "traefik.yml": STATIC,
            "dynamic.yml": f"http: {{routers: {{a: {{rule: Host(`a.io`), service: noop@internal, {router}}}}}}}\n",
        }
    )
    found = json.loads(cli("lint", "--format", "json").out)["findings"]
    (help,) = [one["help"] for one in found if one["rule"] == "static-form-ignored"]
    assert help == f"So {lost}; put everything in one place."
    assert {"unknown-cert-resolver", "unknown-entrypoint"}.isdisjoint(one["rule"] for one in found)


TOML_STATIC = "[entryPoints.web]\naddress = ':80'\n[providers.file]\nfilename = 'd.toml'\n"
TO_REST = "[http.routers.a]\nrule = 'Host(`b.io`)'\nservice = 'rest@internal'\n"
HEALTH = {
    "compose.yml": RUN.replace("yml:/traefik.yml", "toml:/traefik.toml").replace("dynamic.yml", "d.toml")
    + "    healthcheck: {test: [CMD, traefik, healthcheck]}\n"
}
BY_VARIABLES = (
    "services:\n  traefik: {image: 'traefik:v3.6', volumes: ['./d:/d'], "
    "environment: [TRAEFIK_PROVIDERS_FILE_DIRECTORY=/d, 'TRAEFIK_ENTRYPOINTS_web_ADDRESS=:80']}\n"
)
NAMED_IN_TCP = "tcp: {routers: {a: {rule: a.io, service: s, tls: {}}}, services: {s: {loadBalancer: {servers: []}}}}\n"


def swallowed(more: str = "") -> dict[str, str]:
    """A router whose long rule takes the requests of two others, and perhaps more routers."""
    wide = "'PathPrefix(`/v1`) || PathPrefix(`/docs`) || Path(`/open.json`)'"
    return {
        "a.yml": "http:\n  routers:\n    api: {rule: PathPrefix(`/v1`), service: noop@internal}\n"
        "    health: {rule: Path(`/open.json`), service: noop@internal}\n"
        f"    files: {{rule: {wide}, service: app}}\n{more}  {APP}\n"
    }


@rows(
    ("more", "advice"),
    [
        ("", "give `files` `priority: 1`."),
        ("    ui: {rule: Host(`a.io`), service: app, entryPoints: [other]}\n", "give `files` `priority: 1`."),
        (
            "    ui: {rule: PathPrefix(`/`), service: app}\n",
            "give `api` a higher `priority`, or narrow the other's rule.",
        ),
        ("    ui: {rule: Host(`a.io`), service: app}\n", "give `api` a higher `priority`, or narrow the other's rule."),
    ],
)
def test_a_router_is_sent_behind_all_others_where_none_waits_there(more: str, advice: str, cli: Runner) -> None:
    cli.write(swallowed(more))
    found = json.loads(cli("lint", "--format", "json").out)["findings"]
    first = next(one["message"] for one in found if one["rule"] == "shadowed-router")
    assert first.endswith(advice)


PAGE_IN_TOML = "[http.middlewares.e.errors]\nstatus = ['404']\nservice = 'app'\nquery = '/'\n" + IN_TOML.replace(
    'service = "app"', "service = 'noop@internal'\nmiddlewares = ['e']"
)


@rows(
    ("files", "rule", "said"),
    [
        ({"a.yml": ruled("Host(`a.io`, `b.io`) && Path(`/x`)")}, "rule-too-many-arguments",
         "write ``(Host(`a.io`) || Host(`b.io`))``."),
        ({"a.yml": ruled("Host(`a.io`) && !Path(`/x`, `/y`)")}, "rule-too-many-arguments",
         "write ``(Path(`/x`) || Path(`/y`))``."),
        # what values of Traefik 2 meant
        ({"a.yml": ruled("HostRegexp(`a.io`, `{sub:[a-z]+}.a.io`)")}, "rule-too-many-arguments",
         r"write ``Host(`a.io`) || HostRegexp(`^[a-z]+\.a\.io$`)``."),
        ({"compose.yml": container("traefik.http.routers.a.rule=HostRegexp(`a.io`, `{s:[a-z]+}.a.io`)")},
         "rule-too-many-arguments", r"write ``Host(`a.io`) || HostRegexp(`^[a-z]+\\.a\\.io$$`)``."),
        ({"a.yml": ruled(r"HostRegexp(`^a\.io$`, `^b\.io$`)")}, "rule-too-many-arguments",
         r"write ``HostRegexp(`^a\.io$`) || HostRegexp(`^b\.io$`)``."),
        ({"a.yml": ruled("PathPrefix(`/a`, `/b/{id:[0-9]+}`)")}, "rule-too-many-arguments",
         "write ``PathPrefix(`/a`) || PathRegexp(`^/b/[0-9]+`)``."),
        ({"a.yml": ruled("Host(`a.io`, `b.io`) || Path(`/x`)")}, "rule-too-many-arguments",
         "write ``Host(`a.io`) || Host(`b.io`)``."),
        ({"a.yml": ruled("Host(`a.io`) && !Path(`/x|/y`)")}, "expression-as-text",
         "write ``(Path(`/x`) || Path(`/y`))``."),
        ({"a.yml": ruled("Host(`a.io, b.io`)")}, "expression-as-text", "write ``Host(`a.io`) || Host(`b.io`)``."),
        ({"a.yml": ruled("Host(`a.io b.io`) && Path(`/x`)")}, "expression-as-text",
         "write ``(Host(`a.io`) || Host(`b.io`))``."),
        ({"a.yml": ruled("Host(` a.io`)")}, "host-with-space", "remove them."),
        ({"a.yml": ruled("Host(`http://a.io:80/x`)")}, "host-with-scheme",
         "write ``Host(`a.io`) && PathPrefix(`/x`)``."),
        ({"a.yml": ruled("Host(`http://a.io:80`)")}, "host-with-scheme", "write `a.io`."),
        ({"a.yml": ruled("Host(`http://a.io`)")}, "host-with-scheme", "remove `http://`."),
        ({"a.yml": ruled("Host(`a.io/x`) || Host(`b.io`)")}, "host-with-path",
         "write ``(Host(`a.io`) && PathPrefix(`/x`))``."),
        ({"a.yml": ruled("Host(`a.io`), Host(`b.io`)")}, "rule-word-operator", "write `||`."),
        ({"a.yml": ruled("Host(`a.io`), Host(`b.io`) && Path(`/x`)")}, "rule-word-operator",
         "write `||`, and parentheses around what it joins."),
        *(({"compose.yml": RUN, "traefik.yml": STATIC,
            **shared(f"{before}*", "Host(`a.io`)", ", accessControlAllowCredentials: true")},
           "cors-star-with-credentials",
           f"`accessControlAllowCredentials` {use}; list the origins, because from Traefik 3.7.6 on `*` lets every "
           "site act as the visitor.") for before, use in
          (("", "is of no use"), ("https://x.io', '", "counts for the origins before it alone"))),
        ({"a.yml": ruled("Host(`a.io`) && Host(`b.io`)")}, "rule-contradiction", "join them with `||`."),
        ({"a.yml": ruled("Host(`a.io`) && Path(`/p`) && Path(`/q`)")}, "rule-contradiction",
         "write ``(Path(`/p`) || Path(`/q`))`` in place of the two."),
        ({"a.yml": ruled("Host(`a.io`) && (Host(`b.io`) && Path(`/q`))")}, "rule-contradiction", "remove one of them."),
        ({"a.yml": ruled("app.a.io")}, "rule-syntax", "write ``Host(`app.a.io`)``."),
        ({"a.yml": ruled("https://a.io/x/y/")}, "rule-syntax", "write ``Host(`a.io`) && PathPrefix(`/x/y`)``."),
        ({"a.yml": NAMED_IN_TCP}, "rule-syntax", "write ``HostSNI(`a.io`)``."),
        ({"a.yml": ruled("app")}, "rule-syntax", "`app` is not in quotes."),
        ({"a.yml": ruled("Host(`a.io`) && PathPrefixStrip(`/x`)")}, "rule-unknown-matcher",
         "did you mean `PathPrefix`, with a `stripPrefix` middleware?"),
        ({"a.yml": ruled("Host(`a.io`), HostRegexp(`^b`)")}, "rule-word-operator", "write `||`."),
        ({"a.yml": ruled("Host(`a.io`), PathPrefix(`/x`)")}, "rule-word-operator", "write `&&`."),
        ({"a.yml": ruled("Host(`a.io`); Path(`/x`)")}, "rule-word-operator", "write `&&`."),
        (used("https://a.io/\\1"), "redirect-replacement-group", "write `$${1}`."),
        (used("https://a.io/$$1_x"), "redirect-replacement-group", "write `$${1}_x`."),
        (used("ann:blue", kind="basicauth.users"), "basic-auth-plaintext",
         "use `htpasswd -nB NAME`, with each `$` doubled."),
        (used("${U}", kind="basicauth.users", env="U=ann:blue\n"), "basic-auth-plaintext", "use `htpasswd -nB NAME`."),
        (used("ann", kind="basicauth.users"), "basic-auth-malformed-user",
         "create the entry with `htpasswd -nB NAME`, with each `$` doubled."),
        (used("4xx", kind="errors.status"), "errors-bad-status", "write `400-499`."),
        (used("x", kind="errors.status"), "errors-bad-status", "write `503` or `500-599`."),
        (used("0.0.0.0/0,::/0", kind="ipallowlist.sourcerange"), "ip-allow-list-everyone",
         "`0.0.0.0/0` and `::/0` let everyone in; name the networks that may, or remove the middleware."),
        (to_device("https://10.0.0.7", "minVersion: VersionTLS10"), "transport-tls-ignored",
         "add `maxVersion: VersionTLS13`."),
        (swarming("v3.2.1", "traefik.swarm.network=n"), "label-not-read",
         "`traefik.swarm` came with Traefik 3.2.2; before, it is `traefik.docker`."),
        (swarming("v3.1"), "network-ambiguous", "say which with `traefik.docker.network=n`."),
        (swarming("v3.6"), "network-ambiguous", "say which with `traefik.swarm.network=n`."),
        (linking("two"), "router-unlinked", "add `traefik.http.services.app.loadbalancer.server.port` and "
         "`traefik.http.routers.app.service`."),
        (linking("app"), "router-unlinked", "add `traefik.http.routers.app.service`."),
        (linking("two", "b"), "router-unlinked", "add `traefik.http.routers.app.service`."),
        (networked("trafik"), "network-not-attached", "write `proxy`, the one that Traefik is on."),
        (networked("web", "proxy, web"), "network-not-attached", "_web`?"),
        (asked("Host(`api.a.io`)"), "unknown-service", "define it under `http.services`, or remove the reference."),
        (asked("Host(`traefik.a.io`)"), "unknown-service", "did you mean `api@internal`?"),
        (heir("extends: app"), "service-shared", "write `labels: !reset []` below `b`."),
        (heir(f"extends: app, {ADMIN}"), "service-shared",
         "write `labels: !override` below `b`, with all that it needs."),
        (heir("<<: *app"), "service-shared", "write `labels: []` below `b`."),
        (heir(f"<<: *app, {ADMIN.replace('{', '{<<: *labels, ')}"), "service-shared",
         "leave `<<` out of the labels of `b`, and write what it needs there."),
        ({"common.yml": container(f"{LOADED}.server.port=80", name="web"), "docker-compose.yml": OF_COMMON},
         "service-shared", "give each a service of its own."),
        (over("https", "8971"), "https-backend-short-name",
         "names the container's address; write `traefik.http.services.a.loadBalancer.serversTransport=NAME@file`, and "
         "define that one in a file, with `rootCAs` and `serverName`."),
        (over("https", "8096"), "https-backend-short-name",
         "write `http`; if it does not, write `traefik.http.services.a.loadBalancer.serversTransport=NAME@file`, and "
         "define that one in a file, with `rootCAs` and `serverName`."),
        (over("ws"), "server-url-bad-scheme", "write `http`."),
        ({"compose.yml": container(USED, "traefik.http.routers.a.middlewares=m,") + PROXY}, "empty-reference",
         "so Traefik looks for `@docker`; remove the comma."),
        (over("https", "8443"), "https-backend-short-name",
         "write `traefik.http.services.a.loadBalancer.serversTransport=NAME@file`, and define that one in a file, with "
         "`rootCAs` and `serverName`."),
        (over("htps"), "server-url-bad-scheme", "write `https`."),
        # as the language of the file has it
        ({"a.toml": "[http.serversTransports.t]\nminVersion = 'VersionTLS10'\n"}, "transport-tls-ignored",
         'add `maxVersion = "VersionTLS13"`.'),
        ({"a.toml": PAGE_IN_TOML}, "noop-with-error-page", """for a 404 add `statusRewrites = {"418" = 404}`."""),
        ({**HEALTH, "traefik.toml": TOML_STATIC}, "health-check-fails", "add `[ping]`."),
        ({**HEALTH, "traefik.toml": TOML_STATIC, "d.toml": TO_REST}, "internal-not-enabled",
         "with `[providers.rest]`."),
        ({"traefik.yml": STATIC, "dynamic.toml": TO_REST}, "internal-not-enabled", "with `providers: {rest: {}}`."),
        ({"compose.yml": container(USED, "traefik.http.routers.a.service=rest@internal") + PROXY},
         "internal-not-enabled", "with `--providers.rest=true`."),
        ({"compose.yml": BY_VARIABLES, "d/a.toml": TO_REST}, "internal-not-enabled",
         "with `TRAEFIK_PROVIDERS_REST=true`."),
        # as the quotes around a rule have it
        ({"a.yml": ruled("Host(`.a.io`)")}, "host-glob", r"write ``HostRegexp(`^.+\.a\.io$`)``."),
        ({"a.yml": ruled("Host(`.a.io`)").replace("'", '"')}, "host-glob",
         r"write ``HostRegexp(`^.+\\.a\\.io$`)``."),
        ({"compose.yml": container("traefik.http.routers.a.rule=HostRegexp(`{s:[a-z]+}.a.io`)") + PROXY},
         "regexp-v2-template", r"write ``HostRegexp(`^[a-z]+\\.a\\.io$`)``."),
        ({"a.toml": IN_TOML.replace("Host(`z", "Host(`.z")}, "host-glob", r"write ``HostRegexp(`^.+\\.z\\.io$`)``."),
        ({"a.toml": IN_TOML.replace('"Host(`z.io`)"', "'Host(`.z.io`)'")}, "host-glob",
         r"write ``HostRegexp(`^.+\.z\.io$`)``."),
        ({"a.yml": ruled("HostRegexp(`*.a.io`)").replace("'", '"')}, "rule-bad-regex", r"write `^[^.]+\\.a\\.io$`."),
        (used(r"^https://b\.io$", kind="redirectregex.regex"), "redirect-regex-without-path",
         r"write `^https://b\\.io(/.*)$`."),
        ({"a.yml": asking("auth.shop.io")}, "forward-auth-plain-http",
         "write `https://`, or use the server's internal name."),
        ({"a.yml": asking("auth.shop.io:9091")}, "forward-auth-plain-http",
         "use the server's internal name, or the address without a port at which `https://` reaches it."),
        (led(r"^https://b\.io$", "https://c.io"), "redirect-regex-without-path", r"write `^https://b\.io(/.*)$`."),
        (led(r"^https://b\.io$", "https://c.io/new"), "redirect-regex-without-path",
         r"write `^https://b\.io(/.*)$`."),
        (led(r"^http://b\.io$", "https://b.io/"), "redirect-regex-without-path", r"write `^http://b\.io(/.*)$`."),
        *((led(f"^https?://b{end}$", to), "redirect-regex-without-path",
           f"write `^https?://b{end}/$`, which is for the start page alone.")
          for end, to in (("[.]io", "https://b.io/web/"), ("[.]io", "/web"), (r"\.(io|de)", "https://b.de/web"))),
        (led("^https://b.io/(.*)", "c.io/$1"), "redirect-regex-target", "write `https://c.io/$1`."),
        (led("https://b.io/", "https://c.io"), "redirect-regex-target", "write `https://c.io/`."),
        ({"compose.yml": container(USED, "traefik.http.routers.a.entrypoints=web", "traefik.http.routers.a.tls=true")
          + PROXY}, "tls-router-on-plain-entrypoint", "delete `tls`, or add an entry point on port 443."),
        *(({"compose.yml": container("traefik.http.routers.d.rule=PathPrefix(`/t`)",
             "traefik.http.routers.d.service=api@internal", "traefik.http.routers.d.middlewares=s",
             "traefik.http.middlewares.s.stripprefix.prefixes=/t") + PROXY.replace("v3.6", version).replace(
             "command: [", "command: [--api, ")}, "dashboard-unreachable", advice) for version, advice in
          (("v3.6", "set `api.basePath: /t` in the static configuration instead of taking `/t` off."),
           ("v2.10", "write ``(PathPrefix(`/t`) || PathPrefix(`/api`))`` in place of its path."))),
        (at_home(), "server-at-localhost", "write the name of a container instead; for what runs on the machine itself "
         'write `host.docker.internal`, with `extra_hosts: ["host.docker.internal:host-gateway"]` at `traefik`.'),
        (at_home(more=", extra_hosts: ['host.docker.internal:host-gateway']"), "server-at-localhost",
         "write the name of a container instead; for what runs on the machine itself write `host.docker.internal`."),
        (at_home(others="  app: {image: app, ports: ['11000:80']}\n"), "server-at-localhost",
         "write `app:80`, the container that listens there."),
        (published(DB, "80:80"), "entrypoint-not-published", "add `5432:5432` to the `ports` of `traefik`."),
        (published(DB, "80:80", app=", ports: ['5432:5432']"), "entrypoint-not-published",
         "to the `ports` of `traefik`, with another port of the host in front, as `app` has 5432."),
        (published("web.address=:443 web.http3=true db.address=:1", "8443:443"), "http3-not-published",
         "add `8443:443/udp` to its `ports`."),
        (led("^https://b.io/(.*)", "nas.lan/$1"), "redirect-regex-target", "write `https://nas.lan/$1`."),
        (led("^https?://(b.io)/(.*)", "https://c.io${2}"), "redirect-regex-target", "write `https://c.io/${2}`."),
        (used("https://c.io$$1"), "redirect-regex-target", "write `https://c.io/$$1`."),
        (led("^https?://[^/]+$", "$0/web/"), "redirect-regex-without-path",
         "write `^https?://[^/]+/$` and `${0}web/`, which is for the start page alone."),
        *((led(f"^{begin}/old", "/new"), "redirect-regex-scheme", f"begin it with {advice}.")
          for begin, advice in (("", "`^https?://[^/]+`"), ("//b.io", "`^https?:`"), (r"b\.io", "`^https?://`"),
                                ("www.", "`^https?://`"), ("app", "`^https?://` and the host"))),
        # what WebSockets go over, without a path that would be ignored
        *(
            ({"a.yml": ruled("Host(`a.io`)").replace("http://app:80", url)}, "server-url-bad-scheme", said)
            for url, said in (("ws://", "write `http://host:port`."), ("wss:///ws", "write `https://host:port`."),
                              ("wss://:80", "write `https://host:80`."), ("ttp://", "write `http://host:port`."))
        ),
        ({"a.yml": ruled("Host(`a.io`)").replace("http://app", "wss://app:1/ws?x=")}, "server-url-bad-scheme",
         "write `https://app:1/ws?x=:80`."),
        ({"a.yml": ruled("Host(`a.io`)").replace("http://app:80", "wss://app:80/ws")}, "server-url-bad-scheme",
         "write `https://app:80`, as it ignores the path `/ws`."),
        ({"a.yml": ruled("Host(`a.io`)").replace("'http://app:80'", "'ws://app:80/ws', preservePath: true")},
         "server-url-bad-scheme", "write `http://app:80/ws`."),
        # a type that is no word for off, as the file or the label has it
        ({"a.toml": IN_TOML.replace("service =", "middlewares = ['m']\nservice =")
          + "[http.middlewares.m]\ncompress = 'yes'\n"}, "middleware-without-type",
         'as `compress = "yes"` switches `compress` off; write `compress = {}`, or delete the middleware.'),
        ({"compose.yml": container(USED, "traefik.http.routers.a.middlewares=m",
                                   "traefik.http.middlewares.m.compress=yes") + PROXY}, "middleware-without-type",
         "write `traefik.http.middlewares.m.compress=true`, or delete the middleware."),
        # a word that other names have is no slip
        ({"a.yml": asking_for("internal-app", "external-web")}, "unknown-service",
         "`external-app` does not exist; define it under `http.services`, or remove the reference."),
        ({"a.yml": asking_for("internal-app", "web")}, "unknown-service", "did you mean `internal-app`?"),
        ({"a.yml": asking_for("external-ap", "external-web")}, "unknown-service", "did you mean `external-ap`?"),
        # metrics are no part of the API
        ({"a.yml": "http: {routers: {m: {rule: Path(`/metrics`), service: api@internal}}}\n"}, "dashboard-unreachable",
         "lead to `prometheus@internal`, with `metrics: {prometheus: {}}` in the static configuration."),
        # a list with commas
        ({"compose.yml": container(USED, "traefik.http.routers.a.tls.domains=a.io,*.a.io") + PROXY},
         "label-list-without-index", "write `domains[0].main=a.io` and `domains[0].sans=*.a.io`."),
        ({"compose.yml": container(USED, "traefik.http.services.a.weighted.services=a,b") + PROXY},
         "label-list-without-index", "write `services[0].name=a`, and the next as `services[1]`."),
        (by_environment("tls: {certificates: [{certFile: /c.crt, keyFile: /c.key}]}\n"), "file-not-read",
         "set `TRAEFIK_PROVIDERS_FILE_FILENAME` to `/etc/traefik/dynamic/certs.yaml`."),
        (by_environment("entryPoints: {front: {address: ':81'}}\n"), "file-not-read",
         "mount it at `/etc/traefik/traefik.yaml`, and delete the variables, or leave it out."),
        ({"compose.yml": container("traefik.http.routers.a.rule=Host(`a.io`)", "traefik.port=80",
                                   more=", ports: ['8000:8000']") + PROXY}, "label-not-read",
         "`traefik.http.services.NAME.loadbalancer.server.port=80`."),
        ({"compose.yml": container("traefik.http.routers.a.rule=Host(`a.io`)", "traefik.port=80",
                                   more=", ports: ['8000:8000', '81:81']") + PROXY}, "label-not-read",
         "`traefik.http.services.NAME.loadbalancer.server.port=80`."),
        (with_resolver(on_s("Host(`a.io`)", ", tls: {certResolver: le}"), point="options: modern", more=MODERN),
         "entry-point-tls-replaced", "name them here."),
        (with_resolver(on_s("Host(`a.io`)", ", tls: {certResolver: le}"), point="certResolver: le, options: modern",
                       more=MODERN), "entry-point-tls-replaced", "name them here, or leave `tls` out."),
        (with_resolver(on_s("Host(`a.io`)", ", tls: {certResolver: le}"), point="options: 'default\"'"),
         "unknown-tls-options", "write `default`."),
        (with_resolver(on_s("HostRegexp(`^.+$`)", WITH_MODERN), more=MODERN), "tls-options-without-host",
         "rename the options to `default`, or add a `Host`."),
    ],
)  # fmt: skip
def test_who_does_what_is_advised_has_what_was_meant(files: dict[str, str], rule: str, said: str, cli: Runner) -> None:
    cli.write(files)
    found = json.loads(cli("lint", "--format", "json").out)["findings"]
    (message,) = [one["message"] for one in found if one["rule"] == rule]
    assert message.endswith(said)


@rows("url", ["ws://", "wss://:80", "ttp:///x"])
def test_a_host_that_is_missing_is_not_made_up(url: str, cli: Runner) -> None:
    cli.write({"a.yml": ruled("Host(`a.io`)").replace("http://app:80", url)})
    (found,) = json.loads(cli("lint", "--format", "json").out)["findings"]
    assert found["fix"] is None


@rows(
    ("text", "help", "is_fixed"),
    [
        ("http: {services: {w: {loadBalancer: {}}}}\n", "Give `loadBalancer` its options, such as `servers`.", False),
        ("http: {middlewares: {m: {basicAuth: {}}}}\n", "Give `basicAuth` its options, such as `users`.", False),
        ("http: {middlewares: {m: {inFlightReq: {amount: }}}}\n", "Give `inFlightReq` its options, such as `amount`.",
         False),
        ("tcp: {services: {w: {loadBalancer: {}}}}\n", "Give `loadBalancer` its options, such as `servers`.", False),
        ("http: {middlewares: {m: {basicAuth: {}, headers: {frameDeny: true}}}}\n",
         "Give `basicAuth` its options, such as `users`.", False),
        ("http: {routers: {r: {rule: Host(`a.io`), service: w, tls: {options: {}}}}}\n", "", True),
        ("http: {routers: {}}\n", "Delete `routers`; if nothing is left, leave a comment in the file.", True),
        ("http: {services: {}}\n", "Delete `services`; if nothing is left, leave a comment in the file.", True),
    ],
)  # fmt: skip
def test_the_beginning_of_an_object_is_to_be_filled_in(text: str, help: str, is_fixed: bool, cli: Runner) -> None:
    cli.write({"a.yml": text})
    found = json.loads(cli("lint", "--format", "json", "a.yml").out)["findings"]
    told = [one for one in found if one["rule"] in ("empty-mapping", "all-null-section")]
    assert [(one["help"], one["fix"] is not None) for one in told] == [(help, is_fixed)] * bool(help)


@rows(
    ("step", "advice"),
    [
        ("basicAuth: {usersFile: /u}", "put `cors` first in the entry point's list."),
        ("forwardAuth: {address: 'http://ak:9000/outpost.goauthentik.io/auth/traefik'}",
         "put `cors` first in the entry point's list, or let its server allow `OPTIONS` requests."),
    ],
)  # fmt: skip
def test_a_login_stays_at_the_entry_point_where_it_keeps_all_routers(step: str, advice: str, cli: Runner) -> None:
    cors = "{headers: {accessControlAllowOriginList: ['https://x.io'], accessControlAllowMethods: [GET]}}"
    more = f"  middlewares: {{login: {{{step}}}, cors: {cors}}}\n"
    files = with_resolver(on_s("Host(`a.io`)", ", middlewares: [cors]"), more=more)
    files["dynamic.yml"] = files["dynamic.yml"].replace(f"  {AUTH}\n", "")
    files["traefik.yml"] = files["traefik.yml"].replace("http: {tls", "http: {middlewares: [login@file], tls")
    cli.write(files)
    found = json.loads(cli("lint", "--format", "json").out)["findings"]
    (message,) = [one["message"] for one in found if one["rule"] == "middleware-order"]
    assert message.endswith(advice)


@rows(
    ("port", "scheme", "fixed"),
    [("80", "wss", ("80", "https")), ("80", "http", ("80", "http")), ("80/x", "http", ("80/x", "http"))],
)
def test_a_fix_writes_no_url_where_labels_have_its_parts(
    port: str, scheme: str, fixed: tuple[str, str], cli: Runner
) -> None:
    cli.write(over(scheme, port))
    cli("lint", "--fix", "--unsafe-fixes")
    text = (cli.folder / "compose.yml").read_text()
    assert f'server.port={fixed[0]}"' in text
    assert f'server.scheme={fixed[1]}"' in text


@rows(
    ("tls", "help"),
    [
        ("{entryPoints: [web]}", "Delete `tls.entryPoints`: Traefik refuses a file with it."),
        ("{options: {a: {sniStrict: true}}}", "Move it to a file of the file provider."),
        ("{stores: {}, entryPoints: [web]}", "Move it to a file of the file provider, but for `tls.entryPoints`: T"),
        ("{default: {sniStrict: true}}",
         "Move it to a file of the file provider, and write `tls.options.default` there instead of `tls.default`."),
        ("{option: {a: {sniStrict: true}}}",
         "Move it to a file of the file provider, and write `tls.options` there instead of `tls.option`."),
        ("{certificate: [{certFile: a, keyFile: b}], x: {}, y: 1}",
         "Move it to a file of the file provider, and write `tls.certificates` there instead of `tls.certificate`, but "
         "for `tls.x` and `tls.y`: Traefik refuses a file with them."),
    ],
)  # fmt: skip
def test_what_dynamic_configuration_does_not_know_either_is_not_to_be_moved(tls: str, help: str, cli: Runner) -> None:
    providers = "providers: {file: {directory: d}}"
    cli.write({"traefik.yml": f"entryPoints: {{web: {{address: ':80'}}}}\n{providers}\ntls: {tls}\n"})
    found = json.loads(cli("lint", "--strict", "--format", "json").out)["findings"]
    assert [one["help"].startswith(help) for one in found if one["rule"] == "dynamic-in-static"] == [True]


@rows(
    ("option", "advice"),
    [
        ("middlewares: {m: {compress: {}}}", "Define it under `middlewares` with a name of its own, and write"),
        ("middlewares: {m: compress}", "Write `middlewares: [first, second]`."),
        ("service: {loadBalancer: {servers: []}}", "Define it under `services` with a name of its own, and write"),
        ("service: {name: app}", "Write the value behind `service:`."),
    ],
)
def test_what_is_defined_in_the_place_of_a_name_gets_one(option: str, advice: str, cli: Runner) -> None:
    cli.write({"a.yml": f"http:\n  routers: {{r: {{rule: Host(`a.io`), {option}}}}}\n  {APP}\n"})
    found = json.loads(cli("lint", "--format", "json").out)["findings"]
    helps = [one["help"] for one in found if one["rule"] in ("list-expected", "scalar-expected")]
    assert any(help.startswith(advice) for help in helps), helps


@rows("files", [
    {"compose.yml": container(USED, "traefik.http.middlewares.m.headers.customrequestheaders=X-A: Bearer ${P}"),
     ".env": "P=hunter\n"},
    {"a.yml": ruled("Host(`a.io`)").replace("http://app:80", "http://user:${P:-ab\\\\hunter12345}@b:80/")},
    {"traefik.yml": STATIC + "accessLog: {fields: {headers: {names: {Authorization: Zq7Yxhunter81LmNopQr}}}}\n"},
])  # fmt: skip
def test_advice_shows_no_secret(files: dict[str, str], cli: Runner) -> None:
    cli.write(files)
    for format in ("text", "json"):
        assert "hunter" not in cli("lint", "--format", format).out


def only_redirecting(ports: str) -> dict[str, str]:
    flags = "['--entrypoints.web.http.redirections.entrypoint.to=s', '--entrypoints.s.address=:443']"
    return {"compose.yml": f"services: {{traefik: {{image: 'traefik:v3.6', command: {flags}, ports: [{ports}]}}}}\n"}


def by_own_port(ports: str) -> dict[str, str]:
    own = ("traefik.http.routers.d.rule=Host(`d.shop.org`)", "traefik.http.routers.d.tls.certresolver=le",
           "traefik.http.services.d.loadbalancer.server.port=8080")  # fmt: skip
    return by_flag("--api.insecure=true", f", ports: [{ports}], labels: {json.dumps(own)}")


def with_plugins(*names: str) -> dict[str, str]:
    declared = ", ".join(f"{name}: {{moduleName: github.com/a/{name}, version: v1.0.0}}" for name in names)
    used = ruled("Host(`a.io`)").replace("service:", "middlewares: [m], service:")
    return {
        "traefik.yml": f"{STATIC}experimental: {{plugins: {{{declared}}}}}\n",
        "dynamic.yml": f"{used}  middlewares: {{m: {{plugin: {{bouncer: {{a: b}}}}}}}}\n",
    }


def with_tls(value: str) -> dict[str, str]:
    router = f"r:\n      rule: Host(`a.io`)\n      service: app\n      tls: {value}"
    return {"a.yml": f"http:\n  routers:\n    {router}\n  {APP}\n"}


def resolving(one: str, other: str, *more: str) -> dict[str, str]:
    """A resolver whose address is given by one name, and its challenge by another."""
    flags = [f"--certificatesresolvers.{one}.acme.email=a@a.io", f"--certificatesresolvers.{other}.acme.tlschallenge"]
    service = f"traefik: {{image: 'traefik:v3.6', command: {json.dumps(['--providers.docker=true', *flags, *more])}}}"
    app = container("traefik.http.routers.a.rule=Host(`a.shop.org`)", f"traefik.http.routers.a.tls.certresolver={one}")
    return {"compose.yml": f"{app}  {service}\n"}


def waiting_for(value: str) -> dict[str, str]:
    flags = f"['--entrypoints.web.address=:80', '--certificatesresolvers.le.acme.dnschallenge.propagation={value}']"
    return {"compose.yml": f"services: {{traefik: {{image: 'traefik:v3.6', command: {flags}}}}}\n"}


@rows(
    ("files", "rule", "said"),
    [
        (only_redirecting("'443:443'"), "entrypoint-random-port",
         "write one, as in `:80`, and publish it below `ports`."),
        (only_redirecting("'443:443', '80:80'"), "entrypoint-random-port", "write one, as in `:80`."),
        # a login whose options stand in two middlewares, of which one has no address
        ({"a.yml": asking("b:80").replace("[m]", "[m, n]").replace("{m:", "{n: {forwardAuth: {maxBodySize: 9}}, m:")},
         "forward-auth-address", "`m` has it, and runs as well: put all options there, and remove this one."),
        # a plugin that is declared by another name
        (with_plugins("other"), "plugin-not-declared",
         "`other` is, and no middleware uses it: write the same name in both."),
        (with_plugins("other", "another"), "plugin-not-declared", "declare it under `experimental.plugins`."),
        ({"a.yml": ruled("Host(`a.io`)").replace("http://app:80", "http://app:web")}, "server-url-unparsable",
         "a port is a number: write the one at which the server listens for `web`."),
        # a URL in the place of a name
        ({"a.yml": asking("auth:80").replace("middlewares: [m]", "middlewares: ['https://login.a.io']")},
         "unknown-middleware",
         "for a login, define a `forwardAuth` with this as its `address`, and write its name here."),
        ({"a.yml": ruled("Host(`a.io`)").replace("service: app", "service: 'http://app:80'")}, "unknown-service",
         "this takes the name of a service: define one that has this as a server, and write its name here."),
        ({"compose.yml": container(*LINKED, "traefik.http.routers.app.service=http://app:80")}, "unknown-service",
         "define one that has this as a server, and write its name here."),
        ({"a.yml": ruled("HostRegexp(`^Shop-\\d+\\.a\\.io$`)")}, "host-regexp-impossible", "write small letters."),
        ({"a.yml": ruled("HostRegexp(`^a\\.io/x$`)")}, "host-regexp-impossible", "take out the slash."),
        (by_own_port("'80:80', '8080:8080'"), "dashboard-without-auth",
         "turn `api.insecure` off, and lead to `api@internal`."),
        (by_own_port("'80:80'"), "dashboard-without-auth",
         "put a `basicAuth`, `forwardAuth` or `ipAllowList` before it."),
        # a list in the place of options
        (with_tls("[{certResolver: le}]"), "mapping-expected", "Take the brackets away."),
        (with_tls("\n        - certResolver: le"), "mapping-expected", "Take the dashes away."),
        (with_tls("\n        - true\n        - certResolver: le"), "mapping-expected",
         "Delete the items that are no options, and take the dashes away from the others."),
        (with_tls("[le]"), "switched-off", "Write `tls: {certResolver: le}`."),
        (with_tls("[true]"), "switched-off", "Write its options below it, or `tls: {}` for its defaults."),
        (with_tls("[le, other]"), "switched-off", "Write its options below it, such as `certResolver`."),
        # what other proxies put something for
        (heading("X-Forwarded-Proto: '{scheme}'"), "variable-not-expanded",
         "remove it, as Traefik sets this header itself."),
        (heading("X-Real-IP: $remote_addr"), "variable-not-expanded", "as Traefik sets this header itself."),
        (heading("X-Scheme: '{scheme}'"), "variable-not-expanded", "write a value, or remove it."),
        (heading("X-Forwarded-Proto: '{scheme}'", "customResponseHeaders"), "variable-not-expanded",
         "write a value, or remove it."),
        (heading("X-Name: $host"), "variable-not-expanded", "write a value, or remove it."),
        # a path that would follow the one that is put before it
        *(({"a.yml": ruled(rule).replace("http://app:80", "http://app:80/x")}, "server-url-path-ignored", said)
          for rule, said in (("Host(`a.io`)", "or put `addPrefix` on the router."),
                             ("PathPrefix(`/go`)", "or put `stripPrefix` and then `addPrefix` on the router."),
                             ("PathPrefix(`/`)", "or put `addPrefix` on the router."))),
        # a user whose name and hash are variables
        ({"a.yml": heading("")["a.yml"].replace("headers: {customR", "basicAuth: {users: ['${A:-a}:${B:-b}']}, x: {c")},
         "basic-auth-malformed-user", "write `{{ env \"A\" }}:{{ env \"B\" }}`."),
        # a host that hangs on a variable without a value
        ({"compose.yml": container(*(one.replace("a.io", "a.${D}") for one in UPWARD)) + BOTH},
         "redirect-missing-route",
         "redirects `a.${D}` to https, where no router of these files answers it; add a router with TLS for it."),
        # a resolver under two names
        (resolving("le", "letsencrypt"), "resolver-without-challenge",
         "`letsencrypt` seems to be its other half: write one name for both."),
        (resolving("le", "letsencrypt", "--certificatesresolvers.letsencrypt.acme.email=a@a.io"),
         "resolver-without-challenge", "it has no `httpChallenge`, `tlsChallenge` or `dnsChallenge`."),
        (waiting_for("30"), "switched-off", "acme.dnsChallenge.propagation.delayBeforeChecks=30`."),
        (waiting_for("yes"), "switched-off", "acme.dnsChallenge.propagation=true`."),
        ({"traefik.yml": READING.format("false") + ruled("Host(`a.io`)")}, "dynamic-in-static",
         "Move it to a file of the file provider, which `providers.file.filename` is to name."),
        ({"traefik.yml": STATIC + ruled("Host(`a.io`)")}, "dynamic-in-static",
         "Move it to a file of the file provider."),
        (by_flag("--certificatesresolvers.le.acme.email=$${MAIL}"), "variable-not-expanded",
         "write the value, or `${MAIL}` with one `$`, which Compose fills in."),
        (kept_at("/acme.json", "./acme.json:/acme/acme.json"), "acme-storage-not-mounted",
         "write `/acme/acme.json`, where a volume is."),
        (kept_at("/le/acme.json", "./data:/data"), "acme-storage-not-mounted", "add a volume, as in `./le:/le`."),
        (kept_at("/acme.json", "./letsencrypt:/letsencrypt"), "acme-storage-not-mounted",
         "write `/letsencrypt/acme.json`, where a volume is."),
        (kept_at("/acme.json", "./data:/data"), "acme-storage-not-mounted",
         "add a volume, as in `./acme:/acme`, and write `/acme/acme.json`."),
    ],
)  # fmt: skip
def test_advice_does_what_is_meant(files: dict[str, str], rule: str, said: str, cli: Runner) -> None:
    cli.write(files)
    found = json.loads(cli("lint", "--format", "json").out)["findings"]
    told = [f"{one['message']} {one['help'] or ''}".strip() for one in found if one["rule"] == rule]
    assert [one.endswith(said) for one in told] == [True], told
