"""What the rule language says is what the real Traefik says: on recorded rules, and asked again now."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.each import each
from tests.matching.asking import errors
from tests.matching.record import RECORD, cases
from tests.matching.rule_generator import Case, generate
from tests.traefik_versions import OLDER, OLDEST, traefik
from traefiklint.matching.check import RuleResult, check_rule
from traefiklint.verify.oracle import Oracle
from traefiklint.versions import NEWEST, Version, read_version

_RECORDED: list[dict[str, Any]] = [json.loads(line) for line in RECORD.read_text("utf-8").splitlines()]


def _checked(case: Case, target: Version = NEWEST) -> RuleResult:
    return check_rule(case.rule, protocol=case.protocol, syntax=case.syntax, target=target)


def test_the_record_holds_every_rule_that_is_written_by_hand_and_rules_of_either_fate() -> None:
    recorded = [Case(line["rule"], line["protocol"], line["syntax"]) for line in _RECORDED]
    refused = sum(bool(line["error"]) for line in _RECORDED)
    assert recorded == cases()
    assert 500 < refused < len(_RECORDED) - 500


@each(_RECORDED, lambda line: line["rule"])
def test_a_recorded_rule_gets_traefiks_verdict_and_traefiks_words(line: dict[str, Any]) -> None:
    result = _checked(Case(line["rule"], line["protocol"], line["syntax"]))
    assert result.error == line["error"]
    assert bool(result.diagnostics) == bool(line["error"])
    assert (result.tree is None) == bool(line["error"])


def test_the_installed_traefik_still_says_what_was_recorded(oracle: Oracle) -> None:
    recorded = [Case(line["rule"], line["protocol"], line["syntax"]) for line in _RECORDED]
    assert errors(oracle, recorded) == [line["error"] for line in _RECORDED]


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_rules_never_seen_before_get_the_same_verdict(oracle: Oracle, seed: int) -> None:
    fresh = generate(seed, 1500, mutations=3)
    said = errors(oracle, fresh)
    wrong = [
        (case, error)
        for case, error in zip(fresh, said, strict=True)
        if bool(_checked(case).diagnostics) != bool(error)
    ]
    assert not wrong
    same_words = sum(_checked(case).error == error for case, error in zip(fresh, said, strict=True))
    assert same_words > 0.99 * len(fresh)


@pytest.mark.parametrize(("version", "target"), [(version, read_version(version)) for version in OLDER])
@pytest.mark.traefik
def test_older_versions_refuse_wildcards_for_tcp_and_take_them_for_http(version: str, target: Version) -> None:
    rules = [("HostSNI(`*.a.b`)", "tcp"), ("Host(`*.a.b`)", "http"), ("Host(`*`)", "http")]
    asked = [Case(rule, protocol, "v3") for rule, protocol in rules]
    with Oracle(traefik(version), confined=False) as older:
        said = errors(older, asked)
    assert [_checked(case, target).error for case in asked] == said
    assert bool(said[0]) and not any(said[1:])


@pytest.mark.traefik
def test_the_oldest_version_refuses_an_underscore_in_the_name_of_a_server() -> None:
    asked = [Case(f"HostSNI(`{name}`)", "tcp", syntax) for name in ("a_b", "a-b", "a") for syntax in ("v2", "v3")]
    with Oracle(traefik(OLDEST), confined=False) as oldest:
        said = errors(oldest, asked)
    assert [_checked(case, read_version(OLDEST)).error for case in asked] == said
    assert all(said[:2]) and not any(said[2:])
