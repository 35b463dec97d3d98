"""Ports of the host, where one of the container is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.fixes import set_option
from traefiklint.checks.shared.labels import place, related, rewritten, services_by_name, whole
from traefiklint.decoding.label_tree import value_of
from traefiklint.docker.containers import Container
from traefiklint.docker.facts import PublishedPort
from traefiklint.findings import Effect
from traefiklint.go.url import parse_url
from traefiklint.instance.instance import Instance
from traefiklint.instance.named_services import services_called
from traefiklint.instance.traefiks import traefik_names, traefiks
from traefiklint.model.middleware_auth import ForwardAuth
from traefiklint.model.services import Server
from traefiklint.model.tcp import TcpServer
from traefiklint.model.udp import UdpServer

if TYPE_CHECKING:
    from traefiklint.compose.project import Service


def _own_ports(container: Container, instance: Instance) -> frozenset[str]:
    """The ports at which Traefik's own container answers: those of its entry points. None of other containers."""
    if id(container.origin) not in instance.once(traefik_names):
        return frozenset()
    points = instance.context.entry_points.values()
    return frozenset(
        (*(point.port for point in points), *(() if "traefik" in instance.context.entry_points else ("8080",)))
    )


def _is_told(container: Container, port: str, instance: Instance) -> bool:
    """Whether a variable or an argument tells the program in a container a port, which it may listen on then, whatever
    is published."""
    service = instance.once(services_by_name).get(id(container.origin))
    if service is None:
        return False
    commands = [one for one in (service.command, service.entrypoint) if one is not None]
    told = [argument.text for one in commands for argument in one.arguments]
    told += [one.value.text for one in service.environment if one.value is not None]
    return any(re.search(rf"(?<!\d){port}(?!\d)", text) for text in told)


@rule("port-published", effect=Effect.SILENT, fix="unsafe")
def port_published(
    asked: PublishedPort | Server | TcpServer | UdpServer | ForwardAuth, instance: Instance
) -> Iterator[Diagnostic]:
    """The port of the host is asked for, and the container listens on another one."""
    published = asked if isinstance(asked, PublishedPort) else _published(asked, instance)
    if published is None or not _is_of_host(published, instance):
        return
    port, server = published.port, published.server
    assert port is not None and port.value is not None
    start = f"`{port.host_port}` is the port of the host; Traefik talks to the container, which"
    message = f"{start} listens on {port.number}; {_outcome(server)}."
    if not published.container.is_image_known:  # `ports` may be what is out of date
        message = (
            f"{start} `ports` says listens on {port.number}: one of the two is wrong, and where it is this one, "
            f"{_outcome(server)}."
        )
    also = (related(place(published.container, whole(port.value)), "published here"),)
    if published is asked:
        where = server.at("port")
        fix = rewritten(where.node, str(port.number), f"Write `{port.number}`", safe=False)
    else:
        option = "url" if type(server) is Server else "address"
        where = server.at(option)
        text: str = getattr(server, option)
        better = text.replace(f":{port.host_port}", f":{port.number}", 1)
        fix = set_option(server, option, better, safe=False) if "@" not in text else None
    yield Diagnostic(where, message, related=also, fix=fix)


def _outcome(server: Server | TcpServer | UdpServer | ForwardAuth) -> str:
    if isinstance(server, TcpServer | UdpServer):
        return "nothing gets through"
    return "every visitor gets a 500" if isinstance(server, ForwardAuth) else "every request is answered with 502"


def _published(server: Server | TcpServer | UdpServer | ForwardAuth, instance: Instance) -> PublishedPort | None:
    """The port of the host that an address names together with a container, whichever one of the name it is."""
    option = "url" if type(server) is Server else "address"
    text: str = getattr(server, option)
    if server.is_made(option) or not server.gives(option) or ":" not in text:
        return None
    url = parse_url(text if "://" in text else f"tcp://{text}")
    services = services_called(url.host, instance) if url.port else ()
    if not services or any(_is_on_the_host(one) for one in instance.once(traefiks)):
        return None
    containers = instance.once(_by_origin)
    protocol = "udp" if type(server) is UdpServer else "tcp"
    found: list[PublishedPort] = []
    for service in services:
        container = containers.get(id(service.name))
        port = container.behind(url.port, protocol) if container is not None else None
        if container is None or port is None:
            return None
        found.append(PublishedPort(container, (), server, port))
    return found[0]


def _is_on_the_host(service: Service) -> bool:
    """Whether a container has the network of the host, on which no names of containers lead anywhere."""
    return service.network_mode is not None and service.network_mode.text == "host"


def _by_origin(instance: Instance) -> dict[int, Container]:
    return {id(one.origin): one for one in instance.parts.get("Container", ())}


def _is_of_host(published: PublishedPort, instance: Instance) -> bool:
    """Whether a port is one of the host, as far as nothing says that the container listens on it, too."""
    port = published.port
    assert port is not None, "it is published"
    own = _own_ports(published.container, instance)
    return port.host_port not in own and not _is_told(published.container, port.host_port, instance)


def at_ports_of_host(instance: Instance) -> frozenset[int]:
    """The values of labels, by their identity, of which is told that they are a port of the host."""
    published = (one for one in instance.parts.get("PublishedPort", ()) if _is_of_host(one, instance))
    return frozenset(id(value_of(one.server.at("port").node)) for one in published)
