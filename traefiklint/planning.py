"""Finds out what a run looks at, from what is asked for: what belongs to which Traefik, and what is left alone."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from traefiklint.coverage import Passed
from traefiklint.decoding.directory import is_read
from traefiklint.decoding.file import as_text
from traefiklint.discovery.around import Around, around, around_compose, around_static, is_search_root
from traefiklint.discovery.plain import has_labels, is_plainly_compose, is_plainly_dynamic, may_run_traefik
from traefiklint.discovery.roles import static_files
from traefiklint.errors import ComposeRefusesError
from traefiklint.files import STDIN, Home, Namespace, Wanted, gather, is_below, seen_from_here, with_compose
from traefiklint.instance.names import full_name
from traefiklint.options import AUTO, Options
from traefiklint.plans import Asked, Declared, Lot, Plan
from traefiklint.reading import NotAFileError, read_file
from traefiklint.versions import UNKNOWN, is_before_three, version_of_image

if TYPE_CHECKING:
    from traefiklint.discovery.commands import Commands
    from traefiklint.discovery.kinds import Recognized
    from traefiklint.discovery.projects import Projects
    from traefiklint.discovery.scripts import Scripts
    from traefiklint.discovery.traefik import Traefik
    from traefiklint.discovery.walk import Seen


class Planner:
    """Finds out what belongs together."""

    def __init__(self, asked: Asked, options: Options, static_of: Callable[[Options, str], Options]) -> None:
        """
        Args:
            options: how to judge what no declaration says more about.
            static_of: gives the options with the static configuration at a path.
        """
        self._asked = asked
        self._options = options._replace(target_known=asked.has_target)
        self._static_of = static_of
        self._passed: dict[str, Passed] = {}
        self._lots: list[Lot] = []
        self._scripts: dict[str, Scripts] = {}
        self._versions: dict[str, str] = {}
        self._said: dict[str, bool] = {}

    def plan(self) -> Plan:
        """Read what is asked for.

        Raises:
            UsageError: a path does not exist, or is a file that Traefik does not read.
            OSError: a file cannot be read.
        """
        asked = self._asked
        if asked.paths or asked.only_named:
            self._take_paths()
            self._take_gone()
        elif any(one.directories or one.compose for one in asked.declared):
            places = tuple(place for one in asked.declared for place in one.directories)
            if places:
                self._take(places)
            for one in asked.declared:
                if one.compose and not one.directories:
                    namespace = with_compose(Namespace({}, frozenset(), complete=False), one.compose)
                    self._lots.append(Lot(namespace, self._declared_options(one, namespace), one.name))
        else:
            self._search(os.curdir)
        return Plan(tuple(self._lots), tuple(self._passed.values()))

    def _take_paths(self) -> None:
        taken: list[str] = []
        for path in self._asked.paths:
            if path != STDIN and os.path.isdir(path):  # noqa: PTH112
                if self._declared(path) is None and not self._declared_below(path):
                    if is_search_root(path):
                        self._search(path)
                        continue
                    if os.path.normpath(path) == os.curdir and self._finds_all(path):
                        continue
            elif path != STDIN and self._leave(path):
                continue
            taken.append(path)
        if taken:
            self._take(tuple(taken))

    def _finds_all(self, folder: str) -> bool:
        """Look for Traefiks in the working directory, where somebody names it as others leave it out; if it is a folder
        of which nothing shows that it is Traefik's, it is taken at his word."""
        passed = dict(self._passed)
        self._search(folder)
        if self._lots:
            return True
        self._passed = passed
        return False

    def _take_gone(self) -> None:
        """Read the directories in which something was deleted; nothing is reported of them but what that causes."""
        for path in filter(is_read, self._asked.gone):
            declared = self._declared(path)
            home = self._home(os.path.abspath(path)).folder  # noqa: PTH100
            if declared is not None:
                home = max(
                    (place for place in map(os.path.abspath, declared.directories) if _is_in(path, place)), key=len
                )
            if not os.path.isdir(home) or any(lot.namespace.folder == home for lot in self._lots):  # noqa: PTH112
                continue
            place = os.path.relpath(home)
            for namespace in gather(Wanted((place,), (place,) if declared else ())):
                self._lots.append(self._lot(namespace._replace(reported=frozenset(), named=frozenset({path}))))

    def _take(self, paths: tuple[str, ...]) -> None:
        """Read provider directories, and files with the directories that they belong to."""
        asked = self._asked
        directories = [place for one in asked.declared for place in one.directories]
        found = gather(Wanted(paths, directories, asked.sniff, asked.stdin, asked.stdin_name, self._home))
        for namespace in found:
            if self._holds_others(namespace):
                self._search(os.path.relpath(namespace.folder))
                continue
            self._lots.append(self._lot(namespace))

    def _lot(self, namespace: Namespace) -> Lot:
        if self._asked.untracked:
            tracked = {
                name: text
                for name, text in namespace.texts.items()
                if os.path.abspath(name) not in self._asked.untracked  # noqa: PTH100
            }
            namespace = namespace._replace(texts=tracked, reported=namespace.reported & tracked.keys())
        declared = self._declared(namespace.folder) if namespace.folder else None
        if declared is not None:
            namespace = with_compose(namespace, declared.compose)
            target_why = "" if declared.target else self._unknown_target
            lot = Lot(namespace, self._declared_options(declared, namespace), declared.name, target_why=target_why)
            return self._of_server(lot, declared) if declared.context or declared.composes else lot
        if namespace.projects is not None and not namespace.folder:
            return self._compose_lot(namespace)
        near = around(namespace.folder) if namespace.folder else None
        if near is None:
            return Lot(namespace, self._options, target_why=self._unknown_target)
        return self._found_lot(namespace, near)

    def _of_server(self, lot: Lot, declared: Declared) -> Lot:
        """A directory of a server with what else that server's Traefik reads."""
        from traefiklint.surroundings import static_in, with_composes, with_context

        if kept := _of_place(declared.composes, lot.namespace.folder):
            lot = lot._replace(namespace=with_composes(lot.namespace, kept))
        folder = _of_place(declared.context, lot.namespace.folder)
        if not folder:
            return lot
        static = static_in(folder)
        options = self._static_of(lot.options, static) if static and lot.options.static is None else lot.options
        return lot._replace(namespace=with_context(lot.namespace, folder), options=options)

    def _compose_lot(self, namespace: Namespace) -> Lot:
        """Compose files that are named, with the Traefik that stands around them and its other compose files."""
        assert namespace.projects is not None, "it is about compose files"
        mine = {os.path.abspath(one) for one in namespace.projects.mains}  # noqa: PTH100
        for declared in self._asked.declared:
            for place, folder in declared.composes.items():
                if any(_is_in(one, os.path.abspath(folder)) for one in mine):  # noqa: PTH100
                    (whole,) = gather(Wanted((place,), (place,)))
                    asked = namespace.projects.files
                    lot = self._lot(whole)
                    return lot._replace(namespace=lot.namespace._replace(reported=asked, named=asked))
            if mine & {os.path.abspath(one) for one in declared.compose}:  # noqa: PTH100
                directories = gather(Wanted(declared.directories, declared.directories)) if declared.directories else ()
                for files in directories[:1]:
                    namespace = namespace._replace(texts=files.texts, complete=files.complete)
                namespace = _beside(namespace, declared.compose)
                return Lot(namespace, self._declared_options(declared, namespace), declared.name)
        near = around_compose(min(mine), self._asked.exclude)
        if near is None or self._options.static is not None:
            return Lot(namespace, self._options, target_why=self._unknown_target)
        traefik, root = near.traefik, seen_from_here(near.root)
        found = self._found_namespace(root, traefik)
        if found is not None:
            namespace = namespace._replace(texts=found.texts, complete=found.complete)
        others = [_called(root, one) for one in traefik.compose]
        lot = self._found_lot(_beside(namespace, others, whole=len(others) <= len(mine), found=True), near)
        restarting = {seen_from_here(f"{near.root}/{one}") for one in near.restarted}
        return _apart(lot, restarting - set(map(seen_from_here, self._asked.paths)), ())

    def _found_lot(self, namespace: Namespace, near: Around) -> Lot:
        """A directory with what was found around it, as far as nobody gave anything else."""
        traefik, options, why, target_why = near.traefik, self._options, "", self._unknown_target
        version, named_by = ("", "") if self._asked.has_target else self._version_of(near, namespace)
        if version:
            if version == UNKNOWN:
                options = options._replace(runs_older=UNKNOWN)
                target_why = "which version the tag in the compose file means is not known here"
                if traefik.version_is_of_others:
                    target_why = "the files here name several versions"
                if traefik.built_by:
                    target_why = "the image is built, and of which version its Dockerfile makes it is not known here"
            elif is_before_three(version):
                options = options._replace(runs_older=version)
                target_why = f"{named_by} is Traefik {version}, which is not known here"
            else:
                options = options._replace(target=version, target_known=True)
                target_why = named_by
        options = options._replace(put_in=frozenset(seen_from_here(f"{near.root}/{name}") for name in traefik.brought))
        if namespace.folder == near.folder:
            namespace = _with_put_in(namespace, near.root, traefik)
        notes = () if not traefik.gets_more else (_NOT_HERE.format(near.traefik.directory or "."),)
        path = seen_from_here(near.static) if traefik.static else ""
        is_certain = bool(path) and traefik.certain and options.static is None
        if is_certain:
            namespace = _without_spare(namespace, path)
        statics = set(static_files(namespace.texts))
        provided = statics.intersection(seen_from_here(f"{near.root}/{one}") for one in traefik.files)
        if is_certain:
            provided |= statics - namespace.named
        provided -= {path}
        options = options._replace(provided=frozenset(provided))
        if path and options.static is None and {path}.issuperset(statics - provided):
            with suppress(ComposeRefusesError):  # which is told of the compose file itself
                options = self._static_of(options, path)
                why = traefik.why
        if traefik.known and not options.asks_for_all:
            others = {kind: frozenset(map(full_name, names)) for kind, names in traefik.known.items()}
            known = {kind: options.known.get(kind, frozenset()) | names for kind, names in others.items()}
            options = options._replace(known={**options.known, **known})
        if traefik.is_copied:
            options = options._replace(is_copied=True)
        if traefik.is_elsewhere:
            options = options._replace(static_elsewhere=True)
        rivals = () if options.static is not None else tuple(_called(near.root, one) for one in traefik.rivals)
        if rivals and options.profile == AUTO:
            options = options._replace(profile="none")  # one of these is it, and no other
        if traefik.candidates and traefik.compose and (options.static is None or traefik.static):
            candidates = tuple(_texts_of(_called(near.root, one) for one in traefik.candidates))
            is_none = () if traefik.rivals or traefik.static else (("traefik.yml", ""),)  # it may be none of them
            options = options._replace(candidates=(*candidates, *is_none))
        if traefik.sharing:
            options = options._replace(sharing=tuple(_texts_of(_called(near.root, one) for one in traefik.sharing)))
        return Lot(namespace, options, traefik.name, why, target_why, tuple(map(seen_from_here, rivals)), notes)

    @property
    def _unknown_target(self) -> str:
        return "" if self._asked.has_target else "the newest that is known"

    def _search(self, root: str) -> None:
        """Look for the Traefiks of a folder."""
        from traefiklint.discovery.commands import Commands, commands_in
        from traefiklint.discovery.find import find
        from traefiklint.discovery.kinds import Kind
        from traefiklint.discovery.visitors import Visitors, visitors

        top = os.path.abspath(root)  # noqa: PTH100
        scripts = self._scripts_in(top)
        found = find(root, self._asked.exclude, scripts)
        composed = frozenset(one.path for one in found.others if one.what.kind is Kind.COMPOSE)
        composed |= {path for traefik in found.traefiks for path in traefik.compose}
        commands = commands_in(scripts, composed) if composed else Commands()
        known_of = visitors(scripts) if found.traefiks else Visitors()
        for traefik in found.traefiks:
            compose = tuple(_called(root, one) for one in traefik.compose)
            namespace = self._found_namespace(root, traefik)
            near = Around(top, traefik)
            namespace = namespace or Namespace({}, frozenset(), complete=not compose)
            namespace = _run_by(with_compose(namespace, compose, whole=False, found=True), root, commands)
            lot = self._found_lot(namespace, near)
            lot = _apart(lot, {_called(root, path) for path in found.restarted}, compose)
            known = lot.options.target_known or bool(lot.options.runs_older) or traefik.is_run
            options = lot.options._replace(
                is_found=True,
                names_version=known,
                replaced=found.replaced,
                constraints=found.constraints,
                reads_none=traefik.reads_none,
                reads_whole=bool(traefik.rivals) and traefik.directory is not None,
                runs_whole=traefik.runs_whole,
                unclaimed=not (traefik.static or traefik.certain or traefik.is_run),
                **known_of._asdict(),
            )
            self._lots.append(lot._replace(options=options))
        for other in found.others:
            self._pass(_called(root, other.path), _with_labels_told(other))

    def _version_of(self, near: Around, namespace: Namespace) -> tuple[str, str]:
        """The version of a Traefik that was found, and what says so: its image with the variables put in, or the one
        on which it is built; else what scripts beside it start."""
        version = self._version_of_image(near, namespace)
        is_of_others = near.traefik.version_is_of_others
        if version == UNKNOWN or is_of_others or not (version or near.traefik.is_run):
            named = self._version_named(near.root)
            if named and (is_before_three(named) or not near.traefik.built_by):  # a Dockerfile may name several
                return named, "the image that scripts or other files here name"
            if not named and self._is_of_today(near.root):
                return "3", "what files here call their Traefik"
            if not named and is_of_others:  # for several Traefiks, and nobody knows which one reads these
                return UNKNOWN, ""
        return version, "the image in the compose file"

    def _version_named(self, root: str) -> str:
        """What the files of a folder name, which each Traefik in it is asked about."""
        if root not in self._versions:
            from traefiklint.discovery.named_versions import version_named

            self._versions[root] = version_named(self._scripts_in(root))
        return self._versions[root]

    def _is_of_today(self, root: str) -> bool:
        """Whether the files of a folder call their Traefik one of today, which each Traefik in it is asked about."""
        if root not in self._said:
            from traefiklint.discovery.named_versions import is_said_to_be_of_today

            self._said[root] = is_said_to_be_of_today(self._scripts_in(root))
        return self._said[root]

    def _scripts_in(self, root: str) -> Scripts:
        if root not in self._scripts:
            from traefiklint.discovery.scripts import Scripts

            self._scripts[root] = Scripts(root, self._asked.exclude)
        return self._scripts[root]

    def _version_of_image(self, near: Around, namespace: Namespace) -> str:
        traefik = near.traefik
        if traefik.built_by:
            from traefiklint.discovery.projects import projects_of

            groups = projects_of(_called(near.root, path) for path in traefik.built_by)
            found = set(_versions_in(groups, self._options))
            return found.pop() if len(found) == 1 else UNKNOWN
        version = _version_in(namespace, self._options) if traefik.version_varies else None
        return traefik.version if version is None else version

    def _found_namespace(self, root: str, traefik: Traefik) -> Namespace | None:
        directory, files = traefik.directory, traefik.files
        if not files:
            return None
        templates = {_called(root, name) for name in traefik.templates}
        if directory is not None and traefik.certain:
            place = _called(root, directory) or os.curdir
            (whole,) = gather(Wanted((place,), (place,)))
            whole = _with_put_in(whole, root, traefik, asked=True)
            return _without_templates(whole, templates) if templates else whole
        paths = (*(_called(root, name) for name in files), *sorted(templates))
        folder = os.path.commonpath(map(os.path.dirname, files)) if directory is None else directory
        top = os.path.abspath(_called(root, folder))  # noqa: PTH100
        some = next(iter(gather(Wanted(paths, home=lambda _: Home(top)))), None)
        if some is None:  # what was a file when it was found is a folder by now
            return None
        some = some._replace(
            texts={name: text for name, text in some.texts.items() if name in some.reported},
            named=frozenset(),
            complete=not traefik.gets_more,
        )
        return _without_templates(some, templates) if templates else some

    def _home(self, path: str) -> Home:
        """Where a file belongs that is in no declared directory."""
        folder = os.path.dirname(path)  # noqa: PTH120
        near = around(folder)
        return Home(near.folder, near.traefik.certain) if near is not None else Home(folder)

    def _leave(self, path: str) -> bool:
        """Whether a file that is named is something else, and left alone."""
        if self._declared(path) is not None or not os.path.isfile(path):  # noqa: PTH113
            return False
        try:
            text = read_file(path)
        except OSError:
            return False
        if is_plainly_dynamic(text):
            return self._starts_traefik(path, text)
        if is_plainly_compose(path, text):
            return False
        from traefiklint.discovery.kinds import Kind, recognize

        what = recognize(path, text)
        if what.kind is Kind.STATIC and not is_read(path):  # one in JSON, which no provider directory holds
            self._lots.append(self._alone(path.replace(os.sep, "/"), text))
            return True
        if what.kind is Kind.DYNAMIC and self._starts_traefik(path, text):
            return True
        is_ours = what.kind in (Kind.DYNAMIC, Kind.STATIC, Kind.COMPOSE)
        if is_ours or (not self._asked.sniff and not _is_known_other(what)):
            return False
        if not self._asked.sniff or what.kind is not Kind.FOREIGN:
            self._passed[path] = Passed(path, what.called)
        return True

    def _starts_traefik(self, path: str, text: bytes) -> bool:
        """Whether a file that is named is what Traefik starts with, and is judged as that."""
        near = around_static(os.path.abspath(path), text) if self._options.static is None else None  # noqa: PTH100
        if near is None:
            return False
        self._lots.append(self._found_lot(Namespace({}, frozenset()), near))
        return True

    def _alone(self, name: str, text: bytes) -> Lot:
        """A static configuration that is judged by itself."""
        named = frozenset({name})
        options = self._static_of(self._options, name)
        return Lot(Namespace({name: text}, named, named=named), options, target_why=self._unknown_target)

    def _holds_others(self, namespace: Namespace) -> bool:
        """Whether a directory that was asked for as a whole holds files that are no dynamic configuration."""
        if namespace.known or namespace.named or not namespace.folder:
            return False
        named = {path.removeprefix("./") for path in self._asked.paths}
        if namespace.projects is not None and not named.issuperset(namespace.projects.mains):
            return True
        from traefiklint.discovery.kinds import Kind, recognize

        whats = [recognize(name, text) for name, text in namespace.texts.items() if not is_plainly_dynamic(text)]
        if any(map(_is_known_other, whats)):
            return True
        return len(whats) == len(namespace.texts) and all(what.kind is Kind.FOREIGN for what in whats)

    def _pass(self, path: str, what: Recognized) -> None:
        from traefiklint.discovery.kinds import Kind
        from traefiklint.discovery.templated import TEMPLATE

        is_ours = what.kind is not Kind.FOREIGN or what == TEMPLATE
        self._passed.setdefault(path, Passed(path, what.called, is_ours))

    def _declared(self, path: str) -> Declared | None:
        """The declaration whose directory a path is, or lies in; the innermost where there are several."""
        absolute = os.path.abspath(path)  # noqa: PTH100
        best, depth = None, -1
        for one in self._asked.declared:
            for place in one.directories:
                folder = os.path.abspath(place)  # noqa: PTH100
                if is_below(absolute, folder) and len(folder) > depth:
                    best, depth = one, len(folder)
        return best

    def _declared_below(self, path: str) -> bool:
        absolute = os.path.abspath(path).rstrip(os.sep) + os.sep  # noqa: PTH100
        return any(
            os.path.abspath(place).startswith(absolute)  # noqa: PTH100
            for one in self._asked.declared
            for place in one.directories
        )

    def _declared_options(self, one: Declared, namespace: Namespace) -> Options:
        options = self._options._replace(
            target=one.target or self._options.target,
            target_known=bool(one.target) or self._options.target_known,
            profile=one.profile or self._options.profile,
            is_declared=True,
        )
        if one.known is not None:
            options = options._replace(known=one.known, host=one.host)
        if not options.target_known:
            version = _version_in(namespace, options) or ""
            if version == UNKNOWN or is_before_three(version):
                options = options._replace(runs_older=version)
        return self._static_of(options, one.static) if one.static else options


