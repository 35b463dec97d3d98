"""What stands in the static configuration and belongs into another file."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule, said
from traefiklint.discovery.roles import reads_itself
from traefiklint.findings import Effect
from traefiklint.instance.instance import SourceFile
from traefiklint.model.diagnostics import DynamicInStatic, NoConfiguration
from traefiklint.text.nodes import Mapping


@rule("dynamic-in-static", effect=Effect.SILENT)
def dynamic_in_static(diagnostic: DynamicInStatic, source: SourceFile) -> Iterator[Diagnostic]:
    """Routers, services, middlewares or certificates stand in Traefik's own file."""
    if reads_itself(source.document.file, source.document.text):
        return
    message = f"`{diagnostic.key.value}` is dynamic configuration, and Traefik silently drops it here."
    value = diagnostic.value
    only = {key.value for key, _ in value.pairs} if isinstance(value, Mapping) else set()
    help = "Move it to a file of the file provider."
    if only == {"tls"}:  # which is below `http` at entry points alone
        help = "Write its `tls` at the top of a file of the file provider."
    is_told = any(type(other) is NoConfiguration for other in source.diagnostics)  # that this is no such file
    yield said(diagnostic, source, message, help)._replace(strict=is_told)
