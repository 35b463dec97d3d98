"""Containers as a whole: which count, and what becomes of one name in several."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.as_written import as_label
from traefiklint.checks.shared.labels import (
    at_container,
    at_name,
    begun,
    called,
    container_providers,
    is_served_by_files,
    place,
    related,
    renamed,
)
from traefiklint.checks.shared.remarks import is_commented_out
from traefiklint.checks.shared.strays import advice_for, fix_for
from traefiklint.checks.shared.traefik_1 import turns_on_as_traefik_1
from traefiklint.compose.project import Command, Origin, Service
from traefiklint.compose.values import State
from traefiklint.decoding.label_tree import part_of
from traefiklint.docker.containers import Container, RouterLabels
from traefiklint.docker.facts import (
    BothPrefixes,
    BrokenOption,
    ConflictingObjects,
    NotExposed,
    OldPrefix,
    ProviderOff,
    Pruned,
    SharedService,
    exclude_each_other,
)
from traefiklint.findings import Edit, Effect, Fix, Severity
from traefiklint.go.strconv import fold
from traefiklint.instance.instance import Instance
from traefiklint.instance.names import FILE
from traefiklint.instance.service_static import traefik_names, traefiks
from traefiklint.instance.stray_options import strays
from traefiklint.instance.targets import targets_of
from traefiklint.matching.check import check_rule
from traefiklint.matching.constraints import LABELS, read_constraints
from traefiklint.model.base import Named
from traefiklint.model.diagnostics import says_off
from traefiklint.model.http import Router
from traefiklint.patterns import lazy
from traefiklint.text.nodes import Mapping as MappingNode
from traefiklint.text.nodes import Node, Scalar
from traefiklint.text.spelling import SHOWN, in_a_row, joined, nearest

_OF_MORE = lazy(r"(?i)traefik\.(?:(?:http|tcp|udp)\.(?:routers|middlewares|serverstransports)|tls)\.")
"""A label of something that a container is for, or has for others; a port alone is no wish to be reached."""
_NUMBER = lazy(r"\d+")
_OF_STORES = frozenset(("consul", "etcd", "redis", "zookeeper", "http"))
"""Providers that read what another program has written, as it may have from labels."""
_SWITCHED_OFF = lazy(r"(?m)^[ \t]*#[# \t]*(?:-[ \t]*)?[\"']?traefik\.enable[\"']?[ \t]*[:=][ \t]*[\"']?true\b")


@rule("not-exposed", effect=Effect.SILENT)
def not_exposed(hidden: NotExposed, instance: Instance) -> Iterator[Diagnostic]:
    """A container has labels for Traefik, and Traefik does not look at it for want of `traefik.enable=true`."""
    container, label = hidden.container, hidden.label
    assert label is not None
    message = (
        f"Traefik ignores {called(container)}, because the static configuration says "
        f"`exposedByDefault: false`; add `{as_label('traefik.enable', 'true', label)}`."
    )
    has_more = any(_OF_MORE.match(one.name.text) for one in container.labels)
    is_left_over = not (has_more or has_default_rule(instance)) or would_only_redirect(container, instance)
    is_left_over = is_left_over or _is_commented_out(container) or is_served_by_files(container.labels, instance)
    yield Diagnostic(at_name(container, label), message, strict=is_left_over)


def _is_commented_out(container: Container) -> bool:
    """Whether `traefik.enable=true` is there as a comment, as of a container that is taken off the web for a while."""
    text, start = container.origin.document.text, container.origin.node.start
    line = text.rfind("\n", 0, start.index) + 1
    end = re.compile(rf"\n[ \t]{{0,{start.index - line}}}[^\s#]").search(text, start.index)
    return _SWITCHED_OFF.search(text, start.index, end.start() if end else len(text)) is not None


def would_only_redirect(container: Container, instance: Instance) -> bool:
    """Whether it is Traefik's own container, whose routers name no service, where an entry point redirects by itself:
    they did so before."""
    redirecting = {name for name, point in instance.context.entry_points.items() if point.redirect_to}
    if not redirecting or id(container.origin) not in instance.once(traefik_names):
        return False
    routers = [one for one in container.routers.values() if one.protocol == "http"]
    given = (one.value("entrypoints").split(",") if "entrypoints" in one.options else () for one in routers)
    points = [names or instance.default_entry_points for names in given]
    leads_on = any("service" in one.options for one in routers)
    return not leads_on and all(name.strip() in redirecting for names in points for name in names)


def has_default_rule(instance: Instance) -> bool:
    """Whether somebody said which requests a container gets that has no router."""
    return any(one.gives("default_rule") for one in container_providers(instance))


@rule("constraint-mismatch", effect=Effect.SILENT)
def constraint_mismatch(pruned: Pruned, instance: Instance) -> Iterator[Diagnostic]:
    """A container has labels for Traefik, and the provider's constraints leave it out."""
    label = pruned.label
    assert label is not None
    which = called(pruned.container)
    message = f"Traefik ignores {which}, because of the provider's constraints ``{pruned.constraints}``."
    is_of_another = any(_chooses(one, pruned.container) for one in instance.context.constraints)
    is_by_folder = "compose.project`" in pruned.constraints and instance.once(_is_called_by_its_folder)
    is_open = (
        is_by_folder
        or instance.once(_hangs_on_variable)
        or any(
            f"`{one.name.text}`" in pruned.constraints
            and any(piece.is_open or piece.state is State.DEFAULT for piece in one.value.pieces)
            for one in pruned.container.labels
        )
    )
    yield Diagnostic(at_name(pruned.container, label), message, strict=is_of_another or is_open)


