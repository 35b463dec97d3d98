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
    tallies = [tally for _, tally in run(busy, range(seed, seed + _CONFIGURATIONS), _REQUESTS)]
    total = _sum(tallies)
    assert not total.disagreements, "\n".join(map(str, total.disagreements))
    assert total.requests == _CONFIGURATIONS * _REQUESTS
    assert total.answered > total.requests / 5


def _sum(tallies: list[Tally]) -> Tally:
    return Tally(
        sum(tally.requests for tally in tallies),
        sum(tally.answered for tally in tallies),
        sum(tally.ties for tally in tallies),
        [one for tally in tallies for one in tally.disagreements],
    )
