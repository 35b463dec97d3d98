"""What git says of the repository in which somebody works, and the texts of a directory as a revision has them.

A revision and a directory are named as git names them: `HEAD:apps`, `main~2:./apps`.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping

from traefiklint.decoding.directory import is_read
from traefiklint.errors import UsageError
from traefiklint.files import Namespace
from traefiklint.settings import Settings


def git(*arguments: str, absent: str, failed: str, told: bytes = b"", more: Mapping[str, str] | None = None) -> bytes:
    """What git answers.

    Args:
        absent: what is said where git is not there.
        failed: what is said where it gives no answer; its own words are the hint.
        told: what it reads from its standard input.
        more: variables for its environment.

    Raises:
        UsageError: there is no answer.
    """
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, and no shell
            ("git", *arguments),  # noqa: S607 - git is where the user has it
            input=told,
            env=os.environ | (more or {}),
            capture_output=True,
            check=False,
        )
    except OSError:
        raise UsageError(absent) from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UsageError(failed, said[-1] if said else "")
    return done.stdout


def read_revision(name: str) -> dict[str, bytes]:
    """The files of a directory in a revision that Traefik's file provider reads, by their names in the directory.

    Raises:
        UsageError: git is not there, or knows no such revision or directory.
    """
    blobs = dict(_blobs(name))
    told = "".join(f"{blob}\n" for blob in blobs.values()).encode()
    rest = _git(name, "cat-file", "--batch", told=told) if blobs else b""
    texts: dict[str, bytes] = {}
    for file in blobs:
        head, _, rest = rest.partition(b"\n")
        size = int(head.split()[-1])
        texts[file], rest = rest[:size], rest[size + 1 :]
    return texts


def place_of(name: str) -> str:
    """Where the directory that git names lies on the disk; the working directory is where git starts for `./`."""
    _, _, place = name.partition(":")
    if place.startswith(("./", "../")) or place == ".":
        return os.path.abspath(place)  # noqa: PTH100
    root = _git(name, "rev-parse", "--show-toplevel").decode("utf-8", "surrogateescape").rstrip("\n")
    return os.path.join(root, place)  # noqa: PTH118


def _blobs(name: str) -> Iterator[tuple[str, str]]:
    """File names, and the blob of each."""
    listed = _git(name, "ls-tree", "-r", "-z", name)
    for entry in listed.decode("utf-8", "surrogateescape").split("\0"):
        head, _, file = entry.partition("\t")
        kind, blob = [*head.split(), "", "", ""][1:3]
        if kind == "blob" and is_read(file):
            yield file, blob


def _git(name: str, *arguments: str, told: bytes = b"") -> bytes:
    absent = f"`{name}` is no directory, and git is not there to know it"
    return git(*arguments, absent=absent, failed=f"`{name}` is neither a directory nor one that git knows", told=told)


def in_surroundings(settings: Settings, name: str, texts: dict[str, bytes]) -> Namespace:
    """What git has of a directory, with what is kept of its server's other files: of these there is one state only."""
    from traefiklint.surroundings import with_context

    space = Namespace(texts, frozenset())
    if not settings.context:
        return space
    place = place_of(name)
    folders = {os.path.abspath(settings.path(one)): settings.path(kept) for one, kept in settings.context.items()}  # noqa: PTH100
    return with_context(space._replace(folder=place), folders[place]) if place in folders else space
