"""Volumes of a service: `SOURCE:TARGET[:MODE]`, or the long form."""

from __future__ import annotations

from collections.abc import Iterable

from traefiklint.compose.project import Mount
from traefiklint.compose.report import Report
from traefiklint.compose.tree import Entries, Items, Leaf, Tree
from traefiklint.compose.values import Value
from traefiklint.patterns import lazy

_WINDOWS = lazy(r"[a-zA-Z]:[\\/]")
_IMAGES = lazy(r"(?i)windowsservercore|nanoserver")


def mounts_of(tree: Tree | None, report: Report) -> tuple[Mount, ...]:
    """What a service mounts."""
    if not isinstance(tree, Items):
        return ()
    found = []
    for item in tree.items:
        value = item.value
        if isinstance(value, Leaf):
            found.append(_short(report.value(value)))
        elif isinstance(value, Entries):
            mount = _long(value, report)
            if mount is not None:
                found.append(mount)
        else:
            report.wrong_type(value, "a string or a mapping")
    return tuple({mount.target: mount for mount in found}.values())


def _short(value: Value) -> Mount:
    text = value.text
    start = 2 if _WINDOWS.match(text) else 0
    first = text.find(":", start)
    if first < 0:
        return Mount("volume", "", text, False, value)
    source = text[:first]
    rest = text[first + 1 :]
    drive = rest[:2] if _WINDOWS.match(rest) else ""
    target, _, options = rest[len(drive) :].partition(":")
    is_path = start > 0 or source[:1] in (".", "/", "~", "\\")
    return Mount("bind" if is_path else "volume", source, drive + target, "ro" in options.split(","), value)


def _long(tree: Entries, report: Report) -> Mount | None:
    texts: dict[str, Value] = {}
    for key in ("type", "source", "src", "target", "read_only"):
        leaf = tree.get(key)
        if isinstance(leaf, Leaf):
            texts[key] = report.value(leaf)
    kind, target = texts.get("type"), texts.get("target")
    if kind is None:
        report.wrong_type(tree, "a mapping with a type")
        return None
    source = texts.get("source") or texts.get("src")
    read_only = texts.get("read_only")
    is_read_only = read_only is not None and read_only.text.lower() == "true"
    return Mount(kind.text, str(source or ""), str(target or ""), is_read_only, source or target or kind)


def is_of_windows(image: str, mounts: Iterable[Mount]) -> bool:
    """Whether a container is one of Windows, as its image is called so, or it mounts a named pipe or to a drive."""
    if _IMAGES.search(image):
        return True
    return any(one.kind == "npipe" or _WINDOWS.match(one.target) or "\\pipe\\" in one.target for one in mounts)
