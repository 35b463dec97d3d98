"""Routers of containers: the service that they go to, the rule that they have."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.labels import called, joined
from traefiklint.docker.facts import DefaultedRouter, LostRouter
from traefiklint.findings import Effect, Fix, Severity
from traefiklint.instance.instance import Instance
from traefiklint.model.http import Router
from traefiklint.model.middleware import Middleware
from traefiklint.text.spelling import nearest


@rule("router-unlinked", effect=Effect.DISABLED)
def router_unlinked(lost: LostRouter, instance: Instance) -> Iterator[Diagnostic]:
    """A router names no service, and its container has several."""
    if lost.why != "services":
        return
    router, names = lost.router, [service.name for service in lost.services]
    message = (
        f"Router `{router.name}` is nowhere: it names no service, and {called(lost.container)} has {joined(names)}; "
        f"add `{_protocol(router)}.routers.{router.name}.service`."
    )
    fix = _linked(lost) if router.name in names else None
    yield Diagnostic(router.key_at(), message, fix=fix, disables=lost.disables)


def _linked(lost: LostRouter) -> Fix | None:
    """The fix that links a router to the service that is called as it is, in a label below its others."""
    from traefiklint.compose.edits import label_beside

    router = lost.router
    prefix = f"{_protocol(router)}.routers.{router.name}."
    mine = [one for one in lost.container.labels if one.name.text.lower().startswith(prefix.lower())]
    for label in sorted(mine, key=lambda one: not one.name.text.lower().endswith(".rule")):
        if not any(piece.variable for piece in label.name.pieces):
            edits = label_beside(label, f"{label.name.text[: len(prefix)]}service", router.name)
            if edits:
                return Fix(f"Link it to the service `{router.name}`", True, edits)
    return None


def _protocol(router: object) -> str:
    return f"traefik.{getattr(router, 'path', 'http').partition('.')[0]}"


@rule("router-without-rule", effect=Effect.DISABLED)
def router_without_rule(lost: LostRouter, instance: Instance) -> Iterator[Diagnostic]:
    """A TCP router has no rule, or the provider's default rule makes none."""
    router = lost.router
    if lost.why == "rule":
        message = f"TCP router `{router.name}` is nowhere, because it has no rule; add one, as in ``HostSNI(`*`)``."
    elif lost.why == "default-rule":
        message = f"Router `{router.name}` is nowhere: it has no rule, and the default rule of the provider makes none."
    else:
        return
    yield Diagnostic(router.key_at(), message, disables=lost.disables)


@rule("router-default-rule", effect=Effect.SILENT)
def router_default_rule(default: DefaultedRouter, instance: Instance) -> Iterator[Diagnostic]:
    """A router that labels define has no rule, and gets the provider's default one."""
    router = default.router
    near = nearest(router.name, [one.name for one in default.near])
    own = instance.context.static.get(f"{router.provider.capitalize()}Provider", ())
    if not near and any(provider.gives("default_rule") for provider in own):
        return  # the one who wrote that rule wants it
    advice = f"did you mean the router `{near}`?" if near else "add a rule."
    rule_text = f" ``{default.rule}``" if default.rule else ""
    message = f"Router `{router.name}` has no rule, and gets the default one{rule_text}; {advice}"
    yield Diagnostic(router.key_at(), message)


@rule("label-middleware-unused", effect=Effect.SILENT, severity=Severity.INFO)
def label_middleware_unused(middleware: Middleware, instance: Instance) -> Iterator[Diagnostic]:
    """Labels define a middleware beside a router of the same container, and no router uses it."""
    if middleware.provider == "file" or instance.users(middleware) or not instance.counts(middleware):
        return
    if any(reference.name.partition("@")[0] == middleware.name for reference in instance.dangling):
        return  # somebody means it, and is told why that does not work
    document = middleware.home
    routers = [router for router in instance.objects["http.routers"].values() if router.home is document]
    own = [router for router in routers if type(router) is Router and router.gives("rule")]
    if not own or any(router.service.endswith("@internal") for router in own):
        return  # Traefik's own container is where people keep what all others use
    message = (
        f"Middleware `{middleware.name}` does nothing, because no router uses it; write "
        f"`traefik.http.routers.{own[0].name}.middlewares={middleware.name}`."
    )
    help = f"Containers of other compose files may still use it as `{middleware.full}`."
    yield Diagnostic(middleware.key_at(), message, help)
