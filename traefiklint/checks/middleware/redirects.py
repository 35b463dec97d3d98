"""Redirects that lead nowhere, in circles, or somewhere else than they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.as_written import as_typed, as_value
from traefiklint.checks.shared.fixes import set_option
from traefiklint.findings import Effect, Severity
from traefiklint.go.url import parse_url
from traefiklint.instance.instance import Instance
from traefiklint.instance.names import OF_LABELS
from traefiklint.instance.passage import leading_to
from traefiklint.model.base import Place
from traefiklint.model.http import Router
from traefiklint.model.middlewares import RedirectRegex, RedirectScheme, ReplacePathRegex
from traefiklint.text.spelling import nearest

if TYPE_CHECKING:
    from traefiklint.instance.gaps import RedirectToNobody
    from traefiklint.instance.redirect_walk import LostRedirect, RedirectLoop, Walk

_LITERAL = r"\^((?:\\[^A-Za-z0-9]|[A-Za-z0-9/:_-])+)"
_GROUP = r"\\.|\[(?:\\.|[^\]\\])+\]|\((?:\\.|[^()\\])*\)"
"""What holds its own alternatives, or none."""
_ONE_OF_SEVERAL_HOSTS = r"\^?https?\??(?:\(s\)\?)?://(?:\\\W|\.(?![*+?{])|[\w()|?:-])+\$"
_NAME_WITH_DOT = r"\^[\w-]+(?:\\\.|\.(?![*+?{]))(?!html?\b|php)"
"""The beginning of a host, and of no file."""
_BARE_HOST = r"((?:[a-zA-Z0-9-]+\.)+(?!zip\b)[a-zA-Z]{2,})(?::\d+)?(?:/|\Z)"
_OPEN_HOST = r"https?://(?:[\w-]+\.)+[\w-]*\w(?=\$|\Z)"
"""A target whose host ends it, or is followed by what an expression found."""
_WWW = r"\^?\(?https?(?:\??|\(s\)\?|s\?):(?://|\\/\\/)\)?\(?www\\?\."


@rule("redirect-replacement-group", effect=Effect.SILENT, fix="safe")
def redirect_replacement_group(options: RedirectRegex | ReplacePathRegex, instance: Instance) -> Iterator[Diagnostic]:
    """A replacement names a group that the regular expression does not have."""
    text = options.replacement
    if "$" not in text and "\\" not in text:
        return
    from traefiklint.checks.shared.replacements import fault_of

    fault = fault_of(options.regex, text)
    if fault is not None:
        fix = set_option(options, "replacement", fault.better, safe=True) if fault.better else None
        # Compose takes a single `$` before a brace for a variable's
        message = fault.message.replace("`${", "`$${") if options.document.holds_labels else fault.message
        yield Diagnostic(options.at("replacement"), message, fix=fix)


@rule("redirect-regex-scheme", effect=Effect.SILENT, fix="unsafe")
def redirect_regex_scheme(options: RedirectRegex, instance: Instance) -> Iterator[Diagnostic]:
    """The regular expression of a redirect begins with what no URL begins with."""
    found = re.match(_LITERAL, options.regex)
    if not found or "|" in re.sub(_GROUP, "", options.regex):
        return
    start = found[1].replace("\\", "")
    if any(start.startswith(scheme) or scheme.startswith(start) for scheme in ("http://", "https://")):
        return
    if options.regex[found.end() : found.end() + 1] in ("?", "*", "{") and len(start) == 1:
        return
    begin, is_host = _beginning(start, options.regex)
    message = (
        f"The expression sees the whole URL, which begins with `http://` or `https://`, so `{options.regex}` never "
        f"matches; begin it with `{begin}`{'' if is_host else ' and the host'}."
    )
    fix = None
    if is_host and "://" not in options.regex:
        fix = set_option(options, "regex", f"{begin}{options.regex[1:]}", safe=False)
    yield Diagnostic(options.at("regex"), message, fix=fix)


def _beginning(start: str, regex: str) -> tuple[str, bool]:
    """What an expression lacks that begins with a path or with a host, and whether the host is there then."""
    if start.startswith("/"):
        return ("^https?:" if start.startswith("//") else "^https?://[^/]+"), True
    return "^https?://", re.match(_NAME_WITH_DOT, regex) is not None


@rule("redirect-regex-without-path", effect=Effect.SILENT)
def redirect_regex_without_path(options: RedirectRegex, instance: Instance) -> Iterator[Diagnostic]:
    """The regular expression of a redirect ends with the host, behind which every URL has a path."""
    if not options.regex.endswith("$") or (
        "|" in options.regex and not re.fullmatch(_ONE_OF_SEVERAL_HOSTS, options.regex)
    ):
        return  # another alternative may have a path
    from traefiklint.go.regexp import go_regex
    from traefiklint.matching.examples import sample

    example = sample(options.regex)
    matches = go_regex(options.regex).search
    if not re.fullmatch(r"https?://[^/?#]+", example) or not matches(example):
        return
    if not any(matches(f"{example}{path}") for path in ("/", "/a", "/a/b.html", "/?a=b")):
        better, end = f"{options.regex[:-1]}(/.*)$", ""
        if _leads_below(options, example):
            better, end = f"{options.regex[:-1]}/$", ", which is for the start page alone"
            target = re.sub(r"\$(?:0|\{0\})/", "${0}", options.replacement)  # which ends with a slash then
            if target != options.replacement:
                end = f" and `{as_value(options.at('replacement'), target)}`{end}"
        message = (
            f"The expression sees the whole URL with its path, which is at least `/`, so `{options.regex}` never "
            f"matches; write `{as_typed(options.at('regex'), better)}`{end}."
        )
        yield Diagnostic(options.at("regex"), message)


def _leads_below(options: RedirectRegex, url: str) -> bool:
    """Whether a redirect of a URL without a path leads to a page of a host that its expression is for: with all paths
    in it no other page could be reached (asked of 3.7.15)."""
    from traefiklint.go.regexp import go_regex
    from traefiklint.instance.rewritten import sent_by_regex

    target = parse_url(sent_by_regex(options, url) or "")
    hosts = (f"{scheme}://{target.host}" for scheme in ("http", "https"))
    is_same = any(map(go_regex(options.regex).search, hosts)) if target.host else not target.scheme
    return is_same and target.path not in ("", "/")


@rule("redirect-regex-target", effect=Effect.SILENT, fix="unsafe")
def redirect_regex_target(options: RedirectRegex, instance: Instance) -> Iterator[Diagnostic]:
    """The target of a redirect is no URL, or its host runs into the path (asked of 3.7.15)."""
    if not re.match(r"\^?\(?https?", options.regex):
        return
    from traefiklint.instance.rewritten import sent_by_regex
    from traefiklint.instance.whereabouts import ends_as_a_host
    from traefiklint.matching.examples import sample

    url = sample(re.sub(r"(?<=\w)\.(?=\w)", r"\.", options.regex))  # a dot of a name is meant as one
    made = sent_by_regex(options, url) if url.count("/") > 2 else None
    if made is None:
        return
    bare = re.match(_BARE_HOST, options.replacement)
    if bare and ends_as_a_host(bare[1]) and made.startswith(options.replacement.partition("$")[0]):
        better, why = f"https://{options.replacement}", "which browsers take for a path of the same host"
    else:
        found = re.match(_OPEN_HOST, options.replacement)
        below = [f"{url.rpartition('/')[0]}/{path}" for path in ("shop/a", "web/")] if found else []
        targets = [sent_by_regex(options, one) or "" for one in below]
        if found is None or len({parse_url(one).host for one in targets}) < 2:
            return
        url, made = below[1], targets[1]
        better, why = (
            f"{found[0]}/{options.replacement[found.end() :]}",
            "because nothing separates the host from the path",
        )
    place = options.at("replacement")
    message = f"`{url}` is redirected to `{made}`, {why}; write `{as_value(place, better)}`."
    yield Diagnostic(place, message, fix=set_option(options, "replacement", better, safe=False))


@rule("redirect-scheme-invalid", effect=Effect.SILENT, fix="unsafe")
def redirect_scheme_invalid(options: RedirectScheme, instance: Instance) -> Iterator[Diagnostic]:
    """A redirect leads to a scheme that no browser knows."""
    scheme = options.scheme
    if not scheme or scheme.lower() in ("http", "https", "ws", "wss", "ftp", "ftps", "sftp"):
        return
    bare = scheme.rstrip(":/").lower()
    best = bare if bare in ("http", "https") else nearest(bare, ("https", "http"))
    if best:
        message = f"Visitors are sent to `{scheme}://…`, which no browser opens; write `{best}`."
        yield Diagnostic(options.at("scheme"), message, fix=set_option(options, "scheme", best, safe=False))


@rule("redirect-loop", effect=Effect.SILENT)
def redirect_loop(loop: RedirectLoop, instance: Instance) -> Iterator[Diagnostic]:
    """A redirect leads to where it redirects again."""
    yield Diagnostic(_target(loop.options), _circle(loop.walk))


@rule("redirect-missing-route", effect=Effect.SILENT)
def redirect_missing_route(found: LostRedirect | RedirectToNobody, instance: Instance) -> Iterator[Diagnostic]:
    """A redirect leads to a host that no router answers."""
    from traefiklint.instance.redirect_walk import LostRedirect

    if isinstance(found, LostRedirect):
        first, last = found.walk.hops[0], found.walk.hops[-1]
        message = (
            f"`{first.url}` is redirected to `{last.target}`, and no router of these files answers `{found.host}`; "
            "add one."
        )
        yield Diagnostic(_target(found.options), message, strict=instance.once(_others_may_answer))
        return
    from traefiklint.decoding.label_tree import shown_in

    router = found.claim.router
    host = shown_in(router.at("rule").node, found.claim.rule.hosts[0])
    message = (
        f"Router `{router.name}` redirects `{host}` to https, where no router of "
        "these files answers it; add a router with TLS for it."
    )
    yield Diagnostic(found.reference.place, message)


def _others_may_answer(instance: Instance) -> bool:
    """Whether a container may answer any host: the rule of one has a variable without a value, or containers are served
    that are not here."""
    from traefiklint.instance.elsewhere import serves_others

    if instance.labels is None:
        return bool(instance.context.static) and not OF_LABELS.isdisjoint(instance.context.providers)
    rules = (
        label.value
        for container in instance.labels.containers
        for label in container.labels
        if label.name.text.lower().endswith(".rule")
    )
    is_open = any(piece.is_open for value in rules for piece in value.pieces)
    return is_open or instance.once(serves_others)


def _target(options: RedirectRegex | RedirectScheme) -> Place:
    return options.at("replacement" if type(options) is RedirectRegex else "scheme")


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


@rule("redirect-never-runs", effect=Effect.SILENT, severity=Severity.INFO, tag="unused")
def redirect_never_runs(options: RedirectRegex, instance: Instance) -> Iterator[Diagnostic]:
    """A redirect is for hosts beginning with `www.`, and no router that has it serves any."""
    if not re.match(_WWW, options.regex) or "|" in re.sub(_GROUP, "", options.regex):
        return
    middleware: Any = instance.owner(options)
    if middleware is None or not instance.counts(middleware):
        return
    routers = [reference.owner for reference in leading_to(middleware, instance) if type(reference.owner) is Router]
    rules = [instance.rule(router) for router in routers]
    if (
        not instance.knows_routers
        or not rules
        or not all(rule.hosts and rule.tree is not None and "Regexp" not in rule.text for rule in rules)
    ):
        return
    hosts = [host.lower() for rule in rules for host in rule.hosts]
    if not any(host.startswith(("www.", "*")) for host in hosts):
        from traefiklint.decoding.label_tree import shown_in

        host = shown_in(routers[0].at("rule").node, rules[0].hosts[0])
        message = (
            f"This redirects hosts that begin with `www.`, and router `{routers[0].name}` does not serve "
            f"`www.{host}`, which gets a 404 instead; add it to the rule."
        )
        yield Diagnostic(options.at("regex"), message)


@rule("redirect-behind-tls-proxy", effect=Effect.ADVICE, severity=Severity.INFO, strict=True)
def redirect_behind_tls_proxy(options: RedirectScheme, instance: Instance) -> Iterator[Diagnostic]:
    """A redirect to https goes in circles behind a proxy that asks Traefik by plain HTTP."""
    points = instance.context.entry_points.values()
    if options.scheme == "https" and not any(point.trusted_forwarded for point in points):
        message = (
            "Behind a proxy that ends TLS and asks by plain HTTP this redirects forever, because Traefik does not "
            "believe its `X-Forwarded-Proto`; list such a proxy in `forwardedHeaders.trustedIPs`."
        )
        yield Diagnostic(options.key_at(), message)
