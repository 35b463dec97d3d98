"""One name in several containers: what becomes of objects that each defines, and of services that they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.labels import at_container, at_name, begun, called, related, services_by_name
from traefiklint.checks.shared.strays import advice_for, fix_for
from traefiklint.compose.project import Command, Origin, Service
from traefiklint.docker.containers import Container
from traefiklint.docker.facts import ConflictingObjects, SharedService, exclude_each_other
from traefiklint.findings import Effect, Severity
from traefiklint.instance.instance import Instance
from traefiklint.instance.stray_options import strays
from traefiklint.model.base import Named
from traefiklint.patterns import lazy
from traefiklint.text.spelling import SHOWN, in_a_row, joined

_NUMBER = lazy(r"\d+")


@rule("merge-conflict", effect=Effect.DISABLED, fix="unsafe")
def merge_conflict(conflict: ConflictingObjects, instance: Instance) -> Iterator[Diagnostic]:
    """Two containers define one object differently, and Traefik keeps neither."""
    if exclude_each_other(conflict.containers):
        return
    pairs = list(zip(conflict.objects, conflict.containers, strict=True))
    words = _words(conflict.containers)
    counts = Counter(words[id(its.origin)] for its in conflict.containers)
    options = joined(conflict.options)
    keys = [thing.key_at() for thing in conflict.objects]
    shared = Counter((key.file, key.span) for key in keys)
    known = instance.once(strays)
    astray = dict.fromkeys(number for number, (thing, _) in enumerate(pairs) if id(thing) in known)
    if astray:
        yield from _astray(conflict, astray, words, instance)
    if len(pairs) - len(astray) < 2:
        return
    told: set[int] = set()
    for number, (thing, container) in enumerate(pairs):
        if id(container.origin) in told or number in astray:
            continue
        told.add(id(container.origin))
        own = words[id(container.origin)]
        alone = counts[own] == 1
        others = islice((one for one in counts if one != own or not alone), SHOWN + 1)
        kind = thing.path.split(".")[1].rstrip("s")
        is_one = shared[keys[number].file, keys[number].span] > 1  # as of an anchor, or of a service that is extended
        advice = "write this label into each service instead, with" if is_one else "give each"
        message = (
            f"The {kind} `{thing.name}` is also defined by {in_a_row(list(others), len(counts) - alone)}, with another "
            f"{options}, so Traefik keeps none of them; {advice} a name of its own."
        )
        near = islice((pair for at, pair in enumerate(pairs) if at != number), SHOWN)
        also = tuple(related(one.key_at(), f"defined by {called(its)}") for one, its in near)
        yield Diagnostic(thing.key_at(), message, related=also, disables=conflict.disables, cause=thing.path)


def _astray(
    conflict: ConflictingObjects, astray: Collection[int], words: Mapping[int, str], instance: Instance
) -> Iterator[Diagnostic]:
    """What to say of the containers that only set options of a router that another one defines. Whether the two run
    together or not, the options do not get where they are meant to."""
    whole = [one for at, one in enumerate(zip(conflict.objects, conflict.containers, strict=True)) if at not in astray]
    owners = list(dict.fromkeys(words[id(its.origin)] for _, its in whole))
    names = in_a_row(owners[: SHOWN + 1], len(owners))
    first, owner = whole[0]
    told: set[int] = set()
    for thing, container in ((conflict.objects[at], conflict.containers[at]) for at in astray):
        if id(container.origin) in told:
            continue
        told.add(id(container.origin))
        stray = instance.once(strays)[id(thing)]
        message = (
            f"{begun(called(container))} sets options of router `{thing.name}`, which belongs to {names}, so Traefik "
            f"drops the router; {advice_for(stray)}."
        )
        is_apart = _are_apart(container, owner, instance)
        also = () if is_apart else (related(first.key_at(), f"defined by {called(owner)}"),)
        severity = Severity.WARNING if is_apart else None
        where = at_name(container, stray.labels[0])
        yield Diagnostic(
            where, message, related=also, fix=fix_for(stray), severity=severity, disables=conflict.disables
        )


def _are_apart(one: Container, other: Container, instance: Instance) -> bool:
    """Whether two containers are none of one service, of which one file may be put over the other, and belong to
    projects that nobody named together."""
    return one.origin.text != other.origin.text and _are_of_several_projects((one, other), instance)


def _words(containers: Sequence[Container]) -> dict[int, str]:
    """What each container is called, by the identity of its origin; with its file, where names are alike."""
    names = {id(one.origin): f"`{one.origin.text}`" for one in containers}
    if len(set(names.values())) == len(names):
        return names
    return {id(one.origin): f"`{one.origin.text}` in `{one.source}`" for one in containers}


@rule("service-shared", effect=Effect.SILENT)
def service_shared(shared: SharedService, instance: Instance) -> Iterator[Diagnostic]:
    """Two services of compose files define one service of Traefik, which spreads requests over both."""
    if exclude_each_other(shared.containers):
        return
    first = shared.objects[0]
    is_assumed = _are_of_several_projects(shared.containers, instance)
    others = list(zip(shared.objects, shared.containers, strict=True))[1:]
    heir = next((its for thing, its in others if thing.key_at().span == first.key_at().span), None)
    if heir is not None and heir.source == shared.containers[0].source:
        taken = (related(at_container(heir), "this one takes them over"),)
        is_left = _are_numbered(shared) or _are_copies(shared, instance)
        message = _taken_over(first, shared.containers[0], heir)
        yield Diagnostic(first.key_at(), message, related=taken, strict=is_left)
        return
    whom = in_a_row(list(dict.fromkeys(_words(shared.containers).values())))
    message = (
        f"The service `{first.name}` stands for {whom}: requests are spread over all of them; give each a "
        "name of its own, unless they serve the same."
    )
    also = tuple(related(one.key_at(), f"defined by {called(its)}") for one, its in others[:SHOWN])
    where, meant = _kept_from_a_copy(shared) or (first, "")
    if meant:
        message = (
            f"The service `{first.name}` stands for {whom}: requests are spread over all of them; unless they serve "
            f"the same, write `{meant}` here."
        )
        also = (related(next(one for one in shared.objects if one is not where).key_at(), "the other one"),)
    is_meant = any(label.name.text.lower().startswith("traefik.") for its in shared.containers for label in its.labels)
    is_left = is_assumed or not is_meant or _are_numbered(shared) or _are_copies(shared, instance)
    yield Diagnostic(where.key_at(), message, related=also, strict=is_left)


def _kept_from_a_copy(shared: SharedService) -> tuple[Named, str] | None:
    """The one of two containers that sets up a service by the name of the other's router, and has one router of another
    name that names no service, with what its service would be called; None where there is none."""
    name = shared.objects[0].name
    copied: list[tuple[Named, str]] = []
    for thing, container in zip(shared.objects, shared.containers, strict=True):
        own = _only_router(container)
        if own and own.lower() != name.lower():
            copied.append((thing, f"traefik.{thing.path.rpartition('.')[0]}.{own}"))
    return copied[0] if len(copied) == 1 and len(shared.objects) == 2 else None


def _only_router(container: Container) -> str:
    """The name of the only router of a container, where it names no service; else empty."""
    routers = container.routers.values()
    first = next(iter(routers), None)
    if first is None or any(one.name.lower() != first.name.lower() or "service" in one.options for one in routers):
        return ""
    return first.name


def _taken_over(service: Named, owner: Container, heir: Container) -> str:
    """What to say of a service that a container takes over from another one, or both from where it is defined."""
    one, other, start = owner.origin.text, heir.origin.text, f"traefik.{service.path}.".lower()
    what = f"the service `{service.name}` stands for both, and each gets a part of the requests"
    if any(label.origin is not Origin.OWN for label in owner.labels if label.name.text.lower().startswith(start)):
        return f"`{one}` and `{other}` both take these labels over, so {what}; give each a service of its own."
    is_extended = any(label.origin is Origin.EXTENDED for label in heir.labels)
    has_own = any(label.origin is Origin.OWN for label in heir.labels)
    if not has_own:
        advice = f"write `labels: {'!reset ' if is_extended else ''}[]` below `{other}`"
    elif is_extended:
        advice = f"write `labels: !override` below `{other}`, with all that it needs"
    else:
        advice = f"leave `<<` out of the labels of `{other}`, and write what it needs there"
    return f"`{other}` takes these labels over from `{one}`, so {what}; {advice}."


def _are_numbered(shared: SharedService) -> bool:
    """Whether the names of the containers differ in a number alone, as those of replicas that are written out do."""
    return len({_NUMBER.sub("", one.origin.text) for one in shared.containers}) == 1


def _are_copies(shared: SharedService, instance: Instance) -> bool:
    """Whether the containers run one image in one way, with the same labels for Traefik and a rule among them: then
    they serve the same, and that they have one service is no accident of their names."""
    services = instance.once(services_by_name)
    mine = [services.get(id(one.origin)) for one in shared.containers]
    runs = {None if service is None else _run(service) for service in mine}
    if len(runs) > 1 or None in runs:
        return False
    first, *others = shared.containers
    is_routed = any("rule" in router.options for router in first.routers.values())
    return is_routed and all(_said(one) == _said(first) for one in others)


def _said(container: Container) -> str:
    """What the labels of a container say to Traefik, as one text, which is compared at once."""
    found: str | None = container.remembered.get(_said)
    if found is None:
        labels = (f"{one.name.text}\0{one.value.text}" for one in container.labels)
        found = container.remembered[_said] = "\0".join(sorted(one for one in labels if one.startswith("traefik.")))
    return found


def _run(service: Service) -> object:
    """What tells which program a container runs, and how; None where that is not known."""
    image = service.image.text if service.image is not None else ""
    of = service.built_of if service.is_built else (image,)
    if not any(of):
        return None
    values = ((one.name.text, one.value) for one in service.environment)
    given = frozenset((name, None if value is None else _NUMBER.sub("", value.text)) for name, value in values)
    return of, _arguments(service.command), _arguments(service.entrypoint), given


def _arguments(command: Command | None) -> tuple[str, ...] | None:
    return None if command is None else tuple(argument.text for argument in command.arguments)


def _are_of_several_projects(containers: Iterable[Container], instance: Instance) -> bool:
    """Whether the containers are of projects that nobody named, which may never run together."""
    labels = instance.labels
    sources = {one.source for one in containers}
    return labels is not None and len(sources) > 1 and any(map(labels.is_found, sources))
