"""Twice the input is twice the work, and a little more for sorting: counted in calls, which no machine changes."""

from __future__ import annotations

from math import inf

import pytest

from benchmarks.growing import SERIES
from benchmarks.growing_labels import LABELS
from benchmarks.growth import Grown
from tests.effort import calls
from traefiklint import lint_texts
from traefiklint.findings import Finding
from traefiklint.instance.startup import LEAST_NAMES, NAMES_AN_OBJECT, NEAREST
from traefiklint.report.words import consequences

pytestmark = pytest.mark.slow

MAKERS = {series.name: series.make for series in (*SERIES, *LABELS)}

SIZES = (70, 140, 280)
"""Long rules are looked at another way from some tens of conditions on."""
CASES = (
    "lint: a rule of n × (Host && PathPrefix) by OR",
    "lint: a rule of n PathPrefix by AND",
    "lint: routers behind one that takes all hosts",
    "lint: documents behind the first",
    "lint: unknown services, near",
    "lint: unknown entry points",
    "lint: used suppressions",
    "lint: ignore-file comments and findings",
    "lint: a suppression with n names",
    "lint: n per-file-ignores on n files",
    "lint: basicAuth users",
    "lint: parentRefs chain",
    "route: doubled chain",
    "route: doubled weighted services with middlewares",
    "route: doubled chain of middlewares",
    "route: parentRefs chain",
    "route: children of one router",
    "graph: doubled chain",
    "diff-routes: paths of one host",
    "fix: one file with n fixes",
    "merge: their n new keys go between ours",
    "labels: n routers and n services of one container",
    "labels: middlewares that nobody uses",
    "labels: networks of one container",
    "labels: addresses that only files can set, among others",
    "static: unknown keys",
    "static: a circle of redirections",
)


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_the_work_grows_with_the_input(name: str) -> None:
    MAKERS[name](2)()  # what is loaded and remembered on the first use
    small, medium, large = (calls(MAKERS[name](size)) for size in SIZES)
    # What is the same for all sizes cancels out. It is 2 where the work is linear, and 4 where it is quadratic.
    assert large - medium <= 2.7 * (medium - small) + 1_000


def failover_chain(count: int) -> str:
    services = "".join(f"    s{n}: {{failover: {{service: s{n + 1}, fallback: s}}}}\n" for n in range(count))
    server = '{loadBalancer: {servers: [{url: "http://a"}]}}\n'
    return (
        "http:\n  routers:\n    r: {rule: 'Host(`a.example.com`)', service: s0}\n"
        f"  services:\n{services}    s{count}: {server}    s: {server}"
    )


def test_a_chain_in_which_everything_is_broken_names_what_it_takes_down_within_bounds() -> None:
    def names(count: int) -> list[int]:
        report = lint_texts({"a.yml": failover_chain(count)})
        return [len(finding.disables) for finding in report.findings if finding.disables]

    assert names(100) == list(range(2, 102))  # the service's router, and every service between
    many = names(1_000)
    assert len(many) == 1_000
    assert sum(many) < LEAST_NAMES + NAMES_AN_OBJECT * 1_003 + 1_000 * (NEAREST + 1)
    assert many[:50] == list(range(2, 52)) and many[-1] == NEAREST


def test_what_is_not_named_any_more_is_not_counted_as_if_it_were_all() -> None:
    report = lint_texts({"a.yml": failover_chain(1_000).replace("routers:\n", f"routers:\n{routers(40)}")})
    first, last = report.findings[0], report.findings[-1]
    assert (first.disables_more, last.disables_more) == (False, True)
    assert "disables_more" not in first.to_dict() and last.to_dict()["disables_more"] is True
    assert "Traefik disables this and 41 routers that use it" in consequences(first)
    assert consequences(last) == "Traefik disables this, and what needs it"


def routers(count: int) -> str:
    return "".join(f"    q{n}: {{rule: 'Host(`q{n}.example.com`)', service: s0}}\n" for n in range(count))


