"""How an option of the static configuration is written as a flag or as a variable."""

from __future__ import annotations

from traefiklint.decoding.settings import PREFIX
from traefiklint.instance.instance import SourceFile
from traefiklint.patterns import lazy

_WITH_VALUE = lazy(r"([\w.\[\]-]+)(?::\s+|\s+|:)(.*)")


def are_settings(source: SourceFile) -> bool:
    """Whether a static configuration is given by flags or variables."""
    return source.document.holds_labels


def as_setting(source: SourceFile, path: str, value: str) -> str:
    """An option with its value, as the form of this source has it: `--log.level=INFO`, `TRAEFIK_LOG_LEVEL=INFO`."""
    given = (one for section, found in source.parts.items() if section.__name__ == "SettingNames" for one in found)
    if any(not names.is_flags for names in given):
        return f"{PREFIX}{path.replace('[', '.').replace(']', '').replace('.', '_').upper()}={value}"
    return f"--{path}={value}"


def without_sign(text: str) -> tuple[str, str] | None:
    """A name and its value that have no equals sign between them, but a colon or a blank; None where it is not so."""
    found = _WITH_VALUE.fullmatch(text)
    return (found[1], found[2]) if found else None
