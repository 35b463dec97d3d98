"""The port that well-known images expose: what Traefik takes where no label says one.

Source: `EXPOSE` in the Dockerfiles of these images (docker-library's and those of the projects themselves), which is
the same in all their tags; old ones of `nginx` expose 443 too, and Traefik takes the lowest. Images of several ports,
and such whose ports hang on the tag, are left out. One that is built here is not the image of its name.
"""

from __future__ import annotations

from collections.abc import Mapping

from traefiklint.patterns import lazy

_PORTS = {
    "adminer": 8080,
    "containous/whoami": 80,
    "ghost": 2368,
    "grafana/grafana": 3000,
    "grafana/grafana-oss": 3000,
    "grafana/loki": 3100,
    "httpd": 80,
    "jellyfin/jellyfin": 8096,
    "louislam/uptime-kuma": 3001,
    "mariadb": 3306,
    "memcached": 11211,
    "mongo": 27017,
    "mongo-express": 8081,
    "n8nio/n8n": 5678,
    "nginx": 80,
    "postgres": 5432,
    "prom/alertmanager": 9093,
    "prom/node-exporter": 9100,
    "prom/prometheus": 9090,
    "redis": 6379,
    "registry": 5000,
    "traefik": 80,
    "traefik/whoami": 80,
}
_NAME = lazy(r"(?:(?:docker\.io|index\.docker\.io)/)?(?:library/)?([a-z0-9][\w./-]*?)(?::[\w.-]+)?(?:@[\w:]+)?")


def ports_of(image: str, given: Mapping[str, tuple[int, ...]], *, is_built: bool = False) -> tuple[int, ...] | None:
    """The ports that an image exposes; None where that is not known.

    Args:
        given: what the user says of images, by their names with or without a tag; it counts before what we know.
        is_built: whether it is built here, so that it is not the well-known image of its name.
    """
    image = image.strip()
    for name in names_of(image) if given else ():
        if name in given:
            return given[name]
    port = _PORTS.get(_short(image)) if not is_built else None
    return None if port is None else (port,)


def names_of(image: str) -> tuple[str, ...]:
    """What an image may be called in the settings: as it stands, without a digest, without a tag, as it is known."""
    bare = image.partition("@")[0]
    folder, slash, last = bare.rpartition("/")
    return image, bare, f"{folder}{slash}{last.partition(':')[0]}", _short(image)


def _short(image: str) -> str:
    found = _NAME.fullmatch(image)
    return found[1] if found else ""
