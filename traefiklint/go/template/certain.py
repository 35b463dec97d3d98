"""Calls that fail whatever is not known: too many or too few arguments, and arguments that no function takes.

Source: github.com/Masterminds/sprig/v3 and Go's `text/template`; every line was asked of Traefik 3.7.15.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from traefiklint.go.regexp import go_regex
from traefiklint.go.template.patterns import PATTERNS
from traefiklint.go.url import parse_url

_ARITIES = {
    "0 0": "now uuidv4",
    "0 -1": "addf dig js",
    "1 1": """
    add1f ago b32dec b32enc bcrypt camelcase ceil clean deepCopy dir duration durationRound env
    expandenv floor fromJson genPrivateKey getHostByName htmlDate isAbs mustDeepCopy mustFromJson mustToJson
    mustToPrettyJson mustToRawJson osClean osDir osIsAbs randAlpha randAlphaNum randAscii randBytes
    randNumeric semver shuffle toDecimal toJson toPrettyJson toRawJson unixEpoch urlJoin urlParse
    """,
    "1 -1": """
    call divf maxf merge mergeOverwrite minf mulf mustMerge mustMergeOverwrite mustSlice omit pick pluck slice subf
    """,
    "2 2": """
    buildCustomCert chunk date dateModify date_modify decryptAES encryptAES genCA htmlDateInZone htpasswd
    mustChunk mustDateModify mustToDate must_date_modify randInt semverCompare toDate typeIsLike wrap
    """,
    "2 -1": "round",
    "3 3": "abbrevboth dateInZone date_in_zone genCAWithKey wrapWith",
    "4 4": "genSelfSignedCert",
    "5 5": "derivePassword genSelfSignedCertWithKey genSignedCert",
    "6 6": "genSignedCertWithKey",
}
ARITIES = {name: tuple(map(int, arity.split())) for arity, names in _ARITIES.items() for name in names.split()}
"""How many arguments a function takes that is not worked out here: at least and at most (-1: any number)."""

_VERSION = r"v?\d+(\.\d+)?(\.\d+)?(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?"


def failure(name: str, values: Sequence[Any]) -> str:
    """Why a call fails for sure; empty where it does not, or where that is not known.

    Args:
        values: the arguments, some of which may be unknown.
    """
    if name in _PATTERNS and values and isinstance(values[0], str):
        return go_regex(values[0]).error
    check = _CHECKS.get(name)
    return check(*values) if check is not None else ""


def _negative(count: Any, *_: Any) -> str:
    return "strings: negative Repeat count" if type(count) is int and count < 0 else ""


def _by_zero(*values: Any) -> str:
    zero = any(type(value) is int and value == 0 for value in values[1:])
    return "runtime error: integer divide by zero" if zero else ""


def _version(text: Any) -> str:
    return "invalid semantic version" if isinstance(text, str) and not re.fullmatch(_VERSION, text) else ""


def _url(text: Any) -> str:
    error = parse_url(text).error if isinstance(text, str) else ""
    return f'unable to parse url: parse "{text}": {error}' if error else ""


def _substring(start: Any, end: Any, text: Any) -> str:
    if type(start) is not int or type(end) is not int or not isinstance(text, str) or start < 0:
        return ""
    size = len(text.encode("utf-8", "surrogatepass"))
    last = size if end < 0 or end > size else end
    return f"runtime error: slice bounds out of range [{start}:{last}]" if start > last else ""


def _slice(first: Any, *_: Any) -> str:
    return "list should be type of slice or array but string" if isinstance(first, str) else ""


_CHECKS: dict[str, Callable[..., str]] = {
    "repeat": _negative,
    "indent": _negative,
    "nindent": _negative,
    "div": _by_zero,
    "mod": _by_zero,
    "semver": _version,
    "semverCompare": lambda _, text: _version(text),
    "urlParse": _url,
    "substr": _substring,
    "slice": _slice,
    "mustSlice": _slice,
}
_PATTERNS = frozenset(name for names in PATTERNS for name in names.split()) - {
    "regexMatch",
    "regexQuoteMeta",
}
"""The functions that fail on a pattern which does not compile; `regexMatch` says false."""
