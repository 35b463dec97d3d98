"""Complaints about lists and mappings where one value, or a list of texts, is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from traefiklint.decoding.fixes import split_at_commas, without_brackets
from traefiklint.decoding.shape import Pair, has_children
from traefiklint.decoding.wording import a_plain_list, first_child, owner, problem, shown
from traefiklint.findings import Effect
from traefiklint.go.strconv import items
from traefiklint.model.base import Field, Struct
from traefiklint.text.nodes import Mapping, Sequence
from traefiklint.text.problem import Problem

if TYPE_CHECKING:
    from traefiklint.decoding.fill import Decoder


def mapping_for_scalar(decoder: Decoder, part: Struct, pair: Pair, field: Field) -> Problem:
    """Options below something that has none."""
    del decoder
    return problem(
        "scalar-expected",
        part,
        pair[1],
        f"`{field.key}` of {owner(part)} is one value, and has options below it.",
        f"Write the value behind `{field.key}:`.",
        traefik=f"invalid node {pair[0].value}: {field.go_kind}",
        step=field.step,
    )


def list_for_scalar(decoder: Decoder, part: Struct, pair: Pair, field: Field, text: str) -> Problem:
    """A list for something that is one value: the decoder makes a text of it that nobody meant."""
    key = pair[0].value
    values = items(text)
    named = field.kind == "text_map"
    refused = field.kind in ("bool", "int", "duration")
    broken = field.key in ("rule", "service") and type(part).__name__ in ("Router", "TcpRouter", "UdpRouter")
    effect = Effect.REJECTED if refused else Effect.DISABLED if broken else Effect.SILENT
    return problem(
        "scalar-expected",
        part,
        pair[1],
        f"`{key}` is one value, and Traefik makes `{shown(text)}` of this list.",
        f"Write `{key}: {', '.join(values)}`." if named or len(values) == 1 else "Write one value, without a dash.",
        effect,
        traefik=_error_of(field, text) if refused else "",
        step=f"{field.step}.{key}" if named else field.step,
        **(without_brackets(decoder.document, pair[1]) if len(values) == 1 else {}),
    )


def _error_of(field: Field, text: str) -> str:
    from traefiklint.go.strconv import nanoseconds, truth, whole_number

    convert: Any = {"bool": truth, "duration": nanoseconds}.get(field.kind, whole_number)
    try:
        convert(text)
    except ValueError as error:
        return str(error)
    return ""


def comma_list_string(decoder: Decoder, part: Struct, pair: Pair, field: Field, text: str) -> Problem:
    """A list in one text: it works."""
    return problem(
        "comma-list-string",
        part,
        pair[1],
        f"`{field.key}` is a list, and Traefik splits this text at its commas.",
        f"Write `{field.key}: {a_plain_list(items(text))}`.",
        Effect.ADVICE,
        step=field.step,
        **split_at_commas(decoder.document, pair[1], items(text)),
    )


def mapping_in_texts(decoder: Decoder, part: Struct, pair: Pair, field: Field, item: Mapping) -> Problem:
    """A mapping among the items of a list of texts."""
    del decoder, pair
    inner = first_child(item)
    return problem(
        "scalar-expected",
        part,
        item,
        f"The items of `{field.key}` are plain texts, and this one is a mapping.",
        "Write the text alone; put it in quotes where it holds a colon and a blank.",
        traefik=f"field not found, node: {inner}",
        step=field.step,
    )


def mapping_for_texts(decoder: Decoder, part: Struct, pair: Pair, field: Field, mapping: Mapping) -> Problem:
    """A mapping where a list of texts is wanted: nothing of it is used."""
    del decoder
    inner = None
    for _, node in sorted(mapping.pairs, key=lambda child: child[0].value):
        if type(node) is Mapping and has_children(node):
            inner = first_child(node)
        elif type(node) is Sequence and any(type(item) is Mapping for item in node.items):
            inner = f"[{next(i for i, item in enumerate(node.items) if type(item) is Mapping)}]"
        if inner is not None:
            break
    return problem(
        "list-expected",
        part,
        pair[1],
        f"`{field.key}` is a list of texts, and of this mapping Traefik takes nothing.",
        f"Write `{field.key}: [first, second]`.",
        Effect.SILENT if inner is None else Effect.REJECTED,
        traefik="" if inner is None else f"field not found, node: {inner}",
        step=field.step,
    )


def nested_text(decoder: Decoder, part: Struct, pair: Pair, field: Field, name: str) -> Problem | None:
    """Options below a name that has one text: the decoder joins the names with dots."""
    if decoder.dropping:
        return None
    return problem(
        "scalar-expected",
        part,
        pair[0],
        f"`{name}` of `{field.key}` is one value, and Traefik joins it to the names below with dots.",
        f"Write one value behind `{pair[0].value}:`.",
        Effect.SILENT,
        step=f"{field.step}.{name}",
    )
