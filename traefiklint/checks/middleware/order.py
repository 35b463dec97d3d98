"""Middlewares in an order in which one undoes what another is for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.as_written import option_in
from traefiklint.findings import Effect, Related, Severity
from traefiklint.go.url import parse_url
from traefiklint.instance.instance import Instance
from traefiklint.instance.names import qualify
from traefiklint.instance.passage import (
    asks_for_login,
    asks_who_is_there,
    is_bouncer,
    is_portal,
    may_be_plain,
    passage,
    redirects,
    running,
)
from traefiklint.matching.tree import Tree, leaves
from traefiklint.model.http import Router
from traefiklint.model.services import Service
from traefiklint.patterns import lazy
from traefiklint.text.breaks import is_toml_file
from traefiklint.versions import since

if TYPE_CHECKING:
    from traefiklint.instance.references import Reference
    from traefiklint.model.middleware import Middleware

    Step = tuple[Reference, Middleware]

_MOST_CHANGES = 20
"""Behind more middlewares that change the path nobody is told what they leave of it: n of them are n² steps."""


@rule("middleware-order", effect=Effect.SILENT)
def middleware_order(router: Router, instance: Instance) -> Iterator[Diagnostic]:
    """Middlewares run in an order in which one undoes what another is for."""
    names, models = router.middlewares, instance.entry_point_models
    if not names or (len(names) == 1 and not models and not _has_chain(router, instance)):
        return
    steps: list[Step] = [step for step in running(router, instance) if step[1] is not None]  # type: ignore[misc]
    if len(steps) < 2:
        return
    told = set()
    for point in dict.fromkeys(reference.point for reference, _ in steps):
        met = [step for step in steps if step[0].point in ("", point)]
        for found in (
            *_disorder(router, instance, met, may_be_plain(router, instance, point)),
            *_misses(router, instance, met),
        ):
            if found.place not in told:
                told.add(found.place)
                yield found


def _has_chain(router: Router, instance: Instance) -> bool:
    return any(getattr(reference.target, "chain", None) for reference in instance.needs_of(router))


def _disorder(router: Router, instance: Instance, steps: list[Step], plain: bool) -> Iterator[Diagnostic]:
    """What can be said without knowing any path; plain is where requests come without TLS."""
    from traefiklint.instance.path_conditions import changes_path

    path_changed: Step | None = None
    hidden: Step | None = None
    paged: Step | None = None
    asked: Step | None = None
    locked: Step | None = None
    gated: Step | None = None
    for step in steps:
        middleware = step[1]
        if path_changed and plain and middleware.redirect_scheme:
            yield from _order(path_changed, step, "the redirect leads to the changed path")
            path_changed = None
        if locked and plain and middleware.redirect_scheme and middleware.redirect_scheme.scheme == "https":
            yield from _order(
                locked, step, "visitors send their password without encryption before they are redirected"
            )
            locked = None
        if hidden and middleware.forward_auth and not is_bouncer(middleware.forward_auth):
            reason = "the authentication server is told the changed path, and sends visitors back there"
            yield from _order(hidden, step, reason, strict=not is_portal(middleware.forward_auth))
            hidden = None
        if paged and (middleware.basic_auth or middleware.digest_auth):
            yield from _order(paged, step, "its page replaces the 401 and browsers never ask for the password")
            paged = None
        if gated and middleware.errors and _are_pages_of(middleware, gated[1], instance):
            yield from _order(gated, step, "whoever it turns away gets a bare 401, and no page of it")
            gated = None
        if asked and _answers_preflights(middleware):
            reason = "browsers' preflight requests, which never log in, get a 401"
            if not (_are_answered_elsewhere(router, instance) or _is_for_pages(router, instance)):
                yield from _order(asked, step, reason, strict=not _is_for_other_sites(middleware))
            asked = None
        if changes_path(middleware) and not _leads_back(middleware, router, instance):
            path_changed = hidden = step
        if middleware.errors and any(_covers(text, 401) for text in middleware.errors.status):
            paged = step
        if asks_for_login(middleware):
            asked = step
        if middleware.forward_auth:
            gated = step
        if middleware.basic_auth or middleware.digest_auth:
            locked = step


def _are_pages_of(pages: Middleware, login: Middleware, instance: Instance) -> bool:
    """Whether the page for a 401 comes from the very server that is asked for a login."""
    errors, asked = pages.errors, login.forward_auth
    if errors is None or asked is None or not any(_covers(text, 401) for text in errors.status):
        return False
    service = instance.objects["http.services"].get(qualify(errors.service, pages.full))
    if not isinstance(service, Service) or service.load_balancer is None:
        return False
    called = instance.once(_services_of_containers)
    names = [parse_url(one.url).host for one in service.load_balancer.servers]
    host = parse_url(asked.address).host
    return host != "" and host in {*names, *map(called.get, names)}


def _services_of_containers(instance: Instance) -> dict[str, str]:
    """How the services of compose files are called, by which containers know each other, by the names of containers."""
    containers = instance.labels.containers if instance.labels is not None else ()
    return {one.name: one.origin.text for one in containers}


def _leads_back(middleware: Middleware, router: Router, instance: Instance) -> bool:
    """Whether a middleware makes one path of others and leaves that as it is, and the router takes it, too: whoever is
    sent there finds what they asked for."""
    from traefiklint.instance.path_conditions import paths_of_rule
    from traefiklint.instance.rewritten import rewritten

    one, several = middleware.replace_path, middleware.replace_path_regex
    path = one.http_path if one is not None else several.replacement if several is not None else ""
    if not path.startswith("/") or "$" in path or rewritten(middleware, path) != path:
        return False
    rule = instance.rule(router)
    is_plain = rule.tree is not None and not any(
        leaf.negated or leaf.matcher.name == "PathRegexp" for leaf in leaves(rule.tree)
    )
    return is_plain and paths_of_rule(rule).lets_in(path)


_PAGES = lazy(r"(?i)/(?:(?:api[-_]?)?docs?|redoc|swagger(?:[-_.]?ui)?|openapi)(?:/|\.(?:html|json|ya?ml)|\Z)")
"""Paths of a documentation, which people open in their browsers, so that no script of another site asks for it."""


def _is_for_pages(router: Router, instance: Instance) -> bool:
    """Whether a router takes nothing but single pages of a documentation."""
    from traefiklint.instance.path_conditions import paths_of_rule

    taken = paths_of_rule(instance.rule(router)).alternatives or ()
    return bool(taken) and all(any(name == "Path" and _PAGES.search(path) for name, path in one) for one in taken)


def _are_answered_elsewhere(router: Router, instance: Instance) -> bool:
    """Whether another router takes the preflight requests of one, and asks nobody to log in, or its own rule leaves
    them out."""
    rule = instance.rule(router)
    if any(leaf.negated and _PREFLIGHT in leaf.matcher.values for leaf in (leaves(rule.tree) if rule.tree else ())):
        return True
    hosts, rank = set(rule.domains), router.priority or rule.default_priority
    for other in instance.once(_for_preflights):
        theirs = instance.rule(other)
        if other is router or (other.priority or theirs.default_priority) <= rank:
            continue
        takes_them = not theirs.domains or (hosts and hosts.issubset(theirs.domains))
        if takes_them and not any(map(asks_who_is_there, passage(other, instance))):
            return True
    return False


_PREFLIGHT = "OPTIONS"
_MOST_FOR_PREFLIGHTS = 16


def _for_preflights(instance: Instance) -> list[Router]:
    """The routers whose rules ask for the method of preflight requests."""
    routers = (one for one in instance.objects["http.routers"].values() if type(one) is Router)
    asking = (one for one in routers if _PREFLIGHT in one.rule and _asks_for_preflights(instance.rule(one).tree))
    return list(islice(asking, _MOST_FOR_PREFLIGHTS))


def _asks_for_preflights(tree: Tree | None) -> bool:
    """Whether a rule has the method of preflight requests among those that it takes."""
    return tree is not None and any(
        leaf.matcher.name == "Method" and not leaf.negated and _PREFLIGHT in leaf.matcher.values
        for leaf in leaves(tree)
    )


def _misses(router: Router, instance: Instance, steps: list[Step]) -> Iterator[Diagnostic]:
    """Middlewares that would do something to the paths of a router, and never meet them as these were."""
    from traefiklint.instance.path_conditions import changes_path, paths_of_rule

    changed: list[Step] = []
    for step in steps:
        middleware = step[1]
        if middleware.plugin:
            return  # it may do anything
        takes_off = middleware.strip_prefix or middleware.strip_prefix_regex
        if 0 < len(changed) <= _MOST_CHANGES and (takes_off or middleware.redirect_regex):
            culprit = _culprit(changed, middleware, paths_of_rule(instance.rule(router)))
            if culprit is not None:
                name = middleware.name
                lost = f"the path no longer begins with what `{name}` takes off"
                yield from _order(culprit, step, lost if takes_off else f"the expression of `{name}` no longer matches")
        if changes_path(middleware):
            changed.append(step)


def _culprit(changed: list[Step], middleware: Middleware, paths: Any) -> Step | None:
    """Which of the middlewares before leaves no path of a router for another one; None where some path is left."""
    from traefiklint.instance.rewritten import made_for, meant, rewritten

    culprit: Step | None = None
    was_met = False
    redirect = middleware.redirect_regex
    before = [step[1] for step in changed]
    # those of the rule as they are written, for a redirection to the slash
    written = [value for pairs in paths.alternatives or () for _, value in pairs] if redirect is not None else []
    for path in (*meant(middleware, paths), *made_for(middleware, before, paths), *written):
        now = path
        was_met = was_met or _does_something(middleware, path)
        for step in changed:
            new = rewritten(step[1], now)
            if new != now:
                culprit, now = step, new
        if _does_something(middleware, now):
            return None
    return culprit if was_met else None


def _does_something(middleware: Middleware, path: str) -> bool:
    """Whether a middleware redirects from a path, or makes another one of it."""
    from traefiklint.instance.rewritten import redirected, rewritten

    redirect = middleware.redirect_regex
    return redirected(redirect, path) if redirect is not None else rewritten(middleware, path) != path


def _covers(text: str, status: int) -> bool:
    """Whether a status or a range such as `400-404` holds a status."""
    first, _, last = text.partition("-")
    return first.isdecimal() and (last or first).isdecimal() and int(first) <= status <= int(last or first)


def _answers_preflights(middleware: Middleware) -> bool:
    headers: Any = middleware.headers
    return headers is not None and bool(
        headers.access_control_allow_origin_list or headers.access_control_allow_origin_list_regex
    )  # without any origin they fail wherever it stands


def _is_for_other_sites(middleware: Middleware) -> bool:
    """Whether a middleware is there for CORS; what is one of many security headers often came along with these."""
    headers: Any = middleware.headers
    cors = ("access_control_", "add_vary_header", "custom_response_headers")
    return all(name.startswith(cors) for name in headers.written)


def _order(early: Step, late: Step, reason: str, *, strict: bool = False) -> Iterator[Diagnostic]:
    (reference, first), (later, second) = early, late
    if later.point:
        return  # the entry point's own list, which is the same for every router
    advice = f"put `{second.name}` first"
    who = f"`{first.name}`"
    if reference.point:
        who += f" of the entry point `{reference.point}`"
        advice = f"take `{first.name}` off the entry point, and put it behind `{second.name}` on the routers"
        if asks_for_login(first):  # which no router shall do without
            advice = f"put `{second.name}` first in the entry point's list"
            advice += (
                ", or let its server allow `OPTIONS` requests"
                if first.forward_auth and _answers_preflights(second)
                else ""
            )
    elif first.strip_prefix and second.strip_prefix and first.strip_prefix.prefixes == second.strip_prefix.prefixes:
        advice = "remove one of them"
    message = f"{who} runs before `{second.name}`, so {reason}; {advice}."
    spot = reference.place
    related = (Related(spot.file, spot.span, f"`{first.name}` runs here"),)
    yield Diagnostic(later.place, message, related=related, cause=message, strict=strict)


_TEAPOT = 418
"""What `noop@internal` answers."""
_REWRITES = since("3.4")


@rule("noop-with-error-page", effect=Effect.SILENT)
def noop_with_error_page(router: Router, instance: Instance) -> Iterator[Diagnostic]:
    """A router that only shows an error page answers with the wrong status, or without the page."""
    if router.service != "noop@internal":
        return
    steps = [step for _, step in running(router, instance)]
    if any(step is None or redirects(step) or _answers_itself(step) for step in steps):
        return
    pages = [step for step in steps if step is not None and step.errors is not None]
    if not pages or any(_rewrites(step.errors.status_rewrites, _TEAPOT) for step in pages if step.errors):
        return
    first = pages[0]
    covered = any(_covers(text, _TEAPOT) for step in pages if step.errors for text in step.errors.status)
    newer = instance.context.target >= _REWRITES
    rewrite = f"add `{_rewriting(first)}`" if newer else "let a service of your own answer it"
    if covered:
        message = f"Visitors get the page of `{first.name}` as an answer 418, for which `{{status}}` stands, too"
        advice = f"for a 404 {rewrite}."
    else:
        message = f"Visitors get a bare 418, as `noop@internal` answers that and `{first.name}` leaves it out"
        advice = f"add `418` to its `status`, and for a 404 {rewrite}."
    severity = Severity.INFO if covered else None
    yield Diagnostic(router.at("service"), f"{message}; {advice}", severity=severity)


def _rewriting(pages: Middleware) -> str:
    """How error pages are told to answer 404."""
    assert pages.errors is not None, "asked only of error pages"
    if pages.errors.document.holds_labels:
        return option_in(pages.errors, "statusRewrites.418", "404")
    is_toml = is_toml_file(pages.errors.document.file)
    return 'statusRewrites = {"418" = 404}' if is_toml else 'statusRewrites: {"418": 404}'


def _answers_itself(step: Middleware) -> bool:
    """Whether a server that is asked may answer every visitor, as with its login page and what follows it."""
    return step.forward_auth is not None and not is_bouncer(step.forward_auth)


def _rewrites(rewrites: Mapping[str, int], status: int) -> bool:
    return any(_covers(text, status) for text in rewrites)
