"""Classes whose objects hold values and never change: like frozen dataclasses, but made in a tenth of the time.

`dataclasses` writes and compiles several functions for each class, which takes half a millisecond. Where a command that
starts for one file needs dozens of such classes, that is most of the time it takes.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:

    class _Maker(type):
        """Makes a named tuple where it is asked for a class."""

        def __new__(cls, name, _bases, body):
            fields = body.pop("__annotations__", {})
            defaults = [body.pop(field) for field in fields if field in body]
            made = namedtuple(name, fields, defaults=defaults, module=body.pop("__module__"))
            made.__annotations__ = fields
            for key, value in body.items():
                setattr(made, key, value)
            return made

    NamedTuple = type.__new__(_Maker, "NamedTuple", (), {"__doc__": "As `typing.NamedTuple`."})

T = TypeVar("T")


@dataclass_transform(frozen_default=True, eq_default=False)
def record(of: type[T]) -> type[T]:
    """Give a class a constructor that takes its annotated attributes, by place or by name, in their order.

    What is not given has the value that the class gives the attribute. Objects compare by identity; a subclass that is
    decorated, too, has the attributes of its base before its own.
    """
    above: tuple[str, ...] = getattr(of, "_attributes", ())
    names = (*above, *(name for name in of.__annotations__ if name not in above))
    of._attributes = names  # type: ignore[attr-defined]
    of.__init__ = _constructor(names, frozenset(name for name in names if not hasattr(of, name)))  # type: ignore[method-assign]
    of.__setattr__ = _refuse  # type: ignore[method-assign]
    of.__delattr__ = _refuse  # type: ignore[method-assign]
    of.__repr__ = _shown  # type: ignore[method-assign]
    return of


def changed(one: T, **values: Any) -> T:
    """A record of the same class with other values of some attributes."""
    return type(one)(**{**one.__dict__, **values})


def _constructor(names: tuple[str, ...], needed: frozenset[str]) -> Callable[..., None]:
    known = frozenset(names)
    most = len(names)
    least = max((names.index(name) + 1 for name in needed), default=0)

    def constructor(self: object, *values: object, **named: object) -> None:
        mine = self.__dict__
        if not named and least <= len(values) <= most:
            mine.update(zip(names, values, strict=False))
            return
        mine.update(zip(names, values, strict=False))
        if len(values) > most or not (known >= named.keys()) or not mine.keys().isdisjoint(named):
            raise TypeError(f"{type(self).__name__} has the attributes {', '.join(names)}, each once")
        mine.update(named)
        if not mine.keys() >= needed:
            raise TypeError(f"{type(self).__name__} needs {', '.join(sorted(needed - mine.keys()))}")

    return constructor


def _refuse(self: object, name: str, *_: object) -> NoReturn:
    raise AttributeError(f"`{name}` of a {type(self).__name__} cannot be changed")


def _shown(self: object) -> str:
    return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self.__dict__.items())})"
