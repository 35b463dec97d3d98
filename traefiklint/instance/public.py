"""Which routers answer anybody, as far as the configuration tells."""

from __future__ import annotations

from ipaddress import ip_address

from traefiklint.instance.instance import Instance
from traefiklint.instance.passage import passage
from traefiklint.instance.static_start.addresses import read_address
from traefiklint.instance.tls_options import DEFAULT, conflicting, resolved
from traefiklint.matching.tree import Tree, matchers
from traefiklint.model.http import Router
from traefiklint.patterns import lazy

_INTERNAL = "traefik"
"""The entry point of Traefik's own API, which is no default one."""
_REQUIRING = ("RequireAnyClientCert", "RequireAndVerifyClientCert")
"""The types of client authentication without which nobody comes in."""
_OWN_API = lazy(r"https?://(?:[\w-]+[_-])?traefik(?:[_-]1)?:8080/?")
_MAY_BE_OWN_API = lazy(r"(?is)https?://[^/]*(?::8080(?:/.*)?|traefik.*)")


def is_public(router: Router, instance: Instance) -> bool:
    """Whether anybody who reaches the host reaches a router: it listens on an entry point that is not Traefik's own and
    not bound to the host itself, and neither its rule, nor a list of addresses, nor a client certificate chooses who.

    A login does not count: who has to log in comes from anywhere.
    """
    if _is_private_by_entry_point(router, instance):
        return False
    if depends_on(instance.rule(router).parsed, "ClientIP") or wants_client_certificate(router, instance):
        return False
    met = passage(router, instance)
    return not any(one is not None and (one.ip_allow_list or one.ip_white_list) for one in met)


def _is_private_by_entry_point(router: Router, instance: Instance) -> bool:
    """Whether all entry points of a router are Traefik's own, or answer the host itself only."""
    names = router.entry_points or instance.default_entry_points
    private = instance.once(_private_points)
    return bool(names) and private.issuperset(names)


def _private_points(instance: Instance) -> frozenset[str]:
    """The entry points that are Traefik's own, or answer the host itself only."""
    points = instance.context.static.get("StaticEntryPoint", ())
    return frozenset((_INTERNAL, *(one.name for one in points if _is_of_the_machine(read_address(one.address).host))))


def _is_of_the_machine(host: str) -> bool:
    """Whether whoever listens there is heard on the same machine only."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def wants_client_certificate(router: Router, instance: Instance) -> bool:
    """Whether the TLS options of a router ask for a client's certificate, or may do so for all that is known, on each
    entry point that does not send all visitors to another."""
    known = instance.context.entry_points
    names = router.entry_points or instance.default_entry_points or ("",)
    served = [name for name in names if name not in known or not known[name].redirect_to]
    return bool(served) and all(_asks_at(name, router, instance) for name in served)


def _asks_at(name: str, router: Router, instance: Instance) -> bool:
    """The same on one entry point, of which nothing may be known."""
    point = instance.context.entry_points.get(name)
    options = router.tls.options if router.tls is not None else ""
    if router.tls is None and point is not None:
        if not point.tls:
            return False
        options = point.tls_options
    if router in instance.once(conflicting).get(name, ()):
        options = DEFAULT
    return ask_for_certificate(options or DEFAULT, router.full, instance)


def ask_for_certificate(name: str, router: str, instance: Instance) -> bool:
    """The same of TLS options as the router of a full name means them."""
    options = instance.objects["tls.options"].get(resolved(name, router))
    auth = options.client_auth if options else None
    return ("@" in name and options is None) or (auth is not None and auth.client_auth_type in _REQUIRING)


def depends_on(tree: Tree | None, matcher: str) -> bool:
    """Whether a rule asks for something."""
    return tree is not None and any(found.name == matcher for found in matchers(tree))


def is_own_api(url: str) -> bool:
    """Whether the URL of a server is that of Traefik's insecure API, as far as names tell: `http://traefik:8080`."""
    return _OWN_API.fullmatch(url) is not None


def may_be_own_api(url: str) -> bool:
    """Whether it may be, for all that is known: whoever has its port, or is called after it."""
    return _MAY_BE_OWN_API.fullmatch(url) is not None


def may_be_out_of_reach(resolver: str, instance: Instance) -> bool:
    """Whether only DNS shows that hosts are on the internet: a certificate by a challenge of DNS is for networks at
    home, too, where nobody else comes to.

    Args:
        resolver: that of the router; empty for any.
    """
    resolvers = instance.context.static.get("CertificatesResolver", ())
    challenges = {one.challenge for one in resolvers if resolver in ("", one.name)}
    return challenges == {"dns"}
