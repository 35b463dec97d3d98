"""Which entry points strangers reach, as the compose files show that run Traefik: over a port of the host."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from traefiklint.instance.static_start.addresses import ListenAddress, read_address
from traefiklint.instance.traefiks import traefiks
from traefiklint.instance.whereabouts import is_of_the_internet, is_private_network
from traefiklint.patterns import lazy

if TYPE_CHECKING:
    from traefiklint.compose.project import Port, Service
    from traefiklint.instance.instance import Instance

_EVERYWHERE = ("", "0.0.0.0", "::")  # noqa: S104 - as compose files have it


def is_published(instance: Instance, address: ListenAddress, counts: Callable[[Port], bool] = bool) -> bool:
    """Whether a compose file shows that everybody reaches an address of Traefik.

    Args:
        counts: whether a published port does.
    """
    services = _services(instance)
    return any(_publishes(service, address, services, counts) for service in instance.once(traefiks))


_TUNNELS = lazy(r"(?:[\w.:-]+/){0,4}(?:cloudflared|ngrok|inlets|frpc|newt|rathole)(?:[:@].*)?")
"""Images of programs that bring requests in from a server on the internet, where TLS ends."""


def is_behind_a_tunnel(instance: Instance) -> bool:
    """Whether a container beside Traefik brings in what visitors ask for, by plain HTTP."""
    projects = instance.labels.composed if instance.labels is not None else ()
    services = (service for project in projects for service in project.services if service.image is not None)
    return any(_TUNNELS.fullmatch(one.image.text) and not _answers_names(one) for one in services if one.image)


def _answers_names(service: Service) -> bool:
    """Whether such a program is there to ask for names over HTTPS instead (`cloudflared proxy-dns`)."""
    return service.command is not None and any("proxy-dns" in word.text for word in service.command.arguments)


def comes_from_a_proxy(instance: Instance, address: ListenAddress) -> bool:
    """Whether compose files show that strangers come to an address of Traefik through another program: by a tunnel,
    where no port of the web leads to it, or on the same port of the host, which none of its own does."""
    own = instance.once(traefiks)
    if not own or is_published(instance, address, lambda port: _number(port) in _OF_THE_WEB):
        return False
    if is_behind_a_tunnel(instance):
        return True
    if is_published(instance, address):
        return False
    reached = {at.network.name for one in own for at in one.networks}
    projects = instance.labels.composed if instance.labels is not None else ()
    others = (one for project in projects for one in project.services if one not in own)
    return any(
        not reached.isdisjoint(at.network.name for at in one.networks)
        and any(_number(port) == str(address.port) for port in one.ports)
        for one in others
    )


_OF_THE_WEB = ("80", "443", "")
"""The ports of the host that visitors ask for; the last is one that nobody knows here."""


def is_on_the_web(instance: Instance, address: ListenAddress) -> bool:
    """Whether a compose file shows that everybody reaches an address of Traefik over a port that visitors ask for."""
    if is_published(instance, address, lambda _: False):  # without a port: it is on the host's own network
        return str(address.port) in _OF_THE_WEB
    return is_published(instance, address, lambda port: bool(_number(port)) and _number(port) in _OF_THE_WEB)


def _number(port: Port) -> str:
    """The port of the host, as far as it is one."""
    return port.published or ""


def unpublished_points(instance: Instance) -> frozenset[str]:
    """The entry points that no port of the host leads to for everybody, where others have one, or all that there are
    let in few: who comes there is on a network of Docker's, or on one that somebody brings in. So are those at an
    address of a private network, beside others."""
    points = list(_addresses(instance))
    seen = frozenset(name for name, address in points if is_published(instance, address))
    if seen or _lets_few_in(instance):
        return frozenset(name for name, _ in points) - seen
    inner = frozenset(name for name, address in points if is_private_network(address.host))
    return inner if len(inner) < len(points) else frozenset()


def seems_inner(point: str) -> bool:
    """Whether an entry point of which nothing else is known is called as one that is not for everybody."""
    return _OF_A_NETWORK.search(point) is not None


_VPNS = lazy(r"(?:[\w.:-]+/){0,4}(?:tailscale|netbird|wireguard|wg-easy|zerotier)(?:[:@].*)?")
"""Images of programs that bring the containers on their network into a private one."""


def _lets_few_in(instance: Instance) -> bool:
    """Whether all ports of Traefik are those of addresses that are none of the internet, or it is reached by a private
    network alone, as that of Tailscale. Where an authority comes to them for its proof, somebody hands them on."""
    if not {"http", "tls"}.isdisjoint(instance.context.resolvers.values()):
        return False
    own = instance.once(traefiks)
    services = _services(instance)
    return bool(own) and all(_is_for_few(one, services) for one in own)


def _is_for_few(service: Service, services: Mapping[str, Service]) -> bool:
    mode = service.network_mode.text if service.network_mode is not None else ""
    ports = [port for port in service.ports if port.is_published]
    if lender := services.get(mode.removeprefix("service:")) if mode.startswith("service:") else None:
        ports = [port for port in lender.ports if port.is_published]
        if not ports:
            return lender.image is not None and _VPNS.fullmatch(lender.image.text) is not None
    return mode != "host" and bool(ports) and not any(map(_is_for_all, ports))


def comes_by_others(instance: Instance) -> bool:
    """Whether other projects bring all requests: no Traefik here has a port of the host, each is on a network that is
    made elsewhere."""
    own = instance.once(traefiks)
    return bool(own) and not any(
        one.network_mode is not None
        or any(port.is_published for port in one.ports)
        or not any(at.network.is_external for at in one.networks)
        for one in own
    )


_OF_A_NETWORK = lazy(
    r"(?i)(?:^|[-_.])(?:tailscale|tailnet|ts|vpn|wg|wireguard|lan|private|internal|local|localhost)(?:[-_.]|$)"
)
"""What the name of a variable has in it whose value is an address that is not for everybody, or that of an entry point
at such an address."""


def _is_for_all(port: Port) -> bool:
    """Whether everybody who reaches the host reaches a published port."""
    if any(map(_OF_A_NETWORK.search, port.open_ip)):
        return False
    return port.host_ip in _EVERYWHERE or is_of_the_internet(port.host_ip)


def _services(instance: Instance) -> dict[str, Service]:
    """The services of all compose files, by their names."""
    projects = instance.labels.composed if instance.labels is not None else ()
    return {service.name.text: service for project in projects for service in project.services}


def _addresses(instance: Instance) -> Iterator[tuple[str, ListenAddress]]:
    for point in instance.context.static.get("StaticEntryPoint", ()):
        yield point.name, read_address(point.address)


def _publishes(
    service: Service, address: ListenAddress, services: Mapping[str, Service], counts: Callable[[Port], bool]
) -> bool:
    """Whether everybody reaches an address of a service."""
    mode = service.network_mode.text if service.network_mode is not None else ""
    if mode.startswith("service:"):
        others = {name: other for name, other in services.items() if other is not service}
        lender = others.get(mode.removeprefix("service:"))
        return lender is not None and _publishes(lender, address, others, counts)
    if not address.is_everywhere:  # published ports lead to the container's own addresses
        return mode == "host" and is_of_the_internet(address.host)
    if mode == "host":
        return True
    return any(
        port.published is not None
        and (port.number or address.port) == address.port
        and _is_for_all(port)
        and counts(port)
        for port in service.ports
    )


def is_web_port(port: str) -> bool:
    """Whether people open pages at a port."""
    return port in ("80", "81", "88", "3000", "5000") or (port.isdigit() and 8000 <= int(port) <= 9000)
