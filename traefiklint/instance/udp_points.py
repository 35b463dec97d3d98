"""Entry points that listen on UDP, though they are for what comes by TCP."""

from __future__ import annotations

from collections.abc import Iterable

from traefiklint.instance.instance import Instance
from traefiklint.model.base import Place
from traefiklint.model.static.entry_points import StaticEntryPoint

TCP_ONLY = ("http", "http2", "http3", "forwarded_headers", "proxy_protocol", "observability")
"""The options of an entry point that do nothing on UDP."""


def meant_for_tcp(instance: Instance) -> dict[str, Place]:
    """The addresses with a `/udp` that is a mistake, by the names of their entry points: these have options of HTTP,
    no UDP router is on them, and HTTP routers name them, or they have `http3`, for which Traefik listens on UDP itself.

    Where another entry point has the port, HTTP comes there.
    """
    points: Iterable[StaticEntryPoint] = instance.context.static.get("StaticEntryPoint", ())
    amiss = [one for one in points if one.is_udp and any(map(one.gives, TCP_ONLY))]
    if not amiss:
        return {}
    taken = {point.port for point in instance.context.entry_points.values() if not point.udp}
    used = {
        point.name for router in instance.objects["udp.routers"].values() for point in instance.entry_points(router)
    }
    named = {name for router in instance.objects["http.routers"].values() for name in router.entry_points}
    return {
        one.name: one.at("address")
        for one in amiss
        if one.name not in used
        and one.address.partition("/")[0].rpartition(":")[2] not in taken
        and (one.name in named or one.gives("http3"))
    }
