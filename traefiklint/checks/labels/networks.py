"""Networks of containers: whether Traefik reaches them, and which one it takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from traefiklint.checks.labels.containers import only_lends
from traefiklint.checks.labels.services import passes_on
from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.as_written import as_label
from traefiklint.checks.shared.labels import (
    at_container,
    at_value,
    begun,
    called,
    container_providers,
    is_run_by_coolify,
    rewritten,
)
from traefiklint.docker.containers import Container
from traefiklint.docker.facts import AnyNetwork, NotAttached, OnHostNetwork, OutOfReach
from traefiklint.docker.labels import own_prefix
from traefiklint.findings import Effect, Severity
from traefiklint.instance.instance import Instance
from traefiklint.instance.service_static import starts_elsewhere
from traefiklint.instance.traefiks import traefik_names, traefiks
from traefiklint.model.base import Named
from traefiklint.text.spelling import joined, nearest

if TYPE_CHECKING:
    from traefiklint.compose.project import ComposeProject, Service


@rule("network-not-attached", effect=Effect.DEGRADED, fix="unsafe")
def network_not_attached(missing: NotAttached, instance: Instance) -> Iterator[Diagnostic]:
    """The network by which Traefik shall reach a container is none of its networks."""
    container, label = missing.container, missing.label
    names = [_called_outside(name, container) for name in container.networks]
    if not names or _reach(container, instance) is True or _is_on_it_without_overrides(missing, instance):
        return
    if label is None and id(container) in instance.once(_apart):
        return  # which is told with what comes of it
    is_unseen = _is_found(container, instance) and not instance.once(_traefiks)
    meant, advice, help = _meant(missing, names, instance)
    said = f"{begun(called(container))} is not on the network `{missing.network}`"
    message = f"{said}, so Traefik picks one of its networks at random; {advice}"
    if len(names) == 1:
        message = f"{said}, so Traefik takes {joined(names)}, its only one; name that."
        shared = [] if meant else instance.once(_networks_of_traefik)
        if shared and not set(shared) & set(container.networks):
            message = f"{said}, and Traefik is not on {joined(names)}, its only one: visitors get a 504."
            help = f"Put the container on a network of Traefik's: {joined(shared)}."
    is_of_project = any(
        missing.network.endswith(f"_{own}") for name in container.networks if (own := _within_project(name, container))
    )
    if label is None:
        certain = len(names) == 1 or is_of_project  # then Traefik takes the only one there is
        cause = f"{missing.network}; {advice}"
        yield Diagnostic(
            at_container(container), message, severity=Severity.INFO, strict=certain or is_unseen, cause=cause
        )
        return
    where = at_value(container, label)
    severity = Severity.INFO if is_of_project else None  # it may be called otherwise where it runs
    fix = rewritten(where.node, meant, f"Write `{meant}`", safe=False) if meant in container.networks else None
    yield Diagnostic(where, message, help, fix=fix, severity=severity, strict=is_of_project or is_unseen)


def _meant(missing: NotAttached, names: list[str], instance: Instance) -> tuple[str, str, str]:
    """The network that is probably meant, empty where none looks so; what to do, and help to find the right name."""
    found = (name for name in names if name.endswith(f"_{missing.network}"))
    meant = next(found, "") or nearest(missing.network, names)
    whose = "project"
    if any(name not in missing.container.networks for name in names):
        whose = "stack, here `STACK`"
    of_both = [one for one in instance.once(_networks_of_traefik) if one in names]
    if not meant and missing.label is not None and len(names) > 1 and len(of_both) == 1:
        return of_both[0], f"write `{of_both[0]}`, the one that Traefik is on.", ""
    advice = f"did you mean `{meant}`?" if meant else f"it is on {joined(names)}."
    return meant, advice, f"Use Docker's own name of the network: it starts with that of the {whose}."


def _called_outside(network: str, container: Container) -> str:
    """What Docker calls a network, as far as that is known: before one of a stack stands the name with which it is
    deployed, which no file says."""
    stack = container.tags.get("com.docker.stack.namespace")
    return f"STACK_{network.removeprefix(f'{stack}_')}" if stack and network.startswith(f"{stack}_") else network


@rule("network-not-shared", effect=Effect.SILENT)
def network_not_shared(apart: OutOfReach, instance: Instance) -> Iterator[Diagnostic]:
    """A container is on none of Traefik's networks, which Docker keeps apart, or Traefik asks by another one."""
    container, traefik = apart.container, apart.traefik
    if id(container) in instance.once(_named_by_label) or _is_asked_for_nothing(container, instance):
        return  # the label is what is told of
    name = container.origin.text if traefik is None else traefik.origin.text
    if apart.chosen:
        message = (
            f"Traefik asks {called(container)} by the network `{apart.chosen}`, on which `{name}` is not, so visitors "
            f"get a 504; add `{apart.chosen}` to the `networks` of `{name}`."
        )
        yield Diagnostic(at_container(container), message, cause=f"{name} {apart.chosen}")
        return
    own = joined(apart.networks)
    some = own if len(apart.networks) == 1 else f"one of them, {' or '.join(f'`{one}`' for one in apart.networks)},"
    is_elsewhere = traefik is not None and traefik.source != container.source
    whose = f"the networks of `{name}` in `{traefik.source}`" if is_elsewhere and traefik else "Traefik's networks"
    message = f"{begun(called(container))} is on none of {whose}, so visitors get a 504; add {some} to its `networks`."
    is_default = [_within_project(one, container) for one in container.networks] == ["default"]
    help = "Name `default` there, too, where it is to reach other containers of this file." if is_default else ""
    if is_elsewhere:
        help = f"Declare it at the end of this file, with `external: true`. {help}".rstrip()
    yield Diagnostic(at_container(container), message, help, cause=own)


