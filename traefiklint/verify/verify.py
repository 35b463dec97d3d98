"""Turns what the real Traefik says about a provider directory into findings at the places that caused it.

The findings have rules of their own (`traefik-refuses`, `traefik-disables`, …), for they are Traefik's verdict and not
the linter's opinion; their help is the linter's explanation of the same place. Where the two disagree, that is a
finding too, because it is a bug of the linter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import TracebackType
from typing import NamedTuple, Self

from traefiklint.engine import lint_project
from traefiklint.findings import Finding, Report, sort_findings
from traefiklint.instance.instance import Project
from traefiklint.instance.load import read_context, read_part, read_project
from traefiklint.instance.secrets import hide
from traefiklint.options import Options
from traefiklint.verify.answers import Answers
from traefiklint.verify.assumed import assumed_static, stand_ins
from traefiklint.verify.binary import Binary
from traefiklint.verify.disagreement import RULE as DISAGREEMENT
from traefiklint.verify.disagreement import disagreements
from traefiklint.verify.harmless import read_static
from traefiklint.verify.oracle import Oracle
from traefiklint.verify.process import Files
from traefiklint.verify.reading import Reader
from traefiklint.verify.templates import Origin
from traefiklint.verify.unverifiable import Unknown
from traefiklint.verify.verdict import Verdict
from traefiklint.versions import NEWEST


class Verification(NamedTuple):
    """What came of it."""

    report: Report
    binary: Binary
    verdict: Verdict
    """On the whole directory as it is; the report also holds what Traefik says when files that it refuses are gone."""
    disagreements: tuple[Finding, ...] = ()
    """Those findings of the report in which the linter and Traefik contradict each other."""


class Verifier:
    """One Traefik that gives its verdict on provider directories; a context manager, like its oracle."""

    def __init__(self, binary: Binary, options: Options, directories: Iterable[Files] = ()) -> None:
        """Starts nothing yet.

        Args:
            options: the static configuration or profile, and the names that are known; the target is the binary's.
            directories: those that will be asked about. Where only a profile says what Traefik knows, the entry points
                and resolvers that they name are assumed to be there.

        Raises:
            StaticError: the static configuration cannot be read.
        """
        directories = tuple(directories)
        self._options = options = _as_traefik_reads(options, binary)
        self._context = context = read_context(options).context
        if options.static is None:
            static = assumed_static(context, (read_project(files, context) for files in directories))
        else:
            static = read_static(options.static, options.static_file)
        rendered = any(map(_is_template, (text for files in directories for text in files.values())))
        self._oracle = Oracle(binary, static, rendered=rendered)

    def verify(self, files: Files) -> Verification:
        """Give one provider directory to Traefik, and find the places of what it says.

        Args:
            files: contents by path relative to the directory.

        Raises:
            TraefiklintError: Traefik does not start, also for what stands in the static configuration.
        """
        answers = _ask(self._oracle, files, read_project(files, self._context))
        read = {name: _unsuppressed(answers.rendered.get(name, text)) for name, text in files.items()}
        made = {name: read_part(name, read[name], self._context.target, templates=False) for name in answers.rendered}
        project = read_project(read, self._context, made)
        claims = lint_project(project, self._options)
        findings = [
            *Reader(project, claims, answers, self._oracle.binary).findings(),
            *disagreements(project, claims, answers),
        ]
        texts = {name: _text(text) for name, text in files.items() if name in claims.texts}
        origins = {name: Origin(texts[name], text) for name, text in answers.rendered.items() if text != texts[name]}
        placed = sort_findings(_at_origin(finding, origins) for finding in findings)
        shown, masked = hide(project, placed, texts)
        return Verification(
            Report(tuple(shown), claims.files, self._context.target.name, masked),
            self._oracle.binary,
            answers.whole,
            tuple(finding for finding in shown if finding.rule == DISAGREEMENT),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._oracle.close()


def _ask(oracle: Oracle, files: Files, project: Project) -> Answers:
    beside = stand_ins(project)
    left = dict(files)
    verdicts: list[Verdict] = []
    rendered: dict[str, str] = {}
    while True:
        verdict = oracle.check({**left, **beside})
        verdicts.append(verdict)
        rendered |= {name: text for name, text in verdict.rendered.items() if name in files}
        if verdict.loads or verdict.harm or verdict.file not in left:
            break
        del left[verdict.file]
    harmful = ""
    if verdict.harm:
        alone = (name for name, text in left.items() if len(left) > 1 and oracle.check({name: text, **beside}).harm)
        harmful = next(alone, next(iter(left), ""))
    return Answers(verdicts, rendered, Unknown(oracle.harmless, project), harmful)


def _as_traefik_reads(options: Options, binary: Binary) -> Options:
    """The options with which the linter says what this Traefik does, and nothing is left out."""
    return Options(
        profile=options.profile,
        target=binary.version if binary.version.startswith(f"{NEWEST.major}.") else options.target,
        static=options.static,
        static_file=options.static_file,
        known=options.known,
    )


def _at_origin(finding: Finding, origins: Mapping[str, Origin]) -> Finding:
    related = tuple(
        place._replace(span=origins[place.file].span(place.span)) if place.file in origins else place
        for place in finding.related
    )
    span = origins[finding.file].span(finding.span) if finding.file in origins else finding.span
    return replace(finding, span=span, related=related)


def _is_template(text: str | bytes) -> bool:
    return "{{" in text if isinstance(text, str) else b"{{" in text


def _text(text: str | bytes) -> str:
    return text if isinstance(text, str) else text.decode("utf-8", "replace")


def _unsuppressed(text: str | bytes) -> str | bytes:
    """The text without the comments that silence the linter, which Traefik does not read; every place stays."""
    if isinstance(text, str):
        return text.replace("traefiklint: ignore", "traefiklint; ignore")
    return text.replace(b"traefiklint: ignore", b"traefiklint; ignore")
