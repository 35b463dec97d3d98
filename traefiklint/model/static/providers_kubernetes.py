"""The providers that read a Kubernetes cluster.

Source: Traefik's own list of options, asked of every version (`tests/model/static_fields.json`).
"""

from __future__ import annotations

from collections.abc import Mapping

from traefiklint.model.base import Section
from traefiklint.model.fields import CERTIFICATE, duration, flag, integer, mapping, struct, structs, text, texts


class KubernetesProvider(Section):
    """What the providers of Kubernetes have in common."""

    endpoint: str = text("endpoint", says="The URL of the API server; the cluster's own where none is given.")
    token: str = text("token", says="The bearer token for the API server.")
    cert_auth_file_path: str = text(
        "certAuthFilePath", opens=CERTIFICATE, says="The file with the authority of the API server's certificate."
    )
    throttle_duration: int = duration(
        "throttleDuration", says="How much time lies at least between two changes that count."
    )


class IngressEndpoint(Section):
    """The address that Ingresses get as their status."""

    ip: str = text("ip", says="An IP address.")
    hostname: str = text("hostname", says="A host name.")
    published_service: str = text("publishedService", says="The service whose status is copied, as `namespace/name`.")


class KubernetesIngressProvider(KubernetesProvider):
    """Reads Ingresses."""

    namespaces: tuple[str, ...] = texts(
        "namespaces", says="The namespaces that are looked at; all where none is given."
    )
    label_selector: str = text("labelSelector", says="Which Ingresses count, by their labels.")
    ingress_class: str = text("ingressClass", says="Which Ingresses count, by their class.")
    ingress_endpoint: IngressEndpoint | None = struct("ingressEndpoint", IngressEndpoint, "*ingress.EndpointIngress")
    allow_empty_services: bool = flag("allowEmptyServices", says="Whether services without end points are kept.")
    allow_external_name_services: bool = flag(
        "allowExternalNameServices", says="Whether services may be names outside of the cluster."
    )
    disable_ingress_class_lookup: bool = flag(
        "disableIngressClassLookup",
        deprecated=True,
        says="Whether IngressClass objects are not read; use `disableClusterScopeResources`.",
    )
    disable_cluster_scope_resources: bool = flag(
        "disableClusterScopeResources", since="3.2", says="Whether nothing outside of namespaces is read."
    )
    native_lb_by_default: bool = flag("nativeLBByDefault", says="Whether Kubernetes balances the load by default.")
    strict_prefix_matching: bool = flag(
        "strictPrefixMatching", since="3.5", says="Whether a path prefix ends at a slash."
    )
    cross_provider_namespaces: tuple[str, ...] = texts(
        "crossProviderNamespaces", since="3.7.1", says="The namespaces that may refer to other providers."
    )
    default_rule_syntax: str = text("defaultRuleSyntax", since="3.1", ignored=True)


class KubernetesCrdProvider(KubernetesProvider):
    """Reads Traefik's own kinds of objects."""

    namespaces: tuple[str, ...] = texts(
        "namespaces", says="The namespaces that are looked at; all where none is given."
    )
    label_selector: str = text("labelSelector", says="Which objects count, by their labels.")
    ingress_class: str = text("ingressClass", says="Which objects count, by the annotation of their class.")
    allow_cross_namespace: bool = flag("allowCrossNamespace", says="Whether objects may refer to other namespaces.")
    allow_empty_services: bool = flag("allowEmptyServices", says="Whether services without end points are kept.")
    allow_external_name_services: bool = flag(
        "allowExternalNameServices", says="Whether services may be names outside of the cluster."
    )
    disable_cluster_scope_resources: bool = flag(
        "disableClusterScopeResources", since="3.2", says="Whether nothing outside of namespaces is read."
    )
    native_lb_by_default: bool = flag("nativeLBByDefault", says="Whether Kubernetes balances the load by default.")
    cross_provider_namespaces: tuple[str, ...] = texts(
        "crossProviderNamespaces", since="3.7.1", says="The namespaces that may refer to other providers."
    )
    default_tls_resources_namespace: str = text(
        "defaultTLSResourcesNamespace",
        since="3.7.12",
        says="The namespace whose TLS options and stores named `default` count.",
    )
    safe_naming: bool = flag("safeNaming", since="3.7.12", says="Whether names of objects cannot collide.")


