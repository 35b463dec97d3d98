"""The fixes that the rule book shows: each gives the text beside it, and the real Traefik agrees with the safe ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.each import each
from tests.fixing.serving import Asker, asking, complaints
from tests.rules.linted import lint
from tests.rules.pages import STATIC, Example, Shelf, examples, pages
from tests.rules.test_pages import DOKPLOY
from traefiklint.findings import Effect
from traefiklint.fixing import Fixed, fix_texts
from traefiklint.options import Options
from traefiklint.verify.binary import find_binary
from traefiklint.verify.harmless import read_static

PAGES = pages()
EXAMPLES = [example for page in PAGES for example in examples(page)]
SHOWN = [example for example in EXAMPLES if example.fixed is not None]


def fix(example: Example, *, unsafe: bool) -> Fixed:
    """An example with its fixes, those of its static configuration too."""
    options = Options(
        profile=example.profile,
        target=example.target,
        static=example.static,
        strict=example.strict,
        upgrade_from=example.former,
        look=Shelf(example.disk),
    )
    return fix_texts(example.texts, options, unsafe=unsafe)


def has_fix(example: Example, *, safe: bool, static: bool = True) -> bool:
    return any(
        finding.fix is not None and finding.fix.safe is safe and (static or finding.file != STATIC)
        for finding in lint(example).findings
    )


@pytest.mark.slow
@each(PAGES, lambda page: page.stem)
def test_a_page_whose_rule_has_a_fix_shows_it(page: Path) -> None:
    fixable = [
        example
        for example in examples(page)
        for finding in lint(example).findings
        if finding.rule == example.page.stem and finding.fix is not None
    ]
    assert not fixable or any(example.fixed is not None for example in fixable)


@pytest.mark.slow
@each(SHOWN, lambda example: example.name)
def test_a_fix_gives_the_text_beside_it_and_nothing_is_given_up(example: Example) -> None:
    unsafe = has_fix(example, safe=False)
    fixed = fix(example, unsafe=unsafe)
    assert fixed.reverted == ()
    assert example.fixed is not None
    assert {**example.texts, **fixed.texts} == {**example.texts, **example.fixed}
    rules = {finding.rule for finding in lint(example).findings if finding.fix is not None}
    assert not rules & {finding.rule for finding in fixed.report.findings if finding.fix is not None}


def safely_fixed() -> list[Example]:
    return [e for e in EXAMPLES if has_fix(e, safe=True, static=False) and not e.is_about_labels]


@pytest.fixture(scope="module")
def asker() -> Iterator[Asker]:
    with asking() as asker:
        yield asker


@each(safely_fixed, lambda example: example.name)
def test_the_real_traefik_agrees_with_a_safe_fix(example: Example, asker: Asker) -> None:
    text = example.static if example.static is not None else DOKPLOY
    fixed = fix(replace(example, static=text), unsafe=False)
    assert fixed.reverted == ()
    assert fixed.applied
    if example.target != find_binary().minor:
        return
    static = read_static(text)
    changed = {name: text for name, text in fixed.texts.items() if name != STATIC}
    before = asker.ask(example.files, static)
    after = asker.ask({**example.files, **changed}, static)
    assert not list(complaints(before, after, fixed))
    refused = any(finding.effect is Effect.REJECTED for finding in fixed.applied)
    assert (before.objects is None) is refused or not refused, "what the page calls refused is refused"
    assert after.objects is not None or any(f.effect is Effect.REJECTED for f in fixed.report.findings)
