"""Why a rule cannot be read: from the words of Go's parser to the mistake that was made, found by what fixes it.

A rule that Go cannot parse says little about what its author meant: ``Host(my-app.example.com)`` is a subtraction to
Go. So the usual mistakes are looked for in the text, all are fixed at once, and if the result parses, they were the
reason.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping

from traefiklint.matching.diagnostics import (
    BareArgument,
    BareHost,
    FirstVersionRule,
    HttpMatcher,
    LineBreak,
    NewMatcher,
    NoRule,
    OddlyCasedMatcher,
    OldMatcher,
    OpenParentheses,
    RuleMistake,
    RuleStretch,
    SeparatedMatchers,
    SingleQuotes,
    TcpMatcher,
    TypographicQuotes,
    UnknownMatcher,
    UnknownName,
    UnparsedRule,
    UnreadableRule,
    WordOperator,
)
from traefiklint.matching.names import HTTP_V2, HTTP_V3, NAMES, TCP, V2_TO_V3
from traefiklint.matching.reader import parse_exactly
from traefiklint.matching.tree import ParseError
from traefiklint.text.diagnostics import Replacement, replaced
from traefiklint.text.spelling import nearest

_STRING = re.compile(r"`[^`]*(?:`|\Z)|\"(?:[^\"\\\n]|\\.)*(?:\"|(?=\n)|\Z)")
_CURLY = re.compile(r"[“”„‟‘’‚‛«»´′″]([^“”„‟‘’‚‛«»´′″`\n]*)[“”‟‘’‛«»´′″]")
_SINGLE = re.compile(r"'([^'`\n]*)'")
_CALL = re.compile(r"\b([A-Za-z]+)[ \t]*\(([^()]*)\)")
_BARE = re.compile(r"[^`\"'(),\s\x01](?:[^`\"'(),\n\x01]*[^`\"'(),\s\x01])?")
_WORD_OPERATOR = re.compile(r"(?<=[\s)])(and|or)(?=[\s(!])", re.IGNORECASE)
_WORD_NOT = re.compile(r"(?:(?<=[\s(!&|])|^)not\b[ \t]*(?=[A-Za-z(])", re.IGNORECASE)
_LONE = re.compile(r"(?<!&)&(?![&^=])|(?<!\|)\|(?![|=])")
_SEPARATOR = re.compile(r"[ \t]*([;,])[ \t]*(?=[!A-Za-z(])")
_NAMED = re.compile(r"(?<![A-Za-z])([A-Za-z]+)\(")
_LINE_BREAK = re.compile(r"[ \t\r]*\n\s*(?=&&|\|\||\))")
_V1 = re.compile(r"[ \t]*!?[ \t]*[A-Za-z]+[ \t]*:[^/`\"()]*[^`\"()]*")
_V1_PART = re.compile(r"[ \t]*([A-Za-z]+)[ \t]*:(.*)", re.DOTALL)
_HOST = re.compile(r"(?:https?://)?(?P<host>(?:[\w-]+\.)+[A-Za-z][\w-]+)(?P<path>/[\w./-]*[\w-])?/?", re.ASCII)
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


def find_mistakes(text: str, names: Mapping[str, str]) -> tuple[RuleMistake, ...]:
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


def _reads(text: str, mistakes: tuple[RuleMistake, ...], names: Mapping[str, str]) -> bool:
    """Whether a rule can be read once mistakes are fixed; names that are no matchers do not count."""
    fixed = replaced(text, [mistake.change for mistake in mistakes])
    return all(error.name for error in parse_exactly(fixed, names).errors)


def _candidates(text: str) -> Iterator[RuleMistake]:
    masked = _masked(text)
    for quote in _CURLY.finditer(masked):
        value = text[quote.start(1) : quote.end(1)]
        yield TypographicQuotes(*_instead(quote, f"`{value}`"), value)
    for quote in _SINGLE.finditer(masked):
        yield SingleQuotes(*_instead(quote, f"`{quote[1]}`"), quote[1])
    for call in _CALL.finditer(masked):
        for bare in _BARE.finditer(masked, call.start(2), call.end(2)):
            yield BareArgument(*_instead(bare, f"`{bare[0]}`"), call[1], bare[0])
    yield from _operators(masked)
    for line_break in _LINE_BREAK.finditer(masked):
        yield LineBreak(*_instead(line_break, "" if masked[line_break.end()] == ")" else " "))


def _instead(found: re.Match[str], text: str) -> tuple[RuleStretch, Replacement]:
    """Where something stands, and what fixes it."""
    return RuleStretch(*found.span()), Replacement(*found.span(), text)


def _operators(masked: str) -> Iterator[RuleMistake]:
    for word in _WORD_OPERATOR.finditer(masked):
        right = "&&" if word[1].lower() == "and" else "||"
        yield WordOperator(*_instead(word, right), word[1], right)
    for word in _WORD_NOT.finditer(masked):
        yield WordOperator(*_instead(word, "!"), "not", "!")
    for lone in _LONE.finditer(masked):
        yield WordOperator(*_instead(lone, lone[0] * 2), lone[0], lone[0] * 2)
    names = list(_NAMED.finditer(masked))
    starts = [name.start() for name in names]
    depth, last = 0, 0
    found: list[tuple[re.Match[str], str]] = []
    for separator in _SEPARATOR.finditer(masked):
        begun, last = last, separator.start()
        before = masked[begun:last]
        depth += before.count("(") - before.count(")")
        if depth == 0 and separator.start() > 0:
            at = bisect_left(starts, separator.start())
            beside = names[at - 1 : at + 1] if at else []
            are_alike = len(beside) == 2 and beside[0].start() >= begun and _kind(beside[0][1]) == _kind(beside[1][1])
            right = "||" if are_alike and separator[1] != ";" else "&&"
            found.append((separator, right))
    has_and = "&&" in masked or any(right == "&&" for _, right in found)
    for separator, right in found:
        change = _instead(separator, f" {right} ")
        yield SeparatedMatchers(*change, separator[1], right, has_and and right == "||")


def _kind(matcher: str) -> str:
    """What a matcher looks at: `Host` for `HostRegexp`, too."""
    return re.sub("Prefix|Regexp", "", matcher)


def _first_version(text: str) -> RuleMistake | None:
    """A whole rule in the syntax of Traefik 1: `Host:a.example.com,b.example.com;PathPrefix:/x`."""
    if not _V1.fullmatch(text):
        return None
    parts: list[str] = []
    strips = False
    for part in text.strip().split(";"):
        matched = _V1_PART.fullmatch(part)
        name = _V1_NAMES.get(matched[1].lower()) if matched else None
        if matched is None or name is None:
            return None
        strips = strips or "strip" in matched[1].lower()
        values = [value.strip() for value in matched[2].split(",") if value.strip()]
        parts.append(" || ".join(f"{name}(`{value}`)" for value in values))
        if len(values) != 1:
            parts[-1] = f"({parts[-1]})"
    right = " && ".join(parts)
    right = right[1:-1] if len(parts) == 1 and right.startswith("(") else right
    return FirstVersionRule(RuleStretch(0, len(text)), Replacement(0, len(text), right), strips)


def _missing_parenthesis(text: str, mistakes: tuple[RuleMistake, ...]) -> RuleMistake | None:
    masked = _masked(text)
    missing = masked.count("(") - masked.count(")")
    end = len(text.rstrip())
    if not 0 < missing < 10 or any(mistake.change.end > end for mistake in mistakes):
        return None
    is_sure = missing == 1 and "(" in masked and masked.rstrip()[-1:] in ("`", '"', "'")
    closing = ")" * missing
    return OpenParentheses(RuleStretch(max(end - 1, 0), end), Replacement(end, end, closing), closing, is_sure)


def _without_overlaps(mistakes: Iterator[RuleMistake]) -> tuple[RuleMistake, ...]:
    """Those that overlap no earlier one, in the order of the text; of too many to explain anything only some."""
    kept: list[RuleMistake] = []
    for mistake in mistakes:
        if all(mistake.where.end <= other.where.start or other.where.end <= mistake.where.start for other in kept):
            kept.append(mistake)
        if len(kept) > _MOST_MISTAKES:
            break
    return tuple(sorted(kept, key=lambda one: one.where.start))


def _masked(text: str) -> str:
    """The text with the content of its strings made unrecognisable, quotes and length kept."""

    def hide(string: re.Match[str]) -> str:
        literal = string[0]
        closed = len(literal) > 1 and literal[-1] == literal[0]
        inner = len(literal) - 1 - closed
        return literal[0] + "\x01" * inner + (literal[-1] if closed else "")

    return _STRING.sub(hide, text)


_HTTP_OF_TCP = {"hostsni": "Host", "hostsniregexp": "HostRegexp"}
_TCP_OF_HTTP = {"host": "HostSNI", "hostregexp": "HostSNIRegexp", "hostheader": "HostSNI"}
_EVERY_NAME = re.compile(r"""\s*\(\s*[`"]\*[`"]\s*\)""")
"""The argument of a matcher that lets everything through, which `Host` has no word for before 3.7.7."""
_MOST = 50
_WORD = re.compile(r"\w+|&&|\|\||.", re.DOTALL)


def diagnose(text: str, protocol: str, syntax: str, errors: tuple[ParseError, ...]) -> tuple[UnparsedRule, ...]:
    """What is wrong with a rule that Traefik cannot read; at least one thing."""
    if not text.strip():
        return (NoRule(RuleStretch(0, len(text))),)
    unknown = [_unknown_name(text, error, protocol, syntax) for error in errors[:_MOST] if error.name]
    others = [error for error in errors[:_MOST] if not error.name]
    if not others:
        return tuple(unknown)
    mistakes = _bare_host(text, protocol) or find_mistakes(text, NAMES[protocol, syntax])
    causes: tuple[UnparsedRule, ...] = mistakes or tuple(_unreadable(text, error) for error in others)
    return tuple(sorted([*unknown, *causes], key=lambda one: (one.where.start, one.where.end)))


def _bare_host(text: str, protocol: str) -> tuple[RuleMistake, ...]:
    """The mistake of a rule that is a host and nothing else."""
    found = _HOST.fullmatch(text.strip())
    if found is None:
        return ()
    right = f"{'Host' if protocol == 'http' else 'HostSNI'}(`{found['host']}`)"
    if found["path"] and protocol == "http":
        right += f" && PathPrefix(`{found['path']}`)"
    return (BareHost(RuleStretch(0, len(text)), Replacement(0, len(text), right)),)


def _unreadable(text: str, error: ParseError) -> UnreadableRule:
    word = _WORD.match(text, error.start)
    return UnreadableRule(RuleStretch(error.start, error.end), error.reason, word[0] if word else "")


def _unknown_name(text: str, error: ParseError, protocol: str, syntax: str) -> UnknownName:
    written, low = error.name, error.name.lower()
    where = RuleStretch(error.start, error.end)
    known = tuple(dict.fromkeys(NAMES[protocol, syntax].values()))
    if right := next((name for name in known if name.lower() == low), ""):
        return OddlyCasedMatcher(where, written, right)
    if protocol == "http" and any(low == name.lower() for name in TCP):
        if low == "hostsni" and (every := _EVERY_NAME.match(text, error.end)):
            return TcpMatcher(RuleStretch(error.start, every.end()), written, "PathPrefix(`/`)")
        return TcpMatcher(where, written, _HTTP_OF_TCP.get(low, ""))
    if protocol == "tcp" and any(low == name.lower() for name in (*HTTP_V3, *HTTP_V2)):
        return HttpMatcher(where, written, _TCP_OF_HTTP.get(low, ""))
    right = next((new for old, new in V2_TO_V3.items() if old.lower() == low), "")
    if right and syntax == "v3":
        return OldMatcher(where, written, right)
    if syntax == "v2" and any(low == name.lower() for name in HTTP_V3):
        return NewMatcher(where, written, "")
    return UnknownMatcher(where, written, _meant(written, known), known)


def _meant(written: str, known: tuple[str, ...]) -> str:
    most = min(4, max(1, (len(written) - 1) // 2))
    right = nearest(written, known, most, begun=True)
    if not right and "HostSNI" in known:
        right = _TCP_OF_HTTP.get(nearest(written, _TCP_OF_HTTP, most), "")
    return right
