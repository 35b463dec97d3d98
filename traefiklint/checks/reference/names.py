"""Names that lead nowhere: services, middlewares, transports and TLS options that nobody defines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.references import WORDS, about, by_owner_name, kind_elsewhere, renamed
from traefiklint.checks.shared.wording import dashed
from traefiklint.findings import Effect, Fix, Related, Severity
from traefiklint.go.strconv import fold
from traefiklint.instance.context import INTERNAL_SERVICES
from traefiklint.instance.copies import LeftName, left_names
from traefiklint.instance.instance import Instance
from traefiklint.instance.names import FILE, OF_LABELS, PROVIDERS, full_name
from traefiklint.instance.open_names import variables_of
from traefiklint.instance.passage import routers_on
from traefiklint.instance.references import SERVICES, TLS_OPTIONS, Reference, given_options
from traefiklint.instance.whereabouts import unread_by_folder
from traefiklint.model.base import Named, Place
from traefiklint.model.configuration import section_meant
from traefiklint.model.http import Router
from traefiklint.model.static.entry_points import StaticEntryPoint
from traefiklint.patterns import lazy
from traefiklint.records import NamedTuple
from traefiklint.text.nodes import Mapping as MappingNode
from traefiklint.text.spelling import SHOWN

if TYPE_CHECKING:
    from traefiklint.docker.facts import ConflictingObjects
    from traefiklint.instance.instance import Lost

_OF_FILES = ("http.serversTransports", "tcp.serversTransports", "tls.options")
"""The kinds that labels cannot define."""


def _of_another_provider(reference: Reference, instance: Instance) -> Named | None:
    """The object of that name that the one other provider has which has one, as `auth@file` for `auth` in a label."""
    bare, _, provider = reference.full.partition("@")
    names = (full_name(bare, other) for other in PROVIDERS if other != provider)
    found = [thing for name in names if (thing := instance.objects[reference.kind].get(name)) is not None]
    return found[0] if len(found) == 1 else None


def _unknown(reference: Reference, instance: Instance, kinds: tuple[str, ...]) -> Iterator[Diagnostic]:
    if reference.fault != "unknown" or reference.kind not in kinds or by_owner_name(reference):
        return
    word, key = WORDS[reference.kind], (reference.kind, reference.full)
    if kind_elsewhere(reference, instance) or key in instance.once(_sunk):
        return  # that it, or its section, is in the wrong place is said there
    conflict = instance.conflict_of(reference)
    if conflict is not None:
        yield from _kept_by_nobody(reference, word, conflict)
        return
    from traefiklint.instance.dropped import at_top, in_refused

    if (place := _dropped_at(reference, instance)) is not None:
        yield _dropped_there(reference, word, place)
    elif key in instance.once(in_refused):
        return  # as is told of the section
    elif (place := instance.once(at_top).get(key)) is not None:
        yield _left_at_top(reference, word, place)
    else:
        yield _nowhere(reference, word, instance)


class _Lead(NamedTuple):
    """What a name that leads nowhere may be meant to be.

    Attributes:
        guess: the nearest name; empty where none is near.
        other: what has the name in another provider.
        near: what is meant, of these two.
        lost: what would have the name, if Traefik took its container.
        is_own: whether labels name it as the service of one of their routers.
        is_unnamed: whether what is near is the service that Traefik makes of the container of these labels.
    """

    guess: str
    other: Named | None
    near: Named | None
    lost: Lost | None
    is_own: bool
    is_unnamed: bool

    @property
    def meant(self) -> str:
        """The name that is meant; empty where none looks so."""
        return self.other.full if self.other is not None else self.guess


def _lead(reference: Reference, instance: Instance) -> _Lead:
    bare, _, provider = reference.full.partition("@")
    other = _of_another_provider(reference, instance)
    is_of_labels = provider in OF_LABELS and reference.owner.provider in OF_LABELS
    is_own = reference.kind.endswith(".services") and is_of_labels and reference.attribute == "service"
    guess = instance.nearest(bare, reference.kind, provider)
    if guess == reference.owner.name and reference.owner.object.startswith(f"{reference.kind}."):
        guess = ""  # a chain is none of its own members
    found = instance.objects[reference.kind][full_name(guess, provider)] if guess else None
    if found is not None and is_own:
        from traefiklint.checks.shared.labels import holder_of

        holder = holder_of(found)
        if holder is not found.home and holder is not holder_of(reference.owner):
            guess, found = "", None  # visitors would get the application of another container
    near = other or found
    is_unnamed = is_own and near is not None and _is_made_beside(near, reference.owner, instance)
    return _Lead(guess, other, near, instance.lost_at(reference), is_own, is_unnamed)


def _nowhere(reference: Reference, word: str, instance: Instance) -> Diagnostic:
    """What is to be said of a name that nothing has which Traefik reads."""
    subject, lead = _subject(reference, word), _lead(reference, instance)
    bare, _, provider = reference.full.partition("@")
    lost = lead.lost
    if provider == FILE and not lead.meant and lost is None and _is_meant_for_itself(reference, bare):
        name = f"{bare}@internal"
        return about(reference, f"{subject} not exist; did you mean `{name}`?", fix=renamed(reference, name))
    hint, help, related = _advice(reference, word, lead, instance)
    cause = f"{lost.place.file} {lost.place.path}" if lost is not None else ""  # one edit there mends all that name it
    if provider == FILE and not related and (volume := _mounted_in_vain(bare, instance)) is not None:
        cause = f"{volume.file} {volume.path}"
    if provider == FILE and (file := _behind_first(reference, instance)):
        cause = f"{file} "
    from traefiklint.instance.made_services import hangs_on_folder

    strict = lost is not None and not lost.ignored  # what the container is dropped for is told with all that it takes
    strict = strict or (not related and lost is None and _may_be_of_others(reference, instance))
    strict = strict or hangs_on_folder(reference, lead.near, instance)
    related = (*_named_at(reference, instance), *related)
    said = about(
        reference, f"{subject} not exist; {hint}", help, related, _fix(reference, lead, instance), strict=strict
    )
    if lost is not None and _is_apart(lost, reference):  # files may also be there that nobody runs together
        said = said._replace(severity=Severity.WARNING)
    return said._replace(cause=cause, unset=variables_of(reference, instance) if lost is None else lost.unset)


def _fix(reference: Reference, lead: _Lead, instance: Instance) -> Fix | None:
    if lead.other is not None:
        is_safe = "@" not in reference.name and instance.knows(reference.full)
        return renamed(reference, lead.other.full, safe=is_safe)
    if lead.is_unnamed:
        return _without(reference)
    rest = reference.name[len(reference.full.partition("@")[0]) :]
    return renamed(reference, lead.guess + rest if lead.guess else _of_dokploy(reference))


def _hint(reference: Reference, lead: _Lead) -> str:
    """What to do about a name, by what is near."""
    bare, _, provider = reference.full.partition("@")
    port = f"traefik.{reference.kind}.{bare}.loadbalancer.server.port"
    if lead.is_unnamed:  # what Traefik calls it hangs on its project
        return f"delete this label, as the container has one service, or name that with `{port}`."
    if lead.meant:
        return f"did you mean `{lead.meant}`?"
    if of_dokploy := _of_dokploy(reference):
        return f"did you mean `{of_dokploy}`, which Dokploy defines?"
    if lead.is_own:
        return f"add `{port}`, or name the service of its container."
    return _how_to_define(reference, bare, provider)


def _is_apart(lost: Lost, reference: Reference) -> bool:
    """Whether the container that Traefik ignores is one of another file."""
    return bool(lost.ignored) and lost.place.file != reference.place.file


def _advice(reference: Reference, word: str, lead: _Lead, instance: Instance) -> tuple[str, str, tuple[Related, ...]]:
    """What to do about a name that leads nowhere, help where that is not all, and what belongs to it."""
    bare, _, provider = reference.full.partition("@")
    hint, related = _hint(reference, lead), tuple[Related, ...]()
    if lead.near is not None:
        related = (_at(lead.near, f"`{lead.meant}` is defined here"),)
    twin = instance.objects[reference.kind].get(full_name(reference.name, reference.owner.provider))
    if twin is not None and "@" in reference.name:
        return (
            f"there is `{twin.full}`: write `{bare}`, without the provider.",
            "",
            (_at(twin, f"this is `{twin.full}`"),),
        )
    if (lost := lead.lost) is not None:
        hint, became = "Traefik drops the container that defines it.", "dropped"
        if lost.ignored:
            hint = f"Traefik ignores the container `{lost.ignored}`, which defines it; give it `traefik.enable=true`."
            became = "not enabled"
        here = (Related(lost.place.file, lost.place.span, f"this container is {became}"),)
        return hint, "", related if _is_apart(lost, reference) else here
    if (left := _left_name(reference, instance)) is not None:
        hint = (
            f"perhaps `{left.thing.name}` in this file is meant, which `{left.other.file}` defines as well; rename it."
        )
        return hint, "", (_at(left.thing, f"rename this one to `{bare}`"), _at(left.other, "this one is used as it is"))
    if reference.name.startswith("-") and not lead.guess:
        return f"a space is missing after the dash: write {dashed(reference.name)}.", "", related
    if "," in reference.name:
        return hint, "An entry is one name: write one for each, without the comma.", related
    if "://" in reference.name and not lead.meant and reference.kind in _FOR_URLS:
        hint = f"this takes the name of a {word}: {_FOR_URLS[reference.kind]}, and write its name here."
        return hint, "", related
    if not lead.meant and provider in OF_LABELS and reference.kind in _OF_FILES:
        tried = instance.once(_tried_in_labels).get((reference.kind, reference.full))
        related = () if tried is None else (Related(tried.file, tried.span, "Traefik ignores this"),)
        return f"labels cannot define one: put it into a file, and write `{bare}@file`.", "", related
    if not lead.meant and provider == FILE and instance.once(_reads_no_files):
        advice = f"define `{bare}` by labels, and write it without `@file`"
        if reference.kind in _OF_FILES:
            advice = "give it a file provider, or remove the reference"
        return f"this Traefik reads no files, so {advice}.", "", related
    return hint, _where_it_looks(reference, instance), related


def _left_name(reference: Reference, instance: Instance) -> LeftName | None:
    """What is meant by a name, and kept another one when its file was copied."""
    return instance.once(left_names).get((reference.owner.file, reference.kind, reference.full))


def _where_it_looks(reference: Reference, instance: Instance) -> str:
    """How Traefik reads a name without a provider, where another one may be meant; empty where none is there."""
    if "@" in reference.name or reference.kind.startswith("tls"):
        return ""
    is_of_files = reference.full.endswith(f"@{FILE}")
    others, elsewhere = ("Docker labels define", "docker") if is_of_files else ("files define", FILE)
    if instance.context.static and elsewhere not in instance.context.providers:
        return ""
    if not is_of_files and instance.once(_reads_no_files):
        return ""
    bare = reference.full.partition("@")[0]
    return f"Without a provider, Traefik looks for `{reference.full}`; what {others} is `{bare}@{elsewhere}`."


def _at(thing: Named, words: str) -> Related:
    """Where an object is defined, and what it has to do with a finding."""
    return Related(thing.key_at().file, thing.key_at().span, words)


def _is_made_beside(service: Named, owner: Named, instance: Instance) -> bool:
    """Whether a service is the one that Traefik makes of the container by itself whose labels define a router."""
    if service.written or instance.labels is None:
        return False
    from traefiklint.checks.shared.labels import holder_of
    from traefiklint.decoding.label_tree import value_of

    origin, holder = value_of(service.key_node), holder_of(owner)
    mine = next((one for one in instance.labels.containers if one.origin is origin), None)
    return mine is not None and any(label.holder is holder for label in mine.labels)


def _without(reference: Reference) -> Fix | None:
    """The fix that takes away the label that names a service."""
    from traefiklint.checks.shared.as_written import label_at
    from traefiklint.compose.edits import without_label

    label = label_at(reference.owner.document, reference.owner.key_at(reference.attribute).node)
    edits = without_label(label) if label is not None else None
    return None if edits is None else Fix("Delete it", False, edits)


_OF_SERVERS = "define one that has this as a server"
_FOR_URLS = {
    "http.services": _OF_SERVERS,
    "tcp.services": _OF_SERVERS,
    "udp.services": _OF_SERVERS,
    "http.middlewares": "for a login, define a `forwardAuth` with this as its `address`",
}
"""What to do with a URL in the place of a name, by what is named."""


def _how_to_define(reference: Reference, bare: str, provider: str) -> str:
    """What to do about a name that nothing near has. What a middleware keeps out would come in without it."""
    is_middleware = reference.kind.endswith(".middlewares")
    where = f"define it under `{reference.kind}`"
    if is_middleware and provider in OF_LABELS and reference.owner.provider in OF_LABELS:
        where = f"define it by labels that begin with `traefik.{reference.kind}.{bare}.`"
    return f"{where}, or remove the reference{' if it guards nothing' if is_middleware else ''}."


_TELLING = {"api": "traefik|dashboard", "dashboard": "traefik|dashboard", "prometheus": "traefik|metrics"}
"""What names and rules of routers to some of Traefik's own services have in them: applications are called so, too."""


