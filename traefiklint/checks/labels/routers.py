"""Routers of containers: the service that they go to, the rule that they have."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.as_written import option_in
from traefiklint.checks.shared.labels import called, is_router_of_files, is_run_by_coolify
from traefiklint.checks.shared.strays import advice_for, fix_for
from traefiklint.decoding.label_tree import value_of
from traefiklint.docker.containers import Container
from traefiklint.docker.facts import DefaultedRouter, LostRouter, exclude_each_other
from traefiklint.findings import Effect, Fix
from traefiklint.instance.instance import Instance
from traefiklint.instance.passage import has_tls_anyway, leads_to_https
from traefiklint.instance.redirected import is_redirected_before
from traefiklint.instance.stray_options import FEW, StrayOptions, strays
from traefiklint.instance.traefiks import traefik_names
from traefiklint.model.base import Named
from traefiklint.model.http import Router
from traefiklint.patterns import lazy
from traefiklint.text.spelling import SHOWN, in_a_row, joined, nearest

_RULE = lazy(r"(?i)routers\.([^.\s=:]{1,200})\.rule")
_TAKEN = "services that routers have"
"""By what a container remembers which of its services no router has, and which one only by its name."""


@rule("router-unlinked", effect=Effect.DISABLED, fix="safe")
def router_unlinked(lost: LostRouter, instance: Instance) -> Iterator[Diagnostic]:
    """A router names no service, and its container has several."""
    if lost.why != "services":
        return
    router, services = lost.router, lost.services
    names = in_a_row([f"`{service.name}`" for service in services[: SHOWN + 1]], len(services))
    link, advice = f"{_protocol(router)}.routers.{router.name}.service", ""
    if _are_taken(lost):
        port = f"{_protocol(router)}.services.{router.name}.loadbalancer.server.port"
        names, advice = f"{names} for its other routers", f"`{port}` and "
    message = (
        f"Router `{router.name}` is dropped: it names no service, and {called(lost.container)} has {names}; "
        f"add {advice}`{link}`."
    )
    fix, cause = _linked(lost), f"{lost.container.source} {lost.container.name}"
    is_moot = is_redirected_before(router, instance)
    yield Diagnostic(router.key_at(), message, fix=fix, disables=lost.disables, cause=cause, strict=is_moot)


def _are_taken(lost: LostRouter) -> bool:
    """Whether each service of the container is that of another router, by its name or as that one names it."""
    protocol = lost.router.path.partition(".")[0]
    remembered, key = lost.container.remembered, f"{_TAKEN} {protocol}"
    if key not in remembered:
        routers = [one for one in lost.container.routers.values() if one.protocol == protocol]
        named = {one.value("service").partition("@")[0] for one in routers if "service" in one.options}
        services = {service.name.lower() for service in lost.services if service.name not in named}
        alike = {one.name.lower() for one in routers if "service" not in one.options}
        remembered[key] = services - alike, services & alike
    free, by_name = remembered[key]
    return not free and lost.router.name.lower() not in by_name


def _linked(lost: LostRouter) -> Fix | None:
    """The fix that links a router to the service that is called as it is, in a label below its others."""
    from traefiklint.compose.edits import label_beside

    router = lost.router
    prefix = f"{_protocol(router)}.routers.{router.name}."
    for label in sorted(lost.labels, key=lambda one: not one.name.text.lower().endswith(".rule")):
        if not any(piece.variable for piece in label.name.pieces):
            edits = label_beside(label, f"{label.name.text[: len(prefix)]}service", router.name)
            if edits:
                return Fix(f"Link it to the service `{router.name}`", True, edits)
    return None


def _protocol(router: Named) -> str:
    return f"traefik.{router.path.partition('.')[0]}"


@rule("router-without-rule", effect=Effect.DISABLED, fix="unsafe")
def router_without_rule(lost: LostRouter, instance: Instance) -> Iterator[Diagnostic]:
    """A TCP router has no rule, or the provider's default rule makes none."""
    router = lost.router
    stray, fix = instance.once(strays).get(id(router)), None
    if lost.why == "rule" and _is_meant_for_http(router, instance):
        names = in_a_row([f"`{name}`" for name in router.middlewares[: SHOWN + 1]], len(router.middlewares))
        guards = "guards" if len(router.middlewares) == 1 else "guard"
        message = (
            f"TCP router `{router.name}` is dropped, because it has no rule, so {names} {guards} nothing of the HTTP "
            "router of this name; write this label and the middleware below `traefik.http`."
        )
    elif lost.why == "rule":
        message = f"TCP router `{router.name}` is dropped, because it has no rule; add one, as in ``HostSNI(`*`)``."
        if stray is not None:
            message = (
                f"TCP router `{router.name}` is dropped, because it has no rule, only {_lacking(stray)}; "
                f"{advice_for(stray)}."
            )
            fix = fix_for(stray)
    elif lost.why == "default-rule":
        message = f"Router `{router.name}` is dropped: it has no rule, and the default rule of the provider makes none."
    elif lost.why == "copies":
        message = (
            f"Router `{router.name}` is dropped: it has no rule, and the default rule of the provider gives each copy "
            "of the container another one; add a rule, or use `.Name` there, which is the same for all copies."
        )
    else:
        return
    yield Diagnostic(router.key_at(), message, fix=fix, disables=lost.disables)