class NamespacedName(Section):
    """An object of a cluster."""

    name: str = text("name", says="Its name.")
    namespace: str = text("namespace", says="Its namespace.")


class StatusAddress(Section):
    """The address that Gateways get as their status."""

    ip: str = text("ip", says="An IP address.")
    hostname: str = text("hostname", says="A host name.")
    service: NamespacedName | None = struct("service", NamespacedName, "gateway.ServiceRef")


class GatewayEntryPoint(Section):
    """An entry point as the Gateway provider sees it; Traefik fills it itself."""

    address: str = text("address", says="Where it listens.")
    has_httptls_conf: bool = flag("hasHTTPTLSConf", says="Whether its routers serve TLS.")


class KubernetesGatewayProvider(KubernetesProvider):
    """Reads the Gateway API."""

    namespaces: tuple[str, ...] = texts(
        "namespaces", says="The namespaces that are looked at; all where none is given."
    )
    label_selector: str = text("labelSelector", says="Which objects count, by their labels.")
    experimental_channel: bool = flag(
        "experimentalChannel", says="Whether kinds of objects count that are not settled."
    )
    status_address: StatusAddress | None = struct("statusAddress", StatusAddress, "*gateway.StatusAddress")
    native_lb_by_default: bool = flag(
        "nativeLBByDefault", since="3.2", says="Whether Kubernetes balances the load by default."
    )
    cross_provider_namespaces: tuple[str, ...] = texts(
        "crossProviderNamespaces", since="3.7.1", says="The namespaces that may refer to other providers."
    )
    qps: int = integer("qps", 50, since="3.7.4", says="How many questions a second the API server is asked.")
    burst: int = integer("burst", 100, since="3.7.4", says="How many questions it may be asked at once.")
    gateways: tuple[NamespacedName, ...] = structs(
        "gateways", NamespacedName, since="3.7.15", says="The Gateways that count; all where none is given."
    )
    entry_points: Mapping[str, GatewayEntryPoint] = mapping("entryPoints", GatewayEntryPoint, ignored=True)


class IpAllowListStrategy(Section):
    """How the address of a client is found."""

    depth: int = integer("depth", says="Which address of `X-Forwarded-For` counts, from the right.")
    excluded_ips: tuple[str, ...] = texts("excludedIPs", says="The addresses that are passed over.")
    ipv6_subnet: int = integer("ipv6Subnet", says="To how many bits IPv6 addresses are cut.")


