"""The files that Dokploy rewrites: what it needs in them, and what it cannot keep."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.findings import Edit, Effect, Fix, Severity, Span
from traefiklint.instance.dokploy import PANEL, SHARED, app_of, file_name, is_managed
from traefiklint.instance.instance import Instance, SourceFile
from traefiklint.instance.names import full_name
from traefiklint.instance.references import HTTP_MIDDLEWARES
from traefiklint.model.base import Place
from traefiklint.model.configuration import Configuration
from traefiklint.model.http import Router
from traefiklint.text.document import Document
from traefiklint.text.lines import lines_of

_REDIRECT = "redirect-to-https"
_ENTRY = """\
redirect-to-https:
  redirectScheme:
    scheme: https
    permanent: true"""
"""The middleware with which Dokploy's plain routers redirect, as it writes it when a server is set up."""
_RESTORE = f"Put `{_REDIRECT}` back"


@rule("dokploy-redirect-to-https-missing", effect=Effect.DISABLED, fix="unsafe")
def dokploy_redirect_to_https_missing(instance: Instance, _: Instance) -> Iterator[Diagnostic]:
    """The middleware with which Dokploy's plain routers redirect is gone."""
    context = instance.context
    if not context.dokploy or not context.assumed or not instance.complete:
        return
    shared = _shared(instance)
    if shared is None or instance.find(HTTP_MIDDLEWARES, _REDIRECT):
        return
    message = (
        f"`{_REDIRECT}` is gone from `{shared.document.file}`, so Traefik disables every router that uses it, and "
        "http:// gets a 404; put it back."
    )
    used = False
    for references in instance.needs.values():
        for reference in references:
            if reference.full == full_name(_REDIRECT) and reference.kind == HTTP_MIDDLEWARES:
                used = True
                yield Diagnostic(reference.place, message, fix=_restored(shared))
    if not used and _is_of_dokploy(instance) and (middlewares := _middlewares_of(shared)) is not None:
        yield Diagnostic(middlewares.key_at("middlewares"), message, fix=_restored(shared), effect=Effect.SILENT)


@rule("dokploy-middlewares-comment-only", effect=Effect.SILENT, fix="unsafe")
def dokploy_middlewares_comment_only(instance: Instance, _: Instance) -> Iterator[Diagnostic]:
    """Dokploy's shared file holds no middlewares, and Dokploy adds none to such a file."""
    if not instance.context.dokploy:
        return
    shared = _shared(instance)
    if shared is not None and not shared.document.diagnostics and _middlewares_of(shared) is None:
        message = (
            f"`{shared.document.file}` has no `http.middlewares`, so Dokploy names its redirects and passwords in "
            f"routers without defining them here, and those answer 404; put `{_REDIRECT}` back."
        )
        yield Diagnostic(Place(shared.document, None, "", ""), message, fix=_restored(shared))


def _is_of_dokploy(instance: Instance) -> bool:
    """Whether the files show that Dokploy writes them: its own file, or routers with the names that it gives."""
    return any(file_name(part.document.file) == PANEL for part in instance.files) or any(
        is_managed("router", router.name, app_of(router.file)) for router in instance.objects["http.routers"].values()
    )


def _shared(instance: Instance) -> SourceFile | None:
    """The file in which Dokploy keeps the middlewares of all applications, where it is among these."""
    return next((part for part in instance.files if file_name(part.document.file) == SHARED), None)


def _middlewares_of(part: SourceFile) -> Any:
    """The section `http` of a file, where it has middlewares."""
    configuration = next(iter(part.parts.get(Configuration, ())), None)
    http = configuration.http if configuration else None
    return http if http is not None and http.middlewares else None


def _restored(part: SourceFile) -> Fix | None:
    """The redirect added to the middlewares of a file, or to a file that holds nothing at all."""
    from traefiklint.patch.edits import fix_of, insert_pair

    document = part.document
    http = _middlewares_of(part)
    if http is not None:
        edits = insert_pair(document, http.written["middlewares"][1], _ENTRY)
        return fix_of(document, _RESTORE, edits, safe=False)
    if document.root is not None:
        return None
    end = len(document.text)
    lines = "\n".join("    " + line for line in _ENTRY.split("\n"))
    gap = "" if not end or document.text.endswith("\n") else "\n"
    return Fix(_RESTORE, False, (Edit(document.file, end, end, f"{gap}http:\n  middlewares:\n{lines}\n"),))


