"""HTTP headers that only answers have, and those that only requests have."""

from __future__ import annotations

import re

from traefiklint.text.spelling import nearest

OPTION_OF = {
    "Content-Security-Policy": "content_security_policy",
    "Content-Security-Policy-Report-Only": "content_security_policy_report_only",
    "X-XSS-Protection": "custom_browser_xss_value",
    "X-Frame-Options": "custom_frame_options_value",
    "Permissions-Policy": "permissions_policy",
    "Referrer-Policy": "referrer_policy",
}
"""The headers of answers whose value has an option of its own (pkg/config/dynamic/middlewares.go, `Headers`)."""

_OF_ANSWERS = (
    r"x-frame-options|strict-transport-security|content-security-policy(-report-only)?|x-content-type-options"
    r"|x-xss-protection|referrer-policy|(permissions|feature)-policy|x-robots-tag|set-cookie|x-powered-by|server"
    r"|access-control-(allow-[a-z]+|expose-headers|max-age)|cross-origin-[a-z]+-policy"
)
_OF_REQUESTS = r"x-forwarded-[a-z-]+|x-real-ip|x-scheme|host|user-agent|authorization|accept-encoding"
"""Patterns as texts: few files have headers, and compiling takes longer than all else in a start."""


def is_of_answers(name: str) -> bool:
    """Whether only answers have a header of this name."""
    return re.fullmatch(_OF_ANSWERS, name, re.IGNORECASE) is not None


def is_of_requests(name: str) -> bool:
    """Whether only requests have a header of this name."""
    return re.fullmatch(_OF_REQUESTS, name, re.IGNORECASE) is not None


_FORWARDED = r"x-?([a-z]+)-?(for|host|proto|port|prefix|server|uri|method|ssl|user|groups|email)"

_OF_LOGINS = ("user", "groups", "email")
"""Servers read `X-Forward-User` and its like, too: no proxy ever sent them by itself, so each had to choose a name."""


def meant_forwarded(name: str) -> str:
    """The `X-Forwarded-…` header that a misspelt name is meant to be; empty where it is none."""
    found = re.fullmatch(_FORWARDED, name, re.IGNORECASE)
    if found is None or not nearest(found[1].lower(), ("forwarded",), 2):
        return ""
    if found[1].lower() == "forward" and found[2].lower() in _OF_LOGINS:
        return ""
    meant = f"X-Forwarded-{found[2].capitalize()}"
    return "" if meant.lower() == name.lower() else meant
