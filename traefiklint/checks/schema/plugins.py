"""The options of plugins, of which Traefik knows nothing, and which it cannot all read."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule, said
from traefiklint.findings import Effect
from traefiklint.instance.instance import SourceFile
from traefiklint.model.diagnostics import EmptyPluginKey, MixedPluginList


@rule("mixed-plugin-list", effect=Effect.REJECTED)
def mixed_plugin_list(diagnostic: MixedPluginList, source: SourceFile) -> Iterator[Diagnostic]:
    """A list in a plugin's options mixes kinds."""
    message = (
        f"The items of `{diagnostic.key.value}` are of different kinds, and Traefik refuses that in a plugin's options."
    )
    yield said(diagnostic, source, message, "Write all of them as numbers, as booleans, or in quotes.")


@rule("empty-plugin-key", effect=Effect.REJECTED)
def empty_plugin_key(diagnostic: EmptyPluginKey, source: SourceFile) -> Iterator[Diagnostic]:
    """A key in a plugin's options is empty, which stops the file provider."""
    message = (
        "A key in the options of a plugin is empty, which crashes Traefik's file provider: it stops reading any files."
    )
    yield said(diagnostic, source, message, "Give the key a name, or delete it.")
