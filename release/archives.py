"""Archives that are the same byte for byte whenever and wherever they are made of the same files."""

from __future__ import annotations

import gzip
import hashlib
import os
import tarfile
from pathlib import Path


def pack(folder: Path, archive: Path, root: str) -> None:
    """Pack a folder into a `.tar.gz`, in which it is called `root`; its time is `SOURCE_DATE_EPOCH`, or none."""
    moment = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.mtime, entry.uid, entry.gid, entry.uname, entry.gname = moment, 0, 0, "", ""
        entry.mode = 0o755 if entry.isdir() else 0o644
        return entry

    with (
        archive.open("wb") as file,
        gzip.GzipFile("", "wb", fileobj=file, mtime=moment) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for path in sorted(folder.rglob("*")):
            tar.add(path, f"{root}/{path.relative_to(folder).as_posix()}", recursive=False, filter=plain)


def write_sums(folder: Path) -> None:
    """Write `SHA256SUMS` for all files of a folder, as `sha256sum --check` reads it."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != "SHA256SUMS")
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (folder / "SHA256SUMS").write_text("".join(lines), "utf-8")