def _named_by_label(instance: Instance) -> frozenset[int]:
    """The containers, by their identity, one of whose labels names a network that they are not on."""
    missing: list[NotAttached] = instance.parts.get("NotAttached", [])
    return frozenset(id(one.container) for one in missing if one.label is not None)


def _apart(instance: Instance) -> frozenset[int]:
    """The containers, by their identity, that are on none of Traefik's networks."""
    return frozenset(id(one.container) for one in instance.parts.get("OutOfReach", ()))


def _within_project(network: str, container: Container) -> str:
    """What a network is called within its project, whose name may have an underscore, and is another one where
    `docker stack deploy` says so; empty for one of no project."""
    for tag in ("com.docker.stack.namespace", "com.docker.compose.project"):
        start = f"{container.tags.get(tag, '')}_"
        if network.startswith(start) and start != "_":
            return network.removeprefix(start)
    return network.partition("_")[2]


def _is_on_it_without_overrides(missing: NotAttached, instance: Instance) -> bool:
    """Whether the main file alone puts the container on the network, which files that override it make another one of:
    so files for production are changed for work at home."""
    origin = missing.container.origin
    alone = instance.once(_without_overrides).get(origin.document.file)
    service = None if alone is None else alone.service(origin.text)
    return service is not None and any(one.network.name == missing.network for one in service.networks)


def _without_overrides(instance: Instance) -> dict[str, ComposeProject]:
    """The projects that are put together of several files, as each of these files makes them by itself, by the file."""
    from traefiklint.compose.reader import read_project

    found: dict[str, ComposeProject] = {}
    for project in instance.labels.composed if instance.labels else ():
        documents = {service.name.document for service in project.services} if len(project.mains) > 1 else set()
        for one in documents:
            if one.file in project.mains:
                texts = {one.file: one.text}
                found[one.file] = read_project((one.file,), texts.get, folder_name=project.name.text)
    return found


@rule("network-ambiguous", effect=Effect.SILENT)
def network_ambiguous(several: AnyNetwork, instance: Instance) -> Iterator[Diagnostic]:
    """A container is on several networks, and Traefik picks one at random."""
    container = several.container
    reaches = _reach(container, instance)
    if _is_asked_for_nothing(container, instance) or reaches is True:
        return
    kind = container.document.provider
    own = instance.once(_networks_of_traefik)
    shared = [name for name in container.networks if name in own]
    which = f"{own_prefix(kind, instance.context.target)}network"
    if len(shared) == 1:
        which = as_label(which, shared[0], next(iter(container.labels), None))
    message = (
        f"{begun(called(container))} is on the networks {joined(container.networks)}, and "
        f"Traefik picks one of them at random each time; say which with `{which}`."
    )
    help = f"`providers.{kind}.network` in the static configuration says it for all containers."
    is_unknown = instance.context.blank and instance.once(_starts_elsewhere)  # its provider may name a network
    is_unseen = is_unknown or (reaches is None and _is_found(container, instance)) or is_run_by_coolify(container)
    cause = joined(shared or container.networks)
    yield Diagnostic(at_container(container), message, help, cause=cause, strict=is_unseen)


def _starts_elsewhere(instance: Instance) -> bool:
    return starts_elsewhere(instance.labels, instance.context.target)


def _is_found(container: Container, instance: Instance) -> bool:
    """Whether nobody named the files, so that the Traefik of others may be meant to run beside them."""
    labels = instance.labels
    return labels is not None and labels.is_found(container.source)


