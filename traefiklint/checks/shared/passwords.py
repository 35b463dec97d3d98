"""Whether a word is the password of a hash that is cheap to try out: MD5 as `htpasswd` makes it, and SHA-1.

Source: Apache's `apr_md5.c` (1,000 rounds of MD5), which github.com/abbot/go-http-auth follows (`md5crypt.go`).
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Iterator
from hashlib import md5, sha1

from traefiklint.checks.shared.remarks import around
from traefiklint.patterns import lazy
from traefiklint.text.document import Document

_DIGITS = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ORDER = ((0, 6, 12), (1, 7, 13), (2, 8, 14), (3, 9, 15), (4, 10, 5))
"""Which bytes of the digest make four digits together, as the format has it; byte 11 makes two alone."""
_WORD = lazy(r"[^\s\"'`,;()<>]{3,72}")
_REACH = 10
"""How many lines around a user may speak of it."""
_MOST_WORDS = 40


def is_password(word: str, hashed: str) -> bool:
    """Whether a hash with `{SHA}`, `$apr1$` or `$1$` is that of a word."""
    text = word.encode("utf-8", "surrogatepass")
    if hashed.startswith("{SHA}"):
        made = "{SHA}" + b64encode(sha1(text, usedforsecurity=False).digest()).decode()
    else:
        _, kind, salt, *_ = f"{hashed}$$".split("$", 3)
        made = f"${kind}${salt}${_md5_crypt(text, salt.encode(), f'${kind}$'.encode())}"
    return hmac.compare_digest(made.encode(), hashed.encode("utf-8", "surrogatepass"))


def words_of_comments(document: Document, line: int) -> Iterator[str]:
    """The words of the comments at a line and near it, those behind a `:` or a `=` in one, too."""
    near = around(document, line, _REACH)
    comments = (near.remark, *(text.partition("#")[2] for text in (*near.above, *near.below)))
    found = (word for comment in comments for word in _WORD.findall(comment))
    for _, word in zip(range(_MOST_WORDS), found, strict=False):
        yield word
        for sign in (":", "="):
            behind = word.partition(sign)[2]
            if len(behind) > 2:
                yield behind


def _md5_crypt(text: bytes, salt: bytes, kind: bytes) -> str:
    def digest(made: bytes) -> bytes:
        return md5(made, usedforsecurity=False).digest()

    inner = digest(text + salt + text)
    first = text + kind + salt + (inner * (len(text) // 16 + 1))[: len(text)]
    size = len(text)
    while size:
        first += b"\0" if size & 1 else text[:1]
        size >>= 1
    last = digest(first)
    for number in range(1000):
        odd = number & 1
        middle = (salt if number % 3 else b"") + (text if number % 7 else b"")
        last = digest((text if odd else last) + middle + (last if odd else text))
    groups = [(last[a] << 16 | last[b] << 8 | last[c], 4) for a, b, c in _ORDER]
    return "".join(_in_digits(number, count) for number, count in (*groups, (last[11], 2)))


def _in_digits(number: int, count: int) -> str:
    return "".join(_DIGITS[number >> 6 * place & 63] for place in range(count))
