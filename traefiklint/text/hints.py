"""Whether it is worth looking for secrets at all: most texts have nothing that could be one."""

from __future__ import annotations

import re
from functools import lru_cache

from traefiklint.patterns import lazy

_PIECES = (
    "{S", "PRIVATE KEY", "LS0t", "SECRET-KEY", "eyJ", "gho_", "ghp_", "ghr_", "ghs_", "ghu_", "github_pat", "xox",
    "xapp", "hooks.", "AIza", "ya29", "GOCSPX", "sk_", "rk_", "pk_", "whsec", "sk-", "SG.", "key-", "npm_", "pypi-",
    "doo_v1", "dop_v1", "dor_v1", "hvb.", "hvs.", "dckr_", "tskey", "dp.pt", "shp", "ATATT", "hf_", "glsa", "webhooks",
)  # fmt: skip
"""What some kind of secret always holds."""
_BEHIND = {
    "$": lazy(r"\$\$?[2aps1567y]"),
    "@": lazy(r"://(?:(?!://)[^\s@])*@|:(?![/\s])[^\s@]{1,200}@[\w\[.$-]"),
    ":": lazy(r":(?:[0-9a-fA-F]{32}|(?<=\d{8}:))"),
    "-": lazy(r"gl[a-z]{2,5}-"),
    "A": lazy(r"A[KSRBC][IOC]A"),
    "=": lazy(r"[?&;#][^\s=?&;#]+="),
    "{{": lazy(r"\$\w+\s*:?="),
}
"""The others, by a sign that each of its kind holds. Most expressions begin with it, so that a search need not try them
at each letter."""
_WORDS = ("bearer", "basic", "digest", "token", "apikey", "negotiate", "hawk", "header", "query")
_SPOKEN = lazy(r"(?i)(?:bearer|basic|digest|token|apikey|negotiate|hawk)[ \t]|(?:headers?|query)(?:regexp)?\s*\(")
"""What stands behind a word, whatever its letters are."""
_NAMES = (
    r"pas+(?!s?(?:hostheader|tlsclient))", "pw", "psw", "s[ec]{0,2}r[ec]{0,2}t", "to?k+e?n", "tokne", "api", "k[ey]{2}",
    "[ao]u[th]{2}", "cred", "hmac", r"us(?<=\bus)[ers]{1,5}\b", "head(?<!passhosthead)", "cook", "plug", "redis", "eab",
    "sign", "dsn", "jwt", "bearer", "otp", "psk", r"pin(?<=\bpin)\b", "kennw", "licen[cs]e", "connection",
    r"-(?<![\w-]-)[apwu]", "curl", "etcdctl", "identified", r"configs(?<=\bconfigs)\b",
)  # fmt: skip
"""What a secret can stand beside in a source, also misspelt, or behind in a command line; in small letters. Each begins
with a letter of its own, as those above."""
_PLAIN_NAMES = tuple(name for name in _NAMES if name.isalpha())
_OTHER_NAMES = tuple(lazy(name) for name in _NAMES if not name.isalpha())
_ANY_NAMES = lazy("|".join(_NAMES), re.IGNORECASE)
"""All of them, for where small letters are not all that they are in: outside of ASCII."""


def may_look(text: str) -> bool:
    """Whether something in a text may look like a secret, so that `text.looks` may find anything."""
    return _may_value(text) if len(text) < _SHORT else _may_look(text)


_SHORT = 100
"""What is shorter is a value, of which most are written more than once."""


@lru_cache(4096)
def _may_value(text: str) -> bool:
    return _may_look(text)


def _may_look(text: str) -> bool:
    if any(map(text.__contains__, _PIECES)):
        return True
    for sign, found in _BEHIND.items():
        if sign in text and found.search(text):
            return True
    if text.isascii():
        small = text.lower()
        if not any(map(small.__contains__, _WORDS)):
            return False
    return _SPOKEN.search(text) is not None


def may_hold(text: str) -> bool:
    """Whether a source may hold a secret."""
    return _may_be_named(text) or may_look(text)


def _may_be_named(text: str) -> bool:
    if not text.isascii():
        return _ANY_NAMES.search(text) is not None
    small = text.lower()
    return any(map(small.__contains__, _PLAIN_NAMES)) or any(name.search(small) for name in _OTHER_NAMES)
