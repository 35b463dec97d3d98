"""An HTTP middleware, with one option for each type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from traefiklint.model.base import Named
from traefiklint.model.fields import raw_map, struct
from traefiklint.model.middleware_auth import BasicAuth, DigestAuth, ForwardAuth, PassTlsClientCert
from traefiklint.model.middleware_headers import Headers
from traefiklint.model.middleware_internal import (
    AppRoot,
    AuthTlsPassCertificateToUpstream,
    HeaderModifier,
    RequestRedirect,
    RewriteTarget,
    Snippet,
    UpstreamVhost,
    UrlRewrite,
)
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
