"""Plugins that Traefik cannot load for how they are declared; one is enough, and it runs none of them.

Source: `checkUniquePluginNames` in cmd/traefik/plugins.go, pkg/plugins/plugins.go, and `CheckPath` of
golang.org/x/mod/module.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from traefiklint.model.static.plugins import Experimental, LocalPlugin, Plugin

_ELEMENT = r"[A-Za-z0-9._~-]+"
_FIRST = r"[a-z0-9.-]+"
_WINDOWS = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9]|lpt[0-9])")
_SHORT_NAME = re.compile(r"[^~]+~[0-9]+")


class PluginFault(NamedTuple):
    """A plugin that cannot be loaded."""

    section: Plugin | LocalPlugin
    attribute: str
    """The option that is to blame; empty where one is missing, or it is the name."""
    reason: str
    """Why, as the end of a sentence."""


def plugin_faults(experimental: Experimental) -> Iterator[PluginFault]:
    """What is wrong with the declarations of plugins."""
    for name, local in experimental.local_plugins.items():
        if name in experimental.plugins:
            yield PluginFault(local, "", f"`{name}` is both a plugin and a local plugin")
    modules: set[str] = set()
    for plugin in experimental.plugins.values():
        if error := module_error(plugin.module_name):
            reason = f"`{plugin.module_name}` is not the path of a Go module ({error})" if plugin.module_name else ""
            bare = plugin.module_name.partition("://")[2]
            if bare and not module_error(bare):
                reason = f"`moduleName` takes no scheme (write `{bare}`)"
            yield PluginFault(plugin, "module_name", reason or "it has no `moduleName`")
        if not plugin.version:
            yield PluginFault(plugin, "version", "it has no `version`")
        if plugin.module_name in modules:
            yield PluginFault(plugin, "module_name", f"`{plugin.module_name}` is declared twice")
        modules.add(plugin.module_name)
    modules = set()
    for local in experimental.local_plugins.values():
        module = local.module_name
        if not module:
            yield PluginFault(local, "module_name", "it has no `moduleName`")
        elif module.startswith("/") or module.endswith("/"):
            yield PluginFault(local, "module_name", f"`{module}` begins or ends with a slash")
        elif module in modules:
            yield PluginFault(local, "module_name", f"`{module}` is declared twice")
        modules.add(module)


def module_error(path: str) -> str:
    """Why a text is not the path of a Go module; empty where it is one."""
    if not path:
        return "empty"
    if path.startswith("-"):
        return "leading dash"
    if "//" in path:
        return "double slash"
    if path.startswith("/") or path.endswith("/"):
        return "empty path element"
    first, *_ = elements = path.split("/")
    if "." not in first:
        return "missing dot in first path element"
    if not re.fullmatch(_FIRST, first):
        return "invalid character in first path element"
    for element in elements:
        if error := _element_error(element):
            return error
    major = re.search(r"/v([0-9]+)$", path)
    if major and (major[1].startswith("0") or major[1] == "1"):
        return "invalid version"
    return ""


def _element_error(element: str) -> str:
    if not re.fullmatch(_ELEMENT, element):
        return "invalid character"
    if element.startswith(".") or element.endswith("."):
        return "leading or trailing dot in path element"
    stem = element.partition(".")[0]
    if _WINDOWS.fullmatch(stem):
        return f'"{stem}" disallowed as path element component on Windows'
    return "trailing tilde and digits in path element" if _SHORT_NAME.fullmatch(stem) else ""
