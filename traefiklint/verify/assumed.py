"""The static configuration to start Traefik with where the user gives none: what the profile stands for, as a tree.

A profile only assumes. So that nothing is called wrong that only the assumption contradicts, the entry points and
resolvers that the files name are added to it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from traefiklint.instance.context import Context, EntryPoint
from traefiklint.instance.instance import Instance
from traefiklint.instance.names import plain_name

STAND_IN_FILE = "~traefiklint-known.yml"


def assumed_static(context: Context, projects: Iterable[Instance]) -> dict[str, Any]:
    """A static configuration in which all that the context knows is there, and all that the files name."""
    projects = tuple(projects)
    points = {name: _entry_point(point) for name, point in context.entry_points.items()}
    resolvers = dict(context.resolvers)
    for instance in projects:
        for kind, suffix in (("Router", ""), ("TcpRouter", ""), ("UdpRouter", "/udp")):
            for router in instance.parts.get(kind, ()):
                for name in router.entry_points:
                    points.setdefault(name, {"address": ":0" + suffix, "asDefault": not suffix and context.blank})
        for router in instance.parts.get("Router", ()):
            if router.tls is not None and router.tls.cert_resolver:
                resolvers.setdefault(router.tls.cert_resolver, "tls")
    for suffix, kinds in (("", ("Router", "TcpRouter")), ("/udp", ("UdpRouter",))):
        nameless = any(
            not one.entry_points for instance in projects for kind in kinds for one in instance.parts.get(kind, ())
        )
        if nameless and not any(point["address"].endswith("/udp") is bool(suffix) for point in points.values()):
            points.setdefault(f"any{suffix.replace('/', '-')}", {"address": ":0" + suffix})
    tree: dict[str, Any] = {
        "entryPoints": points or {"web": {"address": ":0"}},
        "certificatesResolvers": {name: _resolver(challenge, points) for name, challenge in resolvers.items()},
        "providers": {name: {} for name in context.providers - {"file", "internal", "rest"}},
    }
    if "api" in context.internal_services or context.blank:
        tree["api"] = {"insecure": "dashboard_redirect" in context.internal_middlewares}
    named = {router.service for instance in projects for router in instance.parts.get("Router", ())}
    for service, (section, options) in _NEEDED.items():
        if service in context.internal_services or (context.blank and f"{service}@internal" in named):
            tree[section] = {**tree.get(section, {}), **options}
    return tree


_NEEDED: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "prometheus": ("metrics", {"prometheus": {"manualRouting": True}}),
    "ping": ("ping", {"manualRouting": True}),
    "rest": ("providers", {"rest": {}}),
}
"""For which section of the static configuration Traefik has each of its own services
(pkg/provider/traefik/internal.go)."""


def _entry_point(point: EntryPoint) -> dict[str, Any]:
    made: dict[str, Any] = {
        "address": f":{point.port or 0}" + ("/udp" if point.udp else ""),
        "asDefault": not point.udp,
    }
    if point.tls:
        tls = {"certResolver": point.cert_resolver, "options": point.tls_options}
        made["http"] = {"tls": {key: value for key, value in tls.items() if value}}
    return made


def stand_ins(instance: Instance) -> dict[str, str]:
    """A file that defines the middlewares of the file provider which are known to exist, but not in these files."""
    missing = [
        plain
        for name in sorted(instance.context.known.get("middlewares", ()))
        if (plain := plain_name(name)) != name and name not in instance.objects["http.middlewares"]
    ]
    if not missing:
        return {}
    harmless: Mapping[str, Any] = {"headers": {"customRequestHeaders": {"X-Known": "true"}}}
    return {STAND_IN_FILE: json.dumps({"http": {"middlewares": dict.fromkeys(missing, harmless)}})}


def _resolver(challenge: str, points: Mapping[str, Any]) -> dict[str, Any]:
    if challenge == "http":
        return {"acme": {"httpChallenge": {"entryPoint": next(iter(points), "web")}}}
    return {"acme": {f"{challenge}Challenge": {"provider": "manual"} if challenge == "dns" else {}}}