def _is_meant_for_itself(reference: Reference, name: str) -> bool:
    """Whether a name is likely to be that of one of Traefik's own services, without its `@internal`."""
    if reference.kind != "http.services" or name not in INTERNAL_SERVICES:
        return False
    owner = reference.owner
    asked = f"{owner.name} {owner.rule}" if isinstance(owner, Router) else ""
    return name not in _TELLING or re.search(f"(?i){_TELLING[name]}", asked) is not None


def _subject(reference: Reference, word: str) -> str:
    """The beginning of what is said of a name that leads nowhere."""
    verb = "do" if word.endswith("options") else "does"
    name = f"{word.capitalize() if word[0].islower() else word} `{reference.name}`"
    return f"{name}, which entry point `{reference.point}` adds, {verb}" if reference.point else f"{name} {verb}"


def _named_at(reference: Reference, instance: Instance) -> tuple[Related, ...]:
    """Where an entry point names what it adds to its routers, as far as its static configuration is here."""
    points = instance.context.static.get("StaticEntryPoint", ()) if reference.point else ()
    http = next((one.http for one in points if one.name == reference.point), None)
    if http is None:
        return ()
    place = http.tls.at("options") if reference.kind == TLS_OPTIONS and http.tls is not None else None
    if reference.name in http.middlewares and place is None:
        place = http.at("middlewares", http.middlewares.index(reference.name))
    return (Related(place.file, place.span, "named here"),) if place is not None else ()


