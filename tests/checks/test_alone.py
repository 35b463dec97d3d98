"""A rule that is asked for alone finds what it finds among all others."""

from __future__ import annotations

import pytest

from tests.rules.pages import Example, Shelf, examples, pages
from traefiklint import lint_texts
from traefiklint.findings import Span
from traefiklint.options import Options


def first_examples(category: str) -> list[Example]:
    """An example of each rule of a category."""
    return [
        next(one for one in examples(page) if any(it.rule == page.stem for it in one.expected))
        for page in pages()
        if page.parent.name == category and page.stem != "unused-suppression"  # of rules that nobody asked for
    ]


def told(example: Example, *, alone: bool) -> list[tuple[str, Span, str]]:
    """What the rule of a page says of an example: where, and in which words."""
    rule = example.page.stem
    select = frozenset((rule,)) if alone else frozenset[str]()
    options = Options(example.profile, example.target, example.static, strict=True, select=select)
    options = options._replace(upgrade_from=example.former, look=Shelf(example.disk))
    return [(f.file, f.span, f.message) for f in lint_texts(example.files, options=options).findings if f.rule == rule]


@pytest.mark.slow
@pytest.mark.parametrize("category", sorted({page.parent.name for page in pages()}))
def test_a_rule_that_is_asked_for_alone_finds_what_it_finds_among_all(category: str) -> None:
    first = first_examples(category)
    among = {example.page.stem: told(example, alone=False) for example in first}
    assert all(among.values())
    assert {example.page.stem: told(example, alone=True) for example in first} == among