class IngressNginxProvider(KubernetesProvider):
    """Reads Ingresses that were written for ingress-nginx."""

    controller_class: str = text(
        "controllerClass", "k8s.io/ingress-nginx", says="The controller whose IngressClasses count."
    )
    ingress_class: str = text("ingressClass", "nginx", says="The class whose Ingresses count.")
    ingress_class_by_name: bool = flag("ingressClassByName", says="Whether the class counts by its name, too.")
    watch_ingress_without_class: bool = flag(
        "watchIngressWithoutClass", says="Whether Ingresses without a class count."
    )
    watch_namespace: str = text("watchNamespace", says="The namespace that is looked at; all where none is given.")
    watch_namespace_selector: str = text(
        "watchNamespaceSelector", says="Which namespaces are looked at, by their labels."
    )
    publish_service: str = text("publishService", says="The service whose address Ingresses get as their status.")
    publish_status_address: tuple[str, ...] = texts(
        "publishStatusAddress", says="The addresses that Ingresses get as their status."
    )
    default_backend_service: str = text("defaultBackendService", says="The service that answers what no Ingress does.")
    disable_svc_external_name: bool = flag(
        "disableSvcExternalName", says="Whether services may not be names outside of the cluster."
    )
    http_entry_point: str = text("httpEntryPoint", since="3.7", says="The entry point for HTTP.")
    https_entry_point: str = text("httpsEntryPoint", since="3.7", says="The entry point for HTTPS.")
    allow_snippet_annotations: bool = flag(
        "allowSnippetAnnotations", since="3.7", says="Whether snippets of nginx configuration are read."
    )
    allow_cross_namespace_resources: bool = flag(
        "allowCrossNamespaceResources", since="3.7", says="Whether objects may refer to other namespaces."
    )
    global_allowed_response_headers: tuple[str, ...] = texts(
        "globalAllowedResponseHeaders", since="3.7", says="Response headers that annotations may set."
    )
    global_auth_url: str = text(
        "globalAuthURL", since="3.7", says="The URL that is asked whether a request may pass, for all Ingresses."
    )
    custom_http_errors: tuple[str, ...] = texts(
        "customHTTPErrors", since="3.7", says="The statuses for which the default back end answers."
    )
    ip_allow_list_strategy: IpAllowListStrategy | None = struct(
        "ipAllowListStrategy", IpAllowListStrategy, "*dynamic.IPStrategy", since="3.7"
    )
    strict_validate_path_type: bool = flag(
        "strictValidatePathType", True, since="3.7", says="Whether paths that do not fit their type are refused."
    )
    proxy_request_buffering: bool = flag(
        "proxyRequestBuffering", since="3.7", says="Whether requests are read whole before they are passed on."
    )
    proxy_buffering: bool = flag(
        "proxyBuffering", since="3.7", says="Whether responses are read whole before they are passed on."
    )
    client_body_buffer_size: int = integer(
        "clientBodyBufferSize", 16384, since="3.7", says="How many bytes of a request are kept in memory."
    )
    proxy_body_size: int = integer("proxyBodySize", 1 << 20, since="3.7", says="How many bytes a request may have.")
    proxy_buffer_size: int = integer(
        "proxyBufferSize", 8192, since="3.7", says="How many bytes of a response are kept in memory."
    )
    proxy_buffers_number: int = integer("proxyBuffersNumber", 4, since="3.7", says="How many such buffers there are.")
    proxy_connect_timeout: int = integer(
        "proxyConnectTimeout", 60, since="3.7", says="How many seconds a connection may take."
    )
    proxy_read_timeout: int = integer(
        "proxyReadTimeout", 60, since="3.7", says="How many seconds a service may be silent."
    )
    proxy_send_timeout: int = integer(
        "proxySendTimeout", 60, since="3.7", says="How many seconds a service may take no bytes."
    )
    proxy_next_upstream: str = text(
        "proxyNextUpstream", "error timeout", since="3.7", says="In which cases the next server is tried."
    )
    proxy_next_upstream_tries: int = integer(
        "proxyNextUpstreamTries", 3, since="3.7", says="How many servers are tried."
    )
    proxy_next_upstream_timeout: int = integer(
        "proxyNextUpstreamTimeout", since="3.7", says="How many seconds are spent on that."
    )
    upstream_keepalive_timeout: int = integer(
        "upstreamKeepaliveTimeout", 60, since="3.7", says="How many seconds an idle connection is kept."
    )
    non_tls_entry_points: tuple[str, ...] = texts("nonTLSEntryPoints", ignored=True)


class KnativeProvider(KubernetesProvider):
    """Reads Knative services."""

    namespaces: tuple[str, ...] = texts(
        "namespaces", says="The namespaces that are looked at; all where none is given."
    )
    label_selector: str = text("labelSelector", says="Which objects count, by their labels.")
    public_entrypoints: tuple[str, ...] = texts(
        "publicEntrypoints", says="The entry points for services that everybody reaches."
    )
    public_service: NamespacedName | None = struct("publicService", NamespacedName, "knative.ServiceRef")
    private_entrypoints: tuple[str, ...] = texts(
        "privateEntrypoints", says="The entry points for services of the cluster."
    )
    private_service: NamespacedName | None = struct("privateService", NamespacedName, "knative.ServiceRef")
