"""Whether it is worth looking for secrets at all: most texts have nothing that could be one."""

from __future__ import annotations

import re

from traefiklint.patterns import lazy

_LOOKS = lazy(
    r"\$\$?[2aps1567y]|\{S|://(?:(?!://)[^\s@])*@|PRIVATE KEY|LS0t|SECRET-KEY|eyJ|gh[oprsu]_|github_pat|gl[a-z]{2,5}-"
    r"|xox|xapp|hooks\.|webhooks|A[KSRBC][IOC]A|AIza|ya29|GOCSPX|[srp]k_|whsec|sk-|SG\.|key-|npm_|pypi-|do[opr]_v1|hv[bs]\."
    r"|dckr_|tskey|dp\.pt|shp|ATATT|hf_|glsa|(?i:bearer|basic|digest|token|apikey|negotiate|hawk)[ \t]|:[0-9a-fA-F]{32}"
    r"|:(?![/\s])[^\s@]{1,200}@[\w\[.$-]|\d{8}:|[?&;#][^\s=?&;#]+=|\{\{[^}]*\$|(?i:header|query)\w*\s*\("
)
"""What `text.looks` needs to find anything."""
_NAMES = (
    r"pas+(?!s?(?:hostheader|tlsclient))|pw|psw|s[ec]{0,2}r[ec]{0,2}t|to?k+e?n|tokne|api|k[ey]{2}|[ao]u[th]{2}|cred|hmac"
    r"|\bus[ers]{1,5}\b|(?<!passhost)head|cook|plug|redis|eab|sign|dsn|jwt|bearer|otp|psk|\bpin\b|kennw|licen[cs]e|connection"
    r"|-(?<![\w-]-)[apwu]|curl|etcdctl|identified|\bconfigs\b"
)
"""What a secret can stand beside in a source, also misspelt, or behind in a command line; in small letters."""
_SMALL_NAMES, _ANY_NAMES = lazy(_NAMES), lazy(_NAMES, re.IGNORECASE)
"""The first takes a third of the time; outside of ASCII, small letters are not all that the second means."""


def may_look(text: str) -> bool:
    """Whether something in a text may look like a secret."""
    return _LOOKS.search(text) is not None


def may_hold(text: str) -> bool:
    """Whether a source may hold a secret."""
    named = _SMALL_NAMES.search(text.lower()) if text.isascii() else _ANY_NAMES.search(text)
    return named is not None or may_look(text)
