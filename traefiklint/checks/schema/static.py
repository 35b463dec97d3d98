"""What stands in the static configuration and belongs into another file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from traefiklint.checks.registry import Diagnostic, rule, said
from traefiklint.discovery.roles import reads_itself
from traefiklint.findings import Effect
from traefiklint.go.strconv import fold
from traefiklint.instance.instance import SourceFile
from traefiklint.model.base import Option
from traefiklint.model.configuration import Configuration
from traefiklint.model.diagnostics import DynamicInStatic, NoConfiguration
from traefiklint.model.tls import TlsOptions
from traefiklint.text.nodes import Mapping, Node, Scalar
from traefiklint.text.spelling import joined, nearest


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
    providers = source.static.providers if source.static is not None else None
    is_lacking = source.static is not None and (providers is None or providers.file_provider is None)
    which = ", which `providers.file.filename` is to name" if is_lacking else ""
    where = f"a file of the file provider{which}"
    help = f"Move it to {where}."
    if [one.value for one, _ in pairs] == ["tls"]:  # which is below `http` at entry points alone
        help = f"Write its `tls` at the top of {where}."
    elif known:
        help = _of_what_is_unknown(key, known, pairs, help)
    is_told = any(type(other) is NoConfiguration for other in source.diagnostics)  # that this is no such file
    yield said(diagnostic, source, message, help)._replace(strict=is_told)


def _of_what_is_unknown(key: str, known: dict[str, Option], pairs: Sequence[tuple[Scalar, Node]], help: str) -> str:
    """The help where some names below a root are none of dynamic configuration either: what each is called there, or
    that it stays behind."""
    renamed: dict[str, str] = {}
    refused: list[str] = []
    for name, node in ((one.value, node) for one, node in pairs if fold(one.value) not in known):
        near = nearest(fold(name), known)
        if near:
            renamed[f"{key}.{name}"] = f"{key}.{known[near].key}"
        elif _are_tls_options(node):
            renamed[f"{key}.{name}"] = f"tls.options.{name}"
        else:
            refused.append(f"{key}.{name}")
    why = f"Traefik refuses a file with {'it' if len(refused) == 1 else 'them'}"
    if refused and len(refused) == len(pairs):
        return f"Delete {joined(refused)}: {why}."
    if renamed:
        help = f"{help[:-1]}, and write {joined(renamed.values())} there instead of {joined(renamed)}."
    return f"{help[:-1]}, but for {joined(refused)}: {why}." if refused else help


def _are_tls_options(node: Node) -> bool:
    """Whether it is a set of TLS options by its keys, which belongs below `options`."""
    if not isinstance(node, Mapping) or not node.pairs:
        return False
    return {fold(key.value) for key, _ in node.pairs} <= TlsOptions.keys.keys()
