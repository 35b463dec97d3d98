"""What stands behind a router, as lines: the service, those that it is made of, and their servers."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.report_page.overview import Backend
from traefiklint.routing.mux import Route
from traefiklint.routing.services import AGAIN, DEEPER, expand
from traefiklint.routing.world import World


def backends(world: World, kind: str, route: Route) -> Iterator[Backend]:
    """The service of a router, and those below it."""
    target = expand(world, kind, route.service, route.name)
    for one, depth, again, is_cut in target.outline():
        servers = () if again else one.servers
        yield Backend(
            name=one.name,
            kind=one.kind,
            depth=depth,
            share=one.share,
            note=AGAIN if again else DEEPER if is_cut else one.note,
            servers=tuple(
                {"address": server.address, "share": server.share, "fault": server.fault} for server in servers
            ),
            file=one.place.file if one.place is not None else "",
            line=one.place.span.line if one.place is not None else 0,
        )
