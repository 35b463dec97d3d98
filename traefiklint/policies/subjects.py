"""What policies can be about, and what expressions see of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, cast

from traefiklint.cel.library import GIVEN
from traefiklint.cel.shapes import NUMBER, TEXT, TRUTH, ListOf, MapOf, Record, Shape, shape_of, with_fields
from traefiklint.cel.view import Viewer, viewed
from traefiklint.cel.wanted import ITEM, Demand
from traefiklint.instance.instance import Instance
from traefiklint.model.base import Section
from traefiklint.model.configuration import Configuration
from traefiklint.model.middleware import Middleware
from traefiklint.model.services import Server
from traefiklint.model.static.root import Static
from traefiklint.model.tls import TlsOptions
from traefiklint.policies import facts
from traefiklint.policies.facts import Absent

OBJECT, INSTANCE = "object", "instance"
"""The variables that every expression can name besides that of its subject."""


class Fact(NamedTuple):
    """Something that is known of an object besides its options."""

    shape: Shape
    of: Callable[[Any, Instance, Demand], Any]
    """What it is; `Absent` where it counts as not given."""
    option: str = ""
    """The option that it hangs on the most, for findings."""


class Subject(NamedTuple):
    """A kind of things that policies can be about."""

    name: str
    section: type[Section] | None
    """The class of the section; None for what is none."""
    all: Callable[[Instance], Iterable[Any]]
    facts: Mapping[str, Fact]

    @property
    def shape(self) -> Record:
        """What an expression can name of it."""
        record = shape_of(self.section) if self.section is not None else Record(self.name, {})
        plain = {path: fact.shape for path, fact in self.facts.items() if "." not in path}
        record = with_fields(record, self.name, plain)
        for path, fact in self.facts.items():
            outer, _, inner = path.partition(".")
            if inner:
                holder = record.fields[outer]
                assert isinstance(holder, Record), "a fact below an option is below a section"
                record = with_fields(record, self.name, {outer: with_fields(holder, holder.name, {inner: fact.shape})})
        return record

    def viewer(self, wanted: Demand) -> Callable[[Any, Instance], dict[str, Any]]:
        """Shows what expressions see of one, as far as they ask."""
        options = Viewer(self.section, wanted) if self.section is not None else None
        asked = list(self._asked(wanted))

        def view(thing: Any, instance: Instance) -> dict[str, Any]:
            found = options(thing) if options is not None else {}
            for outer, name, of, below, is_asked in asked:
                place = found
                for step in outer:
                    copy = dict(place.get(step, {}))  # another object may have the same defaults
                    if GIVEN + step in place:
                        place[GIVEN + step] = copy
                    place[step] = copy
                    place = copy
                value = of(thing, instance, below)
                if type(value) is Absent:
                    place[name] = value.value
                else:
                    place[name] = value
                    if is_asked:
                        place[GIVEN + name] = value
            return found

        return view

    def _asked(self, wanted: Demand) -> Iterator[tuple[list[str], str, Callable[..., Any], Demand, bool]]:
        """The facts that are asked for: where each belongs, how to find it, what is asked of it."""
        for path, fact in self.facts.items():
            *outer, name = path.split(".")
            holder = wanted.at(outer)
            if holder is not None and (name in holder.below or name in holder.given):
                yield outer, name, fact.of, holder.step(name), name in holder.given


def _objects(kind: str) -> Callable[[Instance], Iterable[Any]]:
    return lambda instance: list(instance.objects[kind].values())


def _static(name: str) -> Callable[[Instance], Iterable[Any]]:
    return lambda instance: instance.context.static.get(name, ())


def _section(group: str, attribute: str) -> type[Section]:
    holder = cast("type[Section]", Configuration.fields[group].of)
    return cast("type[Section]", holder.fields[attribute].of)


_NAMED: dict[str, Fact] = {
    "name": Fact(TEXT, facts.name_of),
    "provider": Fact(TEXT, facts.provider_of),
    "file": Fact(TEXT, facts.file_of),
}
MET = with_fields(shape_of(Middleware), "middleware", {"name": TEXT, "provider": TEXT, "isKnown": TRUTH})
"""A middleware that a request meets."""
EFFECTIVE = with_fields(shape_of(TlsOptions), "tls.effective", {"certResolver": TEXT, "options": TEXT})

_HTTP_ROUTER = {
    **_NAMED,
    "hosts": Fact(ListOf(TEXT), facts.hosts, "rule"),
    "paths": Fact(ListOf(TEXT), facts.paths, "rule"),
    "isPublic": Fact(TRUTH, facts.is_public, "entryPoints"),
    "reachable": Fact(TRUTH, facts.reachable, "rule"),
    "chain": Fact(ListOf(MET), facts.chain, "middlewares"),
    "tls.effective": Fact(EFFECTIVE, facts.effective_tls, "tls"),
}
_TCP_ROUTER = {
    **_NAMED,
    "hosts": Fact(ListOf(TEXT), facts.sni_hosts, "rule"),
    "reachable": _HTTP_ROUTER["reachable"],
}
_SERVICE = {
    **_NAMED,
    "servers": Fact(ListOf(shape_of(Server)), facts.servers, "loadBalancer.servers"),
}
_CONTAINER = {
    **_NAMED,
    "service": Fact(TEXT, lambda thing, *_: thing.service),
    "labels": Fact(MapOf(TEXT), facts.labels),
    "networks": Fact(ListOf(TEXT), lambda thing, *_: list(thing.networks)),
    "networkMode": Fact(TEXT, lambda thing, *_: thing.mode),
    "ports": Fact(ListOf(NUMBER), lambda thing, *_: [port.number for port in thing.ports]),
    "publishedPorts": Fact(ListOf(TEXT), facts.published),
}

_KINDS = (
    Subject("router", _section("http", "routers"), _objects("http.routers"), _HTTP_ROUTER),
    Subject("service", _section("http", "services"), _objects("http.services"), _SERVICE),
    Subject("middleware", _section("http", "middlewares"), _objects("http.middlewares"), _NAMED),
    Subject("serversTransport", _section("http", "servers_transports"), _objects("http.serversTransports"), _NAMED),
    Subject("tcpRouter", _section("tcp", "routers"), _objects("tcp.routers"), _TCP_ROUTER),
    Subject("tcpService", _section("tcp", "services"), _objects("tcp.services"), _NAMED),
    Subject("tcpMiddleware", _section("tcp", "middlewares"), _objects("tcp.middlewares"), _NAMED),
    Subject("tcpServersTransport", _section("tcp", "servers_transports"), _objects("tcp.serversTransports"), _NAMED),
    Subject("udpRouter", _section("udp", "routers"), _objects("udp.routers"), _NAMED),
    Subject("udpService", _section("udp", "services"), _objects("udp.services"), _NAMED),
    Subject("tlsOptions", TlsOptions, _objects("tls.options"), _NAMED),
    Subject("tlsStore", _section("tls", "stores"), _objects("tls.stores"), _NAMED),
    Subject("entryPoint", cast("type[Section]", Static.fields["entry_points"].of), _static("StaticEntryPoint"), _NAMED),
    Subject(
        "certResolver",
        cast("type[Section]", Static.fields["certificates_resolvers"].of),
        _static("CertificatesResolver"),
        _NAMED,
    ),
    Subject("container", None, lambda instance: instance.parts.get("Container", ()), _CONTAINER),
)  # fmt: skip


def _views(subject: Subject) -> Callable[[Any, Instance, Demand], Any]:
    """All things of a kind, as the instance has them."""

    def views(_: Any, instance: Instance, wanted: Demand) -> list[dict[str, Any]]:
        view = subject.viewer(wanted.step(ITEM))
        return [view(thing, instance) for thing in subject.all(instance)]

    return views


def _static_view(_: Any, instance: Instance, wanted: Demand) -> dict[str, Any] | Absent:
    given = instance.context.static.get("Static")
    return viewed(given[0], Static, wanted) if given else Absent(viewed(None, Static, wanted))


def _one(instance: Instance) -> Iterable[Any]:
    """The instance, where it has anything that could be said of it."""
    has_any = bool(instance.context.static) or next(iter(instance.documents), None) is not None
    return (instance,) if has_any else ()


_LISTS = {one.name if one.name.endswith("s") else one.name + "s": one for one in _KINDS}
"""The kinds of things, by the name of the list of them all."""


def listed(name: str) -> Subject | None:
    """The kind of things that a list of the instance holds; None for what is no such list."""
    return _LISTS.get(name)


@lru_cache(maxsize=1)
def whole() -> Subject:
    """The instance as a whole; made when somebody asks, as it knows the shape of everything."""
    facts_of_it = {
        "target": Fact(TEXT, lambda _, instance, __: instance.context.target.name),
        "static": Fact(shape_of(Static), _static_view),
    }
    for name, one in _LISTS.items():
        facts_of_it[name] = Fact(ListOf(one.shape), _views(one))
    return Subject(INSTANCE, None, _one, facts_of_it)


NAMES = (*(one.name for one in _KINDS), INSTANCE)
"""What policies can be about."""
_BY_NAME = {one.name: one for one in _KINDS}


def subject(name: str) -> Subject:
    """What a policy is about, by its name."""
    return whole() if name == INSTANCE else _BY_NAME[name]


ANY_OBJECT = Subject(OBJECT, None, _one, {**_NAMED, "kind": Fact(TEXT, facts.kind_of)})
"""What every object has, whatever it is."""


def shapes_for(names: Iterable[str]) -> dict[str, Shape]:
    """What expressions can name of variables."""
    return {name: _shape(name) for name in names}


@lru_cache(maxsize=32)
def _shape(name: str) -> Record:
    return ANY_OBJECT.shape if name == OBJECT else subject(name).shape
