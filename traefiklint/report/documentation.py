"""Which page of Traefik's documentation describes what a rule is about, in each version.

One table, by the class of the model that a rule looks at, else by its category. The paths are those of Traefik's own
`docs/content`, as https://doc.traefik.io/traefik shows them in the newest version; `_FORMER` says where the same stood
before a page was there, after Traefik's own redirections (`docs/mkdocs.yml`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from traefiklint.checks.registry import Rule
from traefiklint.versions import TARGETS, Version

_SITE = "https://doc.traefik.io/traefik/"
_ROUTING, _INSTALL = "reference/routing-configuration/", "reference/install-configuration/"

_MIDDLEWARES = {
    "AddPrefix": "addprefix", "BasicAuth": "basicauth", "Buffering": "buffering", "Chain": "chain",
    "CircuitBreaker": "circuitbreaker", "Compress": "compress", "ContentType": "contenttype",
    "DigestAuth": "digestauth", "Errors": "errorpages", "ForwardAuth": "forwardauth", "Headers": "headers",
    "InFlightReq": "inflightreq", "IpAllowList": "ipallowlist", "IpWhiteList": "ipallowlist",
    "IpStrategy": "ipallowlist", "RateLimit": "ratelimit", "RedirectRegex": "redirectregex",
    "RedirectScheme": "redirectscheme", "ReplacePathRegex": "replacepathregex", "Retry": "retry",
    "StripPrefix": "stripprefix", "StripPrefixRegex": "stripprefixregex", "Middleware": "overview",
    "RedirectLoop": "redirectregex", "LostRedirect": "redirectscheme", "RedirectToNobody": "redirectregex",
}  # fmt: skip
_OTHERS = {
    "Server": (_ROUTING + "http/load-balancing/service/", "HTTP services"),
    "ServersTransport": (_ROUTING + "http/load-balancing/serverstransport/", "HTTP servers transports"),
    "TcpRouter": (_ROUTING + "tcp/routing/router/", "TCP routers"),
    "TcpServer": (_ROUTING + "tcp/service/", "TCP services"),
    "TcpLoadBalancer": (_ROUTING + "tcp/service/", "TCP services"),
    "TcpWeightedRoundRobin": (_ROUTING + "tcp/service/", "TCP services"),
    "TcpRouterTls": (_ROUTING + "tcp/tls/", "TCP TLS"),
    "TcpIpAllowList": (_ROUTING + "tcp/middlewares/ipallowlist/", "TCP middleware IPAllowList"),
    "TcpInFlightConn": (_ROUTING + "tcp/middlewares/inflightconn/", "TCP middleware InFlightConn"),
    "RouterTls": (_ROUTING + "http/tls/overview/", "TLS"),
    "TlsOptions": (_ROUTING + "http/tls/tls-options/", "TLS options"),
    "Certificate": (_ROUTING + "http/tls/tls-certificates/", "TLS certificates"),
    "Router": (_ROUTING + "http/routing/router/", "HTTP routers"),
    "RouterCycle": (_ROUTING + "http/routing/multi-layer-routing/", "multi-layer routing"),
    "ChildOption": (_ROUTING + "http/routing/multi-layer-routing/", "multi-layer routing"),
    "SplitParent": (_ROUTING + "http/routing/multi-layer-routing/", "multi-layer routing"),
    "MissingParent": (_ROUTING + "http/routing/multi-layer-routing/", "multi-layer routing"),
    "ServiceAndChildren": (_ROUTING + "http/routing/multi-layer-routing/", "multi-layer routing"),
    "AccessLog": (_INSTALL + "observability/logs-and-accesslogs/#accesslogs", "logs and access logs"),
    "AccessLogFields": (_INSTALL + "observability/logs-and-accesslogs/#accesslogs", "logs and access logs"),
    "AccessLogFilters": (_INSTALL + "observability/logs-and-accesslogs/#accesslogs", "logs and access logs"),
    "Log": (_INSTALL + "observability/logs-and-accesslogs/", "logs and access logs"),
    "Metrics": (_INSTALL + "observability/metrics/", "metrics"),
    "Datadog": (_INSTALL + "observability/metrics/", "metrics"),
    "InfluxDb2": (_INSTALL + "observability/metrics/", "metrics"),
    "UnorderedBounds": (_INSTALL + "observability/metrics/", "metrics"),
    "Tracing": (_INSTALL + "observability/tracing/", "tracing"),
    "NoCollector": (_INSTALL + "observability/tracing/", "tracing"),
    "Acme": (_INSTALL + "tls/certificate-resolvers/acme/", "ACME"),
    "Eab": (_INSTALL + "tls/certificate-resolvers/acme/", "ACME"),
    "DnsChallenge": (_INSTALL + "tls/certificate-resolvers/acme/", "ACME"),
    "CertificatesResolver": (_INSTALL + "tls/certificate-resolvers/overview/", "certificate resolvers"),
    "NoStorage": (_INSTALL + "tls/certificate-resolvers/acme/", "ACME"),
    "SpiffeClient": (_INSTALL + "tls/spiffe/", "SPIFFE"),
    "EmptyOverride": (_INSTALL + "tls/ocsp/", "OCSP"),
    "Api": (_INSTALL + "api-dashboard/", "API and dashboard"),
    "Ping": (_INSTALL + "configuration-options/", "all options of the static configuration"),
    "Prometheus": (_INSTALL + "observability/metrics/", "metrics"),
    "StaticEntryPoint": (_INSTALL + "entrypoints/", "entry points"),
    "EntryPointHttp": (_INSTALL + "entrypoints/", "entry points"),
    "EntryPointObservability": (_INSTALL + "entrypoints/", "entry points"),
    "ForwardedHeaders": (_INSTALL + "entrypoints/", "entry points"),
    "Redirections": (_INSTALL + "entrypoints/", "entry points"),
    "BadAddress": (_INSTALL + "entrypoints/", "entry points"),
    "TakenPort": (_INSTALL + "entrypoints/", "entry points"),
    "DockerProvider": (_INSTALL + "providers/docker/", "the Docker provider"),
    "FileProvider": (_INSTALL + "providers/others/file/", "the file provider"),
    "HttpProvider": (_INSTALL + "providers/others/http/", "the HTTP provider"),
    "RedisProvider": (_INSTALL + "providers/kv/redis/", "the Redis provider"),
    "ConsulProvider": (_INSTALL + "providers/hashicorp/consul/", "the Consul provider"),
    "NomadProvider": (_INSTALL + "providers/hashicorp/nomad/", "the Nomad provider"),
    "KubernetesIngressProvider": (_INSTALL + "providers/kubernetes/kubernetes-ingress/", "the Ingress provider"),
    "Providers": (_INSTALL + "providers/overview/", "providers"),
    "Experimental": (_INSTALL + "experimental/plugins/", "plugins"),
    "FatalPlugin": (_INSTALL + "experimental/plugins/", "plugins"),
}
_CATEGORIES = {
    "entrypoint": (_INSTALL + "entrypoints/", "entry points"),
    "files": (_INSTALL + "providers/others/file/", "the file provider"),
    "labels": (_ROUTING + "other-providers/docker/", "Docker labels"),
    "middleware": (_ROUTING + "http/middlewares/overview/", "HTTP middlewares"),
    "migration": ("migrate/v2-to-v3-details/", "from version 2 to 3"),
    "performance": (_ROUTING + "http/tls/overview/", "TLS"),
    "reference": (_ROUTING + "http/routing/router/", "HTTP routers"),
    "router": (_ROUTING + "http/routing/rules-and-priority/", "rules and priority"),
    "rule": (_ROUTING + "http/routing/rules-and-priority/", "rules and priority"),
    "schema": (_ROUTING + "other-providers/file/", "all options of files"),
    "security": (_ROUTING + "http/routing/router/", "HTTP routers"),
    "service": (_ROUTING + "http/load-balancing/service/", "HTTP services"),
    "static": (_INSTALL + "configuration-options/", "all options of the static configuration"),
    "style": (_ROUTING + "other-providers/file/", "all options of files"),
    "tls": (_ROUTING + "http/tls/overview/", "TLS"),
    "yaml": (_INSTALL + "providers/others/file/", "the file provider"),
}
_OF_CATEGORY = ("rule", "router", "files", "schema", "style", "labels", "reference", "entrypoint")
"""The categories that say more than the class that their rules look at."""

_FORMER = {
    "migrate/v2-to-v3-details/": ("3.4", "migration/v2-to-v3-details/"),
    _ROUTING + "http/load-balancing/serverstransport/": ("3.3", "routing/services/"),
    _ROUTING + "http/load-balancing/service/": ("3.3", "routing/services/"),
    _ROUTING + "http/middlewares/": ("3.3", "middlewares/http/"),
    _ROUTING + "http/routing/multi-layer-routing/": ("3.6", _ROUTING + "http/routing/router/"),
    _ROUTING + "http/routing/router/": ("3.5", "routing/routers/"),
    _ROUTING + "http/routing/rules-and-priority/": ("3.5", "routing/routers/"),
    _ROUTING + "http/tls/": ("3.3", "https/tls/"),
    _ROUTING + "other-providers/docker/": ("3.3", "routing/providers/docker/"),
    _ROUTING + "other-providers/file/": ("3.5", "reference/dynamic-configuration/file/"),
    _ROUTING + "tcp/middlewares/": ("3.3", "middlewares/tcp/"),
    _ROUTING + "tcp/routing/router/": ("3.5", "routing/routers/"),
    _ROUTING + "tcp/service/": ("3.3", "routing/services/"),
    _ROUTING + "tcp/tls/": ("3.3", "routing/routers/"),
    _INSTALL + "api-dashboard/": ("3.2", "operations/api/"),
    _INSTALL + "configuration-options/": ("3.5", "reference/static-configuration/overview/"),
    _INSTALL + "entrypoints/": ("3.2", "routing/entrypoints/"),
    _INSTALL + "experimental/plugins/": ("3.6", "plugins/"),
    _INSTALL + "observability/logs-and-accesslogs/": ("3.2", "observability/logs/"),
    _INSTALL + "observability/logs-and-accesslogs/#accesslogs": ("3.2", "observability/access-logs/"),
    _INSTALL + "observability/metrics/": ("3.2", "observability/metrics/overview/"),
    _INSTALL + "observability/tracing/": ("3.2", "observability/tracing/overview/"),
    _INSTALL + "providers/docker/": ("3.2", "providers/docker/"),
    _INSTALL + "providers/hashicorp/": ("3.2", "providers/"),
    _INSTALL + "providers/kubernetes/": ("3.2", "providers/"),
    _INSTALL + "providers/kv/": ("3.2", "providers/"),
    _INSTALL + "providers/others/": ("3.2", "providers/"),
    _INSTALL + "providers/overview/": ("3.2", "providers/overview/"),
    _INSTALL + "tls/certificate-resolvers/acme/": ("3.2", "https/acme/"),
    _INSTALL + "tls/certificate-resolvers/overview/": ("3.2", "https/overview/"),
    _INSTALL + "tls/ocsp/": ("3.5", "https/tls/"),
    _INSTALL + "tls/spiffe/": ("3.2", "https/spiffe/"),
}
"""With which version a page came, and where the nearest to it stands before; a folder stands for all pages in it,
which keep their names or, below `http/tls/`, were one page."""
_WERE_ONE = (_ROUTING + "http/tls/",)


class Link(NamedTuple):
    """A page of Traefik's documentation."""

    title: str
    url: str


