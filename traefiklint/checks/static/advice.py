"""What Traefik does by itself, and users learn late."""

from __future__ import annotations

import re
from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.findings import Effect, Severity
from traefiklint.instance.instance import Instance
from traefiklint.model.base import Section
from traefiklint.model.static.entry_points import StaticEntryPoint
from traefiklint.model.static.root import Static

_TAKES_UPLOADS = re.compile(
    r"(?i)(?<![a-z])(?:artifactory|dropbox|dufs|filebrowser|forgejo|gitea|gitlab|harbor|immich|minio|next-?cloud"
    r"|(?<![.-])nexus|ocis|opencloud|own-?cloud|paperless|peertube|photoprism|pydio|registry|seafile|uploads?|webdav)(?![a-z])"
)
"""Names of programs, and words in names of routers, to which large files are sent. Machines are called `nexus`, too, as
in `console.nexus.example.com`."""


@rule("upload-read-timeout", effect=Effect.ADVICE, severity=Severity.INFO)
def upload_read_timeout(static: Static, instance: Instance) -> Iterator[Diagnostic]:
    """An upload that takes more than a minute is cut off."""
    exporters = {
        found.entry_point for kind in ("Ping", "Prometheus") for found in instance.context.static.get(kind, ())
    }
    points = [
        point
        for point in static.entry_points.values()
        if not (point.is_udp or _says(point) or point.name in {"traefik"} | exporters)
    ]
    receiver, asked = _receiver(instance)
    points = [point for point in points if not receiver or point.name in asked]
    if points:
        names = ", ".join(f"`{point.name}`" for point in points)
        which = f", such as those to `{receiver}`; set" if receiver else "; where there are such, set"
        message = (
            f"Uploads that take more than 60 seconds are cut off on {names}{which} "
            "`transport.respondingTimeouts.readTimeout`, as in `30m`."
        )
        expected = receiver or instance.context.sign or instance.context.dokploy
        # Traefik has this limit since 3.0 and 2.11.2
        is_older = instance.context.runs_older and instance.context.names_version
        yield Diagnostic(points[0].key_at(), message, strict=is_older or not expected)


def _receiver(instance: Instance) -> tuple[str, frozenset[str]]:
    """What seems to take large files, of all that routers lead to, and the entry points on which it is asked; empty
    where nothing does."""
    found: dict[str, set[str]] = {}
    for router in instance.objects["http.routers"].values():
        for told in (router.name, router.service, router.rule):
            name = _TAKES_UPLOADS.search(told)
            if name is not None:
                found.setdefault(name[0], set()).update(router.entry_points or instance.default_entry_points)
                break
    return next(((name, frozenset(points)) for name, points in found.items()), ("", frozenset()))


@rule("access-log-missing", effect=Effect.ADVICE, severity=Severity.INFO)
def access_log_missing(static: Static, instance: Instance) -> Iterator[Diagnostic]:
    """Attackers are looked for in an access log that is not written."""
    if static.access_log is not None:
        return
    plugins = static.experimental.plugins.values() if static.experimental is not None else ()
    found: list[Section] = [plugin for plugin in plugins if _reads_log(plugin.module_name)]
    if not found:
        asked = instance.parts.get("ForwardAuth", ())
        found = [auth for auth in asked if _reads_log(auth.address)]
    if found:
        message = (
            "CrowdSec finds attackers in Traefik's access log, which is off, so it sees no attack on this server "
            "itself; add `accessLog: {}` to the static configuration, and let CrowdSec read it."
        )
        yield Diagnostic(found[0].key_at(), message)


def _reads_log(text: str) -> bool:
    """Whether it names something that blocks whom others find in the access log."""
    return "crowdsec" in text.lower()


def _says(point: StaticEntryPoint) -> bool:
    """Whether an entry point says itself how long a request may take, or only redirects."""
    return point.says_read_timeout or (point.http is not None and point.http.redirections is not None)


@rule("half-static-configuration", effect=Effect.SILENT, severity=Severity.INFO)
def half_static_configuration(static: Static, instance: Instance) -> Iterator[Diagnostic]:
    """A static file sets up resolvers only, as if flags or variables said the rest."""
    given = [attribute for attribute in static.fields if static.gives(attribute)]
    if given != ["certificates_resolvers"]:
        return
    place = static.key_at(given[0])
    if place.document is None or place.document.holds_labels:
        return  # flags and variables, of which nobody says that they are all
    message = (
        "Traefik serves nothing with this file: it has no `providers`, and with a file Traefik reads neither flags "
        "nor `TRAEFIK_` variables; put all of it in one of them."
    )
    yield Diagnostic(place, message)
