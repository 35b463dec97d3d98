"""The containers of compose files as the Traefik that is asked gets them: an engine of our own, and its providers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from traefiklint.decoding.label_tree import LabelDocument
from traefiklint.docker.containers import Container, Exposed
from traefiklint.docker.labels import SWARM
from traefiklint.records import changed
from traefiklint.verify.engine import Engine

if TYPE_CHECKING:
    from traefiklint.docker.options import ProviderOptions

_SENTINEL = "traefiklint"
_SOCKET = "engine"
_SOME_PORT = 80
_POLL = "50ms"
"""How often the Swarm provider asks, which is told of no events."""
_GIVES_UP = ("Error matching constraints expression", "Error while initializing provider")
"""What the log says where no container gets through at all."""
_PANIC = "panic in operation"
_OF_MERGE = "multiple times with different configurations"


class Host:
    """An engine with the containers of one host, for a Traefik whose home is a folder.

    Attributes:
        sections: the providers of the static configuration that ask it.
    """

    def __init__(self, home: Path, options: Mapping[str, ProviderOptions]) -> None:
        self._engine = Engine(home / _SOCKET)
        self._options = options
        self._shown: list[Container] = []
        self._any: Container | None = None
        self._number = 0
        self.sections = {name: _section(one, self._engine.endpoint) for name, one in options.items()}

    def show(self, containers: Sequence[Container]) -> list[str]:
        """Have these containers; gives the TCP services that Traefik has once it has read them."""
        self._any = next(iter(containers), self._any)
        if self._any is None or self._shown == list(containers):
            return []
        self._shown = list(containers)
        self._number += 1
        names = {provider: f"{_SENTINEL}-{provider}-{self._number}" for provider in self._options}
        sentinels = [_sentinel(names[name], options, self._any) for name, options in self._options.items()]
        self._engine.show([*map(_in_doubt, containers), *sentinels])
        return [f"{name}@{provider}" for provider, name in names.items()]

    def is_given_up(self, lines: Iterable[Mapping[str, Any]]) -> bool:
        """Whether a provider says that nothing gets through, so that nobody need wait for it."""
        return any(str(line.get("message", "")).startswith(_GIVES_UP) for line in lines)

    def is_frozen(self, lines: Iterable[Mapping[str, Any]]) -> bool:
        """Whether a container makes a provider panic, again and again."""
        return any(_PANIC in f"{line.get('message', '')} {line.get('error', '')}" for line in lines)

    def is_about_containers(self, line: Mapping[str, Any]) -> bool:
        """Whether a line of the log is about what became of containers, and not about what refers to them."""
        message = str(line.get("message", ""))
        if _SENTINEL in str(line.get("container", "")):
            return False
        of_provider = str(line.get("providerName", "")) in self._options
        return of_provider or "container" in line or _OF_MERGE in message or message.startswith(_GIVES_UP)

    def close(self) -> None:
        """Stop the engine."""
        self._engine.close()


def _in_doubt(container: Container) -> Container:
    """A container with what nobody knows here, to its favour: a port of its image, the network of another one."""
    if container.unsure:
        container = changed(container, mode="", networks=container.networks or {_SENTINEL: container.name})
    if not container.ports and not container.is_image_known:
        container = changed(container, ports=(Exposed(_SOME_PORT),))
    return container


def _section(options: ProviderOptions, endpoint: str) -> dict[str, Any]:
    """A provider as the static configuration has it, but for its engine; constraints let our own container through."""
    usual = type(options)(options.name)
    given = {
        "exposedByDefault": (options.exposed_by_default, usual.exposed_by_default),
        "defaultRule": (options.default_rule, usual.default_rule),
        "network": (options.network, usual.network),
        "useBindPortIP": (options.use_bind_port_ip, usual.use_bind_port_ip),
        "allowEmptyServices": (options.allow_empty_services, usual.allow_empty_services),
    }
    section: dict[str, Any] = {key: value for key, (value, default) in given.items() if value != default}
    if options.constraints:
        section["constraints"] = f"({options.constraints}) || Label(`{_SENTINEL}`, `{_SENTINEL}`)"
    if options.name == SWARM:
        section["refreshSeconds"] = _POLL
    return {**section, "endpoint": endpoint}


def _sentinel(name: str, options: ProviderOptions, one: Container) -> Container:
    """A container that shows that Traefik has read all those beside it."""
    tags = {"traefik.enable": "true", _SENTINEL: _SENTINEL}
    tags[f"traefik.tcp.services.{name}.loadbalancer.server.port"] = "9"
    networks = {options.network or _SENTINEL: name}
    return changed(
        one,
        name=name,
        document=LabelDocument("", "", options.name),
        tags=tags,
        mode="",
        networks=networks,
        virtual=networks,
        ports=(),
        others=(),
        state="running",
        health="",
    )
