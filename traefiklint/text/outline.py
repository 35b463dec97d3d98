"""The keys and values of a text as its lines tell, also where no reader understands it: broken YAML, a template, a
comment that holds options, TOML, labels, a dotenv file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from traefiklint.patterns import lazy
from traefiklint.records import NamedTuple
from traefiklint.text.breaks import end_of_line, next_line

_HEADER = lazy(r"\s*\[{1,2}\s*(?P<name>[\w.\"'-]+(?:\s*\.\s*[\w\"'-]+)*)\s*\]{1,2}\s*(?:#.*)?$")
_DASHES = lazy(r"(?:[-?:][ \t]+|-$)+")
"""What an item of a list begins with, and the key and the value of a mapping where each has a line of its own."""
_KEY = lazy(
    r"(?P<key>\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[^\s\"'\[\]{},#&*!|>%@`=:-][^\s:=#]{0,200}(?: [^\s:=#]{1,200}){0,20}"
    r"|-+\w[\w.-]*|<<)"
    r"\s*(?::(?=\s|$)|=(?!=)|(?<=[\"']):)[ \t]*"
)
_PROPERTIES = lazy(r"(?:[&!][^\s,\[\]{}]*(?:[ \t]+|$))+")
_ANCHOR = lazy(r"&([^\s,\[\]{}]+)")
_BLOCK = lazy(r"(?:[&!][^\s]*\s+)*[|>][0-9+-]{0,2}\s*(?:#.*)?$")
_SEPARATOR = lazy(r"\s*(?::(?=[\s\"'\[{,}])|=(?=\s)|(?<=[\"']):)")
_TOLD = lazy(
    r"(?<!\S)[^\s:]{1,200}:(?!//)\S|\bhtpasswd\s{1,9}(?:-\w{1,9}\s{1,9}){0,5}-\w{0,9}b|(?<!ht)passwd\s{1,9}-\w"
    r"|(?i:\bpass(?:word|phrase|code|wd)?|\bpw|\bpwd|\bsecret|\bhash|\btoken|\bkey)\s{1,9}(?:is|was|are|were)\s"
)
"""How a sentence tells a secret: a user and a password, and no address; a command that has one; the word itself."""
_HASH = lazy(r"#\s*")
_ODD_WORD = lazy(r"(?<!\S)(?=\S{0,200}?[^\s\W_](?<=\d)|\S{0,200}?[!@$%^&*+=~])(?!\S{0,200}?://)\S+")
"""A word of a comment behind a value that no sentence has: with a digit or a sign, as a password in plain text that is
noted beside its hash."""
_ONE_WORD = lazy(r"(?!\S{0,72}?://)\S{3,72}\s*")
"""A comment behind a value that is no sentence, such as a password."""
_PAIR = lazy(r"(\S{1,72}) (\S{3,72})\s*")
"""Such a comment of two words: a user, and a password."""
_LONE_USER = lazy(r"[\"']?(?!\d+:\d)[\w.@+-]{1,100}:[^\s/:]\S{2,200}\s*")
"""A user that is commented out where no key above says what the list is."""
_DEEPEST = 40
"""How many of the keys above a value in brackets are kept, and of the anchors above any: brackets in brackets would
grow by all that are open."""
_FURTHEST = 20_000
"""How many characters a value in quotes or brackets is followed at most."""


class Valued(NamedTuple):
    """A value with the keys above it and where it stands, without its quotes."""

    path: tuple[str, ...]
    start: int
    end: int
    anchors: tuple[str, ...] = ()
    """The anchors of YAML that it stands behind or below: an alias of one of them repeats it."""


def outline(text: str) -> Iterator[Valued]:
    """Every value of a text with the keys above it."""
    return _Outline(text).values()


class _Outline:
    def __init__(self, text: str) -> None:
        self.text = text
        self.keys: list[tuple[int, str]] = []
        """The open keys with their columns."""
        self.noted: list[tuple[int, str]] = []
        """The same of the lines of a comment."""
        self.open = self.keys
        """Those of the two that the line belongs to."""
        self.above: tuple[str, ...] = ()
        """The keys above them."""
        self.anchors: list[tuple[int, tuple[str, ...]]] = []
        """The anchors of open keys and items that have their values below them, with those above each, and the columns
        behind which these values stand."""
        self.header: tuple[str, ...] = ()
        """The table that the lines of a TOML file belong to."""
        self.patience = 20
        """How often something that is never closed is looked for far behind its line."""
        self.reached = 0
        """How far the value that was read last goes, where it goes on behind its line."""

    def values(self) -> Iterator[Valued]:
        text, at = self.text, 0
        while at < len(text):
            end = end_of_line(text, at)
            after = next_line(text, at)
            self.reached = end
            yield from self._line(at, end)
            if self.reached > end:  # a value of several lines: go on behind it
                after = next_line(text, self.reached)
            at = after

    def _path(self, *more: str) -> tuple[str, ...]:
        return (*self.above, *(key for _, key in self.open), *more)

    def _line(self, start: int, end: int) -> Iterator[Valued]:
        text = self.text
        line = text[start:end]
        header = _HEADER.fullmatch(line)
        if header and not self._in_list(line):
            self.header = tuple(re.findall(r"[^\s.\"']+", header["name"]))
            self.keys.clear()
            return
        at = start + len(line) - len(line.lstrip())
        start -= _width(line) - (at - start)  # from here on what is `at` less `start` is a column
        sign = at - start
        is_comment = text[at : at + 1] == "#"
        while is_comment and at < end and text[at] in "# \t":  # what is commented out is read like the rest
            at += 1
        column = at - start
        dash = _DASHES.match(text, at, end)
        if dash:
            at = dash.end()
        key = _KEY.match(text, at, end)
        inset = len(text[start + sign : column + start].expandtabs()) if is_comment else 0
        self._begin(sign, inset, in_list=dash is not None, is_item=dash is not None or key is None)
        if key is None:
            if at < end and not (is_comment and not dash and _is_prose(text, at, end)):
                self._close(column + 1)
                below = column + len(dash[0].rstrip()) if dash else self.open[-1][0] if self.open else -1
                path = self._path()
                if is_comment and not path and _LONE_USER.fullmatch(text, at, end):
                    path = ("users",)
                yield from self._value(path, at, end, below=below)
            return
        self._close(at - start)
        name = _bare(key["key"])
        if ":" in name:  # a user of a list, perhaps, who became a key
            quoted = name != key["key"]
            yield Valued(self._path(), key.start("key") + quoted, key.end("key") - quoted)
        is_prose = is_comment and not dash and " " in name and not _TOLD.search(text, at, end)
        path = (name,) if is_prose else self._path(name)
        if not is_comment or text[key.end() : end][:1] in "|>&!#":  # what has its value in a comment holds no more
            self.open.append((at - start, name))
        yield from self._value(path, key.end(), end, column=at - start, below=at - start)

    def _begin(self, column: int, inset: int, *, in_list: bool, is_item: bool) -> None:
        """Begin a line: what a comment says belongs to the keys that its sign stands below, or those that it stood
        below itself before somebody put a sign at the beginning of its line; an item whose own column is lost, to the
        list that is open.

        Args:
            column: that of the content, of a comment that of its sign.
            inset: how far behind its sign a comment begins; 0 for what is none.
            in_list: whether the content is an item of a list.
            is_item: whether it can be one, with its dash or without.
        """
        if not inset:
            self.above = self.header
            self.noted.clear()
            self.open = self.keys
            return
        self.open = self.noted
        content = column + inset
        while self.noted and self.noted[-1][0] >= content + in_list:
            self.noted.pop()
        if self.noted:
            return  # it stands below what is commented out as well
        if is_item and inset <= 2:
            column = _FURTHEST
        elif inset > 2 and self.keys and self.keys[-1][0] > column:
            column = content if in_list else content - 2  # a sign and a blank may have moved it
        self.above = (*self.header, *(key for at, key in self.keys if at < column))

    def _in_list(self, line: str) -> bool:
        """Whether a line in brackets is an item of a list rather than the head of a table."""
        return bool(self.keys) and line[:1] in (" ", "\t") and not self.header

    def _close(self, column: int) -> None:
        """Leave the keys that end above a line whose content begins in this column."""
        while self.open and self.open[-1][0] >= column:
            self.open.pop()
        while self.anchors and self.anchors[-1][0] >= column:
            self.anchors.pop()

    def _value(
        self, path: tuple[str, ...], start: int, end: int, *, column: int = -1, below: int = -1
    ) -> Iterator[Valued]:
        """The value that begins here; in brackets, all that are in it.

        Args:
            path: the keys above it.
            start: where it begins.
            end: where its line ends.
            column: that of its key, where a block scalar may follow.
            below: behind which column all stands that belongs to it where it begins on the next line.
        """
        text = self.text
        anchors = self.anchors[-1][1] if self.anchors else ()
        properties = _PROPERTIES.match(text, start, end)
        if properties:
            anchors = _with_anchors(anchors, text, properties)
            start = properties.end()
            if start >= end:  # the value stands below; or this is one, which nobody put in quotes
                yield Valued(path, properties.start(), end, anchors)
                if self.open is self.keys:
                    self.anchors.append((below, anchors))
        if column >= 0 and _BLOCK.fullmatch(text, start, end):
            self.reached = self._block_end(end, column)
            yield Valued(path, end, self.reached, anchors)
            return
        first = text[start : start + 1]
        if text.startswith(('"""', "'''"), start):
            close = text.find(text[start : start + 3], start + 3, self._furthest(start, end))
            self.patience -= close < 0
            yield Valued(path, start + 3, close if close >= 0 else end, anchors)
            self.reached = close + 3 if close >= 0 else end
        elif first in ('"', "'"):
            close = _quote_end(text, start, end, self._furthest(start, end))
            self.patience -= close == end
            yield Valued(path, start + 1, close, anchors)
            self.reached = close + 1 if close > end else end
            cut = text.find("#", close + 1, end)
            behind = cut if cut >= 0 else end
            if text[close + 1 : behind].strip(" \t\r,]}"):  # a quote that somebody wrote inside of the same quotes
                yield Valued(path, close + 1, behind, anchors)
            yield from self._rest(close + 1, end)
        elif first in ("[", "{") and not text.startswith("{{", start):
            closed = _bracket_end(text, start, self._furthest(start, end))
            self.patience -= closed is None
            flow = _Flow(text, path, anchors, start, end if closed is None else closed)
            yield from flow.values()
            self.reached = flow.end
            yield from self._rest(flow.end, end)
        elif start < end:
            cut = text.find(" #", start, end)
            close = cut if cut >= 0 else end
            if start < close:
                yield Valued(path, start, close, anchors)
            yield from self._rest(close, end)

    def _rest(self, start: int, end: int) -> Iterator[Valued]:
        """A comment behind a value, where it holds an option."""
        at = self.text.find("#", start, end)
        blank = _HASH.match(self.text, at, end) if at >= 0 else None
        if blank:
            key = _KEY.match(self.text, blank.end(), end)
            if key:
                yield from self._value(self._path(_bare(key["key"])), key.end(), end)
            elif _TOLD.search(self.text, blank.end(), end) or _ONE_WORD.fullmatch(self.text, blank.end(), end):
                yield Valued(self._path(), blank.end(), end)
            elif (pair := _PAIR.fullmatch(self.text, blank.end(), end)) and self._has_user(pair[1], at):
                yield Valued(self._path(), *pair.span(2))
            else:
                path = self._path()
                yield from (Valued(path, *word.span()) for word in _ODD_WORD.finditer(self.text, blank.end(), end))

    def _has_user(self, name: str, at: int) -> bool:
        """Whether a user of a name stands on a line before a place."""
        return f"{name}:" in self.text[self.text.rfind("\n", 0, at) + 1 : at]

    def _furthest(self, start: int, end: int) -> int:
        """How far to look for the end of a value that begins on a line which ends there."""
        return min(len(self.text), max(end, start + _FURTHEST)) if self.patience > 0 else end

    def _block_end(self, at: int, column: int) -> int:
        """Where a block scalar ends whose key stands in this column."""
        text, last = self.text, at
        at = next_line(text, at)
        while at < len(text):
            line = text[at : end_of_line(text, at)]
            content = line.strip()
            if content and _width(line) <= column:
                break
            last = at + len(line.rstrip()) if content else last
            at = next_line(text, at)
        return last


