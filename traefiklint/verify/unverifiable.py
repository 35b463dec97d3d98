"""What a Traefik on this machine cannot know: objects of other providers, plugins, files of the server."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from traefiklint.verify.harmless import Harmless
from traefiklint.verify.places import scalars

if TYPE_CHECKING:
    from traefiklint.instance.instance import Project

_NAME = re.compile(r"([^\s\"'`]+)@([A-Za-z0-9][\w-]*)")
_PLUGIN = re.compile(r"unknown plugin type: (\S+)")
_OF_FILES = (
    "failed to parse CA",
    "invalid certificate(s) content",
    "failed to find any PEM data",
    "cert file does not exist",
    "error parsing BasicUser",
    "error parsing DigestUser",
    "no such file or directory",
    "is a directory",
)
"""Errors that come of the content of a file, or of its absence."""
_FILE_KEYS = re.compile(r"\.(?:certFile|keyFile|ca|cert|key|usersFile|(?:caFiles|rootCAs)\[\d+\])$")


class Unknown:
    """Tells an error that is the author's from one that only says that Traefik does not run at its place."""

    def __init__(self, harmless: Harmless, project: Project) -> None:
        self._providers = harmless.providers
        self._plugins = harmless.plugins
        self._files = [
            scalar.value
            for part in project.files
            for path, scalar, is_key in scalars(part.document.root, "")
            if not is_key and scalar.value.startswith("/") and _FILE_KEYS.search(path)
        ]
        self.entry_points = frozenset(harmless.entry_points)

    def why(self, text: str) -> str:
        """Why an error of Traefik proves nothing; empty where it does prove something."""
        for name, provider in _NAME.findall(text):
            if provider in self._providers and "does not exist" in text:
                return f"`{name}@{provider}` belongs to the provider `{provider}`, which does not run here"
        if (plugin := _PLUGIN.search(text)) and plugin[1] in self._plugins:
            return f"the plugin `{plugin[1]}` is not loaded here"
        if self._files and any(words in text for words in _OF_FILES):
            gone = [file for file in self._files if not Path(file).exists()]
            named = next((file for file in self._files if file in text), "")
            file = named or (gone or self._files)[0]
            if file in gone:
                return f"`{file}` is not on this machine"
            return f"`{file}` may be another file on the server"
        return ""
