"""Which paths may reach a middleware of a router: what its rule says about them, and who changes them before."""

from __future__ import annotations

from traefiklint.instance.instance import Instance
from traefiklint.instance.passage import running
from traefiklint.matching.check import RuleResult
from traefiklint.matching.implication import Analysis
from traefiklint.model.http import Router
from traefiklint.model.middleware import Middleware
from traefiklint.records import NamedTuple

_Pairs = tuple[tuple[str, str], ...]


class PathConditions(NamedTuple):
    """What is asked of a path: for each alternative of the rule its `Path` and `PathPrefix` with their values."""

    alternatives: tuple[_Pairs, ...] | None
    """None where nothing is known."""

    def lets_in(self, path: str) -> bool:
        """Whether a request surely may have exactly this path."""
        return any(
            all(value == path if name == "Path" else path.startswith(value) for name, value in pairs)
            for pairs in self.alternatives or ()
        )

    def may_begin_with(self, prefix: str) -> bool:
        """Whether a request may have a path that begins with this."""
        if self.alternatives is None:
            return True
        return any(
            all(
                value.startswith(prefix) or (name == "PathPrefix" and prefix.startswith(value)) for name, value in pairs
            )
            for pairs in self.alternatives
        )


_UNKNOWN = PathConditions(None)


def paths_at(middleware: Middleware, router: Router, instance: Instance) -> PathConditions:
    """The paths with which requests of a router may reach one of its middlewares."""
    for _, step in running(router, instance):
        if step is middleware:
            return paths_of_rule(instance.rule(router))
        if step is None or changes_path(step) or step.plugin:
            break
    return _UNKNOWN


def changes_path(middleware: Middleware) -> bool:
    """Whether a middleware changes the path of requests."""
    return bool(
        middleware.add_prefix
        or middleware.strip_prefix
        or middleware.strip_prefix_regex
        or middleware.replace_path
        or middleware.replace_path_regex
    )


def paths_of_rule(rule: RuleResult) -> PathConditions:
    """The paths of the requests that a rule lets through."""
    if rule.tree is None or rule.syntax != "v3":
        return _UNKNOWN
    alternatives = Analysis(rule.tree).alternatives
    if not alternatives:
        return _UNKNOWN
    return PathConditions(
        tuple(
            tuple(
                (one.name, one.values[0])
                for one in alternative
                if one.name in ("Path", "PathPrefix") and not one.negated
            )
            for alternative in alternatives
        )
    )
