"""The services that Traefik makes of containers by itself, and calls by their projects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from traefiklint.docker.containers import normalized
from traefiklint.instance.names import FILE
from traefiklint.instance.references import SERVICES
from traefiklint.patterns import lazy

if TYPE_CHECKING:
    from traefiklint.compose.project import Service
    from traefiklint.instance.instance import Instance
    from traefiklint.instance.references import Reference
    from traefiklint.model.base import Named

_FOLDER = lazy(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""What Traefik makes of the name that Compose gives a project for its folder."""
_OF_SERVICES = ("service", "services", "srv", "svc")
"""What names of services end in, and folders are not called."""


def hangs_on_folder(reference: Reference, near: Named | None, instance: Instance) -> bool:
    """Whether a name is that of the service which Traefik makes of a container, `SERVICE-PROJECT`, but for the project,
    which is called as the folder is in which somebody else has these files.

    Args:
        near: the service that a mistaken name is probably meant to be.
    """
    labels = instance.labels
    if labels is None or not reference.kind.endswith(".services") or reference.full.endswith(f"@{FILE}"):
        return False
    made = instance.once(_made_services).get(reference.kind, {})
    if near is not None and not any(
        near.name == f"{service}-{project}" for service, project in _begun_by(near.name, made)
    ):
        return False  # the name of that one hangs on no folder
    bare = reference.full.partition("@")[0]
    rests = (bare[len(service) + 1 :] for service, _ in _begun_by(bare, made))
    return any(_FOLDER.fullmatch(rest) is not None and rest not in _OF_SERVICES for rest in rests)


def _begun_by(name: str, made: Mapping[str, set[str]]) -> Iterator[tuple[str, str]]:
    """The services that a name begins with, with the projects of each."""
    for at, sign in enumerate(name):
        if sign == "-":
            yield from ((name[:at], project) for project in made.get(name[:at], ()))


def _made_services(instance: Instance) -> dict[str, dict[str, set[str]]]:
    """The compose services of found projects of which Traefik makes services by itself, by kind, each with the names
    of its projects, where these hang on a folder."""
    labels = instance.labels
    assert labels is not None, "there is a name of one"
    made: dict[str, dict[str, set[str]]] = {kind: defaultdict(set) for kind in SERVICES}
    for project in labels.composed:
        if project.name.is_sure or not any(map(labels.is_found, project.mains or project.files)):
            continue
        for service in project.services:
            for kind, names in made.items():
                if _makes_service(service, kind):
                    names[normalized(service.name.text)].add(normalized(project.name.text))
    return made


def _makes_service(service: Service, kind: str) -> bool:
    """Whether Traefik makes a service of a kind of a container by itself: not where its labels define some, where they
    keep it out, or where they are about other protocols only (pkg/provider/docker, `buildConfiguration`)."""
    labels = (*service.labels, *service.deploy_labels)
    names = [label.name.text.lower() for label in labels]
    if any(label.name.text.lower() == "traefik.enable" and label.value.text.lower() == "false" for label in labels):
        return False
    if any(name.startswith(f"traefik.{kind.lower()}.") for name in names):
        return False
    if kind == "http.services":
        others = ("traefik.tcp.routers.", "traefik.tcp.services.", "traefik.udp.routers.", "traefik.udp.services.")
        return any(name.startswith("traefik.http.") for name in names) or not any(
            name.startswith(others) for name in names
        )
    return any(name.startswith(f"traefik.{kind.partition('.')[0]}.routers.") for name in names)
