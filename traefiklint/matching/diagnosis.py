"""Why a rule cannot be read: from the words of Go's parser to the mistake that was made, and how to mend it."""

from __future__ import annotations

from traefiklint.matching.names import HTTP_V2, HTTP_V3, NAMES, TCP, V2_TO_V3
from traefiklint.matching.problems import Problem, Refusal, Replacement

_HTTP_OF_TCP = {"hostsni": "Host", "hostsniregexp": "HostRegexp"}
_TCP_OF_HTTP = {"host": "HostSNI", "hostregexp": "HostSNIRegexp", "hostheader": "HostSNI"}
_MOST = 50


def diagnose(text: str, protocol: str, syntax: str, refusals: tuple[Refusal, ...]) -> tuple[Problem, ...]:
    """The problems of a rule that Traefik cannot read; at least one."""
    if not text.strip():
        message = "The router has no rule; write one, as in ``Host(`app.example.com`)``."
        return (Problem("rule-missing", message, "", 0, len(text), refusals[0].error),)
    return tuple(
        _unknown_matcher(refusal, protocol, syntax) if refusal.name else _syntax(refusal)
        for refusal in refusals[:_MOST]
    )


def _syntax(refusal: Refusal) -> Problem:
    message = f"The rule cannot be read: {refusal.reason}."
    return Problem("rule-syntax", message, "", refusal.start, refusal.end, refusal.error)


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
    import difflib

    guesses = difflib.get_close_matches(written.lower(), [name.lower() for name in known], n=1, cutoff=0.6)
    right = next((name for name in known if guesses and name.lower() == guesses[0]), "")
    message = f"`{written}` is not a matcher" + (f"; did you mean `{right}`?" if right else ".")
    assert callable(problem)
    return problem("rule-unknown-matcher", message, right, help_text=f"Matchers: {', '.join(known)}.")  # type: ignore[no-any-return]
