"""From files to one tree: documents, overrides, `include`, `extends`, `!reset` and `!override`, in Compose's order.

Source: compose-go `loader/loader.go` (`loadYamlFile`), `include.go`, `extends.go`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping

from traefiklint.compose.diagnostics import ComposeDiagnostic, DiagnosticKind
from traefiklint.compose.documents import Parsed, documents_of
from traefiklint.compose.files import Files, Texts, beside
from traefiklint.compose.merge import marked, merged, without
from traefiklint.compose.project import Origin
from traefiklint.compose.report import Report
from traefiklint.compose.shapes import check, check_lists
from traefiklint.compose.tree import Entries, Grown, Item, Items, Leaf, Source, Tree, is_null, place_of, root_of
from traefiklint.compose.values import Given, Place, Value
from traefiklint.findings import FILE_START

_MOST_STEPS = 100
"""How far `include` and `extends` are followed, from one to the next."""

_KINDS = ("services", "networks", "volumes", "secrets", "configs", "models")
"""What an included project brings."""


class Loader:
    """Puts the files of one project together."""

    def __init__(self, files: Files, report: Report, *, is_stack: bool, stand_in: str | None) -> None:
        self.files = files
        self.report = report
        self.is_stack = is_stack
        self.stand_in = stand_in

    def model(
        self, documents: Iterable[Parsed], variables: Mapping[str, Given], folder: str, included: tuple[str, ...]
    ) -> Entries | None:
        """The tree of documents, each put over those before it: of a file and its overrides."""
        whole: Entries | None = None
        for document, root in documents:
            grown = root_of(Source(document, variables, folder, self.is_stack, self.stand_in), root)
            whole = self._document(grown, document.file, whole, (*included, document.file))
        return whole

    def _document(self, grown: Grown, path: str, whole: Entries | None, included: tuple[str, ...]) -> Entries:
        for key in grown.odd_keys:
            written = key.source.document.text[key.node.start.index : key.node.end.index]
            self.report.add(DiagnosticKind.KEY_NOT_A_TEXT, key, written)
        for template in grown.templates:
            self.report.value(template)
        root = grown.root if self.is_stack else self._with_includes(grown, included)
        for way in grown.replaced:
            whole = without(whole, way) if whole is not None else None
        root = root if self.is_stack else Extension(self, grown, path).applied(root)
        over = root if whole is None else merged(whole, root, (), self.report)
        assert isinstance(over, Entries)
        check(over, self.report, is_stack=self.is_stack)
        return over

    def _with_includes(self, grown: Grown, included: tuple[str, ...]) -> Entries:
        root = grown.root
        tree = root.get("include")
        if tree is None or is_null(tree):
            return root
        if not isinstance(tree, Items):
            self.report.wrong_type(tree, "a list")
            return root
        for item in tree.items:
            imported = self._included(item.value, included)
            if imported is not None:
                root = self._with_imported(root, imported, grown)
        return root

    def _with_imported(self, root: Entries, imported: Entries, grown: Grown) -> Entries:
        for way in grown.replaced:
            if len(way) > 1 and way[0] in _KINDS:
                imported = without(imported, way)
        entries = dict(root.entries)
        for kind in _KINDS:
            item = imported.entries.get(kind)
            if item is None or is_null(item.value):
                continue
            own = entries.get(kind)
            if own is None or is_null(own.value):
                entries[kind] = item
            else:
                entries[kind] = own._replace(value=merged(item.value, own.value, (kind,), self.report))
        return root._replace(entries=entries)

    def _included(self, tree: Tree, included: tuple[str, ...]) -> Entries | None:
        """The tree of one item of `include`."""
        paths = self.texts_at(tree.get("path") if isinstance(tree, Entries) else tree)
        if not paths:
            self.report.wrong_type(tree, "a path, or a mapping with one")
            return None
        source = tree.source
        places = [beside(source.folder, value.text) for value in paths]
        if places[0] in included:
            self.report.add(DiagnosticKind.CYCLE, tree, places[0], detail="include")
            return None
        if len(included) > _MOST_STEPS:
            self.report.add(DiagnosticKind.NOT_READ, tree, places[0], detail="include")
            return None
        found = [(place, self.files.text(place, tree, "include")) for place in places]
        whole = [(place, text) for place, text in found if text is not None]
        if len(whole) < len(found):
            return None
        folder = posixpath.dirname(places[0])
        given = self.texts_at(tree.get("project_directory")) if isinstance(tree, Entries) else ()
        if given and given[0].text:
            folder = beside(source.folder, given[0].text)
        variables = self._included_variables(tree, folder)
        documents = [one for place, text in whole for one in documents_of(place, text, self.report)]
        return self.model(documents, variables, folder, included)

    def _included_variables(self, tree: Tree, folder: str) -> Mapping[str, Given]:
        """The variables of an included project: those around it, and those of its own `.env` that they lack."""
        from traefiklint.compose.variables import env_file

        source = tree.source
        named = self.texts_at(tree.get("env_file")) if isinstance(tree, Entries) else ()
        variables = dict(source.variables)
        found: dict[str, Given] = {}
        if named:
            for value in named:
                path = beside(source.folder, value.text)
                text = None if path == "/dev/null" else self.files.text(path, tree, "include.env_file")
                if text is not None:
                    env_file(path, text, found, self.report, around=source.variables)
        else:
            path = beside(folder, ".env")
            text = self.files.text_if_there(path)
            if text is not None:
                env_file(path, text, found, self.report, around=source.variables)
        return {**found, **variables}

    def texts_at(self, tree: Tree | None) -> tuple[Value, ...]:
        """A text, or a list of them."""
        if isinstance(tree, Leaf):
            return () if is_null(tree) else (self.report.value(tree),)
        if isinstance(tree, Items):
            return tuple(self.report.value(item.value) for item in tree.items if isinstance(item.value, Leaf))
        return ()


class Extension:
    """Applies `extends` to the services of one document."""

    def __init__(self, loader: Loader, grown: Grown, path: str) -> None:
        self.loader = loader
        self.report = loader.report
        self.grown = grown
        self.path = path
        self.done: dict[tuple[str, str], Tree] = {}
        """Services by file and name, with all that they extend."""
        self.bases: dict[str, Entries | None] = {}
        """The services of other files."""

    def applied(self, root: Entries) -> Entries:
        """The tree, each service with what it extends."""
        item = root.entries.get("services")
        if item is None or not isinstance(item.value, Entries):
            return root
        services = item.value
        if not any(
            isinstance(service.value, Entries) and "extends" in service.value.entries
            for service in services.entries.values()
        ):
            return root
        entries = {
            name: service._replace(value=self._service(name, services, self.path, ()))
            for name, service in services.entries.items()
        }
        over = item._replace(value=services._replace(entries=entries))
        return root._replace(entries={**root.entries, "services": over})

    def _service(self, name: str, services: Entries, path: str, above: tuple[tuple[str, str], ...]) -> Tree:
        known = self.done.get((path, name))
        if known is not None:
            return known
        item = services.entries[name]
        service = item.value
        extends = service.get("extends") if isinstance(service, Entries) else None
        if not isinstance(service, Entries) or extends is None:
            return service
        if (path, name) in above:
            self.report.add(DiagnosticKind.CYCLE, extends, name, detail="extends")
            return service
        if len(above) > _MOST_STEPS:
            self.report.add(DiagnosticKind.NOT_READ, extends, name, detail="extends")
            return service
        base = self._base(extends, services, path, (*above, (path, name)))
        made: Tree = service
        if isinstance(base, Entries):
            for way in self.grown.replaced:
                if way[:2] == ("services", name) and len(way) > 2:
                    base = without(base, way[2:])
            base = marked(base, Origin.EXTENDED, place_of(extends))
            own = service._replace(entries={key: one for key, one in service.entries.items() if key != "extends"})
            made = merged(base, own, ("services", "x"), self.report)  # `extends` is left where the base lacks its own
        self.done[path, name] = made
        return made

    def _base(self, extends: Tree, services: Entries, path: str, above: tuple[tuple[str, str], ...]) -> Tree | None:
        loader = self.loader
        named = loader.texts_at(extends.get("service") if isinstance(extends, Entries) else extends)
        if len(named) != 1 or isinstance(extends, Items):
            self.report.wrong_type(extends, "a service, or a mapping with one")
            return None
        name = named[0].text
        files = loader.texts_at(extends.get("file")) if isinstance(extends, Entries) else ()
        found: Entries | None = services
        if files:
            path = beside(extends.source.folder, files[0].text)
            found = self._services_of(path, extends)
            if found is None:
                return None
        if found is None or name not in found.entries:
            self.report.add(DiagnosticKind.UNKNOWN_SERVICE, extends, name, detail="extends", unset=named[0].unknown)
            return None
        return self._service(name, found, path, above)

    def _services_of(self, path: str, extends: Tree) -> Entries | None:
        """The services of another file, none of them with what it extends."""
        if path not in self.bases:
            self.bases[path] = None
            text = self.loader.files.text(path, extends, "extends")
            if text is not None:
                self.bases[path] = self._read(path, text, extends)
        return self.bases[path]

    def _read(self, path: str, text: str, extends: Tree) -> Entries | None:
        whole: Entries | None = None
        source = extends.source
        for document, root in documents_of(path, text, self.report):
            grown = root_of(source._replace(document=document, folder=posixpath.dirname(path), is_extended=True), root)
            for template in grown.templates:
                self.report.value(template)
            over = grown.root if whole is None else merged(whole, grown.root, (), self.report)
            whole = over if isinstance(over, Entries) else whole
        if whole is None:
            self.report.diagnostics.append(ComposeDiagnostic(DiagnosticKind.NO_SERVICES, Place(path, FILE_START, "")))
        services = whole.get("services") if whole is not None else None
        if not isinstance(services, Entries):
            self.report.add(DiagnosticKind.UNKNOWN_SERVICE, extends, path, detail="extends")
            return None
        check_lists(services, self.report)
        return services


__all__ = ["Files", "Item", "Loader", "Texts", "beside"]
