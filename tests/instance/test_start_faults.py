"""Why Traefik does not start: each number at its bound, each word beside those that are known, each pair of options."""

# ruff: noqa: E501 - tables

from __future__ import annotations

from tests.each import rows
from traefiklint.instance.static import read_static
from traefiklint.instance.static_start.addresses import read_address
from traefiklint.instance.static_start.entry_points import needs_own_entry_point
from traefiklint.instance.static_start.plugins import module_error
from traefiklint.instance.static_start.rest import is_log_level, start_faults
from traefiklint.model.base import Section
from traefiklint.versions import NEWEST, since


def faults(text: str, target: str = "") -> list[str]:
    """Each reason, with the section, the option and Go's words."""
    version = since(target) if target else NEWEST
    static = read_static("traefik.yml", text, version).static
    assert static is not None, text
    lines = []
    for one in start_faults(static, version):
        given = vars(one)
        sections = [value.path or "." for value in given.values() if isinstance(value, Section)]
        rest = {name: value for name, value in given.items() if value and not isinstance(value, Section)}
        told = [f"{name}={value}" for name, value in rest.items()]
        lines.append(" ".join((type(one).__name__, *sections, *told)))
    return lines


@rows(
    ("text", "told"),
    [
        ("entryPoints: {a: {address: ':80'}}", []),
        ("entryPoints: {a: {address: 'host:80'}}", []),
        ("entryPoints: {a: {address: ':53/udp', udp: {timeout: 1s}}}", []),
        ("entryPoints: {a: {address: ':53/udp', udp: {timeout: 1ns}}}", []),
        ("entryPoints: {a: {address: ':53', udp: {timeout: 0s}}}", []),
        ("entryPoints: {a: {address: ':80', proxyProtocol: {insecure: true, trustedIPs: [x]}}}", []),
        ("entryPoints: {a: {address: ':53/udp', forwardedHeaders: {trustedIPs: [x]}}}", []),
        ("entryPoints: {a: {address: ':80', http2: {maxConcurrentStreams: 0}}}", []),
        ("entryPoints: {a: {address: ':80', http2: {maxDecoderHeaderTableSize: 0}}}", []),
        ("entryPoints: {a: {address: ':80', http2: {maxEncoderHeaderTableSize: 0}}}", []),
        ("entryPoints: {a: {address: ':80', http3: {advertisedPort: 0}}}", []),
        ("entryPoints: {a: {address: ':80', http3: {advertisedPort: 1}}}", []),
        ("entryPoints: {a: {address: ':80', http: {underscoreHeadersStrategy: keep}}}", []),
        ("entryPoints: {a: {address: ':80', http: {underscoreHeadersStrategy: delete}}}", []),
        ("entryPoints: {a: {address: ':80', http: {underscoreHeadersStrategy: reject}}}", []),
        ("entryPoints: {a: {address: ':80', http: {aliasHeadersStrategy: keep}}}", []),
        ("entryPoints: {a: {address: ':80', http: {aliasHeadersStrategy: delete}}}", []),
        ("entryPoints: {a: {address: ':80', http: {aliasHeadersStrategy: reject}}}", []),
        ("entryPoints: {p0: {address: ':80'}, p1: {address: ':81'}}", []),
        ("entryPoints: {p0: {address: ':80'}, p1: {address: ':80/udp'}}", []),
        ("entryPoints: {p0: {address: ':443', http3: {}}, p1: {address: ':444', http3: {}}}", []),
        ("entryPoints: {p0: {address: '10.0.0.1:80'}, p1: {address: '10.0.0.2:80'}}", []),
        ("entryPoints: {p0: {address: 'LocalHost:80'}, p1: {address: '[::1]:80'}}", []),
        ("entryPoints: {p0: {address: 'h:80'}, p1: {address: 'h:80'}}", []),
        ("entryPoints: {p0: {address: ':0'}, p1: {address: ':0'}}", []),
        ("entryPoints: {p0: {address: ':80', reusePort: true}, p1: {address: ':80', reusePort: true}}", []),
        ("entryPoints: {p0: {address: ':8080'}}\nping: {entryPoint: p0}", []),
        ("entryPoints: {p0: {address: ':8080'}}\napi: {}", []),
        ("entryPoints: {traefik: {address: ':8080'}}\nping: {}", []),
        ('ping: {}', []),
        ("entryPoints: {a: {address: ':80/ftp'}}", ['BadAddress entryPoints.a attribute=address error=invalid protocol: ftp']),
        ("entryPoints: {a: {address: '80'}}", ['BadAddress entryPoints.a attribute=address error=address 80: missing port in address']),
        ("entryPoints: {a: {address: ':80a'}}", ['BadAddress entryPoints.a attribute=address error=lookup tcp/80a: unknown port']),
        ("entryPoints: {a: {address: ':65536'}}", ['BadAddress entryPoints.a attribute=address error=address 65536: invalid port']),
        ("entryPoints: {a: {address: 'a_b c:80'}}", ['BadAddress entryPoints.a attribute=address error=lookup a_b c: no such host']),
        ("entryPoints: {'': {address: ':80'}}", ['NamelessEntryPoint entryPoints. error=index out of range [0] with length 0']),
        ("entryPoints: {a: {address: ':53/udp', udp: {timeout: 0s}}}", ['NumberTooSmall entryPoints.a.udp attribute=timeout error=timeout should be greater than zero least=more than 0']),
        ("entryPoints: {a: {address: ':53/udp', udp: {timeout: -1s}}}", ['NumberTooSmall entryPoints.a.udp attribute=timeout error=timeout should be greater than zero least=more than 0']),
        ("entryPoints: {a: {address: ':80', proxyProtocol: {trustedIPs: [10.0.0.1, x, 10.0.0.0/8, 10.0.0.0/99]}}}", ['BadTrustedAddress entryPoints.a.proxyProtocol attribute=trusted_ips index=1 error=parsing CIDR trusted IPs <nil>: invalid CIDR address: x', 'BadTrustedAddress entryPoints.a.proxyProtocol attribute=trusted_ips index=3 error=parsing CIDR trusted IPs <nil>: invalid CIDR address: 10.0.0.0/99']),
        ("entryPoints: {a: {address: ':80', proxyProtocol: {insecure: false}}}", ['NobodyTrusted entryPoints.a.proxyProtocol error=no trusted IPs provided']),
        ("entryPoints: {a: {address: ':80', forwardedHeaders: {trustedIPs: [10.0.0.1, x]}}}", ['BadTrustedAddress entryPoints.a.forwardedHeaders attribute=trusted_ips index=1 error=parsing CIDR trusted IPs <nil>: invalid CIDR address: x']),
        ("entryPoints: {a: {address: ':80', http2: {maxConcurrentStreams: -1}}}", ['NumberTooSmall entryPoints.a.http2 attribute=max_concurrent_streams error=max concurrent streams value must be greater than or equal to zero least=0 or more']),
        ("entryPoints: {a: {address: ':80', http2: {maxDecoderHeaderTableSize: -1}}}", ['NumberTooSmall entryPoints.a.http2 attribute=max_decoder_header_table_size error=max decoder header table size value must be greater than or equal to zero least=0 or more']),
        ("entryPoints: {a: {address: ':80', http2: {maxEncoderHeaderTableSize: -1}}}", ['NumberTooSmall entryPoints.a.http2 attribute=max_encoder_header_table_size error=max encoder header table size value must be greater than or equal to zero least=0 or more']),
        ("entryPoints: {a: {address: ':80', http3: {advertisedPort: -1}}}", ['NumberTooSmall entryPoints.a.http3 attribute=advertised_port error=advertised port must be greater than or equal to zero least=0 or more']),
        ("entryPoints: {a: {address: ':80', http: {underscoreHeadersStrategy: x}}}", ['UnknownWord entryPoints.a.http attribute=underscore_headers_strategy error=invalid underscoreHeadersStrategy value "x" known=(\'keep\', \'delete\', \'reject\')']),
        ("entryPoints: {a: {address: ':80', http: {aliasHeadersStrategy: x}}}", ['UnknownWord entryPoints.a.http attribute=alias_headers_strategy error=invalid aliasHeadersStrategy value "x" known=(\'keep\', \'delete\', \'reject\')']),
        ("entryPoints: {p0: {address: ':80'}, p1: {address: ':80'}}", ['TakenPort entryPoints.p1 entryPoints.p0 attribute=address error=bind: address already in use']),
        ("entryPoints: {p0: {address: ':53/udp'}, p1: {address: ':53/udp'}}", ['TakenPort entryPoints.p1 entryPoints.p0 attribute=address error=bind: address already in use']),
        ("entryPoints: {p0: {address: ':443', http3: {}}, p1: {address: ':443/udp'}}", ['TakenPort entryPoints.p1 entryPoints.p0 attribute=address error=bind: address already in use quic=True']),
        ("entryPoints: {p0: {address: ':443/udp'}, p1: {address: ':443', http3: {}}}", ['TakenPort entryPoints.p1 entryPoints.p0 attribute=address error=bind: address already in use quic=True']),
        ("entryPoints: {p0: {address: '10.0.0.1:80'}, p1: {address: ':80'}}", ['TakenPort entryPoints.p1 entryPoints.p0 attribute=address error=bind: address already in use']),
        ("entryPoints: {p0: {address: '0.0.0.0:80'}, p1: {address: '10.0.0.2:80'}}", ['TakenPort entryPoints.p1 entryPoints.p0 attribute=address error=bind: address already in use']),
        ("entryPoints: {p0: {address: '[::]:80'}, p1: {address: '10.0.0.2:80'}}", ['TakenPort entryPoints.p1 entryPoints.p0 attribute=address error=bind: address already in use']),
        ("entryPoints: {p0: {address: 'localhost:80'}, p1: {address: '127.0.0.1:80'}}", ['TakenPort entryPoints.p1 entryPoints.p0 attribute=address error=bind: address already in use']),
        ("entryPoints: {p0: {address: ':80', reusePort: true}, p1: {address: ':80'}}", ['TakenPort entryPoints.p1 entryPoints.p0 attribute=address error=bind: address already in use']),
        ("entryPoints: {p0: {address: ':80'}, p1: {address: ':80'}, p2: {address: ':80'}}", ['TakenPort entryPoints.p1 entryPoints.p0 attribute=address error=bind: address already in use', 'TakenPort entryPoints.p2 entryPoints.p0 attribute=address error=bind: address already in use']),
        ("entryPoints: {p0: {address: ':80'}, p1: {address: ':81'}, p2: {address: ':80'}, p3: {address: ':81'}}", ['TakenPort entryPoints.p2 entryPoints.p0 attribute=address error=bind: address already in use', 'TakenPort entryPoints.p3 entryPoints.p1 attribute=address error=bind: address already in use']),
        ("entryPoints: {p0: {address: ':8080'}}\napi: {insecure: true}", ['TakenPort entryPoints.p0 api attribute=address error=bind: address already in use']),
        ("entryPoints: {p0: {address: ':8080'}}\nping: {}", ['TakenPort entryPoints.p0 ping attribute=address error=bind: address already in use']),
    ],
)  # fmt: skip
def test_why_traefik_does_not_open_its_entry_points(text: str, told: list[str]) -> None:
    assert faults(text) == told


