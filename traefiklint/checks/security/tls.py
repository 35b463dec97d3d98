"""TLS that does not protect as it seems to: old versions, weak ciphers, certificates that nobody verifies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.service.advice import routers_of
from traefiklint.checks.shared.as_written import option_in
from traefiklint.checks.shared.fixes import delete_item, set_option
from traefiklint.checks.tls.options import CIPHER_SUITES
from traefiklint.findings import Effect, Fix, Severity
from traefiklint.go.ip import parse_ip
from traefiklint.go.pem import holds_certificate, is_content
from traefiklint.go.url import parse_url
from traefiklint.instance.instance import Instance
from traefiklint.instance.names import plain_name
from traefiklint.instance.passage import passage
from traefiklint.instance.published import is_web_port
from traefiklint.instance.traefiks import traefiks
from traefiklint.instance.whereabouts import is_of_the_internet
from traefiklint.model.http import Router
from traefiklint.model.middleware_auth import ClientTls, ForwardAuth
from traefiklint.model.middlewares import RedisTls
from traefiklint.model.services import LoadBalancer, Server, Service
from traefiklint.model.tcp import TcpTransportTls
from traefiklint.model.tls import ClientAuth, TlsOptions
from traefiklint.model.transports import ServersTransport
from traefiklint.patterns import lazy

if TYPE_CHECKING:
    from traefiklint.model.static.root import DefaultTransport

VERSIONS = ("VersionTLS10", "VersionTLS11", "VersionTLS12", "VersionTLS13")
"""Every version that Traefik knows, the weakest first (pkg/tls/certificate.go)."""

_BOUNDS = (("min_version", "minVersion"), ("max_version", "maxVersion"))


@rule("client-tls-incomplete", effect=Effect.DISABLED, category="middleware")
def client_tls_incomplete(tls: ClientTls | RedisTls, instance: Instance) -> Iterator[Diagnostic]:
    """A TLS client has a certificate without its key, a key without its certificate, or an authority that is none."""
    if tls.ca and is_content(tls.ca) and not holds_certificate(tls.ca):
        yield Diagnostic(tls.at("ca"), "`ca` holds no certificate; give it a PEM certificate, or the path of one.")
        return
    if bool(tls.cert) is not bool(tls.key):
        here, missing = ("cert", "key") if tls.cert else ("key", "cert")
        yield Diagnostic(tls.at(here), f"`{here}` needs `{missing}` beside it; give both, or neither.")


@rule("insecure-skip-verify", effect=Effect.ADVICE)
def insecure_skip_verify(
    tls: ServersTransport | TcpTransportTls | ClientTls | RedisTls | DefaultTransport, instance: Instance
) -> Iterator[Diagnostic]:
    """Any certificate of a server is accepted."""
    if tls.insecure_skip_verify:
        strict = not _asks_in_public(tls, instance)
        advice = "`ca`" if isinstance(tls, (ClientTls, RedisTls)) else "`rootCAs` (and `serverName`)"
        message = (
            "`insecureSkipVerify` accepts any certificate, so anyone in between can pass for the server; "
            f"give {advice} instead."
        )
        yield Diagnostic(tls.at("insecure_skip_verify"), message, strict=strict)


def _asks_in_public(tls: object, instance: Instance) -> bool:
    """Whether servers that are asked so stand on the internet, as far as the files tell."""
    parent = getattr(tls, "parent", None)
    if isinstance(parent, ForwardAuth):
        return is_of_the_internet(parse_url(parent.address).host)
    if not isinstance(tls, ServersTransport):
        return False
    for reference in instance.users(tls):
        balancer = reference.part
        servers = balancer.servers if isinstance(balancer, LoadBalancer) else ()
        if any(is_of_the_internet(parse_url(one.url).host) for one in servers):
            return True
    return False


@rule("https-backend-by-ip", effect=Effect.SILENT)
def https_backend_by_ip(server: Server, instance: Instance) -> Iterator[Diagnostic]:
    """A server is reached by https under its address, which certificates rarely name."""
    if server.url[:8] != "https://":
        return
    balancer = server.parent
    host = parse_url(server.url, instance.context.target).host
    if not isinstance(balancer, LoadBalancer) or parse_ip(host) is None or _is_vouched_for(balancer, instance):
        return
    if host in _NAMED_BY_ADDRESS:
        return
    message = (
        f"Requests to `{server.url}` get a 500, unless its certificate names the address, which few do; add a "
        "`serversTransport` with `serverName` and `rootCAs`, or use the server's name."
    )
    if instance.context.static:
        yield Diagnostic(server.at("url"), message)
        return
    help = "This does not hold where the `serversTransport` of the static configuration skips the verification."
    yield Diagnostic(server.at("url"), message, help, severity=Severity.INFO, strict=instance.context.blank)


@rule("https-backend-short-name", effect=Effect.SILENT)
def https_backend_short_name(server: Server, instance: Instance) -> Iterator[Diagnostic]:
    """A server is reached by https under a name of its own network, for which no public authority signs anything."""
    if server.url[:8] != "https://" or not instance.context.static:
        return
    balancer = server.parent
    url = parse_url(server.url, instance.context.target)
    host = url.host
    if host.isupper() or not routers_of(server, instance):
        return  # a placeholder, or a server that no request reaches
    if not isinstance(balancer, LoadBalancer) or not _SHORT.fullmatch(host) or _is_vouched_for(balancer, instance):
        return
    asked, why = f"Requests to `{server.url}` get a 500", f": no public authority signs for `{host}`"
    remedy, help = "add a `serversTransport` with `rootCAs`", ""
    if balancer.document.holds_labels:  # Traefik asks a container by its address, which hardly a certificate names
        asked, why = "Requests by `https` to this container get a 500", ", and that names the container's address"
        remedy = (
            f"write `{option_in(balancer, 'serversTransport', 'NAME@file')}`, and define that one in a file, with "
            "`rootCAs` and `serverName`"
        )
        if "FileProvider" not in instance.context.static:
            help = "Traefik reads such a file once `providers.file` is in its static configuration."
    message = f"{asked}, unless this machine trusts who signed its certificate{why}; {remedy}."
    if is_web_port(url.port) and url.port not in _OF_TLS:
        message = (
            f"{asked} if it speaks plain HTTP, as most do on port {url.port}: write `http`; if it does not, {remedy}."
        )
    yield Diagnostic(server.at("url"), message, help, strict=_is_at_port_of_host(server, instance))


def _is_at_port_of_host(server: Server, instance: Instance) -> bool:
    """Whether it is told of a server that its port is one of the host: what it speaks is asked of the right one."""
    if not server.document.holds_labels:
        return False
    from traefiklint.checks.labels.published import at_ports_of_host
    from traefiklint.decoding.label_tree import value_of

    return id(value_of(server.at("port").node)) in instance.once(at_ports_of_host)


_OF_TLS = ("8006", "8007", "8443", "8444", "8834", "8843", "8920", "8971")
"""Ports among those of the web at which servers mostly speak TLS."""


_SHORT = lazy(r"(?!localhost\Z)[A-Za-z][A-Za-z0-9_-]*")
_NAMED_BY_ADDRESS = ("1.1.1.1", "1.0.0.1", "8.8.8.8", "8.8.4.4", "9.9.9.9")
"""Public resolvers, whose certificates name their addresses."""


def _is_vouched_for(balancer: LoadBalancer, instance: Instance) -> bool:
    """Whether Traefik may trust what the servers of a load balancer show, for all that is known: its transport says
    whom to believe, or the container of Traefik is given authorities of the machine."""
    owner = instance.owner(balancer)
    if not balancer.servers_transport:
        transports: Iterable[Any] = instance.context.static.get("DefaultTransport", ())
    else:
        named = instance.find("http.serversTransports", balancer.servers_transport, owner.full if owner else "")
        if named is None:
            return True  # of another provider, or told to be nowhere
        transports = (named,)
    return any(map(_says_whom_to_believe, transports)) or instance.once(_has_authorities)


def _says_whom_to_believe(transport: Any) -> bool:
    return bool(
        transport.insecure_skip_verify
        or transport.root_cas
        or transport.spiffe
        or getattr(transport, "server_name", "")
        or getattr(transport, "peer_cert_uri", "")
    )


def _has_authorities(instance: Instance) -> bool:
    """Whether a compose file gives the container of Traefik other authorities than its image has."""
    return any(
        any(volume.target.startswith(_STORES) for volume in service.volumes)
        or any(one.name.text in _STORE_VARIABLES for one in service.environment)
        for service in instance.once(traefiks)
    )


_STORES = (
    "/etc/ssl", "/etc/pki", "/etc/ca-certificates", "/usr/share/ca-certificates", "/usr/local/share/ca-certificates",
)  # fmt: skip
"""Where Linux keeps the authorities that Go believes (`crypto/x509/root_linux.go`), and what they are made of."""
_STORE_VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR")
"""The variables in which Go is told others."""


@rule("tls-min-version-low", effect=Effect.ADVICE, fix="unsafe", matters="to strangers")
def tls_min_version_low(options: TlsOptions | ServersTransport, instance: Instance) -> Iterator[Diagnostic]:
    """TLS versions are allowed that are broken."""
    ignored = next(_contradictions(options), ("",))[0] if isinstance(options, ServersTransport) else ""
    for attribute, key in _BOUNDS:
        version = getattr(options, attribute)
        if version in VERSIONS[:2] and attribute != ignored:
            message = f"`{key}: {version}` is an insecure TLS version; write `VersionTLS12` or newer."
            fix = set_option(options, attribute, "VersionTLS12", safe=False)
            is_left = _is_kept_aside(options, instance) or _is_for_a_device(options, instance)
            yield Diagnostic(options.at(attribute), message, fix=fix, strict=is_left)


_ASIDE = lazy(r"(?i)(?:^|[-_])(?:legacy|old|compat|compatible|compatibility|weak|insecure)(?:[-_]|$)")


def _is_kept_aside(options: TlsOptions | ServersTransport, instance: Instance) -> bool:
    """Whether TLS options are for old clients, as their name says, and no router or entry point here names them."""
    if not isinstance(options, TlsOptions) or options.name == "default" or not _ASIDE.search(options.name):
        return False
    points = {point.tls_options.partition("@")[0] for point in instance.context.entry_points.values()}
    return not instance.users(options) and options.name not in points


def _is_for_a_device(options: TlsOptions | ServersTransport, instance: Instance) -> bool:
    """Whether a transport is for servers of which none is on the internet: Go asks for TLS 1.2 by itself, so that
    nobody asks for less but of those that speak nothing newer."""
    if not isinstance(options, ServersTransport):
        return False
    services = [reference.owner for reference in instance.users(options)]
    balancers = [one.load_balancer for one in services if type(one) is Service and one.load_balancer is not None]
    hosts = [parse_url(server.url).host for balancer in balancers for server in balancer.servers]
    return bool(hosts) and not any(map(is_of_the_internet, hosts))


@rule("tls-min-version-unknown", effect=Effect.SILENT, fix="safe")
def tls_min_version_unknown(options: TlsOptions, instance: Instance) -> Iterator[Diagnostic]:
    """A TLS version is none that Traefik knows, so the limit does not exist."""
    for attribute, key in _BOUNDS:
        version = getattr(options, attribute)
        if version and version not in VERSIONS:
            right = _meant(version)
            advice = f"did you mean `{right}`?" if right else "write `VersionTLS12` or `VersionTLS13`."
            effect = (
                "limits nothing" if attribute == "max_version" else "counts for nothing, and TLS 1.2 stays the lowest"
            )
            message = f"`{version}` is not a TLS version that Traefik knows, so `{key}` {effect}; {advice}"
            is_safe = right not in ("VersionTLS10", "VersionTLS11")  # which let in whom nobody lets in today
            fix = set_option(options, attribute, right, safe=is_safe) if right else None
            yield Diagnostic(options.at(attribute), message, fix=fix)


def _meant(text: str) -> str:
    """The version that a text such as `TLSv1.3`, `1.3` or `tls13` can only mean; empty where it is not clear."""
    word = text.lower()
    for prefix in ("version", "tls", "v", "_", "-", " "):
        word = word.removeprefix(prefix).strip()
    number = word.replace(".", "").replace("_", "")
    number = "10" if number == "1" else number
    return f"VersionTLS{number}" if number in ("10", "11", "12", "13") else ""


_WEAK = frozenset(
    name
    for name in CIPHER_SUITES
    if name.startswith("TLS_RSA_") or "_RC4_" in name or "_3DES_" in name or name.endswith("_CBC_SHA256")
)
"""The suites that Go's crypto/tls calls insecure (`InsecureCipherSuites`)."""


