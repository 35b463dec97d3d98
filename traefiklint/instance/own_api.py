"""Which paths Traefik's own API and dashboard answer, behind a router that leads to `api@internal`.

Source: pkg/api/handler.go and pkg/api/dashboard/dashboard.go; asked of 3.7.15 and 3.0.4.
"""

from __future__ import annotations

import re

from traefiklint.instance.instance import Instance

HOME, DASHBOARD = "/", "/dashboard/"
"""The path that redirects to the dashboard, and the dashboard's own."""
_API = re.compile(
    r"/api/(?:version|rawdata|overview|support-dump|entrypoints(?:/[^/]+)?"
    r"|(?:http|tcp)/(?:routers|services|middlewares)(?:/[^/]+)?|udp/(?:routers|services)(?:/[^/]+)?)"
)
_BEGINNINGS = (
    DASHBOARD, "/api/version", "/api/rawdata", "/api/overview", "/api/support-dump", "/api/entrypoints", "/api/http/",
    "/api/tcp/", "/api/udp/",
)  # fmt: skip
"""How every path begins that is answered, but for `HOME`."""


def is_usual(instance: Instance) -> bool:
    """Whether the API answers what it answers by itself: under no other base, with its dashboard, nothing to debug."""
    apis = instance.context.static.get("Api", ())
    return all(api.base_path in ("", "/") and api.dashboard and not api.debug for api in apis)


def answers(path: str) -> bool:
    """Whether a GET for a path gets anything but a 404, where the API is the usual one."""
    return path in (HOME, DASHBOARD) or path.startswith(f"{DASHBOARD}assets/") or _API.fullmatch(path) is not None


def answers_below(prefix: str) -> bool:
    """Whether any path that begins with this is answered."""
    return any(start.startswith(prefix) or prefix.startswith(start) for start in _BEGINNINGS)
