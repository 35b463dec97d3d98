"""Rules about what is said of containers and labels are loaded only where something is said."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from tests.docker.recorded import provided
from tests.docker.test_recorded import CASES
from traefiklint import engine, lint_texts
from traefiklint.checks import labels
from traefiklint.checks.registry import load_book, rules_of
from traefiklint.docker import facts

RIGHT = """\
services:
  web:
    image: x
    labels:
      - traefik.enable=true
      - traefik.http.routers.web.rule=Host(`a.example.com`)
      - traefik.http.services.web.loadbalancer.server.port=80
"""


def test_rules_that_are_left_out_are_about_facts_only() -> None:
    there = {path.stem for path in Path(labels.__path__[0]).glob("[a-z]*.py")}
    assert there > set(labels.ABOUT_FACTS)
    for name in labels.ABOUT_FACTS:
        for rule in rules_of(import_module(f"traefiklint.checks.labels.{name}")):
            for subject in rule.subjects:
                assert getattr(facts, subject).__module__ == facts.__name__, f"{rule.id} looks at more"


def test_nothing_is_told_of_right_labels_so_these_rules_are_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []

    def load(*, facts: bool = True, **more: object) -> object:
        asked.append(facts)
        return load_book(facts=facts, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "load_book", load)
    assert lint_texts({"compose.yml": RIGHT}, profile="none").findings == ()
    assert asked == [False]
    wrong = RIGHT.replace("port=80", "ports=80")
    assert [one.rule for one in lint_texts({"compose.yml": wrong}, profile="none").findings] == ["label-unknown-field"]
    assert True in asked[1:]


def test_all_that_is_told_of_recorded_containers_has_a_rule() -> None:
    told = {type(fact).__name__ for case in CASES for fact in provided(case, "3.7.15").facts}
    assert told
    assert told - {"UnknownRule"} <= load_book().by_subject.keys(), "of an unknown rule only `route` speaks"
