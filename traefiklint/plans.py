"""What is asked for, and what a run looks at: provider directories, each with the Traefik that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from traefiklint.coverage import Coverage, Covered, Passed
from traefiklint.discovery.plain import has_labels, leads_on
from traefiklint.discovery.roles import static_files
from traefiklint.files import Namespace, seen_from_here
from traefiklint.instance.dokploy import sign_of_dokploy
from traefiklint.options import AUTO, Options
from traefiklint.records import NamedTuple

if TYPE_CHECKING:
    from traefiklint.docker.host import HostFacts


class Declared(NamedTuple):
    """One Traefik of which the settings or the command line say what belongs to it. Paths are as users see them."""

    name: str = ""
    directories: tuple[str, ...] = ()
    static: str = ""
    compose: tuple[str, ...] = ()
    target: str = ""
    profile: str = ""
    context: Mapping[str, str] = {}
    """The folder of what is known of the surroundings of a directory, by the directory."""
    composes: Mapping[str, str] = {}
    """The folder of the compose applications of the same server, by the directory."""
    known: Mapping[str, frozenset[str]] | None = None
    """The objects that other providers define for it; None where what is known of all Traefiks counts."""
    host: HostFacts | None = None
    """What is known of its host, where `known` is said of it."""


class Asked(NamedTuple):
    """What is asked for."""

    paths: tuple[str, ...] = ()
    declared: tuple[Declared, ...] = ()
    """The Traefiks that are known."""
    exclude: tuple[str, ...] = ()
    sniff: bool = False
    stdin: bytes = b""
    stdin_name: str = ""
    only_named: bool = False
    """Whether nothing is meant where no path is named."""
    gone: tuple[str, ...] = ()
    """Files that are no longer there, whose neighbours may miss them."""
    untracked: frozenset[str] = frozenset()
    """Files that do not count, by their absolute paths."""
    has_target: bool = True
    """Whether somebody said for which version the files are."""


class Lot(NamedTuple):
    """One provider directory, and how to judge it."""

    namespace: Namespace
    options: Options
    name: str = ""
    why: str = ""
    """Why its static configuration is taken for its; empty where somebody named it, or there is none."""
    target_why: str = ""
    """From where the target is, where nobody gave it."""
    rivals: tuple[str, ...] = ()
    """The static configurations of which any may be its, where none is taken for it."""
    notes: tuple[str, ...] = ()
    """What else is to be said of how it was looked at; a sentence each."""


class Plan(NamedTuple):
    """What a run looks at, and what it leaves alone."""

    lots: tuple[Lot, ...]
    passed: tuple[Passed, ...] = ()

    @property
    def namespaces(self) -> list[Namespace]:
        """The provider directories."""
        return [lot.namespace for lot in self.lots]

    @property
    def pairs(self) -> list[tuple[Namespace, Options]]:
        """The provider directories, each with how to judge it."""
        return [(lot.namespace, lot.options) for lot in self.lots]

    def coverage(self, notes: Iterable[str] = ()) -> Coverage:
        """What is to be said about it at the end of a report."""
        own = dict.fromkeys(note for lot in self.lots for note in lot.notes)
        return Coverage(tuple(map(_covered, self.lots)), self.passed, (*own, *notes))


def together(plans: Sequence[Plan]) -> Plan:
    """One plan of several."""
    passed = {one.file: one for plan in plans for one in plan.passed}
    return Plan(tuple(lot for plan in plans for lot in plan.lots), tuple(passed.values()))


def _covered(lot: Lot) -> Covered:
    options, namespace = lot.options, lot.namespace
    compose = namespace.composed
    statics = [name for name in static_files(namespace.texts) if name not in options.provided]
    files = namespace.reported - compose - set(statics)
    places = _places(namespace, files)
    profile, sign = options.profile, ""
    if profile == AUTO:
        sign = sign_of_dokploy(namespace.texts, options.static)
        profile = "dokploy" if sign else "none"
    found = options.static_file if options.static is not None else next(iter(statics), "")
    said = {"static": lot.why if options.static is not None else "", "profile": sign, "target": lot.target_why}
    return Covered(
        lot.name or (places[0] if places else "."),
        places,
        len(files),
        found,
        tuple(sorted(compose)),
        options.version.name,
        profile,
        tuple((what, why) for what, why in said.items() if why),
        lot.rivals,
        frozenset(name for name in compose if _is_bare(name, namespace)),
    )


def _is_bare(compose: str, namespace: Namespace) -> bool:
    """Whether there are no labels in a compose file, nor may be in one that it leads to."""
    try:
        text = (namespace.projects.texts(compose) or "") if namespace.projects is not None else ""
    except LookupError:
        return False
    return not (has_labels(text) or leads_on(text))


def _places(namespace: Namespace, files: frozenset[str]) -> tuple[str, ...]:
    if namespace.named or not namespace.folder:
        return tuple(sorted(files))
    return (seen_from_here(namespace.folder),) if files else ()
