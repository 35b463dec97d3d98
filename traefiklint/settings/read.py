"""From the text of a config file to settings, with the place of everything that is wrong."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from traefiklint.options import PROFILES
from traefiklint.settings import Environment, Settings, SettingsError
from traefiklint.settings.find import ConfigFile
from traefiklint.settings.places import Place, places
from traefiklint.settings.shape import Path, Problem, choice, record, switch, table, text, texts, version

SEVERITIES = ("error", "warning", "info")
FAIL_ON = (*SEVERITIES, "never")
KINDS = ("middlewares", "routers", "services", "serversTransports", "options", "stores")

_SERVER = {"url": text, "directory": text, "apps": texts}
SHAPE = record(
    {
        "target": version,
        "static": text,
        "profile": choice(*PROFILES),
        "directories": texts,
        "select": texts,
        "ignore": texts,
        "fail-on": choice(*FAIL_ON),
        "strict": switch,
        "baseline": text,
        "severity": table(choice(*SEVERITIES)),
        "per-file-ignores": table(texts),
        "known": record(dict.fromkeys(KINDS, texts)),
        "dokploy": record(_SERVER | {"environments": table(record(_SERVER))}),
    }
)

_PLACE_OF_ERROR = re.compile(r" \(at line (\d+), column (\d+)\)$")


def read(file: ConfigFile) -> Settings:
    """The settings of a config file.

    Raises:
        SettingsError: it is no TOML, has an unknown key, or a value of the wrong kind; every such place is named.
    """
    try:
        tree: Any = tomllib.loads(file.text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(file, str(error)) from None
    for step in file.table:
        tree = tree.get(step, {}) if isinstance(tree, dict) else {}
    where = places(file.text)
    problems: list[Problem] = []
    values = SHAPE(tree, file.table, problems)
    if problems:
        found = sorted((_place(where, problem.path), problem.message) for problem in problems)
        raise SettingsError("\n".join(f"{file.path}:{at.line}:{at.column}: {message}" for at, message in found))
    return _settings(file, values, where)


def _settings(file: ConfigFile, values: dict[str, Any], where: dict[Path, Place]) -> Settings:
    dokploy = values.pop("dokploy", {})
    environments = dokploy.pop("environments", {})
    lines = {
        ".".join(path[len(file.table) :]): f"{file.path}:{place.line}"
        for path, place in where.items()
        if path[: len(file.table)] == file.table and len(path) > len(file.table)
    }
    return Settings(
        file=file.path,
        folder=file.folder,
        dokploy=Environment(**dokploy),
        environments={name: Environment(**one) for name, one in environments.items()},
        sources=lines,
        **{key.replace("-", "_"): value for key, value in values.items()},
    )


def _place(where: dict[Path, Place], path: Path) -> Place:
    """The place of a key, or of the nearest table around it that has one."""
    while path and path not in where:
        path = path[:-1]
    return where.get(path, Place(1, 1))


def _not_toml(file: ConfigFile, message: str) -> SettingsError:
    place = _PLACE_OF_ERROR.search(message)
    what = _PLACE_OF_ERROR.sub("", message).removesuffix(" (at end of document)")
    lines = file.text.split("\n")
    line, column = place.groups() if place else (len(lines), len(lines[-1]) + 1)
    return SettingsError(f"{file.path}:{line}:{column}: this is not TOML: {what[:1].lower()}{what[1:]}")
