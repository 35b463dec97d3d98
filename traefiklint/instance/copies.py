"""Files that hold, word for word, what another one does, as links to it do.

Of 3.7.15: whatever such a file defines is skipped as already configured, and Traefik runs as it would without it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from traefiklint.instance.instance import Instance
from traefiklint.instance.names import FILE
from traefiklint.model.base import Named
from traefiklint.patterns import lazy
from traefiklint.records import NamedTuple

_BACKUP = lazy(
    r"(?i)(?:[.~#].*|backup.*|.*[-_. ](?:bak|backup|old|orig|save|sav|copy\d*|kopie|tmp)|.*\(\d+\))"
    r"\.(?:ya?ml|toml)"
)
"""How the names of copies look that editors and people make."""


def copies_in(instance: Instance) -> Mapping[str, str]:
    """The files whose objects are all dropped, as one that Traefik surely reads before has the same text; each with
    that one."""
    is_whole = instance.reads_directory or instance.context.reads_whole
    losers = {loser.file for loser, _ in instance.duplicates} if is_whole else set()
    first: dict[str, str] = {}
    found: dict[str, str] = {}
    for source in instance.files if losers else ():
        document = source.document
        original = first.setdefault(document.text, document.file)
        if original != document.file and document.file in losers:
            found[document.file] = original
    return found


def is_backup_of(file: str, other: str) -> bool:
    """Whether a file is called as editors and people call their copies, and the name of another file is part of it."""
    name, stem = file.rpartition("/")[2], other.rpartition("/")[2].rpartition(".")[0]
    return file != other and stem.lower() in name.lower() and _BACKUP.fullmatch(name) is not None


class LeftName(NamedTuple):
    """An object that kept its name when its file was copied: nothing there uses it, and one name is missed there."""

    thing: Named
    other: Named
    """What has the name in the other file, where it is used."""


def left_names(instance: Instance) -> dict[tuple[str, str, str], LeftName]:
    """Such objects by their file, the kind, and the full name that is missed."""
    missed: dict[tuple[str, str], set[str]] = defaultdict(set)
    for reference in instance.dangling if instance.duplicates else ():
        if reference.fault == "unknown" and not reference.point and reference.full.endswith(f"@{FILE}"):
            missed[reference.owner.file, reference.kind].add(reference.full)
    found = {}
    for loser, winner in instance.duplicates:
        used = {reference.owner.file for reference in instance.users(winner)}
        for thing, other in ((loser, winner), (winner, loser)):
            kind = thing.path.removesuffix(f".{thing.name}")
            names = missed.get((thing.file, kind), ())
            if len(names) == 1 and thing.file not in used and other.file in used:
                found[thing.file, kind, next(iter(names))] = LeftName(thing, other)
    return found
