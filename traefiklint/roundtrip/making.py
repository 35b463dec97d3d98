"""Makes pydantic models of the declarations in `traefiklint.model`: what each kind of option checks and converts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Annotated, Any, cast

from pydantic import Field, PlainValidator, ValidationError, create_model
from pydantic_core import PydanticCustomError

from traefiklint.go.strconv import floating_number, fold, items, nanoseconds, truth, whole_number
from traefiklint.model.base import Option, Section
from traefiklint.model.configuration import Configuration
from traefiklint.model.kinds.maps import IntMap, Plugins, TextMap
from traefiklint.model.kinds.removed import Removed
from traefiklint.model.kinds.scalars import Bool, Duration, Float, Int, Raw
from traefiklint.model.kinds.sections import ByName, Nested, Sections
from traefiklint.model.kinds.texts import Floats, Texts
from traefiklint.model.static import Static
from traefiklint.roundtrip.base import Part
from traefiklint.roundtrip.containers import CheckedList, Objects

MODULE = "traefiklint.roundtrip.models"
"""Where the models are found by their names."""

ROOTS: tuple[type[Section], ...] = (Configuration, Static)
"""What a file can hold: the dynamic configuration, or the static one."""


def sections() -> Iterator[type[Section]]:
    """Every declared section that a file can hold, each once, those below before those above."""
    seen: set[type[Section]] = set()

    def below(of: type[Section]) -> Iterator[type[Section]]:
        if of in seen:
            return
        seen.add(of)
        for option in options_of(of).values():
            if option.of is not None:
                yield from below(option.of)
        yield of

    for root in ROOTS:
        yield from below(root)


def field_of(option: Option) -> str:
    """What an option is called in the view: as in the decoded section, where `path` is the place of the section."""
    return "path" if option.attribute == "http_path" else option.attribute


def options_of(of: type[Section]) -> dict[str, Option]:
    """The options of a section that files or labels can set, by what they are called in the view."""
    return {
        field_of(option): option
        for option in of.fields.values()
        if (not option.ignored or option.in_labels) and type(option.kind) not in (Raw, Removed)
    }


@cache
def model_of(of: type[Section]) -> type[Part]:
    """The model of a declared section; the same class for the same section every time.

    Its fields have the attribute names of the section (`entry_points`), the documented keys as aliases (`entryPoints`)
    and Traefik's defaults. A value that Traefik refuses raises pydantic's `ValidationError` with Traefik's words.
    """
    fields: dict[str, Any] = {}
    nested: dict[str, type[Part]] = {}
    for name, option in options_of(of).items():
        if isinstance(option.kind, Nested):
            nested[name] = model_of(cast("Any", option.of))
        many = isinstance(option.kind, (Sections, Texts, ByName, TextMap, IntMap, Plugins))
        default: dict[str, Any] = (
            {"default_factory": partial(default_of, option)} if many else {"default": shown_default(option)}
        )
        extra: dict[str, Any] = {"since": option.since, **({"deprecated": True} if option.deprecated else {})}
        fields[name] = (
            Annotated[Any, PlainValidator(check_of(option))],
            Field(**default, alias=option.key, description=option.description, json_schema_extra=extra),
        )
    made = create_model(of.__name__, __base__=Part, __module__=MODULE, __doc__=of.__doc__, **fields)
    made.nested = nested
    made.declared = of
    made.attributes = {name: option.attribute for name, option in options_of(of).items()}
    return made


def shown_default(option: Option) -> Any:
    """The default as it would be written: durations are texts."""
    if isinstance(option.kind, Duration) and option.default is not None:
        return option.kind.default(option) or "0s"
    return option.default


def default_of(option: Option) -> Any:
    """The value of an option that is not given, as the view holds it."""
    kind = option.kind
    if isinstance(kind, Texts):
        return check_of(option)(list(option.default))
    if isinstance(kind, (Sections, ByName, TextMap, IntMap, Plugins)):
        return check_of(option)(_NONE)
    return shown_default(option)


class _Nothing:
    """That a list or a dictionary is empty because nothing is given."""


_NONE = _Nothing()


@cache
def check_of(option: Option) -> Callable[[Any], Any]:
    """What checks a value that is given to an option."""
    kind = option.kind
    if isinstance(kind, Nested):
        return partial(_nested, option, model_of(cast("Any", option.of)))
    if isinstance(kind, Sections):
        return partial(_sections, partial(_section, option, model_of(cast("Any", option.of))))
    if isinstance(kind, ByName):
        return partial(_named, option, partial(_section, option, model_of(cast("Any", option.of))))
    if isinstance(kind, Plugins):
        return partial(_named, option, _anything)
    if isinstance(kind, (TextMap, IntMap)):
        return partial(_named, option, go_text if isinstance(kind, TextMap) else _whole)
    if isinstance(kind, Floats):
        return _floats
    if isinstance(kind, Texts):
        return _texts
    if isinstance(kind, Bool):
        return _truth
    if isinstance(kind, Int):
        return partial(_number, kind.convert(option))
    if isinstance(kind, Float):
        return _float
    return _duration if isinstance(kind, Duration) else go_text


def go_text(value: Any) -> str:
    """A plain value as the text that Traefik's decoder makes of it.

    Raises:
        ValueError: it is neither text, number nor bool.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f"{value:.6f}".removesuffix(".000000")
    if isinstance(value, str):
        return str(value)
    raise ValueError(f"a single value is needed, not a {type(value).__name__}")


