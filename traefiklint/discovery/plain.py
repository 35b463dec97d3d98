"""The usual shapes of dynamic configuration and of compose files, told without a look at anything else: most files have
one of them. What else can be told of a text by its look alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from traefiklint.patterns import lazy

_PLAIN = lazy(
    rb"(?im)^(?:http|tcp|udp|tls):[ \t]*\r?\n[ ]+(?:routers|services|middlewares|options):[ \t]*\r?\n"
    rb"[ ]+[\w.-]+:[ \t]*\r?$"
)
_OTHER_ROOT = lazy(rb"""(?im)^(?!(?:http|tcp|udp|tls|x-[\w-]+)[ \t]*:|---[ \t]*\r?$)[^\s#]|\{[%#]|\{\{""")


def is_key_of_others(key: str) -> bool:
    """Whether a key at the top says itself that it is not for Traefik, which drops it: it holds anchors, or names the
    schema by which an editor checks the file."""
    return key.startswith((".", "x-", "X-")) or key.lower() == "$schema"


@lru_cache(maxsize=2048)  # whoever looks for static configurations and for compose files asks first
def is_plainly_dynamic(text: bytes) -> bool:
    """Whether a text has the usual shape of dynamic configuration and nothing else, which is told quickly."""
    return _PLAIN.search(text) is not None and _OTHER_ROOT.search(text) is None


_SERVICES = lazy(rb"(?m)^services:[ \t]*\n")
_NOT_OF_COMPOSE = lazy(
    rb"(?m)^(?!(?:services|version|name|networks|volumes|configs|secrets|x-[\w-]+)[ \t]*:(?:[ \t\n]|\Z))[^\s#]"
)


def is_plainly_compose(path: str, text: bytes) -> bool:
    """Whether a file is called as compose files are, and has the usual shape of one, which is told quickly."""
    if _SERVICES.search(text) is None:
        return False
    from traefiklint.compose.names import NAMES

    folder, _, name = path.replace("\\", "/").rpartition("/")
    if name not in NAMES or folder.lower().endswith("workflows"):
        return False
    return b"\r" not in text and _NOT_OF_COMPOSE.search(text) is None


_IMAGE = lazy(r"image[\"']?\s*:([^\n]*)")
"""The first one of a line, with all that is behind it there."""
_MAY_BE_TRAEFIK = lazy(r"traefik|[$*&!>|]|(?:\A|image[\"']?\s*:)[ \t]*\Z")
_LEADS_ON = lazy(r"\b(?:include|extends)\b")


def leads_on(text: str) -> bool:
    """Whether a compose file may take services from others."""
    return ("include" in text or "extends" in text) and _LEADS_ON.search(text) is not None


def may_run_traefik(text: str) -> bool:
    """Whether a service of a compose file may run Traefik's image, which files that it leads to may say, too."""
    if leads_on(text):
        return True
    return any(_MAY_BE_TRAEFIK.search(found[1]) is not None for found in _IMAGE.finditer(text))


_LABELS = lazy(r"(?i)[\s\"'\[{,-]traefik\.(?=[a-z])")


_LABEL_FILE = lazy(r"(?m)^(?![ \t]*#).*\blabel_file[\"']?\s*:")


def count_labels(text: str | bytes) -> int:
    """How many of Traefik's labels a compose file has, counted by the look of them."""
    return sum(1 for _ in _labels(text))


def has_labels(text: str | bytes) -> bool:
    """Whether it has any, or a file of labels, which may."""
    leads_on = b"label_file" in text if isinstance(text, bytes) else "label_file" in text
    return any(True for _ in _labels(text)) or (leads_on and _LABEL_FILE.search(_written(text)) is not None)


def _labels(text: str | bytes) -> Iterator[str]:
    """The lines that look like such labels."""
    return (
        line for line in _written(text).splitlines() if not line.lstrip().startswith("#") and _LABELS.search(f" {line}")
    )


def _written(text: str | bytes) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text