def _mounted_in_vain(name: str, instance: Instance) -> Place | None:
    """The volume that is told to bring a file with a name, and perhaps others of its folder, to where Traefik does not
    look."""
    return instance.once(_words_of_unread).get(name)


def _words_of_unread(instance: Instance) -> dict[str, Place]:
    """The words of the files that volumes bring to where Traefik does not look, each with the volume that is told of
    its folder."""
    given = instance.labels.given if instance.labels is not None else None
    found: dict[str, Place] = {}
    if given is not None:
        for those in instance.once(unread_by_folder).values():
            for word in (word for one in those for word in _WORD.findall(given.text(one.file))):
                found.setdefault(word, those[0].place)
    return found


_WORD = lazy(r"[^\s:\"'{}\[\],=]+")


def _reads_no_files(instance: Instance) -> bool:
    """Whether the static configuration is here, and names no file that Traefik is to read."""
    context = instance.context
    return bool(context.static) and not (context.blank or context.static.get("FileProvider") or instance.files)


def _sunk(instance: Instance) -> frozenset[tuple[str, str]]:
    """What is defined in a section that is indented too far, and so is taken for an object of that name, by the kinds
    and full names that it is meant to have."""
    found = set()
    for kind, things in instance.objects.items():
        for thing, section in ((one, section_meant(one, kind)) for one in things.values()):
            if section is not None and type(thing.node) is MappingNode:
                meant = f"{kind.partition('.')[0]}.{section.key}"
                found |= {(meant, full_name(key.value, thing.provider)) for key, _ in thing.node.pairs}
    return frozenset(found)


