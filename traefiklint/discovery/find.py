"""The Traefiks of a folder: their static configurations, the files that their file providers read, their compose files.

Dynamic files that no static configuration claims are grouped by folder: one that holds nothing but Traefik's files is a
provider directory.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from traefiklint.compose.names import OVERRIDES
from traefiklint.decoding.directory import walk_order
from traefiklint.discovery.absent import mounting_what_is_not_here, with_file_elsewhere
from traefiklint.discovery.composed import (
    ComposeFiles,
    one_at_a_time,
    overlays_of,
    restarted,
    runs_of,
    standing_in,
    starts_with,
    with_compose,
)
from traefiklint.discovery.filled_in import filled_in, replaced_in
from traefiklint.discovery.hints import of_compose, of_static
from traefiklint.discovery.kinds import DYNAMIC, KEPT, STATIC, VARIABLES, Kind
from traefiklint.discovery.named import named_by_scripts, spoken_of
from traefiklint.discovery.neighbours import with_neighbours
from traefiklint.discovery.paths import ancestors, below, in_container, of_clone
from traefiklint.discovery.provided import places_of
from traefiklint.discovery.scripts import Scripts
from traefiklint.discovery.skipped import is_kept_copy, is_out_of_use, original_of
from traefiklint.discovery.sources import Image, Run, Source, sources_of
from traefiklint.discovery.templated import TEMPLATE, holds_variable, is_of_traefik, templated
from traefiklint.discovery.traefik import Traefik
from traefiklint.discovery.unused import (
    BESIDE_FLAGS,
    FORM,
    NOT_MEANT,
    NOT_MOUNTED,
    NOT_NAMED,
    NOT_READ,
    OF_NOBODY,
    REPLACED,
    is_other_static,
    reads_no_files,
    without_unused,
)
from traefiklint.discovery.walk import Seen, look_around
from traefiklint.discovery.written import with_written
from traefiklint.records import NamedTuple
from traefiklint.versions import common_version

_UNUSED = (NOT_MOUNTED, BESIDE_FLAGS, NOT_READ, OF_NOBODY, FORM, NOT_NAMED, NOT_MEANT, REPLACED)


class Found(NamedTuple):
    """All that was found in a folder."""

    traefiks: tuple[Traefik, ...]
    others: tuple[Seen, ...]
    """The files that belong to none of them."""
    replaced: frozenset[str] = frozenset()
    """Words in the files for which scripts put something else."""
    restarted: frozenset[str] = frozenset()
    """The compose files that override others and start a Traefik of their own, with another static configuration."""
    constraints: frozenset[str] = frozenset()
    """By which labels the Traefiks choose containers, as written."""


Claims: TypeAlias = dict[tuple[str, bool], list[tuple[Source, str]]]
"""Who reads a place, and why: a file, or a folder where that is true."""


def find(root: str, exclude: Sequence[str] = (), scripts: Scripts | None = None) -> Found:
    """The Traefiks of a folder.

    Copies that are kept in a folder of their own are nobody's configuration, unless a static configuration names the
    folder, it lies below files that are used, or there is nothing else, the folder does not say that it is out of use,
    and the files of which they are dated copies are not here either.

    Args:
        exclude: patterns of paths to leave out.

    Raises:
        OSError: the folder cannot be read.
    """
    seen = look_around(root, exclude)
    scripts = scripts or Scripts(root, exclude)
    made = filled_in(scripts, [one.path for one in seen if is_of_traefik(one) and holds_variable(one.text)])
    texts = {one.path: one.text for one in seen if is_of_traefik(one) or one.what.kind is Kind.COMPOSE}
    replaced = replaced_in(scripts, texts, _started(seen, texts))
    unused = {one.path: one.what for one in without_unused(seen) if one.what in _UNUSED}
    is_moot = NOT_READ in unused.values() and reads_no_files(seen)
    used = named_by_scripts(scripts, unused, [path for path in unused if is_moot and unused[path] is NOT_READ])
    used |= spoken_of(
        scripts,
        [path for path, what in unused.items() if what in (NOT_NAMED, NOT_MEANT, BESIDE_FLAGS)],
        [one.path for one in seen if one.what.kind is Kind.COMPOSE],
    )
    found = _with_neighbours(group(seen, made, used)._replace(replaced=replaced), seen, scripts)
    paths = {one.path for one in seen}
    dated = {path for path in paths if original_of(path) in paths}
    kept = {path for path in paths if is_kept_copy(path)} | dated
    for one in found.traefiks:
        folders = {path.rpartition("/")[0] for path in one.files if path not in kept}
        is_named = one.certain and one.static not in kept
        # Traefik reads the folders below its directory, whatever they are called
        below = {path for path in one.files if not folders.isdisjoint(ancestors(path.rpartition("/")[0]))}
        kept -= set(one.files) if is_named else below - dated
    if not kept:
        return found
    rest = _without(kept, seen, made, used, scripts)
    if not rest.traefiks:
        kept = {path for path in kept if is_out_of_use(path)} | (kept & dated)
        if not kept:
            return found
        rest = _without(kept, seen, made, used, scripts)
    left = (one for one in seen if one.path in kept)
    copies = (one if one.what.kind is Kind.FOREIGN else one._replace(what=KEPT) for one in left)
    return rest._replace(others=(*rest.others, *copies), replaced=replaced)


def _without(
    left: Collection[str], seen: Sequence[Seen], made: Collection[str], used: Collection[str], scripts: Scripts
) -> Found:
    """What is found without some files."""
    others = [one for one in seen if one.path not in left]
    return _with_neighbours(group(others, made, used), others, scripts)


def _with_neighbours(found: Found, seen: Sequence[Seen], scripts: Scripts) -> Found:
    is_here = any(one.static or one.is_run for one in found.traefiks)
    files = set() if is_here else {path for one in found.traefiks for path in one.files}
    traefiks = with_neighbours(found.traefiks, seen, named_by_scripts(scripts, files))
    return found._replace(traefiks=with_written(traefiks, scripts))


def _started(seen: Iterable[Seen], texts: Collection[str]) -> dict[str, set[str]]:
    """The scripts of somebody's own that a Traefik's container starts with, each with the files that it mounts."""
    found: dict[str, set[str]] = {}
    for one in seen:
        for hint in of_compose(one.text) if one.what.kind is Kind.COMPOSE else ():
            mounts = hint.mounts_in(one.folder)
            for script in (host for host, at in mounts if hint.script and at == hint.script):
                mine = found.setdefault(script, set())
                mine |= {path for host, _ in mounts for path in texts if host and below(path, host)}
    return found


def group(seen: Sequence[Seen], made: Collection[str] = (), used: Collection[str] = ()) -> Found:
    """Which of these files belong together.

    Args:
        made: those that a script fills in.
        used: the configurations that a script hands to Traefik.
    """
    templates = templated(seen).union(made)
    beside = {one.path for one in seen if one.what.may_be_dynamic and one.path in templates}
    seen = [one._replace(what=TEMPLATE) if one.path in templates else one for one in seen] if templates else seen
    started = started_with(seen)
    seen = [one._replace(what=STATIC) if one.path in started else one for one in seen] if started else seen
    provided = provided_with(seen)
    seen = [one._replace(what=DYNAMIC) if one.path in provided else one for one in seen] if provided else seen
    seen = without_unused(seen, used)
    by_file = runs_of(seen)
    over = overlays_of({one.path: one for one in seen if one.what.kind is Kind.COMPOSE})
    others_start = restarted(by_file, {one.path: one.what.kind for one in seen})
    sources, mounts, runs, mounting = sources_of(
        seen, {path: by_file[path] for path in others_start}, {path: by_file[path] for path in over if path in by_file}
    )
    by_path = {one.path: one for one in seen}
    free = {one.path: one for one in seen if one.what.may_be_dynamic}
    traefiks: list[Traefik] = []
    homeless: list[Source] = []
    mounted = {path for paths in mounting.values() for path in paths}
    second = {own for path in others_start for own in mounting.get(path, (path,))}
    ordered = sorted(sources, key=lambda source: source.seen.path in second)
    places = places_of(ordered, by_path, mounts)
    claims: Claims = {}
    put_in: dict[tuple[str, bool], set[tuple[str, str]]] = {}
    """What all that read a place have there from elsewhere."""
    open_ended = {(one.path, one.is_folder) for one in places if one.gets_more}
    guessed = {source.seen.path for source, found in zip(ordered, places, strict=True) if found.is_guess}
    for source, found in zip(ordered, places, strict=True):
        claims.setdefault((found.path, found.is_folder), []).append((source, found.why))
        put_in.setdefault((found.path, found.is_folder), set(found.put_in)).intersection_update(found.put_in)
    alone: list[Traefik] = []
    stand_ins = standing_in(by_file)
    # where one is read second all of it is dropped, as is meant
    second_of = {own: twin for own, twin in stand_ins.items() if walk_order(twin) < walk_order(own)}
    for (place, is_folder), claimants in claims.items():
        mine = [path for path in free if is_folder and below(path, place)] or [place] * (place in free)
        own = tuple(pair for pair in sorted(put_in[place, is_folder]) if pair not in stand_ins.items())
        mine += [path for path in free if path not in mine and any(below(path, host) for host, _ in own)]
        hidden = {inside for _, inside in own}
        idle = {path: twin for path, twin in second_of.items() if is_folder and below(path, place) and twin in free}
        mine = [path for path in mine if path not in hidden and path not in idle]
        mine += [source.seen.path for source, _ in claimants if source.reads_itself]
        if not mine:
            homeless += (source for source, _ in claimants)
            continue
        directory = place if is_folder else None
        is_guess = guessed.issuperset(source.seen.path for source, _ in claimants)
        readers = _around(place, claimants) if is_guess else claimants
        first, why = readers[0]
        rivals = _rivals([source for source, _ in readers if source.seen.path not in second])
        if rivals:
            name = first.seen.folder or "."
            is_whole = is_folder and not mounted.isdisjoint(rivals)
            one = Traefik(name, "", directory, tuple(mine), certain=True, runs_whole=is_whole, why=why, rivals=rivals)
        else:
            one = _traefik(first, directory, tuple(mine), certain=True, why=why)
        own += tuple((twin, path) for path, twin in idle.items())
        traefiks.append(one._replace(put_in=own, gets_more=(place, is_folder) in open_ended))
        others = (source for source, _ in claimants if rivals or source is not first)
        alone += (_traefik(source, None, (), why="another one reads the same files") for source in others)
        for path in (*mine, *hidden):
            free.pop(path, None)
    traefiks = [one._replace(sharing=_sharing(one, claims, mounting)) if one.static else one for one in traefiks]
    lonely = set() if by_file else _without_file_provider(sources)
    for folder, files in _folders(free, seen, one_at_a_time(by_file)):
        near = _nearest(folder, homeless)
        if near is None:
            name = folder or "."
            why, is_beside = "these files are Traefik's", folder in lonely
            traefiks.append(Traefik(name, directory=folder, files=files, why=why, reads_none=is_beside))
            continue
        homeless.remove(near)
        traefiks.append(_traefik(near, folder, files, why="it stands beside the files"))
    traefiks += [*alone, *(_traefik(source, None, (), why="no file provider was found") for source in homeless)]
    running = {source.seen.path for source in sources if source.seen.what.kind is Kind.COMPOSE}
    meant = {run.file for run in runs if len(run.statics) == 1}
    compose = ComposeFiles((one for one in seen if one.what.kind is Kind.COMPOSE), mounting.keys() | running | meant)
    absent = mounting_what_is_not_here(seen, mounting)
    traefiks = with_compose(traefiks, compose.mains, mounting, absent, with_file_elsewhere(seen, mounting))
    known = tuple(source.seen.path for source in sources if source.seen.path not in absent)
    traefiks = [one if one.static else one._replace(candidates=one.rivals or known) for one in traefiks]
    if beside:
        traefiks = [_with_templates(one, beside) for one in traefiks]
    taken = {path for one in traefiks for path in (one.static, *one.files, *compose.all_of(one.compose))}
    traefiks = [one._replace(**_image_of(one, runs)._asdict()) for one in traefiks]
    if any(one.what.kind is Kind.COMPOSE and of_compose(one.text) for one in seen):
        traefiks = [one._replace(is_run=True) for one in traefiks]
    hints = (*(hint for hints in by_file.values() for hint in hints), *(source.hint for source in sources))
    constraints = frozenset(one for hint in hints for one in hint.constraints)
    rest = tuple(one for one in seen if one.path not in taken)
    return Found(tuple(traefiks), rest, restarted=others_start, constraints=constraints)


def _image_of(traefik: Traefik, runs: Sequence[Run]) -> Image:
    """What the images of a Traefik say together: those that run with its static configuration, else those of its
    compose files, else those in its folder or the nearest one above, else all that are here."""
    own = [run for run in runs if traefik.static and traefik.static in (run.file, *run.statics)]
    own = own or [run for run in runs if run.file in traefik.compose or _overrides_one_of(run.file, traefik.compose)]
    near = ([run for run in runs if posixpath.dirname(run.file) == folder] for folder in ancestors(traefik.home))
    own = own or next((found for found in near if found), [])
    if not own and runs:
        return _common_image(runs)._replace(version_is_of_others=True)
    return _common_image(own)


def _common_image(runs: Iterable[Run]) -> Image:
    images = {run.image for run in runs if not run.image.says_nothing}
    if images and all(image.built_by for image in images):
        return Image(built_by=tuple(sorted({path for image in images for path in image.built_by})))
    if not any(image.version_varies or image.built_by for image in images):
        return Image(common_version(image.version for image in images))
    return images.pop() if len(images) == 1 else Image()


def _overrides_one_of(file: str, mains: Iterable[str]) -> bool:
    """Whether Compose puts a file over one of others."""
    folder, _, name = file.rpartition("/")
    return name in OVERRIDES and any(main.rpartition("/")[0] == folder for main in mains)


def started_with(seen: Sequence[Seen]) -> set[str]:
    """The files that Traefik starts with, as a compose file mounts them where it looks for its static configuration,
    though they are called otherwise and hold dynamic configuration, too, or nothing but keys of somebody else."""
    whats = {one.path: one.what for one in seen}
    hints = ((one, hint) for one in seen if one.what.kind is Kind.COMPOSE for hint in of_compose(one.text))
    first = (next((path for path in hint.statics_in(one.folder) if path in whats), "") for one, hint in hints)
    return {path for path in first if path and (whats[path] == VARIABLES or whats[path].kind is Kind.DYNAMIC)}


def provided_with(seen: Sequence[Seen]) -> set[str]:
    """The files that a compose file mounts, alone or with their folder, where the file provider of its Traefik looks,
    and none where a Traefik looks for its static configuration, though they are called as one, or hold some of one,
    too."""
    mixed = {one.path for one in seen if one.what.kind is Kind.STATIC}
    if not mixed:
        return set()
    texts = {one.path: one.text for one in seen}
    kinds = {one.path: one.what.kind for one in seen}
    paths = kinds.keys() | {above for one in seen for above in ancestors(one.folder) if above}
    provided: set[str] = set()
    started: set[str] = set()
    for file, hints in runs_of(seen).items():
        folder = posixpath.dirname(file)
        for hint in hints:
            hint = hint._replace(mounts=tuple((of_clone(host, folder, paths), at) for host, at in hint.mounts))
            started.update(hint.statics_in(folder))
            own = starts_with(hint, folder, kinds)
            files = of_static(own, texts[own]) if own else hint
            place = (files.directory or files.filename).rstrip("/")
            for host, at in hint.mounts_in(folder) if place else ():
                mine = (path for path in mixed if below(path, host))
                provided |= {path for path in mine if below(in_container(path, host, at), place)}
    provided -= started
    folders = set(map(posixpath.dirname, started))
    return {path for path in provided if not is_other_static(path, texts[path], folders)}


def _with_templates(traefik: Traefik, templates: Iterable[str]) -> Traefik:
    if not traefik.files or traefik.directory is None:
        return traefik
    return traefik._replace(templates=tuple(path for path in sorted(templates) if below(path, traefik.directory)))


def _traefik(
    source: Source, directory: str | None, files: tuple[str, ...], *, certain: bool = False, why: str
) -> Traefik:
    hint = source.hint
    return Traefik(
        source.seen.folder or ".",
        source.seen.path,
        directory,
        files,
        certain=certain,
        why=why,
        reads_labels=hint.reads_labels,
        is_part=hint.is_part and source.seen.what.kind is Kind.STATIC,
        entry_points=hint.entry_points,
        resolvers=hint.resolvers,
    )


def _rivals(sources: Sequence[Source]) -> tuple[str, ...]:
    """The static configurations that read the same files, where these are for several Traefiks, as `traefik.yml` and
    `traefik-local.yml` are; a file and the flags of a compose file are for one."""
    files = [source.seen.path for source in sources if source.seen.what.kind is Kind.STATIC]
    return tuple(files) if len(files) > 1 else ()


def _around(place: str, claimants: list[tuple[Source, str]]) -> list[tuple[Source, str]]:
    """Those of some that read a place which stand in the nearest folder around it; all where none does. A name such as
    `dynamic` alone says less than that."""
    folders = {source.seen.folder for source, _ in claimants if below(place, source.seen.folder)}
    nearest = max(folders, key=len, default=None)
    return [one for one in claimants if nearest in (None, one[0].seen.folder)]


def _sharing(one: Traefik, claims: Claims, mounting: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """The static configurations of other Traefiks that read some file of one.

    Args:
        mounting: the static configurations that compose files mount, with which these start the same Traefik.
    """
    places = dict.fromkeys((path, False) for path in one.files)
    places |= dict.fromkeys((above, True) for path in one.files for above in ancestors(path.rpartition("/")[0]))
    found = dict.fromkeys(source.seen.path for place in places for source, _ in claims.get(place, ()))
    own = {one.static, *mounting.get(one.static, ())}
    return tuple(path for path in found if path not in own and one.static not in mounting.get(path, ()))


def _folders(
    free: dict[str, Seen], seen: Sequence[Seen], single: Collection[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The files that no static configuration claims, by the folder that is probably their provider directory.

    Args:
        single: those of which Traefik gets one at a time.
    """
    sure = {one.folder for one in free.values() if one.what.kind is Kind.DYNAMIC}
    mixed = {one.folder for one in seen if not one.what.may_be_dynamic}
    roots: dict[str, list[str]] = {}
    for path, one in free.items():
        top = one.folder
        if one.folder in mixed:
            if one.what.kind is not Kind.DYNAMIC:
                continue
        else:
            for above in ancestors(one.folder):
                if above in mixed:
                    break
                if above in sure:
                    top = above
        if top in sure:
            roots.setdefault(top, []).append(path)
    for folder, files in roots.items():
        yield from ((folder, (path,)) for path in files if path in single)
        if rest := tuple(path for path in files if path not in single):
            yield folder, rest


def _without_file_provider(sources: Iterable[Source]) -> set[str]:
    """The folders of static configurations of which none has a file provider, though it has one of labels."""
    none: set[str] = set()
    others: set[str] = set()
    for one in sources:
        reads = one.hint.directory or one.hint.filename or not one.hint.reads_labels
        (others if reads else none).add(one.seen.folder)
    return none - others


def _nearest(folder: str, sources: Iterable[Source]) -> Source | None:
    """The static configuration that stands in a folder, or in the one above it, and has a file provider."""
    for above in ancestors(folder)[:2]:
        beside = [one for one in sources if one.seen.folder == above and (one.hint.directory or one.hint.filename)]
        if len(beside) == 1:
            return beside[0]
    return None
