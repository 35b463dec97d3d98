"""Finding the config file: `traefiklint.toml`, or `[tool.traefiklint]` in `pyproject.toml`, nearest first."""

from __future__ import annotations

import os

from traefiklint.reading import read_file
from traefiklint.records import NamedTuple
from traefiklint.settings.values import SettingsError

OWN, SHARED = "traefiklint.toml", "pyproject.toml"
TABLE = "tool.traefiklint"


class ConfigFile(NamedTuple):
    """A config file that was found."""

    path: str
    """As the user would name it: relative where it is below the working directory."""
    folder: str
    """Its directory, absolute."""
    text: str
    table: tuple[str, ...]
    """Under which table of the file our settings stand."""


def find(config: str | None, start: str | None) -> ConfigFile | None:
    """The config file that is named, or the nearest one upward; None where there is none.

    Raises:
        SettingsError: a file that is named does not exist, or one that was found cannot be read.
    """
    if config is not None:
        shared = os.path.basename(config) == SHARED  # noqa: PTH119 - pathlib costs more than all of this
        return _open(config, ("tool", "traefiklint") if shared else ())
    folder = os.path.abspath(start or os.curdir)  # noqa: PTH100
    while True:
        own = os.path.join(folder, OWN)  # noqa: PTH118
        if os.path.isfile(own):  # noqa: PTH113
            return _open(own, ())
        shared_path = os.path.join(folder, SHARED)  # noqa: PTH118
        if os.path.isfile(shared_path):  # noqa: PTH113
            found = _open(shared_path, ("tool", "traefiklint"))
            if TABLE in found.text:
                return found
        parent = os.path.dirname(folder)  # noqa: PTH120
        if parent == folder:
            return None
        folder = parent


def _open(path: str, table: tuple[str, ...]) -> ConfigFile:
    try:
        text = read_file(path).decode().replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise SettingsError(f"the config file `{path}` is not UTF-8") from None
    except OSError as error:
        raise SettingsError(f"the config file `{path}` cannot be read: {error.strerror}") from None
    absolute = os.path.abspath(path)  # noqa: PTH100
    near = os.path.relpath(absolute)
    return ConfigFile(
        absolute if near.startswith("..") else near,
        os.path.dirname(absolute),  # noqa: PTH120
        text,
        table,
    )


def config_of(start: str) -> str:
    """The path of the nearest config file upward from a folder, absolute; empty where there is none."""
    found = find(None, start)
    return os.path.abspath(found.path) if found is not None else ""  # noqa: PTH100
