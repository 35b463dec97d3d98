"""The verdict on one rule: `check_rule`. Only what rules without faults need is loaded with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from traefiklint.matching.names import DOMAIN_NAMES, NAMES
from traefiklint.matching.parser import parse
from traefiklint.matching.tree import Matcher, Tree, leaves, matchers
from traefiklint.versions import NEWEST, Version, since

if TYPE_CHECKING:
    from traefiklint.matching.diagnostics import RuleDiagnostic, UnknownWildcard

_CATCH_ALL_PRIORITY = -1
_NEGATED_LEFT_OUT = since("3.7")
"""From here on a negated matcher gives no name for TLS."""

_HOST_NAMES = frozenset(("Host", "HostHeader"))


class RuleResult:
    """What Traefik makes of a rule.

    Attributes:
        text: the rule.
        protocol: `http` or `tcp`.
        syntax: `v3` or `v2`.
        tree: the rule's tree; None where Traefik refuses the rule.
        parsed: the tree of a rule that can be read, also where a matcher refuses its arguments; else None.
        diagnostics: why Traefik disables the router, first the reason that Traefik itself gives; empty where it works.
        wildcards: those that the target does not know; it accepts them without doing what they say.
        error: Traefik's own message, in full; empty where there is none.
        target: the Traefik version.
    """

    __slots__ = (
        "_hosts",
        "diagnostics",
        "error",
        "parsed",
        "protocol",
        "syntax",
        "target",
        "text",
        "tree",
        "wildcards",
    )

    def __init__(
        self,
        text: str,
        protocol: str,
        syntax: str,
        parsed: Tree | None,
        diagnostics: tuple[RuleDiagnostic, ...] = (),
        wildcards: tuple[UnknownWildcard, ...] = (),
        error: str = "",
        target: Version = NEWEST,
    ) -> None:
        self.target = target
        self.text = text
        self.protocol = protocol
        self.syntax = syntax
        self.parsed = parsed
        self.tree = None if diagnostics else parsed
        self.diagnostics = diagnostics
        self.wildcards = wildcards
        self.error = error
        self._hosts: tuple[str, ...] | None = None

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names of every `Host` that is not negated, as written. Many rules ask, so they are looked for once."""
        if self._hosts is None:
            self._hosts = self._values(_HOST_NAMES)
        return self._hosts

    @property
    def sni_hosts(self) -> tuple[str, ...]:
        """The names of every `HostSNI` that is not negated, as written."""
        return self._values(frozenset(("HostSNI",)))

    @property
    def paths(self) -> tuple[str, ...]:
        """The values of every `Path` and `PathPrefix` that is not negated, as written."""
        return self._values(frozenset(("Path", "PathPrefix")))

    @property
    def domains(self) -> tuple[str, ...]:
        """The names that Traefik takes from the rule for TLS, in lower case; before 3.7 negated ones too.

        `Host` for HTTP, `HostSNI` for TCP. Empty also where the rule cannot be read.
        """
        if self.parsed is None:
            return parse_domains(self.text, protocol=self.protocol, target=self.target) or ()
        return _domains(self.parsed, self.protocol, self.target)

    @property
    def default_priority(self) -> int:
        """The priority of a router that gives none: the rule's length in bytes, or -1 for TCP's lone catch-all."""
        if self.protocol == "tcp" and self.is_catch_all:
            return _CATCH_ALL_PRIORITY
        return len(self.text.encode("utf-8", "surrogateescape"))

    @property
    def is_catch_all(self) -> bool:
        """Whether a TCP rule is nothing but ``HostSNI(`*`)`` (a `!` before it makes no difference to Traefik)."""
        if self.parsed is None:
            return False
        found = tuple(matchers(self.parsed))
        return len(found) == 1 and found[0].name == "HostSNI" and found[0].values == ("*",)

    def _values(self, names: frozenset[str]) -> tuple[str, ...]:
        if self.parsed is None:
            return ()
        if type(self.parsed) is Matcher:
            return self.parsed.values if self.parsed.name in names else ()
        return tuple(
            value
            for leaf in leaves(self.parsed)
            if not leaf.negated and leaf.matcher.name in names
            for value in leaf.matcher.values
        )


def _is_path(value: str) -> bool:
    return value[0] == "/"


def _is_plain_name(value: str) -> bool:
    return value == "*" or (value.isascii() and value.replace(".", "").replace("-", "").isalnum())


_FAULTLESS: dict[str, Callable[[str], bool]] = {
    "Host": str.isascii,
    "Path": _is_path,
    "PathPrefix": _is_path,
    "Method": str.isascii,
    "HostSNI": _is_plain_name,
}
"""Matchers of one argument, and a quick test after which nothing is wrong with it; its failing says nothing."""


def check_rule(text: str, *, protocol: str, syntax: str = "v3", target: Version = NEWEST) -> RuleResult:
    """What Traefik makes of a rule.

    Args:
        text: the rule, as Traefik gets it.
        protocol: `http` or `tcp`.
        syntax: `v3` or `v2`; Traefik takes any other `ruleSyntax` for `v3`.
        target: the Traefik version; without a patch number the newest patch is meant.
    """
    parsed = parse(text, NAMES[protocol, syntax])
    tree = parsed.tree
    if tree is None:
        from traefiklint.matching.diagnosis import diagnose
        from traefiklint.matching.faults import refusal

        diagnostics = diagnose(text, protocol, syntax, parsed.errors)
        error = refusal(text, protocol, parsed.errors[0])
        return RuleResult(text, protocol, syntax, None, diagnostics, (), error, target)
    if syntax == "v3":
        for matcher in (tree,) if type(tree) is Matcher else matchers(tree):
            args = matcher.args
            test = _FAULTLESS.get(matcher.name)
            if (
                test is None
                or len(args) != 1
                or not args[0].value
                or args[0].value[0] == "*"
                or not test(args[0].value)
            ):
                break
        else:
            return RuleResult(text, protocol, syntax, tree, target=target)
    from traefiklint.matching.faults import find_faults, unknown_wildcards

    faults, error = find_faults(text, tree, protocol, syntax, target)
    wildcards = () if faults else unknown_wildcards(tree, protocol, syntax, target)
    return RuleResult(text, protocol, syntax, tree, faults, wildcards, error, target)


def parse_domains(text: str, *, protocol: str = "http", target: Version = NEWEST) -> tuple[str, ...] | None:
    """The names that Traefik takes from a rule for TLS, in lower case, or None where it cannot read the rule.

    For HTTP it reads the matchers of both syntaxes there, whatever the router's own.
    """
    tree = parse(text, DOMAIN_NAMES if protocol == "http" else NAMES["tcp", "v3"]).tree
    return None if tree is None else _domains(tree, protocol, target)


def _domains(tree: Tree, protocol: str, target: Version) -> tuple[str, ...]:
    name = "Host" if protocol == "http" else "HostSNI"
    if type(tree) is Matcher:
        return tuple(map(str.lower, tree.values)) if tree.name == name else ()
    negated_too = target < _NEGATED_LEFT_OUT
    return tuple(
        value.lower()
        for leaf in leaves(tree)
        if leaf.matcher.name == name and (negated_too or not leaf.negated)
        for value in leaf.matcher.values
    )
