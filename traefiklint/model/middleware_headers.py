"""The HTTP middleware that sets headers."""

from __future__ import annotations

from collections.abc import Mapping

from traefiklint.model.base import Section
from traefiklint.model.fields import flag, integer, text, text_map, texts


class Headers(Section):
    """Sets headers of requests and answers: CORS, HSTS and other security headers."""

    custom_request_headers: Mapping[str, str] = text_map(
        says="Headers that the service sees; an empty value removes one."
    )
    custom_response_headers: Mapping[str, str] = text_map(
        says="Headers that the client sees; an empty value removes one."
    )
    access_control_allow_credentials: bool = flag(says="CORS: whether requests may carry credentials.")
    access_control_allow_headers: tuple[str, ...] = texts(says="CORS: the request headers that are allowed.")
    access_control_allow_methods: tuple[str, ...] = texts(says="CORS: the methods that are allowed.")
    access_control_allow_origin_list: tuple[str, ...] = texts(
        says="CORS: the origins that are allowed, with scheme, or `*`."
    )
    access_control_allow_origin_list_regex: tuple[str, ...] = texts(
        says="CORS: regular expressions for the origins that are allowed."
    )
    access_control_expose_headers: tuple[str, ...] = texts(says="CORS: the answer's headers that scripts may read.")
    access_control_max_age: int | None = integer(
        default=None, go="ptr", says="CORS: how many seconds a browser may remember the answer to its question."
    )
    add_vary_header: bool = flag(says="CORS: whether the answer says that it depends on the origin.")
    allowed_hosts: tuple[str, ...] = texts(says="The hosts that may be asked for; all where none is given.")
    hosts_proxy_headers: tuple[str, ...] = texts(says="Headers that may hold the host that the client asked for.")
    ssl_proxy_headers: Mapping[str, str] = text_map(
        says="Headers with the value that means the client came over HTTPS."
    )
    sts_seconds: int | None = integer(
        default=None, go="ptr", says="HSTS: how many seconds a browser keeps to HTTPS; 0 sends no header."
    )
    sts_include_subdomains: bool = flag(says="HSTS: whether sub-domains are meant too.")
    sts_preload: bool = flag(says="HSTS: whether browsers may have it built in.")
    force_sts_header: bool = flag(key="forceSTSHeader", says="HSTS: whether the header is sent over plain HTTP too.")
    frame_deny: bool = flag(says="Whether the page may not be shown in a frame.")
    custom_frame_options_value: str = text(says="The value of `X-Frame-Options`, instead of what `frameDeny` sets.")
    content_type_nosniff: bool = flag(says="Whether browsers must believe the type that the answer names.")
    browser_xss_filter: bool = flag(says="Whether `X-XSS-Protection` is sent.")
    custom_browser_xss_value: str = text(key="customBrowserXSSValue", says="The value of `X-XSS-Protection`.")
    content_security_policy: str = text(says="The value of `Content-Security-Policy`.")
    content_security_policy_report_only: str = text(
        since="3.1", says="The value of `Content-Security-Policy-Report-Only`."
    )
    public_key: str = text(says="The value of `Public-Key-Pins`, which browsers no longer know.")
    referrer_policy: str = text(says="The value of `Referrer-Policy`.")
    permissions_policy: str = text(says="The value of `Permissions-Policy`.")
    is_development: bool = flag(says="Whether hosts, HTTPS and HSTS are left alone, for work on one's own machine.")
    feature_policy: str | None = text(
        default=None, go="ptr", deprecated=True, says="The former name of `permissionsPolicy`."
    )
    ssl_redirect: bool | None = flag(
        default=None, go="ptr", deprecated=True, says="Does nothing any more: use `redirectScheme`."
    )
    ssl_temporary_redirect: bool | None = flag(
        default=None, go="ptr", deprecated=True, says="Does nothing any more: use `redirectScheme`."
    )
    ssl_host: str | None = text(
        default=None, go="ptr", deprecated=True, says="Does nothing any more: use `redirectRegex`."
    )
    ssl_force_host: bool | None = flag(
        default=None, go="ptr", deprecated=True, says="Does nothing any more: use `redirectRegex`."
    )
