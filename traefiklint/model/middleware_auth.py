"""The HTTP middlewares that find out who is asking."""

from __future__ import annotations

from traefiklint.model.base import Section
from traefiklint.model.fields import CERTIFICATE, DIGEST_USERS, PRIVATE_KEY, USERS, flag, integer, struct, text, texts


class BasicAuth(Section):
    """Asks for a name and a password."""

    users: tuple[str, ...] = texts(says="Users as `name:hash`; the hash is MD5, SHA1 or, best, bcrypt.")
    users_file: str = text(opens=USERS, says="A file with one user a line, in the same form as `users`.")
    realm: str = text(says="The name of the protected place, which browsers show when they ask.")
    remove_header: bool = flag(says="Whether the `Authorization` header is kept from the service.")
    header_field: str = text(says="The request header in which the service is told the user's name.")


class DigestAuth(Section):
    """Asks for a name and a password by digest."""

    users: tuple[str, ...] = texts(says="Users as `name:realm:hash`.")
    users_file: str = text(opens=DIGEST_USERS, says="A file with one user a line, in the same form as `users`.")
    remove_header: bool = flag(says="Whether the `Authorization` header is kept from the service.")
    realm: str = text(says="The name of the protected place, which browsers show when they ask.")
    header_field: str = text(says="The request header in which the service is told the user's name.")


class ClientTls(Section):
    """How Traefik talks TLS to an authentication server."""

    ca: str = text(
        opens=CERTIFICATE,
        says="The certificate authority that must have signed the server's certificate, as PEM or a file.",
    )
    cert: str = text(
        opens=CERTIFICATE, says="The certificate that Traefik shows, as PEM or a file; `key` belongs to it."
    )
    key: str = text(opens=PRIVATE_KEY, says="The private key of `cert`, as PEM or a file.")
    insecure_skip_verify: bool = flag(says="Whether any certificate of the server is accepted.")
    ca_optional: bool | None = flag(default=None, go="ptr", deprecated=True, says="Does nothing any more.")


class ForwardAuth(Section):
    """Asks another server whether a request may pass."""

    address: str = text(says="The URL that is asked.")
    tls: ClientTls | None = struct(ClientTls, "*dynamic.ClientTLS")
    trust_forward_header: bool | None = flag(
        default=None,
        go="ptr",
        deprecated=True,
        says="Whether `X-Forwarded-*` headers of the client are passed on as they are.",
    )
    auth_response_headers: tuple[str, ...] = texts(says="Headers of the answer that the service gets to see.")
    auth_response_headers_regex: str = text(
        says="A regular expression for headers of the answer that the service gets to see."
    )
    auth_request_headers: tuple[str, ...] = texts(
        says="Headers of the request that are passed on; all where none is given."
    )
    max_response_body_size: int | None = integer(
        default=None, go="ptr", since="3.6.9", says="The largest answer, in bytes; anything where none is given."
    )
    add_auth_cookies_to_response: tuple[str, ...] = texts(says="Cookies of the answer that the client gets.")
    header_field: str = text(since="3.2", says="The request header in which the service is told the user's name.")
    forward_body: bool = flag(since="3.3", says="Whether the body is passed on too.")
    max_body_size: int = integer(
        -1, go="ptr", since="3.3", says="The largest body, in bytes, that is passed on; -1 for any."
    )
    preserve_location_header: bool = flag(since="3.3", says="Whether `Location` of the answer is left as it is.")
    preserve_request_method: bool = flag(
        since="3.4", says="Whether the server is asked with the method of the request."
    )
    auth_signin_url: str = text(key="authSigninURL", since="3.7", says="Where a client is sent to sign in.")


class ClientCertificateSubject(Section):
    """Which parts of a client certificate's subject are passed on."""

    country: bool = flag(says="Whether the certificate's country is passed on.")
    province: bool = flag(says="Whether the certificate's state or province is passed on.")
    locality: bool = flag(says="Whether the certificate's town is passed on.")
    organization: bool = flag(says="Whether the certificate's organization is passed on.")
    organizational_unit: bool = flag(says="Whether the certificate's organizational unit is passed on.")
    common_name: bool = flag(says="Whether the certificate's common name is passed on.")
    serial_number: bool = flag(says="Whether the certificate's serial number is passed on.")
    domain_component: bool = flag(says="Whether the certificate's domain components is passed on.")


class ClientCertificateIssuer(Section):
    """Which parts of a client certificate's issuer are passed on."""

    country: bool = flag(says="Whether the certificate's country is passed on.")
    province: bool = flag(says="Whether the certificate's state or province is passed on.")
    locality: bool = flag(says="Whether the certificate's town is passed on.")
    organization: bool = flag(says="Whether the certificate's organization is passed on.")
    common_name: bool = flag(says="Whether the certificate's common name is passed on.")
    serial_number: bool = flag(says="Whether the certificate's serial number is passed on.")
    domain_component: bool = flag(says="Whether the certificate's domain components is passed on.")


class ClientCertificateInfo(Section):
    """Which facts of a client certificate are passed on."""

    not_after: bool = flag(says="Whether the certificate's last day is passed on.")
    not_before: bool = flag(says="Whether the certificate's first day is passed on.")
    sans: bool = flag(says="Whether the certificate's alternative names is passed on.")
    serial_number: bool = flag(says="Whether the certificate's serial number is passed on.")
    subject: ClientCertificateSubject | None = struct(
        ClientCertificateSubject, "*dynamic.TLSClientCertificateSubjectDNInfo"
    )
    issuer: ClientCertificateIssuer | None = struct(
        ClientCertificateIssuer, "*dynamic.TLSClientCertificateIssuerDNInfo"
    )


class PassTlsClientCert(Section):
    """Passes the client's certificate on to the server in headers."""

    pem: bool = flag(says="Whether the whole certificate is passed on, in `X-Forwarded-Tls-Client-Cert`.")
    info: ClientCertificateInfo | None = struct(ClientCertificateInfo, "*dynamic.TLSClientCertificateInfo")
