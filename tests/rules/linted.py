"""What is found in an example of the rule book."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from tests.rules.pages import Example, Shelf
from traefiklint import lint_texts
from traefiklint.engine import load_rules
from traefiklint.findings import Report
from traefiklint.options import Options


@cache
def lint(example: Example, *, suppressions: bool = True) -> Report:
    """What is found in an example; of the rules that only `--strict` looks for, those that the page is about."""
    options = Options(example.profile, example.target, example.static, strict=example.strict, suppressions=suppressions)
    report = lint_texts(example.files, options=options._replace(upgrade_from=example.former, look=Shelf(example.disk)))
    rules = load_rules()
    about = {example.page.stem, *(promise.rule for promise in example.expected)}
    return replace(report, findings=tuple(f for f in report.findings if f.rule in about or not rules[f.rule].strict))


def leaning_on_others(example: Example) -> set[str]:
    """The objects that name one of another provider, which the Traefik that is asked has not."""
    report = lint_texts(example.files, example.static, target=example.target, profile=example.profile, strict=True)
    return {found.object for found in report.findings if found.rule == "unverifiable-reference"}
