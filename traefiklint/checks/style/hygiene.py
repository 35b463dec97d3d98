"""What works and could be tidier: things that nothing uses, things written twice, things that cost more "
"than they must."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.fixes import delete_item, delete_part, set_option
from traefiklint.findings import Edit, Effect, Fix, Severity
from traefiklint.instance.instance import Instance
from traefiklint.instance.passage import is_used_elsewhere, knows_uses
from traefiklint.matching.tree import Matcher, matchers
from traefiklint.model.base import Named, Place
from traefiklint.model.http import Router
from traefiklint.model.middleware import Middleware
from traefiklint.model.middlewares import Buffering, Chain
from traefiklint.model.services import LoadBalancer, Service
from traefiklint.model.tcp import TcpLoadBalancer, TcpMiddleware, TcpService
from traefiklint.model.udp import UdpService
from traefiklint.text.document import Document

_MEBIBYTE = 1 << 20
_LARGE_BODY = 100_000_000
_MANY_HOSTS = 10
_MANY_ROUTERS = 3


@rule("server-duplicate", category="service", effect=Effect.ADVICE, fix="unsafe", tag="unused")
def server_duplicate(balancer: LoadBalancer | TcpLoadBalancer, instance: Instance) -> Iterator[Diagnostic]:
    """A load balancer lists a server twice."""
    servers: tuple[Any, ...] = balancer.servers
    if len(servers) < 2:
        return
    attribute = "url" if type(balancer) is LoadBalancer else "address"
    seen: set[str] = set()
    for index, server in enumerate(servers):
        text = getattr(server, attribute)
        if text and text in seen:
            advice = ", or give the server a `weight`" if type(balancer) is LoadBalancer else ""  # TCP has none
            message = f"`{text}` is listed twice; remove one{advice}."
            fix = delete_item(balancer, "servers", index, "Remove the second one", safe=False)
            yield Diagnostic(server.at(attribute), message, fix=fix)
        seen.add(text)


@rule("service-unused", effect=Effect.ADVICE, severity=Severity.INFO, strict=True, fix="unsafe")
def service_unused(service: Service | TcpService | UdpService, instance: Instance) -> Iterator[Diagnostic]:
    """No router and no other service uses a service."""
    if _is_unused(service, instance):
        fix = delete_part(service, f"Delete `{service.name}`", safe=False)
        yield Diagnostic(service.key_at(), f"Nothing in these files uses service `{service.name}`; remove it.", fix=fix)


def _is_unused(thing: Named, instance: Instance) -> bool:
    """Whether nothing uses an object; a router whose rule nobody can tell may use any of its provider."""
    if not instance.once(knows_uses) or not instance.counts(thing) or instance.users(thing):
        return False
    return all(unknown.router.provider != thing.provider for unknown in instance.parts.get("UnknownRule", ()))


@rule("middleware-unused", effect=Effect.ADVICE, severity=Severity.INFO, strict=True, fix="unsafe")
def middleware_unused(middleware: Middleware | TcpMiddleware, instance: Instance) -> Iterator[Diagnostic]:
    """No router and no chain uses a middleware."""
    if not _is_unused(middleware, instance):
        return
    if is_used_elsewhere(middleware, instance) or _keeps_people_out(middleware):
        return
    fix = delete_part(middleware, f"Delete `{middleware.name}`", safe=False)
    yield Diagnostic(
        middleware.key_at(), f"Nothing in these files uses middleware `{middleware.name}`; remove it.", fix=fix
    )


def _keeps_people_out(middleware: Any) -> bool:
    """Whether `middleware-defined-not-applied` is about it."""
    names = ("basic_auth", "digest_auth", "forward_auth", "ip_allow_list", "ip_white_list")
    return any(getattr(middleware, name, None) is not None for name in names)


@rule("chain-of-one", effect=Effect.ADVICE, severity=Severity.INFO, strict=True, fix="unsafe")
def chain_of_one(chain: Chain, instance: Instance) -> Iterator[Diagnostic]:
    """A chain holds a single middleware."""
    if len(chain.middlewares) != 1:
        return
    inner = chain.middlewares[0]
    message = f"The chain holds only `{inner}`; name that directly, and remove the chain."
    yield Diagnostic(chain.key_at(), message, fix=_named_directly(chain, inner, instance))


def _named_directly(chain: Chain, inner: str, instance: Instance) -> Fix | None:
    """The middleware named in all places that name the chain, and the chain gone."""
    middleware = instance.owner(chain)
    removal = delete_part(middleware, "", safe=False) if middleware is not None else None
    if middleware is None or removal is None:
        return None
    edits: list[Edit] = [*removal.edits]
    for reference in instance.users(middleware):
        change = set_option(reference.part, reference.attribute, inner, safe=False, index=reference.index)
        if change is None or reference.attribute == "entry_points":
            return None
        edits += change.edits
    return Fix(f"Name `{inner}` directly", False, tuple(edits))


@rule("host-upper-case", effect=Effect.ADVICE, severity=Severity.INFO, strict=True, fix="safe")
def host_upper_case(router: Router, instance: Instance) -> Iterator[Diagnostic]:
    """A host is written with capital letters."""
    result = instance.rule(router)
    if result.tree is None or all(host == host.lower() for host in result.hosts):
        return
    from traefiklint.checks.shared.rule_texts import in_rule
    from traefiklint.instance.scalar_offsets import ValueFix

    place = router.at("rule")
    for matcher in matchers(result.tree):
        for argument in matcher.args:
            value = argument.value
            if matcher.name != "Host" or not any(map(str.isupper, value)):
                continue
            start, end = argument.start, argument.end
            small = ValueFix(start, end, router.rule[start:end].lower(), True, f"Write `{value.lower()}`")
            message = f"`Host` ignores case, so this works; write `{value.lower()}`, as host names usually are."
            yield in_rule(place, start, end, message, fix=small)


@rule("routers-only-differ-in-host", effect=Effect.ADVICE, severity=Severity.INFO, strict=True)
def routers_only_differ_in_host(instance: Instance, _: Instance) -> Iterator[Diagnostic]:
    """Several routers do the same for different hosts."""
    alike: dict[Any, list[Router]] = {}
    for router in instance.objects["http.routers"].values():
        tree = instance.rule(router).tree
        if isinstance(tree, Matcher) and tree.name == "Host" and router.service:
            tls = (
                (router.tls.cert_resolver, router.tls.options) if router.tls and not router.tls.domains else router.tls
            )
            options = (router.file, router.service, router.middlewares, router.entry_points, router.priority, tls)
            alike.setdefault(options, []).append(router)
    for routers in alike.values():
        if len(routers) >= _MANY_ROUTERS:
            message = (
                f"`{routers[0].name}` and {len(routers) - 1} more routers differ only in their host; one rule that "
                "joins the hosts with `||` does the same."
            )
            yield Diagnostic(routers[0].key_at(), message)


@rule("buffering-large-body", category="performance", effect=Effect.ADVICE, matters="to strangers")
def buffering_large_body(options: Buffering, instance: Instance) -> Iterator[Diagnostic]:
    """Large bodies are kept in memory before they are passed on."""
    for attribute in ("mem_request_body_bytes", "mem_response_body_bytes"):
        size = getattr(options, attribute)
        if size >= _LARGE_BODY:
            key = options.fields[attribute].key
            message = (
                f"`{key}` keeps up to {size // _MEBIBYTE} MiB of every request in memory, and nothing is passed on "
                "until all of it has arrived; lower it, so that the rest goes to disk."
            )
            yield Diagnostic(options.at(attribute), message)


@rule("many-hosts-one-certificate", category="performance", effect=Effect.ADVICE, severity=Severity.INFO, strict=True)
def many_hosts_one_certificate(instance: Instance, _: Instance) -> Iterator[Diagnostic]:
    """Many hosts of one domain ask for a certificate each."""
    asked: dict[str, dict[str, Router]] = {}
    for router in instance.objects["http.routers"].values():
        if router.tls is not None and router.tls.cert_resolver and not router.tls.domains:
            for host in instance.rule(router).domains:
                domain = host.partition(".")[2]
                if "." in domain:
                    asked.setdefault(domain, {}).setdefault(host, router)
    for domain, hosts in asked.items():
        if len(hosts) >= _MANY_HOSTS:
            message = (
                f"{len(hosts)} hosts below `{domain}` each ask for a certificate, and the authority limits how many "
                f"it issues a week; ask for `*.{domain}` in `tls.domains`, with a resolver that uses DNS."
            )
            yield Diagnostic(next(iter(hosts.values())).at("tls"), message)


@rule("suppression-without-reason", effect=Effect.ADVICE, severity=Severity.INFO, strict=True)
def suppression_without_reason(document: Document, instance: Instance) -> Iterator[Diagnostic]:
    """A comment suppresses a finding, and does not say why."""
    from traefiklint.text.suppression_comments import suppressions

    for suppression in suppressions(document.text, document):
        if not suppression.reason:
            message = "This comment suppresses a finding without a reason; write one after it."
            yield Diagnostic(Place(document, None, "", ""), message, span=suppression.span)