@rule("tls-weak-cipher", effect=Effect.ADVICE, fix="unsafe", matters="to strangers")
def tls_weak_cipher(options: TlsOptions | ServersTransport, instance: Instance) -> Iterator[Diagnostic]:
    """A cipher suite is weak."""
    is_meant = isinstance(options, TlsOptions) and options.name != "default" and _has_strong_ones(instance)
    is_meant = is_meant or _is_kept_aside(options, instance)
    is_meant = is_meant or options.min_version in VERSIONS[:2]  # of which another rule tells: it is for old clients
    is_meant = is_meant or (isinstance(options, TlsOptions) and options.min_version == VERSIONS[-1])  # none is used
    for index, name in enumerate(options.cipher_suites):
        if name in _WEAK:
            fix: Fix | None = None
            if len(set(options.cipher_suites) - _WEAK) > 0:
                fix = delete_item(options, "cipher_suites", index, f"Remove `{name}`", safe=False)
            message = f"Cipher suite `{name}` is weak; remove it."
            yield Diagnostic(options.at("cipher_suites", index), message, fix=fix, strict=is_meant)


def _has_strong_ones(instance: Instance) -> bool:
    """Whether the default TLS options list suites, and no weak one: who wrote that knows which ones are, and gives them
    to somebody who has no others."""
    default = instance.objects["tls.options"].get("default")
    suites = default.cipher_suites if isinstance(default, TlsOptions) else ()
    return bool(suites) and _WEAK.isdisjoint(suites)


