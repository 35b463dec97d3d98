"""How each kind of option is read from a scalar's text, from a mapping and from a list.

Every function takes the decoder, the part that the option belongs to, the pair in the text, the option, and the text or
node; it gives the value, or ABSENT where Traefik takes none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from traefiklint.decoding.maps import int_map, raw_map, text_map
from traefiklint.decoding.shape import (
    ABSENT,
    TELLING,
    Pair,
    check_values,
    has_children,
    has_mappings,
    is_null,
    list_text,
)
from traefiklint.go.strconv import (
    SEPARATOR,
    SPACE,
    TRUTHS,
    fold,
    items,
    nanoseconds,
    truth,
    unsigned_number,
    whole_number,
)
from traefiklint.model.base import Field, Named, Struct
from traefiklint.text.nodes import Mapping, Scalar, Sequence
from traefiklint.yaml.scalars import NULL, TIMESTAMP, resolve

if TYPE_CHECKING:
    from traefiklint.decoding.fill import Decoder

Reader = Callable[..., Any]

# One value


def _bool(decoder: Decoder, part: Struct, pair: Pair, field: Field, text: str) -> Any:
    value = TRUTHS.get(text)
    if value is None:
        return _invalid(decoder, "invalid_bool", part, pair, field, text, truth)
    if pair[1].style and not decoder.dropping:  # type: ignore[attr-defined]
        decoder.complain("quoted_scalar_type", part, pair, field, text)
    return value


def _int(decoder: Decoder, part: Struct, pair: Pair, field: Field, text: str) -> Any:
    convert = unsigned_number if field.go_kind == "uint32" else whole_number
    try:
        value = convert(text)
    except ValueError:
        return _invalid(decoder, "invalid_number", part, pair, field, text, convert)
    if pair[1].style and not decoder.dropping:  # type: ignore[attr-defined]
        decoder.complain("quoted_scalar_type", part, pair, field, text)
    return value


def _duration(decoder: Decoder, part: Struct, pair: Pair, field: Field, text: str) -> Any:
    try:
        return nanoseconds(text)
    except ValueError:
        return _invalid(decoder, "invalid_duration", part, pair, field, text, nanoseconds)


def _invalid(
    decoder: Decoder, about: str, part: Struct, pair: Pair, field: Field, text: str, convert: Callable[[str], Any]
) -> Any:
    if not decoder.dropping:
        try:
            convert(text)
        except ValueError as error:
            decoder.complain(about, part, pair, field, text, str(error))
    return ABSENT


def _one_from_mapping(decoder: Decoder, part: Struct, pair: Pair, field: Field, mapping: Mapping) -> Any:
    if has_children(mapping):
        check_values(decoder, part, pair)
        decoder.complain("mapping_for_scalar", part, pair, field)
        return ABSENT
    return FROM_TEXT[field.kind](decoder, part, pair, field, "")


def _one_from_sequence(decoder: Decoder, part: Struct, pair: Pair, field: Field, sequence: Sequence) -> Any:
    text = list_text(decoder, part, pair, sequence)
    if has_mappings(sequence):
        decoder.complain("mapping_for_scalar", part, pair, field)
        return ABSENT
    if text and not decoder.dropping:
        decoder.complain("list_for_scalar", part, pair, field, text)
        return text if field.kind == "text" else ABSENT
    return FROM_TEXT[field.kind](decoder, part, pair, field, text)


# A list of texts


def _texts(decoder: Decoder, part: Struct, pair: Pair, field: Field, text: str) -> Any:
    if "," in text and not decoder.dropping:
        decoder.complain("comma_list_string", part, pair, field, text)
    return items(text) or ABSENT  # an empty list leaves the default as it is


def _texts_from_sequence(decoder: Decoder, part: Struct, pair: Pair, field: Field, sequence: Sequence) -> Any:
    values: list[str] = []
    for item in sequence.items:
        if type(item) is Scalar:
            text = item.value
            if item.tag or (not item.style and (not text or text[0] in TELLING)):
                kind, text = resolve(item)
                if kind in (NULL, TIMESTAMP):
                    decoder.complain("list_item", part, pair, item)
                    continue
            if SEPARATOR in text:
                values.extend(piece.strip(SPACE) for piece in text.split(SEPARATOR))
            else:
                values.append(text.strip(SPACE))
        elif type(item) is Sequence:
            decoder.complain("list_item", part, pair, item)
        elif type(item) is Mapping and has_children(item):
            decoder.complain("mapping_in_texts", part, pair, field, item)
    return tuple(values) or ABSENT


def _texts_from_mapping(decoder: Decoder, part: Struct, pair: Pair, field: Field, mapping: Mapping) -> Any:
    check_values(decoder, part, pair)
    if has_children(mapping):
        decoder.complain("mapping_for_texts", part, pair, field, mapping)
    return ABSENT


# A part


def _struct(decoder: Decoder, part: Struct, pair: Pair, field: Field, text: str) -> Any:
    if field.may_be_empty:
        if not text or fold(text) == "true":
            return decoder.part(field.of, pair[1], pair[0], part, field.step)  # type: ignore[arg-type]
        decoder.complain("switched_off", part, pair, field, text)
    elif not field.ignored:
        decoder.complain("empty", part, pair, field)
    return ABSENT


def _struct_from_mapping(decoder: Decoder, part: Struct, pair: Pair, field: Field, mapping: Mapping) -> Any:
    if not has_children(mapping):
        return _struct(decoder, part, pair, field, "")
    made = decoder.part(field.of, mapping, pair[0], part, field.step)  # type: ignore[arg-type]
    decoder.fill(made, mapping.pairs)
    return made


def _struct_from_sequence(decoder: Decoder, part: Struct, pair: Pair, field: Field, sequence: Sequence) -> Any:
    text = list_text(decoder, part, pair, sequence)
    if has_mappings(sequence):
        decoder.complain("list_for_mapping", part, pair, field, sequence)
        return ABSENT
    return _struct(decoder, part, pair, field, text)


# A list of parts


def _structs(decoder: Decoder, part: Struct, pair: Pair, field: Field, text: str) -> Any:
    if text:
        decoder.complain("scalar_for_structs", part, pair, field, text)
    return ()


def _structs_from_sequence(decoder: Decoder, part: Struct, pair: Pair, field: Field, sequence: Sequence) -> Any:
    made = []
    of: type[Struct] = field.of  # type: ignore[assignment]
    for index, item in enumerate(sequence.items):
        if type(item) is Mapping:
            one = decoder.part(of, item, None, part, f"{field.step}[{index}]")
            decoder.fill(one, item.pairs)
            made.append(one)
        elif type(item) is Scalar and resolve(item)[0] not in (NULL, TIMESTAMP):
            decoder.complain("scalar_in_structs", part, pair, field, item)
        else:
            decoder.complain("list_item", part, pair, item)
    return tuple(made)


def _structs_from_mapping(decoder: Decoder, part: Struct, pair: Pair, field: Field, mapping: Mapping) -> Any:
    if not has_children(mapping):
        return ()
    decoder.complain("mapping_for_structs", part, pair, field, mapping)
    of: type[Struct] = field.of  # type: ignore[assignment]
    return tuple(
        _entry(decoder, of, child, part, f"{field.step}.{child[0].value}", field)
        for child in sorted(mapping.pairs, key=lambda child: child[0].value)
        if not is_null(child[1])
    )


def _entry(decoder: Decoder, of: type[Struct], pair: Pair, parent: Struct, step: str, field: Field) -> Any:
    """One part of several: whatever is no mapping makes it an empty one."""
    key, node = pair
    made = decoder.part(of, node, key, parent, step)
    if type(node) is Mapping:
        decoder.fill(made, node.pairs)
    elif type(node) is Sequence and has_mappings(node):
        list_text(decoder, parent, pair, node)
        decoder.complain("list_for_mapping", made, pair, field, node)
    else:
        check_values(decoder, parent, pair)
    return made


# Parts by name


def _map(decoder: Decoder, part: Struct, pair: Pair, field: Field, _text: str) -> Any:
    if not field.ignored:
        decoder.complain("empty", part, pair, field)
    return ABSENT


def _map_from_mapping(decoder: Decoder, part: Struct, pair: Pair, field: Field, mapping: Mapping) -> Any:
    if not has_children(mapping):
        return _map(decoder, part, pair, field, "")
    made = {}
    of: type[Named] = field.of  # type: ignore[assignment]
    step = field.step + "."
    for child in mapping.pairs:
        key, node = child
        if type(node) is Mapping:
            made[key.value] = one = decoder.part(of, node, key, part, step + key.value)
            one.name = key.value
            decoder.fill(one, node.pairs)
        elif not is_null(node):
            made[key.value] = one = _entry(decoder, of, child, part, step + key.value, field)
            one.name = key.value
            decoder.complain("entry_without_options", one, child, field)
    return made


def _map_from_sequence(decoder: Decoder, part: Struct, pair: Pair, field: Field, sequence: Sequence) -> Any:
    text = list_text(decoder, part, pair, sequence)
    if not has_mappings(sequence):
        return _map(decoder, part, pair, field, text)
    before = len(decoder.problems)
    made = {}
    for index, item in enumerate(sequence.items):
        if type(item) is Mapping:
            name = f"[{index}]"
            made[name] = one = decoder.part(field.of, item, None, part, f"{field.step}.{name}")  # type: ignore[arg-type]
            one.name = name
            decoder.fill(one, item.pairs)
    below = decoder.problems[before:]
    del decoder.problems[before:]
    decoder.complain("list_for_map", part, pair, field, sequence, below)
    return made


FROM_TEXT: dict[str, Reader] = {
    "text": lambda _decoder, _part, _pair, _field, text: text,
    "bool": _bool,
    "int": _int,
    "duration": _duration,
    "raw": lambda *_: ABSENT,
    "texts": _texts,
    "struct": _struct,
    "structs": _structs,
    "map": _map,
    "text_map": _map,
    "int_map": _map,
    "raw_map": _map,
}
FROM_MAPPING: dict[str, Reader] = {
    **dict.fromkeys(("text", "bool", "int", "duration", "raw"), _one_from_mapping),
    "texts": _texts_from_mapping,
    "struct": _struct_from_mapping,
    "structs": _structs_from_mapping,
    "map": _map_from_mapping,
    "text_map": text_map,
    "int_map": int_map,
    "raw_map": raw_map,
}
FROM_SEQUENCE: dict[str, Reader] = {
    **dict.fromkeys(("text", "bool", "int", "duration", "raw"), _one_from_sequence),
    "texts": _texts_from_sequence,
    "struct": _struct_from_sequence,
    "structs": _structs_from_sequence,
    "map": _map_from_sequence,
    "text_map": text_map,
    "int_map": int_map,
    "raw_map": raw_map,
}
