"""The API key, kept out of everything that is printed, and the mask for what servers say in their error messages."""

import re

from traefiklint.errors import UsageError
from traefiklint.text.covers import MASK
from traefiklint.text.disguise import disguised
from traefiklint.text.masks import masked, masked_quote
from traefiklint.text.printable import printable

_LONGEST_QUOTE = 200
_FURTHEST = 4000
"""How much of a message is looked at."""
# A command or a query that failed may hold an application's environment: `TOKEN=…`, `password: …`, `-e NAME=…`.
_SECRETS = (
    re.compile(r"(?i)(?P<kept>\bx-api-key\s+)\S+"),
    re.compile(r"(?i)(?P<kept>(?:^|\s)(?:-e|--env)[\s=]+)\S+"),
    re.compile(r"(?P<kept>\b[A-Z][A-Z0-9_]+=)\S+"),
)


class Secret:
    """A string that shows itself only when asked to."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The string itself; give it to nothing but the request."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__

    def __reduce__(self) -> str:
        raise TypeError("a secret is not written down")


def api_key(value: str) -> Secret:
    """The key as a header can carry it.

    Raises:
        UsageError: it is empty, or holds characters that no header can carry (a line break, a typographic dash).
    """
    stripped = value.strip()
    if not stripped:
        raise UsageError("The Dokploy API key is empty.", "Set DOKPLOY_API_KEY, or name a file with --api-key-file.")
    if not all("!" <= character <= "~" for character in stripped):
        raise UsageError(
            "The Dokploy API key holds spaces, line breaks or other characters that no key has.",
            "Copy the key alone, from the panel under Settings, Profile, API/CLI Keys.",
        )
    return Secret(stripped)


def quotable(message: str, key: Secret) -> str:
    """The first line of what a server said, short, and without anything that looks like a secret or like the key."""
    line = next((part.strip() for part in message[:_FURTHEST].splitlines() if part.strip()), "")
    line = masked(line, disguised(line, key.reveal()))
    for pattern in _SECRETS:
        line = pattern.sub(rf"\g<kept>{MASK}", line)
    line = printable(masked_quote(line))
    return line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1].rstrip() + "…"
