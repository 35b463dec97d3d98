"""Turns what the real Traefik says about a provider directory into findings at the places that caused it.

The findings have rules of their own (`traefik-refuses`, `traefik-disables`, …), for they are Traefik's verdict and not
the linter's opinion; their help is the linter's explanation of the same place. Where the two disagree, that is a
finding too, because it is a bug of the linter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from traefiklint.engine import lint_project
from traefiklint.findings import Finding, Report, sort_findings
from traefiklint.options import Options
from traefiklint.project.context import TARGETS
from traefiklint.project.load import read_context, read_project
from traefiklint.traefik.answers import Answers
from traefiklint.traefik.assumed import assumed_static, stand_ins
from traefiklint.traefik.binary import Binary
from traefiklint.traefik.disagreement import RULE as DISAGREEMENT
from traefiklint.traefik.disagreement import disagreements
from traefiklint.traefik.harmless import read_static
from traefiklint.traefik.oracle import Oracle
from traefiklint.traefik.reading import Reader
from traefiklint.traefik.templates import Origin
from traefiklint.traefik.unverifiable import Unknown
from traefiklint.traefik.verdict import Verdict


class Verification(NamedTuple):
    """What came of it."""

    report: Report
    binary: Binary
    verdict: Verdict
    """On the whole directory as it is; the report also holds what Traefik says when files that it refuses are gone."""
    disagreements: tuple[Finding, ...] = ()
    """Those findings of the report in which the linter and Traefik contradict each other."""


def verify_texts(
    files: Mapping[str, str | bytes], options: Options, binary: Binary, oracle: Oracle | None = None
) -> Verification:
    """Give one provider directory to a real Traefik, and find the places of what it says.

    Args:
        files: contents by path relative to the directory.
        options: the static configuration or profile, and the names that are known; the target is that of the binary.
        oracle: a Traefik that runs already; the one for `options` is started and ended where it is absent.

    Raises:
        TraefiklintError: Traefik does not start, also for what stands in the static configuration.
    """
    options = _as_traefik_reads(options, binary)
    context = read_context(options).context
    project = read_project(files, context)
    if oracle is not None:
        answers = _ask(oracle, files, stand_ins(context, project))
    else:
        static = assumed_static(project) if options.static is None else read_static(options.static, options.static_file)
        with Oracle(binary, static, rendered=any(_is_template(text) for text in files.values())) as own:
            answers = _ask(own, files, stand_ins(context, project))
    project = read_project({name: _unsuppressed(answers.rendered.get(name, files[name])) for name in files}, context)
    claims = lint_project(project, options)
    findings = [*Reader(project, claims, answers, binary).findings(), *disagreements(project, claims, answers)]
    origins = {
        name: Origin(_text(files[name]), text) for name, text in answers.rendered.items() if text != _text(files[name])
    }
    placed = sort_findings(_at_origin(finding, origins) for finding in findings)
    texts = {name: _text(text) for name, text in files.items() if name in claims.texts}
    return Verification(
        Report(placed, claims.files, options.target, texts),
        binary,
        answers.whole,
        tuple(finding for finding in placed if finding.rule == DISAGREEMENT),
    )


def _ask(oracle: Oracle, files: Mapping[str, str | bytes], beside: Mapping[str, str]) -> Answers:
    left = dict(files)
    verdicts: list[Verdict] = []
    rendered: dict[str, str] = {}
    while True:
        verdict = oracle.check({**left, **beside})
        verdicts.append(verdict)
        rendered |= verdict.rendered
        if verdict.loads or verdict.harm or verdict.file not in left:
            break
        del left[verdict.file]
    harmful = ""
    if verdict.harm:
        alone = (name for name, text in left.items() if len(left) > 1 and oracle.check({name: text, **beside}).harm)
        harmful = next(alone, next(iter(left), ""))
    return Answers(verdicts, rendered, Unknown(oracle.harmless), harmful)


def _as_traefik_reads(options: Options, binary: Binary) -> Options:
    """The options with which the linter says what this Traefik does, and nothing is left out."""
    return Options(
        profile=options.profile,
        target=binary.minor if binary.minor in TARGETS else options.target,
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
