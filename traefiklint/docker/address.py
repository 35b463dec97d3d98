"""Where Traefik reaches a container: network, address and port (pkg/provider/docker, `config.go`)."""

from __future__ import annotations

from collections.abc import Mapping

from traefiklint.docker.containers import Container, Exposed
from traefiklint.docker.labels import SWARM, Wishes, wishes_of
from traefiklint.docker.options import ProviderOptions
from traefiklint.go.strconv import digits
from traefiklint.records import NamedTuple

_MOST = 20
"""How many containers share one address at most, one behind the other."""


class HostAddress(NamedTuple):
    """The host of one copy of a container, and the port where the host of the engine decides it."""

    host: str
    port: str = ""


def port_of(container: Container) -> str:
    """The port that Traefik takes where no label says one: the lowest, whatever its protocol."""
    return str(min(port.number for port in container.ports)) if container.ports else ""


def address_of(
    container: Container, wishes: Wishes, options: ProviderOptions, containers: Mapping[str, Container], port: str
) -> list[HostAddress]:
    """The addresses of all copies of a container; empty where Traefik finds none.

    Args:
        containers: all of the host, by name.
        port: the port that a label says.
    """
    if wishes.uses_lb and options.name == SWARM:
        virtual = container.virtual or {}
        found = virtual.get(_network(container, wishes.network or options.network), "")
        return [HostAddress(found)] if found else []
    if options.use_bind_port_ip:
        bound = _bound(container, port)
        if bound is not None:
            return [bound]
    found = _inside(container, wishes.network, options, containers)
    if not found:
        return []
    network = _network(container, wishes.network or options.network)
    others = [copy.get(network, "") for copy in container.others]
    return [HostAddress(host) for host in (found, *others) if host]


def _bound(container: Container, port: str) -> HostAddress | None:
    """The address and port of the host that lead to a container."""
    wanted = digits(port) if port else None
    lowest = sorted(container.ports, key=lambda one: one.number)
    chosen: Exposed | None = next((one for one in lowest if wanted is None or one.number == wanted), None)
    if chosen is None or not chosen.host_port or chosen.host_ip in ("", "0.0.0.0", "::"):  # noqa: S104 - it is data
        return None
    return HostAddress(chosen.host_ip, chosen.host_port)


def _network(container: Container, wanted: str) -> str:
    return wanted if wanted in container.networks else next(iter(container.networks), "")


def _inside(
    container: Container, own: str | None, options: ProviderOptions, containers: Mapping[str, Container]
) -> str:
    """The address in a network, or that of the container whose network it shares; empty where there is none."""
    wanted = options.network if own is None else own
    for _ in range(_MOST):
        if wanted and wanted in container.networks:
            return container.networks[wanted]
        if container.mode == "host":
            return "127.0.0.1"
        if not container.mode.startswith("container:"):
            return next(iter(container.networks.values()), "")
        other = containers.get(container.mode.partition(":")[2])
        if other is None:
            return ""
        wishes = wishes_of(other, options)
        if wishes.decoded.is_refused:
            return ""
        container, wanted = other, wanted if wishes.network is None else wishes.network
    return ""
