"""Routers: a service, a priority that counts, and their place among parents and children."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Draft, reported, rule, source
from traefiklint.findings import Effect, Fix, Severity
from traefiklint.instance.instance import Project
from traefiklint.model.http import Router
from traefiklint.model.tcp import TcpRouter
from traefiklint.model.udp import UdpRouter
from traefiklint.text.spelling import nearest
from traefiklint.versions import since

MAX_PRIORITY = 2**63 - 1 - 1000
"""What Traefik keeps above is for its own routers (pkg/server/router/router.go)."""


@rule("router-without-service", category="reference", effect=Effect.DISABLED)
def router_without_service(router: Router | TcpRouter | UdpRouter, project: Project) -> Iterator[Draft]:
    """A router names no service."""
    if router.service:
        return
    if type(router) is Router:
        if router in project.tree.children:
            return
        help = "A router that only redirects uses `noop@internal`."
    else:
        help = ""
    message = f"Router `{router.name}` names no service, so Traefik disables it; add `service: NAME`."
    yield Draft(router.at("service"), message, help, fix=_with_service(router, project))


def _with_service(router: Router | TcpRouter | UdpRouter, project: Project) -> Fix | None:
    """The fix that gives a router the service of its own name, where there is one."""
    services = project.objects[router.object.partition(".")[0] + ".services"]
    if router.name not in services or router.gives("service"):
        return None
    from traefiklint.checks.shared.fixes import add_option, key_of
    from traefiklint.patch.edits import quoted

    if key_of(router, "service") is not None:
        return None
    return add_option(router, f"service: {quoted(router.name)}", f"Add `service: {router.name}`", safe=False)


@rule("priority-too-large", effect=Effect.DISABLED)
def priority_too_large(router: Router | TcpRouter, project: Project) -> Iterator[Draft]:
    """A priority lies in the range that Traefik keeps for itself."""
    if router.priority > MAX_PRIORITY and not getattr(router, "parent_refs", ()):
        message = (
            f"Priority {router.priority} is over the most that Traefik allows, {MAX_PRIORITY}; choose a smaller one."
        )
        from traefiklint.checks.shared.fixes import set_option

        fix = set_option(router, "priority", str(MAX_PRIORITY), plain=True, safe=False)
        yield Draft(router.at("priority"), message, fix=fix)


unknown_parent_router = reported(
    "unknown-parent-router",
    "A router stands below a router that does not exist.",
    category="reference",
    effect=Effect.DISABLED,
)
child_router_option = reported(
    "child-router-option",
    "A router below another one has an option that only the topmost router may have.",
    effect=Effect.DISABLED,
)
router_unreachable = reported(
    "router-unreachable",
    "A router stands below others, none of which leads to an entry point.",
    effect=Effect.DISABLED,
)
router_cycle = reported(
    "router-cycle", "Routers stand below each other in a circle.", effect=Effect.DEGRADED,
    severity=Severity.ERROR,
)  # fmt: skip
router_with_service_and_children = reported(
    "router-with-service-and-children",
    "A router has a service, and routers below it as well.",
    effect=Effect.DISABLED,
)

parent_router_split = reported(
    "parent-router-split",
    "A router with routers below it is split because of its TLS options, and loses them.",
    effect=Effect.DISABLED,
)

_OPTIONS = {"tls": "tls", "observability": "observability", "entry-points": "entryPoints"}


@source
def tree_objections(project: Project, _: Project) -> Iterator[tuple[str, Draft]]:
    """What Traefik has against the tree of routers."""
    for router, kind, detail, attribute, item in project.tree.objections:
        place = router.at(attribute, item)
        if kind in ("parent", "parent-dropped"):
            guess = nearest(detail.partition("@")[0], project.objects["http.routers"])
            advice = f"did you mean `{guess}`?" if guess else "define it, or remove the reference."
            message = f"Parent router `{detail}` does not exist; {advice}"
            effect = Effect.DISABLED if kind == "parent" else Effect.SILENT
            yield "unknown-parent-router", Draft(place, message, fix=_renamed(router, item, guess), effect=effect)
        elif kind in _OPTIONS:
            option = _OPTIONS[kind]
            message = (
                f"Router `{router.name}` stands below another, so it cannot have `{option}`; move it to the top router."
            )
            yield "child-router-option", Draft(router.key_at(attribute), message)
        elif kind == "unreachable":
            message = f"No router that has an entry point leads to `{router.name}`; mend `parentRefs`."
            yield "router-unreachable", Draft(place, message)
        elif kind == "cycle":
            message = f"The routers {detail} stand below each other in a circle; remove one of the references."
            yield "router-cycle", Draft(place, message)
        else:
            message = f"Router `{router.name}` has both a service and routers below it; remove `service`."
            from traefiklint.checks.shared.fixes import delete_option

            fix = delete_option(router, "service", "Delete `service`", safe=False)
            yield "router-with-service-and-children", Draft(place, message, fix=fix, after=None)


def _renamed(router: Router, item: int | None, guess: str) -> Fix | None:
    if not guess or item is None:
        return None
    from traefiklint.checks.shared.fixes import rewrite

    old = router.parent_refs[item]
    if not old.endswith("@file") and "@" in old:
        return None
    return rewrite(router.at("parent_refs", item), old, guess + old[len(old.partition("@")[0]) :], safe=False)


_SPLITS_ROUTERS = since("3.7")
"""From here on Traefik splits routers off where their TLS options are in conflict (pkg/server/aggregator.go)."""


@source
def split_parents(project: Project, _: Project) -> Iterator[tuple[str, Draft]]:
    """Routers with routers below them that Traefik 3.7 splits off under another name, which nobody refers to."""
    children = project.tree.children
    if not children or project.context.target < _SPLITS_ROUTERS:
        return
    from traefiklint.instance.tls_options import conflicting

    conflicts = conflicting(project)
    models = project.entry_point_models
    for parent, below in children.items():
        points = list(dict.fromkeys(parent.entry_points or project.default_entry_points))
        split = [point for point in points if parent in conflicts.get(point, ())]
        if not split:
            continue
        message = (
            f"Because of its TLS options, Traefik splits `{parent.name}` off on `{split[0]}` under another name, and "
            "the routers below it are lost; give all routers of a host the same options, and the rule a `Host`."
        )
        yield "parent-router-split", Draft(parent.key_at(), message, after=None)
        plain = [point for point in points if point not in models]
        if any(point in models for point in split) or (plain and set(plain) <= set(split)):
            for child in below:
                message = f"`{child.name}` loses its parent `{parent.name}`, which Traefik splits for its TLS options."
                yield "parent-router-split", Draft(child.at("parent_refs"), message)
