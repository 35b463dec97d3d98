"""What policies can be about, and what expressions see of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from traefiklint.cel.library import GIVEN
from traefiklint.cel.shapes import NUMBER, TEXT, TRUTH, ListOf, MapOf, Record, Shape, shape_of, with_fields
from traefiklint.cel.view import viewed
from traefiklint.model.configuration import Configuration
from traefiklint.model.middleware import Middleware
from traefiklint.model.services import Server
from traefiklint.model.static.root import Static
from traefiklint.model.tls import TlsOptions
from traefiklint.policies import facts

if TYPE_CHECKING:
    from traefiklint.cel.wanted import Wanted
    from traefiklint.instance.instance import Instance
    from traefiklint.model.base import Section

OBJECT, INSTANCE = "object", "instance"
"""The variables that every expression can name besides that of its subject."""


class Fact(NamedTuple):
    """Something that is known of an object besides its options."""

    shape: Shape
    of: Callable[[Any, Instance, Wanted], Any]
    """What it is; None where there is none, which counts as not given."""
    option: str = ""
    """The option that it hangs on the most, for findings."""
    says: str = ""
    """What it is, in a sentence, for the manual."""
    empty: Any = None
    """What it is where there is none."""


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

    def view(self, thing: Any, instance: Instance, wanted: Wanted) -> dict[str, Any]:
        """What expressions see of one, as far as they ask."""
        found = viewed(thing, self.section, wanted) if self.section is not None else {}
        for path, fact in self.facts.items():
            *outer, name = path.split(".")
            holder = wanted.at(outer)
            if holder is None or (name not in holder.below and name not in holder.given):
                continue
            place = found
            for step in outer:
                place = place.setdefault(step, {})
            value = fact.of(thing, instance, holder.step(name))
            place[name] = fact.empty if value is None else value
            if value is not None and name in holder.given:
                place[GIVEN + name] = value
        return found


def _objects(kind: str) -> Callable[[Instance], Iterable[Any]]:
    return lambda instance: list(instance.objects[kind].values())


def _static(name: str) -> Callable[[Instance], Iterable[Any]]:
    return lambda instance: instance.context.static.get(name, ())


def _section(group: str, attribute: str) -> type[Section]:
    holder = cast("type[Section]", Configuration.fields[group].of)
    return cast("type[Section]", holder.fields[attribute].of)


_NAMED: dict[str, Fact] = {
    "name": Fact(TEXT, lambda thing, *_: thing.name, says="Its name."),
    "provider": Fact(TEXT, lambda thing, *_: thing.provider, says="Whose it is: `file`, `docker`, `swarm`, `static`."),
    "file": Fact(TEXT, lambda thing, *_: facts.file_of(thing), says="The file that it stands in."),
}
MET = with_fields(shape_of(Middleware), "middleware", {"name": TEXT, "provider": TEXT, "isKnown": TRUTH})
"""A middleware that a request meets."""
EFFECTIVE = with_fields(shape_of(TlsOptions), "tls.effective", {"certResolver": TEXT, "options": TEXT})

_HTTP_ROUTER = {
    **_NAMED,
    "hosts": Fact(ListOf(TEXT), facts.hosts, "rule", "The hosts that its rule names, in lower case."),
    "paths": Fact(ListOf(TEXT), facts.paths, "rule", "The values of `Path` and `PathPrefix` in its rule."),
    "isPublic": Fact(TRUTH, facts.is_public, "entryPoints", "Whether anybody may reach it (see below)."),
    "reachable": Fact(TRUTH, facts.reachable, "rule", "Whether any request gets to it past other routers."),
    "chain": Fact(
        ListOf(MET), facts.chain, "middlewares",
        "The middlewares that a request meets, those of entry points first, chains taken apart.",
    ),
    "tls.effective": Fact(
        EFFECTIVE, facts.effective_tls, "tls",
        "The TLS that it serves, its own or its entry point's, with the TLS options that it names.",
        facts.NO_TLS,
    ),
}  # fmt: skip
_TCP_ROUTER = {
    **_NAMED,
    "hosts": Fact(ListOf(TEXT), facts.sni_hosts, "rule", "The hosts that its rule names, in lower case."),
    "reachable": _HTTP_ROUTER["reachable"],
}
_SERVICE = {
    **_NAMED,
    "servers": Fact(
        ListOf(shape_of(Server)), facts.servers, "loadBalancer.servers",
        "Its servers, and those of the services that it is made of.",
    ),
}  # fmt: skip
_CONTAINER = {
    **_NAMED,
    "service": Fact(TEXT, lambda thing, *_: thing.service, says="What the compose file calls it."),
    "labels": Fact(MapOf(TEXT), lambda thing, *_: dict(thing.tags), says="Its labels."),
    "networks": Fact(ListOf(TEXT), lambda thing, *_: list(thing.networks), says="The networks that it is on."),
    "networkMode": Fact(TEXT, lambda thing, *_: thing.mode, says="Its `network_mode`."),
    "ports": Fact(ListOf(NUMBER), lambda thing, *_: [port.number for port in thing.ports], says="Its ports."),
    "publishedPorts": Fact(ListOf(TEXT), facts.published, says="The ports of the host that lead to it."),
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


def _listing(subject: Subject) -> Fact:
    """All things of a kind, as the instance has them."""
    from traefiklint.cel.wanted import ITEM

    def views(_: Any, instance: Instance, wanted: Wanted) -> list[dict[str, Any]]:
        return [subject.view(thing, instance, wanted.step(ITEM)) for thing in subject.all(instance)]

    return Fact(ListOf(subject.shape), views, says=f"All of the kind `{subject.name}`.")


def _static_view(_: Any, instance: Instance, wanted: Wanted) -> dict[str, Any] | None:
    given = instance.context.static.get("Static")
    return viewed(given[0], Static, wanted) if given else None


def _one(instance: Instance) -> Iterable[Any]:
    return (instance,)


def _plural(name: str) -> str:
    return name if name.endswith("s") else name + "s"


WHOLE = Subject(
    INSTANCE,
    None,
    _one,
    {
        "target": Fact(TEXT, lambda _, instance, __: instance.context.target.name, says="The Traefik it is for."),
        "static": Fact(shape_of(Static), _static_view, says="Its static configuration, where one is given."),
        **{_plural(subject.name): _listing(subject) for subject in _KINDS},
    },
)
SUBJECTS: dict[str, Subject] = {subject.name: subject for subject in (*_KINDS, WHOLE)}
"""By name."""
ANY_OBJECT = Subject(
    OBJECT, None, _one, {**_NAMED, "kind": Fact(TEXT, facts.kind_of, says="As findings write it: `http.routers`.")}
)
"""What every object has, whatever it is."""


def shapes_for(subject: str) -> dict[str, Shape]:
    """What expressions about a subject can name."""
    return {subject: SUBJECTS[subject].shape, OBJECT: ANY_OBJECT.shape, INSTANCE: WHOLE.shape}
