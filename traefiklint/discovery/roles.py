"""Which of the texts that are given together are static configurations."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from traefiklint.discovery.paths import may_be
from traefiklint.discovery.plain import is_plainly_dynamic
from traefiklint.patterns import lazy

if TYPE_CHECKING:
    from traefiklint.discovery.projects import Projects

_NAME = lazy(r"(?i)(?:^|/)traefik\.(?:ya?ml|toml|json)$")
_HINT = rb"(?im)^(?:\xef\xbb\xbf)?[\[{ \t\r\f\v\"']*(?:entrypoints|certificatesresolvers|providers)\b"
_HINTS = lazy(_HINT), lazy(_HINT.decode("latin-1"))
"""What a static configuration of any other name has at the beginning of a line."""
_DYNAMIC_ROOT = lazy(r"""(?m)^[\[{ \t"']*(?:http|tcp|udp|tls)["']?[ \t]*[:.\]]""")


def static_files(files: Mapping[str, str | bytes]) -> tuple[str, ...]:
    """The names of the static configurations among texts, by their name or what they hold, in the order given."""
    return tuple(name for name, text in files.items() if _is_static(name, text))


@lru_cache(maxsize=64)
def reads_itself(name: str, text: str) -> bool:
    """Whether a static configuration holds dynamic configuration, too, and its file provider reads the very same file.

    A relative path starts where Traefik is started, which is taken for the folder of the file; in its own image
    the file lies in `/etc/traefik`.
    """
    if _DYNAMIC_ROOT.search(text) is None:
        return False
    from traefiklint.discovery.hints import of_static

    hint = of_static(name, text)
    if hint.directory:
        return posixpath.normpath(hint.directory) in (".", "/etc/traefik")
    return bool(hint.filename) and may_be(name, hint.filename)


def _may_be(name: str, text: str | bytes) -> bool:
    if _NAME.search(name):
        return True
    return (_HINTS[0].search(text) if isinstance(text, bytes) else _HINTS[1].search(text)) is not None


def _is_static(name: str, text: str | bytes) -> bool:
    if is_plainly_dynamic(text if isinstance(text, bytes) else text.encode("utf-8", "replace")):
        return False  # routers have `entryPoints`, too
    if not _may_be(name, text):
        return False
    from traefiklint.discovery.kinds import Kind, recognize

    return recognize(name, text).kind is Kind.STATIC


def compose_apart(files: Mapping[str, str | bytes]) -> tuple[Mapping[str, str | bytes], Projects | None]:
    """The texts that are no compose files, and the projects of those that are; None where there are none."""
    if not any(map(_may_be_compose, files.values())):
        return files, None
    from traefiklint.discovery.projects import among

    projects = among(files)
    if projects is None:
        return files, None
    return {name: text for name, text in files.items() if name not in projects.files}, projects


def _may_be_compose(text: str | bytes) -> bool:
    """Whether a text may be a compose file that has to do with Traefik; few others hold both words."""
    if isinstance(text, bytes):
        return b"services" in text and b"traefik" in text
    return "services" in text and "traefik" in text
