"""Records are made by place or by name, compare by identity, and never change."""

from __future__ import annotations

import dataclasses
import pickle
import re

import pytest

from traefiklint.findings import Effect, Finding, Severity, Span
from traefiklint.patterns import lazy
from traefiklint.records import NamedTuple, changed, dataclass, field, record


@record
class Base:
    one: int
    two: tuple[str, ...] = ()


@record
class Further(Base):
    """Attributes of its own come behind those of the base."""

    three: str = "3"


class Plain(Further):
    """Not decorated: the same attributes."""


def test_values_are_given_by_place_or_by_name_or_are_the_default() -> None:
    assert (Base(1).one, Base(1).two, Base(1, ("a",)).two, Base(two=("b",), one=2).one) == (1, (), ("a",), 2)
    made = Plain(1, ("a",), "x")
    assert (made.one, made.two, made.three, Further(1, three="y").three) == (1, ("a",), "x", "y")
    assert repr(Further(1)) == "Further(one=1)"


def test_a_changed_one_is_another_one_of_the_same_class() -> None:
    made = Plain(1)
    other = changed(made, two=("b",))
    assert (type(other), other.one, other.two, made.two) == (Plain, 1, ("b",), ())
    assert made != changed(made)


def test_what_does_not_fit_is_an_error() -> None:
    with pytest.raises(TypeError, match="needs one"):
        Base()  # type: ignore[call-arg]
    for values, named in [((1, (), 3), {}), ((1,), {"one": 2}), ((1,), {"four": 4})]:
        with pytest.raises(TypeError, match="has the attributes one, two, each once"):
            Base(*values, **named)  # type: ignore[arg-type]
    with pytest.raises(AttributeError, match="`one` of a Base cannot be changed"):
        Base(1).one = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del Base(1).one


@dataclass(frozen=True)
class Told:
    """A record that is compared by its values."""

    name: str
    words: list[str] = field(default_factory=list)
    hidden: str = field(default="", repr=False)
    routers: int = field(default=0, compare=False)


def test_a_frozen_dataclass_is_as_that_of_the_standard_library() -> None:
    one, other = Told("a", routers=1), Told(name="a", words=[])
    assert one == other
    assert one != Told("a", hidden="x")
    assert one != ("a", [], "", 1)
    assert one.words == []
    assert one.words is not other.words
    assert repr(dataclasses.replace(one, hidden="x")) == "Told(name='a', words=[], routers=1)"
    assert dataclasses.asdict(one) == {"name": "a", "words": [], "hidden": "", "routers": 1}
    assert [(told.name, told.repr, told.compare) for told in dataclasses.fields(one)] == [
        ("name", True, True), ("words", True, True), ("hidden", False, True), ("routers", True, False),
    ]  # fmt: skip
    assert dataclasses.is_dataclass(Told)
    assert dataclasses.fields(Told)[0] is dataclasses.fields(Told)[0], "found out once: `replace` asks for every object"
    match one:
        case Told(name, words):
            assert (name, words) == ("a", [])

    @dataclasses.dataclass
    class More(Told):
        more: int = 0

    assert [told.name for told in dataclasses.fields(More)] == ["name", "words", "hidden", "routers", "more"]
    assert pickle.loads(pickle.dumps(one)) == one
    assert hash(FINDING) == hash(dataclasses.replace(FINDING, routers=3))
    assert dataclasses.replace(FINDING, message="other") != FINDING
    with pytest.raises(TypeError, match="needs name"):
        Told()  # type: ignore[call-arg]
    with pytest.raises(AttributeError, match="cannot be changed"):
        one.name = "b"  # type: ignore[misc]


FINDING = Finding("r", "c", Severity.ERROR, Effect.REJECTED, "m", "f", Span(1, 1, 1, 2))


def test_a_named_tuple_is_as_that_of_typing() -> None:
    class Of(NamedTuple):
        """A thing."""

        name: str
        count: int = 0

        @property
        def both(self) -> str:
            """Both."""
            return f"{self.name} {self.count}"

    one = Of("a")
    assert (one, one.both, Of.__doc__, Of._field_defaults) == (("a", 0), "a 0", "A thing.", {"count": 0})
    assert Of(count=1, name="b")._replace(name="c") == ("c", 1)
    assert repr(one).endswith("Of(name='a', count=0)")
    assert pickle.loads(pickle.dumps(Span(1, 2, 3, 4))) == Span(1, 2, 3, 4)
    with pytest.raises(TypeError):
        Of()  # type: ignore[call-arg]


def test_a_class_of_a_named_tuple_makes_its_first_object_as_all_others() -> None:
    class Of(NamedTuple):
        name: str
        count: int = 0

    class Below(Of):
        __slots__ = ()

    first = Of.__new__  # as a thread holds it that another one overtakes
    assert [Below("a"), Of("a"), first(Of, "a"), Of._make(("a", 0))] == [("a", 0)] * 4
    assert [type(one) for one in (Below("a"), Below("a")._replace(count=1), first(Below, "a"))] == [Below] * 3
    assert Of("a", count=2)._asdict() == {"name": "a", "count": 2}
    for values, named in [((), {}), (("a", 1, 2), {}), (("a",), {"other": 1})]:
        with pytest.raises(TypeError):
            Of(*values, **named)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="has no other"):
        Of("a")._replace(other=1)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="2 fields, not 1"):
        Of._make(["a"])


def test_named_tuples_are_made_alike_before_and_after_they_have_a_constructor_of_their_own() -> None:
    class Of(NamedTuple):
        name: str
        count: int = 0
        words: tuple[str, ...] = ()

    ways = [
        lambda: Of("a"),
        lambda: Of("a", 1),
        lambda: Of("a", 1, ("b",)),
        lambda: Of(name="a", words=("b",)),
        lambda: Of("a", words=("b",)),
    ]
    early = [way() for way in ways]
    for values, named in [((), {}), (("a",), {"name": "b"}), (("a", 1, (), 2), {}), ((), {"count": 1})]:
        with pytest.raises(TypeError):
            Of(*values, **named)  # type: ignore[arg-type]
    many = [Of(str(number)) for number in range(100)]
    assert early == [way() for way in ways]
    assert [one.name for one in many] == [str(number) for number in range(100)]


def test_a_lazy_pattern_does_what_a_pattern_does() -> None:
    pattern = lazy("(a)|b", re.IGNORECASE)
    assert pattern.sub("x", "AbC") == "xxC"
    assert (pattern.pattern, pattern.groups) == ("(a)|b", 1)
    assert [found[0] for found in pattern.finditer("aB")] == ["a", "B"]
    assert not hasattr(pattern, "unknown")
