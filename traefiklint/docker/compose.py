"""From compose files to containers as the engine would start them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from traefiklint.compose.labels import over
from traefiklint.compose.project import ComposeProject, Label, Service
from traefiklint.decoding.label_tree import LabelDocument
from traefiklint.docker.containers import COPY_NUMBER, Container, Exposed, number_of
from traefiklint.docker.host import HostFacts
from traefiklint.docker.images import ports_of
from traefiklint.docker.labels import SWARM

NOTHING = HostFacts()
"""What is known of a host of which nobody says anything."""
_MOST_COPIES = 20
"""How many copies of a container are told apart; further ones change nothing."""
_OWN_NETWORKS = ("host", "none")


def containers_of(project: ComposeProject, provider: str, host: HostFacts = NOTHING) -> Iterator[Container]:
    """The containers of a project; for Swarm its services, which hold the labels there.

    Args:
        host: what is known of the host.
    """
    first = next(iter(project.services), None)
    if first is None or project.is_refused:
        return
    main = first.name.document
    document = LabelDocument(main.file, main.text, provider)
    names = {service.name.text: container_name(project, service, provider) for service in reversed(project.services)}
    for service in project.services:
        if service.is_active and service.replicas != 0:
            container = _container(project, service, provider, document, host, names)
            if provider != SWARM or container.state == "running":  # Swarm tells of no service without a task that runs
                yield container


def labels_of(service: Service, provider: str) -> tuple[Label, ...]:
    """The labels of a service that a provider looks at."""
    return service.deploy_labels if provider == SWARM else service.labels


def _container(
    project: ComposeProject,
    service: Service,
    provider: str,
    document: LabelDocument,
    host: HostFacts,
    names: Mapping[str, str],
) -> Container:
    every = container_names(project, service, provider)
    up = () if service.name.text in host.stopped else tuple(name for name in every if name not in host.stopped)
    name, *copies = up or every
    labels = labels_of(service, provider)
    if provider != SWARM and service.build_labels:  # the engine gives a container those of its image, too
        labels = over(labels, service.build_labels)
    tags = {label.name.text: label.value.text for label in labels}
    if provider == SWARM:
        tags["com.docker.stack.namespace"] = project.name.text
    else:
        tags["com.docker.compose.project"] = project.name.text
        tags["com.docker.compose.service"] = service.name.text
        tags["com.docker.compose.oneoff"] = "False"
        tags[COPY_NUMBER] = number_of(name) if len(every) > 1 else "1"
    mode, networks = _networks(service, name, names)
    if not up:  # the engine keeps its networks, and gives it no address there
        networks = dict.fromkeys(networks, "")
    of_image = _ports_of_image(project, service, host)
    shares = mode == "host" or mode.startswith("container:")  # the engine tells no port of the image then
    return Container(
        name,
        service.name,
        document,
        labels,
        tags,
        networks,
        remembered={},
        mode=mode,
        ports=() if provider == SWARM or mode == "host" else _ports(service, of_image),
        is_image_known=provider == SWARM or shares or of_image is not None,
        state="running" if up else "exited",
        source=project.files[0] if project.files else "",
        virtual=networks if service.endpoint_mode == "vip" else None,
        unsure=_unsure(service, mode, host),
        others=tuple(dict.fromkeys(networks, copy) for copy in copies),
        copies=_tasks(service, name) if provider == SWARM else (name, *copies),
    )


def _tasks(service: Service, name: str) -> tuple[str, ...]:
    """What Traefik calls the tasks of a service of Swarm: by their numbers, or by what the engine gave each node's."""
    if service.mode == "global":
        return ()
    return tuple(f"{name}.{number}" for number in range(1, min(service.replicas or 1, _MOST_COPIES) + 1))


def container_name(project: ComposeProject, service: Service, provider: str) -> str:
    """What the engine calls the first container of a service, or the service itself in Swarm."""
    if provider == SWARM:
        return f"{project.name.text}_{service.name.text}"
    if service.container_name is not None and service.container_name.text:  # empty where a variable is not set here
        return service.container_name.text
    return f"{project.name.text}-{service.name.text}-1"


def container_names(project: ComposeProject, service: Service, provider: str) -> tuple[str, ...]:
    """What the engine calls the containers of a service, as many as are told apart."""
    first = container_name(project, service, provider)
    if service.container_name is not None:
        return (first,)
    copies = range(2, min(service.replicas or 1, _MOST_COPIES) + 1)
    return first, *(f"{project.name.text}-{service.name.text}-{number}" for number in copies)


def _networks(service: Service, name: str, names: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The mode of the network and the networks, with the name by which the container is known in each.

    Args:
        names: what the first containers of all services are called.
    """
    mode = service.network_mode.text if service.network_mode is not None else ""
    if mode.startswith("service:"):
        other = names.get(mode.partition(":")[2])
        return ("none" if other is None else f"container:{other}"), {}
    if mode in _OWN_NETWORKS or mode.startswith("container:"):
        return mode, {}
    if mode:
        return "", {mode: name}
    return "", {attached.network.name: name for attached in service.networks}


def _ports(service: Service, of_image: tuple[int, ...] | None) -> tuple[Exposed, ...]:
    written = tuple(
        Exposed(port.number, port.published or "", port.host_ip, port.value, port.protocol)
        for port in (*service.ports, *service.expose)
        if port.number is not None
    )
    known = {one.number for one in written if one.protocol == "tcp"}
    return (*written, *(Exposed(number) for number in of_image or () if number not in known))


def _ports_of_image(project: ComposeProject, service: Service, host: HostFacts) -> tuple[int, ...] | None:
    """The ports that the image of a service exposes; None where nobody knows. One that is built here is only what the
    user says, and has a name of Compose's where the file gives it none."""
    image = image_of(project, service)
    if image is None and service.image is not None and service.image.text.endswith(":"):
        image = service.image.text[:-1]  # only the tag hangs on a variable that has no value here
    if image is None:
        return None
    return ports_of(image, host.images, is_built=service.is_built or service.image is None)


def image_of(project: ComposeProject, service: Service) -> str | None:
    """The image of a service, also of one that is built without a name; None where a variable leaves that open."""
    if service.image is None:
        return f"{project.name.text}-{service.name.text}"
    return service.image.text if service.image.is_known else None


def _unsure(service: Service, mode: str, host: HostFacts) -> tuple[str, ...]:
    """The variables without a value on which the networks of a service hang."""
    found = [name for attached in service.networks for name in attached.network.unknown]
    if service.network_mode is not None:
        found += service.network_mode.unknown
    if (
        mode.startswith("container:")
        and service.network_mode is not None
        and not service.network_mode.text.startswith("service:")
        and mode.partition(":")[2] not in host.stopped
    ):
        found.append("")  # it is a container that compose files need not know
    return tuple(dict.fromkeys(found))
