"""Files as texts: read as they are, and replaced whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from traefiklint.errors import TraefiklintError
from traefiklint.reading import leads_out, read_file
from traefiklint.writing import CannotReplaceError, WriteError, write_file

PRIVATE = 0o600
"""The permissions of new files: what a server holds has password hashes, and often more, in it."""

SHARED = 0o666
"""The permissions of new files that others must be able to read, of which the umask takes away."""


class FileError(TraefiklintError):
    """A file of the workspace cannot be read or written."""


class NotTextError(FileError):
    """A file holds bytes that are no UTF-8."""


class NotReplacedError(FileError):
    """A file is one that this program leaves alone: a link leads elsewhere, or something of it would be lost."""


def read_text(path: Path) -> str | None:
    """The text of a file, byte for byte; None where there is none.

    Raises:
        FileError: it cannot be read.
        NotTextError: it is not UTF-8.
    """
    try:
        return read_file(str(path)).decode()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except UnicodeDecodeError:
        raise NotTextError(
            f"`{path}` is not UTF-8", "a Dokploy server would replace every byte it does not know"
        ) from None
    except OSError as error:
        raise FileError(f"`{path}` cannot be read: {error.strerror}") from None


def write_text(path: Path, text: str, within: Path, *, mode: int = PRIVATE) -> None:
    """Replace a file in one step: whoever reads it, after a power cut too, sees the old text or the new one.

    A new file is for this user only; an existing one keeps its permissions, and all else that `write_file` keeps. A
    symbolic link keeps being one.

    Args:
        within: the directory that links must not lead out of.
        mode: the permissions of a new file.

    Raises:
        NotReplacedError: it is a file to be left alone.
        FileError: it cannot be written; the old text stands.
    """
    if leads_out(str(path), os.path.realpath(within)):
        raise NotReplacedError(
            f"`{path}` is a link that leads out of `{within}`, and is not written through",
            "put a file in its place, or change the file that it leads to by hand",
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(str(path), text.encode(), mode=mode, durable=True)
    except CannotReplaceError as error:
        raise NotReplacedError(error.message, error.hint) from None
    except WriteError as error:
        raise FileError(error.message, error.hint) from None
    except OSError as error:
        raise FileError(f"`{path}` cannot be written: {error.strerror}", "the old text stands") from None
