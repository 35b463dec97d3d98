"""What a Traefik on this machine cannot know: objects of other providers, plugins, files of the server."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from traefiklint.instance.instance import Instance
from traefiklint.instance.names import FILE
from traefiklint.model.fields import CERTIFICATE, DIGEST_USERS, PRIVATE_KEY, USERS
from traefiklint.verify.given import Opened
from traefiklint.verify.harmless import Harmless

_NAME = re.compile(r"([^\s\"'`]+)@([A-Za-z0-9][\w-]*)")
_NOT_THERE = ("does not exist", "not found", "unknown TLS options")
_NO_PARENT = "parent router "
_PLUGIN = re.compile(r"unknown plugin type: (\S+)")
_OF_FILES = (
    "failed to parse CA",
    "invalid certificate(s) content",
    "failed to find any PEM data",
    "cert file does not exist",
    "error parsing BasicUser",
    "error parsing DigestUser",
    "Unable to parse certificate",
    "no such file or directory",
    "is a directory",
    "private key",
    "asn1:",
    "x509:",
    "tls:",
)
"""What is in errors that come of the content of a file, or of its absence. Traefik quotes such content."""
_TELLING_LENGTH = 4
"""Characters from which on a line of a file that stands in an error is no accident."""
_KINDS = {"BasicUser": (USERS,), "DigestUser": (DIGEST_USERS,)}
"""What the file holds that an error is about, by a word of it; all others are about certificates and keys."""
_OF_AUTHORITIES = "unable to find certificate for domains"
"""Comes of a default certificate that a resolver has to obtain first."""
_OF_PAIRS = "private key does not match public key"
"""Comes of a stand-in beside a certificate or key that the configuration holds itself."""


class Unverifiable:
    """Tells an error that is the author's from one that only says that Traefik does not run at its place."""

    def __init__(
        self, instance: Instance, harmless: Harmless, opened: Iterable[Opened], copies: Mapping[str, bytes]
    ) -> None:
        """
        Args:
            instance: what Traefik was asked about.
            opened: the files that the configuration names.
            copies: what those hold that Traefik was given copies of.
        """
        self._providers = harmless.providers
        self._plugins = harmless.plugins | instance.context.plugins
        self._has_any_plugin = instance.context.blank
        self._has_all_files = instance.complete
        self._knows_own = instance.context.internal_routers is not None
        opened = tuple(opened)
        self._replaced = [file for file in opened if not file.copy]
        self._copied = [file for file in opened if file.copy]
        lines = (line.strip() for content in copies.values() for line in content.decode("utf-8", "replace").split("\n"))
        self._contents = {line for line in lines if len(line) >= _TELLING_LENGTH}
        self.entry_points = frozenset(harmless.entry_points)

    def said(self, text: str) -> str:
        """An error as it may be shown: nothing of the content of a file that was read for the user."""
        if not self._copied or not (
            any(words in text for words in _OF_FILES) or any(line in text for line in self._contents)
        ):
            return text
        kinds = next((kinds for words, kinds in _KINDS.items() if words in text), (CERTIFICATE, PRIVATE_KEY))
        concerned = [file for file in self._copied if file.holds in kinds]
        named = [file for file in concerned if file.copy in text] or concerned or self._copied
        shown = dict.fromkeys(f"`{file.value}` cannot be read as {file.holds}" for file in named)
        return " or ".join(shown)

    def why(self, text: str) -> str:
        """Why an error of Traefik proves nothing; empty where it does prove something."""
        for name, provider in _NAME.findall(text):
            if not any(words in text for words in _NOT_THERE):
                continue
            if provider in self._providers:
                return f"`{name}@{provider}` belongs to the provider `{provider}`, which does not run here"
            if provider == "internal" and text.startswith(_NO_PARENT) and not self._knows_own:
                return f"whether Traefik adds `{name}@internal` hangs on a static configuration, and none is given"
            if provider == FILE and not self._has_all_files:
                return f"`{name}@{provider}` may stand in a file that is not here"
        if (plugin := _PLUGIN.search(text)) and (self._has_any_plugin or plugin[1] in self._plugins):
            return f"the plugin `{plugin[1]}` is not loaded here"
        if _OF_AUTHORITIES in text:
            return "no certificate is asked of an authority here"
        if self._replaced and _OF_PAIRS in text:
            return f"`{self._replaced[0].value}` is not read here"
        return ""
