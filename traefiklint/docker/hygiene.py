"""What is to be said about labels before Traefik reads them: where they stand, what variables make of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from traefiklint.compose.project import ComposeProject, Label, Service
from traefiklint.decoding.label_tree import DYNAMIC, is_cut, takes
from traefiklint.docker.build import TAKES_URLS
from traefiklint.docker.compose import labels_of
from traefiklint.docker.containers import Container
from traefiklint.docker.facts import (
    AnyNetwork,
    ContainerFact,
    CutHash,
    MisplacedLabels,
    NotAttached,
    OldPrefix,
    OnHostNetwork,
    OverriddenLabel,
    UnreadLabel,
    UnsetVariable,
    VariableInKey,
)
from traefiklint.docker.labels import SWARM, SWARM_LABELS, prefixes, wishes_of
from traefiklint.docker.options import DEFAULT_RULE, ProviderOptions
from traefiklint.patterns import lazy
from traefiklint.text.spelling import nearest
from traefiklint.versions import is_image


def facts_of(
    project: ComposeProject, containers: Sequence[Container], provider: str, options: ProviderOptions
) -> Iterator[Any]:
    """What is to be said about the labels of a project, container by container."""
    runs_so = _runs_so(project, provider, options)
    services = {id(service.name): service for service in project.services}
    for container in containers:
        yield from _misplaced(services[id(container.origin)], container, options, runs_so)
        ours = [label for label in container.labels if _is_meant_for_us(label.name.text.lower())]
        for label in ours:
            yield from _of_label(label, container, options)
        yield from _unset(ours, container)
        yield from _networks(ours, container, options)


def _is_meant_for_us(name: str) -> bool:
    """Whether a label begins as Traefik's do, or with a slip, as in `treafik.http.routers…`."""
    if name.startswith("traefik"):
        return True
    first, _, rest = name.partition(".")
    is_slip = first[:1] == "t" and rest.startswith(_SECTIONS) and len(first) <= _LONGEST
    return is_slip and bool(nearest(first, ("traefik",)))


_SECTIONS = ("http.", "tcp.", "udp.", "docker.", "swarm.", "enable")
"""How the second part of Traefik's labels begins."""
_LONGEST = 9
"""How long the word `traefik` is at most with two letters too many."""


def _is_ours(label: Label) -> bool:
    return label.name.text.lower().startswith("traefik.")


def _runs_so(project: ComposeProject, provider: str, options: ProviderOptions) -> bool | None:
    """Whether a project is run the way by which the labels of a provider count; None where nothing tells how."""
    files = {service.name.document.file for service in project.services}
    is_for_swarm = any(service.is_for_swarm for service in project.services) or any(map(_is_stack, files))
    is_for_compose = any(service.is_built or service.container_name for service in project.services)
    if is_for_swarm is is_for_compose:
        return True if options.is_given else None
    runs_so = is_for_swarm is (provider == SWARM)
    return None if options.is_given and not runs_so else runs_so


def _is_stack(file: str) -> bool:
    """Whether a file is called as those are that `docker stack deploy` gets."""
    return "stack" in file.rpartition("/")[2].lower()


def _misplaced(
    service: Service, container: Container, options: ProviderOptions, runs_so: bool | None
) -> Iterator[ContainerFact]:
    where, labels = ("labels", service.labels) if options.name == SWARM else ("deploy", service.deploy_labels)
    counting = {label.name.text for label in labels_of(service, options.name)}
    strays = [label for label in labels if _is_ours(label) and label.name.text not in counting]
    if strays:
        # Traefik itself, with no router of its own and no rule that would make one
        is_given_nothing = (
            service.image is not None
            and is_image(service.image.text)
            and options.default_rule == DEFAULT_RULE
            and not any(name.lower().startswith("traefik.") for name in counting)
        )
        is_lost = runs_so is not True or not all(_says_what_is_so(label, options) for label in strays)
        is_lost = is_lost and not (is_given_nothing and all(map(_lets_in, strays)))
        is_of_stack = options.name != SWARM and (runs_so is None or any(map(_is_for_swarm, strays)))
        wants_swarm = is_lost and is_of_stack and options.is_given
        runs_so = runs_so if is_lost and not is_of_stack else None
        yield MisplacedLabels(container, (), strays[0], tuple(strays), where, runs_so, wants_swarm)


def _is_for_swarm(label: Label) -> bool:
    """Whether the Swarm provider alone reads a label: whoever writes it below `deploy` deploys a stack."""
    return label.name.text.lower().startswith("traefik.swarm.")


