"""Certificates, TLS options and TLS stores."""

from __future__ import annotations

from traefiklint.model.base import Named, Section
from traefiklint.model.fields import CERTIFICATE, PRIVATE_KEY, flag, struct, text, texts
from traefiklint.model.http import Domain


class Certificate(Section):
    """A certificate that Traefik serves, and the stores it goes to."""

    cert_file: str = text(opens=CERTIFICATE, says="The certificate in PEM form, or the path of a file that holds it.")
    key_file: str = text(opens=PRIVATE_KEY, says="The private key in PEM form, or the path of a file that holds it.")
    stores: tuple[str, ...] = texts(says="The stores that it goes to; only `default` is used.")


class ClientAuth(Section):
    """Whether clients must show a certificate, and who may have signed it."""

    ca_files: tuple[str, ...] = texts(
        opens=CERTIFICATE, says="Who may have signed the clients' certificates, as PEM or files."
    )
    client_auth_type: str = text(says="What is asked of clients, as in `RequireAndVerifyClientCert`.")


class _Shared(Named):
    """What is the same for all providers where it is called `default` (pkg/server/aggregator.go)."""

    @property
    def full(self) -> str:
        return self.name if self.name == "default" else super().full


class TlsOptions(_Shared):
    """TLS options: versions, cipher suites and client certificates of the routers that name them."""

    min_version: str = text(says="The lowest TLS version, as in `VersionTLS12`.")
    max_version: str = text(says="The highest TLS version, as in `VersionTLS13`.")
    cipher_suites: tuple[str, ...] = texts(says="The cipher suites up to TLS 1.2, by Go's names.")
    curve_preferences: tuple[str, ...] = texts(says="The curves of the key exchange, in order of preference.")
    client_auth: ClientAuth | None = struct(ClientAuth, "tls.ClientAuth")
    sni_strict: bool = flag(says="Whether connections that name no known host are refused.")
    alpn_protocols: tuple[str, ...] = texts(
        ("h2", "http/1.1", "acme-tls/1"), says="The protocols that are offered, in order of preference."
    )
    disable_session_tickets: bool = flag(since="3.4", says="Whether sessions cannot be taken up again.")
    prefer_server_cipher_suites: bool | None = flag(
        default=None, go="ptr", deprecated=True, says="Does nothing any more: Go decides."
    )


class DefaultCertificate(Section):
    """The certificate for names that no other one covers."""

    cert_file: str = text(opens=CERTIFICATE, says="The certificate in PEM form, or the path of a file that holds it.")
    key_file: str = text(opens=PRIVATE_KEY, says="The private key in PEM form, or the path of a file that holds it.")


class GeneratedCertificate(Section):
    """That a resolver obtains the default certificate, and for which names."""

    resolver: str = text(says="The resolver that obtains it, by its name.")
    domain: Domain | None = struct(Domain, "*types.Domain")


class TlsStore(_Shared):
    """A TLS store: where certificates are kept. Only the one named `default` is used."""

    default_certificate: DefaultCertificate | None = struct(DefaultCertificate, "*tls.Certificate", in_labels=False)
    default_generated_cert: GeneratedCertificate | None = struct(GeneratedCertificate, "*tls.GeneratedCert")
