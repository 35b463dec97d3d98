"""The providers that read a Kubernetes cluster.

Source: Traefik's own list of options, asked of every version (`tests/model/static_fields.json`).
"""

from __future__ import annotations

from collections.abc import Mapping

from traefiklint.model.base import Section
from traefiklint.model.fields import CERTIFICATE, duration, flag, integer, mapping, struct, structs, text, texts


class KubernetesProvider(Section):
    """What the providers of Kubernetes have in common."""

    endpoint: str = text(says="The URL of the API server; the cluster's own where none is given.")
    token: str = text(says="The bearer token for the API server.")
    cert_auth_file_path: str = text(
        opens=CERTIFICATE, says="The file with the authority of the API server's certificate."
    )
    throttle_duration: int = duration(says="How much time lies at least between two changes that count.")


class IngressEndpoint(Section):
    """The address that Ingresses get as their status."""

    ip: str = text(says="An IP address.")
    hostname: str = text(says="A host name.")
    published_service: str = text(says="The service whose status is copied, as `namespace/name`.")


class KubernetesIngressProvider(KubernetesProvider):
    """Reads Ingresses."""

    namespaces: tuple[str, ...] = texts(says="The namespaces that are looked at; all where none is given.")
    label_selector: str = text(says="Which Ingresses count, by their labels.")
    ingress_class: str = text(says="Which Ingresses count, by their class.")
    ingress_endpoint: IngressEndpoint | None = struct(IngressEndpoint, "*ingress.EndpointIngress")
    allow_empty_services: bool = flag(says="Whether services without end points are kept.")
    allow_external_name_services: bool = flag(says="Whether services may be names outside of the cluster.")
    disable_ingress_class_lookup: bool = flag(
        deprecated=True, says="Whether IngressClass objects are not read; use `disableClusterScopeResources`."
    )
    disable_cluster_scope_resources: bool = flag(since="3.2", says="Whether nothing outside of namespaces is read.")
    native_lb_by_default: bool = flag(key="nativeLBByDefault", says="Whether Kubernetes balances the load by default.")
    strict_prefix_matching: bool = flag(since="3.5", says="Whether a path prefix ends at a slash.")
    cross_provider_namespaces: tuple[str, ...] = texts(
        since="3.7.1", says="The namespaces that may refer to other providers."
    )
    default_rule_syntax: str = text(since="3.1", ignored=True)


class KubernetesCrdProvider(KubernetesProvider):
    """Reads Traefik's own kinds of objects."""

    namespaces: tuple[str, ...] = texts(says="The namespaces that are looked at; all where none is given.")
    label_selector: str = text(says="Which objects count, by their labels.")
    ingress_class: str = text(says="Which objects count, by the annotation of their class.")
    allow_cross_namespace: bool = flag(says="Whether objects may refer to other namespaces.")
    allow_empty_services: bool = flag(says="Whether services without end points are kept.")
    allow_external_name_services: bool = flag(says="Whether services may be names outside of the cluster.")
    disable_cluster_scope_resources: bool = flag(since="3.2", says="Whether nothing outside of namespaces is read.")
    native_lb_by_default: bool = flag(key="nativeLBByDefault", says="Whether Kubernetes balances the load by default.")
    cross_provider_namespaces: tuple[str, ...] = texts(
        since="3.7.1", says="The namespaces that may refer to other providers."
    )
    default_tls_resources_namespace: str = text(
        key="defaultTLSResourcesNamespace",
        since="3.7.12",
        says="The namespace whose TLS options and stores named `default` count.",
    )
    safe_naming: bool = flag(since="3.7.12", says="Whether names of objects cannot collide.")


class NamespacedName(Section):
    """An object of a cluster."""

    name: str = text(says="Its name.")
    namespace: str = text(says="Its namespace.")


class StatusAddress(Section):
    """The address that Gateways get as their status."""

    ip: str = text(says="An IP address.")
    hostname: str = text(says="A host name.")
    service: NamespacedName | None = struct(NamespacedName, "gateway.ServiceRef")


class GatewayEntryPoint(Section):
    """An entry point as the Gateway provider sees it; Traefik fills it itself."""

    address: str = text(says="Where it listens.")
    has_httptls_conf: bool = flag(key="hasHTTPTLSConf", says="Whether its routers serve TLS.")


class KubernetesGatewayProvider(KubernetesProvider):
    """Reads the Gateway API."""

    namespaces: tuple[str, ...] = texts(says="The namespaces that are looked at; all where none is given.")
    label_selector: str = text(says="Which objects count, by their labels.")
    experimental_channel: bool = flag(says="Whether kinds of objects count that are not settled.")
    status_address: StatusAddress | None = struct(StatusAddress, "*gateway.StatusAddress")
    native_lb_by_default: bool = flag(
        key="nativeLBByDefault", since="3.2", says="Whether Kubernetes balances the load by default."
    )
    cross_provider_namespaces: tuple[str, ...] = texts(
        since="3.7.1", says="The namespaces that may refer to other providers."
    )
    qps: int = integer(50, since="3.7.4", says="How many questions a second the API server is asked.")
    burst: int = integer(100, since="3.7.4", says="How many questions it may be asked at once.")
    gateways: tuple[NamespacedName, ...] = structs(
        NamespacedName, since="3.7.15", says="The Gateways that count; all where none is given."
    )
    entry_points: Mapping[str, GatewayEntryPoint] = mapping(GatewayEntryPoint, ignored=True)


