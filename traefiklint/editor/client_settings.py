"""What the client asks for: `initializationOptions`, and the section `traefiklint` of its settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from traefiklint.errors import UsageError
from traefiklint.options import AUTO, PROFILES
from traefiklint.versions import read_version


@dataclass(frozen=True, slots=True)
class ClientSettings:
    """The settings of an editor. What is empty is left to `traefiklint.toml`."""

    static: str = ""
    """The static configuration, from the folder of the workspace."""
    profile: str = ""
    target: str = ""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    strict: bool = False
    only_open: bool = False
    """Whether to speak of open documents only, and not of their neighbours."""
    lenses: bool = True
    hints: bool = True


def read_settings(given: Any, before: ClientSettings | None = None) -> tuple[ClientSettings, list[str]]:
    """The settings, and what is wrong with those that stay as they were.

    Args:
        before: the settings that were in force.
    """
    if isinstance(given, Mapping) and isinstance(given.get("traefiklint"), Mapping):
        given = given["traefiklint"]
    if not isinstance(given, Mapping):
        return before or ClientSettings(), []
    found: dict[str, Any] = {}
    wrong: list[str] = []
    for field in fields(ClientSettings):
        head, *rest = field.name.split("_")
        key = head + "".join(map(str.capitalize, rest))
        value = given.get(key)
        if value is None:
            continue
        taken = _taken(value, field.default)
        why = f"is not {_wanted(field.default)}" if taken is None else _refused(field.name, taken)
        if why:
            wrong.append(f"the setting `traefiklint.{key}` {why}")
            taken = getattr(before, field.name) if before is not None else field.default
        found[field.name] = taken
    return ClientSettings(**found), wrong


def _refused(name: str, value: Any) -> str:
    """Why a setting cannot be what it is; empty where it can."""
    if name == "target" and value:
        try:
            read_version(value)
        except UsageError as error:
            return f"does not help: {error}"
    if name == "profile" and value not in ("", AUTO, *PROFILES):
        return f"does not help: there is no profile `{value}`"
    return ""


def _taken(value: Any, default: Any) -> Any:
    if isinstance(default, tuple):
        texts = [value] if isinstance(value, str) else value
        is_list = isinstance(texts, (list, tuple)) and all(isinstance(one, str) for one in texts)
        return tuple(texts) if is_list else None
    return value if isinstance(value, type(default)) else None


def _wanted(default: Any) -> str:
    return {tuple: "a list of texts", bool: "true or false"}.get(type(default), "a text")
