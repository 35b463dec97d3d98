"""From paths to texts: which files Traefik's file provider reads, and which provider directory a file belongs to.

The walk is Traefik's (`collectFileConfigs` in pkg/provider/file/file.go): every sub-folder, entries in the byte order
of their names, folders in their place among the files; a link to a folder is not followed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from traefiklint.decoding.directory import is_read
from traefiklint.discovery.plain import has_labels, is_plainly_dynamic
from traefiklint.errors import UsageError
from traefiklint.reading import is_file, read_entry, read_file
from traefiklint.records import NamedTuple

if TYPE_CHECKING:
    from traefiklint.discovery.projects import Projects

STDIN = "-"
UNNAMED = "stdin.yml"
"""What standard input is called where nobody names it."""

_GUESSED_DEPTH = 2
"""How many levels of sub-folders belong to a provider directory that is only guessed: Dokploy's certificates lie one
below. A folder that happens to hold a Traefik file (somebody's home, say) may hold a million others."""

_OWN = ".traefiklint"
"""Where this program keeps what it remembers of a server: old texts, which nobody runs."""

_SETTINGS = "traefiklint.toml"
"""Our own settings, which may stand in a provider directory: Traefik drops all that is in them."""

_SHOWN = 100
"""How much of either end of a long path is shown."""


CONTEXT_STATIC = "traefik.yml"
CONTEXT_DYNAMIC = "dynamic"
"""What is kept of the surroundings of a directory: the static configuration, and the other files of the directory."""
COMPOSE_FOLDER = "compose"
COMPOSE_FILE = "compose.yml"
ADDED_FILE = "labels.yml"
"""Of a compose application: its file, and the labels that its panel adds, where those are kept by themselves."""


class Namespace(NamedTuple):
    """The files of one provider directory."""

    texts: dict[str, bytes]
    """What is in them, by name, in the order in which Traefik reads them."""
    reported: frozenset[str]
    """The files that were asked for; the others are read because they decide what these mean."""
    beside: frozenset[str] = frozenset()
    """The files that Traefik does not read, where the whole directory was asked for."""
    folder: str = ""
    """The directory, absolute; empty for standard input that stands alone."""
    known: bool = False
    """Whether somebody said, or a static configuration says, that this is a provider directory."""
    named: frozenset[str] = frozenset()
    """The files that were asked for by name."""
    projects: Projects | None = None
    """The compose files whose labels the same Traefik reads."""
    complete: bool = True
    """Whether these are all files of the directory; not where only compose files were asked for."""
    context: frozenset[str] = frozenset()
    """The files that nobody can change here, of which only errors are told."""

    @property
    def composed(self) -> frozenset[str]:
        """The compose files."""
        return self.projects.files if self.projects is not None else frozenset()


class Home(NamedTuple):
    """The provider directory that a file belongs to."""

    folder: str
    """Absolute."""
    known: bool = False
    """Whether a static configuration says so."""


class Wanted(NamedTuple):
    """What is to be read, before anything is."""

    paths: Sequence[str]
    """Files and directories; the provider directories (else the working directory) where there is none."""
    directories: Sequence[str] = ()
    """The provider directories that are known."""
    sniff: bool = False
    """Whether to pass over files outside of them that do not look like dynamic configuration."""
    stdin: bytes = b""
    stdin_name: str = ""
    """The file that standard input stands for; empty where it stands alone."""
    home: Callable[[str], Home] | None = None
    """Says where a file belongs that is in none of the directories; its own folder where it is None."""


def walk(folder: str, *, guessed: bool = False) -> Iterator[str]:
    """What is below a directory but folders, relative to it with `/`, in the order in which Traefik walks it.

    Args:
        guessed: whether nobody said that this is a provider directory, so that its hidden and its deep folders are left
            alone, and all folders where it is the root of a repository.

    Raises:
        OSError: a folder cannot be read.
    """
    waiting = _entries(folder, "", guessed, 0)
    while waiting:
        found = waiting.pop()
        if found.is_folder:
            waiting += _entries(found.path, f"{found.name}/", guessed, found.depth)
        else:
            yield found.name


class _Found(NamedTuple):
    """Something in a directory."""

    path: str
    name: str
    """Relative to where the walk began."""
    is_folder: bool
    depth: int
    """How many folders below the one where the walk began its content lies."""


def _entries(folder: str, prefix: str, guessed: bool, depth: int) -> list[_Found]:
    """What is to be looked at in a folder, last things first."""
    try:
        with os.scandir(folder or os.curdir) as entries:
            found = sorted(entries, key=lambda entry: os.fsencode(entry.name), reverse=True)
    except OSError as error:
        if guessed and depth:  # nobody asked for it, and it may be gone by now
            return []
        if len(folder) > 2 * _SHOWN:
            error.filename = f"{folder[:_SHOWN]}…{folder[-_SHOWN:]}"
        raise
    if guessed and depth and any(map(_is_static, found)):
        return []  # another Traefik's
    shallow = guessed and (depth == _GUESSED_DEPTH or any(entry.name == ".git" for entry in found))
    return [
        _Found(entry.path, prefix + entry.name, is_folder, depth + 1)
        for entry in found
        if not (is_folder := entry.is_dir(follow_symlinks=False))
        or not (entry.name == _OWN or shallow or (guessed and entry.name.startswith(".")))
    ]


def _is_static(entry: os.DirEntry[str]) -> bool:
    """Whether something is a static configuration with the usual name."""
    if not entry.name.startswith("traefik.") or not is_file(entry):
        return False
    from traefiklint.discovery.roles import static_files

    try:
        return bool(static_files({entry.name: read_file(entry.path)}))
    except OSError:
        return False


def gather(wanted: Wanted) -> list[Namespace]:
    """Read what is wanted, provider directory by provider directory.

    Raises:
        UsageError: a path does not exist, or is a file that Traefik does not read.
        OSError: a file cannot be read.
    """
    groups: dict[str, _Group] = {}
    composed: list[str] = []
    known = [os.path.abspath(directory) for directory in wanted.directories]  # noqa: PTH100
    alone: list[Namespace] = []
    for path in wanted.paths or wanted.directories or (os.curdir,):
        if path == STDIN and not wanted.stdin_name:
            alone.append(Namespace({UNNAMED: wanted.stdin}, frozenset({UNNAMED})))
            continue
        given = (wanted.stdin_name if path == STDIN else path).replace(os.sep, "/")
        if path != STDIN and _is_compose_file(given, wanted.sniff):
            composed.append(given)
            continue
        for home, name, called in _places(given, path == STDIN, known, wanted):
            group = groups.setdefault(home.folder, _Group(home.folder, given, home.known))
            group.ask(name, called)
    return with_projects(alone + [_read(group, wanted, composed) for group in groups.values()], composed)


def with_texts(namespace: Namespace, changed: Mapping[str, bytes]) -> Namespace:
    """A directory, and its compose files, with other texts of some files."""
    mine = {name: text for name, text in changed.items() if name in namespace.texts}
    projects = namespace.projects
    if projects is not None and (composed := {name.removeprefix("./"): text for name, text in changed.items()}):
        projects = projects.over(composed)
    return namespace._replace(texts={**namespace.texts, **mine}, projects=projects)


def with_projects(namespaces: list[Namespace], composed: list[str]) -> list[Namespace]:
    """The directories with the compose files that belong to the same Traefik: where there is one directory, to its."""
    if not composed:
        return namespaces
    if len(namespaces) == 1:
        return [with_compose(namespaces[0], composed)]
    return [*namespaces, with_compose(Namespace({}, frozenset(), complete=False), composed)]


def with_compose(
    namespace: Namespace, composed: Sequence[str], *, whole: bool = True, asked: bool = True, found: bool = False
) -> Namespace:
    """A directory with the compose files that belong to the same Traefik.

    Args:
        whole: whether it reads no others.
        asked: whether they were asked for; else they are only read because they decide what the others mean.
        found: whether nobody named them.
    """
    if not composed:
        return namespace
    from traefiklint.discovery.projects import projects_of

    mine = namespace.projects
    projects = projects_of(
        (*(mine.mains if mine is not None else ()), *composed), whole=whole, found=composed if found else ()
    )
    reported = namespace.reported | (projects.files if asked else frozenset())
    return namespace._replace(projects=projects, reported=reported)


def _is_compose_file(path: str, sniff: bool) -> bool:
    """Whether a path leads to a compose file; where it was only passed along, to one with labels for Traefik."""
    if not path.lower().endswith((".yml", ".yaml")) or not os.path.isfile(path):  # noqa: PTH113
        return False
    text = read_entry(path, _real(os.path.dirname(os.path.abspath(path))))  # noqa: PTH100, PTH120
    if is_plainly_dynamic(text):
        return False
    from traefiklint.discovery.projects import is_compose

    if sniff and b"traefik." not in text.lower():
        return False
    return is_compose(path, text)


class _Group:
    """One provider directory, and what of it was asked for."""

    def __init__(self, folder: str, given: str, known: bool) -> None:
        self.folder = folder
        self.known = known
        self.prefix = _prefix(folder, given)
        self.whole = False
        self.names: dict[str, str] = {}

    def ask(self, name: str, called: str) -> None:
        """Ask for one file, and say how the user calls it; or for all of them, where the name is empty."""
        if name:
            self.names[name] = called
        else:
            self.whole = True

    def called(self, name: str) -> str:
        """How a file of this directory is named in the report."""
        return self.names.get(name) or self.prefix + name


def _places(given: str, is_stdin: bool, known: list[str], wanted: Wanted) -> list[tuple[Home, str, str]]:
    """The provider directories that a path means, each with the file in it that is meant (empty for all of them), and
    what the user calls that file.
    """
    absolute = os.path.abspath(given)  # noqa: PTH100
    around = max((folder for folder in known if is_below(absolute, folder)), key=len, default="")
    if not is_stdin and os.path.isdir(absolute):  # noqa: PTH112
        inside = [folder for folder in known if is_below(folder, absolute)]
        if inside or not around:
            return [(Home(folder, folder in known), "", "") for folder in inside or [absolute]]
        below = _relative(absolute, around)
        names = [name for name in walk(absolute) if is_read(name)]
        return [(Home(around, True), f"{below}/{name}", f"{given.rstrip('/')}/{name}") for name in names]
    if not is_stdin and not os.path.lexists(absolute):
        raise UsageError(f"`{given}` does not exist")
    if not is_read(given):
        if wanted.sniff:
            return []
        raise UsageError(
            f"`{given}` is not a file that Traefik's file provider reads",
            "it reads `.yml`, `.yaml` and `.toml`, and silently skips all others",
        )
    own = Home(around, True) if around else Home(os.path.dirname(absolute))  # noqa: PTH120
    if (
        wanted.sniff
        and not around
        and not is_stdin
        and not _is_traefiks(absolute, read_entry(absolute, _real(own.folder)))
    ):
        return []
    home = own if around or wanted.home is None else wanted.home(absolute)
    return [(home, _relative(absolute, home.folder), given)]


def _is_traefiks(name: str, text: bytes) -> bool:
    """Whether a file is surely configuration of Traefik that files hold."""
    from traefiklint.discovery.roles import static_files

    return _is_dynamic(name, text) or bool(static_files({name: text}))


def _is_dynamic(name: str, text: bytes) -> bool:
    """Whether a file is surely dynamic configuration; one of the usual shape is not looked at twice."""
    from traefiklint.discovery.kinds import Kind, recognize

    return is_plainly_dynamic(text) or recognize(name, text).kind is Kind.DYNAMIC


def _read(group: _Group, wanted: Wanted, composed: list[str]) -> Namespace:
    """Read the files of a group; compose files among them are put to the others."""
    sure = group.known or group.whole
    stdin = wanted.stdin_name.replace(os.sep, "/") if STDIN in wanted.paths else ""
    real = _real(group.folder)
    texts: dict[str, bytes] = {}
    asked: set[str] = set()
    beside: set[str] = set()
    for name in _names(group):
        if name.rpartition("/")[2] == _SETTINGS:
            continue
        called = group.called(name)
        wanted_by_name = name in group.names
        if not is_read(name):
            if sure:
                texts[called] = b""  # it is enough to know that it is there
                if group.whole:
                    beside.add(called)
            continue
        try:
            text = wanted.stdin if called == stdin else read_entry(f"{group.folder}/{name}", real)
        except OSError:
            if sure or wanted_by_name:
                raise
            continue  # nobody asked for it, and nobody knows whether it is Traefik's
        if group.whole and b"services" in text and b"traefik." in text:
            from traefiklint.discovery.projects import is_compose

            if is_compose(called, text):
                composed += [called] if has_labels(text) else []
                continue
        if sure or wanted_by_name or _is_dynamic(name, text):
            texts[called] = text
        if group.whole or wanted_by_name:
            asked.add(called)
    return Namespace(
        texts if asked else {},
        frozenset(asked),
        frozenset(beside if asked else ()),
        group.folder,
        group.known,
        frozenset(group.names.values()),
    )


def _names(group: _Group) -> list[str]:
    """What there is in the directory of a group, and what was asked for in it, be it there or not."""
    if not os.path.isdir(group.folder):  # noqa: PTH112 - standard input may stand for a file that is yet to come
        return list(group.names)
    guessed = not (group.known or group.whole)
    found = list(walk(group.folder, guessed=guessed))
    there = set(found)
    return [*found, *(name for name in group.names if name not in there)]


def _real(folder: str) -> str:
    return os.path.realpath(folder)  # a provider directory may be a link itself


def _prefix(folder: str, given: str) -> str:
    """How the files of a directory begin in the report: as the path was given, where it leads there plainly."""
    start = given.replace(os.sep, "/")
    while start and os.path.abspath(start) != folder:  # noqa: PTH100
        start = os.path.dirname(start.rstrip("/"))  # noqa: PTH120
    if not start:
        start = seen_from_here(folder)
    return "" if start in (".", "./") else start.rstrip("/") + "/"


def is_below(path: str, folder: str) -> bool:
    """Whether a path is a folder, or is in it; both absolute."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _relative(path: str, folder: str) -> str:
    return path[len(folder.rstrip(os.sep)) + 1 :].replace(os.sep, "/")


def seen_from_here(path: str) -> str:
    """A path as it is seen from the working directory."""
    return os.path.relpath(path).replace(os.sep, "/")
