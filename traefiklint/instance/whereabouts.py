"""Where a configuration is used, as far as names tell: on the internet, in a network at home, or only to try things."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

from traefiklint.go.url import parse_url
from traefiklint.instance.instance import Instance
from traefiklint.matching.tree import And, Matcher, Not, Tree, is_shallow, matchers
from traefiklint.model.base import Named
from traefiklint.model.http import Router
from traefiklint.patterns import lazy
from traefiklint.records import NamedTuple

if TYPE_CHECKING:
    from traefiklint.instance.static_facts import UnreadFile

_INTERNAL = (".localhost", ".localdomain", ".home.arpa", ".ts.net")
"""The ends of names that no public name server knows, or only for those who are in a network, of those that look as if
one did: no other one does where nothing ends so (`.lan`)."""
_STAND_IN = lazy(r".*(?:domain|example|fqdn|tld|xxx|your).*|(?:(?:my|host|name|site|url)-?)+")
"""The last name where `shop.your.domain` and `shop.example.tld` stand for one that is not published; a name as
`shop.myapp` is only known at home."""
_LOOPBACK = (".127.0.0.1", ".127.0.0.1.nip.io", ".127.0.0.1.sslip.io", ".localtest.me", ".lvh.me", ".vcap.me")
"""The ends of public names that lead to the visitor's own machine."""
_BY_ADDRESS = lazy(r"(?:.*[.-])?(\d{1,3})[.-](\d{1,3})[.-](\d{1,3})[.-](\d{1,3})\.(?:nip\.io|sslip\.io|traefik\.me)")
"""Public names that lead to the address in them; `traefik.me` without one leads to the visitor's own machine."""
_AT_AN_ADDRESS = lazy(r".*[a-z].*\.(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})")
"""An address that somebody put a name before."""
_ZONES = frozenset(("local", "lan", "internal", "intern", "intranet", "localnet", "homelab"))
"""What names have before that of a site, as `shop.local.example.com`, which only the network at home resolves."""
_OF_REGISTRIES = frozenset(("ac", "co", "com", "edu", "gob", "gov", "gv", "ne", "net", "or", "org"))
"""What stands between a name that somebody owns and that of many a country."""
_OF_HOMES = ("local", "lan", "localnet")
"""Such words that nobody has for a site, as `shop.local.fr`."""
_ISSUED = lazy(r"(?i)/(?:letsencrypt|acme\.sh)/")
"""Where programs keep certificates that they got for names of the internet."""
_OF_MKCERT = lazy(r"[^/]\+\d+\.pem\Z")
"""What mkcert calls the certificate for a name and so many others (FiloSottile/mkcert, `fileNames`)."""
_TRIAL = (
    r"(?:dev|devel|develop|development|local|localhost|locals?tack|examples?|exemples?|samples?|demos?|tutorials?|tests?"
    r"|testing|e2e|playground|sandbox|workshops?|exercises?|quickstart)"
)
_FOLDER = lazy(rf"(?i)(?:^|/)(?:[^/.]*[^a-z/.])?{_TRIAL}(?:[^a-z/.][^/.]*)?(?=/)")
"""A folder that says for what the files below are; one with a dot is called after a site or a machine."""
_NAME = lazy(
    rf"(?i).*[-_.]{_TRIAL}|{_TRIAL}[-_.](?:docker[-_.]?)?(?:compose|stack|swarm|traefik).*"
    r"|dev|devel|development"
)
"""The name of a file that says for what it is, without its ending: `compose.dev`, `dev-compose`, `development`."""
_VARIANT = lazy(
    r"(?i)[-_.](?:dev|devel|development|local|localhost|tests?|testing|stag(?:e|ing)|prod|production|live|http|https|ssl|tls"
    r"|high|low|internal|external|public|private|v[123])(?=[-_.]|$)"
)
"""What a file name has in it where one of several is chosen."""
_ENVIRONMENT = lazy(r"(?i)dev|devel|development|local|localhost|tests?|testing|stag(?:e|ing)|prod|production|live")
"""What the folder of such a file is called."""


def is_of_the_internet(host: str) -> bool:
    """Whether a name or address can only be one of the internet."""
    try:
        return ip_address(host).is_global
    except ValueError:
        name = host.rstrip(".").lower()
        if name.startswith("tasks.") or "_" in name:
            return False  # a service of Swarm, a container
        if by_address := _BY_ADDRESS.fullmatch(name):
            return is_of_the_internet(".".join(by_address.groups()))
        if at_an_address := _AT_AN_ADDRESS.fullmatch(name):
            return is_of_the_internet(at_an_address[1])
        if name.endswith(".traefik.me"):
            return False
        if f".{name}".endswith(_LOOPBACK) or not may_be_signed_for(name):
            return False
        labels = name.split(".")
        return _ZONES.isdisjoint(labels[1:-2]) and (len(labels) < 3 or labels[-2] not in _OF_HOMES)


