"""What a config file may say: a checker for each key. A checker returns the value in our types, or notes a problem."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from traefiklint.errors import UsageError
from traefiklint.records import NamedTuple
from traefiklint.text.nodes import Mapping as Table
from traefiklint.text.nodes import Node, Scalar, Sequence
from traefiklint.text.spelling import nearest
from traefiklint.versions import read_version
from traefiklint.yaml.scalars import TOML_TIME

Path = tuple[str, ...]


class Key(NamedTuple):
    """The key of a value: its path, and where it stands, from 1."""

    path: Path
    line: int
    column: int

    @property
    def name(self) -> str:
        return self.path[-1]

    def below(self, key: Scalar) -> Key:
        """A key in the table that is the value of this one."""
        return Key((*self.path, key.value), key.start.line + 1, key.start.column + 1)


class SettingsDiagnostic(NamedTuple):
    """Something in the config file that is not understood."""

    line: int
    column: int
    message: str


class Reading:
    """What is found while a file is read: what is wrong, and where each key stands that is known."""

    def __init__(self) -> None:
        self.problems: list[SettingsDiagnostic] = []
        self.keys: list[Key] = []

    def wrong(self, key: Key, message: str) -> None:
        """Note a problem."""
        self.problems.append(SettingsDiagnostic(key.line, key.column, message))


Checker = Callable[[Node, Key, Reading], Any]


def text(value: Node, key: Key, reading: Reading) -> str:
    """A text."""
    if not is_text(value):
        reading.wrong(key, f"`{key.name}` is {kind_of(value)}, and must be a text")
        return ""
    return _sound(value, key, reading)


def _sound(value: Any, key: Key, reading: Reading) -> str:
    """A text that can be a path, a pattern or a name: none of these holds a NUL character."""
    if "\0" in value.value:
        reading.wrong(key, f"`{key.name}` holds a NUL character, which no path or name can hold")
        return ""
    return str(value.value)


def address(value: Node, key: Key, reading: Reading) -> str:
    """An address of the web in which `{rule}` stands for the name of a rule."""
    told = text(value, key, reading)
    if told and not (re.match(r"https?://[^\s\\]+$", told) and told.isprintable() and "{rule}" in told):
        reading.wrong(
            key, f"`{key.name}` must begin with `https://` and hold `{{rule}}`, for which a rule's name is put"
        )
    return told


def switch(value: Node, key: Key, reading: Reading) -> bool:
    """`true` or `false`."""
    if kind_of(value) == _TRUTH and isinstance(value, Scalar):
        return value.value == "true"
    reading.wrong(key, f"`{key.name}` is {kind_of(value)}, and must be `true` or `false`")
    return False


def texts(value: Node, key: Key, reading: Reading) -> tuple[str, ...]:
    """A list of texts."""
    if not isinstance(value, Sequence):
        reading.wrong(key, f"`{key.name}` is {kind_of(value)}, and must be a list of strings")
        return ()
    for item in value.items:
        if not is_text(item):
            reading.wrong(key, f"`{key.name}` holds {kind_of(item)}, and must hold texts only")
            return ()
    return tuple(_sound(item, key, reading) for item in value.items)


def ports(value: Node, key: Key, reading: Reading) -> tuple[int, ...]:
    """A list of ports."""
    items = value.items if isinstance(value, Sequence) else [value]
    told = [item.value for item in items if isinstance(item, Scalar) and kind_of(item) == _NUMBER]
    if isinstance(value, Sequence) and len(told) == len(items):
        found = tuple(int(one) for one in told if one.isdecimal() and len(one) <= _DIGITS_OF_PORT)
        if len(found) == len(items) and all(0 < one <= _LAST_PORT for one in found):
            return found
    reading.wrong(key, f"`{key.name}` must be a list of ports, such as `[8080]`; `[]` where there is none")
    return ()


def version(value: Node, key: Key, reading: Reading) -> str:
    """A Traefik version, as `versions.read_version` understands it."""
    if isinstance(value, Scalar) and kind_of(value) == _NUMBER:
        reading.wrong(key, f'`{key.name}` is a number, and must be a text: write `"{value.value}"`')
        return ""
    told = text(value, key, reading)
    if told:
        try:
            read_version(told)
        except UsageError as error:
            reading.wrong(key, f"`{key.name}`: {error.message}; {error.hint}")
    return told


def choice(*allowed: str) -> Checker:
    """One of a few texts."""

    def check(value: Node, key: Key, reading: Reading) -> str:
        written = value.value if isinstance(value, Scalar) and is_text(value) else None
        if written in allowed:
            return str(written)
        said = f"`{written}`" if written is not None else kind_of(value)
        names = ", ".join(f"`{name}`" for name in allowed)
        reading.wrong(key, f"`{key.name}` is {said}, and must be one of {names}")
        return ""

    return check


VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
"""The name of an environment variable."""


def table(of: Checker, names: re.Pattern[str] | None = None, what: str = "") -> Checker:
    """A table whose keys are free.

    Args:
        names: what they must match, where they are not quite free.
        what: whose names they are, as in `of a variable`.
    """

    def check(value: Node, key: Key, reading: Reading) -> dict[str, Any]:
        found = {}
        for below, inner in _pairs(value, key, reading):
            if names is None or names.fullmatch(below.name):
                found[below.name] = of(inner, below, reading)
            else:
                reading.wrong(below, f"`{below.name}` is not the name {what}")
        return found

    return check


def tables(of: Checker) -> Checker:
    """Several tables of one kind: `[[NAME]]`."""

    def check(value: Node, key: Key, reading: Reading) -> tuple[Any, ...]:
        if not isinstance(value, Sequence):
            reading.wrong(key, f"`{key.name}` is {kind_of(value)}, and must be several tables: write `[[{key.name}]]`")
            return ()
        named = (key._replace(path=(*key.path[:-1], f"{key.name}[{number}]")) for number in range(len(value.items)))
        return tuple(of(item, one, reading) for one, item in zip(named, value.items, strict=True))

    return check


def record(keys: Mapping[str, Checker]) -> Checker:
    """A table whose keys are fixed."""

    def check(value: Node, key: Key, reading: Reading) -> dict[str, Any]:
        found = {}
        for below, inner in _pairs(value, key, reading):
            if below.name in keys:
                found[below.name] = keys[below.name](inner, below, reading)
            else:
                reading.wrong(below, _unknown(below.name, keys))
        return found

    return check


def _pairs(value: Node, key: Key, reading: Reading) -> list[tuple[Key, Node]]:
    if not isinstance(value, Table):
        reading.wrong(key, f"`{key.name}` is {kind_of(value)}, and must be a table")
        return []
    found = [(key.below(name), inner) for name, inner in value.pairs]
    reading.keys += [below for below, _ in found]
    return found


def _unknown(key: str, keys: Mapping[str, Checker]) -> str:
    near = nearest(key, keys)
    known = f"did you mean `{near}`?" if near else "the known keys are " + ", ".join(f"`{name}`" for name in keys)
    return f"there is no key `{key}`; {known}"


def is_text(value: Node) -> bool:
    """Whether a value is written in quotes."""
    return isinstance(value, Scalar) and bool(value.style)


_DIGITS_OF_PORT, _LAST_PORT = 5, 65535
_TRUTH, _NUMBER = "a boolean", "a number"


def kind_of(value: Node) -> str:
    """What a value of TOML is, in words."""
    if isinstance(value, Table):
        return "a table"
    if not isinstance(value, Scalar):
        return "a list"
    if value.style:
        return "a text"
    if value.value in ("true", "false"):
        return _TRUTH
    return "a date or time" if value.tag == TOML_TIME else _NUMBER
