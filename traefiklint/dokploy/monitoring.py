"""The readings of `application.readAppMonitoring`, as numbers.

The server keeps up to 288 samples of each kind as `{"value": …, "time": …}` in the words of `docker stats`: `"0.05%"`,
`"12.3MiB"`. Newer servers already give network and disk traffic as a number of megabytes, older ones as `"1.2kB"`.
"""

import re
from typing import Annotated, Generic, TypeVar

from pydantic import BeforeValidator, Field, model_validator

from traefiklint.dokploy.answers import Answer, Text, none_as_nothing

T = TypeVar("T")

_NUMBER = re.compile(r"\s*([0-9.]+(?:e[+-]?[0-9]+)?)\s*([kmgtp]?i?b?|%)?\s*$", re.IGNORECASE)
_DECIMAL = {"": 1.0, "k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12, "p": 1e15}
_BINARY = {"": 1.0, "k": 2.0**10, "m": 2.0**20, "g": 2.0**30, "t": 2.0**40, "p": 2.0**50}


def _amount(value: object, plain_unit: float) -> float:
    """Bytes, or percent; a bare number is of `plain_unit` bytes; what cannot be read is 0."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return 0.0
    found = _NUMBER.match(str(value))
    if found is None:
        return 0.0
    try:
        number = float(found[1])
    except ValueError:
        return 0.0
    unit = (found[2] or "").lower()
    if not unit or unit == "%":
        return number if unit else number * plain_unit
    prefix = unit.rstrip("b").rstrip("i")
    return number * (_BINARY if "i" in unit else _DECIMAL).get(prefix, 1.0)


def _plain(value: object) -> float:
    return _amount(value, 1.0)


def _megabytes(value: object) -> float:
    return _amount(value, 1e6)


_MAPPING = BeforeValidator(lambda value: value if isinstance(value, dict) else {})
Percent = Annotated[float, BeforeValidator(_plain)]
Bytes = Annotated[float, BeforeValidator(_plain)]
BytesFromMegabytes = Annotated[float, BeforeValidator(_megabytes)]


class Sample(Answer, Generic[T]):
    """What was read at one moment."""

    time: Text = ""
    value: T = Field(default=None, validate_default=True)


class Memory(Answer):
    """Memory in bytes."""

    used: Bytes = 0.0
    total: Bytes = 0.0


class Traffic(Answer):
    """Network bytes since the container started."""

    received: BytesFromMegabytes = Field(default=0.0, alias="inputMb")
    sent: BytesFromMegabytes = Field(default=0.0, alias="outputMb")


class Disk(Answer):
    """Bytes read from and written to disk since the container started."""

    read: BytesFromMegabytes = Field(default=0.0, alias="readMb")
    written: BytesFromMegabytes = Field(default=0.0, alias="writeMb")


class Monitoring(Answer):
    """The samples, oldest first; all empty where the application runs no container (the answer is `null` then)."""

    cpu: Annotated[tuple[Sample[Percent], ...], BeforeValidator(none_as_nothing)] = ()
    """Of one core."""
    memory: Annotated[tuple[Sample[Annotated[Memory, _MAPPING]], ...], BeforeValidator(none_as_nothing)] = ()
    network: Annotated[tuple[Sample[Annotated[Traffic, _MAPPING]], ...], BeforeValidator(none_as_nothing)] = ()
    block: Annotated[tuple[Sample[Annotated[Disk, _MAPPING]], ...], BeforeValidator(none_as_nothing)] = ()

    @model_validator(mode="before")
    @classmethod
    def _nothing_is_empty(cls, value: object) -> object:
        return {} if value is None else value
