"""Classes whose objects hold values and never change: like frozen dataclasses, but made in a tenth of the time.

`dataclasses` writes and compiles several functions for each class, which takes half a millisecond. Where a command that
starts for one file needs dozens of such classes, that is most of the time it takes.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:

    class _Tuple(tuple):
        """What all named tuples can do, as those of `collections` do it."""

        __slots__ = ()

        @classmethod
        def _make(cls, values):
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"{cls.__name__} has {len(cls._fields)} fields, not {len(made)}")
            return made

        def _replace(self, /, **values):
            made = self._make(map(values.pop, self._fields, self))
            if values:
                raise TypeError(f"{type(self).__name__} has no {', '.join(values)}")
            return made

        __replace__ = _replace

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            shown = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
            return f"{type(self).__name__}({shown})"

        def __getnewargs__(self):
            return tuple(self)

    _FEW = 20
    """As many objects of a class are made without a constructor of its own."""
    _Wide = namedtuple("_Wide", [f"field_{number}" for number in range(40)])
    _GETTERS = [vars(_Wide)[name] for name in _Wide._fields]

    class _TupleMaker(type):
        """Makes a named tuple where it is asked for a class. A constructor of its own is written when it has made some
        objects: that takes as long as making fifty without it, and of most classes a run makes none, or a handful.
        """

        def __new__(cls, name, _bases, body):
            fields = body.get("__annotations__", {})
            defaults = {field: body[field] for field in fields if field in body}
            names = tuple(fields)
            seen = 0

            def first(of, /, *values, **named):
                nonlocal seen
                seen += 1
                if seen < _FEW and len(values) <= len(names):
                    if len(values) == len(names) and not named:
                        return tuple.__new__(of, values)
                    left = names[len(values) :]
                    if named.keys() <= set(left) and all(field in named or field in defaults for field in left):
                        return tuple.__new__(
                            of, (*values, *(named[field] if field in named else defaults[field] for field in left))
                        )
                written = namedtuple(name, fields, defaults=defaults.values()).__new__
                made.__new__ = staticmethod(written)
                return written(of, *values, **named)

            body |= {"__slots__": (), "_fields": names, "__match_args__": names, "_field_defaults": defaults}
            body |= {"__new__": first, **{field: _GETTERS[number] for number, field in enumerate(names)}}
            made = type(name, (_Tuple,), body)
            return made

    NamedTuple = type.__new__(_TupleMaker, "NamedTuple", (), {"__doc__": "As `typing.NamedTuple`."})

T = TypeVar("T")
_NONE: Mapping[str, Callable[[], object]] = {}

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from dataclasses import field as field
else:
    _NO_DEFAULT = object()

    class field:  # noqa: N801 - called as that of `dataclasses`
        """An attribute, as `dataclasses.field` describes it."""

        __slots__ = ("compare", "default", "default_factory", "repr")

        def __init__(self, *, default=_NO_DEFAULT, default_factory=None, repr=True, compare=True):
            self.default, self.default_factory, self.repr, self.compare = default, default_factory, repr, compare

        def told(self):
            """The same for `dataclasses`."""
            import dataclasses

            given = {"default": self.default} if self.default_factory is None else {}
            made = given or {"default_factory": self.default_factory}
            return dataclasses.field(**made, repr=self.repr, compare=self.compare)

    class _Told:
        """What `dataclasses` keeps with a class. It is found out when somebody asks: importing it takes as long as
        linting five files. It is found out once, for `replace` asks about every object.
        """

        __slots__ = ("attribute", "body", "found")

        def __init__(self, attribute, body):
            self.attribute, self.body, self.found = attribute, body, None

        def __get__(self, _, of):
            if self.found is None:
                import dataclasses

                body = {name: one.told() if type(one) is field else one for name, one in self.body.items()}
                bare = dataclasses.dataclass(init=False, repr=False, eq=False)(type(of.__name__, (), body))
                self.found = getattr(bare, self.attribute)
            return self.found

    def dataclass(*, frozen: bool) -> Callable[[type[T]], type[T]]:
        """As the one of `dataclasses`, for those that are frozen: `fields`, `replace` and `asdict` know them, too."""
        assert frozen, "records never change"

        def make(of: type[T]) -> type[T]:
            names = tuple(of.__annotations__)
            body = {
                name: of.__dict__[name] for name in (*names, "__annotations__", "__module__") if name in of.__dict__
            }
            described = {name: one for name, one in body.items() if type(one) is field}
            makers = {name: one.default_factory for name, one in described.items() if one.default_factory is not None}
            for name, one in described.items():
                if name in makers:
                    delattr(of, name)
                else:
                    setattr(of, name, one.default)
            compares = [name for name in names if name not in described or described[name].compare]
            shows = [name for name in names if name not in described or described[name].repr]
            made = record(of, makers)

            def compared(self: object) -> tuple[object, ...]:
                return tuple(getattr(self, name) for name in compares)

            def shown(self: object) -> str:
                return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shows)})"

            def equal(self: object, other: object) -> bool:
                return compared(self) == compared(other) if type(other) is type(self) else NotImplemented

            made.__eq__, made.__hash__, made.__repr__ = equal, lambda self: hash(compared(self)), shown
            made.__match_args__ = names
            for attribute in ("__dataclass_fields__", "__dataclass_params__"):
                setattr(made, attribute, _Told(attribute, body))
            return made

        return make


@dataclass_transform(frozen_default=True, eq_default=False)
def record(of: type[T], makers: Mapping[str, Callable[[], object]] = _NONE) -> type[T]:
    """Give a class a constructor that takes its annotated attributes, by place or by name, in their order.

    What is not given has the value that the class gives the attribute. Objects compare by identity; a subclass that is
    decorated, too, has the attributes of its base before its own.

    Args:
        makers: what makes the values of attributes that are not given, where the class gives none.
    """
    above: tuple[str, ...] = getattr(of, "_attributes", ())
    names = (*above, *(name for name in of.__annotations__ if name not in above))
    of._attributes = names  # type: ignore[attr-defined]
    needed = frozenset(name for name in names if not hasattr(of, name)).difference(makers)
    of.__init__ = _constructor(names, needed, makers)  # type: ignore[method-assign]
    of.__setattr__ = _refuse  # type: ignore[method-assign]
    of.__delattr__ = _refuse  # type: ignore[method-assign]
    of.__repr__ = _shown  # type: ignore[method-assign]
    return of


def changed(one: T, **values: Any) -> T:
    """A record of the same class with other values of some attributes."""
    return type(one)(**{**one.__dict__, **values})


def _constructor(
    names: tuple[str, ...], needed: frozenset[str], makers: Mapping[str, Callable[[], object]]
) -> Callable[..., None]:
    known = frozenset(names)
    most = len(names)
    least = max((names.index(name) + 1 for name in (*needed, *makers)), default=0)

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
        for name in makers.keys() - mine.keys():
            mine[name] = makers[name]()

    return constructor


def _refuse(self: object, name: str, *_: object) -> NoReturn:
    raise AttributeError(f"`{name}` of a {type(self).__name__} cannot be changed")


def _shown(self: object) -> str:
    return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self.__dict__.items())})"
