"""A static configuration that keeps what the dynamic files can see of it and can do no harm.

Kept: entry points with their defaults, redirections, middlewares and TLS; certificate resolvers by name and challenge;
the default rule syntax; whether API, ping, Prometheus and REST are there, because of their `@internal` services. All
else is left out: other providers, telemetry, access logs, tracing, plugins, SPIFFE, version checks.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping as Map
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from traefiklint.checks.shared.texts import diagnostic_of
from traefiklint.decoding.file import read_document
from traefiklint.decoding.static import decode_static
from traefiklint.errors import TraefiklintError
from traefiklint.findings import Effect
from traefiklint.instance.context import EntryPoint
from traefiklint.instance.static import entry_points
from traefiklint.instance.static_start.entry_points import OWN
from traefiklint.model.base import Section
from traefiklint.model.static import Static
from traefiklint.model.static.entry_points import StaticEntryPoint
from traefiklint.model.static.resolvers import CertificatesResolver
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence
from traefiklint.yaml.diagnostics import NoMapping
from traefiklint.yaml.scalars import BOOL, INT, NULL, TIMESTAMP, resolve

API_ENTRY_POINT = "traefiklint"
"""An entry point of our own for the API, so that the user's API settings stay as they are."""

CORPUS_STATIC: Map[str, Any] = {
    "entryPoints": {
        "web": {"address": ":80"},
        "websecure": {"address": ":443"},
        "tcpep": {"address": ":9000"},
        "udpep": {"address": ":9001/udp"},
    },
    "certificatesResolvers": {"letsencrypt": {"acme": {"httpChallenge": {"entryPoint": "web"}}}},
    "api": {"insecure": True},
}
"""The static configuration under which the corpus was recorded."""

_DEEPEST, _MOST_VALUES = 100, 100_000
"""Levels and values of a static configuration, far more than all of Traefik's options have."""

_ENTRY_POINT_KEYS = ("asDefault", "http", "http2", "forwardedHeaders", "allowACMEByPass")
_API_KEYS = ("insecure", "dashboard", "debug", "disableDashboardAd")
"""What says which routers and services the API has."""
_NO_ACCOUNT = {"Account": {"Email": "nobody@traefiklint.invalid", "PrivateKey": "AA==", "KeyType": "4096"}}
"""An ACME account whose key nobody can read: Traefik gives up before it makes a client, and calls nobody."""


class StaticError(TraefiklintError):
    """The static configuration cannot be read, or Traefik refuses to start with it."""


@dataclass(frozen=True, slots=True)
class Harmless:
    """What to start Traefik with, and what it means for reading its answers."""

    files: Map[str, str]
    """The files of the home: `traefik.yml` and the ACME storage."""
    api_port: int
    entry_points: Map[str, tuple[str, int]]
    """Where each of the user's entry points listens now; a UDP one as an UDP port."""
    resolvers: frozenset[str]
    has_api: bool
    """Whether the user's own configuration turns the API on; ours always does."""
    plugins: frozenset[str] = frozenset()
    """Plugins that the user declares, and that are not loaded: nothing can be said about their middlewares."""
    providers: frozenset[str] = frozenset()
    """Providers that the user has, and that are not started: objects of theirs are unknown here."""


def read_static(text: str, name: str = "traefik.yml") -> dict[str, Any]:
    """The static configuration as a tree, from YAML or, where `name` ends in `.toml`, TOML, as Traefik reads it.

    Raises:
        StaticError: Traefik refuses the text, it is not a mapping, or it is beyond what any configuration needs.
    """
    document = read_document(name, text, templates=False)
    root = document.root
    for said in document.diagnostics:
        if not isinstance(said, NoMapping) and (root is None or said.effect is Effect.REJECTED):
            where = f"The static configuration `{name}:{said.span.line}` cannot be read"
            raise StaticError(f"{where}: {diagnostic_of(said, name).message}")
    if isinstance(root, Mapping):
        tree: dict[str, Any] = _Values(name).of(root)
        return tree
    if not document.diagnostics:
        return {}  # nothing, or null
    raise StaticError(f"The static configuration `{name}` is not a mapping of sections.")


