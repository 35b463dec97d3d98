"""Containers as a whole: which of them count."""

from __future__ import annotations

import re
from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.as_written import as_label
from traefiklint.checks.shared.labels import (
    at_container,
    at_name,
    called,
    container_providers,
    is_served_by_files,
    place,
    related,
    renamed,
)
from traefiklint.checks.shared.remarks import is_commented_out
from traefiklint.checks.shared.traefik_1 import is_for_traefik_1, turns_on_as_traefik_1
from traefiklint.compose.project import Service
from traefiklint.compose.values import State
from traefiklint.decoding.label_tree import part_of
from traefiklint.docker.containers import Container, RouterLabels
from traefiklint.docker.facts import BothPrefixes, BrokenOption, NotExposed, OldPrefix, ProviderOff, Pruned
from traefiklint.findings import Edit, Effect, Fix, Severity
from traefiklint.go.strconv import fold
from traefiklint.instance.instance import Instance
from traefiklint.instance.names import FILE
from traefiklint.instance.targets import targets_of
from traefiklint.instance.traefiks import traefik_names, traefiks
from traefiklint.matching.check import check_rule
from traefiklint.matching.constraints import LABELS, read_constraints
from traefiklint.model.diagnostics import says_off
from traefiklint.model.http import Router
from traefiklint.patterns import lazy
from traefiklint.text.nodes import Mapping, Node, Scalar
from traefiklint.text.spelling import nearest

_OF_MORE = lazy(r"(?i)traefik\.(?:(?:http|tcp|udp)\.(?:routers|middlewares|serverstransports)|tls)\.")
"""A label of something that a container is for, or has for others; a port alone is no wish to be reached."""
_SERVES = lazy(r"\.(?:routers|services)\.")
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


def only_lends(container: Container, instance: Instance) -> bool:
    """Whether a container has middlewares for others, and nobody wants requests for itself."""
    names = [one.name.text.lower() for one in container.labels]
    is_lender = any(".middlewares." in name for name in names) and not any(map(_SERVES.search, names))
    return is_lender and not has_default_rule(instance)


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
    names = {fold(key.value) for one in statics if type(one.node) is Mapping for key, _ in one.node.pairs}
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
    is_older = instance.context.runs_older or is_for_traefik_1(container)
    yield Diagnostic(place(container, node, label.name.text), message, fix=fix, strict=is_older)
