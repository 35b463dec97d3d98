"""Which names are those of secrets: options, headers, parameters, variables, also where they are misspelt."""

from __future__ import annotations

from functools import lru_cache

from traefiklint.patterns import lazy
from traefiklint.text.spelling import nearest

_ROOTS = lazy(
    r"passw|passphrase|passcode|passwd|pwd|secret|token|credential|authori[sz]ation|apikey|accesskey|privatekey|authkey"
    r"|signingkey|encryptionkey|masterkey|consumerkey|applicationkey|licen[cs]ekey|accountkey|sharedkey|hmacencoded"
    r"|hmackey|signature|cookie|bearer|jwt|kennwort|connectionstring"
)
_WHOLE = frozenset(("auth", "pass", "pw", "pin", "otp", "dsn", "apik", "userpass", "hmac", "psk", "keypass"))
_DIRECTIVES = frozenset(("requirepass", "masterauth", "masterpass"))
"""Of Redis, also as flags."""
_ENVIRONMENT_AUTH = lazy(r"[A-Z0-9_]+_AUTH")
"""A variable such as `NEO4J_AUTH`: a user and a password, or a way to log in."""
_WORDS = frozenset(("pass", "pw", "psk", "otp", "dsn", "hmac"))
"""What makes a name one of a secret as a word of its own, as in `DB_PASS`."""
_PLAIN = lazy(
    r"passhostheader|passtlsclientcert|addauthcookiestoresponse|cookie|cookies|secretname|.*(?:file|path|url|uri|endpoint"
    r"|name|names|header|headers|field|type|ttl|expiry|expiration|expires|lifetime|length|size|enabled|prefix|required"
    r"|scopes?|algorithm|issuer|domain|samesite|httponly|secure|maxage|format|policy|provider|timeout|interval|count"
    r"|limit|location|source|method|mode|email|clientid|tokenid|bytes|only|skipverify|public|publickey|version)"
)
"""Names that only speak of one: where it is, how long it lasts, how it is called."""
_SPLIT = lazy(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_SPELT = (
    *("password", "passwd", "secret", "token", "apikey", "authorization", "credentials", "keyfile", "hmacencoded"),
    *("privatekey", "clientsecret", "accesstoken", "passphrase", "set-cookie", "x-api-key", "proxy-authorization"),
)
_OTHER = lazy("[^a-z0-9]")
_ROLES = {
    **dict.fromkeys(("users",), "users"),
    **dict.fromkeys(("customrequestheaders", "customresponseheaders", "headers", "requestheaders"), "headers"),
    **dict.fromkeys(("plugin", "plugins"), "plugin"),
    **dict.fromkeys(("keyfile", "key", "keys", "tlskey", "clientkey"), "key"),
    **{name: name for name in ("basicauth", "digestauth", "redis", "eab", "httpauth")},
}
"""What an option says about what stands below it: `key` holds a private key or the path of one."""
_OF_USERS = lazy("[_-](?:users|USERS)$|[a-z]Users$")
_LETTERS = {name: frozenset(name) for name in (*_SPELT, *_ROLES)}
_HONEST = frozenset(("taken", "broken", "secure", "secured", "tokens", "word", "words", "key", "profile", "keyfile"))
"""Names that are near one of a secret, and mean something else."""


@lru_cache(4096)
def is_secret_name(name: str) -> bool:
    """Whether what has this name is a secret, as far as the name alone tells."""
    bare = _bare(name)
    if says_where(name):
        return bare in ("setcookie",)
    if _ROOTS.search(bare) or bare in _WHOLE or bare in _DIRECTIVES or is_environment_auth(name):
        return True
    words = [word.lower() for word in _SPLIT.findall(name)]
    if _WORDS.intersection(words) or (len(words) > 1 and words[-1] == "key" and words[-2] not in ("public", "cache")):
        return True
    return is_misspelt_secret(bare)


def says_where(name: str) -> bool:
    """Whether what has this name only speaks of a secret: where it is, how long it lasts, how it is called."""
    return _PLAIN.fullmatch(_bare(name)) is not None


def is_environment_auth(name: str) -> bool:
    """Whether a variable holds a user and a password, or a way to log in."""
    return _ENVIRONMENT_AUTH.fullmatch(name) is not None


def is_misspelt_secret(bare: str) -> bool:
    """Whether a name is a slip of the pen away from that of a secret."""
    return len(bare) > 3 and bare not in _HONEST and bool(_slip(bare, _SPELT))


@lru_cache(16384)
def role(name: str) -> str:
    """Which of the options that matter for what is below them a name is, also misspelt; empty where it is none."""
    bare = _bare(name)
    if bare in _ROLES:
        return _ROLES[bare]
    if _OF_USERS.search(name):
        return "users"
    slip = _slip(bare, tuple(_ROLES)) if len(bare) > 4 or bare in ("usrs", "user") else ""
    return _ROLES.get(slip, "")


def _slip(bare: str, known: tuple[str, ...]) -> str:
    """The known name that a name is a slip of the pen away from."""
    most = 2 if len(bare) > 6 else 1
    letters = set(bare)
    near = [one for one in known if abs(len(one) - len(bare)) <= most and len(letters ^ _LETTERS[one]) <= 2 * most]
    return nearest(bare, near, most) if near else ""


def _bare(name: str) -> str:
    return _OTHER.sub("", name.lower())
