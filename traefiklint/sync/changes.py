"""What is different between two files, object by object: `+ http.routers.x`, `~ rule: … → …`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from traefiklint.sync.data import Data, Leaf, plain
from traefiklint.sync.merge import MISSING, Missing, Side, frozen, same
from traefiklint.sync.printing import print_flow, print_leaf
from traefiklint.sync.redact import masked

_PROTOCOLS = ("http", "tcp", "udp")
_TLS_MAPS = ("options", "stores")
_LONGEST_VALUE = 100

Sign = Literal["+", "-", "~"]


class FieldChange(NamedTuple):
    """One option of an object that is different."""

    path: str
    before: Side
    after: Side

    def __str__(self) -> str:
        before, after = (side if isinstance(side, Missing) else masked(side, self.path) for side in self[1:])
        if isinstance(before, list) and isinstance(after, list):
            here, there = set(map(frozen, before)), set(map(frozen, after))
            gone = [f"- {shown(item)}" for item in before if frozen(item) not in there]
            new = [f"+ {shown(item)}" for item in after if frozen(item) not in here]
            if gone or new:
                return f"~ {self.path}: {', '.join([*gone, *new])}"
        if isinstance(before, Missing):
            return f"+ {self.path}: {shown(after)}"
        if isinstance(after, Missing):
            return f"- {self.path}: {shown(before)}"
        if before == after:
            return f"~ {self.path}: other password hashes, or another order"
        return f"~ {self.path}: {shown(before)} → {shown(after)}"

    def to_dict(self) -> dict[str, Any]:
        """The change for JSON; a side that has nothing is left out."""
        sides = {"before": self.before, "after": self.after}
        return {"path": self.path} | {
            name: plain(masked(side, self.path)) for name, side in sides.items() if not isinstance(side, Missing)
        }


class Change(NamedTuple):
    """One object that is new, gone or different."""

    sign: Sign
    object: str
    fields: tuple[FieldChange, ...] = ()

    def lines(self) -> list[str]:
        """The change as people read it."""
        return [f"{self.sign} {self.object}", *(f"    {field}" for field in self.fields)]

    def to_dict(self) -> dict[str, Any]:
        """The change for JSON."""
        action = {"+": "add", "-": "remove", "~": "change"}[self.sign]
        return {"action": action, "object": self.object, "fields": [field.to_dict() for field in self.fields]}


def shown(side: Side, path: str = "") -> str:
    """The value of a place on one line, cut where it is long, without hashes."""
    if isinstance(side, Missing):
        return "nothing"
    clean = masked(side, path)
    text = print_leaf(clean) if isinstance(clean, Leaf) else print_flow(clean)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"


def objects_of(data: Mapping[str, Data]) -> dict[str, Data]:
    """The objects of a file by their names. What is no object stands under its own path."""
    found: dict[str, Data] = {}
    for section, content in data.items():
        if not isinstance(content, dict) or section not in (*_PROTOCOLS, "tls"):
            found[section] = content
            continue
        if not content:
            found[section] = content
        for kind, things in content.items():
            named = section != "tls" or kind in _TLS_MAPS
            if named and isinstance(things, dict) and things:
                found |= {f"{section}.{kind}.{name}": thing for name, thing in things.items()}
            else:
                found[f"{section}.{kind}"] = things
    return found


def changes(before: Mapping[str, Data], after: Mapping[str, Data]) -> tuple[Change, ...]:
    """What makes `after` out of `before`, in the order of the files."""
    old, new = objects_of(before), objects_of(after)
    found = []
    for name in dict.fromkeys([*old, *new]):
        if name not in new:
            found.append(Change("-", name))
        elif name not in old:
            found.append(Change("+", name, _details(new[name])))
        elif not same(old[name], new[name]):
            found.append(Change("~", name, tuple(_fields("", old[name], new[name]))))
    return tuple(found)


def _details(thing: Data) -> tuple[FieldChange, ...]:
    """Of a new router, what it answers; other objects speak by their name."""
    if isinstance(thing, dict) and isinstance(thing.get("rule"), Leaf):
        return (FieldChange("rule", MISSING, thing["rule"]),)
    return ()


def _fields(path: str, before: Side, after: Side) -> Iterator[FieldChange]:
    if same(before, after):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys([*before, *after]):
            yield from _fields(f"{path}.{key}" if path else key, before.get(key, MISSING), after.get(key, MISSING))
    elif (
        isinstance(before, list) and isinstance(after, list) and len(before) == len(after) and _all_maps(before, after)
    ):
        for index, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from _fields(f"{path}[{index}]", one, other)
    else:
        yield FieldChange(path or "value", before, after)


def _all_maps(*lists: list[Data]) -> bool:
    return all(isinstance(item, dict) for items in lists for item in items)


def summary(found: tuple[Change, ...]) -> str:
    """How many objects are new, different and gone, as in `+2 ~1 -0`."""
    counts = {sign: sum(change.sign == sign for change in found) for sign in "+~-"}
    return " ".join(f"{sign}{count}" for sign, count in counts.items())
