"""What looks like a secret wherever it stands: password hashes, private keys, tokens, users and passwords of URLs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from traefiklint.patterns import lazy
from traefiklint.text.hints import may_look
from traefiklint.text.names import is_secret_name

Stretch = tuple[int, int]
"""Where something stands in a text: the offset of its first character, and of the one after it."""

_HASHES = (
    r"(?<!\$)\$+(?:"  # only where a run of dollar signs begins, or each would be looked at as often as it is long
    r"2[abxy]\$+[./\w$]{8,}"  # bcrypt; `$$` is how compose files write `$`
    r"|apr1\$+[./\w$]{6,}"
    r"|[1567y]\$+(?:rounds=\d+\$+)?[./\w]{1,16}\$+[./\w]{8,}"
    r"|(?:argon2\w*|scrypt|pbkdf2[\w-]*)\$+[^\s\"'`]{8,}"
    r")"
    r"|\{S?SHA\d*\}[A-Za-z0-9+/=]{8,}"
    r"|(?<=:)[0-9a-fA-F]{32}(?![0-9a-zA-Z])"  # htdigest
)
_KEYS = (
    r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----(?:[^-\"'`]|-(?!----))*(?:-----END [A-Z0-9 ]*-----)?"
    r"|LS0tLS1CRUdJTi[A-Za-z0-9+/=\s]{8,}"  # the same in base64
    r"|AGE-SECRET-KEY-1\w+"
)
_TOKENS = (
    r"\beyJ[\w-]{6,}\.[\w-]{4,}(?:\.[\w-]*)*"  # JSON web tokens
    r"|\b(?:gh[oprsu]_\w{10,}|github_pat_\w{10,}|gl(?:pat|ptt|dt|rt|cbt|soat|ft|imt|agent)-[\w.-]{8,})"
    r"|\bxox[a-z]-[\w-]{8,}|\bxapp-[\w-]{8,}|hooks\.slack\.com/(?:services|workflows|triggers)/[\w/-]+"
    r"|discord(?:app)?\.com/api/webhooks/[\w/-]+|\b\d{8,10}:[\w-]{35}(?![\w-])"
    r"|\b(?:AKIA|ASIA|AROA|ABIA|ACCA)[A-Z0-9]{12,}|\bAIza[\w-]{30,}|\bya29\.[\w-]{10,}|\bGOCSPX-[\w-]{10,}"
    r"|\b[srp]k_(?:live|test)_\w{8,}|\bwhsec_\w{8,}|\bsk-[\w-]{16,}|\bSG\.[\w-]{8,}\.[\w-]{8,}|\bkey-[0-9a-f]{32}"
    r"|\bnpm_\w{20,}|\bpypi-[\w-]{20,}|\bdo[opr]_v1_[0-9a-f]{16,}|\bhv[bs]\.[\w-]{10,}|\bdckr_[a-z]+_[\w-]{10,}"
    r"|\btskey-[\w-]{8,}|\bdp\.pt\.\w{10,}|\bshp(?:at|ca|pa|ss)_\w{10,}|\bATATT[\w=-]{20,}|\bhf_\w{20,}|\bglsa_\w{20,}"
)
_SPOKEN = (
    r"(?i:\b(?:bearer|basic|digest|token|apikey|negotiate|hawk))[ \t]+(?P<spoken>(?=[^\s\"'`]*[0-9A-Z=])[\w.~+/=-]{6,})"
)
_USERINFO = (
    r"(?<=://)(?:[^\s/\"'`?#:@{}]{1,2000}|[^\s/\"'`:@{}]{0,2000}:(?!\d{1,5}(?:[/?#]|$))"
    r"[^\s\"'`@]{0,2000}(?:@[^\s\"'`@]{0,2000}){0,20})(?=@[\w\[.$-])"
)
"""The user and the password of a URL; the password of a careless one may hold `/` or `@`. Bounded, as a text may hold
`://` again and again."""
_NO_WORDS = lazy(r"(?i)auth\w*|required|realm|challenge|middleware|.*\.(?:ya?ml|toml|json)")
"""What stands behind such a word and is no token, as the name of the file that holds what was said."""
_LOOKS = lazy("|".join((_HASHES, _KEYS, _TOKENS, _SPOKEN, _USERINFO)))
_PARAMETER = lazy(r"(?<=[?&;#])(?P<name>[\w.\-\[\]%]+)=(?P<value>[^&\s\"'`#;<>]+)")
_SHORT_PARAMETERS = frozenset(("key", "sig", "auth", "pass", "pw", "code", "sid", "session", "ticket", "hash", "pin"))
_MATCHER = lazy(
    r"(?i:header|headers|headerregexp|query|queryregexp)\s*\(\s*[`\"'](?P<name>[^`\"']*)[`\"']\s*,\s*"
    r"[`\"'](?P<value>[^`\"']+)[`\"']"
)
"""A matcher of a rule that compares a header or a parameter with a value."""
_QUERY = lazy(r"(?i:query)\s*\((?P<pairs>[^()]*)\)")
_PAIR = lazy(r"[`\"'](?P<name>[^`\"'=]+)=(?P<value>[^`\"']+)[`\"']")
"""The same in the syntax of Traefik 2, which writes ``Query(`name=value`)``."""
_VARIABLE = lazy(r"\$(?P<name>\w+)\s*:?=\s*[`\"](?P<value>[^`\"]+)[`\"]")
"""A variable of a template that is given a value."""
_PATTERN = lazy(r"[\^$.*+?(){}\[\]|\\/,-]{0,4}|\^?[(\[].*|\$\{?\w+\}?|.*[*+]\)?\$?|\{[\w:.*+\\\[\]^-]*\}")
"""A value that is a pattern or stands for another one, and is none itself."""


def looks(text: str) -> Iterator[Stretch]:
    """Every stretch of a text that looks like a secret, wherever it stands."""
    if not may_look(text):
        return
    for found in _LOOKS.finditer(text):
        if found["spoken"] is None:
            yield found.span()
        elif not _NO_WORDS.fullmatch(found["spoken"]):
            yield found.span("spoken")
    if "=" in text:
        for found in _PARAMETER.finditer(text):
            short = found["name"].lower() in _SHORT_PARAMETERS
            if (short or is_secret_name(found["name"])) and not _PATTERN.fullmatch(found["value"]):
                yield found.span("value")
    if "{{" in text:
        yield from (found.span("value") for found in _VARIABLE.finditer(text) if is_secret_name(found["name"]))
    if "(" in text:
        pairs = (one for query in _QUERY.finditer(text) for one in _PAIR.finditer(text, *query.span("pairs")))
        for found in (*_MATCHER.finditer(text), *pairs):
            if is_compared_secret(found["name"], found["value"]):
                yield found.span("value")


def is_compared_secret(name: str, value: str) -> bool:
    """Whether what a rule compares a header or a parameter with is a secret, and no pattern."""
    return is_secret_name(name) and not _PATTERN.fullmatch(value)


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The stretches in order, those that touch made one."""
    made: list[Stretch] = []
    for start, end in sorted(stretches):
        if end <= start:
            continue
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(made[-1][1], end))
        else:
            made.append((start, end))
    return made
