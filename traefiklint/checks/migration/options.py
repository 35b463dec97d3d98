"""Options that Traefik has renamed, moved or given up."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.as_written import label_at, option_in
from traefiklint.checks.shared.fixes import delete_option, rename_option
from traefiklint.findings import Effect, Related, Severity
from traefiklint.instance.gaps import HTTPS
from traefiklint.instance.instance import Instance
from traefiklint.instance.passage import leading_to, leads_to_https, plain_entry_points
from traefiklint.model.base import Named, Place, Section
from traefiklint.model.http import Router
from traefiklint.model.middleware_auth import ClientTls
from traefiklint.model.middleware_headers import Headers
from traefiklint.model.middlewares import ContentType, IpWhiteList, StripPrefix
from traefiklint.model.tcp import TcpIpWhiteList, TcpLoadBalancer, TcpRouter, TcpServersTransport
from traefiklint.model.tls import TlsOptions
from traefiklint.text.nodes import Scalar, walk
from traefiklint.text.spelling import SHOWN, in_a_row


@rule("ip-white-list-renamed", effect=Effect.ADVICE, fix="safe", tag="deprecated")
def ip_white_list_renamed(options: IpWhiteList | TcpIpWhiteList, instance: Instance) -> Iterator[Diagnostic]:
    """A list of allowed addresses stands under its old name."""
    middleware = options.parent
    fix = None
    if middleware is not None and not middleware.gives("ip_allow_list"):
        fix = rename_option(middleware, "ip_white_list", "ipAllowList", safe=True)
    others = _other_labels(options)
    each = f" in each label of `{middleware.name}`" if others and isinstance(middleware, Named) else ""
    message = f"`ipWhiteList` is deprecated; write `ipAllowList`{each}, which takes the same options."
    related = tuple(Related(one.file, one.span, "it stands here, too") for one in others[:SHOWN])
    yield Diagnostic(options.key_at(), message, related=related, fix=fix, strict=instance.context.runs_older)


def _other_labels(section: Section) -> list[Place]:
    """Where the labels stand that say something of a section besides the one that its place is in; none in files."""
    if section.node is None or not section.document.holds_labels:
        return []
    from traefiklint.checks.shared.labels import whole

    document, own = section.document, label_at(section.document, section.key_node)
    labels = (label_at(document, node) for node, _ in walk(section.node) if type(node) is Scalar)
    found = {id(label): label for label in labels if label is not None and label is not own}
    return [Place(document, whole(label.name), section.path, section.object) for label in found.values()]


@rule("rule-syntax-option", effect=Effect.ADVICE, fix="safe", tag="deprecated")
def rule_syntax_option(router: Router | TcpRouter, instance: Instance) -> Iterator[Diagnostic]:
    """A router says in which syntax its rule is written, which Traefik will forget."""
    if not router.rule_syntax:
        return
    if router.rule_syntax == "v2":
        from traefiklint.checks.shared.migration_fixes import rule_in_v3

        message = "`ruleSyntax: v2` is deprecated; write the rule as Traefik 3 does, and delete the option."
        yield Diagnostic(router.at("rule_syntax"), message, fix=rule_in_v3(router, instance))
    elif instance.context.default_rule_syntax != "v2":  # else the rule would be read as one of v2 without it
        fix = delete_option(router, "rule_syntax", "Delete `ruleSyntax`", safe=True)
        yield Diagnostic(router.at("rule_syntax"), "`ruleSyntax` is deprecated; delete it.", fix=fix)


_SSL = {
    "ssl_redirect": "a `redirectScheme` middleware",
    "ssl_temporary_redirect": "a `redirectScheme` middleware",
    "ssl_host": "a `redirectRegex` middleware",
    "ssl_force_host": "a `redirectRegex` middleware",
}
_OF_THE_REDIRECT = ("ssl_temporary_redirect", "ssl_host")
"""The options that say how `sslRedirect` redirects, and do nothing else (unrolled/secure, of which Traefik 2 has them),
unless `sslForceHost` is set."""
_GONE = "does nothing since Traefik 3; use"


@rule("headers-ssl-options", effect=Effect.SILENT, fix="unsafe")
def headers_ssl_options(headers: Headers, instance: Instance) -> Iterator[Diagnostic]:
    """A redirect to https is set by options that do nothing any more."""
    given = [attribute for attribute in _SSL if getattr(headers, attribute)]
    if not given:
        return
    from traefiklint.checks.shared.migration_fixes import redirect_instead

    redirect = redirect_instead(headers, instance)
    # a host alone never was a redirect
    is_missed = given != ["ssl_host"] and _is_redirect_missed(headers, instance)
    parts = [one for one in _OF_THE_REDIRECT if one in given and "ssl_redirect" in given and not headers.ssl_force_host]
    for attribute, instead in _SSL.items():
        if attribute in given:
            key = headers.fields[attribute].key
            fix = redirect
            if fix is None and any(name not in _SSL for name in headers.written):
                fix = delete_option(headers, attribute, f"Delete `{key}`", safe=False)
            yield Diagnostic(
                headers.key_at(attribute),
                _on_redirect(headers, parts)
                if parts and attribute == "ssl_redirect"
                else f"`{key}` {_GONE} {instead}.",
                fix=fix,
                strict=not is_missed or attribute in parts,
            )


def _on_redirect(headers: Headers, parts: list[str]) -> str:
    """What is said of a redirect to https and the options that say how."""
    names = in_a_row([f"`{headers.fields[one].key}`" for one in ("ssl_redirect", *parts)], len(parts) + 1)
    other = ", or `redirectRegex` to another host" if "ssl_host" in parts else ""
    return f"{names} do nothing since Traefik 3; use {_SSL['ssl_redirect']}{other}."


def _is_redirect_missed(headers: Headers, instance: Instance) -> bool:
    """Whether some router counts on the redirect: it answers plain requests, which it does not send to https otherwise,
    or those to other hosts."""
    middleware = instance.owner(headers)
    routers = [] if middleware is None else [one.owner for one in leading_to(middleware, instance)]
    hosts = {host for router in routers if type(router) is Router for host in instance.rule(router).domains or ("",)}
    if headers.ssl_force_host and headers.ssl_host and hosts - {headers.ssl_host}:
        return True
    return any(type(router) is Router and _answers_plainly(router, instance) for router in routers)


def _answers_plainly(router: Router, instance: Instance) -> bool:
    """Whether visitors without encryption stay so: on the port of https there are none."""
    if leads_to_https(router, instance):
        return False
    if instance.context.blank:
        return router.tls is None
    return any(point.port != HTTPS for point in plain_entry_points(router, instance))


@rule("headers-feature-policy", effect=Effect.SILENT, fix="unsafe")
def headers_feature_policy(headers: Headers, instance: Instance) -> Iterator[Diagnostic]:
    """A header is set by an option that does nothing any more."""
    if headers.feature_policy:
        message = "`featurePolicy` does nothing since Traefik 3; write `permissionsPolicy`, as in `camera=()`."
        from traefiklint.checks.shared.migration_fixes import permissions_policy

        yield Diagnostic(headers.key_at("feature_policy"), message, fix=permissions_policy(headers))


@rule("strip-prefix-force-slash", effect=Effect.ADVICE, severity=Severity.INFO, fix="safe")
def strip_prefix_force_slash(options: StripPrefix, instance: Instance) -> Iterator[Diagnostic]:
    """`forceSlash` is set, which Traefik will forget."""
    if options.force_slash is not None:
        fix = delete_option(options, "force_slash", "Delete `forceSlash`", safe=not options.force_slash)
        yield Diagnostic(options.key_at("force_slash"), "`forceSlash` is deprecated; delete it.", fix=fix)


@rule("content-type-auto-detect", effect=Effect.ADVICE, severity=Severity.INFO, fix="safe")
def content_type_auto_detect(options: ContentType, instance: Instance) -> Iterator[Diagnostic]:
    """`autoDetect` is set, which Traefik will forget."""
    if options.auto_detect:
        fix = delete_option(options, "auto_detect", "Delete `autoDetect`", safe=True, empty="braces")
        instead = option_in(options.parent or options, "contentType")
        message = f"`autoDetect` is deprecated, and on by default; write `{instead}`."
        yield Diagnostic(options.key_at("auto_detect"), message, fix=fix)
    elif options.auto_detect is not None:
        message = "`autoDetect: false` is deprecated, and makes the middleware do nothing; remove the middleware."
        yield Diagnostic(options.key_at("auto_detect"), message)


@rule("forward-auth-ca-optional", effect=Effect.ADVICE, severity=Severity.INFO, fix="safe")
def forward_auth_ca_optional(tls: ClientTls, instance: Instance) -> Iterator[Diagnostic]:
    """`caOptional` is set, which does nothing."""
    if tls.ca_optional is not None:
        fix = delete_option(tls, "ca_optional", "Delete `caOptional`", safe=True)
        yield Diagnostic(tls.key_at("ca_optional"), "`caOptional` does nothing; delete it.", fix=fix)


@rule("prefer-server-cipher-suites", effect=Effect.ADVICE, severity=Severity.INFO, fix="safe")
def prefer_server_cipher_suites(options: TlsOptions, instance: Instance) -> Iterator[Diagnostic]:
    """`preferServerCipherSuites` is set, which does nothing."""
    if options.prefer_server_cipher_suites is not None:
        attribute = "prefer_server_cipher_suites"
        fix = delete_option(options, attribute, "Delete `preferServerCipherSuites`", safe=True, empty="braces")
        yield Diagnostic(options.key_at(attribute), "`preferServerCipherSuites` does nothing; delete it.", fix=fix)


@rule("tcp-proxy-protocol-moved", effect=Effect.ADVICE, severity=Severity.INFO)
def tcp_proxy_protocol_moved(balancer: TcpLoadBalancer, instance: Instance) -> Iterator[Diagnostic]:
    """An option of a TCP load balancer has its place in a servers transport now."""
    for attribute in ("proxy_protocol", "termination_delay"):
        is_there = TcpServersTransport.fields[attribute].first <= instance.context.target
        if getattr(balancer, attribute) is not None and is_there:
            key = balancer.fields[attribute].key
            message = f"`{key}` is deprecated here; write it into a `serversTransport` below `tcp.serversTransports`."
            is_of_labels = balancer.document is not None and balancer.document.holds_labels
            if is_of_labels:  # which cannot define one
                message = f"{message[:-1]} of a file, and name that as `NAME@file`."
            lacks_files = is_of_labels and not (instance.context.blank or instance.context.static.get("FileProvider"))
            yield Diagnostic(balancer.key_at(attribute), message, strict=lacks_files)