@rule("dokploy-template-not-editable", effect=Effect.ADVICE, severity=Severity.INFO)
def dokploy_template_not_editable(document: Document, instance: Instance) -> Iterator[Diagnostic]:
    """Dokploy can neither read nor keep the Go templates of a file."""
    if not document.is_template or document.root is None or not instance.context.dokploy or not app_of(document.file):
        return
    from traefiklint.yaml.reader import read_yaml

    if not read_yaml(document.text)[1]:
        return  # every action stands inside of a text, where Dokploy leaves it alone
    lines = lines_of(document.text)
    actions = (lines.span(found.start(), found.end()) for found in re.finditer(r"\{\{", document.text))
    first = next((span for span in actions if not document.is_uncertain(span)), Span(1, 1, 1, 1))
    message = (
        "The panel cannot change any domain of this application: with its Go template the file is not valid YAML for "
        "Dokploy; put each `{{ … }}` inside quotes."
    )
    yield Diagnostic(Place(document, None, "", ""), message, span=first)


@rule("dokploy-comments-lost", effect=Effect.ADVICE, severity=Severity.INFO, strict=True)
def dokploy_comments_lost(document: Document, instance: Instance) -> Iterator[Diagnostic]:
    """Dokploy rewrites a file without its comments."""
    if "#" not in document.text or not instance.context.dokploy or not app_of(document.file):
        return
    from traefiklint.yaml.comments import comments_of

    text = document.text
    for start, end in comments_of(text, document.file)[:1]:
        message = (
            "Dokploy rewrites the file when a domain, redirect or password of the application changes, and its "
            "comments are lost; keep them in git."
        )
        yield Diagnostic(Place(document, None, "", ""), message, span=lines_of(text, document.file).span(start, end))


@rule(
    "dokploy-file-deleted-with-last-domain",
    effect=Effect.ADVICE,
    severity=Severity.INFO,
    strict=True,
)
def dokploy_file_deleted_with_last_domain(configuration: Configuration, instance: Instance) -> Iterator[Diagnostic]:
    """A file holds objects of your own, and only Dokploy's routers keep it alive."""
    app = app_of(configuration.file)
    http = configuration.http
    if not instance.context.dokploy or http is None or not http.routers:
        return
    if not all(is_managed("router", name, app) for name in http.routers):
        return
    own = [name for name in http.services if not is_managed("service", name, app)]
    own += [*http.middlewares, *http.servers_transports]
    own += [key for key in ("tcp", "udp", "tls") if getattr(configuration, key) is not None]
    if own:
        message = (
            f"All routers here are Dokploy's, which deletes the whole file with the last domain, `{own[0]}` included; "
            "keep a router of your own here, or keep your objects in another file."
        )
        yield Diagnostic(http.key_at("routers"), message)


@rule("dokploy-name-reserved", effect=Effect.ADVICE, severity=Severity.INFO, strict=True)
def dokploy_name_reserved(configuration: Configuration, instance: Instance) -> Iterator[Diagnostic]:
    """Something of your own stands in a file that Dokploy keeps for itself."""
    name = file_name(configuration.file)
    http = configuration.http
    if not instance.context.dokploy or http is None or name not in (SHARED, PANEL):
        return
    own: Any = None
    if name == SHARED:
        own = next(iter((*http.routers.values(), *http.services.values())), None)
    else:
        things = (*http.routers.values(), *http.services.values(), *http.middlewares.values())
        own = next((thing for thing in things if not thing.name.startswith("dokploy-")), None)
    if own is not None:
        message = (
            f"Dokploy writes `{name}` itself, and `{own.name}` is not of its making; keep it in a file of your own."
        )
        yield Diagnostic(own.key_at(), message)


@rule(
    "dokploy-certificate-none-uses-letsencrypt",
    effect=Effect.ADVICE,
    severity=Severity.INFO,
    strict=True,
)
def dokploy_certificate_none_uses_letsencrypt(router: Router, instance: Instance) -> Iterator[Diagnostic]:
    """A router has no certificate of its own, and its entry point asks for one all the same."""
    if router.tls is not None or not instance.context.dokploy:
        return
    for point in instance.entry_points(router):
        if point.tls and point.cert_resolver:
            message = (
                f"Router `{router.name}` has no `tls`, and `{point.name}` asks `{point.cert_resolver}` for a "
                "certificate for it anyway; where that is not meant, write `tls: {}` with a certificate of your own."
            )
            yield Diagnostic(router.key_at(), message)


@rule("dokploy-traefik-me", effect=Effect.ADVICE, severity=Severity.INFO, strict=True)
def dokploy_traefik_me(router: Router, instance: Instance) -> Iterator[Diagnostic]:
    """A router answers under a name that is only meant for trying out."""
    if "traefik.me" not in router.rule or not instance.context.dokploy:
        return
    for host in instance.rule(router).hosts:
        if host.lower().endswith(".traefik.me"):
            message = f"`{host}` is a name for testing, without a certificate of its own; use your own domain."
            yield Diagnostic(router.at("rule"), message)
