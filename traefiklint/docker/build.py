"""What one container becomes: its services with their servers, its routers (pkg/provider/docker, `config.go`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from traefiklint.compose.project import Label
from traefiklint.decoding.label_tree import part_of
from traefiklint.docker.address import HostAddress, address_of, port_of
from traefiklint.docker.containers import Container, service_name
from traefiklint.docker.facts import (
    NOT_HTTP,
    AnyPort,
    BrokenService,
    ContainerFact,
    DefaultedRouter,
    EmptyServer,
    LostRouter,
    PublishedPort,
    UnknownRule,
)
from traefiklint.docker.labels import SWARM, Wishes
from traefiklint.docker.options import ProviderOptions
from traefiklint.docker.rules import DIFFERENT, MadeRule, RuleMaker
from traefiklint.model.base import Named, Section
from traefiklint.model.configuration import Configuration, Http, Tcp, Udp
from traefiklint.model.http import Router
from traefiklint.model.services import LoadBalancer, Server, Service
from traefiklint.model.tcp import TcpLoadBalancer, TcpServer, TcpService
from traefiklint.model.udp import UdpLoadBalancer, UdpServer, UdpService
from traefiklint.records import changed
from traefiklint.versions import since

Made = TypeVar("Made", bound=Section)

_PROTOCOLS: dict[str, tuple[type[Section], type[Named], type[Section], type[Section]]] = {
    "tcp": (Tcp, TcpService, TcpLoadBalancer, TcpServer),
    "udp": (Udp, UdpService, UdpLoadBalancer, UdpServer),
    "http": (Http, Service, LoadBalancer, Server),
}
"""In Traefik's order: the classes of a protocol's part, of its services, balancers and servers."""


TAKES_URLS = since("3.4")
"""From here on the URL that a label gives a server counts; before, it is silently replaced by the container's. An empty
scheme was one before, and no URL."""

_UNKNOWN_PORT = 0
"""What stands for the port that only the image knows, where an address cannot do without."""


class Built:
    """A container that counts, and what it becomes.

    Attributes:
        container: the container.
        name: what Traefik calls the router and the service that it makes of it.
        configuration: the objects; of a container that is dropped those that it would have.
        is_dropped: whether Traefik leaves out all of it.
        unset: the variables without a value for which alone it does.
        facts: what is to be said about it.
        copies: what its copies are called where Traefik makes rules for them; empty where nobody can tell.
    """

    def __init__(self, container: Container, configuration: Configuration) -> None:
        self.container = container
        self.name = service_name(container)
        self.configuration = configuration
        self.is_dropped = False
        self.unset: tuple[str, ...] = ()
        self.facts: list[ContainerFact] = []
        self.copies = container.copies
        self._labels: dict[tuple[str, ...], list[Label]] = {}

    def parts(self) -> Iterator[tuple[str, Any]]:
        """The parts of the protocols that there are, in Traefik's order."""
        for protocol in _PROTOCOLS:
            part = getattr(self.configuration, protocol)
            if part is not None:
                yield protocol, part

    def labels_of(self, thing: Named) -> Sequence[Label]:
        """The labels whose names begin with an object's, as `traefik.http.routers.web.`."""
        if not self._labels:
            for label in self.container.labels:
                first, *steps = label.name.text.lower().split(".")
                if first == "traefik" and len(steps) > 3:
                    self._labels.setdefault(tuple(steps[:3]), []).append(label)
        return self._labels.get(tuple(thing.path.lower().split(".", 2)), ())

    def objects(self) -> list[Named]:
        """All its objects."""
        found: list[Named] = []
        for _, part in self.parts():
            for name in ("routers", "services", "middlewares"):
                found += getattr(part, name, {}).values()
        if self.configuration.tls is not None:
            found += self.configuration.tls.stores.values()
        return found


