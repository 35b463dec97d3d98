"""Which object refers to which, in the order in which Traefik builds what a reference leads to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from traefiklint.instance.names import FILE, may_be_provider, qualify
from traefiklint.model.base import Named, Place, Section

if TYPE_CHECKING:
    from traefiklint.instance.context import Context, EntryPoint
    from traefiklint.instance.instance import Instance
    from traefiklint.model.http import Router
    from traefiklint.model.middleware import Middleware
    from traefiklint.model.services import Service
    from traefiklint.model.tcp import TcpLoadBalancer, TcpRouter, TcpService
    from traefiklint.model.udp import UdpRouter, UdpService

HTTP_SERVICES = "http.services"
HTTP_MIDDLEWARES = "http.middlewares"
HTTP_TRANSPORTS = "http.serversTransports"
TCP_SERVICES = "tcp.services"
TCP_MIDDLEWARES = "tcp.middlewares"
TCP_TRANSPORTS = "tcp.serversTransports"
UDP_SERVICES = "udp.services"
TLS_OPTIONS = "tls.options"
SERVICES = (HTTP_SERVICES, TCP_SERVICES, UDP_SERVICES)
"""The kinds of services, of all three protocols."""
ROUTERS = ("http.routers", "tcp.routers", "udp.routers")
"""The kinds of routers, of all three protocols."""


class Reference:
    """One name in one place, and what it leads to.

    Attributes:
        kind: what it means, as in `http.services`.
        name: as it is written.
        full: with its provider, as Traefik looks for it.
        owner: the object that needs it.
        part, attribute, index: the option that holds it.
        target: the object of the files that it leads to, or None.
        fault: why Traefik does not find it, empty where it does or nobody can say: `unknown`, `internal` (nothing
            `@internal` has that name), `provider` (no such provider), `empty`.
        assumed: whether only the assumed profile says that it leads nowhere.
        point: the entry point that adds it to its routers; empty where it stands in the files.
        foreign: whether it lies in another provider, so that only the running Traefik knows.
    """

    __slots__ = (
        "assumed",
        "attribute",
        "fault",
        "foreign",
        "full",
        "index",
        "kind",
        "name",
        "owner",
        "part",
        "point",
        "target",
    )

    def __init__(
        self, kind: str, name: str, owner: Named, part: Section, attribute: str, index: int | None = None
    ) -> None:
        self.kind = kind
        self.name = name
        self.owner = owner
        self.part = part
        self.attribute = attribute
        self.index = index
        self.full = ""
        self.target: Named | None = None
        self.fault = ""
        self.point = ""
        self.assumed = False
        self.foreign = False

    @property
    def place(self) -> Place:
        """Where it is written."""
        return self.part.at(self.attribute, self.index)

    @property
    def is_of_router(self) -> bool:
        """Whether it is a router that needs it."""
        return type(self.owner).__name__.endswith("Router")

    @property
    def is_unknown(self) -> bool:
        """Whether a template decides what name it is."""
        document = self.owner.home
        if document is None or not document.unknown:
            return False
        return document.is_uncertain(self.place.span)

    @property
    def holds(self) -> bool:
        """Whether Traefik, as far as anybody can say, finds what it means."""
        return not self.fault or self.assumed


def _backwards(kind: str, owner: Named, part: Section, attribute: str) -> Iterator[Reference]:
    """Middlewares are built from the last to the first: each wraps what comes after it."""
    names = getattr(part, attribute)
    for index in range(len(names) - 1, -1, -1):
        yield Reference(kind, names[index], owner, part, attribute, index)


def _options(router: Any, tls: Section, name: str, attribute: str, instance: Instance) -> Iterator[Reference]:
    """TLS options; those that every router has anyway only count where the files say what they are."""
    if name in {"", "default"}:
        if "default" not in instance.objects[TLS_OPTIONS]:
            return
        name = "default"
    yield Reference(TLS_OPTIONS, name, router, tls, attribute)


def _of_point(point: EntryPoint, references: Iterable[Reference]) -> Iterator[Reference]:
    for reference in references:
        reference.point = point.name
        yield reference


def _router(router: Router, instance: Instance) -> Iterator[Reference]:
    if router.tls:
        yield from _options(router, router.tls, router.tls.options, "options", instance)
    models = {} if router.parent_refs else instance.entry_point_models
    points = (
        [models[name] for name in router.entry_points or instance.default_entry_points if name in models]
        if models
        else ()
    )
    if not router.tls:
        for point in points:
            if point.tls:
                yield from _of_point(point, _options(router, router, point.tls_options, "entry_points", instance))
    if router.service:
        yield Reference(HTTP_SERVICES, router.service, router, router, "service")
    if router.middlewares:
        yield from _backwards(HTTP_MIDDLEWARES, router, router, "middlewares")
    for point in points:
        added = (
            Reference(HTTP_MIDDLEWARES, name, router, router, "entry_points") for name in reversed(point.middlewares)
        )
        yield from _of_point(point, added)


def _tcp_router(router: TcpRouter, instance: Instance) -> Iterator[Reference]:
    tls = router.tls
    if tls and not tls.passthrough:
        yield from _options(router, tls, tls.options, "options", instance)
    if router.service:
        yield Reference(TCP_SERVICES, router.service, router, router, "service")
    yield from _backwards(TCP_MIDDLEWARES, router, router, "middlewares")


def _udp_router(router: UdpRouter, _project: Instance) -> Iterator[Reference]:
    if router.service:
        yield Reference(UDP_SERVICES, router.service, router, router, "service")


def _service(service: Service, _project: Instance) -> Iterator[Reference]:
    balancer = service.load_balancer
    if balancer:
        if balancer.servers_transport and (balancer.servers or balancer.health_check):
            yield Reference(HTTP_TRANSPORTS, balancer.servers_transport, service, balancer, "servers_transport")
    elif weighted := (service.weighted or service.highest_random_weight):
        for child in weighted.services:
            yield Reference(HTTP_SERVICES, child.name, service, child, "name")
    elif mirroring := service.mirroring:
        yield Reference(HTTP_SERVICES, mirroring.service, service, mirroring, "service")
        for mirror in mirroring.mirrors:
            yield Reference(HTTP_SERVICES, mirror.name, service, mirror, "name")
    elif failover := service.failover:
        yield Reference(HTTP_SERVICES, failover.service, service, failover, "service")
        yield Reference(HTTP_SERVICES, failover.fallback, service, failover, "fallback")
    if service.middlewares:
        yield from _backwards(HTTP_MIDDLEWARES, service, service, "middlewares")


def _tcp_service(service: TcpService, _project: Instance) -> Iterator[Reference]:
    if balancer := service.load_balancer:
        if balancer.servers_transport and has_usable_server(balancer):
            yield Reference(TCP_TRANSPORTS, balancer.servers_transport, service, balancer, "servers_transport")
    elif service.weighted:
        for child in service.weighted.services:
            yield Reference(TCP_SERVICES, child.name, service, child, "name")


def has_usable_server(balancer: TcpLoadBalancer) -> bool:
    """Whether a TCP load balancer has a server that Traefik does not drop for its address."""
    from traefiklint.go.url import split_host_port

    return any(not split_host_port(server.address)[2] for server in balancer.servers)


def _udp_service(service: UdpService, _project: Instance) -> Iterator[Reference]:
    if service.weighted and not service.load_balancer:
        for child in service.weighted.services:
            yield Reference(UDP_SERVICES, child.name, service, child, "name")


def _middleware(middleware: Middleware, _project: Instance) -> Iterator[Reference]:
    if chain := middleware.chain:
        yield from _backwards(HTTP_MIDDLEWARES, middleware, chain, "middlewares")
    elif errors := middleware.errors:
        yield Reference(HTTP_SERVICES, errors.service, middleware, errors, "service")


_FINDERS: dict[str, Any] = {
    "Router": _router,
    "TcpRouter": _tcp_router,
    "UdpRouter": _udp_router,
    "Service": _service,
    "TcpService": _tcp_service,
    "UdpService": _udp_service,
    "Middleware": _middleware,
}


def references_of(thing: Named, instance: Instance) -> Iterable[Reference]:
    """What an object needs, in the order in which Traefik builds it (pkg/server/router, service, middleware)."""
    finder = _FINDERS.get(type(thing).__name__)
    return finder(thing, instance) if finder else ()


def resolve(
    reference: Reference,
    objects: dict[str, dict[str, Named]],
    context: Context,
    is_whole: Callable[[str], bool],
    may_define: Callable[[str, str], bool],
) -> None:
    """Find what a reference leads to, or why it leads nowhere.

    Args:
        objects: all objects, by kind and full name.
        is_whole: whether all the objects of a provider are known; if not, a missing one may be in what is not.
        may_define: whether an object of a name and a kind may be defined in a file that cannot be read.
    """
    name, kind = reference.name, reference.kind
    if reference.is_unknown:
        return
    if kind == TLS_OPTIONS and name == "default":
        reference.full = name
        reference.target = objects[TLS_OPTIONS].get(name)
        return
    full = reference.full = qualify(name, reference.owner.full)
    if kind == TLS_OPTIONS and full.partition("@")[0] == "default":
        reference.fault = "unknown"  # the default options belong to no provider (pkg/tls/tlsmanager.go)
        return
    reference.target = objects[kind].get(full)
    if reference.target is not None:
        return
    _explain(reference, context, is_whole, may_define)


def _explain(
    reference: Reference, context: Context, is_whole: Callable[[str], bool], may_define: Callable[[str, str], bool]
) -> None:
    kind, full = reference.kind, reference.full
    if full in context.known.get(kind.rpartition(".")[2], ()):
        return
    bare, _, provider = full.partition("@")
    if full.endswith("@internal"):
        if kind == HTTP_SERVICES:
            offered: Iterable[str] = context.internal_services
            internal = full[: -len("@internal")]
            if internal in offered:
                return
            reference.fault = "internal"
            from traefiklint.instance.context import INTERNAL_SERVICES

            if internal in INTERNAL_SERVICES:
                reference.assumed = context.assumed
                if context.blank:
                    reference.fault = ""
            return
        if kind == HTTP_MIDDLEWARES:
            if bare not in context.internal_middlewares:
                if context.blank:
                    return
                reference.fault = "internal"
                reference.assumed = context.assumed
            return
        if full == "default@internal" and kind in {HTTP_TRANSPORTS, TCP_TRANSPORTS}:
            return
        reference.fault = "internal"
        return
    if provider == FILE or "@" in provider or not provider or is_whole(provider):
        if provider == FILE and may_define(bare, kind):
            return
        reference.fault = "unknown" if bare else "empty"
        is_open = provider != FILE and is_whole(provider) and (context.assumed or context.blank)
        reference.assumed = is_open and bool(bare)  # nothing has an empty name, whatever else there is
    elif reference.owner.provider == provider:  # of labels, some of which nobody gave
        reference.fault, reference.assumed = ("unknown", True) if bare else ("empty", False)
    elif (context.blank and may_be_provider(provider)) or provider in context.providers:
        reference.foreign = True
    else:
        reference.fault = "provider"
        reference.assumed = context.assumed and may_be_provider(provider)


def given_options(name: str, router: Router | TcpRouter, instance: Instance) -> Reference:
    """The TLS options that an entry point has for its routers, as those of one of them."""
    return instance.settled(Reference(TLS_OPTIONS, name, router, router, "entry_points"))


def names_that_lead_nowhere(instance: Instance) -> frozenset[str]:
    """The names of all references that lead nowhere, without their providers: what somebody means by one of them."""
    return frozenset(reference.name.partition("@")[0] for reference in instance.dangling)


def unknown_names(instance: Instance) -> frozenset[tuple[str, str]]:
    """What is named and defined nowhere, by kind and name with the provider."""
    return frozenset(
        (reference.kind, reference.full) for reference in instance.dangling if reference.fault == "unknown"
    )
