"""The configurations that nobody hands to Traefik, although a compose file runs one beside them."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping, Sequence

from traefiklint.decoding.file import read_document
from traefiklint.discovery.composed import Runs, has_one_elsewhere, runs_of, starts_with
from traefiklint.discovery.hints import Hint, of_compose, of_static, web_ports_of
from traefiklint.discovery.kinds import SECTIONS, Kind, Recognized
from traefiklint.discovery.mounted_alone import not_named
from traefiklint.discovery.named import COMMENTS, mentioned
from traefiklint.discovery.paths import STATIC_PLACES, ancestors, below, in_container, joined, nearest_mount, of_clone
from traefiklint.discovery.skeleton import skeleton
from traefiklint.discovery.skipped import is_kept_copy
from traefiklint.discovery.walk import Seen
from traefiklint.patterns import lazy

NOT_MOUNTED = Recognized(Kind.KEPT, "a static configuration that no volume brings to where Traefik looks for one")
BESIDE_FLAGS = Recognized(Kind.KEPT, "a static configuration beside a Traefik that starts with flags")
NOT_READ = Recognized(Kind.KEPT, "a dynamic configuration that no file provider here reads")
OF_NOBODY = Recognized(Kind.KEPT, "a dynamic configuration that no Traefik here reads")
FORM = Recognized(Kind.KEPT, "a form with variables, beside a Traefik that reads a folder of the host")
NOT_NAMED = Recognized(Kind.KEPT, "a configuration beside the file of its folder that a volume brings to Traefik")
NOT_MEANT = Recognized(Kind.KEPT, "a dynamic configuration beside a static one that names another file")
REPLACED = Recognized(Kind.KEPT, "a configuration of a Traefik whose ports another container has")
_NAMES = frozenset(map(posixpath.basename, STATIC_PLACES))
_COMMENTED = lazy(rb"(?m)^[ \t]*#[ \t#]*-[ \t]*[\"']?(?P<host>\.[^:\s\"']*):/")
_VALUES = lazy(
    rb"\b(?:url|address)[\"']?[ \t]*[:=][ \t]*(?:\"[^\"\n]*\"|'[^'\n]*'|[^\n,}]*)|\bHost(?:SNI)?(?:Regexp)?\([^)\n]*\)?"
)
"""The hosts of rules, and the addresses of servers."""
_VARIABLE = lazy(rb"\$\{?[A-Za-z_]")
_WEB = lazy(rb":(?:80|443)\b")


def without_unused(seen: Sequence[Seen], used: Collection[str] = ()) -> Sequence[Seen]:
    """The files, those marked that nobody hands to Traefik.

    Args:
        used: those that a script hands to it.
    """
    ways = (
        (not_mounted, NOT_MOUNTED),
        (passed_over, NOT_MOUNTED),
        (beside_flags, BESIDE_FLAGS),
        (not_read, NOT_READ),
        (beside_static, NOT_MEANT),
        (of_nobody, OF_NOBODY),
        (forms, FORM),
        (not_named, NOT_NAMED),
        (replaced, REPLACED),
    )
    for unused, what in ways:
        left = unused(seen).difference(used)
        seen = [one._replace(what=what) if one.path in left else one for one in seen] if left else seen
    return seen


def not_mounted(seen: Sequence[Seen]) -> set[str]:
    """The static configurations that a Traefik with flags alone does not get: it mounts other files of their folder,
    the volume is a comment or leads to a place where Traefik does not look; and no compose file brings them to where it
    does, or builds them into an image. An empty one counts where a compose file brings it to Traefik."""
    statics = {one.path: one.folder for one in seen if one.what.kind is Kind.STATIC}
    empty = {one.path for one in seen if one.path in statics and not COMMENTS.sub(b"", one.text).strip()}
    left = set(empty) if any(one.what.kind is Kind.COMPOSE for one in seen) else set()
    used: set[str] = set()
    for one in seen if empty else ():
        if one.path in statics and one.path not in empty and (directory := of_static(one.path, one.text).directory):
            name = posixpath.basename(directory.rstrip("/"))
            left |= {
                path for path in empty if posixpath.basename(statics[path]) == name and statics[path] != one.folder
            }
    for one in seen if statics else ():
        if one.what.kind is not Kind.COMPOSE:
            continue
        hints = of_compose(one.text)
        if any(hint.is_built or hint.config_file or has_one_elsewhere(hint) for hint in hints):
            return set()  # which one that is, nobody can tell
        for hint in hints:
            brought = set(hint.statics_in(one.folder)) & statics.keys()
            alone = {host for host, at in hint.mounts_in(one.folder) if at in STATIC_PLACES} & brought
            covered = empty - alone if alone else set()  # by a file that is mounted alone
            used |= brought - covered
            used |= {path for path in statics if path not in empty and _may_be_read(path, hint, one)}
        if any(hint.static is not None for hint in hints):
            shown = {path for hint in hints for path in _mounted(hint, one.folder, but="/run/secrets/")}
            beside = {path.rpartition("/")[0] for path in shown if "/" in path}
            left |= {path for path, folder in statics.items() if folder in beside | shown or path in shown}
            left |= {joined(one.folder, host[1].decode("utf-8", "replace")) for host in _COMMENTED.finditer(one.text)}
    return statics.keys() & left - used


def passed_over(seen: Sequence[Seen]) -> set[str]:
    """The static configurations that no Traefik takes, as what it starts with is known: the one that is called as that
    is but for its ending, one that is called as Traefik's in a folder above, up to that of the compose file, and those
    in a directory of its file provider, which makes nothing of them. None where anything is left open of how some
    Traefik of the folder starts. A `traefik.prod.yml` beside what is mounted, or one in a folder of its own, may be
    what is started elsewhere."""
    kinds = {one.path: one.what.kind for one in seen}
    statics = {one.path: one for one in seen if one.what.kind is Kind.STATIC}
    runs = runs_of(seen) if statics else {}
    used: set[str] = set()
    provided: set[str] = set()
    above: set[str] = set()
    for file, hints in runs.items():
        folder = posixpath.dirname(file)
        for hint in hints:
            own = starts_with(hint, folder, kinds)
            if own is None or any("$" in inside for _, inside in hint.mounts):
                return set()
            used.add(own)
            above |= _above(own, folder)
            files = of_static(own, statics[own].text) if own else hint
            provided |= {_provided(files, hint, folder), *_put_into(files, hint.mounts, folder)}
    twins = {posixpath.splitext(own)[0] for own in used if own}
    spare = {
        path
        for path, one in statics.items()
        if posixpath.splitext(path)[0] in twins
        or (one.folder in above and posixpath.basename(path) in _NAMES)
        or (any(below(path, place) for place in provided - {"", _NOWHERE}) and is_dropped_whole(path, one.text))
    }
    return spare - used - mentioned(spare - used, seen, runs)


def _above(own: str, folder: str) -> set[str]:
    """The folders above that of a static configuration, up to that of the compose file."""
    return {one for one in ancestors(posixpath.dirname(own))[1:] if below(one, folder)} if own else set()


def beside_flags(seen: Sequence[Seen]) -> set[str]:
    """The static configurations in folders below the compose file of a Traefik, where every Traefik of the repository
    starts with flags, has no file provider, and mounts nothing of the repository."""
    statics = {one.path: one.folder for one in seen if one.what.kind is Kind.STATIC}
    runs = runs_of(seen) if statics else {}
    kinds = {one.path: one.what.kind for one in seen}
    for file, hints in runs.items():
        folder = posixpath.dirname(file)
        for hint in hints:
            is_apart = not any(host.startswith((".", "$")) for host, _ in hint.mounts)
            if starts_with(hint, folder, kinds) != "" or hint.directory or hint.filename or not is_apart:
                return set()
    running = set(map(posixpath.dirname, runs))
    spare = {path for path in _below_running(seen, runs) if path in statics and statics[path] not in running}
    return spare - mentioned(spare, seen, runs)


def _below_running(seen: Sequence[Seen], runs: Runs) -> set[str]:
    """The files of which the nearest compose files, in their folder or above it, run a Traefik."""
    homes = {one.folder for one in seen if one.what.kind is Kind.COMPOSE}
    running = set(map(posixpath.dirname, runs))
    return {
        one.path for one in seen if next((home for home in ancestors(one.folder) if home in homes), None) in running
    }


def not_read(seen: Sequence[Seen]) -> set[str]:
    """The dynamic configurations that no file provider reads: those in the folder of a compose file that runs a
    Traefik, or among what that mounts. None where anything is left open: how some Traefik of the folder starts, or what
    is where its file provider looks; where that is a folder that is not here, only those that are called as one that
    another Traefik reads. Of a static configuration that nobody starts here the file counts that it names."""
    dynamic = {one.path: one for one in seen if one.what.kind is Kind.DYNAMIC}
    runs = runs_of(seen) if dynamic else {}
    kinds = {one.path: one.what.kind for one in seen}
    statics = {one.path: of_static(one.path, one.text) for one in seen if one.what.kind is Kind.STATIC}
    paths = {above for one in seen for above in (one.path, *ancestors(one.folder))}
    used: set[str] = set()
    read: set[str] = set()
    near: set[str] = set()
    beside: set[str] = set()
    for file, hints in runs.items():
        folder = posixpath.dirname(file)
        near.add(folder)
        for hint in hints:
            own = _started(hint, folder, kinds, statics)
            if own is None:
                return set()
            used.add(own)
            files = statics[own] if own else hint
            place = _provided(files, hint, folder)
            if not place:
                return set()
            read |= {place, *_put_into(files, hint.mounts, folder)}
            beside |= {posixpath.dirname(own), *_above(own, folder)}
            near |= {host for host, _ in hint.mounts_in(folder)}
    others = [hint for path, hint in statics.items() if path not in used]
    if any(hint.directory or "$" in hint.filename for hint in others):
        return set()
    meant = {posixpath.basename(hint.filename) for hint in others}
    taken = {path for path in dynamic if any(place != _NOWHERE and below(path, place) for place in read)}
    spare = {path for path, one in dynamic.items() if _is_near(one, near) or one.folder in beside} - taken
    if not read <= {_NOWHERE, *paths}:
        names = set(map(posixpath.basename, taken))
        spare = {path for path in spare if posixpath.basename(path) in names}
    spare = {path for path in spare if posixpath.basename(path) not in meant}
    return spare - mentioned(spare, seen, runs)


def beside_static(seen: Sequence[Seen]) -> set[str]:
    """The dynamic configurations beside a static one, where nothing here runs a Traefik, that are not what its file
    provider reads: it names another file of this folder. None where any static configuration reads a folder, or hangs
    on a variable."""
    dynamic = {one.path: one for one in seen if one.what.kind is Kind.DYNAMIC}
    static = [one for one in seen if one.what.kind is Kind.STATIC] if len(dynamic) > 1 else []
    if not static or runs_of(seen):
        return set()
    hints = {one.path: of_static(one.path, one.text) for one in static}
    if any(hint.directory or "$" in hint.filename for hint in hints.values()):
        return set()
    names = {posixpath.basename(hint.filename) for hint in hints.values()}
    settled: set[str] = set()
    doubtful: set[str] = set()
    for one in static:
        read = posixpath.join(one.folder, posixpath.basename(hints[one.path].filename))
        (settled if read in dynamic else doubtful).add(one.folder)
    spare = {path for path, one in dynamic.items() if one.folder in settled - doubtful}
    spare = {path for path in spare if posixpath.basename(path) not in names}
    return spare - mentioned(spare, seen, {})


def of_nobody(seen: Sequence[Seen]) -> set[str]:
    """The dynamic configurations below the compose file of a Traefik, where it is known how every Traefik of the folder
    starts, and none has a file provider. What lies below a compose file without one may be for another server."""
    dynamic = {one.path for one in seen if one.what.kind is Kind.DYNAMIC}
    if not dynamic or not reads_no_files(seen):
        return set()
    runs = runs_of(seen)
    spare = dynamic.intersection(_below_running(seen, runs))
    return spare - mentioned(spare, seen, runs)


def forms(seen: Sequence[Seen]) -> set[str]:
    """The dynamic configurations of which each host and address has a variable, where every Traefik reads a folder of
    the host that is not here, and none gets them from here: somebody fills them in, and puts them there."""
    some = [one for one in seen if one.what.kind is Kind.DYNAMIC and b"$" in one.text and _is_form(one.text)]
    runs = runs_of(seen) if some else {}
    if not runs:
        return set()
    kinds = {one.path: one.what.kind for one in seen}
    statics = {one.path: of_static(one.path, one.text) for one in seen if one.what.kind is Kind.STATIC}
    paths = {above for one in seen for above in (one.path, *ancestors(one.folder)) if above}
    given: set[str] = set()
    for file, hints in runs.items():
        folder = posixpath.dirname(file)
        for hint in hints:
            own = _started(hint, folder, kinds, statics)
            host = "" if own is None else _brought_from(statics[own] if own else hint, hint.mounts)
            if not host.startswith(("/", "~", "$")) or of_clone(host, folder, paths) != host:
                return set()
            given |= {mounted for mounted, _ in hint.mounts_in(folder)}
    return {one.path for one in some if not any(below(one.path, host) for host in given)}


def _is_form(text: bytes) -> bool:
    values = [one for one in _VALUES.findall(COMMENTS.sub(b"", text)) if b"`*`" not in one]
    return bool(values) and all(map(_VARIABLE.search, values))


def replaced(seen: Sequence[Seen]) -> set[str]:
    """The configurations of a Traefik that nobody starts, and that cannot start on a host whose ports of the web the
    compose file beside or above them gives to another container; what is left of it has no labels either."""
    statics = [one for one in seen if one.what.kind is Kind.STATIC and _wants_web_ports(one)]
    composed = [one for one in seen if one.what.kind is Kind.COMPOSE] if statics else []
    if not composed or runs_of(seen) or any(b"traefik" in one.text.lower() for one in composed):
        return set()
    taken = {one.folder for one in composed if web_ports_of(one.text) == {"80", "443"}}
    homes = {one.folder for one in statics if not taken.isdisjoint(ancestors(one.folder))}
    gone = {one.path for one in statics if one.folder in homes}
    return gone | {one.path for one in seen if one.what.kind is Kind.DYNAMIC and one.folder in homes - taken}


def _wants_web_ports(static: Seen) -> bool:
    """Whether a Traefik listens on a port of the web: on 80 where it has no entry points."""
    return not of_static(static.path, static.text).entry_points or _WEB.search(static.text) is not None


def reads_no_files(seen: Sequence[Seen]) -> bool:
    """Whether it is known how every Traefik of the folder starts, and none has a file provider."""
    statics = {one.path: of_static(one.path, one.text) for one in seen if one.what.kind is Kind.STATIC}
    kinds = {one.path: one.what.kind for one in seen}
    runs = runs_of(seen)
    for file, hints in runs.items():
        folder = posixpath.dirname(file)
        for hint in hints:
            own = _started(hint, folder, kinds, statics)
            if own is None:
                return False
            files = statics[own] if own else hint
            if _provided(files, hint, folder) != _NOWHERE or _put_into(files, hint.mounts, folder):
                return False
    return bool(runs) and not any(hint.directory or hint.filename for hint in statics.values())


def _started(hint: Hint, folder: str, kinds: Mapping[str, Kind], statics: Collection[str]) -> str | None:
    """The static configuration that a Traefik takes, also one that is installed to where the volume begins; empty where
    it has flags alone, None where nobody can tell."""
    own = starts_with(hint, folder, kinds)
    if own is None and len(meant := hint.statics_meant(folder, statics)) == 1 and not hint.is_built:
        (own,) = meant
    return None if hint.script or hint.is_wrapped else own


def _is_near(one: Seen, folders: Collection[str]) -> bool:
    return one.folder in folders or any(folder and below(one.path, folder) for folder in folders)


def is_dropped_whole(file: str, text: str | bytes) -> bool:
    """Whether a file provider makes nothing of a file, and takes no offence at it: it passes over the roots of the
    static configuration."""
    document = read_document(file, text)
    roots = skeleton(file, document.text).roots()
    return not document.diagnostics and not document.is_template and roots.isdisjoint(SECTIONS)


def is_other_static(file: str, text: str | bytes, folders: Collection[str]) -> bool:
    """Whether a file is another form of what a Traefik starts with, as it is called like one or lies beside it, or an
    example, and a file provider makes nothing of it: that it is read as a dynamic one is no mistake of anybody.

    Args:
        folders: where the files are that Traefiks start with.
    """
    is_called_so = posixpath.basename(file).lower().startswith("traefik") or is_kept_copy(file)
    is_beside = posixpath.dirname(file) in folders
    return (is_called_so or is_beside) and is_dropped_whole(file, text)


_NOWHERE = "\n"
"""What no file provider reads from."""


def _provided(files: Hint, run: Hint, folder: str) -> str:
    """Where in the repository a file provider looks, in a container of a compose file in a folder; empty where nobody
    can tell, and nowhere where no volume brings the place, but perhaps single files to it.

    Args:
        files: what says where it looks.
        run: what the compose file says of the container.
    """
    written = files.directory or files.filename
    if not written:
        return _NOWHERE
    host, inside = nearest_mount(written, run.mounts)
    if not written.startswith("/"):
        return ""
    if not host and not run.gets_more:
        name = posixpath.basename(written.rstrip("/"))
        missed = any(posixpath.basename(host.rstrip("/")) == name for host, _ in run.mounts)  # it comes elsewhere
        is_here = all(host.startswith(".") for host, at in run.mounts if below(at, written))
        return _NOWHERE if is_here and not missed else ""
    return joined(folder, f"{host}/{written[len(inside) :]}") if host.startswith(".") else ""


def _brought_from(hint: Hint, mounts: Sequence[tuple[str, str]]) -> str:
    """What a volume brings of the host that a file provider reads, or that holds it; empty where none does."""
    written = hint.directory or hint.filename
    return nearest_mount(written, mounts)[0] if written else ""


def _put_into(hint: Hint, mounts: Sequence[tuple[str, str]], folder: str) -> set[str]:
    """What else a container mounts of the repository to where a file provider looks, such as one more file."""
    written = (hint.directory or hint.filename).rstrip("/")
    return {
        joined(folder, host)
        for host, inside in mounts
        if written and host.startswith(".") and below(inside.rstrip("/"), written)
    }


def _may_be_read(path: str, hint: Hint, compose: Seen) -> bool:
    """Whether a Traefik may read a file of what a compose file mounts: nobody reads what comes to no place of its
    static configuration or its file provider, if nothing else in the file speaks of where it comes to."""
    hosts = [(joined(compose.folder, host), inside) for host, inside in hint.mounts if host.startswith(".")]
    mine = [in_container(path, host, at) for host, at in hosts if below(path, host)]
    if not mine or hint.static is None or hint.script or hint.is_wrapped or b"working_dir" in compose.text:
        return bool(mine)
    places = [*STATIC_PLACES, *filter(None, (hint.directory, hint.filename))]
    if not all(place.startswith("/") for place in places) or any("$" in inside for inside in mine):
        return True
    is_named = any(compose.text.count(at.encode()) > (at in dict(hint.mounts).values()) for at in mine)
    return is_named or any(below(inside, place) for inside in mine for place in places)


def _mounted(hint: Hint, folder: str, but: str = "\n") -> Iterator[str]:
    """What a container mounts of the repository, but for what it finds below a folder."""
    for host, at in hint.mounts:
        if host.startswith(".") and not at.startswith(but):
            yield joined(folder, host)