@rule("tls-options-default-weaker", effect=Effect.ADVICE, severity=Severity.INFO, strict=True)
def tls_options_default_weaker(options: TlsOptions, instance: Instance) -> Iterator[Diagnostic]:
    """The default TLS options, which Traefik falls back to, are weaker than others."""
    default = instance.objects["tls.options"].get("default")
    if default is None or options is default or not instance.counts(options):
        return
    weaker = [
        key
        for key, stronger in (
            ("minVersion", _rank(options.min_version) > _rank(default.min_version)),
            ("clientAuth", options.client_auth is not None and default.client_auth is None),
        )
        if stronger
    ]
    if weaker:
        shown = " and ".join(f"`{key}`" for key in weaker)
        message = (
            f"`{options.name}` is stricter than `default` in {shown}, and Traefik uses `default` where two routers of "
            "a host contradict each other; make `default` as strict."
        )
        yield Diagnostic(options.key_at(), message)


def _rank(version: str) -> int:
    return VERSIONS.index(version) if version in VERSIONS else 2


@rule("client-auth-not-verified", effect=Effect.ADVICE, fix="unsafe")
def client_auth_not_verified(auth: ClientAuth, instance: Instance) -> Iterator[Diagnostic]:
    """A client certificate is asked for, and nobody verifies it."""
    kind = auth.client_auth_type
    if kind == "RequireAnyClientCert" or (kind == "RequestClientCert" and auth.ca_files):
        right = "RequireAndVerifyClientCert" if kind.startswith("Require") else "VerifyClientCertIfGiven"
        message = (
            f"`{kind}` takes any certificate, even one that clients have signed themselves; write "
            f"`{right}`, with `caFiles`."
        )
        fix = set_option(auth, "client_auth_type", right, safe=False) if auth.ca_files else None
        name = auth.object.rpartition(".")[2]
        may_be_meant = not auth.ca_files and name != "default" and not _is_left_to_nobody(name, instance)
        yield Diagnostic(auth.at("client_auth_type"), message, fix=fix, strict=may_be_meant)


