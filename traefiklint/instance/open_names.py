"""Names of objects in labels that hang on variables without a value, so that nobody knows them here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from traefiklint.instance.instance import Instance
from traefiklint.instance.references import Reference
from traefiklint.records import NamedTuple

if TYPE_CHECKING:
    from traefiklint.compose.values import Value


class OpenName(NamedTuple):
    """One such name."""

    kind: str
    """As in `http.middlewares`, in small letters."""
    provider: str
    name: Value
    file: str
    """The compose file of its container."""


def variables_of(reference: Reference, instance: Instance) -> tuple[str, ...]:
    """The variables that may have such values that labels define what a reference means."""
    bare, _, provider = reference.full.partition("@")
    kind = reference.kind.lower()
    return next(
        (
            one.name.unknown
            for one in instance.once(_open_names)
            if one.kind == kind
            and one.provider == provider
            and _may_be(one.name, bare)
            # a name that is nothing but a variable may be any, so that only its own project can mean it
            and (any(_written(one.name)) or one.file == reference.place.file)
        ),
        (),
    )


def _open_names(instance: Instance) -> tuple[OpenName, ...]:
    return tuple(_of_labels(instance))


def _of_labels(instance: Instance) -> Iterator[OpenName]:
    for container in instance.labels.containers if instance.labels is not None else ():
        for label in container.labels:
            root, *steps = label.name.text.split(".", 4) if not label.name.is_known else [""]
            if root.lower() == "traefik" and len(steps) > 3:
                start = sum(map(len, (root, *steps[:2]))) + 3
                name = label.name.part(start, start + len(steps[2]))
                if not name.is_known:
                    yield OpenName(".".join(steps[:2]).lower(), container.document.provider, name, container.source)


def _may_be(value: Value, name: str) -> bool:
    """Whether a value may come to a name: what is written in it stands in the name, in this order."""
    first, *rest = _written(value)
    if not rest or not name.startswith(first) or not name[len(first) :].endswith(rest[-1]):
        return False
    at, end = len(first), len(name) - len(rest[-1])
    for text in rest[:-1]:
        found = name.find(text, at, end)
        if found < 0:
            return False
        at = found + len(text)
    return True


def _written(value: Value) -> list[str]:
    """What stands between variables without a value."""
    found = [""]
    for piece in value.pieces:
        if piece.is_open:
            found.append("")
        else:
            found[-1] += piece.text
    return found
