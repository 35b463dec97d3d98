"""A router on one entry point, as requests meet it."""

from __future__ import annotations

from typing import Any

from traefiklint.instance.own_routers import OwnRouter
from traefiklint.matching.check import RuleResult
from traefiklint.matching.mux import Mux
from traefiklint.model.base import Place


class Route:
    """One router on one entry point.

    Attributes:
        name: with its provider, as in `shop@file`.
        router: the router of the files; None for one of Traefik's own.
        own: Traefik's own router, or None.
        rule: its rule, as Traefik reads it.
        priority: the one given, else that which the rule's length makes.
        given_priority: whether the files give it.
        syntax: `v3` or `v2`.
        service: as written; empty for a router with children.
        middlewares: with those of the entry point first, as written.
        from_entry_point: how many of them the entry point brings.
        tls: whether it serves TLS connections.
        options: the full name of its TLS options.
        passthrough: whether TLS goes on to the server as it is (TCP only).
        closes: whether Traefik closes the connection, because its TLS options cannot be built (TCP only).
        children: the routers below it, or None.
        loses_children: whether its TLS options are in conflict, so that it serves nothing at all.
        failed: whether Traefik disables it, so that it is as if absent.
    """

    def __init__(self, name: str, rule: RuleResult, priority: int, router: Any = None, own: OwnRouter | None = None):
        self.name = name
        self.rule = rule
        self.given_priority = priority != 0
        self.priority = priority or rule.default_priority
        self.router = router
        self.own = own
        self.syntax = rule.syntax
        self.service = ""
        self.middlewares: tuple[str, ...] = ()
        self.from_entry_point = 0
        self.tls = False
        self.options = "default"
        self.passthrough = False
        self.closes = False
        self.children: Mux[Route] | None = None
        self.loses_children = False
        self.failed = False

    def __repr__(self) -> str:
        return f"Route({self.name})"

    @property
    def protocol(self) -> str:
        return self.rule.protocol

    @property
    def place(self) -> Place | None:
        """Where its rule stands; None for Traefik's own."""
        return self.router.at("rule") if self.router is not None else None

    @property
    def where(self) -> str:
        """File and line of the rule; empty for Traefik's own."""
        place = self.place
        return f"{place.file}:{place.span.line}" if place is not None else ""
