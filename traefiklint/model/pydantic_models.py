"""Pydantic models of the same parts, made out of the declarations when they are asked for.

They check plain data (what a YAML or JSON reader hands over, or a program puts together) as Traefik's decoder would:
keys in any case, numbers and truths as texts, one text for a list, nothing where null stands. Linting does without.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import cache
from typing import Annotated, Any, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model, model_validator

from traefiklint.go.strconv import fold, items, nanoseconds, truth, unsigned_number, whole_number
from traefiklint.model.base import Option, Section
from traefiklint.model.kinds.maps import IntMap, Plugins, TextMap
from traefiklint.model.kinds.scalars import Bool, Duration, Int, Raw, Text
from traefiklint.model.kinds.sections import ByName, Nested, Sections
from traefiklint.model.kinds.texts import Texts


@cache
def pydantic_model(of: type[Section]) -> type[BaseModel]:
    """The pydantic model of a declared part; the same class for the same part every time.

    Its fields have the attribute names of the part (`entry_points`), the documented keys as aliases (`entryPoints`),
    and Traefik's defaults. Durations are nanoseconds. A value that Traefik refuses raises pydantic's `ValidationError`
    with Traefik's words.
    """
    fields: dict[str, Any] = {}
    for name, option in of.fields.items():
        fields[name] = (
            _annotation(option),
            Field(
                default=_default(option),
                alias=option.key,
                description=option.description,
                json_schema_extra={"since": option.since, **({"deprecated": True} if option.deprecated else {})},
            ),
        )
    return create_model(of.__name__, __base__=Part, __doc__=of.__doc__, **fields)


class Part(BaseModel):
    """Base of all of them: reads a mapping as Traefik reads a section."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True, frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _read(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data if isinstance(data, Part) else {}
        known = {fold(field.alias or name): name for name, field in cls.model_fields.items()}
        read = {}
        for key in sorted(data, key=str):
            if data[key] is not None:
                name = key if key in cls.model_fields else known.get(fold(str(key)), key)
                read[name] = data[key]
        return read


def _annotation(option: Option) -> Any:
    model: Any = option.of and pydantic_model(cast(Hashable, option.of))
    if option.ignored:
        return Annotated[Any, BeforeValidator(lambda _: option.default)]
    kind = option.kind
    if isinstance(kind, Nested):
        return Annotated[model | None, BeforeValidator(_section(option))]
    if isinstance(kind, Sections):
        return Annotated[tuple[model, ...], BeforeValidator(_parts)]
    if isinstance(kind, ByName):
        return Annotated[dict[str, model], BeforeValidator(_filled(option))]
    if isinstance(kind, Plugins):
        return Annotated[dict[str, Any], BeforeValidator(_filled(option))]
    if isinstance(kind, (TextMap, IntMap)):
        value = _SCALARS[Text if isinstance(kind, TextMap) else Int]
        return Annotated[dict[str, value], BeforeValidator(_filled(option))]  # type: ignore[valid-type]
    if isinstance(kind, Texts):
        return Annotated[tuple[str, ...], BeforeValidator(_texts)]
    scalar = _UNSIGNED if option.go_kind == "uint32" else _SCALARS[type(kind)]
    return scalar if option.default is not None else scalar | None


def _default(option: Option) -> Any:
    return {} if isinstance(option.kind, (ByName, TextMap, IntMap, Plugins)) else option.default


def go_text(value: Any) -> str:
    """A plain value as the text that Traefik's decoder makes of it.

    Raises:
        ValueError: it is neither text, number nor truth.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f"{value:.6f}".removesuffix(".000000")
    if isinstance(value, str):
        return value
    raise ValueError(f"one value is wanted, not a {type(value).__name__}")


def _read_by(convert: Any) -> BeforeValidator:
    return BeforeValidator(lambda value: convert(go_text(value)))


_SCALARS: dict[type, Any] = {
    Text: Annotated[str, _read_by(str)],
    Bool: Annotated[bool, _read_by(truth)],
    Int: Annotated[int, _read_by(whole_number)],
    Duration: Annotated[int, _read_by(nanoseconds)],
    Raw: Any,
}
_UNSIGNED: Any = Annotated[int, _read_by(unsigned_number)]


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, list | tuple):
        return tuple(go_text(item).strip() for item in value)
    return items(go_text(value))


def _parts(value: Any) -> Any:
    if isinstance(value, Mapping):
        value = [value[key] for key in sorted(value) if value[key] is not None]
    if not isinstance(value, list | tuple):
        return ()
    return tuple(item for item in value if isinstance(item, Mapping | Part))


def _section(option: Option) -> Any:
    def read(value: Any) -> Any:
        if value is None or isinstance(value, Part):
            return value
        if isinstance(value, Mapping) and any(below is not None for below in value.values()):
            return value
        if not option.may_be_empty:
            raise ValueError(f"{option.key} cannot be a standalone element (type {option.type_name})")
        on = not value or (not isinstance(value, list | tuple) and go_text(value).lower() == "true")
        return {} if on and value is not False else None

    return read


def _filled(option: Option) -> Any:
    def read(value: Any) -> Any:
        entries = {str(key): below for key, below in value.items() if below is not None} if _is_map(value) else {}
        if not entries:
            raise ValueError(f"{option.key} cannot be a standalone element (type {option.type_name})")
        return entries

    return read


def _is_map(value: Any) -> bool:
    return isinstance(value, Mapping)
