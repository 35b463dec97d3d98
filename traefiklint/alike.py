"""Files that are alike but for names of their own: of a thousand applications, a few are read for all.

Where two files among many are asked about, all that their neighbours can do is to share a name or a host with them, to
need something that they define, or to be broken. A neighbour that differs from another one only in names and hosts that
stand nowhere else does none of that unless the other does. So a few files are linted in place of all, and where that
finds nothing that would be told, neither would linting all of them. Where it finds anything, all are linted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from traefiklint.discovery.plain import is_plainly_dynamic
from traefiklint.files import Namespace
from traefiklint.findings import Report, Severity
from traefiklint.instance.dokploy import sign_of_dokploy
from traefiklint.options import AUTO, Options
from traefiklint.patterns import lazy

FEWEST = 50
"""In how small a directory it is not worth while."""

_OWN = lazy(
    rb"\n {4}([A-Za-z][A-Za-z0-9_-]*)(?=:\n)"  # a router, a service
    rb"|\n {6}service: ([A-Za-z][A-Za-z0-9_-]*)(?=\n|\Z)"
    rb"|url: http://([a-z][a-z0-9-]*)(?=:[0-9]+(?:\n|\Z))"
    rb"|Host\(`([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?=`\))"
)
"""Where names and hosts stand that may be a file's own, and mean the same whatever they are."""
_WITH_A_MEANING = frozenset((b"default", b"localhost", b"null", b"true", b"false", b"yes", b"no", b"on", b"off"))
_SHORTEST = 3

_WORDS = lazy(rb"[\w-]+(?:\.[\w-]+)*")
_HIDDEN_WORD = lazy(rb"\\[xuU\r\n]|\{\{")
"""What may put a word together that stands nowhere in a text: an escape, a template."""
_RULE = lazy(rb"(?i)\brule\b")
_RULE_OF_HOST = lazy(
    rb"(?im)^ +rule: (['\"]?)Host\(`[\w.-]+`\)(?: && PathPrefix\(`[^`\n]*`\))?\1\r?$"
)  # answers nothing of what others answer, unless they name the host

_Shape: TypeAlias = tuple[str, str, bytes]


def instead_of_all(namespace: Namespace, options: Options) -> Mapping[str, bytes] | None:
    """Some texts of a directory that can be linted in place of all; None where that does not hold, or is no gain."""
    texts, named = namespace.texts, namespace.named | namespace.reported
    if not namespace.named or len(texts) < FEWEST or len(named) > len(texts) // 2:
        return None
    if options.asks_for_all or options.own is not None or options.per_file_ignores:
        return None
    if namespace.projects is not None or namespace.context or not all(map(_is_narrow, _of(texts, named))):
        return None
    shapes: dict[_Shape, list[str]] = {}
    words: dict[str, set[bytes]] = {}
    for name, text in texts.items():
        if name not in named and type(text) is bytes:
            shape, own = _shape_of(name, text)
            if own:
                words[name] = own
                shapes.setdefault(shape, []).append(name)
    plain = [names for names in shapes.values() if len(names) > 1 and is_plainly_dynamic(texts[names[0]])]
    left = {name for names in plain for name in names[1:]}
    if len(left) < len(texts) // 2:
        return None
    taken = Counter(word for name in left for word in words[name])
    taken.update(_words_of((*_of(texts, texts.keys() - left), (options.static or "").encode("utf-8", "replace"))))
    left = {name for name in left if all(taken[word] == 1 for word in words[name])}
    few = {name: text for name, text in texts.items() if name not in left}
    if any(_HIDDEN_WORD.search(text) for text in few.values()):
        return None
    if options.profile == AUTO and bool(sign_of_dokploy(few)) != bool(sign_of_dokploy(texts)):
        return None
    return few


def says_nothing(report: Report, namespace: Namespace) -> bool:
    """Whether a report on some texts of a directory holds nothing that would be told, or that concerns the others."""
    neighbours = namespace.texts.keys() - namespace.reported
    return all(one.file in neighbours and one.severity is not Severity.ERROR for one in report.findings)


def _of(texts: Mapping[str, bytes], names: Iterable[str]) -> list[bytes]:
    return [texts[name] for name in names if name in texts]


def _is_narrow(text: bytes) -> bool:
    """Whether each rule of a file is about one host, and names it."""
    return len(_RULE.findall(text)) == len(_RULE_OF_HOST.findall(text))


def _shape_of(name: str, text: bytes) -> tuple[_Shape, set[bytes]]:
    """What is left of a file without the names and hosts that may be its own, and these."""
    folder, _, file = name.rpartition("/")
    stem, _, ending = file.rpartition(".")
    start = stem.encode("utf-8", "surrogateescape")
    numbers: dict[bytes, bytes] = {}

    def put(found: re.Match[bytes]) -> bytes:
        word = found[found.lastindex or 0]
        number = numbers.get(word)
        if number is None:
            if len(word) < _SHORTEST or word.lower() in _WITH_A_MEANING:
                return found[0]
            rest = word[len(start) :] if word.startswith(start) else b"\0"
            number = numbers[word] = b"\0%d%s\0" % (len(numbers), rest)
        return found[0][: -len(word)] + number

    rest = _OWN.sub(put, text)
    return (folder, ending, rest), {word.lower() for word in numbers}


def _words_of(texts: Iterable[bytes]) -> set[bytes]:
    """The words of texts, and the parts of those with dots."""
    found: set[bytes] = set()
    for text in texts:
        found.update(_WORDS.findall(text.lower()))
    for word in [word for word in found if b"." in word]:
        found.update(word.split(b"."))
    return found