def _reach(container: Container, instance: Instance) -> bool | None:
    """Whether the Traefik of these compose files is on all networks of a container, or on the host, so that it reaches
    it by any; None where it is not seen on one of them."""
    traefiks = instance.once(_traefiks)
    if any(one.mode == "host" or one.networks.keys() >= container.networks.keys() for one in traefiks):
        return True
    return None if all(one.networks.keys().isdisjoint(container.networks) for one in traefiks) else False


def _networks_of_traefik(instance: Instance) -> list[str]:
    """The networks of the Traefik of these compose files; none where it is on the host or not seen, or a
    variable names one."""
    traefiks = instance.once(_traefiks)
    names = {name for one in traefiks for name in one.networks}
    is_known = all(names) and all(one.mode != "host" for one in traefiks)
    return sorted(names) if is_known else []


def _traefiks(instance: Instance) -> tuple[Container, ...]:
    """The containers of these compose files that run Traefik."""
    own = instance.once(traefik_names)
    return tuple(one for one in (instance.labels.containers if instance.labels else ()) if id(one.origin) in own)


@rule("host-network-unreachable", effect=Effect.SILENT)
def host_network_unreachable(there: OnHostNetwork, instance: Instance) -> Iterator[Diagnostic]:
    """A container has the network of the host, and Traefik's own container does not know where that is."""
    container = there.container
    asking = instance.once(traefiks)
    if any(one.name.text.lower().endswith(".loadbalancer.server.url") for one in container.labels):
        return  # then Traefik asks what that says
    if not asking or any(map(_knows_the_host, asking)) or _is_asked_for_nothing(container, instance):
        return
    if instance.once(_asks_podman):
        return
    name = asking[0].name.text
    message = (
        f"{begun(called(container))} is on the network of the host, where Traefik looks for `host.docker.internal`; on "
        f"Linux the container `{name}` does not know that name, so it asks itself, and visitors get a 502; add "
        f'`extra_hosts: ["host.docker.internal:host-gateway"]` to `{name}`.'
    )
    yield Diagnostic(at_container(container), message, cause=name)


def _knows_the_host(traefik: Service) -> bool:
    """Whether the container of Traefik has the host's network, or may be told where the host is."""
    names = {one.text.replace("=", ":").partition(":")[0] for one in traefik.extra_hosts}
    mode = traefik.network_mode.text if traefik.network_mode is not None else ""
    return mode.startswith(("host", "service:", "container:")) or not names.isdisjoint(_NAMES_OF_THE_HOST)


def _asks_podman(instance: Instance) -> bool:
    """Whether it is Podman that Traefik asks about containers, which tells each of them where the host is."""
    endpoints = (one.endpoint for one in container_providers(instance))
    mounts = (mount.source for one in instance.once(traefiks) for mount in one.volumes)
    return any("podman" in text for text in (*endpoints, *mounts))


_NAMES_OF_THE_HOST = ("host.docker.internal", "host.containers.internal")


def _is_asked_for_nothing(container: Container, instance: Instance) -> bool:
    """Whether no request comes to a container: it lends others middlewares, or all its routers lead to services of
    other providers, as Traefik's own, or only redirect."""
    names = [one.name.text.lower().split(".") for one in container.labels]
    if only_lends(container, instance):
        return True
    own = {name for protocol, name in container.routers if protocol == "http"}
    if not own or any(name[:2] in (["traefik", "tcp"], ["traefik", "udp"]) for name in names):
        return False
    offered = {name[3] for name in names if len(name) > 4 and name[:3] == ["traefik", "http", "services"]}
    known = instance.once(_of_http)
    services = (one for name in offered for one in known.get(("services", name), ()))
    if any(passes_on(reference.owner, instance) for one in services for reference in instance.users(one)):
        return False
    routers = (one for name in own for one in known.get(("routers", name), ()))
    return all(_leads_elsewhere(one) or not passes_on(one, instance) for one in routers)


def _of_http(instance: Instance) -> dict[tuple[str, str], list[Named]]:
    """The routers and services of HTTP by their names, as labels spell them in any case."""
    found: dict[tuple[str, str], list[Named]] = {}
    for kind in ("routers", "services"):
        for one in instance.objects[f"http.{kind}"].values():
            found.setdefault((kind, one.name.lower()), []).append(one)
    return found


def _leads_elsewhere(router: Named) -> bool:
    """Whether a router of a container names a service of another provider."""
    _, sign, provider = getattr(router, "service", "").rpartition("@")
    return bool(sign) and provider != router.provider
