"""Reading rules: the short cut reads what the exact way reads, and nothing is too odd, too long or too deep."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import Effort, calls, often
from tests.matching.rule_generator import generate
from traefiklint.matching.check import check_rule
from traefiklint.matching.names import NAMES
from traefiklint.matching.parser import parse
from traefiklint.matching.reader import parse_exactly
from traefiklint.matching.tree import And, Argument, Matcher, Not, Or, leaves, matchers

_HTTP = NAMES["http", "v3"]
_PIECES = st.sampled_from(
    ["Host(`a`)", "PathPrefix( `/x` )", 'Header("a", "b")', "host(`b`)", "x", *"!() \t\n,`", "&&", "||"]
)


def _same(rule: str) -> None:
    quick, exact = parse(rule, _HTTP), parse_exactly(rule, _HTTP)
    assert repr(quick) == repr(exact)


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 4))])
def test_the_short_cut_reads_generated_rules_as_the_exact_way_does(seed: int) -> None:
    for case in generate(seed, 800):
        names = NAMES[case.protocol, case.syntax]
        assert repr(parse(case.rule, names)) == repr(parse_exactly(case.rule, names)), case.rule


@pytest.mark.slow
@given(st.lists(_PIECES, max_size=14).map("".join))
@settings(max_examples=often(100), deadline=None)
def test_the_short_cut_reads_any_mixture_of_pieces_as_the_exact_way_does(rule: str) -> None:
    _same(rule)


@pytest.mark.slow
@given(st.text(max_size=60))
@settings(max_examples=often(100), deadline=None)
def test_no_text_makes_the_check_fail_and_every_place_lies_inside(rule: str) -> None:
    for protocol, syntax in NAMES:
        result = check_rule(rule, protocol=protocol, syntax=syntax)
        assert bool(result.diagnostics) == bool(result.error)
        for said in (*result.diagnostics, *result.wildcards):
            assert 0 <= said.where.start <= said.where.end <= len(rule)


def test_a_tree_knows_the_place_of_every_part() -> None:
    tree = parse("!Host(`a`) && (Path(`/x`) || Path(`/y`))", _HTTP).tree
    assert tree == And(
        (
            Not(Matcher("Host", (Argument("a", 6, 9, "`"),), 1, 10), 0, 10),
            Or(
                (
                    Matcher("Path", (Argument("/x", 20, 24, "`"),), 15, 25),
                    Matcher("Path", (Argument("/y", 34, 38, "`"),), 29, 39),
                ),
                15,
                39,
            ),
        ),
        0,
        40,
    )
    assert isinstance(tree, And)
    assert isinstance(tree.operands[1], Or)


def test_and_binds_tighter_than_or() -> None:
    tree = parse("Host(`a`) || Host(`b`) && Path(`/x`)", _HTTP).tree
    assert isinstance(tree, Or)
    assert isinstance(tree.operands[1], And)


def test_escapes_in_double_quotes_are_resolved_as_go_does() -> None:
    tree = parse(r'Path("/\x41\u00e9\101\t\xff")', _HTTP).tree
    assert isinstance(tree, Matcher)
    assert tree.values == ("/Aé" + "A\t\udcff",)


def test_carriage_returns_vanish_from_back_ticks() -> None:
    tree = parse("Path(`/a\r\n`)", _HTTP).tree
    assert isinstance(tree, Matcher)
    assert tree.values == ("/a\n",)


def test_leaves_know_that_a_negation_swaps_and_and_or() -> None:
    tree = parse("!(Host(`a`) && !Path(`/x`) && Path(`/y`))", _HTTP).tree
    assert tree is not None
    found = [(leaf.matcher.values, leaf.negated, leaf.branches) for leaf in leaves(tree)]
    assert found == [(("a",), True, (("or", 2),)), (("/x",), False, (("or", 1),)), (("/y",), True, ())]


@pytest.mark.parametrize(
    "rule",
    [
        "(" * 20_000 + "Host(`a`)" + ")" * 20_000,
        "!" * 50_001 + "Host(`a`)",
        "Host(" * 20_000,
        "(" * 50_000,
        "Host(`a`) || " * 40_000 + "Host(`a`)",
        "Host(`a`) & " * 5_000 + "Host(`a`)",
        "Host(`" + "a" * 5_000_000 + "`)",
        "(Host(`a`) && (Host(`b`) || " * 5_000 + "Host(`c`)" + "))" * 5_000,
        "x" * 1_000_000,
        "Host(`a`,`b`) || " * 5_000 + "Host(`a`)",
        "\n" * 500_000 + "Host(`a`",
        "'" * 100_000,
        "Host(a) and " * 5_000,
    ],
    ids=range(13),
)
@pytest.mark.slow
def test_rules_of_any_depth_and_length_are_checked_with_bounded_effort(rule: str) -> None:
    with Effort() as effort:
        result = check_rule(rule, protocol="http")
    assert len(result.diagnostics) <= 50
    assert result.hosts is not None
    effort.assert_below(300)


@pytest.mark.slow
def test_a_rule_deeper_than_go_allows_is_refused_as_go_does() -> None:
    for most, rule in ((99_996, "!"), (49_998, "(Host(`a`)||")):
        closing = ")" * most if rule.startswith("(") else ""
        assert not check_rule(rule * most + "Host(`a`)" + closing, protocol="http").diagnostics
        result = check_rule(rule * (most + 1) + "Host(`a`)" + closing, protocol="http")
        assert "exceeded max nesting depth" in result.error


def test_a_long_chain_is_one_flat_node() -> None:
    tree = parse(" || ".join(["Host(`a`)"] * 3000), _HTTP).tree
    assert isinstance(tree, Or)
    assert len(tree.operands) == 3000
    assert sum(1 for _ in matchers(tree)) == 3000


def test_a_rule_with_many_separators_is_looked_at_once() -> None:
    def work(count: int) -> int:
        return calls(lambda: check_rule("a," * count, protocol="http"))

    work(2)
    small, medium, large = work(1_000), work(2_000), work(4_000)
    assert large - medium <= 2.7 * (medium - small) + 1_000


@pytest.mark.parametrize("rule", ["Host(`a`), " + "a" * 19_000, ")Host(" + "a;" * 9_000])
def test_names_of_matchers_are_looked_for_once(rule: str) -> None:
    with Effort() as effort:
        assert check_rule(rule, protocol="http").diagnostics
    effort.assert_below(5)


def test_checking_the_usual_rule_takes_few_calls() -> None:
    rule = "Host(`a.example.com`) && PathPrefix(`/x`)"
    check_rule(rule, protocol="http")
    assert calls(lambda: check_rule(rule, protocol="http")) < 90
