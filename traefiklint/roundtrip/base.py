"""What the typed view is made of: pydantic models that check each assignment, and know where they stand in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from traefiklint.model.base import Section


class Part(BaseModel):
    """Base of every section of a configuration.

    An option that is not given has Traefik's default. A section that is not given is there all the same, so that
    options in it can be set, which puts it into the file; `bool(router.tls)` says whether it is given. `del router.tls`
    takes an option or a section out of the file, and so does assigning None.
    """

    model_config = ConfigDict(
        extra="forbid", populate_by_name=True, validate_assignment=True, hide_input_in_errors=True
    )

    nested: ClassVar[dict[str, type[Part]]] = {}
    """The options that hold one section, by attribute name."""
    declared: ClassVar[type[Section]]
    """The section of which this is the model."""
    attributes: ClassVar[dict[str, str]] = {}
    """What each option is called in that section, by its name here."""

    _section: Section | None = PrivateAttr(None)
    """What the file says, where it was read from one."""
    _above: tuple[Part, str] | None = PrivateAttr(None)
    """The section that this one belongs to as soon as it holds anything, and the name of the option there."""
    _absent: dict[str, Part] = PrivateAttr(default_factory=dict)
    """The sections that are not given and were asked for, by attribute name."""

    _order: list[str] = PrivateAttr(default_factory=list)
    """The options in the order in which they were given."""

    if not TYPE_CHECKING:

        def __init__(self, /, **given: Any) -> None:
            super().__init__(**given)
            self._order = [name for name in given if name in type(self).model_fields]

    def model_post_init(self, _: Any, /) -> None:
        given = self.__dict__
        for name in self.nested:
            if given.get(name) is None:
                given.pop(name, None)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            of = type(self).nested.get(name)
            if of is None:
                return super().__getattr__(name)
            absent = self._absent.get(name)
            if absent is None:
                absent = self._absent[name] = of()
                absent._above = (self, name)
            return absent

        def __setattr__(self, name: str, value: Any) -> None:
            if name.startswith("_") or name not in type(self).model_fields:
                super().__setattr__(name, value)
                return
            if value is None:
                delattr(self, name)
                return
            try:
                super().__setattr__(name, value)
            except ValidationError as error:
                raise located(error, self, name) from None
            self._absent.pop(name, None)
            if name not in self._order:
                self._order.append(name)
            self.attach()

    def __delattr__(self, name: str) -> None:
        if name not in type(self).model_fields:
            super().__delattr__(name)
            return
        self._absent.pop(name, None)
        self.__dict__.pop(name, None)
        self.model_fields_set.discard(name)
        if name not in self.nested:
            self.__dict__[name] = type(self).model_fields[name].get_default(call_default_factory=True)

    def __bool__(self) -> bool:
        return self._above is None or bool(self.model_fields_set) or holds_anything(self)

    def attach(self) -> None:
        """Put this section into the one that it belongs to."""
        if self._above is None:
            return
        (above, name), self._above = self._above, None
        above._absent.pop(name, None)
        above.__dict__[name] = self
        above.model_fields_set.add(name)
        above.attach()

    def settle(self) -> None:
        """Put all sections below, which hold something by now, to where they belong."""
        for part in [*self._absent.values()]:
            part.settle()
            if part._above is not None and part:
                part.attach()
        for value in self.__dict__.values():
            if isinstance(value, Part):
                value.settle()
            elif isinstance(value, list | dict):
                for item in value.values() if isinstance(value, dict) else value:
                    if isinstance(item, Part):
                        item.settle()


def holds_anything(part: Part) -> bool:
    """Whether a list or a dictionary of a section was filled, or a section below."""
    return any(isinstance(value, list | dict) and value for value in part.__dict__.values()) or any(
        holds_anything(below) for below in part._absent.values()
    )


def located(error: ValidationError, part: Part, name: str) -> ValidationError:
    """The error with the file and the line in its title, where the section was read from a file."""
    section = part._section
    if section is None:
        return error
    attribute = part.attributes[name]
    place = section.key_at(attribute) if section.gives(attribute) else section.key_at()
    option = section.fields[attribute]
    path = f"{section.path}{option.step}" if section.path else option.key
    return told(error, f"{path} ({place.file}:{place.span.line})")


def told(error: ValidationError, title: str) -> ValidationError:
    """The error under another title; what was given stays hidden, for it may be a secret."""
    details = [
        InitErrorDetails(
            type=PydanticCustomError(one["type"], "{reason}", {"reason": one["msg"].removeprefix("Value error, ")}),
            loc=one["loc"],
            input=...,
        )
        for one in error.errors(include_url=False, include_input=False)
    ]
    return ValidationError.from_exception_data(title, details, hide_input=True)
