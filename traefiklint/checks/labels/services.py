"""Services of containers: ports, addresses, networks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from traefiklint.checks.labels.containers import has_default_rule, would_only_redirect
from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.as_written import as_label
from traefiklint.checks.shared.labels import (
    at_container,
    at_value,
    begun,
    called,
    container_providers,
    place,
    related,
    rewritten,
    rules_of,
    whole,
)
from traefiklint.decoding.label_tree import value_of
from traefiklint.docker.containers import Container
from traefiklint.docker.facts import (
    AnyNetwork,
    AnyPort,
    BrokenService,
    EmptyServer,
    NotAttached,
    OnHostNetwork,
    OutOfReach,
    PublishedPort,
)
from traefiklint.docker.labels import own_prefix
from traefiklint.findings import Effect, Severity
from traefiklint.instance.instance import Instance
from traefiklint.instance.names import full_name
from traefiklint.instance.passage import is_meant, leading_to, leads_to_https, passage
from traefiklint.instance.published import is_web_port
from traefiklint.instance.service_static import starts_elsewhere, traefik_names, traefiks
from traefiklint.model.base import Named, Place
from traefiklint.model.http import Router
from traefiklint.model.udp import UdpServer
from traefiklint.patterns import lazy
from traefiklint.text.spelling import in_a_row, joined, nearest

if TYPE_CHECKING:
    from traefiklint.compose.project import ComposeProject, Service

_OURS = lazy(r"(?i)traefik\.(?:enable$|(?:http|tcp|udp|tls)\.)")
"""The names of labels by which Traefik 3 serves a container; those of Traefik 1 were others."""
_SERVES = lazy(r"\.(?:routers|services)\.")
_SERVED = lazy(r"(?i)traefik\.(?:http|tcp|udp|tls)\.")
_OF_TRAEFIK_1 = lazy(r"(?i)traefik\.(?:\w+\.)?(?:frontend|port|backend)(?:\.|$)")


@rule("port-missing", effect=Effect.DISABLED)
def port_missing(broken: BrokenService, instance: Instance) -> Iterator[Diagnostic]:
    """Nothing says on which port a container listens."""
    if broken.why != "no-port":
        return
    container, service = broken.container, broken.service
    where = at_container(container) if broken.is_made else service.key_at()
    label = f"`traefik.http.services.{service.name}.loadbalancer.server.port`"
    if not any(_OURS.match(one.name.text) for one in container.labels):
        return  # nobody meant it to be served, or not by this Traefik
    names = [one.name.text for one in container.labels]
    if any(map(_OF_TRAEFIK_1.match, names)) and not any(map(_SERVED.match, names)):
        return  # `traefik.enable` is of Traefik 1, too, and what its labels do is told of these
    if not broken.is_sure:
        message = f"Unless its image exposes a port, Traefik drops {called(container)}; set the port with {label}."
        yield Diagnostic(where, message, effect=Effect.ADVICE, severity=Severity.INFO, strict=True)
        return  # nearly every image does
    if (other := _answering_for(container, instance)) is not None:
        yield _left_over(where, container, other)
        return
    reason = "Swarm tells Traefik no ports" if container.document.provider == "swarm" else "no port is exposed"
    message = (
        f"Traefik does not know the port of `{service.name}` ({reason}), and drops {called(container)}; say it with "
        f"{label}."
    )
    is_left = would_only_redirect(container, instance) and not _is_missed(broken.disables, instance)
    yield Diagnostic(where, message, disables=broken.disables, strict=is_left)


def _is_missed(objects: Iterable[str], instance: Instance) -> bool:
    """Whether something may want one of the objects that are not there."""
    return any(is_meant(one.split(".", 2)[-1].rpartition("@")[0], instance) for one in objects)


def _answering_for(container: Container, instance: Instance) -> Container | None:
    """Another container that defines all routers of one that is dropped, with the same rules, as that whose network it
    shares: with a service of its own each of them would be defined in two ways, and none of them there."""
    provider, others = container.document.provider, instance.once(_with_rules)
    rules = rules_of(container.labels)
    for (protocol, name), text in rules.items():
        router = instance.objects[f"{protocol}.routers"].get(full_name(name, provider))
        if router is None or not text or router.rule != text:
            return None
    first, *rest = [others.get((*key, text), []) for key, text in rules.items()] or [[]]
    of_rest = [set(map(id, one)) for one in rest]
    for one in first:
        is_other = one is not container and one.document.provider == provider
        if is_other and all(id(one) in ids for ids in of_rest):
            return one
    return None


def _with_rules(instance: Instance) -> dict[tuple[str, str, str], list[Container]]:
    """The containers with labels for a router, by its protocol, its name and its rule."""
    found: dict[tuple[str, str, str], list[Container]] = {}
    for container in instance.labels.containers if instance.labels is not None else ():
        for (protocol, name), text in rules_of(container.labels).items():
            found.setdefault((protocol, name, text), []).append(container)
    return found


def _left_over(where: Place, container: Container, other: Container) -> Diagnostic:
    message = (
        f"Traefik drops {called(container)}, and {called(other)} answers by the same routers; delete the labels here."
    )
    return Diagnostic(where, message, effect=Effect.ADVICE, severity=Severity.INFO)


@rule("container-without-address", effect=Effect.DISABLED)
def container_without_address(broken: BrokenService, instance: Instance) -> Iterator[Diagnostic]:
    """A container is on no network in which Traefik could reach it."""
    container = broken.container
    is_for_traefik = any(label.name.text.lower().startswith("traefik.") for label in container.labels)
    if broken.why == "no-address" and (is_for_traefik or not instance.context.blank):  # else it may not be exposed
        if (other := _answering_for(container, instance)) is not None:
            yield _left_over(at_container(container), container, other)
            return
        message = (
            f"Traefik finds no address for {called(container)}, and drops it; put it on one of Traefik's networks."
        )
        yield Diagnostic(at_container(container), message, disables=broken.disables)


@rule("url-with-port", effect=Effect.DISABLED)
def url_with_port(broken: BrokenService, instance: Instance) -> Iterator[Diagnostic]:
    """A server has a URL, and a port or a scheme besides."""
    if broken.why == "url-and-port":
        server = broken.service.load_balancer.servers[0]
        message = (
            "A server with a `url` cannot have `port` or `scheme` as well, so Traefik drops "
            f"{called(broken.container)}; "
            "remove either."
        )
        yield Diagnostic(server.key_at("port" if server.port else "scheme"), message, disables=broken.disables)


@rule("service-without-load-balancer", effect=Effect.DISABLED)
def service_without_load_balancer(broken: BrokenService, instance: Instance) -> Iterator[Diagnostic]:
    """A service of labels is not a load balancer, and nothing else can be one."""
    if broken.why == "no-load-balancer":
        message = (
            f"`{broken.service.name}` has no `loadbalancer`, so Traefik drops {called(broken.container)}; labels "
            "cannot define other kinds of services: define it in a file, and refer to it with `@file`."
        )
        yield Diagnostic(broken.service.key_at(), message, disables=broken.disables)


def _own_ports(container: Container, instance: Instance) -> frozenset[str]:
    """The ports at which Traefik's own container answers: those of its entry points. None of other containers."""
    if id(container.origin) not in instance.once(traefik_names):
        return frozenset()
    points = instance.context.entry_points.values()
    return frozenset(
        (*(point.port for point in points), *(() if "traefik" in instance.context.entry_points else ("8080",)))
    )