def _says_what_is_so(label: Label, options: ProviderOptions) -> bool:
    """Whether a label keeps a container out that the provider keeps out by itself, or lets one in that is let in."""
    is_out = label.name.text.lower() == "traefik.enable" and label.value.text.strip().lower() == "false"
    return _lets_in(label) if options.exposed_by_default else is_out


def _lets_in(label: Label) -> bool:
    return label.name.text.lower() == "traefik.enable" and label.value.text.strip().lower() == "true"


def _of_label(label: Label, container: Container, options: ProviderOptions) -> Iterator[ContainerFact]:
    name = label.name.text
    known = (*DYNAMIC, *prefixes(options.name, options.target))
    if not takes(name, known) and f"`{name}`" not in options.constraints and name not in options.default_rule:
        yield UnreadLabel(container, (), label, options)
    if "${" in name and not label.is_item:
        yield VariableInKey(container, (), label)
    for loser in label.beats:
        if loser.holder is label.holder and loser.value.text != label.value.text:
            yield OverriddenLabel(container, (), label, loser, _dokploys_host(loser, container))
    if name.lower().endswith(("basicauth.users", "digestauth.users")) and is_cut(label.value):
        yield CutHash(container, (), label)
    if options.name == SWARM and options.target >= SWARM_LABELS and takes(name, ("traefik.docker.",)):
        yield OldPrefix(container, (), label)


_DOKPLOYS = lazy(r".+-\d+-([^.]+)")
"""The name of a router as Dokploy's panel writes it for a domain: `APPNAME-KEY-ENTRYPOINT` (Dokploy,
`utils/docker/domain.ts`)."""
_OF_EACH_DOMAIN = ("traefik.enable", "traefik.docker.network", "traefik.swarm.network")


def _dokploys_host(loser: Label, container: Container) -> str:
    """The host of the container's domain, where a label is one of those that Dokploy writes with each."""
    if loser.name.text.lower() not in _OF_EACH_DOMAIN:
        return ""
    for router in container.routers.values():
        found = _DOKPLOYS.fullmatch(router.name)
        if found and found[1] == router.value("entrypoints") and router.value("service") == router.name:
            host = re.match(r"Host\(`([^`]+)`\)", router.value("rule"))
            if host:
                return host[1]
    return ""


def _unset(labels: list[Label], container: Container) -> Iterator[UnsetVariable]:
    told: set[str] = set()
    for label in labels:
        if is_cut(label.value):
            continue
        for value in (label.name, label.value):
            for name in value.unknown:
                if name not in told and name not in value.required:
                    told.add(name)
                    yield UnsetVariable(container, label, name, value is label.name)


_OF_SERVICES = lazy(r"(?i)traefik\.(?:http|tcp|udp)\.services\.([^.]+)\.")
_URL = lazy(r"(?i)traefik\.http\.services\.([^.]+)\.loadbalancer\.server\.url")


def _says_where(labels: list[Label]) -> bool:
    """Whether labels say the URL of each service, so that it matters to nobody on which network the container is."""
    names = [label.name.text.lower() for label in labels]
    services = {found[1] for name in names if (found := _OF_SERVICES.match(name))}
    return bool(services) and services == {found[1] for name in names if (found := _URL.fullmatch(name))}


def _networks(labels: list[Label], container: Container, options: ProviderOptions) -> Iterator[ContainerFact]:
    names = ("traefik.docker.network", "traefik.swarm.network")
    label = next((one for one in labels if one.name.text.lower() in names), None)
    is_on_host = container.mode == "host" and options.name != SWARM
    if label is None and not options.network and len(container.networks) < 2 and not is_on_host:
        return
    if container.unsure or not any(takes(one.name.text, DYNAMIC) for one in labels):
        return
    if container.mode and not is_on_host:
        return
    if options.target >= TAKES_URLS and _says_where(labels):
        return
    wishes = wishes_of(container, options)
    if not wishes.is_enabled or wishes.decoded.is_refused:
        return
    if is_on_host:
        yield OnHostNetwork(container)
        return
    wanted = options.network if wishes.network is None else wishes.network
    is_named_in_vain = label is not None and wishes.network is None  # by the prefix that is not read, which is told
    if is_named_in_vain:
        label = None
    if wanted and wanted not in container.networks and (label is None or label.value.is_known):
        yield NotAttached(container, (), wanted, label)
    elif not wanted and len(container.networks) > 1 and not (options.may_name_network or is_named_in_vain):
        yield AnyNetwork(container)
