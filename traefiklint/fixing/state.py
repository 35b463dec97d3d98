"""What Traefik makes of a provider directory at one moment of the fixing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from traefiklint.discovery.projects import Projects
from traefiklint.engine import lint_instance, uncollected
from traefiklint.findings import Effect, Finding, Report
from traefiklint.instance.instance import KINDS, Instance, SourceFile
from traefiklint.instance.load import LoadedStatic, read_context, read_instance
from traefiklint.options import Options
from traefiklint.roles import told_apart
from traefiklint.yaml.comments import comments_of

_LATIN_1 = {0xDC00 + byte: byte for byte in range(0x80, 0x100)}
"""Bytes that are no UTF-8 stand for the characters that Latin-1 has for them."""

Refusal = tuple[str, str]
"""Why a file is refused: the rule, and the place in the configuration. The message is not compared: it may count lines
and quote keys, which fixes elsewhere change."""


Place = tuple[str, str, str]
"""The rule, the file, and the object (or the place, where it belongs to none) of a finding."""


class State(NamedTuple):
    """A provider directory, read and judged."""

    texts: Mapping[str, str]
    instance: Instance
    report: Report
    """The findings that were asked for."""
    refused: dict[str, Counter[Refusal]]
    """The files that Traefik refuses, and why."""
    broken: frozenset[str]
    """The files of which nothing can be read, so that what else is wrong with them is not known."""
    disabled: frozenset[str]
    """The objects that do not work."""
    known: Counter[Place]
    """Everything that is wrong, asked for or not, by rule and place."""
    fatal: Counter[Place]
    """What of it Traefik refuses or disables."""
    objects: dict[str, Any]
    """What Traefik uses, by its full name; a file's certificates are one thing."""

    def comments(self, file: str) -> Counter[str]:
        """How often each comment stands in a file."""
        text = self.texts[file]
        return Counter(comment_at(text, start, end) for start, end in comments_of(text, file))


def comment_at(text: str, start: int, end: int) -> str:
    """A comment of a text, the same before and after a fix that makes UTF-8 of the file."""
    return text[start:end].translate(_LATIN_1)


class Reader:
    """Reads and judges a directory again and again, reading only what has changed."""

    def __init__(
        self,
        options: Options,
        files: Mapping[str, str | bytes],
        unread: Iterable[str],
        projects: Projects | None = None,
        *,
        complete: bool = True,
    ) -> None:
        """
        Args:
            files: the files as they are at first, compose files too.
            unread: the names of the files in the directory that Traefik does not read.
            projects: the projects of the compose files, with the texts that these lead to.
            complete: whether these are all files of the directory.
        """
        self._projects = projects
        self._complete = complete
        self._options = options
        self._all = options._replace(
            select=frozenset(), ignore=frozenset(), per_file_ignores=(), only_fatal=False, suppressions=False
        )
        self._sees_all = options == self._all
        self._static: LoadedStatic = read_context(options, told_apart(files, options).files, projects)
        self._unread = dict.fromkeys(unread, "")
        self._parts: dict[str, SourceFile] = {}

    def read(self, files: Mapping[str, str | bytes]) -> State:
        """The state of these files."""
        with uncollected():
            projects = None if self._projects is None else self._projects.over(files)
            composed = frozenset() if projects is None else projects.files
            dynamic = {name: text for name, text in files.items() if name not in composed}
            given = told_apart({**dynamic, **self._unread}, self._options)
            projects = projects or given.projects
            changes = given.is_among or given.projects is not None
            static = read_context(given.options, given.files, projects) if changes else self._static
            own = static.source if given.is_among else None
            complete = self._complete and static.tells_files
            instance = read_instance(given.files, static.context, self._parts, complete=complete, projects=projects)
            report = lint_instance(instance, self._options, static.source)
            everything = report if self._sees_all else lint_instance(instance, self._all, own)
        sources = instance.files if own is None else (*instance.files, own)
        self._parts = {part.document.file: part for part in instance.files}
        documents = {one.file: one for one in instance.documents if one.file in files}
        documents |= {part.document.file: part.document for part in sources}
        refused = {part.document.file: refusals for part in sources if (refusals := _refusals(part))}
        return State(
            {**given.others, **{name: document.text for name, document in documents.items()}},
            instance,
            report,
            refused,
            frozenset(name for name in refused if documents[name].root is None),
            frozenset(name for finding in everything.findings for name in finding.disables) - {"*"},
            Counter(map(place_of, everything.findings)),
            Counter(place_of(finding) for finding in everything.findings if finding.effect.is_fatal),
            {**dict(_objects(instance)), **(dict(_sections(own)) if own is not None else {})},
        )


def _refusals(source: SourceFile) -> Counter[Refusal]:
    return Counter((type(one).__name__, one.path.lower()) for one in source.said if one.effect is Effect.REJECTED)


def _objects(instance: Instance) -> Iterator[tuple[str, Any]]:
    for kind in KINDS.values():
        for thing in instance.objects[kind].values():
            yield thing.object, thing
    for configuration in instance.parts.get("Configuration", ()):
        if configuration.tls is not None and configuration.tls.certificates:
            yield f"tls.certificates of {configuration.file}", configuration.tls.certificates


def _sections(source: SourceFile) -> Iterator[tuple[str, Any]]:
    """What a static configuration holds: entry points and resolvers by name, and all other sections at its top.

    One that says nothing but defaults, and does nothing by being there, is as good as none.
    """
    static = source.static
    for option, value, _ in static.given() if static is not None else ():
        if isinstance(value, Mapping):
            for name, section in value.items():
                yield f"{option.key}.{name}", section
        elif value is not None and (option.may_be_empty or _says_anything(value)):
            yield option.key, value


def _says_anything(section: Any) -> bool:
    return any(value != option.default for option, value, _ in section.given())


def place_of(finding: Finding) -> Place:
    """What a finding is about, and of which rule it is: this stays when an option gets another name."""
    return finding.rule, finding.file, finding.object or finding.path


def key_of(finding: Finding) -> tuple[str, str, str, str]:
    """What stays of a finding when the lines above it change."""
    return finding.rule, finding.file, finding.path, finding.message
