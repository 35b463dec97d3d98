"""Where the cause of something that Traefik says stands in the files, also where it names neither file nor line.

First asked are the linter's own findings about the same objects, then the values that Traefik quotes; what is left is
the key of the object.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from traefiklint.findings import FILE_START, Effect, Finding, Span
from traefiklint.instance.instance import Instance
from traefiklint.instance.names import plain_name
from traefiklint.model.base import Named
from traefiklint.text.document import Document
from traefiklint.text.lines import lines_of
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence

_QUOTED = re.compile(
    r'"((?:[^"\\]|\\.)+)"'  # Go's %q
    r"|`([^`]+)`"
    r"|node:? (\S+?)(?:: \w+)?$"  # decoder: `field not found, node: K`, `invalid node K: string`
    r"|(?:^|: )(\S+) cannot be a standalone"
    r"|([^\s\"'`,:]+)@file"
    r"|\[([^\[\]]+)\]"
)
_TEMPLATE_PLACE = re.compile(r"template: [^:]*:(\d+)(?::(\d+))?|unclosed action started at :(\d+)")
_SECTIONS = (
    ("certificate store", "tls.stores"),
    ("certificate", "tls.certificates"),
    ("default TLS configuration", "tls.options.default"),
    ("udp router", "udp.routers"),
)
"""What a complaint is about that names no object, and where it stands."""
_CUT_NAME = re.compile(r"certificate (\S*)\[\.\.\.\](\S*)")
"""A certificate in a complaint: Traefik leaves out the middle of the path (pkg/tls, GetTruncatedCertificateName)."""
_OPTION_LENGTH = 7
"""Letters from which on a word of a complaint that is also a key in the files is taken for the option it is about."""
_CONTAINERS = {"service", "services", "routers", "middlewares"}
_ROOTS = ("http", "tcp", "udp", "tls")


class CausePlace(NamedTuple):
    """A place in the files, and the finding of the linter that led there."""

    file: str
    span: Span
    path: str = ""
    object: str = ""
    finding: Finding | None = None

    @classmethod
    def of(cls, finding: Finding) -> CausePlace:
        """The place of a finding."""
        return cls(finding.file, finding.span, finding.path, finding.object, finding)

    @property
    def unset(self) -> tuple[str, ...]:
        """The variables on which it hangs, and which have no value here."""
        return self.finding.unset if self.finding is not None else ()


def quoted(text: str) -> list[str]:
    """What Traefik quotes in a text: names without `@file`, values, keys; in the order of the text."""
    found = ["".join(groups).replace('\\"', '"').replace("\\\\", "\\") for groups in _QUOTED.findall(text)]
    return list(dict.fromkeys(plain_name(item) for item in found if item))


class CausePlaces:
    """Looks for causes in one instance, with what the linter says about it."""

    def __init__(self, instance: Instance, findings: Iterable[Finding]) -> None:
        self._instance = instance
        self._findings = tuple(findings)
        self._documents = {document.file: document for document in instance.documents}

    def of_refusal(self, error: str, file: str) -> CausePlace:
        """Where the reason stands for which Traefik refuses `file`."""
        here = [found for found in self._findings if found.effect is Effect.REJECTED and found.file == file]
        if best := self.best(here, error):
            return CausePlace.of(best)
        document = self._documents.get(file)
        if place := _TEMPLATE_PLACE.search(error):
            line, column = int(place[1] or place[3]), int(place[2] or 0) + 1
            return CausePlace(file, Span(line, column, line, column + 1))
        root = document.root if document else None
        for wanted in quoted(error):
            for path, scalar, _ in scalars(root, ""):
                if scalar.value == wanted:
                    return CausePlace(file, scalar.span, path, _object_in(path))
        return CausePlace(file, FILE_START)

    def of_harm(self, file: str) -> CausePlace:
        """What in `file` harms Traefik itself: the gravest that the linter says of it, or its start."""
        ranks = {Effect.REJECTED: 0, Effect.DISABLED: 1, Effect.DEGRADED: 2}
        here = [found for found in self._findings if found.file == file and found.effect in ranks]
        return CausePlace.of(min(here, key=lambda found: ranks[found.effect])) if here else CausePlace(file, FILE_START)

    def of_objects(self, text: str, objects: Collection[str], effect: Effect = Effect.DISABLED) -> CausePlace:
        """Where the reason stands for which Traefik does not run these objects (`http.routers.shop`) as written.

        Args:
            effect: what Traefik does with them; a router can have two mistakes, one that disables it, and one about
                which Traefik only complains.
        """
        own = [found for found in self._findings if found.object in objects]
        others = [found for found in self._findings if set(objects) & set(found.disables)]
        for candidates in (_with(effect, own), _with(effect, others), own):
            best = self.best(candidates, text)
            if best and (len(candidates) == 1 or self._score(best, quoted(text))):
                return CausePlace.of(best)
        things = sorted(filter(None, map(self.thing, objects)), key=_depth)
        for thing in things:
            if spot := self._quoted_in(thing, text) or self._option_in(thing, text):
                return spot
        if things:
            place = things[0].key_at()
            return CausePlace(place.file, place.span, place.path, place.object)
        return self.of_anything(text)

    def of_anything(self, text: str) -> CausePlace:
        """Where something stands that Traefik quotes; the start of the first file where nothing does."""
        if best := self.best([found for found in self._findings if found.effect is Effect.DEGRADED], text, sure=True):
            return CausePlace.of(best)
        rank = _Rank(text)
        surest: tuple[int, CausePlace] | None = None
        for file, document in self._documents.items():
            for path, scalar, is_key in scalars(document.root, ""):
                number = rank.of(scalar.value, path, is_key)
                if number is not None and (surest is None or number < surest[0]):
                    surest = (number, CausePlace(file, scalar.span, path, _object_in(path)))
        return surest[1] if surest else CausePlace(next(iter(self._documents), ""), FILE_START)

    def of_later(self, kind: str, name: str, file: str) -> CausePlace | None:
        """Where `file` defines an object that an earlier file has defined already."""
        for loser, _winner in self._instance.duplicates:
            if loser.name == name and loser.file == file and (not kind or loser.path.startswith(kind)):
                place = loser.key_at()
                return CausePlace(file, place.span, place.path, place.object)
        return None

    def thing(self, name: str) -> Named | None:
        """The object with a full name, as in `http.routers.shop`."""
        return self._instance.object_named(name)

    def _quoted_in(self, thing: Named, text: str) -> CausePlace | None:
        """The value of an object that Traefik quotes; of several the longest, for it says most."""
        wanted = set(quoted(text))
        best: tuple[int, str, Scalar] | None = None
        for path, scalar, _ in scalars(thing.node, thing.path):
            value = scalar.value
            exact = value in wanted or plain_name(value) in wanted
            if value and (exact or (len(value) > 3 and value in text)) and (best is None or len(value) > best[0]):
                best = (len(value), path, scalar)
        return CausePlace(thing.document.file_of(best[2]), best[2].span, best[1], thing.object) if best else None

    def _option_in(self, thing: Named, text: str) -> CausePlace | None:
        """The option of an object that Traefik names in its own words, as in `IPWhiteList is deprecated`."""
        words = _options(text)
        for path, scalar, is_key in scalars(thing.node, thing.path):
            if is_key and scalar.value.lower() in words:
                return CausePlace(thing.document.file_of(scalar), scalar.span, path, thing.object)
        return None

    def best(self, findings: list[Finding], text: str, *, sure: bool = False) -> Finding | None:
        """The finding that has most in common with what Traefik says; the first of equals."""
        words = quoted(text)
        best = max(findings, key=lambda found: self._score(found, words), default=None)
        return best if best and (not sure or self._score(best, words)) else None

    def _score(self, finding: Finding, words: list[str]) -> int:
        document = self._documents.get(finding.file)
        source = _cut(document, finding.span) if document else ""
        said = f"{finding.path} {finding.message}"
        return sum(2 * (word == source.strip("\"'")) + (word in source) + (word in said) for word in words)


def scalars(node: Node | None, path: str) -> Iterator[tuple[str, Scalar, bool]]:
    """Every key and value below a node, in reading order, with its path and whether it is a key."""
    waiting: list[tuple[Any, str, bool]] = [(node, path, False)]
    while waiting:
        current, here, is_key = waiting.pop()
        if isinstance(current, Scalar):
            yield here, current, is_key
        elif isinstance(current, Mapping):
            for key, value in reversed(current.pairs):
                step = f"{here}.{key.value}" if here else key.value
                waiting.append((value, step, False))
                waiting.append((key, step, True))
        elif isinstance(current, Sequence):
            items = reversed(list(enumerate(current.items)))
            waiting.extend((item, f"{here}[{number}]", False) for number, item in items)


def _options(text: str) -> set[str]:
    """The words of a text that may be options, in lower case."""
    return {word for word in re.findall(r"\w+", text.lower()) if len(word) >= _OPTION_LENGTH} - _CONTAINERS


class _Rank:
    """How sure it is that a complaint without an object is about a certain key or value."""

    def __init__(self, text: str) -> None:
        self._quoted = set(quoted(text))
        self._cut = _CUT_NAME.search(text)
        self._section = next((path for words, path in _SECTIONS if words in text), "")
        self._options = _options(text)

    def of(self, value: str, path: str, is_key: bool) -> int | None:
        """0 for the surest, None where nothing speaks for it."""
        if value in self._quoted:
            return 0
        cut = self._cut
        if cut and path.endswith(".certFile") and not is_key and value.startswith(cut[1]) and value.endswith(cut[2]):
            return 1
        if path == self._section:
            return 2
        return 3 if is_key and value.lower() in self._options else None


def _with(effect: Effect, findings: Iterable[Finding]) -> list[Finding]:
    return [found for found in findings if found.effect is effect]


def _depth(thing: Named) -> int:
    """Routers last: what a router needs is nearer to the cause."""
    return int(".routers." in f".{thing.object}")


def _object_in(path: str) -> str:
    words = path.split(".")
    return ".".join(words[:3]) if len(words) > 2 and words[0] in _ROOTS else ""


def _cut(document: Document, span: Span) -> str:
    lines = lines_of(document.text, document.file)
    return document.text[lines.index(*span[:2]) : lines.index(*span[2:])]
