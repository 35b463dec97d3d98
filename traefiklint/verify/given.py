"""What Traefik is given in the place of the files: the same to its verdict, and no harm to who asks for it.

A file that names no file of the server, and has Traefik contact nobody by itself, is given as it is. Of any other its
tree is printed anew, so that nothing depends on how two readers understand one text: stand-ins take the place of the
files it names, and nobody is left whom Traefik would contact. A text that has no tree is refused by Traefik anyway; the
names of those options are spelt otherwise in it, so that it is refused even if it is not.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from traefiklint.errors import TraefiklintError
from traefiklint.findings import Effect
from traefiklint.go.strconv import SEPARATOR, fold
from traefiklint.model.base import Option, Section
from traefiklint.model.configuration import Configuration
from traefiklint.model.fields import CERTIFICATE, DIGEST_USERS, PRIVATE_KEY, USERS
from traefiklint.model.kinds.sections import ByName
from traefiklint.text.breaks import is_toml_file
from traefiklint.text.document import Document
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence
from traefiklint.yaml.scalars import FLOAT, NULL, STRING, TIMESTAMP, resolve

_USERS = {USERS: "users", DIGEST_USERS: "digest-users"}
USER_FILES = {
    _USERS[USERS]: "nobody:traefiklint\n",
    _USERS[DIGEST_USERS]: "nobody:traefiklint:00000000000000000000000000000000\n",
}
"""The stand-ins for lists of users, by their names in Traefik's working directory; options can hold no such list."""
_PAIR = (
    '{{- $traefiklint%d := genSelfSignedCertWithKey "traefiklint.invalid" (list) (list "traefiklint.invalid") 365'
    ' (genPrivateKey "ecdsa") -}}\n'
)
"""Traefik's own templates make a certificate and its key in less than a millisecond. Each has a number, because of two
certificates that are the same Traefik passes one over."""
_STAND_INS = {
    CERTIFICATE: "{{ toJson $traefiklint%d.Cert }}",
    PRIVATE_KEY: "{{ toJson $traefiklint%d.Key }}",
}
_MOST = 16 << 20
"""Characters that a file may come to once its aliases are written out."""
_LONG_KEY = 1000
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_NUMBERS = {"+Inf": (".inf", "inf"), "-Inf": ("-.inf", "-inf"), "NaN": (".nan", "nan")}


class Opened(NamedTuple):
    """A file that an option names."""

    node: Scalar
    value: str
    """The path, as the option gives it."""
    holds: str
    """What it must hold, as in `a certificate`."""
    copy: str = ""
    """Where in Traefik's working directory its copy lies; empty where a stand-in took its place."""


class GivenFile(NamedTuple):
    """What Traefik gets instead of one file."""

    text: str | bytes
    opened: tuple[Opened, ...] = ()
    defused: bool = False
    """Whether options are spelt otherwise in it (`plain_names` puts that right in what Traefik says)."""


def stand_in_of(holds: str) -> str:
    """The stand-in for a list of users, as labels can name it; empty where there is none."""
    return _USERS.get(holds, "")


def given(raw: str | bytes, document: Document, sound: Callable[[Node], bool], copy: Callable[[str], str]) -> GivenFile:
    """What to give Traefik instead of a file.

    Args:
        raw: what it would get otherwise.
        document: what is in that, its templates carried out.
        sound: whether nothing is wrong with a part of it. What is wrong with someone whom Traefik would contact it must
            see, and then it contacts nobody.
        copy: for a path, where a copy of that file lies in Traefik's working directory; empty where a stand-in must do.

    Raises:
        TraefiklintError: the file grows beyond all bounds once its aliases are written out.
    """
    root = document.root
    if root is None or any(problem.effect is Effect.REJECTED for problem in document.diagnostics):
        return _defused(raw)
    printer = _Printer(document.file, sound, copy)
    printed = printer.print(root)
    if not printer.changed:
        return GivenFile(raw)
    pairs = "".join(_PAIR % number for number in printer.pairs.values())
    return GivenFile(pairs + printed, tuple(printer.opened))


def _defused(raw: str | bytes) -> GivenFile:
    """The text with another name for each option because of which Traefik opens a file or contacts someone."""
    text = raw if isinstance(raw, str) else raw.decode("latin-1")
    text = _risky_names().sub(lambda found: found[0][:-1] + "~", text)
    return GivenFile(text if isinstance(raw, str) else text.encode("latin-1"), defused=True)


def escaped(text: str) -> str:
    """A text that Traefik's templates turn into this one."""
    return text.replace("{{", '{{"{{"}}')


def plain_names(said: str) -> str:
    """What Traefik says about a file with options that are spelt otherwise, in the file's own spelling."""
    return re.sub(rf"\b({'|'.join(name[:-1] for name in _risky_keys())})~", _restored, said, flags=re.IGNORECASE)


def _restored(found: re.Match[str]) -> str:
    last = next(name[-1] for name in _risky_keys() if name[:-1] == found[1].lower())
    return found[1] + last


@cache
def _risky_names() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_risky_keys())})\b", re.IGNORECASE)


@cache
def _risky_keys() -> tuple[str, ...]:
    """The options, in lower case, because of which Traefik opens a file or contacts someone."""
    found: set[str] = set()
    seen: set[type[Section]] = set()
    waiting: list[type[Section]] = [Configuration]
    while waiting:
        section = waiting.pop()
        if section in seen:
            continue
        seen.add(section)
        for field in section.fields.values():
            if field.opens or field.quiet_without:
                found.add(field.key.lower())
            if field.of:
                waiting.append(field.of)
    return tuple(sorted(found))


