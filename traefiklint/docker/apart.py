"""Containers that the Traefik of the same project knows, and never reaches: Docker keeps networks apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from traefiklint.compose.project import ComposeProject, Service
from traefiklint.decoding.label_tree import DYNAMIC, takes
from traefiklint.docker.containers import Container
from traefiklint.docker.facts import OutOfReach
from traefiklint.docker.labels import wishes_of
from traefiklint.docker.options import ProviderOptions
from traefiklint.versions import is_image

_APART = ("", "bridge", "overlay")
"""The drivers of networks that Docker keeps apart from each other."""
_DOCKERS = frozenset(("host", "none", "bridge"))
"""Networks that are not like the others."""
_CONNECT = ("coolify", "dokploy", "network connect")
"""What speaks of programs that put Traefik on the networks of others."""
_PODMAN = "podman"
"""By which networks are not kept apart."""


def out_of_reach(
    project: ComposeProject, containers: Sequence[Container], options: ProviderOptions
) -> Iterator[OutOfReach]:
    """The containers that Traefik asks, and with which it surely has no network in common."""
    if not options.is_given or options.use_bind_port_ip:
        return
    services = {id(service.name): service for service in project.services}
    traefiks = [one for one in containers if _runs_traefik(services[id(one.origin)])]
    networks = _networks(project, traefiks) if traefiks else {}
    if not networks or _may_be_connected(project):
        return
    for container in containers:
        is_apart = bool(container.networks) and networks.keys().isdisjoint(container.networks)
        if not is_apart or container.mode or container.unsure or not _DOCKERS.isdisjoint(container.networks):
            continue
        names = [one.name.text for one in container.labels]
        if not any(takes(name, DYNAMIC) for name in names) or any(map(_says_url, names)):
            continue
        wishes = wishes_of(container, options)
        if wishes.is_enabled and not wishes.decoded.is_refused:
            yield OutOfReach(container, (), tuple(networks.values()))


def _runs_traefik(service: Service) -> bool:
    image = service.image.text if service.image is not None else ""
    return is_image(image) or (service.base is not None and is_image(service.base.image))


def _says_url(name: str) -> bool:
    return name.lower().endswith(".loadbalancer.server.url")


def _networks(project: ComposeProject, traefiks: Sequence[Container]) -> Mapping[str, str]:
    """What the file calls the networks of its Traefiks, by the name that Docker has for each; none where one of them is
    not known, or is not one that Docker keeps apart."""
    keys = {one.name: one.key for one in project.networks}
    names = {name: keys.get(name, name) for one in traefiks for name in one.networks}
    is_known = all(one.networks and not one.mode and not one.unsure for one in traefiks)
    is_usual = all(one.driver in _APART and not one.unknown for one in project.networks)
    return names if is_known and is_usual and _DOCKERS.isdisjoint(names) else {}


def _may_be_connected(project: ComposeProject) -> bool:
    """Whether somebody else puts Traefik on more networks than its file shows, or networks are not kept apart."""
    texts = {service.name.document.file: service.name.document.text for service in project.services}
    return any(word in text.lower() for text in texts.values() for word in (*_CONNECT, _PODMAN))
