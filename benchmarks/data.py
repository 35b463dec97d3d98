"""Provider directories to measure on, made anew for each run."""

from __future__ import annotations

from pathlib import Path

APP = """\
http:
  routers:
    {name}-router-1:
      rule: Host(`{name}.example.com`)
      service: {name}-service-1
      middlewares:
        - redirect-to-https
      entryPoints:
        - web
    {name}-router-websecure-1:
      rule: Host(`{name}.example.com`)
      service: {name}-service-1
      middlewares: []
      entryPoints:
        - websecure
      tls:
        certResolver: letsencrypt
  services:
    {name}-service-1:
      loadBalancer:
        servers:
          - url: http://{name}:3000
        passHostHeader: true
"""

MIDDLEWARES = """\
http:
  middlewares:
    redirect-to-https:
      redirectScheme:
        scheme: https
        permanent: true
"""

ROUTER = """\
    r{n}:
      rule: Host(`h{n}.example.com`) && PathPrefix(`/p{n}`)
      service: s{n}
      entryPoints: [websecure]
      tls:
        certResolver: letsencrypt
"""

SERVICE = """\
    s{n}:
      loadBalancer:
        servers:
          - url: http://app-{n}:3000
"""

FIXABLE = """\
http:
  routers:
    {name}:
      rule: Host(`{name}.example.com`, `www.{name}.example.com`)
      service: {name}
      entryPoints: [web]
  services:
    {name}:
      loadBalancer:
        servers:
          - url: http://{name}:3000
"""


LABELLED = """\
  {name}:
    image: ghcr.io/acme/{name}:1
    restart: unless-stopped
    labels:
      - traefik.enable=true
      - traefik.http.routers.{name}-web.rule=Host(`{name}.example.com`)
      - traefik.http.routers.{name}-web.entrypoints=web
      - traefik.http.routers.{name}-web.middlewares={name}-https
      - traefik.http.routers.{name}.rule=Host(`{name}.example.com`)
      - traefik.http.routers.{name}.entrypoints=websecure
      - traefik.http.routers.{name}.tls.certresolver=letsencrypt
      - traefik.http.middlewares.{name}-https.redirectscheme.scheme=https
      - traefik.http.services.{name}.loadbalancer.server.port=3000
    networks: [proxy]
"""


def projects(directory: Path, count: int, services: int = 5) -> Path:
    """A repository of `count` compose projects, each with so many services that have labels."""
    for number in range(count):
        folder = directory / f"project-{number:05}"
        folder.mkdir(parents=True)
        listed = "".join(LABELLED.format(name=f"app-{number}-{one}") for one in range(services))
        text = f"services:\n{listed}networks: {{proxy: {{external: true}}}}\n"
        (folder / "compose.yml").write_text(text)
    return directory


def apps(directory: Path, count: int, template: str = APP) -> Path:
    """A directory of `count` small files, one an application, as a Dokploy server holds them."""
    directory.mkdir(parents=True)
    for number in range(count):
        name = f"app-{number:05}"
        (directory / f"{name}.yml").write_text(template.format(name=name))
    (directory / "middlewares.yml").write_text(MIDDLEWARES)
    return directory


def routers(directory: Path, count: int, files: int = 10) -> Path:
    """A directory of `count` routers and services in a few large files."""
    directory.mkdir(parents=True)
    for file in range(files):
        numbers = range(file * count // files, (file + 1) * count // files)
        text = "http:\n  routers:\n" + "".join(ROUTER.format(n=n) for n in numbers)
        text += "  services:\n" + "".join(SERVICE.format(n=n) for n in numbers)
        (directory / f"part-{file}.yml").write_text(text)
    return directory


CONDITIONS = (
    "size(router.chain) == 0 || router.chain.exists(m, !m.isKnown || m.headers.stsSeconds > {n})",
    'router.hosts.all(h, h.endsWith(".example{n}.com") || h.contains("."))',
    '!router.paths.exists(p, p.startsWith("/admin{n}")) || has(router.tls)',
    'router.tls.effective.certResolver in ["letsencrypt", "other-{n}", ""]',
    "router.priority < {n}00000",
    'router.isPublic || router.name != "x{n}"',
    'router.reachable || router.name.startsWith("a{n}")',
    "size(router.middlewares) < 2{n}",
    'router.service != "nobody{n}"',
    'router.entryPoints.all(e, e in ["web", "websecure", "e{n}"])',
)
"""Conditions of all kinds that every router of `routers` meets; `{n}` makes several of each."""


def policies(directory: Path, count: int) -> Path:
    """A folder of `count` policies about routers, a file each; every third asks whether a router is public."""
    directory.mkdir(parents=True)
    for number in range(count):
        condition = CONDITIONS[number % len(CONDITIONS)].format(n=number // len(CONDITIONS) + 1)
        where = "where: router.isPublic\n" if number % 3 == 0 else ""
        text = f"id: policy-{number}\nabout: router\n{where}require: |-\n  {condition}\n"
        (directory / f"policy-{number}.yml").write_text(text + "message: '`{router.name}` is not as it should be'\n")
    return directory


def large_file(path: Path, size: int) -> Path:
    """One file of about `size` bytes, all of it routers and services."""
    per_router = len(ROUTER.format(n=10_000)) + len(SERVICE.format(n=10_000))
    routers(path.parent, size // per_router, files=1)
    (path.parent / "part-0.yml").rename(path)
    return path


def nonsense(path: Path, lines: int) -> Path:
    """A file that is no YAML of any use: every line opens something that no line closes."""
    path.parent.mkdir(parents=True)
    path.write_text("".join(f'{"[" * (n % 7)}{{ key{n}: "*&%@{n}\n' for n in range(lines)))
    return path
