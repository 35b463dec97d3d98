"""Routers by the hosts that they take, and those that only send visitors to https."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from traefiklint.matching.check import RuleResult
from traefiklint.matching.tree import And, Matcher, Or, Tree
from traefiklint.routing.state import kind_of
from traefiklint.routing.world import World

_HOSTS = ("Host", "HostSNI", "HostHeader")


def hosts_apart(rule: RuleResult) -> tuple[str, str]:
    """The hosts that a rule takes, in a line, and what else it asks; no hosts where it takes others too."""
    whole = " ".join(rule.text.split())
    tree = rule.parsed
    if tree is None:
        return "", whole
    operands = tree.operands if type(tree) is And else (tree,)
    named = [_hosts(operand) for operand in operands]
    if sum(map(bool, named)) != 1:
        return "", whole
    rest = [
        " ".join(_text(rule.text, operand).split()) for operand, hosts in zip(operands, named, strict=True) if not hosts
    ]
    return ", ".join(dict.fromkeys(host for hosts in named for host in hosts)), " && ".join(rest)


def _hosts(tree: Tree) -> tuple[str, ...]:
    """The hosts of a part of a rule that asks for nothing else."""
    if type(tree) is Matcher:
        return tuple(value.lower() for value in tree.values) if tree.name in _HOSTS else ()
    if type(tree) is not Or:
        return ()
    parts = [_hosts(operand) if type(operand) is Matcher else () for operand in tree.operands]
    return tuple(host for hosts in parts for host in hosts) if all(parts) else ()


def _text(text: str, tree: Tree) -> str:
    part = text[tree.start : tree.end]
    return f"({part})" if type(tree) is Or else part


def redirected(world: World, findings: Container[str]) -> dict[Any, Any]:
    """The HTTP routers that only send visitors to https, each with the router that answers there on the same rule.

    A router of which something is to be said is none of them: it is to be seen.

    Args:
        findings: the objects of which something is to be said.
    """
    routers = world.instance.objects["http.routers"].values()
    children = world.instance.tree.children
    secure: dict[str, Any] = {}
    plain = []
    for router in routers:
        entries = world.entries_of(router)
        if router in world.failed or router.parent_refs or not entries:
            continue
        if all(router.tls is not None or entry.point.tls for entry in entries):
            secure.setdefault(_key(router), router)
        elif router.object not in findings and router not in children and _sends_to_https(world, router):
            plain.append(router)
    return {router: secure[_key(router)] for router in plain if _key(router) in secure}


def _key(router: Any) -> str:
    return "".join(router.rule.split())


def _sends_to_https(world: World, router: Any) -> bool:
    """Whether the first thing that happens to a request is a redirect to https at its usual port."""
    if router.tls is not None or not router.middlewares:
        return False
    if any(entry.point.tls or entry.point.middlewares for entry in world.entries_of(router)):
        return False
    _, first = world.find("http.middlewares", router.middlewares[0], router.full)
    if first is None or kind_of(first) != "redirect_scheme":
        return False
    return first.redirect_scheme.scheme == "https" and first.redirect_scheme.port in ("", "443")
