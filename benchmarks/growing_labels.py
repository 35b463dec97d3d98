"""Inputs of `make bench-growth` that are labels of containers, and static configurations."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.growing_texts import Series, Work, http, linting, listed, router

RULE = "traefik.http.routers.r{n}.rule=Host(`h{n}.example.com`)"
PORT = "traefik.http.services.r{n}.loadbalancer.server.port=80"


def _compose(services: str) -> Work:
    return linting({"compose.yml": f"services:\n{services}"})


def one(*labels: str) -> Callable[[int], Work]:
    """One container with n times these labels."""
    head = "  s:\n    image: a\n    expose: [80]\n    labels:\n      - traefik.enable=true\n"
    return lambda n: _compose(head + listed("".join(f"      - {label}\n" for label in labels), n))


def each(*labels: str) -> Callable[[int], Work]:
    """n containers with these labels."""
    lines = "".join(f"      - {label}\n" for label in labels)
    return lambda n: _compose(listed(f"  s{{n}}:\n    image: a\n    expose: [80]\n    labels:\n{lines}", n))


def _projects(n: int) -> Work:
    text = f"services:\n  s:\n    image: a\n    expose: [80]\n    labels:\n      - {RULE}\n"
    return linting({f"p{number}/compose.yml": text.replace("{n}", str(number)) for number in range(n)})


def _networks(n: int) -> Work:
    names = ", ".join(f"n{number}" for number in range(n))
    labels = f"['traefik.docker.network=x', '{RULE}']".replace("{n}", "")
    service = f"  s:\n    image: a\n    networks: [{names}]\n    expose: [80]\n    labels: {labels}\n"
    return _compose(service + "networks:\n" + listed("  n{n}: {}\n", n))


def _on_two_networks(n: int) -> Work:
    service = f"  s{{n}}:\n    image: a\n    networks: [web, back]\n    expose: [80]\n    labels: ['{RULE}']\n"
    traefik = "  t:\n    image: traefik:v3.6\n    command: [--providers.docker=true]\n    networks: [web]\n"
    return _compose(traefik + listed(service, n) + "networks: {web: {}, back: {}}\n")


def _ports(n: int) -> Work:
    ports = ", ".join(str(number + 1) for number in range(n))
    return _compose(f"  s:\n    image: a\n    expose: [{ports}]\n    labels: ['{RULE}']\n".replace("{n}", ""))


def _traefiks(n: int) -> Work:
    return _compose(listed("  s{n}: {image: 'traefik:v3.6', expose: [80, 81], labels: [traefik.enable=true]}\n", n))


def _mailing(n: int) -> Work:
    routers = listed("    r{n}: {rule: HostSNI(`*`), service: s, entryPoints: [e{n}], tls: {certResolver: le}}\n", n)
    services = "  services: {s: {loadBalancer: {servers: [{address: 'a:1'}]}}}\n"
    return linting({"a.yml": f"tcp:\n  routers:\n{routers}{services}"})


def _networks_of_others(n: int) -> Work:
    service = f"  s{{n}}:\n    image: a\n    network_mode: service:s{{m}}\n    labels: ['{RULE}']\n"
    return _compose(listed(service, n) + f"  s{n}: {{image: a}}\n")


def command_line(flag: str) -> Callable[[int], Work]:
    """The flags of a Traefik in a compose file."""
    head = "  t:\n    image: traefik:v3.6\n    command:\n"
    return lambda n: _compose(head + listed(f"      - --{flag}\n", n))


def static(sections: str, end: str = "", *, head: str = "entryPoints:\n", routers: str = "") -> Callable[[int], Work]:
    """A static configuration of n times a text, and n times a router."""

    def made(n: int) -> Work:
        dynamic = http(listed(routers, n)) if routers else http()
        return linting(dynamic, head + listed(sections, n) + end)

    return made


def _redirecting(to: str) -> str:
    return "  p{n}: {address: ':{m}', http: {redirections: {entryPoint: {to: " + to + ", scheme: http}}}}\n"


def _circle(n: int) -> Work:
    points = (
        listed(_redirecting("p{m}"), n)
        + f"  p{n}: {{address: ':9', http: {{redirections: {{entryPoint: {{to: p0, scheme: http}}}}}}}}\n"
    )
    return linting(http(), f"entryPoints:\n{points}")


_RESOLVERS = "entryPoints: {web: {address: ':80'}}\ncertificatesResolvers:\n"
_ACME = "  r{n}: {acme: {email: a@example.com, storage: a.json, httpChallenge: {entryPoint: wb}}}\n"

LABELS = (
    Series("labels: misspelt options of one container", one("traefik.http.routers.r{n}.entrypoint=web")),
    Series("labels: values that freeze the provider", one("traefik.http.routers.r{n}.priority=x")),
    Series("labels: n routers and n services of one container", one(RULE, PORT)),
    Series("labels: middlewares that nobody uses", one(RULE, "traefik.http.middlewares.m{n}.stripprefix.prefixes=/a")),
    Series(
        "labels: middlewares that nobody knows",
        each(
            RULE,
            "traefik.http.routers.r{n}.middlewares=auth-{n}x",
            "traefik.http.middlewares.auth-{n}-strip.stripprefix.prefixes=/a",
        ),
    ),
    Series("labels: one label n times", one("traefik.http.routers.r.rule=Host(`h{n}.example.com`)")),
    Series("labels: variables without a value", one("traefik.http.routers.r{n}.rule=Host(`${V{n}}`)")),
    Series("labels: routers without a rule", each("traefik.http.routers.r{n}.entrypoints=web")),
    Series("labels: one service of n containers and n routers", each(RULE, PORT.replace("r{n}", "x"))),
    Series("labels: one router of n containers, each another", each(RULE.replace("r{n}", "x"))),
    Series(
        "labels: one middleware of n containers",
        each(RULE, "traefik.http.routers.r{n}.middlewares=m", "traefik.http.middlewares.m.stripprefix.prefixes=/a"),
    ),
    Series("labels: containers in the network of the next one", _networks_of_others),
    Series("labels: networks of one container", _networks),
    Series("labels: containers on two networks", _on_two_networks),
    Series("labels: ports of one container", _ports),
    Series("labels: TLS that is switched off n times", one(RULE, PORT, "traefik.http.routers.r{n}.tls=no")),
    Series("labels: containers of Traefik itself", _traefiks),
    Series("tcp: routers for all names that ask for certificates", _mailing),
    Series("labels: n projects", _projects),
    Series(
        "labels: addresses that only files can set, among others",
        one(
            "traefik.tcp.services.s{n}.loadbalancer.server.address=10.0.0.1:80",
            *(f"other.a{{n}}.b{number}=c" for number in range(12)),
        ),
    ),
    Series("static: flags", command_line("entryPoints.p{n}.address=:{m}")),
    Series("static: flags with quotes in them", command_line("entryPoints.p{n}.address=':{m}'")),
    Series("static: unknown flags", command_line("entryPoins.p{n}.address=:{m}")),
    Series("static: one flag n times", command_line("entryPoints.p.address=:{m}")),
    Series("static: unknown keys", static("entryPoint{n}: 1\n", head="")),
    Series("static: entry points on one port", static("  p{n}: {address: ':80'}\n")),
    Series("static: a chain of redirections", static(_redirecting("p{m}"))),
    Series("static: a circle of redirections", _circle),
    Series("static: redirections to unknown entry points", static(_redirecting("q{m}x"))),
    Series(
        "static: entry points with unknown middlewares",
        static("  p{n}: {address: ':{m}', http: {middlewares: [m{n}@file]}}\n"),
    ),
    Series("static: resolvers with an unknown entry point", static(_ACME, head=_RESOLVERS)),
    Series(
        "static: unknown plugins",
        static(
            "    p{n}: {moduleName: github.com/a/b, version: v1}\n",
            head="experimental:\n  plugins:\n",
            routers=router(more=", middlewares: [m{n}]"),
        ),
    ),
)
