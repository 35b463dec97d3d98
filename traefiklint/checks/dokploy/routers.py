"""What Dokploy makes of the routers and services of its applications, and what addresses mean on its servers.

Sources: Dokploy's `utils/traefik` (`domain.ts`, `application.ts`, `middleware.ts`), and runs of its 0.30 server.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.service.advice import is_only_redirected
from traefiklint.checks.shared.fixes import set_option
from traefiklint.findings import Effect
from traefiklint.instance.dokploy import app_of, is_managed
from traefiklint.instance.instance import Instance
from traefiklint.model.http import Router
from traefiklint.model.middleware_auth import ForwardAuth
from traefiklint.model.services import Server, Service
from traefiklint.model.tcp import TcpServer
from traefiklint.model.udp import UdpServer

_ROUTER_OPTIONS = frozenset(("rule", "service", "middlewares", "entry_points", "tls"))
_BALANCER_OPTIONS = frozenset(("servers", "pass_host_header"))


@rule("dokploy-localhost-server", effect=Effect.SILENT, fix="unsafe")
def dokploy_localhost_server(
    server: Server | ForwardAuth | TcpServer | UdpServer, instance: Instance
) -> Iterator[Diagnostic]:
    """An address means the machine itself, which inside of Traefik's container is the container."""
    if not instance.context.dokploy:
        return
    from traefiklint.instance.own_address import own_address

    url = own_address(server)
    if url is None:
        return
    attribute = "url" if type(server) is Server else "address"
    text = getattr(server, attribute)
    if type(server) is Server and is_only_redirected(server.parent, instance):
        return
    app = app_of(server.file)
    advice = f"write `{app}`, or the name of another service" if app else "write the name of the service"
    message = (
        f"`{url.host}` is Traefik's own container here, so visitors get 502 Bad Gateway; {advice}, and for the machine "
        "itself `host.docker.internal` or `172.17.0.1`."
    )
    fix = None
    host = f"[{url.host}]" if ":" in url.host else url.host
    if app and re.fullmatch("[a-z0-9.-]+", app) and text.count(host) == 1:
        fix = set_option(server, attribute, text.replace(host, app), safe=False)
    yield Diagnostic(server.at(attribute), message, fix=fix)


@rule("dokploy-managed-object-edited", effect=Effect.ADVICE)
def dokploy_managed_object_edited(thing: Router | Service, instance: Instance) -> Iterator[Diagnostic]:
    """A router or service that Dokploy has made was changed by hand, and Dokploy will undo it."""
    kind = "router" if isinstance(thing, Router) else "service"
    if f"-{kind}-" not in thing.name or not instance.context.dokploy:
        return
    app = app_of(thing.file)
    if not is_managed(kind, thing.name, app):
        return
    edited = _edited(thing, app) if isinstance(thing, Router) else _changed(thing)
    if edited is None:
        return
    attribute, what = edited
    message = (
        f"Dokploy rewrites {kind} `{thing.name}` from its database whenever the domain is saved, and {what} is "
        f"lost; give your own {kind} another name."
    )
    yield Diagnostic(thing.key_at(attribute), message)


def _edited(router: Router, app: str) -> tuple[str, str] | None:
    """An option of a router that Dokploy does not write like this."""
    for attribute in router.written:
        if attribute not in _ROUTER_OPTIONS:
            return attribute, f"its `{router.fields[attribute].key}`"
    if router.service and not router.service.startswith(f"{app}-service-"):
        return "service", "its other service"
    if router.rule and not _is_rule_of_a_domain(router.rule):
        return "rule", "its rule"
    if router.tls is not None and any(name != "cert_resolver" for name in router.tls.written):
        return "tls", "what its `tls` has besides `certResolver`"
    return None


def _is_rule_of_a_domain(rule: str) -> bool:
    """Whether a rule is one as Dokploy writes it: a host, and a path behind it where the domain has one."""
    inner = rule.removeprefix("Host(`").removesuffix("`)")
    host, _, path = inner.partition("`) && PathPrefix(`")
    return len(inner) == len(rule) - 8 and "`" not in host and "`" not in path


def _changed(service: Service) -> tuple[str, str] | None:
    """An option of a service that Dokploy does not write like this."""
    balancer = service.load_balancer
    if balancer is None:
        return "", "its type"
    more = [balancer.fields[name].key for name in balancer.written if name not in _BALANCER_OPTIONS]
    if more:
        return "load_balancer", f"its `{more[0]}`"
    if len(balancer.servers) > 1:
        return "load_balancer", "every server but one"
    return None
