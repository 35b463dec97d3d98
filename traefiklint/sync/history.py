"""What git knows: every version that a file had on the way to HEAD, and those that only other commits have."""

from __future__ import annotations

import hashlib
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from traefiklint.errors import UsageError

_HINT = "run this in a clone, with credentials that may fetch, or leave `--require-up-to-date` out"


def missing(directory: Path) -> str:
    """The commit that the repository's branch is at and HEAD does not have; empty where HEAD has it.

    The branch is the one that the checkout follows, else (where a CI job has checked out a commit) the default branch
    of `origin`. The repository itself is asked: what was last fetched may be older.

    Raises:
        UsageError: this is no clone, or the repository cannot be asked.
    """
    remote, branch = _followed(directory)
    status, answer = _git(directory, "ls-remote", "--exit-code", remote, branch)
    if status != 0 or not answer.split():
        raise UsageError(f"git cannot ask `{remote}` for `{branch}`", _HINT)
    commit = answer.split()[0]
    status, _ = _git(directory, "merge-base", "--is-ancestor", commit, "HEAD")
    return "" if status == 0 else f"{commit[:12]} ({branch.removeprefix('refs/heads/')} of {remote})"


def _followed(directory: Path) -> tuple[str, str]:
    """The remote repository and the branch there that HEAD follows."""
    status, branch = _git(directory, "symbolic-ref", "--quiet", "--short", "HEAD")
    if status == 0:
        known, remote = _git(directory, "config", f"branch.{branch}.remote")
        found, merged = _git(directory, "config", f"branch.{branch}.merge")
        if known == found == 0:
            return remote, merged
    return "origin", "HEAD"


def _git(directory: Path, *arguments: str) -> tuple[int, str]:
    """The exit status and the output of git."""
    command = ["git", "-C", str(directory), *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - no shell
            command, capture_output=True, check=False, timeout=120, text=True, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        raise UsageError("git is not here or does not answer", _HINT) from None
    return done.returncode, done.stdout.strip()


_ABSENT = frozenset("0")
_GLOB = re.compile(r"([*?\[\]\\])")
_ESCAPED = r"\\\1"


def _holds(versions: list[str], text: str) -> bool:
    """Whether one of the blobs is this text."""
    if not versions:
        return False
    algorithm = hashlib.sha256 if len(versions[0]) == 64 else hashlib.sha1
    content = text.encode("utf-8", "surrogatepass")
    return algorithm(b"blob %d\0" % len(content) + content).hexdigest() in versions


class History:
    """The versions of the files of one directory and of those beside it for remote servers (`apps`, `apps@box`): a
    file's name is its application's, wherever it lies. Asks git once, when it is first needed; without git it knows
    none.

    Args:
        nested: whether the files lie in folders of their own, as `shop/compose.yml`, which are a part of their names.
    """

    def __init__(self, directory: Path, *, nested: bool = False) -> None:
        self._directory = directory
        self._nested = nested
        self._versions: dict[str, dict[str, list[str]]] = {}

    def knows(self, file: str, text: str) -> bool:
        """Whether the file had exactly this text in HEAD or in a commit before it."""
        return _holds(self._of(file, "HEAD"), text)

    def knows_elsewhere(self, file: str, text: str) -> bool:
        """Whether the file has exactly this text in any commit: a later one, or one of another branch, too."""
        return _holds(self._of(file, "--all"), text)

    def closest(self, file: str, distance: Callable[[str], int | None], most: int = 50) -> str | None:
        """Of the newest versions of the file, the one with the least distance; a distance of None does not count."""
        best: tuple[int, str] | None = None
        for text in self._texts(self._of(file, "HEAD")[:most]):
            found = distance(text)
            if found is not None and (best is None or found < best[0]):
                best = (found, text)
                if found == 0:
                    break
        return best[1] if best else None

    def _of(self, file: str, reach: str) -> list[str]:
        if reach not in self._versions:
            self._versions[reach] = self._read(reach)
        return self._versions[reach].get(file, [])

    def _read(self, reach: str) -> dict[str, list[str]]:
        """The blobs of each file, newest first; merges are shown against each parent, so their own versions count."""
        folder = self._folder
        if folder is None:
            return {}
        every = "**" if self._nested else "*"
        beside = [f":(top,glob){_GLOB.sub(_ESCAPED, folder)}@*/{every}"] if folder else []
        output = self._git(
            "log", reach, "-m", "--raw", "-z", "--no-abbrev", "--no-renames", "--format=", "--", ".", *beside
        )
        found: dict[str, dict[str, None]] = {}
        fields = iter((output or b"").decode(errors="replace").split("\0"))
        for field in fields:
            head = field.strip("\n")
            if not head.startswith(":"):
                continue
            name = self._name(folder, next(fields, ""))
            if not name:
                continue
            _, _, before, after, _ = head.split(" ", 4)
            blobs = found.setdefault(name, {})
            blobs.update((blob, None) for blob in (after, before) if set(blob) != _ABSENT)
        return {file: list(blobs) for file, blobs in found.items()}

    @cached_property
    def _folder(self) -> str | None:
        """Where the directory lies in its repository; None where it is in none."""
        prefix = self._git("rev-parse", "--show-prefix")
        return None if prefix is None else prefix.decode(errors="replace").rstrip("\n").rstrip("/")

    def _name(self, folder: str, path: str) -> str:
        """What a path in git is called in its folder; empty where it is in none of them."""
        if self._nested:
            home, _, name = path.removeprefix(folder).partition("/")
            return name if not home or home.startswith("@") else ""
        home, _, name = path.rpartition("/")
        return name if home == folder or home.removeprefix(folder).startswith("@") else ""

    def _texts(self, blobs: list[str]) -> Iterator[str]:
        """The contents of versions that are UTF-8; `git cat-file --batch` gives a line with the size, and the bytes."""
        output = self._git("cat-file", "--batch", told="".join(f"{blob}\n" for blob in blobs)) if blobs else None
        rest = output or b""
        while rest:
            head, _, rest = rest.partition(b"\n")
            if not head.split()[-1].isdigit():
                continue  # a blob that a partial clone lacks
            size = int(head.split()[-1])
            content, rest = rest[:size], rest[size + 1 :]
            with suppress(UnicodeDecodeError):
                yield content.decode()

    def _git(self, *arguments: str, told: str = "") -> bytes | None:
        """What git answers; None where it is not installed, or this is no repository."""
        command = ["git", "-C", str(self._directory), "-c", "core.quotePath=false", *arguments]
        try:
            done = subprocess.run(  # noqa: S603 - no shell
                command, input=told.encode(), capture_output=True, check=False, timeout=120
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        return done.stdout if done.returncode == 0 else None
