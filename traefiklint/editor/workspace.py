"""What an editor has open, and the Traefiks of its folders: which file belongs to whom, and what is wrong where.

Planning is that of every other command (`planning`); it is handed in, as it reads the settings. It happens anew where
files come and go or change what they are. A keystroke changes one text of a view.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from traefiklint import reading
from traefiklint.decoding.file import as_text
from traefiklint.discovery.around import forget
from traefiklint.discovery.kinds import Kind, recognize
from traefiklint.discovery.plain import may_run_traefik
from traefiklint.editor.documents import Open, is_begun, nature_of
from traefiklint.editor.view import TraefikView, identity_of
from traefiklint.errors import TraefiklintError
from traefiklint.files import Namespace
from traefiklint.findings import Finding
from traefiklint.options import Options
from traefiklint.plans import Lot, Plan

SETTINGS = frozenset(("traefiklint.toml", "pyproject.toml", ".gitignore"))
"""Files that decide what belongs together, and how it is judged."""
_OURS = frozenset((Kind.DYNAMIC, Kind.STATIC, Kind.COMPOSE))


class Planner(Protocol):
    """Plans for the working directory, by the settings that count there and what the editor asks for."""

    def plan(self, paths: tuple[str, ...]) -> Plan:
        """What belongs to these paths; to all of the working directory where there are none."""

    def options(self) -> Options:
        """How to judge what nobody says more about."""

    def rule_url(self) -> str:
        """Where the pages of rules are published, with `{rule}` and `{category}`; empty where nobody says so."""


class Told(NamedTuple):
    """What is to be said of one file."""

    name: str
    """The file as findings call it."""
    text: str
    findings: tuple[Finding, ...]


class Workspace:
    """The folders and documents of an editor. All of it happens in one thread; the working directory is that of the
    folder that is worked on, as names of files count from there."""

    def __init__(self, planner: Planner, roots: Iterable[str] = ()) -> None:
        self._planner = planner
        self.roots = [os.path.abspath(root) for root in roots]  # noqa: PTH100
        self.open: dict[str, Open] = {}
        self._views: dict[str, list[TraefikView]] = {}
        """The views by the folder, or the single document, for which they were planned."""
        self._stale: set[str] = set(self.roots)
        self.generation = 0
        """How often planning has replaced what there was."""
        self._told: dict[str, Told] = {}
        self._failures: list[str] = []
        self._stamps: dict[str, tuple[int, int]] = {}
        """When the files of all Traefiks were changed last, where the disk has to be looked at."""

    def failures(self) -> list[str]:
        """What went wrong with planning since somebody asked."""
        found, self._failures = self._failures, []
        return found

    # What happens in the editor

    def opened(self, path: str, text: str, version: int | None = None) -> None:
        """A document was opened, or its text changed."""
        before = self.open.get(path)
        kind = recognize(path, text).kind
        reading.UNSAVED[path] = text.encode("utf-8", "surrogatepass")
        self.open[path] = Open(text, version, kind)
        if self._put(path, text) or kind not in _OURS:
            return
        if before is not None and before.kind is kind and nature_of(before) == nature_of(self.open[path]):
            return
        self._stale.add(path)
        if before is not None:
            self._plan_around(path)

    def saved(self, path: str) -> None:
        """A document was written to the disk; what it says about other files counts from now on."""
        now = self.open.get(path)
        if os.path.basename(path) in SETTINGS:  # noqa: PTH119
            self.settings_changed()
        elif now is not None and (now.kind is not Kind.DYNAMIC or self.view_of(path) is None):
            self._plan_around(path)

    def closed(self, path: str) -> None:
        """A document was closed: what is on the disk counts again."""
        self.open.pop(path, None)
        reading.UNSAVED.pop(path, None)
        self._views.pop(path, None)
        self._stale.discard(path)
        self.on_disk([path])

    def on_disk(self, paths: Iterable[str]) -> None:
        """Files were made, changed or deleted outside of the editor."""
        for path in paths:
            if os.path.basename(path) in SETTINGS:  # noqa: PTH119
                self.settings_changed()
            elif path not in self.open:
                self._reread(path)

    def _reread(self, path: str) -> None:
        text = _read(path)
        names = [(view, name) for view in self.views() if (name := view.name_of(path)) is not None]
        if not names:
            if text is not None and recognize(path, text).kind in _OURS:
                self._plan_around(path)
        elif not all(name in view.files for view, name in names):
            self._plan_around(path)
        elif text is None:
            for view, name in names:
                view.drop(name)
        else:
            self._put(path, as_text(path, text))

    def roots_changed(self, added: Iterable[str], removed: Iterable[str]) -> None:
        """Folders were added to the workspace, or taken out of it."""
        for root in map(os.path.abspath, removed):
            self.roots = [one for one in self.roots if one != root]
            self._views.pop(root, None)
        fresh = [root for root in map(os.path.abspath, added) if root not in self.roots]
        self.roots += fresh
        self._stale |= {*fresh, *self.open}

    def settings_changed(self) -> None:
        """What the settings say changed: everything is planned anew."""
        self._stale |= {*self.roots, *self._views}

    def _put(self, path: str, text: str) -> bool:
        """Give a file another text in all views; says whether there are any."""
        known = False
        for view in self.views():
            if (name := view.name_of(path)) is not None:
                self.enter(view.root)
                view.put(name, text)
                known = known or not view.is_quiet
        return known

    def _plan_around(self, path: str) -> None:
        """Plan anew for the folders that a file stands in, and for the views that it belongs to."""
        self._stale |= {root for root in self.roots if _is_below(path, root)}
        self._stale |= {key for key, views in self._views.items() if any(one.name_of(path) for one in views)}

    def look(self) -> bool:
        """Look at the disk, where nobody says what happens there; says whether anything changed."""
        now = {path: _stamp(path) for path in self._watched()}
        before, self._stamps = self._stamps, now
        changed = [path for path in now.keys() | before.keys() if before and now.get(path) != before.get(path)]
        folders = [path for path in changed if os.path.isdir(path)]  # noqa: PTH112
        self.on_disk(path for path in changed if path not in folders)
        for folder in folders:
            self._plan_around(os.path.join(folder, ""))  # noqa: PTH118
        return bool(changed)

    def _watched(self) -> set[str]:
        """The files of all Traefiks, and the folders that they stand in."""
        files = {view.path_of(name) for view in self.views() for name in view.names}
        settings = {os.path.join(root, name) for root in self.roots for name in SETTINGS}  # noqa: PTH118
        return files | {os.path.dirname(path) for path in files} | settings | {*self.roots}  # noqa: PTH120

    # Planning

    def views(self) -> Iterator[TraefikView]:
        """The Traefiks of the workspace."""
        if self._stale:
            self._settle()
        for views in [*self._views.values()]:
            yield from views

    def view_of(self, path: str) -> tuple[TraefikView, str] | None:
        """The Traefik that a file belongs to, the first where there are several, and what it is called there."""
        for view in self.views():
            if (name := view.name_of(path)) is not None:
                self.enter(view.root)
                return view, name
        return None

    def beside(self, path: str) -> tuple[TraefikView, str] | None:
        """The Traefik in whose provider directory a document stands that has nothing of Traefik's yet, and nothing of
        anybody else's."""
        document = self.open.get(path)
        if document is None or document.kind in _OURS or not is_begun(path, document.text):
            return None
        home = os.path.dirname(path)  # noqa: PTH120
        for view in self.views():
            if any(os.path.dirname(view.path_of(name)) == home for name in view.files):  # noqa: PTH120
                self.enter(view.root)
                return view, os.path.relpath(path, view.root).replace(os.sep, "/")
        return None

    def _settle(self) -> None:
        stale, self._stale = self._stale, set()
        self.generation += 1
        forget()
        for root in self.roots:
            if root in stale:
                self._plan(root, root, ())
        for path in sorted((stale - {*self.roots}) | (self.open.keys() - self._views.keys())):
            self._views.pop(path, None)
            document = self.open.get(path)
            if document is not None and document.kind in _OURS and not self._is_placed(path):
                self._plan_alone(path, document.text)
                if document.kind is Kind.COMPOSE and may_run_traefik(document.text) and not self._is_placed(path):
                    self._plan_quietly(path, document.text)

    def _is_placed(self, path: str) -> bool:
        return any(view.name_of(path) for views in self._views.values() for view in views)

    def _plan_quietly(self, path: str, text: str) -> None:
        """Answer questions about a Traefik in a compose file that has no flag yet, or none that can be read."""
        root = next((root for root in self.roots if _is_below(path, root)), os.path.dirname(path))  # noqa: PTH120
        name = os.path.relpath(path, root).replace(os.sep, "/")
        self.enter(root)
        options = self._options()
        if options is not None:
            lot = Lot(Namespace({}, frozenset(), complete=False), options._replace(static=text, static_file=name))
            self._views[path] = [TraefikView(root, lot, is_quiet=True)]

    def _options(self) -> Options | None:
        """How to judge what nobody says more about; None where that cannot be read."""
        try:
            return self._planner.options()
        except (TraefiklintError, OSError) as error:
            self._failures.append(str(error))
            return None

    def _plan_alone(self, path: str, text: str) -> None:
        """Find out to which Traefik a document belongs that the folders of the workspace say nothing of."""
        home = os.path.dirname(path)  # noqa: PTH120
        root = next((root for root in self.roots if _is_below(path, root)), home)
        name = os.path.relpath(path, root).replace(os.sep, "/")
        if os.path.isfile(path):  # noqa: PTH113
            self._plan(path, root, (name,))
            return
        for views in self._views.values():
            for view in views:
                if any(os.path.dirname(view.path_of(other)) == home for other in view.files):  # noqa: PTH120
                    view.put(os.path.relpath(path, view.root).replace(os.sep, "/"), text)
                    return
        self.enter(root)
        options = self._options()
        if options is not None:
            namespace = Namespace({name: text.encode("utf-8", "surrogatepass")}, frozenset({name}), complete=False)
            self._views[path] = [TraefikView(root, Lot(namespace, options))]

    def _plan(self, key: str, root: str, paths: tuple[str, ...]) -> None:
        before = {view.identity: view for view in self._views.get(key, ())}
        if not os.path.isdir(root):  # noqa: PTH112
            self._views[key] = []
            return
        self.enter(root)
        try:
            lots = self._planner.plan(paths).lots
        except (TraefiklintError, OSError) as error:
            self._failures.append(str(error))
            return
        made = [TraefikView(root, lot, before.get(identity_of(lot))) for lot in lots]
        self._views[key] = [view for view in made if view.names]
        for path, document in self.open.items():
            for view in self._views[key]:
                if (name := view.name_of(path)) is not None:
                    view.put(name, document.text)

    def enter(self, root: str) -> None:
        """Work in a folder."""
        if os.getcwd() != root and os.path.isdir(root):  # noqa: PTH109, PTH112
            os.chdir(root)

    # What is to be said

    def news(self) -> dict[str, Told]:
        """What is to be said of files, by path, where that is not what was said before."""
        found: dict[str, dict[Finding, None]] = {}
        names: dict[str, tuple[TraefikView, str]] = {}
        for view in self.views():
            self.enter(view.root)
            for finding in view.report.findings if not view.is_quiet else ():
                path = view.path_of(finding.file)
                if finding.file in view.reported or path in self.open:
                    found.setdefault(path, {})[finding] = None
                    names.setdefault(path, (view, finding.file))
        told = {path: Told(name, view.text_of(name) or "", tuple(found[path])) for path, (view, name) in names.items()}
        gone = {path: Told("", "", ()) for path in self._told.keys() - told.keys()}
        news = {path: one for path, one in (told | gone).items() if self._told.get(path) != one}
        self._told = told
        return news

    def news_of(self, path: str) -> Told | None:
        """What is to be said at once of a document of a large directory, before all of it is judged; None where that is
        no quicker, or nothing is new."""
        views = [view for view in self.views() if view.name_of(path) is not None]
        if len(views) != 1:
            return None
        (view,) = views
        self.enter(view.root)
        name = view.name_of(path)
        findings = view.at_once(name) if name is not None else None
        if findings is None or name is None:
            return None
        told = Told(name, view.text_of(name) or "", findings)
        if self._told.get(path, Told("", "", ())).findings == findings:
            return None
        self._told[path] = told
        return told

    def is_large(self, path: str) -> bool:
        """Whether a document belongs to a directory that takes long to judge."""
        return any(view.is_large for view in self.views() if view.name_of(path) is not None)

    def prepare(self) -> None:
        """Get ready for the next change, while nobody waits."""
        for view in self.views():
            view.prepare()

    def rule_url(self) -> str:
        """Where the pages of rules are published; empty where nobody says so, or says it in a way that is wrong."""
        try:
            return self._planner.rule_url()
        except (TraefiklintError, OSError):
            return ""

    def shut(self) -> None:
        """Leave nothing behind."""
        for path in self.open:
            reading.UNSAVED.pop(path, None)
        self.open = {}


def _is_below(path: str, folder: str) -> bool:
    return path.startswith(folder.rstrip(os.sep) + os.sep)


def _read(path: str) -> bytes | None:
    try:
        return reading.read_file(path)
    except OSError:
        return None


def _stamp(path: str) -> tuple[int, int]:
    try:
        status = os.stat(path)  # noqa: PTH116
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size
