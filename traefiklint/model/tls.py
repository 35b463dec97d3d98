"""Certificates, TLS options and TLS stores."""

from __future__ import annotations

from traefiklint.model.base import Named, Struct
from traefiklint.model.fields import CERTIFICATE, PRIVATE_KEY, flag, struct, text, texts
from traefiklint.model.http import Domain


class Certificate(Struct):
    """A certificate that Traefik serves, and the stores it goes to."""

    cert_file: str = text("certFile", opens=CERTIFICATE)
    key_file: str = text("keyFile", opens=PRIVATE_KEY)
    stores: tuple[str, ...] = texts("stores")


class ClientAuth(Struct):
    """Whether clients must show a certificate, and who may have signed it."""

    ca_files: tuple[str, ...] = texts("caFiles", opens=CERTIFICATE)
    client_auth_type: str = text("clientAuthType")


class TlsOptions(Named):
    """TLS options: versions, cipher suites and client certificates of the routers that name them."""

    min_version: str = text("minVersion")
    max_version: str = text("maxVersion")
    cipher_suites: tuple[str, ...] = texts("cipherSuites")
    curve_preferences: tuple[str, ...] = texts("curvePreferences")
    client_auth: ClientAuth | None = struct("clientAuth", ClientAuth, "tls.ClientAuth")
    sni_strict: bool = flag("sniStrict")
    alpn_protocols: tuple[str, ...] = texts("alpnProtocols", ("h2", "http/1.1", "acme-tls/1"))
    disable_session_tickets: bool = flag("disableSessionTickets", since="3.4")
    prefer_server_cipher_suites: bool | None = flag("preferServerCipherSuites", default=None, go="ptr", deprecated=True)


class DefaultCertificate(Struct):
    """The certificate for names that no other one covers."""

    cert_file: str = text("certFile", opens=CERTIFICATE)
    key_file: str = text("keyFile", opens=PRIVATE_KEY)


class GeneratedCertificate(Struct):
    """That a resolver obtains the default certificate, and for which names."""

    resolver: str = text("resolver")
    domain: Domain | None = struct("domain", Domain, "*types.Domain")


class TlsStore(Named):
    """A TLS store: where certificates are kept. Only the one named `default` is used."""

    default_certificate: DefaultCertificate | None = struct(
        "defaultCertificate", DefaultCertificate, "*tls.Certificate"
    )
    default_generated_cert: GeneratedCertificate | None = struct(
        "defaultGeneratedCert", GeneratedCertificate, "*tls.GeneratedCert"
    )
