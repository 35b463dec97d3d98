"""Fixes that send visitors to https: a middleware on a router, or a router of its own."""

from __future__ import annotations

from traefiklint.checks.shared.fixes import add_item, add_option, value_of
from traefiklint.findings import Fix
from traefiklint.instance.gaps import REDIRECT, REDIRECT_IN_FILES
from traefiklint.instance.instance import Instance
from traefiklint.model.http import Router
from traefiklint.patch import edits as editing
from traefiklint.text.nodes import Mapping, Scalar, Sequence


def is_defined(instance: Instance) -> bool:
    """Whether there is a middleware of this name."""
    known = instance.context.known.get("middlewares", ())
    return REDIRECT_IN_FILES in instance.objects["http.middlewares"] or REDIRECT_IN_FILES in known


def with_redirect(router: Router, instance: Instance) -> Fix | None:
    """Put the redirect on a router that has no middlewares; nobody knows where it belongs among others."""
    if router.middlewares or not is_defined(instance):
        return None
    if router.gives("middlewares"):
        return add_item(router, "middlewares", REDIRECT, f"Add `{REDIRECT}`", safe=False)
    return add_option(router, f"middlewares: [{REDIRECT}]", f"Add `{REDIRECT}`", safe=False)


def with_redirecting_router(router: Router, index: int, instance: Instance) -> Fix | None:
    """Take a router off one of its entry points, and put another there that redirects."""
    name = f"{router.name}-http"
    points, rule = value_of(router, "entry_points"), value_of(router, "rule")
    routers = value_of(router.parent, "routers") if router.parent else None
    if (
        type(points) is not Sequence
        or len(points.items) < 2
        or type(routers) is not Mapping
        or type(rule) is not Scalar
    ):
        return None
    if not is_defined(instance) or instance.find("http.routers", name) or "\n" in router.rule:
        return None
    style = rule.style if rule.style in ("'", '"') else ""
    below = router.key_node
    lines = (
        f"{name}:\n  rule: {editing.quoted(router.rule, style or '', flow=False)}\n"
        f"  entryPoints: [{router.entry_points[index]}]\n  middlewares: [{REDIRECT}]\n  service: noop@internal"
    )
    if router.priority:
        lines += f"\n  priority: {router.priority}"
    edits = editing.joined(
        editing.delete_item(router.document, points, index),
        editing.insert_pair(router.document, routers, lines, below=below if type(below) is Scalar else None),
    )
    return editing.fix_of(router.document, "Add a router that redirects to https", edits, safe=False)
