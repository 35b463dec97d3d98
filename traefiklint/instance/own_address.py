"""Addresses that mean the machine itself, which inside of Traefik's container is the container."""

from __future__ import annotations

from typing import TYPE_CHECKING

from traefiklint.go.url import Url, parse_url
from traefiklint.instance.instance import Instance
from traefiklint.instance.traefiks import traefiks
from traefiklint.model.middleware_auth import ForwardAuth
from traefiklint.model.services import Server
from traefiklint.model.tcp import TcpServer
from traefiklint.model.udp import UdpServer

if TYPE_CHECKING:
    from traefiklint.compose.project import Service

_PORTS = {"http": "80", "https": "443", "h2c": "80"}
_OF_THE_API = "8080"
"""The port of the entry point `traefik` where nobody gives it another."""


def own_address(part: Server | ForwardAuth | TcpServer | UdpServer) -> Url | None:
    """The address of a server, where it means the machine itself; None where it means another one."""
    text = part.url if isinstance(part, Server) else part.address
    if not ("local" in text or "127." in text or "::1" in text):
        return None
    url = parse_url(text if "://" in text else f"tcp://{text}")
    is_own = url.host == "localhost" or url.host.startswith("127.") or url.host == "::1"
    return url if is_own else None


def port_of(url: Url) -> str:
    """The port that a request of an address goes to; empty where none is known."""
    return url.port or _PORTS.get(url.scheme, "")


def alone(instance: Instance) -> Service | None:
    """The only container of Traefik, as a compose file runs it with a network of its own and ports of the host, where
    nothing but Traefik listens at `localhost`; None where something else may."""
    own = instance.once(traefiks)
    if len(own) != 1 or "Mounted" not in instance.context.static or not _is_apart(own[0]):
        return None
    projects = instance.labels.composed if instance.labels is not None else ()
    services = [one for project in projects for one in project.services]
    modes = (one.network_mode.text for one in services if one.network_mode is not None)
    if any(mode.startswith(("service:", "container:")) for mode in modes):
        return None
    texts = {one.name.document.file: one.name.document.text for one in services}
    return None if any("podman" in text for text in texts.values()) else own[0]  # whose pods share a network


def _is_apart(traefik: Service) -> bool:
    """Whether a container of Traefik's image as it is has neither the network of the host nor that of another one."""
    is_as_made = not traefik.is_built and traefik.entrypoint is None and traefik.network_mode is None
    names = {one.network.name for one in traefik.networks}
    told = [one.text for one in traefik.extra_hosts]
    is_seen = any(port.is_published for port in traefik.ports)
    return (
        is_as_made and is_seen and not names & {"host", ""} and not any(text.startswith("localhost") for text in told)
    )


def answers_at(url: Url, instance: Instance) -> bool:
    """Whether Traefik itself listens at the port of an address, or may do so."""
    points = instance.context.entry_points
    ports = {point.port for point in points.values()} | ({_OF_THE_API} if "traefik" not in points else set())
    return port_of(url) in ports