class _Flow:
    """The values in brackets and braces, also those of JSON and of TOML's inline tables."""

    def __init__(self, text: str, path: tuple[str, ...], anchors: tuple[str, ...], start: int, end: int) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.paths: list[tuple[str, ...]] = [path]
        self.anchors: list[tuple[str, ...]] = [anchors]

    def values(self) -> Iterator[Valued]:
        text, at, key = self.text, self.start, ""
        brackets: list[str] = []
        anchors = self.anchors[-1]
        while at < self.end:
            character = text[at]
            if character in "[{":
                self.paths.append((*self.paths[-1][-_DEEPEST:], key) if key else self.paths[-1])
                self.anchors.append(anchors)
                brackets.append(character)
                key = ""
                at += 1
            elif character in "]}":
                if len(self.paths) > 1:
                    self.paths.pop()
                    self.anchors.pop()
                    brackets.pop()
                key, anchors = "", self.anchors[-1]
                at += 1
            elif character in "&!" and (properties := _PROPERTIES.match(text, at, self.end)):
                anchors = _with_anchors(self.anchors[-1], text, properties)
                at = properties.end()
            elif character == "#" and text[at - 1 : at] in (" ", "\n", "\t"):
                yield from self._comment(at)
                at = next_line(text, at)
            elif character in ", \t\r\n:=":
                key = "" if character == "," else key
                at += 1
            else:
                start, end, after = self._token(at)
                separator = _SEPARATOR.match(text, after, self.end)
                if separator and not key and (brackets[-1:] == ["{"] or text[separator.end() - 1] == ":"):
                    key = text[start:end].strip()
                    if ":" in key:
                        yield Valued(self.paths[-1], start, end, self.anchors[-1])
                    at = separator.end()
                else:
                    path = (*self.paths[-1], key) if key else self.paths[-1]
                    yield Valued(path, start, end, anchors)
                    at = after
                anchors = self.anchors[-1]

    def _comment(self, at: int) -> Iterator[Valued]:
        """What is commented out in the brackets."""
        end = min(end_of_line(self.text, at), self.end)
        while at < end and self.text[at] in "# \t-":
            at += 1
        if not _is_prose(self.text, at, end):
            yield from _Flow(self.text, self.paths[-1], self.anchors[-1], at, end).values()

    def _token(self, at: int) -> tuple[int, int, int]:
        """Where the content of a token begins and ends, and where the text goes on."""
        text = self.text
        if text[at : at + 1] in ('"', "'"):
            close = _quote_end(text, at, self.end, self.end)
            return at + 1, close, min(close + 1, self.end)
        end = at
        while (
            end < self.end
            and text[end] not in ",[]{}\r\n"
            and not (text[end] == ":" and text[end + 1 : end + 2] in ("", " ", "\t", "\n", "\r"))
            and not (text[end] == "=" and text[end - 1 : end] == " ")
        ):
            end += 1
        end = max(end, at + 1)
        return at, end, end


