"""The compose files of a folder: which are parts of others, and which Traefik reads the labels of each."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from traefiklint.compose.names import NAMES, OVERRIDES
from traefiklint.discovery.hints import (
    Hint,
    entry_points_of,
    of_compose,
    of_override,
    parts_of,
    resolvers_of,
    traefiks_in,
    unmade_services,
)
from traefiklint.discovery.kinds import Kind
from traefiklint.discovery.parts import taken_whole
from traefiklint.discovery.paths import STATIC_PLACES, ancestors, below, joined, of_project, shared
from traefiklint.discovery.plain import has_labels
from traefiklint.discovery.projects import main_of
from traefiklint.discovery.traefik import HAS_LABELS, Traefik
from traefiklint.discovery.walk import Seen
from traefiklint.text.spelling import nearest

Runs = Mapping[str, tuple[Hint, ...]]
"""By compose files, what each says of the Traefiks that it runs; not empty."""
Mounting = Mapping[str, tuple[str, ...]]
"""By compose files, the static configurations that each mounts for the Traefiks that it runs; not empty."""


def runs_of(seen: Sequence[Seen]) -> Runs:
    """What compose files say of the Traefiks that they run; those that are put over others together with these."""
    files = {one.path: one for one in seen if one.what.kind is Kind.COMPOSE}
    over = overlays_of(files)
    found = {}
    for path, one in files.items():
        main = files.get(main_of(path, files.__contains__) or over.get(path, ""))
        found[path] = of_compose(one.text) if main is None else of_override(one.text, main.text)
    found = {path: hints for path, hints in found.items() if hints}
    if not any("/" in path for path in found):
        return found
    paths = {above for one in seen for above in (one.path, *ancestors(one.folder))}
    return {path: tuple(_located(hint, posixpath.dirname(path), paths) for hint in found[path]) for path in found}


def overlays_of(files: Mapping[str, Seen]) -> dict[str, str]:
    """The compose files that say more of a Traefik, and not of what it is made, as `compose.prod.yml` does for `-f`;
    each with the file in its folder that makes this one."""
    makers: dict[tuple[str, str], str] = {}
    for path, one in files.items():
        for name in traefiks_in(one.text):
            makers.setdefault((one.folder, name), path)
    folders = {folder for folder, _ in makers}
    found = {}
    for path, one in files.items():
        if one.folder in folders and not of_compose(one.text) and not main_of(path, files.__contains__):
            mains = (makers.get((one.folder, name)) for name in unmade_services(one.text))
            if main := next(filter(None, mains), ""):
                found[path] = main
    return found


def one_at_a_time(runs: Runs) -> frozenset[str]:
    """What volumes bring to a place in a container where that of another run brings something else: never both."""
    brought: dict[str, set[str]] = {}
    for file, hints in runs.items():
        for hint in hints:
            first = {at: host for host, at in reversed(hint.mounts_in(posixpath.dirname(file)))}
            for at, host in first.items():
                brought.setdefault(at, set()).add(host)
    return frozenset(host for hosts in brought.values() if len(hosts) > 1 for host in hosts)


def standing_in(runs: Runs) -> dict[str, str]:
    """The files of a folder that a volume of one run puts where another run, which gets the folder as a whole, has
    another of its files; each with that one."""
    found = {}
    whole: Counter[tuple[str, str]] = Counter()
    covered: Counter[tuple[str, str]] = Counter()
    """How many runs get a folder as a whole, and how many of these put a file over one of its own."""
    for mounts in (set(hint.mounts_in(posixpath.dirname(file))) for file, hints in runs.items() for hint in hints):
        whole.update(mounts)
        covered.update(mount for mount in mounts if _folder_of(mount) in mounts)
    for host, at in whole:
        other = joined(posixpath.dirname(host), posixpath.basename(at))
        if host != other and whole[_folder_of((host, at))] > covered[host, at]:
            found[host] = other
    return found


def _folder_of(mount: tuple[str, str]) -> tuple[str, str]:
    return posixpath.dirname(mount[0]), posixpath.dirname(mount[1])


def _located(hint: Hint, folder: str, paths: Collection[str]) -> Hint:
    return hint._replace(mounts=tuple((of_project(host, folder, paths), at) for host, at in hint.mounts))


def restarted(runs: Runs, kinds: Mapping[str, Kind]) -> frozenset[str]:
    """The files that override others, and start the Traefik of these with another static configuration: as files do
    that are for development, beside what is run alone elsewhere. Both are at hand, in a file or in flags.

    Args:
        kinds: what each file is.
    """
    found = set()
    for path, over in runs.items():
        main = main_of(path, runs.__contains__)
        if main and len(over) == 1 == len(runs[main]):
            folder = posixpath.dirname(path)
            ways = [(starts_with(hint, folder, kinds), hint.static) for hint in (*over, *runs[main])]
            (own, flags), (first, of_first) = ways
            is_known = own is not None and first is not None
            if is_known and (own != first or (own == "" and flags != of_first)):
                found.add(path)
    return frozenset(found)


def starts_with(hint: Hint, folder: str, kinds: Mapping[str, Kind]) -> str | None:
    """The static configuration that a Traefik takes; empty where it has flags alone, None where nobody can tell."""
    if hint.is_built or hint.script or hint.is_wrapped or has_one_elsewhere(hint):
        return None
    named = hint.config_file
    if named and not any(below(named, inside.rstrip("/")) for _, inside in hint.mounts):
        return None
    own = next((path for path in hint.statics_in(folder) if path in kinds), "")
    if own:
        return own if kinds[own] is Kind.STATIC else None
    return "" if hint.static is not None and not named and not _may_have_another(hint) else None


def has_one_elsewhere(hint: Hint) -> bool:
    """Whether a volume brings a static configuration from a place on the host."""
    return any(
        host.startswith(("/", "~", "$")) and below(place, at) for host, at in hint.mounts for place in STATIC_PLACES
    )


def has_file_elsewhere(hint: Hint) -> bool:
    """Whether a volume brings a static configuration that is not here, which counts in place of flags."""
    return any(host.startswith(("/", ".", "~", "$")) and inside in STATIC_PLACES for host, inside in hint.mounts)


def _may_have_another(hint: Hint) -> bool:
    """Whether a volume may bring a static configuration that is not here, in place of what flags say."""
    return any(below(place, at.rstrip("/")) for _, at in hint.mounts for place in STATIC_PLACES)


class ComposeFiles:
    """The compose files of a folder, and which of them are parts of others."""

    def __init__(self, seen: Iterable[Seen], wanted: Collection[str]) -> None:
        """
        Args:
            wanted: those that count though they neither have labels nor run a Traefik.
        """
        self._wanted = wanted
        self._seen = {one.path: one for one in seen}
        self._parts = {
            path: [led for part in parts_of(one.text) if (led := joined(one.folder, part.path)) in self._seen]
            for path, one in self._seen.items()
        }

    @property
    def mains(self) -> list[Seen]:
        """Those that have labels or run a Traefik, or lead to such files, and are no part of such a one."""
        labelled = [path for path in self._seen if any(map(self._counts, self.all_of([path])))]
        parts = {part for path in labelled for part in self.all_of(self._parts[path])}
        parts &= taken_whole({path: one.text for path, one in self._seen.items()}, found=self._seen)
        return [self._seen[path] for path in labelled if path not in parts or path in self.all_of(self._parts[path])]

    def _counts(self, path: str) -> bool:
        text = self._seen[path].text
        return path in self._wanted or has_labels(text) or bool(of_compose(text))

    def all_of(self, paths: Iterable[str]) -> list[str]:
        """Files with all that they lead to."""
        found: dict[str, None] = {}
        waiting = list(paths)
        while waiting:
            path = waiting.pop()
            if path not in found:
                found[path] = None
                waiting += self._parts.get(path, ())
        return list(found)


def with_compose(
    traefiks: list[Traefik],
    labelled: Sequence[Seen],
    mounting: Mounting | None = None,
    elsewhere: Mapping[str, bool] | None = None,
    with_file: Mapping[str, Collection[str]] | None = None,
) -> list[Traefik]:
    """Every compose file with labels goes to the nearest Traefik; where there is none at all, to one of its own.

    Args:
        mounting: the static configurations that compose files mount for the Traefiks that they run.
        elsewhere: the compose files whose Traefik has one that is not here, and whether it has flags beside it.
        with_file: those whose Traefik has a file of somewhere else, so that what another one starts with is not its,
            each with the names of what is brought from there.
    """
    if not labelled:
        return traefiks
    mounting, elsewhere, with_file = mounting or {}, elsewhere or {}, with_file or {}
    if not traefiks:
        traefiks = [Traefik(".", why=HAS_LABELS)]
    mine: dict[int, list[str]] = {}
    others: dict[int, dict[str, None]] = {}
    """Static configurations that nobody starts, and that may read the labels in place of a Traefik's."""
    disputed: dict[tuple[str, ...], list[str]] = {}
    composed = {one.path for one in labelled}
    brought = {name for names in with_file.values() for name in names}
    mounted = {path for paths in mounting.values() for path in paths}
    copied = {one.static for one in traefiks if one.static and one.static.rpartition("/")[2] in brought}
    known = mounted | composed | copied
    points = frozenset(name for one in traefiks if one.reads_labels for name in one.entry_points)
    resolvers = frozenset(name for one in traefiks if one.reads_labels for name in one.resolvers)
    away = {above for file in (*elsewhere, *with_file) for above in ancestors(posixpath.dirname(file))}
    is_another_here = bool(elsewhere or with_file)
    is_only_one = [one.static in known and one.reads_labels for one in traefiks if one.static] == [True]
    parts = {one.static for one in traefiks if one.is_part and one.static not in mounted}
    for one in labelled:
        if one.path in elsewhere or all(traefik.static in parts for traefik in traefiks):
            disputed.setdefault((), []).append(one.path)
            continue
        spare = one.folder if is_only_one else None
        near = _nearest_of(one.path, traefiks, (one.path, *mounting.get(one.path, ())), spare, parts)
        rivals = tuple(traefiks[number].static for number in near)
        started = [number for number in near if traefiks[number].static in known]
        is_plain = len(near) > len(started) == 1 and traefiks[started[0]].static in mounted
        if is_plain and all(rivals):  # the others are for those who run it in another way
            others.setdefault(started[0], {}).update(dict.fromkeys(rivals))
            mine.setdefault(started[0], []).append(one.path)
        elif len(near) > 1 and all(rivals):
            disputed.setdefault(rivals, []).append(one.path)
        elif one.path not in mounting and (
            _is_of_another(one, traefiks[near[0]], is_here=is_another_here and traefiks[near[0]].static not in known)
            or (traefiks[near[0]].static in known - copied - {one.path} and _is_nearer(one, away, traefiks[near[0]]))
            or _names_what_another_has(one, traefiks[near[0]], points, resolvers)
            or _is_one_of_many(one.path, traefiks[near[0]], traefiks)
        ):
            disputed.setdefault((), []).append(one.path)
        else:
            mine.setdefault(near[0], []).append(one.path)
    found = [
        traefik._replace(
            compose=tuple(mine.get(number, ())),
            candidates=tuple(other for other in others.get(number, ()) if other != traefik.static),
        )
        for number, traefik in enumerate(traefiks)
    ]
    for rivals, files in disputed.items():
        mains = {path.rpartition("/")[0] for path in files if path.rpartition("/")[2] in NAMES}
        found = [
            one._replace(candidates=tuple(rival for rival in rivals if rival != one.static))
            if one.static in rivals and _overridden(one) & mains
            else one
            for one in found
        ]
        is_elsewhere = any(elsewhere.get(file, False) for file in files)  # which others are put over
        found.append(Traefik(".", compose=tuple(files), why=HAS_LABELS, rivals=rivals, is_elsewhere=is_elsewhere))
    return found


