"""Variables and placeholders that somebody should have filled in before Traefik read the text."""

from __future__ import annotations

from traefiklint.patterns import lazy

_VARIABLE = lazy(
    r"\$\{([A-Za-z_]\w*)(?::?[-?+=][^{}]*)?\}|\$([A-Z_][A-Z0-9_]*)"  # of shells and Compose files
    r"|@@(\w+)@@|__([A-Z][A-Z0-9_]*)__|\*\*\*(\w+)\*\*\*|%([A-Z][A-Z0-9_]+)%|\[\[ *\.?(\w+) *\]\]"  # of other tools
    r"|#\{([A-Za-z_]\w*)\}"
    r"|\$((?:remote_addr|remote_user|host|scheme|request_uri|server_name|proxy_add_x_forwarded_for|http_[a-z_]+)\b)"
    r"|(?<![\w.])(x{1,3}(?:\.x{1,3}){3})(?![\w.])"
    r"|(?<!\?P)(?<!\?)<([A-Za-z][\w.-]*)>"  # of examples
    r"|(?<![A-Za-z0-9])((?:REPLACE|CHANGE)_?(?:ME|THIS)|YOUR_?[A-Z_]+)(?![a-z0-9])"
)
EMPTIED = r"(?<!\w)\w{3,60}=(?=[\"'\s]|$)"
"""A key with nothing behind it, which scripts may fill in."""

_SIGNS = ("$", "@@", "__", "***", "%", "[[", "#{", "<", "x.x", "REPLACE", "CHANGE", "YOUR")


def may_hold_variable(text: str) -> bool:
    """Whether it is worth looking closer."""
    return any(sign in text for sign in _SIGNS)


def variable_in(text: str) -> tuple[str, str] | None:
    """The first variable that is left in a text as it is written, and its name; None where there is none."""
    found = _VARIABLE.search(text)
    return (found[0], next(filter(None, found.groups()))) if found else None
