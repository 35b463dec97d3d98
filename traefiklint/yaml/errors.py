"""What libyaml and yaml.v3 complain of, in words that say what to do."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from traefiklint.findings import Span
from traefiklint.text.lines import lines_of
from traefiklint.text.problem import Place, Problem
from traefiklint.text.replacement import Replacement
from traefiklint.yaml.hints import GUESSES, Stumble, at
from traefiklint.yaml.limits import MAX_DEPTH, TooDeep, UnknownAnchor

_MOST_RUNS = 1000
_HELP = {
    "mapping values are not allowed in this context": (
        "A second `:` followed by a space makes no sense here.",
        "Put the value in quotes where the `:` belongs to it, or start a new line.",
    ),
    "did not find expected key": (
        "This line is indented like no line above it.",
        "Indent it exactly like the keys it belongs to.",
    ),
    "did not find expected '-' indicator": (
        "A list ends here in the middle: this line is not an item, and is indented like one.",
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
_BEGUN = {
    "while parsing a block mapping": "the mapping begins here",
    "while parsing a block collection": "the list begins here",
    "while parsing a flow sequence": "the list begins here",
    "while parsing a flow mapping": "the mapping begins here",
    "while scanning a simple key": "the key begins here",
    "while parsing a quoted scalar": "the text begins here",
    "while scanning a quoted scalar": "the text begins here",
    "while scanning a block scalar": "the text begins here",
    "while scanning a plain scalar": "the value begins here",
}


def explain(text: str, error: Any) -> Problem:
    """The problem that an exception of `build` stands for; its places lie in the text."""
    problem, lines = _explained(text, error), lines_of(text)
    related = tuple(place._replace(span=lines.inside(place.span)) for place in problem.related)
    return problem._replace(span=lines.inside(problem.span), related=related)


def _explained(text: str, error: Any) -> Problem:
    if isinstance(error, TooDeep):
        traefik = f"yaml: exceeded max depth of {MAX_DEPTH}"
        return Problem(
            "yaml-syntax", f"The nesting is deeper than {MAX_DEPTH} levels.", at(error.mark), traefik=traefik
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
    begin, context = getattr(error, "context_mark", None), getattr(error, "context", None)
    return _scanned(Stumble(text, problem, mark, begin, context or ""))


def _scanned(stumble: Stumble) -> Problem:
    _, problem, mark, begin, context = stumble
    traefik = f"yaml: line {mark.line + 1}: {problem}"
    for guess in GUESSES:
        found = guess(stumble)
        if found is not None:
            return found._replace(traefik=traefik)
    message, advice = _HELP.get(problem, (f"The YAML cannot be read: {problem}.", ""))
    related: tuple[Place, ...] = ()
    if begin is not None and (begin.line, begin.column) != (mark.line, mark.column):
        related = (Place(at(begin, 1), _BEGUN.get(context, "it began here")),)
    return Problem("yaml-syntax", message, at(mark, 1), advice, traefik=traefik, related=related)


def _from_latin_1(text: str) -> dict[str, Any]:
    """What makes characters of the bytes that are none in UTF-8; nothing where there are too many for a text."""
    runs = list(islice(re.finditer("[\udc80-\udcff]+", text), _MOST_RUNS + 1))
    if not runs or len(runs) > _MOST_RUNS:
        return {}
    edits = tuple(
        Replacement(run.start(), run.end(), run[0].encode("utf-8", "surrogateescape").decode("latin-1")) for run in runs
    )
    return {"fix": "Take the bytes for Latin-1", "edits": edits, "safe": False}


def _unreadable(text: str, error: Any) -> Problem:
    """A character that YAML does not let in at all; libyaml tells only where in the bytes it stands."""
    reason = getattr(error, "reason", "") or "invalid Unicode character"
    bad = re.search("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    index = bad.start() if bad else 0
    span = lines_of(text).span(index, index + 1)
    character = text[index : index + 1]
    if character and "\ud800" <= character <= "\udfff":
        return Problem(
            "not-utf8",
            "The file holds bytes that are not UTF-8 text.",
            span,
            "Save the file as UTF-8.",
            traefik="yaml: invalid leading UTF-8 octet",
            **_from_latin_1(text),
        )
    message, advice = _HELP["control characters are not allowed"]
    return Problem("control-character", message, span, advice, traefik=f"yaml: {reason}")
