"""A static configuration that keeps what the dynamic files can see of it and can do no harm.

Kept: entry points with their defaults, redirections, middlewares and TLS; certificate resolvers by name and challenge;
the default rule syntax; whether API, ping, Prometheus and REST are there, because of their `@internal` services. All
else is left out: other providers, telemetry, access logs, tracing, plugins, SPIFFE, version checks.
"""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Mapping as Map
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from traefiklint.checks.shared.texts import message_of
from traefiklint.decoding.file import read_document
from traefiklint.errors import TraefiklintError
from traefiklint.findings import Effect
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence
from traefiklint.yaml.diagnostics import NoMapping
from traefiklint.yaml.scalars import BOOL, INT, NULL, TIMESTAMP, resolve

API_ENTRY_POINT = "traefiklint"
"""An entry point of our own for the API, so that the user's API settings stay as they are."""

INTERNAL_ENTRY_POINT = "traefik"

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
_API_KEYS = {"insecure", "dashboard", "debug", "disabledashboardad"}
"""What says which routers and services the API has, in lower case."""
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
            raise StaticError(f"{where}: {message_of(said, name)}")
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
    tree = {key.lower(): value for key, value in static.items() if isinstance(key, str)}
    points = _mapping(_pick(tree, "entryPoints"))
    needed = _services(tree)
    if not any(name != INTERNAL_ENTRY_POINT for name in points):
        points = {**points, "http": {"address": ":80"}}  # pkg/config/static: SetEffectiveConfiguration
    if needed.pop("traefik"):
        points = {INTERNAL_ENTRY_POINT: {"address": ":8080"}, **points}
    places, api_port, closed_port = _addresses(points)
    resolvers = _mapping(_pick(tree, "certificatesResolvers"))
    config: dict[str, Any] = {
        "global": {"checkNewVersion": False, "sendAnonymousUsage": False},
        "log": {"level": "DEBUG" if rendered else "WARN", "format": "json"},
        "entryPoints": {
            **{name: _entry_point(value, *places[name]) for name, value in _with_defaults(points).items()},
            API_ENTRY_POINT: {"address": f"127.0.0.1:{api_port}"},
        },
        "certificatesResolvers": {str(name): _resolver(value, home, closed_port) for name, value in resolvers.items()},
        **needed,
    }
    config["providers"]["file"] = {
        "directory": f"{home}/dynamic",
        "watch": False,
        **({"debugLogGeneratedTemplate": True} if rendered else {}),
    }
    config["providers"] |= engines
    if core := _mapping(_pick(tree, "core")):
        config["core"] = core
    if not resolvers:
        del config["certificatesResolvers"]
    accounts = {str(name): _NO_ACCOUNT for name in resolvers}
    experimental = _mapping(_pick(tree, "experimental"))
    plugins = {*_mapping(_pick(experimental, "plugins")), *_mapping(_pick(experimental, "localPlugins"))}
    providers = {str(name).lower() for name in _mapping(_pick(tree, "providers"))}
    return Harmless(
        files={"traefik.yml": json.dumps(config), "acme.json": json.dumps(accounts)},
        api_port=api_port,
        entry_points={name: (host, port) for name, (host, port, _protocol) in places.items()},
        resolvers=frozenset(accounts),
        has_api=_pick(tree, "api") is not None,
        plugins=frozenset(map(str, plugins)),
        providers=frozenset(providers - {"file", "providersthrottleduration", "precedence", "rest", *engines}),
    )


def _services(tree: Map[str, Any]) -> dict[str, Any]:
    """The sections that bring `@internal` services, and under `traefik` whether they need that entry point."""
    api, ping = _mapping(_pick(tree, "api")), _pick(tree, "ping")
    rest = _pick(_mapping(_pick(tree, "providers")), "rest")
    prometheus = _pick(_mapping(_pick(tree, "metrics")), "prometheus")
    found: dict[str, Any] = {
        "api": {key: api[key] for key in api if key.lower() in _API_KEYS},
        "providers": {"providersThrottleDuration": 0},  # the default makes every reload wait for two seconds
    }
    found["api"].setdefault("dashboard", True)
    wanted = _true(_pick(api, "insecure"))
    if rest is not None:
        found["providers"]["rest"] = rest
        wanted |= _true(_pick(_mapping(rest), "insecure"))
    if prometheus is not None:
        found["metrics"] = {"prometheus": prometheus}
    if ping is not None:
        found["ping"] = ping
    for section in (prometheus, ping):
        if section is not None and not _true(_pick(_mapping(section), "manualRouting")):
            wanted |= (_pick(_mapping(section), "entryPoint") or INTERNAL_ENTRY_POINT) == INTERNAL_ENTRY_POINT
    found["traefik"] = wanted
    return found


def _with_defaults(points: Map[str, Any]) -> dict[str, Any]:
    """The entry points with `asDefault` on each TCP one where the user sets none, so that ours never is a default.

    Where all are for UDP they get it: it gives them nothing, and takes it from all that have it not.
    """
    if any(_true(_pick(_mapping(value), "asDefault")) for value in points.values()):
        return dict(points)
    plain = {name for name, value in points.items() if name == INTERNAL_ENTRY_POINT or _protocol(value) == "udp"}
    if len(plain) == len(points):
        plain = {INTERNAL_ENTRY_POINT}
    return {name: value if name in plain else {**_mapping(value), "asDefault": True} for name, value in points.items()}


def _entry_point(value: Any, host: str, port: int, protocol: str) -> dict[str, Any]:
    wanted = {key.lower() for key in _ENTRY_POINT_KEYS}
    kept = {key: item for key, item in _mapping(value).items() if key.lower() in wanted}
    return {**kept, "address": f"{host}:{port}/{protocol}"}


def _resolver(value: Any, home: str, closed_port: int) -> dict[str, Any]:
    acme = _mapping(_pick(_mapping(value), "acme"))
    challenges = {key: acme[key] for key in acme if key.lower() in {"httpchallenge", "tlschallenge", "dnschallenge"}}
    return {
        "acme": {
            "email": "nobody@traefiklint.invalid",
            "storage": f"{home}/acme.json",
            "caServer": f"http://127.0.0.1:{closed_port}/",
            **challenges,
        }
    }


def _addresses(points: Map[str, Any]) -> tuple[dict[str, tuple[str, int, str]], int, int]:
    """A free loopback port for every entry point, one for the API, and one on which nothing listens."""
    places: dict[str, tuple[str, int, str]] = {}
    with ExitStack() as held:
        for name, value in points.items():
            protocol = _protocol(value)
            places[name] = ("127.0.0.1", _free_port(held, protocol), protocol)
        return places, _free_port(held, "tcp"), _free_port(held, "tcp")


def _free_port(held: ExitStack, protocol: str) -> int:
    kind = socket.SOCK_DGRAM if protocol == "udp" else socket.SOCK_STREAM
    listener = held.enter_context(socket.socket(socket.AF_INET, kind))
    listener.bind(("127.0.0.1", 0))
    port: int = listener.getsockname()[1]
    return port


def _protocol(value: Any) -> str:
    address = str(_pick(_mapping(value), "address") or "")
    return "udp" if re.search(r"/udp$", address, re.IGNORECASE) else "tcp"


def _pick(tree: Map[str, Any], key: str) -> Any:
    """The value of `key` in any case, as Traefik's decoder looks it up."""
    if key in tree:
        return tree[key]
    wanted = key.lower()
    return next((value for name, value in tree.items() if isinstance(name, str) and name.lower() == wanted), None)


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _true(value: Any) -> bool:
    return value is True or str(value).lower() in {"true", "1", "t"}