class IpAllowListStrategy(Section):
    """How the address of a client is found."""

    depth: int = integer(says="Which address of `X-Forwarded-For` counts, from the right.")
    excluded_ips: tuple[str, ...] = texts(key="excludedIPs", says="The addresses that are passed over.")
    ipv6_subnet: int = integer(says="To how many bits IPv6 addresses are cut.")


class IngressNginxProvider(KubernetesProvider):
    """Reads Ingresses that were written for ingress-nginx."""

    controller_class: str = text("k8s.io/ingress-nginx", says="The controller whose IngressClasses count.")
    ingress_class: str = text("nginx", says="The class whose Ingresses count.")
    ingress_class_by_name: bool = flag(says="Whether the class counts by its name, too.")
    watch_ingress_without_class: bool = flag(says="Whether Ingresses without a class count.")
    watch_namespace: str = text(says="The namespace that is looked at; all where none is given.")
    watch_namespace_selector: str = text(says="Which namespaces are looked at, by their labels.")
    publish_service: str = text(says="The service whose address Ingresses get as their status.")
    publish_status_address: tuple[str, ...] = texts(says="The addresses that Ingresses get as their status.")
    default_backend_service: str = text(says="The service that answers what no Ingress does.")
    disable_svc_external_name: bool = flag(says="Whether services may not be names outside of the cluster.")
    http_entry_point: str = text(since="3.7", says="The entry point for HTTP.")
    https_entry_point: str = text(since="3.7", says="The entry point for HTTPS.")
    allow_snippet_annotations: bool = flag(since="3.7", says="Whether snippets of nginx configuration are read.")
    allow_cross_namespace_resources: bool = flag(since="3.7", says="Whether objects may refer to other namespaces.")
    global_allowed_response_headers: tuple[str, ...] = texts(
        since="3.7", says="Response headers that annotations may set."
    )
    global_auth_url: str = text(
        key="globalAuthURL", since="3.7", says="The URL that is asked whether a request may pass, for all Ingresses."
    )
    custom_http_errors: tuple[str, ...] = texts(
        key="customHTTPErrors", since="3.7", says="The statuses for which the default back end answers."
    )
    ip_allow_list_strategy: IpAllowListStrategy | None = struct(IpAllowListStrategy, "*dynamic.IPStrategy", since="3.7")
    strict_validate_path_type: bool = flag(
        True, since="3.7", says="Whether paths that do not fit their type are refused."
    )
    proxy_request_buffering: bool = flag(since="3.7", says="Whether requests are read whole before they are passed on.")
    proxy_buffering: bool = flag(since="3.7", says="Whether responses are read whole before they are passed on.")
    client_body_buffer_size: int = integer(16384, since="3.7", says="How many bytes of a request are kept in memory.")
    proxy_body_size: int = integer(1 << 20, since="3.7", says="How many bytes a request may have.")
    proxy_buffer_size: int = integer(8192, since="3.7", says="How many bytes of a response are kept in memory.")
    proxy_buffers_number: int = integer(4, since="3.7", says="How many such buffers there are.")
    proxy_connect_timeout: int = integer(60, since="3.7", says="How many seconds a connection may take.")
    proxy_read_timeout: int = integer(60, since="3.7", says="How many seconds a service may be silent.")
    proxy_send_timeout: int = integer(60, since="3.7", says="How many seconds a service may take no bytes.")
    proxy_next_upstream: str = text("error timeout", since="3.7", says="In which cases the next server is tried.")
    proxy_next_upstream_tries: int = integer(3, since="3.7", says="How many servers are tried.")
    proxy_next_upstream_timeout: int = integer(since="3.7", says="How many seconds are spent on that.")
    upstream_keepalive_timeout: int = integer(60, since="3.7", says="How many seconds an idle connection is kept.")
    non_tls_entry_points: tuple[str, ...] = texts(key="nonTLSEntryPoints", ignored=True)


class KnativeProvider(KubernetesProvider):
    """Reads Knative services."""

    namespaces: tuple[str, ...] = texts(says="The namespaces that are looked at; all where none is given.")
    label_selector: str = text(says="Which objects count, by their labels.")
    public_entrypoints: tuple[str, ...] = texts(says="The entry points for services that everybody reaches.")
    public_service: NamespacedName | None = struct(NamespacedName, "knative.ServiceRef")
    private_entrypoints: tuple[str, ...] = texts(says="The entry points for services of the cluster.")
    private_service: NamespacedName | None = struct(NamespacedName, "knative.ServiceRef")
