"""Whether a password belongs to one of the hashes of `htpasswd` that are quickly made, as Traefik compares them
(github.com/abbot/go-http-auth: `CheckSecret`, `MD5Crypt`)."""

from __future__ import annotations

from base64 import b64encode
from hashlib import md5, sha1

_LETTERS = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ORDER = ((0, 6, 12), (1, 7, 13), (2, 8, 14), (3, 9, 15), (4, 10, 5))
"""Which bytes of the digest become four letters each; the one that is left becomes two."""
_ROUNDS = 1000


def belongs(password: str, secret: str) -> bool:
    """Whether it is the password of a hash by MD5 or SHA-1; of others nobody is told."""
    given = password.encode()
    if secret.startswith("{SHA}"):
        return secret == "{SHA}" + b64encode(sha1(given, usedforsecurity=False).digest()).decode()
    words = secret.split("$")
    if len(words) != 4 or words[1] not in ("apr1", "1"):
        return False
    return words[3] == _md5_crypt(given, words[2][:8].encode(), f"${words[1]}$".encode())


def _digest(*parts: bytes) -> bytes:
    return md5(b"".join(parts), usedforsecurity=False).digest()


def _md5_crypt(password: bytes, salt: bytes, magic: bytes) -> str:
    inner, length = _digest(password, salt, password), len(password)
    text = password + magic + salt + (inner * (length // 16 + 1))[:length]
    while length:
        text += b"\0" if length & 1 else password[:1]
        length >>= 1
    digest = _digest(text)
    for count in range(_ROUNDS):
        first, last = (password, digest) if count & 1 else (digest, password)
        digest = _digest(first, salt if count % 3 else b"", password if count % 7 else b"", last)
    triples = [(digest[a] << 16 | digest[b] << 8 | digest[c], 4) for a, b, c in _ORDER]
    return "".join(_LETTERS[value >> 6 * at & 63] for value, many in (*triples, (digest[11], 2)) for at in range(many))
