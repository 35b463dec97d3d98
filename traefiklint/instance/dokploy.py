"""How Dokploy names the files and objects that it writes, and by what its provider directory is known.

Source: Dokploy's `utils/traefik` (`domain.ts`, `application.ts`, `middleware.ts`).
"""

from __future__ import annotations

from collections.abc import Mapping

from traefiklint.patterns import lazy

SHARED = "middlewares.yml"
"""The file in which Dokploy keeps the middlewares of all applications."""
PANEL = "dokploy.yml"
"""The file in which Dokploy keeps the routers of its own panel."""

_MANAGED = lazy(rb"""(?m)^[ \t]*["']?(?P<app>[\w.-]+)-(?P<kind>router|service)-(?:websecure-)?\d+["']?[ \t]*:""")


def file_name(file: str) -> str:
    """The name of a file without its folder."""
    return file.rpartition("/")[2]


def app_of(file: str) -> str:
    """The name of the application that Dokploy keeps a file for; empty for its own files."""
    name = file_name(file)
    return name[:-4] if name.endswith(".yml") and name not in (SHARED, PANEL) else ""


def is_managed(kind: str, name: str, app: str) -> bool:
    """Whether a router or service has the name that Dokploy gives to those of an application's domains."""
    start = f"{app}-{kind}-"
    return bool(app) and name.startswith(start) and name[len(start) :].removeprefix("websecure-").isdecimal()


def sign_of_dokploy(files: Mapping[str, str | bytes], static: str | None = None) -> str:
    """By what the files of a directory, or its static configuration, are known as a Dokploy server's; empty where they
    are not. The words follow “because”.
    """
    if static is not None:
        return "the static configuration names it" if "dokploy" in static else ""
    for file, content in files.items():
        if file_name(file) == PANEL:
            return f"`{file}` is there"
        text = content.encode("utf-8", "replace") if isinstance(content, str) else content
        if b"-router-" not in text and b"-service-" not in text:
            continue
        kinds: dict[bytes, set[bytes]] = {}
        for found in _MANAGED.finditer(text):
            kinds.setdefault(found["app"], set()).add(found["kind"])
        own = app_of(file).encode()
        for app, written in kinds.items():
            if app == own or len(written) == 2:
                return f"`{file}` has names as Dokploy gives them (`{app.decode('utf-8', 'replace')}-router-…`)"
    return ""
