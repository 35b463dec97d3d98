"""For any directory of the corpus and any fix: nothing is lost, nothing gets worse, and again nothing changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pytest

from tests.corpus.cases import Case, load_cases
from tests.fixing.serving import Served, asking, complaints
from traefiklint.decoding.file import read_document
from traefiklint.findings import Effect
from traefiklint.fixing import Fixed, fix_texts
from traefiklint.options import Options
from traefiklint.yaml.comments import comments_of

pytestmark = pytest.mark.slow

CASES = load_cases()
PARTS = 8


def options_of(case: Case) -> Options:
    return Options(static=case.static_text, strict=True, profile="none")


def comments(text: str) -> Counter[str]:
    return Counter(text[start:end] for start, end in comments_of(text))


def check(files: Mapping[str, str], fixed: Fixed, options: Options, *, unsafe: bool) -> None:
    """What must hold of every fixed directory."""
    about_comments = {finding.file for finding in fixed.applied if finding.rule.endswith(("suppression", "comment"))}
    for name, text in fixed.texts.items():
        assert text != files[name], "only what changes is written"
        if name not in about_comments:
            assert not comments(files[name]) - comments(text), name
        if read_document(name, files[name]).root is not None:
            assert read_document(name, text).root is not None or not text.strip(" -\n") or "#" in text, text
    if not fixed.texts:
        return  # once more would be the same question
    again = fix_texts({**files, **fixed.texts}, options, unsafe=unsafe)
    assert again.texts == {}, [finding.rule for finding in again.applied]


@pytest.mark.parametrize("part", range(PARTS))
def test_safe_fixes_lose_nothing_are_done_once_and_hardly_ever_given_up(part: int) -> None:
    applied = reverted = loads_now = 0
    for case in CASES[part::PARTS]:
        fixed = fix_texts(case.files, options_of(case))
        check(case.files, fixed, options_of(case), unsafe=False)
        applied += len(fixed.applied)
        reverted += len(fixed.reverted)
        if any(finding.effect is Effect.REJECTED for finding in fixed.applied):
            loads_now += not any(finding.effect is Effect.REJECTED for finding in fixed.report.findings)
    assert applied > 20
    assert reverted < 2
    assert loads_now > 1, "a fixed directory is no longer refused"


@pytest.mark.parametrize("part", range(PARTS))
def test_all_fixes_lose_nothing_are_done_once_and_are_those_of_windows_files(part: int) -> None:
    for case in CASES[part::PARTS]:
        fixed = fix_texts(case.files, options_of(case), unsafe=True)
        check(case.files, fixed, options_of(case), unsafe=True)
        if not any("\r" in text for text in case.files.values()):
            windows = {name: text.replace("\n", "\r\n") for name, text in case.files.items()}
            again = fix_texts(windows, options_of(case), unsafe=True)
            assert again.texts == {name: text.replace("\n", "\r\n") for name, text in fixed.texts.items()}, case.id


@pytest.mark.traefik
def test_the_real_traefik_agrees_with_every_safe_fix() -> None:
    asked = 0
    with asking() as asker:
        for case in CASES:
            fixed = fix_texts(case.files, options_of(case))
            if not fixed.texts or any(one.actions for one in fixed.report.unchecked):
                continue
            before: Served = asker.ask(case.files, case.static)
            after = asker.ask({**case.files, **fixed.texts}, case.static)
            found = list(complaints(before, after, fixed))
            assert not found, (case.id, case.files, fixed.texts, found)
            asked += 1
    assert asked > 100
