"""The HTTP middleware that sets headers."""

from __future__ import annotations

from collections.abc import Mapping

from traefiklint.model.base import Struct
from traefiklint.model.fields import flag, integer, text, text_map, texts


class Headers(Struct):
    """Sets headers of requests and answers: CORS, HSTS and other security headers."""

    custom_request_headers: Mapping[str, str] = text_map("customRequestHeaders")
    custom_response_headers: Mapping[str, str] = text_map("customResponseHeaders")
    access_control_allow_credentials: bool = flag("accessControlAllowCredentials")
    access_control_allow_headers: tuple[str, ...] = texts("accessControlAllowHeaders")
    access_control_allow_methods: tuple[str, ...] = texts("accessControlAllowMethods")
    access_control_allow_origin_list: tuple[str, ...] = texts("accessControlAllowOriginList")
    access_control_allow_origin_list_regex: tuple[str, ...] = texts("accessControlAllowOriginListRegex")
    access_control_expose_headers: tuple[str, ...] = texts("accessControlExposeHeaders")
    access_control_max_age: int | None = integer("accessControlMaxAge", default=None, go="ptr")
    add_vary_header: bool = flag("addVaryHeader")
    allowed_hosts: tuple[str, ...] = texts("allowedHosts")
    hosts_proxy_headers: tuple[str, ...] = texts("hostsProxyHeaders")
    ssl_proxy_headers: Mapping[str, str] = text_map("sslProxyHeaders")
    sts_seconds: int | None = integer("stsSeconds", default=None, go="ptr")
    sts_include_subdomains: bool = flag("stsIncludeSubdomains")
    sts_preload: bool = flag("stsPreload")
    force_sts_header: bool = flag("forceSTSHeader")
    frame_deny: bool = flag("frameDeny")
    custom_frame_options_value: str = text("customFrameOptionsValue")
    content_type_nosniff: bool = flag("contentTypeNosniff")
    browser_xss_filter: bool = flag("browserXssFilter")
    custom_browser_xss_value: str = text("customBrowserXSSValue")
    content_security_policy: str = text("contentSecurityPolicy")
    content_security_policy_report_only: str = text("contentSecurityPolicyReportOnly", since="3.1")
    public_key: str = text("publicKey")
    referrer_policy: str = text("referrerPolicy")
    permissions_policy: str = text("permissionsPolicy")
    is_development: bool = flag("isDevelopment")
    feature_policy: str | None = text("featurePolicy", default=None, go="ptr", deprecated=True)
    ssl_redirect: bool | None = flag("sslRedirect", default=None, go="ptr", deprecated=True)
    ssl_temporary_redirect: bool | None = flag("sslTemporaryRedirect", default=None, go="ptr", deprecated=True)
    ssl_host: str | None = text("sslHost", default=None, go="ptr", deprecated=True)
    ssl_force_host: bool | None = flag("sslForceHost", default=None, go="ptr", deprecated=True)