def _overridden(traefik: Traefik) -> set[str]:
    """The folders whose compose file is overridden by one of a Traefik's."""
    return {path.rpartition("/")[0] for path in traefik.compose if path.rpartition("/")[2] in OVERRIDES}


def _is_one_of_many(path: str, traefik: Traefik, traefiks: Sequence[Traefik]) -> bool:
    """Whether a provider directory is one of several that nobody names, none of them where a file stands: they may all
    be parts of what one Traefik reads."""
    guessed = [one for one in traefiks if one.files and not one.static and not one.certain]
    return len(guessed) > 1 and traefik in guessed and not any(below(path, one.home) for one in guessed)


def _names_what_another_has(compose: Seen, traefik: Traefik, points: frozenset[str], resolvers: frozenset[str]) -> bool:
    """Whether labels name entry points, or resolvers, that the nearest Traefik lacks, all of them, and another one here
    has.

    Args:
        points: those of all that read labels; so of the resolvers.
    """
    if traefik.static == compose.path or not traefik.entry_points:
        return False
    named, asked = entry_points_of(compose.text), resolvers_of(compose.text)
    is_at_another = named.isdisjoint(traefik.entry_points) and not named.isdisjoint(points)
    return is_at_another or (asked.isdisjoint(traefik.resolvers) and not asked.isdisjoint(resolvers))


