"""Short ways to a table of routes and to its answers."""

from __future__ import annotations

from typing import Any

from traefiklint.options import Options
from traefiklint.routing.answer import Answer, Journey, answer, follow
from traefiklint.routing.asking import read_request
from traefiklint.routing.table import Table
from traefiklint.routing.world import read_world

SERVICES = """\
  services:
    shop: {loadBalancer: {servers: [{url: "http://shop:3000"}]}}
    blog: {loadBalancer: {servers: [{url: "http://blog:2368"}]}}
"""


def table(text: str, **options: Any) -> Table:
    """The routes of one file."""
    return Table(read_world({"apps.yml": text}, Options(**options)))


def routers(*lines: str, more: str = "") -> str:
    """A file with routers, each as `name: {…}`, two services `shop` and `blog`, and what else belongs under `http`."""
    return "http:\n  routers:\n" + "".join(f"    {line}\n" for line in lines) + SERVICES + more


def ask(routes: Table, url: str, method: str = "GET", **more: Any) -> Answer:
    """Who answers."""
    return answer(routes, read_request(url, method, **more))


def names(found: Answer) -> set[str]:
    """The routers that may answer."""
    return {way.router.name for way in found.ways}


def journey(routes: Table, url: str, **more: Any) -> Journey:
    """Who answers, and those that it is redirected to."""
    return follow(routes, read_request(url, **more))
