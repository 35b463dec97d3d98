"""What a Traefik comes to beyond its single options: facts that rules are about, each found only if a rule asks.

A rule asks by the class of its first argument, so every class stands here with the question that gives its facts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Set
from typing import TYPE_CHECKING, Any

from traefiklint.instance.instance import Instance
from traefiklint.instance.tls_options import split_parents
from traefiklint.records import changed
from traefiklint.text.variables import may_hold_variable
from traefiklint.versions import TARGETS, since

if TYPE_CHECKING:
    from traefiklint.instance.instance import Instance
    from traefiklint.matching.check import RuleResult
    from traefiklint.matching.diagnostics import RuleDiagnostic, UnknownWildcard
    from traefiklint.model.http import Router
    from traefiklint.model.services import Server
    from traefiklint.model.tcp import TcpRouter


PLACEHOLDERS = frozenset(("undefined", "null", "none", "nil", "nan", "changeme", "todo", "object"))
"""Hosts that are what programs write where they know none."""
_LONG_PORT = 5
"""Of how many digits a port may be none that exists."""
_USUAL_URL = r"(?:https?|h2c)://([A-Za-z0-9._-]+)(?::[1-9][0-9]{0,3})?/?"
_USUAL_RULE = r"Host\(`\w[\w.-]*`\)(?: && PathPrefix\(`/[\w./-]*`\))?"

Question = Callable[[Instance], Iterable[Any]]


def _reach(instance: Instance) -> Iterable[Any]:
    if len(instance.objects["http.routers"]) + len(instance.objects["tcp.routers"]) < 2:
        return ()
    from traefiklint.instance.reachability import reach

    return reach(instance)


def _gaps(instance: Instance) -> Iterable[Any]:
    if not instance.objects["http.routers"]:
        return ()
    from traefiklint.instance.gaps import gaps

    return gaps(instance)


def _tree(instance: Instance) -> Iterable[Any]:
    return instance.tree.objections


def _split_parents(instance: Instance) -> Iterable[Any]:
    if not instance.tree.children:
        return ()
    return split_parents(instance)


def _redirects(instance: Instance) -> Iterable[Any]:
    elsewhere = [one for one in instance.parts.get("RedirectScheme", ()) if one.scheme not in ("https", "") or one.port]
    options = [*instance.parts.get("RedirectRegex", ()), *elsewhere]  # one to https on its own port ends there
    if not options:
        return ()
    from traefiklint.instance.redirect_walk import redirects

    return redirects(instance, options)


def _url_faults(instance: Instance) -> Iterable[Any]:
    usual = re.compile(_USUAL_URL).fullmatch
    unusual = []
    stopped = {empty.server for empty in instance.parts.get("EmptyServer", ())}  # which get their URL when they run
    for server in instance.parts.get("Server", ()):
        if (server in stopped and not server.url) or _is_made(server):
            continue
        found = usual(server.url)
        if found is None or found[1].lower() in PLACEHOLDERS or may_hold_variable(found[1]):
            unusual.append(server)
    if not unusual:
        return ()
    from traefiklint.instance.server_urls import url_faults

    return url_faults(unusual, instance.context.target, PLACEHOLDERS)


def _is_made(server: Server) -> bool:
    """Whether its URL is made of what a container is called, and of the port or scheme that a label says, if that is
    one."""
    is_usual = server.url.partition("://")[0] in ("http", "https", "h2c") and len(server.port) < _LONG_PORT
    return is_usual and (not server.gives("url") or server.is_made("url"))


def _suspicions(instance: Instance) -> Iterable[Any]:
    plain = re.compile(_USUAL_RULE, re.ASCII).fullmatch
    for kind in ("Router", "TcpRouter"):
        for router in instance.parts.get(kind, ()):
            if not _is_usual(router.rule, plain):
                from traefiklint.matching.suspicions import suspicions

                yield from suspicions(instance.rule(router), router)


def _is_usual(rule: str, plain: Callable[[str], object]) -> bool:
    """Whether a rule is one of the usual ones, about which there is nothing suspicious.

    Args:
        plain: tells a host with perhaps a prefix of a path from everything else.
    """
    if "||" not in rule:
        return plain(rule) is not None and "//" not in rule and "/." not in rule
    return "&" not in rule and all(map(plain, rule.split(" || ")))


def _redirected(instance: Instance) -> Iterable[Any]:
    if not any(point.redirect_to for point in instance.context.entry_points.values()):
        return ()
    from traefiklint.instance.redirected import redirected_to_nobody

    return redirected_to_nobody(instance)


def _start(instance: Instance) -> Iterable[Any]:
    static = instance.context.static.get("Static")
    if not static:
        return ()
    from traefiklint.instance.static_start.rest import start_faults

    return start_faults(static[0], instance.context.target)


def _upgrade(instance: Instance) -> Iterable[Any]:
    if instance.context.upgraded_from is None:
        return ()
    from traefiklint.instance.changes import changes

    return changes(instance, instance.context.upgraded_from)


QUESTIONS: dict[Question, tuple[str, ...]] = {
    _reach: ("HiddenRouter", "Tie", "GreedyRouter", "GreedyTcpRouter", "BehindHttps"),
    _gaps: ("TlsOnPlainPort", "PlainOnTlsPort", "RedirectToNobody", "ServedBothWays"),
    _redirected: ("RedirectedToNobody",),
    _tree: (
        "MissingParent", "ChildOption", "UnreachableRouter", "RouterCycle", "ServiceAndChildren", "OwnRouterAsParent",
    ),
    _split_parents: ("SplitParent", "LostChild"),
    _url_faults: (
        "EmptyUrl", "RepeatedScheme", "UrlWithoutScheme", "UrlWithOtherScheme", "UrlWithoutHost", "PlaceholderHost",
        "UrlPortOutOfRange",
        "IgnoredUrlPath", "IgnoredUrlParts",
    ),
    _redirects: ("RedirectLoop", "LostRedirect"),
    _suspicions: (
        "HostWithBlanks", "HostWithScheme", "HostWithPath", "HostTemplate", "HostWithPort", "HostGlob",
        "HostExpressionTemplate", "OpenHostExpression", "ImpossibleHostExpression", "DoubledBackslash", "PathTemplate",
        "PathExpressionTemplate", "ValueTemplate", "PathWithQuery", "PathGlob", "ExpressionAsText", "QueryPair",
        "Contradiction", "AlwaysTrue", "MixedOperators",
    ),
    _upgrade: ("Affected",),
    _start: (
        "BadAddress", "TakenPort", "NamelessEntryPoint", "BadTrustedAddress", "NobodyTrusted", "NumberTooSmall",
        "UnknownWord", "NoStorage", "TwoAuthorities", "NotPermitted", "Exclusive", "BadBasePath", "EmptyOverride",
        "BadAgentAddress", "BadLogEndpoint", "UnorderedBounds", "NoCollector", "UnknownProviderPlugin", "FatalPlugin",
    ),
}  # fmt: skip
"""Each question with the classes of the facts that answer it."""


def facts(instance: Instance, asked: Set[str]) -> Iterator[Any]:
    """The facts of which a rule asks.

    Args:
        asked: the classes of facts that rules are about, by name.
    """
    for question, classes in QUESTIONS.items():
        if not asked.isdisjoint(classes):
            yield from question(instance)


def rule_diagnostics(instance: Instance) -> Iterator[tuple[Router | TcpRouter, RuleDiagnostic]]:
    """The routers whose rules Traefik refuses, or takes otherwise than written, and why."""
    is_target_known = instance.context.target_known
    for kind in ("Router", "TcpRouter"):
        for router in instance.parts.get(kind, ()):
            result = instance.rule(router)
            for said in result.diagnostics or result.wildcards:
                yield router, said
            if not is_target_known and "`*" in router.rule and result.tree is not None and not result.wildcards:
                yield from ((router, said) for said in _of_older(result, is_dokploys=instance.context.dokploy))


def _of_older(result: RuleResult, *, is_dokploys: bool) -> Iterator[UnknownWildcard]:
    """Wildcards that an older Traefik does not know, where nobody said which one runs."""
    from traefiklint.matching.faults import unknown_wildcards

    assert result.tree is not None, "only rules that can be read are asked about"
    for said in unknown_wildcards(result.tree, result.protocol, result.syntax, since(TARGETS[0])):
        yield changed(said, is_sure=False, is_dokploys=is_dokploys)
