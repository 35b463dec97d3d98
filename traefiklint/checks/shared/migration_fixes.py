"""Fixes for what earlier versions of Traefik wrote otherwise, where more than one place must change."""

from __future__ import annotations

from typing import Any

from traefiklint.checks.shared.fixes import key_of, value_of
from traefiklint.findings import Edit, Fix
from traefiklint.instance.instance import Instance
from traefiklint.model.base import Named
from traefiklint.model.http import Router
from traefiklint.model.middleware import Middleware
from traefiklint.model.middleware_headers import Headers
from traefiklint.model.tcp import TcpRouter
from traefiklint.patch import edits as editing
from traefiklint.patch.edits import Edits
from traefiklint.text.diagnostics import replaced
from traefiklint.text.nodes import Mapping, Scalar, Sequence

_TITLE = "Redirect with `redirectScheme`"
_SSL = frozenset(("ssl_redirect", "ssl_temporary_redirect"))


def rule_in_v3(router: Router | TcpRouter, instance: Instance) -> Fix | None:
    """The fix that writes a v2 rule as v3 does, and deletes `ruleSyntax`; None where v3 cannot say the same."""
    from traefiklint.matching.migration import to_v3

    node: Any = value_of(router, "rule")
    key = key_of(router, "rule_syntax")
    if instance.context.default_rule_syntax == "v2" or type(node) is not Scalar or key is None:
        return None
    replacements = to_v3(instance.rule(router))
    if replacements is None:
        return None
    rule = replaced(router.rule, replacements).strip()
    document = router.document
    rewritten: Edits | None = editing.set_value(document, node, rule) if replacements else ()
    edits = editing.joined(rewritten, editing.delete_key(document, key))
    return editing.fix_of(document, "Write the rule in the v3 syntax", edits, safe=False)


def redirect_instead(headers: Headers, instance: Instance) -> Fix | None:
    """The fix that redirects with a `redirectScheme` middleware where `sslRedirect` did.

    Where the headers set nothing else, the middleware itself becomes the redirection; else there is a new one, and
    every router and chain has it before the headers. None where `sslHost` asks for more, where nothing in the files
    refers to the headers, or something elsewhere does.
    """
    middleware = headers.parent
    given = frozenset(headers.written)
    if not isinstance(middleware, Middleware) or not headers.ssl_redirect or headers.ssl_host:
        return None
    permanent = "false" if headers.ssl_temporary_redirect else "true"
    if given <= _SSL | {"ssl_force_host"}:
        return _become(middleware, headers, permanent)
    name = f"{middleware.name}-https"
    home = middleware.parent.node if middleware.parent is not None else None
    pairs = _mapping_of(home, middleware)
    key = middleware.key_node
    if pairs is None or type(key) is not Scalar or instance.find("http.middlewares", name):
        return None
    document = middleware.document
    lines = f"{editing.quoted(name)}:\n  redirectScheme:\n    scheme: https\n    permanent: {permanent}"
    flow = f"{editing.quoted(name)}: {{redirectScheme: {{scheme: https, permanent: {permanent}}}}}"
    added = editing.insert_pair(document, pairs, flow if pairs.flow else lines, below=key)
    removed = [editing.delete_key(document, headers.written[attribute][0]) for attribute in sorted(given & _SSL)]
    own = editing.joined(added, *removed)
    used = _before_each(middleware, name, instance)
    if own is None or not used:
        return None  # a new middleware that nobody uses helps nobody
    edits = (*(Edit(document.file, *edit) for edit in own), *used)
    return Fix(_TITLE, False, edits)


def permissions_policy(headers: Headers) -> Fix | None:
    """The fix that writes a `featurePolicy` as the `permissionsPolicy` that browsers read today."""
    key, node = key_of(headers, "feature_policy"), value_of(headers, "feature_policy")
    policy = as_permissions(headers.feature_policy or "")
    if key is None or node is None or not policy or headers.gives("permissions_policy"):
        return None
    document = headers.document
    edits = editing.joined(
        editing.rename_key(document, key, "permissionsPolicy"), editing.set_value(document, node, policy)
    )
    return editing.fix_of(document, f"Write `permissionsPolicy: {policy}`", edits, safe=False)


_WORDS = {"'none'": "", "'self'": "self", "self": "self", "*": "*"}
"""What the lists of the old header are called in the new one."""


def as_permissions(old: str) -> str:
    """`camera 'none'; fullscreen 'self' https://a.b` as `camera=(), fullscreen=(self "https://a.b")`."""
    found = []
    for directive in filter(None, (part.split() for part in old.split(";"))):
        name, *sources = directive
        words = [_WORDS.get(source, f'"{source}"' if "://" in source else "?") for source in sources]
        if not name.replace("-", "").isalnum() or "?" in words:
            return ""
        found.append(f"{name}=*" if "*" in words else f"{name}=({' '.join(filter(None, words))})")
    return ", ".join(found)


def _become(middleware: Middleware, headers: Headers, permanent: str) -> Fix | None:
    """Make the middleware another one: its `sslRedirect` becomes `scheme: https`."""
    document, key = middleware.document, key_of(middleware, "headers")
    redirect, node = headers.written["ssl_redirect"]
    if key is None or type(headers.node) is not Mapping:
        return None
    edits = editing.joined(
        editing.rename_key(document, key, "redirectScheme"),
        editing.rename_key(document, redirect, "scheme"),
        editing.replace_node(document, node, "https"),
        editing.insert_pair(document, headers.node, f"permanent: {permanent}", below=redirect),
        *(editing.delete_key(document, other) for other, _ in headers.written.values() if other is not redirect),
    )
    return editing.fix_of(document, _TITLE, edits, safe=False)


def _mapping_of(home: Any, middleware: Named) -> Mapping | None:
    """The mapping in which a middleware stands, below the part that holds all middlewares."""
    for _, node in home.pairs if type(home) is Mapping else ():
        if type(node) is Mapping and any(key is middleware.key_node for key, _ in node.pairs):
            return node
    return None


def _before_each(middleware: Named, name: str, instance: Instance) -> tuple[Edit, ...] | None:
    """The edits that put a middleware before another one, wherever that one is used."""
    edits: list[Edit] = []
    for reference in instance.users(middleware):
        node = value_of(reference.part, reference.attribute)
        if reference.point or reference.index is None or type(node) is not Sequence:
            return None
        document = reference.part.document
        found = editing.insert_item(document, node, reference.index, editing.quoted(name))
        if found is None:
            return None
        edits += (Edit(document.file, *edit) for edit in found)
    return tuple(edits)
