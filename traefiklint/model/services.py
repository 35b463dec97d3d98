"""HTTP services: load balancers, and services made of other services."""

from __future__ import annotations

from collections.abc import Mapping

from traefiklint.model.base import Named, Section
from traefiklint.model.fields import (
    MILLISECOND,
    SECOND,
    duration,
    flag,
    integer,
    struct,
    structs,
    text,
    text_map,
    texts,
)


class HealthCheck(Section):
    """That a service takes part in the health checks of the services it is made of."""


class Cookie(Section):
    """The cookie that keeps a visitor on one server."""

    name: str = text(says="The name of the cookie; one is made up where none is given.")
    secure: bool = flag(says="Whether the cookie travels over HTTPS only.")
    http_only: bool = flag(says="Whether scripts in the page are kept from the cookie.")
    same_site: str = text(says="Whether other sites' requests carry it: `none`, `lax` or `strict`.")
    max_age: int = integer(
        says="How many seconds the cookie lives; 0 ends it with the browser, a negative number at once."
    )
    http_path: str = text("/", key="path", go="ptr", since="3.3", says="The path below which the cookie is sent.")
    domain: str = text(since="3.4", says="The domain for which the cookie is sent.")
    expires: int = integer(since="3.7", ignored=True)
    preserve_leading_dot: bool = flag(since="3.7.13", ignored=True)


class Sticky(Section):
    """That a visitor stays on one server."""

    cookie: Cookie | None = struct(Cookie, may_be_empty=True)


class Server(Section):
    """One server of an HTTP load balancer."""

    url: str = text(says="Where the server is: scheme, host and port, as in `http://app:3000`.")
    weight: int | None = integer(
        default=None, go="ptr", says="Its share of the requests, in proportion to the weights of the others."
    )
    preserve_path: bool = flag(since="3.2", says="Whether the path of `url` is put before the path of a request.")
    fenced: bool = flag(since="3.3", ignored=True)
    scheme: str = text(ignored=True, in_labels=True)
    port: str = text(ignored=True, in_labels=True)


class ServerHealthCheck(Section):
    """The requests by which a load balancer finds out which of its servers are up."""

    scheme: str = text(says="The scheme of the probes, where it is not that of the server.")
    mode: str = text("http", says="`http`, or `grpc` for servers that speak gRPC's health protocol.")
    http_path: str = text(key="path", says="The path that is asked for.")
    method: str = text(says="The method of the probes; GET where none is given.")
    status: int = integer(says="The answer that means up; any of 2xx and 3xx where none is given.")
    port: int = integer(says="The port of the probes, where it is not that of the server.")
    interval: int = duration(30 * SECOND, says="How long Traefik waits between two probes of a server that is up.")
    unhealthy_interval: int | None = duration(
        default=None,
        go="ptr",
        since="3.5",
        says="How long it waits where the server is down; `interval` where none is given.",
    )
    timeout: int = duration(5 * SECOND, says="How long Traefik waits for an answer.")
    hostname: str = text(says="The host that the probes ask for.")
    follow_redirects: bool = flag(True, go="ptr", says="Whether the probes follow redirects.")
    headers: Mapping[str, str] = text_map(says="Headers of the probes.")


class PassiveHealthCheck(Section):
    """How many failed requests take a server out, without asking it anything."""

    failure_window: int = duration(10 * SECOND, since="3.6", says="The time within which failures count together.")
    max_failed_attempts: int = integer(1, since="3.6", says="How many failures in that time take a server out.")


class ResponseForwarding(Section):
    """How a server's answer is passed on to the client."""

    flush_interval: int = duration(
        100 * MILLISECOND, says="How often an answer is passed on while it comes in; below 0, at once."
    )


class LoadBalancer(Section):
    """An HTTP service that shares its requests among servers."""

    sticky: Sticky | None = struct(Sticky, may_be_empty=True)
    servers: tuple[Server, ...] = structs(
        Server, label_key="server", says="The servers that requests are shared among."
    )
    strategy: str = text(
        "wrr",
        since="3.4",
        says="How a server is chosen: `wrr` in turn, `p2c` the idler of two, `hrw` by client, `leasttime`.",
    )
    health_check: ServerHealthCheck | None = struct(
        ServerHealthCheck, "*dynamic.ServerHealthCheck", quiet_without="servers"
    )
    passive_health_check: PassiveHealthCheck | None = struct(
        PassiveHealthCheck, "*dynamic.PassiveServerHealthCheck", since="3.6"
    )
    pass_host_header: bool = flag(True, go="ptr", says="Whether the server sees the host that the client asked for.")
    response_forwarding: ResponseForwarding | None = struct(ResponseForwarding, "*dynamic.ResponseForwarding")
    servers_transport: str = text(says="How Traefik talks to the servers: a servers transport, by its name.")
    nginx_upstream_hash_by: str = text(since="3.7", ignored=True)


