"""Keys at the top of a file that Traefik does not know there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from traefiklint.checks.registry import Diagnostic, rule, said
from traefiklint.checks.shared.text_fixes import rename
from traefiklint.checks.shared.traefik_1 import root_of_traefik_1
from traefiklint.discovery.plain import is_key_of_others
from traefiklint.discovery.roles import reads_itself
from traefiklint.findings import Effect, Severity
from traefiklint.go.strconv import fold
from traefiklint.instance.instance import SourceFile
from traefiklint.model.configuration import Configuration
from traefiklint.model.diagnostics import (
    UnknownRootKey,
)
from traefiklint.model.middleware import Middleware
from traefiklint.text.breaks import is_toml_file
from traefiklint.text.nodes import Mapping, Node, Scalar
from traefiklint.text.spelling import nearest

STATIC_KEYS = frozenset(
    (
        "accesslog", "api", "certificatesresolvers", "core", "entrypoints", "experimental", "global", "hostresolver",
        "log", "metrics", "ocsp", "ping", "pilot", "providers", "serverstransport", "spiffe", "tcpserverstransport",
        "tracing",
    )
)  # fmt: skip
"""The root keys of the static configuration, in small letters."""
HTTP_KEYS = frozenset(("routers", "services", "middlewares", "serverstransports"))
TLS_KEYS = frozenset(("certificates", "options", "stores"))
_OF_VERSION_1 = {
    "frontends": "Write `http.routers` instead: what `routes` were stands in `rule`, and `backend` is `service`.",
    "backends": "Write `http.services` instead, each with `loadBalancer.servers`.",
    "file": "Delete it: since Traefik 2 `providers.file` of the static configuration names the files.",
}
"""The sections of Traefik 1 that stand in files of the file provider, and what they became."""
_OF_TLS = {"tlsoptions": "tls.options", "tlsstores": "tls.stores"}
"""Names that sections had in the first drafts of Traefik 2, which still stand in answers to questions."""
DROPPED = "and Traefik silently drops it"


class _RootKey(NamedTuple):
    """What a root key that is none of Traefik's may be."""

    is_static: bool
    home: str
    """The section that it belongs below; empty where there is none."""
    is_dotted: bool


def root_key(key: str) -> _RootKey | None:
    """What an unknown root key is; None where it says itself that it is not for Traefik."""
    name = fold(key)
    if is_key_of_others(key):
        return None
    is_static = name in STATIC_KEYS
    home = "" if is_static else "http" if name in HTTP_KEYS else "tls" if name in TLS_KEYS else ""
    return _RootKey(is_static, home, not is_static and not home and _is_dotted(key))


@rule("static-in-dynamic", effect=Effect.SILENT)
def static_in_dynamic(diagnostic: UnknownRootKey, source: SourceFile) -> Iterator[Diagnostic]:
    """An option belongs into Traefik's own file."""
    found = root_key(diagnostic.key.value)
    if found is not None and found.is_static and not _is_static_too(source) and not _whose(source):
        message = f"`{diagnostic.key.value}` is static configuration, {DROPPED} here."
        help = "Move it to the static configuration (`traefik.yml`, flags or variables), and restart Traefik."
        yield said(diagnostic, source, message, help)


@rule("unknown-root-key", effect=Effect.SILENT, fix="unsafe", tag="unused")
def unknown_root_key(diagnostic: UnknownRootKey, source: SourceFile) -> Iterator[Diagnostic]:
    """A section at the top of the file does not exist."""
    key, found = diagnostic.key, root_key(diagnostic.key.value)
    if whose := _whose(source):
        if diagnostic is next(one for one in source.said if isinstance(one, UnknownRootKey)):
            message = f"This is {whose}, of which Traefik makes nothing, though its file provider reads it."
            told = said(diagnostic, source, message, "Keep it in another folder.")
            yield told._replace(severity=Severity.INFO, effect=Effect.ADVICE)
        return
    if found is None or found != _RootKey(False, "", False) or _is_static_too(source) or _is_of_sops(key, diagnostic):
        return
    if fold(key.value) in _OF_VERSION_1:
        message = f"`{key.value}` is a section of Traefik 1, {DROPPED}."
        yield said(diagnostic, source, message, _OF_VERSION_1[fold(key.value)])
        return
    if fold(key.value) in _OF_TLS:
        message = f"`{key.value}` is not a section of Traefik 3, {DROPPED}."
        yield said(diagnostic, source, message, f"Write `{_OF_TLS[fold(key.value)]}` instead.")
        return
    guess = nearest_key(fold(key.value), Configuration.by_key)
    if not guess and is_used_by_alias(source, key, diagnostic.value):
        return
    help = f"Did you mean `{guess}`?" if guess else "Start the key with `x-` if it only holds anchors."
    if not guess and is_toml_file(source.document.file):
        help = "Delete it."
    if not guess and _is_middleware(diagnostic.value):
        help = "It looks like a middleware: indent it below `http.middlewares`."
    yield said(
        diagnostic,
        source,
        f"`{key.value}` is not one of `http`, `tcp`, `udp` and `tls`, {DROPPED}.",
        help,
        rename(source.document, key, guess, safe=False) if guess else None,
    )


def _is_middleware(value: Node) -> bool:
    return type(value) is Mapping and len(value.pairs) == 1 and fold(value.pairs[0][0].value) in Middleware.keys


def _is_of_sops(key: Scalar, diagnostic: UnknownRootKey) -> bool:
    """Whether it is the section in which SOPS keeps how the values of a file are encrypted."""
    value = diagnostic.value
    return key.value == "sops" and type(value) is Mapping and any(one.value == "mac" for one, _ in value.pairs)


def _is_static_too(source: SourceFile) -> bool:
    """Whether the file is Traefik's own or that of a Traefik 1, of which another rule says what is wrong."""
    document = source.document
    return reads_itself(document.file, document.text) or root_of_traefik_1(document) is not None


@lru_cache(maxsize=1)
def _whose(source: SourceFile) -> str:
    """What a file is called that is plainly of another program, as Prometheus; empty where it may be Traefik's."""
    from traefiklint.discovery.foreign import SHAPES
    from traefiklint.discovery.kinds import Kind, recognize

    what = recognize(source.document.file, source.document.text)
    is_known = what.kind is Kind.FOREIGN and any(what.called == shape.called for shape in SHAPES)
    return what.called if is_known else ""


def is_used_by_alias(source: SourceFile, key: Scalar, value: Node) -> bool:
    """Whether an alias further down refers to an anchor of a section: such a section is there for its anchors."""
    anchors = re.findall(r"&([\w.-]+)", source.document.text[key.end.index : value.end.index])
    last = _aliases(source) if anchors else {}
    return any(last.get(name, 0) >= value.end.index for name in anchors)


@lru_cache(maxsize=1)
def _aliases(source: SourceFile) -> dict[str, int]:
    """Where the last alias of each name stands; each of the unknown sections of a file asks for them."""
    return {found[1]: found.start() for found in re.finditer(r"\*([\w.-]+)", source.document.text)}


def _is_dotted(key: str) -> bool:
    first = fold(key.partition(".")[0])
    return "." in key and (first in Configuration.by_key or first == "traefik")


def nearest_key(name: str, known: Iterable[str]) -> str:
    """The known key that is nearest to a misspelt one (in small letters); empty where none is near.

    A long one may be a former name that the present one begins with, as `accessControlAllowOrigin` does.
    """
    return nearest(name, known, min(2, max(1, len(name) // 3)), begun=len(name) >= _LONG_KEY)


_LONG_KEY = 12
