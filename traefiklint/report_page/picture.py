"""The graph of a Traefik for the page."""

from __future__ import annotations

from traefiklint.report_page.build import Side
from traefiklint.routing.graph import svg
from traefiklint.routing.graph.model import build_graph

MOST_ROUTERS = 150
"""How many routers are drawn in one picture; more are no picture any more, and the page shows them host by host."""


def picture(side: Side) -> str:
    """The graph as SVG, to stand in a page; empty where there is too much for a picture."""
    objects = side.table.world.instance.objects
    if sum(len(objects[kind]) for kind in ("http.routers", "tcp.routers", "udp.routers")) > MOST_ROUTERS:
        return ""
    return svg.render(build_graph(side.table.world, side.report))
