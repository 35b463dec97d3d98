"""Which routers lead to an object, and which middlewares a request meets on its way through a router."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from traefiklint.go.strconv import fold
from traefiklint.instance.context import EntryPoint
from traefiklint.instance.instance import Instance
from traefiklint.instance.names import FILE, OF_LABELS
from traefiklint.instance.references import HTTP_MIDDLEWARES, ROUTERS, Reference
from traefiklint.instance.tls_options import DEFAULT
from traefiklint.model.base import Named, Section
from traefiklint.model.diagnostics import says_off
from traefiklint.model.http import Router
from traefiklint.model.middleware import Middleware
from traefiklint.model.middleware_auth import ForwardAuth
from traefiklint.model.static.entry_points import StaticEntryPoint
from traefiklint.model.tcp import TcpMiddleware, TcpRouter
from traefiklint.model.tls import TlsOptions
from traefiklint.model.udp import UdpRouter
from traefiklint.records import NamedTuple
from traefiklint.text.nodes import Mapping, Scalar


def leading_to(thing: Named, instance: Instance) -> list[Reference]:
    """For each router that leads to an object, also through others, the first reference on the way from it."""
    found: list[Reference] = []
    seen: set[Named] = {thing}
    waiting = [thing]
    while waiting:
        for reference in instance.users(waiting.pop()):
            owner = reference.owner
            if owner in seen:
                continue
            seen.add(owner)
            if type(owner).__name__.endswith("Router"):
                found.append(reference)
            else:
                waiting.append(owner)
    return found


def routers_on(instance: Instance) -> dict[str, list[Router]]:
    """The HTTP routers on each entry point, those without a parent."""
    found: dict[str, list[Router]] = {}
    for router in instance.objects[ROUTERS[0]].values():
        for point in () if router.parent_refs else instance.entry_points(router):
            found.setdefault(point.name, []).append(router)
    return found


def is_used_elsewhere(thing: Named, instance: Instance) -> bool:
    """Whether something outside of the files is known to use a middleware or TLS options: an entry point, or what
    Dokploy writes."""
    if instance.context.dokploy and thing.file.rpartition("/")[2] == "middlewares.yml":
        return True
    names = (thing.name, thing.full)
    points = instance.context.entry_points.values()
    return any(name in names for point in points for name in (*point.middlewares, point.tls_options))


def may_have_others(instance: Instance) -> bool:
    """Whether a provider has routers that nobody can see here; the labels of other compose files ask for what these
    do."""
    others = instance.context.providers - instance.providers - {"internal"}
    return bool(others if instance.labels is None else others - OF_LABELS)


def knows_uses(instance: Instance) -> bool:
    """Whether all names are known that objects have, and by which they use others: an action of a template in another
    value hides none."""
    if instance.complete or not instance.at_hand or instance.made:
        return instance.complete
    documents = (file.document for file in instance.files)
    is_open = any(one.names_open or (one.root is None and one.diagnostics) for one in documents)
    return not is_open and not any(one.is_unknown for found in instance.needs.values() for one in found)


def is_left_alone(thing: Named, instance: Instance) -> bool:
    """Whether the routers here surely do not use an object: they use others of its kind and provider, or middlewares of
    the files where it is one of labels, or it is a middleware of the files or has TLS options of theirs with a name of
    their own, and the static configuration is here, which says where else routers may be."""
    used = instance.once(_used)
    if thing in used.reached or used.is_open:
        return False
    is_known = (type(thing), thing.provider) in used.kinds
    is_named = type(thing) is TlsOptions and thing.name != DEFAULT
    if (is_named or type(thing) in (Middleware, TcpMiddleware)) and thing.provider == FILE:
        is_known = is_known or (used.routers and bool(instance.context.static))
    elif type(thing) is Middleware:
        is_known = is_known or (Middleware, FILE) in used.kinds
    if not is_known:
        return False
    if thing.provider == FILE and not instance.once(knows_uses):
        return False
    return not is_used_elsewhere(thing, instance) and thing.name not in used.meant


def is_meant(name: str, instance: Instance) -> bool:
    """Whether a router or an entry point may want an object of this name, which is not here."""
    points = instance.context.entry_points.values()
    named = {one.partition("@")[0] for point in points for one in point.middlewares}
    used = instance.once(_used)
    return used.is_open or not instance.once(knows_uses) or name in used.meant or name in named


def only_redirected(instance: Instance) -> set[Named]:
    """What only routers lead to that send all their visitors to https first, so that nobody asks it."""
    routers = [one for one in instance.objects["http.routers"].values() if type(one) is Router]
    senders = [one for one in routers if schemes_of(one, instance) == ["http"] and leads_to_https(one, instance)]
    return reached_only_by(senders, instance)


def reached_only_by(routers: list[Router], instance: Instance) -> set[Named]:
    """What some HTTP routers lead to and no other ones."""
    others = set(instance.objects["http.routers"].values()).difference(routers)
    return _reached(routers, instance) - _reached(others, instance) if routers else set()


def _reached(owners: Iterable[Named], instance: Instance) -> set[Named]:
    """What some objects lead to, also through others."""
    found: set[Named] = set()
    waiting = list(owners)
    while waiting:
        for reference in instance.needs.get(waiting.pop(), ()):
            if reference.target is not None and reference.target not in found:
                found.add(reference.target)
                waiting.append(reference.target)
    return found


class _Used(NamedTuple):
    """What routers lead to.

    Attributes:
        kinds: the classes of those that count only where somebody names them, with their providers.
        meant: the names of what is not here, which may be meant for something that is.
        is_open: whether a router, or a chain that it uses, may lead to more, because of a variable or a template.
        routers: whether there are any.
    """

    reached: set[Named]
    kinds: set[tuple[type[Named], str]]
    meant: set[str]
    is_open: bool
    routers: bool


def _used(instance: Instance) -> _Used:
    routers = [router for kind in ROUTERS for router in instance.objects[kind].values()]
    reached = _reached(routers, instance)
    kinds = {(type(one), one.provider) for one in reached if not isinstance(one, TlsOptions)}
    meant = {reference.name.partition("@")[0] for reference in (*instance.dangling, *instance.foreign)}
    listing: list[Section] = [router for router in routers if not isinstance(router, UdpRouter)]
    listing += [one.chain for one in reached if isinstance(one, Middleware) and one.chain is not None]
    return _Used(reached, kinds, meant, any(map(_is_open, listing)), bool(routers))


def running(router: Router, instance: Instance) -> Iterator[tuple[Reference, Middleware | None]]:
    """The middlewares that a request meets, those of the entry points first, chains taken apart.

    With each comes the router's reference that brings it; None stands for one that is not in the files, of which
    nobody can say what it does.
    """
    for reference in reversed(instance.needs_of(router)):
        if reference.kind == HTTP_MIDDLEWARES:
            for middleware in _members(reference, instance):
                yield reference, middleware


def _members(reference: Reference, instance: Instance) -> Iterator[Middleware | None]:
    return taken_apart(reference.target, instance)


def taken_apart(target: Named | None, instance: Instance) -> Iterator[Middleware | None]:
    """A middleware, or those of a chain; None stands for one of which nobody can say what it does."""
    seen = set()
    waiting = [target]
    while waiting:
        target = waiting.pop()
        if not isinstance(target, Middleware):
            yield None
        elif target.chain is None:
            yield target
        elif target not in seen:
            seen.add(target)
            waiting += (reference.target for reference in instance.needs_of(target))
            if _is_open(target.chain):
                yield None


def met_by_own_routers(point: StaticEntryPoint, instance: Instance) -> Iterator[Middleware | None]:
    """The middlewares that an entry point puts before the routers that Traefik adds itself; for them, too, a name
    without a provider is none of the files (asked of 3.7.15)."""
    if point.http is None:
        return
    found = instance.objects[HTTP_MIDDLEWARES]
    for name in point.http.middlewares:
        yield from taken_apart(found.get(name), instance)
    if _is_open(point.http):
        yield None


def passage(router: Router, instance: Instance) -> list[Middleware | None]:
    """The middlewares of a router alone, in the order in which a request meets them; None stands for one of which
    nobody can say what it does, and for those that a variable without a value or a template may bring."""
    met = [*_of_refused(router, instance), *(middleware for _, middleware in running(router, instance))]
    return [*met, None] if _is_open(router) or any(map(_is_open, _static_points(router, instance))) else met


def _of_refused(router: Router, instance: Instance) -> Iterator[Middleware | None]:
    """The middlewares of a router's entry points, where Traefik refuses their static configuration for something else
    in it: they are there once it starts."""
    if not instance.context.blank or type(router) is not Router or router.parent_refs:
        return  # of TCP an entry point knows no middlewares
    for point in instance.context.static.get("StaticEntryPoint", ()):
        if not router.entry_points or point.name in router.entry_points:
            yield from met_by_own_routers(point, instance)


def _is_open(part: Section) -> bool:
    """Whether the list of middlewares hangs on something that has a value only where the files are used."""
    document = part.home
    if document is None or not (document.holds_labels or document.uncertain) or not part.gives("middlewares"):
        return False
    place = part.at("middlewares")
    return bool(document.unset(place.node) or document.is_uncertain(place.span))


def _static_points(router: Router, instance: Instance) -> Iterator[Section]:
    """The sections of the static configuration with the middlewares of a router's entry points."""
    if points := instance.context.static.get("StaticEntryPoint", ()):
        names = {point.name for point in instance.entry_points(router)}
        yield from (point.http for point in points if point.name in names and point.http is not None)


