"""A Compose project or a stack, typed: services with all that others may want to know of them, each with its place."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from traefiklint.compose.diagnostics import OF_OTHER_FILES, ComposeDiagnostic, DiagnosticKind
from traefiklint.compose.values import Given, Place, Value
from traefiklint.records import record
from traefiklint.text.nodes import Mapping as MappingNode
from traefiklint.text.nodes import Sequence as SequenceNode


class Origin(StrEnum):
    """By which way a service has something."""

    OWN = "own"
    """It stands in the service itself."""
    MERGED = "merged"
    """An anchor's: it stands elsewhere in the file, and an alias or a merge key (`<<`) brings it."""
    EXTENDED = "extended"
    """Another service's: `extends` brings it."""
    LABEL_FILE = "label_file"
    ENV_FILE = "env_file"


@record
class Label:
    """A label as a container or a service has it.

    Attributes:
        name: the name; in a list it is interpolated, in a mapping it is not.
        value: the value; `kind` says what YAML read in a mapping (`bool`, `int`, …), the text what Compose makes of it.
        holder: the mapping or the list that it is written in, and `number` its place there; None in a label file.
        origin: by which way the service has it.
        via: where the service takes it, if it stands elsewhere.
        beats: labels of the same name that it overrides, the nearest first.
    """

    name: Value
    value: Value
    holder: MappingNode | SequenceNode | None
    number: int
    origin: Origin = Origin.OWN
    via: Place | None = None
    beats: tuple[Label, ...] = ()

    @property
    def is_item(self) -> bool:
        """Whether it is written as `name=value`, in one scalar."""
        return self.name.written is self.value.written


@record
class Variable:
    """A variable of a service's environment.

    Attributes:
        value: None where its name stands alone, and whoever starts the service hands on what he has.
        given: what the project has for it then, if it has anything.
    """

    name: Value
    value: Value | None
    given: Given | None = None
    origin: Origin = Origin.OWN
    via: Place | None = None


@record
class Command:
    """The arguments of `command` or `entrypoint`, also of one that is written as a text. Empty where it is reset."""

    arguments: tuple[Value, ...]
    place: Place
    is_text: bool


@record
class Port:
    """One container port that is exposed, or published.

    Attributes:
        number: the port of the container; None where a variable decides.
        protocol: `tcp`, `udp`, …
        published: the port of the host; empty where Docker draws one; None where the port is only exposed.
        host_ip: the address of the host; empty for all.
        value: what it is written in.
        open_ip: the variables without a value that the address hangs on.
    """

    number: int | None
    protocol: str
    published: str | None
    host_ip: str
    value: Value
    open_ip: tuple[str, ...] = ()

    @property
    def is_published(self) -> bool:
        """Whether the host listens, too."""
        return self.published is not None


@record
class Network:
    """A network of the project.

    Attributes:
        key: what the file calls it.
        name: what the engine calls it; variables count as unset.
        unknown: the variables without a value that the name hangs on.
        place: where it is declared; None for the default network that is not.
        driver: what makes it, as `macvlan`; empty for the usual one.
    """

    key: str
    name: str
    is_external: bool = False
    unknown: tuple[str, ...] = ()
    place: Place | None = None
    driver: str = ""


@record
class Attachment:
    """A network that a service is on. `value` is where it says so; None for the default network that nobody names."""

    network: Network
    value: Value | None
    aliases: tuple[Value, ...] = ()


@record
class Mount:
    """A volume of a service.

    Attributes:
        kind: `bind`, `volume`, `tmpfs`, …
        source: what is mounted: a path of the host as it is written, the key of a volume, or empty.
        target: where it is in the container.
    """

    kind: str
    source: str
    target: str
    read_only: bool
    value: Value

    @property
    def unknown(self) -> tuple[str, ...]:
        """The variables without a value that it hangs on."""
        return self.value.unknown

    @property
    def is_source_known(self) -> bool:
        """Whether nobody else may put another text into what is mounted."""
        start = 0
        for piece in self.value.pieces:
            if piece.is_open and start <= len(self.source):
                return False
            start += len(piece.text)
        return True


