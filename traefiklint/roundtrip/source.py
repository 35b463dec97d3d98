"""The text of one source: read as Traefik reads it, and changed where it may be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

from yaml.error import YAMLError

from traefiklint.decoding.file import read_document
from traefiklint.decoding.fill import decode
from traefiklint.decoding.static import decode_static
from traefiklint.discovery.projects import is_compose
from traefiklint.engine import lint_texts
from traefiklint.findings import Effect
from traefiklint.model.configuration import Configuration
from traefiklint.model.static import Static
from traefiklint.patch.changes import Change, apply_changes
from traefiklint.patch.data import Data, UnstructuredError, data_of, read_tree
from traefiklint.patch.rewrite import CannotRewriteError
from traefiklint.roundtrip.viewing import changes, only_in_labels
from traefiklint.text.breaks import is_toml_file
from traefiklint.yaml.limits import TooDeep, UnknownAnchor
from traefiklint.yaml.reader import build

if TYPE_CHECKING:
    from traefiklint.findings import Finding
    from traefiklint.model.base import Section
    from traefiklint.options import Options
    from traefiklint.roundtrip.base import Part
    from traefiklint.roundtrip.compose_source import ComposeSource
    from traefiklint.yaml.reader import Tree

_ACTION = re.compile(r"\{\{.*?\}\}", re.DOTALL)


class OpenedSource(NamedTuple):
    """What is read, and as what."""

    file: str
    text: str
    is_static: bool = False

    @property
    def is_toml(self) -> bool:
        """Whether it is TOML; anything else is YAML."""
        return is_toml_file(self.file)

    @property
    def is_template(self) -> bool:
        """Whether Traefik carries out a Go template first."""
        return "{{" in self.text and not self.is_static

    @property
    def views(self) -> tuple[str, ...]:
        """What a file is opened as: one configuration."""
        return ("static" if self.is_static else "dynamic",)

    def section(self, options: Options, _view: str = "") -> Section | None:
        """The whole configuration; None where Traefik refuses the text, or something in it."""
        document = read_document(self.file, self.text, templates=not self.is_static)
        if document.diagnostics and document.root is None:
            return None
        if self.is_static:
            static = decode_static(document, options.version)
            return None if _refused(static.diagnostics) else static.static or Static()
        decoded = decode(document, options.version)
        refused = _refused(decoded.diagnostics) or any(one.effect is Effect.REJECTED for one in document.diagnostics)
        return None if refused else decoded.configuration or Configuration()

    def data(self) -> dict[str, Data]:
        """What the text says, as it is written.

        Raises:
            UnstructuredError: it has no structure.
        """
        if self.is_toml:
            from traefiklint.patch.toml_changes import read_toml_data

            return read_toml_data(self.text)
        return self._read(self.text.removeprefix("\ufeff"))[1]

    def with_view(self, root: Part, _options: Options, _view: str = "") -> OpenedSource:
        """The source with what was changed in its typed view.

        Raises:
            CannotRewriteError, UnstructuredError: that cannot be written without touching anything else.
        """
        assert root._section is not None, "a view is always one of a section"
        made = list(changes(root, root._section, self.data() if self.text.strip() else {}))
        for option in only_in_labels(root) if made else ():
            raise CannotRewriteError(f"only labels have a `{option.key}`; in a file it is a part of the address")
        return self.changed(made) if made else self

    def changed(self, made: Iterable[Change]) -> OpenedSource:
        """The source with changes made.

        Raises:
            CannotRewriteError, UnstructuredError: they cannot be made without touching anything else.
        """
        if self.is_toml:
            from traefiklint.patch.toml_changes import apply_toml_changes

            if self.is_template:
                raise CannotRewriteError("a Go template in TOML cannot be changed here")
            return self._replace(text=apply_toml_changes(self.text, made))
        text = apply_changes(self.text, made, self._read)
        if _ACTION.findall(text) != _ACTION.findall(self.text):
            raise CannotRewriteError("the change touches a template action")
        return self._replace(text=text)

    def _read(self, text: str) -> tuple[Tree, dict[str, Data]]:
        """The tree of a text and what it means; of a Go template, what it comes to, at the places of the template."""
        return _read(self.file, text, "{{" in text and not self.is_static)


@lru_cache(maxsize=4)
def _read(file: str, text: str, is_template: bool) -> tuple[Tree, dict[str, Data]]:
    if not is_template:
        return read_tree(text)
    from traefiklint.decoding.template import render

    rendered = render(file, text)
    if rendered.text is None or rendered.relocation is None:
        raise UnstructuredError("its Go template cannot be carried out")
    try:
        tree = build(rendered.text)
    except (YAMLError, UnicodeError, TooDeep, UnknownAnchor) as error:
        raise UnstructuredError(f"what its Go template comes to is no YAML: {str(error).splitlines()[0]}") from None
    data = data_of(tree.root)
    if tree.root is not None:
        rendered.relocation.move(tree.root)
    if not isinstance(data, dict):
        raise UnstructuredError("the top level is no mapping")
    return tree, data


def _refused(diagnostics: Iterable[object]) -> bool:
    return any(getattr(one, "effect", None) == "rejected" for one in diagnostics)


def refusals(source: OpenedSource | ComposeSource, options: Options) -> list[Finding]:
    """Why Traefik refuses a source, or Compose."""
    bare = options._replace(
        select=frozenset(), ignore=frozenset(), per_file_ignores=(), only_fatal=True, suppressions=False
    )
    if not isinstance(source, OpenedSource):
        report = lint_texts({}, bare, source.projects, complete=False)
        return [one for one in report.findings if one.rule == "compose-refused"] or list(report.findings)
    if source.is_static:
        report = lint_texts({}, bare._replace(static=source.text, static_file=source.file, only_fatal=False))
        return [one for one in report.findings if one.file == source.file]
    report = lint_texts({source.file: source.text}, bare)
    return [one for one in report.findings if one.effect is Effect.REJECTED]


def opened(file: str, text: str, role: str | None) -> OpenedSource | ComposeSource:
    """A text as what it is: of a role where somebody says so, else by what stands in it."""
    source = OpenedSource(file, text)
    if role == "compose" or (role is None and not source.is_toml and _looks_composed(file, text)):
        from traefiklint.roundtrip.compose_source import open_compose

        return open_compose(file, text)
    return source._replace(is_static=role == "static" or (role is None and looks_static(source)))


def _looks_composed(file: str, text: str) -> bool:
    if "services" not in text and "include" not in text:
        return False
    return is_compose(file, text)


def looks_static(source: OpenedSource) -> bool:
    """Whether a text is a static configuration, by its root keys."""
    try:
        keys = {key.lower() for key in source.data()}
    except UnstructuredError:
        return False
    return not keys & Configuration.keys.keys() and bool(keys & cast("type[Section]", Static).keys.keys())