def _apart(lot: Lot, restarting: set[str], compose: Collection[str]) -> Lot:
    """Compose files without those that override them and start Traefik otherwise. What such a one makes of the others
    is read with it, and told where it is asked for; else of the others is told what is wrong without it.

    Args:
        compose: those of this Traefik.
    """
    projects = lot.namespace.projects
    if projects is None or restarting.isdisjoint(projects.files):
        return lot
    reported = lot.namespace.reported
    if restarting.isdisjoint(compose):
        groups = tuple(tuple(file for file in group if file not in restarting) for group in projects.groups)
        space = lot.namespace._replace(projects=projects._replace(groups=groups), reported=reported - restarting)
        return lot._replace(namespace=space._replace(named=space.named - restarting))
    pairs = [(group[0], file) for group in projects.groups for file in group[1:] if file in restarting]
    mains = {main for main, _ in pairs} if not lot.options.strict else set()
    notes = tuple(
        f"`{file}` starts Traefik with another static configuration than `{main}` alone: both ways were looked at"
        f"{', and what is wrong in the latter only together with the former is told with `--strict`' if mains else ''}"
        for main, file in pairs
    )
    return lot._replace(namespace=lot.namespace._replace(reported=reported - mains), notes=(*lot.notes, *notes))


def _run_by(namespace: Namespace, root: str, commands: Commands) -> Namespace:
    """A directory whose compose files are run as commands of the same folder say."""
    projects = namespace.projects
    if projects is None or not any(commands):
        return namespace
    stacks = frozenset(_called(root, path) for path in commands.stacks).intersection(projects.mains)
    together = tuple(tuple(_called(root, path) for path in files) for files in commands.together)
    mine = tuple(files for files in together if not projects.files.isdisjoint(files))
    piped = frozenset(_called(root, path) for path in commands.piped)
    untold = frozenset(_called(root, path) for path in commands.untold).intersection(projects.found)
    podman = frozenset(_called(root, path) for path in commands.podman)
    projects = projects._replace(stacks=stacks, together=mine, piped=piped, untold=untold, podman=podman)
    return namespace._replace(projects=projects)