def plain_entry_points(router: Router, instance: Instance) -> list[EntryPoint]:
    """The entry points on which a router answers plain HTTP, as far as they are known."""
    if router.tls is not None or router.parent_refs:
        return []
    return [point for point in instance.entry_points(router) if not point.tls and not point.redirect_to]


def means_tls(router: Router) -> bool:
    """Whether a router has none of the TLS that somebody meant it to have, as `tls` has no value, or one that switches
    it off, or its options stand beside it, of which another rule tells."""
    blank = router.blank.get("tls")
    written = router.at("tls").node if router.gives("tls") else None
    is_empty = blank is not None and type(blank[1]) is Scalar and not blank[1].value
    return is_empty or (type(written) is Scalar and not says_off(written.value)) or has_options_of_tls(router)


def has_options_of_tls(router: Router | TcpRouter) -> bool:
    """Whether options that belong below its `tls` stand on a router itself, which is told there."""
    of = router.keys["tls"].of
    keys = {fold(key.value) for key, _ in router.node.pairs} if isinstance(router.node, Mapping) else set()
    return of is not None and not keys.difference(router.keys).isdisjoint(of.keys)


def has_tls_anyway(router: Router, instance: Instance, value: str = "") -> bool:
    """Whether all entry points of a router give it TLS, which it then needs not have itself.

    Args:
        value: what stands in the place of its own: the name of another resolver than theirs asks for more.
    """
    points = () if router.parent_refs else instance.entry_points(router)
    is_other = value in instance.context.resolvers
    return bool(points) and all(point.tls and not (is_other and value != point.cert_resolver) for point in points)