def _is_prose(text: str, start: int, end: int) -> bool:
    """Whether a comment is made of words, and tells no secret among them."""
    return " " in text[start:end].strip() and not _TOLD.search(text, start, end)


def _with_anchors(anchors: tuple[str, ...], text: str, properties: re.Match[str]) -> tuple[str, ...]:
    """Those above a value and its own."""
    own = _ANCHOR.findall(text, *properties.span())
    return (*anchors, *own)[-_DEEPEST:] if own else anchors


def _width(line: str) -> int:
    """How far a line is indented; a tab, which YAML refuses and people write, reaches as far as it does on a screen."""
    return len(line[: len(line) - len(line.lstrip())].expandtabs())


def _quote_end(text: str, start: int, end: int, last: int) -> int:
    """Where a text in quotes ends; `end` where nothing up to `last` closes it."""
    quote, at = text[start], start + 1
    while at < last:
        if text[at] == "\\" and quote == '"':
            at += 2
        elif text[at] == quote:
            if quote == "'" and text[at + 1 : at + 2] == "'":
                at += 2
            else:
                return at
        else:
            at += 1
    return end


def _bracket_end(text: str, start: int, last: int) -> int | None:
    """Where what a bracket opens is closed again; None where nothing up to `last` closes it."""
    depth, at = 0, start
    while at < last:
        character = text[at]
        if character in "\"'" and (text[at - 1 : at] in " \t\n[{,:=(" or at == start):
            at = _quote_end(text, at, at, min(last, at + 2000))
        elif character in "[{":
            depth += 1
        elif character in "]}":
            depth -= 1
            if not depth:
                return at + 1
        at += 1
    return None


def _bare(key: str) -> str:
    return key[1:-1] if key[:1] in ('"', "'") else key.strip()