@rows(
    ("text", "target", "told"),
    [
        ('certificatesResolvers: {r: {acme: {email: a, storage: s, tlsChallenge: {}}}}', '', []),
        ('certificatesResolvers: {r: {tailscale: {}}}', '', []),
        ('providers: {precedence: []}', '', []),
        ('providers: {kubernetesIngressNGINX: {watchNamespaceSelector: b}}', '', []),
        ('providers: {kubernetesIngressNGINX: {watchNamespace: a}}', '', []),
        ('providers: {knative: {}}\nexperimental: {knative: true}', '', []),
        ('providers: {plugin: {p: {}}}\nexperimental: {plugins: {q: {moduleName: a.b/c, version: v1}}}', '', []),
        ('providers: {plugin: {p: {}}}\nexperimental: {localPlugins: {q: {moduleName: a.b/c}}}', '', []),
        ("experimental: {otlpLogs: true}\nlog: {otlp: {grpc: {endpoint: 'a:1'}, http: {endpoint: 'http://a b'}}}", '', []),
        ('accessLog: {bufferingSize: 0}', '', []),
        ('accessLog: {bufferingSize: 1}', '', []),
        ("tracing: {otlp: {grpc: {endpoint: 'a:1', insecure: true}}}", '', []),
        ("tracing: {otlp: {grpc: {endpoint: 'a:1', tls: {ca: a}}}}", '', []),
        ('tracing: {serviceName: a}', '3.1.3', []),
        ('metrics: {statsD: {pushInterval: 1ns}}', '', []),
        ('metrics: {influxDB2: {pushInterval: 0s, token: a, org: b}}', '', []),
        ('metrics: {influxDB2: {pushInterval: 0s, token: a, bucket: c}}', '', []),
        ('metrics: {influxDB2: {pushInterval: 0s, org: b, bucket: c}}', '', []),
        ('metrics: {otlp: {explicitBoundaries: [1, 2, 3]}}', '', []),
        ('metrics: {otlp: {explicitBoundaries: [1]}}', '', []),
        ("metrics: {otlp: {explicitBoundaries: [2, 1], http: {endpoint: 'http://a b'}}}", '', []),
        ('core: {defaultRuleSyntax: v2}', '', []),
        ('core: {defaultRuleSyntax: v3}', '', []),
        ('api: {basePath: /a/b_c.d:e~f-g}', '', []),
        ("api: {basePath: '/'}", '', []),
        ('api: {basePath: a}', '3.6.9', []),
        ('experimental: {plugins: {p: {moduleName: x, version: v1}}}', '', []),
        ("certificatesResolvers: {r: {acme: {email: a, storage: '', tlsChallenge: {}}}}", '', ['NoStorage certificatesResolvers.r.acme attribute=storage error=unable to initialize certificates resolver "r" with no storage location for the certificates']),
        ('certificatesResolvers: {r: {acme: {email: a, storage: s, tlsChallenge: {}}, tailscale: {}}}', '', ['TwoAuthorities certificatesResolvers.r attribute=tailscale error=ACME and Tailscale providers are mutually exclusive']),
        ('providers: {precedence: [Docker, file, x, nope]}', '', ['UnknownWord providers attribute=precedence index=2 error=provider "x" is not a valid provider name known=(\'consul\', \'consulcatalog\', \'docker\', \'ecs\', \'etcd\', \'file\', \'http\', \'knative\', \'kubernetes\', \'kubernetescrd\', \'kubernetesgateway\', \'kubernetesingressnginx\', \'nomad\', \'redis\', \'rest\', \'swarm\', \'zookeeper\')', 'UnknownWord providers attribute=precedence index=3 error=provider "nope" is not a valid provider name known=(\'consul\', \'consulcatalog\', \'docker\', \'ecs\', \'etcd\', \'file\', \'http\', \'knative\', \'kubernetes\', \'kubernetescrd\', \'kubernetesgateway\', \'kubernetesingressnginx\', \'nomad\', \'redis\', \'rest\', \'swarm\', \'zookeeper\')']),
        ('providers: {kubernetesIngressNGINX: {watchNamespace: a, watchNamespaceSelector: b}}', '', ['Exclusive providers.kubernetesIngressNGINX attribute=watch_namespace_selector error=watchNamespace and watchNamespaceSelector options are mutually exclusive other=watch_namespace']),
        ('providers: {knative: {}}', '', ['NotPermitted providers.knative error=the experimental Knative feature must be enabled to use the Knative provider switch=knative']),
        ('providers: {plugin: {p: {}}}', '', ['UnknownProviderPlugin providers attribute=plugin error=plugin: failed to build provider: unknown plugin type: p name=p']),
        ("log: {otlp: {http: {endpoint: 'http://a'}}}", '', ['NotPermitted log.otlp error=the experimental OTLPLogs feature must be enabled to use OTLP logging switch=otlp_logs']),
        ("accessLog: {otlp: {http: {endpoint: 'http://a'}}}", '', ['NotPermitted accessLog.otlp error=the experimental OTLPLogs feature must be enabled to use OTLP access logging switch=otlp_logs']),
        ("experimental: {otlpLogs: true}\nlog: {otlp: {http: {endpoint: 'http://a b'}}}\naccessLog: {otlp: {http: {endpoint: 'http://a b'}}}", '', ['BadLogEndpoint log.otlp.http attribute=endpoint error=invalid character " " in host name']),
        ("experimental: {otlpLogs: true}\nlog: {otlp: {grpc: {endpoint: 'a'}, http: {endpoint: 'http://a b'}}}", '', ['BadLogEndpoint log.otlp.grpc attribute=endpoint error=address a: missing port in address']),
        ("experimental: {otlpLogs: true}\nlog: {otlp: {grpc: {endpoint: 'a:1', insecure: true, tls: {ca: a}}}}\naccessLog: {otlp: {grpc: {endpoint: 'a:1', insecure: true, tls: {ca: a}}}}", '', ['Exclusive log.otlp.grpc attribute=insecure error=TLS and Insecure options are mutually exclusive other=tls', 'Exclusive accessLog.otlp.grpc attribute=insecure error=TLS and Insecure options are mutually exclusive other=tls']),
        ('accessLog: {bufferingSize: -1}', '', ['NumberTooSmall accessLog attribute=buffering_size error=panic: makechan: size out of range least=0 or more crash=True']),
        ("tracing: {otlp: {grpc: {endpoint: 'a:1', insecure: true, tls: {ca: a}}}}", '', ['Exclusive tracing.otlp.grpc attribute=insecure error=TLS and Insecure options are mutually exclusive other=tls']),
        ('tracing: {serviceName: a}', '3.1.2', ['NoCollector tracing error=panic: invalid memory address or nil pointer dereference']),
        ('metrics: {statsD: {pushInterval: 0s}}', '', ['NumberTooSmall metrics.statsD attribute=push_interval error=panic: non-positive interval for NewTicker least=more than 0 crash=True']),
        ('metrics: {statsD: {pushInterval: -1s}}', '', ['NumberTooSmall metrics.statsD attribute=push_interval error=panic: non-positive interval for NewTicker least=more than 0 crash=True']),
        ('metrics: {influxDB2: {pushInterval: 0s, token: a, org: b, bucket: c}}', '', ['NumberTooSmall metrics.influxDB2 attribute=push_interval error=panic: non-positive interval for NewTicker least=more than 0 crash=True']),
        ("metrics: {otlp: {grpc: {endpoint: 'a:1', insecure: true, tls: {ca: a}}}}", '', ['Exclusive metrics.otlp.grpc attribute=insecure error=TLS and Insecure options are mutually exclusive other=tls']),
        ('metrics: {otlp: {explicitBoundaries: [1, 1]}}', '', ['UnorderedBounds metrics.otlp attribute=explicit_boundaries error=non-monotonic boundaries']),
        ('metrics: {otlp: {explicitBoundaries: [2, 1]}}', '', ['UnorderedBounds metrics.otlp attribute=explicit_boundaries error=non-monotonic boundaries']),
        ('metrics: {otlp: {explicitBoundaries: [1, 2, 0]}}', '', ['UnorderedBounds metrics.otlp attribute=explicit_boundaries error=non-monotonic boundaries']),
        ('core: {defaultRuleSyntax: v4}', '', ['UnknownWord core attribute=default_rule_syntax error=unsupported default rule syntax configuration: "v4" known=(\'v3\', \'v2\')']),
        ('core: {defaultRuleSyntax: V3}', '', ['UnknownWord core attribute=default_rule_syntax error=unsupported default rule syntax configuration: "V3" known=(\'v3\', \'v2\')']),
        ('api: {basePath: a}', '', ['BadBasePath api attribute=base_path error=API basePath must be a valid absolute URL path']),
        ('api: {basePath: /a b}', '', ['BadBasePath api attribute=base_path error=API basePath must be a valid absolute URL path']),
        ('api: {basePath: a}', '3.6.10', ['BadBasePath api attribute=base_path error=API basePath must be a valid absolute URL path']),
        ("ocsp: {responderOverrides: {'http://a': '', 'http://b': 'http://c'}}", '', ['EmptyOverride ocsp attribute=responder_overrides error=OCSP responder override value for http://a cannot be empty name=http://a']),
        ("spiffe: {workloadAPIAddr: 'unix://a'}", '', ['BadAgentAddress spiffe attribute=workload_api_addr error=invalid (non-empty) authority']),
        ('experimental: {abortOnPluginFailure: true, plugins: {p: {moduleName: x, version: v1}}}', '', ['FatalPlugin experimental.plugins.p attribute=module_name error=plugin: failed to create plugin builder reason=`x` is not the path of a Go module (missing dot in first path element)']),
        ('experimental: {abortOnPluginFailure: true, plugins: {p: {moduleName: a.b/c}, q: {moduleName: a.b/c, version: v1}, r: {version: v1}}}', '', ['FatalPlugin experimental.plugins.p attribute=version error=plugin: failed to create plugin builder reason=it has no `version`', 'FatalPlugin experimental.plugins.q attribute=module_name error=plugin: failed to create plugin builder reason=`a.b/c` is declared twice', 'FatalPlugin experimental.plugins.r attribute=module_name error=plugin: failed to create plugin builder reason=it has no `moduleName`']),
        ("experimental: {abortOnPluginFailure: true, localPlugins: {p: {moduleName: /a}, q: {moduleName: a/}, r: {moduleName: c}, s: {moduleName: c}, t: {moduleName: ''}}}", '', ['FatalPlugin experimental.localPlugins.p attribute=module_name error=plugin: failed to create plugin builder reason=`/a` begins or ends with a slash', 'FatalPlugin experimental.localPlugins.q attribute=module_name error=plugin: failed to create plugin builder reason=`a/` begins or ends with a slash', 'FatalPlugin experimental.localPlugins.s attribute=module_name error=plugin: failed to create plugin builder reason=`c` is declared twice', 'FatalPlugin experimental.localPlugins.t attribute=module_name error=plugin: failed to create plugin builder reason=it has no `moduleName`']),
        ('experimental: {abortOnPluginFailure: true, plugins: {p: {moduleName: a.b/c, version: v1}}, localPlugins: {p: {moduleName: a.b/c}}}', '', ['FatalPlugin experimental.localPlugins.p error=plugin: failed to create plugin builder reason=`p` is both a plugin and a local plugin']),
    ],
)  # fmt: skip
def test_why_traefik_does_not_start_beside_them(text: str, target: str, told: list[str]) -> None:
    assert faults(text, target) == told