def _is_told(published: PublishedPort, port: str, instance: Instance) -> bool:
    """Whether a variable or an argument tells the program in a container a port, which it may listen on then, whatever
    is published."""
    service = instance.once(_by_name).get(id(published.container.origin))
    if service is None:
        return False
    commands = [one for one in (service.command, service.entrypoint) if one is not None]
    told = [argument.text for one in commands for argument in one.arguments]
    told += [one.value.text for one in service.environment if one.value is not None]
    return any(re.search(rf"(?<!\d){port}(?!\d)", text) for text in told)


def _by_name(instance: Instance) -> dict[int, Service]:
    """The services of the compose files by the identity of their names."""
    projects = instance.labels.composed if instance.labels is not None else ()
    return {id(service.name): service for project in projects for service in project.services}


@rule("port-published", effect=Effect.SILENT, fix="unsafe")
def port_published(published: PublishedPort, instance: Instance) -> Iterator[Diagnostic]:
    """A label names the port of the host, and the container listens on another one."""
    port, server = published.port, published.server
    assert port is not None and port.value is not None
    if not _is_of_host(published, instance):
        return
    start = f"`{port.host_port}` is the port of the host; Traefik talks to the container, which"
    message = f"{start} listens on {port.number}; every request is answered with 502."
    if not published.container.is_image_known:  # `ports` may be what is out of date
        message = (
            f"{start} `ports` says listens on {port.number}: one of the two is wrong, and where it is this one, every "
            "request is answered with 502."
        )
    where = server.at("port")
    also = (related(place(published.container, whole(port.value)), "published here"),)
    fix = rewritten(where.node, str(port.number), f"Write `{port.number}`", safe=False)
    yield Diagnostic(where, message, related=also, fix=fix)


