"""Files of Traefik 1, which Traefik 3 reads without taking anything from them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.traefik_1 import root_of_traefik_1
from traefiklint.findings import Effect, Severity
from traefiklint.go.strconv import fold
from traefiklint.instance.instance import Instance
from traefiklint.model.base import Place
from traefiklint.patterns import lazy
from traefiklint.text.document import Document
from traefiklint.text.lines import lines_of
from traefiklint.text.spelling import listed

if TYPE_CHECKING:
    from traefiklint.instance.static_facts import Traefik1Flags

_ROOT = lazy(r"""(?im)^[\[{ \t"']*(frontends|backends)\b""")


@rule("traefik-1-file", effect=Effect.SILENT)
def traefik_1_file(document: Document | Traefik1Flags, _: Instance) -> Iterator[Diagnostic]:
    """A file is written for Traefik 1."""
    if not isinstance(document, Document):
        yield _of_flags(document)
        return
    if document.provider in ("static", "file"):  # one that is named need not be called as static configurations are
        yield from _of_static(document)
    if document.provider != "file":
        return
    folded = document.text.casefold()
    root = _ROOT.search(document.text) if "frontends" in folded or "backends" in folded else None
    if root is None:
        return
    from traefiklint.discovery.kinds import Kind, recognize

    if recognize(document.file, document.text).kind is not Kind.TRAEFIK_1:
        return
    message = (
        "This file is for Traefik 1: Traefik 3 has no frontends and backends, and silently drops all of it; "
        "write each frontend as a router, and each backend as a service."
    )
    span = lines_of(document.text, document.file).span(root.start(1), root.end(1))
    yield Diagnostic(Place(document, None, "", ""), message, _HELP, span=span)


_PAGE = "Traefik's page “Migration from v1 to v2” shows both side by side"
_HELP = f"{_PAGE}; `traefik-migration-tool` converts a file."


def _of_static(document: Document) -> Iterator[Diagnostic]:
    """What there is to say of a static configuration: the engine knows whether Traefik 3 starts with it."""
    root = root_of_traefik_1(document)
    if root is not None:
        message = (
            f"This file is for Traefik 1: Traefik 3 has no `{root.value}` at the top; entry points, providers and "
            "certificate resolvers are configured differently."
        )
        yield Diagnostic(Place(document, root, "", ""), message, _HELP)


_FLAGS_TODAY = {
    "acme": "certificatesresolvers.NAME.acme",
    "consulcatalog": "providers.consulcatalog",
    "debug": "log.level",
    "defaultentrypoints": "entrypoints.NAME.asdefault",
    "docker": "providers.docker",
    "entrypoints": "entrypoints.NAME.address",
    "file": "providers.file",
    "insecureskipverify": "serverstransport.insecureskipverify",
    "kubernetes": "providers.kubernetesingress",
    "loglevel": "log.level",
    "traefiklog": "log",
    "web": "api",
}
"""Flags of Traefik 1, and those that took their place."""


def _of_flags(flags: Traefik1Flags) -> Diagnostic:
    """What there is to say of all flags together: with any of them Traefik 3 does not start."""
    named = listed([f"--{name}" for name in flags.names])
    verb, pronoun = ("are flags", "them") if len(flags.names) > 1 else ("is a flag", "it")
    message = f"{named} {verb} of Traefik 1, and Traefik 3 does not start with {pronoun}."
    today = ((name, _FLAGS_TODAY.get(fold(name))) for name in flags.names)
    told = ", ".join(f"`--{name}` is `--{now}`" for name, now in today if now)
    help = f"Rewrite the flags{f': in Traefik 3 {told}' if told else ''}. {_PAGE}."
    return Diagnostic(flags.place, message, help, effect=Effect.REJECTED, severity=Severity.WARNING)
