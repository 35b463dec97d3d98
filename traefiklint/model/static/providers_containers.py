"""The providers that read containers and tasks.

Source: Traefik's own list of options, asked of every version (`tests/model/static_fields.json`).
"""

from __future__ import annotations

from traefiklint.go.strconv import TRUTHS
from traefiklint.model.base import Section
from traefiklint.model.fields import SECOND, duration, flag, integer, removed, struct, text, texts
from traefiklint.model.static.otlp import TlsClient


class ContainerProvider(Section):
    """What Docker and Swarm have in common."""

    endpoint: str = text(
        "unix:///var/run/docker.sock", says="Where the Docker API is reached, as in `unix:///var/run/docker.sock`."
    )
    username: str = text(since="3.2", says="The name for basic authentication at the API.")
    password: str = text(since="3.2", says="The password for basic authentication at the API.")
    tls: TlsClient | None = struct(TlsClient, "*types.ClientTLS")
    exposed_by_default: bool = flag(True, says="Whether containers are routed that do not say `traefik.enable=true`.")
    constraints: str = text(says="An expression over labels that says which containers count.")
    default_rule: str = text(
        "Host(`{{ normalize .Name }}`)", says="The rule of routers without one: a Go template over the container."
    )
    network: str = text(says="The network over which containers are reached, where they do not say.")
    use_bind_port_ip: bool = flag(key="useBindPortIP", says="Whether the address of a published port is used.")
    allow_empty_services: bool = flag(says="Whether services without a healthy container are kept.")
    watch: bool = flag(True, says="Whether changes are followed.")
    http_client_timeout: int = duration(says="How long a question to the API may take; 0 is forever.")


class DockerProvider(ContainerProvider):
    """Finds the containers of a Docker host."""

    swarm_mode: None = removed(says="Delete it, and configure Swarm below `providers.swarm`.")

    @property
    def wants_swarm(self) -> bool:
        """Whether Swarm is meant as it was until Traefik 3, which refuses `swarmMode` and wants another section."""
        return self.gives("swarm_mode") and TRUTHS.get(getattr(self.at("swarm_mode").node, "value", ""), False)


class SwarmProvider(ContainerProvider):
    """Finds the services of a Docker Swarm."""

    refresh_seconds: int = duration(15 * SECOND, says="How often the services are asked for.")


class EcsProvider(Section):
    """Finds the tasks of Amazon ECS."""

    exposed_by_default: bool = flag(True, says="Whether tasks are routed that do not say `traefik.enable=true`.")
    constraints: str = text(says="An expression over labels that says which tasks count.")
    default_rule: str = text(
        "Host(`{{ normalize .Name }}`)", says="The rule of routers without one: a Go template over the task."
    )
    refresh_seconds: int = integer(15, says="How many seconds lie between two looks.")
    clusters: tuple[str, ...] = texts(("default",), says="The clusters that are looked at.")
    auto_discover_clusters: bool = flag(says="Whether all clusters are looked at.")
    healthy_tasks_only: bool = flag(says="Whether only healthy tasks count.")
    ecs_anywhere: bool = flag(says="Whether tasks outside of Amazon count.")
    region: str = text(says="The region.")
    access_key_id: str = text(key="accessKeyID", says="The access key; the environment's where none is given.")
    secret_access_key: str = text(says="The secret of the access key.")


class NomadEndpoint(Section):
    """How Nomad is reached."""

    address: str = text("http://127.0.0.1:4646", says="The URL of the API.")
    region: str = text(says="The region; the agent's where none is given.")
    token: str = text(says="The token that lets Traefik in.")
    tls: TlsClient | None = struct(TlsClient, "*types.ClientTLS")
    endpoint_wait_time: int = duration(says="How long a blocking question may take.")


class NomadProvider(Section):
    """Finds the services of Nomad."""

    endpoint: NomadEndpoint | None = struct(NomadEndpoint, "*nomad.EndpointConfig")
    prefix: str = text("traefik", says="How the tags begin that Traefik reads.")
    exposed_by_default: bool = flag(True, says="Whether services are routed that do not say `traefik.enable=true`.")
    constraints: str = text(says="An expression over tags that says which services count.")
    default_rule: str = text(
        "Host(`{{ normalize .Name }}`)", says="The rule of routers without one: a Go template over the service."
    )
    namespaces: tuple[str, ...] = texts(says="The namespaces that are looked at.")
    refresh_interval: int = duration(15 * SECOND, says="How often the services are asked for.")
    stale: bool = flag(says="Whether answers may be behind.")
    allow_empty_services: bool = flag(says="Whether services without a healthy instance are kept.")
    watch: bool = flag(since="3.2", says="Whether changes are followed.")
    throttle_duration: int = duration(since="3.2", says="How much time lies at least between two changes that count.")
    namespace: None = removed(says="Write `namespaces`, a list.")


class CatalogAuth(Section):
    """Basic authentication at Consul."""

    username: str = text(says="The name.")
    password: str = text(says="The password.")


class CatalogEndpoint(Section):
    """How Consul is reached."""

    address: str = text(says="The address of the agent, as `host:port`.")
    scheme: str = text(says="`http` or `https`.")
    datacenter: str = text(says="The data centre; the agent's where none is given.")
    token: str = text(says="The token that lets Traefik in.")
    endpoint_wait_time: int = duration(says="How long a blocking question may take.")
    http_auth: CatalogAuth | None = struct(CatalogAuth, "*consulcatalog.EndpointHTTPAuthConfig")
    tls: TlsClient | None = struct(TlsClient, "*types.ClientTLS")


class ConsulCatalogProvider(Section):
    """Finds the services of Consul."""

    endpoint: CatalogEndpoint | None = struct(CatalogEndpoint, "*consulcatalog.EndpointConfig")
    prefix: str = text("traefik", says="How the tags begin that Traefik reads.")
    exposed_by_default: bool = flag(True, says="Whether services are routed that do not say `traefik.enable=true`.")
    constraints: str = text(says="An expression over tags that says which services count.")
    default_rule: str = text(
        "Host(`{{ normalize .Name }}`)", says="The rule of routers without one: a Go template over the service."
    )
    refresh_interval: int = duration(15 * SECOND, says="How often the services are asked for.")
    require_consistent: bool = flag(says="Whether answers must be up to date on all servers.")
    stale: bool = flag(says="Whether answers may be behind.")
    cache: bool = flag(says="Whether the agent's cache may answer.")
    connect_aware: bool = flag(says="Whether Consul Connect is used.")
    connect_by_default: bool = flag(says="Whether services are reached by Connect that do not say so.")
    service_name: str = text("traefik", says="The name of Traefik's own service in Consul.")
    namespaces: tuple[str, ...] = texts(says="The namespaces that are looked at.")
    strict_checks: tuple[str, ...] = texts(
        ("passing", "warning"), says="The states of health checks that count as healthy."
    )
    watch: bool = flag(says="Whether changes are followed.")
    namespace: None = removed(says="Write `namespaces`, a list.")
