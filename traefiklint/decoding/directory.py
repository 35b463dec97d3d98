"""Which files of a directory Traefik's file provider reads, and in which order (pkg/provider/file/file.go)."""

from __future__ import annotations


def walk_order(file: str) -> tuple[bytes, ...]:
    """The key by which Traefik walks a directory: entries in byte order, folders in their place."""
    return tuple(part.encode("utf-8", "surrogateescape") for part in file.replace("\\", "/").split("/"))


def is_read(file: str) -> bool:
    """Whether Traefik's file provider reads a file of its directory: by the ending, in any case (pkg/provider/file)."""
    name = file.rpartition("/")[2]
    return name[name.rfind(".") :].lower() in {".yml", ".yaml", ".toml"} if "." in name else False