def _of_dokploy(reference: Reference) -> str:
    """The name of a middleware that the files of each Dokploy server define, where labels name it as one of labels and
    the container is on Dokploy's network; else empty."""
    from traefiklint.instance.gaps import REDIRECT, REDIRECT_IN_FILES

    document = reference.place.document
    is_meant = reference.kind == "http.middlewares" and reference.full.partition("@")[0] == REDIRECT
    if not is_meant or reference.full == REDIRECT_IN_FILES or document is None:
        return ""
    return REDIRECT_IN_FILES if "dokploy-network" in document.text else ""


def _dropped_at(reference: Reference, instance: Instance) -> Place | None:
    """Where the static configuration defines what a name leads to."""
    bare, _, provider = reference.full.partition("@")
    if provider != FILE or not instance.context.static:
        return None
    from traefiklint.instance.dropped import in_static

    return instance.once(in_static).get(f"{fold(reference.kind)}.{bare}")


def _behind_first(reference: Reference, instance: Instance) -> str:
    """The file that defines what a name leads to behind its first document."""
    from traefiklint.instance.dropped import behind_first

    return instance.once(behind_first).get(f"{fold(reference.kind)}.{reference.full.partition('@')[0]}", "")


def _dropped_there(reference: Reference, word: str, place: Place) -> Diagnostic:
    """What is to be said of a name that the static configuration defines, where Traefik ignores it."""
    it = "them" if word.endswith("options") else "it"
    message = (
        f"{_subject(reference, word)} not exist, because Traefik ignores {it} in `{place.file}`, its static "
        f"configuration; move {it} to a file of the file provider."
    )
    also = (Related(place.file, place.span, "it is ignored here"),)
    cause = f"{place.file} {place.path.partition('.')[0]}"  # that the section is ignored is told there
    return about(reference, message, related=also)._replace(cause=cause)


