"""Blocks of a compose file that stand too deep or too high: one slip, of which Compose speaks key by key."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

from traefiklint.compose.diagnostics import ComposeDiagnostic, DiagnosticKind
from traefiklint.compose.project import Service
from traefiklint.compose.shapes import known_keys
from traefiklint.instance.instance import Instance
from traefiklint.patterns import lazy
from traefiklint.records import NamedTuple

_MAKES = ("image", "build", "container_name")
"""Options that only services have."""
_SHELVES = ("networks.", "volumes.", "configs.", "secrets.")
"""Where services stand that are indented as if they were one of these."""
_OF_SHELVES = frozenset(
    ("external", "name", "driver", "driver_opts", "ipam", "internal", "attachable", "enable_ipv4", "enable_ipv6")
)
"""What networks and volumes say of themselves, and no service does."""
_ALONE = lazy(r"[ \t]*[\w.-]+:[ \t]*(?:#.*)?")
"""A line with a key and nothing behind it."""


class Misplaced(NamedTuple):
    """What to do about a block."""

    help: str
    block: str
    """Its file and its path, which all have alike that Compose says of it."""


def misplaced(instance: Instance) -> dict[ComposeDiagnostic, Misplaced]:
    """What Compose refuses because a block stands in a wrong place, and where that is."""
    refused = instance.labels.parts.get("RefusedProject", ()) if instance.labels is not None else ()
    blocks: dict[tuple[str, str], list[ComposeDiagnostic]] = defaultdict(list)
    bare: dict[tuple[str, str], list[ComposeDiagnostic]] = defaultdict(list)
    repeated: dict[str, list[ComposeDiagnostic]] = defaultdict(list)
    services: dict[tuple[str, str], Service] = {}
    for project in {id(one.project): one.project for one in refused}.values():
        services |= {(one.place.file, f"services.{one.name.text}"): one for one in project.services}
    for said in (one.said for one in refused):
        if said.kind is DiagnosticKind.UNKNOWN_KEY and "." in said.detail:
            blocks[said.place.file, said.detail].append(said)
        elif said.kind is DiagnosticKind.NO_IMAGE:
            bare[said.place.file, f"services.{said.name}"].append(said)
        elif said.kind is DiagnosticKind.REPEATED_KEY:
            repeated[said.place.file].append(said)
    lines: dict[str, list[str]] = {}
    for file, said_twice in repeated.items():
        said_twice.sort(key=_line)
        lines[file] = _lines_of(file, instance)
    found: dict[ComposeDiagnostic, Misplaced] = {}
    for (file, path), block in blocks.items():
        if help := _of_the_whole(path, block, services.get((file, path))):
            found |= dict.fromkeys((*block, *bare[file, path]), Misplaced(help, f"{file} {path}"))
        elif too_deep := _too_deep(block, repeated[file], lines.get(file, [])):
            help = f"`{too_deep[0].name}` seems to be a service: write it level with `{path.rpartition('.')[2]}`."
            found |= dict.fromkeys(too_deep, Misplaced(help, f"{file} {path}"))
    return found


def _of_the_whole(path: str, block: list[ComposeDiagnostic], service: Service | None) -> str:
    """What a block is, some keys of which are unknown where it stands; empty where it is what it should be."""
    shelf, _, name = path.partition(".")
    keys = {one.name for one in block}
    if path.startswith(_SHELVES):
        return f"`{name}` is a service: it belongs below `services`." if not keys.isdisjoint(_MAKES) else ""
    if shelf != "services" or service is None or service.image is not None or service.is_built:
        return ""
    if name in known_keys():
        return f"`{name}` is an option of a service: indent it, and what follows, below the service that it is for."
    is_of_shelf = keys <= _OF_SHELVES and not keys.isdisjoint(("external", "driver", "driver_opts", "ipam"))
    return f"`{name}` is no service: it belongs below `networks` or `volumes` at the top." if is_of_shelf else ""


def _lines_of(file: str, instance: Instance) -> list[str]:
    given = instance.labels.given if instance.labels is not None else None
    return given.text(file).split("\n") if given is not None else []


def _too_deep(
    unknown: list[ComposeDiagnostic], repeated: list[ComposeDiagnostic], lines: list[str]
) -> list[ComposeDiagnostic]:
    """The keys of a service that are names of other ones, indented as its options, and options of those, which are
    there twice then.

    Args:
        repeated: the keys of the file that are there twice, by their lines.
    """
    names = [one for one in unknown if _is_alone(one.place.span.line, lines)]
    if not names:
        return []
    line, column = names[0].place.span[:2]
    end = next((number for number, depth in _depths(lines, line) if depth < column - 1), len(lines) + 1)
    first = bisect_left(repeated, line, key=_line)
    twice = repeated[first : bisect_left(repeated, end, first, key=_line)]
    twice = [said for said in twice if said.place.span.column == column]
    return [*names, *twice] if twice else []


def _line(said: ComposeDiagnostic) -> int:
    return said.place.span.line


def _is_alone(number: int, lines: list[str]) -> bool:
    """Whether nothing stands behind a key, nor below it."""
    line = lines[number - 1] if number <= len(lines) else ""
    _, below = next(_depths(lines, number), (0, 0))
    return _ALONE.fullmatch(line) is not None and below == len(line) - len(line.lstrip())


def _depths(lines: list[str], start: int) -> Iterator[tuple[int, int]]:
    """The numbers of the lines behind one that are neither empty nor comments, and how far each is indented."""
    for number in range(start, len(lines)):
        text = lines[number].lstrip()
        if text and text[0] != "#":
            yield number + 1, len(lines[number]) - len(text)