class Builder:
    """Makes objects of containers for one provider."""

    def __init__(self, options: ProviderOptions, containers: list[Container], rules: RuleMaker) -> None:
        self._options = options
        self._containers = {container.name: container for container in reversed(containers)}
        self._rules = rules

    def build(self, built: Built, wishes: Wishes) -> None:
        """Give a container's configuration what its labels leave to the provider; say what is wrong with it."""
        if wishes.uses_lb and self._options.name == SWARM:  # the service is read, and none of its tasks
            built.copies = (built.container.name,)
        self._make_services(built, wishes)
        names = tuple(thing.object for thing in built.objects())
        if built.is_dropped:
            built.facts = [
                changed(fact, disables=names) if isinstance(fact, BrokenService) and fact.is_sure else fact
                for fact in built.facts
            ]
            return
        for protocol, part in built.parts():
            self._link_routers(built, protocol, part)

    # Services

    def _make_services(self, built: Built, wishes: Wishes) -> None:
        other_protocols = False
        for protocol, (of, *_) in _PROTOCOLS.items():
            part: Any = getattr(built.configuration, protocol)
            if protocol != "http":
                if part is None or not (part.routers or part.services):
                    continue
                other_protocols = True
            elif other_protocols and (part is None or not (part.routers or part.middlewares or part.services)):
                continue
            if part is None:
                part = _made(of, built.configuration, protocol, built.container)
                setattr(built.configuration, protocol, part)
            is_made = not part.services
            if is_made:
                part.services = {built.name: self._own_service(built, protocol, part)}
            for service in part.services.values():
                self._add_servers(built, protocol, service, wishes, is_made)
            if protocol == "http" and not part.routers and len(part.services) == 1:
                router = _made(Router, part, f".routers.{built.name}", built.container)
                router.name = built.name
                part.routers = {built.name: router}

    def _own_service(self, built: Built, protocol: str, part: Section) -> Named:
        _, of, balancer, _ = _PROTOCOLS[protocol]
        service = _made(of, part, f".services.{built.name}", built.container)
        service.name = built.name
        service.load_balancer = _made(balancer, service, ".loadBalancer", built.container)  # type: ignore[attr-defined]
        return service

    def _add_servers(self, built: Built, protocol: str, service: Any, wishes: Wishes, is_made: bool) -> None:
        container = built.container
        balancer = service.load_balancer
        server = balancer.servers[0] if balancer is not None and balancer.servers else None
        takes_url = protocol == "http" and self._options.target >= TAKES_URLS
        has_url = takes_url and server is not None and bool(server.url)
        if server is not None and not has_url and (wishes.allows_non_running or not container.is_up):
            built.facts.append(EmptyServer(container, (), service, server))
        if not container.is_up:
            return
        if balancer is None:
            said = f'service "{service.name}" error: load-balancer is not defined'
            self._break(built, BrokenService(container, (), service, "no-load-balancer", True, is_made, said))
            return
        if has_url and server is not None:
            if server.scheme or server.port:
                said = f'service "{service.name}" error: defining scheme or port is not allowed when URL is defined'
                self._break(built, BrokenService(container, (), service, "url-and-port", True, is_made, said))
            return
        self._address(built, protocol, service, server, wishes, is_made)

    def _address(self, built: Built, protocol: str, service: Any, server: Any, wishes: Wishes, is_made: bool) -> None:
        container, options = built.container, self._options
        written = server.port if server is not None else ""
        addresses = address_of(container, wishes, options, self._containers, written)
        port = written or port_of(container)
        if addresses and addresses[0].port:
            port = addresses[0].port
        known = not container.unsure
        if not addresses and known:
            said = (
                f'service "{service.name}" error: unable to find the IP address for the container '
                f'"/{container.name}": the server is ignored'
            )
            self._break(built, BrokenService(container, (), service, "no-address", True, is_made, said))
            return
        if not addresses:  # nobody knows them here
            addresses = [HostAddress(container.name)]
        if not port:
            is_sure = container.is_image_known or container.mode == "host" or options.name == "swarm"
            said = f'service "{service.name}" error: port is missing'
            fact = BrokenService(container, (), service, "no-port", is_sure, is_made, said)
            if is_sure:
                self._break(built, fact)
                return
            built.facts.append(fact)
        elif written and server is not None:
            self._tell_published(built, server, written)
        elif not written and container.ports and protocol == "http":
            lowest = min(container.ports, key=lambda one: one.number)
            if lowest.number in NOT_HTTP or any(one.number != lowest.number for one in container.ports):
                built.facts.append(AnyPort(container, (), service, lowest, is_made))
        of = _PROTOCOLS[protocol][3]
        service.load_balancer.servers = tuple(
            self._server(of, server, service, protocol, address, port, container) for address in addresses
        )

    def _server(
        self,
        of: type[Any],
        given: Any,
        service: Any,
        protocol: str,
        address: HostAddress,
        port: str,
        container: Container,
    ) -> Any:
        origin = part_of(container.origin, 0, len(container.origin.text))
        node, key = (origin, origin) if given is None else (given.node, given.key_node)
        made = of().stand(node, key, service.load_balancer, ".server")
        for attribute, pair in given.written.items() if given is not None else ():
            made.give(attribute, pair)
            setattr(made, attribute, getattr(given, attribute))
        where = made.written.get("port") or made.written.get("scheme")
        host = f"[{address.host}]" if ":" in address.host else address.host
        target = f"{host}:{port}" if port else host if protocol == "http" else f"{host}:{_UNKNOWN_PORT}"
        attribute = "url" if protocol == "http" else "address"
        setattr(made, attribute, f"{self._scheme(given)}://{target}" if protocol == "http" else target)
        if where is not None:
            made.give(attribute, where)
        return made

    def _scheme(self, given: Any) -> str:
        """The scheme of a server; an empty one is taken as it is where Traefik fills in what no label gives."""
        if given is None:
            return "http"
        is_empty = given.gives("scheme") and self._options.target < TAKES_URLS
        return given.scheme or ("" if is_empty else "http")

    def _break(self, built: Built, fact: BrokenService) -> None:
        built.is_dropped = True
        built.facts.append(fact)

    def _tell_published(self, built: Built, server: Any, written: str) -> None:
        """Say that a label has the port of the host, where no port of the container is it."""
        wrong = built.container.behind(written, "udp" if type(server) is UdpServer else "tcp")
        if wrong is not None and not self._options.use_bind_port_ip:
            built.facts.append(PublishedPort(built.container, (), server, wrong))

    # Routers

    def _link_routers(self, built: Built, protocol: str, part: Any) -> None:
        services = dict(part.services)
        every = (*services.values(),)
        quoted = " ".join(f'"{name}"' for name in services)
        kept: dict[str, Any] = {}
        near = tuple(router.name for router in part.routers.values() if router.gives("rule") and router.rule)
        for router in part.routers.values():
            if not self._is_known(built, protocol, router):
                built.facts.append(UnknownRule(built.container, (), router))
                continue
            lost = self._rule(built, protocol, router, near)
            if not lost and not router.service:
                if len(services) > 1:
                    said = f"Router {router.name} cannot be linked automatically with multiple Services: [{quoted}]"
                    own = built.labels_of(router) if router.name in services else ()
                    lost = LostRouter(built.container, (router.object,), router, "services", every, said, own)
                elif services:
                    router.service = next(iter(services))
            if lost:
                built.facts.append(lost)
            else:
                kept[router.name] = router
        part.routers = kept

    def _made(self, built: Built) -> MadeRule:
        return self._rules.rule_of(built.container, built.name, built.copies)

    def _is_known(self, built: Built, protocol: str, router: Any) -> bool:
        """Whether anybody can say which rule a router gets."""
        return protocol != "http" or bool(router.rule) or self._made(built).is_sure

    def _rule(self, built: Built, protocol: str, router: Any, near: tuple[str, ...]) -> LostRouter | None:
        """Give a router the rule that it has not; None unless it is lost."""
        if protocol == "udp" or router.rule:
            return None
        container = built.container
        if protocol == "tcp":
            return LostRouter(container, (router.object,), router, "rule", (), "Empty rule")
        made = self._made(built)
        if made.error:
            why = "copies" if made.error == DIFFERENT else "default-rule"
            return LostRouter(container, (router.object,), router, why, (), made.error)
        router.rule = made.rule
        if router.written or router.node is not router.key_node:
            built.facts.append(DefaultedRouter(container, (), router, made.rule, near))
        return None


def _made(of: type[Made], parent: Section, step: str, container: Container) -> Made:
    """A section that no label writes: it stands where the container comes from."""
    origin = part_of(container.origin, 0, len(container.origin.text))
    made = of().stand(origin, origin, parent, step)
    if isinstance(made, Named):
        made.provider = container.document.provider
    return made
