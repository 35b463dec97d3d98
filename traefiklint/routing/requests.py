"""Requests made from the rules of a provider directory: at least one for every router that can be asked."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from traefiklint.matching.demands import Meetings
from traefiklint.matching.examples import example_requests
from traefiklint.matching.request import Request
from traefiklint.matching.tree import Tree, leaves, together
from traefiklint.routing.asking import Asked
from traefiklint.routing.route import Route
from traefiklint.routing.table import Listener, Table
from traefiklint.routing.world import port_of
from traefiklint.text.masks import masked_value

_USUAL = {"http": 80, "https": 443}


def requests_of(table: Table) -> dict[str, Asked]:
    """Requests that the routers of a directory ask for, also the disabled ones, by what tells them apart."""
    found: dict[str, Asked] = {}
    made: dict[Any, tuple[Request, ...]] = {}
    for listener in table.listeners.values():
        for route, tree in _routes(listener):
            key = (tree if tree is not route.rule.tree else route.rule.text, route.protocol, route.syntax, route.tls)
            if key not in made:
                scheme = "https" if route.tls else "http"
                made[key] = example_requests(tree, protocol=route.protocol, syntax=route.syntax, scheme=scheme)
            for request in made[key]:
                asked = _asked(request, route, listener)
                found.setdefault(f"{asked.entry_point} {described(asked)}", asked)
        if listener.udp:
            asked = _bare("udp", listener)
            found.setdefault(f"{asked.entry_point} {asked}", asked)
    return found


MOST_CROSSINGS = 2_000
"""Of how many pairs of routers requests are made that both match."""


def crossings_of(table: Table, names: Collection[str]) -> dict[str, Asked]:
    """Requests that one of these routers matches together with another one, by what tells them apart.

    Args:
        names: the routers, with their providers.
    """
    found: dict[str, Asked] = {}
    left = MOST_CROSSINGS
    for listener in table.listeners.values():
        for mux in (listener.tcp, listener.tls, listener.http, listener.https):
            asking = [route for route in mux.routes if route.name in names]
            meetings = Meetings(mux.routes if asking else ())
            done: set[Route] = set()
            for route in asking:
                done.add(route)
                for other in meetings.of(route):
                    if other in done:
                        continue
                    left -= 1
                    if left < 0:
                        return found
                    for request in _examples(route, other):
                        asked = _asked(request, route, listener)
                        found.setdefault(f"{asked.entry_point} {described(asked)}", asked)
    return found


def _examples(one: Route, other: Route) -> tuple[Request, ...]:
    assert one.rule.tree is not None and other.rule.tree is not None, "only such meet"
    scheme = "https" if one.tls else "http"
    return example_requests(
        together((one.rule.tree, other.rule.tree)), protocol=one.protocol, syntax=one.syntax, scheme=scheme
    )


def _routes(listener: Listener) -> Iterator[tuple[Route, Tree]]:
    for mux in (listener.tcp, listener.tls, listener.http, listener.https):
        for route in mux.routes:
            yield from _with_children(route)
    for route in listener.absent:
        yield from _with_children(route)


def _with_children(root: Route) -> Iterator[tuple[Route, Tree]]:
    """A router with its rule, and those below it, each with the rules above it."""
    waiting: list[tuple[Route, tuple[Tree, ...]]] = [(root, ())]
    while waiting:
        route, above = waiting.pop()
        tree = route.rule.tree
        if tree is None:
            continue
        rules = (*above, tree)
        yield route, together(rules)
        children = route.children.routes if route.children is not None else ()
        waiting.extend((child, rules) for child in reversed(children) if child.syntax == route.syntax)


def _asked(request: Request, route: Route, listener: Listener) -> Asked:
    entry = listener.entry
    client = request.client_ip if _asks_client(route) else ""
    if route.protocol == "tcp":
        bare = _bare("tls" if route.tls else "tcp", listener)
        name = request.host if route.tls else ""
        return bare._replace(
            host=f"{name or 'localhost'}{_port_suffix(listener, '')}",
            client_ip=client,
            server_name=name,
            protocols=request.alpn,
        )
    scheme = "https" if route.tls else "http"
    headers = {name: (value,) if isinstance(value, str) else tuple(value) for name, value in request.sent.items()}
    host = f"{request.host}{_port_suffix(listener, scheme)}"
    port = port_of(entry.point)
    return Asked(
        scheme, request.method, host, request.path, request.query, headers, port, False, client, None, (), entry.name
    )


def _asks_client(route: Route) -> bool:
    """Whether a rule asks for the client's address; if not, requests leave it open."""
    tree = route.rule.tree
    return tree is not None and any(leaf.matcher.name == "ClientIP" for leaf in leaves(tree))


def _bare(scheme: str, listener: Listener) -> Asked:
    port = port_of(listener.entry.point)
    return Asked(
        scheme,
        "GET",
        f"localhost{_port_suffix(listener, '')}",
        "",
        "",
        {},
        port,
        False,
        entry_point=listener.entry.name,
    )


def _port_suffix(listener: Listener, scheme: str) -> str:
    port = port_of(listener.entry.point)
    return "" if port is None or port == _USUAL.get(scheme) else f":{port}"


def shown(asked: Asked) -> str:
    """A request with all that it needs, as it may be shown: rules compare headers with secrets."""
    masked = {
        name: tuple(masked_value(("headers", name), one) for one in asked.headers[name]) for name in asked.headers
    }
    return described(asked._replace(headers=masked))


def described(asked: Asked) -> str:
    """A request with all that it needs."""
    parts = [f"{name}: {value}" for name, values in asked.headers.items() for value in values]
    if asked.client_ip:
        parts.append(f"from {asked.client_ip}")
    if asked.protocols:
        parts.append(f"offering {', '.join(asked.protocols)}")
    return str(asked) + (f" ({', '.join(parts)})" if parts else "")
