"""TLS options: cipher suites, curves, client certificates, and routers that contradict each other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.fixes import set_option
from traefiklint.findings import Effect, Fix, Related, Severity
from traefiklint.go.pem import holds_certificate, is_content
from traefiklint.instance.instance import Instance
from traefiklint.instance.public import ask_for_certificate, depends_on
from traefiklint.instance.tls_options import DEFAULT, Served, resolved, served
from traefiklint.model.base import Place, Section
from traefiklint.model.http import Router
from traefiklint.model.tls import Certificate, DefaultCertificate, TlsOptions
from traefiklint.patterns import lazy
from traefiklint.text.spelling import nearest
from traefiklint.versions import since

CIPHER_SUITES = frozenset(
    """
    TLS_RSA_WITH_RC4_128_SHA TLS_RSA_WITH_3DES_EDE_CBC_SHA TLS_RSA_WITH_AES_128_CBC_SHA
    TLS_RSA_WITH_AES_256_CBC_SHA TLS_RSA_WITH_AES_128_CBC_SHA256 TLS_RSA_WITH_AES_128_GCM_SHA256
    TLS_RSA_WITH_AES_256_GCM_SHA384 TLS_ECDHE_ECDSA_WITH_RC4_128_SHA TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA
    TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA TLS_ECDHE_RSA_WITH_RC4_128_SHA TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA
    TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA
    TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256 TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256
    TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
    TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
    TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256 TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256
    TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305 TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305 TLS_AES_128_GCM_SHA256
    TLS_AES_256_GCM_SHA384 TLS_CHACHA20_POLY1305_SHA256 TLS_FALLBACK_SCSV
    """.split()  # noqa: SIM905 - a list of literals would take forty lines
)
"""Every name that Traefik knows (pkg/tls/cipher.go)."""
_STRONG = frozenset(
    name for name in CIPHER_SUITES if name.startswith("TLS_ECDHE_") and re.search("_(?:GCM|CHACHA20)_", name)
)
"""Those that nobody would be told to replace."""

CURVES = {
    name: since(first)
    for first, names in {
        "3.0": "secp256r1 CurveP256 secp384r1 CurveP384 secp521r1 CurveP521 x25519 X25519",
        "3.6": "x25519mlkem768 X25519MLKEM768",
        "3.7": "secp256r1mlkem768 SecP256r1MLKEM768 secp384r1mlkem1024 SecP384r1MLKEM1024",
    }.items()
    for name in names.split()
}
"""Every curve that Traefik knows, and the version that is known to have it (pkg/tls/certificate.go)."""

CLIENT_AUTH_TYPES = (
    "NoClientCert",
    "RequestClientCert",
    "RequireAnyClientCert",
    "VerifyClientCertIfGiven",
    "RequireAndVerifyClientCert",
)


@rule("tls-ciphers-unused", effect=Effect.SILENT, severity=Severity.INFO)
def tls_ciphers_unused(options: TlsOptions, instance: Instance) -> Iterator[Diagnostic]:
    """Cipher suites are chosen for versions of TLS that are switched off."""
    if options.cipher_suites and options.min_version == "VersionTLS13":
        message = (
            "`cipherSuites` is not used: TLS 1.3 has its own suites, and `minVersion` allows nothing older; remove it."
        )
        yield Diagnostic(options.key_at("cipher_suites"), message)


@rule("tls-unknown-cipher", effect=Effect.DISABLED, fix="unsafe")
def tls_unknown_cipher(options: TlsOptions, instance: Instance) -> Iterator[Diagnostic]:
    """TLS options name a cipher suite that Traefik does not know."""
    for index, name in enumerate(options.cipher_suites):
        if name not in CIPHER_SUITES:
            guess = _go_name(name) or nearest(name, _STRONG, 4) or nearest(name, CIPHER_SUITES, 4)
            advice = f"did you mean `{guess}`?" if guess else "use one of Go's names, or leave the choice to Traefik."
            fix = _fix(options, "cipher_suites", guess, index)
            yield Diagnostic(options.at("cipher_suites", index), f"Cipher suite `{name}` is unknown; {advice}", fix=fix)


_OF_OPENSSL = lazy(
    r"(?:ECDHE-)?(?:RSA-|ECDSA-)?(?:AES(?P<bits>128|256)-(?:(?P<gcm>GCM)-)?SHA(?P<hash>256|384)?|CHACHA20-POLY1305)"
)


def _go_name(name: str) -> str:
    """What Go calls a suite of OpenSSL, as nginx and generators of configurations write it; empty for any other."""
    found = _OF_OPENSSL.fullmatch(name)
    if found is None:
        return ""
    exchange = "_".join(part for part in name.split("-") if part in ("ECDHE", "RSA", "ECDSA")) or "RSA"
    cipher = "CHACHA20_POLY1305_SHA256"
    if found["bits"]:
        cipher = f"AES_{found['bits']}_{found['gcm'] or 'CBC'}_SHA{found['hash'] or ''}"
    made = f"TLS_{exchange}_WITH_{cipher}"
    return made if made in CIPHER_SUITES else ""


_OTHER_CURVES = {"prime256v1": "CurveP256"} | {f"P-{size}": f"CurveP{size}" for size in (256, 384, 521)}
"""What OpenSSL and NIST call curves of Go."""


@rule("tls-unknown-curve", effect=Effect.DISABLED, fix="unsafe")
def tls_unknown_curve(options: TlsOptions, instance: Instance) -> Iterator[Diagnostic]:
    """TLS options name a curve that Traefik does not know."""
    for index, name in enumerate(options.curve_preferences):
        known = [curve for curve, first in CURVES.items() if first <= instance.context.target]
        if name not in known:
            guess = _OTHER_CURVES.get(name, "") or nearest(name, known)
            advice = f"did you mean `{guess}`?" if guess else "use one such as `X25519` or `CurveP256`."
            fix = _fix(options, "curve_preferences", guess, index)
            yield Diagnostic(options.at("curve_preferences", index), f"Curve `{name}` is unknown; {advice}", fix=fix)


def _fix(part: Section, attribute: str, right: str, index: int | None = None, *, safe: bool = False) -> Fix | None:
    if not right:
        return None
    return set_option(part, attribute, right, index=index, safe=safe)


@rule("tls-client-auth-type", effect=Effect.DISABLED, fix="safe")
def tls_client_auth_type(options: TlsOptions, instance: Instance) -> Iterator[Diagnostic]:
    """TLS options ask for client certificates in a way that Traefik does not know."""
    auth = options.client_auth
    if auth is None or not auth.client_auth_type or auth.client_auth_type in CLIENT_AUTH_TYPES:
        return
    guess = nearest(auth.client_auth_type, CLIENT_AUTH_TYPES, 4)
    shown = ", ".join(f"`{name}`" for name in CLIENT_AUTH_TYPES)
    advice = f"did you mean `{guess}`?" if guess else f"known are {shown}."
    same = guess.lower() == auth.client_auth_type.lower()
    fix = _fix(auth, "client_auth_type", guess, safe=same)
    yield Diagnostic(
        auth.at("client_auth_type"), f"`{auth.client_auth_type}` is not a `clientAuthType`; {advice}", fix=fix
    )


@rule("tls-client-auth-without-ca", effect=Effect.DISABLED)
def tls_client_auth_without_ca(options: TlsOptions, instance: Instance) -> Iterator[Diagnostic]:
    """Client certificates are to be verified, and nothing says who may have signed them."""
    auth = options.client_auth
    if auth is None:
        return
    if not auth.ca_files:
        if auth.client_auth_type in CLIENT_AUTH_TYPES[3:]:
            message = f"`{auth.client_auth_type}` needs to know who may sign client certificates; add `caFiles`."
            yield Diagnostic(auth.at("client_auth_type"), message)
        return
    for index, text in enumerate(auth.ca_files):
        if is_content(text) and not holds_certificate(text):
            message = "This entry of `caFiles` holds no certificate; give it a PEM certificate, or the path of one."
            yield Diagnostic(auth.at("ca_files", index), message)


@rule("tls-options-conflict", effect=Effect.DEGRADED, severity=Severity.ERROR)
def tls_options_conflict(instance: Instance, _: Instance) -> Iterator[Diagnostic]:
    """Routers serve one host with different TLS options, so that Traefik uses its default ones for all of them."""
    if not _any_options(instance):
        return
    first: dict[tuple[str, str], Served] = {}
    told: set[tuple[Router, Router]] = set()
    for here in served(instance):
        router = here.router
        for host in filter(None, dict.fromkeys(instance.rule(router).domains)):  # empty: of a variable not set here
            there = first.setdefault((here.point, host), here)
            other = there.router
            if there.options == here.options or (other, router) in told:
                continue
            told.add((other, router))
            spot = _place(other)
            message = (
                f"Routers `{other.name}` and `{router.name}` serve `{host}` with different TLS options, so Traefik "
                "uses the default ones for both; give them the same options."
            )
            yield Diagnostic(_place(router), message, related=(Related(spot.file, spot.span, "the other options"),))


def _any_options(instance: Instance) -> bool:
    """Whether any options but the default ones are in use; mostly there are none."""
    if any(point.tls_options not in ("", DEFAULT) for point in instance.entry_point_models.values()):
        return True
    return any(tls.options not in ("", DEFAULT) for tls in instance.parts.get("RouterTls", ()))


def _place(router: Router) -> Place:
    if router.tls is None:
        return router.key_at()
    return router.tls.at("options") if router.tls.gives("options") else router.key_at("tls")


@rule("tls-options-without-host", effect=Effect.DEGRADED, severity=Severity.ERROR)
def tls_options_without_host(router: Router, instance: Instance) -> Iterator[Diagnostic]:
    """A router has TLS options, and no host by which Traefik could choose them."""
    tls = router.tls
    if tls is None or tls.options.partition("@")[0] in ("", "default"):
        return  # those are for whoever asks for a host of no router; `default@file` is told of as a name of nothing
    result = instance.rule(router)
    if result.parsed is not None and not result.domains:
        advice = "the rule names none; add a `Host`"
        if depends_on(result.parsed, "HostRegexp"):
            advice = "`HostRegexp` names none; rename the options to `default`, or add a `Host`"
        message = f"TLS options `{tls.options}` are chosen by the host, and {advice}."
        yield Diagnostic(tls.at("options"), message, strict=_is_all_the_same(router, instance))


def _is_all_the_same(router: Router, instance: Instance) -> bool:
    """Whether visitors get the TLS options of a router without a host all the same, by the names of hosts that others
    serve; not so where it names hosts in another way, or where whoever comes by another name needs no certificate."""
    name = resolved(router.tls.options if router.tls is not None else "", router.full)
    if ask_for_certificate(name, router.full, instance) or depends_on(instance.rule(router).parsed, "HostRegexp"):
        return False
    by_point = instance.once(_options_of_hosts)
    points = router.entry_points or instance.default_entry_points or ("",)
    return all(by_point.get(point) == {name} for point in points)


def _options_of_hosts(instance: Instance) -> dict[str, set[str]]:
    """The TLS options of all routers that name hosts, by entry point."""
    found: dict[str, set[str]] = {}
    for one in served(instance):
        if instance.rule(one.router).domains:
            found.setdefault(one.point, set()).add(one.options)
    return found


@rule("tls-certificate-unusable", effect=Effect.DEGRADED, severity=Severity.ERROR)
def tls_certificate_unusable(certificate: Certificate | DefaultCertificate, instance: Instance) -> Iterator[Diagnostic]:
    """A certificate or its key is missing, or holds something else."""
    for attribute, wanted in (("cert_file", "CERTIFICATE"), ("key_file", "PRIVATE KEY")):
        text = getattr(certificate, attribute)
        key = certificate.fields[attribute].key
        if not text:
            message = f"The certificate has no `{key}`, so Traefik cannot use it; name the file, or give its content."
        elif not is_content(text) or f"{wanted}-----" in text:
            continue
        elif "-----BEGIN" in text:
            message = (
                f"`{key}` holds no {wanted.lower()}, so Traefik cannot use the certificate; perhaps the two are "
                "swapped."
            )
        else:
            message = f"`{key}` is neither a path nor PEM text, so Traefik cannot use the certificate."
        yield Diagnostic(certificate.at(attribute), message)
        return
