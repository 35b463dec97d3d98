"""What an exception of libyaml stands for."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from traefiklint.findings import Span
from traefiklint.records import changed
from traefiklint.text.diagnostics import TextDiagnostic
from traefiklint.text.lines import lines_of
from traefiklint.text.replacement import Replacement
from traefiklint.yaml.diagnostics import ForbiddenCharacter, NotUtf8, TooManyLevels, UnknownAlias, UnparsedYaml
from traefiklint.yaml.hints import GUESSES, Stumble, at
from traefiklint.yaml.limits import MAX_DEPTH, TooDeep, UnknownAnchor

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
    bad = re.search("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    index = bad.start() if bad else 0
    span = lines_of(text).span(index, index + 1)
    character = text[index : index + 1]
    if character and "\ud800" <= character <= "\udfff":
        return NotUtf8(span, "yaml: invalid leading UTF-8 octet", _from_latin_1(text))
    return ForbiddenCharacter(span, f"yaml: {reason}")