def _left_at_top(reference: Reference, word: str, place: Place) -> Diagnostic:
    """What is to be said of a name that a section at the top of a file defines, where Traefik drops it."""
    home = reference.kind.partition(".")[0]
    message = (
        f"{_subject(reference, word)} not exist, because `{place.path}` stands at the top of `{place.file}`, where "
        f"Traefik drops it; move it below `{home}`."
    )
    return about(reference, message)._replace(cause=f"{place.file} {place.path}")


def _tried_in_labels(instance: Instance) -> Mapping[tuple[str, str], Place]:
    """What labels try to define that only files can, by kind and name with the provider, and where."""
    from traefiklint.checks.shared.labels import place

    return {
        (said.path, full_name(key.value, hidden.container.document.provider)): place(hidden.container, key)
        for hidden in instance.parts.get("FileOnlyOption", ())
        if (said := hidden.said) is not None and type(said.value) is MappingNode
        for key, _ in said.value.pairs
    }


def _kept_by_nobody(reference: Reference, word: str, conflict: ConflictingObjects) -> Iterator[Diagnostic]:
    """What is to be said of a name that several containers define: it is there, and Traefik takes none of them, which
    `merge-conflict` tells where they do."""
    from traefiklint.docker.facts import exclude_each_other

    if exclude_each_other(conflict.containers):
        return
    also = tuple(_at(thing, "defined here") for thing in conflict.objects[:SHOWN])
    subject, number = f"{word[0].upper()}{word[1:]} `{reference.name}`", len(conflict.objects)
    times = "twice" if number == 2 else f"{number} times"
    message = (
        f"{subject} is defined {times}, and not alike, so Traefik keeps none of them; give each a name of its own."
    )
    yield about(reference, message, related=also, strict=reference.is_of_router)


