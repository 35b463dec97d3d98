"""What is to be said about containers and their labels: one class for each thing, which a rule puts into words.

Everything here is told of a container (or of several), and points into its labels where it can.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from traefiklint.decoding.label_tree import BadName, OtherSpelling, Panic, Repeated
from traefiklint.docker.containers import Container, Exposed
from traefiklint.model.base import Named
from traefiklint.records import record

if TYPE_CHECKING:
    from traefiklint.compose.diagnostics import ComposeDiagnostic
    from traefiklint.compose.project import ComposeProject, Label
    from traefiklint.docker.options import ProviderOptions
    from traefiklint.model.diagnostics import OptionDiagnostic


@record
class ContainerFact:
    """Base of them all.

    Attributes:
        container: whom it is about.
        disables: the objects that are not there because of it, as findings call them.
    """

    container: Container
    disables: tuple[str, ...] = ()


# Names


@record
class BrokenName(ContainerFact):
    """A label whose name Traefik cannot take apart, so that it drops the container."""

    fault: BadName | None = None


@record
class FreezingName(ContainerFact):
    """A label whose name stops the provider for every container of the host."""

    fault: Panic | None = None


@record
class TwoSpellings(ContainerFact):
    """Two labels spell one name in two cases, which is one object to Traefik."""

    fault: OtherSpelling | Repeated | None = None


@record
class UnreadLabel(ContainerFact):
    """A label that looks as if it were Traefik's, and that no provider reads."""

    label: Label | None = None
    options: ProviderOptions | None = None


# Options and values


@record
class LabelOption(ContainerFact):
    """Something that the decoder has against a label's option or value.

    Attributes:
        said: what.
        is_of_provider: whether the label is one for the provider itself, as `traefik.enable`.
    """

    said: OptionDiagnostic | None = None
    is_of_provider: bool = False


class UnknownLabelOption(LabelOption):
    """A name that no option has."""


class UnreadableLabelValue(LabelOption):
    """A value that is no bool, number or duration where the option is one."""


class MisshapenLabel(LabelOption):
    """A value where options are wanted, or options where a value is."""


class IndexedList(LabelOption):
    """An index on a list of plain values, which stays empty."""


class ListWithoutIndex(LabelOption):
    """No index on a list of sections."""


class SwitchedOffByLabel(LabelOption):
    """A value that switches a section off."""


class FileOnlyOption(LabelOption):
    """Something that labels cannot set."""


class LabelWithoutValue(LabelOption):
    """A label without `=` where a text is wanted."""


class StrayInLabel(LabelOption):
    """Quotes or blanks around a text, which are part of it."""


class EmptyObject(LabelOption):
    """An object that is given a value instead of options."""


# Services and addresses


@record
class BrokenService(ContainerFact):
    """A service of which Traefik can make nothing, so that it drops the container.

    Attributes:
        service: the service.
        why: `no-load-balancer`, `url-and-port`, `no-address`, `no-port`.
        is_sure: whether that is so whatever the image exposes.
        is_made: whether the service is the one that Traefik makes of the container itself.
        traefik: Traefik's words.
    """

    service: Any = None
    why: str = ""
    is_sure: bool = True
    is_made: bool = False
    traefik: str = ""


@record
class PublishedPort(ContainerFact):
    """A label names the port of the host, where the container listens on another one."""

    server: Any = None
    port: Exposed | None = None


NOT_HTTP = frozenset((21, 22, 23, 25, 53, 110, 143, 389, 465, 587, 636, 993, 995))
"""Ports at which nobody speaks HTTP: those of files, shells, mail, names and directories."""


@record
class AnyPort(ContainerFact):
    """The container exposes several ports, or one at which nobody speaks HTTP, and no label says which one Traefik
    shall take.

    Attributes:
        service: the service of Traefik that gets it.
        port: the one that Traefik takes: the lowest, whatever its protocol.
    """

    service: Any = None
    port: Exposed | None = None
    is_made: bool = False


@record
class NotAttached(ContainerFact):
    """The network that is named is none of the container's."""

    network: str = ""
    label: Label | None = None
    """The label that names it; None where the provider's option does."""


@record
class AnyNetwork(ContainerFact):
    """The container is on several networks, and nothing says which one Traefik is on."""


@record
class OutOfReach(ContainerFact):
    """The container is on none of Traefik's networks, which Docker keeps apart, or is to be asked by one of the others.

    Attributes:
        networks: those of Traefik, as the file calls them, or Docker where it is the Traefik of another project.
        traefik: its container.
        chosen: the network by which Traefik is told to ask it, and on which it is not itself.
    """

    networks: tuple[str, ...] = ()
    traefik: Container | None = None
    chosen: str = ""


class OnHostNetwork(ContainerFact):
    """The container has the network of the host itself: Traefik looks for it at `host.docker.internal`, then at
    `host.containers.internal`, and where neither name leads anywhere at 127.0.0.1 (`getIPAddress` in
    pkg/provider/docker/config.go)."""


