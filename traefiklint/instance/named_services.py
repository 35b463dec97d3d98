"""The services of compose files by what others on their networks call them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from traefiklint.compose.project import Service
    from traefiklint.instance.instance import Instance


def services_called(host: str, instance: Instance) -> tuple[Service, ...]:
    """The services that a host may mean, whichever network it is asked on; none where it is not one of their names."""
    return instance.once(_by_name).get(host.lower(), ())


def given_names(service: Service) -> Iterator[str]:
    """What a service is called on its networks beside its own name."""
    yield from (alias.text for at in service.networks for alias in at.aliases)
    if service.container_name is not None:
        yield service.container_name.text


def _by_name(instance: Instance) -> dict[str, tuple[Service, ...]]:
    projects = instance.labels.composed if instance.labels is not None else ()
    found: dict[str, list[Service]] = defaultdict(list)
    for service in (one for project in projects for one in project.services):
        for name in {name.lower() for name in (service.name.text, *given_names(service))}:
            found[name].append(service)
    return {name: tuple(services) for name, services in found.items()}
