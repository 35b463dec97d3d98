"""What a part of a label's name is meant for that is no option of Traefik's."""

from __future__ import annotations

from typing import Any

from traefiklint.checks.shared.options import (
    may_be_plugin,
    meant_by_slip,
    only_protocol_with,
    shelf_of_tls,
    todays_name,
)
from traefiklint.go.strconv import fold
from traefiklint.model.base import Option, Section
from traefiklint.model.diagnostics import OptionDiagnostic
from traefiklint.model.http import Router
from traefiklint.model.kinds.sections import Sections
from traefiklint.model.middleware import Middleware
from traefiklint.model.services import Service
from traefiklint.model.tcp import TcpMiddleware, TcpRouter, TcpService
from traefiklint.model.udp import UdpRouter, UdpService
from traefiklint.text.nodes import Mapping, Node
from traefiklint.text.spelling import nearest

_SERVICES: dict[type[Section], type[Section]] = {Router: Service, TcpRouter: TcpService, UdpRouter: UdpService}
_MIDDLEWARES: dict[type[Section], type[Section]] = {Router: Middleware, TcpRouter: TcpMiddleware}
_OF_UDP = ("rule", "rulesyntax", "priority", "middlewares", "tls")
"""What routers of HTTP and TCP have, and those of UDP do not."""


def meant_key(said: OptionDiagnostic) -> str:
    """The option of the same section that is meant, as labels call it; empty where none is like it."""
    name = said.key.value
    known = _keys_of(said.section)
    plural = [key for key in known if key.lower().rstrip("s") == name.lower().rstrip("s")]
    if plural:
        return plural[0]
    bare = name.strip(" =\"'")
    if bare != name:
        return next((key for key in known if key.lower() == bare.lower()), "")
    return todays_name(said.section, name.lower()) or nearest(name, known)


def has_index_in_vain(said: OptionDiagnostic, key: str) -> bool:
    """Whether an index stands behind a name for which an option is meant that takes none."""
    option = _keys_of(said.section)[key]
    takes_one = isinstance(option.kind, Sections) and not option.label_key
    return not takes_one and any(one.value.startswith("[") for one, _ in _pairs(said.value))


def hint(said: OptionDiagnostic) -> str:
    """What to do about a name that is like no option."""
    name, path = said.key.value, said.section.path
    if ":" in name or "=" in name:
        return "name and value are separated by `=`, without spaces."
    if name.lower() == "port" and path.endswith("loadBalancer"):
        return "the port belongs below `loadbalancer.server`."
    if name.lower() in ("server", "servers", "port") and ".services." in path and path.count(".") == 2:
        return "a server belongs below `loadbalancer`."
    if name.startswith("["):
        return "this is not a list in labels: leave the index out."
    if shelf := shelf_of_tls(said.section, name.lower()):
        named = f"; the label is `{path}.options=NAME@file`" if shelf == "options.NAME" else ""
        return f"it belongs into a file, below `tls.{shelf}`{named}."
    if slip := meant_by_slip(said.section, name.lower()):
        return f"{slip[0].lower()}{slip[1:]}"
    return _of_its_own_section(said) or _of_another(said) or _rest(said)


def _of_its_own_section(said: OptionDiagnostic) -> str:
    """Where it belongs within the object that the label is about; empty where that is not known."""
    name, path = said.key.value, said.section.path
    last = path.rpartition(".")[2].lower()
    kind = next((option for key, option in said.section.keys.items() if key == last), None)
    if kind is not None and kind.of is not None and name.lower() in kind.of.keys:
        if said.section.written:  # so it really is the name of an object
            return f"it belongs below `{last}`, as in `{path}.{last}.{name}`."
        return f"the name before `{last}` is missing, as in `{path.rpartition('.')[0]}.NAME.{last}`."
    homes = [
        key for key, option in said.section.keys.items() if option.of is not None and name.lower() in option.of.keys
    ]
    return f"it belongs below `{homes[0]}`, as in `{path}.{homes[0]}.{name}`." if len(homes) == 1 else ""


def _of_another(said: OptionDiagnostic) -> str:
    """Of which other object it is an option: a service's, a middleware, the container's; empty where it is none's."""
    section, name, path = said.section, said.key.value.lower(), said.section.path
    kind = type(section)
    if kind is UdpRouter and name in _OF_UDP:
        return "UDP routers take everything that reaches their entry points: remove the label."
    if twin := only_protocol_with(section, name):
        return f"only {twin} has it: remove the label."
    if kind not in _SERVICES:
        return ""
    protocol, _, own = path.split(".", 2)
    if below := _in_service(_SERVICES[kind], name):
        return f"it belongs to a service, as in `{protocol}.services.{own}.{below}`."
    if kind in _MIDDLEWARES and name in _MIDDLEWARES[kind].keys:
        return f"it is a middleware: write `{protocol}.middlewares.NAME.{name}`, and `NAME` in `{path}.middlewares`."
    if name == "enable":
        return "it belongs to the container, as `traefik.enable`."
    provider = section.document.provider if section.document is not None else ""
    return f"it belongs to the container, as `traefik.{provider}.network`." if name == "network" else ""


def _in_service(of: type[Section], name: str) -> str:
    """Where in a service an option is, as labels call it; empty where it has none of that name."""
    balancer: Any = of.keys["loadbalancer"].of
    server: Any = balancer.keys["servers"].of
    if name == "loadbalancer":
        return "loadbalancer"
    if name in ("server", "servers"):
        return "loadbalancer.server"
    if name in balancer.keys:
        return f"loadbalancer.{name}"
    return f"loadbalancer.server.{name}" if name in server.keys else ""


def _rest(said: OptionDiagnostic) -> str:
    if said.section.path.count(".") == 2 and _has_option_below(said):
        return "a name cannot contain a dot, because dots separate the parts of a label."
    known = [f"`{key}`" for key, option in _keys_of(said.section).items() if not option.ignored]
    plugin = f"; a plugin stands below `plugin`, as in `{said.section.path}.plugin.{said.key.value}`"
    more = plugin if may_be_plugin(said.section, said.key.value.lower(), said.value) else ""
    return f"known are {', '.join(known[:12])}{more}."


def _has_option_below(said: OptionDiagnostic) -> bool:
    """Whether further down stands an option of the section, so that all before it is meant as a name with dots."""
    waiting = _pairs(said.value)
    while waiting:
        key, node = waiting.pop()
        if fold(key.value) in said.section.keys:
            return True
        waiting += _pairs(node)
    return False


def _pairs(node: Node) -> list[Any]:
    return list(node.pairs) if type(node) is Mapping else []


def _keys_of(section: Section) -> dict[str, Option]:
    """The options of a section by what they are called in labels."""
    return {option.label_key or option.key: option for option in section.fields.values()}
