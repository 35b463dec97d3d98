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
