"""The kinds of objects as `edit` and conditions name them, what refers to them, and objects as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, cast

from traefiklint.cel.view import viewed
from traefiklint.cel.wanted import Demand
from traefiklint.go.strconv import nanoseconds
from traefiklint.model.base import Option, Section
from traefiklint.model.configuration import Configuration
from traefiklint.model.kinds.scalars import Duration
from traefiklint.model.references import REFERENCES
from traefiklint.roundtrip.base import Part
from traefiklint.roundtrip.containers import Objects
from traefiklint.roundtrip.making import field_of


class ObjectKind(NamedTuple):
    """One kind of named objects."""

    group: str
    """`http`, `tcp`, `udp` or `tls`."""
    attribute: str
    """The option of the group that holds them, by its attribute."""

    @property
    def path(self) -> str:
        """As findings write it: `http.routers`."""
        return f"{self.group}.{self._holder.fields[self.attribute].key}"

    @property
    def _holder(self) -> type[Section]:
        return cast("type[Section]", Configuration.fields[self.group].of)

    @property
    def section(self) -> type[Section]:
        """The class of the objects."""
        return cast("type[Section]", self._holder.fields[self.attribute].of)

    @property
    def is_only_in_files(self) -> bool:
        """Whether no label defines one."""
        return self.path == "tls.options" or self._holder.fields[self.attribute].in_labels is False

    def of(self, root: Part) -> Objects[Any]:
        """The objects of this kind in a configuration."""
        return cast("Objects[Any]", getattr(getattr(root, self.group), self.attribute))


KINDS = {
    "router": ObjectKind("http", "routers"),
    "service": ObjectKind("http", "services"),
    "middleware": ObjectKind("http", "middlewares"),
    "serversTransport": ObjectKind("http", "servers_transports"),
    "tcpRouter": ObjectKind("tcp", "routers"),
    "tcpService": ObjectKind("tcp", "services"),
    "tcpMiddleware": ObjectKind("tcp", "middlewares"),
    "tcpServersTransport": ObjectKind("tcp", "servers_transports"),
    "udpRouter": ObjectKind("udp", "routers"),
    "udpService": ObjectKind("udp", "services"),
    "tlsOptions": ObjectKind("tls", "options"),
    "tlsStore": ObjectKind("tls", "stores"),
}
"""By the name of the variable that stands for one in a condition."""

ELSEWHERE = ("certResolver", "entryPoint")
"""What the dynamic configuration refers to, and the static one defines."""

EXTRA = frozenset(("name", "file"))
"""What an object has in a condition besides its options."""


def references(part: Part) -> Iterator[tuple[Part, str, str]]:
    """Every option below that holds names of objects: its section, its attribute, and the kind of the objects."""
    for name, kind in REFERENCES.get(type(part).__name__, {}).items():
        yield part, name, kind
    for value in [*part.__dict__.values()]:
        below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else (value,)
        for one in below:
            if isinstance(one, Part):
                yield from references(one)


def plain_object(part: Part, name: str, file: str, wanted: Demand) -> dict[str, Any]:
    """An object as a condition sees it, as far as the condition asks."""
    return {**viewed(part, type(part).declared, wanted, _read), "name": name, "file": file}


def _read(part: Part, option: Option) -> tuple[bool, Any]:
    """Whether a typed view gives an option, and its value."""
    name = field_of(option)
    value = part.__dict__.get(name)
    if isinstance(option.kind, Duration) and isinstance(value, str | int):
        try:
            value = nanoseconds(str(value))
        except ValueError:
            value = option.default
    return name in part.model_fields_set and value is not None, value
