"""The config file: what it may say, where it is found, and where each setting in force comes from.

It is checked by hand-written code rather than pydantic, because a config file stands beside almost every hook run, and
importing pydantic takes longer than linting the file that was changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from traefiklint.settings.values import DEFAULT, Environment, Settings, SettingsError, TraefikTable

if TYPE_CHECKING:
    from traefiklint.docker.host import HostFacts

__all__ = ["DEFAULT", "Environment", "Settings", "SettingsError", "TraefikTable", "as_dict", "load"]


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

    return read(found)._replace(named=config is not None)


def as_dict(settings: Settings) -> dict[str, Any]:
    """The settings by the names that the config file uses."""
    return {
        "target": settings.target,
        "static": settings.static,
        "profile": settings.profile,
        "directories": list(settings.directories),
        "exclude": list(settings.exclude),
        "traefik": [_table(one) for one in settings.traefiks],
        "select": list(settings.select),
        "ignore": list(settings.ignore),
        "fail-on": settings.fail_on,
        "strict": settings.strict,
        "baseline": settings.baseline,
        "rule-url": settings.rule_url,
        "severity": dict(settings.severity),
        "per-file-ignores": {pattern: list(rules) for pattern, rules in settings.per_file_ignores.items()},
        "known": {kind: list(names) for kind, names in settings.known.items()} | _host(settings.host),
        "policies": list(settings.policies),
        "extends": list(settings.extends),
        "python-rules": list(settings.python_rules),
        "remote": settings.remote._asdict() | {"apps": list(settings.remote.apps)},
        "dokploy": _environment(settings.dokploy)
        | {"environments": {name: _environment(one) for name, one in settings.environments.items()}},
    }


def _table(one: TraefikTable) -> dict[str, Any]:
    told = {key: list(value) if isinstance(value, tuple) else value for key, value in one._asdict().items()}
    del told["host"]
    told["known"] = {kind: list(names) for kind, names in (one.known or {}).items()} | _host(one.host)
    return {key: value for key, value in told.items() if value}


def _host(host: HostFacts | None) -> dict[str, Any]:
    """What is known of the host, without the values of secrets."""
    from traefiklint.text.names import is_secret_name

    if host is None:
        return {}
    told = {
        "images": {image: list(ports) for image, ports in host.images.items()},
        "variables": {name: "***" if is_secret_name(name) else value for name, value in host.variables.items()},
        "stopped": sorted(host.stopped),
    }
    return {key: value for key, value in told.items() if value}


def _environment(environment: Environment) -> dict[str, Any]:
    lists = {"apps": list(environment.apps), "composes": list(environment.composes)}
    return {"url": environment.url, "directory": environment.directory} | lists
