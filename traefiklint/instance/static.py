"""What a static configuration says that the files may refer to.

Source: pkg/config/static (entry points, resolvers, providers) and pkg/provider/traefik/internal.go (what Traefik adds).
"""

from __future__ import annotations

from collections.abc import Generator
from collections.abc import Mapping as Map
from typing import Any

from traefiklint.decoding.file import read_document
from traefiklint.decoding.static import decode_static
from traefiklint.instance.context import Context, EntryPoint
from traefiklint.instance.instance import SourceFile
from traefiklint.model.diagnostics import DynamicInStatic
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence
from traefiklint.trampoline import run
from traefiklint.versions import Version
from traefiklint.yaml.scalars import NULL, resolve

_PROVIDER_NAMES = {"kubernetesingress": "kubernetes", "kubernetesingressnginx": "kubernetesingressnginx"}
"""Providers whose objects carry another name than the option that turns them on."""


def static_context(file: str, text: str, target: Version) -> tuple[Context, SourceFile]:
    """The context that a static configuration makes, and what is wrong with its text. Never raises."""
    document = read_document(file, text, templates=False)
    document.provider = "static"
    decoded = decode_static(document, target)
    tree = _table(run(_plain(document.root))) if document.root is not None else {}
    entry_points = _entry_points(_table(tree.get("entrypoints")), tree)
    resolvers = {
        name: _challenge(_table(options)) for name, options in _named(tree.get("certificatesresolvers")).items()
    }
    providers = frozenset(
        _PROVIDER_NAMES.get(name.lower(), name.lower())
        for name, options in _named(tree.get("providers")).items()
        if _is_on(options) and name.lower() not in ("providersthrottleduration", "precedence", "plugin")
    ) | {f"plugin-{name}" for name in _named(_table(tree.get("providers")).get("plugin"))}
    experimental = _table(tree.get("experimental"))
    context = Context(
        target,
        blank=False,
        entry_points=entry_points,
        resolvers=resolvers,
        providers=providers | {"file", "internal"},
        plugins=frozenset(_named(experimental.get("plugins"))) | frozenset(_named(experimental.get("localplugins"))),
        internal_services=_internal_services(tree, resolvers),
        internal_middlewares=_internal_middlewares(tree, entry_points),
        default_rule_syntax=_text(_table(tree.get("core")).get("defaultrulesyntax")),
        static={part.__name__: found for part, found in decoded.parts.items()},
    )
    misplaced = [one for one in decoded.diagnostics if isinstance(one, DynamicInStatic)]
    return context, SourceFile(document, decoded.parts, misplaced, target)


def _entry_points(points: Map[str, Any], tree: Map[str, Any]) -> dict[str, EntryPoint]:
    found = {name: _entry_point(name, _table(options)) for name, options in points.original.items()}  # type: ignore[attr-defined]
    if not found:
        found["http"] = EntryPoint("http", port="80")
    if "traefik" not in found and _needs_own_entry_point(tree):
        found["traefik"] = EntryPoint("traefik", port="8080")
    return found


def _entry_point(name: str, options: Map[str, Any]) -> EntryPoint:
    address, _, protocol = _text(options.get("address")).partition("/")
    http = _table(options.get("http"))
    tls = http.get("tls")
    tls_options = _table(tls)
    redirect = _table(_table(http.get("redirections")).get("entrypoint"))
    forwarded = _table(options.get("forwardedheaders"))
    return EntryPoint(
        name,
        udp=protocol.lower() == "udp",
        default=_is_true(options.get("asdefault")),
        tls=_is_on(tls),
        cert_resolver=_text(tls_options.get("certresolver")),
        tls_options=_text(tls_options.get("options")),
        middlewares=tuple(_texts(http.get("middlewares"))),
        redirect_to=_text(redirect.get("to")),
        port=address.rpartition(":")[2],
        trusted_forwarded=_is_true(forwarded.get("insecure")) or bool(_texts(forwarded.get("trustedips"))),
    )


def _needs_own_entry_point(tree: Map[str, Any]) -> bool:
    """Whether something uses the entry point `traefik` without it being written (`SetEffectiveConfiguration`)."""
    if _is_true(_table(tree.get("api")).get("insecure")):
        return True
    if _is_true(_table(_table(tree.get("providers")).get("rest")).get("insecure")):
        return True
    for options in (tree.get("ping"), _table(tree.get("metrics")).get("prometheus")):
        table = _table(options)
        if (
            _is_on(options)
            and not _is_true(table.get("manualrouting"))
            and _text(table.get("entrypoint")) in ("", "traefik")
        ):
            return True
    return False


def _challenge(options: Map[str, Any]) -> str:
    acme = _table(options.get("acme"))
    for kind in ("dns", "http", "tls"):
        if _is_on(acme.get(f"{kind}challenge")):
            return kind
    return "tailscale" if _is_on(options.get("tailscale")) else ""


def _internal_services(tree: Map[str, Any], resolvers: Map[str, str]) -> frozenset[str]:
    offered = {"noop"}
    api = tree.get("api")
    if _is_on(api):
        offered.add("api")
        if _table(api).get("dashboard") is None or _is_true(_table(api).get("dashboard")):
            offered.add("dashboard")
    if _is_on(tree.get("ping")):
        offered.add("ping")
    if _is_on(_table(tree.get("metrics")).get("prometheus")):
        offered.add("prometheus")
    if _is_on(_table(tree.get("providers")).get("rest")):
        offered.add("rest")
    if "http" in resolvers.values():
        offered.add("acme-http")
    return frozenset(offered)


def _internal_middlewares(tree: Map[str, Any], points: Map[str, EntryPoint]) -> frozenset[str]:
    offered = {f"redirect-{point.name}-to-{point.redirect_to}" for point in points.values() if point.redirect_to}
    api = _table(tree.get("api"))
    if _is_true(api.get("insecure")) and (api.get("dashboard") is None or _is_true(api.get("dashboard"))):
        offered |= {"dashboard_redirect", "dashboard_stripprefix"}
    return frozenset(offered)


class _Table(dict[str, Any]):
    """A mapping with its keys in small letters, as Traefik compares options; `original` has them as written."""

    original: dict[str, Any]


def _plain(node: Node) -> Generator[Any, Any, Any]:
    if isinstance(node, Mapping):
        table = _Table()
        table.original = {}
        for key, value in node.pairs:
            table.original[key.value] = yield _plain(value)
        table.update((key.lower(), value) for key, value in table.original.items())
        return table
    if isinstance(node, Sequence):
        items = []
        for item in node.items:
            items.append((yield _plain(item)))
        return items
    assert isinstance(node, Scalar), "there are no other nodes in a tree"
    kind, text = resolve(node)
    return None if kind == NULL else text


def _table(value: Any) -> _Table:
    if isinstance(value, _Table):
        return value
    empty = _Table()
    empty.original = {}
    return empty


def _named(value: Any) -> dict[str, Any]:
    return {name: options for name, options in _table(value).original.items() if options is not None}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [item for item in value if isinstance(item, str)]
    return [part.strip() for part in value.split(",")] if isinstance(value, str) and value else []


def _is_true(value: Any) -> bool:
    return isinstance(value, str) and value in ("1", "t", "T", "TRUE", "true", "True")


def _is_on(value: Any) -> bool:
    """Whether a part that may be empty is there: a mapping, or a word for yes."""
    return isinstance(value, (_Table, list)) or (isinstance(value, str) and (not value or value.lower() == "true"))