def link_of(rule: Rule, version: Version) -> Link | None:
    """The page that describes what a rule is about; None where Traefik has none, as about Dokploy.

    Args:
        rule: the rule.
        version: the Traefik whose documentation is meant: that of its minor version, or of the newest known one. Where
            it has no such page, the one is meant that says the same, or comes nearest.
    """
    path, title = _page_of(rule)
    minor = version.judged.name
    return Link(title, f"{_SITE}v{minor}/{_path_in(minor, path)}") if path else None


def with_link(text: str, rule: Rule | None, version: Version) -> str:
    """The text of the page of a rule with the link for a version, above how to fix it."""
    link = link_of(rule, version) if rule is not None else None
    text = _LINE.sub("", text)
    if link is None:
        return text
    return text.replace(HEADING, f"Traefik's documentation: [{link.title}]({link.url})\n\n{HEADING}", 1)


_LINE = re.compile(r"^Traefik's documentation: .*\n\n", re.MULTILINE)
HEADING = "## How to fix it\n"
"""Above this heading of a page stands what is known of its rule from elsewhere."""


def _path_in(minor: str, path: str) -> str:
    """Where the page of a path stands in the documentation of a minor version."""
    known = path if path in _FORMER else path.rstrip("/").rpartition("/")[0] + "/"
    first, before = _FORMER.get(known, (TARGETS[0], path))
    if TARGETS.index(minor) >= TARGETS.index(first):
        return path
    return _path_in(minor, before if known in (path, *_WERE_ONE) else before + path.removeprefix(known))


