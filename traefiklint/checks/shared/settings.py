"""How an option of the static configuration is written in the form that it has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from traefiklint.checks.shared.as_written import section_in_file
from traefiklint.decoding.settings import PREFIX
from traefiklint.instance.instance import Instance, SourceFile
from traefiklint.patterns import lazy

if TYPE_CHECKING:
    from traefiklint.instance.static_facts import SettingNames

_WITH_VALUE = lazy(r"([\w.\[\]-]+)(?::\s+|\s+|:)(.*)")


def are_settings(source: SourceFile) -> bool:
    """Whether a static configuration is given by flags or variables."""
    return source.document.holds_labels


def as_setting(source: SourceFile, path: str, value: str) -> str:
    """An option with its value, as the form of this source has it: `--log.level=INFO`, `TRAEFIK_LOG_LEVEL=INFO`."""
    from traefiklint.instance.static_facts import SettingNames

    parts: Mapping[type[Any], Iterable[Any]] = source.parts  # which are sections, and what is told with them
    return _as_setting(parts.get(SettingNames, ()), path, value)


def _as_setting(given: Iterable[SettingNames], path: str, value: str) -> str:
    if any(not names.is_flags for names in given):
        return f"{PREFIX}{path.replace('[', '.').replace(']', '').replace('.', '_').upper()}={value}"
    return f"--{path}={value}"


def setting_named(path: str, instance: Instance) -> str:
    """What the flag or the variable for an option is called."""
    return _as_setting(instance.context.static.get("SettingNames", ()), path, "").removesuffix("=")


def switched_on(path: str, instance: Instance) -> str:
    """How a section without options is written in the static configuration: in the form that it has, or in two where
    that is not known."""
    static = instance.context.static
    part = next(iter(static.get("Static", ())), None)
    if part is None:
        return f"`--{path}=true` or as `{section_in_file('', path)}`"
    if part.document.holds_labels:
        return f"`{_as_setting(static.get('SettingNames', ()), path, 'true')}`"
    return f"`{section_in_file(part.document.file, path)}`"


def without_sign(text: str) -> tuple[str, str] | None:
    """A name and its value that have no equals sign between them, but a colon or a blank; None where it is not so."""
    found = _WITH_VALUE.fullmatch(text)
    return (found[1], found[2]) if found else None
