"""Redirects that lead nowhere, in circles, or somewhere else than they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from traefiklint.checks.registry import Draft, reported, rule, source
from traefiklint.findings import Effect, Severity
from traefiklint.instance.instance import Project
from traefiklint.model.http import Router
from traefiklint.model.middlewares import RedirectRegex, RedirectScheme, ReplacePathRegex

if TYPE_CHECKING:
    from traefiklint.instance.redirect_walk import Walk
    from traefiklint.model.base import Named

redirect_loop = reported("redirect-loop", "A redirect leads to where it redirects again.", effect=Effect.SILENT)
redirect_missing_route = reported(
    "redirect-missing-route",
    "A redirect leads to a host that no router answers.",
    effect=Effect.SILENT,
)

_MOST_ROUTERS = 20
_LITERAL = r"\^((?:\\[^A-Za-z0-9]|[A-Za-z0-9/:_-])+)"
_WWW = r"\^?\(?https?(?:\??|\(s\)\?|s\?):(?://|\\/\\/)\)?\(?www\\?\."


@rule("redirect-replacement-group", effect=Effect.SILENT)
def redirect_replacement_group(options: RedirectRegex | ReplacePathRegex, project: Project) -> Iterator[Draft]:
    """A replacement names a group that the regular expression does not have."""
    text = options.replacement
    if "$" not in text and "\\" not in text:
        return
    from traefiklint.checks.shared.replacements import mended

    fault = mended(options.regex, text)
    if fault is not None:
        from traefiklint.checks.shared.fixes import set_option

        fix = set_option(options, "replacement", fault.better, safe=True) if fault.better else None
        yield Draft(options.at("replacement"), fault.message, fix=fix)


@rule("redirect-regex-scheme", effect=Effect.SILENT)
def redirect_regex_scheme(options: RedirectRegex, project: Project) -> Iterator[Draft]:
    """The regular expression of a redirect begins with what no URL begins with."""
    found = re.match(_LITERAL, options.regex)
    if not found:
        return
    start = found[1].replace("\\", "")
    if any(start.startswith(scheme) or scheme.startswith(start) for scheme in ("http://", "https://")):
        return
    if options.regex[found.end() : found.end() + 1] in ("?", "*", "{") and len(start) == 1:
        return
    message = (
        f"The expression sees the whole URL, which begins with `http://` or `https://`, so `{options.regex}` never "
        "matches; begin it with `^https?://[^/]+`."
    )
    fix = None
    if options.regex.startswith("^/"):
        from traefiklint.checks.shared.fixes import set_option

        fix = set_option(options, "regex", f"^https?://[^/]+{options.regex[1:]}", safe=False)
    yield Draft(options.at("regex"), message, fix=fix)


@source
def redirects(project: Project, _: Project) -> Iterator[tuple[str, Draft]]:
    """Where redirects lead."""
    parts = project.parts
    options = [*parts.get("RedirectRegex", ()), *filter(_is_unusual, parts.get("RedirectScheme", ()))]
    if not options or project.context.blank:
        return
    from traefiklint.checks.shared.passage import leading_to
    from traefiklint.instance.redirect_walk import Roads

    roads = Roads(project)
    told: set[frozenset[Named]] = set()
    for part in options:
        middleware = project.owner(part)
        if middleware is None or not project.counts(middleware):
            continue
        routers = [reference.owner for reference in leading_to(middleware, project)][:_MOST_ROUTERS]
        walks = [walk for router in routers for walk in roads.walks(router) if walk.hops[0].middleware is middleware]
        place = part.at("replacement" if type(part) is RedirectRegex else "scheme")
        if endless := next((one for one in walks if one.endless), None):
            circle = frozenset(hop.middleware for hop in endless.hops)
            if circle not in told:
                told.add(circle)
                yield "redirect-loop", Draft(place, _circle(endless))
        elif project.complete and (lost := next((one for one in walks if one.lost and _sibling(one)), None)):
            message = (
                f"`{lost.hops[0].url}` is redirected to `{lost.hops[-1].target}`, and no router of these files answers "
                f"`{_sibling(lost)}`; add one."
            )
            yield "redirect-missing-route", Draft(place, message)


def _is_unusual(options: RedirectScheme) -> bool:
    """Whether a redirect goes anywhere but to https on its own port, which ends there."""
    return bool(options.scheme not in ("https", "") or options.port)


def _circle(walk: Walk) -> str:
    first = walk.hops[0]
    if len({hop.middleware for hop in walk.hops}) > 1:
        others = [hop.middleware.name for hop in walk.hops if hop.middleware is not first.middleware]
        back = f"which `{others[0]}` redirects back"
    else:
        back = f"which is redirected again, to `{walk.hops[1].target}`" if len(walk.hops) > 1 else "itself"
    return (
        f"`{first.url}` is redirected to `{first.target}`, {back}, and so on until the browser gives up; let it match "
        "only what is not yet redirected."
    )


def _sibling(walk: Walk) -> str:
    """The host that a walk is lost at, where it differs from the first one by `www.` only."""
    from traefiklint.go.url import parse_url

    start, end = parse_url(walk.hops[0].url).host.lower(), parse_url(walk.hops[-1].target).host.lower()
    return end if end != start and end.removeprefix("www.") == start.removeprefix("www.") else ""


@rule("redirect-never-runs", effect=Effect.SILENT, severity=Severity.INFO)
def redirect_never_runs(options: RedirectRegex, project: Project) -> Iterator[Draft]:
    """A redirect is for hosts beginning with `www.`, and no router that has it serves any."""
    if not re.match(_WWW, options.regex):
        return
    from traefiklint.checks.shared.passage import leading_to

    middleware: Any = project.owner(options)
    if middleware is None or not project.counts(middleware):
        return
    routers = [reference.owner for reference in leading_to(middleware, project) if type(reference.owner) is Router]
    rules = [project.rule(router) for router in routers]
    if (
        not project.complete
        or not rules
        or not all(rule.hosts and rule.tree is not None and "Regexp" not in rule.text for rule in rules)
    ):
        return
    hosts = [host.lower() for rule in rules for host in rule.hosts]
    if not any(host.startswith(("www.", "*")) for host in hosts):
        message = (
            f"This redirects hosts that begin with `www.`, and router `{routers[0].name}` does not serve "
            f"`www.{hosts[0]}`, which gets a 404 instead; add it to the rule."
        )
        yield Draft(options.at("regex"), message)


@rule("redirect-behind-tls-proxy", effect=Effect.ADVICE, severity=Severity.INFO, strict=True)
def redirect_behind_tls_proxy(options: RedirectScheme, project: Project) -> Iterator[Draft]:
    """A redirect to https goes in circles behind a proxy that asks Traefik by plain HTTP."""
    points = project.context.entry_points.values()
    if options.scheme == "https" and not any(point.trusted_forwarded for point in points):
        message = (
            "Behind a proxy that ends TLS and asks by plain HTTP this redirects for ever, as Traefik does not believe "
            "its `X-Forwarded-Proto`; list such a proxy in `forwardedHeaders.trustedIPs`."
        )
        yield Draft(options.key_at(), message)
