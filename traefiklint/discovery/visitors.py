"""Where visitors come from, as scripts, read-mes and files of other programs say: this machine, a tunnel, a lesson."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.discovery.scripts import COMMANDS, SAMPLES, Scripts, commands_of
from traefiklint.patterns import lazy
from traefiklint.records import NamedTuple

_HOSTS = lazy(rb"(?m)^[^\w\n:]{0,20}(?:echo[ \t]+[\"']?)?(?:127\.0\.0\.1|::1)[ \t]+([^\n#]+)")
"""A line of `/etc/hosts`, as people are told to write it."""
_IMAGE = lazy(rb"(?m)^[ \t]*image:[^\n]*mkcert")
_DOMAIN = lazy(rb"(?m)^[ \t]*(?:-[ \t]+)?[\"']?domain[ \t]*[:=]([^\n]*)")
"""For which names a container makes certificates that this machine alone trusts."""
_HOST = lazy(rb"(?:\*|[A-Za-z0-9-]{1,63})(?:\.[A-Za-z0-9-]{1,63}){1,10}")
_BETWEEN = lazy(rb"[\s\"'`,;]+")


_TUNNEL = lazy(rb"(?m)^tunnel:[ \t]*\S")
"""What the configuration of cloudflared begins with."""


_LESSON = lazy(
    rb"(?i)(?:[^\w\n]*\n)*[^\n]{0,80}\b(?:tutorials?|workshops?|lessons?|(?:exercises?|courses?) (?:for|from|in|on)\b"
    rb"|example(?![.\w])|demo(?:nstration)?s?(?![ \t-]server)|playground)\b"
)
"""The title of a read-me about what is there to learn with, on its first line with words; of what is a template, and of
a collection of examples, people make what they use."""
_VARIABLE = lazy(rb"(?m)^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)=([^\n]*)")
_AT_HOME = lazy(
    rb"(?<![\w.])(?:192\.168|10\.\d{1,3}|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\.\d{1,3}"
    rb"|\w\.(?:lan|local|home\.arpa)(?![\w.-])"
)
"""The beginning of an address that nobody on the internet reaches, or the end of such a name."""


class Visitors(NamedTuple):
    """What is known of those who come by."""

    own_hosts: frozenset[str] = frozenset()
    """The names that lead to this machine, or have certificates that it alone trusts; in small letters, `*.` before
    those that stand for all below them."""
    home_variables: frozenset[str] = frozenset()
    """The variables that are for addresses in a network at home, as a file says that shows how to set them."""
    by_tunnel: bool = False
    """Whether a program brings them in from a server on the internet, where TLS ends."""
    is_lesson: bool = False
    """Whether the read-me of the folder says that it is there to learn with."""


def visitors(scripts: Scripts) -> Visitors:
    """What the files of a folder say.

    Raises:
        OSError: the folder cannot be read.
    """
    hosts: set[str] = set()
    by_tunnel = is_lesson = False
    for name, text in scripts.called(COMMANDS):
        is_lesson = is_lesson or (name.lower() == "readme.md" and _LESSON.match(text) is not None)
        by_tunnel = by_tunnel or (b"\ningress:" in text and _TUNNEL.search(text) is not None)
        words = (word for line in _lines(name, text) for word in _BETWEEN.split(line) if _HOST.fullmatch(word))
        hosts |= {word.decode("ascii").lower() for word in words}
    return Visitors(frozenset(hosts), _home_variables(scripts), by_tunnel, is_lesson)


def _home_variables(scripts: Scripts) -> frozenset[str]:
    found = [one for _, text in scripts.called(SAMPLES) for one in _VARIABLE.findall(text)]
    others = {name for name, value in found if _AT_HOME.search(value) is None}
    return frozenset(name.decode("ascii") for name, _ in found if name not in others)


def _lines(name: str, text: bytes) -> Iterator[bytes]:
    if b"127.0.0.1" in text or b"::1" in text:
        yield from _HOSTS.findall(text)
    if b"mkcert" in text:
        yield from (command for command in commands_of(name, text) if b"mkcert" in command)
        if _IMAGE.search(text):
            yield from _DOMAIN.findall(text)
