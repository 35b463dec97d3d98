"""What stands in the static configuration and belongs into another file."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule, said
from traefiklint.discovery.roles import reads_itself
from traefiklint.findings import Effect
from traefiklint.go.strconv import fold
from traefiklint.instance.instance import SourceFile
from traefiklint.model.configuration import Configuration
from traefiklint.model.diagnostics import DynamicInStatic, NoConfiguration
from traefiklint.model.tls import TlsOptions
from traefiklint.text.nodes import Mapping, Node
from traefiklint.text.spelling import joined


@rule("dynamic-in-static", effect=Effect.SILENT)
def dynamic_in_static(diagnostic: DynamicInStatic, source: SourceFile) -> Iterator[Diagnostic]:
    """Routers, services, middlewares or certificates stand in Traefik's own file."""
    if reads_itself(source.document.file, source.document.text):
        return
    message = f"`{diagnostic.key.value}` is dynamic configuration, and Traefik silently drops it here."
    key, value = diagnostic.key.value, diagnostic.value
    pairs = value.pairs if isinstance(value, Mapping) else ()
    home = Configuration.keys.get(fold(key))
    known = home.of.keys if home is not None and home.of is not None else {}
    others = [(one.value, node) for one, node in pairs if fold(one.value) not in known]
    providers = source.static.providers if source.static is not None else None
    is_lacking = source.static is not None and (providers is None or providers.file_provider is None)
    which = ", which `providers.file.filename` is to name" if is_lacking else ""
    where = f"a file of the file provider{which}"
    help = f"Move it to {where}."
    if [one.value for one, _ in pairs] == ["tls"]:  # which is below `http` at entry points alone
        help = f"Write its `tls` at the top of {where}."
    elif others and known:
        refused = "with which Traefik refuses such a file, too"
        named = joined(f"{key}.{name}" for name, _ in others)
        if all(_are_tls_options(node) for _, node in others):
            meant = joined(f"tls.options.{name}" for name, _ in others)
            help = f"{help[:-1]}, and write {meant} there instead of {named}, {refused}."
        elif len(others) == len(pairs):
            help = f"Delete {named}, {refused}."
        else:
            help = f"{help[:-1]}, but for {named}, {refused}."
    is_told = any(type(other) is NoConfiguration for other in source.diagnostics)  # that this is no such file
    yield said(diagnostic, source, message, help)._replace(strict=is_told)


def _are_tls_options(node: Node) -> bool:
    """Whether it is a set of TLS options by its keys, which belongs below `options`."""
    return isinstance(node, Mapping) and {fold(key.value) for key, _ in node.pairs} <= TlsOptions.keys.keys()