@rows(
    ("path", "told"),
    [
        ("github.com/a/b", ""),
        ("a.b/C_d~e-f.g", ""),
        ("", "empty"),
        ("-a.b", "leading dash"),
        ("a.b//c", "double slash"),
        ("/a.b", "empty path element"),
        ("a.b/", "empty path element"),
        ("ab/c.d", "missing dot in first path element"),
        ("A.b/c", "invalid character in first path element"),
        ("a_.b/c", "invalid character in first path element"),
        ("a.b/c d", "invalid character"),
        ("a.b/.c", "leading or trailing dot in path element"),
        ("a.b/c.", "leading or trailing dot in path element"),
        ("a.b/con", '"con" disallowed as path element component on Windows'),
        ("a.b/COM1.x", '"COM1" disallowed as path element component on Windows'),
        ("a.b/lpt9/x", '"lpt9" disallowed as path element component on Windows'),
        ("a.b/lpt10", ""),
        ("a.b/cone", ""),
        ("a.b/c~1", "trailing tilde and digits in path element"),
        ("a.b/c~1x", ""),
        ("a.b/c/v2", ""),
        ("a.b/c/v10", ""),
        ("a.b/c/v0", "invalid version"),
        ("a.b/c/v1", "invalid version"),
        ("a.b/c/v01", "invalid version"),
        ("a.b/v1/c", ""),
    ],
)
def test_why_a_text_is_not_the_path_of_a_module(path: str, told: str) -> None:
    assert module_error(path) == told


