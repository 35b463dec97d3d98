"""Files of route tests: what they may say, where each mistake stands, what fails, what was reached."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from tests.each import rows
from tests.routing.asking import routers, table
from traefiklint.routing import reports
from traefiklint.routing.testfile import TestFileError, read_tests
from traefiklint.routing.testing import Run, run_tests

MORE = """\
  middlewares:
    auth: {basicAuth: {users: ['a:b']}}
    tls: {redirectScheme: {scheme: https}}
    cut: {stripPrefix: {prefixes: [/x]}}
"""
ROUTES = routers(
    "shop: {rule: Host(`a.test`), service: shop, entryPoints: [websecure]}",
    "admin: {rule: Host(`a.test`) && PathPrefix(`/admin`), service: shop, middlewares: [auth],"
    " entryPoints: [websecure]}",
    "blog: {rule: Host(`b.test`), service: blog, middlewares: [cut], entryPoints: [websecure]}",
    "plain: {rule: Host(`a.test`), service: shop, middlewares: [tls], entryPoints: [web]}",
    "gone: {rule: Host(`gone.test`), service: nobody, entryPoints: [web]}",
    more=MORE,
)


def run(text: str) -> Run:
    return run_tests(table(ROUTES), "routes.test.yml", read_tests("routes.test.yml", text))


def messages(tested: Run) -> list[str]:
    return [f"{one.span.line}:{one.span.column}: {one.message}" for it in tested.outcomes for one in it.failures]


def test_every_kind_of_expectation_can_be_met() -> None:
    tested = run("""\
