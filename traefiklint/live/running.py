"""What a running Traefik tells of itself.

Source: Traefik v3 `pkg/api/handler.go`: `/api/version`, `/api/rawdata`, `/api/entrypoints`, `/api/overview`, since 3.7
`/api/certificates`; seen from 3.7.15 and 3.0.4.

A static configuration made of what a running Traefik tells, to lint files with where nobody has the real one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from traefiklint.live.client import LiveError
from traefiklint.verify.verdict import KINDS

_PROVIDERS = {"file": {"directory": "/etc/traefik/dynamic"}}
"""What a provider must have; where its files really are the API does not tell."""
_KNOWN = ("docker", "swarm", "file")


def static_text(running: Running) -> str:
    """The text of a static configuration with its entry points, providers and certificate resolvers."""
    providers = {name.lower(): _PROVIDERS.get(name.lower(), {}) for name in running.providers}
    whole: dict[str, Any] = {
        "entryPoints": {name: _point(one) for name, one in sorted(running.entry_points.items())},
        "providers": {name: options for name, options in sorted(providers.items()) if name in _KNOWN},
    }
    resolvers = sorted(_resolvers(running))
    if resolvers:
        challenge = {"acme": {"storage": "acme.json", "tlsChallenge": {}}}
        whole["certificatesResolvers"] = dict.fromkeys(resolvers, challenge)
    if any(name == "api@internal" for kind, name in running.objects if kind == "http.routers"):
        whole["api"] = {}
    left = sorted(set(providers) - set(_KNOWN))
    note = f"# Not said here: the providers {', '.join(left)}.\n" if left else ""
    head = (
        f"# What {running.url} (Traefik {running.version}) tells of its static configuration.\n"
        "# For the linter only: its API does not tell where files are, nor how certificates are obtained.\n"
    )
    body = "".join(f"{key}: {json.dumps(value, indent=2, ensure_ascii=False)}\n" for key, value in whole.items())
    return head + note + body


def _point(one: OpenEntryPoint) -> dict[str, Any]:
    http = {key: one.http[key] for key in ("tls", "middlewares", "redirections") if one.http.get(key)}
    return {"address": one.address} | ({"http": http} if http else {})


def _resolvers(running: Running) -> set[str]:
    found = [one.http.get("tls") for one in running.entry_points.values()]
    found += [one.options.get("tls") for one in running.objects.values()]
    return {tls["certResolver"] for tls in found if isinstance(tls, dict) and tls.get("certResolver")}


_STATE = ("status", "error", "err", "using", "usedBy", "serverStatus")


class Object(NamedTuple):
    """One object that Traefik runs, or has disabled."""

    kind: str
    name: str
    """Its full name, as in `web@file`."""
    options: Mapping[str, Any]
    status: str = "enabled"
    errors: tuple[str, ...] = ()

    @property
    def provider(self) -> str:
        """Who brought it."""
        return self.name.rpartition("@")[2]

    @property
    def path(self) -> str:
        """What it is called, as in `http.routers.web@file`."""
        return f"{self.kind}.{self.name}"


class OpenEntryPoint(NamedTuple):
    """An entry point as it listens."""

    name: str
    address: str
    http: Mapping[str, Any] = {}


class LoadedCertificate(NamedTuple):
    """A certificate that Traefik has loaded."""

    names: tuple[str, ...]
    not_after: datetime


class Running(NamedTuple):
    """A running Traefik."""

    url: str
    version: str
    started: str
    objects: Mapping[tuple[str, str], Object]
    entry_points: Mapping[str, OpenEntryPoint]
    providers: tuple[str, ...] = ()
    """Those that are on, as Traefik calls them."""
    certificates: tuple[LoadedCertificate, ...] | None = None
    """None where this Traefik does not tell them (before 3.7)."""

    @property
    def text(self) -> str:
        """What it runs, as one source would say it."""
        whole: dict[str, dict[str, dict[str, Any]]] = {}
        for one in self.objects.values():
            protocol, _, kind = one.kind.partition(".")
            whole.setdefault(protocol, {}).setdefault(kind, {})[one.name] = dict(one.options)
        return json.dumps(whole)

    def of(self, kind: str) -> Iterator[Object]:
        """The objects of one kind."""
        return (one for (found, _), one in self.objects.items() if found == kind)


def read_running(url: str, get: Callable[[str], Any]) -> Running:
    """All that is asked of a Traefik.

    Raises:
        LiveError: it does not answer as a Traefik does.
    """
    try:
        version = get("version")
        raw = get("rawdata") or {}
        points = get("entrypoints") or []
        overview = get("overview") or {}
        certificates = get("certificates")
        objects = {(one.kind, one.name): one for one in _objects(raw)}
        return Running(
            url,
            str(version["Version"]),
            str(version.get("startDate", "")),
            objects,
            {one["name"]: OpenEntryPoint(one["name"], one.get("address", ""), one.get("http") or {}) for one in points},
            tuple(overview.get("providers") or ()),
            None if certificates is None else tuple(map(_certificate, certificates)),
        )
    except (KeyError, TypeError, AttributeError, ValueError):
        raise LiveError(f"`{url}` does not answer as Traefik 3 does", "is this the address of Traefik's API?") from None


def _objects(raw: Mapping[str, Any]) -> Iterator[Object]:
    for key, kind in KINDS.items():
        for name, told in (raw.get(key) or {}).items():
            options = {option: value for option, value in told.items() if option not in _STATE}
            errors = told.get("error") or told.get("err") or ()
            errors = (errors,) if isinstance(errors, str) else tuple(map(str, errors))
            yield Object(kind, name, options, told.get("status") or "enabled", errors)


def _certificate(told: Mapping[str, Any]) -> LoadedCertificate:
    names = dict.fromkeys([*(told.get("sans") or ()), *([told["commonName"]] if told.get("commonName") else [])])
    return LoadedCertificate(tuple(names), datetime.fromisoformat(told["notAfter"]).astimezone(UTC))