def _is_of_host(published: PublishedPort, instance: Instance) -> bool:
    """Whether a label names a port of the host, as far as nothing says that the container listens on it, too."""
    port = published.port
    assert port is not None, "it is published"
    if (port.protocol == "udp") is not (type(published.server) is UdpServer):
        return False  # a port of UDP says nothing of one of TCP
    own = _own_ports(published.container, instance)
    return port.host_port not in own and not _is_told(published, port.host_port, instance)


def at_ports_of_host(instance: Instance) -> frozenset[int]:
    """The values of labels, by their identity, of which is told that they are a port of the host."""
    published = (one for one in instance.parts.get("PublishedPort", ()) if _is_of_host(one, instance))
    return frozenset(id(value_of(one.server.at("port").node)) for one in published)


@rule("port-ambiguous", effect=Effect.SILENT, severity=Severity.INFO)
def port_ambiguous(several: AnyPort, instance: Instance) -> Iterator[Diagnostic]:
    """A container exposes several ports, and no label says which one is meant."""
    container, service, port = several.container, several.service, several.port
    assert port is not None
    names = {one.name.text.lower() for one in container.labels}
    if not any(name.startswith("traefik.") for name in names) or "traefik.port" in names:
        return  # nobody meant it to be served; or it says which to Traefik 1, of which another rule tells
    if _only_lends(container, instance):
        return
    if not any(_passes_on(reference.owner, instance) for reference in instance.users(service)):
        return  # as the container of Traefik, whose routers lead to its own API or only redirect
    if {one.number for one in container.ports if one.protocol == "tcp"} == {port.number}:
        return  # the others are of UDP, which is not what a router of HTTP is for
    numbers = {one.number: f"`{one.number}`" for one in container.ports}
    numbers |= {one.number: f"`{one.number}` (by its image)" for one in container.ports if one.value is None}
    exposed = in_a_row([numbers[one] for one in sorted(numbers)])
    is_udp = all(one.protocol == "udp" for one in container.ports if one.number == port.number)
    which = f"the lowest, {port.number}" + (", though that is a UDP port" if is_udp else "")
    message = (
        f"{begun(called(container))} exposes {exposed}, and Traefik takes "
        f"{which}; say which with `traefik.http.services.{service.name}.loadbalancer.server.port`."
    )
    where = at_container(container) if several.is_made else service.key_at()
    also = (related(place(container, whole(port.value)), "Traefik takes this one"),) if port.value is not None else ()
    is_image_known = any(one.value is None for one in container.ports)  # else it may expose a lower one
    is_of_others = port.number in _OF_OTHERS and any(is_web_port(str(one.number)) for one in container.ports)
    is_wrong = is_udp or is_of_others
    is_lowest = is_image_known or (is_of_others and port.number < 80)  # below which nobody has pages
    severity = Severity.WARNING if is_wrong and is_lowest else None
    is_own = id(container.origin) in instance.once(traefik_names)  # which nobody asks for pages
    yield Diagnostic(where, message, related=also, severity=severity, cause=exposed, strict=is_own)


_OF_OTHERS = frozenset((21, 22, 23, 25, 53, 110, 143, 389, 465, 587, 636, 993, 995))
"""Ports at which nobody speaks HTTP: those of files, shells, mail, names and directories."""


