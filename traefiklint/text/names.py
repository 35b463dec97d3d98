"""Which names are those of secrets: options, headers, parameters, variables, also where they are misspelt."""

from __future__ import annotations

import re
from functools import lru_cache

from traefiklint.text.spelling import nearest

_ROOTS = re.compile(
    r"passw|passphrase|passcode|passwd|pwd|secret|token|credential|authori[sz]ation|apikey|accesskey|privatekey|authkey"
    r"|signingkey|encryptionkey|masterkey|consumerkey|applicationkey|licen[cs]ekey|accountkey|sharedkey|hmacencoded"
    r"|hmackey|signature|cookie|bearer|jwt|kennwort|connectionstring"
)
_WHOLE = frozenset(("auth", "pass", "pw", "pin", "otp", "dsn", "apik", "userpass", "hmac", "psk", "keypass"))
_WORDS = frozenset(("pass", "pw", "psk", "otp", "dsn"))
"""What makes a name one of a secret as a word of its own, as in `DB_PASS`."""
_PLAIN = re.compile(
    r"passhostheader|passtlsclientcert|addauthcookiestoresponse|cookie|cookies|secretname|.*(?:file|path|url|uri|endpoint"
    r"|name|names|header|headers|field|type|ttl|expiry|expiration|expires|lifetime|length|size|enabled|prefix|required"
    r"|scopes?|algorithm|issuer|domain|samesite|httponly|secure|maxage|format|policy|provider|timeout|interval|count"
    r"|limit|location|source|method|mode|email|clientid|tokenid|bytes|only|skipverify|public|publickey|version)"
)
"""Names that only speak of one: where it is, how long it lasts, how it is called."""
_SPLIT = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_SPELT = (
    *("password", "passwd", "secret", "token", "apikey", "authorization", "credentials", "keyfile", "hmacencoded"),
    *("privatekey", "clientsecret", "accesstoken", "passphrase", "set-cookie", "x-api-key", "proxy-authorization"),
)
_HONEST = frozenset(("taken", "broken", "secure", "secured", "tokens", "word", "words", "key", "profile", "keyfile"))
"""Names that are near one of a secret, and mean something else."""


@lru_cache(4096)
def is_secret_name(name: str) -> bool:
    """Whether what has this name is a secret, as far as the name alone tells."""
    bare = _bare(name)
    if _PLAIN.fullmatch(bare):
        return bare in ("setcookie",)
    if _ROOTS.search(bare) or bare in _WHOLE:
        return True
    words = [word.lower() for word in _SPLIT.findall(name)]
    if _WORDS.intersection(words) or (len(words) > 1 and words[-1] == "key" and words[-2] not in ("public", "cache")):
        return True
    return is_misspelt_secret(bare)


def is_misspelt_secret(bare: str) -> bool:
    """Whether a name is a slip of the pen away from that of a secret."""
    if len(bare) < 5 or bare in _HONEST:
        return False
    return bool(nearest(bare, _SPELT, 2 if len(bare) >= 7 else 1))


@lru_cache(4096)
def is_near(name: str, known: tuple[str, ...]) -> bool:
    """Whether a name is one of those, in any case, or a slip of the pen away from one."""
    bare = _bare(name)
    return bare in known or (len(bare) > 3 and bool(nearest(bare, known, 2 if len(bare) >= 7 else 1)))


def _bare(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
