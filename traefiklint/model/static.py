"""The parts of the static configuration (`traefik.yml`) that matter to the files of a provider directory.

Source: Traefik's pkg/config/static, pkg/provider/acme and pkg/plugins. What is not declared here is not looked at.
"""

from __future__ import annotations

from collections.abc import Mapping

from traefiklint.model.base import Named, Section
from traefiklint.model.fields import duration, flag, integer, mapping, struct, structs, text, texts
from traefiklint.model.http import Domain


class EntryPointTls(Section):
    """That all routers of an entry point serve TLS, unless they say otherwise."""

    options: str = text("options")
    cert_resolver: str = text("certResolver")
    domains: tuple[Domain, ...] = structs("domains", Domain)


class RedirectEntryPoint(Section):
    """That everything which reaches an entry point is redirected to another one."""

    to: str = text("to")
    scheme: str = text("scheme", "https")
    permanent: bool = flag("permanent", True)
    priority: int = integer("priority", (1 << 63) - 2)


class Redirections(Section):
    """The redirections of an entry point."""

    entry_point: RedirectEntryPoint | None = struct("entryPoint", RedirectEntryPoint)


class EntryPointEncodedCharacters(Section):
    """The encoded characters that paths on an entry point may hold."""

    allow_encoded_slash: bool = flag("allowEncodedSlash", True)
    allow_encoded_back_slash: bool = flag("allowEncodedBackSlash", True)
    allow_encoded_null_character: bool = flag("allowEncodedNullCharacter", True)
    allow_encoded_semicolon: bool = flag("allowEncodedSemicolon", True)
    allow_encoded_percent: bool = flag("allowEncodedPercent", True)
    allow_encoded_question_mark: bool = flag("allowEncodedQuestionMark", True)
    allow_encoded_hash: bool = flag("allowEncodedHash", True)


class EntryPointHttp(Section):
    """What an entry point gives to the HTTP routers on it."""

    redirections: Redirections | None = struct("redirections", Redirections)
    middlewares: tuple[str, ...] = texts("middlewares")
    tls: EntryPointTls | None = struct("tls", EntryPointTls, may_be_empty=True)
    sanitize_path: bool = flag("sanitizePath", True)
    encoded_characters: EntryPointEncodedCharacters | None = struct("encodedCharacters", EntryPointEncodedCharacters)
    encode_query_semicolons: bool = flag("encodeQuerySemicolons")
    underscore_headers_strategy: str = text("underscoreHeadersStrategy", "keep")


class TrustedPeers(Section):
    """Whose forwarded headers, or PROXY protocol, an entry point believes."""

    insecure: bool = flag("insecure")
    trusted_ips: tuple[str, ...] = texts("trustedIPs")


class StaticEntryPoint(Named):
    """An address on which Traefik listens."""

    address: str = text("address")
    as_default: bool = flag("asDefault")
    allow_acme_by_pass: bool = flag("allowACMEByPass")
    http: EntryPointHttp | None = struct("http", EntryPointHttp)
    forwarded_headers: TrustedPeers | None = struct("forwardedHeaders", TrustedPeers)
    proxy_protocol: TrustedPeers | None = struct("proxyProtocol", TrustedPeers, may_be_empty=True)

    @property
    def is_udp(self) -> bool:
        """Whether it listens on UDP: its address ends in `/udp`, in any case."""
        return self.address.partition("/")[2].lower() == "udp"

    @property
    def port(self) -> str:
        """The port of its address; empty where it names none."""
        return self.address.partition("/")[0].rpartition(":")[2]


class HttpChallenge(Section):
    """The ACME challenge over HTTP."""

    entry_point: str = text("entryPoint")


class DnsChallenge(Section):
    """The ACME challenge over DNS."""

    provider: str = text("provider")
    resolvers: tuple[str, ...] = texts("resolvers")


class TlsChallenge(Section):
    """The ACME challenge over TLS-ALPN."""


class Acme(Section):
    """How a resolver obtains certificates by ACME."""

    email: str = text("email")
    storage: str = text("storage", "acme.json")
    ca_server: str = text("caServer", "https://acme-v02.api.letsencrypt.org/directory")
    key_type: str = text("keyType", "RSA4096")
    http_challenge: HttpChallenge | None = struct("httpChallenge", HttpChallenge, may_be_empty=True)
    dns_challenge: DnsChallenge | None = struct("dnsChallenge", DnsChallenge, may_be_empty=True)
    tls_challenge: TlsChallenge | None = struct("tlsChallenge", TlsChallenge, may_be_empty=True)


