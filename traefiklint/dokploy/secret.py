"""The API key, kept out of everything that is printed, and the mask for what servers say in their error messages."""

import re

from traefiklint.errors import UsageError

_LONGEST_QUOTE = 200
_LOOKED_AT = 4_000  # characters of a message in which a line is looked for
# A command or a query that failed may hold an application's environment: `TOKEN=…`, `password: …`, `-e NAME=…`.
_SECRETS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<kept>://)[^/\s@]+(?=@)",
        r"(?P<kept>\b(?:bearer|basic|x-api-key)\s+)\S+",
        r"(?P<kept>(?:^|\s)(?:-e|--env)[\s=]+)\S+",
        r"(?P<kept>[\w-]*(?:token|secret|passw|pwd|key|credential)[\w-]*[\"']?\s*[=:]\s*)\S+",
        r"(?P<kept>\b(?-i:[A-Z][A-Z0-9_]+)=)\S+",
    )
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
            "The Dokploy API key holds blanks, line breaks or other characters that no key has.",
            "Copy the key alone, from the panel under Settings, Profile, API/CLI Keys.",
        )
    return Secret(stripped)


def quotable(message: str, key: Secret) -> str:
    """The first line of what a server said, short, and without anything that looks like a secret."""
    line = next((part.strip() for part in message[:_LOOKED_AT].splitlines() if part.strip()), "")
    line = "".join(character if character.isprintable() else " " for character in line).replace(key.reveal(), "***")
    for pattern in _SECRETS:
        line = pattern.sub(r"\g<kept>***", line)
    return line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1].rstrip() + "…"
