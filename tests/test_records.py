"""Records are made by place or by name, compare by identity, and never change."""

from __future__ import annotations

import pytest

from traefiklint.records import changed, record


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
