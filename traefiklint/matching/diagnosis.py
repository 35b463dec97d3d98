"""Why a rule cannot be read: from the words of Go's parser to the mistake that was made."""

from __future__ import annotations

import re

from traefiklint.matching.diagnostics import (
    HttpMatcher,
    NewMatcher,
    NoRule,
    OddlyCasedMatcher,
    OldMatcher,
    RuleStretch,
    TcpMatcher,
    UnknownMatcher,
    UnknownName,
    UnparsedRule,
    UnreadableRule,
)
from traefiklint.matching.names import HTTP_V2, HTTP_V3, NAMES, TCP, V2_TO_V3
from traefiklint.matching.repair import find_mistakes
from traefiklint.matching.tree import ParseError
from traefiklint.text.spelling import nearest

_HTTP_OF_TCP = {"hostsni": "Host", "hostsniregexp": "HostRegexp"}
_TCP_OF_HTTP = {"host": "HostSNI", "hostregexp": "HostSNIRegexp", "hostheader": "HostSNI"}
_MOST = 50
_WORD = re.compile(r"\w+|&&|\|\||.", re.DOTALL)


def diagnose(text: str, protocol: str, syntax: str, errors: tuple[ParseError, ...]) -> tuple[UnparsedRule, ...]:
    """What is wrong with a rule that Traefik cannot read; at least one thing."""
    if not text.strip():
        return (NoRule(RuleStretch(0, len(text))),)
    unknown = [_unknown_name(error, protocol, syntax) for error in errors[:_MOST] if error.name]
    others = [error for error in errors[:_MOST] if not error.name]
    if not others:
        return tuple(unknown)
    mistakes = find_mistakes(text, NAMES[protocol, syntax])
    causes: tuple[UnparsedRule, ...] = mistakes or tuple(_unreadable(text, error) for error in others)
    return tuple(sorted([*unknown, *causes], key=lambda one: (one.where.start, one.where.end)))


def _unreadable(text: str, error: ParseError) -> UnreadableRule:
    word = _WORD.match(text, error.start)
    return UnreadableRule(RuleStretch(error.start, error.end), error.reason, word[0] if word else "")


def _unknown_name(error: ParseError, protocol: str, syntax: str) -> UnknownName:
    written, low = error.name, error.name.lower()
    where = RuleStretch(error.start, error.end)
    known = tuple(dict.fromkeys(NAMES[protocol, syntax].values()))
    if right := next((name for name in known if name.lower() == low), ""):
        return OddlyCasedMatcher(where, written, right)
    if protocol == "http" and any(low == name.lower() for name in TCP):
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
