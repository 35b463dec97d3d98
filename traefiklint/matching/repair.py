"""Mistakes that people make when they write rules, found by what mends them.

A rule that Go cannot parse says little about what its author meant: ``Host(my-app.example.com)`` is a subtraction to
Go. So the usual mistakes are looked for in the text, all are mended at once, and if the result parses, they were the
reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from traefiklint.matching.problems import Replacement
from traefiklint.matching.reader import parse_exactly

_STRING = re.compile(r"`[^`]*(?:`|\Z)|\"(?:[^\"\\\n]|\\.)*(?:\"|(?=\n)|\Z)")
_CURLY = re.compile(r"[“”„‟‘’‚‛«»]([^“”„‟‘’‚‛«»`\n]*)[“”‟‘’‛«»]")
_SINGLE = re.compile(r"'([^'`\n]*)'")
_CALL = re.compile(r"\b([A-Za-z]+)[ \t]*\(([^()]*)\)")
_BARE = re.compile(r"[^`\"'(),\s\x01](?:[^`\"'(),\n\x01]*[^`\"'(),\s\x01])?")
_WORD_OPERATOR = re.compile(r"(?<=[\s)])(and|or)(?=[\s(!])", re.IGNORECASE)
_WORD_NOT = re.compile(r"(?:(?<=[\s(!&|])|^)not\b[ \t]*(?=[A-Za-z(])", re.IGNORECASE)
_LONE = re.compile(r"(?<!&)&(?![&^=])|(?<!\|)\|(?![|=])")
_SEPARATOR = re.compile(r"[ \t]*([;,])[ \t]*(?=[!A-Za-z(])")
_LINE_BREAK = re.compile(r"[ \t\r]*\n\s*(?=&&|\|\||\))")
_V1 = re.compile(r"[ \t]*!?[ \t]*[A-Za-z]+[ \t]*:[^/`\"()]*[^`\"()]*")
_V1_PART = re.compile(r"[ \t]*([A-Za-z]+)[ \t]*:(.*)", re.DOTALL)
_V1_NAMES = {
    "host": "Host",
    "hostregexp": "HostRegexp",
    "path": "Path",
    "pathprefix": "PathPrefix",
    "pathstrip": "Path",
    "pathprefixstrip": "PathPrefix",
    "method": "Method",
}
_MOST_MISTAKES = 30
_MOST_CHARACTERS = 20_000


class Mistake(NamedTuple):
    """One mistake, and what mends it."""

    kind: str
    message: str
    help: str
    start: int
    end: int
    fix: Replacement


def find_mistakes(text: str, names: Mapping[str, str]) -> tuple[Mistake, ...]:
    """The mistakes that together are why a rule cannot be parsed; empty where none of the usual ones explains it.

    Args:
        text: a rule that cannot be parsed.
        names: what may be written for a matcher.
    """
    if len(text) > _MOST_CHARACTERS:
        return ()
    if mistake := _first_version(text):
        return (mistake,)
    found = _without_overlaps(_candidates(text))
    if not found or len(found) > _MOST_MISTAKES:
        closing = _missing_parenthesis(text, ())
        return (closing,) if closing and _reads(text, (closing,), names) else ()
    if not _reads(text, found, names):
        closing = _missing_parenthesis(text, found)
        if closing is None or not _reads(text, (*found, closing), names):
            return ()
        found = (*found, closing)
    for mistake in found:
        others = tuple(other for other in found if other is not mistake)
        if _reads(text, others, names):
            found = others
    return found


def mend(text: str, replacements: list[Replacement]) -> str:
    """A rule with replacements made, which must not overlap."""
    for replacement in sorted(replacements, key=lambda one: one.start, reverse=True):
        text = text[: replacement.start] + replacement.text + text[replacement.end :]
    return text


def _reads(text: str, mistakes: tuple[Mistake, ...], names: Mapping[str, str]) -> bool:
    """Whether a rule can be read once mistakes are mended; names that are no matchers do not count."""
    mended = mend(text, [mistake.fix for mistake in mistakes])
    return all(refusal.name for refusal in parse_exactly(mended, names).refusals)


def _candidates(text: str) -> Iterator[Mistake]:
    masked = _masked(text)
    for quote in _CURLY.finditer(masked):
        value = text[quote.start(1) : quote.end(1)]
        message = f"Typographic quotes do not work in rules; write `{value}` in back-ticks."
        yield _mistake("rule-syntax", message, quote.start(), quote.end(), f"`{value}`", "Use back-ticks")
    for quote in _SINGLE.finditer(masked):
        message = f"Single quotes do not work in rules; put `{quote[1]}` in back-ticks."
        yield _mistake(
            "rule-single-quoted-argument", message, quote.start(), quote.end(), f"`{quote[1]}`", "Use back-ticks"
        )
    yield from _bare_arguments(masked)
    yield from _operators(masked)
    for line_break in _LINE_BREAK.finditer(masked):
        message = "A line break ends the rule here; end the line with the operator, or write the rule on one line."
        help_text = "In YAML, a folded block (`>-`) joins the lines; a literal block (`|`) keeps the break."
        start, end = line_break.span()
        joint = "" if masked[end] == ")" else " "
        fix = Replacement(start, end, joint, True, "Join the lines")
        yield Mistake("rule-line-break", message, help_text, start, end, fix)


def _bare_arguments(masked: str) -> Iterator[Mistake]:
    for call in _CALL.finditer(masked):
        for bare in _BARE.finditer(masked, call.start(2), call.end(2)):
            message = f"Put the argument of `{call[1]}` in back-ticks: ``{call[1]}(`{bare[0]}`)``."
            title = "Put the argument in back-ticks"
            yield _mistake("rule-unquoted-argument", message, bare.start(), bare.end(), f"`{bare[0]}`", title)


def _operators(masked: str) -> Iterator[Mistake]:
    kind = "rule-word-operator"
    for word in _WORD_OPERATOR.finditer(masked):
        right = "&&" if word[1].lower() == "and" else "||"
        yield _mistake(
            kind, f"Use `{right}` instead of `{word[1]}`.", word.start(), word.end(), right, f"Use `{right}`"
        )
    for word in _WORD_NOT.finditer(masked):
        yield _mistake(kind, "Use `!` instead of `not`.", word.start(), word.end(), "!", "Use `!`")
    for lone in _LONE.finditer(masked):
        right = lone[0] * 2
        yield _mistake(
            kind, f"Use `{right}` instead of `{lone[0]}`.", lone.start(), lone.end(), right, f"Use `{right}`"
        )
    depth, last = 0, 0
    for separator in _SEPARATOR.finditer(masked):
        depth += masked.count("(", last, separator.start()) - masked.count(")", last, separator.start())
        last = separator.start()
        if depth == 0 and separator.start() > 0:
            right = "&&" if separator[1] == ";" else "||"
            message = f"Matchers are joined by `&&` or `||`, not by `{separator[1]}`; write `{right}`."
            start, end = separator.span()
            yield _mistake(kind, message, start, end, f" {right} ", f"Use `{right}`", safe=False)


def _first_version(text: str) -> Mistake | None:
    """A whole rule in the syntax of Traefik 1: `Host:a.example.com,b.example.com;PathPrefix:/x`."""
    if not _V1.fullmatch(text):
        return None
    parts: list[str] = []
    safe = True
    for part in text.strip().split(";"):
        matched = _V1_PART.fullmatch(part)
        name = _V1_NAMES.get(matched[1].lower()) if matched else None
        if matched is None or name is None:
            return None
        safe = safe and "strip" not in matched[1].lower()
        values = [value.strip() for value in matched[2].split(",") if value.strip()]
        parts.append(" || ".join(f"{name}(`{value}`)" for value in values))
        if len(values) != 1:
            parts[-1] = f"({parts[-1]})"
    right = " && ".join(parts)
    right = right[1:-1] if len(parts) == 1 and right.startswith("(") else right
    message = f"This is the rule syntax of Traefik 1; write ``{right}``."
    help_text = "" if safe else "`PathStrip` and `PathPrefixStrip` are now a `stripPrefix` middleware."
    fix = Replacement(0, len(text), right, safe, "Write the rule in today's syntax")
    return Mistake("rule-v1-syntax", message, help_text, 0, len(text), fix)


def _missing_parenthesis(text: str, mistakes: tuple[Mistake, ...]) -> Mistake | None:
    masked = _masked(text)
    missing = masked.count("(") - masked.count(")")
    end = len(text.rstrip())
    if not 0 < missing < 10 or any(mistake.fix.end > end for mistake in mistakes):
        return None
    closing = ")" * missing
    fix = Replacement(
        end, end, closing, missing == 1 and "(" in masked and _ends_in_argument(masked), f"Add `{closing}`"
    )
    noun = "A closing parenthesis is" if missing == 1 else f"{missing} closing parentheses are"
    return Mistake("rule-syntax", f"{noun} missing; add `{closing}`.", "", max(end - 1, 0), end, fix)


def _ends_in_argument(masked: str) -> bool:
    return masked.rstrip()[-1:] in ("`", '"', "'")


def _mistake(kind: str, message: str, start: int, end: int, right: str, title: str, *, safe: bool = True) -> Mistake:
    return Mistake(kind, message, "", start, end, Replacement(start, end, right, safe, title))


def _without_overlaps(mistakes: Iterator[Mistake]) -> tuple[Mistake, ...]:
    kept: list[Mistake] = []
    for mistake in mistakes:
        if all(mistake.end <= other.start or other.end <= mistake.start for other in kept):
            kept.append(mistake)
    return tuple(sorted(kept, key=lambda one: one.start))


def _masked(text: str) -> str:
    """The text with the content of its strings made unrecognisable, quotes and length kept."""

    def hide(string: re.Match[str]) -> str:
        literal = string[0]
        closed = len(literal) > 1 and literal[-1] == literal[0]
        inner = len(literal) - 1 - closed
        return literal[0] + "\x01" * inner + (literal[-1] if closed else "")

    return _STRING.sub(hide, text)
