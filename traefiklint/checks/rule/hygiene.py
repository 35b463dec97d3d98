"""Rules and priorities that do what they say, and that their author may still not have meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.as_written import as_typed
from traefiklint.checks.shared.fixes import set_option
from traefiklint.findings import Effect, Severity
from traefiklint.instance.instance import Instance
from traefiklint.instance.passage import passage, redirects
from traefiklint.matching.tree import Argument, Matcher, Or, leaves
from traefiklint.model.http import Router
from traefiklint.model.tcp import TcpRouter

_ONE_HOST = r"\^[A-Za-z0-9_-]+(?:\\\.[A-Za-z0-9_-]+)*\$"
_BARE_DOT = r"(?<=[A-Za-z0-9)+\]])\.(?=[A-Za-z0-9(])"
_INFO = Severity.INFO
_ADVICE = Effect.ADVICE


@rule("priority-zero", category="router", effect=_ADVICE, severity=_INFO, fix="unsafe")
def priority_zero(router: Router | TcpRouter, instance: Instance) -> Iterator[Diagnostic]:
    """A priority of 0 is none: it is the length of the rule."""
    if router.priority == 0 and "priority" in router.written:
        length = instance.rule(router).default_priority
        message = (
            f"`priority: 0` means no priority, so the priority is the length of the rule, {length}; write 1 or a "
            "negative number to come last, or remove it."
        )

        fix = set_option(router, "priority", "-1", plain=True, safe=False, title="Come last: write `-1`")
        yield Diagnostic(router.at("priority"), message, fix=fix)


@rule("negation-only-rule", effect=Effect.SILENT)
def negation_only_rule(router: Router, instance: Instance) -> Iterator[Diagnostic]:
    """A rule only says what it does not match, and so matches every other host."""
    if "!" not in router.rule or router.parent_refs:
        return
    tree = instance.rule(router).tree
    if tree is None:
        return
    open_ends = [all(leaf.negated for leaf in leaves(one)) for one in (tree.operands if type(tree) is Or else (tree,))]
    if any(open_ends) and not _is_for_all(router, instance):
        what = "This rule" if all(open_ends) else "An alternative of this rule"
        message = f"{what} only says what it does not match, so it answers for every host; add a `Host` with `&&`."
        is_left = not instance.once(_names_hosts) or (len(open_ends) > 1 and _is_always_true(router, instance))
        yield Diagnostic(router.at("rule"), message, strict=is_left)


def _is_always_true(router: Router, instance: Instance) -> bool:
    """Whether it is told of a rule that its alternatives together hold for every request."""
    from traefiklint.matching.suspicions import suspicions
    from traefiklint.matching.suspicions.found import AlwaysTrue

    rule = instance.rule(router)
    return any(isinstance(one, AlwaysTrue) and one.tree is rule.tree for one in suspicions(rule))


def _is_for_all(router: Router, instance: Instance) -> bool:
    """Whether a router is meant for every host: it redirects, or comes behind others by a priority that is lower than
    the one that it would have."""
    if router.service == "noop@internal" or (router.priority and router.priority < len(router.rule)):
        return True
    return any(step is not None and not step.plugin and redirects(step) for step in passage(router, instance))


def _names_hosts(instance: Instance) -> bool:
    """Whether any router asks for a host; where none does, there is one site, which answers for every host."""
    return any(instance.rule(router).domains for router in instance.objects["http.routers"].values())


@rule("rule-without-host", effect=_ADVICE, severity=_INFO, strict=True)
def rule_without_host(router: Router, instance: Instance) -> Iterator[Diagnostic]:
    """A rule names no host, and so answers for all of them."""
    result = instance.rule(router)
    if router.parent_refs or result.hosts or any(True for _ in _wanted(router, instance, "Host", "HostRegexp")):
        return
    if result.tree is not None:
        message = "This rule names no `Host`, so it answers for every name that leads here; add one."
        yield Diagnostic(router.at("rule"), message)


@rule("host-wildcard-depth", effect=_ADVICE, severity=_INFO, strict=True)
def host_wildcard_depth(router: Router, instance: Instance) -> Iterator[Diagnostic]:
    """A wildcard stands for one label, neither for none nor for two."""
    if "*" not in router.rule:
        return
    for matcher in _wanted(router, instance, "Host"):
        value = matcher.values[0]
        if value.startswith("*."):
            bare = value[2:]
            message = (
                f"`{value}` stands for one label: it matches neither `{bare}` nor `a.b.{bare}`; add them if they "
                "should match."
            )
            yield _diagnostic(router, matcher.args[0], message)


@rule("path-prefix-not-segment", effect=_ADVICE, severity=_INFO, strict=True, fix="unsafe")
def path_prefix_not_segment(router: Router, instance: Instance) -> Iterator[Diagnostic]:
    """A prefix of a path also matches where a longer word begins with it."""
    for matcher in _wanted(router, instance, "PathPrefix"):
        value = matcher.values[0]
        if not value.endswith("/"):
            message = (
                f"``PathPrefix(`{value}`)`` also matches `{value}xyz`; where that matters, write ``(Path(`{value}`) || "
                f"PathPrefix(`{value}/`))``."
            )
            yield _diagnostic(router, matcher.args[0], message, _with_path(matcher, value, f"{value}/"))


@rule("path-prefix-trailing-slash", effect=_ADVICE, severity=_INFO, strict=True, fix="unsafe")
def path_prefix_trailing_slash(router: Router, instance: Instance) -> Iterator[Diagnostic]:
    """A prefix with a slash at its end does not match the path without it."""
    found = list(_wanted(router, instance, "PathPrefix", "Path"))
    paths = {matcher.values[0] for matcher in found}
    for matcher in found:
        value = matcher.values[0]
        bare = value.rstrip("/")
        if matcher.name == "PathPrefix" and value != bare and bare and bare not in paths:
            message = (
                f"``PathPrefix(`{value}`)`` does not match `{bare}` itself; if it should, write ``(Path(`{bare}`) || "
                f"PathPrefix(`{value}`))``."
            )
            yield _diagnostic(router, matcher.args[0], message, _with_path(matcher, bare, value))


def _with_path(matcher: Matcher, path: str, prefix: str) -> tuple[int, int, str, str]:
    """A path, or what is below it, in the place of a prefix."""
    text = f"(Path(`{path}`) || PathPrefix(`{prefix}`))" if "`" not in prefix else ""
    return matcher.start, matcher.end, text, f"Match `{path}` and what is below it"


@rule("regexp-unescaped-dot", effect=_ADVICE, severity=_INFO, strict=True, fix="unsafe")
def regexp_unescaped_dot(router: Router | TcpRouter, instance: Instance) -> Iterator[Diagnostic]:
    """A dot in an expression for hosts stands for any character."""
    for matcher in _wanted(router, instance, "HostRegexp", "HostSNIRegexp"):
        argument = matcher.args[0]
        better = re.sub(_BARE_DOT, r"\\.", argument.value)
        if better != argument.value:
            message = (
                f"In `{argument.value}` a dot stands for any character; write `{as_typed(router.at('rule'), better)}`."
            )
            fix = f"`{better}`" if argument.quote == "`" else ""
            yield _diagnostic(router, argument, message, (argument.start, argument.end, fix, "Escape the dots"))


@rule("host-regexp-for-one-host", effect=_ADVICE, severity=_INFO, strict=True, fix="unsafe")
def host_regexp_for_one_host(router: Router | TcpRouter, instance: Instance) -> Iterator[Diagnostic]:
    """An expression matches a single host, which needs none."""
    for matcher in _wanted(router, instance, "HostRegexp", "HostSNIRegexp"):
        value = matcher.values[0]
        if re.fullmatch(_ONE_HOST, value):
            text = f"{matcher.name.removesuffix('Regexp')}(`{value[1:-1].replace(chr(92), '')}`)"
            message = (
                f"This expression matches one host only, and Traefik takes no certificate from it; write ``{text}``."
            )
            yield _diagnostic(router, matcher.args[0], message, (matcher.start, matcher.end, text, "Name the host"))


def _wanted(router: Router | TcpRouter, instance: Instance, *names: str) -> Iterator[Matcher]:
    """The matchers of these names in a router's rule that are not negated."""
    text = router.rule.lower()  # looked at first, since most rules hold none of them
    if any(name.lower() in text for name in names):
        tree = instance.rule(router).tree
        for leaf in leaves(tree) if tree is not None else ():
            if not leaf.negated and leaf.matcher.name in names:
                yield leaf.matcher


def _diagnostic(
    router: Router | TcpRouter, argument: Argument, message: str, change: tuple[int, int, str, str] | None = None
) -> Diagnostic:
    """A finding at an argument; with it an unsafe fix: the stretch of the rule, the text instead, what it is called."""
    from traefiklint.checks.shared.rule_texts import in_rule
    from traefiklint.instance.scalar_offsets import ValueFix

    fix = None
    if change and change[2]:
        start, end, instead, title = change
        fix = ValueFix(start, end, instead, False, title)
    return in_rule(router.at("rule"), argument.start, argument.end, message, fix=fix)
