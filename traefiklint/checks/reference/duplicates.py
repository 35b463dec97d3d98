"""Names that several files give to objects of one kind, of which Traefik keeps one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.findings import Effect, Related, Severity
from traefiklint.instance.copies import copies_in, left_names
from traefiklint.instance.instance import Instance
from traefiklint.instance.whereabouts import variant_of
from traefiklint.model.base import Named

if TYPE_CHECKING:
    pass


@rule("duplicate-name", effect=Effect.DEGRADED, severity=Severity.ERROR)
def duplicate_name(instance: Instance, _: Instance) -> Iterator[Diagnostic]:
    """Two files give one name to two objects of a kind, and Traefik drops one of them."""
    for loser, winner in instance.duplicates:
        from traefiklint.docker.merge import differences

        if instance.once(_versions).get(loser.file) == winner.file or loser.file in instance.once(copies_in):
            continue
        if not instance.once(_left_alone).isdisjoint((id(loser), id(winner))):
            continue  # that its name was not changed in a copy is told where the right one is missed
        spot = winner.key_at()
        is_pair = instance.once(_may_be_chosen)
        what = "which Traefik reads first, so this one is dropped"
        if is_pair:
            what = "so where Traefik reads both files, this one is dropped"
        is_default = loser.path in ("tls.options.default", "tls.stores.default")  # which nothing is under another name
        advice = "keep one of them" if is_default else "rename one of them"
        message = f"`{loser.path}` is also defined in `{winner.file}`, {what}; {advice}."
        is_copy = _is_shared(loser) and not differences(loser, winner)
        is_copy = is_copy and not _is_filled_in(loser) and not _is_filled_in(winner)
        severity = Severity.INFO if is_copy or is_pair else None  # then it is the same whichever counts
        related = (Related(spot.file, spot.span, "this one counts"),)
        is_choice = variant_of(loser.file) == variant_of(winner.file) or _are_two_forms(loser.file, winner.file)
        is_choice = is_choice and not (instance.reads_directory or instance.context.runs_whole)
        yield Diagnostic(loser.key_at(), message, related=related, severity=severity, strict=is_copy or is_choice)
    first = {loser.file: (loser, winner) for loser, winner in reversed(instance.duplicates)}
    telling = {loser.file for loser, _ in instance.duplicates if not _is_shared(loser)}
    for file, other in instance.once(copies_in).items():
        message = f"This is `{other}` again, word for word: Traefik reads it twice, and this one counts for nothing."
        help = "Delete one of the two; of a link only the link goes."
        where = first[file][0].key_at()
        yield Diagnostic(where, message, help, severity=Severity.INFO, strict=file not in telling)
    for file, other in instance.once(_versions).items():
        loser, winner = first[file]
        spot = winner.key_at()
        message = f"`{other}` defines all that this file does: where Traefik reads both, this one counts for nothing."
        help = "Where it reads only one of them, all is well: `--static` says so."
        related = (Related(spot.file, spot.span, "this one counts"),)
        is_choice = variant_of(file) == variant_of(other)
        yield Diagnostic(loser.key_at(), message, help, related, severity=Severity.INFO, strict=is_choice)


def _left_alone(instance: Instance) -> frozenset[int]:
    """The objects, by identity, whose name was not changed in a copy of their file."""
    return frozenset(id(one.thing) for one in instance.once(left_names).values())


def _is_shared(thing: Named) -> bool:
    """Whether an object is one that routers share, such as a middleware."""
    return not thing.path.partition(".")[2].startswith(("routers.", "services."))


def _are_two_forms(one: str, other: str) -> bool:
    """Whether two files are called alike but for their endings, of which one is that of TOML."""
    (stem, _, ending), (other_stem, _, other_ending) = one.rpartition("."), other.rpartition(".")
    return stem == other_stem and (ending == "toml") is not (other_ending == "toml")


def _may_be_chosen(instance: Instance) -> bool:
    """Whether of two files alone one may be meant to be chosen: routers of one name ask for the same."""
    if not instance.context.unclaimed or len(instance.files) != 2:
        return False
    return all(getattr(loser, "rule", "") == getattr(winner, "rule", "") for loser, winner in instance.duplicates)


def _versions(instance: Instance) -> Mapping[str, str]:
    """The files that are another version of one that Traefik reads before, each with that one, where nobody says that
    it reads both: they define the same names, and their routers have the same rules."""
    if not instance.context.unclaimed:
        return {}
    names: dict[str, set[str]] = defaultdict(set)
    unlike: set[tuple[str, str]] = set()
    for table in instance.objects.values():
        for thing in table.values():
            names[thing.file].add(thing.path)
    for loser, winner in instance.duplicates:
        names[loser.file].add(loser.path)
        if getattr(loser, "rule", "") != getattr(winner, "rule", ""):
            unlike.add((loser.file, winner.file))
    pairs = {(loser.file, winner.file) for loser, winner in instance.duplicates} - unlike
    return {file: other for file, other in sorted(pairs) if names[file] == names[other]}


def _is_filled_in(thing: Named) -> bool:
    """Whether a template action decides something below an object, so that nobody can compare it."""
    node = thing.node
    return node is not None and thing.document.is_uncertain(node.span)
