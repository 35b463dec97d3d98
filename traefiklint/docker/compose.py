"""From compose files to containers as the engine would start them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from traefiklint.decoding.label_tree import LabelDocument
from traefiklint.docker.containers import Container, Exposed
from traefiklint.docker.images import port_of
from traefiklint.docker.labels import SWARM

if TYPE_CHECKING:
    from traefiklint.compose.project import ComposeProject, Label, Service

_MOST_COPIES = 20
"""How many copies of a container are told apart; further ones change nothing."""
_OWN_NETWORKS = ("host", "none")


def containers_of(project: ComposeProject, provider: str) -> Iterator[Container]:
    """The containers of a project; for Swarm its services, which hold the labels there."""
    first = next(iter(project.services), None)
    if first is None or project.is_refused:
        return
    main = first.name.document
    document = LabelDocument(main.file, main.text, provider)
    for service in project.services:
        if service.is_active and service.replicas != 0:
            yield _container(project, service, provider, document)


def labels_of(service: Service, provider: str) -> tuple[Label, ...]:
    """The labels of a service that a provider looks at."""
    return service.deploy_labels if provider == SWARM else service.labels


def _container(project: ComposeProject, service: Service, provider: str, document: LabelDocument) -> Container:
    name = container_name(project, service, provider)
    labels = labels_of(service, provider)
    tags = {label.name.text: label.value.text for label in labels}
    if provider == SWARM:
        tags["com.docker.stack.namespace"] = project.name.text
    else:
        tags["com.docker.compose.project"] = project.name.text
        tags["com.docker.compose.service"] = service.name.text
    mode, networks = _networks(project, service, provider, name)
    copies = min(service.replicas or 1, _MOST_COPIES) if service.container_name is None else 1
    return Container(
        name,
        service.name,
        document,
        labels,
        tags,
        networks,
        remembered={},
        mode=mode,
        ports=() if provider == SWARM or mode == "host" else _ports(service),
        is_image_known=provider == SWARM or mode == "host",
        source=project.files[0] if project.files else "",
        virtual=networks if service.endpoint_mode == "vip" else None,
        unsure=_unsure(service, mode),
        others=tuple(
            dict.fromkeys(networks, f"{project.name.text}-{service.name.text}-{number}")
            for number in range(2, copies + 1)
        ),
    )


def container_name(project: ComposeProject, service: Service, provider: str) -> str:
    """What the engine calls the first container of a service, or the service itself in Swarm."""
    if provider == SWARM:
        return f"{project.name.text}_{service.name.text}"
    if service.container_name is not None:
        return service.container_name.text
    return f"{project.name.text}-{service.name.text}-1"


def _networks(project: ComposeProject, service: Service, provider: str, name: str) -> tuple[str, dict[str, str]]:
    """The mode of the network and the networks, with the name by which the container is known in each."""
    mode = service.network_mode.text if service.network_mode is not None else ""
    if mode.startswith("service:"):
        other = project.service(mode.partition(":")[2])
        return (f"container:{container_name(project, other, provider)}" if other is not None else "none"), {}
    if mode in _OWN_NETWORKS or mode.startswith("container:"):
        return mode, {}
    if mode:
        return "", {mode: name}
    return "", {attached.network.name: name for attached in service.networks}


def _ports(service: Service) -> tuple[Exposed, ...]:
    written = tuple(
        Exposed(port.number, port.published or "", port.host_ip, port.value, port.protocol)
        for port in (*service.ports, *service.expose)
        if port.number is not None
    )
    image = None if service.is_built else service.image
    of_image = port_of(image.text) if image is not None and image.is_known else None
    if of_image is None or any(one.number == of_image and one.protocol == "tcp" for one in written):
        return written
    return (*written, Exposed(of_image))


def _unsure(service: Service, mode: str) -> tuple[str, ...]:
    """The variables without a value on which the networks of a service hang."""
    found = [name for attached in service.networks for name in attached.network.unknown]
    if service.network_mode is not None:
        found += service.network_mode.unknown
    if (
        mode.startswith("container:")
        and service.network_mode is not None
        and not service.network_mode.text.startswith("service:")
    ):
        found.append("")  # it is a container that compose files need not know
    return tuple(dict.fromkeys(found))
