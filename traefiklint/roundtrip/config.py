"""One source, opened for changing: its typed view, the tree of ruamel.yaml, the difference, the judgement, the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from traefiklint.errors import TraefiklintError, UsageError
from traefiklint.files import Wanted, gather, with_texts
from traefiklint.fixing.edits import encoded
from traefiklint.linting import lint_namespaces
from traefiklint.options import Options
from traefiklint.patch.data import UnstructuredError
from traefiklint.patch.rewrite import CannotRewriteError
from traefiklint.reading import read_file
from traefiklint.roundtrip.saving import save_all
from traefiklint.roundtrip.source import OpenedSource, opened, refusals
from traefiklint.roundtrip.viewing import part_of, refresh, said
from traefiklint.text.breaks import is_toml_file
from traefiklint.yaml.encoding import decoded

if TYPE_CHECKING:
    from traefiklint.findings import Report
    from traefiklint.roundtrip.base import Part
    from traefiklint.roundtrip.label_view import LabelView
    from traefiklint.roundtrip.models import Configuration, Http, Static, Tcp, Tls, Udp
    from traefiklint.roundtrip.tree import RuamelTree


class CannotChangeError(TraefiklintError):
    """A change cannot be written into the text without touching anything else, or the text cannot be changed at all."""


class Config:
    """A source that can be changed. Nothing is written before `save`."""

    def __init__(
        self, path: str, content: bytes, options: Options, role: str | None, directories: tuple[str, ...]
    ) -> None:
        self.path = path
        """Where it stands."""
        self._options = options
        self._directories = directories
        self._content = content
        self._source = opened(path, decoded(content, not is_toml_file(path)), role)
        self._saved = self._source.text
        self._roots: dict[str, Part] = {}
        self._trees: list[RuamelTree] = []

    @property
    def content(self) -> bytes:
        """What the file held when it was opened or saved."""
        return self._content

    @property
    def options(self) -> Options:
        """How it is read and judged."""
        return self._options

    @property
    def directories(self) -> tuple[str, ...]:
        """The provider directories that are known."""
        return self._directories

    @property
    def is_static(self) -> bool:
        """Whether it is a static configuration."""
        return self._source.is_static

    @property
    def is_compose(self) -> bool:
        """Whether it is a compose file, the labels of which are configuration."""
        return not isinstance(self._source, OpenedSource)

    @property
    def content_now(self) -> bytes:
        """What the file is going to hold.

        Raises:
            CannotChangeError: a change cannot be written without touching anything else.
        """
        text = self.text
        return self._content if text == self._saved else self._encoded(text)

    @property
    def is_refused(self) -> bool:
        """Whether Traefik refuses the file, so that there is no typed view of it."""
        return not self._roots and self._source.section(self._options, self._source.views[0]) is None

    # The typed view

    @property
    def http(self) -> Http:
        """HTTP routers, services, middlewares and servers transports."""
        return self.dynamic.http

    @property
    def tcp(self) -> Tcp:
        """TCP routers, services, middlewares and servers transports."""
        return self.dynamic.tcp

    @property
    def udp(self) -> Udp:
        """UDP routers and services."""
        return self.dynamic.udp

    @property
    def tls(self) -> Tls:
        """Certificates, TLS options and stores."""
        return self.dynamic.tls

    @property
    def dynamic(self) -> Configuration:
        """The whole dynamic configuration.

        Raises:
            UsageError: it is a static one, or a compose file.
            ValidationError: Traefik refuses the file; says why, and at which line.
        """
        return self.view("dynamic")  # type: ignore[return-value]

    @property
    def static(self) -> Static:
        """The whole static configuration.

        Raises:
            UsageError: it is a dynamic one, or a compose file.
            ValidationError: Traefik refuses the file; says why, and at which line.
        """
        return self.view("static")  # type: ignore[return-value]

    @property
    def docker(self) -> LabelView:
        """What the labels of a compose file's containers say: what Traefik's Docker provider reads.

        Raises:
            UsageError: it is no compose file.
            ValidationError: Compose refuses the file; says why, and at which line.
        """
        from traefiklint.roundtrip.label_view import LabelView

        return LabelView(self, "docker")

    @property
    def swarm(self) -> LabelView:
        """What the labels of a stack's services (`deploy.labels`) say: what Traefik's Swarm provider reads.

        Raises:
            UsageError: it is no compose file.
            ValidationError: Compose refuses the file; says why, and at which line.
        """
        from traefiklint.roundtrip.label_view import LabelView

        return LabelView(self, "swarm")

    def views(self) -> list[tuple[str, Part]]:
        """All configurations that it holds, by what they are: `dynamic` or `static`, or `docker` and `swarm`.

        Raises:
            ValidationError: Traefik, or Compose, refuses the file.
        """
        return [(name, self.view(name)) for name in self._source.views]

    def place_on(self, service: str) -> None:
        """Put the new objects that are made from now on into the labels of this compose service."""
        self._settled()
        if isinstance(self._source, OpenedSource):
            raise self._is_something_else("docker")
        self._source = self._source._replace(home=service)

    def view(self, name: str) -> Part:
        """One of the configurations that it holds.

        Raises:
            UsageError: it does not hold it.
            ValidationError: Traefik, or Compose, refuses the file.
        """
        if name not in self._source.views:
            raise self._is_something_else(name)
        if self._trees:
            self._settle()
        if name not in self._roots:
            section = self._source.section(self._options, name)
            if section is None:
                raise self._refused()
            self._roots[name] = part_of(section)
        return self._roots[name]

    def _is_something_else(self, wanted: str) -> UsageError:
        """The error about a view that a file does not have."""
        what, use = _OTHERS[self._source.views[0]]
        hint = use if self.is_compose or wanted in _AS else f"{use}, or open it as `{wanted}`"
        return UsageError(f"`{self.path}` is {what}", hint)

    def _refused(self) -> ValidationError:
        found = refusals(self._source, self._options)
        details = [
            InitErrorDetails(
                type=PydanticCustomError(one.rule.replace("-", "_"), "{reason}", {"reason": _reason(one)}),
                loc=(one.path or one.file,),
                input=...,
            )
            for one in found
        ]
        return ValidationError.from_exception_data(self.path, details, hide_input=True)

    # The tree of ruamel.yaml

    @property
    def yaml(self) -> Any:
        """The document as ruamel.yaml's own tree, for what the models do not say; changes of it are part of `text`.

        Raises:
            CannotChangeError: it is TOML, holds a Go template, or ruamel.yaml cannot read it.
        """
        if self._source.is_toml or self._source.is_template:
            what = "TOML" if self._source.is_toml else "a Go template"
            raise CannotChangeError(f"`{self.path}` is {what}, which ruamel.yaml does not read")
        from traefiklint.roundtrip.tree import RuamelTree

        try:
            tree = RuamelTree(self.text)
        except UnstructuredError as error:
            raise CannotChangeError(f"`{self.path}` cannot be read by ruamel.yaml: {error}") from None
        self._trees.append(tree)
        return tree.root

    # What came of it

    @property
    def text(self) -> str:
        """The text with all changes.

        Raises:
            CannotChangeError: a change cannot be written without touching anything else.
        """
        self._settled()
        return self._source.text

    def _settled(self) -> None:
        try:
            self._settle()
        except (CannotRewriteError, UnstructuredError) as error:
            raise CannotChangeError(f"`{self.path}` cannot be changed so: {error}", "nothing was written") from None

    def _settle(self) -> None:
        """Make the text say what the views and the trees say."""
        source = self._source
        for root in self._roots.values():
            root.settle()
        for tree in self._trees:
            source = source._replace(text=tree.merged(source.text))
        by_tree = source.text != self._source.text
        for name, root in self._roots.items():
            source = source.with_view(root, self._options, name)
        if source.text == self._source.text:
            return
        for name, root in [*self._roots.items()]:
            section = source.section(self._options, name)
            if section is None:
                if not by_tree:
                    raise CannotRewriteError(f"{'Compose' if self.is_compose else 'Traefik'} would refuse it")
                del self._roots[name]
                continue
            fresh = part_of(section)
            if not by_tree and said(fresh) != said(root):
                raise CannotRewriteError("the edited text does not say what was set")
            refresh(root, fresh)
        self._source = source

    def diff(self) -> str:
        """What changed since the file was opened or saved, as a unified diff in which secrets are covered."""
        from traefiklint.report.differences import file_diff

        return "".join(f"{line}\n" for line in file_diff(self.path, self._saved, self.text))

    def lint(self) -> Report:
        """Lint the text as it is now, with its neighbours in the provider directory, and report on it alone."""
        text = self.text
        if self._source.is_static:
            options = self._options._replace(static=text, static_file=self.path)
            return lint_namespaces([], options).report
        spaces = gather(Wanted([self.path], self._directories))
        changed = {self.path: self._encoded(text)}
        return lint_namespaces([with_texts(space, changed) for space in spaces], self._options).report

    def save(self, *, force: bool = False) -> None:
        """Write the text into the file, in one step: a reader sees the old text or the new one. Owner, mode and links
        stay. Nothing is written where nothing changed.

        Args:
            force: whether to write, too, what Traefik would newly refuse or disable, here or in a neighbour's file.

        Raises:
            RefusedError: Traefik would refuse or disable something that it did not before.
            WriteError: the file cannot be written, or was changed by somebody else.
            CannotChangeError: a change cannot be written without touching anything else.
        """
        save_all([self], force=force)

    def saved(self, content: bytes) -> None:
        """Take what was written, which is what the text was when it was asked for last, for what the file holds."""
        self._content, self._saved = content, self._source.text

    def _encoded(self, text: str) -> bytes:
        return encoded(text, self._content, self.path)


_OTHERS = {
    "static": ("a static configuration", "use `config.static`"),
    "dynamic": ("a dynamic configuration", "use `config.http`"),
    "docker": ("a compose file", "use `config.docker` or `config.swarm`"),
}
"""What a file is by its first view, and how its views are called."""
_AS = ("docker", "swarm")


def _reason(finding: Any) -> str:
    return f"{finding.file}:{finding.line}: {finding.message}"


def open_file(path: str, options: Options, *, role: str | None = None, directories: tuple[str, ...] = ()) -> Config:
    """Open one source for changing.

    Raises:
        OSError: the file cannot be read.
    """
    return Config(path, read_file(path), options, role, directories)
