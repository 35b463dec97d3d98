"""The config file: what it may say, where it is found, and where each setting in force comes from.

It is checked by hand-written code rather than pydantic, because a config file stands beside almost every hook run, and
importing pydantic takes longer than linting the file that was changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from traefiklint.errors import TraefiklintError
from traefiklint.versions import NEWEST

DEFAULT = "default"


class SettingsError(TraefiklintError):
    """The config file cannot be read, or says something that is not understood."""


class Environment(NamedTuple):
    """One Dokploy server that the config file names."""

    url: str = ""
    directory: str = ""
    apps: tuple[str, ...] = ()
    """Which applications, as patterns; all where empty."""


class Settings(NamedTuple):
    """What the config file says, and the defaults where it says nothing. Paths are as written, relative to `folder`."""

    file: str = ""
    """The config file, as the user would name it; empty where there is none."""
    folder: str = ""
    """The directory of the config file, absolute; empty where there is none."""
    target: str = NEWEST.name
    static: str = ""
    profile: str = "dokploy"
    directories: tuple[str, ...] = ()
    """Provider directories."""
    select: tuple[str, ...] = ()
    """The only rules or categories to look for; all where empty."""
    ignore: tuple[str, ...] = ()
    """Rules or categories to leave out."""
    fail_on: str = "error"
    strict: bool = False
    baseline: str = ""
    severity: Mapping[str, str] = {}
    """Severities by rule, where they are not the rule's own."""
    per_file_ignores: Mapping[str, tuple[str, ...]] = {}
    """Rules to leave out, by a pattern of paths relative to `folder`."""
    known: Mapping[str, tuple[str, ...]] = {}
    """Objects that other providers define, by kind, as in `{"middlewares": ("auth@docker",)}`."""
    dokploy: Environment = Environment()
    """The server that is meant where no `--environment` is named."""
    environments: Mapping[str, Environment] = {}
    sources: Mapping[str, str] = {}
    """Where each setting that is not a default stands, as in `{"target": "traefiklint.toml:1"}`."""

    def source(self, key: str) -> str:
        """Where a setting comes from: a place in the config file, or `default`."""
        return self.sources.get(key, DEFAULT)

    def path(self, name: str) -> str:
        """A path of the config file, as it is seen from the working directory."""
        import os

        absolute = os.path.join(self.folder, name)  # noqa: PTH118 - this is on the way of every lint
        near = os.path.relpath(absolute)
        return absolute if near.startswith("..") and os.path.isabs(name) else near  # noqa: PTH117


def load(config: str | None = None, start: str | None = None) -> Settings:
    """The settings in force.

    Args:
        config: the config file; looked for upward from `start` where None.
        start: where to look from; the working directory where None.

    Raises:
        SettingsError: the file cannot be read, is no TOML, has an unknown key or a value of the wrong kind.
    """
    from traefiklint.settings.find import find

    found = find(config, start)
    if found is None:
        return Settings()
    from traefiklint.settings.read import read

    return read(found)


def as_dict(settings: Settings) -> dict[str, Any]:
    """The settings by the names that the config file uses."""
    return {
        "target": settings.target,
        "static": settings.static,
        "profile": settings.profile,
        "directories": list(settings.directories),
        "select": list(settings.select),
        "ignore": list(settings.ignore),
        "fail-on": settings.fail_on,
        "strict": settings.strict,
        "baseline": settings.baseline,
        "severity": dict(settings.severity),
        "per-file-ignores": {pattern: list(rules) for pattern, rules in settings.per_file_ignores.items()},
        "known": {kind: list(names) for kind, names in settings.known.items()},
        "dokploy": _environment(settings.dokploy)
        | {"environments": {name: _environment(one) for name, one in settings.environments.items()}},
    }


def _environment(environment: Environment) -> dict[str, Any]:
    return {"url": environment.url, "directory": environment.directory, "apps": list(environment.apps)}
