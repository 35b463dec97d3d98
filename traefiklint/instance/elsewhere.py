"""Labels that a Traefik reads which is not here, as far as compose files that nobody named tell."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.compose.project import ComposeProject, Network, Service
from traefiklint.instance.instance import Instance
from traefiklint.instance.traefiks import is_traefik


def labels_of_others(instance: Instance) -> frozenset[tuple[str, int]]:
    """Where such labels stand, as files and lines: where no Traefik is here at all, or none in the same project, and
    the container is on a network of others, and on none on which a Traefik is that is here."""
    labels = instance.labels
    if labels is None:
        return frozenset()
    services = [
        service
        for project in labels.composed
        if any(map(labels.is_found, project.mains or project.files)) and not any(map(is_traefik, project.services))
        for service in project.services
    ]
    homes = [service for project in labels.composed for service in project.services if is_traefik(service)]
    if not homes and instance.context.static:
        return frozenset()  # it is started by other means
    reached = {at.network.name for one in homes for at in one.networks}
    is_everywhere = any(one.network_mode is not None for one in homes)
    return frozenset(
        place
        for service in services
        if not homes or not (is_everywhere or _is_at(service, reached))
        for place in _lines(service)
    )


def serves_others(instance: Instance) -> bool:
    """Whether the Traefik of these compose files, or one that is not among them, may serve other projects, too, as far
    as nobody said that these are all."""
    labels = instance.labels
    if labels is None or not all(project.is_found for project in labels.projects):
        return False
    homes = [(project, one) for project in labels.composed for one in project.services if is_traefik(one)]
    if not homes:
        return not instance.context.static
    return any(_is_for_others(at.network, project) for project, one in homes for at in one.networks)


def _is_for_others(network: Network, project: ComposeProject) -> bool:
    """Whether other projects may join a network: it is not this project's, or has a name without the project in it."""
    return network.is_external or network.name != f"{project.name.text}_{network.key}"


def _is_at(service: Service, reached: set[str]) -> bool:
    """Whether a service is where a Traefik of these files reaches it, or on no network but such of its project."""
    if service.network_mode is not None or not any(at.network.is_external for at in service.networks):
        return True
    return any(at.network.name in reached for at in service.networks)


def _lines(service: Service) -> Iterator[tuple[str, int]]:
    for label in (*service.labels, *service.deploy_labels):
        span = label.value.node.span
        yield from ((label.value.document.file, line) for line in range(span.line, span.end_line + 1))
