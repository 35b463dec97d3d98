"""Containers as Traefik's providers get them from the engine."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

from traefiklint.patterns import lazy
from traefiklint.records import NamedTuple, record

if TYPE_CHECKING:
    from traefiklint.compose.project import Label
    from traefiklint.compose.values import Value
    from traefiklint.decoding.label_tree import LabelDocument


COPY_NUMBER = "com.docker.compose.container-number"
"""The label in which Compose says which copy of a service a container is."""


class Exposed(NamedTuple):
    """A port of a container that the engine knows of.

    Attributes:
        number: the port.
        host_port: the port of the host that leads to it; empty where none does.
        host_ip: the address of the host on which it does; empty for all.
        value: where it is written; None where the image says so.
        protocol: `tcp`, `udp`, ….
    """

    number: int
    host_port: str = ""
    host_ip: str = ""
    value: Value | None = None
    protocol: str = "tcp"


class RouterLabels(NamedTuple):
    """The labels of a container about one router, whose options and name are the same in any case.

    Attributes:
        protocol: `http`, `tcp` or `udp`.
        name: its name as the first of them writes it.
        options: each label by its option in small letters, as in `tls.certresolver`.
    """

    protocol: str
    name: str
    options: dict[str, Label]

    def value(self, option: str) -> str:
        """What a label says of an option; empty where none does."""
        label = self.options.get(option)
        return "" if label is None else label.value.text


RoutersOfLabels: TypeAlias = dict[tuple[str, str], RouterLabels]
"""What labels say of routers, by protocol and name in small letters."""


@record
class Container:
    """A container, or a service of Swarm.

    Attributes:
        name: what the engine calls it.
        origin: the name in the compose file that it comes from: what is said about all of it is said there.
        document: what the sections of its labels stand in.
        labels: its labels.
        tags: all labels by name, those that Compose itself adds too.
        networks: the address in each network, by the name that the engine has for the network.
        mode: `network_mode`; empty where it is on networks.
        ports: the ports that the engine knows of.
        is_image_known: whether these are all, those of the image too.
        state: `running`, `exited` …
        health: `healthy`, `unhealthy`, `starting`; empty where nothing checks it.
        virtual: the addresses of Swarm's load balancer for it, by network; None where there are none.
        source: the file of the service, to tell projects apart.
        unsure: the variables without a value on which its name or its networks hang.
        others: the addresses of its other copies, by network.
        copies: what the engine calls it and its other copies, or each task of a service of Swarm; empty where nobody
            can tell.
        remembered: what was worked out about its labels, by the question.
    """

    name: str
    origin: Value
    document: LabelDocument
    labels: tuple[Label, ...]
    tags: dict[str, str]
    networks: dict[str, str]
    remembered: dict[Any, Any]
    mode: str = ""
    ports: tuple[Exposed, ...] = ()
    is_image_known: bool = False
    state: str = "running"
    health: str = ""
    virtual: dict[str, str] | None = None
    source: str = ""
    unsure: tuple[str, ...] = ()
    others: tuple[dict[str, str], ...] = ()
    copies: tuple[str, ...] = ()

    @property
    def is_up(self) -> bool:
        """Whether it runs, and nothing says that it is not well."""
        return self.state == "running" and self.health in ("", "healthy")

    @property
    def routers(self) -> RoutersOfLabels:
        """What its labels say of routers."""
        found: RoutersOfLabels | None = self.remembered.get(routers_of)
        if found is None:
            found = self.remembered[routers_of] = routers_of(self.labels)
        return found

    def behind(self, host_port: str, protocol: str) -> Exposed | None:
        """The port that a port of the host leads to, where no port of the container has its number."""
        if any(str(port.number) == host_port for port in self.ports):
            return None
        return next((one for one in self.ports if one.host_port == host_port and one.protocol == protocol), None)

    @property
    def service(self) -> str:
        """What the compose file calls it."""
        return self.tags.get("com.docker.compose.service", self.name)

    @property
    def project(self) -> str:
        """What the project or the stack is called that it belongs to."""
        return self.tags.get("com.docker.compose.project") or self.tags.get("com.docker.stack.namespace", "")


_OPTION = lazy(r"(?i)traefik\.(http|tcp|udp)\.routers\.([^.]+)\.(.+)")


def routers_of(labels: Iterable[Label]) -> RoutersOfLabels:
    """What labels say of routers."""
    found: RoutersOfLabels = {}
    for label in labels:
        if one := _OPTION.fullmatch(label.name.text):
            protocol, name, option = one.groups()
            router = found.setdefault((protocol.lower(), name.lower()), RouterLabels(protocol.lower(), name, {}))
            router.options[option.lower()] = label
    return found


def number_of(copy: str) -> str:
    """The number of a copy, by what Compose calls it: `shop-web-2`."""
    return copy.rpartition("-")[2]


def normalized(name: str) -> str:
    """A name as Traefik uses it for objects: what is no letter or digit becomes `-` (pkg/provider, `Normalize`)."""
    return "-".join("".join(sign if sign.isalpha() or sign.isnumeric() else " " for sign in name).split())


def service_name(container: Container) -> str:
    """What Traefik calls what it makes of a container that names nothing (pkg/provider/docker, `getServiceName`)."""
    project = container.tags.get("com.docker.compose.project")
    service = container.tags.get("com.docker.compose.service")
    return normalized(f"{service}_{project}" if project and service else container.name)