def _hangs_on_variable(instance: Instance) -> bool:
    """Whether constraints have a variable in them that has no value here."""
    places = (one.at("constraints") for one in container_providers(instance))
    return any(place.document is not None and place.document.unset(place.node) for place in places)


def _is_called_by_its_folder(instance: Instance) -> bool:
    """Whether a project is called as its folder is called where it runs."""
    return any(not one.name.is_sure for one in (instance.labels.composed if instance.labels is not None else ()))


def _chooses(constraints: str, container: Container) -> bool:
    """Whether a Traefik takes a container, with constraints as a compose file says them."""
    read = read_constraints(constraints.replace("$$", "$"), LABELS)
    return not read.error and read.match(container.tags)


@rule("provider-option-broken", effect=Effect.DISABLED)
def provider_option_broken(broken: BrokenOption, instance: Instance) -> Iterator[Diagnostic]:
    """The provider's constraints or its default rule are wrong, and no container counts."""
    message = (
        f"`providers.{broken.provider}.{broken.option}` of the static configuration is wrong, so no container counts "
        f"({broken.traefik}); correct it there."
    )
    is_told = broken.option == "defaultRule" and bool(instance.context.static)  # at the option itself
    yield Diagnostic(at_container(broken.container), message, disables=broken.disables, strict=is_told)


@rule("provider-off", effect=Effect.SILENT)
def provider_off(off: ProviderOff, instance: Instance) -> Iterator[Diagnostic]:
    """There are labels for Traefik, and the static configuration does not turn their provider on."""
    values = [node.value for node in _given_for(off.provider, instance) if type(node) is Scalar and node.value]
    if not all(map(says_off, values)):
        return  # that the value does not turn it on, as it was meant to, is said there
    if turns_on_as_traefik_1("docker", instance):
        return  # that this is no way to do so any more is said of the file
    message = f"Traefik reads no labels here: the static configuration has no `providers.{off.provider}`."
    is_meant = bool(values) or _is_said_in_files(instance) or _is_kept_from_docker(instance)
    is_meant = is_meant or is_commented_out(f"providers.{off.provider}", instance) or instance.once(_is_only_on_traefik)
    is_meant = is_meant or not instance.context.providers.isdisjoint(_OF_STORES)  # into which others may write labels
    is_meant = is_meant or instance.once(_is_misspelt)  # which is said there
    is_meant = is_meant or any(off.provider in one.providers for one in instance.context.static.get("IgnoredForm", ()))
    yield Diagnostic(at_container(off.container), message, strict=is_meant)


def _is_misspelt(instance: Instance) -> bool:
    """Whether a section of the static configuration is called `provider`, or nearly so, where there are none."""
    statics = instance.context.static.get("Static", ())
    names = {fold(key.value) for one in statics if type(one.node) is MappingNode for key, _ in one.node.pairs}
    return any(nearest(name, ("providers",)) for name in names - {"providers"})


def _is_kept_from_docker(instance: Instance) -> bool:
    """Whether no Traefik here can ask Docker anything, as its socket is not mounted and no other endpoint is named.

    Labels in other projects are left over then, or for another Traefik; nobody misses `enable` on its own container.
    """
    services = instance.once(traefiks)
    if not services or any(map(_reaches_docker, services)):
        return False
    own = {service.name.node for service in services}
    files = {service.name.document.file for service in services}
    labelled = [one for one in instance.parts.get("Container", ()) if one.labels]
    return all(_is_only_on(one) if one.origin.node in own else one.source not in files for one in labelled)


def _is_only_on_traefik(instance: Instance) -> bool:
    """Whether the only labels are those on Traefik's own container that let it count, and define nothing."""
    own = {service.name.node for service in instance.once(traefiks)}
    labelled = (one for one in instance.parts.get("Container", ()) if one.labels)
    return all(one.origin.node in own and _is_only_on(one) for one in labelled)


def _is_only_on(container: Container) -> bool:
    return all(label.name.text.lower() in ("traefik.enable", "traefik.docker.network") for label in container.labels)


