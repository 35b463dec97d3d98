"""Files that are encrypted as a whole, and values that are: nothing is known of what they are."""

from __future__ import annotations

_BEGINNINGS = (
    "\0GITCRYPT\0", "$ANSIBLE_VAULT;", "Salted__", "age-encryption.org/", "-----BEGIN AGE ENCRYPTED FILE-----",
    "-----BEGIN PGP MESSAGE-----",
)  # fmt: skip
"""How files begin that git-crypt, Ansible, OpenSSL, age and PGP encrypt."""


def is_encrypted_value(text: str) -> bool:
    """Whether a value is one that SOPS has encrypted, and puts in again before Traefik reads the file."""
    return text.startswith("ENC[AES256_GCM,")


def is_encrypted(text: str) -> bool:
    """Whether a file is encrypted, by how it begins."""
    return text.startswith(_BEGINNINGS)
