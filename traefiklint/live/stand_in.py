"""A static configuration made of what a running Traefik tells, to lint files with where nobody has the real one."""

from __future__ import annotations

import json
from typing import Any

from traefiklint.live.running import OpenEntryPoint, Running

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