@rows(
    ("level", "is_one"),
    [
        *((word, True) for word in ("trace", "debug", "info", "warn", "error", "fatal", "panic", "disabled", "")),
        *((word, True) for word in ("INFO", "0", "-1", "+5", "127", "-128", "000000001")),
        *((word, False) for word in ("warning", "128", "-129", "1.0", "--1", "0000000001", " info", "informational")),
    ],
)
def test_what_is_a_level_of_the_log(level: str, is_one: bool) -> None:
    assert is_log_level(level) is is_one


@rows(
    ("text", "protocol", "host", "port", "error"),
    [
        (":80", "tcp", "", 80, ""),
        (":80/udp", "udp", "", 80, ""),
        (":80/UDP", "udp", "", 80, ""),
        (":80/tcp", "tcp", "", 80, ""),
        (":80/", "tcp", "", None, "invalid protocol: "),
        (":80/Ftp", "tcp", "", None, "invalid protocol: Ftp"),
        ("", "tcp", "", 0, ""),
        ("/udp", "udp", "", 0, ""),
        (":", "tcp", "", 0, ""),
        (":http", "tcp", "", 80, ""),
        (":https/tcp", "tcp", "", 443, ""),
        ("[::1]:80", "tcp", "::1", 80, ""),
        ("[fe80::1%eth0]:80", "tcp", "fe80::1%eth0", 80, ""),
        ("a:80:90/udp", "udp", "", None, "address a:80:90: too many colons in address"),
        ("host:80", "tcp", "host", 80, ""),
    ],
)
def test_what_traefik_makes_of_an_address(text: str, protocol: str, host: str, port: int | None, error: str) -> None:
    found = read_address(text)
    assert (found.protocol, found.host, found.port, found.error) == (protocol, host, port, error)