def _passes_on(owner: Named, instance: Instance) -> bool:
    """Whether what refers to a service may send it a request."""
    return type(owner) is not Router or not leads_to_https(owner, instance)


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
    meant = next((name for name in names if name.endswith(f"_{missing.network}")), "") or nearest(
        missing.network, names
    )
    is_stack = any(name not in container.networks for name in names)
    of_both = [one for one in _networks_of_traefik(instance) if one in names and label is not None and len(names) > 1]
    advice = f"did you mean `{meant}`?" if meant else f"it is on {joined(names)}."
    help = "Use Docker's own name of the network: it starts with that of the project."
    if is_stack:
        help = "Use Docker's own name of the network: it starts with that of the stack, here `STACK`."
    if not meant and len(of_both) == 1:
        meant, help = of_both[0], ""
        advice = f"write `{meant}`, the one that Traefik is on."
    said = f"{begun(called(container))} is not on the network `{missing.network}`"
    message = f"{said}, so Traefik picks one of its networks at random; {advice}"
    if len(names) == 1:
        message = f"{said}, so Traefik takes {joined(names)}, its only one; name that."
        shared = [] if meant else _networks_of_traefik(instance)
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


def _called_outside(network: str, container: Container) -> str:
    """What Docker calls a network, as far as that is known: before one of a stack stands the name with which it is
    deployed, which no file says."""
    stack = container.tags.get("com.docker.stack.namespace")
    return f"STACK_{network.removeprefix(f'{stack}_')}" if stack and network.startswith(f"{stack}_") else network


@rule("network-not-shared", effect=Effect.SILENT)
def network_not_shared(apart: OutOfReach, instance: Instance) -> Iterator[Diagnostic]:
    """A container is on none of the networks of the Traefik beside it, which Docker keeps apart."""
    container = apart.container
    if id(container) in instance.once(_named_by_label) or _is_asked_for_nothing(container, instance):
        return  # the label is what is told of
    own = joined(apart.networks)
    message = (
        f"{begun(called(container))} is on none of Traefik's networks, so visitors get a 504; add {own} to its "
        "`networks`."
    )
    is_default = [_within_project(name, container) for name in container.networks] == ["default"]
    help = "Name `default` there, too, where it is to reach other containers of this file." if is_default else ""
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
    is_unseen = is_unknown or (reaches is None and _is_found(container, instance))
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
    if _only_lends(container, instance):
        return True
    own = {name for protocol, name in container.routers if protocol == "http"}
    if not own or any(name[:2] in (["traefik", "tcp"], ["traefik", "udp"]) for name in names):
        return False
    offered = {name[3] for name in names if len(name) > 4 and name[:3] == ["traefik", "http", "services"]}
    known = instance.once(_of_http)
    services = (one for name in offered for one in known.get(("services", name), ()))
    if any(_passes_on(reference.owner, instance) for one in services for reference in instance.users(one)):
        return False
    routers = (one for name in own for one in known.get(("routers", name), ()))
    return all(_leads_elsewhere(one) or not _passes_on(one, instance) for one in routers)


def _of_http(instance: Instance) -> dict[tuple[str, str], list[Named]]:
    """The routers and services of HTTP by their names, as labels spell them in any case."""
    found: dict[tuple[str, str], list[Named]] = {}
    for kind in ("routers", "services"):
        for one in instance.objects[f"http.{kind}"].values():
            found.setdefault((kind, one.name.lower()), []).append(one)
    return found


def _only_lends(container: Container, instance: Instance) -> bool:
    """Whether a container has middlewares for others, and nobody wants requests for itself."""
    names = [one.name.text.lower() for one in container.labels]
    is_lender = any(".middlewares." in name for name in names) and not any(map(_SERVES.search, names))
    return is_lender and not has_default_rule(instance)


def _leads_elsewhere(router: Named) -> bool:
    """Whether a router of a container names a service of another provider."""
    _, sign, provider = getattr(router, "service", "").rpartition("@")
    return bool(sign) and provider != router.provider


@rule("stopped-server-without-url", effect=Effect.SILENT)
def stopped_server_without_url(empty: EmptyServer, instance: Instance) -> Iterator[Diagnostic]:
    """A container that counts while it is stopped becomes a server without a URL."""
    routers = [reference.owner for reference in leading_to(empty.service, instance)]
    if routers and all(_may_be_started(router, instance) for router in routers):
        return
    message = (
        "While the container is stopped, this makes a server without a URL: every request to it is answered with 500."
    )
    yield Diagnostic(empty.server.key_at(), message)


def _may_be_started(router: Named, instance: Instance) -> bool:
    """Whether a plugin answers before a service, as one that starts containers when somebody asks for them."""
    return type(router) is Router and any(step is None or bool(step.plugin) for step in passage(router, instance))
