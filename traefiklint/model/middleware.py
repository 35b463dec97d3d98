"""An HTTP middleware, with one option for each type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from traefiklint.model.base import Named, Section
from traefiklint.model.fields import CERTIFICATE, integer, raw_map, struct, text, text_map, texts
from traefiklint.model.middleware_auth import BasicAuth, DigestAuth, ForwardAuth, PassTlsClientCert
from traefiklint.model.middleware_headers import Headers
from traefiklint.model.middlewares import (
    AddPrefix,
    Buffering,
    Chain,
    CircuitBreaker,
    Compress,
    ContentType,
    EncodedCharacters,
    Errors,
    GrpcWeb,
    InFlightReq,
    IpAllowList,
    IpWhiteList,
    RateLimit,
    RedirectRegex,
    RedirectScheme,
    ReplacePath,
    ReplacePathRegex,
    Retry,
    StripPrefix,
    StripPrefixRegex,
)


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


class Middleware(Named):
    """An HTTP middleware: what happens to a request before its service. It holds exactly one type."""

    add_prefix: AddPrefix | None = struct("addPrefix", AddPrefix, "*dynamic.AddPrefix")
    strip_prefix: StripPrefix | None = struct("stripPrefix", StripPrefix, "*dynamic.StripPrefix")
    strip_prefix_regex: StripPrefixRegex | None = struct(
        "stripPrefixRegex", StripPrefixRegex, "*dynamic.StripPrefixRegex"
    )
    replace_path: ReplacePath | None = struct("replacePath", ReplacePath, "*dynamic.ReplacePath")
    replace_path_regex: ReplacePathRegex | None = struct(
        "replacePathRegex", ReplacePathRegex, "*dynamic.ReplacePathRegex"
    )
    chain: Chain | None = struct("chain", Chain, "*dynamic.Chain")
    ip_white_list: IpWhiteList | None = struct("ipWhiteList", IpWhiteList, "*dynamic.IPWhiteList", deprecated=True)
    ip_allow_list: IpAllowList | None = struct("ipAllowList", IpAllowList, "*dynamic.IPAllowList")
    headers: Headers | None = struct("headers", Headers, "*dynamic.Headers")
    encoded_characters: EncodedCharacters | None = struct(
        "encodedCharacters", EncodedCharacters, "*dynamic.EncodedCharacters", since="3.7"
    )
    errors: Errors | None = struct("errors", Errors, "*dynamic.ErrorPage")
    rate_limit: RateLimit | None = struct("rateLimit", RateLimit, "*dynamic.RateLimit")
    redirect_regex: RedirectRegex | None = struct("redirectRegex", RedirectRegex, "*dynamic.RedirectRegex")
    redirect_scheme: RedirectScheme | None = struct("redirectScheme", RedirectScheme, "*dynamic.RedirectScheme")
    basic_auth: BasicAuth | None = struct("basicAuth", BasicAuth, "*dynamic.BasicAuth")
    digest_auth: DigestAuth | None = struct("digestAuth", DigestAuth, "*dynamic.DigestAuth")
    forward_auth: ForwardAuth | None = struct("forwardAuth", ForwardAuth, "*dynamic.ForwardAuth")
    in_flight_req: InFlightReq | None = struct("inFlightReq", InFlightReq, "*dynamic.InFlightReq")
    buffering: Buffering | None = struct("buffering", Buffering, "*dynamic.Buffering")
    circuit_breaker: CircuitBreaker | None = struct("circuitBreaker", CircuitBreaker, "*dynamic.CircuitBreaker")
    compress: Compress | None = struct("compress", Compress, may_be_empty=True)
    pass_tls_client_cert: PassTlsClientCert | None = struct(
        "passTLSClientCert", PassTlsClientCert, "*dynamic.PassTLSClientCert"
    )
    retry: Retry | None = struct("retry", Retry, "*dynamic.Retry")
    content_type: ContentType | None = struct("contentType", ContentType, may_be_empty=True)
    grpc_web: GrpcWeb | None = struct("grpcWeb", GrpcWeb, "*dynamic.GrpcWeb")
    plugin: Mapping[str, Any] = raw_map(
        "plugin", "map[string]dynamic.PluginConf", says="Plugins by name, with what each is configured with."
    )
    request_header_modifier: HeaderModifier | None = struct("requestHeaderModifier", HeaderModifier, ignored=True)
    response_header_modifier: HeaderModifier | None = struct(
        "responseHeaderModifier", HeaderModifier, since="3.2", ignored=True
    )
    request_redirect: RequestRedirect | None = struct("requestRedirect", RequestRedirect, since="3.1", ignored=True)
    url_rewrite: UrlRewrite | None = struct("uRLRewrite", UrlRewrite, since="3.1", ignored=True)
    auth_tls_pass_certificate_to_upstream: AuthTlsPassCertificateToUpstream | None = struct(
        "authTLSPassCertificateToUpstream", AuthTlsPassCertificateToUpstream, since="3.7", ignored=True
    )
    snippet: Snippet | None = struct("snippet", Snippet, since="3.7", ignored=True)
    rewrite_target: RewriteTarget | None = struct("rewriteTarget", RewriteTarget, since="3.7", ignored=True)
    upstream_vhost: UpstreamVhost | None = struct("upstreamVHost", UpstreamVhost, since="3.7", ignored=True)
    app_root: AppRoot | None = struct("appRoot", AppRoot, since="3.7.7", ignored=True)
