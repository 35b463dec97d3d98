"""A static configuration alone is judged without the rules about objects, which find nothing in it."""

from __future__ import annotations

import pytest

from tests.rules.pages import examples, pages
from tests.static.cases import load_cases
from traefiklint import engine, lint_texts
from traefiklint.checks.registry import load_book
from traefiklint.options import Options


@pytest.mark.slow
def test_rules_about_objects_find_nothing_in_static_configurations(monkeypatch: object) -> None:
    statics = [case.form.file for case in load_cases() if case.form.file and case.form.name == "traefik.yml"]
    statics += [example.static for page in pages() for example in examples(page) if example.static]
    few = [found(text) for text in statics]
    monkeypatch.setattr(engine, "_ABOUT_OBJECTS", frozenset())  # type: ignore[attr-defined]
    assert few == [found(text) for text in statics]


def found(text: str) -> list[tuple[str, int]]:
    report = lint_texts({"traefik.yml": text}, options=Options("none", strict=True))
    return [(one.rule, one.line) for one in report.findings]


def test_the_folders_exist() -> None:
    assert {rule.category for rule in load_book().rules.values()} >= engine._ABOUT_OBJECTS
