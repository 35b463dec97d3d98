"""What a config file says, as values."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from traefiklint.errors import TraefiklintError
from traefiklint.options import AUTO
from traefiklint.records import NamedTuple
from traefiklint.versions import NEWEST

if TYPE_CHECKING:
    from traefiklint.docker.host import HostFacts

DEFAULT = "default"


class SettingsError(TraefiklintError):
    """The config file cannot be read, or says something that is not understood."""


class Environment(NamedTuple):
    """One Dokploy server that the config file names."""

    url: str = ""
    directory: str = ""
    apps: tuple[str, ...] = ()
    """Which applications, as patterns; all where empty."""
    composes: tuple[str, ...] = ()
    """Whose text of compose applications is kept here, as patterns; none where empty."""
    context: str = ""
    """Where `pull` keeps what else Traefik reads there; below `.traefiklint` where empty."""


class Folder(NamedTuple):
    """A provider directory that sync works with in the place of a server."""

    directory: str = ""
    static: str = ""
    """The static configuration of the Traefik that reads it."""
    files: str = ""
    """Where its files are kept here."""
    apps: tuple[str, ...] = ()
    """Which of them, as patterns; all where empty."""


class TraefikTable(NamedTuple):
    """One Traefik that the config file names: a table `[[traefik]]`."""

    name: str = ""
    static: str = ""
    """Its static configuration; also a compose file whose service holds the flags."""
    directories: tuple[str, ...] = ()
    """Its provider directories; patterns stand for several."""
    compose: tuple[str, ...] = ()
    """Its compose files; patterns stand for several."""
    target: str = ""
    profile: str = ""
    known: Mapping[str, tuple[str, ...]] | None = None
    """The objects that other providers define for it; None where those of the whole file count."""
    host: HostFacts | None = None
    """What is known of its host, where it has a `known` of its own."""


class Settings(NamedTuple):
    """What the config file says, and the defaults where it says nothing. Paths are as written, relative to `folder`."""

    file: str = ""
    """The config file, as the user would name it; empty where there is none."""
    folder: str = ""
    """The directory of the config file, absolute; empty where there is none."""
    named: bool = False
    """Whether somebody named the config file, so that no other one counts."""
    target: str = NEWEST.name
    static: str = ""
    profile: str = AUTO
    directories: tuple[str, ...] = ()
    """Provider directories."""
    exclude: tuple[str, ...] = ()
    """What discovery leaves alone, as patterns that `.gitignore` has too."""
    traefiks: tuple[TraefikTable, ...] = ()
    """The Traefiks of the repository, where there are several."""
    select: tuple[str, ...] = ()
    """The only rules or categories to look for; all where empty."""
    ignore: tuple[str, ...] = ()
    """Rules or categories to leave out."""
    fail_on: str = "error"
    strict: bool = False
    baseline: str = ""
    rule_url: str = ""
    """Where the pages of the rules are published, with `{rule}` (and `{category}`) in it."""
    severity: Mapping[str, str] = {}
    """Severities by rule, where they are not the rule's own."""
    per_file_ignores: Mapping[str, tuple[str, ...]] = {}
    """Rules to leave out, by a pattern of paths relative to `folder`."""
    known: Mapping[str, tuple[str, ...]] = {}
    """Objects that other providers define, by kind, as in `{"middlewares": ("auth@docker",)}`."""
    host: HostFacts | None = None
    """What `[known]` says of the host that compose files run on; None where it says nothing."""
    dokploy: Environment = Environment()
    """The server that is meant where no `--environment` is named."""
    environments: Mapping[str, Environment] = {}
    remote: Folder = Folder()
    context: Mapping[str, str] = {}
    """The folder of what is known of the surroundings of a provider directory, by the directory."""
    composes: Mapping[str, str] = {}
    """The folder of the compose applications of a provider directory, by the directory."""
    policies: tuple[str, ...] = ()
    """Files and folders with policies of one's own."""
    extends: tuple[str, ...] = ()
    """Policies that come with the program, packs, and paths."""
    python_rules: tuple[str, ...] = ()
    """Files with rules in Python, which are run."""
    sources: Mapping[str, str] = {}
    """Where each setting that is not a default stands, as in `{"target": "traefiklint.toml:1"}`."""

    @property
    def has_own_rules(self) -> bool:
        """Whether rules of one's own are named; nothing of them is imported otherwise."""
        return bool(self.policies or self.extends or self.python_rules)

    def source(self, key: str) -> str:
        """Where a setting comes from: a place in the config file, or `default`."""
        return self.sources.get(key, DEFAULT)

    @property
    def baseline_path(self) -> str:
        """The baseline, as it is seen from the working directory; empty where there is none."""
        return self.path(self.baseline) if self.baseline else ""

    def path(self, name: str) -> str:
        """A path of the config file, as it is seen from the working directory."""
        absolute = os.path.join(self.folder, name)  # noqa: PTH118 - this is on the way of every lint
        near = os.path.relpath(absolute)
        return absolute if near.startswith("..") and os.path.isabs(name) else near  # noqa: PTH117
