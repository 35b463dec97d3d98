"""Options that hold plain values by name, and the options of plugins."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from traefiklint.go.strconv import SEPARATOR, truth, whole_number
from traefiklint.model.base import Option, Section
from traefiklint.model.diagnostics import (
    DateValue,
    EmptyPluginKey,
    ListForValue,
    MixedPluginList,
    NestedText,
    Pair,
    UnreadableValue,
)
from traefiklint.model.kinds.base import ANYTHING, FILLED, ONE, Kind, Schema, Schemas
from traefiklint.model.kinds.sections import NAMED, report_empty
from traefiklint.model.shape import ABSENT, Filler, check_values, children, has_mappings, is_null, list_text
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence
from traefiklint.yaml.scalars import TIMESTAMP, resolve


class _ByName(Kind):
    is_named = True

    def from_text(self, filler: Filler, section: Section, pair: Pair, option: Option, text: str) -> Any:
        if not option.ignored:
            report_empty(filler, section, pair, option)
        return ABSENT

    def from_mapping(self, filler: Filler, section: Section, pair: Pair, option: Option, mapping: Mapping) -> Any:
        return self.from_children(filler, section, pair, option)

    def from_sequence(self, filler: Filler, section: Section, pair: Pair, option: Option, sequence: Sequence) -> Any:
        return self.from_children(filler, section, pair, option)

    def from_children(self, filler: Filler, section: Section, pair: Pair, option: Option) -> Any:
        """The values of the pairs of a mapping, or of the mappings of a list; ABSENT where there are none."""
        below = _children(filler, section, pair)
        if below:
            return self.values(filler, section, option, below)
        if type(pair[1]) is Sequence:
            list_text(filler, section, pair, pair[1])
        return self.from_text(filler, section, pair, option, "")

    @abstractmethod
    def values(self, filler: Filler, section: Section, option: Option, below: list[Pair]) -> Any:
        """The values by name."""

    def schema(self, option: Option, schemas: Schemas) -> Schema:
        value = {"$ref": "#/$defs/value"}
        return {**NAMED, "items": {"type": [*ONE, "object"], **value}, "additionalProperties": value}

    def default(self, option: Option) -> Any:
        return dict(option.default) or None


def _children(filler: Filler, section: Section, pair: Pair) -> list[Pair]:
    node = pair[1]
    if type(node) is Sequence and has_mappings(node):
        list_text(filler, section, pair, node)
    return children(node)


def _text(filler: Filler, section: Section, pair: Pair, option: Option, *, may_be_list: bool) -> str | None:
    """The text of one entry; None where the decoder refuses it."""
    node = pair[1]
    if type(node) is Scalar:
        kind, text = resolve(node)
        if kind == TIMESTAMP:
            filler.report(DateValue(section, pair))
            return None
        return text
    if type(node) is not Sequence:
        return ""
    text = list_text(filler, section, pair, node)
    if text and not may_be_list and not filler.dropping:
        filler.report(ListForValue(section, pair, option, text=text))
    return text


class TextMap(_ByName):
    """Texts by name, as in headers; what is nested below a name is joined to it with dots."""

    def values(self, filler: Filler, section: Section, option: Option, below: list[Pair]) -> Any:
        texts = {}
        pending = [(key.value, (key, child)) for key, child in reversed(below)]
        while pending:
            name, child = pending.pop()
            nested = _children(filler, section, child)
            if nested:
                if not filler.dropping:
                    filler.report(NestedText(section, child, option, child[0], name))
                pending.extend((f"{name}.{inner.value}", (inner, value)) for inner, value in reversed(nested))
                continue
            text = _text(filler, section, child, option, may_be_list=False)
            if text is not None:
                texts[name] = text
        return texts


class IntMap(_ByName):
    """Whole numbers by name."""

    def values(self, filler: Filler, section: Section, option: Option, below: list[Pair]) -> Any:
        numbers = {}
        for child in below:
            nested = _children(filler, section, child)
            text = "" if nested else _text(filler, section, child, option, may_be_list=True)
            if text is None:
                continue
            try:
                numbers[child[0].value] = whole_number(text)
            except ValueError as error:
                if not filler.dropping:
                    filler.report(UnreadableValue(section, child, option, text=text, error=str(error)))
        return numbers

    def schema(self, option: Option, schemas: Schemas) -> Schema:
        return {"type": ["object", "null"], "additionalProperties": {"$ref": "#/$defs/int"}, **FILLED}


class Plugins(_ByName):
    """Plugins by name, and below each anything at all: texts, lists of texts, numbers or bools, and mappings."""

    is_named = False

    def values(self, filler: Filler, section: Section, option: Option, below: list[Pair]) -> Any:
        found: dict[str, Any] = {}
        for key, node in below:
            check_values(filler, section, (key, node))
            found[key.value] = options = {}
            for child in _quiet_children(node):
                _check_lists(filler, section, child)
                _check_empty_keys(filler, section, child)
                options[child[0].value] = raw_value(child[1])
        return found


def raw_value(node: Node) -> Any:
    """A node as a plugin sees it, lists still as they are written: texts, lists and dictionaries."""
    done: dict[int, Any] = {}
    order = [node]
    for current in order:
        order.extend(child for _, child in _quiet_children(current))
    for current in reversed(order):
        below = _quiet_children(current)
        if type(current) is Scalar:
            done[id(current)] = resolve(current)[1]
        elif type(current) is Sequence and (below or current.items):
            done[id(current)] = (
                [done[id(child)] for _, child in below]
                if below
                else [resolve(item)[1] for item in current.items if type(item) is Scalar]
            )
        elif below:
            done[id(current)] = {key.value: done[id(child)] for key, child in below}
        else:
            done[id(current)] = ""
    return done[id(node)]


def _quiet_children(node: Node) -> list[Pair]:
    if type(node) is Mapping:
        return [child for child in node.pairs if not is_null(child[1])]
    if type(node) is Sequence:
        return [(Scalar("", "", "", item.start, item.end), item) for item in node.items if type(item) is Mapping]
    return []


def _check_lists(filler: Filler, section: Section, pair: Pair) -> None:
    """Report lists whose items are not of one kind, which the decoder turns into typed lists."""
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
            text = list_text(None, section, pair, node, filler.int_kind)  # bad items have been reported before
        else:
            assert type(node) is Scalar, "a node is a mapping, a list or a scalar"
            text = node.value
        if text.startswith(SEPARATOR):
            error = _typed_list_error(text)
            if error:
                filler.report(MixedPluginList(section, (key, node), error=error))


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
    if not (text.isascii() and text.isdigit() and len(text) < 100 and int(text) < 1 << 64):
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


def _check_empty_keys(filler: Filler, section: Section, pair: Pair) -> None:
    """Report an empty key that comes first in a mapping below a plugin's option, on which the decoder panics."""
    pending = [pair[1]]
    while pending:
        node = pending.pop()
        below = _quiet_children(node)
        if type(node) is Mapping:
            for child in below:
                if not child[0].value:
                    filler.report(EmptyPluginKey(section, child, child[0]))
        pending.extend(child for _, child in below)


SHARED: dict[str, Schema] = {
    "value": {
        "type": ANYTHING,
        "items": {"type": [*ONE, "object"], "$ref": "#/$defs/value"},
        "additionalProperties": {"$ref": "#/$defs/value"},
    },
}
"""`value` is anything that Traefik can hold at all."""
