"""What Traefik cannot decode in a static configuration, or drops from it without a word."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule, said
from traefiklint.findings import Effect, Fix
from traefiklint.go.strconv import fold
from traefiklint.instance.instance import SourceFile
from traefiklint.model.diagnostics import NoConfiguration, RemovedOption, UnknownStaticRoot
from traefiklint.model.static import Static
from traefiklint.text.nodes import Mapping
from traefiklint.text.spelling import nearest

_VERSION_1 = {
    "acme": "certificatesResolvers",
    "consul": "providers.consul",
    "consulcatalog": "providers.consulCatalog",
    "docker": "providers.docker",
    "ecs": "providers.ecs",
    "etcd": "providers.etcd",
    "file": "providers.file",
    "kubernetes": "providers.kubernetesIngress",
    "loglevel": "log.level",
    "rest": "providers.rest",
    "web": "api",
    "debug": "log.level",
    "accesslogsfile": "accessLog.filePath",
    "traefiklogsfile": "log.filePath",
    "insecureskipverify": "serversTransport.insecureSkipVerify",
    "rootcas": "serversTransport.rootCAs",
    "providersthrottleduration": "providers.providersThrottleDuration",
}
"""Root keys of Traefik 1 and keys that belong further down, and where they have their place."""
_NEAR = {"plugins": "experimental.plugins", "serverstransports": "serversTransport", "redirections": "entryPoints"}


@rule("unknown-static-root", effect=Effect.SILENT)
def unknown_static_root(diagnostic: UnknownStaticRoot, source: SourceFile) -> Iterator[Diagnostic]:
    """A section at the top of the static configuration does not exist."""
    key = diagnostic.key
    name = fold(key.value)
    if name.startswith("x-"):
        return
    home = _VERSION_1.get(name) or _NEAR.get(name)
    guess = "" if home else nearest(name, Static.by_key, min(3, max(1, len(name) // 3)))
    fix: Fix | None = None
    if guess:
        from traefiklint.checks.shared.text_fixes import rename

        help = f"Did you mean `{guess}`?"
        root = source.document.root
        given = {fold(other.value) for other, _ in root.pairs} if type(root) is Mapping else set()
        fix = rename(source.document, key, guess, safe=False) if fold(guess) not in given else None
    elif home:
        help = f"Its place is `{home}`."
    else:
        help = "Delete it, or start the key with `x-` if it only holds anchors."
    message = f"`{key.value}` is not a section of the static configuration, and Traefik silently drops it."
    yield said(diagnostic, source, message, help, fix)


@rule("no-static-configuration", effect=Effect.REJECTED)
def no_static_configuration(diagnostic: NoConfiguration, source: SourceFile) -> Iterator[Diagnostic]:
    """The static configuration holds nothing that counts."""
    if diagnostic.text:
        message = "No section of this file is one of the static configuration, and Traefik does not start with it."
        help = "Write at least one, as `entryPoints` or `providers`; routers and services belong in a dynamic file."
    else:
        message = "This file is empty, and Traefik does not start with it."
        help = "Write at least one section, as `entryPoints`; or do not give the file to Traefik at all."
    yield said(diagnostic, source, message, help)


@rule("removed-static-option", effect=Effect.REJECTED)
def removed_static_option(diagnostic: RemovedOption, source: SourceFile) -> Iterator[Diagnostic]:
    """An option was given up, and Traefik refuses it by its name."""
    key, option = diagnostic.key, diagnostic.option
    name = diagnostic.section.path + option.step
    from traefiklint.checks.shared.text_fixes import delete

    fix = delete(source.document, key, safe=False) if option.says.startswith("Delete it:") else None
    yield said(
        diagnostic, source, f"`{name}` is gone since Traefik 3, and Traefik does not start with it.", option.says, fix
    )
