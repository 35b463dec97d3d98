"""One Traefik in an editor: what it is made of, judged again after each change; only what changed is read again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

from traefiklint.compose.project import ComposeProject
from traefiklint.compose.reader import read_project
from traefiklint.decoding.file import as_text
from traefiklint.discovery.projects import Projects
from traefiklint.editor.neighbours import Neighbours
from traefiklint.engine import lint_instance, lint_texts, together, uncollected
from traefiklint.findings import Finding, Report
from traefiklint.instance.context import Context
from traefiklint.instance.instance import Instance, Labels, SourceFile
from traefiklint.instance.load import LoadedStatic, is_compose_text, read_context, read_instance, read_part
from traefiklint.instance.memory import RuleMemory
from traefiklint.linting import with_directory
from traefiklint.plans import Lot
from traefiklint.reading import Outside, Unread
from traefiklint.roles import told_apart

LARGE = 60
"""From how many files on one of them is judged among its neighbours first."""


class TraefikView:
    """One Traefik.

    Attributes:
        root: the folder from which the names of its files count, absolute.
        options: how it is judged.
        names: its files, as findings call them.
        identity: what tells it from the other Traefiks of its folder.
        reported: the files that it is about; others are read because they decide what these mean.
        complete: whether all files of its provider directory are here.
        files: the texts of the provider directory.
        is_quiet: whether it may become a Traefik: questions are answered, and nothing is said of it.
    """

    def __init__(self, root: str, lot: Lot, before: TraefikView | None = None, *, is_quiet: bool = False) -> None:
        """
        Args:
            before: the view that this one replaces, whose readings count as far as texts are still the same.
        """
        self.root = root
        self.is_quiet = is_quiet
        self.identity = identity_of(lot)
        namespace = with_directory(lot.namespace, lot.options)
        given = told_apart(namespace.texts, lot.options, namespace.projects)
        self.options = given.options
        self.complete = namespace.complete
        self.reported = namespace.reported | namespace.beside | frozenset((self.options.static_file, *given.others))
        self.files = {name: _text(name, text) for name, text in given.files.items()}
        self._statics = dict(given.others)
        self._more = given.more
        self._projects = given.projects
        self._unsaved: dict[str, str] = {}
        self._context: LoadedStatic | None = None
        self._sources: dict[str, SourceFile] = {}
        self._good: dict[str, SourceFile] = {}
        self._good_static: LoadedStatic | None = None
        self._good_labels: Labels | None = None
        self._memory, self._quick_memory = RuleMemory(), RuleMemory()
        self._around: tuple[Instance, Neighbours] | None = None
        self._judged: Instance | None = None
        """The instance that was judged last."""
        self._changed: set[str] = set()
        """The files that have changed since."""
        self._last: Instance | None = None
        if before is not None:
            self._sources, self._memory, self._last = before._sources, before._memory, before._last
            self._good_static, self._good_labels = before._good_static, before._good_labels
            self._good = {name: source for name, source in before._good.items() if name in self.files}
            if (before.options, before._projects is None) == (self.options, self._projects is None) and not self._more:
                self._context = before._context
        self._forget()
        self._labels: Labels | None = None
        self._find_names()

    def _find_names(self) -> None:
        static = (self.options.static_file,) if self.options.static is not None else ()
        compose = self._projects.files if self._projects is not None else ()
        self._paths = {self.path_of(name): name for name in (*self.files, *self._statics, *static, *compose)}
        self.names = frozenset(self._paths.values())

    def _forget(self) -> None:
        """Work everything out anew when somebody asks."""
        self._instance: Instance | None = None
        self._whole: Instance | None = None
        self._report: Report | None = None
        self._read_projects: tuple[ComposeProject, ...] | None = None

    def path_of(self, name: str) -> str:
        """The absolute path of a file."""
        return os.path.normpath(os.path.join(self.root, name))  # noqa: PTH118

    def name_of(self, path: str) -> str | None:
        """What a file is called here; None where it is none of it."""
        return self._paths.get(path)

    # What changes

    def put(self, name: str, text: str) -> None:
        """Give a file another text, or add one to the provider directory."""
        if name in self.names and text == self.text_of(name):
            return
        self._changed.add(name)
        if self.options.static is not None and name == self.options.static_file:
            self.options = self.options._replace(static=text)
            self._context = self._labels = None
        if self._projects is not None and name in self._projects.files:
            self._unsaved[name] = text
            self._labels = None
            if self.options.static is None:
                self._context = None
        elif name in self._statics:
            self._statics[name] = text
        elif name in self.files or name not in self.names:
            self.files[name] = text
        if name not in self.names:
            self._find_names()
        self._forget()

    def drop(self, name: str) -> None:
        """Take away a file of the provider directory that is gone."""
        self._changed.add(name)
        self.files.pop(name, None)
        self._sources.pop(name, None)
        self._good.pop(name, None)
        self._find_names()
        self._forget()

    # What it comes to

    @property
    def projects(self) -> Projects | None:
        """Its compose files, with the texts that are not saved yet."""
        return self._projects.over(self._unsaved) if self._projects is not None and self._unsaved else self._projects

    @property
    def compose(self) -> tuple[ComposeProject, ...]:
        """What Compose makes of them."""
        if self._read_projects is None:
            projects, given = self.projects, self.options.variables
            found = [
                read_project(group, projects.texts, environment=given, folder_name=projects.folder_name)
                for group in (projects.groups if projects is not None else ())
                if projects is not None
            ]
            if self._is_flags(self.options.static_file) and not self._has_labels(self.options.static_file):
                texts = {self.options.static_file: self.options.static}
                found.append(read_project((self.options.static_file,), texts.get, environment=given))
            self._read_projects = tuple(found)
        return self._read_projects

    def is_compose(self, name: str) -> bool:
        """Whether a file is a compose file: one whose labels count, or whose flags are the static configuration."""
        return self._has_labels(name) or self._is_flags(name)

    def _has_labels(self, name: str) -> bool:
        return self._projects is not None and name in self._projects.files

    def _is_flags(self, name: str) -> bool:
        static = self.options.static
        return static is not None and name == self.options.static_file and is_compose_text(name, static)

    def is_static(self, name: str) -> bool:
        """Whether a file is a static configuration."""
        if name in self._statics:
            return True
        return self.options.static is not None and name == self.options.static_file and not self.is_compose(name)

    def text_of(self, name: str) -> str | None:
        """The text of a file; None where it is none of its."""
        if name in self._statics:
            return self._statics[name]
        if name == self.options.static_file and self.options.static is not None:
            return self.options.static
        text = self.files.get(name)
        if text is None and self.projects is not None:
            return _read_by(self.projects, name)
        return text if isinstance(text, str) or text is None else ""

    @property
    def static(self) -> LoadedStatic:
        """What Traefik knows besides the files."""
        if self._context is None:
            self._context = read_context(self.options, self.files, self.projects)
        return self._context

    @property
    def instance(self) -> Instance:
        """The Traefik as its files are now."""
        if self._instance is None:
            with uncollected():
                self._instance = self._last = self._read()
        return self._instance

    def _read(self) -> Instance:
        context, projects = self.static.context, self.projects
        if self._last is not None and self._last.context.target != context.target:
            self._last, self._sources, self._good = None, {}, {}
        labels = self._labels if projects is not None else None
        made = read_instance(
            self.files, context, self._sources, complete=self.complete, projects=projects, labels=labels
        )
        self._labels = made.labels
        made.memory = self._memory
        if self._last is not None:
            made.follow(self._last)
        self._sources = {source.document.file: source for source in made.files}
        self._good |= {name: one for name, one in self._sources.items() if one.document.root is not None}
        return made

    def at_once(self, name: str) -> tuple[Finding, ...] | None:
        """What is wrong with one file of a large directory, asked of it and its neighbours alone; None where that would
        be no quicker, or cannot be told so."""
        text = self.files.get(name)
        last = self._judged
        if self._report is not None or last is None or not isinstance(text, str) or not self.is_large:
            return None
        context = self.static.context
        if context is not last.context or self._changed != {name}:
            return None  # others have changed, too
        with uncollected():
            around = self._neighbours(last)
            known = self._sources.get(name)
            if known is None or known.document.text != text:
                known = self._sources[name] = read_part(name, text, context.target)
            sources = around.around(known)
            if sources is None:
                return None
            made = Instance(sources, context, complete=self.complete, labels=last.labels)
            made.memory = self._quick_memory
            made.follow(last)
            report = lint_instance(made, self.options, self.static.source)
        routers = last.count_routers()
        return tuple(
            replace(finding, routers=routers) if finding.routers else finding
            for finding in report.findings
            if finding.file == name
        )

    @property
    def is_large(self) -> bool:
        """Whether one file is judged among its neighbours first."""
        return len(self.files) >= LARGE

    def prepare(self) -> None:
        """Get ready for what is asked at once, while nobody waits."""
        if self._judged is not None and self.is_large:
            with uncollected():
                self._neighbours(self._judged)

    def _neighbours(self, instance: Instance) -> Neighbours:
        if self._around is None or self._around[0] is not instance:
            self._around = instance, Neighbours(instance)
        return self._around[1]

    @property
    def whole(self) -> Instance:
        """The Traefik with the last reading that made sense in the place of what nobody can read now: a file, the
        static configuration, the compose files."""
        if self._whole is None:
            now = self.instance
            sources = tuple(self._good.get(source.document.file, source) for source in now.files)
            context, labels = self._sound_context(), self._sound_labels(now.labels)
            same = all(one is other for one, other in zip(sources, now.files, strict=True))
            if same and context is now.context and labels is now.labels:
                self._whole = now
            else:
                self._whole = Instance(sources, context, now.unread, complete=now.at_hand, labels=labels)
        return self._whole

    def _sound_context(self) -> Context:
        now = self.static
        if now.source is not None and not now.context.blank:
            self._good_static = now
        is_lost = now.context.blank and (now.source is not None or self.options.static is not None)
        return self._good_static.context if is_lost and self._good_static is not None else now.context

    def _sound_labels(self, now: Labels | None) -> Labels | None:
        if now is None or all(project.services for project in now.composed):
            self._good_labels = now
            return now
        return self._good_labels or now

    @property
    def report(self) -> Report:
        """What is wrong."""
        if self._report is None:
            with uncollected():
                report = lint_instance(self.instance, self.options, self.static.source)
                self._report = together((report, *self._alone()), self._more) if self._statics else report
                self._judged, self._changed = self.instance, set()
        return self._report

    def _alone(self) -> Iterator[Report]:
        """What is wrong with the static configurations that count for none of the files."""
        for name, text in self._statics.items():
            yield lint_texts({}, self.options._replace(static=text, static_file=name))


def _read_by(projects: Projects, name: str) -> str | None:
    """The text of a compose file, or of one that compose files lead to."""
    try:
        return projects.texts(name)
    except LookupError:
        return None


def _text(name: str, text: str | bytes) -> str | bytes:
    """A text by which it can be told whether a file is still the same; what is no common file stays what it is."""
    return text if isinstance(text, Outside | Unread) else as_text(name, text)


def identity_of(lot: Lot) -> str:
    """What tells a Traefik from the others of a folder: its name, its directory, its compose files."""
    projects = lot.namespace.projects
    mains = projects.mains if projects is not None else ()
    return "|".join((lot.name, lot.namespace.folder, lot.options.static_file if lot.options.static else "", *mains[:1]))
