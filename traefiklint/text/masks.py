"""The one place that takes secrets out of what is shown: out of sources, values, sentences, and what others said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any

from traefiklint.patterns import lazy
from traefiklint.text.breaks import YAML_BREAK
from traefiklint.text.command_lines import options_of
from traefiklint.text.covers import COVER, MASK, uncovered_rows
from traefiklint.text.judging import Path, is_secret_of, secret_stretches
from traefiklint.text.looks import Stretch, joined, looks
from traefiklint.text.names import is_secret_name
from traefiklint.text.outline import Valued, outline

_SAID = lazy(
    r"(?<![\w.-])(?P<name>[\w.-]{2,60})"
    r"(?=(?P<sign>[\"'`]?[ \t]*(?:[=:]|\bis\b)[ \t]*[\"'`]?)(?P<value>[^\s\"'`,;)}\]]+))"
)
QUOTE = lazy(r"``.+?``|`[^`]+`|\"[^\"]+\"")
_COMMENT = lazy(r"[ \t]*#")
_OF_PLACE = lazy(r"(?i)(?:line|column|begin|end|count)\w*\": \Z")
"""What stands in JSON before the number of a line or the like, which is no secret that has the same digits."""
_USER = lazy(r"(?m)^[ \t]*[^\s:#]+:(?!//)\S+[ \t]*$")
"""A line of a file of users, as `htpasswd` writes it."""
SHORTEST = 4
"""A secret that is shorter is hidden where it stands only: elsewhere the same letters are part of words."""


@lru_cache(maxsize=16)  # the same text is shown again and again: to whoever fixes, watches and asks about routes
def secrets_in(text: str) -> tuple[Stretch, ...]:
    """The stretches of a source that are secret, as keys and looks tell, whatever language it is in."""
    values = list(_values(text))
    told = [
        (value.start + first, value.start + last)
        for value in values
        for first, last in secret_stretches(value.path, text[value.start : value.end], looked=True)
    ]
    return tuple(joined([*looks(text), *told, *_behind_flags(text, values), *_behind_aliases(text, values, told)]))


def _values(text: str) -> Iterator[Valued]:
    """The values of a source, also those of a file that stands in a compose file as the `content` of a config."""
    for value in outline(text):
        yield value
        if value.path[-1:] != ("content",):
            continue
        held = text[value.start : value.end]
        for user in _USER.finditer(held):
            yield Valued(("basicauth", "users"), value.start + user.start(), value.start + user.end())
        if "\n" in held:
            for one in outline(held):
                yield one._replace(start=value.start + one.start, end=value.start + one.end)


def _behind_aliases(text: str, values: Iterable[Valued], secret: Iterable[Stretch]) -> Iterator[Stretch]:
    """What an alias stands for at the place of a secret is one where its anchor is."""
    named = [text[start + 1 : end].rstrip() for start, end in secret if text[start] == "*"]
    if not named:
        return
    below: dict[str, list[Valued]] = {}
    for value in values:
        for anchor in value.anchors:
            below.setdefault(anchor, []).append(value)
    while named:
        for value in below.pop(named.pop(), ()):
            yield value.start, value.end
            if text[value.start] == "*":
                named.append(text[value.start + 1 : value.end].rstrip())


def _behind_flags(text: str, values: Iterable[Valued]) -> Iterator[Stretch]:
    """What items of lists name in those behind them: `- --password` and below it `- hunter2`."""
    for _, items in groupby(values, key=attrgetter("path")):
        said: dict[bool, list[Valued]] = {}
        for item in items:
            said.setdefault(_is_comment(text, item.start), []).append(item)
        for words in said.values():
            for index, (name, start, end) in options_of([text[word.start : word.end].rstrip() for word in words]):
                at = words[index].start
                if is_secret_of(name, text[at + start : at + end]):
                    yield at + start, at + end


def _is_comment(text: str, at: int) -> bool:
    """Whether the line of a place begins as a comment; a line may be long, and is asked about often."""
    return _COMMENT.match(text, text.rfind("\n", max(0, at - 500), at) + 1) is not None


def covered(text: str, stretches: Iterable[Stretch]) -> str:
    """The text with each visible character of the stretches covered: lines and columns stay where they are."""
    pieces: list[str] = []
    at = 0
    for start, end in joined(stretches):
        pieces += (text[at:start], re.sub(r"\S", COVER, text[start:end]))
        at = end
    return "".join(pieces) + text[at:]


def masked(text: str, stretches: Iterable[Stretch]) -> str:
    """The text with a mask in the place of each stretch; line breaks inside stay."""
    return uncovered_rows(covered(text, stretches))


def masked_source(text: str) -> str:
    """A source as it may be shown, line by line what it was."""
    return masked(text, secrets_in(text))


def masked_value(path: Path, value: str) -> str:
    """A value of the configuration as it may be shown: a mask in the place of what is secret, on one line."""
    pieces: list[str] = []
    at = 0
    for start, end in secret_stretches(path, value):
        pieces += (value[at:start], MASK)
        at = end
    return "".join(pieces) + value[at:]


class Known:
    """Secrets that are known, to be found in what is said, wherever they stand there as words of their own."""

    __slots__ = ("_by_start",)

    def __init__(self, values: Iterable[str] = ()) -> None:
        self._by_start: dict[str, dict[int, set[str]]] = {}
        """Those that begin with the same letters, the longest first: many hashes do, and most are of one length."""
        for value in sorted({value for value in values if len(value) >= SHORTEST}, key=len, reverse=True):
            self._by_start.setdefault(value[:SHORTEST], {}).setdefault(len(value), set()).add(value)

    def __bool__(self) -> bool:
        return bool(self._by_start)

    def stretches(self, text: str) -> Iterator[Stretch]:
        """Where they stand in a text."""
        starts = self._by_start
        for at in range(len(text) - SHORTEST + 1) if starts else ():
            begun = starts.get(text[at : at + SHORTEST])
            if begun is None or joins(text, at):  # asked first: a long one is not compared at each letter of a word
                continue
            for length, values in begun.items():
                end = at + length
                if joins(text, end) or (value := text[at:end]) not in values:
                    continue
                if not (value.isdigit() and _OF_PLACE.search(text, max(0, at - 20), at)):
                    yield at, end

    def without(self, text: str) -> str:
        """The text with a mask for each of them."""
        return masked(text, self.stretches(text)) if self else text


def joins(text: str, at: int) -> bool:
    """Whether a word goes on here."""
    return text[at - 1 : at].isalnum() and text[at : at + 1].isalnum()


NOTHING = Known()


def wherever(values: Iterable[str], text: str) -> Iterator[Stretch]:
    """Where secrets stand in what is said of the very value that holds them: also as a part of a word, and in other
    capitals, for names of hosts have none. One that is very short is part of many words; of those, only in quotes.
    Of a long one a message may only say how it begins (`…`)."""
    quotes = [quote.span() for quote in QUOTE.finditer(text)]
    ends = [end.start() for end in re.finditer("…", text)]
    lowered = _lowered(text)
    for value in filter(None, values):
        for start in places(_lowered(value), lowered):
            end = start + len(value)
            is_word = not (joins(text, start) or joins(text, end))
            if len(value) >= SHORTEST or is_word or any(first < start and end < last for first, last in quotes):
                yield start, end
        for end in ends if value[:SHORTEST] in text else ():
            sizes = range(min(len(value), end), SHORTEST - 1, -1)
            yield from ((end - size, end) for size in sizes if text.endswith(value[:size], 0, end))


def _lowered(text: str) -> str:
    """The text in small letters, as long as it was."""
    return lowered if len(lowered := text.lower()) == len(text) else "".join(_small(one) for one in text)


def _small(one: str) -> str:
    return lowered if len(lowered := one.lower()) == 1 else one


def places(part: str, text: str) -> Iterator[int]:
    """Where a text holds a part that is not empty."""
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + len(part))


def secrets_below(data: Mapping[str, Any]) -> frozenset[str]:
    """The secrets in plain data, as the names above each tell."""
    found: set[str] = set()
    waiting: list[tuple[tuple[str, ...], Any]] = [((), data)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, Mapping):
            waiting += [((*path[-5:], name), below) for name, below in value.items()]
        elif isinstance(value, list):
            waiting += [(path, item) for item in value]
        elif isinstance(value, str):
            found |= {value[start:end] for start, end in secret_stretches(path, value)}
    return frozenset(found)


def without_any(secrets: Iterable[str], text: str) -> str:
    """What is said of data, without the secrets in it, however it was made of them."""
    return masked(text, wherever(secrets, text))


def glued(text: str, value: str) -> Iterator[str]:
    """The words of a text that hold a value, with all that is written to it without a gap."""
    start = text.find(value) if value else -1
    while start >= 0:
        first, last = start, start + len(value)
        while first and joins(text, first):
            first -= 1
        while joins(text, last):
            last += 1
        yield from (text[first:last], text[first:last].lower())
        start = text.find(value, last)


def masked_words(text: str, known: Known = NOTHING) -> str:
    """A sentence without anything that looks like a secret, and without those that are known."""
    return masked(text, [*looks(text), *known.stretches(text)])


def masked_quote(text: str) -> str:
    """What somebody else said, without what looks like a secret or is named as one (`password=…`, `token: …`)."""
    text = masked_words(text)
    found = [
        match.span("value")
        for match in _SAID.finditer(text)
        if is_secret_name(match["name"]) and not (match["sign"].strip() == "is" and match["value"].isalpha())
    ]
    return masked(text, found)


def values_in(text: str, stretches: Iterable[Stretch]) -> Iterator[str]:
    """What stands in the stretches, also line by line: sentences may quote a part."""
    for start, end in stretches:
        whole = text[start:end]
        yield whole
        if "," in whole:  # users in one text
            yield from (part.rpartition(":")[2].strip() for part in whole.split(","))
        if YAML_BREAK.search(whole):
            yield from (line.strip() for line in YAML_BREAK.split(whole) if len(line.strip()) > SHORTEST)
