"""Compose files that nobody named, of which one runs in place of another."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from traefiklint.compose.project import ComposeProject
from traefiklint.discovery.projects import Projects
from traefiklint.instance.instance import Labels
from traefiklint.instance.traefiks import is_traefik
from traefiklint.records import NamedTuple

_MOST = 4
"""How many ways to run the files are tried."""

_Claim = tuple[str, str]
"""What a Docker host has once."""


class Way(NamedTuple):
    """Files without those that cannot run beside some of them."""

    projects: Projects
    alone: frozenset[str]
    """The main files that the others make room for."""


def ways_apart(labels: Labels, files: Collection[str]) -> Iterator[Way]:
    """How compose files run without those whose place they take.

    Compose knows a container by its project and its service: two files of one folder that say of a service what it is
    are two versions of it, as `compose.yml` and `compose.test.yml` may be. Nor does Docker have two containers of one
    name.

    Args:
        files: those for which the others are to make room.
    """
    given = labels.given
    if given is None or len(given.groups) < 2:
        return
    claims = {project.mains[0]: _claims(project) for project in labels.composed if _is_free(project, given)}
    owners: list[dict[_Claim, str]] = []
    counts: dict[_Claim, int] = {}
    for mine in claims.values():
        for claim in mine:
            counts[claim] = counts.get(claim, 0) + 1
    for main, mine in claims.items():
        if main not in files or all(counts[claim] < 2 for claim in mine):
            continue
        way = next((one for one in owners if not any(claim in one for claim in mine)), None)
        if way is None and len(owners) < _MOST:
            owners.append(way := {})
        if way is not None:
            way.update(dict.fromkeys(mine, main))
    for one in owners:
        left = (group for group in given.groups if _has_room(group[0], claims.get(group[0], frozenset()), one))
        yield Way(given._replace(groups=tuple(left)), frozenset(one.values()))


def _has_room(main: str, mine: Collection[_Claim], owners: dict[_Claim, str]) -> bool:
    return all(owners.get(claim, main) == main for claim in mine)


def _is_free(project: ComposeProject, given: Projects) -> bool:
    """Whether a project is that of files that nobody named, which need not all be used."""
    return bool(project.mains) and project.mains[0] in given.found and not project.is_stack


def _claims(project: ComposeProject) -> frozenset[_Claim]:
    """The services that have labels or run Traefik, by project, and the names of containers; none that hang on a
    variable."""
    found = set()
    for service in project.services:
        if not project.name.unknown and (service.labels or is_traefik(service)):
            found.add((project.name.text, service.name.text))
        name = service.container_name
        if name is not None and name.text and not any(piece.variable for piece in name.pieces):
            found.add(("", name.text))
    return frozenset(found)
