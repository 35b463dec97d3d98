"""Why a rule cannot be read: from the words of Go's parser to the mistake that was made, and how to mend it."""

from __future__ import annotations

import re

from traefiklint.go.quote import printable
from traefiklint.matching.names import HTTP_V2, HTTP_V3, NAMES, TCP, V2_TO_V3
from traefiklint.matching.problems import Problem, Refusal, Replacement
from traefiklint.matching.repair import find_mistakes
from traefiklint.text.spelling import nearest

_HTTP_OF_TCP = {"hostsni": "Host", "hostsniregexp": "HostRegexp"}
_TCP_OF_HTTP = {"host": "HostSNI", "hostregexp": "HostSNIRegexp", "hostheader": "HostSNI"}
_MOST = 50
_WORD = re.compile(r"\w+|&&|\|\||.", re.DOTALL)


def diagnose(text: str, protocol: str, syntax: str, refusals: tuple[Refusal, ...]) -> tuple[Problem, ...]:
    """The problems of a rule that Traefik cannot read; at least one."""
    if not text.strip():
        message = "The router has no rule; write one, as in ``Host(`app.example.com`)``."
        return (Problem("rule-missing", message, "", 0, len(text), refusals[0].error),)
    unknown = [_unknown_matcher(refusal, protocol, syntax) for refusal in refusals[:_MOST] if refusal.name]
    others = [refusal for refusal in refusals[:_MOST] if not refusal.name]
    if not others:
        return tuple(unknown)
    error = others[0].error
    mistakes = find_mistakes(text, NAMES[protocol, syntax])
    problems = [
        Problem(mistake.kind, printable(mistake.message), mistake.help, mistake.start, mistake.end, error, mistake.fix)
        for mistake in mistakes
    ] or [_syntax(text, refusal) for refusal in others]
    return tuple(sorted([*unknown, *problems], key=lambda problem: (problem.start, problem.end)))


def _syntax(text: str, refusal: Refusal) -> Problem:
    message = f"The rule cannot be read: {_reason(text, refusal)}."
    return Problem("rule-syntax", printable(message), "", refusal.start, refusal.end, refusal.error)


def _reason(text: str, refusal: Refusal) -> str:
    """What Go's parser means, in the words of somebody who writes rules."""
    reason = refusal.reason
    word = _WORD.match(text, refusal.start)
    found = word[0] if word else ""
    if reason == "raw string literal not terminated":
        return "a back-tick is opened here and never closed"
    if reason == "string literal not terminated":
        return "a double quote is opened here and not closed on the same line"
    if reason.startswith("expected operand, found 'EOF'"):
        return "it ends where a matcher should follow"
    if reason.startswith("expected operand"):
        return f"a matcher should stand here, not `{found}`"
    if reason.startswith("expected 'EOF'"):
        return (
            f"`{found}` is one closing parenthesis too many" if found == ")" else "an operator is missing before this"
        )
    if reason.startswith(("missing ','", "expected ')'")):
        return "a closing parenthesis or a comma is missing here"
    return reason


def _unknown_matcher(refusal: Refusal, protocol: str, syntax: str) -> Problem:
    written, low = refusal.name, refusal.name.lower()

    def problem(kind: str, message: str, right: str = "", *, safe: bool = False, help_text: str = "") -> Problem:
        fix = Replacement(refusal.start, refusal.end, right, safe, f"Write `{right}`") if right else None
        return Problem(kind, message, help_text, refusal.start, refusal.end, refusal.error, fix)

    known = dict.fromkeys(NAMES[protocol, syntax].values())
    right = next((name for name in known if name.lower() == low), "")
    if right:
        message = f"`{written}` is not how the matcher is written; write `{right}`."
        return problem("rule-unknown-matcher", message, right, safe=True)
    if protocol == "http" and any(low == name.lower() for name in TCP):
        right = _HTTP_OF_TCP.get(low, "")
        message = f"`{written}` is a matcher of TCP routers" + (f"; in HTTP use `{right}`." if right else ".")
        return problem("rule-tcp-matcher-in-http", message, right, safe=True)
    if protocol == "tcp" and any(low == name.lower() for name in (*HTTP_V3, *HTTP_V2)):
        right = _TCP_OF_HTTP.get(low, "")
        message = f"`{written}` is a matcher of HTTP routers" + (f"; in TCP use `{right}`." if right else ".")
        known_names = "TCP routers know HostSNI, HostSNIRegexp, ClientIP and ALPN."
        return problem("rule-http-matcher-in-tcp", message, right, help_text=known_names)
    right = next((new for old, new in V2_TO_V3.items() if old.lower() == low), "")
    if right and syntax == "v3":
        return problem("rule-v2-matcher", f"`{written}` is gone in v3; use `{right}`.", right, safe=True)
    if syntax == "v2" and any(low == name.lower() for name in HTTP_V3):
        message = f"`{written}` is a matcher of the v3 syntax, and this router has `ruleSyntax: v2`; remove that line."
        return problem("rule-unknown-matcher", message)
    return _misspelt(written, list(known), problem)


def _misspelt(written: str, known: list[str], problem: object) -> Problem:
    most = min(4, max(1, (len(written) - 1) // 2))
    right = nearest(written, known, most, begun=True)
    if not right and "HostSNI" in known:
        right = _TCP_OF_HTTP.get(nearest(written, _TCP_OF_HTTP, most), "")
    message = f"`{written}` is not a matcher" + (f"; did you mean `{right}`?" if right else ".")
    assert callable(problem)
    return problem("rule-unknown-matcher", message, right, help_text=f"Matchers: {', '.join(known)}.")  # type: ignore[no-any-return]
