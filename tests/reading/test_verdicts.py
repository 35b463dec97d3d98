"""A text is refused here exactly where Traefik refuses it."""

from __future__ import annotations

import pytest

from tests.reading.live import Live
from tests.reading.recorded import Case, cases, is_about_the_text
from traefiklint.decoding.file import read_document
from traefiklint.findings import Effect
from traefiklint.text.document import Document


def refusals(document: Document) -> list[str]:
    return [problem.kind for problem in document.problems if problem.effect is Effect.REJECTED]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_the_verdict_is_the_recorded_one(case: Case) -> None:
    document = read_document(case.file, case.text)
    if case.is_refused and document.uncertain:
        # What only the running Traefik knows is not claimed, but it is said that it was not checked.
        assert "template-not-checked" in [problem.kind for problem in document.problems]
        return
    assert bool(refusals(document)) is case.is_refused, case.error


@pytest.mark.parametrize("case", [case for case in cases() if case.error.startswith("template")], ids=lambda c: c.name)
def test_the_error_of_a_template_is_told_in_the_words_of_the_log(case: Case) -> None:
    document = read_document(case.file, case.text)
    told = [problem.traefik for problem in document.problems if problem.traefik]
    assert told in ([], [case.error])


@pytest.mark.traefik
def test_traefik_still_says_what_was_recorded() -> None:
    with Live() as traefik:
        now = {case.name: is_about_the_text(traefik.ask(case.text, case.file).error) for case in cases()}
    assert now == {case.name: case.is_refused for case in cases()}
