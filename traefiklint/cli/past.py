"""A repository as a revision has it, beside the one that is here: for commands that compare more than one folder."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from traefiklint.errors import UsageError


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
    here = os.path.relpath(os.getcwd(), os.path.realpath(top))  # noqa: PTH109
    commit = _git("rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}", what=revision)
    with TemporaryDirectory(prefix="traefiklint-") as folder:
        copy = Path(folder) / "copy" / Path(top).name  # Compose calls a project as its folder is called
        index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        _git("-C", top, "read-tree", commit, more=index)
        _git("-C", top, "checkout-index", "--all", f"--prefix={copy}{os.sep}", more=index)
        (copy / here).mkdir(parents=True, exist_ok=True)
        with chdir(copy / here):
            yield lambda path: _moved(path, top, copy)


def _moved(path: str, top: str, copy: Path) -> str:
    if not os.path.isabs(path):  # noqa: PTH117
        return path
    inside = os.path.relpath(os.path.realpath(path), os.path.realpath(top))
    return path if inside.startswith(os.pardir) else os.path.relpath(copy / inside)


def _git(*arguments: str, what: str = "", more: dict[str, str] | None = None) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, and no shell
            ("git", *arguments),  # noqa: S607 - git is where the user has it
            env=os.environ | (more or {}),
            capture_output=True,
            check=False,
        )
    except OSError:
        raise UsageError("git is not there to say how the files were") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UsageError(
            f"`{what}` is not a revision that git knows" if what else "git does not say how the files were",
            said[-1] if said else "",
        )
    return done.stdout.decode("utf-8", "surrogateescape").strip()
