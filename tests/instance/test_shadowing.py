"""Which routers never get a request: no false claim, none missed of the usual ones, work that grows linearly."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from tests.each import each, rows
from traefiklint import lint_texts
from traefiklint.instance import shadowing
from traefiklint.instance.listeners import Claim, claims_of
from traefiklint.instance.load import read_context, read_instance
from traefiklint.instance.shadowing import Shadow, is_catch_all, shadows
from traefiklint.matching.evaluate import matches
from traefiklint.matching.examples import example_requests
from traefiklint.matching.request import Request
from traefiklint.model.http import Router
from traefiklint.options import Options

RULES = (
    "Host(`a.test`)", "Host(`A.test.`)", "Host(`b.test`)", "Host(`*.test`)", "Host(`*`)", "HostRegexp(`.+`)",
    "HostRegexp(`^[a-z]+\\.test$`)", "PathPrefix(`/`)", "PathPrefix(`/api`)", "Host(`a.test`) && PathPrefix(`/`)",
    "Host(`a.test`) && PathPrefix(`/api`)", "Host(`a.test`) && PathPrefix(`/api/x`)", "Host(`a.test`) && Path(`/api`)",
    "Host(`a.test`) || Host(`b.test`)", "(Host(`a.test`) || Host(`b.test`)) && PathPrefix(`/api`)",
    "Host(`a.test`) && !PathPrefix(`/api`)", "!Host(`a.test`)", "Host(`a.test`) && Method(`GET`)",
    "Host(`a.test`) && Header(`X`, `1`)", "Host(`a.test`) && Host(`b.test`)", "Host(`a.test`) && PathRegexp(`^/api`)",
)  # fmt: skip


def claims(routers: Sequence[tuple[str, int]]) -> list[Claim]:
    lines = ["http:", "  routers:"]
    for number, (rule, priority) in enumerate(routers):
        lines += [
            f"    r{number}:",
            f"      rule: '{rule}'",
            "      service: noop@internal",
            "      entryPoints: [web]",
        ]
        lines += [f"      priority: {priority}"] if priority else []
    instance = read_instance({"a.yml": "\n".join(lines)}, read_context(Options()).context)
    return claims_of(instance, "http.routers")


def told(*routers: tuple[str, int]) -> list[tuple[str, str, bool]]:
    found: list[Shadow] = list(shadows(claims(routers)))
    return [(one.claim.router.name, one.other.router.name, one.same) for one in found]


def requests_for(group: Sequence[Claim]) -> list[Request]:
    """Requests as browsers send them, for the hosts and paths of some routers in all combinations."""
    examples = [request for claim in group for request in example_requests(claim.rule.tree, host="a.test")]
    hosts = {request.host for request in examples if not request.host.endswith(".")}
    paths = {request.path for request in examples} | {"/", "/api", "/api/x"}
    return [Request(host=host, path=path, headers={"X": "1"}) for host in hosts for path in paths]


@each(range(150), str)
def test_a_shadowed_router_answers_no_request(seed: int) -> None:
    choose = random.Random(seed)
    group = claims([(choose.choice(RULES), choose.choice((0, 0, 0, 5, 90))) for _ in range(6)])
    requests = requests_for(group)
    for shadow in shadows(group):
        assert shadow.other.priority >= shadow.claim.priority
        for request in requests:
            if matches(shadow.claim.rule.tree, request):
                assert matches(shadow.other.rule.tree, request), f"{request}: {shadow}"


@rows(
    ("narrow", "broad"),
    [
        ("Host(`a.test`) && PathPrefix(`/api`)", "Host(`a.test`)"),
        ("Host(`a.test`) && PathPrefix(`/api/x`)", "Host(`a.test`) && PathPrefix(`/api`)"),
        ("Host(`a.test`) && Path(`/api`)", "Host(`a.test`) && PathPrefix(`/api`)"),
        ("Host(`a.test`)", "Host(`a.test`) || Host(`b.test`)"),
        ("Host(`a.test`)", "Host(`*.test`)"),
        ("Host(`a.test`)", "HostRegexp(`^[a-z]+\\.test$`)"),
        ("Host(`a.test`)", "PathPrefix(`/`)"),
        ("Host(`a.test`) && Method(`GET`)", "Host(`A.test`)"),
        ("Host(`a.test`) || Host(`b.test`)", "(Host(`b.test`) || Host(`a.test`)) && PathPrefix(`/`)"),
        ("Host(`a.test`) && !PathPrefix(`/x`)", "Host(`a.test`)"),
    ],
)
def test_a_router_behind_a_broader_one_of_higher_priority_is_told(narrow: str, broad: str) -> None:
    assert ("r0", "r1") in [found[:2] for found in told((narrow, 1), (broad, 2))]
    assert not [found for found in told((narrow, 2), (broad, 1)) if found[0] == "r0"]


def test_without_priorities_the_longer_rule_comes_first() -> None:
    long = "Host(`a.test`) || Host(`b.test`) || Host(`c.test`)"
    assert told(("Host(`a.test`) && Path(`/x`)", 0), (long, 0)) == [("r0", "r1", False)]


def test_of_equal_routers_all_but_the_first_are_told() -> None:
    assert told(*[("Host(`a.test`)", 0)] * 3) == [("r1", "r0", True), ("r2", "r0", True)]


def test_a_broader_router_of_the_same_priority_takes_requests_wherever_it_stands() -> None:
    narrow, broad = ("Host(`a.test`) && PathPrefix(`/x`)", 5), ("Host(`a.test`)", 5)
    assert told(narrow, broad) == [("r0", "r1", False)]
    assert told(broad, narrow) == [("r1", "r0", False)]
    assert told(narrow, broad, narrow) == [("r0", "r1", False), ("r2", "r1", False)]


@rows("narrow", ["a.test", "A.TEST"])
@rows("broad", ["a.test.", "A.Test."])
@rows("more", ["", " && PathPrefix(`/x`)"])
def test_a_host_with_a_dot_at_its_end_and_in_capitals_is_found(narrow: str, broad: str, more: str) -> None:
    assert told((f"Host(`{narrow}`){more}", 1), (f"Host(`{broad}`)", 2)) == [("r0", "r1", False)]


def test_a_rule_that_matches_nothing_is_no_ones_victim() -> None:
    assert told(("Host(`a.test`) && Host(`b.test`)", 1), ("Host(`a.test`)", 2)) == []


@rows(
    ("rule", "everything"),
    [
        ("PathPrefix(`/`)", True), ("HostRegexp(`.+`)", True), ("Host(`*`)", True),
        ("Host(`a.test`) || Host(`*`)", True),
        *((f"HostRegexp(`{any_host}`)", True) for any_host in (".+", "^.+$", "^.+", ".+$", "(.+)", "^(.+)$")),
        ("HostRegexp(`^a.test$`)", False), ("HostRegexp(`^.`)", False), ("!HostRegexp(`.+`)", False),
        ("Header(`.+`, `x`)", False), ("PathPrefix(`/`) && HostRegexp(`.+`)", True),
        ("PathPrefix(`/a`)", False), ("Host(`*.test`)", False), ("Host(`*`) && Method(`GET`)", False),
    ],
)  # fmt: skip
def test_a_catch_all_matches_everything(rule: str, everything: bool) -> None:
    assert is_catch_all(claims([(rule, 0)])[0]) is everything


@pytest.mark.parametrize(
    "pattern",
    ["Host(`h{n}.test`)", "Host(`a.test`) && PathPrefix(`/p{n}/`)", "HostRegexp(`^h{n}[a-z]+$`)", "Host(`a.test`)",
     "Host(`a.test`) && Header(`X`, `{n}`)"],
)  # fmt: skip
def test_the_work_grows_with_the_number_of_routers(pattern: str, monkeypatch: pytest.MonkeyPatch) -> None:
    comparisons = 0
    really = shadowing._covers

    def counted(*pair: object) -> bool:
        nonlocal comparisons
        comparisons += 1
        return really(*pair)  # type: ignore[arg-type]

    monkeypatch.setattr(shadowing, "_covers", counted)
    group = claims([(pattern.replace("{n}", str(number)), 0) for number in range(400)])
    list(shadows(group))
    assert comparisons <= 400 * 2 * shadowing._MOST_COMPARISONS
    assert all(type(claim.router) is Router for claim in group)


PAIR = (
    "http:\n  routers:\n    wide: {rule: PathPrefix(`/`), priority: 100, service: s, entryPoints: [web]}\n"
    "    narrow: {rule: %s, service: t, entryPoints: [web]}\n"
    "  services: {s: {loadBalancer: {servers: [{url: 'http://a'}]}}, t: {loadBalancer: {servers: [{url: 'http://b'}]}}}\n"
)
SURE = PAIR % "Host(`a.test`)"
MADE = 'http:\n  middlewares:\n{{ range $name := getHostByName "x" }}\n    {{ $name }}: {compress: {}}\n{{ end }}\n'


@rows(
    ("texts", "is_told"),
    [
        ({"a.yml": SURE}, True),
        ({"a.yml": SURE, "b.yml": MADE}, True),
        ({"a.yml": SURE, "b.yml": "a: `x`\n"}, True),
        ({"a.yml": PAIR % "'Host(`{{ getHostByName \"x\" }}`)'"}, False),
        ({"a.yml": PAIR % "'{{ getHostByName \"x\" }}'"}, False),
        ({"a.yml": SURE.replace("100, service: s", "100, service: gone")}, False),
    ],
)
def test_a_rule_that_is_known_is_judged_beside_what_is_not(texts: dict[str, str], is_told: bool) -> None:
    found = [one.message for one in lint_texts(texts, profile="none").findings if one.rule == "shadowed-router"]
    assert ["`narrow` is never reached" in one for one in found] == [True] * is_told


@rows(("parent", "is_told"), [("top", True), ("other", False)])
def test_routers_below_one_parent_keep_requests_from_each_other(parent: str, is_told: bool) -> None:
    text = (
        "http:\n  routers:\n    top: {rule: Host(`a.b`)}\n    other: {rule: Host(`b.b`)}\n"
        f"    wide: {{rule: PathPrefix(`/`), priority: 99, parentRefs: [{parent}], service: s}}\n"
        "    narrow: {rule: Path(`/x`), parentRefs: [top], service: t}\n"
        "  services: {s: {loadBalancer: {servers: [{url: 'http://a'}]}}, t: {loadBalancer: {servers: [{url: 'http://b'}]}}}\n"
    )
    found = [one.line for one in lint_texts({"a.yml": text}, profile="none").findings if one.rule == "shadowed-router"]
    assert found == ([6] if is_told else [])


MANY = 40


@rows(
    ("others", "victim", "broad", "is_told"),
    [
        (["Host(`a.test`) && Header(`X`, `%d`)"] * 15, "Host(`a.test`) && Path(`/x`)", "Host(`a.test`)", True),
        (["Host(`a.test`) && Header(`X`, `%d`)"] * 16, "Host(`a.test`) && Path(`/x`)", "Host(`a.test`)", False),
        (["Host(`h%d.test`)"] * MANY, "Host(`a.test`) && Path(`/x`)", "Host(`a.test`)", True),
        (["Host(`h%d.test`)"] * MANY, "Host(`a.test`)", "Host(`*.test`)", True),
        (["Host(`h%d.test`)"] * MANY, "Host(`a.test`)", "PathPrefix(`/`)", True),
        (["Host(`a.test`) && Path(`/p%d`)"] * MANY, "Host(`a.test`) && Path(`/x`)", "Host(`a.test`)", True),
        (["Host(`a.test`) && Path(`/p%d`)"] * MANY, "Host(`a.test`) && Path(`/x`)", "Path(`/x`)", True),
        (["Host(`a.test`) && PathPrefix(`/p%d`)"] * MANY, "Host(`a.test`) && Path(`/x`)", "Host(`a.test`)", True),
        (["PathPrefix(`/p%d`)"] * MANY, "Host(`a.test`) && Path(`/x/y`)", "PathPrefix(`/x`)", True),
        (["PathPrefix(`/p%d`)"] * MANY, "PathPrefix(`/x/y`)", "PathPrefix(`/x`)", True),
        (["PathPrefix(`/p%d`)"] * MANY, "PathPrefix(`/x`)", "PathPrefix(`/x/y`)", False),
        (["(Host(`h%d`) || Path(`/`)) && Method(`PUT`)"] * 9, "Host(`a.test`)", "Host(`a.test`) || Path(`/`)", True),
    ],
)  # fmt: skip
def test_among_many_others_a_router_is_found_that_is_asked_for_the_same(
    others: list[str], victim: str, broad: str, is_told: bool
) -> None:
    crowd = [(rule.replace("%d", str(number)), 50) for number, rule in enumerate(others)]
    found = [(one, other) for one, other, _ in told((victim, 1), *crowd, (broad, 20)) if one == "r0"]
    assert found == [("r0", f"r{len(others) + 1}")] * is_told


def test_a_router_of_a_higher_priority_is_preferred_wherever_it_stands() -> None:
    victim = ("Host(`a.test`) && Method(`GET`)", 5)
    low, equal, high = (("Host(`a.test`) && Header(`X`, `1`)", 1), ("Host(`a.test`)", 5), ("Host(`a.test`)", 9))
    assert told(victim, low, equal, high)[0] == ("r0", "r3", False)
    assert told(victim, equal, high)[0] == ("r0", "r2", False)
    assert ("r1", "r2", False) in told(low, victim, equal)
    assert told(victim, equal)[0] == ("r0", "r1", False)
    assert told(victim, low) == []


def test_a_rule_in_the_old_syntax_is_no_catch_all() -> None:
    text = "http: {routers: {a: {rule: 'PathPrefix(`/`)', ruleSyntax: v2, service: s}}}"
    instance = read_instance({"a.yml": text}, read_context(Options(profile="none")).context)
    assert [is_catch_all(one) for one in claims_of(instance, "http.routers")] == [False]


@rows("depth", [1, 5_000])
def test_a_rule_that_is_nested_deep_shadows_nobody_for_sure(depth: int) -> None:
    deep = f"{'!(' * 2 * depth}Host(`a.test`){')' * 2 * depth}"
    assert told(("Host(`a.test`) && Path(`/x`)", 1), (deep, 9)) == ([("r0", "r1", False)] if depth == 1 else [])
