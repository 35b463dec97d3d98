"""What of a value is secret, as its place among the keys and its look tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from traefiklint.patterns import lazy
from traefiklint.text.command_lines import Named, defaults_in, options_in
from traefiklint.text.looks import Stretch, joined, looks
from traefiklint.text.names import is_environment_auth, is_secret_name, role, says_where

Path = Sequence[str]
"""The keys above a value, the outermost first; items of a list have the key of their list."""

_AUTHS = ("basicauth", "digestauth")
_HEADER_SECRETS = lazy(r"(?i)(?:proxy-)?authori[sz]ation|(?:set-)?cookies?|(?:.*-)?auth")
_SECTIONS: dict[str, frozenset[str]] = {
    "basicauth": frozenset(("usersfile", "realm", "removeheader", "headerfield", "username")),
    "digestauth": frozenset(("usersfile", "realm", "removeheader", "headerfield")),
    "redis": frozenset(
        re.findall(
            r"\w+",
            "endpoints username db poolsize minidleconns maxactiveconns readtimeout writetimeout dialtimeout ca cert "
            "insecureskipverify rootkey mastername sentinel latencystrategy randomstrategy replicastrategy",
        )
    ),
    "eab": frozenset(("kid",)),
    "httpauth": frozenset(("username",)),
}
"""The sections that are there for a secret, and what else they hold: all else there is a slip of the pen."""

_REFERENCE = lazy(
    r"\$+\{[A-Za-z_]\w*(?::?\?[^{}]*|:?[-=+](?:\$+\{[A-Za-z_]\w*\})?)?\}|%[A-Z_]+%"
    r"|REDACTED-\d+-by-traefiklint|env:(?://)?[A-Za-z_]\w*|file:/[^\s]*|urn:[\w:.-]+|<[\w -]+>|\*+"
    r"|\{\{-?\s*env\s+[\"`]\w+[\"`]\s*-?\}\}|\$\{\{[^}]*\}\}"
)
"""A value that only says where a secret is; the sign is what `pull` writes for one that stays on the server."""
_DEFAULT = lazy(r"\$+\{[A-Za-z_]\w*:?[-=+]([^{}]*)\}")
"""A variable and what stands for it, which is all that may be secret of the two."""
_SWITCH = lazy(r"(?i)true|false|null|~|yes|no|on|off|none|keep|drop|redact|[\[\]{}(),]*")
_NUMBER = lazy(r"[+-]?[\d_]++(?:\.\d++)?(?:[a-zµ]{1,2}|[KMG]i?B?)?(?>(?:\d++(?:\.\d++)?(?:[nuµm]?s|[mhd])){0,6})%?")
"""A number, perhaps with a unit, and a duration; digits of a key between letters are none."""
_PATH = lazy(r"\.{0,2}/[\w./@-]*|[A-Za-z]:\\[\w.\\-]*|[\w-]+\.(?:pem|key|crt|cer|p12|pfx|txt)")
_PLAIN_VALUES = lazy(
    r"[a-z]+(?:[-_.:/ ]+[a-z0-9]{1,12})*[0-9]{0,4}"  # words, hosts, mime types
    r"|[A-Z][a-z]+(?:[- ][A-Za-z]+)*|[A-Z]+(?:[-_ ][A-Z]+)*"
    r"|[A-Z]{1,3}(?:-(?:[A-Z][a-z]+){1,2}|-[A-Z]{2,4})+"  # names of headers: X-Forwarded-For, CF-Connecting-IP
    r"|[\w.-]+\.[a-z]{2,}(?::\d+)?(?:/[\w./-]*)?|[\d.]+(?:[/:]\d+)?|\[?[0-9a-f:](?=[0-9a-f]*+:)[0-9a-f:]++\]?(?:/\d+)?"
    r"|(?:https?|h2c|tcp|udp|wss?|redis)://[^\s?@]*|[A-Z][\w-]*\(.*|sha256:[0-9a-f]+|\d{4}-\d\d-\d\d.*|v?\d++\.\d[\w.-]*"
)
_SCHEME = lazy(
    r"(?i)(?:bearer|basic|token|apikey|negotiate)[ \t]+(?!(?:auth\w*|realm|required)\b)(?=[^\s,]+$)(?![\w-]+=[^=])"
)
"""How a header says that what follows logs somebody in; `Basic realm=…` only asks for it."""
_ADDRESSES = frozenset(("address", "addresses", "endpoint", "endpoints", "url", "urls"))
_AT_HOST = lazy(r"[^\s/:@,]+:[^\s@,]+(?=@[\w\[.$-])")
"""A user and a password before the host of an address that has no scheme, which `looks` knows nothing of."""
_MIXED = lazy(r"(?=[^0-9]*[0-9])(?=[^a-z]*[a-z])[a-z0-9]{6,}")
"""Letters and digits, and nothing that makes a name of them."""
_TELLING = lazy(r"(?i)secret|passw|token|apikey|private")


def is_switch(value: str) -> bool:
    """Whether a value turns something on or off, or says nothing."""
    return _SWITCH.fullmatch(value) is not None


def is_number(value: str) -> bool:
    """Whether a value is a number, perhaps with a unit: a duration, a size, a share."""
    return _NUMBER.fullmatch(value) is not None


def is_path(value: str) -> bool:
    """Whether a value is the path of a file."""
    return _PATH.fullmatch(value) is not None


def secret_stretches(path: Path, value: str, *, looked: bool = False, inside: int = 0) -> list[Stretch]:
    """Which stretches of a value are secret.

    Args:
        path: the keys above it. `a.b.c` in one key, as labels and TOML write it, counts as three.
        value: the value without quotes.
        looked: whether its look was judged already.
        inside: in how many options written as `name=value` the value stands.
    """
    whole = (len(value) - len(value.lstrip()), len(value.rstrip()))
    if default := _DEFAULT.fullmatch(value, *whole):
        whole = default.span(1)
    keys = [part for key in path[-6:] for part in (key.strip("-@ ").split(".") if "." in key else (key.strip("-@ "),))]
    keys = [key for key in keys if key]
    content = value[slice(*whole)]
    found = [] if looked else list(looks(value))
    pair = _PAIR.match(value) if inside < 3 else None
    if keys and not _SWITCH.fullmatch(content) and not _REFERENCE.fullmatch(content):
        start = _secret_from(keys, content)
        if start is not None:
            found.append((whole[0] + start, whole[1]))
        if "@" in content and "://" not in content and keys[-1].lower() in _ADDRESSES:
            found += (one.span() for one in _AT_HOST.finditer(value))
    if pair and pair["name"]:
        at = pair.end()
        below = secret_stretches((*keys, pair["name"]), value[at:], looked=True, inside=inside + 1)
        found += [(at + start, at + end) for start, end in below]
    found += [(one.start, one.end) for one in (*options_in(value), *defaults_in(value)) if _is_secret(one, value)]
    return joined(found)


def is_secret_of(name: str, value: str) -> bool:
    """Whether what an option or a variable of that name has for a value is secret."""
    value = value.strip()
    if _SWITCH.fullmatch(value) or _REFERENCE.fullmatch(value) or _SHELL_VARIABLE.fullmatch(value):
        return False
    return is_secret_name(name) and _secret_from([name.lstrip("-")], value) is not None


def _is_secret(one: Named, value: str) -> bool:
    return is_secret_of(one.name, value[one.start : one.end])


_SHELL_VARIABLE = lazy(
    r"(?:\$+\w+|\$+\{\w+(?::?\?[^{}]*)?\})[;|&)]*"
    r"|(?:\\*[\"']?\$+\(|`)(?!\s*(?:echo|printf)\s+(?:-\w+\s+|\\*[\"']?%s\\*[\"']?\s+)*\\*[\"']?[\w!#.+/=-]).*"
)
"""A value that only says where its secret is, in a command line; what is echoed there stands there itself."""


_PAIR = lazy(r"\s*-{0,2}(?P<name>[A-Za-z_][\w.\[\]@-]*)\s*(?:=|:\s)\s*[\"']?(?=\S)")
"""A value that is itself an option: a label, a variable, a flag."""


def _secret_from(keys: list[str], value: str) -> int | None:
    """From which character on a value is secret; None where it is not."""
    last, above = keys[-1], role(keys[-2]) if len(keys) > 1 and not _is_chosen(keys, len(keys) - 2) else ""
    mine = role(last)
    if mine == "key" and not is_secret_name(last):
        return 0 if _looks_random(value) and not _PATH.fullmatch(value) else None
    if keys[-3:-2] == ["secrets"] and last == "content":  # of a compose file
        return 0
    if _names_secrets(keys) or (_is_mode(keys) and value.isalpha() and len(value) <= _LONGEST_MODE):
        return None
    if mine == "users" or mine in _AUTHS:
        return _of_user(above or mine, value)
    if _is_below_secret(keys, value):
        return None if _PATH.fullmatch(value) else 0
    header = above == "headers" and not _is_headers_option(last)
    if header and (_HEADER_SECRETS.fullmatch(last) or last.lower() == "value"):
        return 0
    if is_secret_name(last):
        return None if last.lower() not in _FIRM and above not in _AUTHS and _is_harmless(last, value) else 0
    if header and (scheme := _SCHEME.match(value)):
        return scheme.end()
    if header or any(role(key) == "plugin" for key in keys[:-1]):
        to_server = header and "request" in keys[-2].lower()  # what visitors get is no secret
        return 0 if _looks_secret(value) or (to_server and _MIXED.fullmatch(value)) else None
    plain = _SECTIONS.get(above)
    if plain is None or (last == "<<" and above not in _AUTHS) or re.sub(r"[^a-z0-9]", "", last.lower()) in plain:
        return None
    if _PATH.fullmatch(value) or (_NUMBER.fullmatch(value) and above not in _AUTHS):
        return None
    return _of_user(above, value) if above in _AUTHS else 0


def _names_secrets(keys: list[str]) -> bool:
    """Whether a value stands where a service of a compose file names the secrets that it gets."""
    match keys:
        case ["services" | "x-services", _, "secrets"] | ["services" | "x-services", _, "build", "secrets"]:
            return True
        case ["services" | "x-services", _, "secrets", "source" | "target"]:
            return True
    return False


_LONGEST_MODE = 8
"""How long `keep`, `drop` and `redact` are, and slips of these."""


def _is_mode(keys: list[str]) -> bool:
    """Whether a value says what becomes of a header or parameter in the access log."""
    above = [key.lower() for key in keys[-4:-1]]
    return above in (["fields", "headers", "names"], ["fields", "queryparameters", "names"])


_OF_WHOM = lazy(r"(?i)(?:user|login|display)?[_-]?name|login|e?mail|id")
"""What says in a list of users who one is."""


def _is_below_secret(keys: list[str], value: str) -> bool:
    """Whether a value stands in brackets of its own where users or a secret should: `users: {ann: summer}`,
    `token: {value: summer}`, `Cookie: {sid: summer}`."""
    for index in range(len(keys) - 2, max(len(keys) - 5, -1), -1):
        key, above = keys[index], keys[index - 1] if index else ""
        if _is_chosen(keys, index) or role(above) == "plugin":
            return False  # somebody chose this name
        if role(above) in _AUTHS and role(key) != "users" and not _is_chosen(keys, index - 1):
            return re.sub(r"[^a-z0-9]", "", key.lower()) not in _SECTIONS[role(above)]
        is_ours = any(map(_is_ours, keys[:index]))
        is_header = role(above) == "headers" and _HEADER_SECRETS.fullmatch(key)
        if is_header or role(key) == "users" or key.lower() in _FIRM or (is_ours and is_secret_name(key)):
            if _OF_WHOM.fullmatch(keys[-1]) if role(key) == "users" else says_where(keys[-1]):
                return False
            return is_ours or (index == len(keys) - 2 and _looks_secret(value))
    return False


def _is_ours(key: str) -> bool:
    """Whether a key stands above options of Traefik; other programs have users and passwords with options, too."""
    return key.lower() in ("middlewares", "providers") or role(key) in ("headers", "plugin", *_SECTIONS)


_OF_NAMES = frozenset(
    (
        *("services", "volumes", "networks", "depends_on", "configs", "secrets", "x-services"),
        *("routers", "middlewares", "serverstransports", "entrypoints", "certificatesresolvers"),
    )
)
"""What holds names that somebody chose: a service of a compose file that is called `redis` is no option of Traefik."""


def _is_chosen(keys: list[str], index: int) -> bool:
    """Whether the key there is such a name. What holds names may be one itself: a middleware that is called `routers`
    holds options."""
    holders = 0
    while holders < index and keys[index - holders - 1].lower() in _OF_NAMES:
        holders += 1
    return holders % 2 == 1


_REFERENCES = lazy(r"[\w.-]+@[a-z]+(?:,[ ]*[\w.-]+@[a-z]+)*")
"""Objects of Traefik, as a variable such as `TRAEFIK_AUTH` names them: `authelia@docker`."""
_FIRM = ("password", "passwd", "secret", "token", "authorization", "hmacencoded")


def _is_harmless(name: str, value: str) -> bool:
    """Whether a value can be none, whatever its name says: a list of names, a short number beside `tokens`."""
    return (
        (name.lower().endswith("s") and not name.lower().endswith("pass") and bool(_NUMBER.fullmatch(value)))
        or (name.lower() in ("auth", "pin", "cookies") and not _looks_secret(value))
        or (
            _is_way_to_log_in(name)
            and not _looks_secret(value)
            and (value.isalpha() or _REFERENCES.fullmatch(value) is not None)
        )
    )


def _is_way_to_log_in(name: str) -> bool:
    """Whether a variable may hold the name of one: `SMTP_AUTH` may, `TOKEN_AUTH` holds a token."""
    return is_environment_auth(name) and not is_secret_name(name.removesuffix("_AUTH"))


def _of_user(above: str, value: str) -> int | None:
    """A user of an authentication: the name is shown, a digest user's realm too."""
    name, colon, rest = value.partition(":")
    if not colon:
        return 0 if above in _AUTHS else None
    if re.fullmatch(r"[^:]+:[0-9a-fA-F]{32}", rest) or (above == "digestauth" and ":" in rest):
        return len(name) + 1 + rest.index(":") + 1
    if rest[:1] == " ":
        return None
    return len(name) + 1


def _is_headers_option(name: str) -> bool:
    """Whether this is an option of the middleware `headers`, and no header: those have capitals or a hyphen."""
    return name[:1].islower() and "-" not in name and not is_secret_name(name) and any(map(str.isupper, name))


@lru_cache(4096)
def _looks_secret(value: str) -> bool:
    """Whether a value that may be anything looks like one that nobody should read."""
    if len(value) < 4 or _SWITCH.fullmatch(value) or _NUMBER.fullmatch(value) or _PATH.fullmatch(value):
        return False
    if _TELLING.search(value) and " " not in value:
        return True
    if " " in value or _PLAIN_VALUES.fullmatch(value):
        return False
    return _looks_random(value)


def _looks_random(value: str) -> bool:
    letters, digits = any(map(str.isalpha, value)), any(map(str.isdigit, value))
    mixed = value.lower() != value and value.upper() != value
    return len(value) >= 6 and ((letters and digits) or (mixed and len(value) >= 12))
