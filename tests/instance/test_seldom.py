"""What an instance seldom comes to: each of these is the only one that some line is for."""

from __future__ import annotations

from tests.each import rows
from traefiklint import lint_texts
from traefiklint.engine import load_rules
from traefiklint.instance.facts import QUESTIONS
from traefiklint.instance.secrets import covered_text
from traefiklint.instance.static_start.rest import agent_error
from traefiklint.instance.whereabouts import is_of_the_internet

SIGN = "\N{ASTERISK OPERATOR}"
SCHEME = 'workload endpoint socket URI must have a "tcp" or "unix" scheme'
MORE = "workload endpoint tcp socket URI must not include more than a host component"


@rows(
    ("address", "told"),
    [
        ("", ""),
        ("unix:///run/spire/agent.sock", ""),
        ("unix:agent.sock", "workload endpoint unix socket URI must not be opaque"),
        ("unix://agent.sock", "invalid (non-empty) authority"),
        ("unix:", "workload endpoint unix socket URI must include a path"),
        ("http://127.0.0.1:8081", SCHEME),
        ("/run/agent.sock", SCHEME),
        ("tcp://127.0.0.1:8081", ""),
        ("tcp://127.0.0.1:8081/", ""),
        ("tcp://127.0.0.1:8081/x", MORE),
        ("tcp://127.0.0.1:8081?x=y", MORE),
        ("tcp://me@127.0.0.1:8081", MORE),
        ("tcp:127.0.0.1:8081", MORE),
        ("tcp://agent:8081", "workload endpoint tcp socket URI host component must be an IP:port"),
        ("tcp://127.0.0.1", "workload endpoint tcp socket URI host component must include a port"),
    ],
)
def test_why_nobody_can_ask_an_agent_at_an_address(address: str, told: str) -> None:
    assert agent_error(address) == told


def test_an_address_of_an_agent_that_is_no_url_is_refused_in_the_words_of_go() -> None:
    assert agent_error(":x").startswith("workload endpoint socket is not a valid URI: ")
    (told,) = [
        one
        for one in lint_texts({}, static="spiffe: {workloadAPIAddr: 'ftp://x'}\n", profile="none").findings
        if one.effect == "rejected"
    ]
    assert SCHEME in f"{told.message} {told.help}"


@rows(
    ("host", "is_one"),
    [("a.5", True), ("10.5", False), ("a.de", True), ("a.d1", False), ("a.xn--p1ai", True), ("a_b.test.de", False)],
)
def test_a_host_that_ends_in_a_number_and_is_no_address_stands_for_another(host: str, is_one: bool) -> None:
    assert is_of_the_internet(host) is is_one


@rows(
    ("value", "covered"),
    [
        ("https://s3cretpass:s3cretpass@a.test", f"https://{SIGN * 21}@a.test"),
        ("https://u:s3cretpass@s3cretpass.test", f"https://{SIGN * 12}@s3cretpass.test"),
        ("https://a.test/s3cretabcd?token=s3cretabcd", f"https://a.test/s3cretabcd?token={SIGN * 10}"),
    ],
)
def test_of_a_word_that_stands_twice_in_a_value_the_secret_one_is_covered(value: str, covered: str) -> None:
    text = "http: {services: {s: {loadBalancer: {servers: [{url: '%s'}]}}}}\n"
    assert covered_text("a.yml", text % value) == text % covered


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
