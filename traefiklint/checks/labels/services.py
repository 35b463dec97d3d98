"""Services of containers: ports and addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from traefiklint.checks.labels.containers import only_lends, would_only_redirect
from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.labels import (
    at_container,
    begun,
    called,
    place,
    related,
    rules_of,
    whole,
)
from traefiklint.checks.shared.traefik_1 import is_for_traefik_1
from traefiklint.docker.containers import Container, Exposed
from traefiklint.docker.facts import NOT_HTTP, AnyPort, BrokenService, EmptyServer
from traefiklint.findings import Effect, Severity
from traefiklint.instance.instance import Instance
from traefiklint.instance.names import full_name
from traefiklint.instance.passage import is_meant, leading_to, leads_to_https, passage
from traefiklint.instance.published import is_web_port
from traefiklint.instance.traefiks import traefik_names
from traefiklint.model.base import Named, Place
from traefiklint.model.http import Router
from traefiklint.patterns import lazy
from traefiklint.text.spelling import in_a_row

if TYPE_CHECKING:
    pass

_OURS = lazy(r"(?i)traefik\.(?:enable$|(?:http|tcp|udp|tls)\.)")
"""The names of labels by which Traefik 3 serves a container; those of Traefik 1 were others."""


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
    if is_for_traefik_1(container):
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


@rule("port-ambiguous", effect=Effect.SILENT, severity=Severity.INFO)
def port_ambiguous(several: AnyPort, instance: Instance) -> Iterator[Diagnostic]:
    """A container exposes several ports, and no label says which one is meant."""
    container, service, port = several.container, several.service, several.port
    assert port is not None
    names = {one.name.text.lower() for one in container.labels}
    if not any(name.startswith("traefik.") for name in names) or "traefik.port" in names:
        return  # nobody meant it to be served; or it says which to Traefik 1, of which another rule tells
    if only_lends(container, instance):
        return
    if not any(passes_on(reference.owner, instance) for reference in instance.users(service)):
        return  # as the container of Traefik, whose routers lead to its own API or only redirect
    if not any(is_web_port(str(one.number)) for one in container.ports if one.protocol == "tcp"):
        if port.number in NOT_HTTP and port.number < _OF_PAGES and port.number != _OF_MAIL:
            yield _of_no_pages(several, port)
            return
        if len({one.number for one in container.ports}) == 1:
            return
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
    is_of_others = port.number in NOT_HTTP and any(is_web_port(str(one.number)) for one in container.ports)
    is_wrong = is_udp or is_of_others
    is_lowest = is_image_known or (is_of_others and port.number < _OF_PAGES)
    severity = Severity.WARNING if is_wrong and is_lowest else None
    is_own = id(container.origin) in instance.once(traefik_names)  # which nobody asks for pages
    yield Diagnostic(where, message, related=also, severity=severity, cause=exposed, strict=is_own)


def _of_no_pages(several: AnyPort, port: Exposed) -> Diagnostic:
    """What is said of the lowest port where none is of pages; the image may expose others, and lower ones are none
    either."""
    container, service = several.container, several.service
    message = (
        f"Traefik takes port {port.number} of {called(container)}, the lowest, at which nothing answers HTTP; say the "
        f"one that does with `traefik.http.services.{service.name}.loadbalancer.server.port`."
    )
    also = (related(place(container, whole(port.value)), "Traefik takes this one"),) if port.value is not None else ()
    where = at_container(container) if several.is_made else service.key_at()
    return Diagnostic(where, message, related=also, severity=Severity.WARNING)


_OF_MAIL = 25
"""The lowest port of servers whose router may be there for a certificate alone."""
_OF_PAGES = 80
"""The lowest port at which anybody has pages."""


def passes_on(owner: Named, instance: Instance) -> bool:
    """Whether what refers to a service may send it a request."""
    return type(owner) is not Router or not leads_to_https(owner, instance)


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