class _Meaning(NamedTuple):
    """What a node is to Traefik: a section, sections by name, or an option that names files; nothing of these."""

    section: type[Section] | None = None
    by_name: bool = False
    opens: str = ""
    pair: tuple[str, ...] = ()
    """The files that the section names; a certificate and the key beside it belong together."""


_ANYTHING = _Meaning()


class _Printer:
    """Prints one tree, and does with each of its options what its declaration calls for."""

    def __init__(self, file: str, sound: Callable[[Node], bool], copy: Callable[[str], str]) -> None:
        self._file = file
        self._toml = is_toml_file(file)
        self._sound = sound
        self._copy = copy
        self.changed = False
        self.opened: list[Opened] = []
        self.pairs: dict[tuple[str, ...], int] = {}
        """The numbers of the stand-ins that were made, by the files whose place they take."""

    def print(self, root: Node) -> str:
        """The text. No recursion: nodes may nest as deep as they like."""
        pieces: list[str] = []
        size = 0
        waiting: list[str | tuple[Node, _Meaning]] = list(self._root(root))[::-1]
        while waiting:
            current = waiting.pop()
            if isinstance(current, str):
                pieces.append(current)
                size += len(current)
                if size > _MOST:
                    raise TraefiklintError(
                        f"`{self._file}` grows beyond {_MOST >> 20} MB once its aliases are written out.",
                        "Traefik is not asked about such a file.",
                    )
            else:
                waiting.extend(list(self._node(*current))[::-1])
        return "".join(pieces) + "\n"

    def _root(self, root: Node) -> Iterator[str | tuple[Node, _Meaning]]:
        if not self._toml or not isinstance(root, Mapping):
            yield root, _Meaning(Configuration)
            return
        for key, value, meaning in self._pairs(root, _Meaning(Configuration)):
            yield from (self._scalar(key), " = ", (value, meaning), "\n")

    def _node(self, node: Node, meaning: _Meaning) -> Iterator[str | tuple[Node, _Meaning]]:
        if isinstance(node, Scalar):
            yield self._option(node, meaning) if meaning.opens else self._scalar(node)
        elif isinstance(node, Sequence):
            yield "["
            for item in node.items:
                yield from ((item, meaning._replace(by_name=False)), ", ")
            yield "]"
        elif isinstance(node, Mapping):
            yield "{"
            comma = ""
            for key, value, below in self._pairs(node, meaning):
                name = self._scalar(key)
                mark = "? " if len(name) > _LONG_KEY and not self._toml else ""
                yield from (comma, mark, name, " = " if self._toml else " : " if mark else ": ", (value, below))
                comma = ", "
            yield "}"

    def _pairs(self, node: Mapping, meaning: _Meaning) -> Iterator[tuple[Scalar, Node, _Meaning]]:
        section = meaning.section
        if section is None or meaning.by_name:
            below = meaning._replace(by_name=False)
            yield from ((key, value, below) for key, value in node.pairs)
            return
        options = {fold(key.value): section.keys.get(fold(key.value)) for key, _ in node.pairs}
        named = tuple(
            value.value
            for key, value in node.pairs
            if isinstance(value, Scalar) and (option := options[fold(key.value)]) and option.opens
        )
        silent = {fold(option.quiet_without) for option in options.values() if option and option.quiet_without}
        for key, value in node.pairs:
            option = options[fold(key.value)]
            kept = self._faulty(value) if fold(key.value) in silent else value
            if kept is not value:
                self.changed = True
            if kept is not None:
                yield key, kept, _meaning(option)._replace(pair=named)

    def _faulty(self, value: Node) -> Node | None:
        """What is wrong in the value of an option that must not stay."""
        if isinstance(value, Sequence):
            items = [item for item in value.items if not self._sound(item)]
            return Sequence(items, True, value.start, value.end) if items else None
        return None if self._sound(value) else value

    def _option(self, node: Scalar, meaning: _Meaning) -> str:
        """The value of an option that names a file, or several with commas between; what it holds itself stays."""
        holds = meaning.opens
        kind, value = resolve(node)
        pieces = re.split(f"[,{SEPARATOR}]", value)
        paths = [piece for piece in pieces if not _is_content(piece, holds)]
        if kind == NULL or not paths:
            return self._scalar(node)
        self.changed = True
        copies = {path: self._copy(path.strip()) for path in paths}
        self.opened += (Opened(node, path.strip(), holds, copy) for path, copy in copies.items())
        if not all(copies.values()):
            if holds in _USERS:
                return self._quoted(_USERS[holds])
            return _STAND_INS[holds] % self.pairs.setdefault(meaning.pair, len(self.pairs))
        return self._quoted(",".join(copies.get(piece, piece) for piece in pieces))

    def _scalar(self, node: Scalar) -> str:
        kind, text = resolve(node)
        if kind == STRING:
            return self._quoted(text)
        if kind == NULL:
            return "null"
        if kind == FLOAT:
            return _NUMBERS[text][self._toml] if text in _NUMBERS else text if "." in text else f"{text}.0"
        return node.value if kind == TIMESTAMP else text

    def _quoted(self, text: str) -> str:
        quoted = json.dumps(text, ensure_ascii=False)
        return escaped(_UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted))


def _meaning(option: Option | None) -> _Meaning:
    if option is None:
        return _ANYTHING
    return _Meaning(option.of, isinstance(option.kind, ByName), option.opens)


def _is_content(piece: str, holds: str) -> bool:
    """Whether a piece of a value is what is wanted, as a PEM text is; never where it may be the path of a file."""
    piece = piece.strip()
    if not piece:
        return True
    return holds in (CERTIFICATE, PRIVATE_KEY) and "-----BEGIN" in piece and not _may_exist(piece)


def _may_exist(path: str) -> bool:
    try:
        return os.path.lexists(path)
    except ValueError:
        return False
