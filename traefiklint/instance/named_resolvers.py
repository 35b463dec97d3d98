"""Which certificate resolvers something names, and which of them stand there for nothing."""

from __future__ import annotations

from traefiklint.instance.instance import Instance
from traefiklint.model.static.resolvers import CertificatesResolver
from traefiklint.text.nodes import Scalar


def named_resolvers(instance: Instance) -> frozenset[str]:
    """The resolvers that routers and entry points name; an empty name stands for those of routers that are not here."""
    kinds = ("http.routers", "tcp.routers")
    routers = [router for kind in kinds for router in instance.objects[kind].values()]
    names = {router.tls.cert_resolver for router in routers if router.tls is not None} - {""}
    names |= {point.cert_resolver for point in instance.context.entry_points.values()} - {""}
    is_whole = bool(routers) and instance.knows_routers
    return frozenset(names if is_whole else {*names, ""})


def is_spare_resolver(resolver: CertificatesResolver, instance: Instance) -> bool:
    """Whether a resolver is nothing but the name of another one, and no router names it: all works without it."""
    value = resolver.node.value if isinstance(resolver.node, Scalar) else ""
    named = instance.once(named_resolvers)
    return value != resolver.name and value in instance.context.resolvers and named.isdisjoint(("", resolver.name))


def spare_resolvers(instance: Instance) -> frozenset[tuple[str, str]]:
    """The files and paths of these."""
    resolvers = instance.context.static.get("CertificatesResolver", ())
    return frozenset((one.file, one.path) for one in resolvers if is_spare_resolver(one, instance))
