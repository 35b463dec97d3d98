"""What an instance is asked for: which facts there are, and which words stand for nothing."""

from __future__ import annotations

from tests.each import rows
from traefiklint import lint_texts
from traefiklint.engine import load_rules
from traefiklint.instance.context import Context
from traefiklint.instance.facts import QUESTIONS, facts
from traefiklint.instance.load import read_instance


@rows("host", ["undefined", "null", "none", "nil", "nan", "changeme", "todo", "object", "TODO"])
def test_a_host_that_a_program_writes_where_it_knows_none_is_told(host: str) -> None:
    text = f"http: {{services: {{s: {{loadBalancer: {{servers: [{{url: 'http://{host}:80'}}, {{url: 'http://{host}s:80'}}]}}}}}}}}\n"
    found = [
        one for one in lint_texts({"a.yml": text}, profile="none").findings if one.rule == "server-url-placeholder"
    ]
    assert [one.message for one in found] == [
        f"Host `{host}` looks like a placeholder that was never filled in; write the name of the server."
    ]


def test_each_fact_that_a_question_is_said_to_answer_is_one_that_a_rule_is_about() -> None:
    asked = {subject for rule in load_rules().values() for subject in rule.subjects}
    told = [name for names in QUESTIONS.values() for name in names]
    assert sorted(set(told) - asked) == []
    assert len(told) == len(set(told))
    assert list(facts(read_instance({}, Context()), frozenset())) == [], "who asks for nothing is told nothing"


def faults_of(*servers: str) -> list[str]:
    text = "".join(f"    s{at}: {{loadBalancer: {{servers: [{{url: '{url}'}}]}}}}\n" for at, url in enumerate(servers))
    found = lint_texts({"a.yml": f"http:\n  services:\n{text}"}, profile="none").findings
    return [f"{one.object[-2:]} {one.rule}" for one in found if one.rule.startswith("server-url")]


def test_each_server_is_judged_whatever_stands_before_it() -> None:
    assert faults_of(
        "http://a", "", "http://a b", "http://a", "ftp://a", "http://a:99999", "http://undefined", "http://$A"
    ) == [
        *("s1 server-url-empty", "s2 server-url-unparsable", "s4 server-url-bad-scheme", "s5 server-url-port-range"),
        *("s6 server-url-placeholder", "s7 server-url-placeholder"),
    ]


COMPOSE = """\
services:
  made:
    image: a
    labels:
      traefik.http.routers.a.rule: Host(`a.io`)
      traefik.http.services.a.loadbalancer.server.port: "80"
  stopped:
    image: b
    labels:
      traefik.docker.allownonrunning: "true"
      traefik.http.services.b.loadbalancer.server.weight: "1"
  other:
    image: c
    labels:
      traefik.http.services.c.loadbalancer.server.%s
"""


@rows(
    ("label", "told"),
    [
        ("port: '80'", []),
        ("scheme: h2c", []),
        ("scheme: https", []),
        ("scheme: ftp", ["server-url-bad-scheme"]),
        ("scheme: h2", ["server-url-bad-scheme"]),
        ("url: http://a", []),
        ("url: ftp://a", ["server-url-bad-scheme"]),
        ("url: http:/a", ["server-url-no-host"]),
    ],
)
def test_a_server_that_labels_make_is_judged_where_they_say_its_scheme_or_its_url(label: str, told: list[str]) -> None:
    found = lint_texts({"compose.yml": COMPOSE % label}, profile="none").findings
    assert [one.rule for one in found] == ["stopped-server-without-url", *told], "the second is none but when it runs"


@rows(
    ("rule", "told"),
    [
        ("Host(`a.io`)", ""),
        ("Host(`a.io`) && PathPrefix(`/a`)", ""),
        ("Host(`a.io`) || Host(`b.io`)", ""),
        ("Host(`a.io`) || Host(`b.io`) && PathPrefix(`/x`)", "and-or-precedence"),
        ("Host(`a.io`) || Host(`http://b.io`)", "host-with-scheme"),
        ("Host(`http://a.io`)", "host-with-scheme"),
        ("Host(`a.io/x`)", "host-with-path"),
        ("Host(`a.io`) && PathPrefix(`/a//b`)", "rule-contradiction"),
        ("Host(`a.io`) && PathPrefix(`/a/./b`)", "rule-contradiction"),
        ("Host(`a.io`) && PathPrefix(`/a?b`)", "path-with-query"),
        ("Host(`a.io`) && Host(`b.io`)", "rule-contradiction"),
        ("HostRegexp(`a.io`) || PathPrefix(`/`)", "regexp-not-anchored"),
    ],
)
def test_a_rule_that_is_suspicious_is_told_and_no_usual_one(rule: str, told: str) -> None:
    text = f"http: {{routers: {{r: {{rule: '{rule}', service: noop@internal, entryPoints: [web]}}}}}}\n"
    assert " ".join(sorted({one.rule for one in lint_texts({"a.yml": text}, profile="none").findings})) == told
