"""The services of compose files that run Traefik."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from traefiklint.versions import is_image

if TYPE_CHECKING:
    from traefiklint.compose.project import Service
    from traefiklint.instance.instance import Instance, Labels


def is_traefik(service: Service) -> bool:
    """Whether a service runs Traefik's own image, or one that is built on it."""
    image = service.image
    if image is not None and is_image(image.text if image.is_known else image.node.value):
        return True
    return service.base is not None and is_image(service.base.image)


def image_below(service: Service) -> str | None:
    """Traefik's image that a service runs, or on which its own is built; None where a variable leaves it open."""
    if service.base is not None:
        return service.base.image
    return service.image.text if service.image is not None and service.image.is_known else None


def runs_on_windows(service: Service) -> bool:
    """Whether a service runs in a container of Windows, where paths are others."""
    from traefiklint.compose.mounts import is_of_windows

    return is_of_windows(service.image.text if service.image is not None else "", service.volumes)


def traefiks(instance: Instance) -> tuple[Service, ...]:
    """The services of the compose files that are read that run Traefik's own image."""
    return tuple(traefiks_of(instance.labels))


def traefiks_of(labels: Labels | None) -> Iterator[Service]:
    """The same of labels that no instance has yet."""
    for project in labels.composed if labels is not None else ():
        yield from filter(is_traefik, project.services)


def traefik_names(instance: Instance) -> set[int]:
    """The names of the services that run Traefik itself, by their identity."""
    return {id(one.name) for one in instance.once(traefiks)}
