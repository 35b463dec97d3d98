"""Writes `traefiklint/roundtrip/models.pyi` from the declarations: `make stubs`."""

from __future__ import annotations

import textwrap
from pathlib import Path

import traefiklint
from traefiklint.model.base import Option, Section
from traefiklint.model.kinds.maps import IntMap, Plugins, TextMap
from traefiklint.model.kinds.scalars import Bool, Float, Int
from traefiklint.model.kinds.sections import ByName, Nested, Sections
from traefiklint.model.kinds.texts import Floats, Texts
from traefiklint.roundtrip.making import options_of, sections, shown_default
from traefiklint.versions import TARGETS

FILE = Path(traefiklint.__file__).parent / "roundtrip" / "models.pyi"

HEAD = '''\
"""The sections of a configuration, as type checkers and editors see them. Written by `make stubs`; do not edit."""

from typing import Any

from traefiklint.roundtrip.base import Part
from traefiklint.roundtrip.containers import Objects
'''


def stubs() -> str:
    """The text of the file."""
    return HEAD + "".join(map(section, sections()))


def section(of: type[Section]) -> str:
    """One class."""
    lines = [f"\nclass {of.__name__}(Part):", *documented((of.__doc__ or "").strip())]
    for name, option in options_of(of).items():
        lines += [f"    {name}: {type_of(option)} = ...", *documented(sentence(option))]
    return "\n".join(lines) + "\n"


def sentence(option: Option) -> str:
    """What an editor shows about an option."""
    default = shown_default(option)
    facts = [option.description.rstrip(".") + "." if option.description else f"`{option.key}`."]
    if default not in (None, "", 0, False, ()):
        facts.append(f"Default: {', '.join(map(str, default)) if isinstance(default, tuple) else default}.")
    if option.since != TARGETS[0]:
        facts.append(f"Since Traefik {option.since}.")
    if option.deprecated:
        facts.append("Deprecated.")
    return " ".join(facts)


def documented(text: str) -> list[str]:
    """A docstring below what it is about."""
    quoted = text.replace("\\", "\\\\").replace('"""', "'''")
    if quoted.endswith('"'):
        quoted += " "
    return textwrap.wrap(f'"""{quoted}"""', 116, initial_indent="    ", subsequent_indent="    ")


def type_of(option: Option) -> str:
    """The type of an option's value."""
    kind, of = option.kind, option.of.__name__ if option.of else ""
    if isinstance(kind, Nested):
        return of
    if isinstance(kind, Sections):
        return f"list[{of}]"
    if isinstance(kind, ByName):
        return f"Objects[{of}]"
    if isinstance(kind, Plugins):
        return "dict[str, Any]"
    if isinstance(kind, (TextMap, IntMap)):
        return f"dict[str, {'str' if isinstance(kind, TextMap) else 'int'}]"
    if isinstance(kind, Floats):
        return "list[float]"
    if isinstance(kind, Texts):
        return "list[str]"
    plain = {Bool: "bool", Int: "int", Float: "float"}.get(type(kind), "str")
    return plain if option.default is not None else f"{plain} | None"


if __name__ == "__main__":
    FILE.write_text(stubs(), "utf-8")
