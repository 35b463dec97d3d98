"""Middlewares of containers: whether anybody uses them."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.middleware.types import is_given_value
from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.as_written import as_label, label_at
from traefiklint.findings import Effect, Severity
from traefiklint.go.url import parse_url
from traefiklint.instance.instance import Instance
from traefiklint.instance.references import names_that_lead_nowhere
from traefiklint.model.http import Router
from traefiklint.model.middleware import Middleware
from traefiklint.patterns import lazy

_COMMENTED = lazy(r"(?im)^[ \t]*#.*?\brouters\.[^.\s=:]{1,200}\.middlewares[\"']?[ \t]*[=:][ \t]*[\"']?([^\"'#\n]*)")
"""A comment that gives a router middlewares."""


@rule("label-middleware-unused", effect=Effect.SILENT, severity=Severity.INFO)
def label_middleware_unused(middleware: Middleware, instance: Instance) -> Iterator[Diagnostic]:
    """Labels define a middleware beside a router of the same container, and no router uses it."""
    if middleware.provider == "file" or instance.users(middleware) or not instance.counts(middleware):
        return
    if "@" in middleware.name or is_given_value(middleware):
        return  # other rules say why
    if middleware.name in instance.once(names_that_lead_nowhere) or instance.parts.get("UnknownRule"):
        return  # somebody means it, and is told why that does not work; or nobody can tell who uses it
    routers = instance.once(_routers).get(id(middleware.home), [])
    if middleware.name in instance.once(_meant_by_slips):
        return
    if not routers or middleware.name.lower() in instance.once(_named_by_labels):
        return
    name, others = (routers[0].name, routers[0].middlewares) if len(routers) == 1 else ("NAME", ())
    beside = label_at(middleware.document, middleware.key_node)
    better = as_label(f"traefik.http.routers.{name}.middlewares", ",".join((*others, middleware.name)), beside)
    message = f"Middleware `{middleware.name}` does nothing, because no router uses it; write `{better}`."
    help = f"Containers of other compose files may still use it as `{middleware.full}`."
    asked = middleware.forward_auth.address if middleware.forward_auth is not None else ""
    is_for_others = bool(asked) and any(parse_url(asked).host in _names_of(one) for one in routers)
    is_commented = (middleware.file, middleware.name.lower()) in instance.once(_named_in_comments)
    is_moot = is_for_others or is_commented or _is_of_coolify(middleware, instance)
    yield Diagnostic(middleware.key_at(), message, help, strict=is_moot)


_OF_COOLIFY = ("redirect-to-https", "gzip")
"""The middlewares that Coolify writes into each container, used or not (its bootstrap/helpers/docker.php)."""


def _is_of_coolify(middleware: Middleware, instance: Instance) -> bool:
    if middleware.name not in _OF_COOLIFY:
        return False
    middlewares = instance.objects["http.middlewares"].values()
    return {one.name for one in middlewares if one.home is middleware.home}.issuperset(_OF_COOLIFY)


def _meant_by_slips(instance: Instance) -> frozenset[str]:
    """The middlewares that are the nearest to names which lead nowhere, as is told of these."""
    slips = (one.full.partition("@") for one in instance.dangling if one.kind == "http.middlewares")
    return frozenset(instance.nearest(name, "http.middlewares", provider) for name, _, provider in slips)


def _names_of(router: Router) -> set[str]:
    """What the container of a router may be called by others, as its router and service are called."""
    return {router.name, router.service.partition("@")[0]} - {""}


def _named_by_labels(instance: Instance) -> set[str]:
    """The middlewares that any label names, also those of a router that is dropped, and a label that another one beats,
    in small letters."""
    containers = instance.labels.containers if instance.labels is not None else ()
    labels = [label for container in containers for label in container.labels]
    labels += [one.loser for one in instance.parts.get("OverriddenLabel", ())]
    lists = (label.value.text for label in labels if label.name.text.lower().endswith(".middlewares"))
    return {name.strip().partition("@")[0].lower() for one in lists for name in one.split(",")}


def _named_in_comments(instance: Instance) -> set[tuple[str, str]]:
    """The middlewares, by file and name in small letters, that a router's label names which is there as a comment:
    somebody has taken them out of use."""
    documents = instance.labels.documents if instance.labels is not None else ()
    return {
        (document.file, name.strip().partition("@")[0].lower())
        for document in documents
        for found in _COMMENTED.finditer(document.text)
        for name in found[1].split(",")
    }


def _routers(instance: Instance) -> dict[int, list[Router]]:
    """The routers with a rule of each container, by the identity of its document. Not where one leads to Traefik
    itself: its own container is where people keep what all others use."""
    found: dict[int, list[Router]] = {}
    own: set[int] = set()
    for router in instance.objects["http.routers"].values():
        if type(router) is Router and router.gives("rule"):
            found.setdefault(id(router.home), []).append(router)
            if router.service.endswith("@internal"):
                own.add(id(router.home))
    return {document: routers for document, routers in found.items() if document not in own}
