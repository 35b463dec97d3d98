"""A finding points to the option because of which a condition is what it is, else to the object."""

from __future__ import annotations

from tests.each import rows
from tests.policies.judging import held, places, policy

SHOP = """\
http:
  routers:
    shop:
      rule: Host(`shop.example.com`) && PathPrefix(`/admin`)
      service: shop
      middlewares: [gzip, login]
      priority: 7
      tls:
        certResolver: other
        options: modern@file
    bare:
      rule: Host(`bare.example.com`)
      service: shop
  middlewares:
    gzip:
      compress: {}
    login:
      chain:
        middlewares: [headers, auth]
    headers:
      headers:
        stsSeconds: 300
        customResponseHeaders:
          X-Powered-By: PHP
    auth:
      basicAuth:
        usersFile: /users
  services:
    shop:
      loadBalancer:
        servers:
          - url: http://10.0.0.1:80
          - url: https://10.0.0.2:443
        healthCheck:
          path: /up
          interval: 30s
tls:
  options:
    modern:
      minVersion: VersionTLS13
"""


@rows(
    ("about", "condition", "words"),
    [
        ("router", 'router.tls.certResolver in ["letsencrypt", ""]', "other"),
        ("router", 'router.name != "shop" || router.tls.certResolver == "letsencrypt"', "other"),
        ("router", 'router.name != "shop" || (router.priority > 3 && router.service == "web")', "shop"),
        ("router", '!(router.name == "shop" && has(router.tls))', "tls"),
        ("router", 'router.middlewares.all(m, m != "login")', "login"),
        ("router", 'router.name != "shop" || router.middlewares.exists(m, m == "csp")', "[gzip, login]"),
        ("router", 'router.hosts.all(h, h != "shop.example.com")', "Host(`shop.example.com`) && PathPrefix(`/admin`)"),
        ("router", 'router.paths.all(p, p != "/admin")', "Host(`shop.example.com`) && PathPrefix(`/admin`)"),
        ("router", "router.chain.all(m, !has(m.basicAuth))", "login"),
        ("router", 'router.tls.effective.certResolver in ["letsencrypt", ""]', "other"),
        ("router", 'router.tls.effective.minVersion != "VersionTLS13"', "tls"),
        ("router", 'router.name != "bare" || size(router.middlewares) > 0', "bare"),
        ("router", 'router.name == "shop" ? router.priority == 0 : true', "7"),
        ("router", 'router.?tls.?options.orValue("") != "modern@file"', "modern@file"),
        ("middleware", "middleware.headers.stsSeconds == 0", "300"),
        ("middleware", '!has(middleware.headers.customResponseHeaders) || !("X-Powered-By" in '
         "middleware.headers.customResponseHeaders)", "customResponseHeaders"),
        ("middleware", "!has(middleware.basicAuth)", "basicAuth"),
        ("service", 'service.loadBalancer.servers.all(s, s.url.startsWith("https://"))', "http://10.0.0.1:80"),
        ("service", 'service.servers.all(s, s.url.startsWith("https://"))', "http://10.0.0.1:80"),
        ("service", "service.loadBalancer.healthCheck.interval < 20", "30s"),
        ("tlsOptions", 'tlsOptions.minVersion == "VersionTLS12"', "VersionTLS13"),
    ],
)  # fmt: skip
def test_the_option_that_is_to_blame_is_pointed_at(about: str, condition: str, words: str) -> None:
    (finding,) = held(policy(condition, about=about), SHOP)
    assert SHOP.splitlines()[finding.line - 1][finding.column - 1 : finding.end_column - 1] == words


def test_what_is_forbidden_points_to_the_option_that_holds_it() -> None:
    rules = policy('router.middlewares.exists(m, m == "login")', verb="forbid")
    assert places(held(rules, SHOP)) == ["a.yml:6:27"]


def test_policies_about_the_static_configuration_point_into_it() -> None:
    static = "entryPoints:\n  web:\n    address: :80\n    forwardedHeaders:\n      insecure: true\n"
    (finding,) = held(policy("!entryPoint.forwardedHeaders.insecure", about="entry point"), "http: {}\n", static)
    assert (finding.file, finding.line, finding.column) == ("traefik.yml", 5, 17)


@rows(
    ("condition", "file", "line"),
    [
        ("!instance.static.api.insecure", "traefik.yml", 5),
        ('instance.static.entryPoints.all(name, name != "web")', "traefik.yml", 1),
        ('instance.routers.all(r, r.tls.certResolver != "other")', "a.yml", 9),
        ('instance.entryPoints.all(e, e.address != ":80")', "traefik.yml", 3),
        ("size(instance.routers) < 2", "traefik.yml", 1),
    ],
)
def test_policies_about_the_whole_point_to_what_is_to_blame_in_it(condition: str, file: str, line: int) -> None:
    static = "entryPoints:\n  web:\n    address: :80\napi:\n  insecure: true\n"
    (finding,) = held(policy(condition, about="instance"), SHOP, static)
    assert (finding.file, finding.line) == (file, line)


def test_labels_are_held_to_policies_as_files_are() -> None:
    compose = """\
    services:
      shop:
        image: shop
        labels:
          traefik.enable: "true"
          traefik.http.routers.shop.rule: Host(`shop.example.org`)
          traefik.http.routers.shop.middlewares: gzip@file
          traefik.http.services.shop.loadbalancer.server.port: "80"
    """
    rules = policy('router.hosts.all(h, h.endsWith(".example.com"))', message="{router.name} of {object.provider}")
    (finding,) = held(rules, {"compose.yml": compose})
    assert (finding.line, finding.message, finding.object) == (6, "shop of docker", "http.routers.shop@docker")
    (finding,) = held(policy('"team" in container.labels', about="container"), {"compose.yml": compose})
    assert (finding.file, finding.line, finding.column) == ("compose.yml", 2, 3)