def may_be_plain(router: Router, instance: Instance, point: str = "") -> bool:
    """Whether a router may answer plain HTTP, on one entry point or on any."""
    if router.tls is not None:
        return False
    if instance.context.blank:
        return True
    return any(not point or one.name == point for one in plain_entry_points(router, instance))


def schemes_of(router: Router, instance: Instance) -> list[str]:
    """The schemes of the URLs that a router may answer."""
    is_secure = router.tls is not None or any(point.tls for point in instance.entry_points(router))
    return ["http"] * may_be_plain(router, instance) + ["https"] * is_secure or ["http", "https"]


BOUNCERS = ("bouncer", "bot-", "crowdsec", "fail2ban", "geoblock", "geoip", "maxmind", "ratelimit", "sablier",
             "whitelist", "allowlist", "blocklist", "blacklist")  # fmt: skip
"""What is in the addresses of servers that let visitors pass or not by who they are, and ask for no login, and in the
names of such plugins."""


def is_bouncer(auth: ForwardAuth) -> bool:
    """Whether a server that is asked about requests keeps visitors out without ever letting them log in."""
    return any(word in auth.address.lower() for word in BOUNCERS)


_LOGINS = ("auth", "sso", "login", "signin", "verify", "keycloak", "pomerium", "vouch", "oidc")
"""What is in the addresses of servers where visitors log in."""


def is_login(auth: ForwardAuth) -> bool:
    """Whether visitors seem to log in at a server that is asked about their requests."""
    return not is_bouncer(auth) and any(word in auth.address.lower() for word in _LOGINS)


_PORTALS = ("authelia", "authentik", "oauth", "oidc", "tinyauth", "forward-auth", "forwardauth", "vouch", "pomerium",
            "keycloak", "sso", "login", "signin", "rd=", "redirect")  # fmt: skip
"""What is in the addresses of servers that show visitors a page to log in, and send them back from there."""


def is_portal(auth: ForwardAuth) -> bool:
    """Whether a server that is asked about requests sends visitors to a page and back, and does not only refuse them,
    as one that checks tokens."""
    return any(word in auth.address.lower() for word in _PORTALS)


def asks_for_login(middleware: Middleware) -> bool:
    """Whether a middleware, alone in its name, wants a password or asks a server where visitors log in."""
    if middleware.forward_auth is not None:
        return is_login(middleware.forward_auth)
    return bool(middleware.basic_auth or middleware.digest_auth)


def asks_who_is_there(middleware: Middleware | None) -> bool:
    """Whether a middleware lets only some visitors pass, or may do so for all that is known; one with nothing behind
    the name of its type lets nobody pass, as Traefik does not build it."""
    return middleware is None or bool(middleware.plugin) or not _ASKING.isdisjoint(middleware.written)


_ASKING = frozenset(("basic_auth", "digest_auth", "forward_auth", "ip_allow_list", "ip_white_list"))


def redirects(middleware: Middleware | None) -> bool:
    """Whether a middleware redirects some requests, or may do so for all that is known."""
    return middleware is None or bool(middleware.redirect_regex or middleware.redirect_scheme or middleware.plugin)


def sends_to_https(middleware: Middleware | None) -> bool:
    """Whether a middleware redirects plain requests to https, or may do so for all that is known."""
    if middleware is None or middleware.plugin:
        return True
    scheme, regex = middleware.redirect_scheme, middleware.redirect_regex
    return bool((scheme and scheme.scheme == "https") or (regex and regex.replacement.startswith("https://")))


def leads_to_https(router: Router, instance: Instance) -> bool:
    """Whether a router redirects what it gets to https, or may do so for all that is known."""
    return any(map(sends_to_https, passage(router, instance)))