def _reaches_docker(service: Service) -> bool:
    """Whether a container may have Docker's API: its socket, a folder that may hold it, or a server in between."""
    mounts = (part for mount in service.volumes for part in (mount.source, mount.target))
    if any(part.endswith(".sock") or part.rstrip("/") in ("/run", "/var/run") for part in mounts):
        return True
    words = service.command.arguments if service.command is not None else ()
    return any(
        "endpoint" in value.text.lower() or "tcp://" in value.text
        for value in (*words, *(one.value for one in service.environment if one.value is not None))
    )


def _given_for(provider: str, instance: Instance) -> Iterator[Node | None]:
    """What the static configuration gives as a provider."""
    for one in instance.context.static.get("Providers", ()):
        if one.gives(provider):
            yield one.at(provider).node


def _is_said_in_files(instance: Instance) -> bool:
    """Whether files have all routers that the labels define: by their names, by their rules, or by others that lead to
    the same container for one of their hosts."""
    routers = [one for one in instance.objects["http.routers"].values() if isinstance(one, Router)]
    known: set[object] = set()
    for router in (one for one in routers if one.provider == FILE):
        targets = {to for to, _ in targets_of(router, instance)}
        known |= {router.name.lower(), router.rule}
        known |= {(host.lower(), to) for host in instance.rule(router).hosts for to in targets}
    wanted = [
        {router.name.lower(), *_answered(router, container)}
        for container in instance.parts.get("Container", ())
        for router in container.routers.values()
        if router.protocol == "http"
    ]
    return bool(wanted) and not any(said.isdisjoint(known) for said in wanted)


def _answered(router: RouterLabels, container: Container) -> Iterator[object]:
    """The rule of a router, and each host in it with its container."""
    if rule := router.value("rule"):
        yield rule
        yield from ((host.lower(), container.origin.text.lower()) for host in check_rule(rule, protocol="http").hosts)


@rule("swarm-both-prefixes", effect=Effect.DISABLED, fix="safe")
def swarm_both_prefixes(both: BothPrefixes, instance: Instance) -> Iterator[Diagnostic]:
    """A service of Swarm has labels with `traefik.docker` and with `traefik.swarm`."""
    container, label, other = both.container, both.label, both.other
    assert label is not None and other is not None
    message = f"With labels of both prefixes Traefik drops {called(container)}; remove those with `traefik.docker`."
    also = (related(at_name(container, other), "the other prefix"),)
    fix = _without_old(container)
    yield Diagnostic(at_name(container, label), message, related=also, fix=fix, disables=both.disables)


def _without_old(container: Container) -> Fix | None:
    """The fix that takes away the labels of the old prefix, where those of the new one say the same."""
    from traefiklint.compose.edits import without_label

    values = {label.name.text.lower(): label.value.text for label in container.labels}
    old = [label for label in container.labels if label.name.text.lower().startswith("traefik.docker.")]
    edits: list[Edit] = []
    for label in old:
        new = label.name.text.lower().replace("traefik.docker.", "traefik.swarm.", 1)
        away = without_label(label)
        if values.get(new) != label.value.text or away is None:
            return None
        edits += away
    return Fix("Remove the labels with `traefik.docker`", True, tuple(edits))


@rule("swarm-old-prefix", effect=Effect.ADVICE, severity=Severity.INFO, fix="safe", tag="deprecated")
def swarm_old_prefix(old: OldPrefix, instance: Instance) -> Iterator[Diagnostic]:
    """A service of Swarm has a label with the old prefix `traefik.docker`."""
    container, label = old.container, old.label
    assert label is not None
    if any(other.name.text.lower().startswith("traefik.swarm.") for other in container.labels):
        return
    node = part_of(label.name, len("traefik."), len("traefik.docker"))
    fix = renamed(container, node, "swarm", "Write `traefik.swarm`", safe=True)
    message = "Traefik calls `traefik.docker` deprecated for Swarm services; write `traefik.swarm`."
    yield Diagnostic(place(container, node, label.name.text), message, fix=fix, strict=instance.context.runs_older)


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
            f"{begun(called(container))} sets options of the router `{thing.name}`, which {names} "
            f"defines otherwise, so Traefik keeps none of them; {advice_for(stray)}."
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
        routers = {router.name.lower(): router.name for router in container.routers.values()}
        links = any("service" in router.options for router in container.routers.values())
        if len(routers) == 1 and name.lower() not in routers and not links:
            copied += [(thing, f"traefik.{thing.path.rpartition('.')[0]}.{own}") for own in routers.values()]
    return copied[0] if len(copied) == 1 and len(shared.objects) == 2 else None


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
    labels = instance.labels
    projects = labels.composed if labels is not None else ()
    services = {id(service.name): service for project in projects for service in project.services}
    mine = [services.get(id(one.origin)) for one in shared.containers]
    runs = {_run(service) for service in mine if service is not None}
    said = {
        tuple(sorted((one.name.text, one.value.text) for one in its.labels if one.name.text.startswith("traefik.")))
        for its in shared.containers
    }
    is_routed = any(name.lower().endswith(".rule") for labels in said for name, _ in labels)
    return is_routed and len(said) == 1 and len(runs) == 1 and None not in mine and None not in runs


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
