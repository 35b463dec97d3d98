"""The labels by which a container tells the provider itself what to do (pkg/provider/docker, `extractDockerLabels`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from traefiklint.decoding.label_tree import LabelDocument
from traefiklint.decoding.labels import DecodedLabels, decode_labels
from traefiklint.model.base import Section
from traefiklint.model.fields import flag, struct, text
from traefiklint.records import NamedTuple
from traefiklint.versions import Version, since

if TYPE_CHECKING:
    from collections.abc import Iterable

    from traefiklint.compose.project import Label
    from traefiklint.docker.containers import Container
    from traefiklint.docker.options import ProviderOptions

DOCKER, SWARM = "docker", "swarm"
"""The providers."""
SWARM_LABELS = since("3.2.2")
"""From here on the Swarm provider has labels of its own (Traefik's migration notes for v3.2.2; 3.2.3 was asked);
before, `traefik.docker.…` was all it read."""


class DockerLabels(Section):
    """What a container tells the Docker provider."""

    network: str | None = text(None, go="ptr", says="The network in which Traefik reaches the container.")
    lb_swarm: bool = flag(says="Whether Swarm's own load balancer is used; only in Swarm.")
    allow_non_running: bool = flag(since="3.6", says="Whether the container counts while it does not run.")


class SwarmLabels(Section):
    """What a service tells the Swarm provider."""

    network: str | None = text(None, go="ptr", says="The network in which Traefik reaches the service.")
    lb_swarm: bool = flag(says="Whether Swarm's own load balancer is used.")


class ProviderLabels(Section):
    """What a container tells its provider, of Docker."""

    enable: bool | None = flag(None, says="Whether the container counts at all.")
    docker: DockerLabels | None = struct(DockerLabels, "docker.specificConfiguration")


class SwarmProviderLabels(ProviderLabels):
    """What a service tells its provider, of Swarm."""

    swarm: SwarmLabels | None = struct(SwarmLabels, "docker.specificConfiguration", since="3.2.2")


for _of in (ProviderLabels, SwarmProviderLabels):
    for _option in _of.fields.values():
        _option.step = _option.key


class Wishes(NamedTuple):
    """What a container wants of its provider."""

    decoded: DecodedLabels
    is_enabled: bool
    network: str | None = None
    uses_lb: bool = False
    allows_non_running: bool = False
    is_unclear: bool = False
    """Whether `traefik.enable` is neither true nor false, so that it may be meant to count."""
    has_both: bool = False
    """Whether a service has labels of both prefixes, for which Traefik drops it."""


def own_prefix(provider: str, target: Version) -> str:
    """How the names begin of the labels that only this provider reads."""
    return f"traefik.{SWARM if provider == SWARM and target >= SWARM_LABELS else DOCKER}."


def prefixes(provider: str, target: Version) -> tuple[str, ...]:
    """How the names begin of the labels that tell the provider what to do."""
    return tuple(dict.fromkeys(("traefik.docker.", "traefik.enable", own_prefix(provider, target))))


def wishes_of(container: Container, options: ProviderOptions) -> Wishes:
    """What the labels of a container tell the provider; worked out once."""
    found: Wishes | None = container.remembered.get(options)
    if found is None:
        found = container.remembered[options] = _wishes(
            container.labels, options.name, container.document, options.target, exposed=options.exposed_by_default
        )
    return found


def _wishes(
    labels: Iterable[Label], provider: str, document: LabelDocument, target: Version, *, exposed: bool
) -> Wishes:
    own = SwarmProviderLabels() if provider == SWARM else ProviderLabels()
    decoded = decode_labels(labels, own, document, prefixes(provider, target), target)
    enabled = exposed if own.enable is None else own.enable
    docker = own.docker
    swarm = own.swarm if isinstance(own, SwarmProviderLabels) else None
    network = docker.network if docker is not None else None
    uses_lb = docker is not None and docker.lb_swarm
    if swarm is not None:
        network, uses_lb = swarm.network, swarm.lb_swarm
    allows = provider == DOCKER and docker is not None and docker.allow_non_running
    both = swarm is not None and docker is not None
    unclear = own.gives("enable") and own.enable is None
    return Wishes(decoded, enabled, network, uses_lb, allows, unclear, both)