def may_be_signed_for(host: str) -> bool:
    """Whether a public authority may sign for a name, wherever it leads: it ends as those of the internet do."""
    name = host.rstrip(".").lower()
    is_address = name.replace(".", "").isdigit() or ":" in name
    return "." in name and not is_address and not f".{name}".endswith(_INTERNAL) and _has_top_level(name)


def ends_as_a_host(name: str) -> bool:
    """Whether a name with dots ends as those of hosts do, on the internet or at home, and not as one of a file."""
    last = name.rstrip(".").lower().rpartition(".")[2]
    return may_be_signed_for(name) or f".{name}".lower().endswith(_INTERNAL) or last in _ZONES


def domain_of(host: str) -> str:
    """What names of one owner mostly end with: `example.org`, and `example.co.uk` where registries have such ends."""
    labels = host.rstrip(".").lower().split(".")
    is_below = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _OF_REGISTRIES
    return ".".join(labels[-3 if is_below else -2 :])


def is_private_network(text: str) -> bool:
    """Whether an address or a network is one of which nothing is on the internet."""
    try:
        return not ip_network(text, strict=False).is_global
    except ValueError:
        return False


def _has_top_level(name: str) -> bool:
    """Whether a name ends as names of the internet do, or as what people write in the place of theirs."""
    before, _, last = name.rpartition(".")
    if last.isdigit() and not before.replace(".", "").isdigit():
        return True  # nobody is called so: it stands for what an action of a template writes
    if last.startswith("xn--") or not last.isascii() or _STAND_IN.fullmatch(last) is not None:
        return True
    return _is_top_level(last)


def _is_top_level(last: str) -> bool:
    from traefiklint.instance.top_level import TOP_LEVEL

    return last in TOP_LEVEL


def is_for_trial(path: str) -> bool:
    """Whether a file is plainly for development, for a test or for a lesson, by its name or that of a folder."""
    folder, _, name = below_here(path).rpartition("/")
    if _NAME.fullmatch(name.rpartition(".")[0]):  # `demo.yml` may serve an application of that name
        return True
    return _FOLDER.search(f"{folder}/") is not None


def below_here(path: str) -> str:
    """What of a path, as the file was named, says what the file is for: of one outside of the working directory only
    its own name, as what is above it does not."""
    is_outside = path.startswith(("/", "..")) or path[1:2] == ":"
    return path.rpartition("/")[2] if is_outside else path


def is_override(path: str) -> bool:
    """Whether a file is the one that Compose puts over another by itself, which is there for development."""
    from traefiklint.compose.names import OVERRIDES

    return path.rpartition("/")[2] in OVERRIDES


def is_at_home(thing: Named | None, instance: Instance, own: Collection[str] = ()) -> bool:
    """Whether no host that is asked for is one of the internet: of a router its own ones, else those of all routers.
    Where a variable holds them, certificates that are asked for show that they are.

    Of other routers names without a dot say nothing, as the default rule makes them, but for `localhost`.

    Args:
        own: names that lead to one's own machine, whoever has them on the internet.
    """
    if type(thing) is Router and lets_others_in(thing, instance):
        return False
    hosts = _asked_for(thing, instance)
    if _any_others(hosts.public, instance, own):
        return False
    return not instance.once(_asks_for_certificates) if hosts.is_open else hosts.is_named


def is_at_home_by(thing: Named | None, variables: Collection[str], instance: Instance) -> bool:
    """Whether all hosts of a router hang on some variables, which are for those of a network at home."""
    if type(thing) is not Router or (document := thing.at("rule").document) is None:
        return False
    open_ones = document.unset(thing.at("rule").node)
    return (
        bool(open_ones)
        and all(one in variables for one in open_ones)
        and not any(map(is_of_the_internet, instance.rule(thing).domains))
        and not lets_others_in(thing, instance)
    )


def is_on_the_internet(thing: Named | None, instance: Instance, own: Collection[str] = ()) -> bool:
    """Whether something shows that strangers come by: a host of the internet, of a router that names its hosts one of
    these, or else that certificates are asked for.

    Args:
        own: names that lead to one's own machine, whoever has them on the internet.
    """
    if type(thing) is Router and not lets_others_in(thing, instance):
        hosts = _hosts_of((thing,), instance)
        if hosts.is_named and not hosts.is_open:
            return _any_others(hosts.public, instance, own)
    return instance.once(_asks_for_certificates) or _any_others(instance.once(_by_all).public_in_part, instance, own)


class _Hosts(NamedTuple):
    """The hosts that routers name, in small letters without the dot at their ends."""

    public: frozenset[str]
    """Those of the internet, of rules that are written out."""
    public_in_part: frozenset[str]
    """The same of all rules: what is written of them may be enough."""
    is_named: bool
    """Whether any rule that is written out names one."""
    is_open: bool
    """Whether a variable without a value, or a template, stands in any rule."""


def _asked_for(thing: Named | None, instance: Instance) -> _Hosts:
    """The hosts of a router that names any, else those of all."""
    if type(thing) is Router and instance.rule(thing).domains:
        return _hosts_of((thing,), instance)
    return instance.once(_by_all)


