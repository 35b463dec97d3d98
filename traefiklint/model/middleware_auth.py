"""The HTTP middlewares that find out who is asking."""

from __future__ import annotations

from traefiklint.model.base import Struct
from traefiklint.model.fields import CERTIFICATE, DIGEST_USERS, PRIVATE_KEY, USERS, flag, integer, struct, text, texts


class BasicAuth(Struct):
    """Asks for a name and a password."""

    users: tuple[str, ...] = texts("users")
    users_file: str = text("usersFile", opens=USERS)
    realm: str = text("realm")
    remove_header: bool = flag("removeHeader")
    header_field: str = text("headerField")


class DigestAuth(Struct):
    """Asks for a name and a password by digest."""

    users: tuple[str, ...] = texts("users")
    users_file: str = text("usersFile", opens=DIGEST_USERS)
    remove_header: bool = flag("removeHeader")
    realm: str = text("realm")
    header_field: str = text("headerField")


class ClientTls(Struct):
    """How Traefik talks TLS to an authentication server."""

    ca: str = text("ca", opens=CERTIFICATE)
    cert: str = text("cert", opens=CERTIFICATE)
    key: str = text("key", opens=PRIVATE_KEY)
    insecure_skip_verify: bool = flag("insecureSkipVerify")
    ca_optional: bool | None = flag("caOptional", default=None, go="ptr", deprecated=True)


class ForwardAuth(Struct):
    """Asks another server whether a request may pass."""

    address: str = text("address")
    tls: ClientTls | None = struct("tls", ClientTls, "*dynamic.ClientTLS")
    trust_forward_header: bool | None = flag("trustForwardHeader", default=None, go="ptr", deprecated=True)
    auth_response_headers: tuple[str, ...] = texts("authResponseHeaders")
    auth_response_headers_regex: str = text("authResponseHeadersRegex")
    auth_request_headers: tuple[str, ...] = texts("authRequestHeaders")
    max_response_body_size: int | None = integer("maxResponseBodySize", default=None, go="ptr", since="3.6")
    add_auth_cookies_to_response: tuple[str, ...] = texts("addAuthCookiesToResponse")
    header_field: str = text("headerField", since="3.2")
    forward_body: bool = flag("forwardBody", since="3.3")
    max_body_size: int = integer("maxBodySize", -1, go="ptr", since="3.3")
    preserve_location_header: bool = flag("preserveLocationHeader", since="3.3")
    preserve_request_method: bool = flag("preserveRequestMethod", since="3.4")
    auth_signin_url: str = text("authSigninURL", since="3.7")


class ClientCertificateSubject(Struct):
    """Which parts of a client certificate's subject are passed on."""

    country: bool = flag("country")
    province: bool = flag("province")
    locality: bool = flag("locality")
    organization: bool = flag("organization")
    organizational_unit: bool = flag("organizationalUnit")
    common_name: bool = flag("commonName")
    serial_number: bool = flag("serialNumber")
    domain_component: bool = flag("domainComponent")


class ClientCertificateIssuer(Struct):
    """Which parts of a client certificate's issuer are passed on."""

    country: bool = flag("country")
    province: bool = flag("province")
    locality: bool = flag("locality")
    organization: bool = flag("organization")
    common_name: bool = flag("commonName")
    serial_number: bool = flag("serialNumber")
    domain_component: bool = flag("domainComponent")


class ClientCertificateInfo(Struct):
    """Which facts of a client certificate are passed on."""

    not_after: bool = flag("notAfter")
    not_before: bool = flag("notBefore")
    sans: bool = flag("sans")
    serial_number: bool = flag("serialNumber")
    subject: ClientCertificateSubject | None = struct(
        "subject", ClientCertificateSubject, "*dynamic.TLSClientCertificateSubjectDNInfo"
    )
    issuer: ClientCertificateIssuer | None = struct(
        "issuer", ClientCertificateIssuer, "*dynamic.TLSClientCertificateIssuerDNInfo"
    )


class PassTlsClientCert(Struct):
    """Passes the client's certificate on to the server in headers."""

    pem: bool = flag("pem")
    info: ClientCertificateInfo | None = struct("info", ClientCertificateInfo, "*dynamic.TLSClientCertificateInfo")
