"""Router rules that Traefik accepts, and that do not mean what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.as_written import as_typed
from traefiklint.findings import Effect
from traefiklint.instance.instance import Instance
from traefiklint.matching.tree import And, Or, joined
from traefiklint.versions import since

if TYPE_CHECKING:
    from traefiklint.instance.scalar_offsets import ValueFix
    from traefiklint.matching.suspicions.found import (
        AlwaysTrue,
        Contradiction,
        ExpressionAsText,
        HostExpressionTemplate,
        HostGlob,
        HostTemplate,
        HostWithBlanks,
        HostWithPath,
        HostWithPort,
        HostWithScheme,
        ImpossibleHostExpression,
        MatcherSuspicion,
        MixedOperators,
        OpenHostExpression,
        PathExpressionTemplate,
        PathGlob,
        PathTemplate,
        PathWithQuery,
        QueryPair,
        ValueTemplate,
    )
    from traefiklint.matching.tree import Matcher
    from traefiklint.model.http import Router
    from traefiklint.model.tcp import TcpRouter

_PORT = r":[0-9*]*$"
_QUERY = r"(/[^?`%]*)\?([^?=&#`%]+)=([^?=&#`%]*)"
_STARS = r"(/(?:[^*`]*/)?)\*+"


@rule("host-with-space", effect=Effect.SILENT, fix="safe")
def host_with_space(host: HostWithBlanks, instance: Instance) -> Iterator[Diagnostic]:
    """A host has blanks in it, so that it never matches."""
    from traefiklint.matching.suspicions.hosts import is_name

    if "{{" in host.value:
        return  # labels are no templates of Traefik, so that another tool fills this in before
    bare = host.value.strip()
    fix = _other_value(host, bare, safe=True, title="Remove the spaces") if is_name(bare) else None
    broken = "\n" in host.value or "\r" in host.value
    what = "a line break, so it never matches; remove it" if broken else "spaces, so it never matches; remove them"
    yield _said(host, f"Host `{bare}` contains {what}.", fix)


@rule("host-with-scheme", effect=Effect.SILENT, fix="safe")
def host_with_scheme(host: HostWithScheme, instance: Instance) -> Iterator[Diagnostic]:
    """A host has a scheme before it, so that it never matches."""
    from traefiklint.matching.suspicions.hosts import is_name

    rest = host.value[len(host.scheme) :]
    fix = _bare(host, rest)
    advice = f"remove `{host.scheme}`."
    if fix is not None and not is_name(rest):
        advice = _write(host, fix.text) if "(" in fix.text else f"write {fix.text}."
    yield _said(host, f"`Host` takes a bare name, so `{host.value}` never matches; {advice}", fix)


@rule("host-with-path", effect=Effect.SILENT, fix="unsafe")
def host_with_path(host: HostWithPath, instance: Instance) -> Iterator[Diagnostic]:
    """A host has a path behind it, so that it never matches."""
    name, _, path = host.value.partition("/")
    fix = _bare(host, host.value)
    both = fix.text if fix else joined((f"Host(`{name}`)", f"PathPrefix(`/{path}`)"), And, host.parent)
    advice = _write(host, both) if path else "remove the `/`."
    yield _said(host, f"`Host` never sees the path, so `{host.value}` never matches; {advice}", fix)


@rule("host-with-port", effect=Effect.SILENT, fix="safe")
def host_with_port(host: HostWithPort, instance: Instance) -> Iterator[Diagnostic]:
    """A host has a port behind it, so that it never matches."""
    port = host.value.partition(":")[2]
    message = f"`Host` never sees the port, so `{host.value}` never matches; remove `:{port}`."
    bare = host.value.partition(":")[0].lower()
    others = {name.lower() for name in instance.rule(host.router).hosts} if "||" in host.router.rule else ()
    yield _said(host, message, _bare(host, host.value))._replace(strict=bare in others)  # which takes all of them


@rule("host-glob", effect=Effect.SILENT)
def host_glob(host: HostGlob, instance: Instance) -> Iterator[Diagnostic]:
    """A star stands in a host where it is no wildcard."""
    if host.value.startswith("."):
        better = f"HostRegexp(`^.+{re.escape(host.value)}$`)"
        message = f"`Host` takes whole names, so `{host.value}` matches none; {_write(host, better)}"
        yield _said(host, message, _other_matcher(host, better, safe=False, title="Use `HostRegexp`"))
        return
    message = f"In `Host` only the first label can be `*`, so `{host.value}` matches no name; use `HostRegexp`."
    yield _said(host, message)


@rule("regexp-v2-template", category="migration", effect=Effect.SILENT, fix="unsafe")
def regexp_v2_template(
    host: HostTemplate | HostExpressionTemplate | ValueTemplate, instance: Instance
) -> Iterator[Diagnostic]:
    """A host, or the value of a header or parameter, is a pattern of Traefik 2, which matches nothing."""
    from traefiklint.matching.suspicions.found import TEMPLATE, ValueTemplate, of_traefik_3

    value, fix = host.value, None
    if isinstance(host, ValueTemplate):
        if host.better:
            fix = _other_matcher(host, host.better, safe=False, title="Write a regular expression")
        advice = _write(host, host.better) if host.better else "write a regular expression."
        message = f"`{value}` is a pattern of Traefik 2, which Traefik 3 matches literally; {advice}"
        yield _said(host, message, fix)
        return
    if text := of_traefik_3(host.matcher.name, value):
        alone = TEMPLATE.fullmatch(value) is not None
        fix = _other_matcher(host, text, safe=alone, title="Write a regular expression")
    if host.matcher.name == "Host":
        message = f"`Host` takes no pattern, so `{value}` never matches; use `HostRegexp` with a regular expression."
    else:
        advice = _write(host, fix.text) if fix else "write a regular expression."
        message = f"`{value}` is a pattern of Traefik 2, which matches no host in version 3; {advice}"
    yield _said(host, message, fix)


@rule("regexp-not-anchored", category="security", effect=Effect.ADVICE, fix="unsafe", matters="to strangers")
def regexp_not_anchored(host: OpenHostExpression, instance: Instance) -> Iterator[Diagnostic]:
    """An expression for hosts also matches hosts of others."""
    message = f"`{host.value}` is not anchored, so it also matches `{host.example}`; {_write(host, host.closed)}"
    yield _said(host, message, _other_value(host, host.closed, safe=False, title="Anchor the expression"))


@rule("host-regexp-impossible", effect=Effect.SILENT, fix="unsafe")
def host_regexp_impossible(host: ImpossibleHostExpression, instance: Instance) -> Iterator[Diagnostic]:
    """An expression for hosts asks for a scheme, a slash, a port or capital letters, which no host has."""
    advice = _write(host, host.better) if host.better else _WITHOUT.get(host.what, f"take out the {host.what}.")
    message = f"`{host.value}` matches no host, because Traefik compares hosts {_HOSTS[host.what]}; {advice}"
    fix = _other_value(host, host.better, safe=False, title=f"Take out the {host.what}") if host.better else None
    yield _said(host, message, fix)


_WITHOUT = {"capital letter": "write small letters."}
"""What to do where no better expression is at hand, if that is not to take something out."""
_HOSTS = {
    "scheme": "without their scheme",
    "slash": "alone, and these have no slash",
    "port": "without their port",
    "capital letter": "in small letters",
}


@rule("path-with-query", effect=Effect.SILENT, fix="unsafe")
def path_with_query(path: PathWithQuery, instance: Instance) -> Iterator[Diagnostic]:
    """A path has a query behind it, so that it never matches."""
    value, name = path.value, path.matcher.name
    parts = re.fullmatch(_QUERY, value)
    query = (f"{name}(`{parts[1]}`)", f"Query(`{parts[2]}`, `{parts[3]}`)") if parts else ()
    text = joined(query, And, path.parent) if query else ""
    advice = _write(path, text) if text else "match the query with `Query`."
    fix = _other_matcher(path, text, safe=False, title="Match the query with `Query`") if text else None
    yield _said(path, f"`{name}` never sees the query, so `{value}` never matches; {advice}", fix)


@rule("path-glob", effect=Effect.SILENT, fix="safe")
def path_glob(path: PathGlob, instance: Instance) -> Iterator[Diagnostic]:
    """A star stands in a path, where it is no wildcard."""
    value, name = path.value, path.matcher.name
    stars = re.fullmatch(_STARS, value)
    text = f"PathPrefix(`{stars[1]}`)" if stars else ""
    advice = _write(path, text) if text else "use `PathRegexp`."
    message = f"`*` is not a wildcard in `{name}`, so `{value}` matches only a path that holds it; {advice}"
    yield _said(path, message, _other_matcher(path, text, safe=True, title="Write `PathPrefix`") if text else None)


@rule("expression-as-text", effect=Effect.SILENT, fix="unsafe")
def expression_as_text(found: ExpressionAsText, instance: Instance) -> Iterator[Diagnostic]:
    """A regular expression or a list stands where a matcher compares its value letter by letter."""
    matcher = found.matcher
    each = [f"{matcher.name}(`{value}`)" for value in found.several]
    text = joined(each, Or, found.parent) if each else found.better
    advice = _write(found, text) if text else f"use `{matcher.name.replace('Prefix', '')}Regexp`."
    only = "matches nothing" if found.never else "matches nothing else"
    what = "takes one value" if found.several else "takes no expression"
    message = f"`{matcher.name}` {what}, so `{found.argument.value}` is compared literally and {only}; {advice}"
    title = "Give each value a matcher of its own" if found.several else "Use a regular expression"
    yield _said(found, message, _other_matcher(found, text, safe=False, title=title) if text else None)


@rule("query-v2-pair", category="migration", effect=Effect.SILENT, fix="unsafe")
def query_v2_pair(query: QueryPair, instance: Instance) -> Iterator[Diagnostic]:
    """A `Query` has name and value in one argument, as in Traefik 2."""
    pairs = [pair.partition("=") for pair in query.value.split("&")]
    text = joined([_parameter(name, value) for name, _, value in pairs], And, query.parent if pairs[1:] else None)
    message = (
        f"`Query` takes name and value apart since Traefik 3, so this asks for a parameter named `{query.value}`; "
        f"{_write(query, text)}"
    )
    yield _said(query, message, _other_matcher(query, text, safe=False, title="Write name and value apart"))


def _parameter(name: str, value: str) -> str:
    """The matcher for a parameter whose value may be a pattern of Traefik 2."""
    from traefiklint.matching.suspicions.found import TEMPLATE, expression

    pattern = expression(value, ".+") if TEMPLATE.search(value) else ""
    return f"QueryRegexp(`{name}`, `^{pattern}$`)" if pattern else f"Query(`{name}`, `{value}`)"


@rule("path-v2-template", category="migration", effect=Effect.SILENT, fix="unsafe")
def path_v2_template(path: PathTemplate | PathExpressionTemplate, instance: Instance) -> Iterator[Diagnostic]:
    """A path is a pattern of Traefik 2."""
    from traefiklint.go.regexp import go_regex
    from traefiklint.matching.suspicions.found import TEMPLATE, of_traefik_3

    value, name = path.value, path.matcher.name
    if name == "PathRegexp":
        better = TEMPLATE.sub(lambda variable: f"({variable[2] or '[^/]+'})", value)
        fix = None if go_regex(better).error else _other_value(path, better, safe=False, title="Write groups")
        advice = _write(path, f"{name}(`{better}`)") if fix else "write a group."
        message = f"`{value}` has a pattern of Traefik 2, which Traefik 3 matches literally; {advice}"
        yield _said(path, message, fix)
        return
    text = of_traefik_3(name, value)
    advice = _write(path, text) if text else "use `PathRegexp`."
    message = f"`{name}` takes no pattern since Traefik 3, so `{value}` is matched literally; {advice}"
    yield _said(path, message, _other_matcher(path, text, safe=False, title="Use `PathRegexp`") if text else None)


@rule("rule-contradiction", effect=Effect.SILENT)
def rule_contradiction(found: Contradiction, instance: Instance) -> Iterator[Diagnostic]:
    """A rule can never match, as its conditions exclude each other."""
    if found.is_part:
        message = "The conditions of this part exclude each other, so it matches nothing; fix it, or remove it."
    elif not found.matchers:
        message = "The conditions of this rule exclude each other, so it matches nothing; correct it."
    elif len(found.matchers) == 1:
        (matcher,) = found.matchers
        is_path = matcher.name.startswith("Path")
        if is_path and not _cleans_paths(instance):
            return
        why = ", as Traefik decodes and cleans paths first" if is_path else ""
        message = f"{_shown(matcher)} never holds{why}, so this rule matches nothing; correct it."
    else:
        one, other = found.matchers
        advice = "remove one of them."
        if one.name == other.name and isinstance(found.tree, And) and {one, other}.issubset(found.tree.operands):
            advice = "join them with `||`."
            if len(found.tree.operands) > 2:  # the others would count for one of them alone
                both = joined((_shown(one).strip("`"), _shown(other).strip("`")), Or, And)
                advice = f"write ``{as_typed(found.router.at('rule'), both)}`` in place of the two."
        message = f"{_shown(one)} and {_shown(other)} exclude each other, so this rule matches nothing; {advice}"
    yield _diagnostic(found.router, found.tree.start, found.tree.end, message)


def _cleans_paths(instance: Instance) -> bool:
    """Whether Traefik compares paths as it has cleaned them, whatever entry point they come by."""
    points = instance.context.static.get("StaticEntryPoint", ())
    return instance.context.target >= _CLEANS_PATHS and all(
        one.http is None or one.http.sanitize_path for one in points
    )


_CLEANS_PATHS = since("3.3.6")


@rule("rule-always-true", effect=Effect.SILENT)
def rule_always_true(found: AlwaysTrue, instance: Instance) -> Iterator[Diagnostic]:
    """Alternatives of a rule hold for every request together, as nothing is all that they exclude."""
    message = (
        "One of these alternatives holds for every request, so together they are always true; perhaps you meant `&&`."
    )
    yield _diagnostic(found.router, found.tree.start, found.tree.end, message)


@rule("and-or-precedence", effect=Effect.SILENT, fix="unsafe")
def and_or_precedence(found: MixedOperators, instance: Instance) -> Iterator[Diagnostic]:
    """A rule mixes `&&` and `||` without parentheses."""
    from traefiklint.instance.scalar_offsets import ValueFix

    _, start, end, text = found
    # parentheses make the rule longer, and so change a priority that is not given
    fix = ValueFix(start, end, text, False, "Write the parentheses that Traefik assumes")
    message = f"`&&` binds tighter than `||`: Traefik reads ``{text}``; add the parentheses that you mean."
    yield _diagnostic(found.router, start, end, message, fix)


def _shown(matcher: Matcher) -> str:
    return f"``{matcher.name}({', '.join(f'`{value}`' for value in matcher.values)})``"


def _bare(host: MatcherSuspicion, rest: str) -> ValueFix | None:
    """A host without scheme and port; its path in a matcher of its own."""
    from traefiklint.matching.suspicions.hosts import is_name

    name, _, path = rest.partition("/")
    name = re.sub(_PORT, "", name)
    if not is_name(name):
        return None
    if not path:
        return _other_value(host, name, safe=True, title=f"Write `{name}`")
    if any(sign in path for sign in "`?#*{}^$()"):
        return None
    text = joined((f"Host(`{name}`)", f"PathPrefix(`/{path}`)"), And, host.parent)
    return _other_matcher(host, text, safe=False, title="Match the path by itself")


def _other_value(found: MatcherSuspicion, value: str, *, safe: bool, title: str) -> ValueFix | None:
    """Another value in the quotes that an argument has; None where it cannot stand in them as it is."""
    from traefiklint.instance.scalar_offsets import ValueFix

    argument = found.argument
    quote = argument.quote
    if quote in value or (quote == '"' and "\\" in value):
        return None
    return ValueFix(argument.start, argument.end, f"{quote}{value}{quote}", safe, title)


def _other_matcher(found: MatcherSuspicion, text: str, *, safe: bool, title: str) -> ValueFix:
    """Another condition in the place of a matcher."""
    from traefiklint.instance.scalar_offsets import ValueFix

    return ValueFix(found.matcher.start, found.matcher.end, text, safe, title)


def _write(found: MatcherSuspicion, text: str) -> str:
    """What is said of a condition, or of a value, that is to be written into the rule."""
    quotes = "``" if "`" in text else "`"
    return f"write {quotes}{as_typed(found.router.at('rule'), text)}{quotes}."


def _said(found: MatcherSuspicion, message: str, fix: ValueFix | None = None) -> Diagnostic:
    return _diagnostic(found.router, found.argument.start, found.argument.end, message, fix)


def _diagnostic(
    router: Router | TcpRouter, start: int, end: int, message: str, fix: ValueFix | None = None
) -> Diagnostic:
    """A finding at a stretch of a router's rule."""
    from traefiklint.checks.shared.rule_texts import in_rule

    return in_rule(router.at("rule"), start, end, message, fix=fix)
