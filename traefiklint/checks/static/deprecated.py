"""Options of the static configuration that Traefik still reads, and complains about."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.fixes import delete_option, rename_option
from traefiklint.findings import Effect
from traefiklint.instance.instance import Instance
from traefiklint.model.static.metrics import Tracing
from traefiklint.model.static.plugins import Experimental
from traefiklint.versions import since

_NO_LONGER = {"kubernetes_gateway": "3.1", "kubernetes_ingress_nginx": "3.6.2"}
"""Switches that do nothing any more, and since which Traefik."""


@rule("experimental-no-longer", effect=Effect.DEGRADED, category="migration", fix="safe")
def experimental_no_longer(experimental: Experimental, instance: Instance) -> Iterator[Diagnostic]:
    """Something is switched on that needs no switch any more."""
    for attribute, version in _NO_LONGER.items():
        if experimental.gives(attribute) and instance.context.target >= since(version):
            key = experimental.fields[attribute].key
            fix = delete_option(experimental, attribute, f"Delete `{key}`", safe=True)
            message = f"`{key}` does nothing since Traefik {version}, which logs a warning about it; delete it."
            yield Diagnostic(experimental.key_at(attribute), message, fix=fix)


@rule("tracing-attributes-renamed", effect=Effect.ADVICE, category="migration", fix="unsafe")
def tracing_attributes_renamed(tracing: Tracing, instance: Instance) -> Iterator[Diagnostic]:
    """Attributes of traces stand under their old name."""
    if tracing.gives("global_attributes") and instance.context.target >= since("3.3"):
        fix = None
        if not tracing.gives("resource_attributes"):
            fix = rename_option(tracing, "global_attributes", "resourceAttributes", safe=False)
        message = "`globalAttributes` is deprecated; write `resourceAttributes`."
        yield Diagnostic(tracing.key_at("global_attributes"), message, fix=fix)
