"""What an option that is not there, or a value in the place of options, is meant for."""

from __future__ import annotations

from traefiklint.go.strconv import TRUTHS, fold
from traefiklint.model.base import Option, Section
from traefiklint.model.diagnostics import says_off
from traefiklint.model.http import Router, RouterTls
from traefiklint.model.middleware import Middleware
from traefiklint.model.services import LoadBalancer, Service
from traefiklint.model.tcp import TcpLoadBalancer, TcpMiddleware, TcpRouter, TcpRouterTls, TcpService
from traefiklint.model.tls import Certificate, TlsOptions, TlsStore
from traefiklint.model.udp import UdpLoadBalancer, UdpRouter, UdpService
from traefiklint.text.nodes import Mapping, Node
from traefiklint.text.spelling import nearest

_TWINS: dict[type[Section], tuple[str, dict[str, Option]]] = {
    Router: ("TCP", TcpRouter.keys),
    TcpRouter: ("HTTP", Router.keys),
    UdpRouter: ("HTTP", Router.keys),
    RouterTls: ("TCP", TcpRouterTls.keys),
    TcpRouterTls: ("HTTP", RouterTls.keys),
    Service: ("TCP", TcpService.keys),
    TcpService: ("HTTP", Service.keys),
    LoadBalancer: ("TCP", TcpLoadBalancer.keys),
    TcpLoadBalancer: ("HTTP", LoadBalancer.keys),
    UdpService: ("HTTP", Service.keys),
    UdpLoadBalancer: ("HTTP", LoadBalancer.keys),
}
"""What another protocol calls by the same name, and its options."""
_USUAL = {
    "accessLog": "filePath",
    "acme": "email",
    "addPrefix": "prefix",
    "basicAuth": "users",
    "chain": "middlewares",
    "circuitBreaker": "expression",
    "digestAuth": "users",
    "dnsChallenge": "provider",
    "docker": "endpoint",
    "entryPoint": "to",
    "entryPoints": "address",
    "file": "directory",
    "forwardAuth": "address",
    "forwardedHeaders": "trustedIPs",
    "healthCheck": "path",
    "httpChallenge": "entryPoint",
    "inFlightReq": "amount",
    "ipAllowList": "sourceRange",
    "ipWhiteList": "sourceRange",
    "log": "level",
    "propagation": "delayBeforeChecks",
    "proxyProtocol": "trustedIPs",
    "redirectScheme": "scheme",
    "replacePath": "path",
    "servers": "url",
    "stripPrefix": "prefixes",
    "stripPrefixRegex": "regex",
    "swarm": "endpoint",
    "tls": "certResolver",
}
"""The option of a section that a value in its place is meant for."""
MAIN_OPTIONS = {"domains": "main", "services": "name", "mirrors": "name"}
"""The option of an item of a list that a lone text in its place must be."""
YES = frozenset(("yes", "on", "y", "enable", "enabled"))
"""What people write for `true`."""
NO = frozenset(("no", "off", "n", "disable", "disabled"))
"""What people write for `false`."""


def only_protocol_with(section: Section, name: str) -> str:
    """The protocol of which alone a section of this kind has an option, in small letters; else empty."""
    twin, twins = _TWINS.get(type(section), ("", section.keys))
    return twin if twin and name in twins else ""


def shelf_of_tls(section: Section, name: str) -> str:
    """Below what at the top of a file an option belongs that stands at the TLS of a router, as `options.NAME`; empty
    where it is none of a certificate, of a store, or of TLS options."""
    if type(section) not in (RouterTls, TcpRouterTls):
        return ""
    if name == "certificates" or name in Certificate.keys.keys() - {"stores"}:
        return "certificates"
    if name in TlsStore.keys:
        return "stores.default"
    return "options.NAME" if name in TlsOptions.keys else ""


def usual_option(section: Option) -> str:
    """The option of a section that a value in its place is mostly meant for; empty where that is not known."""
    usual = _USUAL.get(section.key, "")
    return usual if section.of is not None and usual in section.of.by_key else ""


def meant_option(section: Option, value: str) -> str:
    """The option of a section that a value in its place is meant for; empty where that is not known, as of a switch."""
    if is_switch(value):
        return ""
    if section.key == "servers" and value.isdecimal():
        return "port"
    if section.key == "file" and value.endswith((".yml", ".yaml", ".toml")):
        return "filename"
    return usual_option(section)


def is_switch(value: str) -> bool:
    """Whether a value says yes or no, or nothing, as an empty section of YAML does."""
    return value in _EMPTY or says_off(value) or TRUTHS.get(value) is True or fold(value) in YES


_EMPTY = ("", "{}", "[]", "null", "~", "''", '""')


def is_misspelt(section: Section, attribute: str) -> bool:
    """Whether an option that a section does not have is there under a name that is none, which is told there."""
    node, key = section.node, section.fields[attribute].key
    names = [one.value for one, _ in node.pairs] if type(node) is Mapping else []
    known = {option.key.lower() for option in section.fields.values()}
    return not section.gives(attribute) and any(
        name.lower() not in known and nearest(name, (key,)) == key for name in names
    )


_SLIPS = {
    ("Middleware", "auth"): "Since Traefik 2 it is `basicAuth`, `digestAuth` or `forwardAuth`.",
    ("Middleware", "redirect"): "Since Traefik 2 it is `redirectScheme` or `redirectRegex`.",
    ("Middleware", "redirections"): (
        "It belongs to an entry point of the static configuration, as `http.redirections`; here write `redirectScheme`."
    ),
    ("Http", "redirections"): (
        "It belongs to an entry point of the static configuration; here write a middleware with `redirectScheme`."
    ),
    ("StaticEntryPoint", "port"): "Write `address`, with a colon before the number, as in `:80`.",
}
"""What is usually meant by names that are like no option, by section."""
_TODAYS = {("Middleware", "whitelist"): "ipAllowList", ("TcpMiddleware", "whitelist"): "ipAllowList"}
"""Names of Traefik 1 that are like one which Traefik 3 has only for the sake of older files."""


def meant_by_slip(section: Section, name: str) -> str:
    """What to write in place of a name (in small letters) that a section does not know; empty where that is not
    usual."""
    return _SLIPS.get((type(section).__name__, name), "")


def todays_name(section: Section, name: str) -> str:
    """The option that took the place of one with such a name (in small letters); empty where there is none."""
    return _TODAYS.get((type(section).__name__, name), "")


def may_be_plugin(section: Section, name: str, value: Node) -> bool:
    """Whether a plugin may be meant by a type of middleware (in small letters) that is not known: it has options, and
    TCP knows none of that name."""
    return type(section) is Middleware and type(value) is Mapping and name not in TcpMiddleware.keys
