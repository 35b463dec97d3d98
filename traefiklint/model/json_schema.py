"""The JSON Schema (2020-12) of the dynamic configuration, for editors: made out of the declarations.

It accepts what Traefik loads, as a YAML or TOML reader hands it over: numbers and truths in quotes, one text for a
list, nothing (null) behind a key, `true` for a section that may be empty. It knows only the documented spelling of
keys, and no other root keys than Traefik's and those that begin with `x-`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from traefiklint.model.base import Field, Struct
from traefiklint.model.configuration import Configuration
from traefiklint.model.values import TRUTHS
from traefiklint.versions import NEWEST, Version

Schema = dict[str, Any]

_ONE = ["string", "number", "boolean"]
_ANYTHING = [*_ONE, "null", "array", "object"]
_NOTHING: Schema = {"type": "null"}
_FILLED: Schema = {"not": {"type": "object", "additionalProperties": _NOTHING}}
"""What a mapping must be: not empty, and not full of nulls."""
_EMPTY_OR_TEXTS: Schema = {"items": {"type": _ONE}, "additionalProperties": _NOTHING}
"""What a list or mapping must be where one text is wanted: Traefik makes a text of it, for better or worse."""
_LIMIT = 1 << 63

COMMON: dict[str, Schema] = {
    "text": {"type": _ANYTHING, **_EMPTY_OR_TEXTS},
    "bool": {
        "type": ["boolean", "integer", "string", "null"],
        "minimum": 0,
        "maximum": 1,
        "pattern": f"^({'|'.join(TRUTHS)})$",
    },
    "int": {
        "type": ["integer", "string", "null"],
        "minimum": -_LIMIT,
        "maximum": _LIMIT - 1,
        "pattern": "^[-+]?[0-9]{1,19}$",
    },
    "duration": {
        "type": ["integer", "string", "null"],
        "pattern": r"^[-+]?([0-9]+|(([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+)$",
    },
    "texts": {
        "type": _ANYTHING,
        "items": {"type": [*_ONE, "object"], "additionalProperties": _NOTHING},
        "additionalProperties": {"type": _ANYTHING, **_EMPTY_OR_TEXTS},
    },
    "value": {
        "type": _ANYTHING,
        "items": {"type": [*_ONE, "object"], "$ref": "#/$defs/value"},
        "additionalProperties": {"$ref": "#/$defs/value"},
    },
}
"""The kinds of value that many options share; `value` is anything that Traefik can hold at all.

The keywords for texts, numbers, lists and mappings each bind only what is one, so that no `anyOf` hides what failed.
"""


def json_schema(target: Version = NEWEST) -> Schema:
    """The schema for a Traefik version, options that it does not know yet are not in it."""
    schemas = _Schemas(target)
    root = schemas.properties(Configuration)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Traefik {target} dynamic configuration",
        "description": "A file of Traefik's file provider.",
        "type": ["object", "null"],
        "properties": root,
        "patternProperties": {"^[xX]-": {"description": "A place for anchors; Traefik does not look at it."}},
        "additionalProperties": False,
        "$defs": {**COMMON, **dict(sorted(schemas.parts.items()))},
    }


class _Schemas:
    """The schemas of the parts by class name, made when first referred to."""

    def __init__(self, target: Version) -> None:
        self.target = target
        self.parts: dict[str, Schema] = {}

    def properties(self, of: type[Struct]) -> dict[str, Schema]:
        """The options of a part that the target knows."""
        return {field.key: self.option(field) for field in self.known(of)}

    def known(self, of: type[Struct]) -> Iterator[Field]:
        """The options that are not younger than the target."""
        return (field for field in of.fields.values() if field.first <= self.target)

    def part(self, of: type[Struct]) -> Schema:
        """A reference to the schema of a part."""
        name = of.__name__
        if name not in self.parts:
            self.parts[name] = {}
            self.parts[name] = {
                "description": (of.__doc__ or "").strip(),
                "properties": self.properties(of),
                "additionalProperties": False,
            }
        return {"$ref": f"#/$defs/{name}"}

    def option(self, field: Field) -> Schema:
        """One option, with what an editor shows beside it."""
        schema: Schema = {"description": field.description}
        if field.is_dropped(self.target):
            return {**schema, **self.dropped(field), "deprecated": True, "doNotSuggest": True}
        if field.deprecated:
            schema["deprecated"] = True
        default = _default(field)
        if default is not None:
            schema["default"] = default
        return {**schema, **self.value(field)}

    def value(self, field: Field) -> Schema:
        """What may stand behind the key of an option."""
        if field.go_kind == "uint32":
            return {"type": ["integer", "string", "null"], "minimum": 0, "pattern": "^[0-9]{1,10}$"}
        if field.kind in COMMON:
            return {"$ref": f"#/$defs/{field.kind}"}
        if field.of is None:
            return _by_name(field)
        part = self.part(field.of)
        entry = {**part, "type": _ANYTHING, "items": {"type": _ONE}}
        if field.kind == "struct":
            return entry if field.may_be_empty else {**part, "type": ["object", "null"], **_FILLED}
        items = {**part, "type": [*_ONE, "object"]}
        if field.kind == "structs":
            return {"type": _ANYTHING, "items": items, "additionalProperties": entry}
        return {**_NAMED, "items": items, "additionalProperties": entry}

    def dropped(self, field: Field) -> Schema:
        """An ignored option: any value, as long as the keys below it are known ones."""
        if field.of is None or field.kind != "struct":
            return {"$ref": "#/$defs/value"}
        below = {key.key: self.dropped(key) for key in self.known(field.of)}
        return {"type": _ANYTHING, "items": {"type": _ONE}, "properties": below, "additionalProperties": False}


_NAMED: Schema = {"type": ["object", "array", "null"], "contains": {"type": "object"}, **_FILLED}
"""Things by name: a list of mappings has the names `[0]`, `[1]` …"""


def _by_name(field: Field) -> Schema:
    """Options that hold texts, numbers or anything by name."""
    if field.kind == "int_map":
        return {"type": ["object", "null"], "additionalProperties": {"$ref": "#/$defs/int"}, **_FILLED}
    value = {"$ref": "#/$defs/value"}
    return {**_NAMED, "items": {"type": [*_ONE, "object"], **value}, "additionalProperties": value}


def _default(field: Field) -> Any:
    """The default as the text of a file would say it; None where there is none to speak of."""
    if not field.default or field.of is not None:
        return True if field.default is True else None
    if field.kind == "duration":
        milliseconds = field.default // 1_000_000
        return f"{milliseconds // 1000}s" if milliseconds % 1000 == 0 else f"{milliseconds}ms"
    return list(field.default) if isinstance(field.default, tuple) else field.default
