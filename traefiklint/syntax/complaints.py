"""What libyaml and yaml.v3 complain of, in words that say what to do."""

from __future__ import annotations

import re
from typing import Any

from traefiklint.findings import Span
from traefiklint.syntax.problem import Place, Problem, Replacement
from traefiklint.syntax.yaml import MAX_DEPTH, TooDeep, UnknownAnchor

_HELP = {
    "mapping values are not allowed in this context": (
        "A second `:` with a blank behind it makes no sense here.",
        "Put the value in quotes where the `:` belongs to it, or start a new line.",
    ),
    "could not find expected ':'": (
        "This line is no `key: value`; a `:` is missing.",
        "Write a `:` and a blank behind the key, or indent the line if it continues the one above.",
    ),
    "did not find expected key": (
        "This line is indented like no line above it.",
        "Indent it exactly like the keys it belongs to.",
    ),
    "did not find expected '-' indicator": (
        "A list ends here in the middle: this line is no item, and is indented like one.",
        "Begin the line with `- `, or indent it like what it belongs to.",
    ),
    "block sequence entries are not allowed in this context": (
        "A list cannot begin in this place.",
        "Begin the list on a line of its own below its key.",
    ),
    "mapping keys are not allowed in this context": ("A key cannot begin in this place.", "Begin a new line for it."),
    "did not find expected ',' or ']'": (
        "The list in brackets is not closed, or a `,` is missing.",
        "Close it with `]`, or put the item in quotes.",
    ),
    "did not find expected ',' or '}'": (
        "The mapping in braces is not closed, or a `,` is missing.",
        "Close it with `}`, or put the value in quotes.",
    ),
    "did not find expected node content": ("A value is missing here.", "Write the value, or take the sign away."),
    "found unknown escape character": (
        "In double quotes, `\\` begins an escape, and this one does not exist.",
        "Write `\\\\` for a backslash, or use single quotes.",
    ),
    "did not find expected hexdecimal number": (
        "The escape wants hexadecimal digits.",
        "Write `\\\\` for a backslash, or use single quotes.",
    ),
    "did not find expected alphabetic or numeric character": (
        "`*` and `&` begin the name of an anchor, and this is none.",
        "Put the value in quotes.",
    ),
    "did not find expected comment or line break": (
        "Nothing may follow `|` or `>` on its line.",
        "Begin the text on the next line.",
    ),
    "found undefined tag handle": ("`!` begins a tag, and this one is not defined.", "Put the value in quotes."),
    "control characters are not allowed": (
        "The file holds a control character, which YAML forbids.",
        "Delete the character; in double quotes it can be written as an escape such as `\\x07`.",
    ),
    "found unexpected document indicator": (
        "A text in quotes is still open where a new document begins.",
        "Close the quote.",
    ),
}
_TAB_PROBLEMS = (
    "found character that cannot start any token",
    "found a tab character where an indentation space is expected",
    "found a tab character that violates indentation",
)


def explain(text: str, error: Any) -> Problem:
    """The problem that an exception of `build` stands for."""
    if isinstance(error, TooDeep):
        traefik = f"yaml: exceeded max depth of {MAX_DEPTH}"
        return Problem(
            "yaml-syntax", f"The nesting is deeper than {MAX_DEPTH} levels.", _at(error.mark), traefik=traefik
        )
    if isinstance(error, UnknownAnchor):
        start, end = error.mark, error.end
        return Problem(
            "yaml-alias",
            f"The alias `*{error.name}` refers to an anchor that does not stand before it.",
            Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1),
            f"Define it with `&{error.name}` further up, or put the value in quotes.",
            traefik=f"yaml: unknown anchor '{error.name}' referenced",
        )
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None)
    if mark is None or problem is None:
        return _unreadable(text, error)
    return _scanned(text, problem, mark, getattr(error, "context_mark", None), getattr(error, "context", None) or "")


def _scanned(text: str, problem: str, mark: Any, context_mark: Any, context: str) -> Problem:
    index = mark.index
    traefik = f"yaml: line {mark.line + 1}: {problem}"
    if problem in _TAB_PROBLEMS:
        tab = _tab_near(text, mark)
        if tab is not None:
            return tab._replace(traefik=traefik)
    if problem == "found unexpected end of stream" and context_mark is not None:
        quote = text[context_mark.index : context_mark.index + 1]
        return Problem(
            "yaml-syntax",
            f"The quote {quote} opened on line {context_mark.line + 1} is never closed.",
            Span(context_mark.line + 1, context_mark.column + 1, context_mark.line + 1, context_mark.column + 2),
            f"Close it with {quote}.",
            traefik=traefik,
        )
    if problem == "found character that cannot start any token":
        sign = text[index : index + 1]
        return Problem(
            "yaml-syntax",
            f"A value cannot begin with `{sign}`." if sign != "`" else "A value cannot begin with a back-tick.",
            _at(mark, 1),
            "Put the value in quotes.",
            traefik=traefik,
        )
    message, advice = _HELP.get(problem, (f"The YAML cannot be read: {problem}.", ""))
    related: tuple[Place, ...] = ()
    if context_mark is not None and (context_mark.line, context_mark.column) != (mark.line, mark.column):
        related = (Place(_at(context_mark), context or "it began here"),)
    if problem == "could not find expected ':'" and context_mark is not None:
        return Problem("yaml-syntax", message, _rest_of_line(text, context_mark), advice, traefik=traefik)
    return Problem("yaml-syntax", message, _at(mark, 1), advice, traefik=traefik, related=related)


def _at(mark: Any, width: int = 0) -> Span:
    return Span(mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 1 + width)


def _rest_of_line(text: str, mark: Any) -> Span:
    rest = re.compile(r"[^\r\n\x85\u2028\u2029]*").match(text, mark.index)
    return _at(mark, max(1, len(rest.group().rstrip()) if rest else 1))


def _tab_near(text: str, mark: Any) -> Problem | None:
    """The problem of a tab used as indentation, with the edit that makes blanks of the tabs."""
    start = max(text.rfind("\n", 0, mark.index), text.rfind("\r", 0, mark.index)) + 1
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
    return Problem(
        "tab-indentation",
        "A tab stands where YAML wants blanks.",
        Span(line, column, line, column + last - first),
        "Indent with blanks.",
        edits=edits,
        fix="Replace the tab by blanks" if edits else "",
    )


def _unreadable(text: str, error: Any) -> Problem:
    """A character that YAML does not let in at all; libyaml tells only where in the bytes it stands."""
    reason = getattr(error, "reason", "") or "invalid Unicode character"
    bad = re.search("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    index = bad.start() if bad else 0
    before = text[:index]
    lines = re.split("\r\n|[\r\n\x85\u2028\u2029]", before)
    span = Span(len(lines), len(lines[-1]) + 1, len(lines), len(lines[-1]) + 2)
    character = text[index : index + 1]
    if character and "\ud800" <= character <= "\udfff":
        return Problem(
            "not-utf8",
            "The file holds bytes that are no UTF-8 text.",
            span,
            "Save the file as UTF-8.",
            traefik="yaml: invalid leading UTF-8 octet",
        )
    message, advice = _HELP["control characters are not allowed"]
    return Problem("control-character", message, span, advice, traefik=f"yaml: {reason}")
