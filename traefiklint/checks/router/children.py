"""Routers below others whose rules contradict those above them."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.findings import Effect, Related
from traefiklint.instance.instance import Instance
from traefiklint.instance.passage import passage
from traefiklint.model.http import Router
from traefiklint.model.middleware import Middleware


@rule("child-contradicts-parent", effect=Effect.SILENT)
def child_contradicts_parent(router: Router, instance: Instance) -> Iterator[Diagnostic]:
    """A router below others has conditions that none of the requests meets which they let through."""
    if not router.parent_refs or not router.rule:
        return
    parents = instance.tree.parents.get(router, [])
    if len(parents) != len(router.parent_refs) or any(parent.parent_refs for parent in parents):
        return  # one of them is missing, in another provider, or stands below others, perhaps in a circle
    if all(_excludes(parent, router, instance) for parent in parents):
        names = " and ".join(f"`{parent.name}`" for parent in parents)
        message = (
            f"This never matches: only requests that {names} let{'s' if len(parents) == 1 else ''} through come here, "
            "and their rules exclude each other; make them agree."
        )
        places = [parent.at("rule") for parent in parents]
        related = tuple(Related(place.file, place.span, "the rule above it") for place in places)
        yield Diagnostic(router.at("rule"), message, related=related)


def _excludes(parent: Router, child: Router, instance: Instance) -> bool:
    """Whether no request that a router hands on can match a rule below it."""
    from traefiklint.matching.implication import Analysis

    above, below = instance.rule(parent), instance.rule(child)
    if above.tree is None or below.tree is None or "v2" in (above.syntax, below.syntax):
        return False
    if any(map(_may_change, passage(parent, instance))):
        return False
    return Analysis(above.tree).excludes(Analysis(below.tree))


def _may_change(middleware: Middleware | None) -> bool:
    """Whether a middleware may change what rules ask for, as far as is known."""
    from traefiklint.instance.path_conditions import changes_path

    if middleware is None:
        return True
    named = [auth for auth in (middleware.basic_auth, middleware.digest_auth) if auth and auth.header_field]
    return bool(
        named
        or changes_path(middleware)
        or middleware.plugin
        or middleware.headers
        or middleware.forward_auth
        or middleware.grpc_web
        or middleware.pass_tls_client_cert
    )
