"""HTTP services: load balancers, and services made of other services."""

from __future__ import annotations

from collections.abc import Mapping

from traefiklint.model.base import Named, Struct
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


class HealthCheck(Struct):
    """That a service takes part in the health checks of the services it is made of."""


class Cookie(Struct):
    """The cookie that keeps a visitor on one server."""

    name: str = text("name")
    secure: bool = flag("secure")
    http_only: bool = flag("httpOnly")
    same_site: str = text("sameSite")
    max_age: int = integer("maxAge")
    http_path: str = text("path", "/", go="ptr", since="3.3")
    domain: str = text("domain", since="3.4")
    expires: int = integer("expires", since="3.7", ignored=True)


class Sticky(Struct):
    """That a visitor stays on one server."""

    cookie: Cookie | None = struct("cookie", Cookie, may_be_empty=True)


class Server(Struct):
    """One server of an HTTP load balancer."""

    url: str = text("url")
    weight: int | None = integer("weight", default=None, go="ptr")
    preserve_path: bool = flag("preservePath", since="3.2")
    fenced: bool = flag("fenced", since="3.3", ignored=True)
    scheme: str = text("scheme", ignored=True)
    port: str = text("port", ignored=True)


class ServerHealthCheck(Struct):
    """The requests by which a load balancer finds out which of its servers are up."""

    scheme: str = text("scheme")
    mode: str = text("mode", "http")
    http_path: str = text("path")
    method: str = text("method")
    status: int = integer("status")
    port: int = integer("port")
    interval: int = duration("interval", 30 * SECOND)
    unhealthy_interval: int | None = duration("unhealthyInterval", default=None, go="ptr", since="3.5")
    timeout: int = duration("timeout", 5 * SECOND)
    hostname: str = text("hostname")
    follow_redirects: bool = flag("followRedirects", True, go="ptr")
    headers: Mapping[str, str] = text_map("headers")


class PassiveHealthCheck(Struct):
    """How many failed requests take a server out, without asking it anything."""

    failure_window: int = duration("failureWindow", 10 * SECOND, since="3.6")
    max_failed_attempts: int = integer("maxFailedAttempts", 1, since="3.6")


class ResponseForwarding(Struct):
    """How a server's answer is passed on to the client."""

    flush_interval: int = duration("flushInterval", 100 * MILLISECOND)


class LoadBalancer(Struct):
    """An HTTP service that shares its requests among servers."""

    sticky: Sticky | None = struct("sticky", Sticky, may_be_empty=True)
    servers: tuple[Server, ...] = structs("servers", Server)
    strategy: str = text("strategy", "wrr", since="3.4")
    health_check: ServerHealthCheck | None = struct(
        "healthCheck", ServerHealthCheck, "*dynamic.ServerHealthCheck", quiet_without="servers"
    )
    passive_health_check: PassiveHealthCheck | None = struct(
        "passiveHealthCheck", PassiveHealthCheck, "*dynamic.PassiveServerHealthCheck", since="3.6"
    )
    pass_host_header: bool = flag("passHostHeader", True, go="ptr")
    response_forwarding: ResponseForwarding | None = struct(
        "responseForwarding", ResponseForwarding, "*dynamic.ResponseForwarding"
    )
    servers_transport: str = text("serversTransport")
    nginx_upstream_hash_by: str = text("nginxUpstreamHashBy", since="3.7", ignored=True)


class HighestRandomWeightService(Struct):
    """One service of a highest-random-weight service, and its share."""

    name: str = text("name", since="3.6")
    weight: int = integer("weight", 1, go="ptr", since="3.6")


class HighestRandomWeight(Struct):
    """An HTTP service that sends the same client to the same service."""

    services: tuple[HighestRandomWeightService, ...] = structs("services", HighestRandomWeightService, since="3.6")
    health_check: HealthCheck | None = struct("healthCheck", HealthCheck, may_be_empty=True, since="3.6")


class GrpcStatus(Struct):
    """The gRPC answer of a child that serves nothing; the Kubernetes provider sets it."""

    code: int = integer("code", go="uint32", since="3.2")
    msg: str = text("msg", since="3.2")


class WeightedService(Struct):
    """One service of a weighted service, and its share of the requests."""

    name: str = text("name")
    weight: int = integer("weight", 1, go="ptr")
    headers: Mapping[str, str] = text_map("headers", since="3.6", ignored=True)
    status: int | None = integer("status", default=None, go="ptr", since="3.1", ignored=True)
    grpc_status: GrpcStatus | None = struct("gRPCStatus", GrpcStatus, since="3.2", ignored=True)


class WeightedRoundRobin(Struct):
    """An HTTP service that shares its requests among other services by weight."""

    services: tuple[WeightedService, ...] = structs("services", WeightedService)
    sticky: Sticky | None = struct("sticky", Sticky, "*dynamic.Sticky")
    health_check: HealthCheck | None = struct("healthCheck", HealthCheck, may_be_empty=True)


class Mirror(Struct):
    """A service that receives a copy of some of the requests."""

    name: str = text("name")
    percent: int = integer("percent")


class Mirroring(Struct):
    """An HTTP service that sends copies of its requests to further services."""

    service: str = text("service")
    mirror_body: bool = flag("mirrorBody", True, go="ptr", since="3.2")
    max_body_size: int = integer("maxBodySize", -1, go="ptr")
    mirrors: tuple[Mirror, ...] = structs("mirrors", Mirror)
    health_check: HealthCheck | None = struct("healthCheck", HealthCheck, may_be_empty=True)


class FailoverErrors(Struct):
    """The answers that count as a failure of the main service."""

    max_request_body_bytes: int = integer("maxRequestBodyBytes", -1, go="ptr", since="3.7")
    status: tuple[str, ...] = texts("status", since="3.7")


class Failover(Struct):
    """An HTTP service with a second one for when the first is down."""

    service: str = text("service")
    fallback: str = text("fallback")
    health_check: HealthCheck | None = struct("healthCheck", HealthCheck, may_be_empty=True)
    errors: FailoverErrors | None = struct("errors", FailoverErrors, "*dynamic.FailoverError", since="3.7")


class ServiceMetadata(Struct):
    """What other providers say about a service's origin."""


class ServiceObservability(Struct):
    """What other providers say for logs and traces; the binary of 3.7 knows it, the public source does not."""

    metadata: ServiceMetadata | None = struct("metadata", ServiceMetadata, since="3.7", ignored=True)


class Service(Named):
    """An HTTP service: where the requests of a router go. It holds exactly one type."""

    middlewares: tuple[str, ...] = texts("middlewares", since="3.7")
    load_balancer: LoadBalancer | None = struct("loadBalancer", LoadBalancer, "*dynamic.ServersLoadBalancer")
    highest_random_weight: HighestRandomWeight | None = struct(
        "highestRandomWeight", HighestRandomWeight, "*dynamic.HighestRandomWeight", since="3.6"
    )
    weighted: WeightedRoundRobin | None = struct("weighted", WeightedRoundRobin, "*dynamic.WeightedRoundRobin")
    mirroring: Mirroring | None = struct("mirroring", Mirroring, "*dynamic.Mirroring")
    failover: Failover | None = struct("failover", Failover, "*dynamic.Failover")
    observability: ServiceObservability | None = struct(
        "observability", ServiceObservability, since="3.7", ignored=True
    )