def _is_nearer(compose: Seen, away: Collection[str], traefik: Traefik) -> bool:
    """Whether a Traefik that starts with what is not here stands as near to a file as another one does, or nearer.

    Args:
        away: the folders of such Traefiks, and all above them.
    """
    nearest = next((folder for folder in ancestors(compose.folder) if folder in away), None)
    return nearest is not None and shared(compose.path, nearest) >= shared(compose.path, traefik.home)


def _is_of_another(compose: Seen, traefik: Traefik, *, is_here: bool) -> bool:
    """Whether labels are for another Traefik: the nearest one stands in another folder, or nobody starts it, and it has
    none of the entry points that they name.

    Args:
        is_here: whether one is started here whose static configuration is not here, and nobody starts the nearest one,
            nor one that is called so.
    """
    if not traefik.entry_points or (below(compose.path, traefik.home) and not is_here):
        return False
    named = entry_points_of(compose.text)
    if not named or not named.isdisjoint(traefik.entry_points):
        return False
    return not any(len(name) >= _LONG and nearest(name, traefik.entry_points, 1) for name in named)


_LONG = 6
"""From here on a name that differs in one letter from another one is a slip, and no other name, as `http` and `https`
are."""


def _nearest_of(
    path: str, traefiks: Sequence[Traefik], own: Collection[str], spare: str | None, parts: Collection[str]
) -> list[int]:
    """Which Traefiks may read the labels of a file: those that it runs itself, of these such that have a provider for
    it, else those that are nearest, of these such that have one, and those in a folder above it.

    Args:
        own: the static configurations of those that it runs.
        spare: a folder whose dynamic files, which no static configuration names, are no Traefik of their own: an
            application's beside its compose file, where the repository has one Traefik.
        parts: the static configurations that are put over others, of which nothing follows.
    """
    near = [number for number, one in enumerate(traefiks) if one.static or one.certain or one.home != spare]
    near = [number for number in near if traefiks[number].static not in parts]
    for score in (
        lambda one: one.static in own,
        lambda one: 0 if one.static in own else shared(path, one.home),
        lambda one: one.reads_labels,
        lambda one: one.static in own or below(path, one.home),
    ):
        scores = [score(traefiks[number]) for number in near]
        near = [number for number, reached in zip(near, scores, strict=True) if reached == max(scores)]
    return near
