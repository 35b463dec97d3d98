"""Routers that no request reaches, because their entry points redirect all of them themselves."""

# ruff: noqa: E501 - a table

from __future__ import annotations

from typing import Any

from tests.each import rows
from tests.instance.asking import instance_of, thing
from traefiklint.instance.redirected import is_redirected_before, redirected_to_nobody

STATIC = """\
entryPoints:
  web: {address: ":80", http: {redirections: {entryPoint: {%s}}}}
  secure: {address: ":443"}
  tls: {address: ":8443", http: {tls: {}}}
  also: {address: ":81", http: {redirections: {entryPoint: {to: secure}}}}
providers: {file: {directory: /d}%s}
"""
FILE = """\
http:
  routers:
    a: {%s}
%s
  services: {s: {loadBalancer: {servers: [{url: "http://s"}]}}}
  middlewares: {https: {redirectScheme: {scheme: https}}, zip: {compress: {}}}
tcp:
  routers: {%s}
  services: {s: {loadBalancer: {servers: [{address: "s:1"}]}}}
"""


def found(
    router: str,
    *,
    others: str = "",
    tcp: str = "",
    redirect: str = "to: secure",
    providers: str = "",
    complete: bool = True,
) -> str:
    """Which routers lose their visitors, and whether `a` gets none and nobody misses it."""
    more = "".join(f"    b{at}: {{{one}}}\n" for at, one in enumerate(filter(None, others.split("; "))))
    instance = instance_of(FILE % (router, more, tcp), STATIC % (redirect, providers))
    instance.complete = complete
    lost = " ".join(f"{one.router.name}@{one.entry_point}>{one.target.name}" for one in redirected_to_nobody(instance))
    return f"{lost} {'idle' * is_redirected_before(thing(instance, 'http.routers.a'), instance)}".strip()


