"""What a config file may say: a checker for each key. A checker returns the value in our types, or notes a problem."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from traefiklint.errors import UsageError
from traefiklint.versions import read_version

Path = tuple[str, ...]


class Problem(NamedTuple):
    """Something in the config file that is not understood."""

    path: Path
    message: str


Checker = Callable[[Any, Path, list[Problem]], Any]


def text(value: Any, path: Path, problems: list[Problem]) -> str:
    """A text."""
    if isinstance(value, str):
        return value
    problems.append(Problem(path, f"`{path[-1]}` is {kind_of(value)}, and must be a text"))
    return ""


def switch(value: Any, path: Path, problems: list[Problem]) -> bool:
    """`true` or `false`."""
    if isinstance(value, bool):
        return value
    problems.append(Problem(path, f"`{path[-1]}` is {kind_of(value)}, and must be `true` or `false`"))
    return False


def texts(value: Any, path: Path, problems: list[Problem]) -> tuple[str, ...]:
    """A list of texts."""
    if not isinstance(value, list):
        problems.append(Problem(path, f"`{path[-1]}` is {kind_of(value)}, and must be a list of texts"))
        return ()
    for item in value:
        if not isinstance(item, str):
            problems.append(Problem(path, f"`{path[-1]}` holds {kind_of(item)}, and must hold texts only"))
            return ()
    return tuple(value)


def version(value: Any, path: Path, problems: list[Problem]) -> str:
    """A Traefik version, as `versions.read_version` understands it."""
    if isinstance(value, float):
        problems.append(Problem(path, f'`{path[-1]}` is a number, and must be a text: write `"{value}"`'))
        return ""
    told = text(value, path, problems)
    if isinstance(value, str):
        try:
            read_version(told)
        except UsageError as error:
            problems.append(Problem(path, f"`{path[-1]}`: {error.message}; {error.hint}"))
    return told


def choice(*allowed: str) -> Checker:
    """One of a few texts."""

    def check(value: Any, path: Path, problems: list[Problem]) -> str:
        if value in allowed and isinstance(value, str):
            return value
        said = f"`{value}`" if isinstance(value, str) else kind_of(value)
        names = ", ".join(f"`{name}`" for name in allowed)
        problems.append(Problem(path, f"`{path[-1]}` is {said}, and must be one of {names}"))
        return ""

    return check


def table(of: Checker) -> Checker:
    """A table whose keys are free."""

    def check(value: Any, path: Path, problems: list[Problem]) -> dict[str, Any]:
        if not isinstance(value, dict):
            problems.append(Problem(path, f"`{path[-1]}` is {kind_of(value)}, and must be a table"))
            return {}
        return {key: of(inner, (*path, key), problems) for key, inner in value.items()}

    return check


def record(keys: Mapping[str, Checker]) -> Checker:
    """A table whose keys are fixed."""

    def check(value: Any, path: Path, problems: list[Problem]) -> dict[str, Any]:
        if not isinstance(value, dict):
            problems.append(Problem(path, f"`{path[-1]}` is {kind_of(value)}, and must be a table"))
            return {}
        for key in value:
            if key not in keys:
                problems.append(Problem((*path, key), _unknown(key, keys)))
        return {key: keys[key](inner, (*path, key), problems) for key, inner in value.items() if key in keys}

    return check


def _unknown(key: str, keys: Mapping[str, Checker]) -> str:
    from traefiklint.text.spelling import nearest

    near = nearest(key, keys)
    known = f"did you mean `{near}`?" if near else "the known keys are " + ", ".join(f"`{name}`" for name in keys)
    return f"there is no key `{key}`; {known}"


def kind_of(value: Any) -> str:
    """What a value of TOML is, in words."""
    if isinstance(value, bool):
        return "a truth value"
    for kind, words in (
        (str, "a text"),
        (int, "a number"),
        (float, "a number"),
        (list, "a list"),
        (dict, "a table"),
    ):
        if isinstance(value, kind):
            return words
    return "a date or time"
