"""Containers that Traefik knows, and never reaches: Docker keeps networks apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from traefiklint.compose.diagnostics import DiagnosticKind
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


Projects = Sequence[tuple[ComposeProject, Sequence[Container]]]
"""Compose projects, and the containers of each."""


def out_of_reach(projects: Projects, options: ProviderOptions) -> Iterator[OutOfReach]:
    """The containers that Traefik asks, and with which it surely has no network in common, or not the one by which it
    is told to ask them.

    Of several projects that run apart, as nobody says otherwise, the networks are as Docker calls them.
    """
    if not options.is_given or options.use_bind_port_ip:
        return
    running = [(project, found) for project, containers in projects if (found := _traefiks(project, containers))]
    known = {id(project): _networks(project, found) for project, found in running}
    for project, containers in projects:
        home = project if id(project) in known else running[0][0] if len(running) == 1 else None
        networks = known.get(id(home), {})
        if home is None or not networks or any(map(_may_be_connected, (home, project))):
            continue
        (traefik, *_) = next(found for one, found in running if one is home)
        for container in containers:
            if not (home is project or _is_on_its_own(container, project, home, networks)):
                continue
            if not _may_be_asked(container):
                continue
            wishes = wishes_of(container, options)
            wanted = options.network if wishes.network is None else wishes.network
            chosen = wanted if home is project and wanted in container.networks.keys() - networks.keys() else ""
            is_apart = networks.keys().isdisjoint(container.networks)
            if (chosen or is_apart) and wishes.is_enabled and not wishes.decoded.is_refused:
                names = networks.values() if home is project else networks
                yield OutOfReach(container, (), tuple(names), traefik, "" if is_apart else chosen)


def _is_on_its_own(
    container: Container, project: ComposeProject, home: ComposeProject, networks: Mapping[str, str]
) -> bool:
    """Whether a container is on networks of its own project alone, which those of another one are not: another Traefik
    may be on those that others share. Files of one folder may be run as one project."""
    if any(one.unset and one.kind is DiagnosticKind.UNKNOWN_NETWORK for one in project.diagnostics):
        return False
    own = {one.name: one for one in project.networks}
    shared = set(networks.values()) if _folder(project) == _folder(home) else set()
    return "default" not in shared and all(
        (one := own.get(name)) is not None and not one.is_external and one.key not in shared and one.driver in _APART
        for name in container.networks
    )


def _folder(project: ComposeProject) -> str:
    return project.files[0].rpartition("/")[0] if project.files else ""


def _may_be_asked(container: Container) -> bool:
    """Whether Traefik sends requests to the address that a container has in one of its networks."""
    if not container.networks or container.mode or container.unsure or not _DOCKERS.isdisjoint(container.networks):
        return False
    names = [one.name.text for one in container.labels]
    return any(takes(name, DYNAMIC) for name in names) and not any(map(_says_url, names))


def _traefiks(project: ComposeProject, containers: Sequence[Container]) -> list[Container]:
    services = {id(service.name): service for service in project.services}
    return [one for one in containers if _runs_traefik(services[id(one.origin)])]


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
