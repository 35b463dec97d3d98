"""Who answers, asked of the real Traefik with real servers behind it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.routing.agreement import Tally, run
from tests.routing.generator import STATIC
from tests.traefik_versions import NEWEST, traefik
from traefiklint.verify.oracle import Oracle

pytestmark = pytest.mark.traefik

_CONFIGURATIONS, _REQUESTS = 40, 20


@pytest.fixture(scope="module")
def busy() -> Iterator[Oracle]:
    """A Traefik with many entry points."""
    with Oracle(traefik(NEWEST), STATIC, confined=False) as running:
        yield running


@pytest.mark.parametrize("seed", [5_000, 6_000])
def test_the_router_that_we_name_is_the_one_that_serves(busy: Oracle, seed: int) -> None:
    total = _total(busy, range(seed, seed + _CONFIGURATIONS))
    assert not total.disagreements, "\n".join(map(str, total.disagreements))
    assert total.requests == _CONFIGURATIONS * _REQUESTS
    assert total.answered > total.requests / 5


def test_whoever_wins_a_tie_after_a_reload_or_a_restart_is_one_of_those_that_we_name(busy: Oracle) -> None:
    total = _total(busy, range(7_000, 7_000 + _CONFIGURATIONS // 4), reloads=5)
    assert not total.disagreements, "\n".join(map(str, total.disagreements))
    assert total.switched > total.ties / 3, "each load draws anew"


def _total(oracle: Oracle, seeds: range, reloads: int = 0) -> Tally:
    return sum((tally for _, tally in run(oracle, seeds, _REQUESTS, reloads)), Tally(0, 0, 0, 0, []))
