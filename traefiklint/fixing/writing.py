"""Fixed texts to the disk: each file is replaced in one step, or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress

from traefiklint.errors import TraefiklintError

_UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


class WriteError(TraefiklintError):
    """A file could not be written, or was changed by somebody else in the meantime."""


def encoded(text: str, original: bytes, file: str) -> bytes:
    """A text as the bytes it was read from: UTF-8, or UTF-16 where the file began with its mark."""
    encoding = _UTF_16.get(original[:2])
    if encoding is None or file[-5:].lower() == ".toml":
        return text.encode("utf-8", "surrogateescape")
    return original[:2] + text.encode(encoding, "surrogatepass")


def replace_file(path: str, original: bytes, content: bytes) -> None:
    """Put other content into a file, which keeps its permissions and its owner; a link stays a link.

    The new content is written beside the file, under a name that Traefik does not read, and takes its name then.

    Raises:
        WriteError: the file cannot be written, or does not hold `original` any more.
    """
    target = os.path.realpath(path)
    folder, name = os.path.split(target)
    temporary = ""
    try:
        with open(target, "rb") as file:  # noqa: PTH123 - pathlib would cost a millisecond
            if file.read() != original:
                raise WriteError(f"`{path}` was changed while it was being fixed", "run the command again")
            status = os.fstat(file.fileno())
        handle, temporary = tempfile.mkstemp(prefix=f".{name}.", suffix=".tmp", dir=folder)
        with open(handle, "wb") as file:  # noqa: PTH123
            os.fchmod(file.fileno(), status.st_mode & 0o7777)
            with suppress(PermissionError):
                os.fchown(file.fileno(), status.st_uid, status.st_gid)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)  # noqa: PTH105
        temporary = ""
    except OSError as error:
        raise WriteError(f"`{path}` cannot be written: {error.strerror}") from None
    finally:
        if temporary:
            with suppress(OSError):
                os.unlink(temporary)  # noqa: PTH108
