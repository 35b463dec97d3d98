"""What is said of the forms in which a compose file gives a Traefik its static configuration, for the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from traefiklint.compose.values import Value
from traefiklint.instance.names import OF_LABELS
from traefiklint.model.base import Place
from traefiklint.records import NamedTuple

if TYPE_CHECKING:
    from traefiklint.model.static import Static
    from traefiklint.model.static.resolvers import CertificatesResolver


class BadSetting(NamedTuple):
    """A flag or variable at whose name Traefik ends."""

    place: Place
    kind: str
    """As of a `FatalName`; or `removed`, where the option is one that Traefik has given up."""
    text: str
    traefik: str
    is_flag: bool


class Traefik1Flags(NamedTuple):
    """The flags that only Traefik 1 had, where there are so many that all of them are for it."""

    place: Place
    """Where the first of them stands."""
    names: tuple[str, ...]
    """Each once, as written, without the hyphens and what is below it."""


class LostWords(NamedTuple):
    """The first of the words that Traefik does not look at, because it is no flag."""

    place: Place
    text: str
    number: int
    """How many words are lost, itself too."""


class QuotedSetting(NamedTuple):
    """A flag or variable whose value stands in quotes that Traefik gets, too."""

    place: Place
    """Where the value stands."""
    name: str
    """As written, up to the equals sign."""
    value: str
    """The value without its quotes."""


class RepeatedFlag(NamedTuple):
    """A flag that is given again."""

    place: Place
    name: str
    is_list: bool
    is_same: bool
    """Whether it says the same as before."""


class BareList(NamedTuple):
    """A flag for a list below the name of something that has no value."""

    place: Place
    name: str


class SettingNames(NamedTuple):
    """The names of the flags or variables that count, as often as they are written."""

    names: tuple[Value, ...]
    is_flags: bool


class IgnoredForm(NamedTuple):
    """A form of the static configuration that Traefik does not look at, because another one is there."""

    place: Place
    form: str
    """`flags` or `variables`."""
    winner: str
    """`file` or `flags`."""
    file: str
    """The path of that file; empty where there is none, or it is not at hand."""
    is_same: bool = False
    """Whether the file says the same, so that nothing is lost, but perhaps for entry points."""
    points: frozenset[str] = frozenset()
    """The names of these, where the file has others for the same addresses."""
    at: str = ""
    """Where in the container the file is, where it is not at hand."""
    static: Static | None = None
    """What this form says, where the one that counts is at hand."""

    @property
    def providers(self) -> frozenset[str]:
        """Those of containers that this form turns on."""
        return providers_of_containers(self.static) if self.static is not None else frozenset()


def providers_of_containers(static: Static) -> frozenset[str]:
    """The providers of containers that a static configuration turns on."""
    given = static.providers
    return frozenset(name for name in OF_LABELS if given is not None and getattr(given, name) is not None)


class UnreadFile(NamedTuple):
    """A file of the project that a volume brings to where this Traefik reads nothing."""

    place: Place
    """Where the volume stands."""
    file: str
    target: str
    """Where it is in the container."""
    is_static: bool
    """Whether it is a static configuration, and no dynamic one."""
    provided: str
    """What the file provider reads; empty where there is none."""
    by_variables: bool = False
    """Whether this Traefik has variables for its static configuration, and no flags."""
    is_all: bool = False
    """Whether it has no other static configuration, in whatever form."""


FOLDERS_OF_THE_IMAGE = frozenset(
    f"/{name}"
    for name in (
        "bin", "dev", "etc", "home", "lib", "media", "mnt", "opt", "proc", "root", "run", "sbin", "srv", "sys", "tmp",
        "usr", "usr/local", "usr/local/bin", "var",
    )
)  # fmt: skip
"""Folders that the image has; a volume would cover them with all that is in them, as `/etc/ssl/certs`."""


class LostStorage(NamedTuple):
    """The certificates of a resolver are kept in Traefik's container alone: no volume brings the file or its folder."""

    resolver: CertificatesResolver
    path: str
    """In the container."""
    alike: str
    """Where a volume brings a file of that name, or a folder for it; empty where none does."""
    has_no_folder: bool
    """Whether the folder is not there either, which Traefik does not make."""


class NotMounted(NamedTuple):
    """What the file provider of a Traefik reads is not in its container: no volume brings it."""

    place: Place
    """Where the option stands."""
    path: str
    """In the container."""
    is_folder: bool
    here: str
    """The path from the compose file's folder of a file by that name; empty where there is none."""
