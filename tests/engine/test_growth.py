"""Twice the input is twice the work, and a little more for sorting: counted in calls, which no machine changes."""

from __future__ import annotations

from math import inf

import pytest

from benchmarks.growing import SERIES
from benchmarks.growth import Grown
from tests.effort import calls

MAKERS = {series.name: series.make for series in SERIES}

SIZES = (40, 80, 160)
CASES = (
    "lint: a rule of n × (Host && PathPrefix) by OR",
    "lint: a rule of n PathPrefix by AND",
    "lint: unknown services, near",
    "lint: unknown entry points",
    "lint: used suppressions",
    "lint: ignore-file comments and findings",
    "lint: a suppression with n names",
    "lint: suppressions above objects",
    "lint: n per-file-ignores on n files",
    "lint: basicAuth users",
    "lint: parentRefs chain",
    "route: failover chain",
    "route: doubled chain",
    "route: doubled weighted services with middlewares",
    "route: doubled chain of middlewares",
    "route: parentRefs chain",
    "route: children of one router",
    "graph: doubled chain",
    "graph: circle of services",
    "diff-routes: paths of one host",
    "fix: one file with n fixes",
    "merge: lists of n, each side takes others out",
    "merge: their n new keys go between ours",
)


@pytest.mark.parametrize("name", CASES)
def test_the_work_grows_with_the_input(name: str) -> None:
    MAKERS[name](2)()  # what is loaded and remembered on the first use
    small, medium, large = (calls(MAKERS[name](size)) for size in SIZES)
    # What is the same for all sizes cancels out. It is 2 where the work is linear, and 4 where it is quadratic.
    assert large - medium <= 2.5 * (medium - small) + 1_000


def test_the_bench_fits_exponents_and_names_what_was_given_up() -> None:
    assert Grown("x", (100, 200, 400), (0.1, 0.2, 0.4)).exponent == pytest.approx(1)
    assert Grown("x", (100, 200, 400), (0.1, 0.4, 1.6)).exponent == pytest.approx(2)
    assert Grown("x", (16,), (inf,)).exponent == inf
    assert Grown("x", (16,), (inf,)).row() == "| x | given up | 16: inf |"
