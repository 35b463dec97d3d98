"""What expressions can ask about an object besides its options: each is asked of the instance, when somebody asks."""

from __future__ import annotations

from typing import Any, NamedTuple

from traefiklint.cel.library import GIVEN
from traefiklint.cel.view import Viewer, named, viewed
from traefiklint.cel.wanted import ITEM, Demand
from traefiklint.instance.instance import Instance
from traefiklint.instance.tls_options import resolved
from traefiklint.model.base import Named
from traefiklint.model.http import Router
from traefiklint.model.middleware import Middleware
from traefiklint.model.services import Server, Service
from traefiklint.model.tcp import TcpRouter
from traefiklint.model.tls import TlsOptions

LEAST_TLS = "VersionTLS12"
"""What Go serves at least where `minVersion` is not given (crypto/tls)."""


class Absent(NamedTuple):
    """A fact that counts as not given, and what it is all the same."""

    value: Any


def name_of(thing: Any, instance: Instance, wanted: Demand) -> str:
    """The name of an object or a container; empty for the instance."""
    return str(getattr(thing, "name", ""))


def provider_of(thing: Any, instance: Instance, wanted: Demand) -> str:
    """Whose an object or a container is: `file`, `docker`, `swarm`, or `static` for what the static configuration sets
    up; empty for the instance."""
    document = getattr(thing, "document", None)
    if getattr(document, "provider", "") == "static":
        return "static"
    return str(getattr(thing, "provider", "") or getattr(document, "provider", ""))


def file_of(thing: Any, instance: Instance, wanted: Demand) -> str:
    """The file that something stands in; empty for the instance."""
    origin = getattr(thing, "origin", None)
    return str(getattr(thing, "file", "") or getattr(getattr(origin, "document", None), "file", ""))


def kind_of(thing: Any, instance: Instance, wanted: Demand) -> str:
    """The kind of an object, as findings write it; empty for what is no object."""
    return str(getattr(thing, "path", "")).removesuffix(f".{name_of(thing, instance, wanted)}")


def hosts(router: Router, instance: Instance, wanted: Demand) -> list[str]:
    """The hosts that a rule names."""
    return [host.lower() for host in dict.fromkeys(instance.rule(router).hosts)]


def sni_hosts(router: TcpRouter, instance: Instance, wanted: Demand) -> list[str]:
    """The hosts that the rule of a TCP router names."""
    return [host.lower() for host in dict.fromkeys(instance.rule(router).sni_hosts)]


def paths(router: Router, instance: Instance, wanted: Demand) -> list[str]:
    """The paths that a rule names."""
    return list(dict.fromkeys(instance.rule(router).paths))


def is_public(router: Router, instance: Instance, wanted: Demand) -> bool:
    """Whether anybody may reach a router."""
    from traefiklint.instance.public import is_public

    return is_public(router, instance)


def reachable(router: Any, instance: Instance, wanted: Demand) -> bool:
    """Whether any request gets to a router: Traefik uses it, and no other router takes all of its requests."""
    if any(not reference.holds for reference in instance.needs.get(router, ())):
        return False
    return router not in instance.once(_hidden)


def _hidden(instance: Instance) -> frozenset[Any]:
    """The routers that others hide wholly."""
    from traefiklint.instance.reachability import BehindHttps, HiddenRouter, reach

    found = set()
    for fact in reach(instance):
        if isinstance(fact, HiddenRouter) and fact.is_wholly:
            found.add(fact.shadows[0].claim.router)
        elif isinstance(fact, BehindHttps):
            found.add(fact.claim.router)
    return frozenset(found)


def chain(router: Router, instance: Instance, wanted: Demand) -> list[dict[str, Any]]:
    """The middlewares that a request meets. Of one that is not at hand only the name is known."""
    from traefiklint.instance.passage import running

    met = list(running(router, instance))
    if not met:
        return []
    item = wanted.step(ITEM)
    view = Viewer(Middleware, item)
    found = []
    for reference, middleware in met:
        name, _, provider = (middleware.full if middleware is not None else reference.full).rpartition("@")
        own = {"name": name, "provider": provider, "isKnown": middleware is not None}
        found.append({**view(middleware), **named(own, item)})
    return found


def effective_tls(router: Router, instance: Instance, wanted: Demand) -> dict[str, Any] | Absent:
    """The TLS that a router serves."""
    if router.tls is not None:
        options, resolver = router.tls.options, router.tls.cert_resolver
    else:
        points = [] if router.parent_refs else [point for point in instance.entry_points(router) if point.tls]
        if not points:
            return Absent({**viewed(None, TlsOptions, wanted), "certResolver": "", "options": ""})
        options, resolver = points[0].tls_options, points[0].cert_resolver
    full = resolved(options, router.full)
    shown = viewed(instance.objects["tls.options"].get(full), TlsOptions, wanted)
    if not shown.get("minVersion", "known"):
        shown["minVersion"] = LEAST_TLS
    own = {"certResolver": resolver, "options": full.partition("@")[0]}
    return {**shown, **own, **{GIVEN + name: value for name, value in own.items() if value}}


def servers(service: Service, instance: Instance, wanted: Demand) -> list[dict[str, Any]]:
    """The servers of a service, and of the services that it is made of."""
    found: list[dict[str, Any]] = []
    seen: set[Named] = set()
    waiting: list[Any] = [service]
    while waiting:
        one = waiting.pop(0)
        if one in seen:
            continue
        seen.add(one)
        balancer = one.load_balancer
        found += [viewed(server, Server, wanted.step(ITEM)) for server in (balancer.servers if balancer else ())]
        needs = instance.needs.get(one, ())
        waiting += [ref.target for ref in needs if ref.kind == "http.services" and ref.target is not None]
    return found


def labels(container: Any, instance: Instance, wanted: Demand) -> dict[str, Any]:
    """The labels of a container."""
    found: dict[str, Any] = named(dict(container.tags), wanted)
    return found


def published(container: Any, instance: Instance, wanted: Demand) -> list[str]:
    """The ports of the host that lead to a container."""
    return [port.host_port for port in container.ports if port.host_port]