@rows(
    ("router", "options", "told"),
    [
        ('rule: Host(`a.io`), service: s, entryPoints: [web]', {}, 'a@web>secure'),
        ('rule: Host(`a.io`), service: s, entryPoints: [web]', {'complete': False}, ''),
        ('rule: Host(`a.io`), service: s, entryPoints: [web]', {'providers': ', docker: {}'}, ''),
        ('rule: Host(`a.io`), service: s, entryPoints: [web, also]', {}, 'a@web>secure a@also>secure'),
        ('rule: Host(`a.io`), service: s, entryPoints: [web, tls]', {}, 'a@web>secure'),
        ('rule: Host(`a.io`), service: s, entryPoints: [secure]', {}, ''),
        ('rule: Host(`a.io`), service: s, entryPoints: [gone]', {}, ''),
        ('rule: Host(`a.io`), service: s, entryPoints: [web, gone]', {}, 'a@web>secure'),
        ('rule: Host(`a.io`), service: s', {}, 'a@web>secure'),
        ('rule: Host(`a.io`), service: s, entryPoints: [web], tls: {}', {}, 'a@web>secure'),
        ('rule: Host(`a.io`), service: s, entryPoints: [web], priority: 9223372036854775806', {}, 'a@web>secure'),
        ('rule: Host(`a.io`), service: s, entryPoints: [web], middlewares: [https]', {}, 'a@web>secure idle'),
        ('rule: Host(`a.io`), service: s, entryPoints: [web], middlewares: [zip]', {}, 'a@web>secure'),
        ('rule: Host(`a.io`), service: gone, entryPoints: [web]', {}, ''),
        ('rule: Path(`/`), service: s, entryPoints: [web]', {}, ''),
        ('rule: Host(`a.io`), service: s, entryPoints: [web]', {'others': 'rule: Host(`a.io`), service: s, entryPoints: [secure], tls: {}'}, 'idle'),
        ('rule: Host(`a.io`), service: s, entryPoints: [web]', {'others': 'rule: Host(`A.IO`), service: s, entryPoints: [secure], tls: {}'}, 'idle'),
        ('rule: Host(`a.io`), service: s, entryPoints: [web]', {'others': 'rule: Host(`b.io`), service: s, entryPoints: [secure], tls: {}'}, 'a@web>secure'),
        ('rule: Host(`a.io`), service: s, entryPoints: [web]', {'others': 'rule: Host(`b.io`) || Host(`a.io`), service: s, entryPoints: [secure], tls: {}'}, 'idle'),
        ('rule: Host(`a.io`), service: s, entryPoints: [web]', {'others': 'rule: Path(`/`), service: s, entryPoints: [secure], tls: {}'}, 'idle'),
        ('rule: Host(`a.io`), service: s, entryPoints: [web]', {'others': 'rule: HostRegexp(`b`), service: s, entryPoints: [secure], tls: {}'}, 'idle'),
        ('rule: Host(`a.io`), service: s, entryPoints: [web]', {'others': 'rule: Host(`*`), service: s, entryPoints: [secure], tls: {}'}, 'idle'),
        ('rule: Host(`a.io`), service: s, entryPoints: [web]', {'others': 'rule: Host(`b.io`) || Path(`/`), service: s, entryPoints: [secure], tls: {}'}, 'idle'),
        ('rule: Host(`a.io`), service: s, entryPoints: [web]', {'others': "rule: '!Host(`b.io`)', service: s, entryPoints: [secure], tls: {}"}, 'idle'),
        ('rule: Host(`a.io`), service: s, entryPoints: [web]', {'others': 'rule: Host(`b.io`) && Path(`/`), service: s, entryPoints: [secure], tls: {}'}, 'a@web>secure'),
        ('rule: Host(`a.io`), service: s, entryPoints: [web]', {'others': 'rule: Host(`a.io`), service: s, entryPoints: [secure]'}, 'idle'),
        ('rule: Host(`a.io`), service: s, entryPoints: [web]', {'others': 'rule: Host(`a.io`), service: s'}, 'a@web>secure b0@web>secure'),
        ('rule: Host(`a.io`), service: s, entryPoints: [web]', {'others': 'rule: Host(`a.io`), service: s, entryPoints: [tls]'}, 'a@web>secure'),
        ('rule: Host(`a.io`), service: s, entryPoints: [web]', {'others': 'rule: Host(`a.io`), service: s, entryPoints: [tls], tls: {}'}, 'idle'),
        ('rule: Host(`a.io`), service: s, entryPoints: [web]', {'others': 'rule: Host(`b.io`), service: s, entryPoints: [web]'}, 'a@web>secure b0@web>secure'),
        ('rule: Host(`a.io`), service: s, entryPoints: [web]', {'tcp': 't: {rule: HostSNI(`a.io`), service: s, entryPoints: [secure], tls: {}}'}, 'idle'),
        ('rule: Host(`a.io`), service: s, entryPoints: [web]', {'tcp': 't: {rule: HostSNI(`b.io`), service: s, entryPoints: [secure], tls: {}}'}, 'a@web>secure'),
        ('rule: Host(`a.io`), service: s, entryPoints: [web]', {'tcp': 't: {rule: HostSNI(`*`), service: s, entryPoints: [secure], tls: {passthrough: true}}'}, 'idle'),
        ('rule: Host(`a.io`), service: s, entryPoints: [web]', {'tcp': 't: {rule: HostSNIRegexp(`b`), service: s, entryPoints: [secure], tls: {}}'}, 'idle'),
        ('rule: Host(`a.io`), service: s, entryPoints: [web]', {'tcp': 't: {rule: HostSNI(`*`), service: s, entryPoints: [secure]}'}, 'idle'),
        ('rule: Host(`a.io`), service: s, entryPoints: [web]', {'redirect': "to: ':443'"}, 'a@web>secure'),
        ('rule: Host(`a.io`), service: s, entryPoints: [web]', {'redirect': "to: ':8443'"}, 'a@web>tls'),
        ('rule: Host(`a.io`), service: s, entryPoints: [web]', {'redirect': "to: ':1'"}, ''),
        ('rule: Host(`a.io`), service: s, entryPoints: [web]', {'redirect': 'to: gone'}, ''),
        ('rule: Host(`a.io`), service: s, entryPoints: [web]', {'redirect': 'to: secure, scheme: http'}, ''),
        ('rule: Host(`a.io`), service: s, entryPoints: [web]', {'redirect': 'to: secure, priority: 11'}, ''),
        ('rule: Host(`a.io`), service: s, entryPoints: [web]', {'redirect': 'to: secure, priority: 12'}, 'a@web>secure'),
        ('rule: Host(`a.io`), service: s, entryPoints: [web]', {'redirect': 'to: secure, priority: 11', 'others': 'rule: Host(`a.io`), service: s, entryPoints: [secure], tls: {}'}, ''),
        ('rule: Host(`a.io`), service: s, entryPoints: [web]', {'redirect': 'to: secure, priority: 12', 'others': 'rule: Host(`a.io`), service: s, entryPoints: [secure], tls: {}'}, 'idle'),
    ],
)  # fmt: skip
def test_whose_visitors_end_at_nobody(router: str, options: dict[str, Any], told: str) -> None:
    assert found(router, **options) == told


COMPOSE = """\
services:
  traefik:
    image: traefik:v3.7
    command: [--providers.docker=true, "--entrypoints.web.address=:80", "--entrypoints.web.http.redirections.entrypoint.to=:443", "--entrypoints.in.address=:443"]
    ports: ["80:80", "%s"]
  app: {image: app, labels: {traefik.http.routers.a.rule: "Host(`a.io`)", traefik.http.routers.a.entrypoints: web}}
"""


@rows(
    ("port", "told"), [("443:443", True), ("443:8443", False), ("444:8443", True), ("443", True), ("443:443/udp", True)]
)
def test_a_port_of_the_host_may_lead_to_another_of_the_container(port: str, told: bool) -> None:
    instance = instance_of({"compose.yml": COMPOSE % port})
    assert bool(list(redirected_to_nobody(instance))) is told
