"""What git knows about the files: which are about to be committed, and how a provider directory was before."""

from __future__ import annotations

import os
from typing import NamedTuple

from traefiklint.cli.revisions import git, read_revision
from traefiklint.errors import UsageError
from traefiklint.files import Namespace, seen_from_here

_FROM, _TO = "PRE_COMMIT_FROM_REF", "PRE_COMMIT_TO_REF"
"""What pre-commit says about the commits that it looks at, where it is not about to make one."""


class Changed(NamedTuple):
    """The files that a commit touches, as they are seen from the working directory."""

    there: tuple[str, ...]
    gone: tuple[str, ...]
    """Those that were deleted or renamed."""
    untracked: frozenset[str] = frozenset()
    """Absolute paths of files that lie here and are in no commit."""


def changed() -> Changed:
    """The files that are staged; in a run of pre-commit over commits, those that these change.

    Raises:
        UsageError: this is no git repository.
    """
    first, last = os.environ.get(_FROM), os.environ.get(_TO)
    what = (f"{first}...{last}",) if first and last else ("--cached", _base())
    top = _git("rev-parse", "--show-toplevel").rstrip("\n")
    told = _git("diff", "--name-status", "--no-renames", "-z", *what, "--").split("\0")
    names = [(state, os.path.relpath(f"{top}/{name}")) for state, name in zip(told[::2], told[1::2], strict=False)]
    others = _git("-C", top, "ls-files", "--others", "--exclude-standard", "-z").split("\0")
    return Changed(
        tuple(name for state, name in names if state != "D"),
        tuple(name for state, name in names if state == "D"),
        frozenset(os.path.abspath(f"{top}/{name}") for name in others if name),  # noqa: PTH100
    )


def staged_texts() -> dict[str, bytes]:
    """What is staged of files that were changed since, by their absolute paths: the commit gets that, and not what lies
    there. Nothing in a run of pre-commit over commits, which puts the files there itself."""
    if os.environ.get(_FROM) and os.environ.get(_TO):
        return {}
    top = _git("rev-parse", "--show-toplevel").rstrip("\n")
    changed = _git("-C", top, "diff", "--name-only", "--diff-filter=M", "-z", "--").split("\0")
    return {
        os.path.abspath(f"{top}/{name}"): _git_bytes("-C", top, "cat-file", "--filters", f":{name}")  # noqa: PTH100
        for name in changed
        if name.endswith(_TEXTS)
    }


_TEXTS = (".yml", ".yaml", ".toml", ".env", ".env.example", "Dockerfile")
"""How files end that a run reads."""


def before(namespace: Namespace) -> dict[str, bytes] | None:
    """A provider directory as it was before what is staged; None where git does not know."""
    try:
        texts = read_revision(f"{os.environ.get(_FROM) or 'HEAD'}:{place_in_git(namespace.folder)}")
    except UsageError:
        return None
    called = {os.path.abspath(name): name for name in namespace.texts}  # noqa: PTH100
    paths = {name: os.path.join(namespace.folder, name) for name in texts}  # noqa: PTH118
    return {called.get(paths[name], os.path.relpath(paths[name])): text for name, text in texts.items()}


def place_in_git(folder: str) -> str:
    """A folder as git names it behind a revision, from the working directory."""
    near = seen_from_here(folder)
    return near if near.startswith("..") else f"./{near}" if near != os.curdir else "./"


def log_of(place: str, most: int) -> list[tuple[str, str]]:
    """The commits that changed a place, the newest first: the id and the subject of each. None without a repository."""
    try:
        told = _git("log", f"-{most}", "--format=%H%x09%s", "--", place)
    except UsageError:
        return []
    return [(id, subject) for id, _, subject in (line.partition("\t") for line in told.splitlines())]


def _base() -> str:
    """What staged files are compared with: the last commit, or nothing at all where there is none."""
    try:
        return _git("rev-parse", "--verify", "--quiet", "HEAD").strip()
    except UsageError:
        return _git("hash-object", "-t", "tree", os.devnull).strip()


def _git(*arguments: str) -> str:
    return _git_bytes(*arguments).decode("utf-8", "surrogateescape")


def _git_bytes(*arguments: str) -> bytes:
    absent = "git is not there to say what is staged"
    return git(*arguments, absent=absent, failed="git does not say what is staged")
