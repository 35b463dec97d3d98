"""Middlewares on their routers: prefixes that are never taken off, doubles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.fixes import delete_item, set_option
from traefiklint.findings import Effect, Related, Severity
from traefiklint.go.url import parse_url
from traefiklint.instance.instance import Instance
from traefiklint.instance.passage import leading_to, passage, running, schemes_of, taken_apart
from traefiklint.instance.references import HTTP_MIDDLEWARES
from traefiklint.model.http import Router
from traefiklint.model.middlewares import AddPrefix, ReplacePath, ReplacePathRegex, StripPrefix

if TYPE_CHECKING:
    from traefiklint.instance.path_conditions import PathConditions


@rule("middleware-duplicate", effect=Effect.SILENT, fix="unsafe", tag="unused")
def middleware_duplicate(router: Router, instance: Instance) -> Iterator[Diagnostic]:
    """A middleware is listed twice, and so runs twice."""
    first: dict[str, int] = {}
    references = instance.needs_of(router) if router.middlewares else []
    listed = [one for one in reversed(references) if one.attribute == "middlewares" and one.index is not None]
    by_points = _by_points(router, instance)
    for reference in listed:
        assert reference.index is not None, "it is listed"
        if reference.full not in first:
            first[reference.full] = reference.index
            if reference.full in by_points:
                message = (
                    f"Middleware `{reference.name}` is one of the entry point's, too, and so runs twice; remove it "
                    "here."
                )
                fix = delete_item(router, "middlewares", reference.index, "Remove it", safe=False)
                steps = taken_apart(reference.target, instance)
                is_moot = all(step is None or _THE_SAME_TWICE.issuperset(step.written) for step in steps)
                yield Diagnostic(reference.place, message, fix=fix, severity=Severity.INFO, strict=is_moot)
            continue
        message = f"Middleware `{reference.name}` is listed twice, and so runs twice; remove one of them."
        fix = delete_item(router, "middlewares", reference.index, "Remove the second one", safe=False)
        spot = router.at("middlewares", first[reference.full])
        related = (Related(spot.file, spot.span, "listed here before"),)
        yield Diagnostic(reference.place, message, related=related, fix=fix)


_THE_SAME_TWICE = frozenset(
    ("basic_auth", "compress", "content_type", "digest_auth", "headers", "ip_allow_list", "ip_white_list")
)
"""The kinds of middlewares that come to the same where a request meets them twice."""


def _by_points(router: Router, instance: Instance) -> set[str]:
    """The middlewares that every entry point of a router brings, by their full names."""
    if not router.middlewares or not any(point.middlewares for point in instance.context.entry_points.values()):
        return set()
    points = set(router.entry_points or instance.default_entry_points)
    found: dict[str, set[str]] = {}
    for one in instance.needs_of(router):
        if one.point and one.kind == HTTP_MIDDLEWARES:
            found.setdefault(one.full, set()).add(one.point)
    return {name for name, at in found.items() if at == points}


@rule("strip-prefix-without-slash", effect=Effect.SILENT, fix="safe")
def strip_prefix_without_slash(options: StripPrefix, instance: Instance) -> Iterator[Diagnostic]:
    """A prefix does not begin with a slash, and so never is one of a path."""
    for index, prefix in enumerate(options.prefixes):
        if prefix and not prefix.startswith("/"):
            if prefix[0] in "\"' " and options.document.holds_labels:
                continue  # quotes and blanks around texts of labels have a rule of their own
            if dashed := re.fullmatch(r"-\s*[\"']?(/[^\"']*)[\"']?", prefix):
                message = f"`{prefix}` is one text, because no space follows the dash; write `- {dashed[1]}`."
                yield Diagnostic(options.at("prefixes", index), message)
                continue
            message = f"Every path begins with a slash, so `{prefix}` is never taken off; write `/{prefix}`."
            fix = set_option(options, "prefixes", f"/{prefix}", index=index, safe=True)
            yield Diagnostic(options.at("prefixes", index), message, fix=fix)


@rule("strip-prefix-trailing-slash", effect=Effect.SILENT, fix="unsafe")
def strip_prefix_trailing_slash(options: StripPrefix, instance: Instance) -> Iterator[Diagnostic]:
    """A prefix ends with a slash, so that it is not taken off the path that is the prefix alone."""
    for index, prefix in enumerate(options.prefixes):
        bare = prefix.rstrip("/")
        if bare == prefix or not bare.startswith("/") or bare in options.prefixes:
            continue
        routers = [
            router
            for router, paths in _paths_of_routers(options, instance)
            if paths.lets_in(bare) and not _is_redirected(bare, router, instance)
        ]
        if routers:
            message = (
                f"`{prefix}` is not taken off `{bare}` itself, which router `{routers[0].name}` lets through; write "
                f"`{bare}`."
            )
            fix = set_option(options, "prefixes", bare, index=index, safe=False)
            yield Diagnostic(options.at("prefixes", index), message, fix=fix)


def _is_redirected(path: str, router: Router, instance: Instance) -> bool:
    """Whether a middleware of a router sends all visitors of a path elsewhere, as from `/app` to `/app/`."""
    from traefiklint.instance.rewritten import sent_by_regex

    hosts = [name.lower() for name in instance.rule(router).domains if "*" not in name] or ["example.com"]
    urls = [f"{scheme}://{host}{path}" for scheme in schemes_of(router, instance) for host in hosts]
    redirects = [step.redirect_regex for step in passage(router, instance) if step is not None and step.redirect_regex]

    def leaves(url: str) -> bool:
        for redirect in redirects:
            new = sent_by_regex(redirect, url)
            if new is not None and new != url:
                there = parse_url(new, instance.context.target)
                return there.path != path or there.host.lower() not in hosts
        return False

    return all(map(leaves, urls))


@rule("strip-prefix-mismatch", effect=Effect.SILENT)
def strip_prefix_mismatch(options: StripPrefix, instance: Instance) -> Iterator[Diagnostic]:
    """A prefix is to be taken off paths that no router with this middleware matches."""
    from traefiklint.matching.conditions import Literal, impossible

    prefixes = []
    for index, prefix in enumerate(options.prefixes):
        if prefix.startswith("/") and (signs := re.search(r"\.?[*+]|\([^()]*\|[^()]*\)|\[[^\]]*-[^\]]*\]|\$$", prefix)):
            bare = prefix[: signs.start()].rstrip("/")
            simple = signs[0] in ("*", ".*") and signs.end() == len(prefix) and bare
            advice = f"write `{bare}`" if simple else "use `stripPrefixRegex`"
            message = f"A prefix is compared letter by letter, so `{prefix}` is never taken off; {advice}."
            yield Diagnostic(options.at("prefixes", index), message)
        elif prefix.startswith("/") and impossible(Literal("PathPrefix", (prefix,), False)):
            message = (
                f"Traefik cleans paths first, so none begins with `{prefix}`, and nothing is taken off; correct it."
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
        if not prefix:
            continue  # nothing is taken off
        message = (
            f"The app behind this does not see `{prefix}`, so its own links may miss it and get a 404; set the app's "
            f"base URL to `{prefix}`, or let it read `X-Forwarded-Prefix`."
        )
        yield Diagnostic(options.at("prefixes", index), message)


@rule("replaced-path-without-slash", effect=Effect.SILENT, fix="unsafe")
def replaced_path_without_slash(options: ReplacePath | ReplacePathRegex, instance: Instance) -> Iterator[Diagnostic]:
    """A path is replaced by something that does not begin with a slash."""
    attribute = "http_path" if isinstance(options, ReplacePath) else "replacement"
    written = getattr(options, attribute)
    if not options.gives(attribute) or written.startswith("/"):
        return
    sent = _sent(options, instance)
    if sent:
        message = f"Servers are asked for `{sent}` instead of a path, which most answer with a 400; write `/{written}`."
        fix = set_option(options, attribute, f"/{written}", safe=False)
        yield Diagnostic(options.at(attribute), message, fix=fix)


@rule("replaced-path-with-query", effect=Effect.SILENT)
def replaced_path_with_query(
    options: ReplacePath | ReplacePathRegex | AddPrefix, instance: Instance
) -> Iterator[Diagnostic]:
    """A path is to get a query, which middlewares of paths cannot give it (`url.URL.EscapedPath` of Go)."""
    attribute = _NEW_PATHS[type(options)]
    before, sign, _ = getattr(options, attribute).partition("?")
    if sign and "{{" not in before:
        message = "Traefik writes the `?` of a path as `%3F`, so servers are asked for a path that they do not have."
        help = "No middleware adds a query: let the application do it, or redirect with `redirectRegex`."
        yield Diagnostic(options.at(attribute), message, help)


_NEW_PATHS = {ReplacePath: "http_path", ReplacePathRegex: "replacement", AddPrefix: "prefix"}


def _sent(options: ReplacePath | ReplacePathRegex, instance: Instance) -> str:
    """What servers are asked for without a slash at its beginning; empty where nothing like that comes to mind."""
    from traefiklint.instance.path_conditions import PathConditions, paths_at
    from traefiklint.instance.rewritten import meant, rewritten

    middleware: Any = instance.owner(options)
    if middleware is None:
        return ""
    routers = [one.owner for one in leading_to(middleware, instance) if type(one.owner) is Router]
    for router in routers or (None,):
        steps = [step for _, step in running(router, instance)] if router else [middleware]
        behind = [step for step in steps[steps.index(middleware) + 1 :] if step is not None and not step.plugin]
        if len(behind) != len(steps) - steps.index(middleware) - 1:
            continue  # somebody behind it may do anything
        for path in meant(middleware, paths_at(middleware, router, instance) if router else PathConditions(None)):
            now = rewritten(middleware, path)
            for step in behind:
                now = rewritten(step, now)
            if now and not now.startswith("/"):
                return now
    return ""
