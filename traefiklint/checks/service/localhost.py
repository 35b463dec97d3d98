"""Servers at the machine itself, where Traefik runs in a container of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.service.advice import is_only_redirected
from traefiklint.findings import Effect
from traefiklint.instance.instance import Instance
from traefiklint.instance.traefiks import is_traefik
from traefiklint.model.middleware_auth import ForwardAuth
from traefiklint.model.services import Server
from traefiklint.model.tcp import TcpServer
from traefiklint.model.udp import UdpServer
from traefiklint.patterns import lazy

_NOBODY = lazy(r"\d|65535|")
"""Ports that people write where nobody is meant to answer."""
_OF_NOBODY = lazy(r"(?i)\.[^.]*(?:black-?hole|block|dead|deny|drop|dummy|no-?op|nowhere|null|unused)")
"""What such a service is called."""
_GATEWAY = "host.docker.internal"


@rule("server-at-localhost", effect=Effect.SILENT)
def server_at_localhost(
    server: Server | ForwardAuth | TcpServer | UdpServer, instance: Instance
) -> Iterator[Diagnostic]:
    """An address means the machine itself, which inside of Traefik's container is the container."""
    if "Mounted" not in instance.context.static or instance.context.dokploy:
        return
    from traefiklint.instance.own_address import alone, answers_at, own_address, port_of

    is_made = type(server) is Server and server.is_made("url")  # of the address of a container
    url = None if is_made else own_address(server)
    if url is None or answers_at(url, instance) or (traefik := instance.once(alone)) is None:
        return
    if _NOBODY.fullmatch(port_of(url)) or _OF_NOBODY.search(server.path):
        return
    if type(server) is Server and is_only_redirected(server.parent, instance):
        return
    told = {one.text.replace("=", ":").partition(":")[0] for one in traefik.extra_hosts}
    gateway = f"`{_GATEWAY}`" if _GATEWAY in told else f"`{_GATEWAY}`, with {_HOSTS} at `{traefik.name.text}`"
    holder = instance.once(_holders).get(port_of(url), "")
    advice = f"write the name of a container instead; for what runs on the machine itself write {gateway}"
    if holder:
        advice = f"write `{holder}`, the container that listens there"
    message = (
        f"`{url.host}` is the container `{traefik.name.text}` itself, where nothing listens on {port_of(url)}, so "
        f"requests get a 502; {advice}."
    )
    yield Diagnostic(server.at("url" if type(server) is Server else "address"), message)


_HOSTS = '`extra_hosts: ["host.docker.internal:host-gateway"]`'


def _holders(instance: Instance) -> dict[str, str]:
    """The container and its port that each port of the host leads to, as in `shop:80`, where it is one."""
    projects = instance.labels.composed if instance.labels is not None else ()
    found: dict[str, set[str]] = defaultdict(set)
    for service in (service for project in projects for service in project.services if not is_traefik(service)):
        for one in service.ports:
            if one.published and one.number is not None:
                found[one.published].add(f"{service.name.text}:{one.number}")
    return {port: next(iter(names)) for port, names in found.items() if len(names) == 1}
