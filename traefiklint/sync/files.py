"""Files as bytes: read as they are, and replaced whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from traefiklint.errors import TraefiklintError


class FileError(TraefiklintError):
    """A file of the workspace cannot be read or written."""


class NotTextError(FileError):
    """A file holds bytes that are no UTF-8."""


def read_text(path: Path) -> str | None:
    """The text of a file, byte for byte; None where there is none.

    Raises:
        FileError: it cannot be read.
        NotTextError: it is not UTF-8.
    """
    try:
        return path.read_bytes().decode()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except UnicodeDecodeError:
        raise NotTextError(
            f"`{path}` is not UTF-8", "a Dokploy server would replace every byte it does not know"
        ) from None
    except OSError as error:
        raise FileError(f"`{path}` cannot be read: {error.strerror}") from None


def write_text(path: Path, text: str, mode: int = 0o644) -> None:
    """Replace a file in one step: whoever reads it, after a power cut too, sees the old text or the new one.

    An existing file keeps its permissions; a symbolic link keeps being one.

    Raises:
        FileError: it cannot be written; the old text stands.
    """
    target = path.resolve() if path.is_symlink() else path
    kept = None
    scratch = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            kept = target.stat().st_mode & 0o7777
        try:
            _write_whole(scratch, text.encode(), mode)
            if kept is not None:
                scratch.chmod(kept)
            scratch.replace(target)
        except BaseException:
            scratch.unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)
    except OSError as error:
        raise FileError(f"`{path}` cannot be written: {error.strerror}", "the old text stands") from None


def _write_whole(path: Path, content: bytes, mode: int) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(handle, left) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    """Make a rename outlast a power cut. Some systems do not let a folder be opened for that."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)