def _is_meant_for_http(router: Named, instance: Instance) -> bool:
    """Whether a TCP router has middlewares and nothing else, beside an HTTP router of its name in a container that
    offers nothing by TCP: a rule would only hand it the requests of that one."""
    if router.written.keys() != {"middlewares"} or id(router.home) in instance.once(_homes_of_tcp):
        return False
    beside = instance.find("http.routers", router.name, router.full)
    return beside is not None and beside.home is router.home


def _homes_of_tcp(instance: Instance) -> set[int]:
    """The containers, by the identity of their documents, whose labels define a TCP service; Traefik makes up
    one for a router that has none."""
    return {id(service.home) for service in instance.objects["tcp.services"].values() if service.written}


@rule("router-default-rule", effect=Effect.SILENT, fix="unsafe")
def router_default_rule(default: DefaultedRouter, instance: Instance) -> Iterator[Diagnostic]:
    """A router that labels define has no rule, and gets the provider's default one."""
    router = default.router
    value = value_of(router.at("rule").node)
    if value is not None and not value.is_known:
        return  # a variable that has its value elsewhere
    near = nearest(router.name, default.near)
    own = instance.context.static.get(f"{router.provider.capitalize()}Provider", ())
    is_slip = bool(near) and near not in router.name and router.name not in near
    if not is_slip and any(provider.gives("default_rule") for provider in own):
        return  # the one who wrote that rule wants it, also for `shop` beside a `shop-api` with a rule of its own
    advice, is_by_program = f"did you mean the router `{near}`?" if near else "add a rule.", False
    if not near and isinstance(router, Router) and router.service == "api@internal":
        advice = "add one and a login if the dashboard is to be reached there, or remove the router."
        is_by_program = is_run_by_coolify(default.container)
    half = _other_half(default, near, instance)
    if half is not None:
        advice = f"write ``{option_in(router, 'rule', half.rule)}``, as `{half.name}` has it."
    rule_text = f" ``{default.rule}``" if default.rule else ""
    message = f"Router `{router.name}` has no rule, and gets the default one{rule_text}; {advice}"
    stray, fix = instance.once(strays).get(id(router)), None
    if stray is not None and stray.meant and half is None:
        fix = fix_for(stray)
        if not is_slip:
            message = f"Router `{router.name}` has no rule, only {_lacking(stray)}; {advice_for(stray)}."
    is_left = not own or _is_for_a_certificate(router)  # whose Traefik is elsewhere may set it
    is_name = not router.written  # as `label-empty-object` says
    is_left = (not is_slip and is_left) or is_router_of_files(router.name, instance)
    is_left = is_left or (router.file, router.name.lower()) in instance.once(_commented_out)
    is_left = is_left or _does_nothing_new(router, default.container, instance)
    conflict = instance.conflict_over(router)  # by which it is dropped, with a rule as without one
    is_left = is_left or (conflict is not None and not exclude_each_other(conflict.containers))
    yield Diagnostic(router.key_at(), message, fix=fix, strict=is_name or is_left or is_by_program)


