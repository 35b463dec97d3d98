"""Files of Traefik 1, which Traefik 3 reads without taking anything from them."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.findings import Effect
from traefiklint.instance.instance import Instance
from traefiklint.model.base import Place
from traefiklint.patterns import lazy
from traefiklint.text.document import Document
from traefiklint.text.lines import lines_of

_ROOT = lazy(r"""(?im)^[\[{ \t"']*(frontends|backends)\b""")


@rule("traefik-1-file", effect=Effect.SILENT)
def traefik_1_file(document: Document, _: Instance) -> Iterator[Diagnostic]:
    """A file is written for Traefik 1."""
    if document.provider == "static":
        yield from _of_static(document)
        return
    if document.provider != "file":
        return
    if _STATIC_ROOT.search(document.text) is not None:
        yield from _of_static(document)  # one that is named, and not called as static configurations are
    root = _ROOT.search(document.text)
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


_STATIC_ROOT = lazy(r"""(?im)^[\[{"']*(defaultEntryPoints|acme|docker|file|web|kubernetes|consulCatalog|marathon)\b""")
_HELP = "Traefik's page “Migration from v1 to v2” shows both side by side; `traefik-migration-tool` converts a file."


def _of_static(document: Document) -> Iterator[Diagnostic]:
    """What there is to say of a static configuration: the engine knows whether Traefik 3 starts with it."""
    from traefiklint.discovery.kinds import is_static_of_traefik_1

    root = _STATIC_ROOT.search(document.text)
    if root is None or document.holds_labels or not is_static_of_traefik_1(document.file, document.text):
        return
    message = (
        f"This file is for Traefik 1: Traefik 3 has no `{root[1]}` at the top; entry points, providers and certificate "
        "resolvers are set up in another way."
    )
    span = lines_of(document.text, document.file).span(root.start(1), root.end(1))
    yield Diagnostic(Place(document, None, "", ""), message, _HELP, span=span)
