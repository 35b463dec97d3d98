"""Plugins that Traefik cannot load for how they are declared."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.findings import Effect, Severity
from traefiklint.instance.instance import Instance
from traefiklint.instance.static_start.plugins import plugin_faults
from traefiklint.model.static.plugins import Experimental


@rule("plugin-declaration", effect=Effect.DEGRADED, severity=Severity.ERROR)
def plugin_declaration(experimental: Experimental, instance: Instance) -> Iterator[Diagnostic]:
    """A plugin cannot be loaded, so that none is."""
    if experimental.abort_on_plugin_failure:
        return  # then Traefik does not start at all
    for fault in plugin_faults(experimental):
        name = fault.section.name
        place = fault.section.at(fault.attribute) if fault.attribute else fault.section.key_at()
        message = (
            f"Traefik runs no plugin at all, and disables every router with one: `{name}` cannot be loaded, because "
            f"{fault.reason}."
        )
        yield Diagnostic(place, message)