class Tailscale(Section):
    """That a resolver obtains certificates from Tailscale."""


class CertificatesResolver(Named):
    """A certificate resolver, which routers name in `tls.certResolver`."""

    acme: Acme | None = struct("acme", Acme)
    tailscale: Tailscale | None = struct("tailscale", Tailscale, may_be_empty=True)

    @property
    def challenge(self) -> str:
        """`dns`, `http`, `tls`, `tailscale`, or empty where it has none."""
        if self.acme is not None:
            if self.acme.dns_challenge is not None:
                return "dns"
            if self.acme.http_challenge is not None:
                return "http"
            if self.acme.tls_challenge is not None:
                return "tls"
        return "tailscale" if self.tailscale is not None else ""


class FileProvider(Section):
    """Where the dynamic files are."""

    directory: str = text("directory")
    filename: str = text("filename")
    watch: bool = flag("watch", True)


class DockerProvider(Section):
    """How Docker or Swarm containers are found."""

    endpoint: str = text("endpoint")
    exposed_by_default: bool = flag("exposedByDefault", True)
    constraints: str = text("constraints")
    network: str = text("network")
    default_rule: str = text("defaultRule", "Host(`{{ normalize .Name }}`)")
    use_bind_port_ip: bool = flag("useBindPortIP")
    allow_empty_services: bool = flag("allowEmptyServices")


class RestProvider(Section):
    """That the configuration may be set over HTTP."""

    insecure: bool = flag("insecure")


class Providers(Section):
    """Where Traefik takes its dynamic configuration from; only some of the providers are declared."""

    throttle: int = duration("providersThrottleDuration", 2_000_000_000)
    file_provider: FileProvider | None = struct("file", FileProvider)
    docker: DockerProvider | None = struct("docker", DockerProvider, may_be_empty=True)
    swarm: DockerProvider | None = struct("swarm", DockerProvider, may_be_empty=True)
    rest: RestProvider | None = struct("rest", RestProvider, may_be_empty=True)


class Api(Section):
    """That Traefik offers its API and dashboard."""

    insecure: bool = flag("insecure")
    dashboard: bool = flag("dashboard", True)
    debug: bool = flag("debug")
    base_path: str = text("basePath", "/")


class Exporter(Section):
    """Something that Traefik offers on an entry point: the ping answer, or the numbers for Prometheus."""

    entry_point: str = text("entryPoint", "traefik")
    manual_routing: bool = flag("manualRouting")


class Metrics(Section):
    """Where Traefik's own numbers go."""

    prometheus: Exporter | None = struct("prometheus", Exporter, may_be_empty=True)


class Plugin(Named):
    """A plugin that Traefik loads at its start."""

    module_name: str = text("moduleName")
    version: str = text("version")


class Experimental(Section):
    """Plugins, and what is not yet settled."""

    plugins: Mapping[str, Plugin] = mapping("plugins", Plugin)
    local_plugins: Mapping[str, Plugin] = mapping("localPlugins", Plugin)


class Core(Section):
    """How Traefik reads rules."""

    default_rule_syntax: str = text("defaultRuleSyntax", "v3")


class Log(Section):
    """What Traefik writes about itself."""

    level: str = text("level", "ERROR")
    file_path: str = text("filePath")


class DefaultTransport(Section):
    """How Traefik talks to the servers of load balancers that name no transport."""

    insecure_skip_verify: bool = flag("insecureSkipVerify")
    root_cas: tuple[str, ...] = texts("rootCAs")


class Static(Section):
    """The static configuration."""

    entry_points: Mapping[str, StaticEntryPoint] = mapping("entryPoints", StaticEntryPoint)
    certificates_resolvers: Mapping[str, CertificatesResolver] = mapping("certificatesResolvers", CertificatesResolver)
    providers: Providers | None = struct("providers", Providers)
    api: Api | None = struct("api", Api, may_be_empty=True)
    ping: Exporter | None = struct("ping", Exporter, may_be_empty=True)
    metrics: Metrics | None = struct("metrics", Metrics)
    experimental: Experimental | None = struct("experimental", Experimental)
    core: Core | None = struct("core", Core)
    servers_transport: DefaultTransport | None = struct("serversTransport", DefaultTransport)
    log: Log | None = struct("log", Log, may_be_empty=True)


for _field in Static.fields.values():
    _field.step = _field.key
