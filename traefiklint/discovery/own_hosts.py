"""Hosts that lead to the machine of whoever works on the files: scripts and read-mes say so."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.discovery.scripts import COMMANDS, Scripts, commands_of
from traefiklint.patterns import lazy

_HOSTS = lazy(rb"(?m)^[^\w\n:]{0,20}(?:echo[ \t]+[\"']?)?(?:127\.0\.0\.1|::1)[ \t]+([^\n#]+)")
"""A line of `/etc/hosts`, as people are told to write it."""
_IMAGE = lazy(rb"(?m)^[ \t]*image:[^\n]*mkcert")
_DOMAIN = lazy(rb"(?m)^[ \t]*(?:-[ \t]+)?[\"']?domain[ \t]*[:=]([^\n]*)")
"""For which names a container makes certificates that this machine alone trusts."""
_HOST = lazy(rb"(?:\*|[A-Za-z0-9-]{1,63})(?:\.[A-Za-z0-9-]{1,63}){1,10}")
_BETWEEN = lazy(rb"[\s\"'`,;]+")


def own_hosts(scripts: Scripts) -> frozenset[str]:
    """The names that files say to lead to this machine, or for which they make certificates with mkcert; in small
    letters, `*.` before those that stand for all below them.

    Raises:
        OSError: the folder cannot be read.
    """
    found = (line for name, text in scripts.called(COMMANDS) for line in _lines(name, text))
    words = (word for line in found for word in _BETWEEN.split(line) if _HOST.fullmatch(word))
    return frozenset(word.decode("ascii").lower() for word in words)


def _lines(name: str, text: bytes) -> Iterator[bytes]:
    if b"127.0.0.1" in text or b"::1" in text:
        yield from _HOSTS.findall(text)
    if b"mkcert" in text:
        yield from (command for command in commands_of(name, text) if b"mkcert" in command)
        if _IMAGE.search(text):
            yield from _DOMAIN.findall(text)
