"""Values that Traefik cannot read, or reads otherwise than they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule, said
from traefiklint.checks.shared.options import NO, YES
from traefiklint.checks.shared.text_fixes import delete_from_list, quote, without_brackets, write_plain
from traefiklint.checks.shared.wording import DEFINE_IT, holds_sections, number, owner, shown
from traefiklint.findings import Effect
from traefiklint.go.strconv import items, nanoseconds
from traefiklint.instance.instance import SourceFile
from traefiklint.model.diagnostics import (
    DateInList,
    DateValue,
    ListForValue,
    ListInList,
    MappingForValue,
    MappingInTexts,
    NestedText,
    NullInList,
    UnreadableValue,
)
from traefiklint.model.http import RouterTls
from traefiklint.model.kinds.scalars import Bool, Duration, Float
from traefiklint.model.kinds.texts import Floats
from traefiklint.model.tcp import TcpRouterTls
from traefiklint.text.nodes import Scalar


@rule("invalid-bool", effect=Effect.REJECTED, fix="safe")
def invalid_bool(diagnostic: UnreadableValue, source: SourceFile) -> Iterator[Diagnostic]:
    """A value is neither true nor false."""
    option, text = diagnostic.option, diagnostic.text
    if not isinstance(option.kind, Bool):
        return
    word = text.strip().lower()
    truth = "true" if word in YES or word == "true" else "false" if word in NO or word == "false" else ""
    yield said(
        diagnostic,
        source,
        f"`{option.key}` must be `true` or `false`; `{shown(text)}` is neither to Traefik.",
        f"Write `{truth}`." if truth else "Write `true` or `false`.",
        write_plain(source.document, diagnostic.node, truth) if truth else None,
    )


@rule("invalid-number", effect=Effect.REJECTED)
def invalid_number(diagnostic: UnreadableValue, source: SourceFile) -> Iterator[Diagnostic]:
    """A value is not a number."""
    option = diagnostic.option
    if isinstance(option.kind, (Bool, Duration)):
        return
    key, text = diagnostic.key.value, shown(diagnostic.text)
    value = f"`{text}`" if text else "an empty text"
    may_have_point = isinstance(option.kind, (Float, Floats))
    help = "Write a number such as `0.5`, without spaces or units." if may_have_point else _DIGITS
    if diagnostic.error.endswith("out of range"):
        message, help = f"`{text}` is out of range for `{key}`.", "Write a number that is nearer to zero."
    elif isinstance(option.kind, Floats):
        message = f"Every item of `{key}` must be a number, and {value} is not."
    else:
        message = f"`{key}` must be {number(option)}, and {value} is not."
    yield said(diagnostic, source, message, help)


_DIGITS = "Write digits only, without quotes, spaces or units."


@rule("invalid-duration", effect=Effect.REJECTED, fix="unsafe")
def invalid_duration(diagnostic: UnreadableValue, source: SourceFile) -> Iterator[Diagnostic]:
    """A value is not a duration."""
    option, text = diagnostic.option, diagnostic.text
    if not isinstance(option.kind, Duration):
        return
    match = re.fullmatch(r"\s*([0-9]+(?:\.[0-9]+)?)\s*([a-z]*)\s*", text.lower())
    guess = _duration_guess(*match.groups()) if match else ""
    yield said(
        diagnostic,
        source,
        f"`{option.key}` must be a duration such as `24h`; `{shown(text)}` is not valid.",
        f"Did you mean `{guess}`?"
        if guess
        else "Write a number with a unit, as in `10s`, `500ms` or `1m30s`; there are no days.",
        write_plain(source.document, diagnostic.node, guess, safe=False) if guess else None,
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


@rule("date-value", effect=Effect.REJECTED, fix="safe")
def date_value(diagnostic: DateValue | DateInList, source: SourceFile) -> Iterator[Diagnostic]:
    """A value reads as a date, which Traefik cannot take."""
    key, fix = diagnostic.key.value, quote(source.document, diagnostic.node)
    if isinstance(diagnostic, DateInList):
        message = f"YAML reads an item of `{key}` as a date, and Traefik refuses dates."
        yield said(diagnostic, source, message, "Put the item in quotes.", fix)
    else:
        message = f"The value of `{key}` is read as a date, and Traefik refuses dates."
        yield said(diagnostic, source, message, "Put the value in quotes.", fix)


@rule("null-in-list", effect=Effect.REJECTED, fix="unsafe")
def null_in_list(diagnostic: NullInList, source: SourceFile) -> Iterator[Diagnostic]:
    """An item of a list is empty."""
    key, item = diagnostic.key, diagnostic.node
    found = said(
        diagnostic,
        source,
        f"An item of `{key.value}` is empty, and Traefik refuses the file.",
        "Delete the item, or write its value.",
        delete_from_list(source.document, diagnostic.value, item),
    )
    yield found if type(item) is Scalar and item.value else found._replace(span=key.span)


@rule("list-in-list", effect=Effect.REJECTED)
def list_in_list(diagnostic: ListInList, source: SourceFile) -> Iterator[Diagnostic]:
    """A list stands directly in a list."""
    message = f"A list is inside the list `{diagnostic.key.value}`, and Traefik refuses the file."
    yield said(diagnostic, source, message, "Write one list.")


@rule("scalar-expected", effect=Effect.REJECTED, fix="safe")
def scalar_expected(
    diagnostic: MappingForValue | ListForValue | MappingInTexts | NestedText, source: SourceFile
) -> Iterator[Diagnostic]:
    """A list or mapping stands where one value is wanted."""
    option, key = diagnostic.option, diagnostic.key.value
    fix, is_form = None, False
    if isinstance(diagnostic, MappingForValue):
        message = f"`{option.key}` of {owner(diagnostic.section)} is one value, and has options below it."
        help = f"Write the value behind `{option.key}:`."
        if option.key == "service" and holds_sections(diagnostic.node):
            help = DEFINE_IT.format("services")
        elif option.key == "options" and isinstance(diagnostic.section, RouterTls | TcpRouterTls):
            help = "Put them below `tls.options.NAME` at the top of a file, and write `options: NAME`."
    elif isinstance(diagnostic, MappingInTexts):
        message = f"The items of `{option.key}` are plain strings, but this one is a mapping."
        help = "Write the text alone; put it in quotes where it holds a colon and a space."
        if option.key == "middlewares":
            help = DEFINE_IT.format(option.key)
        elif option.key == "users":
            help = 'Write `- "name:hash"`, in quotes and without a space behind the colon.'
    elif isinstance(diagnostic, NestedText):
        message = (
            f"`{diagnostic.text}` of `{option.key}` is one value, and Traefik joins it to the names below with dots."
        )
        help = f"Write one value behind `{key}:`."
    else:
        values = items(diagnostic.text)
        message = f"`{key}` takes one value, not a list: Traefik reads `{shown(diagnostic.text)}`."
        one = option.kind.is_named or len(values) == 1
        help = f"Write `{key}: {', '.join(values)}`." if one else "Write one value, without a dash."
        if option.key == "rule" and not one:
            help = "Write one text, with `||` between the two where either is enough, or `&&`."
        fix = without_brackets(source.document, diagnostic.node) if len(values) == 1 else None
        is_form = fix is not None and values[0] == option.key.upper()  # `email: [EMAIL]`, to be filled in
    yield said(diagnostic, source, message, help, fix)._replace(strict=is_form)
