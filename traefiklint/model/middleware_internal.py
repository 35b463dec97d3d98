"""HTTP middlewares that only other providers can use: in a file their names are known and their values are dropped."""

from __future__ import annotations

from collections.abc import Mapping

from traefiklint.model.base import Struct
from traefiklint.model.fields import CERTIFICATE, integer, struct, text, text_map, texts


class HeaderModifier(Struct):
    """Changes headers as the Gateway API says."""

    set: Mapping[str, str] = text_map("set")
    add: Mapping[str, str] = text_map("add")
    remove: tuple[str, ...] = texts("remove")


class RequestRedirect(Struct):
    """Redirects as the Gateway API says."""

    scheme: str | None = text("scheme", default=None, go="ptr", since="3.1")
    hostname: str | None = text("hostname", default=None, go="ptr", since="3.1")
    port: str | None = text("port", default=None, go="ptr", since="3.1")
    http_path: str | None = text("path", default=None, go="ptr", since="3.1")
    path_prefix: str | None = text("pathPrefix", default=None, go="ptr", since="3.1")
    status_code: int = integer("statusCode", since="3.1")


class UrlRewrite(Struct):
    """Rewrites the URL as the Gateway API says."""

    hostname: str | None = text("hostname", default=None, go="ptr", since="3.1")
    http_path: str | None = text("path", default=None, go="ptr", since="3.1")
    path_prefix: str | None = text("pathPrefix", default=None, go="ptr", since="3.1")


class AuthTlsPassCertificateToUpstream(Struct):
    """Passes a client certificate on as ingress-nginx does."""

    client_auth_type: str = text("clientAuthType", since="3.7")
    ca_files: tuple[str, ...] = texts("caFiles", opens=CERTIFICATE, since="3.7")


class SnippetAuth(Struct):
    """The authentication of an nginx snippet."""

    address: str = text("address", since="3.7")
    method: str = text("method", since="3.7")
    snippet: str = text("snippet", since="3.7")
    auth_response_headers: tuple[str, ...] = texts("authResponseHeaders", since="3.7")
    auth_signin_url: str = text("authSigninURL", since="3.7")


class Snippet(Struct):
    """An nginx snippet."""

    server_snippet: str = text("serverSnippet", since="3.7")
    configuration_snippet: str = text("configurationSnippet", since="3.7")
    auth: SnippetAuth | None = struct("auth", SnippetAuth, "*dynamic.Auth", since="3.7")


class RewriteTarget(Struct):
    """Rewrites the path as ingress-nginx does."""

    regex: str = text("regex", since="3.7")
    replacement: str = text("replacement", since="3.7")
    x_forwarded_prefix: str = text("xForwardedPrefix", since="3.7")


class UpstreamVhost(Struct):
    """Sets the host that the server sees, as ingress-nginx does."""

    vhost: str = text("vHost", since="3.7")
    vars: Mapping[str, str] = text_map("vars", since="3.7")


class AppRoot(Struct):
    """Redirects `/` as ingress-nginx does."""

    http_path: str = text("path", since="3.7")
