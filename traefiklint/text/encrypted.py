"""Files that are encrypted as a whole, of whose content nothing is known."""

from __future__ import annotations

_BEGINNINGS = (
    "\0GITCRYPT\0", "$ANSIBLE_VAULT;", "Salted__", "age-encryption.org/", "-----BEGIN AGE ENCRYPTED FILE-----",
    "-----BEGIN PGP MESSAGE-----",
)  # fmt: skip
"""How files begin that git-crypt, Ansible, OpenSSL, age and PGP encrypt."""


def is_encrypted(text: str) -> bool:
    """Whether a file is encrypted, by how it begins."""
    return text.startswith(_BEGINNINGS)