class HighestRandomWeightService(Section):
    """One service of a highest-random-weight service, and its share."""

    name: str = text(since="3.6", says="The service, by its name.")
    weight: int = integer(
        1, go="ptr", since="3.6", says="Its share, in proportion to the weights of the others; 0 sends nothing."
    )


class HighestRandomWeight(Section):
    """An HTTP service that sends the same client to the same service."""

    services: tuple[HighestRandomWeightService, ...] = structs(
        HighestRandomWeightService, since="3.6", says="The services that clients are shared among."
    )
    health_check: HealthCheck | None = struct(HealthCheck, may_be_empty=True, since="3.6")


class GrpcStatus(Section):
    """The gRPC answer of a child that serves nothing; the Kubernetes provider sets it."""

    code: int = integer(go="uint32", since="3.2", says="The gRPC code.")
    msg: str = text(since="3.2", says="The text beside it.")


class WeightedService(Section):
    """One service of a weighted service, and its share of the requests."""

    name: str = text(says="The service, by its name.")
    weight: int = integer(1, go="ptr", says="Its share, in proportion to the weights of the others; 0 sends nothing.")
    headers: Mapping[str, str] = text_map(since="3.6", ignored=True)
    status: int | None = integer(default=None, go="ptr", since="3.1", ignored=True)
    grpc_status: GrpcStatus | None = struct(GrpcStatus, key="gRPCStatus", since="3.2", ignored=True)


class WeightedRoundRobin(Section):
    """An HTTP service that shares its requests among other services by weight."""

    services: tuple[WeightedService, ...] = structs(
        WeightedService, says="The services that requests are shared among."
    )
    sticky: Sticky | None = struct(Sticky, "*dynamic.Sticky")
    health_check: HealthCheck | None = struct(HealthCheck, may_be_empty=True)


class Mirror(Section):
    """A service that receives a copy of some of the requests."""

    name: str = text(says="The service that gets copies, by its name.")
    percent: int = integer(says="How many of a hundred requests are copied.")


class Mirroring(Section):
    """An HTTP service that sends copies of its requests to further services."""

    service: str = text(says="The service that answers, by its name.")
    mirror_body: bool = flag(True, go="ptr", since="3.2", says="Whether copies carry the body.")
    max_body_size: int = integer(-1, go="ptr", says="The largest body, in bytes, that is copied; -1 for any.")
    mirrors: tuple[Mirror, ...] = structs(Mirror, says="The services that get copies.")
    health_check: HealthCheck | None = struct(HealthCheck, may_be_empty=True)


class FailoverErrors(Section):
    """The answers that count as a failure of the main service."""

    max_request_body_bytes: int = integer(
        -1, go="ptr", since="3.7", says="The largest body, in bytes, of a request that can be sent again; -1 for any."
    )
    status: tuple[str, ...] = texts(
        since="3.7", says="The answers that count as failures, as codes or ranges such as `500-599`."
    )


class Failover(Section):
    """An HTTP service with a second one for when the first is down."""

    service: str = text(says="The main service, by its name.")
    fallback: str = text(says="The service for when the main one is down, by its name.")
    health_check: HealthCheck | None = struct(HealthCheck, may_be_empty=True)
    errors: FailoverErrors | None = struct(FailoverErrors, "*dynamic.FailoverError", since="3.7")


class KubernetesService(Section):
    """The Kubernetes service that a service came from; the Kubernetes providers set it."""

    namespace: str = text(since="3.7.15", says="The namespace of the service.")
    name: str = text(since="3.7.15", says="The name of the service.")
    port: str = text(since="3.7.15", says="The port of the service.")


class ServiceMetadata(Section):
    """What other providers say about a service's origin."""

    kubernetes: KubernetesService | None = struct(
        KubernetesService, "*dynamic.KubernetesServiceMetadata", since="3.7.15"
    )


class ServiceObservability(Section):
    """What other providers say for logs and traces; the binary of 3.7.15 knows it, the public source does not."""

    metadata: ServiceMetadata | None = struct(ServiceMetadata, since="3.7.15", ignored=True)


class Service(Named):
    """An HTTP service: where the requests of a router go. It holds exactly one type."""

    middlewares: tuple[str, ...] = texts(
        since="3.7", says="Middlewares that run before this service, whichever router sends to it."
    )
    load_balancer: LoadBalancer | None = struct(LoadBalancer, "*dynamic.ServersLoadBalancer")
    highest_random_weight: HighestRandomWeight | None = struct(
        HighestRandomWeight, "*dynamic.HighestRandomWeight", since="3.6", in_labels=False
    )
    weighted: WeightedRoundRobin | None = struct(WeightedRoundRobin, "*dynamic.WeightedRoundRobin", in_labels=False)
    mirroring: Mirroring | None = struct(Mirroring, "*dynamic.Mirroring", in_labels=False)
    failover: Failover | None = struct(Failover, "*dynamic.Failover", in_labels=False)
    observability: ServiceObservability | None = struct(ServiceObservability, since="3.7.15", ignored=True)
