"""How Traefik completes names: `shop` in a file is `shop@file`, and a reference may say whose object it means."""

from __future__ import annotations

FILE = "file"
"""The provider that a directory of files is."""


def provider_of(name: str) -> str:
    """The provider in which an object of the files looks for what it refers to.

    Traefik takes what stands after the first `@` of the full name, so `a@b` (fully `a@b@file`) looks in `b`
    (pkg/server/provider/provider.go).
    """
    return name.split("@", 2)[1] if "@" in name else FILE


def qualify(reference: str, referrer: str) -> str:
    """The full name that a reference means, when it stands in the object named `referrer` (without its `@file`)."""
    return reference if "@" in reference else f"{reference}@{provider_of(referrer)}"


def walk_order(file: str) -> tuple[bytes, ...]:
    """The key by which Traefik walks a directory: entries in byte order, folders in their place."""
    return tuple(part.encode("utf-8", "surrogateescape") for part in file.replace("\\", "/").split("/"))


def is_read(file: str) -> bool:
    """Whether Traefik's file provider reads a file of its directory: by the ending, in any case (pkg/provider/file)."""
    name = file.rpartition("/")[2]
    return name[name.rfind(".") :].lower() in {".yml", ".yaml", ".toml"} if "." in name else False
