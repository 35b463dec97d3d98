"""HTTP middlewares that only other providers can use: in a file their names are known and their values are dropped."""

from __future__ import annotations

from collections.abc import Mapping

from traefiklint.model.base import Section
from traefiklint.model.fields import CERTIFICATE, integer, struct, text, text_map, texts


class HeaderModifier(Section):
    """Changes headers as the Gateway API says."""

    set: Mapping[str, str] = text_map("set", says="Headers that are set.")
    add: Mapping[str, str] = text_map("add", says="Headers that are added.")
    remove: tuple[str, ...] = texts("remove", says="Headers that are removed.")


class RequestRedirect(Section):
    """Redirects as the Gateway API says."""

    scheme: str | None = text("scheme", default=None, go="ptr", since="3.1", says="The new scheme.")
    hostname: str | None = text("hostname", default=None, go="ptr", since="3.1", says="The new host.")
    port: str | None = text("port", default=None, go="ptr", since="3.1", says="The new port.")
    http_path: str | None = text("path", default=None, go="ptr", since="3.1", says="The new path.")
    path_prefix: str | None = text(
        "pathPrefix", default=None, go="ptr", since="3.1", says="The new prefix of the path."
    )
    status_code: int = integer("statusCode", since="3.1", says="The code of the answer.")


class UrlRewrite(Section):
    """Rewrites the URL as the Gateway API says."""

    hostname: str | None = text("hostname", default=None, go="ptr", since="3.1", says="The new host.")
    http_path: str | None = text("path", default=None, go="ptr", since="3.1", says="The new path.")
    path_prefix: str | None = text(
        "pathPrefix", default=None, go="ptr", since="3.1", says="The new prefix of the path."
    )


class AuthTlsPassCertificateToUpstream(Section):
    """Passes a client certificate on as ingress-nginx does."""

    client_auth_type: str = text("clientAuthType", since="3.7", says="Whether clients must show a certificate.")
    ca_files: tuple[str, ...] = texts("caFiles", opens=CERTIFICATE, since="3.7", says="Who may have signed it.")


class SnippetAuth(Section):
    """The authentication of an nginx snippet."""

    address: str = text("address", since="3.7", says="The URL that is asked.")
    method: str = text("method", since="3.7", says="The method it is asked with.")
    snippet: str = text("snippet", since="3.7", says="The snippet of the question.")
    auth_response_headers: tuple[str, ...] = texts(
        "authResponseHeaders", since="3.7", says="Headers of the answer that the service gets to see."
    )
    auth_signin_url: str = text("authSigninURL", since="3.7", says="Where a client is sent to sign in.")


class Snippet(Section):
    """An nginx snippet."""

    server_snippet: str = text("serverSnippet", since="3.7", says="The snippet of the server.")
    configuration_snippet: str = text("configurationSnippet", since="3.7", says="The snippet of the location.")
    auth: SnippetAuth | None = struct("auth", SnippetAuth, "*dynamic.Auth", since="3.7")


class RewriteTarget(Section):
    """Rewrites the path as ingress-nginx does."""

    regex: str = text("regex", since="3.7", says="What is looked for in the path.")
    replacement: str = text("replacement", since="3.7", says="What is put in its place.")
    x_forwarded_prefix: str = text("xForwardedPrefix", since="3.7", says="The value of `X-Forwarded-Prefix`.")


class UpstreamVhost(Section):
    """Sets the host that the server sees, as ingress-nginx does."""

    vhost: str = text("vHost", since="3.7", says="The host that the server sees.")
    vars: Mapping[str, str] = text_map("vars", since="3.7", says="Values that it may be made of.")


class AppRoot(Section):
    """Redirects `/` as ingress-nginx does."""

    http_path: str = text("path", since="3.7", says="Where `/` is sent to.")
