"""The options that a Traefik program may know, read out of the type information that Go keeps in every program.

It says where to look, not what is so: whether an option is accepted is asked of the running program. Go's layout of
types is that of `internal/abi` (`Type`, `StructType`, `Name`), the same since Go 1.17 on 64-bit systems.
"""

from __future__ import annotations

import mmap
import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = ("HTTP", "TCP", "UDP", "TLS")
"""The fields of `dynamic.Configuration`, which tell it from every other struct."""

_KIND_AT, _ELEMENT_AT, _FIELDS_AT, _FIELD_SIZE = 23, 48, 56, 24
_MAP, _POINTER, _SLICE, _STRUCT = 21, 22, 23, 25
_KINDS = {
    1: "bool",
    **dict.fromkeys(range(2, 7), "int"),
    **dict.fromkeys(range(7, 12), "uint"),
    13: "float",
    14: "float",
}
_KINDS |= {24: "string", _STRUCT: "struct"}
_EXPORTED, _HAS_TAG = 1, 2


class Name(NamedTuple):
    """The name of a field, and its tag."""

    text: str
    tag: str

    @property
    def key(self) -> str:
        """As files spell it; a field that files cannot set has no spelling but Go's."""
        found = re.search(r'(?:yaml|json):"([A-Za-z0-9]+)', self.tag)
        return found[1] if found else self.text[:1].lower() + self.text[1:]


class GoOption(NamedTuple):
    """A field that an option may stand for, as its declaration in Go says."""

    kind: str
    """`string`, `bool`, `int`, `uint`, `float`, `struct`, a list or map of these as in `map<string>`, or `raw`."""
    may_be_empty: bool
    """Whether it is marked `label:"allowEmpty"`."""
    ignored: bool
    """Whether it is marked `file:"-"`."""


class GoTypes:
    """The struct types of a Go program."""

    def __init__(self, program: Path) -> None:
        """Opens the program.

        Raises:
            ValueError: it is not a 64-bit ELF file of a little-endian system.
        """
        with program.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._segments = tuple(_segments(self._data))

    def options(self, root: tuple[str, ...] = ROOT) -> dict[str, GoOption]:
        """Every option below the struct that has exactly these fields, by its path: `*` is a name, `[]` an item.

        Empty where the program has no such struct.
        """
        first = self._fields_of(root)
        fields = range(first, first + len(root) * _FIELD_SIZE, _FIELD_SIZE) if first else ()
        return {path: option for field in fields for path, option in self._below(field, "", ())}

    def _fields_of(self, names: tuple[str, ...]) -> int:
        """The address of the fields of a struct with these names; 0 where there is none."""
        record = bytes((_EXPORTED | _HAS_TAG, len(names[0]))) + names[0].encode("ascii")
        for at in self._addresses(record):
            for field in self._addresses(struct.pack("<Q", at)):
                told = [self._name(self._word(field + index * _FIELD_SIZE)) for index in range(len(names))]
                if tuple(name.text if name else "" for name in told) == names:
                    return field
        return 0

    def _below(self, field: int, path: str, seen: tuple[int, ...]) -> Iterator[tuple[str, GoOption]]:
        name, type = self._name(self._word(field)), self._word(field + 8)
        if name is None:
            return
        here = f"{path}.{name.key}" if path else name.key
        below, told = here, "{}"
        while (kind := self._kind(type)) in (_POINTER, _MAP, _SLICE):
            below += {_MAP: ".*", _SLICE: "[]"}.get(kind, "")
            told = told.format({_MAP: "map<{}>", _SLICE: "list<{}>"}.get(kind, "{}"))
            type = self._word(type + (_ELEMENT_AT + 8 if kind == _MAP else _ELEMENT_AT))
        if ",inline" in name.tag:
            below = path
        else:
            told = _checkable(told.format(_KINDS.get(kind, "raw")))
            yield here, GoOption(told, ':"allowEmpty' in name.tag, 'file:"-"' in name.tag)
        if kind == _STRUCT and type not in seen:
            first, count = self._word(type + _FIELDS_AT), self._word(type + _FIELDS_AT + 8)
            for index in range(min(count, 1000)):
                yield from self._below(first + index * _FIELD_SIZE, below, (*seen, type))

    def _name(self, at: int) -> Name | None:
        """The exported name recorded at an address: flags, length, name, and where there is a tag, length and tag."""
        place = self._place(at)
        if not place or not self._data[place] & _EXPORTED:
            return None
        text, behind = self._text(place + 1)
        return Name(text, self._text(behind)[0] if self._data[place] & _HAS_TAG else "")

    def _text(self, place: int) -> tuple[str, int]:
        length = shift = 0
        while True:
            byte = self._data[place]
            place += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return self._data[place : place + length].decode("utf-8", "replace"), place + length

    def _kind(self, type: int) -> int:
        place = self._place(type)
        return self._data[place + _KIND_AT] & 31 if place else 0

    def _word(self, at: int) -> int:
        place = self._place(at)
        return int.from_bytes(self._data[place : place + 8], "little") if place else 0

    def _place(self, at: int) -> int:
        """Where in the file an address is; 0 where it is in none of its segments."""
        return next((at - start + offset for start, offset, size in self._segments if start <= at < start + size), 0)

    def _addresses(self, wanted: bytes) -> Iterator[int]:
        """Every address at which the program holds these bytes."""
        for start, offset, size in self._segments:
            at = self._data.find(wanted, offset, offset + size)
            while at >= 0:
                yield at - offset + start
                at = self._data.find(wanted, at + 1, offset + size)


def _checkable(kind: str) -> str:
    """The kind of an option; what is nested deeper than anything that Traefik checks is `raw`."""
    if kind.count("<") < 2:
        return kind
    return "map<raw>" if kind.startswith("map<map<") else "raw"


def _segments(program: mmap.mmap) -> Iterator[tuple[int, int, int]]:
    """The address, the offset and the size of every piece of the file that is loaded."""
    if program[:6] != b"\x7fELF\x02\x01":
        raise ValueError("only 64-bit ELF programs of little-endian systems can be read")
    (table,), (size, count) = struct.unpack_from("<Q", program, 32), struct.unpack_from("<HH", program, 54)
    for index in range(count):
        kind, _, offset, address, _, length = struct.unpack_from("<IIQQQQ", program, table + index * size)
        if kind == 1:
            yield address, offset, length
