"""The files that a project leads to, by their paths, and which of them were read."""

from __future__ import annotations

import posixpath
from collections.abc import Callable

from traefiklint.compose.diagnostics import DiagnosticKind
from traefiklint.compose.report import Report
from traefiklint.compose.tree import Tree

Texts = Callable[[str], str | None]
"""Gives the text of a file by its path, with `/`; None where there is none (a dict's `get` does). It may raise
LookupError for one that it knows nothing of, and then nothing is claimed about it."""


def text_if_known(texts: Texts, path: str) -> str | None:
    """The text of a file; None also for one that nothing is known of."""
    try:
        return texts(path)
    except LookupError:
        return None


class Files:
    """The files of one project, and which of them have been read."""

    def __init__(self, texts: Texts, report: Report) -> None:
        self.texts = texts
        self.report = report
        self.read: dict[str, None] = {}

    def text(self, path: str, at: Tree, option: str) -> str | None:
        """The text of a file that an option names; None, and reported, where it is not there."""
        if is_elsewhere(path):
            self.report.add(DiagnosticKind.NOT_READ, at, path, detail=option)
            return None
        try:
            text = self.texts(path)
        except LookupError:
            if not option.endswith("env_file"):  # such a one changes no labels but by its variables
                self.report.add(DiagnosticKind.NOT_READ, at, path, detail=option)
                return None
            text = None
        if text is None:
            # Files of variables are rarely kept beside the others: they hold what is secret.
            # What an absolute path leads to is there on the machine where the project runs.
            unset = (path,) if option.endswith("env_file") or path.startswith("/") else ()
            self.report.add(DiagnosticKind.MISSING_FILE, at, path, detail=option, unset=unset)
            return None
        self.read[path] = None
        return text

    def text_if_there(self, path: str) -> str | None:
        """The text of a file that need not be there."""
        text = text_if_known(self.texts, path)
        if text is not None:
            self.read[path] = None
        return text


def is_elsewhere(path: str) -> bool:
    """Whether a path leads to another machine or to somebody's home."""
    return "://" in path or path.startswith(("git@", "oci:", "~", "github.com/"))


def beside(folder: str, path: str) -> str:
    """A path that is written in a file of a folder, from where the project's paths start."""
    return path if is_elsewhere(path) else posixpath.normpath(posixpath.join(folder, path))
