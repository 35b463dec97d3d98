"""Which compose files are linted, with the files that they lead to.

`compose.override.yml` beside `compose.yml` belongs to the same project, as Compose reads it without being told.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache, cached_property, partial
from itertools import islice

from traefiklint.compose.names import NAMES, OVERRIDES
from traefiklint.discovery.kinds import Kind, recognize
from traefiklint.discovery.plain import is_plainly_compose, may_run_traefik
from traefiklint.discovery.tracked import is_of_submodule, root_of
from traefiklint.reading import NotAFileError, read_file
from traefiklint.records import NamedTuple


class Projects(NamedTuple):
    """Compose files that are linted."""

    groups: tuple[tuple[str, ...], ...]
    """The files of each project: the main one, and those that override it."""
    texts: Callable[[str], str | None]
    """The text of a file by its path, of those too that compose files lead to; None where there is none. It raises
    LookupError for files of which nobody knows whether they are there."""
    folder_name: str = "project"
    """What the folder is called that paths without a folder start from: a project without a name is called so."""
    whole: bool = True
    """Whether these are all that the same Traefik reads; if not, what is missing may stand in another."""
    found: frozenset[str] = frozenset()
    """The main files that nobody named: that they are used as they lie there, and beside the others, is assumed."""
    stacks: frozenset[str] = frozenset()
    """The main files that are known to be deployed as stacks; of others their labels tell."""
    together: tuple[tuple[str, ...], ...] = ()
    """The files that somebody says are given to Compose together, in this order."""
    piped: frozenset[str] = frozenset()
    """The files of which a script may make what Compose gets."""
    untold: frozenset[str] = frozenset()
    """The files that nobody named, and of which no script or read-me speaks."""
    podman: frozenset[str] = frozenset()
    """The files that another program than Compose runs, which minds less."""
    profiles: tuple[str, ...] = ()
    """The profiles that are asked for."""
    beside: Callable[[str], Iterable[str]] = lambda _: ()
    """The files in the folder of a main file."""

    def over(self, texts: Mapping[str, str | bytes]) -> Projects:
        """The same projects, with other texts of some files."""

        def text_of(path: str) -> str | None:
            text = texts.get(path)
            if text is None:
                return self.texts(path)
            return text.decode("utf-8", "replace") if isinstance(text, bytes) else text

        return self._replace(texts=text_of)

    def text(self, path: str) -> str:
        """The text of a file; empty where there is none, or nobody knows."""
        with suppress(LookupError):
            return self.texts(path) or ""
        return ""

    @property
    def mains(self) -> tuple[str, ...]:
        """The main file of each."""
        return tuple(group[0] for group in self.groups)

    @property
    def files(self) -> frozenset[str]:
        """The files of all, those that override others too."""
        return frozenset(name for group in self.groups for name in group)


def is_compose(name: str, text: str | bytes) -> bool:
    """Whether a text is a compose file."""
    if is_plainly_compose(name, text if isinstance(text, bytes) else text.encode("utf-8", "replace")):
        return True
    if isinstance(text, bytes):
        may_be = b"services" in text or b"include" in text
    else:
        may_be = "services" in text or "include" in text
    return may_be and recognize(name, text).kind is Kind.COMPOSE


def among(files: Mapping[str, str | bytes]) -> Projects | None:
    """The projects of the compose files among texts; None where there are none."""
    found = [name for name, text in files.items() if is_compose(name, text)]
    return projects_in(files, found) if found else None


def projects_in(files: Mapping[str, str | bytes], compose: Iterable[str]) -> Projects:
    """The projects of the compose files that are named, of texts that are all there is."""

    def text_of(path: str) -> str | None:
        text = files[path]
        return text.decode("utf-8", "replace") if isinstance(text, bytes) else text

    return Projects(_groups(_without_parts(list(compose), text_of), files.__contains__), text_of)


def projects_of(files: Iterable[str], *, whole: bool = True, found: Iterable[str] = ()) -> Projects:
    """The projects of compose files on disk, by their paths.

    Args:
        whole: whether the Traefik that reads them reads no others.
        found: those that nobody named.
    """
    files = _plain(files)
    texts = _Texts(files).get
    unnamed = frozenset(_plain(found))
    mains = _without_parts(files, texts, unnamed)
    groups = _groups(mains, os.path.isfile)
    here = os.path.basename(os.getcwd())  # noqa: PTH109, PTH119
    named = frozenset(files) - unnamed
    unnamed |= {main for main, *over in groups if main not in named and not unnamed.isdisjoint(over)}
    if len(mains) > 1:  # what another extends is there once more with it: that both are used is assumed
        from traefiklint.discovery.parts import extended

        unnamed |= extended(_known(mains, texts))
    return Projects(groups, texts, here, whole, found=unnamed, beside=_beside)


_MOST_OVERLAYS = 3
"""How many files that may be put over a main one are tried."""


def told_ways_of(projects: Projects) -> Iterator[Projects]:
    """How projects that nobody named are run, too, as their files and the commands in scripts say: with all profiles,
    or with files that a command names together."""
    if not projects.found:
        return
    if any("profiles" in projects.text(name) for name in projects.files):
        yield projects._replace(profiles=("*",))
    for files in projects.together[:_MOST_OVERLAYS]:
        if not projects.found.isdisjoint(files):
            rest = tuple(group for group in projects.groups if group[0] not in files)
            yield projects._replace(groups=(files, *rest))


def guessed_ways_of(projects: Projects) -> Iterator[Projects]:
    """How projects that nobody named may be run, though nobody says so: without what overrides them, or with what
    stands beside them and cannot stand alone (`-f compose.yml -f compose.prod.yml`)."""
    if not projects.found:
        return
    mains = tuple(group[:1] if group[0] in projects.found else group for group in projects.groups)
    if mains != projects.groups:
        yield projects._replace(groups=mains)
    unmade = cache(partial(_unmade, projects))  # one folder may hold the files of many
    over = {main: _overlays(main, projects, unmade) for (main, *_) in mains if main in projects.found}
    laid = {name for names in over.values() for name in names}
    for number in range(max(map(len, over.values()), default=0)):
        taken = {main: names[number] for main, names in over.items() if number < len(names)}
        groups = ((main, taken[main]) if main in taken else (main, *rest) for main, *rest in mains if main not in laid)
        yield projects._replace(groups=tuple(groups))


_MOST_BESIDE = 50
"""How many files beside a main one are looked at."""


def other_traefiks(projects: Projects) -> Iterator[Projects]:
    """How projects that nobody named may be run with the Traefik of a file beside them: it makes some of their services
    anew, and not all of them, as `compose.prod.yml` does."""
    services = cache(partial(_beside_traefik, projects))
    for main in projects.mains:
        mine = services(main) if main in projects.found else frozenset()
        others = (name for name in islice(projects.beside(main) if mine else (), _MOST_BESIDE) if name != main)
        over = (name for name in others if mine & services(name) and not mine <= services(name))
        for name in islice(over, _MOST_OVERLAYS):
            yield projects._replace(groups=((main, name),))


def _beside_traefik(projects: Projects, name: str) -> frozenset[str]:
    """The services of a file that runs Traefik; none of another one, or one that nobody has."""
    from traefiklint.discovery.hints import service_names

    text = _known((name,), projects.texts).get(name, "")
    return service_names(text) if may_run_traefik(text) else frozenset()


def _overlays(main: str, projects: Projects, unmade: Callable[[str], frozenset[str]]) -> list[str]:
    """The files beside a main one that say more of the services that it makes, and not of what these are made."""
    from traefiklint.discovery.hints import service_names

    mine = service_names(projects.text(main)) - unmade(main)
    others = (name for name in projects.beside(main) if name != main and not mine.isdisjoint(unmade(name)))
    return list(islice(others, _MOST_OVERLAYS))


def _unmade(projects: Projects, name: str) -> frozenset[str]:
    """The services of a file that does not say what they are made of; none where nobody has it."""
    from traefiklint.discovery.hints import unmade_services

    return unmade_services(projects.text(name))


def _beside(main: str) -> list[str]:
    """The files that are called as a compose file is, in the folder of one."""
    folder, slash, _ = main.rpartition("/")
    try:
        names = sorted(os.listdir(folder or os.curdir))  # noqa: PTH208
    except OSError:
        return []
    mine = (name for name in names if name.lower().endswith((".yml", ".yaml")) and "compose" in name.lower())
    return [f"{folder}{slash}{name}" for name in mine if name.lower() not in OVERRIDES]


def _plain(files: Iterable[str]) -> list[str]:
    return [name.removeprefix("./") for name in files]


def _without_parts(files: list[str], text_of: Callable[[str], str | None], found: Collection[str] = ()) -> list[str]:
    """Compose files without those that others of them take as a whole, which are no projects of their own."""
    if len(files) < 2:
        return files
    from traefiklint.discovery.parts import taken_whole

    parts = taken_whole(_known(files, text_of), found)
    return [path for path in files if path not in parts] or files


def _known(files: Iterable[str], text_of: Callable[[str], str | None]) -> dict[str, str]:
    """The texts of files, without those of which nobody knows what they hold."""
    texts = {}
    for path in files:
        with suppress(LookupError):
            texts[path] = text_of(path) or ""
    return texts


def _groups(files: Iterable[str], is_there: Callable[[str], bool]) -> tuple[tuple[str, ...], ...]:
    """Compose files, each with those that override it."""
    found = dict.fromkeys(files)
    mains = [name for name in found if not main_of(name, is_there)]
    mains += [main for name in found if (main := main_of(name, is_there)) and main not in mains]
    return tuple((main, *_overrides(main, is_there)) for main in mains)


def main_of(name: str, is_there: Callable[[str], bool]) -> str:
    """The file that a file overrides, the one that Compose takes in its folder; empty where it overrides none."""
    folder, slash, base = name.rpartition("/")
    if base.lower() not in OVERRIDES:
        return ""
    mains = (f"{folder}{slash}{main}" for main in NAMES)
    return next((main for main in mains if is_there(main)), "")


def _overrides(main: str, is_there: Callable[[str], bool]) -> list[str]:
    folder, slash, base = main.rpartition("/")
    others = NAMES[: NAMES.index(base)] if base in NAMES else ()
    if base not in NAMES or any(is_there(f"{folder}{slash}{other}") for other in others):
        return []  # Compose takes another file in this folder
    names = (f"{folder}{slash}{name}" for name in OVERRIDES)
    return [name for name in names if is_there(name)][:1]


class _Texts:
    """The texts of files on the disk, each read once."""

    def __init__(self, named: Iterable[str]) -> None:
        """
        Args:
            named: the files that lead to all others.
        """
        self._named = tuple(named)
        self._known: dict[str, str | None] = {}

    def get(self, path: str) -> str | None:
        """The text of a file; None where there is none that can be read."""
        if path not in self._known:
            try:
                self._known[path] = read_file(path).decode("utf-8", "replace")
            except (NotAFileError, OSError):
                # to something that is made where the project runs, or that another repository brings there
                if os.path.islink(path) or self._is_outside(path) or is_of_submodule(path):  # noqa: PTH114
                    raise LookupError(path) from None
                self._known[path] = None
        return self._known[path]

    def _is_outside(self, path: str) -> bool:
        """Whether a path leads out of the repositories that the files are in."""
        absolute = os.path.abspath(path)  # noqa: PTH100
        return all(self._roots) and not any(absolute.startswith(root.rstrip(os.sep) + os.sep) for root in self._roots)

    @cached_property
    def _roots(self) -> frozenset[str]:
        """The roots of these repositories; an empty one where a file is in none."""
        folders = {os.path.dirname(os.path.abspath(name)) for name in self._named}  # noqa: PTH100, PTH120
        return frozenset(map(root_of, folders))
