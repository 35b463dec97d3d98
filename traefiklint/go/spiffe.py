"""SPIFFE identities as Traefik's library reads them (github.com/spiffe/go-spiffe, `spiffeid`)."""

from __future__ import annotations

import re

_DOMAIN = r"[a-z0-9._-]+"
_ID = r"spiffe://[a-z0-9._-]+((?:/(?!\.{1,2}(?:/|$))[a-zA-Z0-9._-]+)*)"


def is_spiffe_id(text: str) -> bool:
    """Whether a text is an identity, as in `spiffe://example.org/shop`."""
    return re.fullmatch(_ID, text) is not None


def is_trust_domain(text: str) -> bool:
    """Whether a text names a trust domain, by itself or as the beginning of an identity."""
    return is_spiffe_id(text) if "://" in text else re.fullmatch(_DOMAIN, text) is not None
