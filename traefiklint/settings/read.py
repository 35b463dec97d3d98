"""From the text of a config file to settings, with the place of everything that is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Mapped
from typing import TYPE_CHECKING, Any

from traefiklint.options import AUTO, PROFILES
from traefiklint.settings.find import ConfigFile
from traefiklint.settings.implied import (
    DEFAULT_ENVIRONMENT,
    DIRECTORY,
    implied_composes,
    implied_context,
    implied_directories,
    implied_static,
)
from traefiklint.settings.shape import (
    VARIABLE,
    Key,
    Reading,
    address,
    choice,
    ports,
    record,
    switch,
    table,
    tables,
    text,
    texts,
    version,
)
from traefiklint.settings.values import Environment, Folder, Settings, SettingsError, TraefikTable
from traefiklint.text.nodes import Mapping, Node
from traefiklint.toml.reader import read_toml

if TYPE_CHECKING:
    from traefiklint.docker.host import HostFacts

SEVERITIES = ("error", "warning", "info")
FAIL_ON = (*SEVERITIES, "never")
KINDS = ("middlewares", "routers", "services", "serversTransports", "options", "stores")

_SERVER = {"url": text, "directory": text, "apps": texts, "composes": texts, "context": text}
_OF_HOST = {"images": table(ports), "variables": table(text, VARIABLE, "of a variable"), "stopped": texts}
_KNOWN = record(dict.fromkeys(KINDS, texts) | _OF_HOST)
_TRAEFIK = {
    "name": text,
    "static": text,
    "directories": texts,
    "compose": texts,
    "target": version,
    "profile": choice(*PROFILES, AUTO),
    "known": _KNOWN,
}
SHAPE = record(
    {
        "target": version,
        "static": text,
        "profile": choice(*PROFILES, AUTO),
        "directories": texts,
        "exclude": texts,
        "traefik": tables(record(_TRAEFIK)),
        "select": texts,
        "ignore": texts,
        "fail-on": choice(*FAIL_ON),
        "strict": switch,
        "baseline": text,
        "rule-url": address,
        "severity": table(choice(*SEVERITIES)),
        "per-file-ignores": table(texts),
        "known": _KNOWN,
        "policies": texts,
        "extends": texts,
        "python-rules": texts,
        "remote": record({"directory": text, "static": text, "files": text, "apps": texts}),
        "dokploy": record(_SERVER | {"environments": table(record(_SERVER))}),
    }
)


def read(file: ConfigFile) -> Settings:
    """The settings of a config file.

    Raises:
        SettingsError: it is no TOML, has an unknown key, or a value of the wrong kind; every such place is named.
    """
    tree, said = read_toml(file.text)
    if tree is None:
        from traefiklint.checks.shared.texts import clause_of

        raise _error(file, [(*one.span[:2], f"this is not TOML: {clause_of(one, file.path)}") for one in said])
    key = Key((), 1, 1)
    for step in file.table:
        key, tree = _below(tree, key, step)
    reading = Reading()
    values = SHAPE(tree, key, reading)
    if reading.problems:
        raise _error(file, reading.problems)
    depth = len(file.table)
    lines = {".".join(one.path[depth:]): f"{file.path}:{one.line}" for one in reading.keys}
    return _settings(file, values, lines)


def _below(tree: Node, key: Key, step: str) -> tuple[Key, Node]:
    """A table in a table, by its name; an empty one where there is none."""
    for name, value in tree.pairs if isinstance(tree, Mapping) else ():
        if name.value == step:
            return key.below(name), value
    return key, Mapping([], False, tree.start, tree.end)


def _settings(file: ConfigFile, values: dict[str, Any], lines: dict[str, str]) -> Settings:
    dokploy = values.pop("dokploy", {})
    environments = dokploy.pop("environments", {})
    remote = Folder(**values.pop("remote", {}))
    if "dokploy" in (key.partition(".")[0] for key in lines):
        servers = {DEFAULT_ENVIRONMENT: dokploy, **environments}
        _imply(file, values, lines, servers.values())
        values["context"] = implied_context(
            file.folder,
            {name: (one.get("directory") or DIRECTORY, one.get("context", "")) for name, one in servers.items()},
        )
        values["composes"] = implied_composes(
            file.folder, [one.get("directory") or DIRECTORY for one in servers.values()]
        )
    known = values.get("known", {})
    traefiks = tuple(_traefik(one, known) for one in values.pop("traefik", ()))
    return Settings(
        file=file.path,
        folder=file.folder,
        dokploy=Environment(**dokploy),
        remote=remote,
        host=_host(known),
        traefiks=traefiks,
        environments={name: Environment(**one) for name, one in environments.items()},
        sources=lines,
        **{key.replace("-", "_"): value for key, value in values.items()},
    )


def _traefik(said: dict[str, Any], shared: Mapped[str, Any]) -> TraefikTable:
    """A table `[[traefik]]`; what it says is known itself counts before what the file says of all (`shared`)."""
    own = said.pop("known", None)
    if own is None:
        return TraefikTable(**said)
    joined = {key: {**shared.get(key, {}), **own.get(key, {})} for key in ("images", "variables")}
    known = {**shared, **own, **{key: one for key, one in joined.items() if one}}
    host = _host(known)  # which takes out what is no object
    return TraefikTable(**said, known=known, host=host)


def _host(known: dict[str, Any]) -> HostFacts | None:
    """What is said of the host, which is taken out of what is known."""
    if not known.keys() & _OF_HOST.keys():
        return None
    from traefiklint.docker.host import HostFacts

    said = {key: known.pop(key) for key in _OF_HOST if key in known}
    return HostFacts(said.get("images", {}), said.get("variables", {}), frozenset(said.get("stopped", ())))


def _imply(file: ConfigFile, values: dict[str, Any], lines: dict[str, str], servers: Iterable[dict[str, Any]]) -> None:
    """Where nothing is said about linting, the folders of the servers are meant, and nothing beside them."""
    named = dict.fromkeys(server.get("directory") or DIRECTORY for server in servers)
    for key, value in (
        ("directories", implied_directories(file.folder, named)),
        ("static", implied_static(file.folder)),
    ):
        if key not in values and value:
            values[key] = value
            lines[key] = f"{file.path} ([dokploy])"


def _error(file: ConfigFile, problems: Iterable[tuple[int, int, str]]) -> SettingsError:
    first, *others = (f"{file.path}:{line}:{column}: {said}" for line, column, said in sorted(problems))
    error = SettingsError(first)
    error.details = tuple(others)
    return error