@rows(
    ("text", "is_random", "is_name", "is_everywhere"),
    [
        (":80", False, False, True),
        (":0", True, False, True),
        ("", True, False, True),
        ("0.0.0.0:80", False, False, True),
        ("[::]:80", False, False, True),
        ("[::%eth0]:80", False, False, True),
        ("[::1]:80", False, False, False),
        ("localhost:80", False, False, False),
        ("LOCALHOST:0", True, False, False),
        ("host:80", False, True, False),
        ("host:0", True, True, False),
        (":80/x", False, False, True),
        ("h_h h:0", False, False, False),
    ],
)
def test_where_an_address_listens(text: str, is_random: bool, is_name: bool, is_everywhere: bool) -> None:
    found = read_address(text)
    assert (found.is_random, found.is_name, found.is_everywhere) == (is_random, is_name, is_everywhere)


@rows(
    ("text", "path"),
    [
        ("api: {insecure: true}\nping: {}", "api"),
        ("api: {}\nping: {}", "ping"),
        ("providers: {rest: {insecure: true}}\nping: {}", "providers.rest"),
        ("providers: {rest: {}}", ""),
        ("metrics: {prometheus: {}}\nping: {manualRouting: true}", "metrics.prometheus"),
        ("metrics: {prometheus: {manualRouting: true}}", ""),
        ("metrics: {prometheus: {entryPoint: web}}", ""),
        ("ping: {entryPoint: traefik}", "ping"),
        ("metrics: {otlp: {}}", ""),
    ],
)
def test_what_needs_an_entry_point_of_its_own(text: str, path: str) -> None:
    static = read_static("traefik.yml", text, NEWEST).static
    assert static is not None
    needed_by = needs_own_entry_point(static)
    assert (needed_by.path if needed_by is not None else "") == path
