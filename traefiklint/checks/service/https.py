"""Servers behind https or elsewhere: which name they are told, in the handshake and in the request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.service.advice import routers_of
from traefiklint.findings import Effect, Severity
from traefiklint.go.ip import parse_ip
from traefiklint.go.url import parse_url
from traefiklint.instance.instance import Instance
from traefiklint.instance.passage import passage
from traefiklint.instance.whereabouts import domain_of, is_of_the_internet
from traefiklint.model.http import Router
from traefiklint.model.services import LoadBalancer, Server
from traefiklint.text.variables import variable_in

_PORTS = {"http": ("", "80"), "https": ("", "443")}


@rule("https-server-without-name", effect=Effect.SILENT, severity=Severity.INFO)
def https_server_without_name(server: Server, instance: Instance) -> Iterator[Diagnostic]:
    """A server that is asked for many hosts is not told in the handshake which one is meant."""
    if server.url[:8] != "https://":
        return
    balancer = server.parent
    if not isinstance(balancer, LoadBalancer) or parse_ip(parse_url(server.url, instance.context.target).host) is None:
        return
    owner = instance.owner(balancer)
    assert owner is not None, "a balancer belongs to a service"
    transport: Any = instance.find("http.serversTransports", balancer.servers_transport, owner.full)
    if (transport is None and balancer.servers_transport) or (transport is not None and transport.server_name):
        return
    routers = routers_of(balancer, instance)
    if any(_serves_many(router, instance) for router in routers):
        is_few = not any(_serves_any(router, instance) for router in routers)  # it may have one site, by two names
        message = (
            f"A handshake with an address names no host, so `{server.url}` shows its default certificate for all of "
            "these hosts, or refuses the connection; give the `serversTransport` a `serverName`, or pass TLS through "
            "with a TCP router."
        )
        is_blind = transport is not None and transport.insecure_skip_verify  # the site is that of the `Host` header
        yield Diagnostic(server.at("url"), message, strict=is_few or is_blind)


def _serves_any(router: Router, instance: Instance) -> bool:
    rule = instance.rule(router)
    return "HostRegexp" in rule.text or any(host.startswith("*") for host in rule.hosts)


def _serves_many(router: Router, instance: Instance) -> bool:
    return _serves_any(router, instance) or len(set(instance.rule(router).hosts)) > 1


@rule("foreign-host-header", effect=Effect.SILENT, severity=Severity.INFO)
def foreign_host_header(server: Server, instance: Instance) -> Iterator[Diagnostic]:
    """A site of somebody else is asked for a host that it does not know."""
    balancer = server.parent
    if not isinstance(balancer, LoadBalancer) or not balancer.pass_host_header or "." not in server.url:
        return
    url = parse_url(server.url, instance.context.target)
    if url.port not in _PORTS.get(url.scheme, ()) or not is_of_the_internet(url.host) or url.host[-1:].isdigit():
        return
    if variable_in(url.host):
        return
    domain = domain_of(url.host)
    routers = routers_of(balancer, instance)
    hosts = [host for router in routers for host in instance.rule(router).hosts]
    if (
        not hosts
        or any(domain_of(host) == domain for host in hosts)
        or any(_sets_host(one, instance) for one in routers)
    ):
        return
    message = (
        f"`{url.host}` is asked for the visitor's host `{hosts[0]}`, which it probably does not serve; "
        "set `passHostHeader: false`."
    )
    where = server.at("url")
    yield Diagnostic(where, message, cause=where.object)


def _sets_host(router: Router, instance: Instance) -> bool:
    return any(
        one is None
        or one.plugin
        or (one.headers is not None and "host" in map(str.lower, one.headers.custom_request_headers))
        for one in passage(router, instance)
    )
