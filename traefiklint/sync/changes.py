"""What is different between two files, object by object: `+ http.routers.x`, `~ rule: … → …`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from traefiklint.decoding.file import read_document
from traefiklint.instance.secrets import hidden_in
from traefiklint.patch.data import Data, Leaf, frozen, plain, string
from traefiklint.patch.printing import print_flow, print_leaf
from traefiklint.sync.decoded import decoded
from traefiklint.sync.merge import MISSING, Missing, Side, same
from traefiklint.text.covers import MASK
from traefiklint.text.masks import masked_value

_NOTHING: Mapping[str, str] = {}
_ANCHORS = "x-"
"""How a section begins that holds what aliases elsewhere stand for."""
_STEP = re.compile(r"[^.\[\]]+")


def keys_of(path: str) -> tuple[str, ...]:
    """The keys of a path, as in `http.middlewares.auth.basicAuth.users[0]`; places in lists are left out."""
    return tuple(step for step in _STEP.findall(path) if not step.isdigit())


def masked_data(data: Data, keys: Iterable[str], hidden: Mapping[str, str] = _NOTHING) -> Data:
    """The data of a place as it may be shown.

    Args:
        hidden: values that are secret elsewhere, with what is shown of them.
    """
    above = tuple(keys)
    if isinstance(data, dict):
        return {key: masked_data(value, (*above, key), hidden) for key, value in data.items()}
    if isinstance(data, list):
        return [masked_data(item, above, hidden) for item in data]
    shown = masked_value(above, data.value)
    if shown == data.value:
        shown = hidden.get(shown, shown)
    return data if shown == data.value else string(shown)


def _hidden_in(*sides: Mapping[str, Data]) -> dict[str, str]:
    """The values in which the keys above tell a secret, with what is shown of them."""
    found: dict[str, str] = {}
    waiting: list[tuple[tuple[str, ...], Data]] = [((), dict(side)) for side in sides]
    while waiting:
        path, data = waiting.pop()
        if isinstance(data, dict):
            waiting += [((*path[-5:], key), value) for key, value in data.items()]
        elif isinstance(data, list):
            waiting += [(path, item) for item in data]
        elif (shown := masked_value(path, data.value)) != data.value:
            found[data.value] = shown
    return found


_PROTOCOLS = ("http", "tcp", "udp")
_TLS_MAPS = ("options", "stores")
_COMPOSE_MAPS = ("services", "networks", "volumes")
"""The sections of a compose file, of which no dynamic file has one."""
_LONGEST_VALUE = 100
CHANGED = " (changed)"
"""What is said where both sides look the same because the difference is secret."""

Sign = Literal["+", "-", "~"]


class FieldChange(NamedTuple):
    """One option of an object that is different."""

    path: str
    before: Side
    after: Side
    object: str = ""
    """The object, for what its name says about its options."""
    hidden: Mapping[str, str] = _NOTHING
    """Values that are secret elsewhere in the file, with what is shown of them."""

    def __str__(self) -> str:
        before, after = self.before, self.after
        if isinstance(before, list) and isinstance(after, list):
            return self._of_lists(before, after)
        if isinstance(before, Missing):
            return f"+ {self.path}: {self._shown(after)}"
        if isinstance(after, Missing):
            return f"- {self.path}: {self._shown(before)}"
        old, new = self._shown(before), self._shown(after)
        return f"~ {self.path}: {old} → {new}" + (CHANGED if old == new else "")

    def _of_lists(self, before: list[Data], after: list[Data]) -> str:
        here, there = set(map(frozen, before)), set(map(frozen, after))
        gone = [self._shown(item) for item in before if frozen(item) not in there]
        new = [self._shown(item) for item in after if frozen(item) not in here]
        if not gone and not new:
            return f"~ {self.path}: another order"
        if gone == new:
            return f"~ {self.path}: {', '.join(dict.fromkeys(new))}{CHANGED}"
        return f"~ {self.path}: {', '.join([*(f'- {item}' for item in gone), *(f'+ {item}' for item in new)])}"

    def _shown(self, side: Side) -> str:
        return shown(side, f"{self.object}.{self.path}", self.hidden)

    def to_dict(self) -> dict[str, Any]:
        """The change for JSON; a side that has nothing is left out."""
        keys = keys_of(f"{self.object}.{self.path}")
        sides = {"before": self.before, "after": self.after}
        return {"path": self.path} | {
            name: plain(masked_data(side, keys, self.hidden))
            for name, side in sides.items()
            if not isinstance(side, Missing)
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


def shown(side: Side, path: str = "", hidden: Mapping[str, str] = _NOTHING) -> str:
    """The value of a place on one line, cut where it is long, without secrets."""
    if isinstance(side, Missing):
        return "nothing"
    clean = masked_data(side, keys_of(path), hidden)
    if isinstance(clean, Leaf):
        text = clean.value if MASK in clean.value else print_leaf(clean)
    else:
        text = print_flow(clean)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"


def objects_of(data: Mapping[str, Data]) -> dict[str, Data]:
    """The objects of a file by their names. What is no object stands under its own path."""
    found: dict[str, Data] = {}
    for section, content in data.items():
        if section in _COMPOSE_MAPS and isinstance(content, dict) and content:
            found |= {f"{section}.{name}": thing for name, thing in content.items()}
            continue
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


def changes(
    before: Mapping[str, Data], after: Mapping[str, Data], secrets: Callable[[], Iterable[str]] = frozenset
) -> tuple[Change, ...]:
    """What makes `after` out of `before`, in the order of the files.

    Args:
        secrets: gives those that the texts hold where the data do not tell: Traefik leaves some of what is written out.
    """
    old, new = objects_of(before), objects_of(after)
    found = []
    for name in dict.fromkeys([*old, *new]):
        if name not in new:
            found.append(Change("-", name))
        elif name not in old:
            found.append(Change("+", name, _details(name, new[name])))
        elif not same(old[name], new[name]):
            fields = tuple(_fields(name, "", old[name], new[name]))
            if name.startswith(_ANCHORS):
                hidden = dict.fromkeys(secrets(), MASK) | _hidden_in(before, after)
                fields = tuple(field._replace(hidden=hidden) for field in fields)
            found.append(Change("~", name, fields))
    return tuple(found)


def text_changes(before: str | None, after: str | None) -> tuple[Change, ...]:
    """The same of two texts; nothing where one of them cannot be read."""
    old, new = decoded(before), decoded(after)
    if old is None or new is None:
        return ()
    return changes(old, new, lambda: _secrets_of(before or "", after or ""))


def _secrets_of(*texts: str) -> frozenset[str]:
    documents = [read_document("file.yml", text, templates=False) for text in texts]
    return frozenset(value for document in documents for value in hidden_in(document).values)


def _details(name: str, thing: Data) -> tuple[FieldChange, ...]:
    """Of a new router, what it answers; other objects speak by their name."""
    if isinstance(thing, dict) and isinstance(thing.get("rule"), Leaf):
        return (FieldChange("rule", MISSING, thing["rule"], name),)
    return ()


def _fields(name: str, path: str, before: Side, after: Side) -> Iterator[FieldChange]:
    if same(before, after):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys([*before, *after]):
            yield from _fields(
                name, f"{path}.{key}" if path else key, before.get(key, MISSING), after.get(key, MISSING)
            )
    elif (
        isinstance(before, list) and isinstance(after, list) and len(before) == len(after) and _all_maps(before, after)
    ):
        for index, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from _fields(name, f"{path}[{index}]", one, other)
    else:
        yield FieldChange(path or "value", before, after, name)


def _all_maps(*lists: list[Data]) -> bool:
    return all(isinstance(item, dict) for items in lists for item in items)


def summary(found: tuple[Change, ...]) -> str:
    """How many objects are new, different and gone, as in `+2 ~1 -0`."""
    counts = {sign: sum(change.sign == sign and not _is_section(change) for change in found) for sign in "+~-"}
    return " ".join(f"{sign}{count}" for sign, count in counts.items())


def _is_section(change: Change) -> bool:
    """Whether it is about a section that holds objects, such as `http.routers: {}`, and not about an object."""
    protocol, _, kind = change.object.partition(".")
    return protocol in _PROTOCOLS and "." not in kind