def test_a_container_that_is_dropped_for_each_of_its_labels_names_what_it_loses_within_bounds() -> None:
    def unknown(count: int) -> list[Finding]:
        labels = "".join(f"      - traefik.http.routers.r{n:03}.entrypoint=web\n" for n in range(count))
        report = lint_texts({"compose.yml": f"services:\n  s:\n    image: a\n    labels:\n{labels}"})
        return [one for one in report.findings if one.rule == "label-unknown-field"]

    def disabled(count: int) -> list[tuple[str, ...]]:
        return [one.disables for one in unknown(count)]

    assert disabled(20) == [tuple(f"http.routers.r{n:03}@docker" for n in range(20))] * 20
    assert "at least" not in consequences(unknown(20)[19])
    assert f"at least {NEAREST - 1} other" in consequences(unknown(600)[599])
    many = disabled(600)
    assert sum(map(len, many)) <= LEAST_NAMES + 600 * (NEAREST + 1)
    assert many[599] == ("http.routers.r599@docker", *(f"http.routers.r{n:03}@docker" for n in range(NEAREST - 1)))


def circle(count: int) -> list[str]:
    services = "".join(f"    s{n}: {{weighted: {{services: [{{name: s{(n + 1) % count}}}]}}}}\n" for n in range(count))
    text = f"http:\n  routers:\n    r: {{rule: Host(`a.example.com`), service: s0}}\n  services:\n{services}"
    return [one.message for one in lint_texts({"a.yml": text}).findings if one.rule == "service-cycle"]


def test_a_circle_is_told_as_a_whole_where_it_is_short_and_by_its_ends_where_it_is_long() -> None:
    (message,) = circle(20)
    assert f"({' → '.join(f's{n}' for n in (*range(20), 0))})" in message
    (message,) = circle(500)
    ends = [*(f"s{n}" for n in range(10)), "…", *(f"s{n}" for n in range(490, 500)), "s0"]
    assert f"({' → '.join(ends)})" in message


def test_entry_points_that_redirect_in_a_circle_tell_their_way_from_each_of_them() -> None:
    def told(ways: dict[str, str]) -> list[str]:
        way = "{{redirections: {{entryPoint: {{to: {}, scheme: http}}}}}}"
        points = "".join(
            f"  {one}: {{address: ':8{number:02}', http: {way.format(other)}}}\n"
            for number, (one, other) in enumerate(ways.items())
        )
        report = lint_texts({"traefik.yml": f"entryPoints:\n{points}"}, roles={"traefik.yml": "static"})
        messages = [one.message for one in report.findings if one.rule == "redirection-circle"]
        return [message.partition("(")[2].partition(")")[0].replace("`", "") for message in messages]

    assert told({"a": "b", "b": "c", "c": "b", "d": "d", "e": "f"}) == ["b → c → b", "c → b → c"]
    assert told({f"p{n}": f"p{n + 1}" for n in range(19)} | {"p19": "p0"})[1] == " → ".join(
        [*(f"p{n}" for n in range(1, 20)), "p0", "p1"]
    )
    long = told({f"p{n}": f"p{(n + 1) % 30}" for n in range(30)})
    assert len(long) == 30
    ends = [*(f"p{n}" for n in range(25, 30)), *(f"p{n}" for n in range(5)), "…", *(f"p{n}" for n in range(15, 25))]
    assert long[25] == " → ".join([*ends, "p25"])


def test_the_bench_fits_exponents_and_names_what_was_given_up() -> None:
    assert Grown("x", (100, 200, 400), (0.1, 0.2, 0.4)).exponent == pytest.approx(1)
    assert Grown("x", (100, 200, 400), (0.1, 0.4, 1.6)).exponent == pytest.approx(2)
    assert Grown("x", (16,), (inf,)).exponent == inf
    assert Grown("x", (16,), (inf,)).row() == "| x | given up | 16: inf |"