def _texts_of(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Files with their texts; those that cannot be read are left out."""
    for path in map(seen_from_here, paths):
        try:
            yield path, as_text(path, read_file(path))
        except OSError:
            continue


def _beside(namespace: Namespace, composed: Iterable[str], *, whole: bool = True, found: bool = False) -> Namespace:
    """Compose files with others that the same Traefik reads, which nobody asked for; or that it seems to (`found`)."""
    assert namespace.projects is not None, "it is about compose files"
    mine = {os.path.abspath(one) for one in namespace.projects.files}  # noqa: PTH100
    others = [one for one in composed if os.path.abspath(one) not in mine]  # noqa: PTH100
    return with_compose(namespace, others, whole=whole, asked=False, found=found)._replace(
        named=namespace.projects.files
    )


def _with_labels_told(seen: Seen) -> Recognized:
    """What a file is that belongs to no Traefik; of a compose file, whether it has labels at all."""
    from traefiklint.discovery.kinds import Kind

    if seen.what.kind is Kind.COMPOSE and not has_labels(seen.text):
        return seen.what._replace(called="a compose file without labels for Traefik")
    return seen.what


def _of_place(folders: Mapping[str, str], place: str) -> str:
    """What belongs to a directory, which is given as an absolute path; empty where nothing does."""
    return next((folder for one, folder in folders.items() if os.path.abspath(one) == place), "")  # noqa: PTH100


def _is_in(path: str, folder: str) -> bool:
    return os.path.abspath(path).startswith(folder.rstrip(os.sep) + os.sep)  # noqa: PTH100


def _is_known_other(what: Recognized) -> bool:
    """Whether it is known what a file is, and that is no dynamic configuration."""
    from traefiklint.discovery.foreign import LIST, UNKNOWN
    from traefiklint.discovery.kinds import JINJA, Kind

    if what.kind is Kind.FOREIGN:
        return what.called not in (UNKNOWN, LIST)
    return what.kind in (Kind.STATIC, Kind.COMPOSE, Kind.ROUTE) or what == JINJA


def _version_in(namespace: Namespace, options: Options) -> str | None:
    """The version of the image of Traefik with the variables of its compose file put in, as those of `.env`; empty
    where that says none, as `latest` does, and None where no compose file runs Traefik. Of an image that is built it is
    that of the one below it."""
    return next(_versions_in(namespace.projects, options), None) if namespace.projects is not None else None


def _versions_in(projects: Projects, options: Options) -> Iterator[str]:
    """That of each service that runs Traefik."""
    from traefiklint.compose.reader import read_project
    from traefiklint.instance.traefiks import image_below, is_traefik

    for group in projects.groups:
        if not any(may_run_traefik(text) or "build" in text for text in map(projects.texts, group) if text):
            continue
        project = read_project(group, projects.texts, environment=options.variables, folder_name=projects.folder_name)
        for service in filter(is_traefik, project.services):
            image = image_below(service)
            yield UNKNOWN if image is None else version_of_image(image)


def _without_templates(namespace: Namespace, templates: set[str]) -> Namespace:
    """A directory of which the templates only tell what else there is."""
    from traefiklint.discovery.templated import with_actions

    texts = {name: with_actions(text) if name in templates else text for name, text in namespace.texts.items()}
    return namespace._replace(texts=texts, reported=namespace.reported - templates)


_NOT_HERE = (
    "not checked: names that nothing here defines, as a volume or a script puts a file into `{}` that is not here"
)


def _with_put_in(namespace: Namespace, root: str, traefik: Traefik, *, asked: bool = False) -> Namespace:
    """A directory as Traefik sees it, with what volumes put into it, and without what these hide.

    Args:
        asked: whether what is put in was asked for, too.
    """
    hidden = {seen_from_here(f"{root}/{inside}") for _, inside in traefik.put_in}
    added = {seen_from_here(f"{root}/{name}"): f"{root}/{name}" for name in traefik.brought}
    texts = {name: text for name, text in namespace.texts.items() if name not in hidden}
    for name, path in added.items():
        with suppress(NotAFileError, OSError):  # that it cannot be read is told of it as a file of its own
            texts[name] = read_file(path)
    return namespace._replace(
        texts=texts,
        reported=(namespace.reported | (added.keys() if asked else frozenset())) - hidden,
        complete=namespace.complete and not traefik.gets_more,
    )


def _without_spare(namespace: Namespace, static: str) -> Namespace:
    """A directory that a static configuration names, without what else looks like one in it, as far as the file
    provider makes nothing of that, and nobody named it."""
    spare = set(static_files(namespace.texts)) - namespace.named - {static}
    if not spare:
        return namespace
    from traefiklint.discovery.unused import is_other_static

    spare = {name for name in spare if is_other_static(name, namespace.texts[name], (static.rpartition("/")[0],))}
    texts = {name: text for name, text in namespace.texts.items() if name not in spare}
    return namespace._replace(texts=texts, reported=namespace.reported - spare)


def _called(root: str, name: str) -> str:
    """A path from a folder that was searched, as users see it."""
    joined = os.path.normpath(f"{root}/{name}") if name else root
    return "" if joined == os.curdir else joined.removeprefix("./")
