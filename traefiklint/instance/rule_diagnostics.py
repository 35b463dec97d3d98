"""What is wrong with the rules of all routers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from traefiklint.records import changed
from traefiklint.versions import TARGETS, since

if TYPE_CHECKING:
    from traefiklint.instance.instance import Instance
    from traefiklint.matching.check import RuleResult
    from traefiklint.matching.diagnostics import RuleDiagnostic, UnknownWildcard
    from traefiklint.model.http import Router
    from traefiklint.model.tcp import TcpRouter


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
