"""Values in the messages of policies, without what is secret in the objects that they were asked of."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from traefiklint.text.judging import secret_stretches
from traefiklint.text.masks import masked, wherever


def secrets_of(values: Mapping[str, Any]) -> frozenset[str]:
    """The secrets in what the variables of an expression stand for, as the names above each tell."""
    return frozenset(_secrets_in(values))


def _secrets_in(values: Mapping[str, Any]) -> Iterator[str]:
    waiting: list[tuple[tuple[str, ...], Any]] = [((), values)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, Mapping):
            waiting += [((*path[-5:], name), below) for name, below in value.items()]
        elif isinstance(value, list):
            waiting += [(path, item) for item in value]
        elif isinstance(value, str):
            yield from (value[start:end] for start, end in secret_stretches(path, value))


def shown(value: Any, secrets: Collection[str]) -> str:
    """A value as messages show it, none of the secrets in it; names in the order of the alphabet, for CEL has none."""
    if isinstance(value, list):
        return ", ".join(shown(item, secrets) for item in value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {shown(value[name], secrets)}" for name in sorted(value)) + "}"
    if isinstance(value, bool):
        return "true" if value else "false"
    return without(str(value), secrets)


def without(text: str, secrets: Collection[str]) -> str:
    """A text without the secrets that stand in it, however it was made of what holds them."""
    return masked(text, wherever(secrets, text)) if secrets else text