def _is_left_to_nobody(options: str, instance: Instance) -> bool:
    """Whether a router asks for certificates with these options, and does not hand them on to its server, which may
    know its clients by what they have signed themselves."""
    asking = (one for one in instance.ruled_routers() if one.tls is not None and plain_name(one.tls.options) == options)
    return any(
        type(one) is not Router or not any(met is None or met.pass_tls_client_cert for met in passage(one, instance))
        for one in asking
    )


@rule("transport-tls-ignored", category="tls", effect=Effect.DEGRADED, severity=Severity.ERROR)
def transport_tls_ignored(transport: ServersTransport, instance: Instance) -> Iterator[Diagnostic]:
    """The TLS settings of a transport contradict each other, so Traefik uses none of them."""
    if not transport.min_version and not transport.max_version and not transport.cipher_suites:
        return
    for attribute, reason in _contradictions(transport):
        is_open = attribute == "min_version" and not transport.max_version and transport.min_version in VERSIONS
        advice = f"add `{option_in(transport, 'maxVersion', VERSIONS[-1])}`" if is_open else "fix it"
        message = (
            f"{reason}, so Traefik drops all TLS settings of `{transport.name}`, including its CAs and names; {advice}."
        )
        yield Diagnostic(transport.at(attribute), message)
        return


def _contradictions(transport: ServersTransport) -> Iterator[tuple[str, str]]:
    """What Traefik stops at, in its order (pkg/server/service/transport.go, `createTLSConfig`)."""
    for name in transport.cipher_suites:
        if name not in CIPHER_SUITES:
            yield "cipher_suites", f"Cipher suite `{name}` is unknown"
    for attribute, key in _BOUNDS:
        version = getattr(transport, attribute)
        if version and version not in VERSIONS:
            yield attribute, f"`{option_in(transport, key, version)}` is not a TLS version that Traefik knows"
    low, high = transport.min_version, transport.max_version
    if low in VERSIONS and (not high or VERSIONS.index(low) > VERSIONS.index(high)):
        yield "min_version", f"`{option_in(transport, 'minVersion', low)}` needs a `maxVersion` that is not below it"
