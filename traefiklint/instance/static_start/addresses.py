"""Where entry points listen, and which of them stand in each other's way.

Source: `EntryPoint.GetProtocol` in pkg/config/static, `buildListener` and `newHTTP3Server` in pkg/server, and Go's
package `net`, which resolves an address before it listens. Measured on 3.7.15.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from traefiklint.go.ip import can_be_looked_up, parse_ip, port_number
from traefiklint.go.url import split_host_port

_EVERYWHERE = (bytes(16), b"\0" * 10 + b"\xff\xff" + bytes(4))
"""The addresses `::` and `0.0.0.0`; Go listens on all of the machine's for either."""
_LOCAL = parse_ip("127.0.0.1")


class ListenAddress(NamedTuple):
    """The address of an entry point. `error` is what Traefik says before it gives up, empty where it listens."""

    protocol: str = "tcp"
    host: str = ""
    port: int | None = None
    """0 where the machine chooses; None where only the machine can say."""
    error: str = ""

    @property
    def is_random(self) -> bool:
        """Whether the machine chooses the port, another one at each start."""
        return not self.error and self.port == 0

    @property
    def ip(self) -> bytes | None:
        """The sixteen bytes of its host: of `::` for all of the machine's addresses, None for a name."""
        if not self.host:
            return _EVERYWHERE[0]
        if self.host.lower() == "localhost":
            return _LOCAL
        found = parse_ip(self.host.partition("%")[0])
        return _EVERYWHERE[0] if found in _EVERYWHERE else found

    @property
    def is_name(self) -> bool:
        """Whether its host is a name that has to be looked up."""
        return not self.error and self.ip is None

    @property
    def is_everywhere(self) -> bool:
        """Whether it listens on all addresses of the machine."""
        return self.ip == _EVERYWHERE[0]


def read_address(text: str) -> ListenAddress:
    """What Traefik makes of the address of an entry point."""
    address, slash, written = text.partition("/")
    protocol = written.lower() if slash else "tcp"
    if protocol not in ("tcp", "udp"):
        return ListenAddress(error=f"invalid protocol: {written}")
    if not address:
        return ListenAddress(protocol, "", 0)
    host, port, error = split_host_port(address)
    if error:
        return ListenAddress(protocol, error=error)
    number, error = port_number(port, protocol)
    if error:
        reason = f"address {port}: invalid port" if error == "invalid port" else error
        return ListenAddress(protocol, host, None, reason)
    found = ListenAddress(protocol, host, number)
    if found.is_name and not can_be_looked_up(host):
        return found._replace(error=f"lookup {host}: no such host")
    return found


class OpenedPort(NamedTuple):
    """A port that Traefik opens when it starts."""

    entry_point: str
    address: ListenAddress
    reuse_port: bool = False
    quic: bool = False
    """Whether it is the UDP side of an entry point that offers HTTP/3."""


class Clash(NamedTuple):
    """Two listeners of which only one can open its port, so that Traefik does not start."""

    first: OpenedPort
    second: OpenedPort


def listeners_of(entry_point: str, address: ListenAddress, *, reuse_port: bool, http3: bool) -> Iterator[OpenedPort]:
    """What an entry point opens."""
    yield OpenedPort(entry_point, address, reuse_port)
    if http3 and address.protocol == "tcp":
        yield OpenedPort(entry_point, address._replace(protocol="udp"), reuse_port, quic=True)


def clashes(listeners: Iterable[OpenedPort]) -> list[Clash]:
    """Each listener whose port an earlier one has taken, with the first of these; in the order of the later one."""
    found: list[Clash] = []
    open_by_port: dict[tuple[str, int], list[OpenedPort]] = {}
    for listener in listeners:
        address = listener.address
        if address.error or not address.port or address.ip is None:
            continue
        others = open_by_port.setdefault((address.protocol, address.port), [])
        earlier = next((other for other in others if _clash(other, listener)), None)
        if earlier is not None:
            found.append(Clash(earlier, listener))
        others.append(listener)
    return found


def _clash(one: OpenedPort, other: OpenedPort) -> bool:
    if one.reuse_port and other.reuse_port:
        return False
    same = one.address.ip == other.address.ip
    return same or one.address.is_everywhere or other.address.is_everywhere
