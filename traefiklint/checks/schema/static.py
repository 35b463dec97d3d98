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
    what = "Write its `tls` at the top of" if only == {"tls"} else "Move it to"  # it is below `http` at entry points
    providers = source.static.providers if source.static is not None else None
    is_lacking = source.static is not None and (providers is None or providers.file_provider is None)
    where = "a file of its own, which `providers.file.filename` names" if is_lacking else "a file of the file provider"
    help = f"{what} {where}."
    is_told = any(type(other) is NoConfiguration for other in source.diagnostics)  # that this is no such file
    yield said(diagnostic, source, message, help)._replace(strict=is_told)
