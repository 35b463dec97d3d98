"""The JSON Schema (2020-12) of a configuration, for editors: made out of the declarations.

It accepts what Traefik loads, as a YAML or TOML reader hands it over: numbers and truths in quotes, one text for a
list, nothing (null) behind a key, `true` for a section that may be empty. It knows only the documented spelling of
keys, and no other root keys than Traefik's and those that begin with `x-`.
"""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.model.base import Option, Section
from traefiklint.model.configuration import Configuration
from traefiklint.model.kinds import maps, scalars, texts
from traefiklint.model.kinds.base import ANYTHING, ONE, Schema
from traefiklint.model.kinds.removed import Removed
from traefiklint.model.kinds.sections import Nested
from traefiklint.versions import NEWEST, Version

COMMON: dict[str, Schema] = {**scalars.SHARED, **texts.SHARED, **maps.SHARED}
"""The schemas that many options share, by the name under which they are referred to."""


def json_schema(target: Version = NEWEST) -> Schema:
    """The schema for a Traefik version, options that it does not know yet are not in it."""
    about = "A file of Traefik's file provider."
    return _of_a_file(Configuration, target, f"Traefik {target} dynamic configuration", about, ["object", "null"])


def static_schema(target: Version = NEWEST) -> Schema:
    """The schema of the static configuration. Keys at the top that Traefik does not know are dropped by it, and are
    none for an editor all the same."""
    from traefiklint.model.static import Static

    about = "Traefik's own file, with which it starts."
    return _of_a_file(Static, target, f"Traefik {target} static configuration", about, "object")


def _of_a_file(root: type[Section], target: Version, title: str, about: str, kind: str | list[str]) -> Schema:
    schemas = _Schemas(target)
    properties = schemas.properties(root)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "description": about,
        "type": kind,
        "properties": properties,
        "patternProperties": {"^[xX]-": {"description": "A place for anchors; Traefik does not look at it."}},
        "additionalProperties": False,
        "$defs": {**COMMON, **dict(sorted(schemas.parts.items()))},
    }


class _Schemas:
    """The schemas of the parts by class name, made when first referred to."""

    def __init__(self, target: Version) -> None:
        self.target = target
        self.parts: dict[str, Schema] = {}

    def properties(self, of: type[Section]) -> dict[str, Schema]:
        """The options of a part that the target knows."""
        return {field.key: self.option(field) for field in self.known(of)}

    def known(self, of: type[Section]) -> Iterator[Option]:
        """The options that are not younger than the target."""
        return (
            field for field in of.fields.values() if field.first <= self.target and not isinstance(field.kind, Removed)
        )

    def section(self, of: type[Section]) -> Schema:
        """A reference to the schema of a section."""
        name = of.__name__
        if name not in self.parts:
            self.parts[name] = {}
            self.parts[name] = {
                "description": (of.__doc__ or "").strip(),
                "properties": self.properties(of),
                "additionalProperties": False,
            }
        return {"$ref": f"#/$defs/{name}"}

    def option(self, field: Option) -> Schema:
        """One option, with what an editor shows beside it."""
        schema: Schema = {"description": field.description}
        if field.is_dropped(self.target):
            return {**schema, **self.dropped(field), "deprecated": True, "doNotSuggest": True}
        if field.deprecated:
            schema["deprecated"] = True
        default = True if field.default is True else field.kind.default(field)
        if default is not None:
            schema["default"] = default
        return {**schema, **field.kind.schema(field, self)}

    def dropped(self, field: Option) -> Schema:
        """An ignored option: any value, as long as the keys below it are known ones."""
        if field.of is None or not isinstance(field.kind, Nested):
            return {"$ref": "#/$defs/value"}
        below = {key.key: self.dropped(key) for key in self.known(field.of)}
        return {"type": ANYTHING, "items": {"type": ONE}, "properties": below, "additionalProperties": False}
