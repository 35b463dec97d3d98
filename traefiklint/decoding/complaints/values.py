"""Complaints about single values: no text, no truth, no number, no duration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from traefiklint.decoding.fixes import delete_from_list, quote, unquote, write_plain
from traefiklint.decoding.shape import Pair
from traefiklint.decoding.wording import problem, shown
from traefiklint.findings import Effect
from traefiklint.go.strconv import nanoseconds
from traefiklint.model.base import Field, Struct
from traefiklint.text.nodes import Node, Scalar, Sequence
from traefiklint.text.problem import Problem
from traefiklint.yaml.scalars import NULL, TIMESTAMP, resolve

if TYPE_CHECKING:
    from traefiklint.decoding.fill import Decoder


def unsupported_type(decoder: Decoder, part: Struct, pair: Pair) -> Problem:
    """A date where Traefik wants anything else."""
    key, node = pair
    return problem(
        "date-value",
        part,
        node,
        f"The value of `{key.value}` is read as a date, and Traefik refuses dates.",
        "Put the value in quotes.",
        traefik=f"field {key.value} uses unsupported type: struct",
        step="." + key.value,
        **quote(decoder.document, node),
    )


def list_item(decoder: Decoder, part: Struct, pair: Pair, item: Node) -> Problem:
    """An item of a list that Traefik cannot turn into text: nothing, a date, a list."""
    key = pair[0].value
    if type(item) is Sequence:
        return problem(
            "list-in-list",
            part,
            item,
            f"A list stands inside the list `{key}`, and Traefik refuses the file.",
            "Write one list.",
            traefik="unsupported simple value type: slice",
            step="." + key,
        )
    assert type(item) is Scalar, "mappings in lists have their own complaints"
    if resolve(item)[0] == NULL:
        return problem(
            "null-in-list",
            part,
            item if item.value else pair[0],
            f"An item of `{key}` is empty, and Traefik refuses the file.",
            "Delete the item, or write its value.",
            traefik="unsupported simple value type: invalid",
            step="." + key,
            **delete_from_list(decoder.document, pair[1], item),
        )
    assert resolve(item)[0] == TIMESTAMP, "every other scalar has a text"
    return problem(
        "date-value",
        part,
        item,
        f"YAML reads an item of `{key}` as a date, and Traefik refuses dates.",
        "Put the item in quotes.",
        traefik="unsupported simple value type: struct",
        step="." + key,
        **quote(decoder.document, item),
    )


_YES = frozenset(("yes", "on", "y", "enable", "enabled"))
_NO = frozenset(("no", "off", "n", "disable", "disabled"))


def invalid_bool(decoder: Decoder, part: Struct, pair: Pair, field: Field, text: str, error: str) -> Problem:
    """A value that is neither true nor false to Go."""
    word = text.strip().lower()
    truth = "true" if word in _YES or word == "true" else "false" if word in _NO or word == "false" else ""
    return problem(
        "invalid-bool",
        part,
        pair[1],
        f"`{shown(text)}` is neither true nor false to Traefik, and `{field.key}` wants one of them.",
        f"Write `{truth}`." if truth else "Write `true` or `false`.",
        traefik=error,
        step=field.step,
        **(write_plain(decoder.document, pair[1], truth) if truth else {}),
    )


def invalid_number(decoder: Decoder, part: Struct, pair: Pair, field: Field, text: str, error: str) -> Problem:
    """A value that is no whole number."""
    del decoder
    step = field.step if field.kind == "int" else f"{field.step}.{pair[0].value}"
    reason = "is out of range for" if error.endswith("out of range") else "is no whole number, which is what"
    wants = "" if error.endswith("out of range") else " wants"
    return problem(
        "invalid-number",
        part,
        pair[1],
        f"`{shown(text)}` {reason} `{pair[0].value}`{wants}.",
        "Write digits only, without quotes, blanks or units.",
        traefik=error,
        step=step,
    )


def invalid_duration(decoder: Decoder, part: Struct, pair: Pair, field: Field, text: str, error: str) -> Problem:
    """A value that is no duration."""
    import re

    facts: dict[str, Any] = {}
    match = re.fullmatch(r"\s*([0-9]+(?:\.[0-9]+)?)\s*([a-z]*)\s*", text.lower())
    guess = _duration_guess(*match.groups()) if match else ""
    if guess:
        facts = write_plain(decoder.document, pair[1], guess, safe=False)
    return problem(
        "invalid-duration",
        part,
        pair[1],
        f"`{shown(text)}` is no duration, which is what `{field.key}` wants.",
        f"Did you mean `{guess}`?" if guess else "Write a number with a unit, as in `10s`, `500ms` or `1m30s`.",
        traefik=error,
        step=field.step,
        **facts,
    )


def _duration_guess(number: str, unit: str) -> str:
    if unit in ("d", "day", "days") and "." not in number:
        number, unit = str(int(number[:9]) * 24), "h"
    guess = next((number + short for short, words in _UNIT_WORDS if unit in words), "")
    try:
        nanoseconds(guess)
    except ValueError:
        return ""
    return guess


_UNIT_WORDS = (
    ("s", ("", "s", "sec", "secs", "second", "seconds")),
    ("m", ("m", "min", "mins", "minute", "minutes")),
    ("h", ("h", "hr", "hrs", "hour", "hours")),
    ("ms", ("ms", "msec", "milli", "millis", "millisecond", "milliseconds")),
)


def quoted_scalar_type(decoder: Decoder, part: Struct, pair: Pair, field: Field, text: str) -> Problem:
    """A number or truth in quotes: it works."""
    what = "a truth value" if field.kind == "bool" else "a number"
    return problem(
        "quoted-scalar-type",
        part,
        pair[1],
        f"`{field.key}` is {what}, and stands in quotes.",
        "Drop the quotes; Traefik reads it either way.",
        Effect.ADVICE,
        step=field.step,
        **unquote(decoder.document, pair[1], text),
    )
