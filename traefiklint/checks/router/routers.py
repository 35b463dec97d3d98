"""Routers: a service, a priority that counts, and their place among parents and children."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.as_written import option_in
from traefiklint.checks.shared.fixes import add_option, delete_option, key_of, rewrite, set_option
from traefiklint.findings import Effect, Fix, Severity
from traefiklint.instance.instance import Instance
from traefiklint.instance.names import full_name, qualify
from traefiklint.instance.router_tree import (
    ChildOption,
    MissingParent,
    OwnRouterAsParent,
    RouterCycle,
    ServiceAndChildren,
    UnreachableRouter,
)
from traefiklint.instance.tls_options import LostChild, SplitParent
from traefiklint.model.http import Router
from traefiklint.model.tcp import TcpRouter
from traefiklint.model.udp import UdpRouter

MAX_PRIORITY = 2**63 - 1 - 1000
"""What Traefik keeps above is for its own routers (pkg/server/router/router.go)."""


@rule("router-without-service", category="reference", effect=Effect.DISABLED, fix="unsafe")
def router_without_service(router: Router | TcpRouter | UdpRouter, instance: Instance) -> Iterator[Diagnostic]:
    """A router names no service."""
    if router.service:
        return
    if type(router) is Router:
        if router in instance.tree.children or not router.written:
            return  # of one with nothing in it, that it has no rule is said
        help = "A router that only redirects uses `noop@internal`."
    else:
        help = ""
    message = (
        f"Router `{router.name}` names no service, so Traefik disables it; add "
        f"`{option_in(router, 'service', 'NAME')}`."
    )
    yield Diagnostic(router.at("service"), message, help, fix=_with_service(router, instance))


def _with_service(router: Router | TcpRouter | UdpRouter, instance: Instance) -> Fix | None:
    """The fix that gives a router the service of its own name, where there is one."""
    kind = router.object.partition(".")[0] + ".services"
    if instance.find(kind, router.name) is None or router.gives("service"):
        return None
    from traefiklint.patch.edits import quoted

    if key_of(router, "service") is not None:
        return None
    return add_option(router, f"service: {quoted(router.name)}", f"Add `service: {router.name}`", safe=False)


@rule("priority-too-large", effect=Effect.DISABLED, fix="unsafe")
def priority_too_large(router: Router | TcpRouter, instance: Instance) -> Iterator[Diagnostic]:
    """A priority lies in the range that Traefik keeps for itself."""
    if router.priority > MAX_PRIORITY and not getattr(router, "parent_refs", ()):
        message = (
            f"Priority {router.priority} exceeds the maximum that Traefik allows, {MAX_PRIORITY}; choose a smaller one."
        )

        fix = set_option(router, "priority", str(MAX_PRIORITY), plain=True, safe=False)
        yield Diagnostic(router.at("priority"), message, fix=fix)


@rule("unknown-parent-router", effect=Effect.DISABLED, category="reference", fix="unsafe")
def unknown_parent_router(missing: MissingParent, instance: Instance) -> Iterator[Diagnostic]:
    """A router stands below a router that does not exist."""
    router, parent, item, is_forgiven = missing
    bare, _, provider = parent.partition("@")
    guess = instance.nearest(bare, "http.routers", provider)
    advice = f"did you mean `{guess}`?" if guess else "define it, or remove the reference."
    message = f"Parent router `{parent}` does not exist; {advice}"
    if provider == "internal":
        message = f"Traefik adds no router `{parent}` as it is set up; remove the reference."
    effect = Effect.SILENT if is_forgiven else Effect.DISABLED
    yield Diagnostic(router.at("parent_refs", item), message, fix=_renamed(router, item, guess), effect=effect)


def _renamed(router: Router, item: int, guess: str) -> Fix | None:
    if not guess:
        return None
    old = router.parent_refs[item]
    if qualify(old, router.full) != full_name(old.partition("@")[0]):
        return None  # it names another provider
    return rewrite(router.at("parent_refs", item), old, guess + old[len(old.partition("@")[0]) :], safe=False)


@rule("child-router-option", effect=Effect.DISABLED)
def child_router_option(child: ChildOption, instance: Instance) -> Iterator[Diagnostic]:
    """A router below another one has an option that only the topmost router may have."""
    router, attribute = child
    option = router.fields[attribute].key
    message = f"Router `{router.name}` stands below another, so it cannot have `{option}`; move it to the top router."
    yield Diagnostic(router.key_at(attribute), message)


@rule("router-unreachable", effect=Effect.DISABLED)
def router_unreachable(unreachable: UnreachableRouter, instance: Instance) -> Iterator[Diagnostic]:
    """A router stands below others, none of which leads to an entry point."""
    router = unreachable.router
    message = f"No router that has an entry point leads to `{router.name}`; fix `parentRefs`."
    yield Diagnostic(router.at("parent_refs"), message)


@rule("router-cycle", effect=Effect.DEGRADED, severity=Severity.ERROR)
def router_cycle(cycle: RouterCycle, instance: Instance) -> Iterator[Diagnostic]:
    """Routers form a cycle."""
    names = " → ".join(cycle.names)
    message = f"The routers {names} form a cycle; remove one of the references."
    yield Diagnostic(cycle.router.at("parent_refs"), message)


@rule("router-with-service-and-children", effect=Effect.DISABLED, fix="unsafe")
def router_with_service_and_children(
    parent: ServiceAndChildren | OwnRouterAsParent, instance: Instance
) -> Iterator[Diagnostic]:
    """A router has a service, and routers below it as well."""
    if isinstance(parent, OwnRouterAsParent):
        yield _below_own(parent)
        return
    router = parent.router
    message = f"Router `{router.name}` has both a service and routers below it; remove `service`."
    fix = delete_option(router, "service", "Delete `service`", safe=False)
    yield Diagnostic(router.at("service"), message, fix=fix, after=None)


def _below_own(child: OwnRouterAsParent) -> Diagnostic:
    """What a router of Traefik's own does once another one stands below it: its middlewares, and no service."""
    router, item, own = child
    full = f"{own.name}@internal"
    if own.redirection is not None:
        what = f"redirects every request before it reaches `{router.name}`, and Traefik lists it as disabled"
    else:
        what = f"no longer answers: its requests go to `{router.name}`, or get a 404"
    message = f"With a router below it, Traefik's own `{full}` {what}; remove the reference."
    return Diagnostic(router.at("parent_refs", item), message, disables=(f"http.routers.{full}",))


@rule("parent-router-split", effect=Effect.DISABLED)
def parent_router_split(split: SplitParent | LostChild, instance: Instance) -> Iterator[Diagnostic]:
    """A router with routers below it is split because of its TLS options, and loses them."""
    router = split.router
    if isinstance(split, SplitParent):
        message = (
            f"`{router.name}` has TLS options of its own, so Traefik renames it on `{split.point}` and its child "
            "routers lose their parent; use the same `tls.options` for every router of this host, and name the host in "
            "the rule."
        )
        yield Diagnostic(router.key_at(), message, after=None)
    else:
        message = (
            f"`{router.name}` loses its parent `{split.parent.name}`, which Traefik renames because of its TLS options."
        )
        yield Diagnostic(router.at("parent_refs"), message)