@record
class EmptyServer(ContainerFact):
    """A container that counts though it does not run, with labels for its server: a server without a URL."""

    service: Any = None
    server: Any = None
    label: Label | None = None


# Routers


@record
class LostRouter(ContainerFact):
    """A router that Traefik drops.

    Attributes:
        router: the router.
        why: `services` (several, and it names none), `rule` (a TCP router without one), `default-rule` (the default
            rule comes to nothing or fails), `copies` (it gives each copy of the container another rule).
        services: the services that there are.
        traefik: Traefik's words.
        labels: the router's own labels, where a service is called as it is.
    """

    router: Any = None
    why: str = ""
    services: tuple[Any, ...] = ()
    traefik: str = ""
    labels: Sequence[Label] = ()


@record
class DefaultedRouter(ContainerFact):
    """A router that labels define, without a rule, so that it gets the default one.

    Attributes:
        rule: the rule that it gets.
        near: the names of routers of the container with a rule, one of which may be meant.
    """

    router: Any = None
    rule: str = ""
    near: tuple[str, ...] = ()


@record
class UnknownRule(ContainerFact):
    """A router that gets the default rule, which nobody can carry out here: it is there, and not among the objects.

    Attributes:
        router: the router, with all but its rule.
    """

    router: Any = None


# What does not count


@record
class NotExposed(ContainerFact):
    """A container with labels for routers that the provider does not look at, for want of `traefik.enable`."""

    label: Label | None = None


@record
class Pruned(ContainerFact):
    """A container with labels for routers that the provider's constraints leave out."""

    label: Label | None = None
    constraints: str = ""


@record
class BothPrefixes(ContainerFact):
    """A service of Swarm with labels of both prefixes, so that Traefik drops it."""

    label: Label | None = None
    other: Label | None = None


@record
class OldPrefix(ContainerFact):
    """A service of Swarm with a label of the old prefix."""

    label: Label | None = None


@record
class BrokenOption:
    """An option of the provider that takes all its containers away.

    Attributes:
        provider: which.
        option: `constraints` or `defaultRule`.
        traefik: Traefik's words.
        container: one of those that it takes away.
    """

    provider: str
    option: str
    traefik: str
    container: Container
    disables: tuple[str, ...] = ()


# Several containers


@record
class ConflictingObjects:
    """Objects of one name that differ, so that Traefik keeps none of them.

    Attributes:
        objects: all of them, in the order of Traefik.
        containers: for each its container.
        options: the options in which they differ.
    """

    objects: Sequence[Named]
    containers: Sequence[Container]
    options: tuple[str, ...]
    disables: tuple[str, ...] = ()


def exclude_each_other(containers: Sequence[Container]) -> bool:
    """Whether containers of several files have one `container_name`, so that only one of them can run."""
    return len({one.source for one in containers}) > 1 and len({one.name for one in containers}) == 1


@record
class SharedService:
    """One service that several services of compose files are behind.

    Attributes:
        objects: the services, one a container.
        containers: for each its container.
    """

    objects: Sequence[Named]
    containers: Sequence[Container]


# Compose's own part


@record
class UnsetVariable:
    """A label hangs on a variable that has no value here.

    Attributes:
        labels: the labels with it, the first of each container.
        name: the variable.
    """

    container: Container
    label: Label
    name: str
    drops: bool = False
    """Whether Traefik drops the container where it stays unset."""


@record
class VariableInKey(ContainerFact):
    """A variable in the name of a label of a mapping, where Compose does not put values in."""

    label: Label | None = None


@record
class OverriddenLabel(ContainerFact):
    """A label that is written twice in one list, of which the last counts."""

    label: Label | None = None
    loser: Label | None = None
    domain: str = ""
    """The host of a domain that Dokploy's panel wrote the other labels for, if the label that is beaten is one."""


@record
class CutHash(ContainerFact):
    """Users of a login whose hashes lost what stands behind a `$` that is not doubled."""

    label: Label | None = None


@record
class MisplacedLabels(ContainerFact):
    """Labels where the provider does not look: below `deploy` under Compose, beside it in a stack.

    Attributes:
        label: the first of them.
        labels: all of them.
        where: `deploy` or `labels`.
        runs_so: whether the files show that they are run the way by which the labels are not read; None where nothing
            tells how, or they say what is so anyway.
        wants_swarm: whether the files show that they are a stack, and the static configuration has Docker's provider
            alone, so that nobody reads what stands below `deploy`.
    """

    label: Label | None = None
    labels: tuple[Label, ...] = ()
    where: str = ""
    runs_so: bool | None = None
    wants_swarm: bool = False


@record
class ProviderOff(ContainerFact):
    """Labels for a provider that the static configuration does not turn on."""

    provider: str = ""


@record
class RefusedProject:
    """What Compose has against a project, so that none of its containers is started."""

    project: ComposeProject
    said: ComposeDiagnostic
    provider: str
