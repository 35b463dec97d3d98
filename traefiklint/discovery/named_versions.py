"""Which Traefik the scripts, Dockerfiles and environment files of a folder start, where no compose file says it."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.discovery.scripts import COMMANDS, IMAGES, Scripts
from traefiklint.patterns import lazy
from traefiklint.versions import UNKNOWN, common_version, version_of_image

_IMAGE = lazy(rb"(?:(?<![\w.:@-])|\$\{\w+:?-)(?:[\w.-]+(?::\d+)?/){0,4}traefik\}?:(?:\$\{\w+:?-)?(\w[\w.-]{0,40})")
"""The image with its tag, as `docker run`, `FROM` and `image:` have it, also as what a variable is by default."""
_WITHOUT_TAG = lazy(
    rb"(?m)^[ \t]*(?:-[ \t]+)?image[ \t]*[:=][ \t]*[\"']?(?:docker\.io/)?(?:library/)?traefik[\"']?"
    rb"[ \t]*(?:#[^\n]*)?\r?$"
)
"""The image without a tag, as a task of Ansible has it."""
_TODAY = lazy(r"(?:latest|v?3)(?:-.*)?")
"""Tags that move on with each version."""
_VARIABLE = lazy(
    rb"(?im)^[ \t]*(?:export[ \t]+|[A-Z]+[ \t]+)?TRAEFIK_(?:IMAGE_|DOCKER_)?(?:TAG|VERSION)"
    rb"[ \t]*(?:::?=|\?=|[:=])[ \t]*[\"']?(?:\$\{\w+:?-)?(v?\d[\w.-]{0,40})"
)
"""A variable that says the tag, as an environment file, a script, a Makefile or Ansible's variables have it."""
_RELEASE = lazy(rb"/traefik/releases/download/(v\d[\w.-]{0,40})/")
"""Where a program of one version is loaded from."""


_WORDS = lazy(
    rb"(?i)\btraefik[ \t]+(?:proxy[ \t]+)?(?:v(?:ersion[ \t]+)?([123])(?:\.\d+){0,2}|([123])\.\d+(?:\.\d+)?)(?![\w-])"
)
"""What comments and read-mes call the Traefik that they are about, as `Traefik v3`."""


def is_said_to_be_of_today(scripts: Scripts) -> bool:
    """Whether the files of a folder, read-mes too, speak of a Traefik 3, and of no older one."""
    found = set()
    for names in (IMAGES, COMMANDS):
        for _, text in scripts.called(names):
            found |= {one or other for one, other in _WORDS.findall(text)} if b"raefik" in text else set()
    return found == {b"3"}


def version_named(scripts: Scripts) -> str:
    """The version of Traefik that the files of a folder name, `3` for the newest; empty where they name none, or older
    ones beside those that are known here.
    """
    found = {
        _version(tag.decode("ascii", "replace"))
        for _, text in scripts.called(IMAGES)
        if b"raefik" in text or b"TRAEFIK" in text
        for tag in _tags(text)
    }
    return common_version(found - {UNKNOWN})


def _tags(text: bytes) -> Iterator[bytes]:
    """The tags of Traefik's image in a text."""
    for pattern in (_IMAGE, _VARIABLE, _RELEASE):
        yield from pattern.findall(text)
    if _WITHOUT_TAG.search(text):
        yield b"latest"


def _version(tag: str) -> str:
    return version_of_image(f"traefik:{tag}") or ("3" if _TODAY.fullmatch(tag) else UNKNOWN)
