"""Middlewares on their routers: prefixes that are never taken off, an order that undoes what is meant, doubles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.findings import Effect, Related, Severity
from traefiklint.instance.instance import Instance
from traefiklint.instance.passage import asks_for_login, is_bouncer
from traefiklint.model.http import Router
from traefiklint.model.middlewares import StripPrefix

if TYPE_CHECKING:
    from traefiklint.instance.path_conditions import PathConditions
    from traefiklint.instance.references import Reference
    from traefiklint.model.middleware import Middleware

    Step = tuple[Reference, Middleware]


@rule("middleware-order", effect=Effect.SILENT)
def middleware_order(router: Router, instance: Instance) -> Iterator[Diagnostic]:
    """Middlewares run in an order in which one undoes what another is for."""
    names, models = router.middlewares, instance.entry_point_models
    if not names or (len(names) == 1 and not models and not _has_chain(router, instance)):
        return
    from traefiklint.instance.passage import running

    steps: list[Step] = [step for step in running(router, instance) if step[1] is not None]  # type: ignore[misc]
    told = set()
    for point in dict.fromkeys(reference.point for reference, _ in steps):
        for found in _disorder(router, [step for step in steps if step[0].point in ("", point)]):
            if found.place not in told:
                told.add(found.place)
                yield found


def _has_chain(router: Router, instance: Instance) -> bool:
    return any(getattr(reference.target, "chain", None) for reference in instance.needs.get(router, ()))


@rule("middleware-duplicate", effect=Effect.SILENT)
def middleware_duplicate(router: Router, instance: Instance) -> Iterator[Diagnostic]:
    """A middleware is listed twice, and so runs twice."""
    if len(router.middlewares) < 2:
        return
    first: dict[str, int] = {}
    for reference in reversed(instance.needs.get(router, ())):
        if reference.attribute != "middlewares" or reference.index is None:
            continue
        if reference.full not in first:
            first[reference.full] = reference.index
            continue
        from traefiklint.checks.shared.fixes import delete_item

        message = f"Middleware `{reference.name}` is listed twice, and so runs twice; remove one of them."
        fix = delete_item(router, "middlewares", reference.index, "Remove the second one", safe=False)
        spot = router.at("middlewares", first[reference.full])
        related = (Related(spot.file, spot.span, "listed here before"),)
        yield Diagnostic(reference.place, message, related=related, fix=fix)


def _disorder(router: Router, steps: list[Step]) -> Iterator[Diagnostic]:
    from traefiklint.instance.path_conditions import changes_path

    plain = router.tls is None
    path_changed: Step | None = None
    hidden: Step | None = None
    paged: Step | None = None
    prefixed: Step | None = None
    asked: Step | None = None
    for step in steps:
        middleware = step[1]
        if path_changed and plain and middleware.redirect_scheme:
            yield from _order(path_changed, step, "the redirect leads to the changed path")
            path_changed = None
        if prefixed and middleware.strip_prefix and not _strips_added(prefixed[1], middleware):
            yield from _order(prefixed, step, "nothing is taken off the path that begins with its prefix")
            prefixed = None
        if hidden and middleware.forward_auth and not is_bouncer(middleware.forward_auth):
            yield from _order(
                hidden, step, "the authentication server is told the changed path, and sends visitors back there"
            )
            hidden = None
        if paged and (middleware.basic_auth or middleware.digest_auth):
            yield from _order(paged, step, "its page replaces the 401 and browsers never ask for the password")
            paged = None
        if asked and _answers_preflights(middleware):
            yield from _order(asked, step, "browsers' preflight requests, which never log in, get a 401")
            asked = None
        if changes_path(middleware):
            path_changed = hidden = step
            prefixed = step if middleware.add_prefix else None
        if middleware.errors and any(_covers(text, 401) for text in middleware.errors.status):
            paged = step
        if asks_for_login(middleware):
            asked = step


def _covers(text: str, status: int) -> bool:
    """Whether a status or a range such as `400-404` holds a status."""
    first, _, last = text.partition("-")
    return first.isdecimal() and (last or first).isdecimal() and int(first) <= status <= int(last or first)


def _strips_added(adding: Middleware, stripping: Middleware) -> bool:
    """Whether what one takes off is what the other has put before, or begins with it."""
    assert adding.add_prefix is not None, "only such are passed"
    assert stripping.strip_prefix is not None, "only such are passed"
    added = "/" + adding.add_prefix.prefix.strip("/")
    return any(prefix.startswith(added) or added.startswith(prefix) for prefix in stripping.strip_prefix.prefixes)


def _answers_preflights(middleware: Middleware) -> bool:
    headers: Any = middleware.headers
    return headers is not None and bool(
        headers.access_control_allow_origin_list
        or headers.access_control_allow_origin_list_regex
        or headers.access_control_allow_methods
    )


def _order(early: Step, late: Step, reason: str) -> Iterator[Diagnostic]:
    (reference, first), (later, second) = early, late
    if later.point:
        return  # the entry point's own list, which is the same for every router
    advice = f"put `{second.name}` first"
    who = f"`{first.name}`"
    if reference.point:
        who += f" of the entry point `{reference.point}`"
        advice = f"take `{first.name}` off the entry point, and put it behind `{second.name}` on the routers"
    message = f"{who} runs before `{second.name}`, so {reason}; {advice}."
    spot = reference.place
    yield Diagnostic(later.place, message, related=(Related(spot.file, spot.span, f"`{first.name}` runs here"),))


@rule("strip-prefix-without-slash", effect=Effect.SILENT)
def strip_prefix_without_slash(options: StripPrefix, instance: Instance) -> Iterator[Diagnostic]:
    """A prefix does not begin with a slash, and so never is one of a path."""
    for index, prefix in enumerate(options.prefixes):
        if prefix and not prefix.startswith("/"):
            from traefiklint.checks.shared.fixes import set_option

            if prefix[0] in "\"' " and options.document.holds_labels:
                continue  # quotes and blanks around texts of labels have a rule of their own
            if dashed := re.fullmatch(r"-\s*[\"']?(/[^\"']*)[\"']?", prefix):
                message = f"`{prefix}` is one text, because no space follows the dash; write `- {dashed[1]}`."
                yield Diagnostic(options.at("prefixes", index), message)
                continue
            message = f"Every path begins with a slash, so `{prefix}` is never taken off; write `/{prefix}`."
            fix = set_option(options, "prefixes", f"/{prefix}", index=index, safe=True)
            yield Diagnostic(options.at("prefixes", index), message, fix=fix)


@rule("strip-prefix-trailing-slash", effect=Effect.SILENT)
def strip_prefix_trailing_slash(options: StripPrefix, instance: Instance) -> Iterator[Diagnostic]:
    """A prefix ends with a slash, so that it is not taken off the path that is the prefix alone."""
    for index, prefix in enumerate(options.prefixes):
        bare = prefix.rstrip("/")
        if bare == prefix or not bare.startswith("/") or bare in options.prefixes:
            continue
        routers = [router for router, paths in _paths_of_routers(options, instance) if paths.may_be(bare)]
        if routers:
            from traefiklint.checks.shared.fixes import set_option

            message = (
                f"`{prefix}` is not taken off `{bare}` itself, which router `{routers[0].name}` lets through; write "
                f"`{bare}`."
            )
            fix = set_option(options, "prefixes", bare, index=index, safe=False)
            yield Diagnostic(options.at("prefixes", index), message, fix=fix)


@rule("strip-prefix-mismatch", effect=Effect.SILENT)
def strip_prefix_mismatch(options: StripPrefix, instance: Instance) -> Iterator[Diagnostic]:
    """A prefix is to be taken off paths that no router with this middleware matches."""
    from traefiklint.matching.conditions import Literal, impossible

    prefixes = []
    for index, prefix in enumerate(options.prefixes):
        if prefix.startswith("/") and impossible(Literal("PathPrefix", (prefix,), False)):
            message = (
                f"Traefik cleans paths before, so none begins with `{prefix}`, and nothing is taken off; correct it."
            )
            yield Diagnostic(options.at("prefixes", index), message)
        elif prefix.startswith("/"):
            prefixes.append(prefix)
    if not prefixes:
        return
    found = _paths_of_routers(options, instance)
    if not found or any(paths.may_begin_with(prefix) for prefix in prefixes for _, paths in found):
        return
    index = options.prefixes.index(prefixes[0])
    message = (
        f"Router `{found[0][0].name}` matches no path that begins with `{prefixes[0]}`, so nothing is ever taken off; "
        "make the rule and the prefix agree."
    )
    spot = found[0][0].at("rule")
    related = (Related(spot.file, spot.span, "the rule"),)
    yield Diagnostic(options.at("prefixes", index), message, related=related)


def _paths_of_routers(options: StripPrefix, instance: Instance) -> list[tuple[Router, PathConditions]]:
    """The routers that lead to a middleware, each with the paths that may reach it there."""
    from traefiklint.instance.passage import leading_to
    from traefiklint.instance.path_conditions import paths_at

    middleware: Any = instance.owner(options)
    if middleware is None or not instance.counts(middleware) or not instance.complete:
        return []
    routers = [reference.owner for reference in leading_to(middleware, instance)]
    return [(router, paths_at(middleware, router, instance)) for router in routers if type(router) is Router]


@rule("strip-prefix-relative-assets", effect=Effect.ADVICE, severity=Severity.INFO, strict=True)
def strip_prefix_relative_assets(options: StripPrefix, instance: Instance) -> Iterator[Diagnostic]:
    """An application that does not know its prefix links to pages and pictures that are not there."""
    for index, prefix in enumerate(options.prefixes):
        message = (
            f"The app behind this does not see `{prefix}`, so its own links may miss it and get a 404; set the app's "
            f"base URL to `{prefix}`, or let it read `X-Forwarded-Prefix`."
        )
        yield Diagnostic(options.at("prefixes", index), message)