def _page_of(rule: Rule) -> tuple[str, str]:
    for subject in rule.subjects:
        if rule.category == "dokploy":
            break
        if rule.category in _OF_CATEGORY and not (
            rule.category == "router" and "multi" in _OTHERS.get(subject, ("",))[0]
        ):
            break
        if subject in _MIDDLEWARES:
            name = _MIDDLEWARES[subject]
            return f"{_ROUTING}http/middlewares/{name}/", f"the HTTP middleware {_TITLES.get(name, name)}"
        if subject in _OTHERS:
            return _OTHERS[subject]
    return _CATEGORIES.get(rule.category, ("", ""))


_TITLES = {
    "overview": "overview", "addprefix": "AddPrefix", "basicauth": "BasicAuth", "buffering": "Buffering",
    "chain": "Chain", "circuitbreaker": "CircuitBreaker", "compress": "Compress", "contenttype": "ContentType",
    "digestauth": "DigestAuth", "errorpages": "Errors", "forwardauth": "ForwardAuth", "headers": "Headers",
    "inflightreq": "InFlightReq", "ipallowlist": "IPAllowList", "ratelimit": "RateLimit",
    "redirectregex": "RedirectRegex", "redirectscheme": "RedirectScheme", "replacepathregex": "ReplacePathRegex",
    "retry": "Retry", "stripprefix": "StripPrefix", "stripprefixregex": "StripPrefixRegex",
}  # fmt: skip
