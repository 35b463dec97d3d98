"""The whole dynamic configuration."""

from __future__ import annotations

from collections.abc import Mapping

from traefiklint.go.strconv import fold
from traefiklint.model.base import Named, Option, Section
from traefiklint.model.fields import mapping, struct, structs
from traefiklint.model.http import Model, Router
from traefiklint.model.middleware import Middleware
from traefiklint.model.services import Service
from traefiklint.model.tcp import TcpMiddleware, TcpModel, TcpRouter, TcpServersTransport, TcpService
from traefiklint.model.tls import Certificate, TlsOptions, TlsStore
from traefiklint.model.transports import ServersTransport
from traefiklint.model.udp import UdpRouter, UdpService


class Http(Section):
    """Everything about HTTP."""

    routers: Mapping[str, Router] = mapping(Router, "map[string]*dynamic.Router", says="HTTP routers by name.")
    services: Mapping[str, Service] = mapping(Service, "map[string]*dynamic.Service", says="HTTP services by name.")
    middlewares: Mapping[str, Middleware] = mapping(
        Middleware, "map[string]*dynamic.Middleware", says="HTTP middlewares by name."
    )
    models: Mapping[str, Model] = mapping(
        Model, "map[string]*dynamic.Model", says="Defaults by entry point; in a file they change nothing."
    )
    servers_transports: Mapping[str, ServersTransport] = mapping(
        ServersTransport,
        "map[string]*dynamic.ServersTransport",
        in_labels=False,
        says="Ways to talk to HTTP servers, by name.",
    )


class Tcp(Section):
    """Everything about TCP."""

    routers: Mapping[str, TcpRouter] = mapping(TcpRouter, "map[string]*dynamic.TCPRouter", says="TCP routers by name.")
    services: Mapping[str, TcpService] = mapping(
        TcpService, "map[string]*dynamic.TCPService", says="TCP services by name."
    )
    middlewares: Mapping[str, TcpMiddleware] = mapping(
        TcpMiddleware, "map[string]*dynamic.TCPMiddleware", says="TCP middlewares by name."
    )
    models: Mapping[str, TcpModel] = mapping(TcpModel, ignored=True)
    servers_transports: Mapping[str, TcpServersTransport] = mapping(
        TcpServersTransport,
        "map[string]*dynamic.TCPServersTransport",
        in_labels=False,
        says="Ways to talk to TCP servers, by name.",
    )


class Udp(Section):
    """Everything about UDP."""

    routers: Mapping[str, UdpRouter] = mapping(UdpRouter, "map[string]*dynamic.UDPRouter", says="UDP routers by name.")
    services: Mapping[str, UdpService] = mapping(
        UdpService, "map[string]*dynamic.UDPService", says="UDP services by name."
    )


class Tls(Section):
    """Certificates, TLS options and stores."""

    certificates: tuple[Certificate, ...] = structs(Certificate, says="The certificates that Traefik serves.")
    options: Mapping[str, TlsOptions] = mapping(
        TlsOptions, "map[string]tls.Options", says="TLS options by name; `default` is for all that name none."
    )
    stores: Mapping[str, TlsStore] = mapping(
        TlsStore, "map[string]tls.Store", says="TLS stores by name; only `default` is used."
    )


class Configuration(Section):
    """One dynamic file: what of it Traefik uses."""

    http: Http | None = struct(Http, "*dynamic.HTTPConfiguration")
    tcp: Tcp | None = struct(Tcp, "*dynamic.TCPConfiguration")
    udp: Udp | None = struct(Udp, "*dynamic.UDPConfiguration")
    tls: Tls | None = struct(Tls, "*dynamic.TLSConfiguration")


def sections_beside(kind: str) -> Mapping[str, Option]:
    """The sections that stand beside one of objects, as beside `http.routers`, and it itself, by their folded keys."""
    root = Configuration.keys.get(kind.partition(".")[0])
    beside = root.of.keys if root is not None and root.of is not None else {}
    return {name: option for name, option in beside.items() if name != "models"}  # which nobody writes


def section_meant(thing: Named, kind: str) -> Option | None:
    """The section that is indented too far, and so taken for an object of a kind and of its name; None where the object
    has an option of such a one, or stands for none."""
    return None if thing.written else sections_beside(kind).get(fold(thing.name))


for _field in Configuration.fields.values():
    _field.step = _field.key  # the outermost step of a path has no dot before it
