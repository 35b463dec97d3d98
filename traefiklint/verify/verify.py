"""Turns what the real Traefik says about a provider directory into findings at the places that caused it.

The findings have rules of their own (`traefik-refuses`, `traefik-disables`, …), for they are Traefik's verdict and not
the linter's opinion; their help is the linter's explanation of the same place. Where the two disagree, that is a
finding too, because it is a bug of the linter.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import ChainMap, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from traefiklint.decoding.directory import is_read
from traefiklint.discovery.roles import compose_apart
from traefiklint.engine import lint_instance
from traefiklint.findings import Finding, Report, Span, sort_findings
from traefiklint.instance.hiding import hide
from traefiklint.instance.instance import Instance
from traefiklint.instance.load import is_compose_text, read_context, read_instance, read_part
from traefiklint.options import Options
from traefiklint.outside import veiled
from traefiklint.reading import Outside, Unread
from traefiklint.text.nodes import Node
from traefiklint.verify.answers import Answers
from traefiklint.verify.assumed import assumed_static, stand_ins
from traefiklint.verify.binary import Binary
from traefiklint.verify.composed import Composed, composed
from traefiklint.verify.containers import ContainerReader
from traefiklint.verify.disagreement import RULE as DISAGREEMENT
from traefiklint.verify.disagreement import disagreements
from traefiklint.verify.given import USER_FILES, GivenFile, given, plain_names
from traefiklint.verify.guard import Protection
from traefiklint.verify.harmless import read_static
from traefiklint.verify.not_known import not_answered, not_read, without_files
from traefiklint.verify.oracle import Oracle
from traefiklint.verify.process import Files
from traefiklint.verify.reading import AnswerReader
from traefiklint.verify.rendering import LineOrigin, carried_out, is_template
from traefiklint.verify.server_files import ServerFiles
from traefiklint.verify.unverifiable import Unverifiable
from traefiklint.verify.verdict import Verdict
from traefiklint.versions import NEWEST

if TYPE_CHECKING:
    from traefiklint.discovery.projects import Projects
    from traefiklint.docker.containers import Container


class Verification(NamedTuple):
    """What came of it."""

    report: Report
    binary: Binary
    verdict: Verdict
    """On the whole directory as it is; the report also holds what Traefik says when files that it refuses are gone."""
    disagreements: tuple[Finding, ...] = ()
    """Those findings of the report in which the linter and Traefik contradict each other."""


class Verifier(AbstractContextManager["Verifier"]):
    """One Traefik that gives its verdict on provider directories; a context manager, like its oracle."""

    def __init__(
        self,
        binary: Binary,
        options: Options,
        directories: Iterable[Files] = (),
        files_from: str = "",
        projects: Iterable[Projects | None] = (),
    ) -> None:
        """Starts nothing yet.

        Args:
            options: the static configuration or profile, and the names that are known; the target is the binary's.
            directories: those that will be asked about. Where only a profile says what Traefik knows, the entry points
                and resolvers that they name are assumed to be there.
            files_from: the folder in which the server's files lie that the configuration names; where it is empty,
                stand-ins take the place of all of them.
            projects: the compose files that go with each of the directories.

        Raises:
            StaticError: the static configuration cannot be read.
            UsageError: there is no folder `files_from`.
        """
        directories = tuple(directories)
        together = list(zip_longest(directories, projects))
        self._server_files = ServerFiles(files_from)
        self._options = options = as_traefik_reads(options, binary)
        is_file = options.static is not None and not is_compose_text(options.static_file, options.static)
        given = read_static(options.static or "", options.static_file) if is_file else None
        first = next((one for _, one in together if one is not None), None)
        self._context = context = read_context(options, ChainMap(*map(dict, directories)), first).context
        knows = given is not None or bool(context.static)  # then the files decide nothing, and labels alone are read
        instances = [
            read_instance({}, context, projects=one or compose_apart(files or {})[1])
            if knows
            else read_instance(files or {}, context, projects=one)
            for files, one in together
        ]
        static = assumed_static(context, () if knows else instances) if given is None else given
        engines = {name: one for made in instances if made.labels for name, one in made.labels.options.items()}
        rendered = any(map(is_template, (text for files in directories for text in files.values())))
        self._oracle = Oracle(binary, static, rendered=rendered, options=engines)

    def verify(self, files: Files, projects: Projects | None = None, *, complete: bool = True) -> Verification:
        """Give one provider directory to Traefik, and find the places of what it says.

        Args:
            files: contents by path relative to the directory.
            projects: the compose files whose containers go with it.
            complete: whether these are all files of the directory.

        Raises:
            TraefiklintError: Traefik does not start, also for what stands in the static configuration.
        """
        unread = {name: text for name, text in files.items() if isinstance(text, Unread)}
        outside = frozenset(name for name, text in files.items() if isinstance(text, Outside))
        files = {name: text for name, text in files.items() if name not in unread and is_read(name)}
        templates = {name: carried_out(name, text, self._oracle) for name, text in files.items() if is_template(text)}
        rendered = {name: made.text for name, made in templates.items() if made.text is not None}
        parts = {name: read_part(name, text, self._context.target, templates=False) for name, text in rendered.items()}
        instance = read_instance({**files, **rendered}, self._context, parts, complete=complete, projects=projects)
        made = composed(instance) if instance.labels is not None else Composed([])
        claims = lint_instance(instance, self._options)
        failing = {name: GivenFile(made.raw) for name, made in templates.items() if made.text is None}
        raw = {**files, **{name: made.raw for name, made in templates.items()}}
        sound = {name: text for name, text in raw.items() if name not in failing}
        given = {**failing, **dict(self._given(sound, instance, claims))}
        answers = self._ask(given, instance, without_files(made.containers, instance))
        findings = [
            *AnswerReader(instance, claims, answers, self._oracle.binary).findings(),
            *disagreements(instance, claims, answers),
            *not_read(instance, given),
            *self._of_unread(unread),
            *made.findings,
        ]
        if instance.labels is not None:
            findings += ContainerReader(instance, claims, answers, self._oracle.binary).findings()
        texts = {name: _text(text) for name, text in files.items() if name in claims.texts}
        texts |= {document.file: document.text for document in instance.documents if document.file not in texts}
        origins = {name: LineOrigin(texts[name], text) for name, text in rendered.items() if text != texts[name]}
        placed = [_at_origin(finding, origins) for finding in findings]
        placed += [finding for name, made in templates.items() for finding in not_answered(name, made)]
        shown, covered, hidden = hide(instance.documents, sort_findings(placed), texts, instance.labels)
        if outside:
            shown, covered = veiled(shown, covered, outside, {})
        count, covered = claims.files + len(unread), covered | dict.fromkeys(unread, "")
        return Verification(
            Report(tuple(shown), count, self._context.target.name, covered, hidden=hidden),
            self._oracle.binary,
            answers.whole,
            tuple(finding for finding in shown if finding.rule == DISAGREEMENT),
        )

    def _of_unread(self, unread: Mapping[str, Unread]) -> Iterator[Finding]:
        """What is said of files that cannot be had as texts."""
        if unread:
            report = lint_instance(read_instance(unread, self._context), self._options)
            yield from (finding for finding in report.findings if finding.file in unread)

    def _given(
        self, raw: Mapping[str, str | bytes], instance: Instance, claims: Report
    ) -> Iterator[tuple[str, GivenFile]]:
        """What Traefik is given instead of each file."""
        faults: dict[str, list[Span]] = defaultdict(list)
        for claim in claims.findings:
            if claim.effect.is_fatal:
                faults[claim.file].append(claim.span)
        for part in instance.files:
            name = part.document.file
            if name in raw:
                sound = _Soundness(faults[name]).of
                yield name, given(raw[name], part.document, sound, self._server_files.copy)

    def _ask(self, given: Mapping[str, GivenFile], instance: Instance, containers: Sequence[Container]) -> Answers:
        known = stand_ins(instance)
        beside: Files = {**USER_FILES, **self._server_files.copies}
        left: dict[str, str | bytes] = {name: one.text for name, one in given.items()}
        verdicts: list[Verdict] = []
        while True:
            verdict = self._oracle.check({**left, **known}, beside, containers)
            if verdict.file in left and given[verdict.file].defused:
                verdict = replace(verdict, error=plain_names(verdict.error))
            verdicts.append(verdict)
            if verdict.loads or verdict.harm or verdict.file not in left:
                break
            del left[verdict.file]
        harmful = ""
        if verdict.harm:
            alone = (
                name
                for name, text in left.items()
                if len(left) > 1 and self._oracle.check({name: text, **known}, beside).harm
            )
            harmful = next(alone, next(iter(left), ""))
        opened = [file for one in given.values() for file in one.opened]
        unknown = Unverifiable(instance, self._oracle.harmless, opened, self._server_files.copies)
        return Answers(verdicts, unknown, harmful)

    @property
    def protection(self) -> Protection:
        """What the system itself closed to the Traefik that was asked."""
        return self._oracle.protection

    def __exit__(self, *_: object) -> None:
        self._oracle.close()


class _Soundness:
    """Whether nothing in a node makes Traefik refuse the file or disable the object, and so contact nobody for it."""

    def __init__(self, faults: Iterable[Span]) -> None:
        self._faults = sorted(faults)

    def of(self, node: Node) -> bool:
        """Whether no fault begins within it."""
        span = node.span
        at = bisect_left(self._faults, span)
        return at == len(self._faults) or self._faults[at][:2] > span[2:]


def as_traefik_reads(options: Options, binary: Binary) -> Options:
    """The options with which the linter says what this Traefik does, and nothing is left out."""
    return Options(
        profile=options.profile,
        target=binary.version if binary.version.startswith(f"{NEWEST.major}.") else options.target,
        static=options.static,
        static_file=options.static_file,
        known=options.known,
        host=options.host,
        suppressions=False,
        without_values=True,
        strict=True,
    )


def _at_origin(finding: Finding, origins: Mapping[str, LineOrigin]) -> Finding:
    related = tuple(
        place._replace(span=origins[place.file].span(place.span)) if place.file in origins else place
        for place in finding.related
    )
    span = origins[finding.file].span(finding.span) if finding.file in origins else finding.span
    return replace(finding, span=span, related=related)


def _text(text: str | bytes) -> str:
    return text if isinstance(text, str) else text.decode("utf-8", "replace")
