"""What Compose refuses, typed: what kind of thing, where, and about which names. Words are the rules' work."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from traefiklint.compose.values import Place
from traefiklint.records import NamedTuple

if TYPE_CHECKING:
    from traefiklint.text.diagnostics import TextDiagnostic


class DiagnosticKind(StrEnum):
    """What is wrong. Compose refuses the whole project for all of these but the last ones."""

    SYNTAX = "syntax"
    """The text is no YAML, or yaml's own rules are broken (`cause`: what the reader says; else `detail`)."""
    REPEATED_KEY = "repeated-key"
    """A mapping has a key twice (`name`: the key)."""
    REPEATED_ITEM = "repeated-item"
    """A list has a text twice (`name`: the text)."""
    NOT_A_MAPPING = "not-a-mapping"
    """Something must be a mapping (`name`: its path)."""
    WRONG_TYPE = "wrong-type"
    """Something has a type that Compose does not take there (`name`: its path; `detail`: what it takes)."""
    KEY_NOT_A_TEXT = "key-not-a-text"
    """A key is a number, a truth value or a date (`name`: the key)."""
    UNKNOWN_KEY = "unknown-key"
    """A key that Compose does not know (`name`: the key; `detail`: where)."""
    INTERPOLATION = "interpolation"
    """A `${` that Compose can make nothing of (`name`: the text)."""
    REQUIRED_VARIABLE = "required-variable"
    """A variable that must have a value has none here (`name`: the variable; `detail`: the author's words)."""
    UNKNOWN_SERVICE = "unknown-service"
    """`extends`, `depends_on` or `network_mode` names a service that is not there (`name`; `detail`: the option)."""
    INACTIVE_SERVICE = "inactive-service"
    """An option names a service that no active profile asks for (`name`; `detail`: the option)."""
    UNKNOWN_NETWORK = "unknown-network"
    """A service is on a network that the project does not declare (`name`)."""
    UNKNOWN_VOLUME = "unknown-volume"
    """A service mounts a volume that the project does not declare (`name`)."""
    UNDECLARED = "undeclared"
    """A service uses a secret or a config that the project does not declare (`name`; `detail`: where it would be)."""
    CYCLE = "cycle"
    """`extends`, `include` or `depends_on` leads in a circle (`name`; `detail`: the option)."""
    MISSING_FILE = "missing-file"
    """A file that must be there is not (`name`; `detail`: the option)."""
    EXCLUSIVE = "exclusive"
    """Two options exclude each other (`name`: the options)."""
    NAME_TAKEN = "name-taken"
    """Two services have the same `container_name` (`name`)."""
    EMPTY_NAME = "empty-name"
    """The project's `name` comes to nothing."""
    NO_IMAGE = "no-image"
    """A service has neither an image nor a build."""
    NOT_IN_STACKS = "not-in-stacks"
    """`docker stack` does not know an option (`name`; `detail`: where)."""
    ENV_FILE = "env-file"
    """A line of an `.env`-like file that Compose cannot read (`detail`)."""
    NO_SERVICES = "no-services"
    """Nothing in the file."""
    UNSET_VARIABLE = "unset-variable"
    """A variable has no value here, and would be empty (`name`). No refusal."""
    NOT_READ = "not-read"
    """A file that may change everything is not at hand (`name`; `detail`: the option). No refusal."""


OF_OTHER_FILES = (
    DiagnosticKind.UNKNOWN_SERVICE,
    DiagnosticKind.UNKNOWN_NETWORK,
    DiagnosticKind.UNKNOWN_VOLUME,
    DiagnosticKind.UNDECLARED,
    DiagnosticKind.NO_IMAGE,
)
"""What is missing, and may stand in a file that is used together with this one."""


_MILD = frozenset((DiagnosticKind.UNSET_VARIABLE, DiagnosticKind.NOT_READ))


class ComposeDiagnostic(NamedTuple):
    """One thing that Compose has against a project.

    Attributes:
        kind: what.
        place: where.
        name: the name that it is about.
        detail: more about it, as the kind says.
        compose: what Compose itself says, as far as that is known; empty where it is not.
        related: other places that have to do with it, each with what it has to do with it.
        unset: what it hangs on: it holds only where these variables stay unset, and these files missing.
        cause: what the reader of the text says, where it stops for that.
    """

    kind: DiagnosticKind
    place: Place
    name: str = ""
    detail: str = ""
    compose: str = ""
    related: tuple[tuple[Place, str], ...] = ()
    unset: tuple[str, ...] = ()
    cause: TextDiagnostic | None = None

    @property
    def refuses(self) -> bool:
        """Whether Compose refuses the whole project for it (where `unset` is empty: in any case)."""
        return self.kind not in _MILD
