"""A repository as a revision has it, beside the one that is here: for commands that compare more than one folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from traefiklint.cli.git import git


@contextmanager
def working_at(revision: str) -> Iterator[Callable[[str], str]]:
    """Work in the same folder as now, in a copy of the repository as the revision has it.

    Yields:
        what gives the place in the copy of a path as the user names it, seen from there; what is not in the repository
        stays where it is.

    Raises:
        UsageError: this is no repository, or it has no such revision.
    """
    top = _git("rev-parse", "--show-toplevel")
    now = os.getcwd()  # noqa: PTH109
    here = os.path.relpath(now, os.path.realpath(top))
    commit = _git("rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}", what=revision)
    with TemporaryDirectory(prefix="traefiklint-") as folder:
        copy = Path(folder) / "copy" / Path(top).name  # Compose calls a project as its folder is called
        index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        _git("-C", top, "read-tree", commit, more=index)
        _git("-C", top, "checkout-index", "--all", f"--prefix={copy}{os.sep}", more=index)
        (copy / here).mkdir(parents=True, exist_ok=True)
        with chdir(copy / here):
            yield lambda path: _moved(os.path.join(now, path), path, top, copy)  # noqa: PTH118


def _moved(whole: str, path: str, top: str, copy: Path) -> str:
    """A path, which is absolute in `whole`, seen from the copy."""
    inside = os.path.relpath(os.path.realpath(whole), os.path.realpath(top))
    if Path(inside).parts[0] == os.pardir:
        return os.path.normpath(whole)
    return os.path.relpath(copy / inside) if os.path.isabs(path) else path  # noqa: PTH117


def _git(*arguments: str, what: str = "", more: dict[str, str] | None = None) -> str:
    absent = "git is not there to say how the files were"
    failed = f"`{what}` is not a revision that git knows" if what else "git does not say how the files were"
    return git(*arguments, absent=absent, failed=failed, more=more).decode("utf-8", "surrogateescape").strip()