class _Values:
    """Makes plain values of nodes, and gives up where no configuration of Traefik's goes."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._left = _MOST_VALUES

    def of(self, node: Node, depth: int = 0) -> Any:
        self._left -= 1
        if depth > _DEEPEST:
            raise self._error(node, f"nests more than {_DEEPEST} levels deep")
        if self._left < 0:
            raise self._error(node, f"comes to more than {_MOST_VALUES:,} values once its aliases are written out")
        if isinstance(node, Mapping):
            return {key.value: self.of(value, depth + 1) for key, value in node.pairs}
        if isinstance(node, Sequence):
            return [self.of(item, depth + 1) for item in node.items]
        assert isinstance(node, Scalar), "there are no other nodes in a tree"
        kind, text = resolve(node)
        if kind == TIMESTAMP:
            raise self._error(node, f"holds the date `{text}`, which no option takes")
        if kind == NULL:
            return None
        return text == "true" if kind == BOOL else int(text) if kind == INT else text

    def _error(self, node: Node, words: str) -> StaticError:
        return StaticError(f"The static configuration `{self._name}:{node.span.line}` {words}.")


def make_harmless(
    static: Map[str, Any], home: str, *, rendered: bool = False, engines: Map[str, Map[str, Any]] | None = None
) -> Harmless:
    """The harmless form of `static` for a Traefik whose home is `home`, on loopback ports that are free right now.

    With `rendered`, Traefik logs what it makes of each template; `engines` are the providers of containers that ask our
    own engine, with their options.
    """
    engines = engines or {}
    given = decode_static(read_document("traefik.yml", json.dumps(static), templates=False)).static or Static()
    points = entry_points(given)
    places, api_port, closed_port = _addresses(points)
    experimental, resolvers = given.experimental, given.certificates_resolvers
    config: dict[str, Any] = {
        "global": {"checkNewVersion": False, "sendAnonymousUsage": False},
        "log": {"level": "DEBUG" if rendered else "WARN", "format": "json"},
        "entryPoints": {
            **{name: _entry_point(given.entry_points.get(name), *places[name]) for name in points},
            API_ENTRY_POINT: {"address": f"127.0.0.1:{api_port}"},
        },
        "api": {"dashboard": True, **_kept(given.api, *_API_KEYS)},
        "providers": {
            "providersThrottleDuration": 0,  # the default makes every reload wait for two seconds
            "file": {
                "directory": f"{home}/dynamic",
                "watch": False,
                **({"debugLogGeneratedTemplate": True} if rendered else {}),
            },
            **_kept(given.providers, "rest"),
            **engines,
        },
        **_kept(given, "ping", "core"),
    }
    for name in _defaults(points):
        config["entryPoints"][name]["asDefault"] = True
    if resolvers:
        config["certificatesResolvers"] = {name: _resolver(one, home, closed_port) for name, one in resolvers.items()}
    if metrics := _kept(given.metrics, "prometheus"):
        config["metrics"] = metrics
    accounts = dict.fromkeys(resolvers, _NO_ACCOUNT)
    providers = {option.key.lower() for option, _, _ in given.providers.given()} if given.providers else set()
    return Harmless(
        files={"traefik.yml": json.dumps(config), "acme.json": json.dumps(accounts)},
        api_port=api_port,
        entry_points={name: (host, port) for name, (host, port, _protocol) in places.items()},
        resolvers=frozenset(accounts),
        has_api=given.api is not None,
        plugins=frozenset((*experimental.plugins, *experimental.local_plugins) if experimental else ()),
        providers=frozenset(providers - {"file", "providersthrottleduration", "precedence", "rest", *engines}),
    )


def _kept(section: Section | None, *keys: str) -> dict[str, Any]:
    """What a section gives of some options, as it is written."""
    given = section.given() if section is not None else ()
    return {option.key: _Values("traefik.yml").of(node) for option, _, node in given if option.key in keys}


def _defaults(points: Map[str, EntryPoint]) -> list[str]:
    """The entry points that need `asDefault` so that ours never is a default: each TCP one where the user sets none.

    Where all are for UDP they get it: it gives them nothing, and takes it from all that have it not.
    """
    if any(point.default for point in points.values()):
        return []
    return [name for name, one in points.items() if name != OWN and not one.udp] or [
        name for name in points if name != OWN
    ]


def _entry_point(given: StaticEntryPoint | None, host: str, port: int, protocol: str) -> dict[str, Any]:
    return {**_kept(given, *_ENTRY_POINT_KEYS), "address": f"{host}:{port}/{protocol}"}


def _resolver(resolver: CertificatesResolver, home: str, closed_port: int) -> dict[str, Any]:
    return {
        "acme": {
            "email": "nobody@traefiklint.invalid",
            "storage": f"{home}/acme.json",
            "caServer": f"http://127.0.0.1:{closed_port}/",
            **_kept(resolver.acme, "httpChallenge", "tlsChallenge", "dnsChallenge"),
        }
    }


def _addresses(points: Map[str, EntryPoint]) -> tuple[dict[str, tuple[str, int, str]], int, int]:
    """A free loopback port for every entry point, one for the API, and one on which nothing listens."""
    places: dict[str, tuple[str, int, str]] = {}
    with ExitStack() as held:
        for name, point in points.items():
            protocol = "udp" if point.udp else "tcp"
            places[name] = ("127.0.0.1", _free_port(held, protocol), protocol)
        return places, _free_port(held, "tcp"), _free_port(held, "tcp")


def _free_port(held: ExitStack, protocol: str) -> int:
    kind = socket.SOCK_DGRAM if protocol == "udp" else socket.SOCK_STREAM
    listener = held.enter_context(socket.socket(socket.AF_INET, kind))
    listener.bind(("127.0.0.1", 0))
    port: int = listener.getsockname()[1]
    return port
