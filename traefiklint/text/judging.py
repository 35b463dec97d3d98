"""What of a value is secret, as its place among the keys and its look tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from traefiklint.text.looks import Stretch, joined, looks
from traefiklint.text.names import is_near, is_secret_name

Path = Sequence[str]
"""The keys above a value, the outermost first; items of a list have the key of their list."""

_USERS = ("users",)
_AUTHS = ("basicauth", "digestauth")
_HEADER_MAPS = ("customrequestheaders", "customresponseheaders", "headers", "requestheaders", "responseheaders")
_HEADER_SECRETS = re.compile(r"(?i)(?:proxy-)?authori[sz]ation|(?:set-)?cookies?")
_PLUGINS = ("plugin", "plugins")
_KEY_OPTIONS = ("keyfile", "key", "keys", "tlskey", "clientkey")
"""Options that hold a private key, or only the path of one."""
_SECTIONS: dict[str, frozenset[str]] = {
    "basicauth": frozenset(("usersfile", "realm", "removeheader", "headerfield")),
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

_REFERENCE = re.compile(
    r"\$\{[A-Za-z_]\w*\}|%[A-Z_]+%|env:(?://)?[A-Za-z_]\w*|file:/[^\s]*|urn:[\w:.-]+|<[\w -]+>|\*+"
    r"|\{\{-?\s*env\s+[\"`]\w+[\"`]\s*-?\}\}|\$\{\{[^}]*\}\}"
)
"""A value that only says where a secret is."""
_SWITCH = re.compile(r"(?i)true|false|null|~|yes|no|on|off|none|keep|drop|redact|[\[\]{}(),]*")
_NUMBER = re.compile(r"[+-]?[\d_]+(?:\.\d+)?(?:[a-zµ]{1,2}|[KMG]i?B?)?(?:\d+[a-zµ]{1,2})*%?")
_PATH = re.compile(r"\.{0,2}/[\w./@-]*|[A-Za-z]:\\[\w.\\-]*|[\w-]+\.(?:pem|key|crt|cer|p12|pfx|txt)")
_PLAIN_VALUES = re.compile(
    r"[a-z]+(?:[-_.:/ ]+[a-z0-9]{1,12})*[0-9]{0,4}"  # words, hosts, mime types
    r"|[A-Z][a-z]+(?:[- ][A-Za-z]+)*|[A-Z]+(?:[-_ ][A-Z]+)*"
    r"|[\w.-]+\.[a-z]{2,}(?::\d+)?(?:/[\w./-]*)?|[\d.]+(?:[/:]\d+)?|\[?[0-9a-f:]+:[0-9a-f:]*\]?(?:/\d+)?"
    r"|(?:https?|h2c|tcp|udp|wss?|redis)://[^\s?@]*|[A-Z][\w-]*\(.*|sha256:[0-9a-f]+|\d{4}-\d\d-\d\d.*|v?\d+(?:\.\d+)+[\w.-]*"
)
_TELLING = re.compile(r"(?i)secret|passw|token|apikey|private")


def secret_stretches(path: Path, value: str) -> list[Stretch]:
    """Which stretches of a value are secret.

    Args:
        path: the keys above it. `a.b.c` in one key, as labels and TOML write it, counts as three.
        value: the value without quotes.
    """
    whole = (len(value) - len(value.lstrip()), len(value.rstrip()))
    keys = [part for key in path for part in key.strip("-@ ").split(".") if part]
    content = value.strip()
    found = [(start, end) for start, end in looks(value)]
    pair = _PAIR.match(value)
    if keys and not _SWITCH.fullmatch(content) and not _REFERENCE.fullmatch(content):
        start = _secret_from(keys, content)
        if start is not None:
            found.append((whole[0] + start, whole[1]))
    if pair and pair["name"]:
        found += [
            (pair.end() + start, pair.end() + end)
            for start, end in secret_stretches((*keys, pair["name"]), value[pair.end() :])
        ]
    return joined(found)


_PAIR = re.compile(r"\s*-{0,2}(?P<name>[A-Za-z_][\w.\[\]@-]*)\s*(?:=|:\s)\s*[\"']?(?=\S)")
"""A value that is itself an option: a label, a variable, a flag."""


def _secret_from(keys: list[str], value: str) -> int | None:
    """From which character on a value is secret; None where it is not."""
    last, above = keys[-1], keys[-4:-1]
    if is_near(last, _KEY_OPTIONS) and not is_secret_name(last):
        return 0 if _looks_random(value) and not _PATH.fullmatch(value) else None
    if is_near(last, _USERS):
        return _of_user(above, value)
    header = bool(above) and is_near(above[-1], _HEADER_MAPS) and not _is_headers_option(last)
    if header and _HEADER_SECRETS.fullmatch(last):
        return 0
    if is_secret_name(last):
        return None if last.lower() not in _FIRM and _is_harmless(last, value) else 0
    if header or (above and any(is_near(key, _PLUGINS) for key in keys[:-1])):
        return 0 if _looks_secret(value) else None
    if above and (section := next((name for name in _SECTIONS if is_near(above[-1], (name,))), None)):
        plain = _SECTIONS[section]
        known = re.sub(r"[^a-z0-9]", "", last.lower()) in plain
        if known or _NUMBER.fullmatch(value) or _PATH.fullmatch(value):
            return None
        return _of_user(above, value) if section in _AUTHS else 0
    return None


_FIRM = ("password", "passwd", "secret", "token", "authorization", "hmacencoded")


def _is_harmless(name: str, value: str) -> bool:
    """Whether a value can be none, whatever its name says: a list of names, a short number beside `tokens`."""
    return (name.lower().endswith("s") and bool(_NUMBER.fullmatch(value))) or (
        name.lower() in ("auth", "pin", "cookies") and not _looks_secret(value)
    )


def _of_user(above: list[str], value: str) -> int | None:
    """A user of an authentication: the name is shown, a digest user's realm too."""
    name, colon, rest = value.partition(":")
    if not colon:
        return 0 if above and is_near(above[-1], _AUTHS) and not _NUMBER.fullmatch(value) else None
    if re.fullmatch(r"[^:]+:[0-9a-fA-F]{32}", rest):
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
