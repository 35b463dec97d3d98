"""We judge every case of the corpus as the recorded Traefiks did: refused or not, and which objects do not work."""

from __future__ import annotations

import pytest

from tests.corpus.cases import Case, load_cases
from tests.corpus.judgement import depends_on_disk, ours, theirs
from tests.traefik_versions import VERSIONS
from traefiklint import lint_texts

MOST_ON_DISK = 12
"""How many cases of one version may depend on files that only the recording machine had."""


def disagreement(case: Case, version: str) -> str:
    """Where our judgement of a case differs from a recorded one; empty where it does not."""
    record = case.verdicts[version]
    report = lint_texts(case.files, case.static_text, target=".".join(version.split(".")[:2]))
    mine = ours(report)
    real = theirs(record["loads"], record["objects"], mine.disabled)
    if mine == real:
        return ""
    found = "\n".join(f"  {f.rule} {f.effect.value} {f.message}" for f in report.findings)
    return f"we: {mine}\nTraefik: {real}\n{record['error']}\n{found}"


@pytest.mark.parametrize("version", VERSIONS)
def test_our_judgement_is_that_of_traefik(version: str) -> None:
    differing = {}
    on_disk = 0
    for case in load_cases(version):
        if complaint := disagreement(case, version):
            if depends_on_disk(case.verdicts[version]["objects"]):
                on_disk += 1
            else:
                differing[case.id] = complaint
    assert not differing, "\n\n".join(f"{name}\n{complaint}" for name, complaint in differing.items())
    assert on_disk <= MOST_ON_DISK