def _by_all(instance: Instance) -> _Hosts:
    """Those of all routers, worked out once for all that is said of a file; names without a dot count as none."""
    return _hosts_of(instance.objects["http.routers"].values(), instance, is_one=False)


def _hosts_of(routers: Iterable[Named], instance: Instance, *, is_one: bool = True) -> _Hosts:
    """The hosts of routers.

    Args:
        is_one: whether it is about one, all whose names count.
    """
    public: set[str] = set()
    in_part: set[str] = set()
    is_named = is_open = False
    for router in routers:
        hosts = instance.rule(router).domains
        found = {host.rstrip(".").lower() for host in hosts if is_of_the_internet(host)}
        if _has_required(router):  # then a word that stands in for a variable may be the last one
            found = {host for host in found if _is_top_level(host.rpartition(".")[2])}
        in_part |= found
        if _is_written_out(router):
            public |= found
            is_named = is_named or any(is_one or "." in host or host == "localhost" for host in hosts)
        else:
            is_open = True
    return _Hosts(frozenset(public), frozenset(in_part), is_named, is_open)


def _any_others(hosts: frozenset[str], instance: Instance, own: Collection[str]) -> bool:
    """Whether any host leads elsewhere than to one's own machine."""
    if instance.context.static.get("Acme"):
        return bool(hosts)  # certificates are asked for on the internet
    if instance.once(_is_trusted_here):
        return False
    if not own:
        return bool(hosts)
    return any(f"*.{host.partition('.')[2]}" not in own for host in hosts.difference(own))


def _is_trusted_here(instance: Instance) -> bool:
    """Whether all certificates are called as mkcert calls those for several names, which only the machines of whoever
    made them trust."""
    files = [one.cert_file for kind in ("Certificate", "DefaultCertificate") for one in instance.parts.get(kind, ())]
    return bool(files) and all(map(_OF_MKCERT.search, files))


def _has_required(router: Named) -> bool:
    """Whether the rule of a router hangs on a variable without which the file is not used."""
    place = router.at("rule")
    return place.document is not None and place.document.hangs_on_required(place.node)


def _is_written_out(router: Named) -> bool:
    """Whether the rule of a router hangs on no variable without a value, and on no template."""
    place = router.at("rule")
    document = place.document
    if document is None:
        return True
    return not (document.unset(place.node) or _has_required(router) or document.is_uncertain(place.span))


def _asks_for_certificates(instance: Instance) -> bool:
    """Whether a resolver is there that asks for certificates on the internet, or some lie where a program keeps those
    that it got there; without a static configuration whether a router wants those of a resolver."""
    if any(is_of_the_internet(parse_url(acme.ca_server).host) for acme in instance.context.static.get("Acme", ())):
        return True
    if any(_ISSUED.search(one.cert_file) for one in instance.parts.get("Certificate", ())):
        return True
    routers = instance.objects["http.routers"].values()
    return (instance.context.blank or instance.context.assumed) and any(
        type(router) is Router and router.tls is not None and router.tls.cert_resolver for router in routers
    )


def lets_others_in(router: Router, instance: Instance) -> bool:
    """Whether a rule may be met by hosts that it does not name, though it names some."""
    tree = instance.rule(router).tree
    if tree is None or not any(_is_host(one) for one in matchers(tree)):
        return False
    return not (is_shallow(tree) and _wants_host(tree, negated=False))


def _wants_host(tree: Tree, *, negated: bool) -> bool:
    """Whether every request that meets a rule asks for a host that it names."""
    if isinstance(tree, Matcher):
        return _is_host(tree) and not negated
    if isinstance(tree, Not):
        return _wants_host(tree.operand, negated=not negated)
    found = (_wants_host(one, negated=negated) for one in tree.operands)
    return any(found) if isinstance(tree, And) is not negated else all(found)


def _is_host(matcher: Matcher) -> bool:
    return matcher.name in ("Host", "HostRegexp", "HostHeader")


def variant_of(file: str) -> str:
    """What a file is a variant of, as `app.local.yml` and `prod/app.yml` are of `app.yml`, of which one is used."""
    folder, slash, name = file.rpartition("/")
    above, _, last = folder.rpartition("/")
    if above and _ENVIRONMENT.fullmatch(last):
        folder = above
    return f"{folder}{slash}{_VARIANT.sub('', name)}"


def unread_by_folder(instance: Instance) -> dict[str, list[UnreadFile]]:
    """The dynamic files that are mounted where Traefik does not look, by the folder of its container where they are: of
    those of one folder is told at the volume of the first."""
    found: dict[str, list[UnreadFile]] = {}
    for one in instance.context.static.get("UnreadFile", ()):
        if not one.is_static:
            found.setdefault(posixpath.dirname(one.target), []).append(one)
    return found


def unread_files(instance: Instance) -> frozenset[str]:
    """The names of these."""
    return frozenset(one.file for those in instance.once(unread_by_folder).values() for one in those)
