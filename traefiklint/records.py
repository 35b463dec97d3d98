"""Classes whose objects hold values and never change: like frozen dataclasses and named tuples, made in a tenth of the
time.

`dataclasses` writes and compiles several functions for each class, `collections.namedtuple` one. Where a command that
starts for one file needs dozens of such classes, that is most of the time it takes.
"""

from __future__ import annotations

from collections import _tuplegetter, namedtuple  # type: ignore[attr-defined]
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:

    class _Named(tuple):
        """What named tuples of all classes can do, as those of `collections.namedtuple` do it."""

        __slots__ = ()
        _fields = ()

        @classmethod
        def _make(cls, values):
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"{cls.__name__} has {len(cls._fields)} fields, not {len(made)}")
            return made

        def _replace(self, **values):
            made = self._make(map(values.pop, self._fields, self))
            if values:
                raise TypeError(f"{type(self).__name__} has no field {', '.join(values)}")
            return made

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __getnewargs__(self):
            return tuple(self)

        def __repr__(self):
            values = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({values})"

    class _Maker(type):
        """Makes a named tuple where it is asked for a class."""

        def __new__(cls, name, _bases, body):
            fields = body.pop("__annotations__", {})
            defaults = {field: body.pop(field) for field in fields if field in body}
            body |= {field: _tuplegetter(index, f"The {field}.") for index, field in enumerate(fields)}
            body |= {"__slots__": (), "_fields": tuple(fields), "__match_args__": tuple(fields)}
            made = type(name, (_Named,), {**body, "_field_defaults": defaults, "__new__": _first_of})
            made.__annotations__ = fields
            return made

    def _first_of(cls, *values, **named):
        """The first object of a class: only now Python's own constructor for such fields is made, which takes long."""
        made = next(one for one in cls.__mro__ if "_field_defaults" in one.__dict__)
        made.__new__ = namedtuple(made.__name__, made._fields, defaults=made._field_defaults.values()).__new__
        return made.__new__(cls, *values, **named)

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
