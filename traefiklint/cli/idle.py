"""What `[known]` says of services and images that no compose file has: mostly a name that is misspelt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from traefiklint.compose.project import ComposeProject
from traefiklint.compose.reader import read_project
from traefiklint.docker.compose import container_names, image_of
from traefiklint.docker.host import HostFacts
from traefiklint.docker.images import names_of
from traefiklint.docker.labels import DOCKER, SWARM
from traefiklint.plans import Lot, Plan
from traefiklint.settings import Settings
from traefiklint.text.spelling import nearest


def idle_facts(plan: Plan, settings: Settings) -> Iterator[str]:
    """A sentence for each service or image of the settings that is in none of the compose files, with its place.

    Args:
        plan: all that the settings are about.
    """
    if settings.host is not None:
        yield from _idle(settings.host, "known", plan.lots, settings)
    for number, table in enumerate(settings.traefiks):
        if table.host is not None:
            lots = [lot for lot in plan.lots if lot.options.host is table.host]
            yield from _idle(table.host, f"traefik[{number}].known", lots, settings)


def _idle(host: HostFacts, prefix: str, lots: Iterable[Lot], settings: Settings) -> Iterator[str]:
    keys = [(f"{prefix}.images.{image}", image, "image") for image in host.images]
    keys += [(f"{prefix}.stopped", name, "service or container") for name in sorted(host.stopped)]
    said = [one for one in keys if one[0] in settings.sources]  # what a table takes from above is looked for there
    projects = [project for lot in lots for project in _projects(lot)] if said else []
    known = {"image": _images(projects), "service or container": _names(projects)}
    for key, name, what in said:
        names = known[what]
        if names is not None and name not in names:
            near = nearest(name, sorted(names))
            if near:  # compose files without labels are not read, and may have any other name
                place = settings.sources[key]
                yield f"warning: {place}: `{name}` is no {what} of the compose files here; did you mean `{near}`?"


def _projects(lot: Lot) -> Iterator[ComposeProject]:
    projects = lot.namespace.projects
    if projects is None:
        return
    for group in projects.groups:
        yield read_project(group, projects.texts, environment=lot.options.variables, folder_name=projects.folder_name)


def _images(projects: Iterable[ComposeProject]) -> set[str] | None:
    """What images may be called; None where nobody knows of all which they are."""
    found: set[str] = set()
    for project in projects:
        for service in project.services:
            image = image_of(project, service)
            if image is None:
                return None
            found.update(filter(None, names_of(image)))
    return found


def _names(projects: Iterable[ComposeProject]) -> set[str] | None:
    """What services and containers are called, those too whose network others share; None where nobody knows."""
    found: set[str] = set()
    for project in projects:
        for service in project.services:
            if any(one is not None and not one.is_known for one in (service.container_name, service.network_mode)):
                return None
            found.add(service.name.text)
            found.update(*(container_names(project, service, provider) for provider in (DOCKER, SWARM)))
            if service.network_mode is not None and service.network_mode.text.startswith("container:"):
                found.add(service.network_mode.text.partition(":")[2])
    return found
