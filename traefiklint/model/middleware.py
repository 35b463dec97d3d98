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

    set: Mapping[str, str] = text_map(says="Headers that are set.")
    add: Mapping[str, str] = text_map(says="Headers that are added.")
    remove: tuple[str, ...] = texts(says="Headers that are removed.")


class RequestRedirect(Section):
    """Redirects as the Gateway API says."""

    scheme: str | None = text(default=None, go="ptr", since="3.1", says="The new scheme.")
    hostname: str | None = text(default=None, go="ptr", since="3.1", says="The new host.")
    port: str | None = text(default=None, go="ptr", since="3.1", says="The new port.")
    http_path: str | None = text(key="path", default=None, go="ptr", since="3.1", says="The new path.")
    path_prefix: str | None = text(default=None, go="ptr", since="3.1", says="The new prefix of the path.")
    status_code: int = integer(since="3.1", says="The code of the answer.")


class UrlRewrite(Section):
    """Rewrites the URL as the Gateway API says."""

    hostname: str | None = text(default=None, go="ptr", since="3.1", says="The new host.")
    http_path: str | None = text(key="path", default=None, go="ptr", since="3.1", says="The new path.")
    path_prefix: str | None = text(default=None, go="ptr", since="3.1", says="The new prefix of the path.")


class AuthTlsPassCertificateToUpstream(Section):
    """Passes a client certificate on as ingress-nginx does."""

    client_auth_type: str = text(since="3.7", says="Whether clients must show a certificate.")
    ca_files: tuple[str, ...] = texts(opens=CERTIFICATE, since="3.7", says="Who may have signed it.")


class SnippetAuth(Section):
    """The authentication of an nginx snippet."""

    address: str = text(since="3.7", says="The URL that is asked.")
    method: str = text(since="3.7", says="The method it is asked with.")
    snippet: str = text(since="3.7", says="The snippet of the question.")
    auth_response_headers: tuple[str, ...] = texts(
        since="3.7", says="Headers of the answer that the service gets to see."
    )
    auth_signin_url: str = text(key="authSigninURL", since="3.7", says="Where a client is sent to sign in.")


class Snippet(Section):
    """An nginx snippet."""

    server_snippet: str = text(since="3.7", says="The snippet of the server.")
    configuration_snippet: str = text(since="3.7", says="The snippet of the location.")
    auth: SnippetAuth | None = struct(SnippetAuth, "*dynamic.Auth", since="3.7")


class RewriteTarget(Section):
    """Rewrites the path as ingress-nginx does."""

    regex: str = text(since="3.7", says="What is looked for in the path.")
    replacement: str = text(since="3.7", says="What is put in its place.")
    x_forwarded_prefix: str = text(since="3.7", says="The value of `X-Forwarded-Prefix`.")


class UpstreamVhost(Section):
    """Sets the host that the server sees, as ingress-nginx does."""

    vhost: str = text(key="vHost", since="3.7", says="The host that the server sees.")
    vars: Mapping[str, str] = text_map(since="3.7", says="Values that it may be made of.")


class AppRoot(Section):
    """Redirects `/` as ingress-nginx does."""

    http_path: str = text(key="path", since="3.7", says="Where `/` is sent to.")


class Middleware(Named):
    """An HTTP middleware: what happens to a request before its service. It holds exactly one type."""

    add_prefix: AddPrefix | None = struct(AddPrefix, "*dynamic.AddPrefix")
    strip_prefix: StripPrefix | None = struct(StripPrefix, "*dynamic.StripPrefix")
    strip_prefix_regex: StripPrefixRegex | None = struct(StripPrefixRegex, "*dynamic.StripPrefixRegex")
    replace_path: ReplacePath | None = struct(ReplacePath, "*dynamic.ReplacePath")
    replace_path_regex: ReplacePathRegex | None = struct(ReplacePathRegex, "*dynamic.ReplacePathRegex")
    chain: Chain | None = struct(Chain, "*dynamic.Chain")
    ip_white_list: IpWhiteList | None = struct(IpWhiteList, "*dynamic.IPWhiteList", deprecated=True)
    ip_allow_list: IpAllowList | None = struct(IpAllowList, "*dynamic.IPAllowList")
    headers: Headers | None = struct(Headers, "*dynamic.Headers")
    encoded_characters: EncodedCharacters | None = struct(EncodedCharacters, "*dynamic.EncodedCharacters", since="3.7")
    errors: Errors | None = struct(Errors, "*dynamic.ErrorPage")
    rate_limit: RateLimit | None = struct(RateLimit, "*dynamic.RateLimit")
    redirect_regex: RedirectRegex | None = struct(RedirectRegex, "*dynamic.RedirectRegex")
    redirect_scheme: RedirectScheme | None = struct(RedirectScheme, "*dynamic.RedirectScheme")
    basic_auth: BasicAuth | None = struct(BasicAuth, "*dynamic.BasicAuth")
    digest_auth: DigestAuth | None = struct(DigestAuth, "*dynamic.DigestAuth")
    forward_auth: ForwardAuth | None = struct(ForwardAuth, "*dynamic.ForwardAuth")
    in_flight_req: InFlightReq | None = struct(InFlightReq, "*dynamic.InFlightReq")
    buffering: Buffering | None = struct(Buffering, "*dynamic.Buffering")
    circuit_breaker: CircuitBreaker | None = struct(CircuitBreaker, "*dynamic.CircuitBreaker")
    compress: Compress | None = struct(Compress, may_be_empty=True)
    pass_tls_client_cert: PassTlsClientCert | None = struct(
        PassTlsClientCert, "*dynamic.PassTLSClientCert", key="passTLSClientCert"
    )
    retry: Retry | None = struct(Retry, "*dynamic.Retry")
    content_type: ContentType | None = struct(ContentType, may_be_empty=True)
    grpc_web: GrpcWeb | None = struct(GrpcWeb, "*dynamic.GrpcWeb")
    plugin: Mapping[str, Any] = raw_map(
        "map[string]dynamic.PluginConf", says="Plugins by name, with what each is configured with."
    )
    request_header_modifier: HeaderModifier | None = struct(HeaderModifier, ignored=True)
    response_header_modifier: HeaderModifier | None = struct(HeaderModifier, since="3.2", ignored=True)
    request_redirect: RequestRedirect | None = struct(RequestRedirect, since="3.1", ignored=True)
    url_rewrite: UrlRewrite | None = struct(UrlRewrite, key="uRLRewrite", since="3.1", ignored=True)
    auth_tls_pass_certificate_to_upstream: AuthTlsPassCertificateToUpstream | None = struct(
        AuthTlsPassCertificateToUpstream, key="authTLSPassCertificateToUpstream", since="3.7", ignored=True
    )
    snippet: Snippet | None = struct(Snippet, since="3.7", ignored=True)
    rewrite_target: RewriteTarget | None = struct(RewriteTarget, since="3.7", ignored=True)
    upstream_vhost: UpstreamVhost | None = struct(UpstreamVhost, key="upstreamVHost", since="3.7", ignored=True)
    app_root: AppRoot | None = struct(AppRoot, since="3.7.7", ignored=True)
