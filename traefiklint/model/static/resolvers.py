"""Where certificates come from.

Source: Traefik's own list of options, asked of every version (`tests/model/static_fields.json`).
"""

from __future__ import annotations

from traefiklint.model.base import Named, Section
from traefiklint.model.fields import CERTIFICATE, SECOND, duration, flag, integer, struct, text, texts


class HttpChallenge(Section):
    """Proves over HTTP that a name is yours."""

    entry_point: str = text(says="The entry point that answers; it must be reachable on port 80.")
    delay: int = duration(since="3.5", says="How long Traefik waits before it asks for the proof.")


class TlsChallenge(Section):
    """Proves over TLS on port 443 that a name is yours."""

    delay: int = duration(since="3.6", says="How long Traefik waits before it asks for the proof.")


class DnsPropagation(Section):
    """How Traefik waits until a DNS record is known everywhere."""

    disable_checks: bool = flag(says="Whether it does not look at all.")
    disable_ans_checks: bool = flag(
        key="disableANSChecks", says="Whether it does not ask the authoritative name servers."
    )
    require_all_rns: bool = flag(key="requireAllRNS", says="Whether all recursive name servers must know the record.")
    delay_before_checks: int = duration(says="How long it waits before it looks.")


class DnsChallenge(Section):
    """Proves by a DNS record that a name is yours; the only way to wildcard certificates."""

    provider: str = text(says="The DNS provider, by lego's code for it.")
    resolvers: tuple[str, ...] = texts(says="The name servers that are asked whether the record is there.")
    propagation: DnsPropagation | None = struct(DnsPropagation, since="3.3", may_be_empty=True)
    delay_before_check: int = duration(
        deprecated=True, says="How long Traefik waits before it looks; `propagation.delayBeforeChecks` took its place."
    )
    disable_propagation_check: bool = flag(
        deprecated=True, says="Whether it does not look; `propagation.disableChecks` took its place."
    )


class Eab(Section):
    """Binds the ACME account to one that you have with the authority."""

    kid: str = text(says="The key identifier that the authority gave you.")
    hmac_encoded: str = text(says="The key that the authority gave you, in base64 for URLs.")


class Acme(Section):
    """Obtains certificates by ACME."""

    email: str = text(says="The address of the account.")
    storage: str = text(
        "acme.json", says="The file that certificates and account are kept in; only its owner may read it."
    )
    ca_server: str = text(
        "https://acme-v02.api.letsencrypt.org/directory",
        says="The directory URL of the authority; Let's Encrypt where none is given.",
    )
    ca_certificates: tuple[str, ...] = texts(
        since="3.2", opens=CERTIFICATE, says="Who may have signed the authority's own certificate, as files."
    )
    ca_system_cert_pool: bool = flag(
        since="3.2", says="Whether the system's authorities count beside `caCertificates`."
    )
    ca_server_name: str = text(since="3.2", says="The name that the authority's own certificate must have.")
    certificates_duration: int = integer(
        2160, says="How many hours certificates are valid, which decides when they are renewed."
    )
    preferred_chain: str = text(says="The common name of the root whose chain is preferred.")
    key_type: str = text(
        "RSA4096", says="The type of private keys: `EC256`, `EC384`, `RSA2048`, `RSA4096` or `RSA8192`."
    )
    profile: str = text(since="3.4", says="The profile of certificates that is asked for.")
    email_addresses: tuple[str, ...] = texts(since="3.4", says="Mail addresses that certificates carry.")
    disable_common_name: bool = flag(since="3.6", says="Whether certificates have no common name.")
    client_timeout: int = duration(120 * SECOND, since="3.5", says="How long one question to the authority may take.")
    client_response_header_timeout: int = duration(
        30 * SECOND, since="3.5", says="How long its answer may take to begin."
    )
    certificate_timeout: int = duration(30 * SECOND, since="3.7", says="How long Traefik waits for a certificate.")
    eab: Eab | None = struct(Eab, "*acme.EAB")
    http_challenge: HttpChallenge | None = struct(HttpChallenge, may_be_empty=True)
    tls_challenge: TlsChallenge | None = struct(TlsChallenge, may_be_empty=True)
    dns_challenge: DnsChallenge | None = struct(DnsChallenge, may_be_empty=True)


class Tailscale(Section):
    """Obtains certificates from Tailscale."""


class CertificatesResolver(Named):
    """A certificate resolver, which routers name in `tls.certResolver`."""

    acme: Acme | None = struct(Acme, "*acme.Configuration")
    tailscale: Tailscale | None = struct(Tailscale, may_be_empty=True)

    @property
    def challenge(self) -> str:
        """`dns`, `tls`, `http`, `tailscale`, or empty where it has none; of several the one that is used."""
        if self.acme is not None:
            if self.acme.dns_challenge is not None and self.acme.dns_challenge.provider:
                return "dns"
            if self.acme.tls_challenge is not None:
                return "tls"
            if self.acme.http_challenge is not None and self.acme.http_challenge.entry_point:
                return "http"
        return "tailscale" if self.tailscale is not None else ""
