"""What we say of recorded static configurations is what the real Traefik did: it refused them, or it started."""

from __future__ import annotations

import pytest

from tests.static.cases import load_cases, rejected
from tests.traefik_versions import VERSIONS
from traefiklint.versions import read_version


@pytest.mark.parametrize(
    "version", [VERSIONS[0], *(pytest.param(version, marks=pytest.mark.slow) for version in VERSIONS[1:])]
)
def test_what_is_refused_and_nothing_else_is_said_to_be(version: str) -> None:
    target = read_version(version).name
    wrong = {
        case.id: (case.verdicts[version], [f"{one.rule}: {one.message}" for one in said])
        for case in load_cases()
        if bool(said := rejected(case.form, target)) is not bool(case.verdicts[version])
    }
    assert wrong == {}


def test_every_case_says_what_it_shows() -> None:
    cases = load_cases()
    assert len({case.id for case in cases}) == len(cases) > 100
    assert [case.id for case in cases if not case.about.endswith(".")] == []