tests:
  - request: https://a.test/
    expect: router shop
  - {request: GET https://a.test/, expect: [service shop, not router admin, forwarded]}
  - {request: http://a.test/x?q, expect: redirect to https://a.test/x?q}
  - {request: https://a.test/admin, expect: 401}
  - name: with a password
    request: POST https://a.test/admin
    headers: {Authorization: Basic YTpi}
    expect: {router: admin, middleware: auth, not-status: [401, redirect]}
  - {request: https://b.test/x/y, expect: {path: /y, server: "http://blog:2368", service: blog@file}}
  - {request: http://gone.test/, expect: 404}
""")
    assert messages(tested) == []
    assert tested.failed == 0


def test_a_status_may_be_a_word_for_what_happens() -> None:
    more = MORE + "    none: {ipAllowList: {sourceRange: [10.0.0.0/8]}}\n"
    text = routers(
        "open: {rule: Host(`a.test`), service: shop, entryPoints: [web]}",
        "login: {rule: Host(`b.test`), service: shop, entryPoints: [web], middlewares: [auth]}",
        "home: {rule: Host(`c.test`), service: shop, entryPoints: [web], middlewares: [none]}",
        "safe: {rule: Host(`d.test`), service: shop, entryPoints: [web], middlewares: [tls]}",
        more=more,
    )
    met = {}
    for host in "abcd":
        for word in ("forwarded", "refused", "redirect", "closed", "401", "403"):
            written = f"tests:\n  - {{request: http://{host}.test/, client-ip: 203.0.113.7, expect: {word}}}\n"
            if not run_tests(table(text), "t.yml", read_tests("t.yml", written)).failed:
                met.setdefault(host, []).append(word)
    assert met == {"a": ["forwarded"], "b": ["refused", "401"], "c": ["refused", "403"], "d": ["redirect"]}


def test_failures_stand_where_the_expectation_stands_and_say_what_really_happens() -> None:
    tested = run("""\
tests:
  - request: https://a.test/
    expect:
      router: blog
      not-service: shop
  - request: https://a.test/
    expect: 404
""")
    assert messages(tested) == [
        "4:15: expected router `blog`, got router `shop@file` (apps.yml:3), service `shop@file`",
        "5:20: expected not service `shop`, got router `shop@file` (apps.yml:3), service `shop@file`",
        "7:13: expected status `404`, got router `shop@file` (apps.yml:3), service `shop@file`",
    ]
    assert tested.failed == 2


def test_a_name_that_nothing_has_fails_even_where_it_is_not_expected() -> None:
    tested = run("tests:\n  - {request: https://a.test/, expect: not router shp}\n")
    assert messages(tested) == ["2:40: there is no router `shp`; did you mean `shop`?"]


def test_where_chance_decides_an_expectation_must_hold_either_way() -> None:
    text = routers(
        *(f"{name}: {{rule: Host(`a.test`), service: {name}, entryPoints: [web]}}" for name in ("shop", "blog"))
    )
    tests = read_tests("t.yml", "tests:\n  - {request: http://a.test/, expect: router shop}\n")
    tested = run_tests(table(text), "t.yml", tests)
    assert "chance decides" in messages(tested)[0]


@rows(
    ("text", "said"),
    [
        ("", "1:1: there are no tests; write them in a list under `tests:`"),
        ("tests: []", "1:8: `tests` must be a list of tests"),
        ("test:\n  - {}", "1:1: there is no key `test` in the file; did you mean `tests`?"),
        ("tests:\n  - {expect: 404, request: http://a/, expect: 200}", "2:39: `expect` is given twice"),
        (
            "tests:\n  - {request: https://a/, expct: 404}",
            "2:27: there is no key `expct` in a test; did you mean `expect`?",
        ),
        ("tests:\n  - {request: https://a/}", "2:5: a test needs `expect`"),
        (
            "tests:\n  - {request: https://a/, expect: 404, headers: [a]}",
            "2:49: `headers` must be a mapping of names and values",
        ),
        (
            "defaults: {headers: x}\ntests:\n  - {request: https://a/, expect: 404}",
            "1:21: `headers` must be a mapping of names and values",
        ),
        ("tests:\n  - {request: a.test, expect: 404}", "2:15: `a.test` is no full address"),
        ("tests:\n  - {request: htp://a/, expect: 404}", "2:15: `htp://` is nothing that Traefik serves; did you mean"),
        ("tests:\n  - {request: http://a/, expect: rooter x}", "2:34: `rooter x` is nothing to expect"),
        ("tests:\n  - {request: http://a/, expect: {status: refusd}}", "2:43: `refusd` is neither a status nor"),
        (
            "tests:\n  - {request: http://a/, expect: {ruter: x}}",
            "2:35: there is no key `ruter` in `expect`; did you mean `router`?",
        ),
        ("tests:\n  - {request: http://a/, client-ip: x, expect: 404}", "2:15: `x` is no IP address"),
        ("tests:\n  - {request: [a], expect: 404}", "2:15: this must be a single value"),
        ("tests: {", "1:8: this is no YAML: a value is missing here"),
    ],
)
def test_every_mistake_in_a_test_file_is_named_with_its_place(text: str, said: str) -> None:
    with pytest.raises(TestFileError) as caught:
        read_tests("routes.test.yml", text)
    assert any(detail.startswith("routes.test.yml:") and said in detail for detail in caught.value.details)


def test_coverage_counts_the_routers_that_can_be_reached() -> None:
    coverage = run("tests:\n  - {request: https://a.test/, expect: router shop}\n").coverage
    assert coverage.reached == ("shop@file",)
    assert coverage.missed == ("admin@file", "blog@file", "plain@file")
    assert coverage.disabled == ("gone@file",)
    assert coverage.percent == 25.0


def test_the_reports_agree_with_the_run() -> None:
    tested = run("""\
tests:
  - {request: https://a.test/, expect: router shop}
  - {name: "a <name>", request: https://a.test/, expect: router blog}
""")
    made = json.loads(reports.as_json(tested))
    assert made["summary"] == {"tests": 2, "failed": 1}
    assert made["tests"][1]["failures"][0]["line"] == 3
    assert made["coverage"]["percent"] == 25.0
    suites = ElementTree.fromstring(reports.as_junit(tested))
    assert suites.attrib["failures"] == "1"
    cases = suites.findall("./testsuite/testcase")
    assert [case.attrib["name"] for case in cases] == ["GET https://a.test/", "a <name>"]
    assert "routes.test.yml:3" in (cases[1].findtext("failure") or "")
    text = "\n".join(reports.text_lines(tested, lambda text, *_: text))
    assert "failed a <name>" in text
    assert "2 tests, 1 failed; they reach 1 of 4 routers (25.0 %)" in text
    assert "no test reaches admin@file, blog@file, plain@file" in text
