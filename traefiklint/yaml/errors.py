"""What an exception of libyaml stands for, and what is probably meant where libyaml stumbles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import Any, NamedTuple

from yaml.error import YAMLError
from yaml.tokens import ScalarToken

from traefiklint.findings import Span
from traefiklint.patterns import lazy
from traefiklint.records import changed
from traefiklint.text.breaks import end_of_line
from traefiklint.text.diagnostics import Replacement, TextDiagnostic
from traefiklint.text.lines import line_start, lines_of
from traefiklint.yaml.diagnostics import (
    ClosedQuote,
    ConflictMark,
    ForbiddenCharacter,
    KeyBelowText,
    NoColon,
    NotUtf8,
    OpenQuote,
    ReservedSign,
    TabForIndentation,
    TextLikeTag,
    TooManyLevels,
    UnknownAlias,
    UnparsedYaml,
)
from traefiklint.yaml.events import tokens
from traefiklint.yaml.libyaml import FORBIDDEN
from traefiklint.yaml.limits import MAX_DEPTH, TooDeep, UnknownAnchor

_TAB_PROBLEMS = (
    "found character that cannot start any token",
    "found a tab character where an indentation space is expected",
    "found a tab character that violates indentation",
)


class Stumble(NamedTuple):
    """Where libyaml stumbled: over `problem` at `mark`, in something that began at `begin`."""

    text: str
    problem: str
    mark: Any
    begin: Any
    context: str


def _tab(stumble: Stumble) -> TextDiagnostic | None:
    return _tab_near(stumble.text, stumble.mark) if stumble.problem in _TAB_PROBLEMS else None


def _open_quote(stumble: Stumble) -> TextDiagnostic | None:
    if stumble.problem != "found unexpected end of stream" or stumble.begin is None:
        return None
    return OpenQuote(at(stumble.begin, 1), quote=stumble.text[stumble.begin.index : stumble.begin.index + 1])


def _sign(stumble: Stumble) -> TextDiagnostic | None:
    """A value that begins with a sign that YAML keeps for itself."""
    if stumble.problem != "found character that cannot start any token":
        return None
    sign = stumble.text[stumble.mark.index : stumble.mark.index + 1]
    return ReservedSign(at(stumble.mark, 1), edits=_quoting(stumble.text, stumble.mark), sign=sign)


def _tag_like_rule(stumble: Stumble) -> TextDiagnostic | None:
    """A rule such as ``!Host(`a`)`` without quotes, which YAML takes for a tag."""
    if stumble.problem != "did not find expected whitespace or line break" or stumble.begin is None:
        return None
    return TextLikeTag(rest_of_line(stumble.text, stumble.begin), edits=_quoting(stumble.text, stumble.begin))


def _quoting(text: str, mark: Any) -> tuple[Replacement, ...]:
    """What puts the rest of the line in quotes, where that is one value of a block."""
    span = rest_of_line(text, mark)
    value = text[mark.index : mark.index + span.end_column - span.column]
    before = text[mark.index - mark.column : mark.index].rstrip(" ")
    if not before.endswith((":", "-")) or "'" in value or " #" in value or "{" in before or "[" in before:
        return ()
    return (Replacement(mark.index, mark.index + len(value), f"'{value}'"),)


def _late_quote(stumble: Stumble) -> TextDiagnostic | None:
    """A quote that was left open, and ends at the next one some lines below, in the middle of another value."""
    last: Any = None
    for token in _quoted(stumble):
        if token.start_mark.line < token.end_mark.line:
            last = token
    if last is None or last.end_mark.line != stumble.mark.line:
        return None
    return OpenQuote(at(last.start_mark, 1), first=at(stumble.mark, 1), quote=last.style)


def _quoted(stumble: Stumble) -> Iterator[Any]:
    """The values in quotes up to where libyaml stumbles; behind that another quote may be left open."""
    with suppress(YAMLError):
        for token in tokens(stumble.text):
            if token.start_mark.index > stumble.mark.index:
                return
            if type(token) is ScalarToken and token.style in ("'", '"'):
                yield token


_BEHIND_A_VALUE = ("did not find expected key", "did not find expected '-' indicator")
_INSIDE_OF_BRACKETS = ("did not find expected ',' or ']'", "did not find expected ',' or '}'")


def _closed_quote(stumble: Stumble) -> TextDiagnostic | None:
    """A quote inside of a value in the same quotes, which ends there, or a value that begins with a word in quotes."""
    text, mark = stumble.text, stumble.mark
    behind = mark.index
    if stumble.problem in _BEHIND_A_VALUE:
        behind = len(text[: mark.index].rstrip(" "))
    elif stumble.problem not in _INSIDE_OF_BRACKETS:
        return None
    for token in _quoted(stumble):
        if token.end_mark.index == behind and token.start_mark.line == mark.line:
            first = at(token.start_mark, behind - token.start_mark.index)
            edits = () if stumble.problem in _INSIDE_OF_BRACKETS else _in_other_quotes(text, token)
            return ClosedQuote(rest_of_line(text, mark), first=first, quote=token.style, edits=edits)
    return None


def _in_other_quotes(text: str, token: Any) -> tuple[Replacement, ...]:
    """What puts the whole value into the other quotes, where it is plain which of its own are a part of it: those
    around it are none, as in `"a "b""`, or it begins with a word in quotes as policies for browsers do."""
    start, end, quote = token.start_mark.index, token.end_mark.index, token.style
    value = text[start : end_of_line(text, start)].rstrip()
    other = "'" if quote == '"' else '"'
    if other in value or "\\" in value or " #" in value or value.endswith(("}", "]", ",")):
        return ()
    if text[end] == " " and quote == "'":
        return (Replacement(start, start + len(value), f'"{value}"'),)
    if text[end] in " ," or not value.endswith(quote):
        return ()
    return (Replacement(start, start + len(value), f"{other}{value[1:-1]}{other}"),)


def _no_colon(stumble: Stumble) -> TextDiagnostic | None:
    """A line that is no pair, or a pair among the items of a list: one of these, but for the space behind its dash."""
    text, begin = stumble.text, stumble.begin
    is_text = stumble.problem == "could not find expected ':'"
    if begin is None or not (is_text or stumble.problem in _BEHIND_A_VALUE):
        return None
    mark = begin if is_text else stumble.mark
    is_item = _ITEM_WITHOUT_SPACE.match(text, mark.index) and _is_in_list(text, mark)
    edits = (Replacement(mark.index + 1, mark.index + 1, " "),) if is_item else ()
    return NoColon(rest_of_line(text, mark), edits=edits) if is_text or is_item else None


_ITEM_WITHOUT_SPACE = lazy(r"-[^\s-]")


def _is_in_list(text: str, mark: Any) -> bool:
    """Whether the last line above a mark that is not indented further is an item as far to the right."""
    end = line_start(text, mark.index)
    while end:
        start = line_start(text, end - 1)
        line = text[start:end].strip()
        depth = len(text[start:end]) - len(text[start:end].lstrip())
        if line and line[0] != "#" and depth <= mark.column:
            return depth == mark.column and line[0] == "-"
        end = start
    return False


def _key_below_text(stumble: Stumble) -> TextDiagnostic | None:
    """A key right below a line that is no `key: value`, so that both make one text."""
    if stumble.problem != "mapping values are not allowed in this context":
        return None
    start = stumble.mark.index - stumble.mark.column
    if re.search(r":\s", stumble.text[start : stumble.mark.index]) or not start:
        return None
    above = stumble.text[:start].rstrip().rpartition("\n")[2]
    pair = re.match(r"([ \t]*)(?:- +)?[\"']?([\w.-]+)[\"']?:([ \t]*)\S", above)
    here = stumble.text[start : stumble.mark.index]
    if pair and not pair[3]:
        return KeyBelowText(at(stumble.mark, 1), above=pair[2])
    if pair and len(here) - len(here.lstrip(" ")) > len(pair[1]):
        return KeyBelowText(at(stumble.mark, 1), above=pair[2], is_deeper=True)
    return KeyBelowText(at(stumble.mark, 1))


def at(mark: Any, width: int = 0) -> Span:
    return Span(mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 1 + width)


def rest_of_line(text: str, mark: Any) -> Span:
    return at(mark, max(1, len(text[mark.index : end_of_line(text, mark.index)].rstrip())))


def _tab_near(text: str, mark: Any) -> TextDiagnostic | None:
    """A tab used as indentation, with the edit that makes blanks of the tabs."""
    start = line_start(text, mark.index)
    end = mark.index
    while text[end : end + 1] in ("\t", " "):
        end += 1
    if "\t" not in text[start:end]:
        return None
    first = text.index("\t", start, end)
    last = text.rindex("\t", start, end) + 1
    line = mark.line + 1
    column = first - start + 1
    edits = (Replacement(first, last, text[first:last].replace("\t", "  ")),) if not text[start:first].strip() else ()
    return TabForIndentation(Span(line, column, line, column + last - first), edits=edits)


_CONFLICT_MARK = lazy(r"^(?:<{7}|>{7}) [^\r\n]*", re.MULTILINE)


def _conflict_mark(stumble: Stumble) -> TextDiagnostic | None:
    """The first mark of git that is not behind the line over which libyaml stumbled."""
    found = _CONFLICT_MARK.search(stumble.text, 0, end_of_line(stumble.text, stumble.mark.index))
    return ConflictMark(lines_of(stumble.text).span(found.start(), found.end())) if found else None


GUESSES = (
    _conflict_mark,
    _tab,
    _open_quote,
    _sign,
    _tag_like_rule,
    _late_quote,
    _closed_quote,
    _no_colon,
    _key_below_text,
)
"""The guesses in the order they are tried; each says None where it has nothing to say."""


_MOST_RUNS = 1000


def explain(text: str, error: Any) -> TextDiagnostic:
    """What an exception of `build` stands for; its places lie in the text."""
    said, lines = _explained(text, error), lines_of(text)
    return changed(said, span=lines.inside(said.span), first=said.first and lines.inside(said.first))


def _explained(text: str, error: Any) -> TextDiagnostic:
    if isinstance(error, TooDeep):
        return TooManyLevels(at(error.mark), f"yaml: exceeded max depth of {MAX_DEPTH}", most=MAX_DEPTH)
    if isinstance(error, UnknownAnchor):
        start, end = error.mark, error.end
        span = Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        return UnknownAlias(span, f"yaml: unknown anchor '{error.name}' referenced", name=error.name)
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None)
    if mark is None or problem is None:
        return _unreadable(text, error)
    begin, context = getattr(error, "context_mark", None), getattr(error, "context", None)
    return _scanned(Stumble(text, problem, mark, begin, context or ""))


def _scanned(stumble: Stumble) -> TextDiagnostic:
    _, problem, mark, begin, context = stumble
    traefik = f"yaml: line {mark.line + 1}: {problem}"
    for guess in GUESSES:
        found = guess(stumble)
        if found is not None:
            return changed(found, traefik=traefik)
    begun = begin is not None and (begin.line, begin.column) != (mark.line, mark.column)
    first = at(begin, 1) if begun else None
    return UnparsedYaml(at(mark, 1), traefik, first=first, reason=problem, context=context)


def _from_latin_1(text: str) -> tuple[Replacement, ...]:
    """What makes characters of the bytes that are none in UTF-8; nothing where there are too many for a text."""
    runs = list(islice(re.finditer("[\udc80-\udcff]+", text), _MOST_RUNS + 1))
    if len(runs) > _MOST_RUNS:
        return ()
    return tuple(
        Replacement(run.start(), run.end(), run[0].encode("utf-8", "surrogateescape").decode("latin-1")) for run in runs
    )


def _unreadable(text: str, error: Any) -> TextDiagnostic:
    """A character that YAML does not let in at all; libyaml tells only where in the bytes it stands."""
    reason = getattr(error, "reason", "") or "invalid Unicode character"
    bad = FORBIDDEN.search(text)
    index = bad.start() if bad else 0
    span = lines_of(text).span(index, index + 1)
    character = text[index : index + 1]
    if character and "\ud800" <= character <= "\udfff":
        return NotUtf8(span, "yaml: invalid leading UTF-8 octet", _from_latin_1(text))
    return ForbiddenCharacter(span, f"yaml: {reason}")
