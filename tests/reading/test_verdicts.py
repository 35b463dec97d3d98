"""A text is refused here exactly where Traefik refuses it."""

from __future__ import annotations

import pytest

from tests.each import each
from tests.reading.live import Live
from tests.reading.recorded import Case, cases, is_about_the_text
from tests.said import said_of_text
from traefiklint.decoding.file import read_document
from traefiklint.findings import Effect
from traefiklint.text.document import Document

CASES = cases()
LONG = 10_000
"""Texts of more letters nest ten thousand deep and the like, and take as long as all others together."""


def refusals(document: Document) -> list[str]:
    return [problem.kind for problem in said_of_text(document) if problem.effect is Effect.REJECTED]


@each([case for case in CASES if len(case.text) < LONG], lambda case: case.name)
def test_the_verdict_is_the_recorded_one(case: Case) -> None:
    judge(case)


@pytest.mark.slow
@each([case for case in CASES if len(case.text) >= LONG], lambda case: case.name)
def test_the_verdict_on_a_long_text_is_the_recorded_one(case: Case) -> None:
    judge(case)


def judge(case: Case) -> None:
    document = read_document(case.file, case.text)
    if case.is_refused and document.uncertain:
        # What only the running Traefik knows is not claimed, but it is said that it was not checked.
        assert "template-not-checked" in [problem.kind for problem in said_of_text(document)]
        return
    assert bool(refusals(document)) is case.is_refused, case.error


@each([case for case in CASES if case.error.startswith("template")], lambda case: case.name)
def test_the_error_of_a_template_is_told_in_the_words_of_the_log(case: Case) -> None:
    document = read_document(case.file, case.text)
    told = [problem.traefik for problem in said_of_text(document) if problem.traefik]
    assert told in ([], [case.error])


@pytest.mark.traefik
def test_traefik_still_says_what_was_recorded() -> None:
    with Live() as traefik:
        now = {case.name: is_about_the_text(traefik.ask(case.text, case.file).error) for case in CASES}
    assert now == {case.name: case.is_refused for case in CASES}