def _may_be_of_others(reference: Reference, instance: Instance) -> bool:
    """Whether a name says that labels define it, and labels of projects may do so that are not here: nobody said that
    these are all, and Traefik serves others, too."""
    if instance.labels is None or reference.name.rpartition("@")[2] not in OF_LABELS:
        return False
    from traefiklint.instance.elsewhere import serves_others

    return instance.once(serves_others)


@rule("unknown-service", effect=Effect.DISABLED, fix="unsafe")
def unknown_service(reference: Reference, instance: Instance) -> Iterator[Diagnostic]:
    """A router, service or middleware names a service that nobody defines."""
    yield from _unknown(reference, instance, SERVICES)


@rule("unknown-middleware", effect=Effect.DISABLED, fix="unsafe")
def unknown_middleware(reference: Reference, instance: Instance) -> Iterator[Diagnostic]:
    """A router, service or chain names a middleware that nobody defines."""
    yield from _unknown(reference, instance, ("http.middlewares", "tcp.middlewares"))


@rule("unknown-servers-transport", effect=Effect.DISABLED, fix="unsafe")
def unknown_servers_transport(reference: Reference, instance: Instance) -> Iterator[Diagnostic]:
    """A load balancer names a servers transport that nobody defines."""
    yield from _unknown(reference, instance, ("http.serversTransports", "tcp.serversTransports"))


@rule("unknown-tls-options", effect=Effect.DISABLED, fix="unsafe")
def unknown_tls_options(reference: Reference | StaticEntryPoint, instance: Instance) -> Iterator[Diagnostic]:
    """A router names TLS options that nobody defines, or an entry point does."""
    if isinstance(reference, StaticEntryPoint):
        yield from _options_of_point(reference, instance)
        return
    if reference.kind == "tls.options" and reference.fault == "unknown" and reference.full.startswith("default@"):
        message = (
            f"TLS options `{reference.name}` do not exist, as the default ones belong to no provider; write `default`."
        )
        yield about(reference, message, fix=renamed(reference, "default"))
        return
    yield from _unknown(reference, instance, ("tls.options",))


def _options_of_point(point: StaticEntryPoint, instance: Instance) -> Iterator[Diagnostic]:
    """What is said of TLS options that an entry point has for nobody: all its routers have TLS of their own."""
    tls, routers = point.http.tls if point.http is not None else None, instance.once(routers_on).get(point.name, ())
    if tls is None or tls.options.partition("@")[0] in ("", "default") or not routers:
        return
    if any(router.tls is None for router in routers):
        return  # of which it is told
    owner = routers[0]
    if given_options(tls.options, owner, instance).fault != "unknown":
        return
    bare = tls.options.strip("\"' ")
    advice = f"write `{bare}`" if bare != tls.options else "define it under `tls.options`, or leave it out"
    message = (
        f"TLS options `{tls.options}` do not exist, so Traefik disables each router on `{point.name}` that has no "
        f"`tls` of its own; {advice}."
    )
    yield Diagnostic(tls.at("options"), message, effect=Effect.SILENT, severity=Severity.WARNING)