def _other_half(default: DefaultedRouter, near: str, instance: Instance) -> Router | None:
    """The router of the container for the same visitors on another entry point, as each of the two names its own: the
    rule was forgotten at one of them."""
    router = default.router
    if not isinstance(router, Router) or not router.entry_points or len(default.near) > FEW:
        return None
    found = [instance.find("http.routers", name, router.full) for name in default.near]
    halves = [
        one
        for one in found
        if isinstance(one, Router) and one.entry_points and set(one.entry_points).isdisjoint(router.entry_points)
    ]
    return next((one for one in halves if one.name == near), halves[0] if len(halves) == 1 else None)


def _lacking(stray: StrayOptions) -> str:
    """Whose options they may be that stand below the name of a router without a rule."""
    lack = "lacks" if len(stray.meant) == 1 else "lack"
    return f"{'an option' if len(stray.labels) == 1 else 'options'} that {joined(stray.meant)} {lack}"


def _does_nothing_new(router: Named, container: Container, instance: Instance) -> bool:
    """Whether a router only asks for TLS that the others of its container have without it, for a redirect that an entry
    point does, or, at Traefik's own container, for middlewares that routers with a rule have."""
    if not isinstance(router, Router):
        return False
    if router.written.keys() == {"middlewares"}:
        if id(container.origin) in instance.once(traefik_names) and _are_on_others(router, instance):
            return True
        is_done = any(point.redirect_to for point in instance.context.entry_points.values())
        return is_done and leads_to_https(router, instance)
    tls = router.tls
    if router.written.keys() != {"tls"} or (tls is not None and (tls.cert_resolver or tls.options)):
        return False  # `domains` are for a resolver
    if not 1 < len(container.routers) <= FEW:
        return False
    own = (one.name for one in container.routers.values() if one.protocol == "http")
    others = (instance.find("http.routers", name, router.full) for name in own if name != router.name)
    return all(isinstance(one, Router) and (one.tls is not None or has_tls_anyway(one, instance)) for one in others)


def _are_on_others(router: Router, instance: Instance) -> bool:
    """Whether each middleware of a router is one of a router with a rule, too: it only names them where they are
    defined."""
    found = {instance.find("http.middlewares", name, router.full) for name in router.middlewares}
    return instance.once(_of_routers_with_rules).issuperset(found)


def _of_routers_with_rules(instance: Instance) -> frozenset[Named | None]:
    """The objects that routers with a rule of their own refer to."""
    routers = instance.objects["http.routers"].values()
    return frozenset(
        one.target for router in routers if "rule" in router.written for one in instance.needs.get(router, ())
    ) - {None}


def _commented_out(instance: Instance) -> frozenset[tuple[str, str]]:
    """The routers, by file and name in small letters, whose rule is there as a comment: somebody has taken it out of
    use."""
    documents = instance.labels.documents if instance.labels is not None else ()
    return frozenset(
        (document.file, found[1].lower())
        for document in documents
        for line in document.text.split("\n")
        if line.lstrip().startswith("#")
        for found in _RULE.finditer(line)
    )


def _is_for_a_certificate(router: Named) -> bool:
    """Whether a router says which certificate is wanted, and nothing of requests: it is there so that one is got."""
    if not isinstance(router, Router) or router.tls is None or not (router.tls.cert_resolver and router.tls.domains):
        return False
    given = set(router.written)
    if router.service.endswith("@internal"):
        given.discard("service")  # it must name one, where its container has several
    return given <= {"tls", "entry_points"}
