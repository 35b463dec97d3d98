"""Options that hold values by name: texts, numbers, and whatever plugins are configured with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from traefiklint.decoding.shape import ABSENT, Pair, check_values, has_mappings, is_null, list_text
from traefiklint.go.strconv import SEPARATOR, truth, whole_number
from traefiklint.model.base import Field, Struct
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence
from traefiklint.yaml.scalars import TIMESTAMP, resolve

if TYPE_CHECKING:
    from traefiklint.decoding.fill import Decoder


def text_map(decoder: Decoder, part: Struct, pair: Pair, field: Field, node: Mapping | Sequence) -> Any:
    """Texts by name; what is nested below a name is joined to it with dots."""
    children = _named(decoder, part, pair, field, node)
    texts = {}
    pending = [(key.value, (key, child)) for key, child in reversed(children)]
    while pending:
        name, child = pending.pop()
        below = _children(decoder, part, child, child[1])
        if below:
            decoder.complain("nested_text", part, child, field, name)
            pending.extend((f"{name}.{inner.value}", (inner, value)) for inner, value in reversed(below))
            continue
        text = _text(decoder, part, child, field)
        if text is not None:
            texts[name] = text
    return texts if children else ABSENT


def int_map(decoder: Decoder, part: Struct, pair: Pair, field: Field, node: Mapping | Sequence) -> Any:
    """Whole numbers by name."""
    children = _named(decoder, part, pair, field, node)
    numbers = {}
    for child in children:
        below = _children(decoder, part, child, child[1])
        text = "" if below else _text(decoder, part, child, field)
        if text is None:
            continue
        try:
            numbers[child[0].value] = whole_number(text)
        except ValueError as error:
            if not decoder.dropping:
                decoder.complain("invalid_number", part, child, field, text, str(error))
    return numbers if children else ABSENT


def _named(decoder: Decoder, part: Struct, pair: Pair, field: Field, node: Mapping | Sequence) -> list[Pair]:
    children = _children(decoder, part, pair, node)
    if not children:
        if type(node) is Sequence:
            list_text(decoder, part, pair, node)
        if not field.ignored:
            decoder.complain("empty", part, pair, field)
    return children


def _text(decoder: Decoder, part: Struct, pair: Pair, field: Field) -> str | None:
    """The text of one entry; None where the decoder refuses it."""
    node = pair[1]
    if type(node) is Scalar:
        kind, text = resolve(node)
        if kind == TIMESTAMP:
            decoder.complain("unsupported_type", part, pair)
            return None
        return text
    if type(node) is not Sequence:
        return ""
    text = list_text(decoder, part, pair, node)
    if text and field.kind == "text_map" and not decoder.dropping:
        decoder.complain("list_for_scalar", part, pair, field, text)
    return text


def _children(decoder: Decoder, part: Struct, pair: Pair, node: Node) -> list[Pair]:
    """What the decoder makes children of: the pairs of a mapping that are not null, the mappings of a list."""
    if type(node) is Mapping:
        return [child for child in node.pairs if not is_null(child[1])]
    if type(node) is not Sequence:
        return []
    if has_mappings(node):
        list_text(decoder, part, pair, node)
    return [
        (Scalar(f"[{index}]", "", "", item.start, item.end), item)
        for index, item in enumerate(node.items)
        if type(item) is Mapping
    ]


def raw_map(decoder: Decoder, part: Struct, pair: Pair, field: Field, node: Mapping | Sequence) -> Any:
    """Plugins by name, and below each anything at all: texts, lists of texts, numbers or truths, and mappings."""
    plugins = _children(decoder, part, pair, node)
    if not plugins:
        if type(node) is Sequence:
            list_text(decoder, part, pair, node)
        decoder.complain("empty", part, pair, field)
        return ABSENT
    found: dict[str, Any] = {}
    for key, below in plugins:
        check_values(decoder, part, (key, below))
        found[key.value] = options = {}
        for child in _quiet_children(below):
            _check_lists(decoder, part, child)
            _check_empty_keys(decoder, part, child)
            options[child[0].value] = raw_value(child[1])
    return found


def raw_value(node: Node) -> Any:
    """A node as a plugin sees it, lists still as they are written: texts, lists and dictionaries."""
    done: dict[int, Any] = {}
    order = [node]
    for current in order:
        order.extend(child for _, child in _quiet_children(current))
    for current in reversed(order):
        children = _quiet_children(current)
        if type(current) is Scalar:
            done[id(current)] = resolve(current)[1]
        elif type(current) is Sequence and (children or current.items):
            done[id(current)] = (
                [done[id(child)] for _, child in children]
                if children
                else [resolve(item)[1] for item in current.items if type(item) is Scalar]
            )
        elif children:
            done[id(current)] = {key.value: done[id(child)] for key, child in children}
        else:
            done[id(current)] = ""
    return done[id(node)]


def _quiet_children(node: Node) -> list[Pair]:
    if type(node) is Mapping:
        return [child for child in node.pairs if not is_null(child[1])]
    if type(node) is Sequence:
        return [(Scalar("", "", "", item.start, item.end), item) for item in node.items if type(item) is Mapping]
    return []


def _check_lists(decoder: Decoder, part: Struct, pair: Pair) -> None:
    """Complain of lists whose items are not of one kind, which the decoder turns into typed lists."""
    pending = [pair]
    while pending:
        key, node = pending.pop()
        if type(node) is Mapping:
            pending.extend(node.pairs)
            continue
        if type(node) is Sequence:
            if has_mappings(node):
                pending.extend((key, item) for item in node.items if type(item) is Mapping)
                continue
            text = list_text(_Silent(decoder.int_kind), part, pair, node)
        else:
            assert type(node) is Scalar, "a node is a mapping, a list or a scalar"
            text = node.value
        if text.startswith(SEPARATOR):
            error = _typed_list_error(text)
            if error:
                decoder.complain("mixed_list", part, (key, node), error)


class _Silent:
    """In place of a decoder, where all that is wrong has been said before."""

    def __init__(self, int_kind: int) -> None:
        self.int_kind = int_kind

    def complain(self, *facts: Any) -> None:
        """Say nothing."""


def _typed_list_error(text: str) -> str:
    """What `fillRawTypedSlice` of paerser says of a text `║KIND║a║b`; empty where it takes it."""
    _, number, *values = text.split(SEPARATOR)
    try:
        kind = whole_number(number)
    except ValueError as error:
        return str(error).replace("ParseInt", "Atoi")
    if kind == 24:
        return ""
    name, convert = _CONVERTERS.get(kind, ("", None))
    if convert is None:
        return f"unsupported kind: {kind}" if values else ""
    for value in values:
        try:
            convert(value)
        except ValueError as error:
            return f"parse {name}: {value}, {error}"
    return ""


def _unsigned(text: str) -> int:
    if text[:1] in ("-", "+") or not text.isdecimal() or int(text) >= 1 << 64:
        raise ValueError(f'strconv.ParseUint: parsing "{text}": invalid syntax')
    return int(text)


def _float(text: str) -> float:
    if text in ("true", "false"):
        raise ValueError(f'strconv.ParseFloat: parsing "{text}": invalid syntax')
    return float(text)


_CONVERTERS: dict[int, tuple[str, Any]] = {
    1: ("bool", truth),
    2: ("int", whole_number),
    6: ("int64", whole_number),
    11: ("uint", _unsigned),
    14: ("float64", _float),
}


def _check_empty_keys(decoder: Decoder, part: Struct, pair: Pair) -> None:
    """Complain of an empty key that comes first in a mapping below a plugin's option, on which the decoder panics."""
    pending = [pair[1]]
    while pending:
        node = pending.pop()
        children = _quiet_children(node)
        if type(node) is Mapping:
            for child in children:
                if not child[0].value:
                    decoder.complain("empty_plugin_key", part, child)
        pending.extend(child for _, child in children)
