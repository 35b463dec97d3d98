"""What a Traefik on this machine cannot know: objects of other providers, plugins, files of the server."""

from __future__ import annotations

import re
from pathlib import Path

from traefiklint.traefik.harmless import Harmless

_NAME = re.compile(r"([^\s\"'`]+)@([A-Za-z0-9][\w-]*)")
_PLUGIN = re.compile(r"unknown plugin type: (\S+)")
_MISSING = re.compile(r"(?:open |file |certificate )(/\S+?)(?=[:,\s]|$)")


class Unknown:
    """Tells an error that is the author's from one that only says that Traefik does not run at its place."""

    def __init__(self, harmless: Harmless) -> None:
        self._providers = harmless.providers
        self._plugins = harmless.plugins
        self.entry_points = frozenset(harmless.entry_points)

    def why(self, text: str) -> str:
        """Why an error of Traefik proves nothing; empty where it does prove something."""
        for name, provider in _NAME.findall(text):
            if provider in self._providers and "does not exist" in text:
                return f"`{name}@{provider}` belongs to the provider `{provider}`, which does not run here"
        if (plugin := _PLUGIN.search(text)) and plugin[1] in self._plugins:
            return f"the plugin `{plugin[1]}` is not loaded here"
        if (path := _MISSING.search(text)) and not Path(path[1]).exists():
            return f"`{path[1]}` is not on this machine"
        return ""
