"""What stands beside a configuration and tells how it is used: scripts, Dockerfiles, pipelines, read-mes, settings."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from traefiklint.discovery.walk import beginning, files_below
from traefiklint.patterns import lazy

COMMANDS = lazy(
    r"(?i)(?:.*\.(?:sh|bash|zsh|ps1|md|ya?ml|tf)|.*Dockerfile.*|.*entrypoint.*|(?:gnu)?makefile|.*\.mk|justfile)"
)
"""Names of files that make other files, or hand them to a program, or tell people to."""
RUNS = lazy(
    r"(?i)(?:.*\.(?:sh|bash|ps1|md|txt|rst|mk)|makefile|justfile|taskfile\.ya?ml|\.?gitlab-ci\.ya?ml|jenkinsfile"
    r"|package\.json|(?:ci|cd|deploy|release|main|build|prod|production|staging)[\w.-]*\.ya?ml)"
)
"""Names of files that say how compose files are run."""
IMAGES = lazy(
    r"(?i)(?:.*\.(?:sh|bash|env|ya?ml|j2|tf|hcl|nomad|nix|service|container|ps1|toml)|.*\.?env(?:\..*)?|.*Dockerfile.*"
    r"|makefile|justfile)"
)
"""Names of files that say which image is started, or with which values; not of prose."""
SAMPLES = lazy(r"(?i).*env.*(?:ex[ae]mple|sample|template|tmpl|dist|default).*|(?:ex[ae]mple|sample|template)[._-]?env")
"""Names of files that show which variables there are, with values such as are meant, as `.env.example`."""
_WORKFLOWS = (".github/workflows", ".gitea/workflows", ".forgejo/workflows", ".woodpecker")
_ALL = (COMMANDS, RUNS, IMAGES, SAMPLES)
_CONTINUED = lazy(rb"\\\r?\n[ \t]*")
_COMMENT = lazy(rb"(?m)(?:^|(?<=[ \t]))#(?:[ \t#][^\n]*|$)|^[ \t]*#[^\n]*")
_SHEBANG = lazy(rb"#![ \t]*/[^\n]{0,60}\b(?:ba|da|k|z)?sh\b")
_NEXT = lazy(rb"&&|\|\|")
_SPAN = lazy(rb"`([^`\n]+)`")


class Scripts:
    """The files below a folder that may tell something, looked for once, whoever asks for some of them."""

    def __init__(self, root: str, exclude: Sequence[str] = ()) -> None:
        """
        Args:
            exclude: patterns of paths to leave out.
        """
        self._root = root
        self._exclude = exclude

    def called(self, names: re.Pattern[str]) -> Iterator[tuple[str, bytes]]:
        """Those with such names, by their paths from the folder, with their beginnings; no links, which may lead out.
        What has no ending is a script of commands where its first line says so.

        Args:
            names: one of the patterns of this module.

        Raises:
            OSError: the folder cannot be read.
        """
        for name, path in self._paths:
            own = name.rpartition("/")[2]
            is_called = names.fullmatch(own) is not None
            if not is_called and (names is not COMMANDS or "." in own):
                continue
            text = beginning(path)
            if text is not None and (is_called or _SHEBANG.match(text)):
                yield name, text

    def beginning_of(self, path: str) -> bytes:
        """The beginning of a file by its path from the folder; nothing of one that is not there."""
        return beginning(os.path.join(self._root, path)) or b""  # noqa: PTH118

    def pipelines(self) -> Iterator[tuple[str, bytes]]:
        """The workflows of forges, which stand in folders that hold nothing of Traefik's."""
        for folder in _WORKFLOWS:
            place = os.path.join(self._root, folder)  # noqa: PTH118
            try:
                names = sorted(os.listdir(place))  # noqa: PTH208
            except OSError:
                continue
            for name in names:
                path = os.path.join(place, name)  # noqa: PTH118
                if name.endswith((".yml", ".yaml")) and not os.path.islink(path):  # noqa: PTH114
                    yield f"{folder}/{name}", beginning(path) or b""

    @cached_property
    def _paths(self) -> list[tuple[str, str]]:
        found = files_below(self._root, self._exclude, _may_tell)
        return [(name, path) for name, path in found if not os.path.islink(path)]  # noqa: PTH114


def _may_tell(name: str) -> bool:
    return "." not in name or any(one.fullmatch(name) for one in _ALL)


def commands_of(name: str, text: bytes) -> Iterator[bytes]:
    """The lines of a text on which commands may stand, each command by itself; of Markdown what is code."""
    is_prose = name.lower().endswith(".md")
    in_fence = False
    for line in _CONTINUED.sub(b" ", text).splitlines():
        if is_prose and line.lstrip().startswith((b"```", b"~~~")):
            in_fence = not in_fence
            continue
        is_code = not is_prose or in_fence or line.startswith((b"    ", b"\t"))
        for code in [line] if is_code else _SPAN.findall(line):
            yield from _NEXT.split(_COMMENT.sub(b"", code))