def _truth(value: Any) -> bool:
    return value if isinstance(value, bool) else truth(go_text(value))


def _number(read: Callable[[str], int], value: Any) -> int:
    if isinstance(value, bool):
        raise ValueError("a number is needed, not a bool")
    return read(go_text(value))


_whole = partial(_number, whole_number)


def _float(value: Any) -> float:
    return float(value) if type(value) in (int, float) else floating_number(go_text(value))


def _floats(value: Any) -> CheckedList[float]:
    return CheckedList(_float, items(value) if isinstance(value, str) else value)


def _duration(value: Any) -> str:
    text = go_text(value)
    nanoseconds(text)
    return text


def _texts(value: Any) -> CheckedList[str]:
    if isinstance(value, str):
        return CheckedList(_text_item, items(value))
    if not isinstance(value, list | tuple):
        raise ValueError(f"a list of texts is needed, not a {type(value).__name__}")
    return CheckedList(_text_item, value)


def _text_item(value: Any) -> str:
    if not isinstance(value, str | int | float):
        raise _wrong(f"a text is needed, not a {type(value).__name__}")
    return go_text(value).strip()


def _section(option: Option, of: type[Part], value: Any) -> Part:
    if isinstance(value, of):
        return value
    if isinstance(value, Mapping):
        return of.model_validate(_known(of, value))
    raise _wrong(f"{of.__name__} or its options are needed for {option.key}, not a {type(value).__name__}")


def _known(of: type[Part], given: Mapping[Any, Any]) -> dict[str, Any]:
    """What is given, keys in any case, without what is null."""
    names = {fold(field.alias or name): name for name, field in of.model_fields.items()}
    return {
        key if key in of.model_fields else names.get(fold(str(key)), str(key)): value
        for key, value in given.items()
        if value is not None
    }


def _nested(option: Option, of: type[Part], value: Any) -> Part | None:
    if isinstance(value, of):
        return value
    if isinstance(value, Mapping) and any(below is not None for below in value.values()):
        return of.model_validate(_known(of, value))
    empty = (
        value == "" or isinstance(value, Mapping) or (isinstance(value, bool | str) and fold(go_text(value)) == "true")
    )
    if option.may_be_empty and empty:
        return of()
    raise ValueError(f"{option.key} cannot be a standalone element (type {option.type_name})")


def _sections(check: Callable[[Any], Part], value: Any) -> CheckedList[Part]:
    if value is _NONE:
        return CheckedList(check)
    if not isinstance(value, list | tuple):
        raise ValueError(f"a list is needed, not a {type(value).__name__}")
    return CheckedList(check, value)


def _named(option: Option, check: Callable[[Any], Any], value: Any) -> Objects[Any]:
    if value is _NONE:
        return Objects(check)
    if not isinstance(value, Mapping):
        raise ValueError(f"{option.key} cannot be a standalone element (type {option.type_name})")
    return Objects(check, {str(name): below for name, below in value.items() if below is not None})


def _anything(value: Any) -> Any:
    return value


def _wrong(message: str) -> ValidationError:
    details = {"type": PydanticCustomError("traefik", "{reason}", {"reason": message}), "loc": (), "input": ...}
    return ValidationError.from_exception_data("value", [cast("Any", details)], hide_input=True)
