"""We judge every case of the corpus as the recorded Traefiks did: refused or not, and which objects do not work."""

from __future__ import annotations

import pytest

from tests.corpus.cases import Case, load_cases
from tests.corpus.judgement import Judgement, is_unknowable, ours, theirs
from tests.traefik_versions import VERSIONS
from traefiklint import lint_texts
from traefiklint.findings import Effect, Report, Severity
from traefiklint.options import Options

FATAL = (Effect.REJECTED, Effect.DISABLED)

MOST_UNKNOWABLE = 6
"""How many cases of a part may rest on what only the recording machine had."""


def lint(case: Case, version: str) -> Report:
    """What we say about a case for a version."""
    target = ".".join(version.split(".")[:2])
    return lint_texts(case.files, options=Options(target=target, static=case.static_text, suppressions=False))


def judged(case: Case, version: str) -> tuple[Report, Judgement, Judgement]:
    """What we say about a case, our judgement, and the recorded one."""
    record = case.verdicts[version]
    report = lint(case, version)
    mine = ours(report)
    texts = "".join(case.files.values())
    real = theirs(record["loads"], record["objects"], mine.disabled, texts, case.static.get("entryPoints", ()))
    return report, mine, real


PARTS = 8
"""The corpus is judged in parts: the first, for the newest Traefik, before each commit."""
SLOW = [pytest.param(version, part, marks=pytest.mark.slow) for version in VERSIONS for part in range(PARTS)][1:]


@pytest.mark.parametrize(("version", "part"), [(VERSIONS[0], 0), *SLOW])
def test_our_judgement_is_that_of_traefik(version: str, part: int) -> None:
    differing = {}
    unknowable = []
    for case in [case for case in load_cases(version) if not case.verdicts[version].get("harm")][part::PARTS]:
        record = case.verdicts[version]
        report, mine, real = judged(case, version)
        if mine != real and is_unknowable(record["objects"], report):
            unknowable.append(case.id)
        elif mine != real:
            found = "\n".join(f"  {f.rule} {f.effect.value} {f.message}" for f in report.findings)
            differing[case.id] = f"we: {mine}\nTraefik: {real}\n{record['error']}\n{found}"
    assert not differing, "\n\n".join(f"{name}\n{complaint}" for name, complaint in differing.items())
    assert len(unknowable) <= MOST_UNKNOWABLE, unknowable


@pytest.mark.parametrize("version", VERSIONS)
def test_what_harms_traefik_itself_is_an_error_that_says_so(version: str) -> None:
    for case in load_cases(version):
        if case.verdicts[version].get("harm"):
            errors = [f for f in lint(case, version).findings if f.severity is Severity.ERROR and f.effect in FATAL]
            assert errors, case.id
