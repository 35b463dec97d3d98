"""The recorded verdicts are those of the real Traefiks of today."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.corpus.cases import CORPUS, Case, load_cases
from tests.corpus.record import differences, record
from tests.traefik_versions import VERSIONS


def test_every_case_has_its_own_id_and_a_verdict() -> None:
    cases = load_cases()
    assert len(cases) > 1000
    assert [name for name, times in Counter(case.id for case in cases).items() if times > 1] == []
    assert [case.id for case in cases if not case.verdicts] == []
    assert CORPUS.stat().st_size < 3_000_000


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.traefik
def test_the_real_traefik_gives_the_recorded_verdicts(version: str) -> None:
    cases = load_cases(version)
    assert len(cases) > 200
    # Which of its complaints a Traefik gets out before it is asked for the next directory is now and then its own
    # chance: what differs is asked once more, of a fresh one.
    differing = changed(cases, version)
    doubtful = [case for case in cases if case.id in differing]
    assert len(doubtful) < 5
    assert not doubtful or changed(doubtful, version) == {}


def changed(cases: list[Case], version: str) -> dict[str, list[str]]:
    """What of the recorded verdicts is another one today, by case."""
    return {
        before.id: parts
        for before, after in zip(cases, record(cases, version), strict=True)
        if (parts := differences(before.verdicts[version], after.verdicts[version]))
    }