@record
class Base:
    """The image on which a service is built, as far as its Dockerfile tells.

    Attributes:
        image: its name.
        is_kept: whether it starts as this one does: nothing is put into it, and it has no other entry point.
    """

    image: str
    is_kept: bool


@record
class Service:
    """A service of a project, with all that files, anchors and `extends` bring.

    Attributes:
        name: its key.
        labels: the containers' labels, each name once, in the order of the file; under Docker these count.
        deploy_labels: the service's labels; in Swarm these count.
        is_built: whether the image is built here, whatever it is called.
        built_of: the folder, the Dockerfile and the target of the build, which two services have alike whose images are
            the same; empty where more is said of it.
        base: the image on which it is built; None where it is not, or its Dockerfile does not tell.
        build_labels: the labels of the image that is built.
        health_check: the words of the command with which Docker asks whether a container is well.
        networks: what it is on; empty with a `network_mode`.
        replicas: how many containers there are; None where a variable decides.
        mode: `replicated`, `global`, …
        extra_hosts: what its containers are told of names, as items or as the names alone.
        is_active: whether it runs without a profile being asked for.
        is_for_swarm: whether it says what only a stack has: where its tasks are placed, how they are updated.
    """

    name: Value
    image: Value | None = None
    labels: tuple[Label, ...] = ()
    deploy_labels: tuple[Label, ...] = ()
    is_built: bool = False
    built_of: tuple[str, ...] = ()
    base: Base | None = None
    build_labels: tuple[Label, ...] = ()
    command: Command | None = None
    entrypoint: Command | None = None
    health_check: tuple[Value, ...] = ()
    environment: tuple[Variable, ...] = ()
    networks: tuple[Attachment, ...] = ()
    network_mode: Value | None = None
    ports: tuple[Port, ...] = ()
    expose: tuple[Port, ...] = ()
    volumes: tuple[Mount, ...] = ()
    container_name: Value | None = None
    replicas: int | None = 1
    replicas_value: Value | None = None
    mode: str = "replicated"
    endpoint_mode: str = "vip"
    depends_on: tuple[Value, ...] = ()
    extra_hosts: tuple[Value, ...] = ()
    profiles: tuple[Value, ...] = ()
    is_active: bool = True
    is_for_swarm: bool = False

    @property
    def place(self) -> Place:
        """Where its key stands."""
        return self.name.place


@record
class ProjectName:
    """What a project is called.

    Attributes:
        text: the name; variables count as unset.
        is_sure: whether it is called so wherever it is started: `name:` says so, or somebody gave it.
        unknown: the variables without a value that it hangs on.
        value: where it is written; None where it is the folder's, or given.
    """

    text: str
    is_sure: bool
    unknown: tuple[str, ...] = ()
    value: Value | None = None


_NO_VARIABLES: Mapping[str, Given] = MappingProxyType({})


@record
class ComposeProject:
    """A project: what `docker compose` or `docker stack` makes of one file and those that belong to it.

    Attributes:
        files: the files that were read, in order: the main one, overrides, those extended, included, and `.env` ones.
        services: in the order of the text, also those that no active profile asks for (`is_active`).
        networks: by key.
        diagnostics: what Compose has against it.
        variables: the variables that have a value in the main files.
        mains: the main file and those that override it.
    """

    name: ProjectName
    services: tuple[Service, ...] = ()
    networks: tuple[Network, ...] = ()
    diagnostics: tuple[ComposeDiagnostic, ...] = ()
    files: tuple[str, ...] = ()
    is_stack: bool = False
    variables: Mapping[str, Given] = _NO_VARIABLES
    mains: tuple[str, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether Compose refuses it, whatever variables are set."""
        return any(diagnostic.refuses and not diagnostic.unset for diagnostic in self.diagnostics)

    @property
    def is_part(self) -> bool:
        """Whether Compose refuses it only because it is to be put over another one, and does not say again what its
        services are made of."""
        refusing = {one.kind for one in self.diagnostics if one.refuses and not one.unset}
        return DiagnosticKind.NO_IMAGE in refusing and refusing.issubset(OF_OTHER_FILES)

    def service(self, name: str) -> Service | None:
        """The service of a name."""
        return next((service for service in self.services if service.name.text == name), None)
