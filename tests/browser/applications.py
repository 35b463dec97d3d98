"""A server with as many applications as one likes, as they grow on real ones: most are well, and a few are not."""

from __future__ import annotations

from pathlib import Path

NAMES = ("shop", "blog", "wiki", "git", "mail", "status", "docs", "chat", "crm", "ci")

STATIC = """\
entryPoints:
  web:
    address: ":80"
  websecure:
    address: ":443"
    http:
      tls:
        certResolver: letsencrypt
certificatesResolvers:
  letsencrypt:
    acme:
      email: ops@example.com
      storage: /etc/traefik/acme.json
      httpChallenge:
        entryPoint: web
providers:
  file:
    directory: apps
  docker:
    exposedByDefault: false
"""
SHARED = """\
http:
  middlewares:
    redirect-to-https:
      redirectScheme:
        scheme: https
        permanent: true
    security-headers:
      headers:
        stsSeconds: 31536000
        contentTypeNosniff: true
    team-only:
      basicAuth:
        users:
          - "anna:$2y$05$Nq6P2oCY3WQJq2QKyXkNNOXhT9WvdTBXQpVYGfLJ0dV3sHkQvCbZm"
    old-limit:
      rateLimit:
        average: 100
"""
COMPOSE = """\
services:
  metrics:
    image: prom/prometheus
    labels:
      traefik.enable: "true"
      traefik.http.routers.metrics.rule: Host(`metrics.example.com`)
      traefik.http.routers.metrics.entrypoints: websecure
      traefik.http.routers.metrics.middlewares: team-only@file
      traefik.http.services.metrics.loadbalancer.server.port: "9090"
"""


def write_applications(folder: Path, count: int, *, broken: bool = True) -> None:
    """Write `apps/`, `compose.yml` and `traefik.yml` into a folder.

    Args:
        broken: whether some of them have mistakes.
    """
    (folder / "apps").mkdir(parents=True, exist_ok=True)
    (folder / "traefik.yml").write_text(STATIC, "utf-8")
    (folder / "compose.yml").write_text(COMPOSE, "utf-8")
    (folder / "apps" / "shared.yml").write_text(SHARED, "utf-8")
    for number in range(count):
        name = NAMES[number] if number < len(NAMES) else f"{NAMES[number % len(NAMES)]}-{number // len(NAMES)}"
        (folder / "apps" / f"{name}.yml").write_text(application(name, number, broken=broken), "utf-8")


def application(name: str, number: int, *, broken: bool = True) -> str:
    """One application: a redirect to https, the site, and for some an API of its own."""
    host = f"{name}.example.com"
    slip = "securty-headers" if broken and number % 17 == 12 else "security-headers"
    team = "\n        - team-only" if number % 7 == 5 else ""
    routers = f"""\
    {name}-http:
      rule: Host(`{host}`)
      entryPoints:
        - web
      middlewares:
        - redirect-to-https
      service: {name}
    {name}:
      rule: Host(`{host}`)
      entryPoints:
        - websecure
      middlewares:
        - {slip}{team}
      service: {name}
"""
    services = f"""\
    {name}:
      loadBalancer:
        servers:
          - url: http://{name}:{3000 + number}
"""
    if number % 4 == 0:
        priority = "\n      priority: 5" if broken and number % 16 == 8 else ""
        routers += f"""\
    {name}-api:
      rule: Host(`{host}`) && PathPrefix(`/api`){priority}
      entryPoints:
        - websecure
      service: {name}-api
"""
        services += f"""\
    {name}-api:
      loadBalancer:
        servers:
          - url: http://{name}-api-1:8080
          - url: http://{name}-api-2:8080
"""
    return f"http:\n  routers:\n{routers}  services:\n{services}"
