"""Where the dynamic configuration comes from.

Source: Traefik's own list of options, asked of every version (`tests/model/static_fields.json`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from traefiklint.model.base import Section
from traefiklint.model.fields import SECOND, duration, flag, integer, raw_map, removed, struct, text, text_map, texts
from traefiklint.model.static.otlp import TlsClient
from traefiklint.model.static.providers_containers import (
    ConsulCatalogProvider,
    DockerProvider,
    EcsProvider,
    NomadProvider,
    SwarmProvider,
)
from traefiklint.model.static.providers_kubernetes import (
    IngressNginxProvider,
    KnativeProvider,
    KubernetesCrdProvider,
    KubernetesGatewayProvider,
    KubernetesIngressProvider,
)


class FileProvider(Section):
    """Reads files."""

    directory: str = text(says="The folder that is read, with its sub-folders; `filename` is not read where it is set.")
    filename: str = text(says="The file that is read.")
    watch: bool = flag(True, says="Whether changes are followed.")
    debug_log_generated_template: bool = flag(says="Whether rendered templates are written to the log.")


class HttpProvider(Section):
    """Asks a URL."""

    endpoint: str = text(says="The URL.")
    poll_interval: int = duration(5 * SECOND, says="How often it is asked.")
    poll_timeout: int = duration(5 * SECOND, says="How long an answer may take.")
    headers: Mapping[str, str] = text_map(says="Headers that every question carries.")
    tls: TlsClient | None = struct(TlsClient, "*types.ClientTLS")
    max_response_body_size: int = integer(
        -1, since="3.6.11", says="How many bytes an answer may have; -1 is any number."
    )


class RestProvider(Section):
    """Lets the configuration be set over HTTP."""

    insecure: bool = flag(says="Whether anybody may, on port 8080.")


class KeyValueProvider(Section):
    """What the stores of keys and values have in common."""

    root_key: str = text("traefik", says="The key below which the configuration stands.")
    endpoints: tuple[str, ...] = texts(("127.0.0.1:2181",), says="The servers, as `host:port`.")


class ConsulProvider(KeyValueProvider):
    """Reads Consul's store of keys and values."""

    endpoints: tuple[str, ...] = texts(("127.0.0.1:8500",), says="The servers, as `host:port`.")
    token: str = text(says="The token that lets Traefik in.")
    tls: TlsClient | None = struct(TlsClient, "*types.ClientTLS")
    namespaces: tuple[str, ...] = texts(says="The namespaces that are looked at.")
    namespace: None = removed(says="Write `namespaces`, a list.")


class EtcdProvider(KeyValueProvider):
    """Reads etcd."""

    endpoints: tuple[str, ...] = texts(("127.0.0.1:2379",), says="The servers, as `host:port`.")
    tls: TlsClient | None = struct(TlsClient, "*types.ClientTLS")
    username: str = text(says="The user.")
    password: str = text(says="The password.")


class ZooKeeperProvider(KeyValueProvider):
    """Reads ZooKeeper."""

    username: str = text(says="The user.")
    password: str = text(says="The password.")


class RedisSentinel(Section):
    """Finds the Redis server by Sentinel."""

    master_name: str = text(says="The name of the master.")
    username: str = text(says="The user at Sentinel.")
    password: str = text(says="The password at Sentinel.")
    latency_strategy: bool = flag(says="Whether the nearest server is asked.")
    random_strategy: bool = flag(says="Whether any server is asked.")
    replica_strategy: bool = flag(says="Whether only replicas are asked.")
    use_disconnected_replicas: bool = flag(says="Whether replicas count that have lost their master.")


class RedisProvider(KeyValueProvider):
    """Reads Redis."""

    endpoints: tuple[str, ...] = texts(("127.0.0.1:6379",), says="The servers, as `host:port`.")
    tls: TlsClient | None = struct(TlsClient, "*types.ClientTLS")
    username: str = text(says="The user.")
    password: str = text(says="The password.")
    db: int = integer(says="The number of the database.")
    sentinel: RedisSentinel | None = struct(RedisSentinel, "*redis.Sentinel")


class Providers(Section):
    """Where Traefik takes its dynamic configuration from."""

    throttle: int = duration(
        2 * SECOND, key="providersThrottleDuration", says="How much time lies at least between two changes that count."
    )
    precedence: tuple[str, ...] = texts(
        (
            "kubernetesgateway",
            "kubernetescrd",
            "kubernetes",
            "kubernetesingressnginx",
            "swarm",
            "docker",
            "file",
            "redis",
            "knative",
            "consul",
            "consulcatalog",
            "nomad",
            "etcd",
            "ecs",
            "http",
            "zookeeper",
            "rest",
        ),
        since="3.7",
        says="The providers in the order in which they win; the first comes first.",
    )
    docker: DockerProvider | None = struct(DockerProvider, may_be_empty=True)
    swarm: SwarmProvider | None = struct(SwarmProvider, may_be_empty=True)
    file_provider: FileProvider | None = struct(FileProvider, "*file.Provider", key="file")
    kubernetes_ingress: KubernetesIngressProvider | None = struct(KubernetesIngressProvider, may_be_empty=True)
    kubernetes_ingress_nginx: IngressNginxProvider | None = struct(
        IngressNginxProvider, key="kubernetesIngressNGINX", since="3.5", may_be_empty=True
    )
    kubernetes_crd: KubernetesCrdProvider | None = struct(KubernetesCrdProvider, key="kubernetesCRD", may_be_empty=True)
    kubernetes_gateway: KubernetesGatewayProvider | None = struct(KubernetesGatewayProvider, may_be_empty=True)
    knative: KnativeProvider | None = struct(KnativeProvider, since="3.6", may_be_empty=True)
    rest: RestProvider | None = struct(RestProvider, may_be_empty=True)
    consul_catalog: ConsulCatalogProvider | None = struct(ConsulCatalogProvider, may_be_empty=True)
    nomad: NomadProvider | None = struct(NomadProvider, may_be_empty=True)
    ecs: EcsProvider | None = struct(EcsProvider, may_be_empty=True)
    consul: ConsulProvider | None = struct(ConsulProvider, may_be_empty=True)
    etcd: EtcdProvider | None = struct(EtcdProvider, may_be_empty=True)
    zoo_keeper: ZooKeeperProvider | None = struct(ZooKeeperProvider, may_be_empty=True)
    redis: RedisProvider | None = struct(RedisProvider, may_be_empty=True)
    http: HttpProvider | None = struct(HttpProvider, may_be_empty=True)
    plugin: Mapping[str, Any] = raw_map(
        "map[string]static.PluginConf", says="Providers that are plugins, by name, with what each is configured with."
    )
    marathon: None = removed(says="Delete it: Traefik 3 does not know Marathon.")
    rancher: None = removed(
        says="Delete it: Traefik 3 does not know Rancher 1; use `providers.kubernetesIngress` for Rancher 2."
    )
