"""What containers' labels come to, as a dynamic file with the same objects."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from traefiklint.convert.plain import KINDS, Rename, data_of
from traefiklint.model.base import Named
from traefiklint.model.services import Service
from traefiklint.patch.data import data_from
from traefiklint.patch.printing import print_document
from traefiklint.versions import Version


class Left(NamedTuple):
    """Something that could not be taken over as it was.

    Attributes:
        name: what: an object, or an option.
        why: the reason, as a sentence without a full stop.
        file: where it stands, and `line` there; empty and 0 where that is nowhere.
    """

    name: str
    why: str
    file: str = ""
    line: int = 0


class FileMade(NamedTuple):
    """A dynamic file: its data, and what is to be known about it."""

    data: dict[str, Any]
    left: tuple[Left, ...]


def file_of(objects: Iterable[tuple[str, Named]], target: Version) -> FileMade:
    """The file that defines objects of Docker's and Swarm's providers.

    References among them stay bare names, which in a file are the file's own; those to objects that are not among them
    keep their provider.

    Args:
        objects: each with its kind, as in `http.routers`.
    """
    given = list(objects)
    known = {(KINDS[kind], thing.full) for kind, thing in given}
    data: dict[str, Any] = {}
    left: list[Left] = []
    taken: dict[tuple[str, str], Named] = {}
    for kind, thing in given:
        earlier = taken.setdefault((kind, thing.name), thing)
        if earlier is not thing:
            left.append(_left(thing, f"`{earlier.full}` has the same name, and a file has one object of a name"))
            continue
        here = data
        for step in kind.split("."):
            here = here.setdefault(step, {})
        here[thing.name] = data_of(thing, target, _references(thing.provider, known))
        if isinstance(thing, Service):
            left += _servers_without_port(thing)
    return FileMade(data, tuple(left))


def text_of(data: dict[str, Any]) -> str:
    """A file as Traefik's file provider reads it: `{{` would begin a template action there."""
    return print_document({name: data_from(_without_actions(value)) for name, value in data.items()})


def _without_actions(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("{{", "{{`{{`}}")
    if isinstance(value, dict):
        return {_without_actions(name): _without_actions(below) for name, below in value.items()}
    return [_without_actions(item) for item in value] if isinstance(value, list) else value


def _references(provider: str, known: set[tuple[str, str]]) -> Rename:
    def rename(kind: str, name: str) -> str:
        if kind not in KINDS.values() or not name:
            return name
        full = name if "@" in name else f"{name}@{provider}"
        return full.rpartition("@")[0] if (kind, full) in known else full

    return rename


def _servers_without_port(service: Service) -> Iterable[Left]:
    """Servers whose port only the image says."""
    balancer = service.load_balancer
    for server in balancer.servers if balancer is not None else ():
        host = server.url.rpartition("://")[2]
        if server.url and ":" not in host.rpartition("]")[2]:
            yield _left(service, "only the image says its port; write it behind the address, as `:8080`")
            return


def _left(thing: Named, why: str) -> Left:
    place = thing.at()
    return Left(thing.object, why, place.file, place.span.line)
